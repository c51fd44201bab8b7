"""Algo orders: what they wait for, what they place, how they end, and what is refused.

Expected: okx-v5, POST and GET /trade/order-algo and its error codes; the mock's rules as its module docstrings state them.
"""

from __future__ import annotations

from typing import Any

import pytest

from okx_mock.contract import load_contract

from .conftest import Mock

PATH = "/api/v5/trade/order-algo"
SPOT: dict[str, object] = {"instId": "BTC-USDT", "tdMode": "cash", "side": "sell", "sz": "0.5", "tag": "MOCKBROKER01"}
SWAP: dict[str, object] = {"instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": "buy", "sz": "10"}
TAKE = {"ordType": "conditional", "tpTriggerPx": "65000", "tpOrdPx": "-1"}
STOP = {"ordType": "conditional", "slTriggerPx": "55000", "slOrdPx": "-1"}
OCO = {**TAKE, **STOP, "ordType": "oco"}
TRIGGER = {"ordType": "trigger", "triggerPx": "58000", "orderPx": "-1"}
TRAIL = {"ordType": "move_order_stop", "callbackRatio": "0.05"}
TWAP = {"ordType": "twap", "pxSpread": "10", "szLimit": "0.2", "pxLimit": "50000", "timeInterval": "30"}
ICEBERG = {"ordType": "smart_iceberg", "szLimit": "0.1", "lmtOrderNumber": "2", "aggressiveness": "conservative"}
CHASE = {"ordType": "chase"}


def send(mock: Mock, document: dict[str, object], account: str = "alice") -> Any:
    return mock.post(account, PATH, {name: value for name, value in document.items() if value is not None}).row


def place(mock: Mock, document: dict[str, object], account: str = "alice") -> str:
    row = send(mock, document, account)
    assert row["sCode"] == "0", row
    return str(row["algoId"])


def algo(mock: Mock, number: str, account: str = "alice") -> dict[str, Any]:
    reply = mock.get(account, f"{PATH}?algoId={number}")
    assert reply.code == "0", reply.json
    return dict(reply.row)


def waiting(mock: Mock, kind: str, account: str = "alice") -> list[str]:
    return [row["algoId"] for row in mock.get(account, f"/api/v5/trade/orders-algo-pending?ordType={kind}").data]


def cancel(mock: Mock, number: str, inst_id: str = "BTC-USDT") -> str:
    row = mock.post("alice", "/api/v5/trade/cancel-algos", [{"instId": inst_id, "algoId": number}]).row
    return str(row["sCode"])


def move(mock: Mock, price: str, inst_id: str = "BTC-USDT") -> None:
    assert mock.control("POST", "prices", {"instId": inst_id, "px": price}).status == 200


def made(mock: Mock, number: str, account: str = "alice") -> list[dict[str, Any]]:
    """The orders that an algo order has placed, oldest first."""
    row = algo(mock, number, account)
    path = f"/api/v5/trade/order?instId={row['instId']}&ordId="
    return [dict(mock.get(account, path + order_id).row) for order_id in row["ordIdList"]]


def cash(mock: Mock, ccy: str) -> tuple[str, str]:
    row = mock.get("alice", f"/api/v5/account/balance?ccy={ccy}").row["details"][0]
    return row["cashBal"], row["ordFrozen"]


# The document's own example requests, in its order.
EXAMPLES: list[dict[str, object]] = [
    {
        "instId": "BTC-USDT", "tdMode": "cross", "side": "buy", "ordType": "conditional", "sz": "2", "tpTriggerPx": "15",
        "tpOrdPx": "18",
    },
    {
        "instId": "BTC-USDT-SWAP", "side": "buy", "tdMode": "cross", "posSide": "net", "sz": "1", "ordType": "trigger",
        "triggerPx": "25920", "triggerPxType": "last", "orderPx": "-1",
        "attachAlgoOrds": [
            {
                "attachAlgoClOrdId": "", "slTriggerPx": "100", "slOrdPx": "600", "tpTriggerPx": "25921",
                "tpOrdPx": "2001",
            }
        ],
    },
    {
        "instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "move_order_stop", "sz": "10",
        "posSide": "net", "callbackRatio": "0.05", "reduceOnly": True,
    },
    {
        "instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "twap", "sz": "10", "posSide": "net",
        "szLimit": "10", "pxLimit": "100", "timeInterval": "10", "pxSpread": "10",
    },
    {
        "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "smart_iceberg", "sz": "1000", "szLimit": "50",
        "lmtOrderNumber": "5", "aggressiveness": "conservative", "pxLimit": "95000", "posSide": "",
        "triggerParams": [
            {
                "triggerAction": "start", "triggerStrategy": "rsi", "timeframe": "30m", "thold": "10",
                "triggerCond": "cross", "timePeriod": "14",
            }
        ],
    },
]  # fmt: skip


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda document: str(document["ordType"]))
def test_what_the_document_sends_is_taken_and_waits(mock: Mock, document: dict[str, object]) -> None:
    number = place(mock, document)
    row = algo(mock, number)
    assert (row["state"], row["posSide"], row["instType"]) == (
        "live", "net", {"cash": "SPOT"}.get(str(document["tdMode"]), "SWAP" if "-SWAP" in str(document["instId"]) else "MARGIN"),
    )  # fmt: skip
    assert waiting(mock, str(document["ordType"])) == [number]


