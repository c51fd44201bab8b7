# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `recurring`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field

from okx_v5.scalars import Amount


class NewRecurringCurrency(Struct, frozen=True, kw_only=True):
    """A currency to buy."""

    ccy: str = field(name="ccy")
    """Currency, as `BTC`."""
    ratio: Amount = field(name="ratio")
    """Share of the amount, 0.2 meaning 20 %."""
    min_px: Amount | None = field(name="minPx", default=None)
    """Buy only at this price or above. Without it there is no such bound."""
    max_px: Amount | None = field(name="maxPx", default=None)
    """Buy only at this price or below. Without it there is no such bound."""


class RecurringCurrency(Struct, frozen=True, kw_only=True):
    """A currency that a recurring buy buys."""

    ccy: str = field(name="ccy", default="")
    """Currency, as `BTC`."""
    ratio: Decimal | None = field(name="ratio", default=None)
    """Share of the amount, 0.2 meaning 20 %."""
    min_px: Decimal | None = field(name="minPx", default=None)
    """Lowest price to buy at; no value if there is no such bound."""
    max_px: Decimal | None = field(name="maxPx", default=None)
    """Highest price to buy at; no value if there is no such bound."""


class RecurringCurrencyDetails(Struct, frozen=True, kw_only=True):
    """A currency that a recurring buy buys, and what it has bought of it."""

    ccy: str = field(name="ccy", default="")
    """Currency, as `BTC`."""
    ratio: Decimal | None = field(name="ratio", default=None)
    """Share of the amount, 0.2 meaning 20 %."""
    min_px: Decimal | None = field(name="minPx", default=None)
    """Lowest price to buy at; no value if there is no such bound."""
    max_px: Decimal | None = field(name="maxPx", default=None)
    """Highest price to buy at; no value if there is no such bound."""
    total_amt: Decimal | None = field(name="totalAmt", default=None)
    """Quantity bought so far."""
    profit: Decimal | None = field(name="profit", default=None)
    """Profit or loss, in `investment_ccy`."""
    avg_px: Decimal | None = field(name="avgPx", default=None)
    """Average price paid, in `investment_ccy`."""
    px: Decimal | None = field(name="px", default=None)
    """Price now, in `investment_ccy`."""


class RecurringOrder(Struct, frozen=True, kw_only=True):
    """A recurring buy that has not ended."""

    algo_id: str = field(name="algoId", default="")
    """Id of the recurring buy."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the recurring buy, if there was one."""
    inst_type: str = field(name="instType", default="")
    """Type of the instruments. Usually `SPOT`: spot."""
    c_time: int | None = field(name="cTime", default=None)
    """When it was created; Unix time in milliseconds."""
    u_time: int | None = field(name="uTime", default=None)
    """When it last changed; Unix time in milliseconds."""
    algo_ord_type: str = field(name="algoOrdType", default="")
    """Kind of bot. Usually `recurring`: recurring buy."""
    state: str = field(name="state", default="")
    """State. Usually `running`: runs; `stopping`: is being stopped; `pause`: paused."""
    stgy_name: str = field(name="stgyName", default="")
    """Name of the recurring buy."""
    recurring_list: list[RecurringCurrency] = field(name="recurringList", default_factory=list[RecurringCurrency])
    """Currencies to buy, with the share of each."""
    period: str = field(name="period", default="")
    """How often it buys. Usually `monthly`: every month; `weekly`: every week; `daily`: every day; `hourly`: every few
    hours."""
    recurring_day: int | None = field(name="recurringDay", default=None)
    """Day of the month (1 to 28) for `monthly`, of the week (1 to 7) for `weekly`."""
    recurring_hour: int | None = field(name="recurringHour", default=None)
    """Hours from one buy to the next for `hourly`; 1, 4, 8 or 12."""
    recurring_time: int | None = field(name="recurringTime", default=None)
    """Hour of the day, 0 to 23."""
    time_zone: int | None = field(name="timeZone", default=None)
    """Time zone of day and hour, as hours ahead of UTC, -12 to 14."""
    amt: Decimal | None = field(name="amt", default=None)
    """Amount spent each time, in `investment_ccy`."""
    investment_amt: Decimal | None = field(name="investmentAmt", default=None)
    """Amount spent so far."""
    investment_ccy: str = field(name="investmentCcy", default="")
    """Currency spent. Usually `USDT`: Tether; `USDC`: USD Coin."""
    total_pnl: Decimal | None = field(name="totalPnl", default=None)
    """Profit or loss as a whole."""
    total_ann_rate: Decimal | None = field(name="totalAnnRate", default=None)
    """Profit or loss as a whole, as a rate per year."""
    pnl_ratio: Decimal | None = field(name="pnlRatio", default=None)
    """Profit or loss as a fraction of the amount spent."""
    mkt_cap: Decimal | None = field(name="mktCap", default=None)
    """What has been bought is worth now, in USDT."""
    cycles: int | None = field(name="cycles", default=None)
    """How often it has bought."""
    tag: str = field(name="tag", default="")
    """The broker code that it carries; empty if it has none."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency traded with."""
    source: list[str] = field(name="source", default_factory=list[str])
    """Where the money comes from: `1` the trading account, `2` the funding account, `3` simple earn."""
    recurring_time_type: str = field(name="recurringTimeType", default="")
    """When it buys first. Usually `1`: at the time given; `2`: at once."""
    recurring_time_minutes: int | None = field(name="recurringTimeMinutes", default=None)
    """Minute at which it buys, 0 to 59."""


