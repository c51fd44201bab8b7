"""Master keys: 32 bytes each, with a name, from the environment, the system's keyring, or a function of yours.

They are never stored. They wrap the store's data keys, which seal the values.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Callable, Mapping
from typing import Final

from okx_broker.errors import ConfigurationError
from okx_broker.extras import install
from okx_v5.scalars import Secret

VARIABLE: Final = "OKX_BROKER_STORE_KEY"
LENGTH: Final = 32


class MasterKeys:
    """The master keys that a store may use: the first seals, all of them open.

    Args:
        keys: Name and key, the active one first. Keep an old one until `rotate` has nothing left to do.

    Raises:
        ConfigurationError: There is none, or one has another length than 32 bytes.
    """

    __slots__ = ("_keys",)

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys: dict[str, bytes] = {}
        problem = _trouble_with(keys)
        if problem:
            keys = {}  # tools that show the variables of a failed call's frames must not find them here
            raise ConfigurationError(problem)
        self._keys = dict(keys)

    @property
    def active(self) -> str:
        """The name of the key that seals."""
        return next(iter(self._keys))

    def get(self, name: str) -> bytes | None:
        """Return a key by name."""
        return self._keys.get(name)

    def __repr__(self) -> str:
        return f"MasterKeys({', '.join(self._keys)})"

    def __reduce__(self) -> str:
        raise TypeError("master keys can't be pickled or copied")

    @classmethod
    def parse(cls, text: str) -> MasterKeys:
        """Read `name:base64`, several with commas between them, the active one first.

        Raises:
            ConfigurationError: It is written otherwise; the text itself is not shown.
        """
        keys, problem = _parsed(text)
        # As in `__init__`: nothing of it stays in this frame.
        text = ""
        try:
            if problem:
                raise ConfigurationError(problem)
            return cls(keys)
        finally:
            keys = {}

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> MasterKeys:
        """Read `OKX_BROKER_STORE_KEY`.

        Raises:
            ConfigurationError: It is not set, or written otherwise than `parse` reads.
        """
        found = (os.environ if environ is None else environ).get(VARIABLE, "")
        environ = None
        try:
            if not found:
                raise ConfigurationError(f"set {VARIABLE} to name:base64; `okx-broker users new-key` makes one")
            return cls.parse(found)
        finally:
            found = ""

    @classmethod
    def from_keyring(cls, service: str = "okx-broker", username: str = "store") -> MasterKeys:
        """Read the system's keyring, where the entry is written as in the environment.

        Raises:
            ConfigurationError: The extra `keyring` is not installed, there is no keyring, or no such entry.
        """
        try:
            import keyring
            import keyring.errors
        except ImportError:
            raise ConfigurationError(f"for the system keyring, {install('keyring')}") from None
        try:
            found = keyring.get_password(service, username)
        except keyring.errors.KeyringError as problem:
            raise ConfigurationError(f"the system keyring can't be read: {type(problem).__name__}") from None
        if not found:
            raise ConfigurationError(f"the system keyring has no entry {service!r} for {username!r}")
        try:
            return cls.parse(found)
        finally:
            found = None

    @classmethod
    def from_callable(cls, get: Callable[[], Mapping[str, bytes]]) -> MasterKeys:
        """Ask a function, as one that asks a key management service."""
        return cls(get())


def _parsed(text: str) -> tuple[dict[str, bytes], str]:
    """Return the keys of a text, and what is wrong with it or nothing; it is told by its place, as a name can be a key."""
    keys: dict[str, bytes] = {}
    for number, part in enumerate(text.split(","), 1):
        name, colon, encoded = part.strip().partition(":")
        if not colon:
            return (
                {},
                f"{VARIABLE} is written name:base64, with 32 bytes in base64; `okx-broker users new-key` makes one",
            )
        try:
            keys[name] = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            return {}, f"what follows the name of master key {number} is no base64"
    return keys, ""


def _trouble_with(keys: Mapping[str, bytes]) -> str:
    if not keys:
        return "a store needs at least one master key"
    for number, (name, key) in enumerate(keys.items(), 1):
        if not name or not name.isascii() or not name.isprintable() or set(name) & set(":,"):
            return "the name of a master key is printable ASCII without `:` and `,`"
        if not isinstance(key, bytes) or len(key) != LENGTH:  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
            return f"master key {number} must be {LENGTH} bytes"
    return ""


def new_master_key(name: str = "k1") -> Secret:
    """Return a fresh master key as the environment takes it."""
    return Secret(f"{name}:{base64.b64encode(secrets.token_bytes(LENGTH)).decode()}")


def keep_in_keyring(key: Secret, service: str = "okx-broker", username: str = "store") -> None:
    """Keep a master key in the system's keyring, where `MasterKeys.from_keyring` finds it.

    Raises:
        ConfigurationError: The extra `keyring` is not installed, there is no keyring, or it has a key already.
    """
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise ConfigurationError(f"for the system keyring, {install('keyring')}") from None
    try:
        taken = keyring.get_password(service, username) is not None
        if not taken:
            keyring.set_password(service, username, key.reveal())
    except keyring.errors.KeyringError as problem:
        raise ConfigurationError(f"the system keyring can't be used: {type(problem).__name__}") from None
    if taken:
        # Overwritten, it would take all that it sealed with it.
        raise ConfigurationError(f"the system keyring has an entry {service!r} for {username!r} already: it stays")
