"""Listening sockets and the server that runs on them."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from okx_mock.app import TARGET_KEY, Front
from okx_mock.mishap import TRANSPORT_KEY
from okx_mock.request_log import RequestLog
from okx_mock.world import World

if TYPE_CHECKING:
    from collections.abc import MutableMapping

MAX_TARGET = 16 * 1024
MAX_HEADERS = 32 * 1024
MAX_HEADER_COUNT = 100
BACKLOG = 2048


class ServeError(Exception):
    """The server cannot be started."""


class _HeadTooLongError(ValueError):
    """The head of a request is longer than the bound."""


class RawTargetProtocol(HttpToolsProtocol):
    """Keeps the request target byte for byte, and bounds the head of a request."""

    _head_size = 0

    def on_message_begin(self) -> None:
        """Start counting a new head."""
        super().on_message_begin()
        self._head_size = 0

    def on_url(self, url: bytes) -> None:
        """Collect the target, as long as it is not too long."""
        super().on_url(url)
        if len(self.url) > MAX_TARGET:
            raise _HeadTooLongError("the request target")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Collect a header, as long as they are not too many or too long."""
        self._head_size += len(name) + len(value)
        if self._head_size > MAX_HEADERS or len(self.headers) >= MAX_HEADER_COUNT:
            raise _HeadTooLongError("the headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Hand the target on as it stood on the request line."""
        scope = cast("MutableMapping[str, object]", self.scope)
        scope[TRANSPORT_KEY] = self.transport
        if self.url.startswith(b"/"):
            scope[TARGET_KEY] = self.url.partition(b"#")[0]
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, in the envelope that clients read."""
        body = json.dumps({"code": "400", "data": [], "msg": msg}).encode()
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
            + str(len(body)).encode()
            + b"\r\n\r\n"
            + body
        )
        self.transport.close()


class _Server(uvicorn.Server):
    """A server that leaves signals to its caller and says when it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Take no signals: `serve` has its own handlers, in the main thread only."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._listening()


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the mock listens."""

    url: str
    files_url: str


def loopback_address(host: str) -> str:
    """The loopback address that a host stands for.

    Raises:
        ServeError: it is another one; the mock is for this machine only.
    """
    if host.lower() == "localhost":
        return "127.0.0.1"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        raise ServeError(f"--host must be a loopback address, and {host!r} is no address") from None
    if not address.is_loopback:
        raise ServeError(f"--host must be a loopback address: {host} would let other machines in")
    return str(address)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        ServeError: the port is taken or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio switches off Nagle's algorithm on what is accepted; without, answers wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as problem:
        listener.close()
        raise ServeError(f"cannot listen on {host} port {port}: {problem.strerror}") from problem
    listener.setblocking(False)
    return listener


class Mock:
    """A mock with its two listeners: the API and the files host."""

    def __init__(
        self,
        world: World,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        files_port: int = 0,
        log: RequestLog | None = None,
    ) -> None:
        """Open the listeners; port 0 takes a free one. Without a log only failures of the mock itself are written.

        Raises:
            ServeError: a port cannot be used.
        """
        self.world = world
        address = loopback_address(host)
        self._api = listen(address, port)
        try:
            self._files = listen("127.0.0.1", files_port)
        except ServeError:
            self._api.close()
            raise
        api_port: int = self._api.getsockname()[1]
        files_at: int = self._files.getsockname()[1]
        shown = f"[{address}]" if ":" in address else address
        self.addresses = Addresses(f"http://{shown}:{api_port}", f"http://localhost:{files_at}")
        world.files_url = self.addresses.files_url
        self._front = Front(world, log)
        self._front.files_port = files_at
        self._server: _Server | None = None

    async def run(self, listening: Callable[[], None] = lambda: None) -> None:
        """Serve until stopped.

        Args:
            listening: called once requests are answered.
        """
        config = uvicorn.Config(
            self._front,
            http=RawTargetProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=2,
        )
        self._server = _Server(config, listening)
        if threading.current_thread() is threading.main_thread():
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self.stop)
        await self._server.serve([self._api, self._files])

    def stop(self) -> None:
        """Answer what is being answered, then end."""
        if self._server is not None:
            self._server.should_exit = True

    @contextmanager
    def running(self) -> Generator[Addresses, None, None]:
        """Run in a thread for the time of a `with` block."""
        ready = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(self.run(ready.set)), name="okx-mock", daemon=True)
        thread.start()
        if not ready.wait(10):
            raise ServeError("the mock did not start within 10 seconds")
        try:
            yield self.addresses
        finally:
            self.stop()
            thread.join(10)
