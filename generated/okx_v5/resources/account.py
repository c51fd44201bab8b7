# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Balance and configuration of a trading account."""

from __future__ import annotations

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import account as operations


class Account:
    """Balance and configuration of a trading account."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_balance(
        self,
        *,
        ccy: str | None = None,
        extra: Extra | None = None,
    ) -> models.AccountBalance:
        """Balance of the trading account.

        Equity and margin of the trading account, and one row for each currency. Currencies of which nothing is held
        are left out. Fields that mean nothing in the account's mode have no value.

        `GET /api/v5/account/balance`. Permission: Read. Limit: 10 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/account/balance.

        Args:
            ccy: One currency, or up to 20 separated by commas, as `BTC,ETH`. Without it all.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The balance.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if ccy is not None:
            given["ccy"] = ccy

        return self._caller.one(operations.GET_BALANCE, given, extra)

    def get_config(
        self,
        *,
        extra: Extra | None = None,
    ) -> models.AccountConfig:
        """Configuration of the account.

        Mode and settings of the account that the key belongs to, and note, permissions and addresses of the key
        itself.

        `GET /api/v5/account/config`. Permission: Read. Limit: 5 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/account/config.

        Args:
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The configuration.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.one(operations.GET_CONFIG, {}, extra)


class AsyncAccount:
    """Balance and configuration of a trading account."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_balance(
        self,
        *,
        ccy: str | None = None,
        extra: Extra | None = None,
    ) -> models.AccountBalance:
        """Balance of the trading account.

        Equity and margin of the trading account, and one row for each currency. Currencies of which nothing is held
        are left out. Fields that mean nothing in the account's mode have no value.

        `GET /api/v5/account/balance`. Permission: Read. Limit: 10 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/account/balance.

        Args:
            ccy: One currency, or up to 20 separated by commas, as `BTC,ETH`. Without it all.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The balance.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if ccy is not None:
            given["ccy"] = ccy

        return await self._caller.one(operations.GET_BALANCE, given, extra)

    async def get_config(
        self,
        *,
        extra: Extra | None = None,
    ) -> models.AccountConfig:
        """Configuration of the account.

        Mode and settings of the account that the key belongs to, and note, permissions and addresses of the key
        itself.

        `GET /api/v5/account/config`. Permission: Read. Limit: 5 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/account/config.

        Args:
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The configuration.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.one(operations.GET_CONFIG, {}, extra)
