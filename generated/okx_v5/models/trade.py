# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `trade`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

from okx_v5.scalars import Amount


class AmendedOrder(Struct, frozen=True, kw_only=True):
    """What became of a request to amend. Success means that it was accepted, not that the order is changed."""

    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    ts: int | None = field(name="ts", default=None)
    """When the order was created; Unix time in milliseconds."""
    req_id: str = field(name="reqId", default="")
    """The caller's own id of the amendment, if there was one."""
    s_code: str = field(name="sCode", default="")
    """Result of this item; `"0"` is success, anything else an error code."""
    s_msg: str = field(name="sMsg", default="")
    """What went wrong with this item, in words for people; empty on success."""
    sub_code: str = field(name="subCode", default="")
    """Finer code below `s_code`, where there is one; empty on success."""


class AttachedAlgo(Struct, frozen=True, kw_only=True):
    """A take-profit, stop-loss or trailing stop attached to an order, as it stands."""

    attach_algo_id: str = field(name="attachAlgoId", default="")
    """Id by which the attached order can be amended; not the later `algo_id`."""
    attach_algo_cl_ord_id: str = field(name="attachAlgoClOrdId", default="")
    """The caller's own id."""
    tp_ord_kind: str = field(name="tpOrdKind", default="")
    """Kind of the take-profit. Usually `condition`: placed when the trigger is reached; `limit`: limit order."""
    tp_trigger_px: Decimal | None = field(name="tpTriggerPx", default=None)
    """Trigger price of the take-profit."""
    tp_trigger_ratio: Decimal | None = field(name="tpTriggerRatio", default=None)
    """Trigger of the take-profit as a fraction, 0.3 meaning 30 %. FUTURES and SWAP only."""
    tp_trigger_px_type: str = field(name="tpTriggerPxType", default="")
    """Which price pulls the trigger. Usually `last`: last price; `index`: index price; `mark`: mark price."""
    tp_ord_px: Decimal | None = field(name="tpOrdPx", default=None)
    """Price of the take-profit order; -1 is the market price."""
    sl_trigger_px: Decimal | None = field(name="slTriggerPx", default=None)
    """Trigger price of the stop-loss."""
    sl_trigger_ratio: Decimal | None = field(name="slTriggerRatio", default=None)
    """Trigger of the stop-loss as a fraction, 0.3 meaning 30 %. FUTURES and SWAP only."""
    sl_trigger_px_type: str = field(name="slTriggerPxType", default="")
    """Which price pulls the trigger. Usually `last`: last price; `index`: index price; `mark`: mark price."""
    sl_ord_px: Decimal | None = field(name="slOrdPx", default=None)
    """Price of the stop-loss order; -1 is the market price."""
    sz: Decimal | None = field(name="sz", default=None)
    """Quantity of this part of a split take-profit, in contracts."""
    amend_px_on_trigger_type: str = field(name="amendPxOnTriggerType", default="")
    """Break-even stop, for the stop-loss of a split take-profit. Usually `0`: off; `1`: on."""
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


