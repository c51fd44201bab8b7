"""What became of an order whose answer was lost: ask, never send again.

A `clOrdId` is no key that makes placing repeatable: OKX lets it be used again once an order is final. So an order with a
lost answer is looked up by its `clOrdId`, and only an order that was made at or after the request counts.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Final, TypeAlias, TypeVar, cast

from okx_broker.calls import Wait
from okx_broker.client import AsyncClient, Client
from okx_broker.errors import InvalidArgument, NotFound, OutcomeUnknown
from okx_v5.models import Order
from okx_v5.operations.trade import GET_ORDER, PLACE_ORDER

T = TypeVar("T")

NOT_THERE: Final = "51603"
_CLOCK_TOLERANCE_MS: Final = 30_000
_PATIENCE: Final = (0.0, 0.5, 1.0, 2.0)

_Flow: TypeAlias = Generator[Wait | dict[str, object], Order | None, T]
"""Yields what to wait or to look up; takes the order, or None where there is none."""


def _settle(lost: OutcomeUnknown) -> _Flow[Order | None]:
    request = lost.request
    if lost.operation != PLACE_ORDER.name or not isinstance(request, dict):
        raise InvalidArgument(
            "orders.settle", "lost", f"is about {lost.operation}", "Pass the error of a lost trade.place_order."
        )
    if "clOrdId" not in request:
        raise InvalidArgument(
            "orders.settle",
            "lost",
            "is about an order without cl_ord_id, which can't be told from others",
            "Look through the account's orders; give every order a cl_ord_id.",
        )
    for seconds in _PATIENCE:
        if seconds:
            yield Wait(seconds)
        found = yield {"instId": request["instId"], "clOrdId": request["clOrdId"]}
        if found is not None and (found.c_time or 0) >= lost.requested_at - _CLOCK_TOLERANCE_MS:
            return found
    return None


def settle(client: Client, lost: OutcomeUnknown) -> Order | None:
    """Find out what became of an order whose answer was lost.

    Asks by `clOrdId`, four times within a few seconds, since an order can take a moment to be seen.

    Args:
        client: The client of the user who placed it.
        lost: The error of `trade.place_order`; the order must have had a `cl_ord_id`.

    Returns:
        The order, or None where the exchange knows none: then it was not placed, unless it is still on its way.

    Raises:
        InvalidArgument: The error is not of a single order with a `cl_ord_id`.
        OkxError: Asking failed; see `okx_broker.errors`. Then the outcome is still unknown.
    """
    flow = _settle(lost)
    answer: Order | None = None
    try:
        step = next(flow)
        while True:
            if isinstance(step, Wait):
                client.clock.sleep(step.seconds)
                answer = None
            else:
                try:
                    answer = client.one(GET_ORDER, step)
                except NotFound as error:
                    if error.code != NOT_THERE:
                        raise
                    answer = None
            step = flow.send(answer)
    except StopIteration as end:
        return cast("Order | None", end.value)


async def settle_async(client: AsyncClient, lost: OutcomeUnknown) -> Order | None:
    """Find out what became of an order whose answer was lost, on the event loop; see `settle`."""
    flow = _settle(lost)
    answer: Order | None = None
    try:
        step = next(flow)
        while True:
            if isinstance(step, Wait):
                await client.clock.sleep_async(step.seconds)
                answer = None
            else:
                try:
                    answer = await client.one(GET_ORDER, step)
                except NotFound as error:
                    if error.code != NOT_THERE:
                        raise
                    answer = None
            step = flow.send(answer)
    except StopIteration as end:
        return cast("Order | None", end.value)
