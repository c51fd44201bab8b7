# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `market` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Limit, Operation, Source

GET_TICKER: Final[Operation[models.Ticker]] = Operation(
    id="getTicker",
    name="market.get_ticker",
    method="GET",
    path="/api/v5/market/ticker",
    permission="Public",
    authorization="none",
    limits=(Limit(requests=20, seconds=2, per=("ip",), bucket="getTicker"),),
    fields=(Field(wire="instId", name="inst_id", required=True, min_length=1),),
    answer=models.Ticker,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/market/ticker"),
)
