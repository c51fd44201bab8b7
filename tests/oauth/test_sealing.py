"""Secrets at rest: what was changed, moved or sealed under another key does not open, and nothing stands in the clear."""

from __future__ import annotations

import base64
import os
import shutil
import sqlite3
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from okx_broker import Environment
from okx_broker.errors import ConfigurationError
from okx_broker.oauth import MasterKeys, SqliteStore, StoreDamaged, StoreError, WrongStoreKey, new_master_key
from okx_broker.oauth.store.master_keys import VARIABLE
from okx_broker.oauth.store.sealing import Sealer, context_of, unwrap_data_key, wrap_data_key
from okx_broker.oauth.store.sql import SqlStore
from tests.oauth.conftest import Opener
from tests.oauth.support import GRANT, MASTER, NOW, OTHER_MASTER, key, pair

DATA_KEY = bytes(range(100, 132))
SECRETS = ("ACCESS-1-7f3a9c", "REFRESH-1-51be02", "APIKEY-1-c04d", "SECRETKEY-1-88e1", "Passphrase-1-Aa1!")


@pytest.fixture
def sealer() -> Sealer:
    return Sealer({"d1": DATA_KEY}, "d1")


def test_what_is_sealed_opens_in_its_place_and_in_no_other(sealer: Sealer) -> None:
    here = context_of("demo", "user-1", "access")
    sealed = sealer.seal("the secret ü", here)
    assert sealer.open(sealed, here) == "the secret ü"
    for there in (
        context_of("live", "user-1", "access"),
        context_of("demo", "user-2", "access"),
        context_of("demo", "user-1", "refresh"),
        # The same letters, cut elsewhere.
        context_of("demouser", "-1", "access"),
        context_of("demo", "user-1access", ""),
    ):
        with pytest.raises(StoreDamaged, match="moved"):
            sealer.open(sealed, there)


def test_a_sealed_value_is_laid_out_as_documented(sealer: Sealer) -> None:
    """Version, length and name of the data key, 12 random bytes, AES-GCM; opened here without the code under test."""
    sealed = sealer.seal("text", context_of("demo", "u", "c"))
    assert sealed[:4] == b"\x01\x02d1"
    place = b"\0\0\0\x04demo\0\0\0\x01u\0\0\0\x01c"
    assert AESGCM(DATA_KEY).decrypt(sealed[4:16], sealed[16:], sealed[:4] + place) == b"text"
    assert sealer.seal("text", context_of("demo", "u", "c"))[4:16] != sealed[4:16]


def test_no_flipped_bit_goes_unnoticed(sealer: Sealer) -> None:
    context = context_of("demo", "u", "c")
    sealed = sealer.seal("text", context)
    for place in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises((StoreDamaged, WrongStoreKey)):
            sealer.open(bytes(flipped), context)
    for length in range(len(sealed)):
        with pytest.raises((StoreDamaged, WrongStoreKey)):
            sealer.open(sealed[:length], context)


def test_a_data_key_opens_under_its_master_key_and_its_name_alone() -> None:
    name, wrapped = wrap_data_key(MASTER, "d1", DATA_KEY)
    assert name == "k1"
    assert unwrap_data_key(MASTER, "d1", "k1", wrapped) == DATA_KEY
    with pytest.raises(WrongStoreKey, match="'k1' is not the one"):
        unwrap_data_key(OTHER_MASTER, "d1", "k1", wrapped)
    with pytest.raises(WrongStoreKey, match="is not the one"):
        unwrap_data_key(MASTER, "d2", "k1", wrapped)
    with pytest.raises(WrongStoreKey, match="'k9', which was not given"):
        unwrap_data_key(MASTER, "d1", "k9", wrapped)


