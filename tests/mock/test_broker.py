"""The broker's operations: sub-accounts, their keys, rebates and reports."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest

from .conftest import Mock, Reply

INFO = "/api/v5/broker/dma/subaccount-info"
FEES = "/api/v5/broker/dma/subaccount-trade-fee"
KEYS = "/api/v5/broker/dma/subaccount/apikey"
REPORT = "/api/v5/broker/fd/rebate-per-orders"
IF_REBATE = "/api/v5/broker/fd/if-rebate"
# The columns of the document's table, in its order.
COLUMNS = [
    "brokerCode",
    "level",
    "instId",
    "ordId",
    "spotTradeAmt",
    "derivativeTradeAmt",
    "fee",
    "netFee",
    "settlementFee",
    "brokerRebate",
    "suBrokerRebate",
    "userRebate",
    "affiliated",
    "ts",
]


@pytest.mark.parametrize("target", [INFO, FEES])
def test_three_pages_of_sub_accounts(mock: Mock, target: str) -> None:
    names: list[str] = []
    for number in (1, 2, 3):
        page = mock.get("broker", f"{target}?page={number}&limit=100").row
        assert (page["page"], page["totalPage"]) == (str(number), "3")
        names += [one["subAcct"] for one in page["details"]]
        mock.advance(1)
    assert len(names) == len(set(names)) == 250
    beyond = mock.get("broker", f"{target}?page=4").row
    assert (beyond["details"], beyond["totalPage"]) == ([], "3")


def test_one_sub_account(mock: Mock) -> None:
    page = mock.get("broker", f"{INFO}?subAcct=panpanBroker2").row
    assert page["totalPage"] == "1"
    (one,) = page["details"]
    assert set(one) == {"acctLv", "canTransOut", "mainAcct", "enable", "frozenFunc", "label", "subAcct", "ts", "uid"}
    mock.advance(1)
    by_uid = mock.get("broker", f"{INFO}?uid={one['uid']}").row
    assert by_uid["details"] == [one]
    fee = mock.get("broker", f"{FEES}?subAcct=panpanBroker2").row["details"][0]
    assert [rate["type"] for rate in fee["feeRates"]] == list("123456789")
    assert fee["feeRates"][0] == {"maker": "-0.0008", "taker": "-0.001", "type": "1"}


@pytest.mark.parametrize("query", ["limit=101", "limit=0", "page=0", "page=x", "page=1&page=2"])
def test_wrong_pages(mock: Mock, query: str) -> None:
    reply = mock.get("broker", f"{INFO}?{query}")
    assert (reply.status, reply.code) == (400, "51000")


def test_only_brokers(mock: Mock) -> None:
    assert mock.get("alice", INFO).code == "59608"
    assert mock.get("alice", f"{IF_REBATE}?apiKey=x").code == "59608"


def new_key(mock: Mock, **changes: object) -> Reply:
    document: dict[str, object] = {
        "subAcct": "panpanBroker2",
        "label": "broker3",
        "passphrase": "Qwr4321!",
        "perm": "read_only,trade",
        "ip": "127.0.0.1",
        **changes,
    }
    return mock.post("broker", KEYS, {name: value for name, value in document.items() if value is not None})


def test_a_new_key_works_for_the_sub_account(mock: Mock) -> None:
    made = new_key(mock)
    assert made.code == "0"
    assert set(made.row) == {"subAcct", "label", "apiKey", "secretKey", "passphrase", "perm", "ip", "ts"}
    credentials = {
        "api_key": made.row["apiKey"],
        "secret_key": made.row["secretKey"],
        "passphrase": made.row["passphrase"],
    }
    config = mock.get(credentials, "/api/v5/account/config").row
    assert (config["mainUid"], config["type"]) == (mock.accounts["broker"]["uid"], "1")
    assert (config["label"], config["ip"]) == ("broker3", "127.0.0.1")
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}
    assert mock.post(credentials, "/api/v5/trade/order", order).code == "0"
    assert mock.orders()[0]["user"] == "panpanBroker2"

    listed = mock.get("broker", f"{KEYS}?subAcct=panpanBroker2").row
    assert listed == {
        "label": "broker3",
        "apiKey": made.row["apiKey"],
        "perm": "read_only,trade",
        "ip": "127.0.0.1",
        "ts": made.row["ts"],
    }


def test_read_only_cannot_be_taken_away(mock: Mock) -> None:
    assert new_key(mock, perm="trade").row["perm"] == "read_only,trade"
    assert new_key(mock, perm=None, label="other").row["perm"] == "read_only"


TWENTY = ",".join(f"10.0.0.{n}" for n in range(20))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"subAcct": None}, "50014"),
        ({"label": None}, "50014"),
        ({"passphrase": None}, "50014"),
        ({"subAcct": "short"}, "51000"),
        ({"subAcct": "with space"}, "51000"),
        ({"subAcct": "a" * 21}, "51000"),
        ({"subAcct": "nobodyHere"}, "59510"),
        ({"label": "a" * 51}, "51000"),
        ({"label": "broker 3"}, "51000"),
        ({"passphrase": "Qwr432!"}, "51000"),
        ({"passphrase": "qwr4321!"}, "51000"),
        ({"passphrase": "QWR4321!"}, "51000"),
        ({"passphrase": "Qwrqwrq!"}, "51000"),
        ({"passphrase": "Qwr43210"}, "51000"),
        ({"passphrase": "Qwr4321!" * 4 + "x"}, "51000"),
        ({"perm": "trade,everything"}, "51000"),
        ({"ip": "10.0.0.256"}, "51000"),
        ({"ip": "10.0.0.1,"}, "51000"),
        ({"ip": TWENTY}, "0"),
        ({"ip": TWENTY + ",10.0.1.1"}, "59503"),
        ({"ip": "::1,10.0.0.0/24"}, "0"),
        ({"subAcct": "mockSub0050"}, "59508"),
    ],
)
def test_rules_for_new_keys(mock: Mock, changes: dict[str, object], code: str) -> None:
    assert new_key(mock, **changes).code == code


def test_labels_are_unique_and_keys_are_at_most_fifty(mock: Mock) -> None:
    assert new_key(mock).code == "0"
    assert new_key(mock).code == "59502"
    assert new_key(mock, subAcct="mockSub0003").code == "0"
    for number in range(49):
        mock.advance(0.1)
        assert new_key(mock, label=f"n{number}").code == "0"
    assert new_key(mock, label="onemore").code == "59501"


DAY = 24 * 3600


@pytest.mark.parametrize(
    ("broker", "changes", "code"),
    [
        ("broker-live", {"perm": "trade"}, "50111"),
        ("broker-live", {"perm": "withdraw"}, "50111"),
        ("broker-live", {"perm": "read_only"}, "0"),
        ("broker-live", {"perm": "trade", "ip": "127.0.0.1"}, "0"),
        ("broker", {"perm": "trade"}, "0"),
    ],
)
def test_a_key_bound_to_no_address_ends_after_14_days_without_use(
    mock: Mock, broker: str, changes: dict[str, str], code: str
) -> None:
    mock.control("POST", "clock", {"frozen": True})
    document = {"subAcct": "panpanBroker2", "label": "a", "passphrase": "Qwr4321!", **changes}
    made = mock.post(broker, KEYS, document).row
    key = {
        "api_key": made["apiKey"],
        "secret_key": made["secretKey"],
        "passphrase": made["passphrase"],
        "environment": "live" if broker == "broker-live" else "demo",
    }
    balance = "/api/v5/account/balance"
    listed = f"{KEYS}?subAcct=panpanBroker2"
    # Not from when it was made, but from when it was last used.
    mock.advance(13 * DAY)
    assert mock.get(key, balance).code == "0"
    mock.advance(14 * DAY - 0.001)
    assert len(mock.get(broker, listed).data) == 1
    assert mock.get(key, balance).code == "0"
    mock.advance(14 * DAY)
    assert mock.get(key, balance).code == code
    assert len(mock.get(broker, listed).data) == (0 if code == "50111" else 1)
    # Its place is free, and the next key is another one.
    again = mock.post(broker, KEYS, document)
    assert again.code == ("0" if code == "50111" else "59502")
    assert code == "0" or again.row["apiKey"] != made["apiKey"]


def test_asking_for_keys(mock: Mock) -> None:
    codes: list[str] = []
    for query in ("subAcct=mockSub0003", "subAcct=nobodyHere", "", "subAcct=mockSub0003&apiKey=unknown"):
        codes.append(mock.get("broker", f"{KEYS}?{query}").code)
        mock.advance(1)
    assert codes == ["0", "59510", "50014", "59506"]


@pytest.mark.parametrize(("user", "kind"), [("alice", "0"), ("carol", "0"), ("grace", "2"), ("frank", "3")])
def test_if_rebate(mock: Mock, user: str, kind: str) -> None:
    row = mock.get("broker", f"{IF_REBATE}?apiKey={mock.accounts[user]['api_key']}").row
    assert set(row) == {"affiliated", "brokerCode", "type", "clientRebateRatio", "lastRebate"}
    assert (row["type"], row["brokerCode"], row["affiliated"]) == (kind, "MOCKBROKER01", user == "carol")


def test_if_rebate_of_unknown_keys(mock: Mock) -> None:
    assert mock.get("broker", f"{IF_REBATE}?apiKey=63d54aa0-0020-4ad9-a9f0-ac92654bc831").code == "59506"
    # A live user's key is unknown in demo trading.
    assert mock.get("broker", f"{IF_REBATE}?apiKey={mock.accounts['dave']['api_key']}").code == "59506"


def test_broker_types(mock: Mock) -> None:
    target = f"{IF_REBATE}?apiKey={mock.accounts['alice']['api_key']}"
    codes = [mock.get("broker-both", target + extra) for extra in ("", "&brokerType=api")]
    mock.advance(1)
    codes += [mock.get("broker-both", target + "&brokerType=oauth"), mock.get("broker", target + "&brokerType=oauth")]
    assert [reply.code for reply in codes] == ["50044", "0", "0", "51000"]
    assert [reply.row["brokerCode"] for reply in codes[1:3]] == ["MOCKBOTHAPI1", "MOCKBOTHOAUTH1"]
    assert mock.get("broker-expired", target).row["type"] == "1"


def rows_of(packed: bytes) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        (name,) = archive.namelist()
        assert name.endswith(".csv")
        reader = csv.DictReader(io.StringIO(archive.read(name).decode()))
        assert reader.fieldnames == COLUMNS
        return list(reader)


def download(mock: Mock, link: str, **headers: str) -> Reply:
    parts = urlsplit(link)
    assert parts.hostname == "localhost"
    assert parts.port == mock.files_port
    return mock.http("GET", f"{parts.path}?{parts.query}", headers, port=mock.files_port)


def ask_report(mock: Mock, begin: str, end: str) -> Any:
    reply = mock.post("broker", REPORT, {"begin": begin, "end": end})
    assert reply.code == "0", reply.json
    return reply.row


def test_the_life_of_a_report(mock: Mock) -> None:
    mock.control("POST", "clock", {"set_ms": 1_780_315_200_000, "frozen": True})  # 2026-06-01 12:00 UTC
    mock.order(ordType="market", px=None, sz="600", tag="MOCKBROKER01")
    mock.order(ordType="market", px=None, sz="600", tag="SOMEBODYELSE")
    mock.order(ordType="market", px=None, sz="600")
    mock.order(px="2", tag="MOCKBROKER01")
    mock.order(instId="BTC-USDT-SWAP", tdMode="cross", ordType="market", px=None, sz="10", tag="MOCKBROKER01")
    mock.order("heidi", ordType="market", px=None, sz="600", tag="MOCKBROKER02")

    asked = ask_report(mock, "20260601", "20260601")
    assert asked == {"result": "false", "ts": "1780315200000"}
    refused = mock.post("broker", REPORT, {"begin": "20260601", "end": "20260601"})
    assert (refused.status, refused.code) == (429, "50011")

    (job,) = mock.get("broker", f"{REPORT}?type=true").data
    assert job == {
        "beginTime": "1780272000000",
        "cTime": "1780315200000",
        "endTime": "1780358400000",
        "fileHref": "",
        "state": "ongoing",
        "ts": "1780315200000",
    }
    mock.advance(3600)
    assert ask_report(mock, "20260601", "20260601")["result"] == "false"
    mock.advance(3599)
    assert mock.get("broker", f"{REPORT}?type=true").row["state"] == "ongoing"
    mock.advance(61)
    (job,) = mock.get("broker", f"{REPORT}?type=false&begin=20260601&end=20260601").data
    assert job["state"] == "finished"
    assert ask_report(mock, "20260601", "20260601") == {"result": "true", "ts": "1780315200000"}

    reply = download(mock, job["fileHref"])
    assert reply.status == 200
    rows = rows_of(reply.body)
    assert [(row["brokerCode"], row["instId"]) for row in rows] == [
        ("MOCKBROKER01", "BTC-USDT"),
        ("MOCKBROKER01", "BTC-USDT-SWAP"),
        ("MOCKBROKER02", "BTC-USDT"),
    ]
    spot, swap, shared = rows
    assert (spot["spotTradeAmt"], spot["derivativeTradeAmt"], spot["fee"], spot["brokerRebate"]) == (
        "600",
        "0",
        "0.6",
        "0.3",
    )
    assert (swap["spotTradeAmt"], swap["derivativeTradeAmt"], swap["fee"], swap["brokerRebate"]) == (
        "0",
        "6000",
        "3",
        "1.5",
    )
    assert (shared["brokerRebate"], shared["userRebate"], shared["suBrokerRebate"]) == ("0.3", "0.03", "0")
    recorded = {order["ordId"] for order in mock.orders()}
    assert {row["ordId"] for row in rows} <= recorded

    mock.advance(7199)
    assert download(mock, job["fileHref"]).status == 200
    mock.advance(1)
    expired = download(mock, job["fileHref"])
    assert (expired.status, expired.headers["content-type"]) == (403, "application/xml")
    assert b"Request has expired" in expired.body
    fresh = mock.get("broker", f"{REPORT}?type=true").row["fileHref"]
    assert fresh != job["fileHref"]
    assert download(mock, fresh).body == reply.body
    assert mock.control("GET", "leaks").json == {"leaks": []}


def test_earlier_days_are_not_empty(mock: Mock) -> None:
    ask_report(mock, "20210623", "20210626")
    mock.advance(7200)
    rows = rows_of(download(mock, mock.get("broker", f"{REPORT}?type=true").row["fileHref"]).body)
    assert {row["brokerCode"] for row in rows} == {"MOCKBROKER01", "MOCKBROKER02"}
    assert len(rows) == 4 * 2 * 4
    assert all(Decimal(row["brokerRebate"]) == Decimal(row["netFee"]) / 2 for row in rows)


def test_days_of_links_are_not_days_of_reports(mock: Mock) -> None:
    mock.control("POST", "clock", {"set_ms": 1_780_315_200_000, "frozen": True})
    ask_report(mock, "20210623", "20210626")
    assert mock.get("broker", f"{REPORT}?type=false&begin=20210623&end=20210626").data == []
    assert len(mock.get("broker", f"{REPORT}?type=false&begin=20260531&end=20260601").data) == 1


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"begin": "20210623"}, "50014"),
        ({"begin": "20210631", "end": "20210701"}, "51000"),
        ({"begin": "2021-06-23", "end": "20210701"}, "51000"),
        ({"begin": "20210626", "end": "20210623"}, "51000"),
        ({"begin": "20210101", "end": "20211231"}, "51000"),
        ({"begin": "20210623", "end": "20210626", "brokerType": "dma"}, "51000"),
    ],
)
def test_wrong_spans(mock: Mock, document: dict[str, str], code: str) -> None:
    assert mock.post("broker", REPORT, document).code == code


def test_begin_and_end_are_needed_for_specified_links(mock: Mock) -> None:
    assert mock.get("broker", f"{REPORT}?type=false&begin=20210623").code == "50014"
    assert mock.get("broker", REPORT).code == "50014"


@pytest.mark.parametrize(
    "header", ["OK-ACCESS-KEY", "OK-ACCESS-SIGN", "OK-ACCESS-PASSPHRASE", "Authorization", "Cookie"]
)
def test_credentials_at_the_files_host_are_a_leak(mock: Mock, header: str) -> None:
    ask_report(mock, "20210623", "20210626")
    mock.advance(7200)
    link = mock.get("broker", f"{REPORT}?type=true").row["fileHref"]
    reply = download(mock, link, **{header: "a secret"})
    assert reply.status == 400
    (leak,) = mock.control("GET", "leaks").json["leaks"]
    assert leak["headers"] == [header.lower()]
    assert "a secret" not in mock.control("GET", "leaks").body.decode()


def test_links_cannot_be_changed(mock: Mock) -> None:
    ask_report(mock, "20210623", "20210626")
    mock.advance(7200)
    link = mock.get("broker", f"{REPORT}?type=true").row["fileHref"]
    later = link.replace("Expires=1", "Expires=2")
    assert later != link
    for wrong in (later, link.split("?")[0], link.replace("/1/", "/2/"), link + "&Expires=1", link[:-3]):
        assert download(mock, wrong).status == 403
