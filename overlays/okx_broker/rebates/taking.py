"""One report's file: from a link to rows in the table. It blocks, and can be stopped and done again at any moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from okx_broker.errors import ReportUnavailable
from okx_broker.rebates.dataset import Added, ReportFile, add_report
from okx_broker.rebates.files import Downloader
from okx_broker.rebates.folder import file_of
from okx_broker.rebates.job_store import Job, Piece
from okx_broker.rebates.lock import FileLock
from okx_broker.rebates.partial import Partial
from okx_broker.rebates.report import file_name
from okx_v5.scalars import Secret

WORK_FOLDER: Final = ".fetching"
"""Where downloads under way lie, in the job's folder."""
CSV_FOLDER: Final = "csv"
"""Where the reports' CSV files lie, in the job's folder."""


@dataclass(frozen=True)
class Taking:
    """A report that is to be taken into a job's table.

    Attributes:
        job: The job.
        piece: The report.
        downloader: Fetches its file.
        keep_going: Whether rows that can't be read are put aside.
        day_starts: When the days of reports were expected to start.
    """

    job: Job
    piece: Piece
    downloader: Downloader
    keep_going: bool
    day_starts: timedelta

    @property
    def csv(self) -> Path:
        """Where the report's CSV is, or will be."""
        return csv_of(self.job, self.piece)

    def fetch(
        self,
        link: Secret,
        *,
        tell: Callable[[int, int | None], None],
        busy: Callable[[], None],
        stop: threading.Event,
    ) -> None:
        """Have the report's CSV in its place, by one request for what is missing of it.

        Args:
            link: The report's link.
            tell: Told bytes there and bytes of the whole.
            busy: Called while another process is at it.
            stop: Ends it from another thread.

        Raises:
            LinkExpired: The link works no more.
            ReportUnavailable: The download broke off, or was stopped.
            ReportError: It is no report.
        """
        folder = self.job.folder / WORK_FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock")
        while not lock.acquire(stop):
            busy()
            if stop.is_set():
                raise ReportUnavailable("the download was stopped")
        try:
            if self.csv.exists():  # another process was faster
                return
            self.csv.parent.mkdir(exist_ok=True)
            part = Partial(folder / (self.csv.name + ".part"))
            self.downloader.fetch_into(part, link, tell=tell, stop=stop)
            self.downloader.unpack_into(part, self.csv)
            part.discard()
        finally:
            lock.release()

    def add(self) -> Added:
        """Put the report's rows into the table.

        Raises:
            ReportError: A row can't be read, or the table can't be used.
        """
        file = ReportFile(
            path=self.csv,
            broker_type=self.job.broker_type,
            begin=self.piece.span.begin,
            end=self.piece.span.end,
            made_ms=self.piece.made_ms or self.piece.asked_ms,
            day_starts=self.day_starts + timedelta(milliseconds=self.piece.shift_ms),
        )
        self._clean()
        return add_report(self.job.folder, file, keep_going=self.keep_going)

    def _clean(self) -> None:
        """Take away what a process left that died after the CSV had come into its place, its lock's journal too."""
        folder = self.job.folder / WORK_FOLDER
        lock = FileLock(folder / "lock")
        if not folder.is_dir() or not lock.acquire():
            return
        try:
            for path in folder.glob(f"{self.csv.name}.part*"):
                path.unlink(missing_ok=True)
        finally:
            lock.release()


def csv_of(job: Job, piece: Piece) -> Path:
    """Return where a report's CSV is.

    Its name says when the report was made: a later one over the same days is another file, and must be downloaded.
    """
    days = Path(file_name(piece.span, job.broker_type))
    return job.folder / CSV_FOLDER / f"{days.stem}-{piece.made_ms or piece.asked_ms}{days.suffix}"


def has_days(job: Job, piece: Piece) -> bool:
    """Tell whether the table has a file for each of a report's days."""
    days = (piece.span.begin + timedelta(days=number) for number in range(piece.span.days))
    return all(file_of(job.folder, day).exists() for day in days)
