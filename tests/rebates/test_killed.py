"""Killed at random points of a fetch and continued: the same Parquet, exactly one request at the exchange.

Points are lines of our own code, so that none is too short to be hit, and moments while an answer is under way. In `make
test` these are a dozen kills; with OKX_BROKER_PROOFS=full a hundred.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from okx_broker.testing import OkxMock
from tests.rebates.desk import ASK, ROWS_A_DAY, Desk, csv_rows, table_of
from tests.rebates.racer import DONE, WAITS, Errand, run

KILLS = 100 if os.environ.get("OKX_BROKER_PROOFS") == "full" else 12
MOST_LINES = 3500
"""More lines than any process runs between two waits; how many these are is seen in the test."""


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["okx_broker", "okx_broker.rebates.jobs", "tests.rebates.racer"])
    return context


def run_once(processes: ForkServerContext, errand: Errand) -> int:
    process = processes.Process(target=run, args=(errand,))
    process.start()
    process.join(60)
    code = process.exitcode
    if code is None:
        process.kill()
        process.join()
        raise AssertionError("the process hangs")
    process.close()
    return code


class Series:
    """Fetches the same days again and again, each time from the beginning, and kills on the way."""

    def __init__(self, mock: OkxMock, folder: Path, processes: ForkServerContext, seed: int) -> None:
        self.mock, self.folder, self.processes = mock, folder, processes
        self.chance = random.Random(seed)
        self.kills = self.waits = 0
        self.states: set[str] = set()

    def points(self) -> Iterator[dict[str, float]]:
        while True:
            yield {"line": self.chance.randrange(1, MOST_LINES)}
            yield {"line": int(self.chance.paretovariate(0.35) * 20) % MOST_LINES + 1}
            yield {"seconds": self.chance.uniform(0.001, 0.25)}

    def errand(self, desk: Desk) -> Errand:
        begin, end = desk.days(3)
        return Errand(
            environ=self.mock.environ("broker"),
            files=self.mock.files_url.partition("//")[2],
            store=str(desk.store.path),
            out=str(desk.out),
            begin=begin,
            end=end,
        )

    def fetch(self, number: int, most: int) -> None:
        self.mock.reset()
        desk = Desk(self.mock, self.folder / str(number))
        errand = self.errand(desk)
        # Answers that take a while, so that processes die while these are under way.
        with (
            self.mock.faults.slow("createRebatePerOrders", seconds=0.1, probability=0.5, count="all"),
            self.mock.faults.slow("file", seconds=0.1, probability=0.3, count="all"),
            self.mock.faults.truncate("file", probability=0.3, count=3),
        ):
            for point in self.points():
                code = run_once(self.processes, replace(errand, **point) if self.kills < most else errand)  # type: ignore[arg-type]
                assert code in (DONE, WAITS, -signal.SIGKILL), code
                (job,) = desk.store.jobs() or [None]
                self.states.add("none" if job is None or not job.pieces else job.pieces[0].state)
                if code == DONE:
                    break
                self.kills += code == -signal.SIGKILL
                self.waits += code == WAITS
                self.mock.clock.advance(seconds=self.chance.choice((1, 32, 61, 601, 7200)))
        self.check(desk)

    def check(self, desk: Desk) -> None:
        """The same table as of a fetch that nobody disturbed, and one request at the exchange."""
        assert [one.status for one in self.mock.requests if one.method == "POST"] == [200], "asked exactly once"
        assert len(desk.seen(ASK, well=False)) == 1
        begin, end = desk.days(3)
        undisturbed = desk.fetch(begin, end, desk.folder / "undisturbed")
        assert undisturbed.rows == 3 * ROWS_A_DAY
        assert table_of(desk.out) == table_of(desk.folder / "undisturbed") != {}
        (kept,) = desk.store.jobs()[:1]
        assert kept.rows == 3 * ROWS_A_DAY
        (csv,) = (desk.out / "csv").iterdir()
        assert len(csv_rows(csv)) == 3 * ROWS_A_DAY
        assert [path.name for path in (desk.out / ".fetching").iterdir()] == ["lock"]
        assert self.mock.leaks == ()
        desk.store.close()


@pytest.mark.proof
def test_killed_anywhere_it_goes_on_and_asks_once(
    okx_mock: OkxMock, tmp_path: Path, processes: ForkServerContext
) -> None:
    series = Series(okx_mock, tmp_path, processes, seed=20260601)
    number = 0
    while series.kills < KILLS:
        number += 1
        series.fetch(number, KILLS)
    print(f"{series.kills} kills and {series.waits} waits in {number} fetches; killed in {sorted(series.states)}")
    assert {"none", "making"} <= series.states


@pytest.mark.parametrize("stage", ["asking", "downloading", "adding"])
def test_killed_while_something_is_under_way(
    okx_mock: OkxMock, tmp_path: Path, processes: ForkServerContext, stage: str
) -> None:
    series = Series(okx_mock, tmp_path, processes, seed=1)
    desk = Desk(okx_mock, tmp_path)
    errand = replace(series.errand(desk), seconds=0.02 if stage == "adding" else 0.1, stage=stage)
    with (
        okx_mock.faults.slow("createRebatePerOrders", seconds=0.5),
        okx_mock.faults.slow("file", seconds=0.5, count=2, probability=0.9),
    ):
        if stage != "asking":
            assert run_once(processes, replace(errand, stage="")) in (WAITS, -signal.SIGKILL)
            for _ in range(3):
                okx_mock.clock.advance(hours=2)
                if (code := run_once(processes, errand)) == -signal.SIGKILL or code == DONE:
                    break
        else:
            assert run_once(processes, errand) == -signal.SIGKILL
            (job,) = desk.store.jobs()
            assert job.pieces[0].state == "asking"
    for _ in range(30):
        if run_once(processes, replace(errand, seconds=0, stage="")) == DONE:
            break
        okx_mock.clock.advance(minutes=11)
    series.check(desk)
