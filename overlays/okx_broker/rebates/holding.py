"""One process at a time works on a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from okx_broker.errors import ReportError


@contextmanager
def locked(folder: Path, *, longest: float) -> Generator[None]:
    """Hold a folder for as long as the block runs; it is free again when the process dies.

    SQLite's lock of a file is used, as it is the same on all systems. The file itself stays empty.

    Args:
        folder: The folder; it must be there.
        longest: Seconds to wait for another process.

    Raises:
        ReportError: Another process holds it for longer.
    """
    connection = sqlite3.connect(folder / ".lock", timeout=longest, isolation_level=None)
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as problem:
            raise ReportError(
                f"{folder} can't be held: {problem}; another process may be adding a report to it"
            ) from None
        yield
    finally:
        connection.close()
