"""Options of the commands that read a table of rebates, and what goes wrong with files."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from okx_broker.errors import ConfigurationError

F = TypeVar("F", bound=Callable[..., Any])


def _as_day(context: click.Context, parameter: click.Parameter, value: datetime | None) -> date | None:
    return None if value is None else value.date()


def day_option(name: str, *, required: bool, text: str) -> Callable[[F], F]:
    """Add an option that takes a day."""
    return click.option(
        name,
        required=required,
        metavar="YYYY-MM-DD",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_as_day,
        help=text,
    )


def days_options(command: F) -> F:
    """Add `--begin` and `--end`."""
    begin = day_option("--begin", required=False, text="The first day to count; the table's first one unless said.")
    end = day_option("--end", required=False, text="The last day to count, included; the table's last one unless said.")
    return begin(end(command))


def table_argument(command: F) -> F:
    """Add the folder of a table."""
    folder = click.Path(path_type=Path, file_okay=False, exists=True)
    return click.argument("folder", metavar="DIR", type=folder)(command)


@contextmanager
def told(path: Path) -> Generator[None]:
    """Turn what the system says of a file into a setting that can't be used.

    Raises:
        ConfigurationError: A file or folder can't be read or written.
    """
    try:
        yield
    except OSError as problem:
        raise ConfigurationError(f"{problem.filename or path}: {problem.strerror or problem}") from None
