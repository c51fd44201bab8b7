"""What a process of the race does: it wants the tokens of all users, again and again, until it is told to stop or is killed."""

from __future__ import annotations

import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from ctypes import c_longlong
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from okx_broker import Environment, Site, SystemClock
from okx_broker.client import Broker
from okx_broker.errors import CallError, MustReconnect, OkxError
from okx_broker.oauth import OAuthApp, PostgresStore, SqliteStore, refreshing
from okx_broker.oauth.store.sql import SqlStore
from okx_broker.oauth.stored import StoredUser
from okx_broker.transport import Outgoing, PyreqwestTransport, Reply
from okx_v5.scalars import Secret
from tests.oauth.support import CODE, MASTER


@dataclass(frozen=True)
class Race:
    """Where the race is.

    Attributes:
        url: The mock.
        client_id: The broker as an OAuth client.
        client_secret: Its secret.
        redirect_uri: Where it is called back.
        users: Whose tokens are wanted.
        failures: A folder for what must not be.
        path: The file of the store; or
        conninfo: its server, and
        schema: the schema there.
        lease_margin: How much longer than a request a lease holds; the library's own unless said.
        timeout: Seconds for a request.
        dawdles: Seconds that a process stands still before it asks, at most.
    """

    url: str
    client_id: str
    client_secret: str
    redirect_uri: str
    users: tuple[str, ...]
    failures: str
    path: str = ""
    conninfo: str = ""
    schema: str = ""
    lease_margin: float = refreshing.LEASE_MARGIN
    timeout: float = 10.0
    dawdles: float = 0.0

    def open(self) -> SqlStore:
        if self.path:
            return SqliteStore(self.path, environment=Environment.DEMO, keys=MASTER)
        return PostgresStore(
            self.conninfo, environment=Environment.DEMO, keys=MASTER, schema=self.schema, most_connections=4
        )

    @property
    def app(self) -> OAuthApp:
        return OAuthApp(
            client_id=self.client_id, client_secret=Secret(self.client_secret), redirect_uri=self.redirect_uri
        )


class MovedClock(SystemClock):
    """This machine's clock, moved by what the parent says."""

    def __init__(self, moved_ms: c_longlong) -> None:
        super().__init__()
        self._moved_ms = moved_ms

    def now_ms(self) -> int:
        return super().now_ms() + self._moved_ms.value


class Dawdling:
    """Stands still before it sends, so that many kills hit a process after it has begun and before it has asked."""

    def __init__(self, timeout: float, longest: float) -> None:
        self.timeout = timeout
        self._longest = longest
        self._inner = PyreqwestTransport(timeout=timeout)
        self._chance = random.Random(os.getpid())

    def send(self, request: Outgoing) -> Reply:
        if self._longest:
            time.sleep(self._chance.uniform(0, self._longest))
        return self._inner.send(request)

    def close(self) -> None:
        self._inner.close()


def broker_of(race: Race, store: SqlStore, moved_ms: c_longlong) -> Broker:
    refreshing.LEASE_MARGIN = race.lease_margin  # type: ignore[misc]
    return Broker(
        CODE,
        environment=Environment.DEMO,
        site=Site.GLOBAL,
        base_url=race.url,
        store=store,
        oauth=race.app,
        clock=MovedClock(moved_ms),
        transport=Dawdling(race.timeout, race.dawdles),
    )


def note(race: Race, user_id: str, error: OkxError) -> None:
    """Write down what must not be, for the parent: no lock is held for it, which a killed process would hold for ever."""
    with (Path(race.failures) / f"{os.getpid()}-{threading.get_ident()}").open("a") as file:
        file.write(f"{user_id}: {type(error).__name__}: {error}\n")


def call_each_once(race: Race, moved_ms: c_longlong, start: Any) -> None:
    """Call the exchange once for each user, in the same order as everybody else, by four threads."""
    store = race.open()
    with broker_of(race, store, moved_ms) as broker:
        start.wait()

        def one(user_id: str) -> None:
            try:
                broker.for_user(user_id).account.get_balance()
            except OkxError as error:
                note(race, user_id, error)

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(one, race.users))
    store.close()


def want_until_killed(race: Race, moved_ms: c_longlong, stop: c_longlong, seed: int) -> None:
    """Want good tokens of users in a random order, by two threads, for ever."""
    store = race.open()
    broker = broker_of(race, store, moved_ms)

    def wanting(number: int) -> None:
        chance = random.Random(f"{seed}/{number}")
        kept = {user_id: StoredUser(store, race.app, Site.GLOBAL, user_id, None) for user_id in race.users}
        dead: set[str] = set()
        while not stop.value and len(dead) < len(kept):
            user_id = chance.choice(race.users)
            if user_id in dead or kept[user_id].ready(broker.clock.now_ms()) is not None:
                time.sleep(0.001)
                continue
            try:
                broker.run(lambda setup, _: kept[user_id].renew(setup, None))  # noqa: B023 - run at once
            except MustReconnect:
                dead.add(user_id)
            except CallError:
                continue  # others are at it
            except OkxError as error:
                note(race, user_id, error)

    threads = [threading.Thread(target=wanting, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    broker.close()
    store.close()
