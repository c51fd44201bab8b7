"""`okx-broker users …`, each command in a process of its own."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import sqlite3
import stat
import sys
import time
from pathlib import Path

import pytest

from okx_broker import Environment, Secret
from okx_broker.oauth import MasterKeys, SqliteStore, StoredKey
from okx_broker.testing import MockServer
from tests.oauth.conftest import Postgres

from .conftest import MASTER, Command


def pasted(server: MockServer, name: str) -> str:
    one = server.accounts[name]
    return f"{one.api_key}\n{one.secret_key.reveal()}\n{one.passphrase.reveal()}\n"


# Adding


def test_add_checks_the_key_and_stores_it(command: Command, server: MockServer) -> None:
    own = server.accounts["broker-both"]
    alice = server.accounts["alice"]
    done = command(
        "users", "add", "user-7", "--json",
        stdin=pasted(server, "alice"),
        OKX_BROKER_API_KEY=own.api_key, OKX_BROKER_SECRET_KEY=own.secret_key.reveal(),
        OKX_BROKER_PASSPHRASE=own.passphrase.reveal(),
    )  # fmt: skip
    assert (done.code, done.stderr) == (0, "")
    told = done.json
    assert told["key"] == "****" + alice.api_key[-4:]
    assert (told["user_id"], told["uid"], told["permissions"]) == ("user-7", alice.uid, ["read_only", "trade"])
    assert (told["environment"], told["site"], told["ip"], told["stored"]) == ("demo", "global", [], True)
    assert told["rebate"] in {"0", "1", "2", "3", "4"}
    held = command.held("user-7")
    assert held is not None
    assert held.key is not None
    assert (held.uid, held.key.key.reveal()) == (alice.uid, alice.api_key)
    assert held.key.secret.reveal() == alice.secret_key.reveal()
    assert alice.api_key not in command.written
    assert stat.S_IMODE(command.store_path.stat().st_mode) == 0o600


def test_add_for_people(command: Command, server: MockServer) -> None:
    done = command("users", "add", "carl", stdin=pasted(server, "bob"))
    assert done.code == 0
    assert re.search(r"^permissions +read_only$", done.stdout, re.MULTILINE)
    assert re.search(r"^may trade +NO: .*50120", done.stdout, re.MULTILINE)
    assert "Warning: the key may only read" in done.stderr
    assert re.search(r"^rebate +not asked", done.stdout, re.MULTILINE)
    assert re.search(r"^environment +demo$", done.stdout, re.MULTILINE)
    assert re.search(r"^ip +any address", done.stdout, re.MULTILINE)


def test_a_key_that_may_only_read_can_be_refused(command: Command, server: MockServer) -> None:
    told = command("users", "add", "carl", "--json", "--dry-run", stdin=pasted(server, "bob"))
    assert (told.code, told.json["may_trade"]) == (0, False)
    assert "Warning: the key may only read" in told.stderr
    for more in ([], ["--dry-run"]):
        done = command("users", "add", "carl", "--must-trade", *more, stdin=pasted(server, "bob"))
        assert (done.code, done.stdout) == (1, "")
        assert "permissions Read and Trade" in done.stderr
    assert command.held("carl") is None
    kept = command("users", "add", "ally", "--must-trade", "--json", stdin=pasted(server, "alice"))
    assert (kept.code, kept.json["may_trade"], kept.stderr) == (0, True, "")


def test_the_key_of_a_user_is_not_taken_for_the_broker_s_own(command: Command, server: MockServer) -> None:
    done = command("users", "add", "user-7", "--json", stdin=pasted(server, "alice"), OKX_API_KEY="of-a-user")
    assert (done.code, done.json["rebate"]) == (0, "")
    done = command("users", "add", "user-7", stdin=pasted(server, "alice"), OKX_BROKER_API_KEY="own")
    assert done.code == 2
    assert "set OKX_BROKER_SECRET_KEY, OKX_BROKER_PASSPHRASE in" in done.stderr


def test_a_dry_run_stores_nothing(command: Command, server: MockServer) -> None:
    done = command("users", "add", "user-7", "--dry-run", "--json", stdin=pasted(server, "alice"))
    assert (done.code, done.json["stored"]) == (0, False)
    assert not command.store_path.exists()


def test_a_wrong_secret_is_refused(command: Command, server: MockServer) -> None:
    key, _, passphrase = pasted(server, "alice").split()
    wrong = "0123456789ABCDEF0123456789ABCDEF"
    command.secrets.append(wrong)
    done = command("users", "add", "user-7", "--json", stdin=f"{key}\n{wrong}\n{passphrase}\n")
    assert (done.code, done.stdout) == (1, "")
    assert "50113" in done.stderr
    assert command.held("user-7") is None


def test_a_broker_of_both_types_is_told_which_variable_says_which(command: Command, server: MockServer) -> None:
    own = server.accounts["broker-both"]
    done = command(
        "users", "add", "user-7",
        stdin=pasted(server, "alice"),
        OKX_BROKER_TYPE=None,
        OKX_BROKER_API_KEY=own.api_key, OKX_BROKER_SECRET_KEY=own.secret_key.reveal(),
        OKX_BROKER_PASSPHRASE=own.passphrase.reveal(),
    )  # fmt: skip
    assert (done.code, done.stdout) == (1, "")
    assert "50044" in done.stderr
    assert "OKX_BROKER_TYPE" in done.stderr


def test_what_okx_says_of_short_texts_has_no_holes(command: Command) -> None:
    done = command("users", "add", "user-7", stdin="a\nal\ni\n")
    assert (done.code, done.stdout) == (1, "")
    assert "50111: Invalid OK-ACCESS-KEY" in done.stderr
    assert "*" not in done.stderr


@pytest.mark.parametrize("stdin", ["", "key\n", "key\nsecret\n\n"])
def test_a_part_is_missing(command: Command, stdin: str) -> None:
    done = command("users", "add", "user-7", stdin=stdin)
    assert (done.code, done.stdout) == (2, "")
    assert "is missing" in done.stderr


def in_terminal(command: Command, typed: list[str], *arguments: str) -> tuple[int, str]:
    """Run the command at a terminal of its own, and type a line at each prompt; return exit code and what is seen."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(command.program, [command.program, *arguments], command.environment())
    seen = b""
    waiting = list(typed)
    answered = 0
    end = time.monotonic() + 60
    try:
        while time.monotonic() < end:
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                part = os.read(terminal, 4096)
            except OSError:
                break
            if not part:
                break
            seen += part
            if waiting and seen.count(b"(not shown): ") > answered:
                answered += 1
                time.sleep(0.1)
                os.write(terminal, waiting.pop(0).encode() + b"\n")
    finally:
        os.close(terminal)
        _, status = os.waitpid(process, 0)
    text = seen.decode()
    command.written += text
    return os.waitstatus_to_exitcode(status), text