# Take-profit and stop-loss


def test_a_take_profit_waits_and_then_sells_at_the_market(mock: Mock) -> None:
    number = place(mock, {**SPOT, **TAKE, "algoClOrdId": "tp1"})
    row = algo(mock, number)
    assert (row["state"], row["ordType"], row["instType"], row["last"], row["tag"], row["failCode"]) == (
        "live", "conditional", "SPOT", "60000", "MOCKBROKER01", "0",
    )  # fmt: skip
    assert (row["tpTriggerPxType"], row["reduceOnly"], row["posSide"], row["actualSz"]) == ("last", "false", "net", "0")
    # Nothing is set aside for it.
    assert cash(mock, "BTC") == ("2", "0")
    assert waiting(mock, "conditional") == waiting(mock, "conditional,oco") == [number]
    assert waiting(mock, "oco") == []
    move(mock, "64999.99")
    assert algo(mock, number)["state"] == "live"

    before = mock.now()
    move(mock, "65000")
    row = algo(mock, number)
    assert (row["state"], row["actualSide"], row["actualSz"], row["actualPx"], row["failCode"]) == (
        "effective", "tp", "0.5", "65000", "",
    )  # fmt: skip
    assert before <= int(row["triggerTime"]) <= mock.now()
    (order,) = made(mock, number)
    assert (order["state"], order["side"], order["ordType"], order["avgPx"], order["tag"]) == (
        "filled", "sell", "market", "65000", "MOCKBROKER01",
    )  # fmt: skip
    assert (order["algoId"], order["algoClOrdId"], order["source"], row["ordId"]) == (
        number,
        "tp1",
        "7",
        order["ordId"],
    )
    assert cash(mock, "BTC") == ("1.5", "0")
    assert waiting(mock, "conditional") == []
    assert cancel(mock, number) == "51400"
    # The broker's book knows the order: its code is on it.
    assert [(one["operation"], one["known_code"]) for one in mock.orders()] == [("placeAlgoOrder", True)]


@pytest.mark.parametrize(
    ("side", "prices", "changes", "fires"),
    [
        ("sell", ["64000"], TAKE, "no"),
        ("sell", ["66000"], TAKE, "tp"),
        ("sell", ["56000"], STOP, "no"),
        ("sell", ["54000"], STOP, "sl"),
        ("buy", ["56000"], {**TAKE, "tpTriggerPx": "55000"}, "no"),
        ("buy", ["54000"], {**TAKE, "tpTriggerPx": "55000"}, "tp"),
        ("buy", ["64000"], {**STOP, "slTriggerPx": "65000"}, "no"),
        ("buy", ["66000"], {**STOP, "slTriggerPx": "65000"}, "sl"),
        ("sell", ["64000", "54000"], OCO, "sl"),
        ("sell", ["56000", "65000"], OCO, "tp"),
        # Of a conditional order with both sides only the stop-loss counts.
        ("sell", ["66000"], {**OCO, "ordType": "conditional"}, "no"),
        ("sell", ["66000", "55000"], {**OCO, "ordType": "conditional"}, "sl"),
    ],
)
def test_sides_trigger_in_their_own_direction(
    mock: Mock, side: str, prices: list[str], changes: dict[str, object], fires: str
) -> None:
    number = place(mock, {**SPOT, "side": side, "tgtCcy": "base_ccy", **changes})
    for price in prices:
        move(mock, price)
    row = algo(mock, number)
    assert (row["state"], row["actualSide"]) == (("live", "") if fires == "no" else ("effective", fires))


def test_a_triggered_limit_order_rests_in_the_book(mock: Mock) -> None:
    number = place(mock, {**SPOT, **TAKE, "tpOrdPx": "66000"})
    move(mock, "65000")
    row = algo(mock, number)
    assert (row["state"], row["actualPx"], row["actualSz"]) == ("effective", "66000", "0.5")
    (order,) = made(mock, number)
    assert (order["state"], order["ordType"], order["px"]) == ("live", "limit", "66000")
    assert cash(mock, "BTC") == ("2", "0.5")


