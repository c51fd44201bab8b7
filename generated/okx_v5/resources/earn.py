# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Investments in on-chain earn. Called with the user's key; the broker code goes into `tag`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import earn as operations
from okx_v5.paging import cursor, cursor_async


class Earn:
    """Investments in on-chain earn. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_earn_offers(
        self,
        *,
        product_id: str | None = None,
        protocol_type: Literal["defi"] | None = None,
        ccy: str | None = None,
        extra: Extra | None = None,
    ) -> list[models.EarnOffer]:
        """Offers of on-chain earn.

        Lists the products in which the caller can invest, with their terms and the caller's bounds.

        `GET /api/v5/finance/staking-defi/offers`. Permission: Read. Limit: 3 requests per second, counted by user.
        Source: okx-v5, GET /api/v5/finance/staking-defi/offers.

        Args:
            product_id: Id of one product. Without it all.
            protocol_type: Kind of product; `defi` is on-chain earn.
            ccy: Currency that is invested, as `DOT`. Without it all.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The offers.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if product_id is not None:
            given["productId"] = product_id
        if protocol_type is not None:
            given["protocolType"] = protocol_type
        if ccy is not None:
            given["ccy"] = ccy

        return self._caller.many(operations.GET_EARN_OFFERS, given, extra)

    def purchase_earn(
        self,
        *,
        product_id: str,
        invest_data: Sequence[models.NewEarnInvestment],
        term: int | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.EarnReceipt:
        """Invest in a product of on-chain earn.

        Subscribes to a product. An answer that never came says nothing about the purchase: look at
        `earn.get_earn_orders_active` before sending it again.

        `POST /api/v5/finance/staking-defi/purchase`. Permission: Trade. Limit: 2 requests per second, counted by
        user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/finance/staking-defi/purchase.

        Args:
            product_id: Id of the product, from `earn.get_earn_offers`.
            invest_data: What to invest.
            term: Term in days. Needed for products with a fixed term.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Without it the investment earns no
                rebate. The answer echoes it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order that was made.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "productId": product_id,
            "investData": invest_data,
        }
        if term is not None:
            given["term"] = term
        if tag is not None:
            given["tag"] = tag

        return self._caller.one(operations.PURCHASE_EARN, given, extra)

    def redeem_earn(
        self,
        *,
        ord_id: str,
        protocol_type: Literal["defi"],
        allow_early_redeem: bool | None = None,
        extra: Extra | None = None,
    ) -> models.EarnReceipt:
        """Take an investment back.

        Asks for an investment of on-chain earn to be redeemed.

        `POST /api/v5/finance/staking-defi/redeem`. Permission: Trade. Limit: 2 requests per second, counted by user.
        Source: okx-v5, POST /api/v5/finance/staking-defi/redeem.

        Args:
            ord_id: Id of the order.
            protocol_type: Kind of product; `defi` is on-chain earn.
            allow_early_redeem: Whether it may be redeemed before its term; false unless said.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order that is being redeemed.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "ordId": ord_id,
            "protocolType": protocol_type,
        }
        if allow_early_redeem is not None:
            given["allowEarlyRedeem"] = allow_early_redeem

        return self._caller.one(operations.REDEEM_EARN, given, extra)

    def cancel_earn(
        self,
        *,
        ord_id: str,
        protocol_type: Literal["defi"],
        extra: Extra | None = None,
    ) -> models.EarnReceipt:
        """Cancel a purchase or a redemption.

        Cancels a purchase or a redemption of on-chain earn that is still pending. What a cancelled purchase had cost
        goes to the funding account.

        `POST /api/v5/finance/staking-defi/cancel`. Permission: Trade. Limit: 2 requests per second, counted by user.
        Source: okx-v5, POST /api/v5/finance/staking-defi/cancel.

        Args:
            ord_id: Id of the order.
            protocol_type: Kind of product; `defi` is on-chain earn.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order whose purchase or redemption is cancelled.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "ordId": ord_id,
            "protocolType": protocol_type,
        }

        return self._caller.one(operations.CANCEL_EARN, given, extra)

    def get_earn_orders_active(
        self,
        *,
        product_id: str | None = None,
        protocol_type: Literal["defi"] | None = None,
        ccy: str | None = None,
        state: Literal["8", "13", "9", "1", "2"] | None = None,
        extra: Extra | None = None,
    ) -> list[models.ActiveEarnOrder]:
        """Investments that run.

        Lists the investments in on-chain earn that are not over yet.

        `GET /api/v5/finance/staking-defi/orders-active`. Permission: Read. Limit: 3 requests per second, counted by
        user.
        Source: okx-v5, GET /api/v5/finance/staking-defi/orders-active.

        Args:
            product_id: Id of one product. Without it all.
            protocol_type: Kind of product; `defi` is on-chain earn.
            ccy: Currency that is invested, as `DOT`. Without it all.
            state: State of the investments wanted: `8` pending, `13` being cancelled, `9` on its way to the chain,
                `1` earning, `2` being redeemed. Without it all.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The investments.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if product_id is not None:
            given["productId"] = product_id
        if protocol_type is not None:
            given["protocolType"] = protocol_type
        if ccy is not None:
            given["ccy"] = ccy
        if state is not None:
            given["state"] = state

        return self._caller.many(operations.GET_EARN_ORDERS_ACTIVE, given, extra)

    def get_earn_orders_history(
        self,
        *,
        product_id: str | None = None,
        protocol_type: Literal["defi"] | None = None,
        ccy: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.PastEarnOrder]:
        """Investments of the past.

        Lists the investments in on-chain earn that are over, redeemed or cancelled.

        `GET /api/v5/finance/staking-defi/orders-history`. Permission: Read. Limit: 3 requests per second, counted by
        user.
        Source: okx-v5, GET /api/v5/finance/staking-defi/orders-history.

        Args:
            product_id: Id of one product. Without it all.
            protocol_type: Kind of product; `defi` is on-chain earn.
            ccy: Currency that is invested, as `DOT`. Without it all.
            after: Only orders older than the one with this id (`ord_id`).
            before: Only orders newer than the one with this id (`ord_id`).
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The investments.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if product_id is not None:
            given["productId"] = product_id
        if protocol_type is not None:
            given["protocolType"] = protocol_type
        if ccy is not None:
            given["ccy"] = ccy
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return self._caller.many(operations.GET_EARN_ORDERS_HISTORY, given, extra)

    def iter_earn_orders_history(
        self,
        *,
        product_id: str | None = None,
        protocol_type: Literal["defi"] | None = None,
        ccy: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.PastEarnOrder]:
        """Investments of the past.

        Lists the investments in on-chain earn that are over, redeemed or cancelled.

        `GET /api/v5/finance/staking-defi/orders-history`. Permission: Read. Limit: 3 requests per second, counted by
        user.
        Source: okx-v5, GET /api/v5/finance/staking-defi/orders-history.

        Args:
            product_id: Id of one product. Without it all.
            protocol_type: Kind of product; `defi` is on-chain earn.
            ccy: Currency that is invested, as `DOT`. Without it all.
            after: Only orders older than the one with this id (`ord_id`).
            before: Only orders newer than the one with this id (`ord_id`).
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if product_id is not None:
            given["productId"] = product_id
        if protocol_type is not None:
            given["protocolType"] = protocol_type
        if ccy is not None:
            given["ccy"] = ccy
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return cursor(self._caller, operations.GET_EARN_ORDERS_HISTORY, given, extra)


