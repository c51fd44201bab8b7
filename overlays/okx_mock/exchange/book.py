"""Orders, fills, balances and positions: the state of trading and its rules.

The fill rule: an order that can trade at the instrument's price fills at once, as a whole and at that price; any other
limit order rests in the book, until the price is moved (control surface) to where it can trade, and then fills at its
own price as maker.

The fee rule: SPOT taker 0.1 %, maker 0.08 %, taken from what is received; SWAP taker 0.05 %, maker 0.02 % of the value,
taken in USDT. The same for every fee level.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal
from functools import partial
from itertools import islice

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.call import flag_of, text_of
from okx_mock.clock import HOUR_MS, Clock
from okx_mock.exchange.instruments import INSTRUMENTS, MAX_MARKET_VALUE, MAX_PRICE, MAX_SIZE, Instrument
from okx_mock.money import ZERO, plain, rounded
from okx_mock.rules import is_decimal
from okx_mock.timers import Timer, Timers
from okx_mock.wire import Json

SPOT_TAKER, SPOT_MAKER = Decimal("0.001"), Decimal("0.0008")
SWAP_TAKER, SWAP_MAKER = Decimal("0.0005"), Decimal("0.0002")
LEVERAGE = Decimal(10)
# A market order freezes 5 % more quote currency (okx-v5, POST /trade/order, notes).
MARKET_MARGIN = Decimal("1.05")
SEEDED_BALANCES = {"USDT": Decimal(100_000), "BTC": Decimal(2), "ETH": Decimal(20), "SOL": Decimal(100)}
MOST_OPEN, MOST_OPEN_PER_INSTRUMENT = 4000, 500
# Cancelled orders without a fill vanish from queries after two hours (okx-v5, GET /trade/order).
CANCELLED_KEPT_MS = 2 * HOUR_MS
FIRST_ORDER_ID = 680_800_019_749_904_384
FIRST_TRADE_ID = 744_876_980
REFUSALS_KEPT = 1000
ORDERS_KEPT = 100_000
"""So many orders are kept for the control surface; the exchange's own memory of them is not touched by that."""
_SHOWN_OF_REFUSED = ("instId", "clOrdId", "side", "ordType", "sz", "px")
_FIELD_KEPT, _MESSAGE_KEPT = 64, 512
RAW_KEPT = 64 * 1024
"""So much of a request is kept with an order: far more than twenty orders need."""

_PRICED = frozenset({"limit", "post_only", "fok", "ioc"})
_AT_MARKET = frozenset({"market", "optimal_limit_ioc"})


@dataclass(slots=True, eq=False)
class Order:
    """One order."""

    order_id: str
    account: Account
    instrument: Instrument
    client_id: str
    tag: str
    side: str
    order_type: str
    trade_mode: str
    target: str
    size_sent: str
    price_sent: str
    size: Decimal
    price: Decimal
    reduce_only: bool
    source: str
    raw: bytes
    created_ms: int
    updated_ms: int
    state: str = "live"
    filled: Decimal = ZERO
    fill_price: Decimal = ZERO
    fill_ms: int = 0
    trade_id: str = ""
    maker: bool = False
    fee: Decimal = ZERO
    fee_ccy: str = ""
    fee_usdt: Decimal = ZERO
    pnl: Decimal = ZERO
    cancel_reason: str = ""
    algo_id: str = ""
    algo_client_id: str = ""
    on_change: Callable[[Order], None] | None = None
    """Told after each fill and after the cancellation: the algo order or bot that placed this order."""

    @property
    def open(self) -> bool:
        """Whether it can still trade."""
        return self.state == "live"

    @property
    def value_usdt(self) -> Decimal:
        """What was traded, in USDT."""
        return self.filled * self.instrument.contract_value * self.fill_price


@dataclass(slots=True, eq=False)
class Position:
    """A position in net mode: contracts above zero are long, below short."""

    contracts: Decimal
    entry: Decimal
    mode: str


