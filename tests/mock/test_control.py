"""The control surface: what it does, and whom it refuses."""

from __future__ import annotations

import pytest

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
    assert b" 403 " in answer.split(b"\r\n")[0]


def test_the_control_surface_is_not_on_the_files_host(mock: Mock) -> None:
    reply = mock.http("GET", "/__mock__/accounts", port=mock.files_port)
    assert reply.status == 403
    assert b"api_key" not in reply.body


def test_unknown_controls(mock: Mock) -> None:
    assert mock.control("GET", "nothing").status == 404
    assert mock.control("DELETE", "clock").status == 405
