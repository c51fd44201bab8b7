"""The error codes of spec/errors.yaml as a Python table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.bundle import SpecError, load_yaml

HEAD = '''"""OKX's error codes: what they mean, what to do, and what they say about the execution of a write."""

from __future__ import annotations

from typing import Final
'''

KEYS = {"code", "http", "meaning", "todo", "subCodes", "executed"}


def render_error_codes(path: Path, worded: Callable[[str], str]) -> str:
    """Return the source of the error table, its texts worded for readers of Python.

    Raises:
        SpecError: A code stands twice, or an entry has unknown keys.
    """
    entries = load_yaml(path)
    codes = [entry["code"] for entry in entries]
    if doubles := {code for code in codes if codes.count(code) > 1}:
        raise SpecError(f"{path.name}: {sorted(doubles)} stand twice")
    if odd := [entry["code"] for entry in entries if set(entry) - KEYS or not isinstance(entry["code"], str)]:
        raise SpecError(f"{path.name}: unknown keys or a code that is no text at {odd}")
    lines = [HEAD, "MEANINGS: Final[dict[str, str]] = {"]
    lines += [f"    {entry['code']!r}: {worded(' '.join(entry['meaning'].split()))!r}," for entry in entries]
    lines += ["}", '"""What a code says."""', "", "ADVICE: Final[dict[str, str]] = {"]
    lines += [
        f"    {entry['code']!r}: {worded(' '.join(entry['todo'].split()))!r}," for entry in entries if "todo" in entry
    ]
    lines += ["}", '"""What to do about a code, where that is not plain from its meaning."""', ""]
    for name, value, text in (
        ("NOT_EXECUTED", False, "Refusals that executed nothing: the same write can be sent again."),
        ("MAYBE_EXECUTED", "unknown", "Answers that leave open whether a write was executed."),
    ):
        found = [entry["code"] for entry in entries if entry.get("executed") == value and "executed" in entry]
        lines += [f"{name}: Final = frozenset({{{', '.join(map(repr, found))}}})", f'"""{text}"""', ""]
    return "\n".join(lines)
