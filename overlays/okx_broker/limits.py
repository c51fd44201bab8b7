"""Rate limits as OKX counts them: by window, by scope, by call or by item, all windows at once.

A call reserves its slots before it is signed and waits until they come up; calls of many threads and tasks queue in the
order in which they reserved. A wait beyond a bound is not slept through: it raises, so that one call per hour can't block
a platform.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from typing import Any, Final, NamedTuple, Protocol

from okx_v5.contract import Limit, Operation
from okx_v5.encoding import Wire

MARGIN: Final = 0.05
"""Seconds added to every window: requests do not all travel equally fast."""

_SWEEP_EVERY: Final = 4096


class Demand(NamedTuple):
    """Slots wanted in one counter.

    Attributes:
        key: The counter: bucket and scope values.
        cost: How many slots.
        requests: How many the window holds.
        seconds: The window's length.
    """

    key: tuple[str, ...]
    cost: int
    requests: int
    seconds: float


class Limiter(Protocol):
    """Counts slots. The in-process one is `WindowLimiter`; others may count for several machines."""

    def reserve(self, demands: Sequence[Demand], now: float, longest: float) -> float:
        """Reserve the slots of all demands at one moment.

        Args:
            demands: The slots wanted.
            now: The clock's steady time in seconds.
            longest: The longest wait that is acceptable.

        Returns:
            Seconds until that moment. Nothing is reserved where it is more than `longest`.
        """
        ...

    def hold(self, demands: Sequence[Demand], until: float) -> None:
        """Free no slot of these counters before `until`: the exchange said they are used up."""
        ...


class WindowLimiter:
    """A sliding window per counter, in this process, safe for threads.

    At any moment a counter holds the times of the last slots, at most as many as the window allows, so memory is bounded
    by the limits themselves; counters out of use are dropped.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: dict[tuple[str, ...], deque[float]] = {}
        self._held: dict[tuple[str, ...], float] = {}
        self._until_sweep = _SWEEP_EVERY

    def reserve(self, demands: Sequence[Demand], now: float, longest: float) -> float:
        """Reserve the slots of all demands at one moment; see `Limiter`."""
        with self._lock:
            start = now
            for demand in demands:
                taken = self._taken.get(demand.key)
                if taken:
                    over = len(taken) + demand.cost - demand.requests
                    if over > 0:
                        start = max(start, taken[min(over, len(taken)) - 1] + demand.seconds)
                    start = max(start, taken[-1])
                if self._held:
                    start = max(start, self._held.get(demand.key, start))
            if start - now > longest:
                return start - now
            for demand in demands:
                taken = self._taken.get(demand.key)
                if taken is None:
                    taken = self._taken[demand.key] = deque(maxlen=demand.requests)
                for _ in range(demand.cost):
                    taken.append(start)
            self._until_sweep -= 1
            if self._until_sweep <= 0:
                self._sweep(now)
            return start - now

    def hold(self, demands: Sequence[Demand], until: float) -> None:
        """Free no slot of these counters before `until`."""
        with self._lock:
            for demand in demands:
                self._held[demand.key] = max(until, self._held.get(demand.key, until))

    def _sweep(self, now: float) -> None:
        """Drop what can no longer hold anybody up: no window is longer than an hour."""
        self._until_sweep = _SWEEP_EVERY + len(self._taken)
        old = now - 3600 - 1
        self._taken = {key: taken for key, taken in self._taken.items() if taken[-1] > old}
        self._held = {key: until for key, until in self._held.items() if until > now}


class NoLimiter:
    """Counts nothing. For benchmarks and for exchanges without limits."""

    def reserve(self, demands: Sequence[Demand], now: float, longest: float) -> float:
        """Return 0: every slot is free."""
        return 0.0

    def hold(self, demands: Sequence[Demand], until: float) -> None:
        """Do nothing."""


def demands_of(operation: Operation[Any], wire: Wire | list[Wire], user: str) -> list[Demand]:
    """Return the slots that a request needs, by the operation's documented windows."""
    demands: list[Demand] = []
    for limit in operation.limits:
        if isinstance(wire, list):
            demands += _batch_demands(limit, wire, user)
        else:
            demands.append(Demand(_key(limit, limit.bucket, wire, user), 1, limit.requests, limit.seconds + MARGIN))
    return demands


def _key(limit: Limit, bucket: str, wire: Wire, user: str) -> tuple[str, ...]:
    values = [bucket, str(limit.seconds)]
    for part in limit.per:
        if part == "user":
            values.append(user)
        elif part != "ip":
            values.append(str(wire.get(part, "")))
    return tuple(values)


def _batch_demands(limit: Limit, items: list[Wire], user: str) -> list[Demand]:
    bucket, requests = limit.bucket, limit.requests
    if limit.single is not None and len(items) == 1:
        bucket, requests = limit.single, limit.single_requests
    costs: dict[tuple[str, ...], int] = {}
    for item in items:
        key = _key(limit, bucket, item, user)
        costs[key] = costs.get(key, 0) + 1
    if limit.unit == "call":
        costs = dict.fromkeys(costs, 1)
    return [Demand(key, cost, requests, limit.seconds + MARGIN) for key, cost in costs.items()]
