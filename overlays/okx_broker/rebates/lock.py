"""A lock between processes that ends with the process that holds it, however that ends."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import Final

from okx_broker.errors import ReportError, ReportUnavailable

_TURN_SECONDS: Final = 0.5


class FileLock:
    """Holds a file's lock: an exclusive transaction of SQLite, which the system gives back when a process dies.

    It works between threads, processes and systems, as SQLite's locks do, and can't stand on a network disk.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def acquire(self, stop: threading.Event | None = None) -> bool:
        """Wait for the lock, for half a second at most; return whether it is held now.

        Raises:
            ReportUnavailable: The file can't be used.
        """
        make_private(self._path)
        connection = sqlite3.connect(self._path, timeout=_TURN_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as problem:
            connection.close()
            if problem.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return False
            raise ReportUnavailable(f"{self._path} can't be locked ({problem})") from None
        self._connection = connection
        if stop is not None and stop.is_set():
            self.release()
        return True

    def release(self) -> None:
        """Let others have it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


@contextmanager
def locked(folder: Path, *, longest: float) -> Generator[None]:
    """Hold a folder for as long as the block runs.

    Args:
        folder: The folder; it must be there.
        longest: Seconds to wait for another process.

    Raises:
        ReportError: Another process holds it for longer, or it can't be locked.
    """
    lock = FileLock(folder / ".lock")
    if not any(lock.acquire() for _ in range(ceil(longest / _TURN_SECONDS))):
        raise ReportError(f"{folder} can't be held: another process has been adding a report to it for {longest:g} s")
    try:
        yield
    finally:
        lock.release()


def make_private(path: Path) -> None:
    """Make a file for its owner alone, where there is none.

    Raises:
        ReportUnavailable: It can't be made.
    """
    if path.exists():
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except OSError as problem:
        raise ReportUnavailable(f"{path} can't be made: {problem.strerror}") from None
