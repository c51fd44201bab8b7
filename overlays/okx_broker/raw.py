"""Calls by method and path: for operations that the contract does not know yet, and for those it knows too narrowly.

Nothing is given up on the way: the call is signed, counted against limits, and carries the code. Of a path that the
contract knows, it also knows where the tag goes; for any other write the caller says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, cast

import msgspec

from okx_broker.calls import Flow, Setup, start
from okx_broker.credentials import AnyCredentials
from okx_broker.paths import trouble_with
from okx_broker.tagging import put_code, refuse_foreign_tags
from okx_v5.contract import Envelope, Limit, Operation, Source, TagPlace
from okx_v5.decoding import read_frame, register_reader
from okx_v5.encoding import Refusal, Wire, field_name, plain_json
from okx_v5.errors import InvalidArgument
from okx_v5.operations import find

Method: TypeAlias = Literal["GET", "POST"]
Body: TypeAlias = Mapping[str, object] | Sequence[Mapping[str, object]]

_TAG_AT: Final = re.compile(r"body(\[\])?((?:\.[A-Za-z0-9_]+(?:\[\])?)*)\.tag")
_USUAL: Final = (5, 2)
"""Calls and seconds for a path whose limit nobody has said: less than OKX's documents give nearly everything."""
_SAID: Final = TagPlace(at="body", field="tag", role="attribution")
"""That a write outside the contract carries the code, so that an echo of another tag is reported."""


class RawItem(msgspec.Struct, frozen=True, kw_only=True):
    """An object of an answer, as it came, beside the fields that tell whether it is a success and whose tag it has."""

    fields: Any
    s_code: str = "0"
    s_msg: str = ""
    tag: str | None = None
    """The tag that is echoed; None where the answer has none."""
    cl_ord_id: str = ""
    """The caller's own id, where the answer repeats it."""


class RawOrder(RawItem, frozen=True, kw_only=True):
    """What came of an order, by an operation that answers with the order's id."""

    ord_id: str = ""


class _RawReader:
    """Reads envelopes whose data have no model."""

    holds_secrets = True  # nobody knows what an operation outside the contract answers

    def __init__(self, kind: type[RawItem]) -> None:
        self._kind = kind

    def read(self, body: bytes) -> Envelope[RawItem]:
        """Read an answer's body; see `okx_v5.decoding`."""
        envelope, data = read_frame(body)
        items: list[RawItem] = []
        for found in data or []:
            fields = cast("dict[str, object]", found) if isinstance(found, dict) else {}
            result, echo = fields.get("sCode"), fields.get("tag")
            more = {"ord_id": str(fields.get("ordId") or "")} if self._kind is RawOrder else {}
            items.append(
                self._kind(
                    fields=found,
                    s_code="0" if result is None or result == "" else str(result),
                    s_msg=str(fields.get("sMsg") or ""),
                    tag=None if echo is None else str(echo),
                    cl_ord_id=str(fields.get("clOrdId") or ""),
                    **more,
                )
            )
        return msgspec.structs.replace(envelope, data=items)


register_reader(RawItem, _RawReader(RawItem))
register_reader(RawOrder, _RawReader(RawOrder))


