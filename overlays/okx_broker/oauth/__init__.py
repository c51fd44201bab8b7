"""Connecting users once and acting for them for years: consent, tokens, Fast API keys and pasted keys.

    from okx_broker import Broker, Environment, Secret, Site
    from okx_broker.oauth import MasterKeys, OAuth, OAuthApp, SqliteStore

    demo, back = Environment.DEMO, "https://example.com/okx/callback"
    store = SqliteStore("connections.db", environment=demo, keys=MasterKeys.from_env())
    app = OAuthApp(client_id="…", client_secret=Secret("…"), redirect_uri=back)
    broker = Broker("MYCODE", environment=demo, site=Site.GLOBAL, store=store, oauth=app)
    url = OAuth(broker).authorization_url("user-7", session)  # send the user there
    OAuth(broker).finish("user-7", session, callback_params)  # when the user comes back
    broker.for_user("user-7").account.get_balance()           # from then on

`GUIDE.md` beside this file tells the whole story.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if find_spec("cryptography") is None:
    from okx_broker.extras import install

    raise ImportError(f"connections of users are stored encrypted, so {install('oauth')}")

if TYPE_CHECKING:
    from okx_broker.oauth.connection import Connection, Event, Grant, StoredKey, StoredToken, TokenPair
    from okx_broker.oauth.keep_alive import KeptAlive
    from okx_broker.oauth.keys import CheckedKey
    from okx_broker.oauth.manager import AsyncOAuth, OAuth
    from okx_broker.oauth.signals import end_in_order
    from okx_broker.oauth.store.master_keys import MasterKeys, new_master_key
    from okx_broker.oauth.store.postgres import PostgresStore
    from okx_broker.oauth.store.protocol import (
        StaleGeneration,
        Store,
        StoreDamaged,
        StoreError,
        StoreUnavailable,
        WrongStoreKey,
    )
    from okx_broker.oauth.store.sqlite import SqliteStore
    from okx_broker.oauth.tokens import OAuthApp

_WHERE = {
    "AsyncOAuth": "manager",
    "CheckedKey": "keys",
    "Connection": "connection",
    "Event": "connection",
    "Grant": "connection",
    "KeptAlive": "keep_alive",
    "MasterKeys": "store.master_keys",
    "OAuth": "manager",
    "OAuthApp": "tokens",
    "PostgresStore": "store.postgres",
    "SqliteStore": "store.sqlite",
    "StaleGeneration": "store.protocol",
    "Store": "store.protocol",
    "StoreDamaged": "store.protocol",
    "StoreError": "store.protocol",
    "StoreUnavailable": "store.protocol",
    "StoredKey": "connection",
    "end_in_order": "signals",
    "StoredToken": "connection",
    "TokenPair": "connection",
    "WrongStoreKey": "store.protocol",
    "new_master_key": "store.master_keys",
}

__all__ = [
    "AsyncOAuth",
    "CheckedKey",
    "Connection",
    "Event",
    "Grant",
    "KeptAlive",
    "MasterKeys",
    "OAuth",
    "OAuthApp",
    "PostgresStore",
    "SqliteStore",
    "StaleGeneration",
    "Store",
    "StoreDamaged",
    "StoreError",
    "StoreUnavailable",
    "StoredKey",
    "StoredToken",
    "TokenPair",
    "WrongStoreKey",
    "end_in_order",
    "new_master_key",
]


def __getattr__(name: str) -> object:
    place = _WHERE.get(name)
    if place is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "PostgresStore" and find_spec("psycopg") is None:
        from okx_broker.extras import install

        raise ImportError(f"for PostgresStore, {install('postgres')}")
    found: object = getattr(import_module(f"{__name__}.{place}"), name)
    globals()[name] = found
    return found
