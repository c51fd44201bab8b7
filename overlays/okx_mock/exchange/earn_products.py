"""The products of on-chain earn, and what they pay. Source of the fields: okx-v5, `GET …/staking-defi/offers`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from okx_mock.clock import DAY_MS, HOUR_MS
from okx_mock.money import ZERO

EARNED_STEP = Decimal("0.00000001")
YEAR_MS = 365 * DAY_MS


@dataclass(frozen=True, slots=True)
class Product:
    """One product.

    Attributes:
        number: its id.
        ccy: the currency that is invested, and in which it earns.
        protocol: name of the protocol.
        days: its term; 0 if it can be ended at any time.
        yearly: the yield of a year, as a fraction.
        least: the least purchase.
        most: so much an account can have invested in it.
        redeem_hours: how long a redemption takes.
        early: whether it can be redeemed before its term.
        state: `purchasable`, `sold_out` or `stop`.
    """

    number: str
    ccy: str
    protocol: str
    days: int
    yearly: Decimal
    least: Decimal
    most: Decimal
    redeem_hours: int
    early: bool = False
    state: str = "purchasable"

    @property
    def redeem_ms(self) -> int:
        """How long a redemption takes."""
        return self.redeem_hours * HOUR_MS

    @property
    def redeem_period(self) -> str:
        """The same as the exchange writes it."""
        return f"{self.redeem_hours // 24}D" if self.redeem_hours % 24 == 0 else f"{self.redeem_hours}H"

    def earned(self, amount: Decimal, milliseconds: int) -> Decimal:
        """What an amount earns in some time: simple interest, for each millisecond, cut after eight decimals."""
        whole = amount * self.yearly * max(milliseconds, 0) / YEAR_MS
        return whole.quantize(EARNED_STEP, ROUND_DOWN) if whole else ZERO


# The first four can be bought; the ids 101, 4005 and 1234 are those of the document's examples.
PRODUCTS: dict[str, Product] = {
    one.number: one
    for one in (
        Product("101", "SOL", "Solana", 0, Decimal("0.0652"), Decimal("0.1"), Decimal(50), 48),
        Product("4005", "USDT", "On-Chain Defi", 0, Decimal("0.0323"), Decimal(1), Decimal(50_000), 1),
        Product("1234", "USDT", "Fixed Term", 30, Decimal("0.05"), Decimal(100), Decimal(50_000), 24, early=True),
        Product("1235", "ETH", "Fixed Term", 60, Decimal("0.03"), Decimal("0.01"), Decimal(10), 24),
        Product("102", "BTC", "Bitcoin", 0, Decimal("0.01"), Decimal("0.001"), Decimal(1), 24, state="sold_out"),
        Product("103", "ETH", "Ethereum", 0, Decimal("0.028"), Decimal("0.01"), Decimal(10), 24, state="stop"),
    )
}
