"""Faults on request: which answers are to go wrong, how, and how often.

A fault waits until a request fits it. The oldest that fits strikes, and a request is struck by one at most. Whether it
strikes with a probability is drawn from a generator that follows from the mock's seed, so the same requests meet the same
faults again. How an answer goes wrong on the wire is in `mishap.py`.
"""

from __future__ import annotations

import difflib
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from okx_mock.contract import Contract
from okx_mock.seed import derive
from okx_mock.wire import Json

KINDS = ("lost", "reset", "slow", "truncated", "html", "status", "code", "skew")
EVERYTHING = "*"
FILE = "file"
"""The name by which the files host is an operation; `*` does not mean it."""
MOST_FAULTS = 1000
MOST_NAMES = 200
MOST_HITS = 10**9
LONGEST_SECONDS = 60
GREATEST_SKEW = 10 * 365 * 86_400
USUAL_STATUS = 502

_ALWAYS_EXECUTES = frozenset({"slow", "skew"})
_NOT_FOR_FILES = frozenset({"code", "skew"})
# What only some kinds have.
_ONLY_FOR = {"seconds": ("slow", "skew"), "status": ("html", "status"), "code": ("code",)}
_KNOWN = frozenset(
    {"kind", "operation", "method", "executed", "user", "count", "probability", "seconds", "status", "code"}
)
_WITHOUT_BODY = frozenset({204, 205, 304})


class FaultError(ValueError):
    """A fault that makes no sense; the message names the field."""


@dataclass(slots=True, eq=False)
class Fault:
    """One fault that was asked for.

    Attributes:
        id: its number.
        kind: how the answer goes wrong, one of `KINDS`.
        operations: the operations that it is about, by operationId; None for all of the API.
        method: the method that it is about, or empty.
        executed: whether the operation is executed although the answer goes wrong.
        user: the account that it is about, or empty.
        count: how often at most; None without end.
        probability: how likely it strikes a request that fits.
        seconds: how long an answer is late, or how far the exchange's clock is off.
        status: the HTTP status of the answer.
        code: OKX's code in the answer.
        hits: how often it has struck.
    """

    id: int
    kind: str
    operations: tuple[str, ...] | None
    method: str
    executed: bool
    user: str
    count: int | None
    probability: float
    seconds: float
    status: int
    code: str
    chance: random.Random = field(repr=False)
    hits: int = 0

    @property
    def left(self) -> int | None:
        """How often it can still strike; None without end."""
        return None if self.count is None else self.count - self.hits

    @property
    def clock_off_ms(self) -> int:
        """How far the exchange's clock is off for a request that it strikes."""
        return int(self.seconds * 1000) if self.kind == "skew" else 0

    def fits(self, operation: str, method: str, user: str) -> bool:
        """Whether it is about such a request."""
        if self.operations is None:
            if operation == FILE:
                return False
        elif operation not in self.operations:
            return False
        return (not self.method or self.method == method) and (not self.user or self.user == user)

    def described(self) -> dict[str, object]:
        """The fault as it was asked for, with its number and what has come of it."""
        names = self.operations or (EVERYTHING,)
        own = {"seconds": self.seconds, "status": self.status, "code": self.code}
        return {
            "id": self.id,
            "kind": self.kind,
            "operation": names[0] if len(names) == 1 else list(names),
            "method": self.method or None,
            "executed": self.executed,
            "user": self.user or None,
            "count": self.count,
            "probability": self.probability,
            **{name: value for name, value in own.items() if self.kind in _ONLY_FOR[name]},
            "hits": self.hits,
            "left": self.left,
        }


Said: TypeAlias = Mapping[str, Json]


