"""The site as readers have it: in a browser, on a phone, from a disk, with nobody else asked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from playwright.sync_api import expect

import okx_broker.rebates
from generator.bundle import load_yaml
from generator.package import SPEC
from tests.docs.conftest import Tab

GUIDES = (
    "start", "becoming-a-broker", "credentials", "broker-code", "oauth", "fast-api", "pasted-keys", "connecting-users",
    "errors", "limits", "rebates", "testing", "test-kit", "coming-from", "regenerating", "why",
)  # fmt: skip
SAMPLE = (
    "api/index.html", "api/codes.html", "api/trade/place_order.html", "api/fast_api/create_fast_api_key.html",
    "python/broker.html", "python/errors.html", "python/resources/trade.html", "python/models/trade.html",
    "project/changelog.html", "project/contributing.html", "project/contract.html", "project/deviations.html",
)  # fmt: skip


def pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if path.name != "404.html")


def test_every_guide_is_there(site: Path) -> None:
    assert {f"guides/{name}.html" for name in GUIDES} | set(SAMPLE) <= set(pages(site))


def test_pages_load_without_a_word_and_fit_a_phone(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(width=390)
    for path in ("index.html", "swagger.html", *SAMPLE[::3], *(f"guides/{name}.html" for name in GUIDES)):
        tab.go(path)
        expect(tab.page.locator("h1").first).to_be_visible()
        wide = tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
        assert tab.problems == [], path


def test_no_code_of_a_guide_is_cut_off_beside_the_sidebars(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    looked_at = 0
    for name in (*GUIDES, "rebate-jobs", "mock"):
        tab.go(f"guides/{name}.html")
        expect(tab.page.locator(".md-sidebar--primary")).to_be_visible()
        wide = "[...document.querySelectorAll('.md-typeset pre > code')].map(e => [e.scrollWidth - e.clientWidth, e.innerText])"
        for over, text in tab.page.evaluate(wide):
            looked_at += 1
            assert over <= 0, f"{name}: {max(text.splitlines(), key=len)}"
    assert looked_at > 60


@pytest.mark.parametrize(
    ("page", "words", "copied"),
    [
        (
            "guides/rebate-jobs.html", "rebates status",
            "okx-broker rebates fetch --begin 2026-06-01 --end 2026-06-30 --out rebates \\\n"
            "    --file-host localhost:8586 --plain-http --longest-hours 0\n"
            "okx-broker rebates status",
        ),
        # No prompts, so all of it is commands.
        (
            "guides/connecting-users.html", "--name k2",
            'new_key=$(okx-broker users new-key --name k2)\nexport OKX_BROKER_STORE_KEY="$new_key,$OKX_BROKER_STORE_KEY"\n'
            "okx-broker users rotate",
        ),
        ("guides/start.html", "okx-mock serve", "okx-mock serve --port 8585"),
    ],
)  # fmt: skip
def test_the_button_copies_commands_without_prompts_and_answers(
    open_tab: Callable[..., Tab], page: str, words: str, copied: str
) -> None:
    tab = open_tab(page)
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    block = tab.page.locator(".highlight.language-console", has_text=words).first
    block.hover()
    block.get_by_role("button", name="Copy to clipboard").click()
    expect(tab.page.get_by_text("Copied to clipboard")).to_be_visible()
    assert tab.page.evaluate("navigator.clipboard.readText()") == copied


@pytest.mark.proof
def test_every_page_loads_without_a_word(open_tab: Callable[..., Tab], site: Path) -> None:
    tab = open_tab(width=390)
    for path in pages(site)[:: 1 if _full() else 24]:
        tab.go(path)
        wide = tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
        assert tab.problems == [], path


def _full() -> bool:
    return os.environ.get("OKX_BROKER_PROOFS") == "full"


@pytest.mark.parametrize(
    ("words", "found", "said"),
    [
        ("placeOrder", "api/trade/place_order.html", "goes into tag of the body; the client fills it in"),
        ("50102", "api/codes.html#c50102", "more than 30 seconds away from the exchange's clock"),
        ("how long does a refresh token live", "guides/oauth.html#how-long-tokens-live", "3 days after it was given"),
        ("june rebates", "guides/rebates.html#junes-rebates", "RebateReports(us).fetch(date(2026, 6, 1)"),
        ("requests that carry the code", "guides/broker-code.html#requests-that-carry-the-code", "18"),
        ("test without OKX", "guides/testing.html", "okx-mock"),
    ],
)
def test_a_search_finds_it(open_tab: Callable[..., Tab], words: str, found: str, said: str) -> None:
    tab = open_tab()
    tab.search(words)
    path, _, part = found.partition("#")
    address = f'a[href*="{path}?"]' + (f'[href$="#{part}"]' if part else "")
    tab.page.locator(address).first.click()
    tab.page.wait_for_url(re.compile(re.escape(path)))
    if said == "18":
        rows = tab.page.locator("#requests-that-carry-the-code ~ .md-typeset__scrollwrap").first.locator("tbody tr")
        expect(rows).to_have_count(18)
    else:
        expect(tab.page.locator("article")).to_contain_text(said)
    if part:
        expect(tab.page.locator(f"#{part}")).to_be_in_viewport()


def test_the_search_works_from_a_disk(open_tab: Callable[..., Tab], site: Path) -> None:
    tab = open_tab(start=f"file://{site}")
    tab.search("placeOrder")
    tab.page.locator('a[href*="api/trade/place_order.html?"]').first.click()
    expect(tab.page.locator("h1")).to_contain_text("Place an order")


def test_the_start_page_answers_what_a_reader_asks_first(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    for question, answer in (
        ("Which requests carry the tag?", "18 of them"),
        ("What does 50102 mean?", "30 seconds off"),
        ("How long does a refresh token live?", "Three days"),
        ("How do I test without OKX?", "okx-mock serve"),
    ):
        expect(tab.page.locator("dt", has_text=question).locator("+ dd")).to_contain_text(answer)


def test_a_phone(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(width=390)
    tab.page.locator('label.md-header__button[for="__drawer"]').click()
    drawer = tab.page.locator(".md-sidebar--primary")
    drawer.get_by_text("Guides", exact=True).first.click()
    drawer.get_by_role("link", name="The broker code").click()
    expect(tab.page.locator("h1")).to_contain_text("The broker code")
    expect(tab.page.locator("h1")).to_be_in_viewport()


def test_tables_on_a_phone_show_every_cell_with_its_heading(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("api/index.html", width=390)
    row = tab.page.locator("tr", has=tab.page.get_by_role("link", name="Place an order", exact=True))
    for number, label in ((1, "request"), (2, "code"), (3, "permission")):
        cell = row.locator("td").nth(number)
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert cell.evaluate("e => getComputedStyle(e, '::before').content").startswith(f'"{label}: ')
    for path in ("guides/broker-code.html", "guides/coming-from.html", "guides/errors.html", "api/index.html"):
        tab.go(path)
        wide = "[...document.querySelectorAll('.md-typeset__scrollwrap')].filter(e => e.scrollWidth > e.clientWidth).length"
        assert tab.page.evaluate(wide) == 0, path


def test_the_sections_of_the_api_have_names_and_the_main_operation_stands_first(site: Path) -> None:
    text = (site / "api" / "index.html").read_text("utf-8")
    assert "Recurring buy · <code>recurring</code>" in text
    assert 0 < text.index(">Place an order</a>") < text.index(">One order</a>")


def test_swagger_ui_shows_the_whole_contract(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("swagger.html")
    expect(tab.page.locator(".swagger-ui .opblock-tag")).to_have_count(19)
    assert tab.page.locator(".swagger-ui .errors-wrapper").count() == 0
    tab.page.locator(".opblock-tag", has_text="trade").first.click()
    tab.page.locator("#operations-trade-placeOrder").get_by_role("button").first.click()
    shown = tab.page.locator("#operations-trade-placeOrder")
    expect(shown).to_contain_text("Permission: Trade")
    expect(shown).to_contain_text("60 requests per 2 seconds, counted by user and inst_id")
    expect(shown).to_contain_text("goes into tag of the body")
    expect(shown).to_contain_text("user.trade.place_order(")
    expect(shown.get_by_text("Try it out")).to_have_count(0)


def test_links_hold(site: Path) -> None:
    """Every link of every page to a page of the site finds it, with its part."""
    ids: dict[Path, set[str]] = {}
    broken: list[str] = []
    looked_at = 0
    for name in pages(site):
        text = (site / name).read_text("utf-8")
        for address in set(re.findall(r'<(?:a|link|script|img)[^>]*? (?:href|src)="([^"]+)"', text)):
            parts = urlsplit(unescape(address))
            if parts.scheme in ("http", "https", "data"):
                continue
            looked_at += 1
            aim = (site / name).parent / unquote(urldefrag(parts.path)[0]) if parts.path else site / name
            if not aim.is_file():
                broken.append(f"{name}: {address}")
            elif parts.fragment and aim.suffix == ".html":
                if aim not in ids:
                    ids[aim] = set(re.findall(r'\bid="([^"]+)"', aim.read_text("utf-8")))
                if unquote(parts.fragment) not in ids[aim]:
                    broken.append(f"{name}: {address}")
    assert broken == []
    assert looked_at > 5000


def test_the_page_of_rebates_has_what_a_user_calls_and_no_more(site: Path) -> None:
    text = (site / "python" / "rebates.html").read_text("utf-8")
    found = re.findall(r'<h([23]) id="okx_broker\.rebates\.([\w.]+)"', text)
    assert {name for level, name in found if level == "2"} == set(okx_broker.rebates.__all__)
    named = [name for _, name in found if name.startswith(("JobStore", "Downloader"))]
    assert named == [
        "JobStore", "JobStore.close", "JobStore.job", "JobStore.jobs",
        "Downloader", "Downloader.download", "Downloader.download_async",
    ]  # fmt: skip


def test_every_error_code_has_an_entry(site: Path) -> None:
    text = (site / "api" / "codes.html").read_text("utf-8")
    codes = [entry["code"] for entry in load_yaml(SPEC / "errors.yaml")]
    assert len(codes) > 300
    assert [code for code in codes if f'id="c{code}"' not in text] == []


def test_every_operation_has_a_page_that_says_all_of_it(site: Path) -> None:
    document = load_yaml(SPEC / "openapi.yaml")
    found = {path.stem for path in (site / "api").glob("*/*.html")}
    operations = sum(
        len(load_yaml(SPEC / item["$ref"].partition("#")[0])[item["$ref"].rpartition("/")[2]])
        for item in document["paths"].values()
    )
    assert len(found) == operations == 73
    for path in (site / "api").glob("*/*.html"):
        text = path.read_text("utf-8")
        for words in ("Permission", "Limit", "Broker code", "In OKX's documents", 'id="example"', 'id="on-the-wire"'):
            assert words in text, f"{path.name}: {words}"


@pytest.mark.parametrize(
    ("page", "limit", "permission", "section"),
    [
        # As OKX's broker program document has them.
        ("dma_broker/get_subaccount_info", "1 request per second, counted by user", "Read", "Get sub-account list"),
        (
            "dma_broker/create_subaccount_apikey", "40 requests per second, counted by user", "Trade",
            "Create an API Key for a sub-account",
        ),
        ("fd_broker/get_rebate_per_orders", "2 requests per minute, counted by user", "Read", "Get download link (FD)"),
        (
            "fd_broker/create_rebate_per_orders", "1 request per hour, counted by user", "Read",
            "Create rebate details download link (FD)",
        ),
    ],
)  # fmt: skip
def test_a_page_says_what_the_document_says(site: Path, page: str, limit: str, permission: str, section: str) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", unescape((site / "api" / f"{page}.html").read_text("utf-8"))))
    assert f"Permission {permission} Limit {limit} Broker code none: this request has no place for it" in text
    assert f"In OKX's documents OKX Broker Program, “{section}”" in text


def test_the_pages_of_orders_say_where_the_code_goes(site: Path) -> None:
    found = {}
    for path in (site / "api").glob("*/*.html"):
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", path.read_text("utf-8")))
        (found[path.stem],) = re.findall(r"Broker code (.+?) Signed", text)
    tagged = {name for name, said in found.items() if said.endswith("the client fills it in")}
    # "Which requests accept the broker tag", by the document's categories.
    assert tagged == {
        "place_order", "place_batch_orders", "close_position", "place_algo_order", "place_grid_order", "copy_grid_order",
        "create_dca_bot", "place_recurring_order", "create_rfq", "create_quote", "place_spread_order",
        "estimate_convert_quote", "convert_trade", "purchase_earn", "place_copy_trading_algo_order",
        "close_copy_trading_subposition", "set_first_copy_settings", "amend_copy_settings",
    }  # fmt: skip
    assert found["place_batch_orders"] == "goes into tag of every item of the body; the client fills it in"
    assert {name for name, said in found.items() if "is a filter" in said} == {
        "cancel_all_after",
        "get_convert_history",
    }


def test_no_page_knows_where_it_was_made(site: Path) -> None:
    here = str(Path(__file__).resolve().parents[2])
    for path in (*site.rglob("*.html"), *site.rglob("*.js"), *site.rglob("*.json")):
        text = path.read_text("utf-8")
        assert here not in text, path
        assert "/site-packages/" not in text, path


def test_no_file_loads_from_another_host(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(
            r'<(?:script|img|iframe|link rel="(?:stylesheet|preload|icon)")[^>]*? (?:src|href)="https?:', text
        ), path
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?https?:|@import\s+['\"]?https?:", path.read_text("utf-8")), path