def test_a_size_in_quote_currency(mock: Mock) -> None:
    number = place(mock, {**SPOT, "side": "buy", "sz": "5500", **TAKE, "tpTriggerPx": "55000"})
    assert algo(mock, number)["tgtCcy"] == "quote_ccy"
    move(mock, "55000")
    assert algo(mock, number)["actualSz"] == "0.1"
    assert cash(mock, "USDT")[0] == "94500"


@pytest.mark.parametrize(
    ("document", "fail_code"),
    [
        ({**SPOT, **TAKE, "tpOrdPx": "65000", "sz": "3"}, "51008"),
        ({**SPOT, **TAKE, "tpOrdPx": "40000"}, "51138"),
        ({**SPOT, **TAKE, "tdMode": "cross"}, "51010"),
        ({**SWAP, "side": "sell", **TAKE, "reduceOnly": True}, "51169"),
    ],
)
def test_what_the_book_refuses_when_it_triggers_has_failed(
    mock: Mock, document: dict[str, object], fail_code: str
) -> None:
    number = place(mock, document)
    move(mock, "65000", str(document["instId"]))
    row = algo(mock, number)
    assert (row["state"], row["failCode"], row["ordIdList"], row["actualSz"]) == ("order_failed", fail_code, [], "0")
    assert row["triggerTime"] != ""
    assert mock.orders() == []
    assert [one["code"] for one in mock.control("GET", "orders").json["refused"]] == [fail_code]


def test_a_whole_position_is_closed_whatever_its_size_is_by_then(mock: Mock) -> None:
    whole: dict[str, object] = {**SWAP, **OCO, "side": "sell", "sz": None, "closeFraction": "1", "reduceOnly": True}
    mock.order(**SWAP, ordType="market", px=None)
    number = place(mock, whole)
    assert send(mock, whole)["sCode"] == "51088"
    mock.order(**{**SWAP, "sz": "5"}, ordType="market", px=None)
    move(mock, "54000", "BTC-USDT-SWAP")
    row = algo(mock, number)
    assert (row["state"], row["actualSide"], row["actualSz"], row["closeFraction"]) == ("effective", "sl", "15", "1")
    assert mock.control("GET", "positions").json["positions"] == []


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"cxlOnClosePos": True, "reduceOnly": True}, "canceled"),
        ({"sz": None, "closeFraction": "1", "reduceOnly": True}, "canceled"),
        ({"reduceOnly": True}, "live"),
    ],
)
def test_what_belongs_to_a_position_ends_with_it(mock: Mock, changes: dict[str, object], state: str) -> None:
    mock.order(**SWAP, ordType="market", px=None)
    number = place(mock, {**SWAP, **OCO, "side": "sell", **changes})
    mock.order(**{**SWAP, "sz": "4", "side": "sell"}, ordType="market", px=None)
    assert algo(mock, number)["state"] == "live"
    mock.post("alice", "/api/v5/trade/close-position", {"instId": "BTC-USDT-SWAP", "mgnMode": "cross"})
    assert algo(mock, number)["state"] == state


def limit_take_profit(mock: Mock) -> tuple[str, str]:
    """A stop-loss with a limit take-profit of a long position; gives the algo order's id and the limit order's."""
    mock.order(**SWAP, ordType="market", px=None)
    number = place(mock, {**SWAP, **OCO, "side": "sell", "tpTriggerPx": None, "tpOrdKind": "limit", "tpOrdPx": "66000"})
    row = algo(mock, number)
    (order,) = made(mock, number)
    assert (order["state"], order["px"], order["isTpLimit"], order["linkedAlgoOrd"]) == (
        "live", "66000", "true", {"algoId": number},
    )  # fmt: skip
    assert (row["state"], row["linkedOrd"]) == ("live", {"ordId": order["ordId"]})
    return number, str(order["ordId"])


def test_a_limit_take_profit_that_fills_ends_the_stop_loss(mock: Mock) -> None:
    number, order = limit_take_profit(mock)
    mock.control("POST", "fill", {"ordId": order})
    row = algo(mock, number)
    assert (row["state"], row["actualSide"], row["actualPx"]) == ("effective", "tp", "66000")
    move(mock, "54000", "BTC-USDT-SWAP")
    assert len(made(mock, number)) == 1


def test_a_stop_loss_ends_the_limit_take_profit_and_is_for_what_is_left(mock: Mock) -> None:
    number, _ = limit_take_profit(mock)
    mock.control("POST", "fill", {"ordId": made(mock, number)[0]["ordId"], "sz": "4"})
    move(mock, "55000", "BTC-USDT-SWAP")
    profit, loss = made(mock, number)
    assert (profit["state"], profit["accFillSz"], profit["cancelSource"]) == ("canceled", "4", "36")
    assert (loss["state"], loss["accFillSz"], algo(mock, number)["actualSide"]) == ("filled", "6", "sl")
    assert mock.control("GET", "positions").json["positions"] == []


