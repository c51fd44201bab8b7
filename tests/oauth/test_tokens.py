"""What is sent for tokens, and where to: OKX's own sites, paths and bodies as they are set, and nothing to anybody else."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from okx_broker import Broker, Environment, Secret, Site
from okx_broker.errors import ConfigurationError, ConsentRefused
from okx_broker.oauth import OAuth, OAuthApp, SqliteStore
from okx_broker.transport import Outgoing, Reply
from tests.oauth.support import CODE

USER = "user-1"
SESSION = "s" * 32
CLIENT_SECRET = "CLIENT-SECRET-9c41f0"


class Okx:
    """Plays all of OKX's sites, and notes what they are sent. A refresh brings what `answer` says."""

    timeout = 10.0

    def __init__(self) -> None:
        self.seen: list[Outgoing] = []
        self.answer: dict[str, object] = {"refresh_token": "REFRESH-2-51be02"}
        self.revoking = 200

    def send(self, request: Outgoing) -> Reply:
        self.seen.append(request)
        if "revoke" in request.url:
            return Reply(self.revoking, b"{}")
        if request.method == "POST":
            made = {"access_token": f"ACCESS-{len(self.seen)}-7f3a9c", "token_type": "bearer", "expires_in": 3600}
            return Reply(200, json.dumps(made | self.answer).encode())
        return Reply(200, b'{"code": "0", "msg": "", "data": [{"uid": "uid1"}]}')

    def close(self) -> None:
        pass

    @property
    def hosts(self) -> list[str]:
        return [urlsplit(request.url).netloc for request in self.seen]


def app_of(**settings: Any) -> OAuthApp:
    said = {"client_secret": Secret(CLIENT_SECRET), "redirect_uri": "https://broker.example/okx/callback", **settings}
    return OAuthApp(client_id="client-1", **said)


def broker_of(store: SqliteStore, okx: Okx, app: OAuthApp, **settings: Any) -> Broker:
    said = {"site": Site.GLOBAL, "environment": Environment.DEMO, **settings}
    return Broker(CODE, store=store, oauth=app, transport=okx, **said)


def asked_of(broker: Broker, **more: Any) -> dict[str, str]:
    url = urlsplit(OAuth(broker).authorization_url(USER, SESSION, ("read_only", "trade"), **more))
    assert f"{url.scheme}://{url.netloc}{url.path}" == "https://www.okx.com/account/oauth/authorize"
    return {name: values[0] for name, values in parse_qs(url.query).items()}


def site_of(store: SqliteStore) -> str:
    held = store.load(USER)
    assert held is not None
    assert held.token is not None
    return held.token.grant.site


# Where to


@pytest.mark.parametrize(
    ("domain", "host", "site"),
    [
        ("https://www.okx.com", "www.okx.com", "global"),
        ("https://www.okx.com/", "www.okx.com", "global"),
        ("https://openapi.okx.com", "www.okx.com", "global"),
        ("https://us.okx.com", "us.okx.com", "us"),
        ("https://eea.okx.com", "eea.okx.com", "eea"),
        ("https://tr.okx.com", "tr.okx.com", "tr"),
        (None, "www.okx.com", "global"),
    ],
)
def test_the_code_goes_to_the_site_of_okx_that_the_callback_names(
    sqlite_store: SqliteStore, domain: str | None, host: str, site: str
) -> None:
    okx = Okx()
    with broker_of(sqlite_store, okx, app_of()) as broker:
        brought = {"state": asked_of(broker)["state"], "code": "C0DE"}
        OAuth(broker).finish(USER, SESSION, brought if domain is None else brought | {"domain": domain})
        assert set(okx.hosts) == {host}
        assert okx.seen[0].url == f"https://{host}/v5/users/oauth/token"
        assert site_of(sqlite_store) == site
        if site != "global":
            # The tokens are never used at a site that they are not of.
            okx.seen.clear()
            with pytest.raises(ConfigurationError, match=f"belongs to the site {site}, this broker to global"):
                broker.for_user(USER).account.get_config()
            assert okx.seen == []


@pytest.mark.parametrize(
    "domain",
    [
        "http://www.okx.com",
        "https://okx.com",
        "https://evil-www.okx.com",
        "https://my.okx.com",
        "https://www.okx.com.evil.example",
        "https://www.okx.com:8443",
        "https://www.okx.com@evil.example",
        "https://evil.example/https://www.okx.com",
        "//www.okx.com",
        "www.okx.com",
    ],
)
def test_no_other_domain_is_sent_anything(sqlite_store: SqliteStore, domain: str) -> None:
    okx = Okx()
    with broker_of(sqlite_store, okx, app_of()) as broker:
        brought = {"state": asked_of(broker)["state"], "code": "C0DE", "domain": domain}
        with pytest.raises(ConsentRefused) as refused:
            OAuth(broker).finish(USER, SESSION, brought)
    assert refused.value.kind == "domain"
    assert okx.seen == []
    assert sqlite_store.load(USER) is None


# What


def test_an_answer_of_another_user_or_without_a_state_is_not_listened_to(sqlite_store: SqliteStore) -> None:
    """Also not to its error, which anybody can put into a link."""
    okx = Okx()
    with broker_of(sqlite_store, okx, app_of()) as broker:
        for user, brought in (
            (USER, {"error": "access_denied"}),
            (USER, {"state": "forged", "error_code": "53004"}),
            ("user-2", {"state": asked_of(broker)["state"], "code": "C0DE"}),
        ):
            with pytest.raises(ConsentRefused) as refused:
                OAuth(broker).finish(user, SESSION, brought)
            assert refused.value.kind == "state"
    assert okx.seen == []


