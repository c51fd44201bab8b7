"""The files host: rebate files behind signed links, under a host name that is not the API's.

Credentials have no business here. When they arrive all the same, the request is refused and recorded as a leak.
"""

from __future__ import annotations

from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from okx_mock.world import Leak, World

_CREDENTIAL_HEADERS = frozenset({"authorization", "cookie", "termid", "proxy-authorization"})


def _error(status: int, code: str, text: str) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{escape(code)}</Code><Message>{escape(text)}</Message></Error>\n'
    return Response(body, status, media_type="application/xml")


class FilesApp:
    """Serves the files of finished reports."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._respond(scope)(scope, receive, send)

    def _respond(self, scope: Scope) -> Response:
        path: str = scope["path"]
        names = sorted({name.decode("latin-1") for name, _ in scope["headers"]})
        found = tuple(name for name in names if name.startswith("ok-access-") or name in _CREDENTIAL_HEADERS)
        if found:
            self._world.leaks.append(Leak(path[:512], found))
            return _error(400, "CredentialsReceived", "A request for a file must carry no credentials")
        if scope["method"] not in {"GET", "HEAD"}:
            return _error(405, "MethodNotAllowed", "The specified method is not allowed against this resource")
        query: bytes = scope["query_string"]
        try:
            pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=16)
        except ValueError:
            pairs = []
        values = dict(pairs)
        expires, signature = values.get("Expires", ""), values.get("Signature", "")
        if len(values) != len(pairs) or not (expires.isascii() and expires.isdigit() and len(expires) <= 16):
            return _error(403, "AccessDenied", "The link is not signed")
        try:
            report = self._world.reports.open_link(path, expires, signature)
        except TimeoutError:
            return _error(403, "AccessDenied", "Request has expired")
        if report is None:
            return _error(403, "SignatureDoesNotMatch", "The signature of the link is wrong")
        return Response(
            self._world.reports.file(report),
            media_type="application/zip",
            headers={"content-disposition": f'attachment; filename="{report.name}.zip"'},
        )
