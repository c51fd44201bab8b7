"""One change on one line of a document in the text form, as OKX could make it, with what has to be found of it.

Where a fact stands is taken from the lines of a record of the same text; what is expected is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from generator.documents.facts import Fact, Facts
from tests.drift.mutations import FIELDS, Expected

Lines = list[str]
Change = tuple[Lines, Expected]
Maker = Callable[[Lines, list[Fact], Random], Change]


def change_a_line(text: str, facts: Facts, random: Random, name: str) -> tuple[str, Expected]:
    """Make a change of one kind."""
    lines = text.splitlines()
    changed, expected = MAKERS[name](lines, list(facts), random)
    assert changed != lines
    return "\n".join(changed), expected


def _pick(facts: list[Fact], random: Random, wanted: Callable[[Fact], bool]) -> Fact:
    return random.choice([fact for fact in facts if fact.place.line and wanted(fact)])


def _row(lines: Lines, fact: Fact) -> list[str]:
    cells = lines[fact.place.line - 1].split(" | ")
    assert fact.name.rpartition(".")[2] in cells[0], (fact, cells)
    return cells


def _with(lines: Lines, line: int, new: str | None) -> Lines:
    return [*lines[: line - 1], *([new] if new is not None else []), *lines[line:]]


def _is_leaf(facts: list[Fact], fact: Fact) -> bool:
    return fact.group in FIELDS and not any(one.key[:2] == fact.key[:2] and one.parent == fact.name for one in facts)


def _where(fact: Fact) -> str:
    return f"{fact.group} {fact.name}"


def rename_row(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: _is_leaf(facts, fact))
    cells = _row(lines, fact)
    cells[0] = cells[0].replace(fact.name.rpartition(".")[2], random.choice(["other", "acctKind", "walletId"]))
    expected = Expected(f"{FIELDS[fact.group]} renamed", fact.operation, _where(fact), "breaking")
    return _with(lines, fact.place.line, " | ".join(cells)), expected


def remove_row(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: _is_leaf(facts, fact))
    expected = Expected(f"{FIELDS[fact.group]} removed", fact.operation, _where(fact), "breaking")
    return _with(lines, fact.place.line, None), expected


def add_row(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: _is_leaf(facts, fact))
    cells = _row(lines, fact)
    needed = random.choice(["Yes", "No", "Optional"])
    mark = cells[0][: len(cells[0]) - len(cells[0].lstrip("> "))]
    cells = [
        f"{mark}walletId",
        *{"request": ["String", needed], "answer": ["String"], "column": []}[fact.group],
        "Where it is |",
    ]
    name = f"{fact.parent}.walletId" if fact.parent else "walletId"
    severity = "breaking" if fact.group == "request" and needed != "No" else "additive"
    expected = Expected(f"{FIELDS[fact.group]} added", fact.operation, f"{fact.group} {name}", severity)
    return [*lines[: fact.place.line], " | ".join(cells), *lines[fact.place.line :]], expected


def change_type(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: _is_leaf(facts, fact) and fact.group != "column")
    cells = _row(lines, fact)
    cells[1] = random.choice([one for one in ("Integer", "Object", "Boolean", "Array of integer") if one != cells[1]])
    return _with(lines, fact.place.line, " | ".join(cells)), Expected(
        "type changed", fact.operation, _where(fact), "breaking"
    )


def change_required(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: fact.group == "request")
    cells = _row(lines, fact)
    order = ["No", "Optional", "Yes"]
    new = random.choice([one for one in order if one != cells[2]])
    severity = "breaking" if order.index(new) > order.index(cells[2]) else "additive"
    cells[2] = new
    return _with(lines, fact.place.line, " | ".join(cells)), Expected(
        "required changed", fact.operation, _where(fact), severity
    )


def change_value(lines: Lines, facts: list[Fact], random: Random) -> Change:
    """Change a value in the middle of its words, where it sticks to the word before it."""
    fact = _pick(facts, random, lambda fact: fact.group in FIELDS and "values" in fact.attributes)
    values = fact.attributes["values"]
    assert isinstance(values, tuple)
    value = random.choice(values)
    head, _, description = (
        lines[fact.place.line - 1].rpartition(" | ")
        if lines[fact.place.line - 1].count(" |") == 0
        else (*lines[fact.place.line - 1].removesuffix(" |").rpartition(" | "),)
    )
    new = "0" if value.isdigit() and "0" not in values else "8" if value.isdigit() else f"{value}_ed"
    after = r"(?= ?:| [A-Z])" if value.isdigit() else r"(?= ?:)" if re.search(r"\w ?: ", description) else r"(?=\s|$)"
    before = r"(?<=[a-z\u4e00-\u9fff])" if value.isdigit() else ""
    changed, count = re.subn(before + re.escape(value) + after, new, description, count=1)
    assert count, (value, description)
    return _with(lines, fact.place.line, f"{head} | {changed} |"), Expected(
        "values changed", fact.operation, _where(fact), "breaking"
    )


def change_number(lines: Lines, facts: list[Fact], random: Random) -> Change:
    names = ("min_length", "max_length", "max_count")
    fact = _pick(facts, random, lambda fact: fact.group in FIELDS and any(name in fact.attributes for name in names))
    name = random.choice([name for name in names if name in fact.attributes])
    old = fact.attributes[name]
    assert isinstance(old, int)
    new = old + random.choice([-2, -1, 3, 70])
    looser = new < old if name == "min_length" else new > old
    changed, count = re.subn(rf"(?<!\d){old}(?!\d)", str(new), lines[fact.place.line - 1], count=1)
    assert count
    if new < 0 or (name == "min_length" and new > 19):
        return change_number(lines, facts, random)
    return _with(lines, fact.place.line, changed), Expected(
        f"{name.replace('_', ' ')} changed", fact.operation, _where(fact), "additive" if looser else "breaking"
    )


def change_span(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: fact.group in FIELDS and "numbers" in fact.attributes)
    found = random.choice(
        list(re.finditer(r"(?:(?<=VIP)|(?<=VIP4/)|(?<= ))\d+(?=\b)(?! ?:)", lines[fact.place.line - 1]))
    )
    line = lines[fact.place.line - 1]
    number = found.group()
    stated = fact.attributes["numbers"]
    assert isinstance(stated, tuple)
    if not any(number in one.split(" ") for one in stated):
        return change_span(lines, facts, random)
    changed = line[: found.start()] + str(int(number) + 60) + line[found.end() :]
    return _with(lines, fact.place.line, changed), Expected("numbers changed", fact.operation, _where(fact), "breaking")


def _head(lines: Lines, fact: Fact, pattern: str) -> int:
    """Return the line above an operation that a pattern finds."""
    return next(at + 1 for at in range(fact.place.line - 1, 0, -1) if re.match(pattern, lines[at]))


def change_limit(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: fact.group == "operation")
    at = _head(lines, fact, r"(?i)rate limit:")
    label = re.match(r"(?i)rate limit: ?", lines[at - 1])
    assert label
    new, severity = random.choice([("600 requests per second", "additive"), ("1 request per 3 hours", "breaking")])
    return _with(lines, at, label[0] + new), Expected("limit changed", fact.operation, "operation", severity)


def change_permission(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: fact.group == "operation")
    at = _head(lines, fact, "Permission:")
    return _with(lines, at, "Permission: Withdraw"), Expected(
        "permission changed", fact.operation, "operation", "breaking"
    )


def change_rule(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: fact.group == "operation")
    at = _head(lines, fact, "Rate limit rule:")
    return _with(lines, at, "Rate limit rule: IP"), Expected("rule changed", fact.operation, "operation", "breaking")


def change_path(lines: Lines, facts: list[Fact], random: Random) -> Change:
    """Change the path in the line of the request, and not in the example below it."""
    fact = _pick(facts, random, lambda fact: fact.group == "operation")
    new = lines[fact.place.line - 1].replace("/v5/", "/v6/")
    return _with(lines, fact.place.line, new), Expected("path changed", fact.operation, "operation", "breaking")


def change_method(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: fact.group == "operation")
    method, path = lines[fact.place.line - 1].split(" ")
    new = random.choice([one for one in ("GET", "POST", "PUT") if one != method])
    return _with(lines, fact.place.line, f"{new} {path}"), Expected(
        "method changed", fact.operation, "operation", "breaking"
    )


def change_example_path(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: fact.group == "example request" and not fact.name)
    new = lines[fact.place.line - 1].replace("/v5/", "/v6/")
    return _with(lines, fact.place.line, new), Expected("path changed", fact.operation, "example request", "breaking")


def change_error(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: fact.group == "error code")
    cells = _row(lines, fact)
    how = random.choice(["code", "status", "remove"])
    if how == "code":
        cells[0] = "53077"
        return _with(lines, fact.place.line, " | ".join(cells)), Expected(
            "error code renamed", "", _where(fact), "breaking"
        )
    if how == "status":
        cells[1] = "403"
        return _with(lines, fact.place.line, " | ".join(cells)), Expected(
            "http status changed", "", _where(fact), "breaking"
        )
    return _with(lines, fact.place.line, None), Expected("error code removed", "", _where(fact), "breaking")


def change_lifetime(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: fact.group == "lifetime")
    new, count = re.subn(r"\d+ (hours?|days?)", "30 minutes", lines[fact.place.line - 1])
    assert count == 1
    return _with(lines, fact.place.line, new), Expected("lifetime changed", "", _where(fact), "breaking")


def change_token_table(lines: Lines, facts: list[Fact], random: Random) -> Change:
    fact = _pick(facts, random, lambda fact: fact.group in ("scope", "header"))
    cells = _row(lines, fact)
    cells[0] = "something"
    return _with(lines, fact.place.line, " | ".join(cells)), Expected(
        f"{fact.group} renamed", "", _where(fact), "breaking"
    )


def rename_shown(lines: Lines, facts: list[Fact], random: Random) -> Change:
    """Rename a field of an example answer that stands in it once."""
    whole = _pick(facts, random, lambda fact: fact.group == "example answer" and not fact.name)
    inside = [fact for fact in facts if fact.key[:2] == whole.key[:2] and fact.name]
    end = next(
        at
        for at in range(whole.place.line - 1, len(lines))
        if lines[at] == "}" and "|" in "".join(lines[at + 1 : at + 4])
    )
    names = [fact.name for fact in inside if len(fact.attributes.get("values", ())) == 1]
    name = random.choice(names)
    last = name.rpartition(".")[2]
    hits = [at for at in range(whole.place.line - 1, end) if re.search(rf'"{last}" ?:', lines[at])]
    if len(hits) != 1:
        return rename_shown(lines, facts, random)
    new = lines[hits[0]].replace(f'"{last}"', '"walletId"')
    return _with(lines, hits[0] + 1, new), Expected(
        "example field renamed", whole.operation, f"example answer {name}", "breaking"
    )


MAKERS: dict[str, Maker] = {
    function.__name__: function
    for function in (
        rename_row, remove_row, add_row, change_type, change_required, change_value, change_number, change_span, change_limit,
        change_permission, change_rule, change_path, change_method, change_example_path, change_error, change_lifetime,
        change_token_table, rename_shown,
    )
}  # fmt: skip
