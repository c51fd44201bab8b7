# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `convert`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field


class ConvertCurrency(Struct, frozen=True, kw_only=True):
    """A currency that can be converted."""

    ccy: str = field(name="ccy", default="")
    """Currency, as `BTC`."""
    min: Decimal | None = field(name="min", default=None)
    """Least amount; no longer used, see `convert.get_convert_currency_pair`."""
    max: Decimal | None = field(name="max", default=None)
    """Greatest amount; no longer used, see `convert.get_convert_currency_pair`."""


class ConvertCurrencyPair(Struct, frozen=True, kw_only=True):
    """A pair of currencies, and how much of each can be converted at once."""

    inst_id: str = field(name="instId", default="")
    """The pair, as `BTC-USDT`."""
    base_ccy: str = field(name="baseCcy", default="")
    """Base currency of the pair."""
    base_ccy_max: Decimal | None = field(name="baseCcyMax", default=None)
    """Greatest amount in the base currency."""
    base_ccy_min: Decimal | None = field(name="baseCcyMin", default=None)
    """Least amount in the base currency."""
    quote_ccy: str = field(name="quoteCcy", default="")
    """Quote currency of the pair."""
    quote_ccy_max: Decimal | None = field(name="quoteCcyMax", default=None)
    """Greatest amount in the quote currency."""
    quote_ccy_min: Decimal | None = field(name="quoteCcyMin", default=None)
    """Least amount in the quote currency."""


class ConvertQuote(Struct, frozen=True, kw_only=True):
    """A price to convert at."""

    quote_time: int | None = field(name="quoteTime", default=None)
    """When the quote was made; Unix time in milliseconds."""
    ttl_ms: int | None = field(name="ttlMs", default=None)
    """How long the quote holds, in milliseconds."""
    cl_q_req_id: str = field(name="clQReqId", default="")
    """The caller's own id of the request, if there was one."""
    quote_id: str = field(name="quoteId", default="")
    """Id of the quote."""
    base_ccy: str = field(name="baseCcy", default="")
    """Base currency of the pair."""
    quote_ccy: str = field(name="quoteCcy", default="")
    """Quote currency of the pair."""
    side: str = field(name="side", default="")
    """Whether the base currency is bought or sold. Usually `buy`; `sell`."""
    orig_rfq_sz: Decimal | None = field(name="origRfqSz", default=None)
    """Amount that was asked for."""
    rfq_sz: Decimal | None = field(name="rfqSz", default=None)
    """Amount that is quoted."""
    rfq_sz_ccy: str = field(name="rfqSzCcy", default="")
    """Currency of these amounts."""
    cnvt_px: Decimal | None = field(name="cnvtPx", default=None)
    """Price, in the quote currency."""
    base_sz: Decimal | None = field(name="baseSz", default=None)
    """Amount in the base currency."""
    quote_sz: Decimal | None = field(name="quoteSz", default=None)
    """Amount in the quote currency."""


class ConvertRecord(Struct, frozen=True, kw_only=True):
    """A conversion of the past."""

    trade_id: str = field(name="tradeId", default="")
    """Id of the conversion."""
    cl_t_req_id: str = field(name="clTReqId", default="")
    """The caller's own id of the conversion, if there was one."""
    state: str = field(name="state", default="")
    """What became of it. Usually `fullyFilled`: converted; `rejected`: failed."""
    inst_id: str = field(name="instId", default="")
    """The pair, as `BTC-USDT`."""
    base_ccy: str = field(name="baseCcy", default="")
    """Base currency of the pair."""
    quote_ccy: str = field(name="quoteCcy", default="")
    """Quote currency of the pair."""
    side: str = field(name="side", default="")
    """Whether the base currency is bought or sold. Usually `buy`; `sell`."""
    fill_px: Decimal | None = field(name="fillPx", default=None)
    """Price, in the quote currency."""
    fill_base_sz: Decimal | None = field(name="fillBaseSz", default=None)
    """Amount converted, in the base currency."""
    fill_quote_sz: Decimal | None = field(name="fillQuoteSz", default=None)
    """Amount converted, in the quote currency."""
    ts: int | None = field(name="ts", default=None)
    """When it was converted; Unix time in milliseconds."""


class ConvertedTrade(Struct, frozen=True, kw_only=True):
    """A conversion that was asked for."""

    trade_id: str = field(name="tradeId", default="")
    """Id of the conversion."""
    quote_id: str = field(name="quoteId", default="")
    """Id of the quote."""
    cl_t_req_id: str = field(name="clTReqId", default="")
    """The caller's own id of the conversion, if there was one."""
    state: str = field(name="state", default="")
    """What became of it. Usually `fullyFilled`: converted; `rejected`: failed."""
    inst_id: str = field(name="instId", default="")
    """The pair, as `BTC-USDT`."""
    base_ccy: str = field(name="baseCcy", default="")
    """Base currency of the pair."""
    quote_ccy: str = field(name="quoteCcy", default="")
    """Quote currency of the pair."""
    side: str = field(name="side", default="")
    """Whether the base currency is bought or sold. Usually `buy`; `sell`."""
    fill_px: Decimal | None = field(name="fillPx", default=None)
    """Price, in the quote currency."""
    fill_base_sz: Decimal | None = field(name="fillBaseSz", default=None)
    """Amount converted, in the base currency."""
    fill_quote_sz: Decimal | None = field(name="fillQuoteSz", default=None)
    """Amount converted, in the quote currency."""
    ts: int | None = field(name="ts", default=None)
    """When it was converted; Unix time in milliseconds."""


__all__ = [
    "ConvertCurrency",
    "ConvertCurrencyPair",
    "ConvertQuote",
    "ConvertRecord",
    "ConvertedTrade",
]
