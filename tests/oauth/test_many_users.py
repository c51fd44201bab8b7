"""A platform with very many users holds a client for each: small ones, that share everything but their credentials."""

from __future__ import annotations

import tracemalloc

import msgspec
import pytest

from okx_broker import Broker, Client, Environment, Secret, Site
from okx_broker.oauth import SqliteStore
from okx_broker.oauth.stored import StoredUser
from tests.oauth.support import CODE, GRANT, NOW, key, pair

USERS = 2000
MOST_BYTES = 3000
"""For each: 300 MB for 100,000 of them."""


@pytest.mark.parametrize("use", ["token", "key"])
def test_clients_of_stored_users_are_small(sqlite_store: SqliteStore, use: str) -> None:
    # As long as the tokens of the document's example.
    issued = msgspec.structs.replace(pair(1, 10 * NOW), access=Secret("A" * 600), refresh=Secret("R" * 600))
    sqlite_store.save_token("first", GRANT, issued, NOW)
    sqlite_store.save_key("first", key(), NOW)
    # Each user's values are sealed for them; here the first one's are read for all, as nothing is asked of the exchange.
    load = sqlite_store.load
    sqlite_store.load = lambda _: load("first")  # type: ignore[method-assign]
    with Broker(CODE, environment=Environment.DEMO, site=Site.GLOBAL, store=sqlite_store) as broker:

        def client_of(user_id: str) -> Client:
            client = broker.for_user(user_id, use=use)  # type: ignore[arg-type]
            kept = client._credentials
            assert isinstance(kept, StoredUser)
            broker.run(lambda setup, _: kept.renew(setup, None))
            assert kept.ready(broker.clock.now_ms()) is not None
            return client

        client_of("first")
        tracemalloc.start()
        try:
            clients = [client_of(f"user-{number}") for number in range(USERS)]
            held, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert held / USERS < MOST_BYTES
        assert len({id(client._transport) for client in clients}) == 1