@dataclass(slots=True, eq=False)
class Trader:
    """What one account has: coins, positions and orders."""

    cash: dict[str, Decimal] = field(default_factory=lambda: dict(SEEDED_BALANCES))
    frozen: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    positions: dict[str, Position] = field(default_factory=dict[str, Position])
    orders: dict[str, Order] = field(default_factory=dict[str, Order])
    newest: dict[str, Order] = field(default_factory=dict[str, Order])
    open_orders: dict[str, dict[str, Order]] = field(default_factory=dict[str, "dict[str, Order]"])
    cancelled: deque[Order] = field(default_factory=deque["Order"])
    updated_ms: int = 0


@dataclass(frozen=True, slots=True)
class RefusedOrder:
    """A placement that was refused.

    Attributes:
        account: name of the account.
        source: the operation.
        tag: the broker code as it was sent.
        code: why it was refused.
        raw: the request, as received.
        text: the message that went with the code.
        sent: what describes an order, as far as it was sent.
        number: the refusal's own number, from 1 on.
        after: how many orders had been recorded by then.
        at_ms: when it was refused.
    """

    account: str
    source: str
    tag: str
    code: str
    raw: bytes
    text: str
    sent: Mapping[str, str]
    number: int
    after: int
    at_ms: int


class Book:
    """The order book and everybody's accounts in it."""

    def __init__(self, clock: Clock, timers: Timers, *, required_tags: Collection[str] | None = None) -> None:
        """Begin empty.

        Args:
            clock: the clock that orders are stamped by.
            timers: what happens at a later moment.
            required_tags: the tags that an order must have one of; None takes any and none, as the exchange does.
        """
        self._clock = clock
        self._timers = timers
        self._required_tags = required_tags
        self.prices = {name: one.price for name, one in INSTRUMENTS.items()}
        self.traders: dict[str, Trader] = {}
        self.recorded: deque[Order] = deque()
        self.dropped = 0
        self.refused: deque[RefusedOrder] = deque(maxlen=REFUSALS_KEPT)
        self.tagged_fills: dict[str, list[Order]] = {}
        self.on_price: list[Callable[[str], None]] = []
        """Told the instrument after its price was moved and the orders that it reached were filled."""
        self._countdowns: dict[tuple[str, str], Timer] = {}
        self._resting: dict[str, dict[str, Order]] = {}
        self._orders = 0
        self._trades = 0
        self.refusals = 0

    def recorded_from(self, first: int, limit: int) -> list[Order]:
        """Recorded orders in order, from the one of this number on; the first order of all is number 1."""
        skipped = max(0, first - 1 - self.dropped)
        return list(islice(self.recorded, skipped, skipped + limit))

    def resting_count(self, inst_id: str) -> int:
        """How many orders rest in an instrument."""
        return len(self._resting.get(inst_id, ()))

    def trader(self, account: Account) -> Trader:
        """The trader of an account; made with the seeded balances when first asked for."""
        trader = self.traders.get(account.uid)
        if trader is None:
            trader = self.traders[account.uid] = Trader(updated_ms=self._clock.now_ms())
        return trader

    def margin(self, trader: Trader) -> Decimal:
        """USDT that open positions need."""
        return sum(
            (
                abs(held.contracts) * INSTRUMENTS[name].contract_value * held.entry / LEVERAGE
                for name, held in trader.positions.items()
            ),
            ZERO,
        )

    def available(self, trader: Trader, ccy: str) -> Decimal:
        """What an account can spend of a currency."""
        free = trader.cash.get(ccy, ZERO) - trader.frozen.get(ccy, ZERO)
        return free - self.margin(trader) if ccy == "USDT" and trader.positions else free

    # Placing

    def place(
        self,
        account: Account,
        fields: Mapping[str, Json],
        source: str,
        raw: bytes,
        *,
        algo_id: str = "",
        algo_client_id: str = "",
        on_change: Callable[[Order], None] | None = None,
    ) -> Order:
        """Take an order, or refuse it.

        Args:
            account: whose order it is.
            fields: the order as on the wire.
            source: the operation that placed it.
            raw: the request, as received; empty for an order that an algo order or a bot places later.
            algo_id: the algo order or bot that places it.
            algo_client_id: the user's own id of that.
            on_change: told after each fill and after the cancellation.

        Raises:
            Refusal: with the code that becomes the item's `sCode`.
        """
        try:
            self.check_tag(text_of(fields, "tag"))
            placed = self._place(account, fields, source, raw[:RAW_KEPT], (algo_id, algo_client_id), on_change)
        except Refusal as refusal:
            self.note_refusal(account, fields, source, raw, refusal)
            raise
        return placed

    def note_refusal(
        self, account: Account, fields: Mapping[str, Json], source: str, raw: bytes, refusal: Refusal
    ) -> None:
        """Keep a placement that was refused, here or by the contract before, for the control surface."""
        self.refusals += 1
        sent = {name: text_of(fields, name)[:_FIELD_KEPT] for name in _SHOWN_OF_REFUSED}
        self.refused.append(
            RefusedOrder(
                account=account.name,
                source=source,
                tag=text_of(fields, "tag")[:_FIELD_KEPT],
                code=refusal.code,
                raw=raw[:RAW_KEPT],
                text=refusal.text[:_MESSAGE_KEPT],
                sent=sent,
                number=self.refusals,
                after=self.dropped + len(self.recorded),
                at_ms=self._clock.now_ms(),
            )
        )

    def check_tag(self, tag: str) -> None:
        """Refuse a tag that is not taken: 51000."""
        if self._required_tags is None or tag in self._required_tags:
            return
        why = f"{tag} is no broker code that this mock knows" if tag else "the order carries no broker code"
        raise Refusal("51000", text=f"Parameter tag error: {why}, and it was started with --strict-tags")

    def _place(
        self,
        account: Account,
        fields: Mapping[str, Json],
        source: str,
        raw: bytes,
        algo: tuple[str, str],
        on_change: Callable[[Order], None] | None,
    ) -> Order:
        instrument = INSTRUMENTS.get(text_of(fields, "instId"))
        if instrument is None:
            raise Refusal("51001")
        trader = self.trader(account)
        now_ms = self._clock.now_ms()
        order = Order(
            order_id="",
            account=account,
            instrument=instrument,
            client_id=text_of(fields, "clOrdId"),
            tag=text_of(fields, "tag"),
            side=text_of(fields, "side"),
            order_type=text_of(fields, "ordType"),
            trade_mode=text_of(fields, "tdMode"),
            target=text_of(fields, "tgtCcy"),
            size_sent=text_of(fields, "sz"),
            price_sent=text_of(fields, "px"),
            size=ZERO,
            price=ZERO,
            reduce_only=flag_of(fields, "reduceOnly"),
            source=source,
            raw=raw,
            created_ms=now_ms,
            updated_ms=now_ms,
            algo_id=algo[0],
            algo_client_id=algo[1],
            on_change=on_change,
        )
        self._check_mode(order, text_of(fields, "posSide"))
        self._check_price(order)
        self._check_size(order)
        self._check_client_id(trader, order.client_id)
        self._check_reduce_only(order, trader)
        marketable = self._marketable(order)
        if not marketable and order.order_type not in {"ioc", "fok"}:
            self._check_room(order, trader)
        self._check_funds(order, trader, marketable=marketable, may_shrink=not flag_of(fields, "banAmend"))

        order.order_id = str(FIRST_ORDER_ID + self._orders)
        self._orders += 1
        self._forget_cancelled(trader, now_ms)
        trader.orders[order.order_id] = order
        if order.client_id:
            trader.newest[order.client_id] = order
        self.recorded.append(order)
        if len(self.recorded) > ORDERS_KEPT:
            self.recorded.popleft().raw = b""
            self.dropped += 1
        if order.order_type == "post_only" and marketable:
            self._end(order, trader, "post-only order would have taken liquidity")
        elif marketable:
            self._fill(order, trader, self.prices[instrument.inst_id], maker=False)
        elif order.order_type in {"ioc", "fok"}:
            self._end(order, trader, "not filled at once")
        else:
            self._rest(order, trader)
        return order

    def _check_mode(self, order: Order, position_side: str) -> None:
        if order.instrument.spot:
            # An account in Futures mode trades SPOT with cash; margin trading is not simulated.
            if order.trade_mode in {"cross", "isolated"}:
                raise Refusal("51010")
            if order.trade_mode != "cash":
                raise Refusal("51000", "tdMode")
        elif order.trade_mode not in {"cross", "isolated"}:
            raise Refusal("51000", "tdMode")
        if position_side not in {"", "net"}:
            raise Refusal("51000", "posSide")
        if order.order_type not in _PRICED | _AT_MARKET:
            raise Refusal("51010")
        if order.order_type == "optimal_limit_ioc" and order.instrument.spot:
            raise Refusal("51000", "ordType")
        if order.reduce_only and order.instrument.spot:
            raise Refusal("51205")

    def _check_price(self, order: Order) -> None:
        if order.order_type in _AT_MARKET:
            order.price_sent = ""
            return
        if not order.price_sent:
            raise Refusal("51204")
        price = _amount(order.price_sent, "px")
        if price < order.instrument.tick:
            raise Refusal("51122")
        if price > MAX_PRICE:
            raise Refusal("51006")
        if price % order.instrument.tick:
            raise Refusal("51150")
        order.price = price

    def _check_size(self, order: Order) -> None:
        one = order.instrument
        size = _amount(order.size_sent, "sz")
        if size <= 0:
            raise Refusal("51000", "sz")
        if size > MAX_SIZE:
            raise Refusal("51005")
        price = self.prices[one.inst_id]
        if one.spot and order.order_type == "market":
            order.target = order.target or ("quote_ccy" if order.side == "buy" else "base_ccy")
            if order.target == "quote_ccy":
                if size > MAX_MARKET_VALUE:
                    raise Refusal("51201")
                order.size = _to_lot(size / price, one.lot)
                if order.size < one.minimum:
                    raise Refusal("51020")
                return
            if size * price > MAX_MARKET_VALUE:
                raise Refusal("51201")
        else:
            order.target = ""
        if size < one.minimum:
            raise Refusal("51020")
        if size % one.lot:
            raise Refusal("51121")
        order.size = size

    def _check_client_id(self, trader: Trader, client_id: str) -> None:
        newest = trader.newest.get(client_id) if client_id else None
        if newest is not None and newest.open:
            raise Refusal("51016")

    def _check_room(self, order: Order, trader: Trader) -> None:
        if len(trader.open_orders.get(order.instrument.inst_id, ())) >= MOST_OPEN_PER_INSTRUMENT:
            raise Refusal("51174", order.instrument.inst_id)
        if sum(len(orders) for orders in trader.open_orders.values()) >= MOST_OPEN:
            raise Refusal("51025")

    def _check_reduce_only(self, order: Order, trader: Trader) -> None:
        if not order.reduce_only:
            return
        held = trader.positions.get(order.instrument.inst_id)
        if held is None or (held.contracts > 0) == (order.side == "buy"):
            raise Refusal("51169")
        if order.size > abs(held.contracts):
            raise Refusal("51112")

    def _marketable(self, order: Order) -> bool:
        if order.order_type in _AT_MARKET:
            return True
        price = self.prices[order.instrument.inst_id]
        return order.price >= price if order.side == "buy" else order.price <= price

    def _check_funds(self, order: Order, trader: Trader, *, marketable: bool, may_shrink: bool) -> None:
        one = order.instrument
        price = self.prices[one.inst_id] if marketable else order.price
        if not one.spot:
            margin = self._margin_needed(order, trader, price)
            if margin > 0 and margin > self.available(trader, one.quote):
                raise _insufficient(one.quote)
            return
        ccy = one.quote if order.side == "buy" else one.base
        available = self.available(trader, ccy)
        needed = order.size * price if order.side == "buy" else order.size
        if order.order_type == "market" and order.side == "buy" and order.target == "base_ccy":
            needed *= MARKET_MARGIN
        if needed <= available:
            return
        if order.order_type != "market" or not may_shrink:
            raise _insufficient(ccy)
        # Without banAmend the exchange shrinks a SPOT market order to what the balance covers.
        order.size = _to_lot(max(available, ZERO) / price if order.side == "buy" else max(available, ZERO), one.lot)
        if order.size < one.minimum:
            raise _insufficient(ccy)

    def _margin_needed(self, order: Order, trader: Trader, price: Decimal) -> Decimal:
        held = trader.positions.get(order.instrument.inst_id)
        opened = order.size
        if held is not None and (held.contracts > 0) != (order.side == "buy"):
            opened = max(ZERO, order.size - abs(held.contracts))
        return opened * order.instrument.contract_value * price / LEVERAGE

    # Resting and ending

    def _rest(self, order: Order, trader: Trader) -> None:
        ccy, amount = self._freezes(order)
        trader.frozen[ccy] = trader.frozen.get(ccy, ZERO) + amount
        trader.open_orders.setdefault(order.instrument.inst_id, {})[order.order_id] = order
        self._resting.setdefault(order.instrument.inst_id, {})[order.order_id] = order

    def _unrest(self, order: Order, trader: Trader) -> None:
        resting = self._resting.get(order.instrument.inst_id, {})
        if resting.pop(order.order_id, None) is None:
            return
        ccy, amount = self._freezes(order)
        trader.frozen[ccy] -= amount
        trader.open_orders[order.instrument.inst_id].pop(order.order_id, None)

    def _freezes(self, order: Order) -> tuple[str, Decimal]:
        one = order.instrument
        if not one.spot:
            if order.reduce_only:
                return one.quote, ZERO
            return one.quote, order.size * one.contract_value * order.price / LEVERAGE
        return (one.quote, order.size * order.price) if order.side == "buy" else (one.base, order.size)

    def _end(self, order: Order, trader: Trader, reason: str) -> None:
        self._unrest(order, trader)
        order.state = "canceled"
        order.cancel_reason = reason
        order.updated_ms = trader.updated_ms = self._clock.now_ms()
        if not order.filled:
            trader.cancelled.append(order)
        if order.on_change is not None:
            order.on_change(order)

    def _forget_cancelled(self, trader: Trader, now_ms: int) -> None:
        while trader.cancelled and now_ms - trader.cancelled[0].updated_ms > CANCELLED_KEPT_MS:
            order = trader.cancelled.popleft()
            trader.orders.pop(order.order_id, None)
            if trader.newest.get(order.client_id) is order:
                del trader.newest[order.client_id]

    def cancel(self, account: Account, inst_id: str, order_id: str, client_id: str) -> Order:
        """Cancel an open order.

        Raises:
            Refusal: 51400 when there is no such open order; 51001 for an unknown instrument.
        """
        if inst_id not in INSTRUMENTS:
            raise Refusal("51001")
        trader = self.trader(account)
        order = self._look_up(trader, inst_id, order_id, client_id)
        if order is None or not order.open:
            raise Refusal("51400")
        self._end(order, trader, "cancelled by the user")
        return order

    def amend(self, account: Account, fields: Mapping[str, Json]) -> Order:
        """Change size or price of an open order; it loses its place and can fill by the new price.

        Raises:
            Refusal: 51503 when there is no such open order; else the code of the rule that the change would break. With
                `cxlOnFail` the order is cancelled then.
        """
        inst_id = text_of(fields, "instId")
        if inst_id not in INSTRUMENTS:
            raise Refusal("51001")
        trader = self.trader(account)
        order = self._look_up(trader, inst_id, text_of(fields, "ordId"), text_of(fields, "clOrdId"))
        if order is None or not order.open:
            raise Refusal("51503")
        changed = replace(
            order,
            size_sent=text_of(fields, "newSz") or order.size_sent,
            price_sent=text_of(fields, "newPx") or order.price_sent,
        )
        self._unrest(order, trader)
        try:
            self._check_price(changed)
            self._check_size(changed)
            self._check_reduce_only(changed, trader)
            marketable = self._marketable(changed)
            self._check_funds(changed, trader, marketable=marketable, may_shrink=False)
        except Refusal:
            self._rest(order, trader)
            if flag_of(fields, "cxlOnFail"):
                self._end(order, trader, "cancelled as the amendment failed")
            raise
        order.size_sent, order.price_sent = changed.size_sent, changed.price_sent
        order.size, order.price = changed.size, changed.price
        order.updated_ms = self._clock.now_ms()
        self._rest(order, trader)
        if marketable and order.order_type == "post_only":
            self._end(order, trader, "post-only order would have taken liquidity")
        elif marketable:
            self._fill(order, trader, self.prices[inst_id], maker=False)
        return order

    def count_down(self, account: Account, seconds: int, tag: str) -> int:
        """Cancel the account's open orders, or those of a tag, after so many seconds; 0 calls it off.

        Returns:
            When that is, in milliseconds; 0 when it was called off.
        """
        running = self._countdowns.pop((account.uid, tag), None)
        if running is not None:
            running.call_off()
        if not seconds:
            return 0
        deadline = self._clock.now_ms() + 1000 * seconds
        self._countdowns[account.uid, tag] = self._timers.at(deadline, partial(self._cancel_all, account, tag))
        return deadline

    def _cancel_all(self, account: Account, tag: str) -> None:
        """The end of a countdown: cancel what is open, of all tags or of one."""
        del self._countdowns[account.uid, tag]
        trader = self.trader(account)
        for orders in list(trader.open_orders.values()):
            for order in list(orders.values()):
                if tag in {"", order.tag}:
                    self._end(order, trader, "cancel all after")

    def newest_first(self, account: Account) -> list[Order]:
        """The orders that queries of an account still know, newest first."""
        trader = self.trader(account)
        self._forget_cancelled(trader, self._clock.now_ms())
        return list(reversed(trader.orders.values()))

    def find(self, account: Account, inst_id: str, order_id: str, client_id: str) -> Order:
        """An order as it stands.

        Raises:
            Refusal: 51603 when there is none; 51001 for an unknown instrument.
        """
        if inst_id not in INSTRUMENTS:
            raise Refusal("51001")
        order = self._look_up(self.trader(account), inst_id, order_id, client_id)
        if order is None:
            raise Refusal("51603")
        return order

    def _look_up(self, trader: Trader, inst_id: str, order_id: str, client_id: str) -> Order | None:
        self._forget_cancelled(trader, self._clock.now_ms())
        # The order id counts if both are sent.
        order = trader.orders.get(order_id) if order_id else trader.newest.get(client_id)
        return order if order is not None and order.instrument.inst_id == inst_id else None

    # Filling

    def _fill(self, order: Order, trader: Trader, price: Decimal, *, maker: bool) -> None:
        self._unrest(order, trader)
        one = order.instrument
        buy = order.side == "buy"
        value = order.size * one.contract_value * price
        if one.spot:
            rate = SPOT_MAKER if maker else SPOT_TAKER
            received, paid = (one.base, one.quote) if buy else (one.quote, one.base)
            gained, spent = (order.size, value) if buy else (value, order.size)
            fee = rounded(gained * rate)
            trader.cash[paid] = trader.cash.get(paid, ZERO) - spent
            trader.cash[received] = trader.cash.get(received, ZERO) + gained - fee
            order.fee_ccy, order.fee_usdt = received, fee * price if buy else fee
        else:
            fee = rounded(value * (SWAP_MAKER if maker else SWAP_TAKER))
            order.pnl = self._move_position(trader, order, price)
            trader.cash[one.quote] = trader.cash.get(one.quote, ZERO) + order.pnl - fee
            order.fee_ccy, order.fee_usdt = one.quote, fee
        order.fee = -fee
        order.filled = order.size
        order.fill_price = price
        order.maker = maker
        order.trade_id = str(FIRST_TRADE_ID + self._trades)
        self._trades += 1
        order.state = "filled"
        order.fill_ms = order.updated_ms = trader.updated_ms = self._clock.now_ms()
        if order.tag:
            self.tagged_fills.setdefault(order.tag, []).append(order)
        if order.on_change is not None:
            order.on_change(order)

    def _move_position(self, trader: Trader, order: Order, price: Decimal) -> Decimal:
        """Change the position by a fill; gives the profit or loss that was realised."""
        one = order.instrument
        signed = order.size if order.side == "buy" else -order.size
        held = trader.positions.get(one.inst_id)
        if held is None:
            trader.positions[one.inst_id] = Position(signed, price, order.trade_mode)
            return ZERO
        before = held.contracts
        held.contracts = before + signed
        if before * signed > 0:
            held.entry = (held.entry * abs(before) + price * abs(signed)) / abs(held.contracts)
            return ZERO
        closed = min(abs(before), abs(signed)) * (1 if before > 0 else -1)
        realised = rounded(closed * one.contract_value * (price - held.entry))
        if not held.contracts:
            del trader.positions[one.inst_id]
        elif before * held.contracts < 0:
            held.entry = price
        return realised

    def move_price(self, inst_id: str, price: Decimal) -> list[Order]:
        """Set an instrument's price and fill, as maker and at their own price, the resting orders that it reaches."""
        self.prices[inst_id] = price
        reached = [order for order in self._resting.get(inst_id, {}).values() if self._marketable(order)]
        for order in reached:
            if not order.open:
                continue
            trader = self.trader(order.account)
            try:
                self._check_reduce_only(order, trader)
            except Refusal:
                self._end(order, trader, "nothing left to reduce")
                continue
            self._fill(order, trader, order.price, maker=True)
        for listener in self.on_price:
            listener(inst_id)
        return [order for order in reached if order.state == "filled"]

    # Positions

    def close_position(
        self, account: Account, fields: Mapping[str, Json], source: str, raw: bytes
    ) -> tuple[Order, Instrument]:
        """Close a whole position at the market.

        Raises:
            Refusal: 51023 when there is none in this mode; 51115 when orders that would close it are open and
                `autoCxl` is not set; 51000 for a tag that is not taken.
        """
        instrument = INSTRUMENTS.get(text_of(fields, "instId"))
        if instrument is None:
            raise Refusal("51001")
        if text_of(fields, "posSide") not in {"", "net"}:
            raise Refusal("51000", "posSide")
        try:
            # Before anything else of the position is touched: orders that are in the way get cancelled below.
            self.check_tag(text_of(fields, "tag"))
        except Refusal as refusal:
            self.note_refusal(account, fields, source, raw, refusal)
            raise
        trader = self.trader(account)
        held = trader.positions.get(instrument.inst_id)
        if held is None or held.mode != text_of(fields, "mgnMode"):
            raise Refusal("51023")
        side = "sell" if held.contracts > 0 else "buy"
        closing = [one for one in trader.open_orders.get(instrument.inst_id, {}).values() if one.side == side]
        if closing and not flag_of(fields, "autoCxl"):
            raise Refusal("51115")
        self._check_client_id(trader, text_of(fields, "clOrdId"))
        for one in closing:
            self._end(one, trader, "cancelled before the position is closed")
        order = self.place(
            account,
            {
                "instId": instrument.inst_id,
                "tdMode": held.mode,
                "side": side,
                "ordType": "market",
                "sz": plain(abs(held.contracts)),
                "reduceOnly": True,
                "clOrdId": text_of(fields, "clOrdId"),
                "tag": text_of(fields, "tag"),
            },
            source,
            raw,
        )
        return order, instrument


def _amount(text: str, name: str) -> Decimal:
    if not is_decimal(text):
        raise Refusal("51000", name)
    return Decimal(text)


def _to_lot(size: Decimal, lot: Decimal) -> Decimal:
    return (size / lot).to_integral_value(ROUND_DOWN) * lot


def _insufficient(ccy: str) -> Refusal:
    return Refusal("51008", ccy)
