"""OKX's request signature: base64(HMAC-SHA256(secret, timestamp + method + target + body)).

The target is the path with its query string, and the body the exact bytes, just as they are sent. See OKX's API
documents, section "Signature".
"""

from __future__ import annotations

from binascii import b2a_base64
from datetime import UTC, datetime
from hmac import digest

_last: tuple[int, str] = (-1, "")


def timestamp(milliseconds: int) -> str:
    """Write a Unix time in milliseconds as OKX wants it: `2020-12-08T09:08:57.715Z`."""
    global _last  # noqa: PLW0603 - most calls fall into the second that was written last; a tuple is swapped whole
    seconds, rest = divmod(milliseconds, 1000)
    second, text = _last
    if second != seconds:
        text = datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%dT%H:%M:%S")
        _last = (seconds, text)
    return f"{text}.{rest:03d}Z"


def sign(secret: bytes, time: str, method: str, target: str, body: bytes) -> str:
    """Return the signature of a request.

    Args:
        secret: The API key's secret.
        time: The timestamp, exactly as it is sent.
        method: `GET` or `POST`.
        target: Path and query string, exactly as they are sent.
        body: The body's bytes, exactly as they are sent; empty for a GET.
    """
    return b2a_base64(digest(secret, f"{time}{method}{target}".encode() + body, "sha256"), newline=False).decode()
