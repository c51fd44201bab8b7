"""What users file beside plain orders: algo orders, bots, quotes, spread orders, conversions, investments.

Each kind is kept per account as records with an id, listed newest first, and ended once. A row shows every field of the
documented answer; what the request did not say has no value. Nothing fills or earns by itself.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypeVar, cast

from okx_mock.accounts import Account
from okx_mock.answers import Answer, Refusal, Row, order_result, success
from okx_mock.call import Call, text_of
from okx_mock.clock import Clock
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.wire import Json

Values: TypeAlias = Mapping[str, Json]
Handler: TypeAlias = Callable[[Call], Answer]
T = TypeVar("T")

MOST_OPEN = 500
"""So many records of a kind may be open in one account."""
MOST_KEPT = 2000
FIRST_ID = 447_053_782_921_515_008
NOTED = 10_000
"""So many records are kept for the control surface."""
PAGE = 100
_NEWER, _OLDER = ("before", "beginId"), ("after", "endId")
_NO_FILTER = frozenset({*_NEWER, *_OLDER, "limit", "begin", "end", "beginTs", "endTs"})


class Life(Protocol):
    """What goes on behind a record that acts by itself."""

    def row(self) -> Values:
        """The record as it stands."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    Attributes:
        name: what it is.
        id: wire name of its id.
        client: wire name of the user's own id; empty where it has none.
        shown_by: the operation whose answer shows it.
        missing: the code for an id that is unknown.
        over: the code for one that has ended already.
        open_state: what `state` says while it lasts.
        over_state: what `state` says afterwards.
        full: the code for one too many.
        duplicate: the code for a client id that an open one has.
        by_instrument: whether `instId` must be an instrument of the mock.
        most: so many may be open in one account.
    """

    name: str
    id: str
    shown_by: str
    client: str = ""
    missing: str = "51603"
    over: str = "51400"
    open_state: str = "live"
    over_state: str = "canceled"
    full: str = "51025"
    duplicate: str = "51065"
    by_instrument: bool = False
    most: int = MOST_OPEN


@dataclass(slots=True, eq=False)
class Record:
    """One record."""

    kind: Kind
    number: int
    id: str
    client_id: str
    tag: str
    account: Account
    source: str
    created_ms: int
    row: dict[str, Json]
    open: bool = True
    life: Life | None = None

    def shown(self) -> Values:
        """The row that an answer shows."""
        return self.life.row() if self.life is not None else self.row


@dataclass(slots=True)
class _Shelf:
    """The records of one kind in one account."""

    by_id: dict[str, Record] = field(default_factory=dict[str, Record])
    newest: dict[str, Record] = field(default_factory=dict[str, Record])
    open: int = 0


class Records:
    """All records of all accounts."""

    def __init__(self, clock: Clock, check_tag: Callable[[str], None]) -> None:
        """Begin empty.

        Args:
            clock: the clock that records are stamped by.
            check_tag: refuses a tag that is not taken.
        """
        self._clock = clock
        self._check_tag = check_tag
        self._shelves: dict[tuple[str, str], _Shelf] = {}
        self._number = 0
        self.noted: deque[Record] = deque(maxlen=NOTED)

    def file(
        self,
        kind: Kind,
        account: Account,
        fields: Values,
        source: str,
        row: Mapping[str, Json],
        *,
        house: bool = False,
    ) -> Record:
        """Keep a record; what the exchange itself files, the house, needs no broker's code.

        Raises:
            Refusal: the kind's code for a client id of an open record or for one too many, 51001 for an unknown
                instrument, 51000 for a tag that is not taken.
        """
        tag, client_id = text_of(fields, "tag"), text_of(fields, kind.client) if kind.client else ""
        if not house:
            self._check_tag(tag)
        if kind.by_instrument and text_of(fields, "instId") not in INSTRUMENTS:
            raise Refusal("51001")
        shelf = self._shelf(kind, account)
        known = shelf.newest.get(client_id) if client_id else None
        if known is not None and known.open:
            raise Refusal(kind.duplicate)
        if shelf.open >= kind.most:
            raise Refusal(kind.full)
        self._number += 1
        now = str(self._clock.now_ms())
        given = {name: value for name, value in fields.items() if name in row}
        number = str(FIRST_ID + self._number)
        shown: dict[str, Json] = {**row, **given, kind.id: number}
        for name, value in (("state", kind.open_state), ("cTime", now), ("uTime", now), ("ts", now), ("tag", tag)):
            if name in shown:
                shown[name] = value
        record = Record(kind, self._number, number, client_id, tag, account, source, self._clock.now_ms(), shown)
        self.keep(shelf, record)
        self.noted.append(record)
        return record

    def keep(self, shelf: _Shelf, record: Record) -> None:
        """Put a record on its shelf; the oldest that has ended makes room."""
        if len(shelf.by_id) >= MOST_KEPT:
            oldest = next(one for one in shelf.by_id.values() if not one.open)
            del shelf.by_id[oldest.id]
            if shelf.newest.get(oldest.client_id) is oldest:
                del shelf.newest[oldest.client_id]
        shelf.by_id[record.id] = record
        if record.client_id:
            shelf.newest[record.client_id] = record
        shelf.open += record.open

    def _shelf(self, kind: Kind, account: Account) -> _Shelf:
        return self._shelves.setdefault((account.uid, kind.name), _Shelf())

    def find(self, kind: Kind, account: Account, fields: Values) -> Record:
        """The record that a request names, by id or by the user's own.

        Raises:
            Refusal: the kind's code, when there is none.
        """
        shelf = self._shelf(kind, account)
        number = text_of(fields, kind.id)
        found = shelf.by_id.get(number) if number else shelf.newest.get(text_of(fields, kind.client))
        if found is None:
            raise Refusal(kind.missing)
        return found

    def end(self, record: Record, state: str = "") -> None:
        """End an open record.

        Raises:
            Refusal: the kind's code, when it has ended already.
        """
        if not record.open:
            raise Refusal(record.kind.over)
        record.open = False
        self._shelf(record.kind, record.account).open -= 1
        if "state" in record.row:
            record.row["state"] = state or record.kind.over_state
        if "uTime" in record.row:
            record.row["uTime"] = str(self._clock.now_ms())

    def of(self, kind: Kind, account: Account) -> Iterator[Record]:
        """The records of an account, newest first."""
        return reversed(tuple(self._shelf(kind, account).by_id.values()))

    def anybodys(self, kind: Kind, number: str) -> Record | None:
        """The record of this id, whoever's it is."""
        found = (shelf.by_id.get(number) for (_, name), shelf in self._shelves.items() if name == kind.name)
        return next((record for record in found if record is not None), None)


