"""One change of one fact of the spec, made at random, with what the unchanged document then has to show.

Which schema is sent or answered by which operation is written here by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from generator.drift.marked import Tree

INFO = "GET /api/v5/broker/dma/subaccount-info"
FEES = "GET /api/v5/broker/dma/subaccount-trade-fee"
MAKE = "POST /api/v5/broker/dma/subaccount/apikey"
KEYS = "GET /api/v5/broker/dma/subaccount/apikey"
LINKS = "GET /api/v5/broker/fd/rebate-per-orders"
ORDER = "POST /api/v5/broker/fd/rebate-per-orders"
EARNS = "GET /api/v5/broker/fd/if-rebate"
DMA, FD = "dma_broker.yaml", "fd_broker.yaml"

SCHEMAS = {
    (DMA, "SubaccountPage"): (INFO, "answer "),
    (DMA, "Subaccount"): (INFO, "answer details."),
    (DMA, "SubaccountFeePage"): (FEES, "answer "),
    (DMA, "SubaccountFees"): (FEES, "answer details."),
    (DMA, "FeeRate"): (FEES, "answer details.feeRates."),
    (DMA, "CreateSubaccountApiKeyRequest"): (MAKE, "request "),
    (DMA, "CreatedApiKey"): (MAKE, "answer "),
    (DMA, "SubaccountApiKey"): (KEYS, "answer "),
    (FD, "RebateEligibility"): (EARNS, "answer "),
    (FD, "RebateReportRequest"): (ORDER, "request "),
    (FD, "RebateReportReceipt"): (ORDER, "answer "),
    (FD, "RebateLink"): (LINKS, "answer "),
    (FD, "RebateRow"): (LINKS, "column "),
}
OPERATIONS = {
    INFO: (DMA, "subaccount-info", "get"),
    FEES: (DMA, "subaccount-trade-fee", "get"),
    MAKE: (DMA, "subaccount-apikey", "post"),
    KEYS: (DMA, "subaccount-apikey", "get"),
    LINKS: (FD, "rebate-per-orders", "get"),
    ORDER: (FD, "rebate-per-orders", "post"),
    EARNS: (FD, "if-rebate", "get"),
}
# What the spec has and the document has not, or has in another form: it is in deviations.yaml.
APART = {"marker", "subBrokerRebate", "firstLvSubAcct", "subAcctLv", "uid", "clOrdId"}
OF_ROWS = {"request ": "parameter", "answer ": "field", "column ": "column"}


@dataclass(frozen=True)
class Wanted:
    kinds: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    """Operation and place of each finding; a part that two operations share gives two."""
    severity: str


Maker = Callable[[Tree, Random], Wanted]


def _field(tree: Tree, random: Random, wanted: Callable[[str, dict[str, Any]], bool]) -> tuple[Any, Any, str, str, str]:
    """Choose a property; return its schema's node, its own node, name, operation and the words before its name."""
    found = [
        (schema, properties[name], name, *place)
        for (file, key), place in SCHEMAS.items()
        for schema in [tree.file(f"schemas/{file}")[key]]
        for properties in [schema["properties"]]
        for name in properties
        if (name not in APART or (name == "uid" and key != "RebateRow")) and wanted(name, properties[name])
    ]
    return random.choice(found)


def _word(prefix: str) -> str:
    return OF_ROWS[prefix.split(" ", maxsplit=1)[0] + " "]


def remove_property(tree: Tree, random: Random) -> Wanted:
    schema, node, name, operation, prefix = _field(
        tree, random, lambda name, _: name not in ("enable", "canTransOut", "affiliated", "perm")
    )
    needed = name in schema.get("required", []) or "x-okx-broker-type" in node
    del schema["properties"][name]
    severity = "breaking" if prefix == "request " and needed else "additive"
    return Wanted((f"{_word(prefix)} added",), ((operation, prefix + name),), severity)


def rename_property(tree: Tree, random: Random) -> Wanted:
    schema, _, name, operation, prefix = _field(
        tree, random, lambda name, _: name not in ("enable", "canTransOut", "affiliated", "perm")
    )
    renamed = {("changedName" if key == name else key): value for key, value in schema["properties"].items()}
    schema["properties"].clear()
    schema["properties"].update(renamed)
    schema["required"] = ["changedName" if one == name else one for one in schema.get("required", [])]
    return Wanted((f"{_word(prefix)} renamed",), ((operation, f"{prefix}changedName"),), "breaking")


