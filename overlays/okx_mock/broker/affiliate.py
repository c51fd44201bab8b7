"""Affiliates. Source: okx-v5, affiliate."""

from __future__ import annotations

from okx_mock.answers import Answer, Refusal, success
from okx_mock.call import Call
from okx_mock.exchange.records import example_rows


def get_invitee(call: Call) -> Answer:
    """`GET /api/v5/affiliate/invitee/detail`: the invited are the users of the mock; the figures are the document's."""
    user = call.world.directory.accounts.get(call.text("uid"))
    if user is None or user.kind != "user" or user.environment != call.caller.environment:
        raise Refusal("51000", "uid")
    return success([{**example_rows(call, "getAffiliateInviteeDetail")[0], "level": user.level}])
