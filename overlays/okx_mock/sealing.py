"""Secrets as the journal keeps them: as hashes, so that none lies readable in a file.

What the mock makes itself, and what a client makes at random, is long and random: its SHA-256 says nothing about it. A
passphrase is chosen by people, so it gets a salt and a function that is slow to try out.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

_SALT_BYTES = 16
_COST, _BLOCK, _PARALLEL = 1 << 12, 8, 1


class Sealed(str):
    """A secret of which only the hash is known: what a handler gets in its place when a journal is replayed."""

    __slots__ = ()


def seal(secret: str) -> Sealed:
    """The hash of a secret; what is sealed already stays as it is.

    It is the transformation S256 of RFC 7636, so a sealed `code_verifier` is its `code_challenge`.
    """
    if isinstance(secret, Sealed):
        return secret
    digest = hashlib.sha256(secret.encode()).digest()
    return Sealed(urlsafe_b64encode(digest).rstrip(b"=").decode())


def seal_passphrase(passphrase: str) -> Sealed:
    """The slow, salted hash of a passphrase; what is sealed already stays as it is."""
    if isinstance(passphrase, Sealed):
        return passphrase
    salt = secrets.token_bytes(_SALT_BYTES)
    return Sealed(f"{salt.hex()}.{_slow_hash(passphrase.encode(), salt)}")


def opens(sealed: Sealed, passphrase: bytes) -> bool:
    """Whether a passphrase is the one that was sealed."""
    salt, _, expected = sealed.partition(".")
    return hmac.compare_digest(_slow_hash(passphrase, bytes.fromhex(salt)), str(expected))


def _slow_hash(passphrase: bytes, salt: bytes) -> str:
    return hashlib.scrypt(passphrase, salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL).hex()
