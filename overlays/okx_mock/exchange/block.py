"""The operations of block trading. Source: okx-v5, block trading; the rules stand in `block_desk`."""

from __future__ import annotations

from collections.abc import Mapping

from okx_mock.answers import Answer, Refusal, order_result, success
from okx_mock.call import Call, text_of
from okx_mock.exchange.block_rows import created_row, executed_row, listed_row, quote_row, trade_row
from okx_mock.exchange.records import page

WANTED_SUCCESS = "true"
"""Trades are listed that succeeded, unless others are asked for."""


def list_counterparties(call: Call) -> Answer:
    """`GET /rfq/counterparties`: whom the caller can ask; the bot is the one that is a machine, `LP`."""
    desk = call.world.block
    return success(
        [
            {"traderName": one.name, "traderCode": one.trader_code, "type": "LP" if one is desk.bot else ""}
            for one in desk.counterparties(call.caller)
        ]
    )


def create_rfq(call: Call) -> Answer:
    """`POST /rfq/create-rfq`: ask makers for quotes."""
    return success([created_row(call.world.block.create_rfq(call.caller, call.fields))])


def cancel_rfq(call: Call) -> Answer:
    """`POST /rfq/cancel-rfq`: an RFQ of the caller's."""
    try:
        rfq = call.world.block.cancel_rfq(call.caller, call.fields)
        row = {"rfqId": rfq.record.id, "clRfqId": rfq.record.client_id, "sCode": "0", "sMsg": ""}
    except Refusal as refusal:
        row = _refused(call, refusal, "rfqId", "clRfqId")
    return order_result([row], call.in_us, call.world.clock.now_us())


def _refused(call: Call, refusal: Refusal, *names: str) -> dict[str, str]:
    return {**{name: call.text(name)[:64] for name in names}, "sCode": refusal.code, "sMsg": refusal.text}


def create_quote(call: Call) -> Answer:
    """`POST /rfq/create-quote`: quote an RFQ that the caller was asked for."""
    quote = call.world.block.create_quote(call.caller, call.fields)
    return success([quote_row(quote, call.caller)])


def cancel_quote(call: Call) -> Answer:
    """`POST /rfq/cancel-quote`: a quote of the caller's."""
    try:
        quote = call.world.block.cancel_quote(call.caller, call.fields)
        row = {"quoteId": quote.record.id, "clQuoteId": quote.record.client_id, "sCode": "0", "sMsg": ""}
    except Refusal as refusal:
        row = _refused(call, refusal, "quoteId", "clQuoteId")
    return order_result([row], call.in_us, call.world.clock.now_us())


def execute_quote(call: Call) -> Answer:
    """`POST /rfq/execute-quote`: trade a quote on an RFQ of the caller's."""
    return success([executed_row(call.world.block.execute_quote(call.caller, call.fields))])


def list_rfqs(call: Call) -> Answer:
    """`GET /rfq/rfqs`: those that the caller sent or received, newest first."""
    caller = call.caller
    rows = [
        listed_row(rfq, caller)
        for rfq in call.world.block.rfqs.newest_first(caller)
        if call.text("state") in {"", rfq.state_for(caller)}
    ]
    found = [row for row in rows if _named(call, row, "rfqId", "clRfqId")]
    return success(page(found, lambda row: int(str(row["rfqId"])), call.fields))


def list_quotes(call: Call) -> Answer:
    """`GET /rfq/quotes`: those that the caller sent or received, newest first."""
    rows = [
        quote_row(quote, call.caller)
        for quote in call.world.block.quotes.newest_first(call.caller)
        if call.text("state") in {"", quote.state}
    ]
    found = [row for row in rows if _named(call, row, "rfqId", "clRfqId") and _named(call, row, "quoteId", "clQuoteId")]
    return success(page(found, lambda row: int(str(row["quoteId"])), call.fields))


def list_trades(call: Call) -> Answer:
    """`GET /rfq/trades`: the block trades of the caller, newest first; the successful ones unless asked otherwise."""
    begin, end = call.text("beginTs"), call.text("endTs")
    if begin and end and int(end) < int(begin):
        raise Refusal("70013")
    successful = (call.text("isSuccessful") or WANTED_SUCCESS) == "true"
    found = [
        trade
        for trade in call.world.block.trades.newest_first(call.caller)
        if successful is not bool(trade.error)
        and (not begin or trade.record.created_ms >= int(begin))
        and (not end or trade.record.created_ms <= int(end))
    ]
    chosen = [
        trade
        for trade, row in ((trade, trade_row(trade, call.caller)) for trade in found)
        if _named(call, row, "rfqId", "clRfqId")
        and _named(call, row, "quoteId", "clQuoteId")
        and call.text("blockTdId") in {"", row["blockTdId"]}
    ]
    # Pages go by an id that a group RFQ has too, though it does not show it.
    part = page(chosen, lambda trade: int(trade.record.id), call.fields)
    return success([trade_row(trade, call.caller) for trade in part])


def _named(call: Call, row: Mapping[str, object], number: str, client: str) -> bool:
    """Whether a row is one that the query names: by the exchange's id, or else by the caller's own."""
    if text_of(call.fields, number):
        return row[number] == call.text(number)
    return call.text(client) in {"", row[client]}
