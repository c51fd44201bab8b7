"""Rate limits: so many requests in any window of so many seconds, counted by user, address or request fields.

Source: okx-v5, rate_limit_rules; each operation's windows come from the contract (`x-okx-rate-limit`).
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from operator import itemgetter

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


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of one counter is used.

    Attributes:
        key: the key of its charges.
        used: what is taken of the window that ends now.
        last_used: what was taken of the window that ended with the last request.
        last_ms: when that was.
        frees_ms: when the oldest of what is taken falls out of the window; 0 when nothing is taken.
    """

    key: Hashable
    used: int
    last_used: int
    last_ms: int
    frees_ms: int


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

    def last_used(
        self, most: int, wanted: Callable[[Hashable], bool] | None = None, *, busy: bool = False
    ) -> list[Usage]:
        """The counters that were used last, newest first; changes nothing.

        Args:
            most: how many at most.
            wanted: which keys; None for all.
            busy: only those with something taken of the window that ends now.
        """
        now_ms = self._clock.now_ms()
        moments = [
            (counter.taken[-1][0], key)
            for key, counter in self._counters.items()
            if counter.taken
            and (not busy or counter.taken[-1][0] > now_ms - counter.window_ms)
            and (wanted is None or wanted(key))
        ]
        newest = heapq.nlargest(most, moments, key=itemgetter(0))
        return [self._usage(key, now_ms) for _, key in newest]

    def in_use(self) -> int:
        """How many counters have something taken of the window that ends now."""
        now_ms = self._clock.now_ms()
        return sum(1 for one in self._counters.values() if one.taken and one.taken[-1][0] > now_ms - one.window_ms)

    def _usage(self, key: Hashable, now_ms: int) -> Usage:
        counter = self._counters[key]
        last_ms, horizon = counter.taken[-1][0], now_ms - counter.window_ms
        used, frees_ms = counter.total, 0
        for moment_ms, amount in counter.taken:
            if moment_ms > horizon:
                frees_ms = moment_ms + counter.window_ms
                break
            used -= amount
        return Usage(key, used, counter.total, last_ms, frees_ms)

    def _sweep(self, now_ms: int) -> None:
        for key in list(self._counters):
            counter = self._counters[key]
            counter.forget(now_ms)
            if not counter.taken:
                del self._counters[key]
        for key in list(self._counters)[: max(0, len(self._counters) - self.MAX_COUNTERS // 2)]:
            del self._counters[key]
