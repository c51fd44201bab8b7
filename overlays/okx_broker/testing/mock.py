"""The mock exchange as a test sees it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Final, TypedDict, Unpack
from urllib.parse import urlsplit

import msgspec

from okx_broker.client import AsyncBroker, AsyncClient, Broker, BrokerType, Client
from okx_broker.environments import Environment, Site
from okx_broker.limits import Limiter
from okx_broker.rebates.files import Downloader
from okx_broker.testing.accounts import Account, SeededAccount
from okx_broker.testing.clock import MockClock
from okx_broker.testing.control import Control, MockError
from okx_broker.testing.faults import Faults
from okx_broker.testing.orders import Orders, read_orders
from okx_broker.testing.pace import AsyncPacedTransport, PacedTransport
from okx_broker.testing.prices import Prices, plain
from okx_broker.testing.process import MockServer
from okx_broker.testing.records import Order, Request
from okx_broker.testing.settings import Settings
from okx_broker.transport import AsyncPyreqwestTransport, AsyncTransport, PyreqwestTransport, Transport
from okx_v5 import models
from okx_v5.scalars import Amount, at_utc

_SHOWN: Final = 20
"""So many requests and orders are shown of a test that has failed."""


class BrokerSettings(TypedDict, total=False):
    """What can be said of a `Broker` beyond what the mock says; see there."""

    code: str
    environment: Environment
    broker_type: BrokerType
    limiter: Limiter
    longest_wait: float
    attempts: int
    on_other_tag: Callable[[str, str, object], None]


class _Requests(msgspec.Struct):
    requests: list[Request]
    dropped: int = 0


class _Leak(msgspec.Struct):
    path: str
    headers: list[str]


class _Leaks(msgspec.Struct):
    leaks: list[_Leak]


class _Done(msgspec.Struct):
    pass


class OkxMock:
    """A mock exchange, as new.

    Attributes:
        url: The address of the API: the client's `base_url`.
        files_url: The address of the host that report files come from.
        settings: What it was asked to be.
        accounts: The accounts by name, with their keys.
        clock: Its clock, which the clients run by.
        faults: Makes it fail.
        prices: Its prices.
    """

    def __init__(self, server: MockServer, settings: Settings | None = None) -> None:
        """Reset a running mock and take it over.

        Args:
            server: The mock; one test at a time can use it.
            settings: What it is to be; what the server was started with, unless given.

        Raises:
            MockError: It does not answer.
            KeyError: It has no account of the name that the settings say.
        """
        self._control = Control(server.url)
        self._brokers: list[Broker] = []
        self._async_brokers: list[AsyncBroker] = []
        self._own: dict[Environment, Broker] = {}
        self._own_async: dict[Environment, AsyncBroker] = {}
        self.settings = settings or server.settings
        self.url, self.files_url, self.accounts = server.url, server.files_url, server.accounts
        self._seeded = server.accounts
        self.accounts[self.settings.user]
        self.clock = MockClock(self._control)
        self.faults = Faults(self._control)
        self.prices = Prices(self._control)
        self.reset()

    @property
    def code(self) -> str:
        """The broker code that the clients put on every order."""
        return self.settings.code

    def reset(self) -> None:
        """Start anew: no orders, no faults, seeded prices, balances and accounts, free limits, the clock as at first."""
        # First, so that nothing that was to happen later happens as the clock is set; then, as history ends at its time.
        self._control.ask("POST", "reset", _Done)
        self.accounts = self._seeded
        self.clock.begin(self.settings.time, frozen=self.settings.frozen)
        self._control.ask("POST", "reset", _Done)

    # Clients

    def broker(self, *, transport: Transport | None = None, **settings: Unpack[BrokerSettings]) -> Broker:
        """Return a new `Broker` that talks to the mock and runs by its clock; it is closed with the test."""
        made = Broker(
            **_with_defaults(self.code, settings),
            site=Site.GLOBAL,
            base_url=self.url,
            transport=PacedTransport(PyreqwestTransport() if transport is None else transport, self.clock.pace),
            clock=self.clock.for_client(),
        )
        self._brokers.append(made)
        return made

    def async_broker(
        self, *, transport: AsyncTransport | None = None, **settings: Unpack[BrokerSettings]
    ) -> AsyncBroker:
        """Return a new `AsyncBroker`, as `broker` does. It can be made without an event loop and used on any."""
        made = AsyncBroker(
            **_with_defaults(self.code, settings),
            site=Site.GLOBAL,
            base_url=self.url,
            transport=AsyncPacedTransport(
                AsyncPyreqwestTransport() if transport is None else transport, self.clock.pace
            ),
            clock=self.clock.for_client(),
        )
        self._async_brokers.append(made)
        return made

    def client(self, account: str | None = None) -> Client:
        """Return the client of an account: of the settings' user unless one is named."""
        who = self._account(account)
        if who.environment not in self._own:
            self._own[who.environment] = self.broker(environment=who.environment)
        return self._own[who.environment].for_credentials(who.key)

    def async_client(self, account: str | None = None) -> AsyncClient:
        """Return the client of an account on an event loop: of the settings' user unless one is named."""
        who = self._account(account)
        if who.environment not in self._own_async:
            self._own_async[who.environment] = self.async_broker(environment=who.environment)
        return self._own_async[who.environment].for_credentials(who.key)

    def environ(self, account: str | None = None) -> dict[str, str]:
        """Return the environment variables with which `Broker.from_env` and `ApiKey.from_env` come here.

        They hold the key of a seeded account as it is, for a program that is tested from outside; that of a broker also under the
        names of the broker's own key, as `OKX_BROKER_API_KEY`. Such a program runs by its own clock.
        """
        who = self._account(account)
        key = {
            f"{prefix}{name}": value
            for prefix in (("OKX_", "OKX_BROKER_") if who.kind == "broker" else ("OKX_",))
            for name, value in (
                ("API_KEY", who.api_key),
                ("SECRET_KEY", who.secret_key.reveal()),
                ("PASSPHRASE", who.passphrase.reveal()),
            )
        }
        return {
            "OKX_BROKER_CODE": self.code,
            "OKX_ENVIRONMENT": who.environment.value,
            "OKX_SITE": Site.GLOBAL.name.lower(),
            "OKX_BASE_URL": self.url,
            **key,
            "OKX_UID": who.uid,
        }

    def downloader(self) -> Downloader:
        """Return what fetches report files from here: `RebateReports(us, downloader=okx_mock.downloader())`."""
        return Downloader(hosts=[urlsplit(self.files_url).netloc], allow_http=True)

    def _account(self, name: str | None) -> Account:
        return self.accounts[self.settings.user if name is None else name]

    # Accounts

    def add_user(
        self,
        name: str,
        *,
        balances: Mapping[str, Amount] | None = None,
        permissions: Collection[str] | None = None,
        ip: Collection[str] = (),
        level: str | None = None,
        environment: Environment = Environment.DEMO,
    ) -> Account:
        """Add a user with a key of its own, until the mock is reset. For a seed and a name it is always the same key.

        Args:
            name: Its name: `okx_mock.client(name)` is its client.
            balances: What it has, by currency; as much as the seeded users unless given.
            permissions: What its key may do: `read_only`, `trade`, `withdraw`; the first two unless given.
            ip: The addresses that its key is bound to; none: it may be used from everywhere.
            level: Its fee level, as `Lv1` or `VIP6`.
            environment: Demo or live.

        Raises:
            MockError: The name is taken, or something makes no sense.
        """
        document: dict[str, object] = {"name": name, "environment": environment.value, "ip": list(ip)}
        if balances is not None:
            document["balances"] = {ccy: plain(ccy, amount) for ccy, amount in balances.items()}
        if permissions is not None:
            document["permissions"] = list(permissions)
        if level is not None:
            document["level"] = level
        self.accounts = self.accounts.with_one(self._control.ask("POST", "accounts", SeededAccount, document))
        return self.accounts[name]

    def set_balance(self, account: str, ccy: str, amount: Amount) -> None:
        """Let an account have so much of a currency.

        Raises:
            MockError: There is no such account or currency, or open orders and positions need more.
        """
        self._control.ask(
            "POST", "balances", _Done, {"user": account, "ccy": ccy, "amount": plain("the amount", amount)}
        )

    # What happens on the market

    def fill(
        self,
        order: Order | models.PlacedOrder | models.Order | str,
        *,
        sz: Amount | None = None,
        px: Amount | None = None,
    ) -> None:
        """Fill a resting order, as somebody else's order would.

        Args:
            order: The order as recorded, placed or asked for, or its `ord_id`.
            sz: How much of it; all that is left unless given.
            px: At which price; its own unless given.

        Raises:
            MockError: There is no such resting order, or it can't be filled so.
        """
        document = {"ordId": order if isinstance(order, str) else order.ord_id}
        if sz is not None:
            document["sz"] = plain("sz", sz)
        if px is not None:
            document["px"] = plain("px", px)
        self._control.ask("POST", "fill", _Done, document)

    # What has arrived

    @property
    def orders(self) -> Orders:
        """The orders that have arrived, as they stand now; each use asks anew."""
        return read_orders(self._control, self.code)

    @property
    def requests(self) -> tuple[Request, ...]:
        """The newest 1000 requests that were answered, oldest first; each use asks anew."""
        return tuple(self._control.ask("GET", "requests", _Requests).requests)

    @property
    def leaks(self) -> tuple[str, ...]:
        """The requests to the files host that carried credentials, which it must never see; each with their headers."""
        found = self._control.ask("GET", "leaks", _Leaks).leaks
        return tuple(f"{leak.path}: {', '.join(leak.headers)}" for leak in found)

    def assert_no_refusals(self, except_: str | Collection[str] = ()) -> None:
        """Assert that requests were answered, and that the exchange refused none of them, nor an item of a batch.

        What a fault of the test's own did to a request does not count.

        Args:
            except_: Codes of OKX that are no surprise, as `"51008"` or several of them.

        Raises:
            AssertionError: One was refused; the message shows which and why.
            MockError: The mock has forgotten some requests.
        """
        __tracebackhide__ = True
        allowed = {except_} if isinstance(except_, str) else set(except_)
        found = self._control.ask("GET", "requests", _Requests)
        if not found.requests:
            raise AssertionError("no request was answered, so none can have been refused")
        refused = [one for one in found.requests if set(one.refusals) - allowed]
        if refused:
            lines = [f"\n  {one}" for one in refused]
            raise AssertionError(f"{len(refused)} of {len(found.requests)} requests were refused:{''.join(lines)}")
        if found.dropped:
            raise MockError(f"the mock no longer has the oldest {found.dropped} requests: ask, or reset it, more often")

    def described(self) -> str:
        """Return what has arrived, for somebody who looks at a test that has failed."""
        requests, orders = self.requests, self.orders
        lines = [f"mock's clock: {at_utc(self.clock.now_ms()).isoformat()}", f"requests: {len(requests)}"]
        lines += [f"  {one}" for one in requests[-_SHOWN:]]
        lines += [f"orders: {len(orders)}", *(f"  {one}" for one in orders[-_SHOWN:])]
        if orders.records:
            lines += [f"other records: {len(orders.records)}", *(f"  {one}" for one in orders.records[-_SHOWN:])]
        return "\n".join(lines)

    # The end

    def close(self) -> None:
        """Close the clients."""
        for broker in self._brokers:
            broker.close()
        if self._async_brokers:
            # In a thread: here a loop may be running, or one may be set that must stay set.
            thread = threading.Thread(target=asyncio.run, args=(_close(self._async_brokers),))
            thread.start()
            thread.join()
        self._control.close()

    def __repr__(self) -> str:
        return f"OkxMock({self.url})"


