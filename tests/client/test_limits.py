"""The documented windows are kept, whatever is called when and by whom."""

from __future__ import annotations

import asyncio
import itertools
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okx_broker import Broker, SystemClock, WindowLimiter
from okx_broker.errors import RateLimited
from okx_broker.limits import Demand
from okx_broker.transport import Outgoing, Reply
from okx_v5 import models
from okx_v5.contract import Limit, Operation, Source
from okx_v5.models import NewOrder
from tests.client.support import (
    AsyncRecorder,
    ManualClock,
    Recorder,
    accept,
    answer,
    api_key,
    make_async_broker,
    make_broker,
    operations,
)

ORDER = {"td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "2"}
WINDOWS: dict[str, list[dict[str, Any]]] = {
    operation["operationId"]: operation["x-okx-rate-limit"] for _, _, operation in operations()
}


class Desk:
    """Several users of one broker over a recorder and a clock that is moved by hand; notes when what is sent."""

    def __init__(self, **settings: Any) -> None:
        self.clock = ManualClock()
        self.sent: list[float] = []
        self.recorder = Recorder(script=self._note)
        self.broker: Broker = make_broker(
            self.recorder,
            clock=self.clock,
            limiter=WindowLimiter(),
            on_other_tag=lambda *_: None,
            **{"longest_wait": 1e9, **settings},
        )

    def _note(self, request: Outgoing) -> Reply:
        self.sent.append(self.clock.monotonic())
        return accept(request)

    def user(self, name: str) -> Any:
        return self.broker.for_credentials(api_key(user=name))


# The windows as the documents have them: how many, in how many seconds.
DOCUMENTED = {
    "getSubaccountInfo": (1, 1),
    "getSubaccountTradeFee": (1, 1),
    "createSubaccountApikey": (40, 1),
    "getSubaccountApikey": (1, 1),
    "getRebatePerOrders": (2, 60),
    "createRebatePerOrders": (1, 3600),
    "getIfRebate": (2, 1),
    "placeOrder": (60, 2),
    "placeBatchOrders": (300, 2),
    "cancelOrder": (60, 2),
    "closePosition": (20, 2),
    "getOrder": (60, 2),
    "getBalance": (10, 2),
    "getConfig": (5, 2),
    "getCurrencies": (6, 1),
    "getTime": (10, 2),
    "getInstruments": (20, 2),
}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_contract_has_the_documented_windows(name: str) -> None:
    first = WINDOWS[name][0]
    assert (first["requests"], first["seconds"]) == DOCUMENTED[name]


# A verifier that knows nothing of the limiter: every window that starts at a call is counted out.


def check_windows(slots: dict[tuple[Any, ...], list[float]], sizes: dict[tuple[Any, ...], tuple[int, int]]) -> None:
    for key, times in slots.items():
        most, seconds = sizes[key]
        for start in times:
            inside = [moment for moment in times if start <= moment < start + seconds]
            assert len(inside) <= most, f"{key}: {len(inside)} in {seconds} s, allowed {most}"


def count_slots(
    events: list[tuple[float, str, str, str, int]],
) -> tuple[dict[tuple[Any, ...], list[float]], dict[tuple[Any, ...], tuple[int, int]]]:
    """Count calls as the documents say: by user, address or instrument, and by order in batches."""
    slots: dict[tuple[Any, ...], list[float]] = defaultdict(list)
    sizes: dict[tuple[Any, ...], tuple[int, int]] = {}
    for moment, name, user, instrument, count in events:
        for window in WINDOWS[name]:
            bucket, most = window.get("bucket", name), window["requests"]
            if "single" in window and count == 1:
                bucket = window["single"]
                most = WINDOWS["placeOrder"][0]["requests"]
            scope = tuple(
                {"user": user, "ip": "", "instId": instrument, "instType": instrument}[p] for p in window["per"]
            )
            key = (bucket, scope)
            sizes[key] = (most, window["seconds"])
            slots[key] += [moment] * (count if window.get("unit") == "item" else 1)
    return slots, sizes


calls = st.tuples(
    st.sampled_from(
        [
            "placeOrder",
            "placeBatchOrders",
            "placeBatchOrders",
            "getConfig",
            "getTime",
            "getInstruments",
            "getIfRebate",
            "getRebatePerOrders",
        ]
    ),
    st.sampled_from(["anna", "bert"]),
    st.sampled_from(["BTC-USDT", "ETH-USDT"]),
    st.sampled_from([1, 1, 2, 7, 20]),
    st.sampled_from([0.0, 0.0, 0.0, 0.0, 0.01, 0.3, 1.0, 2.0, 5.0]),
    st.integers(1, 25),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(calls, min_size=1, max_size=12))
def test_no_window_is_ever_overrun(sequence: list[tuple[str, str, str, int, float, int]]) -> None:
    desk = Desk()
    events: list[tuple[float, str, str, str, int]] = []
    for name, user, instrument, count, pause, times in sequence:
        client = desk.user(user)
        desk.clock.advance(pause)
        for _ in range(times):
            orders = 1
            if name == "placeOrder":
                client.trade.place_order(inst_id=instrument, **ORDER)
            elif name == "placeBatchOrders":
                client.trade.place_batch_orders([NewOrder(inst_id=instrument, **ORDER)] * count)
                orders = count
            elif name == "getConfig":
                client.account.get_config()
            elif name == "getTime":
                client.public.get_time()
            elif name == "getInstruments":
                client.public.get_instruments(inst_type="SPOT" if instrument[0] == "B" else "SWAP")
            elif name == "getIfRebate":
                client.fd_broker.get_if_rebate(api_key="k")
            else:
                client.fd_broker.get_rebate_per_orders(type="true")
            events.append((desk.sent[-1], name, user, instrument, orders))
    assert len(events) == len(desk.sent)
    check_windows(*count_slots(events))


def test_the_verifier_sees_an_overrun() -> None:
    events = [(1000.0 + step / 10, "getConfig", "anna", "", 1) for step in range(6)]
    with pytest.raises(AssertionError, match="6 in 2 s, allowed 5"):
        check_windows(*count_slots(events))
    events = [(1.0, "placeBatchOrders", "anna", "BTC-USDT", 20)] * 16
    with pytest.raises(AssertionError, match="320 in 2 s, allowed 300"):
        check_windows(*count_slots(events))


def test_a_window_is_used_in_full_and_not_waited_for_longer_than_needed() -> None:
    desk = Desk()
    user = desk.user("anna")
    for _ in range(11):
        user.account.get_config()
    start = desk.sent[0]
    assert desk.sent[:5] == [start] * 5
    assert all(start + 2 <= moment <= start + 2.2 for moment in desk.sent[5:10])
    assert start + 4 <= desk.sent[10] <= start + 4.4


def test_orders_of_a_batch_count_one_by_one() -> None:
    desk = Desk()
    user = desk.user("anna")
    for _ in range(15):
        user.trade.place_batch_orders([NewOrder(inst_id="BTC-USDT", **ORDER)] * 20)
    assert desk.clock.slept == []
    user.trade.place_batch_orders([NewOrder(inst_id="BTC-USDT", **ORDER)] * 2)
    assert 2 <= sum(desk.clock.slept) <= 2.2


def test_a_batch_of_one_counts_with_single_orders_and_not_with_batches() -> None:
    desk = Desk()
    user = desk.user("anna")
    for _ in range(15):
        user.trade.place_batch_orders([NewOrder(inst_id="BTC-USDT", **ORDER)] * 20)
    for _ in range(30):
        user.trade.place_batch_orders([NewOrder(inst_id="BTC-USDT", **ORDER)])
        user.trade.place_order(inst_id="BTC-USDT", **ORDER)
    assert desk.clock.slept == []
    user.trade.place_batch_orders([NewOrder(inst_id="BTC-USDT", **ORDER)])
    assert 2 <= sum(desk.clock.slept) <= 2.2


def test_the_limit_over_all_instruments_holds_too() -> None:
    desk = Desk()
    user = desk.user("anna")
    for number in range(50):
        user.trade.place_batch_orders([NewOrder(inst_id=f"COIN{number}-USDT", **ORDER)] * 20)
    assert desk.clock.slept == []
    user.trade.place_order(inst_id="LAST-USDT", **ORDER)
    assert 2 <= sum(desk.clock.slept) <= 2.2


def test_a_batch_over_several_instruments_waits_for_the_fullest() -> None:
    desk = Desk()
    user = desk.user("anna")
    for _ in range(15):
        user.trade.place_batch_orders([NewOrder(inst_id="BTC-USDT", **ORDER)] * 20)
    user.trade.place_batch_orders([NewOrder(inst_id="ETH-USDT", **ORDER)] * 2)
    assert desk.clock.slept == []
    user.trade.place_batch_orders([NewOrder(inst_id="ETH-USDT", **ORDER), NewOrder(inst_id="BTC-USDT", **ORDER)])
    assert 2 <= sum(desk.clock.slept) <= 2.2


def test_users_do_not_share_and_keys_of_one_user_do() -> None:
    desk = Desk()
    for _ in range(5):
        desk.user("anna").account.get_config()
        desk.user("bert").account.get_config()
    assert desk.clock.slept == []
    other_key = desk.broker.for_credentials(api_key(key="another-key", user="anna"))
    other_key.account.get_config()
    assert sum(desk.clock.slept) >= 2


def test_instruments_do_not_share() -> None:
    desk = Desk()
    user = desk.user("anna")
    for number in range(120):
        user.trade.place_order(inst_id="BTC-USDT" if number % 2 else "ETH-USDT", **ORDER)
    assert desk.clock.slept == []


def test_what_counts_by_address_is_shared_by_all_users() -> None:
    desk = Desk()
    for number in range(10):
        desk.user(f"user{number}").public.get_time()
    assert desk.clock.slept == []
    desk.broker.public.get_time()
    assert 2 <= sum(desk.clock.slept) <= 2.2


def test_other_operations_are_not_held_up() -> None:
    desk = Desk()
    user = desk.user("anna")
    user.fd_broker.create_rebate_per_orders(begin="20260601", end="20260602")
    user.account.get_balance()
    user.fd_broker.get_rebate_per_orders(type="true")
    assert desk.clock.slept == []


def test_a_wait_beyond_the_bound_raises_with_the_seconds_and_sends_nothing() -> None:
    desk = Desk(longest_wait=5.0)
    user = desk.user("anna")
    user.fd_broker.create_rebate_per_orders(begin="20260601", end="20260602")
    desk.clock.advance(600)
    with pytest.raises(RateLimited) as caught:
        user.fd_broker.create_rebate_per_orders(begin="20260601", end="20260602")
    error = caught.value
    assert len(desk.sent) == 1
    assert desk.clock.slept == []
    assert error.retry_after == pytest.approx(3000, abs=1)
    assert not error.sent
    assert error.code is None
    assert error.status is None
    assert error.operation == "fd_broker.create_rebate_per_orders"
    assert error.requested_at == desk.clock.now_ms()
    assert "3000" in str(error)


def test_a_refused_wait_reserves_nothing() -> None:
    desk = Desk(longest_wait=5.0)
    user = desk.user("anna")
    for _ in range(2):
        user.fd_broker.get_rebate_per_orders(type="true")
    for _ in range(50):
        with pytest.raises(RateLimited) as caught:
            user.fd_broker.get_rebate_per_orders(type="true")
        assert 59 <= caught.value.retry_after <= 61
    desk.clock.advance(caught.value.retry_after)
    for _ in range(2):
        user.fd_broker.get_rebate_per_orders(type="true")
    assert desk.clock.slept == []


def test_a_wait_within_the_bound_is_slept() -> None:
    desk = Desk(longest_wait=5.0)
    user = desk.user("anna")
    for _ in range(4):
        user.dma_broker.get_subaccount_info()
    assert len(desk.sent) == 4
    assert sum(desk.clock.slept) == pytest.approx(3.0, abs=0.4)


def test_no_wait_at_all_can_be_asked_for() -> None:
    desk = Desk(longest_wait=0.0)
    user = desk.user("anna")
    user.dma_broker.get_subaccount_info()
    with pytest.raises(RateLimited) as caught:
        user.dma_broker.get_subaccount_info()
    assert caught.value.retry_after == pytest.approx(1.0, abs=0.1)
    assert desk.clock.slept == []


# Refusals of the exchange


def test_a_refusal_holds_its_counters_for_everybody_who_uses_them() -> None:
    desk = Desk(attempts=1)
    replies = [answer(code="50011", msg="Too Many Requests", status=429), answer([{"ordId": "1", "sCode": "0"}])]

    def script(request: Outgoing) -> Reply:
        desk.sent.append(desk.clock.monotonic())
        return replies.pop(0) if len(replies) > 1 else replies[0]

    desk.recorder.script = script
    with pytest.raises(RateLimited) as caught:
        desk.user("anna").account.get_config()
    assert caught.value.sent
    assert caught.value.retry_after == 2.0
    desk.user("bert").account.get_config()
    assert desk.clock.slept == []
    desk.user("anna").account.get_config()
    assert sum(desk.clock.slept) == pytest.approx(2.0, abs=0.2), "the window is used up, says the exchange"


def test_a_refused_call_is_tried_again_after_its_window() -> None:
    desk = Desk(longest_wait=5.0)
    replies = [answer(code="50011", status=429), answer(code="50011"), answer([{"ordId": "1", "sCode": "0"}])]
    desk.recorder.script = lambda _: desk.sent.append(desk.clock.monotonic()) or replies.pop(0)  # type: ignore[func-returns-value]
    desk.user("anna").trade.place_order(inst_id="BTC-USDT", **ORDER)
    first, second, third = desk.sent
    assert 2 <= second - first <= 2.2
    assert 2 <= third - second <= 2.2


def test_a_refusal_with_a_long_window_is_not_slept_through() -> None:
    desk = Desk(longest_wait=5.0)
    desk.recorder.script = lambda _: answer(code="50011", status=429)
    with pytest.raises(RateLimited) as caught:
        desk.user("anna").fd_broker.get_rebate_per_orders(type="true")
    assert caught.value.retry_after == 60.0
    assert caught.value.code == "50011"
    assert len(desk.recorder.requests) == 1
    assert desk.clock.slept == []


# The limiter by itself


def demand(name: str, cost: int, requests: int, seconds: float) -> tuple[Any, ...]:
    return ((name,), cost, requests, seconds)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "ab"]), st.integers(1, 4), st.integers(0, 192).map(lambda n: n / 64)),
        max_size=60,
    )
)
def test_reservations_of_several_counters_at_one_moment(steps: list[tuple[str, int, float]]) -> None:
    limiter = WindowLimiter()
    sizes = {"a": (4, 1.0), "b": (7, 2.5)}
    taken: dict[str, list[float]] = {"a": [], "b": []}
    now = 0.0
    for names, cost, pause in steps:
        now += pause
        wait = limiter.reserve([demand(name, cost, *sizes[name]) for name in names], now, 1e9)
        assert wait >= 0
        for name in names:
            taken[name] += [now + wait] * cost
    for name, (most, seconds) in sizes.items():
        times = taken[name]
        assert times == sorted(times), "in the order in which they were reserved"
        for start in times:
            assert sum(start <= moment < start + seconds - 1e-9 for moment in times) <= most


