"""From a report's CSV file to Parquet files by day: checked, typed, exact. The one place that writes with Polars.

The fast way reads, checks and writes in one pass, and refuses a file as soon as anything in it is not plain: then
`okx_broker.rebates.judging` goes through it line by line, and says what is wrong or writes it anew in plain notation.
"""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from okx_broker.errors import ReportError
from okx_broker.rebates.columns import (
    AMOUNTS,
    DAY,
    DIGITS,
    DOCUMENTED,
    FLAG,
    KEY,
    MADE,
    NEEDED,
    SCALE,
    TEXTS,
    TIME,
    TYPE,
)
from okx_broker.rebates.judging import DAY_MS, Header, Line, Span, judged

ZSTD: Final = 1
"""The level of compression. Higher ones make reports no smaller, and take a fifth more of the whole time."""
_COUNTED_AT_ONCE: Final = 1 << 22
_UNUSUAL: Final = rf"[eE+]|\.[0-9]{{{SCALE + 1}}}"
"""An amount that is read without this is exact, or not read at all."""


class Source(NamedTuple):
    """A report, and how its rows are marked.

    Attributes:
        path: Its CSV file.
        header: The file's first line.
        span: The days that it covers.
        made_ms: When it was made.
        kind: `api`, `oauth`, or empty.
        notes: What each Parquet file says of itself.
    """

    path: Path
    header: Header
    span: Span
    made_ms: int
    kind: str
    notes: dict[str, str]


class Converted(NamedTuple):
    """A report as Parquet files.

    Attributes:
        files: The file of each day that has rows.
        rejected: How many rows were left out.
        rejects: The file that holds these; None if there are none.
    """

    files: dict[date, Path]
    rejected: int
    rejects: Path | None


def convert(source: Source, work: Path, *, keep_going: bool) -> Converted:
    """Write a report's rows as one Parquet file a day.

    Args:
        source: The report.
        work: A folder to work in, empty.
        keep_going: Whether rows that can't be read are left out.

    Raises:
        ReportError: A row can't be read; names file, line and reason.
        OSError: A file can't be read or written.
    """
    rejected, rejects = 0, work / "rejects.csv"
    files = _fast(source, work / "fast")
    if files is None:
        plain = work / "plain.csv"
        rejected = _cleaned(source, frozenset(), plain, rejects, keep_going=keep_going)
        files = _written(source, plain, work / "plain", quoted=True)
    if twice := _twice(files, source.header):
        plain = work / "once.csv"
        rejected = _cleaned(source, twice, plain, rejects, keep_going=keep_going)
        files = _written(source, plain, work / "once", quoted=True)
    return Converted(files, rejected, rejects if rejected else None)


def schema(more: tuple[str, ...] = ()) -> dict[str, pl.DataType]:
    """Return the columns of a table and their types.

    Args:
        more: Undocumented columns, kept as texts.
    """
    amount = pl.Decimal(DIGITS, SCALE)
    kinds: dict[str, pl.DataType] = {name: pl.String() for name in TEXTS}
    kinds |= dict.fromkeys(AMOUNTS, amount)
    kinds |= {FLAG: pl.Boolean(), TIME: pl.Datetime("ms", "UTC")}
    kinds |= {name: pl.String() for name in more}
    return kinds | {MADE: pl.Datetime("ms", "UTC"), TYPE: pl.String()}


def count_rows(file: Path) -> int:
    """Return how many rows a Parquet file has."""
    return int(pl.scan_parquet(file, glob=False).select(pl.len()).collect().item())


def undocumented(header: Header) -> tuple[str, ...]:
    """Return the columns of a file that the document does not know, by the names that they are kept under."""
    return tuple(name for name in header.kept if name not in DOCUMENTED)


def _fast(source: Source, target: Path) -> dict[date, Path] | None:
    """Write a plain file's rows by day; None if it is not all plain."""
    try:
        if not _is_even(source):
            return None
        files = _written(source, source.path, target, quoted=False)
    except (pl.exceptions.PolarsError, ReportError):
        shutil.rmtree(target, ignore_errors=True)
        return None
    return files


def _is_even(source: Source) -> bool:
    """Tell whether every line has as many values as there are columns; too many are told when they are read.

    A line that lacks some is read as if its last values were empty. Where the last column is one that must have a value,
    this is seen anyway.
    """
    if source.header.names[-1] in NEEDED:
        return True
    commas = lines = 0
    last = b"\n"
    with source.path.open("rb") as stream:
        stream.readline()
        while chunk := stream.read(_COUNTED_AT_ONCE):
            commas += chunk.count(b",")
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    lines += last != b"\n"
    return commas == lines * (len(source.header.names) - 1)


