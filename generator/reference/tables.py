"""Tables that a phone can show: each cell knows the heading of its column, and a path may break after a slash only."""

from __future__ import annotations

import re

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<td\b")
_CODE = re.compile(r"<code>[^<]*/[^<]*</code>")
_TAG = re.compile(r"<[^>]+>")


def labelled(html: str) -> str:
    """Give each cell of a page's plain tables `data-label`, the heading of its column, for a layout in one column.

    Tables with a class belong to somebody else and stay as they are.
    """
    return _TABLE.sub(lambda found: _table(found[0]), html)


def _table(table: str) -> str:
    labels = [_TAG.sub("", heading).strip().replace('"', "&quot;") for heading in _HEADING.findall(table)]

    def row(found: re.Match[str]) -> str:
        left = iter(labels)

        def cell(_: re.Match[str]) -> str:
            label = next(left, "")
            return f'<td data-label="{label}"' if label else "<td"

        return _CELL.sub(cell, found[0])

    return _CODE.sub(lambda found: _breakable(found[0]), _ROW.sub(row, table))


def _breakable(code: str) -> str:
    inside = code.removeprefix("<code>").removesuffix("</code>")
    return "<code>" + re.sub(r"(?<=\w)/(?=\w)", "/<wbr>", inside) + "</code>"
