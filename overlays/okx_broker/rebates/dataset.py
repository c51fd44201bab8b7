"""Reports as a table on disk: one Parquet file a day, exact decimals, each order once.

Every day that a report covers has a file, an empty one if nothing was earned. A day belongs to the newest report of its
kind: a later report replaces what an earlier one said of its days, also the orders that it no longer lists. Needs the extra
`rebates`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

BrokerType: TypeAlias = Literal["api", "oauth"]


@dataclass(frozen=True)
class ReportFile:
    """A report's CSV file, and what is known of it.

    Attributes:
        path: The file, plain UTF-8 text.
        broker_type: Which side of the broker it was asked for, None where that was left out.
        begin: The first day that it covers.
        end: The last day that it covers, included.
        made_ms: When the exchange made it, Unix milliseconds; a later report corrects an earlier one.
        day_starts: When its days start, counted from midnight UTC.
    """

    path: Path
    broker_type: BrokerType | None
    begin: date
    end: date
    made_ms: int
    day_starts: timedelta = timedelta(0)


@dataclass(frozen=True)
class Added:
    """What adding a report did.

    Attributes:
        rows: Rows of the report that are in the table now.
        rejected: Rows that could not be read, and were left out because of `keep_going`.
        days: Days whose file holds this report now.
        superseded: Days of the report that were left alone, because a newer report had said what they hold.
        withdrawn: Rows of earlier reports that this one no longer lists; they are gone from the table.
        rejects: The file with the rejected rows, their lines and reasons; None if there are none.
    """

    rows: int
    rejected: int
    days: tuple[date, ...]
    superseded: tuple[date, ...] = ()
    withdrawn: int = 0
    rejects: Path | None = None


def add_report(folder: Path, report: ReportFile, *, keep_going: bool = False) -> Added:
    """Put a report's rows into the table in `folder`, made if it is not there.

    It can be stopped at any moment and done again: each day is replaced as a whole, and the same reports give the same
    files, in whatever order they were added. Two processes wait for each other.

    Args:
        folder: The table.
        report: The report.
        keep_going: Whether a row that can't be read goes to a reject file; else it stops everything before a day is touched.

    Raises:
        ReportError: A row can't be read (names file, line and reason), the file is no report, or the table can't be used.
        OSError: The folder or the file can't be used.
        ImportError: The extra `rebates` is not installed.
    """
    raise NotImplementedError
