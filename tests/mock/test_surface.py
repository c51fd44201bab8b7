"""The mock beyond plain orders: lists, amending, algo orders, bots, options' limits.

Expected values come from the documents' examples and code tables.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from okx_mock.contract import contract_file, load_contract

from .conftest import Mock

DOCUMENT: dict[str, Any] = json.loads(contract_file().read_text("utf-8"))
NODES = {
    node["operationId"]: (method.upper(), path, node)
    for path, item in DOCUMENT["paths"].items()
    for method, node in item.items()
}
CODE = "MOCKBROKER01"


def example(operation: str, **changes: object) -> Any:
    """The body of the document's first example request, with changes."""
    body = NODES[operation][2]["x-okx-example-requests"][0]["body"]
    return [{**body[0], **changes}] if isinstance(body, list) else {**body, **changes}


def send(mock: Mock, operation: str, account: str = "alice", document: Any = None, **query: str) -> Any:
    method, path, _ = NODES[operation]
    if method == "GET":
        return mock.get(account, path + (f"?{urlencode(query)}" if query else ""))
    return mock.post(account, path, example(operation) if document is None else document)


def row_of(mock: Mock, operation: str, document: Any = None, **query: str) -> Any:
    reply = send(mock, operation, document=document, **query)
    assert reply.code == "0", reply.json
    return reply.data[0]


# What is placed, found, listed, ended once


LIVES = [
    # places, its id, shows one, lists, ends; what a second end says
    ("placeAlgoOrder", "algoId", "getAlgoOrder", "getAlgoOrdersPending", "cancelAlgos", "51400"),
    ("placeGridOrder", "algoId", "getGridOrder", "getGridOrdersPending", "stopGridOrders", "51291"),
    ("copyGridOrder", "algoId", "getGridOrder", "getGridOrdersPending", "stopGridOrders", "51291"),
    ("placeRecurringOrder", "algoId", "getRecurringOrder", "getRecurringOrdersPending", "stopRecurringOrders", "51291"),
]
KINDS = {"getGridOrder": {"algoOrdType": "grid"}, "getGridOrdersPending": {"algoOrdType": "grid"}}


@pytest.mark.parametrize(("places", "name", "shows", "lists", "ends", "again"), LIVES)
def test_what_is_placed_is_found_listed_and_ended_once(
    mock: Mock, places: str, name: str, shows: str, lists: str, ends: str, again: str
) -> None:
    changes: dict[str, Any] = {"tag": CODE}
    if places == "copyGridOrder":
        changes["sourceAlgoId"] = source = row_of(mock, "placeGridOrder")["algoId"]
        row_of(mock, "stopGridOrders", example("stopGridOrders", algoId=source))
    if places == "placeRecurringOrder":
        changes["tdMode"] = "cash"
    placed = row_of(mock, places, example(places, **changes))
    number = placed[name]
    assert placed["tag"] == CODE
    kind = {"ordType": example(places)["ordType"]} if lists == "getAlgoOrdersPending" else KINDS.get(lists, {})
    found = row_of(mock, shows, **{name: number}, **KINDS.get(shows, {}))
    assert (found[name], found["tag"]) == (number, CODE)
    assert number in [row[name] for row in send(mock, lists, **kind).data]
    # Somebody else's it is not.
    assert send(mock, lists, "bob", **kind).data == []
    ending = example(ends, **{name: number})
    ending = [{**ending[0]}] if isinstance(ending, list) else {name: number}
    assert send(mock, ends, document=ending).data[0]["sCode"] == "0"
    assert send(mock, lists, **kind).data == []
    second = send(mock, ends, document=ending)
    assert (second.code, second.data[0]["sCode"]) == ("1", again)


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ("getAlgoOrder", "51603"),
        ("getGridOrder", "51293"),
        ("getRecurringOrder", "51293"),
    ],
)
def test_what_was_never_placed_is_not_found(mock: Mock, operation: str, code: str) -> None:
    assert send(mock, operation, algoId="1", **KINDS.get(operation, {})).code == code


