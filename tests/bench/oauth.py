"""What stored users cost: CPU of a call, refreshes per second, memory of many clients. Run as `python -m tests.bench.oauth`.

CPU is this process's; the server of the first figure and the mock of the second run in others. Rounds of a fixed token, a
stored one, a fixed key and a stored one take turns, and ratios are taken between neighbouring rounds.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from okx_broker import ApiKey, Broker, Client, Environment, Secret, Site
from okx_broker.limits import WindowLimiter
from okx_broker.oauth import MasterKeys, SqliteStore
from okx_broker.oauth.store.sql import SqlStore
from okx_broker.oauth.stored import AccessToken, StoredUser
from okx_broker.testing import MockServer
from tests.bench.__main__ import CODE, ORDER, FreeClock
from tests.bench.server import running
from tests.oauth.conftest import BINARIES, Postgres, free_port
from tests.oauth.support import DAY_MS, GRANT, MASTER, Exchange, key, pair

ROUNDS, CALLS = 30, 300
REFRESHED = 300
THREADS = 8
CLIENTS = 100_000


def cpu_of(client: Client) -> float:
    began = time.process_time()
    for _ in range(CALLS):
        client.trade.place_order(**ORDER)
    return (time.process_time() - began) / CALLS


def bench_calls(folder: Path) -> None:
    """Print the CPU of a call through stored credentials against fixed ones."""
    now_ms = time.time_ns() // 1_000_000
    store = SqliteStore(folder / "calls.db", environment=Environment.DEMO, keys=MASTER)
    token = store.save_token("token", GRANT, pair(1, now_ms + DAY_MS), now_ms)
    store.save_key("key", key(), now_ms)
    with running() as url:
        broker = Broker(
            CODE, environment=Environment.DEMO, site=Site.GLOBAL, base_url=url, store=store,
            clock=FreeClock(), limiter=WindowLimiter(),
        )  # fmt: skip
        held = key()
        pairs = {
            "token": (broker.for_credentials(AccessToken(token, "token")), broker.for_user("token")),
            "key": (
                broker.for_credentials(ApiKey(held.key.reveal(), held.secret, held.passphrase)),
                broker.for_user("key"),
            ),
        }
        for name, (fixed, stored) in pairs.items():
            cpu_of(fixed), cpu_of(stored)
            ratios: list[float] = []
            costs: list[float] = []
            for turn in range(ROUNDS):
                first, second = (fixed, stored) if turn % 2 else (stored, fixed)
                one, two = cpu_of(first), cpu_of(second)
                plain, kept = (one, two) if turn % 2 else (two, one)
                ratios.append(kept / plain)
                costs.append(kept)
            print(
                f"signed call through a stored {name}: {statistics.median(costs) * 1e6:.0f} us of CPU, "
                f"{(statistics.median(ratios) - 1) * 100:+.1f} % against a fixed one (aim: at most 10 %)"
            )
        broker.close()
    store.close()


def bench_refreshes(name: str, store: SqlStore) -> None:
    """Print refreshes per second: store and mock on this machine, eight threads."""
    server = MockServer()
    exchange = Exchange(server.url)
    exchange.reset()
    users = [f"user-{number}" for number in range(REFRESHED)]
    for user_id in users:
        exchange.connect(store, user_id)
    exchange.advance(3590)
    with exchange.broker(store) as broker, ThreadPoolExecutor(THREADS) as threads:
        app = exchange.app()

        def refresh(user_id: str) -> None:
            kept = StoredUser(store, app, Site.GLOBAL, user_id, None)
            broker.run(lambda setup, _: kept.renew(setup, None))

        cpu, began = time.process_time(), time.monotonic()
        list(threads.map(refresh, users))
        seconds = time.monotonic() - began
        cpu = time.process_time() - cpu
    print(
        f"refreshes with {name}: {REFRESHED / seconds:.0f} per second, {cpu / REFRESHED * 1e3:.1f} ms of CPU each, "
        f"{THREADS} threads"
    )
    store.close()
    server.stop()


def rss_kb() -> int:
    return int(next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in line).split()[1])


def measure_memory(path: str) -> None:
    """Print what 100,000 clients of stored users add to this process, each with credentials that it has read."""
    clock = FreeClock()
    store = SqliteStore(path, environment=Environment.DEMO, keys=MASTER)
    broker = Broker(CODE, environment=Environment.DEMO, site=Site.GLOBAL, store=store, clock=clock)
    setup = broker._setup
    before = rss_kb()
    began = time.process_time()
    clients: list[Client] = []
    for number in range(CLIENTS):
        client = broker.for_user(f"user-{number}")
        kept = client._credentials
        assert isinstance(kept, StoredUser)
        broker.run(lambda _, __, kept=kept: kept.renew(setup, None))
        clients.append(client)
    cpu = time.process_time() - began
    print(
        f"{len(clients):,} clients of stored users: {(rss_kb() - before) / 1024:.0f} MB (aim: under 300), "
        f"first look at the store {cpu / CLIENTS * 1e6:.0f} us of CPU each"
    )


def bench_memory(folder: Path) -> None:
    """Fill a store, then measure in a fresh process."""
    path = folder / "memory.db"
    now_ms = time.time_ns() // 1_000_000
    store = SqliteStore(path, environment=Environment.DEMO, keys=MASTER)
    issued = pair(1, now_ms + DAY_MS)
    # As long as the tokens of the document's example.
    issued = msgspec.structs.replace(issued, access=Secret("A" * 600), refresh=Secret("R" * 600))
    with store._transaction(write=True) as transaction:
        for number in range(CLIENTS):
            user_id = f"user-{number}"
            transaction.run(
                "INSERT INTO connections (space, user_id, generation, client_id, mode, scopes, token_site, access, "
                "refresh, access_expires_ms, refresh_expires_ms, token_sealed_by) VALUES (:space, :user, 1, 'c', 'code', "
                "'trade', 'global', :access, :refresh, :access_ms, :refresh_ms, :sealed_by)",
                {**store._at(user_id), **store._pair_values(user_id, issued)},
            )
    store.close()
    subprocess.run([sys.executable, "-m", "tests.bench.oauth", "memory", str(path)], check=True)


def main() -> None:
    """Print all figures."""
    folder = Path(tempfile.mkdtemp(prefix="okxbench"))
    try:
        bench_calls(folder)
        bench_refreshes("SQLite", SqliteStore(folder / "refresh.db", environment=Environment.DEMO, keys=MASTER))
        if BINARIES:
            from okx_broker.oauth import PostgresStore

            place = Path(tempfile.mkdtemp(prefix="okxpg", dir="/tmp"))
            if os.geteuid() == 0:
                shutil.chown(place, "postgres", "postgres")
            server = Postgres(place, BINARIES[-1].parent, free_port())
            server.command("initdb", "-U", "okx", "-A", "trust", "-D", f"{place}/data")
            server.start()
            try:
                bench_refreshes(
                    "PostgreSQL",
                    PostgresStore(server.conninfo, environment=Environment.DEMO, keys=MasterKeys({"k1": bytes(32)})),
                )
            finally:
                server.stop()
                shutil.rmtree(place, ignore_errors=True)
        bench_memory(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["memory"]:
        measure_memory(sys.argv[2])
    else:
        main()
