# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `market`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field


class Ticker(Struct, frozen=True, kw_only=True):
    """Prices and volumes of an instrument."""

    inst_type: str = field(name="instType", default="")
    """Type of the instrument."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    last: Decimal | None = field(name="last", default=None)
    """Price of the last trade."""
    last_sz: Decimal | None = field(name="lastSz", default=None)
    """Size of the last trade; 0 if there was none."""
    ask_px: Decimal | None = field(name="askPx", default=None)
    """Best price at which somebody sells."""
    ask_sz: Decimal | None = field(name="askSz", default=None)
    """Size at `ask_px`."""
    bid_px: Decimal | None = field(name="bidPx", default=None)
    """Best price at which somebody buys."""
    bid_sz: Decimal | None = field(name="bidSz", default=None)
    """Size at `bid_px`."""
    open24h: Decimal | None = field(name="open24h", default=None)
    """Price 24 hours ago."""
    high24h: Decimal | None = field(name="high24h", default=None)
    """Highest price of the last 24 hours."""
    low24h: Decimal | None = field(name="low24h", default=None)
    """Lowest price of the last 24 hours."""
    vol_ccy_24_h: Decimal | None = field(name="volCcy24h", default=None)
    """Volume of the last 24 hours as an amount: in base currency for derivatives, in quote currency for SPOT and
    MARGIN."""
    vol24h: Decimal | None = field(name="vol24h", default=None)
    """Volume of the last 24 hours as a quantity: contracts for derivatives, base currency for SPOT and MARGIN."""
    sod_utc_0: Decimal | None = field(name="sodUtc0", default=None)
    """Price when the day began, UTC."""
    sod_utc_8: Decimal | None = field(name="sodUtc8", default=None)
    """Price when the day began, UTC+8."""
    ts: int | None = field(name="ts", default=None)
    """When this was put together; Unix time in milliseconds."""


__all__ = [
    "Ticker",
]
