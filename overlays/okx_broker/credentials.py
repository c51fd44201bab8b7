"""Who calls: credentials sign requests and name the user whose limits count."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TypeAlias

from okx_broker.errors import ConfigurationError
from okx_broker.signing import Signer
from okx_v5.encoding import Request
from okx_v5.scalars import Secret

if TYPE_CHECKING:
    from okx_broker.calls import Flow, Setup


class Credentials(Protocol):
    """What a client needs of credentials. The API key is the first kind."""

    @property
    def user(self) -> str:
        """The user whose limits the calls count against: the UserID where it is known."""
        ...

    def headers(self, time: str, request: Request) -> list[tuple[str, str]]:
        """Return the headers that authenticate exactly this request at this timestamp."""
        ...


class KeptCredentials:
    """Credentials that a store keeps and that can change: a client asks for them anew with every call."""

    __slots__ = ()

    def ready(self, now_ms: int) -> Credentials | None:
        """Return what is known and good at this moment, without any I/O; None if the store must be asked."""
        raise NotImplementedError

    def renew(self, setup: Setup, refused: Credentials | None) -> Flow[Credentials]:
        """Return a flow that gets good credentials: from the store, or by a refresh.

        Args:
            setup: What all clients of the broker share.
            refused: What the exchange has just refused (53000 to 53003); the same object comes back where there is
                nothing better.
        """
        raise NotImplementedError


AnyCredentials: TypeAlias = Credentials | KeptCredentials


def _header_text(name: str, value: object) -> str:
    if isinstance(value, str) and value and value.isascii() and value.isprintable() and value == value.strip():
        return str.__str__(value)
    value = None  # not even in the variables of this frame
    raise ConfigurationError(f"{name} must be non-empty printable ASCII without spaces around it")


def _revealed(text: str | Secret) -> str:
    return text.reveal() if isinstance(text, Secret) else text


def checked_credentials(credentials: Credentials) -> Credentials:
    """Return what can sign and names a user.

    Raises:
        ConfigurationError: It is something else, as a key's text alone.
    """
    if not callable(getattr(credentials, "headers", None)) or not hasattr(credentials, "user"):
        raise ConfigurationError("credentials must be an ApiKey(key, secret, passphrase)")
    return credentials


class ApiKey:
    """An OKX API key with its secret and passphrase.

    Args:
        key: The API key.
        secret: The secret key.
        passphrase: The passphrase chosen when the key was made.
        user: The user's UID at OKX. Rate limits count per UID: name it where one user has several keys in use.

    Raises:
        ConfigurationError: A part is empty or can't stand in a header.
    """

    __slots__ = ("_key", "_passphrase", "_signer", "_user")

    def __init__(self, key: str, secret: str | Secret, passphrase: str | Secret, *, user: str | None = None) -> None:
        try:
            self._key = _header_text("the API key", key)
            self._signer = Signer(_header_text("the secret key", _revealed(secret)).encode())
            self._passphrase = _header_text("the passphrase", _revealed(passphrase))
            self._user = key if user is None else _header_text("user", user)
        except ConfigurationError:
            # Tools that show the variables of a failed call's frames must not find them here.
            key = secret = passphrase = ""
            raise

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, *, prefix: str = "OKX_") -> ApiKey:
        """Read `OKX_API_KEY`, `OKX_SECRET_KEY`, `OKX_PASSPHRASE`, and `OKX_UID` if it is there.

        Args:
            environ: The variables; the process's environment unless given.
            prefix: What the names begin with. The broker's own key goes by `OKX_BROKER_`, as in `OKX_BROKER_API_KEY`.

        Raises:
            ConfigurationError: A variable is missing; the message names it.
        """
        names = [prefix + part for part in ("API_KEY", "SECRET_KEY", "PASSPHRASE")]
        found = os.environ if environ is None else environ
        texts, user = [found.get(name, "") for name in names], found.get(f"{prefix}UID")
        # Tools that show the variables of a failed call's frames must find none of it here.
        found = environ = {}
        try:
            if missing := [name for name, text in zip(names, texts, strict=True) if not text]:
                raise ConfigurationError("set " + ", ".join(missing) + " in the environment")
            return cls(*texts, user=user)
        finally:
            texts = []

    @property
    def user(self) -> str:
        """The user whose limits the calls count against."""
        return self._user

    def headers(self, time: str, request: Request) -> list[tuple[str, str]]:
        """Return the four authentication headers for exactly this request."""
        return [
            ("OK-ACCESS-KEY", self._key),
            ("OK-ACCESS-SIGN", self._signer.sign(time, request.method, request.target, request.body)),
            ("OK-ACCESS-TIMESTAMP", time),
            ("OK-ACCESS-PASSPHRASE", self._passphrase),
        ]

    def __repr__(self) -> str:
        key = getattr(self, "_key", "")  # one that is not made yet is shown too, by what shows the frames of a failure
        return f"ApiKey({key[:4] if len(key) > 8 else ''}***)"

    def __reduce__(self) -> str:
        raise TypeError("an ApiKey can't be pickled or copied: it holds secrets")
