"""Fills that the test makes: as if another order had come, in whole or in part, at the order's price or a better one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from okx_broker import Client
from okx_broker.testing import MockError, OkxMock

ORDER: dict[str, Any] = {
    "inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "59000", "sz": "0.01",
}  # fmt: skip


def test_a_resting_order_is_filled_where_it_stands(okx_mock: OkxMock, okx_user: Client) -> None:
    placed = okx_user.trade.place_order(**ORDER)
    assert okx_mock.orders[0].filled == 0
    okx_mock.fill(placed)
    (order,) = okx_mock.orders.assert_placed(state="filled")
    assert (order.filled, order.fill_px) == (Decimal("0.01"), Decimal(59000))
    # As maker: 0.08 % of what was bought.
    assert (order.fee, order.fee_ccy) == (Decimal("-0.000008"), "BTC")
    assert okx_mock.prices["BTC-USDT"] == 60000, "the market has not moved"


def test_an_order_is_filled_in_parts(okx_mock: OkxMock, okx_user: Client) -> None:
    placed = okx_user.trade.place_order(**ORDER, cl_ord_id="parts")
    okx_mock.fill(placed.ord_id, sz="0.004")
    seen = okx_user.trade.get_order(inst_id="BTC-USDT", cl_ord_id="parts")
    assert (seen.state, seen.acc_fill_sz, seen.sz) == ("partially_filled", Decimal("0.004"), Decimal("0.01"))
    okx_mock.fill(seen, sz=Decimal("0.001"), px=58000)
    (order,) = okx_mock.orders.assert_placed(state="partially_filled")
    assert order.filled == Decimal("0.005")
    assert str(order).endswith("clOrdId parts, tag MOCKBROKER01, partially_filled to 0.005")
    okx_mock.fill(order)
    seen = okx_user.trade.get_order(inst_id="BTC-USDT", cl_ord_id="parts")
    # 0.009 at 59000 and 0.001 at 58000.
    assert (seen.state, seen.acc_fill_sz, seen.avg_px) == ("filled", Decimal("0.01"), Decimal(58900))
    assert [fill.fill_sz for fill in okx_user.trade.iter_fills(inst_id="BTC-USDT")] == [
        Decimal("0.005"), Decimal("0.001"), Decimal("0.004"),
    ]  # fmt: skip


def test_what_can_t_be_filled_says_why(okx_mock: OkxMock, okx_user: Client) -> None:
    placed = okx_user.trade.place_order(**ORDER)
    with pytest.raises(MockError, match="1"):
        okx_mock.fill("1")
    with pytest.raises(MockError, match="sz"):
        okx_mock.fill(placed, sz="5")
    with pytest.raises(MockError, match="px"):
        okx_mock.fill(placed, px="59001")
    with pytest.raises(TypeError, match="never a float"):
        okx_mock.fill(placed, sz=0.001)  # type: ignore[arg-type]
    okx_mock.fill(placed)
    with pytest.raises(MockError, match="no order with this id rests"):
        okx_mock.fill(placed)
