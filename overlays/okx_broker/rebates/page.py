"""A summary as one page that opens anywhere: nothing is loaded from elsewhere, no script runs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

from okx_broker.rebates.chart import Series, svg
from okx_broker.rebates.figures import TITLES, amounts_of, exact, rounded, used_amounts
from okx_broker.rebates.summary import Summary, Totals

_SHORTEST_LIST: Final = 3


def page(summary: Summary, shown: Series | None, *, places: int = 2) -> str:
    """Return a summary as an HTML page.

    Args:
        summary: The totals.
        shown: What its chart shows; None for a page without a chart.
        places: To how many places amounts are rounded; the exact ones are shown when they are pointed at.
    """
    template = Template(files("okx_broker.rebates").joinpath("page.html").read_text("utf-8"))
    style = files("okx_broker.rebates").joinpath("page.css").read_text("utf-8")
    chart = ""
    if shown is not None:
        chart = f'<div class="wide">{svg(shown)}</div><div class="narrow">{svg(shown, narrow=True)}</div>'
    return template.substitute(
        style=style,
        title=escape(_title(summary)),
        span=escape(_span(summary)),
        cards=_cards(summary.total, places),
        gaps=_gaps(summary.missing),
        chart=chart,
        table=_table(summary, places),
        places=places,
        by=escape(" and ".join(summary.by)) or "in total",
    )


def write_page(summary: Summary, shown: Series | None, file: Path, *, places: int = 2) -> None:
    """Write a summary into an HTML file; see `page`.

    Raises:
        OSError: It can't be written.
    """
    file.write_text(page(summary, shown, places=places), "utf-8")


def _title(summary: Summary) -> str:
    return f"Rebates {_span(summary)}"


def _span(summary: Summary) -> str:
    return f"{summary.begin} to {summary.end}" if summary.begin and summary.end else "no days"


def _cards(total: Totals, places: int) -> str:
    shown = (
        ("Rebate to the broker", _amount(total.broker_rebate, places), "USDT"),
        ("Rebate to sub-brokers", _amount(total.sub_broker_rebate, places), "USDT"),
        ("Rebate to users", _amount(total.user_rebate, places), "USDT"),
        ("Volume", _amount(total.volume, places), "USDT"),
        ("Fees", _amount(total.fee, places), "USDT"),
        ("Rows", f"{total.rows:,}", "orders by day"),
    )
    return "".join(f"<div><dt>{name}</dt><dd>{value} <small>{unit}</small></dd></div>" for name, value, unit in shown)


def _amount(value: Decimal | None, places: int) -> str:
    if value is None:
        return "-"
    return f'<data value="{exact(value)}" title="{exact(value)}">{rounded(value, places)}</data>'


def _gaps(missing: tuple[date, ...]) -> str:
    if not missing:
        return ""
    listed = ", ".join(map(str, missing[:_SHORTEST_LIST]))
    more = f" and {len(missing) - _SHORTEST_LIST} more" if len(missing) > _SHORTEST_LIST else ""
    what = "day is" if len(missing) == 1 else "days are"
    return f'<p class="gaps" role="note">{len(missing)} {what} covered by no report: {listed}{more}.</p>'


def _table(summary: Summary, places: int) -> str:
    names = used_amounts(summary)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in summary.by)
    head += '<th scope="col" class="number">rows</th>'
    head += "".join(f'<th scope="col" class="number">{TITLES[name]}</th>' for name in names)
    body = "".join(
        "<tr>"
        + "".join(f'<th scope="row">{escape(key) or "-"}</th>' for key in group.keys)
        + _cells(group.totals, names, places)
        + "</tr>\n"
        for group in summary.groups
    )
    keys = f'<th scope="row" colspan="{len(summary.by)}">total</th>' if summary.by else ""
    foot = f"<tr>{keys}{_cells(summary.total, names, places)}</tr>"
    return f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n<tfoot>{foot}</tfoot>"


def _cells(totals: Totals, names: tuple[str, ...], places: int) -> str:
    amounts = amounts_of(totals)
    return f'<td class="number">{totals.rows:,}</td>' + "".join(
        f'<td class="number">{_amount(amounts[name], places)}</td>' for name in names
    )
