"""What the tests of `drift` share: the spec, the record of the base document, and OKX's document where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from generator.documents.facts import Facts
from generator.drift.check import Spec
from generator.drift.findings import Finding
from generator.drift.marked import Tree
from tests.client.support import ROOT
from tests.conftest import MAY_BE_SKIPPED

BASE = "okx-broker-program"
NEWER = "okx-broker-program-newer"
FULL = os.environ.get("OKX_BROKER_PROOFS") == "full"


def fresh_spec(folder: Path = ROOT / "spec") -> Spec:
    return Spec(Tree.in_folder(folder))


@cache
def base() -> Facts:
    """The record of the base document."""
    return fresh_spec().records[BASE]


def okx_document() -> Path:
    """OKX's own document; the test is skipped where there is none."""
    path = os.environ.get("OKX_DOCUMENT")
    if not path:
        pytest.skip(f"{MAY_BE_SKIPPED}: this runs on OKX's own document")
    return Path(path)


def spec_that_recorded(document: Facts) -> Spec:
    """The spec, where a document was recorded as the base."""
    spec = fresh_spec()
    spec.records = {BASE: document}
    return spec


@dataclass
class Count:
    """Changes made, and those of which something else was found than there is."""

    made: int = 0
    missed: list[str] = field(default_factory=list[str])
    wrong: list[str] = field(default_factory=list[str])

    def note(self, change: str, expected: set[tuple[str, str, str, str]], found: Iterable[Finding]) -> None:
        """Hold what was found against what there is: kind, severity, operation and place of every finding."""
        self.made += 1
        seen = {(one.kind, one.severity, one.operation, one.where) for one in found}
        if expected - seen:
            self.missed.append(f"{change}: there is {sorted(expected - seen)}, found {sorted(seen)}")
        elif seen - expected:
            self.wrong.append(f"{change}: found {sorted(seen - expected)} besides {sorted(expected)}")

    def __str__(self) -> str:
        return f"{self.made} changes: {len(self.missed)} missed, {len(self.wrong)} false alarms"
