"""The templates of pages, and how they write what the contract says."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.reference.coded import CODE
from generator.reference.facts import Page

_METHOD = re.compile(r"`(\w+\.\w+)`")
_CODE = re.compile(r"(?<![\w`#/.\"])[56]\d{4}(?![\w`.%\"])")


def templates(folder: Path, pages: list[Page], codes: set[str]) -> Environment:
    """Return the templates of a folder, with the filters that they use; `codes` are the error codes that have entries."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown, made from files of this repository
    )
    slugs = {page.slug.replace("/", "."): page.slug for page in pages}

    def linked(text: str, page: Page | None = None) -> str:
        """Link the methods and error codes that a text names to their places."""
        above = "../" if page is not None else ""

        def link(found: re.Match[str]) -> str:
            slug = slugs.get(found[1])
            return found[0] if slug is None else f"[{found[0]}]({above}{slug}.md)"

        def code(found: re.Match[str]) -> str:
            return f"[{found[0]}]({above}codes.md#c{found[0]})" if found[0] in codes else found[0]

        return _CODE.sub(code, _METHOD.sub(link, text))

    environment.filters["linked"] = linked
    environment.filters["line"] = lambda text: " ".join(text.split())
    environment.filters["cell"] = lambda text: " ".join(text.split()).replace("|", "\\|")
    environment.globals["tag_text"] = tag_text
    environment.globals["your_code"] = CODE
    return environment


def tag_text(page: Page) -> str:
    """Say where the broker code goes."""
    places = ", ".join(page.tag_places)
    if page.tag_role == "attribution":
        return f"goes into {places}; the client fills it in"
    return f"none; {places} is a filter, and yours alone" if places else "none: this request has no place for it"
