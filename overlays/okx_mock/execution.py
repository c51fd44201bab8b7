"""How a request that passed all checks is carried out: at one moment, after what was due, and kept in the journal.

Both what the API executes and what the control surface changes goes through here, so that the journal has all of it in
the order in which it happened, before anybody is told.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from typing import TypeAlias, cast
from zlib import crc32

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from okx_mock.accounts import ApiKey
from okx_mock.answers import Answer, Refusal, refused
from okx_mock.broker.unused_keys import counts
from okx_mock.call import Call
from okx_mock.contract import Operation
from okx_mock.control import MAX_CONTROL_BODY, control_app
from okx_mock.journal import Began, Entry, JournalError
from okx_mock.wire import encode_json
from okx_mock.world import Leak, World

Handler: TypeAlias = Callable[[Call], Answer]

# Faults are orders to one process: how often each has struck already is not kept, so neither are they.
NOT_KEPT = frozenset({"faults"})
FAILED = "failed"
"""What stands in the place of a code when a handler broke."""
CONTROL_PREFIX = "/__mock__/"
_READS = frozenset({"GET", "HEAD"})


def execute(operation: Operation, handler: Handler, call: Call) -> Answer:
    """Do what is due, then what the call asks for, all at one moment; a write is in the journal before this returns.

    Raises:
        Refusal: the handler's, for a read.
        JournalError: a write could not be written down.
    """
    world = call.world
    writes = operation.method != "GET" and world.journal is not None
    if writes:
        refuse_when_broken(world)
    with world.clock.held():
        call.in_us = world.clock.now_us()
        if not writes:
            run_due(world)
            return handler(call)
        world.timers.run()
        entry = _entry_of(operation, call)
        try:
            answer = handler(call)
        except Refusal as refusal:
            answer = refused(refusal)
        except Exception:
            entry.code = FAILED
            record(world, entry)
            raise
        entry.code, entry.answer = answer.code, checksum(operation, answer)
        record(world, entry)
        return answer


def checksum(operation: Operation, answer: Answer) -> int:
    """What an answer is compared by when the journal is replayed; 0 if it is not.

    One with a secret of the caller's is not the same when only the secret's hash is known.
    """
    return 0 if operation.secrets else crc32(answer.body)


def run_due(world: World) -> None:
    """Do what is due because somebody looks; the journal has when that was.

    Raises:
        JournalError: it could not be written down.
    """
    if world.timers.due:
        with world.clock.held():
            record(world, Entry(world.clock.system_us(), world.clock.now_us(), "tick", ""))
            world.timers.run()


def refuse_when_broken(world: World) -> None:
    """Let nothing be changed that can't be kept.

    Raises:
        JournalError: the journal could not be written before.
    """
    if world.journal is not None and world.journal.problem:
        raise JournalError(world.journal.problem)


def record(world: World, entry: Entry) -> None:
    """Write an entry down, if the state is kept.

    Raises:
        JournalError: it could not be written.
    """
    if world.journal is not None:
        world.journal.record(entry)


def _entry_of(operation: Operation, call: Call) -> Entry:
    headers = {name: value for name, value in (("expTime", call.exp_time), ("TERMID", call.device)) if value}
    if operation.secrets:
        body = encode_json(
            {"fields": operation.sealed(call.fields), "sent": [operation.sealed(one) for one in call.sent]}
        )
    else:
        body = call.query if operation.body is None else call.raw
    return Entry(
        system_us=call.world.clock.system_us(),
        moment_us=call.in_us,
        kind="request",
        name=operation.name,
        caller=call.key.api_key if call.key else "",
        address=call.address,
        headers=encode_json(headers).decode() if headers else "",
        body=body,
    )


def note_leak(world: World, leak: Leak) -> None:
    """Remember that credentials arrived where they have no business.

    Raises:
        JournalError: it could not be written down.
    """
    with world.clock.held():
        world.leaks.append(leak)
        body = encode_json({"path": leak.path, "headers": list(leak.headers)})
        record(world, Entry(world.clock.system_us(), world.clock.now_us(), "leak", "", body=body))


def note_use(world: World, key: ApiKey) -> None:
    """Count a call with a key that would end without.

    Raises:
        JournalError: it could not be written down.
    """
    if not counts(key, world.clock.now_ms()):
        return
    refuse_when_broken(world)
    with world.clock.held():
        run_due(world)
        record(world, Entry(world.clock.system_us(), world.clock.now_us(), "use", "", caller=key.api_key))
        key.used_ms = world.clock.now_ms()


@dataclass(slots=True)
class Done:
    """What became of a control request: its answer, and why it broke, if it did."""

    messages: list[Message]
    problem: Exception | None = None

    @property
    def status(self) -> int:
        """The status of the answer."""
        return int(self.messages[0]["status"]) if self.messages else 500

    @property
    def outcome(self) -> tuple[str, int]:
        """What the journal says of it: the status and the checksum of the answer."""
        if self.problem is not None:
            return FAILED, 0
        return str(self.status), crc32(b"".join(cast("bytes", one.get("body", b"")) for one in self.messages[1:]))


class Controls:
    """The control surface, with what it changes kept in the journal."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._app: ASGIApp = control_app(world)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] in _READS:
            run_due(self._world)
            await self._app(scope, receive, send)
            return
        done = self.change(scope, await _read(receive))
        for message in done.messages:
            await send(message)
        if done.problem is not None:
            raise done.problem

    def change(self, scope: Scope, body: bytes) -> Done:
        """Do what a control request asks for, and write it down if it was done.

        Raises:
            JournalError: it could not be written down.
        """
        world, name = self._world, str(scope["path"]).removeprefix(CONTROL_PREFIX)
        journal = None if name.partition("/")[0] in NOT_KEPT else world.journal
        with world.clock.held():
            query = cast("bytes", scope["query_string"]).decode("latin-1")
            target = f"{scope['method']} {name}" + (f"?{query}" if query else "")
            entry = Entry(world.clock.system_us(), world.clock.now_us(), "control", target, body=body)
            began = Began(entry.system_us, *world.clock.course)
            if journal is not None:
                refuse_when_broken(world)
            run_due(world)
            done = _run(self._app, scope, body)
            entry.code, entry.answer = done.outcome
            if journal is not None and (done.status < 400 or done.problem is not None):
                if name == "reset":
                    # What was before a reset is gone, so the journal begins anew with it.
                    journal.restart(began, entry)
                else:
                    journal.record(entry)
        return done


async def _read(receive: Receive) -> bytes:
    """The body; of one that is too large just enough for the control surface to see that."""
    body = b""
    while len(body) <= MAX_CONTROL_BODY:
        message = await receive()
        body += cast("bytes", message.get("body", b""))
        if not message.get("more_body"):
            break
    return body


def _run(app: ASGIApp, scope: Scope, body: bytes) -> Done:
    """Run an application that waits for nothing to its end, in one go: no other request comes between."""
    messages: list[Message] = []

    async def receive() -> MutableMapping[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    running = app(scope, receive, send).__await__()
    try:
        next(running)
    except StopIteration:
        return Done(messages)
    except Exception as problem:
        return Done(messages, problem)
    raise RuntimeError(f"{scope['path']} waits for something, so its change can't be kept in order")
