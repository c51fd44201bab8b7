"""Whether an answer is about what was sent: the exchange repeats the caller's own ids.

HTTP pairs answers with requests by their order alone. Where something in between gets out of step, as by an answer that comes
twice, each order is told the fate of another one.
"""

from __future__ import annotations

from typing import Any

from okx_v5.encoding import Wire


def are_of_others(wire: Wire | list[Wire], items: list[Any]) -> bool:
    """Whether an item repeats another id than that of what was sent in its place; one without an id proves nothing."""
    if isinstance(wire, dict):
        return bool(items) and _is_of_another(wire, items[0])
    return any(_is_of_another(one, item) for one, item in zip(wire, items, strict=False))


def _is_of_another(sent: Wire, item: Any) -> bool:  # noqa: ANN401 - an item of any answer
    own = sent.get("clOrdId")
    if own is not None and getattr(item, "cl_ord_id", "") not in (own, "", None):
        return True
    own = sent.get("algoClOrdId")
    return own is not None and getattr(item, "algo_cl_ord_id", "") not in (own, "", None)
