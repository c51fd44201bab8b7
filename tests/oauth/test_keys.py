"""Keys that users paste and keys that Fast API makes, checked and stored against the mock."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from okx_broker import ApiKey, Environment, Secret, Site
from okx_broker.errors import (
    ApiError,
    AuthenticationFailed,
    CallError,
    ConfigurationError,
    InvalidArgument,
    KeyRefused,
    NotConnected,
    OutcomeUnknown,
    RateLimited,
)
from okx_broker.oauth import AsyncOAuth, OAuth, OAuthApp, SqliteStore, StoredKey
from tests.oauth.support import Exchange, gone_away

ORDER: dict[str, Any] = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "market", "sz": "100"}
PASSPHRASE = "Qwr4321!"


@pytest.fixture
def store(sqlite_store: SqliteStore) -> SqliteStore:
    return sqlite_store


def account(exchange: Exchange, name: str, **more: object) -> dict[str, Any]:
    return exchange.control("accounts", {"name": name, **more})


def seeded(exchange: Exchange, name: str) -> dict[str, Any]:
    return next(one for one in exchange.control("accounts")["accounts"] if one["name"] == name)


def add(exchange: Exchange, store: SqliteStore, found: dict[str, Any], **more: Any) -> Any:
    with exchange.broker(store, broker_type="api") as broker:
        return OAuth(broker).add_key(
            "user-1", found["api_key"], Secret(found["secret_key"]), Secret(found["passphrase"]), **more
        )


def key_of(store: SqliteStore) -> StoredKey:
    held = store.load("user-1")
    assert held is not None
    assert held.key is not None
    return held.key


# Pasted keys


def test_a_pasted_key_is_checked_stored_and_trades_with_the_code(exchange: Exchange, store: SqliteStore) -> None:
    found = account(exchange, "paula", ip=["127.0.0.1"])
    checked = add(exchange, store, found)
    assert (checked.uid, checked.permissions, checked.ip) == (found["uid"], ("read_only", "trade"), ("127.0.0.1",))
    assert (key_of(store).kind, key_of(store).key.reveal(), key_of(store).site) == (
        "pasted", found["api_key"], "global",
    )  # fmt: skip
    with exchange.broker(store) as broker:
        assert broker.for_user("user-1").trade.place_order(**ORDER).tag == "MOCKBOTHOAUTH1"
    held = store.load("user-1")
    assert held is not None
    assert held.uid == found["uid"]


def test_a_key_that_may_withdraw_is_refused_and_not_stored(exchange: Exchange, store: SqliteStore) -> None:
    found = account(exchange, "wendy", permissions=["read_only", "trade", "withdraw"])
    with pytest.raises(KeyRefused, match=r"may withdraw. Make one at OKX with the permissions Read and Trade only"):
        add(exchange, store, found)
    assert store.load("user-1") is None


def test_a_read_only_key_is_taken_and_said_to_be_one(exchange: Exchange, store: SqliteStore) -> None:
    checked = add(exchange, store, account(exchange, "rita", permissions=["read_only"]))
    assert checked.permissions == ("read_only",)
    assert key_of(store).permissions == ("read_only",)
    assert not checked.may_trade
    assert add(exchange, store, account(exchange, "tina")).may_trade


def test_a_read_only_key_is_refused_where_keys_must_trade(exchange: Exchange, store: SqliteStore) -> None:
    found = account(exchange, "rita", permissions=["read_only"])
    with pytest.raises(KeyRefused, match=r"may only read. Make one at OKX with the permissions Read and Trade") as no:
        add(exchange, store, found, must_trade=True)
    assert no.value.kind == "may_not_trade"
    assert store.load("user-1") is None
    add(exchange, store, account(exchange, "tina"), must_trade=True)
    assert key_of(store).permissions == ("read_only", "trade")


def test_a_key_of_the_other_environment_is_refused_with_what_to_do(exchange: Exchange, store: SqliteStore) -> None:
    found = account(exchange, "lisa", environment="live")
    with pytest.raises(AuthenticationFailed, match=r"50101") as refused:
        add(exchange, store, found)
    assert "environment" in refused.value.advice
    assert store.load("user-1") is None


def test_a_key_of_another_site_is_refused(exchange: Exchange, store: SqliteStore) -> None:
    found = account(exchange, "sue", site="us")
    with pytest.raises(AuthenticationFailed):
        add(exchange, store, found)
    assert store.load("user-1") is None


def test_a_stored_key_of_another_site_is_not_used(exchange: Exchange, store: SqliteStore) -> None:
    add(exchange, store, account(exchange, "paula"))
    with (
        exchange.broker(store, site=Site.US) as broker,
        pytest.raises(ConfigurationError, match="belongs to the site global, this broker to us"),
    ):
        broker.for_user("user-1").account.get_config()


@pytest.mark.parametrize("part", ["secret_key", "passphrase", "api_key"])
def test_a_wrong_part_is_told_without_showing_any(exchange: Exchange, store: SqliteStore, part: str) -> None:
    found = {**account(exchange, "paula"), part: "Wrong-Part-1!"}
    with pytest.raises(CallError) as refused:
        add(exchange, store, found)
    said = str(refused.value) + repr(refused.value) + str(vars(refused.value))
    assert not [name for name in ("secret_key", "passphrase", "api_key") if found[name] in said]
    assert store.load("user-1") is None


def test_an_address_that_the_key_is_not_bound_to_is_told(exchange: Exchange, store: SqliteStore) -> None:
    with pytest.raises(ApiError, match="50110"):
        add(exchange, store, account(exchange, "paula", ip=["10.9.8.7"]))


def test_if_rebate_is_shown_where_the_broker_s_key_is_given(exchange: Exchange, store: SqliteStore) -> None:
    mine = seeded(exchange, "broker-both")
    broker_key = ApiKey(mine["api_key"], mine["secret_key"], mine["passphrase"])
    # What the document says of `type`: 0 earns a rebate, 3 does not as the fee level is too high.
    assert add(exchange, store, account(exchange, "paula"), broker=broker_key).rebate == "0"
    assert add(exchange, store, account(exchange, "victor", level="VIP7"), broker=broker_key).rebate == "3"


def test_a_second_key_takes_the_place_of_the_first(exchange: Exchange, store: SqliteStore) -> None:
    first, second = account(exchange, "paula"), account(exchange, "petra")
    add(exchange, store, first)
    with exchange.broker(store) as broker:
        user = broker.for_user("user-1")
        assert user.account.get_config().uid == first["uid"]
        add(exchange, store, second)
        # Noticed within ten minutes by who has read the first one.
        exchange.advance(601)
        assert user.account.get_config().uid == second["uid"]
        store.disconnect("user-1", 0)
        exchange.advance(601)
        with pytest.raises(NotConnected):
            user.account.get_config()


def test_a_key_is_taken_before_a_token_unless_said(exchange: Exchange, store: SqliteStore) -> None:
    exchange.connect(store, "user-1", "alice")
    found = account(exchange, "paula")
    add(exchange, store, found)
    with exchange.broker(store) as broker:
        assert broker.for_user("user-1").account.get_config().uid == found["uid"]
        assert broker.for_user("user-1", use="token").account.get_config().uid == seeded(exchange, "alice")["uid"]


# Fast API


def agreed(exchange: Exchange, store: SqliteStore, client: dict[str, Any] | None = None) -> None:
    """Have heidi consent to the scope fast_api."""
    grant, issued = exchange.consented("heidi", "fast_api")
    store.save_token("user-1", grant, issued, exchange.clock.now_ms())


def make(exchange: Exchange, store: SqliteStore, **more: Any) -> StoredKey:
    with exchange.broker(store) as broker:
        return OAuth(broker).create_fast_api_key(
            "user-1", **{"label": "made", "perm": "trade", "bind_app": False, **more}
        )


def test_a_fast_api_key_is_made_stored_and_trades(exchange: Exchange, store: SqliteStore) -> None:
    agreed(exchange, store)
    made = make(exchange, store, bind_app=True)
    assert (made.kind, made.permissions, made.label) == ("fast_api", ("read_only", "trade"), "made")
    assert key_of(store) == made
    with exchange.broker(store) as broker:
        assert broker.for_user("user-1").trade.place_order(**ORDER).tag == "MOCKBOTHOAUTH1"
        exchange.advance(90 * 86_400)
        broker.for_user("user-1").account.get_config()


def test_connecting_again_replaces_the_key_and_the_old_one_is_dead(exchange: Exchange, store: SqliteStore) -> None:
    agreed(exchange, store)
    old = make(exchange, store)
    agreed(exchange, store)
    new = make(exchange, store, perm="read_only")
    assert new.key != old.key
    assert key_of(store) == new
    assert new.permissions == ("read_only",)
    with exchange.broker(store) as broker:
        dead = ApiKey(old.key.reveal(), old.secret, old.passphrase)
        with pytest.raises(AuthenticationFailed, match="50111"):
            broker.for_credentials(dead).account.get_config()
        broker.for_user("user-1").account.get_config()


def kinds(store: SqliteStore) -> list[str]:
    return [event.kind for event in store.events(0, 100)]


def test_a_consent_to_make_a_key_leaves_the_tokens_that_trade(exchange: Exchange, store: SqliteStore) -> None:
    pair = exchange.connect(store, "user-1", "heidi")
    agreed(exchange, store)
    exchange.fault("code", operation="createFastApiKey", code="50117")
    with pytest.raises(ApiError, match="50117"):
        make(exchange, store)
    with exchange.broker(store) as broker:
        assert broker.for_user("user-1").trade.place_order(**ORDER).tag == "MOCKBOTHOAUTH1"
    held = store.load("user-1")
    assert held is not None
    assert held.token is not None
    assert (held.token.pair, held.token.generation, held.token.must_reconnect) == (pair, 1, "")
    make(exchange, store)
    exchange.advance(3700)
    with exchange.broker(store) as broker:
        assert broker.for_user("user-1", use="token").trade.place_order(**ORDER).tag == "MOCKBOTHOAUTH1"
    assert kinds(store) == ["connected", "fast_api_allowed", "key_stored"]


def test_a_consent_to_make_a_key_alone_connects_nobody(exchange: Exchange, store: SqliteStore) -> None:
    agreed(exchange, store)
    with exchange.broker(store) as broker, pytest.raises(NotConnected, match="no tokens are stored"):
        broker.for_user("user-1").trade.place_order(**ORDER)
    assert store.due(exchange.clock.now_ms() + 9 * 86_400_000, "", 9) == []
    exchange.advance(3700)
    with pytest.raises(NotConnected, match="more than an hour old"):
        make(exchange, store)
    assert store.disconnect("user-1", 0) is not None
    assert store.load("user-1") is None
    assert kinds(store) == ["fast_api_allowed", "disconnected"]


def test_a_key_that_okx_knows_no_more_is_told_once(exchange: Exchange, store: SqliteStore) -> None:
    agreed(exchange, store)
    make(exchange, store)
    # heidi connects at another user of the platform too: OKX keeps one Fast API key of a broker for each account.
    grant, issued = exchange.consented("heidi", "fast_api")
    store.save_token("user-2", grant, issued, exchange.clock.now_ms())
    with exchange.broker(store) as broker:
        OAuth(broker).create_fast_api_key("user-2", label="x", perm="trade", bind_app=False)
        for _ in range(3):
            with pytest.raises(AuthenticationFailed, match="50111"):
                broker.for_user("user-1").account.get_config()
        broker.for_user("user-2").account.get_config()
    told = [(event.user_id, event.reason) for event in store.events(0, 100) if event.kind == "key_refused"]
    assert told == [("user-1", "OKX knows the key no more, or its secret or passphrase is another one")]
    assert key_of(store).refused_ms > 0
    agreed(exchange, store)
    make(exchange, store)
    assert key_of(store).refused_ms == 0
    with exchange.broker(store) as broker:
        broker.for_user("user-1").account.get_config()


@pytest.mark.parametrize("operation", ["createFastApiKey", "deleteFastApiKey"])
def test_a_lost_answer_is_answered_by_running_it_again(exchange: Exchange, store: SqliteStore, operation: str) -> None:
    agreed(exchange, store)
    make(exchange, store)
    exchange.fault("lost", operation=operation, executed=True)
    with pytest.raises(OutcomeUnknown) as lost:
        make(exchange, store, passphrase=Secret(PASSPHRASE))
    assert PASSPHRASE not in str(lost.value) + str(vars(lost.value))
    made = make(exchange, store)
    with exchange.broker(store) as broker:
        broker.for_user("user-1").account.get_config()
    assert key_of(store) == made


@pytest.mark.parametrize(
    "passphrase", ["Qwr432!", "qwr4321!", "QWR4321!", "Qwrqwrq!", "Qwr43210", "Qwr4321!" * 4 + "x", ""]
)
def test_a_passphrase_against_the_rules_is_refused_before_anything_is_deleted(
    exchange: Exchange, store: SqliteStore, passphrase: str
) -> None:
    agreed(exchange, store)
    made = make(exchange, store)
    with pytest.raises(InvalidArgument, match="passphrase") as refused:
        make(exchange, store, passphrase=Secret(passphrase))
    assert not passphrase or passphrase not in str(refused.value)
    with exchange.broker(store) as broker:
        broker.for_user("user-1").account.get_config()
    assert key_of(store) == made


@pytest.mark.parametrize("perm", ["withdraw", "read_only,trade", "trade,withdraw"])
def test_a_fast_api_key_never_withdraws(exchange: Exchange, store: SqliteStore, perm: str) -> None:
    agreed(exchange, store)
    with pytest.raises(InvalidArgument, match="perm"):
        make(exchange, store, perm=perm)
    assert not [one for one in exchange.control("requests")["requests"] if "apikey" in one["target"]]


def test_a_made_up_passphrase_fits_the_rules_and_is_never_the_same() -> None:
    from okx_broker.oauth.keys import new_passphrase

    made = {new_passphrase().reveal() for _ in range(50)}
    assert len(made) == 50
    for one in made:
        assert 8 <= len(one) <= 32
        assert any(letter.isdigit() for letter in one)
        assert any(letter.islower() for letter in one)
        assert any(letter.isupper() for letter in one)
        assert any(not letter.isalnum() for letter in one)


def test_fast_api_needs_its_own_consent(exchange: Exchange, store: SqliteStore) -> None:
    with pytest.raises(NotConnected):
        make(exchange, store)
    exchange.connect(store, "user-1", "alice")
    with pytest.raises(NotConnected, match="scope fast_api"):
        make(exchange, store)


def test_a_token_of_another_site_makes_no_key(exchange: Exchange, store: SqliteStore) -> None:
    agreed(exchange, store)
    with (
        exchange.broker(store, site=Site.EEA) as broker,
        pytest.raises(ConfigurationError, match="belongs to the site global, this broker to eea"),
    ):
        OAuth(broker).create_fast_api_key("user-1", label="x", perm="trade", bind_app=False)


@pytest.mark.parametrize(
    ("code", "todo"),
    [
        ("50116", "Delete the old key first."),
        ("50117", "Apply for Fast API at OKX."),
        ("50118", "Give OKX the addresses, or make the key without `bind_app`."),
        ("53017", "Apply for Fast API at OKX."),
    ],
)
def test_what_the_exchange_refuses_says_what_to_do(
    exchange: Exchange, store: SqliteStore, code: str, todo: str
) -> None:
    agreed(exchange, store)
    exchange.fault("code", operation="createFastApiKey", code=code)
    with pytest.raises(ApiError, match=code) as refused:
        make(exchange, store)
    assert str(refused.value).endswith(todo)


def test_a_key_that_was_deleted_for_another_that_is_refused_is_not_kept(exchange: Exchange, store: SqliteStore) -> None:
    agreed(exchange, store)
    make(exchange, store)
    exchange.fault("code", operation="createFastApiKey", code="50117")
    with pytest.raises(ApiError, match="50117"):
        make(exchange, store)
    held = store.load("user-1")
    assert held is not None
    assert held.key is None


def test_the_limits_of_two_accounts_of_one_user_are_apart(exchange: Exchange, store: SqliteStore) -> None:
    alice, paula = seeded(exchange, "alice"), account(exchange, "paula")
    grant, issued = exchange.consented("alice")
    store.save_token("user-1", grant, issued, exchange.clock.now_ms(), uid=alice["uid"])
    add(exchange, store, paula)
    exchange.advance(3)
    # Account configuration is 5 times in 2 seconds for each UserID.
    with exchange.broker(store, longest_wait=0) as broker:
        by_key, by_token = broker.for_user("user-1"), broker.for_user("user-1", use="token")
        for _ in range(5):
            assert by_key.account.get_config().uid == paula["uid"]
            assert by_token.account.get_config().uid == alice["uid"]
        for user in (by_key, by_token):
            with pytest.raises(RateLimited) as limited:
                user.account.get_config()
            assert not limited.value.sent


def test_a_key_and_a_token_of_one_account_share_its_limits(exchange: Exchange, store: SqliteStore) -> None:
    """OKX counts for each UserID, whatever a call is made with."""
    paula = account(exchange, "paula")
    grant, issued = exchange.consented("paula")
    store.save_token("user-1", grant, issued, exchange.clock.now_ms(), uid=paula["uid"])
    add(exchange, store, paula)
    exchange.advance(3)
    with exchange.broker(store, longest_wait=0) as broker:
        by_key, by_token = broker.for_user("user-1"), broker.for_user("user-1", use="token")
        for _ in range(2):
            by_key.account.get_config()
            by_token.account.get_config()
        by_key.account.get_config()
        for user in (by_key, by_token):
            with pytest.raises(RateLimited) as limited:
                user.account.get_config()
            assert not limited.value.sent


def test_whose_key_fast_api_made_is_learnt(exchange: Exchange, store: SqliteStore) -> None:
    agreed(exchange, store)
    uid = seeded(exchange, "heidi")["uid"]
    assert make(exchange, store).uid == uid
    assert key_of(store).uid == uid


def test_a_fast_api_key_is_bound_to_addresses(exchange: Exchange, store: SqliteStore) -> None:
    agreed(exchange, store)
    assert make(exchange, store, ip=("10.9.8.7", "10.9.8.6")).ip == ("10.9.8.7", "10.9.8.6")
    with exchange.broker(store) as broker, pytest.raises(ApiError, match="50110"):
        broker.for_user("user-1").account.get_config()


def test_a_key_that_is_being_made_is_kept_although_the_browser_has_gone(exchange: Exchange, store: SqliteStore) -> None:
    """The task of a callback is cancelled when the browser goes away; the key is at OKX by then, and the old one is not."""
    agreed(exchange, store)
    exchange.fault("slow", operation="createFastApiKey", seconds=0.3)

    async def gone() -> None:
        async with exchange.async_broker(store) as broker:
            await gone_away(
                AsyncOAuth(broker).create_fast_api_key("user-1", label="made", perm="trade", bind_app=False)
            )

    asyncio.run(gone())
    with exchange.broker(store) as broker:
        broker.for_user("user-1").account.get_config()


def test_of_two_keys_that_are_made_at_once_the_one_that_lives_is_stored(
    exchange: Exchange, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a double click: the second would delete the first one's key before that is stored, and be overwritten."""
    agreed(exchange, store)
    save, begin = store.save_key, store.begin_key
    made, waits = threading.Event(), threading.Event()

    def slow(user_id: str, key: StoredKey, now_ms: int) -> None:
        if not made.is_set():
            made.set()
            assert waits.wait(10), "nobody waits for the lease"
        save(user_id, key, now_ms)

    def noticed(user_id: str, owner: str, lease_ms: int) -> int:
        left_ms = begin(user_id, owner, lease_ms)
        if left_ms:
            waits.set()
        return left_ms

    monkeypatch.setattr(store, "save_key", slow)
    monkeypatch.setattr(store, "begin_key", noticed)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(make, exchange, store, label="first")
        assert made.wait(10)
        assert pool.submit(make, exchange, store, label="second").result(30).label == "second"
        first.result(30)
    assert key_of(store).label == "second"
    with exchange.broker(store) as broker:
        broker.for_user("user-1").account.get_config()


