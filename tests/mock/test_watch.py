"""Who waits for a price is told of it, and of nothing after it said so."""

from __future__ import annotations

from decimal import Decimal

from okx_mock.clock import Clock
from okx_mock.exchange.book import Book
from okx_mock.exchange.watch import Watch
from okx_mock.timers import Timers


def test_those_who_wait_are_told_in_order_until_they_leave() -> None:
    clock = Clock(frozen=True, start_ms=0)
    timers = Timers(clock)
    book = Book(clock, timers)
    watch = Watch(clock, timers, book)
    seen: list[str] = []

    def first() -> None:
        seen.append("first")
        # Before it was its turn.
        leave_third()

    leave_first = watch.price("BTC-USDT", first)
    watch.price("BTC-USDT", lambda: seen.append("second"))
    leave_third = watch.price("BTC-USDT", lambda: seen.append("third"))
    watch.price("ETH-USDT", lambda: seen.append("another instrument"))
    book.move_price("BTC-USDT", Decimal(1))
    assert seen == ["first", "second"]
    leave_first()
    leave_first()
    book.move_price("BTC-USDT", Decimal(2))
    assert seen == ["first", "second", "second"]


def test_an_index_is_looked_at_for_as_long_as_it_moves_and_somebody_waits() -> None:
    clock = Clock(frozen=True, start_ms=0)
    timers = Timers(clock)
    book = Book(clock, timers)
    watch = Watch(clock, timers, book)
    seen: list[tuple[int, Decimal]] = []
    leave = watch.index("BTC-USDT", 1000, lambda before, after: seen.append((clock.now_ms(), after)))
    book.move_price("BTC-USDT", Decimal(61000))
    clock.advance(10**9)
    timers.run()
    # A rise alone gives 100, in fourteen candles; in the fifteenth nothing moves any more.
    assert seen == [*((1000 * number, Decimal(100)) for number in range(1, 15)), (15_000, Decimal(50))]
    assert len(timers) == 0
    book.move_price("BTC-USDT", Decimal(62000))
    leave()
    clock.advance(10**9)
    timers.run()
    assert len(seen) == 15


def test_an_index_goes_on_when_the_clock_was_set_back() -> None:
    clock = Clock(frozen=True, start_ms=10**9)
    timers = Timers(clock)
    book = Book(clock, timers)
    watch = Watch(clock, timers, book)
    seen: list[int] = []
    watch.index("BTC-USDT", 1000, lambda before, after: seen.append(clock.now_ms()))
    clock.set(500)
    book.move_price("BTC-USDT", Decimal(61000))
    clock.advance(500)
    timers.run()
    assert seen == [1000]
