"""The broker's side follows from trading: rebate reports, if-rebate, and the trades of a DMA broker's sub-accounts.

Amounts are worked out here by hand, from the mock's stated fees (SPOT taker 0.1 %, maker 0.08 % of what is received; SWAP
taker 0.05 %) and shares (half of the fee, 0.3 of it for an affiliated user, at most 1000 USDT a month for VIP4 and VIP5).
Reasons, columns and deadlines come from okx-broker-program and its newer versions.
"""

from __future__ import annotations

import csv
import io
import json
import random
import signal
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest

from .conftest import Mock, start
from .test_broker import new_key

NOON = 1_780_315_200_000  # 2026-06-01 12:00 UTC
DAY = 24 * 3600
REPORT = "/api/v5/broker/fd/rebate-per-orders"
IF_REBATE = "/api/v5/broker/fd/if-rebate"
TRADES = "/api/v5/broker/dma/trades"
INFO = "/api/v5/broker/dma/subaccount-info"
ORDER = "/api/v5/trade/order"


@pytest.fixture(scope="module")
def newer_server() -> Iterator[Mock]:
    process = start("serve", "--json", "--document", "newer")
    assert process.stdout is not None
    try:
        said = json.loads(process.stdout.readline())
        yield Mock(said["url"], said["files_url"], {account["name"]: account for account in said["accounts"]})
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")


def stand_still(mock: Mock) -> Mock:
    mock.control("POST", "clock", {"set_ms": NOON, "frozen": True})
    mock.control("POST", "reset", {})
    return mock


@pytest.fixture
def older(mock: Mock) -> Mock:
    return stand_still(mock)


@pytest.fixture
def newer(newer_server: Mock) -> Mock:
    return stand_still(newer_server)


def read(mock: Mock, link: str) -> list[dict[str, str]]:
    parts = urlsplit(link)
    reply = mock.http("GET", f"{parts.path}?{parts.query}", port=mock.files_port)
    assert reply.status == 200, reply.body
    with zipfile.ZipFile(io.BytesIO(reply.body)) as archive:
        (name,) = archive.namelist()
        return list(csv.DictReader(io.StringIO(archive.read(name).decode())))


def report(mock: Mock, begin: str, end: str, broker: str = "broker", **more: str) -> list[dict[str, str]]:
    """The rows of a report; two hours pass while it is made."""
    asked = mock.post(broker, REPORT, {"begin": begin, "end": end, **more})
    assert (asked.code, asked.row["result"]) == ("0", "false"), asked.json
    mock.advance(2 * 3600)
    query = "".join(f"&{name}={value}" for name, value in more.items())
    links = mock.get(broker, f"{REPORT}?type=true{query}").data
    return read(mock, links[0]["fileHref"])


def buy(
    mock: Mock, user: str | dict[str, Any] = "alice", sz: str = "600", tag: str = "MOCKBROKER01", **more: str
) -> str:
    """Buy BTC for so many USDT; gives the order's id."""
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "market", "sz": sz, "tag": tag, **more}
    reply = mock.post(user, ORDER, order)
    assert reply.code == "0", reply.json
    return str(reply.row["ordId"])


def amounts(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("spotTradeAmt", "derivativeTradeAmt", "fee", "brokerRebate"))


# Which orders, and what they earn


def test_a_report_holds_exactly_the_orders_with_a_code_of_the_broker(older: Mock) -> None:
    chance = random.Random(4)
    tags = ["MOCKBROKER01", "MOCKBROKER02", "MOCKBOTHAPI1", "MOCKBOTHOAUTH1", "MOCKEXPIRED1", "mockbroker01", "X", ""]
    users = ["alice", "heidi", "frank", "grace", "dave"]
    placed: dict[str, tuple[str, str]] = {}
    for _ in range(60):
        user, tag = chance.choice(users), chance.choice(tags)
        placed[buy(older, user, "30", tag)] = (user, tag)
        older.advance(1)
    older.order(px="2", tag="MOCKBROKER01")
    for broker, codes, demo, more in (
        ("broker", {"MOCKBROKER01", "MOCKBROKER02"}, True, {}),
        ("broker-live", {"MOCKBROKER01", "MOCKBROKER02"}, False, {}),
        ("broker-both", {"MOCKBOTHAPI1"}, True, {"brokerType": "api"}),
        ("broker-both", {"MOCKBOTHOAUTH1"}, True, {"brokerType": "oauth"}),
        ("broker-expired", {"MOCKEXPIRED1"}, True, {}),
    ):
        wanted = {number for number, (user, tag) in placed.items() if tag in codes and (user != "dave") == demo}
        rows = report(older, "20260601", "20260601", broker, **more)
        assert {row["ordId"] for row in rows} == wanted, broker
        assert len(rows) == len(wanted)
        assert all(row["brokerCode"] == placed[row["ordId"]][1] for row in rows)
        older.advance(3600)