class AttachedAlgoChange(Struct, frozen=True, kw_only=True):
    """What to change of one attached take-profit, stop-loss or trailing stop. A trigger or order price of 0 deletes
    that take-profit or stop-loss."""

    attach_algo_id: str | None = field(name="attachAlgoId", default=None)
    """Id of the attached order at the exchange; needed to change one that exists. It is not the later `algo_id`."""
    attach_algo_cl_ord_id: str | None = field(name="attachAlgoClOrdId", default=None)
    """The caller's own id of the attached order, 1 to 32 letters and digits."""
    new_tp_trigger_px: Amount | None = field(name="newTpTriggerPx", default=None)
    """Trigger price of the take-profit; 0 deletes it. Not together with `new_tp_trigger_ratio`."""
    new_tp_trigger_ratio: Amount | None = field(name="newTpTriggerRatio", default=None)
    """Trigger of the take-profit as a fraction of the price, 0.3 meaning 30 %; 0 deletes it. FUTURES and SWAP only.
    Above 0 for a buy, between -1 and 0 for a sell. Not together with `new_tp_trigger_px`."""
    new_tp_ord_px: Amount | None = field(name="newTpOrdPx", default=None)
    """Price of the take-profit order; -1 for the market price, 0 deletes the take-profit."""
    new_tp_ord_kind: Literal["condition", "limit"] | None = field(name="newTpOrdKind", default=None)
    """`condition`: placed when the trigger is reached. `limit`: a limit order."""
    new_sl_trigger_px: Amount | None = field(name="newSlTriggerPx", default=None)
    """Trigger price of the stop-loss; 0 deletes it. Not together with `new_sl_trigger_ratio`."""
    new_sl_trigger_ratio: Amount | None = field(name="newSlTriggerRatio", default=None)
    """Trigger of the stop-loss as a fraction of the price, 0.3 meaning 30 %; 0 deletes it. FUTURES and SWAP only.
    Between 0 and 1 for a buy, above 0 for a sell. Not together with `new_sl_trigger_px`."""
    new_sl_ord_px: Amount | None = field(name="newSlOrdPx", default=None)
    """Price of the stop-loss order; -1 for the market price, 0 deletes the stop-loss."""
    new_tp_trigger_px_type: Literal["last", "index", "mark"] | None = field(name="newTpTriggerPxType", default=None)
    """Which price pulls the trigger of the take-profit. FUTURES and SWAP only; needed when a take-profit is added."""
    new_sl_trigger_px_type: Literal["last", "index", "mark"] | None = field(name="newSlTriggerPxType", default=None)
    """Which price pulls the trigger of the stop-loss. FUTURES and SWAP only; needed when a stop-loss is added."""
    sz: Amount | None = field(name="sz", default=None)
    """New quantity of this part of a split take-profit, in contracts; needed there, and only there."""
    amend_px_on_trigger_type: Literal["0", "1"] | None = field(name="amendPxOnTriggerType", default=None)
    """Break-even stop, on (`1`) or off (`0`, unless said). Only for the stop-loss of a split take-profit."""
    new_callback_ratio: Amount | None = field(name="newCallbackRatio", default=None)
    """Distance of the trailing stop as a fraction, 0.05 meaning 5 %. Trailing stops only; not together with
    `new_callback_spread`."""
    new_callback_spread: Amount | None = field(name="newCallbackSpread", default=None)
    """Distance of the trailing stop as a price difference. Trailing stops only; not together with
    `new_callback_ratio`."""
    new_active_px: Amount | None = field(name="newActivePx", default=None)
    """Last price at which the trailing stop becomes active. Trailing stops only."""


