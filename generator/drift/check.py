"""One run: the spec, the records of known documents, and a document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.documents import record
from generator.documents.facts import Fact, Facts
from generator.documents.source import read
from generator.drift.compare import blocks, compare
from generator.drift.deviations import Deviation, apply, deviations
from generator.drift.findings import Finding
from generator.drift.marked import Tree
from generator.drift.pairing import pair_operations
from generator.drift.spec_facts import BASE, known_values, spec_facts

RECORDS = "documents/"


@dataclass
class Spec:
    """The spec as it stands to be compared with documents."""

    tree: Tree

    @cached_property
    def facts(self) -> list[Fact]:
        """What the spec states."""
        return spec_facts(self.tree)

    @cached_property
    def expected(self) -> tuple[list[Fact], list[Deviation]]:
        """What a document is expected to state, and the deviations that are out of date."""
        base = self.records.get(BASE)
        titles = {fact.operation: str(fact.attributes.get("title", "")) for fact in base.operations} if base else {}
        return apply(self.facts, deviations(self.tree), titles)

    @cached_property
    def records(self) -> dict[str, Facts]:
        """The recorded documents by name, the base first."""
        names = [name for name in self.tree.names if name.startswith(RECORDS)]
        found = {name.removeprefix(RECORDS).removesuffix(".yaml"): record.parse(self.tree.text(name)) for name in names}
        return dict(sorted(found.items(), key=lambda item: item[0] != BASE))

    def read(self, text: str, source: str = "the document") -> Facts:
        """Read a document, with the values that the spec knows.

        Raises:
            DocumentError: It states nothing.
        """
        return read(text, known_values(self.facts), source)

    def about(self, document: Facts) -> bool:
        """Say whether a page has operations of the document that the spec is written from, under whatever path."""
        pairs = pair_operations(blocks(self.expected[0]), blocks(document))
        return any(mine and theirs for mine, theirs in pairs)

    def compare(self, document: Facts) -> list[Finding]:
        """Compare the facts of a document with what the spec leads to expect."""
        expected, outdated = self.expected
        return compare(expected, document, self.records.values(), outdated)
