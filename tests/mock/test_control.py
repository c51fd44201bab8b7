"""The control surface: what it does, and whom it refuses."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from okx_mock.clock import Clock
from okx_mock.contract import load_contract
from okx_mock.control import control_app
from okx_mock.exchange import book
from okx_mock.world import World

from .conftest import Mock


def test_health_and_accounts(mock: Mock) -> None:
    health = mock.control("GET", "health").json
    assert health == {"status": "ok", "site": "global", "files_url": mock.files_url}
    names = {account["name"] for account in mock.control("GET", "accounts").json["accounts"]}
    assert {"broker", "broker-live", "broker-both", "alice", "bob", "carol", "dave"} <= names


def test_the_clock(mock: Mock) -> None:
    def change(**document: object) -> dict[str, object]:
        reply = mock.control("POST", "clock", document)
        assert reply.status == 200
        return dict(reply.json)

    assert change(set_ms=1_600_000_000_000, frozen=True) == {"now_ms": 1_600_000_000_000, "frozen": True}
    assert change(advance_seconds=7200.5) == {"now_ms": 1_600_007_200_500, "frozen": True}
    # To the nearest millisecond: 1.001 s is a little less than that in binary.
    assert change(set_ms=1_600_000_000_000, advance_seconds=1.001)["now_ms"] == 1_600_000_001_001
    assert change(set_ms=1_600_007_200_500)["frozen"] is True
    running = change(frozen=False)
    assert running["frozen"] is False
    assert mock.now() >= 1_600_007_200_500


@pytest.mark.parametrize(
    "document",
    [
        {"advance_seconds": "7200"},
        {"advance_seconds": -1},
        {"advance_seconds": 1e300},
        {"set_ms": -1},
        {"set_ms": True},
        {"set_ms": 10**30},
        {"frozen": "yes"},
        {"forward": 1},
        [],
        None,
        {"frozen": True, "advance_seconds": -1},
    ],
)
def test_a_clock_request_that_makes_no_sense(mock: Mock, document: object) -> None:
    reply = mock.control("POST", "clock", document)
    assert reply.status == 400
    assert set(reply.json) == {"error"}
    assert mock.control("GET", "clock").json["frozen"] is False


@pytest.mark.parametrize("document", [{}, {"instId": "NO", "px": "1"}, {"instId": "BTC-USDT", "px": 1}, {"px": "-1"}])
def test_a_price_that_makes_no_sense(mock: Mock, document: object) -> None:
    assert mock.control("POST", "prices", document).status == 400


def test_reset(mock: Mock) -> None:
    mock.order(tag="MOCKBROKER01")
    assert len(mock.orders()) == 1
    assert mock.control("POST", "reset").status == 200
    assert mock.orders() == []
    assert mock.get("alice", "/api/v5/account/balance").row["totalEq"] == "295000"


def test_requests_show_the_code_of_each_item(mock: Mock) -> None:
    good = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}
    mock.post("alice", "/api/v5/trade/batch-orders", [good, {**good, "sz": "0"}, {**good, "instId": "NO-USDT"}])
    mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT", "ordId": "1"})
    mock.get("alice", "/api/v5/account/balance")
    shown = mock.control("GET", "requests").json
    assert [(one["code"], one["codes"]) for one in shown["requests"]] == [
        ("2", ["0", "51000", "51001"]), ("1", ["51400"]), ("0", []),
    ]  # fmt: skip
    assert shown["dropped"] == 0


def test_records_and_requests_name_the_operation_as_the_contract_does(mock: Mock) -> None:
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "market", "sz": "100"}
    swap = {"instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "market", "sz": "1"}
    grid = {
        "instId": "BTC-USDT", "algoOrdType": "grid", "maxPx": "70000", "minPx": "50000", "gridNum": "10", "runType": "1",
        "quoteSz": "1000",
    }  # fmt: skip
    algo = {**order, "side": "sell", "ordType": "conditional", "sz": "0.01", "tpTriggerPx": "65000", "tpOrdPx": "-1"}
    mock.post("alice", "/api/v5/trade/order", order)
    mock.post("alice", "/api/v5/trade/batch-orders", [order, {**order, "sz": "0"}])
    mock.post("alice", "/api/v5/trade/order", swap)
    mock.post("alice", "/api/v5/trade/close-position", {"instId": "BTC-USDT-SWAP", "mgnMode": "cross"})
    mock.post("alice", "/api/v5/trade/order-algo", algo)
    mock.post("alice", "/api/v5/tradingBot/grid/order-algo", grid)
    mock.get("alice", "/api/v5/trade/no-such-thing")
    mock.http("DELETE", "/api/v5/trade/order")
    named = [one["operation"] for one in mock.control("GET", "requests").json["requests"]]
    assert named == [
        "placeOrder", "placeBatchOrders", "placeOrder", "closePosition", "placeAlgoOrder", "placeGridOrder", "", "",
    ]  # fmt: skip
    shown = mock.control("GET", "orders").json
    placed = [one["operation"] for one in shown["orders"]]
    assert placed[:4] == ["placeOrder", "placeBatchOrders", "placeOrder", "closePosition"]
    assert set(placed[4:]) == {"placeGridOrder"}
    assert {one["operation"] for one in shown["records"]} == {"placeAlgoOrder", "placeGridOrder"}
    assert [one["operation"] for one in shown["refused"]] == ["placeBatchOrders"]
    mock.control("POST", "prices", {"instId": "BTC-USDT", "px": "65000"})
    later = [one["operation"] for one in mock.orders()]
    assert "placeAlgoOrder" in later[len(placed) :]


def numbered(mock: Mock, query: str = "") -> tuple[list[int], int]:
    """The clOrdIds of the orders listed, as numbers, and what `next` says."""
    shown = mock.control("GET", f"orders{query}").json
    return [int(order["clOrdId"]) for order in shown["orders"]], shown["next"]


def test_orders_page_by_page(mock: Mock) -> None:
    assert numbered(mock) == ([], 0)
    for number in range(1, 8):
        assert mock.order(clOrdId=str(number)).row["sCode"] == "0"
    assert numbered(mock) == ([1, 2, 3, 4, 5, 6, 7], 7)
    # Without `after` the newest, with it those that follow.
    assert numbered(mock, "?limit=3") == ([5, 6, 7], 7)
    assert numbered(mock, "?after=0&limit=3") == ([1, 2, 3], 3)
    assert numbered(mock, "?after=3&limit=3") == ([4, 5, 6], 6)
    assert numbered(mock, "?after=6&limit=3") == ([7], 7)
    assert numbered(mock, "?after=7") == ([], 7)
    assert mock.order(clOrdId="8").row["sCode"] == "0"
    assert numbered(mock, "?after=7") == ([8], 8)
    assert mock.control("GET", "orders").json["dropped"] == 0
    mock.control("POST", "reset")
    # The number of before is greater than all that there are: what comes next is not missed.
    assert numbered(mock, "?after=8") == ([], 0)


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=10001", "limit=-1", "limit=1.5", "limit=", "after=-1", "after=x", "after=9999999999999999",
     "after=%C2%B2", "from=1"],
)  # fmt: skip
def test_a_page_that_makes_no_sense(mock: Mock, query: str) -> None:
    reply = mock.control("GET", f"orders?{query}")
    assert reply.status == 400
    assert set(reply.json) == {"error"}


def place(world: World, number: int, raw: bytes = b"{}") -> None:
    (account,) = [one for one in world.directory.accounts.values() if one.name == "alice"]
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "sell", "ordType": "ioc", "px": "900000", "sz": "1"}
    world.book.place(account, {**order, "clOrdId": str(number)}, "placeOrder", raw)


async def shown(world: World, query: str) -> bytes:
    """The answer of the control surface, without a server."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/__mock__/orders",
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1:1")],
        "client": ("127.0.0.1", 2),
        "server": ("127.0.0.1", 1),
    }
    await control_app(world)(scope, receive, send)
    assert sent[0]["status"] == 200
    return b"".join(message.get("body", b"") for message in sent[1:])


