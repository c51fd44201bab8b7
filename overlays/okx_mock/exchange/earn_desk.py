"""The desk of on-chain earn: investments from purchase to settlement.

The rules of the mock, where okx-v5 (financial product) leaves them open. It has one account for trading and funding, so
what is invested leaves the balance and what comes back returns to it.

- A purchase is pending (8) for half an hour and can be cancelled as long; cancelling (13) takes a minute, and what it cost
  comes back. Then it is on its way to the chain (9) for another half hour, and earns (1) from there on.
- It earns simple interest at `apy`, counted by the millisecond and cut after eight decimals, until it is redeemed.
- Redeeming (2) takes the product's time, in which nothing is earned; in the first half of it the redemption can be
  cancelled, and the investment earns on. Then amount and earnings are paid out, and it is over (3).
- A product with a term is redeemed by itself at its end. Before that it takes `allowEarlyRedeem` and a product that has
  `earlyRedeem`, and the earnings are lost.
- Investments pay no fee, so they earn no rebate; their tag is kept and shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.call import flag_of, text_of
from okx_mock.clock import DAY_MS, Clock
from okx_mock.exchange.book import Book
from okx_mock.exchange.earn_products import EARNED_STEP, PRODUCTS, Product
from okx_mock.exchange.records import Kind, Record, Records, ids_of
from okx_mock.exchange.shelves import Shelves
from okx_mock.money import ZERO, plain
from okx_mock.timers import Timer, Timers
from okx_mock.wire import Json

PENDING, CANCELLING, ON_CHAIN, EARNING, REDEEMING, OVER = "8", "13", "9", "1", "2", "3"
ORDER = Kind("investment", "ordId", "getEarnOrdersActive", open_state=PENDING, over_state=OVER)
PENDING_MS, CANCELLING_MS, ON_CHAIN_MS = 30 * 60_000, 60_000, 30 * 60_000


@dataclass(slots=True, eq=False)
class Investment:
    """One investment.

    Attributes:
        record: its id, tag and owner.
        product: what was bought.
        amount: how much of it.
        state: where it stands.
        timer: what happens next by itself.
        since_ms: since when it earns; 0 while it does not.
        kept: what it had earned before.
        matures_ms: the end of its term; 0 without one.
        settles_ms: when its redemption is paid out; 0 without one.
        cancel_until_ms: until when the redemption can be cancelled; 0 when it can't.
        forfeits: whether its earnings are lost.
        redeemed_ms: when it was redeemed; 0 if it was not.
        realized: what it earned in all, once it is over.
    """

    record: Record
    product: Product
    amount: Decimal
    timer: Timer
    state: str = PENDING
    since_ms: int = 0
    kept: Decimal = ZERO
    matures_ms: int = 0
    settles_ms: int = 0
    cancel_until_ms: int = 0
    forfeits: bool = False
    redeemed_ms: int = 0
    realized: Decimal = ZERO

    def earned(self, now_ms: int) -> Decimal:
        """What it has earned until a moment."""
        running = self.product.earned(self.amount, now_ms - self.since_ms) if self.since_ms else ZERO
        return self.kept + running


class EarnDesk:
    """All investments."""

    def __init__(self, clock: Clock, timers: Timers, book: Book, records: Records) -> None:
        self._clock = clock
        self._timers = timers
        self._book = book
        self._records = records
        self.investments: Shelves[Investment] = Shelves()

    def invested(self, account: Account, product: Product) -> Decimal:
        """What an account has in a product."""
        mine = self.investments.newest_first(account)
        return sum((one.amount for one in mine if one.product is product and one.state != OVER), ZERO)

    def available(self, account: Account, product: Product) -> Decimal:
        """What an account could spend on a product."""
        return self._book.available(self._book.trader(account), product.ccy)

    def purchase(self, account: Account, fields: Mapping[str, Json]) -> Investment:
        """Invest.

        Raises:
            Refusal: 51000 for an unknown product, another currency, an amount that is none or another term; 50014 for a
                missing term; 51730 and 51731 for what is not sold; 51727, 51728 and 51736 for the amount.
        """
        product = PRODUCTS.get(text_of(fields, "productId"))
        if product is None:
            raise Refusal("51000", "productId")
        amount = _amount(fields.get("investData"), product)
        term = text_of(fields, "term")
        if product.days and not term:
            raise Refusal("50014", "term")
        if int(term or "0") != product.days:
            raise Refusal("51000", "term")
        if product.state != "purchasable":
            raise Refusal("51730" if product.state == "sold_out" else "51731")
        if amount < product.least:
            raise Refusal("51727", f"{plain(product.least)} {product.ccy}")
        if amount > product.most - self.invested(account, product):
            raise Refusal("51728")
        if amount > self.available(account, product):
            raise Refusal("51736", product.ccy)
        row = {"state": "", "tag": "", "uTime": "", "productId": product.number}
        row |= {"ccy": product.ccy, "amt": plain(amount)}
        record = self._records.file(ORDER, account, ids_of(ORDER, fields), "purchaseEarn", row)
        self._pay(account, product.ccy, -amount)
        one = Investment(
            record=record,
            product=product,
            amount=amount,
            timer=self._timers.at(record.created_ms + PENDING_MS, lambda: self._send(one)),
        )
        self.investments.put(account, record.id, one)
        return one

    def _pay(self, account: Account, ccy: str, amount: Decimal) -> None:
        trader = self._book.trader(account)
        trader.cash[ccy] = trader.cash.get(ccy, ZERO) + amount
        trader.updated_ms = self._clock.now_ms()

    def _turn(self, one: Investment, state: str) -> None:
        """Let it be in another state, which the control surface shows."""
        one.state = state
        one.record.row.update({"state": state, "uTime": str(self._clock.now_ms())})

    def _send(self, one: Investment) -> None:
        """The purchase goes through: it is on its way to the chain."""
        self._turn(one, ON_CHAIN)
        one.timer = self._timers.at(self._clock.now_ms() + ON_CHAIN_MS, partial(self._start, one))

    def _start(self, one: Investment) -> None:
        """It arrives, and earns."""
        if one.product.days:
            one.matures_ms = self._clock.now_ms() + one.product.days * DAY_MS
        self._earn(one)

    def _earn(self, one: Investment) -> None:
        self._turn(one, EARNING)
        one.since_ms = self._clock.now_ms()
        if one.matures_ms:
            one.timer = self._timers.at(one.matures_ms, partial(self._redeem, one, forfeits=False, at_term=True))

    def find(self, account: Account, fields: Mapping[str, Json]) -> Investment:
        """An investment of the account.

        Raises:
            Refusal: 51603 when there is none.
        """
        one = self.investments.get(account, text_of(fields, "ordId"))
        if one is None:
            raise Refusal("51603")
        return one

    def redeem(self, account: Account, fields: Mapping[str, Json]) -> Investment:
        """Take an investment back.

        Raises:
            Refusal: 51603 when there is none, 51722 when it is over, 51724 when it does not earn, 51729 and 51723 when
                its term is not over.
        """
        one = self.find(account, fields)
        if one.state == OVER:
            raise Refusal("51722")
        if one.state != EARNING:
            raise Refusal("51724")
        early = self._clock.now_ms() < one.matures_ms
        if early and not flag_of(fields, "allowEarlyRedeem"):
            raise Refusal("51729")
        if early and not one.product.early:
            raise Refusal("51723")
        self._redeem(one, forfeits=early, at_term=False)
        return one

    def _redeem(self, one: Investment, *, forfeits: bool, at_term: bool) -> None:
        now_ms = self._clock.now_ms()
        one.timer.call_off()
        one.kept, one.since_ms = one.earned(now_ms), 0
        self._turn(one, REDEEMING)
        one.forfeits = forfeits
        one.settles_ms = now_ms + one.product.redeem_ms
        one.cancel_until_ms = 0 if at_term else now_ms + one.product.redeem_ms // 2
        one.timer = self._timers.at(one.settles_ms, partial(self._pay_out, one))

    def _pay_out(self, one: Investment) -> None:
        one.realized = ZERO if one.forfeits else one.kept
        one.redeemed_ms = self._clock.now_ms()
        self._end(one, one.amount + one.realized)

    def _end(self, one: Investment, amount: Decimal) -> None:
        one.state = OVER
        self._records.end(one.record)
        self._pay(one.record.account, one.product.ccy, amount)

    def cancel(self, account: Account, fields: Mapping[str, Json]) -> Investment:
        """Cancel a purchase or a redemption that is pending.

        Raises:
            Refusal: 51603 when there is none, 51725 when it can't be cancelled.
        """
        one = self.find(account, fields)
        now_ms = self._clock.now_ms()
        if one.state == PENDING:
            one.timer.call_off()
            self._turn(one, CANCELLING)
            one.timer = self._timers.at(now_ms + CANCELLING_MS, partial(self._end, one, one.amount))
        elif one.state == REDEEMING and now_ms < one.cancel_until_ms:
            one.timer.call_off()
            one.settles_ms = one.cancel_until_ms = 0
            self._earn(one)
        else:
            raise Refusal("51725")
        return one


def _amount(sent: Json, product: Product) -> Decimal:
    """The amount of a purchase: one, in the currency of the product, of at most eight decimals."""
    rows = [row for row in sent if isinstance(row, dict)] if isinstance(sent, list) else []
    if len(rows) != 1 or text_of(rows[0], "ccy") != product.ccy:
        raise Refusal("51000", "investData")
    amount = Decimal(text_of(rows[0], "amt"))
    if amount <= 0 or amount > product.most * 1000 or amount % EARNED_STEP:
        raise Refusal("51000", "investData")
    return amount
