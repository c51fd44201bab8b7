# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `earn`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field

from okx_v5.scalars import Amount


class ActiveEarnEarning(Struct, frozen=True, kw_only=True):
    """What an investment that runs earns in one currency."""

    ccy: str = field(name="ccy", default="")
    """Currency that is earned."""
    earning_type: str = field(name="earningType", default="")
    """How the earnings are given. Usually `0`: estimated; `1`: paid out."""
    earnings: Decimal | None = field(name="earnings", default=None)
    """Amount earned."""


class EarnFastRedemption(Struct, frozen=True, kw_only=True):
    """How much of one currency is being redeemed fast."""

    ccy: str = field(name="ccy", default="")
    """Currency that is redeemed."""
    redeeming_amt: Decimal | None = field(name="redeemingAmt", default=None)
    """Amount that is being redeemed."""


class EarnInvestment(Struct, frozen=True, kw_only=True):
    """How much of one currency is invested."""

    ccy: str = field(name="ccy", default="")
    """Currency that is invested."""
    amt: Decimal | None = field(name="amt", default=None)
    """Amount invested."""


class EarnOfferEarning(Struct, frozen=True, kw_only=True):
    """A currency in which a product earns."""

    ccy: str = field(name="ccy", default="")
    """Currency that is earned."""
    earning_type: str = field(name="earningType", default="")
    """How the earnings are given. Usually `0`: estimated; `1`: paid out so far, added up."""


class EarnOfferInvestment(Struct, frozen=True, kw_only=True):
    """A currency that can be invested in a product."""

    ccy: str = field(name="ccy", default="")
    """Currency that is invested."""
    bal: Decimal | None = field(name="bal", default=None)
    """Balance that the caller has for it."""
    min_amt: Decimal | None = field(name="minAmt", default=None)
    """Least amount of a purchase."""
    max_amt: Decimal | None = field(name="maxAmt", default=None)
    """Greatest amount that can be bought."""


class EarnReceipt(Struct, frozen=True, kw_only=True):
    """The order that a purchase, redemption or cancelling is about."""

    ord_id: str = field(name="ordId", default="")
    """Id of the order."""
    tag: str = field(name="tag", default="")
    """The broker code that the order carries; empty if it has none."""


class NewEarnInvestment(Struct, frozen=True, kw_only=True):
    """How much of one currency to invest."""

    ccy: str = field(name="ccy")
    """Currency to invest."""
    amt: Amount = field(name="amt")
    """Amount to invest."""


class PastEarnEarning(Struct, frozen=True, kw_only=True):
    """What an investment that is over earned in one currency."""

    ccy: str = field(name="ccy", default="")
    """Currency that is earned."""
    earning_type: str = field(name="earningType", default="")
    """How the earnings are given. Usually `0`: estimated; `1`: paid out."""
    realized_earnings: Decimal | None = field(name="realizedEarnings", default=None)
    """All that the order earned. Means something only once the order is redeemed."""


class PastEarnOrder(Struct, frozen=True, kw_only=True):
    """An investment that is over."""

    ccy: str = field(name="ccy", default="")
    """Currency of the product."""
    ord_id: str = field(name="ordId", default="")
    """Id of the order."""
    product_id: str = field(name="productId", default="")
    """Id of the product."""
    state: str = field(name="state", default="")
    """State of the investment. Usually `3`: over, redeemed or cancelled."""
    protocol: str = field(name="protocol", default="")
    """Name of the protocol."""
    protocol_type: str = field(name="protocolType", default="")
    """Kind of product. Usually `defi`: on-chain earn."""
    term: int | None = field(name="term", default=None)
    """Term in days; 0 if it can be ended at any time."""
    apy: Decimal | None = field(name="apy", default=None)
    """Estimated yield of a year as a fraction, 0.07 meaning 7 %; cut after four decimals."""
    invest_data: list[EarnInvestment] = field(name="investData", default_factory=list[EarnInvestment])
    """What is invested."""
    earning_data: list[PastEarnEarning] = field(name="earningData", default_factory=list[PastEarnEarning])
    """What it earned."""
    purchased_time: int | None = field(name="purchasedTime", default=None)
    """When the order was made; Unix time in milliseconds."""
    redeemed_time: int | None = field(name="redeemedTime", default=None)
    """When it was redeemed; Unix time in milliseconds."""
    tag: str = field(name="tag", default="")
    """The broker code that the order carries; empty if it has none."""


