"""Grid bots from start to stop. Expected figures are worked out here by hand or with the document's own."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from decimal import ROUND_FLOOR, Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest

from .conftest import Mock, Reply
from .robots import BOT, CODE, funds, move, placed_by, refused, short, spendable, started

D = Decimal
LOT = D("0.00000001")
# Seven prices, 2000 apart, around the mock's 60000. A grid costs 54000 + 56000 + 58000 + 3 * 60000 for each coin.
AROUND = {
    "instId": "BTC-USDT",
    "algoOrdType": "grid",
    "minPx": "54000",
    "maxPx": "66000",
    "gridNum": "6",
    "quoteSz": "3480",
}
CONTRACTS = {
    "instId": "BTC-USDT-SWAP",
    "algoOrdType": "contract_grid",
    "minPx": "54000",
    "maxPx": "66000",
    "gridNum": "6",
    "sz": "1044",
    "lever": "5",
    "direction": "long",
    "basePos": True,
}


def place(mock: Mock, account: str = "alice", **changes: Any) -> Reply:
    base = CONTRACTS if changes.get("algoOrdType") == "contract_grid" else AROUND
    document = {name: value for name, value in {**base, **changes}.items() if value is not None}
    return mock.post(account, f"{BOT}/grid/order-algo", document)


def contracts(mock: Mock, account: str = "alice", **changes: Any) -> Reply:
    return place(mock, account, algoOrdType="contract_grid", **changes)


def details(mock: Mock, algo_id: str, kind: str = "grid") -> dict[str, Any]:
    return dict(mock.get("alice", f"{BOT}/grid/orders-algo-details?algoOrdType={kind}&algoId={algo_id}").row)


def pending(mock: Mock, kind: str = "grid") -> list[dict[str, Any]]:
    return list(mock.get("alice", f"{BOT}/grid/orders-algo-pending?algoOrdType={kind}").data)


def stop(mock: Mock, algo_id: str, stop_type: str = "1", kind: str = "grid", inst_id: str = "BTC-USDT") -> Reply:
    item = {"algoId": algo_id, "instId": inst_id, "algoOrdType": kind, "stopType": stop_type}
    return mock.post("alice", f"{BOT}/grid/stop-order-algo", [item])


def down_to_lot(size: Decimal, lot: Decimal = LOT) -> Decimal:
    return (size / lot).to_integral_value(ROUND_FLOOR) * lot


# SPOT


def test_the_documents_example_invests_as_the_document_shows(mock: Mock) -> None:
    changes = {"minPx": "400", "maxPx": "5000", "gridNum": "10", "quoteSz": "25", "runType": "1"}
    algo_id = started(place(mock, **changes))
    row = details(mock, algo_id)
    # From the document's example of an answer.
    assert (row["singleAmt"], row["investment"], row["activeOrdNum"]) == ("0.00101214", "25", "10")
    assert row["perMaxProfitRate"] == "1.14570215"
    assert abs(D(row["perMinProfitRate"]) - D("0.0991200440528634356837")) < D("1e-18")
    orders = placed_by(mock, algo_id)
    assert short(orders) == [("buy", str(price), "0.00101214") for price in range(4540, 399, -460)]
    assert len(orders) == 10
    # What no order holds is the bot's as well.
    assert spendable(mock, "USDT") == 100_000 - 25


def test_grids_above_the_price_begin_with_coins_and_those_below_with_money(mock: Mock) -> None:
    algo_id = started(place(mock))
    bought, *resting = placed_by(mock, algo_id)
    # Three grids begin with 0.01 BTC each; the fee of 0.1 % is taken from it.
    assert (bought["side"], bought["ordType"], bought["sz"], bought["fee"]) == ("buy", "market", "1800", "-0.00003")
    sells = [("sell", price, "0.00999") for price in ("66000", "64000", "62000")]
    assert short(resting) == [*sells, *(("buy", price, "0.01") for price in ("58000", "56000", "54000"))]
    row = details(mock, algo_id)
    assert (row["state"], row["runPx"], row["singleAmt"], row["investment"]) == ("running", "60000", "0.01", "3480")
    assert (row["curBaseSz"], row["curQuoteSz"], row["tradeNum"]) == ("0.02997", "1680", "0")
    # The fee is the only loss so far: 0.00003 BTC.
    assert (row["totalPnl"], row["gridProfit"], row["floatProfit"]) == ("-1.8", "0", "-1.8")
    assert spendable(mock, "USDT") == 100_000 - 3480
    assert spendable(mock, "BTC") == 2


def test_each_fill_places_the_opposite_order_one_price_away(mock: Mock) -> None:
    algo_id = started(place(mock))
    move(mock, 62000)
    # A sale as maker: 0.00999 * 62000 less 0.08 %.
    earned = D("618.884496")
    assert short(placed_by(mock, algo_id))[-1] == ("buy", "60000", "0.01")
    row = details(mock, algo_id)
    assert (row["tradeNum"], row["arbitrageNum"], row["activeOrdNum"]) == ("1", "0", "6")
    move(mock, 60000)
    # A purchase as maker brings 0.01 less 0.08 %.
    assert short(placed_by(mock, algo_id))[-1] == ("sell", "62000", "0.009992")
    row = details(mock, algo_id)
    assert (row["tradeNum"], row["arbitrageNum"], row["activeOrdNum"]) == ("2", "1", "6")
    assert D(row["gridProfit"]) == earned - 600
    quote, base = D(3480) - 1800 + earned - 600, D("0.02997") - D("0.00999") + D("0.009992")
    assert (D(row["curQuoteSz"]), D(row["curBaseSz"])) == (quote, base)
    gain = quote + base * 60000 - 3480
    assert D(row["totalPnl"]) == gain == D("17.204496")
    assert D(row["floatProfit"]) == gain - (earned - 600)
    assert D(row["pnlRatio"]) == (gain / 3480).quantize(D("1e-12"))
    # It is the bot's, not the account's.
    assert spendable(mock, "USDT") == 100_000 - 3480
    # A second time it earns the difference from a purchase and the sale after it.
    move(mock, 62000)
    assert details(mock, algo_id)["arbitrageNum"] == "1"
    move(mock, 60000)
    row = details(mock, algo_id)
    assert row["arbitrageNum"] == "2"
    assert D(row["gridProfit"]) == (earned - 600) + (D("0.009992") * 62000 * D("0.9992") - 600)


@pytest.mark.parametrize(("stop_type", "result"), [("1", "1"), ("2", "0")])
def test_stopping_sells_or_keeps_and_gives_everything_back(mock: Mock, stop_type: str, result: str) -> None:
    algo_id = started(place(mock, tag=CODE, algoClOrdId="own1"))
    move(mock, 62000)
    reply = stop(mock, algo_id, stop_type)
    assert (reply.code, reply.row["sCode"], reply.row["algoClOrdId"]) == ("0", "0", "own1")
    quote, base = D("1680") + D("618.884496"), D("0.01998")
    if stop_type == "1":
        # At the market: less 0.1 %.
        quote, base = quote + base * 62000 * D("0.999"), D(0)
    assert funds(mock, "USDT", "BTC") == {"USDT": 100_000 - 3480 + quote, "BTC": 2 + base}
    assert (spendable(mock, "USDT"), spendable(mock, "BTC")) == (100_000 - 3480 + quote, 2 + base)
    orders = placed_by(mock, algo_id)
    assert short(orders) == []
    assert {order["tag"] for order in orders} == {CODE}
    row = details(mock, algo_id)
    assert (row["state"], row["stopType"], row["cancelType"], row["stopResult"]) == ("stopped", stop_type, "1", result)
    assert (row["activeOrdNum"], row["curQuoteSz"], row["curBaseSz"], row["tag"]) == ("0", "0", "0", CODE)
    assert D(row["totalPnl"]) == quote + base * 62000 - 3480
    assert pending(mock) == []
    # What it was is not changed by what comes after.
    move(mock, 30000)
    assert details(mock, algo_id) == row
    assert stop(mock, algo_id).row["sCode"] == "51291"


def test_equal_ratios(mock: Mock) -> None:
    changes = {"instId": "SOL-USDT", "minPx": "100", "maxPx": "400", "gridNum": "2", "runType": "2", "quoteSz": "500"}
    algo_id = started(place(mock, **changes))
    # 100, 200 and 400; the grid around the price of 150 buys at 100, the one above it has bought at 150.
    bought, sells, buys = placed_by(mock, algo_id)
    assert (bought["sz"], bought["fee"]) == ("300", "-0.002")
    assert short([sells, buys]) == [("sell", "400", "1.998"), ("buy", "100", "2")]


def test_prices_of_equal_ratios_are_not_off_by_a_digit(mock: Mock) -> None:
    algo_id = started(place(mock, minPx="1000", maxPx="125000", gridNum="3", runType="2"))
    # Five times, each time.
    assert [order["px"] for order in placed_by(mock, algo_id)] == ["25000", "5000", "1000"]


def test_coins_that_are_invested_are_used_and_the_rest_is_sold(mock: Mock) -> None:
    # 0.058 BTC are worth as much as 3480 USDT: 0.03 are kept, 0.028 sold.
    algo_id = started(place(mock, quoteSz=None, baseSz="0.058"))
    sold, *resting = placed_by(mock, algo_id)
    assert (sold["side"], sold["ordType"], sold["sz"]) == ("sell", "market", "0.028")
    # 0.028 * 60000 less 0.1 % are 1678.32, which falls short for the lowest purchase: 538.32 are left for it.
    lowest = down_to_lot(D("538.32") / 54000)
    assert short(resting) == [
        *(("sell", price, "0.01") for price in ("66000", "64000", "62000")),
        *(("buy", price, "0.01") for price in ("58000", "56000")),
        ("buy", "54000", str(lowest)),
    ]
    assert details(mock, algo_id)["investment"] == "3480"
    assert spendable(mock, "BTC") == 2 - D("0.058")
    assert spendable(mock, "USDT") == 100_000
    # With both, only what is lacking is bought.
    both = started(place(mock, quoteSz="2880", baseSz="0.01"))
    assert (placed_by(mock, both)[0]["side"], placed_by(mock, both)[0]["sz"]) == ("buy", "1200")


def test_a_price_that_jumps_fills_several_grids(mock: Mock) -> None:
    algo_id = started(place(mock))
    move(mock, 53000)
    sells = [order for order in short(placed_by(mock, algo_id)) if order[0] == "sell"]
    # Each purchase brought 0.01 less 0.08 %.
    assert sells == [
        *(("sell", price, "0.00999") for price in ("66000", "64000", "62000")),
        *(("sell", price, "0.009992") for price in ("60000", "58000", "56000")),
    ]


def test_the_opposite_order_waits_until_the_whole_order_has_filled(mock: Mock) -> None:
    algo_id = started(place(mock))
    number = next(order["ordId"] for order in placed_by(mock, algo_id) if order["px"] == "58000")
    fill = {"ordId": number, "sz": "0.004"}
    assert mock.control("POST", "fill", fill).status == 200
    row = details(mock, algo_id)
    assert (row["tradeNum"], row["activeOrdNum"], len(placed_by(mock, algo_id))) == ("0", "6", 7)
    assert D(row["curBaseSz"]) == D("0.02997") + D("0.004") * D("0.9992")
    assert D(row["curQuoteSz"]) == 1680 - 232
    # All of it is the bot's still.
    assert (spendable(mock, "USDT"), spendable(mock, "BTC")) == (100_000 - 3480, 2)
    assert mock.control("POST", "fill", {"ordId": number}).status == 200
    # At 60000 the price has reached where that grid sells, so it sells at once.
    assert [(order["px"], order["state"]) for order in placed_by(mock, algo_id)[7:]] == [
        ("60000", "filled"),
        ("58000", "live"),
    ]
    row = details(mock, algo_id)
    assert (row["tradeNum"], row["arbitrageNum"]) == ("2", "1")


def test_a_part_that_was_traded_counts_when_the_bot_stops(mock: Mock) -> None:
    algo_id = started(place(mock))
    number = next(order["ordId"] for order in placed_by(mock, algo_id) if order["px"] == "58000")
    assert mock.control("POST", "fill", {"ordId": number, "sz": "0.004"}).status == 200
    assert stop(mock, algo_id).code == "0"
    assert placed_by(mock, algo_id)[-1]["sz"] == "0.0339668"
    assert spendable(mock, "BTC") == 2
    assert spendable(mock, "USDT") == 100_000 - 1800 - 232 + D("0.0339668") * 60000 * D("0.999")


def test_an_order_that_somebody_cancels_is_not_placed_again(mock: Mock) -> None:
    algo_id = started(place(mock))
    lowest = placed_by(mock, algo_id)[-1]
    assert (
        mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT", "ordId": lowest["ordId"]}).code == "0"
    )
    move(mock, 61000)
    assert ("buy", "54000", "0.01") not in short(placed_by(mock, algo_id))
    row = details(mock, algo_id)
    assert (row["activeOrdNum"], row["tradeNum"]) == ("5", "0")
    # Its money stays with the bot.
    assert spendable(mock, "USDT") == 100_000 - 3480
    assert stop(mock, algo_id).code == "0"
    assert spendable(mock, "BTC") == 2


# Ends and signals


@pytest.mark.parametrize(
    ("changes", "price", "cancel_type"),
    [
        ({"tpTriggerPx": "67000"}, "67000", "2"),
        ({"tpTriggerPx": "67000"}, "66999.99", "0"),
        ({"slTriggerPx": "53000"}, "53000", "3"),
        ({"slTriggerPx": "53000"}, "53000.01", "0"),
    ],
)
def test_it_stops_at_its_ends(mock: Mock, changes: dict[str, str], price: str, cancel_type: str) -> None:
    algo_id = started(place(mock, tag=CODE, **changes))
    move(mock, price)
    row = details(mock, algo_id)
    assert (row["cancelType"], row["state"]) == (cancel_type, "running" if cancel_type == "0" else "stopped")
    # The coins of the grids below 60000 were bought on the way down. All is sold in the end but what is less than a lot.
    bought_back = funds(mock, "BTC")["BTC"] - 2
    assert bought_back < LOT if cancel_type != "0" or "tpTriggerPx" in changes else bought_back > D("0.0599")
    assert {order["tag"] for order in placed_by(mock, algo_id)} == {CODE}


def trigger(**fields: str) -> dict[str, Any]:
    return {"triggerParams": [fields]}


def test_it_starts_when_the_price_is_reached_and_after_the_delay(mock: Mock) -> None:
    waits = trigger(triggerAction="start", triggerStrategy="price", triggerPx="59000", delaySeconds="90")
    algo_id = started(place(mock, **waits))
    assert placed_by(mock, algo_id) == []
    assert (details(mock, algo_id)["state"], spendable(mock, "USDT")) == ("pending_signal", 100_000 - 3480)
    assert [row["algoId"] for row in pending(mock)] == [algo_id]
    move(mock, 59000.01)
    assert details(mock, algo_id)["state"] == "pending_signal"
    moment = mock.now()
    move(mock, 58500)
    row = details(mock, algo_id)
    assert row["state"] == "starting"
    first, _ = row["triggerParams"]
    assert (first["triggerAction"], first["triggerStrategy"], first["triggerPx"]) == ("start", "price", "59000")
    assert moment <= int(first["triggerTime"]) <= mock.now()
    mock.advance(89)
    assert placed_by(mock, algo_id) == []
    mock.advance(1)
    row = details(mock, algo_id)
    assert (row["state"], row["runPx"]) == ("running", "58500")
    # From 54000 to 58000 three grids buy; 60000 and above have bought at 58500.
    assert D(row["singleAmt"]) == down_to_lot(D(3480) / (54000 + 56000 + 58000 + 3 * D(58500)))
    # It began at its own moment, not when somebody asked.
    assert placed_by(mock, algo_id)[0]["cTime"] == int(first["triggerTime"]) + 90_000


def test_it_stops_by_a_signal_and_keeps_the_coins_if_it_is_told_to(mock: Mock) -> None:
    ends = trigger(triggerAction="stop", triggerStrategy="price", triggerPx="61000", stopType="2", delaySeconds="5")
    algo_id = started(place(mock, tag=CODE, **ends))
    move(mock, 61500)
    assert details(mock, algo_id)["state"] == "stopping"
    mock.advance(5)
    row = details(mock, algo_id)
    assert (row["state"], row["cancelType"], row["stopType"]) == ("stopped", "6", "2")
    assert row["triggerParams"][1]["triggerType"] == "auto"
    assert funds(mock, "BTC")["BTC"] == D("2.02997")


def test_the_documents_example_stops_at_its_price_inside_the_range(mock: Mock) -> None:
    ends = trigger(triggerAction="stop", triggerStrategy="price", triggerPx="1000")
    changes = {"minPx": "400", "maxPx": "5000", "gridNum": "10", "quoteSz": "25"}
    algo_id = started(place(mock, **changes, **ends))
    move(mock, 1000)
    # Eight purchases filled, each at its own price, less 0.08 %; all of it was sold at 1000 less 0.1 %.
    paid = D("0.00101214") * sum(range(1320, 4541, 460))
    base = down_to_lot(8 * D("0.00101214") * D("0.9992"))
    row = details(mock, algo_id)
    assert (row["state"], row["cancelType"], row["tradeNum"]) == ("stopped", "6", "8")
    rest = 8 * D("0.00101214") * D("0.9992") - base
    assert D(row["totalPnl"]) == -paid + base * 1000 * D("0.999") + rest * 1000


def test_it_starts_by_the_relative_strength_index(mock: Mock) -> None:
    """With plain averages over 14 candles: one fall alone gives 0, a rise three times as large after it 75."""
    mock.control("POST", "clock", {"set_ms": 1_780_272_000_000, "frozen": True})
    rsi = {"triggerStrategy": "rsi", "timeframe": "3m", "timePeriod": "14"}
    down = started(place(mock, **trigger(triggerAction="start", thold="30", triggerCond="cross_down", **rsi)))
    up = started(place(mock, **trigger(triggerAction="start", thold="75", triggerCond="cross_up", **rsi)))
    over = started(place(mock, **trigger(triggerAction="start", thold="75", triggerCond="above", **rsi)))

    def states() -> list[str]:
        return [details(mock, algo_id)["state"] for algo_id in (down, up, over)]

    mock.advance(3600)
    assert states() == ["pending_signal"] * 3
    move(mock, 59900)
    mock.advance(179)
    assert states() == ["pending_signal"] * 3
    mock.advance(1)
    assert states() == ["running", "pending_signal", "pending_signal"]
    move(mock, 60200)
    mock.advance(180)
    assert states() == ["running", "running", "pending_signal"]
    # The fall was in the first candle. It leaves the last fourteen with the fifteenth, and the rise alone gives 100.
    mock.advance(12 * 180)
    assert states() == ["running", "running", "pending_signal"]
    mock.advance(180)
    assert states() == ["running"] * 3


def test_an_index_that_nothing_moves_is_fifty_for_years(mock: Mock) -> None:
    mock.control("POST", "clock", {"set_ms": 1_780_272_000_000, "frozen": True})
    rsi = {"triggerAction": "start", "triggerStrategy": "rsi", "timeframe": "3m", "thold": "50"}
    above = started(place(mock, **trigger(triggerCond="above", **rsi)))
    crosses = started(place(mock, **trigger(triggerCond="cross", **rsi)))
    below = started(place(mock, **trigger(triggerCond="below", **{**rsi, "thold": "51"})))
    move(mock, 60001)
    move(mock, 60000)
    mock.advance(70 * 365 * 24 * 3600)
    found = [details(mock, algo_id)["state"] for algo_id in (above, crosses, below)]
    assert found == ["pending_signal", "pending_signal", "running"]


def test_a_bot_that_waits_is_stopped_without_an_order(mock: Mock) -> None:
    waits = trigger(triggerAction="start", triggerStrategy="price", triggerPx="50000")
    algo_id = started(place(mock, **waits))
    assert stop(mock, algo_id).code == "0"
    move(mock, 40000)
    assert placed_by(mock, algo_id) == []
    row = details(mock, algo_id)
    assert (row["state"], row["totalPnl"], spendable(mock, "USDT")) == ("stopped", "0", 100_000)


def test_coins_of_a_bot_that_never_began_are_not_sold(mock: Mock) -> None:
    waits = trigger(triggerAction="start", triggerStrategy="price", triggerPx="50000")
    algo_id = started(place(mock, quoteSz=None, baseSz="0.058", **waits))
    assert spendable(mock, "BTC") == 2 - D("0.058")
    assert stop(mock, algo_id, "1").code == "0"
    assert (placed_by(mock, algo_id), spendable(mock, "BTC")) == ([], 2)


def test_a_bot_that_can_not_begin_any_more_stops(mock: Mock) -> None:
    waits = trigger(triggerAction="start", triggerStrategy="price", triggerPx="61000")
    algo_id = started(contracts(mock, sz="20000", lever="10", **waits))
    # Meanwhile the account uses its margin for something else: a tenth of 3200 * 0.1 * 3000 are 96000.
    other = {"instId": "ETH-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "market", "px": None, "sz": "3200"}
    assert mock.order(**other).row["sCode"] == "0"
    move(mock, 61000, "BTC-USDT-SWAP")
    row = details(mock, algo_id, "contract_grid")
    assert (row["state"], row["cancelType"]) == ("stopped", "4")
    assert placed_by(mock, algo_id) == []


# Contracts


def position(mock: Mock, account: str = "alice") -> Decimal:
    """The margin of the account's position, which is a tenth of its value at entry."""
    (row,) = mock.get(account, "/api/v5/account/balance?ccy=USDT").row["details"]
    return D(row["imr"])


