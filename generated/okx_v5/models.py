# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: one class per schema of the contract."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

from okx_v5.scalars import Amount, Secret


class AccountConfig(Struct, frozen=True, kw_only=True):
    """Mode and settings of an account, and the key in use."""

    uid: str = field(name="uid", default="")
    """UID of the account that the key belongs to."""
    main_uid: str = field(name="mainUid", default="")
    """UID of the master account; the same as `uid` unless the account is a sub-account."""
    acct_lv: str = field(name="acctLv", default="")
    """Account mode."""
    acct_stp_mode: str = field(name="acctStpMode", default="")
    """Self-trade prevention of orders that do not say otherwise; set on the web by the master account."""
    pos_mode: str = field(name="posMode", default="")
    """Position mode of FUTURES and SWAP."""
    auto_loan: bool | None = field(name="autoLoan", default=None)
    """Whether the account borrows automatically."""
    greeks_type: str = field(name="greeksType", default="")
    """How greeks are shown."""
    fee_type: str = field(name="feeType", default="")
    """Which currency fees are taken from."""
    level: str = field(name="level", default="")
    """Fee level by real volume, as `Lv1` for a regular user."""
    level_tmp: str = field(name="levelTmp", default="")
    """Fee level that a special user has for a time, as `Lv1`; else empty."""
    ct_iso_mode: str = field(name="ctIsoMode", default="")
    """How margin moves to isolated derivative positions."""
    mgn_iso_mode: str = field(name="mgnIsoMode", default="")
    """How margin moves to isolated MARGIN positions."""
    spot_offset_type: str = field(name="spotOffsetType", default="")
    """How spot offsets risk in Portfolio margin; no longer used."""
    stgy_type: str = field(name="stgyType", default="")
    """Strategy of the account."""
    role_type: str = field(name="roleType", default="")
    """Role in copy trading of contracts."""
    trader_insts: list[str] = field(name="traderInsts", default_factory=list[str])
    """Contracts that a leading trader leads with."""
    spot_role_type: str = field(name="spotRoleType", default="")
    """Role in copy trading on spot."""
    spot_trader_insts: list[str] = field(name="spotTraderInsts", default_factory=list[str])
    """Spot pairs that a leading trader leads with."""
    op_auth: str = field(name="opAuth", default="")
    """Whether options can be traded."""
    kyc_lv: str = field(name="kycLv", default="")
    """How far the identity of the master account is verified."""
    label: str = field(name="label", default="")
    """Note of the key in use."""
    ip: str = field(name="ip", default="")
    """The addresses from which the key can be used, separated by commas; empty if there is no bound."""
    perm: str = field(name="perm", default="")
    """What the key or access token may do, separated by commas."""
    liquidation_gear: str = field(name="liquidationGear", default="")
    """Maintenance margin ratio below which alerts of liquidation are sent."""
    enable_spot_borrow: bool | None = field(name="enableSpotBorrow", default=None)
    """Whether borrowing is enabled in Spot mode."""
    spot_borrow_auto_repay: bool | None = field(name="spotBorrowAutoRepay", default=None)
    """Whether loans are repaid automatically in Spot mode."""
    type: str = field(name="type", default="")
    """Kind of account."""
    settle_ccy: str = field(name="settleCcy", default="")
    """Currency in which the account's USD-margined contracts settle."""
    settle_ccy_list: list[str] = field(name="settleCcyList", default_factory=list[str])
    """Currencies in which USD-margined contracts can settle."""


class AttachedAlgo(Struct, frozen=True, kw_only=True):
    """A take-profit, stop-loss or trailing stop attached to an order, as it stands."""

    attach_algo_id: str = field(name="attachAlgoId", default="")
    """Id by which the attached order can be amended; not the later `algoId`."""
    attach_algo_cl_ord_id: str = field(name="attachAlgoClOrdId", default="")
    """The caller's own id."""
    tp_ord_kind: str = field(name="tpOrdKind", default="")
    """Kind of the take-profit."""
    tp_trigger_px: Decimal | None = field(name="tpTriggerPx", default=None)
    """Trigger price of the take-profit."""
    tp_trigger_ratio: Decimal | None = field(name="tpTriggerRatio", default=None)
    """Trigger of the take-profit as a fraction, 0.3 meaning 30 %. FUTURES and SWAP only."""
    tp_trigger_px_type: str = field(name="tpTriggerPxType", default="")
    """Which price pulls the trigger."""
    tp_ord_px: Decimal | None = field(name="tpOrdPx", default=None)
    """Price of the take-profit order; -1 is the market price."""
    sl_trigger_px: Decimal | None = field(name="slTriggerPx", default=None)
    """Trigger price of the stop-loss."""
    sl_trigger_ratio: Decimal | None = field(name="slTriggerRatio", default=None)
    """Trigger of the stop-loss as a fraction, 0.3 meaning 30 %. FUTURES and SWAP only."""
    sl_trigger_px_type: str = field(name="slTriggerPxType", default="")
    """Which price pulls the trigger."""
    sl_ord_px: Decimal | None = field(name="slOrdPx", default=None)
    """Price of the stop-loss order; -1 is the market price."""
    sz: Decimal | None = field(name="sz", default=None)
    """Quantity of this part of a split take-profit, in contracts."""
    amend_px_on_trigger_type: str = field(name="amendPxOnTriggerType", default="")
    """Break-even stop, for the stop-loss of a split take-profit."""
    callback_ratio: Decimal | None = field(name="callbackRatio", default=None)
    """Distance of a trailing stop as a fraction, 0.05 meaning 5 %."""
    callback_spread: Decimal | None = field(name="callbackSpread", default=None)
    """Distance of a trailing stop as a price difference."""
    active_px: Decimal | None = field(name="activePx", default=None)
    """Last price at which a trailing stop becomes active."""
    fail_code: str = field(name="failCode", default="")
    """Error code if the attached order could not be placed, as 51020; else empty."""
    fail_reason: str = field(name="failReason", default="")
    """The same in words; else empty."""


