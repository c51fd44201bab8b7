"""The log of requests: one line each on stderr, as JSON for programs or as text for people, or none.

No line holds a header, a body or a value that could be a secret: of a query only what the contract knows and does not
treat as a credential is shown. Reads of the control surface get no line, for a page that watches makes many.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TextIO, TypeAlias

from okx_mock.answers import Refusal
from okx_mock.clock import Clock
from okx_mock.contract import Operation
from okx_mock.faults import Fault
from okx_mock.wire import Json, decode_json, decode_query

Form: TypeAlias = Literal["off", "text", "json"]

LONGEST_SHOWN = 512
# An API key alone opens nothing, but it is no business of a log.
_CREDENTIALS = frozenset({"apiKey"})
_MASK = "***"


@dataclass(slots=True)
class Entry:
    """What is logged of one request.

    Attributes:
        method: as sent.
        path: as sent, without the query.
        operation: the operationId, `file` for a download, or empty.
        status: the HTTP status that was sent; 0 for none.
        code: OKX's code that was sent, or empty.
        user: the account whose key the request showed, let in or not, or empty.
        query: what of the query may be shown.
        tags: the tags of the orders in the body, one each, empty for an order without; none for other operations.
        s_codes: the results of the items, as the operation gave them.
        fault: the fault that struck.
        duration_us: how long it took until the answer was ready.
        note: what was wrong with a request that was no HTTP.
    """

    method: str
    path: str
    operation: str = ""
    status: int = 0
    code: str = ""
    user: str = ""
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    tags: Sequence[str] = ()
    s_codes: Sequence[str] = ()
    fault: Fault | None = None
    duration_us: int = 0
    note: str = ""


class RequestLog:
    """Writes the lines, each at once."""

    def __init__(self, clock: Clock, form: Form = "off", stream: TextIO | None = None) -> None:
        """Log in a form.

        Args:
            clock: whose time the lines show.
            form: off for failures of the mock itself only.
            stream: where to; stderr unless given.
        """
        self._clock = clock
        self._form = form
        self._stream = stream
        self.on = form != "off"

    def request(self, entry: Entry) -> None:
        """Log a request."""
        if self._form == "json":
            fault = entry.fault
            self._write_json(
                {
                    "method": entry.method,
                    "path": entry.path,
                    "operation": entry.operation or None,
                    "query": entry.query,
                    "user": entry.user or None,
                    "tags": entry.tags,
                    "status": entry.status,
                    "code": entry.code,
                    "sCodes": entry.s_codes,
                    "fault": fault and {"id": fault.id, "kind": fault.kind, "executed": fault.executed},
                    "duration_us": entry.duration_us,
                    **({"note": entry.note} if entry.note else {}),
                }
            )
        elif self._form == "text":
            self._write(" ".join((self._now(), *_words(entry))))

    def failure(self, where: str, problem: BaseException) -> None:
        """Log that the mock itself failed, in every form."""
        trace = "".join(traceback.format_exception(problem))
        if self._form == "json":
            self._write_json({"error": f"{where} failed: {problem!r}", "traceback": trace})
        else:
            self._write(f"{self._now()} okx-mock: {where} failed: {problem!r}\n{trace.rstrip()}")

    def _now(self) -> str:
        now_ms = self._clock.now_ms()
        return datetime.fromtimestamp(now_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _write_json(self, members: Mapping[str, object]) -> None:
        self._write(json.dumps({"time": self._now(), **members}))

    def _write(self, line: str) -> None:
        stream = self._stream or sys.stderr
        stream.write(line + "\n")
        stream.flush()


def _words(entry: Entry) -> list[str]:
    words = [
        f"{entry.method} {_printable(entry.path)}" if entry.method else "(no request)",
        *(f"{name}={_printable(value)}" for name, value in entry.query.items()),
    ]
    words.append("->")
    words.append(str(entry.status) if entry.status else "nothing sent")
    if entry.code:
        words.append(f"code={entry.code}")
    if any(entry.s_codes):
        words.append(f"sCode={','.join(entry.s_codes)}")
    if entry.tags:
        words.append(f"tag={','.join(_printable(tag) or 'none' for tag in entry.tags)}")
    if entry.user:
        words.append(f"user={entry.user}")
    if entry.fault is not None:
        executed = "executed" if entry.fault.executed else "not executed"
        words.append(f"fault={entry.fault.kind}#{entry.fault.id} ({executed})")
    words.append(f"({entry.note})" if entry.note else f"{entry.duration_us / 1000:.1f} ms")
    return words


def _printable(text: str) -> str:
    """A text that can't move a terminal's cursor."""
    return "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in text)


def shown_path(path: bytes) -> str:
    """A path of bounded length."""
    return path[:LONGEST_SHOWN].decode("ascii", "replace")


def shown_query(operation: Operation | None, query: bytes) -> dict[str, str]:
    """What of a query may be shown: fields that the contract knows, without credentials."""
    if operation is None or not query:
        return {}
    try:
        values = decode_query(query)
    except Refusal:
        return {}
    known = [name for name, _, _ in operation.query.checks]
    return {
        name: _MASK if name in _CREDENTIALS else str(values[name])[:LONGEST_SHOWN] for name in known if name in values
    }


def tags_sent(operation: Operation | None, body: bytes) -> list[str]:
    """The tags in the body of an operation that takes some, one for each item."""
    if operation is None or operation.body is None or not any(name == "tag" for name, _, _ in operation.body.checks):
        return []
    try:
        value = decode_json(body)
    except Refusal:
        return []
    items: list[Json] = value if isinstance(value, list) else [value]
    tags = [item.get("tag") for item in items if isinstance(item, dict)]
    return [tag[:64] if isinstance(tag, str) else "" for tag in tags]
