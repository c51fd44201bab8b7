"""What was traded of an order, all of it and since the last look; orders can fill in several parts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from okx_mock.exchange.order import Order
from okx_mock.money import ZERO


@dataclass(frozen=True, slots=True)
class Traded:
    """Size in base currency or contracts, value in quote currency, and the fee that was taken, in its currency."""

    size: Decimal = ZERO
    value: Decimal = ZERO
    fee: Decimal = ZERO


def traded(order: Order) -> Traded:
    """All that was traded of an order so far."""
    return Traded(order.filled, _value(order), -order.fee)


def received(order: Order) -> Decimal:
    """The base currency that a SPOT purchase brought, its fee taken off."""
    return order.filled + order.fee


def quote_flow(order: Order) -> Decimal:
    """The quote currency that an order brought, fee taken off; below zero when it cost some.

    The fee of a SPOT purchase is taken in base currency, so it isn't in here.
    """
    flow = _value(order) if order.side == "sell" else -_value(order)
    return flow + order.fee if order.fee_ccy == order.instrument.quote else flow


def _value(order: Order) -> Decimal:
    return sum((one.size * one.price for one in order.fills), ZERO) * order.instrument.contract_value


class Fills:
    """Remembers what of each order is known."""

    def __init__(self) -> None:
        self._known: dict[str, Traded] = {}

    def news(self, order: Order) -> Traded:
        """What was traded of an order since it was last asked about."""
        now = traded(order)
        known = self._known.get(order.order_id, Traded())
        if order.open:
            self._known[order.order_id] = now
        else:
            self._known.pop(order.order_id, None)
        return Traded(now.size - known.size, now.value - known.value, now.fee - known.fee)
