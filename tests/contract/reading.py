"""The contract as the fuzzer reads it: the bundled document, with what JSON Schema alone can't say put into its words.

Nothing is taken away from the contract. Added are: values that exist in the mock beside "any text", formats for rules that
stand in descriptions, `""` and null for optional fields of a body, and links from an answer to the next request.
`strict_answers` gives the schemas of answers without their leniency: a client reads anything, the mock has no such excuse.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Node = dict[str, Any]

# An order that rests in the book before every question about an order; see `hooks.prepare`.
RESTING_ID = "resting1"

# The first record that anybody files after a reset of the mock has this id, the second the next; see `hooks.prepare`.
FIRST_RECORD = "447053782921515009"
SECOND_RECORD = "447053782921515010"

# And the first order that anybody places; see `hooks.prepare`.
FIRST_ORDER = "680800019749904384"
# A user who quotes what the signing user asks for, and the leg that both speak of.
MAKER = "grace"
_LEG = {"instId": "BTC-USDT", "side": "buy", "sz": "0.01"}
RFQ: Node = {"counterparties": [MAKER.upper()], "legs": [_LEG]}
QUOTE: Node = {"rfqId": FIRST_RECORD, "legs": [{**_LEG, "px": "60000"}]}
EXECUTION: Node = {"rfqId": FIRST_RECORD, "quoteId": SECOND_RECORD, "legs": [{"instId": "BTC-USDT", "sz": "0.01"}]}
PURCHASE: Node = {"productId": "4005", "investData": [{"ccy": "USDT", "amt": "100"}], "term": "0"}

_GOOD_ORDER = {
    "instId": ["BTC-USDT", "ETH-USDT", "BTC-USDT-SWAP"],
    "tdMode": ["cash", "cross"],
    "posSide": [""],
    "ordType": ["limit", "market"],
    "sz": ["0.01", "1"],
    "px": ["2.1", "3000", "60000"],
}

# Values that mean something to the mock. The fuzzer picks one of them or any that the contract allows.
KNOWN: dict[str, dict[str, list[Any]]] = {
    "getSubaccountInfo": {"subAcct": ["panpanBroker2", "mockSub0003"]},
    "getSubaccountTradeFee": {"subAcct": ["panpanBroker2", "mockSub0003"]},
    "createSubaccountApikey": {"subAcct": ["panpanBroker2", "mockSub0003", "mockSub0004", "mockSub0050"]},
    "getSubaccountApikey": {"subAcct": ["panpanBroker2", "mockSub0003"]},
    "placeOrder": _GOOD_ORDER,
    "placeBatchOrders": _GOOD_ORDER,
    "getOrder": {"instId": ["BTC-USDT"], "clOrdId": [RESTING_ID]},
    "cancelOrder": {"instId": ["BTC-USDT"], "ordId": [""], "clOrdId": [RESTING_ID]},
    "amendOrder": {"instId": ["BTC-USDT"], "ordId": [""], "clOrdId": [RESTING_ID], "newPx": ["2.16"], "newSz": ["2"]},
    "cancelBatchOrders": {"instId": ["BTC-USDT"], "ordId": [""], "clOrdId": [RESTING_ID]},
    "cancelAllAfter": {"timeOut": ["0", "60"]},
    # Prices far from the market, so that a good one waits: kinds of order and their fields find each other by chance.
    "placeAlgoOrder": {
        "instId": ["BTC-USDT"],
        "tdMode": ["cash"],
        "side": ["buy"],
        "posSide": [""],
        "sz": ["2"],
        "closeFraction": [""],
        "reduceOnly": [""],
        "tgtCcy": [""],
        "tpTriggerPx": ["15"],
        "tpTriggerPxType": ["", "last"],
        "tpOrdPx": ["-1", "18"],
        "tpOrdKind": ["", "condition"],
        "slTriggerPx": ["90000"],
        "slTriggerPxType": ["", "last"],
        "slOrdPx": ["-1", "65000"],
        "cxlOnClosePos": [""],
        "triggerPx": ["20"],
        "triggerPxType": ["", "last"],
        "orderPx": ["-1", "19"],
        "advanceOrdType": ["", "fok", "ioc"],
        "callbackRatio": ["0.05"],
        "callbackSpread": [""],
        "activePx": ["", "50"],
        "pxVar": ["0.001"],
        "pxSpread": [""],
        "szLimit": ["0.5"],
        "pxLimit": ["25"],
        "timeInterval": ["10"],
        "lmtOrderNumber": ["2"],
    },
    "getAlgoOrder": {"algoId": [FIRST_RECORD]},
    "cancelAlgos": {"instId": ["BTC-USDT"], "algoId": [FIRST_RECORD]},
    "placeGridOrder": {
        "instId": ["BTC-USDT"],
        "algoOrdType": ["grid"],
        "maxPx": ["5000"],
        "minPx": ["400"],
        "gridNum": ["10"],
        "quoteSz": ["25"],
        "baseSz": [""],
        "tpTriggerPx": ["", "70000"],
        "slTriggerPx": ["", "300"],
        "tradeQuoteCcy": ["", "USDT"],
        "triggerParams": [""],
    },
    "copyGridOrder": {
        "instId": ["BTC-USDT"],
        "algoOrdType": ["grid"],
        "sourceAlgoId": [FIRST_RECORD],
        "quoteSz": ["1000"],
    },
    "getGridOrder": {"algoId": [FIRST_RECORD]},
    "stopGridOrders": {"instId": ["BTC-USDT"], "algoOrdType": ["grid"], "algoId": [FIRST_RECORD]},
    "createDcaBot": {
        "instId": ["BTC-USDT", "BTC-USDT-SWAP"],
        "initOrdAmt": ["600"],
        "maxSafetyOrds": ["0", "2"],
        "safetyOrdAmt": ["600"],
        "pxSteps": ["0.01"],
        "pxStepsMult": ["1"],
        "volMult": ["2"],
        "tpPct": ["0.05"],
        "slPct": ["", "0.1"],
        "lever": ["2"],
        "tradeQuoteCcy": ["", "USDT"],
    },
    "placeRecurringOrder": {
        "recurringList": [[{"ccy": "BTC", "ratio": "0.2"}, {"ccy": "ETH", "ratio": "0.8"}]],
        "amt": ["100"],
        "investmentCcy": ["USDT"],
        "tdMode": ["cash"],
        "period": ["daily"],
        "tradeQuoteCcy": ["", "USDT"],
    },
    "getRecurringOrder": {"algoId": [FIRST_RECORD]},
    "stopRecurringOrders": {"algoId": [FIRST_RECORD]},
    "placeCopyTradingAlgoOrder": {
        "subPosId": [FIRST_ORDER],
        "instType": ["SWAP"],
        "subPosType": ["lead"],
        "tpTriggerPx": ["10000"],
        "slTriggerPx": ["", "90000"],
    },
    "closeCopyTradingSubposition": {"subPosId": [FIRST_ORDER], "instType": ["SWAP"]},
    "amendCopySettings": {"uniqueCode": ["25CD5A80241D6FE6"]},
    "cancelRfq": {"rfqId": [FIRST_RECORD]},
    "createRfq": {**{name: [value] for name, value in RFQ.items()}, "acctAlloc": [None]},
    "createQuote": {name: [value] for name, value in QUOTE.items()},
    "cancelQuote": {"quoteId": [SECOND_RECORD], "rfqId": [""]},
    "executeQuote": {name: [value] for name, value in EXECUTION.items()},
    "placeSpreadOrder": {"sprdId": ["BTC-USDT_BTC-USDT-SWAP"], "px": ["-2.15", "2.15"], "sz": ["0.01"]},
    "getSpreadOrder": {"ordId": [FIRST_RECORD]},
    "cancelSpreadOrder": {"ordId": [FIRST_RECORD]},
    "getConvertCurrencyPair": {"fromCcy": ["BTC", "USDT"], "toCcy": ["USDT", "ETH"]},
    "estimateConvertQuote": {
        "baseCcy": ["BTC", "ETH"],
        "quoteCcy": ["USDT"],
        "rfqSz": ["30"],
        "rfqSzCcy": ["USDT"],
        "convertMode": ["0"],
    },
    "convertTrade": {
        "quoteId": [FIRST_RECORD],
        "baseCcy": ["ETH"],
        "quoteCcy": ["USDT"],
        "side": ["buy"],
        "sz": ["30"],
        "szCcy": ["USDT"],
        "convertMode": ["0"],
    },
    "purchaseEarn": {name: [value] for name, value in PURCHASE.items()},
    "redeemEarn": {"ordId": [FIRST_RECORD], "protocolType": ["defi"]},
    "cancelEarn": {"ordId": [FIRST_RECORD], "protocolType": ["defi"]},
    "getTicker": {"instId": ["BTC-USDT"]},
    "closePosition": {"instId": ["BTC-USDT-SWAP"], "posSide": [""]},
    "getBalance": {"ccy": ["BTC", "BTC,ETH"]},
    "getCurrencies": {"ccy": ["USDT", "BTC,ETH"]},
    "getInstruments": {"instId": ["BTC-USDT", "BTC-USDT-SWAP"], "seriesId": ["BTC-ABOVE-DAILY"]},
}

# Values that go together, for sequences: every other order rests at these prices.
TOGETHER: dict[str, dict[str, list[Any]]] = {
    "placeOrder": {
        **_GOOD_ORDER,
        "instId": ["BTC-USDT-SWAP"],
        "tdMode": ["cross"],
        "ordType": ["limit"],
        "px": ["50000", "59000", "61000"],
        "reduceOnly": [None],
    },
    "amendOrder": {**KNOWN["amendOrder"], "newPx": ["50000"]},
    # The price moves within this range; see `hooks.prepare`.
    "placeGridOrder": {**KNOWN["placeGridOrder"], "maxPx": ["62000"], "minPx": ["57000"], "quoteSz": ["1000"]},
    # They trigger as the price moves.
    "placeAlgoOrder": {
        "instId": ["BTC-USDT"],
        "tdMode": ["cash"],
        "side": ["sell"],
        "ordType": ["conditional"],
        "sz": ["0.01"],
        "slTriggerPx": ["59500", "50000"],
        "slOrdPx": ["-1"],
    },
}
# Nothing goes with these values but ids and tag: the kinds of algo orders exclude each other's fields.
ALONE = frozenset({"placeAlgoOrder"})
_IDS = frozenset({"tag", "algoClOrdId"})
TAGS = ["MOCKBROKER01", "MOCKBROKER02", "OTHER1", ""]

# The mock reads numbers of up to so many characters.
LONGEST_NUMBER = 40


def _link(operation: str, *, body: object = None, **parameters: str) -> Node:
    return {"operationId": operation, **({"requestBody": body} if body else {"parameters": parameters})}


_SENT, _GOT = "$request.body#/", "$response.body#/data/0/"
_ORDER = {"instId": _SENT + "instId", "ordId": _GOT + "ordId"}
_LOOK_UP_ORDER = _link("getOrder", **_ORDER)
_SAME_ORDER = {"instId": _SENT + "instId", "ordId": _SENT + "ordId"}

# What follows a success: parameters of the next call, or its body, out of request and answer.
LINKS: dict[str, dict[str, Node]] = {
    "placeOrder": {
        "look": _LOOK_UP_ORDER,
        "amend": _link("amendOrder", body={**_ORDER, "newSz": "2"}),
        "cancel": _link("cancelOrder", body=_ORDER),
        "cancel many": _link("cancelBatchOrders", body=[_ORDER]),
        # There is a position of this kind before every question to close one; see `hooks.prepare`.
        "close": _link("closePosition", body={"instId": "BTC-USDT-SWAP", "mgnMode": "cross"}),
    },
    "amendOrder": {
        "look": _link("getOrder", **_SAME_ORDER),
        "cancel": _link("cancelOrder", body=_SAME_ORDER),
        # This one rests before every question about an order.
        "cancel many": _link("cancelBatchOrders", body=[{"instId": "BTC-USDT", "clOrdId": RESTING_ID}]),
    },
    "cancelOrder": {
        "look": _LOOK_UP_ORDER,
        "again": _link("cancelOrder", body=_SAME_ORDER),
        "amend": _link("amendOrder", body={**_SAME_ORDER, "newSz": "3"}),
    },
    "placeAlgoOrder": {
        "look": _link("getAlgoOrder", algoId=_GOT + "algoId"),
        "cancel": _link("cancelAlgos", body=[{"instId": _SENT + "instId", "algoId": _GOT + "algoId"}]),
    },
    "placeGridOrder": {
        "look": _link("getGridOrder", algoOrdType=_SENT + "algoOrdType", algoId=_GOT + "algoId"),
        "stop": _link(
            "stopGridOrders",
            body=[
                {
                    "instId": _SENT + "instId",
                    "algoId": _GOT + "algoId",
                    "algoOrdType": _SENT + "algoOrdType",
                    "stopType": "1",
                }
            ],
        ),
        "copy": _link(
            "copyGridOrder",
            body={
                "instId": _SENT + "instId",
                "algoOrdType": _SENT + "algoOrdType",
                "sourceAlgoId": _GOT + "algoId",
                "quoteSz": "1000",
            },
        ),
    },
    "placeRecurringOrder": {
        "look": _link("getRecurringOrder", algoId=_GOT + "algoId"),
        "stop": _link("stopRecurringOrders", body=[{"algoId": _GOT + "algoId"}]),
    },
    "createRfq": {
        "look": _link("getRfqs", rfqId=_GOT + "rfqId"),
        "quote": _link("createQuote", body={**QUOTE, "rfqId": _GOT + "rfqId"}),
        "cancel": _link("cancelRfq", body={"rfqId": _GOT + "rfqId"}),
    },
    "createQuote": {
        "look": _link("getQuotes", quoteId=_GOT + "quoteId"),
        "cancel": _link("cancelQuote", body={"quoteId": _GOT + "quoteId"}),
        "execute": _link("executeQuote", body={"rfqId": _GOT + "rfqId", "quoteId": _GOT + "quoteId"}),
    },
    "placeSpreadOrder": {
        "look": _link("getSpreadOrder", ordId=_GOT + "ordId"),
        "cancel": _link("cancelSpreadOrder", body={"ordId": _GOT + "ordId"}),
    },
    "estimateConvertQuote": {
        "trade": _link(
            "convertTrade",
            body={
                "quoteId": _GOT + "quoteId",
                "baseCcy": _GOT + "baseCcy",
                "quoteCcy": _GOT + "quoteCcy",
                "side": _GOT + "side",
                "sz": _GOT + "rfqSz",
                "szCcy": _GOT + "rfqSzCcy",
            },
        )
    },
    "purchaseEarn": {
        "redeem": _link("redeemEarn", body={"ordId": _GOT + "ordId", "protocolType": "defi"}),
        "cancel": _link("cancelEarn", body={"ordId": _GOT + "ordId", "protocolType": "defi"}),
    },
    "createSubaccountApikey": {
        "look": _link("getSubaccountApikey", subAcct=_SENT + "subAcct", apiKey=_GOT + "apiKey"),
    },
    "createRebatePerOrders": {"look": _link("getRebatePerOrders", type="true")},
}

# Wire strings with a meaning (spec/README.md), as strictly as the mock must write them.
_NUMBER = r"^(-?[0-9]+(\.[0-9]+)?)?$"
_STRICT = {
    "decimal": _NUMBER,
    "integer": r"^(-?[0-9]+)?$",
    "unix-ms": r"^([0-9]{13})?$",
    "unix-us": r"^([0-9]{16})?$",
    "flag": r"^(true|false)?$",
    "yyyymmdd": r"^[0-9]{8}$",
}


def operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    """Path, method and node of every operation."""
    for path, item in document["paths"].items():
        for method in ("get", "post", "put", "delete", "patch"):
            if method in item:
                yield path, method, item[method]


def resolve(document: Node, node: Node) -> Node:
    """Follow references."""
    while "$ref" in node:
        found: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = {**found, **{name: value for name, value in node.items() if name != "$ref"}}
    return node


def body_schema(document: Node, operation: Node) -> Node | None:
    """The schema of a request's body, without references at its top."""
    if "requestBody" not in operation:
        return None
    content = resolve(document, operation["requestBody"])["content"]
    return resolve(document, content["application/json"]["schema"])


