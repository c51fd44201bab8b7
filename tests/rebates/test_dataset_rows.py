"""From a report's lines to Parquet: types, exactness, and what is refused. DuckDB reads what Polars wrote."""

from __future__ import annotations

import asyncio
import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okx_broker.errors import InvalidArgument, ReportError
from okx_broker.rebates.dataset import add_report, add_report_async, export_csv, read
from okx_broker.rebates.summary import summarize

from .tables import COLUMNS, DAY, HOUR, JUNE_1, ask, content, day, days, line, orders, report, write

NEWER = (
    "uid,brokerCode,level,instId,ordId,clOrdId,spotTradeAmt,derivativeTradeAmt,fee,netFee,settlementFee,brokerRebate,"
    "subBrokerRebate,userRebate,affiliated,ts,region"
)


def test_every_column_has_its_type_and_value(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.csv",
        [
            f"7,CODE1,VIP1,BTC-USDT,11,mine,100.123456789,0,0.1,0.09,0.08,0.05,0.01,0.02,true,{JUNE_1 + 5},north",
            f"8,CODE2,Lv2,ETH-USDT-SWAP,12,,0,200,,,,-3,,,,{JUNE_1 + 2 * DAY},",
        ],
        NEWER,
    )
    table = tmp_path / "table"
    added = add_report(table, report(path, made=1_780_600_000_123))
    assert (added.rows, added.rejected, added.days, added.rejects) == (2, 0, days(1, 3), None)
    kinds = {name: kind for name, kind, *_ in ask(table, "DESCRIBE rebates")}
    amounts = [
        "spotTradeAmt", "derivativeTradeAmt", "fee", "netFee", "settlementFee", "brokerRebate", "suBrokerRebate",
        "subBrokerRebate", "userRebate",
    ]  # fmt: skip
    assert kinds == {
        **dict.fromkeys(("uid", "brokerCode", "level", "instId", "ordId", "clOrdId", "region"), "VARCHAR"),
        **dict.fromkeys(amounts, "DECIMAL(38,24)"),
        "affiliated": "BOOLEAN",
        "ts": "TIMESTAMP WITH TIME ZONE",
        "report_made": "TIMESTAMP WITH TIME ZONE",
        "report_type": "VARCHAR",
        "day": "DATE",
    }
    made = datetime(2026, 6, 4, 19, 6, 40, 123000, UTC)
    (first, second) = ask(
        table,
        "SELECT uid, brokerCode, level, instId, ordId, clOrdId, spotTradeAmt, derivativeTradeAmt, fee, netFee, "
        "settlementFee, brokerRebate, suBrokerRebate, subBrokerRebate, userRebate, affiliated, ts, region, report_made, "
        "report_type, day FROM rebates ORDER BY ordId",
    )
    # fmt: off
    assert first == (
        "7", "CODE1", "VIP1", "BTC-USDT", "11", "mine", Decimal("100.123456789"), Decimal(0), Decimal("0.1"),
        Decimal("0.09"), Decimal("0.08"), Decimal("0.05"), None, Decimal("0.01"), Decimal("0.02"), True,
        datetime(2026, 6, 1, 0, 0, 0, 5000, UTC), "north", made, "", day(1),
    )
    assert second == (
        "8", "CODE2", "Lv2", "ETH-USDT-SWAP", "12", "", Decimal(0), Decimal(200), None, None, None, Decimal(-3), None,
        None, None, None, datetime(2026, 6, 3, tzinfo=UTC), "", made, "", day(3),
    )
    # fmt: on


def test_files_are_one_a_day_in_zstd_and_an_empty_day_has_one(tmp_path: Path) -> None:
    table = tmp_path / "table"
    add_report(table, report(write(tmp_path / "r.csv", [line("1", JUNE_1), line("2", JUNE_1 + 2 * DAY)])))
    assert sorted(content(table)) == [f"day=2026-06-0{n}/rebates.parquet" for n in (1, 2, 3)]
    assert sorted(one.name for one in table.iterdir()) == [".lock", *(f"day=2026-06-0{n}" for n in (1, 2, 3))]
    with duckdb.connect() as db:
        used = db.execute(f"SELECT DISTINCT compression FROM parquet_metadata('{table}/day=*/*.parquet')").fetchall()
        empty = db.execute(f"SELECT count(*) FROM '{table}/day=2026-06-02/rebates.parquet'").fetchall()
    assert (used, empty) == ([("ZSTD",)], [(0,)])


