"""The journal: what happened to the mock, in order, in one SQLite file, so that a restarted mock stands where it stood.

The mock is deterministic: the same requests and control operations at the same moments give the same state. So the file
holds these, and no state. It is the mock's alone while it is open, only its owner may read it (0600), and secrets stand
in it as hashes.

An entry is in the operating system's hands before its answer is sent (write-ahead log, one transaction each): a killed
process loses nothing. It is not forced onto the disk each time, as that costs more than all else: after a power cut the
last moments can be missing, and what is there is whole.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

SCHEMA = 1
# "OKXm", by which SQLite's own header tells whose file it is.
APPLICATION = 0x4F4B586D
BUSY_MS = 200

_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    """CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    system_us INTEGER NOT NULL,
    moment_us INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    caller TEXT NOT NULL,
    address TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    code TEXT NOT NULL,
    answer INTEGER NOT NULL,
    chain INTEGER NOT NULL
)""",
)
_INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_BEGAN = ("began_system_us", "began_offset_us", "began_frozen_us")


class JournalError(Exception):
    """The state file can't be opened, read, or written; the message says what to do."""


@dataclass(slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        system_us: the system's time, in microseconds.
        moment_us: the moment on the mock's clock.
        kind: `request`, `control`, `leak`, `use` of a key that would expire, or `tick` when what was due was done
            because somebody looked.
        name: the operation, or what was controlled.
        caller: the public part of the caller's key.
        address: where the request came from.
        headers: those that matter, as a JSON object; empty if there are none.
        body: the body, or the query of an operation that takes none; with hashes in place of secrets.
        code: what was answered.
        answer: the checksum of the answer; 0 where it is not compared.
    """

    system_us: int
    moment_us: int
    kind: str
    name: str
    caller: str = ""
    address: str = ""
    headers: str = ""
    body: bytes = b""
    code: str = ""
    answer: int = 0

    def chained(self, before: int) -> int:
        """The checksum of this entry and of all before it."""
        head = (
            f"{self.system_us} {self.moment_us} {self.kind} {self.name} {self.caller} {self.address} {self.headers} "
            f"{self.code} {self.answer} "
        )
        return crc32(self.body, crc32(head.encode(), before))


@dataclass(frozen=True, slots=True)
class Began:
    """When the first entry's world was made, and how its clock went: offset to the system's time, or frozen where."""

    system_us: int
    offset_us: int
    frozen_us: int | None


class Journal:
    """An open state file."""

    def __init__(self, file: Path, settings: Mapping[str, str | None], began: Began) -> None:
        """Open a state file, or make it.

        Args:
            file: the file; none, or an empty one, is made new.
            settings: what the mock is started with, by option; they must be those that the file was made with. An
                option that is None was not said, and counts for nothing in a file that there is already.
            began: how the world of a new file begins.

        Raises:
            JournalError: the file is no state file, is damaged, is open elsewhere, or was made with other settings.
        """
        self.file = file
        self.problem = ""
        """Why nothing more can be written; empty as long as it can."""
        self.on_problem: Callable[[], None] = lambda: None
        self._database = _connect(file)
        try:
            # A lock that is kept, so a second mock can't open the file.
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            if self._database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                self._make(settings, began)
                self.began = began
            else:
                self._check_owner()
                self._check_whole()
                self._check_settings(settings)
                self.began = self._read_began()
            for part in (file, file.with_name(f"{file.name}-wal")):
                if part.exists():
                    part.chmod(0o600)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            # Takes the lock, if nothing has done so yet.
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute("COMMIT")
            row: tuple[int, int, int] | None = self._database.execute(
                "SELECT number, chain, moment_us FROM entries ORDER BY number DESC LIMIT 1"
            ).fetchone()
            self._number, self._chain, self.last_moment_us = row or (0, 0, 0)
        except (sqlite3.Error, OSError) as problem:
            self._database.close()
            raise _explained(file, problem) from problem
        except JournalError:
            self._database.close()
            raise

    def __len__(self) -> int:
        return self._number

    # Opening

    def _make(self, settings: Mapping[str, str | None], began: Began) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute(f"PRAGMA application_id = {APPLICATION}")
        self._database.execute(f"PRAGMA user_version = {SCHEMA}")
        for table in _TABLES:
            self._database.execute(table)
        self._database.executemany("INSERT INTO meta VALUES (?, ?)", [*settings.items(), *_rows_of(began)])
        self._database.execute("COMMIT")

    def _check_owner(self) -> None:
        (application,) = self._database.execute("PRAGMA application_id").fetchone()
        (schema,) = self._database.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION:
            raise JournalError(f"{self.file} is no state file of okx-mock, and is left as it is: name another file")
        if schema != SCHEMA:
            raise JournalError(
                f"{self.file} has the form {schema}, and this okx-mock reads form {SCHEMA}: open it with the version "
                "that made it, or name another file for a new state"
            )

    def _check_whole(self) -> None:
        (found,) = self._database.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise _damaged(self.file, str(found))

    def _check_settings(self, settings: Mapping[str, str | None]) -> None:
        kept = self._meta()
        for name, value in settings.items():
            if value is not None and kept.get(name) != value:
                raise JournalError(
                    f"{self.file} was made with {name} {kept.get(name) or 'not said'}, and this is {name} {value}: "
                    "start with the same, or name another file for a new state"
                )

    def _meta(self) -> dict[str, str | None]:
        return dict(self._database.execute("SELECT name, value FROM meta").fetchall())

    def _read_began(self) -> Began:
        meta = self._meta()
        system, offset, frozen = (meta.get(name) for name in _BEGAN)
        try:
            return Began(int(system or ""), int(offset or ""), None if frozen is None else int(frozen))
        except ValueError:
            raise _damaged(self.file, "it does not say when it begins") from None

    # Reading

    def entries(self) -> Iterator[Entry]:
        """All entries, in order.

        Raises:
            JournalError: one is missing, or not as it was written.
        """
        chain = 0
        expected = 0
        try:
            for number, *values, written in self._database.execute("SELECT * FROM entries ORDER BY number"):
                expected += 1
                if number != expected:
                    raise _damaged(self.file, f"entry {expected} is missing")
                entry = Entry(*values)
                chain = entry.chained(chain)
                if chain != written:
                    raise _damaged(self.file, f"entry {number} is not as it was written")
                yield entry
        except (sqlite3.Error, TypeError) as problem:
            raise _damaged(self.file, str(problem)) from problem

    # Writing

    def record(self, entry: Entry) -> None:
        """Add an entry.

        Raises:
            JournalError: it could not be written; nothing is written from then on.
        """
        number, chain = self._number + 1, entry.chained(self._chain)
        self._write(lambda: self._database.execute(_INSERT, _row_of(entry, number, chain)))
        self._number, self._chain = number, chain

    def restart(self, began: Began, entry: Entry) -> None:
        """Forget all entries and begin anew with this one.

        Args:
            began: how the world that the entry comes first in begins.
            entry: the first entry.

        Raises:
            JournalError: it could not be written; nothing is written from then on.
        """
        chain = entry.chained(0)

        def write() -> None:
            self._database.execute("BEGIN")
            self._database.execute("DELETE FROM entries")
            self._database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", _rows_of(began))
            self._database.execute(_INSERT, _row_of(entry, 1, chain))
            self._database.execute("COMMIT")

        self._write(write)
        self._number, self._chain = 1, chain

    def _write(self, write: Callable[[], object]) -> None:
        if self.problem:
            raise JournalError(self.problem)
        try:
            write()
        except sqlite3.Error as problem:
            self.problem = f"{self.file} cannot be written any more: {problem}"
            self.on_problem()
            raise JournalError(self.problem) from problem

    def close(self) -> None:
        """Close the file; what the log holds is put into it."""
        self._database.close()


def _connect(file: Path) -> sqlite3.Connection:
    """Open the file; if there is none, make it for its owner alone.

    Raises:
        JournalError: it can be neither made nor opened.
    """
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        return sqlite3.connect(file, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as problem:
        raise _explained(file, problem) from problem


def _row_of(entry: Entry, number: int, chain: int) -> tuple[object, ...]:
    return (
        number,
        entry.system_us,
        entry.moment_us,
        entry.kind,
        entry.name,
        entry.caller,
        entry.address,
        entry.headers,
        entry.body,
        entry.code,
        entry.answer,
        chain,
    )


def _rows_of(began: Began) -> list[tuple[str, str | None]]:
    values = (str(began.system_us), str(began.offset_us), None if began.frozen_us is None else str(began.frozen_us))
    return list(zip(_BEGAN, values, strict=True))


def _damaged(file: Path, why: str) -> JournalError:
    return JournalError(
        f"{file} is damaged ({why}), and is left as it is: take a copy of it from before, or name another file"
    )


def _explained(file: Path, problem: sqlite3.Error | OSError) -> JournalError:
    if isinstance(problem, OSError):
        return JournalError(f"{file} cannot be opened: {problem.strerror}")
    # The lower byte is the kind, the rest its details.
    kind = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    if kind in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return JournalError(f"{file} is in use by another process: end that one, or name another file")
    if kind == sqlite3.SQLITE_NOTADB:
        return JournalError(f"{file} is no state file of okx-mock, and is left as it is: name another file")
    # SQLITE_ERROR: a table or column is not there.
    if kind in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}:
        return _damaged(file, str(problem))
    return JournalError(f"{file} cannot be opened: {problem}")
