# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `block` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Cursor, Field, Limit, Operation, Source, TagPlace

GET_RFQ_COUNTERPARTIES: Final[Operation[models.RfqCounterparty]] = Operation(
    id="getRfqCounterparties",
    name="block.get_rfq_counterparties",
    method="GET",
    path="/api/v5/rfq/counterparties",
    permission="Read",
    limits=(Limit(requests=5, seconds=2, per=("user",), bucket="getRfqCounterparties"),),
    answer=models.RfqCounterparty,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/rfq/counterparties"),
)
CREATE_RFQ: Final[Operation[models.CreatedRfq]] = Operation(
    id="createRfq",
    name="block.create_rfq",
    method="POST",
    path="/api/v5/rfq/create-rfq",
    permission="Trade",
    limits=(
        Limit(requests=5, seconds=2, per=("user",), bucket="createRfq"),
        Limit(requests=80, seconds=43200, per=("user",), bucket="createRfq"),
    ),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="counterparties", name="counterparties", kind="texts", required=True, min_items=1),
        Field(wire="anonymous", name="anonymous", kind="boolean"),
        Field(wire="clRfqId", name="cl_rfq_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
        Field(wire="allowPartialExecution", name="allow_partial_execution", kind="boolean"),
        Field(
            wire="legs",
            name="legs",
            kind="objects",
            required=True,
            min_items=1,
            max_items=15,
            shape=(
                Field(wire="instId", name="inst_id", required=True, min_length=1),
                Field(
                    wire="tdMode",
                    name="td_mode",
                    choices=(
                        "cross",
                        "isolated",
                        "cash",
                    ),
                ),
                Field(wire="ccy", name="ccy"),
                Field(wire="sz", name="sz", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="lmtPx", name="lmt_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
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
                        "net",
                        "long",
                        "short",
                    ),
                ),
                Field(
                    wire="tgtCcy",
                    name="tgt_ccy",
                    choices=(
                        "base_ccy",
                        "quote_ccy",
                    ),
                ),
                Field(wire="tradeQuoteCcy", name="trade_quote_ccy"),
            ),
        ),
        Field(
            wire="acctAlloc",
            name="acct_alloc",
            kind="objects",
            max_items=10,
            shape=(
                Field(wire="acct", name="acct", required=True, min_length=1),
                Field(
                    wire="legs",
                    name="legs",
                    kind="objects",
                    required=True,
                    min_items=1,
                    shape=(
                        Field(wire="sz", name="sz", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
                        Field(wire="instId", name="inst_id", required=True, min_length=1),
                        Field(wire="tdMode", name="td_mode"),
                        Field(wire="ccy", name="ccy"),
                        Field(wire="posSide", name="pos_side"),
                    ),
                ),
            ),
        ),
    ),
    answer=models.CreatedRfq,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/rfq/create-rfq"),
)
CANCEL_RFQ: Final[Operation[models.CancelledRfq]] = Operation(
    id="cancelRfq",
    name="block.cancel_rfq",
    method="POST",
    path="/api/v5/rfq/cancel-rfq",
    permission="Trade",
    limits=(Limit(requests=5, seconds=2, per=("user",), bucket="cancelRfq"),),
    body="object",
    fields=(
        Field(wire="rfqId", name="rfq_id"),
        Field(wire="clRfqId", name="cl_rfq_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
    ),
    one_of=(
        (
            "rfqId",
            "clRfqId",
        ),
    ),
    answer=models.CancelledRfq,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/rfq/cancel-rfq"),
)
EXECUTE_QUOTE: Final[Operation[models.ExecutedQuote]] = Operation(
    id="executeQuote",
    name="block.execute_quote",
    method="POST",
    path="/api/v5/rfq/execute-quote",
    permission="Trade",
    limits=(Limit(requests=2, seconds=3, per=("user",), bucket="executeQuote"),),
    body="object",
    fields=(
        Field(wire="rfqId", name="rfq_id", required=True, min_length=1),
        Field(wire="quoteId", name="quote_id", required=True, min_length=1),
        Field(
            wire="legs",
            name="legs",
            kind="objects",
            shape=(
                Field(wire="instId", name="inst_id", required=True, min_length=1),
                Field(wire="sz", name="sz", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
            ),
        ),
    ),
    answer=models.ExecutedQuote,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/rfq/execute-quote"),
)
CREATE_QUOTE: Final[Operation[models.Quote]] = Operation(
    id="createQuote",
    name="block.create_quote",
    method="POST",
    path="/api/v5/rfq/create-quote",
    permission="Trade",
    limits=(Limit(requests=50, seconds=2, per=("user",), bucket="createQuote"),),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="rfqId", name="rfq_id", required=True, min_length=1),
        Field(wire="clQuoteId", name="cl_quote_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
        Field(wire="anonymous", name="anonymous", kind="boolean"),
        Field(
            wire="quoteSide",
            name="quote_side",
            required=True,
            choices=(
                "buy",
                "sell",
            ),
        ),
        Field(wire="expiresIn", name="expires_in", kind="integer", pattern=r"^([1-9][0-9]|1[01][0-9]|120)$"),
        Field(
            wire="legs",
            name="legs",
            kind="objects",
            required=True,
            min_items=1,
            shape=(
                Field(wire="instId", name="inst_id", required=True, min_length=1),
                Field(
                    wire="tdMode",
                    name="td_mode",
                    choices=(
                        "cross",
                        "isolated",
                        "cash",
                    ),
                ),
                Field(wire="ccy", name="ccy"),
                Field(wire="sz", name="sz", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
                Field(wire="px", name="px", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
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
                        "net",
                        "long",
                        "short",
                    ),
                ),
                Field(
                    wire="tgtCcy",
                    name="tgt_ccy",
                    choices=(
                        "base_ccy",
                        "quote_ccy",
                    ),
                ),
                Field(wire="tradeQuoteCcy", name="trade_quote_ccy"),
            ),
        ),
    ),
    answer=models.Quote,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/rfq/create-quote"),
)
CANCEL_QUOTE: Final[Operation[models.CancelledQuote]] = Operation(
    id="cancelQuote",
    name="block.cancel_quote",
    method="POST",
    path="/api/v5/rfq/cancel-quote",
    permission="Trade",
    limits=(Limit(requests=50, seconds=2, per=("user",), bucket="cancelQuote"),),
    body="object",
    fields=(
        Field(wire="quoteId", name="quote_id"),
        Field(wire="clQuoteId", name="cl_quote_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="rfqId", name="rfq_id"),
    ),
    one_of=(
        (
            "quoteId",
            "clQuoteId",
        ),
    ),
    answer=models.CancelledQuote,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/rfq/cancel-quote"),
)
GET_RFQS: Final[Operation[models.Rfq]] = Operation(
    id="getRfqs",
    name="block.get_rfqs",
    method="GET",
    path="/api/v5/rfq/rfqs",
    permission="Read",
    limits=(Limit(requests=2, seconds=2, per=("user",), bucket="getRfqs"),),
    fields=(
        Field(wire="rfqId", name="rfq_id"),
        Field(wire="clRfqId", name="cl_rfq_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(
            wire="state",
            name="state",
            choices=(
                "active",
                "canceled",
                "pending_fill",
                "filled",
                "expired",
                "failed",
                "traded_away",
            ),
        ),
        Field(wire="beginId", name="begin_id"),
        Field(wire="endId", name="end_id"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
    ),
    pagination=Cursor(cursor="endId", limit="limit", most=100, id="rfq_id"),
    answer=models.Rfq,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/rfq/rfqs"),
)
GET_QUOTES: Final[Operation[models.Quote]] = Operation(
    id="getQuotes",
    name="block.get_quotes",
    method="GET",
    path="/api/v5/rfq/quotes",
    permission="Read",
    limits=(Limit(requests=2, seconds=2, per=("user",), bucket="getQuotes"),),
    fields=(
        Field(wire="rfqId", name="rfq_id"),
        Field(wire="clRfqId", name="cl_rfq_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="quoteId", name="quote_id"),
        Field(wire="clQuoteId", name="cl_quote_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(
            wire="state",
            name="state",
            choices=(
                "active",
                "canceled",
                "pending_fill",
                "filled",
                "expired",
                "failed",
            ),
        ),
        Field(wire="beginId", name="begin_id"),
        Field(wire="endId", name="end_id"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
    ),
    pagination=Cursor(cursor="endId", limit="limit", most=100, id="quote_id"),
    answer=models.Quote,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/rfq/quotes"),
)
GET_RFQ_TRADES: Final[Operation[models.BlockTrade]] = Operation(
    id="getRfqTrades",
    name="block.get_rfq_trades",
    method="GET",
    path="/api/v5/rfq/trades",
    permission="Read",
    limits=(Limit(requests=5, seconds=2, per=("user",), bucket="getRfqTrades"),),
    fields=(
        Field(wire="rfqId", name="rfq_id"),
        Field(wire="clRfqId", name="cl_rfq_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="quoteId", name="quote_id"),
        Field(wire="blockTdId", name="block_td_id"),
        Field(wire="clQuoteId", name="cl_quote_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="beginId", name="begin_id"),
        Field(wire="endId", name="end_id"),
        Field(wire="beginTs", name="begin_ts", kind="unix-ms", pattern=r"^[0-9]{1,19}$"),
        Field(wire="endTs", name="end_ts", kind="unix-ms", pattern=r"^[0-9]{1,19}$"),
        Field(wire="limit", name="limit", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
        Field(wire="isSuccessful", name="is_successful", kind="flag"),
    ),
    pagination=Cursor(cursor="endId", limit="limit", most=100, id="block_td_id"),
    answer=models.BlockTrade,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/rfq/trades"),
)
