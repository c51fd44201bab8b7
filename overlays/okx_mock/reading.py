"""From a body or a query to the checked fields of an operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from okx_mock.answers import Refusal
from okx_mock.contract import Operation
from okx_mock.wire import Json, decode_json, decode_query


@dataclass(slots=True)
class Sent:
    """What a request sent, decoded and not yet checked.

    Attributes:
        value: the body; None where the operation takes a query.
        objects: the fields of the query or of the body; of an array body, those of each element that is an object.
    """

    value: Json
    objects: list[Mapping[str, Json]]


@dataclass(slots=True)
class Accepted:
    """What a request sent, checked: its fields, or of an array body per element its fields or why it is refused."""

    fields: Mapping[str, Json]
    items: Sequence[dict[str, Json] | Refusal]


def decode(operation: Operation, query: bytes, body: bytes) -> Sent:
    """Decode what an operation takes: its body, or the query where it has none.

    Raises:
        Refusal: 50002, or 51000 for a query, when it cannot be read.
    """
    if operation.body is None:
        return Sent(None, [decode_query(query)])
    value = decode_json(body)
    if operation.array:
        # What is no object is refused by `accept`.
        objects = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
        return Sent(value, list(objects))
    if not isinstance(value, dict):
        raise Refusal("50002")
    return Sent(value, [value])


def accept(operation: Operation, sent: Sent) -> Accepted:
    """Check what was sent against the contract.

    Raises:
        Refusal: with the code of the rule that is broken.
    """
    if operation.body is None:
        return Accepted(operation.query.accept(sent.objects[0]), ())
    if operation.array:
        return Accepted({}, operation.accept_items(sent.value))
    try:
        return Accepted(operation.body.accept(sent.objects[0]), ())
    except Refusal as refusal:
        if operation.of_oauth:
            raise _in_terms_of_oauth(operation, sent.objects[0], refusal) from refusal
        raise


def _in_terms_of_oauth(operation: Operation, fields: Mapping[str, Json], refusal: Refusal) -> Refusal:
    """The refusal of a parameter, with the code that OAuth has for it (okx-broker-program, "Error Code")."""
    name = refusal.detail
    if refusal.code == "50014":
        return Refusal("53011", name)
    if refusal.code != "51000":
        return refusal
    value, longest = fields.get(name), operation.longest.get(name, 0)
    if isinstance(value, str) and len(value) > longest:
        return Refusal("53015", text=f"Parameter {name} length cannot exceed {longest}")
    return Refusal("53010", name)
