"""The mock's clock in a test's hands, and the clients that run by it without waiting."""

from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.request import urlopen

import pytest

from okx_broker import AsyncClient, Client, models
from okx_broker.errors import RateLimited
from okx_broker.testing import OkxMock
from okx_broker.testing.control import Control

MORNING = datetime(2026, 6, 15, 10, tzinfo=UTC)
ORDER: dict[str, Any] = {
    "inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "40000", "sz": "0.001",
}  # fmt: skip


def told(mock: OkxMock) -> int:
    """The mock's own time, asked of the exchange itself: `GET /api/v5/public/time`."""
    with urlopen(f"{mock.url}/api/v5/public/time") as answer:
        return int(json.load(answer)["data"][0]["ts"])


def agree(mock: OkxMock, tolerance_ms: int = 100) -> bool:
    """Whether the kit reads what the mock says, however long the asking takes."""
    before = mock.clock.now_ms()
    theirs = told(mock)
    return before - tolerance_ms <= theirs <= mock.clock.now_ms() + tolerance_ms


def test_a_fresh_mock_has_this_machine_s_time_and_runs(okx_mock: OkxMock) -> None:
    assert not okx_mock.clock.frozen
    assert abs((okx_mock.clock.now() - datetime.now(UTC)).total_seconds()) < 20
    assert agree(okx_mock)
    before = okx_mock.clock.now_ms()
    time.sleep(0.05)
    assert 50 <= okx_mock.clock.now_ms() - before < 20_000


