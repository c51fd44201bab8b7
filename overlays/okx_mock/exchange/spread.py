"""The operations of spread trading. Source: okx-v5, spread trading; the rules stand in `spread_desk`."""

from __future__ import annotations

from okx_mock.answers import Answer, Refusal, Row, order_result, success
from okx_mock.call import Call
from okx_mock.exchange.records import page
from okx_mock.exchange.spread_desk import SPREADS, Spread, SpreadOrder
from okx_mock.money import ZERO, plain

LISTED_MS = "1606468572000"


def place(call: Call) -> Answer:
    """`POST /sprd/order`: an order for both legs of a spread."""
    try:
        order = call.world.spreads.place(call.caller, call.fields)
        row: Row = {
            "ordId": order.record.id,
            "clOrdId": order.record.client_id,
            "tag": order.record.tag,
            "sCode": "0",
            "sMsg": "",
        }
    except Refusal as refusal:
        echoed = {name: call.text(name)[:64] for name in ("clOrdId", "tag")}
        row = {"ordId": "", **echoed, "sCode": refusal.code, "sMsg": refusal.text}
    return order_result([row], call.in_us, call.world.clock.now_us())


def cancel(call: Call) -> Answer:
    """`POST /sprd/cancel-order`: it is cancelled at once."""
    try:
        order = call.world.spreads.cancel(call.caller, call.fields)
        row = {"ordId": order.record.id, "clOrdId": order.record.client_id, "sCode": "0", "sMsg": ""}
    except Refusal as refusal:
        echoed = {name: call.text(name)[:64] for name in ("ordId", "clOrdId")}
        row = {**echoed, "sCode": refusal.code, "sMsg": refusal.text}
    return order_result([row], call.in_us, call.world.clock.now_us())


def get(call: Call) -> Answer:
    """`GET /sprd/order`: an order as it stands."""
    return success([_row(call.world.spreads.find(call.caller, call.fields))])


def list_pending(call: Call) -> Answer:
    """`GET /sprd/orders-pending`: open orders, newest first."""
    rows = [_row(order) for order in call.world.spreads.orders.newest_first(call.caller) if order.state == "live"]
    found = [row for row in rows if all(call.text(name) in {"", row[name]} for name in ("sprdId", "ordType", "state"))]
    return success(page(found, lambda row: int(str(row["ordId"])), call.fields))


def _row(order: SpreadOrder) -> Row:
    filled = order.state == "filled"
    size, none = plain(order.size), plain(ZERO)
    return {
        "sprdId": order.spread.name,
        "ordId": order.record.id,
        "clOrdId": order.record.client_id,
        "tag": order.record.tag,
        "px": order.price_sent,
        "sz": order.size_sent,
        "ordType": order.order_type,
        "side": order.side,
        "fillSz": size if filled else none,
        "fillPx": plain(order.fill_price) if filled else "",
        "tradeId": order.trade_id,
        "accFillSz": size if filled else none,
        "pendingFillSz": size if order.state == "live" else none,
        "pendingSettleSz": none,
        "canceledSz": size if order.state == "canceled" else none,
        "state": order.state,
        "avgPx": plain(order.fill_price) if filled else none,
        "cancelSource": order.cancel_source,
        "uTime": str(order.updated_ms),
        "cTime": str(order.record.created_ms),
    }


def list_spreads(call: Call) -> Answer:
    """`GET /sprd/spreads`: the spreads; all of them are live."""
    return success(
        [
            _spread_row(one)
            for one in SPREADS.values()
            if call.text("baseCcy") in {"", one.sold.base}
            and call.text("instId") in {"", one.sold.inst_id, one.bought.inst_id}
            and call.text("sprdId") in {"", one.name}
            and call.text("state") in {"", "live"}
        ]
    )


def _spread_row(one: Spread) -> Row:
    return {
        "sprdId": one.name,
        "sprdType": "linear",
        "state": "live",
        "baseCcy": one.sold.base,
        "szCcy": one.sold.base,
        "quoteCcy": one.sold.quote,
        "tickSz": plain(one.tick),
        "minSz": plain(one.minimum),
        "lotSz": plain(one.lot),
        "listTime": LISTED_MS,
        "expTime": "",
        "uTime": LISTED_MS,
        "legs": [{"instId": one.sold.inst_id, "side": "sell"}, {"instId": one.bought.inst_id, "side": "buy"}],
    }
