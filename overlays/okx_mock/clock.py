"""The mock's own clock. Every deadline, window and limit of the mock is measured on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime


class Clock:
    """A clock that follows the system's with an offset, or stands still.

    Tests set it, move it forward, freeze it and let it run again.
    """

    def __init__(self, *, frozen: bool = False, start_ms: int | None = None) -> None:
        """Start at `start_ms`, or at the system's time."""
        self._offset_us = 0
        self._frozen_us: int | None = None
        self._standing_us: int | None = None
        self._held_us: int | None = None
        self._listeners: list[Callable[[], None]] = []
        if start_ms is not None:
            self._offset_us = start_ms * 1000 - self.system_us()
        if frozen:
            self.freeze()

    @property
    def frozen(self) -> bool:
        """Whether the clock stands still."""
        return self._frozen_us is not None

    def system_us(self) -> int:
        """The system's time in microseconds, which the clock follows; the same all the time while it is held."""
        return self._held_us if self._held_us is not None else time.time_ns() // 1000

    @contextmanager
    def held(self, system_us: int | None = None) -> Generator[None, None, None]:
        """Let no time pass for the time of a `with` block, so that all that happens in it has one moment.

        The clock can be set, moved and frozen meanwhile.

        Args:
            system_us: the system's time to hold; the present one if not said. A journal is replayed with the times
                that it recorded.
        """
        before = self._held_us
        self._held_us = self.system_us() if system_us is None else system_us
        try:
            yield
        finally:
            self._held_us = before

    @property
    def course(self) -> tuple[int, int | None]:
        """How the clock goes: its offset to the system's in microseconds, and where it stands if it is frozen."""
        return self._offset_us, self._frozen_us

    @course.setter
    def course(self, course: tuple[int, int | None]) -> None:
        self._offset_us, self._frozen_us = course

    def now_us(self) -> int:
        """Unix time in microseconds."""
        if self._standing_us is not None:
            return self._standing_us
        if self._frozen_us is not None:
            return self._frozen_us
        return self.system_us() + self._offset_us

    def now_ms(self) -> int:
        """Unix time in milliseconds."""
        return self.now_us() // 1000

    def on_set_back(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the clock is set to an earlier time."""
        self._listeners.append(listener)

    def set(self, now_ms: int) -> None:
        """Set the clock; it goes on running, or standing still, as before."""
        before = self.now_us()
        if self._frozen_us is not None:
            self._frozen_us = now_ms * 1000
        else:
            self._offset_us = now_ms * 1000 - self.system_us()
        if now_ms * 1000 < before:
            for listener in self._listeners:
                listener()

    def advance(self, milliseconds: int) -> None:
        """Move the clock forward."""
        if self._frozen_us is not None:
            self._frozen_us += milliseconds * 1000
        else:
            self._offset_us += milliseconds * 1000

    @contextmanager
    def standing_at(self, moment_ms: int) -> Generator[None, None, None]:
        """Show another moment for the time of a `with` block, and go on as before after it."""
        before, self._standing_us = self._standing_us, moment_ms * 1000
        try:
            yield
        finally:
            self._standing_us = before

    def freeze(self) -> None:
        """Let the clock stand still."""
        self._frozen_us = self.now_us()

    def run(self) -> None:
        """Let the clock run on from where it stands."""
        if self._frozen_us is not None:
            self._offset_us = self._frozen_us - self.system_us()
            self._frozen_us = None


def day_start_ms(day: str) -> int:
    """Unix time in milliseconds of the first moment (UTC) of a day written YYYYMMDD.

    Raises:
        ValueError: there is no such day.
    """
    moment = datetime(int(day[:4]), int(day[4:6]), int(day[6:8]), tzinfo=UTC)
    return int(moment.timestamp()) * 1000


def day_of(moment_ms: int) -> str:
    """The day (UTC) of a moment, written YYYYMMDD."""
    return datetime.fromtimestamp(moment_ms / 1000, UTC).strftime("%Y%m%d")


# The clock goes from 1970 up to the end of 2099, as far as OKX's dates go.
MAX_TIME_MS = 4_102_444_799_999
DAY_MS = 24 * 60 * 60 * 1000
HOUR_MS = 60 * 60 * 1000
