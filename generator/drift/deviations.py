"""What `deviations.yaml` says the document says, in place of what the spec says.

An entry may state its facts beside its words:

    facts:
      - {operation: GET /api/v5/…, place: answer details.enable, attribute: type, document: Boolean, spec: String or Boolean}

`place` is a group and a name, as findings show them, or `operation`. With `attribute: present` the two sides are true or
false. While the spec says what the entry expects, the document's side is compared; when it says anything else, the entry
is out of date, and that is a finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from generator.bundle import SpecError
from generator.documents import facts as groups
from generator.documents.facts import Fact, Key, Place, Value
from generator.drift.marked import Mapped, Tree

_GROUPS = sorted(
    (groups.OPERATION, *groups.OF_OPERATIONS, groups.ERROR, groups.LIFETIME, groups.SCOPE, groups.HEADER),
    key=len,
    reverse=True,
)
_KEYS = {"operation", "place", "attribute", "document", "spec"}


@dataclass(frozen=True, slots=True)
class Deviation:
    """One fact that document and spec state differently, on purpose."""

    id: str
    key: Key
    attribute: str
    document: Value | None
    spec: Value | None
    place: Place


def deviations(tree: Tree) -> list[Deviation]:
    """Read the facts of all entries.

    Raises:
        SpecError: An entry's facts have not the form.
    """
    return [found for entry in tree.file("deviations.yaml") for found in _of(entry)]


def apply(facts: list[Fact], known: list[Deviation]) -> tuple[list[Fact], list[Deviation]]:
    """Return what the document is expected to state, and the deviations that the spec no longer bears out."""
    expected = {fact.key: fact for fact in facts}
    outdated: list[Deviation] = []
    for one in known:
        fact = expected.get(one.key)
        if one.attribute == "present":
            if bool(fact) != one.spec:
                outdated.append(one)
            elif fact:
                del expected[one.key]
            else:
                expected[one.key] = Fact(*one.key, place=one.place)
        elif fact is None or fact.attributes.get(one.attribute) != one.spec:
            outdated.append(one)
        else:
            expected[one.key] = replace(fact.with_attributes(**{one.attribute: one.document}))
    return list(expected.values()), outdated


def _of(entry: Mapped) -> Iterator[Deviation]:
    for fact in entry.get("facts", []):
        place = Place(fact.file, fact.line)
        if set(fact) != _KEYS:
            raise SpecError(f"{place}: the fact of {entry['id']} must have {', '.join(sorted(_KEYS))}")
        group = next((one for one in _GROUPS if f"{fact['place']} ".startswith(f"{one} ")), None)
        if group is None:
            raise SpecError(f"{place}: {fact['place']!r} begins with no group of facts ({', '.join(sorted(_GROUPS))})")
        name = str(fact["place"]).removeprefix(group).strip()
        key = (str(fact["operation"] or ""), group, name)
        yield Deviation(entry["id"], key, fact["attribute"], _value(fact["document"]), _value(fact["spec"]), place)


def _value(raw: Any) -> Value | None:
    return tuple(str(one) for one in raw) if isinstance(raw, list) else raw
