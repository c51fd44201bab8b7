# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `grid`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

from okx_v5.scalars import Amount


class BotResult(Struct, frozen=True, kw_only=True):
    """What became of a request to start or stop a bot."""

    algo_id: str = field(name="algoId", default="")
    """Id of the bot at the exchange; empty when it was refused."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the bot, if there was one."""
    s_code: str = field(name="sCode", default="")
    """Result of this item; `"0"` is success, anything else an error code."""
    s_msg: str = field(name="sMsg", default="")
    """What went wrong with this item, in words for people; empty on success."""
    tag: str = field(name="tag", default="")
    """The broker code, echoed; the proof that it arrived."""


class GridRebate(Struct, frozen=True, kw_only=True):
    """A rebate paid out to a grid bot."""

    rebate: Decimal | None = field(name="rebate", default=None)
    """Amount."""
    rebate_ccy: str = field(name="rebateCcy", default="")
    """Currency of the amount."""


class GridToStop(Struct, frozen=True, kw_only=True):
    """One grid bot to stop."""

    algo_id: str = field(name="algoId")
    """Id of the bot."""
    inst_id: str = field(name="instId")
    """Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`."""
    algo_ord_type: Literal["grid", "contract_grid"] = field(name="algoOrdType")
    """Kind of bot: `grid` for spot, `contract_grid` for contracts."""
    stop_type: Literal["1", "2"] = field(name="stopType")
    """What becomes of what the bot holds. Spot grid: `1` sells the base currency, `2` keeps it. Contract grid: `1`
    closes all at the market, `2` keeps the position."""


class GridTrigger(Struct, frozen=True, kw_only=True):
    """When a grid bot starts or stops by itself, and whether it did."""

    trigger_action: str = field(name="triggerAction", default="")
    """What the trigger does. Usually `start`: start the bot; `stop`: stop the bot."""
    trigger_strategy: str = field(name="triggerStrategy", default="")
    """What pulls the trigger. Usually `instant`: nothing, at once; `price`: a price; `rsi`: the relative strength
    index."""
    delay_seconds: int | None = field(name="delaySeconds", default=None)
    """Seconds from the trigger to what it does."""
    trigger_time: int | None = field(name="triggerTime", default=None)
    """When it triggered; Unix time in milliseconds."""
    trigger_type: str = field(name="triggerType", default="")
    """How it triggered. Usually `manual`: by hand; `auto`: by itself."""
    timeframe: str = field(name="timeframe", default="")
    """Length of the candles. For `rsi` only. Usually `3m`: 3 minutes; `5m`: 5 minutes; `15m`: 15 minutes; `30m`: 30
    minutes; `1H`: 1 hour; `4H`: 4 hours; `1D`: 1 day."""
    thold: int | None = field(name="thold", default=None)
    """Threshold of the index, 1 to 100. For `rsi` only."""
    trigger_cond: str = field(name="triggerCond", default="")
    """How the index stands to `thold`, or crosses it. For `rsi` only. Usually `cross_up`: crosses upwards;
    `cross_down`: crosses downwards; `above`: is above; `below`: is below; `cross`: crosses."""
    time_period: int | None = field(name="timePeriod", default=None)
    """Number of candles that the index looks at, 14. For `rsi` only."""
    trigger_px: Decimal | None = field(name="triggerPx", default=None)
    """Trigger price. For `price` only."""
    stop_type: str = field(name="stopType", default="")
    """What becomes of what the bot holds. For `trigger_action` `stop` only. Usually `1`: spot grid: base currency is
    sold; contract grid: position is closed; `2`: it is kept."""


class NewGridTrigger(Struct, frozen=True, kw_only=True):
    """When a grid bot starts or stops by itself."""

    trigger_action: Literal["start", "stop"] = field(name="triggerAction")
    """What the trigger does, start or stop the bot."""
    trigger_strategy: Literal["instant", "price", "rsi"] = field(name="triggerStrategy")
    """What pulls the trigger: nothing, so at once (`instant`), a price, or the relative strength index."""
    delay_seconds: int | None = field(name="delaySeconds", default=None)
    """Seconds from the trigger to what it does; 0 unless said."""
    timeframe: Literal["3m", "5m", "15m", "30m", "1H", "4H", "1D"] | None = field(name="timeframe", default=None)
    """Length of the candles. For `rsi` only."""
    thold: int | None = field(name="thold", default=None)
    """Threshold of the index, 1 to 100. For `rsi` only."""
    trigger_cond: Literal["cross_up", "cross_down", "above", "below", "cross"] | None = field(
        name="triggerCond", default=None
    )
    """How the index stands to `thold`, or crosses it. For `rsi` only."""
    time_period: Literal["14"] | None = field(name="timePeriod", default=None)
    """Number of candles that the index looks at, always `14`. For `rsi` only."""
    trigger_px: Amount | None = field(name="triggerPx", default=None)
    """Trigger price. For `price` only."""
    stop_type: Literal["1", "2"] | None = field(name="stopType", default=None)
    """What becomes of what the bot holds. Spot grid: `1` sells the base currency, `2` keeps it. Contract grid: `1`
    closes the position, `2` keeps it. For `trigger_action` `stop` only."""


