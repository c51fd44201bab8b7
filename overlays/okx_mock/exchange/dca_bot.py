"""The life of a DCA (Martingale) bot.

It begins when its signal comes. A cycle opens with an order at the market, and orders that add to it wait at their
prices: the first `pxSteps` away from the price of the opening, each step `pxStepsMult` times the one before, each
amount `volMult` times the one before. A take-profit order waits `tpPct` beyond the average price of the cycle, and moves
with it. When that fills, the cycle is over, the orders that add are cancelled, and the next cycle opens at once.

- Amounts are in quote currency, for contracts as margin at the bot's leverage. All of them must be there when the bot is
  made. With `allowReinvest` the amounts of a contract bot grow as its equity has grown.
- An order that adds and would be below the instrument's minimum is left out. A cycle that can't open ends the bot.
- At `slPct` away from the average price, on the losing side, everything is cancelled and the position is closed, at the
  market or with a limit order at that price (`slMode`); then the bot ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from okx_mock.exchange.bots import Bot
from okx_mock.exchange.fills import traded
from okx_mock.exchange.instruments import Instrument
from okx_mock.exchange.order import Order
from okx_mock.exchange.order_checks import to_step
from okx_mock.exchange.records import Record, Values
from okx_mock.exchange.signals import Signal, Waiting
from okx_mock.exchange.stakes import ContractStake, SpotStake
from okx_mock.money import ZERO

if TYPE_CHECKING:
    from okx_mock.world import World


@dataclass(frozen=True, slots=True)
class DcaSettings:
    """What a DCA bot was told to do.

    Attributes:
        instrument: what it trades.
        short: whether it bets on falling prices.
        lever: leverage; 1 for coins.
        opening: amount of the order that opens a cycle.
        additions: the amount of each order that adds, and how far from the opening its price is, as a fraction.
        gain: how far beyond the average price it takes its profit, as a fraction.
        loss: how far away from it the bot stops, as a fraction; 0 for never.
        loss_at_limit: whether a limit order ends a loss.
        reinvests: whether its amounts grow with its equity.
        start: what it waits for.
    """

    instrument: Instrument
    short: bool
    lever: Decimal
    opening: Decimal
    additions: tuple[tuple[Decimal, Decimal], ...]
    gain: Decimal
    loss: Decimal
    loss_at_limit: bool
    reinvests: bool
    start: Signal

    @property
    def investment(self) -> Decimal:
        """All amounts of one cycle."""
        return self.opening + sum((amount for amount, _ in self.additions), ZERO)

    def size(self, amount: Decimal, price: Decimal) -> Decimal:
        """What an amount buys at a price, rounded down to the lot."""
        return to_step(amount * self.lever / (price * self.instrument.contract_value), self.instrument.lot)

    def away(self, price: Decimal, fraction: Decimal, *, gains: bool) -> Decimal:
        """A price so far away on the winning or the losing side, rounded away to the tick."""
        if gains != self.short:
            return to_step(price * (1 + fraction), self.instrument.tick, ROUND_CEILING)
        return to_step(price * (1 - fraction), self.instrument.tick)


class DcaBot(Bot):
    """A DCA bot."""

    def __init__(self, world: World, record: Record, settings: DcaSettings, stake: SpotStake | ContractStake) -> None:
        super().__init__(world, record, stake)
        self.settings = settings
        self.cycles = 0
        self._size = ZERO
        self._value = ZERO
        self._exit: Order | None = None
        self._running = False
        self._start = Waiting(world, settings.instrument.inst_id, settings.start, self._begin)
        self._leave: Callable[[], None] | None = None
        self._opens, self._closes = ("sell", "buy") if settings.short else ("buy", "sell")
        self._position = "short" if settings.short else "long"

    def row(self) -> Values:
        """What the answer to its creation says; no operation shows more."""
        return self.record.row

    def live(self) -> None:
        """Wait for the signal and begin."""
        self._start.begin()

    def _begin(self) -> None:
        with self.acting():
            self._leave = self.world.watch.price(self.settings.instrument.inst_id, self._look)
            self._open()

    def _open(self) -> None:
        """Open a cycle, or end when that can't be."""
        ends = self.settings
        grown = self.stake.equity(self.price) / ends.investment if ends.reinvests else Decimal(1)
        growth = max(grown, Decimal(1))
        size = self.stake.afford(self._opens, ends.size(ends.opening * growth, self.price), self.price)
        order = self.place(self._opens, size, None, self._position) if size >= ends.instrument.minimum else None
        if order is None:
            self._end()
            return
        self._running = True
        self._size = self._value = ZERO
        self._count(order)
        opened_at = self._average()
        for amount, distance in ends.additions:
            price = ends.away(opened_at, distance, gains=False)
            size = self.stake.afford(self._opens, ends.size(amount * growth, price), price)
            if size >= ends.instrument.minimum:
                self.place(self._opens, size, price, self._position, self._added)
        self._aim()

    def _count(self, order: Order) -> None:
        done = traded(order)
        self._size += done.size
        self._value += done.value

    def _average(self) -> Decimal:
        return self._value / (self._size * self.settings.instrument.contract_value)

    def _added(self, order: Order) -> None:
        self._count(order)
        if self._running and order.filled:
            self._aim()

    def _aim(self) -> None:
        """Put the take-profit order where the average price wants it."""
        if self._exit is not None:
            self.cancel(self._exit)
        target = self.settings.away(self._average(), self.settings.gain, gains=True)
        size = abs(self.stake.position)
        size = to_step(size, self.settings.instrument.lot)
        self._exit = self.place(self._closes, size, target, self._position, self._profited)

    def _profited(self, order: Order) -> None:
        """The take-profit order has filled; when somebody cancelled it, the bot goes on without."""
        if order is not self._exit or not self._running:
            return
        self._exit = None
        if order.state == "filled":
            self.cancel_all()
            self.cycles += 1
            self._open()

    def _look(self) -> None:
        """The price has moved: end at the loss that was set."""
        ends = self.settings
        if not self._running or not ends.loss:
            return
        limit = self._average() * (1 + ends.loss if ends.short else 1 - ends.loss)
        if self.price < limit if ends.short else self.price > limit:
            return
        with self.acting():
            self._running = False
            self.cancel_all()
            if ends.loss_at_limit:
                size = to_step(abs(self.stake.position), ends.instrument.lot)
                price = ends.away(self._average(), ends.loss, gains=False)
                if self.place(self._closes, size, price, self._position, self._lost) is not None:
                    return
            else:
                self.close()
            self._end()

    def _lost(self, order: Order) -> None:
        self._end()

    def _end(self) -> None:
        self._running = False
        self.cancel_all()
        if self._leave is not None:
            self._leave()
        self.world.records.end(self.record)
        self.stake.give_back()
