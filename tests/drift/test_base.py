"""The spec against the recorded base document, and against the document itself where there is one."""

from __future__ import annotations

import re
import time

import pytest
import yaml

from generator.documents import record
from generator.drift import command
from tests.client.support import ROOT
from tests.drift.support import BASE, NEWER, base, fresh_spec, okx_document

RECORDS = sorted((ROOT / "spec/documents").glob("*.yaml"))


def test_the_recorded_facts_of_the_base_document_are_those_that_the_spec_expects() -> None:
    assert [(one.kind, one.operation, one.where) for one in fresh_spec().compare(base())] == []


def test_the_record_of_the_base_document_is_whole() -> None:
    """Figures counted by hand in the document."""
    facts = base()
    counts: dict[str, int] = {}
    for fact in facts:
        counts[fact.group] = counts.get(fact.group, 0) + 1
    assert facts.language == "en"
    assert counts["operation"] == 7
    assert counts["request"] == 4 + 4 + 5 + 2 + 4 + 3 + 2
    assert counts["answer"] == 12 + 11 + 8 + 5 + 6 + 2 + 5
    assert counts["column"] == 14
    assert counts["error code"] == 16
    assert (counts["lifetime"], counts["scope"], counts["header"]) == (2, 2, 2)


def test_known_versions_are_recorded() -> None:
    assert {path.stem for path in RECORDS} >= {BASE, NEWER}
    for path in RECORDS:
        assert yaml.safe_load(path.read_text("utf-8"))["document"] == path.stem


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_reads_back_as_it_was_written_and_holds_no_sentence(path) -> None:
    text = path.read_text("utf-8")
    raw = yaml.safe_load(text)
    assert record.render(record.parse(text), path.stem, raw["recorded"]) == text
    for block in raw["facts"]:
        for row in block["stated"]:
            for name, value in row.items():
                if name != "title":
                    for one in value if isinstance(value, list) else [value]:
                        assert len(str(one).split()) <= 5, (name, one)
    assert not re.search("Signature=|Bearer |AccessKeyId", text)


def test_okxs_own_document_shows_no_drift(capsys: pytest.CaptureFixture[str]) -> None:
    parser = command.argparse.ArgumentParser()
    command.add_arguments(parser)
    path = okx_document()
    begun = time.process_time()
    assert command.run(parser.parse_args(["--document", str(path)])) == 0
    assert time.process_time() - begun < 2
    assert capsys.readouterr().out == "no drift: the document says what the spec expects of it\n"


def test_okxs_own_document_is_what_is_recorded() -> None:
    found = fresh_spec().read(okx_document().read_text("utf-8"))
    assert [(fact.key, dict(fact.attributes), fact.wording) for fact in found] == [
        (fact.key, dict(fact.attributes), fact.wording) for fact in base()
    ]
