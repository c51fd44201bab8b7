# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `block`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

from okx_v5.scalars import Amount


class AllocatedLeg(Struct, frozen=True, kw_only=True):
    """One leg of an account's part in a block trade of a group RFQ."""

    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    sz: Decimal | None = field(name="sz", default=None)
    """Size traded."""
    fee: Decimal | None = field(name="fee", default=None)
    """Fee in `fee_ccy`. Negative is charged, positive is paid to the user."""
    fee_ccy: str = field(name="feeCcy", default="")
    """Currency of the fee."""
    trade_id: str = field(name="tradeId", default="")
    """Id of the last trade."""


class BlockTradeAllocation(Struct, frozen=True, kw_only=True):
    """The part of one account in a block trade of a group RFQ."""

    block_td_id: str = field(name="blockTdId", default="")
    """Id of this account's block trade."""
    error_code: str = field(name="errorCode", default="")
    """Result for this account; `0` is success."""
    acct: str = field(name="acct", default="")
    """Name of the account; for the taker only, empty for makers."""
    legs: list[AllocatedLeg] = field(name="legs", default_factory=list[AllocatedLeg])
    """The legs as traded for this account."""


class BlockTradeLeg(Struct, frozen=True, kw_only=True):
    """One leg of a block trade."""

    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    px: Decimal | None = field(name="px", default=None)
    """Price of the trade."""
    sz: Decimal | None = field(name="sz", default=None)
    """Size traded."""
    side: str = field(name="side", default="")
    """Direction of the leg, as the RFQ has it. Usually `buy`; `sell`."""
    fee: Decimal | None = field(name="fee", default=None)
    """Fee in `fee_ccy`. Negative is charged, positive is paid to the user."""
    fee_ccy: str = field(name="feeCcy", default="")
    """Currency of the fee."""
    trade_id: str = field(name="tradeId", default="")
    """Id of the last trade; empty for a group RFQ, see `acct_alloc`."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency that is traded with, SPOT only."""


class CancelledQuote(Struct, frozen=True, kw_only=True):
    """What became of the wish to cancel a quote."""

    quote_id: str = field(name="quoteId", default="")
    """Id of the quote at the exchange."""
    cl_quote_id: str = field(name="clQuoteId", default="")
    """The caller's own id of the quote."""
    s_code: str = field(name="sCode", default="")
    """Result for this item; `0` is success."""
    s_msg: str = field(name="sMsg", default="")
    """Message to the result; empty on success."""


class CancelledRfq(Struct, frozen=True, kw_only=True):
    """What became of the wish to cancel an RFQ."""

    rfq_id: str = field(name="rfqId", default="")
    """Id of the RFQ at the exchange."""
    cl_rfq_id: str = field(name="clRfqId", default="")
    """The caller's own id of the RFQ."""
    s_code: str = field(name="sCode", default="")
    """Result for this item; `0` is success."""
    s_msg: str = field(name="sMsg", default="")
    """Message to the result; empty on success."""


class ExecuteQuoteLeg(Struct, frozen=True, kw_only=True):
    """How much of one leg is to be executed."""

    inst_id: str = field(name="instId")
    """Instrument id, as `BTC-USDT-SWAP`."""
    sz: Amount = field(name="sz")
    """How much of the leg to execute."""


class ExecutedAllocation(Struct, frozen=True, kw_only=True):
    """The part of one account in a block trade of a group RFQ."""

    acct: str = field(name="acct", default="")
    """Name of the account."""
    block_td_id: str = field(name="blockTdId", default="")
    """Id of this account's block trade."""
    s_code: str = field(name="sCode", default="")
    """Result for this item; `0` is success."""
    s_msg: str = field(name="sMsg", default="")
    """Message to the result; empty on success."""
    legs: list[AllocatedLeg] = field(name="legs", default_factory=list[AllocatedLeg])
    """The legs as traded for this account."""


class ExecutedLeg(Struct, frozen=True, kw_only=True):
    """One leg of a quote that was taken."""

    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    px: Decimal | None = field(name="px", default=None)
    """Price of the trade."""
    sz: Decimal | None = field(name="sz", default=None)
    """Size traded."""
    side: str = field(name="side", default="")
    """Direction of the leg, as the RFQ has it. Usually `buy`; `sell`."""
    fee: Decimal | None = field(name="fee", default=None)
    """Fee in `fee_ccy`. Negative is charged, positive is paid to the user."""
    fee_ccy: str = field(name="feeCcy", default="")
    """Currency of the fee."""
    trade_id: str = field(name="tradeId", default="")
    """Id of the last trade; empty for a group RFQ, see `acct_alloc`."""


