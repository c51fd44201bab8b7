"""Faults on request: each kind as it looks from a bare socket, and which requests it strikes."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from typing import Any

import pytest
import yaml

from .conftest import ROOT, Mock, Reply

ORDER = "/api/v5/trade/order"
BALANCE = "/api/v5/account/balance"
TIME = "/api/v5/public/time"
BODY = b'{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","px":"2.15","sz":"2"}'


def ask(mock: Mock, **said: Any) -> int:
    reply = mock.control("POST", "faults", said)
    assert reply.status == 200, reply.body
    assert set(reply.json) == {"id"}
    return int(reply.json["id"])


def listed(mock: Mock) -> list[dict[str, Any]]:
    return list(mock.control("GET", "faults").json["faults"])


def order_bytes(mock: Mock, account: str = "alice") -> bytes:
    headers = {**mock.signed_headers(account, "POST", ORDER, BODY), "Content-Length": str(len(BODY))}
    lines = [f"POST {ORDER} HTTP/1.1", f"Host: 127.0.0.1:{mock.port}", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + BODY


def place_raw(mock: Mock) -> bytes:
    """Everything that comes back for an order until the connection is closed."""
    received = b""
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        connection.sendall(order_bytes(mock))
        while part := connection.recv(65536):
            received += part
    return received


def last_request(mock: Mock) -> dict[str, Any]:
    return dict(mock.control("GET", "requests").json["requests"][-1])


# How each kind looks


@pytest.mark.parametrize("executed", [False, True])
def test_lost_closes_without_a_byte(mock: Mock, executed: bool) -> None:
    number = ask(mock, kind="lost", operation="placeOrder", executed=executed)
    assert place_raw(mock) == b""
    assert len(mock.orders()) == (1 if executed else 0)
    assert last_request(mock) == {
        "method": "POST",
        "target": ORDER,
        "operation": "placeOrder",
        "status": 0,
        "code": "",
        "codes": ["0"] if executed else [],
        "user": "alice",
        "fault": {"id": number, "kind": "lost"},
    }
    # Once only, unless said otherwise.
    assert mock.order().code == "0"
    assert last_request(mock)["fault"] is None


@pytest.mark.parametrize("executed", [False, True])
def test_reset_resets(mock: Mock, executed: bool) -> None:
    ask(mock, kind="reset", operation="placeOrder", executed=executed)
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        connection.sendall(order_bytes(mock))
        with pytest.raises(ConnectionResetError):
            connection.recv(1)
    assert len(mock.orders()) == (1 if executed else 0)
    assert last_request(mock)["status"] == 0


@pytest.mark.parametrize("executed", [False, True])
def test_truncated_sends_half_of_what_it_promises(mock: Mock, executed: bool) -> None:
    ask(mock, kind="truncated", operation="placeOrder", executed=executed)
    head, _, body = place_raw(mock).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    (length,) = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"content-length")]
    assert len(body) == length // 2 > 20
    assert body.startswith(b'{"code":"0","data":[{')
    orders = mock.orders()
    assert len(orders) == (1 if executed else 0)
    assert all(order["ordId"].encode() in body for order in orders)


@pytest.mark.parametrize("executed", [False, True])
@pytest.mark.parametrize(("said", "status"), [({}, 502), ({"status": 429}, 429), ({"status": 200}, 200)])
def test_html_is_a_gateways_page(mock: Mock, said: dict[str, int], status: int, executed: bool) -> None:
    ask(mock, kind="html", executed=executed, **said)
    reply = mock.order()
    assert (reply.status, reply.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert reply.body.startswith(b"<html>")
    assert len(mock.orders()) == (1 if executed else 0)


@pytest.mark.parametrize("executed", [False, True])
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 520, 599])
def test_status_comes_without_a_body(mock: Mock, status: int, executed: bool) -> None:
    ask(mock, kind="status", status=status, executed=executed)
    reply = mock.order()
    assert (reply.status, reply.body, reply.headers["content-length"]) == (status, b"", "0")
    assert len(mock.orders()) == (1 if executed else 0)


# okx-v5, errors: general; the statuses stand beside the codes.
DOCUMENTED = {"50001": 503, "50004": 400, "50011": 429, "50013": 429, "50026": 500, "50102": 401, "51149": 500}


@pytest.mark.parametrize("executed", [False, True])
@pytest.mark.parametrize("code", DOCUMENTED)
def test_code_is_a_refusal_as_documented(mock: Mock, code: str, executed: bool) -> None:
    ask(mock, kind="code", code=code, executed=executed)
    reply = mock.order()
    assert (reply.status, reply.code, reply.data) == (DOCUMENTED[code], code, [])
    assert reply.json["msg"]
    assert "{}" not in reply.json["msg"]
    assert len(mock.orders()) == (1 if executed else 0)
    assert (last_request(mock)["status"], last_request(mock)["code"]) == (DOCUMENTED[code], code)


def test_every_code_of_the_contract_can_be_had(mock: Mock) -> None:
    documented = yaml.safe_load((ROOT / "spec" / "errors.yaml").read_text())
    assert len(documented) > 200
    for entry in documented:
        if entry["code"] in {"0", "1", "2"}:
            continue
        ask(mock, kind="code", code=entry["code"])
        reply = mock.http("GET", TIME)
        assert reply.code == entry["code"]
        # 50011 is the one with two statuses: 429, and 200 where it is about items.
        assert reply.status == (429 if entry["code"] == "50011" else entry["http"][0])


def test_slow_executes_at_once_and_answers_late(mock: Mock) -> None:
    ask(mock, kind="slow", seconds=0.6)
    replies: list[Reply] = []
    begun = time.monotonic()
    thread = threading.Thread(target=lambda: replies.append(mock.order()))
    thread.start()
    while not mock.orders():
        assert time.monotonic() - begun < 5
    # The others are not held up, and the order is there before its answer.
    assert not replies
    thread.join(10)
    assert time.monotonic() - begun >= 0.6
    assert replies[0].code == "0"
    assert len(mock.orders()) == 1


def test_who_gives_up_on_a_slow_answer_has_placed_the_order(mock: Mock) -> None:
    ask(mock, kind="slow", seconds=30)
    with socket.create_connection(("127.0.0.1", mock.port), timeout=0.3) as connection:
        connection.sendall(order_bytes(mock))
        with pytest.raises(TimeoutError):
            connection.recv(1)
    assert len(mock.orders()) == 1


@pytest.mark.parametrize("seconds", [31, -31, 3600.5, -86400])
def test_skew_judges_the_timestamp_by_a_clock_that_is_off(mock: Mock, seconds: float) -> None:
    mock.control("POST", "clock", {"frozen": True})
    ask(mock, kind="skew", seconds=seconds, count=2)
    reply = mock.get("alice", BALANCE)
    assert (reply.status, reply.code) == (401, "50102")
    # Who signs by that clock gets in.
    headers = mock.signed_headers("alice", "GET", BALANCE, offset_ms=int(seconds * 1000))
    assert mock.http("GET", BALANCE, headers).code == "0"
    assert mock.get("alice", BALANCE).code == "0"


def test_skew_within_the_window_changes_nothing(mock: Mock) -> None:
    mock.control("POST", "clock", {"frozen": True})
    ask(mock, kind="skew", seconds=30)
    assert mock.get("alice", BALANCE).code == "0"
    assert listed(mock)[0]["hits"] == 1


def test_the_clock_that_is_off_can_be_asked(mock: Mock) -> None:
    mock.control("POST", "clock", {"set_ms": 1_780_315_200_000, "frozen": True})
    ask(mock, kind="skew", seconds=-90, count=None)
    assert mock.http("GET", TIME).row == {"ts": "1780315110000"}
    headers = mock.signed_headers("alice", "POST", ORDER, BODY, offset_ms=-90_000)
    assert mock.http("POST", ORDER, headers, BODY).code == "0"
    # What is placed is stamped by the mock's clock, which was never wrong.
    assert mock.orders()[0]["cTime"] == 1_780_315_200_000


# Whom it strikes


def hits_of(mock: Mock, times: int, account: str = "alice") -> list[int]:
    """Which of so many reads were struck; the clock goes on between them, so that no limit is met."""
    struck = []
    for place in range(times):
        mock.advance(1)
        if mock.get(account, BALANCE).status == 503:
            struck.append(place)
    return struck


def test_count(mock: Mock) -> None:
    number = ask(mock, kind="status", status=503, count=3)
    assert hits_of(mock, 5) == [0, 1, 2]
    (fault,) = listed(mock)
    assert (fault["id"], fault["hits"], fault["left"], fault["count"]) == (number, 3, 0, 3)


def test_count_without_end(mock: Mock) -> None:
    ask(mock, kind="status", status=503, count=None)
    assert hits_of(mock, 20) == list(range(20))
    (fault,) = listed(mock)
    assert (fault["hits"], fault["left"], fault["count"]) == (20, None, None)
    assert mock.control("DELETE", "faults").json == {"deleted": 1}
    assert hits_of(mock, 2) == []


def test_a_probability_strikes_some_and_the_same_again(mock: Mock) -> None:
    ask(mock, kind="status", status=503, count=None, probability=0.5)
    first = hits_of(mock, 40)
    # With one in two, 40 requests meet less than 8 or more than 32 in 3 of 100,000 seeds; this seed is not one of them.
    assert 8 <= len(first) <= 32
    mock.control("POST", "reset")
    ask(mock, kind="status", status=503, count=None, probability=0.5)
    assert hits_of(mock, 40) == first


@pytest.mark.parametrize(("probability", "struck"), [(0, []), (1, [0, 1, 2, 3, 4])])
def test_never_and_always(mock: Mock, probability: int, struck: list[int]) -> None:
    ask(mock, kind="status", status=503, count=None, probability=probability)
    assert hits_of(mock, 5) == struck


def test_the_draws_follow_from_the_seed() -> None:
    from okx_mock.contract import load_contract
    from okx_mock.faults import Faults

    def draws(seed: int) -> list[bool]:
        faults = Faults(load_contract(), seed)
        faults.add({"kind": "lost", "count": None, "probability": 0.5}, ())
        return [faults.strike("getBalance", "GET", "") is not None for _ in range(64)]

    assert draws(1) == draws(1)
    assert draws(1) != draws(2)


def test_operation(mock: Mock) -> None:
    ask(mock, kind="status", status=503, operation="placeOrder", count=None)
    assert mock.order().status == 503
    assert mock.get("alice", BALANCE).code == "0"
    assert mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT", "ordId": "1"}).status == 200


def test_several_operations(mock: Mock) -> None:
    ask(mock, kind="status", status=503, operation=["placeOrder", "getTime", "placeOrder"], count=None)
    assert mock.order().status == 503
    assert mock.http("GET", TIME).status == 503
    assert mock.get("alice", BALANCE).code == "0"
    assert listed(mock)[0]["operation"] == ["placeOrder", "getTime"]


def test_method(mock: Mock) -> None:
    ask(mock, kind="status", status=503, method="POST", count=None)
    assert mock.get("alice", BALANCE).code == "0"
    assert mock.order().status == 503
    mock.control("DELETE", "faults")
    ask(mock, kind="status", status=503, method="GET", count=None)
    assert mock.get("alice", BALANCE).status == 503
    assert mock.order().code == "0"


def test_user(mock: Mock) -> None:
    ask(mock, kind="status", status=503, user="bob", count=None)
    assert mock.get("alice", BALANCE).code == "0"
    assert mock.http("GET", TIME).code == "0"
    assert mock.get("bob", BALANCE).status == 503
    assert last_request(mock)["user"] == "bob"


def test_the_oldest_that_fits_strikes_and_only_one(mock: Mock) -> None:
    first = ask(mock, kind="html", operation="getBalance")
    second = ask(mock, kind="status", status=503)
    assert second == first + 1
    assert [mock.order().status, mock.get("alice", BALANCE).status, mock.get("alice", BALANCE).status] == [
        503,
        502,
        200,
    ]


def test_what_is_refused_anyway_is_refused_behind_the_fault(mock: Mock) -> None:
    """`executed` runs the request through all checks: what they refuse is not placed, whatever was lost."""
    ask(mock, kind="lost", executed=True, count=None)
    with pytest.raises(http.client.RemoteDisconnected):
        mock.order("bob")
    assert mock.orders() == []
    ask(mock, kind="slow", seconds=0)
    mock.control("DELETE", "faults?id=1")
    assert mock.order("bob").code == "50120"


def test_a_request_before_a_lost_one_is_answered(mock: Mock) -> None:
    """Two requests at once on one connection: the first gets its whole answer before the connection closes."""
    ask(mock, kind="lost", operation="placeOrder")
    data = f"GET {TIME} HTTP/1.1\r\nHost: x\r\n\r\n".encode() + order_bytes(mock)
    received = b""
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        connection.sendall(data)
        while part := connection.recv(65536):
            received += part
    assert received.count(b"HTTP/1.1 ") == 1
    assert b'"code":"0"' in received


@pytest.mark.parametrize("kind", ["lost", "reset"])
def test_the_control_surface_is_never_struck(mock: Mock, kind: str) -> None:
    ask(mock, kind=kind, count=None)
    for name in ("health", "clock", "orders", "faults"):
        assert mock.control("GET", name).status == 200
    assert mock.http("GET", "/nowhere").status == 404
    assert listed(mock)[0]["hits"] == 0


# The list


def test_the_list_says_what_was_asked_for(mock: Mock) -> None:
    ask(mock, kind="html", operation="placeOrder", executed=True, user="alice", count=2, probability=0.25, status=503)
    ask(mock, kind="slow", seconds=1.5, method="GET")
    assert listed(mock) == [
        {
            "id": 1,
            "kind": "html",
            "operation": "placeOrder",
            "method": None,
            "executed": True,
            "user": "alice",
            "count": 2,
            "probability": 0.25,
            "status": 503,
            "hits": 0,
            "left": 2,
        },
        {
            "id": 2,
            "kind": "slow",
            "operation": "*",
            "method": "GET",
            "executed": True,
            "user": None,
            "count": 1,
            "probability": 1,
            "seconds": 1.5,
            "hits": 0,
            "left": 1,
        },
    ]


def test_what_is_listed_can_be_asked_for_again(mock: Mock) -> None:
    ask(mock, kind="code", code="50011", operation=["placeOrder", "getBalance"], count=None)
    (fault,) = listed(mock)
    again = {name: value for name, value in fault.items() if name not in {"id", "hits", "left"}}
    ask(mock, **again)
    assert {**listed(mock)[1], "id": 1} == fault


def test_deleting(mock: Mock) -> None:
    first, second = ask(mock, kind="lost"), ask(mock, kind="reset")
    assert mock.control("DELETE", f"faults?id={first}").json == {"deleted": 1}
    assert [fault["id"] for fault in listed(mock)] == [second]
    reply = mock.control("DELETE", f"faults?id={first}")
    assert (reply.status, reply.json) == (400, {"error": f"id: there is no fault {first}"})
    assert mock.control("DELETE", "faults?number=1").status == 400
    assert mock.control("DELETE", "faults?id=x").status == 400
    assert mock.control("DELETE", "faults").json == {"deleted": 1}
    assert listed(mock) == []
    assert mock.order().code == "0"


def test_a_reset_of_the_mock_clears_them(mock: Mock) -> None:
    ask(mock, kind="lost", count=None)
    mock.control("POST", "reset")
    assert listed(mock) == []
    assert mock.order().code == "0"
    assert ask(mock, kind="lost") == 1


def test_their_number_is_bounded(mock: Mock) -> None:
    ask(mock, kind="status", status=503)
    assert mock.order().status == 503
    for _ in range(1000):
        ask(mock, kind="lost", operation="getConvertHistory")
    # The one that was spent has made room for the last.
    assert len(listed(mock)) == 1000
    reply = mock.control("POST", "faults", {"kind": "lost"})
    assert reply.status == 400
    assert "1000" in reply.json["error"]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({}, "kind"),
        ({"kind": "broken"}, "kind"),
        ({"kind": 1}, "kind"),
        ({"kind": ["lost"]}, "kind"),
        ({"kind": "lost", "operation": "place_order"}, "placeOrder"),
        ({"kind": "lost", "operation": 7}, "operation"),
        ({"kind": "lost", "operation": []}, "operation"),
        ({"kind": "lost", "operation": ["placeOrder", None]}, "operation"),
        ({"kind": "lost", "operation": {"placeOrder": True}}, "operation"),
        ({"kind": "lost", "method": "DELETE"}, "method"),
        ({"kind": "lost", "executed": "yes"}, "executed"),
        ({"kind": "lost", "user": "nobody"}, "user"),
        ({"kind": "lost", "user": 1}, "user"),
        ({"kind": "lost", "count": 0}, "count"),
        ({"kind": "lost", "count": 1.5}, "count"),
        ({"kind": "lost", "count": True}, "count"),
        ({"kind": "lost", "count": "1"}, "count"),
        ({"kind": "lost", "probability": 1.1}, "probability"),
        ({"kind": "lost", "probability": -0.1}, "probability"),
        ({"kind": "lost", "probability": "0.5"}, "probability"),
        ({"kind": "lost", "seconds": 1}, "seconds"),
        ({"kind": "lost", "status": 500}, "status"),
        ({"kind": "lost", "code": "50001"}, "code"),
        ({"kind": "slow"}, "seconds"),
        ({"kind": "slow", "seconds": -1}, "seconds"),
        ({"kind": "slow", "seconds": 61}, "seconds"),
        ({"kind": "skew"}, "seconds"),
        ({"kind": "skew", "seconds": 10**400}, "seconds"),
        ({"kind": "status"}, "status"),
        ({"kind": "status", "status": 600}, "status"),
        ({"kind": "status", "status": 204}, "status"),
        ({"kind": "status", "status": "503"}, "status"),
        ({"kind": "html", "status": 99}, "status"),
        ({"kind": "code"}, "code"),
        ({"kind": "code", "code": 50001}, "code"),
        ({"kind": "code", "code": "0"}, "code"),
        ({"kind": "code", "code": "99999"}, "code"),
        ({"kind": "code", "code": "50001", "operation": "file"}, "operation"),
        ({"kind": "skew", "seconds": 60, "operation": ["file"]}, "operation"),
        ({"kind": "lost", "times": 3}, "times"),
    ],
)
def test_a_fault_that_makes_no_sense(mock: Mock, said: dict[str, Any], named: str) -> None:
    reply = mock.control("POST", "faults", said)
    assert reply.status == 400
    assert named in reply.json["error"]
    assert listed(mock) == []


def test_a_fault_that_is_no_number_of_this_world(mock: Mock) -> None:
    for text in (b'{"kind":"skew","seconds":1e999}', b'{"kind":"skew","seconds":NaN}', b"[]", b"", b'{"kind":"lost"'):
        assert mock.http("POST", "/__mock__/faults", {"Content-Type": "application/json"}, text).status == 400


# Files


@pytest.fixture
def link(mock: Mock) -> str:
    """The target of a finished report on the files host."""
    target = "/api/v5/broker/fd/rebate-per-orders"
    assert mock.post("broker", target, {"begin": "20210623", "end": "20210625"}).code == "0"
    mock.advance(7200)
    href: str = mock.get("broker", f"{target}?type=true").row["fileHref"]
    return href.removeprefix(mock.files_url)


def fetch(mock: Mock, link: str, method: str = "GET", **headers: str) -> Reply:
    return mock.http(method, link, headers, port=mock.files_port)


def test_a_files_request_is_recorded_without_the_links_signature(mock: Mock, link: str) -> None:
    assert fetch(mock, link).status == 200
    path, _, query = link.partition("?")
    assert "Signature=" in query
    assert last_request(mock) == {
        "method": "GET",
        "target": path,
        "operation": "file",
        "status": 200,
        "code": "",
        "codes": [],
        "user": "",
        "fault": None,
    }


def test_everything_means_no_files(mock: Mock, link: str) -> None:
    ask(mock, kind="lost", count=None)
    assert fetch(mock, link).status == 200


def test_a_download_goes_wrong(mock: Mock, link: str) -> None:
    whole = fetch(mock, link).body
    ask(mock, kind="lost", operation="file")
    with pytest.raises(http.client.RemoteDisconnected):
        fetch(mock, link)
    ask(mock, kind="reset", operation="file")
    with pytest.raises(ConnectionResetError):
        fetch(mock, link)
    ask(mock, kind="truncated", operation="file")
    with pytest.raises(http.client.IncompleteRead) as caught:
        fetch(mock, link)
    assert caught.value.partial == whole[: len(whole) // 2]
    assert caught.value.expected == len(whole) - len(whole) // 2
    ask(mock, kind="status", status=503, operation="file")
    assert (fetch(mock, link).status, last_request(mock)["fault"]) == (503, {"id": 4, "kind": "status"})
    ask(mock, kind="html", operation="file")
    reply = fetch(mock, link)
    assert (reply.status, reply.body[:6]) == (502, b"<html>")
    ask(mock, kind="slow", seconds=0.3, operation="file")
    begun = time.monotonic()
    assert fetch(mock, link).body == whole
    assert time.monotonic() - begun >= 0.3
    assert mock.order().code == "0"
    assert fetch(mock, link).body == whole


def test_a_file_in_parts(mock: Mock, link: str) -> None:
    """RFC 9110, section 14: positions count from 0 and the last is included."""
    answer = fetch(mock, link)
    whole, length, tag = answer.body, len(answer.body), answer.headers["etag"]
    assert answer.headers["accept-ranges"] == "bytes"
    for asked, first, last in (
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("BYTES=100-", 100, length - 1),
        (f"bytes={length - 1}-", length - 1, length - 1),
        ("bytes=-7", length - 7, length - 1),
        (f"bytes=-{length + 5}", 0, length - 1),
        (f"bytes=5-{length + 1000}", 5, length - 1),
    ):
        reply = fetch(mock, link, Range=asked)
        assert reply.status == 206, asked
        assert reply.headers["content-range"] == f"bytes {first}-{last}/{length}"
        assert reply.headers["content-length"] == str(last - first + 1)
        assert reply.headers["etag"] == tag
        assert reply.body == whole[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes={length}-", "bytes=999999999-", "bytes=-0", "bytes={length}-{length}"])
def test_a_part_behind_the_end(mock: Mock, link: str, asked: str) -> None:
    length = len(fetch(mock, link).body)
    reply = fetch(mock, link, Range=asked.format(length=length))
    assert (reply.status, reply.headers["content-range"]) == (416, f"bytes */{length}")


@pytest.mark.parametrize(
    "asked", ["bytes=5-4", "bytes=", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=0-1,3-4", "bytes=1", "bytes=²-", "x"]
)
def test_a_range_that_is_not_understood_is_ignored(mock: Mock, link: str, asked: str) -> None:
    whole = fetch(mock, link).body
    reply = fetch(mock, link, Range=asked.encode().decode("latin-1"))
    assert (reply.status, reply.body) == (200, whole)


def test_a_part_only_of_the_same_file(mock: Mock, link: str) -> None:
    answer = fetch(mock, link)
    same = fetch(mock, link, Range="bytes=0-9", **{"If-Range": answer.headers["etag"]})
    assert (same.status, same.body) == (206, answer.body[:10])
    for other in ('"other"', f"W/{answer.headers['etag']}", "Tue, 24 Nov 2026 20:30:25 GMT"):
        reply = fetch(mock, link, Range="bytes=0-9", **{"If-Range": other})
        assert (reply.status, reply.body) == (200, answer.body)


def test_head_has_no_parts(mock: Mock, link: str) -> None:
    length = len(fetch(mock, link).body)
    reply = fetch(mock, link, "HEAD", Range="bytes=0-9")
    assert (reply.status, reply.headers["content-length"], reply.body) == (200, str(length), b"")


def test_a_download_that_broke_off_can_be_resumed(mock: Mock, link: str) -> None:
    whole = fetch(mock, link).body
    ask(mock, kind="truncated", operation="file")
    with pytest.raises(http.client.IncompleteRead) as caught:
        fetch(mock, link)
    begun: bytes = caught.value.partial
    rest = fetch(mock, link, Range=f"bytes={len(begun)}-")
    assert rest.status == 206
    assert begun + rest.body == whole


def test_the_listing_is_json(mock: Mock) -> None:
    assert json.loads(mock.control("GET", "faults").body) == {"faults": []}
