# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `fast_api`."""

from __future__ import annotations

from msgspec import Struct, field

from okx_v5.scalars import Secret


class DeletedFastApiKey(Struct, frozen=True, kw_only=True):
    """That a user's Fast API key is deleted."""

    result: bool | None = field(name="result", default=None)
    """Whether the key is deleted."""


class FastApiKey(Struct, frozen=True, kw_only=True):
    """A new API key of a user, with its secrets."""

    label: str = field(name="label", default="")
    """Note of the key."""
    api_key: str = field(name="apiKey", default="")
    """The public part of the key."""
    secret_key: Secret | None = field(name="secretKey", default=None)
    """The secret part, with which requests are signed. Never shown again."""
    passphrase: Secret | None = field(name="passphrase", default=None)
    """Password of the key."""
    perm: str = field(name="perm", default="")
    """What the key may do. Usually `read_only`: read; `trade`: place and cancel orders, transfer, change settings."""
    bind_app: bool | None = field(name="bindApp", default=None)
    """Whether the key can only be used from the addresses on the broker's allow-list."""


__all__ = [
    "DeletedFastApiKey",
    "FastApiKey",
]