class AttachedAlgoOrder(Struct, frozen=True, kw_only=True):
    """A take-profit, stop-loss or trailing stop to attach to an order.

    Several take-profits split the order: each item takes one side only (51076), all have the same `tpTriggerPxType`
    (51080) and `tpOrdKind` (51091), different `tpTriggerPx` (51081) or `tpOrdPx` (51092), and an `sz` each (51089);
    the
    `sz` add up to that of the order (51083)."""

    attach_algo_cl_ord_id: str | None = field(name="attachAlgoClOrdId", default=None)
    """The caller's own id, 1 to 32 letters and digits. Becomes `algoClOrdId` when the order has filled and the
    attached order is placed."""
    tp_trigger_px: Amount | None = field(name="tpTriggerPx", default=None)
    """Trigger price of the take-profit. With it goes `tpOrdPx`; not together with `tpTriggerRatio`."""
    tp_trigger_ratio: Amount | None = field(name="tpTriggerRatio", default=None)
    """Trigger of the take-profit as a fraction of the price, 0.3 meaning 30 %. FUTURES and SWAP only. Above 0 for a
    buy, between -1 and 0 for a sell. Not together with `tpTriggerPx`."""
    tp_ord_px: Amount | None = field(name="tpOrdPx", default=None)
    """Price of the take-profit order; -1 for the market price. A conditional take-profit also needs a trigger; a limit
    take-profit takes this field alone, and not -1 (51093)."""
    tp_ord_kind: Literal["condition", "limit"] | None = field(name="tpOrdKind", default=None)
    """`condition` (unless said): placed when the trigger is reached. `limit`: a limit order; not for SPOT, MARGIN and
    OPTION (51094)."""
    sl_trigger_px: Amount | None = field(name="slTriggerPx", default=None)
    """Trigger price of the stop-loss. With it goes `slOrdPx`; not together with `slTriggerRatio`."""
    sl_trigger_ratio: Amount | None = field(name="slTriggerRatio", default=None)
    """Trigger of the stop-loss as a fraction of the price, 0.3 meaning 30 %. FUTURES and SWAP only. Between 0 and 1
    for a buy, above 0 for a sell. Not together with `slTriggerPx`."""
    sl_ord_px: Amount | None = field(name="slOrdPx", default=None)
    """Price of the stop-loss order; -1 for the market price. Needs a trigger."""
    tp_trigger_px_type: Literal["last", "index", "mark"] | None = field(name="tpTriggerPxType", default=None)
    """Which price pulls the trigger, last, index or mark; unless said `last`."""
    sl_trigger_px_type: Literal["last", "index", "mark"] | None = field(name="slTriggerPxType", default=None)
    """Which price pulls the trigger, last, index or mark; unless said `last`."""
    sz: Amount | None = field(name="sz", default=None)
    """Quantity of this part of a split take-profit; needed there, and only there."""
    amend_px_on_trigger_type: Literal["0", "1"] | None = field(name="amendPxOnTriggerType", default=None)
    """Break-even stop: `1` moves the trigger of the stop-loss to the average entry price once the first of at least
    two take-profits (51085) triggers; `0`, unless said, does not. Only for the stop-loss of a split take-profit,
    whose `slTriggerPx` must be set; not for SPOT and MARGIN (51077)."""
    callback_ratio: Amount | None = field(name="callbackRatio", default=None)
    """Distance of a trailing stop as a fraction, 0.05 meaning 5 %. A trailing stop takes exactly one of
    `callbackRatio` and `callbackSpread`."""
    callback_spread: Amount | None = field(name="callbackSpread", default=None)
    """Distance of a trailing stop as a price difference. A trailing stop takes exactly one of `callbackRatio` and
    `callbackSpread`."""
    active_px: Amount | None = field(name="activePx", default=None)
    """Last price at which a trailing stop becomes active. Without it, active at once."""


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
    """Risk that liabilities are repaid by force, `0` to `5`, higher being riskier. Modes S, M, P."""
    frp_type: str = field(name="frpType", default="")
    """Why liabilities would be repaid by force. Modes S, M, P."""
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
    """The platform's restriction of the currency as collateral."""
    col_borr_auto_conversion: str = field(name="colBorrAutoConversion", default="")
    """Risk of automatic conversion because of the platform's cap on collateral borrowing."""
    collateral_restrict: bool | None = field(name="collateralRestrict", default=None)
    """Whether the platform restricts borrowing against the currency; no longer used, see `colRes`."""
    collateral_enabled: bool | None = field(name="collateralEnabled", default=None)
    """Whether the currency counts as collateral. Mode M."""
    auto_lend_status: str = field(name="autoLendStatus", default="")
    """Whether the currency is lent out automatically."""
    auto_lend_mt_amt: Decimal | None = field(name="autoLendMtAmt", default=None)
    """Amount lent out; 0 unless `autoLendStatus` is `active`."""


class CancelledOrder(Struct, frozen=True, kw_only=True):
    """What became of a request to cancel. Success means that it was accepted, not that the order is cancelled."""

    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    ts: int | None = field(name="ts", default=None)
    """When the order was created; Unix time in milliseconds."""
    s_code: str = field(name="sCode", default="")
    """Result of this item; `"0"` is success, anything else an error code."""
    s_msg: str = field(name="sMsg", default="")
    """What went wrong with this item, in words for people; empty on success."""