def test_a_long_contract_grid_opens_a_position_and_trades_around_it(mock: Mock) -> None:
    # 1044 USDT at five times leverage are 5220; 0.01 BTC a contract: 54000 + 56000 + 58000 + 3 * 60000 cost 3480 each.
    algo_id = started(contracts(mock, tag=CODE))
    opened, *resting = placed_by(mock, algo_id)
    assert (opened["side"], opened["sz"]) == ("buy", "4.5")
    assert short(resting) == [
        *(("sell", price, "1.5") for price in ("66000", "64000", "62000")),
        *(("buy", price, "1.5") for price in ("58000", "56000", "54000")),
    ]
    row = details(mock, algo_id, "contract_grid")
    # A taker pays 0.05 % of 4.5 * 0.01 * 60000.
    assert (row["fee"], row["feeCcy"], row["eq"], row["totalPnl"]) == ("-1.35", "USDT", "1042.65", "-1.35")
    assert (row["investment"], row["sz"], row["instFamily"], row["basePos"]) == ("1044", "1044", "BTC-USDT", True)
    # Six orders of 0.015 BTC, and the position, at a fifth of their value.
    assert D(row["ordFrozen"]) == D("0.015") * (66000 + 64000 + 62000 + 58000 + 56000 + 54000) / 5
    assert D(row["actualLever"]) == (D(2700) / D("1042.65")).quantize(D("1e-12"))
    assert D(row["liqPx"]) == (60000 - D("1042.65") / D("0.045")).quantize(D("1e-12"))
    move(mock, 62000, "BTC-USDT-SWAP")
    move(mock, 60000, "BTC-USDT-SWAP")
    row = details(mock, algo_id, "contract_grid")
    # 2000 * 0.015, less a maker's 0.02 % of both trades.
    profit = 30 - D("0.015") * (62000 + 60000) * D("0.0002")
    assert (row["arbitrageNum"], D(row["gridProfit"])) == ("1", profit)
    # Realised 30, and bought again at 60000: the contracts are worth what they cost.
    assert D(row["totalPnl"]) == profit - D("1.35")
    assert stop(mock, algo_id, "1", "contract_grid", "BTC-USDT-SWAP").code == "0"
    assert placed_by(mock, algo_id)[-1]["side"] == "sell"
    assert placed_by(mock, algo_id)[-1]["sz"] == "4.5"
    assert position(mock) == 0
    assert funds(mock, "USDT")["USDT"] == 100_000 + profit - D("1.35") - D("1.35")
    assert {order["tag"] for order in placed_by(mock, algo_id)} == {CODE}


