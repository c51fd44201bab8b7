"""Whatever several users do, their balances follow from their fills and open orders as the API shows them.

The expectations are a second bookkeeping, in fractions, made of answers alone: seeded coins, `GET /trade/fills`,
`GET /trade/orders-pending`, `GET /public/instruments`, and the rules that the mock states (fees: SPOT 0.1 % and 0.08 %, SWAP
0.05 % and 0.02 %; an order in derivatives freezes a tenth of the value and 0.05 % of what it opens).
"""

from __future__ import annotations

import http.client
import json
import os
import random
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from .conftest import Mock, Reply, iso

FULL = os.environ.get("OKX_BROKER_PROOFS") == "full"
SEEDED = {"USDT": "100000", "BTC": "2", "ETH": "20", "SOL": "100"}
FEES = {
    ("SPOT", "T"): Fraction(1, 1000), ("SPOT", "M"): Fraction(8, 10000),
    ("SWAP", "T"): Fraction(5, 10000), ("SWAP", "M"): Fraction(2, 10000),
}  # fmt: skip
FROZEN = Fraction(1, 10) + Fraction(5, 10000)
# grace keeps to coins, ivan is in long/short mode.
USERS = ("alice", "heidi", "grace", "ivan")
COINS = {"BTC-USDT": "0.01", "ETH-USDT": "0.2", "SOL-USDT": "3"}
CONTRACTS = {"BTC-USDT-SWAP": "1", "ETH-USDT-SWAP": "2", "SOL-USDT-SWAP": "4"}
START = {"BTC": 60000, "ETH": 3000, "SOL": 150}
# The mock rounds fees, profits and shown amounts to twelve places, each by half of the last.
CLOSE = Fraction(1, 10**9)


@dataclass
class Holding:
    """A position of the second bookkeeping: contracts above zero are long."""

    contracts: Fraction = Fraction(0)
    entry: Fraction = Fraction(0)

    def trade(self, signed: Fraction, price: Fraction) -> Fraction:
        """Contracts per unit of value; gives what was realised."""
        realised = Fraction(0)
        closing = Fraction(0)
        if self.contracts and (self.contracts > 0) != (signed > 0):
            closing = min(abs(signed), abs(self.contracts)) * (1 if signed > 0 else -1)
            realised = -closing * (price - self.entry)
            self.contracts += closing
        opening = signed - closing
        if opening:
            cost = abs(self.contracts) * self.entry + abs(opening) * price
            self.contracts += opening
            self.entry = cost / abs(self.contracts)
        return realised


@dataclass
class Ledger:
    """What an account must have by its fills."""

    cash: dict[str, Fraction] = field(default_factory=lambda: {ccy: Fraction(text) for ccy, text in SEEDED.items()})
    holdings: dict[tuple[str, str], Holding] = field(default_factory=lambda: defaultdict(Holding))
    filled: dict[str, list[tuple[Fraction, Fraction, Fraction]]] = field(default_factory=lambda: defaultdict(list))


