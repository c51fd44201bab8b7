"""The shared store: PostgreSQL, for a platform of several machines."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from queue import Empty, LifoQueue
from typing import Any, Final, cast

import psycopg
import psycopg.conninfo
import psycopg.errors
import psycopg.sql

from okx_broker.environments import Environment
from okx_broker.errors import ConfigurationError
from okx_broker.oauth.store.master_keys import MasterKeys
from okx_broker.oauth.store.migrations import statements
from okx_broker.oauth.store.protocol import StoreDamaged, StoreError, StoreUnavailable
from okx_broker.oauth.store.sql import NEWEST, Row, SqlStore, Transaction, Value, check_version
from okx_v5.scalars import Secret

_SCHEMA_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_MIGRATION_LOCK: Final = 0x6F6B7862
_WAIT_SECONDS: Final = 20.0
_DEFAULTS: Final[dict[str, Any]] = {
    "connect_timeout": 10,
    # A machine that vanished is noticed within 20 seconds, not after hours.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
"""What a connection string that does not say otherwise is completed with."""
_SETTINGS: Final = (
    "SET idle_in_transaction_session_timeout = '30s'",  # a machine that vanishes must not hold a row for ever
    "SET lock_timeout = '10s'",
    "SET statement_timeout = '20s'",
    # What was committed survives a power cut, whatever the server's default is.
    "SET synchronous_commit = on",
)
_PLACEHOLDER: Final = re.compile(r":([a-z_]+)")


@lru_cache(maxsize=256)
def _translated(statement: str) -> bytes:
    return _PLACEHOLDER.sub(r"%(\1)s", statement).encode()


class _Transaction:
    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def run(self, statement: str, values: Mapping[str, Value]) -> list[Row]:
        cursor = self._connection.execute(_translated(statement), values)
        return cast("list[Row]", cursor.fetchall()) if cursor.description is not None else []


class PostgresStore(SqlStore):
    """A store in PostgreSQL. Any number of threads, processes and machines may share it.

    Connections are made as they are needed, one for each thread that works at the same time, and made anew when they are lost.

    Args:
        conninfo: How to connect, as libpq reads it: `postgresql://user@host/db` or `host=… dbname=…`. A password in it is
            never shown; better leave it to `PGPASSFILE`.
        environment: Whether its users are demo or live ones; both may use one database.
        keys: The master keys.
        schema: Where the tables stand; made if it is not there.
        most_connections: So many at a time; who needs another one waits.

    Raises:
        StoreError: the database can't be used; a subclass says why.
    """

    row_lock = " FOR UPDATE"
    keys_lock = "LOCK TABLE data_keys IN SHARE ROW EXCLUSIVE MODE"
    events_lock = "LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE"
    clock = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"

    _schema = ""

    def __init__(
        self,
        conninfo: str | Secret,
        *,
        environment: Environment,
        keys: MasterKeys,
        schema: str = "okx_broker",
        most_connections: int = 8,
    ) -> None:
        # In a Secret, as a password in it is not to be found in this frame when something below fails.
        conninfo = conninfo if isinstance(conninfo, Secret) else Secret(conninfo)
        super().__init__(environment.value, keys)
        if _SCHEMA_NAME.fullmatch(schema) is None:
            raise ConfigurationError("schema must be lower-case letters, digits and _, at most 63, no digit first")
        if most_connections < 1:
            raise ConfigurationError("most_connections must be at least 1")
        self._conninfo = _completed(conninfo)
        self._slots = threading.BoundedSemaphore(most_connections)
        self._schema = schema
        self._process = os.getpid()
        self._idle: LifoQueue[psycopg.Connection] = LifoQueue()
        self._closed = False
        with self._failing_clearly():
            self._migrate()
        self._load_keys()

    def __repr__(self) -> str:
        return f"PostgresStore({self._space}, schema={self._schema!r})"

    def _connect(self) -> psycopg.Connection:
        connection = psycopg.connect(self._conninfo.reveal(), autocommit=True)
        try:
            connection.execute(psycopg.sql.SQL("SET search_path TO {}").format(psycopg.sql.Identifier(self._schema)))
            for setting in _SETTINGS:
                connection.execute(setting.encode())
        except BaseException:
            connection.close()
            raise
        return connection

    def _take(self) -> tuple[psycopg.Connection, bool]:
        """A connection, and whether it was idle before, so that it may have been lost meanwhile."""
        if self._closed:
            raise StoreError("the store is closed")
        if os.getpid() != self._process:
            raise StoreError("a store does not survive a fork: open it in the process that uses it")
        while True:
            try:
                connection = self._idle.get_nowait()
            except Empty:
                return self._connect(), False
            if not connection.closed:
                return connection, True

    def _migrate(self) -> None:
        with psycopg.connect(self._conninfo.reveal()) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATION_LOCK,))
            name = psycopg.sql.Identifier(self._schema)
            # Asked first: a role that may use the schema need not be one that may make it.
            if not connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (self._schema,)).fetchall():
                connection.execute(psycopg.sql.SQL("CREATE SCHEMA {}").format(name))
            connection.execute(psycopg.sql.SQL("SET LOCAL search_path TO {}").format(name))
            if not connection.execute("SELECT to_regclass('tables_version') IS NOT NULL").fetchall()[0][0]:
                connection.execute("CREATE TABLE tables_version (version BIGINT NOT NULL)")
            found = connection.execute("SELECT version FROM tables_version").fetchone()
            version = int(found[0]) if found is not None else 0
            check_version(version, f"the schema {self._schema}")
            for number in range(version + 1, NEWEST + 1):
                for statement in statements(
                    number, blob="BYTEA", serial="BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
                ):
                    connection.execute(statement.encode())
            if version == NEWEST:
                return
            connection.execute("DELETE FROM tables_version")
            connection.execute("INSERT INTO tables_version (version) VALUES (%s)", (NEWEST,))

    @contextmanager
    def _transaction(self, *, write: bool) -> Generator[Transaction, None, None]:
        with self._failing_clearly(), self._slot():
            connection, was_idle = self._take()
            try:
                begin = "BEGIN" if write else "BEGIN READ ONLY"
                try:
                    connection.execute(begin)
                except psycopg.OperationalError:
                    # Lost while it was idle: nothing has been done yet, so a fresh one may do it.
                    connection.close()
                    if not was_idle:
                        raise
                    connection = self._connect()
                    connection.execute(begin)
                yield _Transaction(connection)
                connection.execute("COMMIT")
            except BaseException:
                self._undo(connection)
                raise
            else:
                self._give_back(connection)

    @contextmanager
    def _slot(self) -> Generator[None, None, None]:
        if not self._slots.acquire(timeout=_WAIT_SECONDS):
            raise StoreUnavailable(f"all connections to the database were in use for {_WAIT_SECONDS:g} s")
        try:
            yield
        finally:
            self._slots.release()

    def _give_back(self, connection: psycopg.Connection) -> None:
        if self._closed:
            connection.close()
        else:
            self._idle.put(connection)

    def _undo(self, connection: psycopg.Connection) -> None:
        try:
            if not connection.closed:
                connection.execute("ROLLBACK")
                self._give_back(connection)
        except psycopg.Error:
            connection.close()

    @contextmanager
    def _failing_clearly(self) -> Generator[None, None, None]:
        try:
            yield
        except (psycopg.errors.DiskFull, psycopg.errors.LockNotAvailable) as problem:
            raise StoreUnavailable(f"the database refuses ({type(problem).__name__}): nothing was written") from None
        except psycopg.errors.UndefinedTable:
            raise StoreDamaged(f"the schema {self._schema} lacks tables: restore it, or name a fresh one") from None
        except psycopg.OperationalError as problem:
            # Its text can repeat the connection string.
            raise StoreUnavailable(
                f"the database can't be reached or was lost ({type(problem).__name__}): check address, login and network"
            ) from None
        except psycopg.Error as problem:
            raise StoreError(f"the database refuses ({type(problem).__name__}): nothing was written") from None

    def close(self) -> None:
        """Close what is open. A call that is under way in another thread comes to its end."""
        self._closed = True
        while os.getpid() == self._process:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return


def _completed(conninfo: Secret) -> Secret:
    """Add to a connection string what it leaves open."""
    try:
        said = psycopg.conninfo.conninfo_to_dict(conninfo.reveal())
    except psycopg.ProgrammingError:
        # Its text can repeat the connection string.
        raise ConfigurationError(
            "conninfo is no connection string: postgresql://user@host/db or host=... dbname=..."
        ) from None
    return Secret(psycopg.conninfo.make_conninfo("", **{**_DEFAULTS, **said}))
