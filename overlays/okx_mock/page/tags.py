"""What a tag is: a known broker code, none, or one that earns nothing; and the counts of all that."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from okx_mock.accounts import Account
from okx_mock.broker.rebates import usual_rebate
from okx_mock.exchange.book import Book, Order
from okx_mock.money import ZERO, plain, rounded
from okx_mock.page.asked import Asked
from okx_mock.world import World

Verdict: TypeAlias = Literal["known", "missing", "unknown"]

AT_ONCE = 10_000
"""So many orders are counted in one request, so that the first one after a long run does not hold up the others."""
MOST_TAGS = 500
"""So many unknown tags are counted apart; those beyond are counted together."""
MOST_TAGS_SHOWN = 20
_LIKE = 0.75
_MOST_LIKENESSES = 1000


def verdict(tag: str, codes: Collection[str]) -> Verdict:
    """Whether a tag is the code of a seeded broker, none, or another."""
    if not tag:
        return "missing"
    return "known" if tag in codes else "unknown"


def fits(asked: Asked, tag: str, how: Verdict) -> bool:
    """Whether a tag is one that the question is about."""
    if asked.tag and asked.tag != tag:
        return False
    return not asked.tagged or asked.tagged == how or (asked.tagged == "either" and how != "known")


@dataclass(slots=True)
class CodeTotal:
    """What came with a tag in one environment."""

    tag: str
    environment: str
    broker: Account | None = None
    orders: int = 0
    fills: int = 0
    volume: Decimal = ZERO
    fee: Decimal = ZERO
    rebate: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class _Traded:
    """What has come of an order so far."""

    volume: Decimal = ZERO
    fee: Decimal = ZERO
    rebate: Decimal = ZERO


_NOTHING = _Traded()


class Tally:
    """Counts by tag. They follow the book: each look counts what came since the one before."""

    def __init__(self, world: World, attributed: Collection[str]) -> None:
        """Count the book that the world has now.

        Args:
            world: the state of the mock.
            attributed: the operations that take a broker code.
        """
        self.book: Book = world.book
        self._document = world.document
        self.records_missing = 0
        self.records_unknown = 0
        self._records = world.records
        self._attributed = attributed
        self._newest_record = 0
        self.uncounted = 0
        self.missing = 0
        self.unknown = 0
        self._counted = 0
        self._read: dict[str, int] = {}
        self._partly: dict[Order, _Traded] = {}
        self._totals: dict[tuple[str, str], CodeTotal] = {}
        self._beyond = 0
        self._codes = world.directory.broker_codes
        self._near: dict[str, str] = {}
        for account in world.directory.accounts.values():
            if account.kind == "broker" and account.site == world.site:
                for code in account.all_codes:
                    key = (code, account.environment)
                    self._totals.setdefault(key, CodeTotal(code, account.environment, account))

    @property
    def behind(self) -> int:
        """How many orders are still to be counted."""
        return self.book.dropped + len(self.book.recorded) - self._counted

    def catch_up(self) -> None:
        """Count what came since the last look, up to a bound."""
        lost = self.book.dropped - self._counted
        if lost > 0:
            self._counted += lost
            self.uncounted += lost
        for order in self.book.recorded_from(self._counted + 1, AT_ONCE):
            self._counted += 1
            how = verdict(order.tag, self._codes)
            if how == "missing":
                self.missing += 1
            elif how == "unknown":
                self.unknown += 1
            self._total(order).orders += 1
        for order in list(self._partly):
            self._follow(order)
        left = AT_ONCE
        for tag in self._codes:
            fills = self.book.tagged_fills.get(tag, ())
            first = self._read.get(tag, 0)
            fresh = fills[first : first + left]
            self._read[tag] = first + len(fresh)
            left -= len(fresh)
            for order in fresh:
                self._total(order).fills += 1
                self._follow(order)

        self._count_records()

    def _count_records(self) -> None:
        newest = self._newest_record
        for record in reversed(self._records.noted):
            if record.number <= self._newest_record:
                break
            newest = max(newest, record.number)
            if record.tag or record.source in self._attributed:
                how = verdict(record.tag, self._codes)
                self.records_missing += how == "missing"
                self.records_unknown += how == "unknown"
        self._newest_record = newest

    def _total(self, order: Order) -> CodeTotal:
        # What earns nothing is counted over both environments.
        environment = order.account.environment if order.tag in self._codes else ""
        key = (order.tag, environment)
        total = self._totals.get(key)
        if total is None:
            if len(self._totals) >= MOST_TAGS:
                self._beyond += 1
                return CodeTotal(order.tag, "")
            total = self._totals[key] = CodeTotal(order.tag, environment)
        return total

    def _follow(self, order: Order) -> None:
        """Add what an order has traded since it was last looked at; while it is open, more may come."""
        total = self._total(order)
        before = self._partly.pop(order, _NOTHING)
        fee = rounded(order.fee_usdt)
        # The month's limit of VIP4 and VIP5 is not looked at here: the rebate file says what it leaves.
        rebate = usual_rebate(order.account, total.broker, self._document, fee) if total.broker else ZERO
        total.volume += order.value_usdt - before.volume
        total.fee += fee - before.fee
        total.rebate += rebate - before.rebate
        if order.open:
            self._partly[order] = _Traded(order.value_usdt, fee, rebate)

    def near(self, tag: str) -> str:
        """The broker code that a tag is most like, if it is like one."""
        found = self._near.get(tag)
        if found is None:
            close = difflib.get_close_matches(tag.upper(), sorted(self._codes), 1, _LIKE)
            if len(self._near) >= _MOST_LIKENESSES:
                self._near.clear()
            found = self._near[tag] = close[0] if close else ""
        return found

    def describe(self) -> dict[str, object]:
        """The counts as the page shows them; codes first, then the tags that earn nothing, most orders first."""
        totals = self._totals.values()
        known = [one for one in totals if one.tag in self._codes]
        others = sorted((one for one in totals if one.tag and one.tag not in self._codes), key=lambda one: -one.orders)
        return {
            "codes": [_described(one) for one in known],
            "unknown_tags": [
                {"tag": one.tag, "orders": one.orders, "near": self.near(one.tag)} for one in others[:MOST_TAGS_SHOWN]
            ],
            "unknown_tags_beyond": max(0, len(others) - MOST_TAGS_SHOWN) + self._beyond,
            "missing": self.missing,
            "unknown": self.unknown,
            "behind": self.behind,
            "uncounted": self.uncounted,
        }


def _described(one: CodeTotal) -> dict[str, object]:
    return {
        "code": one.tag,
        "environment": one.environment,
        "broker": one.broker.name if one.broker else "",
        "orders": one.orders,
        "fills": one.fills,
        "volume": plain(one.volume),
        "fee": plain(one.fee),
        "rebate": plain(one.rebate),
    }
