"""Faults on real sockets: an order is never sent twice by guess, and credentials go nowhere else."""

from __future__ import annotations

import asyncio
import inspect
import logging
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from okx_broker import AsyncBroker, Broker, Environment, Site, SystemClock
from okx_broker.errors import CallError, NotSent, OkxError, OutcomeUnknown, UnreadableAnswer
from okx_broker.limits import NoLimiter
from okx_broker.transport import AsyncPyreqwestTransport, PyreqwestTransport
from tests.client.support import CODE, KEY, PASSPHRASE, SECRET, api_key
from tests.faults.servers import Behaviour, RawServer, Seen, http, refused_port, replying, reset

ORDER = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "2"}
PLACED = (
    b'{"code":"0","msg":"","data":[{"ordId":"1","clOrdId":"","tag":"' + CODE.encode() + b'","sCode":"0","sMsg":""}]}'
)
BALANCE = b'{"code":"0","msg":"","data":[{"totalEq":"7"}]}'


class QuickClock(SystemClock):
    """This machine's clock, but backoff takes no time."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []
        self.on_sleep: Callable[[float], None] = lambda seconds: None

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.on_sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)


class World:
    """One kind of client, blocking or asynchronous, with its real transport."""

    def __init__(self, asynchronous: bool) -> None:
        self.asynchronous = asynchronous

    def run(
        self, url: str, work: Callable[[Any, Callable[[Any], Any]], Any], *, timeout: float = 5.0, attempts: int = 3
    ) -> Any:
        """Run `work(user, get)` with a client against a server; `get` waits for a call's result."""
        transport = (AsyncPyreqwestTransport if self.asynchronous else PyreqwestTransport)(timeout=timeout)
        settings: dict[str, Any] = {
            "environment": Environment.DEMO,
            "site": Site.GLOBAL,
            "base_url": url,
            "limiter": NoLimiter(),
            "clock": QuickClock(),
            "attempts": attempts,
            "transport": transport,
        }
        if not self.asynchronous:
            with Broker(CODE, **settings) as broker:
                return work(broker.for_credentials(api_key()), lambda result: result)

        async def main() -> Any:
            async with AsyncBroker(CODE, **settings) as broker:
                loop = asyncio.get_running_loop()

                def get(result: Any) -> Any:
                    return asyncio.run_coroutine_threadsafe(result, loop).result(30)

                return await asyncio.to_thread(work, broker.for_credentials(api_key()), get)

        return asyncio.run(main())

    def place(self, url: str, **settings: Any) -> Any:
        return self.run(url, lambda user, get: get(user.trade.place_order(**ORDER)), **settings)

    def balance(self, url: str, **settings: Any) -> Any:
        return self.run(url, lambda user, get: get(user.account.get_balance()), **settings)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def world(request: pytest.FixtureRequest) -> World:
    return World(request.param)


# Ways to lose an answer after the request has been read


def hang_up(connection: socket.socket, seen: Seen) -> bool:
    return False


def hang_up_hard(connection: socket.socket, seen: Seen) -> bool:
    reset(connection)
    return False


def silence(connection: socket.socket, seen: Seen) -> bool:
    connection.settimeout(0.05)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            if not connection.recv(1):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return False


def cut_body(body: bytes) -> Behaviour:
    def behave(connection: socket.socket, seen: Seen) -> bool:
        connection.sendall(http(body[:20], length=len(body)))
        return False

    return behave


def cut_body_hard(body: bytes) -> Behaviour:
    def behave(connection: socket.socket, seen: Seen) -> bool:
        connection.sendall(http(body[:20], length=len(body)))
        time.sleep(0.05)
        reset(connection)
        return False

    return behave


def half_a_chunk(body: bytes) -> Behaviour:
    def behave(connection: socket.socket, seen: Seen) -> bool:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head + f"{len(body):x}\r\n".encode() + body[:20])
        return False

    return behave


def no_last_chunk(body: bytes) -> Behaviour:
    def behave(connection: socket.socket, seen: Seen) -> bool:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head + f"{len(body):x}\r\n".encode() + body + b"\r\n")
        return False

    return behave


def half_a_head(connection: socket.socket, seen: Seen) -> bool:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Le")
    return False


def nonsense(connection: socket.socket, seen: Seen) -> bool:
    connection.sendall(b"220 mail.example ESMTP ready\r\n")
    return False


def body_then_silence(connection: socket.socket, seen: Seen) -> bool:
    connection.sendall(http(PLACED[:20], length=len(PLACED)))
    return silence(connection, seen)


