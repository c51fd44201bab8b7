"""Orders: life cycle, refusals, batches, positions, balances."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from .conftest import Mock

ORDER = "/api/v5/trade/order"
BATCH = "/api/v5/trade/batch-orders"
CANCEL = "/api/v5/trade/cancel-order"
CLOSE = "/api/v5/trade/close-position"


def balance(mock: Mock, ccy: str, account: str = "alice") -> dict[str, Any]:
    reply = mock.get(account, "/api/v5/account/balance")
    return next(detail for detail in reply.row["details"] if detail["ccy"] == ccy)


def order_of(mock: Mock, query: str, account: str = "alice") -> dict[str, Any]:
    reply = mock.get(account, f"{ORDER}?{query}")
    assert reply.code == "0", reply.json
    return dict(reply.row)


def test_a_resting_order_and_its_cancellation(mock: Mock) -> None:
    placed = mock.order(clOrdId="b15", tag="MOCKBROKER01")
    assert (placed.status, placed.code, placed.json["msg"]) == (200, "0", "")
    row = placed.row
    assert set(row) == {"clOrdId", "ordId", "sCode", "sMsg", "subCode", "tag", "ts"}
    assert (row["clOrdId"], row["sCode"], row["sMsg"], row["tag"]) == ("b15", "0", "", "MOCKBROKER01")
    assert len(placed.json["inTime"]) == len(placed.json["outTime"]) == 16
    assert placed.json["inTime"][:9] == row["ts"][:9]

    order = order_of(mock, f"instId=BTC-USDT&ordId={row['ordId']}")
    assert (order["state"], order["accFillSz"], order["avgPx"], order["px"], order["sz"]) == (
        "live",
        "0",
        "",
        "2.15",
        "2",
    )
    assert (order["tag"], order["instType"], order["tdMode"]) == ("MOCKBROKER01", "SPOT", "cash")
    held = balance(mock, "USDT")
    assert (held["cashBal"], held["ordFrozen"], held["availBal"]) == ("100000", "4.3", "99995.7")

    cancelled = mock.post("alice", CANCEL, {"instId": "BTC-USDT", "ordId": row["ordId"]})
    assert (cancelled.code, cancelled.row["sCode"], cancelled.row["clOrdId"]) == ("0", "0", "b15")
    assert order_of(mock, f"instId=BTC-USDT&ordId={row['ordId']}")["state"] == "canceled"
    assert balance(mock, "USDT")["availBal"] == "100000"

    again = mock.post("alice", CANCEL, {"instId": "BTC-USDT", "ordId": row["ordId"]})
    assert (again.status, again.code, again.row["sCode"]) == (200, "1", "51400")


def test_a_market_order_fills_at_the_seeded_price_with_a_fee(mock: Mock) -> None:
    row = mock.order(ordType="market", px=None, sz="600", clOrdId="m1", tag="MOCKBROKER01").row
    order = order_of(mock, "instId=BTC-USDT&clOrdId=m1")
    assert order["ordId"] == row["ordId"]
    assert (order["state"], order["tgtCcy"], order["accFillSz"], order["avgPx"]) == (
        "filled",
        "quote_ccy",
        "0.01",
        "60000",
    )
    assert (order["fee"], order["feeCcy"]) == ("-0.00001", "BTC")
    assert balance(mock, "USDT")["cashBal"] == "99400"
    assert balance(mock, "BTC")["cashBal"] == "2.00999"


def test_a_marketable_limit_order_fills_at_the_better_price(mock: Mock) -> None:
    mock.order(side="sell", px="50000", sz="0.1", clOrdId="s1")
    order = order_of(mock, "instId=BTC-USDT&clOrdId=s1")
    assert (order["state"], order["avgPx"], order["fee"], order["feeCcy"]) == ("filled", "60000", "-6", "USDT")
    assert balance(mock, "USDT")["cashBal"] == "105994"


@pytest.mark.parametrize(("kind", "px", "state"), [("post_only", "70000", "canceled"), ("post_only", "2", "live")])
def test_post_only(mock: Mock, kind: str, px: str, state: str) -> None:
    assert mock.order(ordType=kind, px=px, sz="0.1", clOrdId="p1").code == "0"
    assert order_of(mock, "instId=BTC-USDT&clOrdId=p1")["state"] == state


@pytest.mark.parametrize("kind", ["ioc", "fok"])
def test_orders_that_fill_at_once_or_end(mock: Mock, kind: str) -> None:
    assert mock.order(ordType=kind, px="2", clOrdId="i1").code == "0"
    assert order_of(mock, "instId=BTC-USDT&clOrdId=i1")["state"] == "canceled"
    assert mock.order(ordType=kind, px="60000", sz="0.1", clOrdId="i2").code == "0"
    assert order_of(mock, "instId=BTC-USDT&clOrdId=i2")["state"] == "filled"


@pytest.mark.parametrize(
    ("changes", "s_code"),
    [
        ({"instId": "BTC-EUR"}, "51001"),
        ({"sz": "0.0000001"}, "51020"),
        ({"sz": "0.000015001"}, "51121"),
        ({"sz": "99999999999"}, "51005"),
        ({"sz": "0"}, "51000"),
        ({"px": None}, "51204"),
        ({"px": "2.151"}, "51150"),
        ({"px": "0.001"}, "51122"),
        ({"px": "50000", "sz": "100"}, "51008"),
        ({"side": "sell", "px": "70000", "sz": "3"}, "51008"),
        ({"tdMode": "cross"}, "51010"),
        ({"tdMode": "spot_isolated"}, "51000"),
        ({"posSide": "long"}, "51000"),
        ({"ordType": "mmp"}, "51010"),
        ({"reduceOnly": True}, "51205"),
        ({"instId": "BTC-USDT-SWAP"}, "51000"),
        ({"instId": "BTC-USDT-SWAP", "tdMode": "cross", "reduceOnly": True, "px": "2.1"}, "51169"),
        ({"ordType": "market", "px": None, "sz": "2000000"}, "51201"),
        ({"ordType": "market", "px": None, "sz": "200000", "banAmend": True}, "51008"),
    ],
)
def test_refused_orders_echo_their_tag(mock: Mock, changes: dict[str, object], s_code: str) -> None:
    reply = mock.order(tag="MOCKBROKER01", clOrdId="r1", **changes)
    assert (reply.status, reply.code) == (200, "1")
    assert reply.row["sCode"] == s_code
    assert reply.row["tag"] == "MOCKBROKER01"
    assert (reply.row["ordId"], reply.row["clOrdId"]) == ("", "r1")
    assert reply.row["sMsg"]
    assert mock.orders() == []


def test_a_market_order_beyond_the_balance_is_shrunk(mock: Mock) -> None:
    assert mock.order(ordType="market", px=None, sz="200000", clOrdId="big").code == "0"
    assert Decimal(order_of(mock, "instId=BTC-USDT&clOrdId=big")["accFillSz"]) == Decimal("1.66666666")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"instId": None}, 400, "50014"),
        ({"sz": ""}, 400, "50014"),
        ({"sz": 2}, 400, "51000"),
        ({"sz": "1e3"}, 400, "51000"),
        ({"side": "hold"}, 400, "51000"),
        ({"clOrdId": "a-b"}, 400, "51000"),
        ({"clOrdId": "a" * 33}, 400, "51000"),
        ({"clOrdId": "abc\n"}, 400, "51000"),
        ({"tag": "with space"}, 400, "51000"),
        ({"tag": "A" * 17}, 400, "51000"),
        ({"reduceOnly": "maybe"}, 400, "51000"),
        ({"attachAlgoOrds": {}}, 400, "51000"),
        ({"sz": "1" * 60}, 400, "51000"),
    ],
)
def test_orders_against_the_contract(mock: Mock, changes: dict[str, object], status: int, code: str) -> None:
    reply = mock.order(**changes)
    assert (reply.status, reply.code, reply.data) == (status, code, [])


def test_empty_and_null_and_unknown_fields_count_as_absent(mock: Mock) -> None:
    document = {
        "instId": "BTC-USDT",
        "tdMode": "cash",
        "side": "buy",
        "ordType": "limit",
        "px": "2.15",
        "sz": "2",
        "ccy": "",
        "clOrdId": None,
        "tag": "",
        "posSide": "",
        "reduceOnly": "",
        "tgtCcy": None,
        "banAmend": None,
        "somethingNew": {"a": [1, 2.5]},
    }
    assert mock.post("alice", ORDER, document).code == "0"


def test_client_order_ids(mock: Mock) -> None:
    first = mock.order(clOrdId="same").row["ordId"]
    refused = mock.order(clOrdId="same")
    assert (refused.code, refused.row["sCode"]) == ("1", "51016")
    assert mock.order("bob", clOrdId="same").code == "50120"
    mock.post("alice", CANCEL, {"instId": "BTC-USDT", "clOrdId": "same"})
    second = mock.order(clOrdId="same").row["ordId"]
    assert second != first
    assert order_of(mock, "instId=BTC-USDT&clOrdId=same")["ordId"] == second
    both = order_of(mock, f"instId=BTC-USDT&ordId={first}&clOrdId=same")
    assert (both["ordId"], both["state"]) == (first, "canceled")


def test_cancelled_orders_vanish_after_two_hours(mock: Mock) -> None:
    row = mock.order().row
    mock.post("alice", CANCEL, {"instId": "BTC-USDT", "ordId": row["ordId"]})
    mock.advance(2 * 3600 - 30)
    order_of(mock, f"instId=BTC-USDT&ordId={row['ordId']}")
    mock.advance(60)
    assert mock.get("alice", f"{ORDER}?instId=BTC-USDT&ordId={row['ordId']}").code == "51603"


def test_looking_up_orders(mock: Mock) -> None:
    row = mock.order().row
    assert mock.get("alice", f"{ORDER}?instId=BTC-USDT").code == "51003"
    assert mock.get("alice", f"{ORDER}?ordId={row['ordId']}").code == "50014"
    assert mock.get("alice", f"{ORDER}?instId=ETH-USDT&ordId={row['ordId']}").code == "51603"
    assert mock.get("bob", f"{ORDER}?instId=BTC-USDT&ordId={row['ordId']}").code == "51603"
    assert mock.post("alice", CANCEL, {"instId": "BTC-USDT"}).code == "51003"


def test_orders_may_expire(mock: Mock) -> None:
    now = mock.now()
    document = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}
    assert mock.post("alice", ORDER, document, expTime=str(now - 1)).code == "50036"
    assert mock.post("alice", ORDER, document, expTime="soon").code == "51000"
    assert mock.post("alice", ORDER, document, expTime=str(now + 60_000)).code == "0"


def item(**changes: object) -> dict[str, object]:
    return {
        "instId": "BTC-USDT",
        "tdMode": "cash",
        "side": "buy",
        "ordType": "limit",
        "px": "2.15",
        "sz": "2",
        **changes,
    }


def test_a_batch(mock: Mock) -> None:
    reply = mock.post("alice", BATCH, [item(clOrdId=f"b{n}", tag="MOCKBROKER01") for n in range(3)])
    assert (reply.code, [row["clOrdId"] for row in reply.data]) == ("0", ["b0", "b1", "b2"])
    assert {row["tag"] for row in reply.data} == {"MOCKBROKER01"}
    recorded = mock.orders()
    assert [order["operation"] for order in recorded] == ["placeBatchOrders"] * 3
    assert {order["tag"] for order in recorded} == {"MOCKBROKER01"}


def test_a_batch_that_succeeds_in_part(mock: Mock) -> None:
    reply = mock.post(
        "alice",
        BATCH,
        [item(clOrdId="x1", tag="T1"), item(instId="NO-NO", tag="T2"), item(side="hold", tag="T3"), item(clOrdId="x1")],
    )
    assert (reply.status, reply.code) == (200, "2")
    assert [row["sCode"] for row in reply.data] == ["0", "51001", "51000", "51016"]
    assert [row["tag"] for row in reply.data] == ["T1", "T2", "T3", ""]


def test_a_batch_that_fails(mock: Mock) -> None:
    reply = mock.post("alice", BATCH, [item(sz="0.0000001"), item(px=None)])
    assert (reply.code, [row["sCode"] for row in reply.data]) == ("1", ["51020", "51204"])


def test_batches_of_a_wrong_size_or_shape(mock: Mock) -> None:
    assert mock.post("alice", BATCH, [item()] * 20).data[0]["sCode"] == "0"
    assert mock.post("alice", BATCH, [item()] * 21).code == "51111"
    assert mock.post("alice", BATCH, []).code == "50014"
    assert mock.post("alice", BATCH, item()).code == "50002"
    assert mock.post("alice", BATCH, [1, 2]).code == "50002"


def test_a_position_is_opened_and_closed(mock: Mock) -> None:
    swap = {"instId": "BTC-USDT-SWAP", "tdMode": "cross", "ordType": "market", "px": None, "sz": "10"}
    assert mock.order(**swap).code == "0"
    # 10 contracts of 0.01 BTC at 60,000 are worth 6,000 USDT: fee 3, margin 600.
    held = balance(mock, "USDT")
    assert (held["cashBal"], held["availBal"]) == ("99997", "99397")
    assert mock.control("POST", "prices", {"instId": "BTC-USDT-SWAP", "px": "61000"}).status == 200
    assert balance(mock, "USDT")["upl"] == "100"

    assert mock.post("alice", CLOSE, {"instId": "BTC-USDT-SWAP", "mgnMode": "isolated"}).code == "51023"
    close = {"instId": "BTC-USDT-SWAP", "mgnMode": "cross", "tag": "MOCKBROKER01", "clOrdId": "c1"}
    reply = mock.post("alice", CLOSE, close)
    assert reply.code == "0"
    assert reply.row == {"clOrdId": "c1", "instId": "BTC-USDT-SWAP", "posSide": "net", "tag": "MOCKBROKER01"}
    order = order_of(mock, "instId=BTC-USDT-SWAP&clOrdId=c1")
    assert (order["state"], order["side"], order["accFillSz"], order["pnl"], order["fee"]) == (
        "filled",
        "sell",
        "10",
        "100",
        "-3.05",
    )
    held = balance(mock, "USDT")
    assert (held["cashBal"], held["availBal"]) == ("100093.95", "100093.95")
    assert mock.post("alice", CLOSE, close).code == "51023"


def test_open_closing_orders_hinder_a_close(mock: Mock) -> None:
    swap = {"instId": "BTC-USDT-SWAP", "tdMode": "cross"}
    mock.order(**swap, ordType="market", px=None, sz="1")
    mock.order(**swap, side="sell", px="70000", sz="1", reduceOnly=True, clOrdId="tp")
    reply = mock.post("alice", CLOSE, {"instId": "BTC-USDT-SWAP", "mgnMode": "cross"})
    assert (reply.status, reply.code) == (429, "51115")
    assert mock.post("alice", CLOSE, {"instId": "BTC-USDT-SWAP", "mgnMode": "cross", "autoCxl": True}).code == "0"
    assert order_of(mock, "instId=BTC-USDT-SWAP&clOrdId=tp")["state"] == "canceled"


def test_a_resting_order_fills_as_maker_when_the_price_comes(mock: Mock) -> None:
    mock.order(px="50000", sz="0.1", clOrdId="rest")
    moved = mock.control("POST", "prices", {"instId": "BTC-USDT", "px": "49000"})
    assert len(moved.json["filled"]) == 1
    order = order_of(mock, "instId=BTC-USDT&clOrdId=rest")
    assert (order["state"], order["avgPx"], order["fee"]) == ("filled", "50000", "-0.00008")
    assert balance(mock, "USDT")["ordFrozen"] == "0"


def test_at_most_500_open_orders_in_an_instrument(mock: Mock) -> None:
    for _ in range(25):
        assert mock.post("alice", BATCH, [item(sz="0.01")] * 20).code == "0"
        mock.advance(2)
    assert mock.order(sz="0.01").row["sCode"] == "51174"


def test_account_config_and_currencies(mock: Mock) -> None:
    config = mock.get("alice", "/api/v5/account/config").row
    alice = mock.accounts["alice"]
    assert (config["uid"], config["mainUid"], config["perm"], config["acctLv"], config["posMode"]) == (
        alice["uid"],
        alice["uid"],
        "read_only,trade",
        "2",
        "net_mode",
    )
    rows = mock.get("alice", "/api/v5/asset/currencies?ccy=USDT").data
    assert {row["chain"] for row in rows} == {"USDT-ERC20", "USDT-TRC20"}


def test_instruments(mock: Mock) -> None:
    def ask(query: str) -> Any:
        return mock.http("GET", f"/api/v5/public/instruments?{query}")

    row = ask("instType=SPOT&instId=BTC-USDT").row
    assert (row["minSz"], row["lotSz"], row["state"]) == ("0.00001", "0.00000001", "live")
    assert {one["instId"] for one in ask("instType=SWAP").data} >= {"BTC-USDT-SWAP", "ETH-USDT-SWAP"}
    assert ask("instType=FUTURES").data == []
    assert (ask("").status, ask("").code) == (400, "50014")
    assert ask("instType=STOCK").code == "51000"
    assert ask("instType=EVENTS").code == "50014"
    assert ask("instType=SPOT&instId=NO-NO").code == "51001"


def test_a_losing_position_can_be_closed_without_balance(mock: Mock) -> None:
    mock.order(instId="BTC-USDT-SWAP", tdMode="cross", ordType="market", px=None, sz="1500")
    mock.control("POST", "prices", {"instId": "BTC-USDT-SWAP", "px": "10000"})
    assert mock.post("alice", CLOSE, {"instId": "BTC-USDT-SWAP", "mgnMode": "cross"}).code == "0"
    assert Decimal(balance(mock, "USDT")["cashBal"]) < 0
    assert mock.order(px="2").row["sCode"] == "51008"


def test_a_market_buy_that_only_lacks_the_margin_keeps_its_size(mock: Mock) -> None:
    """1.6 BTC cost 96,000 of the 100,000 USDT; with the margin of 5 % they would be 100,800."""
    placed = mock.order(ordType="market", px=None, tgtCcy="base_ccy", sz="1.6").row
    assert placed["sCode"] == "0"
    order = mock.get("alice", f"/api/v5/trade/order?instId=BTC-USDT&ordId={placed['ordId']}").row
    assert (order["state"], order["accFillSz"], order["avgPx"]) == ("filled", "1.6", "60000")
