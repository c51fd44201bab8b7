# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What a resource class needs from the client that builds it."""

from __future__ import annotations

from typing import Protocol, TypeVar

from okx_v5.contract import Arguments, Extra, Operation

T = TypeVar("T")


class Caller(Protocol):
    """Sends the calls of a resource class."""

    def one(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> T:
        """Call and return the answer's only object."""
        ...

    def many(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> list[T]:
        """Call and return the answer's objects."""
        ...


class AsyncCaller(Protocol):
    """Sends the calls of an asynchronous resource class."""

    async def one(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> T:
        """Call and return the answer's only object."""
        ...

    async def many(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> list[T]:
        """Call and return the answer's objects."""
        ...