def test_a_key_that_can_not_be_made_keeps_nobody_waiting(exchange: Exchange, store: SqliteStore) -> None:
    agreed(exchange, store)
    exchange.fault("code", operation="createFastApiKey", code="50026")
    with pytest.raises(CallError):
        make(exchange, store)
    assert store.begin_key("user-1", "me", 1000) == 0


def test_the_first_call_reads_the_store_once(exchange: Exchange, store: SqliteStore) -> None:
    exchange.connect(store, "token", "alice")
    add(exchange, store, account(exchange, "paula"))
    reads: list[str] = []
    begun = store._transaction

    def counted(*, write: bool) -> Any:
        reads.append("write" if write else "read")
        return begun(write=write)

    store._transaction = counted  # type: ignore[method-assign]
    with exchange.broker(store) as broker:
        for user_id in ("token", "user-1"):
            user = broker.for_user(user_id)
            assert reads == []
            user.account.get_config()
            assert reads == ["read"]
            user.account.get_config()
            assert reads == ["read"]
            reads.clear()


def test_a_client_without_addresses_can_bind_no_key(exchange: Exchange, store: SqliteStore) -> None:
    """The mock's own refusals, for a broker that OKX has given less."""
    account(exchange, "bothtwo", kind="broker", codes={"api": ["BOTHONE"], "oauth": ["BOTHTWO"]})
    uri = "https://b.example/x"
    client = exchange.control("oauth/clients", {"broker": "bothtwo", "redirect_uris": [uri], "fast_api": True})
    asked = {"user": "heidi", "client_id": client["client_id"], "redirect_uri": uri, "scope": "fast_api"}
    code = exchange.control("oauth/codes", asked)["code"]
    app = OAuthApp(client_id=client["client_id"], client_secret=Secret(client["client_secret"]), redirect_uri=uri)
    issued = exchange.tokens(
        {
            "client_id": client["client_id"],
            "client_secret": client["client_secret"],
            "grant_type": "authorization_code",
            "code": code,
        }
    )
    grant, other = exchange.consented("heidi", "fast_api")
    import msgspec

    mine = msgspec.structs.replace(grant, client_id=client["client_id"])
    store.save_token("user-1", mine, msgspec.structs.replace(other, access=Secret(issued["access_token"])), 0)
    with exchange.broker(store, oauth=app) as broker:
        with pytest.raises(ApiError, match="50118"):
            OAuth(broker).create_fast_api_key("user-1", label="x", perm="trade", bind_app=True)
        OAuth(broker).create_fast_api_key("user-1", label="x", perm="trade", bind_app=False)
    assert store.load("user-1") is not None
    assert Environment.DEMO is broker.environment


def test_a_key_whose_secret_was_put_right_is_taken_at_once(exchange: Exchange, store: SqliteStore) -> None:
    import msgspec

    add(exchange, store, account(exchange, "paula"))
    right = key_of(store)
    store.save_key("user-1", msgspec.structs.replace(right, secret=Secret("OLD-SECRET")), 0)
    with exchange.broker(store) as broker:
        user = broker.for_user("user-1")
        with pytest.raises(AuthenticationFailed, match="50113"):
            user.account.get_config()
        store.save_key("user-1", right, 0)
        assert user.account.get_config().uid != ""


def test_a_key_lives_on_while_the_store_is_away(exchange: Exchange, store: SqliteStore) -> None:
    from okx_broker.oauth import StoreUnavailable

    add(exchange, store, account(exchange, "paula"))
    with exchange.broker(store) as broker:
        user = broker.for_user("user-1")
        user.account.get_config()

        def away(user_id: str) -> None:
            raise StoreUnavailable("away")

        store.load = away  # type: ignore[method-assign,assignment]
        exchange.advance(601)
        user.account.get_config()
        with pytest.raises(StoreUnavailable):
            broker.for_user("user-1").account.get_config()
