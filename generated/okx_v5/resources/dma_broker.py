# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""A DMA broker's sub-accounts, their fee rates and their API keys. Called with the broker's own key."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import dma_broker as operations
from okx_v5.paging import pages, pages_async
from okx_v5.scalars import Day, Secret


class DmaBroker:
    """A DMA broker's sub-accounts, their fee rates and their API keys. Called with the broker's own key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_subaccount_info(
        self,
        *,
        sub_acct: str | None = None,
        uid: str | None = None,
        page: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> models.SubaccountPage:
        """Sub-accounts of a DMA broker.

        Lists the broker's sub-accounts page by page: status, account mode, frozen functions and, for a sub-account of
        the second level, the account above it. Filter by name or UID. `data` holds one object, the page.

        Newer versions of the document allow 10 requests in a second; the limit here is the stricter one.

        `GET /api/v5/broker/dma/subaccount-info`. Permission: Read. Limit: 1 request per second, counted by user.
        Source: okx-broker-program, Get sub-account list.

        Args:
            sub_acct: Name of one sub-account. Without it all of them.
            uid: UID of one sub-account. Without it all of them.
            page: Number of the page wanted, from 1. Without it the first page.
            limit: How many sub-accounts one page holds, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            One page of sub-accounts.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sub_acct is not None:
            given["subAcct"] = sub_acct
        if uid is not None:
            given["uid"] = uid
        if page is not None:
            given["page"] = page
        if limit is not None:
            given["limit"] = limit

        return self._caller.one(operations.GET_SUBACCOUNT_INFO, given, extra)

    def iter_subaccount_info(
        self,
        *,
        sub_acct: str | None = None,
        uid: str | None = None,
        page: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.Subaccount]:
        """Sub-accounts of a DMA broker.

        Lists the broker's sub-accounts page by page: status, account mode, frozen functions and, for a sub-account of
        the second level, the account above it. Filter by name or UID. `data` holds one object, the page.

        Newer versions of the document allow 10 requests in a second; the limit here is the stricter one.

        `GET /api/v5/broker/dma/subaccount-info`. Permission: Read. Limit: 1 request per second, counted by user.
        Source: okx-broker-program, Get sub-account list.

        Args:
            sub_acct: Name of one sub-account. Without it all of them.
            uid: UID of one sub-account. Without it all of them.
            page: Number of the page wanted, from 1. Without it the first page.
            limit: How many sub-accounts one page holds, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sub_acct is not None:
            given["subAcct"] = sub_acct
        if uid is not None:
            given["uid"] = uid
        if page is not None:
            given["page"] = page
        if limit is not None:
            given["limit"] = limit

        return pages(self._caller, operations.GET_SUBACCOUNT_INFO, given, models.Subaccount, extra)

    def get_subaccount_trade_fee(
        self,
        *,
        sub_acct: str | None = None,
        uid: str | None = None,
        page: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> models.SubaccountFeePage:
        """Fee rates of a DMA broker's sub-accounts.

        Lists the broker's sub-accounts page by page with the maker and taker rate of each kind of instrument. Filter
        by name or UID. `data` holds one object, the page.

        `GET /api/v5/broker/dma/subaccount-trade-fee`. Permission: Read. Limit: 1 request per second, counted by user.
        Source: okx-broker-program, Get sub-account fee rates.

        Args:
            sub_acct: Name of one sub-account. Without it all of them.
            uid: UID of one sub-account. Without it all of them.
            page: Number of the page wanted, from 1. Without it the first page.
            limit: How many sub-accounts one page holds, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            One page of sub-accounts with their fee rates.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sub_acct is not None:
            given["subAcct"] = sub_acct
        if uid is not None:
            given["uid"] = uid
        if page is not None:
            given["page"] = page
        if limit is not None:
            given["limit"] = limit

        return self._caller.one(operations.GET_SUBACCOUNT_TRADE_FEE, given, extra)

    def iter_subaccount_trade_fee(
        self,
        *,
        sub_acct: str | None = None,
        uid: str | None = None,
        page: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.SubaccountFees]:
        """Fee rates of a DMA broker's sub-accounts.

        Lists the broker's sub-accounts page by page with the maker and taker rate of each kind of instrument. Filter
        by name or UID. `data` holds one object, the page.

        `GET /api/v5/broker/dma/subaccount-trade-fee`. Permission: Read. Limit: 1 request per second, counted by user.
        Source: okx-broker-program, Get sub-account fee rates.

        Args:
            sub_acct: Name of one sub-account. Without it all of them.
            uid: UID of one sub-account. Without it all of them.
            page: Number of the page wanted, from 1. Without it the first page.
            limit: How many sub-accounts one page holds, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sub_acct is not None:
            given["subAcct"] = sub_acct
        if uid is not None:
            given["uid"] = uid
        if page is not None:
            given["page"] = page
        if limit is not None:
            given["limit"] = limit

        return pages(self._caller, operations.GET_SUBACCOUNT_TRADE_FEE, given, models.SubaccountFees, extra)

    def get_subaccount_apikey(
        self,
        *,
        sub_acct: str,
        api_key: str | None = None,
        extra: Extra | None = None,
    ) -> list[models.SubaccountApiKey]:
        """API keys of a sub-account.

        Lists the API keys of one of the broker's sub-accounts, or looks at a single one. Secret keys and passphrases
        are not shown.

        `GET /api/v5/broker/dma/subaccount/apikey`. Permission: Read. Limit: 1 request per second, counted by user.
        Source: okx-broker-program, Query the API Key of a sub-account.

        Args:
            sub_acct: Name of the sub-account.
            api_key: The public part of one key. Without it all keys of the sub-account.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The keys of the sub-account.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "subAcct": sub_acct,
        }
        if api_key is not None:
            given["apiKey"] = api_key

        return self._caller.many(operations.GET_SUBACCOUNT_APIKEY, given, extra)

    def create_subaccount_apikey(
        self,
        *,
        sub_acct: str,
        label: str,
        passphrase: Secret | str,
        ip: str | None = None,
        perm: str | None = None,
        extra: Extra | None = None,
    ) -> models.CreatedApiKey:
        """Make an API key for a sub-account.

        Makes an API key for one of the broker's sub-accounts. The answer is the only place where the secret key is
        ever shown.

        A key that may trade or withdraw and has no IP addresses expires after 14 days without use (not in demo
        trading). An account can have 50 keys (59501), and a note can be used once (59502).

        `POST /api/v5/broker/dma/subaccount/apikey`. Permission: Trade. Limit: 40 requests per second, counted by
        user.
        Source: okx-broker-program, Create an API Key for a sub-account.

        Args:
            sub_acct: Name of the sub-account, 6 to 20 letters and digits, case-sensitive, no spaces.
            label: Note for the key, 1 to 50 letters and digits, case-sensitive; only letters or only digits will do
                too.
            passphrase: Password of the key, chosen by the caller and never shown again: 8 to 32 characters with at
                least one digit, one upper-case letter, one lower-case letter and one special character.
            ip: The addresses from which the key can be used: up to 20 IPv4 or IPv6 addresses or networks, separated
                by commas (59503). Binding a key is advised: without addresses, one that may trade or withdraw expires
                after 14 days without use.
            perm: What the key may do, separated by commas: `read_only` (always granted, named or not), `trade`,
                `withdraw`. Without it `read_only`.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The new key with its secrets.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "subAcct": sub_acct,
            "label": label,
            "passphrase": passphrase,
        }
        if ip is not None:
            given["ip"] = ip
        if perm is not None:
            given["perm"] = perm

        return self._caller.one(operations.CREATE_SUBACCOUNT_APIKEY, given, extra)

    def get_dma_trades(
        self,
        *,
        type: Literal["true", "false"],
        begin: Day | None = None,
        end: Day | None = None,
        extra: Extra | None = None,
    ) -> list[models.DmaTradesLink]:
        """Download links of trade reports.

        Lists the reports of the sub-accounts' trades that were asked for with `dma_broker.create_dma_trades`, with
        download links that work for 9 hours. Only newer versions of the document have this operation.

        `type` `"true"` lists every report of the caller, `"false"` those made in a span of days, which must then be
        given. The file behind a link is a packed table of trades; the model `DmaTradeRow` describes a row.

        `GET /api/v5/broker/dma/trades`. Permission: Read. Limit: 2 requests per minute, counted by user.
        Source: okx-broker-program-newer, GET /api/v5/broker/dma/trades (a newer version of the document).

        Args:
            type: `"true"`: every report of the caller. `"false"`: those of the days from `begin` to `end`.
            begin: First day on which the links wanted were made. Required when `type` is `false`.
            end: Last day on which the links wanted were made. Required when `type` is `false`.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The reports; none if none was made in that span.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "type": type,
        }
        if begin is not None:
            given["begin"] = begin
        if end is not None:
            given["end"] = end

        return self._caller.many(operations.GET_DMA_TRADES, given, extra)

    def create_dma_trades(
        self,
        *,
        begin: Day,
        end: Day,
        extra: Extra | None = None,
    ) -> models.DmaTradesReceipt:
        """Ask for a report of the sub-accounts' trades.

        Has a report made of the trades of all the broker's sub-accounts in a span of at most 180 days. Making it
        takes about 3 hours; then `dma_broker.get_dma_trades` has the link. Asking again for a span that there is
        already answers with `result` `"true"`. Only newer versions of the document have this operation.

        One request in an hour: a client should plan it and not wait for it. A report that takes more than 5 hours is
        a case for OKX support.

        `POST /api/v5/broker/dma/trades`. Permission: Read. Limit: 1 request per hour, counted by user.
        Source: okx-broker-program-newer, POST /api/v5/broker/dma/trades (a newer version of the document).

        Args:
            begin: First day of the report.
            end: Last day of the report; it is part of it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            Whether the report is there already or is being made.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "begin": begin,
            "end": end,
        }

        return self._caller.one(operations.CREATE_DMA_TRADES, given, extra)


class AsyncDmaBroker:
    """A DMA broker's sub-accounts, their fee rates and their API keys. Called with the broker's own key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_subaccount_info(
        self,
        *,
        sub_acct: str | None = None,
        uid: str | None = None,
        page: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> models.SubaccountPage:
        """Sub-accounts of a DMA broker.

        Lists the broker's sub-accounts page by page: status, account mode, frozen functions and, for a sub-account of
        the second level, the account above it. Filter by name or UID. `data` holds one object, the page.

        Newer versions of the document allow 10 requests in a second; the limit here is the stricter one.

        `GET /api/v5/broker/dma/subaccount-info`. Permission: Read. Limit: 1 request per second, counted by user.
        Source: okx-broker-program, Get sub-account list.

        Args:
            sub_acct: Name of one sub-account. Without it all of them.
            uid: UID of one sub-account. Without it all of them.
            page: Number of the page wanted, from 1. Without it the first page.
            limit: How many sub-accounts one page holds, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            One page of sub-accounts.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sub_acct is not None:
            given["subAcct"] = sub_acct
        if uid is not None:
            given["uid"] = uid
        if page is not None:
            given["page"] = page
        if limit is not None:
            given["limit"] = limit

        return await self._caller.one(operations.GET_SUBACCOUNT_INFO, given, extra)

    def iter_subaccount_info(
        self,
        *,
        sub_acct: str | None = None,
        uid: str | None = None,
        page: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.Subaccount]:
        """Sub-accounts of a DMA broker.

        Lists the broker's sub-accounts page by page: status, account mode, frozen functions and, for a sub-account of
        the second level, the account above it. Filter by name or UID. `data` holds one object, the page.

        Newer versions of the document allow 10 requests in a second; the limit here is the stricter one.

        `GET /api/v5/broker/dma/subaccount-info`. Permission: Read. Limit: 1 request per second, counted by user.
        Source: okx-broker-program, Get sub-account list.

        Args:
            sub_acct: Name of one sub-account. Without it all of them.
            uid: UID of one sub-account. Without it all of them.
            page: Number of the page wanted, from 1. Without it the first page.
            limit: How many sub-accounts one page holds, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sub_acct is not None:
            given["subAcct"] = sub_acct
        if uid is not None:
            given["uid"] = uid
        if page is not None:
            given["page"] = page
        if limit is not None:
            given["limit"] = limit

        return pages_async(self._caller, operations.GET_SUBACCOUNT_INFO, given, models.Subaccount, extra)

    async def get_subaccount_trade_fee(
        self,
        *,
        sub_acct: str | None = None,
        uid: str | None = None,
        page: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> models.SubaccountFeePage:
        """Fee rates of a DMA broker's sub-accounts.

        Lists the broker's sub-accounts page by page with the maker and taker rate of each kind of instrument. Filter
        by name or UID. `data` holds one object, the page.

        `GET /api/v5/broker/dma/subaccount-trade-fee`. Permission: Read. Limit: 1 request per second, counted by user.
        Source: okx-broker-program, Get sub-account fee rates.

        Args:
            sub_acct: Name of one sub-account. Without it all of them.
            uid: UID of one sub-account. Without it all of them.
            page: Number of the page wanted, from 1. Without it the first page.
            limit: How many sub-accounts one page holds, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            One page of sub-accounts with their fee rates.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sub_acct is not None:
            given["subAcct"] = sub_acct
        if uid is not None:
            given["uid"] = uid
        if page is not None:
            given["page"] = page
        if limit is not None:
            given["limit"] = limit

        return await self._caller.one(operations.GET_SUBACCOUNT_TRADE_FEE, given, extra)

    def iter_subaccount_trade_fee(
        self,
        *,
        sub_acct: str | None = None,
        uid: str | None = None,
        page: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.SubaccountFees]:
        """Fee rates of a DMA broker's sub-accounts.

        Lists the broker's sub-accounts page by page with the maker and taker rate of each kind of instrument. Filter
        by name or UID. `data` holds one object, the page.

        `GET /api/v5/broker/dma/subaccount-trade-fee`. Permission: Read. Limit: 1 request per second, counted by user.
        Source: okx-broker-program, Get sub-account fee rates.

        Args:
            sub_acct: Name of one sub-account. Without it all of them.
            uid: UID of one sub-account. Without it all of them.
            page: Number of the page wanted, from 1. Without it the first page.
            limit: How many sub-accounts one page holds, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if sub_acct is not None:
            given["subAcct"] = sub_acct
        if uid is not None:
            given["uid"] = uid
        if page is not None:
            given["page"] = page
        if limit is not None:
            given["limit"] = limit

        return pages_async(self._caller, operations.GET_SUBACCOUNT_TRADE_FEE, given, models.SubaccountFees, extra)

    async def get_subaccount_apikey(
        self,
        *,
        sub_acct: str,
        api_key: str | None = None,
        extra: Extra | None = None,
    ) -> list[models.SubaccountApiKey]:
        """API keys of a sub-account.

        Lists the API keys of one of the broker's sub-accounts, or looks at a single one. Secret keys and passphrases
        are not shown.

        `GET /api/v5/broker/dma/subaccount/apikey`. Permission: Read. Limit: 1 request per second, counted by user.
        Source: okx-broker-program, Query the API Key of a sub-account.

        Args:
            sub_acct: Name of the sub-account.
            api_key: The public part of one key. Without it all keys of the sub-account.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The keys of the sub-account.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "subAcct": sub_acct,
        }
        if api_key is not None:
            given["apiKey"] = api_key

        return await self._caller.many(operations.GET_SUBACCOUNT_APIKEY, given, extra)

    async def create_subaccount_apikey(
        self,
        *,
        sub_acct: str,
        label: str,
        passphrase: Secret | str,
        ip: str | None = None,
        perm: str | None = None,
        extra: Extra | None = None,
    ) -> models.CreatedApiKey:
        """Make an API key for a sub-account.

        Makes an API key for one of the broker's sub-accounts. The answer is the only place where the secret key is
        ever shown.

        A key that may trade or withdraw and has no IP addresses expires after 14 days without use (not in demo
        trading). An account can have 50 keys (59501), and a note can be used once (59502).

        `POST /api/v5/broker/dma/subaccount/apikey`. Permission: Trade. Limit: 40 requests per second, counted by
        user.
        Source: okx-broker-program, Create an API Key for a sub-account.

        Args:
            sub_acct: Name of the sub-account, 6 to 20 letters and digits, case-sensitive, no spaces.
            label: Note for the key, 1 to 50 letters and digits, case-sensitive; only letters or only digits will do
                too.
            passphrase: Password of the key, chosen by the caller and never shown again: 8 to 32 characters with at
                least one digit, one upper-case letter, one lower-case letter and one special character.
            ip: The addresses from which the key can be used: up to 20 IPv4 or IPv6 addresses or networks, separated
                by commas (59503). Binding a key is advised: without addresses, one that may trade or withdraw expires
                after 14 days without use.
            perm: What the key may do, separated by commas: `read_only` (always granted, named or not), `trade`,
                `withdraw`. Without it `read_only`.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The new key with its secrets.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "subAcct": sub_acct,
            "label": label,
            "passphrase": passphrase,
        }
        if ip is not None:
            given["ip"] = ip
        if perm is not None:
            given["perm"] = perm

        return await self._caller.one(operations.CREATE_SUBACCOUNT_APIKEY, given, extra)

    async def get_dma_trades(
        self,
        *,
        type: Literal["true", "false"],
        begin: Day | None = None,
        end: Day | None = None,
        extra: Extra | None = None,
    ) -> list[models.DmaTradesLink]:
        """Download links of trade reports.

        Lists the reports of the sub-accounts' trades that were asked for with `dma_broker.create_dma_trades`, with
        download links that work for 9 hours. Only newer versions of the document have this operation.

        `type` `"true"` lists every report of the caller, `"false"` those made in a span of days, which must then be
        given. The file behind a link is a packed table of trades; the model `DmaTradeRow` describes a row.

        `GET /api/v5/broker/dma/trades`. Permission: Read. Limit: 2 requests per minute, counted by user.
        Source: okx-broker-program-newer, GET /api/v5/broker/dma/trades (a newer version of the document).

        Args:
            type: `"true"`: every report of the caller. `"false"`: those of the days from `begin` to `end`.
            begin: First day on which the links wanted were made. Required when `type` is `false`.
            end: Last day on which the links wanted were made. Required when `type` is `false`.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The reports; none if none was made in that span.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "type": type,
        }
        if begin is not None:
            given["begin"] = begin
        if end is not None:
            given["end"] = end

        return await self._caller.many(operations.GET_DMA_TRADES, given, extra)

    async def create_dma_trades(
        self,
        *,
        begin: Day,
        end: Day,
        extra: Extra | None = None,
    ) -> models.DmaTradesReceipt:
        """Ask for a report of the sub-accounts' trades.

        Has a report made of the trades of all the broker's sub-accounts in a span of at most 180 days. Making it
        takes about 3 hours; then `dma_broker.get_dma_trades` has the link. Asking again for a span that there is
        already answers with `result` `"true"`. Only newer versions of the document have this operation.

        One request in an hour: a client should plan it and not wait for it. A report that takes more than 5 hours is
        a case for OKX support.

        `POST /api/v5/broker/dma/trades`. Permission: Read. Limit: 1 request per hour, counted by user.
        Source: okx-broker-program-newer, POST /api/v5/broker/dma/trades (a newer version of the document).

        Args:
            begin: First day of the report.
            end: Last day of the report; it is part of it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            Whether the report is there already or is being made.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "begin": begin,
            "end": end,
        }

        return await self._caller.one(operations.CREATE_DMA_TRADES, given, extra)
