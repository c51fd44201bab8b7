"""The document's example requests as Python programs, one for each operation."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from generator.bundle import SpecError, deref, operations
from generator.naming import python_name
from generator.schema_types import kind_of

Schema = dict[str, Any]

INSTEAD: dict[str, list[Schema]] = {
    "createDmaTrades": [{"body": {"begin": "20260601", "end": "20260630"}}],
    "getDmaTrades": [{"query": {"type": "true"}}],
}
"""Example requests of our own, for operations whose document has none."""

OWN_KEY = ("dma_broker", "fd_broker", "affiliate")
"""Resources that are called with the caller's own key, not with a user's."""

_BROKER = "with Broker.from_env() as broker:\n"
_STORED = "with broker() as okx:\n"


def examples(document: Schema) -> dict[str, str]:
    """Return a program for each operation, by operationId; formatted as the project's own code is.

    Raises:
        SpecError: An operation has no example request, or one that the program can't be made from.
    """
    return _formatted(
        {operation["operationId"]: _program(document, operation) for _, _, operation in operations(document)}
    )


def example_request(operation: Schema) -> Schema:
    """Return the request that an operation's program sends: `query` or `body`, without a broker's code.

    Raises:
        SpecError: There is none.
    """
    place = operation["operationId"]
    found = operation.get("x-okx-example-requests") or INSTEAD.get(place)
    if not found:
        raise SpecError(f"{place} has no example request: add x-okx-example-requests or an entry of INSTEAD")
    request: Schema = found[0]
    for entry in operation.get("x-okx-broker-tag", []):
        root, _, name = entry["at"].partition(".")
        if entry["role"] != "attribution" or root == "query":
            continue
        body = request["body"]
        bare = [{k: v for k, v in one.items() if k != name} for one in (body if root == "body[]" else [body])]
        request = {"body": bare if root == "body[]" else bare[0]}
    return request


def _program(document: Schema, operation: Schema) -> str:
    tag, place = operation["tags"][0], operation["operationId"]
    writer = _Writer(document, place)
    call = f"{tag}.{python_name(place)}({writer.arguments(operation)})"
    if tag == "fast_api":
        own = ["from connections import broker  # the file of the guide to connecting users"]
        opened = f'{_STORED}    user = okx.for_user("user-9", use="token")\n    answer = user.{call}\n'
    elif operation["x-okx-permission"] == "Public":
        own, opened = [], f"{_BROKER}    answer = broker.{call}\n"
        if tag not in ("public", "market", "oauth"):
            opened = f"{_BROKER}    user = broker.for_credentials(ApiKey.from_env())\n    answer = user.{call}\n"
    else:
        own, who = [], "us" if tag in OWN_KEY else "user"
        opened = f"{_BROKER}    {who} = broker.for_credentials(ApiKey.from_env())\n    answer = {who}.{call}\n"
    names = [name for name in ("ApiKey", "Broker", "models") if f"{name}." in opened]
    imports = ["from datetime import date"] if "date(" in opened else []
    imports += own
    imports += [f"from okx_broker import {', '.join(names)}"] if names else []
    return "\n".join(imports) + f"\n\n{opened}    print(answer)\n"


class _Writer:
    """Writes example values as Python's, as the contract types them."""

    def __init__(self, document: Schema, place: str) -> None:
        self._document = document
        self._place = place

    def arguments(self, operation: Schema) -> str:
        request = example_request(operation)
        if "query" in request:
            schemas = {
                found["name"]: found["schema"]
                for found in (deref(self._document, one) for one in operation.get("parameters", []))
            }
            return self._named(schemas, request["query"])
        schema = deref(self._document, operation["requestBody"])["content"]["application/json"]["schema"]
        target = deref(self._document, schema)
        if target["type"] == "array":
            return self._value(target, request["body"])
        return self._named(target["properties"], request["body"])

    def _named(self, schemas: Schema, values: Schema) -> str:
        if unknown := set(values) - set(schemas):
            raise SpecError(f"{self._place}: the example has {sorted(unknown)}, which the request does not have")
        return ", ".join(f"{python_name(wire)}={self._value(schemas[wire], value)}" for wire, value in values.items())

    def _value(self, schema: Schema, value: Any) -> str:
        target = deref(self._document, schema)
        kind = kind_of(self._document, schema, self._place)
        if kind == "objects":
            return "[" + ", ".join(self._value(target["items"], one) for one in value) + "]"
        if kind == "object":
            return f"models.{schema['$ref'].rpartition('/')[2]}({self._named(target['properties'], value)})"
        if kind == "texts":
            return "[" + ", ".join(map(_text, value)) + "]"
        if kind == "yyyymmdd":
            return f"date({int(value[:4])}, {int(value[4:6])}, {int(value[6:])})"
        if kind in ("integer", "unix-ms", "unix-us"):
            return str(int(value))
        if kind in ("flag", "boolean"):
            return str(value in (True, "true"))
        return _text(value)


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _formatted(programs: dict[str, str]) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in programs.items():
            Path(folder, f"{name}.py").write_text(text, "utf-8")
        ruff = [sys.executable, "-m", "ruff"]
        settings = ["--no-cache", "--isolated", "--quiet", "--target-version=py311"]
        subprocess.run([*ruff, "check", *settings, "--select=I,F401", "--fix", folder], check=True)
        subprocess.run([*ruff, "format", *settings, "--line-length=88", folder], check=True)
        return {name: Path(folder, f"{name}.py").read_text("utf-8") for name in programs}
