"""The page of the mock in a real browser: what people see of what their code did."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.mock.conftest import Mock, start
from tests.mock.test_surface import example, send

from .conftest import Tab

CODE = "MOCKBROKER01"
Open = Callable[..., Tab]


def order(page: Page, client_id: str) -> Locator:
    """The row of an order in the list, with its second line."""
    key = page.locator("#orders > tbody", has=page.locator(f'td.client[title="{client_id}"]'))
    return key.first


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"#view-orders select[name={name}]").select_option(value)


# Orders and tags


def test_an_order_appears_with_its_tag_within_two_seconds(tab: Tab, mock: Mock) -> None:
    expect(tab.page.get_by_role("heading", name="No orders yet")).to_be_visible()
    assert mock.order(clOrdId="first", tag=CODE).row["sCode"] == "0"
    row = order(tab.page, "first")
    expect(row).to_be_visible(timeout=2000)
    expect(row.locator(".tag")).to_have_text(CODE)
    expect(row.locator(".tag")).to_have_class("tag known")
    expect(row).to_contain_text("alice")
    expect(row).to_contain_text("BTC-USDT")
    expect(row.locator(".price")).to_have_text("2.15")
    expect(row.locator(".badge-state")).to_have_text("live")
    expect(tab.page.locator("#count-orders")).to_have_text("1")
    expect(tab.page.get_by_role("heading", name="No orders yet")).to_be_hidden()
    assert tab.page.title() == "okx-mock"


def test_an_order_without_a_tag_jumps_to_the_eye(tab: Tab, mock: Mock) -> None:
    mock.order(clOrdId="bare")
    row = order(tab.page, "bare")
    expect(row.locator(".tag")).to_have_text("no tag")
    expect(row.locator(".tag")).to_have_class("tag missing")
    expect(row).to_have_attribute("data-loud", "missing")
    tile = tab.page.locator("#tile-missing")
    expect(tile).to_have_attribute("data-loud", "missing")
    expect(tile).to_contain_text("1")
    expect(tab.page.locator("#said")).to_have_text("1 order came without a tag.")
    expect(tab.page.locator("#codes")).to_contain_text("no tag")
    expect(tab.page).to_have_title("(1!) okx-mock")


def test_a_tag_that_is_no_known_code_is_told_apart_and_explained(tab: Tab, mock: Mock) -> None:
    mock.order(clOrdId="typo", tag="MOCKBROKR01")
    mock.order(clOrdId="other", tag="zzz")
    row = order(tab.page, "typo")
    expect(row.locator(".tag.unknown")).to_have_text("MOCKBROKR01")
    expect(row.locator(".hint")).to_have_text(f"unknown code, meant {CODE}?")
    expect(order(tab.page, "other").locator(".hint")).to_have_text("unknown code")
    expect(tab.page.locator("#count-unknown")).to_have_text("2")


def test_a_refused_order_says_code_and_message(tab: Tab, mock: Mock) -> None:
    mock.order(clOrdId="cheap", px="0.001", tag=CODE)
    row = order(tab.page, "cheap")
    expect(row.locator(".state")).to_have_text("refused 51122")
    expect(row.locator(".reason .words")).to_contain_text("Order price should meet or exceed the minimum price")
    tab.page.locator("#tile-refused").click()
    expect(tab.page.locator("#view-orders select[name=state]")).to_have_value("refused")
    expect(row).to_be_visible()


def test_filters(mock: Mock, open_page: Open) -> None:
    mock.order(clOrdId="a", tag=CODE)
    mock.order("heidi", clOrdId="b")
    mock.order(clOrdId="c", tag="other", instId="ETH-USDT")
    mock.order(clOrdId="d", tag=CODE, px="61000", sz="0.01")
    page = open_page(mock.url, width=1920).page
    shown = page.locator("#orders td.client")
    expect(shown).to_have_text(["d", "c", "b", "a"])
    field = page.get_by_label("User").locator("visible=true")
    field.fill("hei")
    expect(shown).to_have_text(["b"])
    expect(page.locator("#found-orders")).to_have_text("1 of 4 orders")
    field.fill("")
    choose(page, "tag", "?either")
    expect(shown).to_have_text(["c", "b"])
    choose(page, "tag", "other")
    expect(shown).to_have_text(["c"])
    choose(page, "tag", CODE)
    choose(page, "state", "filled")
    expect(shown).to_have_text(["d"])
    choose(page, "instId", "ETH-USDT")
    expect(page.get_by_text("No order fits these filters")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(shown).to_have_text(["d", "c", "b", "a"])
    # What is chosen is in the address: it can be shared, and survives a reload.
    choose(page, "instId", "ETH-USDT")
    expect(shown).to_have_text(["c"])
    page.reload()
    expect(shown).to_have_text(["c"])
    expect(page.locator("#inst-filter")).to_have_value("ETH-USDT")


def test_the_details_of_an_order_are_the_request_as_it_came(tab: Tab, mock: Mock) -> None:
    mock.order(clOrdId="mine", tag=CODE)
    row = order(tab.page, "mine")
    row.get_by_role("button").click()
    expect(row.locator("pre")).to_contain_text('"clOrdId": "mine"')
    expect(row.locator("dl")).to_contain_text("placeOrder")
    # What is open follows its order.
    mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT", "clOrdId": "mine"})
    expect(row.locator("dl")).to_contain_text("canceled")
    expect(row.get_by_role("button")).to_have_attribute("aria-expanded", "true")
    row.get_by_role("button").click()
    expect(row.locator("pre")).to_have_count(0)


# Prices and the clock


def test_a_price_that_is_moved_fills_a_resting_order(tab: Tab, mock: Mock) -> None:
    mock.order(clOrdId="rests", px="59000", sz="0.01", tag=CODE)
    row = order(tab.page, "rests")
    expect(row.locator(".state")).to_have_text("live")
    price = tab.page.get_by_label("Price of BTC-USDT in USDT")
    expect(price).to_have_value("60000")
    price.fill("58,900")
    price.press("Enter")
    expect(row.locator(".state")).to_have_text("filled at 59,000")
    expect(tab.page.locator("#said")).to_have_text("BTC-USDT is at 58,900: 1 order filled.")
    assert mock.control("GET", "prices").json["prices"]["BTC-USDT"] == "58900"
    # Bought as maker, 0.01 BTC at 59000: 590 USDT, fee 0.08 %, half of it for the broker.
    expect(tab.page.locator("#sum-volume")).to_have_text("590.00")
    expect(tab.page.locator("#sum-rebate")).to_have_text("0.236")


def test_a_price_goes_up_and_down_by_one_per_cent_and_is_never_nonsense(tab: Tab, mock: Mock) -> None:
    tab.page.get_by_role("button", name="Raise the price of ETH-USDT by one per cent").click()
    price = tab.page.get_by_label("Price of ETH-USDT in USDT")
    expect(price).to_have_value("3030")
    tab.page.get_by_role("button", name="Lower the price of ETH-USDT by one per cent").click()
    expect(price).to_have_value("2999.7")
    price.fill("much")
    price.press("Enter")
    expect(tab.page.locator("#said")).to_contain_text("The price of ETH-USDT stays: it must be a positive decimal")
    price.press("Escape")
    expect(price).to_have_value("2999.7")
    assert mock.control("GET", "prices").json["prices"]["ETH-USDT"] == "2999.7"


def test_the_buttons_of_the_clock(tab: Tab, mock: Mock) -> None:
    page = tab.page
    now_ms = 1_780_315_200_000  # 2026-06-01 12:00:00 UTC
    mock.control("POST", "clock", {"set_ms": now_ms})
    page.get_by_role("button", name="Freeze").click()
    expect(page.locator("#running")).to_have_text("frozen")
    frozen = mock.control("GET", "clock").json
    assert frozen["frozen"]
    for name, seconds in (("+1 min", 60), ("+1 h", 3600), ("+2 h", 7200), ("+1 day", 86_400)):
        page.get_by_role("button", name=name, exact=True).click()
        frozen["now_ms"] += seconds * 1000
        shown = datetime.fromtimestamp(frozen["now_ms"] / 1000, UTC)
        expect(page.locator("#now")).to_have_text(shown.strftime("%H:%M:%S"))
        expect(page.locator("#day")).to_have_text(shown.strftime("%Y-%m-%d"))
        assert mock.control("GET", "clock").json == frozen
    page.get_by_role("button", name="Let it run").click()
    expect(page.locator("#running")).to_have_text("running")
    before = page.locator("#now").inner_text()
    expect(page.locator("#now")).not_to_have_text(before)


# Accounts, records, limits, requests


def test_credentials_are_masked_until_asked_for_and_can_be_copied(mock: Mock, open_page: Open) -> None:
    alice = mock.accounts["alice"]
    page = open_page(mock.url, "#accounts").page
    page.get_by_role("link", name="alice").click()
    card = page.locator("#account")
    expect(card.get_by_role("heading", name="alice")).to_be_visible()
    for name in ("api_key", "secret_key", "passphrase"):
        expect(card).not_to_contain_text(alice[name])
    card.get_by_role("button", name="Show").click()
    for name in ("api_key", "secret_key", "passphrase"):
        expect(card).to_contain_text(alice[name])
    card.get_by_role("button", name="Hide").click()
    expect(card).not_to_contain_text(alice["secret_key"])
    card.get_by_role("button", name="Copy Secret key of alice").click()
    expect(page.locator("#said")).to_have_text("Secret key copied.")
    assert page.evaluate("navigator.clipboard.readText()") == alice["secret_key"]
    card.get_by_role("button", name="Copy as environment variables").click()
    expect(page.locator("#said")).to_have_text("The environment variables copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (
        f"export OKX_ENVIRONMENT=demo OKX_SITE=global OKX_BASE_URL={mock.url} OKX_API_KEY={alice['api_key']} "
        f"OKX_SECRET_KEY={alice['secret_key']} OKX_PASSPHRASE={alice['passphrase']}\n"
    )


def test_an_account_is_followed(mock: Mock, open_page: Open) -> None:
    page = open_page(mock.url, f"#accounts?account={mock.accounts['alice']['uid']}").page
    card = page.locator("#account")
    expect(card).to_contain_text("as seeded")
    usdt = card.locator(".balances tbody", has_text="USDT").locator("td")
    expect(usdt.nth(1)).to_have_text("100,000")
    mock.order(px="50000", sz="0.1", tag=CODE)
    mock.order(instId="BTC-USDT-SWAP", tdMode="cross", ordType="market", px=None, sz="10")
    expect(card.locator(".opens tbody")).to_have_count(1)
    expect(card.locator(".positions tbody")).to_contain_text("BTC-USDT-SWAP")
    # 5000 in the order, a tenth of 6000 in the position.
    expect(usdt.nth(3)).to_have_text("5,600")
    expect(card.locator(".seeded")).to_be_hidden()
    page.get_by_role("searchbox", name="Find").fill("caro")
    expect(page.locator("#accounts > li")).to_have_count(1)
    expect(page.locator("#accounts > li")).to_contain_text("IP-bound")
    page.get_by_role("link", name="carol").click()
    expect(card).to_contain_text("only from 127.0.0.2")


def test_other_records_have_their_tags(mock: Mock, open_page: Open) -> None:
    send(mock, "placeAlgoOrder", document=example("placeAlgoOrder", tag="", algoClOrdId="m1"))
    legs = [{"instId": "BTC-USDT", "side": "buy", "sz": "0.1"}]
    send(mock, "createRfq", document=example("createRfq", tag=CODE, counterparties=["HEIDI"], legs=legs))
    page = open_page(mock.url).page
    expect(page.locator("#badge-records")).to_have_text("1")
    page.get_by_role("link", name="Other records").click()
    rows = page.locator("#records > tbody")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).locator(".tag")).to_have_text(CODE)
    expect(rows.nth(1).locator(".tag")).to_have_text("no tag")
    expect(rows.nth(1)).to_contain_text("algo order")
    page.locator("#kind-filter").select_option("rfq")
    expect(rows).to_have_count(1)
    rows.get_by_role("button").click()
    expect(rows.locator("pre")).to_contain_text('"rfqId"')


def test_limits_fill_and_requests_say_why(mock: Mock, open_page: Open) -> None:
    mock.control("POST", "clock", {"frozen": True})
    page = open_page(mock.url, "#limits").page
    expect(page.get_by_text("Nothing counted yet")).to_be_visible()
    for _ in range(11):
        mock.get("bob", "/api/v5/account/balance")
    meter = page.get_by_role("meter", name="getBalance of bob")
    expect(meter).to_have_attribute("aria-valuenow", "10")
    expect(meter).to_have_attribute("aria-valuemax", "10")
    expect(meter).to_have_text("10 of 10")
    expect(page.locator("#found-limits")).to_contain_text("1 of the last 11 requests refused by a limit")
    mock.advance(2)
    expect(meter).to_have_text("0 of 10")
    page.get_by_role("link", name="Requests").click()
    page.get_by_label("only refused ones").check()
    row = page.locator("#requests > tbody")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("429")
    expect(row).to_contain_text("50011")
    expect(row).to_contain_text("Too Many Requests")


def test_faults_and_what_they_did(mock: Mock, open_page: Open) -> None:
    page = open_page(mock.url, "#faults").page
    expect(page.get_by_text("Nothing is to go wrong")).to_be_visible()
    mock.control("POST", "faults", {"kind": "status", "status": 503, "operation": "getBalance", "user": "alice"})
    row = page.locator("#faults > tbody")
    expect(row).to_contain_text("HTTP status 503")
    expect(row).to_contain_text("getBalance")
    expect(page.locator("#badge-faults")).to_have_text("1")
    assert mock.get("alice", "/api/v5/account/balance").status == 503
    expect(page.locator("#badge-faults")).to_be_hidden()
    expect(row.locator("td").last).to_have_text("0")
    page.get_by_role("link", name="Requests").click()
    expect(page.locator("#requests > tbody")).to_contain_text("fault status")
    expect(page.locator("#requests > tbody")).to_contain_text("503")


def test_an_order_that_fills_in_parts(tab: Tab, mock: Mock) -> None:
    order_id = mock.order(clOrdId="parts", tag=CODE, px="50000", sz="1").row["ordId"]
    row = order(tab.page, "parts")
    mock.control("POST", "fill", {"ordId": order_id, "sz": "0.25"})
    expect(row.locator(".state")).to_have_text("partly 0.25 at 50,000")
    choose(tab.page, "state", "partially_filled")
    expect(row).to_be_visible()
    choose(tab.page, "state", "")
    mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT", "ordId": order_id})
    expect(row.locator(".state")).to_have_text("canceled after 0.25 at 50,000")


# What comes from clients is text


HOSTILE = "<img src=x onerror=alert(1)>\"'&<script>alert(2)</script>"


def test_hostile_text_stays_text(mock: Mock, open_page: Open) -> None:
    tab = open_page(mock.url, width=1920)
    page = tab.page
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    mock.order(clOrdId=HOSTILE, tag=HOSTILE, instId=HOSTILE, side=HOSTILE, ordType=HOSTILE, sz=HOSTILE, px=HOSTILE)
    mock.order(instId=HOSTILE, clOrdId="x1", tag=CODE)
    mock.get("alice", "/api/v5/account/balance?ccy=%3Cscript%3Ealert(3)%3C/script%3E")
    mock.http("GET", "/<img/src=x/onerror=alert(4)>")
    rows = page.locator("#orders > tbody")
    expect(rows).to_have_count(2)
    expect(rows.nth(1).locator(".tag")).to_have_text(HOSTILE[:64])
    expect(rows.nth(0).locator(".inst")).to_have_text(HOSTILE[:64])
    rows.nth(1).get_by_role("button").click()
    expect(rows.nth(1).locator("pre")).to_contain_text("<script>alert(2)</script>")
    page.get_by_role("link", name="Requests").click()
    expect(page.locator("#requests")).to_contain_text("/<img/src=x/onerror=alert(4)>")
    page.get_by_role("link", name="Limits").click()
    expect(page.locator("#limits")).to_contain_text("<img src=x")
    page.goto(f"{mock.url}/#orders?user=<img src=x onerror=alert(5)>&tag=<b>&instId=<i>")
    expect(page.get_by_text("No order fits these filters")).to_be_visible()
    assert page.locator("body img").count() == 1  # its own sign
    assert page.locator("body script, body b, body i").count() == 0
    assert dialogs == []


# Calm


def test_focus_and_what_is_typed_survive_new_orders(tab: Tab, mock: Mock) -> None:
    page = tab.page
    for number in range(30):
        mock.order(clOrdId=f"n{number}", sz="0.01", tag=CODE)
    opener = order(page, "n20").get_by_role("button")
    opener.focus()
    price = page.get_by_label("Price of SOL-USDT in USDT")
    mock.order(clOrdId="late1", sz="0.01", tag=CODE)
    expect(order(page, "late1")).to_be_visible()
    expect(opener).to_be_focused()
    price.fill("151")
    mock.order(clOrdId="late2", sz="0.01", tag=CODE)
    expect(order(page, "late2")).to_be_visible()
    expect(price).to_be_focused()
    expect(price).to_have_value("151")


def test_what_is_read_stays_where_it_is_when_orders_come(tab: Tab, mock: Mock) -> None:
    page = tab.page
    for number in range(50):
        mock.order(clOrdId=f"n{number}", sz="0.01", tag=CODE)
    row = order(page, "n10")
    expect(row).to_be_attached()
    row.scroll_into_view_if_needed()
    page.mouse.wheel(0, 100)
    page.wait_for_timeout(300)
    before = row.bounding_box()
    for number in range(5):
        mock.order(clOrdId=f"late{number}", sz="0.01", tag=CODE)
    expect(order(page, "late4")).to_be_attached()
    after = row.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) <= 2


def test_rows_are_changed_in_place_and_only_when_they_change(tab: Tab, mock: Mock) -> None:
    page = tab.page
    mock.control("POST", "clock", {"frozen": True})
    mock.order(clOrdId="still", tag=CODE)
    row = order(page, "still")
    expect(row).to_be_visible()
    page.evaluate(
        """() => { window.changes = [];
        new MutationObserver((found) => window.changes.push(...found.map((one) => `${one.type} ${one.attributeName} ${one.target.nodeName} ${one.target.id} ${one.target.className}`)))
          .observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true }); }"""
    )
    looks = tab.looks()
    page.wait_for_timeout(3200)
    assert tab.looks() - looks >= 2
    assert page.evaluate("window.changes") == []


def test_it_asks_about_once_a_second_and_not_while_hidden(tab: Tab) -> None:
    page = tab.page
    looks = tab.looks()
    page.wait_for_timeout(4000)
    assert 3 <= tab.looks() - looks <= 5
    hide = """(hidden) => { Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event("visibilitychange")); }"""
    page.evaluate(hide, True)
    page.wait_for_timeout(300)
    looks = tab.looks()
    page.wait_for_timeout(2500)
    assert tab.looks() == looks
    expect(page.locator("#gone")).to_be_hidden()
    page.evaluate(hide, False)
    page.wait_for_timeout(500)
    assert tab.looks() > looks


def test_the_mock_goes_and_comes_back(open_page: Open) -> None:
    first = start("serve", "--port", "0", "--json")
    assert first.stdout is not None
    line = first.stdout.readline()
    port = line.split('"url": "http://127.0.0.1:')[1].split('"')[0]
    processes: list[subprocess.Popen[str]] = [first]
    try:
        tab = open_page(f"http://127.0.0.1:{port}")
        page = tab.page
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=10)
        gone = page.get_by_role("alert")
        expect(gone).to_contain_text(f"The mock at 127.0.0.1:{port} does not answer.")
        expect(page.locator("#link-text")).to_have_text("no answer")
        page.get_by_role("button", name="+1 h").click()
        expect(page.locator("#said")).to_have_text("The clock was not changed: the mock does not answer.")
        second = start("serve", "--port", port, "--json", "--clock", "frozen", "--time", "2026-06-01T12:00:00Z")
        processes.append(second)
        expect(page.locator("#link-text")).to_have_text("connected", timeout=15_000)
        expect(gone).to_be_hidden()
        expect(page.locator("#said")).to_have_text("The mock answers again.")
        expect(page.locator("#now")).to_have_text("12:00:00")
        # The browser itself notes each request that was not answered.
        tab.problems[:] = [
            one for one in tab.problems if "ERR_CONNECTION_REFUSED" not in one and "ERR_EMPTY" not in one
        ]
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def test_a_reset_empties_the_page(tab: Tab, mock: Mock) -> None:
    mock.order(clOrdId="old")
    expect(order(tab.page, "old")).to_be_visible()
    mock.control("POST", "reset")
    expect(tab.page.get_by_role("heading", name="No orders yet")).to_be_visible()
    expect(tab.page.locator("#count-missing")).to_have_text("0")
    mock.order(clOrdId="new", tag=CODE)
    expect(order(tab.page, "new").locator(".tag")).to_have_class("tag known")


# For everybody


def test_the_keyboard_is_enough(tab: Tab, mock: Mock) -> None:
    page = tab.page
    mock.order(clOrdId="mine", tag=CODE)
    expect(order(page, "mine")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the list")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('opener')"):
            break
    page.keyboard.press("Enter")
    expect(order(page, "mine").locator("pre")).to_contain_text("mine")
    for _ in range(2):  # past the user's name
        page.keyboard.press("Tab")
    expect(order(page, "mine").get_by_role("region")).to_be_focused()
    page.get_by_role("link", name="Limits").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#view-limits")).to_be_visible()
    expect(page.get_by_role("link", name="Limits")).to_have_attribute("aria-current", "page")


NAMELESS = """() => [...document.querySelectorAll("button, a, input, select, [role=meter], table, section, form, nav, aside")]
  .filter((one) => one.checkVisibility())
  .filter((one) => {
    const by = (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
    const own = ["BUTTON", "A"].includes(one.tagName) ? one.textContent : "";
    return !(one.getAttribute("aria-label") || by || [...(one.labels ?? [])].map((label) => label.textContent).join("") || own).trim();
  }).map((one) => one.outerHTML.slice(0, 120))"""

TWICE = """() => { const seen = {}; for (const one of document.querySelectorAll("[id]")) seen[one.id] = (seen[one.id] ?? 0) + 1;
  return Object.keys(seen).filter((id) => seen[id] > 1); }"""

# Contrast as WCAG 2 counts it, of every text that is seen, on the colours below it.
FAINT = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const below = (node) => { for (; node; node = node.parentElement) { const c = rgba(getComputedStyle(node).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255, 255]; };
  const faint = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    const node = text.parentElement;
    if (!text.textContent.trim() || !node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || node.closest(".hidden-text, .skip, svg, option, noscript")) continue;
    const [a, b] = [light(rgba(getComputedStyle(node).color)), light(below(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${node.className} ${text.textContent.trim().slice(0, 40)}`);
  }
  return [...new Set(faint)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [420, 900, 1280, 1920])
def test_names_contrast_and_width_in_every_part(mock: Mock, open_page: Open, scheme: str, width: int) -> None:
    mock.order(clOrdId="a", tag=CODE, px="60000", sz="0.01")
    mock.order(clOrdId="b")
    mock.order(clOrdId="c", tag="MOCKBROKR01")
    mock.order(clOrdId="d", tag=CODE, px="0.001")
    mock.order(clOrdId="e", tag=CODE)
    mock.order("dave", clOrdId="f", tag=CODE)
    mock.order(instId="BTC-USDT-SWAP", tdMode="cross", ordType="market", px=None, sz="10", tag=CODE)
    mock.post("alice", "/api/v5/trade/cancel-order", {"instId": "BTC-USDT", "clOrdId": "e"})
    send(mock, "placeAlgoOrder", document=example("placeAlgoOrder", tag="", algoClOrdId="m1"))
    # Without motion nothing is tinted for the moment of its arrival.
    page = open_page(mock.url, width=width, scheme=scheme, still=True).page
    back = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(int(part) for part in back[4:-1].split(",")) < 3 * 128) == (scheme == "dark")
    uid = mock.accounts["alice"]["uid"]
    parts = ["orders", "records", f"accounts?account={uid}", "limits", "requests", "faults", "codes", "prices"]
    for part in parts:
        page.evaluate("(part) => { location.hash = part; }", part)
        name = part.split("?")[0]
        if width < 1240 or name not in {"codes", "prices"}:
            expect(page.locator(f"#view-{name}")).to_be_visible()
        if name == "orders":
            expect(page.locator("#orders > tbody")).to_have_count(7)
            order(page, "b").get_by_role("button").click()
            expect(order(page, "b").locator("pre")).to_be_visible()
        elif name == "accounts":
            expect(page.locator("#account h3")).to_have_text("alice")
        assert page.evaluate(NAMELESS) == [], part
        assert page.evaluate(TWICE) == [], part
        assert page.evaluate(FAINT) == [], part
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, part


@pytest.mark.parametrize("width", [390, 1100, 1280])
def test_sizes_are_shown_whole_and_no_column_leaves_the_list(mock: Mock, open_page: Open, width: int) -> None:
    mock.order(clOrdId="a", tag=CODE, px="50000.5", sz="0.00017361")
    mock.order(clOrdId="b", tag=CODE, px="50000.5", sz="12.00017361")
    page = open_page(mock.url, width=width).page
    expect(page.locator("#orders > tbody")).to_have_count(2)
    for own_id, size in (("a", "0.00017361"), ("b", "12.00017361")):
        cell = order(page, own_id).locator("td.size")
        expect(cell).to_have_text(size)
        assert cell.evaluate("e => e.scrollWidth - e.clientWidth") <= 0, size
    beyond = """() => {
        const edge = document.querySelector("#view-orders").getBoundingClientRect().right;
        return [...document.querySelectorAll("#orders td")].filter((e) => e.getBoundingClientRect().right > edge + 1).length;
    }"""
    assert page.evaluate(beyond) == 0


def test_the_narrow_page_has_codes_and_prices_as_parts(mock: Mock, open_page: Open) -> None:
    mock.order(clOrdId="a", tag=CODE, px="60000", sz="0.01")
    page = open_page(mock.url, width=420).page
    expect(page.locator("#prices")).to_be_hidden()
    page.get_by_role("link", name="Prices").click()
    expect(page.get_by_label("Price of BTC-USDT in USDT")).to_be_visible()
    expect(page.locator("#view-orders")).to_be_hidden()
    page.get_by_role("link", name="Broker codes").click()
    expect(page.locator("#codes")).to_contain_text(CODE)
    expect(page.locator("#prices")).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("#view-orders")).to_be_visible()
    expect(page.locator("#prices")).to_be_visible()
