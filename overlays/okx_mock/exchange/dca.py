"""The operation of DCA bots. Source: okx-v5, POST /tradingBot/dca/create. How a bot lives: `dca_bot.py`.

The document has no operation that shows or stops one, so a bot goes on until it ends by itself. A bot with contracts
(`contract_dca`) that names a pair, as the document's example does, trades the perpetual of that pair.
"""

from __future__ import annotations

from decimal import Decimal

from okx_mock.answers import Answer, Refusal
from okx_mock.call import Call, text_of
from okx_mock.exchange.dca_bot import DcaBot, DcaSettings
from okx_mock.exchange.grid_settings import amount
from okx_mock.exchange.instruments import INSTRUMENTS, MAX_LEVERAGE, Instrument
from okx_mock.exchange.rates import FROZEN_SHARE
from okx_mock.exchange.records import Kind, Record, blank_row, placing
from okx_mock.exchange.signals import signal_of
from okx_mock.exchange.stakes import ContractStake, SpotStake
from okx_mock.money import ZERO

MOST_ADDITIONS = 100
LEAST_GAIN = Decimal("0.0001")
"""So little a cycle may gain; with less it could be over as soon as it has begun."""
MOST_DISTANCE = 10
"""So far, as a fraction, an order that adds to a short position may be from the opening; to a long one below 1."""
DCA = Kind("dca", "algoId", "createDcaBot", client="algoClOrdId", full="51299", by_instrument=True, most=100)
_FOR_ADDITIONS = ("safetyOrdAmt", "pxSteps", "pxStepsMult", "volMult")


def create(call: Call) -> Answer:
    """`POST …/dca/create`: start a bot."""
    if call.text("maxSafetyOrds").strip("0"):
        for name in _FOR_ADDITIONS:
            if not call.text(name):
                raise Refusal("50014", name)
    signal_of(call.fields, "start")
    return _create(call)


def _begin(call: Call, operation: str) -> Record:
    world, account = call.world, call.caller
    settings = _settings(call)
    instrument = settings.instrument
    price = world.book.prices[instrument.inst_id]
    if settings.size(settings.opening, price) < instrument.minimum:
        raise Refusal("51020")
    stake: SpotStake | ContractStake
    if instrument.spot:
        stake = SpotStake(world.book, account, instrument)
        stake.take(settings.investment, ZERO)
    else:
        stake = ContractStake(world.book, account, instrument, settings.investment)
        stake.check(settings.investment * settings.lever * FROZEN_SHARE)
    try:
        record = world.records.file(DCA, account, call.fields, operation, blank_row(call, DCA.shown_by))
    except Refusal:
        stake.give_back()
        raise
    bot = DcaBot(world, record, settings, stake)
    record.life = bot
    bot.live()
    return record


def _settings(call: Call) -> DcaSettings:
    fields = call.fields
    contracts = call.text("algoOrdType") == "contract_dca"
    instrument = _instrument(call.text("instId"), contracts=contracts)
    start = signal_of(fields, "start")
    if start.strategy == "price" and not contracts:
        raise Refusal("51056")
    quote = call.text("tradeQuoteCcy") or instrument.quote
    if not contracts and quote != instrument.quote:
        raise Refusal("51000", "tradeQuoteCcy")
    lever = amount(fields, "lever") if contracts else Decimal(1)
    if not 1 <= lever <= MAX_LEVERAGE:
        raise Refusal("51000", "lever")
    short = contracts and call.text("direction") == "short"
    gain, loss = amount(fields, "tpPct"), amount(fields, "slPct")
    if gain < LEAST_GAIN or (short and gain >= 1):
        raise Refusal("55100")
    if text_of(fields, "slPct") and not 0 < loss < 1:
        raise Refusal("55101")
    additions = _additions(call)
    if additions and additions[-1][1] >= (MOST_DISTANCE if short else 1):
        raise Refusal("51250")
    return DcaSettings(
        instrument=instrument,
        short=short,
        lever=lever,
        opening=amount(fields, "initOrdAmt"),
        additions=additions,
        gain=gain,
        loss=loss,
        loss_at_limit=call.text("slMode") == "limit",
        reinvests=contracts and call.text("allowReinvest") != "false",
        start=start,
    )


def _instrument(name: str, *, contracts: bool) -> Instrument:
    found = INSTRUMENTS.get(name)
    if found is None:
        raise Refusal("51001")
    if contracts and found.spot:
        return INSTRUMENTS[f"{name}-SWAP"]
    if not contracts and not found.spot:
        raise Refusal("51287")
    return found


def _additions(call: Call) -> tuple[tuple[Decimal, Decimal], ...]:
    """Amount and distance of each order that adds.

    Raises:
        Refusal: 51000 for too many of them, 51250 for a step of nothing.
    """
    # Longer numbers are out of bounds whatever they are.
    count = int(call.text("maxSafetyOrds")[:6])
    if count > MOST_ADDITIONS:
        raise Refusal("51000", "maxSafetyOrds")
    step, distance, size = amount(call.fields, "pxSteps"), ZERO, amount(call.fields, "safetyOrdAmt")
    if count and not step:
        raise Refusal("51250")
    found: list[tuple[Decimal, Decimal]] = []
    for _ in range(count):
        distance += step
        found.append((size, distance))
        step *= amount(call.fields, "pxStepsMult")
        size *= amount(call.fields, "volMult")
    return tuple(found)


_create = placing(DCA, "createDcaBot", begin=_begin, answered_by="placeGridOrder")
