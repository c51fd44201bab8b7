"""From "these days, please" to a CSV file: ask for a report, wait until it is made, fetch it.

This is the light way, for a program that stays alive for the hours that it takes; `okx_broker.rebates.jobs` survives
everything. The logic is flows of `okx_broker.calls` without I/O, which the clients' own drivers run. A report is found among
all links by the range in `beginTime` and `endTime`, never by its position.
"""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Final, TypeVar

from okx_broker.calls import Flow, Setup, Wait, call, work
from okx_broker.client import AsyncClient, BrokerType, Client
from okx_broker.credentials import AnyCredentials
from okx_broker.errors import (
    CallError,
    ExchangeUnavailable,
    NotSent,
    RateLimited,
    ReportError,
    ReportUnavailable,
    UnreadableAnswer,
)
from okx_broker.rebates.days import Span, check_days, days_of
from okx_broker.rebates.files import Downloader
from okx_broker.twins import must_await, must_block
from okx_v5.models import RebateLink, RebateReportReceipt
from okx_v5.operations.fd_broker import CREATE_REBATE_PER_ORDERS, GET_REBATE_PER_ORDERS
from okx_v5.scalars import Secret

T = TypeVar("T")

POLL_SECONDS: Final = 60.0
LONGEST_SECONDS: Final = 6 * 3600.0
PASSING: Final = (RateLimited, UnreadableAnswer, NotSent, ExchangeUnavailable)
"""Errors of one question that the next one may not meet."""
_SHORTEST_SECONDS: Final = 1.0


class Asking:
    """The questions about one broker's reports, as flows.

    Attributes:
        setup: What all clients of the broker share.
        credentials: The broker's own.
        broker_type: Which side of the broker; None leaves it out.
        day_starts: When a report's day starts, counted from midnight UTC.
    """

    def __init__(
        self, setup: Setup, credentials: AnyCredentials | None, broker_type: BrokerType | None, day_starts: timedelta
    ) -> None:
        self.setup = setup
        self.credentials = credentials
        self.broker_type: BrokerType | None = broker_type
        self.day_starts = day_starts

    def request(self, span: Span) -> Flow[RebateReportReceipt]:
        """Ask for a report."""
        check_days(*span)
        arguments = {"begin": span.begin, "end": span.end, "brokerType": self.broker_type}
        envelope = yield from call(self.setup, self.credentials, CREATE_REBATE_PER_ORDERS, arguments)
        return envelope.data[0]

    def links(self) -> Flow[list[RebateLink]]:
        """Ask for all links."""
        arguments = {"type": "true", "brokerType": self.broker_type}
        envelope = yield from call(self.setup, self.credentials, GET_REBATE_PER_ORDERS, arguments)
        return list(envelope.data)

    def find(self, span: Span) -> Flow[RebateLink | None]:
        """Find the link of the report over exactly these days."""
        check_days(*span)
        links = yield from self.links()
        mine = [link for link in links if days_of(link, self.day_starts) == (span, 0)]
        return max(mine, key=lambda link: (link.state == "finished", link.ts or 0), default=None)

    def look(self, span: Span, until: float, passing: tuple[type[CallError], ...]) -> Flow[RebateLink | None]:
        """Find a report, and until that time ask again after errors that pass."""
        while True:
            try:
                return (yield from self.find(span))
            except passing as error:
                left = until - self.setup.clock.monotonic()
                if left <= 0:
                    raise
                pause = max(error.retry_after, _SHORTEST_SECONDS) if isinstance(error, RateLimited) else POLL_SECONDS
            yield Wait(min(pause, left))

    def wait(self, span: Span, longest: float) -> Flow[RebateLink]:
        """Ask every minute until a report is finished."""
        clock = self.setup.clock
        begun = clock.monotonic()
        while True:
            link = yield from self.look(span, begun + longest, PASSING)
            if link is not None and link.state == "finished":
                return link
            waited = clock.monotonic() - begun
            if waited >= longest:
                seen = "is still being made" if link is not None else "is not listed"
                raise ReportUnavailable(f"the report for {span} {seen} after {waited / 3600:.1f} hours")
            yield Wait(min(POLL_SECONDS, longest - waited))

    def fetch(self, span: Span, folder: Path, downloader: Downloader, longest: float) -> Flow[Path]:
        """Do it all."""
        check_days(*span)
        clock = self.setup.clock
        yield from work(lambda: folder.mkdir(parents=True, exist_ok=True))
        until = clock.monotonic() + longest
        link = yield from self.look(span, until, (RateLimited,))
        if link is None:
            yield from self.request(span)
        if link is None or link.state != "finished":
            link = yield from self.wait(span, until - clock.monotonic())
        return (yield from _download(downloader, href_of(link), folder / file_name(span, self.broker_type)))


