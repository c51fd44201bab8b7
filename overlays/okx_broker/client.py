"""The broker and the clients of its users, blocking and on an event loop.

A platform holds one `Broker` (or `AsyncBroker`) and makes a light client per user from it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from okx_broker.calls import Apart, Flow, Setup, Wait, Work, call
from okx_broker.clock import Clock, SystemClock
from okx_broker.credentials import AnyCredentials, Credentials, checked_credentials
from okx_broker.environments import Environment, Site, checked_base_url
from okx_broker.errors import ConfigurationError
from okx_broker.limits import Limiter, WindowLimiter
from okx_broker.tagging import checked_code
from okx_broker.transport import (
    AsyncPyreqwestTransport,
    AsyncTransport,
    PyreqwestTransport,
    Reply,
    Transport,
    TransportFailure,
)
from okx_v5.contract import Arguments, Extra, Operation
from okx_v5.resources import AsyncResources, Resources

if TYPE_CHECKING:
    from asyncio import Task

    from okx_broker.oauth.store.protocol import Store
    from okx_broker.oauth.tokens import OAuthApp
    from okx_v5.resources import AsyncMarket, AsyncOauth, AsyncPublic, Market, Oauth, Public

T = TypeVar("T")
AnyTransport = TypeVar("AnyTransport")

_LONGEST_TIMEOUT = 60.0
"""Seconds that a request may take on a transport that does not say."""

BrokerType = Literal["api", "oauth"]


def _log_other_tag(operation: str, echoed: str, item: object) -> None:
    import logging

    logging.getLogger("okx_broker").error(
        "%s: the exchange echoes the tag %r instead of the broker code: no rebate for this order", operation, echoed
    )


def _check_report(report: object) -> None:
    from inspect import iscoroutinefunction

    if not callable(report) or iscoroutinefunction(report) or iscoroutinefunction(type(report).__call__):
        raise ConfigurationError("on_other_tag must be a plain function: nobody would await a coroutine")


def drive(flow: Flow[T], transport: Transport, clock: Clock, *, unbroken: bool = False) -> T:
    """Run a flow to its end, blocking.

    Args:
        flow: The flow.
        transport: Sends its requests.
        clock: Its waits.
        unbroken: Whether nothing can break it off here, so that what is to run apart need not.
    """
    try:
        step = next(flow)
        while True:
            if isinstance(step, Wait):
                clock.sleep(step.seconds)
                step = flow.send(None)
                continue
            if isinstance(step, Work | Apart):
                try:
                    if isinstance(step, Work):
                        step.run()
                    else:
                        step.ended(_apart(step.flow, transport, clock, unbroken=unbroken))
                except BaseException as problem:
                    step = flow.throw(problem)
                else:
                    step = flow.send(None)
                continue
            reply: Reply | TransportFailure
            try:
                reply = transport.send(step)
            except TransportFailure as failure:
                # As new: what was caught holds on to the transport's frames, and to the request in them.
                reply = TransportFailure(sent=failure.sent, reason=failure.reason)
            except Exception as error:
                reply = TransportFailure(sent=True, reason=type(error).__name__)
            except BaseException as stop:
                step = flow.throw(stop)
                continue
            # Thrown here, so that no error carries the transport's own, which can hold the whole request.
            step = flow.throw(reply) if isinstance(reply, TransportFailure) else flow.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        flow.close()  # a call that is broken off while it waits gives its slots back now, not when it is collected


def _apart(flow: Flow[T], transport: Transport, clock: Clock, *, unbroken: bool) -> T:
    """Run a flow where no Ctrl-C reaches it; the caller's own only ends the waiting for it."""
    from okx_broker.unbroken import submit

    run = partial(drive, flow, transport, clock, unbroken=True)
    if unbroken:
        return run()
    try:
        ending = submit(run, transport)
    except RuntimeError:
        return run()  # the interpreter is ending, and starts no threads any more
    return ending.result()