def add_property(tree: Tree, random: Random) -> Wanted:
    schema, _, _, operation, prefix = _field(tree, random, lambda _name, _node: True)
    schema["properties"]["inventedField"] = {"description": "Not in the document.", "type": "string"}
    return Wanted((f"{_word(prefix)} removed",), ((operation, f"{prefix}inventedField"),), "breaking")


def change_type(tree: Tree, random: Random) -> Wanted:
    _, node, name, operation, prefix = _field(tree, random, lambda _, node: node.get("type") == "string")
    if prefix == "column ":
        return change_type(tree, random)
    node["type"] = "object"
    return Wanted(("type changed",), ((operation, prefix + name),), "breaking")


def change_required(tree: Tree, random: Random) -> Wanted:
    key = random.choice(["CreateSubaccountApiKeyRequest", "RebateReportRequest"])
    file, operation = (DMA, MAKE) if key.startswith("Create") else (FD, ORDER)
    schema = tree.file(f"schemas/{file}")[key]
    name = random.choice(list(schema["properties"]))
    if name in schema["required"]:
        schema["required"].remove(name)
        return Wanted(("required changed",), ((operation, f"request {name}"),), "breaking")
    schema["required"].append(name)
    return Wanted(("required changed",), ((operation, f"request {name}"),), "additive")


def change_values(tree: Tree, random: Random) -> Wanted:
    _, node, name, operation, prefix = _field(
        tree, random, lambda name, node: name != "perm" and bool(node.get("enum") or node.get("x-okx-values"))
    )
    how = random.choice(["remove", "add"])
    values = node.get("enum") or node["x-okx-values"]
    if how == "add":
        if isinstance(values, list):
            values.append("invented")
        else:
            values["invented"] = "not in the document"
        return Wanted(("values changed",), ((operation, prefix + name),), "breaking")
    gone = random.choice(
        [value for value in values if "(newer)" not in str(values[value] if isinstance(values, dict) else "")][:2]
    )
    if isinstance(values, list):
        values.remove(gone)
    else:
        values[gone] = "gone"
        del values[gone]
    return Wanted(("values changed",), ((operation, prefix + name),), "additive")


def change_length(tree: Tree, random: Random) -> Wanted:
    _, node, name, operation, prefix = _field(tree, random, lambda _, node: "maxLength" in node)
    keyword = random.choice([one for one in ("maxLength", "minLength") if node.get(one, 0) > 1])
    by = random.choice([-2, -1, 1, 5])
    node[keyword] += by
    looser = by < 0 if keyword == "maxLength" else by > 0
    kind = "max length changed" if keyword == "maxLength" else "min length changed"
    return Wanted((kind,), ((operation, prefix + name),), "additive" if looser else "breaking")


def change_format(tree: Tree, random: Random) -> Wanted:
    _, node, name, operation, prefix = _field(
        tree, random, lambda _, node: node.get("format") in ("unix-ms", "yyyymmdd")
    )
    node["format"] = "yyyymmdd" if node["format"] == "unix-ms" else "unix-ms"
    return Wanted(("format changed",), ((operation, prefix + name),), "breaking")


def change_words(tree: Tree, random: Random) -> Wanted:
    """Change a number that only the words of the spec hold."""
    file, key, name, old, new, operation, place = random.choice(
        [
            (DMA, "CreateSubaccountApiKeyRequest", "ip", "14 days", "15 days", MAKE, "request ip"),
            (DMA, "CreateSubaccountApiKeyRequest", "ip", "up to 20", "up to 21", MAKE, "request ip"),
            (FD, "RebateReportReceipt", "result", "2\nhours", "", ORDER, "answer result"),
            (FD, "RebateEligibility", "lastRebate", "VIP4", "VIP3", EARNS, "answer lastRebate"),
            (FD, "RebateRow", "fee", "USDT", "USDC", LINKS, "column fee"),
        ]
    )
    node = tree.file(f"schemas/{file}")[key]["properties"][name]
    description = " ".join(node["description"].split())
    old = old.replace("\n", " ")
    assert old in description, (name, old)
    node["description"] = description.replace(old, new or "5 hours", 1)
    kind = {"up to 20": "max count changed", "USDT": "unit changed"}.get(old, "numbers changed")
    return Wanted((kind,), ((operation, place),), "breaking")


