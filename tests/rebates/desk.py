"""A broker's desk: the mock exchange, a folder, a store of jobs, and what the exchange has seen."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from okx_broker.rebates.files import Downloader
from okx_broker.rebates.jobs import AsyncRebateJobs, Job, JobStore, Progress, RebateJobs
from okx_broker.testing import OkxMock

ASK = "POST /api/v5/broker/fd/rebate-per-orders"
LOOK = "GET /api/v5/broker/fd/rebate-per-orders"
HISTORY = 3
"""So many days before its first one the mock's users have traded: four orders a day with each of the broker's codes."""
ROWS_A_DAY = 8
"""The mock's broker has two codes as an API broker."""


@dataclass
class Desk:
    mock: OkxMock
    folder: Path
    asynchronous: bool = False
    account: str = "broker"
    told: list[Progress] = field(default_factory=list)
    on_tell: Callable[[Progress], None] | None = None

    def __post_init__(self) -> None:
        self.store = JobStore(self.folder / "state" / "jobs.db")
        self.yesterday = self.mock.clock.now().date() - timedelta(days=1)

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def tell(self, progress: Progress) -> None:
        self.told.append(progress)
        if self.on_tell is not None:
            self.on_tell(progress)

    def jobs(self, **settings: Any) -> Any:
        chosen: dict[str, Any] = {"downloader": self.mock.downloader(), "tell": self.tell, **settings}
        if self.asynchronous:
            return AsyncRebateJobs(self.mock.async_client(self.account), self.store, **chosen)
        return RebateJobs(self.mock.client(self.account), self.store, **chosen)

    def fetch(self, begin: date, end: date, out: Path | None = None, **settings: Any) -> Job:
        more = {name: settings.pop(name) for name in ("keep_going", "longest") if name in settings}
        found = self.jobs(**settings).fetch(begin, end, out or self.out, **more)
        job = asyncio.run(found) if self.asynchronous else found
        assert isinstance(job, Job)
        return job

    def days(self, count: int) -> tuple[date, date]:
        """So many days up to yesterday."""
        return self.yesterday - timedelta(days=count - 1), self.yesterday

    def seen(self, what: str, *, well: bool = True) -> list[str]:
        """The requests that the exchange answered, well or however."""
        method, path = what.split(" ")
        return [
            one.target
            for one in self.mock.requests
            if one.method == method and one.target.startswith(path) and (not well or one.status in (200, 206))
        ]

    def files(self) -> list[int]:
        """The statuses of downloads."""
        return [one.status for one in self.mock.requests if "/brokerRebateInfo/" in one.target]

    def set_reports(self, **said: Any) -> None:
        urlopen(f"{self.mock.url}/__mock__/reports", json.dumps(said).encode()).close()


def another_client(mock: OkxMock) -> Any:
    """The broker's client in another process: it has limits of its own, which know nothing of ours."""
    return mock.broker(attempts=1).for_credentials(mock.accounts["broker"].key)


def table_of(folder: Path) -> dict[str, bytes]:
    """A table's files, by their days."""
    return {file.parent.name: file.read_bytes() for file in sorted(folder.glob("day=*/*.parquet"))}


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class ExpiringDownloader(Downloader):
    """Lets a link expire between the exchange's answer and the first downloads."""

    def __init__(self, mock: OkxMock, times: int = 1) -> None:
        super().__init__(hosts=[mock.files_url.partition("//")[2]], allow_http=True)
        self.mock = mock
        self.left = times

    def fetch_into(self, *arguments: Any, **settings: Any) -> None:
        if self.left:
            self.left -= 1
            self.mock.clock.advance(hours=3)
        super().fetch_into(*arguments, **settings)
