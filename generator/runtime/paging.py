"""Walking paged lists: one logic without I/O, and a sync and an async driver."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Generic, TypeVar, cast

from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Operation, Pagination

T = TypeVar("T")
Item = TypeVar("Item")


_LENGTH = 100
"""The length of a page where the caller says none."""


class _Walk(Generic[Item]):
    """The state of a walk: the next request to send, or None at the end.

    A walk ends after the last page by the answer's own count, at an empty page, and where the exchange repeats a page,
    so that a wrong count can't make it loop.
    """

    def __init__(self, operation: Operation[T], arguments: Mapping[str, object], of: type[Item]) -> None:
        self._pagination: Pagination = cast("Pagination", operation.pagination)
        given = arguments.get(self._pagination.page)
        self._page = int(given) if isinstance(given, int | str) else 1
        length = arguments.get(self._pagination.limit)
        self._length = int(length) if isinstance(length, int | str) else _LENGTH
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


def iterate(caller: Caller, operation: Operation[T], arguments: Mapping[str, object], of: type[Item]) -> Iterator[Item]:
    """Yield the items of every page, from the given page (or the first) to the last."""
    walk = _Walk(operation, arguments, of)
    while walk.request is not None:
        yield from walk.take(caller.one(operation, walk.request))


async def iterate_async(
    caller: AsyncCaller, operation: Operation[T], arguments: Mapping[str, object], of: type[Item]
) -> AsyncIterator[Item]:
    """Yield the items of every page, from the given page (or the first) to the last."""
    walk = _Walk(operation, arguments, of)
    while walk.request is not None:
        page: T = await caller.one(operation, walk.request)
        for item in walk.take(page):
            yield item
