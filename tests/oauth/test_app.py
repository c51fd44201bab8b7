"""The broker as an OAuth client: what can't be one is refused when it is made, with what to do."""

from __future__ import annotations

import pickle
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from okx_broker import Secret
from okx_broker.errors import ConfigurationError, ConsentRefused, InvalidArgument
from okx_broker.oauth import OAuth, OAuthApp, SqliteStore
from tests.oauth.support import Exchange


@pytest.fixture
def store(sqlite_store: SqliteStore) -> SqliteStore:
    return sqlite_store


@pytest.mark.parametrize(
    "uri",
    [
        "https://broker.example/okx/callback",
        "https://broker.example:8443/okx/callback?tenant=1&b=%20",
        "http://127.0.0.1:8000/callback",
        "http://localhost:8000/callback",
        "http://[::1]:8000/callback",
        "com.broker.example:/callback",
    ],
)
def test_what_a_browser_can_come_back_to_is_taken(uri: str) -> None:
    assert OAuthApp(client_id="c", redirect_uri=uri).redirect_uri == uri


@pytest.mark.parametrize(
    ("uri", "problem"),
    [
        ("http://broker.example/callback", "plain http"),
        ("http://10.0.0.7/callback", "plain http"),
        ("https://broker.example/call back", "blank"),
        ("https://broker.example/callback\n", "blank"),
        ("https://br\u00f6ker.example/callback", "character"),
        ("https://broker.example/callback#top", "fragment"),
        ("https://broker.example/callback#", "fragment"),
        ("https://me:pass@broker.example/callback", "user name"),
        ("https:///callback", "no address"),
        ("broker.example/callback", "no address"),
        ("/okx/callback", "no address"),
        ("https://[::1/callback", "no address"),
        ("javascript:alert(1)", "no address"),
        (None, "no text"),
    ],
)
def test_what_no_browser_comes_back_to_is_refused(uri: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"redirect_uri .*{problem}.*the one that OKX has registered"):
        OAuthApp(client_id="c", client_secret=Secret("s"), redirect_uri=uri)


def test_a_client_secret_that_is_given_as_a_text_is_not_shown() -> None:
    app = OAuthApp(client_id="c", client_secret="the-secret-3f", redirect_uri="")  # type: ignore[arg-type]
    assert "the-secret-3f" not in f"{app!r}{app!s}"
    assert app.client_secret == Secret("the-secret-3f")
    assert app.mode == "code"
    for wrong in ("", Secret(""), b"the-secret-3f"):
        with pytest.raises(ConfigurationError, match="client_secret") as refused:
            OAuthApp(client_id="c", client_secret=wrong, redirect_uri="")  # type: ignore[arg-type]
        assert "the-secret-3f" not in str(refused.value)


def test_nobody_is_asked_for_consent_without_a_redirect_uri(exchange: Exchange, store: SqliteStore) -> None:
    app = OAuthApp(client_id="c", client_secret=Secret("s"), redirect_uri="")
    with exchange.broker(store, oauth=app) as broker, pytest.raises(InvalidArgument, match="redirect_uri"):
        OAuth(broker).authorization_url("user-1", "s" * 32, ("trade",))


@pytest.mark.parametrize(
    ("changes", "field", "fix"),
    [
        ({"scopes": ("read_only", "withdraw")}, "scopes", "Choose from read_only, trade, fast_api"),
        ({"scopes": ()}, "scopes", r"Pass \('read_only', 'trade'\)"),
        ({"scopes": "trade"}, "scopes", r"Pass \('read_only', 'trade'\)"),
        ({"scopes": ("trade", "trade")}, "scopes", "Name each once"),
        ({"scopes": ("read_only", "fast_api")}, "scopes", "Ask for fast_api alone"),
        ({"scopes": ("fast_api",), "term_id": "device-1", "device": True}, "scopes", "needs a client_secret"),
        ({"device": True}, "term_id", "Pass the id of the device"),
        ({"term_id": "device-1"}, "term_id", "Leave it out"),
        ({"session": "s" * 15}, "session", "random session cookie"),
        ({"user_id": ""}, "user_id", "your own id of the user"),
        ({"user_id": 7}, "user_id", "your own id of the user"),
    ],
)
def test_what_can_not_be_asked_for_is_refused_with_what_to_do(
    exchange: Exchange, store: SqliteStore, changes: dict[str, Any], field: str, fix: str
) -> None:
    said = {"user_id": "user-1", "session": "s" * 32, "scopes": ("read_only", "trade"), **changes}
    secret = None if said.pop("device", False) else Secret("s")
    app = OAuthApp(client_id="c", client_secret=secret, redirect_uri="https://broker.example/okx/callback")
    with exchange.broker(store, oauth=app) as broker, pytest.raises(InvalidArgument, match=fix) as refused:
        OAuth(broker).authorization_url(**said)
    assert refused.value.field == field


def test_a_state_is_good_for_half_an_hour(exchange: Exchange, store: SqliteStore) -> None:
    session = "s" * 32
    with exchange.broker(store) as broker:
        oauth = OAuth(broker)
        early, late = (
            parse_qs(urlsplit(oauth.authorization_url("user-1", session)).query)["state"][0] for _ in range(2)
        )
        assert len({early, late}) == 2
        exchange.advance(30 * 60 - 5)
        oauth.finish("user-1", session, {"state": early, "code": exchange.code()})
        exchange.advance(5)
        with pytest.raises(ConsentRefused) as refused:
            oauth.finish("user-1", session, {"state": late, "code": exchange.code()})
    assert refused.value.kind == "state"


@pytest.mark.parametrize(
    ("params", "kind"),
    [
        ({"state": "another", "code": "x"}, "state"),
        ({"error": "access_denied"}, "said_no"),
        ({"error_code": "53011"}, "refused"),
        ({}, "no_code"),
        ({"code": "x", "domain": "https://www.okx.com.evil.example"}, "domain"),
    ],
)
def test_a_program_can_tell_why_a_consent_is_none(
    exchange: Exchange, store: SqliteStore, params: dict[str, str], kind: str
) -> None:
    session = "s" * 32
    with exchange.broker(store) as broker:
        oauth = OAuth(broker)
        asked = parse_qs(urlsplit(oauth.authorization_url("user-1", session, ("trade",))).query)
        with pytest.raises(ConsentRefused) as refused:
            oauth.finish("user-1", session, {"state": asked["state"][0], **params})
    assert refused.value.kind == kind
    assert pickle.loads(pickle.dumps(refused.value)).kind == kind
    assert store.load("user-1") is None
