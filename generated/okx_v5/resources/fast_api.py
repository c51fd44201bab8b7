# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Lasting API keys of users who agreed to Fast API. Called with the user's access token."""

from __future__ import annotations

from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import fast_api as operations
from okx_v5.scalars import Secret


class FastApi:
    """Lasting API keys of users who agreed to Fast API. Called with the user's access token."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def create_fast_api_key(
        self,
        *,
        label: str,
        passphrase: Secret | str,
        perm: Literal["read_only", "trade"],
        ip: str | None = None,
        bind_app: bool | None = None,
        extra: Extra | None = None,
    ) -> models.FastApiKey:
        """Make a lasting API key for a user who agreed.

        Makes an API key of the user whose access token is sent. The answer is the only place where the secret key is
        ever shown. Needs a token with the scope `fast_api`, from authorization code mode.

        A broker can have one such key of each user (50116), so `fast_api.delete_fast_api_key` comes before, always.
        Only API brokers with the Fast API permission may do this (50117, 53017); `bind_app` needs the broker's
        allow-list of IP addresses (50118).

        `Authorization: Bearer <access token>` takes the place of the OK-ACCESS headers. A token of a device (PKCE
        mode) comes with the header `TERMID`, the device id; a server sends none. In demo trading the header
        `x-simulated-trading: 1` is needed here too. No limit is documented.

        `POST /api/v5/users/oauth/apikey`. Permission: Trade. Limit: none is documented.
        Source: okx-oauth, Fast API.

        Args:
            label: Note for the key.
            passphrase: Password of the key, chosen by the caller: 8 to 32 characters with at least one digit, one
                upper-case letter, one lower-case letter and one special character.
            perm: What the key may do, `read_only` or `trade`. Such a key can never withdraw.
            ip: The addresses from which the key can be used, separated by commas.
            bind_app: Whether the key can only be used from the addresses on the broker's allow-list (50118 if there
                is none). Say it, as what holds otherwise is not documented.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The new key with its secrets.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "label": label,
            "passphrase": passphrase,
            "perm": perm,
        }
        if ip is not None:
            given["ip"] = ip
        if bind_app is not None:
            given["bindApp"] = bind_app

        return self._caller.one(operations.CREATE_FAST_API_KEY, given, extra)

    def delete_fast_api_key(
        self,
        *,
        extra: Extra | None = None,
    ) -> list[models.DeletedFastApiKey]:
        """Delete a user's Fast API key.

        Deletes the key that `fast_api.create_fast_api_key` made for the user whose access token is sent. To be called
        before each making of a key; 59506 says that there was none, which is fine then. The request has no body.

        `Authorization: Bearer <access token>` takes the place of the OK-ACCESS headers. A token of a device (PKCE
        mode) comes with the header `TERMID`, the device id; a server sends none. In demo trading the header
        `x-simulated-trading: 1` is needed here too. No limit is documented.

        `POST /api/v5/users/oauth/delete-apikey`. Permission: Trade. Limit: none is documented.
        Source: okx-oauth, Fast API.

        Args:
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            That the key is deleted; can be empty.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.many(operations.DELETE_FAST_API_KEY, {}, extra)


class AsyncFastApi:
    """Lasting API keys of users who agreed to Fast API. Called with the user's access token."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def create_fast_api_key(
        self,
        *,
        label: str,
        passphrase: Secret | str,
        perm: Literal["read_only", "trade"],
        ip: str | None = None,
        bind_app: bool | None = None,
        extra: Extra | None = None,
    ) -> models.FastApiKey:
        """Make a lasting API key for a user who agreed.

        Makes an API key of the user whose access token is sent. The answer is the only place where the secret key is
        ever shown. Needs a token with the scope `fast_api`, from authorization code mode.

        A broker can have one such key of each user (50116), so `fast_api.delete_fast_api_key` comes before, always.
        Only API brokers with the Fast API permission may do this (50117, 53017); `bind_app` needs the broker's
        allow-list of IP addresses (50118).

        `Authorization: Bearer <access token>` takes the place of the OK-ACCESS headers. A token of a device (PKCE
        mode) comes with the header `TERMID`, the device id; a server sends none. In demo trading the header
        `x-simulated-trading: 1` is needed here too. No limit is documented.

        `POST /api/v5/users/oauth/apikey`. Permission: Trade. Limit: none is documented.
        Source: okx-oauth, Fast API.

        Args:
            label: Note for the key.
            passphrase: Password of the key, chosen by the caller: 8 to 32 characters with at least one digit, one
                upper-case letter, one lower-case letter and one special character.
            perm: What the key may do, `read_only` or `trade`. Such a key can never withdraw.
            ip: The addresses from which the key can be used, separated by commas.
            bind_app: Whether the key can only be used from the addresses on the broker's allow-list (50118 if there
                is none). Say it, as what holds otherwise is not documented.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The new key with its secrets.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "label": label,
            "passphrase": passphrase,
            "perm": perm,
        }
        if ip is not None:
            given["ip"] = ip
        if bind_app is not None:
            given["bindApp"] = bind_app

        return await self._caller.one(operations.CREATE_FAST_API_KEY, given, extra)

    async def delete_fast_api_key(
        self,
        *,
        extra: Extra | None = None,
    ) -> list[models.DeletedFastApiKey]:
        """Delete a user's Fast API key.

        Deletes the key that `fast_api.create_fast_api_key` made for the user whose access token is sent. To be called
        before each making of a key; 59506 says that there was none, which is fine then. The request has no body.

        `Authorization: Bearer <access token>` takes the place of the OK-ACCESS headers. A token of a device (PKCE
        mode) comes with the header `TERMID`, the device id; a server sends none. In demo trading the header
        `x-simulated-trading: 1` is needed here too. No limit is documented.

        `POST /api/v5/users/oauth/delete-apikey`. Permission: Trade. Limit: none is documented.
        Source: okx-oauth, Fast API.

        Args:
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            That the key is deleted; can be empty.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.many(operations.DELETE_FAST_API_KEY, {}, extra)
