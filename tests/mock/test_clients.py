"""What real clients send, in all the ways that HTTP and JSON leave open, works the same."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from .conftest import Mock, read_answer

ORDER = "/api/v5/trade/order"
BATCH = "/api/v5/trade/batch-orders"
BALANCE = "/api/v5/account/balance"
TIME = "/api/v5/public/time"
FIELDS = {
    "instId": "BTC-USDT",
    "tdMode": "cash",
    "side": "buy",
    "ordType": "limit",
    "px": "2.15",
    "sz": "2",
    "tag": "MOCKBROKER01",
}
GOOD = json.dumps(FIELDS).encode()


def head(mock: Mock, method: str, target: str, headers: dict[str, str], version: str = "1.1") -> bytes:
    lines = [f"{method} {target} HTTP/{version}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def signed(mock: Mock, method: str, target: str, body: bytes = b"", **more: str) -> dict[str, str]:
    return {"Host": f"127.0.0.1:{mock.port}", **mock.signed_headers("alice", method, target, body), **more}


def whole(mock: Mock, body: bytes) -> bytes:
    """A signed order as bytes."""
    return head(mock, "POST", ORDER, signed(mock, "POST", ORDER, body, **{"Content-Length": str(len(body))})) + body


def exchange(mock: Mock, data: bytes) -> tuple[int, Any]:
    """Send bytes; the status and the JSON of the answer."""
    return parsed(mock.raw(data))


def parsed(answer: bytes) -> tuple[int, Any]:
    first, _, body = answer.partition(b"\r\n\r\n")
    return int(first.split(b" ")[1]), json.loads(body)


# JSON


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(FIELDS, separators=(",", ":")).encode(),
        json.dumps(FIELDS, indent=4).encode(),
        json.dumps(FIELDS, indent="\t").replace("\n", "\r\n").encode(),
        json.dumps(dict(reversed(FIELDS.items()))).encode(),
        json.dumps(FIELDS).replace("BTC-USDT", "\\u0042TC-USDT").replace('"tag"', '"t\\u0061g"').encode(),
        b"\n  " + GOOD + b" \r\n",
    ],
    ids=["close", "spaced", "tabs", "reversed", "escaped", "blanks around"],
)
def test_json_in_any_form(mock: Mock, body: bytes) -> None:
    assert mock.post("alice", ORDER, body).row["sCode"] == "0"
    (order,) = mock.orders()
    assert {name: order[name] for name in ("instId", "side", "ordType", "px", "sz", "tag")} == {
        name: value for name, value in FIELDS.items() if name != "tdMode"
    }


@pytest.mark.parametrize("absent", ["", None])
@pytest.mark.parametrize(
    "name",
    ["clOrdId", "tag", "posSide", "reduceOnly", "tgtCcy", "ccy", "banAmend", "pxUsd", "pxVol", "stpMode", "unknown"],
)
def test_empty_and_null_stand_for_absent(mock: Mock, name: str, absent: str | None) -> None:
    assert mock.post("alice", ORDER, {**FIELDS, name: absent}).row["sCode"] == "0"
    assert mock.post("alice", BATCH, [{**FIELDS, name: absent}, FIELDS]).code == "0"


@pytest.mark.parametrize("name", ["instId", "tdMode", "side", "ordType", "sz"])
@pytest.mark.parametrize("absent", ["", None])
def test_a_required_field_that_is_empty_is_missing(mock: Mock, name: str, absent: str | None) -> None:
    reply = mock.post("alice", ORDER, {**FIELDS, name: absent})
    assert (reply.status, reply.code) == (400, "50014")
    assert name in reply.json["msg"]


@pytest.mark.parametrize("name", ["sz", "px", "clOrdId"])
@pytest.mark.parametrize("number", [2, 2.15])
def test_numbers_are_strings_as_documented(mock: Mock, name: str, number: float) -> None:
    """okx-v5: numbers travel as strings, and no field of any request is documented as a number."""
    reply = mock.post("alice", ORDER, {**FIELDS, name: number})
    assert (reply.status, reply.code) == (400, "51000")
    assert name in reply.json["msg"]
    assert mock.orders() == []


def test_no_request_field_is_a_number() -> None:
    """What the test above says, over the whole contract."""
    from okx_mock.contract import contract_file

    document = json.loads(contract_file().read_bytes())
    schemas = document["components"]["schemas"]

    def kinds(node: Any, seen: frozenset[str] = frozenset()) -> set[str]:
        if isinstance(node, list):
            return set().union(*(kinds(part, seen) for part in node))
        if not isinstance(node, dict):
            return set()
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            return set() if name in seen else kinds(schemas.get(name, {}), seen | {name})
        own = node.get("type", [])
        found = {own} if isinstance(own, str) else set(own) if isinstance(own, list) else set()
        return found.union(*(kinds(part, seen) for key, part in node.items() if key not in {"example", "examples"}))

    for path in document["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and "operationId" in operation:
                assert not kinds(operation.get("requestBody", {})) & {"integer", "number"}


def test_true_and_false_are_booleans_as_documented(mock: Mock) -> None:
    swap = {**FIELDS, "instId": "BTC-USDT-SWAP", "tdMode": "cross", "px": "50000"}
    assert mock.post("alice", ORDER, {**swap, "reduceOnly": False}).row["sCode"] == "0"
    assert mock.post("alice", ORDER, {**swap, "reduceOnly": "yes"}).code == "51000"


# Headers


@pytest.mark.parametrize("change", [str.lower, str.upper, str.title])
def test_header_names_in_any_case(mock: Mock, change: Any) -> None:
    headers = {change(name): value for name, value in signed(mock, "GET", BALANCE).items()}
    assert exchange(mock, head(mock, "GET", BALANCE, headers))[1]["code"] == "0"


@pytest.mark.parametrize(
    ("account", "value", "code"),
    [
        ("alice", "1", "0"),
        ("alice", " 1\t ", "0"),
        ("alice", "0", "50101"),
        ("alice", "", "50101"),
        ("dave", "0", "0"),
        ("dave", "", "0"),
        ("dave", "1", "50101"),
    ],
)
def test_demo_is_1_and_live_is_anything_else(mock: Mock, account: str, value: str, code: str) -> None:
    headers = {"Host": f"127.0.0.1:{mock.port}", **mock.signed_headers(account, "GET", BALANCE)}
    headers["x-simulated-trading"] = value
    assert exchange(mock, head(mock, "GET", BALANCE, headers))[1]["code"] == code


def test_blanks_around_header_values_do_not_count(mock: Mock) -> None:
    headers = {name: f"  {value} \t " for name, value in signed(mock, "GET", BALANCE).items()}
    assert exchange(mock, head(mock, "GET", BALANCE, headers))[1]["code"] == "0"


def test_headers_that_nobody_asked_for(mock: Mock) -> None:
    more = {
        "User-Agent": "bot/1.0 (Linux)",
        "Accept": "*/*",
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "Accept-Language": "en",
        "Cookie": "locale=en-US; a=b",
        "Connection": "keep-alive",
        "Cache-Control": "no-cache",
        "Pragma": "no-cache",
        "X-Request-Id": "1",
        "Traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "Origin": "http://localhost:3000",
        "Sec-Fetch-Site": "cross-site",
        "Authorization": "",
    }
    status, answer = exchange(mock, head(mock, "GET", BALANCE, signed(mock, "GET", BALANCE, **more)))
    assert (status, answer["code"]) == (200, "0")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/json", "0"),
        ("application/json;charset=utf-8", "0"),
        ("application/json; charset=UTF-8", "0"),
        ('application/json; charset="utf-8"', "0"),
        ("APPLICATION/JSON ; Charset=utf8", "0"),
        ("application/json;", "0"),
        ("application/json; profile=x; charset=utf-8", "0"),
        ("application/json; charset=utf-16", "50006"),
        ("application/jsonp", "50006"),
        ("application/x-www-form-urlencoded; charset=utf-8", "50006"),
    ],
)
def test_content_types(mock: Mock, kind: str, code: str) -> None:
    headers = signed(mock, "POST", ORDER, GOOD, **{"Content-Length": str(len(GOOD)), "Content-Type": kind})
    assert exchange(mock, head(mock, "POST", ORDER, headers) + GOOD)[1]["code"] == code


def test_a_read_needs_no_content_type(mock: Mock) -> None:
    headers = signed(mock, "GET", BALANCE)
    del headers["Content-Type"]
    assert exchange(mock, head(mock, "GET", BALANCE, headers))[1]["code"] == "0"
    headers = signed(mock, "GET", BALANCE, **{"Content-Length": "0"})
    assert exchange(mock, head(mock, "GET", BALANCE, headers))[1]["code"] == "0"


# Queries


@pytest.mark.parametrize(
    "query",
    [
        "?ccy=BTC,ETH",
        "?ccy=BTC%2CETH",
        "?ccy=BTC%2cETH",
        "?%63%63%79=%42%54%43,%45TH",
        "?ccy=BTC,ETH&",
        "?&ccy=BTC,ETH",
        "?&&ccy=BTC,ETH&&",
        "?ccy=BTC,ETH&unknown=1&other",
    ],
)
def test_queries_in_any_encoding(mock: Mock, query: str) -> None:
    reply = mock.get("alice", BALANCE + query)
    assert reply.code == "0"
    assert {row["ccy"] for row in reply.row["details"]} == {"BTC", "ETH"}


@pytest.mark.parametrize("query", ["", "?", "?&", "?ccy", "?ccy=", "?ccy=&", "?=", "?=x"])
def test_queries_that_say_nothing(mock: Mock, query: str) -> None:
    reply = mock.get("alice", BALANCE + query)
    assert reply.code == "0"
    assert len(reply.row["details"]) == 4


def test_a_blank_can_be_a_plus(mock: Mock) -> None:
    """Both stand for a blank, and %2B for a plus; the names of instruments have neither."""
    for text in ("BTC%20USDT", "BTC+USDT", "BTC%2BUSDT"):
        reply = mock.get("alice", f"{ORDER}?instId={text}&ordId=1")
        assert reply.code == "51001"
    from okx_mock.wire import decode_query

    assert decode_query(b"a=x%20y&b=x+y&c=x%2By&d=x%2by") == {"a": "x y", "b": "x y", "c": "x+y", "d": "x+y"}


# HTTP


def test_a_connection_is_kept_open(mock: Mock) -> None:
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        for number in range(20):
            connection.sendall(whole(mock, json.dumps({**FIELDS, "clOrdId": f"k{number}"}).encode()))
            assert parsed(read_answer(connection))[1]["data"][0]["clOrdId"] == f"k{number}"


def test_connection_close_closes(mock: Mock) -> None:
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        connection.sendall(head(mock, "GET", BALANCE, signed(mock, "GET", BALANCE, Connection="close")))
        received = b""
        while part := connection.recv(65536):
            received += part
    assert b"connection: close" in received.lower()
    assert parsed(received)[1]["code"] == "0"


def split_answers(connection: socket.socket, count: int) -> list[Any]:
    received, found = b"", []
    while len(found) < count:
        while b"\r\n\r\n" not in received:
            received += connection.recv(65536)
        first, _, rest = received.partition(b"\r\n\r\n")
        (length,) = [int(line[15:]) for line in first.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        while len(rest) < length:
            rest += connection.recv(65536)
        found.append(json.loads(rest[:length]))
        received = rest[length:]
    return found


def test_requests_in_a_row_are_answered_in_order(mock: Mock) -> None:
    """Pipelining: all are sent before the first answer is read."""
    data = b"".join(whole(mock, json.dumps({**FIELDS, "clOrdId": f"p{number}"}).encode()) for number in range(40))
    with socket.create_connection(("127.0.0.1", mock.port), timeout=10) as connection:
        connection.sendall(data)
        answers = split_answers(connection, 40)
    assert [answer["data"][0]["clOrdId"] for answer in answers] == [f"p{number}" for number in range(40)]
    assert [order["clOrdId"] for order in mock.orders()] == [f"p{number}" for number in range(40)]


def test_expect_continue(mock: Mock) -> None:
    more = {"Expect": "100-continue", "Content-Length": str(len(GOOD))}
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        connection.sendall(head(mock, "POST", ORDER, signed(mock, "POST", ORDER, GOOD, **more)))
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(GOOD)
        assert parsed(read_answer(connection))[1]["code"] == "0"


def test_expect_continue_for_nothing_is_refused_at_once(mock: Mock) -> None:
    headers = {"Host": "x", "Expect": "100-continue", "Content-Length": "1000"}
    status, answer = exchange(mock, head(mock, "POST", "/api/v5/nothing", headers))
    assert (status, answer["code"]) == (404, "404")


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("extension", ["", ";a=b"])
def test_a_body_in_chunks(mock: Mock, size: int, extension: str) -> None:
    chunks = b"".join(
        f"{len(part):X}{extension}\r\n".encode() + part + b"\r\n"
        for part in (GOOD[start : start + size] for start in range(0, len(GOOD), size))
    )
    headers = signed(mock, "POST", ORDER, GOOD, **{"Transfer-Encoding": "chunked"})
    assert exchange(mock, head(mock, "POST", ORDER, headers) + chunks + b"0\r\n\r\n")[1]["code"] == "0"
    assert len(mock.orders()) == 1


def test_what_follows_a_body_in_chunks_is_no_header(mock: Mock) -> None:
    """RFC 9110, section 6.5.1: a trailer must not do what a header does, least of all for credentials."""
    headers = signed(mock, "POST", ORDER, GOOD, **{"Transfer-Encoding": "chunked"})
    key = headers.pop("OK-ACCESS-KEY")
    body = f"{len(GOOD):x}\r\n".encode() + GOOD + f"\r\n0\r\nOK-ACCESS-KEY: {key}\r\n\r\n".encode()
    assert exchange(mock, head(mock, "POST", ORDER, headers) + body)[1]["code"] == "50103"
    headers["OK-ACCESS-KEY"] = key
    body = body.replace(f"OK-ACCESS-KEY: {key}".encode(), b"OK-ACCESS-KEY: other\r\nX-Checksum: 1")
    assert exchange(mock, head(mock, "POST", ORDER, headers) + body)[1]["code"] == "0"


def test_a_request_byte_by_byte(mock: Mock) -> None:
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in whole(mock, GOOD):
            connection.sendall(bytes([byte]))
        assert parsed(read_answer(connection))[1]["code"] == "0"


def test_http_1_0(mock: Mock) -> None:
    headers = signed(mock, "GET", BALANCE)
    del headers["Host"]
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        connection.sendall(head(mock, "GET", BALANCE, headers, "1.0"))
        received = b""
        while part := connection.recv(65536):
            received += part
    assert parsed(received)[1]["code"] == "0"


def test_a_target_in_absolute_form(mock: Mock) -> None:
    """As a client writes it to a proxy; the signature is over path and query all the same."""
    target = BALANCE + "?ccy=BTC&"
    headers = signed(mock, "GET", target)
    status, answer = exchange(mock, head(mock, "GET", f"http://127.0.0.1:{mock.port}{target}", headers))
    assert (status, answer["code"]) == (200, "0")


def test_a_method_in_small_letters_is_another_method(mock: Mock) -> None:
    answer = mock.raw(head(mock, "get", TIME, {"Host": "x"}))
    assert answer.startswith(b"HTTP/1.1 400 ")


def test_head_and_options_say_what_there_is(mock: Mock) -> None:
    for method in ("HEAD", "OPTIONS"):
        reply = mock.http(method, ORDER)
        assert (reply.status, set(reply.headers["allow"].split(", "))) == (405, {"GET", "POST"})
    # HEAD has no body, whatever it says about its length: the connection can be used on.
    with socket.create_connection(("127.0.0.1", mock.port), timeout=5) as connection:
        connection.sendall(head(mock, "HEAD", TIME, {"Host": "x"}) + head(mock, "GET", TIME, {"Host": "x"}))
        received = b""
        while b'"ts"' not in received:
            received += connection.recv(65536)
    assert received.count(b"HTTP/1.1 ") == 2
    assert received.count(b"{") == 2
