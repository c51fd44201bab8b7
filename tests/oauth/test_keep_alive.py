"""Idle users stay connected for as long as the job runs, whatever breaks it off."""

from __future__ import annotations

import pytest

from okx_broker.oauth import OAuth, SqliteStore, StoreUnavailable
from okx_broker.oauth.store.sql import SqlStore
from tests.oauth.support import Exchange, key

HALF_A_DAY = 12 * 3600


def generation(store: SqlStore, user_id: str) -> int:
    held = store.load(user_id)
    assert held is not None
    assert held.token is not None
    return held.token.generation


def test_an_idle_user_is_alive_after_thirty_days(exchange: Exchange, sqlite_store: SqliteStore) -> None:
    store = sqlite_store
    exchange.connect(store, "idle")
    with exchange.broker(store) as broker:
        job = OAuth(broker)
        refreshed = [0]
        for _ in range(60):
            exchange.advance(HALF_A_DAY)
            done = job.keep_alive(per_second=1000)
            assert (done.must_reconnect, done.failed) == ((), ())
            refreshed.append(len(done.refreshed))
        # Nobody has called for the user in thirty days.
        assert broker.for_user("idle").account.get_config().uid != ""
    # A refresh token lives 72 hours and is replaced within 36 of its end, so every third time in 720 hours.
    assert sum(refreshed) == 20
    assert [one.kind for one in store.events(0, 100)] == ["connected"]


def test_without_the_job_the_user_is_lost_and_told(exchange: Exchange, sqlite_store: SqliteStore) -> None:
    exchange.connect(sqlite_store, "idle")
    exchange.advance(3 * 86_400 + 1)
    with exchange.broker(sqlite_store) as broker:
        done = OAuth(broker).keep_alive(per_second=1000)
        assert done.must_reconnect == ("idle",)
        assert OAuth(broker).keep_alive(per_second=1000).must_reconnect == ()
    assert [one.kind for one in sqlite_store.events(0, 100)] == ["connected", "must_reconnect"]


def test_a_job_that_is_broken_off_goes_on_where_it_was(exchange: Exchange, store: SqlStore) -> None:
    users = [f"user-{number}" for number in range(6)]
    for user_id in users:
        exchange.connect(store, user_id)
    exchange.advance(48 * 3600)
    load = store.load
    loads = [0]

    def breaking_off(user_id: str):
        loads[0] += 1
        if loads[0] == 6:
            raise KeyboardInterrupt
        return load(user_id)

    with exchange.broker(store) as broker:
        store.load = breaking_off  # type: ignore[method-assign]
        with pytest.raises(KeyboardInterrupt):
            OAuth(broker).keep_alive(per_second=1000)
        store.load = load  # type: ignore[method-assign]
        done_before = [user_id for user_id in users if generation(store, user_id) == 2]
        assert 0 < len(done_before) < 6
        done = OAuth(broker).keep_alive(per_second=1000)
        assert sorted([*done_before, *done.refreshed]) == users
        assert OAuth(broker).keep_alive(per_second=1000).refreshed == ()
    assert [generation(store, user_id) for user_id in users] == [2] * 6


def test_pages_are_gone_through_to_the_end(
    exchange: Exchange, sqlite_store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okx_broker.oauth.keep_alive._PAGE", 2)
    users = tuple(f"user-{number}" for number in range(5))
    for user_id in users:
        exchange.connect(sqlite_store, user_id)
    exchange.advance(48 * 3600)
    with exchange.broker(sqlite_store) as broker:
        assert OAuth(broker).keep_alive(per_second=1000).refreshed == users


def test_one_user_s_trouble_is_not_the_others(exchange: Exchange, sqlite_store: SqliteStore) -> None:
    store = sqlite_store
    for user_id in ("a-damaged", "b-lost", "c-good"):
        exchange.connect(store, user_id)
    with store._transaction(write=True) as transaction:
        transaction.run("UPDATE connections SET refresh = access WHERE user_id = 'a-damaged'", {})
    exchange.advance(48 * 3600)
    exchange.fault("lost", count=3, executed=False)
    with exchange.broker(store) as broker:
        done = OAuth(broker).keep_alive(per_second=1000)
    assert done.refreshed == ("c-good",)
    assert [user_id for user_id, _ in done.failed] == ["a-damaged", "b-lost"]
    assert done.must_reconnect == ()
    assert "REFRESH" not in repr(done)


def test_users_of_others_are_left_to_them(exchange: Exchange, sqlite_store: SqliteStore) -> None:
    """Asked with another client_id or at another site, the exchange would call a good pair dead."""
    store = sqlite_store
    grant, issued = exchange.consented()
    for user_id, column, value in (("client", "client_id", "another"), ("site", "token_site", "us")):
        store.save_token(user_id, grant, issued, exchange.clock.now_ms())
        with store._transaction(write=True) as transaction:
            transaction.run(
                f"UPDATE connections SET {column} = :value WHERE user_id = :user", {"value": value, "user": user_id}
            )
    store.save_key("only-a-key", key(), exchange.clock.now_ms())
    before = exchange.exchanges()
    exchange.advance(48 * 3600)
    with exchange.broker(store) as broker:
        done = OAuth(broker).keep_alive(per_second=1000)
    assert (done.refreshed, done.must_reconnect, done.failed) == ((), (), ())
    assert exchange.exchanges() == before


def test_a_store_that_is_away_ends_the_job(exchange: Exchange, sqlite_store: SqliteStore) -> None:
    exchange.connect(sqlite_store, "idle")
    exchange.advance(48 * 3600)

    def away(before_ms: int, after: str, limit: int) -> list[str]:
        raise StoreUnavailable("away")

    sqlite_store.due = away  # type: ignore[method-assign]
    with exchange.broker(sqlite_store) as broker, pytest.raises(StoreUnavailable):
        OAuth(broker).keep_alive(per_second=1000)


def test_it_keeps_within_its_pace(exchange: Exchange, sqlite_store: SqliteStore) -> None:
    for number in range(3):
        exchange.connect(sqlite_store, f"user-{number}")
    exchange.advance(48 * 3600)
    waits: list[float] = []
    exchange.clock.sleep = waits.append  # type: ignore[method-assign]
    with exchange.broker(sqlite_store) as broker:
        OAuth(broker).keep_alive(per_second=4)
    assert waits == [0.25] * 3
