"""Excel workbooks, `.xls` and `.xlsx`, as CSV with exact values. Needs the extra `rebates`.

A cell holds a text, or a number as a binary fraction of 53 bits. A decimal of up to 15 digits survives that and comes out
again as it was; a longer one does not. So texts are taken as they stand, numbers of up to 15 digits are written as plain
decimals, and everything else, an order's id that somebody stored as a number before all, is refused: it would be another
value than the exchange wrote.

Workbooks are read in a process of its own with bounded memory. A small file can claim a table of any size, and the library
that reads it holds the whole table.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from okx_broker.errors import ReportError
from okx_broker.extras import install

if TYPE_CHECKING:
    from datetime import date, datetime, time, timedelta

    Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta

_MOST_BYTES: Final = 256 << 20
"""The greatest workbook: Excel's largest sheet of a report's columns is smaller."""
_MOST_MEMORY: Final = 4 << 30
_SECONDS: Final = 600
_MOST_DIGITS: Final = 15
_REFUSED: Final = 3


def convert(workbook: Path, plain: Path, max_bytes: int) -> None:
    """Write a workbook's table as CSV.

    Raises:
        ReportError: It is no workbook, is damaged, or holds what can't be written exactly.
    """
    if workbook.stat().st_size > _MOST_BYTES:
        raise ReportError(f"the workbook is larger than {_MOST_BYTES} bytes; nothing was kept")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OKX_")}
    command = [sys.executable, "-m", "okx_broker.rebates.workbooks", str(workbook), str(plain), str(max_bytes)]
    try:
        done = subprocess.run(  # noqa: S603 - this Python, and paths of our own
            command,
            env={**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReportError(f"the workbook could not be read within {_SECONDS} seconds") from None
    if done.returncode == _REFUSED:
        raise ReportError(done.stderr.decode("utf-8", "replace").strip())
    if done.returncode:
        raise ReportError("the workbook is damaged, or its table is larger than any report; nothing was kept")


def exact_text(value: Cell) -> str:
    """Return a cell's value as the text that was meant.

    Raises:
        ValueError: A workbook can't hold it exactly, so it may be another value; says why.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, int | float):
        raise ValueError("is stored as a date, without a time zone")  # noqa: TRY004 - the value of a cell, not an argument
    number = Decimal(repr(value))
    if not number:
        return "0"
    if len(number.normalize().as_tuple().digits) > _MOST_DIGITS or abs(number) >= 10**_MOST_DIGITS:
        raise ValueError(
            f"is stored as a number of more than {_MOST_DIGITS} digits, of which a workbook keeps only the first ones"
        )
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rows_of(path: Path) -> Iterator[list[str]]:
    """Read a workbook's table: the first line of the first sheet, then the lines of all sheets.

    An old workbook has room for 65,536 lines in a sheet, so a long report goes on in the next one.

    Raises:
        ReportError: A cell can't be taken exactly, or the sheets are no one table.
        ImportError: The extra `rebates` is not installed.
    """
    from python_calamine import CalamineWorkbook

    columns: list[str] = []
    with path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as book:
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            first = True
            for number, cells in enumerate(sheet.iter_rows(), 1):
                row = _row(cells, name, number)
                if not any(row):
                    continue
                if first:
                    first = False
                    if columns:
                        if row != columns:
                            raise ReportError(f"sheet {name!r} has another first line than the first sheet")
                        continue
                    columns = row
                elif any(row[len(columns) :]):
                    raise ReportError(f"sheet {name!r}, line {number}: a value where no column is named")
                yield [*row[: len(columns)], *[""] * (len(columns) - len(row))]


def _row(cells: Sequence[Cell], sheet: str, number: int) -> list[str]:
    row: list[str] = []
    for place, cell in enumerate(cells, 1):
        try:
            row.append(exact_text(cell))
        except ValueError as problem:
            raise ReportError(f"sheet {sheet!r}, line {number}, column {place}: the value {problem}") from None
    while row and not row[-1]:
        row.pop()
    return row


def write_csv(workbook: Path, plain: Path, max_bytes: int) -> None:
    """Write a workbook's table as CSV; see `convert`, which does it safely."""
    with plain.open("wb") as stream, io.TextIOWrapper(stream, "utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        for row in rows_of(workbook):
            writer.writerow(row)
            if stream.tell() > max_bytes:
                raise ReportError(f"the file unpacks to more than {max_bytes} bytes; nothing was kept")


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(workbook: str, plain: str, max_bytes: str) -> int:
    """Convert a workbook in this process, and return its exit code: what `convert` starts."""
    _bound_memory()
    try:
        write_csv(Path(workbook), Path(plain), int(max_bytes))
    except ImportError:
        problem = f"the file is an Excel workbook; to read one, {install('rebates')}"
    except ReportError as error:
        problem = str(error)
    else:
        return 0
    sys.stderr.write(problem)
    return _REFUSED


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
