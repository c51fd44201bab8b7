"""The mock in a test's hands: its process, prices, accounts, clients, and the way without pytest."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from okx_broker import ApiKey, AsyncBroker, Broker, Client, Environment
from okx_broker.errors import (
    ApiError,
    AuthenticationFailed,
    ConfigurationError,
    NotSent,
    OrderRejected,
    RequestRejected,
)
from okx_broker.rebates import RebateReports, read_lines
from okx_broker.testing import MockError, MockServer, OkxMock, Settings, running_mock
from okx_broker.testing.control import Control

ORDER: dict[str, Any] = {
    "inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "40000", "sz": "0.001",
}  # fmt: skip


def answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/__mock__/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError):
        return False


def gone(url: str, seconds: float = 10) -> bool:
    """Whether a server has gone within so many seconds."""
    until = time.monotonic() + seconds
    while answers(url):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


# The process


def test_running_mock_starts_and_ends_a_process(capfd: pytest.CaptureFixture[str]) -> None:
    with running_mock(code="ACME1", user="heidi", seed=9) as mock:
        url = mock.url
        mock.client().trade.place_order(**ORDER)
        (order,) = mock.orders
        assert (order.user, order.tag, order.known_code) == ("heidi", "ACME1", True)
        assert answers(url)
    assert gone(url, 0)
    assert capfd.readouterr() == ("", "")


def test_running_mock_ends_it_after_an_error_too() -> None:
    urls: list[str] = []

    def broken() -> None:
        with running_mock() as mock:
            urls.append(mock.url)
            raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        broken()
    assert gone(urls[0], 0)


def test_the_mock_ends_with_a_program_that_is_killed(tmp_path: Path) -> None:
    program = """
        import time
        from okx_broker.testing import MockServer
        print(MockServer().url, flush=True)
        time.sleep(60)
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=tmp_path, stdout=subprocess.PIPE
    ) as one:
        assert one.stdout is not None
        url = one.stdout.readline().decode().strip()
        assert answers(url)
        one.send_signal(signal.SIGKILL)
    assert gone(url)


def test_ctrl_c_in_the_terminal_of_the_tests_does_not_reach_it(tmp_path: Path) -> None:
    """A terminal sends SIGINT to all processes of the group: somebody who stops in a debugger keeps the mock."""
    program = """
        import os, signal, time
        from okx_broker.testing import running_mock
        with running_mock() as mock:
            try:
                os.killpg(os.getpgid(0), signal.SIGINT)
                time.sleep(10)
            except KeyboardInterrupt:
                time.sleep(0.5)
                print(len(mock.orders))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=tmp_path, capture_output=True, text=True, check=False, start_new_session=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("0\n", "", 0)


def test_nothing_in_the_folder_or_in_the_warnings_of_the_tests_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the tests can have the name of a module that the mock needs."""
    for name in ("click.py", "okx_mock.py", "uvicorn.py"):
        (tmp_path / name).write_text("raise RuntimeError('not this one')\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    with running_mock() as mock:
        assert mock.client().account.get_config().uid


def test_a_mock_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MockError, match="MOCKEXPIRED1 is the code of another seeded broker"):
        MockServer(Settings(code="MOCKEXPIRED1"))
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(MockError, match="does not start"):
        MockServer()


def test_settings_that_can_t_be_used_are_refused_at_once() -> None:
    with pytest.raises(ConfigurationError, match="without a time zone"), running_mock(time=datetime(2026, 6, 15)):  # noqa: DTZ001
        pass
    with pytest.raises(ConfigurationError, match="1 to 16"), running_mock(code="no code"):
        pass
    with pytest.raises(KeyError, match="no account 'nobody', but broker"), running_mock(user="nobody"):
        pass


def test_the_connection_to_the_control_surface_survives_a_fork(
    okx_mock: OkxMock,
) -> None:
    before = okx_mock.clock.now_ms()
    child = multiprocessing.get_context("fork").Process(target=okx_mock.clock.advance, kwargs={"hours": 1})
    child.start()
    child.join(10)
    assert child.exitcode == 0
    okx_mock.clock.sync()
    assert 3_600_000 <= okx_mock.clock.now_ms() - before < 3_660_000


def test_a_connection_that_the_server_has_closed_is_opened_anew() -> None:
    """A server that closes after each answer, without a word: what a connection that rested too long meets."""
    answered: list[bytes] = []
    body = b'{"now_ms": 1, "frozen": true}'
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for _ in range(3):
                with server.accept()[0] as connection:
                    answered.append(connection.recv(65536))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
                closed.set()

        closed = threading.Event()
        thread = threading.Thread(target=serve)
        thread.start()
        control = Control(f"http://127.0.0.1:{server.getsockname()[1]}")
        for _ in range(3):
            closed.clear()
            assert control.ask("POST", "clock", dict, {"advance_seconds": 1}) == {"now_ms": 1, "frozen": True}
            assert closed.wait(5)
        thread.join(5)
    assert len(answered) == 3
    control.close()


