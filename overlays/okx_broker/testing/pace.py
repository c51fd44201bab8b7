"""When the mock's clock may be moved forward for a client that sleeps.

A jump while a request is under way would let it arrive late: with an old timestamp, or in another window of a limit. And a
task that sleeps for a minute must not take along one that sleeps for a second. So time jumps when no request is under way,
and to the earliest moment that a task sleeps until.
"""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from threading import Condition
from typing import Final

from okx_broker.transport import AsyncTransport, Outgoing, Reply, Transport

_QUIET_TURNS: Final = 5
"""So many turns of the event loop in a row must see nothing happen: a task that was woken may first wake another one."""
_BUSY_TURNS: Final = 50
_PAUSE: Final = 0.001
_LONGEST: Final = 30.0
"""Real seconds that a thread waits for the requests of others at most."""


class Pace:
    """Counts requests that are under way and keeps the moments that tasks sleep until. Safe for threads."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._blocking = 0
        self._on_loops = 0
        self._sleeping: list[tuple[float, int]] = []
        self._changes = 0

    @contextmanager
    def under_way(self, *, on_loop: bool) -> Generator[None, None, None]:
        """Say that a request is under way for the time of a block."""
        self._count(on_loop, 1)
        try:
            yield
        finally:
            self._count(on_loop, -1)

    def _count(self, on_loop: bool, step: int) -> None:
        with self._changed:
            self._changes += 1
            if on_loop:
                self._on_loops += step
            else:
                self._blocking += step
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until no blocking request of another thread is under way.

        Requests on event loops are not waited for: this thread may be the one that runs the loop.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._blocking, _LONGEST)

    async def wait_async(
        self, until: float, steady: Callable[[], float], pause: Callable[[float], Awaitable[None]]
    ) -> None:
        """Wait until time may jump to a moment, or that has come.

        Args:
            until: The moment, on the steady clock.
            steady: Reads that clock.
            pause: Lets other tasks have their turn, for so many real seconds.
        """
        with self._changed:
            self._changes += 1
            ticket = (until, self._changes)
            heapq.heappush(self._sleeping, ticket)
        try:
            turns = quiet = seen = 0
            while quiet < _QUIET_TURNS and steady() < until:
                await pause(0 if turns < _BUSY_TURNS else _PAUSE)
                turns += 1
                with self._changed:
                    at_rest = not self._blocking and not self._on_loops and self._sleeping[0] == ticket
                    quiet = quiet + 1 if at_rest and seen == self._changes else 0
                    seen = self._changes
        finally:
            with self._changed:
                self._changes += 1
                self._sleeping.remove(ticket)
                heapq.heapify(self._sleeping)


class PacedTransport:
    """Sends by another transport, and lets no time jump meanwhile."""

    def __init__(self, transport: Transport, pace: Pace) -> None:
        self._transport = transport
        self._pace = pace

    def send(self, request: Outgoing) -> Reply:
        """Send and wait for the whole answer; see `okx_broker.transport.Transport`."""
        with self._pace.under_way(on_loop=False):
            return self._transport.send(request)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()


class AsyncPacedTransport:
    """Sends by another transport on an event loop, and lets no time jump meanwhile."""

    def __init__(self, transport: AsyncTransport, pace: Pace) -> None:
        self._transport = transport
        self._pace = pace

    async def send(self, request: Outgoing) -> Reply:
        """Send and wait for the whole answer; see `okx_broker.transport.AsyncTransport`."""
        with self._pace.under_way(on_loop=True):
            return await self._transport.send(request)

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()
