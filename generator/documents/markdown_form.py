"""Blocks of pages in Markdown with tables in HTML, the form in which mirrors keep OKX's documentation."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from generator.documents import html_form
from generator.documents.blocks import Block

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FENCE_OF_NOTE = re.compile(r"^:::.*$", re.MULTILINE)


def blocks(text: str) -> list[Block]:
    """Read a page into blocks, by way of HTML."""
    plain = _FENCE_OF_NOTE.sub("", _FRONT_MATTER.sub("", text))
    return html_form.blocks(MarkdownIt("commonmark", {"html": True}).enable("table").render(plain))
