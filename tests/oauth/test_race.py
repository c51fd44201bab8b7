"""The proof that a pair is refreshed once and never lost: many processes, both stores, and SIGKILL at random instants.

Whether a pair lives is asked of the mock itself, never of the client. `make test` runs a bounded sample; with
OKX_BROKER_PROOFS=full it is 8 processes, 200 users and 200 kills for each store.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from okx_broker.errors import MustReconnect
from okx_broker.oauth import TokenPair, refreshing
from okx_broker.oauth.store.sql import SqlStore
from tests.conftest import SHOWN
from tests.oauth.conftest import Postgres
from tests.oauth.racer import Race, broker_of, call_each_once, want_until_killed
from tests.oauth.support import Exchange

FULL = os.environ.get("OKX_BROKER_PROOFS") == "full"
PROCESSES = 8 if FULL else 3
USERS = 200 if FULL else 12
KILLS = 200 if FULL else 14
SEED = 20_260_601

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.oauth.racer"])


@pytest.fixture(params=["sqlite", "postgres"])
def race(request: pytest.FixtureRequest, tmp_path: Path, exchange: Exchange) -> Race:
    """A store with users who have all just consented, each with an account of their own."""
    client = exchange.client()
    users = tuple(f"racer-{number}" for number in range(USERS))
    one = Race(
        url=exchange.url,
        client_id=client["client_id"],
        client_secret=client["client_secret"],
        redirect_uri=client["redirect_uris"][0],
        users=users,
        failures=str(tmp_path / "failures"),
    )
    Path(one.failures).mkdir()
    if request.param == "sqlite":
        one = replace(one, path=str(tmp_path / "store.db"))
    else:
        server: Postgres = request.getfixturevalue("postgres")
        one = replace(one, conninfo=server.conninfo, schema=server.fresh_schema())
    store = one.open()
    for user_id in users:
        exchange.control("accounts", {"name": user_id})
        exchange.connect(store, user_id, user_id)
    store.close()
    return one


def pairs_made(pair: TokenPair) -> int:
    """How many pairs the mock has made of a consent: it numbers them, in the claim `mid` of its tokens."""
    payload = pair.access.reveal().split(".")[1]
    numbers = urlsafe_b64decode(json.loads(urlsafe_b64decode(payload + "=="))["mid"] + "==")
    return int.from_bytes(numbers[8:])


def failures(race: Race) -> list[str]:
    return [line for file in Path(race.failures).iterdir() for line in file.read_text().splitlines()]


@pytest.mark.proof
@pytest.mark.timeout(600)
def test_every_pair_is_refreshed_exactly_once(
    race: Race, exchange: Exchange, record_property: Callable[[str, str], None]
) -> None:
    """Tokens of all users end at the same moment, and all processes call for all of them at once."""
    exchange.advance(3590)
    moved_ms = processes.Value("q", exchange.moved_ms, lock=False)
    start = processes.Barrier(PROCESSES)
    children = [processes.Process(target=call_each_once, args=(race, moved_ms, start)) for _ in range(PROCESSES)]
    began = time.monotonic()
    for child in children:
        child.start()
    for child in children:
        child.join(300)
    seconds = time.monotonic() - began
    assert [child.exitcode for child in children] == [0] * PROCESSES
    assert failures(race) == []
    # The mock keeps the last thousand requests: no refresh and no call among them was refused.
    assert {one["code"] for one in exchange.control("requests")["requests"]} == {"0"}
    store = race.open()
    held = [store.load(user_id) for user_id in race.users]
    tokens = [one.token for one in held if one is not None and one.token is not None]
    assert [token.generation for token in tokens] == [2] * USERS
    # What the mock itself says: it has made one more pair than the first one.
    assert [pairs_made(token.pair) for token in tokens] == [2] * USERS
    assert all(exchange.lives(token.pair) for token in tokens)
    assert [one.kind for one in store.events(0, 10_000)] == ["connected"] * USERS
    store.close()
    record_property(
        SHOWN,
        f"{PROCESSES} processes, {USERS} users: {USERS} refreshes, {PROCESSES * USERS} calls, none failed, {seconds:.1f} s",
    )


def saved(store: SqlStore, race: Race) -> int:
    """How many pairs were saved after the first ones."""
    held = [store.load(user_id) for user_id in race.users]
    return sum(one.token.generation - 1 for one in held if one is not None and one.token is not None)


@pytest.mark.proof
@pytest.mark.timeout(1200)
def test_no_kill_loses_a_pair_that_the_exchange_did_not_replace(
    race: Race, exchange: Exchange, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, str], None]
) -> None:
    # Short leases, so that what a killed process held is free again soon.
    race = replace(race, lease_margin=1.5, timeout=1.0, dawdles=0.03)
    monkeypatch.setattr(refreshing, "LEASE_MARGIN", race.lease_margin)  # put back at the end
    chance = random.Random(SEED)
    # Without locks, which a killed process would hold for ever.
    moved_ms, stop = processes.Value("q", exchange.moved_ms, lock=False), processes.Value("q", 0, lock=False)
    # Late answers, so that many kills hit a process between asking and saving.
    exchange.control(
        "faults", {"kind": "slow", "operation": "exchangeToken", "seconds": 0.02, "probability": 0.5, "count": 10**6}
    )

    # And requests that never arrive.
    exchange.fault("lost", count=10**6, probability=0.05, executed=False)

    def begun(seed: int) -> Any:
        child = processes.Process(target=want_until_killed, args=(race, moved_ms, stop, seed))
        child.start()
        return child

    children = [begun(number) for number in range(PROCESSES)]
    time.sleep(1.0)
    for kill in range(KILLS):
        if kill % 4 == 0:
            exchange.advance(3590)
            moved_ms.value = exchange.moved_ms
        time.sleep(chance.uniform(0.005, 0.12))
        place = chance.randrange(PROCESSES)
        children[place].kill()
        children[place].join()
        children[place] = begun(1000 + kill)
    # Where the machine is busy little has been refreshed so far, and what nobody tried proves nothing.
    store = race.open()
    until = time.monotonic() + 60
    while saved(store, race) < USERS and time.monotonic() < until:
        exchange.advance(3590)
        moved_ms.value = exchange.moved_ms
        time.sleep(2)
    store.close()
    stop.value = 1
    for child in children:
        child.join(60)
    exchange.control("faults", method="DELETE")
    # Leases of the killed end; then everybody is called for once more, as the next call would.
    time.sleep(2.6)
    store = race.open()
    executed = reconnect = 0
    wrongly_told: list[str] = []
    silently_dead: list[str] = []
    with broker_of(race, store, moved_ms) as broker:
        for user_id in race.users:
            with suppress(MustReconnect):
                broker.for_user(user_id).account.get_balance()
            held = store.load(user_id)
            assert held is not None
            assert held.token is not None
            executed += held.token.generation - 1
            if held.token.must_reconnect:
                reconnect += 1
                again = {"grant_type": "refresh_token", "refresh_token": held.token.pair.refresh.reveal()}
                if exchange.tokens(again).get("access_token"):
                    wrongly_told.append(user_id)
            elif not exchange.lives(held.token.pair):
                silently_dead.append(user_id)
    told = [one.user_id for one in store.events(0, 100_000) if one.kind == "must_reconnect"]
    store.close()
    record_property(
        SHOWN,
        f"{PROCESSES} processes, {USERS} users, {KILLS} kills: {executed} pairs saved, {reconnect} users must reconnect "
        f"as their pair was lost with the process; told although never executed: {len(wrongly_told)}; "
        f"silently dead: {len(silently_dead)}",
    )
    assert failures(race) == []
    assert wrongly_told == []
    assert silently_dead == []
    assert len(told) == len(set(told)) == reconnect
    assert executed >= USERS  # else nothing was tried
