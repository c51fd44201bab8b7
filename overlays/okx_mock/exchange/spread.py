"""Spread trading. Source: okx-v5, spread trading. Orders rest until they are cancelled."""

from __future__ import annotations

from okx_mock.answers import Answer, Refusal
from okx_mock.call import Call
from okx_mock.exchange.records import Kind, documented, ending, listing, placing, showing

SPREAD = Kind("spread order", "ordId", "getSpreadOrder", client="clOrdId", over="51401")

_place = placing(SPREAD, "placeSpreadOrder")
get = showing(SPREAD)
cancel = ending(SPREAD, "cancelSpreadOrder")
list_pending = listing(SPREAD, "getSpreadOrdersPending", is_open=True)
list_spreads = documented("getSpreads")


def place(call: Call) -> Answer:
    """`POST /sprd/order`: an order for one of the documented spreads."""
    if "_" not in call.text("sprdId"):
        raise Refusal("51001")
    return _place(call)
