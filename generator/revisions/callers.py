"""What a program in Python sees of the spec, as facts: methods, arguments, models, fields, limits, codes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.bundle import deref, operations
from generator.documents import facts as groups
from generator.documents import headings
from generator.documents.facts import Fact, Value
from generator.documents.quantities import span

MODEL = "model"
_KEYWORDS = {
    "enum": "values",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minimum": "min",
    "maximum": "max",
    "pattern": "pattern",
    "minItems": "min_items",
    "maxItems": "max_items",
    "x-okx-rule": "rule_of_value",
    "x-okx-secret": "secret",
    "x-okx-broker-type": "filled_in",
}
_OPERATION = {
    "x-okx-broker-tag": "tag places",
    "x-okx-pagination": "pagination",
    "x-okx-answer": "answer",
    "x-okx-one-of": "one of",
    "x-okx-exactly-one": "exactly one",
    "x-okx-name": "list argument",
}


def caller_facts(document: Mapping[str, Any], errors: list[dict[str, Any]]) -> list[Fact]:
    """Return what callers see of a bundled spec.

    Args:
        document: The bundled spec.
        errors: The entries of `errors.yaml`.
    """
    whole = dict(document)
    found: list[Fact] = []
    for path, method, operation in operations(whole):
        found += _operation(whole, path, method, operation)
    for name, schema in whole["components"].get("schemas", {}).items():
        found.append(Fact("", MODEL, name, {}, wording=_hash(schema.get("description", ""))))
    found += _tokens(whole["components"].get("securitySchemes", {}).get("accessToken", {}))
    for entry in errors:
        attributes: dict[str, Value] = {
            "http": ", ".join(str(one) for one in entry["http"]),
            "executed": str(entry.get("executed", "")),
        }
        found.append(Fact("", groups.ERROR, str(entry["code"]), attributes, wording=_hash(entry["meaning"])))
    return found


def _tokens(scheme: Mapping[str, Any]) -> Iterator[Fact]:
    for name, required in scheme.get("x-okx-headers", {}).items():
        yield Fact("", groups.HEADER, name, {"required": headings.required(required)})
    for name, seconds in scheme.get("x-okx-lifetimes", {}).items():
        yield Fact("", groups.LIFETIME, name, {"valid": span(seconds)})
    for name in scheme.get("x-okx-scopes", []):
        yield Fact("", groups.SCOPE, name, {})


def _operation(document: dict[str, Any], path: str, method: str, node: dict[str, Any]) -> Iterator[Fact]:
    name = str(node["operationId"])
    windows = node.get("x-okx-rate-limit", [])
    attributes: dict[str, Value] = {
        "path": f"{method.upper()} {path}",
        "resource": node["tags"][0],
        "limit": ", ".join(headings.limit(one["requests"], one["seconds"]) for one in windows),
        "rule": ", ".join("+".join(one["per"]) for one in windows),
        "permission": node.get("x-okx-permission", ""),
    }
    attributes |= {word: _text(node[key]) for key, word in _OPERATION.items() if key in node}
    if stated := node.get("x-okx-durations"):
        attributes["spans of time"] = tuple(f"{what} {span(seconds)}" for what, seconds in sorted(stated.items()))
    yield Fact(name, groups.OPERATION, "", attributes, wording=_hash([node.get("summary"), node.get("description")]))
    for reference in node.get("parameters", []):
        parameter = deref(document, reference)
        required = {"required": _needed(parameter.get("required", False), parameter)}
        yield _field(document, name, groups.REQUEST, parameter["name"], {**parameter, **parameter["schema"]}, required)
    if "requestBody" in node:
        body = deref(document, node["requestBody"]["content"]["application/json"]["schema"])
        if body.get("type") == "array":
            yield Fact(name, groups.REQUEST, "[]", {"type": "Array", **_rules(body)})
            body = deref(document, body["items"])
        yield from _sent(document, name, body, "", ())
    answer = node["responses"]["200"]["content"]["application/json"]["schema"]
    yield from _answered(document, name, answer, "", ())
    row = deref(document, node.get("x-okx-file-row", {}))
    for column, reference in row.get("properties", {}).items():
        yield _field(document, name, groups.COLUMN, column, deref(document, reference), {})


def _sent(
    document: dict[str, Any], name: str, schema: dict[str, Any], above: str, seen: tuple[int, ...]
) -> Iterator[Fact]:
    for field, reference in schema.get("properties", {}).items():
        inner = deref(document, reference)
        required = {"required": _needed(field in schema.get("required", []), inner)}
        yield _field(document, name, groups.REQUEST, f"{above}{field}", inner, required)
        nested = deref(document, inner.get("items", inner))
        if nested.get("type") == "object" and id(nested) not in seen:
            yield from _sent(document, name, nested, f"{above}{field}.", (*seen, id(nested)))


def _answered(
    document: dict[str, Any], name: str, schema: dict[str, Any], above: str, seen: tuple[int, ...]
) -> Iterator[Fact]:
    schema = deref(document, schema)
    if id(schema) in seen:
        return
    seen = (*seen, id(schema))
    for part in schema.get("allOf", []):
        if "$ref" not in part:
            data = part.get("properties", {}).get("data", {})
            yield from _answered(document, name, data.get("items", {}), above, seen)
    for field, reference in schema.get("properties", {}).items():
        inner = deref(document, reference)
        yield _field(document, name, groups.ANSWER, f"{above}{field}", inner, {})
        yield from _answered(document, name, inner.get("items", inner), f"{above}{field}.", seen)


def _field(
    document: dict[str, Any],
    operation: str,
    group: str,
    name: str,
    schema: Mapping[str, Any],
    more: Mapping[str, Value],
) -> Fact:
    kinds = schema.get("type", "object")
    kind = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if kind == "array":
        kind = f"array of {deref(document, schema.get('items', {})).get('type', 'object')}"
    if "format" in schema:
        kind = f"{kind} ({schema['format']})"
    attributes: dict[str, Value] = {"type": kind, **more, **_rules(schema)}
    said = [schema.get("description", ""), schema.get("x-okx-values")]
    return Fact(operation, group, name, attributes, wording=_hash(said))


def _rules(schema: Mapping[str, Any]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, word in _KEYWORDS.items():
        if key in schema:
            value = schema[key]
            found[word] = (
                tuple(str(one) for one in value)
                if isinstance(value, list)
                else value
                if isinstance(value, int)
                else str(value)
            )
    if condition := schema.get("x-okx-required-if"):
        found["condition"] = _text(condition)
    return found


def _needed(required: object, schema: Mapping[str, Any]) -> str:
    if required:
        return "Yes"
    return "Conditional" if "x-okx-required-if" in schema else "No"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:12]
