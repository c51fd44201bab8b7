"""The patterns of spec/patterns.yaml as a Python table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.bundle import SpecError, deref, load_yaml, operations

HEAD = '''"""The patterns of request fields in words, for those who have to mend a value."""

from __future__ import annotations

from typing import Final

IN_WORDS: Final[dict[str, str]] = {
'''


def render_patterns(path: Path, document: dict[str, Any]) -> str:
    """Return the source of the table.

    Raises:
        SpecError: A request's pattern is not in the table, or one in the table is no request's.
    """
    words: dict[str, str] = load_yaml(path)
    used = set(_patterns(document))
    if used != set(words):
        raise SpecError(f"{path.name}: without words {sorted(used - set(words))}, unused {sorted(set(words) - used)}")
    return HEAD + "".join(f"    {pattern!r}: {words[pattern]!r},\n" for pattern in sorted(words)) + "}\n"


def _patterns(document: dict[str, Any]) -> Iterator[str]:
    for _, _, operation in operations(document):
        for parameter in operation.get("parameters", []):
            yield from _inside(document, deref(document, parameter)["schema"])
        if "requestBody" in operation:
            body = deref(document, operation["requestBody"])["content"]["application/json"]["schema"]
            yield from _inside(document, body)


def _inside(document: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    found = deref(document, schema)
    if "pattern" in found:
        yield found["pattern"]
    for inner in (*found.get("properties", {}).values(), *([found["items"]] if "items" in found else [])):
        yield from _inside(document, inner)
