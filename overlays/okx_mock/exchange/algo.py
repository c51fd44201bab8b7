"""The operations on algo orders. Source: okx-v5, algo trading."""

from __future__ import annotations

from okx_mock.answers import Answer, Refusal, Row, order_result, success
from okx_mock.call import Call, text_of
from okx_mock.exchange.algos import ALGO
from okx_mock.exchange.records import Values, fits, page_of

# What the list of waiting orders shows and the look-up of one does not.
_LISTED_ONLY = frozenset({"lmtOrderNumber", "aggressiveness", "triggerParams"})


def place(call: Call) -> Answer:
    """`POST /api/v5/trade/order-algo`: place one."""
    row: dict[str, object] = {
        "algoId": "",
        "clOrdId": "",
        "algoClOrdId": call.text("algoClOrdId"),
        "sCode": "0",
        "sMsg": "",
        "tag": call.text("tag"),
    }
    try:
        row["algoId"] = call.world.algos.create(call.caller, call.fields, "placeAlgoOrder").id
    except Refusal as refusal:
        row.update({"sCode": refusal.code, "sMsg": refusal.text})
    return order_result([row], call.in_us, call.world.clock.now_us())


def get(call: Call) -> Answer:
    """`GET /api/v5/trade/order-algo`: one as it stands, also after its end."""
    record = call.world.records.find(ALGO, call.caller, call.fields)
    return success([{name: value for name, value in record.row.items() if name not in _LISTED_ONLY}])


def list_pending(call: Call) -> Answer:
    """`GET /api/v5/trade/orders-algo-pending`: those of a kind that live, newest first; `live` is all that they show."""
    records = call.world.records.of(ALGO, call.caller)
    rows = [{**one.row, "state": "live"} for one in records if one.open and fits(one.row, call.fields)]
    return success(page_of(rows, "algoId", call.fields))


def cancel(call: Call) -> Answer:
    """`POST /api/v5/trade/cancel-algos`: each has its own result."""
    rows = [_cancel(call, item, sent) for item, sent in zip(call.items, call.sent, strict=True)]
    return order_result(rows, call.in_us, call.world.clock.now_us())


def _cancel(call: Call, fields: Values | Refusal, sent: Values) -> Row:
    row = {
        "algoClOrdId": "",
        "algoId": text_of(sent, "algoId")[:64],
        "clOrdId": "",
        "sCode": "0",
        "sMsg": "",
        "tag": "",
    }
    try:
        if isinstance(fields, Refusal):
            raise fields
        row["algoId"] = call.world.algos.cancel(call.caller, fields).id
    except Refusal as refusal:
        row.update({"sCode": refusal.code, "sMsg": refusal.text})
    return row