class GridOrder(Struct, frozen=True, kw_only=True):
    """A grid bot that has not ended."""

    algo_id: str = field(name="algoId", default="")
    """Id of the bot."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the bot, if there was one."""
    inst_type: str = field(name="instType", default="")
    """Type of the instrument. Usually `SPOT`: spot; `MARGIN`: spot with margin; `FUTURES`: expiry futures; `SWAP`:
    perpetual futures."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    c_time: int | None = field(name="cTime", default=None)
    """When the bot was created; Unix time in milliseconds."""
    u_time: int | None = field(name="uTime", default=None)
    """When the bot last changed; Unix time in milliseconds."""
    algo_ord_type: str = field(name="algoOrdType", default="")
    """Kind of bot. Usually `grid`: spot grid; `contract_grid`: contract grid."""
    state: str = field(name="state", default="")
    """State. Usually `starting`: is being started; `running`: runs; `stopping`: is being stopped; `pending_signal`:
    waits for its trigger; `no_close_position`: stopped, its position kept; contract grid only."""
    rebate_trans: list[GridRebate] = field(name="rebateTrans", default_factory=list[GridRebate])
    """Rebates paid out, one per currency."""
    trigger_params: list[GridTrigger] = field(name="triggerParams", default_factory=list[GridTrigger])
    """When the bot starts and stops by itself."""
    max_px: Decimal | None = field(name="maxPx", default=None)
    """Upper end of the price range."""
    min_px: Decimal | None = field(name="minPx", default=None)
    """Lower end of the price range."""
    grid_num: int | None = field(name="gridNum", default=None)
    """Number of grids."""
    run_type: str = field(name="runType", default="")
    """Steps of the grid. Usually `1`: equal differences; `2`: equal ratios."""
    tp_trigger_px: Decimal | None = field(name="tpTriggerPx", default=None)
    """Price at which the bot takes its profit and stops."""
    sl_trigger_px: Decimal | None = field(name="slTriggerPx", default=None)
    """Price at which the bot limits its loss and stops."""
    arbitrage_num: int | None = field(name="arbitrageNum", default=None)
    """How often the grid has earned, buying and selling."""
    total_pnl: Decimal | None = field(name="totalPnl", default=None)
    """Profit or loss as a whole."""
    pnl_ratio: Decimal | None = field(name="pnlRatio", default=None)
    """Profit or loss as a fraction of the investment."""
    investment: Decimal | None = field(name="investment", default=None)
    """Amount invested as a whole; for a spot grid in quote currency, base currency converted."""
    grid_profit: Decimal | None = field(name="gridProfit", default=None)
    """Profit of the grid."""
    float_profit: Decimal | None = field(name="floatProfit", default=None)
    """Profit or loss that is not realised."""
    cancel_type: str = field(name="cancelType", default="")
    """Why the bot stopped. Usually `0`: it did not; `1`: by hand; `2`: take-profit; `3`: stop-loss; `4`: risk control;
    `5`: delivery; `6`: signal."""
    stop_type: str = field(name="stopType", default="")
    """What becomes of what the bot holds. Usually `1`: spot grid: base currency is sold; contract grid: position is
    closed; `2`: it is kept."""
    quote_sz: Decimal | None = field(name="quoteSz", default=None)
    """Spot grid: amount invested in quote currency."""
    base_sz: Decimal | None = field(name="baseSz", default=None)
    """Spot grid: amount invested in base currency."""
    direction: str = field(name="direction", default="")
    """Contract grid: direction. Usually `long`: rising prices; `short`: falling prices; `neutral`: neither."""
    base_pos: bool | None = field(name="basePos", default=None)
    """Contract grid: whether a position was opened at the start."""
    sz: Decimal | None = field(name="sz", default=None)
    """Contract grid: margin invested, in USDT."""
    lever: Decimal | None = field(name="lever", default=None)
    """Contract grid: leverage."""
    actual_lever: Decimal | None = field(name="actualLever", default=None)
    """Contract grid: leverage in fact."""
    liq_px: Decimal | None = field(name="liqPx", default=None)
    """Contract grid: estimated price of liquidation."""
    uly: str = field(name="uly", default="")
    """Contract grid: underlying."""
    inst_family: str = field(name="instFamily", default="")
    """Contract grid: instrument family, as `BTC-USD`."""
    ord_frozen: Decimal | None = field(name="ordFrozen", default=None)
    """Contract grid: margin that open orders use."""
    avail_eq: Decimal | None = field(name="availEq", default=None)
    """Contract grid: margin that is free."""
    tag: str = field(name="tag", default="")
    """The broker code that the bot carries; empty if it has none."""
    profit_sharing_ratio: Decimal | None = field(name="profitSharingRatio", default=None)
    """Share of the profit that the leading trader takes, 0 to 0.3; no value for an ordinary bot."""
    copy_type: str = field(name="copyType", default="")
    """Whether the bot copies or leads. Usually `0`: neither; `1`: copies; `2`: copies and shares its profit; `3`:
    leads."""
    fee: Decimal | None = field(name="fee", default=None)
    """Contract grid: fees as a whole."""
    fee_ccy: str = field(name="feeCcy", default="")
    """Contract grid: currency of `fee`; else empty."""
    funding_fee: Decimal | None = field(name="fundingFee", default=None)
    """Contract grid: funding fees as a whole."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency traded with."""