def for_fuzzing(document: Node, api_keys: list[str], uids: list[str], *, in_sequence: bool = False) -> Node:
    """The document that the fuzzer is given.

    Args:
        document: the bundled contract.
        api_keys: public parts of keys that exist, to ask about; not those that the fuzzer signs with.
        uids: users that exist.
        in_sequence: whether known values stand in place of any others, but where a link brings one, so that sequences of
            requests get somewhere.
    """
    document = copy.deepcopy(document)
    known = {
        **KNOWN,
        **(TOGETHER if in_sequence else {}),
        "getIfRebate": {"apiKey": api_keys},
        "getAffiliateInviteeDetail": {"uid": uids},
    }
    for _, _, operation in operations(document):
        name = operation["operationId"]
        values = known.get(name, {})
        operation["parameters"] = [
            _parameter(resolve(document, one), values, only_known=in_sequence)
            for one in operation.get("parameters", [])
        ]
        body = body_schema(document, operation)
        if body is not None:
            if in_sequence and "tag" in body.get("properties", {}):
                values = {**values, "tag": TAGS}
            only_known = set(values) - _linked(name) if in_sequence else set[str]()
            whole = _body(document, body, values, only_known)
            if in_sequence and name in ALONE:
                kept = set(values) | _IDS
                whole["properties"] = {field: part for field, part in whole["properties"].items() if field in kept}
            content = operation["requestBody"] = copy.deepcopy(resolve(document, operation["requestBody"]))
            content["content"]["application/json"]["schema"] = whole
        if name in LINKS:
            operation["responses"]["200"]["links"] = LINKS[name]
    return document


