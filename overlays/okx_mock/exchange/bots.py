"""Bots: grid, DCA and recurring buy. Source: okx-v5, trading bots. They run and trade nothing until they are stopped."""

from __future__ import annotations

from decimal import Decimal

from okx_mock.answers import Answer, Refusal
from okx_mock.call import Call
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.exchange.records import Handler, Kind, ending, listing, placing, showing

GRID = Kind(
    "grid",
    "algoId",
    "getGridOrder",
    client="algoClOrdId",
    missing="51293",
    over="51291",
    open_state="running",
    over_state="stopped",
    full="51299",
    by_instrument=True,
)
DCA = Kind("dca", "algoId", "createDcaBot", client="algoClOrdId", full="51299", by_instrument=True)
RECURRING = Kind(
    "recurring",
    "algoId",
    "getRecurringOrder",
    client="algoClOrdId",
    missing="51293",
    over="51291",
    open_state="running",
    over_state="stopped",
    full="51299",
)

_place_grid = placing(GRID, "placeGridOrder")
copy_grid = placing(GRID, "copyGridOrder")
stop_grids = ending(GRID, "stopGridOrders")
get_grid = showing(GRID)
list_grids = listing(GRID, "getGridOrdersPending", is_open=True)
create_dca = placing(DCA, "createDcaBot")
_place_recurring: Handler = placing(RECURRING, "placeRecurringOrder")
stop_recurring = ending(RECURRING, "stopRecurringOrders")
get_recurring = showing(RECURRING)
list_recurring = listing(RECURRING, "getRecurringOrdersPending", is_open=True)


def place_grid(call: Call) -> Answer:
    """`POST …/grid/order-algo`: the range must be one, the kind must fit the instrument."""
    if Decimal(call.text("maxPx")) <= Decimal(call.text("minPx")):
        raise Refusal("51346")
    instrument = INSTRUMENTS.get(call.text("instId"))
    if instrument is not None and instrument.spot != (call.text("algoOrdType") == "grid"):
        raise Refusal("51287")
    return _place_grid(call)


def place_recurring(call: Call) -> Answer:
    """`POST …/recurring/order-algo`: the shares of the currencies, each named once, make one."""
    coins = call.fields.get("recurringList")
    rows = [one for one in coins if isinstance(one, dict)] if isinstance(coins, list) else []
    names = [str(one.get("ccy")) for one in rows]
    if len(set(names)) != len(names):
        raise Refusal("51353")
    if sum(Decimal(str(one.get("ratio"))) for one in rows) != 1:
        raise Refusal("51354")
    return _place_recurring(call)
