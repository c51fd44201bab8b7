"""How totals are written: exact for programs, rounded for people, and only there."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from okx_broker.rebates.summary import AMOUNT_NAMES, Summary, Totals

TITLES: Final = {
    "spot_volume": "spot volume",
    "derivative_volume": "derivative volume",
    "fee": "fee",
    "net_fee": "net fee",
    "settlement_fee": "settlement fee",
    "broker_rebate": "broker rebate",
    "sub_broker_rebate": "sub-broker rebate",
    "user_rebate": "user rebate",
}
# More digits than any total has.
_CONTEXT: Final = Context(prec=80)


def amounts_of(totals: Totals) -> dict[str, Decimal | None]:
    """Return amounts by their names."""
    return {name: getattr(totals, name) for name in AMOUNT_NAMES}


def used_amounts(summary: Summary) -> tuple[str, ...]:
    """Return the names of the amounts that the reports say anything of."""
    return tuple(name for name, amount in amounts_of(summary.total).items() if amount is not None)


def exact(amount: Decimal | None) -> str:
    """Return an amount with all its digits, without an exponent; empty where there is none."""
    return "" if amount is None else format(amount, "f")


def rounded(amount: Decimal | None, places: int) -> str:
    """Return an amount as people read it, halves away from zero; a dash where there is none."""
    if amount is None:
        return "-"
    shown = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _CONTEXT)
    return f"{shown if shown else abs(shown):,f}"


def group_shown(keys: dict[str, str], totals: Totals) -> dict[str, object]:
    """Return keys and exact totals as a document."""
    amounts = {name: None if amount is None else exact(amount) for name, amount in amounts_of(totals).items()}
    return {**keys, "rows": totals.rows, **amounts}


def summary_shown(summary: Summary) -> dict[str, object]:
    """Return a summary as a document, amounts as exact texts."""
    return {
        "by": list(summary.by),
        "begin": str(summary.begin) if summary.begin else None,
        "end": str(summary.end) if summary.end else None,
        "days_without_report": [str(day) for day in summary.missing],
        "groups": [
            group_shown(dict(zip(summary.by, group.keys, strict=True)), group.totals) for group in summary.groups
        ],
        "total": group_shown({}, summary.total),
    }
