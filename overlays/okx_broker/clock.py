"""The one place that reads time and sleeps.

A client asks its clock for the exchange's time, for a steady time to measure waits with, and to sleep. Tests, and a mock
exchange with a clock of its own, pass another clock.
"""

from __future__ import annotations

import atexit
import time
from functools import cache
from typing import Final, Protocol

PLAUSIBLE_MS: Final = range(1_577_836_800_000, 4_102_444_800_000)
"""A time that an exchange can have: the years 2020 to 2099."""
_REST: Final = 0.05
"""Seconds; far more than a thread needs for the last few lines of its work."""


class Clock(Protocol):
    """What a client needs of a clock."""

    def now_ms(self) -> int:
        """Return the exchange's time as well as it is known: Unix milliseconds."""
        ...

    def monotonic(self) -> float:
        """Return a steady time in seconds; only differences mean anything."""
        ...

    def correct(self, offset_ms: int) -> None:
        """Take `offset_ms` as the exchange's time minus this machine's."""
        ...

    @property
    def offset_ms(self) -> int:
        """The correction in use: the exchange's time minus this machine's, in milliseconds."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""
        ...

    async def sleep_async(self, seconds: float) -> None:
        """Wait so many seconds without holding up the event loop."""
        ...


def local_ms(clock: Clock) -> int:
    """Read a clock without its correction, which another thread may change at any moment."""
    while True:
        offset = clock.offset_ms
        now = clock.now_ms()
        if clock.offset_ms == offset:
            return now - offset


class SystemClock:
    """This machine's clock, corrected by what was learnt of the exchange's."""

    def __init__(self) -> None:
        self._offset_ms = 0

    @property
    def offset_ms(self) -> int:
        """The correction in use: the exchange's time minus this machine's, in milliseconds."""
        return self._offset_ms

    def now_ms(self) -> int:
        """Return the exchange's time as well as it is known: Unix milliseconds."""
        return time.time_ns() // 1_000_000 + self._offset_ms

    def monotonic(self) -> float:
        """Return a steady time in seconds; only differences mean anything."""
        return time.monotonic()

    def correct(self, offset_ms: int) -> None:
        """Take `offset_ms` as the exchange's time minus this machine's."""
        self._offset_ms = offset_ms

    def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Wait so many seconds without holding up the event loop."""
        from asyncio import sleep

        await sleep(seconds)


@cache
def rest_at_exit() -> None:
    """Let this process rest for a moment at its very end, once, so that threads of other libraries are done with it.

    A thread that Python does not know crashes the process if it is still inside the interpreter when that goes down.
    """
    atexit.register(time.sleep, _REST)
