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
    """Order type. Usually `market`: at the market; `limit`: at a price or better; `post_only`: as maker or not at all;
    `ioc`: what fills at once, the rest cancelled."""
    side: str = field(name="side", default="")
    """Buy or sell. Usually `buy`; `sell`."""
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
    """State. Usually `live`: open, nothing filled; `partially_filled`: open, filled in part."""
    cancel_source: str = field(name="cancelSource", default="")
    """Why the order was cancelled; empty if it was not. Usually `0`: by the system; `1`: by the user; `14`: an ioc
    order that filled in part; `15`: the price is outside the limit; `20`: the timer of cancel-all-after ran out;
    `31`: post-only, and would have taken; `32`: self-trade prevention; `34`: the settlement failed for lack of
    margin; `35`: another order lacked margin; `44`: the available balance is too small after an automatic
    conversion."""
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
    """Direction of the leg when the spread is bought. Usually `buy`; `sell`."""


class SpreadOrder(Struct, frozen=True, kw_only=True):
    """A spread order as it stands. What is pending, what is cancelled and what is filled make up its size:
    `pending_fill_sz` + `canceled_sz` + `acc_fill_sz` = `sz`."""

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
    """Order type. Usually `market`: at the market; `limit`: at a price or better; `post_only`: as maker or not at all;
    `ioc`: what fills at once, the rest cancelled."""
    side: str = field(name="side", default="")
    """Buy or sell. Usually `buy`; `sell`."""
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
    """State. Usually `canceled`: cancelled; `live`: open, nothing filled; `partially_filled`: open, filled in part;
    `filled`: filled as a whole."""
    cancel_source: str = field(name="cancelSource", default="")
    """Why the order was cancelled; empty if it was not. Usually `0`: by the system; `1`: by the user; `14`: an ioc
    order that filled in part; `15`: the price is outside the limit; `20`: the timer of cancel-all-after ran out;
    `31`: post-only, and would have taken; `32`: self-trade prevention; `34`: the settlement failed for lack of
    margin; `35`: another order lacked margin; `44`: the available balance is too small after an automatic
    conversion."""
    u_time: int | None = field(name="uTime", default=None)
    """When the state changed last; Unix time in milliseconds."""
    c_time: int | None = field(name="cTime", default=None)
    """When the order was created; Unix time in milliseconds."""


class Spread(Struct, frozen=True, kw_only=True):
    """A spread that can be traded."""

    sprd_id: str = field(name="sprdId", default="")
    """Id of the spread."""
    sprd_type: str = field(name="sprdType", default="")
    """Type of the spread. Usually `linear`; `inverse`; `hybrid`: of both kinds."""
    state: str = field(name="state", default="")
    """State of the spread. Usually `live`: traded; `suspend`: suspended; `expired`."""
    base_ccy: str = field(name="baseCcy", default="")
    """Base currency."""
    sz_ccy: str = field(name="szCcy", default="")
    """Unit of sizes, as `USD`, `BTC` or `ETH`."""
    quote_ccy: str = field(name="quoteCcy", default="")
    """Unit of prices, as `USDT` or `USD`."""
    tick_sz: Decimal | None = field(name="tickSz", default=None)
    """Step of prices, in `quote_ccy`."""
    min_sz: Decimal | None = field(name="minSz", default=None)
    """Least size of an order, in `sz_ccy`."""
    lot_sz: Decimal | None = field(name="lotSz", default=None)
    """Step of sizes, in `sz_ccy`."""
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
