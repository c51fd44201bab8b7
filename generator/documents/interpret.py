"""From the blocks of a page to its facts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from generator.documents import examples, headings
from generator.documents import facts as groups
from generator.documents.blocks import Block, Code, Row, Table, Text
from generator.documents.facts import Fact, Facts, Place, Value
from generator.documents.quantities import quantities, spans
from generator.documents.terms import terms
from generator.documents.value_lists import apart, value_list

Known = Mapping[str, Collection[str]]
"""The values that the spec has for a field, by the field's last name; for a name that it does not have, under the empty one."""


def interpret(blocks: Iterable[Block], known: Known) -> Facts:
    """Read the blocks of a page.

    Args:
        blocks: The page.
        known: The values of fields in the spec; they help to part values from words where the form has lost the borders.

    Returns:
        The facts, in the page's order.
    """
    blocks = list(blocks)
    texts = [block.text for block in blocks if isinstance(block, Text)]
    tables = [block for block in blocks if isinstance(block, Table)]
    cells = [cell for table in tables for row in (table.head, *(row.cells for row in table.rows)) for cell in row]
    everything = " ".join([*texts, *cells])
    words = frozenset(word.casefold() for word in re.findall(r"(?<![\w-])[A-Za-z]+(?![\w-])", everything))
    reader = _Reader(known, words)
    for block in blocks:
        reader.read(block)
    reader.settle()
    return Facts(headings.language(everything), tuple(reader.facts))


