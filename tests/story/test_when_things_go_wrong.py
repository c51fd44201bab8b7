"""Refusals of the mock arrive as typed errors with OKX's code; clocks that are off and limits are dealt with."""

from __future__ import annotations

from typing import Any

import pytest

from okx_broker import ApiKey, SystemClock, models
from okx_broker.errors import (
    ApiError,
    AuthenticationFailed,
    BatchRefused,
    ClockSkew,
    InsufficientBalance,
    NotFound,
    OrderRejected,
    PermissionDenied,
    RateLimited,
    RequestRejected,
)
from tests.story.conftest import CODE, MORNING_MS, Desk

ORDER: dict[str, Any] = {
    "inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "40000.5", "sz": "0.001",
}  # fmt: skip
FIVE_MINUTES_MS = 300_000


def refused(desk: Desk, kind: type[ApiError], call: Any) -> ApiError:
    """The error that a call raises; of exactly this kind."""
    with pytest.raises(kind) as caught:
        desk.run(call())
    assert type(caught.value) is kind
    return caught.value


# Credentials and permissions.


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"api_key": "63d54aa0-0020-4ad9-a9f0-ac92654bc831"}, "50111"),
        ({"passphrase": "Other-Pass-1"}, "50105"),
        ({"secret_key": "22582BD0CFF14C41EDBF1AB98506286D"}, "50113"),
    ],
)
def test_wrong_credentials(day: Desk, change: dict[str, str], code: str) -> None:
    user = day.broker().for_credentials(day.key("alice", **change))
    error = refused(day, AuthenticationFailed, user.account.get_config)
    assert (error.code, error.status, error.operation) == (code, 401, "account.get_config")
    assert error.requested_at == MORNING_MS
    assert not [secret for secret in change.values() if secret in str(error)]


@pytest.mark.parametrize(("account", "code"), [("dave", "50101"), ("erin", "50119")])
def test_a_key_of_another_environment_or_site(day: Desk, account: str, code: str) -> None:
    assert refused(day, AuthenticationFailed, day.client(account).account.get_config).code == code


def test_a_key_that_only_reads_cannot_trade(day: Desk) -> None:
    bob = day.client("bob")
    assert day.run(bob.account.get_config()).perm == "read_only"
    error = refused(day, PermissionDenied, lambda: bob.trade.place_order(**ORDER))
    assert (error.code, error.operation) == ("50120", "trade.place_order")
    assert day.mock.orders() == []


def test_a_key_that_is_bound_to_another_address(day: Desk) -> None:
    assert refused(day, PermissionDenied, day.client("carol").account.get_config).code == "50110"


def test_the_broker_s_calls_are_for_brokers(day: Desk) -> None:
    alice = day.client("alice")
    assert refused(day, PermissionDenied, alice.dma_broker.get_subaccount_info).code == "59608"


# Orders.


def test_an_order_that_does_not_exist(day: Desk) -> None:
    alice = day.client("alice")
    error = refused(day, NotFound, lambda: alice.trade.get_order(inst_id="BTC-USDT", ord_id="1"))
    assert (error.code, error.status, error.operation) == ("51603", 200, "trade.get_order")
    error = refused(day, NotFound, lambda: alice.trade.get_order(inst_id="DOGE-USDT", ord_id="1"))
    assert error.code == "51001"


def test_an_order_of_somebody_else_does_not_exist(day: Desk) -> None:
    placed = day.run(day.client("heidi").trade.place_order(**ORDER))
    alice = day.client("alice")
    assert (
        refused(day, NotFound, lambda: alice.trade.get_order(inst_id="BTC-USDT", ord_id=placed.ord_id)).code == "51603"
    )


def test_an_order_is_cancelled_once(day: Desk) -> None:
    alice = day.client("alice")
    placed = day.run(alice.trade.place_order(**ORDER))
    cancelled = day.run(alice.trade.cancel_order(inst_id="BTC-USDT", ord_id=placed.ord_id))
    assert (cancelled.s_code, cancelled.ord_id) == ("0", placed.ord_id)
    error = refused(day, NotFound, lambda: alice.trade.cancel_order(inst_id="BTC-USDT", ord_id=placed.ord_id))
    assert error.code == "51400"
    assert error.item.ord_id == placed.ord_id
    assert day.run(alice.trade.get_order(inst_id="BTC-USDT", ord_id=placed.ord_id)).state == "canceled"