class ExecutedQuote(Struct, frozen=True, kw_only=True):
    """The block trade that came of a quote."""

    c_time: int | None = field(name="cTime", default=None)
    """When it was executed; Unix time in milliseconds."""
    rfq_id: str = field(name="rfqId", default="")
    """Id of the RFQ at the exchange."""
    cl_rfq_id: str = field(name="clRfqId", default="")
    """The taker's own id of the RFQ; empty for makers."""
    quote_id: str = field(name="quoteId", default="")
    """Id of the quote at the exchange."""
    cl_quote_id: str = field(name="clQuoteId", default="")
    """The maker's own id of the quote; empty for the taker."""
    block_td_id: str = field(name="blockTdId", default="")
    """Id of the block trade; empty for a group RFQ, see `acct_alloc`."""
    tag: str = field(name="tag", default="")
    """The broker code that the RFQ carried."""
    t_trader_code: str = field(name="tTraderCode", default="")
    """Code of the taker; not shown if the RFQ is anonymous."""
    m_trader_code: str = field(name="mTraderCode", default="")
    """Code of the maker; not shown if the quote is anonymous."""
    legs: list[ExecutedLeg] = field(name="legs", default_factory=list[ExecutedLeg])
    """The legs as traded."""
    acct_alloc: list[ExecutedAllocation] = field(name="acctAlloc", default_factory=list[ExecutedAllocation])
    """The parts of the accounts in a group RFQ."""


class NewQuoteLeg(Struct, frozen=True, kw_only=True):
    """One leg of a quote to give."""

    inst_id: str = field(name="instId")
    """Instrument id."""
    sz: Amount = field(name="sz")
    """Size of the leg; for SPOT see `tgt_ccy`."""
    px: Amount = field(name="px")
    """Price of the leg."""
    side: Literal["buy", "sell"] = field(name="side")
    """Direction of the leg."""
    td_mode: Literal["cross", "isolated", "cash"] | None = field(name="tdMode", default=None)
    """Trade mode: `cross` or `isolated` with margin, `cash` without. Unless said `cash` for SPOT in Futures mode,
    `isolated` to buy OPTION in Futures or Multi-currency margin mode, else `cross`."""
    ccy: str | None = field(name="ccy", default=None)
    """Margin currency. For cross MARGIN in Futures mode, without effect elsewhere."""
    pos_side: Literal["net", "long", "short"] | None = field(name="posSide", default=None)
    """Position side, FUTURES and SWAP only. Net mode: `net`, also when left out. Long/short mode: `long` or `short`;
    without it a new position is opened."""
    tgt_ccy: Literal["base_ccy", "quote_ccy"] | None = field(name="tgtCcy", default=None)
    """Unit of `sz`, SPOT only; `base_ccy` unless said."""
    trade_quote_ccy: str | None = field(name="tradeQuoteCcy", default=None)
    """Quote currency to trade with, SPOT only; unless said, that of the instrument."""


class NewRfqAllocationLeg(Struct, frozen=True, kw_only=True):
    """One leg of an account's part in a group RFQ. What is left out takes the system's default."""

    sz: Amount = field(name="sz")
    """Size of the leg for this account."""
    inst_id: str = field(name="instId")
    """Instrument id."""
    td_mode: str | None = field(name="tdMode", default=None)
    """Trade mode."""
    ccy: str | None = field(name="ccy", default=None)
    """Margin currency."""
    pos_side: str | None = field(name="posSide", default=None)
    """Position side."""


class NewRfqLeg(Struct, frozen=True, kw_only=True):
    """One leg of a request for quotes."""

    inst_id: str = field(name="instId")
    """Instrument id."""
    sz: Amount = field(name="sz")
    """Size of the leg; for SPOT see `tgt_ccy`."""
    side: Literal["buy", "sell"] = field(name="side")
    """Direction of the leg."""
    td_mode: Literal["cross", "isolated", "cash"] | None = field(name="tdMode", default=None)
    """Trade mode: `cross` or `isolated` with margin, `cash` without. Unless said `cash` for SPOT in Futures mode,
    `isolated` to buy OPTION in Futures or Multi-currency margin mode, else `cross`."""
    ccy: str | None = field(name="ccy", default=None)
    """Margin currency. For cross MARGIN in Futures mode, without effect elsewhere."""
    lmt_px: Amount | None = field(name="lmtPx", default=None)
    """The taker's limit price, on all legs or on none. A quote at this price or better is executed at once, until the
    RFQ is cancelled or expires; which side is better follows the direction of the legs. In quote currency for SPOT,
    MARGIN, FUTURES and SWAP, in settlement currency for OPTION. The counterparties never see it."""
    pos_side: Literal["net", "long", "short"] | None = field(name="posSide", default=None)
    """Position side, FUTURES and SWAP only. Net mode: `net`, also when left out. Long/short mode: `long` or `short`;
    without it a new position is opened."""
    tgt_ccy: Literal["base_ccy", "quote_ccy"] | None = field(name="tgtCcy", default=None)
    """Unit of `sz`, SPOT only; `base_ccy` unless said."""
    trade_quote_ccy: str | None = field(name="tradeQuoteCcy", default=None)
    """Quote currency to trade with, SPOT only; unless said, that of the instrument."""