async def drive_async(flow: Flow[T], transport: AsyncTransport, clock: Clock) -> T:
    """Run a flow to its end on the event loop."""
    try:
        step = next(flow)
        while True:
            if isinstance(step, Wait):
                await clock.sleep_async(step.seconds)
                step = flow.send(None)
                continue
            if isinstance(step, Work | Apart):
                try:
                    if isinstance(step, Work):
                        await _in_thread(step)
                    else:
                        step.ended(await _unbroken(step.flow, transport, clock))
                except BaseException as problem:
                    step = flow.throw(problem)
                else:
                    step = flow.send(None)
                continue
            reply: Reply | TransportFailure
            try:
                reply = await transport.send(step)
            except TransportFailure as failure:
                # As new: what was caught holds on to the transport's frames, and to the request in them.
                reply = TransportFailure(sent=failure.sent, reason=failure.reason)
            except Exception as error:
                reply = TransportFailure(sent=True, reason=type(error).__name__)
            except BaseException as stop:
                step = flow.throw(stop)
                continue
            # Thrown here, so that no error carries the transport's own, which can hold the whole request.
            step = flow.throw(reply) if isinstance(reply, TransportFailure) else flow.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        flow.close()  # a call that is broken off while it waits gives its slots back now, not when it is collected


async def _in_thread(step: Work[object]) -> None:
    from asyncio import to_thread

    await to_thread(step.run)


_unbroken_tasks: dict[Task[Any], AsyncTransport] = {}
"""Tasks that outlive the call that began them; the event loop itself holds them only weakly."""


async def _unbroken(flow: Flow[T], transport: AsyncTransport, clock: Clock) -> T:
    """Run a flow so that it outlives a cancelled call, and the event loop too where the transport has a blocking twin."""
    from asyncio import create_task, shield, wrap_future

    from okx_broker.unbroken import submit

    twin: Transport | None = getattr(transport, "blocking", None)
    if twin is not None:
        return await wrap_future(submit(partial(drive, flow, twin, clock, unbroken=True), transport))
    task = create_task(drive_async(flow, transport, clock))
    _unbroken_tasks[task] = transport
    task.add_done_callback(lambda done: _unbroken_tasks.pop(done, None))
    return await shield(task)


async def _settle(transport: AsyncTransport) -> None:
    """Wait until nothing is under way any more that must not be broken off."""
    from asyncio import to_thread, wait

    if tasks := [task for task, needed in list(_unbroken_tasks.items()) if needed is transport]:
        await wait(tasks)
    if "okx_broker.unbroken" in sys.modules:
        from okx_broker.unbroken import settle

        await to_thread(settle, transport)