def ids_of(kind: Kind, fields: Values) -> Values:
    """What a record needs to know of a request: its tag and the user's own id."""
    return {name: fields[name] for name in ("tag", kind.client) if name in fields}


def blank(value: Json) -> Json:
    """The same fields without their values."""
    if isinstance(value, dict):
        return {name: blank(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return []
    return False if isinstance(value, bool) else ""


def example_rows(call: Call, operation: str) -> Sequence[dict[str, Json]]:
    """The rows of an operation's documented example, free to be changed."""
    return copy.deepcopy(call.world.contract.examples[operation])


def blank_row(call: Call, operation: str) -> dict[str, Json]:
    """A row with all fields of an operation's documented example and no values."""
    return cast("dict[str, Json]", blank(dict(call.world.contract.examples[operation][0])))


def placing(
    kind: Kind,
    operation: str,
    *,
    with_result: bool = True,
    begin: Callable[[Call, str], Record] | None = None,
    answered_by: str = "",
) -> Handler:
    """An operation that files a record and answers with its ids.

    Args:
        kind: what it files.
        operation: its name in the contract.
        with_result: whether the answer has an `sCode`.
        begin: files one that acts by itself, given the call and the operation.
        answered_by: the operation whose example answer has all fields of the answer, if its own lacks some.
    """

    def handle(call: Call) -> Answer:
        answer = blank_row(call, answered_by or operation)
        try:
            if begin is not None:
                record = begin(call, operation)
            else:
                blanks = blank_row(call, kind.shown_by)
                record = call.world.records.file(kind, call.caller, call.fields, operation, blanks)
        except Refusal as refusal:
            if not with_result:
                raise
            echoed: Values = {name: value for name, value in call.fields.items() if name in answer}
            return order_result(
                [{**answer, **echoed, "sCode": refusal.code, "sMsg": refusal.text}], call.in_us, call.in_us
            )
        row: dict[str, Json] = {**answer, **{name: record.row[name] for name in answer if name in record.row}}
        row[kind.id] = record.id
        if kind.client and kind.client in answer:
            row[kind.client] = record.client_id
        if "tag" in answer:
            row["tag"] = record.tag
        if with_result:
            return order_result([{**row, "sCode": "0"}], call.in_us, call.world.clock.now_us())
        return success([row])

    return handle


def showing(kind: Kind) -> Handler:
    """An operation that shows one record."""

    def handle(call: Call) -> Answer:
        return success([call.world.records.find(kind, call.caller, call.fields).shown()])

    return handle


def listing(
    kind: Kind, operation: str, *, is_open: bool | None = None, shown: Callable[[Record], Values] = Record.shown
) -> Handler:
    """An operation that lists records page by page: all of them, the open or the ended ones; `shown` makes a row."""

    def handle(call: Call) -> Answer:
        template = blank_row(call, operation)
        found = [
            shown(record)
            for record in call.world.records.of(kind, call.caller)
            if (is_open is None or record.open is is_open) and fits(record.row, call.fields)
        ]
        page = page_of(found, kind.id, call.fields)
        return success([{name: row.get(name, empty) for name, empty in template.items()} for row in page])

    return handle


def fits(row: Values, asked: Values) -> bool:
    """Whether a row has the values that a query asks for; several are joined with commas."""
    for name, wanted in asked.items():
        held = row.get(name, "") if name not in _NO_FILTER else ""
        if held != "" and isinstance(wanted, str) and isinstance(held, str) and held not in wanted.split(","):
            return False
    return True


def page_of(rows: Sequence[Row], cursor: str, asked: Values) -> list[Row]:
    """The page of a list, newest first, that a query asks for; `cursor` names the field that pages go by.

    Raises:
        Refusal: 51000 for a limit or a cursor that is no number.
    """
    return page(rows, lambda row: int(str(row[cursor])), asked)


def page(items: Iterable[T], number_of: Callable[[T], int], asked: Values) -> list[T]:
    """The page of a list, newest first, that a query asks for; pages go by `number_of`.

    Raises:
        Refusal: 51000 for a limit or a cursor that is no number.
    """
    limit = text_of(asked, "limit") or str(PAGE)
    if not limit.isdigit() or not 1 <= int(limit) <= PAGE:
        raise Refusal("51000", "limit")
    older, newer = _bound(asked, _OLDER), _bound(asked, _NEWER)
    chosen = [
        item
        for item in items
        if (older is None or number_of(item) < older) and (newer is None or number_of(item) > newer)
    ]
    # Asked for newer ones only, the exchange begins next to the cursor.
    return chosen[-int(limit) :] if newer is not None and older is None else chosen[: int(limit)]


def _bound(asked: Values, names: Sequence[str]) -> int | None:
    for name in names:
        text = text_of(asked, name)
        if text:
            if not (text.isascii() and text.isdigit()):
                raise Refusal("51000", name)
            return int(text)
    return None


def ending(
    kind: Kind, operation: str, *, state: str = "", end: Callable[[Call, Record, Values], None] | None = None
) -> Handler:
    """An operation that ends one record, or several in an array body; each has its own result.

    Args:
        kind: what it ends.
        operation: its name in the contract.
        state: what the record's `state` says afterwards, if not what the kind says.
        end: ends one that acts by itself, given the call, the record and what was asked for it.
    """

    def one(call: Call, fields: Values | Refusal, sent: Values) -> Row:
        answer = blank_row(call, operation)
        try:
            if isinstance(fields, Refusal):
                raise fields
            record = call.world.records.find(kind, call.caller, fields)
            if end is not None:
                end(call, record, fields)
            else:
                call.world.records.end(record, state)
        except Refusal as refusal:
            echoed: Values = {name: text_of(sent, name)[:64] for name in (kind.id, kind.client) if name in answer}
            return {**answer, **echoed, "sCode": refusal.code, "sMsg": refusal.text}
        ids: Values = {kind.id: record.id, **({kind.client: record.client_id} if kind.client in answer else {})}
        return {**answer, **ids, "sCode": "0", **({"ts": str(call.world.clock.now_ms())} if "ts" in answer else {})}

    def handle(call: Call) -> Answer:
        if call.items:
            rows = [one(call, item, sent) for item, sent in zip(call.items, call.sent, strict=True)]
        else:
            rows = [one(call, call.fields, call.fields)]
        return order_result(rows, call.in_us, call.world.clock.now_us())

    return handle
