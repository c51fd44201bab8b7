"""From bytes to values: JSON bodies and query strings, refusing what a careful server refuses.

Codes: 50000 empty body, 50002 malformed JSON, 51000 wrong parameter (okx-v5, errors: general, orders).
"""

from __future__ import annotations

import json
from typing import TypeAlias, cast
from urllib.parse import unquote_to_bytes

import msgspec

from okx_mock.answers import Refusal

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAX_DEPTH = 32


class _MalformedError(ValueError):
    """JSON that the grammar allows and the exchange does not."""


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _MalformedError("a name stands twice in one object")
    return members


def _no_constant(name: str) -> Json:
    raise _MalformedError(f"{name} is no JSON")


_decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant)


_encoder = msgspec.json.Encoder()


def encode_json(value: object) -> bytes:
    """Encode a value, without blanks."""
    return _encoder.encode(value)


def decode_json(body: bytes) -> Json:
    """Decode a request body.

    Raises:
        Refusal: 50000 for an empty body; 50002 for anything but JSON in UTF-8, repeated names, NaN, Infinity, lone
            surrogates, or nesting deeper than 32.
    """
    if not body:
        raise Refusal("50000")
    try:
        if body.count(b"{") + body.count(b"[") > MAX_DEPTH and _depth(body) > MAX_DEPTH:
            raise _MalformedError("nested too deep")
        # str.strip() would also take blanks that JSON does not know.
        value = cast("Json", _decoder.decode(body.decode("utf-8").strip(" \t\r\n")))
        if b"\\u" in body:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Refusal("50002") from None
    return value


def _depth(body: bytes) -> int:
    """The deepest nesting of brackets outside of strings."""
    deepest = depth = 0
    in_string = escaped = False
    for byte in body:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in b"{[":
            depth += 1
            if depth > deepest:
                deepest = depth
                if deepest > MAX_DEPTH:
                    break
        elif byte in b"}]":
            depth -= 1
    return deepest


def decode_query(query: bytes) -> dict[str, Json]:
    """Decode a query string: `&` between pairs, percent escapes, `+` for a blank.

    Raises:
        Refusal: 51000 for a name that stands twice, and for escapes that are no UTF-8.
    """
    values: dict[str, Json] = {}
    if not query:
        return values
    for pair in query.split(b"&"):
        if not pair:
            continue
        raw_name, _, raw_value = pair.partition(b"=")
        name = _text(raw_name, raw_name)
        if name in values:
            raise Refusal("51000", name)
        values[name] = _text(raw_value, raw_name)
    return values


def _text(raw: bytes, name: bytes) -> str:
    try:
        if b"%" in raw or b"+" in raw:
            raw = unquote_to_bytes(raw.replace(b"+", b" "))
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("51000", name.decode("ascii", "replace")[:64]) from None
