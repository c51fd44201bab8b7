"""Tokens and Fast API keys: codes, exchanges, scopes, devices, and every deadline on the mock's clock.

Deadlines, headers, scopes and codes come from okx-broker-program ("Usage of Token", "Permissions", "Error Code") and
okx-oauth; the challenge and its verifier from RFC 7636, appendix B.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from .conftest import Mock, Reply

TOKEN = "/v5/users/oauth/token"
FAST = "/api/v5/users/oauth/apikey"
DELETE = "/api/v5/users/oauth/delete-apikey"
BALANCE = "/api/v5/account/balance"
ORDER = "/api/v5/trade/order"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
PASSPHRASE = "Qwr4321!"
CODE = "MOCKBOTHAPI1"
BUY = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "market", "sz": "600", "tag": CODE}


def clients(mock: Mock) -> list[dict[str, Any]]:
    return list(mock.control("GET", "oauth/clients").json["clients"])


@pytest.fixture
def web(mock: Mock) -> dict[str, Any]:
    """The seeded client that has a server."""
    return clients(mock)[0]


@pytest.fixture
def app(mock: Mock) -> dict[str, Any]:
    """The seeded client that runs on devices."""
    return clients(mock)[1]


def consent(mock: Mock, client: dict[str, Any], scope: str = "read_only,trade", **more: Any) -> Reply:
    document = {
        "user": "alice",
        "client_id": client["client_id"],
        "redirect_uri": client["redirect_uris"][0],
        "scope": scope,
        **more,
    }
    return mock.control("POST", "oauth/codes", {name: value for name, value in document.items() if value is not None})


def code_of(mock: Mock, client: dict[str, Any], scope: str = "read_only,trade", **more: Any) -> str:
    reply = consent(mock, client, scope, **more)
    assert reply.status == 200, reply.json
    return str(reply.json["code"])


def ask(mock: Mock, document: dict[str, Any], *, source: str = "127.0.0.1", **headers: str) -> Reply:
    body = json.dumps({name: value for name, value in document.items() if value is not None}).encode()
    return mock.http("POST", TOKEN, {"Content-Type": "application/json", **headers}, body, source=source)


def exchange(mock: Mock, client: dict[str, Any], code: str, /, *, source: str = "127.0.0.1", **changes: Any) -> Reply:
    document = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
    }
    return ask(mock, {**document, **changes}, source=source)


def refresh(mock: Mock, client: dict[str, Any], token: str, **changes: Any) -> Reply:
    document = {
        "grant_type": "refresh_token",
        "refresh_token": token,
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
    }
    return ask(mock, {**document, **changes})


def tokens(mock: Mock, client: dict[str, Any], scope: str = "read_only,trade", **more: Any) -> dict[str, Any]:
    reply = exchange(mock, client, code_of(mock, client, scope, **more))
    assert reply.status == 200, reply.json
    return dict(reply.json)


def on_device(mock: Mock, client: dict[str, Any], device: str = "", *, named: str = "", **headers: str) -> Reply:
    """The exchange of PKCE mode."""
    agreed = {"device": named} if named else {}
    code = code_of(mock, client, code_challenge=CHALLENGE, code_challenge_method="S256", **agreed)
    document = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": client["client_id"],
        "code_verifier": VERIFIER,
    }
    return ask(mock, document, **({"TERMID": device} if device else {}), **headers)


def bearer(
    mock: Mock, token: str, method: str = "GET", target: str = BALANCE, document: object = None, **more: Any
) -> Reply:
    source = more.pop("source", "127.0.0.1")
    body = b"" if document is None else json.dumps(document).encode()
    headers = {"Authorization": f"Bearer {token}", "x-simulated-trading": "1", **more}
    if body:
        headers["Content-Type"] = "application/json"
    return mock.http(method, target, headers, body, source=source)


def claims(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    head, payload, _ = token.split(".")

    def part(text: str) -> dict[str, Any]:
        return dict(json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))))

    return part(head), part(payload)


# A consent


def test_the_seeded_clients(mock: Mock) -> None:
    web, app = clients(mock)
    assert set(web) == {"broker", "client_id", "client_secret", "redirect_uris", "fast_api", "ip", "note"}
    assert (web["broker"], web["fast_api"], web["ip"]) == ("broker-both", True, ["127.0.0.1", "::1"])
    assert (app["broker"], app["fast_api"], app["ip"]) == ("broker-both", False, [])


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"user": "nobody"}, None, "user"),
        ({"user": "broker"}, "53009", "user"),
        ({"user": "erin"}, "53009", "site"),
        ({"client_id": "EXAMPLE-CLIENT"}, "53009", "client_id"),
        ({"redirect_uri": "http://127.0.0.1:8000/callback/"}, "53016", "redirect_uri"),
        ({"redirect_uri": "http%3A%2F%2F127.0.0.1%3A8000%2Fcallback"}, "53016", "redirect_uri"),
        ({"redirect_uri": None}, "53016", "redirect_uri"),
        ({"scope": None}, "53011", "scope"),
        ({"scope": "withdraw"}, "53010", "scope"),
        ({"scope": "trade,trade"}, "53010", "scope"),
        ({"scope": "fast_api,trade"}, "53010", "fast_api"),
        ({"scope": "fast_api", "code_challenge": CHALLENGE, "code_challenge_method": "S256"}, "53010", "fast_api"),
        ({"code_challenge": CHALLENGE}, "53010", "S256"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "plain"}, "53010", "S256"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "53010", "43"),
        ({"device": "d"}, "53010", "device"),
        ({"more": 1}, None, "more"),
    ],
)
def test_what_a_user_cannot_agree_to(
    mock: Mock, web: dict[str, Any], changes: dict[str, Any], code: str | None, word: str
) -> None:
    reply = consent(mock, web, **changes)
    assert reply.status == 400
    assert reply.json.get("code") == code
    assert word in reply.json["error"]


def test_fast_api_must_be_enabled(mock: Mock, app: dict[str, Any]) -> None:
    assert consent(mock, app, "fast_api").json["code"] == "53017"


# Authorization code mode


def test_a_token_opens_the_account(mock: Mock, web: dict[str, Any]) -> None:
    mock.control("POST", "clock", {"set_ms": 1_780_315_200_000, "frozen": True})
    pair = tokens(mock, web)
    assert set(pair) == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert (pair["token_type"], pair["expires_in"]) == ("bearer", 3600)
    assert bearer(mock, pair["access_token"]).row["totalEq"] == "295000"
    config = bearer(mock, pair["access_token"], target="/api/v5/account/config").row
    assert (config["uid"], config["perm"]) == (mock.accounts["alice"]["uid"], "read_only,trade")
    placed = bearer(mock, pair["access_token"], "POST", ORDER, BUY)
    assert (placed.code, placed.row["tag"]) == ("0", CODE)
    assert mock.get("alice", f"{ORDER}?instId=BTC-USDT&ordId={placed.row['ordId']}").row["tag"] == CODE


def test_a_token_looks_like_the_one_of_the_document(mock: Mock, web: dict[str, Any]) -> None:
    mock.control("POST", "clock", {"set_ms": 1_780_315_200_000, "frozen": True})
    pair = tokens(mock, web)
    head, payload = claims(pair["access_token"])
    assert head == {"alg": "HS512", "cid": web["client_id"]}
    assert set(payload) == {"jti", "uid", "mid", "iat", "exp", "sub", "aoy", "ver", "dev", "gty"}
    assert (payload["iat"], payload["exp"], payload["sub"]) == (1_780_315_200, 1_780_318_800, "127.0.0.1")
    # The signature of HMAC-SHA512 has 64 bytes, 86 characters.
    assert len(pair["access_token"].rpartition(".")[2]) == 86
    assert claims(pair["refresh_token"])[1]["exp"] == 1_780_315_200 + 3 * 86400
    # The same seed, the same moment, the same tokens.
    mock.control("POST", "reset")
    assert tokens(mock, web) == pair
    mock.control("POST", "reset", {"seed": 2})
    assert clients(mock)[0]["client_id"] != web["client_id"]
    mock.control("POST", "reset", {"seed": 1})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_id": "EXAMPLE-CLIENT"}, "53009"),
        ({"client_secret": "EXAMPLE-SECRET"}, "53009"),
        ({"code": "EXAMPLE-CODE"}, "53009"),
        ({"client_secret": None}, "53011"),
        ({"client_secret": None, "code_verifier": VERIFIER}, "53011"),
        ({"code_verifier": VERIFIER}, "53010"),
        ({"code_verifier": "short", "client_secret": None}, "53010"),
        ({"code_verifier": "a" * 4097, "client_secret": None}, "53015"),
        ({"code": None}, "53011"),
        ({"client_id": None}, "53011"),
        ({"grant_type": None}, "53011"),
        ({"grant_type": "password"}, "53010"),
        ({"redirect_uri": "https://broker.example/okx/callback"}, "53016"),
        ({"redirect_uri": "http://127.0.0.1:8000/callback"}, "0"),
    ],
)
def test_wrong_exchanges(mock: Mock, web: dict[str, Any], changes: dict[str, Any], code: str) -> None:
    right = code_of(mock, web)
    reply = exchange(mock, web, right, **changes)
    if code == "0":
        assert reply.status == 200
        return
    assert (reply.status, reply.code) == (400, code)
    # What was refused has not used the code up.
    assert exchange(mock, web, right).status == 200


def test_a_refusal_names_the_parameter(mock: Mock, web: dict[str, Any]) -> None:
    assert exchange(mock, web, "x", client_secret=None).json["msg"] == "Parameter client_secret cannot be empty"
    assert exchange(mock, web, "x", grant_type="y").json["msg"] == "Parameter grant_type error"
    long = exchange(mock, web, "x" * 5000)
    assert long.json == {"code": "53015", "data": [], "msg": "Parameter code length cannot exceed 4096"}


def test_a_code_is_another_clients(mock: Mock, web: dict[str, Any], app: dict[str, Any]) -> None:
    code = code_of(mock, web)
    assert exchange(mock, app, code).code == "53009"
    assert exchange(mock, web, code).status == 200


@pytest.mark.parametrize(("seconds", "code"), [(599.999, ""), (600, "53012")])
def test_a_code_lives_ten_minutes(mock: Mock, web: dict[str, Any], seconds: float, code: str) -> None:
    mock.control("POST", "clock", {"frozen": True})
    given = code_of(mock, web)
    mock.advance(seconds)
    reply = exchange(mock, web, given)
    assert (reply.status, reply.json.get("code", "")) == ((400, code) if code else (200, ""))


def test_a_code_is_good_once(mock: Mock, web: dict[str, Any]) -> None:
    code = code_of(mock, web)
    pair = exchange(mock, web, code).json
    assert exchange(mock, web, code).code == "53012"
    assert bearer(mock, pair["access_token"]).code == "0"


def test_servers_call_from_the_clients_addresses(mock: Mock, web: dict[str, Any]) -> None:
    code = code_of(mock, web)
    reply = exchange(mock, web, code, source="127.0.0.2")
    assert (reply.status, reply.code) == (401, "53014")
    pair = exchange(mock, web, code).json
    assert bearer(mock, pair["access_token"], source="127.0.0.2").code == "53014"
    assert bearer(mock, pair["access_token"]).code == "0"


# Deadlines of tokens


@pytest.mark.parametrize(("seconds", "code"), [(3599.999, "0"), (3600, "53002")])
def test_an_access_token_lives_one_hour(mock: Mock, web: dict[str, Any], seconds: float, code: str) -> None:
    mock.control("POST", "clock", {"frozen": True})
    pair = tokens(mock, web)
    mock.advance(seconds)
    assert bearer(mock, pair["access_token"]).code == code


@pytest.mark.parametrize(("seconds", "code"), [(259_199.999, ""), (259_200, "53005")])
def test_a_refresh_token_lives_three_days(mock: Mock, web: dict[str, Any], seconds: float, code: str) -> None:
    mock.control("POST", "clock", {"frozen": True})
    pair = tokens(mock, web)
    mock.advance(seconds)
    reply = refresh(mock, web, pair["refresh_token"])
    assert (reply.status, reply.json.get("code", "")) == ((400, code) if code else (200, ""))


def test_a_refresh_kills_the_old_pair_at_once(mock: Mock, web: dict[str, Any]) -> None:
    mock.control("POST", "clock", {"frozen": True})
    first = tokens(mock, web)
    second = refresh(mock, web, first["refresh_token"]).json
    assert set(second) == set(first)
    assert second["access_token"] != first["access_token"]
    assert bearer(mock, second["access_token"]).code == "0"
    assert bearer(mock, first["access_token"]).code == "53003"
    assert refresh(mock, web, first["refresh_token"]).code == "53005"
    # Expired or not: the old one was replaced, and says so.
    mock.advance(3600)
    assert bearer(mock, first["access_token"]).code == "53003"
    assert bearer(mock, second["access_token"]).code == "53002"
    # The new refresh token has three days of its own.
    mock.advance(259_200 - 3600 - 0.001)
    third = refresh(mock, web, second["refresh_token"]).json
    mock.advance(3599.999)
    assert bearer(mock, third["access_token"]).code == "0"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"refresh_token": "EXAMPLE-REFRESH-TOKEN"}, "53005"),
        ({"refresh_token": None}, "53011"),
        ({"client_secret": None}, "53011"),
        ({"client_secret": "EXAMPLE-SECRET"}, "53009"),
        ({"client_id": "EXAMPLE-CLIENT"}, "53009"),
        ({"code_verifier": VERIFIER}, "53010"),
    ],
)
def test_wrong_refreshes(mock: Mock, web: dict[str, Any], changes: dict[str, Any], code: str) -> None:
    pair = tokens(mock, web)
    reply = refresh(mock, web, pair["refresh_token"], **changes)
    assert (reply.status, reply.code) == (400, code)
    assert bearer(mock, pair["access_token"]).code == "0"
    assert refresh(mock, web, pair["refresh_token"]).status == 200


def test_a_refresh_token_is_another_clients(mock: Mock, web: dict[str, Any], app: dict[str, Any]) -> None:
    pair = tokens(mock, web)
    assert refresh(mock, app, pair["refresh_token"]).code == "53005"


def test_an_access_token_is_no_refresh_token_nor_the_other_way(mock: Mock, web: dict[str, Any]) -> None:
    pair = tokens(mock, web)
    assert refresh(mock, web, pair["access_token"]).code == "53005"
    assert bearer(mock, pair["refresh_token"]).code == "53000"


@pytest.mark.parametrize(("how", "code"), [("canceled", "53001"), ("revoked", "53003"), (None, "53003")])
def test_what_the_user_takes_back_is_dead_at_once(mock: Mock, web: dict[str, Any], how: str | None, code: str) -> None:
    pair = tokens(mock, web)
    other = tokens(mock, web, user="bob")
    document = {"user": "alice", "client_id": web["client_id"], **({"how": how} if how else {})}
    ended = mock.control("POST", "oauth/revoke", document)
    assert (ended.status, ended.json["ended"]) == (200, 1)
    assert bearer(mock, pair["access_token"]).code == code
    assert refresh(mock, web, pair["refresh_token"]).code == code
    assert bearer(mock, other["access_token"]).code == "0"


def test_a_frozen_account(mock: Mock, web: dict[str, Any]) -> None:
    pair = tokens(mock, web)
    waiting = code_of(mock, web)
    assert mock.control("POST", "accounts/freeze", {"user": "alice", "frozen": True}).status == 200
    assert bearer(mock, pair["access_token"]).code == "53004"
    assert refresh(mock, web, pair["refresh_token"]).code == "53004"
    assert exchange(mock, web, waiting).code == "53004"
    assert consent(mock, web).json["code"] == "53004"
    assert mock.get("alice", BALANCE).code == "50100"
    assert mock.control("POST", "accounts/freeze", {"user": "alice", "frozen": False}).status == 200
    assert bearer(mock, pair["access_token"]).code == "0"


# Scopes


CANCEL = {"instId": "BTC-USDT", "ordId": "1"}


@pytest.mark.parametrize(
    ("scope", "reads", "trades", "keys"),
    [
        ("read_only", "0", "53013", "53013"),
        ("trade", "53013", "1", "53013"),
        ("read_only,trade", "0", "1", "53013"),
        ("fast_api", "53013", "53013", "59506"),
    ],
)
def test_a_scope_opens_what_it_names(
    mock: Mock, web: dict[str, Any], scope: str, reads: str, trades: str, keys: str
) -> None:
    token = tokens(mock, web, scope)["access_token"]
    assert bearer(mock, token).code == reads
    assert bearer(mock, token, "POST", "/api/v5/trade/cancel-order", CANCEL).code == trades
    assert bearer(mock, token, "POST", DELETE).code == keys


@pytest.mark.parametrize(
    "target",
    [
        "/api/v5/broker/dma/subaccount-info",
        "/api/v5/broker/dma/subaccount/apikey?subAcct=panpanBroker2",
        "/api/v5/broker/fd/if-rebate?apiKey=x",
    ],
)
def test_sub_accounts_are_in_no_scope(mock: Mock, web: dict[str, Any], target: str) -> None:
    assert bearer(mock, tokens(mock, web)["access_token"], target=target).code == "53013"


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        ("Bearer x", "53000"),
        ("Bearer ", "53000"),
        ("Bearer", "53000"),
        ("Basic YTpi", "53000"),
        ("{token}", "53000"),
        ("bearer {token}", "0"),
        ("Bearer {token}x", "53000"),
        ("Bearer x.{token}", "53000"),
    ],
)
def test_the_header(mock: Mock, web: dict[str, Any], authorization: str, code: str) -> None:
    token = tokens(mock, web)["access_token"]
    headers = {"Authorization": authorization.format(token=token), "x-simulated-trading": "1"}
    assert mock.http("GET", BALANCE, headers).code == code


def test_a_changed_token_is_none(mock: Mock, web: dict[str, Any]) -> None:
    token = tokens(mock, web)["access_token"]
    head, _, signature = token.split(".")
    later = claims(token)[1]
    later["exp"] += 3600
    changed = base64.urlsafe_b64encode(json.dumps(later).encode()).rstrip(b"=").decode()
    assert bearer(mock, f"{head}.{changed}.{signature}").code == "53000"


def test_environments_are_apart_for_tokens_too(mock: Mock, web: dict[str, Any]) -> None:
    demo = tokens(mock, web)["access_token"]
    live = tokens(mock, web, user="dave")["access_token"]
    assert mock.http("GET", BALANCE, {"Authorization": f"Bearer {demo}"}).code == "50101"
    assert bearer(mock, live).code == "50101"
    assert mock.http("GET", BALANCE, {"Authorization": f"Bearer {live}"}).code == "0"


# PKCE mode


def test_a_device(mock: Mock, app: dict[str, Any]) -> None:
    device = "32cf9c63-6737-4ab5-b1ab-8858ae659185"
    pair = on_device(mock, app, device).json
    assert claims(pair["access_token"])[1]["dev"] == device
    assert bearer(mock, pair["access_token"], TERMID=device).code == "0"
    for headers in ({}, {"TERMID": device.upper()}, {"TERMID": "another"}):
        reply = bearer(mock, pair["access_token"], **headers)
        assert (reply.status, reply.code) == (401, "53006")
    # It refreshes without a secret, and from any address, but not on another device.
    document = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"], "client_id": app["client_id"]}
    assert ask(mock, document, TERMID="another").code == "53006"
    refreshed = refresh(mock, app, pair["refresh_token"], client_secret=None)
    assert refreshed.status == 200
    assert bearer(mock, refreshed.json["access_token"], TERMID=device, source="127.0.0.2").code == "0"


def test_a_device_that_the_consent_named(mock: Mock, app: dict[str, Any]) -> None:
    assert on_device(mock, app, "another", named="mine").code == "53006"
    pair = on_device(mock, app, named="mine").json
    assert bearer(mock, pair["access_token"], TERMID="mine").code == "0"
    assert bearer(mock, pair["access_token"], TERMID="another").code == "53006"


def test_a_verifier_proves_the_device(mock: Mock, app: dict[str, Any]) -> None:
    code = code_of(mock, app, code_challenge=CHALLENGE, code_challenge_method="S256")
    wrong = VERIFIER[:-1] + "l"
    assert exchange(mock, app, code, client_secret=None, code_verifier=wrong).code == "53009"
    assert exchange(mock, app, code).code == "53011"
    assert exchange(mock, app, code, client_secret=None, code_verifier=VERIFIER).status == 200


def test_a_server_needs_no_device(mock: Mock, web: dict[str, Any]) -> None:
    token = tokens(mock, web)["access_token"]
    assert bearer(mock, token, TERMID="32cf9c63-6737-4ab5-b1ab-8858ae659185").code == "0"


# Fast API


def fast_key(mock: Mock, token: str, **changes: Any) -> Reply:
    document = {"label": "demo", "passphrase": PASSPHRASE, "perm": "trade", "bindApp": False, **changes}
    return bearer(mock, token, "POST", FAST, {name: value for name, value in document.items() if value is not None})


def test_a_fast_api_key(mock: Mock, web: dict[str, Any]) -> None:
    issued = tokens(mock, web, "fast_api")
    assert set(issued) == {"access_token", "token_type", "expires_in"}
    token = issued["access_token"]
    assert bearer(mock, token, "POST", DELETE).code == "59506"
    made = fast_key(mock, token, bindApp=True)
    assert set(made.row) == {"label", "apiKey", "secretKey", "passphrase", "perm", "bindApp"}
    shown = made.row["label"], made.row["passphrase"], made.row["perm"], made.row["bindApp"]
    assert shown == ("demo", PASSPHRASE, "trade", True)
    assert fast_key(mock, token).code == "50116"
    key = {
        "api_key": made.row["apiKey"],
        "secret_key": made.row["secretKey"],
        "passphrase": made.row["passphrase"],
    }
    # It signs and trades as the user, from the client's addresses, and its orders earn the broker a rebate.
    placed = mock.post(key, ORDER, BUY)
    assert (placed.code, placed.row["tag"]) == ("0", CODE)
    assert mock.orders()[-1]["user"] == "alice"
    assert mock.get(key, BALANCE, source="127.0.0.2").code == "50110"
    asked = mock.get("broker-both", f"/api/v5/broker/fd/if-rebate?apiKey={key['api_key']}&brokerType=api")
    assert (asked.row["brokerCode"], asked.row["type"]) == (CODE, "0")
    # It outlives the token.
    mock.advance(3600)
    assert fast_key(mock, token).code == "53002"
    assert mock.get(key, BALANCE).code == "0"
    fresh = tokens(mock, web, "fast_api")["access_token"]
    assert bearer(mock, fresh, "POST", DELETE).data == [{"result": True}]
    assert mock.get(key, BALANCE).code == "50111"
    again = fast_key(mock, fresh)
    assert again.code == "0"
    assert again.row["apiKey"] != key["api_key"]


def test_a_key_that_reads(mock: Mock, web: dict[str, Any]) -> None:
    made = fast_key(mock, tokens(mock, web, "fast_api")["access_token"], perm="read_only", ip="127.0.0.0/8").row
    key = {"api_key": made["apiKey"], "secret_key": made["secretKey"], "passphrase": made["passphrase"]}
    assert mock.get(key, BALANCE, source="127.0.0.2").code == "0"
    assert mock.post(key, ORDER, BUY).code == "50120"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"label": None}, "53011"),
        ({"passphrase": None}, "53011"),
        ({"perm": None}, "53011"),
        ({"passphrase": "Qwr432!"}, "53010"),
        ({"passphrase": "qwr4321!"}, "53010"),
        ({"passphrase": "QWR4321!"}, "53010"),
        ({"passphrase": "Qwrqwrq!"}, "53010"),
        ({"passphrase": "Qwr43210"}, "53010"),
        ({"passphrase": "Qwr4321!" * 4 + "x"}, "53015"),
        ({"perm": "withdraw"}, "53010"),
        ({"perm": "read_only,trade"}, "53010"),
        ({"bindApp": "yes"}, "53010"),
        ({"ip": "10.0.0.256"}, "53010"),
        ({"ip": ",".join(f"10.0.0.{n}" for n in range(20))}, "0"),
        ({"ip": ",".join(f"10.0.0.{n}" for n in range(21))}, "59503"),
        ({"bindApp": None}, "0"),
    ],
)
def test_rules_for_fast_api_keys(mock: Mock, web: dict[str, Any], changes: dict[str, Any], code: str) -> None:
    assert fast_key(mock, tokens(mock, web, "fast_api")["access_token"], **changes).code == code


def test_who_may_make_fast_api_keys(mock: Mock) -> None:
    def client_of(codes: dict[str, list[str]], **more: Any) -> dict[str, Any]:
        name = next(iter(codes.values()))[0]
        added = mock.control("POST", "accounts", {"name": name, "kind": "broker", "codes": codes})
        assert added.status == 200, added.json
        document = {"broker": name, "redirect_uris": ["https://b.example/x"], **more}
        made = mock.control("POST", "oauth/clients", document)
        assert made.status == 200, made.json
        return dict(made.json)

    # A broker that is none of API brokers, and one without a list of addresses to bind a key to.
    oauth = client_of({"oauth": ["ONLYOAUTH1"]}, fast_api=True)
    assert fast_key(mock, tokens(mock, oauth, "fast_api")["access_token"]).code == "50117"
    both = client_of({"api": ["BOTHONE"], "oauth": ["BOTHTWO"]}, fast_api=True)
    token = tokens(mock, both, "fast_api")["access_token"]
    assert fast_key(mock, token, bindApp=True).code == "50118"
    assert fast_key(mock, token).code == "0"


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ({"broker": "alice", "redirect_uris": ["https://b.example"]}, "OAuth broker"),
        ({"broker": "broker", "redirect_uris": ["https://b.example"]}, "OAuth broker"),
        ({"broker": "nobody", "redirect_uris": ["https://b.example"]}, "broker"),
        ({"broker": "broker-both"}, "redirect_uris"),
        ({"broker": "broker-both", "redirect_uris": []}, "redirect_uris"),
        ({"broker": "broker-both", "redirect_uris": ["b.example"]}, "scheme"),
        ({"broker": "broker-both", "redirect_uris": ["https://b.example/\n"]}, "blanks"),
        ({"broker": "broker-both", "redirect_uris": ["https://b.example"], "ip": ["x"]}, "ip"),
        ({"broker": "broker-both", "redirect_uris": ["https://b.example"], "fast_api": "yes"}, "fast_api"),
    ],
)
def test_clients_that_cannot_be(mock: Mock, document: dict[str, Any], word: str) -> None:
    before = clients(mock)
    reply = mock.control("POST", "oauth/clients", document)
    assert reply.status == 400
    assert word in reply.json["error"]
    assert clients(mock) == before
