"""Amounts: exact decimals, and plain notation on the wire."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

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


def floor_to(amount: Decimal, step: Decimal) -> Decimal:
    """The greatest multiple of a step that is not above an amount."""
    return (amount / step).to_integral_value(ROUND_FLOOR) * step


def ceil_to(amount: Decimal, step: Decimal) -> Decimal:
    """The smallest multiple of a step that is not below an amount."""
    return (amount / step).to_integral_value(ROUND_CEILING) * step
