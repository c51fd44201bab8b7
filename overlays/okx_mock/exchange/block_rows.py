"""RFQs, quotes and block trades as taker and maker see them.

Everybody sees the own client ids and no others, and the other side's code unless that side is anonymous. Source: okx-v5,
block trading, tables of the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from okx_mock.accounts import Account
from okx_mock.answers import Row
from okx_mock.exchange.block_desk import BlockTrade, Part, Quote, Rfq, Settled
from okx_mock.exchange.order import Order
from okx_mock.money import ZERO, plain

_PART_LEG = ("instId", "sz", "tdMode", "ccy", "posSide")


def rfq_row(rfq: Rfq, viewer: Account) -> dict[str, object]:
    """An RFQ as the taker or a maker sees it."""
    own = viewer is rfq.taker
    return {
        "rfqId": rfq.record.id,
        "clRfqId": rfq.record.client_id if own else "",
        "tag": rfq.record.tag,
        "traderCode": _code(rfq.taker, hidden=rfq.anonymous and not own),
        "validUntil": str(rfq.valid_until_ms),
        "allowPartialExecution": rfq.may_be_partial,
        "state": rfq.state_for(viewer),
        "counterparties": [maker.trader_code for maker in rfq.makers],
        "legs": [leg.row() for leg in rfq.legs],
        "cTime": str(rfq.record.created_ms),
        "uTime": str(rfq.updated_ms),
        "groupId": rfq.record.id if rfq.grouped else "",
        "acctAlloc": [_part_row(part) for part in rfq.parts] if rfq.grouped and own else [],
    }


def _part_row(part: Part) -> dict[str, object]:
    return {"acct": part.name, "legs": [{name: leg.row()[name] for name in _PART_LEG} for leg in part.legs]}


def created_row(rfq: Rfq) -> Row:
    """An RFQ as its creation is answered: each account of a group RFQ was accepted."""
    row = rfq_row(rfq, rfq.taker)
    parts = [_part_row(part) for part in rfq.parts] if rfq.grouped else []
    return {**row, "acctAlloc": [{**part, "sCode": "0", "sMsg": ""} for part in parts]}


def listed_row(rfq: Rfq, viewer: Account) -> Row:
    """An RFQ in a list; the document gives no values for its kind."""
    return {**rfq_row(rfq, viewer), "flowType": ""}


def quote_row(quote: Quote, viewer: Account) -> Row:
    """A quote as its maker or the taker sees it."""
    own = viewer is quote.maker
    return {
        "quoteId": quote.record.id,
        "clQuoteId": quote.record.client_id if own else "",
        "rfqId": quote.rfq.record.id,
        "clRfqId": "" if own else quote.rfq.record.client_id,
        "tag": quote.record.tag,
        "traderCode": _code(quote.maker, hidden=quote.anonymous and not own),
        "quoteSide": quote.side,
        "state": quote.state,
        "reason": "",
        "validUntil": str(quote.valid_until_ms),
        "legs": [{**leg.row(), "px": plain(price)} for leg, price in zip(quote.legs, quote.prices, strict=True)],
        "cTime": str(quote.record.created_ms),
        "uTime": str(quote.updated_ms),
    }


def _code(account: Account, *, hidden: bool) -> str:
    return "" if hidden else account.trader_code


def executed_row(trade: BlockTrade) -> Row:
    """A block trade as its execution is answered."""
    taker = trade.rfq.taker
    parts = [
        {
            "acct": one.part.name,
            "blockTdId": one.number,
            "sCode": one.error or "0",
            "sMsg": "",
            "legs": _shares(one, trade, taker),
        }
        for one in _group(trade)
    ]
    return {**_trade_row(trade, taker), "legs": _legs(trade, taker, with_currency=False), "acctAlloc": parts}


def trade_row(trade: BlockTrade, viewer: Account) -> Row:
    """A block trade in the list of the taker or the maker."""
    taker = viewer is trade.rfq.taker
    parts = [
        {
            "acct": one.part.name if taker else "",
            "blockTdId": one.number,
            "errorCode": one.error or "0",
            "legs": _shares(one, trade, viewer),
        }
        for one in _group(trade)
    ]
    return {
        **_trade_row(trade, viewer),
        "isSuccessful": not trade.error,
        "errorCode": trade.error,
        "legs": _legs(trade, viewer, with_currency=True),
        "acctAlloc": parts,
    }


def _trade_row(trade: BlockTrade, viewer: Account) -> dict[str, object]:
    rfq, quote = trade.rfq, trade.quote
    taker = viewer is rfq.taker
    return {
        "blockTdId": "" if rfq.grouped else trade.record.id,
        "rfqId": rfq.record.id,
        "clRfqId": rfq.record.client_id if taker else "",
        "quoteId": quote.record.id,
        "clQuoteId": "" if taker else quote.record.client_id,
        "tag": rfq.record.tag if taker else quote.record.tag,
        "tTraderCode": _code(rfq.taker, hidden=rfq.anonymous and not taker),
        "mTraderCode": _code(quote.maker, hidden=quote.anonymous and taker),
        "cTime": str(trade.record.created_ms),
    }


def _group(trade: BlockTrade) -> Iterable[Settled]:
    return trade.settled if trade.rfq.grouped else ()


def _legs(trade: BlockTrade, viewer: Account, *, with_currency: bool) -> list[Row]:
    """The legs with the viewer's fees; of a group RFQ, and of a trade that failed, without ids of trades."""
    rows: list[Row] = []
    successful = [one for one in trade.settled if not one.error]
    for number, (leg, price) in enumerate(zip(trade.rfq.legs, trade.quote.prices, strict=True)):
        fills = [_fills(one, trade, viewer)[number] for one in successful]
        sizes = [one.sizes[number] for one in successful or trade.settled]
        row: Row = {
            "instId": leg.instrument.inst_id,
            "px": plain(price),
            "sz": plain(sum(sizes, ZERO)),
            "side": leg.side,
            "fee": plain(sum((fill.fee for fill in fills), ZERO)),
            "feeCcy": fills[0].fee_ccy if fills else "",
            "tradeId": "" if trade.rfq.grouped or not fills else fills[0].trade_id,
        }
        currency = leg.instrument.quote if leg.instrument.spot else ""
        rows.append({**row, "tradeQuoteCcy": currency} if with_currency else row)
    return rows


def _fills(one: Settled, trade: BlockTrade, viewer: Account) -> Sequence[Order]:
    return one.taken if viewer is trade.rfq.taker else one.made


def _shares(one: Settled, trade: BlockTrade, viewer: Account) -> list[Row]:
    """The legs of one account's part of a group RFQ."""
    fills = _fills(one, trade, viewer)
    return [
        {
            "instId": leg.instrument.inst_id,
            "sz": plain(one.sizes[number]),
            "fee": plain(fills[number].fee if fills else ZERO),
            "feeCcy": fills[number].fee_ccy if fills else "",
            "tradeId": fills[number].trade_id if fills else "",
        }
        for number, leg in enumerate(trade.rfq.legs)
    ]
