"""One fact changed at random, in a document or in the spec: exactly that is found, with operation, place and severity."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from generator.documents.facts import Facts
from generator.drift.check import Spec
from generator.drift.marked import Tree
from tests.client.support import ROOT
from tests.conftest import SHOWN
from tests.drift import line_mutations, spec_mutations
from tests.drift.mutations import MAKERS, mutations
from tests.drift.render import Shape, render
from tests.drift.support import FULL, Count, base, fresh_spec, okx_document, spec_that_recorded

SHAPES: list[Shape] = ["text", "en", "zh"]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_rendered_document_reads_as_what_it_was_rendered_from(shape: Shape) -> None:
    found = fresh_spec().read(render(base(), shape))
    assert found.language == ("zh" if shape == "zh" else "en")
    without_prose = {fact.key: dict(fact.attributes) for fact in base() if fact.group != "prose"}
    assert {fact.key: dict(fact.attributes) for fact in found if fact.group != "prose"} == without_prose


@pytest.mark.proof
@pytest.mark.parametrize("shape", SHAPES)
def test_changes_of_a_rendered_document(shape: Shape, record_property) -> None:
    unchanged = fresh_spec().read(render(base(), shape))
    spec = spec_that_recorded(unchanged)
    assert spec.compare(unchanged) == []
    count = Count()
    for mutation in mutations(base(), Random(20261124), len(MAKERS) * (60 if FULL else 4)):
        wanted = mutation.expected
        expected = {(wanted.kind, wanted.severity, wanted.operation, wanted.where)}
        count.note(mutation.name, expected, spec.compare(spec.read(render(mutation.facts, shape))))
    record_property(SHOWN, f"rendered as {shape}: {count}")
    assert not count.missed, count.missed
    assert not count.wrong, count.wrong


def change_lines(text: str, rounds: int) -> Count:
    """Change lines of a document in the text form."""
    unchanged = fresh_spec().read(text)
    spec = spec_that_recorded(unchanged)
    random, count = Random(6), Count()
    for name in list(line_mutations.MAKERS) * rounds:
        changed, wanted = line_mutations.change_a_line(text, unchanged, random, name)
        expected = {(wanted.kind, wanted.severity, wanted.operation, wanted.where)}
        count.note(name, expected, spec.compare(spec.read(changed)))
    return count


@pytest.mark.proof
def test_changes_of_lines_of_a_rendered_document(record_property) -> None:
    count = change_lines(render(base(), "text"), 40 if FULL else 5)
    record_property(SHOWN, f"lines of a rendered document: {count}")
    assert not count.missed, count.missed
    assert not count.wrong, count.wrong


@pytest.mark.proof
def test_changes_of_lines_of_okxs_own_document(record_property) -> None:
    count = change_lines(okx_document().read_text("utf-8"), 60 if FULL else 10)
    record_property(SHOWN, f"lines of OKX's document: {count}")
    assert not count.missed, count.missed
    assert not count.wrong, count.wrong


@pytest.mark.proof
def test_changes_of_the_spec(record_property) -> None:
    """The document is the recorded one, unchanged; with the same facts as OKX's own, where that is there."""
    random, count, records = Random(3), Count(), fresh_spec().records
    for name, change in list(spec_mutations.MAKERS.items()) * (60 if FULL else 5):
        tree = Tree.in_folder(ROOT / "spec")
        wanted = change(tree, random)
        spec = Spec(tree)
        spec.records = records
        found = spec.compare(base())
        expected = {(kind, wanted.severity, *place) for kind, place in zip(_each(wanted), wanted.places, strict=True)}
        count.note(name, expected, found)
    record_property(SHOWN, f"the spec: {count}")
    assert not count.missed, count.missed
    assert not count.wrong, count.wrong


def _each(wanted: spec_mutations.Wanted) -> list[str]:
    return list(wanted.kinds) if len(wanted.kinds) > 1 else [wanted.kinds[0]] * len(wanted.places)


