"""The YAML to add to the spec for what a document has newly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from generator.documents import facts as groups
from generator.documents.facts import Fact, Value
from generator.drift.findings import Finding

YOURS = "In your own words."
DAY = "^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$"
_KEYWORDS = {"max_length": "maxLength", "min_length": "minLength"}


def suggest(findings: Sequence[Finding]) -> str:
    """Return what to add or change for the additive findings; those that the spec has already are named."""
    parts = ["\n".join(_suggestion(finding)) for finding in findings if finding.severity == "additive"]
    return "\n\n".join(parts) if parts else "# nothing to add: no additive finding"


def _suggestion(finding: Finding) -> Iterator[str]:
    where = " ".join(part for part in (finding.operation, finding.where) if part)
    yield f"# {finding.kind}: {where}"
    if finding.known or finding.fact is None:
        yield f"# {finding.edit}: there already, as of newer versions"
        return
    if finding.fact.group == groups.OPERATION and finding.kind.endswith("added"):
        yield from _new_operation(finding, finding.fact)
        return
    yield f"# {finding.edit}: {_where_to_put(finding)}"
    yield yaml.safe_dump(_to_add(finding, finding.fact), sort_keys=False, allow_unicode=True, width=110).rstrip()


def _where_to_put(finding: Finding) -> str:
    group = finding.fact.group if finding.fact else ""
    if finding.kind.endswith("added"):
        return {
            groups.REQUEST: "into `parameters` of the operation"
            if finding.operation.startswith("GET")
            else "into `properties`, beside the field that stands here",
            groups.ANSWER: "into `properties`, beside the field that stands here",
            groups.COLUMN: "into `properties` of the file's row, beside the field that stands here",
            groups.ERROR: "into the list",
        }.get(group, "beside what stands here")
    return "to be changed here"


def _to_add(finding: Finding, fact: Fact) -> Any:
    name = fact.name.rpartition(".")[2]
    if finding.kind.endswith("added"):
        if fact.group == groups.REQUEST and finding.operation.startswith("GET"):
            schema = _schema(fact)
            return [{"name": name, "in": "query", "description": schema.pop("description"), "schema": schema}]
        if fact.group in (groups.REQUEST, groups.ANSWER, groups.COLUMN):
            return {name: _schema(fact)}
        if fact.group == groups.ERROR:
            return [
                {"code": name, "http": [int(str(fact.attributes["http"]))], "meaning": YOURS.casefold().rstrip(".")}
            ]
        if fact.group in groups.EXAMPLES:
            return {name: next(iter(_texts(fact.attributes.get("values"))), "")}
        return {name: dict(fact.attributes)}
    return _changed(finding, fact)


def _changed(finding: Finding, fact: Fact) -> Any:
    changed = finding.kind.removesuffix(" changed").replace(" ", "_")
    value = fact.attributes.get(changed)
    if changed == "limit":
        requests, _, seconds = finding.document.removesuffix(" s").partition(" in ")
        window = {"requests": int(requests), "seconds": int(seconds), "per": [str(fact.attributes.get("rule", "user"))]}
        return {"x-okx-rate-limit": [window]}
    if changed == "values":
        new = [one for one in _texts(value) if one not in finding.spec.split(", ")]
        return {"enum": new} if fact.group == groups.REQUEST else {"x-okx-values": dict.fromkeys(new, YOURS)}
    if changed == "required":
        return {"required": finding.document == "Yes"}
    return {_KEYWORDS.get(changed, changed): value if value is not None else "(no longer stated: to be removed)"}


def _schema(fact: Fact) -> dict[str, Any]:
    """Return a schema that states all that the fact states."""
    stated = fact.attributes
    request = fact.group == groups.REQUEST
    schema: dict[str, Any] = {"description": _description(stated)}
    kind = str(stated.get("type", "String"))
    values = _texts(stated.get("values"))
    if kind == "Boolean" and not request:
        schema |= {"type": ["string", "boolean"], "format": "flag"}
    elif kind.startswith("Array of"):
        items: dict[str, Any] = {"type": kind.removeprefix("Array of ").strip()}
        schema |= {"type": "array", "items": items | ({"x-okx-values": dict.fromkeys(values, YOURS)} if values else {})}
        values = ()
    elif kind == "Array":
        schema |= {"type": "array", "items": {"type": "object", "properties": {}}}
    else:
        schema["type"] = {"Boolean": "boolean", "Integer": "integer", "Number": "number", "Object": "object"}.get(
            kind, "string"
        )
    if stated.get("format") == "unix-ms":
        schema["format"] = "unix-ms"
    elif stated.get("format") == "yyyymmdd":
        schema |= {"format": "yyyymmdd"} | ({"pattern": DAY} if request else {})
    for name, keyword in _KEYWORDS.items():
        if name in stated:
            schema[keyword] = stated[name]
    if "max" in stated:
        schema["format"] = "integer"
        schema["pattern"] = up_to(stated["max"])
    if condition := stated.get("condition"):
        field, _, value = str(condition).partition("=")
        schema["x-okx-required-if"] = {field: value}
    if {*values} == {"true", "false"} and not request and "format" not in schema:
        schema["format"] = "flag"
    elif values and "format" not in schema:
        schema |= {"enum": list(values)} if request else {"x-okx-values": dict.fromkeys(values, YOURS)}
    return schema


def _description(stated: dict[str, Value] | Any) -> str:
    """Return words to begin with; what only words can state is in them."""
    said = [YOURS]
    if "default" in stated:
        said.append(f"Without it {stated['default']}.")
    if "max_count" in stated:
        said.append(f"Up to {stated['max_count']} addresses.")
    if "unit" in stated:
        said.append(f"In {stated['unit']}.")
    said += [f"{number.replace(' d', ' days').replace(' h', ' hours')}." for number in _texts(stated.get("numbers"))]
    return " ".join(said)


def up_to(largest: Value) -> str:
    """Return a pattern for the whole numbers from 1 to a largest one."""
    digits = str(largest)
    parts = [f"[1-9][0-9]{{0,{len(digits) - 2}}}"] if len(digits) > 1 else []
    for at, digit in enumerate(digits):
        least = 1 if at == 0 else 0
        if int(digit) > least:
            below = f"[{least}-{int(digit) - 1}]" if int(digit) - 1 > least else str(least)
            rest = len(digits) - at - 1
            parts.append(digits[:at] + below + (f"[0-9]{{{rest}}}" if rest else ""))
    return f"^({'|'.join([*parts, digits])})$"


def _new_operation(finding: Finding, fact: Fact) -> Iterator[str]:
    """Yield the two places of an operation: the path, and the entry that it refers to, by its short name."""
    method, path = fact.operation.split(" ", 1)
    last = re.findall(r"[A-Za-z0-9]+", path.rpartition("/")[2]) or ["nameInCamelCase"]
    name = last[0] + "".join(word[:1].upper() + word[1:] for word in last[1:])
    file = finding.edit.section if finding.edit.section.startswith("spec/paths/") else "spec/paths/resource.yaml"
    yield "# spec/openapi.yaml: under `paths`, unless the path is there already: then its entry gets the method"
    yield f"{path}: {{$ref: {file.removeprefix('spec/')}#/{name}}}"
    yield f"# {file}: an entry of its own"
    entry = {name: {method.casefold(): _operation(fact)}}
    yield yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=110).rstrip()


def _operation(fact: Fact) -> dict[str, Any]:
    requests, _, seconds = str(fact.attributes.get("limit", "1 in 1 s")).removesuffix(" s").partition(" in ")
    return {
        "operationId": "nameInCamelCase",
        "tags": ["resource"],
        "summary": YOURS,
        "x-okx-permission": str(fact.attributes.get("permission", "Read")),
        "x-okx-rate-limit": [{"requests": int(requests), "seconds": int(seconds), "per": ["user"]}],
        "x-okx-answer": "many",
        "x-okx-source": {"document": "okx-broker-program", "section": str(fact.attributes.get("title", ""))},
    }


def _texts(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
