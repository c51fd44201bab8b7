"""The seven broker operations and the error codes, against the tables of OKX's broker program document.

The tables are written out here by hand from the document, as it prints them; where the contract departs from it on purpose,
the entry says so and names the departure in spec/deviations.yaml.
"""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.client.support import CONTRACT, ROOT, operations, request_fields, resolve

# Request tables: name, type, required.
PAGED = [("subAcct", "String", "No"), ("uid", "String", "No"), ("page", "String", "No"), ("limit", "String", "No")]
REQUESTS: dict[tuple[str, str], list[tuple[str, str, str]]] = {
    ("GET", "/api/v5/broker/dma/subaccount-info"): PAGED,
    ("GET", "/api/v5/broker/dma/subaccount-trade-fee"): PAGED,
    ("POST", "/api/v5/broker/dma/subaccount/apikey"): [
        ("subAcct", "String", "Yes"),
        ("label", "String", "Yes"),
        ("passphrase", "String", "Yes"),
        ("ip", "String", "No"),
        ("perm", "String", "No"),
    ],
    ("GET", "/api/v5/broker/dma/subaccount/apikey"): [("subAcct", "String", "Yes"), ("apiKey", "String", "No")],
    ("GET", "/api/v5/broker/fd/rebate-per-orders"): [
        ("type", "String", "Yes"),
        ("begin", "String", "Optional"),
        ("end", "String", "Optional"),
        ("brokerType", "String", "Optional"),
    ],
    ("POST", "/api/v5/broker/fd/rebate-per-orders"): [
        ("begin", "String", "Yes"),
        ("end", "String", "Yes"),
        ("brokerType", "String", "Optional"),
    ],
    ("GET", "/api/v5/broker/fd/if-rebate"): [("apiKey", "String", "Yes"), ("brokerType", "String", "Optional")],
}

# Answer tables: depth, name, type.
ANSWERS: dict[tuple[str, str], list[tuple[int, str, str]]] = {
    ("GET", "/api/v5/broker/dma/subaccount-info"): [
        (0, "totalPage", "String"),
        (0, "page", "String"),
        (0, "details", "Array"),
        (1, "subAcct", "String"),
        (1, "uid", "String"),
        (1, "label", "String"),
        (1, "acctLv", "String"),
        (1, "enable", "Boolean"),
        (1, "frozenFunc", "Array of string"),
        (1, "canTransOut", "String"),
        (1, "mainAcct", "String"),
        (1, "ts", "String"),
    ],
    ("GET", "/api/v5/broker/dma/subaccount-trade-fee"): [
        (0, "totalPage", "String"),
        (0, "page", "String"),
        (0, "details", "Array"),
        (1, "subAcct", "String"),
        (1, "uid", "String"),
        (1, "mainAcct", "String"),
        (1, "ts", "String"),
        (1, "feeRates", "Array"),
        (2, "type", "String"),
        (2, "maker", "String"),
        (2, "taker", "String"),
    ],
    ("POST", "/api/v5/broker/dma/subaccount/apikey"): [
        (0, "subAcct", "String"),
        (0, "label", "String"),
        (0, "apiKey", "String"),
        (0, "secretKey", "String"),
        (0, "passphrase", "String"),
        (0, "perm", "String"),
        (0, "ip", "String"),
        (0, "ts", "String"),
    ],
    ("GET", "/api/v5/broker/dma/subaccount/apikey"): [
        (0, "label", "String"),
        (0, "apiKey", "String"),
        (0, "perm", "String"),
        (0, "ip", "String"),
        (0, "ts", "String"),
    ],
    ("GET", "/api/v5/broker/fd/rebate-per-orders"): [
        (0, "fileHref", "String"),
        (0, "beginTime", "String"),
        (0, "endTime", "String"),
        (0, "cTime", "String"),
        (0, "ts", "String"),
        (0, "state", "String"),
    ],
    ("POST", "/api/v5/broker/fd/rebate-per-orders"): [(0, "result", "String"), (0, "ts", "String")],
    ("GET", "/api/v5/broker/fd/if-rebate"): [
        (0, "type", "String"),
        (0, "brokerCode", "String"),
        (0, "affiliated", "String"),
        (0, "clientRebateRatio", "String"),
        (0, "lastRebate", "String"),
    ],
}

