"""Orders, fills, balances and positions: the state of trading and its rules.

The fill rule: an order that can trade at the instrument's price fills at once, as a whole and at that price; any other
limit order rests in the book, until the price is moved (control surface) to where it can trade, and then fills at its
own price as maker. The control surface can fill a resting order as well, also in part. Orders of users never meet each
other; everything trades against a market without end. Fees: `rates.py`.

What is frozen: an order to buy coins freezes its price times what has not filled, one to sell them what has not filled,
an order in derivatives the margin and the taker's fee of what it opens beyond the position that stands against it when it
is placed or amended. Orders that only reduce a position freeze nothing; they never fill beyond it, and what is left of
them then is cancelled. Losses are not limited: nothing is liquidated, so the cash of a trader of derivatives can go below
zero.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Protocol

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.call import flag_of, text_of
from okx_mock.clock import HOUR_MS, Clock
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.exchange.order import AT_MARKET, Attachment, Fill, Order
from okx_mock.exchange.order_checks import amount_of, check_mode, check_price, check_size, to_step
from okx_mock.exchange.rates import FROZEN_SHARE, LEVERAGE, SPOT_MAKER, SPOT_TAKER, SWAP_MAKER, SWAP_TAKER, fee_rate
from okx_mock.exchange.trader import SEEDED_BALANCES, Position, PositionKey, Trader
from okx_mock.money import ZERO, plain, rounded
from okx_mock.timers import Timer, Timers
from okx_mock.wire import Json

__all__ = [
    "LEVERAGE",
    "SEEDED_BALANCES",
    "SPOT_MAKER",
    "SPOT_TAKER",
    "SWAP_MAKER",
    "SWAP_TAKER",
    "Attachment",
    "Book",
    "CannotFillError",
    "Fill",
    "Order",
    "Position",
    "RefusedOrder",
    "Trader",
]

# A market order freezes 5 % more quote currency (okx-v5, POST /trade/order, notes).
MARKET_MARGIN = Decimal("1.05")
MOST_OPEN, MOST_OPEN_PER_INSTRUMENT = 4000, 500
MOST_FILLS = 1000
"""So many parts may the control surface fill an order in."""
MOST_COUNTDOWNS = 20
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
MOST_RAW = 64 * 1024 * 1024
"""So much is kept of all requests together; beyond it the oldest orders lose theirs."""

# What a refusal is called when it is an amendment that is refused (okx-v5, error codes).
_AMENDING = {"51008": "51502", "51169": "51521", "51170": "51522"}
# Codes of what ended an order (okx-v5, orders channel, cancelSource).
BY_SYSTEM, BY_USER, NOT_AS_A_WHOLE, NOT_AT_ONCE = "0", "1", "13", "14"
POSITION_CLOSED, BY_COUNTDOWN, WOULD_TAKE = "17", "20", "31"
STOP_TRIGGERED, STOP_CANCELLED, CHASED_ENOUGH = "36", "37", "42"
_REASONS = {
    BY_SYSTEM: "cancelled by the system",
    BY_USER: "cancelled by the user",
    NOT_AS_A_WHOLE: "fill-or-kill order that could not fill as a whole at once",
    NOT_AT_ONCE: "immediate-or-cancel order that did not fill at once",
    POSITION_CLOSED: "closing order cancelled as the position is closed at the market",
    BY_COUNTDOWN: "cancelled by the countdown of cancel-all-after",
    WOULD_TAKE: "post-only order that would have taken liquidity",
    STOP_TRIGGERED: "limit take-profit cancelled as the linked stop-loss has triggered",
    STOP_CANCELLED: "limit take-profit cancelled as the linked stop-loss was cancelled",
    CHASED_ENOUGH: "chase order cancelled at the greatest distance",
}
CHASE = "34"


class CannotFillError(Exception):
    """An order can't be filled as the control surface asks."""


