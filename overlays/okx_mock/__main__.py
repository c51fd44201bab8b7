"""`python -m okx_mock` is the same as `okx-mock`. Needs the extra `mock`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Final

_NEEDED: Final = ("click", "httptools", "starlette", "uvicorn")


def main() -> None:
    """Run the command."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        sys.stderr.write(
            f"Error: okx-mock needs {', '.join(missing)}: "
            'install the extra mock: pip install "<path of your clone>[mock]"\n'
        )
        sys.exit(2)
    from okx_mock.command import main as command

    command(prog_name="okx-mock")


if __name__ == "__main__":
    main()
