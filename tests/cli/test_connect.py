"""`okx-broker connect`: a person at a desktop, with the mock's control surface in the place of the page of consent."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from okx_broker.oauth import SqliteStore

from .conftest import Command, Ended, free_port


@dataclass
class Desktop:
    """A registered desktop application, whose user has started `connect`."""

    command: Command
    port: int
    client_id: str

    @property
    def redirect_uri(self) -> str:
        return f"http://127.0.0.1:{self.port}/callback"

    @property
    def changes(self) -> dict[str, str | None]:
        return {"OKX_CLIENT_ID": self.client_id, "OKX_REDIRECT_URI": self.redirect_uri, "OKX_CLIENT_SECRET": None}

    def start(self, *arguments: str) -> tuple[subprocess.Popen[str], dict[str, str]]:
        """Start it; gives the process and what the address asks for."""
        process = self.command.start("connect", "--no-browser", "--json", *arguments, **self.changes)
        assert process.stderr is not None
        for line in process.stderr:
            self.command.written += line
            if line.startswith("http"):
                return process, {name: values[0] for name, values in parse_qs(urlsplit(line.strip()).query).items()}
        raise AssertionError(self.command.end(process))

    def consent(self, asked: dict[str, str], user: str = "alice") -> str:
        answer = self.command.exchange.control(
            "oauth/codes",
            {
                "user": user,
                "client_id": asked["client_id"],
                "redirect_uri": asked["redirect_uri"],
                "scope": asked["scope"],
                "code_challenge": asked["code_challenge"],
                "code_challenge_method": asked["code_challenge_method"],
            },
        )
        return str(answer["code"])

    def get(self, target: str, host: str = "", method: str = "GET") -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, target, headers={"Host": host or f"127.0.0.1:{self.port}"})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
        finally:
            connection.close()

    def back(self, **brought: str) -> tuple[int, dict[str, str], str]:
        return self.get("/callback?" + urlencode(brought))


@pytest.fixture
def desktop(command: Command) -> Desktop:
    port = free_port()
    client = command.exchange.control(
        "oauth/clients", {"broker": "broker-both", "redirect_uris": [f"http://127.0.0.1:{port}/callback"]}
    )
    # The mock gives every client a secret; a desktop has none.
    command.secrets.append(client["client_secret"])
    return Desktop(command, port, client["client_id"])


def end(desktop: Desktop, process: subprocess.Popen[str]) -> Ended:
    return desktop.command.end(process)


def states_kept(command: Command) -> int:
    store = command.store()
    assert isinstance(store, SqliteStore)
    try:
        with store._transaction(write=False) as transaction:
            return int(str(transaction.run("SELECT COUNT(*) FROM states", {})[0][0]))
    finally:
        store.close()


def token_requests(command: Command) -> list[dict[str, Any]]:
    asked = command.exchange.control("requests")["requests"]
    return [one for one in asked if one["target"] == "/v5/users/oauth/token"]


def test_a_person_connects(desktop: Desktop) -> None:
    process, asked = desktop.start()
    assert asked["redirect_uri"] == desktop.redirect_uri
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert "client_secret" not in asked
    code = desktop.consent(asked)
    status, headers, body = desktop.back(code=code, state=asked["state"], domain=desktop.command.exchange.url)
    assert (status, headers["location"], body) == (303, "/callback/done", "")
    assert headers["referrer-policy"] == "no-referrer"
    status, headers, page = desktop.get("/callback/done")
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert "is connected. You can close this page" in page
    done = end(desktop, process)
    assert done.code == 0
    assert (done.json["user_id"], done.json["token"]["mode"]) == ("me", "pkce")
    held = desktop.command.held("me")
    assert held is not None
    assert held.token is not None
    for secret in (code, asked["state"], held.token.pair.access.reveal(), held.token.pair.refresh.reveal()):
        assert secret not in page
        assert secret not in done.stdout
    # The device's id goes with every call, is kept for its owner alone, and is the same the next time.
    kept = Path(desktop.command.folder, ".config", "okx-broker", "device")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert held.token.grant.term_id == kept.read_text("ascii").strip()
    assert len(token_requests(desktop.command)) == 1
    # It can be kept alive by the same command line, without a secret.
    again = desktop.command("users", "refresh", "me", "--json", **desktop.changes)
    assert (again.code, again.json["token"]["generation"]) == (0, 2)


def test_the_device_is_the_same_the_next_time(desktop: Desktop) -> None:
    seen = set()
    for _ in range(2):
        process, asked = desktop.start("trader", "--scope", "read_only")
        assert asked["scope"] == "read_only"
        desktop.back(code=desktop.consent(asked), state=asked["state"])
        desktop.get("/callback/done")
        assert end(desktop, process).code == 0
        held = desktop.command.held("trader")
        assert held is not None
        assert held.token is not None
        seen.add(held.token.grant.term_id)
    assert len(seen) == 1
    assert re.fullmatch(r"[0-9a-f]{32}", seen.pop())


def test_only_the_awaited_browser_is_let_in(desktop: Desktop) -> None:
    process, asked = desktop.start()
    code = desktop.consent(asked)
    good = urlencode({"code": code, "state": asked["state"]})
    assert desktop.back(code=code, state="forged")[0] == 400
    assert desktop.back(code=code)[0] == 400
    for twice in (f"{good}&state=other", f"state=other&{good}", f"code=other&{good}", f"domain=other&{good}&domain="):
        assert desktop.get(f"/callback?{twice}")[0] == 400
    assert desktop.get(f"/callback?{good}", host=f"evil.example:{desktop.port}")[0] == 400
    assert desktop.get(f"/elsewhere?{good}")[0] == 404
    assert desktop.get("/callback/done")[0] == 404
    assert desktop.get(f"/callback?{good}", method="HEAD")[0] == 501
    assert desktop.get(f"/callback?{good}", method="POST")[0] == 501
    # It listens at this one address alone.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", desktop.port), timeout=5)
    assert token_requests(desktop.command) == []
    assert desktop.get(f"/callback?{good}")[0] == 303
    assert desktop.get(f"/callback?{good}")[0] == 400
    desktop.get("/callback/done")
    assert end(desktop, process).code == 0


def test_the_user_says_no(desktop: Desktop) -> None:
    process, asked = desktop.start()
    assert desktop.back(error="access_denied", state=asked["state"])[0] == 303
    _, _, page = desktop.get("/callback/done")
    assert "Not connected" in page
    done = end(desktop, process)
    assert (done.code, done.stdout) == (1, "")
    assert "the user said no" in done.stderr
    assert desktop.command.held("me") is None


def test_a_domain_that_is_none_of_okx(desktop: Desktop) -> None:
    process, asked = desktop.start()
    desktop.back(code=desktop.consent(asked), state=asked["state"], domain="https://evil.example")
    desktop.get("/callback/done")
    done = end(desktop, process)
    assert (done.code, "none of OKX's" in done.stderr) == (1, True)
    assert token_requests(desktop.command) == []


def test_a_code_that_is_wrong(desktop: Desktop) -> None:
    process, asked = desktop.start()
    desktop.back(code="made-up", state=asked["state"])
    done = end(desktop, process)  # nobody waits for the page
    assert (done.code, done.stdout) == (1, "")


def test_nobody_comes(desktop: Desktop) -> None:
    process, _ = desktop.start("--wait", "1")
    done = end(desktop, process)
    assert (done.code, done.stdout) == (1, "")
    assert "nobody came back within 1 seconds" in done.stderr
    assert states_kept(desktop.command) == 0


def test_ctrl_c_leaves_nothing_behind(desktop: Desktop) -> None:
    process, asked = desktop.start()
    assert states_kept(desktop.command) == 1
    process.send_signal(signal.SIGINT)
    done = end(desktop, process)
    assert (done.code, done.stdout) == (130, "")
    assert states_kept(desktop.command) == 0
    with socket.create_server(("127.0.0.1", desktop.port)):
        pass
    # What was shown is good for nothing: another run does not take it.
    process, _ = desktop.start()
    assert desktop.back(code=desktop.consent(asked), state=asked["state"])[0] == 400
    process.send_signal(signal.SIGINT)
    assert end(desktop, process).code == 130


def test_the_port_is_taken(desktop: Desktop) -> None:
    with socket.create_server(("127.0.0.1", desktop.port)):
        done = desktop.command("connect", "--no-browser", **desktop.changes)
    assert (done.code, done.stdout) == (2, "")
    assert f"port {desktop.port} of 127.0.0.1" in done.stderr
    assert not desktop.command.store_path.exists()


def test_a_desktop_holds_no_client_secret(desktop: Desktop) -> None:
    done = desktop.command("connect", "--no-browser", **{**desktop.changes, "OKX_CLIENT_SECRET": "S3CRET-OF-A-SERVER"})
    assert (done.code, "unset it" in done.stderr) == (2, True)
    assert "S3CRET" not in done.stderr


@pytest.mark.parametrize(
    "uri",
    [
        None,
        "https://127.0.0.1:8000/callback",
        "http://localhost:8000/callback",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:8000",
        "http://127.0.0.1:99999/callback",
        "http://127.0.0.1:8000/callback?a=b",
        "http://user@127.0.0.1:8000/callback",
        "http://0.0.0.0:8000/callback",
    ],
)
def test_a_redirect_that_is_not_of_this_machine(desktop: Desktop, uri: str | None) -> None:
    done = desktop.command("connect", "--no-browser", **{**desktop.changes, "OKX_REDIRECT_URI": uri})
    assert (done.code, done.stdout) == (2, "")
    assert "OKX_REDIRECT_URI" in done.stderr


def test_the_browser_is_opened(desktop: Desktop) -> None:
    """A program in the place of a browser writes down the address that it is given."""
    browser = desktop.command.folder / "browser"
    browser.write_text('#!/bin/sh\nprintf %s "$1" > "$HOME/opened"\n', "utf-8")
    browser.chmod(0o700)
    process = desktop.command.start("connect", "--wait", "2", **{**desktop.changes, "BROWSER": f"{browser} %s"})
    done = end(desktop, process)
    assert done.code == 1
    opened = (desktop.command.folder / "opened").read_text("utf-8")
    assert opened in done.stderr
    assert json.dumps(opened).count("state=") == 1


def test_in_a_real_browser_by_the_page_of_consent(desktop: Desktop, browser: Browser) -> None:
    process = desktop.command.start("connect", "--no-browser", "--json", **desktop.changes)
    assert process.stderr is not None
    url = next(line.strip() for line in process.stderr if line.startswith("http"))
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(url)
        page.get_by_role("link", name="alice").click()
        page.get_by_role("button", name="Allow").click()
        expect(page.get_by_role("heading")).to_have_text("Connected")
        # Code and state stand in the address bar no more, nor in what the button Back goes through.
        assert page.url == f"http://127.0.0.1:{desktop.port}/callback/done"
    finally:
        context.close()
    done = end(desktop, process)
    assert (done.code, done.json["token"]["scopes"]) == (0, ["read_only", "trade"])
