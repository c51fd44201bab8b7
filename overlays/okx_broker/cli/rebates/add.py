"""`okx-broker rebates add`: a report that is on this machine already goes into a table."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from okx_broker.cli.rebates.days import day_option, told
from okx_broker.cli.settings import Settings, json_option, pass_settings
from okx_broker.cli.shown import answer, note
from okx_broker.rebates.dataset import Added, ReportFile, add_report

if TYPE_CHECKING:
    from okx_broker.rebates.dataset import BrokerType

_EPILOG: Final = """\b
Exit codes:
  0    the rows are in the table (with --dry-run: they can be read)
  1    the file is no report, or holds a row that can't be read
  2    usage or configuration: an option, a folder
  130  stopped by Ctrl-C; the same command does it again

\b
Examples:
  okx-broker rebates add june.csv --begin 2026-06-01 --end 2026-06-30 --made 2026-07-01T08:00:00 --out rebates
  okx-broker rebates add june.csv --begin 2026-06-01 --end 2026-06-30 --made 2026-07-01T08:00:00 --out rebates --dry-run
"""


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@day_option("--begin", required=True, text="The first day that the report covers.")
@day_option("--end", required=True, text="The last day that it covers, included.")
@click.option(
    "--made",
    required=True,
    metavar="YYYY-MM-DDTHH:MM:SS",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"]),
    help="When it was asked for, in UTC: a later report corrects an earlier one.",
)
@click.option(
    "--out", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder of the table."
)
@click.option(
    "--broker-type",
    envvar="OKX_BROKER_TYPE",
    show_envvar=True,
    type=click.Choice(["api", "oauth"]),
    help="Which of both you are, if OKX has you as both.",
)
@click.option("--keep-going", is_flag=True, help="Put rows that can't be read aside, and count them.")
@click.option("--dry-run", is_flag=True, help="Only read and check the file.")
@json_option
@pass_settings
def add(
    settings: Settings,
    file: Path,
    begin: date,
    end: date,
    made: datetime,
    folder: Path,
    broker_type: BrokerType | None,
    *,
    keep_going: bool,
    dry_run: bool,
) -> None:
    """Put the report in FILE, a CSV file, into a table; `rebates fetch` does this by itself."""
    made_ms = (made - datetime(1970, 1, 1)) // timedelta(milliseconds=1)  # noqa: DTZ001 - both are in UTC
    report = ReportFile(file, broker_type, begin, end, made_ms)
    with told(file):
        added = add_report(folder, report, keep_going=keep_going, dry_run=dry_run)
    verb = "can be read" if dry_run else f"are in {folder}"
    answer(
        _shown(added, dry_run=dry_run), as_json=settings.as_json, text=f"{added.rows} rows of {begin} to {end} {verb}"
    )
    if added.rejected:
        where = f": {added.rejects}" if added.rejects else ""
        note(f"Warning: {added.rejected} rows can't be read and are left out{where}")
    if added.withdrawn:
        note(f"Warning: {added.withdrawn} rows of an earlier report are gone: this one does not list them any more")
    if added.superseded:
        note(f"{len(added.superseded)} days were left alone: a newer report has them")


def _shown(added: Added, *, dry_run: bool) -> dict[str, object]:
    return {
        "rows": added.rows,
        "rejected": added.rejected,
        "rejects": str(added.rejects) if added.rejects else None,
        "days": [str(day) for day in added.days],
        "superseded": [str(day) for day in added.superseded],
        "withdrawn": added.withdrawn,
        "dry_run": dry_run,
    }
