"""Asks the mock's control surface, under `/__mock__/`, over one connection that stays open."""

from __future__ import annotations

import json
import os
import select
from http.client import HTTPConnection, HTTPException
from threading import Lock
from typing import Final, TypeVar
from urllib.parse import urlsplit

import msgspec

T = TypeVar("T")

_SECONDS: Final = 30.0


class MockError(Exception):
    """The mock can't do what it was asked, or does not answer; the message says what and why."""


class Control:
    """The control surface of one mock. Safe for threads and after a fork."""

    def __init__(self, url: str) -> None:
        """Connect with the first question.

        Args:
            url: The mock's address, as `http://127.0.0.1:8585`.
        """
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._lock = Lock()
        self._process = os.getpid()
        self._connection: HTTPConnection | None = None

    def ask(self, method: str, path: str, answer: type[T], document: object = None) -> T:
        """Ask and read the answer.

        Args:
            method: `GET`, `POST` or `DELETE`.
            path: What stands behind `/__mock__/`, query included.
            answer: The type of the answer.
            document: What is sent as JSON.

        Raises:
            MockError: The mock refuses, or does not answer.
        """
        body = None if document is None else json.dumps(document).encode()
        if os.getpid() != self._process:
            # The connection is the parent's; two processes on one would read each other's answers.
            self._lock, self._process, self._connection = Lock(), os.getpid(), None
        with self._lock:
            try:
                status, content = self._exchange(method, f"/__mock__/{path}", body)
            except (OSError, HTTPException) as problem:
                self._close()
                raise MockError(f"the mock does not answer {method} {path}: {problem!r}") from problem
        try:
            if status == 200:
                return msgspec.json.decode(content, type=answer)
            raise MockError(_refusal(content) or f"the mock answers {method} {path} with HTTP {status}")
        except msgspec.DecodeError as problem:
            raise MockError(f"the mock answers {method} {path} with something else: {problem}") from problem

    def _exchange(self, method: str, target: str, body: bytes | None) -> tuple[int, bytes]:
        if self._connection is None or _is_over(self._connection):
            self._close()
            self._connection = HTTPConnection(self._host, self._port, timeout=_SECONDS)
        self._connection.request(method, target, body, {"Content-Type": "application/json"} if body else {})
        response = self._connection.getresponse()
        content = response.read()
        return response.status, content

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Close the connection; the next question opens another one."""
        with self._lock:
            self._close()


def _is_over(connection: HTTPConnection) -> bool:
    """Whether the server has closed a connection at rest, as it does after 75 seconds: then there is an end to read."""
    if connection.sock is None:
        return True
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    return bool(poll.poll(0))


class _Refused(msgspec.Struct):
    error: str = ""


def _refusal(content: bytes) -> str:
    try:
        return msgspec.json.decode(content, type=_Refused).error
    except msgspec.DecodeError:
        return ""
