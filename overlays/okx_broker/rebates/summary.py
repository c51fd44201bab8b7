"""Totals of a table of rebates, exact, by whatever finance asks for. Lazy: only the columns and days that are needed are read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from okx_broker.errors import InvalidArgument, ReportError
from okx_broker.rebates.columns import AMOUNTS, DAY, OWN
from okx_broker.rebates.day_files import FILE
from okx_broker.rebates.engine import polars, schema

if TYPE_CHECKING:
    import polars as pl

BY: Final = ("code", "day", "month", "level", "instrument", "user", "sub-broker")
"""What totals can be by; the name of an undocumented column of the reports works too."""

_COLUMNS: Final = {"code": "brokerCode", "level": "level", "instrument": "instId", "user": "uid"}


@dataclass(frozen=True)
class Totals:
    """Sums over rows, in USDT; None where no row has a value.

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
_SOURCES: Final = {
    "spot_volume": "spotTradeAmt",
    "derivative_volume": "derivativeTradeAmt",
    "fee": "fee",
    "net_fee": "netFee",
    "settlement_fee": "settlementFee",
    "broker_rebate": "brokerRebate",
    "user_rebate": "userRebate",
}


@dataclass(frozen=True)
class Group:
    """Totals of the rows that have the same keys.

    Attributes:
        keys: What they have in common, in the order of `Summary.by`; days as 2026-06-01, months as 2026-06, empty where the
            reports say nothing.
        totals: Their totals.
    """

    keys: tuple[str, ...]
    totals: Totals


@dataclass(frozen=True)
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
    groups: tuple[Group, ...]
    total: Totals
    missing: tuple[date, ...]


