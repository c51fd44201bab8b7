# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The funding account."""

from __future__ import annotations

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import asset as operations


class Asset:
    """The funding account."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_currencies(
        self,
        *,
        ccy: str | None = None,
        extra: Extra | None = None,
    ) -> list[models.Currency]:
        """Currencies with their deposit and withdrawal settings.

        Lists the currencies that the caller's legal entity can use, one row for each chain of a currency, with limits
        and fees for deposits and withdrawals.

        `GET /api/v5/asset/currencies`. Permission: Read. Limit: 6 requests per second, counted by user.
        Source: okx-v5, GET /api/v5/asset/currencies.

        Args:
            ccy: One currency, or several separated by commas, as `BTC,ETH`. Without it all.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The currencies, one row for each chain.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if ccy is not None:
            given["ccy"] = ccy

        return self._caller.many(operations.GET_CURRENCIES, given, extra)


class AsyncAsset:
    """The funding account."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_currencies(
        self,
        *,
        ccy: str | None = None,
        extra: Extra | None = None,
    ) -> list[models.Currency]:
        """Currencies with their deposit and withdrawal settings.

        Lists the currencies that the caller's legal entity can use, one row for each chain of a currency, with limits
        and fees for deposits and withdrawals.

        `GET /api/v5/asset/currencies`. Permission: Read. Limit: 6 requests per second, counted by user.
        Source: okx-v5, GET /api/v5/asset/currencies.

        Args:
            ccy: One currency, or several separated by commas, as `BTC,ETH`. Without it all.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The currencies, one row for each chain.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if ccy is not None:
            given["ccy"] = ccy

        return await self._caller.many(operations.GET_CURRENCIES, given, extra)
