"""What the contract says of one operation, as data: the client, its limits and its checks read it from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Literal, TypeAlias, TypeVar

import msgspec

T = TypeVar("T")

Kind: TypeAlias = Literal[
    "text", "decimal", "integer", "unix-ms", "unix-us", "yyyymmdd", "flag", "boolean", "object", "objects", "texts"
]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A request field and its rules.

    Attributes:
        wire: OKX's name.
        name: The Python name.
        kind: What the wire string holds.
        required: Whether it must be given.
        choices: The allowed values, if they are a closed list.
        pattern: A regular expression that the whole text must match.
        min_length: Least number of characters.
        max_length: Greatest number of characters.
        minimum: Least value of an integer.
        maximum: Greatest value of an integer.
        rule: A named rule beyond these (`passphrase`, `ip-list`, `permission-list`).
        secret: Whether the value must never be shown.
        broker_type: Whether the client's broker type fills it when it is left out.
        min_items: Least number of elements of a list.
        max_items: Greatest number of elements of a list.
        required_if: Wire names of other fields and the values, any of them, that together make it required.
        shape: The fields of a nested object, or of each object in a list.
    """

    wire: str
    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    rule: str | None = None
    secret: bool = False
    broker_type: bool = False
    min_items: int | None = None
    max_items: int | None = None
    required_if: tuple[tuple[str, tuple[str | bool, ...]], ...] = ()
    shape: tuple[Field, ...] = ()


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """One documented window of a rate limit.

    Attributes:
        requests: How many may be sent in the window.
        seconds: Length of the window.
        per: What the exchange counts by: `user`, `ip`, and wire names of request fields.
        unit: `call`, or `item` where each element of an array body counts.
        bucket: The counter; operations that name the same one share it.
        single: The counter used instead for an array body of one item.
        single_requests: How many that counter's window holds.
        by_family: Whether an option counts by its instrument family in place of its `instId`.
        code: The exchange's refusal code.
    """

    requests: int
    seconds: int
    per: tuple[str, ...]
    unit: Literal["call", "item"] = "call"
    bucket: str
    single: str | None = None
    single_requests: int = 0
    by_family: bool = False
    code: str = "50011"


class TagPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A place where a request carries a tag.

    Attributes:
        at: `body`, `items` (every element of an array body) or `query`.
        field: The field's wire name.
        role: `attribution` (the broker code, always) or `filter` (the caller's alone).
    """

    at: Literal["body", "items", "query"]
    field: str
    role: Literal["attribution", "filter"]


class Pages(msgspec.Struct, frozen=True, kw_only=True):
    """How a list of numbered pages is walked: wire names of the request fields, Python names of the answer fields."""

    page: str
    limit: str
    items: str
    pages: str


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """How a list is walked from newer to older by the last item's id.

    Attributes:
        cursor: Wire name of the request field that takes the id.
        limit: Wire name of the request field for the length of a page.
        most: The greatest length of a page, and the usual one.
        id: Python name of the answer field that the id is taken from.
    """

    cursor: str
    limit: str
    most: int
    id: str


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where OKX documents the operation."""

    document: str
    section: str


class Operation(msgspec.Struct, Generic[T], frozen=True, kw_only=True, eq=False):
    """One operation of the contract.

    Attributes:
        id: The operationId.
        name: Resource and method in Python, as `trade.place_order`.
        method: `GET` or `POST`.
        path: The URL path.
        permission: What the API key must be allowed: `Public`, `Read`, `Trade` or `Withdraw`.
        authorization: What proves who calls: `key` (or a token in its place), a user's access `token` only, or `none`.
        limits: The documented windows; all hold at once. None where no limit is documented.
        tags: The places of a tag.
        body: `none` (the fields travel in the query), `object` or `array`.
        items: The Python name of the list argument of an array body.
        max_items: The greatest length of an array body.
        item_model: The request model of an array body's elements.
        fields: The request fields, of each element for an array body.
        one_of: Groups of wire names of which at least one must be given.
        exactly_one: Groups of wire names of which exactly one must be given.
        pagination: How a paged list is walked.
        answer: The type of the elements of `data`.
        answers: Whether `data` holds `one` object or `many`; `bare` for an answer without an envelope.
        source: Where OKX documents it.
    """

    id: str
    name: str
    method: Literal["GET", "POST"]
    path: str
    permission: Literal["Public", "Read", "Trade", "Withdraw"]
    authorization: Literal["key", "token", "none"] = "key"
    limits: tuple[Limit, ...]
    tags: tuple[TagPlace, ...] = ()
    body: Literal["none", "object", "array"] = "none"
    items: str = "items"
    max_items: int | None = None
    item_model: type[msgspec.Struct] | None = None
    fields: tuple[Field, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    exactly_one: tuple[tuple[str, ...], ...] = ()
    pagination: Pages | Cursor | None = None
    answer: type[T]
    answers: Literal["one", "many", "bare"] = "many"
    source: Source

    @property
    def writes(self) -> bool:
        """Whether the operation can change something at the exchange."""
        return self.method == "POST"


Arguments: TypeAlias = Mapping[str, object] | Sequence[msgspec.Struct]
"""What a call passes on: values by wire name, or the request models of an array body."""

Extra: TypeAlias = Mapping[str, object] | Sequence[Mapping[str, object]]
"""Fields that the contract does not know yet, by wire name; for the items of an array body one mapping for all of them,
or one for each. Values are texts, bools, and lists and objects of them; numbers as `Decimal` or `int` become texts."""


class Envelope(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """OKX's frame around every answer.

    Attributes:
        code: `"0"` for success, else OKX's error code.
        msg: OKX's message, empty on success.
        data: The answer's objects.
        in_time: When the gateway received the request, Unix microseconds; order operations only.
        out_time: When the gateway sent the answer, Unix microseconds; order operations only.
    """

    code: str
    msg: str = ""
    data: list[T] = msgspec.field(default_factory=list[Any])
    in_time: int | None = msgspec.field(default=None, name="inTime")
    out_time: int | None = msgspec.field(default=None, name="outTime")
