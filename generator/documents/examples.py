"""What an example shows: the names of its fields, the kind and the value of each, without the rest of its text."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl

from generator.documents.facts import Value

_MASKED = re.compile(r"^\*+$")
_WORDS = {
    bool: "Boolean",
    str: "String",
    int: "Number",
    float: "Number",
    type(None): "null",
    list: "Array",
    dict: "Object",
}


class UnreadableError(ValueError):
    """An example is not what its place says it is."""


def from_json(text: str) -> Any:
    """Read an example in JSON.

    Raises:
        UnreadableError: It is not valid JSON.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise UnreadableError(f"the example is not valid JSON: {error}") from None


def from_query(query: str | None) -> dict[str, str]:
    """Read the query string of an example request."""
    return dict(parse_qsl(query or "", keep_blank_values=True))


def from_python(text: str) -> dict[str, Any] | None:
    """Return the named arguments of the call in a sample in Python; None if there is no such call."""
    found = re.search(r"^result\s*=\s*(.*?)(?=^print\b|\Z)", text, re.MULTILINE | re.DOTALL)
    try:
        call = ast.parse(found[1].strip(), mode="eval").body if found else None
        if not isinstance(call, ast.Call):
            return None
        return {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords if keyword.arg}
    except (SyntaxError, ValueError):
        return None


def fields(value: Any, name: str = "") -> dict[str, dict[str, Value]]:
    """Return the fields of an example by their dotted paths, each with `type` and, for plain values, `values`.

    Several objects of one list are one: their values are listed in order, each once. A value of nothing but asterisks is
    left out: it is hidden, and could be any. Of an address only host and path count.
    """
    found: dict[str, dict[str, Value]] = {}
    _collect(value, name, found)
    return found


def _collect(value: Any, name: str, found: dict[str, dict[str, Value]]) -> None:
    if isinstance(value, Mapping):
        _note(name, "Object", found)
        for key, item in value.items():
            _collect(item, f"{name}.{key}" if name else str(key), found)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        _note(name, "Array", found)
        for item in value:
            if isinstance(item, Mapping):
                for key, inner in item.items():
                    _collect(inner, f"{name}.{key}" if name else str(key), found)
            else:
                _shown(name, item, found)
    else:
        _note(name, _WORDS[type(value)], found)
        _shown(name, value, found)


def _note(name: str, kind: str, found: dict[str, dict[str, Value]]) -> None:
    if not name:
        return
    known = found.setdefault(name, {"type": kind})
    if kind not in str(known["type"]).split(" or "):
        known["type"] = " or ".join(sorted([*str(known["type"]).split(" or "), kind]))


def _shown(name: str, value: Any, found: dict[str, dict[str, Value]]) -> None:
    text = value if isinstance(value, str) else json.dumps(value)
    if not name or _MASKED.match(text):
        return
    if text.startswith(("http://", "https://")):
        text = text.partition("?")[0]
    known = found.setdefault(name, {"type": "Array"}).get("values", ())
    if isinstance(known, tuple) and text not in known:
        found[name]["values"] = (*known, text)


def command(text: str) -> dict[str, Value]:
    """Return what a command of curl sends: the address, and the names of the headers."""
    words = list(_words(text))
    headers = tuple(word.partition(":")[0] for before, word in pairwise(words) if before == "-H")
    url = next((word for word in words if word.startswith(("http://", "https://"))), "")
    return {"url": url.partition("?")[0], "headers": headers}


def _words(text: str) -> Iterator[str]:
    for quoted, bare in re.findall(r"\"([^\"]*)\"|(\S+)", text.replace("\\\n", " ")):
        yield quoted or bare
