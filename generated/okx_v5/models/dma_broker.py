# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `dma_broker`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field

from okx_v5.scalars import Secret


class CreatedApiKey(Struct, frozen=True, kw_only=True):
    """A new API key, with its secrets."""

    sub_acct: str = field(name="subAcct", default="")
    """Name of the sub-account."""
    label: str = field(name="label", default="")
    """Note of the key."""
    api_key: str = field(name="apiKey", default="")
    """The public part of the key."""
    secret_key: Secret | None = field(name="secretKey", default=None)
    """The secret part, with which requests are signed. Never shown again."""
    passphrase: Secret | None = field(name="passphrase", default=None)
    """Password of the key."""
    perm: str = field(name="perm", default="")
    """What the key may do, separated by commas. Usually `read_only`: read; `trade`: place and cancel orders, transfer,
    change settings; `withdraw`."""
    ip: str = field(name="ip", default="")
    """The addresses from which the key can be used, separated by commas; empty if there is no bound."""
    ts: int | None = field(name="ts", default=None)
    """When the key was made; Unix time in milliseconds."""


class DmaTradeRow(Struct, frozen=True, kw_only=True):
    """One trade in the CSV file of a report of trades. The file's first line names the columns; it can hold more of
    them, and none is certain to be there."""

    sub_acct: str = field(name="subAcct", default="")
    """Name of the sub-account."""
    sub_acct_lv: str = field(name="subAcctLv", default="")
    """Level of the sub-account. Usually `1`: first level; `2`: second level."""
    first_lv_sub_acct: str = field(name="firstLvSubAcct", default="")
    """The sub-account of the first level: the account itself where `sub_acct_lv` is 1, the account above it where that
    is 2."""
    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    ord_id: str = field(name="ordId", default="")
    """Id of the order at the exchange."""
    trade_id: str = field(name="tradeId", default="")
    """Id of the trade."""
    amt: Decimal | None = field(name="amt", default=None)
    """Amount traded, in USDT."""
    fee: Decimal | None = field(name="fee", default=None)
    """Trading fee, in USDT."""
    exec_type: str = field(name="execType", default="")
    """Which side of the trade the order was. Usually `T`: taker; `M`: maker."""
    ts: int | None = field(name="ts", default=None)
    """When the order last traded; Unix time in milliseconds."""


class DmaTradesLink(Struct, frozen=True, kw_only=True):
    """A report of trades that was asked for, and where to fetch it."""

    file_href: Secret | None = field(name="fileHref", default=None)
    """Where to fetch the file; works for 9 hours without further credentials, so treat it like a password and never
    send OKX credentials along. Empty if there are no trades."""
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


class DmaTradesReceipt(Struct, frozen=True, kw_only=True):
    """Whether a report of trades is there already."""

    result: bool | None = field(name="result", default=None)
    """True: the report exists and `dma_broker.get_dma_trades` has its link. False: it is being made; ask for the link
    after 3 hours."""
    ts: int | None = field(name="ts", default=None)
    """When this report was asked for first; Unix time in milliseconds."""


class FeeRate(Struct, frozen=True, kw_only=True):
    """Maker and taker rate for one kind of instrument. Negative is charged, positive is paid to the user."""

    type: str = field(name="type", default="")
    """Kind of instrument. Usually `1`: SPOT and MARGIN, pairs against USDT; `2`: SPOT and MARGIN, pairs against other
    USD stablecoins and between cryptocurrencies; `3`: FUTURES, margined in USDT; `4`: FUTURES, margined in USDC;
    `5`: FUTURES, margined in the cryptocurrency; `6`: SWAP, margined in USDT; `7`: SWAP, margined in USDC; `8`:
    SWAP, margined in the cryptocurrency; `9`: OPTION."""
    maker: Decimal | None = field(name="maker", default=None)
    """Maker rate as a fraction, -0.0008 meaning that 0.08 % is charged. The document spells it `marker` in its
    example: one of the two fields is there."""
    marker: Decimal | None = field(name="marker", default=None)
    """Maker rate, in the spelling of the document's example; see `maker`."""
    taker: Decimal | None = field(name="taker", default=None)
    """Taker rate as a fraction, -0.001 meaning that 0.1 % is charged."""