class Attachments(Protocol):
    """Take-profits and the like that are attached to orders: checked with the order, active once it has filled."""

    def accept(self, order: Order, items: Json) -> tuple[Attachment, ...]:
        """What a request attaches to an order that is about to be placed, or a refusal."""
        ...

    def change(self, order: Order, items: Json) -> tuple[Attachment, ...]:
        """What is attached to an order after an amendment, or a refusal."""
        ...

    def filled(self, order: Order) -> None:
        """The order has filled as a whole."""
        ...

    def lapsed(self, order: Order) -> None:
        """The order has ended before."""
        ...


@dataclass(frozen=True, slots=True)
class _Moved:
    """What a fill cost and brought, and whether the position is gone."""

    fee_ccy: str
    fee: Decimal
    fee_usdt: Decimal
    pnl: Decimal
    flat: bool


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
        # What an account starts with, it has from here on: whoever asks first must not change that.
        self._began_ms = clock.now_ms()
        self._required_tags = required_tags
        self.prices = {name: one.price for name, one in INSTRUMENTS.items()}
        self.traders: dict[str, Trader] = {}
        self.recorded: deque[Order] = deque()
        self.dropped = 0
        self._with_raw: deque[Order] = deque()
        self._raw_kept = 0
        self.refused: deque[RefusedOrder] = deque(maxlen=REFUSALS_KEPT)
        self.tagged_fills: dict[str, list[Order]] = {}
        """Orders with a fill by their tag, each once, in the order of their first fills."""
        self.on_price: list[Callable[[str], None]] = []
        """Told the instrument after its price was moved and the orders that it reached were filled."""
        self.on_flat: list[Callable[[Account, PositionKey], None]] = []
        """Told when a position has been closed as a whole."""
        self.attachments: Attachments | None = None
        """What takes care of `attachAlgoOrds`; without it orders with them are refused."""
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
            trader = self.traders[account.uid] = Trader(updated_ms=self._began_ms)
        return trader

    def available(self, trader: Trader, ccy: str) -> Decimal:
        """What an account can spend of a currency."""
        free = trader.cash.get(ccy, ZERO) - trader.frozen.get(ccy, ZERO)
        return free - trader.margin if ccy == "USDT" and trader.positions else free

    def set_aside(self, account: Account, ccy: str, amount: Decimal) -> None:
        """Keep an amount of a currency from being spent, for the bot that owns it; a negative amount frees it again."""
        frozen = self.trader(account).frozen
        frozen[ccy] = frozen.get(ccy, ZERO) + amount

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
        origin: str = "",
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
            origin: the code that says what made it (`source` of the document).

        Raises:
            Refusal: with the code that becomes the item's `sCode`.
        """
        try:
            self.check_tag(text_of(fields, "tag"))
            order = self._new(account, fields, source, raw[:RAW_KEPT])
            order.algo_id, order.algo_client_id, order.origin = algo_id, algo_client_id, origin
            order.on_change = on_change
            self._place(order, fields)
        except Refusal as refusal:
            self.note_refusal(account, fields, source, raw, refusal)
            raise
        return order

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

    def _new(self, account: Account, fields: Mapping[str, Json], source: str, raw: bytes) -> Order:
        instrument = INSTRUMENTS.get(text_of(fields, "instId"))
        if instrument is None:
            raise Refusal("51001")
        now_ms = self._clock.now_ms()
        return Order(
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
            position_side=text_of(fields, "posSide") or "net",
            self_trade=text_of(fields, "stpMode") or "cancel_maker",
        )

    def _record(self, order: Order) -> None:
        """Keep an order, and the request that it came in, for the control surface; the oldest make room."""
        self.recorded.append(order)
        if len(self.recorded) > ORDERS_KEPT:
            self.recorded.popleft()
            self.dropped += 1
        kept = self._with_raw
        # The orders of a batch share theirs.
        if not kept or kept[-1].raw is not order.raw:
            self._raw_kept += len(order.raw)
        kept.append(order)
        while len(kept) > ORDERS_KEPT or self._raw_kept > MOST_RAW:
            oldest = kept.popleft()
            if not kept or kept[0].raw is not oldest.raw:
                self._raw_kept -= len(oldest.raw)
            oldest.raw = b""

    def _place(self, order: Order, fields: Mapping[str, Json]) -> None:
        trader = self.trader(order.account)
        last = self.prices[order.instrument.inst_id]
        check_mode(order, fields)
        check_price(order, last, may_move=fields.get("pxAmendType") == "1")
        check_size(order, last)
        self._check_client_id(trader, order.client_id)
        marketable = self._marketable(order)
        if not order.instrument.spot:
            self._check_position(order, trader)
        if not marketable and order.order_type not in {"ioc", "fok"}:
            self._check_room(order, trader)
        self._check_funds(order, trader, marketable=marketable, may_shrink=not flag_of(fields, "banAmend"))
        if "attachAlgoOrds" in fields:
            order.attached = self._attachments().accept(order, fields["attachAlgoOrds"])

        order.order_id = str(FIRST_ORDER_ID + self._orders)
        self._orders += 1
        if trader.cancelled:
            self._forget_cancelled(trader, order.created_ms)
        trader.remember(order)
        self._record(order)
        if order.order_type == "post_only" and marketable:
            self.end(order, WOULD_TAKE)
        elif marketable:
            self._trade(order, trader, order.size, last, maker=False)
        elif order.order_type == "fok":
            self.end(order, NOT_AS_A_WHOLE)
        elif order.order_type == "ioc":
            self.end(order, NOT_AT_ONCE)
        else:
            self._rest(order, trader)

    def _attachments(self) -> Attachments:
        if self.attachments is None:
            raise Refusal("51000", "attachAlgoOrds")
        return self.attachments

    def _check_client_id(self, trader: Trader, client_id: str) -> None:
        newest = trader.newest.get(client_id) if client_id else None
        if newest is not None and newest.open:
            raise Refusal("51016")

    def _check_room(self, order: Order, trader: Trader) -> None:
        if len(trader.open_orders.get(order.instrument.inst_id, ())) >= MOST_OPEN_PER_INSTRUMENT:
            raise Refusal("51174", order.instrument.inst_id)
        if sum(len(orders) for orders in trader.open_orders.values()) >= MOST_OPEN:
            raise Refusal("51025")

    def _check_position(self, order: Order, trader: Trader) -> None:
        """Refuse what reduces no position, or more than there is; set how much of the order opens one."""
        held = trader.positions.get(order.position_key)
        if held is not None and (held.contracts > 0) == (order.side == "buy"):
            if order.reduces:
                raise Refusal("51170")
            held = None
        if held is None:
            if order.reduces:
                raise Refusal("51169")
            order.opens = order.size
            return
        others = [one for one in self._on_the_same_side(order, trader) if one.order_id != order.order_id]
        if order.reduces:
            first = sum((one.unfilled for one in others if _goes_before(one, order)), ZERO)
            if order.unfilled > abs(held.contracts) - first:
                raise Refusal("51112")
            order.opens = ZERO
            return
        closable = max(ZERO, abs(held.contracts) - sum((one.unfilled for one in others), ZERO))
        order.opens = max(ZERO, order.unfilled - closable)

    def _on_the_same_side(self, order: Order, trader: Trader) -> Iterator[Order]:
        """Open orders that change the same position in the same direction."""
        for one in trader.open_orders.get(order.instrument.inst_id, {}).values():
            if one.side == order.side and one.position_key == order.position_key:
                yield one

    def _marketable(self, order: Order) -> bool:
        if order.order_type in AT_MARKET:
            return True
        price = self.prices[order.instrument.inst_id]
        return order.price >= price if order.side == "buy" else order.price <= price

    def _check_funds(self, order: Order, trader: Trader, *, marketable: bool, may_shrink: bool) -> None:
        one = order.instrument
        price = self.prices[one.inst_id] if marketable else order.price
        ccy = order.frozen_ccy
        needed = self._freezes(order, price)
        if not needed:
            return
        available = self.available(trader, ccy)
        market = one.spot and order.order_type == "market"
        if market and order.side == "buy" and order.target == "base_ccy":
            needed *= MARKET_MARGIN
        if needed <= available:
            return
        if not market or not may_shrink:
            raise Refusal("51008", ccy)
        # Without banAmend the exchange shrinks a SPOT market order to what the balance covers.
        available = max(available, ZERO)
        covered = available / price if order.side == "buy" else available
        # Where only the margin is not covered, the order keeps its size: it never grows.
        order.size = min(order.size, to_step(covered, one.lot))
        if order.size < one.minimum:
            raise Refusal("51008", ccy)

    # Resting and ending

    @staticmethod
    def _freezes(order: Order, price: Decimal) -> Decimal:
        """What an order freezes at a price, by what has not filled."""
        one = order.instrument
        if not one.spot:
            return min(order.unfilled, order.opens) * one.contract_value * price * FROZEN_SHARE
        return order.unfilled * price if order.side == "buy" else order.unfilled

    def _freeze(self, order: Order, trader: Trader, amount: Decimal) -> None:
        """Let an order freeze so much."""
        ccy = order.frozen_ccy
        trader.frozen[ccy] = trader.frozen.get(ccy, ZERO) + amount - order.frozen
        order.frozen = amount

    def _rest(self, order: Order, trader: Trader) -> None:
        self._freeze(order, trader, self._freezes(order, order.price))
        inst_id = order.instrument.inst_id
        trader.open_orders.setdefault(inst_id, {})[order.order_id] = order
        self._resting.setdefault(inst_id, {})[order.order_id] = order

    def _unrest(self, order: Order, trader: Trader) -> None:
        inst_id = order.instrument.inst_id
        if self._resting.get(inst_id, {}).pop(order.order_id, None) is None:
            return
        self._freeze(order, trader, ZERO)
        trader.open_orders[inst_id].pop(order.order_id, None)

    def end(self, order: Order, why: str) -> None:
        """Cancel an order that is open.

        Args:
            order: the order; one that has ended already is left as it is.
            why: the code of what ends it (`cancelSource` of the document).
        """
        if not order.open:
            return
        trader = self.trader(order.account)
        self._unrest(order, trader)
        order.state = "canceled"
        order.cancel_source, order.cancel_reason = why, _REASONS[why]
        order.updated_ms = trader.updated_ms = self._clock.now_ms()
        if not order.filled:
            trader.cancelled.append(order)
        if order.attached:
            self._attachments().lapsed(order)
        if order.on_change is not None:
            order.on_change(order)

    def _forget_cancelled(self, trader: Trader, now_ms: int) -> None:
        while trader.cancelled and now_ms - trader.cancelled[0].updated_ms > CANCELLED_KEPT_MS:
            trader.forget(trader.cancelled.popleft())

    def cancel(self, account: Account, inst_id: str, order_id: str, client_id: str) -> Order:
        """Cancel an open order.

        Raises:
            Refusal: 51400 when there is no such open order; 51001 for an unknown instrument.
        """
        if inst_id not in INSTRUMENTS:
            raise Refusal("51001")
        order = self._look_up(self.trader(account), inst_id, order_id, client_id)
        if order is None or not order.open:
            raise Refusal("51400")
        self.end(order, BY_USER)
        return order

    def amend(self, account: Account, fields: Mapping[str, Json], *, chasing: bool = False) -> Order:
        """Change size, price or attached orders of an open order; it loses its place and can fill by the new price.

        A new size of no more than what has filled fills the order.

        Args:
            account: whose order it is.
            fields: what to change, as on the wire.
            chasing: whether it is the chase order that moves its own order; nobody else may.

        Raises:
            Refusal: 51503 when there is no such open order, 51506 for the order of a chase order, 51511 for a post-only
                order that would take; else the code of the rule that the change would break. With `cxlOnFail` the order
                is cancelled then.
        """
        inst_id = text_of(fields, "instId")
        if inst_id not in INSTRUMENTS:
            raise Refusal("51001")
        trader = self.trader(account)
        order = self._look_up(trader, inst_id, text_of(fields, "ordId"), text_of(fields, "clOrdId"))
        if order is None or not order.open:
            raise Refusal("51503")
        if order.origin == CHASE and not chasing:
            raise Refusal("51506")
        changed = replace(
            order,
            size_sent=text_of(fields, "newSz") or order.size_sent,
            price_sent=text_of(fields, "newPx") or order.price_sent,
        )
        frozen = order.frozen
        self._freeze(order, trader, ZERO)
        try:
            self._check_amended(changed, trader, fields)
        except Refusal as refusal:
            self._freeze(order, trader, frozen)
            if flag_of(fields, "cxlOnFail"):
                self.end(order, BY_SYSTEM)
            code = _AMENDING.get(refusal.code, refusal.code)
            raise Refusal(code, changed.frozen_ccy) if code != refusal.code else refusal from None
        self._unrest(order, trader)
        order.size_sent, order.price_sent = changed.size_sent, changed.price_sent
        order.size, order.price, order.opens = changed.size, changed.price, changed.opens
        order.attached = changed.attached
        order.updated_ms = trader.updated_ms = self._clock.now_ms()
        if order.unfilled <= 0:
            order.state = "filled"
            self._tell(order)
            return order
        self._rest(order, trader)
        if self._marketable(order):
            self._trade(order, trader, order.unfilled, self.prices[inst_id], maker=False)
        return order

    def _check_amended(self, changed: Order, trader: Trader, fields: Mapping[str, Json]) -> None:
        last = self.prices[changed.instrument.inst_id]
        check_price(changed, last, name="newPx", may_move=fields.get("pxAmendType") == "1")
        if text_of(fields, "newSz") and ZERO < amount_of(changed.size_sent, "newSz") <= changed.filled:
            changed.size = changed.filled
            return
        check_size(changed, last, name="newSz")
        marketable = self._marketable(changed)
        if marketable and changed.order_type == "post_only":
            raise Refusal("51511")
        if not changed.instrument.spot:
            self._check_position(changed, trader)
        self._check_funds(changed, trader, marketable=marketable, may_shrink=False)
        if "attachAlgoOrds" in fields:
            changed.attached = self._attachments().change(changed, fields["attachAlgoOrds"])

    def count_down(self, account: Account, seconds: int, tag: str) -> int:
        """Cancel the account's open orders, or those of a tag, after so many seconds; 0 calls it off.

        Returns:
            When that is, in milliseconds; 0 when it was called off.

        Raises:
            Refusal: 51071 for one countdown with a tag too many.
        """
        key = (account.uid, tag)
        if seconds and tag and key not in self._countdowns:
            running = sum(1 for uid, other in self._countdowns if uid == account.uid and other)
            if running >= MOST_COUNTDOWNS:
                raise Refusal("51071")
        before = self._countdowns.pop(key, None)
        if before is not None:
            before.call_off()
        if not seconds:
            return 0
        deadline = self._clock.now_ms() + 1000 * seconds
        self._countdowns[key] = self._timers.at(deadline, partial(self._cancel_all, account, tag))
        return deadline

    def _cancel_all(self, account: Account, tag: str) -> None:
        """The end of a countdown: cancel what is open, of all tags or of one."""
        del self._countdowns[account.uid, tag]
        trader = self.trader(account)
        for orders in list(trader.open_orders.values()):
            for order in list(orders.values()):
                if tag in {"", order.tag}:
                    self.end(order, BY_COUNTDOWN)

    # Looking up

    def newest_first(self, account: Account) -> list[Order]:
        """The orders that queries of an account still know, newest first."""
        trader = self.trader(account)
        self._forget_cancelled(trader, self._clock.now_ms())
        return list(reversed(trader.orders.values()))

    def find(self, account: Account, inst_id: str, order_id: str, client_id: str) -> Order:
        """An order as it stands; by client id the newest.

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

    def _trade(self, order: Order, trader: Trader, size: Decimal, price: Decimal, *, maker: bool) -> None:
        """Fill so much of an order; an order that reduces a position at most as much as there is of that."""
        if order.reduces:
            held = trader.held_against(order)
            closable = abs(held.contracts) if held is not None else ZERO
            if closable < size:
                if closable:
                    self._fill(order, trader, closable, price, maker=maker)
                self.end(order, BY_SYSTEM)
                return
        self._fill(order, trader, size, price, maker=maker)

    def _fill(self, order: Order, trader: Trader, size: Decimal, price: Decimal, *, maker: bool) -> None:
        moved = self._move_funds(order, trader, size, price, maker=maker)
        now_ms = self._clock.now_ms()
        if not order.trade_id:
            self.note_tagged(order)
        trade_id = str(FIRST_TRADE_ID + self._trades)
        self._trades += 1
        order.fee_ccy = moved.fee_ccy
        order.add(Fill(trade_id, now_ms, size, price, maker, moved.fee, moved.fee_usdt, moved.pnl))
        order.updated_ms = trader.updated_ms = now_ms
        if order.filled < order.size:
            order.state = "partially_filled"
            if order.frozen:
                self._freeze(order, trader, self._freezes(order, order.price))
        else:
            order.state = "filled"
            self._unrest(order, trader)
        self._tell(order)
        if moved.flat:
            for listener in self.on_flat:
                listener(order.account, order.position_key)

    def note_tagged(self, order: Order) -> None:
        """Count an order that fills for the rebates of the broker whose code it carries, if it carries one."""
        if order.tag:
            self.tagged_fills.setdefault(order.tag, []).append(order)

    def _move_funds(self, order: Order, trader: Trader, size: Decimal, price: Decimal, *, maker: bool) -> _Moved:
        """Move the coins, the position and the fee of a fill."""
        one = order.instrument
        buy = order.side == "buy"
        value = size * one.contract_value * price
        rate = fee_rate(spot=one.spot, maker=maker)
        if one.spot:
            received, paid = (one.base, one.quote) if buy else (one.quote, one.base)
            gained, spent = (size, value) if buy else (value, size)
            fee = rounded(gained * rate)
            trader.cash[paid] = trader.cash.get(paid, ZERO) - spent
            trader.cash[received] = trader.cash.get(received, ZERO) + gained - fee
            return _Moved(received, fee, fee * price if buy else fee, ZERO, flat=False)
        fee = rounded(value * rate)
        pnl, flat = self._move_position(trader, order, size, price)
        trader.cash[one.quote] = trader.cash.get(one.quote, ZERO) + pnl - fee
        return _Moved(one.quote, fee, fee, pnl, flat=flat)

    def _tell(self, order: Order) -> None:
        """Tell of a fill."""
        if order.on_change is not None:
            order.on_change(order)
        if order.attached and order.state == "filled":
            self._attachments().filled(order)

    def _move_position(self, trader: Trader, order: Order, size: Decimal, price: Decimal) -> tuple[Decimal, bool]:
        """Change the position by a fill; gives the profit or loss that was realised, and whether the position is gone."""
        key = order.position_key
        held = trader.positions.get(key)
        if held is None:
            held = trader.positions[key] = Position(order.instrument, order.trade_mode, order.position_side, ZERO, ZERO)
        realised = held.trade(size if order.side == "buy" else -size, price)
        if held.contracts:
            return realised, False
        del trader.positions[key]
        return realised, True

    def move_price(self, inst_id: str, price: Decimal) -> list[Order]:
        """Set an instrument's price and fill, as maker and at their own price, the resting orders that it reaches."""
        self.prices[inst_id] = price
        reached = [order for order in self._resting.get(inst_id, {}).values() if self._marketable(order)]
        for order in reached:
            if order.open:
                self._trade(order, self.trader(order.account), order.unfilled, order.price, maker=True)
        for listener in self.on_price:
            listener(inst_id)
        return [order for order in reached if order.state == "filled"]

    def fill(self, order_id: str, size: Decimal | None = None, price: Decimal | None = None) -> Order:
        """Fill a resting order as maker, wholly or in part.

        Args:
            order_id: the order's id.
            size: how much; all that has not filled unless said.
            price: at what price; its own unless said, and never a worse one.

        Raises:
            CannotFillError: there is no such order in the book, or it can't fill like that.
        """
        found = [orders[order_id] for orders in self._resting.values() if order_id in orders]
        if not found:
            raise CannotFillError(f"ordId {order_id}: no order with this id rests in the book")
        (order,) = found
        one, unfilled = order.instrument, order.unfilled
        size = unfilled if size is None else size
        price = order.price if price is None else price
        if not ZERO < size <= unfilled:
            raise CannotFillError(f"sz must be above 0 and at most {plain(unfilled)}, which has not filled yet")
        if size % one.lot:
            raise CannotFillError(f"sz must be a multiple of {plain(one.lot)}, the lot of {one.inst_id}")
        if price <= 0 or price % one.tick:
            raise CannotFillError(f"px must be a multiple of {plain(one.tick)}, the tick of {one.inst_id}")
        if price > order.price if order.side == "buy" else price < order.price:
            raise CannotFillError(f"px must not be worse for the order than its own price, {order.price_sent}")
        if size < unfilled and len(order.earlier) >= MOST_FILLS - 2:
            raise CannotFillError(f"an order fills in at most {MOST_FILLS} parts; leave out sz to fill the rest")
        trader = self.trader(order.account)
        if order.reduces and trader.held_against(order) is None:
            raise CannotFillError("the order only reduces a position, and there is none; move the price to have it end")
        self._trade(order, trader, size, price, maker=True)
        return order

    # Positions

    def close_position(self, account: Account, fields: Mapping[str, Json], source: str, raw: bytes) -> Order:
        """Close a whole position at the market.

        Raises:
            Refusal: 51023 when there is none in this mode and on this side; 51115 when orders that would close it are
                open and `autoCxl` is not set; 51000 for a wrong position side, or a tag that is not taken.
        """
        instrument = INSTRUMENTS.get(text_of(fields, "instId"))
        if instrument is None:
            raise Refusal("51001")
        side = text_of(fields, "posSide") or "net"
        if side not in ({"long", "short"} if account.position_mode == "long_short_mode" else {"net"}):
            raise Refusal("51000", "posSide")
        try:
            # Before anything else of the position is touched: orders that are in the way get cancelled below.
            self.check_tag(text_of(fields, "tag"))
        except Refusal as refusal:
            self.note_refusal(account, fields, source, raw, refusal)
            raise
        trader = self.trader(account)
        key: PositionKey = (instrument.inst_id, text_of(fields, "mgnMode"), side)
        held = trader.positions.get(key)
        if held is None:
            raise Refusal("51023")
        closing_side = "sell" if held.contracts > 0 else "buy"
        closing = [
            one
            for one in trader.open_orders.get(instrument.inst_id, {}).values()
            if one.side == closing_side and one.position_key == key
        ]
        if closing and not flag_of(fields, "autoCxl"):
            raise Refusal("51115")
        self._check_client_id(trader, text_of(fields, "clOrdId"))
        for one in closing:
            self.end(one, POSITION_CLOSED)
        return self.place(
            account,
            {
                "instId": instrument.inst_id,
                "tdMode": held.mode,
                "side": closing_side,
                "posSide": side,
                "ordType": "market",
                "sz": plain(abs(held.contracts)),
                "reduceOnly": True,
                "clOrdId": text_of(fields, "clOrdId"),
                "tag": text_of(fields, "tag"),
            },
            source,
            raw,
        )

    # Trades that are agreed outside of the book

    def rehearse(self, order: Order, trader: Trader, *, maker: bool) -> None:
        """See what filling an order as a whole would come to, in a copy of the trader."""
        self._move_funds(order, trader, order.size, order.price, maker=maker)

    def fill_agreed(self, order: Order, *, maker: bool) -> None:
        """Fill an order that never was in the book, as a whole and at its own price; no query of orders will find it."""
        self._fill(order, self.trader(order.account), order.size, order.price, maker=maker)


def _goes_before(one: Order, other: Order) -> bool:
    """Whether an order that only reduces has the first claim on the position: by its price, and by its time at the same."""
    if not one.reduces or other.order_type in AT_MARKET:
        return False
    return one.price <= other.price if other.side == "sell" else one.price >= other.price
