"""The life of a recurring buy.

At each of its moments it buys every currency at the market, for that currency's share of the amount, at the price of
then. A currency whose price is out of its bounds is left out that time.

- A purchase that the balance does not cover is not made smaller; the book refuses it, as any order. When nothing could
  be bought for that reason three times in a row, the recurring buy is paused (`pause`) and waits to be stopped: the
  document has the state and does not say when.
- `cycles` counts the moments at which it bought. `totalAmt` of a currency is what arrived after fees, `avgPx` the
  average price paid, `profit` what it is worth more than it cost; `mktCap` and `totalPnl` are the sums. A rate per year
  counts from when it was made. When it has ended the figures stay as they were.
- When the clock jumps, at most the last 400 moments that have passed since are made up for; those before are left out.
- Money comes from the trading account. The funding account and simple earn hold nothing for it, so that a recurring buy
  whose `source` lacks `1` can't buy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from okx_mock.answers import Refusal
from okx_mock.exchange.book import Order
from okx_mock.exchange.fills import Fills
from okx_mock.exchange.grid_figures import per_year
from okx_mock.exchange.instruments import Instrument
from okx_mock.exchange.records import Record, Values
from okx_mock.exchange.schedule import Schedule
from okx_mock.money import ZERO, plain, rounded
from okx_mock.timers import Timer
from okx_mock.wire import Json

if TYPE_CHECKING:
    from okx_mock.world import World

MOST_MADE_UP = 400
MISSES_TO_PAUSE = 3
TRADING_ACCOUNT = "1"


@dataclass(slots=True)
class Share:
    """One currency of a recurring buy.

    Attributes:
        instrument: where it is bought.
        amount: what is spent for it each time.
        least: the lowest price to buy at.
        most: the highest price to buy at; 0 for no bound.
        told: its entry in the request.
        bought: what was bought of it.
        arrived: what of that arrived, after fees.
        spent: what it cost.
    """

    instrument: Instrument
    amount: Decimal
    least: Decimal
    most: Decimal
    told: Mapping[str, Json]
    bought: Decimal = ZERO
    arrived: Decimal = ZERO
    spent: Decimal = ZERO
    fills: Fills = field(default_factory=Fills)

    def takes(self, price: Decimal) -> bool:
        """Whether it is bought at a price."""
        return price >= self.least and (not self.most or price <= self.most)

    def note(self, order: Order) -> None:
        """Count what was traded of an order."""
        news = self.fills.news(order)
        self.bought += news.size
        self.arrived += news.size - news.fee
        self.spent += news.value


class RecurringBuy:
    """A recurring buy."""

    def __init__(self, world: World, record: Record, schedule: Schedule, shares: list[Share]) -> None:
        self._world = world
        self._record = record
        self._schedule = schedule
        self._shares = shares
        self._timer: Timer | None = None
        self._next_ms = 0
        self._misses = 0
        self._cycles = 0
        self._final: Values = {}

    def live(self, *, at_once: bool) -> None:
        """Buy at the first moment, or at once."""
        now_ms = self._world.clock.now_ms()
        if at_once:
            self._buy()
        else:
            self._wait(self._schedule.first(now_ms))

    def _wait(self, moment_ms: int) -> None:
        self._next_ms = moment_ms
        self._timer = self._world.timers.at(moment_ms, self._wake)

    def _wake(self) -> None:
        earliest = self._world.timers.until_ms - MOST_MADE_UP * self._schedule.longest_ms
        if self._world.clock.now_ms() < earliest:
            self._wait(self._schedule.following(earliest))
        else:
            self._buy()

    def _buy(self) -> None:
        bought, missed = False, False
        for share in self._shares:
            price = self._world.book.prices[share.instrument.inst_id]
            if share.takes(price):
                try:
                    self._place(share)
                except Refusal as refusal:
                    missed = missed or refusal.code == "51008"
                else:
                    bought = True
        self._cycles += bought
        self._misses = 0 if bought or not missed else self._misses + 1
        now_ms = self._world.clock.now_ms()
        self._record.row["uTime"] = str(now_ms)
        if self._misses >= MISSES_TO_PAUSE:
            self._record.row["state"] = "pause"
            self._timer = None
        else:
            self._wait(self._schedule.following(now_ms))

    def _place(self, share: Share) -> None:
        sources = self._record.row["source"]
        if isinstance(sources, list) and TRADING_ACCOUNT not in sources:
            raise Refusal("51008", share.instrument.quote)
        record = self._record
        self._world.book.place(
            record.account,
            {
                "instId": share.instrument.inst_id,
                "tdMode": "cash",
                "side": "buy",
                "ordType": "market",
                "tgtCcy": "quote_ccy",
                "sz": plain(share.amount),
                "banAmend": True,
                "tag": record.tag,
            },
            record.source,
            b"",
            algo_id=record.id,
            algo_client_id=record.client_id,
            on_change=partial(_note, share),
        )

    def stop(self) -> None:
        """Buy no more."""
        if self._timer is not None:
            self._timer.call_off()
            self._timer = None
        self._world.records.end(self._record)
        self._final = self.row()

    def row(self) -> Values:
        """It, as an answer shows it."""
        if self._final:
            return self._final
        spent = sum((share.spent for share in self._shares), ZERO)
        worth = sum((share.arrived * self._price(share) for share in self._shares), ZERO)
        rate = (worth - spent) / spent if spent else ZERO
        age_ms = self._world.clock.now_ms() - self._record.created_ms
        return {
            **self._record.row,
            "cycles": str(self._cycles),
            "investmentAmt": _shown(spent),
            "mktCap": _shown(worth),
            "totalPnl": _shown(worth - spent),
            "pnlRatio": _shown(rate),
            "totalAnnRate": _shown(per_year(rate, age_ms)),
            "nextInvestTime": str(self._next_ms) if self._timer is not None else "",
            "recurringList": [self._share_row(share) for share in self._shares],
        }

    def _price(self, share: Share) -> Decimal:
        return self._world.book.prices[share.instrument.inst_id]

    def _share_row(self, share: Share) -> Json:
        price = self._price(share)
        return {
            "minPx": "",
            "maxPx": "",
            **share.told,
            "totalAmt": _shown(share.arrived),
            "profit": _shown(share.arrived * price - share.spent),
            "avgPx": _shown(share.spent / share.bought) if share.bought else "0",
            "px": plain(price),
        }


def _note(share: Share, order: Order) -> None:
    share.note(order)


def _shown(amount: Decimal) -> str:
    return plain(rounded(amount))
