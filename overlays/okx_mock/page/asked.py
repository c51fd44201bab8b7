"""What the page asks for, read from a query string and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

View: TypeAlias = Literal["orders", "records", "accounts", "limits", "requests", "faults", "codes", "prices"]
Tagged: TypeAlias = Literal["", "missing", "unknown", "either", "known"]

LONGEST = 128


class AskedError(Exception):
    """A question that makes no sense; the text names the parameter and what it may be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the page.

    Attributes:
        view: the part of the page that is open.
        user: part of an account's name, or of its UID.
        account: UID of the account to be shown in full.
        tagged: how the tag must be.
        tag: the very tag.
        inst_id: the instrument.
        state: the state of orders; `refused` for those that were none.
        kind: the kind of records.
        failed: only requests that were refused.
        busy: only limits of which something is used now.
    """

    view: View
    user: str = ""
    account: str = ""
    tagged: Tagged = ""
    tag: str = ""
    inst_id: str = ""
    state: str = ""
    kind: str = ""
    failed: bool = False
    busy: bool = False


_NAMES = ("view", "user", "account", "tagged", "tag", "instId", "state", "kind", "failed", "busy")


def read_question(query: Mapping[str, str]) -> Asked:
    """The question of a query string.

    Raises:
        AskedError: an unknown parameter, or a value that it can't have.
    """
    for name, value in query.items():
        if name not in _NAMES:
            raise AskedError(f"{name[:LONGEST]} can't be said, only {', '.join(_NAMES)}")
        if len(value) > LONGEST:
            raise AskedError(f"{name} must have at most {LONGEST} characters")
    view, tagged = query.get("view", "orders"), query.get("tagged", "")
    if view not in get_args(View):
        raise AskedError(f"view must be one of {', '.join(get_args(View))}")
    if tagged not in get_args(Tagged):
        raise AskedError(f"tagged must be one of {', '.join(name for name in get_args(Tagged) if name)}")
    for name in ("failed", "busy"):
        if query.get(name, "") not in {"", "1"}:
            raise AskedError(f"{name} must be 1, or left out")
    return Asked(
        view=cast("View", view),
        user=query.get("user", "").strip().lower(),
        account=query.get("account", ""),
        tagged=cast("Tagged", tagged),
        tag=query.get("tag", ""),
        inst_id=query.get("instId", ""),
        state=query.get("state", ""),
        kind=query.get("kind", ""),
        failed=query.get("failed") == "1",
        busy=query.get("busy") == "1",
    )


def read_number(query: Mapping[str, str], name: str) -> int:
    """A whole number above zero.

    Raises:
        AskedError: it is missing or none.
    """
    text = query.get(name, "")
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 15):
        raise AskedError(f"{name} must be a whole number")
    return int(text)
