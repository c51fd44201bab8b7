# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Orders for spreads. Called with the user's key; the broker code goes into `tag`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import spread as operations
from okx_v5.paging import cursor, cursor_async
from okx_v5.scalars import Amount


class Spread:
    """Orders for spreads. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_spread_order(
        self,
        *,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.SpreadOrder:
        """One spread order.

        Looks up a spread order by its id at the exchange or by the caller's own; with the latter the newest, if
        several have it.

        `GET /api/v5/sprd/order`. Permission: Read. Limit: 20 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/sprd/order.

        Args:
            ord_id: Id of the order at the exchange. One of `ord_id` and `cl_ord_id` is needed; this one counts if
                both are sent.
            cl_ord_id: The caller's own order id. One of `ord_id` and `cl_ord_id` is needed.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if ord_id is not None:
            given["ordId"] = ord_id
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id

        return self._caller.one(operations.GET_SPREAD_ORDER, given, extra)

    def place_spread_order(
        self,
        *,
        sprd_id: str,
        side: Literal["buy", "sell"],
        ord_type: Literal["market", "limit", "post_only", "ioc"],
        sz: Amount,
        px: Amount,
        cl_ord_id: str | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.PlacedSpreadOrder:
        """Place a spread order.

        Places one order for a spread, that is, for all its legs at once. `s_code` of the answer tells whether it was
        accepted; whether it filled is asked with `spread.get_spread_order`.

        An answer that never came says nothing about the order: ask for it by `cl_ord_id`, do not send it again.

        `POST /api/v5/sprd/order`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/sprd/order.

        Args:
            sprd_id: Id of the spread, as `BTC-USDT_BTC-USDT-SWAP`.
            side: Buy or sell the spread.
            ord_type: Order type. `market`: at the market. `limit`: at `px` or better. `post_only`: as maker or not at
                all; cancelled as a whole if any part would take. `ioc`: fill at once what can be filled, cancel the
                rest.
            sz: Quantity. In USD for inverse spreads, in the base currency for linear and hybrid ones.
            px: Price of the spread, which can be negative. Always needed, though it means something for `limit`,
                `post_only` and `ioc` only.
            cl_ord_id: The caller's own order id, 1 to 32 letters and digits, case-sensitive. Must be unique among the
                open orders.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. An order without it earns no rebate, and
                it can't be added later. The answer echoes it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "sprdId": sprd_id,
            "side": side,
            "ordType": ord_type,
            "sz": sz,
            "px": px,
        }
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id
        if tag is not None:
            given["tag"] = tag

        return self._caller.one(operations.PLACE_SPREAD_ORDER, given, extra)

    def cancel_spread_order(
        self,
        *,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.CancelledSpreadOrder:
        """Cancel a spread order.

        Asks for an open spread order to be cancelled. An accepted request (`s_code` `"0"`) does not mean that the
        order is cancelled: look at its state.

        `POST /api/v5/sprd/cancel-order`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user.
        Source: okx-v5, POST /api/v5/sprd/cancel-order.

        Args:
            ord_id: Id of the order at the exchange; this one counts if both are sent.
            cl_ord_id: The caller's own order id.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order whose cancelling was accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if ord_id is not None:
            given["ordId"] = ord_id
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id

        return self._caller.one(operations.CANCEL_SPREAD_ORDER, given, extra)

    def get_spread_orders_pending(
        self,
        *,
        sprd_id: str | None = None,
        ord_type: Literal["market", "limit", "post_only", "ioc"] | None = None,
        state: Literal["live", "partially_filled"] | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.PendingSpreadOrder]:
        """Open spread orders.

        Lists the spread orders of the account that are not filled yet, or filled in part.

        `GET /api/v5/sprd/orders-pending`. Permission: Read. Limit: 10 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/sprd/orders-pending.

        Args:
            sprd_id: Id of one spread. Without it all.
            ord_type: Order type. Without it all.
            state: State of the orders wanted. Without it both.
            begin_id: Only orders newer than the one with this id.
            end_id: Only orders older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The open orders.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sprd_id is not None:
            given["sprdId"] = sprd_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return self._caller.many(operations.GET_SPREAD_ORDERS_PENDING, given, extra)

    def iter_spread_orders_pending(
        self,
        *,
        sprd_id: str | None = None,
        ord_type: Literal["market", "limit", "post_only", "ioc"] | None = None,
        state: Literal["live", "partially_filled"] | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.PendingSpreadOrder]:
        """Open spread orders.

        Lists the spread orders of the account that are not filled yet, or filled in part.

        `GET /api/v5/sprd/orders-pending`. Permission: Read. Limit: 10 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/sprd/orders-pending.

        Args:
            sprd_id: Id of one spread. Without it all.
            ord_type: Order type. Without it all.
            state: State of the orders wanted. Without it both.
            begin_id: Only orders newer than the one with this id.
            end_id: Only orders older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sprd_id is not None:
            given["sprdId"] = sprd_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return cursor(self._caller, operations.GET_SPREAD_ORDERS_PENDING, given, extra)

    def get_spreads(
        self,
        *,
        base_ccy: str | None = None,
        inst_id: str | None = None,
        sprd_id: str | None = None,
        state: Literal["live", "suspend", "expired"] | None = None,
        extra: Extra | None = None,
    ) -> list[models.Spread]:
        """Spreads that can be traded.

        Lists the spreads with their legs, tick size and lot size. Needs no key.

        `GET /api/v5/sprd/spreads`. Permission: Public. Limit: 20 requests per 2 seconds, counted by IP address.
        Source: okx-v5, GET /api/v5/sprd/spreads.

        Args:
            base_ccy: Base currency of the spread, as `BTC`.
            inst_id: Instrument that the spread contains.
            sprd_id: Id of one spread.
            state: State of the spreads wanted. Without it all.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The spreads.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if base_ccy is not None:
            given["baseCcy"] = base_ccy
        if inst_id is not None:
            given["instId"] = inst_id
        if sprd_id is not None:
            given["sprdId"] = sprd_id
        if state is not None:
            given["state"] = state

        return self._caller.many(operations.GET_SPREADS, given, extra)


class AsyncSpread:
    """Orders for spreads. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_spread_order(
        self,
        *,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.SpreadOrder:
        """One spread order.

        Looks up a spread order by its id at the exchange or by the caller's own; with the latter the newest, if
        several have it.

        `GET /api/v5/sprd/order`. Permission: Read. Limit: 20 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/sprd/order.

        Args:
            ord_id: Id of the order at the exchange. One of `ord_id` and `cl_ord_id` is needed; this one counts if
                both are sent.
            cl_ord_id: The caller's own order id. One of `ord_id` and `cl_ord_id` is needed.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if ord_id is not None:
            given["ordId"] = ord_id
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id

        return await self._caller.one(operations.GET_SPREAD_ORDER, given, extra)

    async def place_spread_order(
        self,
        *,
        sprd_id: str,
        side: Literal["buy", "sell"],
        ord_type: Literal["market", "limit", "post_only", "ioc"],
        sz: Amount,
        px: Amount,
        cl_ord_id: str | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.PlacedSpreadOrder:
        """Place a spread order.

        Places one order for a spread, that is, for all its legs at once. `s_code` of the answer tells whether it was
        accepted; whether it filled is asked with `spread.get_spread_order`.

        An answer that never came says nothing about the order: ask for it by `cl_ord_id`, do not send it again.

        `POST /api/v5/sprd/order`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/sprd/order.

        Args:
            sprd_id: Id of the spread, as `BTC-USDT_BTC-USDT-SWAP`.
            side: Buy or sell the spread.
            ord_type: Order type. `market`: at the market. `limit`: at `px` or better. `post_only`: as maker or not at
                all; cancelled as a whole if any part would take. `ioc`: fill at once what can be filled, cancel the
                rest.
            sz: Quantity. In USD for inverse spreads, in the base currency for linear and hybrid ones.
            px: Price of the spread, which can be negative. Always needed, though it means something for `limit`,
                `post_only` and `ioc` only.
            cl_ord_id: The caller's own order id, 1 to 32 letters and digits, case-sensitive. Must be unique among the
                open orders.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. An order without it earns no rebate, and
                it can't be added later. The answer echoes it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "sprdId": sprd_id,
            "side": side,
            "ordType": ord_type,
            "sz": sz,
            "px": px,
        }
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id
        if tag is not None:
            given["tag"] = tag

        return await self._caller.one(operations.PLACE_SPREAD_ORDER, given, extra)

    async def cancel_spread_order(
        self,
        *,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.CancelledSpreadOrder:
        """Cancel a spread order.

        Asks for an open spread order to be cancelled. An accepted request (`s_code` `"0"`) does not mean that the
        order is cancelled: look at its state.

        `POST /api/v5/sprd/cancel-order`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user.
        Source: okx-v5, POST /api/v5/sprd/cancel-order.

        Args:
            ord_id: Id of the order at the exchange; this one counts if both are sent.
            cl_ord_id: The caller's own order id.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order whose cancelling was accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if ord_id is not None:
            given["ordId"] = ord_id
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id

        return await self._caller.one(operations.CANCEL_SPREAD_ORDER, given, extra)

    async def get_spread_orders_pending(
        self,
        *,
        sprd_id: str | None = None,
        ord_type: Literal["market", "limit", "post_only", "ioc"] | None = None,
        state: Literal["live", "partially_filled"] | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.PendingSpreadOrder]:
        """Open spread orders.

        Lists the spread orders of the account that are not filled yet, or filled in part.

        `GET /api/v5/sprd/orders-pending`. Permission: Read. Limit: 10 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/sprd/orders-pending.

        Args:
            sprd_id: Id of one spread. Without it all.
            ord_type: Order type. Without it all.
            state: State of the orders wanted. Without it both.
            begin_id: Only orders newer than the one with this id.
            end_id: Only orders older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The open orders.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sprd_id is not None:
            given["sprdId"] = sprd_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return await self._caller.many(operations.GET_SPREAD_ORDERS_PENDING, given, extra)

    def iter_spread_orders_pending(
        self,
        *,
        sprd_id: str | None = None,
        ord_type: Literal["market", "limit", "post_only", "ioc"] | None = None,
        state: Literal["live", "partially_filled"] | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.PendingSpreadOrder]:
        """Open spread orders.

        Lists the spread orders of the account that are not filled yet, or filled in part.

        `GET /api/v5/sprd/orders-pending`. Permission: Read. Limit: 10 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/sprd/orders-pending.

        Args:
            sprd_id: Id of one spread. Without it all.
            ord_type: Order type. Without it all.
            state: State of the orders wanted. Without it both.
            begin_id: Only orders newer than the one with this id.
            end_id: Only orders older than the one with this id.
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sprd_id is not None:
            given["sprdId"] = sprd_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if begin_id is not None:
            given["beginId"] = begin_id
        if end_id is not None:
            given["endId"] = end_id
        if limit is not None:
            given["limit"] = limit

        return cursor_async(self._caller, operations.GET_SPREAD_ORDERS_PENDING, given, extra)

    async def get_spreads(
        self,
        *,
        base_ccy: str | None = None,
        inst_id: str | None = None,
        sprd_id: str | None = None,
        state: Literal["live", "suspend", "expired"] | None = None,
        extra: Extra | None = None,
    ) -> list[models.Spread]:
        """Spreads that can be traded.

        Lists the spreads with their legs, tick size and lot size. Needs no key.

        `GET /api/v5/sprd/spreads`. Permission: Public. Limit: 20 requests per 2 seconds, counted by IP address.
        Source: okx-v5, GET /api/v5/sprd/spreads.

        Args:
            base_ccy: Base currency of the spread, as `BTC`.
            inst_id: Instrument that the spread contains.
            sprd_id: Id of one spread.
            state: State of the spreads wanted. Without it all.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The spreads.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if base_ccy is not None:
            given["baseCcy"] = base_ccy
        if inst_id is not None:
            given["instId"] = inst_id
        if sprd_id is not None:
            given["sprdId"] = sprd_id
        if state is not None:
            given["state"] = state

        return await self._caller.many(operations.GET_SPREADS, given, extra)
