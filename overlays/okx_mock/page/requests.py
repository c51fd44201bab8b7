"""Recent requests, as the page lists them."""

from __future__ import annotations

from okx_mock.page.asked import Asked
from okx_mock.world import World

SHOWN = 200
LIMITED = frozenset({"50011", "50061"})
"""The codes of a rate limit."""


def list_requests(world: World, asked: Asked) -> dict[str, object]:
    """The newest requests that the question is about."""
    rows: list[dict[str, object]] = []
    found = 0
    number = world.requests_dropped + len(world.requests) + 1
    for one in reversed(world.requests):
        number -= 1
        if (asked.failed and one.code == "0") or (asked.user and asked.user not in one.user.lower()):
            continue
        found += 1
        if len(rows) < SHOWN:
            rows.append(
                {
                    "key": f"q{number}",
                    "ms": one.at_ms,
                    "user": one.user,
                    "method": one.method,
                    "target": one.target,
                    "status": one.status,
                    "code": one.code,
                    "text": one.text,
                }
            )
    return {"rows": rows, "found": found, "kept": len(world.requests)}
