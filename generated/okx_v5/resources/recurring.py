# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Recurring buys. Called with the user's key; the broker code goes into `tag`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import recurring as operations
from okx_v5.paging import cursor, cursor_async
from okx_v5.scalars import Amount


class Recurring:
    """Recurring buys. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def place_recurring_order(
        self,
        *,
        stgy_name: str,
        recurring_list: Sequence[models.NewRecurringCurrency],
        period: Literal["monthly", "weekly", "daily", "hourly"],
        recurring_time: int,
        time_zone: int,
        amt: Amount,
        investment_ccy: Literal["USDT", "USDC"],
        td_mode: Literal["cross", "cash"],
        recurring_day: int | None = None,
        recurring_hour: Literal["1", "4", "8", "12"] | None = None,
        algo_cl_ord_id: str | None = None,
        tag: str | None = None,
        trade_quote_ccy: str | None = None,
        source: Sequence[str] | None = None,
        recurring_time_type: Literal["1", "2"] | None = None,
        extra: Extra | None = None,
    ) -> models.BotResult:
        """Start a recurring buy.

        Starts a bot that buys one or several currencies every month, week, day or few hours, for a fixed amount that
        is divided among them.

        `POST /api/v5/tradingBot/recurring/order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds, counted
        by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/tradingBot/recurring/order-algo.

        Args:
            stgy_name: Name of the recurring buy, at most 40 characters.
            recurring_list: Currencies to buy, with the share of each.
            period: How often to buy.
            recurring_time: Hour of the day, 0 to 23; for `hourly` that of the first buy.
            time_zone: Time zone of day and hour, as hours ahead of UTC, -12 to 14.
            amt: Amount to spend each time, in `investment_ccy`.
            investment_ccy: Currency to spend.
            td_mode: Trade mode: `cross` in multi-currency and portfolio margin mode, `cash` in Spot and Futures mode.
            recurring_day: Day of the month (1 to 28) for `monthly`, of the week (1 to 7) for `weekly`, needed for
                both; not for the others. Required when `period` is `monthly` or `weekly`.
            recurring_hour: Hours from one buy to the next for `hourly`, needed there. Required when `period` is
                `hourly`.
            algo_cl_ord_id: The caller's own id of the recurring buy, 1 to 32 letters and digits, case-sensitive. One
                that is in use is refused (51065).
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. A recurring buy without it earns no
                rebate, and it can't be added later. The answer echoes it.
            trade_quote_ccy: Quote currency to trade with.
            source: Where the money comes from: `1` (unless said) the trading account, `2` the funding account, `3`
                simple earn.
            recurring_time_type: When to buy first: `1` (unless said) at the time given, `2` at once.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The recurring buy as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "stgyName": stgy_name,
            "recurringList": recurring_list,
            "period": period,
            "recurringTime": recurring_time,
            "timeZone": time_zone,
            "amt": amt,
            "investmentCcy": investment_ccy,
            "tdMode": td_mode,
        }
        if recurring_day is not None:
            given["recurringDay"] = recurring_day
        if recurring_hour is not None:
            given["recurringHour"] = recurring_hour
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id
        if tag is not None:
            given["tag"] = tag
        if trade_quote_ccy is not None:
            given["tradeQuoteCcy"] = trade_quote_ccy
        if source is not None:
            given["source"] = source
        if recurring_time_type is not None:
            given["recurringTimeType"] = recurring_time_type

        return self._caller.one(operations.PLACE_RECURRING_ORDER, given, extra)

    def stop_recurring_orders(
        self,
        algos: Sequence[models.RecurringToStop],
        *,
        extra: Extra | None = None,
    ) -> list[models.StoppedRecurringOrder]:
        """Stop up to 10 recurring buys.

        Stops 1 to 10 recurring buys. Each has an answer of its own, with an `s_code`; the code of the envelope is
        `"2"` when only some were accepted and `"1"` when none was.

        `POST /api/v5/tradingBot/recurring/stop-order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds,
        counted by user.
        Source: okx-v5, POST /api/v5/tradingBot/recurring/stop-order-algo.

        Args:
            algos: One to 10 of `models.RecurringToStop`.
            extra: Fields that the contract does not know yet, by OKX's name; for all items, or one mapping each.

        Returns:
            What became of each request to stop.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.many(operations.STOP_RECURRING_ORDERS, algos, extra)

    def get_recurring_orders_pending(
        self,
        *,
        algo_id: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.RecurringOrder]:
        """Recurring buys that run.

        Lists the account's recurring buys that have not ended. The newest come first; older ones are asked for with
        `after`.

        `GET /api/v5/tradingBot/recurring/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds,
        counted by user.
        Source: okx-v5, GET /api/v5/tradingBot/recurring/orders-algo-pending.

        Args:
            algo_id: Id of one recurring buy. Without it all of them.
            after: Recurring buys older than the one with this `algo_id`.
            before: Recurring buys newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The recurring buys that run, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if algo_id is not None:
            given["algoId"] = algo_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return self._caller.many(operations.GET_RECURRING_ORDERS_PENDING, given, extra)

    def iter_recurring_orders_pending(
        self,
        *,
        algo_id: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.RecurringOrder]:
        """Recurring buys that run.

        Lists the account's recurring buys that have not ended. The newest come first; older ones are asked for with
        `after`.

        `GET /api/v5/tradingBot/recurring/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds,
        counted by user.
        Source: okx-v5, GET /api/v5/tradingBot/recurring/orders-algo-pending.

        Args:
            algo_id: Id of one recurring buy. Without it all of them.
            after: Recurring buys older than the one with this `algo_id`.
            before: Recurring buys newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if algo_id is not None:
            given["algoId"] = algo_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return cursor(self._caller, operations.GET_RECURRING_ORDERS_PENDING, given, extra)

    def get_recurring_order(
        self,
        *,
        algo_id: str,
        extra: Extra | None = None,
    ) -> models.RecurringOrderDetails:
        """One recurring buy.

        Looks up a recurring buy by its id, whether it runs or has stopped, with more detail than the list.

        `GET /api/v5/tradingBot/recurring/orders-algo-details`. Permission: Read. Limit: 20 requests per 2 seconds,
        counted by user.
        Source: okx-v5, GET /api/v5/tradingBot/recurring/orders-algo-details.

        Args:
            algo_id: Id of the recurring buy.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The recurring buy.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "algoId": algo_id,
        }

        return self._caller.one(operations.GET_RECURRING_ORDER, given, extra)


class AsyncRecurring:
    """Recurring buys. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def place_recurring_order(
        self,
        *,
        stgy_name: str,
        recurring_list: Sequence[models.NewRecurringCurrency],
        period: Literal["monthly", "weekly", "daily", "hourly"],
        recurring_time: int,
        time_zone: int,
        amt: Amount,
        investment_ccy: Literal["USDT", "USDC"],
        td_mode: Literal["cross", "cash"],
        recurring_day: int | None = None,
        recurring_hour: Literal["1", "4", "8", "12"] | None = None,
        algo_cl_ord_id: str | None = None,
        tag: str | None = None,
        trade_quote_ccy: str | None = None,
        source: Sequence[str] | None = None,
        recurring_time_type: Literal["1", "2"] | None = None,
        extra: Extra | None = None,
    ) -> models.BotResult:
        """Start a recurring buy.

        Starts a bot that buys one or several currencies every month, week, day or few hours, for a fixed amount that
        is divided among them.

        `POST /api/v5/tradingBot/recurring/order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds, counted
        by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/tradingBot/recurring/order-algo.

        Args:
            stgy_name: Name of the recurring buy, at most 40 characters.
            recurring_list: Currencies to buy, with the share of each.
            period: How often to buy.
            recurring_time: Hour of the day, 0 to 23; for `hourly` that of the first buy.
            time_zone: Time zone of day and hour, as hours ahead of UTC, -12 to 14.
            amt: Amount to spend each time, in `investment_ccy`.
            investment_ccy: Currency to spend.
            td_mode: Trade mode: `cross` in multi-currency and portfolio margin mode, `cash` in Spot and Futures mode.
            recurring_day: Day of the month (1 to 28) for `monthly`, of the week (1 to 7) for `weekly`, needed for
                both; not for the others. Required when `period` is `monthly` or `weekly`.
            recurring_hour: Hours from one buy to the next for `hourly`, needed there. Required when `period` is
                `hourly`.
            algo_cl_ord_id: The caller's own id of the recurring buy, 1 to 32 letters and digits, case-sensitive. One
                that is in use is refused (51065).
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. A recurring buy without it earns no
                rebate, and it can't be added later. The answer echoes it.
            trade_quote_ccy: Quote currency to trade with.
            source: Where the money comes from: `1` (unless said) the trading account, `2` the funding account, `3`
                simple earn.
            recurring_time_type: When to buy first: `1` (unless said) at the time given, `2` at once.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The recurring buy as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "stgyName": stgy_name,
            "recurringList": recurring_list,
            "period": period,
            "recurringTime": recurring_time,
            "timeZone": time_zone,
            "amt": amt,
            "investmentCcy": investment_ccy,
            "tdMode": td_mode,
        }
        if recurring_day is not None:
            given["recurringDay"] = recurring_day
        if recurring_hour is not None:
            given["recurringHour"] = recurring_hour
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id
        if tag is not None:
            given["tag"] = tag
        if trade_quote_ccy is not None:
            given["tradeQuoteCcy"] = trade_quote_ccy
        if source is not None:
            given["source"] = source
        if recurring_time_type is not None:
            given["recurringTimeType"] = recurring_time_type

        return await self._caller.one(operations.PLACE_RECURRING_ORDER, given, extra)

    async def stop_recurring_orders(
        self,
        algos: Sequence[models.RecurringToStop],
        *,
        extra: Extra | None = None,
    ) -> list[models.StoppedRecurringOrder]:
        """Stop up to 10 recurring buys.

        Stops 1 to 10 recurring buys. Each has an answer of its own, with an `s_code`; the code of the envelope is
        `"2"` when only some were accepted and `"1"` when none was.

        `POST /api/v5/tradingBot/recurring/stop-order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds,
        counted by user.
        Source: okx-v5, POST /api/v5/tradingBot/recurring/stop-order-algo.

        Args:
            algos: One to 10 of `models.RecurringToStop`.
            extra: Fields that the contract does not know yet, by OKX's name; for all items, or one mapping each.

        Returns:
            What became of each request to stop.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.many(operations.STOP_RECURRING_ORDERS, algos, extra)

    async def get_recurring_orders_pending(
        self,
        *,
        algo_id: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.RecurringOrder]:
        """Recurring buys that run.

        Lists the account's recurring buys that have not ended. The newest come first; older ones are asked for with
        `after`.

        `GET /api/v5/tradingBot/recurring/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds,
        counted by user.
        Source: okx-v5, GET /api/v5/tradingBot/recurring/orders-algo-pending.

        Args:
            algo_id: Id of one recurring buy. Without it all of them.
            after: Recurring buys older than the one with this `algo_id`.
            before: Recurring buys newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The recurring buys that run, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if algo_id is not None:
            given["algoId"] = algo_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return await self._caller.many(operations.GET_RECURRING_ORDERS_PENDING, given, extra)

    def iter_recurring_orders_pending(
        self,
        *,
        algo_id: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.RecurringOrder]:
        """Recurring buys that run.

        Lists the account's recurring buys that have not ended. The newest come first; older ones are asked for with
        `after`.

        `GET /api/v5/tradingBot/recurring/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds,
        counted by user.
        Source: okx-v5, GET /api/v5/tradingBot/recurring/orders-algo-pending.

        Args:
            algo_id: Id of one recurring buy. Without it all of them.
            after: Recurring buys older than the one with this `algo_id`.
            before: Recurring buys newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if algo_id is not None:
            given["algoId"] = algo_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return cursor_async(self._caller, operations.GET_RECURRING_ORDERS_PENDING, given, extra)

    async def get_recurring_order(
        self,
        *,
        algo_id: str,
        extra: Extra | None = None,
    ) -> models.RecurringOrderDetails:
        """One recurring buy.

        Looks up a recurring buy by its id, whether it runs or has stopped, with more detail than the list.

        `GET /api/v5/tradingBot/recurring/orders-algo-details`. Permission: Read. Limit: 20 requests per 2 seconds,
        counted by user.
        Source: okx-v5, GET /api/v5/tradingBot/recurring/orders-algo-details.

        Args:
            algo_id: Id of the recurring buy.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The recurring buy.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "algoId": algo_id,
        }

        return await self._caller.one(operations.GET_RECURRING_ORDER, given, extra)