def test_more_than_there_is(day: Desk) -> None:
    alice = day.client("alice")
    error = refused(day, InsufficientBalance, lambda: alice.trade.place_order(**{**ORDER, "sz": "100"}))
    assert (error.code, error.item.sub_code) == ("51008", "1000")
    # Even a refused order shows that the code arrived.
    assert error.item.tag == CODE


def test_an_order_that_is_too_small(day: Desk) -> None:
    alice = day.client("alice")
    error = refused(day, OrderRejected, lambda: alice.trade.place_order(**{**ORDER, "sz": "0.000001"}))
    assert (error.code, error.item.tag) == ("51020", CODE)


def test_the_same_order_id_twice(day: Desk) -> None:
    alice = day.client("alice")
    day.run(alice.trade.place_order(**ORDER, cl_ord_id="same"))
    error = refused(day, OrderRejected, lambda: alice.trade.place_order(**ORDER, cl_ord_id="same"))
    assert error.code == "51016"
    assert len(day.mock.orders()) == 1


def test_a_batch_of_which_some_are_refused_gives_all_items_back(day: Desk) -> None:
    alice = day.client("alice")
    orders = [
        models.NewOrder(**ORDER, cl_ord_id="a"),
        models.NewOrder(**{**ORDER, "sz": "100"}, cl_ord_id="b"),
        models.NewOrder(**ORDER, cl_ord_id="c"),
        models.NewOrder(**{**ORDER, "inst_id": "DOGE-USDT"}, cl_ord_id="d"),
    ]
    error = refused(day, BatchRefused, lambda: alice.trade.place_batch_orders(orders))
    assert isinstance(error, BatchRefused)
    assert error.code == "2"
    assert [item.cl_ord_id for item in error.items] == ["a", "b", "c", "d"]
    assert [item.cl_ord_id for item in error.accepted] == ["a", "c"]
    assert [(type(one), one.code) for one in error.refused] == [(InsufficientBalance, "51008"), (NotFound, "51001")]
    assert [item.tag for item in error.items] == [CODE] * 4
    assert [order["ordId"] for order in day.mock.orders()] == [item.ord_id for item in error.accepted]


def test_a_batch_of_which_all_are_refused(day: Desk) -> None:
    alice = day.client("alice")
    orders = [models.NewOrder(**{**ORDER, "sz": "100"}) for _ in range(2)]
    error = refused(day, BatchRefused, lambda: alice.trade.place_batch_orders(orders))
    assert isinstance(error, BatchRefused)
    assert (error.code, len(error.items), list(error.accepted)) == ("1", 2, [])


def test_a_sub_account_that_is_not_there(day: Desk) -> None:
    us = day.client("broker")
    error = refused(day, NotFound, lambda: us.dma_broker.get_subaccount_apikey(sub_acct="nobody99"))
    assert error.code == "59510"


def test_a_note_that_is_taken(day: Desk) -> None:
    us = day.client("broker")

    def make() -> Any:
        return us.dma_broker.create_subaccount_apikey(sub_acct="mockSub0003", label="one", passphrase="Qwr4321!")

    day.run(make())
    assert refused(day, RequestRejected, make).code == "59502"


# The clock.


class StubbornClock(SystemClock):
    """A clock that is told of its error and stays as it is."""

    def now_ms(self) -> int:
        return super().now_ms() - self.offset_ms


@pytest.mark.parametrize("moved_ms", [-FIVE_MINUTES_MS, FIVE_MINUTES_MS])
def test_a_clock_that_is_off_is_corrected_and_the_call_succeeds(desk: Desk, moved_ms: int) -> None:
    alice = desk.client("alice", clock=SystemClock())
    assert desk.mock.control("POST", "clock", {"set_ms": desk.mock.now() + moved_ms}).status == 200
    placed = desk.run(alice.trade.place_order(**ORDER))
    assert placed.tag == CODE
    assert abs(alice.clock.offset_ms - moved_ms) < 5_000
    assert [request["code"] for request in desk.requests()] == ["50102", "0", "0"]
    assert len(desk.mock.orders()) == 1
    # It was learnt once, for all calls.
    desk.run(alice.account.get_config())
    assert [request["code"] for request in desk.requests()][3:] == ["0"]


