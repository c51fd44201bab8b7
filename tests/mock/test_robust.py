"""Clients that are slow, many, gone or malicious, and a mock that fails itself: the others are served all the same."""

from __future__ import annotations

import contextlib
import json
import random
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from okx_mock import protocol, server
from okx_mock.clock import Clock
from okx_mock.contract import load_contract
from okx_mock.operations import HANDLERS
from okx_mock.seed import describe_accounts
from okx_mock.world import World

from .conftest import Mock, iso, read_answer, start
from .test_clients import GOOD, ORDER, TIME, head, parsed, signed, split_answers, whole

TARGET = f"GET {TIME} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
BALANCE = "/api/v5/account/balance"


@contextlib.contextmanager
def inside(world: World) -> Iterator[Mock]:
    """A mock in a thread of this process, so that a test can reach into it."""
    with server.Mock(world).running() as addresses:
        accounts = {str(account["name"]): dict(account) for account in describe_accounts(world.directory)}
        yield Mock(addresses.url, addresses.files_url, accounts)


@pytest.fixture
def world() -> World:
    return World(load_contract(), Clock())


@pytest.fixture
def near(world: World) -> Iterator[Mock]:
    with inside(world) as mock:
        yield mock


def until_closed(connection: socket.socket, seconds: float = 5) -> bytes:
    connection.settimeout(seconds)
    received = b""
    while part := connection.recv(65536):
        received += part
    return received


def sent_until_refused(connection: socket.socket, data: bytes, most: int, pause: float = 0) -> int:
    """How often something could be sent before the other side had closed."""
    for number in range(most):
        try:
            connection.sendall(data)
        except (ConnectionResetError, BrokenPipeError):
            return number
        time.sleep(pause)
    return most


def connect(mock: Mock) -> socket.socket:
    return socket.create_connection(("127.0.0.1", mock.port), timeout=5)


# Slow