def test_a_neutral_grid_opens_nothing_and_trades_both_ways(mock: Mock) -> None:
    algo_id = started(contracts(mock, direction="neutral", sz="1080"))
    # 1080 * 5 = 5400 for 0.01 * (54000 + 56000 + 58000 + 62000 + 64000 + 66000) = 3600 each.
    assert short(placed_by(mock, algo_id)) == [
        *(("sell", price, "1.5") for price in ("66000", "64000", "62000")),
        *(("buy", price, "1.5") for price in ("58000", "56000", "54000")),
    ]
    assert (position(mock), details(mock, algo_id, "contract_grid")["basePos"]) == (0, False)
    move(mock, 62000, "BTC-USDT-SWAP")
    assert short(placed_by(mock, algo_id))[-1] == ("buy", "60000", "1.5")
    assert position(mock) == D("0.015") * 62000 / 10
    move(mock, 57000, "BTC-USDT-SWAP")
    # 1.5 were bought at 58000, and the short one was closed at 60000; the account's position is what came last.
    row = details(mock, algo_id, "contract_grid")
    assert (row["arbitrageNum"], row["tradeNum"]) == ("1", "3")
    assert position(mock) == D("0.015") * 60000 / 10
    fees = D("0.015") * (62000 + 60000 + 58000) * D("0.0002")
    assert D(row["totalPnl"]) == 30 - 15 - fees


