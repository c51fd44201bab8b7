# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Tokens of users who let the broker act for them. Called with the broker's client id, without a key."""

from __future__ import annotations

from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import oauth as operations
from okx_v5.scalars import Secret


class Oauth:
    """Tokens of users who let the broker act for them. Called with the broker's client id, without a key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def exchange_token(
        self,
        *,
        grant_type: Literal["authorization_code", "refresh_token"],
        client_id: str,
        code: Secret | str | None = None,
        refresh_token: Secret | str | None = None,
        client_secret: Secret | str | None = None,
        code_verifier: Secret | str | None = None,
        extra: Extra | None = None,
    ) -> models.IssuedToken:
        """Exchange a code or a refresh token for an access token.

        Gives an access token for the code of a user's consent (`authorization_code`; a code is valid for 10 minutes,
        once), or a new pair of tokens for a refresh token (`refresh_token`). The path has no `/api`. The request
        carries no OK-ACCESS headers and no token: `client_secret` or `code_verifier` proves who asks. The site is the
        one that the callback named in `domain`, once that was checked.

        Who has a server sends `client_secret` (authorization code mode), who has none `code_verifier` (PKCE mode):
        for a code exactly one of the two. A refresh takes `client_secret` in the first mode and neither in the
        second.

        An access token is valid for 1 hour, a refresh token for 3 days. A refresh kills the old pair at once, expired
        or not. With the scope `fast_api` there is no refresh token: the access token serves to make the Fast API key
        and is of no use after that.

        The answer has no envelope. A refusal has `code` and `msg`, as 53010 for a wrong parameter, 53012 for a code
        that has expired or was used at the wrong site, 53005 for a wrong refresh token. No limit is documented.

        `POST /v5/users/oauth/token`. Permission: Public. Limit: none is documented.
        Source: okx-oauth, OAuth 2.0 broker: token, refresh.

        Args:
            grant_type: `authorization_code`: the code of a consent for tokens. `refresh_token`: a refresh token for a
                new pair.
            client_id: The broker's id as an OAuth client.
            code: The code that the callback brought; valid for 10 minutes, once. Required when `grant_type` is
                `authorization_code`.
            refresh_token: The refresh token of the pair that stands now; valid for 3 days. Required when `grant_type`
                is `refresh_token`.
            client_secret: The broker's secret as an OAuth client. Authorization code mode only; never leaves the
                broker's server but for this call.
            code_verifier: The text whose S256 hash went with the request for consent as `code_challenge`: 43 to 128
                letters, digits and `-._~`. PKCE mode only.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The tokens.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "grant_type": grant_type,
            "client_id": client_id,
        }
        if code is not None:
            given["code"] = code
        if refresh_token is not None:
            given["refresh_token"] = refresh_token
        if client_secret is not None:
            given["client_secret"] = client_secret
        if code_verifier is not None:
            given["code_verifier"] = code_verifier

        return self._caller.one(operations.EXCHANGE_TOKEN, given, extra)


class AsyncOauth:
    """Tokens of users who let the broker act for them. Called with the broker's client id, without a key."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def exchange_token(
        self,
        *,
        grant_type: Literal["authorization_code", "refresh_token"],
        client_id: str,
        code: Secret | str | None = None,
        refresh_token: Secret | str | None = None,
        client_secret: Secret | str | None = None,
        code_verifier: Secret | str | None = None,
        extra: Extra | None = None,
    ) -> models.IssuedToken:
        """Exchange a code or a refresh token for an access token.

        Gives an access token for the code of a user's consent (`authorization_code`; a code is valid for 10 minutes,
        once), or a new pair of tokens for a refresh token (`refresh_token`). The path has no `/api`. The request
        carries no OK-ACCESS headers and no token: `client_secret` or `code_verifier` proves who asks. The site is the
        one that the callback named in `domain`, once that was checked.

        Who has a server sends `client_secret` (authorization code mode), who has none `code_verifier` (PKCE mode):
        for a code exactly one of the two. A refresh takes `client_secret` in the first mode and neither in the
        second.

        An access token is valid for 1 hour, a refresh token for 3 days. A refresh kills the old pair at once, expired
        or not. With the scope `fast_api` there is no refresh token: the access token serves to make the Fast API key
        and is of no use after that.

        The answer has no envelope. A refusal has `code` and `msg`, as 53010 for a wrong parameter, 53012 for a code
        that has expired or was used at the wrong site, 53005 for a wrong refresh token. No limit is documented.

        `POST /v5/users/oauth/token`. Permission: Public. Limit: none is documented.
        Source: okx-oauth, OAuth 2.0 broker: token, refresh.

        Args:
            grant_type: `authorization_code`: the code of a consent for tokens. `refresh_token`: a refresh token for a
                new pair.
            client_id: The broker's id as an OAuth client.
            code: The code that the callback brought; valid for 10 minutes, once. Required when `grant_type` is
                `authorization_code`.
            refresh_token: The refresh token of the pair that stands now; valid for 3 days. Required when `grant_type`
                is `refresh_token`.
            client_secret: The broker's secret as an OAuth client. Authorization code mode only; never leaves the
                broker's server but for this call.
            code_verifier: The text whose S256 hash went with the request for consent as `code_challenge`: 43 to 128
                letters, digits and `-._~`. PKCE mode only.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The tokens.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "grant_type": grant_type,
            "client_id": client_id,
        }
        if code is not None:
            given["code"] = code
        if refresh_token is not None:
            given["refresh_token"] = refresh_token
        if client_secret is not None:
            given["client_secret"] = client_secret
        if code_verifier is not None:
            given["code_verifier"] = code_verifier

        return await self._caller.one(operations.EXCHANGE_TOKEN, given, extra)
