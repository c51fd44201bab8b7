# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `affiliate`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field


class AffiliateInvitee(Struct, frozen=True, kw_only=True):
    """A user whom an affiliate invited. Amounts are in USDT, 0 if there is nothing."""

    invitee_level: str = field(name="inviteeLevel", default="")
    """How far the user is from the affiliate; the level counts from the affiliate itself. Usually `2`: invited by the
    affiliate itself."""
    join_time: int | None = field(name="joinTime", default=None)
    """When the user became the affiliate's; Unix time in milliseconds."""
    invitee_rebate_rate: Decimal | None = field(name="inviteeRebateRate", default=None)
    """Share that the user gets back, as a fraction, 0.01 meaning 1 %."""
    total_commission: Decimal | None = field(name="totalCommission", default=None)
    """Commission in all."""
    first_trade_time: int | None = field(name="firstTradeTime", default=None)
    """When the user first traded after becoming the affiliate's, the last time that happened; Unix time in
    milliseconds, no value if there was no trade."""
    level: str = field(name="level", default="")
    """Fee level of the user by real volume, as `Lv1`."""
    dep_amt: Decimal | None = field(name="depAmt", default=None)
    """All deposits."""
    wd_amt: Decimal | None = field(name="wdAmt", default=None)
    """All withdrawals."""
    vol_month: Decimal | None = field(name="volMonth", default=None)
    """Volume of this month."""
    total_vol: Decimal | None = field(name="totalVol", default=None)
    """Volume of all time."""
    acc_fee: Decimal | None = field(name="accFee", default=None)
    """All trading fees."""
    kyc_time: int | None = field(name="kycTime", default=None)
    """Day on which the second step of identification was passed; Unix time in milliseconds, no value if it was not."""
    region: str = field(name="region", default="")
    """Country or region."""
    affiliate_code: str = field(name="affiliateCode", default="")
    """The affiliate's code by which the user was invited."""


__all__ = [
    "AffiliateInvitee",
]