def test_a_short_grid_sells_first(mock: Mock) -> None:
    # Below the price three grids have sold at 60000, above it they sell at 62000 to 66000.
    algo_id = started(contracts(mock, direction="short", sz="1116"))
    # 5580 for 0.01 * (3 * 60000 + 62000 + 64000 + 66000) = 3720 each.
    opened, *resting = placed_by(mock, algo_id)
    assert (opened["side"], opened["sz"]) == ("sell", "4.5")
    assert short(resting) == [
        *(("sell", price, "1.5") for price in ("66000", "64000", "62000")),
        *(("buy", price, "1.5") for price in ("58000", "56000", "54000")),
    ]
    move(mock, 58000, "BTC-USDT-SWAP")
    assert short(placed_by(mock, algo_id))[-1] == ("sell", "60000", "1.5")
    assert details(mock, algo_id, "contract_grid")["totalPnl"] == str(
        (D("0.045") * 2000 - D("1.35") - D("0.015") * 58000 * D("0.0002")).normalize()
    )


def test_without_a_position_at_the_start_a_grid_waits_for_the_price_to_pass(mock: Mock) -> None:
    # 1080 * 5 for 0.01 * (54000 + … + 64000) = 3540 each: 1.52 contracts.
    algo_id = started(contracts(mock, basePos=False, sz="1080"))
    assert short(placed_by(mock, algo_id)) == [("buy", price, "1.52") for price in ("58000", "56000", "54000")]
    move(mock, 60000, "BTC-USDT-SWAP")
    assert len(placed_by(mock, algo_id)) == 3
    move(mock, 63000, "BTC-USDT-SWAP")
    assert short(placed_by(mock, algo_id))[3:] == [("buy", "62000", "1.52"), ("buy", "60000", "1.52")]
    assert position(mock) == 0


