"""`okx-broker rebates summary`: what the reports add up to."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Final, Literal

import click

from okx_broker.cli.rebates.days import days_options, table_argument, told
from okx_broker.cli.settings import Settings, json_option, pass_settings
from okx_broker.cli.shown import answer, note, table
from okx_broker.errors import ConfigurationError, InvalidArgument
from okx_broker.rebates.chart import series, write_png
from okx_broker.rebates.figures import TITLES, amounts_of, exact, rounded, summary_shown, used_amounts
from okx_broker.rebates.page import write_page
from okx_broker.rebates.summary import AMOUNT_NAMES, BY, Summary, Totals, summarize

_EPILOG: Final = """\b
Exit codes:
  0    done
  1    there is no table, or it can't be read
  2    usage or configuration: an option, a file that can't be written
  130  stopped by Ctrl-C

\b
Examples:
  okx-broker rebates summary rebates --by month --by code
  okx-broker rebates summary rebates --by user --begin 2026-06-01 --end 2026-06-30 --format csv > june.csv
  okx-broker rebates summary rebates --by day --chart june.png --html june.html
"""
_FEWEST_GAPS: Final = 3


@click.command(epilog=_EPILOG)
@table_argument
@click.option(
    "--by",
    multiple=True,
    metavar="|".join(BY),
    help="What to add up by; may be said more than once. Any column of the table that holds no amount and no time works by its name too. Default: day.",
)
@click.option("--all", "in_total", is_flag=True, help="One line for all of it, by nothing.")
@days_options
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "csv"]),
    default="table",
    show_default=True,
    help="How to answer; amounts of csv and --json are exact, as texts.",
)
@click.option(
    "--places", default=2, show_default=True, type=click.IntRange(0, 24), help="Round to so many places for people."
)
@click.option(
    "--chart",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw rebate and volume over time into this PNG file, by months where there are more than 100 days; grey where no report is.",
)
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with chart and totals into this file."
)
@click.option("--dry-run", is_flag=True, help="Write no file, and say which would be.")
@json_option
@pass_settings
def summary(
    settings: Settings,
    folder: Path,
    by: tuple[str, ...],
    begin: date | None,
    end: date | None,
    kind: Literal["table", "csv"],
    places: int,
    chart: Path | None,
    html: Path | None,
    *,
    in_total: bool,
    dry_run: bool,
) -> None:
    """Add up the table in DIR: volume, fees and rebates in USDT.

    Totals are exact; they are rounded where people read them, and only there.
    """
    if in_total and by:
        raise click.UsageError("--all adds up by nothing: leave --by out")
    if settings.as_json and kind == "csv":
        raise click.UsageError("--json or --format csv, not both")
    with told(folder):
        found = _summarized(folder, () if in_total else by or ("day",), begin, end)
    _answer(settings, found, kind, places)
    if found.missing:
        listed = ", ".join(map(str, found.missing[:_FEWEST_GAPS]))
        more = f" and {len(found.missing) - _FEWEST_GAPS} more" if len(found.missing) > _FEWEST_GAPS else ""
        note(f"Warning: days that no report covers: {len(found.missing)} ({listed}{more})")
    files = [file for file in (chart, html) if file is not None]
    if dry_run:
        for file in files:
            note(f"would write {file}")
        return
    if not files:
        return
    shown = series(folder, begin=begin, end=end)
    if chart is not None:
        with told(chart):
            write_png(shown, chart)
    if html is not None:
        with told(html):
            write_page(found, shown, html, places=places)
    for file in files:
        note(f"wrote {file}")


def _summarized(folder: Path, by: tuple[str, ...], begin: date | None, end: date | None) -> Summary:
    try:
        return summarize(folder, by, begin=begin, end=end)
    except InvalidArgument as problem:
        # Its own text says that nothing was sent, as of a request; there is none here.
        raise ConfigurationError(f"{problem.field} {problem.problem}. {problem.fix}") from None


def _answer(settings: Settings, found: Summary, kind: str, places: int) -> None:
    if kind == "csv":
        click.echo(_as_csv(found), nl=False)
        return
    names = used_amounts(found)
    titles = (*found.by, "rows", *(TITLES[name] for name in names))

    def line(keys: tuple[str, ...], totals: Totals) -> list[str]:
        amounts = amounts_of(totals)
        return [*keys, f"{totals.rows:,}", *(rounded(amounts[name], places) for name in names)]

    rows = [line(group.keys, group.totals) for group in found.groups] if found.by else []
    keys = ("total", *("" for _ in found.by[1:])) if found.by else ()
    rows.append(line(keys, found.total))
    answer(
        summary_shown(found),
        as_json=settings.as_json,
        text=table(titles, rows, to_the_right=range(len(found.by), len(titles))),
    )


def _as_csv(found: Summary) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*found.by, "rows", *AMOUNT_NAMES))
    for group in found.groups:
        amounts = amounts_of(group.totals)
        writer.writerow((*group.keys, group.totals.rows, *(exact(amounts[name]) for name in AMOUNT_NAMES)))
    return text.getvalue()