def test_a_cancelled_stop_loss_takes_its_limit_take_profit_with_it(mock: Mock) -> None:
    number, _ = limit_take_profit(mock)
    assert cancel(mock, number, "BTC-USDT-SWAP") == "0"
    (order,) = made(mock, number)
    assert (algo(mock, number)["state"], order["state"], order["cancelSource"]) == ("canceled", "canceled", "37")


# Trigger orders


@pytest.mark.parametrize(("trigger", "not_yet", "then"), [("58000", "58000.1", "58000"), ("62000", "61999.9", "63000")])
def test_a_trigger_order_waits_on_either_side_of_the_price(mock: Mock, trigger: str, not_yet: str, then: str) -> None:
    number = place(mock, {**SPOT, **TRIGGER, "triggerPx": trigger})
    assert algo(mock, number)["triggerPxType"] == "last"
    move(mock, not_yet)
    assert algo(mock, number)["state"] == "live"
    move(mock, then)
    assert algo(mock, number)["state"] == "effective"
    (order,) = made(mock, number)
    assert (order["state"], order["source"], order["avgPx"]) == ("filled", "6", then)


@pytest.mark.parametrize(
    ("changes", "kind", "state"),
    [
        ({"orderPx": "57000", "side": "buy"}, "limit", "live"),
        ({"orderPx": "57000", "side": "buy", "advanceOrdType": "ioc"}, "ioc", "canceled"),
        ({"orderPx": "57000", "advanceOrdType": "fok"}, "fok", "filled"),
        ({"orderPx": "-1"}, "market", "filled"),
    ],
)
def test_a_trigger_order_sends_the_kind_that_was_said(
    mock: Mock, changes: dict[str, object], kind: str, state: str
) -> None:
    number = place(mock, {**SPOT, **TRIGGER, **changes})
    assert algo(mock, number)["ordPx"] == changes["orderPx"]
    move(mock, "58000")
    (order,) = made(mock, number)
    assert (order["ordType"], order["state"], algo(mock, number)["state"]) == (kind, state, "effective")


def test_a_trigger_order_that_chases_makes_a_chase_order(mock: Mock) -> None:
    chases = {
        "orderPx": None,
        "advanceOrdType": "chase",
        "advChaseParams": [{"chaseType": "distance", "chaseVal": "5"}],
    }
    number = place(mock, {**SWAP, **TRIGGER, **chases, "tag": "MOCKBROKER01"})
    move(mock, "58000", "BTC-USDT-SWAP")
    row = algo(mock, number)
    assert (row["state"], row["ordIdList"]) == ("effective", [])
    (chase,) = row["subAlgoIdList"]
    assert waiting(mock, "chase") == [chase]
    (order,) = made(mock, chase)
    # One tick of 0.1 below the price is the best price to buy at, 5 below that the order.
    assert (order["px"], order["tag"], order["source"]) == ("57994.9", "MOCKBROKER01", "34")


def test_what_is_attached_to_a_trigger_order_lives_once_its_order_has_filled(mock: Mock) -> None:
    attached = [{"tpTriggerPx": "59000", "tpOrdPx": "-1", "slTriggerPx": "57000", "slOrdPx": "-1"}]
    number = place(mock, {**SWAP, **TRIGGER, "attachAlgoOrds": attached})
    assert algo(mock, number)["attachAlgoOrds"] == attached
    assert waiting(mock, "oco") == []
    move(mock, "58000", "BTC-USDT-SWAP")
    (oco,) = waiting(mock, "oco")
    assert (algo(mock, oco)["side"], algo(mock, oco)["sz"]) == ("sell", "10")
    move(mock, "57000", "BTC-USDT-SWAP")
    assert mock.control("GET", "positions").json["positions"] == []


# Trailing stops


