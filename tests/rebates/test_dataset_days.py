"""Overlapping reports: each order once a day, as the newest report has it, in the files themselves."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okx_broker.errors import ReportError
from okx_broker.rebates.dataset import add_report

from .tables import DAY, JUNE_1, ask, content, day, days, line, orders, report, write


def test_a_later_report_corrects_an_earlier_one(tmp_path: Path) -> None:
    table = tmp_path / "table"
    first = write(
        tmp_path / "1.csv", [line("1", JUNE_1, "1"), line("2", JUNE_1 + DAY, "2"), line("9", JUNE_1 + DAY, "9")]
    )
    add_report(table, report(first, 1, 2, made=1000))
    # Another rebate, an order more, and one that is not listed any more.
    second = write(tmp_path / "2.csv", [line("2", JUNE_1 + DAY, "2.5"), line("3", JUNE_1 + 2 * DAY, "3")])
    added = add_report(table, report(second, 2, 3, made=2000))
    assert (added.rows, added.days, added.superseded, added.withdrawn) == (2, days(2, 3), (), 1)
    assert orders(table) == [("2026-06-01", "1", "1"), ("2026-06-02", "2", "2.5"), ("2026-06-03", "3", "3")]


def test_an_earlier_report_that_comes_late_changes_nothing(tmp_path: Path) -> None:
    table = tmp_path / "table"
    newer = write(tmp_path / "2.csv", [line("2", JUNE_1 + DAY, "2.5")])
    add_report(table, report(newer, 2, 3, made=2000))
    older = write(tmp_path / "1.csv", [line("1", JUNE_1), line("2", JUNE_1 + DAY, "2"), line("3", JUNE_1 + 2 * DAY)])
    added = add_report(table, report(older, 1, 3, made=1000))
    assert (added.rows, added.days, added.superseded, added.withdrawn) == (1, days(1, 1), days(2, 3), 0)
    # The third day stays empty: the newer report says so.
    assert orders(table) == [("2026-06-01", "1", "1"), ("2026-06-02", "2", "2.5")]


def test_the_same_again_gives_the_same_files(tmp_path: Path) -> None:
    lines = [line(str(n), JUNE_1 + n * 1000, f"0.{n + 1}") for n in range(500)]
    path = write(tmp_path / "r.csv", lines)
    add_report(tmp_path / "table", report(path))
    before = content(tmp_path / "table")
    assert add_report(tmp_path / "table", report(path)).withdrawn == 0
    assert content(tmp_path / "table") == before
    add_report(tmp_path / "other", report(path))
    assert content(tmp_path / "other") == before


def test_the_order_of_adding_does_not_matter(tmp_path: Path) -> None:
    made: list[tuple[Path, int, int, int, Literal["api", "oauth"]]] = [
        (write(tmp_path / "1.csv", [line("1", JUNE_1, "1"), line("2", JUNE_1 + DAY, "2")]), 1, 2, 1000, "api"),
        (write(tmp_path / "2.csv", [line("2", JUNE_1 + DAY, "3"), line("3", JUNE_1 + 2 * DAY)]), 2, 3, 2000, "api"),
        (write(tmp_path / "3.csv", [line("7", JUNE_1 + DAY, code="CODE2")]), 1, 3, 1500, "oauth"),
        (write(tmp_path / "4.csv", [line("8", JUNE_1 + DAY, code="CODE2")]), 2, 2, 900, "oauth"),
    ]
    seen = []
    for place, some in enumerate(itertools.permutations(made)):
        table = tmp_path / f"table-{place}"
        for path, first, last, made_ms, kind in some:
            add_report(table, report(path, first, last, made_ms, broker_type=kind))
        seen.append(content(table))
    assert all(one == seen[0] for one in seen)
    assert orders(tmp_path / "table-0") == [
        ("2026-06-01", "1", "1"), ("2026-06-02", "2", "3"), ("2026-06-02", "7", "1"), ("2026-06-03", "3", "1"),
    ]  # fmt: skip


def test_both_kinds_of_broker_stand_side_by_side(tmp_path: Path) -> None:
    table = tmp_path / "table"
    api = write(tmp_path / "1.csv", [line("1", JUNE_1, code="APICODE")])
    oauth = write(tmp_path / "2.csv", [line("2", JUNE_1, code="OAUTHCODE")])
    add_report(table, report(api, broker_type="api"))
    added = add_report(table, report(oauth, broker_type="oauth", made=2000))
    assert (added.rows, added.withdrawn) == (1, 0)
    assert ask(table, "SELECT ordId, report_type FROM rebates ORDER BY ordId") == [("1", "api"), ("2", "oauth")]


def test_an_order_of_two_kinds_of_report_is_there_once(tmp_path: Path) -> None:
    """A broker of one type may leave the type out once and say it another time."""
    table = tmp_path / "table"
    add_report(table, report(write(tmp_path / "1.csv", [line("1", JUNE_1, "1"), line("2", JUNE_1, "2")]), made=1000))
    second = write(tmp_path / "2.csv", [line("1", JUNE_1, "1.5")])
    add_report(table, report(second, made=2000, broker_type="api"))
    assert orders(table) == [("2026-06-01", "1", "1.5"), ("2026-06-01", "2", "2")]


def test_an_empty_report_of_many_days(tmp_path: Path) -> None:
    table = tmp_path / "table"
    path = write(tmp_path / "r.csv", [])
    added = add_report(table, report(path, begin=date(2026, 1, 1), end=date(2026, 6, 29)))
    assert (added.rows, len(added.days), len(content(table))) == (0, 180, 180)
    assert ask(table, "SELECT count(*) FROM rebates") == [(0,)]


def test_new_columns_of_later_reports_join(tmp_path: Path) -> None:
    from .tables import COLUMNS

    table = tmp_path / "table"
    add_report(table, report(write(tmp_path / "1.csv", [line("1", JUNE_1)]), broker_type="api"))
    newer = write(tmp_path / "2.csv", [f"{line('2', JUNE_1)},x"], COLUMNS + ",region")
    add_report(table, report(newer, broker_type="oauth"))
    assert ask(table, "SELECT ordId, region FROM rebates ORDER BY ordId") == [("1", None), ("2", "x")]


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    table = tmp_path / "table"
    (table / "day=2026-06-02").mkdir(parents=True)
    (table / "day=2026-06-02" / "rebates.parquet").write_bytes(b"PAR1 not")
    with pytest.raises(ReportError, match=r"day=2026-06-02.* is no file of a table of rebates"):
        add_report(table, report(write(tmp_path / "r.csv", [line("1", JUNE_1)])))


SPANS = st.tuples(st.integers(1, 6), st.integers(1, 6)).map(sorted)
REBATES = st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 5)), st.integers(1, 999), max_size=8)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(SPANS, REBATES), min_size=1, max_size=5), st.randoms())
def test_any_reports_in_any_order(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[tuple[list[int], dict[tuple[int, int], int]]],
    chance: random.Random,
) -> None:
    """Each day is what the newest report that covers it says."""
    folder = tmp_path_factory.mktemp("any")
    expected: dict[int, dict[int, int]] = {}
    files = []
    for number, ((first, last), rebates) in enumerate(made):
        inside = {key: rebate for key, rebate in rebates.items() if first <= key[0] <= last}
        lines = [line(str(order), JUNE_1 + (n - 1) * DAY, str(rebate)) for (n, order), rebate in inside.items()]
        files.append((write(folder / f"{number}.csv", lines), first, last, number))
        for n in range(first, last + 1):
            expected[n] = {order: rebate for (one, order), rebate in inside.items() if one == n}
    chance.shuffle(files)
    for path, first, last, number in files:
        add_report(folder / "table", report(path, first, last, made=number))
    assert orders(folder / "table") == sorted(
        (str(day(n)), str(order), str(Decimal(rebate).normalize()))
        for n, found in expected.items()
        for order, rebate in found.items()
    )
    assert len(content(folder / "table")) == len(expected)


def test_processes_wait_for_each_other(tmp_path: Path) -> None:
    """Six at a time, each with a later report of the same days."""
    table = tmp_path / "table"
    program = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "from okx_broker.rebates.dataset import ReportFile, add_report\n"
        "add_report(Path(sys.argv[1]), ReportFile(Path(sys.argv[2]), None, date(2026, 6, 1), date(2026, 6, 3), int(sys.argv[3])))\n"
    )
    started = []
    for number in range(6):
        lines = [line(str(n), JUNE_1 + n * 60_000, str(number)) for n in range(3000)]
        path = write(tmp_path / f"{number}.csv", lines)
        started.append(subprocess.Popen([sys.executable, "-c", program, str(table), str(path), str(number)]))
    assert [one.wait(120) for one in started] == [0] * 6
    assert ask(table, "SELECT count(*), count(DISTINCT ordId), min(brokerRebate), max(brokerRebate) FROM rebates") == [
        (3000, 3000, Decimal(5), Decimal(5))
    ]
    assert not (table / ".adding").exists()


def test_no_order_is_in_the_files_twice(tmp_path: Path) -> None:
    """Whoever reads the files needs nothing of ours to count each order once."""
    chance = random.Random(7)
    table = tmp_path / "table"
    for number in range(12):
        first = chance.randint(1, 20)
        last = first + chance.randint(0, 9)
        keys = {(chance.randint(first, last), chance.randint(1, 40)) for _ in range(60)}
        lines = [line(str(order), JUNE_1 + (n - 1) * DAY, str(number)) for n, order in keys]
        kind: Literal["api", "oauth"] | None = chance.choice(["api", "oauth", None])
        add_report(
            table, report(write(tmp_path / "r.csv", lines), first, last, chance.randint(1, 99), broker_type=kind)
        )
    doubled = "SELECT day, ordId, instId, brokerCode FROM rebates GROUP BY ALL HAVING count(*) > 1"
    assert ask(table, doubled) == []
    rows, earliest, latest = ask(table, "SELECT count(*), min(day), max(day) FROM rebates")[0]
    assert rows > 200
    assert latest - earliest > timedelta(days=15)
