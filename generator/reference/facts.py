"""What the contract says of each operation and error code, in the words and shapes that the pages print."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.bundle import deref, load_yaml, operations
from generator.endpoints import describe
from generator.naming import python_name
from generator.reference.coded import coded_answer, coded_request
from generator.reference.examples import OWN_KEY, example_request, examples
from generator.schema_types import ANSWER_FORMATS, kind_of, signature_type
from generator.wording import in_python

Schema = dict[str, Any]

DOCUMENTS = {
    "okx-broker-program": ("OKX Broker Program", "https://www.okx.com/docs-v5/broker_en/"),
    "okx-broker-program-newer": ("OKX Broker Program, newer versions", "https://www.okx.com/docs-v5/broker_en/"),
    "okx-v5": ("OKX API v5", "https://www.okx.com/docs-v5/en/"),
    "okx-oauth": ("what is publicly known of OKX's OAuth; OKX hands its document to brokers", ""),
}
"""The documents that operations come from: how a page names them, and where they are read."""


@dataclass(frozen=True)
class Row:
    """A field of a request or of an answer."""

    name: str
    wire: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True)
class Page:
    """All that the page of one operation says."""

    id: str
    tag: str
    slug: str
    python: str
    http: str
    path: str
    summary: str
    description: str
    permission: str
    signed: str
    limits: list[str]
    tag_role: str
    tag_places: list[str]
    iterator: str
    document: str
    document_url: str
    section: str
    newer: bool
    example: str
    requests: list[str]
    answers: list[tuple[str, str]]
    arguments: list[Row]
    items: str
    answer: str
    many: bool
    answer_text: str
    fields: list[Row]


def operation_pages(document: Schema) -> list[Page]:
    """Return the pages of a bundled document's operations, in its order; what a path does comes before what it lists."""
    view = in_python(document)
    programs = examples(document)
    plain = {operation["operationId"]: operation for _, _, operation in operations(document)}
    return [
        _page(view, plain[operation["operationId"]], url, verb, operation, programs[operation["operationId"]])
        for url, verb, operation in _doing_first(view)
    ]


def _doing_first(view: Schema) -> list[tuple[str, str, Schema]]:
    paths = list(view["paths"])
    return sorted(operations(view), key=lambda found: (paths.index(found[0]), found[1] == "get"))


def _page(view: Schema, plain: Schema, url: str, verb: str, operation: Schema, program: str) -> Page:
    tag = operation["tags"][0]
    method = describe(view, url, verb, operation, tag, python_name(operation["operationId"]))
    holder = "broker" if method.permission == "Public" and tag in ("public", "market", "oauth") else "user"
    if tag in OWN_KEY:
        holder = "us"
    roles = {entry["role"] for entry in operation.get("x-okx-broker-tag", [])}
    name, address = DOCUMENTS[method.source["document"]]
    request = _request_schema(view, operation)
    if request is None:
        arguments = [_argument(view, one, "", one["name"]) for one in _parameters(view, operation)]
    else:
        arguments = list(_request_rows(view, request, ""))
    answer = view["components"]["schemas"][method.answer]
    return Page(
        id=method.id,
        tag=tag,
        slug=f"{tag}/{method.name}",
        python=f"{holder}.{tag}.{method.name}",
        http=method.http,
        path=method.path,
        summary=method.summary,
        description=method.description.strip(),
        permission=method.permission,
        signed=_signed(method.authorization, tag),
        limits=method.limit_text,
        tag_role="attribution" if "attribution" in roles else "filter" if roles else "",
        tag_places=[_place(entry["at"]) for entry in operation.get("x-okx-broker-tag", [])],
        iterator=f"{holder}.{tag}.{method.iterator}" if method.paged else "",
        document=name,
        document_url=address,
        section=method.source["section"],
        newer=method.source["document"].endswith("newer"),
        example=program,
        requests=_wire_requests(plain, method.http, method.path),
        answers=_wire_answers(view, plain),
        arguments=arguments,
        items=method.items if method.body == "array" else "",
        answer=method.answer,
        many=method.answers == "many",
        answer_text=method.answer_text,
        fields=list(_answer_rows(view, answer, "", ())),
    )


def _signed(authorization: str, tag: str) -> str:
    if authorization == "none":
        return "by nobody: it needs no key"
    if authorization == "token":
        return "by a user's access token"
    return "with your own key" if tag in OWN_KEY else "with the user's key or access token"


def _place(at: str) -> str:
    root, _, name = at.partition(".")
    where = {"body": "of the body", "body[]": "of every item of the body", "query": "of the query"}[root]
    return f"`{name}` {where}"