def test_the_oldest_orders_are_dropped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "ORDERS_KEPT", 10)
    world = World(load_contract(), Clock(frozen=True, start_ms=1_780_315_200_000))
    for number in range(1, 26):
        place(world, number)
    assert len(world.book.recorded) == 10

    def page(query: str) -> tuple[list[int], int, int]:
        answer = json.loads(asyncio.run(shown(world, query)))
        return [int(order["clOrdId"]) for order in answer["orders"]], answer["next"], answer["dropped"]

    assert page("") == (list(range(16, 26)), 25, 15)
    assert page("limit=4") == ([22, 23, 24, 25], 25, 15)
    # A reader that is too slow goes on with the oldest that is left.
    assert page("after=3&limit=2") == ([16, 17], 17, 15)
    assert page("after=17&limit=2") == ([18, 19], 19, 15)
    assert page("after=24") == ([25], 25, 15)


def test_the_requests_that_orders_came_in_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MOST_RAW", 1000)
    monkeypatch.setattr(book, "ORDERS_KEPT", 8)
    world = World(load_contract(), Clock(frozen=True, start_ms=1_780_315_200_000))

    def kept() -> list[int]:
        return [len(order.raw) for order in world.book.recorded]

    for number in range(1, 4):
        place(world, number, bytes([number]) * 400)
    # 1200 are too many: the oldest order loses its own, and stays.
    assert kept() == [0, 400, 400]
    shared = b"b" * 500
    for number in range(4, 8):
        place(world, number, shared)
    # What four orders share counts once.
    assert kept() == [0, 0, 400, 500, 500, 500, 500]
    place(world, 8, b"c" * 200)
    assert kept() == [0, 0, 0, 500, 500, 500, 500, 200]
    place(world, 9, b"d" * 500)
    assert kept() == [0, 0, 0, 0, 0, 0, 200, 500]
    for number in range(10, 18):
        place(world, number, b"e")
    assert kept() == [1] * 8


