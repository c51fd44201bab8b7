"""Secrets at rest: AES-GCM by data keys, which master keys wrap.

A sealed value is a version byte, the length and name of its data key, 12 random bytes, and the ciphertext with its tag. The
user and the column are authenticated with it, so that a value copied to another user or column does not open.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from okx_broker.oauth.store.master_keys import LENGTH, MasterKeys
from okx_broker.oauth.store.protocol import StoreDamaged, WrongStoreKey

VERSION: Final = 1
_NONCE: Final = 12


def context_of(space: str, user_id: str, column: str) -> bytes:
    """Return what is authenticated with a value: where it stands. Lengths keep two places from looking the same."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in (one.encode() for one in (space, user_id, column)))


class DataKeys(dict[str, bytes]):
    """Data keys by name; only the names are shown, also where a traceback shows what frames hold."""

    def __repr__(self) -> str:
        return f"DataKeys({', '.join(self)})"


def _cipher_of(master: MasterKeys, name: str) -> AESGCM | None:
    """The key itself stays in this frame, which nothing raises through."""
    key = master.get(name)
    return None if key is None else AESGCM(key)


def wrap_data_key(master: MasterKeys, key_id: str, data_key: bytes) -> tuple[str, bytes]:
    """Return the name of the master key that was used, and the wrapped data key."""
    name = master.active
    cipher = _cipher_of(master, name)
    assert cipher is not None  # noqa: S101 - the active one is among them
    nonce = secrets.token_bytes(_NONCE)
    return name, nonce + cipher.encrypt(nonce, data_key, b"data key\0" + key_id.encode())


def unwrap_data_key(master: MasterKeys, key_id: str, master_id: str, wrapped: bytes) -> bytes:
    """Return a data key.

    Raises:
        WrongStoreKey: The master key is not there, or is not the one that wrapped it.
    """
    cipher = _cipher_of(master, master_id)
    if cipher is None:
        raise WrongStoreKey(
            f"the store's secrets are sealed under the master key {master_id!r}, which was not given; "
            "give it beside the others until the store is rotated"
        )
    try:
        return cipher.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], b"data key\0" + key_id.encode())
    except InvalidTag:
        raise WrongStoreKey(f"the master key {master_id!r} is not the one that this store was sealed under") from None


def new_data_key() -> tuple[str, DataKeys]:
    """Return the name of a fresh data key, and the key under that name."""
    name = secrets.token_hex(4)
    return name, DataKeys({name: secrets.token_bytes(LENGTH)})


class Sealer:
    """Seals and opens values. It holds the data keys; threads may share it.

    Args:
        data_keys: The data keys by name.
        active: The one that seals.
    """

    def __init__(self, data_keys: Mapping[str, bytes], active: str) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in data_keys.items()}
        self._lock = threading.Lock()
        self.active = active

    def knows(self, sealed: bytes) -> bool:
        """Whether the data key of a value is here; another process may have made a newer one."""
        return self.key_of(sealed) in self._ciphers

    def add(self, data_keys: Mapping[str, bytes], active: str) -> None:
        """Take further data keys."""
        with self._lock:
            self._ciphers = {**self._ciphers, **{name: AESGCM(key) for name, key in data_keys.items()}}
            self.active = active

    @staticmethod
    def key_of(sealed: bytes) -> str:
        """Return the name of the data key of a value.

        Raises:
            StoreDamaged: It is no sealed value.
        """
        if len(sealed) < 2 + _NONCE or sealed[0] != VERSION or len(sealed) < 2 + sealed[1] + _NONCE:
            raise StoreDamaged("a sealed value of the store is damaged, or was written by a newer version")
        return sealed[2 : 2 + sealed[1]].decode("ascii", "replace")

    def seal(self, text: str, context: bytes) -> bytes:
        """Seal a text for one place."""
        name = self.active
        head = bytes((VERSION, len(name))) + name.encode()
        nonce = secrets.token_bytes(_NONCE)
        return head + nonce + self._ciphers[name].encrypt(nonce, text.encode(), head + context)

    def open(self, sealed: bytes, context: bytes) -> str:
        """Open what was sealed for this place.

        Raises:
            WrongStoreKey: Its data key is not here.
            StoreDamaged: It was changed, or stands in another place than it was sealed for.
        """
        name = self.key_of(sealed)
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise WrongStoreKey(
                f"the store has no data key {name!r} that the given master keys open; or a sealed value is damaged"
            )
        start = 2 + len(name.encode())
        try:
            return cipher.decrypt(
                sealed[start : start + _NONCE], sealed[start + _NONCE :], sealed[:start] + context
            ).decode()
        except InvalidTag:
            raise StoreDamaged("a sealed value of the store was changed, or moved to another user or column") from None