class ClosedPosition(Struct, frozen=True, kw_only=True):
    """A position whose closing at the market was accepted."""

    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    pos_side: str = field(name="posSide", default="")
    """Position side."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    tag: str = field(name="tag", default="")
    """The broker code, echoed."""


class CreatedApiKey(Struct, frozen=True, kw_only=True):
    """A new API key, with its secrets."""

    sub_acct: str = field(name="subAcct", default="")
    """Name of the sub-account."""
    label: str = field(name="label", default="")
    """Note of the key."""
    api_key: str = field(name="apiKey", default="")
    """The public part of the key."""
    secret_key: Secret | None = field(name="secretKey", default=None)
    """The secret part, with which requests are signed. Never shown again."""
    passphrase: Secret | None = field(name="passphrase", default=None)
    """Password of the key."""
    perm: str = field(name="perm", default="")
    """What the key may do, separated by commas."""
    ip: str = field(name="ip", default="")
    """The addresses from which the key can be used, separated by commas; empty if there is no bound."""
    ts: int | None = field(name="ts", default=None)
    """When the key was made; Unix time in milliseconds."""


class Currency(Struct, frozen=True, kw_only=True):
    """A currency on one chain."""

    ccy: str = field(name="ccy", default="")
    """Currency, as `USDT`."""
    name: str = field(name="name", default="")
    """Name of the currency; missing if it has none."""
    logo_link: str = field(name="logoLink", default="")
    """Address of the logo."""
    chain: str = field(name="chain", default="")
    """Chain, as `USDT-ERC20` or `USDT-TRC20`; a currency can have several."""
    ct_addr: str = field(name="ctAddr", default="")
    """Address of the contract."""
    can_dep: bool | None = field(name="canDep", default=None)
    """Whether it can be deposited on chain."""
    can_wd: bool | None = field(name="canWd", default=None)
    """Whether it can be withdrawn on chain."""
    can_internal: bool | None = field(name="canInternal", default=None)
    """Whether it can be transferred inside OKX."""
    dep_est_open_time: int | None = field(name="depEstOpenTime", default=None)
    """When deposits are expected to open; Unix time in milliseconds. No value while `canDep` is true."""
    wd_est_open_time: int | None = field(name="wdEstOpenTime", default=None)
    """When withdrawals are expected to open; Unix time in milliseconds. No value while `canWd` is true."""
    min_dep: Decimal | None = field(name="minDep", default=None)
    """Least amount of one deposit."""
    min_wd: Decimal | None = field(name="minWd", default=None)
    """Least amount of one withdrawal on chain."""
    min_internal: Decimal | None = field(name="minInternal", default=None)
    """Least amount of one transfer inside OKX. There is no greatest amount but `wdQuota`."""
    max_wd: Decimal | None = field(name="maxWd", default=None)
    """Greatest amount of one withdrawal on chain."""
    wd_tick_sz: int | None = field(name="wdTickSz", default=None)
    """Number of decimals in a withdrawal on chain and in its fee. Transfers inside OKX have 8."""
    wd_quota: Decimal | None = field(name="wdQuota", default=None)
    """What can be withdrawn in 24 hours, on chain and inside OKX together; in USD."""
    used_wd_quota: Decimal | None = field(name="usedWdQuota", default=None)
    """How much of `wdQuota` is used; in USD."""
    fee: Decimal | None = field(name="fee", default=None)
    """Fixed fee of a withdrawal on chain."""
    min_fee: Decimal | None = field(name="minFee", default=None)
    """Least fee of a withdrawal on chain to an ordinary address; no longer used."""
    max_fee: Decimal | None = field(name="maxFee", default=None)
    """Greatest fee of a withdrawal on chain to an ordinary address; no longer used."""
    min_fee_for_ct_addr: Decimal | None = field(name="minFeeForCtAddr", default=None)
    """Least fee of a withdrawal on chain to a contract's address; no longer used."""
    max_fee_for_ct_addr: Decimal | None = field(name="maxFeeForCtAddr", default=None)
    """Greatest fee of a withdrawal on chain to a contract's address; no longer used."""
    burning_fee_rate: Decimal | None = field(name="burningFeeRate", default=None)
    """Share that is burned, 0.05 meaning 5 %; for some currencies. Taken from the withdrawn amount without the gas
    fee, on top of the amount."""
    main_net: bool | None = field(name="mainNet", default=None)
    """Whether this is the main chain of the currency."""
    need_tag: bool | None = field(name="needTag", default=None)
    """Whether a withdrawal needs a tag or memo, as for EOS."""
    min_dep_arrival_confirm: int | None = field(name="minDepArrivalConfirm", default=None)
    """Confirmations until a deposit is credited, though it can't be withdrawn yet."""
    min_wd_unlock_confirm: int | None = field(name="minWdUnlockConfirm", default=None)
    """Confirmations until a deposit can be withdrawn."""
    dep_quota_fixed: Decimal | None = field(name="depQuotaFixed", default=None)
    """Fixed limit of deposits, in USD; no value if there is none."""
    used_dep_quota_fixed: Decimal | None = field(name="usedDepQuotaFixed", default=None)
    """How much of `depQuotaFixed` is used, in USD; no value if there is no limit."""
    dep_quote_daily_layer_2: Decimal | None = field(name="depQuoteDailyLayer2", default=None)
    """Daily limit of deposits over a layer 2 network."""


class FeeRate(Struct, frozen=True, kw_only=True):
    """Maker and taker rate for one kind of instrument. Negative is charged, positive is paid to the user."""

    type: str = field(name="type", default="")
    """Kind of instrument."""
    maker: Decimal | None = field(name="maker", default=None)
    """Maker rate as a fraction, -0.0008 meaning that 0.08 % is charged. The document spells it `marker` in its
    example: one of the two fields is there."""
    marker: Decimal | None = field(name="marker", default=None)
    """Maker rate, in the spelling of the document's example; see `maker`."""
    taker: Decimal | None = field(name="taker", default=None)
    """Taker rate as a fraction, -0.001 meaning that 0.1 % is charged."""


