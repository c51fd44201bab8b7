"""What a browser brings to the page of consent, checked as far as it is documented.

Source: okx-oauth, "OAuth 2.0 broker", step "authorize"; okx-broker-program, "Error Code". How OKX refuses is not documented:
here it is a page that names the code, for an address that is wrong must never be sent anybody to.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from okx_mock.broker.consent import ASKED, Asked, what_is_asked
from okx_mock.broker.grants import OAuth
from okx_mock.control_fields import ControlError

MOST_PARAMETERS = 20
LONGEST_STATE = 1024


def parameters(query: bytes) -> dict[str, str]:
    """The parameters of a query.

    Raises:
        ControlError: 53010 where there are too many, one is there twice, or it is no UTF-8.
    """
    try:
        pairs = parse_qsl(query.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError:
        raise ControlError("the query can't be read: it is no UTF-8, or has too many parameters", "53010") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise ControlError(f"{name[:64]} is there twice", "53010")
        found[name] = value
    return found


def checked(oauth: OAuth, sent: Mapping[str, str]) -> Asked:
    """What is asked of a user.

    Args:
        oauth: the clients.
        sent: the parameters.

    Raises:
        ControlError: it is not put before a user; with the code of the exchange.
    """
    for name in ("client_id", "redirect_uri", "response_type", "scope"):
        if not sent.get(name):
            raise ControlError(f"{name} is missing", "53011")
    asked = what_is_asked(oauth, {name: sent[name] for name in ASKED if name in sent})
    if sent["response_type"] != "code":
        raise ControlError("response_type must be code", "53010")
    if sent.get("access_type", "offline") != "offline":
        raise ControlError("access_type must be offline", "53010")
    if len(sent.get("state", "")) > LONGEST_STATE:
        raise ControlError(f"state must have at most {LONGEST_STATE} characters", "53015")
    return asked