def raw_call(
    setup: Setup,
    credentials: AnyCredentials | None,
    method: str,
    path: str,
    *,
    query: Mapping[str, object] | None,
    body: Body | None,
    tag_at: str | None,
    untagged: bool,
    limit: tuple[int, int] | None,
) -> Flow[list[Any]]:
    """Check a call by method and path, put in the code, and return the flow that ends with the answer's `data`.

    Raises:
        OkxError: See `Client.call`. What is wrong with the arguments is raised here, the rest by the flow.
    """
    name = f"{str(method)[:10]} {str(path)[:80]}"
    _check_target(name, method, path)
    known = find(method, path)
    if query and body is not None:
        raise InvalidArgument(name, "body", "is given beside a query", "OKX takes one of them.")
    if method == "GET" and body is not None:
        raise InvalidArgument(name, "body", "is given to a GET", "Pass query=.")
    if method == "POST" and query:
        raise InvalidArgument(name, "query", "is given to a POST", "Pass body=.")
    wire = _wire(name, "query" if method == "GET" else "body", query if method == "GET" else body)
    has_body = body is not None or (known is None and tag_at is not None)  # the code alone makes a body
    operation = _operation(name, method, path, known, has_body, limit, credentials is not None)
    if known is not None:
        if tag_at is not None or untagged:
            where = "tag_at" if tag_at is not None else "untagged"
            raise InvalidArgument(
                name, where, "is given for a path of the contract", "Leave it out: it knows the place."
            )
        if known.tags:
            _fit(name, known, wire)
            put_code(operation, wire, setup.code)
    elif method == "POST":
        _tag_unknown(name, wire, tag_at, untagged, setup.code)
        if tag_at is not None:
            operation = msgspec.structs.replace(operation, tags=(_SAID,))
    elif tag_at is not None or untagged:
        raise InvalidArgument(name, "tag_at", "is given to a GET", "A read carries no order.")
    if method == "POST":
        refuse_foreign_tags(operation, wire, setup.code)
    _check_scopes(name, operation, wire)
    return _data(start(setup, credentials, operation, wire))


def _data(flow: Flow[Envelope[RawItem]]) -> Flow[list[Any]]:
    envelope = yield from flow
    return [item.fields for item in envelope.data]


def _check_target(name: str, method: str, path: str) -> None:
    trouble = trouble_with(method, path)
    if trouble is not None:
        raise InvalidArgument(name, *trouble)


def _wire(name: str, place: str, values: object) -> Wire | list[Wire]:
    """Check values outside the contract and return them as they go over the wire."""
    if values is None:
        return {}
    in_query = place == "query"
    rows: object = [cast("object", values)] if isinstance(values, Mapping) else values
    if isinstance(rows, str | bytes) or not isinstance(rows, Sequence) or (in_query and rows is values):
        raise InvalidArgument(name, place, "is no mapping", 'Pass {"instId": "BTC-USDT"}.')
    found: list[Wire] = []
    for row in cast("Sequence[object]", rows):
        if not isinstance(row, Mapping):
            raise InvalidArgument(name, place, "holds something else than mappings", 'Pass {"instId": "BTC-USDT"}.')
        wire: Wire = {}
        for key, value in cast("Mapping[object, object]", row).items():
            if value is None:
                continue
            try:
                field = field_name(key)
            except Refusal as refusal:
                raise InvalidArgument(name, place, refusal.problem, refusal.fix) from None
            try:
                wire[field] = plain_json(value, in_query=in_query)
            except Refusal as refusal:
                where = f"{place}.{field[:60]}{refusal.inside}"
                raise InvalidArgument(name, where, refusal.problem, refusal.fix) from None
        found.append(wire)
    if not found:
        raise InvalidArgument(name, place, "is empty", "Pass at least one item.")
    return found[0] if rows is not values else found


