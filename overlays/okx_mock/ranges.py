"""Which part of a file a request asks for. Source: RFC 9110, section 14, for one range of bytes."""

from __future__ import annotations

import re

# One range: from a byte on, up to a byte, or the last so many. More than one in a request is answered with the whole.
_SPEC = re.compile(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*", re.ASCII | re.IGNORECASE)
_LONGEST = 128


class UnsatisfiableError(ValueError):
    """No byte of the file is in the range."""


def part_of(header: str, length: int) -> tuple[int, int] | None:
    """The first and the last byte that a `Range` header asks for.

    Args:
        header: the header's value; empty when there is none.
        length: the length of the file.

    Returns:
        Both positions, or None: the whole file, as a header that is not understood is to be ignored.

    Raises:
        UnsatisfiableError: the range lies behind the end.
    """
    match = _SPEC.fullmatch(header) if len(header) <= _LONGEST else None
    if match is None or match[1] == match[2] == "":
        return None
    if not match[1]:
        wanted = min(int(match[2]), length)
        if not wanted:
            raise UnsatisfiableError
        return length - wanted, length - 1
    first = int(match[1])
    last = int(match[2]) if match[2] else length - 1
    if match[2] and last < first:
        return None
    if first >= length:
        raise UnsatisfiableError
    return first, min(last, length - 1)
