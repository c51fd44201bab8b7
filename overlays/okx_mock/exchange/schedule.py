"""The moments of a recurring buy. Source: okx-v5, POST /tradingBot/recurring/order-algo.

Days and hours are those of a time zone that is so many hours ahead of UTC all the year. Weeks begin on Monday; the
document does not say which day is the first. `hourly` begins at the hour `recurringTime` and goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from okx_mock.clock import DAY_MS, HOUR_MS

# 1970-01-01 was a Thursday, three days after the beginning of a week.
_AFTER_MONDAY = 3


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to buy.

    Attributes:
        period: monthly, weekly, daily or hourly.
        day: day of the month or of the week.
        hours: hours from one buy to the next, for hourly.
        hour: hour of the day.
        zone: hours ahead of UTC.
    """

    period: str
    day: int
    hours: int
    hour: int
    zone: int

    @property
    def longest_ms(self) -> int:
        """The longest time from one buy to the next."""
        days = {"daily": 1, "weekly": 7, "monthly": 31}
        return self.hours * HOUR_MS if self.period == "hourly" else days[self.period] * DAY_MS

    def first(self, after_ms: int) -> int:
        """The first buy after a moment."""
        local = after_ms + self.zone * HOUR_MS
        day = local // DAY_MS
        if self.period == "monthly":
            return self._in_month(local)
        if self.period == "weekly":
            day += (self.day - 1 - (day + _AFTER_MONDAY)) % 7
        found = day * DAY_MS + self.hour * HOUR_MS
        if found <= local:
            found += 7 * DAY_MS if self.period == "weekly" else DAY_MS
        return found - self.zone * HOUR_MS

    def following(self, after_ms: int) -> int:
        """The next buy after a moment, once the first is over."""
        if self.period != "hourly":
            return self.first(after_ms)
        step = self.hours * HOUR_MS
        return after_ms + step - (after_ms + (self.zone - self.hour) * HOUR_MS) % step

    def _in_month(self, local: int) -> int:
        today = datetime.fromtimestamp(local / 1000, UTC)
        moment = datetime(today.year, today.month, self.day, self.hour, tzinfo=UTC)
        if int(moment.timestamp()) * 1000 <= local:
            year, month = (today.year, today.month + 1) if today.month < 12 else (today.year + 1, 1)
            moment = moment.replace(year=year, month=month)
        return int(moment.timestamp()) * 1000 - self.zone * HOUR_MS
