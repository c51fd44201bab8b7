# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""A fully disclosed broker's rebates, per user and as downloadable reports. Called with the broker's own key."""

from __future__ import annotations

from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import fd_broker as operations
from okx_v5.scalars import Day


class FdBroker:
    """A fully disclosed broker's rebates, per user and as downloadable reports. Called with the broker's own key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_rebate_per_orders(
        self,
        *,
        type: Literal["true", "false"],
        begin: Day | None = None,
        end: Day | None = None,
        broker_type: Literal["api", "oauth"] | None = None,
        extra: Extra | None = None,
    ) -> list[models.RebateLink]:
        """Download links of rebate reports.

        Lists the rebate reports that were asked for with `fd_broker.create_rebate_per_orders`, with a fresh download
        link each time; a link works for 2 hours.

        `type` `"true"` lists every report of the caller, `"false"` those made in a span of days, which must then be
        given. The file behind a link is a table of orders with their rebates; the model `RebateRow` describes a row.

        `GET /api/v5/broker/fd/rebate-per-orders`. Permission: Read. Limit: 2 requests per minute, counted by user.
        Source: okx-broker-program, Get download link (FD).

        Args:
            type: `"true"`: every report of the caller. `"false"`: those of the days from `begin` to `end`.
            begin: First day on which the links wanted were made, from 00:00:00 of it on. Required when `type` is
                `false`.
            end: Last day on which the links wanted were made, up to 24:00:00 of it. Required when `type` is `false`.
            broker_type: Which kind of broker is meant: `api` (API broker) or `oauth` (OAuth broker). Needed when the
                company is both, as the call is refused with 50044 otherwise; a company that is only one kind can
                leave it out.
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
        if broker_type is not None:
            given["brokerType"] = broker_type

        return self._caller.many(operations.GET_REBATE_PER_ORDERS, given, extra)

    def create_rebate_per_orders(
        self,
        *,
        begin: Day,
        end: Day,
        broker_type: Literal["api", "oauth"] | None = None,
        extra: Extra | None = None,
    ) -> models.RebateReportReceipt:
        """Ask for a rebate report.

        Has a report made of the rebate of every order in a span of days. Making it takes about 2 hours; then
        `fd_broker.get_rebate_per_orders` has the link. Asking again for a span that there is already answers with
        `result` `"true"`.

        The span is at most 180 days: newer versions of the document say so, older ones name no bound, and the
        stricter one holds here. They also say that a report which takes more than 3 hours is a case for OKX support.

        One request in 60 minutes: a client should plan it and not wait for it.

        `POST /api/v5/broker/fd/rebate-per-orders`. Permission: Read. Limit: 1 request per hour, counted by user.
        Source: okx-broker-program, Create rebate details download link (FD).

        Args:
            begin: First day of the report, from 00:00:00 of it on.
            end: Last day of the report, up to 24:00:00 of it.
            broker_type: Which kind of broker is meant: `api` (API broker) or `oauth` (OAuth broker). Needed when the
                company is both, as the call is refused with 50044 otherwise; a company that is only one kind can
                leave it out.
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
        if broker_type is not None:
            given["brokerType"] = broker_type

        return self._caller.one(operations.CREATE_REBATE_PER_ORDERS, given, extra)

    def get_if_rebate(
        self,
        *,
        api_key: str,
        broker_type: Literal["api", "oauth"] | None = None,
        extra: Extra | None = None,
    ) -> models.RebateEligibility:
        """Whether a user earns the broker a rebate.

        Tells for the owner of an API key whether orders with the broker code earn the broker a rebate at present, and
        if not, why. A rebate also needs that the user qualifies, that the order carried the broker code and that its
        fee was paid.

        Newer versions of the document allow 5 requests in 2 seconds; the limit here is the one that never sends more
        in 2 seconds than either allows. They also move the fee levels up by one, see `type`.

        `GET /api/v5/broker/fd/if-rebate`. Permission: Read. Limit: 2 requests per second, counted by user.
        Source: okx-broker-program, Get the user's broker rebate information.

        Args:
            api_key: The public part of the user's API key.
            broker_type: Which kind of broker is meant: `api` (API broker) or `oauth` (OAuth broker). Needed when the
                company is both, as the call is refused with 50044 otherwise; a company that is only one kind can
                leave it out.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            Whether the user earns a rebate.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "apiKey": api_key,
        }
        if broker_type is not None:
            given["brokerType"] = broker_type

        return self._caller.one(operations.GET_IF_REBATE, given, extra)


