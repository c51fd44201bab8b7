"""What trading costs in the mock: fee rates and leverage, the same for every account.

Fees: SPOT taker 0.1 %, maker 0.08 %, taken from what is received; SWAP taker 0.05 %, maker 0.02 % of the value, taken in
USDT. Each fill pays for itself, rounded to twelve places. Every derivative is held at ten times leverage.
"""

from __future__ import annotations

from decimal import Decimal

SPOT_TAKER, SPOT_MAKER = Decimal("0.001"), Decimal("0.0008")
SWAP_TAKER, SWAP_MAKER = Decimal("0.0005"), Decimal("0.0002")
LEVERAGE = Decimal(10)
# An order that opens a position freezes its margin and the fee of a taker.
FROZEN_SHARE = 1 / LEVERAGE + SWAP_TAKER


def fee_rate(*, spot: bool, maker: bool) -> Decimal:
    """The share of a fill that is its fee."""
    if spot:
        return SPOT_MAKER if maker else SPOT_TAKER
    return SWAP_MAKER if maker else SWAP_TAKER
