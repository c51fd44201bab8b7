"""A user's whole way in real Chromium: example page, consent, callback, tagged order. The mock is the judge."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.mock.conftest import Mock

from .conftest import CODE, Visitor


def order_of(mock: Mock) -> tuple[str, str]:
    (order,) = mock.orders()
    return order["user"], order["tag"]


def test_consent_then_a_tagged_order_with_the_token(ann: Visitor, mock: Mock) -> None:
    page = ann.page
    page.get_by_role("link", name="Connect OKX").click()
    page.get_by_role("button", name="Connect OKX").click()
    assert page.url.startswith(f"{mock.url}/account/oauth/authorize?")
    ann.answer()
    expect(page.get_by_text("Your OKX account is connected.")).to_be_visible()
    assert page.url == f"{ann.example.url}/okx/status?done=oauth"
    expect(page.get_by_text(mock.accounts["alice"]["uid"])).to_be_visible()
    page.get_by_role("link", name="Go on to").click()
    page.get_by_role("button", name="Buy").click()
    expect(page.locator("#tag")).to_have_text(CODE)
    assert order_of(mock) == ("alice", CODE)
    # It was the token: nothing else is held of her, and no call of hers was signed.
    held = ann.example.store.load("ann")
    assert held is not None
    assert held.key is None
    assert held.token is not None
    assert held.token.grant.scopes == ("read_only", "trade")
    assert held.uid == mock.accounts["alice"]["uid"]


def test_fast_api_makes_a_key_that_trades(ann: Visitor, mock: Mock) -> None:
    # She was connected with another account before.
    ann.connect()
    ann.ask("Make a key at OKX")
    ann.answer(user="heidi")
    expect(ann.page.get_by_text("OKX made a key for us")).to_be_visible()
    expect(ann.page.get_by_text("Key that OKX made for us")).to_be_visible()
    ann.page.get_by_role("link", name="Go on to").click()
    ann.page.get_by_role("button", name="Buy").click()
    expect(ann.page.locator("#tag")).to_have_text(CODE)
    assert order_of(mock) == ("heidi", CODE)
    held = ann.example.store.load("ann")
    assert held is not None
    assert held.key is not None
    assert (held.key.kind, held.key.permissions) == ("fast_api", ("read_only", "trade"))
    assert held.uid == mock.accounts["heidi"]["uid"]
    made = held.key.key.reveal()
    assert made not in {account["api_key"] for account in mock.accounts.values()}
    assert f"••••{made[-4:]}" in "".join(content for _, content in ann.pages)
    # A second time replaces the key; the one before is dead.
    ann.ask("Make a key at OKX")
    ann.answer(user="heidi")
    expect(ann.page.get_by_text("OKX made a key for us")).to_be_visible()
    again = ann.example.store.load("ann")
    assert again is not None
    assert again.key is not None
    assert again.key.key.reveal() != made
    old = {"api_key": made, "secret_key": held.key.secret.reveal(), "passphrase": held.key.passphrase.reveal()}
    assert mock.get(old, "/api/v5/account/balance").code == "50111"


def test_a_pasted_key_is_checked_and_trades(ann: Visitor, mock: Mock) -> None:
    page, alice = ann.page, mock.accounts["alice"]
    page.goto(f"{ann.example.url}/okx/key")
    page.get_by_label("API key").fill(alice["api_key"])
    page.get_by_label("Secret key").fill(alice["secret_key"])
    page.get_by_label("Passphrase").fill(alice["passphrase"])
    page.get_by_role("button", name="Check and connect").click()
    expect(page.get_by_text("The key is right")).to_be_visible()
    expect(page.get_by_text("Your orders earn us a rebate.")).to_be_visible()
    expect(page.get_by_text(f"••••{alice['api_key'][-4:]}")).to_be_visible()
    expect(page.get_by_text("Read, Trade; never withdraw")).to_be_visible()
    expect(page.get_by_text("every address")).to_be_visible()
    expect(page.get_by_text(alice["uid"])).to_be_visible()
    page.get_by_role("link", name="Go on to").click()
    page.get_by_role("button", name="Buy").click()
    expect(page.locator("#tag")).to_have_text(CODE)
    assert order_of(mock) == ("alice", CODE)


def test_a_key_that_may_only_read_is_taken_with_a_warning(ann: Visitor, mock: Mock) -> None:
    page, bob = ann.page, mock.accounts["bob"]
    page.goto(f"{ann.example.url}/okx/key")
    page.get_by_label("API key").fill(bob["api_key"])
    page.get_by_label("Secret key").fill(bob["secret_key"])
    page.get_by_label("Passphrase").fill(bob["passphrase"])
    page.get_by_role("button", name="Check and connect").click()
    expect(page.get_by_text("The key is right, but it may only read.")).to_be_visible()
    # The warning stays for as long as the key does.
    page.goto(f"{ann.example.url}/okx/status")
    expect(page.get_by_role("alert")).to_contain_text("OKX refuses every order")
    told = ann.context.request.get(f"{ann.example.url}/okx/status", headers={"Accept": "application/json"}).json()
    assert (told["connected"], told["may_trade"]) == (True, False)


def test_a_key_that_is_wrong_is_explained_and_nothing_is_kept(ann: Visitor, mock: Mock) -> None:
    page, alice, dave = ann.page, mock.accounts["alice"], mock.accounts["dave"]
    withdraws = mock.control(
        "POST", "accounts", {"name": "wendy", "permissions": ["read_only", "trade", "withdraw"]}
    ).json
    for key, passphrase, said in (
        (alice, "Wrong-1-passphrase", "50105"),
        ({**alice, "secret_key": "0" * 32}, alice["passphrase"], "50113"),
        ({**alice, "api_key": "nobody"}, alice["passphrase"], "50111"),
        (dave, dave["passphrase"], "50101"),
        ({**alice, "api_key": "kéy"}, alice["passphrase"], "as OKX writes it"),
        (withdraws, withdraws["passphrase"], "may withdraw"),
    ):
        page.goto(f"{ann.example.url}/okx/key")
        page.get_by_label("API key").fill(key["api_key"])
        page.get_by_label("Secret key").fill(key["secret_key"])
        page.get_by_label("Passphrase").fill(passphrase)
        page.get_by_role("button", name="Check and connect").click()
        expect(page.get_by_role("alert")).to_contain_text(said)
        for part in (key["secret_key"], passphrase, key["api_key"]):
            assert part not in page.content()
        assert ann.example.store.load("ann") is None


def test_rebates_that_are_not_earned_are_said(ann: Visitor, mock: Mock) -> None:
    frank = mock.accounts["frank"]
    ann.page.goto(f"{ann.example.url}/okx/key")
    for label, part in (("API key", "api_key"), ("Secret key", "secret_key"), ("Passphrase", "passphrase")):
        ann.page.get_by_label(label).fill(frank[part])
    ann.page.get_by_role("button", name="Check and connect").click()
    expect(ann.page.get_by_text("no rebate, because of your fee level")).to_be_visible()


def test_a_user_says_no(ann: Visitor) -> None:
    ann.ask()
    ann.answer("Deny")
    expect(ann.page.get_by_role("alert")).to_contain_text("You did not allow access")
    assert ann.page.url == f"{ann.example.url}/okx/connect?problem=denied"
    assert ann.example.store.load("ann") is None
    ann.connect()


def test_disconnecting_forgets_everything(ann: Visitor) -> None:
    ann.connect()
    ann.page.get_by_role("button", name="Disconnect").click()
    expect(ann.page.get_by_role("heading", name="Connect your OKX account")).to_be_visible()
    assert ann.example.store.load("ann") is None
    assert ann.context.request.get(f"{ann.example.url}/okx/status", headers={"Accept": "application/json"}).json() == {
        "connected": False,
        "uses": None,
        "may_trade": False,
        "must_reconnect": False,
        "uid": "",
        "token": None,
        "key": None,
    }


def test_a_connection_that_okx_ended_is_said_and_made_again(ann: Visitor, mock: Mock) -> None:
    ann.connect()
    ended = mock.control("POST", "oauth/revoke", {"user": "alice", "client_id": ann.example.client["client_id"]})
    assert ended.json["ended"] == 1
    ann.page.goto(ann.example.url)
    ann.page.get_by_role("button", name="Buy").click()
    expect(ann.page.get_by_role("alert")).to_contain_text("The order was not placed")
    ann.page.goto(f"{ann.example.url}/okx/status")
    expect(ann.page.get_by_role("alert")).to_contain_text("The connection ended")
    assert mock.orders() == []
    ann.connect()
    ann.page.goto(ann.example.url)
    ann.page.get_by_role("button", name="Buy").click()
    expect(ann.page.locator("#tag")).to_have_text(CODE)


def test_each_user_has_an_own_account(ann: Visitor, visitor: Callable[..., Visitor], mock: Mock) -> None:
    ann.connect()
    ben = visitor()
    ben.log_in("Ben")
    ben.ask()
    ben.answer(user="heidi")
    expect(ben.page.get_by_text(mock.accounts["heidi"]["uid"])).to_be_visible()
    for one in (ann, ben):
        one.page.goto(one.example.url)
        one.page.get_by_role("button", name="Buy").click()
        expect(one.page.locator("#tag")).to_have_text(CODE)
    assert [order["user"] for order in mock.orders()] == ["alice", "heidi"]