class QuoteLeg(Struct, frozen=True, kw_only=True):
    """One leg of a quote."""

    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    td_mode: str = field(name="tdMode", default="")
    """Trade mode. Usually `cross`: cross margin; `isolated`: isolated margin; `cash`: no margin."""
    ccy: str = field(name="ccy", default="")
    """Margin currency; only for cross MARGIN in Futures mode."""
    sz: Decimal | None = field(name="sz", default=None)
    """Size of the leg; for SPOT see `tgt_ccy`."""
    px: Decimal | None = field(name="px", default=None)
    """Price of the leg."""
    side: str = field(name="side", default="")
    """Direction of the leg. Usually `buy`; `sell`."""
    pos_side: str = field(name="posSide", default="")
    """Position side, FUTURES and SWAP only. Empty if none was named: the same as `net` in net mode, a new position in
    long/short mode (long for a buy, short for a sell). Usually `net`: net mode; `long`: long side; `short`: short
    side."""
    tgt_ccy: str = field(name="tgtCcy", default="")
    """Unit of `sz`, SPOT only, else empty. Usually `base_ccy`: base currency; `quote_ccy`: quote currency."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency that is traded with, SPOT only."""


class RfqAllocationLeg(Struct, frozen=True, kw_only=True):
    """One leg of an account's part in a group RFQ."""

    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    sz: Decimal | None = field(name="sz", default=None)
    """Size of the leg for this account."""
    td_mode: str = field(name="tdMode", default="")
    """Trade mode."""
    ccy: str = field(name="ccy", default="")
    """Margin currency."""
    pos_side: str = field(name="posSide", default="")
    """Position side."""


class RfqCounterparty(Struct, frozen=True, kw_only=True):
    """A market maker to whom the caller may send requests for quotes."""

    trader_name: str = field(name="traderName", default="")
    """Name of the counterparty."""
    trader_code: str = field(name="traderCode", default="")
    """Public code of the counterparty, by which RFQs and quotes name it."""
    type: str = field(name="type", default="")
    """Kind of counterparty; can be empty. Usually `LP`: automated market maker, connected by API."""


class RfqLeg(Struct, frozen=True, kw_only=True):
    """One leg of a request for quotes."""

    inst_id: str = field(name="instId", default="")
    """Instrument id."""
    td_mode: str = field(name="tdMode", default="")
    """Trade mode. Usually `cross`: cross margin; `isolated`: isolated margin; `cash`: no margin."""
    ccy: str = field(name="ccy", default="")
    """Margin currency; only for cross MARGIN in Futures mode."""
    sz: Decimal | None = field(name="sz", default=None)
    """Size of the leg; for SPOT see `tgt_ccy`."""
    side: str = field(name="side", default="")
    """Direction of the leg. Usually `buy`; `sell`."""
    pos_side: str = field(name="posSide", default="")
    """Position side, FUTURES and SWAP only. Empty if none was named: the same as `net` in net mode, a new position in
    long/short mode (long for a buy, short for a sell). Usually `net`: net mode; `long`: long side; `short`: short
    side."""
    tgt_ccy: str = field(name="tgtCcy", default="")
    """Unit of `sz`, SPOT only, else empty. Usually `base_ccy`: base currency; `quote_ccy`: quote currency."""
    trade_quote_ccy: str = field(name="tradeQuoteCcy", default="")
    """Quote currency that is traded with, SPOT only."""


