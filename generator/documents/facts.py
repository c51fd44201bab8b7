"""Facts: what a document, or the spec, states about one place of the API, without its wording.

The readers of the documents and the reader of the spec give the same facts, so that a comparison needs to know neither
markup nor OpenAPI.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

Value = str | int | tuple[str, ...]
Key = tuple[str, str, str]

OPERATION = "operation"
REQUEST = "request"
ANSWER = "answer"
COLUMN = "column"
EXAMPLE_REQUEST = "example request"
EXAMPLE_SAMPLE = "python sample"
EXAMPLE_ANSWER = "example answer"
ERROR = "error code"
LIFETIME = "lifetime"
SCOPE = "scope"
HEADER = "header"
USAGE = "usage"
PROSE = "prose"

EXAMPLES = (EXAMPLE_REQUEST, EXAMPLE_SAMPLE, EXAMPLE_ANSWER)
OF_OPERATIONS = (REQUEST, ANSWER, COLUMN, *EXAMPLES)
ONLY_RECORDED = (USAGE, PROSE)
"""Groups that the spec does not hold: they are compared with the record of the document alone."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: the section of a document, or a file of the spec, and the line (0 if unknown)."""

    section: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.section}:{self.line}" if self.line else self.section


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Fact:
    """What is stated of one place.

    `operation` is method and path, or empty for the document as a whole; `group` is one of the constants above; `name` is a
    dotted path inside of the group, such as `details.subAcct`.
    """

    operation: str
    group: str
    name: str
    attributes: Mapping[str, Value] = field(default_factory=dict[str, Value])
    place: Place = NOWHERE
    wording: str = ""
    """A hash of the wording, to notice that it changed without keeping it."""
    terms: tuple[str, ...] = ()
    """The words of trading that the wording uses, the same in every language; see `terms.py`."""
    newer: bool = False
    """In the spec: only newer versions of the document have it."""
    into: Place = NOWHERE
    """In the spec: where the parameters of an operation are listed."""
    newer_values: tuple[str, ...] = ()
    """In the spec: the values that only newer versions of the document have."""
    lines: Mapping[str, int] = field(default_factory=dict[str, int], compare=False)
    """The lines of attributes that stand on one of their own."""

    @property
    def key(self) -> Key:
        """What identifies the fact among all of one document."""
        return self.operation, self.group, self.name

    @property
    def parent(self) -> str:
        """The name of the object around the field; empty at the top."""
        return self.name.rpartition(".")[0]

    def place_of(self, attribute: str) -> Place:
        """Return where an attribute stands."""
        return replace(self.place, line=self.lines.get(attribute, self.place.line))

    def with_attributes(self, **changed: Value | None) -> Fact:
        """Return a copy with these attributes set, or removed where None."""
        merged: dict[str, Value] = {**self.attributes}
        for name, value in changed.items():
            merged.pop(name, None)
            if value is not None:
                merged[name] = value
        return replace(self, attributes=merged)


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one document, in its order."""

    language: str
    facts: tuple[Fact, ...]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    @property
    def operations(self) -> list[Fact]:
        """The facts that stand for the operations themselves."""
        return [fact for fact in self.facts if fact.group == OPERATION]

    def of(self, operation: str) -> list[Fact]:
        """Return the facts inside of an operation, without the one of the operation itself."""
        return [fact for fact in self.facts if fact.operation == operation and fact.group != OPERATION]
