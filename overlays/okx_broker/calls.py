"""A call from arguments to answer, as one generator without I/O.

It yields what is to be done, a `Wait` or an `Outgoing` request, and takes the `Reply`; the two drivers in `client.py` do it,
blocking or on an event loop. Everything that decides anything is here: tags, limits, signing, retries, errors.

A read is tried again after a lost answer or a busy exchange. A write is tried again only where the request provably never
left, or where the exchange refused it with a code that executes nothing. Any other loss is `OutcomeUnknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from okx_broker.clock import Clock
from okx_broker.credentials import Credentials
from okx_broker.environments import DEMO_HEADER, Environment
from okx_broker.errors import (
    ApiError,
    BatchRefused,
    CallError,
    ClockSkew,
    ConfigurationError,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    UnreadableAnswer,
    UnreadableBody,
    error_class,
    first_bytes,
)
from okx_broker.limits import Demand, Limiter, demands_of
from okx_broker.signing import timestamp
from okx_broker.tagging import put_code, report_echo
from okx_broker.transport import Outgoing, Reply, TransportFailure
from okx_v5.contract import Arguments, Envelope, Operation
from okx_v5.decoding import read_frame, reader_for
from okx_v5.encoding import Request, Wire, check, write
from okx_v5.scalars import MASK

T = TypeVar("T")


class Wait(msgspec.Struct, frozen=True, gc=False):
    """Wait so many seconds, then go on."""

    seconds: float


Step: TypeAlias = Wait | Outgoing
Flow: TypeAlias = Generator[Step, Reply | None, T]

CLOCK_CODE: Final = "50102"
BUSY_CODE: Final = "50013"
LIMIT_CODES: Final = frozenset({"50011", "50061", "50040"})
"""Refusals because of a limit."""
_BACKOFF: Final = 0.25
_LONGEST_HOLD: Final = 60.0
_WELL: Final = ("0", "")


class Setup(msgspec.Struct, frozen=True):
    """What all clients of a broker share."""

    code: str
    broker_type: str | None
    environment: Environment
    base_url: str
    clock: Clock
    limiter: Limiter
    longest_wait: float
    attempts: int
    on_other_tag: Callable[[str, str, object], None]


def call(
    setup: Setup, credentials: Credentials | None, operation: Operation[T], arguments: Arguments
) -> Flow[Envelope[T]]:
    """Check the arguments, put in the code, and return the flow that makes the call and ends with the envelope.

    Raises:
        OkxError: See `okx_broker.errors`. What is wrong with the arguments is raised here, the rest by the flow.
    """
    wire = check(operation, arguments)
    if operation.tags:
        put_code(operation, wire, setup.code)
    if setup.broker_type is not None and isinstance(wire, dict):
        for field in operation.fields:
            if field.broker_type:
                wire.setdefault(field.wire, setup.broker_type)
    public = operation.permission == "Public"
    if credentials is None and not public:
        raise ConfigurationError(f"{operation.name} needs credentials: use broker.for_credentials(...)")
    user = credentials.user if credentials is not None else ""
    return _run(setup, None if public else credentials, operation, wire, demands_of(operation, wire, user))


def _run(
    setup: Setup,
    credentials: Credentials | None,
    operation: Operation[T],
    wire: Wire | list[Wire],
    demands: list[Demand],
) -> Flow[Envelope[T]]:
    clock = setup.clock
    request = write(operation, wire)
    reader = reader_for(operation.answer)
    corrected = False
    refused: RateLimited | None = None
    attempt = 1
    while True:
        if demands:
            seconds = setup.limiter.reserve(demands, clock.monotonic(), setup.longest_wait)
            if seconds > setup.longest_wait:
                raise refused or _no_slot(setup, operation, seconds)
            if seconds > 0:
                yield Wait(seconds)
        offset = clock.offset_ms
        requested_at = clock.now_ms()
        outgoing = _signed(setup, credentials, request, requested_at)
        try:
            reply = yield outgoing
        except TransportFailure as failure:
            error = _Verdict(operation, wire, requested_at, outgoing).on_failure(failure)
            if attempt >= setup.attempts or isinstance(error, OutcomeUnknown):
                raise error from None
        else:
            assert reply is not None  # noqa: S101 - a driver answers an Outgoing with a Reply
            if reply.status == 200:
                try:
                    envelope = reader.read(reply.body)
                except UnreadableBody:
                    pass
                else:
                    if _is_success(setup, operation, envelope):
                        return envelope
            error = _Verdict(operation, wire, requested_at, outgoing).on_reply(reply)
            if isinstance(error, BatchRefused) and operation.tags:
                report_echo(operation, list(error.accepted), setup.code, setup.on_other_tag)
            if isinstance(error, RateLimited):
                refused = error
                # Where the window is long, somebody else may have used it up long ago: then asking once a minute is fair.
                setup.limiter.hold(demands, clock.monotonic() + min(error.retry_after, _LONGEST_HOLD))
            if error.code == CLOCK_CODE:
                if corrected:
                    if isinstance(error, ClockSkew):
                        error.offset_ms = clock.offset_ms
                    raise error
                corrected = True
                if clock.offset_ms == offset:  # else another call has learnt it in the meantime
                    yield from _learn_time(setup)
                continue
            if attempt >= setup.attempts or not _may_repeat(operation, error):
                raise error
        if isinstance(error, RateLimited):
            if error.retry_after > setup.longest_wait:
                raise error
        else:
            from random import random

            yield Wait(_BACKOFF * 2 ** (attempt - 1) * (1 + random()))  # noqa: S311 - jitter
        attempt += 1


def _signed(setup: Setup, credentials: Credentials | None, request: Request, requested_at: int) -> Outgoing:
    """Sign last of all, over exactly the bytes that go out; the demo header comes after everything else."""
    headers = credentials.headers(timestamp(requested_at), request) if credentials is not None else []
    if setup.environment is Environment.DEMO:
        headers.append(DEMO_HEADER)
    return Outgoing(request.method, setup.base_url + request.target, headers, request.body)


def _is_success(setup: Setup, operation: Operation[Any], envelope: Envelope[Any]) -> bool:
    """Whether an answer says that all went well; then the tags that it echoes are compared with the code."""
    items = envelope.data
    if envelope.code != "0" or (not items and operation.answers == "one"):
        return False
    if operation.permission == "Trade":
        for item in items:
            if getattr(item, "s_code", "0") not in _WELL:
                return False
        if operation.tags:
            report_echo(operation, items, setup.code, setup.on_other_tag)
    return True


def _no_slot(setup: Setup, operation: Operation[Any], seconds: float) -> RateLimited:
    windows = ", ".join(f"{limit.requests} per {limit.seconds} s" for limit in operation.limits)
    return RateLimited(
        f"the documented limit ({windows}) leaves no slot for {seconds:.1f} s, longer than the "
        f"{setup.longest_wait:g} s that a call may wait; nothing was sent",
        operation=operation.name,
        requested_at=setup.clock.now_ms(),
        retry_after=seconds,
    )


def _learn_time(setup: Setup) -> Flow[None]:
    """Ask for the exchange's time and correct the clock by it; without an answer the correction stays."""
    from okx_v5.operations.public import GET_TIME

    clock = setup.clock
    seconds = setup.limiter.reserve(demands_of(GET_TIME, {}, ""), clock.monotonic(), setup.longest_wait)
    if seconds > setup.longest_wait:
        return
    if seconds > 0:
        yield Wait(seconds)
    before = clock.now_ms()
    try:
        reply = yield _signed(setup, None, write(GET_TIME, {}), before)
    except TransportFailure:
        return
    assert reply is not None  # noqa: S101 - a driver answers an Outgoing with a Reply
    try:
        envelope = reader_for(GET_TIME.answer).read(reply.body)
    except UnreadableBody:
        return
    if envelope.data and envelope.data[0].ts is not None:
        middle = (before + clock.now_ms()) // 2
        clock.correct(clock.offset_ms + envelope.data[0].ts - middle)


