"""The form for a key against the mock, without a browser: keys that may only read, and keys that OKX knows no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from okx_broker import AsyncBroker, Environment, Site
from okx_broker.oauth import MasterKeys, SqliteStore
from okx_broker.oauth.web import connect_app
from okx_broker.testing import MockServer
from okx_broker.testing.accounts import Account

from .test_kit import SECRET, ann, ask


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    one = MockServer()
    yield one
    one.stop()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    one = SqliteStore(tmp_path / "store.db", environment=Environment.DEMO, keys=MasterKeys({"k": bytes(32)}))
    yield one
    one.close()


def kit(server: MockServer, store: SqliteStore, **more: Any) -> Any:
    broker = AsyncBroker(
        "MOCKBROKER01", environment=Environment.DEMO, site=Site.GLOBAL, base_url=server.url, store=store
    )
    return connect_app(broker, ann, secret=SECRET, name="Example", url="https://example.com/okx", **more)


def paste(app: Any, account: Account) -> tuple[int, dict[str, str], bytes]:
    _, headers, body = ask(app, "GET", "/key")
    cookie = dict(headers)["set-cookie"].partition(";")[0]
    token = body.partition(b'name="form" value="')[2].partition(b'"')[0].decode()
    form = (
        f"form={token}&key={account.api_key}&secret={account.secret_key.reveal()}"
        f"&passphrase={account.passphrase.reveal()}"
    )
    status, headers, body = ask(app, "POST", "/key", form.encode(), cookie=cookie)
    return status, dict(headers), body


def test_a_key_that_may_only_read_is_refused_where_keys_must_trade(server: MockServer, store: SqliteStore) -> None:
    app = kit(server, store, keys_must_trade=True)
    status, _, body = paste(app, server.accounts["bob"])
    assert (status, b"This key may only read" in body) == (422, True)
    assert store.load("ann") is None
    status, headers, _ = paste(app, server.accounts["alice"])
    assert (status, headers["location"]) == (303, "/okx/status?done=key")


def test_it_is_no_surprise_where_nobody_asks_to_trade(server: MockServer, store: SqliteStore) -> None:
    app = kit(server, store, scopes=("read_only",))
    assert paste(app, server.accounts["bob"])[1]["location"] == "/okx/status?done=key"
    assert b"may only read" not in ask(app, "GET", "/status")[2]


def test_a_key_that_okx_knows_no_more_is_told(server: MockServer, store: SqliteStore) -> None:
    app = kit(server, store)
    assert paste(app, server.accounts["alice"])[0] == 303
    assert b"does not know the key" not in ask(app, "GET", "/status")[2]
    held = store.load("ann")
    assert held is not None
    assert held.key is not None
    store.key_refused("ann", held.key, "OKX knows the key no more", held.key.created_ms + 1)
    assert b"OKX does not know the key any more" in ask(app, "GET", "/status")[2]
    told = ask(app, "GET", "/status", accept="application/json")[2]
    assert b'"may_trade":false' in told
    assert b'"refused":true' in told
