"""Rate limits as the page lists them: how much of each window is used, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import cast

from okx_mock.contract import Contract, Window
from okx_mock.page.asked import Asked
from okx_mock.page.requests import LIMITED
from okx_mock.world import World

SHOWN = 200

Key = tuple[str, int, str, tuple[str, ...], tuple[str, ...]]
"""What `Operation.charges` counts by: bucket, window, code, names and values of the scope."""


def windows_of(contract: Contract) -> dict[tuple[str, int, str, tuple[str, ...]], Window]:
    """Every window of the contract, by the part of a counter's key that names it."""
    return {
        (window.bucket, window.window_ms, window.code, window.per): window
        for operation in contract
        for window in operation.windows
    }


def list_limits(
    world: World, asked: Asked, windows: dict[tuple[str, int, str, tuple[str, ...]], Window]
) -> dict[str, object]:
    """The counters that were used last, those of one user if the question names one."""
    accounts = world.directory.accounts
    limiter = world.limiter
    rows: list[dict[str, object]] = []
    for usage in limiter.last_used(SHOWN, _belongs_to(world, asked.user) if asked.user else None, busy=asked.busy):
        bucket, window_ms, code, per, parts = cast("Key", usage.key)
        window = windows.get((bucket, window_ms, code, per))
        if window is None:
            continue
        scope = [value for name, value in zip(per, parts, strict=True) if name not in {"user", "ip"} and value]
        who = _who(world, cast("Key", usage.key))
        rows.append(
            {
                "key": "l" + "\n".join((bucket, str(window_ms), code, *per, *parts)),
                "bucket": bucket,
                "who": who,
                "uid": next((value for value in parts if value in accounts), ""),
                "scope": scope,
                "unit": "items" if window.by_item else "requests",
                "used": usage.used,
                "lastUsed": usage.last_used,
                "lastMs": usage.last_ms,
                "freesMs": usage.frees_ms,
                "limit": window.requests,
                "windowMs": window_ms,
                "code": code,
            }
        )
    rows.sort(key=lambda row: (str(row["who"]), str(row["bucket"]), str(row["key"])))
    refused = sum(1 for one in world.requests if one.code in LIMITED)
    return {
        "rows": rows,
        "counters": len(limiter),
        "in_use": limiter.in_use(),
        "refused": refused,
        "of_requests": len(world.requests),
    }


def _belongs_to(world: World, user: str) -> Callable[[Hashable], bool]:
    """Whether a counter belongs to an account whose name has this in it, or to this UID or address."""
    uids = {uid for uid, account in world.directory.accounts.items() if user in account.name.lower()} | {user}
    return lambda key: not uids.isdisjoint(cast("Key", key)[4])


def _who(world: World, key: Key) -> str:
    """The account or the address that a counter belongs to; everybody's, if it is neither's."""
    for name, value in zip(key[3], key[4], strict=True):
        if name == "user":
            account = world.directory.accounts.get(value)
            return account.name if account else "nobody"
        if name == "ip":
            return value
    return "everybody"
