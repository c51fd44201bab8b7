"""DCA bots through their cycles. Expected figures are worked out here by hand."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from .conftest import Mock, Reply
from .robots import BOT, CODE, funds, move, placed_by, refused, short, spendable, started

D = Decimal
NOW = [{"triggerAction": "start", "triggerStrategy": "instant"}]
# Opens with 600 USDT; adds 600 one per cent lower and 1200 another two per cent lower; gains at five per cent.
SPOT = {
    "instId": "BTC-USDT",
    "algoOrdType": "spot_dca",
    "initOrdAmt": "600",
    "maxSafetyOrds": "2",
    "safetyOrdAmt": "600",
    "pxSteps": "0.01",
    "pxStepsMult": "2",
    "volMult": "2",
    "tpPct": "0.05",
    "triggerParams": NOW,
}
CONTRACTS = {**SPOT, "instId": "BTC-USDT-SWAP", "algoOrdType": "contract_dca", "lever": "2", "direction": "long"}


def create(mock: Mock, account: str = "alice", **changes: Any) -> Reply:
    base = CONTRACTS if changes.get("algoOrdType") == "contract_dca" else SPOT
    document = {name: value for name, value in {**base, **changes}.items() if value is not None}
    return mock.post(account, f"{BOT}/dca/create", document)


def is_open(mock: Mock, algo_id: str) -> bool:
    (record,) = [one for one in mock.control("GET", "orders").json["records"] if one["id"] == algo_id]
    return bool(record["open"])


def test_the_answer_echoes_tag_and_own_id(mock: Mock) -> None:
    row = create(mock, tag=CODE, algoClOrdId="own1").row
    assert (row["tag"], row["algoClOrdId"], row["sCode"]) == (CODE, "own1", "0")
    assert refused(create(mock, algoClOrdId="own1")) == "51065"
    assert spendable(mock, "USDT") == 100_000 - 2400


def test_a_cycle_opens_adds_and_gains(mock: Mock) -> None:
    algo_id = started(create(mock, tag=CODE))
    opened, *resting = placed_by(mock, algo_id)
    assert (opened["ordType"], opened["side"], opened["sz"], opened["state"]) == ("market", "buy", "600", "filled")
    # 600 / 59400 and 1200 / 58200, rounded down; 0.01 less 0.1 % are sold 5 % higher.
    assert short(resting) == [
        ("buy", "59400", "0.01010101"),
        ("buy", "58200", "0.02061855"),
        ("sell", "63000", "0.00999"),
    ]
    assert spendable(mock, "USDT") == 100_000 - 2400
    assert spendable(mock, "BTC") == 2

    move(mock, 59400)
    # Both purchases together cost 600 + 0.01010101 * 59400 = 1199.999994 for 0.02010101.
    average = (600 + D("0.01010101") * 59400) / D("0.02010101")
    target = (average * D("1.05") * 100).__ceil__() / D(100)
    held = D("0.00999") + D("0.01010101") * D("0.9992")
    assert short(placed_by(mock, algo_id)) == [
        ("buy", "58200", "0.02061855"),
        ("sell", str(target), str(held.quantize(D("1e-8"), rounding="ROUND_FLOOR"))),
    ]

    move(mock, target)
    orders = placed_by(mock, algo_id)
    sold = held.quantize(D("1e-8"), rounding="ROUND_FLOOR")
    gained = sold * target * D("0.9992")
    # The next cycle opens at once, at the price of then, with the coins that the first could not sell beside.
    assert [order["ordType"] for order in orders].count("market") == 2
    assert short(orders, "canceled") == [("buy", "58200", "0.02061855"), ("sell", "63000", "0.00999")]
    size = (600 / target).quantize(D("1e-8"), rounding="ROUND_FLOOR")
    assert D(orders[5]["sz"]) == size * target
    money = 100_000 - 600 - D("0.01010101") * 59400 + gained - size * target
    # Balances and fees are shown to twelve places.
    assert abs(funds(mock, "USDT")["USDT"] - money) < D("1e-11")
    assert money > 100_000 - 600, "the first cycle has earned"
    assert {order["tag"] for order in orders} == {CODE}


def test_it_ends_at_its_loss(mock: Mock) -> None:
    algo_id = started(create(mock, tag=CODE, maxSafetyOrds="0", slPct="0.02"))
    move(mock, 58800.01)
    assert is_open(mock, algo_id)
    move(mock, 58800)
    assert not is_open(mock, algo_id)
    orders = placed_by(mock, algo_id)
    assert (orders[-1]["side"], orders[-1]["ordType"], orders[-1]["state"]) == ("sell", "market", "filled")
    assert short(orders) == []
    # 0.00999 sold at 58800 less 0.1 %; what was invested and not used is back.
    assert spendable(mock, "USDT") == 100_000 - 600 + D("0.00999") * 58800 * D("0.999")
    assert spendable(mock, "BTC") == 2
    assert {order["tag"] for order in orders} == {CODE}


def test_a_limit_order_ends_a_loss_when_the_price_comes_back(mock: Mock) -> None:
    algo_id = started(create(mock, tag=CODE, maxSafetyOrds="0", slPct="0.02", slMode="limit"))
    move(mock, 58000)
    assert short(placed_by(mock, algo_id)) == [("sell", "58800", "0.00999")]
    assert is_open(mock, algo_id)
    move(mock, 58800)
    assert not is_open(mock, algo_id)
    assert spendable(mock, "USDT") == 100_000 - 600 + D("0.00999") * 58800 * D("0.9992")
    assert {order["tag"] for order in placed_by(mock, algo_id)} == {CODE}


def test_contracts_long(mock: Mock) -> None:
    # 600 USDT at twice are 1200, that is 2 contracts of 600; 2.02 at 59400, 4.12 at 58200.
    algo_id = started(create(mock, algoOrdType="contract_dca"))
    opened, *resting = placed_by(mock, algo_id)
    assert (opened["sz"], opened["side"]) == ("2", "buy")
    assert short(resting) == [("buy", "59400", "2.02"), ("buy", "58200", "4.12"), ("sell", "63000", "2")]
    move(mock, 63000, "BTC-USDT-SWAP")
    # 60 earned, 0.6 and 0.252 paid; with 2400 invested the amounts of the next cycle are 1.02464… times as large.
    growth = (2400 + 60 - D("0.6") - D("0.252")) / 2400
    again = placed_by(mock, algo_id)[4]
    assert (again["ordType"], D(again["sz"])) == ("market", (1200 * growth / 630).quantize(D("0.01"), "ROUND_FLOOR"))


def test_contracts_that_do_not_reinvest(mock: Mock) -> None:
    algo_id = started(create(mock, algoOrdType="contract_dca", allowReinvest="false", initOrdAmt="63000"))
    # 63000 USDT at twice: 210 contracts at 60000, 200 at 63000.
    assert placed_by(mock, algo_id)[0]["sz"] == "210"
    move(mock, 63000, "BTC-USDT-SWAP")
    assert placed_by(mock, algo_id)[4]["sz"] == "200"


def test_contracts_short(mock: Mock) -> None:
    algo_id = started(create(mock, algoOrdType="contract_dca", direction="short", slPct="0.1", tag=CODE))
    opened, *resting = placed_by(mock, algo_id)
    assert (opened["sz"], opened["side"]) == ("2", "sell")
    # 1200 / 606 and 2400 / 618.
    assert short(resting) == [("sell", "60600", "1.98"), ("sell", "61800", "3.88"), ("buy", "57000", "2")]
    move(mock, 60600, "BTC-USDT-SWAP")
    average = (2 * D(60000) + D("1.98") * 60600) / D("3.98")
    target = (average * D("0.95") * 10).__floor__() / D(10)
    assert short(placed_by(mock, algo_id))[-1] == ("buy", str(target), "3.98")
    move(mock, 61800, "BTC-USDT-SWAP")
    average = (2 * D(60000) + D("1.98") * 60600 + D("3.88") * 61800) / D("7.86")
    move(mock, (average * D("1.1") * 10).__ceil__() / D(10), "BTC-USDT-SWAP")
    assert not is_open(mock, algo_id)
    assert (placed_by(mock, algo_id)[-1]["side"], placed_by(mock, algo_id)[-1]["sz"]) == ("buy", "7.86")
    assert mock.control("GET", "positions").json["positions"] == []


def test_an_account_in_long_short_mode(mock: Mock) -> None:
    algo_id = started(create(mock, "ivan", algoOrdType="contract_dca", direction="short", tag=CODE))
    (held,) = mock.control("GET", "positions").json["positions"]
    assert (held["posSide"], held["pos"]) == ("short", "2")
    move(mock, 57000, "BTC-USDT-SWAP")
    assert [order["state"] for order in placed_by(mock, algo_id)[:4]] == ["filled", "canceled", "canceled", "filled"]
    assert mock.control("GET", "orders").json["refused"] == []


def test_the_documents_example_waits_for_the_index(mock: Mock) -> None:
    mock.control("POST", "clock", {"set_ms": 1_780_272_000_000, "frozen": True})
    rsi = {"timeframe": "30m", "thold": "10", "triggerCond": "cross", "timePeriod": "14"}
    changes = {
        "instId": "BTC-USDT",
        "initOrdAmt": "50",
        "maxSafetyOrds": "0",
        "triggerParams": [{"triggerAction": "start", "triggerStrategy": "rsi", **rsi}],
    }
    algo_id = started(create(mock, algoOrdType="contract_dca", **changes))
    assert placed_by(mock, algo_id) == []
    # The perpetual of the pair that the document names: its price falls, and the index with it, below 10.
    move(mock, 59000, "BTC-USDT-SWAP")
    mock.advance(1799)
    assert placed_by(mock, algo_id) == []
    mock.advance(1)
    opened, target = placed_by(mock, algo_id)
    # 100 USDT for contracts of 590.
    assert (opened["instId"], opened["sz"]) == ("BTC-USDT-SWAP", "0.16")
    assert (target["side"], target["px"]) == ("sell", "61950")


def test_the_smallest_gain_still_waits_for_the_price(mock: Mock) -> None:
    for changes in ({}, {"algoOrdType": "contract_dca"}, {"algoOrdType": "contract_dca", "direction": "short"}):
        algo_id = started(create(mock, tpPct="0.0001", maxSafetyOrds="0", **changes))
        (target,) = short(placed_by(mock, algo_id))
        assert target[1] == ("59994" if changes.get("direction") else "60006")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"maxSafetyOrds": "1", "pxSteps": None}, "50014"),
        ({"maxSafetyOrds": "1", "pxStepsMult": None}, "50014"),
        ({"maxSafetyOrds": "1", "volMult": None}, "50014"),
        ({"maxSafetyOrds": "1", "safetyOrdAmt": None}, "50014"),
        ({"maxSafetyOrds": "101"}, "51000"),
        ({"pxSteps": "0"}, "51250"),
        ({"pxSteps": "0.4"}, "51250"),
        ({"initOrdAmt": "0.5"}, "51020"),
        ({"initOrdAmt": "98200.01"}, "51008"),
        ({"tpPct": "0"}, "55100"),
        ({"tpPct": "0.00009"}, "55100"),
        ({"slPct": "0"}, "55101"),
        ({"slPct": "1"}, "55101"),
        ({"instId": "DOGE-USDT"}, "51001"),
        ({"instId": "BTC-USDT-SWAP"}, "51287"),
        ({"tradeQuoteCcy": "USDC"}, "51000"),
        ({"triggerParams": [{"triggerAction": "start", "triggerStrategy": "price", "triggerPx": "1"}]}, "51056"),
        ({"triggerParams": [{"triggerAction": "start", "triggerStrategy": "rsi"}]}, "50014"),
        ({"algoOrdType": "contract_dca", "lever": None}, "50014"),
        ({"algoOrdType": "contract_dca", "lever": "0"}, "51000"),
        ({"algoOrdType": "contract_dca", "direction": "short", "tpPct": "1"}, "55100"),
        ({"algoOrdType": "contract_dca", "initOrdAmt": "98200.01"}, "51008"),
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(mock: Mock, changes: dict[str, Any], code: str) -> None:
    assert refused(create(mock, **changes)) == code
    assert mock.orders() == []
    assert (spendable(mock, "USDT"), spendable(mock, "BTC")) == (100_000, 2)


@pytest.mark.parametrize("tag", [CODE, None])
@pytest.mark.parametrize("kind", ["spot_dca", "contract_dca"])
def test_over_a_whole_life_every_order_carries_the_tag_of_its_bot(mock: Mock, kind: str, tag: str | None) -> None:
    inst_id = "BTC-USDT" if kind == "spot_dca" else "BTC-USDT-SWAP"
    algo_id = started(create(mock, algoOrdType=kind, tag=tag, tpPct="0.02", slPct="0.2"))
    walk, price = random.Random(3), 60000
    for _ in range(60):
        price = min(max(price + walk.randrange(-1500, 1501, 100), 52000), 68000)
        move(mock, price, inst_id)
    move(mock, 30000, inst_id)
    assert not is_open(mock, algo_id)
    orders = placed_by(mock, algo_id)
    assert sum(order["ordType"] == "market" for order in orders) >= 4, "several cycles"
    assert {(order["tag"], order["known_code"]) for order in orders} == {(tag or "", tag is not None)}
    assert {order["operation"] for order in orders} == {"createDcaBot"}
    assert mock.orders() == orders
    assert short(orders) == []
    assert spendable(mock, "USDT") == funds(mock, "USDT")["USDT"]
    assert funds(mock, "BTC")["BTC"] - 2 < D("1e-7")
