"""Blocks of the plain text form: a page with its markup stripped, where tables are lines with ` | ` between the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.documents import headings
from generator.documents.blocks import Block, Code, Row, Table, Text

_RULE = re.compile(r"^(-{3,}\|)+(-{3,})?$")
_REQUEST = re.compile(r"^(get|post|put|delete) +/", re.IGNORECASE)


def blocks(text: str) -> list[Block]:
    """Read a text into blocks; which of its lines are headings, the form does not say."""
    return list(_Lines(text.splitlines()).blocks())


class _Lines:
    def __init__(self, lines: list[str]) -> None:
        self.lines = [line.strip() for line in lines]
        self.at = 0

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            line, number = self.lines[self.at], self.at + 1
            if not line:
                self.at += 1
            elif self.is_head(self.at):
                yield self.table(number)
            elif line[0] in "{[":
                yield Code(self.json(), number)
            elif _REQUEST.match(line):
                yield Code(self.request(), number)
            elif line.startswith("import "):
                yield Code(self.until("print("), number)
            elif line.startswith("curl "):
                yield Code(self.continued(), number)
            else:
                self.at += 1
                yield Text(line, number, level=None)

    def table(self, number: int) -> Table:
        head = _cells(self.lines[self.at])
        self.at += 2
        rows: list[Row] = []
        while self.at < len(self.lines) and "|" in self.lines[self.at] and not self.is_head(self.at):
            rows.append(Row(_cells(self.lines[self.at]), self.at + 1))
            self.at += 1
        return Table(head, tuple(rows), number)

    def is_head(self, at: int) -> bool:
        """Say whether a table begins here."""
        return at + 1 < len(self.lines) and "|" in self.lines[at] and bool(_RULE.match(self.lines[at + 1]))

    def is_mark(self, at: int) -> bool:
        """Say whether a line marks the next part, so that a broken example ends before it."""
        return self.is_head(at) or any(mark.match(self.lines[at]) for mark in headings.MARKS)

    def json(self) -> str:
        """Take the lines of an object or list: to the bracket that closes it, or as far as lines look like JSON."""
        taken: list[str] = []
        depth = 0
        while self.at < len(self.lines) and self.lines[self.at][:1] in tuple('"{}[],') and self.lines[self.at]:
            line = self.lines[self.at]
            if taken and depth <= 0 and line[0] in "{[":
                break
            taken.append(line)
            self.at += 1
            bare = re.sub(r'"(\\.|[^"\\])*"', "", line)
            depth += sum(bare.count(mark) for mark in "{[") - sum(bare.count(mark) for mark in "}]")
        return "\n".join(taken)

    def request(self) -> str:
        line = self.lines[self.at]
        self.at += 1
        if self.at + 1 < len(self.lines) and self.lines[self.at] == "body":
            self.at += 1
            return f"{line}\nbody\n{self.json()}"
        return line

    def until(self, last: str) -> str:
        taken: list[str] = []
        while self.at < len(self.lines) and not self.is_mark(self.at):
            taken.append(self.lines[self.at])
            self.at += 1
            if taken[-1].startswith(last):
                break
        return "\n".join(taken)

    def continued(self) -> str:
        taken: list[str] = []
        while self.at < len(self.lines) and not self.is_mark(self.at):
            taken.append(self.lines[self.at])
            self.at += 1
            if not taken[-1].endswith("\\"):
                break
        return "\n".join(taken)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().removesuffix("|").split("|"))