def test_what_is_sent_for_tokens_in_json(sqlite_store: SqliteStore) -> None:
    okx = Okx()
    with broker_of(sqlite_store, okx, app_of()) as broker:
        asked = asked_of(broker)
        assert asked["redirect_uri"] == "https://broker.example/okx/callback"
        assert (asked["access_type"], asked["channelId"], asked["scope"]) == ("offline", CODE, "read_only,trade")
        assert "code_challenge" not in asked
        OAuth(broker).finish(USER, SESSION, {"state": asked["state"], "code": "C0DE"})
        OAuth(broker).keep_alive(before_seconds=4 * 86_400, per_second=1000)
    exchanged, refreshed = [one for one in okx.seen if one.method == "POST"]
    assert dict(exchanged.headers) == {"x-simulated-trading": "1"}
    client = {"client_id": "client-1", "client_secret": CLIENT_SECRET}
    assert json.loads(exchanged.body) == {"grant_type": "authorization_code", "code": "C0DE", **client}
    assert json.loads(refreshed.body) == {
        "grant_type": "refresh_token", "refresh_token": "REFRESH-2-51be02", **client,
    }  # fmt: skip
    # The client's secret goes nowhere else.
    assert [one for one in okx.seen if CLIENT_SECRET.encode() in one.body] == [exchanged, refreshed]
    assert CLIENT_SECRET not in str([(one.url, one.headers) for one in okx.seen])


def test_a_device_proves_itself_by_its_verifier(sqlite_store: SqliteStore) -> None:
    okx = Okx()
    with broker_of(sqlite_store, okx, app_of(client_secret=None)) as broker:
        asked = asked_of(broker, term_id="device-1")
        OAuth(broker).finish(USER, SESSION, {"state": asked["state"], "code": "C0DE"})
        OAuth(broker).keep_alive(before_seconds=4 * 86_400, per_second=1000)
        broker.for_user(USER).account.get_config()
    exchanged, refreshed = [one for one in okx.seen if one.method == "POST"]
    sent = json.loads(exchanged.body)
    assert set(sent) == {"grant_type", "client_id", "code", "code_verifier"}
    assert set(json.loads(refreshed.body)) == {"grant_type", "client_id", "refresh_token"}
    assert [one for one in okx.seen if sent["code_verifier"].encode() in one.body] == [exchanged]
    # The device is named with every request, from the exchange on.
    assert [dict(one.headers).get("TERMID") for one in okx.seen] == ["device-1"] * len(okx.seen)


def test_paths_and_form_of_the_body_are_settings(sqlite_store: SqliteStore) -> None:
    okx = Okx()
    app = app_of(token_path="/private/token", revoke_path="/private/revoke", encoding="form")
    with broker_of(sqlite_store, okx, app) as broker:
        OAuth(broker).finish(USER, SESSION, {"state": asked_of(broker)["state"], "code": "C+DE &"})
        assert OAuth(broker).disconnect(USER)
    exchanged, revoked = [one for one in okx.seen if one.method == "POST"]
    assert (exchanged.url, revoked.url) == ("https://www.okx.com/private/token", "https://www.okx.com/private/revoke")
    for one in (exchanged, revoked):
        assert dict(one.headers)["Content-Type"] == "application/x-www-form-urlencoded"
    client = {"client_id": ["client-1"], "client_secret": [CLIENT_SECRET]}
    assert parse_qs(exchanged.body.decode()) == {"grant_type": ["authorization_code"], "code": ["C+DE &"], **client}
    assert parse_qs(revoked.body.decode()) == {"token": ["ACCESS-1-7f3a9c"], **client}


@pytest.mark.parametrize("status", [200, 400, 503])
def test_who_disconnects_is_revoked_where_the_path_is_known(sqlite_store: SqliteStore, status: int) -> None:
    okx = Okx()
    okx.revoking = status
    for app, asked in ((app_of(), 0), (app_of(revoke_path="/v5/users/oauth/revoke"), 1)):
        with broker_of(sqlite_store, okx, app) as broker:
            OAuth(broker).finish(USER, SESSION, {"state": asked_of(broker)["state"], "code": "C0DE"})
            # Whatever the exchange says to it, nothing is held any more.
            assert OAuth(broker).disconnect(USER)
            assert sqlite_store.load(USER) is None
            assert not OAuth(broker).disconnect(USER)
        assert len([one for one in okx.seen if "revoke" in one.url]) == asked


def test_a_refresh_that_brings_no_new_refresh_token_keeps_the_old_one(sqlite_store: SqliteStore) -> None:
    """RFC 6749, section 6: a server may leave it out, and the old one goes on."""
    okx = Okx()
    with broker_of(sqlite_store, okx, app_of()) as broker:
        first = OAuth(broker).finish(USER, SESSION, {"state": asked_of(broker)["state"], "code": "C0DE"})
        okx.answer = {}
        OAuth(broker).keep_alive(before_seconds=4 * 86_400, per_second=1000)
    held = sqlite_store.load(USER)
    assert held is not None
    assert held.token is not None
    assert (held.token.generation, held.token.pair.access != first.pair.access) == (2, True)
    assert held.token.pair.refresh == first.pair.refresh
    assert held.token.pair.refresh_expires_ms == first.pair.refresh_expires_ms
    assert sqlite_store.due(first.pair.refresh_expires_ms + 1, "", 9) == [USER]
