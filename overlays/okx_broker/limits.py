"""Rate limits as OKX counts them: by window, by scope, by call or by item, all windows at once.

A call reserves its slots before it is signed and waits until they come up; calls of many threads and tasks queue in the
order in which they reserved. A wait beyond a bound is not slept through: it raises, so that one call per hour can't block
a platform.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Any, Final, Protocol, TypeAlias
from weakref import WeakSet

from okx_v5.contract import Limit, Operation
from okx_v5.encoding import Wire

MARGIN: Final = 0.05
"""Seconds added to every window: requests do not all travel equally fast."""

_SWEEP_EVERY: Final = 4096
_SLACK: Final = 64
"""Old slots that a counter may keep before they are cut off: cutting costs more than keeping a few."""


Demand: TypeAlias = tuple[tuple[object, ...], int, int, float]
"""Slots wanted in one counter: the counter's name (bucket and scope values), how many, how many the window holds, and the
window's length in seconds. A plain tuple, since every call makes some."""


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

    def release(self, demands: Sequence[Demand], moment: float) -> None:
        """Give back slots that were reserved for `moment` and not used."""
        ...

    def hold(self, demands: Sequence[Demand], until: float) -> None:
        """Free no slot of these counters before `until`: the exchange said they are used up."""
        ...


_limiters: WeakSet[WindowLimiter] = WeakSet()


def _unlock_all() -> None:
    for limiter in list(_limiters):
        limiter.unlock()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_unlock_all)


class WindowLimiter:
    """A sliding window per counter, in this process, safe for threads.

    A counter holds the times of its last slots, at most as many as its window allows, so memory is bounded by the limits
    themselves; counters out of use are dropped.
    """

    def __init__(self) -> None:
        self.unlock()
        _limiters.add(self)
        self._taken: dict[float, dict[tuple[object, ...], list[float]]] = {}
        self._held: dict[tuple[object, ...], float] = {}
        self._until_sweep = _SWEEP_EVERY

    def unlock(self) -> None:
        """Forget who is at it: after a fork, threads that held the lock are gone, and nobody else would give it back."""
        self._lock = threading.Lock()

    def reserve(self, demands: Sequence[Demand], now: float, longest: float) -> float:
        """Reserve the slots of all demands at one moment; see `Limiter`."""
        with self._lock:
            # Plain comparisons: this runs in every call, and a call of max() costs more than all of the rest of a line.
            groups = self._taken
            counts: list[list[float]] = []
            start = now
            for key, cost, requests, seconds in demands:
                counters = groups.get(seconds)
                if counters is None:
                    counters = groups[seconds] = {}
                taken = counters.get(key)
                if taken is None:
                    taken = counters[key] = []
                elif taken:
                    if taken[-1] > start:
                        start = taken[-1]
                    over = len(taken) + cost - requests
                    if over > 0:
                        free = (taken[over - 1] if cost <= requests else taken[-1]) + seconds
                        if free > start:
                            start = free
                if self._held and self._held.get(key, start) > start:
                    start = self._held[key]
                counts.append(taken)
            if start - now > longest:
                return start - now
            for place, (_, cost, requests, _) in enumerate(demands):
                taken = counts[place]
                if cost == 1:
                    taken.append(start)
                else:
                    taken.extend([start] * cost)
                if len(taken) > requests + _SLACK:
                    del taken[: len(taken) - requests]
            self._until_sweep -= 1
            if self._until_sweep <= 0:
                self._sweep(now)
            return start - now

    def release(self, demands: Sequence[Demand], moment: float) -> None:
        """Give back slots that were reserved for `moment` and not used."""
        with self._lock:
            for key, cost, _, seconds in demands:
                taken = self._taken.get(seconds, {}).get(key, [])
                for _ in range(min(cost, len(taken))):
                    nearest = min(range(len(taken)), key=lambda place: abs(taken[place] - moment))
                    del taken[nearest]

    def hold(self, demands: Sequence[Demand], until: float) -> None:
        """Free no slot of these counters before `until`."""
        with self._lock:
            for key, _, _, _ in demands:
                self._held[key] = max(until, self._held.get(key, until))

    def _sweep(self, now: float) -> None:
        """Drop the counters whose window has passed since their last slot."""
        for seconds, counters in self._taken.items():
            old = now - seconds
            self._taken[seconds] = {key: taken for key, taken in counters.items() if taken and taken[-1] > old}
        self._held = {key: until for key, until in self._held.items() if until > now}
        self._until_sweep = _SWEEP_EVERY + sum(len(counters) for counters in self._taken.values())


class NoLimiter:
    """Counts nothing. For benchmarks and for exchanges without limits."""

    def reserve(self, demands: Sequence[Demand], now: float, longest: float) -> float:
        """Return 0: every slot is free."""
        return 0.0

    def release(self, demands: Sequence[Demand], moment: float) -> None:
        """Do nothing."""

    def hold(self, demands: Sequence[Demand], until: float) -> None:
        """Do nothing."""


_REMEMBERED: Final = 4096
_single: dict[tuple[str, str, object], list[Demand]] = {}


def demands_of(operation: Operation[Any], wire: Wire | list[Wire], user: str) -> list[Demand]:
    """Return the slots that a request needs, by the operation's documented windows.

    Those of the last few thousand users and instruments are remembered: most calls repeat them.
    """
    if isinstance(wire, list):
        return [demand for limit in operation.limits for demand in _batch_demands(limit, wire, user)]
    name = (operation.id, user, wire.get("instId"))
    demands = _single.get(name)
    if demands is None:
        demands = [
            (_key(limit, limit.bucket, wire, user), 1, limit.requests, limit.seconds + MARGIN)
            for limit in operation.limits
        ]
        if all(part in _NAMED for limit in operation.limits for part in limit.per):
            if len(_single) >= _REMEMBERED:
                _single.clear()
            _single[name] = demands
    return demands


_NAMED: Final = ("user", "ip", "instId")
_BY_USER: Final = ("user",)
_BY_INSTRUMENT: Final = ("user", "instId")


def _key(limit: Limit, bucket: str, wire: Wire, user: str) -> tuple[object, ...]:
    """Name a counter: its bucket, its window, and the values of what the exchange counts by."""
    per = limit.per
    if per == _BY_USER:
        return (bucket, limit.seconds, user)
    if per == _BY_INSTRUMENT:
        name = wire.get("instId", "")
        return (bucket, limit.seconds, user, family_of(name) if limit.by_family else name)
    values = [user if part == "user" else "" if part == "ip" else wire.get(part, "") for part in per]
    if limit.by_family:
        values = [family_of(value) if part == "instId" else value for part, value in zip(per, values, strict=True)]
    return (bucket, limit.seconds, *values)


def family_of(instrument: str) -> str:
    """Return `BTC-USD options` for `BTC-USD-261225-50000-C`; the name of what is no option as it is."""
    if instrument[-2:] in ("-C", "-P"):
        parts = instrument.split("-")
        if len(parts) == 5:
            return f"{parts[0]}-{parts[1]} options"
    return instrument


def _batch_demands(limit: Limit, items: list[Wire], user: str) -> list[Demand]:
    bucket, requests = limit.bucket, limit.requests
    if limit.single is not None and len(items) == 1:
        bucket, requests = limit.single, limit.single_requests
    costs: dict[tuple[object, ...], int] = {}
    for item in items:
        key = _key(limit, bucket, item, user)
        costs[key] = costs.get(key, 0) + 1
    if limit.unit == "call":
        costs = dict.fromkeys(costs, 1)
    return [(key, cost, requests, limit.seconds + MARGIN) for key, cost in costs.items()]
