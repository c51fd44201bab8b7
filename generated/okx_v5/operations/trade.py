# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `trade` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Limit, Operation, Source, TagPlace

GET_ORDER: Final[Operation[models.Order]] = Operation(
    id="getOrder",
    name="trade.get_order",
    method="GET",
    path="/api/v5/trade/order",
    permission="Read",
    limits=(
        Limit(
            requests=60,
            seconds=2,
            per=(
                "user",
                "instId",
            ),
            bucket="getOrder",
        ),
    ),
    fields=(
        Field(wire="instId", name="inst_id", required=True, min_length=1),
        Field(wire="ordId", name="ord_id"),
        Field(wire="clOrdId", name="cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
    ),
    one_of=(
        (
            "ordId",
            "clOrdId",
        ),
    ),
    answer=models.Order,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/trade/order"),
)
PLACE_ORDER: Final[Operation[models.PlacedOrder]] = Operation(
    id="placeOrder",
    name="trade.place_order",
    method="POST",
    path="/api/v5/trade/order",
    permission="Trade",
    limits=(
        Limit(
            requests=60,
            seconds=2,
            per=(
                "user",
                "instId",
            ),
            bucket="placeOrder",
        ),
        Limit(requests=1000, seconds=2, per=("user",), bucket="orderRequests", unit="item", code="50061"),
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
        Field(wire="clOrdId", name="cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
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
                "market",
                "limit",
                "post_only",
                "fok",
                "ioc",
                "optimal_limit_ioc",
                "mmp",
                "mmp_and_post_only",
                "elp",
                "rpi",
            ),
        ),
        Field(wire="sz", name="sz", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="px", name="px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="outcome",
            name="outcome",
            choices=(
                "yes",
                "no",
            ),
        ),
        Field(wire="pxUsd", name="px_usd", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="pxVol", name="px_vol", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="reduceOnly", name="reduce_only", kind="boolean"),
        Field(
            wire="tgtCcy",
            name="tgt_ccy",
            choices=(
                "base_ccy",
                "quote_ccy",
            ),
        ),
        Field(wire="banAmend", name="ban_amend", kind="boolean"),
        Field(
            wire="pxAmendType",
            name="px_amend_type",
            choices=(
                "0",
                "1",
            ),
        ),
        Field(wire="tradeQuoteCcy", name="trade_quote_ccy"),
        Field(wire="slippagePct", name="slippage_pct", kind="decimal", pattern=r"^0(\.0([0-4][0-9]{0,2}|50{0,2})?)?$"),
        Field(
            wire="stpMode",
            name="stp_mode",
            choices=(
                "cancel_maker",
                "cancel_taker",
                "cancel_both",
            ),
        ),
        Field(wire="isElpTakerAccess", name="is_elp_taker_access", kind="boolean"),
        Field(wire="rpiTakerAccess", name="rpi_taker_access", kind="boolean"),
        Field(wire="rpiPxRound", name="rpi_px_round", kind="boolean"),
        Field(
            wire="attachAlgoOrds",
            name="attach_algo_ords",
            kind="objects",
            shape=(
                Field(wire="attachAlgoClOrdId", name="attach_algo_cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
                Field(wire="tpTriggerPx", name="tp_trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="tpTriggerRatio", name="tp_trigger_ratio", kind="decimal", pattern=r"^-?[0-9]+(\.[0-9]+)?$"),
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
                Field(wire="slTriggerRatio", name="sl_trigger_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="slOrdPx", name="sl_ord_px", kind="decimal", pattern=r"^(-1|[0-9]+(\.[0-9]+)?)$"),
                Field(
                    wire="tpTriggerPxType",
                    name="tp_trigger_px_type",
                    choices=(
                        "last",
                        "index",
                        "mark",
                    ),
                ),
                Field(
                    wire="slTriggerPxType",
                    name="sl_trigger_px_type",
                    choices=(
                        "last",
                        "index",
                        "mark",
                    ),
                ),
                Field(wire="sz", name="sz", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(
                    wire="amendPxOnTriggerType",
                    name="amend_px_on_trigger_type",
                    choices=(
                        "0",
                        "1",
                    ),
                ),
                Field(wire="callbackRatio", name="callback_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="callbackSpread", name="callback_spread", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="activePx", name="active_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
            ),
        ),
    ),
    answer=models.PlacedOrder,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/trade/order"),
)
PLACE_BATCH_ORDERS: Final[Operation[models.PlacedOrder]] = Operation(
    id="placeBatchOrders",
    name="trade.place_batch_orders",
    method="POST",
    path="/api/v5/trade/batch-orders",
    permission="Trade",
    limits=(
        Limit(
            requests=300,
            seconds=2,
            per=(
                "user",
                "instId",
            ),
            bucket="placeBatchOrders",
            unit="item",
            single="placeOrder",
            single_requests=60,
        ),
        Limit(requests=1000, seconds=2, per=("user",), bucket="orderRequests", unit="item", code="50061"),
    ),
    tags=(TagPlace(at="items", field="tag", role="attribution"),),
    body="array",
    items="orders",
    max_items=20,
    item_model=models.NewOrder,
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
        Field(wire="clOrdId", name="cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
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
                "market",
                "limit",
                "post_only",
                "fok",
                "ioc",
                "optimal_limit_ioc",
                "mmp",
                "mmp_and_post_only",
                "elp",
                "rpi",
            ),
        ),
        Field(wire="sz", name="sz", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="px", name="px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="speedBump", name="speed_bump", choices=("1",)),
        Field(
            wire="outcome",
            name="outcome",
            choices=(
                "yes",
                "no",
            ),
        ),
        Field(wire="pxUsd", name="px_usd", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="pxVol", name="px_vol", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="reduceOnly", name="reduce_only", kind="boolean"),
        Field(
            wire="tgtCcy",
            name="tgt_ccy",
            choices=(
                "base_ccy",
                "quote_ccy",
            ),
        ),
        Field(wire="banAmend", name="ban_amend", kind="boolean"),
        Field(
            wire="pxAmendType",
            name="px_amend_type",
            choices=(
                "0",
                "1",
            ),
        ),
        Field(wire="tradeQuoteCcy", name="trade_quote_ccy"),
        Field(wire="slippagePct", name="slippage_pct", kind="decimal", pattern=r"^0(\.0([0-4][0-9]{0,2}|50{0,2})?)?$"),
        Field(
            wire="stpMode",
            name="stp_mode",
            choices=(
                "cancel_maker",
                "cancel_taker",
                "cancel_both",
            ),
        ),
        Field(wire="isElpTakerAccess", name="is_elp_taker_access", kind="boolean"),
        Field(wire="rpiTakerAccess", name="rpi_taker_access", kind="boolean"),
        Field(wire="rpiPxRound", name="rpi_px_round", kind="boolean"),
        Field(
            wire="attachAlgoOrds",
            name="attach_algo_ords",
            kind="objects",
            shape=(
                Field(wire="attachAlgoClOrdId", name="attach_algo_cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
                Field(wire="tpTriggerPx", name="tp_trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="tpTriggerRatio", name="tp_trigger_ratio", kind="decimal", pattern=r"^-?[0-9]+(\.[0-9]+)?$"),
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
                Field(wire="slTriggerRatio", name="sl_trigger_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="slOrdPx", name="sl_ord_px", kind="decimal", pattern=r"^(-1|[0-9]+(\.[0-9]+)?)$"),
                Field(
                    wire="tpTriggerPxType",
                    name="tp_trigger_px_type",
                    choices=(
                        "last",
                        "index",
                        "mark",
                    ),
                ),
                Field(
                    wire="slTriggerPxType",
                    name="sl_trigger_px_type",
                    choices=(
                        "last",
                        "index",
                        "mark",
                    ),
                ),
                Field(wire="sz", name="sz", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(
                    wire="amendPxOnTriggerType",
                    name="amend_px_on_trigger_type",
                    choices=(
                        "0",
                        "1",
                    ),
                ),
                Field(wire="callbackRatio", name="callback_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="callbackSpread", name="callback_spread", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="activePx", name="active_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
            ),
        ),
    ),
    answer=models.PlacedOrder,
    answers="many",
    source=Source(document="okx-v5", section="POST /api/v5/trade/batch-orders"),
)
CANCEL_ORDER: Final[Operation[models.CancelledOrder]] = Operation(
    id="cancelOrder",
    name="trade.cancel_order",
    method="POST",
    path="/api/v5/trade/cancel-order",
    permission="Trade",
    limits=(
        Limit(
            requests=60,
            seconds=2,
            per=(
                "user",
                "instId",
            ),
            bucket="cancelOrder",
        ),
    ),
    body="object",
    fields=(
        Field(wire="instId", name="inst_id", required=True, min_length=1),
        Field(wire="ordId", name="ord_id"),
        Field(wire="clOrdId", name="cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
    ),
    one_of=(
        (
            "ordId",
            "clOrdId",
        ),
    ),
    answer=models.CancelledOrder,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/trade/cancel-order"),
)
CLOSE_POSITION: Final[Operation[models.ClosedPosition]] = Operation(
    id="closePosition",
    name="trade.close_position",
    method="POST",
    path="/api/v5/trade/close-position",
    permission="Trade",
    limits=(
        Limit(
            requests=20,
            seconds=2,
            per=(
                "user",
                "instId",
            ),
            bucket="closePosition",
        ),
    ),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="instId", name="inst_id", required=True, min_length=1),
        Field(
            wire="posSide",
            name="pos_side",
            choices=(
                "net",
                "long",
                "short",
            ),
        ),
        Field(
            wire="mgnMode",
            name="mgn_mode",
            required=True,
            choices=(
                "cross",
                "isolated",
            ),
        ),
        Field(wire="ccy", name="ccy"),
        Field(wire="autoCxl", name="auto_cxl", kind="boolean"),
        Field(wire="clOrdId", name="cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
    ),
    answer=models.ClosedPosition,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/trade/close-position"),
)
