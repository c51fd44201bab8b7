"""Learning the exchange's time on request. Source: okx-broker-program, "REST Authentication"; `GET /api/v5/public/time`."""

from __future__ import annotations

from okx_broker.calls import Flow, Setup, start
from okx_broker.clock import PLAUSIBLE_MS, local_ms
from okx_broker.errors import UnreadableAnswer
from okx_v5.encoding import check
from okx_v5.operations.public import GET_TIME


def clock_learnt(setup: Setup) -> Flow[int]:
    """Return the flow that sets the clock by the exchange's, and ends with the difference in milliseconds.

    The time is taken as that of the answer's arrival, so the clock is behind by no more than the answer was under way.

    Raises:
        CallError: The exchange can't be asked, or told no time; the clock stays as it is.
    """
    theirs = yield from told_time(setup)
    offset_ms = theirs - local_ms(setup.clock)
    setup.clock.correct(offset_ms)
    return offset_ms


def told_time(setup: Setup) -> Flow[int]:
    """Return the flow that ends with the time that the exchange tells, in Unix milliseconds.

    Raises:
        CallError: The exchange can't be asked, or told no time.
    """
    requested_at = setup.clock.now_ms()
    envelope = yield from start(setup, None, GET_TIME, check(GET_TIME, {}))
    theirs = envelope.data[0].ts
    if theirs is None or theirs not in PLAUSIBLE_MS:
        raise UnreadableAnswer(
            "the exchange told no time that can be", operation=GET_TIME.name, requested_at=requested_at
        )
    return theirs
