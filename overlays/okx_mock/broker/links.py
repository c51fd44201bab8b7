"""Signed links to files, which are their own permission: whoever has one may read the file until it expires."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from urllib.parse import quote

from okx_mock.clock import Clock


class SignedLinks:
    """Makes links, and knows its own."""

    def __init__(self, clock: Clock, secret: bytes) -> None:
        self._clock = clock
        self._secret = secret

    def make(self, files_url: str, path: str, valid_ms: int) -> str:
        """A link to a path of the files host, which works for so long."""
        expires = str((self._clock.now_ms() + valid_ms) // 1000)
        signature = quote(self._sign(path, expires), safe="")
        return f"{files_url}{path}?Expires={expires}&OSSAccessKeyId=mock&Signature={signature}"

    def right(self, path: str, expires: str, signature: str) -> bool:
        """Whether a link was made here.

        Raises:
            TimeoutError: it was, and has expired.
        """
        expected = self._sign(path, expires).encode()
        if not hmac.compare_digest(expected, signature.encode("utf-8", "replace")):
            return False
        if self._clock.now_ms() >= int(expires) * 1000:
            raise TimeoutError(expires)
        return True

    def _sign(self, path: str, expires: str) -> str:
        return b64encode(hmac.digest(self._secret, f"{path}\n{expires}".encode(), hashlib.sha256)).decode()