class RecurringOrderDetails(Struct, frozen=True, kw_only=True):
    """A recurring buy, running or stopped, in detail."""

    algo_id: str = field(name="algoId", default="")
    """Id of the recurring buy."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the recurring buy, if there was one."""
    inst_type: str = field(name="instType", default="")
    """Type of the instruments. Usually `SPOT`: spot."""
    c_time: int | None = field(name="cTime", default=None)
    """When it was created; Unix time in milliseconds."""
    u_time: int | None = field(name="uTime", default=None)
    """When it last changed; Unix time in milliseconds."""
    algo_ord_type: str = field(name="algoOrdType", default="")
    """Kind of bot. Usually `recurring`: recurring buy."""
    state: str = field(name="state", default="")
    """State. Usually `running`: runs; `stopping`: is being stopped; `stopped`; `pause`: paused."""
    stgy_name: str = field(name="stgyName", default="")
    """Name of the recurring buy."""
    recurring_list: list[RecurringCurrencyDetails] = field(
        name="recurringList", default_factory=list[RecurringCurrencyDetails]
    )
    """Currencies to buy, with the share of each and what was bought."""
    period: str = field(name="period", default="")
    """How often it buys. Usually `monthly`: every month; `weekly`: every week; `daily`: every day; `hourly`: every few
    hours."""
    recurring_day: int | None = field(name="recurringDay", default=None)
    """Day of the month (1 to 28) for `monthly`, of the week (1 to 7) for `weekly`."""
    recurring_hour: int | None = field(name="recurringHour", default=None)
    """Hours from one buy to the next for `hourly`; 1, 4, 8 or 12."""
    recurring_time: int | None = field(name="recurringTime", default=None)
    """Hour of the day, 0 to 23."""
    time_zone: int | None = field(name="timeZone", default=None)
    """Time zone of day and hour, as hours ahead of UTC, -12 to 14."""
    amt: Decimal | None = field(name="amt", default=None)
    """Amount spent each time, in `investment_ccy`."""
    investment_amt: Decimal | None = field(name="investmentAmt", default=None)
    """Amount spent so far."""
    investment_ccy: str = field(name="investmentCcy", default="")
    """Currency spent. Usually `USDT`: Tether; `USDC`: USD Coin."""
    next_invest_time: int | None = field(name="nextInvestTime", default=None)
    """When it buys next; Unix time in milliseconds."""
    total_pnl: Decimal | None = field(name="totalPnl", default=None)
    """Profit or loss as a whole."""
    total_ann_rate: Decimal | None = field(name="totalAnnRate", default=None)
    """Profit or loss as a whole, as a rate per year."""
    pnl_ratio: Decimal | None = field(name="pnlRatio", default=None)
    """Profit or loss as a fraction of the amount spent."""
    mkt_cap: Decimal | None = field(name="mktCap", default=None)
    """What has been bought is worth now, in USDT."""
    cycles: int | None = field(name="cycles", default=None)
    """How often it has bought."""
    tag: str = field(name="tag", default="")
    """The broker code that it carries; empty if it has none."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency traded with."""
    source: list[str] = field(name="source", default_factory=list[str])
    """Where the money comes from: `1` the trading account, `2` the funding account, `3` simple earn."""
    recurring_time_type: str = field(name="recurringTimeType", default="")
    """When it buys first. Usually `1`: at the time given; `2`: at once."""
    recurring_time_minutes: int | None = field(name="recurringTimeMinutes", default=None)
    """Minute at which it buys, 0 to 59."""


class RecurringToStop(Struct, frozen=True, kw_only=True):
    """One recurring buy to stop."""

    algo_id: str = field(name="algoId")
    """Id of the recurring buy."""


class StoppedRecurringOrder(Struct, frozen=True, kw_only=True):
    """What became of a request to stop a recurring buy."""

    algo_id: str = field(name="algoId", default="")
    """Id of the recurring buy."""
    algo_cl_ord_id: str = field(name="algoClOrdId", default="")
    """The caller's own id of the recurring buy, if there was one."""
    s_code: str = field(name="sCode", default="")
    """Result of this item; `"0"` is success, anything else an error code."""
    s_msg: str = field(name="sMsg", default="")
    """What went wrong with this item, in words for people; empty on success."""
    tag: str = field(name="tag", default="")
    """The broker code; no longer used."""


__all__ = [
    "NewRecurringCurrency",
    "RecurringCurrency",
    "RecurringCurrencyDetails",
    "RecurringOrder",
    "RecurringOrderDetails",
    "RecurringToStop",
    "StoppedRecurringOrder",
]
