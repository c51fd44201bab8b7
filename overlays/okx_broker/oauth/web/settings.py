"""What the host says about its platform, checked when the application is made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from starlette.requests import Request

from okx_broker.client import AsyncBroker
from okx_broker.credentials import Credentials
from okx_broker.environments import is_loopback
from okx_broker.errors import ConfigurationError
from okx_v5.scalars import Secret

CurrentUser: TypeAlias = Callable[[Request], str | Awaitable[str | None] | None]
"""Says who is logged in at the platform, by the platform's own id as a str; None if nobody is."""

ROUTES = ("connect", "status", "key", "disconnect", "style.css")
SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class FastApi:
    """How Fast API keys are made.

    Attributes:
        label: Note for the keys.
        perm: What they may do; they can never withdraw.
        bind_app: Whether they work only from the broker's addresses on OKX's allow-list.
        ip: Addresses that they are bound to.
    """

    label: str
    perm: Literal["read_only", "trade"] = "trade"
    bind_app: bool = True
    ip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the application stands, as browsers see it.

    Attributes:
        path: The path that it is mounted at, without a slash at its end; empty at the root.
        callback: The name of the callback's route.
        secure: Whether browsers come by https.
    """

    path: str
    callback: str
    secure: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the application is made with; see `connect_app`."""

    broker: AsyncBroker
    current_user: CurrentUser
    secret: Secret
    place: Place
    name: str
    home: str
    login: str
    scopes: tuple[str, ...]
    fast_api: FastApi | None
    keys: bool
    broker_key: Credentials | None
    keys_must_trade: bool

    @property
    def consents(self) -> bool:
        """Whether users can connect by consent."""
        return self.broker.oauth_app is not None


def checked_secret(secret: Secret) -> Secret:
    """Return a secret that is long enough.

    Raises:
        ConfigurationError: It is none, or too short.
    """
    if not isinstance(secret, Secret) or len(secret.reveal()) < SHORTEST_SECRET:  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
        raise ConfigurationError(
            f"secret must be a Secret of at least {SHORTEST_SECRET} characters, the same in every process: "
            'make one with python -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return secret


def place_of(broker: AsyncBroker, url: str | None) -> Place:
    """Return where the application stands: the redirect_uri says it, or a URL where there is no consent.

    Raises:
        ConfigurationError: It can't be told, or browsers can't come back safely.
    """
    app = broker.oauth_app
    if app is None and url is None:
        raise ConfigurationError(
            "say url=, the address that the pages are mounted at: there is no redirect_uri to tell"
        )
    if app is not None and app.mode == "pkce":
        raise ConfigurationError("the web kit runs on a server: give OAuthApp a client_secret")
    if app is not None and url is not None:
        raise ConfigurationError("leave url out: the redirect_uri says where the pages are mounted")
    address = urlsplit(app.redirect_uri if app is not None else f"{url}".rstrip("/") + "/callback")
    host = address.hostname or ""
    if address.scheme != "https" and not (address.scheme == "http" and is_loopback(host)):
        raise ConfigurationError(
            f"users come back to {address.scheme}://{host}: the web kit takes https, or http to this machine for tests"
        )
    path, slash, callback = address.path.rpartition("/")
    if not slash or not callback:
        raise ConfigurationError("the redirect_uri needs a path such as /okx/callback: mount the pages at /okx then")
    if callback in ROUTES:
        raise ConfigurationError(f"the redirect_uri must not end in /{callback}, which is another of the pages")
    return Place(path, callback, address.scheme == "https")


def checked_scopes(scopes: Sequence[str]) -> tuple[str, ...]:
    """Return the scopes that consent is asked for.

    Raises:
        ConfigurationError: They can't be asked for; Fast API is a setting of its own.
    """
    if isinstance(scopes, str) or not scopes or not set(scopes) <= {"read_only", "trade"}:
        raise ConfigurationError("scopes must be ('read_only',) or ('read_only', 'trade'); for Fast API say fast_api=")
    return tuple(scopes)