def test_a_clock_that_can_t_be_corrected_is_named_with_the_figure(desk: Desk) -> None:
    alice = desk.client("alice", clock=StubbornClock())
    assert desk.mock.control("POST", "clock", {"set_ms": desk.mock.now() + FIVE_MINUTES_MS}).status == 200
    error = refused(desk, ClockSkew, lambda: alice.trade.place_order(**ORDER))
    assert isinstance(error, ClockSkew)
    assert (error.code, error.status) == ("50102", 401)
    assert abs(error.offset_ms - FIVE_MINUTES_MS) < 5_000
    assert str(error.offset_ms) in str(error)
    assert [request["code"] for request in desk.requests()] == ["50102", "0", "50102"], "signed anew once, no more"
    assert desk.mock.orders() == []


def test_a_standing_clock_drives_the_client(day: Desk) -> None:
    """The mock's clock is the client's: nothing passes but what is slept."""
    alice = day.client("alice")
    day.run(alice.account.get_config())
    assert day.mock.now() == MORNING_MS
    assert day.run(day.broker().public.get_time()).ts == MORNING_MS


# Limits.


def test_a_burst_of_orders_keeps_the_limit(day: Desk) -> None:
    """60 orders in 2 seconds for a user and instrument: 130 take two waits, and the mock never says 50011."""
    alice = day.client("alice")
    for number in range(130):
        day.run(alice.trade.place_order(**{**ORDER, "px": "2.15"}, cl_ord_id=f"n{number}"))
    answers = day.requests()
    assert len(answers) == 130
    assert {answer["code"] for answer in answers} == {"0"}
    assert [order["clOrdId"] for order in day.mock.orders()] == [f"n{number}" for number in range(130)]
    waited = (day.mock.now() - MORNING_MS) / 1000
    assert 4 <= waited < 6
    # Another instrument and another user have limits of their own.
    day.run(alice.trade.place_order(**{**ORDER, "inst_id": "ETH-USDT", "px": "2.15", "sz": "1"}))
    day.run(day.client("heidi").trade.place_order(**ORDER))
    assert (day.mock.now() - MORNING_MS) / 1000 == waited


def test_batches_count_by_their_orders(day: Desk) -> None:
    """300 orders in 2 seconds: of 16 batches of 20 the last has to wait."""
    alice = day.client("alice")
    orders = [models.NewOrder(**{**ORDER, "px": "2.15", "sz": "0.001"}) for _ in range(20)]
    for _ in range(16):
        day.run(alice.trade.place_batch_orders(orders))
    assert {answer["code"] for answer in day.requests()} == {"0"}
    assert len(day.mock.orders()) == 320
    assert 2 <= (day.mock.now() - MORNING_MS) / 1000 < 3


def test_a_wait_that_is_too_long_is_an_error_with_the_seconds(day: Desk) -> None:
    from datetime import date

    us = day.client("broker")
    reports = day.reports(us)
    day.run(reports.request(date(2026, 6, 1), date(2026, 6, 2)))
    with pytest.raises(RateLimited) as caught:
        day.run(reports.request(date(2026, 6, 3), date(2026, 6, 4)))
    assert not caught.value.sent
    assert 3590 < caught.value.retry_after < 3610
    assert len(day.requests()) == 1, "the second request was not sent"
    assert day.mock.now() == MORNING_MS, "and not waited for"


def test_a_limit_that_others_used_up_is_reported(day: Desk) -> None:
    """Two processes share a key: the client can't know what the other sent, and says so when the mock refuses."""
    for _ in range(2):
        assert day.mock.get("broker", "/api/v5/broker/fd/rebate-per-orders?type=true").code == "0"
    reports = day.reports(day.client("broker"))
    from datetime import date

    with pytest.raises(RateLimited) as caught:
        day.run(reports.find(date(2026, 6, 1), date(2026, 6, 2)))
    assert (caught.value.code, caught.value.status, caught.value.sent) == ("50011", 429, True)
    assert caught.value.retry_after > 0


def test_a_key_is_told_apart_from_its_user(day: Desk) -> None:
    """Limits count by user: two keys objects of one user share them."""
    account = day.mock.accounts["alice"]
    broker = day.broker()
    keys = [
        ApiKey(account["api_key"], account["secret_key"], account["passphrase"], user=account["uid"]) for _ in range(2)
    ]
    for number in range(70):
        client = broker.for_credentials(keys[number % 2])
        day.run(client.trade.place_order(**{**ORDER, "px": "2.15"}, cl_ord_id=f"k{number}"))
    assert {answer["code"] for answer in day.requests()} == {"0"}
