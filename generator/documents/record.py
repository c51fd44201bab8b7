"""Facts of a known version of a document in `spec/documents/`: names, types, numbers and hashes, none of its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from generator.documents import facts as groups
from generator.documents.facts import Fact, Facts, Place, Value

HEAD = """\
# What {name} states, read by `python -m generator drift --record`. Never edited by hand.
#
# Names, types and numbers are facts; a wording is kept as a hash, to notice when it changes.
"""
_OWN = {"name", "wording", "terms"}


def render(facts: Facts, name: str, day: str) -> str:
    """Return the record of a document as YAML.

    Args:
        facts: The facts of the document.
        name: The name of the version, which is that of the file too.
        day: The day of the recording, as `2026-11-24`.
    """
    lines = [HEAD.format(name=name), f"document: {name}", f"language: {facts.language}", f"recorded: '{day}'", "facts:"]
    last = None
    for fact in facts:
        if fact.key[:2] != last:
            last = fact.key[:2]
            lines += [f"- operation: {_inline(fact.operation)}", f"  group: {fact.group}", "  stated:"]
        lines.append(f"  - {_inline(_row(fact))}")
    return "\n".join(lines) + "\n"


def parse(text: str) -> Facts:
    """Read a record."""
    raw = yaml.load(text, Loader=yaml.CSafeLoader)
    return Facts(raw["language"], tuple(_facts(raw["facts"])))


def _row(fact: Fact) -> dict[str, Any]:
    row: dict[str, Any] = {"name": fact.name} if fact.name else {}
    row |= {name: list(value) if isinstance(value, tuple) else value for name, value in fact.attributes.items()}
    if fact.terms:
        row["terms"] = list(fact.terms)
    if fact.wording:
        row["wording"] = fact.wording
    return row


def _inline(value: Any) -> str:
    return (
        yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False)
        .removesuffix("\n")
        .removesuffix("\n...")
    )


def _facts(blocks: list[dict[str, Any]]) -> Iterator[Fact]:
    titles: dict[str, str] = {}
    for block in blocks:
        for row in block["stated"]:
            attributes: dict[str, Value] = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in row.items()
                if name not in _OWN
            }
            operation, group = block["operation"], block["group"]
            if group == groups.OPERATION:
                titles[operation] = str(attributes.get("title", ""))
            place = Place(titles.get(operation, ""))
            terms = tuple(row.get("terms", ()))
            yield Fact(operation, group, row.get("name", ""), attributes, place, row.get("wording", ""), terms)
