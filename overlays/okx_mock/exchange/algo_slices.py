"""Algo orders that stay at work in the book: chase, TWAP and iceberg. They begin as soon as they are placed.

The mock has one price, without a spread. Where an order is to stand in the book and not to take, the best price of its
own side is one tick away: below the price to buy, above it to sell.

- A chase order keeps one post-only order at its distance from the best price and moves it with every new price. It is
  effective when that has filled, and cancelled when the best price is as far from where it began as `maxChaseVal` says.
- A TWAP order sends a small order at once and then one in every interval, as long as the price is on the good side of
  `pxLimit` (0 is no limit): an immediate-or-cancel order that is worse than the price by `pxVar` or `pxSpread`, so that it
  takes, but no worse than `pxLimit`. While the price is on the other side it waits.
- An iceberg order keeps `lmtOrderNumber` orders of `szLimit` in the book until all is traded: at the price (`radical`), one
  tick behind it (`mid`) or two (`conservative`), but not beyond `pxLimit`; it moves them with every new price. A start by a
  price waits for it; one by the relative strength index never comes, as the mock has no candles.

In parts traded, they are `partially_effective`. When the book refuses one of their orders they end, as `order_failed` or,
with something traded before, as `partially_failed`.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from okx_mock.answers import Refusal
from okx_mock.call import text_of
from okx_mock.exchange.algo_order import Algo, Desk
from okx_mock.exchange.attached import first_item_of
from okx_mock.exchange.book import BY_USER, CHASE, CHASED_ENOUGH
from okx_mock.exchange.instruments import Instrument
from okx_mock.exchange.order import Order
from okx_mock.exchange.order_checks import to_step
from okx_mock.exchange.records import Record, Values
from okx_mock.money import ZERO, plain, rounded
from okx_mock.timers import Timer


def _distance(texts: Values, value: str, kind: str, price: Decimal) -> Decimal | None:
    """A distance that is said as a difference or as a share of a price."""
    text = text_of(texts, value)
    if not text:
        return None
    return price * Decimal(text) if text_of(texts, kind) == "ratio" else Decimal(text)


class Chase(Algo):
    """A limit order that follows the best price (`chase`)."""

    origin = CHASE
    shows_failure = False

    def __init__(self, desk: Desk, record: Record, instrument: Instrument, fields: Values) -> None:
        super().__init__(desk, record, instrument, fields)
        self._began = self._best
        self._order: Order | None = None

    @property
    def _best(self) -> Decimal:
        tick = self.instrument.tick
        if self.side == "buy":
            return max(to_step(self.price - tick, tick, ROUND_CEILING), tick)
        return to_step(self.price + tick, tick, ROUND_FLOOR)

    @property
    def _wanted(self) -> Decimal:
        best, tick = self._best, self.instrument.tick
        distance = _distance(self.fields, "chaseVal", "chaseType", best) or ZERO
        if self.side == "buy":
            return max(to_step(best - distance, tick), tick)
        return to_step(best + distance, tick, ROUND_CEILING)

    def begin(self) -> None:
        """Put the order into the book."""
        size = text_of(self.fields, "sz")
        try:
            self._order = self.place(plain(self._wanted), size, "post_only", on_change=self._changed)
        except Refusal:
            self.desk.finish(self, "order_failed")

    def moved(self) -> None:
        """Follow the price, or give up."""
        order = self._order
        if not self.live or order is None or not order.open:
            return
        most = _distance(self.fields, "maxChaseVal", "maxChaseType", self._began)
        if most is not None and abs(self._best - self._began) >= most:
            self.desk.book.end(order, CHASED_ENOUGH)
            return
        wanted = self._wanted
        if wanted == order.price:
            return
        change = {"instId": self.instrument.inst_id, "ordId": order.order_id, "newPx": plain(wanted)}
        try:
            self.desk.book.amend(self.record.account, change, chasing=True)
        except Refusal:
            failed = "partially_failed" if order.filled else "order_failed"
            order.on_change = None
            self.desk.book.end(order, BY_USER)
            self.desk.finish(self, failed)

    def stop(self) -> None:
        """Take the order out of the book."""
        if self._order is not None:
            self._order.on_change = None
            self.desk.book.end(self._order, BY_USER)

    def _changed(self, order: Order) -> None:
        self.show(actualSz=plain(order.filled), actualPx=plain(order.average) if order.filled else "")
        if order.state == "filled":
            self.show(triggerTime=str(self.desk.now_ms()))
            self.desk.finish(self, "effective")
        elif order.state == "canceled":
            self.desk.finish(self, "canceled")
        else:
            self.show(state="partially_effective")


class Sliced(Algo):
    """What TWAP and iceberg orders share: a quantity that is traded in small orders."""

    shows_failure = False

    def __init__(self, desk: Desk, record: Record, instrument: Instrument, fields: Values) -> None:
        super().__init__(desk, record, instrument, fields)
        self.rest = Decimal(text_of(fields, "sz"))
        """What is in no order yet."""
        self.traded = self._value = ZERO
        self._part = Decimal(text_of(fields, "szLimit"))
        self._limit = self.number("pxLimit") or ZERO

    def next_size(self) -> Decimal:
        """The size of the next small order; it takes along what would be too small to be the last one."""
        return self._part if self.rest >= self._part + self.instrument.minimum else self.rest

    def within_limit(self, price: Decimal) -> Decimal:
        """A price, but no worse than the limit."""
        if not self._limit:
            return price
        return min(price, self._limit) if self.side == "buy" else max(price, self._limit)

    @property
    def on_good_side(self) -> bool:
        """Whether the price keeps the limit."""
        return self.within_limit(self.price) == self.price

    def note(self, size: Decimal, price: Decimal) -> None:
        """So much was traded."""
        self.traded += size
        self._value += size * price
        if not text_of(self.record.row, "triggerTime"):
            self.show(triggerTime=str(self.desk.now_ms()))
        self.show(
            actualSz=plain(self.traded), actualPx=plain(rounded(self._value / self.traded)), state="partially_effective"
        )

    def fail(self) -> None:
        """The book does not take a small order."""
        self.desk.finish(self, "partially_failed" if self.traded else "order_failed")


class Twap(Sliced):
    """A large order that takes in small parts over time (`twap`)."""

    def __init__(self, desk: Desk, record: Record, instrument: Instrument, fields: Values) -> None:
        super().__init__(desk, record, instrument, fields)
        self._interval_ms = 1000 * int(text_of(fields, "timeInterval"))
        self._timer: Timer | None = None

    def moved(self) -> None:
        """Send a small order that is due, if the price is good for it."""
        if not self.live or self._timer is not None or not self.on_good_side:
            return
        size = self.next_size()
        try:
            order = self.place(plain(self._wanted), plain(size), "ioc", may_move=True)
        except Refusal:
            self.fail()
            return
        self.rest -= size
        if order.filled:
            self.note(order.filled, order.average)
        if not self.live:
            return
        if self.rest <= 0:
            self.desk.finish(self, "effective" if self.traded else "order_failed")
        else:
            self._timer = self.desk.timers.at(self.desk.now_ms() + self._interval_ms, self._due)

    def stop(self) -> None:
        """Send nothing more."""
        if self._timer is not None:
            self._timer.call_off()

    @property
    def _wanted(self) -> Decimal:
        price, ratio, tick = self.price, self.number("pxVar"), self.instrument.tick
        away = price * ratio if ratio is not None else self.number("pxSpread") or ZERO
        if self.side == "buy":
            return self.within_limit(to_step(price + away, tick, ROUND_CEILING))
        return self.within_limit(max(to_step(price - away, tick), tick))

    def _due(self) -> None:
        self._timer = None
        self.moved()


class Iceberg(Sliced):
    """A large order of which only small parts show in the book (`smart_iceberg`)."""

    def __init__(self, desk: Desk, record: Record, instrument: Instrument, fields: Values) -> None:
        super().__init__(desk, record, instrument, fields)
        start = first_item_of(fields.get("triggerParams"))
        self._strategy = start.get("triggerStrategy", "instant")
        self._trigger = Decimal(start["triggerPx"]) if self._strategy == "price" else ZERO
        self._from_below = self.price < self._trigger
        self._started = False
        self._at_once = int(text_of(fields, "lmtOrderNumber"))
        self._orders: dict[str, Order] = {}
        self._filled: dict[str, Decimal] = {}
        self._placing = False

    def moved(self) -> None:
        """Start, or move what is in the book."""
        if not self.live or not (self._started or self._starts()):
            return
        self._started = True
        wanted = self._wanted
        for order in list(self._orders.values()):
            if self.live and order.open and order.price != wanted:
                change = {"instId": self.instrument.inst_id, "ordId": order.order_id, "newPx": plain(wanted)}
                try:
                    self.desk.book.amend(self.record.account, change)
                except Refusal:
                    self._give_up()
        self._keep_filled_up()

    def stop(self) -> None:
        """Take everything out of the book."""
        for order in list(self._orders.values()):
            order.on_change = None
            self.desk.book.end(order, BY_USER)

    def _starts(self) -> bool:
        if self._strategy == "price":
            return self.price >= self._trigger if self._from_below else self.price <= self._trigger
        return self._strategy == "instant"

    @property
    def _wanted(self) -> Decimal:
        tick = self.instrument.tick
        behind = {"radical": 0, "mid": 1, "conservative": 2}[text_of(self.fields, "aggressiveness")] * tick
        if self.side == "buy":
            return self.within_limit(max(to_step(self.price, tick, ROUND_CEILING) - behind, tick))
        return self.within_limit(max(to_step(self.price, tick) + behind, tick))

    def _keep_filled_up(self) -> None:
        """Place small orders until there are as many as there should be; those that fill at once make room for more."""
        if self._placing:
            return
        self._placing = True
        try:
            while self.live and self.rest > 0 and len(self._orders) < self._at_once:
                size = self.next_size()
                order = self.place(plain(self._wanted), plain(size), on_change=self._changed)
                self.rest -= size
                if order.open:
                    self._orders[order.order_id] = order
        except Refusal:
            self._give_up()
        finally:
            self._placing = False
        if self.live and self.rest <= 0 and not self._orders:
            self.desk.finish(self, "effective")

    def _give_up(self) -> None:
        self.stop()
        if self.live:
            self.fail()

    def _changed(self, order: Order) -> None:
        """A small order has filled, perhaps in part; when one of them is cancelled, all of it is."""
        fresh = order.filled - self._filled.get(order.order_id, ZERO)
        self._filled[order.order_id] = order.filled
        if fresh:
            self.note(fresh, order.fill_price)
        if order.open:
            return
        self._orders.pop(order.order_id, None)
        del self._filled[order.order_id]
        if order.state == "canceled":
            self.desk.finish(self, "canceled")
            self.stop()
        else:
            self._keep_filled_up()