def test_it_stops_at_a_ratio_of_profit_or_loss(mock: Mock) -> None:
    algo_id = started(contracts(mock, tpRatio="0.05", slRatio="0.05"))
    # 4.5 contracts gain 0.045 USDT with each USDT, and 1.35 were paid: 52.2 are a gain of 1190.
    move(mock, 61189, "BTC-USDT-SWAP")
    assert details(mock, algo_id, "contract_grid")["state"] == "running"
    move(mock, 61190, "BTC-USDT-SWAP")
    row = details(mock, algo_id, "contract_grid")
    assert (row["state"], row["cancelType"]) == ("stopped", "2")
    assert position(mock) == 0


def test_a_position_that_is_kept_is_closed_by_a_second_stop(mock: Mock) -> None:
    algo_id = started(contracts(mock, tag=CODE))
    assert stop(mock, algo_id, "2", "contract_grid", "BTC-USDT-SWAP").code == "0"
    assert [(row["state"], row.get("activeOrdNum", "")) for row in pending(mock, "contract_grid")] == [
        ("no_close_position", "")
    ]
    assert position(mock) == D("0.045") * 60000 / 10
    assert stop(mock, algo_id, "2", "contract_grid", "BTC-USDT-SWAP").row["sCode"] == "51291"
    assert stop(mock, algo_id, "1", "contract_grid", "BTC-USDT-SWAP").code == "0"
    assert (position(mock), details(mock, algo_id, "contract_grid")["state"]) == (0, "stopped")
    assert stop(mock, algo_id, "1", "contract_grid", "BTC-USDT-SWAP").row["sCode"] == "51291"
    assert {order["tag"] for order in placed_by(mock, algo_id)} == {CODE}


