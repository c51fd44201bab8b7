# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `convert` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Cursor, Field, Limit, Operation, Source, TagPlace

GET_CONVERT_CURRENCIES: Final[Operation[models.ConvertCurrency]] = Operation(
    id="getConvertCurrencies",
    name="convert.get_convert_currencies",
    method="GET",
    path="/api/v5/asset/convert/currencies",
    permission="Read",
    limits=(Limit(requests=6, seconds=1, per=("user",), bucket="getConvertCurrencies"),),
    answer=models.ConvertCurrency,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/asset/convert/currencies"),
)
GET_CONVERT_CURRENCY_PAIR: Final[Operation[models.ConvertCurrencyPair]] = Operation(
    id="getConvertCurrencyPair",
    name="convert.get_convert_currency_pair",
    method="GET",
    path="/api/v5/asset/convert/currency-pair",
    permission="Read",
    limits=(Limit(requests=6, seconds=1, per=("user",), bucket="getConvertCurrencyPair"),),
    fields=(
        Field(wire="fromCcy", name="from_ccy", required=True, min_length=1),
        Field(wire="toCcy", name="to_ccy", required=True, min_length=1),
        Field(
            wire="convertMode",
            name="convert_mode",
            choices=(
                "0",
                "1",
            ),
        ),
    ),
    answer=models.ConvertCurrencyPair,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/asset/convert/currency-pair"),
)
ESTIMATE_CONVERT_QUOTE: Final[Operation[models.ConvertQuote]] = Operation(
    id="estimateConvertQuote",
    name="convert.estimate_convert_quote",
    method="POST",
    path="/api/v5/asset/convert/estimate-quote",
    permission="Trade",
    limits=(
        Limit(requests=10, seconds=1, per=("user",), bucket="estimateConvertQuote"),
        Limit(
            requests=1,
            seconds=5,
            per=(
                "user",
                "baseCcy",
                "quoteCcy",
            ),
            bucket="estimateConvertQuote",
        ),
    ),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="baseCcy", name="base_ccy", required=True, min_length=1),
        Field(wire="quoteCcy", name="quote_ccy", required=True, min_length=1),
        Field(
            wire="side",
            name="side",
            required=True,
            choices=(
                "buy",
                "sell",
            ),
        ),
        Field(wire="rfqSz", name="rfq_sz", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="rfqSzCcy", name="rfq_sz_ccy", required=True, min_length=1),
        Field(wire="clQReqId", name="cl_q_req_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
        Field(
            wire="convertMode",
            name="convert_mode",
            choices=(
                "0",
                "1",
            ),
        ),
    ),
    answer=models.ConvertQuote,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/asset/convert/estimate-quote"),
)
CONVERT_TRADE: Final[Operation[models.ConvertedTrade]] = Operation(
    id="convertTrade",
    name="convert.convert_trade",
    method="POST",
    path="/api/v5/asset/convert/trade",
    permission="Trade",
    limits=(
        Limit(requests=10, seconds=1, per=("user",), bucket="convertTrade"),
        Limit(
            requests=1,
            seconds=5,
            per=(
                "user",
                "side",
            ),
            bucket="convertTrade",
        ),
    ),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="quoteId", name="quote_id", required=True, min_length=1),
        Field(wire="baseCcy", name="base_ccy", required=True, min_length=1),
        Field(wire="quoteCcy", name="quote_ccy", required=True, min_length=1),
        Field(
            wire="side",
            name="side",
            required=True,
            choices=(
                "buy",
                "sell",
            ),
        ),
        Field(wire="sz", name="sz", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="szCcy", name="sz_ccy", required=True, min_length=1),
        Field(wire="clTReqId", name="cl_t_req_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
        Field(
            wire="convertMode",
            name="convert_mode",
            choices=(
                "0",
                "1",
            ),
        ),
    ),
    answer=models.ConvertedTrade,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/asset/convert/trade"),
)
GET_CONVERT_HISTORY: Final[Operation[models.ConvertRecord]] = Operation(
    id="getConvertHistory",
    name="convert.get_convert_history",
    method="GET",
    path="/api/v5/asset/convert/history",
    permission="Read",
    limits=(Limit(requests=6, seconds=1, per=("user",), bucket="getConvertHistory"),),
    tags=(TagPlace(at="query", field="tag", role="filter"),),
    fields=(
        Field(wire="clTReqId", name="cl_t_req_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="after", name="after", kind="unix-ms", pattern=r"^[0-9]{1,19}$"),
        Field(wire="before", name="before", kind="unix-ms", pattern=r"^[0-9]{1,19}$"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
    ),
    pagination=Cursor(cursor="after", limit="limit", most=100, id="ts"),
    answer=models.ConvertRecord,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/asset/convert/history"),
)