class LinkedAlgoOrder(Struct, frozen=True, kw_only=True):
    """The stop-loss that belongs to an order; only for orders that came from a one-cancels-the-other order with a
    limit take-profit."""

    algo_id: str = field(name="algoId", default="")
    """Id of the algo order; empty if there is none."""


class NewOrder(Struct, frozen=True, kw_only=True):
    """One order of a batch."""

    inst_id: str = field(name="instId")
    """Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`."""
    td_mode: Literal["isolated", "cross", "cash", "spot_isolated"] = field(name="tdMode")
    """Trade mode. What is possible depends on the account mode:
    Spot: `cash`. Futures: `cash` for spot, `isolated` for spot margin, `cross` for margin and derivatives.
    Multi-currency and portfolio margin: `cross`.
    `spot_isolated` is for leading traders of spot copy trading; event contracts take `isolated` alone."""
    side: Literal["buy", "sell"] = field(name="side")
    """Buy or sell."""
    ord_type: Literal[
        "market", "limit", "post_only", "fok", "ioc", "optimal_limit_ioc", "mmp", "mmp_and_post_only", "elp", "rpi"
    ] = field(name="ordType")
    """Order type.
    `market`: at the market; SPOT, MARGIN, FUTURES, SWAP. Freezes 5 % more of the quote currency.
    `limit`: at `px` or better.
    `post_only`: as maker or not at all.
    `fok`: fill at once as a whole, or cancel.
    `ioc`: fill at once what can be filled, cancel the rest.
    `optimal_limit_ioc`: as `ioc` at the bound of the price limit; FUTURES, SWAP.
    `mmp`, `mmp_and_post_only`: under market-maker protection; options in portfolio margin mode.
    `elp`: maker order of the liquidity programme. Announced to become `rpi`, with `elp` accepted until 2026-10-31."""
    sz: Amount = field(name="sz")
    """Quantity. SPOT and MARGIN limit orders: in base currency. MARGIN market orders: quote currency to buy, base
    currency to sell. SPOT market orders: see `tgtCcy`. FUTURES, SWAP and OPTION: number of contracts. A multiple of
    the instrument's `lotSz` (51121) and at least its `minSz` (51020)."""
    ccy: str | None = field(name="ccy", default=None)
    """Margin currency. For isolated MARGIN orders, and for cross MARGIN orders in Futures mode."""
    cl_ord_id: str | None = field(name="clOrdId", default=None)
    """The caller's own order id, 1 to 32 letters and digits, case-sensitive. Must be unique among the user's open
    orders and within the batch; it can be used again once an order is final, so it does not protect against placing
    an order twice."""
    tag: str | None = field(name="tag", default=None)
    """The broker code, 1 to 16 letters and digits, case-sensitive. An order without it earns no rebate, and it can't
    be added later. The answer echoes it, also when the order is refused."""
    pos_side: Literal["long", "short", "net"] | None = field(name="posSide", default=None)
    """Position side. Needed as `long` or `short` for FUTURES and SWAP in long/short mode (51000 otherwise): open with
    buy + long or sell + short, close with sell + long or buy + short. In net mode leave it out or send `net`. Not
    for SPOT and MARGIN."""
    px: Amount | None = field(name="px", default=None)
    """Price, in quote currency. Needed for `limit`, `post_only`, `fok`, `ioc`, `mmp` and `mmp_and_post_only`, and only
    for those. An option takes exactly one of `px`, `pxUsd` and `pxVol`."""
    speed_bump: Literal["1"] | None = field(name="speedBump", default=None)
    """Speed bump for event contracts, `1`. Was needed for event orders other than post-only ones; without effect since
    2026-07-24."""
    outcome: Literal["yes", "no"] | None = field(name="outcome", default=None)
    """The outcome that is traded. For event contracts only, and needed there."""
    px_usd: Amount | None = field(name="pxUsd", default=None)
    """Price of an option in USD. Options only; exactly one of `px`, `pxUsd` and `pxVol`."""
    px_vol: Amount | None = field(name="pxVol", default=None)
    """Price of an option as implied volatility, 1 meaning 100 %. Options only; exactly one of `px`, `pxUsd` and
    `pxVol`."""
    reduce_only: bool | None = field(name="reduceOnly", default=None)
    """Whether the order may only make a position smaller; false unless said. MARGIN, and FUTURES and SWAP in net mode,
    in Futures or Multi-currency margin mode. A larger `sz` than the position is refused as a whole."""
    tgt_ccy: Literal["base_ccy", "quote_ccy"] | None = field(name="tgtCcy", default=None)
    """Unit of `sz` in SPOT market orders. Unless said, `quote_ccy` to buy and `base_ccy` to sell."""
    ban_amend: bool | None = field(name="banAmend", default=None)
    """SPOT market orders: true refuses the order when the balance is too small, false (unless said) lets the system
    shrink `sz` to what the balance covers."""
    px_amend_type: Literal["0", "1"] | None = field(name="pxAmendType", default=None)
    """What happens to a `px` outside the price limit: `0` (unless said) nothing, so the order is refused; `1` the
    system may move it to the best price inside."""
    trade_quote_ccy: str | None = field(name="tradeQuoteCcy", default=None)
    """Quote currency to trade with, SPOT only; unless said, that of the instrument. Some regions must choose it from
    the instrument's `tradeQuoteCcyList` and get 51000 otherwise."""
    slippage_pct: Amount | None = field(name="slippagePct", default=None)
    """Largest slippage, as a fraction from 0 to 0.05 with at most four decimals; unless said 0. For SPOT and MARGIN
    market orders whose `sz` is in the currency received (buy in `base_ccy`, sell in `quote_ccy`). Can't be amended."""
    stp_mode: Literal["cancel_maker", "cancel_taker", "cancel_both"] | None = field(name="stpMode", default=None)
    """What gives way when the order would trade with one of the same master account or its sub-accounts. Unless said,
    the account's `acctStpMode`. `cancel_both` together with `fok` is refused (50016)."""
    is_elp_taker_access: bool | None = field(name="isElpTakerAccess", default=None)
    """Whether an `ioc` order may take liquidity of the ELP programme, at the price of a delay; false unless said. Such
    orders have a limit of their own: 50 in 2 seconds per user and instrument, single and batch together. Older name
    of `rpiTakerAccess`."""
    rpi_taker_access: bool | None = field(name="rpiTakerAccess", default=None)
    """Newer name of `isElpTakerAccess`, for every standard order type. Where both are sent, this one counts."""
    rpi_px_round: bool | None = field(name="rpiPxRound", default=None)
    """Price rounding for maker orders of the RPI programme (`rpi`); false unless said."""
    attach_algo_ords: list[AttachedAlgoOrder] | None = field(name="attachAlgoOrds", default=None)
    """Take-profit, stop-loss or trailing-stop orders that become active once this order has filled, and lapse when it
    is cancelled before. The same rules as for a single order."""


