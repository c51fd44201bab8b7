"""Leaves the frames of the library out of the traceback of a test that fails: the test is what its author can change."""

from __future__ import annotations

import sys
from typing import Final

_HIDDEN: Final = ("okx_broker.", "okx_v5.")


def hide_library() -> None:
    """Mark the modules of the library that are loaded; pytest leaves the frames of marked ones out."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_HIDDEN):
            vars(module)["__tracebackhide__"] = True
