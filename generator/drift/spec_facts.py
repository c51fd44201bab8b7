"""The facts that the spec states about the operations of the broker program's document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.bundle import METHODS, SpecError
from generator.documents import examples, headings
from generator.documents import facts as groups
from generator.documents.facts import Fact, Place, Value
from generator.documents.quantities import levels, quantities, span
from generator.drift.marked import Mapped, Tree

BASE = "okx-broker-program"
"""The document that the spec is written from; what is in newer versions alone has `-newer` after it, or `x-okx-since`."""
NEWER = f"{BASE}-newer"
ERRORS = "530"
"""How the error codes of the document begin; the other codes of `errors.yaml` come from elsewhere."""

_TYPES = {"string": "String", "boolean": "Boolean", "integer": "Number", "number": "Number", "object": "Object"}
_OF_NEWER = re.compile(
    r"\(newer[^)]*\)|(?:,\s*)?in newer versions of the document[^.;]*?(?=,? else\b|[.;]|$)", re.IGNORECASE
)
_LARGEST = 10_000


def spec_facts(tree: Tree) -> list[Fact]:
    """Read the spec.

    Raises:
        SpecError: The spec does not fit together.
    """
    return list(_Spec(tree).facts())


def known_values(facts: list[Fact]) -> dict[str, tuple[str, ...]]:
    """Return the values of every field, by its last name, and of a field of any other name under the empty name.

    They help to read values in a form of a document that has lost what parts them from words.
    """
    found: dict[str, tuple[str, ...]] = {}
    for fact in facts:
        if fact.group in (groups.REQUEST, groups.ANSWER, groups.COLUMN):
            name = fact.name.rpartition(".")[2]
            values = _texts(fact.attributes.get("values", ()))
            found[name] = tuple(dict.fromkeys([*found.get(name, ()), *values, *fact.newer_values]))
    found[""] = tuple(dict.fromkeys(value for values in found.values() for value in values if len(value) > 3))
    return found


@dataclass
class _Spec:
    tree: Tree
    link: str = ""
    """How long a link of the current operation works. The document says it of the operation, the spec of the field too."""

    def facts(self) -> Iterator[Fact]:
        root = self.tree.file("openapi.yaml")
        for path, reference in root["paths"].items():
            file = reference["$ref"].partition("#")[0]
            if BASE not in self.tree.text(file):
                continue
            item, file, _ = self.tree.follow(reference, "openapi.yaml")
            for method in METHODS:
                if method in item and _source(item[method]) in (BASE, NEWER):
                    yield from self.operation(f"{method.upper()} {path}", item, method, file)
        yield from self.errors()
        yield from self.token(root["components"]["securitySchemes"]["accessToken"])

    # An operation

    def operation(self, name: str, item: Mapped, method: str, file: str) -> Iterator[Fact]:
        node = item[method]
        windows = node.get("x-okx-rate-limit", [])
        attributes: dict[str, Value] = {
            "limit": ", ".join(headings.limit(one["requests"], one["seconds"]) for one in windows),
            "rule": ", ".join("+".join(one["per"]) for one in windows),
            "permission": node.get("x-okx-permission", ""),
            "title": node["x-okx-source"]["section"],
        }
        if stated := node.get("x-okx-durations"):
            attributes["spans"] = tuple(sorted({span(seconds) for seconds in stated.values()}))
        self.link = span(stated["link"]) if stated and "link" in stated else ""
        newer = node.get("x-okx-since") == "newer" or _source(node) == NEWER
        lines = {
            attribute: node.line_of(key)
            for attribute, key in (
                ("limit", "x-okx-rate-limit"),
                ("rule", "x-okx-rate-limit"),
                ("permission", "x-okx-permission"),
            )
            if key in node
        }
        into = _at(node, "parameters")
        yield Fact(name, groups.OPERATION, "", attributes, _at(item, method), newer=newer, into=into, lines=lines)
        yield from self.request(name, node, file)
        yield from self.answer(name, node, file)
        if "x-okx-file-row" in node:
            row, row_file, _ = self.tree.follow(node["x-okx-file-row"], file)
            for column, schema, line, _ in self.properties(row, row_file):
                yield self.field(name, groups.COLUMN, column, schema, line, {})
        yield from self.examples(name, node)

    def request(self, name: str, node: Mapped, file: str) -> Iterator[Fact]:
        for reference in node.get("parameters", []):
            parameter, _, _ = self.tree.follow(reference, file)
            place = Place(parameter.file, parameter.line_of("name"))
            required = {"required": _needed(parameter.get("required", False), parameter)}
            schema = _joined(parameter, {**parameter, **parameter["schema"]})
            yield self.field(name, groups.REQUEST, parameter["name"], schema, place, required)
        if "requestBody" in node:
            body, body_file, _ = self.tree.follow(node["requestBody"]["content"]["application/json"]["schema"], file)
            for field, schema, place, _ in self.properties(body, body_file):
                required = {"required": _needed(field in body.get("required", []), schema)}
                yield self.field(name, groups.REQUEST, field, schema, place, required)

    def answer(self, name: str, node: Mapped, file: str) -> Iterator[Fact]:
        schema = node["responses"]["200"]["content"]["application/json"]["schema"]
        items = next(
            (part["properties"]["data"]["items"] for part in schema.get("allOf", []) if "properties" in part), None
        )
        if items is not None:
            found, found_file, _ = self.tree.follow(items, file)
            yield from self.nested(name, found, found_file, "")

    def nested(self, name: str, schema: Mapped, file: str, above: str) -> Iterator[Fact]:
        for field, inner, place, inner_file in self.properties(schema, file):
            path = f"{above}{field}"
            yield self.field(name, groups.ANSWER, path, inner, place, {})
            if inner.get("type") == "array":
                items, items_file, _ = self.tree.follow(inner["items"], inner_file)
                if items.get("type") == "object":
                    yield from self.nested(name, items, items_file, f"{path}.")

    def properties(self, schema: Mapped, file: str) -> Iterator[tuple[str, Mapped, Place, str]]:
        """Yield name, schema, place and file of every property."""
        properties = schema.get("properties", {})
        for name, reference in properties.items():
            found, found_file, _ = self.tree.follow(reference, file)
            yield name, found, Place(properties.file, properties.line_of(name)), found_file

    def field(
        self, operation: str, group: str, name: str, schema: Mapping[str, Any], place: Place, more: Mapping[str, Value]
    ) -> Fact:
        """Read one field: its type, its values and its numbers, from keywords where there are some, else from its words."""
        attributes: dict[str, Value] = {}
        items: Mapping[str, Any] = schema.get("items", {})
        if group != groups.COLUMN:
            attributes["type"] = _type(schema, items)
        attributes |= more
        listed = schema.get("x-okx-values") or items.get("x-okx-values") or {}
        newer = tuple(value for value, meaning in listed.items() if str(meaning).endswith("(newer)"))
        description = _OF_NEWER.sub("", str(schema.get("description", "")))
        values = _values(schema, listed, description)
        if kept := tuple(value for value in values if value not in newer):
            attributes["values"] = kept
        attributes |= self.numbers(schema, listed, description, group)
        since = schema.get("x-okx-since") == "newer"
        return Fact(operation, group, name, attributes, place, newer=since, newer_values=newer)

    def numbers(
        self, schema: Mapping[str, Any], listed: Mapping[str, str], description: str, group: str
    ) -> dict[str, Value]:
        found: dict[str, Value] = {}
        worded = quantities(description)
        if schema.get("minLength", 0) > 1:
            found["min_length"] = schema["minLength"]
        if "maxLength" in schema:
            found["max_length"] = schema["maxLength"]
        if schema.get("format") == "integer" and "pattern" in schema and (largest := _largest(schema["pattern"])):
            found["max"] = largest
        if schema.get("format") in ("unix-ms", "yyyymmdd"):
            found["format"] = schema["format"]
        for name in ("default", "max_count"):
            if name in worded:
                found[name] = worded[name]
        if group == groups.COLUMN and "unit" in worded:
            found["unit"] = worded["unit"]
        if condition := schema.get("x-okx-required-if"):
            found["condition"] = ", ".join(f"{field}={value}" for field, value in condition.items())
        meanings = " ".join(
            _OF_NEWER.sub("", str(meaning)) for meaning in listed.values() if not str(meaning).endswith("(newer)")
        )
        words = {number for number in _texts(worded.get("numbers", ())) if " " in number} | levels(meanings)
        if schema.get("x-okx-secret"):
            words.discard(self.link)
        if words:
            found["numbers"] = tuple(sorted(words))
        return found

    def examples(self, name: str, node: Mapped) -> Iterator[Fact]:
        shown = node.get("x-okx-example-requests", [])
        for group, example in zip(
            (groups.EXAMPLE_REQUEST, groups.EXAMPLE_SAMPLE), [*shown[:2], *shown[:1]], strict=False
        ):
            place = _at(node, "x-okx-example-requests")
            whole: dict[str, Value] = {"target": name} if group == groups.EXAMPLE_REQUEST else {}
            yield Fact(name, group, "", whole, place)
            sent = example.get("query", example.get("body", {}))
            for path, attributes in examples.fields(sent).items():
                yield Fact(name, group, path, attributes, place)
        content = node["responses"]["200"]["content"]["application/json"]
        if example := content.get("examples", {}).get("document"):
            place = _at(content, "examples")
            yield Fact(name, groups.EXAMPLE_ANSWER, "", {}, place)
            for path, attributes in examples.fields(example["value"]).items():
                yield Fact(name, groups.EXAMPLE_ANSWER, path, attributes, place)

    # The document as a whole

    def errors(self) -> Iterator[Fact]:
        for entry in self.tree.file("errors.yaml"):
            if str(entry["code"]).startswith(ERRORS):
                status = ", ".join(str(one) for one in entry["http"])
                yield Fact("", groups.ERROR, str(entry["code"]), {"http": status}, _at(entry, "code"))

    def token(self, scheme: Mapped) -> Iterator[Fact]:
        for name, required in scheme.get("x-okx-headers", {}).items():
            yield Fact("", groups.HEADER, name, {"required": headings.required(required)}, _at(scheme, "x-okx-headers"))
        for name, seconds in scheme.get("x-okx-lifetimes", {}).items():
            yield Fact("", groups.LIFETIME, name, {"valid": span(seconds)}, _at(scheme, "x-okx-lifetimes"))
        for name in scheme.get("x-okx-scopes", []):
            yield Fact("", groups.SCOPE, name, {}, _at(scheme, "x-okx-scopes"))


def _source(operation: Mapped) -> str:
    return str(operation.get("x-okx-source", {}).get("document", ""))


def _at(node: Mapped, key: str | None = None) -> Place:
    return Place(node.file, node.line if key is None else node.line_of(key))


def _joined(like: Mapped, values: Mapping[str, Any]) -> Mapped:
    found = Mapped(like.file, like.line)
    found.update(values)
    return found


def _needed(required: object, schema: Mapping[str, Any]) -> str:
    if required:
        return "Yes"
    return "Conditional" if {"x-okx-required-if", "x-okx-broker-type"} & schema.keys() else "No"


def _type(schema: Mapping[str, Any], items: Mapping[str, Any]) -> str:
    kinds = schema.get("type", "object")
    if kinds == "array":
        inner = items.get("type", "object")
        return "Array" if inner == "object" else f"Array of {inner}"
    return " or ".join(_TYPES.get(one, str(one)) for one in (kinds if isinstance(kinds, list) else [kinds]))


def _values(schema: Mapping[str, Any], listed: Mapping[str, str], description: str) -> tuple[str, ...]:
    if "enum" in schema:
        return tuple(str(value) for value in schema["enum"])
    if listed:
        return tuple(str(value) for value in listed)
    if schema.get("format") == "flag":
        return ("true", "false")
    if schema.get("x-okx-rule") == "permission-list":
        return tuple(dict.fromkeys(re.findall(r"`(\w+)`", description)))
    return ()


def _largest(pattern: str) -> int:
    """Return the largest whole number that a pattern takes, or 0 where it takes any that is of use."""
    rule = re.compile(pattern)
    if rule.search(str(_LARGEST)):
        return 0
    return next((number for number in range(_LARGEST, 0, -1) if rule.search(str(number))), 0)


def _texts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


__all__ = ["BASE", "NEWER", "SpecError", "known_values", "spec_facts"]
