"""The site, built once for all processes of a test run, served to this machine, and a browser on it."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as NotYet

from generator.reference.site import build
from tests.page.conftest import browser

__all__ = ["browser"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The built site. The first process of the run builds it, and the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    target = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.is_dir():
            build(target)
    return target


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Tab:
    """A tab of the browser, and what went wrong in it."""

    page: Page
    start: str
    problems: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.start}/{path}", wait_until="load")

    def search(self, words: str) -> None:
        """Type into the search as a reader does."""
        box = self.page.get_by_role("combobox", name="Search")
        for _ in range(20):  # until the page listens
            self.page.keyboard.press("Control+k")
            with suppress(NotYet):
                box.wait_for(state="visible", timeout=1000)
                break
        box.fill(words)


@pytest.fixture
def open_tab(browser: Browser, address: str) -> Iterator[Callable[..., Tab]]:
    """Open a tab; at the end no message of an error, no answer but a good one, and no request to another host was there."""
    tabs: list[Tab] = []

    def open_(path: str = "index.html", *, width: int = 1280, start: str = address) -> Tab:
        context = browser.new_context(viewport={"width": width, "height": 844})
        tab = Tab(context.new_page(), start)
        tabs.append(tab)
        tab.page.set_default_timeout(20_000)
        tab.page.on(
            "console",
            lambda message: tab.problems.append(message.text) if message.type in ("error", "warning") else None,
        )
        tab.page.on("pageerror", lambda error: tab.problems.append(str(error)))
        tab.page.on(
            "request",
            lambda request: (
                tab.problems.append(f"asked {request.url}")
                if not request.url.startswith((tab.start, "data:", "blob:"))
                else None
            ),
        )
        tab.page.on(
            "response",
            lambda answer: tab.problems.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
        )
        tab.go(path)
        return tab

    yield open_
    for tab in tabs:
        tab.page.context.close()
        assert tab.problems == []
