"""What bots of all kinds have in common: each of their orders carries the bot's tag, and they hear of each of its fills.

An order is acted upon when it has ended, filled or cancelled; what was traded of it counts at once. An order that
somebody cancels by hand is not placed again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from okx_mock.answers import Refusal
from okx_mock.exchange.book import BY_SYSTEM
from okx_mock.exchange.order import Order
from okx_mock.exchange.records import Record
from okx_mock.exchange.stakes import Stake
from okx_mock.money import plain
from okx_mock.wire import Json

if TYPE_CHECKING:
    from okx_mock.world import World

Ended: TypeAlias = Callable[[Order], None]


class Bot:
    """A bot that trades one instrument."""

    def __init__(self, world: World, record: Record, stake: Stake) -> None:
        """Make a bot that does nothing yet.

        Args:
            world: where it lives.
            record: the record that it stands behind; its tag goes onto every order.
            stake: what it trades with.
        """
        self.world = world
        self.record = record
        self.stake = stake
        self.orders: dict[str, Order] = {}
        self._ended: deque[tuple[Order, Ended]] = deque()
        self._placing = False
        self._acting = False

    @property
    def price(self) -> Decimal:
        """The instrument's price."""
        return self.world.book.prices[self.stake.instrument.inst_id]

    def place(
        self, side: str, size: Decimal, price: Decimal | None, position: str, ended: Ended | None = None
    ) -> Order | None:
        """Place an order, at the market when there is no price.

        Args:
            side: buy or sell.
            size: in base currency or contracts.
            price: of a limit order.
            position: which position it opens or closes, long or short.
            ended: told when it is filled or cancelled, after what the bot does now.

        Returns:
            The order, or None when the book refused it.
        """
        instrument = self.stake.instrument
        fields: dict[str, Json] = {
            "instId": instrument.inst_id,
            "side": side,
            "ordType": "market" if price is None else "limit",
            "tag": self.record.tag,
            **self.stake.order(side, size, price, position),
        }
        if price is not None:
            fields["px"] = plain(price)
        self.stake.loosen()
        self._placing = True
        try:
            order = self.world.book.place(
                self.record.account,
                fields,
                self.record.source,
                b"",
                algo_id=self.record.id,
                algo_client_id=self.record.client_id,
                on_change=partial(self._changed, ended),
            )
            if order.open:
                self.orders[order.order_id] = order
        except Refusal:
            # The book has noted it; the bot goes on without.
            return None
        finally:
            self._placing = False
            self.stake.tighten(self.orders.values())
        return order

    def _changed(self, ended: Ended | None, order: Order) -> None:
        self.stake.note(order)
        if not order.open:
            order.on_change = None
            self.orders.pop(order.order_id, None)
            if ended is not None:
                self._ended.append((order, ended))
        if self._placing:
            return
        self.stake.tighten(self.orders.values())
        if not self._acting:
            with self.acting():
                pass

    @contextmanager
    def acting(self) -> Generator[None, None, None]:
        """Do several things in a row; orders that end meanwhile are acted upon afterwards."""
        if self._acting:
            yield
            return
        self._acting = True
        try:
            yield
            while self._ended:
                order, ended = self._ended.popleft()
                ended(order)
        finally:
            self._acting = False

    def cancel(self, order: Order) -> None:
        """Cancel one of its orders, if it is open; nobody is told."""
        if not order.open:
            return
        order.on_change = None
        self.orders.pop(order.order_id, None)
        self.world.book.end(order, BY_SYSTEM)
        self.stake.tighten(self.orders.values())

    def cancel_all(self) -> None:
        """Cancel all its orders, and forget those that have ended and were not acted upon."""
        for order in list(self.orders.values()):
            self.cancel(order)
        self._ended.clear()

    def close(self) -> list[Order | None]:
        """Sell what it holds, or close its position, at the market; None stands for an order that was refused."""
        return [self.place(one.side, one.size, None, one.position) for one in self.stake.closings()]
