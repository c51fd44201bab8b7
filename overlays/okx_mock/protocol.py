"""HTTP as the mock speaks it: uvicorn's protocol with bounds, so that no client holds up or wears out the others.

A request must be whole within a time, its head is of bounded size, and there are so many connections and no more. Answers
come in the order of the requests: that of a broken request comes after those of the whole ones before it.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from okx_mock.app import TARGET_KEY
from okx_mock.mishap import TRANSPORT_KEY
from okx_mock.request_log import Entry, RequestLog

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from uvicorn._types import ASGI3Application
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

MAX_TARGET = 16 * 1024
MAX_HEADERS = 32 * 1024
MAX_HEADER_COUNT = 100
MOST_PIPELINED = 64
MOST_CONNECTIONS = 4000
REQUEST_SECONDS = 30.0
"""A request must be whole so many seconds after its first byte, and an answer be taken within as many."""
IDLE_SECONDS = 75.0


class BrokenRequestError(ValueError):
    """A request that is refused before it is whole."""


class BoundedProtocol(HttpToolsProtocol):
    """One connection."""

    most_connections = MOST_CONNECTIONS
    log: RequestLog | None = None

    _head_size = 0
    _in_head = False
    _problem = ""
    # Moments on the event loop's clock; 0 for "is not so".
    _waiting_since = 0.0
    _stuck_since = 0.0
    _last_used = 0.0
    # The request that is being answered, and the refusal that is to come after it.
    _answering: RequestResponseCycle | None = None
    _refusal: bytes = b""

    @property
    def idle(self) -> bool:
        """Whether nothing is being answered on it."""
        cycle = self._answering
        return cycle is None or cycle.response_complete or cycle.disconnected

    # Bounds

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection; where there are too many, the one that has been idle for longest makes room."""
        super().connection_made(transport)
        self._waiting_since = self._last_used = self.loop.time()
        if len(self.connections) > self.most_connections:
            others = cast("Iterable[BoundedProtocol]", self.connections)
            idle = [one for one in others if one.idle and one is not self and not one.transport.is_closing()]
            if idle:
                min(idle, key=lambda one: one._last_used).transport.close()
            else:
                self._refuse(503, "Service Unavailable", "50013", "Too many connections")

    def check_patience(self, now: float) -> None:
        """Close the connection if a request, the taking of an answer or a pause lasts for too long."""
        if self.transport.is_closing():
            # It goes on for as long as what is left to send is not taken.
            self._stuck_since = self._stuck_since or now
        if self._stuck_since and now - self._stuck_since > REQUEST_SECONDS:
            self.transport.abort()
        elif self._refusal or self.transport.is_closing():
            return
        elif self.flow.read_paused:
            # It is the mock that does not read, as the request before is still being answered.
            self._waiting_since = self._waiting_since and now
        elif self._waiting_since and now - self._waiting_since > REQUEST_SECONDS:
            if self._in_head or self._answering is not None:
                self._refuse(408, "Request Timeout", "408", "The request was not whole in time")
            else:
                self.transport.close()
        elif not self._waiting_since and self.idle and now - self._last_used > IDLE_SECONDS:
            self.transport.close()

    def pause_writing(self) -> None:
        """Note that the client does not take what is sent."""
        super().pause_writing()
        self._stuck_since = self.loop.time()

    def resume_writing(self) -> None:
        """Note that it does again."""
        super().resume_writing()
        self._stuck_since = 0.0

    # Requests

    def data_received(self, data: bytes) -> None:
        """Read on, unless a broken request came before."""
        if not self._refusal:
            super().data_received(data)

    def on_message_begin(self) -> None:
        """Start counting a new head."""
        super().on_message_begin()
        self._head_size = 0
        self._in_head = True
        self._waiting_since = self._last_used = self.loop.time()

    def on_url(self, url: bytes) -> None:
        """Collect the target, as long as it is not too long."""
        super().on_url(url)
        if len(self.url) > MAX_TARGET:
            self._break("The request target is too long")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Collect a header, as long as they are not too many or too long; what follows a chunked body is none."""
        self._head_size += len(name) + len(value)
        if self._head_size > MAX_HEADERS or len(self.headers) >= MAX_HEADER_COUNT:
            self._break("The headers are too long or too many")
        if self._in_head:
            # The parser leaves the blanks behind a value, which do not belong to it (RFC 9110, section 5.5).
            super().on_header(name, value.rstrip(b" \t"))

    def on_headers_complete(self) -> None:
        """Hand the target on as it stood on the request line."""
        if len(self.pipeline) >= MOST_PIPELINED:
            self._break("Too many requests wait for their answers on one connection")
        hosts = [value for name, value in self.headers if name == b"host"]
        version = self.parser.get_http_version()  # pyright: ignore[reportOptionalMemberAccess] - gone only with the line
        if len(hosts) > 1 or (not hosts and version == "1.1"):
            self._break("There must be one header Host")
        target = self.url.partition(b"#")[0]
        if not target.startswith(b"/"):
            authority, target = _absolute(target)
            if [authority.lower()] != [host.lower() for host in hosts]:
                self._break("The target and the header Host must name the same host")
        scope = cast("MutableMapping[str, object]", self.scope)
        scope[TRANSPORT_KEY] = self.transport
        scope[TARGET_KEY] = target
        super().on_headers_complete()
        self._in_head = False

    def on_message_complete(self) -> None:
        """Stop the time: the request is whole."""
        super().on_message_complete()
        self._waiting_since = 0.0

    # Answers

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Go on with the next request, or with the refusal that waited for its turn."""
        self._last_used = self.loop.time()
        super().on_response_complete()
        if self._refusal and self.idle:
            self._end()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, in the envelope that clients read."""
        self._refuse(400, "Bad Request", "400", self._problem or msg)

    def _break(self, problem: str) -> None:
        self._problem = problem
        raise BrokenRequestError(problem)

    def _refuse(self, status: int, phrase: str, code: str, text: str) -> None:
        """Answer a broken request in its turn, then close; it reaches no operation."""
        body = json.dumps({"code": code, "data": [], "msg": text}).encode()
        head = f"HTTP/1.1 {status} {phrase}\r\ncontent-type: application/json\r\nconnection: close\r\n"
        self._refusal = f"{head}content-length: {len(body)}\r\n\r\n".encode() + body
        newest = cast("RequestResponseCycle | None", self.cycle)
        if newest is not None and newest.more_body and not self._in_head:
            # It is the body of a request whose head was good.
            if newest.response_complete:
                self.transport.close()
                return
            if self.pipeline and self.pipeline[0][0] is newest:
                self.pipeline.popleft()
            newest.disconnected = True
            newest.message_event.set()
        if self.log is not None and self.log.on:
            self.log.request(Entry("", "", status=status, code=code, note=text))
        if self.idle:
            self._end()

    def _end(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(self._refusal)
            self.transport.close()


def _absolute(target: bytes) -> tuple[bytes, bytes]:
    """Host and path with query of a target in absolute form (RFC 9112, section 3.2.2)."""
    authority, slash, path = target.partition(b"://")[2].partition(b"/")
    return authority, slash + path
