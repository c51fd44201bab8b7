"""How the mock gives reports out: forms, days, versions, links, damage. Read here with other libraries."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import zipfile
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from python_calamine import CalamineWorkbook

from .conftest import Mock, Reply

PATH = "/api/v5/broker/fd/rebate-per-orders"
DAY = 86_400_000


def report(mock: Mock, **said: object) -> dict[str, str]:
    """A finished report over yesterday, given out as said."""
    assert mock.control("POST", "reports", said).status == 200
    yesterday = (datetime.fromtimestamp(mock.now() / 1000, UTC) - timedelta(days=1)).strftime("%Y%m%d")
    assert mock.post("broker", PATH, {"begin": yesterday, "end": yesterday}).code == "0"
    mock.advance(7200)
    row: dict[str, str] = mock.get("broker", f"{PATH}?type=true").row
    return row


def download(mock: Mock, link: str, **headers: str) -> Reply:
    parts = urlsplit(link)
    return mock.http("GET", f"{parts.path}?{parts.query}", headers, port=mock.files_port)


def rows_of(form: str, body: bytes) -> list[list[object]]:
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = archive.read(archive.namelist()[0])
    elif form == "gzip":
        body = gzip.decompress(body)
    if form.startswith("xls"):
        rows: list[list[object]] = list(
            CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        )
        return rows
    return [list(row) for row in csv.reader(io.StringIO(body.decode()))]


@pytest.mark.parametrize("form", ["zip", "gzip", "csv", "xls", "xlsx"])
def test_every_form_holds_the_same_and_is_the_same_each_time(mock: Mock, form: str) -> None:
    link = report(mock, form=form)["fileHref"]
    first, second = download(mock, link), download(mock, link)
    assert first.status == 200
    assert first.body == second.body
    rows = rows_of(form, first.body)
    assert rows[0][:4] == ["brokerCode", "level", "instId", "ordId"]
    assert len(rows) == 1 + 8
    # 0.01 BTC-USDT at 60,000 at 0.1 %: a fee of 0.6, half of it the broker's.
    (spot,) = [row for row in rows if row[0] == "MOCKBROKER01" and row[2] == "BTC-USDT"]
    named = dict(zip(map(str, rows[0]), spot, strict=True))
    assert float(str(named["fee"])) == 0.6
    assert float(str(named["brokerRebate"])) == 0.3
    assert isinstance(named["ordId"], str)
    assert len(named["ordId"]) == 18


def test_days_that_start_elsewhere_show_in_the_list(mock: Mock) -> None:
    row = report(mock, day_starts_minutes=-480)
    assert int(row["endTime"]) - int(row["beginTime"]) == DAY
    assert int(row["beginTime"]) % DAY == 16 * 3_600_000


def test_a_whole_file_has_its_checksum_and_a_damaged_one_another(mock: Mock) -> None:
    link = report(mock, damaged=1)["fileHref"]
    damaged, whole = download(mock, link), download(mock, link)
    digest = base64.b64encode(hashlib.md5(whole.body, usedforsecurity=False).digest()).decode()
    assert damaged.headers["content-md5"] == whole.headers["content-md5"] == digest
    assert len(damaged.body) == len(whole.body)
    assert sum(one != other for one, other in zip(damaged.body, whole.body, strict=True)) == 1


def test_without_ranges_the_whole_comes_without_a_version(mock: Mock) -> None:
    link = report(mock, ranges=False)["fileHref"]
    answer = download(mock, link, Range="bytes=10-")
    assert answer.status == 200
    assert "etag" not in answer.headers
    assert "accept-ranges" not in answer.headers


def test_links_can_end_early(mock: Mock) -> None:
    link = report(mock, link_seconds=30)["fileHref"]
    assert download(mock, link).status == 200
    mock.advance(31)
    assert download(mock, link).status == 403


def test_a_longer_history_has_four_orders_a_day_for_each_code(mock: Mock) -> None:
    assert mock.control("POST", "reports", {"history_days": 10}).json["history_days"] == 10
    begin, end = (
        (datetime.fromtimestamp(mock.now() / 1000, UTC) - timedelta(days=days)).strftime("%Y%m%d") for days in (30, 1)
    )
    mock.post("broker", PATH, {"begin": begin, "end": end})
    mock.advance(7200)
    rows = rows_of("zip", download(mock, mock.get("broker", f"{PATH}?type=true").row["fileHref"]).body)
    assert len(rows) == 1 + 10 * 8


@pytest.mark.parametrize(
    "said",
    [{"form": "pdf"}, {"ranges": 1}, {"damaged": -1}, {"link_seconds": 0}, {"day_starts_minutes": 900}, {"other": 1}],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(mock: Mock, said: dict[str, object]) -> None:
    before = mock.control("GET", "reports").json
    answer = mock.control("POST", "reports", said)
    assert answer.status == 400
    assert next(iter(said)) in answer.json["error"]
    assert mock.control("GET", "reports").json == before


def test_a_reset_gives_reports_as_usual(mock: Mock) -> None:
    mock.control("POST", "reports", {"form": "csv", "damaged": 5})
    mock.control("POST", "reset")
    assert mock.control("GET", "reports").json["form"] == "zip"
