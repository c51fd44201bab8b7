"""Take-profits, stop-losses and trailing stops attached to orders: checked, shown, amended, and what becomes of them.

Expected: okx-v5, POST /trade/order (attachAlgoOrds) with its codes; amounts by hand.
"""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Mock

ORDER = "/api/v5/trade/order"
SWAP: dict[str, object] = {"instId": "BTC-USDT-SWAP", "tdMode": "cross", "px": "59000", "sz": "10"}
PROFIT = {"tpTriggerPx": "65000", "tpOrdPx": "-1"}
LOSS = {"slTriggerPx": "55000", "slOrdPx": "-1"}
PART = {"tpTriggerPx": "65000", "tpOrdPx": "-1", "sz": "4"}
REST = {"tpTriggerPx": "66000", "tpOrdPx": "-1", "sz": "6"}


def shown(mock: Mock, order_id: str, inst_id: str = "BTC-USDT") -> dict[str, Any]:
    return dict(mock.get("alice", f"{ORDER}?instId={inst_id}&ordId={order_id}").row)


def waiting(mock: Mock, kind: str = "conditional,oco") -> list[dict[str, Any]]:
    """Algo orders that wait, oldest first."""
    return list(reversed(mock.get("alice", f"/api/v5/trade/orders-algo-pending?ordType={kind}").data))


def move(mock: Mock, price: str, inst_id: str = "BTC-USDT") -> None:
    assert mock.control("POST", "prices", {"instId": inst_id, "px": price}).status == 200


def position(mock: Mock) -> str:
    rows = mock.control("GET", "positions").json["positions"]
    return str(rows[0]["pos"]) if rows else "0"


def test_a_take_profit_and_a_stop_loss_wait_for_the_whole_order(mock: Mock) -> None:
    attached = [{**PROFIT, **LOSS, "attachAlgoClOrdId": "both"}]
    number = mock.order(px="59000", sz="0.5", tag="MOCKBROKER01", attachAlgoOrds=attached).row["ordId"]
    order = shown(mock, number)
    (one,) = order["attachAlgoOrds"]
    assert {name: value for name, value in one.items() if value} == {
        **PROFIT,
        **LOSS,
        "attachAlgoId": one["attachAlgoId"],
        "attachAlgoClOrdId": "both",
        "tpOrdKind": "condition",
        "tpTriggerPxType": "last",
        "slTriggerPxType": "last",
        "amendPxOnTriggerType": "0",
    }
    assert (order["attachAlgoClOrdId"], order["tpTriggerPx"], order["slOrdPx"]) == ("both", "65000", "-1")
    assert waiting(mock) == []
    mock.control("POST", "fill", {"ordId": number, "sz": "0.2"})
    assert waiting(mock) == []
    mock.control("POST", "fill", {"ordId": number})
    (algo,) = waiting(mock)
    assert (algo["ordType"], algo["side"], algo["sz"], algo["algoClOrdId"], algo["tag"]) == (
        "oco", "sell", "0.5", "both", "MOCKBROKER01",
    )  # fmt: skip
    assert (algo["tpTriggerPx"], algo["slTriggerPx"], algo["tgtCcy"]) == ("65000", "55000", "base_ccy")
    move(mock, "65000")
    row = mock.get("alice", f"/api/v5/trade/order-algo?algoId={algo['algoId']}").row
    sold = shown(mock, row["ordId"])
    assert (row["state"], sold["avgPx"], sold["accFillSz"], sold["tag"]) == (
        "effective",
        "65000",
        "0.5",
        "MOCKBROKER01",
    )


@pytest.mark.parametrize(
    ("item", "kind"), [(PROFIT, "conditional"), (LOSS, "conditional"), ({"callbackRatio": "0.1"}, "move_order_stop")]
)
def test_one_side_becomes_an_algo_order_of_its_kind(mock: Mock, item: dict[str, str], kind: str) -> None:
    mock.order(ordType="market", px=None, sz="6000", attachAlgoOrds=[item])
    (algo,) = waiting(mock, kind)
    assert {name: algo[name] for name in item} == item
    assert (algo["sz"], algo["side"]) == ("0.1", "sell")