def change_parameter(tree: Tree, random: Random) -> Wanted:
    """Change a query parameter; those in common.yaml belong to two operations."""
    common = tree.file("schemas/common.yaml")["parameters"]
    links = {one.get("name"): one for one in tree.file(f"paths/{FD}")["rebate-per-orders"]["get"]["parameters"]}
    keys = {one.get("name"): one for one in tree.file(f"paths/{DMA}")["subaccount-apikey"]["get"]["parameters"]}
    how = random.choice(
        ["name", "shared name", "pattern", "default", "required", "enum", "shared enum", "condition", "shared required"]
    )
    if how == "name":
        links["begin"]["name"] = "from"
        return Wanted(("parameter renamed",), ((LINKS, "request from"),), "breaking")
    if how == "shared name":
        common["Page"]["name"] = "pageNo"
        return Wanted(("parameter renamed",), ((INFO, "request pageNo"), (FEES, "request pageNo")), "breaking")
    if how == "pattern":
        common["PageLimit"]["schema"]["pattern"] = "^([1-9][0-9]?|1[0-9][0-9]|200)$"
        return Wanted(("max changed",), ((INFO, "request limit"), (FEES, "request limit")), "breaking")
    if how == "default":
        common["PageLimit"]["description"] = "How many one page holds, 1 to 100. Without it 50."
        return Wanted(("default changed",), ((INFO, "request limit"), (FEES, "request limit")), "breaking")
    if how == "required":
        keys["apiKey"]["required"] = True
        return Wanted(("required changed",), ((KEYS, "request apiKey"),), "additive")
    if how == "enum":
        links["type"]["schema"]["enum"].remove("false")
        return Wanted(("values changed",), ((LINKS, "request type"),), "additive")
    if how == "shared enum":
        common["BrokerType"]["schema"]["enum"].append("nd")
        return Wanted(("values changed",), ((LINKS, "request brokerType"), (EARNS, "request brokerType")), "breaking")
    if how == "condition":
        links["end"]["x-okx-required-if"] = {"type": "true"}
        return Wanted(("condition changed",), ((LINKS, "request end"),), "breaking")
    common["UidFilter"]["required"] = True
    return Wanted(("required changed",), ((INFO, "request uid"), (FEES, "request uid")), "additive")


def _operation(tree: Tree, random: Random) -> tuple[Any, str]:
    name = random.choice(list(OPERATIONS))
    file, key, method = OPERATIONS[name]
    return tree.file(f"paths/{file}")[key][method], name


def change_limit(tree: Tree, random: Random) -> Wanted:
    node, operation = _operation(tree, random)
    window = node["x-okx-rate-limit"][0]
    if random.random() < 0.5:
        window["requests"] += 3
        return Wanted(("limit changed",), ((operation, "operation"),), "breaking")
    window["seconds"] *= 7
    return Wanted(("limit changed",), ((operation, "operation"),), "additive")


def change_head(tree: Tree, random: Random) -> Wanted:
    node, operation = _operation(tree, random)
    if random.random() < 0.5:
        node["x-okx-permission"] = "Withdraw"
        return Wanted(("permission changed",), ((operation, "operation"),), "breaking")
    node["x-okx-rate-limit"][0]["per"] = ["ip"]
    return Wanted(("rule changed",), ((operation, "operation"),), "breaking")


def change_path(tree: Tree, random: Random) -> Wanted:
    paths = tree.file("openapi.yaml")["paths"]
    old = random.choice([INFO, FEES, EARNS]).split(" ")[1]
    renamed = {(f"{key}-v2" if key == old else key): value for key, value in paths.items()}
    paths.clear()
    paths.update(renamed)
    return Wanted(("path changed",), ((f"GET {old}-v2", "operation"),), "breaking")