def test_an_account_in_long_short_mode_has_both_sides(mock: Mock) -> None:
    algo_id = started(contracts(mock, account="ivan", direction="neutral", sz="1080", tag=CODE))
    held = lambda: [(one["posSide"], one["pos"]) for one in mock.control("GET", "positions").json["positions"]]  # noqa: E731
    move(mock, 62000, "BTC-USDT-SWAP")
    assert held() == [("short", "1.5")]
    move(mock, 57000, "BTC-USDT-SWAP")
    assert held() == [("long", "1.5")]
    move(mock, 65000, "BTC-USDT-SWAP")
    assert held() == [("short", "3")]
    item = {"algoId": algo_id, "instId": "BTC-USDT-SWAP", "algoOrdType": "contract_grid", "stopType": "1"}
    assert mock.post("ivan", f"{BOT}/grid/stop-order-algo", [item]).code == "0"
    assert held() == []
    assert mock.control("GET", "orders").json["refused"] == []
    assert {order["tag"] for order in placed_by(mock, algo_id)} == {CODE}


def test_what_the_account_closed_itself_is_not_closed_again(mock: Mock) -> None:
    algo_id = started(contracts(mock))
    document = {"instId": "BTC-USDT-SWAP", "mgnMode": "cross", "autoCxl": True}
    assert mock.post("alice", "/api/v5/trade/close-position", document).code == "0"
    assert stop(mock, algo_id, "1", "contract_grid", "BTC-USDT-SWAP").code == "0"
    assert position(mock) == 0


# Copying


def test_a_grid_is_copied_with_its_settings_and_a_tag_of_its_own(mock: Mock) -> None:
    source = started(place(mock, tag=CODE, tpTriggerPx="70000"))
    document = {"instId": "BTC-USDT", "algoOrdType": "grid", "sourceAlgoId": source, "quoteSz": "6960", "tag": "OTHER1"}
    copied = started(mock.post("alice", f"{BOT}/grid/copy-order-algo", document))
    row = details(mock, copied)
    assert {name: row[name] for name in ("minPx", "maxPx", "gridNum", "runType", "tpTriggerPx", "copyType", "tag")} == {
        "minPx": "54000", "maxPx": "66000", "gridNum": "6", "runType": "1", "tpTriggerPx": "70000", "copyType": "1",
        "tag": "OTHER1",
    }  # fmt: skip
    assert (row["singleAmt"], row["quoteSz"]) == ("0.02", "6960")
    assert {order["tag"] for order in placed_by(mock, copied)} == {"OTHER1"}
    # Somebody else's can be copied when it leads for a share of the profit.
    assert refused(mock.post("heidi", f"{BOT}/grid/copy-order-algo", document)) == "51293"
    leads = started(place(mock, profitSharingRatio="0.1"))
    assert details(mock, leads)["copyType"] == "3"
    started(mock.post("heidi", f"{BOT}/grid/copy-order-algo", {**document, "sourceAlgoId": leads}))


