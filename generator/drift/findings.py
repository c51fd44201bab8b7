"""What a comparison finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.documents.facts import NOWHERE, Fact, Place

Severity = Literal["breaking", "additive", "wording"]


def counted(number: int, what: str) -> str:
    """Return a number of things, in the singular or the plural."""
    return f"{number} {what}{'s' * (number != 1)}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between a document and what the spec says of it."""

    kind: str
    """What happened, from the spec's view: `parameter added`, `type changed`, `field renamed` and so on."""
    severity: Severity
    operation: str
    """Method and path as the spec has them, or as the document has them where the spec has none; empty for the whole."""
    where: str
    """The place inside of it, such as `request limit`, `answer details.subAcct`, `error code 53001`."""
    document: str
    """What the document says; empty where it says nothing."""
    spec: str
    """What the spec says, or is known to say differently; empty where it says nothing."""
    section: Place = NOWHERE
    """Where it stands in the document."""
    edit: Place = NOWHERE
    """Where it stands, or would stand, in the spec."""
    known: bool = False
    """The spec has it already, as of a newer version of the document."""
    fact: Fact | None = None
    """The fact of the document that is new, for a suggestion."""

    def as_json(self) -> dict[str, object]:
        """Return the finding as it is printed in JSON."""
        return {
            "kind": self.kind,
            "severity": self.severity,
            "operation": self.operation,
            "where": self.where,
            "document": self.document,
            "spec": self.spec,
            "section": self.section.section,
            "document_line": self.section.line or None,
            "spec_file": self.edit.section or None,
            "spec_line": self.edit.line or None,
            "known_as_newer": self.known,
        }
