"""Algo orders that wait for a price and then place one order: take-profit, stop-loss, trigger order, trailing stop.

A sell takes its profit when the price has risen to the trigger and stops its loss when it has fallen to it; a buy the
other way round. A trigger order acts when the price reaches its trigger from the side where it was when it was placed. A
trailing stop to sell triggers at the highest price since it became active less the distance, one to buy at the lowest
price plus the distance. What is reached already acts at once.

A limit take-profit is placed in the book at once; the stop-loss beside it is then for what has not filled, and each
ends the other. An algo order that closes a position as a whole (`closeFraction`), or belongs to it (`cxlOnClosePos`),
ends with it.
"""

from __future__ import annotations

from decimal import Decimal

from okx_mock.answers import Refusal
from okx_mock.call import flag_of, text_of
from okx_mock.exchange.algo_order import (
    BY_TAKE_PROFIT_OR_STOP_LOSS,
    BY_TRAILING_STOP,
    BY_TRIGGER,
    Algo,
    Desk,
)
from okx_mock.exchange.attached import AT_MARKET_PRICE, first_item_of
from okx_mock.exchange.book import STOP_CANCELLED, STOP_TRIGGERED
from okx_mock.exchange.instruments import Instrument
from okx_mock.exchange.order import Order
from okx_mock.exchange.records import Record, Values
from okx_mock.money import ZERO, plain, rounded


class TwoSided(Algo):
    """A take-profit, a stop-loss, or both, of which one ends the other (`conditional`, `oco`)."""

    origin = BY_TAKE_PROFIT_OR_STOP_LOSS

    def __init__(self, desk: Desk, record: Record, instrument: Instrument, fields: Values) -> None:
        super().__init__(desk, record, instrument, fields)
        self.stop_loss = self.number("slTriggerPx")
        # Of a conditional order with both sides the stop-loss alone counts.
        profit = text_of(fields, "ordType") == "oco" or self.stop_loss is None
        self.limit_profit = profit and text_of(fields, "tpOrdKind") == "limit"
        self.take_profit = self.number("tpTriggerPx") if profit and not self.limit_profit else None
        self.in_book: Order | None = None
        self.split: Split | None = None

    def begin(self) -> None:
        """Place a limit take-profit; then wait."""
        if self.limit_profit:
            alone = self.stop_loss is None
            try:
                order = self.place(
                    text_of(self.fields, "tpOrdPx"), self.size, on_change=None if alone else self._filled
                )
            except Refusal as refusal:
                self.desk.finish(self, "order_failed", refusal.code)
                return
            order.take_profit_limit = True
            if alone:
                self.show(actualSide="tp", actualSz=plain(order.size), actualPx=plain(order.price))
                self.desk.finish(self, "effective")
                return
            if order.open:
                self.in_book = order
                order.linked_algo_id = self.record.id
                self.show(linkedOrd={"ordId": order.order_id})
        self.moved()

    def moved(self) -> None:
        """Trigger when one of the sides is reached."""
        if not self.live:
            return
        price, sell = self.price, self.side == "sell"
        if self.stop_loss is not None and (price <= self.stop_loss if sell else price >= self.stop_loss):
            self._trigger("sl")
        elif self.take_profit is not None and (price >= self.take_profit if sell else price <= self.take_profit):
            self._trigger("tp")

    @property
    def size(self) -> str:
        """What its order is for, as on the wire: of a whole position what there is of it now."""
        if "closeFraction" in self.fields:
            held = self.desk.book.trader(self.record.account).positions.get(self.position_key)
            return plain(abs(held.contracts)) if held is not None else plain(self.instrument.minimum)
        return text_of(self.record.row, "sz")

    def lower(self, amount: Decimal) -> None:
        """Be for so much less; nothing is left to do when that is all."""
        rest = Decimal(text_of(self.record.row, "sz")) - amount
        if rest > 0:
            self.show(sz=plain(rest))
        elif self.live:
            self.desk.finish(self, "canceled")

    def move_stop(self, price: Decimal) -> None:
        """Put the stop-loss to another price."""
        self.stop_loss = price
        self.show(slTriggerPx=plain(price))

    def stop(self) -> None:
        """A limit take-profit goes with its stop-loss."""
        if self.in_book is not None:
            self.in_book.on_change = None
            self.desk.book.end(self.in_book, STOP_CANCELLED)
        if self.split is not None:
            self.split.stop_gone(self, STOP_CANCELLED)

    def _trigger(self, which: str) -> None:
        if which == "sl" and self.in_book is not None:
            # What the limit take-profit has filled is off the size already.
            self.in_book.on_change = None
            self.desk.book.end(self.in_book, STOP_TRIGGERED)
        if self.split is not None:
            self.split.triggered(self, which)
        self.fire(text_of(self.fields, f"{which}OrdPx"), self.size, actual_side=which)

    def _filled(self, order: Order) -> None:
        """The limit take-profit has filled, perhaps in part, or was cancelled."""
        if order.state == "filled":
            self.show(actualSide="tp", actualSz=plain(order.size), actualPx=plain(order.average))
            self.in_book = None
            self.desk.finish(self, "effective")
        elif order.state == "partially_filled":
            self.show(sz=plain(order.unfilled))
        else:
            self.in_book = None
            self.show(linkedOrd={"ordId": ""})


