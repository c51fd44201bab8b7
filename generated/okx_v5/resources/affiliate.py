# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What an affiliate knows of the users it invited. Called with the affiliate's own key."""

from __future__ import annotations

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import affiliate as operations


class Affiliate:
    """What an affiliate knows of the users it invited. Called with the affiliate's own key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_affiliate_invitee_detail(
        self,
        *,
        uid: str,
        extra: Extra | None = None,
    ) -> models.AffiliateInvitee:
        """Whether a user was invited, and what came of it.

        For affiliates: commission, volume, deposits and fees of one user whom the caller invited. The figures are of
        the master account together with its sub-accounts.

        `GET /api/v5/affiliate/invitee/detail`. Permission: Read. Limit: 3 requests per second, counted by user.
        Source: okx-v5, GET /api/v5/affiliate/invitee/detail.

        Args:
            uid: UID of the user's master account; not that of a sub-account.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The user.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "uid": uid,
        }

        return self._caller.one(operations.GET_AFFILIATE_INVITEE_DETAIL, given, extra)


class AsyncAffiliate:
    """What an affiliate knows of the users it invited. Called with the affiliate's own key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_affiliate_invitee_detail(
        self,
        *,
        uid: str,
        extra: Extra | None = None,
    ) -> models.AffiliateInvitee:
        """Whether a user was invited, and what came of it.

        For affiliates: commission, volume, deposits and fees of one user whom the caller invited. The figures are of
        the master account together with its sub-accounts.

        `GET /api/v5/affiliate/invitee/detail`. Permission: Read. Limit: 3 requests per second, counted by user.
        Source: okx-v5, GET /api/v5/affiliate/invitee/detail.

        Args:
            uid: UID of the user's master account; not that of a sub-account.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The user.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "uid": uid,
        }

        return await self._caller.one(operations.GET_AFFILIATE_INVITEE_DETAIL, given, extra)
