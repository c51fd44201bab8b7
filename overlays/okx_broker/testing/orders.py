"""The orders that have arrived, and what can be asserted of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, TypedDict, Unpack, cast, overload

import msgspec

from okx_broker.testing.control import Control, MockError
from okx_broker.testing.operations import operation_id, operations
from okx_broker.testing.prices import plain
from okx_broker.testing.records import Order, Record, RefusedOrder
from okx_v5.scalars import Amount

_PAGE: Final = 10_000
_BY_THE_CALLER: Final = ("placeOrder", "placeBatchOrders")
"""Operations that place orders with an id of the caller's own; the exchange makes orders by itself too."""


class _Page(msgspec.Struct):
    orders: list[Order]
    next: int
    dropped: int
    records: list[Record]
    refused: list[RefusedOrder]


class Wanted(TypedDict, total=False):
    """What orders are looked for by.

    Attributes:
        user: The account.
        operation: The operation that placed them, as `"placeOrder"`.
        inst_id: The instrument.
        side: `"buy"` or `"sell"`.
        ord_type: `"limit"`, `"market"` and so on.
        px: The price, as a number.
        sz: The size, as a number.
        cl_ord_id: The caller's own id.
        tag: The tag.
        state: The state as it is now.
    """

    user: str
    operation: str
    inst_id: str
    side: str
    ord_type: str
    px: Amount
    sz: Amount
    cl_ord_id: str
    tag: str
    state: str


class Orders(Sequence[Order]):
    """The orders that the exchange accepted, oldest first, as they stood when this was read.

    Attributes:
        records: What else was filed: algo orders, bots, RFQs, quotes, spread orders, conversions, investments.
        refused: The orders that the exchange refused.
    """

    def __init__(
        self, orders: Iterable[Order], records: Iterable[Record], refused: Iterable[RefusedOrder], code: str
    ) -> None:
        self._orders = tuple(orders)
        self._code = code
        self.records = tuple(records)
        self.refused = tuple(refused)

    @overload
    def __getitem__(self, index: int) -> Order: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Order, ...]: ...

    def __getitem__(self, index: int | slice) -> Order | tuple[Order, ...]:
        return self._orders[index]

    def __len__(self) -> int:
        return len(self._orders)

    def matching(self, **wanted: Unpack[Wanted]) -> tuple[Order, ...]:
        """Return the orders that have all of these. Prices and sizes are compared as numbers: `"1.0"` is 1.

        Raises:
            TypeError: An order has nothing of that name, or an amount is a float.
        """
        exact = {name: _exact(name, value) for name, value in wanted.items()}
        return tuple(
            order for order in self._orders if all(getattr(order, name) == value for name, value in exact.items())
        )

    # Assertions

    def assert_every_order_carries(self, code: str | None = None) -> None:
        """Assert that all that was sent and takes a tag carries a broker code, and that something was sent.

        Orders of batches, algo orders, bots, RFQs and the like count, and orders that were refused.

        Args:
            code: The code; that of the mock's settings unless given.

        Raises:
            AssertionError: Something carries another tag or none; the message shows what was sent.
        """
        __tracebackhide__ = True
        wanted = self._code if code is None else code
        records = [one for one in self.records if _takes_code(one.operation)]
        lines = [one.described() for one in self._orders if one.tag != wanted]
        lines += [str(one) for one in records if one.tag != wanted]
        lines += [one.described() for one in self.refused if one.tag != wanted]
        whole = len(self._orders) + len(records) + len(self.refused)
        if not whole:
            raise AssertionError(f"no order was sent, so none can carry {wanted}")
        if lines:
            raise AssertionError(_listed(f"{len(lines)} of {_count(whole, 'order')} without the code {wanted}:", lines))

    def assert_no_order_twice(self) -> None:
        """Assert that each order was placed once, told apart by account and `cl_ord_id`, and that something was placed.

        Raises:
            AssertionError: Two orders of an account have the same `cl_ord_id`, or one that the caller placed has none, so
                that nobody can tell.
        """
        __tracebackhide__ = True
        if not self._orders:
            raise AssertionError("no order was placed, so there is nothing to compare")
        nameless = [one for one in self._orders if not one.cl_ord_id and one.operation in _BY_THE_CALLER]
        if nameless:
            head = (
                f"{_count(len(nameless), 'order')} without a clOrdId, so nobody can tell whether one was placed twice:"
            )
            raise AssertionError(_listed(head, [one.described() for one in nameless]))
        named: dict[tuple[str, str], list[Order]] = defaultdict(list)
        for one in self._orders:
            if one.cl_ord_id:
                named[one.user, one.cl_ord_id].append(one)
        twice = [group for group in named.values() if len(group) > 1]
        if twice:
            head = f"{_count(len(twice), 'order')} placed more than once:"
            raise AssertionError(_listed(head, [one.described() for group in twice for one in group]))

    def assert_placed(self, *, count: int | None = 1, **wanted: Unpack[Wanted]) -> tuple[Order, ...]:
        """Assert that so many orders were placed that have all of these.

        Args:
            count: How many; None for one or more.
            wanted: What they have; see `Wanted`.

        Returns:
            These orders.

        Raises:
            AssertionError: There are more or fewer; the message shows all orders.
            TypeError: An order has nothing of that name, or an amount is a float.
        """
        __tracebackhide__ = True
        found = self.matching(**wanted)
        if len(found) == count or (count is None and found):
            return found
        said = ", ".join(f"{name} {value}" for name, value in wanted.items()) or "any kind"
        number = "at least 1 order" if count is None else _count(count, "order")
        raise AssertionError(_listed(f"{number} expected of {said}, and there are {len(found)}. Placed:", self._all()))

    def assert_nothing_placed(self) -> None:
        """Assert that nothing was placed or filed, and nothing was tried either: refused orders count.

        Raises:
            AssertionError: Something was; the message shows it.
        """
        __tracebackhide__ = True
        lines = self._all()
        if lines:
            raise AssertionError(_listed("nothing was to be placed, but this was:", lines))

    def _all(self) -> list[str]:
        return [
            *(one.described() for one in self._orders),
            *(str(one) for one in self.records),
            *(one.described() for one in self.refused),
        ]

    def __repr__(self) -> str:
        return _listed(f"{_count(len(self._orders), 'order')}:", [str(one) for one in self._orders])