def _with_defaults(code: str, settings: BrokerSettings) -> BrokerSettings:
    return {"code": code, "environment": Environment.DEMO, **settings}


async def _close(brokers: list[AsyncBroker]) -> None:
    for broker in brokers:
        await broker.close()


@contextmanager
def running_mock(
    *,
    code: str = Settings.code,
    user: str = Settings.user,
    seed: int = Settings.seed,
    strict_tags: bool = Settings.strict_tags,
    time: datetime | None = None,
    frozen: bool = Settings.frozen,
) -> Generator[OkxMock, None, None]:
    """Start a mock exchange in a process of its own, and end it with the block.

    Args:
        code: Your broker code.
        user: The seeded account that `client()` speaks for.
        seed: The same seed gives the same accounts and keys.
        strict_tags: Whether the mock refuses orders without a broker's code, which the exchange would take.
        time: When the mock's clock starts, with its time zone; this machine's time unless given.
        frozen: Whether the clock stands still but for what is slept and advanced.

    Raises:
        ImportError: The extra is not installed.
        MockError: It does not start.
        ConfigurationError: A setting can't be used.
    """
    settings = Settings(code=code, user=user, seed=seed, strict_tags=strict_tags, time=time, frozen=frozen)
    server = MockServer(settings)
    try:
        mock = OkxMock(server)
        try:
            yield mock
        finally:
            mock.close()
    finally:
        server.stop()
