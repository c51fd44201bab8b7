# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `public`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field


class SystemTime(Struct, frozen=True, kw_only=True):
    """The clock of the exchange."""

    ts: int | None = field(name="ts", default=None)
    """Time now; Unix time in milliseconds."""


class UpcomingChange(Struct, frozen=True, kw_only=True):
    """A change of an instrument that is announced."""

    param: str = field(name="param", default="")
    """What changes. For FUTURES and SWAP a change of `min_sz` changes `lot_sz` too. Usually `tickSz`: step of prices;
    `minSz`: least order size; `maxMktSz`: greatest size of a market order."""
    new_value: Decimal | None = field(name="newValue", default=None)
    """The new value."""
    eff_time: int | None = field(name="effTime", default=None)
    """From when on; Unix time in milliseconds."""


class Instrument(Struct, frozen=True, kw_only=True):
    """Something that can be traded."""

    inst_type: str = field(name="instType", default="")
    """Type of the instrument. Usually `SPOT`: spot; `MARGIN`: spot with margin; `SWAP`: perpetual futures; `FUTURES`:
    expiry futures; `OPTION`: options; `EVENTS`: event contracts."""
    series_id: str = field(name="seriesId", default="")
    """Series; event contracts only."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    uly: str = field(name="uly", default="")
    """Underlying, as `BTC-USD`. MARGIN, FUTURES, SWAP, OPTION."""
    group_id: str = field(name="groupId", default="")
    """Fee group; means something only together with `inst_type`. Not every group applies to every user. Usually `1`:
    OPTION: margined in the cryptocurrency; `3`: SPOT: TRY; `4`: SWAP: group 1; `5`: SPOT: BRL; FUTURES: group 1;
    SWAP: group 2; `6`: FUTURES: group 2; SWAP: real-world assets, group 1; `7`: SPOT: AED; SWAP: real-world assets,
    group 2; `8`: SPOT: AUD; FUTURES: X-Perp, group 2; `10`: SPOT: SGD; FUTURES: X-Perp on real-world assets, group
    2; `11`: SPOT: no fee; `12`: SPOT: group 1; `13`: SPOT: group 2; `14`: SPOT: group 3; `15`: SPOT: special; `17`:
    SPOT: stablecoins; `22`: SPOT: real-world assets, group 2."""
    inst_family: str = field(name="instFamily", default="")
    """Instrument family, as `BTC-USD`. MARGIN, FUTURES, SWAP, OPTION."""
    category: str = field(name="category", default="")
    """Category of the currency; no longer used."""
    base_ccy: str = field(name="baseCcy", default="")
    """Base currency. SPOT, MARGIN."""
    quote_ccy: str = field(name="quoteCcy", default="")
    """Quote currency. SPOT, MARGIN."""
    settle_ccy: str = field(name="settleCcy", default="")
    """Currency of margin and settlement. FUTURES, SWAP, OPTION."""
    ct_val: Decimal | None = field(name="ctVal", default=None)
    """Face value of a contract; in the underlying for linear, in USD for inverse contracts. FUTURES, SWAP, OPTION."""
    ct_mult: Decimal | None = field(name="ctMult", default=None)
    """Multiplier of a contract. FUTURES, SWAP, OPTION."""
    ct_val_ccy: str = field(name="ctValCcy", default="")
    """Currency of `ct_val`. FUTURES, SWAP, OPTION."""
    opt_type: str = field(name="optType", default="")
    """Type of the option, else empty. Usually `C`: call; `P`: put."""
    stk: Decimal | None = field(name="stk", default=None)
    """Strike price. OPTION."""
    list_time: int | None = field(name="listTime", default=None)
    """When it was or will be listed; Unix time in milliseconds."""
    auction_end_time: int | None = field(name="auctionEndTime", default=None)
    """End of the call auction of a spot pair; Unix time in milliseconds. No longer used, see `cont_td_sw_time`."""
    cont_td_sw_time: int | None = field(name="contTdSwTime", default=None)
    """Begin of continuous trading after a call auction or pre-quotes; Unix time in milliseconds. SPOT, MARGIN; else no
    value."""
    pre_mkt_sw_time: int | None = field(name="preMktSwTime", default=None)
    """When a pre-market SWAP or pre-market X-Perp FUTURES becomes a normal one; Unix time in milliseconds."""
    open_type: str = field(name="openType", default="")
    """How trading opens. SPOT, MARGIN; else empty. Usually `fix_price`: at a fixed price; `pre_quote`: with
    pre-quotes; `call_auction`: with a call auction."""
    exp_time: int | None = field(name="expTime", default=None)
    """When it is delisted, or for FUTURES and OPTION delivered or exercised; Unix time in milliseconds."""
    lever: Decimal | None = field(name="lever", default=None)
    """Greatest leverage; a user can get less. Not for SPOT and OPTION."""
    tick_sz: Decimal | None = field(name="tickSz", default=None)
    """Step of prices; for OPTION and EVENTS the smallest of their steps."""
    lot_sz: Decimal | None = field(name="lotSz", default=None)
    """Step of order sizes (51121); contracts for derivatives, base currency for SPOT."""
    min_sz: Decimal | None = field(name="minSz", default=None)
    """Least order size; contracts for derivatives, base currency for SPOT."""
    ct_type: str = field(name="ctType", default="")
    """Type of the contract. FUTURES, SWAP. Usually `linear`; `inverse`."""
    alias: str = field(name="alias", default="")
    """Which of the dated contracts this is. FUTURES. No longer used, see `exp_time`. Usually `this_week`: this week;
    `next_week`: next week; `this_month`: this month; `next_month`: next month; `quarter`: this quarter;
    `next_quarter`: next quarter; `third_quarter`: the quarter after the next; `this_five_years`: this five-year
    contract; `next_five_years`: the next five-year contract."""
    state: str = field(name="state", default="")
    """Whether it can be traded. Usually `live`: can be traded; `suspend`: suspended; `rebase`: contract being rebased
    (SWAP); `post_only`: takes post-only orders alone (SWAP); `preopen`: not open yet; `test`: test instrument, not
    traded; `settling`: being settled (EVENTS)."""
    rule_type: str = field(name="ruleType", default="")
    """Trading rules. Usually `normal`; `pre_market`: pre-market, including pre-market X-Perp FUTURES;
    `rebase_contract`: contract being rebased; `xperp`: FUTURES in the manner of perpetuals."""
    max_lmt_sz: Decimal | None = field(name="maxLmtSz", default=None)
    """Greatest size of a limit order; contracts, or base currency."""
    max_mkt_sz: Decimal | None = field(name="maxMktSz", default=None)
    """Greatest size of a market order; contracts, or USDT for SPOT."""
    max_lmt_amt: Decimal | None = field(name="maxLmtAmt", default=None)
    """Greatest value of a limit order, in USD."""
    max_mkt_amt: Decimal | None = field(name="maxMktAmt", default=None)
    """Greatest value of a market order, in USD. SPOT, MARGIN."""
    max_twap_sz: Decimal | None = field(name="maxTwapSz", default=None)
    """Greatest size of a TWAP order; its least single size is twice `min_sz`."""
    max_iceberg_sz: Decimal | None = field(name="maxIcebergSz", default=None)
    """Greatest size of an iceberg order."""
    max_trigger_sz: Decimal | None = field(name="maxTriggerSz", default=None)
    """Greatest size of a trigger order."""
    max_stop_sz: Decimal | None = field(name="maxStopSz", default=None)
    """Greatest size of a stop order at the market; contracts, or USDT for SPOT."""
    future_settlement: bool | None = field(name="futureSettlement", default=None)
    """Whether it is settled daily. FUTURES in cross margin."""
    trade_quote_ccy_list: list[str] = field(name="tradeQuoteCcyList", default_factory=list[str])
    """Quote currencies that an order can choose with `trade_quote_ccy`."""
    inst_id_code: int | None = field(name="instIdCode", default=None)
    """Number that stands for `inst_id` in the binary protocol; can differ between live and demo. null while there is
    none."""
    inst_category: str = field(name="instCategory", default="")
    """Class of the asset; empty if not known. Usually `1`: crypto; `3`: stocks; `4`: commodities; `5`: currencies;
    `6`: bonds."""
    init_px_lmt_pct: Decimal | None = field(name="initPxLmtPct", default=None)
    """Width of the price limit in the first 10 minutes after listing, as a fraction. SPOT, MARGIN, SWAP, FUTURES."""
    float_px_lmt_pct: Decimal | None = field(name="floatPxLmtPct", default=None)
    """Width of the moving price limit afterwards, as a fraction. SPOT, MARGIN, SWAP, FUTURES."""
    max_px_lmt_pct: Decimal | None = field(name="maxPxLmtPct", default=None)
    """Farthest that a price can be from the index, as a fraction. SPOT, MARGIN, SWAP, FUTURES."""
    upc_chg: list[UpcomingChange] = field(name="upcChg", default_factory=list[UpcomingChange])
    """Changes that are announced; empty if there is none."""


__all__ = [
    "Instrument",
    "SystemTime",
    "UpcomingChange",
]
