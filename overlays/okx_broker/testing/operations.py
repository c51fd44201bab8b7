"""The operations of the contract, by the names that a test may use for them."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from okx_v5.contract import Operation
from okx_v5.operations import INDEX, find

FILE: Final = "file"
"""A download from the files host, which is no operation of the contract; `*` does not mean it."""


@cache
def operations() -> Mapping[str, Operation[Any]]:
    """Return the operations of the contract by their operationId."""
    found = (find(method, path) for method, path in INDEX)
    return {one.id: one for one in found if one is not None}


@cache
def _spellings() -> Mapping[str, str]:
    """The operationId by every way in which an operation can be named."""
    names = {FILE: FILE}
    for one in operations().values():
        names[one.id] = names[one.name] = names[one.name.rpartition(".")[2]] = one.id
    return names


def operation_id(name: str) -> str:
    """Return an operationId: `placeOrder`, for that itself, `place_order` or `trade.place_order`.

    Raises:
        ValueError: The contract has no such operation; the message names the nearest.
    """
    found = _spellings().get(name)
    if found is None:
        near = get_close_matches(name, list(_spellings()), n=3) or ["placeOrder", "getOrder", "cancelOrder"]
        raise ValueError(f"there is no operation {name!r}: name it as {', '.join(map(repr, near))}, or '*' for all")
    return found
