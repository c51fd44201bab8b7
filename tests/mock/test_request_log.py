"""The log of requests: a line each, nothing secret in it, and silence unless asked for."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from .conftest import Mock, start

ORDER = "/api/v5/trade/order"
NOON = "2026-06-01T12:00:00.000Z"
FIELDS = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}


class Logged:
    """A mock with a log, and what it has written once it has ended."""

    def __init__(self, mock: Mock) -> None:
        self.mock = mock
        self.errors = ""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.errors.splitlines()]


@contextmanager
def serving(*arguments: str) -> Iterator[Logged]:
    process = start("serve", "--json", "--clock", "frozen", "--time", NOON, *arguments)
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    mock = Mock(said["url"], said["files_url"], {account["name"]: account for account in said["accounts"]})
    logged = Logged(mock)
    try:
        yield logged
    finally:
        process.send_signal(signal.SIGTERM)
        _, logged.errors = process.communicate(timeout=10)


def test_a_json_line_for_each_request() -> None:
    with serving("--log", "json") as logged:
        mock = logged.mock
        mock.order(tag="MOCKBROKER01")
        mock.post("alice", "/api/v5/trade/batch-orders", [{**FIELDS, "tag": "MOCKBROKER01"}, {**FIELDS, "sz": "0"}])
        mock.order("bob")
        mock.http("GET", "/api/v5/public/time")
        mock.get("alice", "/api/v5/account/balance?ccy=BTC%2CETH")
        mock.http("PUT", ORDER)
        mock.http("GET", "/nowhere?secret=1")
    lines = logged.lines
    assert all(line.pop("time") == NOON for line in lines)
    assert all(0 < line.pop("duration_us") < 5_000_000 for line in lines)
    usual = {"query": {}, "user": None, "tags": [], "sCodes": [], "fault": None}
    assert lines == [
        {
            **usual, "method": "POST", "path": ORDER, "operation": "placeOrder", "user": "alice",
            "tags": ["MOCKBROKER01"], "status": 200, "code": "0", "sCodes": ["0"],
        },
        {
            **usual, "method": "POST", "path": "/api/v5/trade/batch-orders", "operation": "placeBatchOrders",
            "user": "alice", "tags": ["MOCKBROKER01", ""], "status": 200, "code": "2", "sCodes": ["0", "51000"],
        },
        {
            **usual, "method": "POST", "path": ORDER, "operation": "placeOrder", "user": "bob", "tags": [""],
            "status": 200, "code": "50120",
        },
        {**usual, "method": "GET", "path": "/api/v5/public/time", "operation": "getTime", "status": 200, "code": "0"},
        {
            **usual, "method": "GET", "path": "/api/v5/account/balance", "operation": "getBalance", "user": "alice",
            "query": {"ccy": "BTC,ETH"}, "status": 200, "code": "0",
        },
        {**usual, "method": "PUT", "path": ORDER, "operation": None, "status": 405, "code": "50115"},
        {**usual, "method": "GET", "path": "/nowhere", "operation": None, "status": 404, "code": "404"},
    ]  # fmt: skip


def test_times_are_the_mocks() -> None:
    with serving("--log", "json") as logged:
        logged.mock.http("GET", "/api/v5/public/time")
        logged.mock.advance(7200.5)
        logged.mock.http("GET", "/api/v5/public/time")
    # Who moves the clock is logged too; who only looks is not.
    assert [(line["time"], line["method"], line["path"]) for line in logged.lines] == [
        (NOON, "GET", "/api/v5/public/time"),
        ("2026-06-01T14:00:00.500Z", "POST", "/__mock__/clock"),
        ("2026-06-01T14:00:00.500Z", "GET", "/api/v5/public/time"),
    ]


def test_faults_are_logged_with_what_was_sent_and_done() -> None:
    with serving("--log", "json") as logged:
        for said in (
            {"kind": "lost", "executed": True},
            {"kind": "lost"},
            {"kind": "code", "code": "50026", "executed": True},
            {"kind": "html", "status": 503},
        ):
            logged.mock.control("POST", "faults", said)
        for _ in range(2):
            with pytest.raises(ConnectionError):
                logged.mock.order()
        logged.mock.order(sz="0")
        logged.mock.order()
    lines = [line for line in logged.lines if line["path"] == ORDER]
    assert [(line["status"], line["code"], line["sCodes"], line["fault"], line["user"]) for line in lines] == [
        (0, "", ["0"], {"id": 1, "kind": "lost", "executed": True}, "alice"),
        (0, "", [], {"id": 2, "kind": "lost", "executed": False}, "alice"),
        (500, "50026", ["51000"], {"id": 3, "kind": "code", "executed": True}, "alice"),
        (503, "", [], {"id": 4, "kind": "html", "executed": False}, "alice"),
    ]


def test_downloads_and_broken_requests_are_logged() -> None:
    with serving("--log", "json") as logged:
        logged.mock.http("GET", "/x?Expires=1&Signature=topsecret", port=logged.mock.files_port)
        logged.mock.raw(b"GET / HTTP/9.9\r\n\r\n")
        logged.mock.raw(b"GET / HTTP/1.1\r\n\r\n")
    assert [(line["path"], line["operation"], line["status"], line.get("note")) for line in logged.lines] == [
        ("/x", "file", 403, None),
        ("", None, 400, "Invalid HTTP request received."),
        ("", None, 400, "There must be one header Host"),
    ]


@pytest.mark.parametrize("form", ["json", "text"])
def test_nothing_secret_is_logged(form: str) -> None:
    with serving("--log", form) as logged:
        mock = logged.mock
        mock.order()
        mock.get("broker", f"/api/v5/broker/fd/if-rebate?apiKey={mock.accounts['alice']['api_key']}&secretKey=hidden1")
        key = {"subAcct": "panpanBroker2", "label": "bot", "passphrase": "Hidden-Pass-2", "perm": "trade"}
        made = mock.post("broker", "/api/v5/broker/dma/subaccount/apikey", key).row
        mock.post("alice", "/v5/users/oauth/token", {"client_secret": "hidden3", "code": "hidden4"})
        target = "/api/v5/broker/fd/rebate-per-orders"
        mock.post("broker", target, {"begin": "20210623", "end": "20210625"})
        mock.advance(7200)
        link = mock.get("broker", f"{target}?type=true").row["fileHref"]
        assert mock.http("GET", link.removeprefix(mock.files_url), port=mock.files_port).status == 200
        secrets = ["hidden", "Hidden", "Signature", "OK-ACCESS", "Bearer", made["apiKey"], made["secretKey"]]
        for account in mock.accounts.values():
            secrets += [account["api_key"], account["secret_key"], account["passphrase"]]
    assert len(logged.errors.splitlines()) == 8
    assert "if-rebate" in logged.errors
    assert "***" in logged.errors
    assert [secret for secret in secrets if secret in logged.errors] == []


def test_text_for_people() -> None:
    with serving("--log", "text") as logged:
        logged.mock.order(tag="MOCKBROKER01")
        logged.mock.control("POST", "faults", {"kind": "lost"})
        with pytest.raises(ConnectionError):
            logged.mock.order()
        logged.mock.get("alice", f"{ORDER}?instId=BTC-USDT&clOrdId=%1b%5B2J")
        logged.mock.raw(b"GET / HTTP/1.1\r\n\r\n")
    first, control, lost, query, broken = logged.errors.splitlines()
    words = f"{NOON} POST {ORDER} -> 200 code=0 sCode=0 tag=MOCKBROKER01 user=alice"
    assert first.startswith(words + " ")
    assert first.endswith(" ms")
    assert control.startswith(f"{NOON} POST /__mock__/faults -> 200 ")
    assert " -> nothing sent tag=none user=alice fault=lost#1 (not executed) " in lost
    # Nothing that a client sends can play with a terminal.
    assert "\x1b" not in query
    assert "clOrdId=\\x1b[2J" in query
    assert broken == f"{NOON} (no request) -> 400 code=400 (There must be one header Host)"


def test_silence_unless_asked_for() -> None:
    with serving() as logged:
        logged.mock.order()
        logged.mock.http("GET", "/nowhere")
        logged.mock.raw(b"nonsense\r\n\r\n")
    assert logged.errors == ""


def test_a_failure_of_the_mock_is_one_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    from okx_mock.clock import Clock
    from okx_mock.request_log import RequestLog

    log = RequestLog(Clock(frozen=True, start_ms=1_780_315_200_000), "json")
    try:
        raise ZeroDivisionError("why\nnot")
    except ZeroDivisionError as problem:
        log.failure("placeOrder", problem)
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told["time"] == NOON
    assert told["error"] == "placeOrder failed: ZeroDivisionError('why\\nnot')"
    assert told["traceback"].startswith("Traceback (most recent call last)")