def test_half_a_request_is_not_waited_for(near: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "REQUEST_SECONDS", 0.3)
    halves = [
        (b"", 0),
        (b"\r\n\r\n", 0),
        (b"GE", 408),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-A", 408),
        (f"POST {ORDER} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{{".encode(), 408),
        (f"POST {ORDER} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab".encode(), 408),
        # This is refused at once; what does not come of its body is waited for no longer.
        (b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{", 404),
    ]
    with contextlib.ExitStack() as stack:
        opened = [(stack.enter_context(connect(near)), data, status) for data, status in halves]
        for connection, data, _ in opened:
            connection.sendall(data)
        for connection, data, status in opened:
            answer = until_closed(connection)
            assert answer.count(b"HTTP/1.1 ") == (1 if status else 0), data
            if status:
                assert parsed(answer)[0] == status, data
            if status == 408:
                assert parsed(answer)[1] == {"code": "408", "data": [], "msg": "The request was not whole in time"}


def test_a_drip_of_bytes_does_not_help(near: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "REQUEST_SECONDS", 0.5)
    with connect(near) as connection:
        assert sent_until_refused(connection, b"a", 100, pause=0.05) < 80


def test_an_idle_connection_is_closed(near: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "IDLE_SECONDS", 0.3)
    with connect(near) as quiet, connect(near) as busy_with_nothing:
        for connection, more in ((quiet, b""), (busy_with_nothing, b"\r\n")):
            connection.sendall(TARGET)
            assert parsed(read_answer(connection))[0] == 200
            connection.sendall(more)
        for connection in (quiet, busy_with_nothing):
            assert until_closed(connection) == b""


def test_a_slow_answer_is_no_slow_request(near: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "REQUEST_SECONDS", 0.3)
    monkeypatch.setattr(protocol, "IDLE_SECONDS", 0.3)
    near.control("POST", "faults", {"kind": "slow", "seconds": 2})
    assert near.http("GET", TIME).code == "0"


def test_time_stands_still_while_the_mock_does_not_read(near: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    """While requests wait for their turn no more is read: what is not there then is not the client's fault."""
    monkeypatch.setattr(protocol, "REQUEST_SECONDS", 0.8)
    near.control("POST", "faults", {"kind": "slow", "seconds": 2.5, "operation": "getTime"})
    order = whole(near, GOOD)
    with connect(near) as connection:
        connection.sendall(TARGET)
        time.sleep(0.2)
        connection.sendall(TARGET + order[:-1])
        time.sleep(0.2)
        connection.sendall(order[-1:])
        answers = split_answers(connection, 3)
        assert [answer["code"] for answer in answers] == ["0", "0", "0"]
        connection.sendall(order[:-1])
        assert parsed(until_closed(connection))[0] == 408


def test_who_does_not_read_is_hung_up_on(near: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers that nobody takes are not kept for ever, and more requests are not read meanwhile."""
    monkeypatch.setattr(protocol, "REQUEST_SECONDS", 0.5)
    request = f"GET /__mock__/accounts HTTP/1.1\r\nHost: 127.0.0.1:{near.port}\r\n\r\n".encode()
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(5)
        connection.connect(("127.0.0.1", near.port))
        assert sent_until_refused(connection, request, 200_000) < 200_000
    assert near.control("GET", "health").status == 200


def test_who_does_not_read_the_end_is_hung_up_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is being closed does not wait for ever until the rest of an answer is taken."""
    monkeypatch.setattr(protocol, "REQUEST_SECONDS", 0.5)
    made = server.Mock(world)
    made._api.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    with made.running() as addresses, socket.socket() as connection:
        mock = Mock(addresses.url, addresses.files_url)
        request = f"GET /__mock__/accounts HTTP/1.1\r\nHost: 127.0.0.1:{mock.port}\r\n".encode()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(10)
        connection.connect(("127.0.0.1", mock.port))
        # More than the system takes, less than what makes the mock wait before it writes the next.
        connection.sendall((request + b"\r\n") * 3 + request + b"Connection: close\r\n\r\n")
        time.sleep(0.3)
        assert connections(made) == 1
        deadline = time.monotonic() + 8
        while connections(made):
            assert time.monotonic() < deadline
            time.sleep(0.1)


def connections(made: server.Mock) -> int:
    running = made._server
    assert running is not None
    return len(running.server_state.connections)


# Many


def test_the_connection_that_was_idle_for_longest_makes_room(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 10)
    with inside(world) as mock, contextlib.ExitStack() as stack:
        kept = [stack.enter_context(connect(mock)) for _ in range(10)]
        for connection in kept:
            connection.sendall(TARGET)
            read_answer(connection)
        # The first one is used again, so that the second is the oldest.
        kept[0].sendall(TARGET)
        read_answer(kept[0])
        newest = stack.enter_context(connect(mock))
        newest.sendall(TARGET)
        assert read_answer(newest).startswith(b"HTTP/1.1 ")
        assert until_closed(kept[1]) == b""
        for connection in (kept[0], *kept[2:]):
            connection.sendall(TARGET)
            assert read_answer(connection).startswith(b"HTTP/1.1 ")


def test_where_all_are_busy_the_newest_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 10)
    world.faults.add({"kind": "slow", "seconds": 1.5, "count": None}, ())
    with inside(world) as mock, contextlib.ExitStack() as stack:
        busy = [stack.enter_context(connect(mock)) for _ in range(10)]
        for connection in busy:
            connection.sendall(TARGET)
        time.sleep(0.2)
        refused = stack.enter_context(connect(mock))
        assert parsed(until_closed(refused)) == (
            503,
            {"code": "50013", "data": [], "msg": "Too many connections"},
        )
        for connection in busy:
            assert read_answer(connection).startswith(b"HTTP/1.1 ")
    assert len(world.requests) == 10


def test_thousands_of_connections(mock: Mock) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 5200 if hard == resource.RLIM_INFINITY else min(5200, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    many = wanted - 200
    opened: list[socket.socket] = []
    try:
        for number in range(many):
            connection = connect(mock)
            # Some say nothing, some half a request.
            connection.sendall(b"" if number % 2 else b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{")
            opened.append(connection)
            if number % 500 == 0:
                assert mock.order().code == "0"
        assert mock.order().code == "0"
        assert mock.control("GET", "health").status == 200
    finally:
        for connection in opened:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert mock.http("GET", TIME).code == "0"


@pytest.mark.parametrize(
    ("before", "after", "connections"),
    [
        ((100, 1000), (1000, 1000), 936),
        ((100, 100_000), (4064, 100_000), 4000),
        ((100, resource.RLIM_INFINITY), (4064, resource.RLIM_INFINITY), 4000),
        ((20_000, 100_000), (20_000, 100_000), 4000),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), (resource.RLIM_INFINITY, resource.RLIM_INFINITY), 4000),
    ],
)
def test_the_limit_of_open_files_is_raised(
    monkeypatch: pytest.MonkeyPatch, before: tuple[int, int], after: tuple[int, int], connections: int
) -> None:
    """As far as is of use and the system lets, and never lowered; 64 files are for other things."""
    limits = [before]
    monkeypatch.setattr(resource, "getrlimit", lambda kind: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: limits.append(pair))
    server.allow_connections()
    assert limits[-1] == after
    assert server.most_connections() == connections


def test_bodies_that_are_under_way_are_bounded_together(near: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    from okx_mock import bodies

    monkeypatch.setattr(bodies, "MAX_UNDER_WAY", 2_000_000)
    begun = f"POST {ORDER} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n".encode() + b" " * 900_000
    with contextlib.ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(connect(near)).sendall(begun)
        time.sleep(0.3)
        third = stack.enter_context(connect(near))
        third.sendall(begun)
        status, answer = parsed(read_answer(third))
        assert (status, answer["code"]) == (429, "50013")
        # A body that comes at once needs no room.
        assert near.order().code == "0"
    # Those who hung up have left their room to others.
    with connect(near) as connection:
        connection.sendall(begun + b" " * 100_000)
        assert parsed(read_answer(connection))[1]["code"] == "50103"


# Gone


def test_who_hangs_up_in_the_middle_has_sent_nothing(mock: Mock) -> None:
    request = whole(mock, GOOD)
    for length in (10, len(request) - len(GOOD), len(request) - 1):
        with connect(mock) as connection:
            connection.sendall(request[:length])
    time.sleep(0.1)
    assert mock.control("GET", "requests").json["requests"] == []
    with connect(mock) as connection:
        connection.sendall(request)
    deadline = time.monotonic() + 5
    while not mock.orders():
        assert time.monotonic() < deadline, "a whole request is executed, though nobody waits for the answer"
    assert len(mock.orders()) == 1


# Malicious

SHAPES: dict[str, Callable[[bytes], bytes]] = {
    "two lengths": lambda hidden: b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(hidden) + hidden,
    "the same length twice": lambda hidden: b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + hidden,
    "lengths in a list": lambda hidden: b"Content-Length: 0, %d\r\n\r\n" % len(hidden) + hidden,
    "length and chunks": lambda hidden: (
        b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % 5 + hidden
    ),
    "chunks and length": lambda hidden: b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden,
    "length with a sign": lambda hidden: b"Content-Length: +0\r\n\r\n" + hidden,
    "negative length": lambda hidden: b"Content-Length: -1\r\n\r\n" + hidden,
    "hexadecimal length": lambda hidden: b"Content-Length: 0x0\r\n\r\n" + hidden,
    "length with a blank": lambda hidden: b"Content-Length : 0\r\n\r\n" + hidden,
    "length on a folded line": lambda hidden: b"X: a\r\n Content-Length: 0\r\n\r\n" + hidden,
    "an unknown coding": lambda hidden: b"Transfer-Encoding: xchunked\r\n\r\n" + hidden,
    "identity last": lambda hidden: b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + hidden,
    "chunked twice": lambda hidden: (
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden
    ),
    "a coding behind a tab": lambda hidden: b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + hidden,
    "bare line feeds": lambda hidden: b"Content-Length: 0\n\n" + hidden,
    "a bare return": lambda hidden: b"X: a\rContent-Length: 0\r\n\r\n" + hidden,
    "a wrong chunk size": lambda hidden: b"Transfer-Encoding: chunked\r\n\r\nx\r\n\r\n" + hidden,
    "a huge chunk size": lambda hidden: b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n" + hidden,
    "a chunk that is too long": lambda hidden: b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n" + hidden,
    "two hosts": lambda hidden: b"Host: other\r\nContent-Length: 0\r\n\r\n" + hidden,
    "a zero byte": lambda hidden: b"X: a\x00b\r\nContent-Length: 0\r\n\r\n" + hidden,
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("path", [ORDER, "/nowhere"])
def test_no_request_is_smuggled_in_another(mock: Mock, shape: str, path: str) -> None:
    """Where two servers could differ on where a request ends, it is refused and nothing behind it is looked at."""
    data = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{mock.port}\r\n".encode() + SHAPES[shape](whole(mock, GOOD))
    with connect(mock) as connection:
        connection.sendall(data)
        answer = until_closed(connection)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert parsed(answer)[1]["code"] == "400"
    assert mock.orders() == []
    # An unknown path is not read any further than its head.
    assert {one["target"] for one in mock.control("GET", "requests").json["requests"]} <= {"/nowhere"}


def test_a_body_is_never_taken_for_a_request(mock: Mock) -> None:
    hidden = whole(mock, GOOD)
    data = f"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: {len(hidden)}\r\n\r\n".encode() + hidden + TARGET
    with connect(mock) as connection:
        connection.sendall(data)
        received = b""
        while received.count(b"HTTP/1.1 ") < 2 or b'"ts"' not in received:
            received += connection.recv(65536)
    assert received.startswith(b"HTTP/1.1 404 ")
    assert mock.orders() == []


@pytest.mark.parametrize("bad", [b"\x00\x01\x02", b"GET / HTTP/9.9\r\n\r\n", b"GET  / HTTP/1.1\r\n\r\n", b"{}"])
def test_whole_requests_before_a_broken_one_are_answered_first(mock: Mock, bad: bytes) -> None:
    with connect(mock) as connection:
        connection.sendall(whole(mock, GOOD) + TARGET + bad + whole(mock, GOOD))
        received = until_closed(connection)
    answers = received.split(b"HTTP/1.1 ")[1:]
    assert [answer[:3] for answer in answers] == [b"200", b"200", b"400"]
    assert len(mock.orders()) == 1


def test_a_broken_body_is_refused_after_those_before_it(mock: Mock) -> None:
    chunked = head(mock, "POST", ORDER, signed(mock, "POST", ORDER, GOOD, **{"Transfer-Encoding": "chunked"}))
    with connect(mock) as connection:
        connection.sendall(TARGET + whole(mock, GOOD) + chunked + b"zz\r\n" + GOOD)
        received = until_closed(connection)
    assert [answer[:3] for answer in received.split(b"HTTP/1.1 ")[1:]] == [b"200", b"200", b"400"]
    assert len(mock.orders()) == 1


def test_too_many_requests_at_once_on_one_connection(near: Mock) -> None:
    near.control("POST", "faults", {"kind": "slow", "seconds": 0.3})
    with connect(near) as connection:
        connection.sendall(TARGET * 100)
        received = until_closed(connection, 10)
    answers = received.split(b"HTTP/1.1 ")[1:]
    # The one that is being answered, 64 that wait, and the refusal.
    assert len(answers) == 66
    assert answers[-1].startswith(b"400 ")
    assert b"50013" not in received


@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("http://evil.example/__mock__/accounts", "127.0.0.1:{port}"),
        ("http://evil.example/__mock__/accounts", "evil.example"),
        ("http://127.0.0.1:{port}/__mock__/accounts", "evil.example"),
        ("http://127.0.0.1:{port}@evil.example/__mock__/accounts", "127.0.0.1:{port}"),
        ("/__mock__/accounts", "evil.example:{port}"),
        ("/__mock__/accounts", "127.0.0.1.evil.example:{port}"),
        ("/__mock__/accounts", "localhost.evil.example:{port}"),
        ("/__mock__/accounts", "127.0.0.1:{port}.evil.example"),
        ("/__mock__/accounts", "0.0.0.0:{port}"),
        ("/__mock__/accounts", "user@127.0.0.1:{port}"),
        ("/__mock__/accounts", ""),
        ("//127.0.0.1/__mock__/accounts", "127.0.0.1:{port}"),
        ("/%5f_mock__/accounts", "127.0.0.1:{port}"),
        ("/__MOCK__/accounts", "127.0.0.1:{port}"),
        ("/api/../__mock__/accounts", "127.0.0.1:{port}"),
        ("/__mock__%2Faccounts", "127.0.0.1:{port}"),
        ("\\__mock__\\accounts", "127.0.0.1:{port}"),
    ],
)
def test_no_way_around_to_the_control_surface(mock: Mock, target: str, host: str) -> None:
    request = f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".format(port=mock.port)
    answer = mock.raw(request.encode())
    assert answer[:12] in {b"HTTP/1.1 400", b"HTTP/1.1 403", b"HTTP/1.1 404"}
    assert b"secret_key" not in answer


@pytest.mark.parametrize("source", ["127.0.0.1", "127.0.0.2", "127.7.7.7"])
def test_the_control_surface_serves_every_loopback_address(mock: Mock, source: str) -> None:
    """Who can use one address of this machine can use them all, so another one says nothing about who it is."""
    headers = {"Host": f"127.0.0.1:{mock.port}"}
    assert mock.http("GET", "/__mock__/health", headers, source=source).status == 200


def test_refused_requests_leave_nothing_behind() -> None:
    """Once what is kept of the newest has filled up, thousands more of long refused requests take no more memory."""
    process = start("serve", "--json", "--clock", "frozen")
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    mock = Mock(said["url"], said["files_url"], {account["name"]: account for account in said["accounts"]})
    now = mock.now()

    def junk(number: int) -> bytes:
        order = {**json.loads(GOOD), "sz": "0", "clOrdId": f"j{number}", "note": "x" * 60_000}
        method, target, body = [
            ("POST", ORDER, json.dumps(order).encode()),
            ("GET", f"/unknown/{number}/" + "x" * 15_000, b""),
            ("GET", f"{BALANCE}?ccy=C{number}", b""),
            ("POST", ORDER, json.dumps(order).encode()),
            ("GET", f"{ORDER}?instId=N{number}&ordId={'1' * 10_000}", b""),
            ("POST", ORDER, b"{" * 60_000),
        ][number % 6]
        headers = {
            "Host": f"127.0.0.1:{mock.port}",
            **mock.signed_headers("alice", method, target, body, timestamp=iso(now)),
            "X-Padding": f"{number}" + "x" * 10_000,
            "Content-Length": str(len(body)),
        }
        if number % 7 == 0:
            headers["OK-ACCESS-KEY"] = f"unknown-{number}"
        return head(mock, method, target, headers) + body

    def flood(first: int, last: int) -> float:
        nonlocal now
        with connect(mock) as connection:
            for number in range(first, last):
                connection.sendall(junk(number))
                assert not read_answer(connection).startswith(b"HTTP/1.1 5")
                if number % 60 == 0:
                    # So that limits let most of it through to where it is refused for what it is.
                    mock.advance(2)
                    now += 2000
        (size,) = [line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if "VmRSS" in line]
        return int(size.split()[1]) / 1024

    try:
        before = flood(0, 3600)
        kept = mock.control("GET", "orders?limit=10000").json["refused"]
        after = flood(3600, 4800)
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=10)
    assert errors == ""
    assert len(kept) == 1000
    # Each of the 1200 has more than 10 kB; less is the allocator's.
    assert after - before < 12


def mutated(chance: random.Random, data: bytes) -> bytes:
    """Bytes with a few changes: flipped, dropped, doubled, swapped for what a parser may stumble over."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found))
        kind = chance.randrange(5)
        if kind == 0:
            found[at] = chance.randrange(256)
        elif kind == 1:
            del found[at : at + chance.randint(1, 20)]
        elif kind == 2:
            found[at:at] = found[at : at + chance.randint(1, 50)]
        elif kind == 3:
            found[at:at] = chance.choice(
                [
                    b"\r\n",
                    b"\n",
                    b"\x00",
                    b"%",
                    b"{",
                    b"[",
                    b'"',
                    b"\\u",
                    b"9" * 50,
                    b"\xff\xfe",
                    b": ",
                    b";",
                    b"&",
                    b"?",
                ]
            )
        else:
            other = chance.randrange(len(found))
            found[at:at], found[other:other] = found[other : other + 8], found[at : at + 8]
    return bytes(found) or b"\x00"


def test_mutated_requests_never_break_it(near: Mock, world: World, capfd: pytest.CaptureFixture[str]) -> None:
    """2,000 requests with random changes: no answer is a failure of the mock, and nothing is logged."""
    chance = random.Random(20261124)
    batch = json.dumps([json.loads(GOOD)] * 3).encode()
    grid = json.dumps(
        {"instId": "BTC-USDT", "algoOrdType": "grid", "maxPx": "5", "minPx": "1", "gridNum": "5"}
    ).encode()
    for number in range(2000):
        method, target, body = [
            ("POST", ORDER, GOOD),
            ("POST", "/api/v5/trade/batch-orders", batch),
            ("POST", "/api/v5/tradingBot/grid/order-algo", grid),
            ("GET", BALANCE + "?ccy=BTC%2CETH", b""),
            ("GET", ORDER + "?instId=BTC-USDT&clOrdId=a", b""),
            ("GET", "/__mock__/orders?limit=5", b""),
            ("POST", "/__mock__/faults", b'{"kind":"slow","seconds":0,"operation":["placeOrder"],"count":2}'),
        ][number % 7]
        if number % 2:
            # Changed before it is signed: it gets past the gate.
            body = mutated(chance, body) if body else body
        headers = signed(near, method, target, body, **{"Content-Length": str(len(body))})
        headers["Connection"] = "close"
        data = head(near, method, target, headers) + body
        if not number % 2:
            data = mutated(chance, data)
        with connect(near) as connection:
            connection.sendall(data)
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            try:
                answer = until_closed(connection)
            except ConnectionResetError:
                continue
        assert not answer.startswith(b"HTTP/1.1 5"), data
        assert b"Traceback" not in answer
    assert near.control("GET", "health").status == 200
    # Most got as far as an operation, and by far not all were the same to it.
    assert len(world.requests) > 500
    assert len({one.code for one in world.requests}) >= 10
    assert capfd.readouterr().err == ""


# A mock that fails itself


@pytest.mark.parametrize("problem", [KeyError("lost"), RecursionError(), OverflowError("large"), AssertionError()])
def test_a_failure_of_an_operation_is_answered_and_told(
    world: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], problem: Exception
) -> None:
    def broken(call: Any) -> Any:
        raise problem

    monkeypatch.setitem(HANDLERS, ("GET", TIME), broken)
    with inside(world) as mock:
        for _ in range(2):
            reply = mock.http("GET", TIME)
            assert (reply.status, reply.code, reply.data) == (500, "50026", [])
            assert "Traceback" not in reply.body.decode()
        assert mock.get("alice", BALANCE).code == "0"
    told = capfd.readouterr().err
    assert told.count(f"getTime failed: {problem!r}") == 2
    assert told.count("Traceback (most recent call last)") == 2
    assert [one.code for one in world.requests] == ["50026", "50026", "0"]


def test_a_failure_with_a_fault_under_way(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(call: Any) -> Any:
        raise KeyError("lost")

    monkeypatch.setitem(HANDLERS, ("GET", TIME), broken)
    world.faults.add({"kind": "slow", "seconds": 0}, ())
    with inside(world) as mock:
        assert mock.http("GET", TIME).code == "50026"


def test_a_failure_of_a_timer_hits_one_request(world: World, near: Mock, capfd: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        raise ZeroDivisionError("a timer")

    world.timers.at(0, broken)
    assert near.http("GET", TIME).code == "50026"
    assert near.http("GET", TIME).code == "0"
    world.timers.at(0, broken)
    reply = near.control("GET", "health")
    assert (reply.status, reply.code) == (500, "50026")
    assert near.control("GET", "health").status == 200
    assert capfd.readouterr().err.count("ZeroDivisionError('a timer')") == 2


def test_a_failure_of_the_control_surface(
    world: World, near: Mock, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: object) -> Any:
        raise ZeroDivisionError("a price")

    monkeypatch.setattr(world.book, "move_price", broken)
    reply = near.control("POST", "prices", {"instId": "BTC-USDT", "px": "1"})
    assert (reply.status, set(reply.json)) == (500, {"error"})
    assert near.control("GET", "prices").status == 200
    assert "/__mock__/prices failed: ZeroDivisionError('a price')" in capfd.readouterr().err


def test_a_failure_of_the_files_host(
    world: World, near: Mock, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: object) -> Any:
        raise ZeroDivisionError("a file")

    monkeypatch.setattr(world, "open_file", broken)
    reply = near.http("GET", "/x?Expires=1&Signature=2", port=near.files_port)
    assert (reply.status, reply.code) == (500, "50026")
    assert "ZeroDivisionError('a file')" in capfd.readouterr().err


def test_it_stops_though_answers_are_late(world: World) -> None:
    """Answers that are still to come do not hold up the end for long."""
    world.faults.add({"kind": "slow", "seconds": 60}, ())
    mock = server.Mock(world)
    with contextlib.ExitStack() as stack:
        addresses = stack.enter_context(mock.running())
        port = int(addresses.url.rpartition(":")[2])
        connection = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        connection.sendall(TARGET)
        time.sleep(0.2)
        begun = time.monotonic()
        mock.stop()
        while any(thread.name == "okx-mock" for thread in threading.enumerate()):
            assert time.monotonic() - begun < 8
            time.sleep(0.05)
