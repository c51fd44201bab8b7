"""A mock server in a process of its own, and a small client that signs by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]


def sign(secret: str, timestamp: str, method: str, target: str, body: bytes = b"") -> str:
    digest = hmac.new(secret.encode(), timestamp.encode() + method.encode() + target.encode() + body, hashlib.sha256)
    return base64.b64encode(digest.digest()).decode()


def iso(ms: int) -> str:
    moment = datetime.fromtimestamp(ms // 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        return str(self.json["code"])

    @property
    def data(self) -> Any:
        return self.json["data"]

    @property
    def row(self) -> Any:
        return self.json["data"][0]


def read_answer(connection: socket.socket) -> bytes:
    """One answer, head and body, or what came before the server closed."""
    received = b""
    while True:
        head, separator, rest = received.partition(b"\r\n\r\n")
        if separator:
            lines = head.lower().split(b"\r\n")
            lengths = [int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length")]
            if len(rest) >= (lengths[0] if lengths else 0):
                return received
        part = connection.recv(65536)
        if not part:
            return received
        received += part


@dataclass
class Mock:
    url: str
    files_url: str
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    @property
    def files_port(self) -> int:
        return urlsplit(self.files_url).port or 0

    def http(
        self,
        method: str,
        target: str,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        *,
        port: int = 0,
        source: str = "127.0.0.1",
    ) -> Reply:
        # A bound source takes a port of its own for a minute, so only where it matters: there are 28,000 of them.
        bound = None if source == "127.0.0.1" else (source, 0)
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10, source_address=bound)
        try:
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            wanted = {"Host": f"127.0.0.1:{port or self.port}", **(headers or {})}
            if body and "Content-Length" not in wanted:
                wanted["Content-Length"] = str(len(body))
            for name, value in wanted.items():
                connection.putheader(name, value)
            connection.endheaders(body or None)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def raw(self, data: bytes) -> bytes:
        """Send bytes as they stand and read until the server closes or pauses."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=3) as connection:
            connection.sendall(data)
            return read_answer(connection)

    # Control surface

    def control(self, method: str, name: str, document: object = None, **headers: str) -> Reply:
        body = b"" if document is None else json.dumps(document).encode()
        return self.http(method, f"/__mock__/{name}", {"Content-Type": "application/json", **headers}, body)

    def now(self) -> int:
        return int(self.control("GET", "clock").json["now_ms"])

    def advance(self, seconds: float) -> None:
        assert self.control("POST", "clock", {"advance_seconds": seconds}).status == 200

    def orders(self) -> list[dict[str, Any]]:
        return list(self.control("GET", "orders").json["orders"])

    # Signed calls

    def signed_headers(
        self,
        account: str | dict[str, Any],
        method: str,
        target: str,
        body: bytes = b"",
        *,
        offset_ms: int = 0,
        timestamp: str = "",
    ) -> dict[str, str]:
        who = self.accounts[account] if isinstance(account, str) else account
        timestamp = timestamp or iso(self.now() + offset_ms)
        headers = {
            "OK-ACCESS-KEY": who["api_key"],
            "OK-ACCESS-SIGN": sign(who["secret_key"], timestamp, method, target, body),
            "OK-ACCESS-TIMESTAMP": timestamp,
            "OK-ACCESS-PASSPHRASE": who["passphrase"],
            "Content-Type": "application/json",
        }
        if who.get("environment", "demo") == "demo":
            headers["x-simulated-trading"] = "1"
        return headers

    def get(self, account: str | dict[str, Any], target: str, *, source: str = "127.0.0.1") -> Reply:
        return self.http("GET", target, self.signed_headers(account, "GET", target), source=source)

    def post(
        self, account: str | dict[str, Any], target: str, document: object, *, source: str = "127.0.0.1", **extra: str
    ) -> Reply:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        headers = self.signed_headers(account, "POST", target, body)
        headers.update(extra)
        return self.http("POST", target, headers, body, source=source)

    def order(self, account: str = "alice", **changes: object) -> Reply:
        """The order of the document's example, with changes; a field set to None is left out."""
        document: dict[str, object] = {
            "instId": "BTC-USDT",
            "tdMode": "cash",
            "side": "buy",
            "ordType": "limit",
            "px": "2.15",
            "sz": "2",
            **changes,
        }
        return self.post(account, "/api/v5/trade/order", {k: v for k, v in document.items() if v is not None})


def start(*arguments: str, stdin: int | None = None) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "generated"), str(ROOT / "overlays")))}
    return subprocess.Popen(
        [sys.executable, "-m", "okx_mock", *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


@pytest.fixture(scope="session")
def server() -> Iterator[Mock]:
    process = start("serve", "--port", "0", "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        said = json.loads(line)
        accounts = {account["name"]: account for account in said["accounts"]}
        yield Mock(said["url"], said["files_url"], accounts)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            _, errors = process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
    assert process.returncode == 0
    assert errors == ""


@pytest.fixture
def mock(server: Mock) -> Mock:
    """The server as new: seeded accounts, free limits, the clock at the machine's time."""
    now_ms = int(datetime.now(UTC).timestamp() * 1000)
    assert server.control("POST", "clock", {"set_ms": now_ms, "frozen": False}).status == 200
    assert server.control("POST", "reset").status == 200
    return server
