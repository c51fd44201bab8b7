"""The files host: rebate files behind signed links, under a host name that is not the API's.

Credentials have no business here. When they arrive all the same, the request is refused and recorded as a leak.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from time import perf_counter_ns
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from okx_mock.broker.report_files import ReportFiles
from okx_mock.execution import note_leak
from okx_mock.faults import FILE
from okx_mock.mishap import Whole, deliver, spoilt
from okx_mock.ranges import UnsatisfiableError, part_of
from okx_mock.request_log import Entry, RequestLog
from okx_mock.world import Leak, RecordedRequest, World

_CREDENTIAL_HEADERS = frozenset({"authorization", "cookie", "termid", "proxy-authorization"})
_PATH_SHOWN = 512


def _error(status: int, code: str, text: str, headers: Mapping[str, str] | None = None) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{escape(code)}</Code><Message>{escape(text)}</Message></Error>\n'
    return Response(body, status, headers, media_type="application/xml")


class FilesApp:
    """Serves the files of finished reports."""

    def __init__(self, world: World, log: RequestLog) -> None:
        self._world = world
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun_ns = perf_counter_ns()
        method: str = scope["method"]
        # Without the query: it holds the link's signature.
        path: str = scope["path"][:_PATH_SHOWN]
        response = self._respond(scope)
        left = whole = Whole(response.status_code, response.raw_headers, bytes(response.body))
        fault = self._world.faults.strike(FILE, method, "") if self._world.faults else None
        if fault is not None:
            left = spoilt(fault, whole)
        self._world.note_request(
            RecordedRequest(
                method, path, left.status, "", "", self._world.clock.now_ms(), "", fault=fault, operation=FILE
            )
        )
        if self._log.on:
            took_us = (perf_counter_ns() - begun_ns) // 1000
            self._log.request(Entry(method, path, FILE, left.status, fault=fault, duration_us=took_us))
        if fault is None:
            await response(scope, receive, send)
        else:
            await deliver(fault, left, scope, receive, send)

    def _respond(self, scope: Scope) -> Response:
        path: str = scope["path"]
        headers = Headers(scope=scope)
        found = tuple(
            name for name in sorted(set(headers.keys())) if name.startswith("ok-access-") or name in _CREDENTIAL_HEADERS
        )
        if found:
            note_leak(self._world, Leak(path[:_PATH_SHOWN], found))
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
            file = self._world.open_file(path, expires, signature)
        except TimeoutError:
            return _error(403, "AccessDenied", "Request has expired")
        if file is None:
            return _error(403, "SignatureDoesNotMatch", "The signature of the link is wrong")
        files = self._world.report_files
        if not files.ranges:
            return Response(files.spoil(file.content), 200, media_type="application/zip")
        return _file(file.name, file.content, scope["method"], headers, files)


def _file(name: str, content: bytes, method: str, asked: Headers, files: ReportFiles) -> Response:
    """A file, or the part of it that is asked for (RFC 9110, sections 13.1.5 and 14)."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "accept-ranges": "bytes",
        "content-disposition": f'attachment; filename="{name}"',
        "etag": tag,
    }
    # Of a file that has changed since the first part was fetched the whole is sent.
    wanted = asked.get("range", "") if method == "GET" and asked.get("if-range", tag) == tag else ""
    try:
        part = part_of(wanted, len(content))
    except UnsatisfiableError:
        size = {"content-range": f"bytes */{len(content)}"}
        return _error(416, "InvalidRange", "The requested range cannot be satisfied", size)
    if part is None:
        # As the storage behind the exchange's links says it (RFC 1864), of whole files.
        headers["content-md5"] = b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
        return Response(files.spoil(content), 200, headers, "application/zip")
    first, last = part
    headers["content-range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(files.spoil(content[first : last + 1]), 206, headers, "application/zip")