@pytest.mark.parametrize(
    ("changes", "walk", "trigger"),
    [
        # To sell: 5 % below the highest price since it became active.
        ({}, ["61000", "64000", "60800.01"], "60800"),
        ({}, ["56999"], "57000"),
        ({"callbackRatio": None, "callbackSpread": "1000"}, ["62000", "61000.01"], "61000"),
        ({"side": "buy", "tgtCcy": "base_ccy"}, ["50000", "52499.99"], "52500"),
        # It does not count what was before it became active.
        ({"activePx": "62000"}, ["61999", "50000", "62000", "58900.01"], "58900"),
    ],
)
def test_a_trailing_stop_follows_the_best_price(
    mock: Mock, changes: dict[str, object], walk: list[str], trigger: str
) -> None:
    number = place(mock, {**SPOT, **TRAIL, **changes})
    for price in walk[:-1]:
        move(mock, price)
    if len(walk) > 1:
        move(mock, walk[-1])
        assert (algo(mock, number)["state"], algo(mock, number)["moveTriggerPx"]) == ("live", trigger)
        move(mock, trigger)
    else:
        assert algo(mock, number)["moveTriggerPx"] == trigger
        move(mock, walk[0])
    assert algo(mock, number)["state"] == "effective"
    (order,) = made(mock, number)
    assert (order["state"], order["ordType"], order["source"]) == ("filled", "market", "25")


# TWAP


def test_a_twap_order_takes_in_parts_over_time(mock: Mock) -> None:
    mock.control("POST", "clock", {"frozen": True})
    number = place(mock, {**SPOT, **TWAP})
    assert (algo(mock, number)["state"], algo(mock, number)["actualSz"]) == ("partially_effective", "0.2")
    (first,) = made(mock, number)
    # Worse than the price by 10, so that it takes; it fills at the price.
    assert (first["ordType"], first["px"], first["sz"], first["avgPx"], first["tag"]) == (
        "ioc", "59990", "0.2", "60000", "MOCKBROKER01",
    )  # fmt: skip
    mock.advance(29)
    assert len(made(mock, number)) == 1
    mock.advance(1)
    move(mock, "61000")
    assert [order["avgPx"] for order in made(mock, number)] == ["60000", "60000"]
    assert waiting(mock, "twap") == [number]
    mock.advance(300)
    row = algo(mock, number)
    assert [order["sz"] for order in made(mock, number)] == ["0.2", "0.2", "0.1"]
    # (0.4 * 60000 + 0.1 * 61000) / 0.5
    assert (row["state"], row["actualSz"], row["actualPx"]) == ("effective", "0.5", "60200")
    # The third one went out at its own moment, 60 seconds after the first.
    times = [int(order["cTime"]) for order in made(mock, number)]
    assert times == [times[0], times[0] + 30_000, times[0] + 60_000]
    assert waiting(mock, "twap") == []


def test_a_twap_order_waits_while_the_price_is_on_the_bad_side_of_its_limit(mock: Mock) -> None:
    number = place(mock, {**SPOT, **TWAP, "pxLimit": "61000"})
    mock.advance(3600)
    assert (algo(mock, number)["state"], made(mock, number)) == ("live", [])
    move(mock, "61005")
    (order,) = made(mock, number)
    # 10 below the price would be 60995; the limit is 61000.
    assert (order["px"], order["avgPx"]) == ("61000", "61005")
    assert cancel(mock, number) == "0"
    mock.advance(3600)
    row = algo(mock, number)
    assert (row["state"], row["actualSz"], len(made(mock, number))) == ("canceled", "0.2", 1)


def test_a_twap_order_that_runs_out_of_coins_has_failed_in_part(mock: Mock) -> None:
    number = place(mock, {**SPOT, **TWAP, "sz": "3", "szLimit": "1.2"})
    mock.advance(31)
    row = algo(mock, number)
    assert (row["state"], row["actualSz"]) == ("partially_failed", "1.2")
    number = place(mock, {**SPOT, **TWAP, "sz": "3", "szLimit": "1"})
    assert algo(mock, number)["state"] == "order_failed"


# Iceberg


def test_an_iceberg_order_shows_few_orders_at_a_time(mock: Mock) -> None:
    number = place(mock, {**SPOT, **ICEBERG, "side": "buy"})
    assert algo(mock, number)["state"] == "live"
    (listed,) = mock.get("alice", "/api/v5/trade/orders-algo-pending?ordType=smart_iceberg").data
    assert (listed["lmtOrderNumber"], listed["aggressiveness"]) == ("2", "conservative")
    first, second = made(mock, number)
    # Two ticks of 0.01 below the price.
    assert {(one["state"], one["px"], one["sz"]) for one in (first, second)} == {("live", "59999.98", "0.1")}
    mock.control("POST", "fill", {"ordId": first["ordId"], "sz": "0.04"})
    assert len(made(mock, number)) == 2
    mock.control("POST", "fill", {"ordId": first["ordId"]})
    assert [one["state"] for one in made(mock, number)] == ["filled", "live", "live"]
    # They follow the price upwards; downwards they fill, and new ones take their place.
    move(mock, "60100")
    assert [one["px"] for one in made(mock, number)[1:]] == ["60099.98", "60099.98"]
    move(mock, "60000")
    assert [one["state"] for one in made(mock, number)] == ["filled", "filled", "filled", "live", "live"]
    move(mock, "50000")
    row = algo(mock, number)
    # (0.1 * 59999.98 + 0.2 * 60099.98 + 0.2 * 59999.98) / 0.5
    assert (row["state"], row["actualSz"], row["actualPx"]) == ("effective", "0.5", "60039.98")
    assert waiting(mock, "smart_iceberg") == []


