"""Durable rebate jobs: from a range of days to rows in a table, through crashes, reboots and limits of an hour.

    with JobStore("rebates.db") as store:
        jobs = RebateJobs(broker.for_credentials(key), store)
        job = jobs.fetch(date(2026, 6, 1), date(2026, 6, 30), "rebates")

The same call goes on where the last one was, in this process or another one; `okx-broker rebates fetch` is it as a command.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from okx_broker.calls import Setup
from okx_broker.client import AsyncClient, BrokerType, Client
from okx_broker.credentials import AnyCredentials
from okx_broker.rebates.days import Span
from okx_broker.rebates.files import Downloader
from okx_broker.rebates.job import Fetching, Planned, Wanted, plan
from okx_broker.rebates.job_store import Job, JobStore, Piece
from okx_broker.rebates.progress import Progress, Tell
from okx_broker.rebates.report import LONGEST_SECONDS, Asking
from okx_broker.twins import must_await, must_block

__all__ = [
    "AsyncRebateJobs",
    "Job",
    "JobStore",
    "Piece",
    "Planned",
    "Progress",
    "RebateJobs",
    "Span",
    "Tell",
    "planned",
    "planned_async",
]


class _Jobs:
    def __init__(
        self,
        store: JobStore,
        downloader: Downloader | None,
        broker_type: BrokerType | None,
        day_starts: timedelta,
        tell: Tell | None,
    ) -> None:
        self._store = store
        self._downloader = Downloader() if downloader is None else downloader
        self._broker_type: BrokerType | None = broker_type
        self._day_starts = day_starts
        self._tell: Tell = _say_nothing if tell is None else tell

    def _fetching(
        self, begin: date, end: date, folder: str | Path, *, keep_going: bool = False, longest: float = LONGEST_SECONDS
    ) -> Callable[[Setup, AnyCredentials | None], Fetching]:
        wanted = Wanted(Span(begin, end), Path(folder), self._broker_type, self._day_starts, keep_going, longest)
        return lambda setup, who: Fetching(setup, who, self._store, self._downloader, wanted, self._tell)


def _say_nothing(progress: Progress) -> None:
    """Tell nobody."""


class RebateJobs(_Jobs):
    """Durable jobs of one broker account.

    Args:
        client: The client of the broker's own key.
        store: Where the jobs are.
        downloader: Fetches files; from the document's hosts by https unless given.
        broker_type: `api` or `oauth` where the company is both and the `Broker` does not say it.
        day_starts: When a report's day starts, counted from midnight UTC; the document does not say.
        tell: Told what a job does.
    """

    def __init__(
        self,
        client: Client,
        store: JobStore,
        *,
        downloader: Downloader | None = None,
        broker_type: BrokerType | None = None,
        day_starts: timedelta = timedelta(0),
        tell: Tell | None = None,
    ) -> None:
        must_block("RebateJobs", client, "AsyncRebateJobs")
        super().__init__(store, downloader, broker_type, day_starts, tell)
        self._client = client

    def fetch(
        self, begin: date, end: date, folder: str | Path, *, keep_going: bool = False, longest: float = LONGEST_SECONDS
    ) -> Job:
        """Have the rows of these days in the table in `folder`: ask, wait, download, check, convert.

        Reports that the exchange has already are used; a range beyond 180 days becomes several reports, of which the
        exchange makes one an hour. It can be broken off at any moment; the same call goes on, and asks for nothing twice.

        Args:
            begin: The first day.
            end: The last day, included; it must be over.
            folder: Where the table is, made if it is not there. Use `read` of `okx_broker.rebates.dataset`, or any engine.
            keep_going: Whether rows that can't be read go to a reject file; else the first one stops it.
            longest: Seconds without any progress after which it gives up for now.

        Returns:
            The job, done.

        Raises:
            ReportUnavailable: Not now; call again later.
            ReportError: A report is no report, or a row can't be read.
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
            OSError: `folder` can't be made or written to.
        """
        make = self._fetching(begin, end, folder, keep_going=keep_going, longest=longest)
        return self._client.run(lambda setup, who: make(setup, who).run())

    def begin(self, begin: date, end: date, folder: str | Path) -> Job:
        """Note a job in the store, and ask for no report yet.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        make = self._fetching(begin, end, folder)
        return self._client.run(lambda setup, who: make(setup, who).begin())


class AsyncRebateJobs(_Jobs):
    """Durable jobs of one broker account on an event loop; arguments as for `RebateJobs`."""

    def __init__(
        self,
        client: AsyncClient,
        store: JobStore,
        *,
        downloader: Downloader | None = None,
        broker_type: BrokerType | None = None,
        day_starts: timedelta = timedelta(0),
        tell: Tell | None = None,
    ) -> None:
        must_await("AsyncRebateJobs", client, "RebateJobs")
        super().__init__(store, downloader, broker_type, day_starts, tell)
        self._client = client

    async def fetch(
        self, begin: date, end: date, folder: str | Path, *, keep_going: bool = False, longest: float = LONGEST_SECONDS
    ) -> Job:
        """Have the rows of these days in the table in `folder`; see `RebateJobs.fetch`."""
        make = self._fetching(begin, end, folder, keep_going=keep_going, longest=longest)
        return await self._client.run(lambda setup, who: make(setup, who).run())

    async def begin(self, begin: date, end: date, folder: str | Path) -> Job:
        """Note a job in the store; see `RebateJobs.begin`."""
        make = self._fetching(begin, end, folder)
        return await self._client.run(lambda setup, who: make(setup, who).begin())


def planned(
    client: Client,
    begin: date,
    end: date,
    *,
    broker_type: BrokerType | None = None,
    day_starts: timedelta = timedelta(0),
) -> list[Planned]:
    """Say which reports a job over these days would need, and whether the exchange has each; note nothing, have none made.

    Returns:
        The reports in the order of their days: finished, being made, or to be asked for.

    Raises:
        OkxError: A subclass says what went wrong; see `okx_broker.errors`.
    """
    return client.run(lambda setup, who: plan(Asking(setup, who, broker_type, day_starts), Span(begin, end)))


async def planned_async(
    client: AsyncClient,
    begin: date,
    end: date,
    *,
    broker_type: BrokerType | None = None,
    day_starts: timedelta = timedelta(0),
) -> list[Planned]:
    """Say which reports a job would need; see `planned`."""
    return await client.run(lambda setup, who: plan(Asking(setup, who, broker_type, day_starts), Span(begin, end)))
