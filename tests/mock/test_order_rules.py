"""Refusals of orders and amendments beyond the plain ones, ids that are used again, and what lists show.

Expected codes: okx-v5, error codes and the notes of each operation; spec/errors.yaml.
"""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Mock

ORDER = "/api/v5/trade/order"
AMEND = "/api/v5/trade/amend-order"
SWAP: dict[str, object] = {"instId": "BTC-USDT-SWAP", "tdMode": "cross"}


def shown(mock: Mock, query: str) -> dict[str, Any]:
    reply = mock.get("alice", f"{ORDER}?{query}")
    assert reply.code == "0", reply.json
    return dict(reply.row)


@pytest.mark.parametrize(
    ("changes", "s_code"),
    [
        # A fifth above 60,000 to buy, a fifth below to sell; the last price inside is taken.
        ({"px": "72000.01", "sz": "0.01"}, "51137"),
        ({"px": "72000", "sz": "0.01"}, "0"),
        ({"side": "sell", "px": "47999.99", "sz": "0.01"}, "51138"),
        ({"side": "sell", "px": "48000", "sz": "0.01"}, "0"),
        ({**SWAP, "px": "72000.1", "sz": "1"}, "51006"),
        ({**SWAP, "side": "sell", "px": "47999.9", "sz": "1"}, "51006"),
        ({"side": "sell", "px": "10000000000", "sz": "0.01"}, "51116"),
        ({**SWAP, "px": "60000.05", "sz": "1"}, "51150"),
        ({**SWAP, "px": "60000", "sz": "0.001"}, "51020"),
        ({**SWAP, "px": "60000", "sz": "0.015"}, "51121"),
        ({**SWAP, "px": "60000", "sz": "2000"}, "51008"),
        ({"stpMode": "cancel_both", "ordType": "fok"}, "50016"),
        ({"stpMode": "cancel_both"}, "0"),
        ({"tradeQuoteCcy": "USD"}, "51000"),
        ({"tradeQuoteCcy": "USDT"}, "0"),
        ({"ordType": "optimal_limit_ioc", "px": None}, "51000"),
        ({**SWAP, "ordType": "optimal_limit_ioc", "px": None, "sz": "1"}, "0"),
    ],
)
def test_orders_that_break_a_rule(mock: Mock, changes: dict[str, object], s_code: str) -> None:
    reply = mock.order(**changes)
    assert (reply.row["sCode"], bool(reply.row["ordId"])) == (s_code, s_code == "0")


def test_a_price_outside_the_limit_is_moved_to_it_if_that_is_wished(mock: Mock) -> None:
    mock.control("POST", "prices", {"instId": "BTC-USDT", "px": "60000.37"})
    # 60000.37 * 0.8 = 48000.296, so the lowest price at a tick of 0.01 is 48000.30.
    mock.order(side="sell", px="100", sz="0.01", pxAmendType="1", clOrdId="low")
    assert shown(mock, "instId=BTC-USDT&clOrdId=low")["px"] == "48000.3"
    assert mock.order(px="80000", sz="0.01", pxAmendType="0").row["sCode"] == "51137"


def test_the_price_limit_follows_the_price_and_the_instrument_says_how_wide_it_is(mock: Mock) -> None:
    row = mock.http("GET", "/api/v5/public/instruments?instType=SPOT&instId=BTC-USDT").row
    assert row["maxPxLmtPct"] == "0.2"
    mock.control("POST", "prices", {"instId": "BTC-USDT", "px": "100"})
    assert mock.order(px="120.01").row["sCode"] == "51137"
    assert mock.order(px="120").row["sCode"] == "0"


def test_reduce_only_in_net_mode(mock: Mock) -> None:
    swap = {**SWAP, "reduceOnly": True}
    assert mock.order(**swap, side="sell", px="61000", sz="1").row["sCode"] == "51169"
    mock.order(**SWAP, ordType="market", px=None, sz="5")
    assert mock.order(**swap, px="59000", sz="1").row["sCode"] == "51170"
    assert mock.order(**swap, side="sell", px="61000", sz="6").row["sCode"] == "51112"
    assert mock.order(**swap, side="sell", px="61000", sz="4").row["sCode"] == "0"
    # Reduce-only orders with a better price come first, so that 1 contract is left behind 61,000 and 5 before it.
    assert mock.order(**swap, side="sell", px="62000", sz="2").row["sCode"] == "51112"
    assert mock.order(**swap, side="sell", px="62000", sz="1").row["sCode"] == "0"
    assert mock.order(**swap, side="sell", px="60500", sz="5").row["sCode"] == "0"


