"""The exact rules for a line of a report, one line at a time. The fast way asks here when it meets anything unusual.

A row is one physical line: nothing that OKX writes holds a line break, and so one stray quote can't swallow the rest.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from okx_broker.errors import ReportError
from okx_broker.rebates.columns import AMOUNTS, DIGITS, FLAG, KEY, NEEDED, SCALE, TEXTS, TIME, kept_as
from okx_broker.rebates.rows import read_columns

DAY_MS: Final = 86_400_000
_EPOCH: Final = date(1970, 1, 1)
_LONGEST_LINE: Final = 1 << 20
_NUMBER: Final = re.compile(r"([+-]?)([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,3}))?", re.ASCII)
_FLAGS: Final = {"true": "true", "false": "false", "1": "true", "0": "false", "": ""}
_BLANKS: Final = " \t\r\n\v\f"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Span:
    """The days that a report covers, as moments.

    Attributes:
        begin: The first day.
        end: The last day, included.
        day_starts: When a day starts, counted from midnight UTC.
    """

    begin: date
    end: date
    day_starts: timedelta

    @property
    def shift_ms(self) -> int:
        """How much later than in UTC a day starts."""
        return self.day_starts // timedelta(milliseconds=1)

    @property
    def first_ms(self) -> int:
        """The first moment."""
        return (self.begin - _EPOCH).days * DAY_MS + self.shift_ms

    @property
    def after_ms(self) -> int:
        """The first moment after it."""
        return ((self.end - _EPOCH).days + 1) * DAY_MS + self.shift_ms

    def days(self) -> tuple[date, ...]:
        """Return all its days."""
        return tuple(self.begin + timedelta(days=n) for n in range((self.end - self.begin).days + 1))


class Line(NamedTuple):
    """A line of a report that holds a row.

    Attributes:
        number: Which line of the file, from 1.
        text: The line as it stands.
        cells: Its values in plain notation, in the order of the file's columns; empty if it can't be read.
        reason: Why it can't be read.
    """

    number: int
    text: str
    cells: tuple[str, ...]
    reason: str


class Header(NamedTuple):
    """The first line of a report.

    Attributes:
        names: The columns, in the file's order.
        kept: Under which names they are kept.
    """

    names: tuple[str, ...]
    kept: tuple[str, ...]


def read_header(path: Path) -> Header:
    """Read a report's first line.

    Raises:
        ReportError: It is no report's first line, or lacks a column that is needed.
        OSError: The file can't be read.
    """
    with path.open("rb") as stream:
        first = _whole_line(stream.readline(_LONGEST_LINE), path.name, 1)
    try:
        text = first.removeprefix(_BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError:
        raise ReportError(f"{path.name}, line 1: not UTF-8 text") from None
    try:
        names = tuple(read_columns(csv.reader([text], strict=True), path.name))
    except csv.Error as problem:
        raise ReportError(f"{path.name}, line 1: {problem}") from None
    if missing := [name for name in NEEDED if name not in names]:
        raise ReportError(f"{path.name}: the first line names no column {', '.join(missing)}")
    documented = {*TEXTS, *AMOUNTS, FLAG, TIME}
    kept = tuple(name if name in documented else kept_as(name, place) for place, name in enumerate(names, 1))
    if len({name.lower() for name in kept}) != len(kept):
        raise ReportError(f"{path.name}: the first line names two columns that differ only in upper and lower case")
    return Header(names, kept)


def judged(path: Path, header: Header, span: Span, twice: frozenset[tuple[str, ...]] = frozenset()) -> Iterator[Line]:
    """Go through all lines of a report after the first one; empty lines are passed over.

    Args:
        path: The file.
        header: Its first line.
        span: The days that it covers.
        twice: Orders of a day that it is known to list more than once; every time but the first is refused.

    Raises:
        ReportError: The file is no text of lines.
        OSError: It can't be read.
    """
    judge = _Judge(header, span, twice)
    with path.open("rb") as stream:
        number = 1
        stream.readline(_LONGEST_LINE)
        while raw := stream.readline(_LONGEST_LINE):
            number += 1
            line = _whole_line(raw, path.name, number)
            if not line.strip():
                continue
            try:
                text = line.decode()
            except UnicodeDecodeError:
                yield Line(number, line.decode(errors="backslashreplace"), (), "not UTF-8 text")
                continue
            try:
                yield Line(number, text, judge.cells(text, number), "")
            except ValueError as problem:
                yield Line(number, text, (), str(problem))


class _Judge:
    """Knows what the values of a file's columns may be."""

    def __init__(self, header: Header, span: Span, twice: frozenset[tuple[str, ...]]) -> None:
        self._names = header.names
        self._span = span
        self._amounts = [place for place, name in enumerate(header.names) if name in AMOUNTS]
        self._needed = [header.names.index(name) for name in NEEDED]
        self._time = header.names.index(TIME)
        self._flag = header.names.index(FLAG) if FLAG in header.names else None
        self._key = [header.names.index(name) if name in header.names else None for name in KEY]
        both = ("suBrokerRebate", "subBrokerRebate")
        self._spellings = [header.names.index(name) for name in both] if all(n in header.names for n in both) else []
        self._twice = twice
        self._seen: dict[tuple[str, ...], int] = {}

    def cells(self, text: str, number: int) -> tuple[str, ...]:
        """Return a line's values in plain notation.

        Raises:
            ValueError: The line can't be read; says why.
        """
        values = _split(text)
        if len(values) != len(self._names):
            raise ValueError(f"{len(values)} values for {len(self._names)} columns")
        for place in self._needed:
            if not values[place].strip(_BLANKS):
                raise ValueError(f"{self._names[place]} is empty")
        for place in self._amounts:
            try:
                values[place] = amount(values[place])
            except ValueError as problem:
                raise ValueError(f"{self._names[place]} is {_shown(values[place])}, {problem}") from None
        if self._flag is not None:
            flag = _FLAGS.get(values[self._flag].strip().lower())
            if flag is None:
                raise ValueError(f"{FLAG} is {_shown(values[self._flag])}, neither true nor false")
            values[self._flag] = flag
        moment_ms = self._moment(values[self._time])
        values[self._time] = str(moment_ms)
        if self._spellings:
            first, second = (values[place] for place in self._spellings)
            if first and second and Decimal(first) != Decimal(second):
                raise ValueError(f"suBrokerRebate is {first}, and subBrokerRebate {second}")
        if self._twice:
            self._check_once(values, moment_ms, number)
        return tuple(values)

    def _moment(self, value: str) -> int:
        try:
            moment = Decimal(amount(value))
        except ValueError:
            raise ValueError(f"{TIME} is {_shown(value)}, no time in milliseconds") from None
        if moment != int(moment):
            raise ValueError(f"{TIME} is {_shown(value)}, no whole number of milliseconds")
        moment_ms = int(moment)
        if not self._span.first_ms <= moment_ms < self._span.after_ms:
            raise ValueError(
                f"{TIME} is {moment_ms} ({_time_shown(moment_ms)}), outside of the report's days "
                f"{self._span.begin} to {self._span.end}{_boundary_shown(self._span)}"
            )
        return moment_ms

    def _check_once(self, values: Sequence[str], moment_ms: int, number: int) -> None:
        day = (moment_ms - self._span.shift_ms) // DAY_MS
        key = ("" if place is None else values[place] for place in self._key)
        row = (*key, str(day))
        if row not in self._twice:
            return
        first = self._seen.setdefault(row, number)
        if first != number:
            raise ValueError(f"order {_shown(row[0])} again on the same day: line {first} has it too")


