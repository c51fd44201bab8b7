# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `algo`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

from okx_v5.scalars import Amount


class AlgoToCancel(Struct, frozen=True, kw_only=True):
    """One algo order to cancel, by its id at the exchange or by the caller's own."""

    inst_id: str = field(name="instId")
    """Instrument id, as `BTC-USDT`."""
    algo_id: str | None = field(name="algoId", default=None)
    """Id of the algo order at the exchange. One of `algo_id` and `algo_cl_ord_id` is needed; this one counts if both
    are sent."""
    algo_cl_ord_id: str | None = field(name="algoClOrdId", default=None)
    """The caller's own id of the algo order. One of `algo_id` and `algo_cl_ord_id` is needed."""


class CancelledAlgoOrder(Struct, frozen=True, kw_only=True):
    """What became of a request to cancel an algo order."""

    algo_id: str = field(name="algoId", default="")
    """Id of the algo order at the exchange."""
    s_code: str = field(name="sCode", default="")
    """Result of this item; `"0"` is success, anything else an error code."""
    s_msg: str = field(name="sMsg", default="")
    """What went wrong with this item, in words for people; empty on success."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id; no longer used."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the algo order; no longer used."""
    tag: str = field(name="tag", default="")
    """The broker code; no longer used."""


class ChaseParams(Struct, frozen=True, kw_only=True):
    """How the order of a trigger order chases the best price."""

    chase_type: str = field(name="chaseType", default="")
    """What `chase_val` is. Usually `distance`: price difference; `ratio`: fraction of the price."""
    chase_val: Decimal | None = field(name="chaseVal", default=None)
    """How far from the best price the order stands; 0 is at the best price."""
    max_chase_type: str = field(name="maxChaseType", default="")
    """What `max_chase_val` is. Usually `distance`: price difference; `ratio`: fraction of the price."""
    max_chase_val: Decimal | None = field(name="maxChaseVal", default=None)
    """How far the order follows."""


class IcebergTrigger(Struct, frozen=True, kw_only=True):
    """When an iceberg order starts."""

    trigger_action: str = field(name="triggerAction", default="")
    """What the trigger does. Usually `start`: start the order."""
    trigger_strategy: str = field(name="triggerStrategy", default="")
    """What pulls the trigger. Usually `instant`: nothing, at once; `price`: a price; `rsi`: the relative strength
    index."""
    trigger_px: Decimal | None = field(name="triggerPx", default=None)
    """Trigger price. For `price` only."""
    trigger_cond: str = field(name="triggerCond", default="")
    """How the index stands to `thold`, or crosses it. For `rsi` only. Usually `cross_up`: crosses upwards;
    `cross_down`: crosses downwards; `above`: is above; `below`: is below; `cross`: crosses."""
    timeframe: str = field(name="timeframe", default="")
    """Length of the candles. For `rsi` only. Usually `3m`: 3 minutes; `5m`: 5 minutes; `15m`: 15 minutes; `30m`: 30
    minutes; `1H`: 1 hour; `4H`: 4 hours; `1D`: 1 day."""
    thold: int | None = field(name="thold", default=None)
    """Threshold of the index, 1 to 100. For `rsi` only."""
    time_period: int | None = field(name="timePeriod", default=None)
    """Number of candles that the index looks at. For `rsi` only."""


class LinkedTakeProfit(Struct, frozen=True, kw_only=True):
    """The take-profit that belongs to a stop-loss; only for a stop-loss from a one-cancels-the-other order with a
    limit take-profit."""

    ord_id: str = field(name="ordId", default="")
    """Id of the order; empty if there is none."""


class NewChaseParams(Struct, frozen=True, kw_only=True):
    """How the order of a trigger order chases the best price."""

    chase_type: Literal["distance", "ratio"] | None = field(name="chaseType", default=None)
    """What `chase_val` is, a price difference in the settlement currency (`distance`, unless said) or a fraction of
    the price (`ratio`)."""
    chase_val: Amount | None = field(name="chaseVal", default=None)
    """How far from the best price the order stands; 0, unless said, is at the best price. As `ratio` 0.1 means 10 %."""
    max_chase_type: Literal["distance", "ratio"] | None = field(name="maxChaseType", default=None)
    """What `max_chase_val` is. Goes together with it, or neither."""
    max_chase_val: Amount | None = field(name="maxChaseVal", default=None)
    """How far the order follows, above 0; when it is that far away, it is cancelled. Goes together with
    `max_chase_type`, or neither."""


