"""What an answer means: success, or which error.

For a write only two answers are clear: one that shows every item accepted, and one in which OKX refuses with a code of its
own. A gateway's page, a code that is none of OKX's, a server error, a number of items that does not fit, a refusal beside
accepted items, another order's id: all of these leave open what was executed, and become `OutcomeUnknown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, cast
from urllib.parse import urlsplit

import msgspec

from okx_broker.environments import DEMO_HEADER
from okx_broker.errors import (
    ApiError,
    BatchRefused,
    CallError,
    ClockSkew,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    UnreadableAnswer,
    UnreadableBody,
    error_class,
    first_bytes,
)
from okx_broker.own_ids import are_of_others
from okx_broker.transport import Outgoing, Reply, TransportFailure
from okx_v5.contract import Envelope, Operation
from okx_v5.decoding import read_frame, reader_for
from okx_v5.encoding import Wire
from okx_v5.error_codes import ADVICE, MAYBE_EXECUTED, MEANINGS, NOT_EXECUTED
from okx_v5.scalars import MASK, Secret

CLOCK_CODE: Final = "50102"
BUSY_CODE: Final = "50013"
ENVIRONMENT_CODE: Final = "50101"
INSTRUMENT_CODES: Final = frozenset({"51001", "51015", "51021", "51022", "51027", "51155"})
"""Refusals because of the instrument; the one that was asked for is shown."""
LIMIT_CODES: Final = frozenset({"50011", "50061", "50040"})
"""Refusals because of a limit."""
_NOT_FOUND: Final = 404
_OKX_CODE: Final = re.compile(r"[0-9]{5}")
_ITEM_IDS: Final = ("clOrdId", "algoClOrdId", "ordId", "algoId")
"""Fields by which a caller knows an item of a batch, the caller's own first."""
HIDDEN: Final = "OKX's words are not shown, as they repeat a secret"
_SHORTEST_SECRET: Final = 6
"""Characters of the shortest passphrase that OKX takes (okx-v5, error 59505)."""
_SHOWN: Final = 64
"""Characters that are shown of a value."""
_BY_ITEMS: Final = ("0", "1", "2")
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


def may_repeat(operation: Operation[Any], error: CallError) -> bool:
    """Whether a call can be made again after an error: a read mostly, a write only where nothing was executed."""
    if isinstance(error, RateLimited):
        return not operation.writes or error.code in NOT_EXECUTED
    if isinstance(error, NotSent):
        return True
    if operation.writes:
        return False
    return isinstance(error, UnreadableAnswer) or error.code in MAYBE_EXECUTED or error.code == BUSY_CODE


def _secrets_in(value: object) -> Iterator[Secret]:
    """Yield the secrets that a caller has put into fields outside the contract."""
    if isinstance(value, Secret):
        yield value
    elif isinstance(value, dict):
        for item in cast("dict[str, object]", value).values():
            yield from _secrets_in(item)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _secrets_in(item)


def _without_secrets(value: object) -> Any:  # noqa: ANN401 - any value of a request
    if isinstance(value, dict):
        found = cast("dict[str, object]", value)
        return {key: _without_secrets(item) for key, item in found.items() if not isinstance(item, Secret)}
    if isinstance(value, list):
        return [_without_secrets(item) for item in cast("list[object]", value)]
    return MASK if isinstance(value, Secret) else value


def _holds(text: str, secret: str) -> bool:
    """Whether a text tells a secret. A short one, as none of OKX's is, can stand inside of any word without being told."""
    if len(secret) >= _SHORTEST_SECRET:
        return secret in text
    return bool(secret) and re.search(rf"(?<![^\W_]){re.escape(secret)}(?![^\W_])", text) is not None