def _parameter(parameter: Node, values: dict[str, list[Any]], *, only_known: bool) -> Node:
    schema = _text(parameter["schema"])
    if parameter["name"] in values and only_known:
        schema = {"type": "string", "enum": values[parameter["name"]]}
    elif parameter["name"] in values:
        schema = {"anyOf": [{"type": "string", "enum": values[parameter["name"]]}, schema]}
    if not parameter.get("required"):
        schema = {"anyOf": [*schema.get("anyOf", [schema]), {"type": "string", "enum": [""]}]}
    return {**parameter, "schema": schema}


def _linked(operation: str) -> set[str]:
    """The fields of an operation's body that links fill with what came before."""
    found: set[str] = set()
    for links in LINKS.values():
        for link in links.values():
            body = link.get("requestBody", {})
            fields = body[0] if isinstance(body, list) else body
            if link["operationId"] == operation:
                found |= {name for name, value in fields.items() if str(value).startswith("$")}
    return found


def _body(document: Node, schema: Node, values: dict[str, list[Any]], only_known: set[str]) -> Node:
    schema = resolve(document, schema)
    if schema.get("type") == "array":
        return {**schema, "items": _body(document, schema["items"], values, only_known)}
    if "properties" not in schema:
        return _text(schema)
    required = schema.get("required", [])
    properties: Node = {}
    for name, unresolved in schema["properties"].items():
        field = resolve(document, unresolved)
        if field.get("type") == "array":
            field = {**field, "items": _body(document, field["items"], {}, set())}
        elif "properties" in field:
            field = _body(document, field, {}, set())
        else:
            field = _text(field)
        choices = [] if name in only_known else [field]
        if name in values:
            choices.insert(0, {"enum": values[name]})
        if name not in required and name not in only_known:
            choices.append({"enum": ["", None]})
        properties[name] = choices[0] if len(choices) == 1 else {"anyOf": choices}
        if name in values:
            properties[name]["examples"] = values[name]
    # What is known is sent, too.
    return {**schema, "properties": properties, "required": [*required, *sorted(only_known - set(required))]}


