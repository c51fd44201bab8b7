"""Which operation of the document is which of the spec, and which field is which: by name, and where that changed, by the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator.documents import facts as groups
from generator.documents.facts import Fact

_TABLES = (groups.REQUEST, groups.ANSWER, groups.COLUMN)


@dataclass(frozen=True, slots=True)
class Pair:
    """A fact of the spec and the one of the document that is the same thing; one of the two can be missing."""

    spec: Fact | None
    document: Fact | None


def pair_operations(
    spec: list[list[Fact]], document: list[list[Fact]]
) -> list[tuple[list[Fact] | None, list[Fact] | None]]:
    """Pair operations, each given as its own fact followed by those inside of it.

    Several of a document can have one name, as when a method in it is changed to another that there is already; so the
    fields count as well as the name.
    """
    scores = sorted(
        ((_alike(one, other), -at, -there) for at, one in enumerate(spec) for there, other in enumerate(document)),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, minus_at, minus_there in scores:
        at, there = -minus_at, -minus_there
        if score >= 4 and at not in partner and there not in taken:
            partner[at] = there
            taken.add(there)
    pairs: list[tuple[list[Fact] | None, list[Fact] | None]] = [
        (one, document[partner[at]] if at in partner else None) for at, one in enumerate(spec)
    ]
    return pairs + [(None, other) for there, other in enumerate(document) if there not in taken]


def _alike(spec: list[Fact], document: list[Fact]) -> float:
    mine, theirs = spec[0], document[0]
    names, others = _names(spec), _names(document)
    shared = len(names & others) / len(names | others) if names | others else 0.0
    same = mine.operation == theirs.operation
    if mine.newer and not same:
        return 0
    same_path = mine.operation.split()[-1:] == theirs.operation.split()[-1:]
    same_title = mine.attributes.get("title") == theirs.attributes.get("title")
    return 6 * shared + 4 * same + 0.5 * same_path + 1.5 * same_title


def _names(operation: list[Fact]) -> set[tuple[str, str]]:
    return {(fact.group, fact.name) for fact in operation if fact.group in _TABLES and not fact.newer}


def pair_fields(spec: Sequence[Fact], document: Sequence[Fact], wordings: dict[str, str]) -> list[Pair]:
    """Pair the fields of one group of an operation, or of one group of the document as a whole.

    Args:
        spec: What the document is expected to have, in order.
        document: What it has, in order.
        wordings: The hashes of wordings by the names of the spec, where they are known for the document's language.
    """
    return _inside("", "", spec, document, wordings)


def _inside(
    parent: str, other_parent: str, spec: Sequence[Fact], document: Sequence[Fact], wordings: dict[str, str]
) -> list[Pair]:
    mine = [fact for fact in spec if fact.parent == parent]
    theirs = [fact for fact in document if fact.parent == other_parent]
    by_name: dict[str, Fact] = {}
    for fact in theirs:
        # Of two with one name, as when a code became another that there is, the one with the old wording is the old one.
        if _last(fact) not in by_name or (fact.wording and fact.wording == wordings.get(fact.name)):
            by_name[_last(fact)] = fact
    doubles = [fact for fact in theirs if not any(fact is one for one in by_name.values())]
    pairs = [Pair(fact, by_name[_last(fact)]) for fact in mine if _last(fact) in by_name]
    lost = [fact for fact in mine if _last(fact) not in by_name]
    names = {_last(fact) for fact in mine}
    new = [*(fact for fact in by_name.values() if _last(fact) not in names), *doubles]
    stable = [fact for fact in mine if not fact.newer]
    seen = [fact for fact in theirs if not any(one.newer and _last(one) == _last(fact) for one in mine)]
    for fact in list(lost):
        if fact.newer:
            continue
        best = max(new, key=lambda other, fact=fact: _renamed(fact, other, stable, seen, wordings), default=None)  # type: ignore[misc]
        if best is not None and _renamed(fact, best, stable, seen, wordings) >= 3:
            pairs.append(Pair(fact, best))
            lost.remove(fact)
            new.remove(best)
    inner: list[Pair] = []
    adopted: set[str] = set()
    for fact in lost:
        # Only the row of the object went: the rows inside of it now look as if they were inside of the row above.
        if above := _foster(fact, pairs, spec, document):
            adopted.add(above)
            inner += _inside(fact.name, above, spec, document, wordings)
    for pair in pairs:
        if pair.spec and pair.document and pair.spec.name and pair.document.name not in adopted:
            inner += _inside(pair.spec.name, pair.document.name, spec, document, wordings)
    return [*pairs, *inner, *(Pair(fact, None) for fact in lost), *(Pair(None, fact) for fact in new)]


def _foster(fact: Fact, pairs: list[Pair], spec: Sequence[Fact], document: Sequence[Fact]) -> str:
    """Return the field of the document that has the fields of an object that is gone; empty if there is none."""
    own = {_last(one) for one in spec if one.parent == fact.name and fact.name}
    for pair in pairs:
        if own and pair.spec and pair.document and not any(one.parent == pair.spec.name for one in spec):
            inside = {_last(one) for one in document if one.parent == pair.document.name}
            if len(inside & own) * 2 > len(own):
                return pair.document.name
    return ""


def _renamed(fact: Fact, other: Fact, mine: list[Fact], theirs: list[Fact], wordings: dict[str, str]) -> float:
    """Return how sure it is that one field got the name of the other."""
    same_wording = bool(other.wording) and wordings.get(fact.name) == other.wording
    same_place = len(mine) == len(theirs) and fact in mine and mine.index(fact) == theirs.index(other)
    same_facts = dict(fact.attributes) == dict(other.attributes) or _but_for_type(fact, other)
    close = SequenceMatcher(None, _last(fact).casefold(), _last(other).casefold()).ratio()
    return 3 * same_wording + 2 * same_place + 1 * same_facts + (2 if close >= 0.75 else close)


def _but_for_type(fact: Fact, other: Fact) -> bool:
    """Say whether all is alike but the type, and that of the spec only takes more."""
    same = fact.with_attributes(type=None).attributes == other.with_attributes(type=None).attributes
    return same and takes(fact, other)


def takes(fact: Fact, other: Fact) -> bool:
    """Say whether the spec takes the type of the document: `String or Boolean` takes `Boolean`."""
    return {*str(other.attributes.get("type")).split(" or ")} <= {*str(fact.attributes.get("type")).split(" or ")}


def _last(fact: Fact) -> str:
    return fact.name.rpartition(".")[2]
