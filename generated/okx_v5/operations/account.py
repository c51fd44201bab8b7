# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `account` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Limit, Operation, Source

GET_BALANCE: Final[Operation[models.AccountBalance]] = Operation(
    id="getBalance",
    name="account.get_balance",
    method="GET",
    path="/api/v5/account/balance",
    permission="Read",
    limits=(Limit(requests=10, seconds=2, per=("user",), bucket="getBalance"),),
    fields=(Field(wire="ccy", name="ccy", pattern=r"^[^,]+(,[^,]+){0,19}$"),),
    answer=models.AccountBalance,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/account/balance"),
)
GET_CONFIG: Final[Operation[models.AccountConfig]] = Operation(
    id="getConfig",
    name="account.get_config",
    method="GET",
    path="/api/v5/account/config",
    permission="Read",
    limits=(Limit(requests=5, seconds=2, per=("user",), bucket="getConfig"),),
    answer=models.AccountConfig,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/account/config"),
)
