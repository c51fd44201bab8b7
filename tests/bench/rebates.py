"""How fast a report becomes a table, against the bare engine and against plain Python; and what a summary takes.

All do the same with the same file: a month of a large broker, made up. The bare engine reads it with the same types and
writes the same partitioned Parquet, and checks nothing: it takes a 25th decimal away without a word. Python reads it with
`csv` and `decimal`, checks the same rules, drops what is there twice, and writes a CSV file a day, as its library has no
Parquet; that is timed on a part of the file, and so is `read_lines`, which only reads. Each run is a process of its own, and all take turns. Nothing is asserted.
"""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

ROWS, PYTHON_ROWS, SUMMED_ROWS, ROUNDS = 2_000_000, 50_000, 5_000_000, 5
PLAIN = ("python", "lines")
BEGIN, END = date(2026, 6, 1), date(2026, 6, 30)
FIRST_MS, SPAN_MS = 1_780_272_000_000, 30 * 86_400_000
TEXTS = ("uid", "brokerCode", "level", "instId", "ordId", "clOrdId")
AMOUNTS = (
    "spotTradeAmt", "derivativeTradeAmt", "fee", "netFee", "settlementFee", "brokerRebate", "suBrokerRebate", "userRebate",
)  # fmt: skip
COLUMNS = (*TEXTS, *AMOUNTS, "affiliated", "ts")


def make(path: Path, rows: int) -> None:
    """Write a report of so many orders."""
    chance = random.Random(5)
    pairs = ("BTC-USDT", "ETH-USDT", "SOL-USDT", "BTC-USDT-SWAP", "ETH-USDT-SWAP", "DOGE-USDT-SWAP")
    levels = ("Lv1", "Lv2", "VIP1", "VIP2", "VIP5")
    with path.open("w", encoding="ascii") as file:
        file.write(",".join(COLUMNS) + "\n")
        for number in range(rows):
            pair = chance.choice(pairs)
            volume = f"{chance.randrange(10**6)}.{chance.randrange(10**8):08d}"
            fee = f"{chance.randrange(1000)}.{chance.randrange(10**12):012d}"
            rebate = f"{chance.randrange(400)}.{chance.randrange(10**12):012d}"
            spot, other = ("0", volume) if pair.endswith("SWAP") else (volume, "0")
            file.write(
                f"{10**17 + chance.randrange(20_000)},CODE{chance.randrange(3)},{chance.choice(levels)},{pair},"
                f"{580_800_019_749_904_384 + number},{chance.randrange(16**12):012x},{spot},{other},{fee},{fee},{fee},"
                f"{rebate},0,{rebate if number % 3 else '0'},{'true' if number % 7 else 'false'},"
                f"{FIRST_MS + SPAN_MS * number // rows}\n"
            )


def bare(path: Path, out: Path) -> dict[str, float]:
    import polars as pl

    from okx_broker.rebates.engine import ZSTD

    kinds = {
        **dict.fromkeys(TEXTS, pl.String),
        **dict.fromkeys(AMOUNTS, pl.Decimal(38, 24)),
        "affiliated": pl.Boolean,
        "ts": pl.Int64,
    }
    moment = pl.from_epoch("ts", time_unit="ms").dt.replace_time_zone("UTC")
    rows = pl.scan_csv(path, schema=kinds).with_columns(moment).with_columns(day=pl.col("ts").dt.date())
    began = time.perf_counter(), time.process_time()
    rows.sink_parquet(
        pl.PartitionBy(out, key="day", include_key=False, approximate_bytes_per_file=None),
        compression="zstd", compression_level=ZSTD, mkdir=True,
    )  # fmt: skip
    return {"wall": time.perf_counter() - began[0], "cpu": time.process_time() - began[1]}


def ours(path: Path, out: Path) -> dict[str, float]:
    """The steps of `add_report`, timed apart; and the whole of it, with another table, for comparison."""
    from okx_broker.rebates import engine
    from okx_broker.rebates.dataset import ReportFile, add_report
    from okx_broker.rebates.day_files import notes, place
    from okx_broker.rebates.judging import Span, read_header

    out.mkdir()
    work = out / "work"
    work.mkdir()
    source = engine.Source(path, read_header(path), Span(BEGIN, END, timedelta(0)), 1, "", notes({"": 1}, 0))
    began = time.perf_counter(), time.process_time()
    files = engine._fast(source, work / "fast")
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    assert files is not None
    began = time.perf_counter(), time.process_time()
    assert not engine._twice(files, source.header)
    once = time.perf_counter() - began[0]
    (out / "table").mkdir()
    for day, file in files.items():
        place(out / "table", day, source, file, work)
    placed = time.perf_counter() - began[0] - once
    began = time.perf_counter(), time.process_time()
    add_report(out / "other", ReportFile(path, None, BEGIN, END, 1))
    whole = time.perf_counter() - began[0]
    return {"wall": wall, "cpu": cpu, "once": once, "placed": placed, "whole": whole}