def test_what_is_attached_lapses_with_the_order(mock: Mock) -> None:
    attached = [{**PROFIT, "attachAlgoClOrdId": "again"}]
    number = mock.order(px="59000", sz="0.5", attachAlgoOrds=attached).row["ordId"]
    assert mock.order(px="59000", sz="0.5", attachAlgoOrds=attached).row["sCode"] == "51068"
    algo = {"instId": "BTC-USDT", "tdMode": "cash", "side": "sell", "sz": "1", "ordType": "conditional", **PROFIT}
    place = "/api/v5/trade/order-algo"
    assert mock.post("alice", place, {**algo, "algoClOrdId": "again"}).row["sCode"] == "51068"
    # Cancelled after a part has filled: the document has it become active with the whole order only.
    mock.control("POST", "fill", {"ordId": number, "sz": "0.1"})
    mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT", "ordId": number})
    assert waiting(mock) == []
    assert mock.post("alice", place, {**algo, "algoClOrdId": "again"}).row["sCode"] == "0"
    assert mock.order(px="59000", sz="0.5", attachAlgoOrds=attached).row["sCode"] == "51068"


def test_a_batch_has_attachments_too(mock: Mock) -> None:
    item = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "60000", "sz": "0.1"}
    batch = [{**item, "attachAlgoOrds": [LOSS]}, {**item, "attachAlgoOrds": [{**LOSS, "slTriggerPx": "61000"}]}]
    reply = mock.post("alice", "/api/v5/trade/batch-orders", batch)
    assert [row["sCode"] for row in reply.data] == ["0", "51047"]
    assert len(waiting(mock)) == 1


def test_ratios_are_of_the_price_at_which_the_order_filled(mock: Mock) -> None:
    item = {"tpTriggerRatio": "0.1", "tpOrdPx": "-1", "slTriggerRatio": "0.05", "slOrdPx": "-1"}
    mock.order(**{**SWAP, "px": "61000"}, attachAlgoOrds=[item])
    sell = {"tpTriggerRatio": "-0.1", "tpOrdPx": "-1", "slTriggerRatio": "0.05", "slOrdPx": "-1"}
    mock.order(**{**SWAP, "px": "59000", "sz": "30"}, side="sell", attachAlgoOrds=[sell])
    # Both filled at 60000.
    bought, sold = waiting(mock)
    assert (bought["tpTriggerPx"], bought["slTriggerPx"]) == ("66000", "57000")
    assert (sold["tpTriggerPx"], sold["slTriggerPx"], sold["side"]) == ("54000", "63000", "buy")
    assert sold["reduceOnly"] == "true"


def test_what_can_not_be_placed_leaves_its_code_in_the_order(mock: Mock) -> None:
    for _ in range(5):
        batch = [
            {
                "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "60000", "sz": "0.01",
                "attachAlgoOrds": [LOSS],
            }
        ] * 20  # fmt: skip
        mock.post("alice", "/api/v5/trade/batch-orders", batch)
        mock.advance(2)
    assert len(waiting(mock)) == 100
    number = mock.order(px="60000", sz="0.01", attachAlgoOrds=[LOSS]).row["ordId"]
    order = shown(mock, number)
    assert (order["state"], order["attachAlgoOrds"][0]["failCode"]) == ("filled", "51299")
    assert order["attachAlgoOrds"][0]["failReason"]


def test_a_limit_take_profit_is_an_order_of_its_own(mock: Mock) -> None:
    item = {"tpOrdKind": "limit", "tpOrdPx": "62000", "attachAlgoClOrdId": "tpl"}
    mock.order(**{**SWAP, "px": "60000"}, tag="MOCKBROKER01", attachAlgoOrds=[item])
    order = mock.get("alice", f"{ORDER}?instId=BTC-USDT-SWAP&clOrdId=tpl").row
    assert (order["state"], order["px"], order["sz"], order["side"], order["isTpLimit"], order["tag"]) == (
        "live", "62000", "10", "sell", "true", "MOCKBROKER01",
    )  # fmt: skip
    assert (order["reduceOnly"], waiting(mock)) == ("true", [])
    move(mock, "62000", "BTC-USDT-SWAP")
    assert position(mock) == "0"


