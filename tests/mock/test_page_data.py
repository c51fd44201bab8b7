"""What the page reads: bounded answers that add up, whatever there is and whoever asks."""

from __future__ import annotations

import json
import time
from typing import Any

import msgspec
import pytest

from okx_mock.clock import Clock
from okx_mock.contract import load_contract
from okx_mock.exchange import book
from okx_mock.page.asked import read_question
from okx_mock.page.data import Overview
from okx_mock.world import World

from .conftest import Mock
from .test_surface import example, send

CODE = "MOCKBROKER01"


def overview(mock: Mock, query: str = "") -> dict[str, Any]:
    reply = mock.control("GET", f"overview?{query}")
    assert reply.status == 200, reply.body
    return dict(reply.json)


def listed(mock: Mock, query: str = "") -> list[str]:
    """The clOrdIds of the orders listed, newest first."""
    return [row["clOrdId"] for row in overview(mock, query)["data"]["rows"]]


# The page itself


def test_the_page_keeps_to_itself(mock: Mock) -> None:
    reply = mock.http("GET", "/")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = dict(rule.split(" ", 1) for rule in reply.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert {policy[f"{name}-src"] for name in ("script", "style", "img", "connect")} == {"'self'"}
    assert {policy[name] for name in ("base-uri", "form-action", "frame-ancestors")} == {"'none'"}
    assert policy["require-trusted-types-for"] == "'script'"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cache-control"] == "no-store"
    page = reply.body.decode()
    assert "style=" not in page
    assert " on" + "click" not in page
    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize(
    ("name", "kind"),
    [("page.js", "text/javascript"), ("page.css", "text/css"), ("icon.svg", "image/svg+xml"), ("index.html", "")],
)
def test_its_files_have_their_types(mock: Mock, name: str, kind: str) -> None:
    reply = mock.http("GET", f"/__mock__/page/{name}")
    if kind:
        assert (reply.status, reply.headers["content-type"].split(";")[0]) == (200, kind)
        assert "content-security-policy" in reply.headers
    else:
        assert reply.status == 404


@pytest.mark.parametrize("target", ["/", "/__mock__/page/page.js", "/__mock__/overview", "/__mock__/credentials?uid=1"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_strangers_don_t_get_it(mock: Mock, target: str, headers: dict[str, str]) -> None:
    filled = {name: value.format(port=mock.port) for name, value in headers.items()}
    reply = mock.http("GET", target, filled)
    assert reply.status == 403
    assert set(reply.json) == {"error"}


def test_what_the_page_asks_is_no_request_of_the_api(mock: Mock) -> None:
    mock.http("GET", "/")
    overview(mock)
    assert overview(mock, "view=requests")["data"]["rows"] == []


@pytest.mark.parametrize(
    ("query", "word"),
    [("view=x", "view"), ("tagged=x", "tagged"), ("failed=2", "failed"), ("busy=x", "busy"), ("from=1", "from"),
     ("user=" + "x" * 129, "user")],
)  # fmt: skip
def test_a_question_that_makes_no_sense(mock: Mock, query: str, word: str) -> None:
    reply = mock.control("GET", f"overview?{query}")
    assert reply.status == 400
    assert reply.json["error"].startswith(word)


# Orders and tags


def test_orders_are_listed_newest_first_the_refused_ones_between(mock: Mock) -> None:
    mock.order(clOrdId="a", tag=CODE)
    mock.order(clOrdId="b", tag=CODE, px="0.001")
    mock.order(clOrdId="c", tag=CODE, sz="not a number")
    mock.order(clOrdId="d")
    rows = overview(mock)["data"]["rows"]
    assert [(row["clOrdId"], row["state"], row["code"]) for row in rows] == [
        ("d", "live", ""),
        ("c", "refused", "51000"),
        ("b", "refused", "51122"),
        ("a", "live", ""),
    ]
    # What the exchange says of a price below the tick, and of a malformed size (okx-v5, errors: orders).
    assert "minimum price" in rows[2]["reason"]
    assert "sz" in rows[1]["reason"]
    counts = overview(mock)
    assert (counts["orders"], counts["refused"]) == (2, 2)


def test_refused_items_of_a_batch_are_listed_too(mock: Mock) -> None:
    item = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}
    batch = [{**item, "clOrdId": "good", "tag": CODE}, {**item, "clOrdId": "bad", "side": "up"}]
    assert mock.post("alice", "/api/v5/trade/batch-orders", batch).code == "2"
    rows = overview(mock)["data"]["rows"]
    assert {(row["clOrdId"], row["state"], row["verdict"]) for row in rows} == {
        ("good", "live", "known"),
        ("bad", "refused", "missing"),
    }


def test_tags_are_judged_and_counted(mock: Mock) -> None:
    mock.order(clOrdId="k", tag=CODE)
    mock.order(clOrdId="m")
    mock.order(clOrdId="u", tag="MOCKBROKR01")
    mock.order(clOrdId="z", tag="zzz")
    mock.order(clOrdId="r", px="0.001")
    answer = overview(mock)
    rows = {row["clOrdId"]: (row["verdict"], row["near"]) for row in answer["data"]["rows"]}
    assert rows == {
        "k": ("known", ""),
        "m": ("missing", ""),
        "u": ("unknown", CODE),
        "z": ("unknown", ""),
        "r": ("missing", ""),
    }
    tags = answer["tags"]
    # A refused order earns nothing anyway: it does not count.
    assert (tags["missing"], tags["unknown"]) == (1, 2)
    assert {one["tag"]: one["orders"] for one in tags["unknown_tags"]} == {"MOCKBROKR01": 1, "zzz": 1}


def test_filters(mock: Mock) -> None:
    mock.order(clOrdId="a", tag=CODE)
    mock.order("heidi", clOrdId="b")
    mock.order(clOrdId="c", tag="other", instId="ETH-USDT")
    mock.order(clOrdId="d", tag=CODE, px="61000", sz="0.01")
    mock.order("heidi", clOrdId="e", px="0.001", tag="other")
    uid = mock.accounts["heidi"]["uid"]
    expected = {
        "user=ali": ["d", "c", "a"],
        "user=HEIDI": ["e", "b"],
        f"user={uid}": ["b"],
        "user=nobody": [],
        "tagged=missing": ["b"],
        "tagged=unknown": ["e", "c"],
        "tagged=either": ["e", "c", "b"],
        "tagged=known": ["d", "a"],
        f"tag={CODE}": ["d", "a"],
        "tag=other&user=alice": ["c"],
        "instId=ETH-USDT": ["c"],
        "state=filled": ["d"],
        "state=live": ["c", "b", "a"],
        "state=refused": ["e"],
        "state=refused&user=alice": [],
    }
    assert {query: listed(mock, query) for query in expected} == expected


def test_what_a_code_earned(mock: Mock) -> None:
    # Bought 0.5 BTC at 60000: 30000 USDT, fee 0.1 % = 30, half of it for the broker.
    mock.order(tag=CODE, px="60000", sz="0.5")
    # Sold 10 contracts of 0.01 BTC at 60000: 6000 USDT, fee 0.05 % = 3, half of it for the broker.
    mock.order(tag=CODE, instId="BTC-USDT-SWAP", tdMode="cross", side="sell", ordType="market", px=None, sz="10")
    # An affiliated user's broker gets 0.3 of the fee: 0.1 BTC at 60000, fee 6, rebate 1.8. A level VIP6 user earns nothing.
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "60000", "sz": "0.1"}
    mock.post("carol", "/api/v5/trade/order", {**order, "tag": CODE}, source="127.0.0.2")
    mock.order("frank", tag=CODE, px="60000", sz="0.1")
    mock.order(px="60000", sz="0.1")
    mock.order("dave", tag=CODE, px="60000", sz="0.01")
    mock.order(tag=CODE, clOrdId="rests")
    codes = {(one["code"], one["environment"]): one for one in overview(mock)["tags"]["codes"]}
    demo, live = codes[CODE, "demo"], codes[CODE, "live"]
    assert (demo["broker"], demo["orders"], demo["fills"]) == ("broker", 5, 4)
    assert (demo["volume"], demo["fee"], demo["rebate"]) == ("48000", "45", "18.3")
    assert (live["broker"], live["orders"], live["volume"], live["rebate"]) == ("broker-live", 1, "600", "0.3")
    assert codes["MOCKBROKER02", "demo"]["orders"] == 0
    # Counted once, however often it is asked.
    again = {(one["code"], one["environment"]): one for one in overview(mock)["tags"]["codes"]}
    assert again == codes


def test_what_a_code_earned_follows_the_fills_of_an_order(mock: Mock) -> None:
    order_id = mock.order(tag=CODE, px="50000", sz="1").row["ordId"]

    def earned() -> tuple[str, str, str]:
        (one,) = [one for one in overview(mock)["tags"]["codes"] if (one["code"], one["environment"]) == (CODE, "demo")]
        return one["volume"], one["fee"], one["rebate"]

    assert earned() == ("0", "0", "0")
    # A maker's fee is 0.08 %: of 12500 USDT 10, of 50000 USDT 40; half of it is the rebate.
    assert mock.control("POST", "fill", {"ordId": order_id, "sz": "0.25"}).status == 200
    assert earned() == ("12500", "10", "5")
    (row,) = overview(mock)["data"]["rows"]
    assert (row["state"], row["filled"], row["fillPx"]) == ("partially_filled", "0.25", "50000")
    assert mock.control("POST", "fill", {"ordId": order_id}).status == 200
    assert earned() == ("50000", "40", "20")
    assert earned() == ("50000", "40", "20")


def test_a_reset_begins_anew(mock: Mock) -> None:
    mock.order(px="60000", sz="0.5", tag=CODE)
    before = overview(mock)
    assert mock.control("POST", "reset").status == 200
    after = overview(mock)
    assert (after["orders"], after["data"]["rows"]) == (0, [])
    assert {one["volume"] for one in after["tags"]["codes"]} == {"0"}
    assert before["epoch"] != after["epoch"]
    assert after["epoch"] == overview(mock)["epoch"]


def test_details_of_an_order(mock: Mock) -> None:
    mock.order(clOrdId="mine", tag=CODE)
    mock.order(clOrdId="bad", tag="<b>", px="0.001")
    refused, taken = (row["key"] for row in overview(mock)["data"]["rows"])
    detail = mock.control("GET", f"detail?kind=order&number={taken[1:]}").json
    assert dict(detail["facts"])["clOrdId"] == "mine"
    assert json.loads(detail["raw"])["clOrdId"] == "mine"
    detail = mock.control("GET", f"detail?kind=refused&number={refused[1:]}").json
    assert dict(detail["facts"])["code"] == "51000"
    assert json.loads(detail["raw"])["tag"] == "<b>"


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("kind=order", 400), ("kind=order&number=x", 400), ("kind=nothing&number=1", 400),
     ("kind=order&number=1", 404), ("kind=refused&number=1", 404), ("kind=record&number=1", 404)],
)  # fmt: skip
def test_details_of_nothing(mock: Mock, query: str, status: int) -> None:
    reply = mock.control("GET", f"detail?{query}")
    assert reply.status == status
    assert set(reply.json) == {"error"}