class AttachedAlgoOrder(Struct, frozen=True, kw_only=True):
    """A take-profit, stop-loss or trailing stop to attach to an order.

    Several take-profits split the order: each item takes one side only (51076), all have the same
    `tp_trigger_px_type`
    (51080) and `tp_ord_kind` (51091), different `tp_trigger_px` (51081) or `tp_ord_px` (51092), and an `sz` each
    (51089); the
    `sz` add up to that of the order (51083)."""

    attach_algo_cl_ord_id: str | None = field(name="attachAlgoClOrdId", default=None)
    """The caller's own id, 1 to 32 letters and digits. Becomes `algo_cl_ord_id` when the order has filled and the
    attached order is placed."""
    tp_trigger_px: Amount | None = field(name="tpTriggerPx", default=None)
    """Trigger price of the take-profit. With it goes `tp_ord_px`; not together with `tp_trigger_ratio`."""
    tp_trigger_ratio: Amount | None = field(name="tpTriggerRatio", default=None)
    """Trigger of the take-profit as a fraction of the price, 0.3 meaning 30 %. FUTURES and SWAP only. Above 0 for a
    buy, between -1 and 0 for a sell. Not together with `tp_trigger_px`."""
    tp_ord_px: Amount | None = field(name="tpOrdPx", default=None)
    """Price of the take-profit order; -1 for the market price. A conditional take-profit also needs a trigger; a limit
    take-profit takes this field alone, and not -1 (51093)."""
    tp_ord_kind: Literal["condition", "limit"] | None = field(name="tpOrdKind", default=None)
    """`condition` (unless said): placed when the trigger is reached. `limit`: a limit order; not for SPOT, MARGIN and
    OPTION (51094)."""
    sl_trigger_px: Amount | None = field(name="slTriggerPx", default=None)
    """Trigger price of the stop-loss. With it goes `sl_ord_px`; not together with `sl_trigger_ratio`."""
    sl_trigger_ratio: Amount | None = field(name="slTriggerRatio", default=None)
    """Trigger of the stop-loss as a fraction of the price, 0.3 meaning 30 %. FUTURES and SWAP only. Between 0 and 1
    for a buy, above 0 for a sell. Not together with `sl_trigger_px`."""
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
    whose `sl_trigger_px` must be set; not for SPOT and MARGIN (51077)."""
    callback_ratio: Amount | None = field(name="callbackRatio", default=None)
    """Distance of a trailing stop as a fraction, 0.05 meaning 5 %. A trailing stop takes exactly one of
    `callback_ratio` and `callback_spread`."""
    callback_spread: Amount | None = field(name="callbackSpread", default=None)
    """Distance of a trailing stop as a price difference. A trailing stop takes exactly one of `callback_ratio` and
    `callback_spread`."""
    active_px: Amount | None = field(name="activePx", default=None)
    """Last price at which a trailing stop becomes active. Without it, active at once."""


class CancelAllAfterCountdown(Struct, frozen=True, kw_only=True):
    """A countdown that cancels orders when it ends."""

    trigger_time: int | None = field(name="triggerTime", default=None)
    """When the orders are cancelled, in seconds of Unix time as far as known; 0 when switched off."""
    tag: str = field(name="tag", default="")
    """The tag whose orders are cancelled; empty for all."""
    ts: int | None = field(name="ts", default=None)
    """When the request was received, in seconds of Unix time as far as known."""


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
    """Position side. Usually `net`: net mode; `long`: long side; `short`: short side."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    tag: str = field(name="tag", default="")
    """The broker code, echoed."""


