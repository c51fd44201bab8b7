"""What a job tells while it works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Stage: TypeAlias = Literal["looking", "asking", "making", "limit", "trouble", "busy", "downloading", "adding", "done"]


@dataclass(frozen=True)
class Progress:
    """What a job does or waits for now.

    Attributes:
        job: The job's number.
        stage: `looking` for links, `asking` for a report; waiting while the exchange is `making` one, for the hourly
            `limit`, after a `trouble` that may pass, or for another process (`busy`); `downloading` a file; `adding` its
            rows; `done` with a report.
        text: The same for a person.
        until_ms: When the wait ends, or the report is expected; 0 where nothing is waited for.
        piece: Which report, from 1; 0 where it is about none.
        pieces: How many reports the job needs; 0 as long as that is not known.
        bytes_done: Bytes of the file that are there.
        bytes_total: Bytes of the whole file, if known.
    """

    job: int
    stage: Stage
    text: str
    until_ms: int = 0
    piece: int = 0
    pieces: int = 0
    bytes_done: int = 0
    bytes_total: int | None = None


Tell: TypeAlias = Callable[[Progress], None]
"""Told what a job does; where files are fetched beside an event loop, by another thread too."""