def _operation(
    name: str,
    method: str,
    path: str,
    known: Operation[Any] | None,
    has_body: bool,
    limit: tuple[int, int] | None,
    signed: bool,
) -> Operation[RawItem]:
    """Describe the call as an operation: as the contract does where it knows it."""
    kind: Literal["none", "object"] = "object" if has_body else "none"
    if known is not None:
        if limit is not None:
            raise InvalidArgument(
                name, "limit", "is given for a path of the contract", "Leave it out: it knows the limit."
            )
        if known.answers == "bare" or (known.body == "none") == has_body:
            fix = f"Use {known.name}." if known.answers == "bare" else "Pass the fields in query= or body= as it says."
            raise InvalidArgument(name, "body", "does not fit what the contract says of this path", fix)
        return Operation(
            id=known.id,
            name=known.name,
            method=known.method,
            path=path,
            permission=known.permission,
            authorization=known.authorization,
            limits=known.limits,
            tags=known.tags,
            body=known.body,
            items=known.items,
            fields=tuple(field for field in known.fields if field.secret),
            answer=RawOrder if known.writes and hasattr(known.answer, "ord_id") else RawItem,
            answers=known.answers if known.writes else "many",
            source=known.source,
        )
    requests, seconds = _checked_limit(name, limit)
    return Operation(
        # The slots of an operation are remembered by its id, so what is said of them belongs into it.
        id=f"{method} {path} {requests} {seconds}",
        name=name,
        method="POST" if method == "POST" else "GET",
        path=path,
        permission="Trade" if method == "POST" else "Read",
        authorization="key" if signed else "none",
        limits=(Limit(requests=requests, seconds=seconds, per=("user",), bucket=f"{method} {path}"),),
        body=kind,
        answer=RawItem,
        source=Source(document="none", section="outside the contract"),
    )


def _checked_limit(name: str, limit: object) -> tuple[int, int]:
    if limit is None:
        return _USUAL
    shown = repr(limit)[:40]
    if isinstance(limit, tuple):
        values = cast("tuple[object, ...]", limit)
        if len(values) == 2 and all(type(value) is int and value > 0 for value in values):
            return cast("tuple[int, int]", values)
    raise InvalidArgument(name, "limit", f"is {shown}", "Pass (calls, seconds), as (20, 2).")


def _fit(name: str, known: Operation[Any], wire: Wire | list[Wire]) -> None:
    """The code must land where the contract says, so the body must have that shape."""
    wanted = "a list of mappings" if known.body == "array" else "one mapping"
    if isinstance(wire, list) != (known.body == "array"):
        raise InvalidArgument(name, "body", "has not the shape of this operation", f"Pass {wanted}.")


def _tag_unknown(name: str, wire: Wire | list[Wire], tag_at: str | None, untagged: bool, code: str) -> None:
    if (tag_at is None) == (untagged is not True):
        raise InvalidArgument(
            name,
            "tag_at",
            "must say where the broker code goes, as the contract does not know this write",
            'Pass tag_at="body.tag" (or "body[].tag"), or untagged=True where no code belongs.',
        )
    if tag_at is None:
        return
    found = _TAG_AT.fullmatch(tag_at) if isinstance(tag_at, str) else None  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
    if found is None or (found[1] is not None) != isinstance(wire, list):
        fix = 'Pass "body.tag", "body[].tag" for a list, or a longer way such as "body.orders[].tag".'
        raise InvalidArgument(name, "tag_at", f"is {str(tag_at)[:40]!r}, which does not fit the body", fix)
    places: list[object] = list(wire) if isinstance(wire, list) else [wire]
    for step in found[2].split(".")[1:]:
        key = step.removesuffix("[]")
        inner = [cast("dict[str, object]", place).get(key) if isinstance(place, dict) else None for place in places]
        if step.endswith("[]"):
            lists = [cast("list[object]", one) if isinstance(one, list) else [] for one in inner]
            places = [item for one in lists for item in one] if all(lists) else []
        else:
            places = inner
    if not places or not all(isinstance(place, dict) for place in places):
        raise InvalidArgument(name, "tag_at", f"is {tag_at!r}, where the body has nothing", "Fill the body to there.")
    for place in places:
        # A tag that is there already is compared with the code right after this.
        cast("dict[str, object]", place).setdefault("tag", code)


def _check_scopes(name: str, operation: Operation[RawItem], wire: Wire | list[Wire]) -> None:
    """Limits count by the values of some fields: those must be texts."""
    parts = {part for limit in operation.limits for part in limit.per} - {"user", "ip"}
    for item in wire if isinstance(wire, list) else [wire]:
        for part in (*parts, "instId"):
            if not isinstance(item.get(part, ""), str):
                raise InvalidArgument(name, part, "is no text", "Pass a text.")
