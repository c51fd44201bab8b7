"""The operations of recurring buys. Source: okx-v5, recurring buy. How one lives: `recurring_buy.py`.

The mock has no pairs with USDC, so that one which spends USDC is refused as of an unsupported currency. Its accounts are
in Futures mode, which takes `tdMode` `cash` alone.
"""

from __future__ import annotations

from decimal import Decimal

from okx_mock.answers import Refusal
from okx_mock.call import Call, text_of
from okx_mock.exchange.grid_settings import amount
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.exchange.order_checks import to_step
from okx_mock.exchange.records import Kind, Record, Values, blank_row, ending, listing, placing, showing
from okx_mock.exchange.recurring_buy import RecurringBuy, Share
from okx_mock.exchange.schedule import Schedule
from okx_mock.money import ZERO
from okx_mock.wire import Json

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
    most=100,
)
_ASKED = ("ccy", "ratio", "minPx", "maxPx")


def _begin(call: Call, operation: str) -> Record:
    world = call.world
    if call.text("tdMode") != "cash":
        raise Refusal("51010")
    shares = _shares(call)
    schedule = Schedule(
        call.text("period"),
        int(call.text("recurringDay") or "0"),
        int(call.text("recurringHour") or "0"),
        int(call.text("recurringTime")),
        int(call.text("timeZone")),
    )
    if schedule.period == "weekly" and schedule.day > 7:
        raise Refusal("51355")
    row = blank_row(call, RECURRING.shown_by)
    record = world.records.file(RECURRING, call.caller, call.fields, operation, row)
    record.row.update(_told(call))
    plan = RecurringBuy(world, record, schedule, shares)
    record.life = plan
    plan.live(at_once=call.text("recurringTimeType") == "2")
    return record


def _shares(call: Call) -> list[Share]:
    """The currencies, each named once, whose shares make one."""
    entries = call.fields.get("recurringList")
    rows = [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    if not rows:
        raise Refusal("51352")
    if len({text_of(one, "ccy") for one in rows}) != len(rows):
        raise Refusal("51353")
    if sum((amount(one, "ratio") for one in rows), ZERO) != 1:
        raise Refusal("51354")
    spent = call.text("investmentCcy")
    if call.text("tradeQuoteCcy") not in {"", spent}:
        raise Refusal("51359")
    return [_share(call, one, spent) for one in rows]


def _share(call: Call, told: Values, spent: str) -> Share:
    instrument = INSTRUMENTS.get(f"{text_of(told, 'ccy')}-{spent}")
    if instrument is None:
        raise Refusal("51359")
    each = Decimal(call.text("amt")) * amount(told, "ratio")
    if to_step(each / call.world.book.prices[instrument.inst_id], instrument.lot) < instrument.minimum:
        raise Refusal("51358")
    return Share(instrument, each, amount(told, "minPx"), amount(told, "maxPx"), told)


def _told(call: Call) -> dict[str, Json]:
    sources = call.fields.get("source")
    return {
        "algoOrdType": "recurring",
        "instType": "SPOT",
        "source": sources if isinstance(sources, list) and sources else ["1"],
        "tradeQuoteCcy": call.text("tradeQuoteCcy") or call.text("investmentCcy"),
        "recurringTimeType": call.text("recurringTimeType") or "1",
        "recurringTimeMinutes": "0",
    }


def _stop(call: Call, record: Record, fields: Values) -> None:
    plan = record.life
    if not record.open or not isinstance(plan, RecurringBuy):
        raise Refusal(RECURRING.over)
    plan.stop()


def _listed(record: Record) -> Values:
    """A list shows of the currencies what was asked for, and not what was bought."""
    shown = record.shown()
    coins = shown["recurringList"]
    rows = [one for one in coins if isinstance(one, dict)] if isinstance(coins, list) else []
    return {**shown, "recurringList": [{name: one[name] for name in _ASKED if name in one} for one in rows]}


place = placing(RECURRING, "placeRecurringOrder", begin=_begin)
stop = ending(RECURRING, "stopRecurringOrders", end=_stop)
get = showing(RECURRING)
list_pending = listing(RECURRING, "getRecurringOrdersPending", is_open=True, shown=_listed)