class NewIcebergTrigger(Struct, frozen=True, kw_only=True):
    """When an iceberg order starts."""

    trigger_action: Literal["start"] = field(name="triggerAction")
    """What the trigger does, start the order."""
    trigger_strategy: Literal["instant", "price", "rsi"] = field(name="triggerStrategy")
    """What pulls the trigger: nothing, so at once (`instant`), a price, or the relative strength index."""
    trigger_px: Amount | None = field(name="triggerPx", default=None)
    """Trigger price. For `price` only."""
    trigger_cond: Literal["cross_up", "cross_down", "above", "below", "cross"] | None = field(
        name="triggerCond", default=None
    )
    """How the index stands to `thold`, or crosses it. For `rsi` only."""
    timeframe: Literal["3m", "5m", "15m", "30m", "1H", "4H", "1D"] | None = field(name="timeframe", default=None)
    """Length of the candles. For `rsi` only."""
    thold: int | None = field(name="thold", default=None)
    """Threshold of the index, 1 to 100. For `rsi` only."""
    time_period: int | None = field(name="timePeriod", default=None)
    """Number of candles that the index looks at; 14 unless said. For `rsi` only."""


class NewTriggerAttachment(Struct, frozen=True, kw_only=True):
    """A take-profit, stop-loss or trailing stop to attach to a trigger order."""

    attach_algo_cl_ord_id: str | None = field(name="attachAlgoClOrdId", default=None)
    """The caller's own id, 1 to 32 letters and digits. Becomes `algo_cl_ord_id` when the order has filled and the
    attached order is placed."""
    tp_trigger_px: Amount | None = field(name="tpTriggerPx", default=None)
    """Trigger price of the take-profit. With it goes `tp_ord_px`; not together with `tp_trigger_ratio`."""
    tp_trigger_ratio: Amount | None = field(name="tpTriggerRatio", default=None)
    """Trigger of the take-profit as a fraction of the price, 0.3 meaning 30 %. FUTURES and SWAP only. Above 0 for a
    buy, between -1 and 0 for a sell. Not together with `tp_trigger_px`."""
    tp_trigger_px_type: Literal["last", "index", "mark"] | None = field(name="tpTriggerPxType", default=None)
    """Which price triggers the take-profit; unless said `last`."""
    tp_ord_px: Amount | None = field(name="tpOrdPx", default=None)
    """Price of the take-profit order; -1 for the market price. Needs a trigger."""
    sl_trigger_px: Amount | None = field(name="slTriggerPx", default=None)
    """Trigger price of the stop-loss. With it goes `sl_ord_px`; not together with `sl_trigger_ratio`."""
    sl_trigger_ratio: Amount | None = field(name="slTriggerRatio", default=None)
    """Trigger of the stop-loss as a fraction of the price, 0.3 meaning 30 %. FUTURES and SWAP only. Between 0 and 1
    for a buy, above 0 for a sell. Not together with `sl_trigger_px`."""
    sl_trigger_px_type: Literal["last", "index", "mark"] | None = field(name="slTriggerPxType", default=None)
    """Which price triggers the stop-loss; unless said `last`."""
    sl_ord_px: Amount | None = field(name="slOrdPx", default=None)
    """Price of the stop-loss order; -1 for the market price. Needs a trigger."""
    callback_ratio: Amount | None = field(name="callbackRatio", default=None)
    """Distance of a trailing stop as a fraction, 0.05 meaning 5 %. A trailing stop takes exactly one of
    `callback_ratio` and `callback_spread`."""
    callback_spread: Amount | None = field(name="callbackSpread", default=None)
    """Distance of a trailing stop as a price difference. A trailing stop takes exactly one of `callback_ratio` and
    `callback_spread`."""
    active_px: Amount | None = field(name="activePx", default=None)
    """Last price at which a trailing stop becomes active. Without it, active at once."""


class PlacedAlgoOrder(Struct, frozen=True, kw_only=True):
    """What became of an algo order that was sent."""

    algo_id: str = field(name="algoId", default="")
    """Id of the algo order at the exchange; empty when it was refused."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id; no longer used."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the algo order, if there was one."""
    s_code: str = field(name="sCode", default="")
    """Result of this item; `"0"` is success, anything else an error code."""
    s_msg: str = field(name="sMsg", default="")
    """What went wrong with this item, in words for people; empty on success."""
    tag: str = field(name="tag", default="")
    """The broker code, echoed; the proof that it arrived."""


