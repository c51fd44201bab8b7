"""Faults of the exchange on request: lost answers, resets, slow and broken answers, pages of proxies, refusals."""

from __future__ import annotations

from collections.abc import Collection
from types import TracebackType
from typing import Final, Literal, Self, TypeAlias, TypedDict, Unpack

import msgspec

from okx_broker.testing.control import Control
from okx_broker.testing.operations import operation_id

Count: TypeAlias = int | Literal["all"] | None
"""How many calls a fault hits: so many, `"all"`, or, unless said, one; with a probability all that it falls on."""

EVERY: Final = "*"
"""Every operation."""
_METHODS: Final = {"lost": "lose_answer", "truncated": "truncate"}
"""The method that makes a kind, where it is not named as the kind."""


class _Made(msgspec.Struct):
    id: int


class _Listed(msgspec.Struct):
    id: int
    hits: int = 0
    left: int | None = None


class _List(msgspec.Struct):
    faults: list[_Listed]


class _Done(msgspec.Struct):
    pass


class Fault:
    """A fault that the mock has been told of. It ends with the test, by `remove`, or with its `with` block.

    At the end of a `with` block it must have been met, unless it was given a probability: a test whose fault hits nothing
    shows nothing.
    """

    def __init__(self, control: Control, number: int, said: str, *, may_miss: bool) -> None:
        self._control = control
        self._said = said
        self._may_miss = may_miss
        self._hits: int | None = None
        self.id = number

    @property
    def hits(self) -> int:
        """How many calls it has hit."""
        return self._count() or 0 if self._hits is None else self._hits

    def _count(self) -> int | None:
        """How many calls it has hit; None where the mock has been told to forget it."""
        listed = self._control.ask("GET", "faults", _List).faults
        return next((one.hits for one in listed if one.id == self.id), None)

    def remove(self) -> None:
        """End it; once it has ended this changes nothing."""
        if self._hits is not None:
            return
        hits = self._count()
        if hits is None:
            # Ended by `clear` or a reset, and what it hit is forgotten.
            self._may_miss = True
        else:
            self._control.ask("DELETE", f"faults?id={self.id}", _Done)
        self._hits = hits or 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        __tracebackhide__ = True
        self.remove()
        if kind is None and not self.hits and not self._may_miss:
            raise AssertionError(f"the fault {self._said} hit nothing: no such call was made")

    def __repr__(self) -> str:
        return f"Fault({self._said})"


class Hits(TypedDict, total=False):
    """Which calls a fault hits; see `Faults`."""

    count: Count
    probability: float
    user: str
    method: Literal["GET", "POST"]


class Faults:
    """Makes faults.

    Every method takes these, and returns a `Fault`, which is a context manager:

        operation: An operation as `"placeOrder"`, `"place_order"` or `"trade.place_order"`,
            several in a list, or `"*"`; `"file"` is a download from the files host.
        count: How many calls it hits; `"all"` for every one. One, unless said; with a probability all that it falls on.
        probability: How likely it hits a call, from 0 to 1; always, unless said. It follows from the mock's seed.
        user: Only the calls of this account.
        method: Only `"GET"` or `"POST"`.

    Where `executed` can be said, it says whether the call is executed although its answer goes wrong.
    """

    def __init__(self, control: Control) -> None:
        self._control = control

    def lose_answer(self, operation: str | Collection[str] = EVERY, *, executed: bool, **hits: Unpack[Hits]) -> Fault:
        """Close the connection in place of an answer."""
        return self._make("lost", operation, hits, executed=executed)

    def reset(self, operation: str | Collection[str] = EVERY, *, executed: bool = False, **hits: Unpack[Hits]) -> Fault:
        """Reset the connection in place of an answer."""
        return self._make("reset", operation, hits, executed=executed)

    def slow(self, operation: str | Collection[str] = EVERY, *, seconds: float, **hits: Unpack[Hits]) -> Fault:
        """Answer after so many seconds of real time."""
        return self._make("slow", operation, hits, seconds=seconds)

    def truncate(
        self, operation: str | Collection[str] = EVERY, *, executed: bool = True, **hits: Unpack[Hits]
    ) -> Fault:
        """Break the answer off in its body."""
        return self._make("truncated", operation, hits, executed=executed)

    def html(
        self,
        operation: str | Collection[str] = EVERY,
        *,
        status: int = 502,
        executed: bool = False,
        **hits: Unpack[Hits],
    ) -> Fault:
        """Answer with a page of HTML, as a proxy in between does."""
        return self._make("html", operation, hits, status=status, executed=executed)

    def status(
        self,
        status: int,
        operation: str | Collection[str] = EVERY,
        *,
        executed: bool = False,
        **hits: Unpack[Hits],
    ) -> Fault:
        """Answer with an HTTP status, as 429 or 503."""
        return self._make("status", operation, hits, status=status, executed=executed)

    def code(
        self, code: str, operation: str | Collection[str] = EVERY, *, executed: bool = False, **hits: Unpack[Hits]
    ) -> Fault:
        """Refuse with one of OKX's codes, as `"50011"`."""
        return self._make("code", operation, hits, code=code, executed=executed)

    def skew(self, seconds: float, operation: str | Collection[str] = EVERY, **hits: Unpack[Hits]) -> Fault:
        """Let the exchange's clock be wrong by so many seconds, where it checks and tells the time; for every call."""
        return self._make("skew", operation, {"count": "all", **hits}, seconds=seconds)

    def clear(self) -> None:
        """End all faults."""
        self._control.ask("DELETE", "faults", _Done)

    def _make(self, kind: str, operation: str | Collection[str], hits: Hits, **more: object) -> Fault:
        named = [operation] if isinstance(operation, str) else list(operation)
        wanted = EVERY if EVERY in named else [operation_id(name) for name in named]
        likely = "probability" in hits
        count = hits.get("count")
        if count is None:
            count = "all" if likely else 1
        document = {"kind": kind, "operation": wanted, **more, **hits, "count": None if count == "all" else count}
        number = self._control.ask("POST", "faults", _Made, document).id
        said = f"{_METHODS.get(kind, kind)}({', '.join(map(repr, named))})"
        return Fault(self._control, number, said, may_miss=likely)
