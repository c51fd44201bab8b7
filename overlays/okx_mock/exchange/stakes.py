"""What a bot has at stake: the coins of a SPOT bot, the margin and the contracts of one that trades contracts.

A SPOT bot's coins are its own: they leave what the account can spend when the bot is made, only the bot's orders use
them, and they come back when it ends. The margin of a contract bot must be there when it is made; from then on its
orders need margin as all orders do, at the mock's one leverage, whatever its own leverage is. That one sizes its orders.
What a contract bot holds is a part of the account's position in the instrument; the bot keeps account of its part.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from decimal import Decimal

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.exchange.book import Book, Order
from okx_mock.exchange.fills import Fills
from okx_mock.exchange.instruments import Instrument
from okx_mock.money import ZERO, floor_to, plain
from okx_mock.wire import Json


class Stake(ABC):
    """What a bot has at stake in one instrument."""

    def __init__(self, book: Book, account: Account, instrument: Instrument) -> None:
        self._book = book
        self._account = account
        self._fills = Fills()
        self.instrument = instrument

    @property
    @abstractmethod
    def position(self) -> Decimal:
        """The base currency it holds, or its contracts, below zero when it is short."""

    @abstractmethod
    def equity(self, price: Decimal) -> Decimal:
        """What it is worth in quote currency."""

    @abstractmethod
    def note(self, order: Order) -> None:
        """Take over what was traded of one of its orders."""

    @abstractmethod
    def afford(self, side: str, size: Decimal, price: Decimal) -> Decimal:
        """So much of a size as it has the means for."""

    @abstractmethod
    def order(self, side: str, size: Decimal, price: Decimal | None) -> Mapping[str, Json]:
        """The fields on the wire of an order, at the market when there is no price."""

    @abstractmethod
    def closable(self) -> Decimal:
        """So much of its position as can be closed now, without a sign."""

    def loosen(self) -> None:  # noqa: B027 - contracts set nothing aside
        """Let an order that is about to be placed use what is set aside."""

    def tighten(self, open_orders: Iterable[Order]) -> None:  # noqa: B027
        """Set aside what no open order holds."""

    def give_back(self) -> None:  # noqa: B027
        """Return everything to the account."""


class SpotStake(Stake):
    """Coins of a SPOT bot, out of reach for the rest of the account."""

    def __init__(self, book: Book, account: Account, instrument: Instrument) -> None:
        super().__init__(book, account, instrument)
        self.held = {instrument.quote: ZERO, instrument.base: ZERO}
        self._aside = {instrument.quote: ZERO, instrument.base: ZERO}

    def take(self, quote: Decimal, base: Decimal) -> None:
        """Take coins out of what the account can spend.

        Raises:
            Refusal: 51008 when it has less.
        """
        wanted = {self.instrument.quote: quote, self.instrument.base: base}
        trader = self._book.trader(self._account)
        for ccy, amount in wanted.items():
            if amount > self._book.available(trader, ccy):
                raise Refusal("51008", ccy)
        self.held = wanted
        self.tighten(())

    @property
    def position(self) -> Decimal:
        """The base currency it has, that in open orders included."""
        return self.held[self.instrument.base]

    @property
    def quote(self) -> Decimal:
        """The quote currency it has, that in open orders included."""
        return self.held[self.instrument.quote]

    @property
    def idle_quote(self) -> Decimal:
        """The quote currency that is in no order."""
        return self._aside[self.instrument.quote]

    def equity(self, price: Decimal) -> Decimal:
        """Its quote currency and what its base currency costs."""
        return self.quote + self.position * price

    def note(self, order: Order) -> None:
        """Take over the coins that changed hands, and the fee."""
        news = self._fills.news(order)
        quote, base = self.instrument.quote, self.instrument.base
        sign = 1 if order.side == "buy" else -1
        self.held[base] += sign * news.size
        self.held[quote] -= sign * news.value
        if news.fee:
            self.held[order.fee_ccy] -= news.fee

    def afford(self, side: str, size: Decimal, price: Decimal) -> Decimal:
        """So much of a size as the coins in no order cover, in whole lots."""
        idle = self._aside[self.instrument.quote] / price if side == "buy" else self._aside[self.instrument.base]
        return min(size, floor_to(idle, self.instrument.lot))

    def order(self, side: str, size: Decimal, price: Decimal | None) -> Mapping[str, Json]:
        """A limit order, or one at the market: a purchase by value, a sale by size."""
        fields: dict[str, Json] = {"tdMode": "cash"}
        if price is None and side == "buy":
            # By value, as a purchase by size needs 5 % more than it costs.
            value = size * self._book.prices[self.instrument.inst_id]
            return {**fields, "tgtCcy": "quote_ccy", "sz": plain(value)}
        return {**fields, "sz": plain(size), **({"tgtCcy": "base_ccy"} if price is None else {})}

    def closable(self) -> Decimal:
        """The base currency it has, in whole lots."""
        return floor_to(self.position, self.instrument.lot)

    def loosen(self) -> None:
        """Let the account spend all of it for a moment."""
        for ccy, amount in self._aside.items():
            self._book.set_aside(self._account, ccy, -amount)
            self._aside[ccy] = ZERO

    def tighten(self, open_orders: Iterable[Order]) -> None:
        """Set aside what no open order holds."""
        bound = {self.instrument.quote: ZERO, self.instrument.base: ZERO}
        for order in open_orders:
            left = order.size - order.filled
            if order.side == "buy":
                bound[self.instrument.quote] += left * order.price
            else:
                bound[self.instrument.base] += left
        for ccy, held in self.held.items():
            idle = max(ZERO, held - bound[ccy])
            self._book.set_aside(self._account, ccy, idle - self._aside[ccy])
            self._aside[ccy] = idle

    def give_back(self) -> None:
        """Return the coins to the account."""
        self.loosen()
        self.held = dict.fromkeys(self.held, ZERO)


class ContractStake(Stake):
    """Margin and contracts of a bot that trades contracts."""

    def __init__(self, book: Book, account: Account, instrument: Instrument, margin: Decimal) -> None:
        super().__init__(book, account, instrument)
        self.margin = margin
        self.contracts = ZERO
        self.entry = ZERO
        self.realised = ZERO
        self.fees = ZERO

    def check(self, needed: Decimal) -> None:
        """See whether the account has the margin, and what the orders need beyond it.

        Raises:
            Refusal: 51008 when it has less.
        """
        quote = self.instrument.quote
        if max(self.margin, needed) > self._book.available(self._book.trader(self._account), quote):
            raise Refusal("51008", quote)

    @property
    def position(self) -> Decimal:
        """Its contracts, below zero when it is short."""
        return self.contracts

    def unrealised(self, price: Decimal) -> Decimal:
        """The profit or loss of the open contracts."""
        return self.contracts * self.instrument.contract_value * (price - self.entry)

    def equity(self, price: Decimal) -> Decimal:
        """The margin with profits and losses, fees taken off."""
        return self.margin + self.realised - self.fees + self.unrealised(price)

    def note(self, order: Order) -> None:
        """Take over the contracts that were traded, at their average price, and the fee."""
        news = self._fills.news(order)
        self.fees += news.fee
        if not news.size:
            return
        value = self.instrument.contract_value
        price = news.value / (news.size * value)
        change = news.size if order.side == "buy" else -news.size
        before = self.contracts
        self.contracts += change
        if before * change >= 0:
            self.entry = (self.entry * abs(before) + price * news.size) / abs(self.contracts)
            return
        closed = min(abs(before), news.size) * (1 if before > 0 else -1)
        self.realised += closed * value * (price - self.entry)
        if before * self.contracts < 0:
            self.entry = price

    def afford(self, side: str, size: Decimal, price: Decimal) -> Decimal:
        """The whole size: the book asks for the margin."""
        return size

    def order(self, side: str, size: Decimal, price: Decimal | None) -> Mapping[str, Json]:
        """An order in cross margin."""
        return {"tdMode": "cross", "sz": plain(size)}

    def closable(self) -> Decimal:
        """So many of its contracts as the account's position still holds."""
        held = self._book.trader(self._account).positions.get(self.instrument.inst_id)
        if held is None or held.contracts * self.contracts <= 0:
            return ZERO
        return min(abs(self.contracts), abs(held.contracts))
