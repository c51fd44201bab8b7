"""The facts of a document against those that the spec leads to expect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from os.path import commonpath

from generator.documents import facts as groups
from generator.documents.facts import NOWHERE, Fact, Facts, Key, Place, Value
from generator.drift.deviations import Deviation
from generator.drift.findings import Finding, counted
from generator.drift.pairing import Pair, pair_fields, pair_operations, takes
from generator.drift.severity import of_added, of_changed, of_removed

_WORDS = {
    groups.OPERATION: "operation",
    groups.REQUEST: "parameter",
    groups.ANSWER: "field",
    groups.COLUMN: "column",
    groups.EXAMPLE_REQUEST: "example field",
    groups.EXAMPLE_SAMPLE: "example field",
    groups.EXAMPLE_ANSWER: "example field",
    groups.USAGE: "usage",
}
_ATTRIBUTES = {
    "http": "http status",
    "valid": "lifetime",
    "values": "values",
    "spans": "spans of time",
    "target": "path",
}
RECORD = Place("spec/documents/okx-broker-program.yaml")
"""Where the spec keeps what it has only the record of."""
_FLAG = ("true", "false")


def compare(
    expected: Iterable[Fact], document: Facts, recorded: Iterable[Facts], outdated: Iterable[Deviation] = ()
) -> list[Finding]:
    """Compare.

    Args:
        expected: What the spec says, with what the deviations say of the document in place.
        document: The facts of the document.
        recorded: The records of known versions, for wordings and for what the spec does not hold; the first is the base.
        outdated: Deviations that the spec no longer bears out.

    Returns:
        The findings, in the document's order for what it has.
    """
    return list(_Comparison(list(expected), document, list(recorded)).findings(outdated))


class _Comparison:
    def __init__(self, expected: list[Fact], document: Facts, recorded: list[Facts]) -> None:
        self.expected = expected
        self.document = document
        same = [facts for facts in recorded if facts.language == document.language]
        self.base = recorded[0] if recorded else None
        self.base_facts = {fact.key: fact for fact in reversed(self.base.facts)} if self.base else {}
        self.record = same[0] if same else None
        self.wordings: dict[Key, set[str]] = {}
        for facts in same:
            for fact in facts:
                self.wordings.setdefault(fact.key, set()).add(fact.wording)

    def findings(self, outdated: Iterable[Deviation]) -> Iterator[Finding]:
        found = [*self.operations(), *self.whole(), *self.usage(), *self.prose()]
        yield from found
        for one in outdated:
            operation, group, name = one.key
            where = f"{group} {name}".strip()
            last = name.rpartition(".")[2]
            if not any(
                same.operation == operation
                and (same.where == where or (same.kind.endswith(" renamed") and same.document == last))
                for same in found
            ):
                yield Finding(
                    "deviation out of date",
                    "breaking",
                    operation,
                    where,
                    _shown(one.document),
                    f"{one.id} expects {one.attribute} {_shown(one.spec)}",
                    Place(one.section),
                    one.place,
                )

    # Operations

    def operations(self) -> Iterator[Finding]:
        mine = [
            [
                fact,
                *(
                    inner
                    for inner in self.expected
                    if inner.operation == fact.operation and inner.group != groups.OPERATION
                ),
            ]
            for fact in self.expected
            if fact.group == groups.OPERATION
        ]
        for spec, document in pair_operations(mine, blocks(self.document)):
            if spec and document:
                yield from _in_section(document[0].place, self.operation(spec, document))
            elif spec and not spec[0].newer:
                yield from _in_section(Place(str(spec[0].attributes.get("title", ""))), [self.removed(spec[0])])
            elif document:
                yield self.added(document[0], _nearest(document[0], [one[0] for one in mine]))

    def operation(self, spec: list[Fact], document: list[Fact]) -> Iterator[Finding]:
        mine, theirs = spec[0], document[0]
        (method, path), (their_method, their_path) = mine.operation.split(" ", 1), theirs.operation.split(" ", 1)
        if mine.newer:
            yield self.added(theirs, mine.place, known=True)
        moved = path != their_path or method != their_method
        if moved:
            kind = "path changed" if path != their_path else "method changed"
            yield Finding(
                kind,
                "breaking",
                mine.operation,
                "operation",
                theirs.operation,
                mine.operation,
                theirs.place,
                mine.place,
            )
        found: list[Finding] = list(self.attributes(mine, theirs))
        for group in (groups.REQUEST, groups.ANSWER, groups.COLUMN):
            found += self.group(mine, [*_of(spec, group)], [*_of(document, group)], group)
        for group in groups.EXAMPLES:
            shown, theirs_shown = [*_of(spec, group)], [*_of(document, group)]
            if shown and theirs_shown and "form" in theirs_shown[0].attributes:
                found.append(self.changed(shown[0], theirs_shown[0], "form", None, theirs_shown[0].attributes["form"]))
            elif shown and theirs_shown:
                listed = {fact.name for fact in document if fact.group in (groups.REQUEST, groups.ANSWER)}
                found += self.example(mine, shown, theirs_shown, group, listed, found, moved=moved)
            elif shown and not mine.newer and group != groups.EXAMPLE_SAMPLE:
                found.append(self.removed(shown[0]))
        yield from found
        if not moved and not any(one.where == "operation" for one in found if one.kind != "permission changed"):
            yield from self.reworded(mine, theirs)

    def group(self, operation: Fact, spec: list[Fact], document: list[Fact], group: str) -> Iterator[Finding]:
        wordings = {fact.name: next(iter(self.wordings.get(fact.key, {""}))) for fact in spec}
        for pair in pair_fields(spec, document, wordings):
            yield from self.pair(pair, operation, group, spec)

    def pair(self, pair: Pair, operation: Fact, group: str, spec: list[Fact]) -> Iterator[Finding]:
        mine, theirs = pair.spec, pair.document
        if mine and theirs:
            if _last(mine) != _last(theirs):
                yield Finding(
                    f"{_word(group)} renamed",
                    "breaking",
                    mine.operation,
                    _where(mine),
                    _last(theirs),
                    _last(mine),
                    theirs.place,
                    mine.place,
                )
                if takes(mine, theirs):
                    theirs = theirs.with_attributes(type=mine.attributes.get("type"))
            elif mine.newer:
                yield self.added(theirs, mine.place, known=True, operation=mine.operation)
            found = list(self.attributes(mine, theirs))
            yield from found
            if not found and _last(mine) == _last(theirs):
                yield from self.reworded(mine, theirs)
        elif mine and not mine.newer:
            yield self.removed(mine)
        elif theirs:
            near = next((fact.place for fact in reversed(spec) if fact.parent == theirs.parent), operation.place)
            if group == groups.REQUEST and operation.operation.startswith("GET"):
                near = operation.into
            yield self.added(theirs, near, operation=operation.operation)

    def attributes(self, mine: Fact, theirs: Fact) -> Iterator[Finding]:
        if mine.group == groups.OPERATION:
            old = self.base_facts.get(mine.key)
            mine = mine.with_attributes(
                samples=old.attributes.get("samples") if old else theirs.attributes.get("samples")
            )
            if self.document.language != "en":
                mine = mine.with_attributes(title=theirs.attributes.get("title"))
            if mine.newer:
                mine = mine.with_attributes(
                    title=theirs.attributes.get("title"), samples=theirs.attributes.get("samples")
                )
        for name in sorted({*mine.attributes, *theirs.attributes}):
            ours, other = mine.attributes.get(name), theirs.attributes.get(name)
            if name == "values" and mine.group not in groups.EXAMPLES:
                if other is None and ours == _FLAG:
                    continue
                new = [value for value in _texts(other) if value in mine.newer_values]
                if new and set(_texts(ours)) == set(_texts(other)) - {*new}:
                    yield self.changed(mine, theirs, name, ours, other, known=True)
                    continue
                if set(_texts(ours)) == set(_texts(other)):
                    continue
            if name == "values" and mine.group in groups.EXAMPLES and (other is None or ours is None):
                continue  # one of the two hides the value
            if ours != other:
                yield self.changed(mine, theirs, name, ours, other)

    def example(
        self,
        operation: Fact,
        spec: list[Fact],
        document: list[Fact],
        group: str,
        listed: set[str],
        above: list[Finding],
        *,
        moved: bool,
    ) -> Iterator[Finding]:
        """Compare an example; what its table says too is said there."""
        whole = "answer" if group == groups.EXAMPLE_ANSWER else "request"
        said = {
            found.where.removeprefix(f"{whole} ")
            for found in above
            if found.where.startswith(f"{whole} ") and found.kind.endswith((" added", " removed", " renamed"))
        }
        for found in self.group(operation, spec, document, group):
            name = found.where.removeprefix(group).strip()
            name = name.removeprefix("data.") if whole == "answer" else name
            if name in said or (moved and found.kind == "path changed"):
                continue
            in_table = name in listed
            if found.kind in ("example field added", "example field removed") and in_table:
                yield replace(found, severity="wording")
            elif found.kind == "example field values changed" and self.unlisted(operation, found, name, whole):
                yield replace(found, severity="additive")
            else:
                yield found

    def unlisted(self, operation: Fact, found: Finding, name: str, whole: str) -> bool:
        """Say whether an example shows a value that neither document nor spec lists, of a field that lists its values."""
        same = [
            fact
            for fact in (*self.expected, *self.document)
            if fact.operation == operation.operation and fact.group == whole and fact.name == name
        ]
        lists = [fact for fact in same if fact.attributes.get("values")]
        allowed = {value for fact in lists for value in (*_texts(fact.attributes.get("values")), *fact.newer_values)}
        shown = [part for value in found.document.split(", ") for part in value.split(",")]
        return bool(lists) and not set(shown) <= allowed | {""}

    # The document as a whole

    def whole(self) -> Iterator[Finding]:
        nothing = Fact("", groups.OPERATION, "", place=Place("spec/openapi.yaml"))
        for group in (groups.ERROR, groups.LIFETIME, groups.SCOPE, groups.HEADER):
            mine = [fact for fact in self.expected if fact.group == group and not fact.operation]
            theirs = [fact for fact in self.document if fact.group == group]
            near = Place(theirs[-1].place.section) if theirs else NOWHERE
            yield from _in_section(near, self.group(nothing, mine, theirs, group))

    def usage(self) -> Iterator[Finding]:
        """Compare what only the record holds: the example of a call with a token."""
        if self.base:
            mine = [fact for fact in self.base if fact.group == groups.USAGE]
            theirs = [fact for fact in self.document if fact.group == groups.USAGE]
            for pair in pair_fields([replace(fact, place=RECORD) for fact in mine], theirs, {}):
                if pair.spec and pair.document:
                    yield from self.attributes(pair.spec, pair.document)
                elif pair.spec:
                    yield self.removed(pair.spec)

    def prose(self) -> Iterator[Finding]:
        """Compare the texts outside of operations with the record of the same language."""
        if not self.record:
            return
        mine = [fact for fact in self.record if fact.group == groups.PROSE]
        theirs = [fact for fact in self.document if fact.group == groups.PROSE]
        matcher = SequenceMatcher(
            None, [fact.wording for fact in mine], [fact.wording for fact in theirs], autojunk=False
        )
        for kind, start, end, their_start, their_end in matcher.get_opcodes():
            if kind == "equal":
                continue
            near = theirs[min(their_start, len(theirs) - 1)].place if theirs else NOWHERE
            count = max(end - start, their_end - their_start)
            words = {"replace": "changed", "delete": "gone", "insert": "new"}[kind]
            yield Finding("text changed", "wording", "", "text", f"{counted(count, 'line')} {words}", "", near, RECORD)

    # Single findings

    def reworded(self, mine: Fact, theirs: Fact) -> Iterator[Finding]:
        if mine.newer:
            return
        known, base = self.wordings.get(mine.key), self.base_facts.get(mine.key)
        other_language = self.base is not None and self.base.language != self.document.language
        if other_language and base and mine.group not in groups.EXAMPLES and base.terms != theirs.terms:
            yield self.worded(mine, theirs, "; ".join(theirs.terms), "; ".join(base.terms))
        elif other_language and base and bool(base.wording) != bool(theirs.wording):
            yield self.worded(mine, theirs, "words" if theirs.wording else "no words", "")
        elif known and theirs.wording not in known:
            yield self.worded(mine, theirs, "another wording" if theirs.wording else "no words", "")

    def worded(self, mine: Fact, theirs: Fact, document: str, spec: str) -> Finding:
        return Finding(
            "wording changed", "wording", mine.operation, _where(mine), document, spec, theirs.place, mine.place
        )

    def added(self, fact: Fact, near: Place, *, known: bool = False, operation: str = "") -> Finding:
        return Finding(
            f"{_word(fact.group)} added",
            of_added(fact) if not known else "additive",
            operation or fact.operation,
            _where(fact),
            _described(fact),
            "there already, as of newer versions" if known else "",
            fact.place,
            near,
            known,
            None if known else fact,
        )

    def removed(self, fact: Fact) -> Finding:
        return Finding(
            f"{_word(fact.group)} removed",
            of_removed(fact),
            fact.operation,
            _where(fact),
            "",
            _described(fact),
            edit=fact.place,
        )

    def changed(
        self, mine: Fact, theirs: Fact, name: str, ours: Value | None, other: Value | None, *, known: bool = False
    ) -> Finding:
        kind = _ATTRIBUTES.get(name, name.replace("_", " "))
        if mine.group in groups.EXAMPLES and name != "target":
            kind = f"example field {kind}"
        severity = of_changed(mine, name, ours, other)
        return Finding(
            f"{kind} changed",
            severity,
            mine.operation,
            _where(mine),
            _shown(other) or _unsaid(name),
            _shown(ours) or _unsaid(name),
            theirs.place_of(name),
            mine.place_of(name),
            known,
            None if known else theirs,
        )


def _in_section(section: Place, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Say of what is gone in which section it was."""
    return (found if found.section.section else replace(found, section=section) for found in findings)


