"""Keeping codes and states out of an access log."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Final, cast

_VALUE: Final = re.compile(
    r"((?:^|(?<![A-Za-z0-9_])|(?<=%3F)|(?<=%26))(?:code|state)(?:=|%3D))(?:(?!%26|%23)[^&#\s\"'<>\\])+", re.IGNORECASE
)
"""`code=…` and `state=…` of a query, also of one that stands in another address's query. `error_code` is none of them."""
_STANDARD: Final = frozenset(vars(logging.LogRecord("", 0, "", 0, "", None, None)))


class WithoutQuery(logging.Filter):
    """Keeps the code and the state of a callback out of an access log, whatever the records of the server look like.

    logging.getLogger("uvicorn.access").addFilter(WithoutQuery())    # gunicorn.access, hypercorn.access

    Paths among a record's arguments (uvicorn) lose their query; `code` and `state` are masked in all else: in arguments by
    name (gunicorn, hypercorn), in bytes, in extra fields, and in the message itself, however it was made.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; it is always logged."""
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(_without_query(part)) for part in record.args)
        elif record.args:
            masked = _masked(record.args)
            record.args = masked if isinstance(masked, Mapping) else record.args
        for name, value in list(vars(record).items()):
            if name not in _STANDARD or name == "msg":
                setattr(record, name, _masked(value))
        try:
            message = record.getMessage()
        except Exception:
            return True  # arguments that don't fit: logging says so itself, and shows them as they are now
        if (clean := _VALUE.sub(r"\1***", message)) != message:
            record.msg, record.args = clean, None
        return True


def _without_query(part: object) -> object:
    if isinstance(part, str) and part.startswith("/"):
        return part.partition("?")[0]
    if isinstance(part, bytes) and part.startswith(b"/"):
        return part.partition(b"?")[0]
    return part


def _masked(value: object) -> object:
    """Return a value with the codes and states masked in all texts in it; a mapping stays of its kind, as loggers rely on it."""
    if isinstance(value, str):
        return _VALUE.sub(r"\1***", value)
    if isinstance(value, bytes):
        return _VALUE.sub(r"\1***", value.decode("latin-1")).encode("latin-1")
    if isinstance(value, dict):
        named = cast("dict[object, object]", value)
        changed = {name: clean for name, part in named.items() if (clean := _masked(part)) != part}
        if not changed:
            return named
        again = copy.copy(named)
        again.update(changed)
        return again
    if isinstance(value, list | tuple):
        parts = [_masked(part) for part in cast("Sequence[object]", value)]
        return parts if isinstance(value, list) else tuple(parts)
    return value