def test_a_demand_larger_than_its_window_does_not_break_the_limiter() -> None:
    limiter = WindowLimiter()
    assert limiter.reserve([demand("a", 9, 4, 1.0)], 0.0, 10) == 0
    assert limiter.reserve([demand("a", 9, 4, 1.0)], 0.0, 10) >= 1.0
    assert limiter.reserve([demand("a", 1, 4, 1.0)], 0.0, 10) >= 1.0


def test_counters_out_of_use_are_forgotten() -> None:
    limiter = WindowLimiter()
    for number in range(40_000):
        limiter.reserve([demand(f"user{number}", 1, 1, 1.0)], float(number), 5)
    assert sum(len(counters) for counters in limiter._taken.values()) < 16_000
    limiter.reserve([demand("late", 1, 1, 3600.0)], 40_000.0, 5)
    for number in range(20_000):
        limiter.reserve([demand(f"more{number}", 1, 1, 1.0)], 40_001.0 + number / 100, 5)
    assert limiter.reserve([demand("late", 1, 1, 3600.0)], 40_300.0, 5) > 3000, (
        "an hour's window is not forgotten early"
    )


numbers = itertools.count()


def quick_operation(requests: int, seconds: int) -> Operation[models.SystemTime]:
    name = f"quick{next(numbers)}"
    return Operation(
        id=name,
        name=f"test.{name}",
        method="GET",
        path="/api/v5/test",
        permission="Read",
        limits=(Limit(requests=requests, seconds=seconds, per=("user",), bucket=name),),
        answer=models.SystemTime,
        source=Source(document="", section=""),
    )