class Split:
    """A take-profit in parts, with the stop-loss for what is left.

    Each part that triggers, or fills as a limit order, makes the stop-loss smaller; the first one puts it to the entry
    price if that was wished (break-even stop). The stop-loss ends all parts.
    """

    def __init__(self, entry: Decimal, *, break_even: bool) -> None:
        self._entry = entry
        self._break_even = break_even
        self.stop_loss: TwoSided | None = None
        self.parts: list[TwoSided] = []
        self.limits: list[Order] = []
        self._filled: dict[str, Decimal] = {}

    def add(self, algo: TwoSided) -> None:
        """Let an algo order be one of it."""
        algo.split = self
        if algo.stop_loss is not None:
            self.stop_loss = algo
        else:
            self.parts.append(algo)

    def triggered(self, algo: TwoSided, which: str) -> None:
        """One of them triggers."""
        if which == "sl":
            self.stop_gone(algo, STOP_TRIGGERED)
            for part in self.parts:
                if part.live:
                    part.desk.finish(part, "canceled")
        else:
            self._taken(Decimal(algo.size))

    def limit_changed(self, order: Order) -> None:
        """A limit order of a part has filled further, or was cancelled."""
        fresh = order.filled - self._filled.get(order.order_id, ZERO)
        self._filled[order.order_id] = order.filled
        if fresh:
            self._taken(fresh)

    def stop_gone(self, algo: TwoSided, why: str) -> None:
        """The stop-loss has triggered or was cancelled: limit take-profits go with it."""
        if algo is self.stop_loss:
            for order in self.limits:
                order.on_change = None
                algo.desk.book.end(order, why)

    def _taken(self, size: Decimal) -> None:
        stop = self.stop_loss
        if stop is None or not stop.live:
            return
        if self._break_even:
            self._break_even = False
            stop.move_stop(self._entry)
        stop.lower(size)


class Trigger(Algo):
    """An order that is sent when a price is reached (`trigger`)."""

    origin = BY_TRIGGER

    def __init__(self, desk: Desk, record: Record, instrument: Instrument, fields: Values) -> None:
        super().__init__(desk, record, instrument, fields)
        self._trigger = Decimal(text_of(fields, "triggerPx"))
        self._from_below = self.price < self._trigger

    def moved(self) -> None:
        """Trigger when the price is reached."""
        if not self.live or (self.price < self._trigger if self._from_below else self.price > self._trigger):
            return
        kind = text_of(self.fields, "advanceOrdType")
        if kind == "chase":
            self._chase()
        else:
            attached = self.fields.get("attachAlgoOrds")
            self.fire(text_of(self.fields, "orderPx"), text_of(self.fields, "sz"), kind, attached=attached)

    def _chase(self) -> None:
        names = ("instId", "tdMode", "side", "posSide", "sz", "reduceOnly", "tag")
        how = first_item_of(self.fields.get("advChaseParams"))
        given = {name: self.fields[name] for name in names if name in self.fields}
        self.show(triggerTime=str(self.desk.now_ms()))
        try:
            chase = self.desk.create(self.record.account, {**given, **how, "ordType": "chase"}, self.record.source)
        except Refusal as refusal:
            self.desk.finish(self, "order_failed", refusal.code)
            return
        self.show(subAlgoIdList=[chase.id], actualSz=text_of(self.fields, "sz"))
        self.desk.finish(self, "effective")


class TrailingStop(Algo):
    """A stop that follows the price at a distance, and orders at the market (`move_order_stop`)."""

    origin = BY_TRAILING_STOP

    def __init__(self, desk: Desk, record: Record, instrument: Instrument, fields: Values) -> None:
        super().__init__(desk, record, instrument, fields)
        self._active = self.number("activePx")
        self._best: Decimal | None = None

    def moved(self) -> None:
        """Become active, follow the price, or trigger."""
        if not self.live:
            return
        price, sell = self.price, self.side == "sell"
        if self._best is None:
            if self._active is not None and (price < self._active if sell else price > self._active):
                return
            self._best = price
        self._best = max(self._best, price) if sell else min(self._best, price)
        trigger = self._trigger_price(self._best)
        self.show(moveTriggerPx=plain(rounded(trigger)))
        if price <= trigger if sell else price >= trigger:
            self.fire(AT_MARKET_PRICE, text_of(self.fields, "sz"))

    def _trigger_price(self, best: Decimal) -> Decimal:
        ratio, spread = self.number("callbackRatio"), self.number("callbackSpread") or ZERO
        distance = spread if ratio is None else best * ratio
        return best - distance if self.side == "sell" else best + distance


def belongs_to_position(algo: Algo) -> bool:
    """Whether it ends with the position that it closes."""
    return "closeFraction" in algo.fields or flag_of(algo.fields, "cxlOnClosePos")
