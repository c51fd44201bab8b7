"""A broker's desk: the client, blocking or on an event loop, against the mock, over real HTTP, driven by the mock's clock."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from okx_broker import ApiKey, AsyncBroker, Broker, Environment, Site, at_utc
from okx_broker.rebates import AsyncRebateReports, Downloader, RebateReports
from okx_broker.testing import MockClock
from okx_broker.testing.control import Control
from tests.mock.conftest import Mock, mock, server

__all__ = ["day", "desk", "mock", "server"]

CODE = "MOCKBROKER01"
MORNING_MS = int(datetime(2026, 6, 15, 10, tzinfo=UTC).timestamp() * 1000)


class Desk:
    """Makes clients of one kind, runs their calls and closes them."""

    def __init__(self, mock: Mock, *, asynchronous: bool) -> None:
        self.mock = mock
        self.time = MockClock(Control(mock.url))
        self.clock = self.time.for_client()
        self.asynchronous = asynchronous
        self._loop = asyncio.Runner() if asynchronous else None
        self._brokers: list[Any] = []

    def broker(self, code: str = CODE, **settings: Any) -> Any:
        """A broker that talks to the mock; by the mock's clock unless said otherwise."""
        kind: Any = AsyncBroker if self.asynchronous else Broker
        chosen: dict[str, Any] = {
            "environment": Environment.DEMO,
            "site": Site.GLOBAL,
            "base_url": self.mock.url,
            "clock": self.clock,
            **settings,
        }

        async def make() -> Any:
            return kind(code, **chosen)

        made = self.run(make()) if self.asynchronous else kind(code, **chosen)
        self._brokers.append(made)
        return made

    def key(self, account: str, **changes: str) -> ApiKey:
        """The key of a seeded account; `changes` puts other parts in place."""
        one = {**self.mock.accounts[account], **changes}
        return ApiKey(one["api_key"], one["secret_key"], one["passphrase"], user=one["uid"])

    def client(self, account: str, **settings: Any) -> Any:
        """The client of a seeded account."""
        return self.broker(**settings).for_credentials(self.key(account))

    def reports(self, client: Any, **settings: Any) -> Any:
        """Rebate reports that are fetched from the mock's files host."""
        downloader = Downloader(hosts=[urlsplit(self.mock.files_url).netloc], allow_http=True)
        kind: Any = AsyncRebateReports if self.asynchronous else RebateReports
        return kind(client, downloader=downloader, **settings)

    def run(self, result: Any) -> Any:
        """The result of a call of either kind."""
        if not inspect.isawaitable(result):
            return result

        async def wait() -> Any:
            return await result

        assert self._loop is not None
        return self._loop.run(wait())

    def all_of(self, walk: Any) -> list[Any]:
        """Everything that an iterator of either kind gives."""
        if not self.asynchronous:
            return list(walk)

        async def collect() -> list[Any]:
            return [item async for item in walk]

        found: list[Any] = self.run(collect())
        return found

    def close(self) -> None:
        for broker in self._brokers:
            self.run(broker.close())
        if self._loop is not None:
            self._loop.close()

    def requests(self) -> list[dict[str, Any]]:
        """What the mock answered, oldest first."""
        return list(self.mock.control("GET", "requests").json["requests"])


@pytest.fixture(params=[False, True], ids=["blocking", "event-loop"])
def desk(mock: Mock, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A desk, with the mock's clock at the machine's time."""
    one = Desk(mock, asynchronous=request.param)
    try:
        yield one
    finally:
        one.close()


@pytest.fixture
def day(desk: Desk) -> Desk:
    """A desk on the morning of 15 June 2026, with the mock's clock standing still unless it is moved."""
    desk.time.freeze(at_utc(MORNING_MS))
    assert desk.mock.control("POST", "reset").status == 200
    return desk
