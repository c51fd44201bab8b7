"""Block trading: RFQs, quotes and the trades that come of them. Source: okx-v5, block trading.

The users of the mock quote on each other's RFQs; whoever made the RFQ executes a quote.
"""

from __future__ import annotations

from okx_mock.answers import Answer, Refusal, success
from okx_mock.call import Call, text_of
from okx_mock.exchange.records import Kind, Record, blank_row, ending, listing, placing
from okx_mock.wire import Json

RFQ = Kind("rfq", "rfqId", "getRfqs", client="clRfqId", missing="70400", over="70400", open_state="active")
QUOTE = Kind("quote", "quoteId", "getQuotes", client="clQuoteId", missing="70400", over="70400", open_state="active")
TRADE = Kind("block trade", "blockTdId", "getRfqTrades", over="70400")
RFQ_MS = 120_000
"""An RFQ lasts so long."""

_create_rfq = placing(RFQ, "createRfq", with_result=False)
_create_quote = placing(QUOTE, "createQuote", with_result=False)
cancel_rfq = ending(RFQ, "cancelRfq")
cancel_quote = ending(QUOTE, "cancelQuote")
list_rfqs = listing(RFQ, "getRfqs")
list_quotes = listing(QUOTE, "getQuotes")
list_trades = listing(TRADE, "getRfqTrades")


def create_rfq(call: Call) -> Answer:
    """`POST /rfq/create-rfq`."""
    return _create_rfq(call)


def create_quote(call: Call) -> Answer:
    """`POST /rfq/create-quote`: a quote on an RFQ that is open, anybody's."""
    if _rfq(call, call.text("rfqId")) is None:
        raise Refusal("70400")
    return _create_quote(call)


def _traded(legs: Json) -> list[Json]:
    """The legs of a quote as they were traded; no fee is taken."""
    rows = [leg for leg in legs if isinstance(leg, dict)] if isinstance(legs, list) else []
    free: dict[str, Json] = {"fee": "0", "feeCcy": "", "tradeId": ""}
    return [{**{name: leg[name] for name in ("instId", "side", "sz", "px") if name in leg}, **free} for leg in rows]


def _rfq(call: Call, rfq_id: str) -> Record | None:
    for record in reversed(call.world.records.noted):
        if record.kind is RFQ and record.id == rfq_id:
            return record if record.open else None
    return None


def _quote(call: Call, quote_id: str) -> Record | None:
    for record in reversed(call.world.records.noted):
        if record.kind is QUOTE and record.id == quote_id:
            return record if record.open else None
    return None


def execute_quote(call: Call) -> Answer:
    """`POST /rfq/execute-quote`: trade a quote; RFQ and quote are filled by it."""
    records = call.world.records
    rfq, quote = _rfq(call, call.text("rfqId")), _quote(call, call.text("quoteId"))
    if rfq is None or quote is None or rfq.account is not call.caller or text_of(quote.row, "rfqId") != rfq.id:
        raise Refusal("70400")
    fields: dict[str, Json] = {
        "rfqId": rfq.id,
        "clRfqId": rfq.client_id,
        "quoteId": quote.id,
        "clQuoteId": quote.client_id,
        "legs": _traded(quote.row.get("legs")),
        "isSuccessful": True,
        "tag": rfq.tag,
    }
    trade = records.file(TRADE, call.caller, fields, "executeQuote", blank_row(call, TRADE.shown_by))
    records.end(trade)
    records.end(rfq, "filled")
    records.end(quote, "filled")
    row = blank_row(call, "executeQuote")
    return success([{**row, **{name: value for name, value in trade.row.items() if name in row}}])