def amount(value: str) -> str:
    """Return an amount in plain notation; empty where there is none.

    Raises:
        ValueError: It is no number, or has more digits than the table keeps.
    """
    value = value.strip()
    if not value:
        return ""
    found = _NUMBER.fullmatch(value)
    if found is None:
        raise ValueError("no number")
    # Exact whatever its length, unlike arithmetic with decimals.
    sign, digits, exponent = Decimal(value).as_tuple()
    power = int(exponent)
    kept = list(digits)
    while len(kept) > 1 and kept[-1] == 0:
        kept.pop()
        power += 1
    if kept == [0]:
        return "0"
    if -power > SCALE:
        raise ValueError(f"more than {SCALE} decimals")
    if len(kept) + power > DIGITS - SCALE:
        raise ValueError(f"more than {DIGITS - SCALE} digits before the point")
    return format(Decimal((sign, tuple(kept), power)), "f")


def _split(text: str) -> list[str]:
    if '"' not in text:
        return text.split(",")
    try:
        rows = list(csv.reader([text], strict=True))
    except csv.Error as problem:
        said = "a quote is not closed" if "end of data" in str(problem) else str(problem)
        raise ValueError(said) from None
    return rows[0]


def _whole_line(raw: bytes, name: str, number: int) -> bytes:
    if len(raw) == _LONGEST_LINE and not raw.endswith(b"\n"):
        raise ReportError(f"{name}, line {number}: longer than {_LONGEST_LINE} bytes")
    return raw.removesuffix(b"\n").removesuffix(b"\r")


def _shown(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:60] + "…")


def _time_shown(moment_ms: int) -> str:
    try:
        return f"{datetime.fromtimestamp(moment_ms // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return "no date"


def _boundary_shown(span: Span) -> str:
    if not span.shift_ms:
        return ", by days in UTC"
    return f", by days that start {span.shift_ms / 3_600_000:+g} hours from midnight UTC"
