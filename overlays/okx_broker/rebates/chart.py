# The library leaves its keyword arguments untyped.
# pyright: reportUnknownMemberType=false
"""Rebate and volume over time, drawn: as a PNG for a mail, as an SVG for a page. Exact totals become dots on paper here only."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from okx_broker.errors import ReportError
from okx_broker.rebates.folder import check_extra
from okx_broker.rebates.summary import Totals, summarize

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_DAYS: Final = 100
"""A longer time is drawn by months."""

_BROKER, _USER, _SPOT, _DERIVATIVES, _NONE = "#1f5fbf", "#e08a00", "#2a9d8f", "#8a63c7", "#d9d9d9"
_LEGEND: Final = ("to the broker", "to users", "spot", "derivatives", "no report")
_INK, _GRID = "#2b2f36", "#e3e6ea"


@dataclass(frozen=True)
class Point:
    """A day or month of a chart.

    Attributes:
        first: Its first day.
        totals: Its totals; None if no report covers the day, or any day of the month that was asked for.
    """

    first: date
    totals: Totals | None


@dataclass(frozen=True)
class Series:
    """What a chart shows.

    Attributes:
        monthly: Whether a point is a month and not a day.
        points: The points, without a gap.
    """

    monthly: bool
    points: tuple[Point, ...]


def series(folder: Path, *, begin: date | None = None, end: date | None = None) -> Series:
    """Add up a table by days, or by months if these are too many.

    Raises:
        InvalidArgument: `end` is before `begin`.
        ReportError: There is no table, or no day of it is in that time.
    """
    days = summarize(folder, ("day",), begin=begin, end=end)
    if days.begin is None or days.end is None:
        raise ReportError(f"{folder} has no day in that time")
    monthly = (days.end - days.begin).days >= MOST_DAYS
    found = summarize(folder, ("month",), begin=begin, end=end) if monthly else days
    at = {group.keys[0]: group.totals for group in found.groups}
    firsts = _months(days.begin, days.end) if monthly else _days(days.begin, days.end)
    shown = "%Y-%m" if monthly else "%Y-%m-%d"
    missing = set(days.missing)
    if monthly:
        # A month is unknown where none of its days is known.
        covered = {day.replace(day=1) for day in _days(days.begin, days.end) if day not in missing}
        missing = set(firsts) - covered
    nothing = Totals(0, *([Decimal(0)] * 8))
    return Series(
        monthly,
        tuple(Point(first, None if first in missing else at.get(first.strftime(shown), nothing)) for first in firsts),
    )


def write_png(shown: Series, file: Path) -> None:
    """Draw a chart into a PNG file.

    Raises:
        OSError: It can't be written.
        ImportError: The extra `rebates` is not installed.
    """
    drawn = io.BytesIO()
    _figure(shown, 10, 6).savefig(drawn, format="png", dpi=150, metadata={"Software": None})
    file.write_bytes(drawn.getvalue())


def svg(shown: Series, *, narrow: bool = False) -> str:
    """Return a chart as an SVG element.

    Args:
        shown: What it shows.
        narrow: Whether it is for a telephone.

    Raises:
        ImportError: The extra `rebates` is not installed.
    """
    check_extra("matplotlib")
    import matplotlib as mpl

    drawn = io.StringIO()
    figure = _figure(shown, 4.2, 6) if narrow else _figure(shown, 11, 5.6)
    # The salt makes the names in it the same for the same chart, and different in the two charts of a page.
    with mpl.rc_context({"svg.hashsalt": f"okx-broker {narrow}", "svg.fonttype": "none"}):
        figure.savefig(
            drawn, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")), transparent=True
        )
    return drawn.getvalue().partition("<svg")[2].join(("<svg", ""))


def _figure(shown: Series, width: float, height: float) -> Figure:
    check_extra("matplotlib")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    places = range(len(shown.points))
    each = "month" if shown.monthly else "day"
    totals = [point.totals for point in shown.points]
    _bars(above, places, [_drawn(t.broker_rebate) if t else 0 for t in totals], _BROKER, "to the broker")
    # Nothing is drawn where nothing is known.
    users = [_drawn(t.user_rebate) if t else math.nan for t in totals]
    if any(t and t.user_rebate for t in totals):
        above.plot(places, users, color=_USER, linewidth=1.5, marker="o", markersize=3, label="to users")
    spot = [_drawn(t.spot_volume) if t else 0 for t in totals]
    _bars(below, places, spot, _SPOT, "spot")
    _bars(below, places, [_drawn(t.derivative_volume) if t else 0 for t in totals], _DERIVATIVES, "derivatives", spot)
    for axes, title in ((above, f"Rebate, USDT per {each}"), (below, f"Volume, USDT per {each}")):
        _dress(axes, title, shown, narrow=width < 6)
    _label_days(below, shown, 5 if width < 6 else 11)
    return figure


def _bars(
    axes: Axes,
    places: Sequence[int],
    heights: Sequence[float],
    colour: str,
    name: str,
    on: Sequence[float] | None = None,
) -> None:
    axes.bar(places, heights, bottom=on, width=0.8, color=colour, label=name)


def _dress(axes: Axes, title: str, shown: Series, *, narrow: bool) -> None:
    gaps = [place for place, point in enumerate(shown.points) if point.totals is None]
    for number, place in enumerate(gaps):
        axes.axvspan(place - 0.5, place + 0.5, color=_NONE, linewidth=0, label="" if number else "no report")
    axes.set_title(title, loc="left", fontsize=11, color=_INK, fontweight="bold", pad=24 if narrow else None)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=_GRID)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(colors=_INK, length=0)
    axes.yaxis.set_major_formatter(_short)
    axes.set_xlim(-0.6, len(shown.points) - 0.4)
    if axes.get_ylim()[0] >= 0:
        axes.set_ylim(bottom=0)
    handles, labels = axes.get_legend_handles_labels()
    order = sorted(range(len(labels)), key=lambda place: _LEGEND.index(labels[place]))
    # Beside the title or under it, so that it hides no bar.
    axes.legend(
        [handles[place] for place in order],
        [labels[place] for place in order],
        loc="lower left" if narrow else "lower right",
        bbox_to_anchor=(0.0, 1.0) if narrow else (1.0, 1.0),
        ncols=3,
        frameon=False,
        fontsize=9,
        borderaxespad=0.2,
        borderpad=0.2 if narrow else 0.4,
        handlelength=1.2,
    )


def _label_days(axes: Axes, shown: Series, most: int) -> None:
    step = -(-len(shown.points) // most)
    places = list(range(0, len(shown.points), step))
    labels: list[str] = []
    year = 0
    for place in places:
        first = shown.points[place].first
        text = first.strftime("%b") if shown.monthly else f"{first.day} {first:%b}"
        labels.append(text if first.year == year else f"{text}\n{first.year}")
        year = first.year
    axes.set_xticks(places, labels)


def _short(value: float, _place: float) -> str:
    """Write a number on an axis: 1.5M for 1500000."""
    for unit, name in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= unit:
            return f"{value / unit:g}{name}"
    return f"{value:g}"


def _drawn(amount: Decimal | None) -> float:
    return 0.0 if amount is None else float(amount)


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def _months(first: date, last: date) -> list[date]:
    found = [first.replace(day=1)]
    while (following := _next_month(found[-1])) <= last:
        found.append(following)
    return found


def _next_month(first: date) -> date:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
