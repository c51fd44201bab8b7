"""What went wrong, in words for the user who sees it; the platform's log has the rest.

A problem has a short name, so that the page after a redirect can show it without a text in its address. Where OKX gave a
code, that is the name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from okx_broker.errors import (
    CallError,
    ConfigurationError,
    ConsentRefused,
    ExchangeUnavailable,
    InvalidArgument,
    KeyProblem,
    KeyRefused,
    NotConnected,
    NotSent,
    OkxError,
    OutcomeUnknown,
    RateLimited,
    UnreadableAnswer,
)
from okx_broker.oauth.store.protocol import StoreError
from okx_v5.error_codes import MEANINGS


@dataclass(frozen=True, slots=True)
class Problem:
    """What a user reads.

    Attributes:
        title: What happened.
        fix: What to do.
        code: OKX's code; empty where there is none.
    """

    title: str
    fix: str
    code: str = ""


_AGAIN: Final = "Start again with the button below."
_OURS: Final = "You can do nothing about it: please tell our support, and name the code."
_SUPPORT: Final = "Please contact OKX support; connect again when the account is open."

_PROBLEMS: Final = {
    "denied": ("You did not allow access", "Nothing was connected. You can connect whenever you want to."),
    "refused": (
        "This answer can't be used",
        "It was used before, is older than half an hour, or belongs to another browser or another user. Nothing was "
        f"changed. {_AGAIN}",
    ),
    "form": ("This page was open for too long", "Nothing was changed. Please do it again."),
    "unreachable": ("OKX can't be reached right now", "Nothing new was connected. Try again in a minute."),
    "unclear": ("OKX did not answer in time", f"We can't tell whether it worked. {_AGAIN}"),
    "busy": ("Too many people connect right now", "Nothing was changed. Try again in a minute."),
    "store": ("We can't save it right now", "Try again in a few minutes; if it stays so, please tell our support."),
    "setup": ("This is not set up rightly on our side", "You can do nothing about it: please tell our support."),
    "other": ("This did not work", f"{_AGAIN} If it stays so, please tell our support."),
    "no-fast-api": ("The key was not made", f"OKX has no consent of yours for it. {_AGAIN}"),
    "key-text": ("One of the three is not as OKX writes it", "Copy key, secret and passphrase once more, in full."),
    "key-withdraw": (
        "This key may withdraw",
        "We don't take such keys, for your safety. Make one at OKX with the permissions Read and Trade only.",
    ),
    "key-read": ("This key may not read", "Make one at OKX with the permissions Read and Trade."),
    "key-trade": ("This key may only read", "Make one at OKX with the permissions Read and Trade."),
}

_CODES: Final = {
    "50100": ("Your API access is frozen at OKX", _SUPPORT),
    "50101": (
        "This key is for the other kind of trading",
        "Keys of demo and of live trading are apart: paste the other.",
    ),
    "50105": ("The passphrase is wrong", "It is the one that you chose when you made the key."),
    "50110": ("The key is bound to other addresses", "Add our addresses to it at OKX, or make one that is not bound."),
    "50111": ("OKX does not know this key", "Copy it once more, in full."),
    "50113": ("The secret key is wrong", "Copy it once more, in full. OKX shows it only when the key is made."),
    "50116": ("There is a key of ours in your account already", f"{_AGAIN} The old key is deleted then."),
    "50117": ("We may not make keys at OKX yet", _OURS),
    "50118": ("OKX does not know our servers' addresses", _OURS),
    "50119": ("OKX does not know this key", "Is it a key of this OKX site? Copy it once more, in full."),
    "50120": ("The key may not do this", "Make one at OKX with the permissions Read and Trade."),
    "53004": ("Your account is frozen at OKX", _SUPPORT),
    "53009": ("OKX did not accept the authorization", f"{_AGAIN} If it stays so, please tell our support."),
    "53012": ("The consent took too long", f"It has to be used within ten minutes. {_AGAIN}"),
    "53017": ("We may not make keys at OKX yet", _OURS),
}
_RECONNECT: Final = frozenset({"53000", "53001", "53002", "53003", "53005"})
_OUR_FAULT: Final = frozenset(
    {"53006", "53010", "53011", "53013", "53014", "53015", "53016", "59502", "59503", "59505"}
)


def problem_named(name: str) -> Problem | None:
    """Return a problem by its name; None if there is none of that name."""
    if name in _PROBLEMS:
        return Problem(*_PROBLEMS[name])
    if name in _CODES:
        return Problem(*_CODES[name], code=name)
    if name in _RECONNECT:
        return Problem("OKX ended the connection", _AGAIN, name)
    if name in _OUR_FAULT:
        return Problem("OKX refuses our application", _OURS, name)
    if name in MEANINGS:
        return Problem("OKX refused", f"{_AGAIN} If it stays so, please tell our support, and name the code.", name)
    return None


def name_of(error: OkxError) -> str:
    """Return the name of the problem that an error is for a user."""
    code = getattr(error, "code", None)
    if isinstance(error, ConsentRefused) and error.kind == "said_no":
        return "denied"
    if isinstance(error, OutcomeUnknown):
        return "unclear"
    if isinstance(error, RateLimited):
        return "busy"
    if isinstance(error, NotSent | UnreadableAnswer | ExchangeUnavailable):
        return "unreachable"
    if isinstance(code, str) and problem_named(code) is not None:
        return code
    if isinstance(error, KeyRefused):
        return _KEYS[error.kind]
    for kind, name in _KINDS:
        if isinstance(error, kind):
            return name
    return "other"


_KEYS: Final[dict[KeyProblem, str]] = {
    "may_withdraw": "key-withdraw",
    "may_not_read": "key-read",
    "may_not_trade": "key-trade",
}
_KINDS: Final[tuple[tuple[type[OkxError], str], ...]] = (
    (ConsentRefused, "refused"),
    (StoreError, "store"),
    (NotConnected, "no-fast-api"),
    (InvalidArgument, "setup"),
    (ConfigurationError, "setup"),
    (CallError, "other"),
)


def is_for_the_platform(name: str) -> bool:
    """Whether the platform has to do something about a problem."""
    return name in _OUR_FAULT or name in {"50117", "50118", "53017", "store", "setup", "other"}
