"""Two revisions of the spec, by what callers see, with the severities of `drift`.

The comparison is of our own: tools for OpenAPI documents do not know limits, tag places or the formats of strings, which are
what a caller of this client sees, and those that install from PyPI or npm do not read OpenAPI 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.documents import facts as groups
from generator.documents.facts import Fact, Value
from generator.drift.findings import Finding, Severity
from generator.drift.pairing import pair_fields, pair_operations
from generator.drift.severity import of_added, of_changed
from generator.revisions.callers import MODEL

_WORDS = {
    groups.OPERATION: "operation",
    groups.REQUEST: "argument",
    groups.ANSWER: "field",
    groups.COLUMN: "column",
    groups.ERROR: "error code",
}
_ATTRIBUTES = {"valid": "lifetime"}
_TOKENS = (groups.LIFETIME, groups.SCOPE, groups.HEADER)
_HARMLESS = {"secret", "pagination", "filled_in"}


def compare(old: list[Fact], new: list[Fact]) -> list[Finding]:
    """Return what changed, operations first; in a finding `document` is the new side and `spec` the old one."""
    tokens = [finding for group in _TOKENS for finding in _whole(old, new, group)]
    return [*_operations(old, new), *_whole(old, new, MODEL), *_whole(old, new, groups.ERROR), *tokens]


def _operations(old: list[Fact], new: list[Fact]) -> Iterator[Finding]:
    for before, after in pair_operations(_blocks(old), _blocks(new)):
        if before and after:
            if before[0].operation != after[0].operation:
                yield _finding("operation renamed", "breaking", before[0], after[0].operation, before[0].operation)
            yield from _attributes(before[0], after[0])
            for group in (groups.REQUEST, groups.ANSWER, groups.COLUMN):
                yield from _fields(
                    [one for one in before if one.group == group], [one for one in after if one.group == group]
                )
        elif before:
            yield _finding("operation removed", "breaking", before[0], "", str(before[0].attributes["path"]))
        elif after:
            yield _finding("operation added", "additive", after[0], str(after[0].attributes["path"]), "")


def _whole(old: list[Fact], new: list[Fact], group: str) -> Iterator[Finding]:
    yield from _fields([one for one in old if one.group == group], [one for one in new if one.group == group])


def _fields(old: list[Fact], new: list[Fact]) -> Iterator[Finding]:
    for pair in pair_fields(old, new, {one.name: one.wording for one in old}):
        before, after = pair.spec, pair.document
        if before and after:
            if _last(before) != _last(after):
                yield _finding(f"{_word(before)} renamed", "breaking", before, _last(after), _last(before))
            yield from _attributes(before, after)
        elif before:
            yield _finding(f"{_word(before)} removed", "breaking", before, "", _last(before))
        elif after:
            yield _finding(f"{_word(after)} added", of_added(after), after, _last(after), "")


def _attributes(before: Fact, after: Fact) -> Iterator[Finding]:
    changed = False
    for name in sorted({*before.attributes, *after.attributes}):
        ours, other = before.attributes.get(name), after.attributes.get(name)
        same = {*ours} == {*other} if isinstance(ours, tuple) and isinstance(other, tuple) else ours == other
        if not same:
            changed = True
            yield _finding(
                f"{_ATTRIBUTES.get(name, name.replace('_', ' '))} changed",
                _severity(before, name, ours, other),
                before,
                _shown(other),
                _shown(ours),
            )
    if not changed and before.wording != after.wording:
        yield _finding("wording changed", "wording", before, "", "")


def _severity(fact: Fact, name: str, ours: Value | None, other: Value | None) -> Severity:
    """Return the severity of drift, but for what only a spec has: a rule that is gone asks less of a caller."""
    if name in _HARMLESS:
        return "additive"
    if fact.group == groups.REQUEST and other is None and name in ("values", "pattern", "condition", "rule_of_value"):
        return "additive"
    return of_changed(fact, name, ours, other)


def _blocks(facts: list[Fact]) -> list[list[Fact]]:
    found: list[list[Fact]] = []
    for fact in facts:
        if fact.group == groups.OPERATION:
            found.append([fact])
        elif fact.operation and found:
            found[-1].append(fact)
    return found


def _finding(kind: str, severity: Severity, fact: Fact, new: str, old: str) -> Finding:
    where = "" if fact.group == groups.OPERATION else f"{_word(fact)} {fact.name}"
    return Finding(kind, severity, fact.operation, where, new, old)


def _word(fact: Fact) -> str:
    return _WORDS.get(fact.group, fact.group)


def _last(fact: Fact) -> str:
    return fact.name.rpartition(".")[2]


def _shown(value: Value | None) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)