def test_a_contract_grid_is_copied_with_a_reserve(mock: Mock) -> None:
    source = started(contracts(mock))
    document = {"instId": "BTC-USDT-SWAP", "algoOrdType": "contract_grid", "sourceAlgoId": source}
    divided = {"autoReserve": False, "actualMarginSz": "1044", "extraMarginSz": "100"}
    copied = started(mock.post("alice", f"{BOT}/grid/copy-order-algo", {**document, **divided}))
    row = details(mock, copied, "contract_grid")
    assert (row["singleAmt"], row["sz"], row["investment"], row["lever"]) == ("1.5", "1144", "1144", "5")
    whole = {"autoReserve": True, "sz": "5000", "lever": "3"}
    row = details(
        mock, started(mock.post("alice", f"{BOT}/grid/copy-order-algo", {**document, **whole})), "contract_grid"
    )
    # 15000 / 3480, rounded down to 0.01 contracts.
    assert (row["singleAmt"], row["lever"]) == ("4.31", "3")


# Refusals


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"maxPx": "54000"}, "51346"),
        ({"minPx": "70000"}, "51346"),
        ({"minPx": "0"}, "51250"),
        ({"gridNum": "1"}, "51000"),
        ({"gridNum": "301"}, "51000"),
        ({"gridNum": "9" * 30}, "51000"),
        ({"minPx": "60000", "maxPx": "60000.05", "gridNum": "10"}, "51000"),
        ({"quoteSz": "0.001"}, "51340"),
        ({"quoteSz": "0"}, "51340"),
        ({"quoteSz": None}, "50015"),
        ({"quoteSz": "100000.01"}, "51008"),
        ({"quoteSz": None, "baseSz": "2.1"}, "51008"),
        ({"instId": "DOGE-USDT"}, "51001"),
        ({"instId": "BTC-USDT-SWAP"}, "51287"),
        ({"tpTriggerPx": "66000"}, "51349"),
        ({"slTriggerPx": "54000"}, "51348"),
        ({"minPx": "20000", "maxPx": "30000", "tpTriggerPx": "40000"}, "51279"),
        ({"minPx": "70000", "maxPx": "80000", "slTriggerPx": "65000"}, "51280"),
        ({"tradeQuoteCcy": "USDC"}, "51000"),
        ({"triggerParams": [{"triggerAction": "start", "triggerStrategy": "price"}]}, "50014"),
        ({"triggerParams": [{"triggerAction": "stop", "triggerStrategy": "rsi", "thold": "10"}]}, "50014"),
        ({"algoOrdType": "contract_grid", "instId": "BTC-USDT"}, "51287"),
        ({"algoOrdType": "contract_grid", "sz": "100000.01"}, "51008"),
        ({"algoOrdType": "contract_grid", "sz": "0.5"}, "51340"),
        ({"algoOrdType": "contract_grid", "lever": "101"}, "51000"),
        ({"algoOrdType": "contract_grid", "lever": "0.5"}, "51000"),
        ({"algoOrdType": "contract_grid", "lever": None}, "50014"),
        ({"algoOrdType": "contract_grid", "tpRatio": "0"}, "55100"),
        ({"algoOrdType": "contract_grid", "slRatio": "1.1"}, "55101"),
        # The mock holds every position at ten times leverage, so a hundred times needs more than the margin.
        ({"algoOrdType": "contract_grid", "lever": "100", "sz": "50000"}, "51008"),
        ({"algoOrdType": "contract_grid", "direction": "short", "slTriggerPx": "66000"}, "51348"),
        ({"algoOrdType": "contract_grid", "direction": "short", "tpTriggerPx": "54000"}, "51349"),
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(mock: Mock, changes: dict[str, Any], code: str) -> None:
    assert refused(place(mock, **changes)) == code
    assert mock.orders() == []
    assert (pending(mock), pending(mock, "contract_grid")) == ([], [])
    assert (spendable(mock, "USDT"), spendable(mock, "BTC")) == (100_000, 2)


def test_an_own_id_is_taken_while_the_bot_lives(mock: Mock) -> None:
    algo_id = started(place(mock, algoClOrdId="own1"))
    assert refused(place(mock, algoClOrdId="own1")) == "51065"
    assert spendable(mock, "USDT") == 100_000 - 3480
    assert stop(mock, algo_id).code == "0"
    started(place(mock, algoClOrdId="own1"))


def test_a_grid_fits_into_the_open_orders_of_its_instrument(mock: Mock) -> None:
    wide = {"minPx": "400", "maxPx": "5000", "quoteSz": "1000"}
    started(place(mock, gridNum="300", **wide))
    assert refused(place(mock, gridNum="200", **wide)) == "51174"
    started(place(mock, gridNum="199", **wide))


def test_each_of_several_stops_has_its_own_result(mock: Mock) -> None:
    one, other = started(place(mock)), started(place(mock))
    item = {"instId": "BTC-USDT", "algoOrdType": "grid", "stopType": "1"}
    items = [
        {**item, "algoId": one},
        {**item, "algoId": one},
        {**item, "algoId": "1"},
        {**item, "algoId": other, "instId": "ETH-USDT"},
        {**item, "algoId": other, "algoOrdType": "contract_grid"},
        {**item, "algoId": other},
    ]
    reply = mock.post("alice", f"{BOT}/grid/stop-order-algo", items)
    assert reply.code == "2"
    assert [row["sCode"] for row in reply.data] == ["0", "51291", "51293", "51293", "51293", "0"]
    # Somebody else's bot is unknown.
    assert mock.post("heidi", f"{BOT}/grid/stop-order-algo", items[:1]).row["sCode"] == "51293"
    assert mock.get("alice", f"{BOT}/grid/orders-algo-details?algoOrdType=contract_grid&algoId={one}").code == "51293"


