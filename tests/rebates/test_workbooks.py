"""Workbooks of two other libraries: exact, whole, or refused."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
import xlwt  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from okx_broker.errors import ReportError
from okx_broker.rebates.unpacking import unpack
from okx_broker.rebates.workbooks import exact_text, rows_of
from tests.rebates.desk import csv_rows

HEAD = ["brokerCode", "ordId", "brokerRebate", "affiliated", "ts"]
ROW = ["ACME1", "680800019749904384", 0.04, True, 1597026383085]
MAX = 1 << 30


def xls(*sheets: list[list[Any]]) -> bytes:
    book = xlwt.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.add_sheet(f"s{number}")
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None and isinstance(cell, datetime):
                    sheet.write(line, place, cell, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
                elif cell is not None:
                    sheet.write(line, place, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx(*sheets: list[list[Any]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "remove_timezone": True})
    for rows in sheets:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, place, cell)
                elif isinstance(cell, datetime):
                    sheet.write_datetime(line, place, cell, book.add_format({"num_format": "yyyy-mm-dd"}))
                elif cell is not None:
                    sheet.write(line, place, cell)
    book.close()
    return stream.getvalue()


@pytest.fixture(params=[xls, xlsx])
def make(request: pytest.FixtureRequest) -> Any:
    return request.param


def read(folder: Path, content: bytes) -> list[dict[str, str]]:
    packed, plain = folder / "packed", folder / "plain.csv"
    packed.write_bytes(content)
    unpack(packed, plain, MAX)
    assert sorted(path.name for path in folder.iterdir()) == ["packed", "plain.csv"]
    return csv_rows(plain)


def here(folder: Path, content: bytes) -> list[list[str]]:
    """The same in this process, which is quicker and takes no file that it has not made itself."""
    path = folder / "workbook"
    path.write_bytes(content)
    return list(rows_of(path))


def test_texts_stay_and_numbers_are_written_plainly(tmp_path: Path, make: Any) -> None:
    (row,) = read(tmp_path, make([HEAD, ROW]))
    assert row == {
        "brokerCode": "ACME1",
        "ordId": "680800019749904384",
        "brokerRebate": "0.04",
        "affiliated": "true",
        "ts": "1597026383085",
    }


AMOUNTS: list[tuple[Any, str]] = [
    ("0.100000000000000001", "0.100000000000000001"),
    ("-0", "-0"),
    ("", ""),
    (None, ""),
    (0, "0"),
    (-0.0, "0"),
    (0.1, "0.1"),
    (1e-7, "0.0000001"),
    (123456789012.345, "123456789012.345"),
    (-12.5, "-12.5"),
    (100, "100"),
]


def test_an_amount_is_the_text_that_was_meant(tmp_path: Path, make: Any) -> None:
    rows = read(tmp_path, make([HEAD, *(["A", "1", cell, "false", "7"] for cell, _ in AMOUNTS)]))
    assert [row["brokerRebate"] for row in rows] == [text for _, text in AMOUNTS]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (680800019749904384, "more than 15 digits"),
        (100000000000000000, "more than 15 digits"),
        (0.1 + 0.25000000000000006, "more than 15 digits"),
        (1234567.123456789, "more than 15 digits"),
        (datetime(2026, 6, 1, tzinfo=UTC).replace(tzinfo=None), "stored as a date"),
    ],
)
def test_what_a_workbook_can_not_hold_exactly_is_refused_with_its_place(
    tmp_path: Path, make: Any, cell: Any, words: str
) -> None:
    if make is xlsx and isinstance(cell, float):
        cell = 0.1234567890123456  # this library writes 16 digits at most
    with pytest.raises(ReportError, match=words) as caught:
        here(tmp_path, make([HEAD, ROW, ["A", cell, "1", "false", "7"]]))
    assert "line 3, column 2" in str(caught.value)


@given(st.decimals(min_value=Decimal("-1e14"), max_value=Decimal("1e14"), places=8))
def test_fifteen_digits_survive_a_workbook_and_more_are_never_changed_silently(amount: Decimal) -> None:
    digits = len(amount.normalize().as_tuple().digits)
    try:
        text = exact_text(float(amount))
    except ValueError:
        assert digits > 15
    else:
        assert Decimal(text) == amount or digits > 15
        assert "E" not in text.upper()


def test_a_long_report_goes_on_in_the_next_sheet(tmp_path: Path, make: Any) -> None:
    rows = read(tmp_path, make([HEAD, ROW], [], [HEAD, ["B", *ROW[1:]], ["C", *ROW[1:]]]))
    assert [row["brokerCode"] for row in rows] == ["ACME1", "B", "C"]


def test_sheets_that_are_no_one_table_are_refused(tmp_path: Path, make: Any) -> None:
    with pytest.raises(ReportError, match="another first line"):
        here(tmp_path, make([HEAD, ROW], [["Notes"], ["x"]]))
    with pytest.raises(ReportError, match="no column is named"):
        here(tmp_path, make([HEAD, [*ROW, "more"]]))
    with pytest.raises(ReportError, match="brokerRebate"):
        read(tmp_path, make([["brokerCode", "ordId"], ["A", "1"]]))


def test_empty_lines_and_columns_do_no_harm(tmp_path: Path, make: Any) -> None:
    rows = read(tmp_path, make([HEAD, [None] * 5, ROW, [""] * 5]))
    assert len(rows) == 1


@pytest.mark.parametrize("pack", ["zip", "gzip", "zip in gzip"])
def test_a_workbook_may_be_packed_once_more(tmp_path: Path, make: Any, pack: str) -> None:
    import gzip

    content = make([HEAD, ROW])
    if "zip" in pack.split():
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("../../report.csv", content)
        content = stream.getvalue()
    if "gzip" in pack.split():
        content = gzip.compress(content)
    (row,) = read(tmp_path, content)
    assert row["brokerCode"] == "ACME1"


def test_a_sheet_that_claims_all_cells_ends_in_an_error_and_not_in_memory(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_string(1_048_575, 16_383, "x")  # the last cell of Excel: a table of 17 thousand million
    book.close()
    assert len(stream.getvalue()) < 20_000
    with pytest.raises(ReportError):
        read(tmp_path, stream.getvalue())


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x>" + b" " * (64 << 20))
    packed = tmp_path / "packed"
    packed.write_bytes(content.getvalue())
    with pytest.raises(ReportError, match="unpacks to more than 1000000"):
        unpack(packed, tmp_path / "plain.csv", 1_000_000)


def test_damage_is_an_error_or_harmless(tmp_path: Path, make: Any) -> None:
    chance = random.Random(7)
    whole = make([HEAD, *([ROW] * 40)])
    for _ in range(3):
        content = bytearray(whole)
        for _ in range(20):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
        try:
            read(tmp_path, bytes(content))
        except ReportError as problem:
            assert str(problem)  # noqa: PT017 - either of both is right
        for path in tmp_path.iterdir():
            path.unlink()
    with pytest.raises(ReportError):
        read(tmp_path, whole[: len(whole) // 2])
