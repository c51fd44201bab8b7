"""Totals against a calculation of the test's own: Python's csv and decimal, nothing of the library."""

from __future__ import annotations

import asyncio
import csv
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext
from pathlib import Path

import pytest

from okx_broker.errors import InvalidArgument, ReportError
from okx_broker.rebates.chart import series
from okx_broker.rebates.dataset import add_report
from okx_broker.rebates.figures import exact, rounded
from okx_broker.rebates.summary import AMOUNT_NAMES, Totals, exact_sum, summarize, summarize_async

from .tables import COLUMNS, DAY, JUNE_1, day, line, report, write

NEWER = (
    "uid,brokerCode,level,instId,ordId,clOrdId,spotTradeAmt,derivativeTradeAmt,fee,netFee,settlementFee,brokerRebate,"
    "suBrokerRebate,userRebate,affiliated,ts,desk"
)
NAMES = {
    "spot_volume": "spotTradeAmt",
    "derivative_volume": "derivativeTradeAmt",
    "fee": "fee",
    "net_fee": "netFee",
    "settlement_fee": "settlementFee",
    "broker_rebate": "brokerRebate",
    "sub_broker_rebate": "suBrokerRebate",
    "user_rebate": "userRebate",
}
SPAN = 45
Row = dict[str, str]


def some_amount(chance: random.Random) -> str:
    """From a hundredth of a millionth of a USDT to a billion, with up to 24 decimals, some negative, some left out."""
    decimals = chance.choice([0, 2, 8, 12, 18, 24])
    whole = chance.choice([0, chance.randrange(100), chance.randrange(10**9)])
    text = f"{whole}.{chance.randrange(10**decimals):0{decimals}d}" if decimals else str(whole)
    return chance.choice(["", f"-{text}", *[text] * 8])


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Row]]:
    chance = random.Random(3)
    folder = tmp_path_factory.mktemp("totals")
    lines = []
    for number in range(4000):
        spot = chance.random() < 0.5
        cells = [
            str(chance.randrange(30)),
            chance.choice(["CODEA", "CODEB", "CODEC"]),
            chance.choice(["Lv1", "Lv2", "VIP1", ""]),
            chance.choice(["BTC-USDT", "ETH-USDT", "BTC-USDT-SWAP"]),
            str(10**17 + number),
            "",
            some_amount(chance) if spot else "0",
            "0" if spot else some_amount(chance),
            *(some_amount(chance) for _ in range(3)),
            some_amount(chance) or "1",
            chance.choice(["0", "", some_amount(chance)]),
            some_amount(chance),
            chance.choice(["true", "false"]),
            str(JUNE_1 + chance.randrange(SPAN * DAY)),
            chance.choice(["north", "south", ""]),
        ]
        lines.append(",".join(cells))
    path = write(folder / "r.csv", lines, NEWER)
    add_report(folder / "table", report(path, begin=day(1), end=day(1) + timedelta(days=SPAN - 1)))
    with path.open(encoding="utf-8", newline="") as file:
        return folder / "table", list(csv.DictReader(file))


def utc(row: Row) -> datetime:
    return datetime.fromtimestamp(int(row["ts"]) / 1000, UTC)


KEYS: dict[str, Callable[[Row], str]] = {
    "code": lambda row: row["brokerCode"],
    "day": lambda row: utc(row).strftime("%Y-%m-%d"),
    "month": lambda row: utc(row).strftime("%Y-%m"),
    "level": lambda row: row["level"],
    "instrument": lambda row: row["instId"],
    "user": lambda row: row["uid"],
    "sub-broker": lambda row: row["brokerCode"] if Decimal(row["suBrokerRebate"] or 0) else "",
    "desk": lambda row: row["desk"],
}


def added_by_hand(rows: list[Row], by: tuple[str, ...]) -> dict[tuple[str, ...], tuple[int, list[Decimal | None]]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(KEYS[name](row) for name in by), []).append(row)
    found: dict[tuple[str, ...], tuple[int, list[Decimal | None]]] = {}
    with localcontext(prec=100):
        for key, some in groups.items():
            sums = []
            for name in AMOUNT_NAMES:
                values = [Decimal(row[NAMES[name]]) for row in some if row[NAMES[name]]]
                sums.append(sum(values, Decimal(0)) if values else None)
            found[key] = (len(some), sums)
    return found


def values(totals: Totals) -> tuple[int, list[Decimal | None]]:
    return totals.rows, [getattr(totals, name) for name in AMOUNT_NAMES]


