# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `copytrading`."""

from __future__ import annotations

from msgspec import Struct, field


class CopySettingsResult(Struct, frozen=True, kw_only=True):
    """Whether the settings were taken."""

    result: bool | None = field(name="result", default=None)
    """True when they were."""


class CopyTradingPosition(Struct, frozen=True, kw_only=True):
    """A position that leads or copies, whose request was accepted."""

    sub_pos_id: str = field(name="subPosId", default="")
    """Id of the position."""
    tag: str = field(name="tag", default="")
    """The broker code, echoed; the proof that it arrived."""


__all__ = [
    "CopySettingsResult",
    "CopyTradingPosition",
]