def _nearest(operation: Fact, known: list[Fact]) -> Place:
    """Return where an operation of the spec stands whose path is like that of a new one."""
    path = operation.operation.split(" ")[-1]
    best = max(known, key=lambda one: len(commonpath([path, one.operation.split(" ")[-1]])), default=None)
    return best.place if best else Place("spec/openapi.yaml")


def blocks(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Return each operation with the facts inside of it, also where two have one name."""
    found: list[list[Fact]] = []
    for fact in facts:
        if fact.group == groups.OPERATION:
            found.append([fact])
        elif fact.group in groups.OF_OPERATIONS and found:
            found[-1].append(fact)
    return found


def _of(operation: list[Fact], group: str) -> Iterator[Fact]:
    return (fact for fact in operation if fact.group == group)


def _word(group: str) -> str:
    return _WORDS.get(group, group)


def _where(fact: Fact) -> str:
    return f"{fact.group} {fact.name}".strip()


def _last(fact: Fact) -> str:
    return fact.name.rpartition(".")[2]


def _texts(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _shown(value: Value | bool | None) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def _unsaid(name: str) -> str:
    """Say what nothing means: a bare 1 is a word as often as a number, so it is not counted among numbers."""
    return "no number but 1" if name == "numbers" else ""


def _described(fact: Fact) -> str:
    parts = [f"{name.replace('_', ' ')} {_shown(value)}" for name, value in fact.attributes.items() if name != "title"]
    name = fact.operation if fact.group == groups.OPERATION else _last(fact)
    return f"{name} ({'; '.join(parts)})" if parts else name