# Records


def test_records_have_tags_where_they_take_one(mock: Mock) -> None:
    send(mock, "placeAlgoOrder", document=example("placeAlgoOrder", tag=CODE, algoClOrdId="k1"))
    send(mock, "placeAlgoOrder", document=example("placeAlgoOrder", tag="", algoClOrdId="m1"))
    send(mock, "placeGridOrder", document=example("placeGridOrder", tag="nope"))
    answer = overview(mock, "view=records")
    rows = [(row["kind"], row["verdict"], row["tag"]) for row in answer["data"]["rows"]]
    assert rows == [("grid", "unknown", "nope"), ("algo order", "missing", ""), ("algo order", "known", CODE)]
    assert answer["records"] == {"missing": 1, "unknown": 1}
    assert overview(mock)["records"] == {"missing": 1, "unknown": 1}
    assert answer["data"]["kinds"] == ["algo order", "grid"]
    chosen = overview(mock, "view=records&kind=grid")["data"]
    assert (chosen["found"], len(chosen["rows"])) == (1, 1)
    number = chosen["rows"][0]["key"][1:]
    detail = mock.control("GET", f"detail?kind=record&number={number}").json
    assert json.loads(detail["raw"])["tag"] == "nope"


def test_what_the_exchange_files_itself_needs_no_tag(mock: Mock) -> None:
    legs = [{"instId": "BTC-USDT", "side": "buy", "sz": "0.1"}]
    made = send(mock, "createRfq", document=example("createRfq", tag=CODE, counterparties=["WAGMI"], legs=legs))
    assert made.code == "0", made.json
    mock.advance(10)
    answer = overview(mock, "view=records")
    rows = {(row["kind"], row["user"], row["verdict"]) for row in answer["data"]["rows"]}
    assert ("rfq", "alice", "known") in rows
    assert ("quote", "wagmi", "none") in rows
    assert answer["records"] == {"missing": 0, "unknown": 0}


