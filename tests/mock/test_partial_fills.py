"""Orders that fill in parts: what they show, what they freeze, how they are amended and cancelled, what they are counted for.

Expected amounts are worked out by hand: SPOT maker 0.08 % of what is received, SWAP maker 0.02 % of the value.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest

from .conftest import Mock

ORDER = "/api/v5/trade/order"
CANCEL = "/api/v5/trade/cancel-order"
AMEND = "/api/v5/trade/amend-order"
DAY_MS = 24 * 60 * 60 * 1000


def fill(mock: Mock, order_id: str, **how: str) -> dict[str, Any]:
    reply = mock.control("POST", "fill", {"ordId": order_id, **how})
    assert reply.status == 200, reply.json
    return dict(reply.json["order"])


def shown(mock: Mock, order_id: str, inst_id: str = "BTC-USDT", account: str = "alice") -> dict[str, Any]:
    return dict(mock.get(account, f"{ORDER}?instId={inst_id}&ordId={order_id}").row)


def held(mock: Mock, ccy: str, account: str = "alice") -> tuple[str, str, str]:
    """Cash, what orders freeze of it, and what is available."""
    row = mock.get(account, f"/api/v5/account/balance?ccy={ccy}").row["details"][0]
    return row["cashBal"], row["ordFrozen"], row["availBal"]


def amend(mock: Mock, order_id: str, **change: object) -> dict[str, Any]:
    reply = mock.post("alice", AMEND, {"instId": "BTC-USDT", "ordId": order_id, **change})
    return dict(reply.row)


def test_an_order_fills_in_three_parts(mock: Mock) -> None:
    number = mock.order(px="50000", sz="1", clOrdId="p1", tag="MOCKBROKER01").row["ordId"]
    assert held(mock, "USDT") == ("100000", "50000", "50000")

    first = fill(mock, number, sz="0.25")
    assert (first["state"], first["accFillSz"], first["fillPx"]) == ("partially_filled", "0.25", "50000")
    order = shown(mock, number)
    names = ("state", "accFillSz", "fillSz", "fillPx", "avgPx", "fee", "feeCcy", "sz")
    # 0.25 BTC less 0.08 %: fee 0.0002.
    assert [order[name] for name in names] == [
        "partially_filled", "0.25", "0.25", "50000", "50000", "-0.0002", "BTC", "1",
    ]  # fmt: skip
    assert held(mock, "USDT") == ("87500", "37500", "50000")
    assert held(mock, "BTC") == ("2.2498", "0", "2.2498")
    assert [row["ordId"] for row in mock.get("alice", "/api/v5/trade/orders-pending?state=partially_filled").data] == [
        number
    ]
    assert mock.get("alice", "/api/v5/trade/orders-pending?state=live").data == []

    # A better price than its own; the average is (0.25 * 50000 + 0.5 * 48000) / 0.75.
    fill(mock, number, sz="0.5", px="48000")
    order = shown(mock, number)
    assert [order[name] for name in names] == [
        "partially_filled", "0.75", "0.5", "48000", "48666.666666666667", "-0.0006", "BTC", "1",
    ]  # fmt: skip
    assert held(mock, "USDT") == ("63500", "12500", "51000")

    fill(mock, number)
    order = shown(mock, number)
    # (12500 + 24000 + 12500) / 1
    assert [order[name] for name in names] == ["filled", "1", "0.25", "50000", "49000", "-0.0008", "BTC", "1"]
    assert held(mock, "USDT") == ("51000", "0", "51000")
    assert held(mock, "BTC") == ("2.9992", "0", "2.9992")

    fills = mock.get("alice", f"/api/v5/trade/fills?ordId={number}").data
    assert [(row["fillSz"], row["fillPx"], row["fee"], row["execType"]) for row in fills] == [
        ("0.25", "50000", "-0.0002", "M"),
        ("0.5", "48000", "-0.0004", "M"),
        ("0.25", "50000", "-0.0002", "M"),
    ]
    assert len({row["tradeId"] for row in fills}) == 3
    assert fills[0]["tradeId"] == order["tradeId"]
    assert {(row["clOrdId"], row["tag"]) for row in fills} == {("p1", "MOCKBROKER01")}
    # Pages go by the bill.
    older = mock.get("alice", f"/api/v5/trade/fills?after={fills[0]['billId']}&limit=1").data
    assert [row["billId"] for row in older] == [fills[1]["billId"]]


def test_a_sell_in_parts_freezes_what_is_left_of_it(mock: Mock) -> None:
    number = mock.order(side="sell", px="70000", sz="1").row["ordId"]
    assert held(mock, "BTC") == ("2", "1", "1")
    fill(mock, number, sz="0.4", px="71000")
    assert held(mock, "BTC") == ("1.6", "0.6", "1")
    # 28400 less 0.08 %.
    assert held(mock, "USDT")[0] == "128377.28"
    order = shown(mock, number)
    assert (order["fee"], order["feeCcy"], order["avgPx"]) == ("-22.72", "USDT", "71000")


def test_a_cancelled_rest_stays_known_and_frees_what_it_froze(mock: Mock) -> None:
    number = mock.order(px="50000", sz="1").row["ordId"]
    unfilled = mock.order(px="50000", sz="0.1").row["ordId"]
    fill(mock, number, sz="0.3")
    for one in (number, unfilled):
        assert mock.post("alice", CANCEL, {"instId": "BTC-USDT", "ordId": one}).row["sCode"] == "0"
    assert held(mock, "USDT") == ("85000", "0", "85000")
    order = shown(mock, number)
    assert (order["state"], order["accFillSz"], order["avgPx"], order["cancelSource"]) == (
        "canceled",
        "0.3",
        "50000",
        "1",
    )
    assert mock.post("alice", CANCEL, {"instId": "BTC-USDT", "ordId": number}).row["sCode"] == "51400"
    assert mock.control("POST", "fill", {"ordId": number}).status == 400
    # Two hours later only the order without a fill is forgotten.
    mock.advance(2 * 3600 + 1)
    assert shown(mock, number)["state"] == "canceled"
    assert mock.get("alice", f"{ORDER}?instId=BTC-USDT&ordId={unfilled}").code == "51603"
    assert [row["ordId"] for row in mock.get("alice", "/api/v5/trade/orders-history?instType=SPOT").data] == [number]


def test_a_partly_filled_order_is_amended(mock: Mock) -> None:
    number = mock.order(px="50000", sz="1").row["ordId"]
    fill(mock, number, sz="0.4")
    assert amend(mock, number, newPx="40000")["sCode"] == "0"
    assert held(mock, "USDT") == ("80000", "24000", "56000")
    # The new size is for all of it: 0.4 have filled, so 0.1 are left.
    assert amend(mock, number, newSz="0.5")["sCode"] == "0"
    assert held(mock, "USDT") == ("80000", "4000", "76000")
    assert shown(mock, number)["state"] == "partially_filled"
    # 80000 do not buy 2.6 at 40000 less what is frozen; the order stays as it was.
    assert amend(mock, number, newSz="3")["sCode"] == "51502"
    assert held(mock, "USDT") == ("80000", "4000", "76000")
    # No more than what has filled: the order is filled.
    assert amend(mock, number, newSz="0.3")["sCode"] == "0"
    order = shown(mock, number)
    assert (order["state"], order["sz"], order["accFillSz"]) == ("filled", "0.3", "0.4")
    assert held(mock, "USDT") == ("80000", "0", "80000")
    assert amend(mock, number, newSz="1")["sCode"] == "51503"


def test_an_amendment_to_a_price_that_trades_fills_the_rest_as_taker(mock: Mock) -> None:
    number = mock.order(px="50000", sz="0.5").row["ordId"]
    fill(mock, number, sz="0.1")
    assert amend(mock, number, newPx="61000")["sCode"] == "0"
    order = shown(mock, number)
    # (0.1 * 50000 + 0.4 * 60000) / 0.5; fees 0.00008 and 0.0004
    assert (order["state"], order["avgPx"], order["fee"]) == ("filled", "58000", "-0.00048")
    fills = mock.get("alice", f"/api/v5/trade/fills?ordId={number}").data
    assert [(row["fillSz"], row["execType"]) for row in fills] == [("0.4", "T"), ("0.1", "M")]


def test_a_moved_price_fills_what_is_left(mock: Mock) -> None:
    number = mock.order(px="50000", sz="0.5").row["ordId"]
    fill(mock, number, sz="0.2")
    assert mock.control("POST", "prices", {"instId": "BTC-USDT", "px": "45000"}).json["filled"] == [number]
    order = shown(mock, number)
    assert (order["state"], order["fillSz"], order["avgPx"]) == ("filled", "0.3", "50000")


def test_a_short_position_grows_and_shrinks_with_the_fills(mock: Mock) -> None:
    swap = {"instId": "BTC-USDT-SWAP", "tdMode": "cross"}
    number = mock.order(**swap, side="sell", px="66000", sz="10").row["ordId"]
    # 10 contracts of 0.01 BTC at 66,000: margin 660 and the taker's fee 3.3.
    assert held(mock, "USDT") == ("100000", "663.3", "99336.7")
    fill(mock, number, sz="4")
    # 4 contracts: margin 264, fee 0.528; 6 contracts still freeze 397.98.
    assert held(mock, "USDT") == ("99999.472", "397.98", "99337.492")
    positions = mock.control("GET", "positions").json["positions"]
    assert positions == [
        {
            "user": "alice", "uid": mock.accounts["alice"]["uid"], "instId": "BTC-USDT-SWAP", "mgnMode": "cross",
            "posSide": "net", "pos": "-4", "avgPx": "66000", "imr": "264", "upl": "240",
        }
    ]  # fmt: skip
    # An order against the position freezes nothing for what it closes: of 6 contracts 2 open a position.
    back = mock.order(**swap, side="buy", px="55000", sz="6").row["ordId"]
    assert held(mock, "USDT")[1] == "508.53"
    # The closing part fills first: (66000 - 55000) * 0.04 = 440 are earned.
    fill(mock, back, sz="4")
    assert shown(mock, back, "BTC-USDT-SWAP")["pnl"] == "440"
    assert held(mock, "USDT")[1] == "508.53"
    assert mock.control("GET", "positions").json["positions"] == []
    fill(mock, back)
    assert held(mock, "USDT")[1] == "397.98"
    (position,) = mock.control("GET", "positions").json["positions"]
    assert (position["pos"], position["avgPx"]) == ("2", "55000")


def test_orders_that_only_reduce_never_turn_a_position_round(mock: Mock) -> None:
    swap = {"instId": "BTC-USDT-SWAP", "tdMode": "cross"}
    mock.order(**swap, ordType="market", px=None, sz="5")
    reducing = mock.order(**swap, side="sell", px="61000", sz="5", reduceOnly=True).row["ordId"]
    assert held(mock, "USDT")[1] == "0"
    mock.order(**swap, side="sell", ordType="market", px=None, sz="3")
    mock.control("POST", "prices", {"instId": "BTC-USDT-SWAP", "px": "62000"})
    order = shown(mock, reducing, "BTC-USDT-SWAP")
    assert (order["state"], order["accFillSz"], order["cancelSource"]) == ("canceled", "2", "0")
    assert mock.control("GET", "positions").json["positions"] == []


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ({}, "ordId"),
        ({"ordId": 5}, "ordId"),
        ({"ordId": "1"}, "no order"),
        ({"ordId": "?", "sz": "0"}, "sz"),
        ({"ordId": "?", "sz": "3"}, "sz"),
        ({"ordId": "?", "sz": 1}, "sz"),
        ({"ordId": "?", "sz": "1e3"}, "sz"),
        ({"ordId": "?", "sz": "0.000000001"}, "sz"),
        ({"ordId": "?", "px": "2.16"}, "px"),
        ({"ordId": "?", "px": "2.145"}, "px"),
        ({"ordId": "?", "px": "-1"}, "px"),
        ({"ordId": "?", "size": "1"}, "size"),
    ],
)
def test_a_fill_that_makes_no_sense_says_why_and_changes_nothing(mock: Mock, document: Any, named: str) -> None:
    number = mock.order().row["ordId"]
    document = {**document, **({"ordId": number} if document.get("ordId") == "?" else {})}
    reply = mock.control("POST", "fill", document)
    assert (reply.status, named in reply.json["error"]) == (400, True), reply.json
    assert shown(mock, number)["state"] == "live"


def test_the_rebate_report_has_one_row_for_an_order_however_often_it_filled(mock: Mock) -> None:
    noon = mock.now() // DAY_MS * DAY_MS + DAY_MS // 2
    assert mock.control("POST", "clock", {"set_ms": noon}).status == 200
    number = mock.order(px="50000", sz="1", tag="MOCKBROKER01").row["ordId"]
    fill(mock, number, sz="0.2")
    fill(mock, number, sz="0.3", px="40000")
    mock.order(px="50000", sz="0.1", tag="MOCKBROKER01")
    day = datetime.fromtimestamp(noon / 1000, UTC).strftime("%Y%m%d")
    span = {"begin": day, "end": day}
    path = "/api/v5/broker/fd/rebate-per-orders"
    mock.post("broker", path, span)
    mock.advance(2 * 3600 + 1)
    # What fills once the report is finished is for a later one.
    fill(mock, number, sz="0.1")
    link = mock.get("broker", f"{path}?type=true").row["fileHref"]
    target = "/" + link.split("/", 3)[3]
    body = mock.http("GET", target, {"Host": link.split("/")[2]}, port=mock.files_port).body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read(archive.namelist()[0]).decode())))
    # 10000 and 12000 USDT; the maker's fee of 0.08 % is 8 and 9.6; half of it is the broker's.
    assert [(row["ordId"], row["spotTradeAmt"], row["fee"], row["brokerRebate"]) for row in rows] == [
        (number, "22000", "17.6", "8.8")
    ]
