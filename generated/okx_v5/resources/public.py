# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Data that need no key."""

from __future__ import annotations

from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import public as operations


class Public:
    """Data that need no key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_time(
        self,
        *,
        extra: Extra | None = None,
    ) -> models.SystemTime:
        """Time of the exchange.

        The clock of the exchange. Signed requests are refused when their timestamp is more than 30 seconds away from
        it (50102), so this is how a client learns the offset of its own clock. Needs no key.

        `GET /api/v5/public/time`. Permission: Public. Limit: 10 requests per 2 seconds, counted by IP address.
        Source: okx-v5, GET /api/v5/public/time.

        Args:
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The time now.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.one(operations.GET_TIME, {}, extra)

    def get_instruments(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"],
        series_id: str | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        extra: Extra | None = None,
    ) -> list[models.Instrument]:
        """Instruments of one type.

        Lists what can be traded, with tick size, lot size and limits of orders. Needs no key.

        An instrument goes from `preopen` to `live` at its `list_time` (options can lag), and is gone from the list
        once it is delisted. For a spot pair that opens with a call auction or pre-quotes, `list_time` is the begin of
        that phase and `cont_td_sw_time` the begin of continuous trading; else `list_time` is the latter and
        `cont_td_sw_time` has no value.

        `GET /api/v5/public/instruments`. Permission: Public. Limit: 20 requests per 2 seconds, counted by IP address
        and inst_type.
        Source: okx-v5, GET /api/v5/public/instruments.

        Args:
            inst_type: Type of the instruments; `EVENTS` are event contracts.
            series_id: Series of event contracts, as `BTC-ABOVE-DAILY`. Required when `inst_type` is `EVENTS`.
            inst_family: Instrument family, as `BTC-USD`. FUTURES, SWAP and OPTION only.
            inst_id: Id of one instrument.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The instruments.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instType": inst_type,
        }
        if series_id is not None:
            given["seriesId"] = series_id
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id

        return self._caller.many(operations.GET_INSTRUMENTS, given, extra)


class AsyncPublic:
    """Data that need no key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_time(
        self,
        *,
        extra: Extra | None = None,
    ) -> models.SystemTime:
        """Time of the exchange.

        The clock of the exchange. Signed requests are refused when their timestamp is more than 30 seconds away from
        it (50102), so this is how a client learns the offset of its own clock. Needs no key.

        `GET /api/v5/public/time`. Permission: Public. Limit: 10 requests per 2 seconds, counted by IP address.
        Source: okx-v5, GET /api/v5/public/time.

        Args:
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The time now.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.one(operations.GET_TIME, {}, extra)

    async def get_instruments(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"],
        series_id: str | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        extra: Extra | None = None,
    ) -> list[models.Instrument]:
        """Instruments of one type.

        Lists what can be traded, with tick size, lot size and limits of orders. Needs no key.

        An instrument goes from `preopen` to `live` at its `list_time` (options can lag), and is gone from the list
        once it is delisted. For a spot pair that opens with a call auction or pre-quotes, `list_time` is the begin of
        that phase and `cont_td_sw_time` the begin of continuous trading; else `list_time` is the latter and
        `cont_td_sw_time` has no value.

        `GET /api/v5/public/instruments`. Permission: Public. Limit: 20 requests per 2 seconds, counted by IP address
        and inst_type.
        Source: okx-v5, GET /api/v5/public/instruments.

        Args:
            inst_type: Type of the instruments; `EVENTS` are event contracts.
            series_id: Series of event contracts, as `BTC-ABOVE-DAILY`. Required when `inst_type` is `EVENTS`.
            inst_family: Instrument family, as `BTC-USD`. FUTURES, SWAP and OPTION only.
            inst_id: Id of one instrument.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The instruments.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instType": inst_type,
        }
        if series_id is not None:
            given["seriesId"] = series_id
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id

        return await self._caller.many(operations.GET_INSTRUMENTS, given, extra)
