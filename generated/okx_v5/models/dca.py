# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `dca`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from okx_v5.scalars import Amount


class NewDcaTrigger(Struct, frozen=True, kw_only=True):
    """When a DCA bot starts."""

    trigger_action: Literal["start"] = field(name="triggerAction")
    """What the trigger does, start the bot."""
    trigger_strategy: Literal["instant", "price", "rsi"] = field(name="triggerStrategy")
    """What pulls the trigger: nothing, so at once (`instant`), a price (`contract_dca` only), or the relative strength
    index."""
    timeframe: Literal["3m", "5m", "15m", "30m", "1H", "4H", "1D"] | None = field(name="timeframe", default=None)
    """Length of the candles. For `rsi` only."""
    thold: int | None = field(name="thold", default=None)
    """Threshold of the index, 1 to 100. For `rsi` only."""
    trigger_cond: Literal["cross_up", "cross_down", "above", "below", "cross"] | None = field(
        name="triggerCond", default=None
    )
    """How the index stands to `thold`, or crosses it. For `rsi` only."""
    time_period: Literal["14"] | None = field(name="timePeriod", default=None)
    """Number of candles that the index looks at, always `14`. For `rsi` only."""
    trigger_px: Amount | None = field(name="triggerPx", default=None)
    """Trigger price. For `price` only."""


__all__ = [
    "NewDcaTrigger",
]
