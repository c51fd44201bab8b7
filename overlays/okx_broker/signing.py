"""OKX's request signature: base64(HMAC-SHA256(secret, timestamp + method + target + body)).

The target is the path with its query string, and the body the exact bytes, just as they are sent. See OKX's API
documents, section "Signature".
"""

from __future__ import annotations

from binascii import b2a_base64
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))

_MILLISECONDS: Final = tuple([f".{number:03d}Z" for number in range(1000)])
_last: tuple[int, str] = (-1, "")


def timestamp(milliseconds: int) -> str:
    """Write a Unix time in milliseconds as OKX wants it: `2020-12-08T09:08:57.715Z`."""
    global _last  # noqa: PLW0603 - most calls fall into the second that was written last; a tuple is swapped whole
    seconds, rest = divmod(milliseconds, 1000)
    second, text = _last
    if second != seconds:
        text = datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%dT%H:%M:%S")
        _last = (seconds, text)
    return text + _MILLISECONDS[rest]


class Signer:
    """Signs with one secret.

    HMAC starts with the same block for every message of a key, so the two hash states after it are kept and copied, in
    place of the secret itself.
    """

    __slots__ = ("_inner", "_outer")

    def __init__(self, secret: bytes) -> None:
        block = (sha256(secret).digest() if len(secret) > 64 else secret).ljust(64, b"\0")
        self._inner = sha256(block.translate(_INNER))
        self._outer = sha256(block.translate(_OUTER))

    def sign(self, time: str, method: str, target: str, body: bytes) -> str:
        """Return the signature of a request.

        Args:
            time: The timestamp, exactly as it is sent.
            method: `GET` or `POST`.
            target: Path and query string, exactly as they are sent.
            body: The body's bytes, exactly as they are sent; empty for a GET.
        """
        inner = self._inner.copy()
        inner.update(f"{time}{method}{target}".encode() + body)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return b2a_base64(outer.digest(), newline=False).decode()
