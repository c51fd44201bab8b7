"""Reports made by hand, and tables read by an engine that did not write them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from okx_broker.rebates.dataset import ReportFile

JUNE_1 = 1_780_272_000_000  # 2026-06-01 00:00 UTC
HOUR = 3_600_000
DAY = 24 * HOUR
COLUMNS = (
    "brokerCode,level,instId,ordId,spotTradeAmt,derivativeTradeAmt,fee,netFee,settlementFee,brokerRebate,suBrokerRebate,"
    "userRebate,affiliated,ts"
)
"""The columns of the document, in its order."""


def day(number: int) -> date:
    return date(2026, 6, number)


def line(
    order: str, ts: int, rebate: str = "1", code: str = "CODE1", inst: str = "BTC-USDT", level: str = "Lv1"
) -> str:
    return f"{code},{level},{inst},{order},100.5,0,2,2,2,{rebate},0,0.25,false,{ts}"


def write(path: Path, lines: Sequence[str], columns: str = COLUMNS) -> Path:
    path.write_text("".join(f"{one}\n" for one in (columns, *lines)), "utf-8")
    return path


def report(path: Path, first: int = 1, last: int = 3, made: int = 1000, **more: Any) -> ReportFile:
    plain = ReportFile(path, None, day(first), day(last), made)
    return replace(plain, **more)


def ask(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask DuckDB; `rebates` is the table."""
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'")
        db.execute(
            f"CREATE VIEW rebates AS FROM read_parquet('{folder}/day=*/*.parquet', hive_partitioning = true, "
            "union_by_name = true)"
        )
        return db.execute(sql).fetchall()


def orders(folder: Path) -> list[tuple[str, str, str]]:
    """Day, order and rebate of all rows."""
    rows = ask(folder, "SELECT day, ordId, brokerRebate FROM rebates ORDER BY ALL")
    return [(str(one), order, str(rebate.normalize())) for one, order, rebate in rows]


def content(folder: Path) -> dict[str, str]:
    """What is in all files of the days, as hashes."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.glob("day=*/*"))
    }


def days(first: int, last: int) -> tuple[date, ...]:
    return tuple(day(first) + timedelta(days=n) for n in range(last - first + 1))
