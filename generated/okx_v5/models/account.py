# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `account`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field


class AccountConfig(Struct, frozen=True, kw_only=True):
    """Mode and settings of an account, and the key in use."""

    uid: str = field(name="uid", default="")
    """UID of the account that the key belongs to."""
    main_uid: str = field(name="mainUid", default="")
    """UID of the master account; the same as `uid` unless the account is a sub-account."""
    acct_lv: str = field(name="acctLv", default="")
    """Account mode. Usually `1`: Spot mode; `2`: Futures mode; `3`: Multi-currency margin; `4`: Portfolio margin."""
    acct_stp_mode: str = field(name="acctStpMode", default="")
    """Self-trade prevention of orders that do not say otherwise; set on the web by the master account. Usually
    `cancel_maker`: the order in the book gives way (unless changed); `cancel_taker`: the new order gives way;
    `cancel_both`: both give way."""
    pos_mode: str = field(name="posMode", default="")
    """Position mode of FUTURES and SWAP. Usually `long_short_mode`: a long and a short side; orders need `posSide`;
    `net_mode`: one net position."""
    auto_loan: bool | None = field(name="autoLoan", default=None)
    """Whether the account borrows automatically."""
    greeks_type: str = field(name="greeksType", default="")
    """How greeks are shown. Usually `PA`: in coins; `BS`: in USD."""
    fee_type: str = field(name="feeType", default="")
    """Which currency fees are taken from. Usually `0`: the currency received; `1`: the quote currency."""
    level: str = field(name="level", default="")
    """Fee level by real volume, as `Lv1` for a regular user."""
    level_tmp: str = field(name="levelTmp", default="")
    """Fee level that a special user has for a time, as `Lv1`; else empty."""
    ct_iso_mode: str = field(name="ctIsoMode", default="")
    """How margin moves to isolated derivative positions. Usually `automatic`: by itself; `autonomy`: by hand."""
    mgn_iso_mode: str = field(name="mgnIsoMode", default="")
    """How margin moves to isolated MARGIN positions. Usually `automatic`: by itself; `autonomy`: by hand."""
    spot_offset_type: str = field(name="spotOffsetType", default="")
    """How spot offsets risk in Portfolio margin; no longer used. Usually `1`: spot against derivatives, USDT; `2`:
    spot against derivatives, coin; `3`: derivatives only."""
    stgy_type: str = field(name="stgyType", default="")
    """Strategy of the account. Usually `0`: general; `1`: delta neutral."""
    role_type: str = field(name="roleType", default="")
    """Role in copy trading of contracts. Usually `0`: general; `1`: leads; `2`: copies."""
    trader_insts: list[str] = field(name="traderInsts", default_factory=list[str])
    """Contracts that a leading trader leads with."""
    spot_role_type: str = field(name="spotRoleType", default="")
    """Role in copy trading on spot. Usually `0`: general; `1`: leads; `2`: copies."""
    spot_trader_insts: list[str] = field(name="spotTraderInsts", default_factory=list[str])
    """Spot pairs that a leading trader leads with."""
    op_auth: str = field(name="opAuth", default="")
    """Whether options can be traded. Usually `0`: not activated; `1`: activated."""
    kyc_lv: str = field(name="kycLv", default="")
    """How far the identity of the master account is verified. Usually `0`: not verified; `1`: level 1; `2`: level 2;
    `3`: level 3."""
    label: str = field(name="label", default="")
    """Note of the key in use."""
    ip: str = field(name="ip", default="")
    """The addresses from which the key can be used, separated by commas; empty if there is no bound."""
    perm: str = field(name="perm", default="")
    """What the key or access token may do, separated by commas. Usually `read_only`: read; `trade`; `withdraw`."""
    liquidation_gear: str = field(name="liquidationGear", default="")
    """Maintenance margin ratio below which alerts of liquidation are sent. Usually `3`: an alert each hour at 300 %;
    `-1`: the same; the value to begin with; `0`: no alerts."""
    enable_spot_borrow: bool | None = field(name="enableSpotBorrow", default=None)
    """Whether borrowing is enabled in Spot mode."""
    spot_borrow_auto_repay: bool | None = field(name="spotBorrowAutoRepay", default=None)
    """Whether loans are repaid automatically in Spot mode."""
    type: str = field(name="type", default="")
    """Kind of account. Usually `0`: master account; `1`: standard sub-account; `2`: managed sub-account; `5`: custody
    trading sub-account, Copper; `9`: managed trading sub-account, Copper; `12`: custody trading sub-account,
    Komainu."""
    settle_ccy: str = field(name="settleCcy", default="")
    """Currency in which the account's USD-margined contracts settle."""
    settle_ccy_list: list[str] = field(name="settleCcyList", default_factory=list[str])
    """Currencies in which USD-margined contracts can settle."""


