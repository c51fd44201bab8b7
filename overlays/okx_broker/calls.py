"""A call from arguments to answer, as one generator without I/O.

It yields what is to be done, a `Wait`, an `Outgoing` request, some blocking `Work` or a flow that is to run `Apart`, and takes
the `Reply`; the two drivers in `client.py` do it, blocking or on an event loop. Everything that decides anything is here,
tags, limits, signing, retries; what an answer that is no success means is in `verdicts.py`.

A read is tried again after a lost answer or a busy exchange. A write is tried again only where the request provably never
left, or where the exchange refused it with a code that executes nothing. Any other loss is `OutcomeUnknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Any, Final, Generic, TypeAlias, TypeVar

import msgspec

from okx_broker.clock import Clock
from okx_broker.credentials import AnyCredentials, Credentials, KeptCredentials
from okx_broker.environments import DEMO_HEADER, Environment
from okx_broker.errors import (
    AuthenticationFailed,
    BatchRefused,
    CallError,
    ClockSkew,
    ConfigurationError,
    NotSent,
    RateLimited,
)
from okx_broker.limits import Demand, Limiter, demands_of
from okx_broker.own_ids import are_of_others
from okx_broker.signing import timestamp
from okx_broker.tagging import put_code, refuse_foreign_tags, report_echo
from okx_broker.transport import Outgoing, Reply, TransportFailure
from okx_v5.contract import Arguments, Envelope, Extra, Operation
from okx_v5.decoding import reader_for
from okx_v5.encoding import Request, Wire, check, write
from okx_v5.operations import find

T = TypeVar("T")


class Wait(msgspec.Struct, frozen=True, gc=False):
    """Wait so many seconds, then go on."""

    seconds: float


class Work(Generic[T]):
    """Some blocking work, as a look into a database: a thread does it where an event loop must not stand still.

    What it raises is raised where the flow yielded it.
    """

    __slots__ = ("_do", "_outcome")

    def __init__(self, do: Callable[[], T]) -> None:
        self._do = do
        self._outcome: list[T] = []

    def run(self) -> None:
        """Do it; the drivers call this."""
        self._outcome.append(self._do())

    @property
    def result(self) -> T:
        """What came of it."""
        return self._outcome[0]


def work(do: Callable[[], T]) -> Flow[T]:
    """Have some blocking work done within a flow, and give its result back.

    Written as `row = yield from work(…)` with a function that loads the row.
    """
    one = Work(do)
    yield one
    return one.result


class Apart(Generic[T]):
    """A flow that is run to its end whatever becomes of the caller; see `okx_broker.unbroken`."""

    __slots__ = ("_outcome", "flow")

    def __init__(self, flow: Flow[T]) -> None:
        self.flow = flow
        self._outcome: list[T] = []

    def ended(self, outcome: T) -> None:
        """Take what came of it; the drivers call this."""
        self._outcome.append(outcome)

    @property
    def result(self) -> T:
        """What came of it."""
        return self._outcome[0]


def apart(flow: Flow[T]) -> Flow[T]:
    """Run a flow within another one, but let no cancellation of the outer one break it off."""
    one = Apart(flow)
    yield one
    return one.result


Step: TypeAlias = Wait | Outgoing | Work[Any] | Apart[Any]
Flow: TypeAlias = Generator[Step, Reply | None, T]

TOKEN_CODES: Final = frozenset({"53000", "53001", "53002", "53003"})
"""The exchange refuses the access token; nothing was executed (okx-broker-program, "Error Code")."""
REFUSED_CODES: Final = TOKEN_CODES | {"50105", "50111", "50113", "50119"}
"""The exchange knows the token or the key no more, so the store may have a newer one; nothing was executed."""
_BACKOFF: Final = 0.25
_LONGEST_HOLD: Final = 60.0
_MOST_SIGNED_ANEW: Final = 3


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
    timeout: float = 10.0
    """Seconds after which the transport gives a request up."""


def call(
    setup: Setup,
    credentials: AnyCredentials | None,
    operation: Operation[T],
    arguments: Arguments,
    extra: Extra | None = None,
) -> Flow[Envelope[T]]:
    """Check the arguments, put in the code, and return the flow that makes the call and ends with the envelope.

    Raises:
        OkxError: See `okx_broker.errors`. What is wrong with the arguments is raised here, the rest by the flow.
    """
    if operation not in _known:
        _recognise(operation)
    wire = check(operation, arguments, extra)
    if operation.tags:
        put_code(operation, wire, setup.code)
    if extra is not None and operation.writes:
        refuse_foreign_tags(operation, wire, setup.code)
    if setup.broker_type is not None and isinstance(wire, dict):
        for field in operation.fields:
            if field.broker_type:
                wire.setdefault(field.wire, setup.broker_type)
    return start(setup, credentials, operation, wire)


def start(
    setup: Setup,
    credentials: AnyCredentials | None,
    operation: Operation[T],
    wire: Wire | list[Wire],
) -> Flow[Envelope[T]]:
    """Return the flow of a call whose arguments are checked and carry the code."""
    if operation.authorization == "none":
        user = "" if credentials is None or isinstance(credentials, KeptCredentials) else credentials.user
        return _run(setup, None, operation, wire, demands_of(operation, wire, user))
    if credentials is None:
        raise ConfigurationError(f"{operation.name} needs credentials: use broker.for_credentials(...)")
    if isinstance(credentials, KeptCredentials):
        return _run_with_kept(setup, credentials, operation, wire)
    _check_kind(credentials, operation)
    return _run(setup, credentials, operation, wire, demands_of(operation, wire, credentials.user))


def _check_kind(credentials: Credentials, operation: Operation[Any]) -> None:
    """Refuse an API key where a token is needed, and a token where its scopes never reach."""
    holds_token = getattr(credentials, "holds_token", False)
    if operation.authorization == "token" and not holds_token:
        raise ConfigurationError(f"{operation.name} takes the user's access token, not an API key")
    if holds_token and "/subaccount" in operation.path:
        # okx-broker-program, "Permissions": no scope includes the sub-account modules.
        raise ConfigurationError(f"{operation.name} belongs to the sub-account modules, which no token may use")


def _run_with_kept(
    setup: Setup, kept: KeptCredentials, operation: Operation[T], wire: Wire | list[Wire]
) -> Flow[Envelope[T]]:
    """Make a call with what the store keeps; once more where it was refused and the store has something newer by now."""
    credentials = kept.ready(setup.clock.now_ms())
    if credentials is None:
        credentials = yield from kept.renew(setup, None)
    _check_kind(credentials, operation)
    try:
        return (yield from _run(setup, credentials, operation, wire, demands_of(operation, wire, credentials.user)))
    except AuthenticationFailed as error:
        if error.code not in REFUSED_CODES:
            raise
        newer = yield from kept.renew(setup, credentials)
        if newer is credentials:
            raise
    _check_kind(newer, operation)  # a token can have taken the place of a key
    # These codes execute nothing, so a write is repeated too.
    return (yield from _run(setup, newer, operation, wire, demands_of(operation, wire, newer.user)))


_known: set[Operation[Any]] = set()


def _recognise(operation: Operation[Any]) -> None:
    """Accept an operation as the contract has it: a copy with other places of the tag must not get through.

    One that is none of the contract's must be what is sent: a body goes by POST, and a tag only where a place is named.
    """
    from okx_broker.paths import trouble_with

    if trouble_with(operation.method, operation.path) or find(operation.method, operation.path) not in (
        None,
        operation,
    ):
        raise ConfigurationError(f"{operation.name} is not an operation of the contract as it stands")
    places = {place.field for place in operation.tags}
    if operation.body != "none" and not operation.writes:
        raise ConfigurationError(f"{operation.name} is a GET with a body, which OKX does not take")
    if operation.writes and any(field.wire.lower() == "tag" and field.wire not in places for field in operation.fields):
        raise ConfigurationError(f"{operation.name} has a tag whose place it does not name")
    _known.add(operation)


def _run(
    setup: Setup,
    credentials: Credentials | None,
    operation: Operation[T],
    wire: Wire | list[Wire],
    demands: list[Demand],
) -> Flow[Envelope[T]]:
    clock, limiter = setup.clock, setup.limiter
    request = write(operation, wire)
    reader = reader_for(operation.answer, bare=operation.answers == "bare")
    expected = len(wire) if isinstance(wire, list) else 1
    before: CallError | None = None
    corrected = credentials is None  # a call without a signature has no timestamp that could be wrong
    anew = 0
    attempt = 1
    reserved = not demands
    while True:
        if not reserved:
            now = clock.monotonic()
            seconds = limiter.reserve(demands, now, setup.longest_wait)
            if seconds > setup.longest_wait:
                raise before or _no_slot(setup, operation, seconds)
            reserved = True
            if seconds > 0:
                try:
                    yield Wait(seconds)
                except BaseException:
                    limiter.release(demands, now + seconds)
                    raise
        offset = clock.offset_ms
        requested_at = clock.now_ms()
        outgoing = _signed(setup, credentials, request, requested_at)
        try:
            reply = yield outgoing
        except TransportFailure as failure:
            from okx_broker.verdicts import Verdict

            error = Verdict(operation, wire, requested_at, outgoing).on_failure(failure)
            reserved = not demands or not failure.sent
        except BaseException as stop:
            if operation.writes:
                stop.add_note(_under_way(operation, wire, requested_at))
            raise
        else:
            assert reply is not None  # noqa: S101 - a driver answers an Outgoing with a Reply
            if reply.status == 200:
                try:
                    envelope = reader.read(reply.body)
                except Exception:  # noqa: S110 - the verdict below reads it again and says what is wrong
                    pass
                else:
                    if (
                        envelope.code == "0"
                        and _is_success(operation, envelope.data, expected)
                        and not (operation.tags and are_of_others(wire, envelope.data))
                    ):
                        if operation.tags:
                            report_echo(operation, envelope.data, setup.code, setup.on_other_tag)
                        return envelope
                    del envelope  # the error below is raised here, and its frame would show what the answer says
            from okx_broker.verdicts import Verdict

            error = Verdict(operation, wire, requested_at, outgoing).on_reply(reply)
            # A refused call keeps its slot, except for its timestamp: that one is made again at once.
            reserved = not demands or isinstance(error, ClockSkew)
        if isinstance(error, ClockSkew):
            if clock.offset_ms == offset:  # else another call has learnt the time since this one was signed
                if corrected:
                    error.offset_ms = offset
                    raise error
                corrected = True
                yield from _learn_time(setup)
            anew += 1
            if anew > _MOST_SIGNED_ANEW:
                error.offset_ms = clock.offset_ms
                raise error
            before = error
            continue
        if isinstance(error, BatchRefused) and operation.tags:
            report_echo(operation, list(error.accepted), setup.code, setup.on_other_tag)
        if isinstance(error, RateLimited):
            # Where the window is long, somebody else may have used it up long ago: then asking once a minute is fair.
            limiter.hold(demands, clock.monotonic() + min(error.retry_after, _LONGEST_HOLD))
        from okx_broker.verdicts import may_repeat

        if attempt >= setup.attempts or not may_repeat(operation, error):
            if isinstance(error, NotSent):
                limiter.release(demands, clock.monotonic())
            raise error
        if isinstance(error, RateLimited):
            if error.retry_after > setup.longest_wait:
                raise error
        else:
            from random import random

            yield Wait(_BACKOFF * 2 ** (attempt - 1) * (1 + random()))  # noqa: S311 - jitter
        before = error
        attempt += 1


def _is_success(operation: Operation[Any], items: list[Any], expected: int) -> bool:
    """Whether the items of an answer with code 0 show that all went well.

    A read that answers one object needs one. A write needs an item for each that was sent; where items carry a result and
    an order's id, the result must be 0 and the id there.
    """
    if not operation.writes:
        return bool(items) or operation.answers == "many"
    if len(items) != expected and (operation.answers == "one" or operation.body == "array"):
        return False
    for item in items:  # noqa: SIM110 - a plain loop: this runs in every call
        if getattr(item, "s_code", "0") != "0" or getattr(item, "ord_id", "-") == "":
            return False
    return True


def _under_way(operation: Operation[Any], wire: Wire | list[Wire], requested_at: int) -> str:
    """Say what a write that was broken off was about, without secrets."""
    items = wire if isinstance(wire, list) else [wire]
    ids = ", ".join(str(item["clOrdId"]) for item in items if "clOrdId" in item) or "none"
    return (
        f"{operation.name} was under way (clOrdId: {ids}; requested at {requested_at} ms): "
        "it may have been executed, so ask and do not send it again"
    )


def _signed(setup: Setup, credentials: Credentials | None, request: Request, requested_at: int) -> Outgoing:
    """Sign last of all, over exactly the bytes that go out; the demo header comes after everything else."""
    headers = credentials.headers(timestamp(requested_at), request) if credentials is not None else []
    if setup.environment is Environment.DEMO:
        headers.append(DEMO_HEADER)
    return Outgoing(request.method, setup.base_url + request.target, headers, request.body)


def _no_slot(setup: Setup, operation: Operation[Any], seconds: float) -> RateLimited:
    windows = ", ".join(f"{limit.requests} per {limit.seconds} s" for limit in operation.limits)
    return RateLimited(
        f"the documented limit ({windows}) leaves no slot for {seconds:.1f} s, longer than the "
        f"{setup.longest_wait:g} s that a call may wait; nothing was sent",
        operation=operation.name,
        requested_at=setup.clock.now_ms(),
        retry_after=seconds,
        advice="come back after `retry_after`, or raise `longest_wait`",
    )


def _learn_time(setup: Setup) -> Flow[None]:
    """Ask for the exchange's time and correct the clock by it; without an answer the correction stays."""
    from okx_broker.exchange_time import clock_learnt

    with suppress(CallError):
        yield from clock_learnt(setup)
