"""Reports as a table on disk: one Parquet file a day, exact decimals, each order once.

Every day that a report covers has a file, an empty one if nothing was earned. A day belongs to the newest report of its
kind: a later report replaces what an earlier one said of its days, also the orders that it no longer lists. Needs the extra
`rebates`.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from okx_broker.errors import InvalidArgument, ReportError
from okx_broker.rebates.columns import AMOUNTS, DAY, MADE, TIME
from okx_broker.rebates.folder import FILE, check_extra, days_of
from okx_broker.rebates.judging import Span, read_header
from okx_broker.rebates.lock import locked

if TYPE_CHECKING:
    import polars as pl

BrokerType: TypeAlias = Literal["api", "oauth"]

LONGEST_SECONDS: Final = 900.0
"""So long a process waits for another one that adds a report to the same table."""
_WORK: Final = ".adding"
_REJECTED: Final = "rejected"


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


def add_report(folder: Path, report: ReportFile, *, keep_going: bool = False, dry_run: bool = False) -> Added:
    """Put a report's rows into the table in `folder`, made if it is not there.

    It can be stopped at any moment and done again: each day is replaced as a whole, and the same reports give the same
    files, in whatever order they were added. Two processes wait for each other.

    Args:
        folder: The table.
        report: The report.
        keep_going: Whether a row that can't be read goes to a reject file; else it stops everything before a day is touched.
        dry_run: Whether to read and check the report only, and leave the folder alone.

    Raises:
        InvalidArgument: What is said of the report can't be.
        ReportError: A row can't be read (names file, line and reason), the file is no report, or the table can't be used.
        OSError: The folder or the file can't be used.
        ImportError: The extra `rebates` is not installed.
    """
    _check(report)
    check_extra("polars")
    from okx_broker.rebates.day_files import check_shift, notes, place, read_held
    from okx_broker.rebates.engine import Source, convert, count_rows

    span = Span(report.begin, report.end, report.day_starts)
    kind = report.broker_type or ""
    said = notes({kind: report.made_ms}, span.shift_ms)
    source = Source(report.path, read_header(report.path), span, report.made_ms, kind, said)
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="okx-rebates-") as scratch:
            converted = convert(source, Path(scratch), keep_going=keep_going)
            return Added(sum(map(count_rows, converted.files.values())), converted.rejected, span.days())
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder, longest=LONGEST_SECONDS):
        for file in sorted(folder.glob(f"{DAY}=*/{FILE}"))[:1]:
            check_shift(file, read_held(file), span.shift_ms)
        work = folder / _WORK
        # What a killed process left.
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            converted = convert(source, work, keep_going=keep_going)
            rejects = None
            if converted.rejects is not None:
                rejects = folder / _REJECTED / _rejects_name(report)
                rejects.parent.mkdir(exist_ok=True)
                os.replace(converted.rejects, rejects)  # noqa: PTH105 - says that it replaces
            placed = {day: place(folder, day, source, converted.files.get(day), work) for day in span.days()}
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return Added(
        rows=sum(one.rows or 0 for one in placed.values()),
        rejected=converted.rejected,
        days=tuple(day for day, one in placed.items() if one.rows is not None),
        superseded=tuple(day for day, one in placed.items() if one.rows is None),
        withdrawn=sum(one.withdrawn for one in placed.values()),
        rejects=rejects,
    )


async def add_report_async(
    folder: Path, report: ReportFile, *, keep_going: bool = False, dry_run: bool = False
) -> Added:
    """Do it in a thread; see `add_report`."""
    return await asyncio.to_thread(add_report, folder, report, keep_going=keep_going, dry_run=dry_run)


def _check(report: ReportFile) -> None:
    for name in ("begin", "end"):
        day = getattr(report, name)
        if not isinstance(day, date) or isinstance(day, datetime):
            raise InvalidArgument("rebates", name, f"is {day!r}, no calendar day", "Pass a datetime.date.")
    if report.end < report.begin:
        raise InvalidArgument(
            "rebates", "end", f"is {report.end}, before begin, {report.begin}", "Pass the last day of the report."
        )
    if abs(report.day_starts) >= timedelta(days=1):
        raise InvalidArgument(
            "rebates", "day_starts", f"is {report.day_starts}", "Pass less than a day from midnight UTC."
        )
    if report.made_ms < 0:
        raise InvalidArgument("rebates", "made_ms", f"is {report.made_ms}", "Pass Unix milliseconds.")


def _rejects_name(report: ReportFile) -> str:
    kind = f"-{report.broker_type}" if report.broker_type else ""
    return f"{report.begin:%Y%m%d}-{report.end:%Y%m%d}{kind}-{report.made_ms}.csv"


def read(folder: Path, *, begin: date | None = None, end: date | None = None) -> pl.LazyFrame:
    """Return a table's rows as a lazy frame of Polars, with the day of each and all undocumented columns.

    Args:
        folder: The table.
        begin: The first day; the table's first one unless given.
        end: The last day; the table's last one unless given.

    Raises:
        InvalidArgument: `end` is before `begin`.
        ReportError: There is no table, or no day of it is in that time.
        ImportError: The extra `rebates` is not installed.
    """
    check_extra("polars")
    from okx_broker.rebates.adding_up import scan, undocumented_columns

    files = days_of(folder, begin, end)
    if not files:
        raise ReportError(f"{folder} has no day in that time")
    return scan(files, undocumented_columns(files))


def export_csv(folder: Path, file: Path, *, begin: date | None = None, end: date | None = None) -> int:
    """Write a table's rows into one CSV file, for whoever can't read Parquet; return how many there are.

    Amounts have all their digits and no zeros behind them; `ts` and `report_made` are Unix milliseconds, as in a report.

    Raises:
        InvalidArgument: `end` is before `begin`.
        ReportError: There is no table, or no day of it is in that time.
        OSError: The file can't be written.
        ImportError: The extra `rebates` is not installed.
    """
    rows = read(folder, begin=begin, end=end)
    import polars as pl

    amounts = pl.col(AMOUNTS).cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    rows = rows.with_columns(amounts, pl.col(TIME, MADE).dt.epoch("ms"))
    fresh = file.with_name(f".{file.name}.part")
    try:
        rows.sink_csv(fresh)
        count = rows.select(pl.len()).collect().item()
        os.replace(fresh, file)  # noqa: PTH105 - says that it replaces
    finally:
        fresh.unlink(missing_ok=True)
    return int(count)


async def export_csv_async(folder: Path, file: Path, *, begin: date | None = None, end: date | None = None) -> int:
    """Do it in a thread; see `export_csv`."""
    return await asyncio.to_thread(export_csv, folder, file, begin=begin, end=end)
