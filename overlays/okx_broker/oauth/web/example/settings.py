"""Settings of the example, from the environment.

OKX_BROKER_CODE, OKX_ENVIRONMENT=demo, OKX_SITE, OKX_BROKER_TYPE, OKX_BASE_URL    as for `Broker.from_env`
OKX_BROKER_STORE_KEY          as for `MasterKeys.from_env`
OKX_CLIENT_ID, OKX_CLIENT_SECRET
OKX_REDIRECT_URI        where the example listens, too; http://localhost:8000/okx/callback unless said
OKX_API_KEY, OKX_SECRET_KEY, OKX_PASSPHRASE    the broker's own key, to ask whether orders earn a rebate
EXAMPLE_STORE                 the file that connections are kept in; example.db unless said
EXAMPLE_FAST_API=1            offers Fast API keys
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from okx_broker.client import AsyncBroker, BrokerType
from okx_broker.credentials import ApiKey, Credentials
from okx_broker.environments import Environment, is_loopback
from okx_broker.errors import ConfigurationError
from okx_broker.oauth.store.master_keys import MasterKeys
from okx_broker.oauth.store.sqlite import SqliteStore
from okx_broker.oauth.tokens import OAuthApp
from okx_v5.scalars import Secret

REDIRECT_URI = "http://localhost:8000/okx/callback"


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
        ConfigurationError: A variable is missing or can't be used; the message names it.
        StoreError: The file can't be used.
    """
    env = os.environ if environ is None else environ
    uri = env.get("OKX_REDIRECT_URI", REDIRECT_URI)
    address = urlsplit(uri)
    if address.scheme != "http" or not is_loopback(address.hostname or "") or not address.port:
        raise ConfigurationError("OKX_REDIRECT_URI: the example runs on this machine, as http://localhost:8000/…")
    said = AsyncBroker.from_env(env)
    if said.environment is not Environment.DEMO:
        raise ConfigurationError(
            "OKX_ENVIRONMENT: the example places an order for whoever clicks, so it is for demo only"
        )
    app = OAuthApp(
        client_id=_needed(env, "OKX_CLIENT_ID"),
        client_secret=Secret(_needed(env, "OKX_CLIENT_SECRET")),
        redirect_uri=uri,
    )
    store = SqliteStore(
        env.get("EXAMPLE_STORE", "example.db"), environment=said.environment, keys=MasterKeys.from_env(env)
    )
    broker = AsyncBroker(
        said.code,
        environment=said.environment,
        site=said.site,
        broker_type=_broker_type(env),
        base_url=env.get("OKX_BASE_URL") or None,
        store=store,
        oauth=app,
    )
    key = None
    if env.get("OKX_API_KEY"):
        key = ApiKey(
            env["OKX_API_KEY"],
            Secret(_needed(env, "OKX_SECRET_KEY")),
            Secret(_needed(env, "OKX_PASSPHRASE")),
        )
    return Settings(
        broker=broker,
        host=address.hostname or "localhost",
        port=address.port,
        path=address.path.rpartition("/")[0],
        broker_key=key,
        fast_api=env.get("EXAMPLE_FAST_API", "") == "1",
    )


def _needed(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "")
    if not value:
        raise ConfigurationError(f"set {name}")
    return value


def _broker_type(env: Mapping[str, str]) -> BrokerType | None:
    kind = env.get("OKX_BROKER_TYPE", "")
    return "api" if kind == "api" else "oauth" if kind == "oauth" else None
