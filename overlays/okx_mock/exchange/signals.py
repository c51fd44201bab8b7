"""When a bot starts and stops by itself. Source: okx-v5, triggerParams of grid and DCA bots.

Of several entries for one action the first counts. A price is reached when it comes to `triggerPx` or beyond, from the
side where it stands when the waiting begins; if it stands there already, at once. `above` and `below` hold at the end
of a candle, a crossing lies between the ends of two. To stop at once (`instant`) says the same as no entry: a bot is
then stopped by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from okx_mock.answers import Refusal
from okx_mock.call import text_of
from okx_mock.exchange.rsi import FRAMES_MS
from okx_mock.timers import Timer
from okx_mock.wire import Json

if TYPE_CHECKING:
    from okx_mock.world import World

_NEEDS = {"price": ("triggerPx",), "rsi": ("timeframe", "thold", "triggerCond")}
_SHOWN = {"price": ("triggerPx",), "rsi": ("timeframe", "thold", "triggerCond", "timePeriod")}


@dataclass(frozen=True, slots=True)
class Signal:
    """What a bot waits for."""

    action: str
    strategy: str
    delay_seconds: int
    fields: Mapping[str, Json]

    @property
    def stop_type(self) -> str:
        """What becomes of what the bot holds; it is sold unless said."""
        return text_of(self.fields, "stopType") or "1"

    @property
    def at_once(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.strategy == "instant" and not self.delay_seconds


def signal_of(fields: Mapping[str, Json], action: str) -> Signal:
    """The signal to start or to stop in a request.

    Raises:
        Refusal: 50014 for a field that its strategy needs.
    """
    entries = fields.get("triggerParams")
    rows = [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    nothing: dict[str, Json] = {}
    row = next((one for one in rows if one.get("triggerAction") == action), nothing)
    strategy = text_of(row, "triggerStrategy") or "instant"
    for name in _NEEDS.get(strategy, ()):
        if not text_of(row, name):
            raise Refusal("50014", name)
    return Signal(action, strategy, int(text_of(row, "delaySeconds") or "0"), row)


class Waiting:
    """A bot that waits for its signal."""

    def __init__(self, world: World, inst_id: str, signal: Signal, act: Callable[[], None]) -> None:
        """Get ready; `begin` begins to wait.

        Args:
            world: where time and prices are.
            inst_id: the instrument.
            signal: what is waited for.
            act: called once, when the signal came and its delay has passed.
        """
        self._world = world
        self._inst_id = inst_id
        self._act = act
        self._leave: Callable[[], None] = _nothing
        self._timer: Timer | None = None
        self.signal = signal
        self.triggered_ms = 0
        """When the signal came; 0 before."""

    def begin(self) -> None:
        """Wait from now on, unless there is nothing to wait for."""
        signal = self.signal
        if signal.strategy == "price":
            self._wait_for_price(Decimal(text_of(signal.fields, "triggerPx")))
        elif signal.strategy == "rsi":
            frame_ms = FRAMES_MS[text_of(signal.fields, "timeframe")]
            self._leave = self._world.watch.index(self._inst_id, frame_ms, self._see_index)
        elif signal.action == "start":
            self._come()

    def call_off(self) -> None:
        """Wait no more."""
        self._leave()
        if self._timer is not None:
            self._timer.call_off()

    def row(self, *, by_hand_ms: int = 0) -> dict[str, Json]:
        """The entry of `triggerParams` in an answer; `by_hand_ms` says when somebody stopped the bot."""
        shown: dict[str, Json] = {
            name: text_of(self.signal.fields, name) for name in _SHOWN.get(self.signal.strategy, ())
        }
        moment_ms = self.triggered_ms or by_hand_ms
        starts = self.signal.action == "start"
        return {
            "triggerAction": self.signal.action,
            "triggerStrategy": self.signal.strategy,
            "delaySeconds": str(self.signal.delay_seconds),
            "triggerType": "auto" if starts or self.triggered_ms else "manual",
            "triggerTime": str(moment_ms) if moment_ms else "",
            **({} if starts else {"stopType": self.signal.stop_type}),
            **shown,
        }

    def _wait_for_price(self, wanted: Decimal) -> None:
        prices = self._world.book.prices
        rising = prices[self._inst_id] < wanted

        def see() -> None:
            price = prices[self._inst_id]
            if price >= wanted if rising else price <= wanted:
                self._come()

        if prices[self._inst_id] == wanted:
            self._come()
        else:
            self._leave = self._world.watch.price(self._inst_id, see)

    def _see_index(self, before: Decimal, after: Decimal) -> None:
        threshold = Decimal(text_of(self.signal.fields, "thold"))
        up, down = before < threshold <= after, before > threshold >= after
        came = {
            "above": after > threshold,
            "below": after < threshold,
            "cross_up": up,
            "cross_down": down,
            "cross": up or down,
        }
        if came[text_of(self.signal.fields, "triggerCond")]:
            self._come()

    def _come(self) -> None:
        self._leave()
        self.triggered_ms = self._world.clock.now_ms()
        if self.signal.delay_seconds:
            self._timer = self._world.timers.at(self.triggered_ms + 1000 * self.signal.delay_seconds, self._act)
        else:
            self._act()


def _nothing() -> None:
    pass
