"""The operations of copy trading. Source: okx-v5, copy trading. Which positions lead: `leading.py`.

Take-profit and stop-loss close a position at the market when the price is at the trigger or beyond; all three kinds of
price (last, index, mark) are the mock's one price. Setting one leaves the other as it is. On the spot market a limit
order can close, and a new price amends it, 0 cancels it.

The settings to copy somebody are kept for each leading trader. They are made once and then changed; nothing in the mock
says that copying has stopped, and nobody in it leads, so no order comes of them.
"""

from __future__ import annotations

from decimal import Decimal

from okx_mock.answers import Answer, Refusal, success
from okx_mock.call import Call
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.exchange.leading import End, Lead
from okx_mock.exchange.records import Kind, Record, blank_row

SETTING = Kind("copy trading", "recordId", "")
COPYING = Kind("copy settings", "recordId", "", client="uniqueCode", missing="51293")
_PASSED = {("tp", True): "51279", ("sl", True): "51280", ("tp", False): "51277", ("sl", False): "51278"}


def set_ends(call: Call) -> Answer:
    """`POST …/copytrading/algo-order`: set, change or delete take-profit and stop-loss of a position."""
    lead = _lead(call)
    take_profit = _end(call, lead, "tp", lead.take_profit)
    stop_loss = _end(call, lead, "sl", lead.stop_loss)
    record = _note(call, "placeCopyTradingAlgoOrder")
    lead.set_ends(take_profit, stop_loss)
    call.world.leading.keep(lead)
    return _answer(call, "placeCopyTradingAlgoOrder", record)


def _end(call: Call, lead: Lead, which: str, before: End | None) -> End | None:
    """The take-profit or the stop-loss after a request.

    Raises:
        Refusal: when the price has passed it: 51279 and 51280 for take-profit and stop-loss of a long position, 51277
            and 51278 for those of a short one.
    """
    text = call.text(f"{which}TriggerPx")
    if not text:
        return before
    trigger = Decimal(text)
    if not trigger:
        return None
    price = call.world.book.prices[lead.opening.instrument.inst_id]
    must_be_above = lead.long == (which == "tp")
    if trigger <= price if must_be_above else trigger >= price:
        raise Refusal(_PASSED[which, lead.long])
    ordered = call.text(f"{which}OrdPx")
    at_market = not lead.opening.instrument.spot or ordered in {"", "-1"}
    return End(trigger, None if at_market else Decimal(ordered), call.text("tag"), "placeCopyTradingAlgoOrder")


def close(call: Call) -> Answer:
    """`POST …/copytrading/close-subposition`: close one position, or change the order that closes it."""
    lead = _lead(call)
    operation = "closeCopyTradingSubposition"
    book, tag = call.world.book, call.text("tag")
    book.check_tag(tag)
    resting = lead.closing
    if not lead.opening.instrument.spot or call.text("ordType") != "limit":
        if resting is not None:
            book.cancel(call.caller, resting.instrument.inst_id, resting.order_id, "")
        lead.close(tag, operation, call.raw)
    elif not call.text("px"):
        raise Refusal("51204")
    elif resting is None:
        if not (price := Decimal(call.text("px"))):
            raise Refusal("51400")
        lead.close(tag, operation, call.raw, price)
    elif Decimal(call.text("px")):
        ordered = {"instId": resting.instrument.inst_id, "ordId": resting.order_id, "newPx": call.text("px")}
        book.amend(call.caller, ordered)
    else:
        book.cancel(call.caller, resting.instrument.inst_id, resting.order_id, "")
    call.world.leading.keep(lead)
    return _answer(call, operation, _note(call, operation))


def _lead(call: Call) -> Lead:
    if call.text("subPosType") == "copy":
        # Nobody copies.
        raise Refusal("51023")
    return call.world.leading.find(call.caller, call.text("subPosId"), call.text("instType") or "SWAP")


def start_copying(call: Call) -> Answer:
    """`POST …/copytrading/first-copy-settings`: how somebody is copied, for the first time."""
    _check_settings(call)
    if _copying(call) is not None:
        raise Refusal("51059")
    operation = "setFirstCopySettings"
    call.world.records.file(COPYING, call.caller, call.fields, operation, dict(call.fields))
    return success([{**blank_row(call, operation), "result": True}])


def change_copying(call: Call) -> Answer:
    """`POST …/copytrading/amend-copy-settings`: all settings once more."""
    _check_settings(call)
    record = _copying(call)
    if record is None:
        raise Refusal("51293")
    operation = "amendCopySettings"
    _note(call, operation)
    record.row.update(call.fields)
    return success([{**blank_row(call, operation), "result": True}])


def _copying(call: Call) -> Record | None:
    try:
        return call.world.records.find(COPYING, call.caller, {"uniqueCode": call.text("uniqueCode")})
    except Refusal:
        return None


def _check_settings(call: Call) -> None:
    if call.text("copyMode") in {"", "fixed_amount"} and not call.text("copyAmt"):
        raise Refusal("50014", "copyAmt")
    if call.text("copyInstIdType") == "custom":
        for name in call.text("instId").split(","):
            if name not in INSTRUMENTS or INSTRUMENTS[name].spot:
                raise Refusal("51001")


def _note(call: Call, operation: str) -> Record:
    """A record of a request, which shows its tag; it is over at once."""
    record = call.world.records.file(SETTING, call.caller, call.fields, operation, {})
    call.world.records.end(record)
    return record


def _answer(call: Call, operation: str, record: Record) -> Answer:
    row = blank_row(call, operation)
    return success([{**row, "subPosId": call.text("subPosId"), "tag": record.tag}])
