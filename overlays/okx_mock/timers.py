"""What happens by itself at a later moment: countdowns that end, plans that buy again, quotes that run out.

Nothing ticks. Before every request the timers that have become due are run, in the order of their moments, and each
sees the clock stand at its own moment. So the outcome does not depend on when somebody next asks.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count

from okx_mock.clock import Clock


class Timer:
    """One thing that is to happen; it can be called off until it has happened."""

    __slots__ = ("action",)

    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action

    def call_off(self) -> None:
        """Let it not happen; once it has happened, this changes nothing."""
        self.action = None


class Timers:
    """All that waits for its moment."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[int, int, Timer]] = []
        self._order = count()
        self.until_ms = 0
        """Up to when the timers that run now are being run: where the clock really stands."""

    def __len__(self) -> int:
        return len(self._waiting)

    def now_ms(self) -> int:
        """What the clock shows; while a timer runs, that timer's own moment."""
        return self._clock.now_ms()

    @property
    def due(self) -> bool:
        """Whether anything is to be done by now."""
        return bool(self._waiting) and self._waiting[0][0] <= self._clock.now_ms()

    def at(self, moment_ms: int, action: Callable[[], None]) -> Timer:
        """Do something at a moment on the mock's clock; at once with the next request, if that has passed."""
        timer = Timer(action)
        heapq.heappush(self._waiting, (moment_ms, next(self._order), timer))
        return timer

    def run(self) -> None:
        """Do what has become due, oldest moment first; what it sets up for a moment that has passed too is done as well."""
        waiting = self._waiting
        self.until_ms = now_ms = self._clock.now_ms()
        while waiting and waiting[0][0] <= now_ms:
            moment_ms, _, timer = heapq.heappop(waiting)
            action, timer.action = timer.action, None
            if action is not None:
                with self._clock.standing_at(moment_ms):
                    action()

    def clear(self) -> None:
        """Forget all of it."""
        self._waiting.clear()
