"""A server of raw sockets that says exactly what arrived and answers, or fails, exactly as it is told."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from typing import NamedTuple, Self


class Seen(NamedTuple):
    """A request as it arrived, byte by byte.

    Attributes:
        line: The request line.
        headers: Names in lower case and values, in order.
        body: The body.
        connection: The number of the connection, from 0.
    """

    line: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int

    @property
    def method(self) -> str:
        return self.line.split(" ")[0]

    @property
    def target(self) -> str:
        return self.line.split(" ")[1]

    def header(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name.lower()]


def http(body: bytes, status: str = "200 OK", headers: str = "", length: int | None = None) -> bytes:
    """A whole HTTP answer; `length` lies about the body's length."""
    size = len(body) if length is None else length
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n{headers}\r\n".encode()
        + body
    )


def reset(connection: socket.socket) -> None:
    """Close with a reset instead of a goodbye."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


Behaviour = Callable[[socket.socket, Seen], bool]
"""Answers a request on its connection; True keeps the connection open for the next one."""


def replying(*answers: bytes) -> Behaviour:
    """Give these answers in turn, the last one for ever, on connections that stay open."""
    left = list(answers)
    lock = threading.Lock()

    def behave(connection: socket.socket, seen: Seen) -> bool:
        with lock:
            reply = left.pop(0) if len(left) > 1 else left[0]
        connection.sendall(reply)
        return True

    return behave


class RawServer:
    """Listens on a free port of this machine and keeps every request that arrives whole.

    Args:
        behaviour: What to do with each request.
        on_connect: What to do with a connection before anything is read; True goes on to read requests.
        port: The port to listen on, a free one unless given.
    """

    def __init__(
        self,
        behaviour: Behaviour,
        on_connect: Callable[[socket.socket, int], bool] | None = None,
        port: int = 0,
    ) -> None:
        self.behaviour = behaviour
        self.on_connect = on_connect
        self.seen: list[Seen] = []
        self.connections = 0
        self.open: list[socket.socket] = []
        self.stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        # Here and not in the thread, which may only get to run when the server is closed already.
        self._listener.settimeout(0.01)
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            connection.settimeout(0.01)
            number = self.connections
            self.connections += 1
            self.open.append(connection)
            self._start(self._serve, connection, number)

    def _read(self, connection: socket.socket, pending: bytearray, enough: Callable[[bytearray], bool]) -> bool:
        while not enough(pending):
            if self.stopping.is_set():
                return False
            try:
                chunk = connection.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                return False
            if not chunk:
                return False
            pending += chunk
        return True

    def _serve(self, connection: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError), contextlib.closing(connection):
            if self.on_connect is not None and not self.on_connect(connection, number):
                return
            pending = bytearray()
            while self._read(connection, pending, lambda found: b"\r\n\r\n" in found):
                head, _, rest = bytes(pending).partition(b"\r\n\r\n")
                line, *lines = head.decode("latin-1").split("\r\n")
                headers = [(name.lower(), value.strip()) for name, _, value in (one.partition(":") for one in lines)]
                size = int(dict(headers).get("content-length", "0"))
                pending = bytearray(rest)
                if not self._read(connection, pending, lambda found, size=size: len(found) >= size):
                    return
                seen = Seen(line, headers, bytes(pending[:size]), number)
                del pending[:size]
                self.seen.append(seen)
                connection.settimeout(5)
                if not self.behaviour(connection, seen):
                    return
                connection.settimeout(0.01)

    def close(self) -> None:
        self.stopping.set()
        self._listener.close()
        for connection in self.open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for connection in self.open:
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def refused_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
