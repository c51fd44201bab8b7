# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `public` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Limit, Operation, Source

GET_TIME: Final[Operation[models.SystemTime]] = Operation(
    id="getTime",
    name="public.get_time",
    method="GET",
    path="/api/v5/public/time",
    permission="Public",
    authorization="none",
    limits=(Limit(requests=10, seconds=2, per=("ip",), bucket="getTime"),),
    answer=models.SystemTime,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/public/time"),
)
GET_INSTRUMENTS: Final[Operation[models.Instrument]] = Operation(
    id="getInstruments",
    name="public.get_instruments",
    method="GET",
    path="/api/v5/public/instruments",
    permission="Public",
    authorization="none",
    limits=(
        Limit(
            requests=20,
            seconds=2,
            per=(
                "ip",
                "instType",
            ),
            bucket="getInstruments",
        ),
    ),
    fields=(
        Field(
            wire="instType",
            name="inst_type",
            required=True,
            choices=(
                "SPOT",
                "MARGIN",
                "SWAP",
                "FUTURES",
                "OPTION",
                "EVENTS",
            ),
        ),
        Field(wire="seriesId", name="series_id", required_if=(("instType", ("EVENTS",)),)),
        Field(wire="instFamily", name="inst_family"),
        Field(wire="instId", name="inst_id"),
    ),
    answer=models.Instrument,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/public/instruments"),
)