def _on_one_line(text: str) -> str:
    """Return a text without anything that ends a line or moves a terminal's cursor."""
    return text if text.isprintable() else "".join(one if one.isprintable() else " " for one in text)


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address: path and query can hold what nobody should see."""
    try:
        parts = urlsplit(url)
        port = "" if parts.port is None else f":{parts.port}"
        host = parts.hostname or ""
    except ValueError:
        return "the address"
    return f"{parts.scheme}://[{host}]{port}" if ":" in host else f"{parts.scheme}://{host}{port}"


class Verdict:
    """Makes an error of what came back for one attempt, or did not come back."""

    def __init__(
        self, operation: Operation[Any], wire: Wire | list[Wire], requested_at: int, outgoing: Outgoing
    ) -> None:
        self._operation = operation
        self._wire = wire
        self._reader = reader_for(operation.answer, bare=operation.answers == "bare")
        self._requested_at = requested_at
        self._secret_fields = {field.wire for field in operation.fields if field.secret}
        values = [value for name, value in outgoing.headers if (name, value) != DEMO_HEADER]
        # Of an authorization, what follows its scheme is the secret.
        self._unshown = [*values, *(value.removeprefix("Bearer ") for value in values if value.startswith("Bearer "))]
        self._environment = "DEMO" if DEMO_HEADER in outgoing.headers else "LIVE"
        self._url = outgoing.url
        if isinstance(wire, dict):
            named = [wire[name] for name in self._secret_fields if name in wire]
            self._unshown += [str(value) for value in named if not isinstance(value, Secret)]
        self._unshown += [secret.reveal() for secret in _secrets_in(wire)]

    def on_failure(self, failure: TransportFailure) -> CallError:
        """Return the error of an answer that did not come, or not whole."""
        name, at = self._operation.name, self._requested_at
        if not failure.sent:
            return NotSent(
                f"no connection could be made to {origin_of(self._url)} ({failure.reason})",
                operation=name,
                requested_at=at,
            )
        if self._operation.writes:
            return self._unknown(f"the request was sent and its answer was lost ({failure.reason})")
        return UnreadableAnswer(f"the answer was lost ({failure.reason})", operation=name, requested_at=at)

    def on_reply(self, reply: Reply) -> CallError:
        """Return the error of an answer that is no success."""
        try:
            envelope = self._envelope(reply)
        except UnreadableBody as problem:
            return self._unreadable(reply, problem.problem)
        except Exception as error:
            return self._unreadable(reply, f"{type(error).__name__} while reading it")
        if self._operation.writes and reply.status >= 500:
            return self._unknown(self._masked(envelope.msg) or "a server error", reply.status, envelope.code)
        items = envelope.data
        if self._operation.tags and are_of_others(self._wire, items):
            return self._unreadable(reply, "it is about another order")
        results = [getattr(item, "s_code", "") for item in items]
        if any(result not in ("0", "") for result in results):
            return self._by_items(reply, envelope, results)
        if envelope.code in _BY_ITEMS or any(result == "0" for result in results):
            return self._unreadable(reply, f"code {envelope.code} does not fit what was asked")
        if self._operation.writes and _OKX_CODE.fullmatch(envelope.code) is None:
            return self._unreadable(reply, "its code is none of OKX's")
        return self._by_code(envelope.code, envelope.msg, reply.status)

    def _envelope(self, reply: Reply) -> Envelope[Any]:
        try:
            return self._reader.read(reply.body)
        except UnreadableBody:
            envelope, data = read_frame(reply.body)
            # What is in data can't be read: a refusal of the whole call is clear all the same, anything else is not.
            if envelope.code in _BY_ITEMS or (data and self._operation.writes):
                raise
            return envelope

    def _unknown(
        self, message: str, status: int | None = None, code: str | None = None, item: int | None = None
    ) -> OutcomeUnknown:
        shown = self._wire[item] if isinstance(self._wire, list) and item is not None else self._wire
        if self._secret_fields and isinstance(shown, dict):
            shown = {key: value for key, value in shown.items() if key not in self._secret_fields}
        if any(True for _ in _secrets_in(shown)):
            shown = _without_secrets(shown)
        return OutcomeUnknown(
            message,
            operation=self._operation.name,
            requested_at=self._requested_at,
            status=status,
            code=code,
            request=shown,
        )

    def _unreadable(self, reply: Reply, problem: str) -> CallError:
        if self._secret_fields or self._reader.holds_secrets:
            message = f"no OKX answer ({len(reply.body)} bytes, not shown: there can be secrets in it)"
        elif self._repeats(reply.body.decode("utf-8", "replace")):
            message = f"no OKX answer ({len(reply.body)} bytes, not shown: they repeat the request's headers)"
        else:
            message = f"no OKX answer ({problem}); it begins {first_bytes(reply.body)}"
        if reply.status == _NOT_FOUND:
            message += "; is there such a path?"
        if self._operation.writes:
            return self._unknown(message, reply.status)
        return UnreadableAnswer(
            message, operation=self._operation.name, requested_at=self._requested_at, status=reply.status
        )

    def _repeats(self, text: str) -> bool:
        """Whether a text holds one of the request's secrets, plain or in a usual disguise."""
        import html
        from urllib.parse import unquote

        plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        for escaped, character in (('\\"', '"'), ("\\/", "/"), ("\\\\", "\\")):
            plain = plain.replace(escaped, character)
        forms = (text, plain, html.unescape(plain), unquote(plain))
        return any(_holds(form, value) for value in self._unshown for form in forms)

    def _masked(self, message: str) -> str:
        """Return OKX's words, or that they are not shown: a hole in a well-known sentence would show what was in it."""
        return HIDDEN if self._repeats(message) else _on_one_line(message)

    def _shown(self, value: str) -> str:
        """Return a value of the request that is no secret, cut."""
        return MASK if self._repeats(value) else _on_one_line(value[:_SHOWN])

    def _clean(self, item: Any) -> Any:  # noqa: ANN401 - an item of any answer
        """Return an item whose message repeats no secret."""
        said = getattr(item, "s_msg", "")
        cleaned = self._masked(said)
        return item if cleaned == said else msgspec.structs.replace(item, s_msg=cleaned)

    def _by_code(self, code: str, message: str, status: int, item: Any = None, place: int | None = None) -> CallError:  # noqa: ANN401
        name, at = self._operation.name, self._requested_at
        message, meaning = self._masked(message), MEANINGS.get(code, "")
        if message == HIDDEN and meaning:
            message = f"{meaning} ({HIDDEN})"
        message = message or meaning
        if code in LIMIT_CODES:
            longest = max((limit.seconds for limit in self._operation.limits), default=1)
            return RateLimited(
                message,
                operation=name,
                requested_at=at,
                status=status,
                code=code,
                retry_after=float(longest),
                advice=ADVICE.get(code, ""),
            )
        if code in MAYBE_EXECUTED and self._operation.writes:
            return self._unknown(message, status, code, place)
        kind: type[ApiError] = ClockSkew if code == CLOCK_CODE else error_class(code)
        return kind(
            message,
            operation=name,
            requested_at=at,
            status=status,
            code=code,
            item=item,
            advice=self._advice(code, place),
        )

    def _advice(self, code: str, place: int | None) -> str:
        """Say what to do about a code, with what of this call it depends on."""
        advice = ADVICE.get(code, "")
        if code == ENVIRONMENT_CODE:
            return f"this Broker is in {self._environment}: {advice}"
        if code not in INSTRUMENT_CODES or (isinstance(self._wire, list) and place is None):
            return advice
        value = (self._wire[place or 0] if isinstance(self._wire, list) else self._wire).get("instId")
        if not isinstance(value, str):
            return advice
        return f"`{self._argument('instId')}` is {self._shown(value)!r}: {advice}"

    def _argument(self, wire_name: str) -> str:
        """Return the name by which a caller passes a field."""
        return next((field.name for field in self._operation.fields if field.wire == wire_name), wire_name)

    def _item_name(self, place: int) -> str:
        """Name an item of a batch for the caller: the place in the argument, and the id that the caller gave or meant."""
        shown = f"{self._operation.items}[{place}]"
        wire = self._wire[place] if isinstance(self._wire, list) else self._wire
        for name in _ITEM_IDS:
            if isinstance(value := wire.get(name), str) and value:
                return f"{shown} ({self._argument(name)} {self._shown(value)})"
        return shown

    def _by_items(self, reply: Reply, envelope: Envelope[Any], results: list[str]) -> CallError:
        expected = len(self._wire) if isinstance(self._wire, list) else 1
        if len(results) != expected or "" in results:
            return self._unreadable(reply, f"{len(results)} items for {expected}, or items without sCode")
        items = [self._clean(item) for item in envelope.data]
        errors = [
            self._by_code(result, getattr(item, "s_msg", ""), reply.status, item, place)
            for place, (result, item) in enumerate(zip(results, items, strict=True))
            if result != "0"
        ]
        if not isinstance(self._wire, list):
            return errors[0]
        for error, place in zip(errors, (place for place, result in enumerate(results) if result != "0"), strict=True):
            error.item_name = self._item_name(place)
        refused = BatchRefused(
            self._masked(envelope.msg),
            operation=self._operation.name,
            requested_at=self._requested_at,
            status=reply.status,
            code=envelope.code,
        )
        refused.items = items
        refused.accepted = [item for item, result in zip(items, results, strict=True) if result == "0"]
        refused.refused = [error for error in errors if not isinstance(error, OutcomeUnknown)]
        refused.unknown = [error for error in errors if isinstance(error, OutcomeUnknown)]
        return refused