class Client(Resources):
    """Calls of one user, or public calls; made by `Broker.for_credentials`. Light: it holds no connection of its own."""

    __slots__ = ("_credentials", "_setup", "_transport")

    def __init__(self, setup: Setup, transport: Transport, credentials: AnyCredentials | None) -> None:
        self._setup = setup
        self._transport = transport
        self._credentials = credentials

    def one(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> T:
        """Make a call and return the answer's only object; the resource classes call it."""
        flow = call(self._setup, self._credentials, operation, arguments, extra)
        return drive(flow, self._transport, self._setup.clock).data[0]

    def many(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> list[T]:
        """Make a call and return the answer's objects; the resource classes call it."""
        flow = call(self._setup, self._credentials, operation, arguments, extra)
        return drive(flow, self._transport, self._setup.clock).data

    def call(
        self,
        method: Literal["GET", "POST"],
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None,
        tag_at: str | None = None,
        untagged: bool = False,
        limit: tuple[int, int] | None = None,
    ) -> list[object]:
        """Make a call by method and path, for operations and fields that the contract does not know.

        It is signed, counted against limits and carries the code like any other. Of a path of the contract, the contract
        says limit, permission and where the tag goes; of any other write you say it.

        Args:
            method: `GET` or `POST`.
            path: The path as in the documents, without query: `/api/v5/trade/order`.
            query: The fields of a GET, by OKX's names.
            body: The fields of a POST, or a list of items. Texts, bools, `Decimal`, `int`, lists and mappings of them.
            tag_at: For a write outside the contract: where the broker code goes, as `body.tag` or `body[].tag`.
            untagged: For a write outside the contract: that no broker code belongs into it.
            limit: For a path outside the contract: calls and seconds, as `(20, 2)`; 5 in 2 seconds unless said.

        Returns:
            The elements of the answer's `data` as plain JSON values, numbers that are no texts as `Decimal` or `int`.

        Raises:
            InvalidArgument: Nothing was sent: an argument is wrong, or it is not said where the code goes.
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        from okx_broker.raw import raw_call

        flow = raw_call(
            self._setup,
            self._credentials,
            method,
            path,
            query=query,
            body=body,
            tag_at=tag_at,
            untagged=untagged,
            limit=limit,
        )
        return drive(flow, self._transport, self._setup.clock)

    def run(self, make: Callable[[Setup, AnyCredentials | None], Flow[T]]) -> T:
        """Run a flow of several calls as this user; what is asked of the exchange over more than one call is built so."""
        return drive(make(self._setup, self._credentials), self._transport, self._setup.clock)

    @property
    def clock(self) -> Clock:
        """The clock that the calls run by."""
        return self._setup.clock

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._setup.environment.value}, {self._credentials!r})"


class AsyncClient(AsyncResources):
    """Calls of one user on an event loop, or public calls; made by `AsyncBroker.for_credentials`."""

    __slots__ = ("_credentials", "_setup", "_transport")

    def __init__(self, setup: Setup, transport: AsyncTransport, credentials: AnyCredentials | None) -> None:
        self._setup = setup
        self._transport = transport
        self._credentials = credentials

    async def one(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> T:
        """Make a call and return the answer's only object; the resource classes call it."""
        flow = call(self._setup, self._credentials, operation, arguments, extra)
        return (await drive_async(flow, self._transport, self._setup.clock)).data[0]

    async def many(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> list[T]:
        """Make a call and return the answer's objects; the resource classes call it."""
        flow = call(self._setup, self._credentials, operation, arguments, extra)
        return (await drive_async(flow, self._transport, self._setup.clock)).data

    async def call(
        self,
        method: Literal["GET", "POST"],
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None,
        tag_at: str | None = None,
        untagged: bool = False,
        limit: tuple[int, int] | None = None,
    ) -> list[object]:
        """Make a call by method and path, for operations and fields that the contract does not know.

        It is signed, counted against limits and carries the code like any other. Of a path of the contract, the contract
        says limit, permission and where the tag goes; of any other write you say it.

        Args:
            method: `GET` or `POST`.
            path: The path as in the documents, without query: `/api/v5/trade/order`.
            query: The fields of a GET, by OKX's names.
            body: The fields of a POST, or a list of items. Texts, bools, `Decimal`, `int`, lists and mappings of them.
            tag_at: For a write outside the contract: where the broker code goes, as `body.tag` or `body[].tag`.
            untagged: For a write outside the contract: that no broker code belongs into it.
            limit: For a path outside the contract: calls and seconds, as `(20, 2)`; 5 in 2 seconds unless said.

        Returns:
            The elements of the answer's `data` as plain JSON values, numbers that are no texts as `Decimal` or `int`.

        Raises:
            InvalidArgument: Nothing was sent: an argument is wrong, or it is not said where the code goes.
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        from okx_broker.raw import raw_call

        flow = raw_call(
            self._setup,
            self._credentials,
            method,
            path,
            query=query,
            body=body,
            tag_at=tag_at,
            untagged=untagged,
            limit=limit,
        )
        return await drive_async(flow, self._transport, self._setup.clock)

    async def run(self, make: Callable[[Setup, AnyCredentials | None], Flow[T]]) -> T:
        """Run a flow of several calls as this user; what is asked of the exchange over more than one call is built so."""
        return await drive_async(make(self._setup, self._credentials), self._transport, self._setup.clock)

    @property
    def clock(self) -> Clock:
        """The clock that the calls run by."""
        return self._setup.clock

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._setup.environment.value}, {self._credentials!r})"


class _BrokerBase(Generic[AnyTransport]):
    """A broker: one code, one environment and site, one transport and one set of limits for all its users."""

    def __init__(
        self,
        code: str,
        *,
        environment: Environment,
        site: Site,
        broker_type: BrokerType | None = None,
        base_url: str | None = None,
        transport: AnyTransport | None = None,
        clock: Clock | None = None,
        limiter: Limiter | None = None,
        longest_wait: float = 5.0,
        attempts: int = 3,
        on_other_tag: Callable[[str, str, object], None] | None = None,
        store: Store | None = None,
        oauth: OAuthApp | None = None,
    ) -> None:
        """Make a broker; nothing is sent.

        Args:
            code: The broker code, 1 to 16 letters and digits, from the broker dashboard. Every order carries it.
            environment: Demo or live; never assumed.
            site: The OKX site of the accounts; never assumed.
            broker_type: `api` or `oauth` where the company is both; fills `broker_type` of calls that ask for it.
            base_url: Another address for tests: `https://host[:port]`, or plain http to this machine.
            transport: Sends the requests; pyreqwest unless given.
            clock: Reads time and sleeps; this machine's unless given.
            limiter: Counts the rate limits; in this process unless given.
            longest_wait: Seconds that a call may wait for a limit; longer raises `RateLimited`.
            attempts: How often a call is tried at most, where trying again is safe.
            on_other_tag: Called with operation, tag and item where an answer echoes another tag than the code; a plain
                function, also on an event loop. Logs an error unless given.
            store: Holds the connections of users; `for_user` needs it. See `okx_broker.oauth`.
            oauth: The broker as an OAuth client; refreshing tokens needs it.

        Raises:
            ConfigurationError: An argument can't be used.
        """
        if not isinstance(environment, Environment) or not isinstance(site, Site):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
            raise ConfigurationError(
                "say environment=Environment.DEMO or .LIVE, and site=Site.GLOBAL, .US, .EEA or .TR"
            )
        if broker_type not in ("api", "oauth", None):
            raise ConfigurationError(f"broker_type is {broker_type!r}: say 'api' or 'oauth', or leave it out")
        if not isinstance(attempts, int) or attempts < 1:  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
            raise ConfigurationError("attempts must be a whole number of at least 1")
        if not isinstance(longest_wait, int | float) or not longest_wait >= 0:  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
            raise ConfigurationError("longest_wait must be a number of seconds, at least 0")
        if on_other_tag is not None:
            _check_report(on_other_tag)
        self._transport: AnyTransport = self._new_transport() if transport is None else transport
        self._setup = Setup(
            code=checked_code(code),
            broker_type=broker_type,
            environment=environment,
            base_url=site.value if base_url is None else checked_base_url(base_url),
            clock=SystemClock() if clock is None else clock,
            limiter=WindowLimiter() if limiter is None else limiter,
            longest_wait=longest_wait,
            attempts=attempts,
            on_other_tag=_log_other_tag if on_other_tag is None else on_other_tag,
            timeout=getattr(self._transport, "timeout", _LONGEST_TIMEOUT),
        )
        self._site = site
        self._store = store
        self._oauth_app = oauth

    def _new_transport(self) -> AnyTransport:
        raise NotImplementedError

    def _stored_user(self, user_id: str, use: Literal["key", "token", "fast_api"] | None) -> AnyCredentials:
        from okx_broker.oauth.stored import StoredUser

        if self._store is None:
            raise ConfigurationError("for_user takes what a store holds: make the broker with store=SqliteStore(...)")
        if use not in ("key", "token", "fast_api", None):
            raise ConfigurationError(f"use is {use!r}: say 'key', 'token' or 'fast_api', or leave it out")
        return StoredUser(self._store, self._oauth_app, self._site, user_id, use)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read `OKX_BROKER_CODE`, `OKX_ENVIRONMENT`, `OKX_SITE`, and `OKX_BROKER_TYPE`, `OKX_BASE_URL` if they are there.

        Raises:
            ConfigurationError: A variable is missing or can't be used; the message names it.
        """
        found = os.environ if environ is None else environ
        said = {name: found[name] for name in _SETTINGS if found.get(name)}
        found = environ = {}  # it can hold secrets, and tools show the variables of a failed call's frames
        code, environment, site, kind, url = _settings_from(said)
        return cls(code, environment=environment, site=site, broker_type=kind, base_url=url)

    @property
    def code(self) -> str:
        """The broker code that every order carries."""
        return self._setup.code

    @property
    def base_url(self) -> str:
        """Where calls go, and users for consent: the site's address, or the one that was given in its place."""
        return self._setup.base_url

    @property
    def site(self) -> Site:
        """The OKX site of the accounts."""
        return self._site

    @property
    def store(self) -> Store | None:
        """Where the connections of users are held, if anywhere."""
        return self._store

    @property
    def oauth_app(self) -> OAuthApp | None:
        """The broker as an OAuth client, if it is one."""
        return self._oauth_app

    @property
    def environment(self) -> Environment:
        """Demo or live."""
        return self._setup.environment

    @property
    def clock(self) -> Clock:
        """The clock that everything of this broker runs by."""
        return self._setup.clock

    def __repr__(self) -> str:
        setup: Setup | None = getattr(self, "_setup", None)
        if setup is None:  # what shows the frames of a failure shows one that is not made yet
            return f"{type(self).__name__}(not made)"
        return f"{type(self).__name__}({setup.code!r}, {setup.environment.value}, {setup.base_url})"


_SETTINGS = ("OKX_BROKER_CODE", "OKX_ENVIRONMENT", "OKX_SITE", "OKX_BROKER_TYPE", "OKX_BASE_URL")


def _settings_from(
    environ: Mapping[str, str],
) -> tuple[str, Environment, Site, BrokerType | None, str | None]:
    def choice(name: str, options: Mapping[str, T]) -> T:
        value = environ.get(name, "")
        if value.lower() not in options:
            raise ConfigurationError(f"{name} is {value!r}: set it to one of " + ", ".join(options))
        return options[value.lower()]

    code = environ.get("OKX_BROKER_CODE", "")
    if not code:
        raise ConfigurationError("set OKX_BROKER_CODE to your broker code")
    environment: Environment = choice("OKX_ENVIRONMENT", {one.value: one for one in Environment})
    site: Site = choice("OKX_SITE", {one.name.lower(): one for one in Site})
    kind: BrokerType | None = None
    if environ.get("OKX_BROKER_TYPE"):
        types: dict[str, BrokerType] = {"api": "api", "oauth": "oauth"}
        kind = choice("OKX_BROKER_TYPE", types)
    return code, environment, site, kind, environ.get("OKX_BASE_URL") or None


class Broker(_BrokerBase[Transport]):
    """A broker whose calls block. Arguments: see `__init__`.

    Use it as a context manager, or call `close` at the end.
    """

    def _new_transport(self) -> Transport:
        return PyreqwestTransport()

    @property
    def public(self) -> Public:
        """Public data; needs no credentials."""
        return Client(self._setup, self._transport, None).public

    @property
    def market(self) -> Market:
        """Prices; needs no credentials."""
        return Client(self._setup, self._transport, None).market

    @property
    def oauth(self) -> Oauth:
        """Tokens of users; needs no credentials but the broker's own, which are arguments."""
        return Client(self._setup, self._transport, None).oauth

    def learn_clock(self) -> int:
        """Set the clock by the exchange's; for whatever is due by time, as keeping users alive, where no signed call is made.

        A signed call learns the time by itself when the exchange refuses its timestamp.

        Returns:
            The exchange's time minus this machine's, in milliseconds.

        Raises:
            CallError: The exchange can't be asked; the clock stays as it is.
        """
        from okx_broker.exchange_time import clock_learnt

        return self.run(lambda setup, _: clock_learnt(setup))

    def run(self, make: Callable[[Setup, AnyCredentials | None], Flow[T]]) -> T:
        """Run a flow of several calls as nobody in particular; see `Client.run`."""
        return Client(self._setup, self._transport, None).run(make)

    def for_credentials(self, credentials: Credentials) -> Client:
        """Return the client of the user with these credentials. It is light: make one per user, as many as needed."""
        return Client(self._setup, self._transport, checked_credentials(credentials))

    def for_user(self, user_id: str, *, use: Literal["key", "token", "fast_api"] | None = None) -> Client:
        """Return the client of a user whose tokens or API key the store holds.

        Nothing is read yet: the first call reads the store once. Tokens are refreshed shortly before they end, by one of
        all that share the store.

        Args:
            user_id: The platform's own id of the user.
            use: Call with the stored `key` or with the `token`; the key if there is one, unless said. `fast_api` is the token of
                a consent to that scope: for an hour it makes and deletes the user's Fast API key, and does nothing else.

        Raises:
            ConfigurationError: The broker has no store.
        """
        return Client(self._setup, self._transport, self._stored_user(user_id, use))

    def call(
        self,
        method: Literal["GET", "POST"],
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None,
        tag_at: str | None = None,
        untagged: bool = False,
        limit: tuple[int, int] | None = None,
        credentials: Credentials | None = None,
    ) -> list[object]:
        """Make a call by method and path: signed with these credentials, or unsigned; see `Client.call`."""
        caller = Client(self._setup, self._transport, None if credentials is None else checked_credentials(credentials))
        return caller.call(method, path, query=query, body=body, tag_at=tag_at, untagged=untagged, limit=limit)

    def close(self) -> None:
        """Close the connections of all clients. A refresh that is under way comes to its end first."""
        if "okx_broker.unbroken" in sys.modules:
            from okx_broker.unbroken import settle

            settle(self._transport)
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncBroker(_BrokerBase[AsyncTransport]):
    """A broker on an event loop; arguments as for `Broker`, with an asynchronous transport.

    Use it as an asynchronous context manager, or await `close` at the end.
    """

    def _new_transport(self) -> AsyncTransport:
        return AsyncPyreqwestTransport()

    @property
    def public(self) -> AsyncPublic:
        """Public data; needs no credentials."""
        return AsyncClient(self._setup, self._transport, None).public

    @property
    def market(self) -> AsyncMarket:
        """Prices; needs no credentials."""
        return AsyncClient(self._setup, self._transport, None).market

    @property
    def oauth(self) -> AsyncOauth:
        """Tokens of users; needs no credentials but the broker's own, which are arguments."""
        return AsyncClient(self._setup, self._transport, None).oauth

    async def learn_clock(self) -> int:
        """Set the clock by the exchange's; for whatever is due by time, as keeping users alive, where no signed call is made.

        A signed call learns the time by itself when the exchange refuses its timestamp.

        Returns:
            The exchange's time minus this machine's, in milliseconds.

        Raises:
            CallError: The exchange can't be asked; the clock stays as it is.
        """
        from okx_broker.exchange_time import clock_learnt

        return await self.run(lambda setup, _: clock_learnt(setup))

    async def run(self, make: Callable[[Setup, AnyCredentials | None], Flow[T]]) -> T:
        """Run a flow of several calls as nobody in particular; see `AsyncClient.run`."""
        return await AsyncClient(self._setup, self._transport, None).run(make)

    def for_credentials(self, credentials: Credentials) -> AsyncClient:
        """Return the client of the user with these credentials. It is light: make one per user, as many as needed."""
        return AsyncClient(self._setup, self._transport, checked_credentials(credentials))

    def for_user(self, user_id: str, *, use: Literal["key", "token", "fast_api"] | None = None) -> AsyncClient:
        """Return the client of a user whose tokens or API key the store holds.

        Nothing is read yet: the first call reads the store once. Tokens are refreshed shortly before they end, by one of
        all that share the store.

        Args:
            user_id: The platform's own id of the user.
            use: Call with the stored `key` or with the `token`; the key if there is one, unless said. `fast_api` is the token of
                a consent to that scope: for an hour it makes and deletes the user's Fast API key, and does nothing else.

        Raises:
            ConfigurationError: The broker has no store.
        """
        return AsyncClient(self._setup, self._transport, self._stored_user(user_id, use))

    async def call(
        self,
        method: Literal["GET", "POST"],
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None,
        tag_at: str | None = None,
        untagged: bool = False,
        limit: tuple[int, int] | None = None,
        credentials: Credentials | None = None,
    ) -> list[object]:
        """Make a call by method and path: signed with these credentials, or unsigned; see `Client.call`."""
        caller = AsyncClient(
            self._setup, self._transport, None if credentials is None else checked_credentials(credentials)
        )
        return await caller.call(method, path, query=query, body=body, tag_at=tag_at, untagged=untagged, limit=limit)

    async def close(self) -> None:
        """Close the connections of all clients. A refresh that is under way comes to its end first."""
        await _settle(self._transport)
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