@pytest.mark.parametrize(
    ("changes", "before", "price", "after"),
    [
        ({"aggressiveness": "radical"}, "effective", "60000", "effective"),
        ({"aggressiveness": "mid", "pxLimit": "61000"}, "live", "61000.01", "partially_effective"),
        ({"aggressiveness": "radical", "pxLimit": "61000"}, "live", "61000.01", "effective"),
        ({"aggressiveness": "radical", "triggerParams": [{"triggerAction": "start", "triggerStrategy": "price", "triggerPx": "61000"}]}, "live", "61000", "effective"),
        ({"triggerParams": [{"triggerAction": "start", "triggerStrategy": "rsi", "thold": "10"}]}, "live", "61000", "live"),
    ],
)  # fmt: skip
def test_an_iceberg_order_starts_and_presses_as_it_was_told(
    mock: Mock, changes: dict[str, object], before: str, price: str, after: str
) -> None:
    number = place(mock, {**SPOT, **ICEBERG, **changes})
    assert algo(mock, number)["state"] == before
    move(mock, price)
    assert algo(mock, number)["state"] == after
    if after == "effective":
        assert cash(mock, "BTC") == ("1.5", "0")


def test_a_cancelled_iceberg_order_leaves_nothing_in_the_book(mock: Mock) -> None:
    number = place(mock, {**SPOT, **ICEBERG})
    assert cash(mock, "BTC") == ("2", "0.2")
    assert cancel(mock, number) == "0"
    assert cash(mock, "BTC") == ("2", "0")
    # Neither does one of which the user has cancelled a part.
    number = place(mock, {**SPOT, **ICEBERG})
    mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT", "ordId": algo(mock, number)["ordId"]})
    assert (algo(mock, number)["state"], cash(mock, "BTC")) == ("canceled", ("2", "0"))


# Chase


def test_a_chase_order_follows_the_price_until_it_fills(mock: Mock) -> None:
    number = place(mock, {**SWAP, **CHASE})
    (order,) = made(mock, number)
    assert (order["ordType"], order["px"], order["state"], order["source"]) == ("post_only", "59999.9", "live", "34")
    move(mock, "60500", "BTC-USDT-SWAP")
    (order,) = made(mock, number)
    assert (order["px"], algo(mock, number)["state"]) == ("60499.9", "live")
    change = {"instId": "BTC-USDT-SWAP", "ordId": order["ordId"], "newPx": "60000"}
    assert mock.post("alice", "/api/v5/trade/amend-order", change).row["sCode"] == "51506"
    assert send(mock, {**SWAP, **CHASE})["sCode"] == "55116"
    mock.control("POST", "fill", {"ordId": order["ordId"], "sz": "4"})
    assert (algo(mock, number)["state"], algo(mock, number)["actualSz"]) == ("partially_effective", "4")
    move(mock, "60499.9", "BTC-USDT-SWAP")
    row = algo(mock, number)
    assert (row["state"], row["actualSz"], row["actualPx"], row["ordIdList"]) == (
        "effective", "10", "60499.9", [order["ordId"]],
    )  # fmt: skip


def test_a_chase_order_gives_up_at_its_greatest_distance(mock: Mock) -> None:
    number = place(mock, {**SWAP, **CHASE, "maxChaseType": "distance", "maxChaseVal": "300"})
    move(mock, "60299.9", "BTC-USDT-SWAP")
    assert algo(mock, number)["state"] == "live"
    move(mock, "60300", "BTC-USDT-SWAP")
    (order,) = made(mock, number)
    assert (algo(mock, number)["state"], order["state"], order["cancelSource"]) == ("canceled", "canceled", "42")


def test_a_chase_order_ends_with_its_order_and_the_other_way_round(mock: Mock) -> None:
    number = place(mock, {**SWAP, **CHASE, "chaseType": "ratio", "chaseVal": "0.01"})
    (order,) = made(mock, number)
    # 1 % below 59999.9 is 59399.901, at a tick of 0.1.
    assert order["px"] == "59399.9"
    mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT-SWAP", "ordId": order["ordId"]})
    assert algo(mock, number)["state"] == "canceled"
    number = place(mock, {**SWAP, **CHASE})
    assert cancel(mock, number, "BTC-USDT-SWAP") == "0"
    assert [one["state"] for one in made(mock, number)] == ["canceled"]
    assert cash(mock, "USDT") == ("100000", "0")