class BlockTrade(Struct, frozen=True, kw_only=True):
    """A block trade in which the caller took part."""

    c_time: int | None = field(name="cTime", default=None)
    """When it was executed; Unix time in milliseconds."""
    rfq_id: str = field(name="rfqId", default="")
    """Id of the RFQ at the exchange."""
    cl_rfq_id: str = field(name="clRfqId", default="")
    """The taker's own id of the RFQ; empty for makers."""
    quote_id: str = field(name="quoteId", default="")
    """Id of the quote at the exchange."""
    cl_quote_id: str = field(name="clQuoteId", default="")
    """The maker's own id of the quote; empty for the taker."""
    block_td_id: str = field(name="blockTdId", default="")
    """Id of the block trade; empty for a group RFQ, see `acct_alloc`."""
    tag: str = field(name="tag", default="")
    """The broker code that the caller's RFQ or quote carried."""
    t_trader_code: str = field(name="tTraderCode", default="")
    """Code of the taker; not shown if the RFQ is anonymous."""
    m_trader_code: str = field(name="mTraderCode", default="")
    """Code of the maker; not shown if the quote is anonymous."""
    is_successful: bool | None = field(name="isSuccessful", default=None)
    """Whether the trade succeeded."""
    error_code: str = field(name="errorCode", default="")
    """Why a trade failed; empty if it succeeded."""
    legs: list[BlockTradeLeg] = field(name="legs", default_factory=list[BlockTradeLeg])
    """The legs as traded."""
    acct_alloc: list[BlockTradeAllocation] = field(name="acctAlloc", default_factory=list[BlockTradeAllocation])
    """The parts of the accounts in a group RFQ."""


class CreatedRfqAllocation(Struct, frozen=True, kw_only=True):
    """The part of one account in a group RFQ, as created."""

    acct: str = field(name="acct", default="")
    """Name of the account."""
    s_code: str = field(name="sCode", default="")
    """Result for this item; `0` is success."""
    s_msg: str = field(name="sMsg", default="")
    """Message to the result; empty on success."""
    legs: list[RfqAllocationLeg] = field(name="legs", default_factory=list[RfqAllocationLeg])
    """The legs for this account."""


class NewRfqAllocation(Struct, frozen=True, kw_only=True):
    """The part of one account in a group RFQ."""

    acct: str = field(name="acct")
    """Name of the account; `0` is the master account itself."""
    legs: list[NewRfqAllocationLeg] = field(name="legs")
    """The legs for this account, in the ratio of the RFQ."""


class Quote(Struct, frozen=True, kw_only=True):
    """A quote as it stands."""

    c_time: int | None = field(name="cTime", default=None)
    """When the quote was created; Unix time in milliseconds."""
    u_time: int | None = field(name="uTime", default=None)
    """When the state changed last; Unix time in milliseconds."""
    state: str = field(name="state", default="")
    """State of the quote. Usually `active`: can be taken; `canceled`: cancelled; `pending_fill`: is being executed;
    `filled`: executed; `expired`: over without a trade; `failed`: the execution failed."""
    reason: str = field(name="reason", default="")
    """Why it is in this state, where there is a reason; more values may come. Usually `mmp_canceled`: cancelled by
    market-maker protection."""
    valid_until: int | None = field(name="validUntil", default=None)
    """When it expires; Unix time in milliseconds."""
    rfq_id: str = field(name="rfqId", default="")
    """Id of the RFQ at the exchange."""
    cl_rfq_id: str = field(name="clRfqId", default="")
    """The taker's own id of the RFQ; empty for makers."""
    quote_id: str = field(name="quoteId", default="")
    """Id of the quote at the exchange."""
    cl_quote_id: str = field(name="clQuoteId", default="")
    """The maker's own id of the quote; empty for the taker."""
    tag: str = field(name="tag", default="")
    """The broker code that the quote carries, and the block trades that come of it."""
    trader_code: str = field(name="traderCode", default="")
    """Code of the maker; not shown if the quote is anonymous."""
    quote_side: str = field(name="quoteSide", default="")
    """Direction in which the maker trades. Usually `buy`: the maker in the direction of the legs, the taker the other
    way; `sell`: the taker in the direction of the legs, the maker the other way."""
    legs: list[QuoteLeg] = field(name="legs", default_factory=list[QuoteLeg])
    """The legs with their prices."""


class RfqAllocation(Struct, frozen=True, kw_only=True):
    """The part of one account in a group RFQ."""

    acct: str = field(name="acct", default="")
    """Name of the account."""
    legs: list[RfqAllocationLeg] = field(name="legs", default_factory=list[RfqAllocationLeg])
    """The legs for this account."""


