"""Totals of a table of rebates, exact, by whatever finance asks for. Lazy: only the columns and days that are needed are read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Context, Decimal, Inexact
from pathlib import Path
from typing import Final

from okx_broker.rebates.folder import check_extra, days_of

BY: Final = ("code", "day", "month", "level", "instrument", "user", "sub-broker")
"""What totals can be by; the name of a column of the table works too, if it holds no amount and no time."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over rows, in USDT; None where there are rows and none has a value.

    Attributes:
        rows: How many rows: one for each order and day.
        spot_volume: Volume traded on spot.
        derivative_volume: Volume traded in derivatives.
        fee: Trading fees.
        net_fee: What commission is settled from.
        settlement_fee: What remains before settlement.
        broker_rebate: Rebate to the broker.
        sub_broker_rebate: Rebate to sub-brokers.
        user_rebate: Rebate to users.
    """

    rows: int
    spot_volume: Decimal | None
    derivative_volume: Decimal | None
    fee: Decimal | None
    net_fee: Decimal | None
    settlement_fee: Decimal | None
    broker_rebate: Decimal | None
    sub_broker_rebate: Decimal | None
    user_rebate: Decimal | None

    @property
    def volume(self) -> Decimal:
        """Volume traded, spot and derivatives together."""
        return exact_sum(self.spot_volume, self.derivative_volume)


AMOUNT_NAMES: Final = tuple(field.name for field in fields(Totals) if field.name != "rows")


@dataclass(frozen=True, slots=True)
class Group:
    """Totals of the rows that have the same keys.

    Attributes:
        keys: What they have in common, in the order of `Summary.by`; days as 2026-06-01, months as 2026-06, empty where the
            reports say nothing.
        totals: Their totals.
    """

    keys: tuple[str, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals of a table.

    Attributes:
        by: What the groups are by.
        begin: The first day that is counted; None if no day is.
        end: The last day.
        groups: The groups, in the order of their keys.
        total: The totals of all rows.
        missing: Days between the first and the last one that no report covers.
    """

    by: tuple[str, ...]
    begin: date | None
    end: date | None
    groups: Sequence[Group]
    total: Totals
    missing: tuple[date, ...]


_ONE: Final = Decimal(1)
# More digits than any sum of a table has: nothing is rounded under it.
_CONTEXT: Final = Context(prec=100, traps=[Inexact])


def exact_sum(*amounts: Decimal | None) -> Decimal:
    """Add amounts exactly, whatever the precision that is in force."""
    total = Decimal(0)
    for amount in amounts:
        if amount is not None:
            total = _CONTEXT.add(total, amount)
    return without_zeros(total)


def without_zeros(amount: Decimal) -> Decimal:
    """Return an amount without zeros at its end behind the point."""
    short = _CONTEXT.normalize(amount)
    # 1E+2 is 100 again.
    return _CONTEXT.quantize(short, _ONE) if short.as_tuple().exponent > 0 else short  # type: ignore[operator]


def summarize(
    folder: Path, by: Sequence[str] = ("day",), *, begin: date | None = None, end: date | None = None
) -> Summary:
    """Add up a table.

    Args:
        folder: The table.
        by: What totals are by: names in `BY`, or columns of the table that hold no amount and no time; may be empty.
        begin: The first day to count; the table's first one unless given.
        end: The last day to count; the table's last one unless given.

    Raises:
        InvalidArgument: There is nothing of that name to add up by, or `end` is before `begin`.
        ReportError: There is no table, or a file of it can't be read.
        ImportError: The extra `rebates` is not installed.
    """
    check_extra("polars")
    from okx_broker.rebates.adding_up import groups_of

    files = days_of(folder, begin, end)
    first = begin or next(iter(files), None)
    last = end or next(reversed(files), None)
    missing = () if first is None or last is None else tuple(day for day in _range(first, last) if day not in files)
    keys = tuple(dict.fromkeys(by))
    groups, total = groups_of(folder, files, keys)
    return Summary(keys, first, last, groups, total, missing)


async def summarize_async(
    folder: Path, by: Sequence[str] = ("day",), *, begin: date | None = None, end: date | None = None
) -> Summary:
    """Do it in a thread; see `summarize`."""
    return await asyncio.to_thread(summarize, folder, by, begin=begin, end=end)


def _range(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
