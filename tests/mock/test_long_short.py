"""Positions by side: what an account in long/short mode must say, and what one in net mode must not.

Expected: okx-v5, POST /trade/order (posSide, reduceOnly) and its error codes; amounts by hand.
"""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Mock

SWAP: dict[str, object] = {"instId": "BTC-USDT-SWAP", "tdMode": "cross", "sz": "10"}
MARKET: dict[str, object] = {**SWAP, "ordType": "market", "px": None}
CLOSE = "/api/v5/trade/close-position"


def positions(mock: Mock) -> dict[tuple[str, str], tuple[str, str]]:
    rows = mock.control("GET", "positions").json["positions"]
    return {(row["mgnMode"], row["posSide"]): (row["pos"], row["avgPx"]) for row in rows if row["user"] == "ivan"}


def move(mock: Mock, price: str) -> None:
    assert mock.control("POST", "prices", {"instId": "BTC-USDT-SWAP", "px": price}).status == 200


def cash(mock: Mock) -> tuple[str, str]:
    row = mock.get("ivan", "/api/v5/account/balance?ccy=USDT").row["details"][0]
    return row["cashBal"], row["ordFrozen"]


def test_the_configuration_tells_the_position_mode(mock: Mock) -> None:
    assert mock.get("ivan", "/api/v5/account/config").row["posMode"] == "long_short_mode"
    assert mock.get("alice", "/api/v5/account/config").row["posMode"] == "net_mode"


@pytest.mark.parametrize(
    ("account", "changes", "s_code"),
    [
        ("ivan", MARKET, "51000"),
        ("ivan", {**MARKET, "posSide": "net"}, "51000"),
        ("ivan", {**MARKET, "posSide": "long"}, "0"),
        ("ivan", {"posSide": "long"}, "51000"),
        ("ivan", {}, "0"),
        ("alice", {**MARKET, "posSide": "long"}, "51000"),
        ("alice", {**MARKET, "posSide": "short"}, "51000"),
        ("alice", {**MARKET, "posSide": "net"}, "0"),
        # Closing what is not there.
        ("ivan", {**MARKET, "posSide": "long", "side": "sell"}, "51169"),
        ("ivan", {**MARKET, "posSide": "short", "side": "buy"}, "51169"),
    ],
)
def test_the_position_side_fits_the_mode(mock: Mock, account: str, changes: dict[str, object], s_code: str) -> None:
    reply = mock.order(account, **changes)
    assert reply.row["sCode"] == s_code
    if s_code == "51000":
        assert "posSide" in reply.row["sMsg"]


def test_long_and_short_are_held_side_by_side(mock: Mock) -> None:
    mock.order("ivan", **MARKET, posSide="long")
    move(mock, "61000")
    mock.order("ivan", **MARKET, posSide="short", side="sell")
    assert positions(mock) == {("cross", "long"): ("10", "60000"), ("cross", "short"): ("10", "61000")}
    # Fees: 6,000 and 6,100 USDT at 0.05 %.
    assert cash(mock) == ("99993.95", "0")
    fills = mock.get("ivan", "/api/v5/trade/fills").data
    assert [(row["posSide"], row["subType"]) for row in fills] == [("short", "4"), ("long", "3")]

    move(mock, "62000")
    mock.order("ivan", **{**MARKET, "sz": "4"}, posSide="short", side="buy", clOrdId="c1")
    order = mock.get("ivan", "/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=c1").row
    # (61000 - 62000) * 0.04; the fee of 2,480 USDT is 1.24.
    assert (order["pnl"], order["posSide"], order["fee"]) == ("-40", "short", "-1.24")
    assert positions(mock) == {("cross", "long"): ("10", "60000"), ("cross", "short"): ("6", "61000")}
    assert mock.get("ivan", "/api/v5/trade/fills?subType=6").data[0]["ordId"] == order["ordId"]


def test_modes_of_margin_are_positions_of_their_own(mock: Mock) -> None:
    mock.order("ivan", **MARKET, posSide="long")
    mock.order("ivan", **{**MARKET, "tdMode": "isolated", "sz": "3"}, posSide="long")
    assert positions(mock) == {("cross", "long"): ("10", "60000"), ("isolated", "long"): ("3", "60000")}
    mock.post("ivan", CLOSE, {"instId": "BTC-USDT-SWAP", "mgnMode": "isolated", "posSide": "long"})
    assert positions(mock) == {("cross", "long"): ("10", "60000")}


def test_closing_orders_freeze_nothing_and_never_open_the_other_side(mock: Mock) -> None:
    mock.order("ivan", **MARKET, posSide="long")
    resting = mock.order("ivan", **SWAP, posSide="long", side="sell", px="61000").row["ordId"]
    assert cash(mock)[1] == "0"
    # The 10 contracts are spoken for by the order above, which has the better price.
    again = mock.order("ivan", **{**SWAP, "sz": "1"}, posSide="long", side="sell", px="62000")
    assert again.row["sCode"] == "51112"
    assert mock.order("ivan", **{**SWAP, "sz": "11"}, posSide="long", side="sell", px="60500").row["sCode"] == "51112"
    mock.order("ivan", **{**MARKET, "sz": "7"}, posSide="long", side="sell")
    move(mock, "63000")
    order = mock.get("ivan", f"/api/v5/trade/order?instId=BTC-USDT-SWAP&ordId={resting}").row
    assert (order["state"], order["accFillSz"]) == ("canceled", "3")
    assert positions(mock) == {}


def test_reduce_only_says_nothing_in_long_short_mode(mock: Mock) -> None:
    assert mock.order("ivan", **MARKET, posSide="long", reduceOnly=True).row["sCode"] == "0"
    assert positions(mock) == {("cross", "long"): ("10", "60000")}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, "51000"),
        ({"posSide": "net"}, "51000"),
        ({"posSide": "short"}, "51023"),
        ({"posSide": "long", "mgnMode": "isolated"}, "51023"),
        ({"posSide": "long"}, "51115"),
        ({"posSide": "long", "autoCxl": True}, "0"),
    ],
)
def test_a_position_is_closed_by_its_side(mock: Mock, document: dict[str, Any], code: str) -> None:
    mock.order("ivan", **MARKET, posSide="long")
    closing = mock.order("ivan", **SWAP, posSide="long", side="sell", px="70000").row["ordId"]
    opening = mock.order("ivan", **SWAP, posSide="short", side="sell", px="70000").row["ordId"]
    reply = mock.post("ivan", CLOSE, {"instId": "BTC-USDT-SWAP", "mgnMode": "cross", **document})
    assert reply.code == code
    pending = {row["ordId"] for row in mock.get("ivan", "/api/v5/trade/orders-pending").data}
    if code == "0":
        assert (reply.row["posSide"], positions(mock)) == ("long", {})
        # An order that opens a short position is no closing order of the long one.
        assert pending == {opening}
        order = mock.get("ivan", f"/api/v5/trade/order?instId=BTC-USDT-SWAP&ordId={closing}").row
        assert (order["state"], order["cancelSource"]) == ("canceled", "17")
    else:
        assert pending == {opening, closing}
    assert mock.post("alice", CLOSE, {"instId": "BTC-USDT-SWAP", "mgnMode": "cross", "posSide": "long"}).code == "51000"