class Order(Struct, frozen=True, kw_only=True):
    """An order as it stands."""

    inst_type: str = field(name="instType", default="")
    """Type of the instrument."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    tgt_ccy: str = field(name="tgtCcy", default="")
    """Unit of `sz` in SPOT market orders, else empty."""
    ccy: str = field(name="ccy", default="")
    """Margin currency. Isolated MARGIN, cross MARGIN in Futures mode, and FUTURES, SWAP and OPTION."""
    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    tag: str = field(name="tag", default="")
    """The broker code that the order carries; empty if it has none."""
    px: Decimal | None = field(name="px", default=None)
    """Price of the order, in quote currency; for options in the coin. No value for market orders."""
    px_usd: Decimal | None = field(name="pxUsd", default=None)
    """Price of an option in USD; no value for other instruments."""
    px_vol: Decimal | None = field(name="pxVol", default=None)
    """Price of an option as implied volatility, 1 meaning 100 %; no value for other instruments."""
    px_type: str = field(name="pxType", default="")
    """Which price of an option was given; empty for other instruments."""
    sz: Decimal | None = field(name="sz", default=None)
    """Quantity ordered, in the unit in which it was sent (`tgtCcy`; contracts for derivatives)."""
    pnl: Decimal | None = field(name="pnl", default=None)
    """Profit or loss realised, without fees. For filled orders that closed something, else 0."""
    ord_type: str = field(name="ordType", default="")
    """Order type."""
    side: str = field(name="side", default="")
    """Buy or sell."""
    pos_side: str = field(name="posSide", default="")
    """Position side."""
    td_mode: str = field(name="tdMode", default="")
    """Trade mode."""
    acc_fill_sz: Decimal | None = field(name="accFillSz", default=None)
    """Filled so far; base currency for SPOT and MARGIN, contracts for derivatives."""
    fill_px: Decimal | None = field(name="fillPx", default=None)
    """Price of the last fill; no value while there is none."""
    trade_id: str = field(name="tradeId", default="")
    """Id of the last trade; `0` for liquidation and auto-deleveraging."""
    fill_sz: Decimal | None = field(name="fillSz", default=None)
    """Quantity of the last single fill, not added up."""
    fill_time: int | None = field(name="fillTime", default=None)
    """Time of the last fill; Unix time in milliseconds."""
    avg_px: Decimal | None = field(name="avgPx", default=None)
    """Average price of all fills; no value while there is none."""
    state: str = field(name="state", default="")
    """State. `filled`, `canceled` and `mmp_canceled` are final; a cancelled order can have filled in part."""
    lever: Decimal | None = field(name="lever", default=None)
    """Leverage, 0.01 to 125. MARGIN, FUTURES and SWAP only."""
    attach_algo_cl_ord_id: str = field(name="attachAlgoClOrdId", default="")
    """The caller's own id of the attached order."""
    tp_trigger_px: Decimal | None = field(name="tpTriggerPx", default=None)
    """Trigger price of the take-profit."""
    tp_trigger_px_type: str = field(name="tpTriggerPxType", default="")
    """Which price pulls the trigger."""
    tp_ord_px: Decimal | None = field(name="tpOrdPx", default=None)
    """Price of the take-profit order; -1 is the market price."""
    sl_trigger_px: Decimal | None = field(name="slTriggerPx", default=None)
    """Trigger price of the stop-loss."""
    sl_trigger_px_type: str = field(name="slTriggerPxType", default="")
    """Which price pulls the trigger."""
    sl_ord_px: Decimal | None = field(name="slOrdPx", default=None)
    """Price of the stop-loss order; -1 is the market price."""
    attach_algo_ords: list[AttachedAlgo] = field(name="attachAlgoOrds", default_factory=list[AttachedAlgo])
    """Take-profits, stop-losses and trailing stops attached to the order."""
    linked_algo_ord: LinkedAlgoOrder | None = field(name="linkedAlgoOrd", default=None)
    """The stop-loss that belongs to an order; only for orders that came from a one-cancels-the-other order with a
    limit take-profit."""
    stp_id: str = field(name="stpId", default="")
    """Id of self-trade prevention; no longer used, empty where it does not apply."""
    stp_mode: str = field(name="stpMode", default="")
    """Self-trade prevention."""
    fee_ccy: str = field(name="feeCcy", default="")
    """Currency of `fee`. For SPOT and MARGIN sells as maker the quote currency."""
    fee: Decimal | None = field(name="fee", default=None)
    """Net fee so far, in `feeCcy`. Negative: paid to the exchange; positive: rebate received. Always negative for SPOT
    and MARGIN, except for sells as maker."""
    rebate_ccy: str = field(name="rebateCcy", default="")
    """Currency of `rebate`. For SPOT and MARGIN sells as maker the base currency."""
    rebate: Decimal | None = field(name="rebate", default=None)
    """Rebate to the user for this order, in `rebateCcy`. SPOT and MARGIN only; no value if there is none."""
    source: str = field(name="source", default="")
    """What created the order, where it was not placed by hand or by API; more codes may come."""
    category: str = field(name="category", default="")
    """Kind of order from the exchange's point of view."""
    reduce_only: bool | None = field(name="reduceOnly", default=None)
    """Whether the order may only make a position smaller."""
    cancel_source: str = field(name="cancelSource", default="")
    """Code of who or what cancelled the order."""
    cancel_source_reason: str = field(name="cancelSourceReason", default="")
    """The same in words."""
    quick_mgn_type: str = field(name="quickMgnType", default="")
    """Borrowing for quick margin; no longer used."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the algo order that this order came from, if any."""
    algo_id: str = field(name="algoId", default="")
    """Id of the algo order that this order came from, if any."""
    is_tp_limit: bool | None = field(name="isTpLimit", default=None)
    """Whether this is the limit order of a take-profit."""
    u_time: int | None = field(name="uTime", default=None)
    """When the order last changed; Unix time in milliseconds."""
    c_time: int | None = field(name="cTime", default=None)
    """When the order was created; Unix time in milliseconds."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency traded with."""
    outcome: str = field(name="outcome", default="")
    """The outcome traded; event contracts only."""


