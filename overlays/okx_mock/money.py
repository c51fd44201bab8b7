"""Amounts: exact decimals, and plain notation on the wire."""

from __future__ import annotations

from decimal import Context, Decimal

ZERO = Decimal(0)
COIN_STEP = Decimal("0.000000000001")
_WIDE = Context(prec=80)


def plain(amount: Decimal) -> str:
    """An amount without exponent and without trailing zeros."""
    text = format(amount, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def rounded(amount: Decimal) -> Decimal:
    """An amount of coins, rounded to twelve places."""
    return amount.quantize(COIN_STEP, context=_WIDE)
