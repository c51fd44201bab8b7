"""A world with a memory: made anew, or brought back from its journal as it was.

What comes back: accounts and their keys, orders, balances, positions, records, reports, tokens, prices, the clock and
what waits for its moment. Of the rate limits the writes that were carried out count again; reads and refused requests do
not. What is not kept: faults, and the list of the requests that were answered.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import cast

from starlette.types import Scope

from okx_mock.answers import Answer, Refusal, refused
from okx_mock.call import Call
from okx_mock.clock import Clock
from okx_mock.contract import Contract, Operation
from okx_mock.execution import CONTROL_PREFIX, FAILED, Controls, checksum
from okx_mock.journal import Began, Entry, Journal, JournalError
from okx_mock.operations import HANDLERS
from okx_mock.reading import Accepted, Sent, accept, decode
from okx_mock.sealing import Sealed
from okx_mock.wire import Json, decode_json
from okx_mock.world import Leak, World


def restore(
    file: Path, said: Mapping[str, str | None], contract: Contract, clock: Clock, make: Callable[[], World]
) -> World:
    """The world of a state file; a new one, if there is no such file yet.

    Args:
        file: the state file; the world writes to it from now on.
        said: how the mock is started, by option; None where an option was not said.
        contract: the operations.
        clock: the clock of a new world; that of an old one goes on in it as it went.
        make: makes the world as it is at its beginning, with this contract and clock.

    Raises:
        JournalError: the file can't be used, or what it holds can't be brought back.
    """
    settings = {**said, "the contract": contract.digest[:16], "okx-mock": _version()}
    journal = Journal(file, settings, Began(clock.system_us(), *clock.course))
    try:
        clock.course = (journal.began.offset_us, journal.began.frozen_us)
        with clock.held(journal.began.system_us):
            world = make()
        _Replay(world, journal).run()
    except BaseException:
        journal.close()
        raise
    world.journal = journal
    return world


def _version() -> str:
    try:
        return version("okx-broker")
    except PackageNotFoundError:
        return "not installed"


class _Replay:
    """Does again what a journal says."""

    def __init__(self, world: World, journal: Journal) -> None:
        self._world = world
        self._journal = journal
        self._controls = Controls(world)
        self._operations = {operation.name: operation for operation in world.contract}
        # Since when the writes of an operation still count in one of its windows.
        self._counted_us = {
            operation.name: journal.last_moment_us - 1000 * max((one.window_ms for one in operation.windows), default=0)
            for operation in world.contract
        }

    def run(self) -> None:
        """Bring the world to where the journal ends.

        Raises:
            JournalError: an entry is damaged, or has another outcome than it had.
        """
        collecting = gc.isenabled()
        # Nothing of what comes back is garbage, and looking for it takes half of the time.
        gc.disable()
        try:
            for number, entry in enumerate(self._journal.entries(), 1):
                with self._world.clock.held(entry.system_us):
                    try:
                        self._do(entry)
                    except _OtherOutcomeError as problem:
                        raise JournalError(
                            f"{self._journal.file} is left as it is, as its entry {number} ({entry.kind} {entry.name}) "
                            f"cannot be repeated: {problem}. Open it with the okx-mock that made it, or name another file"
                        ) from problem
        finally:
            if collecting:
                gc.enable()

    def _do(self, entry: Entry) -> None:
        world = self._world
        if world.clock.now_us() != entry.moment_us:
            raise _OtherOutcomeError(f"the clock shows {world.clock.now_us()} in place of {entry.moment_us}")
        self._run_due()
        if entry.kind == "request":
            self._repeat_request(entry)
        elif entry.kind == "control":
            self._repeat_control(entry)
        elif entry.kind == "use":
            key = world.caller(entry.caller)
            if key is None:
                raise _OtherOutcomeError("its key is unknown")
            key.used_ms = world.clock.now_ms()
        elif entry.kind == "leak":
            fields: Mapping[str, Json] = _object(decode_json(entry.body))
            names = fields.get("headers")
            world.leaks.append(Leak(str(fields.get("path")), tuple(map(str, names if isinstance(names, list) else ()))))

    def _run_due(self) -> None:
        """Do what was due; what broke then breaks again, which hit the request that brought it about and nothing else."""
        while self._world.timers.due:
            with suppress(Exception):
                self._world.timers.run()

    def _repeat_request(self, entry: Entry) -> None:
        operation = self._operations.get(entry.name)
        if operation is None:
            raise _OtherOutcomeError("there is no such operation")
        call = self._call(operation, entry)
        if entry.moment_us > self._counted_us[operation.name]:
            user = call.key.account.uid if call.key else ""
            with suppress(Refusal):
                self._world.limiter.take(list(operation.charges(user, entry.address, None)))
                self._world.limiter.take(list(operation.charges(user, entry.address, call.sent)))
        code, answered = FAILED, 0
        try:
            answer: Answer = HANDLERS[operation.method, operation.path](call)
            code, answered = answer.code, checksum(operation, answer)
        except Refusal as refusal:
            answer = refused(refusal)
            code, answered = answer.code, checksum(operation, answer)
        except Exception as problem:
            if entry.code != FAILED:
                raise _OtherOutcomeError(f"it breaks: {problem!r}") from problem
        if code != entry.code:
            raise _OtherOutcomeError(f"it is answered with {code} in place of {entry.code}")
        if answered != entry.answer:
            raise _OtherOutcomeError("the answer differs from the one that was given")

    def _call(self, operation: Operation, entry: Entry) -> Call:
        key = self._world.caller(entry.caller) if entry.caller else None
        if entry.caller and key is None:
            raise _OtherOutcomeError("its caller is unknown")
        try:
            headers: Mapping[str, Json] = _object(decode_json(entry.headers.encode())) if entry.headers else {}
            sent, accepted = _sealed(operation, entry) if operation.secrets else _plain(operation, entry)
        except Refusal as refusal:
            raise _OtherOutcomeError(f"it is refused with {refusal.code}") from refusal
        return Call(
            world=self._world,
            key=key,
            fields=accepted.fields,
            items=accepted.items,
            sent=sent.objects,
            raw=b"" if operation.secrets else entry.body,
            query=entry.body if operation.body is None else b"",
            exp_time=str(headers.get("expTime", "")),
            device=str(headers.get("TERMID", "")),
            address=entry.address,
            in_us=entry.moment_us,
        )

    def _repeat_control(self, entry: Entry) -> None:
        # The control surface answers this machine alone, whose addresses the request has to bear.
        method, _, target = entry.name.partition(" ")
        path, _, query = target.partition("?")
        scope: Scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": CONTROL_PREFIX + path,
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": [(b"host", b"127.0.0.1:1"), (b"content-type", b"application/json")],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 1),
        }
        code, answered = self._controls.change(scope, entry.body).outcome
        if code != entry.code:
            raise _OtherOutcomeError(f"it is answered with {code} in place of {entry.code}")
        if answered != entry.answer:
            raise _OtherOutcomeError("the answer differs from the one that was given")


class _OtherOutcomeError(Exception):
    """An entry can't be repeated, or not with the same outcome."""


def _plain(operation: Operation, entry: Entry) -> tuple[Sent, Accepted]:
    sent = decode(operation, entry.body, entry.body)
    return sent, accept(operation, sent)


def _sealed(operation: Operation, entry: Entry) -> tuple[Sent, Accepted]:
    """The fields of a request that had secrets: they were checked before, and hashes would not pass."""
    kept: Mapping[str, Json] = _object(decode_json(entry.body))
    sent = kept.get("sent")
    objects = [_marked(operation, _object(one)) for one in (sent if isinstance(sent, list) else ())]
    return Sent(None, [*objects]), Accepted(_marked(operation, _object(kept.get("fields"))), ())


def _marked(operation: Operation, fields: Mapping[str, Json]) -> dict[str, Json]:
    return {
        name: Sealed(value) if name in operation.secrets and isinstance(value, str) else value
        for name, value in fields.items()
    }


def _object(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise _OtherOutcomeError("it is not in the form of an entry")
    return cast("Mapping[str, Json]", value)
