"""Refreshing against the mock: what goes wrong on the way, who gives up in between, and how many want it at once."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import random
import re
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from okx_broker import Credentials, Secret, Site
from okx_broker.errors import (
    ApiError,
    CallError,
    ConfigurationError,
    MustReconnect,
    NotConnected,
    NotSent,
    OutcomeUnknown,
)
from okx_broker.oauth import AsyncOAuth, OAuthApp, SqliteStore, StaleGeneration, StoreUnavailable
from okx_broker.oauth import refreshing as module
from okx_broker.oauth.connection import StoredToken, TokenPair
from okx_broker.oauth.stored import StoredUser
from okx_broker.transport import AsyncPyreqwestTransport, PyreqwestTransport, Reply
from okx_v5.encoding import Request
from tests.client.support import ManualClock, Recorder, make_broker
from tests.oauth.support import GRANT, NOW, Exchange, gone_away, pair

USER = "user-1"


@pytest.fixture
def store(sqlite_store: SqliteStore) -> SqliteStore:
    return sqlite_store


@pytest.fixture(autouse=True)
def _nothing_is_left_behind() -> Iterator[None]:
    yield
    assert not module._unsaved, "a pair was never saved"


def token_of(store: SqliteStore, user_id: str = USER) -> StoredToken:
    held = store.load(user_id)
    assert held is not None
    assert held.token is not None
    return held.token


def kinds(store: SqliteStore) -> list[str]:
    return [one.kind for one in store.events(0, 100)]


def about_to_expire(exchange: Exchange, store: SqliteStore) -> TokenPair:
    """A connected user whose access token is to be refreshed with the next call."""
    first = exchange.connect(store, USER)
    exchange.advance(3590)
    return first


def test_a_pair_is_refreshed_shortly_before_it_ends(exchange: Exchange, store: SqliteStore) -> None:
    first = exchange.connect(store, USER)
    with exchange.broker(store) as broker:
        user = broker.for_user(USER)
        user.account.get_config()
        exchange.advance(3500)
        user.account.get_config()
        assert token_of(store).generation == 1
        exchange.advance(41)
        user.account.get_config()
    assert token_of(store).generation == 2
    assert exchange.lives(token_of(store).pair)
    assert not exchange.lives(first)
    # The figure of the document: three days, from when it was asked for.
    left_ms = token_of(store).pair.refresh_expires_ms - exchange.clock.now_ms()
    assert 3 * 86_400_000 - 5000 < left_ms <= 3 * 86_400_000


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "lost", "executed": False},
        {"kind": "reset", "executed": False},
        {"kind": "truncated", "executed": False},
        {"kind": "html", "executed": False},
        {"kind": "status", "status": 503, "executed": False},
        {"kind": "code", "code": "50001"},
        {"kind": "code", "code": "50013"},
        {"kind": "code", "code": "50011"},
    ],
    ids=lambda fault: "-".join(str(value) for value in fault.values()),
)
def test_what_was_not_executed_is_tried_again(exchange: Exchange, store: SqliteStore, fault: dict[str, Any]) -> None:
    about_to_expire(exchange, store)
    exchange.fault(**fault)
    with exchange.broker(store) as broker:
        broker.for_user(USER).account.get_config()
    assert token_of(store).generation == 2
    assert exchange.lives(token_of(store).pair)
    assert "must_reconnect" not in kinds(store)


@pytest.mark.parametrize("kind", ["lost", "reset", "truncated", "html", "status"])
def test_a_pair_lost_on_its_way_is_told_once(exchange: Exchange, store: SqliteStore, kind: str) -> None:
    """The exchange executed it, so both pairs are gone: the user must connect again, and the platform hears it."""
    about_to_expire(exchange, store)
    exchange.fault(kind, executed=True, **({"status": 502} if kind == "status" else {}))
    with exchange.broker(store) as broker:
        user = broker.for_user(USER)
        for _ in range(3):
            with pytest.raises(MustReconnect, match=r"53005. after an earlier refresh whose answer was lost") as said:
                user.account.get_config()
            assert said.value.user_id == USER
    assert kinds(store) == ["connected", "must_reconnect"]
    # One that was lost, one that found it out, and no more.
    assert sum(exchange.exchanges().values()) == 1 + 2
    exchange.connect(store, USER)
    with exchange.broker(store) as broker:
        broker.for_user(USER).account.get_config()


def test_a_slow_exchange_is_given_up_and_the_lease_is_longer(exchange: Exchange, store: SqliteStore) -> None:
    about_to_expire(exchange, store)
    exchange.fault("slow", seconds=1.5)
    leases: list[int] = []
    begin = store.begin_refresh

    def watched(user_id: str, owner: str, generation: int, lease_ms: int) -> object:
        leases.append(lease_ms)
        return begin(user_id, owner, generation, lease_ms)

    store.begin_refresh = watched  # type: ignore[method-assign,assignment]
    with (
        exchange.broker(store, transport=PyreqwestTransport(timeout=0.5)) as broker,
        pytest.raises(MustReconnect, match="whose answer was lost"),
    ):
        broker.for_user(USER).account.get_config()
    assert leases
    assert set(leases) == {20_500}
    with exchange.broker(store, transport=PyreqwestTransport(timeout=90)) as broker:
        assert module.lease_seconds(broker._setup) == 110


def test_a_transport_that_does_not_say_its_time_out_gets_a_long_lease(exchange: Exchange, store: SqliteStore) -> None:
    class Silent:
        def send(self, request: object) -> object:
            raise AssertionError

        def close(self) -> None:
            pass

    with exchange.broker(store, transport=Silent()) as broker:
        assert module.lease_seconds(broker._setup) == 80
    one = AsyncPyreqwestTransport(timeout=7, connect_timeout=3)
    assert (one.timeout, one.blocking.timeout, one.blocking is one.blocking) == (7, 7, True)
    one.blocking.close()


@pytest.mark.parametrize("seconds", [10**30, -(10**30)])
def test_a_pair_is_saved_however_long_it_is_said_to_live(store: SqliteStore, seconds: int) -> None:
    store.save_token(USER, GRANT, pair(1), NOW)
    said = {"access_token": "a", "refresh_token": "r", "token_type": "bearer", "expires_in": seconds}
    app = OAuthApp(client_id=GRANT.client_id, client_secret=Secret("s"), redirect_uri="")
    broker = make_broker(Recorder(Reply(200, json.dumps(said).encode())), clock=ManualClock(NOW))
    broker.run(lambda setup, _: module.refreshed(setup, store, app, USER, token_of(store), setup.base_url))
    assert token_of(store).pair.refresh == Secret("r")


def test_an_exchange_that_stays_away_is_told_and_the_pair_stands(exchange: Exchange, store: SqliteStore) -> None:
    first = about_to_expire(exchange, store)
    exchange.fault("lost", count=3, executed=False)
    with exchange.broker(store) as broker:
        with pytest.raises(OutcomeUnknown):
            broker.for_user(USER).account.get_config()
        assert token_of(store).pair == first
        broker.for_user(USER).account.get_config()  # nobody holds a lease any more
    assert token_of(store).generation == 2


def test_no_connection_leaves_no_doubt(exchange: Exchange, store: SqliteStore) -> None:
    about_to_expire(exchange, store)
    with (
        exchange.broker(store, base_url="http://127.0.0.1:9") as broker,
        pytest.raises(CallError, match=r"[Cc]onnect"),
    ):
        broker.for_user(USER).account.get_config()
    turn = store.begin_refresh(USER, "me", 1, 1)
    assert turn.was_open is False  # type: ignore[union-attr]


def test_a_refusal_that_says_nothing_of_the_pair_leaves_it(exchange: Exchange, store: SqliteStore) -> None:
    first = about_to_expire(exchange, store)
    right = exchange.app()
    wrong = OAuthApp(
        client_id=right.client_id, client_secret=exchange.app(1).client_secret or type(first.access)("wrong"),
        redirect_uri=right.redirect_uri,
    )  # fmt: skip
    with exchange.broker(store, oauth=wrong) as broker, pytest.raises(ApiError, match="53009") as refused:
        broker.for_user(USER).account.get_config()
    assert re.search("client_secret.* authorize again", str(refused.value))
    assert token_of(store).pair == first
    assert kinds(store) == ["connected"]
    with exchange.broker(store) as broker:
        broker.for_user(USER).account.get_config()


@pytest.mark.parametrize("code", ["53004", "53006", "53010", "53013", "53014", "53015"])
def test_a_refusal_that_passes_leaves_the_pair(exchange: Exchange, store: SqliteStore, code: str) -> None:
    """An account that is frozen for a while, a setting that is wrong: the refresh token is as good as before."""
    first = about_to_expire(exchange, store)
    exchange.fault("code", code=code)
    with exchange.broker(store) as broker:
        with pytest.raises(ApiError, match=code):
            broker.for_user(USER).account.get_config()
        assert token_of(store).pair == first
        assert kinds(store) == ["connected"]
        broker.for_user(USER).account.get_config()
    assert token_of(store).generation == 2


def test_an_intent_that_is_open_stays_so_until_a_pair_is_saved(exchange: Exchange, store: SqliteStore) -> None:
    """A later refusal, or a request that never left, says nothing of the one whose answer was lost."""
    about_to_expire(exchange, store)
    store.begin_refresh(USER, "crashed", 1, 0)
    exchange.fault("code", code="53009")
    with exchange.broker(store) as broker, pytest.raises(ApiError, match="53009"):
        broker.for_user(USER).account.get_config()
    with (
        exchange.broker(store, base_url="http://127.0.0.1:9") as broker,
        pytest.raises(CallError, match=r"[Cc]onnect"),
    ):
        broker.for_user(USER).account.get_config()
    exchange.fault("code", code="53005")
    with exchange.broker(store) as broker, pytest.raises(MustReconnect, match="after an earlier refresh whose answer"):
        broker.for_user(USER).account.get_config()


def test_another_client_s_pair_is_never_sent(exchange: Exchange, store: SqliteStore) -> None:
    """The exchange would call it dead, and it is not."""
    about_to_expire(exchange, store)
    with exchange.broker(store, oauth=exchange.app(1)) as broker, pytest.raises(ConfigurationError, match="client_id"):
        broker.for_user(USER).account.get_config()
    assert sum(exchange.exchanges().values()) == 1
    with exchange.broker(store) as broker:
        broker.for_user(USER).account.get_config()


# A store that fails


def failing(store: SqliteStore, times: int, *, after: bool = False) -> None:
    """Let commits fail so often: before anything was done, or after it, as when a connection breaks at the end."""
    commit = store.commit_refresh
    left = [times]

    def commit_refresh(user_id: str, generation: int, pair: TokenPair, now_ms: int) -> StoredToken:
        if left[0] > 0:
            left[0] -= 1
            if after:
                commit(user_id, generation, pair, now_ms)
            raise StoreUnavailable("the database is away")
        return commit(user_id, generation, pair, now_ms)

    store.commit_refresh = commit_refresh  # type: ignore[method-assign]


def test_a_store_that_is_away_for_a_moment_gets_the_pair_later(exchange: Exchange, store: SqliteStore) -> None:
    about_to_expire(exchange, store)
    failing(store, 3)
    with exchange.broker(store) as broker:
        broker.for_user(USER).account.get_config()
    assert exchange.lives(token_of(store).pair)


def test_a_commit_that_was_saved_although_it_failed_is_ours(exchange: Exchange, store: SqliteStore) -> None:
    about_to_expire(exchange, store)
    failing(store, 1, after=True)
    with exchange.broker(store) as broker:
        broker.for_user(USER).account.get_config()
    assert token_of(store).generation == 2
    assert exchange.lives(token_of(store).pair)


def test_a_store_that_stays_away_is_told_and_the_pair_is_held(
    exchange: Exchange, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_COMMIT_WAITS", (0.01,))
    about_to_expire(exchange, store)
    failing(store, 4)
    with exchange.broker(store) as broker:
        user = broker.for_user(USER)
        with pytest.raises(StoreUnavailable) as away:
            user.account.get_config()
        assert "held in the memory of this process" in " ".join(away.value.__notes__)
        assert module.held_users(store) == [USER]
        assert "ACCESS" not in repr(module._unsaved)
        with pytest.raises(StoreUnavailable):  # still away: and the old refresh token is not tried, it is dead
            user.account.get_config()
        # Meanwhile somebody else took the user for lost.
        assert store.must_reconnect(USER, 1, "53005", exchange.clock.now_ms())
        user.account.get_config()
    assert token_of(store).generation == 2
    assert exchange.lives(token_of(store).pair)
    assert exchange.exchanges()["53005"] == 0


def test_keep_alive_saves_what_is_held(exchange: Exchange, store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    from okx_broker.oauth import OAuth

    monkeypatch.setattr(module, "_COMMIT_WAITS", ())
    about_to_expire(exchange, store)
    failing(store, 1)
    with exchange.broker(store) as broker:
        with pytest.raises(StoreUnavailable):
            broker.for_user(USER).account.get_config()
        OAuth(broker).keep_alive()
    assert token_of(store).generation == 2
    assert exchange.lives(token_of(store).pair)


def test_who_is_disconnected_meanwhile_stays_so(exchange: Exchange, store: SqliteStore) -> None:
    about_to_expire(exchange, store)
    commit = store.commit_refresh

    def disconnected_first(user_id: str, generation: int, pair: TokenPair, now_ms: int) -> StoredToken:
        store.disconnect(user_id, now_ms)
        return commit(user_id, generation, pair, now_ms)

    store.commit_refresh = disconnected_first  # type: ignore[method-assign]
    app = msgspec.structs.replace(exchange.app(), revoke_path="/v5/users/oauth/revoke")
    with exchange.broker(store, oauth=app) as broker, pytest.raises(NotConnected) as said:
        broker.for_user(USER).account.get_config()
    assert not isinstance(said.value, MustReconnect)
    assert store.load(USER) is None
    # Nobody holds the pair that came of it, so it is revoked.
    assert exchange.control("requests")["requests"][-1]["target"] == "/v5/users/oauth/revoke"
    with pytest.raises(StaleGeneration):
        commit(USER, 1, exchange.connect(store, "other"), 0)


# Newer pairs


def test_a_call_with_an_older_pair_reads_the_store_again_instead_of_refreshing(
    exchange: Exchange, store: SqliteStore
) -> None:
    exchange.connect(store, USER)
    with exchange.broker(store) as first, exchange.broker(store) as second:
        mine, theirs = first.for_user(USER), second.for_user(USER)
        mine.account.get_config()
        theirs.account.get_config()
        exchange.advance(3590)
        theirs.account.get_config()
        assert token_of(store).generation == 2
        # `mine` still holds generation 1, which the exchange refuses with 53003; its clock has not noticed.
        second.for_user(USER)
        slow = exchange.clock
        slow.correct(slow.offset_ms - 3_590_000)
        order = mine.trade.place_order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="100")
        slow.correct(slow.offset_ms + 3_590_000)
    assert order.tag == "MOCKBOTHOAUTH1"
    refused = [one["code"] for one in exchange.control("requests")["requests"] if one["target"].endswith("trade/order")]
    assert refused == ["53003", "0"]
    assert exchange.exchanges() == {"0": 2}


def test_who_was_overtaken_goes_on_with_the_newer_pair(exchange: Exchange, store: SqliteStore) -> None:
    """A machine stood still with the lease, for longer than it holds; another one has refreshed meanwhile."""
    first = about_to_expire(exchange, store)
    begin = store.begin_refresh

    def overtaken(user_id: str, owner: str, generation: int, lease_ms: int) -> object:
        turn = begin(user_id, owner, generation, lease_ms)
        issued = exchange.tokens({"grant_type": "refresh_token", "refresh_token": first.refresh.reveal()})
        newer = msgspec.structs.replace(
            first,
            access=Secret(issued["access_token"]),
            refresh=Secret(issued["refresh_token"]),
            access_expires_ms=exchange.clock.now_ms() + 3_600_000,
        )
        store.commit_refresh(user_id, generation, newer, exchange.clock.now_ms())
        return turn

    store.begin_refresh = overtaken  # type: ignore[method-assign,assignment]
    with exchange.broker(store) as broker:
        broker.for_user(USER).account.get_config()
    assert exchange.exchanges() == {"0": 2, "53005": 1}
    assert (token_of(store).generation, token_of(store).must_reconnect) == (2, "")
    assert kinds(store) == ["connected"]


def test_an_access_token_that_is_refused_before_its_time_is_refreshed_once(
    exchange: Exchange, store: SqliteStore
) -> None:
    exchange.connect(store, USER)
    exchange.fault("code", operation="getConfig", code="53002")
    with exchange.broker(store) as broker:
        broker.for_user(USER).account.get_config()
    assert token_of(store).generation == 2
    assert exchange.exchanges() == {"0": 2}


def test_a_user_who_cancelled_at_the_exchange_must_connect_again(exchange: Exchange, store: SqliteStore) -> None:
    exchange.connect(store, USER)
    ended = {"user": "alice", "client_id": exchange.client()["client_id"], "how": "canceled"}
    assert exchange.control("oauth/revoke", ended)["ended"] == 1
    with exchange.broker(store) as broker, pytest.raises(MustReconnect, match="53001"):
        broker.for_user(USER).account.get_config()
    assert kinds(store) == ["connected", "must_reconnect"]


def test_credentials_of_a_store_show_no_secret(exchange: Exchange, store: SqliteStore) -> None:
    exchange.connect(store, USER)
    with exchange.broker(store) as broker:
        user = StoredUser(store, exchange.app(), Site.GLOBAL, USER, None)
        made = broker.run(lambda setup, _: user.renew(setup, None))
        assert (repr(made), repr(user)) == ("AccessToken(***, generation 1)", "StoredUser('user-1')")
        with pytest.raises(TypeError, match="holds secrets"):
            pickle.dumps(made)


# Broken off


@pytest.mark.parametrize("seed", range(12))
def test_no_cancelled_task_loses_a_pair(exchange: Exchange, store: SqliteStore, seed: int) -> None:
    """Cancelled at any moment; the event loop ends at once after it, and takes the refresh with it if it can."""
    about_to_expire(exchange, store)
    chance = random.Random(seed)

    async def begun_and_cancelled() -> None:
        broker = exchange.async_broker(store)
        call = asyncio.create_task(broker.for_user(USER).account.get_config())
        await asyncio.sleep(chance.uniform(0, 0.03))
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        # The broker is not closed, as after a crash of what surrounds it.

    exchange.fault("slow", seconds=chance.uniform(0, 0.05))
    asyncio.run(begun_and_cancelled())
    with exchange.broker(store) as broker:
        broker.for_user(USER).account.get_config()
    assert exchange.lives(token_of(store).pair)
    assert kinds(store) == ["connected"]
    assert exchange.exchanges() == {"0": 2}


def test_a_broker_that_is_closed_lets_a_refresh_come_to_its_end(exchange: Exchange, store: SqliteStore) -> None:
    about_to_expire(exchange, store)
    exchange.fault("slow", seconds=0.5)

    async def left_early() -> None:
        async with exchange.async_broker(store) as broker:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(broker.for_user(USER).account.get_config(), 0.2)

    asyncio.run(left_early())
    assert token_of(store).generation == 2
    assert exchange.lives(token_of(store).pair)


@pytest.mark.parametrize("after", [0.02, 0.1, 0.25])
def test_no_ctrl_c_loses_a_pair(exchange: Exchange, store: SqliteStore, after: float) -> None:
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler, "somebody has taken over Ctrl-C"
    about_to_expire(exchange, store)
    exchange.fault("slow", seconds=0.4)
    timer = threading.Timer(after, os.kill, (os.getpid(), signal.SIGINT))
    broker = exchange.broker(store)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        broker.for_user(USER).account.get_config()
    timer.join()
    broker.close()
    with exchange.broker(store) as again:
        again.for_user(USER).account.get_config()
    assert token_of(store).generation == 2
    assert exchange.lives(token_of(store).pair)
    assert exchange.exchanges() == {"0": 2}


# Many at once


def test_fifty_tasks_and_twenty_threads_make_one_refresh(exchange: Exchange, store: SqliteStore) -> None:
    about_to_expire(exchange, store)
    start = threading.Barrier(21)
    app = exchange.app()

    def token_in(credentials: Credentials) -> str:
        return dict(credentials.headers("", Request("GET", "/", b"")))["Authorization"]

    # The credentials alone: calls of one user have limits of their own.
    with exchange.broker(store) as broker:

        def one_thread(_: int) -> str:
            start.wait()
            return token_in(
                broker.run(lambda setup, _: StoredUser(store, app, Site.GLOBAL, USER, None).renew(setup, None))
            )

        async def fifty() -> list[str]:
            async with exchange.async_broker(store) as own:
                user = StoredUser(store, app, Site.GLOBAL, USER, None)
                start.wait()
                found = await asyncio.gather(*(own.run(lambda setup, _: user.renew(setup, None)) for _ in range(50)))
                return [token_in(one) for one in found]

        exchange.fault("slow", seconds=0.2)
        with ThreadPoolExecutor(21) as threads:
            tasks = threads.submit(asyncio.run, fifty())
            held = list(threads.map(one_thread, range(20)))
            held += tasks.result()
    assert held == [f"Bearer {token_of(store).pair.access.reveal()}"] * 70
    assert exchange.exchanges() == {"0": 2}
    assert exchange.lives(token_of(store).pair)


def test_tokens_of_a_consent_are_saved_although_the_browser_has_gone(exchange: Exchange, store: SqliteStore) -> None:
    """The task of a callback is cancelled when the browser goes away."""
    session = "session-0123456789"
    exchange.fault("slow", seconds=0.3)

    async def gone() -> None:
        async with exchange.async_broker(store) as broker:
            job = AsyncOAuth(broker)
            url = await job.authorization_url(USER, session)
            state = parse_qs(urlsplit(url).query)["state"][0]
            await gone_away(
                job.finish(USER, session, {"code": exchange.code(), "state": state, "domain": exchange.url})
            )

    asyncio.run(gone())
    assert exchange.lives(token_of(store).pair)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_refreshes_with_threads_of_its_own(exchange: Exchange, store: SqliteStore) -> None:
    from okx_broker import unbroken

    assert unbroken.submit(lambda: 1, None).result() == 1
    child = os.fork()
    if child == 0:
        try:
            found = unbroken.submit(lambda: 7, None).result(timeout=10)
        except BaseException:
            found = 99
        os._exit(found)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_others_who_are_at_it_for_too_long_are_told(exchange: Exchange, store: SqliteStore) -> None:
    """A lease that is taken again and again, by others who never come to an end."""
    about_to_expire(exchange, store)
    begin = store.begin_refresh
    begin(USER, "other", 1, 3_600_000)
    slept: list[float] = []
    ticking = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        ticking[0] += seconds

    exchange.clock.sleep = sleep  # type: ignore[method-assign]
    exchange.clock.monotonic = lambda: ticking[0]  # type: ignore[method-assign]
    with exchange.broker(store) as broker, pytest.raises(NotSent, match="for too long: try again later"):
        broker.for_user(USER).account.get_config()
    # Two leases of 30 seconds: the 10 of the transport, and 20 to take and to save.
    assert 60 < sum(slept) < 61
    assert max(slept) == 0.5
