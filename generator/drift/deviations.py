"""What `deviations.yaml` says the document says, in place of what the spec says.

An entry may state its facts beside its words:

    facts:
      - {operation: GET /api/v5/…, place: answer details.enable, attribute: type, document: Boolean, spec: String or Boolean}

`place` is a group and a name, as findings show them, or `operation`. With `attribute: present` the two sides are true or
false. While the spec says what the entry expects, the document's side is compared; when it says anything else, the entry
is out of date, and that is a finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    section: str = ""


def deviations(tree: Tree) -> list[Deviation]:
    """Read the facts of all entries.

    Raises:
        SpecError: An entry's facts have not the form.
    """
    return [found for entry in tree.file("deviations.yaml") for found in _of(entry)]


def apply(facts: list[Fact], known: list[Deviation], titles: Mapping[str, str]) -> tuple[list[Fact], list[Deviation]]:
    """Return what the document is expected to state, and the deviations that the spec no longer bears out.

    Args:
        facts: What the spec states.
        known: The deviations.
        titles: The sections of operations in the base document: where the spec has renamed an operation, its deviations go
            with the section.
    """
    expected = {fact.key: fact for fact in facts}
    by_title = {str(fact.attributes.get("title")): fact.operation for fact in facts if fact.group == groups.OPERATION}
    outdated: list[Deviation] = []
    for one in known:
        key = _now(one.key, expected, by_title.get(titles.get(one.key[0], ""), ""))
        if key is None:
            continue  # the whole around it is gone, which is a finding of its own
        fact = expected.get(key)
        if one.attribute == "present":
            if bool(fact) != one.spec:
                outdated.append(one)
            elif fact:
                del expected[key]
            else:
                expected[key] = Fact(*key, place=one.place)
        elif fact is None or fact.attributes.get(one.attribute) != one.spec:
            outdated.append(one)
        else:
            expected[key] = fact.with_attributes(**{one.attribute: one.document})
    return list(expected.values()), outdated


def _now(key: Key, facts: Mapping[Key, Fact], same_section: str) -> Key | None:
    """Return where a place of a deviation is now, as operations and objects around it can have other names; None if nowhere."""
    operation, group, name = key
    if operation and (operation, groups.OPERATION, "") not in facts:
        if not same_section:
            return None
        operation = same_section
    if (operation, group, name) in facts or "." not in name:
        return operation, group, name
    if (operation, group, name.rpartition(".")[0]) in facts:
        return operation, group, name
    path = name.split(".")
    like = [
        one
        for one in facts
        if one[:2] == (operation, group) and len(parts := one[2].split(".")) == len(path) and parts[-1] == path[-1]
    ]
    return like[0] if len(like) == 1 else None


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
        yield Deviation(
            entry["id"],
            key,
            fact["attribute"],
            _value(fact["document"]),
            _value(fact["spec"]),
            place,
            str(entry["anchor"]["section"]),
        )


def _value(raw: Any) -> Value | None:
    return tuple(str(one) for one in raw) if isinstance(raw, list) else raw
