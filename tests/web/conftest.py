"""The example on localhost, the mock on 127.0.0.1, and a real browser that goes from one to the other and back."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, expect

from okx_broker import Environment
from okx_broker.oauth import MasterKeys, SqliteStore, new_master_key
from tests.mock.conftest import ROOT, Mock, mock, server
from tests.page.conftest import browser

__all__ = ["browser", "mock", "server"]

CODE = "MOCKBOTHOAUTH1"
USERS = ("ann", "ben")
NOTE_MARKUP = 'addEventListener("DOMContentLoaded", () => noteMarkup(document.documentElement.outerHTML))'


@dataclass
class Example:
    """The running example."""

    port: int
    log: Path
    store: SqliteStore
    client: dict[str, Any]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def redirect_uri(self) -> str:
        return f"{self.url}/okx/callback"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def registered(mock: Mock, redirect_uri: str) -> dict[str, Any]:
    """The example as a client of the mock; after a reset it is the same one again."""
    wanted = {"broker": "broker-both", "redirect_uris": [redirect_uri], "fast_api": True, "ip": ["127.0.0.1", "::1"]}
    reply = mock.control("POST", "oauth/clients", wanted)
    assert reply.status == 200, reply.json
    return dict(reply.json)


@pytest.fixture(scope="module")
def running(server: Mock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    assert server.control("POST", "reset").status == 200
    folder = tmp_path_factory.mktemp("example")
    port, key = free_port(), new_master_key().reveal()
    client = registered(server, f"http://localhost:{port}/okx/callback")
    broker = server.accounts["broker-both"]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "generated"), str(ROOT / "overlays"))),
        "OKX_BROKER_CODE": CODE,
        "OKX_BROKER_TYPE": "oauth",
        "OKX_ENVIRONMENT": "demo",
        "OKX_SITE": "global",
        "OKX_BASE_URL": server.url,
        "OKX_BROKER_STORE_KEY": key,
        "OKX_CLIENT_ID": client["client_id"],
        "OKX_CLIENT_SECRET": client["client_secret"],
        "OKX_REDIRECT_URI": f"http://localhost:{port}/okx/callback",
        "OKX_BROKER_API_KEY": broker["api_key"],
        "OKX_BROKER_SECRET_KEY": broker["secret_key"],
        "OKX_BROKER_PASSPHRASE": broker["passphrase"],
        "OKX_BROKER_STORE": str(folder / "example.db"),
        "EXAMPLE_FAST_API": "1",
    }
    log = folder / "example.log"
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", "okx_broker.oauth.web.example"], env=environment, stdout=lines, stderr=lines
        )
    try:
        wait_for(port, process, log)
        store = SqliteStore(folder / "example.db", environment=Environment.DEMO, keys=MasterKeys.parse(key))
        yield Example(port, log, store, client)
        store.close()
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
    assert "Traceback" not in log.read_text()


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        connection = http.client.HTTPConnection("localhost", port, timeout=5)
        try:
            connection.request("GET", "/okx/style.css")
            assert connection.getresponse().status == 200
            return
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        finally:
            connection.close()


@pytest.fixture
def example(mock: Mock, running: Example) -> Example:
    """The example as new: nobody is connected, and the mock knows it."""
    assert registered(mock, running.redirect_uri) == running.client
    for user in USERS:
        running.store.disconnect(user, mock.now())
    return running


@dataclass
class Visitor:
    """One browser profile, and what was seen of it."""

    context: BrowserContext
    example: Example
    mock: Mock
    page: Page
    pages: list[tuple[str, str]]
    problems: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def watch(self, page: Page) -> Page:
        """Note what a tab does."""
        page.set_default_timeout(15_000)
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108 - a builtin takes no marks
        page.on("response", lambda response: self.responses.append(response))  # noqa: PLW0108
        return page

    def tab(self) -> Page:
        """Open one more tab."""
        return self.watch(self.context.new_page())

    def log_in(self, name: str = "Ann") -> None:
        """Log in at the example."""
        self.page.goto(self.example.url)
        self.page.get_by_role("button", name=name).click()
        expect(self.page.get_by_role("button", name="Log out")).to_be_visible()

    def ask(self, button: str = "Connect OKX", *, page: Page | None = None) -> None:
        """Go from the platform to the mock's choice of users."""
        tab = page or self.page
        tab.goto(f"{self.example.url}/okx/connect")
        tab.get_by_role("button", name=button).click()
        expect(tab.get_by_role("heading", name="Log in")).to_be_visible()

    def answer(self, button: str = "Allow", *, user: str = "alice", page: Page | None = None) -> None:
        """Log in at the mock and answer."""
        tab = page or self.page
        tab.get_by_role("link", name=user).click()
        tab.get_by_role("button", name=button, exact=True).click()

    def connect(self) -> None:
        """Connect by consent."""
        self.ask()
        self.answer()
        expect(self.page.get_by_text("Your OKX account is connected.")).to_be_visible()

    def callbacks(self) -> list[str]:
        """The callbacks that the browser was sent to, code and state included."""
        return [one.url for one in self.requests if urlsplit(one.url).path == "/okx/callback"]


@pytest.fixture
def visitor(browser: Browser, example: Example, mock: Mock) -> Iterator[Callable[..., Visitor]]:
    """Open a browser profile of its own."""
    visitors: list[Visitor] = []

    def open_(*, width: int = 1100, scheme: str = "light") -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
        )
        seen: list[tuple[str, str]] = []
        # Told by the page itself: who asks from outside may come when it is gone already.
        context.expose_binding("noteMarkup", lambda source, markup: seen.append((source["frame"].url, markup)))
        context.add_init_script(NOTE_MARKUP)
        one = Visitor(context, example, mock, context.new_page(), seen)
        one.watch(one.page)
        visitors.append(one)
        return one

    yield open_
    for one in visitors:
        one.context.close()
        assert [text for text in one.problems if "Failed to load resource" not in text] == []


@pytest.fixture
def ann(visitor: Callable[..., Visitor]) -> Visitor:
    """A browser in which Ann is logged in at the example."""
    one = visitor()
    one.log_in()
    return one
