"""What the browser, the addresses and the log get to see: no secret, and code and state only where they have to be."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.mock.conftest import Mock

from .conftest import Visitor


def test_no_secret_leaves_the_server(ann: Visitor, mock: Mock) -> None:
    alice, page, example = mock.accounts["alice"], ann.page, ann.example
    ann.connect()
    first = example.store.load("ann")
    ann.ask("Make a key at OKX")
    ann.answer()
    expect(page.get_by_text("OKX made a key for us")).to_be_visible()
    second = example.store.load("ann")
    page.goto(f"{example.url}/okx/key")
    for label, part in (("API key", "api_key"), ("Secret key", "secret_key"), ("Passphrase", "passphrase")):
        page.get_by_label(label).fill(alice[part])
    page.get_by_role("button", name="Check and connect").click()
    expect(page.get_by_text("The key is right")).to_be_visible()
    page.goto(example.url)
    page.get_by_role("button", name="Buy").click()
    expect(page.locator("#tag")).to_be_visible()
    answered = ann.context.request.get(f"{example.url}/okx/status", headers={"Accept": "application/json"})
    assert answered.json()["uid"] == alice["uid"]

    assert first is not None
    assert first.token is not None
    assert second is not None
    assert second.token is not None
    assert second.key is not None
    broker = mock.accounts["broker-both"]
    secrets = {
        example.client["client_secret"],
        first.token.pair.access.reveal(),
        first.token.pair.refresh.reveal(),
        second.token.pair.access.reveal(),
        second.key.key.reveal(),
        second.key.secret.reveal(),
        second.key.passphrase.reveal(),
        *(account[part] for account in (alice, broker) for part in ("api_key", "secret_key", "passphrase")),
    }
    assert min(map(len, secrets)) > 8
    callbacks = [parse_qs(urlsplit(url).query) for url in ann.callbacks()]
    codes = {values["code"][0] for values in callbacks}
    states = {values["state"][0] for values in callbacks}
    assert (len(codes), len(states)) == (2, 2)

    own = [content for url, content in ann.pages if url.startswith(example.url)]
    assert len(own) >= 8
    storage = page.evaluate(
        "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])"
    )
    assert json.loads(storage) == [[], [], ""]
    cookies = json.dumps(ann.context.cookies())
    seen = [*own, answered.text(), cookies, page.url, example.log.read_text()]
    for text in seen:
        for secret in secrets | codes | states:
            assert secret not in text
    addresses = [one.url for one in ann.requests]
    for secret in secrets:
        assert not any(secret in address for address in addresses)
    for code in codes:
        assert {urlsplit(one).path for one in addresses if code in one} == {"/okx/callback"}
    for state in states:
        assert {urlsplit(one).path for one in addresses if state in one} == {
            "/account/oauth/authorize",
            "/account/oauth/authorize/answer",
            "/okx/callback",
        }
    assert "GET /okx/callback HTTP" in example.log.read_text()


def test_headers_and_cookies_are_as_promised(ann: Visitor) -> None:
    ann.connect()
    ann.page.goto(f"{ann.example.url}/okx/connect?problem=53012")
    ann.page.goto(f"{ann.example.url}/okx/key")
    own = [one for one in ann.responses if urlsplit(one.url).path.startswith("/okx/")]
    assert {urlsplit(one.url).path for one in own} == {
        "/okx/connect",
        "/okx/callback",
        "/okx/status",
        "/okx/key",
        "/okx/style.css",
    }
    for one in own:
        assert one.headers["referrer-policy"] == "no-referrer"
        assert one.headers["cache-control"] == "no-store"
        assert one.headers["x-content-type-options"] == "nosniff"
        assert one.headers["cross-origin-opener-policy"] == "same-origin"
        policy = one.headers["content-security-policy"].split("; ")
        assert {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} < set(policy)
        assert f"form-action 'self' {ann.mock.url}" in policy
        assert not any("script" in part or "unsafe" in part for part in policy)
    statuses = {(one.request.method, urlsplit(one.url).path): one.status for one in own}
    assert statuses["POST", "/okx/connect"] == 303
    assert statuses["GET", "/okx/callback"] == 303
    # No page tells another site where the browser came from, and ours tell nobody. The mock's tell the mock.
    for one in ann.requests:
        if one.headers.get("referer"):
            assert one.headers["referer"].startswith(ann.mock.url)
            assert one.url.startswith(ann.mock.url)
    (cookie,) = [one for one in ann.context.cookies() if one["name"] == "okx_connect"]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"], cookie["expires"]) == (True, "Lax", "/okx", -1)
    assert len(cookie["value"]) == 43
