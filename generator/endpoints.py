"""Endpoint stubs: openapi-python-client parses the operations, our templates write resource classes and operation tables.

The parser does not show vendor extensions, parameter descriptions or request rules to its templates, so they are joined
back from the bundled document by path and method; every operation must be found on both sides.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError

from generator.bundle import SpecError, deref, operations
from generator.naming import python_name
from generator.schema_types import kind_of, signature_type

TEMPLATES = Path(__file__).parent / "templates" / "endpoints"
TAG_PLACES = {"body.": "body", "body[].": "items", "query.": "query"}
TAG_ROLES = ("attribution", "filter")
PAGINATION = {"page": {"page", "limit", "items", "pages"}, "cursor": {"cursor", "limit", "max", "id"}}
"""The styles of paged lists, and what each of them must say."""
ROOTS = {"object": "body.", "array": "body[].", "none": "query."}
"""Where an operation's fields stand, as the places of a tag name it, by the kind of body."""


@dataclass(frozen=True)
class Argument:
    """A keyword argument of a method, or a field of an array body's items."""

    wire: str
    name: str
    annotation: str
    required: bool
    description: str
    rules: str


@dataclass(frozen=True)
class Method:
    """All that the templates say about one operation."""

    id: str
    name: str
    constant: str
    iterator: str
    http: str
    path: str
    summary: str
    description: str
    permission: str
    arguments: list[Argument]
    body: str
    items: str
    item_model: str
    max_items: int | None
    answer: str
    answers: str
    answer_text: str
    item_answer: str
    paged: str
    limits: list[str]
    limit_text: list[str]
    tags: list[str]
    tag_text: list[str]
    fields: list[str]
    one_of: list[list[str]]
    exactly_one: list[list[str]]
    authorization: str
    since: str
    pagination: str
    source: dict[str, str]


class ResourceProject(Project):
    """A project of openapi-python-client that renders our templates only: one resource file and one table per tag."""

    def __init__(self, openapi: GeneratorData, config: Config, document: dict[str, Any]) -> None:
        super().__init__(openapi=openapi, config=config, custom_template_path=TEMPLATES)
        self.document = document
        self.env.filters["literal"] = literal
        self.env.filters["wrap_doc"] = wrap_doc

    def render(self) -> dict[str, str]:
        """Return the files by name inside the package.

        Raises:
            SpecError: The parser warned, dropped an operation, or two methods of a resource share a name.
        """
        if errors := self._get_errors():
            found = "; ".join(f"{error.header} {error.detail}" for error in errors)
            # The parser prints its own wrapper around texts of the document by address: nothing to read in that.
            raise SpecError("openapi-python-client: " + re.sub(r"<\S+UntrustedString object at \w+>", "…", found))
        files: dict[str, str] = {}
        joined = {(url, verb): operation for url, verb, operation in operations(self.document)}
        left = set(joined)
        tags: list[dict[str, str]] = []
        summaries = {tag["name"]: tag.get("description", "") for tag in self.document.get("tags", [])}
        for tag, collection in sorted(self.openapi.endpoint_collections_by_tag.items()):
            methods: list[Method] = []
            for endpoint in collection.endpoints:
                key = (endpoint.path.get_untrusted_value(), endpoint.method)
                operation = joined[key]
                left.discard(key)
                method = describe(self.document, *key, operation, str(tag), str(endpoint.name))
                parsed = {str(p.name.get_untrusted_value()) for p in endpoint.query_parameters}
                expected = {p["name"] for p in parameters(self.document, operation)}
                if parsed != expected:
                    raise SpecError(f"{method.id}: openapi-python-client sees {parsed}, the spec has {expected}")
                methods.append(method)
            names = [method.name for method in methods]
            if len(set(names)) != len(names):
                raise SpecError(f"{tag}: two operations get the same method name")
            context = {
                "tag": str(tag),
                "class_name": "".join(part.capitalize() for part in str(tag).split("_")),
                "summary": summaries.get(str(tag), ""),
                "methods": methods,
            }
            files[f"resources/{tag}.py"] = self.env.get_template("resource.py.jinja").render(context)
            files[f"operations/{tag}.py"] = self.env.get_template("operations.py.jinja").render(context)
            tags.append({"tag": str(tag), "class_name": str(context["class_name"]), "summary": str(context["summary"])})
            files.setdefault("_index", "")
            files["_index"] += "".join(f"{m.http} {m.path} {tag} {m.constant}\n" for m in methods)
        if left:
            raise SpecError(f"openapi-python-client dropped {sorted(left)}")
        index = [line.split(" ") for line in files.pop("_index", "").splitlines()]
        files["resources/__init__.py"] = self.env.get_template("resources_init.py.jinja").render(tags=tags)
        files["operations/__init__.py"] = self.env.get_template("operations_init.py.jinja").render(index=index)
        return files


