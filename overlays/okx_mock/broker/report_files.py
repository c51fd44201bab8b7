"""How the mock gives out rebate reports: the form of their files, and what may be odd about them. Set by tests."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Final

from okx_mock.broker.reports import zipped_csv
from okx_mock.clock import HOUR_MS
from okx_mock.control_fields import ControlError, choice_field, only, whole_field
from okx_mock.wire import Json

FORMS: Final = ("zip", "gzip", "csv", "xls", "xlsx")
LINK_SECONDS: Final = 7200
_WRITERS: Final = {"xls": "xlwt", "xlsx": "xlsxwriter"}
HISTORY_DAYS: Final = 3
_MOST_DAMAGED: Final = 1000
_MOST_HISTORY: Final = 2000
# A workbook keeps this many digits of a number.
_DIGITS: Final = 15
_TEXTS: Final = frozenset({"uid", "brokerCode", "level", "instId", "ordId", "clOrdId"})


@dataclass(slots=True)
class ReportFiles:
    """How reports are given out.

    Attributes:
        form: what a file is: one of `FORMS`. The name in the link stays the same.
        day_starts_minutes: when the days of reports start, in minutes from midnight UTC.
        ranges: whether the files host knows versions and ranges of files.
        link_seconds: how long a link works.
        damaged: so many of the next answers with a file have a wrong byte.
        history_days: on so many days before the mock's first one users traded already.
    """

    form: str = "zip"
    day_starts_minutes: int = 0
    ranges: bool = True
    link_seconds: int = LINK_SECONDS
    damaged: int = 0
    history_days: int = HISTORY_DAYS

    def described(self) -> dict[str, object]:
        """All of it, as the control surface shows it."""
        return {
            "form": self.form,
            "day_starts_minutes": self.day_starts_minutes,
            "ranges": self.ranges,
            "link_seconds": self.link_seconds,
            "damaged": self.damaged,
            "history_days": self.history_days,
        }

    def change(self, said: Mapping[str, Json]) -> None:
        """Change what is said.

        Raises:
            ControlError: something in it makes no sense, or the form needs a package that is not there.
        """
        only(said, self.described())
        form = choice_field(said, "form", FORMS, self.form)
        ranges = said.get("ranges", self.ranges)
        if not isinstance(ranges, bool):
            raise ControlError("ranges must be true or false")
        starts = whole_field(said, "day_starts_minutes", -12 * 60 + 1, 12 * 60, self.day_starts_minutes)
        link_seconds = whole_field(said, "link_seconds", 1, LINK_SECONDS, self.link_seconds)
        history = whole_field(said, "history_days", 0, _MOST_HISTORY, self.history_days)
        damaged = whole_field(said, "damaged", 0, _MOST_DAMAGED, self.damaged)
        if form in _WRITERS:
            try:
                import_module(_WRITERS[form])
            except ImportError:
                raise ControlError(f"form {form} needs the package {_WRITERS[form]}: install it") from None
        self.form, self.ranges, self.day_starts_minutes = form, ranges, starts
        self.link_seconds, self.damaged, self.history_days = link_seconds, damaged, history

    @property
    def day_starts_ms(self) -> int:
        """When days start, in milliseconds from midnight UTC."""
        return self.day_starts_minutes * HOUR_MS // 60

    def write(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
        """A table as a file: the same bytes for the same rows."""
        if self.form == "zip":
            return zipped_csv(name, columns, rows)
        if self.form == "xls":
            return _old_workbook(columns, rows)
        if self.form == "xlsx":
            return _new_workbook(columns, rows)
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        plain = text.getvalue().encode()
        return gzip.compress(plain, mtime=0) if self.form == "gzip" else plain

    def spoil(self, content: bytes) -> bytes:
        """A file on its way: with a wrong byte in its middle, where that was asked for."""
        if not self.damaged or not content:
            return content
        self.damaged -= 1
        middle = len(content) // 2
        return content[:middle] + bytes([content[middle] ^ 0x55]) + content[middle + 1 :]


def _cell(column: str, text: str) -> str | float:
    """A figure as a number, where a workbook can hold it as one; everything else as a text."""
    if column in _TEXTS or not text.replace(".", "", 1).replace("-", "", 1).isdigit():
        return text
    return float(text) if len(text.replace(".", "").replace("-", "").lstrip("0")) <= _DIGITS else text


def _old_workbook(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    workbook: Any = import_module("xlwt").Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("RebateDetails")
    for place, column in enumerate(columns):
        sheet.write(0, place, column)
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            sheet.write(number, place, _cell(columns[place], text))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _new_workbook(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.BytesIO()
    workbook: Any = import_module("xlsxwriter").Workbook(stream, {"in_memory": True})
    workbook.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC)})
    sheet = workbook.add_worksheet("RebateDetails")
    for number, row in enumerate([columns, *rows]):
        for place, text in enumerate(row):
            cell = text if number == 0 else _cell(columns[place], text)
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            else:
                sheet.write_number(number, place, cell)
    workbook.close()
    return stream.getvalue()
