"""The command as users have it: the installed script in a process of its own, a mock exchange, and a store on disk."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from okx_broker import Environment, Secret
from okx_broker.oauth import Connection, Grant, MasterKeys, SqliteStore, TokenPair
from okx_broker.testing import MockServer
from tests.oauth.conftest import postgres
from tests.oauth.support import CODE, Exchange
from tests.page.conftest import browser

__all__ = ["browser", "postgres"]

MASTER = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
"""The bytes 0 to 31."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Ended:
    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)


class Command:
    """`okx-broker` with a store and settings in the environment; remembers all that it wrote."""

    def __init__(self, exchange: Exchange, folder: Path, secrets: Sequence[str]) -> None:
        self.exchange = exchange
        self.folder = folder
        self.store_path = folder / "users.db"
        self.secrets = [*secrets, MASTER.partition(":")[2]]
        self.written = ""
        found = shutil.which("okx-broker", path=str(Path(sys.executable).parent))
        assert found is not None
        self.program = found
        client = exchange.client()
        self.settings = {
            "HOME": str(folder),
            "OKX_BROKER_STORE": str(self.store_path),
            "OKX_BROKER_STORE_KEY": MASTER,
            "OKX_BROKER_CODE": CODE,
            "OKX_BROKER_TYPE": "oauth",
            "OKX_ENVIRONMENT": "demo",
            "OKX_SITE": "global",
            "OKX_BASE_URL": exchange.url,
            "OKX_CLIENT_ID": client["client_id"],
            "OKX_CLIENT_SECRET": client["client_secret"],
            "OKX_REDIRECT_URI": client["redirect_uris"][0],
        }
        self.secrets.append(client["client_secret"])

    def environment(self, **changes: str | None) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("OKX_", "XDG_", "PYTHONWARNINGS", "_OKX"))
        }
        return {name: value for name, value in {**kept, **self.settings, **changes}.items() if value is not None}

    def start(self, *arguments: str, **changes: str | None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(**changes),
            cwd=self.folder,
        )

    def end(self, process: subprocess.Popen[str], stdin: str = "") -> Ended:
        stdout, stderr = process.communicate(stdin, timeout=60)
        self.written += stdout + stderr
        assert "Traceback" not in stderr, stderr
        assert "\x1b" not in stdout + stderr
        return Ended(process.returncode, stdout, stderr)

    def __call__(self, *arguments: str, stdin: str = "", **changes: str | None) -> Ended:
        return self.end(self.start(*arguments, **changes), stdin)

    def store(self, environment: Environment = Environment.DEMO) -> SqliteStore:
        return SqliteStore(self.store_path, environment=environment, keys=MasterKeys.parse(MASTER))

    def held(self, user_id: str) -> Connection | None:
        store = self.store()
        try:
            found = store.load(user_id)
        finally:
            store.close()
        if found is not None and found.token is not None:
            self.secrets += [found.token.pair.access.reveal(), found.token.pair.refresh.reveal()]
        return found

    def consent(self, user_id: str, user: str = "alice") -> TokenPair:
        store = self.store()
        try:
            pair = self.exchange.connect(store, user_id, user)
        finally:
            store.close()
        self.secrets += [pair.access.reveal(), pair.refresh.reveal()]
        return pair

    def made_up(self, user_id: str, must_reconnect: str = "") -> None:
        """Store a pair that no exchange has given."""
        grant = Grant(client_id=self.settings["OKX_CLIENT_ID"] or "", mode="code", scopes=("trade",), site="global")
        now_ms = self.exchange.clock.now_ms()
        pair = TokenPair(
            access=Secret("MADE-UP-ACCESS-81"),
            refresh=Secret("MADE-UP-REFRESH-82"),
            access_expires_ms=now_ms + 1000,
            refresh_expires_ms=now_ms + 2000,
        )
        store = self.store()
        try:
            stored = store.save_token(user_id, grant, pair, now_ms)
            if must_reconnect:
                assert store.must_reconnect(user_id, stored.generation, must_reconnect, now_ms)
        finally:
            store.close()


@pytest.fixture(scope="session")
def server() -> Iterator[MockServer]:
    one = MockServer()
    yield one
    one.stop()


@pytest.fixture
def exchange(server: MockServer) -> Iterator[Exchange]:
    one = Exchange(server.url)
    one.reset()
    yield one
    one.reset()


@pytest.fixture
def command(server: MockServer, exchange: Exchange, tmp_path: Path) -> Iterator[Command]:
    """The command; whatever a test does with it, no secret may be in what it wrote."""
    secrets = [
        text
        for name in server.accounts
        for one in (server.accounts[name],)
        for text in (one.secret_key.reveal(), one.passphrase.reveal())
    ]
    made = Command(exchange, tmp_path, secrets)
    yield made
    for secret in made.secrets:
        assert not secret or secret not in made.written