def test_a_change_of_the_spec_is_found_from_its_files_too(tmp_path: Path) -> None:
    """The same through YAML on disk, with the line to edit."""
    folder = tmp_path / "spec"
    for path in (ROOT / "spec").rglob("*.yaml"):
        target = folder / path.relative_to(ROOT / "spec")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text("utf-8"), "utf-8")
    schema = folder / "schemas/dma_broker.yaml"
    lines = schema.read_text("utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if line == "      maxLength: 20")
    lines[at] = "      maxLength: 25"
    schema.write_text("\n".join(lines), "utf-8")
    (found,) = fresh_spec(folder).compare(base())
    assert (found.kind, found.document, found.spec, found.severity) == ("max length changed", "20", "25", "breaking")
    assert found.edit.section == "spec/schemas/dma_broker.yaml"
    assert lines[found.edit.line - 1] == "    subAcct:"


def test_other_words_are_wording_and_nothing_else() -> None:
    text = render(base(), "text")
    unchanged = fresh_spec().read(text)
    spec = spec_that_recorded(unchanged)
    changed = text.replace("uid | String | No | Thing of the broker", "uid | String | No | Item of the company", 1)
    (found,) = spec.compare(spec.read(changed))
    assert (found.kind, found.severity, found.where) == ("wording changed", "wording", "request uid")
    changed = text.replace("What a broker can call is told here.", "Read on.")
    (found,) = spec.compare(spec.read(changed))
    assert (found.kind, found.severity, found.where) == ("text changed", "wording", "text")


def test_a_code_that_became_another_that_there_is() -> None:
    text = render(base(), "text").replace("53000 | 400 | some words", "53000 | 400 | a bad token", 1)
    unchanged = fresh_spec().read(text)
    spec = spec_that_recorded(unchanged)
    (found, *others) = spec.compare(spec.read(text.replace("53000 | 400 | a bad", "53003 | 400 | a bad", 1)))
    assert (found.kind, found.where, found.document, found.severity) == (
        "error code renamed",
        "error code 53000",
        "53003",
        "breaking",
    )
    assert others == []


def test_one_value_changed_into_one_that_the_spec_has_as_newer_is_one_finding() -> None:
    facts = [
        fact.with_attributes(values=("0", "4", "2", "3"))
        if fact.key == ("GET /api/v5/broker/fd/if-rebate", "answer", "type")
        else fact
        for fact in base()
    ]
    (found,) = fresh_spec().compare(Facts("en", tuple(facts)))
    assert (found.kind, found.severity, found.document) == ("values changed", "breaking", "0, 4, 2, 3")


def test_another_sample_is_wording() -> None:
    text = render(base(), "text")
    spec = spec_that_recorded(fresh_spec().read(text))
    (found,) = spec.compare(spec.read(text.replace("flag = '1'", "flag = '0'", 1)))
    assert (found.kind, found.severity, found.where) == ("wording changed", "wording", "python sample")


@pytest.mark.parametrize(
    ("old", "new", "kind", "place"),
    [
        ("details | Array | Thing of the broker |\n", "", "field removed", "answer details"),
        ("> feeRates | Array | Thing of the broker |\n", "", "field removed", "answer details.feeRates"),
        ("details | Array |", "details | String |", "type changed", "answer details"),
        ("details | Array |", "pages | Array |", "field renamed", "answer details"),
    ],
)
def test_a_change_of_the_row_of_an_object_alone(old: str, new: str, kind: str, place: str) -> None:
    """The rows inside of it stay as they are."""
    text = render(base(), "text")
    spec = spec_that_recorded(fresh_spec().read(text))
    assert old in text
    (found,) = spec.compare(spec.read(text.replace(old, new, 1)))
    assert (found.kind, found.where, found.severity) == (kind, place, "breaking")


@pytest.mark.parametrize("broken", ["{", "}", "],", '"data": ['])
def test_a_broken_example_is_one_finding_and_hides_nothing(broken: str) -> None:
    """One line of an example is lost; what stands below it is read all the same."""
    text = render(base(), "text")
    spec = spec_that_recorded(fresh_spec().read(text))
    lines = text.splitlines()
    first = lines.index("Response Example")
    at = next(at for at in range(first, len(lines)) if lines[at].strip() == broken)
    found = spec.compare(spec.read("\n".join([*lines[:at], *lines[at + 1 :]])))
    assert {one.severity for one in found} == {"wording"}
    assert "example field form changed" in {one.kind for one in found}
    assert {one.operation for one in found} == {"GET /api/v5/broker/dma/subaccount-info"}
