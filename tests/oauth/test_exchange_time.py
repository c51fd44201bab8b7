"""Learning the exchange's time on request: what is due is told by it, and no signed call has to fail first."""

from __future__ import annotations

import asyncio

import pytest

from okx_broker import SystemClock
from okx_broker.errors import NotSent, UnreadableAnswer
from okx_broker.oauth import OAuth, SqliteStore
from tests.oauth.support import Exchange

TWO_DAYS = 2 * 24 * 3600
CLOSE_MS = 5000
"""The mock and this process read the same machine's clock; the rest is how long an answer is under way on a busy machine."""


@pytest.fixture
def store(sqlite_store: SqliteStore) -> SqliteStore:
    return sqlite_store


def test_the_clock_is_set_by_the_exchange_s(exchange: Exchange, store: SqliteStore) -> None:
    exchange.advance(TWO_DAYS)
    clock = SystemClock()
    with exchange.broker(store, clock=clock) as broker:
        told = broker.learn_clock()
        assert told == clock.offset_ms
        assert abs(told - 172_800_000) < CLOSE_MS
        # Learnt once more, it is the difference again, and not that of the corrected clock.
        assert abs(broker.learn_clock() - 172_800_000) < CLOSE_MS


def test_on_an_event_loop(exchange: Exchange, store: SqliteStore) -> None:
    exchange.advance(TWO_DAYS)

    async def learn() -> int:
        async with exchange.async_broker(store, clock=SystemClock()) as broker:
            await broker.learn_clock()
            return broker.clock.offset_ms

    assert abs(asyncio.run(learn()) - 172_800_000) < CLOSE_MS


def test_users_are_kept_alive_by_the_exchange_s_clock(exchange: Exchange, store: SqliteStore) -> None:
    exchange.connect(store, "user-7")
    exchange.advance(TWO_DAYS)
    with exchange.broker(store, clock=SystemClock()) as broker:
        assert OAuth(broker).keep_alive().refreshed == ()  # this machine's clock knows of no two days
        broker.learn_clock()
        assert OAuth(broker).keep_alive().refreshed == ("user-7",)


def test_without_an_answer_the_clock_stays(store: SqliteStore, exchange: Exchange) -> None:
    clock = SystemClock()
    clock.correct(1234)
    with (
        exchange.broker(store, clock=clock, base_url="http://127.0.0.1:9", attempts=1) as broker,
        pytest.raises(NotSent),
    ):
        broker.learn_clock()
    exchange.fault("html", "getTime", count=10)
    with exchange.broker(store, clock=clock, attempts=1) as broker, pytest.raises(UnreadableAnswer):
        broker.learn_clock()
    assert clock.offset_ms == 1234
