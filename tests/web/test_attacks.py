"""What must not work: answers that are used again, forged, of another browser, user or site; forms of other pages."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from tests.mock.conftest import Mock

from .conftest import Visitor

REFUSED = "This answer can't be used"


def exchanges(mock: Mock) -> int:
    """How often somebody asked the mock for tokens."""
    asked = mock.control("GET", "requests").json["requests"]
    return sum(urlsplit(one["target"]).path == "/v5/users/oauth/token" for one in asked)


def held_answer(visitor: Visitor, user: str = "alice") -> dict[str, str]:
    """Ask for consent in the browser, give it, and hold the answer back before the browser brings it."""
    visitor.ask()
    visitor.page.get_by_role("link", name=user).click()
    expect(visitor.page.get_by_role("button", name="Allow")).to_be_visible()
    form = unescape(re.search(r'name="form" value="([^"]+)"', visitor.page.content())[1])  # type: ignore[index]
    asked = urlsplit(visitor.page.url)
    reply = visitor.mock.http(
        "POST",
        f"{asked.path}/answer?{asked.query}",
        {"Content-Type": "application/x-www-form-urlencoded"},
        urlencode({"form": form, "answer": "allow"}).encode(),
    )
    assert reply.status == 303
    query = parse_qs(urlsplit(reply.headers["location"]).query)
    return {name: values[0] for name, values in query.items()}


def bring(visitor: Visitor, answer: dict[str, str]) -> None:
    visitor.page.goto(f"{visitor.example.redirect_uri}?{urlencode(answer)}")


def generation(visitor: Visitor, user: str = "ann") -> int:
    held = visitor.example.store.load(user)
    return 0 if held is None or held.token is None else held.token.generation


def test_an_answer_that_was_held_back_works_once(ann: Visitor) -> None:
    """So that the tests below refuse what they change, and not what they leave as it is."""
    before = generation(ann)
    answer = held_answer(ann)
    bring(ann, answer)
    expect(ann.page.get_by_text("Your OKX account is connected.")).to_be_visible()
    assert generation(ann) > before


def test_a_replayed_callback_changes_nothing(ann: Visitor, mock: Mock) -> None:
    ann.connect()
    (callback,) = ann.callbacks()
    before, asked = generation(ann), exchanges(mock)
    ann.page.goto(callback)
    expect(ann.page.get_by_role("alert")).to_contain_text(REFUSED)
    assert ann.page.url == f"{ann.example.url}/okx/connect?problem=refused"
    assert (generation(ann), exchanges(mock)) == (before, asked)


@pytest.mark.parametrize("state", ["forged", "A" * 43, "", None])
def test_a_forged_state_is_refused(ann: Visitor, mock: Mock, state: str | None) -> None:
    answer = held_answer(ann)
    real = answer.pop("state")
    bring(ann, answer if state is None else {**answer, "state": state})
    expect(ann.page.get_by_role("alert")).to_contain_text(REFUSED)
    assert exchanges(mock) == 0
    assert ann.example.store.load("ann") is None
    # The right one is still good: nobody can burn it who does not know it.
    bring(ann, {**answer, "state": real})
    expect(ann.page.get_by_text("Your OKX account is connected.")).to_be_visible()


@pytest.mark.parametrize("name", ["state", "code", "domain"])
@pytest.mark.parametrize("first", [False, True])
def test_a_parameter_that_comes_twice_is_refused(ann: Visitor, mock: Mock, name: str, first: bool) -> None:
    """Whichever of the two is the right one."""
    answer = held_answer(ann)
    other, right = urlencode({name: "https://evil.example"}), urlencode(answer)
    ann.page.goto(f"{ann.example.redirect_uri}?" + (f"{other}&{right}" if first else f"{right}&{other}"))
    expect(ann.page.get_by_role("alert")).to_contain_text(REFUSED)
    assert exchanges(mock) == 0


def test_nothing_is_sent_to_an_evil_domain(ann: Visitor, mock: Mock, evil: Evil) -> None:
    # A name of OKX's with something before or behind it, and a server that would note what comes.
    for domain in (evil.url, f"https://www.okx.com@{urlsplit(evil.url).netloc}", "https://www.okx.com.evil.example"):
        answer = held_answer(ann)
        bring(ann, {**answer, "domain": domain})
        expect(ann.page.get_by_role("alert")).to_contain_text(REFUSED)
        # The state is burnt, whatever came of it.
        bring(ann, answer)
        expect(ann.page.get_by_role("alert")).to_contain_text(REFUSED)
    assert evil.seen == []
    assert exchanges(mock) == 0
    assert ann.example.store.load("ann") is None


def test_a_code_of_nobody_is_refused_by_okx(ann: Visitor) -> None:
    answer = held_answer(ann)
    bring(ann, {**answer, "code": "A" * 40})
    expect(ann.page.get_by_role("alert")).to_contain_text("53009")
    assert ann.example.store.load("ann") is None


def test_a_code_that_is_too_old_is_explained(ann: Visitor, mock: Mock) -> None:
    answer = held_answer(ann)
    mock.advance(10 * 60)
    bring(ann, answer)
    expect(ann.page.get_by_role("alert")).to_contain_text("within ten minutes")
    expect(ann.page.get_by_role("alert")).to_contain_text("53012")


def test_nobody_is_connected_to_the_account_of_who_sent_the_link(
    ann: Visitor, visitor: Callable[..., Visitor], mock: Mock
) -> None:
    ben = visitor()
    ben.log_in("Ben")
    answer = held_answer(ben, "heidi")
    bring(ann, answer)
    expect(ann.page.get_by_role("alert")).to_contain_text(REFUSED)
    assert ann.example.store.load("ann") is None
    assert exchanges(mock) == 0
    bring(ben, answer)
    expect(ben.page.get_by_text("Your OKX account is connected.")).to_be_visible()


def test_who_logs_in_meanwhile_gets_nothing_of_the_user_before(ann: Visitor, mock: Mock) -> None:
    answer = held_answer(ann)
    ann.page.goto(ann.example.url)
    ann.page.get_by_role("button", name="Log out").click()
    bring(ann, answer)
    expect(ann.page.get_by_role("heading", name="Log in first")).to_be_visible()
    assert ann.page.url == f"{ann.example.url}/okx/connect"
    ann.log_in("Ben")
    bring(ann, answer)
    expect(ann.page.get_by_role("alert")).to_contain_text(REFUSED)
    assert exchanges(mock) == 0
    assert ann.example.store.load("ann") is None
    assert ann.example.store.load("ben") is None


def test_the_back_button_gives_no_second_code(ann: Visitor, mock: Mock) -> None:
    ann.connect()
    before, asked = generation(ann), exchanges(mock)
    ann.page.go_back()
    expect(ann.page.get_by_role("button", name="Allow")).to_be_visible()
    ann.page.get_by_role("button", name="Allow").click()
    expect(ann.page.get_by_role("heading", name="answered already")).to_be_visible()
    assert (generation(ann), exchanges(mock), len(ann.callbacks())) == (before, asked, 1)
    # The callback itself is in no history.
    ann.page.goto(f"{ann.example.url}/okx/status")
    ann.page.reload()
    expect(ann.page.get_by_role("heading", name="Your OKX account")).to_be_visible()
    assert len(ann.callbacks()) == 1


def test_two_tabs_can_both_ask_and_the_last_answer_counts(ann: Visitor, mock: Mock) -> None:
    other = ann.tab()
    ann.ask()
    ann.ask(page=other)
    ann.answer(page=other, user="heidi")
    expect(other.get_by_text("Your OKX account is connected.")).to_be_visible()
    ann.answer(user="alice")
    expect(ann.page.get_by_text("Your OKX account is connected.")).to_be_visible()
    for page in (other, ann.page):
        page.goto(ann.example.url)
        page.get_by_role("button", name="Buy").click()
        expect(page.locator("#tag")).to_be_visible()
    assert [order["user"] for order in mock.orders()] == ["alice", "alice"]


# Forms of other pages


@dataclass
class Evil:
    """A server that shows a page, and notes what it was asked."""

    port: int
    page: bytes = b""
    seen: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def beside(self) -> str:
        """The same server as a neighbour of the example: for cookies it is the same site."""
        return f"http://localhost:{self.port}"


@pytest.fixture
def evil() -> Iterator[Evil]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            note.seen.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(note.page)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        note = Evil(listening.server_address[1])
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield note
        finally:
            listening.shutdown()
            thread.join()


def own_token(visitor: Visitor, path: str) -> str:
    visitor.page.goto(visitor.example.url + path)
    return str(visitor.page.locator('input[name="form"]').first.get_attribute("value"))


@pytest.mark.parametrize("neighbour", [False, True])
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/okx/connect", {"what": "oauth"}),
        ("/okx/disconnect", {}),
        ("/okx/key", {"key": "k", "secret": "s", "passphrase": "p"}),
        ("/order", {}),
    ],
)
def test_no_other_page_sends_our_forms(
    ann: Visitor,
    visitor: Callable[..., Visitor],
    mock: Mock,
    evil: Evil,
    path: str,
    fields: dict[str, str],
    neighbour: bool,
) -> None:
    ann.connect()
    before = ann.example.store.load("ann")
    ben = visitor()
    ben.log_in("Ben")
    page = "/" if path == "/order" else "/okx/key"
    # Without a token, with one of another user's session, and, for the sake of argument, with her own.
    for token in ("", own_token(ben, page), own_token(ann, page)):
        inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in {**fields, "form": token}.items())
        target = ann.example.url + path
        evil.page = f'<form method="post" action="{target}">{inputs}<button>Win a prize</button></form>'.encode()
        ann.page.goto(evil.beside if neighbour else evil.url)
        with ann.page.expect_response(target) as answered:
            ann.page.get_by_role("button", name="Win a prize").click()
        assert answered.value.status in {401, 403}
    assert ann.example.store.load("ann") == before
    assert mock.orders() == []


def test_a_token_is_for_its_user_and_its_session(ann: Visitor, visitor: Callable[..., Visitor]) -> None:
    ann.connect()
    other = visitor()
    other.log_in()
    target = f"{ann.example.url}/okx/disconnect"
    stolen = own_token(other, "/okx/key")
    for token in (stolen, "", "0" * 64, "é"):
        answered = ann.context.request.post(target, form={"form": token}, max_redirects=0)
        assert answered.status == 403
    assert ann.context.request.post(target, max_redirects=0).status == 403
    assert ann.context.request.get(target).status == 405
    assert ann.example.store.load("ann") is not None
    mine = own_token(ann, "/okx/key")
    assert ann.context.request.post(target, form={"form": mine}, max_redirects=0).status == 303
    assert ann.example.store.load("ann") is None