def hashed(text: str) -> str:
    """Return a short hash of a wording; blanks and letter case do not count."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:12]


@dataclass
class _Operation:
    """The operation that is being read."""

    name: str
    title: str
    attributes: dict[str, Value]
    texts: list[Text]
    line: int
    lines: dict[str, int] = field(default_factory=dict[str, int])
    samples: list[str] = field(default_factory=list[str])
    tables: int = 0


@dataclass
class _Reader:
    known: Known
    words: Collection[str]
    facts: list[Fact] = field(default_factory=list[Fact])
    section: str = ""
    expects: str = ""
    head: dict[str, Value] = field(default_factory=dict[str, Value])
    head_lines: dict[str, int] = field(default_factory=dict[str, int])
    recent: list[Text] = field(default_factory=list[Text])
    operation: _Operation | None = None
    at: int = 0
    """Where in `facts` the current operation goes, once all of it is read."""

    def read(self, block: Block) -> None:
        match block:
            case Table():
                self.table(block)
            case Code():
                self.code(block)
            case Text():
                self.text(block)

    # Texts

    def text(self, block: Text) -> None:
        text = block.text
        if block.level is None and len(text) <= 40 and not text.startswith("-") and text[-1] not in ".:。：":
            self.section = text
        if block.level and block.level < 4:
            self.settle()
            self.section = text
        elif limit := headings.RATE_RULE.match(text):
            self.of_head("rule", headings.rule(limit["value"]), block.line)
        elif limit := headings.RATE_LIMIT.match(text):
            self.of_head("limit", headings.rate(limit["value"]), block.line)
        elif permission := headings.PERMISSION.match(text):
            self.of_head("permission", permission["value"].strip(), block.line)
        elif headings.HTTP_REQUEST.match(text):
            self.expects = groups.OPERATION
        elif headings.EXAMPLE_REQUEST.match(text):
            self.expects = groups.EXAMPLE_REQUEST
            self.noted()
        elif headings.EXAMPLE_ANSWER.match(text):
            self.expects = groups.EXAMPLE_ANSWER
            self.noted()
        elif headings.TABLES.match(text):
            self.expects = ""
            self.noted()
        elif self.expects == groups.OPERATION and headings.OPERATION.match(text):
            self.begin(text, block.line)
        elif lifetime := headings.LIFETIME.search(text):
            name = f"{lifetime['token'].casefold()}_token"
            (value,) = spans(f"{lifetime['amount']} {lifetime['unit']}") or ("?",)
            self.add(groups.LIFETIME, name, {"valid": value}, text, block.line)
        elif block.level:
            self.expects = ""
        else:
            self.recent.append(block)

    def of_head(self, name: str, value: str, line: int) -> None:
        """Take a line above the request: it belongs to the operation that comes."""
        if self.operation and self.operation.tables:
            self.settle(keep_recent=True)
        self.head[name], self.head_lines[name] = value, line

    def noted(self) -> None:
        """Give the texts since the last mark to the operation that is being read."""
        if self.operation:
            self.operation.texts += self.recent
            self.recent = []

    def begin(self, request: str, line: int) -> None:
        found = headings.OPERATION.match(request)
        if not found:
            return
        head, lines, recent = self.head, self.head_lines, self.recent
        title, intro, before = self.title(recent)
        self.recent = before
        self.settle()
        self.head, self.head_lines, self.expects = {}, {}, ""
        name = f"{found['method'].upper()} {found['path']}"
        self.operation = _Operation(name, title, head, intro, line, lines)
        self.at = len(self.facts)

    def title(self, recent: list[Text]) -> tuple[str, list[Text], list[Text]]:
        """Part the texts above an operation into its title, what introduces it, and what belongs to the text before."""
        if not recent or recent[-1].level is not None:
            return self.section, recent, []
        at = len(recent) - 1
        while at > 0 and recent[at].text.endswith((".", "。")):
            at -= 1
        return recent[at].text, recent[at + 1 :], recent[:at]

    # Codes

    def code(self, block: Code) -> None:
        text = block.text
        if text.startswith("curl "):
            self.add(groups.USAGE, "curl", examples.command(text), "", block.line)
        elif self.expects == groups.OPERATION:
            self.begin(text, block.line)
        elif not self.operation:
            return
        elif text.startswith("import "):
            self.operation.samples.append("python")
            arguments = examples.from_python(text)
            if arguments is not None:
                # What stands above the call is known by a hash; the call itself by its arguments.
                self.example(groups.EXAMPLE_SAMPLE, {}, arguments, block.line, text.partition("result =")[0])
        elif self.expects == groups.EXAMPLE_REQUEST:
            self.request(text, block.line)
        elif self.expects == groups.EXAMPLE_ANSWER:
            self.in_json(groups.EXAMPLE_ANSWER, {}, text, block.line)

    def request(self, text: str, line: int) -> None:
        found = headings.OPERATION.match(text)
        if not found or not self.operation:
            return
        whole: dict[str, Value] = {"target": f"{found['method'].upper()} {found['path']}"}
        _, marked, body = text.partition("\nbody\n")
        if marked:
            self.in_json(groups.EXAMPLE_REQUEST, whole, body, line)
        else:
            self.example(groups.EXAMPLE_REQUEST, whole, examples.from_query(found["query"]), line)

    def in_json(self, group: str, whole: dict[str, Value], text: str, line: int) -> None:
        """Note an example in JSON; one that is broken is a fact too."""
        try:
            shown = examples.from_json(text)
        except examples.UnreadableError:
            self.example(group, {**whole, "form": "no valid JSON"}, {}, line)
        else:
            self.example(group, whole, shown, line)

    def example(self, group: str, whole: dict[str, Value], shown: object, line: int, wording: str = "") -> None:
        """Note an example: of several of one kind the first, as the facts are of the operation."""
        name = self.operation.name if self.operation else ""
        if any(fact.operation == name and fact.group == group for fact in self.facts[self.at :]):
            return
        self.add(group, "", whole, wording, line)
        for path, attributes in examples.fields(shown).items():
            self.add(group, path, attributes, "", line)

    # Tables

    def table(self, block: Table) -> None:
        head = [cell.replace("*", "").strip().casefold() for cell in block.head]
        if head[0] in headings.NAME and self.operation:
            self.noted()
            self.operation.tables += 1
            self.parameters(head, block.rows)
        elif head[0] in headings.HEADER:
            for row in block.rows:
                self.row(groups.HEADER, row, {"required": headings.required(row.cells[1])})
        elif head[0] in headings.SCOPE and len(head) == 2:
            for row in block.rows:
                self.row(groups.SCOPE, row, {})
        elif {*head} & headings.ERROR and {*head} & headings.STATUS:
            for row in block.rows:
                self.error(row)
        else:
            self.recent += [Text(" | ".join(row.cells), row.line, None if row.line else 0) for row in block.rows]
        self.expects = ""

    def parameters(self, head: list[str], rows: Iterable[Row]) -> None:
        place = {
            name: next((at for at, cell in enumerate(head) if cell in cells), None)
            for name, cells in (
                ("type", headings.TYPE),
                ("required", headings.REQUIRED),
                ("description", headings.DESCRIPTION),
            )
        }
        group = groups.REQUEST if place["required"] is not None else groups.ANSWER
        if place["type"] is None:
            group = groups.COLUMN
        above: list[str] = []
        for row in rows:
            depth = len(row.cells[0]) - len(row.cells[0].lstrip(">"))
            name = row.cells[0].lstrip("> ").strip()
            above = [*above[:depth], name]
            cells = {key: row.cells[at] for key, at in place.items() if at is not None and at < len(row.cells)}
            attributes: dict[str, Value] = {}
            if "type" in cells:
                attributes["type"] = headings.kind(cells["type"])
            if "required" in cells:
                attributes["required"] = headings.required(cells["required"])
            description = apart(cells.get("description", ""))
            known = self.known.get(name, self.known.get("", ()))
            if values := value_list(description, known, self.words, new=name not in self.known):
                attributes["values"] = values
            attributes |= quantities(description)
            if group != groups.COLUMN:
                attributes.pop("unit", None)
            self.add(group, ".".join(above), attributes, description, row.line)

    def row(self, group: str, row: Row, attributes: dict[str, Value]) -> None:
        self.add(group, row.cells[0], attributes, row.cells[-1], row.line)

    def error(self, row: Row) -> None:
        """Read a row of the error codes by the form of its cells: the heads of this table are known to be mixed up."""
        code = next((cell for cell in row.cells if re.fullmatch(r"\d{4,6}", cell)), row.cells[0])
        status = next((cell for cell in row.cells if re.fullmatch(r"\d{3}", cell)), "")
        message = " ".join(cell for cell in row.cells if cell not in (code, status))
        self.add(groups.ERROR, code, {"http": status}, message, row.line)

    # The end of an operation

    def add(self, group: str, name: str, attributes: Mapping[str, Value], wording: str, line: int) -> None:
        inside = group in groups.OF_OPERATIONS and self.operation is not None
        operation = self.operation.name if inside and self.operation else ""
        section = self.operation.title if inside and self.operation else self.section
        place = Place(section, line)
        values = attributes.get("values", ()) if group not in groups.EXAMPLES else ()
        said = terms(wording, values if isinstance(values, tuple) else ())
        self.facts.append(Fact(operation, group, name, attributes, place, hashed(wording) if wording else "", said))

    def settle(self, *, keep_recent: bool = False) -> None:
        """Finish the operation that was being read, and count the texts since then as prose."""
        operation, self.operation = self.operation, None
        if operation:
            from_form_with_headings = all(text.level is not None for text in self.recent)
            if from_form_with_headings and not keep_recent:
                operation.texts += self.recent
                self.recent = []
            attributes = {**operation.attributes, "title": operation.title}
            if stated := spans(" ".join(text.text for text in operation.texts)):
                attributes["spans"] = stated
            if operation.samples:
                attributes["samples"] = tuple(dict.fromkeys(operation.samples))
            wording = " ".join(text.text for text in operation.texts)
            place = Place(operation.title, operation.line)
            fact = Fact(
                operation.name,
                groups.OPERATION,
                "",
                attributes,
                place,
                hashed(wording) if wording else "",
                lines=operation.lines,
            )
            self.facts.insert(self.at, fact)
        if not keep_recent:
            for text in self.recent:
                self.facts.append(
                    Fact("", groups.PROSE, "", {}, Place(self.section or text.text[:40], text.line), hashed(text.text))
                )
            self.recent = []
        self.expects = ""
