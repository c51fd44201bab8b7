"""From "these days, please" to a CSV file: ask for a report, wait until it is made, fetch it.

One logic without I/O, as in `okx_broker.calls`, and two thin drivers. The document's dates are subtle: `begin` and `end` of
a report are days of trading, those of a search for links are days on which links were made. So a report is found among all
links by the range in `beginTime` and `endTime`, never by its position.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar, cast

from okx_broker.client import AsyncClient, BrokerType, Client
from okx_broker.clock import Clock
from okx_broker.errors import (
    CallError,
    ExchangeUnavailable,
    InvalidArgument,
    NotSent,
    RateLimited,
    ReportError,
    UnreadableAnswer,
)
from okx_broker.rebates.files import Downloader
from okx_v5.contract import Arguments, Operation
from okx_v5.models import RebateLink, RebateReportReceipt
from okx_v5.operations.fd_broker import CREATE_REBATE_PER_ORDERS, GET_REBATE_PER_ORDERS
from okx_v5.scalars import Secret

T = TypeVar("T")

POLL_SECONDS: Final = 60.0
LONGEST_SECONDS: Final = 6 * 3600.0
_SHORTEST_SECONDS: Final = 1.0
_PASSING: Final = (RateLimited, UnreadableAnswer, NotSent, ExchangeUnavailable)
"""Errors of one question that the next one may not meet."""
_DAY_MS: Final = 86_400_000


class _Call(NamedTuple):
    operation: Operation[Any]
    arguments: Arguments


class _Wait(NamedTuple):
    seconds: float


class _Fetch(NamedTuple):
    link: Secret
    path: Path


_Flow: TypeAlias = Generator[_Call | _Wait | _Fetch, list[Any], T]


def _request(begin: date, end: date, broker_type: BrokerType | None) -> _Flow[RebateReportReceipt]:
    _check_days(begin, end)
    arguments = {"begin": begin, "end": end, "brokerType": broker_type}
    answer = yield _Call(CREATE_REBATE_PER_ORDERS, arguments)
    return cast("RebateReportReceipt", answer[0])


def _find(begin: date, end: date, broker_type: BrokerType | None, day_starts: timedelta) -> _Flow[RebateLink | None]:
    _check_days(begin, end)
    links = yield _Call(GET_REBATE_PER_ORDERS, {"type": "true", "brokerType": broker_type})
    first = _midnight_ms(begin, day_starts)
    last = _midnight_ms(end, day_starts)
    mine = [
        link
        for link in cast("list[RebateLink]", links)
        if link.begin_time == first and link.end_time is not None and last < link.end_time <= last + _DAY_MS
    ]
    return max(mine, key=lambda link: (link.state == "finished", link.ts or 0), default=None)


def _look(
    begin: date,
    end: date,
    broker_type: BrokerType | None,
    day_starts: timedelta,
    clock: Clock,
    until: float,
    passing: tuple[type[CallError], ...],
) -> _Flow[RebateLink | None]:
    """Find a report, and until that time ask again after errors that pass."""
    while True:
        try:
            return (yield from _find(begin, end, broker_type, day_starts))
        except passing as error:
            left = until - clock.monotonic()
            if left <= 0:
                raise
            pause = max(error.retry_after, _SHORTEST_SECONDS) if isinstance(error, RateLimited) else POLL_SECONDS
        yield _Wait(min(pause, left))


def _wait(
    begin: date, end: date, broker_type: BrokerType | None, day_starts: timedelta, clock: Clock, longest: float
) -> _Flow[RebateLink]:
    begun = clock.monotonic()
    while True:
        link = yield from _look(begin, end, broker_type, day_starts, clock, begun + longest, _PASSING)
        if link is not None and link.state == "finished":
            return link
        waited = clock.monotonic() - begun
        if waited >= longest:
            seen = "is still being made" if link is not None else "is not listed"
            raise ReportError(f"the report for {begin} to {end} {seen} after {waited / 3600:.1f} hours")
        yield _Wait(min(POLL_SECONDS, longest - waited))


def _fetch(
    begin: date,
    end: date,
    folder: Path,
    broker_type: BrokerType | None,
    day_starts: timedelta,
    clock: Clock,
    longest: float,
) -> _Flow[Path]:
    _check_days(begin, end)
    folder.mkdir(parents=True, exist_ok=True)
    until = clock.monotonic() + longest
    link = yield from _look(begin, end, broker_type, day_starts, clock, until, (RateLimited,))
    if link is None:
        yield from _request(begin, end, broker_type)
    if link is None or link.state != "finished":
        link = yield from _wait(begin, end, broker_type, day_starts, clock, until - clock.monotonic())
    kind = f"-{broker_type}" if broker_type else ""
    path = folder / f"rebates-{begin:%Y%m%d}-{end:%Y%m%d}{kind}.csv"
    yield _Fetch(_href(link), path)
    return path


def _href(link: RebateLink) -> Secret:
    if not link.file_href:
        raise ReportError("the report is finished but has no link: there may be no rebates in its days")
    return link.file_href


def _check_days(begin: date, end: date) -> None:
    for name, day in (("begin", begin), ("end", end)):
        if not isinstance(day, date) or isinstance(day, datetime):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
            raise InvalidArgument("rebates", name, f"is {day!r}, no calendar day", "Pass a datetime.date.")
    if end < begin:
        raise InvalidArgument("rebates", "end", f"is {end}, before begin, {begin}", "Pass the last day of the report.")


def _midnight_ms(day: date, day_starts: timedelta) -> int:
    return int((datetime.combine(day, time(), UTC) + day_starts).timestamp() * 1000)


class RebateReports:
    """Reports of one broker account.

    Args:
        client: The client of the broker's own key.
        downloader: Fetches files; from the document's hosts by https unless given.
        broker_type: `api` or `oauth` where the company is both and the `Broker` does not say it.
        day_starts: When a report's day starts, counted from midnight UTC; the document does not say.
    """

    def __init__(
        self,
        client: Client,
        *,
        downloader: Downloader | None = None,
        broker_type: BrokerType | None = None,
        day_starts: timedelta = timedelta(0),
    ) -> None:
        self._client = client
        self._downloader = Downloader() if downloader is None else downloader
        self._broker_type: BrokerType | None = broker_type
        self._day_starts = day_starts

    def request(self, begin: date, end: date) -> RebateReportReceipt:
        """Ask for a report over the days from `begin` to `end`, both included. Once an hour at most.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        return self._drive(_request(begin, end, self._broker_type))

    def find(self, begin: date, end: date) -> RebateLink | None:
        """Return the link of the report over exactly these days, finished if there is such, or None.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        return self._drive(_find(begin, end, self._broker_type, self._day_starts))

    def wait(self, begin: date, end: date, *, longest: float = LONGEST_SECONDS) -> RebateLink:
        """Ask every minute until the report is finished, for `longest` seconds, and return its link.

        A limit, a lost answer or a busy exchange does not end the wait before that time; it is raised if it is the last
        thing seen.

        Raises:
            ReportError: It is not finished after that time.
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        return self._drive(_wait(begin, end, self._broker_type, self._day_starts, self._client.clock, longest))

    def download(self, link: RebateLink, path: str | Path) -> Path:
        """Fetch the file behind a link, unpack it and put the CSV at `path`.

        Raises:
            ReportError: It can't be fetched or is no report.
        """
        return self._downloader.download(_href(link), path)

    def fetch(self, begin: date, end: date, folder: str | Path, *, longest: float = LONGEST_SECONDS) -> Path:
        """Do it all: use the report if there is one, else ask for it; wait, fetch, unpack. Makes `folder` first.

        Returns:
            The CSV file in `folder`; read it with `read_lines`.

        Raises:
            OSError: `folder` can't be made or written to.
            ReportError: It is not finished after `longest` seconds, can't be fetched or is no report.
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        return self._drive(
            _fetch(begin, end, Path(folder), self._broker_type, self._day_starts, self._client.clock, longest)
        )

    def _drive(self, flow: _Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                passing: CallError | None = None
                done: list[Any] = []
                try:
                    done = self._do(step)
                except _PASSING as error:
                    passing = error
                step = flow.send(done) if passing is None else flow.throw(passing)
        except StopIteration as end:
            result: T = end.value
            return result

    def _do(self, step: _Call | _Wait | _Fetch) -> list[Any]:
        if isinstance(step, _Call):
            return self._client.many(step.operation, step.arguments)
        if isinstance(step, _Wait):
            self._client.clock.sleep(step.seconds)
        else:
            self._downloader.download(step.link, step.path)
        return []


class AsyncRebateReports:
    """Reports of one broker account on an event loop; arguments as for `RebateReports`."""

    def __init__(
        self,
        client: AsyncClient,
        *,
        downloader: Downloader | None = None,
        broker_type: BrokerType | None = None,
        day_starts: timedelta = timedelta(0),
    ) -> None:
        self._client = client
        self._downloader = Downloader() if downloader is None else downloader
        self._broker_type: BrokerType | None = broker_type
        self._day_starts = day_starts

    async def request(self, begin: date, end: date) -> RebateReportReceipt:
        """Ask for a report; see `RebateReports.request`."""
        return await self._drive(_request(begin, end, self._broker_type))

    async def find(self, begin: date, end: date) -> RebateLink | None:
        """Return a report's link or None; see `RebateReports.find`."""
        return await self._drive(_find(begin, end, self._broker_type, self._day_starts))

    async def wait(self, begin: date, end: date, *, longest: float = LONGEST_SECONDS) -> RebateLink:
        """Wait for a report; see `RebateReports.wait`."""
        return await self._drive(_wait(begin, end, self._broker_type, self._day_starts, self._client.clock, longest))

    async def download(self, link: RebateLink, path: str | Path) -> Path:
        """Fetch the file behind a link; see `RebateReports.download`."""
        return await self._downloader.download_async(_href(link), path)

    async def fetch(self, begin: date, end: date, folder: str | Path, *, longest: float = LONGEST_SECONDS) -> Path:
        """Do it all; see `RebateReports.fetch`."""
        return await self._drive(
            _fetch(begin, end, Path(folder), self._broker_type, self._day_starts, self._client.clock, longest)
        )

    async def _drive(self, flow: _Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                passing: CallError | None = None
                done: list[Any] = []
                try:
                    done = await self._do(step)
                except _PASSING as error:
                    passing = error
                step = flow.send(done) if passing is None else flow.throw(passing)
        except StopIteration as end:
            result: T = end.value
            return result

    async def _do(self, step: _Call | _Wait | _Fetch) -> list[Any]:
        if isinstance(step, _Call):
            return await self._client.many(step.operation, step.arguments)
        if isinstance(step, _Wait):
            await self._client.clock.sleep_async(step.seconds)
        else:
            await self._downloader.download_async(step.link, step.path)
        return []
