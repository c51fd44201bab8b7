"""A process that fetches, until it is done, has to wait, or is killed: at a line of our code, or at a moment."""

from __future__ import annotations

import os
import signal
import sys
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

DONE, WAITS = 0, 7
_TRACED = ("/okx_broker/rebates/", "/okx_broker/calls.py", "/okx_broker/transport.py", "/okx_broker/client.py")


@dataclass(frozen=True)
class Errand:
    """What is fetched, where, and when the process dies.

    Attributes:
        environ: The broker's key and the mock's address.
        files: The files host.
        store: The file of jobs.
        out: The table.
        begin: The first day.
        end: The last day.
        line: After so many lines of our code it is killed; 0 for not.
        seconds: After so many seconds it is killed; 0 for not.
        stage: The seconds count from where the job tells this; from the beginning if it is empty.
    """

    environ: dict[str, str]
    files: str
    store: str
    out: str
    begin: date
    end: date
    line: int = 0
    seconds: float = 0.0
    stage: str = ""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_at_line(number: int) -> Any:
    left = [number]

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        if event == "call":
            return trace if any(name in frame.f_code.co_filename for name in _TRACED) else None
        left[0] -= 1
        if left[0] == 0:
            die()
        return trace

    return trace


def run(errand: Errand) -> None:
    """Fetch; the process ends with `DONE` or `WAITS`, or by the signal."""
    from okx_broker import ApiKey, Broker, Environment, Site, SystemClock
    from okx_broker.rebates.files import Downloader
    from okx_broker.rebates.jobs import JobStore, Progress, RebateJobs

    class Impatient(SystemClock):
        """Ends the process where the job would wait: somebody else moves the exchange's clock."""

        def sleep(self, seconds: float) -> None:
            os._exit(WAITS)

    environ = errand.environ
    broker = Broker(
        environ["OKX_BROKER_CODE"],
        environment=Environment.DEMO,
        site=Site.GLOBAL,
        base_url=environ["OKX_BASE_URL"],
        clock=Impatient(),
    )
    theirs = broker.public.get_time().ts
    assert theirs is not None
    broker.clock.correct(theirs - broker.clock.now_ms())
    downloader = Downloader(hosts=[errand.files], allow_http=True)
    if errand.seconds and not errand.stage:
        threading.Timer(errand.seconds, die).start()

    def tell(progress: Progress) -> None:
        if errand.stage and progress.stage == errand.stage:
            threading.Timer(errand.seconds, die).start()

    if errand.line:
        sys.settrace(kill_at_line(errand.line))
    store = JobStore(errand.store)
    us = broker.for_credentials(ApiKey.from_env(environ))
    jobs = RebateJobs(us, store, downloader=downloader, tell=tell)
    jobs.fetch(errand.begin, errand.end, Path(errand.out))
    sys.settrace(None)
    os._exit(DONE)
