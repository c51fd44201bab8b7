"""How bad a change is for a program that was written against the spec.

- breaking: a call that was right can fail or can't be read any more, or nobody can tell. A name, type, path, method,
  permission, code or HTTP status that changed; something that went away; a rule that got stricter; a new required parameter.
- additive: calls that were right stay right: something new that can be left out, a rule that got looser.
- wording: no fact changed, or it only went unsaid: texts, titles, the values shown in examples, a permission or a
  format that the document no longer states.

A changed type, value, limit, path, requiredness or code is never wording.
"""

from __future__ import annotations

from generator.documents import facts as groups
from generator.documents.facts import Fact, Value
from generator.drift.findings import Severity

_ORDER = {"No": 0, "Conditional": 1, "Yes": 2}
_UPPER = {"max_length", "max", "max_count"}
_LOWER = {"min_length"}
_TEXTUAL = {"form", "title", "samples", "url", "headers", "wording"}


def of_added(fact: Fact) -> Severity:
    """Return how bad it is that the document has something that the spec has not."""
    if fact.group == groups.REQUEST and fact.attributes.get("required") != "No":
        return "breaking"
    if fact.group == groups.HEADER and fact.attributes.get("required") != "No":
        return "breaking"
    return "additive"


def of_removed(fact: Fact) -> Severity:
    """Return how bad it is that the document no longer has something."""
    return "wording" if fact.group in (groups.USAGE, groups.PROSE) else "breaking"


def of_changed(fact: Fact, attribute: str, spec: Value | None, document: Value | None) -> Severity:
    """Return how bad it is that an attribute of something that both have differs."""
    if attribute in _TEXTUAL or (attribute in ("permission", "format") and not document):
        return "wording"
    if fact.group in groups.EXAMPLES and attribute == "values":
        return "wording"
    if attribute == "required":
        return "additive" if _ORDER.get(str(document), 2) < _ORDER.get(str(spec), 0) else "breaking"
    if attribute == "values":
        return "breaking" if set(_texts(spec)) - set(_texts(document)) else "additive"
    if attribute == "limit":
        return "additive" if _rate(document) > _rate(spec) > 0 else "breaking"
    if attribute in _UPPER:
        return "additive" if document is None or _number(document) > _number(spec) >= 0 else "breaking"
    if attribute in _LOWER:
        return (
            "additive" if document is None or (spec is not None and _number(document) < _number(spec)) else "breaking"
        )
    if attribute == "valid":
        return "additive" if _seconds(document) > _seconds(spec) > 0 else "breaking"
    return "breaking"


def _rate(limit: Value | None) -> float:
    """Return the requests in a second that a limit allows; 0 for a limit of no known form."""
    requests, _, seconds = str(limit).removesuffix(" s").partition(" in ")
    return int(requests) / int(seconds) if requests.isdigit() and seconds.isdigit() else 0


def _number(value: Value | None) -> int:
    return value if isinstance(value, int) else -1


def _seconds(text: Value | None) -> int:
    amount, _, unit = str(text).partition(" ")
    size = {"s": 1, "min": 60, "h": 3600, "d": 86400}.get(unit, 0)
    return int(amount) * size if amount.isdigit() else 0


def _texts(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