LOSSES: dict[str, Behaviour] = {
    "closed": hang_up,
    "reset": hang_up_hard,
    "silent": silence,
    "cut body": cut_body(PLACED),
    "cut body, reset": cut_body_hard(PLACED),
    "half a chunk": half_a_chunk(PLACED),
    "no last chunk": no_last_chunk(PLACED),
    "half a head": half_a_head,
    "not HTTP": nonsense,
    "body, then silence": body_then_silence,
}


@pytest.mark.parametrize("loss", LOSSES)
def test_an_order_whose_answer_is_lost_arrives_once_and_its_outcome_is_unknown(world: World, loss: str) -> None:
    with RawServer(LOSSES[loss]) as server:
        with pytest.raises(OutcomeUnknown) as caught:
            world.place(server.url, timeout=0.6)
        time.sleep(0.1)
        assert len(server.seen) == 1, "the order arrived more than once"
        assert caught.value.request["instId"] == "BTC-USDT"
        assert caught.value.operation == "trade.place_order"
        check_says_nothing(caught.value, server)


@pytest.mark.parametrize("loss", ["closed", "reset", "silent", "cut body", "half a chunk", "no last chunk", "not HTTP"])
def test_a_read_whose_answer_is_lost_is_asked_again_and_then_typed(world: World, loss: str) -> None:
    with RawServer(LOSSES[loss]) as server:
        with pytest.raises(UnreadableAnswer) as caught:
            world.balance(server.url, timeout=0.3)
        assert len(server.seen) == 3
        check_says_nothing(caught.value, server)


@pytest.mark.parametrize("loss", ["closed", "reset", "cut body", "half a chunk"])
def test_a_read_is_answered_after_a_loss(world: World, loss: str) -> None:
    def behave(connection: socket.socket, seen: Seen) -> bool:
        if len(server.seen) == 1:
            return LOSSES[loss](connection, seen)
        connection.sendall(http(BALANCE))
        return True

    with RawServer(behave) as server:
        assert world.balance(server.url).total_eq == 7
        assert len(server.seen) == 2


def check_says_nothing(error: CallError, server: RawServer) -> None:
    """An error shows no credential and no address."""
    for seen in server.seen:
        for text in (str(error), repr(error), repr(vars(error))):
            for secret in (SECRET, PASSPHRASE, KEY, *seen.header("ok-access-sign")):
                assert secret not in text


@pytest.mark.parametrize("loss", ["closed", "reset", "silent"])
def test_a_batch_and_a_report_are_not_sent_twice_either(world: World, loss: str) -> None:
    from okx_v5.models import NewOrder

    works = [
        lambda user, get: get(user.trade.place_batch_orders([NewOrder(**ORDER)] * 3)),
        lambda user, get: get(user.fd_broker.create_rebate_per_orders(begin="20260601", end="20260602")),
        lambda user, get: get(user.trade.cancel_order(inst_id="X", ord_id="1")),
        lambda user, get: get(user.trade.close_position(inst_id="X", mgn_mode="cross")),
    ]
    for work in works:
        with RawServer(LOSSES[loss]) as server:
            with pytest.raises(OutcomeUnknown):
                world.run(server.url, work, timeout=0.3)
            assert len(server.seen) == 1


# Nothing was sent


def test_without_a_connection_an_order_is_tried_again_and_provably_not_sent(world: World) -> None:
    port = refused_port()

    def work(user: Any, get: Any) -> None:
        with pytest.raises(NotSent) as caught:
            get(user.trade.place_order(**ORDER))
        assert len(user.clock.slept) == 2, "tried three times"
        assert f"no connection could be made to http://127.0.0.1:{port} (" in str(caught.value)
        assert "/api" not in str(caught.value)

    world.run(f"http://127.0.0.1:{port}", work)


def test_an_order_goes_through_once_somebody_listens(world: World) -> None:
    port = refused_port()
    servers: list[RawServer] = []

    def work(user: Any, get: Any) -> Any:
        def open_server(seconds: float) -> None:
            if not servers:
                servers.append(RawServer(replying(http(PLACED)), port=port))

        user.clock.on_sleep = open_server
        return get(user.trade.place_order(**ORDER))

    try:
        assert world.run(f"http://127.0.0.1:{port}", work).ord_id == "1"
        assert len(servers[0].seen) == 1
    finally:
        for server in servers:
            server.close()


def test_a_connection_reset_before_anything_is_read_sends_no_order_twice(world: World) -> None:
    def slam(connection: socket.socket, number: int) -> bool:
        reset(connection)
        return False

    with RawServer(replying(http(PLACED)), on_connect=slam) as server:
        with pytest.raises((OutcomeUnknown, NotSent)):
            world.place(server.url)
        assert server.seen == []
        # The kernel may report the reset while connecting, which proves that nothing was sent; that may be tried again.
        assert server.connections <= 3


