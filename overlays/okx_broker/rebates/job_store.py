"""What survives a process: jobs, the reports that they need, and when the exchange was asked what. One SQLite file.

No link and no credential is in it. Every change is one transaction, and on the disk when it is done.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import threading
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias, cast

from okx_broker.client import BrokerType
from okx_broker.errors import ConfigurationError, ReportUnavailable
from okx_broker.rebates.days import Span
from okx_broker.rebates.lock import FileLock, make_private

ReportState: TypeAlias = Literal["wanted", "asking", "making", "finished"]

APPLICATION: Final = 0x4F4B5852
"""Tells the file from other SQLite files."""
VERSION: Final = 1
MAKING_MS: Final = 2 * 3_600_000
"""How long the document says that a report takes to be made."""
_BUSY_SECONDS: Final = 10.0
_SETTLED_MS: Final = 60_000
"""The exchange takes a request until 30 seconds after its timestamp: what is not there well after that never will be."""
_FORGOTTEN_MS: Final = 6 * 3_600_000
"""A report that was asked for so long ago and is not listed is not there any more."""
_SCHEMA: Final = """
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    environment TEXT NOT NULL,
    base_url TEXT NOT NULL,
    uid TEXT NOT NULL,
    looked_ms INTEGER NOT NULL DEFAULT 0,  -- the last question for links, noted before it was sent
    ask_ms INTEGER NOT NULL DEFAULT 0,     -- no report may be asked for before
    UNIQUE (environment, base_url, uid)
) STRICT;
CREATE TABLE looks (
    account INTEGER NOT NULL REFERENCES accounts (id),
    broker_type TEXT NOT NULL,
    answered_ms INTEGER NOT NULL,          -- when the last question that was answered was sent
    PRIMARY KEY (account, broker_type)
) STRICT;
CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id),
    broker_type TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('wanted', 'asking', 'making', 'finished')),
    asked_ms INTEGER NOT NULL DEFAULT 0,   -- noted before it was asked for
    made_ms INTEGER NOT NULL DEFAULT 0,    -- when the exchange says that it was asked for first
    shift_ms INTEGER NOT NULL DEFAULT 0,   -- how much later than expected its days start
    UNIQUE (account, broker_type, first_day, last_day)
) STRICT;
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES accounts (id),
    broker_type TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    folder TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    touched_ms INTEGER NOT NULL,
    problem TEXT NOT NULL DEFAULT '',
    UNIQUE (account, broker_type, first_day, last_day, folder)
) STRICT;
CREATE TABLE pieces (
    job INTEGER NOT NULL REFERENCES jobs (id),
    number INTEGER NOT NULL,
    report INTEGER NOT NULL REFERENCES reports (id),
    done_ms INTEGER NOT NULL DEFAULT 0,
    data_rows INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job, number)
) STRICT;
"""


@dataclass(frozen=True)
class Listed:
    """A report as the exchange lists it.

    Attributes:
        span: Its days.
        finished: Whether it is made.
        made_ms: When it was asked for first.
        shift_ms: How much later than expected its days start.
    """

    span: Span
    finished: bool
    made_ms: int
    shift_ms: int


@dataclass(frozen=True)
class Piece:
    """A report that a job needs, and what has become of it.

    Attributes:
        number: Its place in the job, from 1.
        report: The report's number in the store.
        span: Its days; more than the job's where a report of more days was there.
        state: `wanted` (to be asked for), `asking` (asked for, without an answer), `making` or `finished` at the exchange.
        asked_ms: When it was asked for, 0 if not by this store.
        made_ms: When the exchange says that it was asked for first; 0 if that is not known.
        shift_ms: How much later than expected its days start.
        done_ms: When its rows were in the table; 0 before that.
        rows: Rows in the table.
        rejected: Rows that could not be read.
    """

    number: int
    report: int
    span: Span
    state: ReportState
    asked_ms: int
    made_ms: int
    shift_ms: int
    done_ms: int
    rows: int
    rejected: int

    @property
    def done(self) -> bool:
        """Whether its rows are in the table."""
        return self.done_ms > 0

    @property
    def expected_ms(self) -> int:
        """When the exchange will probably have made it; 0 if it was not asked for."""
        began = self.made_ms or self.asked_ms
        return began + MAKING_MS if began and self.state in ("asking", "making") else 0


@dataclass(frozen=True)
class Job:
    """A range of days that somebody wants in a folder.

    Attributes:
        id: Its number in the store.
        account: The account's number in the store.
        environment: demo or live.
        base_url: The exchange's address.
        broker_type: `api`, `oauth`, or None where it was left out.
        span: The days.
        folder: Where the table is.
        created_ms: When it was begun.
        touched_ms: When a process worked on it last.
        problem: What went wrong last, if something did.
        ask_ms: No report may be asked for before.
        pieces: The reports that it needs; none before the exchange was asked which are there.
    """

    id: int
    account: int
    environment: str
    base_url: str
    broker_type: BrokerType | None
    span: Span
    folder: Path
    created_ms: int
    touched_ms: int
    problem: str
    ask_ms: int
    pieces: tuple[Piece, ...]

    @property
    def done(self) -> bool:
        """Whether all of it is in the table."""
        return bool(self.pieces) and all(piece.done for piece in self.pieces)

    @property
    def rows(self) -> int:
        """Rows in the table."""
        return sum(piece.rows for piece in self.pieces)

    @property
    def rejected(self) -> int:
        """Rows that could not be read."""
        return sum(piece.rejected for piece in self.pieces)


@dataclass(frozen=True)
class Pace:
    """When the exchange was asked.

    Attributes:
        looked_ms: When it was last asked for links, answered or not.
        answered_ms: When the last question of this broker type that was answered was sent.
        ask_ms: No report may be asked for before.
    """

    looked_ms: int
    answered_ms: int
    ask_ms: int


class JobStore:
    """Jobs in an SQLite file, which threads and processes of one machine may share; it can't stand on a network disk.

    Args:
        path: The file; made for its owner alone where there is none.

    Raises:
        ConfigurationError: It is another program's file, or of a newer version of this one.
        ReportUnavailable: It can't be used now.
    """

    def __init__(self, path: str | Path) -> None:
        if str(path) in ("", ":memory:"):
            raise ConfigurationError("path must name a file: what is only in memory would be lost")
        self.path = Path(path).absolute()
        self._lock = threading.RLock()
        make_private(self.path)
        if os.name == "posix" and self.path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigurationError(f"{self.path} can be read by others: chmod 600 {self.path}")
        with self._failing_clearly():
            self._connection = sqlite3.connect(
                self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        run = self._connection.execute
        run("PRAGMA synchronous = FULL")
        run("PRAGMA foreign_keys = ON")
        run("BEGIN IMMEDIATE")
        try:
            self._make_or_check()
            run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                run("ROLLBACK")
            raise

    def _make_or_check(self) -> None:
        run = self._connection.execute
        application = run("PRAGMA application_id").fetchone()[0]
        version = run("PRAGMA user_version").fetchone()[0]
        if application == 0 and version == 0 and not run("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
            for statement in _SCHEMA.split(") STRICT;")[:-1]:
                run(statement + ") STRICT")
            run(f"PRAGMA application_id = {APPLICATION}")
            run(f"PRAGMA user_version = {VERSION}")
        elif application != APPLICATION:
            raise ConfigurationError(f"{self.path} is another program's SQLite file: name a file of its own")
        elif version > VERSION:
            raise ConfigurationError(f"{self.path} was written by a newer okx-broker: use that one")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"JobStore({str(self.path)!r})"

    @contextmanager
    def _failing_clearly(self) -> Generator[None, None, None]:
        try:
            yield
        except sqlite3.Error as problem:
            if getattr(problem, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise ConfigurationError(f"{self.path} is damaged or no SQLite file ({problem})") from None
            raise ReportUnavailable(f"{self.path} can't be used ({problem}): nothing was changed") from None

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection, None, None]:
        with self._lock, self._failing_clearly():
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                raise

    def lock_of(self, account: int) -> FileLock:
        """Return the lock under which the exchange is asked for an account's reports."""
        return FileLock(self.path.with_name(f"{self.path.name}-account-{account}.lock"))

    # Accounts

    def account(self, environment: str, base_url: str, uid: str) -> int:
        """Return an account's number."""
        values = (environment, base_url, uid)
        with self._transaction() as run:
            run.execute("INSERT OR IGNORE INTO accounts (environment, base_url, uid) VALUES (?, ?, ?)", values)
            row = run.execute("SELECT id FROM accounts WHERE environment = ? AND base_url = ? AND uid = ?", values)
            return int(row.fetchone()[0])

    def pace(self, account: int, broker_type: BrokerType | None) -> Pace:
        """Return when the exchange was asked."""
        with self._transaction() as run:
            looked_ms, ask_ms = run.execute(
                "SELECT looked_ms, ask_ms FROM accounts WHERE id = ?", (account,)
            ).fetchone()
            answered = run.execute(
                "SELECT answered_ms FROM looks WHERE account = ? AND broker_type = ?", (account, broker_type or "")
            ).fetchone()
        return Pace(looked_ms, answered[0] if answered else 0, ask_ms)

    def looking(self, account: int, now_ms: int) -> None:
        """Note that the exchange is asked for links now."""
        with self._transaction() as run:
            run.execute("UPDATE accounts SET looked_ms = ? WHERE id = ?", (now_ms, account))

    def hold(self, account: int, until_ms: int) -> None:
        """Note that no report may be asked for before a moment."""
        with self._transaction() as run:
            run.execute("UPDATE accounts SET ask_ms = ? WHERE id = ?", (until_ms, account))

    # Reports

    def seen(self, account: int, broker_type: BrokerType | None, listed: Iterable[Listed], sent_ms: int) -> None:
        """Note what the exchange lists, all of it.

        A report that was asked for without an answer, and is not listed although the request can't arrive any more, was
        never asked for.
        """
        kind = broker_type or ""
        with self._transaction() as run:
            run.execute(
                "INSERT INTO looks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET answered_ms = excluded.answered_ms",
                (account, kind, sent_ms),
            )
            found: set[int] = set()
            for one in listed:
                state = "finished" if one.finished else "making"
                values = (account, kind, *map(str, one.span), state, one.made_ms, one.shift_ms)
                row = run.execute(
                    "INSERT INTO reports (account, broker_type, first_day, last_day, state, made_ms, shift_ms) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                    "state = excluded.state, made_ms = excluded.made_ms, shift_ms = excluded.shift_ms RETURNING id",
                    values,
                ).fetchone()
                found.add(row[0])
            others = run.execute(
                "SELECT id, state, max(asked_ms, made_ms) FROM reports "
                "WHERE account = ? AND broker_type = ? AND state != 'wanted'",
                (account, kind),
            ).fetchall()
            for number, state, began_ms in others:
                wait = _SETTLED_MS if state == "asking" else _FORGOTTEN_MS
                if number not in found and began_ms + wait <= sent_ms:
                    run.execute("UPDATE reports SET state = 'wanted', asked_ms = 0 WHERE id = ?", (number,))

    def reports(self, account: int, broker_type: BrokerType | None) -> list[tuple[Span, int]]:
        """Return the reports that the exchange has or makes: their days, and when they were asked for first."""
        with self._transaction() as run:
            rows = run.execute(
                "SELECT first_day, last_day, made_ms FROM reports "
                "WHERE account = ? AND broker_type = ? AND state IN ('making', 'finished')",
                (account, broker_type or ""),
            ).fetchall()
        return [(_span(first, last), made_ms) for first, last, made_ms in rows]

    def asking(self, report: int, now_ms: int) -> bool:
        """Note that a report is asked for now; return False if it is not wanted any more."""
        with self._transaction() as run:
            done = run.execute(
                "UPDATE reports SET state = 'asking', asked_ms = ? WHERE id = ? AND state = 'wanted'", (now_ms, report)
            )
            return done.rowcount == 1

    def not_asked(self, report: int) -> None:
        """Note that a report was not asked for, provably."""
        with self._transaction() as run:
            run.execute(
                "UPDATE reports SET state = 'wanted', asked_ms = 0 WHERE id = ? AND state = 'asking'", (report,)
            )

    def asked(self, report: int, account: int, made_ms: int, next_ms: int) -> None:
        """Note that a report was asked for, and when the next one may be."""
        with self._transaction() as run:
            run.execute(
                "UPDATE reports SET state = 'making', made_ms = ? WHERE id = ? AND state = 'asking'", (made_ms, report)
            )
            run.execute("UPDATE accounts SET ask_ms = ? WHERE id = ?", (next_ms, account))

    # Jobs

    def open_job(self, account: int, broker_type: BrokerType | None, span: Span, folder: Path, now_ms: int) -> int:
        """Return the number of the job for these days in this folder; the first call begins it."""
        values = (account, broker_type or "", *map(str, span), str(folder.absolute()))
        with self._transaction() as run:
            row = run.execute(
                "SELECT id FROM jobs WHERE account = ? AND broker_type = ? AND first_day = ? AND last_day = ? "
                "AND folder = ?",
                values,
            ).fetchone()
            if row is None:
                row = run.execute(
                    "INSERT INTO jobs (account, broker_type, first_day, last_day, folder, created_ms, touched_ms) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                    (*values, now_ms, now_ms),
                ).fetchone()
            return int(row[0])

    def plan(self, job: int, spans: Sequence[Span]) -> None:
        """Note the reports that a job needs, unless they are noted already."""
        with self._transaction() as run:
            if run.execute("SELECT COUNT(*) FROM pieces WHERE job = ?", (job,)).fetchone()[0]:
                return
            account, kind = run.execute("SELECT account, broker_type FROM jobs WHERE id = ?", (job,)).fetchone()
            for number, span in enumerate(spans, 1):
                days = (account, kind, *map(str, span))
                run.execute(
                    "INSERT OR IGNORE INTO reports (account, broker_type, first_day, last_day, state) "
                    "VALUES (?, ?, ?, ?, 'wanted')",
                    days,
                )
                report = run.execute(
                    "SELECT id FROM reports WHERE account = ? AND broker_type = ? AND first_day = ? AND last_day = ?",
                    days,
                ).fetchone()[0]
                run.execute("INSERT INTO pieces (job, number, report) VALUES (?, ?, ?)", (job, number, report))

    def touch(self, job: int, now_ms: int, problem: str = "") -> None:
        """Note that a process works on a job, and what went wrong last."""
        with self._transaction() as run:
            run.execute("UPDATE jobs SET touched_ms = ?, problem = ? WHERE id = ?", (now_ms, problem, job))

    def piece_done(self, job: int, number: int, rows: int, rejected: int, now_ms: int) -> None:
        """Note that a report's rows are in the job's table."""
        with self._transaction() as run:
            run.execute(
                "UPDATE pieces SET done_ms = ?, data_rows = ?, rejected = ? WHERE job = ? AND number = ?",
                (now_ms, rows, rejected, job, number),
            )

    def reopen(self, job: int, number: int) -> None:
        """Note that a report's file is gone, so that it must be fetched again."""
        with self._transaction() as run:
            run.execute("UPDATE pieces SET done_ms = 0 WHERE job = ? AND number = ?", (job, number))

    def job(self, number: int) -> Job:
        """Return a job.

        Raises:
            ConfigurationError: There is none of this number.
        """
        found = self._jobs("WHERE jobs.id = ?", (number,))
        if not found:
            raise ConfigurationError(f"there is no job {number} in {self.path}")
        return found[0]

    def jobs(self, environment: str | None = None) -> list[Job]:
        """Return all jobs, the newest last; of one environment, if that is said."""
        where = "" if environment is None else "WHERE environment = ?"
        return self._jobs(where, () if environment is None else (environment,))

    def _jobs(self, where: str, values: tuple[object, ...]) -> list[Job]:
        with self._transaction() as run:
            rows = run.execute(
                "SELECT jobs.id, account, environment, base_url, broker_type, first_day, last_day, folder, created_ms, "  # noqa: S608 - constants
                "touched_ms, problem, ask_ms FROM jobs JOIN accounts ON accounts.id = jobs.account "
                f"{where} ORDER BY jobs.id",
                values,
            ).fetchall()
            return [
                Job(
                    number,
                    account,
                    environment,
                    base_url,
                    cast("BrokerType | None", kind or None),
                    _span(first, last),
                    Path(folder),
                    created_ms,
                    touched_ms,
                    problem,
                    ask_ms,
                    tuple(_pieces(run, number)),
                )
                for (
                    number, account, environment, base_url, kind, first, last, folder, created_ms, touched_ms, problem,
                    ask_ms,
                ) in rows
            ]  # fmt: skip


def _pieces(run: sqlite3.Connection, job: int) -> Generator[Piece, None, None]:
    rows = run.execute(
        "SELECT number, report, first_day, last_day, state, asked_ms, made_ms, shift_ms, done_ms, data_rows, rejected "
        "FROM pieces JOIN reports ON reports.id = pieces.report WHERE job = ? ORDER BY number",
        (job,),
    )
    for number, report, first, last, *rest in rows.fetchall():
        yield Piece(number, report, _span(first, last), *rest)


def _span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))