class Fill(Struct, frozen=True, kw_only=True):
    """One trade of an order."""

    inst_type: str = field(name="instType", default="")
    """Type of the instrument. Usually `SPOT`: spot; `MARGIN`: spot with margin; `SWAP`: perpetual futures; `FUTURES`:
    expiry futures; `OPTION`: options; `EVENTS`: event contracts."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    trade_id: str = field(name="tradeId", default="")
    """Id of the trade; negative for liquidation and auto-deleveraging."""
    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange; empty for block trades."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one; empty for block trades."""
    bill_id: str = field(name="billId", default="")
    """Id of the bill; what `after` and `before` take."""
    sub_type: str = field(name="subType", default="")
    """Kind of trade. Usually `1`: buy; `2`: sell; `3`: opening or closing, long or short; `4`: opening or closing,
    long or short; `5`: opening or closing, long or short; `6`: opening or closing, long or short; `100`:
    liquidation; `101`: liquidation; `102`: liquidation; `103`: liquidation; `104`: liquidation; `105`: liquidation;
    `106`: liquidation; `107`: liquidation; `110`: conversion; `111`: conversion; `118`: conversion; `119`:
    conversion; `112`: delivery; `113`: delivery; `125`: auto-deleveraging; `126`: auto-deleveraging; `127`:
    auto-deleveraging; `128`: auto-deleveraging; `204`: block trading; `205`: block trading; `206`: block trading;
    `207`: block trading; `208`: block trading; `209`: block trading; `212`: quick margin; `213`: quick margin;
    `236`: conversion of small assets; `237`: conversion of small assets; `270`: spread trading; `271`: spread
    trading; `272`: spread trading; `273`: spread trading; `274`: spread trading; `275`: spread trading; `324`:
    moved position; `325`: moved position; `326`: moved position; `327`: moved position; `328`: moved position;
    `329`: moved position; `376`: collateral limit; `377`: collateral limit; `410`: event contracts, yes, no or
    settlement; `411`: event contracts, yes, no or settlement; `412`: event contracts, yes, no or settlement; `413`:
    event contracts, yes, no or settlement; `414`: event contracts, yes, no or settlement; `415`: event contracts,
    yes, no or settlement."""
    tag: str = field(name="tag", default="")
    """The broker code that the order carries; empty if it has none."""
    fill_px: Decimal | None = field(name="fillPx", default=None)
    """Price of the trade."""
    fill_sz: Decimal | None = field(name="fillSz", default=None)
    """Quantity of the trade."""
    fill_idx_px: Decimal | None = field(name="fillIdxPx", default=None)
    """Index price at that moment; for pairs of two coins that of the base currency in USDT."""
    fill_pnl: Decimal | None = field(name="fillPnl", default=None)
    """Profit or loss realised by this trade. For trades that closed something, else 0."""
    fill_px_vol: Decimal | None = field(name="fillPxVol", default=None)
    """Price as implied volatility, 1 meaning 100 %. Options only."""
    fill_px_usd: Decimal | None = field(name="fillPxUsd", default=None)
    """Price in USD. Options only."""
    fill_mark_vol: Decimal | None = field(name="fillMarkVol", default=None)
    """Mark volatility at that moment. Options only."""
    fill_fwd_px: Decimal | None = field(name="fillFwdPx", default=None)
    """Forward price at that moment. Options only."""
    fill_mark_px: Decimal | None = field(name="fillMarkPx", default=None)
    """Mark price at that moment. FUTURES, SWAP and OPTION only."""
    side: str = field(name="side", default="")
    """Buy or sell. Usually `buy`; `sell`."""
    pos_side: str = field(name="posSide", default="")
    """Position side. Usually `net`: net mode; `long`: long side; `short`: short side."""
    exec_type: str = field(name="execType", default="")
    """Which part the order had in the trade; empty for orders that the system made. Usually `T`: taker; `M`: maker."""
    fee_ccy: str = field(name="feeCcy", default="")
    """Currency of `fee`."""
    fee: Decimal | None = field(name="fee", default=None)
    """Fee for this trade, in `fee_ccy`. Negative: paid to the exchange; positive: rebate received."""
    ts: int | None = field(name="ts", default=None)
    """When the record was made; Unix time in milliseconds. When the trade was tells `fill_time`, by which to sort."""
    fill_time: int | None = field(name="fillTime", default=None)
    """When the trade was; Unix time in milliseconds."""
    fee_rate: Decimal | None = field(name="feeRate", default=None)
    """Fee rate. SPOT and MARGIN only."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency traded with."""


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
    currency to sell. SPOT market orders: see `tgt_ccy`. FUTURES, SWAP and OPTION: number of contracts. A multiple
    of the instrument's `lot_sz` (51121) and at least its `min_sz` (51020)."""
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
    for those. An option takes exactly one of `px`, `px_usd` and `px_vol`."""
    speed_bump: Literal["1"] | None = field(name="speedBump", default=None)
    """Speed bump for event contracts, `1`. Was needed for event orders other than post-only ones; without effect since
    2026-07-24."""
    outcome: Literal["yes", "no"] | None = field(name="outcome", default=None)
    """The outcome that is traded. For event contracts only, and needed there."""
    px_usd: Amount | None = field(name="pxUsd", default=None)
    """Price of an option in USD. Options only; exactly one of `px`, `px_usd` and `px_vol`."""
    px_vol: Amount | None = field(name="pxVol", default=None)
    """Price of an option as implied volatility, 1 meaning 100 %. Options only; exactly one of `px`, `px_usd` and
    `px_vol`."""
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
    the instrument's `trade_quote_ccy_list` and get 51000 otherwise."""
    slippage_pct: Amount | None = field(name="slippagePct", default=None)
    """Largest slippage, as a fraction from 0 to 0.05 with at most four decimals; unless said 0. For SPOT and MARGIN
    market orders whose `sz` is in the currency received (buy in `base_ccy`, sell in `quote_ccy`). Can't be amended."""
    stp_mode: Literal["cancel_maker", "cancel_taker", "cancel_both"] | None = field(name="stpMode", default=None)
    """What gives way when the order would trade with one of the same master account or its sub-accounts. Unless said,
    the account's `acct_stp_mode`. `cancel_both` together with `fok` is refused (50016)."""
    is_elp_taker_access: bool | None = field(name="isElpTakerAccess", default=None)
    """Whether an `ioc` order may take liquidity of the ELP programme, at the price of a delay; false unless said. Such
    orders have a limit of their own: 50 in 2 seconds per user and instrument, single and batch together. Older name
    of `rpi_taker_access`."""
    rpi_taker_access: bool | None = field(name="rpiTakerAccess", default=None)
    """Newer name of `is_elp_taker_access`, for every standard order type. Where both are sent, this one counts."""
    rpi_px_round: bool | None = field(name="rpiPxRound", default=None)
    """Price rounding for maker orders of the RPI programme (`rpi`); false unless said."""
    attach_algo_ords: list[AttachedAlgoOrder] | None = field(name="attachAlgoOrds", default=None)
    """Take-profit, stop-loss or trailing-stop orders that become active once this order has filled, and lapse when it
    is cancelled before. The same rules as for a single order."""


