"""The command `okx-broker`: users of a store, connecting one's own account, rebates. Needs the extra `cli`."""

from __future__ import annotations

import os
import signal
import sys
from importlib.util import find_spec
from typing import Final

_STOPPED: Final = 130
_NEEDED: Final = ("click", "cryptography", "rich")


def main() -> None:
    """Run the command and end the process with its exit code."""
    loading = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if loading:
        # While modules load there is nothing to finish, and a traceback through them helps nobody.
        signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(_STOPPED))
    if any(find_spec(name) is None for name in _NEEDED):
        from okx_broker.extras import install

        sys.stderr.write(f"Error: for the command line, {install('cli')}\n")
        sys.exit(2)
    from okx_broker.cli.main import run

    if loading:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(run())