def exact_sum(*amounts: Decimal | None) -> Decimal:
    """Add amounts exactly; the precision of Python's decimals does not matter."""
    given = [amount.as_integer_ratio() for amount in amounts if amount is not None]
    return _decimal(sum(number * (_UNIT // unit) for number, unit in given))


def added(totals: Sequence[Totals]) -> Totals:
    """Add totals exactly."""
    amounts: list[Decimal | None] = []
    for name in AMOUNT_NAMES:
        given = [value for one in totals if (value := getattr(one, name)) is not None]
        amounts.append(exact_sum(*given) if given else None)
    return Totals(sum(one.rows for one in totals), *amounts)


_UNIT: Final = 10**24


def _decimal(units: int) -> Decimal:
    """Return so many units of the last decimal that a table keeps, without zeros at the end."""
    digits, exponent = str(abs(units)), -24
    while exponent < 0 and digits.endswith("0") and units:
        digits, exponent = digits[:-1], exponent + 1
    return Decimal((units < 0, tuple(map(int, digits)), exponent)) if units else Decimal(0)


def days_of(folder: Path, begin: date | None = None, end: date | None = None) -> dict[date, Path]:
    """Return a table's days and their files, in order.

    Args:
        folder: The table.
        begin: The first day to count; the table's first one unless given.
        end: The last day to count; the table's last one unless given.

    Raises:
        ReportError: There is no table.
    """
    if begin is not None and end is not None and end < begin:
        raise InvalidArgument("rebates", "end", f"is {end}, before begin, {begin}", "Pass the last day to count.")
    found: dict[date, Path] = {}
    for file in folder.glob(f"{DAY}=*/{FILE}"):
        try:
            found[date.fromisoformat(file.parent.name.removeprefix(f"{DAY}="))] = file
        except ValueError:
            raise ReportError(f"{file.parent} is no day of a table of rebates: take it away") from None
    if not found:
        raise ReportError(f"{folder} holds no table of rebates: add a report to it first")
    return {
        day: found[day]
        for day in sorted(found)
        if (begin is None or day >= begin) and (end is None or day <= end)
    }


def summarize(
    folder: Path, by: Sequence[str] = ("day",), *, begin: date | None = None, end: date | None = None
) -> Summary:
    """Add up a table.

    Args:
        folder: The table.
        by: What totals are by: names in `BY`, or undocumented columns of the reports; may be empty.
        begin: The first day to count; the table's first one unless given.
        end: The last day to count; the table's last one unless given.

    Raises:
        InvalidArgument: There is nothing of that name to add up by, or `end` is before `begin`.
        ReportError: There is no table, or a file of it can't be read.
        ImportError: The extra `rebates` is not installed.
    """
    pl = polars()
    files = days_of(folder, begin, end)
    first = begin or next(iter(files), None)
    last = end or next(reversed(files), None)
    covered = set(files)
    missing = () if first is None or last is None else tuple(day for day in _range(first, last) if day not in covered)
    keys = list(dict.fromkeys(by))
    more = tuple(name for name in keys if name not in BY)
    try:
        _check_columns(more, files)
        groups = _groups(files, keys, more)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as problem:
        raise ReportError(f"the table in {folder} can't be added up: {_said(problem)}") from None
    return Summary(tuple(keys), first, last, groups, added([group.totals for group in groups]), missing)


async def summarize_async(
    folder: Path, by: Sequence[str] = ("day",), *, begin: date | None = None, end: date | None = None
) -> Summary:
    """Do it in a thread; see `summarize`."""
    return await asyncio.to_thread(summarize, folder, by, begin=begin, end=end)


def scan(files: dict[date, Path], more: tuple[str, ...] = ()) -> pl.LazyFrame:
    """Return the rows of some days, lazily, with the day that each is of.

    Args:
        files: The days and their files, one at least.
        more: Undocumented columns that are wanted.
    """
    pl = polars()
    columns: dict[str, pl.DataType] = schema(more)
    rows: pl.LazyFrame = pl.scan_parquet(
        list(files.values()),
        schema=columns,
        hive_partitioning=True,
        hive_schema={DAY: pl.Date()},
        missing_columns="insert",
        extra_columns="ignore",
    )
    return rows


def undocumented_columns(files: dict[date, Path]) -> tuple[str, ...]:
    """Return the columns of some days' files that the document does not know, in the order of their first sight."""
    pl = polars()
    known = {*schema(), *OWN}
    seen: dict[str, None] = {}
    for file in files.values():
        seen |= dict.fromkeys(name for name in pl.read_parquet_schema(file) if name not in known)
    return tuple(seen)


def _check_columns(more: tuple[str, ...], files: dict[date, Path]) -> None:
    if not more:
        return
    there = undocumented_columns(files)
    for name in more:
        if name not in there:
            known = ", ".join((*BY, *there))
            raise InvalidArgument("rebates", "by", f"is {name!r}, and nothing has that name", f"Use one of: {known}.")


def _groups(files: dict[date, Path], by: list[str], more: tuple[str, ...]) -> tuple[Group, ...]:
    if not files:
        return ()
    pl = polars()
    keys = [_key(name).cast(pl.String).fill_null("").alias(f"by {place}") for place, name in enumerate(by)]
    names = [f"by {place}" for place in range(len(by))]
    sums = [pl.len().cast(pl.Int64).alias("rows"), *(_sum(name) for name in AMOUNT_NAMES)]
    rows = scan(files, more).with_columns(_paid_to_sub_broker()).with_columns(keys)
    added: pl.LazyFrame = rows.group_by(names).agg(sums).sort(names) if names else rows.select(sums)
    return tuple(
        Group(cast("tuple[str, ...]", row[: len(by)]), _totals(row[len(by) :]))
        for row in added.collect(engine="streaming").iter_rows()
    )


def _paid_to_sub_broker() -> pl.Expr:
    """Return the rebate to the sub-broker, whichever way the reports spell it."""
    pl = polars()
    return pl.coalesce("subBrokerRebate", "suBrokerRebate").alias("sub_broker_rebate")


def _key(name: str) -> pl.Expr:
    pl = polars()
    if name == "day":
        return pl.col(DAY).dt.strftime("%Y-%m-%d")
    if name == "month":
        return pl.col(DAY).dt.strftime("%Y-%m")
    if name == "sub-broker":
        # Reports have no column for it: a sub-broker shows by what it is paid, and its code is that of the order.
        return pl.when(pl.col("sub_broker_rebate") != 0).then(pl.col("brokerCode"))
    return pl.col(_COLUMNS.get(name, name))


def _sum(name: str) -> pl.Expr:
    pl = polars()
    column = pl.col(_SOURCES.get(name, name))
    return pl.when(column.count() > 0).then(column.sum()).alias(name)


def _totals(values: tuple[object, ...]) -> Totals:
    rows, *amounts = values
    exact = [None if value is None else exact_sum(cast("Decimal", value)) for value in amounts]
    return Totals(cast("int", rows), *exact)


def _range(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _said(problem: BaseException) -> str:
    return str(problem).splitlines()[0] if str(problem) else type(problem).__name__


assert set(_SOURCES.values()) <= set(AMOUNTS)  # noqa: S101 - a slip of the pen would add up nothing
