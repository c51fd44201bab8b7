"""The example as a program: what it lacks, its help, and that it keeps its users alive."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from okx_broker import Environment
from okx_broker.errors import ConfigurationError
from okx_broker.oauth import MasterKeys, SqliteStore
from okx_broker.oauth.web.example.settings import from_env
from okx_broker.testing import MockServer
from tests.oauth.support import Exchange

from .conftest import free_port

KEY = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
"""The bytes 0 to 31."""
NEEDED = [
    "OKX_BROKER_CODE", "OKX_ENVIRONMENT", "OKX_SITE", "OKX_BROKER_STORE", "OKX_BROKER_STORE_KEY", "OKX_CLIENT_ID",
    "OKX_CLIENT_SECRET",
]  # fmt: skip


def given(folder: Path, **more: str) -> dict[str, str]:
    return {
        "OKX_BROKER_CODE": "MOCKBOTHOAUTH1",
        "OKX_ENVIRONMENT": "demo",
        "OKX_SITE": "global",
        "OKX_BROKER_STORE": str(folder / "users.db"),
        "OKX_BROKER_STORE_KEY": KEY,
        "OKX_CLIENT_ID": "client",
        "OKX_CLIENT_SECRET": "secret",
        **more,
    }


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OKX_", "EXAMPLE_"))}
    return subprocess.run(
        [sys.executable, "-m", "okx_broker.oauth.web.example", *arguments],
        env={**kept, **settings}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_all_that_is_missing_is_named_at_once() -> None:
    done = run(OKX_SITE="global")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.findall(r"OKX_\w+", done.stderr) == [name for name in NEEDED if name != "OKX_SITE"]


def test_its_help_lists_the_variables() -> None:
    done = run("--help")
    assert done.returncode == 0
    listed = re.findall(r"^  ([A-Z_]{6,})  +\S", done.stdout, re.MULTILINE)
    assert listed[: len(NEEDED)] == NEEDED
    assert {"OKX_REDIRECT_URI", "OKX_BASE_URL", "OKX_BROKER_TYPE", "OKX_BROKER_API_KEY", "EXAMPLE_FAST_API"} <= set(
        listed
    )


def test_half_a_key_of_the_broker_s_own_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="set OKX_BROKER_API_KEY, OKX_BROKER_PASSPHRASE in"):
        from_env(given(tmp_path, OKX_BROKER_SECRET_KEY="s"))
    # The key of a user is none of the broker's.
    assert from_env(given(tmp_path, OKX_API_KEY="of-a-user")).broker_key is None
    assert (tmp_path / "users.db").exists()


def test_it_keeps_its_users_alive_by_the_exchange_s_clock(tmp_path: Path) -> None:
    server = MockServer()
    exchange = Exchange(server.url)
    store = SqliteStore(tmp_path / "users.db", environment=Environment.DEMO, keys=MasterKeys.parse(KEY))
    try:
        exchange.connect(store, "ann")
        exchange.advance(2 * 24 * 3600)
        client = exchange.client()
        port = free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OKX_", "EXAMPLE_"))}
        process = subprocess.Popen(
            [sys.executable, "-m", "okx_broker.oauth.web.example"],
            env={
                **kept,
                **given(
                    tmp_path,
                    OKX_BASE_URL=server.url,
                    OKX_CLIENT_ID=client["client_id"],
                    OKX_CLIENT_SECRET=client["client_secret"],
                    OKX_REDIRECT_URI=f"http://localhost:{port}/okx/callback",
                ),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            end = time.monotonic() + 30
            while (held := store.load("ann")) is None or held.token is None or held.token.generation != 2:
                assert process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.1)
            assert exchange.lives(held.token.pair)
        finally:
            process.send_signal(signal.SIGTERM)
            said = process.communicate(timeout=20)[0]
        assert f"open http://localhost:{port}/ in a browser\n" in said
        assert "Traceback" not in said
    finally:
        store.close()
        server.stop()
