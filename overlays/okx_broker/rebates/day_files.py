"""One day's file of a table: what it says of itself, and how a newer report takes its place.

A file is replaced as a whole, by one rename, so that whoever reads it sees either what was there or what is there now. It
says in its own metadata which reports it holds, so that nothing beside it can disagree with it.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple, cast

import polars as pl

from okx_broker.errors import ReportError
from okx_broker.rebates.columns import KEY, MADE, TIME, TYPE
from okx_broker.rebates.engine import ZSTD, Source, count_rows, schema, undocumented
from okx_broker.rebates.folder import file_of

_REPORTS: Final = "okx_broker.reports"
_SHIFT: Final = "okx_broker.day_starts_ms"


class Held(NamedTuple):
    """What a day's file says of itself.

    Attributes:
        reports: When the report that it holds was made, by kind.
        shift_ms: When its day starts, counted from midnight UTC.
    """

    reports: dict[str, int]
    shift_ms: int


class Placed(NamedTuple):
    """What became of a day.

    Attributes:
        rows: Rows of the report that it has now; None if a newer report has the day.
        withdrawn: Rows of an earlier report that are gone.
    """

    rows: int | None
    withdrawn: int


def notes(reports: dict[str, int], shift_ms: int) -> dict[str, str]:
    """Return what a file says of itself."""
    return {_REPORTS: json.dumps(reports, sort_keys=True), _SHIFT: str(shift_ms)}


def read_held(file: Path) -> Held:
    """Read what a day's file says of itself.

    Raises:
        ReportError: It is none of ours.
    """
    try:
        said = pl.read_parquet_metadata(file)
        return Held(cast("dict[str, int]", json.loads(said[_REPORTS])), int(said[_SHIFT]))
    except (pl.exceptions.PolarsError, OSError, KeyError, ValueError) as problem:
        raise ReportError(
            f"{file} is no file of a table of rebates ({type(problem).__name__}): remove it, and add its reports again"
        ) from None


def place(folder: Path, day: date, source: Source, fresh: Path | None, work: Path) -> Placed:
    """Put a report's rows of a day into its file, unless a newer report of the same kind has the day.

    Args:
        folder: The table.
        day: The day.
        source: The report.
        fresh: The report's rows of this day; None if it has none.
        work: A folder to work in, on the same disk.

    Raises:
        ReportError: The day's file can't be used.
        OSError: It can't be written.
    """
    target = file_of(folder, day)
    held = read_held(target) if target.exists() else Held({}, source.span.shift_ms)
    check_shift(target, held, source.span.shift_ms)
    before = held.reports.get(source.kind)
    if before is not None and before > source.made_ms:
        return Placed(None, 0)
    if fresh is None:
        fresh = work / f"{day}-none.parquet"
        _write(pl.DataFrame(schema=schema(undocumented(source.header))), fresh, source.notes)
    withdrawn = 0
    if before is not None and before < source.made_ms:
        withdrawn = _withdrawn(target, source.kind, fresh)
    others = {kind: made for kind, made in held.reports.items() if kind != source.kind}
    if others:
        merged = work / f"{day}-merged.parquet"
        rows = _merged(
            pl.read_parquet(target, glob=False).filter(pl.col(TYPE) != source.kind), pl.read_parquet(fresh, glob=False)
        )
        _write(rows, merged, notes({**others, source.kind: source.made_ms}, source.span.shift_ms))
        mine, fresh = rows.filter(pl.col(TYPE) == source.kind).height, merged
    else:
        mine = count_rows(fresh)
    target.parent.mkdir(exist_ok=True)
    # Whoever finds the file finds all of it, also after a power cut.
    _settle(fresh, os.O_RDWR)
    os.replace(fresh, target)  # noqa: PTH105 - says that it replaces
    if os.name == "posix":
        _settle(target.parent, os.O_RDONLY)
    return Placed(mine, withdrawn)


def check_shift(file: Path, held: Held, shift_ms: int) -> None:
    """Check that a table's days start when a report's do.

    Raises:
        ReportError: They don't.
    """
    if held.shift_ms != shift_ms:
        raise ReportError(
            f"{file}: its day starts {held.shift_ms / 3_600_000:+g} hours from midnight UTC, that of the report "
            f"{shift_ms / 3_600_000:+g}: use another folder, or the same start of the day"
        )


def _withdrawn(target: Path, kind: str, fresh: Path) -> int:
    """Count the orders that an earlier report of this kind listed, and this one does not."""
    earlier = pl.read_parquet(target, glob=False, columns=[*KEY, TYPE]).filter(pl.col(TYPE) == kind)
    return int(
        earlier.join(
            pl.read_parquet(fresh, glob=False, columns=list(KEY)), on=list(KEY), how="anti", nulls_equal=True
        ).height
    )


def _merged(rest: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of several kinds of report, each order once, as the newest of them has it."""
    rows: pl.DataFrame = pl.concat([rest, fresh], how="diagonal_relaxed")
    rows = rows.sort(MADE, TYPE, maintain_order=True).unique(subset=list(KEY), keep="last", maintain_order=True)
    last = [MADE, TYPE]
    return rows.select(pl.exclude(last), *last).sort(TYPE, TIME, *KEY)


def _write(rows: pl.DataFrame, file: Path, said: dict[str, str]) -> None:
    rows.lazy().sink_parquet(file, compression="zstd", compression_level=ZSTD, metadata=said)


def _settle(path: Path, flags: int) -> None:
    """Have the disk keep a file, or the names in a folder."""
    opened = os.open(path, flags)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
