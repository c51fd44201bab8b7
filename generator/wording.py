"""Texts for readers of Python: the spec speaks of fields and operations by OKX's names, docstrings and errors by Python's.

What the spec says in extensions goes into the description too: the values that a field of an answer usually has, and that
only newer versions of a document have a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.bundle import SpecError, deref, operations
from generator.naming import python_name

_QUOTED = re.compile(r"`(\w+)`")
_CAMEL = re.compile(r"`?\b([a-z]+[A-Z]\w*)\b`?")
NEWER = "In newer versions of the document."


class Names:
    """The names of a bundled document's fields and operations in Python."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._fields = {wire: python_name(wire) for wire in _field_names(document)}
        self._methods = {
            operation["operationId"]: f"`{operation['tags'][0]}.{python_name(operation['operationId'])}`"
            for _, _, operation in operations(document)
            if operation.get("tags")
        }

    def in_description(self, text: str) -> str:
        """Return a description, where fields stand in backticks, in Python's names."""
        text = _CAMEL.sub(lambda found: self._methods.get(found[1], found[0]), text)
        return _QUOTED.sub(lambda found: f"`{self._fields.get(found[1], found[1])}`", text)

    def in_sentence(self, text: str) -> str:
        """Return what is said of an error, where names stand as they are, in Python's names."""

        def named(found: re.Match[str]) -> str:
            wire = found[1]
            return self._methods.get(wire) or (f"`{self._fields[wire]}`" if wire in self._fields else found[0])

        return _CAMEL.sub(named, text)


def in_python(document: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of the bundled document whose descriptions speak of Python's names and show the usual values.

    Raises:
        SpecError: A value of an answer has no meaning.
    """
    worded = Names(document).in_description

    def view(node: Any) -> Any:
        if isinstance(node, list):
            return [view(item) for item in node]
        if not isinstance(node, dict):
            return node
        found = {key: view(value) for key, value in node.items()}
        for key in ("summary", "description"):
            if isinstance(node.get(key), str):
                found[key] = worded(node[key])
        if isinstance(found.get("description"), str) and "type" in node:
            found["description"] = " ".join([found["description"].rstrip(), *_said_by_extensions(node)])
        return found

    viewed: dict[str, Any] = view(document)
    return viewed


def _field_names(document: dict[str, Any]) -> Iterator[str]:
    for schema in document["components"]["schemas"].values():
        yield from schema.get("properties", {})
    for _, _, operation in operations(document):
        for parameter in operation.get("parameters", []):
            yield deref(document, parameter)["name"]


def _said_by_extensions(schema: dict[str, Any]) -> Iterator[str]:
    values = schema.get("x-okx-values", schema.get("items", {}).get("x-okx-values", {}))
    if wrong := [value for value, meaning in values.items() if not isinstance(meaning, str)]:
        raise SpecError(f"x-okx-values gives {wrong[0]!r} no meaning: put quotes around a text with a comma")
    if values:
        meant = [f"`{value}`" if value == meaning else f"`{value}`: {meaning}" for value, meaning in values.items()]
        yield "Usually " + "; ".join(meant) + "."
    if schema.get("x-okx-since") == "newer":
        yield NEWER
