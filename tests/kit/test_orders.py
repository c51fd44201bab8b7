"""What has arrived, typed, and the assertions: each holds where it should, and fails readably where it should not."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from okx_broker import Client, models
from okx_broker.errors import BatchRefused, InsufficientBalance, NotFound
from okx_broker.testing import MockError, OkxMock, Orders, Record

CODE = "MOCKBROKER01"
ORDER: dict[str, Any] = {
    "inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "40000.5", "sz": "0.001",
}  # fmt: skip


def send_raw(mock: OkxMock, code: str, **fields: object) -> None:
    """An order as a program without this library would send it, with another code."""
    mock.broker(code=code).for_credentials(mock.accounts["alice"].key).trade.place_order(**{**ORDER, **fields})


def text_of(assertion: Any, *arguments: Any, **names: Any) -> str:
    """The message of an assertion that fails."""
    with pytest.raises(AssertionError) as caught:
        assertion(*arguments, **names)
    return str(caught.value)


def test_orders_as_they_were_recorded(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_mock.clock.freeze()
    placed = okx_user.trade.place_order(**ORDER, cl_ord_id="one")
    okx_user.trade.place_order(inst_id="ETH-USDT", td_mode="cash", side="sell", ord_type="market", sz="0.5")
    first, second = okx_mock.orders
    assert (first.user, first.operation, first.ord_id, first.cl_ord_id) == ("alice", "placeOrder", placed.ord_id, "one")
    assert (first.inst_id, first.side, first.ord_type) == ("BTC-USDT", "buy", "limit")
    assert (first.px, first.sz, first.fill_px) == (Decimal("40000.5"), Decimal("0.001"), None)
    assert (first.tag, first.known_code, first.state, first.c_time) == (CODE, True, "live", okx_mock.clock.now_ms())
    assert json.loads(first.raw) == {
        "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "40000.5", "sz": "0.001",
        "clOrdId": "one", "tag": CODE,
    }  # fmt: skip
    # 0.5 ETH at 3000 USDT, and a tenth of a percent of it as the taker's fee.
    assert (second.px, second.state, second.fill_px, second.fee, second.fee_ccy) == (
        None, "filled", Decimal(3000), Decimal("-1.5"), "USDT",
    )  # fmt: skip


def test_a_snapshot_stays_as_it_was_read(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_user.trade.place_order(**ORDER)
    before = okx_mock.orders
    okx_mock.prices["BTC-USDT"] = "40000"
    okx_user.trade.place_order(**ORDER)
    assert [order.state for order in before] == ["live"]
    assert [order.state for order in okx_mock.orders] == ["filled", "filled"]
    assert okx_mock.orders[-1:] == (okx_mock.orders[1],)


def test_more_orders_than_a_page(okx_mock: OkxMock, okx_user: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okx_broker.testing.orders._PAGE", 20)
    for number in range(5):
        batch = [models.NewOrder(**ORDER, cl_ord_id=f"n{number}x{item}") for item in range(9)]
        okx_user.trade.place_batch_orders(batch)
    assert [order.cl_ord_id for order in okx_mock.orders] == [f"n{n}x{item}" for n in range(5) for item in range(9)]


def test_other_records_are_there_too(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_user.algo.place_algo_order(
        inst_id="BTC-USDT", td_mode="cash", side="sell", ord_type="conditional", sz="0.1",
        sl_trigger_px="30000", sl_ord_px="-1", algo_cl_ord_id="stop1",
    )  # fmt: skip
    (record,) = okx_mock.orders.records
    assert (record.user, record.operation, record.client_id) == ("alice", "placeAlgoOrder", "stop1")
    assert (record.tag, record.known_code, record.open) == (CODE, True, True)
    assert record.id.isdigit()
    okx_mock.orders.assert_every_order_carries(CODE)
    assert "without the code OTHER" in (text := text_of(okx_mock.orders.assert_every_order_carries, "OTHER"))
    assert f"alice placeAlgoOrder: {record.kind} {record.id}, own id stop1, tag {CODE}, open" in text


# Every order carries the code


def test_every_order_carries_the_code(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_user.trade.place_order(**ORDER)
    okx_user.trade.place_batch_orders([models.NewOrder(**ORDER) for _ in range(3)])
    okx_mock.orders.assert_every_order_carries(CODE)
    okx_mock.orders.assert_every_order_carries()


def test_orders_with_another_code_are_shown_with_what_was_sent(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_user.trade.place_order(**ORDER, cl_ord_id="good")
    send_raw(okx_mock, "SOMEBODY", cl_ord_id="bad")
    assert text_of(okx_mock.orders.assert_every_order_carries, CODE) == (
        "1 of 2 orders without the code MOCKBROKER01:\n"
        "  1. alice placeOrder: buy 0.001 BTC-USDT limit at 40000.5, clOrdId bad, tag SOMEBODY, live\n"
        '     sent: {"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"0.001","clOrdId":"bad",'
        '"px":"40000.5","tag":"SOMEBODY"}'
    )


def test_a_refused_order_without_the_code_counts(okx_mock: OkxMock) -> None:
    with pytest.raises(InsufficientBalance):
        send_raw(okx_mock, "SOMEBODY", sz="100")
    text = text_of(okx_mock.orders.assert_every_order_carries, CODE)
    assert text.startswith("1 of 1 order without the code MOCKBROKER01:")
    assert "alice placeOrder: tag SOMEBODY, refused with 51008" in text
    assert '"sz":"100"' in text


def test_where_nothing_was_sent_no_order_carries_the_code(okx_mock: OkxMock) -> None:
    assert text_of(okx_mock.orders.assert_every_order_carries, CODE) == "no order was sent, so none can carry " + CODE


def test_what_takes_no_code_is_not_asked_for_one() -> None:
    """`executeQuote` alone files something and has no place for a code (okx-v5, POST /rfq/execute-quote)."""
    traded = Record(kind="block trade", id="1", user="alice", operation="executeQuote")
    asked = Record(kind="rfq", id="2", user="alice", operation="createRfq", tag=CODE)
    Orders((), (traded, asked), (), CODE).assert_every_order_carries(CODE)
    assert "no order was sent" in text_of(Orders((), (traded,), (), CODE).assert_every_order_carries, CODE)


# No order twice


def test_no_order_twice(okx_mock: OkxMock, okx_user: Client) -> None:
    for name in ("a", "b"):
        okx_user.trade.place_order(**ORDER, cl_ord_id=name)
    okx_mock.client("heidi").trade.place_order(**ORDER, cl_ord_id="a")
    okx_mock.orders.assert_no_order_twice()


def test_an_order_that_was_placed_twice_is_shown(okx_mock: OkxMock, okx_user: Client) -> None:
    """OKX takes a clOrdId again once its order is final: exactly how a program that sends again buys twice."""
    okx_user.trade.place_order(**{**ORDER, "px": "70000"}, cl_ord_id="again")
    okx_user.trade.place_order(**ORDER, cl_ord_id="once")
    okx_user.trade.place_order(**{**ORDER, "px": "70000"}, cl_ord_id="again")
    text = text_of(okx_mock.orders.assert_no_order_twice)
    assert text.startswith("1 order placed more than once:\n  1. alice placeOrder: buy 0.001 BTC-USDT limit at 70000")
    assert text.count("clOrdId again") == 2
    assert "once," not in text


def test_orders_without_an_id_can_t_be_told_apart(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_user.trade.place_order(**ORDER, cl_ord_id="a")
    okx_user.trade.place_order(**ORDER)
    text = text_of(okx_mock.orders.assert_no_order_twice)
    assert text.startswith("1 order without a clOrdId, so nobody can tell whether one was placed twice:")
    assert text.count("sent:") == 1
    okx_mock.reset()
    assert "nothing to compare" in text_of(okx_mock.orders.assert_no_order_twice)


# Placed, or not


def test_assert_placed_counts_what_has_all_that_was_asked_for(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_user.trade.place_order(**ORDER, cl_ord_id="a")
    okx_user.trade.place_order(**{**ORDER, "px": "41000"}, cl_ord_id="b")
    okx_user.trade.place_order(**{**ORDER, "inst_id": "ETH-USDT", "px": "2000", "sz": "1"}, cl_ord_id="c")
    orders = okx_mock.orders
    (found,) = orders.assert_placed(inst_id="BTC-USDT", side="buy", px="41000.0", sz=Decimal("0.0010"))
    assert found.cl_ord_id == "b"
    assert len(orders.assert_placed(inst_id="BTC-USDT", count=2)) == 2
    assert len(orders.assert_placed(user="alice", operation="place_order", state="live", tag=CODE, count=3)) == 3
    assert orders.assert_placed(side="sell", count=0) == ()
    assert len(orders.assert_placed(ord_type="limit", count=None)) == 3
    text = text_of(orders.assert_placed, inst_id="BTC-USDT", side="sell")
    assert text.startswith("1 order expected of inst_id BTC-USDT, side sell, and there are 0. Placed:\n  1. alice")
    assert text.count("sent:") == 3
    text = text_of(orders.assert_placed, side="sell", count=None)
    assert text.startswith("at least 1 order expected of side sell, and there are 0.")
    assert "2 orders expected of any kind, and there are 3." in text_of(orders.assert_placed, count=2)


@pytest.mark.parametrize(("name", "value", "kind"), [("px", 0.1, TypeError), ("sz", "much", ValueError)])
def test_amounts_are_exact(okx_mock: OkxMock, name: str, value: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=f"{name} is {value!r}"):
        okx_mock.orders.assert_placed(**{name: value})


def test_orders_are_looked_for_by_what_they_have(okx_mock: OkxMock) -> None:
    with pytest.raises(TypeError, match="orders have no 'symbol': look for user, operation, inst_id, side"):
        okx_mock.orders.assert_placed(symbol="BTC-USDT")  # type: ignore[call-arg]


def test_an_operation_that_there_is_not_is_named_with_the_nearest(okx_mock: OkxMock) -> None:
    with pytest.raises(ValueError, match=r"'placeOrdr'.*'placeOrder'"):
        okx_mock.orders.matching(operation="placeOrdr")


def test_assert_nothing_placed(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_user.account.get_balance()
    okx_mock.orders.assert_nothing_placed()
    with pytest.raises(InsufficientBalance):
        okx_user.trade.place_order(**{**ORDER, "sz": "100"})
    text = text_of(okx_mock.orders.assert_nothing_placed)
    assert "refused with 51008" in text, "it was tried"
    okx_mock.reset()
    okx_user.trade.place_order(**ORDER)
    assert "buy 0.001 BTC-USDT" in text_of(okx_mock.orders.assert_nothing_placed)


# Refusals


def test_assert_no_refusals(okx_mock: OkxMock, okx_user: Client) -> None:
    assert text_of(okx_mock.assert_no_refusals) == "no request was answered, so none can have been refused"
    okx_user.trade.place_order(**ORDER)
    okx_mock.assert_no_refusals()
    with pytest.raises(BatchRefused):
        okx_user.trade.place_batch_orders([models.NewOrder(**ORDER), models.NewOrder(**{**ORDER, "sz": "100"})])
    with pytest.raises(NotFound):
        okx_user.trade.cancel_order(inst_id="BTC-USDT", ord_id="1")
    text = text_of(okx_mock.assert_no_refusals)
    assert text.startswith("2 of 3 requests were refused:\n  alice POST /api/v5/trade/batch-orders: HTTP 200, 51008 ")
    assert "\n  alice POST /api/v5/trade/cancel-order: HTTP 200, 51400 " in text
    assert "1 of 3 requests" in text_of(okx_mock.assert_no_refusals, except_="51008")
    okx_mock.assert_no_refusals(except_={"51008", "51400"})


def test_requests_that_are_forgotten_are_not_vouched_for(okx_mock: OkxMock, okx_user: Client) -> None:
    broker = okx_mock.broker()
    for _ in range(1001):
        okx_mock.clock.advance(seconds=1)
        broker.public.get_time()
    with pytest.raises(MockError, match="the oldest 1 requests"):
        okx_mock.assert_no_refusals()