class AsyncEarn:
    """Investments in on-chain earn. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_earn_offers(
        self,
        *,
        product_id: str | None = None,
        protocol_type: Literal["defi"] | None = None,
        ccy: str | None = None,
        extra: Extra | None = None,
    ) -> list[models.EarnOffer]:
        """Offers of on-chain earn.

        Lists the products in which the caller can invest, with their terms and the caller's bounds.

        `GET /api/v5/finance/staking-defi/offers`. Permission: Read. Limit: 3 requests per second, counted by user.
        Source: okx-v5, GET /api/v5/finance/staking-defi/offers.

        Args:
            product_id: Id of one product. Without it all.
            protocol_type: Kind of product; `defi` is on-chain earn.
            ccy: Currency that is invested, as `DOT`. Without it all.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The offers.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if product_id is not None:
            given["productId"] = product_id
        if protocol_type is not None:
            given["protocolType"] = protocol_type
        if ccy is not None:
            given["ccy"] = ccy

        return await self._caller.many(operations.GET_EARN_OFFERS, given, extra)

    async def purchase_earn(
        self,
        *,
        product_id: str,
        invest_data: Sequence[models.NewEarnInvestment],
        term: int | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.EarnReceipt:
        """Invest in a product of on-chain earn.

        Subscribes to a product. An answer that never came says nothing about the purchase: look at
        `earn.get_earn_orders_active` before sending it again.

        `POST /api/v5/finance/staking-defi/purchase`. Permission: Trade. Limit: 2 requests per second, counted by
        user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/finance/staking-defi/purchase.

        Args:
            product_id: Id of the product, from `earn.get_earn_offers`.
            invest_data: What to invest.
            term: Term in days. Needed for products with a fixed term.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Without it the investment earns no
                rebate. The answer echoes it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order that was made.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "productId": product_id,
            "investData": invest_data,
        }
        if term is not None:
            given["term"] = term
        if tag is not None:
            given["tag"] = tag

        return await self._caller.one(operations.PURCHASE_EARN, given, extra)

    async def redeem_earn(
        self,
        *,
        ord_id: str,
        protocol_type: Literal["defi"],
        allow_early_redeem: bool | None = None,
        extra: Extra | None = None,
    ) -> models.EarnReceipt:
        """Take an investment back.

        Asks for an investment of on-chain earn to be redeemed.

        `POST /api/v5/finance/staking-defi/redeem`. Permission: Trade. Limit: 2 requests per second, counted by user.
        Source: okx-v5, POST /api/v5/finance/staking-defi/redeem.

        Args:
            ord_id: Id of the order.
            protocol_type: Kind of product; `defi` is on-chain earn.
            allow_early_redeem: Whether it may be redeemed before its term; false unless said.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order that is being redeemed.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "ordId": ord_id,
            "protocolType": protocol_type,
        }
        if allow_early_redeem is not None:
            given["allowEarlyRedeem"] = allow_early_redeem

        return await self._caller.one(operations.REDEEM_EARN, given, extra)

    async def cancel_earn(
        self,
        *,
        ord_id: str,
        protocol_type: Literal["defi"],
        extra: Extra | None = None,
    ) -> models.EarnReceipt:
        """Cancel a purchase or a redemption.

        Cancels a purchase or a redemption of on-chain earn that is still pending. What a cancelled purchase had cost
        goes to the funding account.

        `POST /api/v5/finance/staking-defi/cancel`. Permission: Trade. Limit: 2 requests per second, counted by user.
        Source: okx-v5, POST /api/v5/finance/staking-defi/cancel.

        Args:
            ord_id: Id of the order.
            protocol_type: Kind of product; `defi` is on-chain earn.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order whose purchase or redemption is cancelled.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "ordId": ord_id,
            "protocolType": protocol_type,
        }

        return await self._caller.one(operations.CANCEL_EARN, given, extra)

    async def get_earn_orders_active(
        self,
        *,
        product_id: str | None = None,
        protocol_type: Literal["defi"] | None = None,
        ccy: str | None = None,
        state: Literal["8", "13", "9", "1", "2"] | None = None,
        extra: Extra | None = None,
    ) -> list[models.ActiveEarnOrder]:
        """Investments that run.

        Lists the investments in on-chain earn that are not over yet.

        `GET /api/v5/finance/staking-defi/orders-active`. Permission: Read. Limit: 3 requests per second, counted by
        user.
        Source: okx-v5, GET /api/v5/finance/staking-defi/orders-active.

        Args:
            product_id: Id of one product. Without it all.
            protocol_type: Kind of product; `defi` is on-chain earn.
            ccy: Currency that is invested, as `DOT`. Without it all.
            state: State of the investments wanted: `8` pending, `13` being cancelled, `9` on its way to the chain,
                `1` earning, `2` being redeemed. Without it all.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The investments.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if product_id is not None:
            given["productId"] = product_id
        if protocol_type is not None:
            given["protocolType"] = protocol_type
        if ccy is not None:
            given["ccy"] = ccy
        if state is not None:
            given["state"] = state

        return await self._caller.many(operations.GET_EARN_ORDERS_ACTIVE, given, extra)

    async def get_earn_orders_history(
        self,
        *,
        product_id: str | None = None,
        protocol_type: Literal["defi"] | None = None,
        ccy: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.PastEarnOrder]:
        """Investments of the past.

        Lists the investments in on-chain earn that are over, redeemed or cancelled.

        `GET /api/v5/finance/staking-defi/orders-history`. Permission: Read. Limit: 3 requests per second, counted by
        user.
        Source: okx-v5, GET /api/v5/finance/staking-defi/orders-history.

        Args:
            product_id: Id of one product. Without it all.
            protocol_type: Kind of product; `defi` is on-chain earn.
            ccy: Currency that is invested, as `DOT`. Without it all.
            after: Only orders older than the one with this id (`ord_id`).
            before: Only orders newer than the one with this id (`ord_id`).
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The investments.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if product_id is not None:
            given["productId"] = product_id
        if protocol_type is not None:
            given["protocolType"] = protocol_type
        if ccy is not None:
            given["ccy"] = ccy
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return await self._caller.many(operations.GET_EARN_ORDERS_HISTORY, given, extra)

    def iter_earn_orders_history(
        self,
        *,
        product_id: str | None = None,
        protocol_type: Literal["defi"] | None = None,
        ccy: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.PastEarnOrder]:
        """Investments of the past.

        Lists the investments in on-chain earn that are over, redeemed or cancelled.

        `GET /api/v5/finance/staking-defi/orders-history`. Permission: Read. Limit: 3 requests per second, counted by
        user.
        Source: okx-v5, GET /api/v5/finance/staking-defi/orders-history.

        Args:
            product_id: Id of one product. Without it all.
            protocol_type: Kind of product; `defi` is on-chain earn.
            ccy: Currency that is invested, as `DOT`. Without it all.
            after: Only orders older than the one with this id (`ord_id`).
            before: Only orders newer than the one with this id (`ord_id`).
            limit: How many are wanted, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if product_id is not None:
            given["productId"] = product_id
        if protocol_type is not None:
            given["protocolType"] = protocol_type
        if ccy is not None:
            given["ccy"] = ccy
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return cursor_async(self._caller, operations.GET_EARN_ORDERS_HISTORY, given, extra)
