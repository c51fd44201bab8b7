"""Whatever is sent, an answer comes: never a 5xx, never a dead server."""

from __future__ import annotations

import json
import socket

import pytest

from .conftest import Mock, read_answer

ORDER = "/api/v5/trade/order"
BATCH = "/api/v5/trade/batch-orders"
GOOD = b'{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","px":"2.15","sz":"2"}'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "50000"),
        (b" ", "50002"),
        (b"{", "50002"),
        (b"[]", "50002"),
        (b"null", "50002"),
        (b'"text"', "50002"),
        (b"\xff\xfe{}", "50002"),
        (b'{"instId":"\xff"}', "50002"),
        (b"\xef\xbb\xbf" + GOOD, "50002"),
        (GOOD.decode().encode("utf-16"), "50002"),
        (GOOD[:-1] + b',"sz":"3"}', "50002"),
        (GOOD[:-1] + b',"extra":NaN}', "50002"),
        (GOOD[:-1] + b',"extra":-Infinity}', "50002"),
        (GOOD[:-1] + b',"extra":{"a":1,"a":2}}', "50002"),
        (GOOD[:-1] + b',"extra":"\\ud800"}', "50002"),
        (GOOD[:-1] + b',"extra":' + b"9" * 5000 + b"}", "50002"),
        (GOOD[:-1] + b',"extra":' + b"[" * 40 + b"]" * 40 + b"}", "50002"),
        (b"[" * 200_000 + b"]" * 200_000, "50002"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "50002"),
        (GOOD + b" " * (1024 * 1024), "50002"),
        (b"\xc2\xa0" + GOOD, "50002"),
        (b" \n" + GOOD + b"\r\n\t", "0"),
        (GOOD[:-1] + b',"extra":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\"["}', "0"),
        (GOOD[:-1] + b',"extra":1e999}', "0"),
        (GOOD[:-1] + b',"extra":"\\ud83d\\ude00"}', "0"),
    ],
)
def test_bodies(mock: Mock, body: bytes, code: str) -> None:
    reply = mock.post("alice", ORDER, body)
    assert reply.code == code
    assert reply.status == (200 if code == "0" else 400)


@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("application/json", "0"),
        ("application/json; charset=utf-8", "0"),
        ("Application/JSON;charset=UTF-8", "0"),
        ("application/json; charset=latin-1", "50006"),
        ("application/x-www-form-urlencoded", "50006"),
        ("text/plain", "50006"),
        ("", "50006"),
    ],
)
def test_content_types(mock: Mock, content_type: str, code: str) -> None:
    headers = mock.signed_headers("alice", "POST", ORDER, GOOD)
    headers["Content-Type"] = content_type
    assert mock.http("POST", ORDER, headers, GOOD).code == code


@pytest.mark.parametrize(
    "value",
    [None, True, 1, 1.5, [], {}, [[]], "\u0000", "x" * 5000, "-1", "1e9", "9" * 40, "0." + "0" * 37 + "1", "NaN", "💥"],
)
@pytest.mark.parametrize("name", ["instId", "tdMode", "side", "ordType", "px", "sz", "clOrdId", "tag", "reduceOnly"])
def test_every_field_with_every_kind_of_value(mock: Mock, name: str, value: object) -> None:
    for kind in ("limit", "market"):
        document = {**json.loads(GOOD), "ordType": kind, name: value}
        single = mock.post("alice", ORDER, document)
        assert single.status < 500
        batch = mock.post("alice", BATCH, [document, document])
        assert batch.status < 500


@pytest.mark.parametrize("value", ["%", "%ff", "%00", "a=b=c", "+", "%2B", "&&&", "=", "%E2%82", "x" * 8000])
def test_queries(mock: Mock, value: str) -> None:
    for path in ("/api/v5/trade/order?instId=", "/api/v5/account/balance?", "/api/v5/broker/fd/if-rebate?apiKey="):
        reply = mock.get("broker", path + value)
        assert reply.status < 500
        assert isinstance(reply.code, str)


