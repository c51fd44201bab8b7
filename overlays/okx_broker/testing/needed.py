"""What the kit needs beyond the client, and what to install where it is missing."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from okx_broker.extras import install

MODULES: Final = ("okx_mock", "click", "httptools", "pytest", "starlette", "uvicorn")
"""The modules of the extra."""


def need(*modules: str) -> None:
    """Check that modules can be imported, without importing them.

    Raises:
        ImportError: One is missing; the message names it and the extra to install.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise ImportError(f"the test kit needs {', '.join(missing)}: {install('testing')}", name=missing[0])