# Accounts


def test_an_account_in_full(mock: Mock) -> None:
    mock.order(clOrdId="rests", px="50000", sz="0.1", tag=CODE)
    mock.order(instId="BTC-USDT-SWAP", tdMode="cross", ordType="market", px=None, sz="10")
    uid = mock.accounts["alice"]["uid"]
    data = overview(mock, f"view=accounts&account={uid}&user=alice")["data"]
    assert [(row["name"], row["open"], row["positions"], row["perms"]) for row in data["rows"]] == [
        ("alice", 1, 1, ["read_only", "trade"])
    ]
    account = data["account"]
    balances = {one["key"]: one for one in account["balances"]}
    # 100000 less the fee of 6000 USDT at 0.05 %; 5000 rest in the order, a tenth of 6000 in the position.
    assert (balances["USDT"]["cash"], balances["USDT"]["held"], balances["USDT"]["available"]) == (
        "99997",
        "5600",
        "94397",
    )
    assert balances["BTC"]["usd"] == "120000"
    (position,) = account["positions"]
    assert (position["instId"], position["side"], position["contracts"], position["entry"], position["upl"]) == (
        "BTC-USDT-SWAP", "net", "10", "60000", "0",
    )  # fmt: skip
    assert [(one["instId"], one["px"], one["tag"]) for one in account["open"]] == [("BTC-USDT", "50000", CODE)]
    (key,) = account["keys"]
    assert (key["perm"], key["ip"]) == (["read_only", "trade"], [])


