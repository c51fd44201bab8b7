"""The group of all commands, and how each of them ends."""

from __future__ import annotations

import os
import sys
from typing import Final

import click

from okx_broker import __version__
from okx_broker.cli.connect import connect
from okx_broker.cli.docs import docs
from okx_broker.cli.rebates import rebates
from okx_broker.cli.users import users
from okx_broker.errors import (
    ApiError,
    CallError,
    ConfigurationError,
    ConsentRefused,
    ExchangeUnavailable,
    InvalidArgument,
    KeyRefused,
    NotConnected,
    OkxError,
    ReportUnavailable,
)
from okx_broker.oauth.signals import end_in_order
from okx_broker.oauth.store.protocol import StoreError, StoreUnavailable

REFUSED: Final = 1
MISUSED: Final = 2
NOT_NOW: Final = 3
STOPPED: Final = 130

_EPILOG: Final = """\b
Exit codes:
  0    done
  1    a user must connect again, is not connected, or was refused; a report can't be read
  2    usage or configuration: an option, a setting, a key of the store, a damaged store
  3    exchange or store can't be asked now, a report is not there yet: try again later
  130  stopped by Ctrl-C
  143  stopped by SIGTERM; either way, what was in hand was finished first

\b
Options can come from the environment (each option's help names its variable). Secrets only come from the
environment, the system's keyring or standard input: arguments are seen by everybody on the machine.

\b
Variables without an option:
  OKX_BROKER_STORE_KEY    the store's master keys
  OKX_CLIENT_SECRET       your secret as an OAuth client
  OKX_BROKER_TYPE         api or oauth, where your company is both
  OKX_BASE_URL            for tests: the address of the mock
  OKX_BROKER_API_KEY, OKX_BROKER_SECRET_KEY, OKX_BROKER_PASSPHRASE    your own key, for `users add` and `rebates`

\b
Variables of what OKX hands out privately (options of the commands that need them):
  OKX_TOKEN_PATH, OKX_REVOKE_PATH, OKX_AUTHORIZE_PATH    the paths of token requests, and the page of consent
  OKX_TOKEN_ENCODING      json or form: how token requests are written

\b
Completion in the shell:
  bash   eval "$(_OKX_BROKER_COMPLETE=bash_source okx-broker)"
  zsh    eval "$(_OKX_BROKER_COMPLETE=zsh_source okx-broker)"
  fish   _OKX_BROKER_COMPLETE=fish_source okx-broker | source

\b
Examples:
  okx-broker users add user-7 --store users.db --environment demo --site global
  okx-broker users list --store users.db --environment demo --json
  okx-broker connect --store me.db --environment demo --site global
  okx-broker rebates fetch --begin 2026-06-01 --end 2026-06-30 --out rebates --environment live --site global
"""


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="okx-broker")
def cli() -> None:
    """Users of an OKX broker: their keys, tokens and consents; and the broker's rebates.

    What a command answers goes to standard output, everything else to standard error. No secret is ever printed, but the
    master key that `users new-key` makes.
    """


cli.add_command(users)
cli.add_command(connect)
cli.add_command(rebates)
cli.add_command(docs)


def run() -> int:
    """Run the command of this process's arguments; return its exit code."""
    end_in_order()
    try:
        code = cli.main(prog_name="okx-broker", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        return STOPPED  # click has ended the line
    except click.ClickException as problem:
        problem.show()
        return MISUSED
    except BrokenPipeError:
        # Whoever read the answer has enough.
        _write_no_more()
        return 0
    except OSError as problem:
        _write_no_more()
        click.echo(f"Error: {problem.filename or 'standard output'}: {problem.strerror or problem}", err=True)
        return MISUSED
    except OkxError as problem:
        return _failed(problem)
    except ImportError as problem:
        if "extra" not in str(problem):
            raise
        click.echo(f"Error: {problem}", err=True)
        return MISUSED
    return code if isinstance(code, int) else 0


def _write_no_more() -> None:
    """Leave what could not be written: Python would try it once more at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(problem: OkxError) -> int:
    click.echo(f"Error: {problem}", err=True)
    for note in getattr(problem, "__notes__", ()):
        click.echo(note, err=True)
    return exit_code(problem)


def exit_code(problem: OkxError) -> int:
    """Return the exit code that stands for an error."""
    if isinstance(problem, ExchangeUnavailable | StoreUnavailable | ReportUnavailable):
        return NOT_NOW
    if isinstance(problem, ApiError | NotConnected | ConsentRefused | KeyRefused):
        return REFUSED
    if isinstance(problem, ConfigurationError | InvalidArgument | StoreError):
        return MISUSED
    return NOT_NOW if isinstance(problem, CallError) else REFUSED
