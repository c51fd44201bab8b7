"""The rows of a report's CSV file, typed, with exact decimals; columns that the document does not know are kept."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from okx_broker.errors import ReportError, UnreadableBody
from okx_v5.decoding import read_record
from okx_v5.models import RebateRow

_KNOWN: Final = {field.encode_name for field in msgspec.structs.fields(RebateRow)}
_NEEDED: Final = ("brokerCode", "ordId", "brokerRebate")


class RebateLine(NamedTuple):
    """One line of a report.

    Attributes:
        row: The documented columns.
        extra: All other columns as they stand, by the name in the file's first line.
    """

    row: RebateRow
    extra: dict[str, str]


def read_columns(lines: Iterator[list[str]], name: str) -> list[str]:
    """Take the first line off a report and return its columns.

    Raises:
        ReportError: It is no report's first line.
    """
    nothing: list[str] = []
    columns = [column.strip() for column in next(lines, nothing)]
    if missing := [column for column in _NEEDED if column not in columns]:
        raise ReportError(f"{name}: the first line names no column {', '.join(missing)}")
    if len(set(columns)) != len(columns):
        raise ReportError(f"{name}: the first line names a column twice")
    return columns


def read_lines(path: str | Path) -> Iterator[RebateLine]:
    """Read a report's CSV file line by line.

    Raises:
        ReportError: The file is no report, or a line can't be read; names file, line and reason.
    """
    path = Path(path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            columns = read_columns(reader, path.name)
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(columns):
                    raise ReportError(
                        f"{path.name}, line {reader.line_num}: {len(cells)} values for {len(columns)} columns"
                    )
                values = dict(zip(columns, cells, strict=True))
                row = read_record(RebateRow, {name: cell for name, cell in values.items() if name in _KNOWN})
                yield RebateLine(row, {name: cell for name, cell in values.items() if name not in _KNOWN})
        except csv.Error as error:
            raise ReportError(f"{path.name}, line {reader.line_num}: {error}") from None
        except UnreadableBody as error:
            raise ReportError(f"{path.name}, line {reader.line_num}: {error.problem}") from None
        except UnicodeDecodeError:
            raise ReportError(f"{path.name}: not UTF-8 text") from None
