"""Faults by the kit: what a client of this library meets, over real HTTP, and what it makes of it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from okx_broker import AsyncClient, Client, models
from okx_broker.errors import (
    ClockSkew,
    ExchangeUnavailable,
    OutcomeUnknown,
    RateLimited,
    ReportError,
    UnreadableAnswer,
)
from okx_broker.orders import settle, settle_async
from okx_broker.rebates import RebateReports
from okx_broker.testing import MockError, OkxMock
from okx_broker.transport import PyreqwestTransport

ORDER: dict[str, Any] = {
    "inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "40000", "sz": "0.001",
}  # fmt: skip


@pytest.mark.parametrize("executed", [True, False])
def test_a_lost_answer_is_settled_and_nothing_is_placed_twice(
    okx_mock: OkxMock, okx_user: Client, executed: bool
) -> None:
    with okx_mock.faults.lose_answer("placeOrder", executed=executed) as fault, pytest.raises(OutcomeUnknown) as lost:
        okx_user.trade.place_order(**ORDER, cl_ord_id="one")
    assert fault.hits == 1
    assert len(okx_mock.orders) == (1 if executed else 0)
    began = time.monotonic()
    found = settle(okx_user, lost.value)
    assert time.monotonic() - began < 20, "36 seconds, on the mock's clock"
    if not executed:
        assert found is None
        assert sum(okx_mock.clock.slept) > 30
        return
    assert found is not None
    assert found.ord_id == okx_mock.orders[0].ord_id
    okx_mock.orders.assert_no_order_twice()


def test_a_lost_answer_on_the_event_loop(okx_mock: OkxMock, okx_async_user: AsyncClient) -> None:
    async def body() -> models.Order | None:
        with okx_mock.faults.lose_answer("trade.place_order", executed=True):
            try:
                await okx_async_user.trade.place_order(**ORDER, cl_ord_id="one")
            except OutcomeUnknown as lost:
                return await settle_async(okx_async_user, lost)
        return None

    found = asyncio.run(body())
    assert found is not None
    assert found.cl_ord_id == "one"


def test_a_reset_of_a_read_is_tried_again(okx_mock: OkxMock, okx_user: Client) -> None:
    with okx_mock.faults.reset("getConfig", count=2) as fault:
        assert okx_user.account.get_config().uid
    assert fault.hits == 2


def test_an_answer_that_takes_too_long(okx_mock: OkxMock) -> None:
    broker = okx_mock.broker(transport=PyreqwestTransport(timeout=0.3))
    user = broker.for_credentials(okx_mock.accounts["alice"].key)
    with okx_mock.faults.slow("place_order", seconds=1.5), pytest.raises(OutcomeUnknown):
        user.trade.place_order(**ORDER, cl_ord_id="slow")
    okx_mock.orders.assert_placed(cl_ord_id="slow")


@pytest.mark.parametrize("kind", ["truncate", "html"])
def test_answers_that_are_none_of_okx(okx_mock: OkxMock, okx_user: Client, kind: str) -> None:
    make = getattr(okx_mock.faults, kind)
    with make("getConfig", count="all") as fault, pytest.raises(UnreadableAnswer):
        okx_user.account.get_config()
    assert fault.hits == 3, "a read is tried three times"
    with make("placeOrder"), pytest.raises(OutcomeUnknown):
        okx_user.trade.place_order(**ORDER, cl_ord_id="one")


def test_a_status_and_a_code(okx_mock: OkxMock, okx_user: Client) -> None:
    with okx_mock.faults.status(503, "placeOrder") as fault, pytest.raises(OutcomeUnknown):
        okx_user.trade.place_order(**ORDER, cl_ord_id="a")
    assert fault.hits == 1
    okx_mock.orders.assert_nothing_placed()
    with okx_mock.faults.code("50011", "placeOrder", count="all"), pytest.raises(RateLimited) as limited:
        okx_user.trade.place_order(**ORDER, cl_ord_id="b")
    assert (limited.value.code, limited.value.sent) == ("50011", True)
    with okx_mock.faults.code("50001", "getConfig", count="all"), pytest.raises(ExchangeUnavailable):
        okx_user.account.get_config()
    okx_mock.orders.assert_nothing_placed()
    okx_user.trade.place_order(**ORDER, cl_ord_id="c")
    okx_mock.orders.assert_no_order_twice()


def test_an_exchange_whose_clock_is_wrong(okx_mock: OkxMock, okx_user: Client) -> None:
    """The client learns the wrong time too, and its next calls are taken: it is the exchange's time that counts."""
    with okx_mock.faults.skew(-300):
        okx_user.trade.place_order(**ORDER, cl_ord_id="one")
        assert [request.code for request in okx_mock.requests] == ["50102", "0", "0"]
    heidi = okx_mock.broker().for_credentials(okx_mock.accounts["heidi"].key)
    with okx_mock.faults.skew(-300, "placeOrder"), pytest.raises(ClockSkew):
        heidi.trade.place_order(**ORDER, cl_ord_id="two")
    okx_mock.orders.assert_placed(user="alice")
    okx_mock.orders.assert_placed(user="heidi", count=0)


