# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The few scalar types that the models and method signatures use beyond Python's own."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Final, TypeAlias

Amount: TypeAlias = Decimal | int | str
"""A price, size or ratio to send: `Decimal`, `int`, or a plain decimal string such as `"0.001"`. Never a float."""

Day: TypeAlias = datetime.date | str
"""A calendar day to send: a `datetime.date`, or eight digits such as `"20260630"`."""

MASK: Final = "***"


class Secret:
    """A text that must not be shown: its repr and str are a mask, and it can't be pickled or formatted.

    Call `reveal()` where the text itself is needed.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(("okx_v5.Secret", self._text))

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    def __str__(self) -> str:
        return MASK

    def __reduce__(self) -> str:
        raise TypeError("a Secret can't be pickled or copied; pass reveal() on deliberately")


def at_utc(milliseconds: int) -> datetime.datetime:
    """Return the UTC time of a Unix timestamp in milliseconds, as OKX sends them."""
    seconds, rest = divmod(milliseconds, 1000)
    whole = datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
    return whole.replace(microsecond=rest * 1000)