def test_columns_that_a_file_lacks_are_null(tmp_path: Path) -> None:
    table = tmp_path / "table"
    add_report(table, report(write(tmp_path / "r.csv", [f"CODE1,11,0.5,{JUNE_1}"], "brokerCode,ordId,brokerRebate,ts")))
    assert ask(table, "SELECT uid, level, instId, clOrdId, fee, userRebate, affiliated, brokerRebate FROM rebates") == [
        (None, None, None, None, None, None, None, Decimal("0.5"))
    ]


LARGEST = "99999999999999.999999999999999999999999"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", "0.1"),
        ("0.000000000000000000000001", "0.000000000000000000000001"),
        (LARGEST, LARGEST),
        (f"-{LARGEST}", f"-{LARGEST}"),
        ("0.10000000000000000000000000000000000000", "0.1"),
        ("1E-8", "0.00000001"),
        ("1.5e-7", "0.00000015"),
        ("1e3", "1000"),
        ("0e-400", "0"),
        ("+7", "7"),
        (" 2.5 ", "2.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("00012", "12"),
        ('"3.25"', "3.25"),
        ("-0", "0"),
    ],
)
def test_an_amount_is_exact(tmp_path: Path, text: str, value: str) -> None:
    table = tmp_path / "table"
    add_report(table, report(write(tmp_path / "r.csv", [line("1", JUNE_1, "9.75"), line("2", JUNE_1, text)])))
    assert ask(table, "SELECT brokerRebate FROM rebates ORDER BY ordId") == [(Decimal("9.75"),), (Decimal(value),)]


