# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `fd_broker`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field

from okx_v5.scalars import Secret


class RebateEligibility(Struct, frozen=True, kw_only=True):
    """Whether, and on what terms, a user's orders earn the broker a rebate."""

    type: str = field(name="type", default="")
    """Whether there is a rebate, or why there is none. Newer versions of the document put the fee levels one higher
    and have `4`. Usually `0`: the broker gets a rebate; `1`: the broker's status has expired; `2`: the user's fee
    level is VIP4 or VIP5 (newer, VIP5 or VIP6) and the month's commission has reached its limit; `3`: the user's
    fee level is VIP6 or higher (newer, VIP7 or higher); `4`: the user has an MSA account, which earns no rebate
    (newer)."""
    broker_code: str = field(name="brokerCode", default="")
    """Code of the fully disclosed broker."""
    affiliated: bool | None = field(name="affiliated", default=None)
    """Whether an affiliate gets a rebate for this user too."""
    client_rebate_ratio: Decimal | None = field(name="clientRebateRatio", default=None)
    """Share of the commission that is passed on to the user, as a fraction."""
    last_rebate: Decimal | None = field(name="lastRebate", default=None)
    """Rebate of the user's account in this month. Only for fee levels VIP4 and VIP5, in newer versions of the document
    VIP5 and VIP6, else no value."""


class RebateLink(Struct, frozen=True, kw_only=True):
    """A rebate report that was asked for, and where to fetch it. Some fields can be missing."""

    file_href: Secret | None = field(name="fileHref", default=None)
    """Where to fetch the file; works for 2 hours without further credentials, so treat it like a password and never
    send OKX credentials along. A table of orders in CSV form, packed or not, whatever its name ends in."""
    begin_time: int | None = field(name="beginTime", default=None)
    """Begin of the time that the report covers; Unix time in milliseconds."""
    end_time: int | None = field(name="endTime", default=None)
    """End of the time that the report covers; Unix time in milliseconds."""
    c_time: int | None = field(name="cTime", default=None)
    """When the report was asked for first; Unix time in milliseconds."""
    ts: int | None = field(name="ts", default=None)
    """When the link was made; Unix time in milliseconds."""
    state: str = field(name="state", default="")
    """Whether the report can be fetched. Usually `finished`: the link works; `ongoing`: the report is being made."""


class RebateReportReceipt(Struct, frozen=True, kw_only=True):
    """Whether a rebate report is there already."""

    result: bool | None = field(name="result", default=None)
    """True: the report exists and `fd_broker.get_rebate_per_orders` has its link. False: it is being made; ask for the
    link after 2 hours."""
    ts: int | None = field(name="ts", default=None)
    """When this report was asked for first; Unix time in milliseconds."""


class RebateRow(Struct, frozen=True, kw_only=True):
    """One order in the CSV file of a rebate report. The file's first line names the columns; it can hold more of them,
    and none is certain to be there."""

    uid: str = field(name="uid", default="")
    """UID of the account. In newer versions of the document."""
    broker_code: str = field(name="brokerCode", default="")
    """The broker code that the order carried."""
    level: str = field(name="level", default="")
    """Fee level of the user, as `Lv1`, `Lv2`, `VIP1`, `VIP2`."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange."""
    cl_ord_id: str = field(name="clOrdId", default="")
    """The caller's own order id; empty if there was none. In newer versions of the document."""
    spot_trade_amt: Decimal | None = field(name="spotTradeAmt", default=None)
    """Volume traded on spot, in USDT."""
    derivative_trade_amt: Decimal | None = field(name="derivativeTradeAmt", default=None)
    """Volume traded in derivatives, in USDT."""
    fee: Decimal | None = field(name="fee", default=None)
    """Trading fee, in USDT."""
    net_fee: Decimal | None = field(name="netFee", default=None)
    """The part of the fee from which commission is settled, after commission cards, counterparties and the like are
    taken off; in USDT."""
    settlement_fee: Decimal | None = field(name="settlementFee", default=None)
    """The part of the fee that remains before settlement once node commission rebates, commission cards and the like
    are taken off; in USDT."""
    broker_rebate: Decimal | None = field(name="brokerRebate", default=None)
    """Rebate to the broker, in USDT."""
    su_broker_rebate: Decimal | None = field(name="suBrokerRebate", default=None)
    """Rebate to a sub-broker, in USDT; spelled like this in the document."""
    sub_broker_rebate: Decimal | None = field(name="subBrokerRebate", default=None)
    """Rebate to a sub-broker, in USDT; the spelling to be expected, see `su_broker_rebate`."""
    user_rebate: Decimal | None = field(name="userRebate", default=None)
    """Rebate to the user, in USDT."""
    affiliated: bool | None = field(name="affiliated", default=None)
    """Whether an affiliate gets a rebate too."""
    ts: int | None = field(name="ts", default=None)
    """When the order last traded, in newer versions of the document on that day; Unix time in milliseconds."""


__all__ = [
    "RebateEligibility",
    "RebateLink",
    "RebateReportReceipt",
    "RebateRow",
]
