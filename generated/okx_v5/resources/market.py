# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Prices. Need no key."""

from __future__ import annotations

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import market as operations


class Market:
    """Prices. Need no key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_ticker(
        self,
        *,
        inst_id: str,
        extra: Extra | None = None,
    ) -> models.Ticker:
        """Prices of one instrument now.

        Last price, best bid and ask, and the figures of the last 24 hours. Before continuous trading the best ask can
        be below the best bid. Needs no key.

        `GET /api/v5/market/ticker`. Permission: Public. Limit: 20 requests per 2 seconds, counted by IP address.
        Source: okx-v5, GET /api/v5/market/ticker.

        Args:
            inst_id: Instrument id, as `BTC-USD-SWAP`.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The prices.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
        }

        return self._caller.one(operations.GET_TICKER, given, extra)


class AsyncMarket:
    """Prices. Need no key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_ticker(
        self,
        *,
        inst_id: str,
        extra: Extra | None = None,
    ) -> models.Ticker:
        """Prices of one instrument now.

        Last price, best bid and ask, and the figures of the last 24 hours. Before continuous trading the best ask can
        be below the best bid. Needs no key.

        `GET /api/v5/market/ticker`. Permission: Public. Limit: 20 requests per 2 seconds, counted by IP address.
        Source: okx-v5, GET /api/v5/market/ticker.

        Args:
            inst_id: Instrument id, as `BTC-USD-SWAP`.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The prices.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
        }

        return await self._caller.one(operations.GET_TICKER, given, extra)