GOOD = line("1", JUNE_1)
BAD = [
    (line("2", JUNE_1, "abc"), "brokerRebate is 'abc', no number"),
    (line("2", JUNE_1, "NaN"), "brokerRebate is 'NaN', no number"),
    (line("2", JUNE_1, "1_000"), "brokerRebate is '1_000', no number"),
    (line("2", JUNE_1, "0x10"), "brokerRebate is '0x10', no number"),
    (line("2", JUNE_1, "\u0661"), "brokerRebate is '\u0661', no number"),
    (line("2", JUNE_1, ""), "brokerRebate is empty"),
    (line("2", JUNE_1, "0.0000000000000000000000001"), "more than 24 decimals"),
    (line("2", JUNE_1, "1e-25"), "more than 24 decimals"),
    (line("2", JUNE_1, "100000000000000"), "more than 14 digits before the point"),
    (line("2", JUNE_1, "1e14"), "more than 14 digits before the point"),
    (line("2", JUNE_1, "1e999"), "more than 14 digits before the point"),
    (line("", JUNE_1), "ordId is empty"),
    (line(" ", JUNE_1), "ordId is empty"),
    (line("2", JUNE_1, code=""), "brokerCode is empty"),
    (line("2", JUNE_1).replace("false", "maybe"), "affiliated is 'maybe', neither true nor false"),
    (line("2", JUNE_1).replace("false", "yes"), "affiliated is 'yes', neither true nor false"),
    (line("2", JUNE_1 - 1), "ts is 1780271999999 (2026-05-31T23:59:59Z), outside of the report's days 2026-06-01 to 2026-06-03, by days in UTC"),
    (line("2", JUNE_1 + 3 * DAY), "ts is 1780531200000 (2026-06-04T00:00:00Z), outside of the report's days"),
    (line("2", JUNE_1 // 1000), "(1970-01-21T14:31:12Z), outside of the report's days"),
    (line("2", -99_999_999_999_999), "(no date), outside"),
    (line("2", 10**30), "no time in milliseconds"),
    (line("2", JUNE_1) + ".5", "no whole number of milliseconds"),
    (line("2", JUNE_1)[:-13] + "then", "ts is 'then', no time in milliseconds"),
    (line("2", JUNE_1)[:-13], "ts is empty"),
    (line("2", JUNE_1) + ",", "15 values for 14 columns"),
    (",".join(line("2", JUNE_1).split(",")[1:]), "13 values for 14 columns"),
    ("x", "1 values for 14 columns"),
    (line('"2', JUNE_1), "a quote is not closed"),
    (line('"2"x', JUNE_1), "','"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "reason"), BAD)
def test_a_bad_row_stops_it_and_touches_nothing(tmp_path: Path, bad: str, reason: str) -> None:
    table = tmp_path / "table"
    add_report(table, report(write(tmp_path / "old.csv", [GOOD]), made=1))
    before = content(table)
    path = write(tmp_path / "r.csv", [GOOD, "", bad, line("3", JUNE_1)])
    with pytest.raises(ReportError) as raised:
        add_report(table, report(path))
    assert str(raised.value).startswith("r.csv, line 4: ")
    assert reason in str(raised.value)
    assert content(table) == before
    assert not (table / ".adding").exists()


@pytest.mark.parametrize(("bad", "reason"), BAD)
def test_with_keep_going_it_goes_to_the_reject_file(tmp_path: Path, bad: str, reason: str) -> None:
    table = tmp_path / "table"
    path = write(tmp_path / "r.csv", [GOOD, bad, line("3", JUNE_1, "7"), bad])
    added = add_report(table, report(path), keep_going=True)
    assert (added.rows, added.rejected) == (2, 2)
    assert orders(table) == [("2026-06-01", "1", "1"), ("2026-06-01", "3", "7")]
    assert added.rejects == table / "rejected" / "20260601-20260603-1000.csv"
    with added.rejects.open(encoding="utf-8", newline="") as file:
        head, first, second = csv.reader(file)
    assert head == ["line", "reason", "text"]
    assert (first[0], first[2], second[0], second[2]) == ("3", bad, "5", bad)
    assert reason in first[1]


def test_bytes_that_are_no_text_are_a_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(
        f"{COLUMNS}\n{GOOD}\n".encode() + line("2", JUNE_1, code="C\udcff").encode("utf-8", "surrogateescape")
    )
    with pytest.raises(ReportError, match=r"r.csv, line 3: not UTF-8 text"):
        add_report(tmp_path / "table", report(path))
    assert add_report(tmp_path / "table", report(path), keep_going=True).rejected == 1


def test_a_file_without_a_readable_row_is_refused_even_then(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", [line("1", JUNE_1 + 9 * DAY), line("2", JUNE_1 + 9 * DAY)])
    with pytest.raises(ReportError, match=r"none of its 2 rows can be read; line 2: ts is"):
        add_report(tmp_path / "table", report(path), keep_going=True)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("ordId,brokerRebate,ts", "no column brokerCode"),
        ("brokerCode,ordId,brokerRebate", "no column ts"),
        ("brokerCode,ordId,brokerRebate,ts,ts", "a column twice"),
        ("brokerCode,ordId,brokerRebate,ts,TS", "differ only in upper and lower case"),
        ("<html>", "no column"),
        ("", "no column"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, columns: str, said: str) -> None:
    with pytest.raises(ReportError, match=said):
        add_report(tmp_path / "table", report(write(tmp_path / "r.csv", [], columns)))
    assert not (tmp_path / "table").exists()


def test_line_ends_quotes_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    quoted = ",".join(f'"{cell}"' for cell in line("2", JUNE_1, "0.5").split(","))
    path.write_bytes(b"\xef\xbb\xbf" + f"{COLUMNS}\r\n{GOOD}\r\n\r\n{quoted}".encode())
    assert add_report(tmp_path / "table", report(path)).rows == 2
    assert orders(tmp_path / "table") == [("2026-06-01", "1", "1"), ("2026-06-01", "2", "0.5")]


def test_an_unknown_text_may_hold_commas_and_quotes(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", [f'{GOOD},"a, ""b""",', f"{line('2', JUNE_1)},plain,x"], COLUMNS + ",note,")
    table = tmp_path / "table"
    add_report(table, report(path))
    assert ask(table, "SELECT note, column_16 FROM rebates ORDER BY ordId") == [('a, "b"', ""), ("plain", "x")]


def test_a_line_that_lacks_an_unknown_value_is_seen(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", [f"{GOOD},x", line("2", JUNE_1)], COLUMNS + ",note")
    with pytest.raises(ReportError, match=r"line 3: 14 values for 15 columns"):
        add_report(tmp_path / "table", report(path))
    # One value too many elsewhere makes up for it by count alone.
    path = write(tmp_path / "r.csv", [f"{GOOD},x,y", line("2", JUNE_1)], COLUMNS + ",note")
    with pytest.raises(ReportError, match=r"line 2: 16 values for 15 columns"):
        add_report(tmp_path / "table", report(path))


def test_columns_named_like_our_own_keep_their_values(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", [f"{GOOD},theirs,9"], COLUMNS + ",day,report_type")
    table = tmp_path / "table"
    add_report(table, report(path, broker_type="api"))
    assert ask(table, "SELECT day_, report_type_, day, report_type FROM rebates") == [("theirs", "9", day(1), "api")]


def test_both_spellings_of_the_sub_brokers_rebate(tmp_path: Path) -> None:
    columns = "brokerCode,ordId,suBrokerRebate,subBrokerRebate,brokerRebate,ts"
    path = write(
        tmp_path / "r.csv", [f"C,1,0.5,0.50,1,{JUNE_1}", f"C,2,,0.25,1,{JUNE_1}", f"C,3,0.75,,1,{JUNE_1}"], columns
    )
    add_report(tmp_path / "table", report(path))
    assert ask(tmp_path / "table", "SELECT suBrokerRebate, subBrokerRebate FROM rebates ORDER BY ordId") == [
        (Decimal("0.5"), Decimal("0.5")),
        (None, Decimal("0.25")),
        (Decimal("0.75"), None),
    ]
    path = write(tmp_path / "r.csv", [f"C,1,0.5,0.6,1,{JUNE_1}"], columns)
    with pytest.raises(ReportError, match=r"line 2: suBrokerRebate is 0.5, and subBrokerRebate 0.6"):
        add_report(tmp_path / "table", report(path, made=2000))


def test_an_order_twice_on_a_day_is_a_bad_row(tmp_path: Path) -> None:
    lines = [line("1", JUNE_1), line("2", JUNE_1), line("1", JUNE_1 + DAY), line("1", JUNE_1 + HOUR, "5")]
    path = write(tmp_path / "r.csv", lines)
    with pytest.raises(ReportError, match=r"r.csv, line 5: order '1' again on the same day: line 2 has it too"):
        add_report(tmp_path / "table", report(path))
    added = add_report(tmp_path / "table", report(path), keep_going=True)
    assert (added.rows, added.rejected) == (3, 1)
    assert orders(tmp_path / "table") == [
        ("2026-06-01", "1", "1"), ("2026-06-01", "2", "1"), ("2026-06-02", "1", "1"),
    ]  # fmt: skip


def test_a_spread_trade_has_a_row_for_each_instrument(tmp_path: Path) -> None:
    lines = [line("1", JUNE_1, "1", inst="BTC-USDT"), line("1", JUNE_1, "2", inst="BTC-USDT-SWAP")]
    assert add_report(tmp_path / "table", report(write(tmp_path / "r.csv", lines))).rows == 2


def test_days_can_start_elsewhere_than_at_midnight(tmp_path: Path) -> None:
    """Days of UTC+8 start at 16:00 of the day before."""
    early = JUNE_1 - 8 * HOUR
    path = write(tmp_path / "r.csv", [line("1", early), line("2", early + DAY - 1), line("3", early + DAY)])
    add_report(tmp_path / "table", report(path, day_starts=timedelta(hours=-8)))
    assert read(tmp_path / "table").select("day", "ordId").collect().rows() == [
        (day(1), "1"),
        (day(1), "2"),
        (day(2), "3"),
    ]
    assert [(one, order) for one, order, _ in orders(tmp_path / "table")] == [
        ("2026-06-01", "1"), ("2026-06-01", "2"), ("2026-06-02", "3"),
    ]  # fmt: skip
    with pytest.raises(ReportError, match=r"starts -8 hours from midnight UTC, that of the report \+0"):
        add_report(tmp_path / "table", report(write(tmp_path / "s.csv", [GOOD])))
    path = write(tmp_path / "r.csv", [line("1", early - 1)])
    with pytest.raises(ReportError, match=r"line 2: .*by days that start -8 hours from midnight UTC"):
        add_report(tmp_path / "other", report(path, day_starts=timedelta(hours=-8)))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"end": day(1), "begin": day(2)}, "end"),
        ({"begin": datetime(2026, 6, 1, tzinfo=UTC)}, "begin"),
        ({"day_starts": timedelta(days=1)}, "day_starts"),
        ({"made_ms": -1}, "made_ms"),
    ],
)
def test_what_is_said_of_a_report_is_checked(tmp_path: Path, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidArgument, match=f"rebates: {field} is"):
        add_report(tmp_path / "table", report(write(tmp_path / "r.csv", [GOOD]), **wrong))


def test_a_dry_run_reads_and_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", [GOOD, line("2", JUNE_1, "x")])
    with pytest.raises(ReportError, match="line 3"):
        add_report(tmp_path / "table", report(path), dry_run=True)
    added = add_report(tmp_path / "table", report(path), dry_run=True, keep_going=True)
    assert (added.rows, added.rejected, added.days) == (1, 1, days(1, 3))
    assert [one.name for one in tmp_path.iterdir()] == ["r.csv"]


def test_on_an_event_loop(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", [GOOD])
    assert asyncio.run(add_report_async(tmp_path / "table", report(path))).rows == 1


def test_the_table_is_read_and_exported_exactly(tmp_path: Path) -> None:
    table = tmp_path / "table"
    add_report(table, report(write(tmp_path / "1.csv", [f"{line('1', JUNE_1, LARGEST)},x"], COLUMNS + ",region"), 1, 1))
    add_report(
        table, report(write(tmp_path / "2.csv", [line("2", JUNE_1 + DAY, "100"), line("3", JUNE_1 + DAY, "0")]), 2, 2)
    )
    rows = read(table).select("day", "ordId", "region").sort("ordId").collect().rows()
    assert rows == [(day(1), "1", "x"), (day(2), "2", None), (day(2), "3", None)]
    assert read(table, begin=day(2)).select(pl.len()).collect().item() == 2
    assert export_csv(table, tmp_path / "all.csv") == 3
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        exported = list(csv.DictReader(file))
    assert [one["brokerRebate"] for one in exported] == [LARGEST, "100", "0"]
    assert [one["ts"] for one in exported] == [str(JUNE_1), str(JUNE_1 + DAY), str(JUNE_1 + DAY)]
    assert [(one["spotTradeAmt"], one["region"], one["uid"], one["report_made"]) for one in exported[:2]] == [
        ("100.5", "x", "", "1000"), ("100.5", "", "", "1000"),
    ]  # fmt: skip
    with pytest.raises(ReportError, match="no day in that time"):
        read(table, begin=day(9))


def test_names_of_files_are_no_patterns(tmp_path: Path) -> None:
    odd = tmp_path / "a[1]*? day=x"
    odd.mkdir()
    for kind, order in (("api", "1"), ("oauth", "2")):
        path = write(odd / "r[1]*.csv", [line(order, JUNE_1, "0.5")])
        add_report(odd / "table", report(path, 1, 1, broker_type=kind))
    assert read(odd / "table").select("ordId", "day").sort("ordId").collect().rows() == [("1", day(1)), ("2", day(1))]
    assert str(summarize(odd / "table", ("day",)).total.broker_rebate) == "1"
    assert export_csv(odd / "table", odd / "out[1].csv") == 2


CELLS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.from_regex(r"[+-]?[0-9]{0,16}(\.[0-9]{0,27})?([eE][+-]?[0-9]{1,2})?", fullmatch=True),
    st.text(st.sampled_from("0123456789.-+eE _,\"'\t x"), max_size=12),
)


def readable(text: str) -> Decimal | None:
    """What an amount is by the rule in words: a plain number in ASCII, 14 digits before the point and 24 behind it."""
    stripped = text.strip()
    if not stripped or set(stripped) - set("0123456789.+-eE") or not any(one.isdigit() for one in stripped):
        return None
    try:
        value = Decimal(stripped)
    except ArithmeticError:
        return None
    exponent = stripped.lower().partition("e")[2].lstrip("+-")
    if len(exponent) > 3 or abs(value) >= 10**14:
        return None
    return value if (Fraction(value) * 10**24).denominator == 1 else None


@settings(max_examples=80, deadline=None)
@given(st.lists(CELLS.filter(lambda text: not set(text) & set('",\n\r')), min_size=1, max_size=30))
def test_any_amounts_are_exact_or_refused(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("amounts")
    path = write(
        folder / "r.csv", [line("good", JUNE_1), *(line(str(n), JUNE_1, text) for n, text in enumerate(texts))]
    )
    added = add_report(folder / "table", report(path, 1, 1), keep_going=True)
    expected = {str(n): value for n, text in enumerate(texts) if (value := readable(text)) is not None}
    found = dict(read(folder / "table").select("ordId", "brokerRebate").collect().rows())
    assert found == {**expected, "good": Decimal(1)}
    assert added.rejected == len(texts) - len(expected)
