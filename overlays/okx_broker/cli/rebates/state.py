"""Where jobs are kept, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from okx_broker.cli.shown import Shown, moment
from okx_broker.rebates.jobs import Job, Piece
from okx_broker.rebates.taking import csv_of

F = TypeVar("F", bound=Callable[..., Any])


def default_state() -> Path:
    """Return the file of jobs that is used unless another one is named."""
    return Path(click.get_app_dir("okx-broker")) / "rebates.db"


def state_option(command: F) -> F:
    """Add `--state`."""
    return click.option(
        "--state",
        envvar="OKX_REBATES_STATE",
        show_envvar=True,
        type=click.Path(path_type=Path, dir_okay=False),
        default=default_state,
        show_default="the user's folder for programs",
        help="The SQLite file of jobs. No link and no key is in it.",
    )(command)


def job_shown(job: Job) -> Shown:
    """Return a job as a document."""
    return {
        "job": job.id,
        "environment": job.environment,
        "exchange": job.base_url,
        "broker_type": job.broker_type,
        "begin": str(job.span.begin),
        "end": str(job.span.end),
        "folder": str(job.folder),
        "state": state_of(job),
        "waits_until": _moment(waits_until(job)),
        "rows": job.rows,
        "rejected": job.rejected,
        "problem": job.problem,
        "begun_at": moment(job.created_ms),
        "seen_at": moment(job.touched_ms),
        "reports": [_report(job, piece) for piece in job.pieces],
        "warnings": warnings_of(job),
    }


def _report(job: Job, piece: Piece) -> Shown:
    return {
        "begin": str(piece.span.begin),
        "end": str(piece.span.end),
        "state": "done" if piece.done else piece.state,
        "asked_at": _moment(piece.asked_ms),
        "made_at": _moment(piece.made_ms),
        "expected_at": _moment(piece.expected_ms),
        "rows": piece.rows,
        "rejected": piece.rejected,
        "csv": str(csv_of(job, piece)) if piece.done else "",
    }


def _moment(at_ms: int) -> str:
    return moment(at_ms) if at_ms else ""


def state_of(job: Job) -> str:
    """Return how far a job is, in a word: `begun`, `wanted`, `asking`, `making`, `finished` at the exchange, `done`."""
    if job.done:
        return "done"
    return next((piece.state for piece in job.pieces if not piece.done), "begun")


def waits_until(job: Job) -> int:
    """Return until when a job waits, as far as that is known; 0 where it does not."""
    for piece in job.pieces:
        if not piece.done:
            return job.ask_ms if piece.state == "wanted" else piece.expected_ms
    return 0


def warnings_of(job: Job) -> list[str]:
    """Return what a person should know of a job's reports."""
    found: list[str] = []
    for piece in job.pieces:
        if piece.shift_ms:
            hours, minutes = divmod(abs(piece.shift_ms) // 60_000, 60)
            when = "later" if piece.shift_ms > 0 else "earlier"
            found.append(
                f"the days of the report {piece.span} start {hours}:{minutes:02} hours {when} than expected: "
                "say --day-starts, and compare with your own books"
            )
        if piece.rejected:
            found.append(f"{piece.rejected} rows of the report {piece.span} could not be read and are left out")
    return found
