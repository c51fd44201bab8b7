"""Where a document comes from: a file or an address, as plain text, HTML or Markdown."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from generator.documents import html_form, markdown_form, text_form
from generator.documents.blocks import Block
from generator.documents.facts import Facts
from generator.documents.interpret import Known, interpret

_MARKDOWN = re.compile(r"^#{2,4} \S.*^```", re.MULTILINE | re.DOTALL)
_PAGE = re.compile(r"<(?:!doctype html|html|body)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|div|table|h[1-6])\b", re.IGNORECASE)
LONGEST = 64 * 1024 * 1024


class DocumentError(Exception):
    """A document can't be read, or states nothing: says which and why."""


def load(source: str) -> str:
    """Return the text of a file or of an address.

    Raises:
        DocumentError: There is nothing to read.
    """
    scheme = urlsplit(source).scheme
    try:
        if scheme in ("http", "https"):
            request = Request(source, headers={"User-Agent": "okx-broker drift"})  # noqa: S310 - http and https alone
            with urlopen(request, timeout=30) as answer:  # noqa: S310
                return str(answer.read(LONGEST).decode("utf-8"))
        return Path(source).read_text("utf-8")
    except (OSError, URLError, UnicodeDecodeError, ValueError) as error:
        raise DocumentError(f"{source} can't be read: {error}") from None


def _blocks(text: str) -> list[Block]:
    """Read a text in the form that it has."""
    if not _PAGE.search(text[:10_000]) and _MARKDOWN.search(text):
        return markdown_form.blocks(text)
    return html_form.blocks(text) if _MARKUP.search(text[:10_000]) else text_form.blocks(text)


def read(text: str, known: Known, source: str = "the document") -> Facts:
    """Read a document in any of the forms.

    Args:
        text: The whole document.
        known: The values that the spec has, by field.
        source: Its name, for errors.

    Raises:
        DocumentError: It states no operation.
    """
    facts = interpret(_blocks(text), known)
    if not facts.operations:
        raise DocumentError(
            f"{source} states no operation. Is it one of OKX's documentation pages, with a heading "
            "'HTTP Request' and a line of method and path?"
        )
    return facts
