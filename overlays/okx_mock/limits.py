"""Rate limits: so many requests in any window of so many seconds, counted by user, address or request fields.

Source: okx-v5, rate_limit_rules; each operation's windows come from the contract (`x-okx-rate-limit`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from okx_mock.answers import Refusal
from okx_mock.clock import Clock


@dataclass(frozen=True, slots=True)
class Charge:
    """What one request takes from one counter."""

    key: Hashable
    amount: int
    requests: int
    window_ms: int
    code: str


class _Counter:
    """The amounts that were taken within the last window, with their times."""

    __slots__ = ("taken", "total", "window_ms")

    def __init__(self, window_ms: int) -> None:
        self.window_ms = window_ms
        self.taken: deque[tuple[int, int]] = deque()
        self.total = 0

    def forget(self, now_ms: int) -> None:
        taken = self.taken
        horizon = now_ms - self.window_ms
        while taken and taken[0][0] <= horizon:
            self.total -= taken.popleft()[1]


class Limiter:
    """All counters of the mock.

    A refused request takes nothing. The number of counters is bounded: idle ones are dropped when there are many, and
    if all are busy the oldest go.
    """

    MAX_COUNTERS = 50_000

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counters: dict[Hashable, _Counter] = {}
        clock.on_set_back(self._counters.clear)

    def __len__(self) -> int:
        return len(self._counters)

    def clear(self) -> None:
        """Forget everything that was counted."""
        self._counters.clear()

    def take(self, charges: Sequence[Charge]) -> None:
        """Take all charges, or none.

        Raises:
            Refusal: a counter has not enough left; the code is the charge's.
        """
        now_ms = self._clock.now_ms()
        counters = self._counters
        found: list[_Counter] = []
        for charge in charges:
            counter = counters.get(charge.key)
            if counter is None:
                if len(counters) >= self.MAX_COUNTERS:
                    self._sweep(now_ms)
                counter = counters[charge.key] = _Counter(charge.window_ms)
            counter.forget(now_ms)
            if counter.total + charge.amount > charge.requests:
                raise Refusal(charge.code)
            found.append(counter)
        for charge, counter in zip(charges, found, strict=True):
            counter.taken.append((now_ms, charge.amount))
            counter.total += charge.amount

    def _sweep(self, now_ms: int) -> None:
        for key in list(self._counters):
            counter = self._counters[key]
            counter.forget(now_ms)
            if not counter.taken:
                del self._counters[key]
        for key in list(self._counters)[: max(0, len(self._counters) - self.MAX_COUNTERS // 2)]:
            del self._counters[key]
