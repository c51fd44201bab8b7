# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `recurring` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Cursor, Field, Limit, Operation, Source, TagPlace

PLACE_RECURRING_ORDER: Final[Operation[models.BotResult]] = Operation(
    id="placeRecurringOrder",
    name="recurring.place_recurring_order",
    method="POST",
    path="/api/v5/tradingBot/recurring/order-algo",
    permission="Trade",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="placeRecurringOrder"),),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="stgyName", name="stgy_name", required=True, min_length=1, max_length=40),
        Field(
            wire="recurringList",
            name="recurring_list",
            kind="objects",
            required=True,
            shape=(
                Field(wire="ccy", name="ccy", required=True, min_length=1),
                Field(wire="ratio", name="ratio", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="minPx", name="min_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="maxPx", name="max_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
            ),
        ),
        Field(
            wire="period",
            name="period",
            required=True,
            choices=(
                "monthly",
                "weekly",
                "daily",
                "hourly",
            ),
        ),
        Field(
            wire="recurringDay",
            name="recurring_day",
            kind="integer",
            pattern=r"^([1-9]|1[0-9]|2[0-8])$",
            required_if=(
                (
                    "period",
                    (
                        "monthly",
                        "weekly",
                    ),
                ),
            ),
        ),
        Field(
            wire="recurringHour",
            name="recurring_hour",
            choices=(
                "1",
                "4",
                "8",
                "12",
            ),
            required_if=(("period", ("hourly",)),),
        ),
        Field(
            wire="recurringTime",
            name="recurring_time",
            kind="integer",
            required=True,
            pattern=r"^([0-9]|1[0-9]|2[0-3])$",
        ),
        Field(
            wire="timeZone",
            name="time_zone",
            kind="integer",
            required=True,
            pattern=r"^(-([1-9]|1[0-2])|[0-9]|1[0-4])$",
        ),
        Field(wire="amt", name="amt", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="investmentCcy",
            name="investment_ccy",
            required=True,
            choices=(
                "USDT",
                "USDC",
            ),
        ),
        Field(
            wire="tdMode",
            name="td_mode",
            required=True,
            choices=(
                "cross",
                "cash",
            ),
        ),
        Field(wire="algoClOrdId", name="algo_cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
        Field(wire="tradeQuoteCcy", name="trade_quote_ccy"),
        Field(
            wire="source",
            name="source",
            kind="texts",
            choices=(
                "1",
                "2",
                "3",
            ),
        ),
        Field(
            wire="recurringTimeType",
            name="recurring_time_type",
            choices=(
                "1",
                "2",
            ),
        ),
    ),
    answer=models.BotResult,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/tradingBot/recurring/order-algo"),
)
STOP_RECURRING_ORDERS: Final[Operation[models.StoppedRecurringOrder]] = Operation(
    id="stopRecurringOrders",
    name="recurring.stop_recurring_orders",
    method="POST",
    path="/api/v5/tradingBot/recurring/stop-order-algo",
    permission="Trade",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="stopRecurringOrders"),),
    body="array",
    items="algos",
    max_items=10,
    item_model=models.RecurringToStop,
    fields=(Field(wire="algoId", name="algo_id", required=True, min_length=1),),
    answer=models.StoppedRecurringOrder,
    answers="many",
    source=Source(document="okx-v5", section="POST /api/v5/tradingBot/recurring/stop-order-algo"),
)
GET_RECURRING_ORDERS_PENDING: Final[Operation[models.RecurringOrder]] = Operation(
    id="getRecurringOrdersPending",
    name="recurring.get_recurring_orders_pending",
    method="GET",
    path="/api/v5/tradingBot/recurring/orders-algo-pending",
    permission="Read",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="getRecurringOrdersPending"),),
    fields=(
        Field(wire="algoId", name="algo_id"),
        Field(wire="after", name="after"),
        Field(wire="before", name="before"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
    ),
    pagination=Cursor(cursor="after", limit="limit", most=100, id="algo_id"),
    answer=models.RecurringOrder,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/tradingBot/recurring/orders-algo-pending"),
)
GET_RECURRING_ORDER: Final[Operation[models.RecurringOrderDetails]] = Operation(
    id="getRecurringOrder",
    name="recurring.get_recurring_order",
    method="GET",
    path="/api/v5/tradingBot/recurring/orders-algo-details",
    permission="Read",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="getRecurringOrder"),),
    fields=(Field(wire="algoId", name="algo_id", required=True, min_length=1),),
    answer=models.RecurringOrderDetails,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/tradingBot/recurring/orders-algo-details"),
)
