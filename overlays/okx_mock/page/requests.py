"""Recent requests, as the page lists them."""

from __future__ import annotations

from okx_mock.page.asked import Asked
from okx_mock.world import RecordedRequest, World

SHOWN = 200
LIMITED = frozenset({"50011", "50061"})
"""The codes of a rate limit."""


def went_well(request: RecordedRequest) -> bool:
    """Whether a request got what it asked for; one for a report file has no code, only a status."""
    return request.code == "0" or (not request.code and 200 <= request.status < 400)


def list_requests(world: World, asked: Asked) -> dict[str, object]:
    """The newest requests that the question is about."""
    rows: list[dict[str, object]] = []
    found = 0
    number = world.requests_dropped + len(world.requests) + 1
    for one in reversed(world.requests):
        number -= 1
        well = went_well(one)
        if (asked.failed and well) or (asked.user and asked.user not in one.user.lower()):
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
                    "well": well,
                    "text": one.text,
                    "fault": one.fault.kind if one.fault else "",
                }
            )
    return {"rows": rows, "found": found, "kept": len(world.requests)}