def python(path: Path, out: Path) -> dict[str, float]:
    number = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,24})?")
    first, after = FIRST_MS, FIRST_MS + SPAN_MS
    out.mkdir()
    began = time.perf_counter(), time.process_time()
    seen: set[tuple[str, str, str, date]] = set()
    files: dict[date, object] = {}
    opened = []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        columns = next(reader)
        amounts = [columns.index(name) for name in AMOUNTS]
        code, inst, order, flag, ts = (columns.index(n) for n in ("brokerCode", "instId", "ordId", "affiliated", "ts"))
        for cells in reader:
            if len(cells) != len(columns) or not cells[code] or not cells[order]:
                raise ValueError(reader.line_num)
            values: list[object] = list(cells)
            for at in amounts:
                if number.fullmatch(cells[at]) is None:
                    raise ValueError(reader.line_num)
                values[at] = Decimal(cells[at])
            if cells[flag] not in ("true", "false"):
                raise ValueError(reader.line_num)
            moment_ms = int(cells[ts])
            if not first <= moment_ms < after:
                raise ValueError(reader.line_num)
            values[ts] = moment = datetime.fromtimestamp(moment_ms / 1000, UTC)
            day = moment.date()
            key = (cells[order], cells[inst], cells[code], day)
            if key in seen:
                raise ValueError(reader.line_num)
            seen.add(key)
            if (writer := files.get(day)) is None:
                file = (out / f"{day}.csv").open("w", encoding="utf-8", newline="")
                opened.append(file)
                writer = files[day] = csv.writer(file)
                writer.writerow(columns)
            writer.writerow(values)
    for file in opened:
        file.close()
    return {"wall": time.perf_counter() - began[0], "cpu": time.process_time() - began[1]}


def lines(path: Path, out: Path) -> dict[str, float]:
    """The library's own reader of one typed row at a time, which is `csv` with `Decimal` too; nothing is written."""
    from okx_broker.rebates import read_lines

    out.mkdir()
    began = time.perf_counter(), time.process_time()
    for _ in read_lines(path):
        pass
    return {"wall": time.perf_counter() - began[0], "cpu": time.process_time() - began[1]}


def summed(table: Path, by: str) -> dict[str, float]:
    from okx_broker.rebates.summary import summarize

    began = time.perf_counter(), time.process_time()
    found = summarize(table, by.split())
    wall = time.perf_counter() - began[0]
    memory = int(re.findall(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text("utf-8"))[0]) / 1024
    return {"wall": wall, "memory": memory, "groups": len(found.groups), "rows": found.total.rows}


def apart(what: str, *words: str | Path) -> dict[str, float]:
    """Run one of these in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.rebates", what, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def bench_adding(folder: Path) -> None:
    """Print how fast a report becomes a table."""
    path, part = folder / "report.csv", folder / "part.csv"
    make(path, ROWS)
    make(part, PYTHON_ROWS)
    runs: dict[str, list[dict[str, float]]] = {"bare": [], "ours": [], "python": [], "lines": []}
    for turn in range(ROUNDS):
        for what in ("bare", "ours", "python", "lines") if turn % 2 else ("lines", "python", "ours", "bare"):
            runs[what].append(apart(what, part if what in PLAIN else path, folder / "out"))
            shutil.rmtree(folder / "out")

    def middle(what: str, figure: str, rows: int = ROWS) -> float:
        return statistics.median(run[figure] for run in runs[what]) / rows * 1e6

    for figure in ("wall", "cpu"):
        theirs, mine, plain = middle("bare", figure), middle("ours", figure), middle("python", figure, PYTHON_ROWS)
        # Neighbours are compared, so that a machine that others use too disturbs both alike.
        of_bare = statistics.median(b[figure] / o[figure] for b, o in zip(runs["bare"], runs["ours"], strict=True))
        of_python, of_lines = (
            statistics.median(p[figure] / o[figure] for p, o in zip(runs[what], runs["ours"], strict=True))
            * (ROWS / PYTHON_ROWS)
            for what in PLAIN
        )
        print(
            f"a row of a report, checked, typed, in Parquet by day, {figure}: {mine:.2f} us; the bare engine "
            f"{theirs:.2f} us, so {of_bare * 100:.0f} % of its speed (aim: at least 60 %); Python {plain:.1f} us, "
            f"so {of_python:.1f} times as fast, and {of_lines:.0f} times as fast as `read_lines` (aim: at least 15, by the clock)"
        )
    print(
        f"apart from that, wall: each order once {middle('ours', 'once'):.2f} us a row, moved into place and settled on "
        f"disk {middle('ours', 'placed'):.2f} us; add_report as a whole {middle('ours', 'whole'):.2f} us"
    )


def bench_summary(folder: Path) -> None:
    """Print what a summary takes."""
    from okx_broker.rebates.dataset import ReportFile, add_report

    path = folder / "large.csv"
    make(path, SUMMED_ROWS)
    add_report(folder / "table", ReportFile(path, None, BEGIN, END, 1))
    path.unlink()
    for by in ("day", "code level instrument", "user", "user day"):
        one = apart("summed", folder / "table", by)
        print(
            f"summary of {one['rows']:,.0f} rows by {by}: {one['wall']:.1f} s, {one['memory']:.0f} MB of memory at most "
            f"(aim: under 500; the groups are held, and here are {one['groups']:,.0f})"
        )


def main() -> None:
    """Print all figures."""
    folder = Path(tempfile.mkdtemp(prefix="okxbench"))
    try:
        bench_adding(folder)
        bench_summary(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        name, source, last = sys.argv[1:]
        if name == "summed":
            print(json.dumps(summed(Path(source), last)))
        else:
            print(
                json.dumps(
                    {"bare": bare, "ours": ours, "python": python, "lines": lines}[name](Path(source), Path(last))
                )
            )
    else:
        main()
