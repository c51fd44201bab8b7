"""Tokens and Fast API keys. Source: okx-oauth.

There is no page of consent yet, so there is no code and no token that could be right: every exchange is refused as the
document says for one that is wrong.
"""

from __future__ import annotations

from okx_mock.answers import Answer, Refusal
from okx_mock.call import Call


def exchange_token(call: Call) -> Answer:
    """`POST /v5/users/oauth/token`: refused by what is wrong."""
    if call.text("grant_type") == "refresh_token":
        raise Refusal("53005")
    proofs = [name for name in ("client_secret", "code_verifier") if call.text(name)]
    if not proofs:
        raise Refusal("53011", "client_secret")
    raise Refusal("53012")


def refuse_token(call: Call) -> Answer:
    """Fast API: needs a token, of which none can be right; the gate says so before."""
    raise Refusal("53000")