def test_only_for_one_user_or_method(okx_mock: OkxMock, okx_user: Client) -> None:
    with okx_mock.faults.code("50001", user="heidi", method="GET", count="all") as fault:
        assert okx_user.account.get_config().uid
        okx_mock.client("heidi").trade.place_order(**ORDER, cl_ord_id="a")
        with pytest.raises(ExchangeUnavailable):
            okx_mock.client("heidi").account.get_config()
    assert fault.hits == 3


def test_several_operations(okx_mock: OkxMock, okx_user: Client) -> None:
    with okx_mock.faults.code("51008", ["cancelOrder", "place_order"], count=2) as fault:
        for call in (
            lambda: okx_user.trade.place_order(**ORDER),
            lambda: okx_user.trade.cancel_order(inst_id="BTC-USDT", ord_id="1"),
        ):
            with pytest.raises(Exception, match="51008"):
                call()
    assert fault.hits == 2


def test_a_probability_hits_some_and_the_same_ones_again(okx_mock: OkxMock) -> None:
    broker = okx_mock.broker(attempts=1)
    user = broker.for_credentials(okx_mock.accounts["alice"].key)

    def outcomes() -> list[bool]:
        okx_mock.reset()
        okx_mock.faults.code("50001", "getConfig", probability=0.5)
        found = []
        for _ in range(20):
            okx_mock.clock.advance(seconds=3)
            try:
                user.account.get_config()
            except ExchangeUnavailable:
                found.append(False)
            else:
                found.append(True)
        return found

    first = outcomes()
    assert 3 < sum(first) < 17
    assert outcomes() == first


def test_the_files_host_fails_too(okx_mock: OkxMock, okx_broker_account: Client, tmp_path: Any) -> None:
    reports = RebateReports(okx_broker_account, downloader=okx_mock.downloader())
    day = okx_mock.clock.now().date()
    with okx_mock.faults.status(503, "file", count="all"), pytest.raises(ReportError):
        reports.fetch(day, day, tmp_path)


def test_what_a_fault_does_is_shown_and_is_no_refusal(okx_mock: OkxMock, okx_user: Client) -> None:
    with okx_mock.faults.lose_answer("placeOrder", executed=True), pytest.raises(OutcomeUnknown):
        okx_user.trade.place_order(**ORDER, cl_ord_id="one")
    with okx_mock.faults.code("50011", "getConfig"):
        okx_user.account.get_config()
    okx_mock.assert_no_refusals()
    shown = [str(request) for request in okx_mock.requests]
    assert shown == [
        "alice POST /api/v5/trade/order: no answer, struck by the fault lost",
        "alice GET /api/v5/account/config: HTTP 429, struck by the fault code",
        "alice GET /api/v5/account/config: HTTP 200, accepted",
    ]
    with pytest.raises(Exception, match="51603"):
        okx_user.trade.get_order(inst_id="BTC-USDT", cl_ord_id="two")
    with pytest.raises(AssertionError, match="1 of 4 requests"):
        okx_mock.assert_no_refusals()


# What a fault is about


def test_a_fault_that_hits_nothing_fails_its_block(okx_mock: OkxMock, okx_user: Client) -> None:
    with (
        pytest.raises(
            AssertionError, match=r"the fault lose_answer\('placeOrder'\) hit nothing: no such call was made"
        ),
        okx_mock.faults.lose_answer("placeOrder", executed=True),
    ):
        okx_user.account.get_config()
    with okx_mock.faults.lose_answer("placeOrder", executed=True, probability=0.001):
        okx_user.account.get_config()
    with (
        pytest.raises(RuntimeError, match="mine"),
        okx_mock.faults.lose_answer("placeOrder", executed=True),
    ):
        raise RuntimeError("mine")


def test_a_fault_ends_with_its_block_by_hand_and_with_the_test(okx_mock: OkxMock, okx_user: Client) -> None:
    with okx_mock.faults.code("50001", "getConfig", count="all") as fault, pytest.raises(ExchangeUnavailable):
        okx_user.account.get_config()
    assert okx_user.account.get_config().uid
    assert fault.hits == 3, "known after its end"
    by_hand = okx_mock.faults.code("50001", "getConfig", count="all")
    by_hand.remove()
    by_hand.remove()
    assert okx_user.account.get_config().uid
    okx_mock.faults.code("50001", "getConfig", count="all")
    okx_mock.faults.code("50001", "getBalance", count="all")
    with okx_mock.faults.code("50001", "getConfig"):
        okx_mock.faults.clear()
    assert okx_user.account.get_config().uid
    okx_mock.faults.code("50001", "getConfig", count="all")
    okx_mock.reset()
    assert okx_user.account.get_config().uid


def test_what_makes_no_sense_says_what_would(okx_mock: OkxMock) -> None:
    with pytest.raises(ValueError, match=r"no operation 'placeOrdr': name it as 'placeOrder'"):
        okx_mock.faults.status(503, "placeOrdr")
    with pytest.raises(MockError, match="no account of the mock is called 'mallory'"):
        okx_mock.faults.status(503, user="mallory")
    with pytest.raises(MockError, match="count must be a whole number from 1"):
        okx_mock.faults.status(503, count=0)
    with pytest.raises(MockError, match="usr is no field of a fault"):
        okx_mock.faults.status(503, usr="alice")  # type: ignore[call-arg]
    with pytest.raises(MockError, match="code must be"):
        okx_mock.faults.code("99999")
    with pytest.raises(MockError, match="probability must be"):
        okx_mock.faults.status(503, probability=2)