def _written(source: Source, path: Path, target: Path, *, quoted: bool) -> dict[date, Path]:
    """Read a file without or with quotes, and write its rows by day.

    Raises:
        ReportError: A file with quotes, so one of ours, can't be read; or a day is none of the report's.
        polars.exceptions.PolarsError: A file without quotes can't be read.
    """
    rows = pl.scan_csv(
        path,
        glob=False,
        has_header=False,
        skip_lines=0 if quoted else 1,
        schema=dict.fromkeys(source.header.kept, pl.String),
        quote_char='"' if quoted else None,
        empty_string_is_null=False,
    )
    sink = pl.PartitionBy(target, key=DAY, include_key=False, approximate_bytes_per_file=None)
    target.mkdir(parents=True)
    _typed(source, rows, checked=not quoted).sink_parquet(sink, compression="zstd", metadata=source.notes, mkdir=True)
    files: dict[date, Path] = {}
    for folder in target.iterdir():
        (file,) = folder.iterdir()
        try:
            files[date.fromisoformat(folder.name.removeprefix(f"{DAY}="))] = file
        except ValueError:
            raise ReportError(f"{source.path.name}: a row has no day") from None
    return files


def _typed(source: Source, rows: pl.LazyFrame, *, checked: bool) -> pl.LazyFrame:
    """Return the rows with their types and day; the day is null where a checked row is not plain."""
    names = source.header.kept
    kinds = schema(undocumented(source.header))
    moment = pl.col(TIME).cast(pl.Int64, strict=not checked)
    columns: list[pl.Expr] = []
    for name, kind in kinds.items():
        if name == MADE:
            columns.append(pl.lit(source.made_ms, pl.Int64).cast(kind).alias(name))
        elif name == TYPE:
            columns.append(pl.lit(source.kind, kind).alias(name))
        elif name not in names:
            columns.append(pl.lit(None, kind).alias(name))
        elif name in AMOUNTS:
            # The cast of an empty text is an error where casts are strict.
            given = pl.col(name) if checked else pl.when(pl.col(name) != "").then(pl.col(name))
            columns.append(given.cast(kind, strict=not checked))
        elif name == FLAG:
            columns.append(pl.when(pl.col(name) != "").then(pl.col(name) == "true").alias(name))
        elif name == TIME:
            columns.append(moment.cast(kind))
        else:
            columns.append(pl.col(name))
    day = ((moment - source.span.shift_ms) // DAY_MS).cast(pl.Int32).cast(pl.Date)
    if checked:
        day = pl.when(_plain(source)).then(day)
    return rows.select(*columns, day.alias(DAY))


def _plain(source: Source) -> pl.Expr:
    """Return what holds for a row that has nothing to be judged line by line."""
    amount = pl.Decimal(DIGITS, SCALE)
    conditions: list[pl.Expr] = []
    for name in source.header.kept:
        column = pl.col(name)
        if name in AMOUNTS:
            conditions += [
                column.cast(amount, strict=False).is_not_null() | (column == ""),
                ~column.str.contains(_UNUSUAL),
            ]
        elif name == FLAG:
            conditions.append((column == "true") | (column == "false") | (column == ""))
        elif name == TIME:
            moment = column.cast(pl.Int64, strict=False)
            conditions.append((moment >= source.span.first_ms) & (moment < source.span.after_ms))
        else:
            conditions.append(~column.str.contains('"', literal=True))
        if name in NEEDED and name != TIME:
            # Neither empty nor led by a blank.
            conditions.append(column >= "!")
    both = ("suBrokerRebate", "subBrokerRebate")
    if all(name in source.header.kept for name in both):
        first, second = (pl.col(name).cast(amount, strict=False) for name in both)
        conditions.append((first == second).fill_null(value=True))
    return pl.all_horizontal(conditions).fill_null(value=False)


def _cleaned(source: Source, twice: frozenset[tuple[str, ...]], plain: Path, rejects: Path, *, keep_going: bool) -> int:
    """Write a report anew in plain notation, without a first line; return how many rows were left out.

    Raises:
        ReportError: A row can't be read, and none may be left out; or none can be read.
    """
    first: Line | None = None
    rejected = kept = 0
    with plain.open("w", encoding="utf-8", newline="") as clean, rejects.open("w", encoding="utf-8", newline="") as bad:
        good = csv.writer(clean, lineterminator="\n")
        left_out = csv.writer(bad, lineterminator="\n")
        left_out.writerow(("line", "reason", "text"))
        for line in judged(source.path, source.header, source.span, twice):
            if not line.reason:
                kept += 1
                good.writerow(line.cells)
                continue
            if not keep_going:
                raise ReportError(f"{source.path.name}, line {line.number}: {line.reason}")
            rejected += 1
            left_out.writerow((line.number, line.reason, line.text))
            first = first or line
    if first is not None and not kept:
        raise ReportError(
            f"{source.path.name}: none of its {rejected} rows can be read; line {first.number}: {first.reason}"
        )
    return rejected


def _twice(files: dict[date, Path], header: Header) -> frozenset[tuple[str, ...]]:
    """Return the orders that a day lists more than once."""
    found: set[tuple[str, ...]] = set()
    for day, file in files.items():
        orders = pl.read_parquet(file, glob=False, columns=[KEY[0]])
        if orders[KEY[0]].n_unique() == orders.height:
            continue
        keys = pl.read_parquet(file, glob=False, columns=list(KEY))
        number = str((day - date(1970, 1, 1)).days)
        found |= {(*(value or "" for value in key), number) for key in keys.filter(keys.is_duplicated()).rows()}
    return frozenset(found)
