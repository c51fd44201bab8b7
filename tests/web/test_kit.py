"""The web kit without a browser: settings, cookies of https, methods, and the vectors of PKCE."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from okx_broker import AsyncBroker, Environment, Secret, Site
from okx_broker.errors import ConfigurationError
from okx_broker.oauth import MasterKeys, OAuthApp, SqliteStore
from okx_broker.oauth.consent import challenge_of, new_verifier
from okx_broker.oauth.web import FastApi, WithoutQuery, connect_app
from okx_broker.oauth.web.problems import problem_named

SECRET = Secret("0123456789abcdef0123456789abcdef")
CALLBACK = "https://example.com/okx/callback"


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., AsyncBroker]:
    def broker(redirect_uri: str | None = CALLBACK, *, secret: Secret | None = SECRET) -> AsyncBroker:
        store = SqliteStore(tmp_path / "store.db", environment=Environment.DEMO, keys=MasterKeys({"k": bytes(32)}))
        app = redirect_uri and OAuthApp(client_id="c", client_secret=secret, redirect_uri=redirect_uri)
        # Nobody listens at port 9: what is asked of the exchange fails.
        return AsyncBroker(
            "CODE1",
            environment=Environment.DEMO,
            site=Site.GLOBAL,
            base_url="http://127.0.0.1:9",
            store=store,
            oauth=app or None,
        )

    return broker


def ask(
    app: Any, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, list[tuple[str, str]], bytes]:
    """One request, as a server would hand it on to the application mounted at /okx."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    where, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": f"/okx{where}",
        "raw_path": f"/okx{where}".encode(),
        "root_path": "/okx",
        "query_string": query.encode(),
        "headers": [(name.lower().replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("example.com", 443),
    }
    asyncio.run(app(scope, receive, send))
    got = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    return sent[0]["status"], got, b"".join(part.get("body", b"") for part in sent[1:])


def ann(_: Request) -> str:
    return "ann"


async def nobody(_: Request) -> None:
    return None


# PKCE


def test_the_challenge_of_rfc_7636_appendix_b() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_verifiers_are_of_the_form_of_rfc_7636_and_all_different() -> None:
    verifiers = {new_verifier() for _ in range(1000)}
    assert len(verifiers) == 1000
    allowed = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    assert all(43 <= len(one) <= 128 and set(one) <= allowed for one in verifiers)


# Settings


@pytest.mark.parametrize(
    ("redirect_uri", "word"),
    [
        ("http://example.com/okx/callback", "https"),
        ("brokerapp://okx/callback", "https"),
        ("https://example.com", "path"),
        ("https://example.com/okx/", "path"),
        ("https://example.com/okx/status", "status"),
    ],
)
def test_a_redirect_uri_that_can_not_be_served_is_refused(
    make: Callable[..., AsyncBroker], redirect_uri: str, word: str
) -> None:
    with pytest.raises(ConfigurationError, match=word):
        connect_app(make(redirect_uri), ann, secret=SECRET, name="Example")


def test_settings_that_make_no_sense_are_refused(make: Callable[..., AsyncBroker]) -> None:
    with pytest.raises(ConfigurationError, match="32 characters"):
        connect_app(make(), ann, secret=Secret("short"), name="Example")
    with pytest.raises(ConfigurationError, match="client_secret"):
        connect_app(make(secret=None), ann, secret=SECRET, name="Example")
    with pytest.raises(ConfigurationError, match="scopes"):
        connect_app(make(), ann, secret=SECRET, name="Example", scopes=("fast_api",))
    with pytest.raises(ConfigurationError, match="url"):
        connect_app(make(None), ann, secret=SECRET, name="Example")
    with pytest.raises(ConfigurationError, match="OAuthApp"):
        connect_app(
            make(None), ann, secret=SECRET, name="Example", url="https://example.com/okx", fast_api=FastApi("label")
        )


@pytest.mark.parametrize(("found", "kind"), [(7, "an int"), (0, "an int"), (b"ann", "a bytes")])
def test_who_is_logged_in_is_said_by_a_str(
    make: Callable[..., AsyncBroker], found: Any, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def later(_: Request) -> Any:
        return found

    for current_user in (lambda _: found, later):
        app = connect_app(make(), current_user, secret=SECRET, name="Example")
        caplog.clear()
        assert ask(app, "GET", "/connect")[0] == 503
        assert f"current_user returned {kind}: return a str, your own id of the user, or None" in caplog.text
        assert [record.levelname for record in caplog.records] == ["ERROR"]


# Requests


def test_by_https_the_cookie_is_secure(make: Callable[..., AsyncBroker]) -> None:
    app = connect_app(make(), ann, secret=SECRET, name="Example")
    status, headers, _ = ask(app, "GET", "/connect")
    assert status == 200
    (cookie,) = [value for name, value in headers if name == "set-cookie"]
    value, *attributes = cookie.split("; ")
    assert value.startswith("__Secure-okx_connect=")
    assert {one.lower() for one in attributes} == {"httponly", "secure", "samesite=lax", "path=/okx"}


def test_without_consent_there_are_keys_alone(make: Callable[..., AsyncBroker]) -> None:
    app = connect_app(make(None), ann, secret=SECRET, name="Example", url="https://example.com/okx/")
    status, headers, body = ask(app, "GET", "/connect")
    assert (status, b"Paste a key" in body, b"Connect with OKX" in body) == (200, True, False)
    assert "form-action 'self';" in dict(headers)["content-security-policy"]
    assert ask(app, "GET", "/callback?code=c&state=s")[0] == 404


def test_nobody_is_told_to_log_in(make: Callable[..., AsyncBroker]) -> None:
    app = connect_app(make(), nobody, secret=SECRET, name="Example", login="/in")
    for path in ("/connect", "/status", "/key"):
        status, headers, body = ask(app, "GET", path)
        assert (status, b'href="/in"' in body) == (401, True)
        assert "set-cookie" not in dict(headers)
    status, headers, _ = ask(app, "GET", "/callback?code=c&state=s")
    assert (status, dict(headers)["location"]) == (303, "/okx/connect")
    for path in ("/connect", "/key", "/disconnect"):
        assert ask(app, "POST", path, b"form=")[0] == 401
    status, _, body = ask(app, "GET", "/status", accept="application/json")
    assert (status, body) == (401, b'{"error":"nobody is logged in"}')


def test_who_only_looks_at_a_callback_does_not_use_it_up(make: Callable[..., AsyncBroker]) -> None:
    app = connect_app(make(), ann, secret=SECRET, name="Example")
    assert ask(app, "HEAD", "/callback?code=c&state=s")[0] == 405
    assert ask(app, "POST", "/callback?code=c&state=s")[0] == 405


def test_a_problem_is_one_of_ours_and_never_a_text_of_the_address(make: Callable[..., AsyncBroker]) -> None:
    app = connect_app(make(), ann, secret=SECRET, name="Example")
    body = ask(app, "GET", "/connect?problem=%3Cscript%3Ealert(1)%3C/script%3E")[2]
    assert b"alert" not in body
    body = ask(app, "GET", "/connect?problem=53012")[2]
    assert b"within ten minutes" in body
    # Every code of "Error Code" in the OAuth document says something, and names itself.
    documented = [*range(53000, 53007), *range(53009, 53018)]
    for code in documented:
        problem = problem_named(str(code))
        assert problem is not None
        assert (problem.code, problem.title != "", problem.fix != "") == (str(code), True, True)


def test_names_are_escaped(make: Callable[..., AsyncBroker]) -> None:
    app = connect_app(make(), ann, secret=SECRET, name="<b>Tom & Co</b>")
    body = ask(app, "GET", "/connect")[2]
    assert b"&lt;b&gt;Tom &amp; Co&lt;/b&gt;" in body
    assert b"<b>Tom" not in body


def test_when_okx_is_away_the_user_is_told_and_the_key_is_not_kept(make: Callable[..., AsyncBroker]) -> None:
    broker = make()
    app = connect_app(broker, ann, secret=SECRET, name="Example")
    _, headers, body = ask(app, "GET", "/key")
    cookie = dict(headers)["set-cookie"].partition(";")[0]
    token = body.partition(b'name="form" value="')[2].partition(b'"')[0].decode()
    form = f"form={token}&key=the-key&secret=the-secret&passphrase=the-passphrase".encode()
    status, _, body = ask(app, "POST", "/key", form, cookie=cookie)
    assert (status, b"can&#39;t be reached" in body or b"can't be reached" in body) == (422, True)
    assert b"the-secret" not in body
    assert broker.store is not None
    assert broker.store.load("ann") is None
    # The same form from a neighbour's page, as the browser would say.
    assert ask(app, "POST", "/key", form, cookie=cookie, sec_fetch_site="same-site")[0] == 403
    assert ask(app, "POST", "/key", form + b"&x=" + b"x" * 9000, cookie=cookie)[0] == 403


def test_a_form_is_for_the_user_to_whom_it_was_shown(make: Callable[..., AsyncBroker]) -> None:
    """Two users of one browser, one after the other: the session of the browser stays."""
    who = ["ann"]
    app = connect_app(make(), lambda _: who[0], secret=SECRET, name="Example")
    _, headers, body = ask(app, "GET", "/key")
    cookie = dict(headers)["set-cookie"].partition(";")[0]
    form = b"form=" + body.partition(b'name="form" value="')[2].partition(b'"')[0]
    who[0] = "ben"
    for path in ("/disconnect", "/connect", "/key"):
        assert ask(app, "POST", path, form, cookie=cookie)[0] == 403
    who[0] = "ann"
    assert ask(app, "POST", "/disconnect", form, cookie=cookie)[0] == 303


def test_what_is_not_offered_can_not_be_asked_for(make: Callable[..., AsyncBroker]) -> None:
    broker = make()
    app = connect_app(broker, ann, secret=SECRET, name="Example")
    _, headers, body = ask(app, "GET", "/connect")
    cookie = dict(headers)["set-cookie"].partition(";")[0]
    form = b"form=" + body.partition(b'name="form" value="')[2].partition(b'"')[0]
    assert b"fast_api" not in body
    for what in (b"fast_api", b"trade", b""):
        status, headers, _ = ask(app, "POST", "/connect", form + b"&what=" + what, cookie=cookie)
        assert (status, dict(headers)["location"]) == (303, "/okx/connect?problem=form")
    status, headers, _ = ask(app, "POST", "/connect", form + b"&what=oauth", cookie=cookie)
    assert (status, "scope=read_only%2Ctrade&" in dict(headers)["location"]) == (303, True)


def test_the_form_for_a_key_hides_what_is_typed(make: Callable[..., AsyncBroker]) -> None:
    app = connect_app(make(), ann, secret=SECRET, name="Example")
    body = ask(app, "GET", "/key")[2].decode()
    fields = dict(re.findall(r'<input id="(\w+)"([^>]*)>', body))
    assert set(fields) == {"key", "secret", "passphrase"}
    for name, rest in fields.items():
        assert ('type="password"' in rest) == (name != "key")
        assert 'autocomplete="' in rest
        assert "value=" not in rest


# The log


def test_the_filter_cuts_queries_off_uvicorns_lines() -> None:
    record = logging.LogRecord(
        "uvicorn.access",
        logging.INFO,
        "",
        0,
        '%s - "%s %s HTTP/%s" %d',
        ("127.0.0.1:1", "GET", "/okx/callback?code=C0DE&state=ST4TE", "1.1", 303),
        None,
    )
    assert WithoutQuery().filter(record)
    assert record.getMessage() == '127.0.0.1:1 - "GET /okx/callback HTTP/1.1" 303'
