"""The life of a grid bot.

It begins when its signal comes, at once unless said. A SPOT grid then trades at the market until it holds the base
currency that the grids above the price sell, and no more; a contract grid that bets on rising prices buys for these
grids, one that bets on falling ones sells for the grids below the price, if `basePos` says so. Then each grid has one
order, and when that fills, the opposite one at the other price of the grid.

- A grid above the price sells first, one below or around it buys first. Contracts: `long` buys first everywhere and
  `short` sells first; without `basePos` a grid whose first order would trade at once waits until the price has passed.
- A SPOT grid sells what its purchase brought after the fee, rounded down to the lot.
- An order that the book refuses, or that the bot can't pay, is tried again whenever the price moves.
- It stops by hand, at `tpTriggerPx` or `slTriggerPx`, at `tpRatio` or `slRatio` of its profit or loss, or by its
  signal, and sells what it holds at the market unless `stopType` is 2; at take-profit and stop-loss always. For `short`
  the two prices are on the other sides. A bot that can't begin, as what it would trade has become too little, stops as
  well.
- A contract grid that keeps its position is in state `no_close_position` until it is stopped once more, with
  `stopType` 1.

What an answer shows of it: `grid_figures.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from okx_mock.answers import Refusal
from okx_mock.exchange.bots import Bot
from okx_mock.exchange.fills import quote_flow, received
from okx_mock.exchange.grid_figures import figures
from okx_mock.exchange.grid_plan import quantity
from okx_mock.exchange.grid_settings import GridSettings
from okx_mock.exchange.instruments import MAX_MARKET_VALUE
from okx_mock.exchange.order import Order
from okx_mock.exchange.order_checks import to_step
from okx_mock.exchange.rates import FROZEN_SHARE, SPOT_TAKER
from okx_mock.exchange.records import Record, Values
from okx_mock.exchange.signals import Waiting
from okx_mock.exchange.stakes import ContractStake, SpotStake
from okx_mock.money import ZERO

if TYPE_CHECKING:
    from okx_mock.world import World

BY_HAND, TAKE_PROFIT, STOP_LOSS, RISK_CONTROL, SIGNAL = "1", "2", "3", "4", "6"
"""`cancelType`."""
CLOSE, KEEP = "1", "2"
"""`stopType`."""


@dataclass(slots=True, eq=False)
class Grid:
    """The space between two neighbouring prices.

    Attributes:
        low: where it buys.
        high: where it sells.
        opens: the side of its first order.
        side: the side of its next order.
        size: the size of that.
        first: what the first trade of an arbitrage brought; None when the next trade begins one.
        waits: whether its order could not be placed yet.
    """

    low: Decimal
    high: Decimal
    opens: str
    side: str
    size: Decimal
    first: Decimal | None = None
    waits: bool = False

    @property
    def price(self) -> Decimal:
        """The price of its next order."""
        return self.low if self.side == "buy" else self.high


@dataclass(frozen=True, slots=True)
class Plan:
    """How a bot would begin at a price: what each grid trades, and which of them begin with a position.

    Attributes:
        size: the quantity of each grid.
        held: the grids that begin with what their first order would have brought.
        margin: contracts: what the orders and the position need at the mock's leverage, with fees.
    """

    size: Decimal
    held: frozenset[int]
    margin: Decimal


def plan_at(settings: GridSettings, price: Decimal) -> Plan:
    """How a bot would begin at a price.

    Raises:
        Refusal: 51340 when a grid would trade less than the instrument's minimum, 51201 when it would trade too much at
            the market.
    """
    grids = list(pairwise(settings.prices))
    one = settings.instrument
    if settings.short:
        beyond = [number for number, (_, high) in enumerate(grids) if high <= price]
        paid = [high for _, high in grids]
    else:
        beyond = [number for number, (low, _) in enumerate(grids) if low >= price]
        paid = [high if settings.direction == "neutral" and low >= price else low for low, high in grids]
    held = frozenset(beyond) if settings.spot or settings.base_position else frozenset[int]()
    for number in held:
        paid[number] = price
    if settings.spot:
        size = quantity(settings.quote + settings.base * price, paid, one.lot)
        smallest = to_step(size * (1 - SPOT_TAKER), one.lot)
    else:
        size = smallest = quantity(
            settings.margin * settings.lever, [each * one.contract_value for each in paid], one.lot
        )
    if smallest < one.minimum:
        raise Refusal("51340")
    if settings.spot and abs(size * len(held) - settings.base) * price > MAX_MARKET_VALUE:
        raise Refusal("51201")
    needed = size * one.contract_value * sum(paid, ZERO) * FROZEN_SHARE
    return Plan(size, held, ZERO if settings.spot else needed)


class GridBot(Bot):
    """A grid bot."""

    def __init__(self, world: World, record: Record, settings: GridSettings, stake: SpotStake | ContractStake) -> None:
        super().__init__(world, record, stake)
        self.stake: SpotStake | ContractStake = stake
        self.settings = settings
        self.state = "pending_signal"
        self.created_price = self.price
        self.run_price = ZERO
        self.size = ZERO
        self.trades = 0
        self.arbitrages = 0
        self.grid_profit = ZERO
        self.cancel_type = "0"
        self.stop_type = ""
        self.stop_result = "0"
        self.stopped_ms = 0
        self.final: Values = {}
        """The figures in the end, once it has ended."""
        self.start = Waiting(world, settings.instrument.inst_id, settings.start, self._begin)
        self.stop_signal = Waiting(world, settings.instrument.inst_id, settings.stop, self._stop_by_signal)
        self._grids: list[Grid] = []
        """From the top down, so that if the means fall short, it is the lowest purchase that gets less."""
        self._leave: Callable[[], None] | None = None

    def live(self) -> None:
        """Wait for the signal and begin."""
        self.start.begin()

    @property
    def shown_state(self) -> str:
        """Its state; while a delay runs it is starting or stopping."""
        if self.state == "pending_signal" and self.start.triggered_ms:
            return "starting"
        return "stopping" if self.state == "running" and self.stop_signal.triggered_ms else self.state

    def row(self) -> Values:
        """The bot as an answer shows it."""
        return self.final or {**self.record.row, **figures(self)}

    # Beginning

    def _begin(self) -> None:
        with self.acting():
            price = self.price
            try:
                plan = plan_at(self.settings, price)
            except Refusal:
                self._end(CLOSE, RISK_CONTROL)
                return
            self.state, self.run_price, self.size = "running", price, plan.size
            self._changed_now()
            held = self._take_position(plan)
            if held is None:
                self._end(CLOSE, RISK_CONTROL)
                return
            for number, (low, high) in enumerate(pairwise(self.settings.prices)):
                sells_first = self.settings.short or (self.settings.direction == "neutral" and low >= price)
                opens = "sell" if sells_first else "buy"
                grid = Grid(low, high, opens, opens, self.size)
                if number in plan.held:
                    grid.side, grid.size = "buy" if sells_first else "sell", held
                self._grids.append(grid)
            self._grids.reverse()
            for grid in self._grids:
                self._order(grid)
            self._leave = self.world.watch.price(self.settings.instrument.inst_id, self._look)
            self.stop_signal.begin()
            self._look()

    def _take_position(self, plan: Plan) -> Decimal | None:
        """Trade at the market for the grids that begin with a position.

        Returns:
            What each of them has then; None when the book refused the order.
        """
        count, one = len(plan.held), self.settings.instrument
        # SPOT brings some of it along; what is too much is sold.
        size = to_step(plan.size * count - self.settings.base, one.lot)
        side, position = ("sell", "short") if self.settings.short or size < 0 else ("buy", "long")
        if abs(size) >= one.minimum and self.place(side, abs(size), None, position) is None:
            return None
        if not self.settings.spot:
            return plan.size
        return min(plan.size, to_step(self.stake.position / count, one.lot)) if count else ZERO

    # Trading

    def _order(self, grid: Grid) -> None:
        """Place the next order of a grid, or let it wait."""
        price, one = self.price, self.settings.instrument
        at_once = price <= grid.price if grid.side == "buy" else price >= grid.price
        size = self.stake.afford(grid.side, grid.size, grid.price)
        opens = grid.side == grid.opens and not self.settings.spot
        grid.waits = True
        if size >= one.minimum and not (opens and at_once):
            position = "long" if grid.opens == "buy" else "short"
            grid.waits = self.place(grid.side, size, grid.price, position, partial(self._traded, grid)) is None

    def _traded(self, grid: Grid, order: Order) -> None:
        """A grid's order has filled, or somebody has cancelled it."""
        if order.state != "filled" or self.state != "running":
            return
        self.trades += 1
        self._changed_now()
        flow = quote_flow(order)
        if grid.first is None:
            grid.first = flow
        else:
            self.grid_profit += grid.first + flow
            self.arbitrages += 1
            grid.first = None
        bought = order.side == "buy"
        grid.side = "sell" if bought else "buy"
        grid.size = to_step(received(order), order.instrument.lot) if bought and self.settings.spot else self.size
        self._order(grid)

    def _look(self) -> None:
        """The price has moved: stop, if one of the ends is reached, or place the orders that wait."""
        if self.state != "running":
            return
        reason = self._reached()
        with self.acting():
            if reason:
                self._end(CLOSE, reason)
                return
            for grid in self._grids:
                if grid.waits:
                    self._order(grid)

    def _reached(self) -> str:
        """Why it must stop at this price; empty when it need not."""
        ends, price = self.settings, self.price
        up, down = (ends.stop_loss, ends.take_profit) if ends.short else (ends.take_profit, ends.stop_loss)
        if up and price >= up:
            return STOP_LOSS if ends.short else TAKE_PROFIT
        if down and price <= down:
            return TAKE_PROFIT if ends.short else STOP_LOSS
        gain = self.gain()
        if ends.profit_ratio and gain >= ends.profit_ratio * self.investment():
            return TAKE_PROFIT
        if ends.loss_ratio and gain <= -ends.loss_ratio * self.investment():
            return STOP_LOSS
        return ""

    # Figures

    def investment(self) -> Decimal:
        """What was invested, in quote currency; base currency counts at the price of the beginning."""
        ends = self.settings
        if ends.spot:
            return ends.quote + ends.base * (self.run_price or self.created_price)
        return ends.margin + ends.reserve

    def gain(self) -> Decimal:
        """What the bot is worth more than was invested."""
        return self.stake.equity(self.price) - self.investment() if self.run_price else ZERO

    def _changed_now(self) -> None:
        self.record.row["uTime"] = str(self.world.clock.now_ms())

    # Stopping

    def stop(self, stop_type: str) -> None:
        """Stop by hand.

        Raises:
            Refusal: 51291 when it has stopped, with its position kept, and is to keep it.
        """
        if self.state == "no_close_position" and stop_type == KEEP:
            raise Refusal("51291")
        if self.cancel_type == "0":
            self.stopped_ms = self.world.clock.now_ms()
        self._end(stop_type, BY_HAND)

    def _stop_by_signal(self) -> None:
        self._end(self.settings.stop.stop_type, SIGNAL)

    def _end(self, stop_type: str, cancel_type: str) -> None:
        with self.acting():
            self.cancel_all()
            self.start.call_off()
            self.stop_signal.call_off()
            if self._leave is not None:
                self._leave()
            for grid in self._grids:
                grid.waits = False
            if self.cancel_type == "0":
                self.cancel_type = cancel_type
            self.stop_type = stop_type
            self.state = "stopped"
            if stop_type == CLOSE and self.run_price:
                self._sell()
            elif isinstance(self.stake, ContractStake) and self.stake.contracts:
                self.state = "no_close_position"
                self._changed_now()
                return
            self._finish()

    def _sell(self) -> None:
        orders = self.close()
        if orders:
            self.stop_result = "-1" if None in orders else "1"

    def _finish(self) -> None:
        self.world.records.end(self.record, "stopped")
        final = dict(self.row())
        self.stake.give_back()
        self._grids.clear()
        self.final = {**final, **({"curQuoteSz": "0", "curBaseSz": "0"} if self.settings.spot else {})}
