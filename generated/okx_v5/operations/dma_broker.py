# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `dma_broker` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Limit, Operation, Pages, Source

GET_SUBACCOUNT_INFO: Final[Operation[models.SubaccountPage]] = Operation(
    id="getSubaccountInfo",
    name="dma_broker.get_subaccount_info",
    method="GET",
    path="/api/v5/broker/dma/subaccount-info",
    permission="Read",
    limits=(Limit(requests=1, seconds=1, per=("user",), bucket="getSubaccountInfo"),),
    fields=(
        Field(wire="subAcct", name="sub_acct"),
        Field(wire="uid", name="uid"),
        Field(wire="page", name="page", kind="integer", pattern=r"^[1-9][0-9]{0,8}$"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
    ),
    pagination=Pages(page="page", limit="limit", items="details", pages="total_page"),
    answer=models.SubaccountPage,
    answers="one",
    source=Source(document="okx-broker-program", section="Get sub-account list"),
)
GET_SUBACCOUNT_TRADE_FEE: Final[Operation[models.SubaccountFeePage]] = Operation(
    id="getSubaccountTradeFee",
    name="dma_broker.get_subaccount_trade_fee",
    method="GET",
    path="/api/v5/broker/dma/subaccount-trade-fee",
    permission="Read",
    limits=(Limit(requests=1, seconds=1, per=("user",), bucket="getSubaccountTradeFee"),),
    fields=(
        Field(wire="subAcct", name="sub_acct"),
        Field(wire="uid", name="uid"),
        Field(wire="page", name="page", kind="integer", pattern=r"^[1-9][0-9]{0,8}$"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
    ),
    pagination=Pages(page="page", limit="limit", items="details", pages="total_page"),
    answer=models.SubaccountFeePage,
    answers="one",
    source=Source(document="okx-broker-program", section="Get sub-account fee rates"),
)
GET_SUBACCOUNT_APIKEY: Final[Operation[models.SubaccountApiKey]] = Operation(
    id="getSubaccountApikey",
    name="dma_broker.get_subaccount_apikey",
    method="GET",
    path="/api/v5/broker/dma/subaccount/apikey",
    permission="Read",
    limits=(Limit(requests=1, seconds=1, per=("user",), bucket="getSubaccountApikey"),),
    fields=(
        Field(wire="subAcct", name="sub_acct", required=True, min_length=1),
        Field(wire="apiKey", name="api_key"),
    ),
    answer=models.SubaccountApiKey,
    answers="many",
    source=Source(document="okx-broker-program", section="Query the API Key of a sub-account"),
)
CREATE_SUBACCOUNT_APIKEY: Final[Operation[models.CreatedApiKey]] = Operation(
    id="createSubaccountApikey",
    name="dma_broker.create_subaccount_apikey",
    method="POST",
    path="/api/v5/broker/dma/subaccount/apikey",
    permission="Trade",
    limits=(Limit(requests=40, seconds=1, per=("user",), bucket="createSubaccountApikey"),),
    body="object",
    fields=(
        Field(wire="subAcct", name="sub_acct", required=True, pattern=r"^[A-Za-z0-9]+$", min_length=6, max_length=20),
        Field(wire="label", name="label", required=True, pattern=r"^[A-Za-z0-9]+$", min_length=1, max_length=50),
        Field(
            wire="passphrase",
            name="passphrase",
            required=True,
            min_length=8,
            max_length=32,
            rule="passphrase",
            secret=True,
        ),
        Field(wire="ip", name="ip", rule="ip-list"),
        Field(wire="perm", name="perm", rule="permission-list"),
    ),
    answer=models.CreatedApiKey,
    answers="one",
    source=Source(document="okx-broker-program", section="Create an API Key for a sub-account"),
)
GET_DMA_TRADES: Final[Operation[models.DmaTradesLink]] = Operation(
    id="getDmaTrades",
    name="dma_broker.get_dma_trades",
    method="GET",
    path="/api/v5/broker/dma/trades",
    permission="Read",
    limits=(Limit(requests=2, seconds=60, per=("user",), bucket="getDmaTrades"),),
    fields=(
        Field(
            wire="type",
            name="type",
            required=True,
            choices=(
                "true",
                "false",
            ),
        ),
        Field(
            wire="begin",
            name="begin",
            kind="yyyymmdd",
            pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$",
            required_if=(("type", ("false",)),),
        ),
        Field(
            wire="end",
            name="end",
            kind="yyyymmdd",
            pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$",
            required_if=(("type", ("false",)),),
        ),
    ),
    answer=models.DmaTradesLink,
    answers="many",
    source=Source(document="okx-broker-program-newer", section="GET /api/v5/broker/dma/trades"),
)
CREATE_DMA_TRADES: Final[Operation[models.DmaTradesReceipt]] = Operation(
    id="createDmaTrades",
    name="dma_broker.create_dma_trades",
    method="POST",
    path="/api/v5/broker/dma/trades",
    permission="Read",
    limits=(Limit(requests=1, seconds=3600, per=("user",), bucket="createDmaTrades"),),
    body="object",
    fields=(
        Field(
            wire="begin",
            name="begin",
            kind="yyyymmdd",
            required=True,
            pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$",
        ),
        Field(
            wire="end",
            name="end",
            kind="yyyymmdd",
            required=True,
            pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$",
        ),
    ),
    answer=models.DmaTradesReceipt,
    answers="one",
    source=Source(document="okx-broker-program-newer", section="POST /api/v5/broker/dma/trades"),
)
