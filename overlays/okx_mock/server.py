"""Listening sockets and the server that runs on them."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import uvicorn

if sys.platform != "win32":
    import resource

from okx_mock.app import Front
from okx_mock.protocol import IDLE_SECONDS, MOST_CONNECTIONS, BoundedProtocol
from okx_mock.request_log import RequestLog
from okx_mock.world import World

BACKLOG = 2048
# Files that are open beside the connections.
_FILES_KEPT = 64


class ServeError(Exception):
    """The server cannot be started."""


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

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second; once a second look for connections that go on for too long."""
        if counter % 10 == 0:
            now = asyncio.get_running_loop().time()
            for connection in cast("Iterable[BoundedProtocol]", tuple(self.server_state.connections)):
                connection.check_patience(now)
        return await super().on_tick(counter)


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


def allow_connections() -> None:
    """Raise this process's limit of open files so far that it is not what bounds the connections, if the system lets."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MOST_CONNECTIONS + _FILES_KEPT
        if soft != resource.RLIM_INFINITY and soft < wanted:
            raised = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))


def most_connections() -> int:
    """How many connections there can be at once."""
    if sys.platform != "win32":
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY:
            return min(MOST_CONNECTIONS, max(1, soft - _FILES_KEPT))
    return MOST_CONNECTIONS


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
        if world.journal is not None:
            # What can't be kept must not be answered as if it were.
            world.journal.on_problem = self.stop
        self._front = Front(world, log)
        self._front.files_port = files_at
        self._server: _Server | None = None

    async def run(self, listening: Callable[[], None] = lambda: None) -> None:
        """Serve until stopped.

        Args:
            listening: called once requests are answered.
        """

        class Protocol(BoundedProtocol):
            """The connections of this mock."""

        Protocol.most_connections = most_connections()
        Protocol.log = self._front.log
        config = uvicorn.Config(
            self._front,
            http=Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=int(IDLE_SECONDS),
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