def test_what_an_order_earns(older: Mock) -> None:
    swap = {"instId": "BTC-USDT-SWAP", "tdMode": "cross", "tag": "MOCKBROKER01"}
    orders = {
        buy(older): ("alice", "600", "0", "0.6", "0.3"),
        # 10 contracts of 0.01 BTC at 60000 USDT: 6000 USDT, of which 0.05 %.
        older.post("alice", ORDER, {**swap, "side": "buy", "ordType": "market", "sz": "10"}).row["ordId"]: (
            "alice", "0", "6000", "3", "1.5"),
        older.post("carol", ORDER, {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "market",
                                    "sz": "600", "tag": "MOCKBROKER02"}, source="127.0.0.2").row["ordId"]: (
            "carol", "600", "0", "0.6", "0.18"),
        buy(older, "heidi"): ("heidi", "600", "0", "0.6", "0.3"),
        buy(older, "frank"): ("frank", "600", "0", "0.6", "0"),
        buy(older, "grace"): ("grace", "600", "0", "0.6", "0"),
    }  # fmt: skip
    rows = {row["ordId"]: row for row in report(older, "20260601", "20260601")}
    assert rows.keys() == orders.keys()
    levels = {"alice": "Lv1", "carol": "Lv1", "heidi": "Lv1", "frank": "VIP6", "grace": "VIP4"}
    for number, (user, *expected) in orders.items():
        row = rows[number]
        assert amounts(row) == tuple(expected)
        assert row["netFee"] == row["settlementFee"] == row["fee"]
        assert row["level"] == levels[user]
        assert row["affiliated"] == ("true" if user == "carol" else "false")
        assert row["userRebate"] == ("0.03" if user == "heidi" else "0")
        assert (row["suBrokerRebate"], row["ts"]) == ("0", str(NOON))


def fill_on_two_days(mock: Mock) -> str:
    """An order of 0.02 BTC at 59000, of which 0.005 trades on the first day, at noon and an hour later, 0.015 on the next."""
    order = mock.order(px="59000", sz="0.02", tag="MOCKBROKER01", clOrdId="b15").row["ordId"]
    mock.control("POST", "fill", {"ordId": order, "sz": "0.003"})
    mock.advance(3600)
    mock.control("POST", "fill", {"ordId": order, "sz": "0.002"})
    mock.advance(DAY)
    assert mock.control("POST", "fill", {"ordId": order, "sz": "0.015"}).status == 200
    mock.advance(DAY)
    return str(order)


# As maker: 0.08 % of the value in USDT. 0.005 * 59000 = 295 and 0.015 * 59000 = 885.
FIRST_DAY = ("295", "0", "0.236", "0.118")
SECOND_DAY = ("885", "0", "0.708", "0.354")
BOTH_DAYS = ("1180", "0", "0.944", "0.472")
FIRST_TS, SECOND_TS = str(NOON + 3_600_000), str(NOON + 3_600_000 + DAY * 1000)


def test_an_order_that_fills_in_parts_has_one_row_with_their_sum(older: Mock) -> None:
    order = fill_on_two_days(older)
    spans = {("20260601", "20260601"): (FIRST_DAY, FIRST_TS), ("20260602", "20260602"): (SECOND_DAY, SECOND_TS),
             ("20260601", "20260602"): (BOTH_DAYS, SECOND_TS)}  # fmt: skip
    for span, (expected, moment) in spans.items():
        (row,) = report(older, *span)
        assert (row["ordId"], amounts(row), row["ts"]) == (order, expected, moment)
    assert "uid" not in row