# Take-profits in parts


def test_parts_take_profit_one_after_the_other_and_the_stop_loss_is_for_the_rest(mock: Mock) -> None:
    mock.order(**{**SWAP, "px": "60000"}, attachAlgoOrds=[PART, REST, LOSS])
    assert sorted((algo["tpTriggerPx"], algo["sz"]) for algo in waiting(mock)) == [
        ("", "10"), ("65000", "4"), ("66000", "6"),
    ]  # fmt: skip
    move(mock, "65000", "BTC-USDT-SWAP")
    assert position(mock) == "6"
    stop = next(algo for algo in waiting(mock) if algo["slTriggerPx"])
    assert (stop["sz"], stop["slTriggerPx"]) == ("6", "55000")
    move(mock, "55000", "BTC-USDT-SWAP")
    assert (position(mock), waiting(mock)) == ("0", [])


def test_a_break_even_stop_moves_to_the_entry_price(mock: Mock) -> None:
    stop = {**LOSS, "amendPxOnTriggerType": "1"}
    mock.order(**{**SWAP, "px": "60000"}, attachAlgoOrds=[PART, REST, stop])
    move(mock, "65000", "BTC-USDT-SWAP")
    moved = next(algo for algo in waiting(mock) if algo["slTriggerPx"])
    assert (moved["slTriggerPx"], moved["sz"], moved["amendPxOnTriggerType"]) == ("60000", "6", "1")
    move(mock, "60000", "BTC-USDT-SWAP")
    assert (position(mock), waiting(mock)) == ("0", [])


def test_the_last_part_ends_the_stop_loss(mock: Mock) -> None:
    mock.order(**{**SWAP, "px": "60000"}, attachAlgoOrds=[PART, REST, LOSS])
    stop = next(algo for algo in waiting(mock) if algo["slTriggerPx"])["algoId"]
    move(mock, "70000", "BTC-USDT-SWAP")
    assert (position(mock), waiting(mock)) == ("0", [])
    assert mock.get("alice", f"/api/v5/trade/order-algo?algoId={stop}").row["state"] == "canceled"


@pytest.mark.parametrize(("ends", "source"), [("trigger", "36"), ("cancel", "37")])
def test_limit_parts_rest_in_the_book_and_go_with_the_stop_loss(mock: Mock, ends: str, source: str) -> None:
    parts = [
        {"tpOrdKind": "limit", "tpOrdPx": "62000", "sz": "4"},
        {"tpOrdKind": "limit", "tpOrdPx": "63000", "sz": "6"},
    ]
    mock.order(**{**SWAP, "px": "60000"}, attachAlgoOrds=[*parts, LOSS])
    second, first = mock.get("alice", "/api/v5/trade/orders-pending").data
    (stop,) = waiting(mock)
    assert (first["px"], first["sz"], first["isTpLimit"], first["linkedAlgoOrd"]["algoId"]) == (
        "62000", "4", "true", stop["algoId"],
    )  # fmt: skip
    mock.control("POST", "fill", {"ordId": first["ordId"], "sz": "3"})
    assert (waiting(mock)[0]["sz"], position(mock)) == ("7", "7")
    if ends == "trigger":
        move(mock, "55000", "BTC-USDT-SWAP")
        assert position(mock) == "0"
    else:
        mock.post("alice", "/api/v5/trade/cancel-algos", [{"instId": "BTC-USDT-SWAP", "algoId": stop["algoId"]}])
        assert position(mock) == "7"
    for order in (first, second):
        row = shown(mock, order["ordId"], "BTC-USDT-SWAP")
        assert (row["state"], row["cancelSource"]) == ("canceled", source)


# What is refused


