"""The shared store on a real server: lost connections, restarts, roles, and what is never shown."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from okx_broker import Environment, Secret
from okx_broker.errors import ConfigurationError
from okx_broker.oauth import PostgresStore, StoreDamaged, StoreError, StoreUnavailable
from tests.oauth.conftest import Postgres
from tests.oauth.support import GRANT, MASTER, NOW, key, pair


@pytest.fixture
def schema(postgres: Postgres) -> str:
    return postgres.fresh_schema()


def opened(postgres: Postgres, schema: str, **settings: int) -> PostgresStore:
    return PostgresStore(postgres.conninfo, environment=Environment.DEMO, keys=MASTER, schema=schema, **settings)


@pytest.fixture
def store(postgres: Postgres, schema: str) -> Iterator[PostgresStore]:
    one = opened(postgres, schema)
    yield one
    one.close()


def access(store: PostgresStore, user_id: str = "user-1") -> str:
    held = store.load(user_id)
    assert held is not None
    assert held.token is not None
    return held.token.pair.access.reveal()


def test_a_restart_of_the_server_is_not_noticed_by_who_was_idle(postgres: Postgres, store: PostgresStore) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: store.load("user-1"), range(20)))
    postgres.stop()
    with pytest.raises(StoreUnavailable, match="can't be reached or was lost"):
        store.load("user-1")
    postgres.start()
    assert access(store) == "ACCESS-1-7f3a9c"
    store.save_token("user-1", GRANT, pair(2), NOW)
    postgres.stop()
    postgres.start()
    # The connection at rest is dead and nobody has noticed yet: it is made anew within the call.
    assert access(store) == "ACCESS-2-7f3a9c"


def test_a_connection_that_is_cut_within_a_transaction_changes_nothing(
    postgres: Postgres, store: PostgresStore
) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW)
    with pytest.raises(StoreUnavailable), store._transaction(write=True) as transaction:  # noqa: PT012
        transaction.run("UPDATE connections SET generation = 99", {})
        mine = transaction.run("SELECT pg_backend_pid()", {})[0][0]
        with psycopg.connect(postgres.conninfo) as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", (mine,))
        time.sleep(0.1)
        transaction.run("SELECT 1", {})
    held = store.load("user-1")
    assert held is not None
    assert held.token is not None
    assert held.token.generation == 1


def test_no_server_is_told_without_the_password(postgres: Postgres) -> None:
    conninfo = Secret("postgresql://okx:the-password-5d@127.0.0.1:1/db?connect_timeout=2")
    with pytest.raises(StoreUnavailable, match="can't be reached") as refused:
        PostgresStore(conninfo, environment=Environment.DEMO, keys=MASTER)
    assert "the-password-5d" not in repr(refused.value) + str(refused.value) + str(refused.value.__dict__)
    assert refused.value.__suppress_context__
    with pytest.raises(ConfigurationError, match="no connection string") as wrong:
        PostgresStore("postgresql://okx:the-password-5d@[::1", environment=Environment.DEMO, keys=MASTER)
    assert "the-password-5d" not in str(wrong.value)
    with pytest.raises(StoreUnavailable) as plain:
        PostgresStore(conninfo.reveal(), environment=Environment.DEMO, keys=MASTER)
    for error in (refused.value, wrong.value, plain.value):
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        told.stack = traceback.StackSummary.from_list([one for one in told.stack if one.filename != __file__])
        assert "the-password-5d" not in "".join(told.format())
    with pytest.raises(ConfigurationError, match="schema must be"):
        opened(postgres, 'x"; DROP SCHEMA public; --')


def test_commits_are_flushed_even_where_the_server_does_not_by_default(postgres: Postgres, schema: str) -> None:
    store = PostgresStore(
        f"{postgres.conninfo} options='-c synchronous_commit=off'",
        environment=Environment.DEMO, keys=MASTER, schema=schema,
    )  # fmt: skip
    with store._transaction(write=False) as transaction:
        assert transaction.run("SHOW synchronous_commit", {})[0][0] == "on"
    store.close()


def test_many_threads_use_few_connections(postgres: Postgres, schema: str) -> None:
    store = opened(postgres, schema, most_connections=2)
    with ThreadPoolExecutor(20) as threads:
        list(threads.map(lambda n: store.save_token(f"user-{n}", GRANT, pair(n), NOW), range(60)))
    assert store._idle.qsize() <= 2
    assert access(store, "user-59") == "ACCESS-59-7f3a9c"
    store.close()


def test_a_role_that_may_not_create_can_use_what_is_there(
    postgres: Postgres, store: PostgresStore, schema: str
) -> None:
    role = f"app_{schema}"
    with psycopg.connect(postgres.conninfo, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN")  # type: ignore[arg-type]
        admin.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")  # type: ignore[arg-type]
        admin.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {role}")  # type: ignore[arg-type]
    weak = PostgresStore(
        postgres.conninfo.replace("user=okx", f"user={role}"), environment=Environment.DEMO, keys=MASTER, schema=schema
    )
    weak.save_token("user-1", GRANT, pair(1), NOW)
    assert access(store) == "ACCESS-1-7f3a9c"
    weak.close()
    with pytest.raises(StoreError, match="InsufficientPrivilege"):
        PostgresStore(
            postgres.conninfo.replace("user=okx", f"user={role}"),
            environment=Environment.DEMO, keys=MASTER, schema=f"{schema}_new",
        )  # fmt: skip


def test_a_store_of_the_first_version_is_led_on(postgres: Postgres, store: PostgresStore, schema: str) -> None:
    store.save_token("user-1", GRANT, pair(1), NOW, uid="uid-1")
    store.save_key("user-1", key(1), NOW)
    with store._transaction(write=True) as transaction:
        transaction.run("ALTER TABLE connections DROP COLUMN key_uid, DROP COLUMN key_refused_ms", {})
        transaction.run("UPDATE tables_version SET version = 1", {})
    newer = opened(postgres, schema)
    (one,) = newer.users("", 9)
    assert (one.token and one.token.uid, one.key and one.key.uid) == ("uid-1", "uid-1")
    with newer._transaction(write=False) as transaction:
        assert transaction.run("SELECT version FROM tables_version", {})[0][0] == 2
    newer.close()


def test_a_newer_version_is_refused_and_stays(postgres: Postgres, store: PostgresStore, schema: str) -> None:
    with store._transaction(write=True) as transaction:
        transaction.run("UPDATE tables_version SET version = 99", {})
    with pytest.raises(StoreDamaged, match=r"newer version of okx-broker .tables 99"):
        opened(postgres, schema)
    with store._transaction(write=False) as transaction:
        assert transaction.run("SELECT version FROM tables_version", {})[0][0] == 99


def test_a_schema_that_lacks_tables_is_told(store: PostgresStore) -> None:
    with store._transaction(write=True) as transaction:
        transaction.run("DROP TABLE connections", {})
    with pytest.raises(StoreDamaged, match="lacks tables"):
        store.load("user-1")


def test_stores_that_open_a_fresh_schema_at_once_all_can(postgres: Postgres, schema: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        stores = list(threads.map(lambda _: opened(postgres, schema), range(8)))
    stores[0].save_token("user-1", GRANT, pair(1), NOW)
    assert {access(one) for one in stores} == {"ACCESS-1-7f3a9c"}
    for one in stores:
        one.close()


def test_a_row_that_another_holds_is_waited_for_and_then_told(
    postgres: Postgres, store: PostgresStore, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okx_broker.oauth.store.postgres._SETTINGS", ("SET lock_timeout = '200ms'",))
    store.save_token("user-1", GRANT, pair(1), NOW)
    hasty = opened(postgres, schema)
    with store._transaction(write=True) as transaction:
        transaction.run("UPDATE connections SET uid = 'x'", {})
        with pytest.raises(StoreUnavailable, match=r"LockNotAvailable.: nothing was written"):
            hasty.save_token("user-1", GRANT, pair(2), NOW)
        assert access(hasty) == "ACCESS-1-7f3a9c"  # readers are not held up
    hasty.save_token("user-1", GRANT, pair(2), NOW)
    assert access(store) == "ACCESS-2-7f3a9c"
    hasty.close()


def test_closing_waits_for_nobody_and_leaks_nothing(postgres: Postgres, schema: str) -> None:
    store = opened(postgres, schema)
    inside, go = threading.Event(), threading.Event()

    def work() -> None:
        with store._transaction(write=True) as transaction:
            inside.set()
            go.wait()
            transaction.run("SELECT 1", {})

    thread = threading.Thread(target=work)
    thread.start()
    inside.wait()
    store.close()
    go.set()
    thread.join()
    with pytest.raises(StoreError, match="closed"):
        store.load("user-1")
    assert store._idle.qsize() == 0
