"""Paths as the contract spells them: another spelling could reach an operation past what the contract says of its tag."""

from __future__ import annotations

import re
from typing import Final

from okx_v5.operations import INDEX

_PATH: Final = re.compile(r"(?:/[A-Za-z0-9_-]+)+")
_KNOWN: Final = {path.lower(): path for _, path in INDEX}


def trouble_with(method: object, path: object) -> tuple[str, str, str] | None:
    """Return what is wrong with a method and path as field, problem and fix; None where nothing is."""
    if type(method) is not str or method not in ("GET", "POST"):
        return "method", f"is {str(method)[:20]!r}", 'Pass "GET" or "POST".'
    if type(path) is not str or _PATH.fullmatch(path) is None:
        fix = 'Write it as in the documents, without host, query or escapes: "/api/v5/trade/order".'
        return "path", f"is {str(path)[:80]!r}", fix
    spelt = _KNOWN.get(path.lower(), path)
    if spelt != path:
        return "path", f"is another spelling of {spelt}", "Write it so."
    return None