def test_a_listing_is_cheap_however_many_orders_there_are() -> None:
    world = World(load_contract(), Clock(frozen=True, start_ms=1_780_315_200_000))
    place(world, 1, b"x" * 1_000_000)
    (order,) = world.book.recorded
    assert len(order.raw) == book.RAW_KEPT
    order.raw = b"{}"
    world.book.recorded.extend([order] * 99_999)
    for query in ("", "after=0", "after=98000"):
        began = time.perf_counter()
        answer = asyncio.run(shown(world, query))
        assert time.perf_counter() - began < 1  # a tenth of it on an idle machine
        assert len(answer) < 1_000_000
    assert len(json.loads(answer)["orders"]) == 1000


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": "10.0.0.1:{port}"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:{port}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_strangers_are_refused(mock: Mock, headers: dict[str, str]) -> None:
    filled = {name: value.format(port=mock.port) for name, value in headers.items()}
    for method, name in (("GET", "accounts"), ("POST", "reset"), ("GET", "clock")):
        assert mock.http(method, f"/__mock__/{name}", filled).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost:{port}"},
        {"Host": "LOCALHOST:{port}"},
        {"Host": "[::1]:{port}"},
        {"Origin": "http://127.0.0.1:{port}"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"X-Forwarded-For": "8.8.8.8"},
    ],
)
def test_this_machine_is_let_in(mock: Mock, headers: dict[str, str]) -> None:
    filled = {name: value.format(port=mock.port) for name, value in headers.items()}
    assert mock.http("GET", "/__mock__/health", filled).status == 200


def test_two_hosts_are_refused(mock: Mock) -> None:
    host = f"Host: 127.0.0.1:{mock.port}\r\n".encode()
    answer = mock.raw(b"GET /__mock__/accounts HTTP/1.1\r\n" + host + host + b"\r\n")
    assert b" 400 " in answer.split(b"\r\n")[0]


def test_the_control_surface_is_not_on_the_files_host(mock: Mock) -> None:
    reply = mock.http("GET", "/__mock__/accounts", port=mock.files_port)
    assert reply.status == 403
    assert b"api_key" not in reply.body


def test_unknown_controls(mock: Mock) -> None:
    assert mock.control("GET", "nothing").status == 404
    assert mock.control("DELETE", "clock").status == 405