def test_at_a_terminal_nothing_typed_is_shown(command: Command, server: MockServer) -> None:
    typed = pasted(server, "alice").split()
    code, seen = in_terminal(command, typed, "users", "add", "user-7")
    assert code == 0, seen
    assert "API key (not shown): " in seen
    for one in typed:
        assert one not in seen
    assert "\x1b" not in seen
    held = command.held("user-7")
    assert held is not None
    assert held.key is not None
    assert held.key.passphrase.reveal() == typed[2]


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_the_list_of_processes_holds_no_secret(command: Command, server: MockServer) -> None:
    process = command.start("users", "add", "user-7", "--json")
    try:
        assert process.stdin is not None
        lines = pasted(server, "alice").splitlines(keepends=True)
        process.stdin.write(lines[0] + lines[1])
        process.stdin.flush()
        time.sleep(1)
        assert process.poll() is None
        line = Path(f"/proc/{process.pid}/cmdline").read_text("utf-8").split("\0")
    finally:
        done = command.end(process, lines[2])
    assert done.code == 0
    assert line[-5:-1] == ["users", "add", "user-7", "--json"]


# Looking


def test_list_and_show(command: Command, server: MockServer) -> None:
    command.consent("user-1")
    command.made_up("user-2", "OKX refused the refresh token (53005)")
    assert command("users", "add", "user-3", stdin=pasted(server, "alice")).code == 0
    told = command("users", "list", "--json").json
    assert [(one["user_id"], one["state"]) for one in told["users"]] == [
        ("user-1", "token"),
        ("user-2", "must_reconnect"),
        ("user-3", "key"),
    ]
    assert told["next"] == ""
    first = command("users", "list", "--json", "--limit", "2")
    assert (len(first.json["users"]), first.json["next"]) == (2, "user-2")
    assert "--after user-2" in first.stderr
    rest = command("users", "list", "--json", "--after", first.json["next"]).json
    assert [one["user_id"] for one in rest["users"]] == ["user-3"]
    plain = command("users", "list")
    assert [line.split()[0] for line in plain.stdout.splitlines()] == ["user", "user-1", "user-2", "user-3"]
    # Keys are masked wherever they are shown.
    api_key = server.accounts["alice"].api_key
    for shown in (plain, command("users", "list", "--json"), command("users", "show", "user-3")):
        assert api_key[-4:] in shown.stdout
        assert api_key[-6:] not in shown.stdout
    one = command("users", "show", "user-1", "--json").json
    assert one["token"]["scopes"] == ["read_only", "trade"]
    assert (one["token"]["generation"], one["key"], one["environment"]) == (1, None, "demo")
    assert re.search(r"^  access ends at +20\d\d-", command("users", "show", "user-1").stdout, re.MULTILINE)


