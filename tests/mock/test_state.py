"""`okx-mock serve --state`: a mock that was killed stands where it stood."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import random
import resource
import signal
import sqlite3
import stat
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import Mock, Reply, start
from .test_oauth import CHALLENGE, VERIFIER, ask, bearer, clients, code_of, exchange, fast_key, refresh, tokens

NOON = 1_780_315_200_000  # 2026-06-01 12:00 UTC
FROZEN = ("--clock", "frozen", "--time", "2026-06-01T12:00:00Z")
FULL = os.environ.get("OKX_BROKER_PROOFS") == "full"
KEYS = "/api/v5/broker/dma/subaccount/apikey"
REPORT = "/api/v5/broker/fd/rebate-per-orders"


class Lasting(Mock):
    """Keeps its connection, so that thousands of questions don't use up the machine's ports."""

    _connection: http.client.HTTPConnection | None = None

    def http(
        self,
        method: str,
        target: str,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        *,
        port: int = 0,
        source: str = "127.0.0.1",
    ) -> Reply:
        if port or source != "127.0.0.1":
            return super().http(method, target, headers, body, port=port, source=source)
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        self._connection.request(method, target, body or None, headers or {})
        answer = self._connection.getresponse()
        return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


class Kept:
    """A mock with a state file, which can be killed and started again."""

    def __init__(self, file: Path, *options: str) -> None:
        self.file = file
        self.options = options
        self.process: subprocess.Popen[str] | None = None
        self.start()

    def start(self, *more: str) -> None:
        self.process = start("serve", "--json", "--state", str(self.file), *self.options, *more)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        said = json.loads(line)
        self.mock = Lasting(said["url"], said["files_url"], {one["name"]: one for one in said["accounts"]})

    def kill(self) -> None:
        assert self.process is not None
        self.mock.close()
        self.process.kill()
        self.process.communicate()

    def stop(self) -> None:
        assert self.process is not None
        self.mock.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=20)
        assert errors == ""

    def restart(self) -> Mock:
        self.kill()
        self.start()
        return self.mock


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Callable[..., Kept]]:
    made: list[Kept] = []

    def make(*options: str, name: str = "state.db") -> Kept:
        made.append(Kept(tmp_path / name, *options))
        return made[-1]

    yield make
    for one in made:
        if one.process is not None and one.process.poll() is None:
            one.kill()


def refused(*arguments: str) -> str:
    """What a mock that does not start says."""
    process = start("serve", *arguments)
    output, errors = process.communicate(timeout=20)
    assert (process.returncode, output) == (1, "")
    assert "Traceback" not in errors
    return errors


# What comes back


def test_orders_balances_and_records_come_back(kept: Callable[..., Kept]) -> None:
    one = kept(*FROZEN)
    mock = one.mock
    resting = mock.order(clOrdId="b15", tag="MOCKBROKER01").row["ordId"]
    bought = mock.order(ordType="market", px=None, sz="600").row["ordId"]
    grid = {"instId": "BTC-USDT", "algoOrdType": "grid", "maxPx": "70000", "minPx": "50000", "gridNum": "10"}
    bot = mock.post("alice", "/api/v5/tradingBot/grid/order-algo", {**grid, "quoteSz": "100"}).row["algoId"]
    mock.control("POST", "prices", {"instId": "ETH-USDT", "px": "3456.7"})
    before = mock.get("alice", "/api/v5/account/balance").row

    mock = one.restart()
    assert mock.now() == NOON
    assert mock.get("alice", "/api/v5/account/balance").row == before
    assert mock.get("alice", f"/api/v5/trade/order?instId=BTC-USDT&ordId={resting}").row["state"] == "live"
    assert mock.get("alice", f"/api/v5/trade/order?instId=BTC-USDT&ordId={bought}").row["state"] == "filled"
    query = f"?algoId={bot}&algoOrdType=grid"
    assert mock.get("alice", f"/api/v5/tradingBot/grid/orders-algo-details{query}").row["state"] == "running"
    assert mock.http("GET", "/api/v5/market/ticker?instId=ETH-USDT").row["last"] == "3456.7"
    # Ids go on, and none is given twice.
    assert int(mock.order(clOrdId="b16").row["ordId"]) > int(bought)
    assert mock.order(clOrdId="b15").row["sCode"] == "51016"


def test_keys_and_tokens_come_back(kept: Callable[..., Kept]) -> None:
    one = kept(*FROZEN)
    mock = one.mock
    document = {"subAcct": "panpanBroker2", "label": "broker3", "passphrase": "Qwr4321!", "perm": "trade"}
    made = mock.post("broker", KEYS, document).row
    key = {"api_key": made["apiKey"], "secret_key": made["secretKey"], "passphrase": "Qwr4321!"}
    web, app = clients(mock)
    pair = tokens(mock, web)
    older = tokens(mock, web, user="heidi")
    newer = refresh(mock, web, older["refresh_token"]).json
    waiting = code_of(mock, web, user="bob")
    with_device = code_of(mock, app, code_challenge=CHALLENGE, code_challenge_method="S256", user="grace")
    fast = fast_key(mock, tokens(mock, web, "fast_api", user="frank")["access_token"], passphrase="Abc1234!").row
    added = mock.control("POST", "accounts", {"name": "nina", "balances": {"USDT": "5"}}).json

    mock = one.restart()
    assert mock.get(key, "/api/v5/account/config").row["label"] == "broker3"
    assert mock.get({**key, "passphrase": "Qwr4321?"}, "/api/v5/account/config").code == "50105"
    assert mock.get(added, "/api/v5/account/balance").row["totalEq"] == "5"
    fast_one = {"api_key": fast["apiKey"], "secret_key": fast["secretKey"], "passphrase": "Abc1234!"}
    assert mock.get(fast_one, "/api/v5/account/config").row["uid"] == mock.accounts["frank"]["uid"]
    assert bearer(mock, pair["access_token"]).code == "0"
    assert bearer(mock, older["access_token"]).code == "53003"
    assert bearer(mock, newer["access_token"]).code == "0"
    assert refresh(mock, web, newer["refresh_token"]).status == 200
    assert bearer(mock, newer["access_token"]).code == "53003"
    assert exchange(mock, web, waiting).status == 200
    proof = {"grant_type": "authorization_code", "client_id": app["client_id"]}
    assert ask(mock, {**proof, "code": with_device, "code_verifier": VERIFIER[:-1] + "l"}).code == "53009"
    assert ask(mock, {**proof, "code": with_device, "code_verifier": VERIFIER}).status == 200

    # What was exchanged, and by whom, comes back once more.
    mock = one.restart()
    assert exchange(mock, web, waiting).code == "53012"
    mock.advance(3600)
    assert bearer(mock, pair["access_token"]).code == "53002"


def test_when_a_key_was_last_used_comes_back(kept: Callable[..., Kept]) -> None:
    one = kept(*FROZEN)
    document = {"subAcct": "panpanBroker2", "label": "a", "passphrase": "Qwr4321!", "perm": "trade"}
    made = one.mock.post("broker-live", KEYS, document).row
    key = {"api_key": made["apiKey"], "secret_key": made["secretKey"], "passphrase": "Qwr4321!", "environment": "live"}
    day = 24 * 3600
    one.mock.advance(13 * day)
    assert one.mock.get(key, "/api/v5/account/balance").code == "0"
    mock = one.restart()
    mock.advance(13 * day)
    assert mock.get(key, "/api/v5/account/balance").code == "0"
    mock.advance(14 * day - 1)
    mock = one.restart()
    assert len(mock.get("broker-live", f"{KEYS}?subAcct=panpanBroker2").data) == 1
    mock.advance(1)
    assert mock.get(key, "/api/v5/account/balance").code == "50111"
    assert mock.get("broker-live", f"{KEYS}?subAcct=panpanBroker2").data == []


def test_reports_links_and_leaks_come_back(kept: Callable[..., Kept]) -> None:
    one = kept(*FROZEN)
    mock = one.mock
    mock.order(ordType="market", px=None, sz="600", tag="MOCKBROKER01")
    assert mock.post("broker", REPORT, {"begin": "20260601", "end": "20260601"}).row["result"] == "false"
    mock.http("GET", "/x", {"OK-ACCESS-KEY": "k"}, port=mock.files_port)

    mock = one.restart()
    # A write counts in its limit over the restart: one report an hour.
    assert mock.post("broker", REPORT, {"begin": "20260601", "end": "20260601"}).code == "50011"
    assert mock.get("broker", f"{REPORT}?type=true").row["state"] == "ongoing"
    assert mock.control("GET", "leaks").json["leaks"] == [{"path": "/x", "headers": ["ok-access-key"]}]
    mock.advance(7200)
    link = mock.get("broker", f"{REPORT}?type=true").row["fileHref"]

    port = one.mock.files_port
    mock = one.restart()
    path = link.partition(f":{port}")[2]
    assert mock.http("GET", path, port=mock.files_port).status == 200


def test_what_waits_for_its_moment_happens_at_it(kept: Callable[..., Kept]) -> None:
    one = kept(*FROZEN)
    placed = one.mock.order(clOrdId="b15").row["ordId"]
    assert one.mock.post("alice", "/api/v5/trade/cancel-all-after", {"timeOut": "60"}).code == "0"
    one.mock.advance(30)
    mock = one.restart()
    mock.advance(29.999)
    query = f"/api/v5/trade/order?instId=BTC-USDT&ordId={placed}"
    assert mock.get("alice", query).row["state"] == "live"
    mock.advance(5)
    mock = one.restart()
    found = mock.get("alice", query).row
    assert (found["state"], found["uTime"]) == ("canceled", str(NOON + 60_000))


def test_a_clock_that_stands_still_stands_and_one_that_runs_has_run(kept: Callable[..., Kept]) -> None:
    one = kept("--time", "2026-06-01T12:00:00Z")
    one.mock.advance(3600)
    began = time.time()
    before = one.mock.now()
    mock = one.restart()
    time.sleep(0.3)
    after = mock.now()
    took = 1000 * (time.time() - began)
    assert 300 <= after - before <= took + 2
    mock.control("POST", "clock", {"set_ms": NOON, "frozen": True})
    mock.advance(0.25)
    mock = one.restart()
    assert mock.control("GET", "clock").json == {"now_ms": NOON + 250, "frozen": True}
    began = time.time()
    mock.control("POST", "clock", {"frozen": False})
    mock = one.restart()
    now = mock.now()
    assert NOON + 250 <= now <= NOON + 252 + 1000 * (time.time() - began)


def test_a_reset_begins_the_file_anew(kept: Callable[..., Kept]) -> None:
    one = kept(*FROZEN)
    for number in range(20):
        one.mock.order(clOrdId=f"b{number}")
    one.mock.advance(60)
    assert one.mock.control("POST", "reset", {"seed": 7}).json["seed"] == 7
    accounts = one.mock.control("GET", "accounts").json
    one.mock.accounts = {account["name"]: account for account in accounts["accounts"]}
    assert one.mock.order(clOrdId="c1").row["sCode"] == "0"
    one.kill()
    with contextlib.closing(sqlite3.connect(one.file)) as file:
        kinds = file.execute("SELECT number, kind, name FROM entries").fetchall()
    assert kinds == [(1, "control", "POST reset"), (2, "request", "placeOrder")]
    one.start()
    assert one.mock.now() == NOON + 60_000
    assert one.mock.control("GET", "accounts").json == accounts
    assert [order["clOrdId"] for order in one.mock.orders()] == ["c1"]


def test_a_mock_that_was_stopped_leaves_one_file(kept: Callable[..., Kept], tmp_path: Path) -> None:
    one = kept(*FROZEN)
    one.mock.order(clOrdId="b15")
    one.stop()
    assert [file.name for file in tmp_path.iterdir()] == ["state.db"]
    one.start()
    assert len(one.mock.orders()) == 1


# Replay equals live: the same questions before and after, for random sequences of everything that can be asked for


DOCUMENT: dict[str, Any] = json.loads((Path(__file__).parents[2] / "generated/okx_v5/openapi.json").read_text("utf-8"))
OPERATIONS = [
    (method.upper(), path, node)
    for path, item in DOCUMENT["paths"].items()
    for method, node in item.items()
    if node.get("security") != [] and node.get("security") != [{"accessToken": []}]
]
IDS = ("ordId", "algoId", "rfqId", "quoteId")


SPOT_ALGO = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "sz": "0.05"}
ALGOS: list[dict[str, Any]] = [
    {},
    {**SPOT_ALGO, "ordType": "trigger", "triggerPx": "59000", "orderPx": "-1"},
    {**SPOT_ALGO, "ordType": "conditional", "side": "sell", "slTriggerPx": "58000", "slOrdPx": "-1"},
    {**SPOT_ALGO, "ordType": "oco", "side": "sell", "slTriggerPx": "57500", "slOrdPx": "-1", "tpTriggerPx": "62000",
     "tpOrdPx": "-1"},
    {**SPOT_ALGO, "ordType": "move_order_stop", "callbackRatio": "0.02"},
    {**SPOT_ALGO, "ordType": "twap", "szLimit": "0.01", "pxLimit": "70000", "timeInterval": "10", "pxSpread": "10"},
]  # fmt: skip


class Monkey:
    """Does anything, reproducibly."""

    def __init__(self, mock: Mock, seed: int) -> None:
        self.mock = mock
        self.random = random.Random(seed)
        self.ids: dict[str, list[str]] = {name: ["1"] for name in IDS}
        self.users: list[dict[str, Any]] = [mock.accounts[name] for name in ("alice", "heidi", "frank", "dave")]
        self.brokers = [mock.accounts["broker"], mock.accounts["broker-both"]]
        self.tokens: list[dict[str, Any]] = []
        self.codes: list[tuple[dict[str, Any], str]] = []
        self.placed: list[tuple[dict[str, Any], dict[str, str]]] = []
        self.succeeded: set[str] = set()
        self.deck: list[tuple[str, str, Any]] = []
        self.deeds = 4 * [self.call] + 2 * [self.trade] + [self.tend, self.control, self.oauth]

    def pick(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def fill_in(self, name: str, value: Any) -> Any:
        """A value for a field of a documented example: often another one."""
        if isinstance(value, dict):
            return {inner: self.fill_in(inner, one) for inner, one in value.items()}
        if isinstance(value, list):
            return [self.fill_in(name, one) for one in value]
        if name in IDS:
            return self.pick(*self.ids[name][-8:])
        if name in {"clOrdId", "algoClOrdId"}:
            return f"m{self.random.randrange(40)}"
        if name == "instId" and value.count("-") < 3:
            return self.pick("BTC-USDT", "ETH-USDT", "BTC-USDT-SWAP", value)
        if name == "tdMode":
            return self.pick("cash", "cross", value)
        if name in {"px", "newPx"}:
            return self.pick("2.15", "59000", "61000.5", "2900", value)
        if name in {"sz", "newSz"}:
            return self.pick("0.01", "1", "2", value)
        if name == "side":
            return self.pick("buy", "sell")
        if name == "ordType":
            return self.pick("market", "limit", "post_only", "ioc", value)
        return value

    def step(self) -> None:
        self.random.choice(self.deeds)()

    def call(self) -> None:
        """Any operation, with its documented example or something near it."""
        if not self.deck:
            self.deck = self.random.sample(OPERATIONS, len(OPERATIONS))
        method, path, node = self.deck.pop()
        examples = node.get("x-okx-example-requests", [{}])
        example = self.pick(*examples)
        broker = "/broker/" in path
        who = self.pick(*(self.brokers if broker else self.users))
        if method == "GET":
            query = example.get("query", {})
            filled = {name: str(self.fill_in(name, value)) for name, value in query.items()}
            target = path + ("?" + "&".join(f"{name}={value}" for name, value in filled.items()) if filled else "")
            reply = self.mock.get(who, target)
        else:
            body = self.fill_in("", example.get("body", {}))
            if isinstance(body, dict):
                tagged = any(place["at"] == "body.tag" for place in node.get("x-okx-broker-tag", ()))
                body = {**body, **({"tag": self.pick("MOCKBROKER01", "MOCKBOTHAPI1", "OTHER")} if tagged else {})}
                if path == KEYS:
                    body["label"] = f"n{self.random.randrange(1000)}"
                    body["ip"] = "127.0.0.1"
                if path == "/api/v5/sprd/order":
                    body["sprdId"] = "BTC-USDT_BTC-USDT-SWAP"
                if path == "/api/v5/trade/order-algo":
                    # Kinds that wait for a price, that follow it, and that go on by the clock.
                    body = {**body, **self.pick(*ALGOS)}
                if path.endswith("/purchase"):
                    body["productId"] = "101"
            reply = self.mock.post(who, path, body)
        self.learn(node["operationId"], reply.json)

    def learn(self, operation: str, answer: Any) -> None:
        if answer.get("code") != "0":
            return
        self.succeeded.add(operation)
        for row in answer.get("data", ()):
            if not isinstance(row, dict):
                continue
            for name in IDS:
                if row.get(name):
                    self.ids[name].append(row[name])
            if operation == "createSubaccountApikey":
                self.users.append(
                    {"api_key": row["apiKey"], "secret_key": row["secretKey"], "passphrase": row["passphrase"]}
                )

    def trade(self) -> None:
        order = {
            "instId": self.pick("BTC-USDT", "ETH-USDT"),
            "tdMode": "cash",
            "side": self.pick("buy", "sell"),
            "ordType": self.pick("limit", "market", "post_only"),
            "sz": self.pick("0.001", "0.01"),
            "px": self.pick("2000", "3500", "58000", "62000"),
            "tag": self.pick("MOCKBROKER01", "MOCKBROKER02", ""),
            "clOrdId": f"t{self.random.randrange(60)}",
        }
        if order["ordType"] == "market":
            order["tgtCcy"] = "base_ccy"
        who = self.pick(*self.users)
        answer = self.mock.post(who, "/api/v5/trade/order", order).json
        self.learn("placeOrder", answer)
        if answer["code"] == "0":
            self.placed.append((who, {"instId": order["instId"], "ordId": answer["data"][0]["ordId"]}))

    def tend(self) -> None:
        """Change or cancel an order as the one who placed it."""
        if not self.placed:
            return
        who, order = self.pick(*self.placed[-20:])
        if self.random.random() < 0.5:
            self.learn("cancelOrder", self.mock.post(who, "/api/v5/trade/cancel-order", order).json)
        else:
            changed = {**order, "newPx": self.pick("2100", "59000", "61000")}
            self.learn("amendOrder", self.mock.post(who, "/api/v5/trade/amend-order", changed).json)

    def control(self) -> None:
        name, document = self.pick(
            ("clock", {"advance_seconds": self.random.randrange(1, 5000) / 7}),
            ("clock", {"advance_seconds": 90}),
            ("clock", {"advance_seconds": 43200}),
            ("clock", {"frozen": self.pick(True, False)}),
            ("clock", {"set_ms": self.mock.now() - self.random.randrange(5000)}),
            ("prices", {"instId": "BTC-USDT", "px": self.pick("57000", "59500", "60000", "63000")}),
            ("prices", {"instId": "ETH-USDT", "px": self.pick("2800", "3000", "3300")}),
            ("balances", {"user": "alice", "ccy": "USDT", "amount": "90000.5"}),
            ("accounts", {"name": f"added{self.random.randrange(30)}", "level": "VIP4"}),
            ("accounts/freeze", {"user": "frank", "frozen": self.pick(True, False)}),
            ("fill", {"ordId": self.pick(*self.ids["ordId"][-10:])}),
            ("fill", {"ordId": self.pick(*self.ids["ordId"][-10:]), "sz": "0.001"}),
            ("prices", {"instId": "nothing", "px": "1"}),
        )
        reply = self.mock.control("POST", name, document)
        if name == "accounts" and reply.status == 200:
            self.users.append(reply.json)

    def oauth(self) -> None:
        web, app = clients(self.mock)
        client = self.pick(web, app)
        what = self.random.randrange(6)
        if what < 2 or not self.codes:
            user = self.pick("alice", "heidi", "frank", "dave")
            reply = self.mock.control(
                "POST",
                "oauth/codes",
                {
                    "user": user,
                    "client_id": client["client_id"],
                    "redirect_uri": client["redirect_uris"][0],
                    "scope": self.pick("read_only,trade", "trade", "fast_api"),
                },
            )
            if reply.status == 200:
                self.codes.append((client, reply.json["code"]))
        elif what == 2:
            client, code = self.pick(*self.codes[-2:])
            reply = exchange(self.mock, client, code)
            if reply.status == 200:
                self.succeeded.add("exchangeToken")
                self.tokens.append({"client": client, **reply.json})
        elif self.tokens and what == 3:
            one = self.pick(*self.tokens[-3:])
            if "refresh_token" in one:
                reply = refresh(self.mock, one["client"], one["refresh_token"])
                if reply.status == 200:
                    self.tokens.append({"client": one["client"], **reply.json})
        elif self.tokens and what == 4:
            one = self.pick(*self.tokens[-3:])
            order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "market", "sz": "50"}
            self.learn("placeOrder", bearer(self.mock, one["access_token"], "POST", "/api/v5/trade/order", order).json)
            reply = fast_key(self.mock, one["access_token"])
            self.learn("createFastApiKey", reply.json)
        elif self.tokens:
            one = self.pick(*self.tokens[-3:])
            self.learn("deleteFastApiKey", bearer(self.mock, one["access_token"], "POST",
                                                  "/api/v5/users/oauth/delete-apikey").json)  # fmt: skip


def dump(mock: Mock, accounts: list[dict[str, Any]], access_tokens: list[str]) -> dict[str, Any]:
    """Everything that can be asked for, of every account."""
    seen: dict[str, Any] = {}
    for account in accounts:
        for method, path, node in OPERATIONS:
            if method != "GET":
                continue
            for number, example in enumerate(node.get("x-okx-example-requests", [{"query": {}}])):
                queries = [example.get("query", {})]
                if path in {
                    "/api/v5/tradingBot/grid/orders-algo-pending",
                    "/api/v5/tradingBot/grid/orders-algo-details",
                }:
                    queries = [{"algoOrdType": kind} for kind in ("grid", "contract_grid")]
                if path == "/api/v5/trade/orders-algo-pending":
                    queries = [
                        {"ordType": kind} for kind in ("conditional", "oco", "trigger", "move_order_stop", "twap")
                    ]
                if path in {REPORT, "/api/v5/broker/dma/trades"}:
                    queries = [{"type": "true"}] if number == 0 else []
                for query in queries:
                    target = path + (
                        "?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else ""
                    )
                    body = mock.get(account, target).body.replace(mock.files_url.encode(), b"FILES")
                    seen[f"{account['api_key']} {target}"] = json.loads(body)
    for token in access_tokens:
        seen[token] = bearer(mock, token).json
    for name in ("clock", "orders?limit=10000", "accounts", "prices", "leaks", "oauth/clients"):
        seen[name] = mock.control("GET", name).json
    return seen


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: (before.get(name), after.get(name)) for name in before | after if before.get(name) != after.get(name)}


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(12 if FULL else 2))
@pytest.mark.timeout(600)
def test_replay_equals_live(kept: Callable[..., Kept], seed: int) -> None:
    one = kept("--time", "2026-06-01T12:00:00Z", "--strict-tags" if seed == 1 else "--users=3")
    monkey = Monkey(one.mock, seed)
    for step in range(1500 if FULL else 400):
        monkey.step()
        if step % 200 == 199:
            one.mock.control("POST", "clock", {"frozen": True})
            asked = monkey.users[:4] + monkey.users[-6:] + monkey.brokers
            access = [pair["access_token"] for pair in monkey.tokens[-5:]]
            # Let every window pass, so that no limit stands between question and answer.
            one.mock.advance(61)
            before = dump(one.mock, asked, access)
            monkey.mock = one.restart()
            one.mock.advance(0)
            after = dump(one.mock, asked, access)
            assert sorted(differences(before, after)) == [], differences(before, after)
    assert {"placeOrder", "cancelOrder", "exchangeToken"} <= monkey.succeeded
    assert len(monkey.succeeded) >= 30, monkey.succeeded


# Killed at any instant


class Client(threading.Thread):
    """Places orders one after the other, and writes down what it is told."""

    def __init__(self, mock: Mock, users: list[dict[str, Any]], name: str) -> None:
        super().__init__(name=name)
        self.mock = Lasting(mock.url, mock.files_url, mock.accounts)
        self.users = users
        self.told: dict[str, str] = {}
        self.sent: list[str] = []
        self.start()

    def run(self) -> None:
        # The connection breaks when the mock is killed.
        with contextlib.suppress(OSError, http.client.HTTPException):
            for number in range(100_000):
                client_id = f"{self.name}x{number}"
                self.sent.append(client_id)
                order = {
                    "instId": "BTC-USDT",
                    "tdMode": "cash",
                    "side": "buy",
                    "ordType": "limit" if number % 2 else "market",
                    "px": "1",
                    "sz": "0.00001" if number % 2 else "1",
                    "clOrdId": client_id,
                }
                # Many users, so that no limit is met.
                user = self.users[number % len(self.users)]
                reply = self.mock.post(user, "/api/v5/trade/order", order)
                assert reply.code == "0", reply.json
                self.told[client_id] = reply.row["ordId"]
        self.mock.close()


@pytest.mark.proof
@pytest.mark.timeout(600)
def test_nothing_that_was_answered_is_lost(kept: Callable[..., Kept]) -> None:
    one = kept("--users", "160")
    told: dict[str, str] = {}
    sent: set[str] = set()
    chance = random.Random(11)
    for life in range(40 if FULL else 6):
        users = [one.mock.accounts[f"user{number:05d}"] for number in range(1, 161)]
        workers = [Client(one.mock, users[number::4], f"r{life}w{number}") for number in range(4)]
        time.sleep(0.05 + chance.random() * 0.4)
        one.kill()
        for worker in workers:
            worker.join()
            told |= worker.told
            sent.update(worker.sent)
        one.start()
        shown = {order["clOrdId"]: order for order in orders_of(one.mock)}
        assert {name: shown[name]["ordId"] for name in told} == told
        assert {shown[name]["state"] for name in told} <= {"live", "filled"}
        # What was not answered may be there: at most one for each that was under way.
        assert shown.keys() <= sent
        assert len(shown) - len(told) <= 4 * (life + 1)
        assert len({order["ordId"] for order in shown.values()}) == len(shown)
    assert len(told) > 200


def orders_of(mock: Mock) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        page = mock.control("GET", f"orders?after={len(found)}&limit=10000").json["orders"]
        if not page:
            return found
        found += page


def test_what_cannot_be_kept_is_not_answered_as_done(kept: Callable[..., Kept]) -> None:
    """The disk is full: the write is refused as one whose outcome is unknown, and the mock ends and says why."""
    one = kept(*FROZEN)
    assert one.process is not None
    assert one.mock.order(clOrdId="b1").code == "0"
    size = max(part.stat().st_size for part in one.file.parent.iterdir())
    resource.prlimit(one.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    replies: list[tuple[str, Reply]] = []
    with contextlib.suppress(OSError, http.client.HTTPException):
        replies.extend((f"b{number}", one.mock.order(clOrdId=f"b{number}")) for number in range(2, 50))
    told = [name for name, reply in replies if reply.code == "0"]
    assert [(reply.status, reply.code) for _, reply in replies[len(told) :]][:1] == [(503, "50001")]
    _, errors = one.process.communicate(timeout=20)
    assert one.process.returncode == 1
    assert "cannot be written" in errors
    assert "Traceback" not in errors
    one.start()
    assert [order["clOrdId"] for order in one.mock.orders()] == ["b1", *told]


# Files that can't be used


def test_other_settings_are_refused(kept: Callable[..., Kept], tmp_path: Path) -> None:
    one = kept(*FROZEN, "--users", "2")
    one.mock.order(clOrdId="b15")
    one.stop()
    file = str(one.file)
    state = ("--state", file)
    same = (*FROZEN, "--users", "2")
    before = one.file.read_bytes()
    for options, name in (
        ((*same, "--seed", "2"), "--seed 1"),
        (FROZEN, "--users 2"),
        ((*same, "--site", "eea"), "--site global"),
        ((*same, "--strict-tags"), "--strict-tags no"),
        (("--users", "2", "--clock", "system"), "--clock frozen"),
        (("--users", "2", "--time", "2026-06-02T12:00:00Z"), "--time 2026-06-01T12:00:00Z"),
    ):
        said = refused(*state, *options)
        assert file in said
        assert f"made with {name}" in said
        assert "name another file" in said
    changed = tmp_path / "contract.json"
    document = {**DOCUMENT, "info": {**DOCUMENT["info"], "title": "another"}}
    changed.write_text(json.dumps(document))
    assert "made with the contract" in refused(*state, *same, "--contract", str(changed))
    assert one.file.read_bytes() == before
    # The clock needs not be said again.
    one.options = ("--users", "2")
    one.start()
    assert one.mock.now() == NOON
    assert len(one.mock.orders()) == 1


def test_a_file_that_is_open_is_refused(kept: Callable[..., Kept]) -> None:
    one = kept(*FROZEN)
    assert "in use by another process" in refused("--state", str(one.file), *FROZEN)
    assert one.mock.order(clOrdId="b15").code == "0"
    assert len(one.restart().orders()) == 1


def changed_inside(statement: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        with contextlib.closing(sqlite3.connect(file)) as database:
            database.execute(statement)
            database.commit()

    return change


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def overwrite(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * 4096)


def write_text(file: Path) -> None:
    file.write_text("no database at all, but long enough to be looked at as one\n" * 20)


def write_database(file: Path) -> None:
    file.unlink()
    changed_inside("CREATE TABLE mine (a)")(file)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (cut, "damaged"),
        (overwrite, "damaged"),
        (write_text, "no state file of okx-mock"),
        (write_database, "no state file of okx-mock"),
        (changed_inside("PRAGMA user_version = 99"), "form 99"),
        (changed_inside("UPDATE meta SET value = '0.0.1' WHERE name = 'okx-mock'"), "made with okx-mock 0.0.1"),
        (changed_inside("DELETE FROM entries WHERE number = 3"), "entry 3 is missing"),
        (
            changed_inside("UPDATE entries SET body = CAST(replace(body, '2.15', '2.16') AS BLOB) WHERE number = 3"),
            "entry 3 is not as",
        ),
        (changed_inside("UPDATE entries SET code = '1' WHERE number = 3"), "entry 3 is not as"),
        (changed_inside("DELETE FROM meta WHERE name = 'began_system_us'"), "damaged"),
        (changed_inside("DROP TABLE meta"), "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_as_it_is(
    kept: Callable[..., Kept], spoil: Callable[[Path], None], word: str
) -> None:
    one = kept(*FROZEN)
    for number in range(40):
        one.mock.order(clOrdId=f"b{number}")
    one.stop()
    spoil(one.file)
    before = one.file.read_bytes()
    said = refused("--state", str(one.file), *FROZEN)
    assert word in said
    assert str(one.file) in said
    assert "name another file" in said
    assert one.file.read_bytes() == before


def test_a_state_that_another_program_made_otherwise_is_refused(kept: Callable[..., Kept], tmp_path: Path) -> None:
    """An entry with another outcome than it had: the file is right, but not of this program."""
    one = kept(*FROZEN)
    one.mock.order(clOrdId="b15")
    one.stop()
    from okx_mock.journal import Began, Entry, Journal

    said = {"--seed": "1", "--users": "0", "--site": "global", "--strict-tags": "no"}
    journal = Journal(one.file, said, Began(0, 0, None))
    (entry,) = journal.entries()
    journal.record(
        Entry(entry.system_us, entry.moment_us, "request", "placeOrder", entry.caller, body=entry.body, code="0")
    )
    journal.close()
    said_to = refused("--state", str(one.file), *FROZEN)
    assert "entry 2 (request placeOrder) cannot be repeated: it is answered with 1 in place of 0" in said_to


@pytest.mark.parametrize("file", ["/nowhere/state.db", "."])
def test_no_place_for_a_file(file: str) -> None:
    process = start("serve", "--state", file)
    output, errors = process.communicate(timeout=20)
    assert process.returncode != 0
    assert output == ""
    assert file in errors
    assert "Traceback" not in errors


# What lies in the file


def test_only_the_owner_reads_the_file(kept: Callable[..., Kept], tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        one = kept(*FROZEN)
    finally:
        os.umask(before)
    one.mock.order()
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {"state.db": 0o600, "state.db-wal": 0o600}
    one.kill()
    for file in tmp_path.iterdir():
        file.chmod(0o644)
    one.start()
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_no_secret_lies_in_the_file(kept: Callable[..., Kept], tmp_path: Path) -> None:
    one = kept(*FROZEN)
    mock = one.mock
    document = {"subAcct": "panpanBroker2", "label": "broker3", "passphrase": "Qwr4321!", "perm": "trade"}
    made = mock.post("broker", KEYS, document).row
    web, app = clients(mock)
    code = code_of(mock, web)
    pair = exchange(mock, web, code).json
    newer = refresh(mock, web, pair["refresh_token"]).json
    other = code_of(mock, app, code_challenge=CHALLENGE, code_challenge_method="S256")
    proof = {"grant_type": "authorization_code", "client_id": app["client_id"], "code_verifier": VERIFIER}
    assert ask(mock, {**proof, "code": other}).status == 200
    fast = fast_key(mock, tokens(mock, web, "fast_api")["access_token"], passphrase="Abc1234!").row
    assert mock.control("POST", "accounts", {"name": "nina"}).status == 200
    nina = mock.control("GET", "accounts").json["accounts"][-1]
    one.stop()
    secrets = {
        "passphrase": "Qwr4321!",
        "secret key": made["secretKey"],
        "code": code,
        "access token": pair["access_token"],
        "refresh token": pair["refresh_token"],
        "newer": newer["refresh_token"],
        "client secret": web["client_secret"],
        "code of a device": other,
        "verifier": VERIFIER,
        "passphrase of the fast key": "Abc1234!",
        "fast key": fast["secretKey"],
        "added": nina["secret_key"],
        "added too": nina["passphrase"],
        "seeded": mock.accounts["alice"]["secret_key"],
    }
    held = one.file.read_bytes()
    assert [name for name, secret in secrets.items() if secret.encode() in held] == []
    assert b"panpanBroker2" in held


def test_sealed_passphrases() -> None:
    """Against the function's own definition (RFC 7914), with the salt that stands in front."""
    import hashlib

    from okx_mock.sealing import opens, seal, seal_passphrase

    sealed = seal_passphrase("Qwr4321!")
    salt, _, digest = sealed.partition(".")
    assert digest == hashlib.scrypt(b"Qwr4321!", salt=bytes.fromhex(salt), n=4096, r=8, p=1).hex()
    assert seal_passphrase("Qwr4321!") != sealed
    assert opens(sealed, b"Qwr4321!")
    assert not opens(sealed, b"Qwr4321?")
    # RFC 7636, appendix B.
    assert seal(VERIFIER) == CHALLENGE


