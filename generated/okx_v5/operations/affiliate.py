# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `affiliate` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Limit, Operation, Source

GET_AFFILIATE_INVITEE_DETAIL: Final[Operation[models.AffiliateInvitee]] = Operation(
    id="getAffiliateInviteeDetail",
    name="affiliate.get_affiliate_invitee_detail",
    method="GET",
    path="/api/v5/affiliate/invitee/detail",
    permission="Read",
    limits=(Limit(requests=3, seconds=1, per=("user",), bucket="getAffiliateInviteeDetail"),),
    fields=(Field(wire="uid", name="uid", required=True, min_length=1),),
    answer=models.AffiliateInvitee,
    answers="one",
    source=Source(document="okx-v5", section="GET /api/v5/affiliate/invitee/detail"),
)
