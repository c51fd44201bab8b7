"""Lists of orders and fills, and what changes or ends many of them. Source: okx-v5, order book trading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from okx_mock.answers import Answer, Refusal, Row, order_result, success
from okx_mock.call import Call, text_of
from okx_mock.clock import DAY_MS, MAX_TIME_MS
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.exchange.order import Fill, Order
from okx_mock.exchange.orders import check_expiry, order_row
from okx_mock.exchange.rates import fee_rate
from okx_mock.exchange.records import example_rows, page_of
from okx_mock.exchange.settlement import BLOCK, SPREAD
from okx_mock.money import plain
from okx_mock.rules import is_decimal
from okx_mock.wire import Json

_SHORTEST, _LONGEST = 10, 120
"""Seconds of a countdown (okx-v5, POST /trade/cancel-all-after)."""
ORDERS_LISTED_MS, FILLS_LISTED_MS = 7 * DAY_MS, 3 * DAY_MS
"""How far back the lists go (okx-v5, orders-history and fills); one order is found by its id for longer."""

_FIRST_KINDS = {BLOCK: 204, SPREAD: 270}
"""Where the numbers of the kinds of trades begin; those of plain orders begin at 1 (okx-v5, fills, subType)."""

T = TypeVar("T")


def amend_order(call: Call) -> Answer:
    """`POST /api/v5/trade/amend-order`: another size, price or other attached orders."""
    check_expiry(call)
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
        row.update({"ordId": order.order_id, "clOrdId": order.client_id, "ts": str(order.created_ms)})
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


def list_pending(call: Call) -> Answer:
    """`GET /api/v5/trade/orders-pending`: open orders, newest first."""
    book = call.world.book
    resting = book.trader(call.caller).open_orders.values()
    orders = sorted((order for orders in resting for order in orders.values()), key=_number, reverse=True)
    return success([order_row(order) for order in _page(orders, _number, call, _wanted(call))])


def list_history(call: Call) -> Answer:
    """`GET /api/v5/trade/orders-history`: orders that ended in the last 7 days, newest first."""
    since_ms = call.world.clock.now_ms() - ORDERS_LISTED_MS
    begin, end = _span(call)
    wanted = _wanted(call)

    def chosen(order: Order) -> bool:
        return not order.open and order.updated_ms >= since_ms and begin <= order.created_ms <= end and wanted(order)

    # Every order of the mock is of the category `normal`, which is none that can be asked for.
    orders = call.world.book.newest_first(call.caller) if not call.text("category") else []
    return success([order_row(order) for order in _page(orders, _number, call, chosen)])


def list_fills(call: Call) -> Answer:
    """`GET /api/v5/trade/fills`: the trades of the last 3 days, newest first; block and spread trades, too."""
    since_ms = call.world.clock.now_ms() - FILLS_LISTED_MS
    begin, end = _span(call)
    wanted, kind = _wanted(call), call.text("subType")

    def chosen(trade: tuple[Order, Fill]) -> bool:
        order, fill = trade
        return fill.moment_ms >= since_ms and begin <= fill.moment_ms <= end and kind in {"", _sub_type(order)}

    known = (*call.world.book.newest_first(call.caller), *call.world.settlement.orders_of(call.caller))
    orders = [order for order in known if order.trade_id and wanted(order)]
    trades = sorted(((order, fill) for order in orders for fill in order.fills), key=_trade_number, reverse=True)
    return success([_fill_row(order, fill) for order, fill in _page(trades, _trade_number, call, chosen)])


def _number(order: Order) -> int:
    return int(order.order_id)


def _trade_number(trade: tuple[Order, Fill]) -> int:
    return int(trade[1].trade_id)


def _page(items: Iterable[T], number_of: Callable[[T], int], call: Call, chosen: Callable[[T], bool]) -> list[T]:
    """The page that a query asks for of those that it wants."""
    found = {number_of(item): item for item in items if chosen(item)}
    page = page_of([{"id": number} for number in found], "id", call.fields)
    return [found[int(str(row["id"]))] for row in page]


def _wanted(call: Call) -> Callable[[Order], bool]:
    """Whether an order is what a query asks for: kind and name of the instrument, order types, state, id."""
    inst_type, inst_id, family = call.text("instType"), call.text("instId"), call.text("instFamily")
    kinds = frozenset(filter(None, call.text("ordType").split(",")))
    state, order_id = call.text("state"), call.text("ordId")

    def wanted(order: Order) -> bool:
        one = order.instrument
        return (
            inst_type in {"", one.inst_type}
            and inst_id in {"", one.inst_id}
            and family in {"", one.family}
            and (not kinds or order.order_type in kinds)
            and state in {"", order.state}
            and order_id in {"", order.order_id}
        )

    return wanted


def _span(call: Call) -> tuple[int, int]:
    """From when to when, in milliseconds."""
    for name in ("begin", "end"):
        text = call.text(name)
        if text and not (text.isascii() and text.isdigit()):
            raise Refusal("51000", name)
    return int(call.text("begin") or 0), int(call.text("end") or MAX_TIME_MS)


def _sub_type(order: Order) -> str:
    """What kind of trade it is: buy, sell, or in long/short mode open long, open short, close long, close short."""
    buy = order.side == "buy"
    if order.position_side == "long":
        kind = 2 if buy else 4
    elif order.position_side == "short":
        kind = 5 if buy else 3
    else:
        kind = 0 if buy else 1
    return str(_FIRST_KINDS.get(order.source, 1) + kind)


def _fill_row(order: Order, fill: Fill) -> Row:
    one = order.instrument
    # A block trade comes of no order.
    ordered = order.source != BLOCK
    return {
        "billId": fill.trade_id,
        "clOrdId": order.client_id if ordered else "",
        "execType": "M" if fill.maker else "T",
        "fee": plain(-fill.fee),
        "feeCcy": order.fee_ccy,
        "feeRate": plain(-fee_rate(spot=one.spot, maker=fill.maker)),
        "fillFwdPx": "",
        "fillIdxPx": plain(fill.price),
        "fillMarkPx": "" if one.spot else plain(fill.price),
        "fillMarkVol": "",
        "fillPnl": plain(fill.pnl),
        "fillPx": plain(fill.price),
        "fillPxUsd": "",
        "fillPxVol": "",
        "fillSz": plain(fill.size),
        "fillTime": str(fill.moment_ms),
        "instId": one.inst_id,
        "instType": one.inst_type,
        "ordId": order.order_id if ordered else "",
        "posSide": order.position_side,
        "side": order.side,
        "subType": _sub_type(order),
        "tag": order.tag,
        "tradeId": fill.trade_id,
        "tradeQuoteCcy": one.quote,
        "ts": str(fill.moment_ms),
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
