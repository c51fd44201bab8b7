"""Blocks of the HTML form: OKX's documentation pages, in any language."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.documents.blocks import Block, Code, Row, Table, Text

_LEFT_OUT = "script, style, svg, .toc-wrapper, .dark-box, .copy-clipboard, #nav-button, header, nav"
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CONTAINERS = {"div", "section", "article", "main", "blockquote", "ul", "ol"}
_TEXTS = {"p", "li", "aside", "dd", "dt"}


def blocks(markup: str) -> list[Block]:
    """Read a page into blocks; texts have no line numbers, as markup has none that would help a reader."""
    tree = LexborHTMLParser(markup)
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    root = tree.css_first("div.content") or tree.css_first("main") or tree.body
    return list(_inside(root)) if root is not None else []


def _inside(parent: LexborNode) -> Iterator[Block]:
    for node in parent.iter(include_text=False):
        tag = node.tag or ""
        if tag in _HEADINGS:
            yield Text(_plain(node), 0, _HEADINGS[tag])
        elif tag == "pre":
            code = (node.css_first("code") or node).text(deep=True).strip()
            if code:
                yield Code(code, 0)
        elif tag == "table":
            yield _table(node)
        elif tag == "li" and node.css_first("ul, ol") is not None:
            yield from _item(node)
        elif tag in _TEXTS:
            if found := _plain(node):
                yield Text(found, 0)
        elif tag in _CONTAINERS:
            yield from _inside(node)


def _item(node: LexborNode) -> Iterator[Block]:
    """Take an item of a list with a list inside: its own words first."""
    own = "".join(
        child.text(deep=True) or "" for child in node.iter(include_text=True) if child.tag not in ("ul", "ol")
    )
    if own.strip():
        yield Text(_squeezed(own), 0)
    yield from (block for child in node.iter() if child.tag in ("ul", "ol") for block in _inside(child))


def _table(node: LexborNode) -> Table:
    rows = [tuple(_cell(cell) for cell in row.iter() if cell.tag in ("td", "th")) for row in node.css("tr")]
    return Table(rows[0] if rows else (), tuple(Row(cells, 0) for cells in rows[1:]), 0)


def _plain(node: LexborNode) -> str:
    return _squeezed(node.text(deep=True) or "")


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _cell(node: LexborNode) -> str:
    """Return a cell's text with its line breaks, and with code in backticks."""
    parts: list[str] = []

    def walk(parent: LexborNode) -> None:
        for child in parent.iter(include_text=True):
            if child.tag == "br":
                parts.append("\n")
            elif child.tag == "code":
                parts.append(f"`{child.text(deep=True)}`")
            elif child.tag == "-text":
                parts.append(child.text(deep=True) or "")
            else:
                walk(child)
                if child.tag in ("p", "li", "div"):
                    parts.append("\n")

    walk(node)
    lines = (_squeezed(line) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