@pytest.mark.parametrize(
    "by",
    [(), ("code",), ("day",), ("month",), ("level",), ("instrument",), ("user",), ("sub-broker",), ("desk",),
     ("code", "month", "level"), ("user", "day"), ("instrument", "sub-broker", "desk")],
    ids="-".join,
)  # fmt: skip
def test_totals_are_those_of_pythons_decimal(table: tuple[Path, list[Row]], by: tuple[str, ...]) -> None:
    folder, rows = table
    found = summarize(folder, by)
    expected = added_by_hand(rows, by)
    assert {group.keys: values(group.totals) for group in found.groups} == expected
    assert [group.keys for group in found.groups] == sorted(expected)
    assert values(found.total) == added_by_hand(rows, ())[()]
    assert (found.by, found.begin, found.end, found.missing) == (by, day(1), date(2026, 7, 15), ())


def test_only_the_days_asked_for_count(table: tuple[Path, list[Row]]) -> None:
    folder, rows = table
    found = summarize(folder, ("month",), begin=date(2026, 6, 29), end=date(2026, 7, 2))
    inside = [row for row in rows if "2026-06-29" <= KEYS["day"](row) <= "2026-07-02"]
    assert {group.keys: values(group.totals) for group in found.groups} == added_by_hand(inside, ("month",))
    assert (found.begin, found.end) == (date(2026, 6, 29), date(2026, 7, 2))


def test_volume_is_both_together(table: tuple[Path, list[Row]]) -> None:
    total = summarize(table[0], ()).total
    with localcontext(prec=100):
        assert total.spot_volume is not None
        assert total.derivative_volume is not None
        assert total.volume == total.spot_volume + total.derivative_volume


def test_on_an_event_loop(table: tuple[Path, list[Row]]) -> None:
    assert asyncio.run(summarize_async(table[0], ("code",))) == summarize(table[0], ("code",))


def test_many_digits_are_kept_where_pythons_default_would_round(tmp_path: Path) -> None:
    lines = [
        line(str(n), JUNE_1, rebate) for n, rebate in enumerate(["90000000000000", "0.000000000000000000000001"] * 1)
    ]
    add_report(tmp_path / "table", report(write(tmp_path / "r.csv", lines)))
    assert exact(summarize(tmp_path / "table", ()).total.broker_rebate) == "90000000000000.000000000000000000000001"


def test_a_sum_that_has_too_many_digits_is_no_wrong_number(tmp_path: Path) -> None:
    lines = [line(str(n), JUNE_1, "99999999999999") for n in range(3)]
    add_report(tmp_path / "table", report(write(tmp_path / "r.csv", lines)))
    with pytest.raises(ReportError, match=r"can't be added up: the sum of brokerRebate has more .*overflow"):
        summarize(tmp_path / "table", ())


def test_any_column_of_texts_can_be_added_up_by(tmp_path: Path) -> None:
    lines = [line("1", JUNE_1, "1"), line("2", JUNE_1, "2").replace("false", "true"), line("3", JUNE_1, "4")]
    add_report(tmp_path / "table", report(write(tmp_path / "r.csv", lines)))

    def rebates(*by: str) -> list[tuple[tuple[str, ...], Decimal | None]]:
        return [(group.keys, group.totals.broker_rebate) for group in summarize(tmp_path / "table", by).groups]

    assert rebates("affiliated") == [(("false",), Decimal(5)), (("true",), Decimal(2))]
    assert rebates("brokerCode", "ordId") == [(("CODE1", str(n)), Decimal(2 ** (n - 1))) for n in (1, 2, 3)]
    assert rebates("report_type") == [(("",), Decimal(7))]
    for name in ("fee", "ts", "report_made"):
        with pytest.raises(InvalidArgument, match=f"by is '{name}', which holds amounts or times. Use one of: code"):
            rebates(name)


def test_days_without_an_order_are_worth_nothing(tmp_path: Path) -> None:
    add_report(tmp_path / "table", report(write(tmp_path / "r.csv", []), 1, 2))
    found = summarize(tmp_path / "table")
    assert list(found.groups) == []
    assert found.total == Totals(0, *([Decimal(0)] * 8))


def test_days_without_a_report_are_told(tmp_path: Path) -> None:
    add_report(tmp_path / "table", report(write(tmp_path / "1.csv", [line("1", JUNE_1)]), 1, 2))
    add_report(tmp_path / "table", report(write(tmp_path / "2.csv", [line("2", JUNE_1 + 5 * DAY)]), 6, 7))
    assert summarize(tmp_path / "table").missing == (day(3), day(4), day(5))
    assert summarize(tmp_path / "table", end=day(4)).missing == (day(3), day(4))
    assert summarize(tmp_path / "table", begin=day(6), end=day(9)).missing == (day(8), day(9))
    nothing = summarize(tmp_path / "table", begin=day(20), end=day(21))
    assert (nothing.groups, nothing.total.rows, nothing.total.fee, nothing.missing) == (
        (),
        0,
        Decimal(0),
        (day(20), day(21)),
    )


