"""`okx-broker rebates export`: a table as one CSV file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import click

from okx_broker.cli.rebates.days import days_options, table_argument, told
from okx_broker.cli.settings import Settings, json_option, pass_settings
from okx_broker.cli.shown import answer
from okx_broker.rebates.dataset import export_csv
from okx_broker.rebates.summary import summarize

_EPILOG: Final = """\b
Examples:
  okx-broker rebates export rebates rebates.csv
  okx-broker rebates export rebates june.csv --begin 2026-06-01 --end 2026-06-30
"""


@click.command(epilog=_EPILOG)
@table_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@days_options
@click.option("--dry-run", is_flag=True, help="Only count the rows.")
@json_option
@pass_settings
def export(
    settings: Settings, folder: Path, file: Path, begin: date | None, end: date | None, *, dry_run: bool
) -> None:
    """Write the rows of the table in DIR into FILE, exactly, each order once.

    Texts are written as the reports have them, also one that starts with =, +, - or @: a spreadsheet takes that for a formula.
    Import such columns as text there.
    """
    with told(file):
        if dry_run:
            rows = summarize(folder, (), begin=begin, end=end).total.rows
        else:
            rows = export_csv(folder, file, begin=begin, end=end)
    verb = "would be written to" if dry_run else "are in"
    document = {"file": str(file), "rows": rows, "dry_run": dry_run}
    answer(document, as_json=settings.as_json, text=f"{rows} rows {verb} {file}")
