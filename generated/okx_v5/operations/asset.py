# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `asset` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Limit, Operation, Source

GET_CURRENCIES: Final[Operation[models.Currency]] = Operation(
    id="getCurrencies",
    name="asset.get_currencies",
    method="GET",
    path="/api/v5/asset/currencies",
    permission="Read",
    limits=(Limit(requests=6, seconds=1, per=("user",), bucket="getCurrencies"),),
    fields=(Field(wire="ccy", name="ccy"),),
    answer=models.Currency,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/asset/currencies"),
)