# Names beyond the tables: from the document's own example.
BEYOND = {("GET", "/api/v5/broker/dma/subaccount-trade-fee"): {"marker"}}

# What only newer versions of the document have: fields of answers, columns of a report, a value.
NEWER = {
    ("GET", "/api/v5/broker/dma/subaccount-info"): {"firstLvSubAcct", "subAcctLv"},
    ("GET", "/api/v5/broker/dma/subaccount-trade-fee"): {"firstLvSubAcct", "subAcctLv"},
}
NEWER_VALUES = {("RebateEligibility", "type"): ["4"]}
NEWER_COLUMNS = {"uid", "clOrdId"}

# Limits (requests, seconds) and permission, as each section says.
HEADS = {
    ("GET", "/api/v5/broker/dma/subaccount-info"): (1, 1, "Read"),
    ("GET", "/api/v5/broker/dma/subaccount-trade-fee"): (1, 1, "Read"),
    ("POST", "/api/v5/broker/dma/subaccount/apikey"): (40, 1, "Trade"),
    ("GET", "/api/v5/broker/dma/subaccount/apikey"): (1, 1, "Read"),
    ("GET", "/api/v5/broker/fd/rebate-per-orders"): (2, 60, "Read"),
    ("POST", "/api/v5/broker/fd/rebate-per-orders"): (1, 3600, "Read"),
    ("GET", "/api/v5/broker/fd/if-rebate"): (2, 1, "Read"),
}

CSV_COLUMNS = [
    "brokerCode",
    "level",
    "instId",
    "ordId",
    "spotTradeAmt",
    "derivativeTradeAmt",
    "fee",
    "netFee",
    "settlementFee",
    "brokerRebate",
    "suBrokerRebate",
    "userRebate",
    "affiliated",
    "ts",
]

# Error codes with HTTP status; the document prints the heads of its table swapped, the rows are in this order.
ERROR_CODES = {
    "53000": (400, "Invalid token"),
    "53001": (400, "Authorization canceled"),
    "53002": (400, "Token expired"),
    "53003": (400, "Token revoked"),
    "53004": (400, "Account has been frozen"),
    "53005": (400, "Wrong refresh token"),
    "53006": (401, "Invalid device"),
    "53009": (400, "Authorization failed"),
    "53010": (400, "Parameter {0} error"),
    "53011": (400, "Parameter {0} cannot be empty"),
    "53012": (400, "Authorization code expired"),
    "53013": (400, "You don't have permission to access this API"),
    "53014": (401, "Invalid IP"),
    "53015": (400, "Parameter {name} length cannot exceed {max length}"),
    "53016": (400, "Invalid redirect_uri"),
    "53017": (400, "Fast API permissions not enabled"),
}

BROKER = {(method, path): operation for path, method, operation in operations() if "/broker/" in path}
KEYS = [pytest.param(key, id=f"{key[0]} {key[1].removeprefix('/api/v5/broker/')}") for key in REQUESTS]


def test_the_contract_has_the_seven_operations_of_the_document_and_two_of_newer_ones() -> None:
    newer = {key for key, operation in BROKER.items() if operation.get("x-okx-since") == "newer"}
    assert newer == {("GET", "/api/v5/broker/dma/trades"), ("POST", "/api/v5/broker/dma/trades")}
    assert set(BROKER) - newer == set(REQUESTS) == set(ANSWERS) == set(HEADS)
    assert len(REQUESTS) == 7