def test_newer_documents_have_a_row_for_each_day(newer: Mock) -> None:
    order = fill_on_two_days(newer)
    rows = report(newer, "20260601", "20260602")
    assert [(row["ordId"], amounts(row), row["ts"]) for row in rows] == [
        (order, FIRST_DAY, FIRST_TS),
        (order, SECOND_DAY, SECOND_TS),
    ]
    assert list(rows[0]) == [
        "uid", "brokerCode", "level", "instId", "ordId", "clOrdId", "spotTradeAmt", "derivativeTradeAmt", "fee", "netFee",
        "settlementFee", "brokerRebate", "suBrokerRebate", "userRebate", "affiliated", "ts",
    ]  # fmt: skip
    assert {(row["uid"], row["clOrdId"]) for row in rows} == {(newer.accounts["alice"]["uid"], "b15")}


def test_what_trades_after_a_report_was_made_is_not_in_it(older: Mock) -> None:
    first = buy(older)
    asked = {"begin": "20260601", "end": "20260601"}
    assert older.post("broker", REPORT, asked).row["result"] == "false"
    older.advance(2 * 3600)
    while_it_was_made = buy(older)
    older.advance(0.001)
    buy(older)
    link = older.get("broker", f"{REPORT}?type=true").row["fileHref"]
    assert [row["ordId"] for row in read(older, link)] == [first, while_it_was_made]
    # The report is the same however often it is asked for.
    older.advance(3600)
    assert older.post("broker", REPORT, asked).row == {"result": "true", "ts": str(NOON)}


def test_links_of_a_year_can_be_asked_for_and_reports_of_180_days(older: Mock) -> None:
    report(older, "20260601", "20260601")
    year = "type=false&begin=20251201&end=20261130"
    assert len(older.get("broker", f"{REPORT}?{year}").data) == 1
    assert older.get("broker", f"{TRADES}?{year}").data == []
    for target in (REPORT, TRADES):
        assert older.post("broker", target, {"begin": "20260101", "end": "20260701"}).code == "51000"
        older.advance(3600)
        assert older.post("broker", target, {"begin": "20260101", "end": "20260630"}).code == "0"


