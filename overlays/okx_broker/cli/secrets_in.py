"""Reading secrets: without echo at a terminal, else line by line from standard input."""

from __future__ import annotations

import getpass
import sys
import warnings
from collections.abc import Sequence
from typing import Final

import click

_LONGEST: Final = 1024


def read_secrets(names: Sequence[str]) -> list[str]:
    """Ask for one secret after the other.

    Raises:
        click.UsageError: One is missing, or the terminal would show them.
    """
    ask = _at_terminal if sys.stdin.isatty() else _next_line
    found: list[str] = []
    for name in names:
        try:
            text = ask(name).strip()
        except EOFError:
            text = ""
        if not text:
            raise click.UsageError(
                f"{name} is missing: give {', '.join(names)} when asked, or as lines of standard input"
            )
        found.append(text)
    return found


def _at_terminal(name: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(f"{name} (not shown): ", sys.stderr)
        except getpass.GetPassWarning:
            raise click.UsageError(
                "this terminal can't hide what is typed: give the secrets as lines of standard input"
            ) from None


def _next_line(name: str) -> str:
    return sys.stdin.readline(_LONGEST)
