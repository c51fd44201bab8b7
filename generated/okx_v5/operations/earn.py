# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `earn` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Cursor, Field, Limit, Operation, Source, TagPlace

GET_EARN_OFFERS: Final[Operation[models.EarnOffer]] = Operation(
    id="getEarnOffers",
    name="earn.get_earn_offers",
    method="GET",
    path="/api/v5/finance/staking-defi/offers",
    permission="Read",
    limits=(Limit(requests=3, seconds=1, per=("user",), bucket="getEarnOffers"),),
    fields=(
        Field(wire="productId", name="product_id"),
        Field(wire="protocolType", name="protocol_type", choices=("defi",)),
        Field(wire="ccy", name="ccy"),
    ),
    answer=models.EarnOffer,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/finance/staking-defi/offers"),
)
PURCHASE_EARN: Final[Operation[models.EarnReceipt]] = Operation(
    id="purchaseEarn",
    name="earn.purchase_earn",
    method="POST",
    path="/api/v5/finance/staking-defi/purchase",
    permission="Trade",
    limits=(Limit(requests=2, seconds=1, per=("user",), bucket="purchaseEarn"),),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="productId", name="product_id", required=True, min_length=1),
        Field(
            wire="investData",
            name="invest_data",
            kind="objects",
            required=True,
            min_items=1,
            shape=(
                Field(wire="ccy", name="ccy", required=True, min_length=1),
                Field(wire="amt", name="amt", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
            ),
        ),
        Field(wire="term", name="term", kind="integer", pattern=r"^[0-9]{1,9}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
    ),
    answer=models.EarnReceipt,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/finance/staking-defi/purchase"),
)
REDEEM_EARN: Final[Operation[models.EarnReceipt]] = Operation(
    id="redeemEarn",
    name="earn.redeem_earn",
    method="POST",
    path="/api/v5/finance/staking-defi/redeem",
    permission="Trade",
    limits=(Limit(requests=2, seconds=1, per=("user",), bucket="redeemEarn"),),
    body="object",
    fields=(
        Field(wire="ordId", name="ord_id", required=True, min_length=1),
        Field(wire="protocolType", name="protocol_type", required=True, choices=("defi",)),
        Field(wire="allowEarlyRedeem", name="allow_early_redeem", kind="boolean"),
    ),
    answer=models.EarnReceipt,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/finance/staking-defi/redeem"),
)
CANCEL_EARN: Final[Operation[models.EarnReceipt]] = Operation(
    id="cancelEarn",
    name="earn.cancel_earn",
    method="POST",
    path="/api/v5/finance/staking-defi/cancel",
    permission="Trade",
    limits=(Limit(requests=2, seconds=1, per=("user",), bucket="cancelEarn"),),
    body="object",
    fields=(
        Field(wire="ordId", name="ord_id", required=True, min_length=1),
        Field(wire="protocolType", name="protocol_type", required=True, choices=("defi",)),
    ),
    answer=models.EarnReceipt,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/finance/staking-defi/cancel"),
)
GET_EARN_ORDERS_ACTIVE: Final[Operation[models.ActiveEarnOrder]] = Operation(
    id="getEarnOrdersActive",
    name="earn.get_earn_orders_active",
    method="GET",
    path="/api/v5/finance/staking-defi/orders-active",
    permission="Read",
    limits=(Limit(requests=3, seconds=1, per=("user",), bucket="getEarnOrdersActive"),),
    fields=(
        Field(wire="productId", name="product_id"),
        Field(wire="protocolType", name="protocol_type", choices=("defi",)),
        Field(wire="ccy", name="ccy"),
        Field(
            wire="state",
            name="state",
            choices=(
                "8",
                "13",
                "9",
                "1",
                "2",
            ),
        ),
    ),
    answer=models.ActiveEarnOrder,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/finance/staking-defi/orders-active"),
)
GET_EARN_ORDERS_HISTORY: Final[Operation[models.PastEarnOrder]] = Operation(
    id="getEarnOrdersHistory",
    name="earn.get_earn_orders_history",
    method="GET",
    path="/api/v5/finance/staking-defi/orders-history",
    permission="Read",
    limits=(Limit(requests=3, seconds=1, per=("user",), bucket="getEarnOrdersHistory"),),
    fields=(
        Field(wire="productId", name="product_id"),
        Field(wire="protocolType", name="protocol_type", choices=("defi",)),
        Field(wire="ccy", name="ccy"),
        Field(wire="after", name="after"),
        Field(wire="before", name="before"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
    ),
    pagination=Cursor(cursor="after", limit="limit", most=100, id="ord_id"),
    answer=models.PastEarnOrder,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/finance/staking-defi/orders-history"),
)