@pytest.mark.parametrize("key", KEYS)
def test_request_fields_are_those_of_the_document(key: tuple[str, str]) -> None:
    fields = request_fields(BROKER[key])
    assert list(fields) == [name for name, _, _ in REQUESTS[key]] or sorted(fields) == sorted(
        name for name, _, _ in REQUESTS[key]
    )
    for name, kind, required in REQUESTS[key]:
        schema, needed = fields[name]
        assert kind == "String"
        assert schema["type"] == "string", name
        assert needed == (required == "Yes"), name
        if required == "Optional":
            assert schema.get("x-okx-required-if") or schema.get("x-okx-broker-type"), (
                f"{name} is needed under a condition"
            )
        else:
            assert "x-okx-required-if" not in schema


def newer_fields(schema: dict[str, Any]) -> set[str]:
    """The fields, at any depth, that say of themselves that only newer documents have them."""
    found: set[str] = set()
    for name, reference in resolve(schema)["properties"].items():
        field = resolve(reference)
        if "x-okx-since" in field:
            assert field["x-okx-since"] == "newer"
            found.add(name)
        if field["type"] == "array" and resolve(field["items"])["type"] == "object":
            found |= newer_fields(field["items"])
    return found


def answer_rows(schema: dict[str, Any], depth: int = 0) -> list[tuple[int, str, str]]:
    """List a schema's fields in the document's manner."""
    found = []
    for name, reference in resolve(schema)["properties"].items():
        field = resolve(reference)
        kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
        if kinds == ["array"]:
            items = resolve(field["items"])
            if items["type"] == "string":
                found.append((depth, name, "Array of string"))
            else:
                found.append((depth, name, "Array"))
                found += answer_rows(items, depth + 1)
        else:
            found.append((depth, name, "/".join(sorted(kinds))))
    return found


@pytest.mark.parametrize("key", KEYS)
def test_answer_fields_are_those_of_the_document(key: tuple[str, str]) -> None:
    content = resolve(BROKER[key]["responses"]["200"])["content"]["application/json"]["schema"]
    (items,) = [part["properties"]["data"]["items"] for part in content["allOf"] if "properties" in part]
    rows = {(depth, name): kind for depth, name, kind in answer_rows(items)}
    expected = {(depth, name): kind for depth, name, kind in ANSWERS[key]}
    newer = NEWER.get(key, set())
    assert newer_fields(items) == newer
    assert {name for _, name in set(rows) - set(expected)} == BEYOND.get(key, set()) | newer
    assert set(expected) <= set(rows)
    for place, kind in expected.items():
        allowed = {
            "String": {"string", "boolean/string"},
            "Boolean": {"boolean", "boolean/string"},
            "Array": {"Array"},
            "Array of string": {"Array of string"},
        }[kind]
        assert rows[place] in allowed, f"{place} is {rows[place]}, the document says {kind}"


@pytest.mark.parametrize("key", KEYS)
def test_limits_and_permissions_are_those_of_the_document(key: tuple[str, str]) -> None:
    requests, seconds, permission = HEADS[key]
    (window,) = BROKER[key]["x-okx-rate-limit"]
    assert (window["requests"], window["seconds"], window["per"]) == (requests, seconds, ["user"])
    assert BROKER[key]["x-okx-permission"] == permission
    assert BROKER[key]["x-okx-source"]["document"] == "okx-broker-program"


@pytest.mark.parametrize("key", KEYS)
def test_sections_are_named_as_in_the_document(key: tuple[str, str]) -> None:
    assert BROKER[key]["x-okx-source"]["section"] in {
        "Get sub-account list",
        "Get sub-account fee rates",
        "Create an API Key for a sub-account",
        "Query the API Key of a sub-account",
        "Get download link (FD)",
        "Create rebate details download link (FD)",
        "Get the user's broker rebate information",
    }


def test_the_rules_of_a_new_key_are_those_of_the_document() -> None:
    fields = request_fields(BROKER["POST", "/api/v5/broker/dma/subaccount/apikey"])
    name, label, passphrase = (fields[one][0] for one in ("subAcct", "label", "passphrase"))
    assert (name["minLength"], name["maxLength"], name["pattern"]) == (6, 20, "^[A-Za-z0-9]+$")
    assert (label["maxLength"], label["pattern"]) == (50, "^[A-Za-z0-9]+$")
    assert (passphrase["minLength"], passphrase["maxLength"]) == (8, 32)
    assert passphrase["x-okx-secret"] is True