@pytest.mark.parametrize("query", ["ccy=BTC&ccy=ETH", "c%63y=BTC&ccy=ETH", "ccy=%ff"])
def test_repeated_and_broken_parameters(mock: Mock, query: str) -> None:
    reply = mock.get("alice", f"/api/v5/account/balance?{query}")
    assert (reply.status, reply.code) == (400, "51000")


def test_any_valid_encoding_of_a_query(mock: Mock) -> None:
    for query in ("ccy=BTC,ETH", "ccy=BTC%2CETH", "ccy=BTC%2cETH", "%63cy=B%54C,ETH&"):
        reply = mock.get("alice", f"/api/v5/account/balance?{query}")
        assert len(reply.row["details"]) == 2


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])
@pytest.mark.parametrize("path", [ORDER, "/api/v5/public/time"])
def test_other_methods(mock: Mock, method: str, path: str) -> None:
    reply = mock.http(method, path)
    assert reply.status == 405
    assert reply.headers["allow"]
    if method != "HEAD":
        assert reply.code == "50115"


@pytest.mark.parametrize(
    "path",
    ["/x", "/api/v5/nothing", "/api/v5/trade/order/", "//api/v5/trade/order", "/api/v5/trade/%6frder", "/../etc"],
)
def test_unknown_paths(mock: Mock, path: str) -> None:
    reply = mock.http("GET", path)
    assert (reply.status, reply.headers["content-type"], reply.data) == (404, "application/json", [])


@pytest.mark.parametrize(
    "head",
    [
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 40_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(200)) + b"\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_heads_that_are_no_http_or_too_long(mock: Mock, head: bytes) -> None:
    answer = mock.raw(head)
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 404 "))
    assert mock.control("GET", "health").status == 200


def test_an_upgrade_is_ignored(mock: Mock) -> None:
    answer = mock.raw(
        b"GET /api/v5/public/time HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert b'"code":"0"' in answer


@pytest.mark.parametrize(("host", "found"), [("X", b'"code":"0"'), ("y", b"must name the same host")])
def test_an_absolute_target(mock: Mock, host: str, found: bytes) -> None:
    answer = mock.raw(f"GET http://x/api/v5/public/time HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert found in answer


def test_a_body_that_never_ends_is_refused(mock: Mock) -> None:
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        connection.sendall(f"POST {ORDER} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(20):
            connection.sendall(chunk)
        assert b'"code":"50002"' in read_answer(connection)


def test_a_connection_serves_many_requests(mock: Mock) -> None:
    request = b"GET /api/v5/public/time HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        for _ in range(3):
            connection.sendall(request)
            assert read_answer(connection).startswith(b"HTTP/1.1 200")


def test_answers_say_nothing_about_the_server(mock: Mock) -> None:
    assert "server" not in mock.http("GET", "/api/v5/public/time").headers


def test_requests_are_recorded_without_secrets(mock: Mock) -> None:
    mock.order(tag="MOCKBROKER01")
    reply = mock.control("GET", "requests")
    (record,) = reply.json["requests"]
    assert record == {
        "method": "POST",
        "target": ORDER,
        "operation": "placeOrder",
        "status": 200,
        "code": "0",
        "codes": ["0"],
        "user": "alice",
        "fault": None,
    }
    alice = mock.accounts["alice"]
    for secret in (alice["secret_key"], alice["passphrase"]):
        assert secret not in reply.body.decode()
        assert secret not in mock.control("GET", "orders").body.decode()


def test_records_are_bounded(mock: Mock) -> None:
    with socket.create_connection(("127.0.0.1", mock.port), timeout=10) as connection:
        for _ in range(1100):
            connection.sendall(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
            assert read_answer(connection).startswith(b"HTTP/1.1 404")
    shown = mock.control("GET", "requests").json
    assert (len(shown["requests"]), shown["dropped"]) == (1000, 100)