@pytest.mark.parametrize(
    ("changes", "items", "s_code"),
    [
        ({}, [{"tpTriggerPx": "65000"}], "50014"),
        ({}, [{"tpOrdPx": "-1"}], "50014"),
        ({}, [{"slTriggerPx": "55000"}], "50014"),
        ({}, [{"tpTriggerPxType": "last"}], "50015"),
        ({}, [{"attachAlgoClOrdId": "a"}], "51178"),
        ({}, [{**PROFIT, "tpTriggerPx": "59000"}], "51046"),
        ({}, [{**LOSS, "slTriggerPx": "59000"}], "51047"),
        ({"side": "sell", "px": "61000"}, [{**PROFIT, "tpTriggerPx": "61000"}], "51048"),
        ({"side": "sell", "px": "61000"}, [{**LOSS, "slTriggerPx": "61000"}], "51049"),
        ({"ordType": "market", "px": None, "sz": "100"}, [{**PROFIT, "tpTriggerPx": "60000"}], "51046"),
        ({"ordType": "market", "px": None, "sz": "0.1", "tgtCcy": "base_ccy"}, [PROFIT], "51044"),
        ({"side": "sell", "ordType": "market", "px": None, "sz": "100", "tgtCcy": "quote_ccy"}, [LOSS], "51044"),
        ({}, [{**PROFIT, "tpTriggerPx": "65000.001"}], "51150"),
        ({}, [{**PROFIT, "tpTriggerPxType": "mark"}], "51415"),
        ({}, [{**PROFIT, "tpTriggerRatio": "0.1"}], "50024"),
        ({}, [{"tpTriggerRatio": "0.1", "tpOrdPx": "-1"}], "54079"),
        ({}, [{"tpOrdKind": "limit", "tpOrdPx": "65000"}], "51094"),
        ({}, [PROFIT, {**PROFIT, "tpTriggerPx": "66000"}], "51077"),
        ({}, [{**LOSS, "amendPxOnTriggerType": "1"}], "51077"),
        ({}, [LOSS, {**LOSS, "slTriggerPx": "54000"}], "51084"),
        ({}, [{**PROFIT, "sz": "0.1"}], "51000"),
        ({}, [{"callbackRatio": "0.1", "callbackSpread": "10"}], "50024"),
        ({}, [{"activePx": "65000"}], "50015"),
        ({}, [{"callbackRatio": "2"}], "51311"),
        ({}, [{"callbackRatio": "0.1", "activePx": "58000"}], "51258"),
        ({}, [{"callbackRatio": "0.1", **PROFIT}], "50024"),
        ({}, [{"callbackRatio": "0.1"}, {"callbackRatio": "0.2"}], "51086"),
        ({}, [{**PROFIT, "attachAlgoClOrdId": "a"}, {**LOSS, "attachAlgoClOrdId": "a"}], "51068"),
        (SWAP, [{"tpTriggerRatio": "-0.1", "tpOrdPx": "-1"}], "54078"),
        (SWAP, [{"slTriggerRatio": "1", "slOrdPx": "-1"}], "54078"),
        ({**SWAP, "side": "sell", "px": "61000"}, [{"tpTriggerRatio": "0.1", "tpOrdPx": "-1"}], "54078"),
        (SWAP, [{"tpOrdKind": "limit", "tpOrdPx": "-1"}], "51093"),
        (SWAP, [{"tpOrdKind": "limit", "tpTriggerPx": "65000"}], "50014"),
        (SWAP, [{**PART, **LOSS}, REST], "51076"),
        (SWAP, [{**PROFIT, "tpTriggerPx": str(64000 + n), "sz": "1"} for n in range(11)], "51079"),
        (SWAP, [PART, {**REST, "tpTriggerPxType": "mark"}], "51080"),
        (SWAP, [PART, {**REST, "tpTriggerPx": "65000.0"}], "51081"),
        (SWAP, [PART, {**REST, "sz": "5"}], "51083"),
        (SWAP, [PART, REST, LOSS, LOSS], "51084"),
        (SWAP, [PROFIT, {**LOSS, "amendPxOnTriggerType": "1"}], "51085"),
        (SWAP, [PROFIT, REST], "51089"),
        (SWAP, [PART, {"tpOrdKind": "limit", "tpOrdPx": "66000", "sz": "6"}], "51091"),
        (SWAP, [{"tpOrdKind": "limit", "tpOrdPx": "66000", "sz": size} for size in ("4", "6")], "51092"),
        (SWAP, [PART, REST, {"slTriggerRatio": "0.1", "slOrdPx": "-1", "amendPxOnTriggerType": "1"}], "50014"),
    ],
)  # fmt: skip
def test_attachments_that_break_a_rule(
    mock: Mock, changes: dict[str, object], items: list[dict[str, str]], s_code: str
) -> None:
    reply = mock.order(**{"px": "59000", "sz": "0.5", **changes}, attachAlgoOrds=items)
    assert (reply.row["sCode"], reply.row["ordId"]) == (s_code, "")
    assert mock.orders() == []