class GridOrderDetails(Struct, frozen=True, kw_only=True):
    """A grid bot, running or stopped, in detail."""

    algo_id: str = field(name="algoId", default="")
    """Id of the bot."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the bot, if there was one."""
    inst_type: str = field(name="instType", default="")
    """Type of the instrument. Usually `SPOT`: spot; `MARGIN`: spot with margin; `FUTURES`: expiry futures; `SWAP`:
    perpetual futures."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    c_time: int | None = field(name="cTime", default=None)
    """When the bot was created; Unix time in milliseconds."""
    u_time: int | None = field(name="uTime", default=None)
    """When the bot last changed; Unix time in milliseconds."""
    algo_ord_type: str = field(name="algoOrdType", default="")
    """Kind of bot. Usually `grid`: spot grid; `contract_grid`: contract grid."""
    state: str = field(name="state", default="")
    """State. Usually `starting`: is being started; `running`: runs; `stopping`: is being stopped; `no_close_position`:
    stopped, its position kept; contract grid only; `stopped`."""
    rebate_trans: list[GridRebate] = field(name="rebateTrans", default_factory=list[GridRebate])
    """Rebates paid out, one per currency."""
    trigger_params: list[GridTrigger] = field(name="triggerParams", default_factory=list[GridTrigger])
    """When the bot starts and stops by itself."""
    max_px: Decimal | None = field(name="maxPx", default=None)
    """Upper end of the price range."""
    min_px: Decimal | None = field(name="minPx", default=None)
    """Lower end of the price range."""
    grid_num: int | None = field(name="gridNum", default=None)
    """Number of grids."""
    run_type: str = field(name="runType", default="")
    """Steps of the grid. Usually `1`: equal differences; `2`: equal ratios."""
    tp_trigger_px: Decimal | None = field(name="tpTriggerPx", default=None)
    """Price at which the bot takes its profit and stops."""
    sl_trigger_px: Decimal | None = field(name="slTriggerPx", default=None)
    """Price at which the bot limits its loss and stops."""
    trade_num: int | None = field(name="tradeNum", default=None)
    """Number of grid orders that filled."""
    arbitrage_num: int | None = field(name="arbitrageNum", default=None)
    """How often the grid has earned, buying and selling."""
    single_amt: Decimal | None = field(name="singleAmt", default=None)
    """Quantity of each grid."""
    per_min_profit_rate: Decimal | None = field(name="perMinProfitRate", default=None)
    """Smallest profit that each grid is expected to make, as a rate."""
    per_max_profit_rate: Decimal | None = field(name="perMaxProfitRate", default=None)
    """Largest profit that each grid is expected to make, as a rate."""
    run_px: Decimal | None = field(name="runPx", default=None)
    """Price when the bot started."""
    total_pnl: Decimal | None = field(name="totalPnl", default=None)
    """Profit or loss as a whole."""
    pnl_ratio: Decimal | None = field(name="pnlRatio", default=None)
    """Profit or loss as a fraction of the investment."""
    investment: Decimal | None = field(name="investment", default=None)
    """Amount invested as a whole; for a spot grid in quote currency, base currency converted."""
    grid_profit: Decimal | None = field(name="gridProfit", default=None)
    """Profit of the grid."""
    float_profit: Decimal | None = field(name="floatProfit", default=None)
    """Profit or loss that is not realised."""
    total_annualized_rate: Decimal | None = field(name="totalAnnualizedRate", default=None)
    """Profit or loss as a whole, as a rate per year."""
    annualized_rate: Decimal | None = field(name="annualizedRate", default=None)
    """Profit of the grid, as a rate per year."""
    cancel_type: str = field(name="cancelType", default="")
    """Why the bot stopped. Usually `0`: it did not; `1`: by hand; `2`: take-profit; `3`: stop-loss; `4`: risk control;
    `5`: delivery; `6`: signal."""
    stop_type: str = field(name="stopType", default="")
    """What becomes of what the bot holds. Usually `1`: spot grid: base currency is sold; contract grid: position is
    closed; `2`: it is kept."""
    active_ord_num: int | None = field(name="activeOrdNum", default=None)
    """Number of grid orders that are open."""
    quote_sz: Decimal | None = field(name="quoteSz", default=None)
    """Spot grid: amount invested in quote currency."""
    base_sz: Decimal | None = field(name="baseSz", default=None)
    """Spot grid: amount invested in base currency."""
    cur_quote_sz: Decimal | None = field(name="curQuoteSz", default=None)
    """Spot grid: quote currency that it holds."""
    cur_base_sz: Decimal | None = field(name="curBaseSz", default=None)
    """Spot grid: base currency that it holds."""
    profit: Decimal | None = field(name="profit", default=None)
    """Spot grid: profit that can be taken out, in quote currency."""
    stop_result: str = field(name="stopResult", default="")
    """Spot grid: whether the base currency was sold at the market when the bot stopped. Usually `0`: nothing was sold;
    `1`: sold; `-1`: selling failed."""
    direction: str = field(name="direction", default="")
    """Contract grid: direction. Usually `long`: rising prices; `short`: falling prices; `neutral`: neither."""
    base_pos: bool | None = field(name="basePos", default=None)
    """Contract grid: whether a position was opened at the start."""
    sz: Decimal | None = field(name="sz", default=None)
    """Contract grid: margin invested, in USDT."""
    lever: Decimal | None = field(name="lever", default=None)
    """Contract grid: leverage."""
    actual_lever: Decimal | None = field(name="actualLever", default=None)
    """Contract grid: leverage in fact."""
    liq_px: Decimal | None = field(name="liqPx", default=None)
    """Contract grid: estimated price of liquidation."""
    uly: str = field(name="uly", default="")
    """Contract grid: underlying."""
    inst_family: str = field(name="instFamily", default="")
    """Contract grid: instrument family, as `BTC-USD`."""
    ord_frozen: Decimal | None = field(name="ordFrozen", default=None)
    """Contract grid: margin that open orders use."""
    avail_eq: Decimal | None = field(name="availEq", default=None)
    """Contract grid: margin that is free."""
    eq: Decimal | None = field(name="eq", default=None)
    """Contract grid: equity of the bot."""
    tag: str = field(name="tag", default="")
    """The broker code that the bot carries; empty if it has none."""
    profit_sharing_ratio: Decimal | None = field(name="profitSharingRatio", default=None)
    """Share of the profit that the leading trader takes, 0 to 0.3; no value for an ordinary bot."""
    copy_type: str = field(name="copyType", default="")
    """Whether the bot copies or leads. Usually `0`: neither; `1`: copies; `2`: copies and shares its profit; `3`:
    leads."""
    tp_ratio: Decimal | None = field(name="tpRatio", default=None)
    """Profit at which the bot stops, as a fraction, 0.1 meaning 10 %."""
    sl_ratio: Decimal | None = field(name="slRatio", default=None)
    """Loss at which the bot stops, as a fraction, 0.1 meaning 10 %."""
    fee: Decimal | None = field(name="fee", default=None)
    """Contract grid: fees as a whole."""
    fee_ccy: str = field(name="feeCcy", default="")
    """Contract grid: currency of `fee`; else empty."""
    funding_fee: Decimal | None = field(name="fundingFee", default=None)
    """Contract grid: funding fees as a whole."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency traded with."""


__all__ = [
    "BotResult",
    "GridOrder",
    "GridOrderDetails",
    "GridRebate",
    "GridToStop",
    "GridTrigger",
    "NewGridTrigger",
]
