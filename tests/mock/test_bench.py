"""The bench of the mock runs and gives its figures; how good they are depends on the machine, so nothing else is asserted."""

from __future__ import annotations

import re
import subprocess
import sys

from .conftest import ROOT


def test_the_bench_gives_its_figures() -> None:
    command = [sys.executable, "-m", "tests.bench.mock", "--orders", "300", "--users", "30", "--starts", "1"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    found = re.findall(r"^ *(?:start|speed|size)? +([0-9.]+) (s|/s|MB) ", run.stdout, re.MULTILINE)
    assert [unit for _, unit in found] == ["s", "s", "/s", "/s", "MB"]
    assert all(float(figure) > 0 for figure, _ in found)


def test_an_order_that_is_not_accepted_ends_the_bench() -> None:
    """150 orders of one user in no time are too many: the figures would be those of refusals."""
    command = [sys.executable, "-m", "tests.bench.mock", "--orders", "150", "--users", "1", "--starts", "1"]
    run = subprocess.run(
        [*command, "--", "--clock", "frozen"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 1
    assert "an order was not accepted" in run.stderr
    assert "50011" in run.stderr
