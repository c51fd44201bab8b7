# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Converting one currency into another at a quoted price. Called with the user's key; the broker code goes into `tag`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import convert as operations
from okx_v5.paging import cursor, cursor_async
from okx_v5.scalars import Amount


class Convert:
    """Converting one currency into another at a quoted price. Called with the user's key; the broker code goes into
    `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_convert_currencies(
        self,
        *,
        extra: Extra | None = None,
    ) -> list[models.ConvertCurrency]:
        """Currencies that can be converted.

        Lists the currencies that the caller can convert.

        `GET /api/v5/asset/convert/currencies`. Permission: Read. Limit: 6 requests per second, counted by user.
        Source: okx-v5, GET /api/v5/asset/convert/currencies.

        Args:
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The currencies.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.many(operations.GET_CONVERT_CURRENCIES, {}, extra)

    def get_convert_currency_pair(
        self,
        *,
        from_ccy: str,
        to_ccy: str,
        convert_mode: Literal["0", "1"] | None = None,
        extra: Extra | None = None,
    ) -> models.ConvertCurrencyPair:
        """A pair of currencies, with its limits.

        Tells which pair two currencies form and how much of each can be converted at once.

        `GET /api/v5/asset/convert/currency-pair`. Permission: Read. Limit: 6 requests per second, counted by user.
        Source: okx-v5, GET /api/v5/asset/convert/currency-pair.

        Args:
            from_ccy: Currency to spend, as `USDT`.
            to_ccy: Currency to receive, as `BTC`.
            convert_mode: `0` (unless said): standard. `1`: large sizes for VIPs.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The pair.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "fromCcy": from_ccy,
            "toCcy": to_ccy,
        }
        if convert_mode is not None:
            given["convertMode"] = convert_mode

        return self._caller.one(operations.GET_CONVERT_CURRENCY_PAIR, given, extra)

    def estimate_convert_quote(
        self,
        *,
        base_ccy: str,
        quote_ccy: str,
        side: Literal["buy", "sell"],
        rfq_sz: Amount,
        rfq_sz_ccy: str,
        cl_q_req_id: str | None = None,
        tag: str | None = None,
        convert_mode: Literal["0", "1"] | None = None,
        extra: Extra | None = None,
    ) -> models.ConvertQuote:
        """Ask for a price to convert at.

        Asks for a quote, which `convert.convert_trade` can take for as long as `ttl_ms` says. Nothing is traded by
        asking.

        10 requests go in a second, and one in 5 seconds for each pair.

        `POST /api/v5/asset/convert/estimate-quote`. Permission: Trade. Limit: 10 requests per second, counted by
        user; 1 request per 5 seconds, counted by user and base_ccy and quote_ccy.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/asset/convert/estimate-quote.

        Args:
            base_ccy: Base currency of the pair, as `BTC` of `BTC-USDT`.
            quote_ccy: Quote currency of the pair, as `USDT` of `BTC-USDT`.
            side: Whether `base_ccy` is bought or sold.
            rfq_sz: Amount to convert, in `rfq_sz_ccy`.
            rfq_sz_ccy: Currency of `rfq_sz`.
            cl_q_req_id: The caller's own id for the request, 1 to 32 letters and digits, case-sensitive.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Without it the conversion earns no
                rebate. The answer does not echo it.
            convert_mode: `0` (unless said): standard. `1`: large sizes for VIPs.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The quote.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "baseCcy": base_ccy,
            "quoteCcy": quote_ccy,
            "side": side,
            "rfqSz": rfq_sz,
            "rfqSzCcy": rfq_sz_ccy,
        }
        if cl_q_req_id is not None:
            given["clQReqId"] = cl_q_req_id
        if tag is not None:
            given["tag"] = tag
        if convert_mode is not None:
            given["convertMode"] = convert_mode

        return self._caller.one(operations.ESTIMATE_CONVERT_QUOTE, given, extra)

    def convert_trade(
        self,
        *,
        quote_id: str,
        base_ccy: str,
        quote_ccy: str,
        side: Literal["buy", "sell"],
        sz: Amount,
        sz_ccy: str,
        cl_t_req_id: str | None = None,
        tag: str | None = None,
        convert_mode: Literal["0", "1"] | None = None,
        extra: Extra | None = None,
    ) -> models.ConvertedTrade:
        """Convert at a quoted price.

        Takes a quote of `convert.estimate_convert_quote`. Only what is in the trading account can be converted.

        10 requests go in a second, and one in 5 seconds for each direction (buy or sell). An answer that never came
        says nothing about the conversion: look for it with `convert.get_convert_history`, by `cl_t_req_id` and with
        the same tag.

        `POST /api/v5/asset/convert/trade`. Permission: Trade. Limit: 10 requests per second, counted by user; 1
        request per 5 seconds, counted by user and side.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/asset/convert/trade.

        Args:
            quote_id: Id of the quote, from `convert.estimate_convert_quote`.
            base_ccy: Base currency of the pair, as `BTC` of `BTC-USDT`.
            quote_ccy: Quote currency of the pair, as `USDT` of `BTC-USDT`.
            side: Whether `base_ccy` is bought or sold.
            sz: Amount to convert, in `sz_ccy`; not more than was quoted.
            sz_ccy: Currency of `sz`.
            cl_t_req_id: The caller's own id for the conversion, 1 to 32 letters and digits, case-sensitive.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Without it the conversion earns no
                rebate. The answer does not echo it.
            convert_mode: `0` (unless said): standard. `1`: large sizes for VIPs.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The conversion.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "quoteId": quote_id,
            "baseCcy": base_ccy,
            "quoteCcy": quote_ccy,
            "side": side,
            "sz": sz,
            "szCcy": sz_ccy,
        }
        if cl_t_req_id is not None:
            given["clTReqId"] = cl_t_req_id
        if tag is not None:
            given["tag"] = tag
        if convert_mode is not None:
            given["convertMode"] = convert_mode

        return self._caller.one(operations.CONVERT_TRADE, given, extra)

    def get_convert_history(
        self,
        *,
        cl_t_req_id: str | None = None,
        after: int | None = None,
        before: int | None = None,
        limit: int | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> list[models.ConvertRecord]:
        """Conversions of the past.

        Lists the conversions of the account.

        A conversion that carried a tag is found only with that tag in `tag`: pass the broker code to see those made
        through the broker, and nothing to see the others. The client never fills it in.

        Pages follow the time and not an id, so conversions of one millisecond that fall on both sides of a page's end
        can be missed; read spans of time where that matters.

        `GET /api/v5/asset/convert/history`. Permission: Read. Limit: 6 requests per second, counted by user.
        Broker tag: query.tag (filter).
        Source: okx-v5, GET /api/v5/asset/convert/history.

        Args:
            cl_t_req_id: The caller's own id of a conversion, 1 to 32 letters and digits, case-sensitive.
            after: Only conversions before this time; Unix time in milliseconds.
            before: Only conversions after this time; Unix time in milliseconds.
            limit: How many are wanted, 1 to 100. Without it 100.
            tag: Only conversions that carried this tag. Without it only those that carried none. A filter, so the
                client never fills it in.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The conversions.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if cl_t_req_id is not None:
            given["clTReqId"] = cl_t_req_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit
        if tag is not None:
            given["tag"] = tag

        return self._caller.many(operations.GET_CONVERT_HISTORY, given, extra)

    def iter_convert_history(
        self,
        *,
        cl_t_req_id: str | None = None,
        after: int | None = None,
        before: int | None = None,
        limit: int | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.ConvertRecord]:
        """Conversions of the past.

        Lists the conversions of the account.

        A conversion that carried a tag is found only with that tag in `tag`: pass the broker code to see those made
        through the broker, and nothing to see the others. The client never fills it in.

        Pages follow the time and not an id, so conversions of one millisecond that fall on both sides of a page's end
        can be missed; read spans of time where that matters.

        `GET /api/v5/asset/convert/history`. Permission: Read. Limit: 6 requests per second, counted by user.
        Broker tag: query.tag (filter).
        Source: okx-v5, GET /api/v5/asset/convert/history.

        Args:
            cl_t_req_id: The caller's own id of a conversion, 1 to 32 letters and digits, case-sensitive.
            after: Only conversions before this time; Unix time in milliseconds.
            before: Only conversions after this time; Unix time in milliseconds.
            limit: How many are wanted, 1 to 100. Without it 100.
            tag: Only conversions that carried this tag. Without it only those that carried none. A filter, so the
                client never fills it in.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if cl_t_req_id is not None:
            given["clTReqId"] = cl_t_req_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit
        if tag is not None:
            given["tag"] = tag

        return cursor(self._caller, operations.GET_CONVERT_HISTORY, given, extra)


class AsyncConvert:
    """Converting one currency into another at a quoted price. Called with the user's key; the broker code goes into
    `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_convert_currencies(
        self,
        *,
        extra: Extra | None = None,
    ) -> list[models.ConvertCurrency]:
        """Currencies that can be converted.

        Lists the currencies that the caller can convert.

        `GET /api/v5/asset/convert/currencies`. Permission: Read. Limit: 6 requests per second, counted by user.
        Source: okx-v5, GET /api/v5/asset/convert/currencies.

        Args:
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The currencies.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.many(operations.GET_CONVERT_CURRENCIES, {}, extra)

    async def get_convert_currency_pair(
        self,
        *,
        from_ccy: str,
        to_ccy: str,
        convert_mode: Literal["0", "1"] | None = None,
        extra: Extra | None = None,
    ) -> models.ConvertCurrencyPair:
        """A pair of currencies, with its limits.

        Tells which pair two currencies form and how much of each can be converted at once.

        `GET /api/v5/asset/convert/currency-pair`. Permission: Read. Limit: 6 requests per second, counted by user.
        Source: okx-v5, GET /api/v5/asset/convert/currency-pair.

        Args:
            from_ccy: Currency to spend, as `USDT`.
            to_ccy: Currency to receive, as `BTC`.
            convert_mode: `0` (unless said): standard. `1`: large sizes for VIPs.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The pair.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "fromCcy": from_ccy,
            "toCcy": to_ccy,
        }
        if convert_mode is not None:
            given["convertMode"] = convert_mode

        return await self._caller.one(operations.GET_CONVERT_CURRENCY_PAIR, given, extra)

    async def estimate_convert_quote(
        self,
        *,
        base_ccy: str,
        quote_ccy: str,
        side: Literal["buy", "sell"],
        rfq_sz: Amount,
        rfq_sz_ccy: str,
        cl_q_req_id: str | None = None,
        tag: str | None = None,
        convert_mode: Literal["0", "1"] | None = None,
        extra: Extra | None = None,
    ) -> models.ConvertQuote:
        """Ask for a price to convert at.

        Asks for a quote, which `convert.convert_trade` can take for as long as `ttl_ms` says. Nothing is traded by
        asking.

        10 requests go in a second, and one in 5 seconds for each pair.

        `POST /api/v5/asset/convert/estimate-quote`. Permission: Trade. Limit: 10 requests per second, counted by
        user; 1 request per 5 seconds, counted by user and base_ccy and quote_ccy.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/asset/convert/estimate-quote.

        Args:
            base_ccy: Base currency of the pair, as `BTC` of `BTC-USDT`.
            quote_ccy: Quote currency of the pair, as `USDT` of `BTC-USDT`.
            side: Whether `base_ccy` is bought or sold.
            rfq_sz: Amount to convert, in `rfq_sz_ccy`.
            rfq_sz_ccy: Currency of `rfq_sz`.
            cl_q_req_id: The caller's own id for the request, 1 to 32 letters and digits, case-sensitive.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Without it the conversion earns no
                rebate. The answer does not echo it.
            convert_mode: `0` (unless said): standard. `1`: large sizes for VIPs.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The quote.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "baseCcy": base_ccy,
            "quoteCcy": quote_ccy,
            "side": side,
            "rfqSz": rfq_sz,
            "rfqSzCcy": rfq_sz_ccy,
        }
        if cl_q_req_id is not None:
            given["clQReqId"] = cl_q_req_id
        if tag is not None:
            given["tag"] = tag
        if convert_mode is not None:
            given["convertMode"] = convert_mode

        return await self._caller.one(operations.ESTIMATE_CONVERT_QUOTE, given, extra)

    async def convert_trade(
        self,
        *,
        quote_id: str,
        base_ccy: str,
        quote_ccy: str,
        side: Literal["buy", "sell"],
        sz: Amount,
        sz_ccy: str,
        cl_t_req_id: str | None = None,
        tag: str | None = None,
        convert_mode: Literal["0", "1"] | None = None,
        extra: Extra | None = None,
    ) -> models.ConvertedTrade:
        """Convert at a quoted price.

        Takes a quote of `convert.estimate_convert_quote`. Only what is in the trading account can be converted.

        10 requests go in a second, and one in 5 seconds for each direction (buy or sell). An answer that never came
        says nothing about the conversion: look for it with `convert.get_convert_history`, by `cl_t_req_id` and with
        the same tag.

        `POST /api/v5/asset/convert/trade`. Permission: Trade. Limit: 10 requests per second, counted by user; 1
        request per 5 seconds, counted by user and side.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/asset/convert/trade.

        Args:
            quote_id: Id of the quote, from `convert.estimate_convert_quote`.
            base_ccy: Base currency of the pair, as `BTC` of `BTC-USDT`.
            quote_ccy: Quote currency of the pair, as `USDT` of `BTC-USDT`.
            side: Whether `base_ccy` is bought or sold.
            sz: Amount to convert, in `sz_ccy`; not more than was quoted.
            sz_ccy: Currency of `sz`.
            cl_t_req_id: The caller's own id for the conversion, 1 to 32 letters and digits, case-sensitive.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Without it the conversion earns no
                rebate. The answer does not echo it.
            convert_mode: `0` (unless said): standard. `1`: large sizes for VIPs.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The conversion.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "quoteId": quote_id,
            "baseCcy": base_ccy,
            "quoteCcy": quote_ccy,
            "side": side,
            "sz": sz,
            "szCcy": sz_ccy,
        }
        if cl_t_req_id is not None:
            given["clTReqId"] = cl_t_req_id
        if tag is not None:
            given["tag"] = tag
        if convert_mode is not None:
            given["convertMode"] = convert_mode

        return await self._caller.one(operations.CONVERT_TRADE, given, extra)

    async def get_convert_history(
        self,
        *,
        cl_t_req_id: str | None = None,
        after: int | None = None,
        before: int | None = None,
        limit: int | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> list[models.ConvertRecord]:
        """Conversions of the past.

        Lists the conversions of the account.

        A conversion that carried a tag is found only with that tag in `tag`: pass the broker code to see those made
        through the broker, and nothing to see the others. The client never fills it in.

        Pages follow the time and not an id, so conversions of one millisecond that fall on both sides of a page's end
        can be missed; read spans of time where that matters.

        `GET /api/v5/asset/convert/history`. Permission: Read. Limit: 6 requests per second, counted by user.
        Broker tag: query.tag (filter).
        Source: okx-v5, GET /api/v5/asset/convert/history.

        Args:
            cl_t_req_id: The caller's own id of a conversion, 1 to 32 letters and digits, case-sensitive.
            after: Only conversions before this time; Unix time in milliseconds.
            before: Only conversions after this time; Unix time in milliseconds.
            limit: How many are wanted, 1 to 100. Without it 100.
            tag: Only conversions that carried this tag. Without it only those that carried none. A filter, so the
                client never fills it in.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The conversions.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if cl_t_req_id is not None:
            given["clTReqId"] = cl_t_req_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit
        if tag is not None:
            given["tag"] = tag

        return await self._caller.many(operations.GET_CONVERT_HISTORY, given, extra)

    def iter_convert_history(
        self,
        *,
        cl_t_req_id: str | None = None,
        after: int | None = None,
        before: int | None = None,
        limit: int | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.ConvertRecord]:
        """Conversions of the past.

        Lists the conversions of the account.

        A conversion that carried a tag is found only with that tag in `tag`: pass the broker code to see those made
        through the broker, and nothing to see the others. The client never fills it in.

        Pages follow the time and not an id, so conversions of one millisecond that fall on both sides of a page's end
        can be missed; read spans of time where that matters.

        `GET /api/v5/asset/convert/history`. Permission: Read. Limit: 6 requests per second, counted by user.
        Broker tag: query.tag (filter).
        Source: okx-v5, GET /api/v5/asset/convert/history.

        Args:
            cl_t_req_id: The caller's own id of a conversion, 1 to 32 letters and digits, case-sensitive.
            after: Only conversions before this time; Unix time in milliseconds.
            before: Only conversions after this time; Unix time in milliseconds.
            limit: How many are wanted, 1 to 100. Without it 100.
            tag: Only conversions that carried this tag. Without it only those that carried none. A filter, so the
                client never fills it in.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if cl_t_req_id is not None:
            given["clTReqId"] = cl_t_req_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit
        if tag is not None:
            given["tag"] = tag

        return cursor_async(self._caller, operations.GET_CONVERT_HISTORY, given, extra)
