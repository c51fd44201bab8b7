"""`python -m generator drift`."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from generator.bundle import SpecError
from generator.documents import facts as groups
from generator.documents import record
from generator.documents.facts import Facts
from generator.documents.pages import StatedTwiceError, join
from generator.documents.source import DocumentError, load
from generator.drift import report
from generator.drift.check import RECORDS, Spec
from generator.drift.findings import Finding, counted
from generator.drift.marked import Tree
from generator.drift.spec_facts import BASE
from generator.drift.suggest import suggest

_MAY_GO = (*groups.EXAMPLES, *groups.ONLY_RECORDED)
_NAMED = 5
NO_DRIFT, DRIFT, UNREADABLE = 0, 1, 2
SPEC = Path(__file__).resolve().parents[2] / "spec"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--document",
        required=True,
        nargs="+",
        metavar="PATH_OR_URL",
        help="plain text, HTML or Markdown, English or Chinese; several pages are one document",
    )
    parser.add_argument("--format", choices=["table", "json"], default="table")
    parser.add_argument("--suggest", action="store_true", help="print the YAML to add for additive findings")
    parser.add_argument(
        "--record",
        metavar="NAME",
        help=f"store the document's facts in spec/documents/NAME.yaml and compare no more; the base is {BASE}",
    )
    parser.add_argument(
        "--force", action="store_true", help="with --record: also when the document lacks what the old record has"
    )


def run(arguments: argparse.Namespace, folder: Path = SPEC) -> int:
    """Compare a document with the spec, or record it.

    Returns:
        0 without findings, 1 with, 2 when document or spec can't be read.
    """
    if arguments.suggest and arguments.format == "json":
        print("error: --suggest prints YAML: leave out --format json", file=sys.stderr)
        return UNREADABLE
    try:
        spec = Spec(Tree.in_folder(folder))
        document = _read(spec, arguments.document)
        if arguments.record is not None:
            return _record(spec, document, arguments.record, folder, force=arguments.force)
        findings = _compare(spec, document)
    except (DocumentError, SpecError) as error:
        print(f"error: {error}", file=sys.stderr)
        return UNREADABLE
    if arguments.suggest:
        print(suggest(findings))
    else:
        print(report.as_json(findings) if arguments.format == "json" else report.as_table(findings))
    return DRIFT if findings else NO_DRIFT


def _read(spec: Spec, sources: list[str]) -> Facts:
    """Read a document that can be spread over several pages."""
    pages = [spec.read(load(source), source) for source in sources]
    try:
        return join(zip(sources, pages, strict=True))
    except StatedTwiceError as error:
        raise DocumentError(str(error)) from None


def _compare(spec: Spec, document: Facts) -> list[Finding]:
    if not spec.about(document):
        raise DocumentError(
            f"the document states {counted(len(document.operations), 'operation')}, but none of those that the spec has from "
            "the broker program's document, which is the one to compare"
        )
    return spec.compare(document)


def _record(spec: Spec, document: Facts, name: str, folder: Path, *, force: bool) -> int:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise DocumentError(
            f"{name!r} is no name for a record: use small letters, digits and hyphens, as --record okx-broker-program"
        )
    stated = {fact.key for fact in document}
    old = spec.records.get(name, ())
    lost = [fact for fact in old if fact.group not in _MAY_GO and fact.key not in stated]
    if lost and not force:
        names = [" ".join(part for part in fact.key if part) for fact in lost]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        raise DocumentError(
            f"the document lacks what {RECORDS}{name}.yaml has: {'; '.join(names[:_NAMED])}{more}. Is the page whole? "
            "Record it under another name, or with --force if all of this is gone"
        )
    path = folder / RECORDS / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(record.render(document, name, datetime.now(UTC).date().isoformat()), "utf-8")
    print(f"{len(document.facts)} facts of {len(document.operations)} operations in spec/{RECORDS}{name}.yaml")
    return NO_DRIFT