class Subaccount(Struct, frozen=True, kw_only=True):
    """One sub-account of a DMA broker."""

    sub_acct: str = field(name="subAcct", default="")
    """Name of the sub-account; can be masked with asterisks."""
    uid: str = field(name="uid", default="")
    """UID of the sub-account; can be masked with asterisks."""
    label: str = field(name="label", default="")
    """Note that was given to the sub-account."""
    acct_lv: str = field(name="acctLv", default="")
    """Account mode. Usually `1`: Spot mode; `2`: Futures mode (spot and futures); `3`: Multi-currency margin; `4`:
    Portfolio margin."""
    enable: bool | None = field(name="enable", default=None)
    """Whether the sub-account works; false when it is frozen as a whole."""
    frozen_func: list[str] = field(name="frozenFunc", default_factory=list[str])
    """The functions that are frozen; empty when none is. Usually `trading`: placing orders; `convert`: converting
    currencies; `transfer`: moving funds between accounts; `withdrawal`: withdrawing; `deposit`: depositing;
    `flexible_loan`: flexible loans."""
    can_trans_out: bool | None = field(name="canTransOut", default=None)
    """Whether the sub-account may move funds straight to another sub-account with its own API key."""
    main_acct: str = field(name="mainAcct", default="")
    """For a sub-account of the second level the name of the account above it. Empty for a sub-account of the first
    level. Newer versions of the document have `first_lv_sub_acct` in its place."""
    first_lv_sub_acct: str = field(name="firstLvSubAcct", default="")
    """The sub-account of the first level: the account itself where `sub_acct_lv` is 1, the account above it where that
    is 2. In newer versions of the document."""
    sub_acct_lv: str = field(name="subAcctLv", default="")
    """Level of the sub-account. Usually `1`: first level; `2`: second level. In newer versions of the document."""
    ts: int | None = field(name="ts", default=None)
    """When the sub-account was made; Unix time in milliseconds."""


class SubaccountApiKey(Struct, frozen=True, kw_only=True):
    """An API key of a sub-account, without its secrets."""

    label: str = field(name="label", default="")
    """Note of the key."""
    api_key: str = field(name="apiKey", default="")
    """The public part of the key."""
    perm: str = field(name="perm", default="")
    """What the key may do, separated by commas. Usually `read_only`: read; `trade`: place and cancel orders, transfer,
    change settings; `withdraw`."""
    ip: str = field(name="ip", default="")
    """The addresses from which the key can be used, separated by commas; empty if there is no bound."""
    ts: int | None = field(name="ts", default=None)
    """When the key was made; Unix time in milliseconds."""


class SubaccountFees(Struct, frozen=True, kw_only=True):
    """One sub-account of a DMA broker with its fee rates."""

    sub_acct: str = field(name="subAcct", default="")
    """Name of the sub-account."""
    uid: str = field(name="uid", default="")
    """UID of the sub-account."""
    main_acct: str = field(name="mainAcct", default="")
    """For a sub-account of the second level the name of the account above it. Empty for a sub-account of the first
    level. Newer versions of the document have `first_lv_sub_acct` in its place."""
    first_lv_sub_acct: str = field(name="firstLvSubAcct", default="")
    """The sub-account of the first level: the account itself where `sub_acct_lv` is 1, the account above it where that
    is 2. In newer versions of the document."""
    sub_acct_lv: str = field(name="subAcctLv", default="")
    """Level of the sub-account. Usually `1`: first level; `2`: second level. In newer versions of the document."""
    ts: int | None = field(name="ts", default=None)
    """When the sub-account was made; Unix time in milliseconds."""
    fee_rates: list[FeeRate] = field(name="feeRates", default_factory=list[FeeRate])
    """The rates, one row for each kind of instrument."""


class SubaccountPage(Struct, frozen=True, kw_only=True):
    """One page of a DMA broker's sub-accounts."""

    total_page: int | None = field(name="totalPage", default=None)
    """Number of pages in all."""
    page: int | None = field(name="page", default=None)
    """Number of this page, from 1."""
    details: list[Subaccount] = field(name="details", default_factory=list[Subaccount])
    """The sub-accounts of this page."""


class SubaccountFeePage(Struct, frozen=True, kw_only=True):
    """One page of a DMA broker's sub-accounts with their fee rates."""

    total_page: int | None = field(name="totalPage", default=None)
    """Number of pages in all."""
    page: int | None = field(name="page", default=None)
    """Number of this page, from 1."""
    details: list[SubaccountFees] = field(name="details", default_factory=list[SubaccountFees])
    """The sub-accounts of this page."""


__all__ = [
    "CreatedApiKey",
    "DmaTradeRow",
    "DmaTradesLink",
    "DmaTradesReceipt",
    "FeeRate",
    "Subaccount",
    "SubaccountApiKey",
    "SubaccountFeePage",
    "SubaccountFees",
    "SubaccountPage",
]