def test_a_name_that_does_not_resolve_is_not_sent(world: World) -> None:
    with pytest.raises(NotSent):
        world.place("https://okx-broker-test.invalid", timeout=5)


def test_plain_http_where_tls_is_expected_is_a_typed_error(world: World) -> None:
    def greet(connection: socket.socket, number: int) -> bool:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        return False

    with RawServer(replying(http(PLACED)), on_connect=greet) as server:
        with pytest.raises(OkxError) as caught:
            world.place(server.url.replace("http:", "https:"))
        assert isinstance(caught.value, NotSent | OutcomeUnknown)
        assert server.seen == []


# Connections that live on


def test_one_connection_serves_many_calls(world: World) -> None:
    with RawServer(replying(http(BALANCE))) as server:
        world.run(server.url, lambda user, get: [get(user.account.get_balance()) for _ in range(5)])
        assert len(server.seen) == 5
        assert server.connections == 1


@pytest.mark.parametrize("pause", [0.0, 0.02, 0.2])
def test_a_connection_that_was_closed_in_idleness_sends_no_order_twice(world: World, pause: float) -> None:
    """After each answer the server closes, without saying so in the answer."""

    def behave(connection: socket.socket, seen: Seen) -> bool:
        connection.sendall(http(PLACED))
        return False

    outcomes: list[str] = []

    def work(user: Any, get: Any) -> None:
        for _ in range(8):
            try:
                get(user.trade.place_order(**ORDER))
            except OutcomeUnknown:
                outcomes.append("unknown")
            else:
                outcomes.append("placed")
            time.sleep(pause)

    with RawServer(behave) as server:
        world.run(server.url, work)
        assert len(outcomes) == 8
        assert outcomes.count("placed") <= len(server.seen) <= 8, "an order arrived twice"
        if pause == 0.2:
            assert outcomes == ["placed"] * 8, "a connection that is known to be closed is not used"


@pytest.mark.parametrize("loss", ["closed", "reset", "half a head"])
def test_an_order_that_is_lost_on_a_reused_connection_is_not_sent_on_a_new_one(world: World, loss: str) -> None:
    def behave(connection: socket.socket, seen: Seen) -> bool:
        if seen.method == "POST":
            return LOSSES[loss](connection, seen)
        connection.sendall(http(BALANCE))
        return True

    def work(user: Any, get: Any) -> None:
        get(user.account.get_balance())
        with pytest.raises(OutcomeUnknown):
            get(user.trade.place_order(**ORDER))

    with RawServer(behave) as server:
        world.run(server.url, work)
        time.sleep(0.1)
        orders = [seen for seen in server.seen if seen.method == "POST"]
        assert len(orders) == 1
        assert orders[0].connection == 0, "it was sent on the connection that was open"


def test_a_reset_of_an_idle_connection_at_the_moment_of_sending_sends_no_order_twice(world: World) -> None:
    """The connection is reset while the next order is on its way: it arrives at most once."""
    ready = threading.Event()

    def behave(connection: socket.socket, seen: Seen) -> bool:
        connection.sendall(http(PLACED))
        ready.wait(1)
        ready.clear()
        reset(connection)
        return False

    calls = 0

    def work(user: Any, get: Any) -> None:
        nonlocal calls
        for _ in range(6):
            threading.Timer(0.001, ready.set).start()
            calls += 1
            try:
                get(user.trade.place_order(**ORDER))
            except (OutcomeUnknown, NotSent):
                continue

    with RawServer(behave) as server:
        world.run(server.url, work, timeout=2)
        assert calls == 6
        assert len(server.seen) <= 6


# Redirects and proxies


@pytest.mark.parametrize(
    "status",
    ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"],
)
def test_redirects_are_not_followed(world: World, status: str) -> None:
    with RawServer(replying(http(PLACED))) as elsewhere:

        def behave(connection: socket.socket, seen: Seen) -> bool:
            location = f"Location: http://localhost:{elsewhere.port}{seen.target}\r\n"
            connection.sendall(http(b"", status, location))
            return True

        with RawServer(behave) as server:
            with pytest.raises(OutcomeUnknown) as unknown:
                world.place(server.url)
            with pytest.raises(UnreadableAnswer) as unreadable:
                world.balance(server.url)
            assert len(server.seen) == 4
        assert elsewhere.seen == []
        assert elsewhere.connections == 0
        for caught in (unknown, unreadable):
            assert caught.value.status == int(status[:3])
            check_says_nothing(caught.value, server)


def test_redirects_within_the_same_server_are_not_followed_either(world: World) -> None:
    with RawServer(
        replying(http(b"", "307 Temporary Redirect", "Location: /api/v5/other\r\n"), http(PLACED))
    ) as server:
        with pytest.raises(OutcomeUnknown):
            world.place(server.url)
        assert [seen.target for seen in server.seen] == ["/api/v5/trade/order"]


