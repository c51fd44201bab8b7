"""What schemathesis does around each request, and the checks that it has not got. Loaded by schemathesis, not by pytest.

The file named by OKX_FUZZ_SETTINGS says where the mock is, whose keys sign, and where the answers are written down.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import os
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema_rs
import requests
import schemathesis
from hypothesis import strategies as st

from tests.contract import reading

SETTINGS: dict[str, Any] = json.loads(Path(os.environ["OKX_FUZZ_SETTINGS"]).read_text("utf-8"))
ACCOUNTS: dict[str, dict[str, str]] = SETTINGS["accounts"]
CONTRACT = reading.load()
OPERATIONS = {node["operationId"]: (path, node) for path, _, node in reading.operations(CONTRACT)}
ANSWERS = {name: jsonschema_rs.validator_for(schema) for name, schema in reading.strict_answers(CONTRACT).items()}
STATUSES = {error["code"]: error["http"] for error in CONTRACT["x-okx-errors"]}
LOG = Path(SETTINGS["log"]).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115 - open as long as the run

# The mock starts anew every so many requests, or balances, notes and order ids would be used up. Sequences of requests
# (phase stateful) keep what they made.
RESET_EVERY = 100
RESET_EVERY_ORDERS = 2
PLACING = frozenset({"placeOrder", "placeBatchOrders"})
LEADING = frozenset({"placeCopyTradingAlgoOrder", "closeCopyTradingSubposition"})
# What must have been filed for an operation to succeed: the documents' example requests, with what only the mock knows.
NEEDS: dict[str, tuple[str, ...]] = {
    "getAlgoOrder": ("placeAlgoOrder",),
    "cancelAlgos": ("placeAlgoOrder",),
    "getAlgoOrdersPending": ("placeAlgoOrder",),
    "getGridOrder": ("placeGridOrder",),
    "getGridOrdersPending": ("placeGridOrder",),
    "stopGridOrders": ("placeGridOrder",),
    "copyGridOrder": ("placeGridOrder",),
    "amendCopySettings": ("setFirstCopySettings",),
    "getRecurringOrder": ("placeRecurringOrder",),
    "getRecurringOrdersPending": ("placeRecurringOrder",),
    "stopRecurringOrders": ("placeRecurringOrder",),
    "getRfqs": ("createRfq",),
    "cancelRfq": ("createRfq",),
    "createQuote": ("createRfq",),
    "getQuotes": ("createRfq", "createQuote"),
    "cancelQuote": ("createRfq", "createQuote"),
    "executeQuote": ("createRfq", "createQuote"),
    "getRfqTrades": ("createRfq", "createQuote", "executeQuote"),
    "getSpreadOrder": ("placeSpreadOrder",),
    "getSpreadOrdersPending": ("placeSpreadOrder",),
    "cancelSpreadOrder": ("placeSpreadOrder",),
    "convertTrade": ("estimateConvertQuote",),
    "getConvertHistory": ("estimateConvertQuote", "convertTrade"),
    "redeemEarn": ("purchaseEarn",),
    "cancelEarn": ("purchaseEarn",),
    "getEarnOrdersActive": ("purchaseEarn",),
}
INSTEAD: dict[str, dict[str, Any]] = {
    "createRfq": reading.RFQ,
    "createQuote": reading.QUOTE,
    "executeQuote": reading.EXECUTION,
    "convertTrade": {"quoteId": reading.FIRST_RECORD},
    # The accounts of the mock are in Futures mode.
    "placeRecurringOrder": {"tdMode": "cash"},
    # At the document's price it would fill at once.
    "placeSpreadOrder": {"px": "-2.15"},
    "purchaseEarn": reading.PURCHASE,
}
# Who signs, where it is not the user: quotes come from another one.
SIGNS = {"createQuote": reading.MAKER, "cancelQuote": reading.MAKER}
# Seconds that have to pass first: an investment earns an hour after its purchase.
WAITS = {"redeemEarn": 7200}
# What the documents' examples of tokens stand for, and the challenge of their verifier (RFC 7636, appendix B).
EXAMPLES = ("EXAMPLE-CODE", "EXAMPLE-CLIENT", "EXAMPLE-SECRET", "EXAMPLE-REFRESH-TOKEN")
CHALLENGE = {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"}
FAST_KEY = {"label": "demo", "passphrase": "Qwr4321!", "perm": "trade"}
# What was cancelled, by the name of its id and the id.
ENDED: set[tuple[str, str]] = set()
CANCELLING = {
    "cancelOrder": "ordId",
    "cancelBatchOrders": "ordId",
    "cancelAlgos": "algoId",
    "cancelSpreadOrder": "ordId",
    "cancelRfq": "rfqId",
    "cancelQuote": "quoteId",
}
ALIVE = frozenset({"live", "partially_filled", "active", "pause", "partially_effective"})
# The status as it came, where a hook changed it.
CAME = "came-as"


# Values for texts whose rule is no pattern.

_days = st.dates(date(2020, 1, 1), date(2029, 12, 31)).map(lambda day: day.strftime("%Y%m%d"))
schemathesis.openapi.format("yyyymmdd", _days)

_SPECIAL = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_visible = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
_passphrases = st.builds(
    lambda digit, upper, lower, special, rest: digit + upper + lower + special + rest,
    st.sampled_from("0123456789"),
    st.sampled_from("ABCXYZ"),
    st.sampled_from("abcxyz"),
    st.sampled_from(_SPECIAL),
    st.text(_visible, min_size=4, max_size=28),
)
schemathesis.openapi.format("okx-passphrase", _passphrases)

_networks = st.builds(
    lambda address, bits: str(ipaddress.ip_network(f"{address}/{bits}", strict=False)),
    st.ip_addresses(v=4),
    st.integers(8, 32),
)
_addresses = st.one_of(st.ip_addresses().map(str), _networks)
schemathesis.openapi.format("okx-ip-list", st.lists(_addresses, min_size=1, max_size=20).map(",".join))
_permissions = st.lists(st.sampled_from(["read_only", "trade", "withdraw"]), min_size=1, max_size=3, unique=True)
schemathesis.openapi.format("okx-permission-list", _permissions.map(",".join))


# The mock and its clock.


class MockSide:
    """The mock's control surface, its clock, and what has to be there before a request."""

    def __init__(self) -> None:
        address = urlsplit(SETTINGS["url"])
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        self.now_ms = 0
        self.token = "none"
        self._requests = 0
        self._client: dict[str, Any] = SETTINGS["client"]

    def post(self, path: str, document: object, headers: dict[str, str] | None = None) -> Any:
        body = json.dumps(document).encode()
        self._connection.request("POST", path, body, {"Content-Type": "application/json", **(headers or {})})
        return json.loads(self._connection.getresponse().read())

    def reset(self) -> None:
        """Start anew; ids are given again from the first."""
        self.post("/__mock__/reset", {})
        ENDED.clear()

    def advance(self, seconds: float) -> None:
        self.now_ms = self.post("/__mock__/clock", {"advance_seconds": seconds})["now_ms"]

    def trade(self, path: str, **fields: str) -> dict[str, Any]:
        """Call as the user, and give back what became of the order."""
        target = f"/api/v5/trade/{path}"
        body = json.dumps(fields).encode()
        headers = {"Content-Type": "application/json", **signed("alice", "POST", target, body)}
        self._connection.request("POST", target, body, headers)
        row: dict[str, Any] = json.loads(self._connection.getresponse().read())["data"][0]
        return row

    def file(self, *operations: str) -> None:
        """Make the documents' example requests of some operations, so that there is something to ask about or to end."""
        for name in operations:
            path, node = OPERATIONS[name]
            sent = {**node["x-okx-example-requests"][0]["body"], **INSTEAD.get(name, {})}
            body = json.dumps(sent).encode()
            headers = {"Content-Type": "application/json", **signed(SIGNS.get(name, "alice"), "POST", path, body)}
            self._connection.request("POST", path, body, headers)
            reply = json.loads(self._connection.getresponse().read())
            assert reply["code"] == "0", (name, reply)

    def place(self, **order: str) -> None:
        """Place an order, to have something to ask about or to close."""
        row = self.trade("order", **order)
        # 51016: it rests there already; 51008: the fuzzer spent the balance, which a reset heals.
        assert row["sCode"] in {"0", "51016", "51008"}, row

    def code(self, scope: str, challenge: dict[str, str]) -> str:
        """The code of the user's consent."""
        agreed = {"user": "alice", "client_id": self._client["client_id"], "scope": scope, **challenge}
        return str(
            self.post("/__mock__/oauth/codes", {**agreed, "redirect_uri": self._client["redirect_uris"][0]})["code"]
        )

    def tokens(self, scope: str) -> dict[str, Any]:
        proof = {name: self._client[name] for name in ("client_id", "client_secret")}
        sent = {"grant_type": "authorization_code", "code": self.code(scope, {}), **proof}
        issued: dict[str, Any] = self.post(OPERATIONS["exchangeToken"][0], sent)
        return issued

    def fast_api(self, operation: str) -> None:
        """A token, and a key if there is one to be deleted."""
        self.token = self.tokens("fast_api")["access_token"]
        headers = {"Authorization": f"Bearer {self.token}", "x-simulated-trading": "1"}
        self.post(OPERATIONS["deleteFastApiKey"][0], {}, headers)
        if operation == "deleteFastApiKey":
            self.post(OPERATIONS["createFastApiKey"][0], FAST_KEY, headers)

    def fill_in(self, body: Any) -> None:
        """Put what is valid now in the place of the documents' examples of code, client, secret and refresh token."""
        if not isinstance(body, dict) or not any(
            value in EXAMPLES for value in body.values() if isinstance(value, str)
        ):
            return
        known = dict(zip(EXAMPLES[1:3], (self._client["client_id"], self._client["client_secret"]), strict=True))
        if body.get("code") == EXAMPLES[0]:
            known[EXAMPLES[0]] = self.code("read_only", CHALLENGE if body.get("code_verifier") else {})
        if body.get("refresh_token") == EXAMPLES[3]:
            known[EXAMPLES[3]] = self.tokens("read_only")["refresh_token"]
        body.update({name: known[value] for name, value in body.items() if isinstance(value, str) and value in known})

    def prepare(self, operation: str, seconds: float, *, may_reset: bool) -> None:
        """Let the operation's longest window pass, and see to it that a good request can succeed."""
        self._requests += 1
        if may_reset and self._requests % (RESET_EVERY_ORDERS if operation in PLACING else RESET_EVERY) == 1:
            self.reset()
        self.advance(seconds)
        if may_reset and operation in NEEDS:
            self.reset()
            self.file(*NEEDS[operation])
        if operation in WAITS:
            self.advance(WAITS[operation])
        if not may_reset and self._requests % 3 == 0:
            # Up and down, so that what rests is filled and what waits is triggered.
            price = ("59000", "60000", "61000", "60000")[self._requests // 3 % 4]
            for name in ("BTC-USDT", "BTC-USDT-SWAP"):
                self.post("/__mock__/prices", {"instId": name, "px": price})
        if operation in {"createFastApiKey", "deleteFastApiKey"}:
            self.fast_api(operation)
        if operation in {"getOrder", "cancelOrder", "amendOrder", "cancelBatchOrders"}:
            self.place(
                instId="BTC-USDT", tdMode="cash", side="buy", ordType="limit", px="2.15", sz="1",
                clOrdId=reading.RESTING_ID,
            )  # fmt: skip
        elif operation in LEADING and may_reset:
            # A short position, as the document's take-profit is below the price.
            self.reset()
            self.place(instId="BTC-USDT-SWAP", tdMode="cross", side="sell", ordType="market", sz="1")
        elif operation == "closePosition":
            self.place(instId="BTC-USDT-SWAP", tdMode="cross", side="buy", ordType="market", sz="0.01")


def signed(account: str, method: str, target: str, body: bytes) -> dict[str, str]:
    """The headers of a signed demo request, stamped with the mock's time."""
    key = ACCOUNTS[account]
    moment = datetime.fromtimestamp(MOCK.now_ms // 1000, UTC)
    timestamp = moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{MOCK.now_ms % 1000:03d}Z"
    prehash = timestamp.encode() + method.encode() + target.encode() + body
    signature = hmac.digest(key["secret_key"].encode(), prehash, hashlib.sha256)
    return {
        "OK-ACCESS-KEY": key["api_key"],
        "OK-ACCESS-SIGN": base64.b64encode(signature).decode(),
        "OK-ACCESS-TIMESTAMP": timestamp,
        "OK-ACCESS-PASSPHRASE": key["passphrase"],
        "x-simulated-trading": "1",
    }


MOCK = MockSide()
MOCK.post("/__mock__/clock", {"frozen": True})


class Signature(requests.auth.AuthBase):
    """Signs the bytes that go out: `requests` asks for it after URL and body have been encoded."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if "OK-ACCESS-SIGN" in request.headers:
            # Not sent: the library prepares a request anew to print it, with the credentials masked. They stay masked.
            return request
        address = urlsplit(request.url or "")
        found = CONTRACT["paths"].get(address.path, {}).get((request.method or "").lower(), {})
        if found.get("security") == []:
            return request
        if found.get("security") == [{"accessToken": []}]:
            request.headers["Authorization"] = f"Bearer {MOCK.token}"
            request.headers["x-simulated-trading"] = "1"
            return request
        target = address.path + (f"?{address.query}" if address.query else "")
        body = request.body or b""
        user = SIGNS.get(found.get("operationId", ""), "alice")
        account = "broker" if address.path.startswith("/api/v5/broker/") else user
        content = body.encode() if isinstance(body, str) else body
        request.headers.update(signed(account, request.method or "", target, content))
        return request


schemathesis.auth.set_from_requests(Signature())


# Around each request.


def operation_of(case: schemathesis.Case) -> str:
    return str(case.operation.definition.raw["operationId"])


def in_phase(case: schemathesis.Case, name: str) -> bool:
    return case.meta is not None and case.meta.phase.name.value == name


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Move the mock's clock, so that limits are met where they are tested and nowhere else."""
    operation = operation_of(case)
    windows = OPERATIONS[operation][1]["x-okx-rate-limit"]
    longest = max((window["seconds"] for window in windows), default=0)
    MOCK.prepare(operation, longest + 0.001, may_reset=not in_phase(case, "stateful"))
    if operation == "exchangeToken":
        MOCK.fill_in(case.body)


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: schemathesis.Case, response: schemathesis.Response) -> None:
    """Write the answer down, and give a refusal that came with HTTP 200 the status of a refusal.

    Checks of the library look at the status alone; without this a refusal would pass for an acceptance.
    """
    response.headers[CAME] = [str(response.status_code)]
    try:
        answer = _enveloped(json.loads(response.content))
        code = str(answer["code"])
        rows = [str(row["sCode"]) for row in answer["data"] if isinstance(row, dict) and "sCode" in row]
    except (ValueError, LookupError, TypeError):
        code, rows = f"no answer of OKX, HTTP {response.status_code}", []
    ordinary = case.method.upper() == case.operation.method.upper()
    entry = {
        "operation": operation_of(case) if ordinary else "another method",
        "phase": case.meta.phase.name.value if case.meta else "",
        "mode": case.meta.generation.mode.value if case.meta else "",
        "status": response.status_code,
        "code": code,
        "rows": rows,
    }
    LOG.write(json.dumps(entry) + "\n")
    if response.status_code == 200 and code != "0":
        response.status_code = 400


# Checks of our own.


def _enveloped(answer: Any) -> Any:
    """An answer of success that comes without an envelope, in one."""
    return {"code": "0", "data": [], "msg": ""} if isinstance(answer, dict) and "access_token" in answer else answer


def _answer(response: schemathesis.Response) -> tuple[int, Any]:
    status = int(response.headers[CAME][0]) if CAME in response.headers else response.status_code
    return status, _enveloped(json.loads(response.content))


@schemathesis.check
def answers_are_exactly_as_documented(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """Every field of an answer is documented and in its form; refusals hold nothing but code and message."""
    status, answer = _answer(response)
    if status == 200:
        problem = next(iter(ANSWERS[operation_of(case)].iter_errors(json.loads(response.content))), None)
        assert problem is None, f"the answer departs from the contract: {problem}"
    else:
        assert set(answer) == {"code", "data", "msg"}, "a refusal holds code, data and msg"
        assert answer["data"] == [], "a refusal holds no data"
    assert (answer["code"] == "0") == (answer["msg"] == ""), "a message stands with refusals and only there"


@schemathesis.check
def codes_are_documented_and_come_with_their_status(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """`code` and each `sCode` stand in the contract's list, `code` with the status that it came with."""
    status, answer = _answer(response)
    assert answer["code"] in STATUSES, f"code {answer['code']} is not documented"
    assert status in STATUSES[answer["code"]], f"code {answer['code']} came with HTTP {status}"
    for row in answer["data"]:
        if isinstance(row, dict) and "sCode" in row:
            assert row["sCode"] in STATUSES, f"sCode {row['sCode']} is not documented"


# Codes that call the request itself wrong, not what it asks for.
MALFORMED = frozenset({"50000", "50002", "50006", "50014", "50015", "51000", "51003", "53010", "53011", "53015"})
# Rules that a schema can't say. 51000, 50014, 50015, 53010 and 53011 may name these fields of a request that fits the schema:
_NAMED = re.compile(r"Parameter (\w+) (?:error|can ?not be empty)|Either parameter (\w+ or \w+) is required")
# Ids that a list goes on from are digits.
CURSORS = frozenset({"after", "before", "beginId", "endId"})
_SIGNAL = frozenset({"triggerPx", "timeframe", "thold", "triggerCond"})
_ATTACHED = frozenset(
    {
        "tpTriggerPx", "tpOrdPx", "slTriggerPx", "slOrdPx", "tpTriggerPx or slTriggerPx",
        "callbackRatio or callbackSpread",
    }
)  # fmt: skip
BEYOND_SCHEMA: dict[str, frozenset[str]] = {
    # how many grids and what leverage there can be, one currency to trade with, and what goes with which kind of bot
    "placeGridOrder": frozenset({"gridNum", "lever", "tradeQuoteCcy", "quoteSz or baseSz", *_SIGNAL}),
    "copyGridOrder": frozenset({"quoteSz", "sz", "lever"}),
    "createDcaBot": frozenset(
        {"maxSafetyOrds", "safetyOrdAmt", "pxSteps", "pxStepsMult", "volMult", "lever", "tradeQuoteCcy", *_SIGNAL}
    ),
    # a fixed amount is copied unless something else is said
    "setFirstCopySettings": frozenset({"copyAmt"}),
    "amendCopySettings": frozenset({"copyAmt"}),
    # which modes, sides, types and currencies go with which instrument; a size above zero; the prices and the size of what
    # is attached
    "placeOrder": frozenset({"tdMode", "posSide", "ordType", "sz", "tradeQuoteCcy", *_ATTACHED}),
    "placeBatchOrders": frozenset({"tdMode", "posSide", "ordType", "sz", "tradeQuoteCcy", *_ATTACHED}),
    "amendOrder": frozenset({"newSz", "sz", *_ATTACHED}),
    # the same, and what is needed by one kind of order or bounded in it; a trigger order that chases has nothing attached
    "placeAlgoOrder": frozenset(
        {
            "tdMode",
            "posSide",
            "sz",
            "reduceOnly",
            "orderPx",
            "triggerPx",
            "attachAlgoOrds",
            "pxVar or pxSpread",
            "szLimit",
            "lmtOrderNumber",
            "chaseVal",
            "maxChaseVal",
            "maxChaseType",
            *_ATTACHED,
        }
    ),
    # long and short are for accounts in long/short mode
    "closePosition": frozenset({"posSide"}),
    # the end before the begin, a span of more than 180 days; the broker is no oauth broker
    "createRebatePerOrders": frozenset({"end", "brokerType"}),
    "createDmaTrades": frozenset({"end"}),
    "getDmaTrades": frozenset({"end"}),
    "getRebatePerOrders": frozenset({"end", "brokerType"}),
    "getIfRebate": frozenset({"brokerType"}),
    # what is no name of a currency
    "getBalance": frozenset({"ccy"}),
    "getCurrencies": frozenset({"ccy"}),
    # who is no user that was invited
    "getAffiliateInviteeDetail": frozenset({"uid"}),
    # modes and sides that do not go with an instrument, limit prices for some of the legs
    "createRfq": frozenset({"tdMode", "posSide", "tradeQuoteCcy", "lmtPx"}),
    "createQuote": frozenset({"tdMode", "posSide", "tradeQuoteCcy"}),
    # a size above zero
    "placeSpreadOrder": frozenset({"sz"}),
    # a currency that is none of the pair
    "estimateConvertQuote": frozenset({"rfqSzCcy"}),
    # what is no product, what can't be invested in it
    "purchaseEarn": frozenset({"productId", "investData", "term"}),
    # which proof goes with which code
    "exchangeToken": frozenset({"client_secret", "code_verifier"}),
}


@schemathesis.check
def good_requests_are_not_called_malformed(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """The library's own check of this kind looks at the status alone; this one at the code.

    A request that fits the schema may be refused for what it asks (no such order, no balance), not for its form.
    """
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.method.upper() != case.operation.method.upper():
        return
    operation = operation_of(case)
    _, answer = _answer(response)
    results = [(answer["code"], answer["msg"])]
    sent = _sent(response)
    if isinstance(sent, list):
        results += [(row["sCode"], row["sMsg"]) for row in answer["data"]]
        missed = ["", *(_missing(operation, item) for item in sent)][: len(results)]
    else:
        rows = answer.get("data", [])
        results += [(row.get("sCode", "0"), row.get("sMsg", "")) for row in rows if isinstance(row, dict)]
        missed = [_missing(operation, sent)] * len(results)
    for (code, message), missing in zip(results, missed, strict=True):
        if missing:
            assert code != "0" or len(results) > 1, f"accepted without {missing}"
            continue
        if code not in MALFORMED:
            continue
        named = _NAMED.fullmatch(message)
        if named is not None and (named[1] or named[2]) in CURSORS | BEYOND_SCHEMA.get(operation, frozenset()):
            continue
        raise AssertionError(f"a good request is refused as malformed: {code} {message}")


def _sent(response: schemathesis.Response) -> Any:
    """The fields as they went out; of an array body the list."""
    request = response.request
    if request.body:
        return json.loads(request.body)
    query = parse_qs(urlsplit(request.url or "").query, keep_blank_values=True)
    return {name: values[-1] for name, values in query.items()}


def _missing(operation: str, sent: Any) -> str:
    """The field, or the group of fields, that a rule between fields asks for and that is not there."""
    if not isinstance(sent, dict):
        return ""
    node = OPERATIONS[operation][1]
    for group in node.get("x-okx-one-of", ()):
        if not any(sent.get(name) for name in group):
            return " or ".join(group)
    for group in node.get("x-okx-exactly-one", ()):
        if sum(bool(sent.get(name)) for name in group) != 1:
            return " or ".join(group)
    for unresolved in node.get("parameters", ()):
        parameter = reading.resolve(CONTRACT, unresolved)
        if _asked_for(parameter, sent) and not sent.get(parameter["name"]):
            return str(parameter["name"])
    body = reading.body_schema(CONTRACT, node)
    return _missing_inside(body, sent) if body is not None else ""


def _asked_for(field: dict[str, Any], sent: dict[str, Any]) -> bool:
    conditions = field.get("x-okx-required-if", {})
    return bool(conditions) and all(
        sent.get(other) in (wanted if isinstance(wanted, list) else [wanted]) for other, wanted in conditions.items()
    )


def _missing_inside(schema: dict[str, Any], sent: Any) -> str:
    schema = reading.resolve(CONTRACT, schema)
    if "items" in schema:
        items = sent if isinstance(sent, list) else [sent]
        return next((lack for item in items if (lack := _missing_inside(schema["items"], item))), "")
    if not isinstance(sent, dict):
        return ""
    for name, unresolved in schema.get("properties", {}).items():
        field = reading.resolve(CONTRACT, unresolved)
        if _asked_for(field, sent) and sent.get(name) in (None, ""):
            return name
        if sent.get(name) and (lack := _missing_inside(field, sent[name])):
            return f"{name}.{lack}"
    return ""


@schemathesis.check
def a_cancelled_order_is_never_live_again(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """What an answer said is cancelled, by itself or by its `state`, no later answer shows alive."""
    _, answer = _answer(response)
    rows = [row for row in answer.get("data", []) if isinstance(row, dict)]
    operation = operation_of(case)
    for row in rows:
        ids = {(name, str(row[name])) for name in ("ordId", "algoId", "rfqId", "quoteId") if row.get(name)}
        if row.get("state") in ALIVE:
            own = {one for one in ids if one[0] != "rfqId" or "quoteId" not in row}
            assert not own & ENDED, f"{own & ENDED} was cancelled and is {row['state']} again"
        if row.get("sCode") == "0" and operation in CANCELLING:
            ENDED.add((CANCELLING[operation], str(row[CANCELLING[operation]])))
        if row.get("state") == "canceled" and "ordId" in row:
            ENDED.add(("ordId", str(row["ordId"])))


@schemathesis.check
def the_tag_is_echoed(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> None:
    """Each order's answer carries the tag of that order, refused or not."""
    if operation_of(case) not in {"placeOrder", "placeBatchOrders"} or not response.request.body:
        return
    _, answer = _answer(response)
    try:
        sent = _sent(response)
    except ValueError:
        return
    orders = sent if isinstance(sent, list) else [sent]
    if not answer["data"]:
        return
    assert len(answer["data"]) == len(orders)
    for order, row in zip(orders, answer["data"], strict=True):
        tag = order.get("tag") or ""
        if isinstance(tag, str) and len(tag) <= 16:
            assert row["tag"] == tag, f"sent the tag {tag!r}, echoed {row['tag']!r}"


@schemathesis.check
def credentials_are_never_the_problem(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """Every request was signed rightly: whatever it holds, the signature over its bytes is right."""
    _, answer = _answer(response)
    assert not ("50100" <= answer["code"] <= "50121" and answer["code"] != "50115"), f"refused with {answer['code']}"