def test_an_account_that_never_traded_is_not_made_to_by_looking(mock: Mock) -> None:
    uid = mock.accounts["bob"]["uid"]
    for _ in range(2):
        account = overview(mock, f"view=accounts&account={uid}")["data"]["account"]
        assert account["seeded"]
        assert {one["key"]: one["cash"] for one in account["balances"]}["USDT"] == "100000"


def test_secrets_come_only_when_asked_for(mock: Mock) -> None:
    alice = mock.accounts["alice"]
    shown = json.dumps([overview(mock, f"view=accounts&account={alice['uid']}"), overview(mock)])
    for name in ("api_key", "secret_key", "passphrase"):
        assert alice[name] not in shown
    reply = mock.control("GET", f"credentials?uid={alice['uid']}")
    (key,) = reply.json["keys"]
    assert [key["apiKey"], key["secretKey"], key["passphrase"]] == [
        alice["api_key"], alice["secret_key"], alice["passphrase"],
    ]  # fmt: skip
    assert reply.headers["cache-control"] == "no-store"
    assert mock.control("GET", "credentials?uid=1").status == 404
    assert mock.control("GET", "credentials").status == 404


def test_accounts_are_found_by_name_uid_and_key(mock: Mock) -> None:
    carol = mock.accounts["carol"]
    for text in ("CAROL", carol["uid"], carol["api_key"]):
        (row,) = overview(mock, f"view=accounts&user={text}")["data"]["rows"]
        assert (row["name"], row["bound"]) == ("carol", True)
    data = overview(mock, "view=accounts")["data"]
    assert data["found"] == data["all"] > len(data["rows"]) == 100


# Limits and requests


def test_limits_show_what_is_used_and_by_whom(mock: Mock) -> None:
    mock.control("POST", "clock", {"frozen": True})
    for _ in range(3):
        mock.order(sz="0.01")
    for _ in range(11):
        mock.get("bob", "/api/v5/account/balance")
    data = overview(mock, "view=limits")["data"]
    rows = {(row["who"], row["bucket"], *row["scope"]): row for row in data["rows"]}
    placed = rows["alice", "placeOrder", "BTC-USDT"]
    assert (placed["used"], placed["limit"], placed["windowMs"]) == (3, 60, 2000)
    asked = rows["bob", "getBalance"]
    assert (asked["used"], asked["limit"]) == (10, 10)
    assert data["refused"] == 1
    assert {row["who"] for row in overview(mock, "view=limits&user=bob")["data"]["rows"]} == {"bob"}
    mock.advance(2)
    rows = {(row["who"], row["bucket"]): row for row in overview(mock, "view=limits")["data"]["rows"]}
    assert (rows["bob", "getBalance"]["used"], rows["bob", "getBalance"]["lastUsed"]) == (0, 10)
    assert overview(mock, "view=limits&busy=1")["data"]["rows"] == []
    # Looking takes nothing and frees nothing.
    assert [mock.get("bob", "/api/v5/account/balance").code for _ in range(11)] == ["0"] * 10 + ["50011"]


def test_requests_say_why(mock: Mock) -> None:
    mock.order(px="0.001")
    mock.get("bob", "/api/v5/account/balance?ccy=BTC")
    mock.http("GET", "/api/v5/account/balance")
    rows = overview(mock, "view=requests")["data"]["rows"]
    assert [(row["user"], row["status"], row["code"]) for row in rows] == [
        ("", 401, "50103"),
        ("bob", 200, "0"),
        ("alice", 200, "1"),
    ]
    assert "OK-ACCESS-KEY" in rows[0]["text"]
    assert rows[2]["text"].startswith("51122 ")
    failed = overview(mock, "view=requests&failed=1")["data"]
    assert [row["code"] for row in failed["rows"]] == ["50103", "1"]
    assert [row["user"] for row in overview(mock, "view=requests&user=bo")["data"]["rows"]] == ["bob"]