def _may_repeat(operation: Operation[Any], error: CallError) -> bool:
    from okx_v5.error_codes import MAYBE_EXECUTED, NOT_EXECUTED

    if error.code in NOT_EXECUTED:
        return isinstance(error, RateLimited)
    if operation.writes:
        return False
    return isinstance(error, UnreadableAnswer | RateLimited) or error.code in MAYBE_EXECUTED or error.code == BUSY_CODE


class _Verdict:
    """Makes an error of what came back for one attempt, or did not come back."""

    def __init__(
        self, operation: Operation[Any], wire: Wire | list[Wire], requested_at: int, outgoing: Outgoing
    ) -> None:
        self.operation = operation
        self.wire = wire
        self.requested_at = requested_at
        self.unshown = [value for name, value in outgoing.headers if (name, value) != DEMO_HEADER]
        self.hides = any(field.secret for field in operation.fields)

    def on_failure(self, failure: TransportFailure) -> CallError:
        """Return the error of an answer that did not come, or not whole."""
        name, at = self.operation.name, self.requested_at
        if not failure.sent:
            return NotSent(f"no connection could be made ({failure.reason})", operation=name, requested_at=at)
        if self.operation.writes:
            return self._unknown(f"the request was sent and its answer was lost ({failure.reason})")
        return UnreadableAnswer(f"the answer was lost ({failure.reason})", operation=name, requested_at=at)

    def on_reply(self, reply: Reply) -> CallError:
        """Return the error of an answer that is no success."""
        try:
            envelope = reader_for(self.operation.answer).read(reply.body)
        except UnreadableBody as problem:
            try:
                envelope, _ = read_frame(reply.body)
            except UnreadableBody:
                return self._unreadable(reply, problem)
            if envelope.code in ("0", "1", "2"):
                return self._unreadable(reply, problem)
        if any(getattr(item, "s_code", "") not in _WELL for item in envelope.data):
            return self._by_items(envelope, reply.status)
        if envelope.code == "0":
            what = "code 0 without data" if reply.status == 200 else "code 0 with an HTTP status of failure"
            return self._unreadable(reply, UnreadableBody(what))
        return self._by_code(envelope.code, envelope.msg, reply.status, None)

    def _unknown(self, message: str, status: int | None = None, code: str | None = None) -> OutcomeUnknown:
        shown = self.wire
        if self.hides and isinstance(shown, dict):
            secrets = {field.wire for field in self.operation.fields if field.secret}
            shown = {key: value for key, value in shown.items() if key not in secrets}
        return OutcomeUnknown(
            message,
            operation=self.operation.name,
            requested_at=self.requested_at,
            status=status,
            code=code,
            request=shown,
        )

    def _unreadable(self, reply: Reply, problem: UnreadableBody) -> CallError:
        if self.hides or reader_for(self.operation.answer).holds_secrets:
            message = f"no OKX answer ({len(reply.body)} bytes, not shown: the call deals with secrets)"
        elif any(value.encode() in reply.body for value in self.unshown):
            message = f"no OKX answer ({len(reply.body)} bytes, not shown: they repeat the request's headers)"
        else:
            message = f"no OKX answer ({problem.problem}); it begins {first_bytes(reply.body)}"
        if self.operation.writes:
            return self._unknown(message, reply.status)
        return UnreadableAnswer(
            message, operation=self.operation.name, requested_at=self.requested_at, status=reply.status
        )

    def _by_code(self, code: str, message: str, status: int, item: object) -> CallError:
        from okx_v5.error_codes import ADVICE, MAYBE_EXECUTED, MEANINGS

        name, at = self.operation.name, self.requested_at
        message = message or MEANINGS.get(code, "")
        for value in self.unshown:
            message = message.replace(value, MASK)
        if code in LIMIT_CODES:
            longest = max((limit.seconds for limit in self.operation.limits), default=1)
            return RateLimited(
                message, operation=name, requested_at=at, status=status, code=code, retry_after=float(longest)
            )
        if code in MAYBE_EXECUTED and self.operation.writes:
            return self._unknown(message, status, code)
        kind: type[ApiError] = ClockSkew if code == CLOCK_CODE else error_class(code)
        return kind(
            message,
            operation=name,
            requested_at=at,
            status=status,
            code=code,
            item=item,
            advice=ADVICE.get(code, ""),
        )

    def _by_items(self, envelope: Envelope[Any], status: int) -> CallError:
        errors = [
            self._by_code(item.s_code, getattr(item, "s_msg", ""), status, item)
            for item in envelope.data
            if item.s_code not in _WELL
        ]
        if self.operation.answers == "one":
            return errors[0]
        refused = BatchRefused(
            envelope.msg,
            operation=self.operation.name,
            requested_at=self.requested_at,
            status=status,
            code=envelope.code,
        )
        refused.items = envelope.data
        refused.accepted = [item for item in envelope.data if item.s_code in _WELL]
        refused.refused = errors
        return refused