def test_an_own_id_can_be_used_again_and_finds_the_newest(mock: Mock) -> None:
    filled = mock.order(px="60000", sz="0.01", clOrdId="same").row["ordId"]
    live = mock.order(sz="1", clOrdId="same").row["ordId"]
    assert mock.order(sz="1", clOrdId="same").row["sCode"] == "51016"
    assert shown(mock, "instId=BTC-USDT&clOrdId=same")["ordId"] == live
    mock.control("POST", "fill", {"ordId": live, "sz": "0.5"})
    assert mock.order(sz="1", clOrdId="same").row["sCode"] == "51016"
    cancelled = mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT", "clOrdId": "same"}).row
    assert (cancelled["sCode"], cancelled["ordId"]) == ("0", live)

    unfilled = mock.order(ordType="ioc", clOrdId="same").row["ordId"]
    assert shown(mock, "instId=BTC-USDT&clOrdId=same")["ordId"] == unfilled
    # The one without a fill is forgotten after two hours; then the one before it is the newest.
    mock.advance(2 * 3600 + 1)
    assert shown(mock, "instId=BTC-USDT&clOrdId=same")["ordId"] == live
    assert shown(mock, f"instId=BTC-USDT&ordId={filled}")["clOrdId"] == "same"


@pytest.mark.parametrize(
    ("change", "s_code"),
    [
        ({"newSz": "0.000001"}, "51020"),
        ({"newSz": "1.000000001"}, "51121"),
        ({"newPx": "2.155"}, "51150"),
        ({"newPx": "80000"}, "51137"),
        ({"newPx": "50000"}, "51502"),
        ({"newPx": "3", "instId": "ETH-USDT"}, "51503"),
        ({"newPx": "3", "instId": "NO-NO"}, "51001"),
        ({"newPx": "3", "ordId": "1"}, "51503"),
    ],
)
def test_amendments_that_break_a_rule_change_nothing(mock: Mock, change: dict[str, str], s_code: str) -> None:
    number = mock.order(sz="10").row["ordId"]
    reply = mock.post("alice", AMEND, {"instId": "BTC-USDT", "ordId": number, "reqId": "r1", **change})
    assert (reply.code, reply.row["sCode"], reply.row["reqId"]) == ("1", s_code, "r1")
    order = shown(mock, f"instId=BTC-USDT&ordId={number}")
    assert (order["state"], order["sz"], order["px"]) == ("live", "10", "2.15")
    balance = mock.get("alice", "/api/v5/account/balance?ccy=USDT").row["details"][0]
    assert balance["ordFrozen"] == "21.5"


def test_an_order_is_not_amended_to_nothing(mock: Mock) -> None:
    number = mock.order(sz="10").row["ordId"]
    for size in ("0", "0.0", "00"):
        refused = mock.post("alice", AMEND, {"instId": "BTC-USDT", "ordId": number, "newSz": size})
        assert (refused.code, refused.json["msg"]) == ("51000", "Parameter newSz error")
    order = shown(mock, f"instId=BTC-USDT&ordId={number}")
    assert (order["state"], order["sz"]) == ("live", "10")


def test_a_post_only_order_is_not_amended_to_a_price_that_takes(mock: Mock) -> None:
    number = mock.order(ordType="post_only", sz="0.1").row["ordId"]
    change = {"instId": "BTC-USDT", "ordId": number, "newPx": "60000"}
    assert mock.post("alice", AMEND, change).row["sCode"] == "51511"
    assert shown(mock, f"instId=BTC-USDT&ordId={number}")["state"] == "live"
    assert mock.post("alice", AMEND, {**change, "cxlOnFail": True}).row["sCode"] == "51511"
    assert shown(mock, f"instId=BTC-USDT&ordId={number}")["state"] == "canceled"


def test_reduce_only_orders_are_amended_within_the_position(mock: Mock) -> None:
    mock.order(**SWAP, ordType="market", px=None, sz="5")
    number = mock.order(**SWAP, side="sell", px="61000", sz="3", reduceOnly=True).row["ordId"]

    def amend(size: str) -> str:
        change = {"instId": "BTC-USDT-SWAP", "ordId": number, "newSz": size}
        return str(mock.post("alice", AMEND, change).row["sCode"])

    assert [amend("5"), amend("6")] == ["0", "51112"]
    mock.order(**SWAP, side="sell", ordType="market", px=None, sz="5")
    assert amend("4") == "51521"
    mock.order(**SWAP, side="sell", ordType="market", px=None, sz="5")
    assert amend("4") == "51522"


