# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Block trades: requests for quotes (RFQs), quotes and the trades that come of them. Called with the user's key; the
broker code goes into `tag`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import block as operations
from okx_v5.paging import cursor, cursor_async


class Block:
    """Block trades: requests for quotes (RFQs), quotes and the trades that come of them. Called with the user's key; the
    broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_rfq_counterparties(
        self,
        *,
        extra: Extra | None = None,
    ) -> list[models.RfqCounterparty]:
        """Counterparties for block trades.

        Lists the market makers to whom the caller may send a request for quotes. Their `trader_code` is what
        `block.create_rfq` takes in `counterparties`.

        `GET /api/v5/rfq/counterparties`. Permission: Read. Limit: 5 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/counterparties.

        Args:
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The counterparties.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.many(operations.GET_RFQ_COUNTERPARTIES, {}, extra)

    def create_rfq(
        self,
        *,
        counterparties: Sequence[str],
        legs: Sequence[models.NewRfqLeg],
        anonymous: bool | None = None,
        cl_rfq_id: str | None = None,
        tag: str | None = None,
        allow_partial_execution: bool | None = None,
        acct_alloc: Sequence[models.NewRfqAllocation] | None = None,
        extra: Extra | None = None,
    ) -> models.CreatedRfq:
        """Ask for quotes.

        Sends a request for quotes (RFQ) of 1 to 15 legs to chosen market makers. It lives for 10 minutes if all legs
        are options, else for 2 minutes; a quote is taken with `block.execute_quote`, or by itself where the legs have
        an `lmt_px`.

        With `acct_alloc` it is a group RFQ, which only a master account may send: it is shared out among at most 10
        accounts (70516), the master itself being account `0`. The sizes of a leg over all accounts must add up to
        that of the RFQ (70514), and each account must keep the ratio of the legs (70515). `allow_partial_execution`
        is then always true, whatever is sent; if one account fails, nothing is created.

        In demo trading choose the bot `WAGMI`; its quotes mean nothing. 80 RFQs can be sent in 12 hours.

        `POST /api/v5/rfq/create-rfq`. Permission: Trade. Limit: 5 requests per 2 seconds, counted by user; 80
        requests per 43200 seconds, counted by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/rfq/create-rfq.

        Args:
            counterparties: Codes (`trader_code`) of the market makers to ask, from `block.get_rfq_counterparties`.
            legs: What is to be traded, 1 to 15 legs.
            anonymous: Whether to stay unknown to the makers, also after a trade; false unless said.
            cl_rfq_id: The caller's own id for the RFQ, 1 to 32 letters and digits, case-sensitive.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. The block trades that come of the RFQ
                carry it too; without it they earn no rebate.
            allow_partial_execution: Whether a part of the RFQ may be executed, in the same ratio of its legs; false
                unless said. Always true for a group RFQ.
            acct_alloc: How the RFQ is shared out among accounts, at most 10 (70516). Makes it a group RFQ.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The RFQ as created.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "counterparties": counterparties,
            "legs": legs,
        }
        if anonymous is not None:
            given["anonymous"] = anonymous
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if tag is not None:
            given["tag"] = tag
        if allow_partial_execution is not None:
            given["allowPartialExecution"] = allow_partial_execution
        if acct_alloc is not None:
            given["acctAlloc"] = acct_alloc

        return self._caller.one(operations.CREATE_RFQ, given, extra)

    def cancel_rfq(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.CancelledRfq:
        """Cancel a request for quotes.

        Cancels an RFQ of the caller, named by its id at the exchange or by the caller's own.

        `POST /api/v5/rfq/cancel-rfq`. Permission: Trade. Limit: 5 requests per 2 seconds, counted by user.
        Source: okx-v5, POST /api/v5/rfq/cancel-rfq.

        Args:
            rfq_id: Id of the RFQ at the exchange; this one counts if both are sent.
            cl_rfq_id: The caller's own id of the RFQ, 1 to 32 letters and digits, case-sensitive.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The RFQ that was cancelled, or why not.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id

        return self._caller.one(operations.CANCEL_RFQ, given, extra)

    def execute_quote(
        self,
        *,
        rfq_id: str,
        quote_id: str,
        legs: Sequence[models.ExecuteQuoteLeg] | None = None,
        extra: Extra | None = None,
    ) -> models.ExecutedQuote:
        """Take a quote.

        Trades on a quote. Only who sent the RFQ can do this. With `legs` a part of it is executed, if the RFQ allows
        that; the ratio of the legs must stay.

        A group RFQ can't be executed in part (70507). Its legs and fees are the sums over the accounts; the ids of
        block trade and trades are empty there and stand in `acct_alloc`.

        An answer that never came says nothing about the trade: look for it with `block.get_rfq_trades`, do not send
        it again.

        `POST /api/v5/rfq/execute-quote`. Permission: Trade. Limit: 2 requests per 3 seconds, counted by user.
        Source: okx-v5, POST /api/v5/rfq/execute-quote.

        Args:
            rfq_id: Id of the RFQ at the exchange.
            quote_id: Id of the quote at the exchange.
            legs: The part to execute, in the ratio of the RFQ's legs; without it the whole. Direction and unit follow
                the RFQ, the price follows the quote.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The block trade.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "rfqId": rfq_id,
            "quoteId": quote_id,
        }
        if legs is not None:
            given["legs"] = legs

        return self._caller.one(operations.EXECUTE_QUOTE, given, extra)

    def create_quote(
        self,
        *,
        rfq_id: str,
        quote_side: Literal["buy", "sell"],
        legs: Sequence[models.NewQuoteLeg],
        cl_quote_id: str | None = None,
        tag: str | None = None,
        anonymous: bool | None = None,
        expires_in: int | None = None,
        extra: Extra | None = None,
    ) -> models.Quote:
        """Quote a price as a market maker.

        Answers an RFQ that was sent to the caller. All its legs must be quoted, and in one direction only.

        There is one quote of a maker for each RFQ: a new one cancels the one before.

        `POST /api/v5/rfq/create-quote`. Permission: Trade. Limit: 50 requests per 2 seconds, counted by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/rfq/create-quote.

        Args:
            rfq_id: Id of the RFQ at the exchange.
            quote_side: `buy`: the maker trades in the direction of the legs and the taker the other way. `sell`: the
                reverse.
            legs: The legs with their prices.
            cl_quote_id: The maker's own id for the quote, 1 to 32 letters and digits, case-sensitive.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. The block trades that come of the quote
                carry it too; without it they earn no rebate.
            anonymous: Whether to stay unknown to the taker, also after a trade; false unless said.
            expires_in: For how many seconds the quote stands, 10 to 120. Without it 60.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The quote as created.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "rfqId": rfq_id,
            "quoteSide": quote_side,
            "legs": legs,
        }
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if tag is not None:
            given["tag"] = tag
        if anonymous is not None:
            given["anonymous"] = anonymous
        if expires_in is not None:
            given["expiresIn"] = expires_in

        return self._caller.one(operations.CREATE_QUOTE, given, extra)

    def cancel_quote(
        self,
        *,
        quote_id: str | None = None,
        cl_quote_id: str | None = None,
        rfq_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.CancelledQuote:
        """Cancel a quote.

        Cancels a quote of the caller, named by its id at the exchange or by the caller's own.

        If a newer quote for the same RFQ came before, this one is cancelled already (70400). Calls over different
        connections can overtake each other: cancel on the connection that the quote was sent on, after its answer.

        `POST /api/v5/rfq/cancel-quote`. Permission: Trade. Limit: 50 requests per 2 seconds, counted by user.
        Source: okx-v5, POST /api/v5/rfq/cancel-quote.

        Args:
            quote_id: Id of the quote at the exchange; this one counts if both are sent.
            cl_quote_id: The caller's own id of the quote, 1 to 32 letters and digits, case-sensitive.
            rfq_id: Id at the exchange of the RFQ that was quoted.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The quote that was cancelled, or why not.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if quote_id is not None:
            given["quoteId"] = quote_id
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if rfq_id is not None:
            given["rfqId"] = rfq_id

        return self._caller.one(operations.CANCEL_QUOTE, given, extra)

    def get_rfqs(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        state: Literal["active", "canceled", "pending_fill", "filled", "expired", "failed", "traded_away"]
        | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.Rfq]:
        """Requests for quotes.

        Lists the RFQs that the caller sent or received, newest first.

        A group RFQ is `pending_fill` while one of its accounts is, then `filled` if one of them is, and `failed` if
        all failed. Both sides see its `group_id`, only the taker its `acct_alloc`.

        `GET /api/v5/rfq/rfqs`. Permission: Read. Limit: 2 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/rfqs.

        Args:
            rfq_id: Id of an RFQ at the exchange.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            state: State of the RFQs wanted; `traded_away` is for makers only. Without it all.
            begin_id: Only RFQs newer than the one with this id.
            end_id: Only RFQs older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The RFQs.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return self._caller.many(operations.GET_RFQS, given, extra)

    def iter_rfqs(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        state: Literal["active", "canceled", "pending_fill", "filled", "expired", "failed", "traded_away"]
        | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.Rfq]:
        """Requests for quotes.

        Lists the RFQs that the caller sent or received, newest first.

        A group RFQ is `pending_fill` while one of its accounts is, then `filled` if one of them is, and `failed` if
        all failed. Both sides see its `group_id`, only the taker its `acct_alloc`.

        `GET /api/v5/rfq/rfqs`. Permission: Read. Limit: 2 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/rfqs.

        Args:
            rfq_id: Id of an RFQ at the exchange.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            state: State of the RFQs wanted; `traded_away` is for makers only. Without it all.
            begin_id: Only RFQs newer than the one with this id.
            end_id: Only RFQs older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return cursor(self._caller, operations.GET_RFQS, given, extra)

    def get_quotes(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        quote_id: str | None = None,
        cl_quote_id: str | None = None,
        state: Literal["active", "canceled", "pending_fill", "filled", "expired", "failed"] | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.Quote]:
        """Quotes.

        Lists the quotes that the caller sent or received, newest first.

        `GET /api/v5/rfq/quotes`. Permission: Read. Limit: 2 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/quotes.

        Args:
            rfq_id: Id at the exchange of the RFQ that was quoted.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            quote_id: Id of a quote at the exchange.
            cl_quote_id: The caller's own id of a quote. `quote_id` counts if both are sent.
            state: State of the quotes wanted. Without it all.
            begin_id: Only quotes newer than the one with this id.
            end_id: Only quotes older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The quotes.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if quote_id is not None:
            given["quoteId"] = quote_id
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return self._caller.many(operations.GET_QUOTES, given, extra)

    def iter_quotes(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        quote_id: str | None = None,
        cl_quote_id: str | None = None,
        state: Literal["active", "canceled", "pending_fill", "filled", "expired", "failed"] | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.Quote]:
        """Quotes.

        Lists the quotes that the caller sent or received, newest first.

        `GET /api/v5/rfq/quotes`. Permission: Read. Limit: 2 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/quotes.

        Args:
            rfq_id: Id at the exchange of the RFQ that was quoted.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            quote_id: Id of a quote at the exchange.
            cl_quote_id: The caller's own id of a quote. `quote_id` counts if both are sent.
            state: State of the quotes wanted. Without it all.
            begin_id: Only quotes newer than the one with this id.
            end_id: Only quotes older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if quote_id is not None:
            given["quoteId"] = quote_id
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return cursor(self._caller, operations.GET_QUOTES, given, extra)

    def get_rfq_trades(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        quote_id: str | None = None,
        block_td_id: str | None = None,
        cl_quote_id: str | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        begin_ts: int | None = None,
        end_ts: int | None = None,
        limit: int | None = None,
        is_successful: bool | None = None,
        extra: Extra | None = None,
    ) -> list[models.BlockTrade]:
        """Block trades of the caller.

        Lists the block trades in which the caller took part, newest first; the successful ones unless asked
        otherwise.

        A group RFQ is listed once, when all its accounts are done; it counts as successful if one of them filled. Its
        own block trade id and the trade ids of its legs are empty, those of the accounts stand in `acct_alloc`. Only
        taker and maker see it; the other accounts find their part in their bills.

        `GET /api/v5/rfq/trades`. Permission: Read. Limit: 5 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/trades.

        Args:
            rfq_id: Id of the RFQ at the exchange.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            quote_id: Id of the quote at the exchange.
            block_td_id: Id of the block trade.
            cl_quote_id: The caller's own id of a quote. `quote_id` counts if both are sent.
            begin_id: Only block trades newer than the one with this id.
            end_id: Only block trades older than the one with this id.
            begin_ts: Only block trades executed from this time on; Unix time in milliseconds.
            end_ts: Only block trades executed up to this time; Unix time in milliseconds.
            limit: How many are wanted, 1 to 100. Without it 100. Of a span that holds more, the newest come.
            is_successful: Whether successful block trades are wanted, or failed ones; true unless said.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The block trades.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if quote_id is not None:
            given["quoteId"] = quote_id
        if block_td_id is not None:
            given["blockTdId"] = block_td_id
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if begin_ts is not None:
            given["beginTs"] = begin_ts
        if end_ts is not None:
            given["endTs"] = end_ts
        if limit is not None:
            given["limit"] = limit
        if is_successful is not None:
            given["isSuccessful"] = is_successful

        return self._caller.many(operations.GET_RFQ_TRADES, given, extra)

    def iter_rfq_trades(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        quote_id: str | None = None,
        block_td_id: str | None = None,
        cl_quote_id: str | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        begin_ts: int | None = None,
        end_ts: int | None = None,
        limit: int | None = None,
        is_successful: bool | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.BlockTrade]:
        """Block trades of the caller.

        Lists the block trades in which the caller took part, newest first; the successful ones unless asked
        otherwise.

        A group RFQ is listed once, when all its accounts are done; it counts as successful if one of them filled. Its
        own block trade id and the trade ids of its legs are empty, those of the accounts stand in `acct_alloc`. Only
        taker and maker see it; the other accounts find their part in their bills.

        `GET /api/v5/rfq/trades`. Permission: Read. Limit: 5 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/trades.

        Args:
            rfq_id: Id of the RFQ at the exchange.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            quote_id: Id of the quote at the exchange.
            block_td_id: Id of the block trade.
            cl_quote_id: The caller's own id of a quote. `quote_id` counts if both are sent.
            begin_id: Only block trades newer than the one with this id.
            end_id: Only block trades older than the one with this id.
            begin_ts: Only block trades executed from this time on; Unix time in milliseconds.
            end_ts: Only block trades executed up to this time; Unix time in milliseconds.
            limit: How many are wanted, 1 to 100. Without it 100. Of a span that holds more, the newest come.
            is_successful: Whether successful block trades are wanted, or failed ones; true unless said.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if quote_id is not None:
            given["quoteId"] = quote_id
        if block_td_id is not None:
            given["blockTdId"] = block_td_id
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if begin_ts is not None:
            given["beginTs"] = begin_ts
        if end_ts is not None:
            given["endTs"] = end_ts
        if limit is not None:
            given["limit"] = limit
        if is_successful is not None:
            given["isSuccessful"] = is_successful

        return cursor(self._caller, operations.GET_RFQ_TRADES, given, extra)


class AsyncBlock:
    """Block trades: requests for quotes (RFQs), quotes and the trades that come of them. Called with the user's key; the
    broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_rfq_counterparties(
        self,
        *,
        extra: Extra | None = None,
    ) -> list[models.RfqCounterparty]:
        """Counterparties for block trades.

        Lists the market makers to whom the caller may send a request for quotes. Their `trader_code` is what
        `block.create_rfq` takes in `counterparties`.

        `GET /api/v5/rfq/counterparties`. Permission: Read. Limit: 5 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/counterparties.

        Args:
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The counterparties.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.many(operations.GET_RFQ_COUNTERPARTIES, {}, extra)

    async def create_rfq(
        self,
        *,
        counterparties: Sequence[str],
        legs: Sequence[models.NewRfqLeg],
        anonymous: bool | None = None,
        cl_rfq_id: str | None = None,
        tag: str | None = None,
        allow_partial_execution: bool | None = None,
        acct_alloc: Sequence[models.NewRfqAllocation] | None = None,
        extra: Extra | None = None,
    ) -> models.CreatedRfq:
        """Ask for quotes.

        Sends a request for quotes (RFQ) of 1 to 15 legs to chosen market makers. It lives for 10 minutes if all legs
        are options, else for 2 minutes; a quote is taken with `block.execute_quote`, or by itself where the legs have
        an `lmt_px`.

        With `acct_alloc` it is a group RFQ, which only a master account may send: it is shared out among at most 10
        accounts (70516), the master itself being account `0`. The sizes of a leg over all accounts must add up to
        that of the RFQ (70514), and each account must keep the ratio of the legs (70515). `allow_partial_execution`
        is then always true, whatever is sent; if one account fails, nothing is created.

        In demo trading choose the bot `WAGMI`; its quotes mean nothing. 80 RFQs can be sent in 12 hours.

        `POST /api/v5/rfq/create-rfq`. Permission: Trade. Limit: 5 requests per 2 seconds, counted by user; 80
        requests per 43200 seconds, counted by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/rfq/create-rfq.

        Args:
            counterparties: Codes (`trader_code`) of the market makers to ask, from `block.get_rfq_counterparties`.
            legs: What is to be traded, 1 to 15 legs.
            anonymous: Whether to stay unknown to the makers, also after a trade; false unless said.
            cl_rfq_id: The caller's own id for the RFQ, 1 to 32 letters and digits, case-sensitive.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. The block trades that come of the RFQ
                carry it too; without it they earn no rebate.
            allow_partial_execution: Whether a part of the RFQ may be executed, in the same ratio of its legs; false
                unless said. Always true for a group RFQ.
            acct_alloc: How the RFQ is shared out among accounts, at most 10 (70516). Makes it a group RFQ.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The RFQ as created.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "counterparties": counterparties,
            "legs": legs,
        }
        if anonymous is not None:
            given["anonymous"] = anonymous
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if tag is not None:
            given["tag"] = tag
        if allow_partial_execution is not None:
            given["allowPartialExecution"] = allow_partial_execution
        if acct_alloc is not None:
            given["acctAlloc"] = acct_alloc

        return await self._caller.one(operations.CREATE_RFQ, given, extra)

    async def cancel_rfq(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.CancelledRfq:
        """Cancel a request for quotes.

        Cancels an RFQ of the caller, named by its id at the exchange or by the caller's own.

        `POST /api/v5/rfq/cancel-rfq`. Permission: Trade. Limit: 5 requests per 2 seconds, counted by user.
        Source: okx-v5, POST /api/v5/rfq/cancel-rfq.

        Args:
            rfq_id: Id of the RFQ at the exchange; this one counts if both are sent.
            cl_rfq_id: The caller's own id of the RFQ, 1 to 32 letters and digits, case-sensitive.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The RFQ that was cancelled, or why not.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id

        return await self._caller.one(operations.CANCEL_RFQ, given, extra)

    async def execute_quote(
        self,
        *,
        rfq_id: str,
        quote_id: str,
        legs: Sequence[models.ExecuteQuoteLeg] | None = None,
        extra: Extra | None = None,
    ) -> models.ExecutedQuote:
        """Take a quote.

        Trades on a quote. Only who sent the RFQ can do this. With `legs` a part of it is executed, if the RFQ allows
        that; the ratio of the legs must stay.

        A group RFQ can't be executed in part (70507). Its legs and fees are the sums over the accounts; the ids of
        block trade and trades are empty there and stand in `acct_alloc`.

        An answer that never came says nothing about the trade: look for it with `block.get_rfq_trades`, do not send
        it again.

        `POST /api/v5/rfq/execute-quote`. Permission: Trade. Limit: 2 requests per 3 seconds, counted by user.
        Source: okx-v5, POST /api/v5/rfq/execute-quote.

        Args:
            rfq_id: Id of the RFQ at the exchange.
            quote_id: Id of the quote at the exchange.
            legs: The part to execute, in the ratio of the RFQ's legs; without it the whole. Direction and unit follow
                the RFQ, the price follows the quote.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The block trade.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "rfqId": rfq_id,
            "quoteId": quote_id,
        }
        if legs is not None:
            given["legs"] = legs

        return await self._caller.one(operations.EXECUTE_QUOTE, given, extra)

    async def create_quote(
        self,
        *,
        rfq_id: str,
        quote_side: Literal["buy", "sell"],
        legs: Sequence[models.NewQuoteLeg],
        cl_quote_id: str | None = None,
        tag: str | None = None,
        anonymous: bool | None = None,
        expires_in: int | None = None,
        extra: Extra | None = None,
    ) -> models.Quote:
        """Quote a price as a market maker.

        Answers an RFQ that was sent to the caller. All its legs must be quoted, and in one direction only.

        There is one quote of a maker for each RFQ: a new one cancels the one before.

        `POST /api/v5/rfq/create-quote`. Permission: Trade. Limit: 50 requests per 2 seconds, counted by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/rfq/create-quote.

        Args:
            rfq_id: Id of the RFQ at the exchange.
            quote_side: `buy`: the maker trades in the direction of the legs and the taker the other way. `sell`: the
                reverse.
            legs: The legs with their prices.
            cl_quote_id: The maker's own id for the quote, 1 to 32 letters and digits, case-sensitive.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. The block trades that come of the quote
                carry it too; without it they earn no rebate.
            anonymous: Whether to stay unknown to the taker, also after a trade; false unless said.
            expires_in: For how many seconds the quote stands, 10 to 120. Without it 60.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The quote as created.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "rfqId": rfq_id,
            "quoteSide": quote_side,
            "legs": legs,
        }
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if tag is not None:
            given["tag"] = tag
        if anonymous is not None:
            given["anonymous"] = anonymous
        if expires_in is not None:
            given["expiresIn"] = expires_in

        return await self._caller.one(operations.CREATE_QUOTE, given, extra)

    async def cancel_quote(
        self,
        *,
        quote_id: str | None = None,
        cl_quote_id: str | None = None,
        rfq_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.CancelledQuote:
        """Cancel a quote.

        Cancels a quote of the caller, named by its id at the exchange or by the caller's own.

        If a newer quote for the same RFQ came before, this one is cancelled already (70400). Calls over different
        connections can overtake each other: cancel on the connection that the quote was sent on, after its answer.

        `POST /api/v5/rfq/cancel-quote`. Permission: Trade. Limit: 50 requests per 2 seconds, counted by user.
        Source: okx-v5, POST /api/v5/rfq/cancel-quote.

        Args:
            quote_id: Id of the quote at the exchange; this one counts if both are sent.
            cl_quote_id: The caller's own id of the quote, 1 to 32 letters and digits, case-sensitive.
            rfq_id: Id at the exchange of the RFQ that was quoted.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The quote that was cancelled, or why not.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if quote_id is not None:
            given["quoteId"] = quote_id
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if rfq_id is not None:
            given["rfqId"] = rfq_id

        return await self._caller.one(operations.CANCEL_QUOTE, given, extra)

    async def get_rfqs(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        state: Literal["active", "canceled", "pending_fill", "filled", "expired", "failed", "traded_away"]
        | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.Rfq]:
        """Requests for quotes.

        Lists the RFQs that the caller sent or received, newest first.

        A group RFQ is `pending_fill` while one of its accounts is, then `filled` if one of them is, and `failed` if
        all failed. Both sides see its `group_id`, only the taker its `acct_alloc`.

        `GET /api/v5/rfq/rfqs`. Permission: Read. Limit: 2 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/rfqs.

        Args:
            rfq_id: Id of an RFQ at the exchange.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            state: State of the RFQs wanted; `traded_away` is for makers only. Without it all.
            begin_id: Only RFQs newer than the one with this id.
            end_id: Only RFQs older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The RFQs.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return await self._caller.many(operations.GET_RFQS, given, extra)

    def iter_rfqs(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        state: Literal["active", "canceled", "pending_fill", "filled", "expired", "failed", "traded_away"]
        | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.Rfq]:
        """Requests for quotes.

        Lists the RFQs that the caller sent or received, newest first.

        A group RFQ is `pending_fill` while one of its accounts is, then `filled` if one of them is, and `failed` if
        all failed. Both sides see its `group_id`, only the taker its `acct_alloc`.

        `GET /api/v5/rfq/rfqs`. Permission: Read. Limit: 2 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/rfqs.

        Args:
            rfq_id: Id of an RFQ at the exchange.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            state: State of the RFQs wanted; `traded_away` is for makers only. Without it all.
            begin_id: Only RFQs newer than the one with this id.
            end_id: Only RFQs older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return cursor_async(self._caller, operations.GET_RFQS, given, extra)

    async def get_quotes(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        quote_id: str | None = None,
        cl_quote_id: str | None = None,
        state: Literal["active", "canceled", "pending_fill", "filled", "expired", "failed"] | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.Quote]:
        """Quotes.

        Lists the quotes that the caller sent or received, newest first.

        `GET /api/v5/rfq/quotes`. Permission: Read. Limit: 2 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/quotes.

        Args:
            rfq_id: Id at the exchange of the RFQ that was quoted.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            quote_id: Id of a quote at the exchange.
            cl_quote_id: The caller's own id of a quote. `quote_id` counts if both are sent.
            state: State of the quotes wanted. Without it all.
            begin_id: Only quotes newer than the one with this id.
            end_id: Only quotes older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The quotes.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if quote_id is not None:
            given["quoteId"] = quote_id
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return await self._caller.many(operations.GET_QUOTES, given, extra)

    def iter_quotes(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        quote_id: str | None = None,
        cl_quote_id: str | None = None,
        state: Literal["active", "canceled", "pending_fill", "filled", "expired", "failed"] | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.Quote]:
        """Quotes.

        Lists the quotes that the caller sent or received, newest first.

        `GET /api/v5/rfq/quotes`. Permission: Read. Limit: 2 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/quotes.

        Args:
            rfq_id: Id at the exchange of the RFQ that was quoted.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            quote_id: Id of a quote at the exchange.
            cl_quote_id: The caller's own id of a quote. `quote_id` counts if both are sent.
            state: State of the quotes wanted. Without it all.
            begin_id: Only quotes newer than the one with this id.
            end_id: Only quotes older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if quote_id is not None:
            given["quoteId"] = quote_id
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return cursor_async(self._caller, operations.GET_QUOTES, given, extra)

    async def get_rfq_trades(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        quote_id: str | None = None,
        block_td_id: str | None = None,
        cl_quote_id: str | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        begin_ts: int | None = None,
        end_ts: int | None = None,
        limit: int | None = None,
        is_successful: bool | None = None,
        extra: Extra | None = None,
    ) -> list[models.BlockTrade]:
        """Block trades of the caller.

        Lists the block trades in which the caller took part, newest first; the successful ones unless asked
        otherwise.

        A group RFQ is listed once, when all its accounts are done; it counts as successful if one of them filled. Its
        own block trade id and the trade ids of its legs are empty, those of the accounts stand in `acct_alloc`. Only
        taker and maker see it; the other accounts find their part in their bills.

        `GET /api/v5/rfq/trades`. Permission: Read. Limit: 5 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/trades.

        Args:
            rfq_id: Id of the RFQ at the exchange.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            quote_id: Id of the quote at the exchange.
            block_td_id: Id of the block trade.
            cl_quote_id: The caller's own id of a quote. `quote_id` counts if both are sent.
            begin_id: Only block trades newer than the one with this id.
            end_id: Only block trades older than the one with this id.
            begin_ts: Only block trades executed from this time on; Unix time in milliseconds.
            end_ts: Only block trades executed up to this time; Unix time in milliseconds.
            limit: How many are wanted, 1 to 100. Without it 100. Of a span that holds more, the newest come.
            is_successful: Whether successful block trades are wanted, or failed ones; true unless said.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The block trades.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if quote_id is not None:
            given["quoteId"] = quote_id
        if block_td_id is not None:
            given["blockTdId"] = block_td_id
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if begin_ts is not None:
            given["beginTs"] = begin_ts
        if end_ts is not None:
            given["endTs"] = end_ts
        if limit is not None:
            given["limit"] = limit
        if is_successful is not None:
            given["isSuccessful"] = is_successful

        return await self._caller.many(operations.GET_RFQ_TRADES, given, extra)

    def iter_rfq_trades(
        self,
        *,
        rfq_id: str | None = None,
        cl_rfq_id: str | None = None,
        quote_id: str | None = None,
        block_td_id: str | None = None,
        cl_quote_id: str | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        begin_ts: int | None = None,
        end_ts: int | None = None,
        limit: int | None = None,
        is_successful: bool | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.BlockTrade]:
        """Block trades of the caller.

        Lists the block trades in which the caller took part, newest first; the successful ones unless asked
        otherwise.

        A group RFQ is listed once, when all its accounts are done; it counts as successful if one of them filled. Its
        own block trade id and the trade ids of its legs are empty, those of the accounts stand in `acct_alloc`. Only
        taker and maker see it; the other accounts find their part in their bills.

        `GET /api/v5/rfq/trades`. Permission: Read. Limit: 5 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/rfq/trades.

        Args:
            rfq_id: Id of the RFQ at the exchange.
            cl_rfq_id: The caller's own id of an RFQ. `rfq_id` counts if both are sent.
            quote_id: Id of the quote at the exchange.
            block_td_id: Id of the block trade.
            cl_quote_id: The caller's own id of a quote. `quote_id` counts if both are sent.
            begin_id: Only block trades newer than the one with this id.
            end_id: Only block trades older than the one with this id.
            begin_ts: Only block trades executed from this time on; Unix time in milliseconds.
            end_ts: Only block trades executed up to this time; Unix time in milliseconds.
            limit: How many are wanted, 1 to 100. Without it 100. Of a span that holds more, the newest come.
            is_successful: Whether successful block trades are wanted, or failed ones; true unless said.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if rfq_id is not None:
            given["rfqId"] = rfq_id
        if cl_rfq_id is not None:
            given["clRfqId"] = cl_rfq_id
        if quote_id is not None:
            given["quoteId"] = quote_id
        if block_td_id is not None:
            given["blockTdId"] = block_td_id
        if cl_quote_id is not None:
            given["clQuoteId"] = cl_quote_id
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if begin_ts is not None:
            given["beginTs"] = begin_ts
        if end_ts is not None:
            given["endTs"] = end_ts
        if limit is not None:
            given["limit"] = limit
        if is_successful is not None:
            given["isSuccessful"] = is_successful

        return cursor_async(self._caller, operations.GET_RFQ_TRADES, given, extra)
