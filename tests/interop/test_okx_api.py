"""A client for another language that others wrote, okx-api for Node.js, works against the mock unchanged.

It writes its author's broker code over the `tag` of every POST; the mock takes it, as the exchange would, and shows it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.mock.conftest import Mock

FOLDER = Path(__file__).parent / "okx_api"
INSTALL = f"npm ci --prefix {FOLDER.relative_to(Path(__file__).parents[2])}"


class Node:
    """The client in a process of its own."""

    def __init__(self, mock: Mock, account: str) -> None:
        self.process = subprocess.Popen(
            ["node", str(FOLDER / "calls.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._write({"url": mock.url, "account": mock.accounts[account]})

    def _write(self, document: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(document) + "\n")
        self.process.stdin.flush()

    def ask(self, call: str, *arguments: object) -> dict[str, Any]:
        """What came of a call: `data`, or what the client threw."""
        self._write({"call": call, "arguments": arguments})
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def __call__(self, call: str, *arguments: object) -> Any:
        answer = self.ask(call, *arguments)
        assert "error" not in answer, answer
        return answer["data"]


@pytest.fixture
def node(mock: Mock) -> Iterator[Node]:
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed")
    if not (FOLDER / "node_modules" / "okx-api").is_dir():
        pytest.skip(f"okx-api is not installed: {INSTALL}")
    client = Node(mock, "alice")
    yield client
    client.process.communicate(timeout=10)


def test_the_client_is_the_published_one() -> None:
    lock = json.loads((FOLDER / "package-lock.json").read_text("utf-8"))
    one = lock["packages"]["node_modules/okx-api"]
    assert one["version"] == "3.2.3"
    assert one["integrity"].startswith("sha512-")
    assert "resolved" not in one


def test_public_data_and_the_account(mock: Mock, node: Node) -> None:
    (clock,) = node("getSystemTime")
    assert abs(int(clock["ts"]) - mock.now()) < 5000
    assert "BTC-USDT" in {row["instId"] for row in node("getInstruments", {"instType": "SPOT"})}
    (config,) = node("getAccountConfiguration")
    assert config["uid"] == mock.accounts["alice"]["uid"]
    (balance,) = node("getBalance", {"ccy": "BTC,USDT"})
    assert {row["ccy"] for row in balance["details"]} == {"BTC", "USDT"}


def test_an_order_lives(mock: Mock, node: Node) -> None:
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "50000", "sz": "0.01"}
    (placed,) = node("submitOrder", {**order, "clOrdId": "node1"})
    assert placed["sCode"] == "0"
    (shown,) = node("getOrderDetails", {"instId": "BTC-USDT", "clOrdId": "node1"})
    assert (shown["ordId"], shown["state"], shown["px"]) == (placed["ordId"], "live", "50000")
    (amended,) = node("amendOrder", {"instId": "BTC-USDT", "ordId": placed["ordId"], "newSz": "0.02"})
    assert amended["sCode"] == "0"
    assert [row["sz"] for row in node("getOrderList", {"instType": "SPOT"})] == ["0.02"]
    (cancelled,) = node("cancelOrder", {"instId": "BTC-USDT", "ordId": placed["ordId"]})
    assert cancelled["sCode"] == "0"
    assert node("getOrderList", {"instType": "SPOT"}) == []
    again = node.ask("cancelOrder", {"instId": "BTC-USDT", "ordId": placed["ordId"]})
    assert (again["code"], again["data"][0]["sCode"]) == ("1", "51400")


def test_fills_and_batches(mock: Mock, node: Node) -> None:
    market = {"instId": "ETH-USDT", "tdMode": "cash", "side": "sell", "ordType": "market", "sz": "0.5"}
    two = node("submitMultipleOrders", [{**market, "clOrdId": "a1"}, {**market, "clOrdId": "a2"}])
    assert [row["sCode"] for row in two] == ["0", "0"]
    fills = node("getFills", {"instType": "SPOT"})
    assert {row["ordId"] for row in fills} == {row["ordId"] for row in two}
    assert {row["fillSz"] for row in fills} == {"0.5"}


def test_algo_orders(mock: Mock, node: Node) -> None:
    stop = {
        "instId": "BTC-USDT", "tdMode": "cash", "side": "sell", "ordType": "conditional", "sz": "0.01",
        "slTriggerPx": "50000", "slOrdPx": "-1", "algoClOrdId": "stop1",
    }  # fmt: skip
    (placed,) = node("placeAlgoOrder", stop)
    assert placed["sCode"] == "0"
    pending = node("getAlgoOrderList", {"ordType": "conditional"})
    assert [(row["algoId"], row["state"]) for row in pending] == [(placed["algoId"], "live")]
    (ended,) = node("cancelAlgoOrder", [{"instId": "BTC-USDT", "algoId": placed["algoId"]}])
    assert ended["sCode"] == "0"
    assert node("getAlgoOrderList", {"ordType": "conditional"}) == []


def test_refusals_reach_it(mock: Mock, node: Node) -> None:
    order = {"instId": "NO-SUCH", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "1", "sz": "1"}
    refused = node.ask("submitOrder", order)
    assert (refused["code"], refused["data"][0]["sCode"]) == ("1", "51001")
    assert node.ask("getOrderDetails", {"instId": "BTC-USDT", "ordId": "1"})["code"] == "51603"


def test_the_mock_shows_whose_code_it_puts_on_every_order(mock: Mock, node: Node) -> None:
    """The caller said MOCKBROKER01; what arrived is the code of the client's author, for whom no broker is seeded."""
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "50000", "sz": "0.01"}
    node("submitOrder", {**order, "tag": "MOCKBROKER01"})
    (recorded,) = mock.orders()
    assert recorded["tag"] not in {"", "MOCKBROKER01"}
    assert recorded["known_code"] is False
