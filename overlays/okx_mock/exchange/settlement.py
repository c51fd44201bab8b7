"""Trades that are made outside of the book: block trades, spread trades, conversions.

The rules:

- All deals of a trade are settled or none. A side can pay if no currency of it that the trade takes from is short after
  all of them, so what one leg brings pays for another.
- In long/short mode a deal with the other position side closes that position, which must be there (51169, 51112).
- Fees are the book's: the maker's rate for who made the price, the taker's for who took it. A conversion costs no fee.
- Each deal counts for the rebates of the code that its owner's request carried, like an order of that owner, and for
  nobody's else: the taker's for the tag of the RFQ, the maker's for the tag of the quote. The order id of the rebate file
  is the id that its owner knows: of the RFQ, of the quote, of the spread order, of the conversion.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.clock import Clock
from okx_mock.exchange.book import Book
from okx_mock.exchange.instruments import Instrument
from okx_mock.exchange.order import Fill, Order
from okx_mock.exchange.trader import Trader
from okx_mock.money import ZERO, plain

ORDERS_KEPT = 2000
"""So many of them are kept for the queries of an account."""
OTHER_SIDE = {"buy": "sell", "sell": "buy"}
# The operations that trades come of.
BLOCK, SPREAD, CONVERSION = "executeQuote", "placeSpreadOrder", "convertTrade"


@dataclass(frozen=True, slots=True)
class Deal:
    """What one account trades of one instrument.

    Attributes:
        account: whose deal it is.
        instrument: what is traded.
        side: `buy` or `sell`.
        size: how much, in the base currency or in contracts.
        price: the agreed price.
        mode: the trade mode.
        position_side: `net`; for contracts in long/short mode `long` or `short`.
        maker: whether this account made the price.
        order_id: the id by which its owner knows it.
        client_id: the owner's own id of that.
        tag: the code that the owner's request carried.
        source: the operation that it came of.
    """

    account: Account
    instrument: Instrument
    side: str
    size: Decimal
    price: Decimal
    mode: str
    position_side: str
    maker: bool
    order_id: str
    client_id: str
    tag: str
    source: str


@dataclass(frozen=True, slots=True)
class Lack:
    """Who can't do its part of a trade, and why."""

    account: Account
    refusal: Refusal


class Settlement:
    """Moves coins and positions for trades of the desks."""

    def __init__(self, clock: Clock, book: Book) -> None:
        self._clock = clock
        self._book = book
        self._orders: dict[str, deque[Order]] = {}

    def orders_of(self, account: Account) -> Sequence[Order]:
        """What an account traded outside of the book, oldest first; conversions are no fills."""
        return self._orders.get(account.uid, ())

    def lack(self, deals: Sequence[Deal]) -> Lack | None:
        """Who could not pay, or has not the position to close, if these were settled now; None when all could."""
        for account in {deal.account.uid: deal.account for deal in deals}.values():
            refusal = self._lack_of(account, [deal for deal in deals if deal.account is account])
            if refusal is not None:
                return Lack(account, refusal)
        return None

    def _lack_of(self, account: Account, deals: Sequence[Deal]) -> Refusal | None:
        trader = self._book.trader(account)
        after = _copy(trader)
        for deal in deals:
            order = self._order(deal)
            if order.closing:
                held = after.held_against(order)
                if held is None:
                    return Refusal("51169")
                if order.size > abs(held.contracts):
                    return Refusal("51112")
            self._book.rehearse(order, after, maker=deal.maker)
        for ccy in after.cash:
            left = self._book.available(after, ccy)
            if left < 0 and left < self._book.available(trader, ccy):
                return Refusal("51008", ccy)
        return None

    def settle(self, deals: Iterable[Deal]) -> list[Order]:
        """Settle a trade whose sides can pay: one filled order for each deal."""
        orders: list[Order] = []
        for deal in deals:
            order = self._order(deal)
            self._book.fill_agreed(order, maker=deal.maker)
            self._orders.setdefault(deal.account.uid, deque(maxlen=ORDERS_KEPT)).append(order)
            orders.append(order)
        return orders

    def exchange(self, deal: Deal, quote_size: Decimal) -> None:
        """Change coins into others without a fee, of an account that has enough.

        Args:
            deal: what is converted.
            quote_size: what it costs or brings, in the quote currency.
        """
        one = deal.instrument
        given, amount = (one.quote, quote_size) if deal.side == "buy" else (one.base, deal.size)
        gained, gain = (one.base, deal.size) if deal.side == "buy" else (one.quote, quote_size)
        trader = self._book.trader(deal.account)
        trader.cash[given] = trader.cash.get(given, ZERO) - amount
        trader.cash[gained] = trader.cash.get(gained, ZERO) + gain
        trader.updated_ms = self._clock.now_ms()
        order = self._order(deal)
        order.state = "filled"
        order.add(Fill(deal.order_id, trader.updated_ms, deal.size, deal.price, False, ZERO, ZERO, ZERO))
        self._book.note_tagged(order)

    def _order(self, deal: Deal) -> Order:
        now_ms = self._clock.now_ms()
        return Order(
            order_id=deal.order_id,
            account=deal.account,
            instrument=deal.instrument,
            client_id=deal.client_id,
            tag=deal.tag,
            side=deal.side,
            order_type="",
            trade_mode=deal.mode,
            target="",
            size_sent=plain(deal.size),
            price_sent=plain(deal.price),
            size=deal.size,
            price=deal.price,
            reduce_only=False,
            source=deal.source,
            raw=b"",
            created_ms=now_ms,
            updated_ms=now_ms,
            position_side=deal.position_side,
        )


def _copy(trader: Trader) -> Trader:
    """An account's coins and positions, to be moved without consequence."""
    positions = {name: replace(held) for name, held in trader.positions.items()}
    return replace(trader, cash=dict(trader.cash), positions=positions)


def position_side(account: Account, instrument: Instrument, asked: str, side: str) -> str:
    """The position that a deal changes; in long/short mode one that names none opens one of its direction."""
    if instrument.spot or account.position_mode == "net_mode":
        return "net"
    return asked or ("long" if side == "buy" else "short")
