"""Reports that brokers ask for: what was asked for, when it is made, and where its file lies."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from okx_mock.accounts import Account
from okx_mock.clock import DAY_MS, Clock, day_start_ms

MOST_REPORTS = 200
"""So many reports of a broker are remembered under one type; the oldest makes room."""
LONGEST_SPAN = 180
"""Longest span of one report, in days (newer documents)."""


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """A report that was asked for.

    Attributes:
        broker: who asked.
        scope: the broker type that it is about; empty where there is none.
        begin: its first day, written YYYYMMDD.
        end: its last day.
        created_ms: when it was asked for first.
        finished_ms: when its file is made.
        path: where the file lies on the files host.
        name: the file's name without its ending.
        day_starts_ms: when its days start, in milliseconds from midnight UTC.
    """

    broker: Account
    scope: str
    begin: str
    end: str
    created_ms: int
    finished_ms: int
    path: str
    name: str
    day_starts_ms: int = 0

    @property
    def first_ms(self) -> int:
        """The first moment that it is about."""
        return day_start_ms(self.begin) + self.day_starts_ms

    @property
    def end_ms(self) -> int:
        """The moment at which its last day is over."""
        return day_start_ms(self.end) + DAY_MS + self.day_starts_ms

    @property
    def last_ms(self) -> int:
        """The last moment that it can know of: the end of its last day, or when it was made."""
        return min(self.end_ms - 1, self.finished_ms)


class Reports:
    """All reports of one kind."""

    def __init__(self, clock: Clock, *, folder: str, name: str, making_ms: int) -> None:
        """Begin empty.

        Args:
            clock: the clock that reports are made on.
            folder: where their files lie on the files host.
            name: what the names of the files begin with.
            making_ms: how long it takes to make one.
        """
        self._clock = clock
        self._folder = folder
        self._name = name
        self._making_ms = making_ms
        self._numbers = 0
        self._kept: dict[tuple[str, str], dict[tuple[str, str], Report]] = {}
        self._by_path: dict[str, Report] = {}

    def request(self, broker: Account, scope: str, begin: str, end: str, day_starts_ms: int = 0) -> Report:
        """The report of a span, started now if it was never asked for."""
        kept = self._kept.setdefault((broker.uid, scope), {})
        report = kept.get((begin, end))
        if report is not None:
            return report
        if len(kept) >= MOST_REPORTS:
            oldest = kept.pop(next(iter(kept)))
            del self._by_path[oldest.path]
        self._numbers += 1
        now_ms = self._clock.now_ms()
        name = f"{self._name}{begin}-{end}"
        path = f"{self._folder}{self._numbers}/{name}.zip"
        report = Report(broker, scope, begin, end, now_ms, now_ms + self._making_ms, path, name, day_starts_ms)
        kept[begin, end] = self._by_path[path] = report
        return report

    def of_broker(self, broker: Account, scope: str) -> list[Report]:
        """All reports of a broker, newest first."""
        return list(reversed(self._kept.get((broker.uid, scope), {}).values()))

    def at(self, path: str) -> Report | None:
        """The report whose file lies at a path."""
        return self._by_path.get(path)

    def finished(self, report: Report) -> bool:
        """Whether the file is made."""
        return self._clock.now_ms() >= report.finished_ms


def zipped_csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as it is downloaded: a zip with one CSV, the same bytes for the same rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(f"{name}.csv", date_time=(1980, 1, 1, 0, 0, 0))
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, text.getvalue())
    return packed.getvalue()