def _download(downloader: Downloader, link: Secret, path: Path) -> Flow[Path]:
    stop = threading.Event()
    try:
        return (yield from work(lambda: downloader.download(link, path, stop=stop)))
    finally:
        stop.set()


def file_name(span: Span, broker_type: BrokerType | None) -> str:
    """Return the name of a report's CSV file."""
    kind = f"-{broker_type}" if broker_type else ""
    return f"rebates-{span.begin:%Y%m%d}-{span.end:%Y%m%d}{kind}.csv"


def href_of(link: RebateLink) -> Secret:
    """Return the address of a finished report.

    Raises:
        ReportError: It has none.
    """
    if not link.file_href:
        raise ReportError("the report is finished but has no link: there may be no rebates in its days")
    return link.file_href


class _Reports:
    def __init__(self, downloader: Downloader | None, broker_type: BrokerType | None, day_starts: timedelta) -> None:
        self._downloader = Downloader() if downloader is None else downloader
        self._broker_type: BrokerType | None = broker_type
        self._day_starts = day_starts

    def _asking(self, setup: Setup, credentials: AnyCredentials | None) -> Asking:
        return Asking(setup, credentials, self._broker_type, self._day_starts)


class RebateReports(_Reports):
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
        must_block("RebateReports", client, "AsyncRebateReports")
        super().__init__(downloader, broker_type, day_starts)
        self._client = client

    def request(self, begin: date, end: date) -> RebateReportReceipt:
        """Ask for a report over the days from `begin` to `end`, both included. Once an hour at most.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        return self._client.run(lambda setup, who: self._asking(setup, who).request(Span(begin, end)))

    def find(self, begin: date, end: date) -> RebateLink | None:
        """Return the link of the report over exactly these days, finished if there is such, or None.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        return self._client.run(lambda setup, who: self._asking(setup, who).find(Span(begin, end)))

    def wait(self, begin: date, end: date, *, longest: float = LONGEST_SECONDS) -> RebateLink:
        """Ask every minute until the report is finished, for `longest` seconds, and return its link.

        A limit, a lost answer or a busy exchange does not end the wait before that time; it is raised if it is the last
        thing seen.

        Raises:
            ReportUnavailable: It is not finished after that time.
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        return self._client.run(lambda setup, who: self._asking(setup, who).wait(Span(begin, end), longest))

    def download(self, link: RebateLink, path: str | Path) -> Path:
        """Fetch the file behind a link, unpack it and put the CSV at `path`.

        Raises:
            ReportError: It can't be fetched or is no report.
        """
        return self._downloader.download(href_of(link), path)

    def fetch(self, begin: date, end: date, folder: str | Path, *, longest: float = LONGEST_SECONDS) -> Path:
        """Do it all: use the report if there is one, else ask for it; wait, fetch, unpack. Makes `folder` first.

        Returns:
            The CSV file in `folder`; read it with `read_lines`.

        Raises:
            OSError: `folder` can't be made or written to.
            ReportUnavailable: It is not finished after `longest` seconds, or its file can't be reached.
            ReportError: It can't be fetched or is no report.
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        return self._client.run(
            lambda setup, who: self._asking(setup, who).fetch(Span(begin, end), Path(folder), self._downloader, longest)
        )


class AsyncRebateReports(_Reports):
    """Reports of one broker account on an event loop; arguments as for `RebateReports`."""

    def __init__(
        self,
        client: AsyncClient,
        *,
        downloader: Downloader | None = None,
        broker_type: BrokerType | None = None,
        day_starts: timedelta = timedelta(0),
    ) -> None:
        must_await("AsyncRebateReports", client, "RebateReports")
        super().__init__(downloader, broker_type, day_starts)
        self._client = client

    async def request(self, begin: date, end: date) -> RebateReportReceipt:
        """Ask for a report; see `RebateReports.request`."""
        return await self._client.run(lambda setup, who: self._asking(setup, who).request(Span(begin, end)))

    async def find(self, begin: date, end: date) -> RebateLink | None:
        """Return a report's link or None; see `RebateReports.find`."""
        return await self._client.run(lambda setup, who: self._asking(setup, who).find(Span(begin, end)))

    async def wait(self, begin: date, end: date, *, longest: float = LONGEST_SECONDS) -> RebateLink:
        """Wait for a report; see `RebateReports.wait`."""
        return await self._client.run(lambda setup, who: self._asking(setup, who).wait(Span(begin, end), longest))

    async def download(self, link: RebateLink, path: str | Path) -> Path:
        """Fetch the file behind a link; see `RebateReports.download`."""
        return await self._downloader.download_async(href_of(link), path)

    async def fetch(self, begin: date, end: date, folder: str | Path, *, longest: float = LONGEST_SECONDS) -> Path:
        """Do it all; see `RebateReports.fetch`."""
        return await self._client.run(
            lambda setup, who: self._asking(setup, who).fetch(Span(begin, end), Path(folder), self._downloader, longest)
        )
