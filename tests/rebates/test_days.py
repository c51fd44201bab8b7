"""Days of reports: by hand, against what `beginTime` and `endTime` say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okx_broker.rebates.days import Span, cover, day_at, days_of, midnight_ms
from okx_v5.models import RebateLink

HOUR = 3_600_000
JUNE = Span(date(2026, 6, 1), date(2026, 6, 30))
FIRST = 1_780_272_000_000
"""2026-06-01T00:00:00Z: 20,605 days after 1970-01-01, in milliseconds."""
LAST = FIRST + 30 * 24 * HOUR
"""2026-07-01T00:00:00Z."""
NOTHING = timedelta(0)


def link(begin: int | None, end: int | None) -> RebateLink:
    return RebateLink(begin_time=begin, end_time=end, state="finished")


def test_the_moments_used_here_are_what_they_are_said_to_be() -> None:
    assert datetime.fromtimestamp(FIRST / 1000, UTC) == datetime(2026, 6, 1, tzinfo=UTC)
    assert midnight_ms(date(2026, 6, 1), NOTHING) == FIRST
    assert midnight_ms(date(2026, 6, 1), timedelta(hours=-8)) == FIRST - 8 * HOUR


@pytest.mark.parametrize("last", [0, -1, -1000])
def test_the_end_is_the_midnight_after_or_a_moment_of_the_last_day(last: int) -> None:
    assert days_of(link(FIRST, LAST + last), NOTHING) == (JUNE, 0)


@pytest.mark.parametrize("hours", [-11, -8, 1, 5.5, 12])
def test_days_that_start_elsewhere_are_the_nearest_ones_with_the_shift(hours: float) -> None:
    shift = int(hours * HOUR)
    assert days_of(link(FIRST + shift, LAST + shift), NOTHING) == (JUNE, shift)
    assert days_of(link(FIRST + shift, LAST + shift - 1), timedelta(milliseconds=shift)) == (JUNE, 0)


@pytest.mark.parametrize("begin_end", [(None, LAST), (FIRST, None), (None, None), (FIRST, FIRST), (LAST, FIRST)])
def test_a_link_without_days_has_none(begin_end: tuple[int | None, int | None]) -> None:
    assert days_of(link(*begin_end), NOTHING) is None
    assert days_of(link(10**18, 2 * 10**18), NOTHING) is None


def test_a_moment_belongs_to_the_day_that_has_begun() -> None:
    assert day_at(FIRST, NOTHING) == date(2026, 6, 1)
    assert day_at(FIRST - 1, NOTHING) == date(2026, 5, 31)
    assert day_at(FIRST - 1, timedelta(hours=-8)) == date(2026, 6, 1)
    assert day_at(FIRST + 7 * HOUR, timedelta(hours=8)) == date(2026, 5, 31)


def days(begin: int, end: int) -> Span:
    return Span(date(2026, 1, 1) + timedelta(days=begin), date(2026, 1, 1) + timedelta(days=end))


@pytest.mark.parametrize(
    ("wanted", "there", "found"),
    [
        ((0, 179), [], [((0, 179), False)]),
        ((0, 180), [], [((0, 179), False), ((180, 180), False)]),
        ((0, 29), [(0, 29)], [((0, 29), True)]),
        ((0, 29), [(-5, 40)], [((-5, 40), True)]),
        ((0, 29), [(-5, 40), (0, 29)], [((0, 29), True)]),
        ((0, 29), [(0, 19)], [((0, 19), True), ((20, 29), False)]),
        ((0, 29), [(10, 29)], [((0, 9), False), ((10, 29), True)]),
        ((0, 29), [(10, 40)], [((0, 9), False), ((10, 40), True)]),
        ((0, 29), [(10, 19)], [((0, 29), False)]),
        ((0, 29), [(0, 9), (5, 19), (18, 35)], [((0, 9), True), ((5, 19), True), ((18, 35), True)]),
        ((0, 29), [(30, 40), (-9, -1)], [((0, 29), False)]),
        ((0, 400), [(100, 300)], [((0, 99), False), ((100, 300), True), ((301, 400), False)]),
    ],
)
def test_what_is_there_is_used_and_as_little_as_can_be_is_asked_for(
    wanted: tuple[int, int], there: list[tuple[int, int]], found: list[tuple[tuple[int, int], bool]]
) -> None:
    chosen = cover(days(*wanted), [days(*one) for one in there])
    assert chosen == [(days(*span), is_there) for span, is_there in found]


spans = st.tuples(st.integers(-50, 500), st.integers(0, 250)).map(lambda pair: days(pair[0], pair[0] + pair[1]))


@given(st.tuples(st.integers(0, 300), st.integers(0, 500)), st.lists(spans, max_size=8))
def test_every_day_is_covered_and_no_new_report_is_too_long(pair: tuple[int, int], there: list[Span]) -> None:
    wanted = days(pair[0], pair[0] + pair[1])
    chosen = cover(wanted, there)
    have = {span.begin + timedelta(days=n) for span, _ in chosen for n in range(span.days)}
    assert {wanted.begin + timedelta(days=n) for n in range(wanted.days)} <= have
    for span, is_there in chosen:
        if is_there:
            assert span in there
        else:
            assert wanted.begin <= span.begin <= span.end <= wanted.end
            assert span.days <= 180
    # Without what is there it is never less.
    assert sum(not is_there for _, is_there in chosen) <= -(-wanted.days // 180)