class BalanceDetail(Struct, frozen=True, kw_only=True):
    """Balance of one currency. Amounts are in that currency unless said otherwise. Where account modes are named (S
    Spot, F Futures, M Multi-currency margin, P Portfolio margin), the field has no value in the others."""

    ccy: str = field(name="ccy", default="")
    """Currency."""
    eq: Decimal | None = field(name="eq", default=None)
    """Equity."""
    cash_bal: Decimal | None = field(name="cashBal", default=None)
    """Cash balance."""
    u_time: int | None = field(name="uTime", default=None)
    """When the balance last changed; Unix time in milliseconds."""
    iso_eq: Decimal | None = field(name="isoEq", default=None)
    """Equity of isolated positions. Modes F, M, P."""
    avail_eq: Decimal | None = field(name="availEq", default=None)
    """Equity that can be used. Modes F, M, P."""
    dis_eq: Decimal | None = field(name="disEq", default=None)
    """Equity after the haircut on collateral, in USD. Modes S (with borrowing enabled), M, P."""
    fixed_bal: Decimal | None = field(name="fixedBal", default=None)
    """Frozen by Dip Sniper and Peak Sniper."""
    avail_bal: Decimal | None = field(name="availBal", default=None)
    """Balance that can be used."""
    frozen_bal: Decimal | None = field(name="frozenBal", default=None)
    """Balance that is frozen."""
    ord_frozen: Decimal | None = field(name="ordFrozen", default=None)
    """Frozen by open orders."""
    liab: Decimal | None = field(name="liab", default=None)
    """Liability, as a positive number. Modes S, M, P."""
    upl: Decimal | None = field(name="upl", default=None)
    """Profit or loss not yet realised. Modes F, M, P."""
    upl_liab: Decimal | None = field(name="uplLiab", default=None)
    """Liability from losses not yet realised. Modes M, P."""
    cross_liab: Decimal | None = field(name="crossLiab", default=None)
    """Liability in cross margin. Modes S, M, P."""
    iso_liab: Decimal | None = field(name="isoLiab", default=None)
    """Liability in isolated margin. Modes M, P."""
    reward_bal: Decimal | None = field(name="rewardBal", default=None)
    """Trial funds."""
    mgn_ratio: Decimal | None = field(name="mgnRatio", default=None)
    """Maintenance margin ratio of cross positions in the currency. Mode F."""
    imr: Decimal | None = field(name="imr", default=None)
    """Initial margin of cross positions in the currency. Mode F."""
    mmr: Decimal | None = field(name="mmr", default=None)
    """Maintenance margin of cross positions in the currency. Mode F."""
    interest: Decimal | None = field(name="interest", default=None)
    """Interest due and not yet paid, as a positive number. Modes S, M, P."""
    twap: str = field(name="twap", default="")
    """Risk that liabilities are repaid by force, `0` to `5`, higher being riskier. Modes S, M, P. Usually `0`: none;
    `1`: level 1; `2`: level 2; `3`: level 3; `4`: level 4; `5`: level 5."""
    frp_type: str = field(name="frpType", default="")
    """Why liabilities would be repaid by force. Modes S, M, P. Usually `0`: not at all; `1`: because of the user's
    account, when `twap` is at least 1; `2`: because of the platform's limit on borrowing, when `twap` is at least
    1."""
    max_loan: Decimal | None = field(name="maxLoan", default=None)
    """How much can be borrowed in cross margin. Modes S, M, P."""
    eq_usd: Decimal | None = field(name="eqUsd", default=None)
    """Equity, in USD."""
    borrow_froz: Decimal | None = field(name="borrowFroz", default=None)
    """Initial margin of possible borrowing, in USD. Modes S, M, P."""
    notional_lever: Decimal | None = field(name="notionalLever", default=None)
    """Leverage of the currency. Mode F."""
    stgy_eq: Decimal | None = field(name="stgyEq", default=None)
    """Equity of strategies (bots)."""
    iso_upl: Decimal | None = field(name="isoUpl", default=None)
    """Profit or loss not yet realised of isolated positions. Modes F, M, P."""
    spot_in_use_amt: Decimal | None = field(name="spotInUseAmt", default=None)
    """Spot amount in use for hedging. Mode P."""
    cl_spot_in_use_amt: Decimal | None = field(name="clSpotInUseAmt", default=None)
    """Spot amount for hedging that the user set. Mode P."""
    max_spot_in_use: Decimal | None = field(name="maxSpotInUse", default=None)
    """Greatest spot amount for hedging that the system allows. Mode P."""
    spot_iso_bal: Decimal | None = field(name="spotIsoBal", default=None)
    """Isolated spot balance, for leading and copying on spot only. Modes S, F."""
    smt_sync_eq: Decimal | None = field(name="smtSyncEq", default=None)
    """Equity in futures copy trading by smart sync; 0 for everybody but copiers."""
    spot_copy_trading_eq: Decimal | None = field(name="spotCopyTradingEq", default=None)
    """Equity in spot copy trading by smart sync; 0 for everybody but copiers."""
    spot_bal: Decimal | None = field(name="spotBal", default=None)
    """Spot balance."""
    open_avg_px: Decimal | None = field(name="openAvgPx", default=None)
    """Average cost price on spot, in USD."""
    acc_avg_px: Decimal | None = field(name="accAvgPx", default=None)
    """Accumulated cost price on spot, in USD."""
    spot_upl: Decimal | None = field(name="spotUpl", default=None)
    """Profit or loss on spot not yet realised, in USD."""
    spot_upl_ratio: Decimal | None = field(name="spotUplRatio", default=None)
    """The same as a fraction."""
    total_pnl: Decimal | None = field(name="totalPnl", default=None)
    """Accumulated profit or loss on spot, in USD."""
    total_pnl_ratio: Decimal | None = field(name="totalPnlRatio", default=None)
    """The same as a fraction."""
    col_res: str = field(name="colRes", default="")
    """The platform's restriction of the currency as collateral. Usually `0`: not restricted; `1`: near the cap; `2`:
    restricted; can't back new orders but still counts as margin."""
    col_borr_auto_conversion: str = field(name="colBorrAutoConversion", default="")
    """Risk of automatic conversion because of the platform's cap on collateral borrowing. Usually `0`: none; `1`:
    risk, level 1; `2`: risk, level 2; `3`: risk, level 3; `4`: imminent; `5`: in progress."""
    collateral_restrict: bool | None = field(name="collateralRestrict", default=None)
    """Whether the platform restricts borrowing against the currency; no longer used, see `col_res`."""
    collateral_enabled: bool | None = field(name="collateralEnabled", default=None)
    """Whether the currency counts as collateral. Mode M."""
    auto_lend_status: str = field(name="autoLendStatus", default="")
    """Whether the currency is lent out automatically. Usually `unsupported`: not possible for the currency; `off`;
    `pending`: on, not matched yet; `active`: on and matched."""
    auto_lend_mt_amt: Decimal | None = field(name="autoLendMtAmt", default=None)
    """Amount lent out; 0 unless `auto_lend_status` is `active`."""