def test_what_the_control_surface_refuses_is_said_in_its_words(okx_mock: OkxMock) -> None:
    control = Control(okx_mock.url)
    with pytest.raises(MockError, match="advance_seconds must not be negative"):
        control.ask("POST", "clock", dict, {"advance_seconds": -1})
    with pytest.raises(MockError, match="POST nothing with HTTP 404"):
        control.ask("POST", "nothing", dict)
    with pytest.raises(MockError, match="with something else"):
        control.ask("GET", "clock", list)
    with pytest.raises(MockError, match="does not answer GET clock"):
        Control("http://127.0.0.1:9").ask("GET", "clock", dict)


# Prices


def test_requests_say_which_operation_they_were(okx_mock: OkxMock, okx_user: Client) -> None:
    okx_user.account.get_balance()
    okx_user.trade.place_order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="100")
    with pytest.raises(ApiError):
        okx_user.call("GET", "/api/v5/account/positions")
    assert [(one.operation, one.method, one.target) for one in okx_mock.requests] == [
        ("getBalance", "GET", "/api/v5/account/balance"),
        ("placeOrder", "POST", "/api/v5/trade/order"),
        ("", "GET", "/api/v5/account/positions"),
    ]


def test_prices_are_read_and_moved(okx_mock: OkxMock, okx_user: Client) -> None:
    prices = okx_mock.prices
    assert dict(prices) == {
        "BTC-USDT": Decimal(60000), "ETH-USDT": Decimal(3000), "SOL-USDT": Decimal(150),
        "BTC-USDT-SWAP": Decimal(60000), "ETH-USDT-SWAP": Decimal(3000), "SOL-USDT-SWAP": Decimal(150),
    }  # fmt: skip
    resting = okx_user.trade.place_order(**ORDER)
    assert prices.move("BTC-USDT", "40000.01") == ()
    assert prices.move("BTC-USDT", Decimal(39000)) == (resting.ord_id,)
    prices["ETH-USDT"] = 2900
    assert (prices["BTC-USDT"], prices["ETH-USDT"], len(prices)) == (39000, 2900, 6)
    ticker = okx_mock.broker().market.get_ticker(inst_id="ETH-USDT")
    assert ticker.last == 2900


@pytest.mark.parametrize(
    ("price", "kind", "why"),
    [
        (61000.5, TypeError, "never a float"),
        (True, TypeError, "never a float"),
        ("much", ValueError, "is no number"),
        ("NaN", ValueError, "is no number"),
        ("0", MockError, "px must be a positive decimal"),
    ],
)
def test_a_price_that_is_none(okx_mock: OkxMock, price: Any, kind: type[Exception], why: str) -> None:
    with pytest.raises(kind, match=why):
        okx_mock.prices["BTC-USDT"] = price
    assert okx_mock.prices["BTC-USDT"] == 60000


def test_an_instrument_that_there_is_not(okx_mock: OkxMock) -> None:
    with pytest.raises(KeyError, match="no instrument 'DOGE-USDT', but BTC-USDT"):
        okx_mock.prices["DOGE-USDT"]
    with pytest.raises(KeyError, match="no instrument 'DOGE-USDT', but BTC-USDT"):
        okx_mock.prices["DOGE-USDT"] = "1"


# Accounts and clients


def test_accounts(okx_mock: OkxMock) -> None:
    bob, dave, broker = (okx_mock.accounts[name] for name in ("bob", "dave", "broker"))
    assert (bob.permissions, bob.environment, bob.kind) == (("read_only",), Environment.DEMO, "user")
    assert dave.environment is Environment.LIVE
    assert broker.broker_codes == ("MOCKBROKER01", "MOCKBROKER02")
    assert isinstance(bob.key, ApiKey)
    assert bob.key.user == bob.uid
    assert bob.secret_key.reveal() not in repr(bob) + str(bob) + repr(okx_mock.accounts)
    assert bob.api_key not in repr(bob)
    with pytest.raises(KeyError, match="no account 'mallory', but broker"):
        okx_mock.accounts["mallory"]


def test_clients_go_where_their_account_is(okx_mock: OkxMock) -> None:
    assert okx_mock.client("dave").account.get_config().uid == okx_mock.accounts["dave"].uid
    assert okx_mock.client().account.get_config().uid == okx_mock.accounts["alice"].uid
    wrong = okx_mock.broker(environment=Environment.DEMO).for_credentials(okx_mock.accounts["dave"].key)
    with pytest.raises(AuthenticationFailed, match="50101"):
        wrong.account.get_config()


