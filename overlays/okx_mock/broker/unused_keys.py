"""Keys that expire for want of use. Source: okx-broker-program, "Create an API Key for a sub-account".

A key that may trade or withdraw and is bound to no address ends after 14 days without a call; keys of demo trading don't.
In the mock this holds for the keys that brokers make, not for the seeded ones. Use is counted to the hour: a call within
an hour of the one that was counted last adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from okx_mock.accounts import ApiKey
from okx_mock.clock import DAY_MS, HOUR_MS
from okx_mock.timers import Timers

UNUSED_MS = 14 * DAY_MS
COUNTED_MS = HOUR_MS


def let_expire(key: ApiKey, timers: Timers, remove: Callable[[], None]) -> None:
    """Have a new key removed once it was not used for too long, if that can happen to it."""
    if key.account.environment == "demo" or key.ip or not key.permissions & {"trade", "withdraw"}:
        return
    key.expires = True

    def look() -> None:
        if has_expired(key, timers.now_ms()):
            remove()
        elif key.expires:
            timers.at(key.used_ms + UNUSED_MS, look)

    timers.at(key.used_ms + UNUSED_MS, look)


def has_expired(key: ApiKey, now_ms: int) -> bool:
    """Whether a key was not used for too long."""
    return key.expires and now_ms >= key.used_ms + UNUSED_MS


def counts(key: ApiKey, now_ms: int) -> bool:
    """Whether a call with a key at a moment has to be counted."""
    return key.expires and not 0 <= now_ms - key.used_ms < COUNTED_MS
