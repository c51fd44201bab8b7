"""What became of an order whose answer was lost: ask, never send again.

A `clOrdId` is no key that makes placing repeatable: OKX lets it be used again once an order is final. So an order with a
lost answer is looked up by its `clOrdId`, and only an order that agrees with the request in what was asked and when counts.
One that was made then and does not agree proves nothing: it can have been amended, or OKX can have left out what it ignores.

A request can still be on its way when its answer is given up. OKX refuses a timestamp that is more than 30 seconds old, so
an order that is not there after that time, by OKX's own clock, was not placed and never will be.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Final

from okx_broker.calls import Flow, Setup, Wait, call
from okx_broker.client import AsyncClient, Client
from okx_broker.credentials import AnyCredentials
from okx_broker.errors import InvalidArgument, NotFound, OutcomeUnknown
from okx_broker.exchange_time import told_time
from okx_broker.twins import must_await, must_block
from okx_v5.models import Order
from okx_v5.operations.trade import GET_ORDER, PLACE_BATCH_ORDERS, PLACE_ORDER

NOT_THERE: Final = "51603"
_WINDOW_MS: Final = 30_000
_CLOCKS_DIFFER_MS: Final = 2_000
_LONGEST_MS: Final = 60_000
"""The exchange takes a timestamp from 30 seconds before its own time to 30 seconds after it."""
_STANDS: Final = "What was sent may have been executed."
_WAITS: Final = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0)
"""Seconds between the questions; together more than the window in which the exchange takes a timestamp."""


def _settle(lost: OutcomeUnknown, setup: Setup, credentials: AnyCredentials | None) -> Flow[Order | None]:
    request = lost.request
    if lost.operation not in (PLACE_ORDER.name, PLACE_BATCH_ORDERS.name) or not isinstance(request, dict):
        raise InvalidArgument(
            "orders.settle",
            "lost",
            f"is about {lost.operation}" + (" as a whole" if isinstance(request, list) else ""),
            "Pass the error of a lost trade.place_order, or one of BatchRefused.unknown; of a batch without an answer, "
            "look up each order by its cl_ord_id.",
            _STANDS,
        )
    if "clOrdId" not in request or "instId" not in request:
        missing = "inst_id" if "clOrdId" in request else "cl_ord_id"
        raise InvalidArgument(
            "orders.settle",
            "lost",
            f"is about an order without {missing}, which can't be told from others",
            "Look through the account's orders; give every order a cl_ord_id.",
            _STANDS,
        )
    other: Order | None = None
    for known in (*_WAITS, None):
        wait = known
        if wait is None:  # over by this machine's clock, and by the exchange's?
            if other is not None:
                break
            wait = yield from _still_taken(setup, lost)
            if wait <= 0:
                break
        if wait:
            yield Wait(wait)
        try:
            answer = yield from call(
                setup, credentials, GET_ORDER, {"instId": request["instId"], "clOrdId": request["clOrdId"]}
            )
        except NotFound as error:
            if error.code != NOT_THERE:
                raise
            continue
        found = answer.data[0]
        made = found.c_time or 0
        if made < lost.requested_at - _WINDOW_MS:
            continue
        if not _agrees(found, request):
            other = found
        elif made >= lost.requested_at - _CLOCKS_DIFFER_MS:
            return found
        else:
            lost.add_note(
                f"order {found.ord_id} has the same clOrdId and terms, but was made {lost.requested_at - made} ms before "
                "this request: it may be this one or an earlier one"
            )
            raise lost
    if other is not None:
        lost.add_note(
            f"order {other.ord_id} has the same clOrdId and was made at the time of this request, but has other terms: it "
            "may be this one, amended since or without what OKX ignores, or another one"
        )
        raise lost
    return None


def _still_taken(setup: Setup, lost: OutcomeUnknown) -> Flow[float]:
    """Ask for how many seconds the exchange can still take a lost request: a clock that is ahead signs for longer."""
    told = yield from told_time(setup)
    return min(lost.requested_at + _WINDOW_MS + _CLOCKS_DIFFER_MS - told, _LONGEST_MS) / 1000


def _agrees(order: Order, request: dict[str, Any]) -> bool:
    """Whether an order has the terms of a request, apart from those that the exchange itself may change."""
    for field, value in (
        ("clOrdId", order.cl_ord_id),
        ("side", order.side),
        ("ordType", order.ord_type),
        ("tag", order.tag),
    ):
        if request.get(field) != value:
            return False
    if order.ord_type != "market" and order.sz != _number(request.get("sz")):
        return False
    # A market order has no price: OKX ignores one that is sent.
    asked = request.get("px") if order.ord_type != "market" else None
    return asked is None or request.get("pxAmendType") == "1" or order.px == _number(asked)


def _number(sent: object) -> Decimal | None:
    """Read an amount as it was sent; a call by path can have sent anything."""
    try:
        return Decimal(sent) if isinstance(sent, str) else None
    except InvalidOperation:
        return None


def settle(client: Client, lost: OutcomeUnknown) -> Order | None:
    """Find out what became of an order whose answer was lost.

    Asks by `clOrdId` until the order is there, or until the exchange can no longer accept the lost request; that takes up
    to 36 seconds, and up to 30 more where this machine's clock is ahead of the exchange's.

    Args:
        client: The client of the user who placed it.
        lost: The error of `trade.place_order`, or one of `BatchRefused.unknown`; the order must have had a `cl_ord_id`.

    Returns:
        The order, or None: it was not placed.

    Raises:
        InvalidArgument: The error is not of a single order with a `cl_ord_id`.
        ConfigurationError: The client is one of an event loop.
        OutcomeUnknown: `lost` itself, with a note, where nobody can tell: an order with the same `cl_ord_id` and the same
            terms was made shortly before the request, or one with other terms at its time.
        OkxError: Asking failed; see `okx_broker.errors`. Then the outcome is still unknown.
    """
    must_block("settle", client, "await settle_async(client, lost)")
    return client.run(partial(_settle, lost))


async def settle_async(client: AsyncClient, lost: OutcomeUnknown) -> Order | None:
    """Find out what became of an order whose answer was lost, on the event loop; see `settle`."""
    must_await("settle_async", client, "settle(client, lost)")
    return await client.run(partial(_settle, lost))
