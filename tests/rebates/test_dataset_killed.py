"""Killed at any moment of adding a report: the days are old or new, never torn, and the same again gives the same files."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from okx_broker.rebates.dataset import add_report

from .tables import DAY, JUNE_1, ask, content, line, report, write

PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from okx_broker.rebates.dataset import ReportFile, add_report
import okx_broker.rebates.day_files
print("ready", flush=True)
add_report(Path(sys.argv[1]), ReportFile(Path(sys.argv[2]), None, date(2026, 6, 1), date(2026, 6, 20), 2000))
print("done", flush=True)
"""
ORDERS, DAYS = 20_000, 20
KILLS = 100 if os.environ.get("OKX_BROKER_PROOFS") == "full" else 4


def lines(rebate: str) -> list[str]:
    return [line(str(n), JUNE_1 + n * (DAYS * DAY // ORDERS), rebate) for n in range(ORDERS)]


@pytest.mark.proof
def test_killed_and_done_again(tmp_path: Path) -> None:
    old, new = write(tmp_path / "old.csv", lines("1")), write(tmp_path / "new.csv", lines("2"))
    before, after = tmp_path / "before", tmp_path / "after"
    add_report(before, report(old, 1, DAYS, 1000))
    add_report(after, report(old, 1, DAYS, 1000))
    began = time.monotonic()
    add_report(after, report(new, 1, DAYS, 2000))
    takes = time.monotonic() - began
    was, becomes = content(before), content(after)
    chance = random.Random(11)
    stages = []
    for number in range(KILLS):
        table = tmp_path / f"table-{number}"
        add_report(table, report(old, 1, DAYS, 1000))
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(table), str(new)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 1.2 * takes))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        found = content(table)
        assert set(found) == set(was)
        changed = [file for file in found if found[file] != was[file]]
        assert all(found[file] == becomes[file] for file in changed)
        stages.append(len(changed))
        assert ask(table, "SELECT count(*), count(DISTINCT ordId) FROM rebates") == [(ORDERS, ORDERS)]
        add_report(table, report(new, 1, DAYS, 2000))
        assert content(table) == becomes
        assert sorted(one.name for one in table.iterdir() if not one.name.startswith("day=")) == [".lock"]
    print("days replaced when it was killed:", stages)
    # Some at least were killed before the end, or this has shown nothing.
    assert any(stage < DAYS for stage in stages)


def test_killed_between_any_two_days(tmp_path: Path) -> None:
    """At each rename in turn: with so many days new and the others old, the same again ends as if nothing had been."""
    first = [line(str(n), JUNE_1 + n * DAY, "1") for n in range(4)]
    second = [line(str(n), JUNE_1 + n * DAY, "2") for n in range(4)]
    old, new = write(tmp_path / "old.csv", first), write(tmp_path / "new.csv", second)
    program = PROGRAM.replace("date(2026, 6, 20)", "date(2026, 6, 4)").replace(
        'print("ready", flush=True)',
        "import os\nreal, left = os.replace, [int(sys.argv[3])]\n"
        "def replace(*paths):\n"
        "    if not left[0]: os.kill(os.getpid(), 9)\n"
        "    left[0] -= 1\n"
        "    real(*paths)\n"
        "os.replace = replace",
    )
    add_report(tmp_path / "after", report(old, 1, 4, 1000))
    add_report(tmp_path / "after", report(new, 1, 4, 2000))
    for renames in range(4):
        table = tmp_path / f"table-{renames}"
        add_report(table, report(old, 1, 4, 1000))
        done = subprocess.run(
            [sys.executable, "-c", program, str(table), str(new), str(renames)], timeout=60, check=False
        )
        assert done.returncode == -signal.SIGKILL
        assert ask(table, "SELECT count(*) FROM rebates WHERE brokerRebate = 2") == [(renames,)]
        assert ask(table, "SELECT count(*) FROM rebates WHERE brokerRebate = 1") == [(4 - renames,)]
        assert add_report(table, report(new, 1, 4, 2000)).rows == 4
        assert content(table) == content(tmp_path / "after")