def test_users_of_the_other_environment_are_not_shown(command: Command) -> None:
    command.consent("user-1")
    done = command("users", "list", "--json", "--environment", "live")
    assert (done.code, done.json["users"]) == (0, [])
    assert done.stderr == "none in live; 1 in demo\n"
    assert command("users", "list", "--after", "user-9").stderr == "no users\n"
    command("users", "disconnect", "user-1", "--yes")
    assert command("users", "list", "--environment", "live").stderr == "no users\n"


def test_who_is_not_there(command: Command) -> None:
    command.consent("user-1")
    for arguments in (("show", "nobody"), ("refresh", "nobody"), ("disconnect", "nobody", "--yes")):
        done = command("users", *arguments)
        assert (done.code, done.stdout) == (1, "")
        assert "'nobody' is not connected" in done.stderr


# Refreshing


def test_refresh(command: Command) -> None:
    old = command.consent("user-1")
    done = command("users", "refresh", "user-1", "--json")
    assert (done.code, done.json["token"]["generation"]) == (0, 2)
    held = command.held("user-1")
    assert held is not None
    assert held.token is not None
    assert command.exchange.lives(held.token.pair)
    assert not command.exchange.lives(old)


def test_refresh_of_another_site_asks_nothing(command: Command) -> None:
    pair = command.consent("user-1")
    before = command.exchange.exchanges()
    done = command("users", "refresh", "user-1", "--site", "us")
    assert (done.code, "say --site global" in done.stderr) == (2, True)
    assert command.exchange.exchanges() == before
    assert command.exchange.lives(pair)


def test_refresh_of_a_dead_pair(command: Command) -> None:
    command.made_up("user-1")
    done = command("users", "refresh", "user-1", "--json")
    assert (done.code, done.stdout) == (1, "")
    assert "user 'user-1' must connect again: OKX refused the refresh token (53005)" in done.stderr
    again = command("users", "refresh", "user-1")
    assert (again.code, "must connect again" in again.stderr) == (1, True)
    assert command("users", "show", "user-1", "--json").json["state"] == "must_reconnect"


def test_keep_alive_refreshes_who_is_due_and_says_so(command: Command) -> None:
    command.consent("idle")
    nothing = {"refreshed": [], "must_reconnect": [], "failed": [], "others": 0}
    assert command("users", "keep-alive", "--json").json == nothing
    for _ in range(3):
        command.exchange.advance(2 * 24 * 3600)
        done = command("users", "keep-alive", "--json")
        assert (done.code, done.json["refreshed"]) == (0, ["idle"])
        again = command("users", "keep-alive", "--json")
        assert (again.code, again.json["refreshed"]) == (0, [])
    assert command("users", "show", "idle", "--json").json["token"]["generation"] == 4
    held = command.held("idle")
    assert held is not None
    assert held.token is not None
    assert command.exchange.lives(held.token.pair)


def test_keep_alive_tells_who_must_reconnect_and_who_failed(command: Command) -> None:
    command.made_up("dead")
    done = command("users", "keep-alive", "--json")
    assert (done.code, done.json["must_reconnect"]) == (1, ["dead"])
    command.consent("fine")
    command.exchange.advance(2 * 24 * 3600)
    command.exchange.fault("code", code="50001", count=20)
    done = command("users", "keep-alive", "--json")
    assert (done.code, [one["user_id"] for one in done.json["failed"]]) == (3, ["fine"])
    command.exchange.control("faults", method="DELETE")
    assert command("users", "keep-alive", "--json").json["refreshed"] == ["fine"]


