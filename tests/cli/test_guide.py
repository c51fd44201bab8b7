"""The guide to connections: its files, written as they are printed into a fresh folder, run against the mock in its order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import pytest

import okx_broker.oauth
from okx_broker import Environment, Secret
from okx_broker.oauth import MasterKeys, SqliteStore, StoredKey
from okx_broker.testing import MockServer

from .conftest import Command, free_port

GUIDE = Path(okx_broker.oauth.__file__).with_name("GUIDE.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
FILES = dict(re.findall(r"^`([\w.]+)`:\n\n```python\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE))
COMMANDS = [line.partition("#")[0].strip() for kind, text in BLOCKS if kind == "console" for line in text.splitlines()]
REDIRECT = "http://localhost:8000/okx/callback"
PLATFORM = (
    "from starlette.requests import Request\n\n\ndef logged_in(request: Request) -> str | None:\n    return None\n"
)


class Reader:
    """Somebody who follows the guide."""

    def __init__(self, command: Command, folder: Path) -> None:
        self.command = command
        self.folder = folder
        for name, text in FILES.items():
            (folder / name).write_text(text, "utf-8")
        (folder / "accounts.py").write_text(PLATFORM, "utf-8")
        assert REDIRECT in GUIDE
        self.client = command.exchange.control(
            "oauth/clients", {"broker": "broker-both", "redirect_uris": [REDIRECT], "fast_api": True}
        )
        command.secrets.append(self.client["client_secret"])
        command.settings |= {
            "OKX_CLIENT_ID": self.client["client_id"],
            "OKX_CLIENT_SECRET": self.client["client_secret"],
            "OKX_REDIRECT_URI": REDIRECT,
            "OKX_BROKER_STORE_KEY": command("users", "new-key").stdout.strip(),
            "FORM_SECRET": "0123456789abcdef0123456789abcdef",
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-W", "error", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.command.environment(),
            cwd=self.folder,
        )

    def run(self, *arguments: str, stdin: str = "", status: int = 0) -> str:
        process = self.start(*arguments)
        stdout, stderr = process.communicate(stdin, timeout=60)
        self.command.written += stdout + stderr
        assert process.returncode == status, stdout + stderr
        return stdout + stderr

    def connect(self, file: str = "connect_by_hand.py") -> str:
        """Run the file that connects by hand, with the mock's control surface in the place of OKX's page."""
        process = self.start(file)
        assert process.stdout is not None
        asked = {
            name: values[0] for name, values in parse_qs(urlsplit(process.stdout.readline().strip()).query).items()
        }
        code = self.command.exchange.control(
            "oauth/codes",
            {"user": "alice", **{name: asked[name] for name in ("client_id", "redirect_uri", "scope")}},
        )["code"]
        address = REDIRECT + "?" + urlencode({"code": code, "state": asked["state"]})
        stdout, stderr = process.communicate(address + "\n", timeout=60)
        assert process.returncode == 0, stderr
        return stdout


@pytest.fixture
def reader(command: Command, tmp_path: Path) -> Reader:
    return Reader(command, tmp_path)


def test_every_python_block_is_a_file() -> None:
    assert len(FILES) == len([kind for kind, _ in BLOCKS if kind == "python"]) >= 7


def test_a_user_is_connected_trades_and_is_lost(reader: Reader) -> None:
    assert "user-7 has not connected" in reader.run("trade.py", "user-7", status=1)
    assert reader.connect() == "connected: read_only, trade\n"
    ord_id, tag = reader.run("trade.py", "user-7").split()
    (order,) = reader.command.exchange.control("orders")["orders"]
    assert (order["ordId"], order["tag"], tag) == (ord_id, "MOCKBOTHOAUTH1", "MOCKBOTHOAUTH1")
    said = reader.run("keep_alive.py").splitlines()
    assert said == ["0 refreshed, 0 lost, 0 for the next run", "user-7 connected "]
    assert reader.run("keep_alive.py").splitlines() == said[:1]
    revoked = {"user": "alice", "client_id": reader.client["client_id"]}
    assert reader.command.exchange.control("oauth/revoke", revoked)["ended"] == 1
    assert "user-7 must connect again" in reader.run("trade.py", "user-7", status=1)
    assert "user-7 must_reconnect" in reader.run("keep_alive.py")
    assert reader.connect() == "connected: read_only, trade\n"
    assert len(reader.run("trade.py", "user-7").split()) == 2


def test_who_is_idle_is_kept_alive_by_the_exchange_s_clock(reader: Reader) -> None:
    reader.connect()
    assert reader.run("keep_alive.py").splitlines()[0] == "0 refreshed, 0 lost, 0 for the next run"
    for _ in range(2):
        reader.command.exchange.advance(2 * 24 * 3600)
        assert reader.run("keep_alive.py").splitlines() == ["1 refreshed, 0 lost, 0 for the next run"]
    assert reader.run("trade.py", "user-7").split()[1] == "MOCKBOTHOAUTH1"


def test_who_connected_at_a_desktop_trades_and_is_kept_alive(reader: Reader) -> None:
    """Without a client secret, with the device that `connect` has made."""
    port = free_port()
    redirect_uri = f"http://127.0.0.1:{port}/callback"
    client = reader.command.exchange.control(
        "oauth/clients", {"broker": "broker-both", "redirect_uris": [redirect_uri]}
    )
    reader.command.secrets.append(client["client_secret"])
    del reader.command.settings["OKX_CLIENT_SECRET"]
    reader.command.settings |= {
        "OKX_CLIENT_ID": client["client_id"],
        "OKX_REDIRECT_URI": redirect_uri,
        "OKX_BROKER_STORE": str(reader.folder / "me.db"),
    }
    (line,) = [one for one in COMMANDS if one.startswith("okx-broker connect")]
    process = reader.command.start(*line.split()[1:], "--no-browser")
    assert process.stderr is not None
    address = next(line for line in process.stderr if line.startswith("http"))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address.strip()).query).items()}
    named = ("client_id", "redirect_uri", "scope", "code_challenge", "code_challenge_method")
    code = reader.command.exchange.control("oauth/codes", {"user": "alice", **{name: asked[name] for name in named}})
    with urlopen(redirect_uri + "?" + urlencode({"code": code["code"], "state": asked["state"]})) as page:
        assert b"is connected" in page.read()
    assert reader.command.end(process).code == 0
    assert (reader.folder / ".config/okx-broker/device").is_file()
    assert reader.run("trade.py", "me").split()[1] == "MOCKBOTHOAUTH1"
    reader.command.exchange.advance(2 * 24 * 3600)
    assert reader.run("keep_alive.py").splitlines()[0] == "1 refreshed, 0 lost, 0 for the next run"
    assert reader.run("trade.py", "me").split()[1] == "MOCKBOTHOAUTH1"


def test_every_variable_of_the_guide_is_in_the_command_s_help(reader: Reader) -> None:
    settings = GUIDE.partition("## Settings")[2].partition("\n## ")[0]
    named = {name for line in settings.splitlines() if line.startswith("| `") for name in re.findall(r"OKX_\w+", line)}
    assert {"OKX_BROKER_TYPE", "OKX_TOKEN_PATH", "OKX_REVOKE_PATH", "OKX_AUTHORIZE_PATH", "OKX_TOKEN_ENCODING"} <= named
    named.discard("OKX_BROKER_")  # a prefix
    helps = "".join(reader.command(*words, "--help").stdout for words in ([], ["connect"]))
    assert {name for name in named if name not in helps} == set()


def test_the_user_says_no(reader: Reader) -> None:
    process = reader.start("connect_by_hand.py")
    assert process.stdout is not None
    state = parse_qs(urlsplit(process.stdout.readline().strip()).query)["state"][0]
    _, said = process.communicate(REDIRECT + "?" + urlencode({"error": "access_denied", "state": state}), timeout=60)
    assert (process.returncode, said) == (1, "the user said no. Ask again when the user wants to.\n")


def test_a_pasted_key_trades(reader: Reader, server: MockServer) -> None:
    alice = server.accounts["alice"]
    lines = [alice.api_key, alice.secret_key.reveal(), alice.passphrase.reveal()]
    assert reader.run("paste.py", stdin="\n".join(lines)) == f"{alice.uid} read_only, trade\n"
    assert reader.run("trade.py", "user-8").split()[1] == "MOCKBOTHOAUTH1"
    lines[1] = "0" * 32
    assert "50113" in reader.run("paste.py", stdin="\n".join(lines), status=1)


def test_a_key_that_okx_does_not_know_any_more_is_replaced(reader: Reader, server: MockServer) -> None:
    key = StoredKey(
        kind="pasted", key=Secret("KEY-THAT-WAS-DELETED"), secret=Secret("GONE-SECRET"), passphrase=Secret("GONE-PASS"),
        permissions=("read_only", "trade"), site="global",
    )  # fmt: skip
    reader.command.secrets += ["GONE-SECRET", "GONE-PASS"]
    store = SqliteStore(
        reader.command.store_path,
        environment=Environment.DEMO,
        keys=MasterKeys.parse(str(reader.command.settings["OKX_BROKER_STORE_KEY"])),
    )
    store.save_key("user-8", key, reader.command.exchange.clock.now_ms())
    store.close()
    said = reader.run("trade.py", "user-8", status=1)
    assert said == "OKX does not know the key of user-8 any more: ask for another one\n"
    assert "user-8 key_refused" in reader.run("keep_alive.py")
    alice = server.accounts["alice"]
    reader.run("paste.py", stdin="\n".join((alice.api_key, alice.secret_key.reveal(), alice.passphrase.reveal())))
    assert reader.run("trade.py", "user-8").split()[1] == "MOCKBOTHOAUTH1"


def test_a_fast_api_key_trades(reader: Reader) -> None:
    by_hand = FILES["connect_by_hand.py"]
    assert '("read_only", "trade")' in by_hand
    assert 'with `("fast_api",)`' in GUIDE
    changed = by_hand.replace('("read_only", "trade")', '("fast_api",)').replace("user-7", "user-9")
    (reader.folder / "consent_to_a_key.py").write_text(changed, "utf-8")
    assert reader.connect("consent_to_a_key.py") == "connected: fast_api\n"
    assert reader.run("fast_api.py") == "Example Trading read_only, trade\n"
    assert reader.run("trade.py", "user-9").split()[1] == "MOCKBOTHOAUTH1"


def test_its_commands(reader: Reader, server: MockServer) -> None:
    """Each command that it prints, as printed; the settings stand in the environment."""
    reader.connect()
    alice = server.accounts["alice"]
    stdin = f"{alice.api_key}\n{alice.secret_key.reveal()}\n{alice.passphrase.reveal()}\n"
    plain = [line.split() for line in COMMANDS if line.startswith("okx-broker users ")]
    assert {words[2] for words in plain} == {
        "list", "show", "add", "refresh", "keep-alive", "events", "disconnect", "rotate",
    }  # fmt: skip
    for words in plain:
        sure = ["--yes"] if words[2] == "disconnect" else []
        done = reader.command(*words[1:], *sure, stdin=stdin if words[2] == "add" else "")
        assert done.code == 0, (words, done.stderr)


def test_another_master_key_as_printed(reader: Reader) -> None:
    reader.connect()
    (text,) = [text for kind, text in BLOCKS if kind == "console" and "--name k2" in text]
    environment = reader.command.environment()
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    script = text + 'export OKX_BROKER_STORE_KEY="${OKX_BROKER_STORE_KEY%%,*}"\nokx-broker users list\n'
    done = subprocess.run(
        ["sh", "-ec", script],
        env=environment,
        cwd=reader.folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "user-7" in done.stdout


@pytest.mark.skipif(find_spec("okx_broker.oauth.web") is None, reason="the web kit is not here")
@pytest.mark.parametrize("framework", ["Starlette", "FastAPI"])
def test_the_web_kit_is_mounted_as_printed(reader: Reader, framework: str) -> None:
    """In Starlette, or by the same lines in FastAPI."""
    if framework == "FastAPI":
        text = FILES["site_app.py"].replace(
            "from starlette.applications import Starlette", "from fastapi import FastAPI"
        )
        (reader.folder / "site_app.py").write_text(text.replace("Starlette", "FastAPI"), "utf-8")
    program = (
        "import asyncio, os, site_app\n"
        "assert not os.path.exists(os.environ['OKX_BROKER_STORE'])  # nothing is opened before a fork\n"
        "sent = []\n"
        "async def receive(): return {'type': 'http.request', 'body': b'', 'more_body': False}\n"
        "async def send(message): sent.append(message)\n"
        "scope = {'type': 'http', 'asgi': {'version': '3.0'}, 'http_version': '1.1', 'method': 'GET', 'scheme': 'http',\n"
        "         'path': '/okx/status', 'raw_path': b'/okx/status', 'root_path': '', 'query_string': b'',\n"
        "         'headers': [(b'host', b'localhost:8000'), (b'accept', b'application/json')],\n"
        "         'client': ('127.0.0.1', 1), 'server': ('localhost', 8000)}\n"
        "async def main():\n"
        "    async with site_app.app.router.lifespan_context(site_app.app):\n"
        "        await site_app.app(scope, receive, send)\n"
        "asyncio.run(main())\n"
        "print(sent[0]['status'], sent[1]['body'].decode())\n"
    )
    assert reader.run("-c", program) == '401 {"error":"nobody is logged in"}\n'


def test_its_files_are_typed(reader: Reader) -> None:
    files = sorted(FILES) if find_spec("okx_broker.oauth.web") else sorted(set(FILES) - {"site_app.py"})
    cache = str(reader.folder / ".cache")
    assert "Success" in reader.run("-m", "mypy", "--strict", "--cache-dir", cache, *files)
