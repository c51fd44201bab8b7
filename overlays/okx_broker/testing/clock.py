"""The mock's clock, and the clock of clients that is bound to it.

The mock's clock follows this machine's with an offset, or stands still. The kit knows which, so that a client reads the
time without asking; it holds as long as the mock's clock is moved through the kit, else `sync` asks.
"""

from __future__ import annotations

import time
from asyncio import sleep
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from math import ceil
from threading import RLock
from typing import Final

import msgspec

from okx_broker.testing.control import Control
from okx_broker.testing.pace import Pace
from okx_v5.scalars import at_utc

_MS: Final = 1_000_000
"""Nanoseconds in a millisecond."""


class _Shown(msgspec.Struct):
    now_ms: int
    frozen: bool


class _State(msgspec.Struct, frozen=True):
    """What the kit knows of the mock's clock; replaced as a whole, so that readers need no lock.

    Attributes:
        frozen_ms: Where it stands still; None while it runs.
        offset_ns: The mock's time minus this machine's while it runs.
        set_back_ms: By how much it was set back so far. Steady time is not set back.
    """

    frozen_ms: int | None = None
    offset_ns: int = 0
    set_back_ms: int = 0


class MockClock:
    """The mock's clock, moved by the test. Every deadline, window and limit of the mock is measured on it.

    The clients of the kit run by it: where they would wait, it is moved forward instead, so that no wait takes real time.
    """

    def __init__(self, control: Control) -> None:
        self._control = control
        self._lock = RLock()
        self._state = _State()
        self._slept: list[float] = []
        self._skew_ms = 0
        self.pace = Pace()
        self.sync()

    # Reading

    def now(self) -> datetime:
        """Return the mock's time, in UTC."""
        return at_utc(self.now_ms())

    def now_ms(self) -> int:
        """Return the mock's time in Unix milliseconds."""
        return _now_ms(self._state)

    def steady(self) -> float:
        """Return a time in seconds that goes with the mock's clock, but not back with it."""
        state = self._state
        return (_now_ms(state) + state.set_back_ms) / 1000

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return self._state.frozen_ms is not None

    @property
    def slept(self) -> tuple[float, ...]:
        """The seconds of every sleep of a client since the clock was last reset, in order."""
        return tuple(self._slept)

    def sync(self) -> None:
        """Ask the mock for its time: needed only after something else has moved its clock."""
        with self._lock:
            self._learn("GET")

    # Moving

    def advance(
        self, by: timedelta = timedelta(0), *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> None:
        """Let time pass: `advance(hours=2)`, or `advance(timedelta(days=3))`; together they add up.

        Raises:
            ValueError: It is less than nothing.
        """
        whole = by + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if whole < timedelta(0):
            raise ValueError(f"advance takes no negative time, and this is {whole}: `set` sets the clock back")
        with self._lock:
            self._advance(round(whole / timedelta(milliseconds=1)))

    def set(self, moment: datetime) -> None:
        """Set the clock; it goes on running, or standing still, as before.

        Raises:
            ValueError: The moment has no time zone.
        """
        self._move(moment, frozen=None)

    def freeze(self, at: datetime | None = None) -> None:
        """Let it stand still, at a moment if one is given, until it is moved or a client sleeps.

        Raises:
            ValueError: The moment has no time zone.
        """
        self._move(at, frozen=True)

    def run(self) -> None:
        """Let it run on from where it stands."""
        self._move(None, frozen=False)

    def begin(self, moment: datetime | None, *, frozen: bool) -> None:
        """Start anew: at a moment, or at this machine's time, without what was slept and without skew."""
        with self._lock:
            self._skew_ms = 0
            self._slept.clear()
            self._move(moment or datetime.now(UTC), frozen=frozen)

    def _move(self, moment: datetime | None, *, frozen: bool | None) -> None:
        document: dict[str, object] = {}
        if moment is not None:
            if moment.tzinfo is None:
                raise ValueError(f"{moment} has no time zone: give it one, as datetime(2026, 6, 15, 10, tzinfo=UTC)")
            document["set_ms"] = round((moment - datetime.fromtimestamp(0, UTC)) / timedelta(milliseconds=1))
        if frozen is not None:
            document["frozen"] = frozen
        with self._lock:
            self._learn("POST", document)

    def _advance(self, milliseconds: int) -> None:
        """Move it by whole milliseconds: then its offset is known exactly and need not be measured."""
        self._control.ask("POST", "clock", _Shown, {"advance_seconds": milliseconds / 1000})
        state = self._state
        if state.frozen_ms is None:
            offset_ns = state.offset_ns + milliseconds * _MS
            self._state = msgspec.structs.replace(state, offset_ns=offset_ns)
        else:
            self._state = msgspec.structs.replace(state, frozen_ms=state.frozen_ms + milliseconds)

    def _learn(self, method: str, document: object = None) -> None:
        before_ns, before_ms = time.time_ns(), self.now_ms()
        shown = self._control.ask(method, "clock", _Shown, document)
        middle_ns = (before_ns + time.time_ns()) // 2
        set_back_ms = self._state.set_back_ms + max(0, before_ms - shown.now_ms)
        if shown.frozen:
            self._state = _State(frozen_ms=shown.now_ms, set_back_ms=set_back_ms)
        else:
            self._state = _State(offset_ns=shown.now_ms * _MS - middle_ns, set_back_ms=set_back_ms)

    # Clients

    @property
    def skew_seconds(self) -> float:
        """By how much the clients' clocks are wrong."""
        return self._skew_ms / 1000

    def skew(self, seconds: float) -> AbstractContextManager[None]:
        """Let the clients' clocks be wrong by so many seconds: fast above zero, slow below, right again at zero.

        It holds at once; as a context manager it holds until the end of the block. A client that has learnt the mock's
        time in the meantime keeps its correction.
        """
        before, self._skew_ms = self._skew_ms, round(seconds * 1000)

        @contextmanager
        def until_the_end() -> Generator[None, None, None]:
            try:
                yield
            finally:
                self._skew_ms = before

        return until_the_end()

    def for_client(self) -> ClientClock:
        """Return a clock for a client: `Broker(…, clock=okx_mock.clock.for_client())`. Each `Broker` takes its own."""
        return ClientClock(self)

    def sleep_until(self, until: float, seconds: float) -> None:
        """Let time pass up to a steady time, for a client that sleeps so many seconds.

        Those who sleep at the same time sleep through the same time.
        """
        with self._lock:
            self._slept.append(seconds)
            # No sooner than asked for: a limit that is waited for must have passed.
            left = ceil((until - self.steady()) * 1000)
            if left > 0:
                self._advance(left)

    def __repr__(self) -> str:
        return f"MockClock({self.now().isoformat()}, {'frozen' if self.frozen else 'running'})"


def _now_ms(state: _State) -> int:
    return (time.time_ns() + state.offset_ns) // _MS if state.frozen_ms is None else state.frozen_ms


class ClientClock:
    """The clock of one `Broker`, bound to the mock's; see `okx_broker.Clock`."""

    def __init__(self, clock: MockClock) -> None:
        self._clock = clock
        self._offset_ms = 0

    @property
    def offset_ms(self) -> int:
        """What the client has learnt: the exchange's time minus its own."""
        return self._offset_ms

    def now_ms(self) -> int:
        """Return the exchange's time as the client knows it: the mock's, wrong by the skew, corrected by the offset."""
        return self._clock.now_ms() + round(self._clock.skew_seconds * 1000) + self._offset_ms

    def monotonic(self) -> float:
        """Return a steady time in seconds that goes with the mock's clock."""
        return self._clock.steady()

    def correct(self, offset_ms: int) -> None:
        """Take `offset_ms` as the exchange's time minus this client's."""
        self._offset_ms = offset_ms

    def sleep(self, seconds: float) -> None:
        """Let the mock's clock pass so many seconds, without waiting."""
        until = self.monotonic() + seconds
        self._clock.pace.wait()
        self._clock.sleep_until(until, seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Let the mock's clock pass so many seconds, without waiting; tasks that sleep shorter come first."""
        until = self.monotonic() + seconds
        await self._clock.pace.wait_async(until, self.monotonic, sleep)
        self._clock.sleep_until(until, seconds)
