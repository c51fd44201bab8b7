"""The relative strength index that bots can wait for. Source: okx-v5, triggerParams: over 14 candles.

The candles end at whole multiples of their length since 1970 (UTC). The index is 100 times the rises of the last 14
closes over their rises and falls, with plain averages; 50 while nothing moves. What an instrument cost before somebody
first waited for its index counts as unchanged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise

from okx_mock.clock import Clock
from okx_mock.money import ZERO
from okx_mock.timers import Timer, Timers

LOOKS_BACK = 14
MINUTE_MS = 60_000
FRAMES_MS = {
    "3m": 3 * MINUTE_MS,
    "5m": 5 * MINUTE_MS,
    "15m": 15 * MINUTE_MS,
    "30m": 30 * MINUTE_MS,
    "1H": 60 * MINUTE_MS,
    "4H": 240 * MINUTE_MS,
    "1D": 1440 * MINUTE_MS,
}
_FLAT = Decimal(50)


def strength(closes: Sequence[Decimal]) -> Decimal:
    """The index after the last of these closes."""
    changes = [after - before for before, after in pairwise(closes)]
    rises = sum((change for change in changes if change > 0), ZERO)
    falls = sum((-change for change in changes if change < 0), ZERO)
    return 100 * rises / (rises + falls) if rises or falls else _FLAT


class Index:
    """The index of one instrument over candles of one length.

    It looks only as long as the index moves, that is up to 14 candles after a price did; a clock that jumps by years
    costs no more than that.
    """

    def __init__(self, clock: Clock, timers: Timers, frame_ms: int, price: Callable[[], Decimal]) -> None:
        """Begin with a price that never moved.

        Args:
            clock: the mock's clock.
            timers: what runs at the end of each candle.
            frame_ms: length of the candles.
            price: tells the instrument's price.
        """
        self._clock = clock
        self._timers = timers
        self._frame_ms = frame_ms
        self._price = price
        self._closes: deque[Decimal] = deque([price()] * (LOOKS_BACK + 1), maxlen=LOOKS_BACK + 1)
        self._next: Timer | None = None
        self._next_ms = 0
        self.told: dict[int, Callable[[Decimal, Decimal], None]] = {}
        """Who is told the index before and after each candle."""

    def look(self) -> None:
        """Look at the end of the present candle, and go on for as long as the index moves."""
        end_ms = (self._clock.now_ms() // self._frame_ms + 1) * self._frame_ms
        if self._next is not None and self._next_ms <= end_ms:
            return
        # The clock may have been set back since.
        self.stop()
        self._next_ms = end_ms
        self._next = self._timers.at(end_ms, self._close)

    def stop(self) -> None:
        """Look no more."""
        if self._next is not None:
            self._next.call_off()
            self._next = None

    def _close(self) -> None:
        self._next = None
        before = strength(tuple(self._closes))
        self._closes.append(self._price())
        after = strength(tuple(self._closes))
        if len(set(self._closes)) > 1:
            self.look()
        for told in list(self.told.values()):
            told(before, after)
