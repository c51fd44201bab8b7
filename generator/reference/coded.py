"""The document's example requests and answers with the broker code in them, as this client sends and gets them."""

from __future__ import annotations

import re
from typing import Any

CODE = "YOURCODE1"
"""The code that the pages show in place of the reader's own."""

_STEP = re.compile(r"\[\]|\w+")


def carries_code(operation: dict[str, Any]) -> bool:
    """Tell whether the client puts the code into an operation's requests."""
    return any(place["role"] == "attribution" for place in operation.get("x-okx-broker-tag", []))


def coded_request(operation: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    """Return an example request with the code at each place that the contract marks."""
    for place in operation.get("x-okx-broker-tag", []):
        if place["role"] == "attribution":
            request = _filled(request, _STEP.findall(place["at"]))
    return request


def coded_answer(operation: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """Return an example answer that echoes the code, where the request carried it and the answer has a place for it."""
    if not carries_code(operation):
        return answer
    return {**answer, "data": [{**one, "tag": CODE} if "tag" in one else one for one in answer["data"]]}


def _filled(found: Any, steps: list[str]) -> Any:
    if not steps:
        return CODE
    step, *rest = steps
    if step == "[]":
        return [_filled(one, rest) for one in found]
    return {**found, step: _filled(found.get(step), rest)}