class Noted(WindowLimiter):
    """Notes the moments that it gives out: how soon after it a thread gets to run is up to the machine."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[float] = []
        self.sent: list[float] = []

    def reserve(self, demands: Sequence[Demand], now: float, longest: float) -> float:
        wait = super().reserve(demands, now, longest)
        self.given.append(now + wait)
        return wait

    def note(self, _: Outgoing) -> Reply:
        self.sent.append(time.monotonic())
        return answer([])

    def check(self, most: int, seconds: float) -> None:
        self.given.sort()
        for index, start in enumerate(self.given):
            inside = sum(start <= moment < start + seconds for moment in self.given[index:])
            assert inside <= most
        assert len(self.sent) == len(self.given)
        assert all(sent > given - 0.001 for sent, given in zip(sorted(self.sent), self.given, strict=True))


def test_eight_threads_keep_within_one_limit() -> None:
    limiter = Noted()
    broker = make_broker(Recorder(script=limiter.note), clock=SystemClock(), limiter=limiter)
    operation = quick_operation(40, 1)

    def hammer() -> None:
        user = broker.for_credentials(api_key(user="anna"))
        for _ in range(12):
            user.many(operation, {})

    threads = [threading.Thread(target=hammer) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(limiter.sent) == 96
    limiter.check(40, 1.0)
    assert max(limiter.given) - min(limiter.given) < 3.5


def test_a_hundred_tasks_keep_within_one_limit() -> None:
    limiter = Noted()
    operation = quick_operation(50, 1)

    async def main() -> None:
        broker = make_async_broker(AsyncRecorder(script=limiter.note), clock=SystemClock(), limiter=limiter)
        user = broker.for_credentials(api_key(user="anna"))
        await asyncio.gather(*(user.many(operation, {}) for _ in range(100)))

    asyncio.run(main())
    assert len(limiter.sent) == 100
    limiter.check(50, 1.0)


# After a fork

FORK = """
import os, signal, threading
from okx_broker.limits import WindowLimiter

limiter, held, done = WindowLimiter(), threading.Event(), threading.Event()

def hold():
    with limiter._lock:
        held.set()
        done.wait()

thread = threading.Thread(target=hold)
thread.start()
held.wait()
child = os.fork()
if child == 0:
    signal.alarm(10)
    os._exit(int(limiter.reserve([(("k",), 1, 1, 60.0)], 0.0, 1.0)))
done.set()
thread.join()
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fork_in_the_midst_of_a_reservation_hangs_nobody() -> None:
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, timeout=40, check=False)
    assert done.stdout == "0\n", done.stderr
