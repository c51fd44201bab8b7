"""Everything a call can end in, as one tree.

Catch the class that your program can do something about:

    OkxError
    ├── InvalidArgument                a rule of the documents is broken; nothing was sent
    │   └── ForeignTag                 a tag that is not this broker's code; nothing was sent
    ├── CallError                      a call that did not end well
    │   ├── NotSent                    the request provably never left
    │   ├── OutcomeUnknown             a write whose answer was lost: ask, never send again
    │   ├── UnreadableAnswer           a read whose answer was no OKX answer, or never came
    │   ├── RateLimited                refused by the exchange, or not sent because the wait would be too long
    │   └── ApiError                   the exchange refused; carries its code
    │       ├── ClockSkew              50102, even after the clock was corrected
    │       ├── AuthenticationFailed   key, secret, passphrase, environment, token
    │       ├── PermissionDenied       the key may not do this, or not from this address
    │       ├── ExchangeUnavailable    busy, in maintenance, timed out
    │       ├── RequestRejected        a parameter or header is refused
    │       ├── NotFound               no such order, sub-account, position, key
    │       └── OrderRejected          any other refusal of an order
    │           ├── InsufficientBalance    51008, 51502 and their kin
    │           └── BatchRefused           some items of a batch were refused; gives all items back
    ├── NotConnected                   nothing is held of a user: the user must connect
    │   └── MustReconnect              the user's tokens are dead: the user must connect again
    ├── ConsentRefused                 a user did not come back from OKX with a consent
    ├── KeyRefused                     a key that a user pasted may do too much or too little
    ├── ConfigurationError             credentials, code, site or address can't be used
    ├── ReportError                    a rebate report can't be fetched or read
    │   └── ReportUnavailable          not now: it is still being made, or its file can't be reached
    └── UnreadableBody                 a body that is no OKX answer; calls turn it into one of the above
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Literal, TypeAlias

from okx_v5.errors import InvalidArgument, OkxError, UnreadableBody

__all__ = [
    "ApiError",
    "AuthenticationFailed",
    "BatchRefused",
    "CallError",
    "ClockSkew",
    "ConfigurationError",
    "ConsentProblem",
    "ConsentRefused",
    "ExchangeUnavailable",
    "ForeignTag",
    "InsufficientBalance",
    "InvalidArgument",
    "KeyProblem",
    "KeyRefused",
    "MustReconnect",
    "NotConnected",
    "NotFound",
    "NotSent",
    "OkxError",
    "OrderRejected",
    "OutcomeUnknown",
    "PermissionDenied",
    "RateLimited",
    "ReportError",
    "ReportUnavailable",
    "RequestRejected",
    "UnreadableAnswer",
    "UnreadableBody",
    "error_class",
]

ConsentProblem: TypeAlias = Literal["said_no", "refused", "state", "no_code", "domain", "nobody_came"]
"""Why a consent is none; see `ConsentRefused`."""
KeyProblem: TypeAlias = Literal["may_withdraw", "may_not_read", "may_not_trade"]
"""Why a key is not taken; see `KeyRefused`."""

_FIRST_BYTES = 120
_QUERY = re.compile(r"(https?:[^\s\"'<>?]*\?)[^\s\"'<>]*")


class ConfigurationError(OkxError, ValueError):
    """Credentials, broker code, site, environment or address can't be used as given."""


class NotConnected(OkxError):  # noqa: N818 - reads as what it says
    """Nothing is held by which to act for a user: send the user through consent, or ask for an API key.

    Attributes:
        user_id: The platform's own id of the user.
        reason: Why.
    """

    _state: ClassVar[str] = "is not connected"

    def __init__(self, user_id: str, reason: str) -> None:
        self.user_id = user_id
        self.reason = reason
        super().__init__(f"user {user_id!r} {self._state}: {reason}")

    def __reduce__(self) -> tuple[type[NotConnected], tuple[str, str]]:
        return (type(self), (self.user_id, self.reason))


class MustReconnect(NotConnected):
    """The user's tokens are dead and can't be refreshed: send the user through consent again."""

    _state = "must connect again"


class ConsentRefused(OkxError):  # noqa: N818 - reads as what it says
    """A user came back from OKX without a consent that can be believed. Nothing was stored.

    Attributes:
        kind: `said_no` when the user did; `refused` when OKX did; `state` when it is not the browser and user that began, or
            too late; `no_code` and `domain` when the callback is none of OKX's; `nobody_came` when nobody came back.
        problem: What is wrong.
        code: OKX's code, or `access_denied`, where there is one.
        fix: What the user or the broker must do.
    """

    def __init__(self, kind: ConsentProblem, problem: str, code: str, fix: str) -> None:
        self.kind: ConsentProblem = kind
        self.problem = problem
        self.code = code
        self.fix = fix
        super().__init__(f"{code}: {problem}. {fix}" if code else f"{problem}. {fix}")

    def __reduce__(self) -> tuple[type[ConsentRefused], tuple[str, str, str, str]]:
        return (ConsentRefused, (self.kind, self.problem, self.code, self.fix))