def test_a_broker_of_the_mock_takes_what_a_broker_takes(okx_mock: OkxMock) -> None:
    broker = okx_mock.broker(code="MOCKBROKER02", longest_wait=0, attempts=1)
    assert (broker.code, broker.environment) == ("MOCKBROKER02", Environment.DEMO)
    assert okx_mock.async_broker(code="MOCKBROKER02").code == "MOCKBROKER02"


def test_clients_are_closed_with_the_mock() -> None:
    with running_mock() as mock:
        broker, later = mock.broker(attempts=1), mock.async_broker(attempts=1)
        assert broker.public.get_time().ts
        assert asyncio.run(later.public.get_time()).ts
    for call in (broker.public.get_time, lambda: asyncio.run(later.public.get_time())):
        with pytest.raises(NotSent, match="the transport is closed"):
            call()


def test_a_mock_can_be_closed_where_a_loop_runs() -> None:
    async def body() -> AsyncBroker:
        with running_mock() as mock:
            broker = mock.async_broker(attempts=1)
            await broker.public.get_time()
        return broker

    broker = asyncio.run(body())
    with pytest.raises(NotSent, match="the transport is closed"):
        asyncio.run(broker.public.get_time())


def test_environ_is_what_from_env_reads(okx_mock: OkxMock) -> None:
    environ = okx_mock.environ("heidi")
    with Broker.from_env(environ) as broker:
        user = broker.for_credentials(ApiKey.from_env(environ))
        user.trade.place_order(**ORDER)
    (order,) = okx_mock.orders
    assert (order.user, order.tag) == ("heidi", okx_mock.code)


def test_a_rebate_report_in_no_time(
    okx_mock: OkxMock, okx_user: Client, okx_broker_account: Client, tmp_path: Path
) -> None:
    """The two hours of the exchange pass on its clock, and the report holds the user's order."""
    placed = okx_user.trade.place_order(**{**ORDER, "px": "60000", "sz": "0.01"})
    day = okx_mock.clock.now().date()
    reports = RebateReports(okx_broker_account, downloader=okx_mock.downloader())
    began = time.monotonic()
    lines = list(read_lines(reports.fetch(date(day.year, day.month, 1), day, tmp_path)))
    assert time.monotonic() - began < 60
    # 600 USDT at 0.1 %, taken in bitcoin.
    (mine,) = [line.row for line in lines if line.row.ord_id == placed.ord_id]
    assert (mine.broker_code, mine.fee) == (okx_mock.code, Decimal("0.6"))
    assert okx_mock.leaks == ()


def test_credentials_that_reach_the_files_host_are_told(okx_mock: OkxMock) -> None:
    from urllib.request import Request

    with pytest.raises(URLError):
        urlopen(Request(f"{okx_mock.files_url}/x", headers={"OK-ACCESS-KEY": "k"}))
    (leak,) = okx_mock.leaks
    assert leak.startswith("/x")
    assert "ok-access-key" in leak.lower()


def test_strict_tags(tmp_path: Path) -> None:
    with running_mock(code="ACME1", strict_tags=True) as mock:
        mock.client().trade.place_order(**ORDER)
        stranger = mock.broker(code="SOMEBODY").for_credentials(mock.accounts["alice"].key)
        with pytest.raises(RequestRejected, match="SOMEBODY is no broker code"):
            stranger.trade.place_order(**ORDER)
        with pytest.raises(OrderRejected):
            mock.client().trade.place_order(**{**ORDER, "sz": "0.000001"})


def test_plain_unittest(tmp_path: Path) -> None:
    (tmp_path / "test_bot.py").write_text(
        textwrap.dedent(
            """
            import unittest

            from okx_broker.testing import running_mock


            class TestBot(unittest.TestCase):
                @classmethod
                def setUpClass(cls):
                    cls.okx_mock = cls.enterClassContext(running_mock(code="ACME1"))

                def setUp(self):
                    self.okx_mock.reset()

                def test_code(self):
                    self.okx_mock.client().trade.place_order(
                        inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px="40000", sz="0.001"
                    )
                    self.okx_mock.orders.assert_every_order_carries("ACME1")

                def test_nothing(self):
                    self.okx_mock.orders.assert_nothing_placed()

                @unittest.expectedFailure
                def test_failure(self):
                    self.okx_mock.orders.assert_every_order_carries("ACME1")
            """
        )
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "unittest", "-v"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "OK (expected failures=1)" in done.stderr
