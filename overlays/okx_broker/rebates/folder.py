"""The days of a table, and where their files are."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from okx_broker.errors import InvalidArgument, ReportError
from okx_broker.extras import install
from okx_broker.rebates.columns import DAY

FILE: Final = "rebates.parquet"


def check_extra(*names: str) -> None:
    """Check that the extra `rebates` is installed.

    Raises:
        ImportError: It is not.
    """
    if any(find_spec(name) is None for name in names):
        raise ImportError(f"for tables of rebates, {install('rebates')}")


def file_of(folder: Path, day: date) -> Path:
    """Return where a day's file is."""
    return folder / f"{DAY}={day}" / FILE


def days_of(folder: Path, begin: date | None = None, end: date | None = None) -> dict[date, Path]:
    """Return a table's days and their files, in order.

    Args:
        folder: The table.
        begin: The first day to count; the table's first one unless given.
        end: The last day to count; the table's last one unless given.

    Raises:
        ReportError: There is no table.
    """
    if begin is not None and end is not None and end < begin:
        raise InvalidArgument("rebates", "end", f"is {end}, before begin, {begin}", "Pass the last day to count.")
    found: dict[date, Path] = {}
    for file in folder.glob(f"{DAY}=*/{FILE}"):
        try:
            found[date.fromisoformat(file.parent.name.removeprefix(f"{DAY}="))] = file
        except ValueError:
            raise ReportError(f"{file.parent} is no day of a table of rebates: take it away") from None
    if not found:
        raise ReportError(f"{folder} holds no table of rebates: add a report to it first")
    return {day: found[day] for day in sorted(found) if (begin is None or day >= begin) and (end is None or day <= end)}