class KeyRefused(OkxError):  # noqa: N818 - reads as what it says
    """A key that a user pasted is right, but may do too much or too little. Nothing was stored.

    Attributes:
        kind: `may_withdraw`, `may_not_read`, or `may_not_trade` where only keys that trade are taken.
        problem: What is wrong.
        fix: What the user must do.
    """

    def __init__(self, kind: KeyProblem, problem: str, fix: str) -> None:
        self.kind: KeyProblem = kind
        self.problem = problem
        self.fix = fix
        super().__init__(f"{problem}. {fix}")

    def __reduce__(self) -> tuple[type[KeyRefused], tuple[str, str, str]]:
        return (KeyRefused, (self.kind, self.problem, self.fix))


class ReportError(OkxError):
    """A rebate report can't be fetched or read; the message says which file, line and why."""


class ReportUnavailable(ReportError):  # noqa: N818 - reads as what it says
    """A rebate report can't be had now: it is still being made, or its file can't be reached. Try again later."""


class ForeignTag(InvalidArgument):
    """A request carries a tag that is not this broker's code; nothing was sent.

    An order earns a rebate for the code in its tag. Leave `tag` out: the client fills it in. To place orders for another
    code, make a `Broker` with that code.
    """


class CallError(OkxError):
    """A call that did not end well.

    Attributes:
        operation: Resource and method, as `trade.place_order`.
        requested_at: When the last attempt was made, Unix milliseconds by the exchange's clock.
        status: HTTP status of the answer, or None where there was none.
        code: OKX's code, or None where there was none.
        message: OKX's message, or what happened.
        item_name: Which item of a batch it is about, as `orders[1] (cl_ord_id b15)`; empty where it is the whole call.
        advice: What to do about it, where that is known.
    """

    item_name: str = ""
    advice: str = ""

    def __init__(
        self, message: str, *, operation: str, requested_at: int, status: int | None = None, code: str | None = None
    ) -> None:
        self.operation = operation
        self.requested_at = requested_at
        self.status = status
        self.code = code
        self.message = message
        super().__init__(message)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_made_again, (type(self), self.message), self.__dict__)

    def __str__(self) -> str:
        parts = [self.operation, ": "]
        if self.item_name:
            parts.append(f"{self.item_name}: ")
        if self.code is not None:
            parts.append(f"OKX code {self.code}: ")
        parts.append(self.message or "no message")
        if self.status is not None:
            parts.append(f" (HTTP {self.status})")
        if self.advice:
            parts.append(f". {self.advice[0].upper()}{self.advice[1:]}.")
        return "".join(parts)

    def __repr__(self) -> str:
        # Logs show it where nobody handles the error, so it tells all that the text does.
        return f"{type(self).__name__}({str(self)!r})" if "operation" in self.__dict__ else super().__repr__()


def _made_again(kind: type[CallError], message: str) -> CallError:
    """Make an error for unpickling, which sets its attributes itself."""
    return kind.__new__(kind, message)


class NotSent(CallError):  # noqa: N818 - reads as what it says
    """The request provably never left this machine: no connection could be made."""


class OutcomeUnknown(CallError):  # noqa: N818 - reads as what it says
    """A write was sent and no usable answer came back: it may have been executed.

    Never send it again. Ask the exchange: for an order by its `clOrdId`, see `okx_broker.orders.settle`.

    Attributes:
        request: The wire values that were sent, without secrets: a dict, or a list of them for a batch.
    """

    request: dict[str, Any] | list[dict[str, Any]]

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        requested_at: int,
        status: int | None = None,
        code: str | None = None,
        request: dict[str, Any] | list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(message, operation=operation, requested_at=requested_at, status=status, code=code)
        self.request = request if request is not None else {}

    def __str__(self) -> str:
        return f"{super().__str__()}. It may have been executed: ask, do not send it again."


class UnreadableAnswer(CallError):  # noqa: N818 - reads as what it says
    """The answer to a read was no OKX answer (a proxy's page, cut short, another format), or never came."""


class RateLimited(CallError):  # noqa: N818 - reads as what it says
    """A rate limit is in the way: the exchange refused, or the call was not sent because the wait would be too long.

    Attributes:
        retry_after: Seconds after which a slot is free.
        sent: Whether the exchange refused it (it executed nothing either way).
        advice: What to do about it.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        requested_at: int,
        retry_after: float,
        status: int | None = None,
        code: str | None = None,
        advice: str = "",
    ) -> None:
        super().__init__(message, operation=operation, requested_at=requested_at, status=status, code=code)
        self.retry_after = retry_after
        self.advice = advice

    @property
    def sent(self) -> bool:
        """Whether the exchange saw the call."""
        return self.code is not None


class ApiError(CallError):
    """The exchange refused the call.

    Attributes:
        item: The answer's item whose `sCode` is the refusal, where there is one.
        advice: What to do about the code, where the documents tell.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        requested_at: int,
        status: int | None = None,
        code: str | None = None,
        item: object = None,
        advice: str = "",
    ) -> None:
        super().__init__(message, operation=operation, requested_at=requested_at, status=status, code=code)
        self.item = item
        self.advice = advice


