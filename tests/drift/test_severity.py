"""The rules of severity, each written out; and that no change of a fact is ever called wording."""

from __future__ import annotations

import pytest

from generator.documents.facts import Fact
from generator.drift.severity import of_added, of_changed, of_removed

RULES = [
    # group, attribute, spec, document, severity
    ("request", "type", "String", "Integer", "breaking"),
    ("answer", "type", "String", "Boolean", "breaking"),
    ("request", "required", "No", "Yes", "breaking"),
    ("request", "required", "No", "Conditional", "breaking"),
    ("request", "required", "Conditional", "Yes", "breaking"),
    ("request", "required", "Yes", "No", "additive"),
    ("request", "required", "Yes", "Conditional", "additive"),
    ("request", "required", "No", "Maybe", "breaking"),
    ("request", "values", ("a", "b"), ("a",), "breaking"),
    ("request", "values", ("a", "b"), ("a", "c"), "breaking"),
    ("request", "values", ("a",), ("a", "b"), "additive"),
    ("answer", "values", ("a",), ("a", "b"), "additive"),
    ("answer", "values", ("a", "b"), None, "breaking"),
    ("request", "max_length", 20, 19, "breaking"),
    ("request", "max_length", 20, 21, "additive"),
    ("request", "max_length", 20, None, "additive"),
    ("request", "max_length", None, 20, "breaking"),
    ("request", "min_length", 6, 7, "breaking"),
    ("request", "min_length", 6, 5, "additive"),
    ("request", "min_length", None, 5, "breaking"),
    ("request", "min_length", 6, None, "additive"),
    ("request", "max", 100, 50, "breaking"),
    ("request", "max", 100, 500, "additive"),
    ("request", "max_count", 20, 10, "breaking"),
    ("request", "default", 100, 50, "breaking"),
    ("request", "condition", "type=false", "type=true", "breaking"),
    ("request", "numbers", ("14 d",), ("15 d",), "breaking"),
    ("answer", "format", "unix-ms", "yyyymmdd", "breaking"),
    ("answer", "format", "unix-ms", None, "wording"),
    ("column", "unit", "USDT", None, "breaking"),
    ("operation", "limit", "1 in 1 s", "10 in 1 s", "additive"),
    ("operation", "limit", "2 in 1 s", "5 in 2 s", "additive"),
    ("operation", "limit", "2 in 60 s", "1 in 60 s", "breaking"),
    ("operation", "limit", "2 in 60 s", "2 in 61 s", "breaking"),
    ("operation", "limit", "2 in 60 s", None, "breaking"),
    ("operation", "limit", "2 in 60 s", "as many as you like", "breaking"),
    ("operation", "rule", "user", "ip", "breaking"),
    ("operation", "permission", "Read", "Trade", "breaking"),
    ("operation", "permission", "Read", None, "wording"),
    ("operation", "spans", ("2 h",), ("1 h",), "breaking"),
    ("operation", "title", "One", "Another", "wording"),
    ("operation", "samples", ("python",), None, "wording"),
    ("error code", "http", "400", "401", "breaking"),
    ("lifetime", "valid", "1 h", "30 min", "breaking"),
    ("lifetime", "valid", "1 h", "2 h", "additive"),
    ("lifetime", "valid", "3 d", "71 h", "breaking"),
    ("header", "required", "Conditional", "Yes", "breaking"),
    ("example answer", "type", "Boolean", "String", "breaking"),
    ("example answer", "values", ("1",), ("2",), "wording"),
    ("example request", "target", "GET /a", "GET /b", "breaking"),
]


@pytest.mark.parametrize(("group", "attribute", "spec", "document", "severity"), RULES)
def test_a_change_has_its_severity(group: str, attribute: str, spec, document, severity: str) -> None:
    assert of_changed(Fact("GET /x", group, "one"), attribute, spec, document) == severity


@pytest.mark.parametrize(
    ("group", "required", "severity"),
    [
        ("request", "Yes", "breaking"),
        ("request", "Conditional", "breaking"),
        ("request", "No", "additive"),
        ("answer", None, "additive"),
        ("column", None, "additive"),
        ("error code", None, "additive"),
        ("scope", None, "additive"),
        ("header", "Yes", "breaking"),
        ("operation", None, "additive"),
    ],
)
def test_what_is_new_has_its_severity(group: str, required: str | None, severity: str) -> None:
    assert of_added(Fact("GET /x", group, "one", {"required": required} if required else {})) == severity


@pytest.mark.parametrize(
    "group", ["operation", "request", "answer", "column", "error code", "lifetime", "scope", "header", "example answer"]
)
def test_what_is_gone_breaks(group: str) -> None:
    assert of_removed(Fact("GET /x", group, "one")) == "breaking"


@pytest.mark.parametrize(
    "attribute", ["type", "values", "limit", "required", "http", "max_length", "rule", "condition", "valid"]
)
def test_a_changed_fact_is_never_wording(attribute: str) -> None:
    pairs = [("a", "b"), (("a",), ("b",)), ("1 in 1 s", "2 in 1 s"), (1, 2), (2, 1), ("x", None)]
    for spec, document in pairs:
        assert of_changed(Fact("GET /x", "request", "one"), attribute, spec, document) != "wording"
