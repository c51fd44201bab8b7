# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `oauth`."""

from __future__ import annotations

from msgspec import Struct, field

from okx_v5.scalars import Secret


class IssuedToken(Struct, frozen=True, kw_only=True):
    """An access token, with the refresh token that goes with it."""

    access_token: Secret | None = field(name="access_token", default=None)
    """Goes into `Authorization` as `Bearer <access token>`, in place of the OK-ACCESS headers. A text without a
    meaning to the client."""
    refresh_token: Secret | None = field(name="refresh_token", default=None)
    """Gets the next pair; missing with the scope `fast_api`."""
    token_type: str = field(name="token_type", default="")
    """How the token is used. Usually `bearer`: whoever has it can use it."""
    expires_in: int | None = field(name="expires_in", default=None)
    """Seconds that the access token is valid for from now on."""


__all__ = [
    "IssuedToken",
]
