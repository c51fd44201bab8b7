"""Only the clock reads time and sleeps; everything else asks it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import okx_broker
import okx_v5
from okx_broker import SystemClock

PACKAGES = (Path(okx_broker.__file__).parent, Path(okx_v5.__file__).parent)
FORBIDDEN = {
    "time": None,  # the whole module
    "asyncio": {"sleep", "wait_for", "timeout", "timeout_at", "get_event_loop", "get_running_loop"},
    "datetime": set(),
    "threading": {"Timer"},
    "sched": None,
    "timeit": None,
}
READS = {"now", "utcnow", "today"}
LOOP = {"call_later", "call_at"}


def direct_uses(source: str) -> list[str]:
    """Find where a module reads time, sleeps, or imports what does."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import):
            found += [f"{line}: import {alias.name}" for alias in node.names if FORBIDDEN.get(alias.name, ()) is None]
        elif isinstance(node, ast.ImportFrom) and node.module in FORBIDDEN:
            names = FORBIDDEN[node.module]
            found += [
                f"{line}: from {node.module} import {alias.name}"
                for alias in node.names
                if names is None or alias.name in names or alias.name == "*"
            ]
        elif isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else None
            names = FORBIDDEN.get(owner or "", set())
            if node.attr in READS | LOOP or (names is not None and node.attr in names):
                found.append(f"{line}: .{node.attr}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__import__":
            found.append(f"{line}: __import__")
    return found


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in sorted(package.rglob("*.py"))]


def test_the_scan_covers_both_packages() -> None:
    names = {path.name for path in sources()}
    assert {
        "clock.py",
        "calls.py",
        "limits.py",
        "files.py",
        "report.py",
        "decoding.py",
        "trade.py",
        "paging.py",
    } <= names
    assert len(sources()) > 30


@pytest.mark.parametrize("path", sources(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_but_the_clock_reads_time_or_sleeps(path: Path) -> None:
    uses = direct_uses(path.read_text("utf-8"))
    if path.name == "clock.py":
        assert uses, "the scan sees nothing even where time is read"
    else:
        assert uses == []


@pytest.mark.parametrize(
    "sample",
    [
        "import time\nx = time.time()",
        "import time as t",
        "from time import monotonic",
        "from time import perf_counter as now",
        "import asyncio\nasync def f():\n    await asyncio.sleep(1)",
        "from asyncio import sleep",
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.datetime.utcnow()",
        "from datetime import date\nx = date.today()",
        "def f():\n    import time\n    return time.perf_counter()",
        "async def f(loop):\n    loop.call_later(1, print)",
        "from threading import Timer",
    ],
)
def test_the_scan_finds_a_direct_use(sample: str) -> None:
    assert direct_uses(sample)


@pytest.mark.parametrize(
    "sample",
    [
        "from datetime import UTC, date, datetime, time, timedelta\nx = datetime.combine(d, time(), UTC)",
        "clock.sleep(1)",
        "self.clock.monotonic()",
        "import asyncio\nasyncio.gather()",
    ],
)
def test_the_scan_leaves_alone_what_reads_no_time(sample: str) -> None:
    assert direct_uses(sample) == []


def test_the_machines_clock_is_corrected_by_what_was_learnt() -> None:
    import time

    clock = SystemClock()
    assert abs(clock.now_ms() - time.time() * 1000) < 1000
    clock.correct(45_000)
    assert clock.offset_ms == 45_000
    assert abs(clock.now_ms() - time.time() * 1000 - 45_000) < 1000
    before = clock.monotonic()
    clock.sleep(0.02)
    assert 0.015 < clock.monotonic() - before < 1
    clock.correct(0)
    assert abs(clock.now_ms() - time.time() * 1000) < 1000
