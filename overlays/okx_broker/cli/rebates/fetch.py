"""`okx-broker rebates fetch`: a range of days as a durable job."""

from __future__ import annotations

import math
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from okx_broker.cli.rebates.progress import shown_progress
from okx_broker.cli.rebates.state import job_shown, state_option, warnings_of
from okx_broker.cli.settings import (
    OWN_KEY,
    Settings,
    broker_options,
    environment_option,
    json_option,
    opened_broker,
    pass_settings,
)
from okx_broker.cli.shown import answer, moment, note, table
from okx_broker.credentials import ApiKey
from okx_broker.errors import ConfigurationError, RateLimited
from okx_broker.rebates.files import FILE_HOSTS, Downloader
from okx_broker.rebates.jobs import Job, JobStore, Planned, RebateJobs, planned
from okx_broker.rebates.report import LONGEST_SECONDS

if TYPE_CHECKING:
    from okx_broker.client import BrokerType, Client
    from okx_broker.rebates.progress import Tell

_EPILOG: Final = """\b
The key of the broker itself is read from OKX_BROKER_API_KEY, OKX_BROKER_SECRET_KEY and OKX_BROKER_PASSPHRASE;
reading is enough of a permission.

\b
Exit codes:
  0    the rows of all days are in the table (or, with --detach or --dry-run, what was asked for is done)
  1    OKX refused, or a report is no report or holds a row that can't be read
  2    usage or configuration: an option, a setting, a folder
  3    not now: OKX or its file host can't be reached, or the report is not there yet; the same command goes on
  130  stopped by Ctrl-C; the same command goes on
  143  stopped by SIGTERM; the same command goes on

\b
Examples:
  okx-broker rebates fetch --begin 2026-06-01 --end 2026-06-30 --out rebates --environment live --site global
  okx-broker rebates fetch --begin 2024-01-01 --end 2026-06-30 --out rebates --detach
  okx-broker rebates fetch --begin 2026-06-01 --end 2026-06-30 --out rebates --dry-run
  */10 * * * *  okx-broker rebates fetch … --longest-hours 0    # in a crontab: goes on, and does nothing once it is done
"""
_LIST_SECONDS: Final = 60
_DAY_STARTS: Final = re.compile(r"([+-]?)(\d{1,2}):(\d\d)")


@dataclass
class _Options:
    begin: datetime
    end: datetime
    out: Path
    state: Path
    broker_type: BrokerType | None
    day_starts: timedelta
    file_host: tuple[str, ...]
    plain_http: bool
    keep_going: bool
    longest_hours: float

    @property
    def span(self) -> tuple[date, date]:
        return self.begin.date(), self.end.date()

    def jobs(self, client: Client, store: JobStore, tell: Tell | None = None) -> RebateJobs:
        return RebateJobs(
            client,
            store,
            downloader=Downloader(hosts=self.file_host or FILE_HOSTS, allow_http=self.plain_http),
            broker_type=self.broker_type,
            day_starts=self.day_starts,
            tell=tell,
        )


def _day_starts(context: click.Context, parameter: click.Parameter, value: str) -> timedelta:
    found = _DAY_STARTS.fullmatch(value)
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        raise click.BadParameter(f"{value!r} is no time of the day: write 00:00, or -08:00 for 16:00 of the day before")
    starts = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -starts if found[1] == "-" else starts


