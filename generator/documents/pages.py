"""Several pages as one document: what two of them state alike counts once, and what they state differently is an error."""

from __future__ import annotations

from collections.abc import Iterable

from generator.documents import facts as groups
from generator.documents.facts import Fact, Facts

_ONCE = (groups.ERROR, groups.LIFETIME, groups.SCOPE, groups.HEADER)


class StatedTwiceError(ValueError):
    """Two pages state one thing differently."""


def join(pages: Iterable[tuple[str, Facts]]) -> Facts:
    """Return the facts of all pages, each once.

    Inside of one page two operations of one name stay apart when they differ: a comparison says which of them changed.

    Args:
        pages: Name and facts of each.

    Raises:
        StatedTwiceError: Two pages differ; it says which, and where.
    """
    pages = list(pages)
    known: dict[tuple[str, str, str], tuple[str, list[Fact]]] = {}
    texts: set[tuple[str, str, str, str]] = set()
    kept: list[Fact] = []
    for name, page in pages:
        said: set[tuple[str, str, str, str]] = set()
        for block in _blocks(page):
            first = block[0]
            if first.group in (*_ONCE, groups.OPERATION):
                other, before = known.get(first.key, (name, []))
                if before and _stated(before) == _stated(block):
                    continue
                if before and other != name:
                    what = first.operation or f"{first.group} {first.name}"
                    raise StatedTwiceError(
                        f"{what} is stated twice, and differently: in {other} and in {name}. Give pages of one version"
                    )
                known[first.key] = (name, block)
            elif (text := (*first.key, first.wording)) in texts:
                continue
            else:
                said.add(text)
            kept += block
        texts |= said
    return Facts(pages[0][1].language, tuple(kept))


def _blocks(page: Facts) -> list[list[Fact]]:
    """Return each operation with what is inside of it, and every other fact by itself, in the page's order."""
    found: list[list[Fact]] = []
    for fact in page:
        if fact.group in groups.OF_OPERATIONS and found and found[-1][0].operation == fact.operation:
            found[-1].append(fact)
        else:
            found.append([fact])
    return found


def _stated(block: list[Fact]) -> list[tuple[tuple[str, str, str], dict[str, object]]]:
    return [(fact.key, dict(fact.attributes)) for fact in block]
