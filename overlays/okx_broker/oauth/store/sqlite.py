"""The embedded store: one SQLite file, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Final

from okx_broker.clock import SystemClock
from okx_broker.environments import Environment
from okx_broker.errors import ConfigurationError
from okx_broker.oauth.store.master_keys import MasterKeys
from okx_broker.oauth.store.migrations import statements
from okx_broker.oauth.store.protocol import StoreDamaged, StoreError, StoreUnavailable
from okx_broker.oauth.store.sql import NEWEST, Row, SqlStore, Transaction, Value, check_version

APPLICATION: Final = 0x4F4B5842
"""Tells the file from other SQLite files."""
_BUSY_SECONDS: Final = 10.0
_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class _Transaction:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, statement: str, values: Mapping[str, Value]) -> list[Row]:
        return self._connection.execute(statement, values).fetchall()


class SqliteStore(SqlStore):
    """A store in an SQLite file. Threads and processes of one machine may share the file; it can't stand on a network disk.

    It is written ahead (WAL) and flushed with every commit (`synchronous=FULL`): what was committed survives a power cut.

    Args:
        path: The file; made with mode 0600 where there is none.
        environment: Whether its users are demo or live ones; both may use one file.
        keys: The master keys.

    Raises:
        StoreError: the file can't be used; a subclass says why.
    """

    # The machine's own clock; SQLite's unixepoch() is younger than the oldest SQLite that Python 3.11 comes with.
    clock = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"

    _path = Path()

    def __init__(self, path: str | Path, *, environment: Environment, keys: MasterKeys) -> None:
        super().__init__(environment.value, keys)
        if str(path) in ("", ":memory:"):
            raise ConfigurationError("path must name a file: what is only in memory would be lost")
        self._path = Path(path).absolute()
        self._process = os.getpid()
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._closed = False
        _make_private(self._path)
        with self._failing_clearly():
            connection = self._connect()
            try:
                self._migrate(connection)
            except BaseException:
                connection.close()
                raise
            self._idle.put(connection)
        self._load_keys()

    def __repr__(self) -> str:
        return f"SqliteStore({str(self._path)!r}, {self._space})"

    def _take(self) -> sqlite3.Connection:
        """A connection that nobody uses: one for each thread that works at the same time, whichever threads come and go."""
        if self._closed:
            raise StoreError("the store is closed")
        if os.getpid() != self._process:
            raise StoreError("a store does not survive a fork: open it in the process that uses it")
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._connect()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._closed:
            connection.close()
        else:
            self._idle.put(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _write_ahead(self, connection: sqlite3.Connection) -> None:
        """Turn writing ahead on; it stays on in the file. SQLite does not wait for others here, so this does."""
        for wait in (*(0.05 for _ in range(int(_BUSY_SECONDS / 0.05))), None):
            try:
                mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            except sqlite3.OperationalError as problem:
                if wait is None or problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                SystemClock().sleep(wait)
                continue
            if mode != "wal":
                raise StoreError(f"{self._path} stands on a disk that can't share memory: name a file on a local one")
            return

    def _migrate(self, connection: sqlite3.Connection) -> None:
        # Looked at first: another program's file stays as it is. In one transaction, as somebody may be making it now.
        connection.execute("BEGIN")
        try:
            self._check_ours(*self._marks_of(connection))
        finally:
            connection.execute("ROLLBACK")
        self._write_ahead(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            application, version, tables = self._marks_of(connection)
            self._check_ours(application, version, tables)
            for number in range(version + 1, NEWEST + 1):
                for statement in statements(number, blob="BLOB", serial="INTEGER PRIMARY KEY AUTOINCREMENT"):
                    connection.execute(statement)
            if version < NEWEST:
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {NEWEST}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            raise

    @staticmethod
    def _marks_of(connection: sqlite3.Connection) -> tuple[int, int, int]:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
        return application, version, tables

    def _check_ours(self, application: int, version: int, tables: int) -> None:
        if application != APPLICATION and (application or version or tables):
            raise StoreDamaged(f"{self._path} is another program's SQLite file: name a file of its own")
        check_version(version, str(self._path))

    @contextmanager
    def _transaction(self, *, write: bool) -> Generator[Transaction, None, None]:
        with self._failing_clearly():
            connection = self._take()
            try:
                connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                yield _Transaction(connection)
                connection.execute("COMMIT")
            except BaseException:
                # Some errors, a full disk among them, have rolled it back already.
                if connection.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                raise
            finally:
                self._give_back(connection)

    @contextmanager
    def _failing_clearly(self) -> Generator[None, None, None]:
        try:
            yield
        except sqlite3.Error as problem:
            code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
            if code in _DAMAGE:
                raise StoreDamaged(
                    f"{self._path} is damaged or no SQLite file ({problem}): put a backup in its place"
                ) from None
            if code == sqlite3.SQLITE_FULL:
                raise StoreUnavailable(f"the disk of {self._path} is full: nothing was written") from None
            if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise StoreUnavailable(
                    f"{self._path} was locked for {_BUSY_SECONDS:g} s: nothing was written"
                ) from None
            if code == sqlite3.SQLITE_ERROR:
                raise StoreDamaged(
                    f"{self._path} lacks what a store has ({problem}): put a backup in its place"
                ) from None
            raise StoreUnavailable(f"{self._path} can't be used ({problem}): nothing was written") from None

    def close(self) -> None:
        """Close the file. A call that is under way in another thread comes to its end."""
        self._closed = True
        while os.getpid() == self._process:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return


def _make_private(path: Path) -> None:
    """Make the file, for its owner alone, or check that it is so."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except FileExistsError:
        try:
            found = path.stat()
        except OSError as problem:
            raise StoreUnavailable(f"{path} can't be opened: {problem.strerror}") from None
        if not stat.S_ISREG(found.st_mode):
            raise StoreDamaged(f"{path} is no file") from None
        if os.name == "posix" and os.geteuid() not in (0, found.st_uid):
            raise StoreError(f"{path} belongs to somebody else, who could read it: name a file of your own") from None
        if os.name == "posix" and found.st_mode & 0o077:
            raise StoreError(f"{path} can be read by others and holds secrets: chmod 600 {path}") from None
    except OSError as problem:
        raise StoreUnavailable(f"{path} can't be made: {problem.strerror}") from None
