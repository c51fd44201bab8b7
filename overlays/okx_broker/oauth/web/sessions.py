"""A browser's session, which is a random cookie and nothing on the server, and the tokens of its forms."""

from __future__ import annotations

import hmac
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from okx_v5.scalars import Secret

_VALUE = re.compile(r"[A-Za-z0-9_-]{43}")


class Sessions:
    """Sessions of browsers.

    Args:
        name: The cookie's name.
        path: Where the cookie is sent.
        secure: Whether it is sent by https only.
        secret: Proves that a form's token is ours; browsers never see it.
    """

    def __init__(self, name: str, *, path: str, secure: bool, secret: Secret) -> None:
        # A browser lets nobody set a cookie of this prefix but a page that came by https.
        self.name = f"__Secure-{name}" if secure else name
        self._path = path or "/"
        self._secure = secure
        self._key = hmac.digest(secret.reveal().encode(), b"okx-broker forms " + name.encode(), "sha256")

    def of(self, request: Request) -> str:
        """Return the session of a request; empty if there is none."""
        value = request.cookies.get(self.name, "")
        return value if _VALUE.fullmatch(value) else ""

    def new(self) -> str:
        """Return a new session."""
        return secrets.token_urlsafe(32)

    def keep(self, response: Response, session: str) -> None:
        """Let the browser keep a session for as long as it runs."""
        response.set_cookie(self.name, session, path=self._path, secure=self._secure, httponly=True, samesite="lax")

    def token(self, session: str, user: str) -> str:
        """Return the token that this user's forms bear in this session."""
        return hmac.digest(self._key, f"{session} {user}".encode(), "sha256").hex()

    def is_own(self, request: Request, user: str, token: str) -> bool:
        """Whether a form was shown by us to this user in this session, and sent from there."""
        session = self.of(request)
        from_elsewhere = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
        right = hmac.compare_digest(self.token(session, user).encode(), token.encode())
        return bool(session) and right and not from_elsewhere