class PlacedOrder(Struct, frozen=True, kw_only=True):
    """What became of an order that was sent."""

    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange; empty when the order was refused."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    tag: str = field(name="tag", default="")
    """The broker code, echoed; the proof that it arrived."""
    ts: int | None = field(name="ts", default=None)
    """When the order was created; Unix time in milliseconds."""
    s_code: str = field(name="sCode", default="")
    """Result of this item; `"0"` is success, anything else an error code."""
    s_msg: str = field(name="sMsg", default="")
    """What went wrong with this item, in words for people; empty on success."""
    sub_code: str = field(name="subCode", default="")
    """Finer code below `sCode`, where there is one; empty on success."""


class RebateEligibility(Struct, frozen=True, kw_only=True):
    """Whether, and on what terms, a user's orders earn the broker a rebate."""

    type: str = field(name="type", default="")
    """Whether there is a rebate, or why there is none."""
    broker_code: str = field(name="brokerCode", default="")
    """Code of the fully disclosed broker."""
    affiliated: bool | None = field(name="affiliated", default=None)
    """Whether an affiliate gets a rebate for this user too."""
    client_rebate_ratio: Decimal | None = field(name="clientRebateRatio", default=None)
    """Share of the commission that is passed on to the user, as a fraction."""
    last_rebate: Decimal | None = field(name="lastRebate", default=None)
    """Rebate of the user's account in this month. Only for fee levels VIP4 and VIP5, else no value."""


class RebateLink(Struct, frozen=True, kw_only=True):
    """A rebate report that was asked for, and where to fetch it. Some fields can be missing."""

    file_href: Secret | None = field(name="fileHref", default=None)
    """Where to fetch the file; works for 2 hours without further credentials, so treat it like a password and never
    send OKX credentials along. A table of orders in CSV form, packed or not, whatever its name ends in."""
    begin_time: int | None = field(name="beginTime", default=None)
    """Begin of the time that the report covers; Unix time in milliseconds."""
    end_time: int | None = field(name="endTime", default=None)
    """End of the time that the report covers; Unix time in milliseconds."""
    c_time: int | None = field(name="cTime", default=None)
    """When the report was asked for first; Unix time in milliseconds."""
    ts: int | None = field(name="ts", default=None)
    """When the link was made; Unix time in milliseconds."""
    state: str = field(name="state", default="")
    """Whether the report can be fetched."""


class RebateReportReceipt(Struct, frozen=True, kw_only=True):
    """Whether a rebate report is there already."""

    result: bool | None = field(name="result", default=None)
    """True: the report exists and getRebatePerOrders has its link. False: it is being made; ask for the link after 2
    hours."""
    ts: int | None = field(name="ts", default=None)
    """When this report was asked for first; Unix time in milliseconds."""


class RebateRow(Struct, frozen=True, kw_only=True):
    """One order in the CSV file of a rebate report. The file's first line names the columns; it can hold more of them,
    and none is certain to be there."""

    broker_code: str = field(name="brokerCode", default="")
    """The broker code that the order carried."""
    level: str = field(name="level", default="")
    """Fee level of the user, as `Lv1`, `Lv2`, `VIP1`, `VIP2`."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange."""
    spot_trade_amt: Decimal | None = field(name="spotTradeAmt", default=None)
    """Volume traded on spot, in USDT."""
    derivative_trade_amt: Decimal | None = field(name="derivativeTradeAmt", default=None)
    """Volume traded in derivatives, in USDT."""
    fee: Decimal | None = field(name="fee", default=None)
    """Trading fee, in USDT."""
    net_fee: Decimal | None = field(name="netFee", default=None)
    """The part of the fee from which commission is settled, after commission cards, counterparties and the like are
    taken off; in USDT."""
    settlement_fee: Decimal | None = field(name="settlementFee", default=None)
    """The part of the fee that remains before settlement once node commission rebates, commission cards and the like
    are taken off; in USDT."""
    broker_rebate: Decimal | None = field(name="brokerRebate", default=None)
    """Rebate to the broker, in USDT."""
    su_broker_rebate: Decimal | None = field(name="suBrokerRebate", default=None)
    """Rebate to a sub-broker, in USDT; spelled like this in the document."""
    sub_broker_rebate: Decimal | None = field(name="subBrokerRebate", default=None)
    """Rebate to a sub-broker, in USDT; the spelling to be expected, see `suBrokerRebate`."""
    user_rebate: Decimal | None = field(name="userRebate", default=None)
    """Rebate to the user, in USDT."""
    affiliated: bool | None = field(name="affiliated", default=None)
    """Whether an affiliate gets a rebate too."""
    ts: int | None = field(name="ts", default=None)
    """When the order last traded; Unix time in milliseconds."""