def _text(schema: Node) -> Node:
    rule = schema.get("x-okx-rule")
    if rule:
        return {**schema, "format": f"okx-{rule}"}
    if schema.get("format") in {"decimal", "integer"} and "maxLength" not in schema:
        return {**schema, "maxLength": LONGEST_NUMBER}
    return schema


def strict_answers(document: Node) -> dict[str, Node]:
    """For each operation the schema of its success, with nothing missing, nothing more and every text in its form."""
    found: dict[str, Node] = {}
    for _, _, operation in operations(document):
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        if operation["x-okx-answer"] == "bare":
            found[operation["operationId"]] = _strict(document, schema)
            continue
        data = next(part["properties"]["data"] for part in schema["allOf"] if "data" in part.get("properties", {}))
        row = resolve(document, data["items"])
        found[operation["operationId"]] = {
            "type": "object",
            "required": ["code", "data", "msg"],
            "additionalProperties": False,
            "properties": {
                "code": {"type": "string", "pattern": "^[0-9]+$"},
                "msg": {"type": "string"},
                "data": {"type": "array", "items": _strict(document, row)},
                "inTime": {"type": "string", "pattern": "^[0-9]{16}$"},
                "outTime": {"type": "string", "pattern": "^[0-9]{16}$"},
            },
        }
    return found


def _strict(document: Node, schema: Node) -> Node:
    schema = resolve(document, schema)
    if "properties" in schema:
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: _strict(document, part) for name, part in schema["properties"].items()},
        }
    if schema.get("type") == "array":
        return {"type": "array", "items": _strict(document, schema["items"])}
    if "x-okx-values" in schema and schema.get("type") == "string":
        # Some values are lists of such words.
        words = "|".join(schema["x-okx-values"])
        return {"type": "string", "pattern": f"^(({words})(,({words}))*)?$"}
    if schema.get("format") in _STRICT and schema["type"] == "string":
        return {"type": "string", "pattern": _STRICT[schema["format"]]}
    return {"type": schema["type"]} if "type" in schema else {}


def load() -> Node:
    """The bundled document of the installed package."""
    import okx_v5

    found: Node = json.loads(Path(okx_v5.__file__).with_name("openapi.json").read_text("utf-8"))
    return found