def test_every_request_that_carries_a_tag_is_noted_with_it(mock: Mock) -> None:
    marked = {
        name
        for name, (_, _, node) in NODES.items()
        for place in node.get("x-okx-broker-tag", ())
        if place["role"] == "attribution"
    }
    assert len(marked) == 18
    book = {"placeOrder", "placeBatchOrders", "closePosition"}
    leg = {"instId": "BTC-USDT", "side": "buy", "sz": "0.1"}
    asked = example("createRfq", tag=CODE, counterparties=["HEIDI"], legs=[leg])
    rfq = row_of(mock, "createRfq", asked)["rfqId"]
    offer = example("createQuote", rfqId=rfq, tag=CODE, legs=[{**leg, "px": "60000"}])
    assert send(mock, "createQuote", "heidi", offer).code == "0"
    quote = row_of(mock, "estimateConvertQuote", example("estimateConvertQuote", tag=CODE))["quoteId"]
    # The short positions that lead; the document's take-profit at 10000 is below the price, as it must be.
    leads = [
        mock.order(instId="BTC-USDT-SWAP", tdMode="cross", side="sell", ordType="market", px=None, sz="1").row["ordId"]
        for _ in range(2)
    ]
    row_of(mock, "setFirstCopySettings", example("setFirstCopySettings", tag=CODE))
    instead: dict[str, dict[str, Any]] = {
        "convertTrade": {"quoteId": quote},
        "purchaseEarn": {"investData": [{"ccy": "USDT", "amt": "100"}]},
        "copyGridOrder": {
            "sourceAlgoId": row_of(mock, "placeGridOrder", example("placeGridOrder", tag=CODE))["algoId"]
        },
        "placeRecurringOrder": {"tdMode": "cash"},
        "placeCopyTradingAlgoOrder": {"subPosId": leads[0]},
        "closeCopyTradingSubposition": {"subPosId": leads[1]},
    }
    alone = {"createRfq", "createQuote", "estimateConvertQuote", "setFirstCopySettings"}
    for name in sorted(marked - book - alone):
        row_of(mock, name, example(name, tag=CODE, **instead.get(name, {})))
    noted = mock.control("GET", "orders").json["records"]
    assert {one["operation"] for one in noted} == marked - book
    assert {(one["tag"], one["known_code"]) for one in noted} == {(CODE, True)}
    makers = {one["operation"] for one in noted if one["user"] != "alice"}
    assert makers == {"createQuote"}


def test_an_own_id_is_taken_once_while_it_lives(mock: Mock) -> None:
    document = example("placeAlgoOrder", algoClOrdId="own1")
    number = row_of(mock, "placeAlgoOrder", document)["algoId"]
    assert send(mock, "placeAlgoOrder", document=document).data[0]["sCode"] == "51065"
    assert row_of(mock, "getAlgoOrder", algoClOrdId="own1")["algoId"] == number
    send(mock, "cancelAlgos", document=[{"instId": "BTC-USDT", "algoId": number}])
    assert row_of(mock, "placeAlgoOrder", document)["algoId"] != number


def test_lists_are_walked_from_newer_to_older(mock: Mock) -> None:
    document = example("placeAlgoOrder")
    numbers = [row_of(mock, "placeAlgoOrder", document)["algoId"] for _ in range(5)]
    newest = numbers[::-1]

    def page(**query: str) -> list[str]:
        rows = send(mock, "getAlgoOrdersPending", ordType=document["ordType"], **query).data
        return [row["algoId"] for row in rows]

    assert page() == newest
    assert page(limit="2") == newest[:2]
    assert page(limit="2", after=newest[1]) == newest[2:4]
    assert page(limit="2", after=newest[3]) == newest[4:]
    assert page(after=newest[4]) == []
    assert page(before=newest[2]) == newest[:2]


