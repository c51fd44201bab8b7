"""What a bot has at stake: the coins of a SPOT bot, the margin and the contracts of one that trades contracts.

A SPOT bot's coins are its own: they leave what the account can spend when the bot is made, only the bot's orders use
them, and they come back when it ends. The margin of a contract bot must be there when it is made; from then on its
orders need margin as all orders do, at the mock's one leverage, whatever its own leverage is. That one sizes its orders.
What a contract bot holds is a part of the account's cross position in the instrument, on its side in long/short mode; the
bot keeps account of its part.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.exchange.book import Book
from okx_mock.exchange.fills import Fills
from okx_mock.exchange.instruments import Instrument
from okx_mock.exchange.order import Order
from okx_mock.exchange.order_checks import to_step
from okx_mock.money import ZERO, plain
from okx_mock.wire import Json


@dataclass(frozen=True, slots=True)
class Closing:
    """An order that closes a position: its side and size, and which position."""

    side: str
    size: Decimal
    position: str


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
    def order(self, side: str, size: Decimal, price: Decimal | None, position: str) -> Mapping[str, Json]:
        """The fields on the wire of an order, at the market when there is no price; `position` is long or short."""

    @abstractmethod
    def closings(self) -> list[Closing]:
        """What closes its position, as far as it can be closed now."""

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
        return min(size, to_step(idle, self.instrument.lot))

    def order(self, side: str, size: Decimal, price: Decimal | None, position: str) -> Mapping[str, Json]:
        """A limit order, or one at the market: a purchase by value, a sale by size."""
        fields: dict[str, Json] = {"tdMode": "cash"}
        if price is None and side == "buy":
            # By value, as a purchase by size needs 5 % more than it costs.
            value = size * self._book.prices[self.instrument.inst_id]
            return {**fields, "tgtCcy": "quote_ccy", "sz": plain(value)}
        return {**fields, "sz": plain(size), **({"tgtCcy": "base_ccy"} if price is None else {})}

    def closings(self) -> list[Closing]:
        """The sale of its base currency, in whole lots."""
        size = to_step(self.position, self.instrument.lot)
        return [Closing("sell", size, "long")] if size >= self.instrument.minimum else []

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


@dataclass(slots=True)
class Part:
    """The contracts of a bot on one side of the account: `net`, or `long` and `short` in long/short mode."""

    contracts: Decimal = ZERO
    entry: Decimal = ZERO

    def trade(self, change: Decimal, price: Decimal) -> Decimal:
        """Buy or, below zero, sell contracts; gives by how much the price was better than the entry, for each closed."""
        before = self.contracts
        self.contracts += change
        if before * change >= 0:
            self.entry = (self.entry * abs(before) + price * abs(change)) / abs(self.contracts)
            return ZERO
        closed = min(abs(before), abs(change)) * (1 if before > 0 else -1)
        gained = closed * (price - self.entry)
        if before * self.contracts < 0:
            self.entry = price
        return gained


class ContractStake(Stake):
    """Margin and contracts of a bot that trades contracts."""

    def __init__(self, book: Book, account: Account, instrument: Instrument, margin: Decimal) -> None:
        super().__init__(book, account, instrument)
        self.margin = margin
        self.realised = ZERO
        self.fees = ZERO
        self._parts: dict[str, Part] = {}

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
        return sum((part.contracts for part in self._parts.values()), ZERO)

    @property
    def contracts(self) -> Decimal:
        """Its contracts, those of both sides together."""
        return sum((abs(part.contracts) for part in self._parts.values()), ZERO)

    @property
    def cost(self) -> Decimal:
        """What its contracts were worth at entry."""
        held = sum((abs(part.contracts) * part.entry for part in self._parts.values()), ZERO)
        return held * self.instrument.contract_value

    def equity(self, price: Decimal) -> Decimal:
        """The margin with profits and losses, fees taken off."""
        open_gain = sum((part.contracts * (price - part.entry) for part in self._parts.values()), ZERO)
        return self.margin + self.realised - self.fees + open_gain * self.instrument.contract_value

    def note(self, order: Order) -> None:
        """Take over the contracts that were traded, at their average price, and the fee."""
        news = self._fills.news(order)
        self.fees += news.fee
        if news.size:
            value = self.instrument.contract_value
            part = self._parts.setdefault(order.position_side, Part())
            change = news.size if order.side == "buy" else -news.size
            self.realised += part.trade(change, news.value / (news.size * value)) * value

    def afford(self, side: str, size: Decimal, price: Decimal) -> Decimal:
        """The whole size: the book asks for the margin."""
        return size

    def order(self, side: str, size: Decimal, price: Decimal | None, position: str) -> Mapping[str, Json]:
        """An order in cross margin, with `posSide` where the account is in long/short mode."""
        hedged = self._account.position_mode == "long_short_mode"
        return {"tdMode": "cross", "sz": plain(size), **({"posSide": position} if hedged else {})}

    def closings(self) -> list[Closing]:
        """What closes its contracts, as far as the account still has them."""
        found: list[Closing] = []
        positions = self._book.trader(self._account).positions
        for side, part in self._parts.items():
            held = positions.get((self.instrument.inst_id, "cross", side))
            if held is not None and held.contracts * part.contracts > 0:
                size = min(abs(part.contracts), abs(held.contracts))
                found.append(Closing("sell" if part.contracts > 0 else "buy", size, side))
        return found
