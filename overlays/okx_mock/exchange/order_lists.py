"""Lists of orders and fills, and what changes or ends many of them. Source: okx-v5, order book trading."""

from __future__ import annotations

from collections.abc import Iterable

from okx_mock.answers import Answer, Refusal, Row, order_result, success
from okx_mock.call import Call, text_of
from okx_mock.exchange.book import SPOT_MAKER, SPOT_TAKER, SWAP_MAKER, SWAP_TAKER, Order
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.exchange.orders import order_row
from okx_mock.exchange.records import example_rows, page_of
from okx_mock.money import plain
from okx_mock.rules import is_decimal
from okx_mock.wire import Json

_SHORTEST, _LONGEST = 10, 120
"""Seconds of a countdown (okx-v5, POST /trade/cancel-all-after)."""
_FILTERS = ("instType", "instId", "ordType", "state", "ordId")


def amend_order(call: Call) -> Answer:
    """`POST /api/v5/trade/amend-order`."""
    row: dict[str, Json] = {
        "clOrdId": call.text("clOrdId"),
        "ordId": call.text("ordId"),
        "reqId": call.text("reqId"),
        "sCode": "0",
        "sMsg": "",
        "subCode": "",
        "ts": str(call.world.clock.now_ms()),
    }
    for name in ("newSz", "newPx"):
        if call.text(name) and not is_decimal(call.text(name)):
            raise Refusal("51000", name)
    try:
        order = call.world.book.amend(call.caller, call.fields)
        row.update({"ordId": order.order_id, "clOrdId": order.client_id})
    except Refusal as refusal:
        row.update({"sCode": refusal.code, "sMsg": refusal.text})
    return order_result([row], call.in_us, call.world.clock.now_us())


def cancel_batch_orders(call: Call) -> Answer:
    """`POST /api/v5/trade/cancel-batch-orders`: each has its own result."""
    rows: list[Row] = []
    for sent, item in zip(call.sent, call.items, strict=True):
        row: dict[str, Json] = {
            "clOrdId": text_of(sent, "clOrdId")[:64],
            "ordId": text_of(sent, "ordId")[:64],
            "sCode": "0",
            "sMsg": "",
            "ts": str(call.world.clock.now_ms()),
        }
        try:
            if isinstance(item, Refusal):
                raise item
            order = call.world.book.cancel(
                call.caller, text_of(item, "instId"), text_of(item, "ordId"), text_of(item, "clOrdId")
            )
            row.update({"ordId": order.order_id, "clOrdId": order.client_id})
        except Refusal as refusal:
            row.update({"sCode": refusal.code, "sMsg": refusal.text})
        rows.append(row)
    return order_result(rows, call.in_us, call.world.clock.now_us())


def cancel_all_after(call: Call) -> Answer:
    """`POST /api/v5/trade/cancel-all-after`: cancel all, or all of a tag, unless it is asked for again in time."""
    seconds = call.text("timeOut")
    if not (seconds.isascii() and seconds.isdigit()) or not (
        int(seconds) == 0 or _SHORTEST <= int(seconds) <= _LONGEST
    ):
        raise Refusal("51000", "timeOut")
    tag = call.text("tag")
    deadline = call.world.book.count_down(call.caller, int(seconds), tag)
    return success([{"tag": tag, "triggerTime": str(deadline), "ts": str(call.world.clock.now_ms())}])


def _chosen(call: Call, orders: Iterable[Order]) -> list[Row]:
    family = call.text("instFamily")
    rows: list[Row] = []
    for order in orders:
        row = order_row(order)
        wanted = all(call.text(name) in {"", row.get(name)} for name in _FILTERS)
        if wanted and family in {"", order.instrument.family}:
            rows.append(row)
    return rows


def list_pending(call: Call) -> Answer:
    """`GET /api/v5/trade/orders-pending`: open orders, newest first."""
    found = _chosen(call, (order for order in call.world.book.newest_first(call.caller) if order.open))
    return success(page_of(found, "ordId", call.fields))


def list_history(call: Call) -> Answer:
    """`GET /api/v5/trade/orders-history`: orders that have ended, newest first."""
    found = _chosen(call, (order for order in call.world.book.newest_first(call.caller) if not order.open))
    return success(page_of(_between(call, found, "uTime"), "ordId", call.fields))


def list_fills(call: Call) -> Answer:
    """`GET /api/v5/trade/fills`: what was traded, newest first."""
    filled = sorted(
        (order for order in call.world.book.newest_first(call.caller) if order.filled),
        key=lambda order: int(order.trade_id),
        reverse=True,
    )
    rows = [_fill_row(order) for order in filled if call.text("ordId") in {"", order.order_id}]
    wanted = [row for row in rows if all(call.text(name) in {"", row[name]} for name in ("instType", "instId"))]
    return success(page_of(_between(call, wanted, "ts"), "billId", call.fields))


def _between(call: Call, rows: list[Row], name: str) -> list[Row]:
    begin, end = call.text("begin"), call.text("end")
    for field, text in (("begin", begin), ("end", end)):
        if text and not (text.isascii() and text.isdigit()):
            raise Refusal("51000", field)
    return [
        row
        for row in rows
        if (not begin or int(str(row[name])) >= int(begin)) and (not end or int(str(row[name])) <= int(end))
    ]


def _fill_row(order: Order) -> Row:
    one = order.instrument
    rate = (SPOT_MAKER if order.maker else SPOT_TAKER) if one.spot else (SWAP_MAKER if order.maker else SWAP_TAKER)
    return {
        "billId": order.trade_id,
        "clOrdId": order.client_id,
        "execType": "M" if order.maker else "T",
        "fee": plain(order.fee),
        "feeCcy": order.fee_ccy,
        "feeRate": plain(-rate),
        "fillFwdPx": "",
        "fillIdxPx": plain(order.fill_price),
        "fillMarkPx": "" if one.spot else plain(order.fill_price),
        "fillMarkVol": "",
        "fillPnl": plain(order.pnl),
        "fillPx": plain(order.fill_price),
        "fillPxUsd": "",
        "fillPxVol": "",
        "fillSz": plain(order.filled),
        "fillTime": str(order.fill_ms),
        "instId": one.inst_id,
        "instType": one.inst_type,
        "ordId": order.order_id,
        "posSide": "net",
        "side": order.side,
        "subType": "1" if order.side == "buy" else "2",
        "tag": order.tag,
        "tradeId": order.trade_id,
        "tradeQuoteCcy": one.quote,
        "ts": str(order.fill_ms),
    }


def get_ticker(call: Call) -> Answer:
    """`GET /api/v5/market/ticker`: the mock's price, where everything trades."""
    instrument = INSTRUMENTS.get(call.text("instId"))
    if instrument is None:
        raise Refusal("51001")
    price = plain(call.world.book.prices[instrument.inst_id])
    prices = dict.fromkeys(("last", "askPx", "bidPx", "open24h", "high24h", "low24h", "sodUtc0", "sodUtc8"), price)
    row = example_rows(call, "getTicker")[0]
    known = {"instType": instrument.inst_type, "instId": instrument.inst_id, "ts": str(call.world.clock.now_ms())}
    return success([{**row, **prices, **known}])
