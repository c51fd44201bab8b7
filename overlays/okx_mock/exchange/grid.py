"""The operations of grid bots. Source: okx-v5, grid trading. How a bot lives: `grid_bot.py`.

An account has up to 100 SPOT grids and 100 contract grids. A bot can be copied by its owner, and by anybody if it leads
others for a share of their profit (`profitSharingRatio`); what it waits for isn't copied. A copy with `autoReserve`
keeps no margin back, as nothing is liquidated here.
"""

from __future__ import annotations

from collections.abc import Mapping

from okx_mock.answers import Answer, Refusal, success
from okx_mock.call import Call, flag_of, text_of
from okx_mock.exchange.book import MOST_OPEN_PER_INSTRUMENT
from okx_mock.exchange.grid_bot import GridBot, Plan, plan_at
from okx_mock.exchange.grid_settings import GridSettings, read_settings
from okx_mock.exchange.instruments import INSTRUMENTS, Instrument
from okx_mock.exchange.records import Kind, Record, Values, blank_row, ending, listing, placing
from okx_mock.exchange.signals import signal_of
from okx_mock.exchange.stakes import ContractStake, SpotStake
from okx_mock.wire import Json

MOST_OF_A_KIND = 100
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
_COPIED = ("maxPx", "minPx", "gridNum", "runType", "tpTriggerPx", "slTriggerPx", "direction", "basePos")
_COPIED_RATIOS = ("tpRatio", "slRatio")


def place(call: Call) -> Answer:
    """`POST …/grid/order-algo`: start a bot."""
    if call.text("algoOrdType") == "grid" and not (call.text("quoteSz") or call.text("baseSz")):
        raise Refusal("50015", "quoteSz or baseSz")
    for action in ("start", "stop"):
        signal_of(call.fields, action)
    return _place(call)


def copy(call: Call) -> Answer:
    """`POST …/grid/copy-order-algo`: start a bot with the settings of another one."""
    if call.text("algoOrdType") == "grid":
        if not call.text("quoteSz"):
            raise Refusal("50014", "quoteSz")
    elif not (call.text("sz") or call.text("actualMarginSz")):
        raise Refusal("50014", "sz")
    return _copy(call)


def _begin_new(call: Call, operation: str) -> Record:
    leads = call.text("profitSharingRatio") not in {"", "0"}
    return _begin(call, operation, call.fields, "3" if leads else "0")


def _begin_copy(call: Call, operation: str) -> Record:
    source = call.world.records.anybodys(GRID, call.text("sourceAlgoId"))
    if source is None or source.row["algoOrdType"] != call.text("algoOrdType"):
        raise Refusal("51293")
    shares = text_of(source.row, "profitSharingRatio") not in {"", "0"}
    if source.account is not call.caller and not shares:
        raise Refusal("51293")
    if source.row["instId"] != call.text("instId"):
        raise Refusal("51287")
    copied = {name: source.row[name] for name in (*_COPIED, *_COPIED_RATIOS, "lever") if source.row[name] != ""}
    fields: dict[str, Json] = {**copied, **call.fields}
    if flag_of(call.fields, "autoReserve"):
        fields.pop("actualMarginSz", None)
    if shares:
        fields["profitSharingRatio"] = source.row["profitSharingRatio"]
    return _begin(call, operation, fields, "2" if shares else "1")


def _begin(call: Call, operation: str, fields: Mapping[str, Json], copy_type: str) -> Record:
    """Check all that can be checked, then file the record and let the bot live."""
    world, account = call.world, call.caller
    instrument = _instrument(fields)
    price = world.book.prices[instrument.inst_id]
    settings = read_settings(fields, instrument, price)
    quote = text_of(fields, "tradeQuoteCcy") or instrument.quote
    if quote != instrument.quote:
        raise Refusal("51000", "tradeQuoteCcy")
    plan = plan_at(settings, price)
    kind = text_of(fields, "algoOrdType")
    if sum(one.open and one.row["algoOrdType"] == kind for one in world.records.of(GRID, account)) >= MOST_OF_A_KIND:
        raise Refusal("51299")
    trader = world.book.trader(account)
    if len(trader.open_orders.get(instrument.inst_id, ())) + len(settings.prices) > MOST_OPEN_PER_INSTRUMENT:
        raise Refusal("51174", instrument.inst_id)
    stake = _invest(call, settings, plan)
    try:
        record = world.records.file(GRID, account, fields, operation, blank_row(call, GRID.shown_by))
    except Refusal:
        stake.give_back()
        raise
    record.row.update(_told(fields, settings, copy_type, quote))
    bot = GridBot(world, record, settings, stake)
    record.life = bot
    bot.live()
    return record


def _instrument(fields: Values) -> Instrument:
    found = INSTRUMENTS.get(text_of(fields, "instId"))
    if found is None:
        raise Refusal("51001")
    if found.spot != (text_of(fields, "algoOrdType") == "grid"):
        raise Refusal("51287")
    return found


def _invest(call: Call, settings: GridSettings, plan: Plan) -> SpotStake | ContractStake:
    """Take what is invested.

    Raises:
        Refusal: 51008 when the account has less.
    """
    book, account, instrument = call.world.book, call.caller, settings.instrument
    if settings.spot:
        coins = SpotStake(book, account, instrument)
        coins.take(settings.quote, settings.base)
        return coins
    stake = ContractStake(book, account, instrument, settings.margin + settings.reserve)
    stake.check(plan.margin)
    return stake


def _told(fields: Values, settings: GridSettings, copy_type: str, quote: str) -> dict[str, Json]:
    """What the row shows of the settings beside the fields as they were sent."""
    told: dict[str, Json] = {
        "instType": settings.instrument.inst_type,
        "runType": text_of(fields, "runType") or "1",
        "copyType": copy_type,
        "tradeQuoteCcy": quote,
    }
    if settings.spot:
        given = {"quoteSz": text_of(fields, "quoteSz") or "0", "baseSz": text_of(fields, "baseSz") or "0"}
        nothing = dict.fromkeys(("sz", "lever", "direction", *_COPIED_RATIOS), "")
        return {**told, **given, **nothing, "basePos": False}
    family = settings.instrument.family
    margin = settings.margin + settings.reserve
    sizes = {"quoteSz": "", "baseSz": "", "sz": f"{margin:f}"}
    return {**told, **sizes, "basePos": settings.base_position, "uly": family, "instFamily": family}


def _stop(call: Call, record: Record, fields: Values) -> None:
    bot = record.life
    named = all(record.row[name] == text_of(fields, name) for name in ("instId", "algoOrdType"))
    if not isinstance(bot, GridBot) or not named:
        raise Refusal(GRID.missing)
    if not record.open:
        raise Refusal(GRID.over)
    bot.stop(text_of(fields, "stopType"))


def get(call: Call) -> Answer:
    """`GET …/grid/orders-algo-details`: one bot of a kind."""
    record = call.world.records.find(GRID, call.caller, {"algoId": call.text("algoId")})
    if record.row["algoOrdType"] != call.text("algoOrdType"):
        raise Refusal(GRID.missing)
    return success([record.shown()])


_place = placing(GRID, "placeGridOrder", begin=_begin_new)
_copy = placing(GRID, "copyGridOrder", begin=_begin_copy)
stop = ending(GRID, "stopGridOrders", end=_stop)
list_pending = listing(GRID, "getGridOrdersPending", is_open=True)