def test_orders_that_close_can_have_nothing_attached(mock: Mock) -> None:
    mock.order(**{**SWAP, "px": "60000"})
    closing = {**SWAP, "side": "sell", "px": "61000", "reduceOnly": True}
    profit = {**PROFIT, "tpTriggerPx": "50000"}
    assert mock.order(**closing, attachAlgoOrds=[profit]).row["sCode"] == "51100"
    mock.order("ivan", **{**SWAP, "px": "60000"}, posSide="long")
    reply = mock.order("ivan", **{**SWAP, "side": "sell", "px": "61000"}, posSide="long", attachAlgoOrds=[profit])
    assert reply.row["sCode"] == "51333"


# Amending


def test_attachments_are_changed_added_and_deleted_while_the_order_is_open(mock: Mock) -> None:
    number = mock.order(px="59000", sz="0.5", attachAlgoOrds=[{**PROFIT, **LOSS, "attachAlgoClOrdId": "a"}]).row[
        "ordId"
    ]
    (before,) = shown(mock, number)["attachAlgoOrds"]

    def amend(*items: dict[str, str]) -> str:
        change = {"instId": "BTC-USDT", "ordId": number, "attachAlgoOrds": list(items)}
        return str(mock.post("alice", "/api/v5/trade/amend-order", change).row["sCode"])

    own = {"attachAlgoId": before["attachAlgoId"]}
    assert amend({**own, "newTpTriggerPx": "58000"}) == "51046"
    assert amend({"attachAlgoId": "1", "newTpTriggerPx": "66000"}) == "51527"
    assert shown(mock, number)["attachAlgoOrds"] == [before]

    assert amend({**own, "newTpTriggerPx": "66000", "newSlTriggerPx": "0"}) == "0"
    (after,) = shown(mock, number)["attachAlgoOrds"]
    assert (after["attachAlgoId"], after["attachAlgoClOrdId"], after["tpTriggerPx"]) == (
        before["attachAlgoId"], "a", "66000",
    )  # fmt: skip
    assert (after["slTriggerPx"], after["slOrdPx"]) == ("", "")

    assert amend({"newSlTriggerPx": "50000", "newSlOrdPx": "-1", "newSlTriggerPxType": "last"}) == "0"
    kept, added = shown(mock, number)["attachAlgoOrds"]
    assert (kept["attachAlgoId"], added["slTriggerPx"]) == (before["attachAlgoId"], "50000")

    assert amend({"attachAlgoClOrdId": "a", "newTpOrdPx": "0"}) == "0"
    assert [one["slTriggerPx"] for one in shown(mock, number)["attachAlgoOrds"]] == ["50000"]
    # The id is free again.
    assert mock.order(px="59000", sz="0.1", attachAlgoOrds=[{**PROFIT, "attachAlgoClOrdId": "a"}]).row["sCode"] == "0"
    mock.control("POST", "fill", {"ordId": number})
    (algo,) = waiting(mock)
    assert (algo["slTriggerPx"], algo["tpTriggerPx"], algo["sz"]) == ("50000", "", "0.5")