def test_closed_lists_are_those_of_the_document() -> None:
    link = request_fields(BROKER["GET", "/api/v5/broker/fd/rebate-per-orders"])
    assert link["type"][0]["enum"] == ["true", "false"]
    assert link["begin"][0]["x-okx-required-if"] == link["end"][0]["x-okx-required-if"] == {"type": "false"}
    for key in REQUESTS:
        if "/fd/" in key[1]:
            assert request_fields(BROKER[key])["brokerType"][0]["enum"] == ["api", "oauth"]


@pytest.mark.parametrize(
    ("schema", "field", "values"),
    [
        ("Subaccount", "acctLv", ["1", "2", "3", "4"]),
        ("FeeRate", "type", ["1", "2", "3", "4", "5", "6", "7", "8", "9"]),
        ("RebateLink", "state", ["finished", "ongoing"]),
        ("RebateEligibility", "type", ["0", "1", "2", "3"]),
        ("SubaccountApiKey", "perm", ["read_only", "trade", "withdraw"]),
    ],
)
def test_values_of_answers_are_those_of_the_document(schema: str, field: str, values: list[str]) -> None:
    found = CONTRACT["components"]["schemas"][schema]["properties"][field]
    assert list(found["x-okx-values"]) == [*values, *NEWER_VALUES.get((schema, field), [])]
    assert "enum" not in found


def test_functions_that_can_be_frozen_are_those_of_the_document() -> None:
    items = CONTRACT["components"]["schemas"]["Subaccount"]["properties"]["frozenFunc"]["items"]
    assert list(items["x-okx-values"]) == ["trading", "convert", "transfer", "withdrawal", "deposit", "flexible_loan"]


def test_columns_of_a_report_are_those_of_the_document() -> None:
    row = CONTRACT["components"]["schemas"]["RebateRow"]
    assert set(row["properties"]) == {*CSV_COLUMNS, "subBrokerRebate", *NEWER_COLUMNS}
    assert newer_fields(row) == NEWER_COLUMNS


def test_error_codes_are_those_of_the_document_with_their_http_status() -> None:
    table = {entry["code"]: entry for entry in yaml.safe_load((ROOT / "spec/errors.yaml").read_text("utf-8"))}
    assert {code for code in table if code.startswith("530")} == set(ERROR_CODES)
    assert "53007" not in table
    assert "53008" not in table
    for code, (status, _) in ERROR_CODES.items():
        assert table[code]["http"] == [status], code
        assert table[code]["meaning"]


# The document's examples of requests and answers, written out from it.

EXAMPLE_BODIES = {
    ("POST", "/api/v5/broker/dma/subaccount/apikey"): {
        "subAcct": "panpanBroker2",
        "label": "broker3",
        "passphrase": "Qwr4321!",
        "perm": "read_only,trade",
        "ip": "10.0.108.9",
    },
    ("POST", "/api/v5/broker/fd/rebate-per-orders"): {"begin": "20210623", "end": "20210626"},
}
EXAMPLE_QUERIES = {
    ("GET", "/api/v5/broker/dma/subaccount/apikey"): {"subAcct": "panpanBroker2"},
    ("GET", "/api/v5/broker/fd/rebate-per-orders"): {"type": "false", "begin": "20211109", "end": "20211208"},
    ("GET", "/api/v5/broker/fd/if-rebate"): {"apiKey": "63d54aa0-0020-4ad9-a9f0-ac92654bc831"},
    ("GET", "/api/v5/broker/dma/subaccount-info"): {},
    ("GET", "/api/v5/broker/dma/subaccount-trade-fee"): {},
}


def rate(kind: str, marker: str, taker: str) -> dict[str, str]:
    return {"marker": marker, "taker": taker, "type": kind}