def test_an_account_has_a_hundred_grids_of_a_kind(mock: Mock) -> None:
    small = {"minPx": "400", "maxPx": "500", "gridNum": "2", "quoteSz": "1"}
    for number in range(100):
        if number % 20 == 19:
            mock.advance(2)
        started(place(mock, **small))
    mock.advance(2)
    assert refused(place(mock, **small)) == "51299"
    started(contracts(mock))


def test_the_same_steps_give_the_same_orders(mock: Mock) -> None:
    def life() -> Any:
        mock.control("POST", "reset")
        mock.control("POST", "clock", {"set_ms": 1_780_272_000_000, "frozen": True})
        algo_id = started(
            place(mock, tag=CODE, **trigger(triggerAction="start", triggerStrategy="instant", delaySeconds="7"))
        )
        mock.advance(3600)
        for price in (62000, 57000, 64500):
            move(mock, price)
        return details(mock, algo_id), placed_by(mock, algo_id)

    assert life() == life()


# The tag


def paired(trades: list[dict[str, Any]], value: Decimal) -> tuple[int, Decimal]:
    """How often two trades of one grid belong together, and what they brought; each grid has one order at a time."""
    grids: dict[int, list[Decimal]] = {}
    for order in trades:
        flow = D(order["sz"]) * value * D(order["fillPx"]) * (1 if order["side"] == "sell" else -1)
        fee = D(order["fee"]) if order["feeCcy"] == "USDT" else D(0)
        lower = int(order["px"]) - (2000 if order["side"] == "sell" else 0)
        grids.setdefault(lower, []).append(flow + fee)
    pairs = [flows[number] + flows[number + 1] for flows in grids.values() for number in range(0, len(flows) - 1, 2)]
    return len(pairs), sum(pairs, D(0))


@pytest.mark.parametrize("tag", [CODE, None])
@pytest.mark.parametrize("kind", ["grid", "contract_grid"])
def test_over_a_whole_life_every_order_carries_the_tag_of_its_bot(mock: Mock, kind: str, tag: str | None) -> None:
    inst_id = "BTC-USDT" if kind == "grid" else "BTC-USDT-SWAP"
    changes = {} if kind == "grid" else {"direction": "neutral"}
    algo_id = started(place(mock, algoOrdType=kind, instId=inst_id, tag=tag, **changes))
    walk = random.Random(7)
    for _ in range(60):
        move(mock, walk.randrange(53000, 67000, 500), inst_id)
    assert stop(mock, algo_id, "1", kind, inst_id).code == "0"
    orders = placed_by(mock, algo_id)
    assert len(orders) > 60
    assert {(order["tag"], order["known_code"]) for order in orders} == {(tag or "", tag is not None)}
    assert {order["operation"] for order in orders} == {"placeGridOrder"}
    assert mock.orders() == orders, "nothing else was placed"
    # Each of them is an order of the account that names its bot.
    row = mock.get("alice", f"/api/v5/trade/order?instId={inst_id}&ordId={orders[0]['ordId']}").row
    assert (row["algoId"], row["tag"]) == (algo_id, tag or "")
    row = details(mock, algo_id, kind)
    trades = [order for order in orders if order["state"] == "filled" and order["ordType"] == "limit"]
    assert int(row["tradeNum"]) == len(trades) > 20
    arbitrages, profit = paired(trades, D(1) if kind == "grid" else D("0.01"))
    assert (int(row["arbitrageNum"]), D(row["gridProfit"])) == (arbitrages, profit)
    # Money comes from nowhere and goes nowhere: the account has what it had, and what the bot made of it.
    price = D(mock.control("GET", "prices").json["prices"][inst_id])
    assert spendable(mock, "USDT") == funds(mock, "USDT")["USDT"]
    held = funds(mock, "USDT", "BTC")
    gain = held["USDT"] - 100_000 + (held["BTC"] - 2) * price
    assert abs(gain - D(row["totalPnl"])) < D("1e-10")


def test_what_a_tagged_bot_trades_is_in_the_brokers_report(mock: Mock) -> None:
    algo_id = started(place(mock, tag=CODE))
    move(mock, 62000)
    move(mock, 58000)
    assert stop(mock, algo_id).code == "0"
    filled = {order["ordId"] for order in placed_by(mock, algo_id) if order["state"] == "filled"}
    # The purchase, a sale at 62000, purchases at 60000 and 58000, the sale in the end.
    assert len(filled) == 5
    day = mock.now()
    mock.advance(24 * 3600)
    report = "/api/v5/broker/fd/rebate-per-orders"
    days = [f"{moment:%Y%m%d}" for moment in _days(day)]
    asked = {"begin": days[0], "end": days[0], "brokerType": "api"}
    assert mock.post("broker", report, asked).code == "0"
    mock.advance(2 * 3600 + 1)
    (link,) = mock.get("broker", f"{report}?type=true&brokerType=api").data
    parts = urlsplit(link["fileHref"])
    packed = mock.http("GET", f"{parts.path}?{parts.query}", port=mock.files_port).body
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    assert {row["ordId"] for row in csv.DictReader(io.StringIO(text))} == filled


def _days(moment_ms: int) -> list[Any]:
    from datetime import UTC, datetime

    return [datetime.fromtimestamp(moment_ms / 1000, UTC)]
