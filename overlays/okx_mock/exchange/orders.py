"""The operations on orders. Source: okx-v5, order book trading; documents' field lists and notes."""

from __future__ import annotations

from collections.abc import Mapping

from okx_mock.answers import Answer, Refusal, Row, order_result, success
from okx_mock.call import Call, text_of
from okx_mock.exchange.book import LEVERAGE, Order
from okx_mock.money import plain
from okx_mock.wire import Json


def place_order(call: Call) -> Answer:
    """`POST /api/v5/trade/order`: one order."""
    _check_expiry(call)
    row = _place(call, call.fields, "place_order")
    return order_result([row], call.in_us, call.world.clock.now_us())


def place_batch_orders(call: Call) -> Answer:
    """`POST /api/v5/trade/batch-orders`: up to 20 orders, handled in order; each has its own result."""
    _check_expiry(call)
    rows: list[Row] = []
    seen: set[str] = set()
    for sent, item in zip(call.sent, call.items, strict=True):
        client_id = text_of(sent, "clOrdId")
        if isinstance(item, Refusal):
            call.world.book.note_refusal(call.caller, sent, "place_batch_orders", call.raw, item)
            rows.append(_refused(call, sent, item))
        elif client_id and client_id in seen:
            # A clOrdId is unique within the request, even when the first of the two fills at once.
            rows.append(_refused(call, sent, Refusal("51016")))
        else:
            rows.append(_place(call, item, "place_batch_orders"))
        seen.add(client_id)
    return order_result(rows, call.in_us, call.world.clock.now_us())


def _check_expiry(call: Call) -> None:
    """A request whose header `expTime` has passed is not processed (okx-v5, authentication: headers)."""
    if not call.exp_time:
        return
    if not (call.exp_time.isascii() and call.exp_time.isdigit() and len(call.exp_time) <= 16):
        raise Refusal("51000", "expTime")
    if int(call.exp_time) < call.world.clock.now_ms():
        raise Refusal("50036")


def _place(call: Call, fields: Mapping[str, Json], source: str) -> Row:
    try:
        order = call.world.book.place(call.caller, fields, source, call.raw)
    except Refusal as refusal:
        return _refused(call, fields, refusal)
    return {
        "clOrdId": order.client_id,
        "ordId": order.order_id,
        "sCode": "0",
        "sMsg": "",
        "subCode": "",
        "tag": order.tag,
        "ts": str(order.created_ms),
    }


def _refused(call: Call, fields: Mapping[str, Json], refusal: Refusal) -> Row:
    """The row of an order that was refused; it echoes the tag all the same."""
    return {
        "clOrdId": text_of(fields, "clOrdId")[:64],
        "ordId": "",
        "sCode": refusal.code,
        "sMsg": refusal.text,
        "subCode": "1000" if refusal.code == "51008" else "",
        "tag": text_of(fields, "tag")[:64],
        "ts": str(call.world.clock.now_ms()),
    }


def cancel_order(call: Call) -> Answer:
    """`POST /api/v5/trade/cancel-order`: cancel by order id or client order id."""
    order_id, client_id = call.text("ordId"), call.text("clOrdId")
    try:
        order = call.world.book.cancel(call.caller, call.text("instId"), order_id, client_id)
        row: Row = {
            "clOrdId": order.client_id,
            "ordId": order.order_id,
            "sCode": "0",
            "sMsg": "",
            "ts": str(order.created_ms),
        }
    except Refusal as refusal:
        row = {
            "clOrdId": client_id,
            "ordId": order_id,
            "sCode": refusal.code,
            "sMsg": refusal.text,
            "ts": str(call.world.clock.now_ms()),
        }
    return order_result([row], call.in_us, call.world.clock.now_us())


def close_position(call: Call) -> Answer:
    """`POST /api/v5/trade/close-position`: close a whole position at the market."""
    order, instrument = call.world.book.close_position(call.caller, call.fields, "close_position", call.raw)
    return success(
        [{"clOrdId": order.client_id, "instId": instrument.inst_id, "posSide": "net", "tag": order.tag}],
    )


def get_order(call: Call) -> Answer:
    """`GET /api/v5/trade/order`: an order as it stands."""
    order = call.world.book.find(call.caller, call.text("instId"), call.text("ordId"), call.text("clOrdId"))
    return success([order_row(order)])


def order_row(order: Order) -> Row:
    """An order with all the fields of the document."""
    filled = order.state == "filled"
    spot = order.instrument.spot
    return {
        "accFillSz": plain(order.filled),
        "algoClOrdId": order.algo_client_id,
        "algoId": order.algo_id,
        "attachAlgoClOrdId": "",
        "attachAlgoOrds": [],
        "avgPx": plain(order.fill_price) if filled else "",
        "cTime": str(order.created_ms),
        "cancelSource": "",
        "cancelSourceReason": order.cancel_reason,
        "category": "normal",
        "ccy": "" if spot else order.instrument.quote,
        "clOrdId": order.client_id,
        "fee": plain(order.fee),
        "feeCcy": order.fee_ccy or (order.instrument.base if spot and order.side == "buy" else order.instrument.quote),
        "fillPx": plain(order.fill_price) if filled else "",
        "fillSz": plain(order.filled),
        "fillTime": str(order.fill_ms) if filled else "",
        "instId": order.instrument.inst_id,
        "instType": order.instrument.inst_type,
        "isTpLimit": "false",
        "lever": "" if spot else plain(LEVERAGE),
        "linkedAlgoOrd": {"algoId": ""},
        "ordId": order.order_id,
        "ordType": order.order_type,
        "pnl": plain(order.pnl),
        "posSide": "net",
        "px": order.price_sent,
        "pxType": "",
        "pxUsd": "",
        "pxVol": "",
        "quickMgnType": "",
        "rebate": "0" if spot else "",
        "rebateCcy": (order.instrument.quote if order.side == "buy" else order.instrument.base) if spot else "",
        "reduceOnly": "true" if order.reduce_only else "false",
        "side": order.side,
        "slOrdPx": "",
        "slTriggerPx": "",
        "slTriggerPxType": "",
        "source": "",
        "state": order.state,
        "stpId": "",
        "stpMode": "cancel_maker",
        "sz": order.size_sent,
        "tag": order.tag,
        "tdMode": order.trade_mode,
        "tgtCcy": order.target,
        "tpOrdPx": "",
        "tpTriggerPx": "",
        "tpTriggerPxType": "",
        "tradeId": order.trade_id,
        "tradeQuoteCcy": order.instrument.quote,
        "uTime": str(order.updated_ms),
    }