class AsyncFdBroker:
    """A fully disclosed broker's rebates, per user and as downloadable reports. Called with the broker's own key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_rebate_per_orders(
        self,
        *,
        type: Literal["true", "false"],
        begin: Day | None = None,
        end: Day | None = None,
        broker_type: Literal["api", "oauth"] | None = None,
        extra: Extra | None = None,
    ) -> list[models.RebateLink]:
        """Download links of rebate reports.

        Lists the rebate reports that were asked for with `fd_broker.create_rebate_per_orders`, with a fresh download
        link each time; a link works for 2 hours.

        `type` `"true"` lists every report of the caller, `"false"` those made in a span of days, which must then be
        given. The file behind a link is a table of orders with their rebates; the model `RebateRow` describes a row.

        `GET /api/v5/broker/fd/rebate-per-orders`. Permission: Read. Limit: 2 requests per minute, counted by user.
        Source: okx-broker-program, Get download link (FD).

        Args:
            type: `"true"`: every report of the caller. `"false"`: those of the days from `begin` to `end`.
            begin: First day on which the links wanted were made, from 00:00:00 of it on. Required when `type` is
                `false`.
            end: Last day on which the links wanted were made, up to 24:00:00 of it. Required when `type` is `false`.
            broker_type: Which kind of broker is meant: `api` (API broker) or `oauth` (OAuth broker). Needed when the
                company is both, as the call is refused with 50044 otherwise; a company that is only one kind can
                leave it out.
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
        if broker_type is not None:
            given["brokerType"] = broker_type

        return await self._caller.many(operations.GET_REBATE_PER_ORDERS, given, extra)

    async def create_rebate_per_orders(
        self,
        *,
        begin: Day,
        end: Day,
        broker_type: Literal["api", "oauth"] | None = None,
        extra: Extra | None = None,
    ) -> models.RebateReportReceipt:
        """Ask for a rebate report.

        Has a report made of the rebate of every order in a span of days. Making it takes about 2 hours; then
        `fd_broker.get_rebate_per_orders` has the link. Asking again for a span that there is already answers with
        `result` `"true"`.

        The span is at most 180 days: newer versions of the document say so, older ones name no bound, and the
        stricter one holds here. They also say that a report which takes more than 3 hours is a case for OKX support.

        One request in 60 minutes: a client should plan it and not wait for it.

        `POST /api/v5/broker/fd/rebate-per-orders`. Permission: Read. Limit: 1 request per hour, counted by user.
        Source: okx-broker-program, Create rebate details download link (FD).

        Args:
            begin: First day of the report, from 00:00:00 of it on.
            end: Last day of the report, up to 24:00:00 of it.
            broker_type: Which kind of broker is meant: `api` (API broker) or `oauth` (OAuth broker). Needed when the
                company is both, as the call is refused with 50044 otherwise; a company that is only one kind can
                leave it out.
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
        if broker_type is not None:
            given["brokerType"] = broker_type

        return await self._caller.one(operations.CREATE_REBATE_PER_ORDERS, given, extra)

    async def get_if_rebate(
        self,
        *,
        api_key: str,
        broker_type: Literal["api", "oauth"] | None = None,
        extra: Extra | None = None,
    ) -> models.RebateEligibility:
        """Whether a user earns the broker a rebate.

        Tells for the owner of an API key whether orders with the broker code earn the broker a rebate at present, and
        if not, why. A rebate also needs that the user qualifies, that the order carried the broker code and that its
        fee was paid.

        Newer versions of the document allow 5 requests in 2 seconds; the limit here is the one that never sends more
        in 2 seconds than either allows. They also move the fee levels up by one, see `type`.

        `GET /api/v5/broker/fd/if-rebate`. Permission: Read. Limit: 2 requests per second, counted by user.
        Source: okx-broker-program, Get the user's broker rebate information.

        Args:
            api_key: The public part of the user's API key.
            broker_type: Which kind of broker is meant: `api` (API broker) or `oauth` (OAuth broker). Needed when the
                company is both, as the call is refused with 50044 otherwise; a company that is only one kind can
                leave it out.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            Whether the user earns a rebate.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "apiKey": api_key,
        }
        if broker_type is not None:
            given["brokerType"] = broker_type

        return await self._caller.one(operations.GET_IF_REBATE, given, extra)
