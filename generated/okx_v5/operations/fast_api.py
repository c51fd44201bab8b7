# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `fast_api` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Operation, Source

CREATE_FAST_API_KEY: Final[Operation[models.FastApiKey]] = Operation(
    id="createFastApiKey",
    name="fast_api.create_fast_api_key",
    method="POST",
    path="/api/v5/users/oauth/apikey",
    permission="Trade",
    authorization="token",
    limits=(),
    body="object",
    fields=(
        Field(wire="label", name="label", required=True, min_length=1),
        Field(
            wire="passphrase",
            name="passphrase",
            required=True,
            min_length=8,
            max_length=32,
            rule="passphrase",
            secret=True,
        ),
        Field(
            wire="perm",
            name="perm",
            required=True,
            choices=(
                "read_only",
                "trade",
            ),
        ),
        Field(wire="ip", name="ip", rule="ip-list"),
        Field(wire="bindApp", name="bind_app", kind="boolean"),
    ),
    answer=models.FastApiKey,
    answers="one",
    source=Source(document="okx-oauth", section="Fast API"),
)
DELETE_FAST_API_KEY: Final[Operation[models.DeletedFastApiKey]] = Operation(
    id="deleteFastApiKey",
    name="fast_api.delete_fast_api_key",
    method="POST",
    path="/api/v5/users/oauth/delete-apikey",
    permission="Trade",
    authorization="token",
    limits=(),
    answer=models.DeletedFastApiKey,
    answers="many",
    source=Source(document="okx-oauth", section="Fast API"),
)
