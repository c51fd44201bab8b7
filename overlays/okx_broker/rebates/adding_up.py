"""Reading a table with Polars, lazily, and adding it up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, cast

import polars as pl

from okx_broker.errors import InvalidArgument, ReportError
from okx_broker.rebates.columns import DAY, OWN
from okx_broker.rebates.engine import schema
from okx_broker.rebates.summary import AMOUNT_NAMES, BY, Group, Totals, without_zeros

_COLUMNS: Final = {"code": "brokerCode", "level": "level", "instrument": "instId", "user": "uid"}
_SOURCES: Final = {
    "spot_volume": "spotTradeAmt",
    "derivative_volume": "derivativeTradeAmt",
    "fee": "fee",
    "net_fee": "netFee",
    "settlement_fee": "settlementFee",
    "broker_rebate": "brokerRebate",
    "user_rebate": "userRebate",
}


def scan(files: dict[date, Path], more: tuple[str, ...] = ()) -> pl.LazyFrame:
    """Return the rows of some days, lazily, with the day that each is of.

    Args:
        files: The days and their files, one at least.
        more: Undocumented columns that are wanted.
    """
    return pl.scan_parquet(
        list(files.values()),
        schema=schema(more),
        hive_partitioning=True,
        hive_schema={DAY: pl.Date()},
        missing_columns="insert",
        extra_columns="ignore",
    )


def undocumented_columns(files: dict[date, Path]) -> tuple[str, ...]:
    """Return the columns of some days' files that the document does not know, in the order of their first sight."""
    known = {*schema(), *OWN}
    seen: dict[str, None] = {}
    for file in files.values():
        seen |= dict.fromkeys(name for name in pl.read_parquet_schema(file) if name not in known)
    return tuple(seen)


def groups_of(folder: Path, files: dict[date, Path], by: tuple[str, ...]) -> tuple[Group, ...]:
    """Add up some days of a table.

    Args:
        folder: The table.
        files: The days and their files.
        by: What totals are by.

    Raises:
        InvalidArgument: There is nothing of that name to add up by.
        ReportError: A file can't be read, or a sum has more digits than the table keeps.
    """
    more = tuple(name for name in by if name not in BY)
    try:
        _check_columns(more, files)
        return _groups(files, by, more) if files else ()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as problem:
        said = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise ReportError(f"the table in {folder} can't be added up: {said}") from None


def _check_columns(more: tuple[str, ...], files: dict[date, Path]) -> None:
    if not more:
        return
    there = undocumented_columns(files)
    for name in more:
        if name not in there:
            known = ", ".join((*BY, *there))
            raise InvalidArgument("rebates", "by", f"is {name!r}, and nothing has that name", f"Use one of: {known}.")


def _groups(files: dict[date, Path], by: tuple[str, ...], more: tuple[str, ...]) -> tuple[Group, ...]:
    names = [f"by {place}" for place in range(len(by))]
    keys = [_key(name).cast(pl.String).fill_null("").alias(key) for name, key in zip(by, names, strict=True)]
    sums = [pl.len().cast(pl.Int64).alias("rows"), *(_sum(name) for name in AMOUNT_NAMES)]
    rows = scan(files, more).with_columns(_paid_to_sub_broker()).with_columns(keys)
    added = rows.group_by(names).agg(sums).sort(names) if names else rows.select(sums)
    return tuple(
        Group(cast("tuple[str, ...]", row[: len(by)]), _totals(row[len(by) :]))
        for row in added.collect(engine="streaming").iter_rows()
    )


def _paid_to_sub_broker() -> pl.Expr:
    """Return the rebate to the sub-broker, whichever way the reports spell it."""
    return pl.coalesce("subBrokerRebate", "suBrokerRebate").alias("sub_broker_rebate")


def _key(name: str) -> pl.Expr:
    if name == "day":
        return pl.col(DAY).dt.strftime("%Y-%m-%d")
    if name == "month":
        return pl.col(DAY).dt.strftime("%Y-%m")
    if name == "sub-broker":
        # Reports have no column for it: a sub-broker shows by what it is paid, and its code is that of the order.
        return pl.when(pl.col("sub_broker_rebate") != 0).then(pl.col("brokerCode"))
    return pl.col(_COLUMNS.get(name, name))


def _sum(name: str) -> pl.Expr:
    column = pl.col(_SOURCES.get(name, name))
    return pl.when(column.count() > 0).then(column.sum()).alias(name)


def _totals(values: tuple[object, ...]) -> Totals:
    amounts = cast("tuple[Decimal | None, ...]", values[1:])
    return Totals(cast("int", values[0]), *(None if amount is None else without_zeros(amount) for amount in amounts))