class ClockSkew(ApiError):  # noqa: N818 - reads as what it says
    """50102: the timestamp is refused although the clock was corrected by the exchange's.

    Attributes:
        offset_ms: The exchange's clock minus this machine's, in milliseconds.
    """

    offset_ms: int = 0

    def __str__(self) -> str:
        off = abs(self.offset_ms)
        shown = f"{off} ms" + (f" ({_duration(off)})" if off >= 1000 else "")
        side = "behind the exchange's" if self.offset_ms >= 0 else "ahead of the exchange's"
        return (
            f"{super().__str__()} The client has asked for the exchange's time and signed once more, to no avail; "
            f"as far as it has learnt, this machine's clock is {shown} {side}."
        )


def _duration(milliseconds: int) -> str:
    """Say a length of time in the largest unit of which there is at least one: `2 h`, `1.5 min`."""
    for unit, length in (("days", 86_400_000), ("h", 3_600_000), ("min", 60_000)):
        if milliseconds >= length:
            return f"{round(milliseconds / length, 1):g} {unit}"
    return f"{round(milliseconds / 1000, 1):g} s"


class AuthenticationFailed(ApiError):  # noqa: N818
    """Key, secret, passphrase, environment or token are not accepted."""


class PermissionDenied(ApiError):  # noqa: N818
    """The key may not do this, or not from this address."""


class ExchangeUnavailable(ApiError):  # noqa: N818
    """The exchange is busy, in maintenance or timed out."""


class RequestRejected(ApiError):  # noqa: N818
    """A parameter or a header is refused."""


class NotFound(ApiError):  # noqa: N818
    """There is no such order, sub-account, position or key."""


class OrderRejected(ApiError):  # noqa: N818
    """An order, or what was asked of one, is refused."""


class InsufficientBalance(OrderRejected):
    """Not enough balance, margin or borrow quota."""


class BatchRefused(OrderRejected):
    """Some or all items of a batch were refused; the accepted ones stand.

    Attributes:
        items: The answer's items, in the order of the request.
        accepted: The items with `sCode` 0.
        refused: An error per refused item, each with its `item` and `item_name`.
        unknown: An `OutcomeUnknown` per item of which nobody can tell; ask for these, see `okx_broker.orders.settle`.
    """

    items: Sequence[Any] = ()
    accepted: Sequence[Any] = ()
    refused: Sequence[CallError] = ()
    unknown: Sequence[OutcomeUnknown] = ()

    def __str__(self) -> str:
        shown = "; ".join(f"{error.item_name}: {error.code} {error.message}" for error in self.refused[:3])
        more = "" if len(self.refused) <= 3 else f"; and {len(self.refused) - 3} more"
        open_ones = f"; {len(self.unknown)} with unknown outcome" if self.unknown else ""
        return f"{self.operation}: {len(self.refused)} of {len(self.items)} items refused: {shown}{more}{open_ones}"


_BY_CODE: dict[type[ApiError], str] = {
    AuthenticationFailed: (
        "50100 50101 50103 50104 50105 50106 50107 50108 50109 50111 50112 50113 50114 50119 "
        "53000 53001 53002 53003 53005 53006 53009 53012"
    ),
    PermissionDenied: "50007 50027 50028 50030 50035 50041 50051 50110 50120 50121 53004 53013 53014 53017 59608",
    ExchangeUnavailable: "50001 50004 50005 50013 50026 51054 51149",
    RequestRejected: (
        "50000 50002 50006 50014 50015 50016 50024 50025 50044 50115 51000 53010 53011 53015 53016 59502 59503 59505"
    ),
    NotFound: "50008 51001 51023 51400 51401 51503 51603 59506 59510",
    InsufficientBalance: "51008 51502 51119 51127 51131",
}


def error_class(code: str) -> type[ApiError]:
    """Return the class of errors that a code belongs to."""
    for kind, codes in _BY_CODE.items():
        if code in codes.split():
            return kind
    return OrderRejected if code.startswith("51") and len(code) == 5 else ApiError


def first_bytes(body: bytes) -> str:
    """Show the start of an answer's body: enough to recognise a proxy's page, cut, on one line.

    The query of an address is masked, as it can hold a signature.
    """
    text = _QUERY.sub(r"\1***", body[:_FIRST_BYTES].decode("utf-8", "replace"))
    shown = "".join(character if character.isprintable() else " " for character in text)
    return f"{shown!r}" + (f" and {len(body) - _FIRST_BYTES} bytes more" if len(body) > _FIRST_BYTES else "")
