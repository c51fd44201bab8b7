# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Walking paged lists: one logic without I/O, and a sync and an async driver for each of the two kinds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Generic, TypeVar, cast

from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Cursor, Extra, Operation, Pages

T = TypeVar("T")
Item = TypeVar("Item")


_LENGTH = 100
"""The length of a page where the caller says none."""


def _number(given: object, otherwise: int) -> int:
    """Read a page number or length as the caller gave it; what can't be read is left to the check of the call."""
    try:
        return int(given) if isinstance(given, int | str) else otherwise
    except ValueError:
        return otherwise


class _PageWalk(Generic[Item]):
    """The state of a walk over numbered pages: the next request to send, or None at the end.

    A walk ends after the last page by the answer's own count, at an empty page, and where the exchange repeats a page,
    so that a wrong count can't make it loop.
    """

    def __init__(self, operation: Operation[T], arguments: Mapping[str, object], of: type[Item]) -> None:
        self._pagination = cast("Pages", operation.pagination)
        self._page = _number(arguments.get(self._pagination.page), 1)
        self._length = _number(arguments.get(self._pagination.limit), _LENGTH)
        self._arguments = arguments
        self._before: list[Item] = []
        self.request: Mapping[str, object] | None = arguments

    def take(self, answer: object) -> list[Item]:
        """Take the answer to the request, return its new items and set the next request."""
        items = cast("list[Item]", getattr(answer, self._pagination.items))
        pages = cast("int | None", getattr(answer, self._pagination.pages))
        self.request = None
        if not items or items == self._before:
            return []
        more = len(items) >= self._length if pages is None else self._page < pages
        if more:
            self._page += 1
            self._before = items
            self.request = {**self._arguments, self._pagination.page: self._page}
        return items


class _CursorWalk(Generic[Item]):
    """The state of a walk by the last item's id: the next request to send, or None at the end.

    A walk ends at a page that is shorter than asked for, at an empty one, where the exchange repeats a page, and where the
    last item has no id or one that was asked for before: none of these can make it loop.
    """

    def __init__(self, operation: Operation[Item], arguments: Mapping[str, object]) -> None:
        self._pagination = cast("Cursor", operation.pagination)
        self._length = _number(arguments.get(self._pagination.limit), self._pagination.most)
        self._arguments = arguments
        self._asked = {str(arguments.get(self._pagination.cursor, ""))}
        self._before: list[Item] = []
        self.request: Mapping[str, object] | None = arguments

    def take(self, items: list[Item]) -> list[Item]:
        """Take the answer to the request, return its new items and set the next request."""
        self.request = None
        if not items or items == self._before:
            return []
        last = getattr(items[-1], self._pagination.id)
        if len(items) >= self._length and last not in (None, "") and str(last) not in self._asked:
            self._asked.add(str(last))
            self._before = items
            self.request = {**self._arguments, self._pagination.cursor: str(last)}
        return items


def pages(
    caller: Caller, operation: Operation[T], arguments: Mapping[str, object], of: type[Item], extra: Extra | None = None
) -> Iterator[Item]:
    """Yield the items of every page, from the given page (or the first) to the last."""
    walk = _PageWalk(operation, arguments, of)
    while walk.request is not None:
        yield from walk.take(caller.one(operation, walk.request, extra))


async def pages_async(
    caller: AsyncCaller,
    operation: Operation[T],
    arguments: Mapping[str, object],
    of: type[Item],
    extra: Extra | None = None,
) -> AsyncIterator[Item]:
    """Yield the items of every page, from the given page (or the first) to the last."""
    walk = _PageWalk(operation, arguments, of)
    while walk.request is not None:
        page: T = await caller.one(operation, walk.request, extra)
        for item in walk.take(page):
            yield item


def cursor(
    caller: Caller, operation: Operation[Item], arguments: Mapping[str, object], extra: Extra | None = None
) -> Iterator[Item]:
    """Yield the items from the newest (or the given id) to the oldest, page by page."""
    walk = _CursorWalk(operation, arguments)
    while walk.request is not None:
        yield from walk.take(caller.many(operation, walk.request, extra))


async def cursor_async(
    caller: AsyncCaller, operation: Operation[Item], arguments: Mapping[str, object], extra: Extra | None = None
) -> AsyncIterator[Item]:
    """Yield the items from the newest (or the given id) to the oldest, page by page."""
    walk = _CursorWalk(operation, arguments)
    while walk.request is not None:
        found: list[Item] = await caller.many(operation, walk.request, extra)
        for item in walk.take(found):
            yield item
