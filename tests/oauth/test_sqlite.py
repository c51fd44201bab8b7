"""The embedded store: a private file that survives what happens to files."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from okx_broker import Environment
from okx_broker.errors import ConfigurationError
from okx_broker.oauth import SqliteStore, StoreDamaged, StoreError, StoreUnavailable
from okx_broker.oauth.store import sqlite as module
from tests.oauth.support import GRANT, MASTER, NOW, key, pair


def opened(path: Path) -> SqliteStore:
    return SqliteStore(path, environment=Environment.DEMO, keys=MASTER)


def modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


def stored(store: SqliteStore, user_id: str = "user-1") -> str:
    held = store.load(user_id)
    assert held is not None
    assert held.token is not None
    return held.token.pair.access.reveal()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o277])
def test_all_files_are_their_owner_s_alone_from_the_start(tmp_path: Path, mask: int) -> None:
    """Looked at by another thread all the while, with every umask."""
    path = tmp_path / "store.db"
    seen: set[tuple[str, int]] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            for entry in os.scandir(tmp_path):
                try:
                    seen.add((entry.name, stat.S_IMODE(entry.stat().st_mode)))
                except FileNotFoundError:
                    continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    before = os.umask(mask)
    try:
        if mask == 0o277 and os.geteuid() != 0:
            pytest.skip("such a umask locks out everybody but root")
        store = opened(path)
        for number in range(20):
            store.save_token(f"user-{number}", GRANT, pair(number), NOW)
    finally:
        os.umask(before)
        done.set()
        watcher.join()
    assert {"store.db", "store.db-wal", "store.db-shm"} <= set(modes(tmp_path))
    assert not {one for one in seen if one[1] & 0o077}
    store.close()


def test_it_is_written_ahead_and_flushed(tmp_path: Path) -> None:
    store = opened(tmp_path / "store.db")
    with store._transaction(write=False) as transaction:
        assert transaction.run("PRAGMA journal_mode", {})[0][0] == "wal"
        assert transaction.run("PRAGMA synchronous", {})[0][0] == 2
    store.close()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "store.db"
    opened(path).close()
    path.chmod(mode)
    with pytest.raises(StoreError, match=f"chmod 600 {path}"):
        opened(path)
    path.chmod(0o600)
    opened(path).close()


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match="is no file"):
        opened(tmp_path)
    with pytest.raises(StoreUnavailable, match="can't be made: No such file or directory"):
        opened(tmp_path / "nowhere" / "store.db")
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    with pytest.raises(StoreUnavailable, match="can't be opened"):
        opened(tmp_path / "link")
    for nothing in ("", ":memory:"):
        with pytest.raises(ConfigurationError, match="path must name a file"):
            SqliteStore(nothing, environment=Environment.DEMO, keys=MASTER)


def test_another_program_s_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    path.chmod(0o600)
    before = path.read_bytes()
    with pytest.raises(StoreDamaged, match="another program's"):
        opened(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["other.db"]


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"hello" * 1000)
    path.chmod(0o600)
    with pytest.raises(StoreDamaged, match="damaged or no SQLite file"):
        opened(path)
    assert path.read_bytes() == b"hello" * 1000


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = opened(path)
    for number in range(300):
        store.save_token(f"user-{number}", GRANT, pair(number), NOW)
    store.close()
    content = bytearray(path.read_bytes())
    # The first page stays: else it is no database at all.
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(StoreDamaged, match="put a backup in its place"):
        opened(path).load("user-1")


def test_a_file_that_lacks_tables_is_told(tmp_path: Path) -> None:
    store = opened(tmp_path / "store.db")
    with store._transaction(write=True) as transaction:
        transaction.run("DROP TABLE connections", {})
    with pytest.raises(StoreDamaged, match="no such table"):
        store.load("user-1")
    store.close()


def test_a_store_of_the_first_version_is_led_on(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = opened(path)
    for user, pasted in (("user-1", True), ("user-2", False)):
        store.save_token(user, GRANT, pair(1), NOW, uid="uid-1")
        if pasted:
            store.save_key(user, key(1), NOW)
    store.close()
    with sqlite3.connect(path) as raw:
        raw.execute("ALTER TABLE connections DROP COLUMN key_uid")
        raw.execute("ALTER TABLE connections DROP COLUMN key_refused_ms")
        raw.execute("PRAGMA user_version = 1")
    raw.close()
    store = opened(path)
    # One UID stood for both.
    assert [(one.user_id, one.token and one.token.uid, one.key and one.key.uid) for one in store.users("", 9)] == [
        ("user-1", "uid-1", "uid-1"),
        ("user-2", "uid-1", None),
    ]
    store.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA user_version").fetchone()[0] == 2
    raw.close()


def test_a_newer_version_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    opened(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(StoreDamaged, match=r"newer version of okx-broker .tables 99"):
        opened(path)
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA user_version").fetchone()[0] == 99
    raw.close()


def test_an_empty_file_that_a_crash_left_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.touch(0o600)
    store = opened(path)
    store.save_token("user-1", GRANT, pair(1), NOW)
    assert stored(store) == "ACCESS-1-7f3a9c"
    store.close()


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    store = opened(tmp_path / "store.db")
    store.save_token("user-1", GRANT, pair(1), NOW)
    with store._transaction(write=False) as transaction:
        pages = transaction.run("PRAGMA page_count", {})[0][0]
        transaction.run(f"PRAGMA max_page_count = {pages}", {})
    with pytest.raises(StoreUnavailable, match="is full: nothing was written"):  # noqa: PT012
        for number in range(2, 500):
            store.save_token(f"user-{number}", GRANT, pair(number), NOW)
            store.save_key(f"user-{number}", key(number), NOW)
    assert stored(store) == "ACCESS-1-7f3a9c"
    # A pair that takes the place of another one needs no room; and once there is room again all goes on.
    with store._transaction(write=False) as transaction:
        transaction.run("PRAGMA max_page_count = 100000", {})
    store.save_token("user-900", GRANT, pair(900), NOW)
    assert stored(store, "user-900") == "ACCESS-900-7f3a9c"
    with store._transaction(write=False) as transaction:
        assert transaction.run("PRAGMA integrity_check", {})[0][0] == "ok"
    store.close()


def test_a_locked_file_is_waited_for_and_then_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BUSY_SECONDS", 0.2)
    path = tmp_path / "store.db"
    store = opened(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match=r"was locked for 0.2 s: nothing was written"):
        store.save_token("user-1", GRANT, pair(1), NOW)
    assert store.load("user-1") is None  # readers are not held up
    other.execute("ROLLBACK")
    other.close()
    store.save_token("user-1", GRANT, pair(1), NOW)
    store.close()


def test_an_error_within_a_transaction_undoes_it(tmp_path: Path) -> None:
    store = opened(tmp_path / "store.db")
    with pytest.raises(KeyboardInterrupt), store._transaction(write=True) as transaction:  # noqa: PT012
        transaction.run("INSERT INTO connections (space, user_id) VALUES ('demo', 'half')", {})
        raise KeyboardInterrupt
    with store._transaction(write=False) as transaction:
        assert transaction.run("SELECT COUNT(*) FROM connections", {})[0][0] == 0
    store.close()


def _used_in_a_child(store: SqliteStore, said) -> None:
    try:
        store.load("user-1")
    except StoreError as refused:
        said.put(str(refused))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_store_is_refused_after_a_fork_and_the_parent_goes_on(tmp_path: Path) -> None:
    store = opened(tmp_path / "store.db")
    store.save_token("user-1", GRANT, pair(1), NOW)
    forking = multiprocessing.get_context("fork")
    said = forking.Queue()
    child = forking.Process(target=_used_in_a_child, args=(store, said))
    child.start()
    assert "does not survive a fork" in said.get(timeout=20)
    child.join()
    assert child.exitcode == 0
    store.save_token("user-1", GRANT, pair(2), NOW)
    assert stored(store) == "ACCESS-2-7f3a9c"
    store.close()


def _open_and_save(path: Path, number: int) -> None:
    store = opened(path)
    store.save_token(f"user-{number}", GRANT, pair(number), NOW)
    store.close()


def test_processes_that_open_a_fresh_file_at_once_all_can(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    spawning = multiprocessing.get_context("forkserver")
    children = [spawning.Process(target=_open_and_save, args=(path, number)) for number in range(6)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * 6
    store = opened(path)
    assert [stored(store, f"user-{number}") for number in range(6)] == [f"ACCESS-{n}-7f3a9c" for n in range(6)]
    store.close()


def test_threads_that_open_a_fresh_file_at_once_all_can(tmp_path: Path) -> None:
    for turn in range(5):
        path = tmp_path / f"store-{turn}.db"
        with ThreadPoolExecutor(8) as threads:
            stores = list(threads.map(opened, [path] * 8))
        stores[0].save_token("user-1", GRANT, pair(1), NOW)
        assert {stored(one) for one in stores} == {"ACCESS-1-7f3a9c"}
        for one in stores:
            one.close()