class Subaccount(Struct, frozen=True, kw_only=True):
    """One sub-account of a DMA broker."""

    sub_acct: str = field(name="subAcct", default="")
    """Name of the sub-account; can be masked with asterisks."""
    uid: str = field(name="uid", default="")
    """UID of the sub-account; can be masked with asterisks."""
    label: str = field(name="label", default="")
    """Note that was given to the sub-account."""
    acct_lv: str = field(name="acctLv", default="")
    """Account mode."""
    enable: bool | None = field(name="enable", default=None)
    """Whether the sub-account works; false when it is frozen as a whole."""
    frozen_func: list[str] = field(name="frozenFunc", default_factory=list[str])
    """The functions that are frozen; empty when none is."""
    can_trans_out: bool | None = field(name="canTransOut", default=None)
    """Whether the sub-account may move funds straight to another sub-account with its own API key."""
    main_acct: str = field(name="mainAcct", default="")
    """For a sub-account of the second level the name of the account above it. Empty for a sub-account of the first
    level."""
    ts: int | None = field(name="ts", default=None)
    """When the sub-account was made; Unix time in milliseconds."""


class SubaccountApiKey(Struct, frozen=True, kw_only=True):
    """An API key of a sub-account, without its secrets."""

    label: str = field(name="label", default="")
    """Note of the key."""
    api_key: str = field(name="apiKey", default="")
    """The public part of the key."""
    perm: str = field(name="perm", default="")
    """What the key may do, separated by commas."""
    ip: str = field(name="ip", default="")
    """The addresses from which the key can be used, separated by commas; empty if there is no bound."""
    ts: int | None = field(name="ts", default=None)
    """When the key was made; Unix time in milliseconds."""


class SubaccountFees(Struct, frozen=True, kw_only=True):
    """One sub-account of a DMA broker with its fee rates."""

    sub_acct: str = field(name="subAcct", default="")
    """Name of the sub-account."""
    uid: str = field(name="uid", default="")
    """UID of the sub-account."""
    main_acct: str = field(name="mainAcct", default="")
    """For a sub-account of the second level the name of the account above it. Empty for a sub-account of the first
    level."""
    ts: int | None = field(name="ts", default=None)
    """When the sub-account was made; Unix time in milliseconds."""
    fee_rates: list[FeeRate] = field(name="feeRates", default_factory=list[FeeRate])
    """The rates, one row for each kind of instrument."""


class SubaccountPage(Struct, frozen=True, kw_only=True):
    """One page of a DMA broker's sub-accounts."""

    total_page: int | None = field(name="totalPage", default=None)
    """Number of pages in all."""
    page: int | None = field(name="page", default=None)
    """Number of this page, from 1."""
    details: list[Subaccount] = field(name="details", default_factory=list[Subaccount])
    """The sub-accounts of this page."""


class SystemTime(Struct, frozen=True, kw_only=True):
    """The clock of the exchange."""

    ts: int | None = field(name="ts", default=None)
    """Time now; Unix time in milliseconds."""


class UpcomingChange(Struct, frozen=True, kw_only=True):
    """A change of an instrument that is announced."""

    param: str = field(name="param", default="")
    """What changes. For FUTURES and SWAP a change of `minSz` changes `lotSz` too."""
    new_value: Decimal | None = field(name="newValue", default=None)
    """The new value."""
    eff_time: int | None = field(name="effTime", default=None)
    """From when on; Unix time in milliseconds."""


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
    """Equity after the haircuts on collateral, in USD; the numerator of `mgnRatio`. Modes S, M, P."""
    avail_eq: Decimal | None = field(name="availEq", default=None)
    """Margin that can be used, in USD, without currencies that the platform's cap on collateral borrowing restricts.
    Modes M, P."""
    ord_froz: Decimal | None = field(name="ordFroz", default=None)
    """Cross margin held by open orders, in USD. Modes S, M, P."""
    imr: Decimal | None = field(name="imr", default=None)
    """Initial margin of cross positions and open orders, in USD. Modes S, M, P."""
    mmr: Decimal | None = field(name="mmr", default=None)
    """Maintenance margin, in USD; liquidation starts when `adjEq` is not above it. Modes S, M, P."""
    borrow_froz: Decimal | None = field(name="borrowFroz", default=None)
    """Initial margin of possible borrowing, in USD. Modes S, M, P."""
    mgn_ratio: Decimal | None = field(name="mgnRatio", default=None)
    """Margin ratio, `adjEq` divided by `mmr`; liquidation starts at 1. Modes S, M, P."""
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
    """`delta` divided by `totalEq`."""
    delta_neutral_status: str = field(name="deltaNeutralStatus", default="")
    """Restriction of the delta-neutral mode. Under `2`, if the delta is above 500,000 USD, pending limit, market and
    advanced limit orders are cancelled."""
    details: list[BalanceDetail] = field(name="details", default_factory=list[BalanceDetail])
    """The currencies of which something is held."""


