"""One suite over both stores: connections, states, leases, events, paging."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import msgspec
import pytest

from okx_broker import Environment, Secret
from okx_broker.errors import ConfigurationError
from okx_broker.oauth import StaleGeneration, StoreError
from okx_broker.oauth.connection import Pending
from okx_broker.oauth.store.protocol import Held, Lease, Newer
from okx_broker.oauth.store.sql import Row, SqlStore, Transaction, Value
from tests.oauth.conftest import Opener
from tests.oauth.support import DAY_MS, GRANT, MASTER, NOW, key, pair

LEASE_MS = 60_000
PENDING = Pending(
    user_id="user-1",
    grant=msgspec.structs.replace(GRANT, mode="pkce", term_id="device-1"),
    redirect_uri="https://broker.example/callback",
    verifier=Secret("VERIFIER-1"),
    expires_ms=NOW + 1000,
)


def held_token(store: SqlStore, user_id: str = "user-1"):
    held = store.load(user_id)
    assert held is not None
    assert held.token is not None
    return held.token


# Connections


def test_what_is_stored_is_what_is_read(store: SqlStore, open_store: Opener) -> None:
    assert store.load("user-1") is None
    saved = store.save_token("user-1", GRANT, pair(1), NOW, uid="uid-1")
    assert saved.generation == 1
    store.save_key("user-1", msgspec.structs.replace(key(), uid="uid-2"), NOW + 5)
    held = open_store().load("user-1")
    assert held is not None
    assert (held.user_id, held.uid) == ("user-1", "uid-2")
    assert held.token is not None
    assert (held.token.grant, held.token.pair, held.token.generation, held.token.must_reconnect) == (
        GRANT, pair(1), 1, "",
    )  # fmt: skip
    assert held.token.uid == "uid-1"
    assert held.key == msgspec.structs.replace(key(), created_ms=NOW + 5, uid="uid-2")


def test_each_of_token_and_key_has_a_uid_of_its_own(store: SqlStore, open_store: Opener) -> None:
    first = store.save_token("user-1", GRANT, pair(1), NOW)
    store.set_uid("user-1", "uid-1", first)
    store.save_key("user-1", key(), NOW + 5)
    stored_key = store.load("user-1")
    assert stored_key is not None
    assert stored_key.key is not None
    assert stored_key.uid == ""
    store.set_uid("user-1", "uid-2", stored_key.key)
    lease = store.begin_refresh("user-1", "me", 1, LEASE_MS)
    assert isinstance(lease, Lease)
    assert store.commit_refresh("user-1", 1, pair(2), NOW).uid == "uid-1"
    # What was learnt of a pair that another one has replaced is not believed of that.
    store.set_uid("user-1", "uid-9", first)
    held = open_store().load("user-1")
    assert held is not None
    assert held.token is not None
    assert held.key is not None
    assert (held.token.uid, held.key.uid, held.uid) == ("uid-1", "uid-2", "uid-2")


def test_a_key_that_was_deleted_at_okx_is_forgotten_and_only_of_its_kind(store: SqlStore) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    store.save_key("user-1", key(), NOW)
    store.forget_key("user-1", "fast_api", NOW)
    held = store.load("user-1")
    assert held is not None
    assert held.key is not None
    store.save_key("user-1", msgspec.structs.replace(key(), kind="fast_api"), NOW)
    store.forget_key("user-1", "fast_api", NOW + 1)
    store.forget_key("user-1", "fast_api", NOW + 2)
    held = store.load("user-1")
    assert held is not None
    assert (held.key, held.token is None) == (None, False)
    assert [(one.kind, one.reason) for one in store.events(0, 10)] == [
        ("connected", ""),
        ("key_stored", "pasted"),
        ("key_stored", "fast_api"),
        ("key_deleted", "fast_api"),
    ]


@pytest.mark.parametrize("user_id", ["ü-用户-😀", "a'; DROP TABLE connections; --", "x" * 512, "with space", "%_"])
def test_any_printable_id_is_a_user(store: SqlStore, user_id: str) -> None:
    store.save_token(user_id, GRANT, pair(1), NOW)
    assert held_token(store, user_id).pair == pair(1)
    assert [one.user_id for one in store.users("", 10)] == [user_id]


@pytest.mark.parametrize("user_id", ["", "nul\0", "\ud800", "x" * 513, "line\nbreak", None, 7])
def test_what_is_no_id_is_refused_with_what_to_do(store: SqlStore, user_id: str) -> None:
    with pytest.raises(ConfigurationError, match="user_id must be your own id of the user"):
        store.load(user_id)
    with pytest.raises(ConfigurationError, match="user_id must be your own id of the user"):
        store.save_token(user_id, GRANT, pair(1), NOW)


def test_demo_and_live_users_of_one_id_stay_apart(open_store: Opener) -> None:
    demo, live = open_store(), open_store(MASTER, Environment.LIVE)
    demo.save_token("user-1", GRANT, pair(1), NOW)
    live.save_token("user-1", GRANT, pair(2), NOW)
    assert (held_token(demo).pair, held_token(live).pair) == (pair(1), pair(2))
    live.disconnect("user-1", NOW)
    assert held_token(demo).pair == pair(1)
    assert live.load("user-1") is None
    assert [(one.kind, one.user_id) for one in demo.events(0, 10)] == [("connected", "user-1")]


def test_users_of_other_environments_are_counted_once(open_store: Opener) -> None:
    demo, live = open_store(), open_store(MASTER, Environment.LIVE)
    for number, scopes in enumerate([("trade",), ("fast_api",), ("trade",), ("fast_api",)]):
        demo.save_token(f"user-{number // 2}", msgspec.structs.replace(GRANT, scopes=scopes), pair(number), NOW)
    assert (live.elsewhere(), demo.elsewhere()) == ({"demo": 2}, {})


def test_a_new_consent_replaces_the_pair_and_keeps_the_key(store: SqlStore) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    store.save_key("user-1", key(), NOW)
    assert store.save_token("user-1", GRANT, pair(2), NOW).generation == 2
    held = store.load("user-1")
    assert held is not None
    assert held.key is not None
    assert held_token(store).pair == pair(2)


def test_a_new_consent_forgets_whose_account_it_was(store: SqlStore) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW, uid="uid-1")
    store.save_token("user-1", GRANT, pair(2), NOW)
    held = store.load("user-1")
    assert held is not None
    assert held.uid == ""


def test_a_disconnected_user_is_gone_and_says_what_was_held(store: SqlStore) -> None:
    assert store.disconnect("user-1", NOW) is None
    store.save_token("user-1", GRANT, pair(1), NOW, uid="uid-1")
    store.save_key("user-1", key(), NOW)
    gone = store.disconnect("user-1", NOW)
    assert gone is not None
    assert gone.token is not None
    assert gone.token.pair == pair(1)
    assert store.load("user-1") is None
    assert store.users("", 10) == []
    assert store.due(NOW + 9 * DAY_MS, "", 10) == []
    assert store.disconnect("user-1", NOW) is None
    assert store.save_token("user-1", GRANT, pair(3), NOW).generation == 3


# Leases


def test_a_lease_holds_for_everybody_else_until_it_is_given_back(store: SqlStore, open_store: Opener) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    lease = store.begin_refresh("user-1", "me", 1, LEASE_MS)
    assert isinstance(lease, Lease)
    assert (lease.owner, lease.was_open, lease.token.pair) == ("me", False, pair(1))
    other = open_store()
    turn = other.begin_refresh("user-1", "other", 1, LEASE_MS)
    assert isinstance(turn, Held)
    assert LEASE_MS - 10_000 < turn.left_ms <= LEASE_MS
    other.end_refresh("user-1", "other", executed_nothing=True)  # not theirs to give back
    assert isinstance(other.begin_refresh("user-1", "other", 1, LEASE_MS), Held)
    store.end_refresh("user-1", "me", executed_nothing=True)
    again = other.begin_refresh("user-1", "other", 1, LEASE_MS)
    assert isinstance(again, Lease)
    assert not again.was_open


def test_so_does_the_lease_of_a_key_that_is_made_and_no_refresh_waits_for_it(
    store: SqlStore, open_store: Opener
) -> None:
    fast = msgspec.structs.replace(GRANT, scopes=("fast_api",))
    store.save_token("user-1", GRANT, pair(1), NOW)
    store.save_token("user-1", fast, pair(9), NOW)
    assert store.begin_key("user-1", "me", LEASE_MS) == 0
    other = open_store()
    other.save_token("user-1", fast, pair(10), NOW)  # the user consents once more, in another tab
    assert LEASE_MS - 10_000 < other.begin_key("user-1", "other", LEASE_MS) <= LEASE_MS
    other.end_key("user-1", "other")  # not theirs to give back
    assert other.begin_key("user-1", "other", LEASE_MS) > 0
    assert isinstance(other.begin_refresh("user-1", "other", 1, LEASE_MS), Lease)
    store.end_key("user-1", "me")
    assert other.begin_key("user-1", "other", 1) == 0
    time.sleep(0.05)
    assert store.begin_key("user-1", "me", LEASE_MS) == 0, "a lease that has ended is free"


def test_an_intent_stays_open_until_it_is_certain_how_it_ended(store: SqlStore) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    assert isinstance(store.begin_refresh("user-1", "me", 1, LEASE_MS), Lease)
    store.end_refresh("user-1", "me", executed_nothing=False)
    second = store.begin_refresh("user-1", "me-2", 1, LEASE_MS)
    assert isinstance(second, Lease)
    assert second.was_open
    store.commit_refresh("user-1", 1, pair(2), NOW)
    third = store.begin_refresh("user-1", "me-3", 2, LEASE_MS)
    assert isinstance(third, Lease)
    assert not third.was_open


def test_an_expired_lease_goes_to_who_asks_next(store: SqlStore) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    assert isinstance(store.begin_refresh("user-1", "crashed", 1, 150), Lease)
    assert isinstance(store.begin_refresh("user-1", "next", 1, LEASE_MS), Held)
    time.sleep(0.2)
    turn = store.begin_refresh("user-1", "next", 1, LEASE_MS)
    assert isinstance(turn, Lease)
    assert turn.was_open


def test_an_older_generation_is_told_of_the_newer_one(store: SqlStore) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    store.begin_refresh("user-1", "me", 1, LEASE_MS)
    store.commit_refresh("user-1", 1, pair(2), NOW)
    turn = store.begin_refresh("user-1", "late", 1, LEASE_MS)
    assert isinstance(turn, Newer)
    assert turn.connection is not None
    assert turn.connection.token is not None
    assert (turn.connection.token.generation, turn.connection.token.pair) == (2, pair(2))
    with pytest.raises(StaleGeneration):
        store.commit_refresh("user-1", 1, pair(9), NOW)
    assert held_token(store).pair == pair(2)
    assert isinstance(store.begin_refresh("nobody", "me", 1, LEASE_MS), Newer)


def test_who_really_has_the_new_pair_may_save_it_late(store: SqlStore) -> None:
    """A process that stood still was taken for dead: its pair is the only one that lives."""
    store.save_token("user-1", GRANT, pair(1), NOW)
    store.begin_refresh("user-1", "zombie", 1, 1)
    time.sleep(0.05)
    assert isinstance(store.begin_refresh("user-1", "next", 1, LEASE_MS), Lease)
    assert store.must_reconnect("user-1", 1, "53005", NOW)
    assert held_token(store).must_reconnect == "53005"
    assert store.commit_refresh("user-1", 1, pair(2), NOW).generation == 2
    assert (held_token(store).pair, held_token(store).must_reconnect) == (pair(2), "")
    # Whoever told the user to connect anew hears that it is not needed.
    assert [one.kind for one in store.events(0, 10)] == ["connected", "must_reconnect", "connected"]


def test_no_late_refresh_brings_back_who_was_disconnected_or_connected_anew(store: SqlStore) -> None:
    for number, end in enumerate(("disconnect", "connect")):
        user = f"user-{number}"
        store.save_token(user, GRANT, pair(1), NOW)
        assert isinstance(store.begin_refresh(user, "me", 1, LEASE_MS), Lease)
        if end == "disconnect":
            store.disconnect(user, NOW)
        else:
            store.save_token(user, GRANT, pair(3), NOW)
        with pytest.raises(StaleGeneration):
            store.commit_refresh(user, 1, pair(2), NOW)
        assert not store.must_reconnect(user, 1, "53005", NOW)
    assert store.load("user-0") is None
    assert held_token(store).pair == pair(3)
    # A generation is never used again.
    store.save_token("user-0", GRANT, pair(4), NOW)
    assert held_token(store, "user-0").generation == 3


def test_a_dead_pair_is_told_once_and_not_refreshed(store: SqlStore) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    assert store.must_reconnect("user-1", 1, "53005", NOW)
    assert not store.must_reconnect("user-1", 1, "53005", NOW)
    assert [one.kind for one in store.events(0, 10)] == ["connected", "must_reconnect"]
    turn = store.begin_refresh("user-1", "me", 1, LEASE_MS)
    assert isinstance(turn, Newer)
    assert store.due(NOW + 9 * DAY_MS, "", 10) == []
    store.save_token("user-1", GRANT, pair(2), NOW)
    assert held_token(store).must_reconnect == ""


def test_one_of_many_gets_the_lease(store: SqlStore, open_store: Opener) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    stores = [store, open_store(), open_store()]
    start = threading.Barrier(12)

    def ask(number: int) -> object:
        start.wait()
        return stores[number % 3].begin_refresh("user-1", f"owner-{number}", 1, LEASE_MS)

    with ThreadPoolExecutor(12) as threads:
        turns = list(threads.map(ask, range(12)))
    assert sorted(type(turn).__name__ for turn in turns) == ["Held"] * 11 + ["Lease"]


class _Slow:
    """A transaction that stands still after it has read."""

    def __init__(self, inner: Transaction, has_read: threading.Event) -> None:
        self._inner = inner
        self._has_read = has_read

    def run(self, statement: str, values: Mapping[str, Value]) -> list[Row]:
        rows = self._inner.run(statement, values)
        if statement.startswith("SELECT user_id, "):
            self._has_read.set()
            time.sleep(0.3)
        return rows


def reads_slowly(store: SqlStore) -> threading.Event:
    """Make a store stand still between reading a row and writing it; gives what is set when it has read."""
    begun, has_read = store._transaction, threading.Event()

    @contextmanager
    def slow(*, write: bool) -> Iterator[Transaction]:
        with begun(write=write) as transaction:
            yield _Slow(transaction, has_read)

    store._transaction = slow  # type: ignore[method-assign]
    return has_read


def test_nobody_takes_a_lease_while_another_is_taking_it(store: SqlStore, open_store: Opener) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    other = open_store()
    has_read = reads_slowly(store)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(store.begin_refresh, "user-1", "me", 1, LEASE_MS)
        assert has_read.wait(10)
        assert isinstance(other.begin_refresh("user-1", "other", 1, LEASE_MS), Held)
        assert isinstance(first.result(), Lease)


def test_sealing_anew_never_puts_an_older_pair_back(store: SqlStore, open_store: Opener) -> None:
    """A refresh that is saved while the row is being sealed anew."""
    store.save_token("user-1", GRANT, pair(1), NOW)
    other = open_store()
    store.renew_data_key()
    has_read = reads_slowly(store)
    with ThreadPoolExecutor(1) as threads:
        rotating = threads.submit(store.rotate, 10)
        assert has_read.wait(10)
        other.commit_refresh("user-1", 1, pair(2), NOW)
        rotating.result()
    assert held_token(other).pair == pair(2)


# States


def test_a_state_is_good_once_in_its_session(store: SqlStore) -> None:
    store.remember_state("state-1", "session-1", PENDING, NOW)
    assert store.burn_state("state-1", "session-1", NOW) == PENDING
    assert store.burn_state("state-1", "session-1", NOW) is None
    assert store.burn_state("state-2", "session-1", NOW) is None


def test_a_state_is_burnt_by_another_session(store: SqlStore) -> None:
    store.remember_state("state-1", "session-1", PENDING, NOW)
    assert store.burn_state("state-1", "session-2", NOW) is None
    assert store.burn_state("state-1", "session-1", NOW) is None


@pytest.mark.parametrize(("at", "good"), [(NOW + 999, True), (NOW + 1000, False)])
def test_a_state_expires(store: SqlStore, at: int, good: bool) -> None:
    store.remember_state("state-1", "session-1", PENDING, NOW)
    assert (store.burn_state("state-1", "session-1", at) is not None) is good


def test_a_state_is_kept_as_a_hash_and_forgotten_when_it_has_expired(store: SqlStore) -> None:
    store.remember_state("state-1-text", "session-1-text", PENDING, NOW)
    with store._transaction(write=False) as transaction:
        rows = transaction.run("SELECT * FROM states", {})
    kept = repr([bytes(one) if isinstance(one, bytes) else one for one in rows[0]])
    assert len(rows) == 1
    assert not [text for text in ("state-1-text", "session-1-text", "VERIFIER-1") if text in kept]
    store.remember_state("state-2", "session-1", msgspec.structs.replace(PENDING, expires_ms=NOW + 9000), NOW + 5000)
    with store._transaction(write=False) as transaction:
        assert transaction.run("SELECT COUNT(*) FROM states", {})[0][0] == 1


def test_one_of_two_who_bring_the_same_state_is_believed(store: SqlStore, open_store: Opener) -> None:
    stores = [store, open_store()]
    for turn in range(5):
        store.remember_state(f"state-{turn}", "session-1", PENDING, NOW)
        with ThreadPoolExecutor(2) as threads:
            found = list(threads.map(lambda one, turn=turn: one.burn_state(f"state-{turn}", "session-1", NOW), stores))
        assert sorted(one is None for one in found) == [False, True]


# Events and pages


def test_events_come_in_order_and_none_is_skipped(store: SqlStore) -> None:
    for number in range(5):
        store.save_token(f"user-{number}", GRANT, pair(number), NOW + number)
    first = store.events(0, 3)
    rest = store.events(first[-1].number, 10)
    assert [one.user_id for one in (*first, *rest)] == [f"user-{number}" for number in range(5)]
    assert [one.at_ms for one in (*first, *rest)] == [NOW + number for number in range(5)]
    assert store.events(rest[-1].number, 10) == []


def test_who_follows_events_misses_none_while_many_write(store: SqlStore, open_store: Opener) -> None:
    """A number must not become visible before a lower one."""
    stores = [open_store() for _ in range(4)]
    done = threading.Event()
    seen: list[int] = []

    def follow() -> None:
        while True:
            last_look = done.is_set()
            found = store.events(seen[-1] if seen else 0, 1000)
            seen.extend(one.number for one in found)
            if last_look and not found:
                return

    def write(place: int) -> None:
        for number in range(25):
            stores[place].save_token(f"user-{place}-{number}", GRANT, pair(number), NOW)

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    done.set()
    follower.join()
    assert len(seen) == 100
    assert seen == sorted(set(seen))


def test_old_events_are_forgotten(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okx_broker.oauth.store.sql.EVENTS_KEPT", 3)
    for number in range(6):
        store.save_token(f"user-{number}", GRANT, pair(number), NOW)
    assert [one.user_id for one in store.events(0, 10)] == ["user-3", "user-4", "user-5"]


def test_users_and_who_is_due_come_in_pages(store: SqlStore) -> None:
    for number in range(5):
        store.save_token(f"user-{number}", GRANT, pair(number, NOW + number * DAY_MS), NOW)
    store.save_key("only-a-key", key(), NOW)
    assert [one.user_id for one in store.users("", 2)] == ["only-a-key", "user-0"]
    assert [one.user_id for one in store.users("user-0", 10)] == [f"user-{number}" for number in (1, 2, 3, 4)]
    before = NOW + 6 * DAY_MS  # pairs 0, 1 and 2 die before: 3 days after they came
    assert store.due(before, "", 2) == ["user-0", "user-1"]
    assert store.due(before, "user-1", 2) == ["user-2"]
    assert store.due(before, "user-2", 2) == []


def test_a_pair_without_a_refresh_token_is_never_due(store: SqlStore) -> None:
    alone = msgspec.structs.replace(pair(1), refresh=Secret(""))
    store.save_token("user-1", GRANT, alone, NOW)
    assert store.due(NOW + 99 * DAY_MS, "", 10) == []


def test_threads_that_come_and_go_leave_nothing_open(store: SqlStore) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    for _ in range(30):
        thread = threading.Thread(target=store.load, args=("user-1",))
        thread.start()
        thread.join()
    assert store._idle.qsize() <= 2  # type: ignore[attr-defined]


def test_many_threads_share_a_store(store: SqlStore) -> None:
    def work(number: int) -> int:
        for turn in range(5):
            store.save_token(f"user-{number}", GRANT, pair(turn), NOW)
        return held_token(store, f"user-{number}").generation

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(work, range(16))) == [5] * 16


def test_a_closed_store_says_so(store: SqlStore) -> None:
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.load("user-1")
    store.close()
