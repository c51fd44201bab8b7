"""`okx-broker rebates status`: what is known of jobs, without asking the exchange."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from okx_broker.cli.rebates.state import job_shown, state_of, state_option, waits_until, warnings_of
from okx_broker.cli.settings import Settings, environment_option, json_option, pass_settings
from okx_broker.cli.shown import answer, details, moment, note, table
from okx_broker.errors import ConfigurationError
from okx_broker.rebates.jobs import Job, JobStore

_EPILOG: Final = """\b
States of a job:
  begun     OKX was not asked yet which reports there are
  wanted    the next report is to be asked for; one an hour can be
  asking    it was asked for, and the answer is not known
  making    OKX makes it, usually within 2 hours of asking
  finished  it is made, and to be fetched
  done      all rows are in the table

\b
Examples:
  okx-broker rebates status --environment live
  okx-broker rebates status 3 --environment live --json
"""


@click.command(epilog=_EPILOG)
@click.argument("job", required=False, type=click.IntRange(1))
@state_option
@environment_option("Whose jobs: demo or live ones.")
@json_option
@pass_settings
def status(settings: Settings, job: int | None, state: Path) -> None:
    """Show all jobs, or one JOB with its reports. The exchange is not asked."""
    jobs: list[Job] = []
    if state.exists():
        with JobStore(state) as store:
            jobs = store.jobs(settings.environment.lower())
    if job is not None:
        found = [one for one in jobs if one.id == job]
        if not found:
            raise ConfigurationError(f"there is no job {job} of the environment {settings.environment} in {state}")
        _show(found[0], as_json=settings.as_json)
        return
    rows = [
        (
            one.id,
            f"{one.span}",
            one.broker_type,
            state_of(one),
            f"{sum(piece.done for piece in one.pieces)}/{len(one.pieces)}",
            one.rows,
            moment(until) if (until := waits_until(one)) else "",
            one.folder,
        )
        for one in jobs
    ]
    titles = ("job", "days", "type", "state", "reports", "rows", "waits until", "folder")
    answer(
        {"jobs": [job_shown(one) for one in jobs]},
        as_json=settings.as_json,
        text=table(titles, rows) if rows else "",
    )
    if not rows:
        note("no jobs")
    for one in jobs:
        if one.problem and not one.done:
            note(f"job {one.id}, last problem: {one.problem}")


def _show(job: Job, *, as_json: bool) -> None:
    document = job_shown(job)
    plain = {name: value for name, value in document.items() if name not in ("reports", "warnings")}
    rows = [
        (str(piece.span), "done" if piece.done else piece.state, moment(piece.expected_ms) if piece.expected_ms else "",
         piece.rows, piece.rejected)
        for piece in job.pieces
    ]  # fmt: skip
    reports = "\n\n" + table(("report", "state", "expected", "rows", "rejected"), rows) if rows else ""
    answer(document, as_json=as_json, text=details(plain) + reports)
    for warning in warnings_of(job):
        note(f"Warning: {warning}")