class TriggerAttachment(Struct, frozen=True, kw_only=True):
    """A take-profit, stop-loss or trailing stop attached to an algo order."""

    attach_algo_cl_ord_id: str = field(name="attachAlgoClOrdId", default="")
    """The caller's own id; becomes `algo_cl_ord_id` when the attached order is placed."""
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
    callback_ratio: Decimal | None = field(name="callbackRatio", default=None)
    """Distance of a trailing stop as a fraction, 0.05 meaning 5 %."""
    callback_spread: Decimal | None = field(name="callbackSpread", default=None)
    """Distance of a trailing stop as a price difference."""
    active_px: Decimal | None = field(name="activePx", default=None)
    """Last price at which a trailing stop becomes active."""


class AlgoOrder(Struct, frozen=True, kw_only=True):
    """An algo order as it stands."""

    inst_type: str = field(name="instType", default="")
    """Type of the instrument. Usually `SPOT`: spot; `MARGIN`: spot with margin; `SWAP`: perpetual futures; `FUTURES`:
    expiry futures."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    ccy: str = field(name="ccy", default="")
    """Margin currency. Isolated MARGIN, cross MARGIN in Futures mode, and FUTURES, SWAP and OPTION."""
    ord_id: str = field(name="ordId", default="")
    """Id of the last order that it made; going to be withdrawn, `ord_id_list` has all."""
    ord_id_list: list[str] = field(name="ordIdList", default_factory=list[str])
    """Ids of the orders that it made, several when a market order was split; empty for a trigger order that chases,
    see `sub_algo_id_list`."""
    sub_algo_id_list: list[str] = field(name="subAlgoIdList", default_factory=list[str])
    """`trigger`: ids of the algo orders that it made, as the chase order after the trigger; empty before."""
    algo_id: str = field(name="algoId", default="")
    """Id of the algo order at the exchange."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    sz: Decimal | None = field(name="sz", default=None)
    """Quantity ordered."""
    close_fraction: Decimal | None = field(name="closeFraction", default=None)
    """Part of the position that is closed on the trigger, 1 meaning all of it."""
    ord_type: str = field(name="ordType", default="")
    """Kind of the algo order. Usually `conditional`: a take-profit or a stop-loss; `oco`: a take-profit and a
    stop-loss, one cancels the other; `chase`: a limit order that follows the best price; `trigger`: an order that
    is sent when a price is reached; `move_order_stop`: trailing stop; `twap`: many small orders over time;
    `smart_iceberg`: many small orders, so that the whole quantity does not show."""
    side: str = field(name="side", default="")
    """Buy or sell. Usually `buy`; `sell`."""
    pos_side: str = field(name="posSide", default="")
    """Position side. Usually `net`: net mode; `long`: long side; `short`: short side."""
    td_mode: str = field(name="tdMode", default="")
    """Trade mode. Usually `cash`: no margin; `cross`: cross margin; `isolated`: isolated margin; `spot_isolated`: spot
    lead trading."""
    tgt_ccy: str = field(name="tgtCcy", default="")
    """Unit of `sz` in SPOT market orders, else empty. Usually `base_ccy`: base currency; `quote_ccy`: quote currency."""
    state: str = field(name="state", default="")
    """State. Usually `live`: waits for its trigger; `pause`: paused; `partially_effective`: triggered in part;
    `effective`: triggered; `canceled`: cancelled; `order_failed`: triggered, but the order failed;
    `partially_failed`: triggered, but a part of the orders failed."""
    lever: Decimal | None = field(name="lever", default=None)
    """Leverage, 0.01 to 125. MARGIN, FUTURES and SWAP only."""
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
    trigger_px: Decimal | None = field(name="triggerPx", default=None)
    """`trigger`: trigger price."""
    trigger_px_type: str = field(name="triggerPxType", default="")
    """Which price pulls the trigger. Usually `last`: last price; `index`: index price; `mark`: mark price."""
    ord_px: Decimal | None = field(name="ordPx", default=None)
    """`trigger`: price of the order that is sent; `order_px` in the request."""
    advance_ord_type: str = field(name="advanceOrdType", default="")
    """`trigger`: type of the order that is sent; empty for a limit or market order. Usually `fok`: as a whole at once,
    or cancelled; `ioc`: what fills at once, the rest cancelled; `chase`: follows the best price."""
    adv_chase_params: list[ChaseParams] = field(name="advChaseParams", default_factory=list[ChaseParams])
    """`trigger` with `advance_ord_type` `chase`: how it chases."""
    actual_sz: Decimal | None = field(name="actualSz", default=None)
    """Quantity that was really ordered."""
    actual_px: Decimal | None = field(name="actualPx", default=None)
    """Price at which it was really ordered."""
    actual_side: str = field(name="actualSide", default="")
    """`conditional` and `oco`: which side triggered. Usually `tp`: take-profit; `sl`: stop-loss."""
    trigger_time: int | None = field(name="triggerTime", default=None)
    """When it triggered; Unix time in milliseconds."""
    px_var: Decimal | None = field(name="pxVar", default=None)
    """Iceberg and `twap`: how much better than the best price, as a fraction."""
    px_spread: Decimal | None = field(name="pxSpread", default=None)
    """Iceberg and `twap`: how much better than the best price, as a price difference."""
    sz_limit: Decimal | None = field(name="szLimit", default=None)
    """Iceberg and `twap`: quantity of each small order."""
    px_limit: Decimal | None = field(name="pxLimit", default=None)
    """Iceberg and `twap`: limit of the price."""
    tag: str = field(name="tag", default="")
    """The broker code that the order carries; empty if it has none."""
    time_interval: int | None = field(name="timeInterval", default=None)
    """`twap`: seconds between the small orders."""
    callback_ratio: Decimal | None = field(name="callbackRatio", default=None)
    """`move_order_stop`: distance as a fraction, 0.05 meaning 5 %."""
    callback_spread: Decimal | None = field(name="callbackSpread", default=None)
    """`move_order_stop`: distance as a price difference."""
    active_px: Decimal | None = field(name="activePx", default=None)
    """`move_order_stop`: last price at which it becomes active."""
    move_trigger_px: Decimal | None = field(name="moveTriggerPx", default=None)
    """`move_order_stop`: price at which it triggers."""
    reduce_only: bool | None = field(name="reduceOnly", default=None)
    """Whether the order may only make a position smaller."""
    quick_mgn_type: str = field(name="quickMgnType", default="")
    """Borrowing for quick margin; no longer used. Usually `manual`: by hand; `auto_borrow`: borrow as needed;
    `auto_repay`: repay automatically."""
    last: Decimal | None = field(name="last", default=None)
    """Last price when it was placed."""
    fail_code: str = field(name="failCode", default="")
    """`conditional`, `oco`, `move_order_stop` and `trigger`: error code of a trigger that failed, as 51008; empty or
    `0` else."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the algo order, if there was one."""
    amend_px_on_trigger_type: str = field(name="amendPxOnTriggerType", default="")
    """Break-even stop, for the stop-loss of a split take-profit. Usually `0`: off; `1`: on."""
    attach_algo_ords: list[TriggerAttachment] = field(name="attachAlgoOrds", default_factory=list[TriggerAttachment])
    """Take-profits, stop-losses and trailing stops attached to the order. Futures, multi-currency and portfolio margin
    mode."""
    linked_ord: LinkedTakeProfit | None = field(name="linkedOrd", default=None)
    """The take-profit that belongs to a stop-loss; only for a stop-loss from a one-cancels-the-other order with a
    limit take-profit."""
    c_time: int | None = field(name="cTime", default=None)
    """When the algo order was created; Unix time in milliseconds."""
    u_time: int | None = field(name="uTime", default=None)
    """When the algo order last changed; Unix time in milliseconds."""
    is_trade_borrow_mode: bool | None = field(name="isTradeBorrowMode", default=None)
    """`trigger`, `move_order_stop` and `twap`: whether what is missing is borrowed."""
    chase_type: str = field(name="chaseType", default="")
    """`chase`: what `chase_val` is. Usually `distance`: price difference; `ratio`: fraction of the price."""
    chase_val: Decimal | None = field(name="chaseVal", default=None)
    """`chase`: how far from the best price the order stands."""
    max_chase_type: str = field(name="maxChaseType", default="")
    """`chase`: what `max_chase_val` is. Usually `distance`: price difference; `ratio`: fraction of the price."""
    max_chase_val: Decimal | None = field(name="maxChaseVal", default=None)
    """`chase`: how far the order follows."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency traded with."""


