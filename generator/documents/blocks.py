"""The blocks of a page, as both forms of a document have them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A heading, a paragraph, an item of a list or a note.

    `level` is that of a heading, 0 for other texts, and None where the form does not tell headings from texts.
    """

    text: str
    line: int
    level: int | None = 0


@dataclass(frozen=True, slots=True)
class Code:
    """An example: a request, an answer, a sample in Python, a command."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. Where the form keeps it, a cell has its line breaks, and code in backticks."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its head."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int


Block = Text | Code | Table
