"""Whether an answer is about what was sent: the exchange repeats the caller's own ids.

HTTP pairs answers with requests by their order alone. Where something in between gets out of step, as by an answer that comes
twice, each order is told the fate of another one.
"""

from __future__ import annotations

from typing import Any, Final

from okx_v5.encoding import Wire

_REPEATED: Final = (("clOrdId", "cl_ord_id"), ("algoClOrdId", "algo_cl_ord_id"))


def are_of_others(wire: Wire | list[Wire], items: list[Any]) -> bool:
    """Whether an item repeats another id than that of what was sent in its place; one without an id proves nothing."""
    sent = wire if isinstance(wire, list) else (wire,)
    for one, item in zip(sent, items, strict=False):
        for name, told in _REPEATED:
            if name in one and getattr(item, told, "") not in ("", None, one[name]):
                return True
    return False
