"""What a grid bot was told to do, read from a request and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from okx_mock.answers import Refusal
from okx_mock.call import flag_of, text_of
from okx_mock.exchange.grid_plan import prices_of
from okx_mock.exchange.instruments import MAX_LEVERAGE, Instrument
from okx_mock.exchange.signals import Signal, signal_of
from okx_mock.money import ZERO
from okx_mock.wire import Json


@dataclass(frozen=True, slots=True)
class GridSettings:
    """The settings of a grid bot.

    Attributes:
        instrument: what it trades.
        prices: the prices of its grid, upwards.
        quote: SPOT: quote currency to invest.
        base: SPOT: base currency to invest.
        margin: contracts: margin for orders.
        reserve: contracts: margin that is kept back.
        lever: contracts: leverage.
        direction: contracts: long, short or neutral.
        base_position: contracts: whether a position is opened at the start.
        take_profit: price at which it takes its profit; 0 for none.
        stop_loss: price at which it limits its loss; 0 for none.
        profit_ratio: contracts: profit at which it stops; 0 for none.
        loss_ratio: contracts: loss at which it stops; 0 for none.
        start: what it waits for to start.
        stop: what it waits for to stop.
    """

    instrument: Instrument
    prices: list[Decimal]
    quote: Decimal
    base: Decimal
    margin: Decimal
    reserve: Decimal
    lever: Decimal
    direction: str
    base_position: bool
    take_profit: Decimal
    stop_loss: Decimal
    profit_ratio: Decimal
    loss_ratio: Decimal
    start: Signal
    stop: Signal

    @property
    def spot(self) -> bool:
        """Whether coins change hands, not contracts."""
        return self.instrument.spot

    @property
    def short(self) -> bool:
        """Whether it bets on falling prices."""
        return self.direction == "short"


def amount(fields: Mapping[str, Json], name: str) -> Decimal:
    """A number of a request; 0 when absent."""
    return Decimal(text_of(fields, name) or "0")


def read_settings(fields: Mapping[str, Json], instrument: Instrument, price: Decimal) -> GridSettings:
    """The settings in a request to start a grid bot.

    Args:
        fields: of the request; of one that copies a bot, with what it copies.
        instrument: the instrument it names.
        price: what that costs now.

    Raises:
        Refusal: for a range, a number of grids, a leverage or an end that can't be.
    """
    low, high = amount(fields, "minPx"), amount(fields, "maxPx")
    # Longer numbers are out of bounds whatever they are.
    grids = int(text_of(fields, "gridNum")[:6])
    geometric = text_of(fields, "runType") == "2"
    margin = amount(fields, "actualMarginSz")
    settings = GridSettings(
        instrument=instrument,
        prices=prices_of(low, high, grids, instrument.tick, geometric=geometric),
        quote=amount(fields, "quoteSz") if instrument.spot else ZERO,
        base=amount(fields, "baseSz") if instrument.spot else ZERO,
        margin=margin or amount(fields, "sz"),
        reserve=amount(fields, "extraMarginSz") if margin else ZERO,
        lever=amount(fields, "lever"),
        direction="" if instrument.spot else text_of(fields, "direction"),
        base_position=flag_of(fields, "basePos") and text_of(fields, "direction") != "neutral",
        take_profit=amount(fields, "tpTriggerPx"),
        stop_loss=amount(fields, "slTriggerPx"),
        profit_ratio=ZERO if instrument.spot else amount(fields, "tpRatio"),
        loss_ratio=ZERO if instrument.spot else amount(fields, "slRatio"),
        start=signal_of(fields, "start"),
        stop=signal_of(fields, "stop"),
    )
    _check_ends(settings, low, high, price)
    if not settings.spot and not 1 <= settings.lever <= MAX_LEVERAGE:
        raise Refusal("51000", "lever")
    for name, code in (("tpRatio", "55100"), ("slRatio", "55101")):
        if text_of(fields, name) and not settings.spot and not 0 < amount(fields, name) <= 1:
            raise Refusal(code)
    return settings


def _check_ends(settings: GridSettings, low: Decimal, high: Decimal, price: Decimal) -> None:
    """Both ends must lie outside of the range, and ahead of the price."""
    upper, lower = settings.take_profit, settings.stop_loss
    if settings.short:
        # A short grid earns below its range and loses above it.
        upper, lower = lower, upper
    above, below = ("51348", "51349") if settings.short else ("51349", "51348")
    if upper and upper <= high:
        raise Refusal(above)
    if lower and lower >= low:
        raise Refusal(below)
    if upper and upper <= price:
        raise Refusal("51278" if settings.short else "51279")
    if lower and lower >= price:
        raise Refusal("51277" if settings.short else "51280")
