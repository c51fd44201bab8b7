# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `spread` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Cursor, Field, Limit, Operation, Source, TagPlace

GET_SPREAD_ORDER: Final[Operation[models.SpreadOrder]] = Operation(
    id="getSpreadOrder",
    name="spread.get_spread_order",
    method="GET",
    path="/api/v5/sprd/order",
    permission="Read",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="getSpreadOrder"),),
    fields=(
        Field(wire="ordId", name="ord_id"),
        Field(wire="clOrdId", name="cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
    ),
    one_of=(
        (
            "ordId",
            "clOrdId",
        ),
    ),
    answer=models.SpreadOrder,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/sprd/order"),
)
PLACE_SPREAD_ORDER: Final[Operation[models.PlacedSpreadOrder]] = Operation(
    id="placeSpreadOrder",
    name="spread.place_spread_order",
    method="POST",
    path="/api/v5/sprd/order",
    permission="Trade",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="placeSpreadOrder"),),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="sprdId", name="sprd_id", required=True, min_length=1),
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
            wire="ordType",
            name="ord_type",
            required=True,
            choices=(
                "market",
                "limit",
                "post_only",
                "ioc",
            ),
        ),
        Field(wire="sz", name="sz", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="px", name="px", kind="decimal", required=True, pattern=r"^-?[0-9]+(\.[0-9]+)?$"),
    ),
    answer=models.PlacedSpreadOrder,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/sprd/order"),
)
CANCEL_SPREAD_ORDER: Final[Operation[models.CancelledSpreadOrder]] = Operation(
    id="cancelSpreadOrder",
    name="spread.cancel_spread_order",
    method="POST",
    path="/api/v5/sprd/cancel-order",
    permission="Trade",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="cancelSpreadOrder"),),
    body="object",
    fields=(
        Field(wire="ordId", name="ord_id"),
        Field(wire="clOrdId", name="cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
    ),
    one_of=(
        (
            "ordId",
            "clOrdId",
        ),
    ),
    answer=models.CancelledSpreadOrder,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/sprd/cancel-order"),
)
GET_SPREAD_ORDERS_PENDING: Final[Operation[models.PendingSpreadOrder]] = Operation(
    id="getSpreadOrdersPending",
    name="spread.get_spread_orders_pending",
    method="GET",
    path="/api/v5/sprd/orders-pending",
    permission="Read",
    limits=(Limit(requests=10, seconds=2, per=("user",), bucket="getSpreadOrdersPending"),),
    fields=(
        Field(wire="sprdId", name="sprd_id"),
        Field(
            wire="ordType",
            name="ord_type",
            choices=(
                "market",
                "limit",
                "post_only",
                "ioc",
            ),
        ),
        Field(
            wire="state",
            name="state",
            choices=(
                "live",
                "partially_filled",
            ),
        ),
        Field(wire="beginId", name="begin_id"),
        Field(wire="endId", name="end_id"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
    ),
    pagination=Cursor(cursor="endId", limit="limit", most=100, id="ord_id"),
    answer=models.PendingSpreadOrder,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/sprd/orders-pending"),
)
GET_SPREADS: Final[Operation[models.Spread]] = Operation(
    id="getSpreads",
    name="spread.get_spreads",
    method="GET",
    path="/api/v5/sprd/spreads",
    permission="Public",
    authorization="none",
    limits=(Limit(requests=20, seconds=2, per=("ip",), bucket="getSpreads"),),
    fields=(
        Field(wire="baseCcy", name="base_ccy"),
        Field(wire="instId", name="inst_id"),
        Field(wire="sprdId", name="sprd_id"),
        Field(
            wire="state",
            name="state",
            choices=(
                "live",
                "suspend",
                "expired",
            ),
        ),
    ),
    answer=models.Spread,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/sprd/spreads"),
)
