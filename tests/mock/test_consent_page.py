"""The page of consent, as a browser's requests: what is asked, who answers, and where the answer leads.

Parameters and codes come from okx-oauth ("OAuth 2.0 broker") and okx-broker-program ("Error Code"); the challenge and its
verifier from RFC 7636, appendix B.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from .conftest import Mock, Reply
from .test_state import Kept, kept

__all__ = ["kept"]

PAGE = "/account/oauth/authorize"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


@pytest.fixture
def client(mock: Mock) -> dict[str, Any]:
    return dict(mock.control("GET", "oauth/clients").json["clients"][0])


def address(client: dict[str, Any], **changes: str | None) -> str:
    query = {
        "response_type": "code",
        "access_type": "offline",
        "client_id": client["client_id"],
        "redirect_uri": client["redirect_uris"][0],
        "scope": "read_only,trade",
        "state": "a state&with=signs",
        **changes,
    }
    return f"{PAGE}?" + urlencode({name: value for name, value in query.items() if value is not None})


def look(mock: Mock, target: str) -> Reply:
    # As a browser that a page of another site has sent here.
    return mock.http("GET", target, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})


def form_of(reply: Reply) -> str:
    assert reply.status == 200, reply.body
    found = re.search(r'name="form" value="([^"]+)"', reply.body.decode())
    assert found
    return unescape(found[1])


def answer(mock: Mock, target: str, form: str, choice: str = "allow", **headers: str) -> Reply:
    body = urlencode({"form": form, "answer": choice}).encode()
    return mock.http(
        "POST",
        target.replace(PAGE, f"{PAGE}/answer"),
        {"Content-Type": "application/x-www-form-urlencoded", **headers},
        body,
    )


def where(reply: Reply) -> tuple[str, dict[str, str]]:
    assert reply.status == 303, reply.body
    location = urlsplit(reply.headers["location"])
    return location._replace(query="").geturl(), {name: values[0] for name, values in parse_qs(location.query).items()}


def test_a_user_logs_in_allows_and_goes_back_with_a_code_that_is_good(mock: Mock, client: dict[str, Any]) -> None:
    choice = look(mock, address(client))
    assert choice.status == 200
    link = unescape(re.search(r'href="([^"]+login=alice)"', choice.body.decode())[1])  # type: ignore[index]
    asked = look(mock, PAGE + link)
    assert "broker-both" in asked.body.decode()
    assert "read_only" in asked.body.decode()
    assert mock.accounts["alice"]["uid"] in asked.body.decode()
    to, brought = where(answer(mock, PAGE + link, form_of(asked)))
    assert to == client["redirect_uris"][0]
    assert set(brought) == {"code", "state", "domain"}
    assert brought["state"] == "a state&with=signs"
    assert brought["domain"] == mock.url
    document = {
        "grant_type": "authorization_code",
        "code": brought["code"],
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
    }
    tokens = mock.http(
        "POST", "/v5/users/oauth/token", {"Content-Type": "application/json"}, json.dumps(document).encode()
    )
    assert tokens.status == 200
    headers = {"Authorization": f"Bearer {tokens.json['access_token']}", "x-simulated-trading": "1"}
    assert mock.http("GET", "/api/v5/account/config", headers).row["uid"] == mock.accounts["alice"]["uid"]


def test_a_user_says_no(mock: Mock, client: dict[str, Any]) -> None:
    target = address(client, login="alice")
    to, brought = where(answer(mock, target, form_of(look(mock, target)), "deny"))
    assert to == client["redirect_uris"][0]
    assert brought == {"error": "access_denied", "state": "a state&with=signs"}


def test_a_form_is_answered_once_and_two_forms_are_two(mock: Mock, client: dict[str, Any]) -> None:
    target = address(client, login="alice")
    first, second = form_of(look(mock, target)), form_of(look(mock, target))
    _, brought = where(answer(mock, target, first))
    again = answer(mock, target, first)
    assert (again.status, "location" in again.headers) == (409, False)
    assert answer(mock, target, first, "deny").status == 409
    _, other = where(answer(mock, target, second))
    assert other["code"] != brought["code"]


def test_after_no_the_same_form_gives_no_code(mock: Mock, client: dict[str, Any]) -> None:
    target = address(client, login="alice")
    form = form_of(look(mock, target))
    where(answer(mock, target, form, "deny"))
    assert answer(mock, target, form).status == 409


def test_a_form_is_for_its_request_and_half_an_hour(mock: Mock, client: dict[str, Any]) -> None:
    target = address(client, login="alice", scope="read_only")
    form = form_of(look(mock, target))
    assert answer(mock, address(client, login="alice"), form).status == 409
    assert answer(mock, address(client, login="heidi", scope="read_only"), form).status == 409
    assert answer(mock, target, "").status == 409
    assert answer(mock, target, f"1{form}").status == 409
    mock.advance(30 * 60)
    assert answer(mock, target, form).status == 409
    where(answer(mock, target, form_of(look(mock, target))))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_id": None}, "53011"),
        ({"client_id": "nobody"}, "53009"),
        ({"redirect_uri": None}, "53011"),
        ({"redirect_uri": "http://127.0.0.1:8000/callback/"}, "53016"),
        ({"redirect_uri": "http://127.0.0.1:8000/Callback"}, "53016"),
        ({"redirect_uri": "https://evil.example/callback"}, "53016"),
        ({"redirect_uri": "http%3A%2F%2F127.0.0.1%3A8000%2Fcallback"}, "53016"),
        ({"response_type": None}, "53011"),
        ({"response_type": "token"}, "53010"),
        ({"access_type": "online"}, "53010"),
        ({"scope": None}, "53011"),
        ({"scope": "withdraw"}, "53010"),
        ({"scope": "fast_api,trade"}, "53010"),
        ({"scope": "fast_api", "code_challenge": CHALLENGE, "code_challenge_method": "S256"}, "53010"),
        ({"code_challenge": CHALLENGE}, "53010"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "plain"}, "53010"),
        ({"code_challenge": CHALLENGE[:-1], "code_challenge_method": "S256"}, "53010"),
        ({"code_challenge_method": "S256"}, "53010"),
        ({"state": "x" * 1025}, "53015"),
        ({"login": "erin"}, "53009"),
        ({"login": "broker"}, "53009"),
    ],
)
def test_what_is_wrong_is_a_page_with_its_code_and_leads_nowhere(
    mock: Mock, client: dict[str, Any], changes: dict[str, str | None], code: str
) -> None:
    reply = look(mock, address(client, **changes))
    assert reply.status == 400
    assert f'<p class="code">{code}</p>' in reply.body.decode()
    assert "location" not in reply.headers
    assert "evil" not in reply.headers["content-security-policy"]


def test_a_parameter_that_is_there_twice_is_refused(mock: Mock, client: dict[str, Any]) -> None:
    reply = look(mock, address(client) + "&redirect_uri=https%3A%2F%2Fevil.example%2F")
    assert (reply.status, b"53010" in reply.body) == (400, True)


def test_fast_api_is_for_clients_that_have_it(mock: Mock, client: dict[str, Any]) -> None:
    target = address(client, scope="fast_api", login="alice")
    assert "fast_api" in look(mock, target).body.decode()
    app = mock.control("GET", "oauth/clients").json["clients"][1]
    reply = look(mock, address(app, scope="fast_api"))
    assert (reply.status, b"53017" in reply.body) == (400, True)


def test_a_frozen_user_is_refused(mock: Mock, client: dict[str, Any]) -> None:
    target = address(client, login="alice")
    form = form_of(look(mock, target))
    assert mock.control("POST", "accounts/freeze", {"user": "alice", "frozen": True}).status == 200
    for reply in (look(mock, target), answer(mock, target, form)):
        assert (reply.status, b"53004" in reply.body) == (400, True)


def test_a_device_gets_a_code_for_its_verifier(mock: Mock) -> None:
    app = mock.control("GET", "oauth/clients").json["clients"][1]
    target = address(app, code_challenge=CHALLENGE, code_challenge_method="S256", login="alice")
    asked = look(mock, target)
    assert "form-action 'self' brokerapp:;" in asked.headers["content-security-policy"]
    to, brought = where(answer(mock, target, form_of(asked)))
    assert to == "brokerapp://okx/callback"
    document = {
        "grant_type": "authorization_code",
        "code": brought["code"],
        "client_id": app["client_id"],
        "code_verifier": VERIFIER,
    }
    headers = {"Content-Type": "application/json", "TERMID": "device-1"}
    wrong = mock.http(
        "POST", "/v5/users/oauth/token", headers, json.dumps({**document, "code_verifier": CHALLENGE}).encode()
    )
    assert wrong.code == "53009"
    assert mock.http("POST", "/v5/users/oauth/token", headers, json.dumps(document).encode()).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
    ],
)
def test_no_other_page_answers_for_the_user(mock: Mock, client: dict[str, Any], headers: dict[str, str]) -> None:
    target = address(client, login="alice")
    form = form_of(look(mock, target))
    reply = answer(mock, target, form, **headers)
    assert (reply.status, "location" in reply.headers) == (403, False)
    where(answer(mock, target, form, Origin=mock.url, **{"Sec-Fetch-Site": "same-origin"}))


def test_markup_in_parameters_stays_text_and_no_script_runs(mock: Mock, client: dict[str, Any]) -> None:
    reply = look(mock, address(client, scope="<script>alert(1)</script>"))
    assert b"<script" not in reply.body
    reply = look(mock, address(client, state='"><script>alert(1)</script>', login="alice"))
    assert b"<script" not in reply.body
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "form-action 'self' http://127.0.0.1:8000;" in policy
    assert "frame-ancestors 'none'" in policy


def test_an_address_with_a_query_keeps_it(mock: Mock) -> None:
    uri = "https://broker.example/okx?from=okx"
    client = mock.control("POST", "oauth/clients", {"broker": "broker-both", "redirect_uris": [uri]}).json
    target = address(client, login="alice")
    reply = answer(mock, target, form_of(look(mock, target)))
    assert reply.headers["location"].startswith(f"{uri}&code=")


def test_other_methods_and_large_forms_are_refused(mock: Mock, client: dict[str, Any]) -> None:
    target = address(client, login="alice")
    assert mock.http("DELETE", target).status == 405
    assert mock.http("POST", target).status == 405
    assert mock.http("GET", target.replace(PAGE, f"{PAGE}/answer")).status == 405
    assert answer(mock, target, "x" * 5000).status == 400


def test_what_was_answered_is_kept(kept: Callable[..., Kept]) -> None:
    one = kept("--port", "0", "--files-port", "0")
    client = one.mock.control("GET", "oauth/clients").json["clients"][0]
    target = address(client, login="alice")
    form = form_of(look(one.mock, target))
    _, brought = where(answer(one.mock, target, form))
    mock = one.restart()
    assert answer(mock, target, form).status == 409
    document = {
        "grant_type": "authorization_code",
        "code": brought["code"],
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
    }
    headers = {"Content-Type": "application/json"}
    assert mock.http("POST", "/v5/users/oauth/token", headers, json.dumps(document).encode()).status == 200