class AccountBalance(Struct, frozen=True, kw_only=True):
    """Balance of a trading account. Where account modes are named (S Spot, F Futures, M Multi-currency margin, P
    Portfolio margin), the field has no value in the others."""

    u_time: int | None = field(name="uTime", default=None)
    """When the account last changed; Unix time in milliseconds."""
    total_eq: Decimal | None = field(name="totalEq", default=None)
    """Total equity, in USD."""
    iso_eq: Decimal | None = field(name="isoEq", default=None)
    """Equity of isolated positions, in USD. Modes F, M, P."""
    adj_eq: Decimal | None = field(name="adjEq", default=None)
    """Equity after the haircuts on collateral, in USD; the numerator of `mgn_ratio`. Modes S, M, P."""
    avail_eq: Decimal | None = field(name="availEq", default=None)
    """Margin that can be used, in USD, without currencies that the platform's cap on collateral borrowing restricts.
    Modes M, P."""
    ord_froz: Decimal | None = field(name="ordFroz", default=None)
    """Cross margin held by open orders, in USD. Modes S, M, P."""
    imr: Decimal | None = field(name="imr", default=None)
    """Initial margin of cross positions and open orders, in USD. Modes S, M, P."""
    mmr: Decimal | None = field(name="mmr", default=None)
    """Maintenance margin, in USD; liquidation starts when `adj_eq` is not above it. Modes S, M, P."""
    borrow_froz: Decimal | None = field(name="borrowFroz", default=None)
    """Initial margin of possible borrowing, in USD. Modes S, M, P."""
    mgn_ratio: Decimal | None = field(name="mgnRatio", default=None)
    """Margin ratio, `adj_eq` divided by `mmr`; liquidation starts at 1. Modes S, M, P."""
    notional_usd: Decimal | None = field(name="notionalUsd", default=None)
    """Value of all derivative positions, long plus short, in USD. Modes S, M, P."""
    notional_usd_for_borrow: Decimal | None = field(name="notionalUsdForBorrow", default=None)
    """Amount borrowed, in USD. Modes S, M, P."""
    notional_usd_for_swap: Decimal | None = field(name="notionalUsdForSwap", default=None)
    """Value of SWAP positions, in USD. Modes M, P."""
    notional_usd_for_futures: Decimal | None = field(name="notionalUsdForFutures", default=None)
    """Value of FUTURES positions, in USD. Modes M, P."""
    notional_usd_for_option: Decimal | None = field(name="notionalUsdForOption", default=None)
    """Value of OPTION positions, in USD. Modes S, M, P."""
    upl: Decimal | None = field(name="upl", default=None)
    """Profit or loss not yet realised, by mark price, in USD. Modes M, P."""
    delta: Decimal | None = field(name="delta", default=None)
    """Delta, in USD."""
    delta_lever: Decimal | None = field(name="deltaLever", default=None)
    """`delta` divided by `total_eq`."""
    delta_neutral_status: str = field(name="deltaNeutralStatus", default="")
    """Restriction of the delta-neutral mode. Under `2`, if the delta is above 500,000 USD, pending limit, market and
    advanced limit orders are cancelled. Usually `0`: normal; `1`: transfers are restricted; `2`: only orders that
    lower the delta, one at a time and with no other open order."""
    details: list[BalanceDetail] = field(name="details", default_factory=list[BalanceDetail])
    """The currencies of which something is held."""


__all__ = [
    "AccountBalance",
    "AccountConfig",
    "BalanceDetail",
]