@click.command(epilog=_EPILOG)
@click.option("--begin", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option(
    "--end", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day, included; it must be over."
)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder of the table.")
@click.option(
    "--broker-type",
    envvar="OKX_BROKER_TYPE",
    show_envvar=True,
    type=click.Choice(["api", "oauth"]),
    help="Which of both you are, if OKX has you as both.",
)
@state_option
@environment_option("Whose rebates: demo or live ones.")
@broker_options
@click.option(
    "--day-starts",
    default="00:00",
    show_default=True,
    callback=_day_starts,
    metavar="HH:MM",
    help="When a report's day starts, in UTC. OKX does not say; what it makes is checked against this.",
)
@click.option(
    "--file-host",
    multiple=True,
    metavar="HOST[:PORT]",
    help="Where files may come from, in place of the host of OKX's documents; may be said more than once.",
)
@click.option(
    "--plain-http", is_flag=True, help="Leave http links as they are, as a mock needs; else they become https."
)
@click.option("--keep-going", is_flag=True, help="Put rows that can't be read aside, and count them.")
@click.option(
    "--longest-hours",
    default=LONGEST_SECONDS / 3600,
    show_default=True,
    type=click.FloatRange(0, 1000),
    help="Give up for now after so many hours without any progress.",
)
@click.option("--detach", is_flag=True, help="Return at once, and leave the work to a process in the background.")
@click.option(
    "--dry-run", is_flag=True, help="Only say which reports there are, are being made, and would be asked for."
)
@json_option
@pass_settings
def fetch(settings: Settings, /, *, detach: bool, dry_run: bool, **options: object) -> None:
    """Fetch the rebates of some days: ask OKX for the reports, wait, download, check, and add them to a table.

    That takes two hours or more, and an hour more for each further 180 days. Whatever stops it, the same command goes on
    where it was; OKX is asked for nothing twice, however many processes run it. Reports that OKX has already are used.
    """
    said = _Options(**options)  # type: ignore[arg-type]
    key = ApiKey.from_env(prefix=OWN_KEY)
    try:
        with opened_broker(settings, None, None) as broker:
            client = broker.for_credentials(key)
            if dry_run:
                _plan(settings, said, client)
                return
            with JobStore(said.state) as store:
                if detach:
                    _detach(settings, said, said.jobs(client, store).begin(*said.span, said.out))
                    return
                with shown_progress(broker.clock) as tell:
                    job = said.jobs(client, store, tell).fetch(
                        *said.span, said.out, keep_going=said.keep_going, longest=3600 * said.longest_hours
                    )
    except OSError as problem:
        raise ConfigurationError(f"{problem.filename or said.out}: {problem.strerror or problem}") from None
    _answer(settings, job)


def _answer(settings: Settings, job: Job) -> None:
    warnings = warnings_of(job)
    for warning in warnings:
        note(f"Warning: {warning}")
    text = f"job {job.id}: {job.rows} rows of {job.span} are in {job.folder}"
    answer(job_shown(job), as_json=settings.as_json, text=text)


def _plan(settings: Settings, said: _Options, client: Client) -> None:
    try:
        found = planned(client, *said.span, broker_type=said.broker_type, day_starts=said.day_starts)
    except RateLimited as problem:
        problem.add_note(f"OKX answers this question only so often: ask again in {_wait(problem)}")
        raise
    reports = [
        {
            "begin": str(one.span.begin),
            "end": str(one.span.end),
            "there": one.state == "finished",
            "state": one.state,
            "expected_at": moment(one.expected_ms) if one.expected_ms else "",
        }
        for one in found
    ]
    rows = [(str(one.span), _planned_shown(one, client.clock.now_ms())) for one in found]
    missing = sum(one.state == "wanted" for one in found)
    answer({"reports": reports, "to_ask": missing}, as_json=settings.as_json, text=table(("report", "what"), rows))
    reports_missing = "1 report" if missing == 1 else f"{missing} reports"
    note(
        f"nothing was asked for; {reports_missing} would be" + (f", in {missing + 1} hours or more" if missing else "")
    )


def _planned_shown(report: Planned, now_ms: int) -> str:
    if report.state == "finished":
        return "there"
    if report.state == "wanted":
        return "to be asked for"
    if not report.expected_ms:
        return "being made"
    how = "being made until" if report.expected_ms > now_ms else "being made, late since"
    return f"{how} {moment(report.expected_ms)}"


def _wait(problem: RateLimited) -> str:
    seconds = math.ceil(problem.retry_after or _LIST_SECONDS)
    return "a second" if seconds == 1 else f"{seconds} seconds"


def _detach(settings: Settings, said: _Options, job: Job) -> None:
    """Leave the job to a process of its own, which has this one's environment and outlives the terminal."""
    log = said.state.absolute().with_name(f"{said.state.name}-job-{job.id}.log")
    command = [sys.executable, "-m", "okx_broker.cli", *(word for word in sys.argv[1:] if word != "--detach")]
    number = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        process = subprocess.Popen(  # noqa: S603 - this program again
            command, stdin=subprocess.DEVNULL, stdout=number, stderr=number, start_new_session=True
        )
    finally:
        os.close(number)
    document = {"job": job.id, "process": process.pid, "log": str(log)}
    text = f"job {job.id} goes on in process {process.pid}; it writes to {log}"
    answer(document, as_json=settings.as_json, text=text)
    named = click.get_current_context().get_parameter_source("state") is click.core.ParameterSource.COMMANDLINE
    state = f" --state {shlex.quote(str(said.state))}" if named else ""
    note(f"see how far it is: okx-broker rebates status {job.id} --environment {settings.environment}{state}")