def read_orders(control: Control, code: str) -> Orders:
    """Read all that has arrived.

    Raises:
        MockError: The mock has forgotten some of it.
    """
    orders: list[Order] = []
    after = 0
    while True:
        page = control.ask("GET", f"orders?after={after}&limit={_PAGE}", _Page)
        if page.dropped:
            raise MockError(f"the mock no longer has the oldest {page.dropped} orders: reset it more often")
        orders += page.orders
        after = page.next
        if len(page.orders) < _PAGE:
            return Orders(orders, page.records, page.refused, code)


def _exact(name: str, value: object) -> object:
    """A value as the orders have it."""
    if name not in Wanted.__annotations__:
        raise TypeError(f"orders have no {name!r}: look for {', '.join(Wanted.__annotations__)}")
    if name in ("px", "sz"):
        return Decimal(plain(name, cast("Amount", value)))
    return operation_id(value) if name == "operation" and isinstance(value, str) else value


def _takes_code(operation: str) -> bool:
    """Whether a request of an operation has a place for the broker code."""
    known = operations().get(operation)
    return known is None or any(place.role == "attribution" for place in known.tags)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _listed(head: str, lines: Sequence[str]) -> str:
    """A heading and numbered lines."""
    if not lines:
        return f"{head} none"
    indented = (line.replace("\n", "\n     ") for line in lines)
    return "\n".join([head, *(f"{number:>3}. {line}" for number, line in enumerate(indented, 1))])