# Orders in the book


def test_an_amended_order_has_its_new_price_and_can_fill_by_it(mock: Mock) -> None:
    number = mock.order(px="2.15", sz="2").row["ordId"]
    path = NODES["amendOrder"][1]
    amended = mock.post("alice", path, {"instId": "BTC-USDT", "ordId": number, "newPx": "3", "reqId": "r1"})
    assert (amended.code, amended.row["sCode"], amended.row["reqId"]) == ("0", "0", "r1")
    order = mock.get("alice", f"/api/v5/trade/order?instId=BTC-USDT&ordId={number}").row
    assert (order["px"], order["sz"], order["state"]) == ("3", "2", "live")
    # 60000 is the mock's price; a smaller size, so that the balance covers it.
    filled = mock.post("alice", path, {"instId": "BTC-USDT", "ordId": number, "newPx": "60000", "newSz": "0.1"})
    assert filled.code == "0"
    order = mock.get("alice", f"/api/v5/trade/order?instId=BTC-USDT&ordId={number}").row
    assert (order["state"], order["avgPx"], order["accFillSz"]) == ("filled", "60000", "0.1")
    again = mock.post("alice", path, {"instId": "BTC-USDT", "ordId": number, "newPx": "3"})
    assert (again.code, again.row["sCode"]) == ("1", "51503")


@pytest.mark.parametrize("cancels", [False, True])
def test_an_amendment_that_breaks_a_rule_leaves_the_order_or_cancels_it(mock: Mock, cancels: bool) -> None:
    number = mock.order().row["ordId"]
    change = {"instId": "BTC-USDT", "ordId": number, "newSz": "0.000000001", "cxlOnFail": cancels}
    reply = mock.post("alice", NODES["amendOrder"][1], change)
    assert (reply.code, reply.row["sCode"]) == ("1", "51020")
    order = mock.get("alice", f"/api/v5/trade/order?instId=BTC-USDT&ordId={number}").row
    assert (order["state"], order["sz"]) == ("canceled" if cancels else "live", "2")
    balance = mock.get("alice", "/api/v5/account/balance?ccy=USDT").row["details"][0]
    assert balance["frozenBal"] == ("0" if cancels else "4.3")


def test_orders_are_listed_while_open_and_kept_in_the_history_afterwards(mock: Mock) -> None:
    live = mock.order().row["ordId"]
    filled = mock.order(px="60000", sz="0.01", tag=CODE).row["ordId"]
    assert [row["ordId"] for row in send(mock, "getOrdersPending").data] == [live]
    assert [row["ordId"] for row in send(mock, "getOrdersHistory", instType="SPOT").data] == [filled]
    assert send(mock, "getOrdersHistory", instType="SWAP").data == []
    (fill,) = send(mock, "getFills").data
    assert (fill["ordId"], fill["fillPx"], fill["fillSz"], fill["execType"], fill["tag"]) == (
        filled, "60000", "0.01", "T", CODE,
    )  # fmt: skip
    # Fee rule: SPOT taker 0.1 % of what is received.
    assert (fill["fee"], fill["feeCcy"]) == ("-0.00001", "BTC")


def test_a_batch_of_cancellations_tells_each_apart(mock: Mock) -> None:
    number = mock.order(clOrdId="own1").row["ordId"]
    document = [{"instId": "BTC-USDT", "ordId": number}, {"instId": "BTC-USDT", "clOrdId": "nobody"}, {"instId": "X-Y"}]
    reply = mock.post("alice", NODES["cancelBatchOrders"][1], document)
    assert reply.code == "2"
    assert [row["sCode"] for row in reply.data] == ["0", "51400", "51003"]


