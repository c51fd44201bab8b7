# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `algo` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Cursor, Field, Limit, Operation, Source, TagPlace

GET_ALGO_ORDER: Final[Operation[models.AlgoOrder]] = Operation(
    id="getAlgoOrder",
    name="algo.get_algo_order",
    method="GET",
    path="/api/v5/trade/order-algo",
    permission="Read",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="getAlgoOrder"),),
    fields=(
        Field(wire="algoId", name="algo_id"),
        Field(wire="algoClOrdId", name="algo_cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
    ),
    one_of=(
        (
            "algoId",
            "algoClOrdId",
        ),
    ),
    answer=models.AlgoOrder,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/trade/order-algo"),
)
PLACE_ALGO_ORDER: Final[Operation[models.PlacedAlgoOrder]] = Operation(
    id="placeAlgoOrder",
    name="algo.place_algo_order",
    method="POST",
    path="/api/v5/trade/order-algo",
    permission="Trade",
    limits=(
        Limit(
            requests=20,
            seconds=2,
            per=(
                "user",
                "instId",
            ),
            bucket="placeAlgoOrder",
            by_family=True,
        ),
    ),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="instId", name="inst_id", required=True, min_length=1),
        Field(
            wire="tdMode",
            name="td_mode",
            required=True,
            choices=(
                "isolated",
                "cross",
                "cash",
                "spot_isolated",
            ),
        ),
        Field(wire="ccy", name="ccy"),
        Field(
            wire="side",
            name="side",
            required=True,
            choices=(
                "buy",
                "sell",
            ),
        ),
        Field(
            wire="posSide",
            name="pos_side",
            choices=(
                "long",
                "short",
                "net",
            ),
        ),
        Field(
            wire="ordType",
            name="ord_type",
            required=True,
            choices=(
                "conditional",
                "oco",
                "chase",
                "trigger",
                "move_order_stop",
                "twap",
                "smart_iceberg",
            ),
        ),
        Field(wire="sz", name="sz", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
        Field(
            wire="tgtCcy",
            name="tgt_ccy",
            choices=(
                "base_ccy",
                "quote_ccy",
            ),
        ),
        Field(wire="algoClOrdId", name="algo_cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="closeFraction", name="close_fraction", choices=("1",)),
        Field(wire="tradeQuoteCcy", name="trade_quote_ccy"),
        Field(wire="tpTriggerPx", name="tp_trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="tpTriggerPxType",
            name="tp_trigger_px_type",
            choices=(
                "last",
                "index",
                "mark",
            ),
        ),
        Field(wire="tpOrdPx", name="tp_ord_px", kind="decimal", pattern=r"^(-1|[0-9]+(\.[0-9]+)?)$"),
        Field(
            wire="tpOrdKind",
            name="tp_ord_kind",
            choices=(
                "condition",
                "limit",
            ),
        ),
        Field(wire="slTriggerPx", name="sl_trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="slTriggerPxType",
            name="sl_trigger_px_type",
            choices=(
                "last",
                "index",
                "mark",
            ),
        ),
        Field(wire="slOrdPx", name="sl_ord_px", kind="decimal", pattern=r"^(-1|[0-9]+(\.[0-9]+)?)$"),
        Field(wire="cxlOnClosePos", name="cxl_on_close_pos", kind="boolean"),
        Field(wire="reduceOnly", name="reduce_only", kind="boolean"),
        Field(
            wire="chaseType",
            name="chase_type",
            choices=(
                "distance",
                "ratio",
            ),
        ),
        Field(wire="chaseVal", name="chase_val", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="maxChaseType",
            name="max_chase_type",
            choices=(
                "distance",
                "ratio",
            ),
        ),
        Field(wire="maxChaseVal", name="max_chase_val", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="triggerPx",
            name="trigger_px",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("ordType", ("trigger",)),),
        ),
        Field(wire="orderPx", name="order_px", kind="decimal", pattern=r"^(-1|[0-9]+(\.[0-9]+)?)$"),
        Field(
            wire="advanceOrdType",
            name="advance_ord_type",
            choices=(
                "fok",
                "ioc",
                "chase",
            ),
        ),
        Field(
            wire="advChaseParams",
            name="adv_chase_params",
            kind="objects",
            required_if=(("advanceOrdType", ("chase",)),),
            shape=(
                Field(
                    wire="chaseType",
                    name="chase_type",
                    choices=(
                        "distance",
                        "ratio",
                    ),
                ),
                Field(wire="chaseVal", name="chase_val", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(
                    wire="maxChaseType",
                    name="max_chase_type",
                    choices=(
                        "distance",
                        "ratio",
                    ),
                ),
                Field(
                    wire="maxChaseVal",
                    name="max_chase_val",
                    kind="decimal",
                    pattern=r"^(0*[1-9][0-9]*(\.[0-9]+)?|0+\.[0-9]*[1-9][0-9]*)$",
                ),
            ),
        ),
        Field(
            wire="triggerPxType",
            name="trigger_px_type",
            choices=(
                "last",
                "index",
                "mark",
            ),
        ),
        Field(
            wire="attachAlgoOrds",
            name="attach_algo_ords",
            kind="objects",
            shape=(
                Field(wire="attachAlgoClOrdId", name="attach_algo_cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
                Field(wire="tpTriggerPx", name="tp_trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="tpTriggerRatio", name="tp_trigger_ratio", kind="decimal", pattern=r"^-?[0-9]+(\.[0-9]+)?$"),
                Field(
                    wire="tpTriggerPxType",
                    name="tp_trigger_px_type",
                    choices=(
                        "last",
                        "index",
                        "mark",
                    ),
                ),
                Field(wire="tpOrdPx", name="tp_ord_px", kind="decimal", pattern=r"^(-1|[0-9]+(\.[0-9]+)?)$"),
                Field(wire="slTriggerPx", name="sl_trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="slTriggerRatio", name="sl_trigger_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(
                    wire="slTriggerPxType",
                    name="sl_trigger_px_type",
                    choices=(
                        "last",
                        "index",
                        "mark",
                    ),
                ),
                Field(wire="slOrdPx", name="sl_ord_px", kind="decimal", pattern=r"^(-1|[0-9]+(\.[0-9]+)?)$"),
                Field(wire="callbackRatio", name="callback_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="callbackSpread", name="callback_spread", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="activePx", name="active_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
            ),
        ),
        Field(wire="callbackRatio", name="callback_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="callbackSpread", name="callback_spread", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="activePx", name="active_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="pxVar", name="px_var", kind="decimal", pattern=r"^0\.(000[1-9][0-9]*|00[1-9][0-9]*|010*)$"),
        Field(wire="pxSpread", name="px_spread", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="szLimit",
            name="sz_limit",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(
                (
                    "ordType",
                    (
                        "twap",
                        "smart_iceberg",
                    ),
                ),
            ),
        ),
        Field(
            wire="pxLimit",
            name="px_limit",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("ordType", ("twap",)),),
        ),
        Field(
            wire="timeInterval",
            name="time_interval",
            kind="integer",
            pattern=r"^[1-9][0-9]*$",
            required_if=(("ordType", ("twap",)),),
        ),
        Field(
            wire="lmtOrderNumber",
            name="lmt_order_number",
            kind="integer",
            pattern=r"^[1-9][0-9]*$",
            required_if=(("ordType", ("smart_iceberg",)),),
        ),
        Field(
            wire="aggressiveness",
            name="aggressiveness",
            choices=(
                "radical",
                "mid",
                "conservative",
            ),
            required_if=(("ordType", ("smart_iceberg",)),),
        ),
        Field(
            wire="triggerParams",
            name="trigger_params",
            kind="objects",
            shape=(
                Field(wire="triggerAction", name="trigger_action", required=True, choices=("start",)),
                Field(
                    wire="triggerStrategy",
                    name="trigger_strategy",
                    required=True,
                    choices=(
                        "instant",
                        "price",
                        "rsi",
                    ),
                ),
                Field(wire="triggerPx", name="trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(
                    wire="triggerCond",
                    name="trigger_cond",
                    choices=(
                        "cross_up",
                        "cross_down",
                        "above",
                        "below",
                        "cross",
                    ),
                ),
                Field(
                    wire="timeframe",
                    name="timeframe",
                    choices=(
                        "3m",
                        "5m",
                        "15m",
                        "30m",
                        "1H",
                        "4H",
                        "1D",
                    ),
                ),
                Field(wire="thold", name="thold", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
                Field(wire="timePeriod", name="time_period", kind="integer", pattern=r"^[1-9][0-9]*$"),
            ),
        ),
    ),
    exactly_one=(
        (
            "sz",
            "closeFraction",
        ),
    ),
    answer=models.PlacedAlgoOrder,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/trade/order-algo"),
)
CANCEL_ALGOS: Final[Operation[models.CancelledAlgoOrder]] = Operation(
    id="cancelAlgos",
    name="algo.cancel_algos",
    method="POST",
    path="/api/v5/trade/cancel-algos",
    permission="Trade",
    limits=(
        Limit(
            requests=20,
            seconds=2,
            per=(
                "user",
                "instId",
            ),
            bucket="cancelAlgos",
            unit="item",
            by_family=True,
        ),
    ),
    body="array",
    items="algos",
    max_items=10,
    item_model=models.AlgoToCancel,
    fields=(
        Field(wire="instId", name="inst_id", required=True, min_length=1),
        Field(wire="algoId", name="algo_id"),
        Field(wire="algoClOrdId", name="algo_cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
    ),
    one_of=(
        (
            "algoId",
            "algoClOrdId",
        ),
    ),
    answer=models.CancelledAlgoOrder,
    answers="many",
    source=Source(document="okx-v5", section="POST /api/v5/trade/cancel-algos"),
)
GET_ALGO_ORDERS_PENDING: Final[Operation[models.PendingAlgoOrder]] = Operation(
    id="getAlgoOrdersPending",
    name="algo.get_algo_orders_pending",
    method="GET",
    path="/api/v5/trade/orders-algo-pending",
    permission="Read",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="getAlgoOrdersPending"),),
    fields=(
        Field(wire="algoId", name="algo_id"),
        Field(
            wire="instType",
            name="inst_type",
            choices=(
                "SPOT",
                "SWAP",
                "FUTURES",
                "MARGIN",
            ),
        ),
        Field(wire="instId", name="inst_id"),
        Field(
            wire="ordType",
            name="ord_type",
            required=True,
            choices=(
                "conditional",
                "oco",
                "conditional,oco",
                "chase",
                "trigger",
                "move_order_stop",
                "twap",
                "smart_iceberg",
            ),
        ),
        Field(wire="after", name="after"),
        Field(wire="before", name="before"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
    ),
    pagination=Cursor(cursor="after", limit="limit", most=100, id="algo_id"),
    answer=models.PendingAlgoOrder,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/trade/orders-algo-pending"),
)
