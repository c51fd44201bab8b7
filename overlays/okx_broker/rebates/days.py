"""Days of reports: when they start, what a link says of them, and which reports cover a range.

The document's dates are subtle. `begin` and `end` of a report are days of trading; those of a search for links are days on
which links were made. Only `beginTime` and `endTime` of a link say which days its report covers. When a day starts is
nowhere said, so it is a setting, and links are checked against it (deviation `fd-dates-time-zone`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from okx_broker.errors import InvalidArgument
from okx_v5.models import RebateLink

DAY: Final = timedelta(days=1)
DAY_MS: Final = 86_400_000
LONGEST_DAYS: Final = 180
"""Days of one report, first and last included; newer documents bound the span (deviation `fd-create-span`)."""
_FIRST: Final = date(1970, 1, 1)


class Span(NamedTuple):
    """Days from `begin` to `end`, both included."""

    begin: date
    end: date

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.end - self.begin).days + 1

    def __str__(self) -> str:
        return f"{self.begin} to {self.end}"


class LinkDays(NamedTuple):
    """The days that a link's report covers.

    Attributes:
        span: The days.
        shift_ms: How much later than expected they start, from more than -12 to 12 hours; 0 where all is as it should be.
    """

    span: Span
    shift_ms: int


def check_days(begin: date, end: date) -> None:
    """Refuse what is no range of days.

    Raises:
        InvalidArgument: Names the field.
    """
    for name, day in (("begin", begin), ("end", end)):
        if not isinstance(day, date) or isinstance(day, datetime):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
            raise InvalidArgument("rebates", name, f"is {day!r}, no calendar day", "Pass a datetime.date.")
    if end < begin:
        raise InvalidArgument("rebates", "end", f"is {end}, before begin, {begin}", "Pass the last day of the report.")


def midnight_ms(day: date, day_starts: timedelta) -> int:
    """Return the moment at which a day starts, Unix milliseconds."""
    return int((datetime.combine(day, time(), UTC) + day_starts).timestamp() * 1000)


def day_at(moment_ms: int, day_starts: timedelta) -> date:
    """Return the day that a moment belongs to."""
    return _FIRST + timedelta(days=(moment_ms - day_starts // timedelta(milliseconds=1)) // DAY_MS)


def days_of(link: RebateLink, day_starts: timedelta) -> LinkDays | None:
    """Return the days that a link's report covers by `beginTime` and `endTime`, or None where these say nothing.

    `endTime` may be the midnight after the last day, or any moment of the last day.
    """
    first_ms, last_ms = link.begin_time, link.end_time
    if first_ms is None or last_ms is None or last_ms <= first_ms:
        return None
    starts_ms = day_starts // timedelta(milliseconds=1)
    first_day = -((starts_ms + DAY_MS // 2 - first_ms) // DAY_MS)  # to the nearest midnight
    shift_ms = first_ms - starts_ms - first_day * DAY_MS
    last_day = (last_ms - 1 - starts_ms - shift_ms) // DAY_MS
    try:
        span = Span(_FIRST + timedelta(days=first_day), _FIRST + timedelta(days=last_day))
    except OverflowError:
        return None
    return LinkDays(span, shift_ms)


def cover(wanted: Span, there: Iterable[Span], early: Iterable[Span] = ()) -> list[tuple[Span, bool]]:
    """Choose the reports that cover a range, with as few new ones as possible: each costs an hour.

    Walks through the days. Where a report that is there has the next day, the one that reaches farthest is taken. Else a new
    one is asked for, of at most 180 days, which ends before a report that is there where that one goes at least as far.

    For days of which the exchange has a report it makes no other one (document, section "Create rebate details download
    link (FD)", `result`). Where that one was made before its days were over, other days are asked for: from a day earlier.

    Args:
        wanted: The days.
        there: The days of the reports that are there.
        early: The days of reports that were made before these were over.

    Returns:
        Spans in order, each with whether it is there already.
    """
    reports, unusable = sorted(set(there)), frozenset(early)
    found: list[tuple[Span, bool]] = []
    day = wanted.begin
    while day <= wanted.end:
        reaching = [one for one in reports if one.begin <= day <= one.end]
        if reaching:
            best = max(reaching, key=lambda one: (min(one.end, wanted.end), -one.days))
            found.append((best, True))
            day = best.end + DAY
            continue
        last = min(wanted.end, day + (LONGEST_DAYS - 1) * DAY)
        later = [one.begin for one in reports if day < one.begin <= last <= one.end]
        if later:
            last = min(later) - DAY
        span = _other_days(Span(day, last), unusable)
        found.append((span, False))
        day = span.end + DAY
    return found


def _other_days(span: Span, unusable: frozenset[Span]) -> Span:
    """Return days that begin earlier, or end earlier where a report can hold no more, so that a report can be made."""
    begin, end = span
    while Span(begin, end) in unusable:
        if Span(begin, end).days < LONGEST_DAYS:
            begin -= DAY
        else:
            begin, end = span.begin, end - DAY
    return Span(begin, end)