def _parameters(view: Schema, operation: Schema) -> list[Schema]:
    return [deref(view, one) for one in operation.get("parameters", [])]


def _request_schema(view: Schema, operation: Schema) -> Schema | None:
    if "requestBody" not in operation:
        return None
    schema = deref(view, deref(view, operation["requestBody"])["content"]["application/json"]["schema"])
    return deref(view, schema["items"]) if schema["type"] == "array" else schema


def _argument(view: Schema, parameter: Schema, above: str, wire: str) -> Row:
    schema = parameter["schema"]
    return Row(
        above + python_name(wire),
        above + wire,
        signature_type(view, schema, kind_of(view, schema, wire)),
        bool(parameter.get("required")),
        parameter.get("description", ""),
    )


def _request_rows(view: Schema, schema: Schema, above: str, wire_above: str = "") -> Iterator[Row]:
    for wire, found in schema["properties"].items():
        target = deref(view, found)
        kind = kind_of(view, found, wire)
        name, on_wire = above + python_name(wire), wire_above + wire
        said = found.get("description", target.get("description", ""))
        annotation = signature_type(view, found, kind)
        yield Row(name, on_wire, annotation, wire in schema.get("required", []), said)
        if kind == "object":
            yield from _request_rows(view, target, f"{name}.", f"{on_wire}.")
        elif kind == "objects":
            yield from _request_rows(view, deref(view, target["items"]), f"{name}[].", f"{on_wire}[].")


def _answer_rows(view: Schema, schema: Schema, above: str, seen: tuple[int, ...]) -> Iterator[Row]:
    if id(schema) in seen:
        return
    for wire, found in schema.get("properties", {}).items():
        target = deref(view, found)
        name = above + python_name(wire)
        said = found.get("description", target.get("description", ""))
        nested, kind = None, _answer_type(target)
        if target.get("type") == "object":
            nested, mark = target, "."
        elif target.get("type") == "array" and "$ref" in target["items"]:
            nested, mark = deref(view, target["items"]), "[]."
        yield Row(name, above + wire, kind, True, said)
        if nested is not None:
            yield from _answer_rows(view, nested, name + mark, (*seen, id(schema)))


def _answer_type(target: Schema) -> str:
    if target.get("x-okx-secret"):
        return "Secret"
    form = target.get("format", "")
    if form == "decimal":
        return "Decimal"
    if form == "flag" or target.get("type") == "boolean":
        return "bool"
    if form in ANSWER_FORMATS or target.get("type") == "integer":
        return "int"
    return {"array": "list", "object": "object"}.get(str(target.get("type")), "str")


def _wire_requests(operation: Schema, http: str, path: str) -> list[str]:
    found = operation.get("x-okx-example-requests") or [example_request(operation)]
    written = []
    for one in (coded_request(operation, request) for request in found):
        if "body" in one:
            written.append(f"{http} {path}\n\n{json.dumps(one['body'], indent=2, ensure_ascii=False)}")
        else:
            query = "&".join(f"{name}={value}" for name, value in one["query"].items())
            written.append(f"{http} {path}" + (f"?{query}" if query else ""))
    return written


def _wire_answers(view: Schema, operation: Schema) -> list[tuple[str, str]]:
    shown = operation["responses"]["200"]["content"]["application/json"].get("examples", {})
    return [
        (str(one.get("summary", "")), json.dumps(coded_answer(operation, one["value"]), indent=2, ensure_ascii=False))
        for one in shown.values()
    ]


@dataclass(frozen=True)
class Code:
    """An error code of OKX's."""

    code: str
    http: list[int]
    meaning: str
    todo: str
    executed: str
    sub_codes: list[str]


def error_codes(path: Path) -> list[tuple[str, list[Code]]]:
    """Return the codes of `spec/errors.yaml` under the headings that stand there as comments."""
    entries = {entry["code"]: entry for entry in load_yaml(path)}
    groups: list[tuple[str, list[Code]]] = []
    heading = ""
    for line in path.read_text("utf-8").splitlines():
        if comment := re.match(r"# (\S.*)$", line):
            heading = comment[1]
        elif found := re.match(r"- code: '(\d+)'$", line):
            if not groups or groups[-1][0] != heading:
                groups.append((heading, []))
            groups[-1][1].append(_code(entries[found[1]]))
    return groups


def _code(entry: Schema) -> Code:
    return Code(
        code=entry["code"],
        http=entry["http"],
        meaning=" ".join(entry["meaning"].split()),
        todo=" ".join(entry.get("todo", "").split()),
        executed={False: "no", "unknown": "unknown"}.get(entry.get("executed", ""), ""),
        sub_codes=list(entry.get("subCodes", [])),
    )
