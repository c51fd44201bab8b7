"""Two views of what was traded for a broker's codes: the orders that arrived, and the rebate report that the broker gets."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from tests.mock.conftest import Mock, iso

# What users traded before the mock began; their ids are below any that it gives.
HISTORY = range(580_800_019_749_904_384, 580_800_019_750_000_000)


@dataclass(frozen=True)
class Books:
    """What was traded with one of the broker's codes: the code by the id of the order.

    Attributes:
        before: the orders as they had arrived before the report was asked for, of those that traded.
        report: the lines of the report.
        after: the orders when the report was there, and whatever else was filed with a code: block trades, spread orders,
            conversions. Bots buy while a report is made.
    """

    before: dict[str, str]
    report: dict[str, str]
    after: dict[str, str]


def compare(mock: Mock) -> Books:
    """Ask for both views; the mock's clock moves by some hours."""
    before, _ = _arrived(mock)
    report = {line["ordId"]: line["brokerCode"] for line in _report(mock)}
    after, records = _arrived(mock)
    return Books(before, report, {**after, **records})


def _arrived(mock: Mock) -> tuple[dict[str, str], dict[str, str]]:
    """The orders that traded and the other records that carry a code of the broker."""
    codes = set(mock.accounts["broker"]["broker_codes"])
    found: list[dict[str, Any]] = []
    after = 0
    while True:
        page = mock.control("GET", f"orders?after={after}&limit=10000").json
        found += page["orders"]
        if page["next"] == after:
            break
        after = page["next"]
    orders = {one["ordId"]: one["tag"] for one in found if one["tag"] in codes and one["fillPx"]}
    return orders, {one["id"]: one["tag"] for one in page["records"] if one["tag"] in codes}


def _report(mock: Mock) -> list[dict[str, str]]:
    """The rows of all days; a long run takes the clock further than the 180 days of one report."""
    first = date(2026, 6, 1)
    rows: list[dict[str, str]] = []
    while True:
        mock.advance(3601)
        today = date.fromisoformat(iso(mock.now())[:10])
        if first > today:
            return rows
        last = min(today, first + timedelta(days=179))
        rows += _rows(mock, first, last)
        first = last + timedelta(days=1)


def _rows(mock: Mock, first: date, last: date) -> list[dict[str, str]]:
    path = "/api/v5/broker/fd/rebate-per-orders"
    asked = mock.post("broker", path, {"begin": f"{first:%Y%m%d}", "end": f"{last:%Y%m%d}"})
    assert asked.code == "0", asked.json
    mock.advance(2 * 3600)
    links = mock.get("broker", f"{path}?type=true")
    assert links.code == "0", links.json
    begins, ends = _midnight_ms(first), _midnight_ms(last)
    newest = max(
        (
            one
            for one in links.data
            if one["fileHref"] and int(one["beginTime"]) == begins and ends < int(one["endTime"]) <= ends + 86_400_000
        ),
        key=lambda one: int(one["cTime"]),
    )
    address = urlsplit(newest["fileHref"])
    connection = HTTPConnection("127.0.0.1", address.port, timeout=10)
    connection.request("GET", f"{address.path}?{address.query}", headers={"Host": address.netloc})
    packed = connection.getresponse().read()
    connection.close()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        text = archive.read(archive.namelist()[0]).decode()
    return [line for line in csv.DictReader(io.StringIO(text)) if int(line["ordId"]) not in HISTORY]


def _midnight_ms(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp() * 1000)
