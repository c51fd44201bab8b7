"""What `--suggest` prints goes into the spec as it is, and then nothing is found any more."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
import yaml

from generator.documents.facts import Fact, Facts
from generator.drift.check import Spec
from generator.drift.marked import Mapped, Tree
from generator.drift.suggest import suggest, up_to
from tests.client.support import ROOT
from tests.drift.mutations import mutations
from tests.drift.spec_mutations import OPERATIONS, SCHEMAS
from tests.drift.support import BASE, base, fresh_spec

NEW: list[dict[str, Any]] = [
    {"type": "String"},
    {"type": "String", "values": ("one", "two")},
    {"type": "String", "format": "unix-ms"},
    {"type": "String", "format": "yyyymmdd"},
    {"type": "String", "min_length": 3, "max_length": 9},
    {"type": "String", "numbers": ("14 d",)},
    {"type": "Array of string", "values": ("one", "two")},
    {"type": "Array"},
]


def insert(tree: Tree, operation: str, group: str, added: Any) -> None:
    """Put what was suggested where the suggestion says, by the map of schemas that the tests have."""
    if group == "request" and operation.startswith("GET"):
        file, key, method = OPERATIONS[operation]
        for parameter in added:
            place = Mapped(f"spec/paths/{file}", 1)
            place.update(parameter)
            tree.file(f"paths/{file}")[key][method]["parameters"].append(place)
        return
    file, name = next(place for place, (one, prefix) in SCHEMAS.items() if one == operation and prefix == f"{group} ")
    tree.file(f"schemas/{file}")[name]["properties"].update(added)


INFO, LINKS = "GET /api/v5/broker/dma/subaccount-info", "GET /api/v5/broker/fd/rebate-per-orders"
ORDER = "POST /api/v5/broker/fd/rebate-per-orders"
CASES = [
    *((INFO, "request", {**new, "required": "No"}) for new in NEW if "Array" not in new["type"]),
    *((INFO, "answer", new) for new in NEW),
    *((ORDER, "request", {**new, "required": "No"}) for new in NEW if "Array" not in new["type"]),
    *(
        (LINKS, "column", {key: value for key, value in new.items() if key != "type"})
        for new in NEW
        if "Array" not in new["type"]
    ),
    (LINKS, "column", {"unit": "USDT"}),
]


@pytest.mark.parametrize(("operation", "group", "attributes"), CASES, ids=str)
def test_a_suggested_field_is_what_the_document_says(operation: str, group: str, attributes: dict[str, Any]) -> None:
    last = max(at for at, fact in enumerate(base()) if fact.key[:2] == (operation, group))
    facts = [*base()]
    facts.insert(last + 1, Fact(operation, group, "newField", attributes))
    document = Facts("en", tuple(facts))
    findings = fresh_spec().compare(document)
    text = suggest(findings)
    assert f"added: {operation} {group} newField" in text
    tree = Tree.in_folder(ROOT / "spec")
    insert(tree, operation, group, yaml.safe_load(text))
    assert [(one.kind, one.where, one.document, one.spec) for one in Spec(tree).compare(document)] == []


def test_other_suggestions_name_the_line_and_the_new_figures() -> None:
    spec = fresh_spec()
    facts = [
        fact.with_attributes(limit="80 in 1 s")
        if fact.key == ("POST /api/v5/broker/dma/subaccount/apikey", "operation", "")
        else fact.with_attributes(values=("finished", "ongoing", "failed"))
        if fact.group == "answer" and fact.name == "state"
        else fact.with_attributes(max_length=60)
        if fact.group == "request" and fact.name == "label"
        else fact
        for fact in base()
    ]
    facts.append(Fact("", "error code", "53018", {"http": "403"}))
    text = suggest(spec.compare(Facts("en", tuple(facts))))
    parts = {part.splitlines()[0]: yaml.safe_load(part) for part in text.split("\n\n")}
    assert parts == {
        "# limit changed: POST /api/v5/broker/dma/subaccount/apikey operation": {
            "x-okx-rate-limit": [{"requests": 80, "seconds": 1, "per": ["user"]}]
        },
        "# values changed: GET /api/v5/broker/fd/rebate-per-orders answer state": {
            "x-okx-values": {"failed": "In your own words."}
        },
        "# max length changed: POST /api/v5/broker/dma/subaccount/apikey request label": {"maxLength": 60},
        "# error code added: error code 53018": [{"code": "53018", "http": [403], "meaning": "in your own words"}],
    }
    for line in text.splitlines():
        if line.startswith("# spec/"):
            file, number, _ = line.removeprefix("# ").split(":", 2)
            assert 0 < int(number) <= len((ROOT / file).read_text("utf-8").splitlines())


def test_a_new_operation_is_suggested_with_its_limit_and_permission() -> None:
    operation = Fact(
        "GET /api/v5/broker/dma/new-thing",
        "operation",
        "",
        {"limit": "3 in 60 s", "rule": "user", "permission": "Read", "title": "New thing"},
    )
    text = suggest(fresh_spec().compare(Facts("en", (*base(), operation))))
    added = yaml.safe_load(text)
    assert added["/api/v5/broker/dma/new-thing"] == {"$ref": "paths/dma_broker.yaml#/newThing"}
    item = added["newThing"]["get"]
    assert item["x-okx-rate-limit"] == [{"requests": 3, "seconds": 60, "per": ["user"]}]
    assert item["x-okx-permission"] == "Read"
    assert item["x-okx-source"] == {"document": BASE, "section": "New thing"}


def test_breaking_changes_are_no_suggestions() -> None:
    spec = fresh_spec()
    for mutation in mutations(base(), Random(1), 66):
        findings = spec.compare(mutation.facts)
        additive = [one for one in findings if one.severity == "additive"]
        assert ("nothing to add" in suggest(findings)) == (not additive)
        yaml.safe_load(suggest(findings))


def test_patterns_for_a_new_maximum_take_just_the_numbers_up_to_it() -> None:
    for largest in (1, 7, 9, 10, 20, 99, 100, 101, 250, 999, 1000):
        pattern = re.compile(up_to(largest))
        taken = [number for number in range(2100) if pattern.search(str(number))]
        assert taken == list(range(1, largest + 1)), largest


def test_without_findings_there_is_nothing_to_add() -> None:
    assert suggest([]) == "# nothing to add: no additive finding"
