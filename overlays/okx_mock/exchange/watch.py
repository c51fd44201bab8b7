"""Tells whoever waits for a price or an index when it moves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from itertools import count
from typing import TypeVar

from okx_mock.clock import Clock
from okx_mock.exchange.book import Book
from okx_mock.exchange.rsi import Index
from okx_mock.timers import Timers

T = TypeVar("T")


class Watch:
    """Those who wait, told in the order in which they came."""

    def __init__(self, clock: Clock, timers: Timers, book: Book) -> None:
        self._clock = clock
        self._timers = timers
        self._book = book
        self._numbers = count()
        self._prices: dict[str, dict[int, Callable[[], None]]] = {}
        self._indices: dict[tuple[str, int], Index] = {}
        book.on_price.append(self._moved)

    def price(self, inst_id: str, told: Callable[[], None]) -> Callable[[], None]:
        """Call `told` after each move of an instrument's price, when the orders that it reached have filled.

        Returns:
            What to call to hear no more of it; calling it twice does no harm.
        """
        number = next(self._numbers)
        waiting = self._prices.setdefault(inst_id, {})
        waiting[number] = told
        return partial(_forget, waiting, number)

    def index(self, inst_id: str, frame_ms: int, told: Callable[[Decimal, Decimal], None]) -> Callable[[], None]:
        """Call `told` with an instrument's index before and after each candle.

        Returns:
            What to call to hear no more of it.
        """
        number = next(self._numbers)
        key = (inst_id, frame_ms)
        index = self._indices.get(key)
        if index is None:
            price = partial(self._book.prices.__getitem__, inst_id)
            index = self._indices[key] = Index(self._clock, self._timers, frame_ms, price)
        index.told[number] = told
        index.look()
        return partial(self._leave, key, index, number)

    def _leave(self, key: tuple[str, int], index: Index, number: int) -> None:
        _forget(index.told, number)
        if not index.told:
            index.stop()
            if self._indices.get(key) is index:
                del self._indices[key]

    def _moved(self, inst_id: str) -> None:
        for (instrument, _), index in list(self._indices.items()):
            if instrument == inst_id:
                index.look()
        waiting = self._prices.get(inst_id, {})
        for number, told in list(waiting.items()):
            # Somebody who was told before may have called it off.
            if number in waiting:
                told()


def _forget(waiting: dict[int, T], number: int) -> None:
    waiting.pop(number, None)
