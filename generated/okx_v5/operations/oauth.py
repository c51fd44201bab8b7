# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `oauth` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Operation, Source

EXCHANGE_TOKEN: Final[Operation[models.IssuedToken]] = Operation(
    id="exchangeToken",
    name="oauth.exchange_token",
    method="POST",
    path="/v5/users/oauth/token",
    permission="Public",
    authorization="none",
    limits=(),
    body="object",
    fields=(
        Field(
            wire="grant_type",
            name="grant_type",
            required=True,
            choices=(
                "authorization_code",
                "refresh_token",
            ),
        ),
        Field(
            wire="code", name="code", min_length=1, secret=True, required_if=(("grant_type", ("authorization_code",)),)
        ),
        Field(
            wire="refresh_token",
            name="refresh_token",
            min_length=1,
            secret=True,
            required_if=(("grant_type", ("refresh_token",)),),
        ),
        Field(wire="client_id", name="client_id", required=True, min_length=1),
        Field(wire="client_secret", name="client_secret", min_length=1, secret=True),
        Field(wire="code_verifier", name="code_verifier", pattern=r"^[A-Za-z0-9._~-]{43,128}$", secret=True),
    ),
    answer=models.IssuedToken,
    answers="bare",
    source=Source(document="okx-oauth", section="OAuth 2.0 broker: token, refresh"),
)