def change_method(tree: Tree, random: Random) -> Wanted:
    name = random.choice([INFO, FEES, EARNS])
    file, key, method = OPERATIONS[name]
    item = tree.file(f"paths/{file}")[key]
    item["put"] = item[method]
    del item[method]
    return Wanted(("method changed",), ((name.replace("GET", "PUT"), "operation"),), "breaking")


def remove_operation(tree: Tree, random: Random) -> Wanted:
    name = random.choice(list(OPERATIONS))
    file, key, method = OPERATIONS[name]
    del tree.file(f"paths/{file}")[key][method]
    return Wanted(("operation added",), ((name, "operation"),), "additive")


def change_error(tree: Tree, random: Random) -> Wanted:
    errors = tree.file("errors.yaml")
    entry = random.choice([one for one in errors if one["code"].startswith("530")])
    old = entry["code"]
    how = random.choice(["code", "http", "remove"])
    if how == "code":
        entry["code"] = "53088"
        return Wanted(("error code renamed",), (("", "error code 53088"),), "breaking")
    if how == "http":
        entry["http"] = [418]
        return Wanted(("http status changed",), (("", f"error code {old}"),), "breaking")
    errors.remove(entry)
    return Wanted(("error code added",), (("", f"error code {old}"),), "additive")


def change_token(tree: Tree, random: Random) -> Wanted:
    scheme = tree.file("openapi.yaml")["components"]["securitySchemes"]["accessToken"]
    how = random.choice(["lifetime", "scope", "header", "link"])
    if how == "lifetime":
        name = random.choice(list(scheme["x-okx-lifetimes"]))
        scheme["x-okx-lifetimes"][name] *= 2
        return Wanted(("lifetime changed",), (("", f"lifetime {name}"),), "breaking")
    if how == "scope":
        scheme["x-okx-scopes"].remove("trade")
        return Wanted(("scope added",), (("", "scope trade"),), "additive")
    if how == "header":
        scheme["x-okx-headers"]["TERMID"] = "Yes"
        return Wanted(("required changed",), (("", "header TERMID"),), "additive")
    node = tree.file(f"paths/{FD}")["rebate-per-orders"]["get"]
    node["x-okx-durations"]["link"] = 10800
    return Wanted(
        ("spans of time changed", "numbers changed"), ((LINKS, "operation"), (LINKS, "answer fileHref")), "breaking"
    )


def change_example(tree: Tree, random: Random) -> Wanted:
    node, operation = _operation(tree, random)
    value = node["responses"]["200"]["content"]["application/json"]["examples"]["document"]["value"]
    how = random.choice(["rename", "remove", "value"])
    if how == "rename":
        renamed = {("message" if key == "msg" else key): inner for key, inner in value.items()}
        value.clear()
        value.update(renamed)
        return Wanted(("example field renamed",), ((operation, "example answer message"),), "breaking")
    if how == "remove":
        del value["msg"]
        return Wanted(("example field added",), ((operation, "example answer msg"),), "additive")
    value["code"] = "1"
    return Wanted(("example field values changed",), ((operation, "example answer code"),), "wording")


def change_deviation(tree: Tree, random: Random) -> Wanted:
    """Let the spec say what the document says after all: the deviation is then out of date."""
    schemas = tree.file(f"schemas/{DMA}")
    how = random.choice(["enable", "canTransOut", "marker", "scope"])
    if how == "marker":
        del schemas["FeeRate"]["properties"]["marker"]
        return Wanted(("deviation out of date",), ((FEES, "answer details.feeRates.marker"),), "breaking")
    if how == "scope":
        tree.file("openapi.yaml")["components"]["securitySchemes"]["accessToken"]["x-okx-scopes"].remove("fast_api")
        return Wanted(("deviation out of date",), (("", "scope fast_api"),), "breaking")
    schemas["Subaccount"]["properties"][how]["type"] = {"enable": "boolean", "canTransOut": "string"}[how]
    return Wanted(("deviation out of date",), ((INFO, f"answer details.{how}"),), "breaking")


MAKERS: dict[str, Maker] = {
    function.__name__: function
    for function in (
        remove_property, rename_property, add_property, change_type, change_required, change_values, change_length,
        change_format, change_words, change_parameter, change_limit, change_head, change_path, change_method,
        remove_operation, change_error, change_token, change_example, change_deviation,
    )
}  # fmt: skip