class PendingAlgoOrder(Struct, frozen=True, kw_only=True):
    """An algo order that waits for its trigger."""

    inst_type: str = field(name="instType", default="")
    """Type of the instrument. Usually `SPOT`: spot; `MARGIN`: spot with margin; `SWAP`: perpetual futures; `FUTURES`:
    expiry futures."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    ccy: str = field(name="ccy", default="")
    """Margin currency. Isolated MARGIN, and cross MARGIN in Futures mode."""
    ord_id: str = field(name="ordId", default="")
    """Id of the last order that it made; going to be withdrawn, `ord_id_list` has all."""
    ord_id_list: list[str] = field(name="ordIdList", default_factory=list[str])
    """Ids of the orders that it made, several when a market order was split; empty for a trigger order that chases,
    see `sub_algo_id_list`."""
    sub_algo_id_list: list[str] = field(name="subAlgoIdList", default_factory=list[str])
    """`trigger`: ids of the algo orders that it made, as the chase order after the trigger; empty before."""
    algo_id: str = field(name="algoId", default="")
    """Id of the algo order at the exchange."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id, if there was one."""
    sz: Decimal | None = field(name="sz", default=None)
    """Quantity ordered."""
    close_fraction: Decimal | None = field(name="closeFraction", default=None)
    """Part of the position that is closed on the trigger, 1 meaning all of it."""
    ord_type: str = field(name="ordType", default="")
    """Kind of the algo order. Usually `conditional`: a take-profit or a stop-loss; `oco`: a take-profit and a
    stop-loss, one cancels the other; `chase`: a limit order that follows the best price; `trigger`: an order that
    is sent when a price is reached; `move_order_stop`: trailing stop; `twap`: many small orders over time;
    `smart_iceberg`: many small orders, so that the whole quantity does not show."""
    side: str = field(name="side", default="")
    """Buy or sell. Usually `buy`; `sell`."""
    pos_side: str = field(name="posSide", default="")
    """Position side. Usually `net`: net mode; `long`: long side; `short`: short side."""
    td_mode: str = field(name="tdMode", default="")
    """Trade mode. Usually `cash`: no margin; `cross`: cross margin; `isolated`: isolated margin; `spot_isolated`: spot
    lead trading."""
    tgt_ccy: str = field(name="tgtCcy", default="")
    """Unit of `sz` in SPOT market orders, else empty. Usually `base_ccy`: base currency; `quote_ccy`: quote currency."""
    state: str = field(name="state", default="")
    """State. Usually `live`: waits for its trigger; `pause`: paused."""
    lever: Decimal | None = field(name="lever", default=None)
    """Leverage, 0.01 to 125. MARGIN, FUTURES and SWAP only."""
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
    trigger_px: Decimal | None = field(name="triggerPx", default=None)
    """`trigger`: trigger price."""
    trigger_px_type: str = field(name="triggerPxType", default="")
    """Which price pulls the trigger. Usually `last`: last price; `index`: index price; `mark`: mark price."""
    ord_px: Decimal | None = field(name="ordPx", default=None)
    """`trigger`: price of the order that is sent; `order_px` in the request."""
    advance_ord_type: str = field(name="advanceOrdType", default="")
    """`trigger`: type of the order that is sent; empty for a limit or market order. Usually `fok`: as a whole at once,
    or cancelled; `ioc`: what fills at once, the rest cancelled; `chase`: follows the best price."""
    adv_chase_params: list[ChaseParams] = field(name="advChaseParams", default_factory=list[ChaseParams])
    """`trigger` with `advance_ord_type` `chase`: how it chases."""
    actual_sz: Decimal | None = field(name="actualSz", default=None)
    """Quantity that was really ordered."""
    actual_px: Decimal | None = field(name="actualPx", default=None)
    """Price at which it was really ordered."""
    actual_side: str = field(name="actualSide", default="")
    """`conditional` and `oco`: which side triggered. Usually `tp`: take-profit; `sl`: stop-loss."""
    trigger_time: int | None = field(name="triggerTime", default=None)
    """When it triggered; Unix time in milliseconds."""
    px_var: Decimal | None = field(name="pxVar", default=None)
    """Iceberg and `twap`: how much better than the best price, as a fraction."""
    px_spread: Decimal | None = field(name="pxSpread", default=None)
    """Iceberg and `twap`: how much better than the best price, as a price difference."""
    sz_limit: Decimal | None = field(name="szLimit", default=None)
    """Iceberg and `twap`: quantity of each small order."""
    tag: str = field(name="tag", default="")
    """The broker code that the order carries; empty if it has none."""
    px_limit: Decimal | None = field(name="pxLimit", default=None)
    """Iceberg and `twap`: limit of the price."""
    lmt_order_number: int | None = field(name="lmtOrderNumber", default=None)
    """`smart_iceberg`: number of small limit orders."""
    aggressiveness: str = field(name="aggressiveness", default="")
    """`smart_iceberg`: how much it presses to fill. Usually `radical`: fills fast; `mid`: between; `conservative`:
    queues in the book."""
    trigger_params: list[IcebergTrigger] = field(name="triggerParams", default_factory=list[IcebergTrigger])
    """`smart_iceberg`: when to start."""
    time_interval: int | None = field(name="timeInterval", default=None)
    """`twap`: seconds between the small orders."""
    callback_ratio: Decimal | None = field(name="callbackRatio", default=None)
    """`move_order_stop`: distance as a fraction, 0.05 meaning 5 %."""
    callback_spread: Decimal | None = field(name="callbackSpread", default=None)
    """`move_order_stop`: distance as a price difference."""
    active_px: Decimal | None = field(name="activePx", default=None)
    """`move_order_stop`: last price at which it becomes active."""
    move_trigger_px: Decimal | None = field(name="moveTriggerPx", default=None)
    """`move_order_stop`: price at which it triggers."""
    reduce_only: bool | None = field(name="reduceOnly", default=None)
    """Whether the order may only make a position smaller."""
    quick_mgn_type: str = field(name="quickMgnType", default="")
    """Borrowing for quick margin; no longer used. Usually `manual`: by hand; `auto_borrow`: borrow as needed;
    `auto_repay`: repay automatically."""
    last: Decimal | None = field(name="last", default=None)
    """Last price when it was placed."""
    fail_code: str = field(name="failCode", default="")
    """Error code of a trigger that failed; here empty or `0`, as nothing has triggered."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the algo order, if there was one."""
    amend_px_on_trigger_type: str = field(name="amendPxOnTriggerType", default="")
    """Break-even stop, for the stop-loss of a split take-profit. Usually `0`: off; `1`: on."""
    attach_algo_ords: list[TriggerAttachment] = field(name="attachAlgoOrds", default_factory=list[TriggerAttachment])
    """Take-profits, stop-losses and trailing stops attached to the order. Futures, multi-currency and portfolio margin
    mode."""
    linked_ord: LinkedTakeProfit | None = field(name="linkedOrd", default=None)
    """The take-profit that belongs to a stop-loss; only for a stop-loss from a one-cancels-the-other order with a
    limit take-profit."""
    c_time: int | None = field(name="cTime", default=None)
    """When the algo order was created; Unix time in milliseconds."""
    u_time: int | None = field(name="uTime", default=None)
    """When the algo order last changed; Unix time in milliseconds."""
    is_trade_borrow_mode: bool | None = field(name="isTradeBorrowMode", default=None)
    """`trigger`, `move_order_stop` and `twap`: whether what is missing is borrowed."""
    chase_type: str = field(name="chaseType", default="")
    """`chase`: what `chase_val` is. Usually `distance`: price difference; `ratio`: fraction of the price."""
    chase_val: Decimal | None = field(name="chaseVal", default=None)
    """`chase`: how far from the best price the order stands."""
    max_chase_type: str = field(name="maxChaseType", default="")
    """`chase`: what `max_chase_val` is. Usually `distance`: price difference; `ratio`: fraction of the price."""
    max_chase_val: Decimal | None = field(name="maxChaseVal", default=None)
    """`chase`: how far the order follows."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency traded with."""


__all__ = [
    "AlgoOrder",
    "AlgoToCancel",
    "CancelledAlgoOrder",
    "ChaseParams",
    "IcebergTrigger",
    "LinkedTakeProfit",
    "NewChaseParams",
    "NewIcebergTrigger",
    "NewTriggerAttachment",
    "PendingAlgoOrder",
    "PlacedAlgoOrder",
    "TriggerAttachment",
]
