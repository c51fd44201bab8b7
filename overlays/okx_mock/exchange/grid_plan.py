"""The arithmetic of a grid: its prices, what each grid trades, and what each is expected to earn.

A grid is the space between two neighbouring prices: it buys at the lower one and sells at the upper one, in turn. It
trades the same quantity in each, the largest of which the investment pays all: a grid below the price at its lower
price, one above it at the market. The document's example bears that out: 25 USDT from 400 to 5000 in 10 steps below
the market give 0.00101214 BTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from itertools import pairwise

from okx_mock.answers import Refusal
from okx_mock.exchange.instruments import MAX_PRICE
from okx_mock.exchange.order_checks import to_step
from okx_mock.money import ZERO

FEWEST_GRIDS, MOST_GRIDS = 2, 300
"""So that a grid stays below the 500 open orders of an instrument; the document names no bounds."""
# A power comes within the last digits of its true value, which may be a price itself.
_NEARLY = Context(prec=20)


def prices_of(low: Decimal, high: Decimal, grids: int, tick: Decimal, *, geometric: bool) -> list[Decimal]:
    """The prices of a grid, from its lower end to its upper one, each rounded down to the tick.

    Raises:
        Refusal: 51346 for ends in the wrong order, 51250 for one that no order can have, 51000 for a number of grids
            out of bounds, or so large that two prices fall together.
    """
    if high <= low:
        raise Refusal("51346")
    if low < tick or high > MAX_PRICE:
        raise Refusal("51250")
    if not FEWEST_GRIDS <= grids <= MOST_GRIDS:
        raise Refusal("51000", "gridNum")
    if geometric:
        step = ((high / low).ln() / grids).exp()
        exact = [_NEARLY.plus(low * step**number) for number in range(grids)]
    else:
        exact = [low + (high - low) * number / grids for number in range(grids)]
    prices = [to_step(price, tick) for price in (*exact, high)]
    if any(after <= before for before, after in pairwise(prices)):
        raise Refusal("51000", "gridNum")
    return prices


def quantity(funds: Decimal, paid: Iterable[Decimal], lot: Decimal) -> Decimal:
    """The quantity that each grid trades, when one unit costs `paid` in each."""
    return to_step(funds / sum(paid, ZERO), lot)


def profit_rates(prices: Sequence[Decimal], fee: Decimal) -> tuple[Decimal, Decimal]:
    """The smallest and the largest rate that a grid is expected to earn, the fee taken off twice."""
    rates = [after / before * (1 - fee) ** 2 - 1 for before, after in pairwise(prices)]
    return min(rates), max(rates)
