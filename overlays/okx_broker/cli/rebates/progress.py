"""What a job does, live: one line that changes where a person looks on, else a line for each new thing. On standard error."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from okx_broker.cli.shown import moment, note
from okx_broker.rebates.progress import Progress, Tell

if TYPE_CHECKING:
    from rich.console import RenderableType

    from okx_broker.clock import Clock


def sentence(progress: Progress) -> str:
    """Return what a job does, with the moment until which it waits."""
    place = f"[{progress.piece}/{progress.pieces}] " if progress.pieces > 1 and progress.piece else ""
    text = "".join(letter if letter.isprintable() else "?" for letter in progress.text)
    return place + text + (f"; until {moment(progress.until_ms)}" if progress.until_ms else "")


@contextmanager
def shown_progress(clock: Clock) -> Generator[Tell, None, None]:
    """Show what a job tells, until the block ends.

    Args:
        clock: The exchange's time, for the time that is left.
    """
    if sys.stderr.isatty():
        with _live(clock) as tell:
            yield tell
        return
    said: set[str] = set()

    def tell_line(progress: Progress) -> None:
        text = sentence(progress)
        if (key := place_of(progress)) not in said:
            said.add(key)
            note(text)

    yield tell_line


def place_of(progress: Progress) -> str:
    """Return what makes a message a new one: not the moment, nor the bytes."""
    return f"{progress.stage} {progress.piece} {progress.text}"


@contextmanager
def _live(clock: Clock) -> Generator[Tell, None, None]:
    from rich.console import Console, Group
    from rich.live import Live
    from rich.progress_bar import ProgressBar
    from rich.spinner import Spinner
    from rich.text import Text

    last: list[Progress] = []
    spinner = Spinner("dots")

    def rendered() -> RenderableType:
        if not last:
            return Text("")
        now = last[-1]
        text = Text(sentence(now))
        if now.until_ms:
            text.append(f" ({_left(now.until_ms - clock.now_ms())} left)")
        elif now.bytes_done:
            of = f" of {now.bytes_total / 1e6:.1f}" if now.bytes_total else ""
            text.append(f": {now.bytes_done / 1e6:.1f}{of} MB")
        spinner.update(text=text)
        if now.bytes_total:
            return Group(spinner, ProgressBar(now.bytes_total, now.bytes_done, width=40))
        return spinner

    console = Console(stderr=True)
    with Live(get_renderable=rendered, console=console, transient=True, refresh_per_second=4):

        def tell(progress: Progress) -> None:
            if progress.stage == "done":
                console.print(Text(sentence(progress)))
            last[:] = [progress]

        yield tell


def _left(milliseconds: int) -> str:
    seconds = max(0, milliseconds // 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
