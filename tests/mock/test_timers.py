"""What is due happens in the order of its moments, each at its own, whenever somebody looks."""

from __future__ import annotations

from okx_mock.clock import Clock
from okx_mock.timers import Timers


def test_what_is_due_happens_in_order_each_at_its_own_moment() -> None:
    clock = Clock(frozen=True, start_ms=1000)
    timers = Timers(clock)
    seen: list[tuple[str, int]] = []
    timers.at(3000, lambda: seen.append(("third", clock.now_ms())))
    timers.at(2000, lambda: seen.append(("second", clock.now_ms())))
    timers.at(9000, lambda: seen.append(("later", clock.now_ms())))
    timers.run()
    assert seen == []
    clock.advance(4000)
    timers.run()
    assert seen == [("second", 2000), ("third", 3000)]
    assert clock.now_ms() == 5000
    assert len(timers) == 1


def test_a_timer_that_sets_up_the_next_one_catches_up() -> None:
    clock = Clock(frozen=True, start_ms=0)
    timers = Timers(clock)
    seen: list[int] = []

    def again() -> None:
        seen.append(clock.now_ms())
        timers.at(clock.now_ms() + 10, again)

    timers.at(10, again)
    clock.advance(35)
    timers.run()
    assert seen == [10, 20, 30]


def test_what_was_called_off_does_not_happen() -> None:
    clock = Clock(frozen=True, start_ms=0)
    timers = Timers(clock)
    seen: list[int] = []
    timer = timers.at(10, lambda: seen.append(1))
    timer.call_off()
    clock.advance(20)
    timers.run()
    timer.call_off()
    assert seen == []
