"""What one account has: coins, positions and orders."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from okx_mock.exchange.instruments import Instrument
from okx_mock.exchange.order import Order
from okx_mock.exchange.rates import LEVERAGE
from okx_mock.money import ZERO, rounded

SEEDED_BALANCES = {"USDT": Decimal(100_000), "BTC": Decimal(2), "ETH": Decimal(20), "SOL": Decimal(100)}

PositionKey: TypeAlias = tuple[str, str, str]
"""Instrument, margin mode (`cross`, `isolated`) and side (`net`, `long`, `short`): each is a position of its own."""


@dataclass(slots=True, eq=False)
class Position:
    """A position: contracts above zero are long, below short."""

    instrument: Instrument
    mode: str
    side: str
    contracts: Decimal
    entry: Decimal

    @property
    def margin(self) -> Decimal:
        """USDT that it needs."""
        return abs(self.contracts) * self.instrument.contract_value * self.entry / LEVERAGE

    def unrealised(self, price: Decimal) -> Decimal:
        """What closing it at a price would bring, without the fee."""
        return self.contracts * self.instrument.contract_value * (price - self.entry)

    def trade(self, signed: Decimal, price: Decimal) -> Decimal:
        """Change it by contracts bought (above zero) or sold; gives the profit or loss that was realised."""
        before = self.contracts
        self.contracts = before + signed
        if before * signed >= 0:
            self.entry = (self.entry * abs(before) + price * abs(signed)) / abs(self.contracts)
            return ZERO
        closed = min(abs(before), abs(signed)) * (1 if before > 0 else -1)
        realised = rounded(closed * self.instrument.contract_value * (price - self.entry))
        if before * self.contracts < 0:
            self.entry = price
        return realised


@dataclass(slots=True, eq=False)
class Trader:
    """What one account has.

    Attributes:
        cash: coins, with those that are frozen.
        frozen: what its open orders freeze, and what bots have set aside.
        positions: open positions.
        orders: every order that queries know, by id.
        newest: the newest order with a client id.
        older: orders with the client id of a newer one, oldest first.
        open_orders: orders that rest in the book, by instrument and id.
        cancelled: orders that ended without a fill, oldest first.
        updated_ms: when any of it last changed.
    """

    cash: dict[str, Decimal] = field(default_factory=lambda: dict(SEEDED_BALANCES))
    frozen: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    positions: dict[PositionKey, Position] = field(default_factory=dict[PositionKey, Position])
    orders: dict[str, Order] = field(default_factory=dict[str, Order])
    newest: dict[str, Order] = field(default_factory=dict[str, Order])
    older: dict[str, list[Order]] = field(default_factory=dict[str, "list[Order]"])
    open_orders: dict[str, dict[str, Order]] = field(default_factory=dict[str, "dict[str, Order]"])
    cancelled: deque[Order] = field(default_factory=deque["Order"])
    updated_ms: int = 0

    @property
    def margin(self) -> Decimal:
        """USDT that open positions need."""
        return sum((held.margin for held in self.positions.values()), ZERO)

    def remember(self, order: Order) -> None:
        """Make an order known to queries; it is the newest with its client id."""
        self.orders[order.order_id] = order
        if not order.client_id:
            return
        before = self.newest.get(order.client_id)
        if before is not None:
            self.older.setdefault(order.client_id, []).append(before)
        self.newest[order.client_id] = order

    def forget(self, order: Order) -> None:
        """Let queries no longer find an order; an older one with the same client id is found in its place."""
        self.orders.pop(order.order_id, None)
        if not order.client_id:
            return
        older = self.older.get(order.client_id, [])
        if self.newest.get(order.client_id) is not order:
            older.remove(order)
        elif older:
            self.newest[order.client_id] = older.pop()
        else:
            del self.newest[order.client_id]
        if not older:
            self.older.pop(order.client_id, None)

    def held_against(self, order: Order) -> Position | None:
        """The position that an order would make smaller, if there is one."""
        held = self.positions.get(order.position_key)
        return held if held is not None and (held.contracts > 0) != (order.side == "buy") else None