class Order(Struct, frozen=True, kw_only=True):
    """An order as it stands."""

    inst_type: str = field(name="instType", default="")
    """Type of the instrument. Usually `SPOT`: spot; `MARGIN`: spot with margin; `SWAP`: perpetual futures; `FUTURES`:
    expiry futures; `OPTION`: options; `EVENTS`: event contracts."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    tgt_ccy: str = field(name="tgtCcy", default="")
    """Unit of `sz` in SPOT market orders, else empty. Usually `base_ccy`: base currency; `quote_ccy`: quote currency."""
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
    """Which price of an option was given; empty for other instruments. Usually `px`: price in the coin; `pxVol`:
    implied volatility; `pxUsd`: price in USD."""
    sz: Decimal | None = field(name="sz", default=None)
    """Quantity ordered, in the unit in which it was sent (`tgt_ccy`; contracts for derivatives)."""
    pnl: Decimal | None = field(name="pnl", default=None)
    """Profit or loss realised, without fees. For filled orders that closed something, else 0."""
    ord_type: str = field(name="ordType", default="")
    """Order type. Usually `market`: at the market; `limit`: at a price or better; `post_only`: as maker or not at all;
    `fok`: as a whole at once, or cancelled; `ioc`: what fills at once, the rest cancelled; `optimal_limit_ioc`: as
    ioc at the bound of the price limit; `mmp`: under market-maker protection; `mmp_and_post_only`: post-only under
    market-maker protection; `op_fok`: simple option, as a whole at once, or cancelled; `elp`: maker order of the
    liquidity programme; `rpi`: newer name of elp."""
    side: str = field(name="side", default="")
    """Buy or sell. Usually `buy`; `sell`."""
    pos_side: str = field(name="posSide", default="")
    """Position side. Usually `net`: net mode; `long`: long side; `short`: short side."""
    td_mode: str = field(name="tdMode", default="")
    """Trade mode. Usually `cash`: no margin; `cross`: cross margin; `isolated`: isolated margin; `spot_isolated`: spot
    lead trading."""
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
    """State. `filled`, `canceled` and `mmp_canceled` are final; a cancelled order can have filled in part. Usually
    `live`: open, nothing filled; `partially_filled`: open, filled in part; `filled`: filled as a whole; `canceled`:
    cancelled; `mmp_canceled`: cancelled by market-maker protection."""
    lever: Decimal | None = field(name="lever", default=None)
    """Leverage, 0.01 to 125. MARGIN, FUTURES and SWAP only."""
    attach_algo_cl_ord_id: str = field(name="attachAlgoClOrdId", default="")
    """The caller's own id of the attached order."""
    tp_trigger_px: Decimal | None = field(name="tpTriggerPx", default=None)
    """Trigger price of the take-profit."""
    tp_trigger_px_type: str = field(name="tpTriggerPxType", default="")
    """Which price pulls the trigger. Usually `last`: last price; `index`: index price; `mark`: mark price."""
    tp_ord_px: Decimal | None = field(name="tpOrdPx", default=None)
    """Price of the take-profit order; -1 is the market price."""
    sl_trigger_px: Decimal | None = field(name="slTriggerPx", default=None)
    """Trigger price of the stop-loss."""
    sl_trigger_px_type: str = field(name="slTriggerPxType", default="")
    """Which price pulls the trigger. Usually `last`: last price; `index`: index price; `mark`: mark price."""
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
    """Self-trade prevention. Usually `cancel_maker`: the order in the book gives way; `cancel_taker`: the new order
    gives way; `cancel_both`: both give way."""
    fee_ccy: str = field(name="feeCcy", default="")
    """Currency of `fee`. For SPOT and MARGIN sells as maker the quote currency."""
    fee: Decimal | None = field(name="fee", default=None)
    """Net fee so far, in `fee_ccy`. Negative: paid to the exchange; positive: rebate received. Always negative for
    SPOT and MARGIN, except for sells as maker."""
    rebate_ccy: str = field(name="rebateCcy", default="")
    """Currency of `rebate`. For SPOT and MARGIN sells as maker the base currency."""
    rebate: Decimal | None = field(name="rebate", default=None)
    """Rebate to the user for this order, in `rebate_ccy`. SPOT and MARGIN only; no value if there is none."""
    source: str = field(name="source", default="")
    """What created the order, where it was not placed by hand or by API; more codes may come. Usually `6`: trigger
    order; `7`: take-profit or stop-loss; `13`: strategy; `25`: trailing stop; `34`: chase order."""
    category: str = field(name="category", default="")
    """Kind of order from the exchange's point of view. Usually `normal`; `twap`: automatic conversion or repayment of
    a currency (not the TWAP algo order); `adl`: auto-deleveraging; `full_liquidation`: full liquidation;
    `partial_liquidation`: partial liquidation; `delivery`; `ddh`: dynamic delta hedging; `auto_conversion`:
    automatic conversion."""
    reduce_only: bool | None = field(name="reduceOnly", default=None)
    """Whether the order may only make a position smaller."""
    cancel_source: str = field(name="cancelSource", default="")
    """Code of who or what cancelled the order."""
    cancel_source_reason: str = field(name="cancelSourceReason", default="")
    """The same in words."""
    quick_mgn_type: str = field(name="quickMgnType", default="")
    """Borrowing for quick margin; no longer used. Usually `manual`: by hand; `auto_borrow`: borrow as needed;
    `auto_repay`: repay automatically."""
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
    """The outcome traded; event contracts only. Usually `yes`; `no`."""


class OrderToCancel(Struct, frozen=True, kw_only=True):
    """One order of a batch to cancel, by its id at the exchange or by the caller's own."""

    inst_id: str = field(name="instId")
    """Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`."""
    ord_id: str | None = field(name="ordId", default=None)
    """Id of the order at the exchange. One of `ord_id` and `cl_ord_id` is needed; this one counts if both are sent."""
    cl_ord_id: str | None = field(name="clOrdId", default=None)
    """The caller's own order id. One of `ord_id` and `cl_ord_id` is needed."""


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
    """Finer code below `s_code`, where there is one; empty on success."""


__all__ = [
    "AmendedOrder",
    "AttachedAlgo",
    "AttachedAlgoChange",
    "AttachedAlgoOrder",
    "CancelAllAfterCountdown",
    "CancelledOrder",
    "ClosedPosition",
    "Fill",
    "LinkedAlgoOrder",
    "NewOrder",
    "Order",
    "OrderToCancel",
    "PlacedOrder",
]
