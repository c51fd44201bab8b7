"""Where a document comes from: a file or an address, as plain text, HTML or Markdown."""

from __future__ import annotations

import re
from pathlib import Path
from time import monotonic
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
LONGEST = 8 * 1024 * 1024
"""Bytes of a page; OKX's largest is a tenth of it."""
PATIENCE = 10.0
"""Seconds that an address may take, from asking to the last byte."""
_PIECE = 64 * 1024


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
            raw = _fetched(source)
        elif "://" in source:
            raise DocumentError(f"{source} can't be read: an address begins with http:// or https://")
        else:
            raw = _from_file(Path(source))
        if len(raw) > LONGEST:
            raise DocumentError(f"{source} is longer than {LONGEST // 1024 // 1024} MiB, which no page of OKX is")
        return raw.decode("utf-8-sig")
    except (OSError, URLError, UnicodeDecodeError, ValueError) as error:
        raise DocumentError(f"{source} can't be read: {error}") from None


def _from_file(path: Path) -> bytes:
    """Read a file; a pipe or a device could go on for ever."""
    if path.exists() and not path.is_file():
        raise DocumentError(f"{path} is no regular file: give a page as a file")
    with path.open("rb") as file:
        return file.read(LONGEST + 1)


def _fetched(address: str) -> bytes:
    """Read an address, piece by piece, so that one that sends slowly is given up too."""
    end = monotonic() + PATIENCE
    request = Request(address, headers={"User-Agent": "okx-broker drift"})  # noqa: S310 - http and https alone
    raw = b""
    with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        while len(raw) <= LONGEST and (piece := answer.read1(_PIECE)):
            raw += piece
            if monotonic() > end:
                raise DocumentError(f"{address} can't be read: it took longer than {PATIENCE:g} seconds")
    return raw


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
