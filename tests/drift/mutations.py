"""One change of one fact, made at random, with what a comparison has to find of it.

What is expected is written here by hand, by the kind of change: nothing of it comes from the comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from generator.documents.facts import Fact, Facts

FIELDS = {"request": "parameter", "answer": "field", "column": "column"}
SHOWN = ("example request", "example answer")
NAMES = ["foo", "newField", "someThing", "tradeMode", "acctKind", "walletId"]


@dataclass(frozen=True)
class Expected:
    kind: str
    operation: str
    where: str
    severity: str
    """The severity; several that will do with `|` between them."""


@dataclass(frozen=True)
class Mutation:
    name: str
    facts: Facts
    expected: Expected


Change = tuple[list[Fact], Expected]
Maker = Callable[[list[Fact], Random], Change | None]


def mutations(facts: Facts, random: Random, count: int) -> list[Mutation]:
    """Make so many changes, every kind as often as another."""
    found: list[Mutation] = []
    makers = list(MAKERS.items())
    while len(found) < count:
        name, maker = makers[len(found) % len(makers)]
        change = maker(list(facts), random)
        assert change is not None, f"no fact of the record can be changed by {name}"
        changed, expected = change
        found.append(Mutation(name, Facts(facts.language, tuple(changed)), expected))
    return found


def _pick(facts: list[Fact], random: Random, wanted: Callable[[Fact], bool]) -> int:
    return random.choice([at for at, fact in enumerate(facts) if wanted(fact)])


def _is_field(fact: Fact) -> bool:
    return fact.group in FIELDS


def _where(fact: Fact, name: str | None = None) -> str:
    return f"{fact.group} {fact.name if name is None else name}"


def _sibling(fact: Fact, last: str) -> str:
    return f"{fact.parent}.{last}" if fact.parent else last


def _fresh(facts: list[Fact], random: Random, fact: Fact) -> str:
    taken = {one.name.rpartition(".")[2] for one in facts}
    return random.choice([name for name in NAMES if name not in taken])


def _children(facts: list[Fact], fact: Fact) -> list[Fact]:
    return [one for one in facts if one.key[:2] == fact.key[:2] and one.name.startswith(f"{fact.name}.")]


def add_field(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, _is_field)
    fact = facts[at]
    attributes: dict[str, Any] = (
        {"type": random.choice(["String", "Boolean", "Integer"])} if fact.group != "column" else {}
    )
    needed = random.choice(["Yes", "No", "Conditional"]) if fact.group == "request" else ""
    if needed:
        attributes["required"] = needed
    new = Fact(fact.operation, fact.group, _sibling(fact, _fresh(facts, random, fact)), attributes)
    severity = "breaking" if needed in ("Yes", "Conditional") else "additive"
    place = at + 1 + len(_children(facts, fact))
    return [*facts[:place], new, *facts[place:]], Expected(
        f"{FIELDS[fact.group]} added", fact.operation, _where(new), severity
    )


def remove_field(facts: list[Fact], random: Random) -> Change:
    fact = facts[_pick(facts, random, _is_field)]
    gone = {fact.key, *(child.key for child in _children(facts, fact))}
    return [one for one in facts if one.key not in gone], Expected(
        f"{FIELDS[fact.group]} removed", fact.operation, _where(fact), "breaking"
    )


def rename_field(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, _is_field)
    fact = facts[at]
    last = fact.name.rpartition(".")[2]
    new = _sibling(fact, random.choice([_fresh(facts, random, fact), f"{last}New", last[0].swapcase() + last[1:]]))
    changed = [
        replace(one, name=new + one.name[len(fact.name) :])
        if one.key == fact.key or (one.key[:2] == fact.key[:2] and one.name.startswith(f"{fact.name}."))
        else one
        for one in facts
    ]
    return changed, Expected(f"{FIELDS[fact.group]} renamed", fact.operation, _where(fact), "breaking")


def _set(facts: list[Fact], at: int, **attributes: Any) -> list[Fact]:
    return [*facts[:at], facts[at].with_attributes(**attributes), *facts[at + 1 :]]


def change_required(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group == "request")
    order = ["No", "Conditional", "Yes"]
    old = str(facts[at].attributes["required"])
    new = random.choice([one for one in order if one != old])
    severity = "breaking" if order.index(new) > order.index(old) else "additive"
    return _set(facts, at, required=new), Expected("required changed", facts[at].operation, _where(facts[at]), severity)


def change_type(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group in ("request", "answer") and not _children(facts, fact))
    old = facts[at].attributes["type"]
    new = random.choice([one for one in ("String", "Boolean", "Integer", "Array of string", "Object") if one != old])
    return _set(facts, at, type=new), Expected("type changed", facts[at].operation, _where(facts[at]), "breaking")


def change_values(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: _is_field(fact) and "values" in fact.attributes)
    values = facts[at].attributes["values"]
    assert isinstance(values, tuple)
    new_value = "7" if values == ("0", "1", "2", "3") else "0" if values[0].isdigit() else "someother"
    where = random.randrange(len(values))
    how = random.choice(["add", "remove", "change"])
    if how == "add":
        new = (*values, new_value)
    elif how == "remove":
        new = (*values[:where], *values[where + 1 :])
    else:
        new = (*values[:where], new_value, *values[where + 1 :])
    severity = "additive" if how == "add" else "breaking"
    return _set(facts, at, values=new), Expected("values changed", facts[at].operation, _where(facts[at]), severity)


def change_number(facts: list[Fact], random: Random) -> Change:
    names = ("min_length", "max_length", "max", "default", "max_count")
    at = _pick(facts, random, lambda fact: _is_field(fact) and any(name in fact.attributes for name in names))
    name = random.choice([name for name in names if name in facts[at].attributes])
    old = facts[at].attributes[name]
    assert isinstance(old, int)
    new = old + random.choice([-3, -1, 1, 2, 40])
    looser = new < old if name == "min_length" else new > old
    severity = "breaking" if name == "default" or not looser else "additive"
    kind = f"{name.replace('_', ' ')} changed"
    return _set(facts, at, **{name: new}), Expected(kind, facts[at].operation, _where(facts[at]), severity)


def change_words(facts: list[Fact], random: Random) -> Change:
    """Change a span of time or a fee level, a format, a condition, a unit."""
    names = ("numbers", "format", "condition", "unit")
    at = _pick(facts, random, lambda fact: _is_field(fact) and any(name in fact.attributes for name in names))
    name = random.choice([name for name in names if name in facts[at].attributes])
    new: Any
    if name == "numbers":
        numbers = facts[at].attributes["numbers"]
        assert isinstance(numbers, tuple)
        number = random.choice(numbers)
        word, _, rest = number.partition(" ")
        changed = f"{word} {int(rest) + 4}" if word in ("VIP", "Lv") else f"{int(word) + 5} {rest}"
        new = tuple(sorted({*numbers} - {number} | {changed}))
    elif name == "format":
        new = "yyyymmdd" if facts[at].attributes["format"] == "unix-ms" else "unix-ms"
    else:
        new = {"condition": "type=true", "unit": None}[name]
    return _set(facts, at, **{name: new}), Expected(
        f"{name} changed", facts[at].operation, _where(facts[at]), "breaking"
    )


def change_limit(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group == "operation")
    requests, _, seconds = str(facts[at].attributes["limit"]).removesuffix(" s").partition(" in ")
    more, longer = random.choice([(1, 0), (9, 0), (0, 1), (0, 59)])
    new = f"{int(requests) + more} in {int(seconds) * (longer + 1)} s"
    severity = "additive" if more else "breaking"
    return _set(facts, at, limit=new), Expected("limit changed", facts[at].operation, "operation", severity)


def change_head(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group == "operation")
    name, new = random.choice([("permission", "Withdraw"), ("permission", "Write"), ("rule", "IP + UserID")])
    return _set(facts, at, **{name: new}), Expected(f"{name} changed", facts[at].operation, "operation", "breaking")


def change_spans(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group == "operation")
    new = random.choice([("3 h",), ("2 h", "90 d"), ("30 min",)])
    return _set(facts, at, spans=new), Expected("spans of time changed", facts[at].operation, "operation", "breaking")


def _moved(facts: list[Fact], at: int, new: str) -> list[Fact]:
    old = facts[at].operation
    return [
        replace(fact, operation=new).with_attributes(target=new)
        if fact.operation == old and "target" in fact.attributes
        else replace(fact, operation=new)
        if fact.operation == old
        else fact
        for fact in facts
    ]


def change_path(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group == "operation")
    old = facts[at].operation
    new = random.choice([old.replace("/v5/", "/v6/"), old + "s", old.replace("/broker/", "/nd-broker/")])
    return _moved(facts, at, new), Expected("path changed", old, "operation", "breaking")


def change_method(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group == "operation")
    method, path = facts[at].operation.split(" ")
    new = random.choice([one for one in ("GET", "POST", "PUT", "DELETE") if one != method])
    return _moved(facts, at, f"{new} {path}"), Expected("method changed", facts[at].operation, "operation", "breaking")


def remove_operation(facts: list[Fact], random: Random) -> Change:
    old = facts[_pick(facts, random, lambda fact: fact.group == "operation")].operation
    return [fact for fact in facts if fact.operation != old], Expected(
        "operation removed", old, "operation", "breaking"
    )


def add_operation(facts: list[Fact], random: Random) -> Change:
    new = f"GET /api/v5/broker/fd/{_fresh(facts, random, facts[0])}"
    added = [
        Fact(
            new, "operation", "", {"limit": "2 in 1 s", "rule": "user", "permission": "Read", "title": "Some new thing"}
        ),
        Fact(new, "request", "wanted", {"type": "String", "required": "Yes"}),
        Fact(new, "answer", "found", {"type": "String"}),
    ]
    at = max(at for at, fact in enumerate(facts) if fact.operation) + 1
    return [*facts[:at], *added, *facts[at:]], Expected("operation added", new, "operation", "additive")


def change_error(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group == "error code")
    fact = facts[at]
    how = random.choice(["code", "http", "remove", "add"])
    if how == "code":
        new = replace(fact, name=str(int(fact.name) + 41))
        return [*facts[:at], new, *facts[at + 1 :]], Expected("error code renamed", "", _where(fact), "breaking")
    if how == "http":
        status = random.choice(["403", "200", "429"])
        return _set(facts, at, http=status), Expected("http status changed", "", _where(fact), "breaking")
    if how == "remove":
        return [*facts[:at], *facts[at + 1 :]], Expected("error code removed", "", _where(fact), "breaking")
    new = Fact("", "error code", "53050", {"http": "400"})
    return [*facts[: at + 1], new, *facts[at + 1 :]], Expected("error code added", "", "error code 53050", "additive")


def change_lifetime(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group == "lifetime")
    old = str(facts[at].attributes["valid"])
    new = random.choice(["30 min", "5 h", "2 d", "9 d"])
    size = {"min": 1, "h": 60, "d": 1440}
    shorter, longer = (int(span.split()[0]) * size[span.split()[1]] for span in (new, old))
    severity = "additive" if shorter > longer else "breaking"
    return _set(facts, at, valid=new), Expected("lifetime changed", "", _where(facts[at]), severity)


def change_scope(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group == "scope")
    if random.random() < 0.5:
        new = Fact("", "scope", "transfer")
        return [*facts[: at + 1], new, *facts[at + 1 :]], Expected("scope added", "", "scope transfer", "additive")
    return [*facts[:at], replace(facts[at], name="walk"), *facts[at + 1 :]], Expected(
        "scope renamed", "", _where(facts[at]), "breaking"
    )


def change_header(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: fact.group == "header")
    if random.random() < 0.5:
        old, new = str(facts[at].attributes["required"]), "No"
        return _set(facts, at, required=new), Expected(
            "required changed", "", _where(facts[at]), "additive" if old != new else ""
        )
    return [*facts[:at], replace(facts[at], name="X-TERM"), *facts[at + 1 :]], Expected(
        "header renamed", "", _where(facts[at]), "breaking"
    )


def _leaf(facts: list[Fact], fact: Fact) -> bool:
    return fact.group in SHOWN and bool(fact.name) and not _children(facts, fact)


def _in_table(facts: list[Fact], fact: Fact) -> bool:
    name = fact.name.removeprefix("data.") if fact.group == "example answer" else fact.name
    table = "answer" if fact.group == "example answer" else "request"
    return any(one.key == (fact.operation, table, name) for one in facts)


def remove_shown(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: _leaf(facts, fact))
    severity = "wording" if _in_table(facts, facts[at]) else "breaking"
    return [*facts[:at], *facts[at + 1 :]], Expected(
        "example field removed", facts[at].operation, _where(facts[at]), severity
    )


def rename_shown(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: _leaf(facts, fact))
    new = replace(facts[at], name=_sibling(facts[at], _fresh(facts, random, facts[at])))
    return [*facts[:at], new, *facts[at + 1 :]], Expected(
        "example field renamed", facts[at].operation, _where(facts[at]), "breaking"
    )


def add_shown(facts: list[Fact], random: Random) -> Change:
    at = _pick(facts, random, lambda fact: _leaf(facts, fact))
    fact = facts[at]
    new = Fact(
        fact.operation, fact.group, _sibling(fact, _fresh(facts, random, fact)), {"type": "String", "values": ("x",)}
    )
    return [*facts[: at + 1], new, *facts[at + 1 :]], Expected(
        "example field added", fact.operation, _where(new), "additive"
    )


MAKERS: dict[str, Maker] = {
    function.__name__: function
    for function in (
        add_field, remove_field, rename_field, change_required, change_type, change_values, change_number, change_words,
        change_limit, change_head, change_spans, change_path, change_method, remove_operation, add_operation, change_error,
        change_lifetime, change_scope, change_header, remove_shown, rename_shown, add_shown,
    )
}  # fmt: skip
