"""The desk of spread trading: spreads, and the orders for them.

The rules of the mock, where okx-v5 (spread trading) leaves them open:

- There is one spread for each coin with a SPOT and a SWAP instrument. Buying it sells the coin and buys the contracts. Sizes
  are in the coin, in steps and from a minimum that both legs can trade.
- The price of a spread is that of the SWAP leg less that of the SPOT leg: 0 as seeded. An order that can trade at it fills
  at once, as a whole, as taker, at that price and both legs at theirs. Another limit order rests until the price of a leg
  is moved to where it can trade, and fills then as maker, at its own price: one leg at the price of its instrument, the
  other with the difference, which is the SWAP leg of a buy and the SPOT leg of a sell. `px` means nothing for a market
  order.
- Each leg pays the fee of its instrument. In long/short mode the SWAP leg opens a position of its direction.
- Who can't pay for both legs is refused with 51008. Resting orders freeze nothing; one that can't be paid for when its price
  has come is cancelled with source 34. A post-only order that would take is cancelled with source 31, an `ioc` order that
  finds nothing with source 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.call import text_of
from okx_mock.clock import Clock
from okx_mock.exchange.book import Book
from okx_mock.exchange.instruments import INSTRUMENTS, MAX_PRICE, MAX_SIZE, Instrument
from okx_mock.exchange.records import Kind, Record, Records, ids_of
from okx_mock.exchange.settlement import OTHER_SIDE, SPREAD, Deal, Settlement, position_side
from okx_mock.exchange.shelves import Shelves
from okx_mock.wire import Json

ORDER = Kind("spread order", "ordId", "getSpreadOrder", client="clOrdId", missing="51603", duplicate="51016")


@dataclass(frozen=True, slots=True)
class Spread:
    """A spread: the SPOT instrument that buying it sells, and the SWAP instrument that it buys."""

    sold: Instrument
    bought: Instrument

    @property
    def name(self) -> str:
        """Its id."""
        return f"{self.sold.inst_id}_{self.bought.inst_id}"

    @property
    def tick(self) -> Decimal:
        """The step of prices."""
        return min(self.sold.tick, self.bought.tick)

    @property
    def lot(self) -> Decimal:
        """The step of sizes."""
        return max(self.sold.lot, self.bought.lot * self.bought.contract_value)

    @property
    def minimum(self) -> Decimal:
        """The least size."""
        return max(self.sold.minimum, self.bought.minimum * self.bought.contract_value)


SPREADS: dict[str, Spread] = {
    spread.name: spread
    for spread in (
        Spread(spot, INSTRUMENTS[f"{spot.inst_id}-SWAP"])
        for spot in INSTRUMENTS.values()
        if spot.spot and f"{spot.inst_id}-SWAP" in INSTRUMENTS
    )
}


@dataclass(slots=True, eq=False)
class SpreadOrder:
    """One spread order."""

    record: Record
    spread: Spread
    side: str
    order_type: str
    size: Decimal
    price: Decimal
    size_sent: str
    price_sent: str
    updated_ms: int
    state: str = "live"
    fill_price: Decimal = Decimal(0)
    trade_id: str = ""
    cancel_source: str = ""


class SpreadDesk:
    """All spread orders."""

    def __init__(self, clock: Clock, book: Book, records: Records, settlement: Settlement) -> None:
        self._clock = clock
        self._book = book
        self._records = records
        self._settlement = settlement
        self._resting: dict[str, dict[str, SpreadOrder]] = {}
        self.orders: Shelves[SpreadOrder] = Shelves()
        book.on_price.append(self._price_moved)

    def price(self, spread: Spread) -> Decimal:
        """What a spread costs now."""
        return self._book.prices[spread.bought.inst_id] - self._book.prices[spread.sold.inst_id]

    def place(self, account: Account, fields: Mapping[str, Json]) -> SpreadOrder:
        """Take an order, or refuse it.

        Raises:
            Refusal: 51001 for an unknown spread, 51000, 51005, 51020 or 51121 for a size, 75003 for a price, 51008 for
                what the account can't pay, 51016 for a client id of an open order, 51025 for one order too many.
        """
        spread = SPREADS.get(text_of(fields, "sprdId"))
        if spread is None:
            raise Refusal("51001")
        side, order_type = text_of(fields, "side"), text_of(fields, "ordType")
        size = _size(fields, spread)
        price = self.price(spread) if order_type == "market" else _price(fields, spread)
        takes = self._marketable(spread, side, price)
        if takes or order_type != "ioc":
            self._check_funds(
                self._deals(account, spread, side, size, self.price(spread) if takes else price, maker=False)
            )
        row = {name: text_of(fields, name) for name in ("side", "ordType", "px", "sz")}
        row |= {"state": "", "tag": "", "instId": spread.name, "cTime": "", "uTime": ""}
        record = self._records.file(ORDER, account, ids_of(ORDER, fields), SPREAD, row)
        order = SpreadOrder(
            record=record,
            spread=spread,
            side=side,
            order_type=order_type,
            size=size,
            price=price,
            size_sent=text_of(fields, "sz"),
            price_sent=text_of(fields, "px"),
            updated_ms=record.created_ms,
        )
        self.orders.put(account, record.id, order)
        if takes and order_type == "post_only":
            self._cancel(order, "31")
        elif takes:
            self._fill(order, self.price(spread), maker=False)
        elif order_type == "ioc":
            self._cancel(order, "0")
        else:
            self._resting.setdefault(spread.name, {})[record.id] = order
        return order

    def _marketable(self, spread: Spread, side: str, price: Decimal) -> bool:
        now = self.price(spread)
        return price >= now if side == "buy" else price <= now

    def _check_funds(self, deals: list[Deal]) -> None:
        if any(deal.price <= 0 for deal in deals):
            raise Refusal("75003")
        lack = self._settlement.lack(deals)
        if lack is not None:
            raise lack.refusal

    def _deals(
        self,
        account: Account,
        spread: Spread,
        side: str,
        size: Decimal,
        price: Decimal,
        *,
        maker: bool,
        record: Record | None = None,
    ) -> list[Deal]:
        """Both legs: the coin the other way, the contracts in the direction of the order."""
        coin, contract = self._book.prices[spread.sold.inst_id], self._book.prices[spread.bought.inst_id]
        # The leg that gives way never gets a price below zero, as the order is filled at a price that it can trade at.
        if side == "buy":
            contract = coin + price
        else:
            coin = contract - price
        legs = (
            (spread.sold, OTHER_SIDE[side], size, coin, "cash"),
            (spread.bought, side, size / spread.bought.contract_value, contract, "cross"),
        )
        return [
            Deal(
                account=account,
                instrument=instrument,
                side=way,
                size=amount,
                price=leg_price,
                mode=mode,
                position_side=position_side(account, instrument, "", way),
                maker=maker,
                order_id=record.id if record else "",
                client_id=record.client_id if record else "",
                tag=record.tag if record else "",
                source=SPREAD,
            )
            for instrument, way, amount, leg_price, mode in legs
        ]

    def _fill(self, order: SpreadOrder, price: Decimal, *, maker: bool) -> None:
        deals = self._deals(
            order.record.account, order.spread, order.side, order.size, price, maker=maker, record=order.record
        )
        if maker and self._settlement.lack(deals) is not None:
            self._cancel(order, "34")
            return
        fills = self._settlement.settle(deals)
        order.fill_price, order.trade_id = price, fills[0].trade_id
        self._end(order, "filled")

    def _cancel(self, order: SpreadOrder, source: str) -> None:
        order.cancel_source = source
        self._end(order, "canceled")

    def _end(self, order: SpreadOrder, state: str) -> None:
        self._resting.get(order.spread.name, {}).pop(order.record.id, None)
        order.state, order.updated_ms = state, self._clock.now_ms()
        self._records.end(order.record, state)

    def _price_moved(self, inst_id: str) -> None:
        """Fill the resting orders that a moved price has reached, oldest first."""
        for spread in SPREADS.values():
            if inst_id not in {spread.sold.inst_id, spread.bought.inst_id}:
                continue
            for order in list(self._resting.get(spread.name, {}).values()):
                if order.state == "live" and self._marketable(spread, order.side, order.price):
                    self._fill(order, order.price, maker=True)

    def find(self, account: Account, fields: Mapping[str, Json]) -> SpreadOrder:
        """An order, by its id or by the newest with the client's id.

        Raises:
            Refusal: 51603 when there is none.
        """
        record = self._records.find(ORDER, account, fields)
        order = self.orders.get(account, record.id)
        if order is None:
            raise Refusal("51603")
        return order

    def cancel(self, account: Account, fields: Mapping[str, Json]) -> SpreadOrder:
        """Cancel an open order.

        Raises:
            Refusal: 51400 when there is none, 51401 when it is cancelled already, 51402 when it is filled.
        """
        try:
            order = self.find(account, fields)
        except Refusal:
            raise Refusal("51400") from None
        if order.state != "live":
            raise Refusal("51401" if order.state == "canceled" else "51402")
        self._cancel(order, "1")
        return order


def _size(fields: Mapping[str, Json], spread: Spread) -> Decimal:
    size = Decimal(text_of(fields, "sz"))
    if size <= 0:
        raise Refusal("51000", "sz")
    if size > MAX_SIZE:
        raise Refusal("51005")
    if size < spread.minimum:
        raise Refusal("51020")
    if size % spread.lot:
        raise Refusal("51121")
    return size


def _price(fields: Mapping[str, Json], spread: Spread) -> Decimal:
    """The price of an order, which may be negative."""
    price = Decimal(text_of(fields, "px"))
    if abs(price) > MAX_PRICE or price % spread.tick:
        raise Refusal("75003")
    return price