def test_keep_alive_can_be_stopped_and_run_again(command: Command) -> None:
    # One user of the exchange for each: a new consent ends the tokens of the one before.
    for user_id, user in (("u1", "alice"), ("u2", "bob"), ("u3", "frank")):
        command.consent(user_id, user)
    command.exchange.advance(2 * 24 * 3600)
    before = command.exchange.exchanges()["0"]
    process = command.start("users", "keep-alive", "--per-second", "0.2")
    end = time.monotonic() + 30
    while command.exchange.exchanges()["0"] == before:
        assert time.monotonic() < end
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    stopped = command.end(process)
    assert stopped.code == 130
    done = command("users", "keep-alive", "--json")
    assert (done.code, done.json["refreshed"]) == (0, ["u2", "u3"])
    assert command.exchange.exchanges()["0"] == before + 3
    for user_id in ("u1", "u2", "u3"):
        held = command.held(user_id)
        assert held is not None
        assert held.token is not None
        assert command.exchange.lives(held.token.pair)


@pytest.mark.parametrize(
    ("signals", "code"),
    [
        ([signal.SIGTERM], 143),
        ([signal.SIGTERM] * 3, 143),
        ([signal.SIGINT] * 3, 130),
        ([signal.SIGINT, signal.SIGTERM], 130),
        ([signal.SIGTERM, signal.SIGINT], 143),
    ],
    ids=lambda value: "+".join(one.name for one in value) if isinstance(value, list) else "",
)
def test_whatever_stops_it_the_refresh_in_hand_is_finished(
    command: Command, signals: list[signal.Signals], code: int
) -> None:
    old = command.consent("u1")
    command.exchange.advance(2 * 24 * 3600)
    command.exchange.fault("slow", seconds=2)
    process = command.start("users", "keep-alive")
    end = time.monotonic() + 30
    while not command.exchange.control("faults")["faults"][0]["hits"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    for one in signals:
        process.send_signal(one)
        time.sleep(0.2)
    stopped = command.end(process)
    assert stopped.code == code
    assert ("is being finished" in stopped.stderr) == (len(signals) > 1)
    held = command.held("u1")
    assert held is not None
    assert held.token is not None
    assert held.token.generation == 2
    assert not command.exchange.lives(old)
    assert command.exchange.lives(held.token.pair)


def test_settings_of_another_client_lose_nobody_in_silence(command: Command) -> None:
    command.consent("u1")
    command.exchange.advance(2 * 24 * 3600)
    done = command("users", "keep-alive", "--json", OKX_CLIENT_ID="another")
    assert (done.code, done.json["refreshed"], done.json["others"]) == (2, [], 1)
    assert "1 due of another site or client_id were left alone" in done.stderr
    assert command("users", "keep-alive").code == 0


def test_events(command: Command) -> None:
    command.made_up("dead")
    assert command("users", "keep-alive").code == 1
    told = command("users", "events", "--json").json
    assert [(one["user_id"], one["kind"]) for one in told["events"]] == [
        ("dead", "connected"),
        ("dead", "must_reconnect"),
    ]
    assert told["next"] == told["events"][-1]["number"]
    later = command("users", "events", "--json", "--after", str(told["next"]))
    assert later.json == {"events": [], "next": told["next"]}
    assert "53005" in command("users", "events").stdout


# Ending


def test_disconnect(command: Command) -> None:
    command.consent("user-1")
    asked = command("users", "disconnect", "user-1")
    assert (asked.code, asked.stdout) == (2, "")
    assert "--yes" in asked.stderr
    assert command.held("user-1") is not None
    done = command("users", "disconnect", "user-1", "--yes", "--json")
    assert (done.code, done.json) == (0, {"user_id": "user-1", "disconnected": True})
    assert command.held("user-1") is None
    assert "OKX still holds the user's consent" in done.stderr
    assert "still works" not in done.stderr


def test_disconnect_revokes_where_the_path_is_said(command: Command) -> None:
    command.consent("user-1")
    path = "/v5/users/oauth/revoke"
    done = command("users", "disconnect", "user-1", "--yes", "--revoke-path", path)
    assert done.code == 0
    assert command.held("user-1") is None
    assert command.exchange.control("requests")["requests"][-1]["target"] == path
    assert "still holds" not in done.stderr


def test_disconnect_of_a_key_says_where_it_lives_on(command: Command, server: MockServer) -> None:
    assert command("users", "add", "user-1", stdin=pasted(server, "alice")).code == 0
    done = command("users", "disconnect", "user-1", "--yes")
    key = server.accounts["alice"].api_key
    assert (done.code, done.stdout) == (0, "forgot user-1\n")
    assert f"The key ****{key[-4:]} still works: the user deletes it at OKX" in done.stderr
    assert "consent" not in done.stderr


# Keys of the store


def test_new_key_makes_another_one_each_time(command: Command) -> None:
    first, second = (command("users", "new-key").stdout.strip() for _ in range(2))
    assert first != second
    assert re.fullmatch(r"k1:[A-Za-z0-9+/]{43}=", first)
    named = command("users", "new-key", "--name", "k2", "--json").json
    assert named["key"].startswith("k2:")


def test_the_keys_of_a_store_are_changed_while_it_is_used(command: Command) -> None:
    command.consent("user-1")
    fresh = command("users", "new-key", "--name", "k2").stdout.strip()
    done = command("users", "rotate", "--json", OKX_BROKER_STORE_KEY=f"{fresh},{MASTER}")
    assert (done.code, done.json) == (0, {"left": 0})
    assert command("users", "list", "--json", OKX_BROKER_STORE_KEY=fresh).json["users"][0]["user_id"] == "user-1"
    assert command("users", "list", OKX_BROKER_STORE_KEY=MASTER).code == 2


def test_a_key_in_the_keyring(command: Command) -> None:
    (command.folder / "plain_ring.py").write_text(RING, "utf-8")
    ring = {
        "PYTHON_KEYRING_BACKEND": "plain_ring.Ring",
        "PYTHONPATH": str(command.folder),
        "OKX_BROKER_STORE_KEY": None,
    }
    missing = command("users", "events", "--keyring", **ring)
    assert (missing.code, "keyring has no entry" in missing.stderr) == (2, True)
    made = command("users", "new-key", "--keyring", **ring)
    assert (made.code, made.stdout) == (0, "k1 is in the system's keyring\n")
    kept = (command.folder / "ring.json").read_text("utf-8")
    command.secrets.append(json.loads(kept).partition(":")[2])
    SqliteStore(command.store_path, environment=Environment.DEMO, keys=MasterKeys.parse(json.loads(kept))).close()
    assert command("users", "list", "--keyring", "--json", **ring).json["users"] == []
    again = command("users", "new-key", "--keyring", **ring)
    assert (again.code, "already" in again.stderr) == (2, True)
    assert (command.folder / "ring.json").read_text("utf-8") == kept


RING = """
import json, pathlib
from keyring.backend import KeyringBackend

FILE = pathlib.Path(__file__).with_name("ring.json")

class Ring(KeyringBackend):
    priority = 1
    def get_password(self, service, username):
        return json.loads(FILE.read_text()) if FILE.exists() else None
    def set_password(self, service, username, password):
        FILE.write_text(json.dumps(password))
"""


# What can be wrong


def test_the_wrong_master_key(command: Command) -> None:
    command.consent("user-1")
    other = "k1:" + "B" * 43 + "="
    done = command("users", "list", "--json", OKX_BROKER_STORE_KEY=other)
    assert (done.code, done.stdout) == (2, "")
    assert other[3:] not in done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("OKX_BROKER_STORE", "--store"),
        ("OKX_ENVIRONMENT", "--environment"),
        ("OKX_SITE", "--site"),
        ("OKX_BROKER_CODE", "--code"),
        ("OKX_CLIENT_ID", "--client-id"),
        ("OKX_BROKER_STORE_KEY", "OKX_BROKER_STORE_KEY"),
    ],
)
def test_nothing_is_assumed(command: Command, name: str, said: str) -> None:
    command.consent("user-1")
    done = command("users", "keep-alive", **{name: None})
    assert (done.code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_mistyped_store_is_not_made(command: Command) -> None:
    done = command("users", "list", "--store", "other.db")
    assert (done.code, "no store" in done.stderr) == (2, True)
    assert not (command.folder / "other.db").exists()


def test_a_file_that_is_no_store(command: Command) -> None:
    with sqlite3.connect(command.store_path) as connection:
        connection.execute("CREATE TABLE others (id)")
    connection.close()
    command.store_path.chmod(0o600)
    done = command("users", "list")
    assert (done.code, "another program's" in done.stderr) == (2, True)


def test_a_database_is_not_said_by_an_argument(command: Command) -> None:
    """Its address can hold a password, and arguments are seen by everybody."""
    done = command("users", "list", "--store", "postgresql://me:topsecret@localhost/db")
    assert (done.code, "OKX_BROKER_STORE" in done.stderr) == (2, True)
    assert "topsecret" not in done.stderr


def test_a_database_that_is_away(command: Command) -> None:
    done = command("users", "list", OKX_BROKER_STORE="postgresql://me:topsecret@127.0.0.1:1/db")
    assert (done.code, done.stdout) == (3, "")
    assert "topsecret" not in done.stderr


def test_an_exchange_that_is_away(command: Command) -> None:
    command.consent("user-1")
    done = command("users", "refresh", "user-1", OKX_BASE_URL="http://127.0.0.1:1")
    assert (done.code, done.stdout) == (3, "")
    assert command("users", "show", "user-1", "--json").json["token"]["generation"] == 1


def test_no_word_of_a_user_steers_the_terminal(command: Command) -> None:
    key = StoredKey(
        kind="pasted",
        key=Secret("KEY-OF-SOMEBODY-71c0"),
        secret=Secret("SECRET-OF-SOMEBODY"),
        passphrase=Secret("PASSPHRASE-OF-SOMEBODY"),
        permissions=("read_only",),
        site="global",
        label="evil\x1b[2J\nlabel",
    )
    command.secrets += ["KEY-OF-SOMEBODY", "SECRET-OF-SOMEBODY", "PASSPHRASE-OF-SOMEBODY"]
    store = command.store()
    store.save_key("user-1", key, command.exchange.clock.now_ms())
    store.close()
    done = command("users", "show", "user-1")
    assert re.search(r"^  key +\*{4}71c0$", done.stdout, re.MULTILINE)
    assert "evil?[2J?label" in done.stdout
    assert command("users", "show", "user-1", "--json").json["key"]["label"] == "evil\x1b[2J\nlabel"


def test_a_store_that_can_t_be_opened_is_told_before_anybody_types(command: Command) -> None:
    command.store().close()
    code, seen = in_terminal(
        command, [], "users", "add", "user-7", "--store", str(command.folder / "none" / "users.db")
    )
    assert (code, "not shown" in seen) == (2, False)


def test_a_store_in_postgresql(command: Command, server: MockServer, postgres: Postgres) -> None:
    address = f"postgresql://okx@/postgres?host={postgres.folder}&port={postgres.port}"
    assert command("users", "add", "user-7", stdin=pasted(server, "alice"), OKX_BROKER_STORE=address).code == 0
    told = command("users", "list", "--json", OKX_BROKER_STORE=address).json
    assert [(one["user_id"], one["state"]) for one in told["users"]] == [("user-7", "key")]
    assert command("users", "disconnect", "user-7", "--yes", OKX_BROKER_STORE=address).code == 0
    kinds = [one["kind"] for one in command("users", "events", "--json", OKX_BROKER_STORE=address).json["events"]]
    assert kinds == ["key_stored", "disconnected"]
    assert not command.store_path.exists()


# Help and completion


@pytest.mark.parametrize(
    "words", [[], *([["users", one] for one in ("list", "show", "add", "refresh", "keep-alive", "disconnect", "events", "new-key", "rotate")]), ["connect"]]
)  # fmt: skip
def test_help_has_examples(command: Command, words: list[str]) -> None:
    done = command(*words, "--help")
    assert (done.code, done.stderr) == (0, "")
    example = done.stdout.partition("Examples:\n")[2]
    assert " ".join(["okx-broker", *words]) in example


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(command: Command, shell: str) -> None:
    done = command(_OKX_BROKER_COMPLETE=f"{shell}_source")
    assert done.code == 0
    assert "_OKX_BROKER_COMPLETE" in done.stdout
    assert f"_OKX_BROKER_COMPLETE={shell}_source okx-broker" in command("--help").stdout


def test_completion_completes(command: Command) -> None:
    done = command(_OKX_BROKER_COMPLETE="bash_complete", COMP_WORDS="okx-broker users keep", COMP_CWORD="2")
    assert done.stdout.split() == ["plain,keep-alive"]


@pytest.mark.parametrize("missing", ["click", "cryptography"])
def test_without_the_extra_it_says_which_to_install(command: Command, missing: str) -> None:
    program = (
        "import sys\n"
        "from importlib.machinery import PathFinder\n"
        "class Hidden:\n"
        "    @staticmethod\n"
        "    def find_spec(name, path=None, target=None):\n"
        f"        return None if name == {missing!r} else PathFinder.find_spec(name, path, target)\n"
        "sys.meta_path[:] = [one for one in sys.meta_path if one is not PathFinder] + [Hidden]\n"
        "from okx_broker.cli import main\n"
        "main()\n"
    )
    command.program = sys.executable
    done = command("-c", program)
    assert (done.code, done.stdout) == (2, "")
    assert 'install the extra cli: pip install "<path of your clone>[cli]"' in done.stderr