class ActiveEarnOrder(Struct, frozen=True, kw_only=True):
    """An investment that runs."""

    ccy: str = field(name="ccy", default="")
    """Currency of the product."""
    ord_id: str = field(name="ordId", default="")
    """Id of the order."""
    product_id: str = field(name="productId", default="")
    """Id of the product."""
    state: str = field(name="state", default="")
    """State of the investment. Usually `8`: pending; `13`: being cancelled; `9`: on its way to the chain; `1`:
    earning; `2`: being redeemed."""
    protocol: str = field(name="protocol", default="")
    """Name of the protocol."""
    protocol_type: str = field(name="protocolType", default="")
    """Kind of product. Usually `defi`: on-chain earn."""
    term: int | None = field(name="term", default=None)
    """Term in days; 0 if it can be ended at any time."""
    apy: Decimal | None = field(name="apy", default=None)
    """Estimated yield of a year as a fraction, 0.07 meaning 7 %; cut after four decimals."""
    invest_data: list[EarnInvestment] = field(name="investData", default_factory=list[EarnInvestment])
    """What is invested."""
    earning_data: list[ActiveEarnEarning] = field(name="earningData", default_factory=list[ActiveEarnEarning])
    """What it earns."""
    fast_redemption_data: list[EarnFastRedemption] = field(
        name="fastRedemptionData", default_factory=list[EarnFastRedemption]
    )
    """What is being redeemed fast."""
    purchased_time: int | None = field(name="purchasedTime", default=None)
    """When the order was made; Unix time in milliseconds."""
    est_settlement_time: int | None = field(name="estSettlementTime", default=None)
    """When the redemption is expected to be settled; Unix time in milliseconds, no value if there is none."""
    cancel_redemption_deadline: int | None = field(name="cancelRedemptionDeadline", default=None)
    """Until when the redemption can be cancelled; Unix time in milliseconds, no value if there is none."""
    tag: str = field(name="tag", default="")
    """The broker code that the order carries; empty if it has none."""


class EarnOffer(Struct, frozen=True, kw_only=True):
    """A product of on-chain earn."""

    ccy: str = field(name="ccy", default="")
    """Currency of the product."""
    product_id: str = field(name="productId", default="")
    """Id of the product."""
    protocol: str = field(name="protocol", default="")
    """Name of the protocol."""
    protocol_type: str = field(name="protocolType", default="")
    """Kind of product. Usually `defi`: on-chain earn."""
    term: int | None = field(name="term", default=None)
    """Term in days; 0 if it can be ended at any time."""
    apy: Decimal | None = field(name="apy", default=None)
    """Estimated yield of a year as a fraction, 0.07 meaning 7 %."""
    early_redeem: bool | None = field(name="earlyRedeem", default=None)
    """Whether it can be redeemed before its term."""
    invest_data: list[EarnOfferInvestment] = field(name="investData", default_factory=list[EarnOfferInvestment])
    """The currencies that can be invested, with the caller's bounds."""
    earning_data: list[EarnOfferEarning] = field(name="earningData", default_factory=list[EarnOfferEarning])
    """What is earned."""
    state: str = field(name="state", default="")
    """State of the product. Usually `purchasable`: can be bought; `sold_out`: sold out; `stop`: sale paused."""
    redeem_period: list[str] = field(name="redeemPeriod", default_factory=list[str])
    """How long a redemption takes, at least and at most; `H` are hours and `D` days, as `["1H", "24H"]`."""
    fast_redemption_daily_limit: Decimal | None = field(name="fastRedemptionDailyLimit", default=None)
    """How much can be redeemed fast in a day; no value if that is not possible."""


__all__ = [
    "ActiveEarnEarning",
    "ActiveEarnOrder",
    "EarnFastRedemption",
    "EarnInvestment",
    "EarnOffer",
    "EarnOfferEarning",
    "EarnOfferInvestment",
    "EarnReceipt",
    "NewEarnInvestment",
    "PastEarnEarning",
    "PastEarnOrder",
]
