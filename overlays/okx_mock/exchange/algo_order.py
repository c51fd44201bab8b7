"""One algo order that lives: what all kinds have in common, and what they need of the rest of the exchange."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.call import flag_of, text_of
from okx_mock.exchange.attached import AT_MARKET_PRICE
from okx_mock.exchange.book import Book
from okx_mock.exchange.instruments import Instrument
from okx_mock.exchange.order import Order
from okx_mock.exchange.records import Record, Values
from okx_mock.exchange.trader import PositionKey
from okx_mock.money import plain
from okx_mock.timers import Timers
from okx_mock.wire import Json

SOURCE = "placeAlgoOrder"
"""The operation that placed the orders of algo orders."""

# Codes of what made an order (okx-v5, GET /trade/order, source).
BY_TRIGGER, BY_TAKE_PROFIT_OR_STOP_LOSS, BY_STRATEGY, BY_TRAILING_STOP = "6", "7", "13", "25"


class Desk(Protocol):
    """What an algo order needs of the place where all of them live."""

    @property
    def book(self) -> Book:
        """The order book."""
        ...

    @property
    def timers(self) -> Timers:
        """What happens later."""
        ...

    def now_ms(self) -> int:
        """The time."""
        ...

    def create(self, account: Account, fields: Values, source: str, *, checked: bool = False) -> Record:
        """Place another algo order."""
        ...

    def finish(self, algo: Algo, state: str, code: str = "") -> None:
        """Let an algo order end."""
        ...


class Algo:
    """An algo order; the kinds say what it waits for and what it does then."""

    origin = BY_STRATEGY
    shows_failure = True
    """Whether `failCode` says why it failed."""

    def __init__(self, desk: Desk, record: Record, instrument: Instrument, fields: Values) -> None:
        self.desk = desk
        self.record = record
        self.instrument = instrument
        self.fields = fields
        self.side = text_of(fields, "side")
        self._fired = False

    # What the kinds do

    def begin(self) -> None:
        """Start to live; it may act at once."""
        self.moved()

    def moved(self) -> None:
        """The instrument has a new price."""

    def stop(self) -> None:
        """Take back what it has in the book; the user has cancelled it."""

    # What they share

    @property
    def price(self) -> Decimal:
        """The price of the instrument."""
        return self.desk.book.prices[self.instrument.inst_id]

    @property
    def live(self) -> bool:
        """Whether it waits or works; not any more while it triggers."""
        return self.record.open and not self._fired

    @property
    def position_key(self) -> PositionKey:
        """The position that its orders change."""
        return self.instrument.inst_id, text_of(self.fields, "tdMode"), text_of(self.fields, "posSide") or "net"

    def number(self, name: str) -> Decimal | None:
        """A number of the request, if it was said."""
        text = text_of(self.fields, name)
        return Decimal(text) if text else None

    def show(self, **values: Json) -> None:
        """Change what the record shows."""
        self.record.row.update(values)
        self.record.row["uTime"] = str(self.desk.now_ms())

    def fire(
        self, price: str, size: str, order_type: str = "", *, attached: Json = None, actual_side: str = ""
    ) -> None:
        """Trigger: the algo order has done its work by placing one order, or it has failed.

        Args:
            price: the price of the order, or -1 for the market.
            size: its size.
            order_type: its type, if not limit or market, according to the price.
            attached: what is attached to it.
            actual_side: which side of the algo order triggered.
        """
        self._fired = True
        self.show(triggerTime=str(self.desk.now_ms()), actualSide=actual_side)
        try:
            order = self.place(price, size, order_type, attached=attached)
        except Refusal as refusal:
            self.desk.finish(self, "order_failed", refusal.code)
            return
        self.show(
            actualSz=plain(order.size), actualPx=plain(order.average if price == AT_MARKET_PRICE else order.price)
        )
        self.desk.finish(self, "effective")

    def place(
        self,
        price: str,
        size: str,
        order_type: str = "",
        *,
        attached: Json = None,
        client_id: str = "",
        may_move: bool = False,
        on_change: Callable[[Order], None] | None = None,
    ) -> Order:
        """Place an order with the algo order's own tag.

        Raises:
            Refusal: the book does not take it.
        """
        at_market = price == AT_MARKET_PRICE
        fields: dict[str, Json] = {
            "instId": self.instrument.inst_id,
            "tdMode": text_of(self.fields, "tdMode"),
            "side": self.side,
            "posSide": text_of(self.fields, "posSide"),
            "ordType": "market" if at_market else order_type or "limit",
            "sz": size,
            "px": "" if at_market else price,
            "tgtCcy": text_of(self.fields, "tgtCcy"),
            "reduceOnly": flag_of(self.fields, "reduceOnly") and not self.instrument.spot,
            "pxAmendType": "1" if may_move else "0",
            "clOrdId": client_id,
            "tag": self.record.tag,
        }
        if attached:
            fields["attachAlgoOrds"] = attached
        order = self.desk.book.place(
            self.record.account,
            fields,
            SOURCE,
            b"",
            algo_id=self.record.id,
            algo_client_id=self.record.client_id,
            on_change=on_change,
            origin=self.origin,
        )
        known = self.record.row["ordIdList"]
        self.show(ordId=order.order_id, ordIdList=[*known, order.order_id] if isinstance(known, list) else [])
        return order
