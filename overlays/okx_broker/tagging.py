"""Your code on every order, and only your code.

The contract marks the places of a tag. In every place with the role attribution stands the broker's code; a place with
the role filter belongs to the caller and is never filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from okx_broker.errors import ConfigurationError, ForeignTag
from okx_v5.contract import Operation
from okx_v5.encoding import Wire

_LONGEST: Final = 16


def checked_code(code: str) -> str:
    """Return a broker code as it is.

    Raises:
        ConfigurationError: It is not 1 to 16 letters and digits.
    """
    if not isinstance(code, str) or not (code.isascii() and code.isalnum() and len(code) <= _LONGEST):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
        raise ConfigurationError(
            f"the broker code {str(code)[:40]!r} must be 1 to 16 letters and digits, as your broker dashboard shows it"
        )
    # A subclass of str could compare, or write itself, otherwise than its text.
    return str.__str__(code)


def put_code(operation: Operation[Any], wire: Wire | list[Wire], code: str) -> None:
    """Put the broker code into every attribution place of a request.

    Raises:
        ForeignTag: A place already holds another tag. Nothing was sent.
    """
    for place in operation.tags:
        if place.role != "attribution":
            continue
        field = place.field
        if isinstance(wire, dict):
            if wire.setdefault(field, code) != code:
                raise _foreign(operation, field, wire[field], code)
            continue
        for index, item in enumerate(wire):
            if item.setdefault(field, code) != code:
                raise _foreign(operation, f"{operation.items}[{index}].{field}", item[field], code)


def refuse_foreign_tags(operation: Operation[Any], wire: Wire | list[Wire], code: str) -> None:
    """Look for a tag anywhere in a write that holds fields outside the contract.

    A place that the contract names a filter is the caller's.

    Raises:
        ForeignTag: A field named `tag`, at any depth, holds something else than the code. Nothing was sent.
    """
    filters = {place.field for place in operation.tags if place.role == "filter"}
    items = wire if isinstance(wire, list) else [wire]
    for item in items:
        for where, found in _tags_in({key: value for key, value in item.items() if key not in filters}, ""):
            if found != code:
                raise _foreign(operation, where, found, code)


def _tags_in(value: object, place: str) -> Iterator[tuple[str, object]]:
    """Yield place and value of every field named `tag`."""
    if isinstance(value, list):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _tags_in(item, f"{place}[{index}]")
    elif isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            where = f"{place}.{key}" if place else key
            if key.lower() == "tag":  # should the exchange ever read another spelling
                yield where, item
            yield from _tags_in(item, where)


def _foreign(operation: Operation[Any], where: str, found: object, code: str) -> ForeignTag:
    return ForeignTag(
        operation.name,
        where,
        f"is {found!r}, but this broker's code is {code!r}",
        "Leave it out: the client fills in the code.",
    )


def report_echo(
    operation: Operation[Any], items: list[Any], code: str, report: Callable[[str, str, object], None]
) -> None:
    """Compare the tag that the exchange echoes with the code, and report where it is another one.

    An echo counts where the request carries the code; one of a filter repeats what the caller said.
    """
    for place in operation.tags:
        if place.role == "filter":
            return
    for item in items:
        echoed = getattr(item, "tag", code)
        if echoed is not None and echoed != code:
            try:
                report(operation.name, echoed, item)
            except Exception:
                import logging

                logging.getLogger("okx_broker").exception("%s: on_other_tag failed", operation.name)
