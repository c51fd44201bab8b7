# Generated; edits are lost. Spec a938007a5822c7da, generator b9311f5c16e12de9.
# Change spec/, a template or an overlay and run `python -m generator build`.
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
        Field(wire="seriesId", name="series_id", required_if=(("instType", "EVENTS"),)),
        Field(wire="instFamily", name="inst_family"),
        Field(wire="instId", name="inst_id"),
    ),
    answer=models.Instrument,
    answers="many",
    source=Source(document="okx-v5", section="GET /api/v5/public/instruments"),
)