class Faults:
    """All faults that were asked for."""

    def __init__(self, contract: Contract, seed: int) -> None:
        """Begin without any.

        Args:
            contract: whose operations and codes can be named.
            seed: what draws follow from.
        """
        self._operations = frozenset(operation.name for operation in contract) | {FILE}
        self._codes = contract.errors
        self._seed = seed
        self._all: dict[int, Fault] = {}
        self._waiting: list[Fault] = []
        self._made = 0

    def __bool__(self) -> bool:
        """Whether any can still strike."""
        return bool(self._waiting)

    def clear(self) -> None:
        """Forget all of them, and count from one again."""
        self._all.clear()
        self._waiting.clear()
        self._made = 0

    def described(self) -> list[dict[str, object]]:
        """All of them, those that can't strike any more included."""
        return [fault.described() for fault in self._all.values()]

    def remove(self, number: int | None = None) -> int:
        """Forget the fault of a number, or all that there are.

        Returns:
            How many that were.
        """
        numbers = list(self._all) if number is None else [number] if number in self._all else []
        for one in numbers:
            del self._all[one]
        self._waiting = [fault for fault in self._waiting if fault.id in self._all]
        return len(numbers)

    def add(self, said: Said, accounts: Collection[str]) -> Fault:
        """Ask for a fault.

        Args:
            said: the fault, as `POST /__mock__/faults` takes it.
            accounts: the names that `user` can have.

        Raises:
            FaultError: something in it makes no sense; the message names the field.
        """
        fault = self._read(said, accounts)
        if len(self._all) >= MOST_FAULTS:
            self._all = {number: one for number, one in self._all.items() if one.left != 0}
            if len(self._all) >= MOST_FAULTS:
                raise FaultError(f"there are {MOST_FAULTS} faults already: delete some")
        self._made += 1
        self._all[fault.id] = fault
        self._waiting.append(fault)
        return fault

    def strike(self, operation: str, method: str, user: str) -> Fault | None:
        """The fault that strikes a request, or None; it counts as a hit.

        Args:
            operation: the operationId, or `file`.
            method: the request's method.
            user: the name of the account whose key the request shows, or empty.
        """
        for fault in self._waiting:
            if fault.fits(operation, method, user) and fault.chance.random() < fault.probability:
                fault.hits += 1
                if fault.left == 0:
                    self._waiting.remove(fault)
                return fault
        return None

    def _read(self, said: Said, accounts: Collection[str]) -> Fault:
        if unknown := sorted(set(said) - _KNOWN):
            raise FaultError(f"{unknown[0][:64]} is no field of a fault; those are {', '.join(sorted(_KNOWN))}")
        kind = _text(said, "kind")
        if kind not in KINDS:
            raise FaultError(f"kind must be one of {', '.join(KINDS)}")
        for name, kinds in _ONLY_FOR.items():
            if said.get(name) is not None and kind not in kinds:
                raise FaultError(f"{name} is only for the kinds {' and '.join(kinds)}, not for {kind}")
        operations = self._read_operations(said.get("operation"))
        if operations and FILE in operations and kind in _NOT_FOR_FILES:
            raise FaultError(f"operation can't be {FILE} for the kind {kind}: files have no code and no timestamp")
        number = self._made + 1
        return Fault(
            id=number,
            kind=kind,
            operations=operations,
            method=_method(said),
            executed=_flag(said, "executed") or kind in _ALWAYS_EXECUTES,
            user=_user(said, accounts),
            count=_count(said),
            probability=_probability(said),
            seconds=_seconds(said, kind),
            status=_status(said, kind),
            code=self._read_code(said, kind),
            chance=random.Random(derive(self._seed, "faults", str(number))),  # noqa: S311 - repeatable, not secret
        )

    def _read_operations(self, value: Json) -> tuple[str, ...] | None:
        if value is None:
            return None
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not 0 < len(names) <= MOST_NAMES:
            raise FaultError(f"operation must be an operationId, a list of 1 to {MOST_NAMES} of them, or *")
        found: list[str] = []
        for name in names:
            if not isinstance(name, str) or (name not in self._operations and name != EVERYTHING):
                raise FaultError(f"operation: {_unknown_name(name, self._operations)}")
            found.append(name)
        return None if EVERYTHING in found else tuple(dict.fromkeys(found))

    def _read_code(self, said: Said, kind: str) -> str:
        code = _text(said, "code")
        if kind != "code":
            return ""
        if code not in self._codes:
            raise FaultError("code must be an error code of the contract, in a string, as 50001")
        return code


def _unknown_name(name: Json, known: Collection[str]) -> str:
    if not isinstance(name, str):
        return "an operationId must be a string"
    close = difflib.get_close_matches(name[:64], known, n=1)
    return f"{name[:64]!r} is no operationId of the contract" + (f"; did you mean {close[0]}?" if close else "")


def _text(said: Said, name: str) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FaultError(f"{name} must be a string")
    return value


def _method(said: Said) -> str:
    method = _text(said, "method")
    if method not in {"", "GET", "POST"}:
        raise FaultError("method must be GET or POST")
    return method


def _flag(said: Said, name: str) -> bool:
    value = said.get(name)
    if value is not None and not isinstance(value, bool):
        raise FaultError(f"{name} must be true or false")
    return value is True


def _user(said: Said, accounts: Collection[str]) -> str:
    user = _text(said, "user")
    if user and user not in accounts:
        raise FaultError(f"user: no account of the mock is called {user[:64]!r}")
    return user


def _number(said: Said, name: str) -> float | None:
    value = said.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= GREATEST_SKEW:
        raise FaultError(f"{name} must be a number from -{GREATEST_SKEW} to {GREATEST_SKEW}")
    return value


def _count(said: Said) -> int | None:
    count = said.get("count", 1)
    if count is None:
        return None
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_HITS:
        raise FaultError(f"count must be a whole number from 1 to {MOST_HITS}, or null for without end")
    return count


def _probability(said: Said) -> float:
    probability = _number(said, "probability")
    if probability is None:
        return 1
    if not 0 <= probability <= 1:
        raise FaultError("probability must be from 0 to 1")
    return probability


def _seconds(said: Said, kind: str) -> float:
    seconds = _number(said, "seconds")
    if kind not in _ONLY_FOR["seconds"]:
        return 0
    if seconds is None:
        raise FaultError(f"seconds must be said for the kind {kind}")
    if kind == "slow" and not 0 <= seconds <= LONGEST_SECONDS:
        raise FaultError(f"seconds must be from 0 to {LONGEST_SECONDS} for the kind slow")
    return seconds


def _status(said: Said, kind: str) -> int:
    status = said.get("status")
    if kind not in _ONLY_FOR["status"]:
        return 0
    if status is None and kind == "html":
        return USUAL_STATUS
    if isinstance(status, bool) or not isinstance(status, int) or not 200 <= status <= 599:
        raise FaultError(f"status must be an HTTP status from 200 to 599 for the kind {kind}")
    if status in _WITHOUT_BODY:
        raise FaultError(f"status can't be {status}: no error comes with it, and such an answer has no body")
    return status
