"""Wire schemas to Python types; the table stands in spec/README.md."""

from __future__ import annotations

from typing import Any

from generator.bundle import SpecError, deref

Schema = dict[str, Any]

ANSWER_FORMATS: dict[str, Schema] = {
    "decimal": {"type": "number", "format": "decimal"},
    "integer": {"type": "integer"},
    "unix-ms": {"type": "integer"},
    "unix-us": {"type": "integer"},
    "flag": {"type": "boolean"},
}
REQUEST_IMPORTS = {"decimal": "okx_v5.scalars.Amount", "yyyymmdd": "okx_v5.scalars.Day"}
KINDS = ("decimal", "integer", "unix-ms", "unix-us", "yyyymmdd", "flag")


def kind_of(document: Schema, schema: Schema, place: str) -> str:
    """Return the kind of a request field, as `okx_v5.contract.Kind` lists them."""
    schema = deref(document, schema)
    if schema.get("format") in KINDS:
        return str(schema["format"])
    if schema.get("format"):
        raise SpecError(f"{place}: unknown format {schema['format']!r}")
    match schema.get("type"):
        case "string":
            return "text"
        case "integer":
            return "integer"
        case "boolean":
            return "boolean"
        case "object":
            return "object"
        case "array":
            return "objects" if deref(document, schema["items"]).get("type") == "object" else "texts"
        case other:
            raise SpecError(f"{place}: the type {other!r} is not one that a request field can have")


def signature_type(document: Schema, schema: Schema, kind: str, models: str = "models.") -> str:
    """Return the annotation of a keyword argument."""
    target = deref(document, schema)
    if target.get("enum"):
        return "Literal[" + ", ".join(f'"{value}"' for value in target["enum"]) + "]"
    name = schema.get("$ref", "").rpartition("/")[2]
    item = target.get("items", {}).get("$ref", "").rpartition("/")[2]
    types = {
        "decimal": "Amount",
        "yyyymmdd": "Day",
        "integer": "int",
        "unix-ms": "int",
        "unix-us": "int",
        "flag": "bool",
        "boolean": "bool",
        "object": f"{models}{name}",
        "objects": f"Sequence[{models}{item}]",
        "texts": "Sequence[str]",
        "text": "Secret | str" if target.get("x-okx-secret") else "str",
    }
    return types[kind]


def model_view(document: Schema, requests: set[str]) -> Schema:
    """Return the component schemas as the models should see them: Python's types instead of wire strings.

    Answer models require nothing: an absent text is "", an absent list is empty, everything else absent is None. In
    request models an absent optional field is None and is not sent.
    """
    view: Schema = {}
    for name, schema in document["components"]["schemas"].items():
        if name == "Envelope" or schema.get("type") != "object":
            continue
        properties: Schema = {}
        required: list[str] = []
        for wire, field in schema.get("properties", {}).items():
            place = f"{name}.{wire}"
            if name in requests:
                optional = wire not in schema.get("required", [])
                properties[wire] = _request_field(document, field, optional, place)
                if not optional:
                    required.append(wire)
            else:
                properties[wire] = _answer_field(document, field, place)
        view[name] = {"type": "object", "description": schema.get("description", name), "properties": properties}
        if required:
            view[name]["required"] = required
    return view


def _described(field: Schema, target: Schema) -> Schema:
    text = field.get("description", target.get("description"))
    return {"description": text} if text else {}


def _nullable(schema: Schema) -> Schema:
    if "$ref" in schema or "customTypePath" in schema:
        return {"anyOf": [schema, {"type": "null"}], "default": None}
    return {**schema, "type": [schema["type"], "null"], "default": None}


def _answer_field(document: Schema, field: Schema, place: str) -> Schema:
    target = deref(document, field)
    described = _described(field, target)
    form = target.get("format")
    if target.get("x-okx-secret"):
        return {**_nullable({"customTypePath": "okx_v5.scalars.Secret"}), **described}
    if form in ANSWER_FORMATS:
        return {**_nullable(ANSWER_FORMATS[form]), **described}
    kind = target.get("type")
    if kind == "string":
        return {"type": "string", "default": "", **described}
    if kind in ("boolean", "integer"):
        return {**_nullable({"type": kind}), **described}
    if kind == "array":
        items = target["items"]
        return {"type": "array", "items": items if "$ref" in items else {"type": "string"}, "default": [], **described}
    if kind == "object" and "$ref" in field:
        return {**_nullable({"$ref": field["$ref"]}), **described}
    raise SpecError(
        f"{place}: an answer field can't have the type {kind!r} (inline objects need a schema of their own)"
    )


def _request_field(document: Schema, field: Schema, optional: bool, place: str) -> Schema:
    target = deref(document, field)
    described = _described(field, target)
    kind = kind_of(document, field, place)
    plain: Schema
    if target.get("enum"):
        plain = {"type": "string", "enum": target["enum"]}
    elif kind in REQUEST_IMPORTS:
        plain = {"customTypePath": REQUEST_IMPORTS[kind]}
    elif kind in ("integer", "unix-ms", "unix-us"):
        plain = {"type": "integer"}
    elif kind in ("flag", "boolean"):
        plain = {"type": "boolean"}
    elif kind == "object":
        plain = {"$ref": field["$ref"]}
    elif kind == "objects":
        plain = {"type": "array", "items": target["items"]}
    elif kind == "texts":
        plain = {"type": "array", "items": {"type": "string"}}
    else:
        plain = {"type": "string"}
    if optional and plain.get("enum"):
        return {"anyOf": [plain, {"type": "null"}], "default": None, **described}
    return {**(_nullable(plain) if optional else plain), **described}
