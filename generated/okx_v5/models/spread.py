# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `spread`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field


class CancelledSpreadOrder(Struct, frozen=True, kw_only=True):
    """What became of a request to cancel. Success means that it was accepted, not that the order is cancelled."""

    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    s_code: str = field(name="sCode", default="")
    """Result of this item; `"0"` is success, anything else an error code."""
    s_msg: str = field(name="sMsg", default="")
    """What went wrong with this item, in words for people; empty on success."""


class PendingSpreadOrder(Struct, frozen=True, kw_only=True):
    """A spread order that is open."""

    sprd_id: str = field(name="sprdId", default="")
    """Id of the spread."""
    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    tag: str = field(name="tag", default="")
    """The broker code that the order carries; empty if it has none."""
    px: Decimal | None = field(name="px", default=None)
    """Price of the order; can be negative."""
    sz: Decimal | None = field(name="sz", default=None)
    """Quantity ordered, in USD for inverse spreads, in the base currency for linear and hybrid ones."""
    ord_type: str = field(name="ordType", default="")
    """Order type."""
    side: str = field(name="side", default="")
    """Buy or sell."""
    fill_sz: Decimal | None = field(name="fillSz", default=None)
    """Quantity of the last fill."""
    fill_px: Decimal | None = field(name="fillPx", default=None)
    """Price of the last fill; no value while there is none."""
    trade_id: str = field(name="tradeId", default="")
    """Id of the last trade; empty while there is none."""
    acc_fill_sz: Decimal | None = field(name="accFillSz", default=None)
    """Filled so far."""
    pending_fill_sz: Decimal | None = field(name="pendingFillSz", default=None)
    """Quantity that is yet to fill, with what is being settled."""
    pending_settle_sz: Decimal | None = field(name="pendingSettleSz", default=None)
    """Quantity that is being settled."""
    canceled_sz: Decimal | None = field(name="canceledSz", default=None)
    """Quantity cancelled."""
    avg_px: Decimal | None = field(name="avgPx", default=None)
    """Average price of all fills; 0 while there is none."""
    state: str = field(name="state", default="")
    """State."""
    cancel_source: str = field(name="cancelSource", default="")
    """Why the order was cancelled; empty if it was not."""
    u_time: int | None = field(name="uTime", default=None)
    """When the state changed last; Unix time in milliseconds."""
    c_time: int | None = field(name="cTime", default=None)
    """When the order was created; Unix time in milliseconds."""


class PlacedSpreadOrder(Struct, frozen=True, kw_only=True):
    """What became of a spread order that was sent."""

    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    tag: str = field(name="tag", default="")
    """The broker code, echoed; the proof that it arrived."""
    s_code: str = field(name="sCode", default="")
    """Result of this item; `"0"` is success, anything else an error code."""
    s_msg: str = field(name="sMsg", default="")
    """What went wrong with this item, in words for people; empty on success."""


class SpreadLeg(Struct, frozen=True, kw_only=True):
    """One leg of a spread."""

    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    side: str = field(name="side", default="")
    """Direction of the leg when the spread is bought."""


class SpreadOrder(Struct, frozen=True, kw_only=True):
    """A spread order as it stands. What is pending, what is cancelled and what is filled make up its size:
    `pendingFillSz` + `canceledSz` + `accFillSz` = `sz`."""

    sprd_id: str = field(name="sprdId", default="")
    """Id of the spread."""
    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    tag: str = field(name="tag", default="")
    """The broker code that the order carries; empty if it has none."""
    px: Decimal | None = field(name="px", default=None)
    """Price of the order; can be negative."""
    sz: Decimal | None = field(name="sz", default=None)
    """Quantity ordered, in USD for inverse spreads, in the base currency for linear and hybrid ones."""
    ord_type: str = field(name="ordType", default="")
    """Order type."""
    side: str = field(name="side", default="")
    """Buy or sell."""
    fill_sz: Decimal | None = field(name="fillSz", default=None)
    """Quantity of the last fill."""
    fill_px: Decimal | None = field(name="fillPx", default=None)
    """Price of the last fill; no value while there is none."""
    trade_id: str = field(name="tradeId", default="")
    """Id of the last trade; empty while there is none."""
    acc_fill_sz: Decimal | None = field(name="accFillSz", default=None)
    """Filled so far."""
    pending_fill_sz: Decimal | None = field(name="pendingFillSz", default=None)
    """Quantity that is yet to fill, with what is being settled."""
    pending_settle_sz: Decimal | None = field(name="pendingSettleSz", default=None)
    """Quantity that is being settled."""
    canceled_sz: Decimal | None = field(name="canceledSz", default=None)
    """Quantity cancelled."""
    avg_px: Decimal | None = field(name="avgPx", default=None)
    """Average price of all fills; 0 while there is none."""
    state: str = field(name="state", default="")
    """State."""
    cancel_source: str = field(name="cancelSource", default="")
    """Why the order was cancelled; empty if it was not."""
    u_time: int | None = field(name="uTime", default=None)
    """When the state changed last; Unix time in milliseconds."""
    c_time: int | None = field(name="cTime", default=None)
    """When the order was created; Unix time in milliseconds."""


class Spread(Struct, frozen=True, kw_only=True):
    """A spread that can be traded."""

    sprd_id: str = field(name="sprdId", default="")
    """Id of the spread."""
    sprd_type: str = field(name="sprdType", default="")
    """Type of the spread."""
    state: str = field(name="state", default="")
    """State of the spread."""
    base_ccy: str = field(name="baseCcy", default="")
    """Base currency."""
    sz_ccy: str = field(name="szCcy", default="")
    """Unit of sizes, as `USD`, `BTC` or `ETH`."""
    quote_ccy: str = field(name="quoteCcy", default="")
    """Unit of prices, as `USDT` or `USD`."""
    tick_sz: Decimal | None = field(name="tickSz", default=None)
    """Step of prices, in `quoteCcy`."""
    min_sz: Decimal | None = field(name="minSz", default=None)
    """Least size of an order, in `szCcy`."""
    lot_sz: Decimal | None = field(name="lotSz", default=None)
    """Step of sizes, in `szCcy`."""
    list_time: int | None = field(name="listTime", default=None)
    """When it was listed; Unix time in milliseconds."""
    exp_time: int | None = field(name="expTime", default=None)
    """When it expires; Unix time in milliseconds, no value if it never does."""
    u_time: int | None = field(name="uTime", default=None)
    """When it was changed last; Unix time in milliseconds."""
    legs: list[SpreadLeg] = field(name="legs", default_factory=list[SpreadLeg])
    """The legs of the spread."""


__all__ = [
    "CancelledSpreadOrder",
    "PendingSpreadOrder",
    "PlacedSpreadOrder",
    "Spread",
    "SpreadLeg",
    "SpreadOrder",
]
