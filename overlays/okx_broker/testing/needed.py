"""What the kit needs beyond the client, and what to install where it is missing."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

MODULES: Final = ("okx_mock", "click", "httptools", "pytest", "starlette", "uvicorn")
"""The modules of the extra."""

INSTALL: Final = 'pip install "okx-broker[testing]"'


def need(*modules: str) -> None:
    """Check that modules can be imported, without importing them.

    Raises:
        ImportError: One is missing; the message names it and the extra to install.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise ImportError(f"the test kit needs {', '.join(missing)}: install the extra with {INSTALL}", name=missing[0])
