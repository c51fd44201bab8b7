"""Reading a table with Polars, lazily, and adding it up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, cast, overload

import polars as pl

from okx_broker.errors import InvalidArgument, ReportError
from okx_broker.rebates.columns import AMOUNTS, DAY, FLAG, MADE, OWN, TEXTS, TIME, TYPE
from okx_broker.rebates.day_files import read_held
from okx_broker.rebates.engine import schema
from okx_broker.rebates.judging import DAY_MS
from okx_broker.rebates.summary import AMOUNT_NAMES, BY, Group, Totals, without_zeros

_COLUMNS: Final = {"code": "brokerCode", "level": "level", "instrument": "instId", "user": "uid"}
_NOTHING: Final = Totals(0, *(Decimal(0) for _ in AMOUNT_NAMES))
_TEXTS: Final = (*TEXTS, FLAG, TYPE)
_WRITTEN: Final = {"day": "%Y-%m-%d", "month": "%Y-%m"}
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

    Raises:
        ReportError: A file is none of a table.
    """
    first = next(iter(files.values()))
    held = read_held(first)
    # A folder above the table that is called a=b too would be taken for a part of it. Days from paths are the rule because
    # they take a third of the memory of days that are worked out.
    by_path = "=" not in str(first.absolute().parent.parent)
    rows = pl.scan_parquet(
        list(files.values()),
        glob=False,
        schema=schema(more),
        hive_partitioning=by_path,
        hive_schema={DAY: pl.Date()} if by_path else None,
        missing_columns="insert",
        extra_columns="ignore",
    )
    if by_path:
        return rows
    day = ((pl.col(TIME).dt.epoch("ms") - held.shift_ms) // DAY_MS).cast(pl.Int32).cast(pl.Date)
    return rows.with_columns(day.alias(DAY))


def undocumented_columns(files: dict[date, Path]) -> tuple[str, ...]:
    """Return the columns of some days' files that the document does not know, in the order of their first sight."""
    known = {*schema(), *OWN}
    seen: dict[str, None] = {}
    for file in files.values():
        names = pl.scan_parquet(file, glob=False, hive_partitioning=False).collect_schema()
        seen |= dict.fromkeys(name for name in names if name not in known)
    return tuple(seen)


class Groups(Sequence[Group]):
    """Groups in the engine's own form, which takes a fifth of the memory; each is made when it is asked for.

    Args:
        rows: The keys and sums.
        keys: How many columns are keys.
    """

    def __init__(self, rows: pl.DataFrame, keys: int) -> None:
        self._rows = rows
        self._keys = keys

    @overload
    def __getitem__(self, place: int) -> Group: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Group]: ...
    def __getitem__(self, place: int | slice) -> Group | Sequence[Group]:
        """Return a group, or some of them."""
        if isinstance(place, slice):
            return Groups(self._rows[place], self._keys)
        return self._group(self._rows.row(place))

    def __iter__(self) -> Iterator[Group]:
        return map(self._group, self._rows.iter_rows())

    def __len__(self) -> int:
        return self._rows.height

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - whatever it holds

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<{len(self)} groups>"

    def _group(self, row: tuple[object, ...]) -> Group:
        return Group(cast("tuple[str, ...]", row[: self._keys]), _totals(row[self._keys :]))


def groups_of(folder: Path, files: dict[date, Path], by: tuple[str, ...]) -> tuple[Sequence[Group], Totals]:
    """Add up some days of a table; return the groups and the totals of all of them.

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
        return _groups(files, by, tuple(name for name in more if name not in _TEXTS)) if files else ((), _NOTHING)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as problem:
        said = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        too_large = _too_large(files) if "overflow" in said else ""
        if too_large:
            said = f"the sum of {too_large} has more than 14 digits before the point ({said})"
        raise ReportError(f"the table in {folder} can't be added up: {said}") from None


def _check_columns(more: tuple[str, ...], files: dict[date, Path]) -> None:
    more = tuple(name for name in more if name not in _TEXTS)
    if not more:
        return
    there = undocumented_columns(files)
    for name in more:
        if name not in there:
            known = ", ".join((*BY, *_TEXTS, *there))
            amount = name in (*AMOUNTS, TIME, MADE)
            what = "which holds amounts or times" if amount else "and nothing has that name"
            raise InvalidArgument("rebates", "by", f"is {name!r}, {what}", f"Use one of: {known}.")


def _too_large(files: dict[date, Path]) -> str:
    """Return the column whose sum has too many digits; empty if none alone has."""
    for name in AMOUNT_NAMES:
        try:
            scan(files).select(_amount(name).sum()).collect(engine="streaming")
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            return _SOURCES.get(name, "subBrokerRebate")
    return ""


def _groups(files: dict[date, Path], by: tuple[str, ...], more: tuple[str, ...]) -> tuple[Sequence[Group], Totals]:
    names = [f"by {place}" for place in range(len(by))]
    keys = [_key(name).alias(key) for name, key in zip(by, names, strict=True)]
    sums = [pl.len().cast(pl.Int64).alias("rows"), *(_sum(_amount(name), name) for name in AMOUNT_NAMES)]
    rows = scan(files, more)
    grouped = rows.group_by(keys).agg(sums).sort(names) if names else rows.select(sums)
    # Days are written out once for a group, not once for a row.
    written = [pl.col(key).dt.strftime(_WRITTEN[name]) for name, key in zip(by, names, strict=True) if name in _WRITTEN]
    found = grouped.with_columns(written).collect(engine="streaming")
    total = found.select(pl.col("rows").sum(), *(_sum(pl.col(name), name) for name in AMOUNT_NAMES))
    return Groups(found, len(by)), _totals(total.row(0))


def _amount(name: str) -> pl.Expr:
    if name == "sub_broker_rebate":
        # Whichever way the reports spell it. As a column of its own it would take three times the memory.
        return pl.coalesce("subBrokerRebate", "suBrokerRebate")
    return pl.col(_SOURCES[name])


def _key(name: str) -> pl.Expr:
    if name == "day":
        return pl.col(DAY)
    if name == "month":
        return pl.col(DAY).dt.truncate("1mo")
    if name == "sub-broker":
        # Reports have no column for it: a sub-broker shows by what it is paid, and its code is that of the order.
        return pl.when(_amount("sub_broker_rebate") != 0).then(pl.col("brokerCode")).fill_null("")
    return pl.col(_COLUMNS.get(name, name)).cast(pl.String()).fill_null("")


def _sum(amount: pl.Expr, name: str) -> pl.Expr:
    return pl.when(amount.count() > 0).then(amount.sum()).alias(name)


def _totals(values: tuple[object, ...]) -> Totals:
    if not values[0]:
        return _NOTHING
    amounts = cast("tuple[Decimal | None, ...]", values[1:])
    return Totals(cast("int", values[0]), *(None if amount is None else without_zeros(amount) for amount in amounts))