def test_late_requests_to_amend_are_not_processed(mock: Mock) -> None:
    number = mock.order().row["ordId"]
    change = {"instId": "BTC-USDT", "ordId": number, "newPx": "3"}
    assert mock.post("alice", AMEND, change, expTime=str(mock.now() - 1)).code == "50036"
    assert shown(mock, f"instId=BTC-USDT&ordId={number}")["px"] == "2.15"
    assert mock.post("alice", AMEND, change, expTime=str(mock.now() + 10_000)).code == "0"
    # The header is for placing and amending alone.
    cancel = {"instId": "BTC-USDT", "ordId": number}
    assert mock.post("alice", "/api/v5/trade/cancel-order", cancel, expTime=str(mock.now() - 1)).code == "0"


@pytest.mark.parametrize(
    ("changes", "source"),
    [
        ({}, "1"),
        ({"ordType": "fok"}, "13"),
        ({"ordType": "ioc"}, "14"),
        ({"ordType": "post_only", "px": "61000", "sz": "0.1"}, "31"),
    ],
)
def test_a_cancelled_order_says_what_ended_it(mock: Mock, changes: dict[str, object], source: str) -> None:
    number = mock.order(**changes).row["ordId"]
    mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT", "ordId": number})
    order = shown(mock, f"instId=BTC-USDT&ordId={number}")
    assert (order["state"], order["cancelSource"], bool(order["cancelSourceReason"])) == ("canceled", source, True)


def test_a_countdown_says_that_it_ended_the_order_and_there_are_at_most_twenty_with_a_tag(mock: Mock) -> None:
    number = mock.order().row["ordId"]
    path = "/api/v5/trade/cancel-all-after"
    for n in range(20):
        assert mock.post("alice", path, {"timeOut": "60", "tag": f"t{n}"}).code == "0"
    assert mock.post("alice", path, {"timeOut": "60", "tag": "t20"}).code == "51071"
    mock.advance(2)
    assert mock.post("alice", path, {"timeOut": "10"}).code == "0"
    assert mock.post("alice", path, {"timeOut": "0", "tag": "t0"}).code == "0"
    assert mock.post("alice", path, {"timeOut": "60", "tag": "t21"}).code == "0"
    mock.advance(11)
    assert shown(mock, f"instId=BTC-USDT&ordId={number}")["cancelSource"] == "20"


def test_lists_are_narrowed(mock: Mock) -> None:
    limit = mock.order().row["ordId"]
    maker = mock.order(ordType="post_only").row["ordId"]
    swap = mock.order(**SWAP, px="50000", sz="1").row["ordId"]
    taken = mock.order(ordType="ioc", px="60000", sz="0.01").row["ordId"]
    sold = mock.order(**SWAP, side="sell", ordType="market", px=None, sz="1").row["ordId"]

    def listed(path: str, name: str = "ordId") -> list[str]:
        return [row[name] for row in mock.get("alice", f"/api/v5/trade/{path}").data]

    assert listed("orders-pending") == [swap, maker, limit]
    assert listed("orders-pending?ordType=post_only,fok,ioc") == [maker]
    assert listed("orders-pending?instFamily=BTC-USDT") == [swap]
    assert listed(f"orders-pending?after={swap}&limit=1") == [maker]
    assert listed("orders-history?instType=SPOT") == [taken]
    assert listed("orders-history?instType=SPOT&ordType=market") == []
    assert listed("orders-history?instType=SPOT&category=twap") == []
    assert listed("fills?subType=2") == [sold]
    assert listed("fills?instFamily=BTC-USDT") == [sold]
    assert listed("fills") == [sold, taken]


def test_lists_end_where_the_document_says(mock: Mock) -> None:
    number = mock.order(px="60000", sz="0.01").row["ordId"]
    created = int(shown(mock, f"instId=BTC-USDT&ordId={number}")["cTime"])

    def listed(path: str) -> int:
        return len(mock.get("alice", f"/api/v5/trade/{path}").data)

    history = "orders-history?instType=SPOT"
    assert [listed(f"{history}&begin={created}"), listed(f"{history}&begin={created + 1}")] == [1, 0]
    assert [listed(f"{history}&end={created}"), listed(f"{history}&end={created - 1}")] == [1, 0]
    day = 24 * 3600
    mock.advance(3 * day - 60)
    assert [listed("fills"), listed(history)] == [1, 1]
    mock.advance(120)
    assert [listed("fills"), listed(history)] == [0, 1]
    mock.advance(4 * day)
    assert [listed("fills"), listed(history)] == [0, 0]
    assert shown(mock, f"instId=BTC-USDT&ordId={number}")["state"] == "filled"