def test_faults_are_listed_and_counted_until_they_have_struck(mock: Mock) -> None:
    asked = {"kind": "code", "code": "50001", "operation": "getBalance", "count": 1}
    assert mock.control("POST", "faults", asked).status == 200
    answer = overview(mock, "view=faults")
    assert answer["faults"] == 1
    (row,) = answer["data"]["rows"]
    assert (row["kind"], row["operation"], row["left"]) == ("code", "getBalance", 1)
    assert mock.get("alice", "/api/v5/account/balance").code == "50001"
    answer = overview(mock, "view=faults")
    assert (answer["faults"], answer["data"]["rows"][0]["left"]) == (0, 0)
    (request,) = overview(mock, "view=requests&failed=1")["data"]["rows"]
    assert (request["code"], request["fault"]) == ("50001", "code")


# However much there is


@pytest.fixture(scope="module")
def crowd() -> World:
    """10,000 users more, 100,000 orders, 40,000 counters."""
    world = World(load_contract(), Clock(frozen=True, start_ms=1_780_315_200_000), extra_users=10_000)
    users = [one for one in world.directory.accounts.values() if one.name.startswith("user")]
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "sz": "0.001"}
    for number in range(100_000):
        tag = {} if number % 1000 == 0 else {"tag": "wrong" if number % 1000 == 1 else CODE}
        px = "61000" if number % 2 else "1"
        world.book.place(users[number % 10_000], {**order, **tag, "px": px}, "placeOrder", b"{}")
    place = world.contract.operations["/api/v5/trade/order"]["POST"]
    for number in range(20_000):
        user = users[number % 10_000].uid
        world.limiter.take(list(place.charges(user, "127.0.0.1", [{"instId": f"{number // 10_000}"}])))
    return world


@pytest.mark.parametrize(
    "query",
    [
        {"view": "orders"},
        {"view": "orders", "tagged": "missing"},
        {"view": "orders", "user": "user09999"},
        {"view": "orders", "user": "nobody", "state": "live"},
        {"view": "accounts"},
        {"view": "accounts", "user": "user09999"},
        {"view": "limits"},
        {"view": "limits", "user": "user09999"},
    ],
    ids=lambda query: "-".join(query.values()),
)
def test_a_crowd_is_answered_at_once_and_in_bounds(crowd: World, query: dict[str, str]) -> None:
    page = Overview(crowd)
    began = time.perf_counter()
    body = msgspec.json.encode(page.answer(read_question(query)))
    assert time.perf_counter() - began < 1  # a twentieth of it on an idle machine
    assert len(body) < 150_000


def test_the_counts_of_a_crowd_are_caught_up_with_little_by_little(crowd: World) -> None:
    page = Overview(crowd)
    tags: dict[str, Any] = {"behind": 1}
    looks = 0
    while tags["behind"]:
        answer: Any = page.answer(read_question({}))
        tags = answer["tags"]
        looks += 1
    assert looks == 10
    assert (tags["missing"], tags["unknown"], tags["uncounted"]) == (100, 100, 0)
    assert answer["orders"] == 100_000
    assert (len(answer["data"]["rows"]), answer["data"]["more"]) == (200, True)
    (total,) = [one for one in tags["codes"] if (one["code"], one["environment"]) == (CODE, "demo")]
    # Every second order fills 0.001 BTC at 60000, 60 USDT, fee 0.06; of them 100 have the wrong tag.
    assert (total["orders"], total["fills"]) == (99_800, 49_900)
    assert (total["volume"], total["fee"], total["rebate"]) == ("2994000", "2994", "1497")


def test_orders_that_were_dropped_before_they_were_counted_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "ORDERS_KEPT", 10)
    world = World(load_contract(), Clock(frozen=True, start_ms=1_780_315_200_000))
    (alice,) = [one for one in world.directory.accounts.values() if one.name == "alice"]
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "sell", "ordType": "ioc", "px": "900000", "sz": "1"}
    page = Overview(world)
    for _ in range(25):
        world.book.place(alice, order, "placeOrder", b"{}")
    answer: Any = page.answer(read_question({}))
    assert (answer["orders"], answer["tags"]["missing"], answer["tags"]["uncounted"]) == (25, 10, 15)
    assert (answer["data"]["kept"], answer["data"]["dropped"]) == (10, 15)
    assert [row["key"] for row in answer["data"]["rows"]] == [f"o{number}" for number in range(25, 15, -1)]