def test_nothing_stands_in_the_clear_in_any_file_of_the_store(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db", environment=Environment.DEMO, keys=MASTER)
    store.save_token("user-1", GRANT, pair(1), NOW)
    store.save_key("user-1", key(1), NOW)
    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert {"store.db", "store.db-wal"} <= set(files)
    assert b"user-1" in b"".join(files.values())
    wanted = [text.encode() for text in SECRETS] + [MASTER.get("k1") or b"?"]
    assert not [(name, text) for name, content in files.items() for text in wanted if text in content]
    store.close()
    assert not [text for text in wanted if text in (tmp_path / "store.db").read_bytes()]


@pytest.mark.parametrize("column", ["access", "refresh", "api_key", "secret_key", "passphrase"])
def test_a_row_copied_to_another_user_does_not_open(tmp_path: Path, column: str) -> None:
    path = tmp_path / "store.db"
    store = SqliteStore(path, environment=Environment.DEMO, keys=MASTER)
    for number, user in enumerate(("rich", "poor")):
        store.save_token(user, GRANT, pair(number), NOW)
        store.save_key(user, key(number), NOW)
    with sqlite3.connect(path) as raw:
        raw.execute(
            f"UPDATE connections SET {column} = (SELECT {column} FROM connections WHERE user_id = 'rich') "
            "WHERE user_id = 'poor'"
        )
    raw.close()
    assert store.load("rich") is not None
    with pytest.raises(StoreDamaged, match="moved to another user or column"):
        store.load("poor")
    store.close()


def test_a_live_row_does_not_open_as_a_demo_one(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    live = SqliteStore(path, environment=Environment.LIVE, keys=MASTER)
    demo = SqliteStore(path, environment=Environment.DEMO, keys=MASTER)
    live.save_token("user-1", GRANT, pair(1), NOW)
    assert demo.load("user-1") is None
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE connections SET space = 'demo'")
    raw.close()
    with pytest.raises(StoreDamaged):
        demo.load("user-1")
    live.close()
    demo.close()


def test_a_wrong_or_missing_master_key_is_said_at_once_and_changes_nothing(open_store: Opener) -> None:
    first = open_store()
    first.save_token("user-1", GRANT, pair(1), NOW)
    with pytest.raises(WrongStoreKey, match="'k1' is not the one"):
        open_store(OTHER_MASTER)
    with pytest.raises(WrongStoreKey, match="'k1', which was not given"):
        open_store(MasterKeys({"k2": bytes(32)}))
    held = open_store().load("user-1")
    assert held is not None
    assert held.token is not None
    assert held.token.pair == pair(1)


def read(store: SqlStore, user_id: str) -> str:
    held = store.load(user_id)
    assert held is not None
    assert held.token is not None
    return held.token.pair.access.reveal()


def test_master_and_data_keys_are_rotated_while_two_stores_work(open_store: Opener) -> None:
    """First everybody knows both keys, then one rotates; the others go on reading and writing all the time."""
    new = bytes(range(200, 232))
    old_then_new = MasterKeys({"k1": MASTER.get("k1") or b"", "k2": new})
    new_then_old = MasterKeys({"k2": new, "k1": MASTER.get("k1") or b""})
    mover, other = open_store(new_then_old), open_store(old_then_new)
    for number in range(7):
        other.save_token(f"user-{number}", GRANT, pair(number), NOW)
    other.save_key("user-0", key(0), NOW)
    mover.renew_data_key()
    other.save_token("user-7", GRANT, pair(7), NOW)  # still under the old data key
    left = [mover.rotate(3)]
    assert left == [5]
    assert [read(other, f"user-{number}") for number in range(8)] == [
        pair(number).access.reveal() for number in range(8)
    ]
    other.save_token("user-8", GRANT, pair(8), NOW)
    while left[-1]:
        left.append(mover.rotate(3))
    assert left[-1] == 0
    assert len(left) <= 4
    # The old master key is of no use any more, and not needed.
    alone = open_store(MasterKeys({"k2": new}))
    assert [read(alone, f"user-{number}") for number in range(9)] == [
        pair(number).access.reveal() for number in range(9)
    ]
    held = alone.load("user-0")
    assert held is not None
    assert held.key is not None
    assert held.key.secret == key(0).secret
    with pytest.raises(WrongStoreKey, match="'k2', which was not given"):
        open_store(MASTER)


def test_an_old_master_key_and_an_old_copy_of_the_store_open_nothing_of_now(tmp_path: Path) -> None:
    """Why a master key is changed: somebody may have it."""
    path, copy = tmp_path / "store.db", tmp_path / "copy.db"
    store = SqliteStore(path, environment=Environment.DEMO, keys=MASTER)
    store.save_token("user-1", GRANT, pair(1), NOW)
    store.close()
    shutil.copy(path, copy)
    store = SqliteStore(
        path, environment=Environment.DEMO, keys=MasterKeys({"k2": bytes(32), "k1": MASTER.get("k1") or b""})
    )
    while store.rotate(10):
        pass
    assert store.rotate(10) == 0
    store.save_token("user-2", GRANT, pair(2), NOW)
    with sqlite3.connect(path) as now, sqlite3.connect(copy) as then:
        keys = then.execute("SELECT key_id, master_id, wrapped FROM data_keys").fetchall()
        sealer = Sealer({name: unwrap_data_key(MASTER, name, by, wrapped) for name, by, wrapped in keys}, keys[0][0])
        (stolen,) = then.execute("SELECT access FROM connections").fetchone()
        assert sealer.open(stolen, context_of("demo", "user-1", "access")) == pair(1).access.reveal()
        for user_id, sealed in now.execute("SELECT user_id, access FROM connections").fetchall():
            with pytest.raises(WrongStoreKey):
                sealer.open(sealed, context_of("demo", user_id, "access"))
        # One data key for each master key, however often it is run.
        assert now.execute("SELECT COUNT(*) FROM data_keys").fetchone() == (2,)
    now.close()
    then.close()
    store.close()


# Master keys


def test_master_keys_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = base64.b64encode(bytes(32)).decode(), base64.b64encode(bytes(range(32))).decode()
    keys = MasterKeys.from_env({VARIABLE: f"new:{first}, old:{second}"})
    assert (keys.active, keys.get("new"), keys.get("old")) == ("new", bytes(32), bytes(range(32)))
    assert repr(keys) == "MasterKeys(new, old)"
    monkeypatch.setenv(VARIABLE, f"here:{first}")
    assert MasterKeys.from_env().active == "here"


GOOD_KEY = base64.b64encode(b"0123456789abcdef" * 2).decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "set OKX_BROKER_STORE_KEY"),
        ("c2VjcmV0LXRleHQ=", "name:base64"),
        ("k1:not base64!", "key 1 is no base64"),
        ("k1:" + base64.b64encode(b"secret-text" * 2).decode(), "key 1 must be 32 bytes"),
        (":" + base64.b64encode(bytes(32)).decode(), "the name of a master key"),
        (f"k1:{GOOD_KEY},k2:AAAA", "key 2 must be 32 bytes"),
        (f"{GOOD_KEY}:k1", "key 1 is no base64"),
        (f"{GOOD_KEY}:prod", "key 1 must be 32 bytes"),
    ],
)
def test_a_master_key_written_wrong_is_refused_without_being_shown(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as refused:
        MasterKeys.from_env({VARIABLE: text})
    secret = text.partition(":")[2] or text
    assert not secret or secret not in str(refused.value)
    told = traceback.TracebackException.from_exception(refused.value, capture_locals=True)
    told.stack = traceback.StackSummary.from_list([one for one in told.stack if one.filename != __file__])
    shown = "".join(told.format())
    assert not secret or secret not in shown
    for held in (GOOD_KEY, repr(base64.b64decode(GOOD_KEY))[2:-1]):
        assert held not in shown


def test_no_frame_of_a_store_that_does_not_open_shows_a_key(open_store: Opener) -> None:
    open_store()
    for keys in (OTHER_MASTER, MasterKeys({"k9": bytes(range(32))})):
        with pytest.raises(WrongStoreKey) as refused:
            open_store(keys=keys)
        told = traceback.TracebackException.from_exception(refused.value, capture_locals=True)
        told.stack = traceback.StackSummary.from_list([one for one in told.stack if one.filename != __file__])
        text = "".join(told.format())
        assert "_open_keys" in text
        for held in (keys.get(keys.active), MASTER.get(MASTER.active)):
            assert repr(held)[2:-1] not in text


def test_a_fresh_master_key_is_random_and_can_be_read() -> None:
    one, two = new_master_key(), new_master_key()
    assert one.reveal() != two.reveal()
    key = MasterKeys.parse(one.reveal()).get("k1")
    assert key is not None
    assert len(key) == 32
    assert repr(one) == "Secret('***')"


def test_a_callable_gives_the_keys() -> None:
    def asked() -> Mapping[str, bytes]:
        return {"kms": bytes(32)}

    assert MasterKeys.from_callable(asked).active == "kms"


def test_the_keyring_gives_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.errors import KeyringLocked

    entries = {("okx-broker", "store"): "k1:" + base64.b64encode(bytes(32)).decode()}
    monkeypatch.setattr(keyring, "get_password", lambda service, name: entries.get((service, name)))
    assert MasterKeys.from_keyring().get("k1") == bytes(32)
    with pytest.raises(ConfigurationError, match="no entry 'okx-broker' for 'other'"):
        MasterKeys.from_keyring(username="other")

    def locked(service: str, name: str) -> SimpleNamespace:
        raise KeyringLocked("nobody is there")

    monkeypatch.setattr(keyring, "get_password", locked)
    with pytest.raises(ConfigurationError, match="KeyringLocked"):
        MasterKeys.from_keyring()


def test_errors_of_a_store_show_no_secret(open_store: Opener) -> None:
    store = open_store()
    store.save_token("user-1", GRANT, pair(1), NOW)
    held = store.load("user-1")
    for text in (repr(store), repr(held), repr(MASTER)):
        assert not [one for one in (*SECRETS, os.fsdecode(bytes(range(32)))) if one in text]
    with pytest.raises(StoreError) as refused:
        store.commit_refresh("user-1", 9, pair(2), NOW)
    assert "ACCESS" not in str(refused.value)
    assert "ACCESS" not in repr(refused.value)