def test_a_frozen_clock_is_moved_exactly(okx_mock: OkxMock) -> None:
    clock = okx_mock.clock
    clock.freeze(MORNING)
    assert clock.frozen
    # 15 June 2026, 10:00 UTC.
    assert clock.now_ms() == told(okx_mock) == 1_781_517_600_000
    clock.advance(hours=2, minutes=1, seconds=0.001)
    assert clock.now() == datetime(2026, 6, 15, 12, 1, 0, 1000, tzinfo=UTC)
    assert clock.now_ms() == told(okx_mock)
    clock.advance(timedelta(days=1), days=1)
    assert clock.now() == datetime(2026, 6, 17, 12, 1, 0, 1000, tzinfo=UTC)
    assert clock.now_ms() == told(okx_mock)
    clock.set(datetime(2026, 6, 1, 2, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now() == datetime(2026, 6, 1, tzinfo=UTC)
    assert clock.now_ms() == told(okx_mock)
    clock.run()
    assert not clock.frozen
    assert agree(okx_mock)


def test_a_running_clock_is_moved_too(okx_mock: OkxMock) -> None:
    before = told(okx_mock)
    okx_mock.clock.advance(hours=2)
    assert 7_200_000 <= told(okx_mock) - before < 7_230_000
    assert agree(okx_mock)
    for _ in range(400):
        okx_mock.clock.advance(seconds=0.029)
    assert agree(okx_mock), "many small steps add up on both sides alike"


def test_many_frozen_steps_add_up_alike_on_both_sides(okx_mock: OkxMock) -> None:
    okx_mock.clock.freeze(MORNING)
    for _ in range(200):
        okx_mock.clock.advance(seconds=0.029)
    assert okx_mock.clock.now_ms() == told(okx_mock) == 1_781_517_600_000 + 200 * 29


def test_what_makes_no_sense_is_refused_and_says_why(okx_mock: OkxMock) -> None:
    okx_mock.clock.freeze(MORNING)
    with pytest.raises(ValueError, match="`set` sets the clock back"):
        okx_mock.clock.advance(hours=-1)
    with pytest.raises(ValueError, match=r"no time zone.*tzinfo=UTC"):
        okx_mock.clock.set(datetime(2026, 6, 15, 10))  # noqa: DTZ001 - that is what is wrong with it
    assert okx_mock.clock.now() == MORNING


def test_a_clock_that_somebody_else_moved_is_asked(okx_mock: OkxMock) -> None:
    okx_mock.clock.freeze(MORNING)
    Control(okx_mock.url).ask("POST", "clock", dict, {"advance_seconds": 60})
    assert okx_mock.clock.now() == MORNING
    okx_mock.clock.sync()
    assert okx_mock.clock.now() == MORNING + timedelta(minutes=1)


def test_steady_time_never_goes_back(okx_mock: OkxMock) -> None:
    okx_mock.clock.freeze(MORNING)
    before = okx_mock.clock.steady()
    okx_mock.clock.set(MORNING - timedelta(days=30))
    assert okx_mock.clock.steady() == before
    okx_mock.clock.advance(seconds=7)
    assert okx_mock.clock.steady() == before + 7


# Clients


def test_reading_the_time_asks_nobody(okx_mock: OkxMock, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = okx_mock.clock.for_client()
    okx_mock.clock.freeze(MORNING)

    def refuse(*_: object) -> None:
        raise AssertionError("the mock was asked")

    with monkeypatch.context() as patch:
        patch.setattr(Control, "ask", refuse)
        before = clock.monotonic()
        assert (clock.now_ms(), clock.monotonic()) == (1_781_517_600_000, before)


def test_waiting_for_a_limit_takes_no_real_time(okx_mock: OkxMock, okx_user: Client) -> None:
    """60 orders in 2 seconds for a user and instrument (okx-v5, POST /trade/order): 300 take four waits of 2 seconds."""
    okx_mock.clock.freeze(MORNING)
    began = time.monotonic()
    for number in range(300):
        okx_user.trade.place_order(**ORDER, cl_ord_id=f"n{number}")
    assert time.monotonic() - began < 7.9, "eight seconds went by on the mock's clock"
    okx_mock.assert_no_refusals()
    assert len(okx_mock.orders) == 300
    assert 8 <= (okx_mock.clock.now() - MORNING).total_seconds() < 9
    assert sum(okx_mock.clock.slept) == pytest.approx((okx_mock.clock.now() - MORNING).total_seconds(), abs=0.1)


def test_waiting_for_a_limit_on_the_event_loop_takes_no_real_time(okx_mock: OkxMock) -> None:
    """All at once: no order arrives in a window that it was not sent in, though the clock jumps between the waves."""
    user = okx_mock.async_client()
    okx_mock.clock.freeze(MORNING)

    async def burst() -> list[models.PlacedOrder]:
        return await asyncio.gather(*(user.trade.place_order(**ORDER, cl_ord_id=f"n{one}") for one in range(150)))

    began = time.monotonic()
    placed = asyncio.run(burst())
    assert time.monotonic() - began < 3.9
    okx_mock.assert_no_refusals()
    assert len({order.ord_id for order in placed}) == 150
    assert 4 <= (okx_mock.clock.now() - MORNING).total_seconds() < 5


def test_waiting_in_threads_takes_no_real_time(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_mock.clock.freeze(MORNING)
    with ThreadPoolExecutor(8) as threads:
        placed = list(
            threads.map(lambda number: okx_user.trade.place_order(**ORDER, cl_ord_id=f"t{number}"), range(130))
        )
    assert len({order.ord_id for order in placed}) == len(okx_mock.orders) == 130
    assert 4 <= (okx_mock.clock.now() - MORNING).total_seconds() < 9


def test_a_wait_that_is_too_long_is_still_an_error(okx_mock: OkxMock, okx_broker_account: Client) -> None:
    """One report request an hour (okx-broker-program): the clock is not moved by an hour behind the caller's back."""
    okx_mock.clock.freeze(MORNING)
    okx_broker_account.fd_broker.create_rebate_per_orders(begin="20260601", end="20260602")
    with pytest.raises(RateLimited):
        okx_broker_account.fd_broker.create_rebate_per_orders(begin="20260603", end="20260604")
    assert okx_mock.clock.now() == MORNING
    okx_mock.clock.advance(hours=1, seconds=1)
    okx_broker_account.fd_broker.create_rebate_per_orders(begin="20260603", end="20260604")


def test_tasks_that_sleep_wake_in_the_order_of_their_moments(okx_mock: OkxMock, okx_async_user: AsyncClient) -> None:
    """Three loops with work between their sleeps: each moment comes in turn, none is jumped over."""
    okx_mock.clock.freeze(MORNING)
    clock = okx_async_user.clock
    woken: list[tuple[int, str]] = []

    async def loop(name: str, seconds: float, times: int, *, work: bool) -> None:
        for _ in range(times):
            await clock.sleep_async(seconds)
            woken.append(((okx_mock.clock.now() - MORNING).seconds, name))
            if work:
                await okx_async_user.account.get_config()

    async def together() -> None:
        await asyncio.gather(
            loop("minute", 60, 2, work=True), loop("second", 1, 3, work=True), loop("ten", 10, 2, work=False)
        )

    asyncio.run(together())
    assert woken == [
        (1, "second"), (2, "second"), (3, "second"), (10, "ten"), (20, "ten"), (60, "minute"), (120, "minute"),
    ]  # fmt: skip


def test_a_task_that_is_cancelled_in_its_sleep_holds_nobody_up(okx_mock: OkxMock, okx_async_user: AsyncClient) -> None:
    okx_mock.clock.freeze(MORNING)
    clock = okx_async_user.clock

    async def run() -> None:
        short = asyncio.create_task(clock.sleep_async(1))
        long = asyncio.create_task(clock.sleep_async(60))
        await asyncio.sleep(0)
        short.cancel()
        await asyncio.wait_for(long, 5)

    asyncio.run(run())
    assert okx_mock.clock.now() == MORNING + timedelta(minutes=1)


# Clocks that are wrong


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_client_whose_clock_is_wrong_learns_the_time(okx_mock: OkxMock, okx_user: Client, seconds: int) -> None:
    """50102 beyond 30 seconds (okx-v5, authentication): one call fails, the time is asked for, the call is made anew."""
    okx_mock.clock.freeze(MORNING)
    with okx_mock.clock.skew(seconds):
        assert okx_user.clock.now_ms() == 1_781_517_600_000 + 1000 * seconds
        okx_user.account.get_config()
        assert [request.code for request in okx_mock.requests] == ["50102", "0", "0"]
        assert okx_user.clock.offset_ms == -1000 * seconds
    assert okx_mock.clock.skew_seconds == 0


def test_a_clock_that_is_a_little_wrong_is_taken(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_mock.clock.skew(-29)
    okx_user.account.get_config()
    okx_mock.assert_no_refusals()


def test_each_broker_learns_by_itself_and_a_reset_rights_all(okx_mock: OkxMock) -> None:
    okx_mock.clock.skew(300)
    first, second = okx_mock.broker(), okx_mock.broker()
    key = okx_mock.accounts["alice"].key
    first.for_credentials(key).account.get_config()
    assert abs(first.clock.offset_ms + 300_000) < 1000
    assert second.clock.offset_ms == 0
    okx_mock.reset()
    assert okx_mock.clock.skew_seconds == 0
    assert okx_mock.clock.slept == ()
