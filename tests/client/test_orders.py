"""An order whose answer was lost is found again by asking, and never placed twice: counted in the mock's book."""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import json
import pickle
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from okx_broker import ApiKey, AsyncBroker, Broker, Client, Environment, Site, SystemClock
from okx_broker.errors import InvalidArgument, OutcomeUnknown
from okx_broker.orders import settle, settle_async

ORDER: dict[str, Any] = {
    "inst_id": "BTC-USDT",
    "td_mode": "cash",
    "side": "buy",
    "ord_type": "limit",
    "px": "50000",
    "sz": "0.01",
}


class Impatient(SystemClock):
    """This machine's clock, which counts its waits and does not wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waited = 0.0

    def sleep(self, seconds: float) -> None:
        self.waited += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.waited += seconds


class LossyProxy(http.server.ThreadingHTTPServer):
    """Stands between client and mock and loses the answers to orders: before or after the mock has seen them."""

    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Lossy)
        self.target = target
        self.forward_lost = True
        self.orders_seen = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what these tests are about."""


class _Lossy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LossyProxy

    def do_GET(self) -> None:
        self._answer(*self._forward(b""))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.orders_seen += 1
        if self.server.forward_lost:
            self._forward(body)
        self.close_connection = True  # without a word

    def _forward(self, body: bytes) -> tuple[int, bytes]:
        headers = {
            name: value for name, value in self.headers.items() if name.lower() not in ("host", "accept-encoding")
        }
        request = urllib.request.Request(
            self.server.target + self.path, data=body or None, headers=headers, method=self.command
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read()

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def mock() -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "okx_mock", "serve", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


@pytest.fixture
def proxy(mock: dict[str, Any]) -> Iterator[LossyProxy]:
    urllib.request.urlopen(urllib.request.Request(mock["url"] + "/__mock__/reset", data=b"{}"), timeout=5).close()
    with LossyProxy(mock["url"]) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def account(mock: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in mock["accounts"] if one["name"] == name)
    return found


def key(mock: dict[str, Any]) -> ApiKey:
    alice = account(mock, "alice")
    return ApiKey(alice["api_key"], alice["secret_key"], alice["passphrase"])


@contextlib.contextmanager
def alice(mock: dict[str, Any], proxy: LossyProxy) -> Iterator[Client]:
    code = account(mock, "broker")["broker_codes"][0]
    with Broker(code, environment=Environment.DEMO, site=Site.GLOBAL, base_url=proxy.url, clock=Impatient()) as broker:
        yield broker.for_credentials(key(mock))


def booked(mock: dict[str, Any]) -> list[dict[str, Any]]:
    with urllib.request.urlopen(mock["url"] + "/__mock__/orders", timeout=5) as answer:
        orders: list[dict[str, Any]] = json.load(answer)["orders"]
        return orders


def test_an_order_that_was_executed_is_found_and_stands_once_in_the_book(
    mock: dict[str, Any], proxy: LossyProxy
) -> None:
    with alice(mock, proxy) as user:
        with pytest.raises(OutcomeUnknown) as lost:
            user.trade.place_order(**ORDER, cl_ord_id="lost1")
        order = settle(user, lost.value)
    assert order is not None
    assert (order.cl_ord_id, order.tag, order.state) == ("lost1", "MOCKBROKER01", "live")
    assert proxy.orders_seen == 1
    assert [one["clOrdId"] for one in booked(mock)] == ["lost1"]


def test_an_order_that_never_arrived_is_reported_as_not_placed(mock: dict[str, Any], proxy: LossyProxy) -> None:
    proxy.forward_lost = False
    with alice(mock, proxy) as user:
        with pytest.raises(OutcomeUnknown) as lost:
            user.trade.place_order(**ORDER, cl_ord_id="lost2")
        assert settle(user, lost.value) is None
        assert isinstance(user.clock, Impatient)
        assert user.clock.waited > 2, "an order can take a moment to be seen"
    assert proxy.orders_seen == 1
    assert booked(mock) == []


def test_the_asynchronous_way_finds_it_too(mock: dict[str, Any], proxy: LossyProxy) -> None:
    async def story() -> None:
        async with AsyncBroker(
            "MOCKBROKER01", environment=Environment.DEMO, site=Site.GLOBAL, base_url=proxy.url, clock=Impatient()
        ) as broker:
            user = broker.for_credentials(key(mock))
            with pytest.raises(OutcomeUnknown) as lost:
                await user.trade.place_order(**ORDER, cl_ord_id="lost3")
            order = await settle_async(user, lost.value)
            assert order is not None
            assert order.cl_ord_id == "lost3"
            proxy.forward_lost = False
            with pytest.raises(OutcomeUnknown) as never:
                await user.trade.place_order(**ORDER, cl_ord_id="lost4")
            assert await settle_async(user, never.value) is None

    asyncio.run(story())
    assert [one["clOrdId"] for one in booked(mock)] == ["lost3"]


def test_an_order_without_an_own_id_cannot_be_told_from_others(mock: dict[str, Any], proxy: LossyProxy) -> None:
    with alice(mock, proxy) as user:
        with pytest.raises(OutcomeUnknown) as lost:
            user.trade.place_order(**ORDER)
        with pytest.raises(InvalidArgument, match=r"cl_ord_id\. What was sent may have been executed\.$") as refused:
            settle(user, lost.value)
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


def test_an_older_order_with_the_same_own_id_is_not_taken_for_the_lost_one(
    mock: dict[str, Any], proxy: LossyProxy
) -> None:
    with Broker("MOCKBROKER01", environment=Environment.DEMO, site=Site.GLOBAL, base_url=mock["url"]) as direct:
        direct.for_credentials(key(mock)).trade.place_order(
            inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px="65000", sz="0.01", cl_ord_id="again"
        )
    hour = urllib.request.Request(mock["url"] + "/__mock__/clock", data=b'{"advance_seconds": 3600}')
    urllib.request.urlopen(hour, timeout=5).close()
    proxy.forward_lost = False
    try:
        with alice(mock, proxy) as user:
            user.clock.correct(3_600_000)
            with pytest.raises(OutcomeUnknown) as lost:
                user.trade.place_order(**ORDER, cl_ord_id="again")
            assert settle(user, lost.value) is None
    finally:
        back = urllib.request.Request(mock["url"] + "/__mock__/clock", data=b'{"advance_seconds": -3600}')
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(back, timeout=5).close()
