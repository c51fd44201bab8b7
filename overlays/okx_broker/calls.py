"""A call from arguments to answer, as one generator without I/O.

It yields what is to be done, a `Wait` or an `Outgoing` request, and takes the `Reply`; the two drivers in `client.py` do it,
blocking or on an event loop. Everything that decides anything is here: tags, limits, signing, retries, errors.

A read is tried again after a lost answer or a busy exchange. A write is tried again only where the request provably never
left, or where the exchange refused it with a code that executes nothing. Any other loss is `OutcomeUnknown`.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Generator
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

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

T = TypeVar("T")

log: Final = logging.getLogger("okx_broker")


class Wait(NamedTuple):
    """Wait so many seconds, then go on."""

    seconds: float


Step: TypeAlias = Wait | Outgoing
Flow: TypeAlias = Generator[Step, Reply | None, T]

CLOCK_CODE: Final = "50102"
LIMIT_CODES: Final = frozenset({"50011", "50061", "50040"})
"""Refusals because of a limit."""
_BACKOFF: Final = 0.25


class Setup(NamedTuple):
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
    """Make a call: yields steps, returns the envelope of a success.

    Raises:
        OkxError: See `okx_broker.errors`.
    """
    wire = check(operation, arguments)
    if operation.tags:
        put_code(operation, wire, setup.code)
    if setup.broker_type is not None and isinstance(wire, dict):
        for field in operation.fields:
            if field.broker_type:
                wire.setdefault(field.wire, setup.broker_type)
    return (yield from _Call(setup, credentials, operation, wire).run())


class _Call:
    """One call on its way, over all its attempts."""

    __slots__ = ("credentials", "demands", "operation", "request", "requested_at", "setup", "wire")

    def __init__(
        self, setup: Setup, credentials: Credentials | None, operation: Operation[Any], wire: Wire | list[Wire]
    ) -> None:
        public = operation.permission == "Public"
        if credentials is None and not public:
            raise ConfigurationError(f"{operation.name} needs credentials: use broker.for_credentials(...)")
        self.setup = setup
        self.credentials = None if public else credentials
        self.operation = operation
        self.wire = wire
        self.request: Request = write(operation, wire)
        user = credentials.user if credentials is not None else ""
        self.demands: list[Demand] = demands_of(operation, wire, user)
        self.requested_at = 0

    def run(self) -> Flow[Envelope[Any]]:
        clock = self.setup.clock
        corrected = False
        attempt = 1
        while True:
            seconds = self._reserve()
            if seconds > 0:
                yield Wait(seconds)
            outgoing = self._sign()
            try:
                reply = yield outgoing
            except TransportFailure as failure:
                error = self._transport_error(failure)
                if attempt >= self.setup.attempts or isinstance(error, OutcomeUnknown):
                    raise error from None
            else:
                assert reply is not None  # noqa: S101 - a driver answers an Outgoing with a Reply
                answer = self._read(reply)
                if isinstance(answer, Envelope):
                    return answer
                error = answer
                if error.code == CLOCK_CODE:
                    if corrected:
                        if isinstance(error, ClockSkew):
                            error.offset_ms = clock.offset_ms
                        raise error
                    corrected = True
                    yield from self._learn_time()
                    continue
                if attempt >= self.setup.attempts or not self._may_repeat(error):
                    raise error
            if isinstance(error, RateLimited):
                if error.retry_after > self.setup.longest_wait:
                    raise error
                self.setup.limiter.hold(self.demands, clock.monotonic() + error.retry_after)
            else:
                yield Wait(_BACKOFF * 2 ** (attempt - 1) * (1 + random.random()))  # noqa: S311 - jitter
            log.debug("%s: attempt %d did not succeed (%s), trying again", self.operation.name, attempt, error.code)
            attempt += 1

    def _reserve(self) -> float:
        setup = self.setup
        if not self.demands:
            return 0.0
        seconds = setup.limiter.reserve(self.demands, setup.clock.monotonic(), setup.longest_wait)
        if seconds > setup.longest_wait:
            windows = ", ".join(f"{limit.requests} per {limit.seconds} s" for limit in self.operation.limits)
            raise RateLimited(
                f"the documented limit ({windows}) leaves no slot for {seconds:.1f} s, longer than the "
                f"{setup.longest_wait:g} s that a call may wait; nothing was sent",
                operation=self.operation.name,
                requested_at=setup.clock.now_ms(),
                retry_after=seconds,
            )
        return seconds

    def _sign(self) -> Outgoing:
        """Sign last of all, over exactly the bytes that go out."""
        setup, request = self.setup, self.request
        self.requested_at = setup.clock.now_ms()
        headers: list[tuple[str, str]] = []
        if self.credentials is not None:
            headers = self.credentials.headers(timestamp(self.requested_at), request)
        if setup.environment is Environment.DEMO:
            headers.append(DEMO_HEADER)
        return Outgoing(request.method, setup.base_url + request.target, headers, request.body)

    def _learn_time(self) -> Flow[None]:
        """Ask for the exchange's time and correct the clock by it; without an answer the correction stays."""
        from okx_v5.operations.public import GET_TIME

        setup = self.setup
        before = setup.clock.now_ms()
        probe = Outgoing("GET", setup.base_url + GET_TIME.path, [], b"")
        if setup.environment is Environment.DEMO:
            probe.headers.append(DEMO_HEADER)
        try:
            reply = yield probe
        except TransportFailure:
            return
        assert reply is not None  # noqa: S101 - a driver answers an Outgoing with a Reply
        try:
            envelope = reader_for(GET_TIME.answer).read(reply.body)
        except UnreadableBody:
            return
        if envelope.data and envelope.data[0].ts is not None:
            middle = (before + setup.clock.now_ms()) // 2
            setup.clock.correct(setup.clock.offset_ms + envelope.data[0].ts - middle)

    def _transport_error(self, failure: TransportFailure) -> CallError:
        name, at = self.operation.name, self.requested_at
        if not failure.sent:
            return NotSent(f"no connection could be made ({failure.reason})", operation=name, requested_at=at)
        if self.operation.writes:
            return self._unknown(f"the request was sent and its answer was lost ({failure.reason})")
        return UnreadableAnswer(f"the answer was lost ({failure.reason})", operation=name, requested_at=at)

    def _unknown(self, message: str, status: int | None = None, code: str | None = None) -> OutcomeUnknown:
        secrets = {field.wire for field in self.operation.fields if field.secret}
        shown = (
            self.wire
            if isinstance(self.wire, list)
            else {key: value for key, value in self.wire.items() if key not in secrets}
        )
        return OutcomeUnknown(
            message,
            operation=self.operation.name,
            requested_at=self.requested_at,
            status=status,
            code=code,
            request=shown,
        )

    def _may_repeat(self, error: CallError) -> bool:
        from okx_v5.error_codes import MAYBE_EXECUTED, NOT_EXECUTED

        if error.code in NOT_EXECUTED:
            return isinstance(error, RateLimited)
        if self.operation.writes:
            return False
        return isinstance(error, UnreadableAnswer | RateLimited) or error.code in MAYBE_EXECUTED

    def _read(self, reply: Reply) -> Envelope[Any] | CallError:
        """Return the envelope of a success, or the error that the answer means."""
        operation = self.operation
        try:
            envelope = reader_for(operation.answer).read(reply.body)
        except UnreadableBody as problem:
            try:
                envelope, _ = read_frame(reply.body)
            except UnreadableBody:
                return self._unreadable(reply, problem)
            if envelope.code in ("0", "1", "2"):
                return self._unreadable(reply, problem)
        if envelope.code == "0" and 200 <= reply.status < 300:
            if operation.tags:
                report_echo(operation, envelope.data, self.setup.code, self.setup.on_other_tag)
            if operation.answers == "one" and not envelope.data:
                return self._unreadable(reply, UnreadableBody("an answer without data"))
            refused = [item for item in envelope.data if getattr(item, "s_code", "0") not in ("0", "")]
            return self._items_error(envelope, reply.status) if refused else envelope
        if envelope.code in ("1", "2") and any(getattr(item, "s_code", "") for item in envelope.data):
            return self._items_error(envelope, reply.status)
        if envelope.code == "0":
            return self._unreadable(reply, UnreadableBody("code 0 with an HTTP status of failure"))
        return self._error(envelope.code, envelope.msg, reply.status, None)

    def _unreadable(self, reply: Reply, problem: UnreadableBody) -> CallError:
        message = f"no OKX answer ({problem.problem}); it begins {first_bytes(reply.body)}"
        if any(field.secret for field in self.operation.fields):
            message = f"no OKX answer ({len(reply.body)} bytes, not shown: the request holds a secret)"
        if self.operation.writes:
            return self._unknown(message, reply.status)
        return UnreadableAnswer(
            message, operation=self.operation.name, requested_at=self.requested_at, status=reply.status
        )

    def _error(self, code: str, message: str, status: int, item: object) -> CallError:
        name, at = self.operation.name, self.requested_at
        if code in LIMIT_CODES:
            longest = max((limit.seconds for limit in self.operation.limits), default=1)
            return RateLimited(
                message, operation=name, requested_at=at, status=status, code=code, retry_after=float(longest)
            )
        from okx_v5.error_codes import ADVICE, MAYBE_EXECUTED, MEANINGS

        message = message or MEANINGS.get(code, "")
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

    def _items_error(self, envelope: Envelope[Any], status: int) -> CallError:
        errors = [
            self._error(item.s_code, getattr(item, "s_msg", ""), status, item)
            for item in envelope.data
            if item.s_code not in ("0", "")
        ]
        if self.operation.answers == "one" and errors:
            return errors[0]
        refused = BatchRefused(
            envelope.msg,
            operation=self.operation.name,
            requested_at=self.requested_at,
            status=status,
            code=envelope.code,
        )
        refused.items = envelope.data
        refused.accepted = [item for item in envelope.data if item.s_code in ("0", "")]
        refused.refused = errors
        return refused