class Instrument(Struct, frozen=True, kw_only=True):
    """Something that can be traded."""

    inst_type: str = field(name="instType", default="")
    """Type of the instrument."""
    series_id: str = field(name="seriesId", default="")
    """Series; event contracts only."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    uly: str = field(name="uly", default="")
    """Underlying, as `BTC-USD`. MARGIN, FUTURES, SWAP, OPTION."""
    group_id: str = field(name="groupId", default="")
    """Fee group; means something only together with `instType`. Not every group applies to every user."""
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
    """Currency of `ctVal`. FUTURES, SWAP, OPTION."""
    opt_type: str = field(name="optType", default="")
    """Type of the option, else empty."""
    stk: Decimal | None = field(name="stk", default=None)
    """Strike price. OPTION."""
    list_time: int | None = field(name="listTime", default=None)
    """When it was or will be listed; Unix time in milliseconds."""
    auction_end_time: int | None = field(name="auctionEndTime", default=None)
    """End of the call auction of a spot pair; Unix time in milliseconds. No longer used, see `contTdSwTime`."""
    cont_td_sw_time: int | None = field(name="contTdSwTime", default=None)
    """Begin of continuous trading after a call auction or pre-quotes; Unix time in milliseconds. SPOT, MARGIN; else no
    value."""
    pre_mkt_sw_time: int | None = field(name="preMktSwTime", default=None)
    """When a pre-market SWAP or pre-market X-Perp FUTURES becomes a normal one; Unix time in milliseconds."""
    open_type: str = field(name="openType", default="")
    """How trading opens. SPOT, MARGIN; else empty."""
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
    """Type of the contract. FUTURES, SWAP."""
    alias: str = field(name="alias", default="")
    """Which of the dated contracts this is. FUTURES. No longer used, see `expTime`."""
    state: str = field(name="state", default="")
    """Whether it can be traded."""
    rule_type: str = field(name="ruleType", default="")
    """Trading rules."""
    max_lmt_sz: Decimal | None = field(name="maxLmtSz", default=None)
    """Greatest size of a limit order; contracts, or base currency."""
    max_mkt_sz: Decimal | None = field(name="maxMktSz", default=None)
    """Greatest size of a market order; contracts, or USDT for SPOT."""
    max_lmt_amt: Decimal | None = field(name="maxLmtAmt", default=None)
    """Greatest value of a limit order, in USD."""
    max_mkt_amt: Decimal | None = field(name="maxMktAmt", default=None)
    """Greatest value of a market order, in USD. SPOT, MARGIN."""
    max_twap_sz: Decimal | None = field(name="maxTwapSz", default=None)
    """Greatest size of a TWAP order; its least single size is twice `minSz`."""
    max_iceberg_sz: Decimal | None = field(name="maxIcebergSz", default=None)
    """Greatest size of an iceberg order."""
    max_trigger_sz: Decimal | None = field(name="maxTriggerSz", default=None)
    """Greatest size of a trigger order."""
    max_stop_sz: Decimal | None = field(name="maxStopSz", default=None)
    """Greatest size of a stop order at the market; contracts, or USDT for SPOT."""
    future_settlement: bool | None = field(name="futureSettlement", default=None)
    """Whether it is settled daily. FUTURES in cross margin."""
    trade_quote_ccy_list: list[str] = field(name="tradeQuoteCcyList", default_factory=list[str])
    """Quote currencies that an order can choose with `tradeQuoteCcy`."""
    inst_id_code: int | None = field(name="instIdCode", default=None)
    """Number that stands for `instId` in the binary protocol; can differ between live and demo. null while there is
    none."""
    inst_category: str = field(name="instCategory", default="")
    """Class of the asset; empty if not known."""
    init_px_lmt_pct: Decimal | None = field(name="initPxLmtPct", default=None)
    """Width of the price limit in the first 10 minutes after listing, as a fraction. SPOT, MARGIN, SWAP, FUTURES."""
    float_px_lmt_pct: Decimal | None = field(name="floatPxLmtPct", default=None)
    """Width of the moving price limit afterwards, as a fraction. SPOT, MARGIN, SWAP, FUTURES."""
    max_px_lmt_pct: Decimal | None = field(name="maxPxLmtPct", default=None)
    """Farthest that a price can be from the index, as a fraction. SPOT, MARGIN, SWAP, FUTURES."""
    upc_chg: list[UpcomingChange] = field(name="upcChg", default_factory=list[UpcomingChange])
    """Changes that are announced; empty if there is none."""


class SubaccountFeePage(Struct, frozen=True, kw_only=True):
    """One page of a DMA broker's sub-accounts with their fee rates."""

    total_page: int | None = field(name="totalPage", default=None)
    """Number of pages in all."""
    page: int | None = field(name="page", default=None)
    """Number of this page, from 1."""
    details: list[SubaccountFees] = field(name="details", default_factory=list[SubaccountFees])
    """The sub-accounts of this page."""


__all__ = [
    "AccountBalance",
    "AccountConfig",
    "AttachedAlgo",
    "AttachedAlgoOrder",
    "BalanceDetail",
    "CancelledOrder",
    "ClosedPosition",
    "CreatedApiKey",
    "Currency",
    "FeeRate",
    "Instrument",
    "LinkedAlgoOrder",
    "NewOrder",
    "Order",
    "PlacedOrder",
    "RebateEligibility",
    "RebateLink",
    "RebateReportReceipt",
    "RebateRow",
    "Subaccount",
    "SubaccountApiKey",
    "SubaccountFeePage",
    "SubaccountFees",
    "SubaccountPage",
    "SystemTime",
    "UpcomingChange",
]
