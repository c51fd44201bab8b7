"""The command `okx-broker`: users of a store, connecting one's own account, rebates. Needs the extra `cli`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Final

_NEEDED: Final = ("click", "cryptography", "rich")


def main() -> None:
    """Run the command and end the process with its exit code."""
    if any(find_spec(name) is None for name in _NEEDED):
        sys.stderr.write('Error: the command line needs the extra: pip install "okx-broker[cli]"\n')
        sys.exit(2)
    from okx_broker.cli.main import run

    sys.exit(run())
