"""What accounts can look up of a desk: their own things, and those of others that concern them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from okx_mock.accounts import Account

T = TypeVar("T")
KEPT = 2000
"""So many things of a kind an account can look up; the oldest make room."""


class Shelves(Generic[T]):
    """Things of one kind, for each account those that it may see."""

    def __init__(self) -> None:
        self._shelves: dict[str, dict[str, T]] = {}

    def put(self, account: Account, number: str, thing: T) -> None:
        """Let an account see a thing under its id."""
        shelf = self._shelves.setdefault(account.uid, {})
        if len(shelf) >= KEPT:
            del shelf[next(iter(shelf))]
        shelf[number] = thing

    def get(self, account: Account, number: str) -> T | None:
        """The thing with an id, if the account may see it."""
        return self._shelves.get(account.uid, {}).get(number)

    def newest_first(self, account: Account) -> Iterator[T]:
        """All that an account may see."""
        return reversed(self._shelves.get(account.uid, {}).values())