# What is refused


@pytest.mark.parametrize(
    ("document", "s_code"),
    [
        ({**SPOT, **TAKE, "instId": "NO-NO"}, "51001"),
        ({**SPOT, **TAKE, "sz": "0.000001"}, "51020"),
        ({**SPOT, **TAKE, "sz": "0.123456789"}, "51121"),
        ({**SPOT, **TAKE, "sz": "99999999999"}, "51252"),
        ({**SPOT, **TAKE, "posSide": "long"}, "51000"),
        ({**SPOT, **TAKE, "tdMode": "spot_isolated"}, "51000"),
        ({**SWAP, **TAKE, "side": "sell", "tdMode": "cash"}, "51000"),
        ({**SPOT, **TAKE, "reduceOnly": True}, "51205"),
        ({**SPOT, **TAKE, "tpTriggerPx": None}, "50014"),
        ({**SPOT, **TAKE, "tpOrdPx": None}, "50014"),
        ({**SPOT, **STOP, "slOrdPx": None}, "50014"),
        ({**SPOT, "ordType": "conditional"}, "50014"),
        ({**SPOT, **TAKE, "ordType": "oco"}, "50014"),
        ({**SPOT, **STOP, "ordType": "oco"}, "50014"),
        ({**SPOT, **TAKE, "tpTriggerPx": "65000.001"}, "51150"),
        ({**SPOT, **TAKE, "tpTriggerPx": "20000000000"}, "51116"),
        ({**SPOT, **TAKE, "tpOrdPx": "20000000000"}, "51250"),
        ({**SPOT, **TAKE, "tpTriggerPxType": "mark"}, "51415"),
        ({**SPOT, **TAKE, "tpTriggerPx": "59999.99"}, "51279"),
        ({**SPOT, **STOP, "slTriggerPx": "60000.01"}, "51280"),
        ({**SPOT, **TAKE, "side": "buy"}, "51277"),
        ({**SPOT, **STOP, "side": "buy"}, "51278"),
        ({**SWAP, **TAKE, "side": "sell", "tpTriggerPx": "50000", "tpTriggerPxType": "mark"}, "51303"),
        ({**SWAP, **STOP, "side": "sell", "slTriggerPx": "70000", "slTriggerPxType": "index"}, "51308"),
        ({**SWAP, **TAKE, "tpTriggerPxType": "mark"}, "51300"),
        ({**SWAP, **STOP, "slTriggerPxType": "index"}, "51306"),
        ({**SPOT, **TAKE, "tpOrdKind": "limit", "tpOrdPx": "65000"}, "51094"),
        ({**SWAP, **TAKE, "tpOrdKind": "limit"}, "51093"),
        ({**SWAP, **TAKE, "cxlOnClosePos": True}, "50014"),
        ({**SPOT, **TAKE, "sz": None, "closeFraction": "1"}, "51327"),
        ({**SWAP, **TAKE, "side": "sell", "sz": None, "closeFraction": "1"}, "51328"),
        ({**SWAP, **TAKE, "side": "sell", "sz": None, "closeFraction": "1", "reduceOnly": True, "tpOrdPx": "66000"}, "51330"),
        ({**SWAP, **TRIGGER, "sz": None, "closeFraction": "1", "reduceOnly": True}, "51330"),
        ({**SPOT, **TRIGGER, "orderPx": None}, "50014"),
        ({**SPOT, **TRIGGER, "tgtCcy": "base_ccy"}, "51281"),
        ({**SPOT, **TRIGGER, "triggerPxType": "index"}, "51415"),
        ({**SPOT, **TRIGGER, "orderPx": None, "advanceOrdType": "chase", "advChaseParams": [{}]}, "51287"),
        ({**SWAP, **TRIGGER, "attachAlgoOrds": [{"tpTriggerPx": "57000", "tpOrdPx": "-1"}]}, "51046"),
        ({**SPOT, **TRAIL, "callbackSpread": "100"}, "50024"),
        ({**SPOT, **TRAIL, "callbackRatio": None}, "50015"),
        ({**SPOT, **TRAIL, "callbackRatio": "1.1"}, "51311"),
        ({**SPOT, **TRAIL, "callbackRatio": "0"}, "51311"),
        ({**SPOT, **TRAIL, "activePx": "60000"}, "51258"),
        ({**SPOT, **TRAIL, "side": "buy", "sz": "100", "activePx": "61000"}, "51259"),
        ({**SPOT, **TWAP, "pxVar": "0.01"}, "50024"),
        ({**SPOT, **TWAP, "pxSpread": None}, "50015"),
        ({**SPOT, **TWAP, "szLimit": "0.6"}, "51274"),
        ({**SPOT, **TWAP, "szLimit": "0.0004"}, "51284"),
        ({**SPOT, **TWAP, "timeInterval": "86401"}, "51283"),
        ({**SPOT, **ICEBERG, "lmtOrderNumber": "101"}, "51000"),
        ({**SPOT, **ICEBERG, "triggerParams": [{"triggerAction": "start", "triggerStrategy": "price"}]}, "50014"),
        ({**SPOT, **CHASE}, "51287"),
        ({**SWAP, **CHASE, "maxChaseVal": "5"}, "50014"),
        ({**SWAP, **CHASE, "chaseType": "ratio", "chaseVal": "1"}, "51000"),
    ],
)  # fmt: skip
def test_algo_orders_that_break_a_rule(mock: Mock, document: dict[str, object], s_code: str) -> None:
    row = send(mock, {**document, "algoClOrdId": "no1", "tag": "MOCKBROKER01"})
    assert (row["sCode"], row["algoId"], row["algoClOrdId"], row["tag"]) == (s_code, "", "no1", "MOCKBROKER01")
    assert row["sMsg"]
    assert waiting(mock, str(document["ordType"])) == []