def test_reports_without_users_say_nothing_of_them(tmp_path: Path) -> None:
    add_report(tmp_path / "table", report(write(tmp_path / "r.csv", [line("1", JUNE_1)], COLUMNS)))
    assert [group.keys for group in summarize(tmp_path / "table", ("user",)).groups] == [("",)]


def test_both_spellings_count_once(tmp_path: Path) -> None:
    columns = "brokerCode,ordId,suBrokerRebate,subBrokerRebate,brokerRebate,ts"
    lines = [f"C,1,0.5,0.5,1,{JUNE_1}", f"C,2,,0.25,1,{JUNE_1}", f"C,3,0.125,,1,{JUNE_1}"]
    add_report(tmp_path / "table", report(write(tmp_path / "r.csv", lines, columns)))
    assert summarize(tmp_path / "table", ()).total.sub_broker_rebate == Decimal("0.875")


def test_what_can_not_be_asked_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="holds no table of rebates"):
        summarize(tmp_path / "nothing")
    add_report(tmp_path / "table", report(write(tmp_path / "r.csv", [f"{line('1', JUNE_1)},x"], COLUMNS + ",desk")))
    with pytest.raises(InvalidArgument, match=r"by is 'desc'.*Use one of: code, .*, desk\."):
        summarize(tmp_path / "table", ("desc",))
    with pytest.raises(InvalidArgument, match="end is 2026-06-01, before begin"):
        summarize(tmp_path / "table", begin=day(2), end=day(1))
    (tmp_path / "table" / "day=2026-06-02" / "rebates.parquet").write_bytes(b"PAR1")
    with pytest.raises(ReportError, match="can't be added up"):
        summarize(tmp_path / "table")
    with pytest.raises(ReportError, match="is no file of a table of rebates"):
        summarize(tmp_path / "table", begin=day(2))


@pytest.mark.parametrize(
    ("amount", "places", "shown"),
    [
        ("0.005", 2, "0.01"),
        ("2.675", 2, "2.68"),
        ("-0.005", 2, "-0.01"),
        ("-0.001", 2, "0.00"),
        ("1234567.891", 2, "1,234,567.89"),
        ("0.5", 0, "1"),
        ("90000000000000.000000000000000000000001", 24, "90,000,000,000,000.000000000000000000000001"),
        ("0", 2, "0.00"),
    ],
)
def test_people_see_rounded_amounts(amount: str, places: int, shown: str) -> None:
    assert rounded(Decimal(amount), places) == shown


def test_exact_sums_do_not_depend_on_the_precision_in_force() -> None:
    with localcontext(prec=3):
        assert str(exact_sum(Decimal("123456.789"), Decimal("0.0000001"), None)) == "123456.7890001"
        assert str(exact_sum(Decimal("1.50"), Decimal("-1.5"))) == "0"
        assert str(exact_sum()) == "0"


def test_a_chart_has_a_point_for_each_day_or_month(tmp_path: Path) -> None:
    add_report(tmp_path / "table", report(write(tmp_path / "1.csv", [line("1", JUNE_1, "2.5")]), 1, 2))
    add_report(tmp_path / "table", report(write(tmp_path / "2.csv", [line("2", JUNE_1 + 3 * DAY, "4")]), 4, 4))
    shown = series(tmp_path / "table")
    assert not shown.monthly
    assert [(point.first, point.totals and point.totals.broker_rebate) for point in shown.points] == [
        (day(1), Decimal("2.5")), (day(2), Decimal(0)), (day(3), None), (day(4), Decimal(4)),
    ]  # fmt: skip
    long = write(tmp_path / "3.csv", [line("3", JUNE_1 - 31 * DAY, "8"), line("4", JUNE_1 - 1, "16")])
    add_report(tmp_path / "table", report(long, begin=date(2026, 1, 15), end=date(2026, 5, 31)))
    shown = series(tmp_path / "table")
    assert shown.monthly
    assert [(point.first, point.totals and point.totals.broker_rebate) for point in shown.points] == [
        *((date(2026, n, 1), Decimal(0)) for n in range(1, 5)), (date(2026, 5, 1), Decimal(24)), (day(1), Decimal("6.5")),
    ]  # fmt: skip


def test_a_month_that_no_report_covers_is_unknown_and_not_zero(tmp_path: Path) -> None:
    for first, last, name in ((date(2026, 1, 15), date(2026, 2, 3), "1"), (date(2026, 4, 1), date(2026, 6, 1), "2")):
        add_report(tmp_path / "table", report(write(tmp_path / f"{name}.csv", []), begin=first, end=last))
    shown = series(tmp_path / "table")
    assert shown.monthly
    # March has no report; of February three days have one.
    assert [point.totals is None for point in shown.points] == [False, False, True, False, False, False]
