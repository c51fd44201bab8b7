"""A real browser on the page of the mock. What goes wrong in the browser, and what it asks of whom, is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.mock.conftest import Mock, mock, server

__all__ = ["Tab", "browser", "mock", "open_page", "server"]

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Tab:
    """A tab of the browser, and what was seen of it."""

    page: Page
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def looks(self) -> int:
        """How often the page has asked what happened."""
        return sum(urlsplit(url).path == "/__mock__/overview" for url in self.requests)


# While it is open, the thread has a running event loop: tests beside these could not run one of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        found = shutil.which("chromium")
        pytest.skip(f"chromium is not installed at {CHROMIUM}" + (f", only at {found}" if found else ""))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Tab]]:
    """Open the page of a mock in a tab of its own; at the end there must have been no problem, and no other host."""
    tabs: list[tuple[Tab, str]] = []

    def open_(url: str, part: str = "", *, width: int = 1280, scheme: str = "light", still: bool = False) -> Tab:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce" if still else "no-preference",
            permissions=["clipboard-read", "clipboard-write"],
        )
        tab = Tab(context.new_page())
        tabs.append((tab, url))
        tab.page.set_default_timeout(10_000)
        tab.page.on("console", lambda message: tab.problems.append(message.text) if message.type == "error" else None)
        tab.page.on("pageerror", lambda error: tab.problems.append(str(error)))
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        tab.page.goto(f"{url}/{part}")
        expect(tab.page.locator("#link-text")).to_have_text("connected")
        return tab

    yield open_
    for tab, url in tabs:
        tab.page.context.close()
        assert tab.problems == []
        assert {urlsplit(one).netloc for one in tab.requests} == {urlsplit(url).netloc}


@pytest.fixture
def tab(mock: Mock, open_page: Callable[..., Tab]) -> Tab:
    """The page as it opens, on a mock as new."""
    return open_page(mock.url)
