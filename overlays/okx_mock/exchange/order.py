"""An order, its fills, and what is attached to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from okx_mock.accounts import Account
from okx_mock.exchange.instruments import Instrument
from okx_mock.money import ZERO, rounded

PRICED = frozenset({"limit", "post_only", "fok", "ioc"})
AT_MARKET = frozenset({"market", "optimal_limit_ioc"})


@dataclass(slots=True, eq=False)
class Fill:
    """One trade of an order.

    Attributes:
        trade_id: its id; a later one is greater.
        moment_ms: when it was.
        size: how much, in base currency or contracts.
        price: at which price.
        maker: whether the order was in the book before.
        fee: what it cost, in the order's `fee_ccy`.
        fee_usdt: the same in USDT.
        pnl: the profit or loss that it realised, without the fee.
    """

    trade_id: str
    moment_ms: int
    size: Decimal
    price: Decimal
    maker: bool
    fee: Decimal
    fee_usdt: Decimal
    pnl: Decimal


@dataclass(slots=True, eq=False)
class Attachment:
    """A take-profit, stop-loss or trailing stop that waits for the order to fill.

    Attributes:
        id: the id by which it can be amended; not that of the later algo order.
        fields: what it is, as on the wire.
        fail_code: why it could not be placed after the fill; empty if it was, or as long as it waits.
        fail_reason: the same in words.
    """

    id: str
    fields: Mapping[str, str]
    fail_code: str = ""
    fail_reason: str = ""


@dataclass(slots=True, eq=False)
class Order:
    """One order.

    Attributes:
        position_side: `net`, or `long` and `short` for derivatives in long/short mode.
        opens: how many contracts of it open a position; the rest closes one.
        frozen: what it freezes now.
        trade_id: the id of the last fill, and with it what else the fields up to `fill_pnl` say of it.
        earlier: the fills before; most orders have one fill, which needs no object of its own.
        origin: the code of what made the order (`source` of the document); empty for one placed by the user.
        cancel_source: the code of what ended it (`cancelSource` of the document).
        on_change: told after each fill and after the cancellation: the algo order or bot that placed this order.
    """

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
    position_side: str = "net"
    self_trade: str = "cancel_maker"
    state: str = "live"
    filled: Decimal = ZERO
    fee_ccy: str = ""
    trade_id: str = ""
    fill_ms: int = 0
    fill_size: Decimal = ZERO
    fill_price: Decimal = ZERO
    maker: bool = False
    fill_fee: Decimal = ZERO
    fill_fee_usdt: Decimal = ZERO
    fill_pnl: Decimal = ZERO
    earlier: tuple[Fill, ...] = ()
    opens: Decimal = ZERO
    frozen: Decimal = ZERO
    cancel_source: str = ""
    cancel_reason: str = ""
    origin: str = ""
    algo_id: str = ""
    algo_client_id: str = ""
    linked_algo_id: str = ""
    take_profit_limit: bool = False
    attached: tuple[Attachment, ...] = ()
    on_change: Callable[[Order], None] | None = None

    @property
    def open(self) -> bool:
        """Whether it can still trade."""
        return self.state in {"live", "partially_filled"}

    @property
    def unfilled(self) -> Decimal:
        """What can still trade."""
        return self.size - self.filled

    @property
    def closing(self) -> bool:
        """Whether it closes a position of long/short mode."""
        return (self.side, self.position_side) in {("sell", "long"), ("buy", "short")}

    @property
    def reduces(self) -> bool:
        """Whether it may only make a position smaller; in long/short mode every closing order does, others don't."""
        return self.reduce_only if self.position_side == "net" else self.closing

    @property
    def position_key(self) -> tuple[str, str, str]:
        """Which position it changes: instrument, margin mode, side."""
        return self.instrument.inst_id, self.trade_mode, self.position_side

    @property
    def frozen_ccy(self) -> str:
        """The currency that it freezes."""
        one = self.instrument
        return one.base if one.spot and self.side == "sell" else one.quote

    @property
    def fills(self) -> tuple[Fill, ...]:
        """All fills, oldest first."""
        return (*self.earlier, self._last()) if self.trade_id else ()

    def _last(self) -> Fill:
        return Fill(
            self.trade_id,
            self.fill_ms,
            self.fill_size,
            self.fill_price,
            self.maker,
            self.fill_fee,
            self.fill_fee_usdt,
            self.fill_pnl,
        )

    def add(self, fill: Fill) -> None:
        """Take in a fill."""
        if self.trade_id:
            self.earlier = (*self.earlier, self._last())
        self.trade_id, self.fill_ms, self.maker = fill.trade_id, fill.moment_ms, fill.maker
        self.fill_size, self.fill_price = fill.size, fill.price
        self.fill_fee, self.fill_fee_usdt, self.fill_pnl = fill.fee, fill.fee_usdt, fill.pnl
        self.filled += fill.size

    @property
    def average(self) -> Decimal:
        """The average price of what has filled; 0 before."""
        if not self.earlier:
            return self.fill_price
        return rounded(sum((one.size * one.price for one in self.fills), ZERO) / self.filled)

    @property
    def fee(self) -> Decimal:
        """The fee so far, below zero as it is paid."""
        return -sum((one.fee for one in self.earlier), self.fill_fee)

    @property
    def fee_usdt(self) -> Decimal:
        """The fee so far in USDT, above zero."""
        return sum((one.fee_usdt for one in self.earlier), self.fill_fee_usdt)

    @property
    def value_usdt(self) -> Decimal:
        """What has been traded so far, in USDT."""
        return sum((one.size * self.instrument.contract_value * one.price for one in self.fills), ZERO)

    @property
    def pnl(self) -> Decimal:
        """The profit or loss realised so far."""
        return sum((one.pnl for one in self.earlier), self.fill_pnl)