def render_endpoints(document: dict[str, Any]) -> dict[str, str]:
    """Return the resource and operation files of the bundled document, by name inside the package."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config.from_sources(
            ConfigFile(post_hooks=[], literal_enums=True),
            MetaType.NONE,
            document_source=Path(folder, "spec.json"),
            file_encoding="utf-8",
            overwrite=True,
            output_path=Path(folder, "out"),
        )
        openapi = GeneratorData.from_dict(plain_view(document), config=config)
        if isinstance(openapi, GeneratorError):
            raise SpecError(f"openapi-python-client: {openapi.header} {openapi.detail}")
        return ResourceProject(openapi, config, document).render()


def plain_view(node: Any) -> Any:
    """Return a copy without what the parser can't read: our string formats, examples and shared error answers."""
    if isinstance(node, list):
        return [plain_view(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "array" and "items" not in node:
        node = {**node, "items": {}}
    return {
        key: plain_view(value)
        for key, value in node.items()
        if not key.startswith("x-")
        and not (key in ("format", "example", "examples", "pattern") and isinstance(value, str | dict | list))
        and key not in ("4XX", "5XX", "default")
    }


def literal(value: object) -> str:
    """Render a string as a Python literal in double quotes."""
    text = repr(str(value))
    if text.startswith("'") and '"' not in text:
        text = f'"{text[1:-1]}"'
    return text


def wrap_doc(text: str, indent: int, hanging: int | None = None, width: int = 118) -> str:
    """Fill paragraphs for a docstring; `indent` is where the lines stand, `hanging` where the following ones do."""
    import textwrap

    hanging = indent if hanging is None else hanging
    paragraphs = [re.sub(r"\s+", " ", part).strip() for part in text.strip().split("\n\n")]
    filled = [
        textwrap.fill(
            part.replace("\\", "\\\\").replace('"""', "'''"),
            width=width,
            initial_indent=" " * (indent if i == 0 else hanging),
            subsequent_indent=" " * hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for i, part in enumerate(paragraphs)
    ]
    return "\n\n".join(filled).lstrip()


def parameters(document: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an operation's query parameters, references followed."""
    return [deref(document, parameter) for parameter in operation.get("parameters", [])]


def describe(
    document: dict[str, Any], url: str, verb: str, operation: dict[str, Any], tag: str, parsed_name: str
) -> Method:
    """Join what the spec says of one operation into what the templates need."""
    place = operation["operationId"]
    name = python_name(place)
    if parsed_name != name:
        raise SpecError(f"{place}: openapi-python-client names it {parsed_name}, we name it {name}")
    for extension in ("x-okx-permission", "x-okx-rate-limit", "x-okx-source", "x-okx-answer"):
        if extension not in operation:
            raise SpecError(f"{place} lacks {extension}")
    body, items, model, most, rows = _request(document, operation, place)
    tags = operation.get("x-okx-broker-tag", [])
    _check_tags(document, tags, ROOTS[body], rows, place)
    _check_conditions(document, rows, place)
    arguments = [_argument(document, *row, f"{place}.{row[0]}") for row in rows]
    answer = _answer(document, operation, place)
    pagination = operation.get("x-okx-pagination", {})
    if pagination and set(pagination) - {"style"} != PAGINATION.get(pagination.get("style"), set()):
        raise SpecError(f"{place}: x-okx-pagination {pagination} is none of {', '.join(PAGINATION)} with all it needs")
    item_answer = ""
    if pagination.get("style") == "page":
        listed = document["components"]["schemas"][answer]["properties"][pagination["items"]]
        item_answer = listed["items"]["$ref"].rpartition("/")[2]
    elif pagination:
        item_answer = answer
        if pagination["id"] not in document["components"]["schemas"][answer]["properties"]:
            raise SpecError(
                f"{place}: x-okx-pagination takes {pagination['id']} from the answer, which has no such field"
            )
    for key in ("page", "cursor", "limit"):
        if key in pagination and pagination[key] not in {wire for wire, *_ in rows}:
            raise SpecError(f"{place}: x-okx-pagination names {pagination[key]}, which the request does not have")
    for group in (*operation.get("x-okx-one-of", []), *operation.get("x-okx-exactly-one", [])):
        if unknown := set(group) - {wire for wire, *_ in rows}:
            raise SpecError(f"{place}: a group of fields names {sorted(unknown)}, which the request does not have")
    limits = [_limit(document, window, place) for window in operation["x-okx-rate-limit"]]
    return Method(
        id=place,
        name=name,
        constant=name.upper(),
        iterator="iter_" + name.removeprefix("get_"),
        http=verb.upper(),
        path=url,
        summary=operation["summary"].rstrip("."),
        description=operation.get("description", ""),
        permission=operation["x-okx-permission"],
        arguments=[] if body == "array" else sorted(arguments, key=lambda argument: not argument.required),
        body=body,
        items=items,
        item_model=model,
        max_items=most,
        answer=answer,
        answers=operation["x-okx-answer"],
        answer_text=deref(document, operation["responses"]["200"]).get("description", "The answer."),
        item_answer=item_answer,
        paged=pagination.get("style", ""),
        limits=limits,
        limit_text=[_limit_text(window) for window in operation["x-okx-rate-limit"]],
        tags=[_tag(entry, place) for entry in tags],
        tag_text=[f"{entry['at']} ({entry['role']})" for entry in tags],
        fields=[_field(document, *row, f"{place}.{row[0]}") for row in rows],
        one_of=operation.get("x-okx-one-of", []),
        exactly_one=operation.get("x-okx-exactly-one", []),
        authorization=_authorization(document, operation, place),
        since=operation.get("x-okx-since", ""),
        pagination=_pagination(pagination) if pagination else "",
        source=operation["x-okx-source"],
    )


Row = tuple[str, dict[str, Any], bool, str]


def _request(
    document: dict[str, Any], operation: dict[str, Any], place: str
) -> tuple[str, str, str, int | None, list[Row]]:
    """Return body kind, name of the list argument, item model, greatest length, and the fields."""
    query = parameters(document, operation)
    if any(parameter["in"] != "query" for parameter in query):
        raise SpecError(f"{place}: only query parameters are supported")
    request = operation.get("requestBody")
    if request is None:
        rows = [
            (
                p["name"],
                {**p["schema"], **{k: v for k, v in p.items() if k.startswith("x-")}},
                bool(p.get("required")),
                p.get("description", ""),
            )
            for p in query
        ]
        return "none", "items", "", None, rows
    if query:
        raise SpecError(f"{place}: query parameters beside a body are not supported")
    schema = deref(document, request)["content"]["application/json"]["schema"]
    target = deref(document, schema)
    if target["type"] == "array":
        item = deref(document, target["items"])
        model = target["items"]["$ref"].rpartition("/")[2]
        name = target.get("x-okx-name", "items")
        return "array", name, model, target.get("maxItems"), _rows(document, item)
    return "object", "items", "", None, _rows(document, target)


def _rows(document: dict[str, Any], schema: dict[str, Any]) -> list[Row]:
    required = schema.get("required", [])
    return [
        (wire, found, wire in required, found.get("description", deref(document, found).get("description", "")))
        for wire, found in schema["properties"].items()
    ]


def _argument(
    document: dict[str, Any], wire: str, schema: dict[str, Any], required: bool, description: str, place: str
) -> Argument:
    annotation = signature_type(document, schema, kind_of(document, schema, place))
    rules = ""
    conditions = schema.get("x-okx-required-if", deref(document, schema).get("x-okx-required-if"))
    if conditions:
        rules = "Required when " + " and ".join(_condition(*pair) for pair in conditions.items()) + "."
    return Argument(wire, python_name(wire), annotation, required, description, rules)


def _condition(wire: str, values: Any) -> str:
    *most, last = [f"`{value}`" for value in _wanted(values)]
    return f"`{python_name(wire)}` is " + (f"{', '.join(most)} or {last}" if most else last)


def _answer(document: dict[str, Any], operation: dict[str, Any], place: str) -> str:
    content = deref(document, operation["responses"]["200"])["content"]["application/json"]["schema"]
    if operation["x-okx-answer"] == "bare":
        return str(content["$ref"].rpartition("/")[2])
    for part in content.get("allOf", []):
        data = part.get("properties", {}).get("data")
        if data:
            name = data["items"].get("$ref", "").rpartition("/")[2]
            if name:
                return str(name)
    raise SpecError(f"{place}: the answer is not the envelope with data: an array of one schema")


def _authorization(document: dict[str, Any], operation: dict[str, Any], place: str) -> str:
    """Return how a call proves who makes it: `key`, `token` or `none`."""
    schemes = [set(one) for one in operation.get("security", document.get("security", []))]
    kinds: dict[str, list[set[str]]] = {"none": [], "token": [{"accessToken"}], "key": document.get("security", [])}
    found = next((kind for kind, wanted in kinds.items() if schemes == [set(one) for one in wanted]), "")
    if not found or (found == "none") != (operation["x-okx-permission"] == "Public"):
        raise SpecError(f"{place}: security does not fit x-okx-permission {operation['x-okx-permission']}")
    return found


def _limit(document: dict[str, Any], window: dict[str, Any], place: str) -> str:
    known = {"requests", "seconds", "per", "options", "unit", "bucket", "single", "code"}
    if set(window) - known:
        raise SpecError(f"{place}: x-okx-rate-limit has unknown keys {sorted(set(window) - known)}")
    per = "(" + "".join(f"{literal(part)}, " for part in window["per"]) + ")"
    parts = [
        f"requests={window['requests']}",
        f"seconds={window['seconds']}",
        f"per={per}",
        f"bucket={literal(window.get('bucket', place))}",
    ]
    parts += [f"{key}={literal(window[key])}" for key in ("unit", "single", "code") if key in window]
    if "options" in window:
        if window["options"] != "instFamily" or "instId" not in window["per"]:
            raise SpecError(f"{place}: x-okx-rate-limit counts options by {window['options']}, known is instFamily")
        parts.append("by_family=True")
    if "single" in window:
        parts.append(f"single_requests={_requests_of(document, window['single'], window['seconds'], place)}")
    return f"Limit({', '.join(parts)})"


def _requests_of(document: dict[str, Any], bucket: str, seconds: int, place: str) -> int:
    """Return how many requests a bucket holds, from the operation that it is named after."""
    for _, _, operation in operations(document):
        for window in operation["x-okx-rate-limit"]:
            if window.get("bucket", operation["operationId"]) == bucket and window["seconds"] == seconds:
                return int(window["requests"])
    raise SpecError(f"{place}: x-okx-rate-limit names the bucket {bucket!r}, which no operation has")


def _limit_text(window: dict[str, Any]) -> str:
    unit = {"call": "requests", "item": "orders"}[window.get("unit", "call")]
    count = f"{window['requests']} {unit if window['requests'] != 1 else unit[:-1]}"
    seconds = window["seconds"]
    length = {1: "second", 60: "minute", 3600: "hour"}.get(seconds, f"{seconds} seconds")
    names = {"user": "user", "ip": "IP address"}
    scope = " and ".join(names.get(part, python_name(part)) for part in window["per"])
    options = " (options by instrument family)" if "options" in window else ""
    return f"{count} per {length}, counted by {scope}{options}"


def _check_tags(
    document: dict[str, Any], entries: list[dict[str, str]], root: str, rows: list[Row], place: str
) -> None:
    """Every `tag` of a request must be declared, and every declared place must be there.

    Raises:
        SpecError: Else orders could go out without the broker's code and nobody would see it.
    """
    declared = [entry["at"] for entry in entries]
    for entry in entries:
        if set(entry) != {"at", "role"} or entry["role"] not in TAG_ROLES:
            raise SpecError(f"{place}: x-okx-broker-tag wants at and role ({' or '.join(TAG_ROLES)}), not {entry}")
        if declared.count(entry["at"]) > 1:
            raise SpecError(f"{place}: x-okx-broker-tag names {entry['at']} twice")
        if entry["at"] not in {root + wire for wire, *_ in rows}:
            raise SpecError(f"{place}: x-okx-broker-tag at {entry['at']!r}, where the request has no field")
    for wire, schema, *_ in rows:
        for found in _tag_fields(document, root + wire, schema, ()):
            if found not in declared:
                raise SpecError(f"{place}: {found} is a tag that x-okx-broker-tag does not name")


def _tag_fields(document: dict[str, Any], at: str, schema: dict[str, Any], above: tuple[int, ...]) -> Iterator[str]:
    """Yield the places of all fields named `tag`, at any depth."""
    if at.rpartition(".")[2] == "tag":
        yield at
    target = deref(document, schema)
    if id(target) in above:
        return
    above = (*above, id(target))
    if "items" in target:
        yield from _tag_fields(document, f"{at}[]", target["items"], above)
    for name, field_schema in target.get("properties", {}).items():
        yield from _tag_fields(document, f"{at}.{name}", field_schema, above)


def _check_conditions(document: dict[str, Any], rows: list[Row], place: str) -> None:
    """Conditions are compared with the wire value of another field: one that can never hold is an error."""
    fields = {wire: schema for wire, schema, *_ in rows}
    for wire, schema, *_ in rows:
        target = deref(document, schema)
        for other, values in {**target, **schema}.get("x-okx-required-if", {}).items():
            if other not in fields:
                raise SpecError(f"{place}.{wire}: x-okx-required-if names {other}, which the request does not have")
            asked = deref(document, fields[other])
            for value in _wanted(values):
                if isinstance(value, bool) != (asked.get("type") == "boolean") or not isinstance(value, str | bool):
                    raise SpecError(f"{place}.{wire}: x-okx-required-if compares {other} with {value!r}")
                if "enum" in asked and value not in asked["enum"]:
                    raise SpecError(f"{place}.{wire}: {value!r} is none of the values of {other}")
        inner = deref(document, target["items"]) if target.get("type") == "array" else target
        if inner.get("type") == "object":
            _check_conditions(document, _rows(document, inner), f"{place}.{wire}")


def _wanted(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _tag(entry: dict[str, str], place: str) -> str:
    for prefix, at in TAG_PLACES.items():
        if entry["at"].startswith(prefix):
            name = entry["at"].removeprefix(prefix)
            return f"TagPlace(at={literal(at)}, field={literal(name)}, role={literal(entry['role'])})"
    raise SpecError(f"{place}: x-okx-broker-tag at {entry['at']!r} is no known place")


def _pagination(entry: dict[str, Any]) -> str:
    limit = literal(entry["limit"])
    if entry["style"] == "page":
        items, pages = literal(python_name(entry["items"])), literal(python_name(entry["pages"]))
        return f"Pages(page={literal(entry['page'])}, limit={limit}, items={items}, pages={pages})"
    last = literal(python_name(entry["id"]))
    return f"Cursor(cursor={literal(entry['cursor'])}, limit={limit}, most={int(entry['max'])}, id={last})"


def _field(
    document: dict[str, Any], wire: str, schema: dict[str, Any], required: bool, description: str, place: str
) -> str:
    target = {**deref(document, schema), **{key: value for key, value in schema.items() if key != "$ref"}}
    kind = kind_of(document, schema, place)
    pattern = target.get("pattern")
    if pattern is not None and not (pattern.startswith("^") and pattern.endswith("$")):
        raise SpecError(f"{place}: the pattern {pattern} is not anchored")
    if kind == "decimal" and pattern is not None and re.fullmatch(pattern, "1E5"):
        raise SpecError(f"{place}: the pattern {pattern} admits an exponent")
    inner = deref(document, target["items"]) if kind in ("objects", "texts") else target
    parts: dict[str, str | None] = {
        "wire": literal(wire),
        "name": literal(python_name(wire)),
        "kind": literal(kind) if kind != "text" else None,
        "required": "True" if required else None,
        "choices": f"({', '.join(literal(v) for v in inner['enum'])},)" if "enum" in inner else None,
        "pattern": f"r{literal_raw(pattern)}" if pattern and kind not in ("flag", "boolean") else None,
        "min_length": _number(target, "minLength"),
        "max_length": _number(target, "maxLength"),
        "minimum": _number(target, "minimum", "x-okx-minimum"),
        "maximum": _number(target, "maximum", "x-okx-maximum"),
        "min_items": _number(target, "minItems"),
        "max_items": _number(target, "maxItems"),
        "rule": literal(target["x-okx-rule"]) if "x-okx-rule" in target else None,
        "secret": "True" if target.get("x-okx-secret") else None,
        "broker_type": "True" if target.get("x-okx-broker-type") else None,
        "required_if": _pairs(target["x-okx-required-if"]) if "x-okx-required-if" in target else None,
    }
    if kind in ("object", "objects"):
        shape = [_field(document, *row, f"{place}.{row[0]}") for row in _rows(document, inner)]
        parts["shape"] = f"({', '.join(shape)},)"
    return "Field(" + ", ".join(f"{key}={value}" for key, value in parts.items() if value is not None) + ")"


def literal_raw(text: str) -> str:
    """Quote a text for a raw string literal."""
    if '"' in text:
        raise SpecError(f"the pattern {text} holds a double quote")
    return f'"{text}"'


def _number(schema: dict[str, Any], *keys: str) -> str | None:
    return next((str(schema[key]) for key in keys if key in schema), None)


def _pairs(conditions: dict[str, Any]) -> str:
    pairs = [
        f"({literal(key)}, ({', '.join(repr(v) if isinstance(v, bool) else literal(v) for v in _wanted(values))},))"
        for key, values in conditions.items()
    ]
    return f"({', '.join(pairs)},)"