def test_cancel_all_after_cancels_what_it_is_about_when_its_time_has_come(mock: Mock) -> None:
    path = NODES["cancelAllAfter"][1]
    tagged, plain = mock.order(tag=CODE).row["ordId"], mock.order().row["ordId"]

    def live() -> set[str]:
        return {row["ordId"] for row in send(mock, "getOrdersPending").data}

    set_at = mock.now()
    reply = mock.post("alice", path, {"timeOut": "60", "tag": CODE})
    assert reply.row["tag"] == CODE
    assert set_at + 60_000 <= int(reply.row["triggerTime"]) <= mock.now() + 60_000
    mock.advance(30)
    assert live() == {tagged, plain}
    mock.advance(31)
    assert live() == {plain}
    mock.post("alice", path, {"timeOut": "10"})
    mock.advance(2)
    assert mock.post("alice", path, {"timeOut": "0"}).row["triggerTime"] == "0"
    mock.advance(60)
    assert live() == {plain}, "it was called off"
    mock.post("alice", path, {"timeOut": "10"})
    mock.advance(11)
    assert live() == set()


@pytest.mark.parametrize("seconds", ["9", "121", "-1", "1.5", "x"])
def test_a_countdown_is_zero_or_ten_to_a_hundred_and_twenty_seconds(mock: Mock, seconds: str) -> None:
    assert mock.post("alice", NODES["cancelAllAfter"][1], {"timeOut": seconds}).code == "51000"


# Rules between fields, and limits


def test_exactly_one_of_a_group_is_taken(mock: Mock) -> None:
    without = {name: value for name, value in example("placeAlgoOrder").items() if name != "sz"}
    assert send(mock, "placeAlgoOrder", document=without).code == "50015"
    assert send(mock, "placeAlgoOrder", document={**without, "sz": "1", "closeFraction": "1"}).code == "51000"
    assert send(mock, "placeAlgoOrder", document={**without, "sz": "1"}).code == "0"


@pytest.mark.parametrize(("period", "code"), [("monthly", "50014"), ("weekly", "50014"), ("daily", "0")])
def test_a_field_is_needed_for_any_of_several_values(mock: Mock, period: str, code: str) -> None:
    changed = example("placeRecurringOrder", tdMode="cash")
    document = {name: value for name, value in changed.items() if name != "recurringDay"}
    assert send(mock, "placeRecurringOrder", document={**document, "period": period}).code == code


def test_options_count_by_their_family_and_others_by_instrument() -> None:
    operation = next(one for one in load_contract() if one.name == "amendOrder")

    def key(instrument: str) -> Any:
        # The other window counts all orders of the user.
        (charge,) = [one for one in operation.charges("u", "a", [{"instId": instrument}]) if one.requests == 60]
        return charge.key

    assert key("BTC-USD-261225-50000-C") == key("BTC-USD-261225-60000-P") == key("BTC-USD-270101-1.5-C")
    assert key("BTC-USD-261225-50000-C") != key("ETH-USD-261225-50000-C")
    assert len({key(name) for name in ("BTC-USDT", "BTC-USDT-SWAP", "BTC-USD-261225", "BTC-USD-261225-50000-C")}) == 4


def test_reports_of_trades_take_three_hours(mock: Mock) -> None:
    span = {"begin": "20260501", "end": "20260531"}
    asked = send(mock, "createDmaTrades", "broker", span)
    assert asked.row["result"] == "false"
    mock.advance(3 * 3600 + 1)
    ready = send(mock, "createDmaTrades", "broker", span)
    assert ready.row == {"result": "true", "ts": asked.row["ts"]}
    (link,) = send(mock, "getDmaTrades", "broker", type="true").data
    # 2026-05-01 and 2026-06-01, 00:00 UTC
    assert (link["beginTime"], link["endTime"], link["fileHref"]) == ("1777593600000", "1780272000000", "")
    mock.advance(3601)
    assert send(mock, "createDmaTrades", "broker", {"begin": "20260101", "end": "20261231"}).code == "51000"
    assert send(mock, "createDmaTrades", "alice", span).code == "59608"
