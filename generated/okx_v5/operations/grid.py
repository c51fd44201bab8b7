# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `grid` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Cursor, Field, Limit, Operation, Source, TagPlace

PLACE_GRID_ORDER: Final[Operation[models.BotResult]] = Operation(
    id="placeGridOrder",
    name="grid.place_grid_order",
    method="POST",
    path="/api/v5/tradingBot/grid/order-algo",
    permission="Trade",
    limits=(
        Limit(
            requests=20,
            seconds=2,
            per=(
                "user",
                "instId",
            ),
            bucket="placeGridOrder",
        ),
    ),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="instId", name="inst_id", required=True, min_length=1),
        Field(
            wire="algoOrdType",
            name="algo_ord_type",
            required=True,
            choices=(
                "grid",
                "contract_grid",
            ),
        ),
        Field(wire="maxPx", name="max_px", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="minPx", name="min_px", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="gridNum", name="grid_num", kind="integer", required=True, pattern=r"^[1-9][0-9]*$"),
        Field(
            wire="runType",
            name="run_type",
            choices=(
                "1",
                "2",
            ),
        ),
        Field(wire="tpTriggerPx", name="tp_trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="slTriggerPx", name="sl_trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="algoClOrdId", name="algo_cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
        Field(
            wire="profitSharingRatio",
            name="profit_sharing_ratio",
            choices=(
                "0",
                "0.1",
                "0.2",
                "0.3",
            ),
        ),
        Field(
            wire="triggerParams",
            name="trigger_params",
            kind="objects",
            shape=(
                Field(
                    wire="triggerAction",
                    name="trigger_action",
                    required=True,
                    choices=(
                        "start",
                        "stop",
                    ),
                ),
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
                Field(wire="delaySeconds", name="delay_seconds", kind="integer", pattern=r"^(0|[1-9][0-9]*)$"),
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
                Field(wire="timePeriod", name="time_period", choices=("14",)),
                Field(wire="triggerPx", name="trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(
                    wire="stopType",
                    name="stop_type",
                    choices=(
                        "1",
                        "2",
                    ),
                ),
            ),
        ),
        Field(wire="quoteSz", name="quote_sz", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="baseSz", name="base_sz", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="tradeQuoteCcy", name="trade_quote_ccy"),
        Field(
            wire="sz",
            name="sz",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("algoOrdType", ("contract_grid",)),),
        ),
        Field(
            wire="direction",
            name="direction",
            choices=(
                "long",
                "short",
                "neutral",
            ),
            required_if=(("algoOrdType", ("contract_grid",)),),
        ),
        Field(
            wire="lever",
            name="lever",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("algoOrdType", ("contract_grid",)),),
        ),
        Field(wire="basePos", name="base_pos", kind="boolean"),
        Field(wire="tpRatio", name="tp_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="slRatio", name="sl_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
    ),
    answer=models.BotResult,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/tradingBot/grid/order-algo"),
)
COPY_GRID_ORDER: Final[Operation[models.BotResult]] = Operation(
    id="copyGridOrder",
    name="grid.copy_grid_order",
    method="POST",
    path="/api/v5/tradingBot/grid/copy-order-algo",
    permission="Trade",
    limits=(
        Limit(
            requests=20,
            seconds=2,
            per=(
                "user",
                "instId",
            ),
            bucket="copyGridOrder",
        ),
    ),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="instId", name="inst_id", required=True, min_length=1),
        Field(
            wire="algoOrdType",
            name="algo_ord_type",
            required=True,
            choices=(
                "grid",
                "contract_grid",
            ),
        ),
        Field(wire="sourceAlgoId", name="source_algo_id", required=True, min_length=1),
        Field(wire="quoteSz", name="quote_sz", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="lever", name="lever", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="autoReserve", name="auto_reserve", kind="boolean"),
        Field(
            wire="sz",
            name="sz",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("autoReserve", (True,)),),
        ),
        Field(
            wire="actualMarginSz",
            name="actual_margin_sz",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("autoReserve", (False,)),),
        ),
        Field(wire="extraMarginSz", name="extra_margin_sz", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="algoClOrdId", name="algo_cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
    ),
    answer=models.BotResult,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/tradingBot/grid/copy-order-algo"),
)
STOP_GRID_ORDERS: Final[Operation[models.BotResult]] = Operation(
    id="stopGridOrders",
    name="grid.stop_grid_orders",
    method="POST",
    path="/api/v5/tradingBot/grid/stop-order-algo",
    permission="Trade",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="stopGridOrders"),),
    body="array",
    items="algos",
    max_items=10,
    item_model=models.GridToStop,
    fields=(
        Field(wire="algoId", name="algo_id", required=True, min_length=1),
        Field(wire="instId", name="inst_id", required=True, min_length=1),
        Field(
            wire="algoOrdType",
            name="algo_ord_type",
            required=True,
            choices=(
                "grid",
                "contract_grid",
            ),
        ),
        Field(
            wire="stopType",
            name="stop_type",
            required=True,
            choices=(
                "1",
                "2",
            ),
        ),
    ),
    answer=models.BotResult,
    answers="many",
    source=Source(document="okx-v5", section="POST /api/v5/tradingBot/grid/stop-order-algo"),
)
GET_GRID_ORDERS_PENDING: Final[Operation[models.GridOrder]] = Operation(
    id="getGridOrdersPending",
    name="grid.get_grid_orders_pending",
    method="GET",
    path="/api/v5/tradingBot/grid/orders-algo-pending",
    permission="Read",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="getGridOrdersPending"),),
    fields=(
        Field(
            wire="algoOrdType",
            name="algo_ord_type",
            required=True,
            choices=(
                "grid",
                "contract_grid",
            ),
        ),
        Field(wire="algoId", name="algo_id"),
        Field(wire="instId", name="inst_id"),
        Field(
            wire="instType",
            name="inst_type",
            choices=(
                "SPOT",
                "MARGIN",
                "FUTURES",
                "SWAP",
            ),
        ),
        Field(wire="after", name="after"),
        Field(wire="before", name="before"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
    ),
    pagination=Cursor(cursor="after", limit="limit", most=100, id="algo_id"),
    answer=models.GridOrder,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/tradingBot/grid/orders-algo-pending"),
)
GET_GRID_ORDER: Final[Operation[models.GridOrderDetails]] = Operation(
    id="getGridOrder",
    name="grid.get_grid_order",
    method="GET",
    path="/api/v5/tradingBot/grid/orders-algo-details",
    permission="Read",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="getGridOrder"),),
    fields=(
        Field(
            wire="algoOrdType",
            name="algo_ord_type",
            required=True,
            choices=(
                "grid",
                "contract_grid",
            ),
        ),
        Field(wire="algoId", name="algo_id", required=True, min_length=1),
    ),
    answer=models.GridOrderDetails,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/tradingBot/grid/orders-algo-details"),
)