async def ask_front(front: Any, method: str, path: str, headers: list[tuple[bytes, bytes]], body: bytes) -> int:
    """One request, without a server; the status of its answer."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:1"), (b"content-type", b"application/json"), *headers],
        "client": ("127.0.0.1", 2),
        "server": ("127.0.0.1", 1),
    }
    await front(scope, receive, send)
    return int(sent[0]["status"])


def test_a_handler_that_breaks_is_kept_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it changed before it broke is changed again, and the file stays good."""
    from okx_mock.app import Front
    from okx_mock.clock import Clock
    from okx_mock.contract import load_contract
    from okx_mock.operations import HANDLERS
    from okx_mock.state import restore
    from okx_mock.world import World

    def breaks(call: Any) -> Any:
        call.world.book.prices["BTC-USDT"] += 1
        raise ZeroDivisionError

    monkeypatch.setitem(HANDLERS, ("POST", "/v5/users/oauth/token"), breaks)
    contract, body = load_contract(), b'{"grant_type":"refresh_token","client_id":"x","refresh_token":"y"}'

    def world() -> Any:
        clock = Clock(frozen=True, start_ms=NOON)
        return restore(tmp_path / "state.db", {}, contract, clock, lambda: World(contract, clock))

    first = world()
    price = first.book.prices["BTC-USDT"]
    for _ in range(2):
        with contextlib.suppress(ZeroDivisionError):
            asyncio.run(ask_front(Front(first), "POST", "/v5/users/oauth/token", [], body))
    assert first.book.prices["BTC-USDT"] == price + 2
    first.journal.close()
    second = world()
    assert second.book.prices["BTC-USDT"] == price + 2
    second.journal.close()
    # A program in which it breaks no more, or another handler does, is another program.
    monkeypatch.undo()
    from okx_mock.journal import JournalError

    with pytest.raises(JournalError, match=r"entry 1 .* answered with 53009 in place of failed"):
        world()
