"""The operations on orders. Source: okx-v5, order book trading; documents' field lists and notes."""

from __future__ import annotations

from collections.abc import Mapping

from okx_mock.answers import Answer, Refusal, Row, order_result, success
from okx_mock.call import Call, text_of
from okx_mock.exchange.order import Attachment, Order
from okx_mock.exchange.rates import LEVERAGE
from okx_mock.money import plain
from okx_mock.wire import Json


def place_order(call: Call) -> Answer:
    """`POST /api/v5/trade/order`: one order."""
    check_expiry(call)
    row = _place(call, call.fields, "placeOrder")
    return order_result([row], call.in_us, call.world.clock.now_us())


def place_batch_orders(call: Call) -> Answer:
    """`POST /api/v5/trade/batch-orders`: up to 20 orders, handled in order; each has its own result."""
    check_expiry(call)
    rows: list[Row] = []
    seen: set[str] = set()
    for sent, item in zip(call.sent, call.items, strict=True):
        client_id = text_of(sent, "clOrdId")
        if isinstance(item, Refusal):
            call.world.book.note_refusal(call.caller, sent, "placeBatchOrders", call.raw, item)
            rows.append(_refused(call, sent, item))
        elif client_id and client_id in seen:
            # A clOrdId is unique within the request, even when the first of the two fills at once.
            twice = Refusal("51016")
            call.world.book.note_refusal(call.caller, sent, "placeBatchOrders", call.raw, twice)
            rows.append(_refused(call, sent, twice))
        else:
            rows.append(_place(call, item, "placeBatchOrders"))
        seen.add(client_id)
    return order_result(rows, call.in_us, call.world.clock.now_us())


def check_expiry(call: Call) -> None:
    """A request to place or amend whose header `expTime` has passed is not processed (okx-v5, authentication: headers).

    Raises:
        Refusal: 50036 when it has passed, 51000 when it is no time.
    """
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
    order = call.world.book.close_position(call.caller, call.fields, "closePosition", call.raw)
    row: Row = {
        "clOrdId": order.client_id,
        "instId": order.instrument.inst_id,
        "posSide": order.position_side,
        "tag": order.tag,
    }
    return success([row])


def get_order(call: Call) -> Answer:
    """`GET /api/v5/trade/order`: an order as it stands."""
    order = call.world.book.find(call.caller, call.text("instId"), call.text("ordId"), call.text("clOrdId"))
    return success([order_row(order)])


def order_row(order: Order) -> Row:
    """An order with all the fields of the document.

    A single attached order is shown in the older fields beside `attachAlgoOrds` too.
    """
    traded = order.trade_id != ""
    one = order.instrument
    spot = one.spot
    attached: Mapping[str, str] = order.attached[0].fields if len(order.attached) == 1 else {}
    return {
        "accFillSz": plain(order.filled),
        "algoClOrdId": order.algo_client_id,
        "algoId": order.algo_id,
        "attachAlgoClOrdId": attached.get("attachAlgoClOrdId", ""),
        "attachAlgoOrds": [_attachment_row(item) for item in order.attached],
        "avgPx": plain(order.average) if traded else "",
        "cTime": str(order.created_ms),
        "cancelSource": order.cancel_source,
        "cancelSourceReason": order.cancel_reason,
        "category": "normal",
        "ccy": "" if spot else one.quote,
        "clOrdId": order.client_id,
        "fee": plain(order.fee),
        "feeCcy": order.fee_ccy or (one.base if spot and order.side == "buy" else one.quote),
        "fillPx": plain(order.fill_price) if traded else "",
        "fillSz": plain(order.fill_size),
        "fillTime": str(order.fill_ms) if traded else "",
        "instId": one.inst_id,
        "instType": one.inst_type,
        "isTpLimit": "true" if order.take_profit_limit else "false",
        "lever": "" if spot else plain(LEVERAGE),
        "linkedAlgoOrd": {"algoId": order.linked_algo_id},
        "ordId": order.order_id,
        "ordType": order.order_type,
        "pnl": plain(order.pnl),
        "posSide": order.position_side,
        "px": order.price_sent,
        "pxType": "",
        "pxUsd": "",
        "pxVol": "",
        "quickMgnType": "",
        "rebate": "0" if spot else "",
        "rebateCcy": (one.quote if order.side == "buy" else one.base) if spot else "",
        "reduceOnly": "true" if order.reduce_only else "false",
        "side": order.side,
        "slOrdPx": attached.get("slOrdPx", ""),
        "slTriggerPx": attached.get("slTriggerPx", ""),
        "slTriggerPxType": attached.get("slTriggerPxType", ""),
        "source": order.origin or ("13" if order.algo_id else ""),
        "state": order.state,
        "stpId": "",
        "stpMode": order.self_trade,
        "sz": order.size_sent,
        "tag": order.tag,
        "tdMode": order.trade_mode,
        "tgtCcy": order.target,
        "tpOrdPx": attached.get("tpOrdPx", ""),
        "tpTriggerPx": attached.get("tpTriggerPx", ""),
        "tpTriggerPxType": attached.get("tpTriggerPxType", ""),
        "tradeId": order.trade_id,
        "tradeQuoteCcy": one.quote,
        "uTime": str(order.updated_ms),
    }


_ATTACHMENT = (
    "attachAlgoClOrdId",
    "tpOrdKind",
    "tpTriggerPx",
    "tpTriggerRatio",
    "tpTriggerPxType",
    "tpOrdPx",
    "slTriggerPx",
    "slTriggerRatio",
    "slTriggerPxType",
    "slOrdPx",
    "sz",
    "amendPxOnTriggerType",
    "callbackRatio",
    "callbackSpread",
    "activePx",
)


def _attachment_row(one: Attachment) -> Row:
    row = {name: one.fields.get(name, "") for name in _ATTACHMENT}
    return {"attachAlgoId": one.id, **row, "failCode": one.fail_code, "failReason": one.fail_reason}
