"""Settings of the example, from the environment; `VARIABLES` lists them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from okx_broker.client import AsyncBroker, BrokerType
from okx_broker.credentials import ApiKey, Credentials
from okx_broker.environments import Environment, is_loopback
from okx_broker.errors import ConfigurationError
from okx_broker.oauth.store.master_keys import MasterKeys
from okx_broker.oauth.store.sqlite import SqliteStore
from okx_broker.oauth.tokens import OAuthApp
from okx_v5.scalars import Secret

if TYPE_CHECKING:
    from okx_broker.oauth.store.sql import SqlStore

REDIRECT_URI: Final = "http://localhost:8000/okx/callback"
NEEDED: Final = {
    "OKX_BROKER_CODE": "the broker code",
    "OKX_ENVIRONMENT": "demo; the example takes no other",
    "OKX_SITE": "global, us, eea or tr",
    "OKX_BROKER_STORE": "where users are kept: the path of an SQLite file, or postgresql://…",
    "OKX_BROKER_STORE_KEY": "the store's master key; `okx-broker users new-key` makes one",
    "OKX_CLIENT_ID": "the broker as an OAuth client",
    "OKX_CLIENT_SECRET": "its secret",
}
OPTIONAL: Final = {
    "OKX_REDIRECT_URI": f"where the example listens, too; {REDIRECT_URI} unless said",
    "OKX_BASE_URL": "the address of the mock",
    "OKX_BROKER_TYPE": "api or oauth, where the company is both",
    "OKX_BROKER_API_KEY": "the broker's own key, to ask whether orders earn a rebate; with it",
    "OKX_BROKER_SECRET_KEY": "its secret key, and",
    "OKX_BROKER_PASSPHRASE": "its passphrase",
    "EXAMPLE_FAST_API": "1 offers keys by Fast API, if OKX (or the mock's client) has it enabled",
}
_OWN_KEY: Final = "OKX_BROKER_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the example runs with.

    Attributes:
        broker: The broker, with store and OAuth client.
        host: Where it listens.
        port: Its port.
        path: Where the web kit is mounted.
        broker_key: The broker's own key, if there is one.
        fast_api: Whether Fast API keys are offered.
    """

    broker: AsyncBroker
    host: str
    port: int
    path: str
    broker_key: Credentials | None
    fast_api: bool


def from_env(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises:
        ConfigurationError: Variables are missing, or one can't be used; the message names them.
        StoreError: The store can't be used.
    """
    env = os.environ if environ is None else environ
    if missing := [name for name in NEEDED if not env.get(name)]:
        raise ConfigurationError(f"set {', '.join(missing)} in the environment; --help says what they are")
    uri = env.get("OKX_REDIRECT_URI") or REDIRECT_URI
    address = urlsplit(uri)
    if address.scheme != "http" or not is_loopback(address.hostname or "") or not address.port:
        raise ConfigurationError("OKX_REDIRECT_URI: the example runs on this machine, as http://localhost:8000/…")
    said = AsyncBroker.from_env(env)
    if said.environment is not Environment.DEMO:
        raise ConfigurationError(
            "OKX_ENVIRONMENT: the example places an order for whoever clicks, so it is for demo only"
        )
    app = OAuthApp(client_id=env["OKX_CLIENT_ID"], client_secret=Secret(env["OKX_CLIENT_SECRET"]), redirect_uri=uri)
    own = any(env.get(name) for name in OPTIONAL if name.startswith(_OWN_KEY) and name != "OKX_BROKER_TYPE")
    key = ApiKey.from_env(env, prefix=_OWN_KEY) if own else None
    broker = AsyncBroker(
        said.code,
        environment=said.environment,
        site=said.site,
        broker_type=_broker_type(env),
        base_url=env.get("OKX_BASE_URL") or None,
        store=_store(env["OKX_BROKER_STORE"], MasterKeys.from_env(env)),
        oauth=app,
    )
    return Settings(
        broker=broker,
        host=address.hostname or "localhost",
        port=address.port,
        path=address.path.rpartition("/")[0],
        broker_key=key,
        fast_api=env.get("EXAMPLE_FAST_API", "") == "1",
    )


def _store(place: str, keys: MasterKeys) -> SqlStore:
    if place.startswith(("postgresql://", "postgres://")):
        from okx_broker.oauth import PostgresStore

        return PostgresStore(place, environment=Environment.DEMO, keys=keys)
    return SqliteStore(place, environment=Environment.DEMO, keys=keys)


def _broker_type(env: Mapping[str, str]) -> BrokerType | None:
    kind = env.get("OKX_BROKER_TYPE", "")
    return "api" if kind == "api" else "oauth" if kind == "oauth" else None