def test_proxies_of_the_environment_are_ignored(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(replying(http(b"", "502 Bad Gateway"))) as proxy, RawServer(replying(http(BALANCE))) as server:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        assert world.balance(server.url).total_eq == 7
        assert proxy.connections == 0
        assert len(server.seen) == 1


def test_a_proxy_of_the_environment_is_used_where_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(replying(http(BALANCE))) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        settings: Any = {"environment": Environment.DEMO, "site": Site.GLOBAL, "base_url": "http://127.0.0.1:9"}
        with Broker(CODE, transport=PyreqwestTransport(use_env_proxy=True), **settings) as broker:
            assert broker.for_credentials(api_key()).account.get_balance().total_eq == 7
        assert len(proxy.seen) == 1


def test_cookies_are_not_kept(world: World) -> None:
    with RawServer(replying(http(BALANCE, headers="Set-Cookie: track=1\r\n"))) as server:
        world.run(server.url, lambda user, get: [get(user.account.get_balance()) for _ in range(2)])
        assert [seen.header("cookie") for seen in server.seen] == [[], []]


# Slow answers


def slowly(body: bytes, pause: float) -> Behaviour:
    def behave(connection: socket.socket, seen: Seen) -> bool:
        answer = http(body)
        for start in range(0, len(answer), 20):
            connection.sendall(answer[start : start + 20])
            time.sleep(pause)
        return True

    return behave


def test_a_slow_answer_in_pieces_is_put_together(world: World) -> None:
    with RawServer(slowly(PLACED, 0.01)) as server:
        assert world.place(server.url).ord_id == "1"
        assert len(server.seen) == 1


def test_a_drip_of_bytes_does_not_outlast_the_time_for_a_call(world: World) -> None:
    with RawServer(slowly(PLACED, 0.4)) as server:
        begun = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            world.place(server.url, timeout=0.6)
        assert time.monotonic() - begun < 2.5
        assert len(server.seen) == 1


def test_a_slow_user_does_not_hold_up_the_others_on_an_event_loop() -> None:
    def behave(connection: socket.socket, seen: Seen) -> bool:
        if "slow" in seen.target:
            time.sleep(0.8)
        connection.sendall(http(BALANCE))
        return True

    async def main(url: str) -> float:
        async with AsyncBroker(
            CODE, environment=Environment.DEMO, site=Site.GLOBAL, base_url=url, limiter=NoLimiter()
        ) as broker:
            user = broker.for_credentials(api_key())
            slow = asyncio.create_task(user.account.get_balance(ccy="slow"))
            await asyncio.sleep(0.1)
            begun = time.monotonic()
            for _ in range(5):
                await user.account.get_balance(ccy="BTC")
            took = time.monotonic() - begun
            assert not slow.done()
            await slow
            return took

    with RawServer(behave) as server:
        assert asyncio.run(main(server.url)) < 0.6


def test_an_answer_with_informational_heads_first_is_read(world: World) -> None:
    def behave(connection: socket.socket, seen: Seen) -> bool:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + http(BALANCE))
        return True

    with RawServer(behave) as server:
        assert world.balance(server.url).total_eq == 7
        assert len(server.seen) == 1


# What is left in logs


def test_nothing_secret_is_logged_at_the_lowest_level(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), RawServer(hang_up) as server:
        with pytest.raises(OutcomeUnknown):
            world.place(server.url)
        with pytest.raises(UnreadableAnswer):
            world.balance(server.url)
        signatures = [seen.header("ok-access-sign")[0] for seen in server.seen]
    for secret in (SECRET, PASSPHRASE, KEY, *signatures):
        assert secret not in caplog.text


# After the end


def test_a_call_after_closing_is_a_typed_error(world: World) -> None:
    with RawServer(replying(http(PLACED))) as server:
        transport = (AsyncPyreqwestTransport if world.asynchronous else PyreqwestTransport)()
        kind = AsyncBroker if world.asynchronous else Broker
        broker = kind(
            CODE,
            environment=Environment.DEMO,
            site=Site.GLOBAL,
            base_url=server.url,
            transport=transport,
            clock=QuickClock(),
        )
        user = broker.for_credentials(api_key())

        async def finish() -> None:
            await done(broker.close())
            for call in (user.account.get_balance, lambda: user.trade.place_order(**ORDER)):
                with pytest.raises(NotSent):
                    await done(call())

        asyncio.run(finish())
        assert server.seen == []


async def done(result: Any) -> None:
    if inspect.isawaitable(result):
        await result
