"""Positions of leading traders.

Which positions lead: every order that opened something made one, contracts of a perpetual or coins that it bought, and
its `ordId` is the `subPosId`. What is left of it is what the order opened without what was closed under this id, and no
more than the account now holds on the order's side.

A closing order carries the tag of the request that closes, or of the one that set the take-profit or stop-loss.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.exchange.fills import Fills, received
from okx_mock.exchange.order import Order
from okx_mock.exchange.order_checks import to_step
from okx_mock.money import ZERO, plain
from okx_mock.wire import Json

if TYPE_CHECKING:
    from okx_mock.world import World

MOST_REMEMBERED = 20_000
"""So many positions that were closed, or have a take-profit or stop-loss, are remembered in the whole mock."""


@dataclass(frozen=True, slots=True)
class End:
    """A take-profit or a stop-loss.

    Attributes:
        price: the price that triggers it.
        order_price: the price of its order; None for the market.
        tag: the tag of its order.
        source: the operation that set it.
    """

    price: Decimal
    order_price: Decimal | None
    tag: str
    source: str


class Lead:
    """One position that leads."""

    def __init__(self, world: World, opening: Order) -> None:
        self._world = world
        self._fills = Fills()
        self._leave: Callable[[], None] | None = None
        self.opening = opening
        self.closed = ZERO
        self.closing: Order | None = None
        """The limit order that closes it, while it is open."""
        self.take_profit: End | None = None
        self.stop_loss: End | None = None

    @property
    def long(self) -> bool:
        """Whether it earns when the price rises."""
        return self.opening.side == "buy"

    def left(self) -> Decimal:
        """What can be closed of it now."""
        one, trader = self.opening.instrument, self._world.book.trader(self.opening.account)
        if one.spot:
            own = received(self.opening) - self.closed
            return to_step(max(ZERO, min(own, self._world.book.available(trader, one.base))), one.lot)
        held = trader.positions.get(self.opening.position_key)
        if held is None or (held.contracts > 0) != self.long:
            return ZERO
        opened = min(self.opening.filled, self.opening.opens)
        return max(ZERO, min(opened - self.closed, abs(held.contracts)))

    def close(self, tag: str, source: str, raw: bytes, price: Decimal | None = None) -> None:
        """Close what is left of it, at the market or with a limit order.

        Raises:
            Refusal: 51023 when nothing is left, or what the book says.
        """
        size = self.left()
        if size <= 0:
            raise Refusal("51023")
        one = self.opening.instrument
        fields: dict[str, Json] = {
            "instId": one.inst_id,
            "tdMode": self.opening.trade_mode,
            "side": "sell" if self.long else "buy",
            "ordType": "market" if price is None else "limit",
            "sz": plain(size),
            "tag": tag,
            **({"tgtCcy": "base_ccy"} if one.spot else {"posSide": self.opening.position_side, "reduceOnly": True}),
        }
        if price is not None:
            fields["px"] = plain(price)
        order = self._world.book.place(self.opening.account, fields, source, raw, on_change=self._note_closing)
        self.closing = order if order.open else None

    def _note_closing(self, order: Order) -> None:
        self.closed += self._fills.news(order).size
        if not order.open:
            order.on_change = None
            if self.closing is order:
                self.closing = None
        if self.left() <= 0:
            self.forget_ends()

    def set_ends(self, take_profit: End | None, stop_loss: End | None) -> None:
        """Set what closes it by itself, in place of what was set before."""
        self.take_profit, self.stop_loss = take_profit, stop_loss
        wanted = take_profit is not None or stop_loss is not None
        if wanted and self._leave is None:
            self._leave = self._world.watch.price(self.opening.instrument.inst_id, self._look)
        elif not wanted:
            self.forget_ends()

    def forget_ends(self) -> None:
        """Have neither take-profit nor stop-loss any more."""
        self.take_profit = self.stop_loss = None
        if self._leave is not None:
            self._leave()
            self._leave = None

    def _look(self) -> None:
        price = self._world.book.prices[self.opening.instrument.inst_id]
        for end, rising in ((self.take_profit, self.long), (self.stop_loss, not self.long)):
            if end is not None and (price >= end.price if rising else price <= end.price):
                self.forget_ends()
                self._close_by(end)
                return

    def _close_by(self, end: End) -> None:
        try:
            self.close(end.tag, end.source, b"", end.order_price)
        except Refusal:
            # Nothing is left of it, or the book has noted why not.
            return


class Leading:
    """All positions that lead."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._leads: OrderedDict[tuple[str, str], Lead] = OrderedDict()

    def find(self, account: Account, number: str, inst_type: str) -> Lead:
        """The position of an account with this `subPosId`.

        Raises:
            Refusal: 51023 when there is none, or nothing is left of it.
        """
        key = (account.uid, number)
        lead = self._leads.get(key)
        if lead is None:
            order = self._world.book.trader(account).orders.get(number)
            if order is None or not order.filled:
                raise Refusal("51023")
            lead = Lead(self._world, order)
        one = lead.opening.instrument
        if one.inst_type != inst_type or (one.spot and not lead.long) or (lead.closing is None and lead.left() <= 0):
            raise Refusal("51023")
        return lead

    def keep(self, lead: Lead) -> None:
        """Remember a position; the one that was remembered longest ago makes room."""
        key = (lead.opening.account.uid, lead.opening.order_id)
        self._leads[key] = lead
        self._leads.move_to_end(key)
        if len(self._leads) > MOST_REMEMBERED:
            _, oldest = self._leads.popitem(last=False)
            oldest.forget_ends()