@pytest.mark.parametrize(
    ("changes", "s_code"),
    [
        ({}, "51000"),
        ({"posSide": "long", "sz": None, "closeFraction": "1"}, "51331"),
        ({"posSide": "short", "sz": None, "closeFraction": "1"}, "0"),
        ({"posSide": "short"}, "0"),
    ],
)
def test_algo_orders_in_long_short_mode(mock: Mock, changes: dict[str, object], s_code: str) -> None:
    document = {**SWAP, **TAKE, "tpTriggerPx": "55000", **changes}
    row = send(mock, document, "ivan")
    assert row["sCode"] == s_code
    if s_code == "0":
        mock.order("ivan", **{**SWAP, "sz": "7", "side": "sell"}, posSide="short", ordType="market", px=None)
        move(mock, "55000", "BTC-USDT-SWAP")
        # All of the position; a closing order for more than that is refused.
        shown = algo(mock, row["algoId"], "ivan")
        whole = "closeFraction" in changes
        assert (shown["state"], shown["failCode"]) == (("effective", "") if whole else ("order_failed", "51112"))
        assert shown["posSide"] == "short"


def test_caps_on_how_many_may_wait(mock: Mock) -> None:
    for _ in range(20):
        place(mock, {**SPOT, **TWAP, "pxLimit": "90000"})
    mock.advance(2)
    assert send(mock, {**SPOT, **TWAP, "pxLimit": "90000"})["sCode"] == "51299"
    number = waiting(mock, "twap")[0]
    assert cancel(mock, number) == "0"
    place(mock, {**SPOT, **TWAP, "pxLimit": "90000"})


def test_algo_orders_are_cancelled_once_and_by_their_instrument(mock: Mock) -> None:
    number = place(mock, {**SPOT, **TAKE, "algoClOrdId": "mine"})
    path = "/api/v5/trade/cancel-algos"
    document = [
        {"instId": "ETH-USDT", "algoId": number},
        {"instId": "NO-NO", "algoId": number},
        {"instId": "BTC-USDT", "algoId": "1"},
        {"instId": "BTC-USDT"},
        {"instId": "BTC-USDT", "algoClOrdId": "mine"},
        {"instId": "BTC-USDT", "algoId": number},
    ]
    reply = mock.post("alice", path, document)
    assert reply.code == "2"
    assert [row["sCode"] for row in reply.data] == ["51400", "51001", "51400", "50015", "0", "51400"]
    assert [row["algoId"] for row in reply.data][-2:] == [number, number]
    assert algo(mock, number)["state"] == "canceled"
    assert mock.get("bob", f"{PATH}?algoId={number}").code == "51603"
    move(mock, "70000")
    assert made(mock, number) == []


def test_answers_name_no_field_that_the_contract_lacks(mock: Mock) -> None:
    import json

    from okx_mock.contract import contract_file

    schemas = json.loads(contract_file().read_text("utf-8"))["components"]["schemas"]
    operations = {operation.name for operation in load_contract()}
    assert {"getAlgoOrder", "getAlgoOrdersPending"} <= operations
    number = place(mock, {**SPOT, **ICEBERG})
    assert set(algo(mock, number)) == set(schemas["AlgoOrder"]["properties"])
    (listed,) = mock.get("alice", "/api/v5/trade/orders-algo-pending?ordType=smart_iceberg").data
    assert set(listed) == set(schemas["PendingAlgoOrder"]["properties"])