class Market:
    """Users who trade at random, and the second bookkeeping of what they do."""

    def __init__(self, mock: Mock, seed: int) -> None:
        self.mock = mock
        self.random = random.Random(seed)
        self.prices = {f"{coin}-USDT{kind}": Fraction(price) for coin, price in START.items() for kind in ("", "-SWAP")}
        instruments = mock.http("GET", "/api/v5/public/instruments?instType=SWAP").data
        self.values = {row["instId"]: Fraction(row["ctVal"]) for row in instruments}
        self.opens: dict[str, Fraction] = {}
        self.ended: dict[str, str] = {}
        self.accepted = self.refused = 0
        # One connection for all of it: thousands would use up the ports of the machine.
        self.connection = http.client.HTTPConnection("127.0.0.1", mock.port, timeout=10)
        self.now_ms = int(self.control("clock", {"frozen": True}).json["now_ms"])

    def send(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        self.connection.request(method, target, body or None, headers)
        answer = self.connection.getresponse()
        return Reply(answer.status, {}, answer.read())

    def control(self, name: str, document: object) -> Reply:
        body = json.dumps(document).encode()
        return self.send("POST", f"/__mock__/{name}", {"Content-Type": "application/json"}, body)

    def get(self, user: str, target: str) -> Reply:
        headers = self.mock.signed_headers(user, "GET", target, timestamp=iso(self.now_ms))
        return self.send("GET", target, headers, b"")

    def post(self, user: str, target: str, document: object) -> Reply:
        body = json.dumps(document).encode()
        headers = self.mock.signed_headers(user, "POST", target, body, timestamp=iso(self.now_ms))
        return self.send("POST", target, headers, body)

    # What the API shows

    def fills(self, user: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        while True:
            after = f"?after={rows[-1]['billId']}" if rows else ""
            page = self.get(user, f"/api/v5/trade/fills{after}").data
            rows += page
            if len(page) < 100:
                return rows[::-1]

    def pending(self, user: str) -> list[dict[str, Any]]:
        return list(self.get(user, "/api/v5/trade/orders-pending").data)

    def ledger(self, user: str) -> Ledger:
        book = Ledger()
        for row in self.fills(user):
            size, price, fee = Fraction(row["fillSz"]), Fraction(row["fillPx"]), Fraction(row["fee"])
            sign = 1 if row["side"] == "buy" else -1
            book.filled[row["ordId"]].append((size, price, fee))
            if row["instType"] == "SPOT":
                base, quote = row["instId"].split("-")
                book.cash[base] += sign * size
                book.cash[quote] -= sign * size * price
                received = (base, size) if sign > 0 else (quote, size * price)
                profit = Fraction(0)
            else:
                value = self.values[row["instId"]]
                received = ("USDT", size * value * price)
                profit = book.holdings[row["instId"], row["posSide"]].trade(sign * size, price) * value
                book.cash["USDT"] += profit
            assert row["feeCcy"] == received[0]
            assert abs(-fee - received[1] * FEES[row["instType"], row["execType"]]) <= CLOSE
            assert abs(Fraction(row["fillPnl"]) - profit) <= CLOSE
            book.cash[row["feeCcy"]] += fee
        return book

    # What must hold

    def check(self, user: str) -> None:
        book, orders = self.ledger(user), self.pending(user)
        frozen: dict[str, Fraction] = defaultdict(Fraction)
        for row in orders:
            ccy, amount = self.freezes(row)
            frozen[ccy] += amount
            self.check_order(row, book.filled[row["ordId"]])
            assert row["ordId"] not in self.ended, "an order that had ended is open again"
        margin = sum(
            (abs(one.contracts) * self.values[name] * one.entry / 10 for (name, _), one in book.holdings.items()),
            Fraction(0),
        )
        profit = sum(
            (
                one.contracts * self.values[name] * (self.prices[name] - one.entry)
                for (name, _), one in book.holdings.items()
            ),
            Fraction(0),
        )
        shown = {row["ccy"]: row for row in self.get(user, "/api/v5/account/balance").row["details"]}
        for ccy, cash in book.cash.items():
            used = margin if ccy == "USDT" else Fraction(0)
            expected = {
                "cashBal": cash,
                "ordFrozen": frozen[ccy],
                "availBal": cash - frozen[ccy] - used,
                "frozenBal": frozen[ccy] + used,
                "imr": used,
                "upl": profit if ccy == "USDT" else Fraction(0),
            }
            # A coin of which nothing is left is not listed.
            row = shown.get(ccy, dict.fromkeys(expected, "0"))
            for name, amount in expected.items():
                assert abs(Fraction(row[name]) - amount) <= CLOSE, (user, ccy, name, row[name], float(amount))
            assert cash >= 0
            if ccy != "USDT" or user == "grace":
                assert cash - frozen[ccy] >= 0, (user, ccy)

    def freezes(self, row: dict[str, Any]) -> tuple[str, Fraction]:
        rest, price = Fraction(row["sz"]) - Fraction(row["accFillSz"]), Fraction(row["px"])
        if row["instType"] == "SPOT":
            base, quote = row["instId"].split("-")
            return (quote, rest * price) if row["side"] == "buy" else (base, rest)
        opens = min(rest, self.opens.get(row["ordId"], Fraction(0)))
        return "USDT", opens * self.values[row["instId"]] * price * FROZEN

    def check_order(self, row: dict[str, Any], fills: list[tuple[Fraction, Fraction, Fraction]]) -> None:
        total = sum((size for size, _, _ in fills), Fraction(0))
        assert Fraction(row["accFillSz"]) == total
        assert abs(Fraction(row["fee"]) - sum((fee for _, _, fee in fills), Fraction(0))) <= CLOSE
        if not fills:
            assert (row["avgPx"], row["fillPx"], row["tradeId"]) == ("", "", "")
            return
        assert (
            abs(Fraction(row["avgPx"]) - sum((size * price for size, price, _ in fills), Fraction(0)) / total) <= CLOSE
        )
        assert (Fraction(row["fillSz"]), Fraction(row["fillPx"])) == fills[-1][:2]

    def check_ended(self, user: str) -> None:
        book = self.ledger(user)
        for kind in ("SPOT", "SWAP"):
            for row in self.get(user, f"/api/v5/trade/orders-history?instType={kind}").data:
                self.check_order(row, book.filled[row["ordId"]])
                assert self.ended.setdefault(row["ordId"], row["state"]) == row["state"]
                assert row["state"] in {"filled", "canceled"}

    # What users do

    def step(self) -> str:
        user = self.random.choice(USERS)
        what = self.random.choices(
            (self.coins, self.contracts, self.fill, self.cancel, self.amend, self.move, self.close, self.algo),
            (22, 22, 20, 8, 12, 8, 2, 6),
        )[0]
        what(user)
        self.now_ms = int(self.control("clock", {"advance_seconds": 1.1}).json["now_ms"])
        return user

    def near(self, inst_id: str, spread: float = 0.03) -> str:
        """A price near that of the instrument, at its tick."""
        tick = Decimal("0.1") if inst_id == "BTC-USDT-SWAP" else Decimal("0.01")
        price = self.prices[inst_id] * Fraction(self.random.uniform(1 - spread, 1 + spread))
        return str((Decimal(float(price)) / tick).to_integral_value() * tick)

    def order(self, user: str, document: dict[str, Any]) -> None:
        before = self.pending(user)
        row = self.post(user, "/api/v5/trade/order", document).row
        if row["sCode"] != "0":
            self.refused += 1
            assert row["sCode"] in {"51008", "51112", "51169", "51170", "51006", "51137", "51138"}, row
            return
        self.accepted += 1
        if document["instId"] in self.values:
            self.note_opening(user, row["ordId"], document, before)

    def note_opening(self, user: str, order_id: str, document: dict[str, Any], before: list[dict[str, Any]]) -> None:
        """How much of a new or changed order opens a position, by what there was before; of no interest if it filled."""
        side = document.get("posSide", "net")
        size = Fraction(document["sz"]) - Fraction(document.get("accFillSz", "0"))
        if document.get("reduceOnly") in {True, "true"} or (document["side"], side) in {
            ("sell", "long"),
            ("buy", "short"),
        }:
            self.opens[order_id] = Fraction(0)
            return
        holding = Holding()
        for row in self.fills(user):
            if (row["instId"], row["posSide"]) == (document["instId"], side):
                holding.trade(Fraction(row["fillSz"]) * (1 if row["side"] == "buy" else -1), Fraction(row["fillPx"]))
        closable = Fraction(0)
        if holding.contracts and (holding.contracts > 0) != (document["side"] == "buy"):
            others = [
                Fraction(row["sz"]) - Fraction(row["accFillSz"])
                for row in before
                if row["ordId"] != order_id
                and (row["instId"], row["side"], row["posSide"]) == (document["instId"], document["side"], side)
            ]
            closable = max(Fraction(0), abs(holding.contracts) - sum(others, Fraction(0)))
        self.opens[order_id] = max(Fraction(0), size - closable)

    def coins(self, user: str) -> None:
        inst_id, lot = self.random.choice(list(COINS.items()))
        kind = self.random.choice(("limit", "limit", "limit", "post_only", "ioc", "market"))
        side = self.random.choice(("buy", "sell"))
        size = Decimal(lot) * self.random.randint(1, 60)
        document = {"instId": inst_id, "tdMode": "cash", "side": side, "ordType": kind, "sz": str(size)}
        if kind == "market":
            document["tgtCcy"] = "base_ccy"
            document["banAmend"] = self.random.choice((True, False))
        else:
            document["px"] = self.near(inst_id)
        if self.random.random() < 0.2 and kind == "limit":
            up, down = ("1.1", "0.9") if side == "buy" else ("0.9", "1.1")
            last = Decimal(int(self.prices[inst_id]))
            document["attachAlgoOrds"] = [
                {
                    "tpTriggerPx": str(last * Decimal(up)), "tpOrdPx": "-1",
                    "slTriggerPx": str(last * Decimal(down)), "slOrdPx": "-1",
                }
            ]  # fmt: skip
        self.order(user, document)

    def contracts(self, user: str) -> None:
        if user == "grace":
            self.coins(user)
            return
        inst_id, lot = self.random.choice(list(CONTRACTS.items()))
        kind = self.random.choice(("limit", "limit", "market"))
        document: dict[str, Any] = {
            "instId": inst_id,
            "tdMode": "cross",
            "side": self.random.choice(("buy", "sell")),
            "ordType": kind,
            "sz": str(Decimal(lot) * self.random.randint(1, 9)),
        }
        if kind == "limit":
            document["px"] = self.near(inst_id)
        if user == "ivan":
            document["posSide"] = self.random.choice(("long", "short"))
        elif self.random.random() < 0.2:
            document["reduceOnly"] = True
        self.order(user, document)

    def fill(self, user: str) -> None:
        orders = self.pending(user)
        if not orders:
            return
        row = self.random.choice(orders)
        rest = Decimal(row["sz"]) - Decimal(row["accFillSz"])
        document = {"ordId": row["ordId"]}
        if self.random.random() < 0.7:
            lot = Decimal("0.01") if row["instType"] == "SWAP" else Decimal("0.00001")
            document["sz"] = str((rest * Decimal(self.random.random()) / lot).to_integral_value() * lot or rest)
        if self.random.random() < 0.3:
            better = -1 if row["side"] == "buy" else 1
            document["px"] = str(Decimal(row["px"]) + better * self.random.randint(0, 5))
        reply = self.control("fill", document)
        assert reply.status == 200 or "only reduces" in reply.json["error"], (document, reply.json)

    def cancel(self, user: str) -> None:
        orders = self.pending(user)
        if orders:
            row = self.random.choice(orders)
            document = {"instId": row["instId"], "ordId": row["ordId"]}
            assert self.post(user, "/api/v5/trade/cancel-order", document).row["sCode"] == "0"

    def amend(self, user: str) -> None:
        orders = [row for row in self.pending(user) if not row["algoId"]]
        if not orders:
            return
        row = self.random.choice(orders)
        change: dict[str, Any] = {"instId": row["instId"], "ordId": row["ordId"]}
        if self.random.random() < 0.6:
            change["newPx"] = self.near(row["instId"])
        if self.random.random() < 0.6 or "newPx" not in change:
            # Now and then far too much.
            change["newSz"] = str(Decimal(row["sz"]) * self.random.choice((1, 2, 3, 5000)) / 2)
        change["cxlOnFail"] = self.random.random() < 0.2
        reply = self.post(user, "/api/v5/trade/amend-order", change).row
        if reply["sCode"] == "0" and row["instId"] in self.values:
            self.note_opening(user, row["ordId"], {**row, "sz": change.get("newSz", row["sz"])}, orders)

    def move(self, user: str) -> None:
        coin = self.random.choice(list(START))
        for inst_id in (f"{coin}-USDT", f"{coin}-USDT-SWAP"):
            start = START[coin]
            price = min(max(Fraction(self.near(inst_id, 0.05)), Fraction(start) * 3 / 4), Fraction(start) * 5 / 4)
            text = format(Decimal(price.numerator) / Decimal(price.denominator), "f")
            assert self.control("prices", {"instId": inst_id, "px": text}).status == 200
            self.prices[inst_id] = Fraction(text)

    def close(self, user: str) -> None:
        inst_id = self.random.choice(list(CONTRACTS))
        document: dict[str, Any] = {"instId": inst_id, "mgnMode": "cross", "autoCxl": True}
        if user == "ivan":
            document["posSide"] = self.random.choice(("long", "short"))
        assert self.post(user, "/api/v5/trade/close-position", document).code in {"0", "51023"}

    def algo(self, user: str) -> None:
        inst_id, lot = self.random.choice(list(COINS.items()))
        document: dict[str, Any] = {"instId": inst_id, "tdMode": "cash", "side": "sell", "sz": lot}
        last = int(self.prices[inst_id])
        document |= self.random.choice(
            (
                {"ordType": "trigger", "triggerPx": self.near(inst_id), "orderPx": str(last)},
                {"ordType": "move_order_stop", "callbackRatio": "0.02"},
                {"ordType": "twap", "pxSpread": "0", "szLimit": lot, "pxLimit": "0", "timeInterval": "5"},
                {
                    "ordType": "smart_iceberg", "sz": str(Decimal(lot) * 10), "szLimit": lot, "lmtOrderNumber": "2",
                    "aggressiveness": "mid",
                },
                {"ordType": "conditional", "slTriggerPx": str(last * 98 // 100), "slOrdPx": str(last)},
            )
        )  # fmt: skip
        row = self.post(user, "/api/v5/trade/order-algo", document).row
        assert row["sCode"] in {"0", "51299"}, row


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(30 if FULL else 6))
@pytest.mark.timeout(600)
def test_balances_follow_from_fills_and_open_orders(mock: Mock, seed: int) -> None:
    market = Market(mock, seed)
    for n in range(400 if FULL else 120):
        market.check(market.step())
        if n % 10 == 9:
            for user in USERS:
                market.check(user)
                market.check_ended(user)
    # The sequence was no idle one.
    assert market.accepted >= 25
    assert market.refused <= market.accepted
    assert sum(len(market.fills(user)) for user in USERS) >= 25
    market.connection.close()
