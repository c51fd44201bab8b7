"""Stores of both kinds, a PostgreSQL server of our own, and a mock exchange whose clock the brokers run by."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from okx_broker import Environment
from okx_broker.oauth import MasterKeys, PostgresStore, SqliteStore
from okx_broker.oauth.store.sql import SqlStore
from okx_broker.testing import MockServer
from tests.oauth.support import MASTER, Exchange

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@dataclass
class Postgres:
    """A server that listens on a socket in a folder of its own; no other machine can reach it."""

    folder: Path
    binaries: Path
    port: int
    schemas: int = 0
    settings: list[str] = field(default_factory=list)

    @property
    def conninfo(self) -> str:
        return f"host={self.folder} port={self.port} user=okx dbname=postgres"

    def command(self, name: str, *arguments: str) -> None:
        """Run one of its programs: as the user postgres where this is root, whom they refuse."""
        line = [str(self.binaries / name), *arguments]
        if os.geteuid() == 0:
            line = ["runuser", "-u", "postgres", "--", *line]
        subprocess.run(line, check=True, capture_output=True, timeout=60, cwd=self.folder)

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses= -c max_connections=120"
        self.command("pg_ctl", "start", "-w", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-o", options)

    def stop(self) -> None:
        self.command("pg_ctl", "stop", "-w", "-m", "immediate", "-D", f"{self.folder}/data")

    def fresh_schema(self) -> str:
        self.schemas += 1
        return f"okx_{self.schemas}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for this pytest process."""
    if not BINARIES:
        pytest.skip("PostgreSQL is not installed: the shared store is not tested")
    # Short, as the path of a socket may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="okxpg", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Postgres(folder, BINARIES[-1].parent, free_port())
    try:
        server.command("initdb", "-U", "okx", "-A", "trust", "--no-sync", "-D", f"{folder}/data")
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


Opener = Callable[..., SqlStore]


@pytest.fixture(params=["sqlite", "postgres"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same store as often as it is called, as several processes would; arguments change what it is opened with."""
    opened: list[SqlStore] = []
    schema = ""
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        schema = server.fresh_schema()

    def opener(keys: MasterKeys = MASTER, environment: Environment = Environment.DEMO) -> SqlStore:
        one: Any
        if request.param == "postgres":
            one = PostgresStore(server.conninfo, environment=environment, keys=keys, schema=schema)
        else:
            one = SqliteStore(tmp_path / "store.db", environment=environment, keys=keys)
        opened.append(one)
        return one  # type: ignore[no-any-return]

    yield opener
    for one in opened:
        one.close()


@pytest.fixture
def store(open_store: Opener) -> SqlStore:
    return open_store()


@pytest.fixture(scope="session")
def server() -> Iterator[MockServer]:
    """The mock of this pytest process."""
    one = MockServer()
    yield one
    one.stop()


@pytest.fixture
def exchange(server: MockServer) -> Iterator[Exchange]:
    """The mock as new."""
    one = Exchange(server.url)
    one.reset()
    yield one
    one.reset()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[SqliteStore]:
    one = SqliteStore(tmp_path / "store.db", environment=Environment.DEMO, keys=MASTER)
    yield one
    one.close()