EXAMPLE_DATA: dict[tuple[str, str], list[Any]] = {
    ("GET", "/api/v5/broker/dma/subaccount-info"): [
        {
            "details": [
                {
                    "acctLv": "1",
                    "canTransOut": False,
                    "mainAcct": "",
                    "enable": True,
                    "frozenFunc": [],
                    "label": "1",
                    "subAcct": "h*******5",
                    "ts": "1648521249000",
                    "uid": "289*********1696",
                }
            ],
            "page": "1",
            "totalPage": "1",
        }
    ],
    ("GET", "/api/v5/broker/dma/subaccount-trade-fee"): [
        {
            "details": [
                {
                    "feeRates": [
                        rate("1", "-0.0008", "-0.001"),
                        rate("2", "-0.0005", "-0.0007"),
                        *(rate(str(kind), "-0.0002", "-0.0005") for kind in range(3, 9)),
                        rate("9", "-0.0002", "-0.0003"),
                    ],
                    "mainAcct": "",
                    "subAcct": "subaccount111ad",
                    "ts": "1658287703000",
                    "uid": "335748406955877155",
                }
            ],
            "page": "1",
            "totalPage": "1",
        }
    ],
    ("POST", "/api/v5/broker/dma/subaccount/apikey"): [
        {
            "subAcct": "panpanBroker2",
            "label": "broker3",
            "apiKey": "****",
            "secretKey": "****",
            "passphrase": "Qwr4321!",
            "perm": "read_only,trade",
            "ip": "10.0.108.9",
            "ts": "1597026383085",
        }
    ],
    ("GET", "/api/v5/broker/dma/subaccount/apikey"): [
        {
            "label": "v5",
            "apiKey": "arg13sdfgs",
            "perm": "read_only,trade",
            "ip": "1.1.1.1,2.2.2.2",
            "ts": "1597026383085",
        },
        {"label": "v5.1", "apiKey": "arg13sdfgs", "perm": "read_only", "ip": "1.1.1.1,2.2.2.2", "ts": "1597026383085"},
    ],
    ("POST", "/api/v5/broker/fd/rebate-per-orders"): [{"result": "true", "ts": "1646892328000"}],
    ("GET", "/api/v5/broker/fd/if-rebate"): [
        {
            "affiliated": False,
            "brokerCode": "6099c63a8d75SCDE",
            "type": "0",
            "clientRebateRatio": "0",
            "lastRebate": "",
        }
    ],
}


@pytest.mark.parametrize("key", KEYS)
def test_example_requests_are_those_of_the_document(key: tuple[str, str]) -> None:
    examples = BROKER[key]["x-okx-example-requests"]
    if key in EXAMPLE_BODIES:
        assert {"body": EXAMPLE_BODIES[key]} in examples
        written = resolve(BROKER[key]["requestBody"])["content"]["application/json"]["examples"]
        assert EXAMPLE_BODIES[key] in [one["value"] for one in written.values()]
    else:
        assert {"query": EXAMPLE_QUERIES[key]} in examples


@pytest.mark.parametrize("key", KEYS)
def test_example_answers_are_those_of_the_document(key: tuple[str, str]) -> None:
    content = resolve(BROKER[key]["responses"]["200"])["content"]["application/json"]["examples"]
    (example,) = [one["value"] for one in content.values()]
    if key in EXAMPLE_DATA:
        assert example == {"code": "0", "msg": "", "data": EXAMPLE_DATA[key]}
    else:
        (link,) = example["data"]
        assert set(link) == {"fileHref", "state", "ts"}, "the example lacks what the table has"
        assert (link["state"], link["ts"]) == ("finished", "1646892328000")
        assert link["fileHref"].startswith(
            "http://okg-pri-hk.oss-cn-hongkong.aliyuncs.com/okex/broker/pap/brokerRebateInfo/"
            "2c0ca94923dca9f53659507ee20a1f/2022-05-16/RebateDetails/RebateDetails0510-0513.xls?Expires=1652880844&"
        )