def test_a_fresh_mock_has_a_history(older: Mock) -> None:
    rows = report(older, "20260529", "20260601")
    assert {row["brokerCode"] for row in rows} == {"MOCKBROKER01", "MOCKBROKER02"}
    days = sorted({int(row["ts"]) // (DAY * 1000) for row in rows})
    first = 1_780_012_800_000 // (DAY * 1000)  # 2026-05-29
    assert days == [first, first + 1, first + 2]
    assert all(Decimal(row["fee"]) > 0 for row in rows)


# if-rebate


def asked_of(mock: Mock, user: dict[str, Any]) -> tuple[str, str]:
    mock.advance(1)
    row = mock.get("broker", f"{IF_REBATE}?apiKey={user['api_key']}").row
    return row["type"], row["lastRebate"]


def added(mock: Mock, name: str, **more: Any) -> dict[str, Any]:
    reply = mock.control("POST", "accounts", {"name": name, "balances": {"USDT": "100000000"}, **more})
    assert reply.status == 200, reply.json
    return dict(reply.json)


@pytest.mark.parametrize(
    ("level", "more", "by_older", "by_newer"),
    [
        ("Lv1", {}, ("0", ""), ("0", "")),
        ("VIP3", {}, ("0", ""), ("0", "")),
        ("VIP4", {}, ("0", "0"), ("0", "")),
        ("VIP5", {}, ("0", "0"), ("0", "0")),
        ("VIP6", {}, ("3", ""), ("0", "0")),
        ("VIP7", {}, ("3", ""), ("3", "")),
        ("VIP9", {}, ("3", ""), ("3", "")),
        ("VIP4", {"monthly_cap_reached": True}, ("2", "1000"), ("0", "")),
        ("VIP5", {"monthly_cap_reached": True}, ("2", "1000"), ("2", "1000")),
        ("VIP6", {"monthly_cap_reached": True}, ("3", ""), ("2", "1000")),
        ("Lv1", {"multi_signature": True}, ("0", ""), ("4", "")),
        ("VIP7", {"multi_signature": True}, ("3", ""), ("4", "")),
    ],
)
def test_reasons(
    older: Mock, newer: Mock, level: str, more: dict[str, Any], by_older: tuple[str, str], by_newer: tuple[str, str]
) -> None:
    assert asked_of(older, added(older, "nina", level=level, **more)) == by_older
    assert asked_of(newer, added(newer, "nina", level=level, **more)) == by_newer


def test_an_expired_broker_gets_nothing(older: Mock) -> None:
    key = older.accounts["alice"]["api_key"]
    assert older.get("broker-expired", f"{IF_REBATE}?apiKey={key}").row["type"] == "1"
    buy(older, tag="MOCKEXPIRED1")
    (row,) = report(older, "20260601", "20260601", "broker-expired")
    assert amounts(row) == ("600", "0", "0.6", "0")


def test_the_limit_of_a_month(older: Mock) -> None:
    """900,000 USDT cost 900 USDT of fee, of which half is the rebate: 450, 450, and then what is left of 1000."""
    nina = added(older, "nina", level="VIP4")
    said = []
    for _ in range(4):
        said.append(asked_of(older, nina))
        buy(older, nina, "900000")
    assert said == [("0", "0"), ("0", "450"), ("0", "900"), ("2", "1000")]
    # A user of another level has none.
    judy = added(older, "judy", level="VIP3")
    for _ in range(3):
        buy(older, judy, "900000")
    rows = report(older, "20260601", "20260601")
    assert [row["brokerRebate"] for row in rows] == ["450", "450", "100", "0", "450", "450", "450"]
    assert {row["fee"] for row in rows} == {"900"}
    # In the next month it begins anew: 2026-07-01 00:00 UTC.
    older.control("POST", "clock", {"set_ms": 1_782_864_000_000 - 2000})
    assert asked_of(older, nina) == ("2", "1000")
    assert asked_of(older, nina) == ("0", "0")
    buy(older, nina, "900000")
    assert asked_of(older, nina) == ("0", "450")


def test_limits_of_newer_documents(newer: Mock, older: Mock) -> None:
    asked = f"{IF_REBATE}?apiKey={newer.accounts['alice']['api_key']}"
    assert [newer.get("broker", asked).code for _ in range(6)] == ["0"] * 5 + ["50011"]
    assert [older.get("broker", asked).code for _ in range(3)] == ["0"] * 2 + ["50011"]
    assert [newer.get("broker", INFO).code for _ in range(11)] == ["0"] * 10 + ["50011"]
    assert [older.get("broker", INFO).code for _ in range(2)] == ["0", "50011"]


# Sub-accounts of a DMA broker


def test_sub_accounts_in_the_words_of_newer_documents(newer: Mock) -> None:
    details = newer.get("broker", f"{INFO}?limit=10").row["details"]
    assert "mainAcct" not in details[0]
    assert (details[0]["subAcctLv"], details[0]["firstLvSubAcct"]) == ("1", "panpanBroker2")
    below = details[9]
    assert (below["subAcct"], below["subAcctLv"], below["firstLvSubAcct"]) == ("mockSub0010", "2", "panpanBroker2")
    fees = newer.get("broker", "/api/v5/broker/dma/subaccount-trade-fee?subAcct=mockSub0010").row["details"][0]
    assert (fees["subAcctLv"], fees["firstLvSubAcct"]) == ("2", "panpanBroker2")
    assert new_key(newer, perm="trade,withdraw").code == "51000"
    assert new_key(newer, perm="trade").code == "0"


def key_of(mock: Mock, sub: str) -> dict[str, Any]:
    made = new_key(mock, subAcct=sub).row
    return {"api_key": made["apiKey"], "secret_key": made["secretKey"], "passphrase": made["passphrase"]}


def trades(mock: Mock, begin: str, end: str) -> list[dict[str, str]]:
    assert mock.post("broker", TRADES, {"begin": begin, "end": end}).row["result"] == "false"
    mock.advance(3 * 3600)
    (link, *_) = mock.get("broker", f"{TRADES}?type=true").data
    assert link["state"] == "finished"
    return read(mock, link["fileHref"]) if link["fileHref"] else []


def test_a_sub_accounts_trades_show_up_in_the_export_and_in_the_rebates(older: Mock) -> None:
    first, second = key_of(older, "panpanBroker2"), key_of(older, "mockSub0010")
    taken = buy(older, first, "600")
    rested = older.post(second, ORDER, {"instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "limit",
                                        "px": "59000", "sz": "10", "tag": ""}).row["ordId"]  # fmt: skip
    older.control("POST", "fill", {"ordId": rested, "sz": "4"})
    older.advance(60)
    older.control("POST", "fill", {"ordId": rested, "sz": "6", "px": "58000"})
    buy(older, "alice")

    rows = trades(older, "20260601", "20260601")
    assert list(rows[0]) == [
        "subAcct", "subAcctLv", "firstLvSubAcct", "instId", "ordId", "tradeId", "amt", "fee", "execType", "ts",
    ]  # fmt: skip
    shown = [tuple(row[name] for name in list(rows[0]) if name != "tradeId") for row in rows]
    # As maker 0.02 %: 4 * 0.01 * 59000 = 2360, of which 0.472; 6 * 0.01 * 58000 = 3480, of which 0.696.
    last = str(NOON + 60_000)
    assert shown == [
        ("panpanBroker2", "1", "panpanBroker2", "BTC-USDT", taken, "600", "0.6", "T", str(NOON)),
        ("mockSub0010", "2", "panpanBroker2", "BTC-USDT-SWAP", rested, "2360", "0.472", "M", last),
        ("mockSub0010", "2", "panpanBroker2", "BTC-USDT-SWAP", rested, "3480", "0.696", "M", last),
    ]
    assert len({row["tradeId"] for row in rows}) == 3
    tagged = report(older, "20260601", "20260601")
    assert {row["ordId"] for row in tagged} >= {taken}
    assert rested not in {row["ordId"] for row in tagged}


def test_a_report_of_trades_is_made_in_three_hours_and_its_link_works_for_nine(older: Mock) -> None:
    buy(older, key_of(older, "panpanBroker2"))
    span = {"begin": "20260601", "end": "20260601"}
    assert older.post("broker", TRADES, span).row == {"result": "false", "ts": str(NOON)}
    refused = older.post("broker", TRADES, span)
    assert (refused.status, refused.code) == (429, "50011")
    older.advance(3 * 3600 - 0.001)
    (link,) = older.get("broker", f"{TRADES}?type=true").data
    assert (link["state"], link["fileHref"], link["cTime"]) == ("ongoing", "", str(NOON))
    older.advance(0.001)
    assert older.post("broker", TRADES, span).row == {"result": "true", "ts": str(NOON)}
    (link,) = older.get("broker", f"{TRADES}?type=false&begin=20260601&end=20260601").data
    assert (link["state"], link["ts"]) == ("finished", str(NOON + 3 * 3_600_000))
    assert (link["beginTime"], link["endTime"]) == ("1780272000000", "1780358400000")
    parts = urlsplit(link["fileHref"])
    codes = []
    for seconds in (9 * 3600 - 1, 1):
        older.advance(seconds)
        codes.append(older.http("GET", f"{parts.path}?{parts.query}", port=older.files_port).status)
    assert codes == [200, 403]


def test_without_trades_there_is_no_link(older: Mock) -> None:
    key_of(older, "panpanBroker2")
    assert trades(older, "20260601", "20260601") == []
    buy(older, "alice")
    older.advance(3600)
    assert older.get("broker", f"{TRADES}?type=true").row["fileHref"] == ""


def test_how_many_reports_are_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from okx_mock.broker import reports
    from okx_mock.clock import Clock
    from okx_mock.contract import load_contract
    from okx_mock.world import World

    monkeypatch.setattr(reports, "MOST_REPORTS", 3)
    world = World(load_contract(), Clock(frozen=True, start_ms=NOON))
    broker = world.directory.by_name["broker"]
    made = [world.reports.request(broker, "api", f"2026060{day}", "20260609") for day in range(1, 6)]
    assert [one.begin for one in world.reports.of_broker(broker, "api")] == ["20260605", "20260604", "20260603"]
    assert [world.reports.at(one.path) is one for one in made] == [False, False, True, True, True]
    # What was forgotten is begun anew, at a place of its own.
    again = world.reports.request(broker, "api", "20260601", "20260609")
    assert again.path not in {one.path for one in made}