class CreatedRfq(Struct, frozen=True, kw_only=True):
    """A request for quotes, as created."""

    c_time: int | None = field(name="cTime", default=None)
    """When the RFQ was created; Unix time in milliseconds."""
    u_time: int | None = field(name="uTime", default=None)
    """When the state changed last; Unix time in milliseconds."""
    state: str = field(name="state", default="")
    """State of the RFQ. Usually `active`: open for quotes; `canceled`: cancelled; `pending_fill`: a quote is being
    executed; `filled`: executed; `expired`: over without a trade; `traded_away`: executed with another maker; shown
    to makers whose quote lost; `failed`: the execution failed."""
    counterparties: list[str] = field(name="counterparties", default_factory=list[str])
    """Codes of the makers to whom the RFQ was sent."""
    valid_until: int | None = field(name="validUntil", default=None)
    """When it expires; Unix time in milliseconds."""
    cl_rfq_id: str = field(name="clRfqId", default="")
    """The taker's own id of the RFQ; empty for makers."""
    tag: str = field(name="tag", default="")
    """The broker code that the RFQ carries, and the block trades that come of it."""
    allow_partial_execution: bool | None = field(name="allowPartialExecution", default=None)
    """Whether a part of the RFQ may be executed."""
    trader_code: str = field(name="traderCode", default="")
    """Code of who sent the RFQ; not shown if that is anonymous."""
    rfq_id: str = field(name="rfqId", default="")
    """Id of the RFQ at the exchange."""
    legs: list[RfqLeg] = field(name="legs", default_factory=list[RfqLeg])
    """The legs, at most 15."""
    group_id: str = field(name="groupId", default="")
    """Id of a group RFQ; empty for an ordinary one."""
    acct_alloc: list[CreatedRfqAllocation] = field(name="acctAlloc", default_factory=list[CreatedRfqAllocation])
    """The parts of the accounts in a group RFQ, and whether each was accepted."""


class Rfq(Struct, frozen=True, kw_only=True):
    """A request for quotes as it stands."""

    c_time: int | None = field(name="cTime", default=None)
    """When the RFQ was created; Unix time in milliseconds."""
    u_time: int | None = field(name="uTime", default=None)
    """When the state changed last; Unix time in milliseconds."""
    state: str = field(name="state", default="")
    """State of the RFQ. Usually `active`: open for quotes; `canceled`: cancelled; `pending_fill`: a quote is being
    executed; `filled`: executed; `expired`: over without a trade; `traded_away`: executed with another maker; shown
    to makers whose quote lost; `failed`: the execution failed."""
    counterparties: list[str] = field(name="counterparties", default_factory=list[str])
    """Codes of the makers to whom the RFQ was sent."""
    valid_until: int | None = field(name="validUntil", default=None)
    """When it expires; Unix time in milliseconds."""
    cl_rfq_id: str = field(name="clRfqId", default="")
    """The taker's own id of the RFQ; empty for makers."""
    tag: str = field(name="tag", default="")
    """The broker code that the RFQ carries, and the block trades that come of it."""
    flow_type: str = field(name="flowType", default="")
    """Kind of RFQ; for makers only, empty for the taker."""
    trader_code: str = field(name="traderCode", default="")
    """Code of who sent the RFQ; not shown if that is anonymous."""
    rfq_id: str = field(name="rfqId", default="")
    """Id of the RFQ at the exchange."""
    allow_partial_execution: bool | None = field(name="allowPartialExecution", default=None)
    """Whether a part of the RFQ may be executed."""
    legs: list[RfqLeg] = field(name="legs", default_factory=list[RfqLeg])
    """The legs, at most 15."""
    group_id: str = field(name="groupId", default="")
    """Id of a group RFQ; empty for an ordinary one."""
    acct_alloc: list[RfqAllocation] = field(name="acctAlloc", default_factory=list[RfqAllocation])
    """The parts of the accounts in a group RFQ; for the taker only."""


__all__ = [
    "AllocatedLeg",
    "BlockTrade",
    "BlockTradeAllocation",
    "BlockTradeLeg",
    "CancelledQuote",
    "CancelledRfq",
    "CreatedRfq",
    "CreatedRfqAllocation",
    "ExecuteQuoteLeg",
    "ExecutedAllocation",
    "ExecutedLeg",
    "ExecutedQuote",
    "NewQuoteLeg",
    "NewRfqAllocation",
    "NewRfqAllocationLeg",
    "NewRfqLeg",
    "Quote",
    "QuoteLeg",
    "Rfq",
    "RfqAllocation",
    "RfqAllocationLeg",
    "RfqCounterparty",
    "RfqLeg",
]
