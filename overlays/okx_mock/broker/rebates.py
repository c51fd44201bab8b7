"""What a broker earns of its users' trades. Source: okx-broker-program, "Get the user's broker rebate information".

The rules of the mock, where the document leaves them open:

- A trade earns a rebate when its order carries one of the broker's codes and its account is in the broker's environment.
- The rebate is half of the trade's fee, for an affiliated user 0.3 of it.
- For the fee levels with a monthly limit it ends at 1000 USDT for one user in one month (UTC). Accounts that begin each
  month with that limit reached earn nothing.
- Of the reasons why there is none, the first that holds is told: the broker has expired, the account is an MSA account,
  the level is too high, the month's limit is reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from okx_mock.accounts import Account
from okx_mock.broker.documents import Document
from okx_mock.clock import day_of
from okx_mock.exchange.book import Book
from okx_mock.exchange.order import Fill, Order
from okx_mock.money import ZERO, rounded

BROKER_SHARE = Decimal("0.5")
AFFILIATED_SHARE = Decimal("0.3")
MONTHLY_LIMIT = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Earned:
    """A trade, and what the broker gets of its fee."""

    order: Order
    fill: Fill
    rebate: Decimal


def vip_level(level: str) -> int:
    """The number of a VIP level; 0 for the regular levels."""
    digits = level.removeprefix("VIP")
    return int(digits) if level.startswith("VIP") and digits.isdigit() else 0


def month_of(moment_ms: int) -> str:
    """The month (UTC) of a moment, written YYYYMM."""
    return day_of(moment_ms)[:6]


def is_capped(user: Account, document: Document) -> bool:
    """Whether a user's fee level has a monthly limit."""
    return vip_level(user.level) in document.capped_levels


def lasting_reason(user: Account, broker: Account, document: Document) -> str:
    """Why a broker gets no rebate for a user in whatever month, as `type` of if-rebate says it; `"0"` when it does."""
    if broker.expired:
        return "1"
    if document.multi_signature and user.multi_signature:
        return "4"
    return "3" if vip_level(user.level) >= document.no_rebate_from else "0"


def usual_rebate(user: Account, broker: Account, document: Document, fee: Decimal) -> Decimal:
    """What a broker gets of a fee, as long as it has not reached the month's limit by trades."""
    if lasting_reason(user, broker, document) != "0" or (is_capped(user, document) and user.monthly_cap_reached):
        return ZERO
    return rounded(fee * (AFFILIATED_SHARE if user.affiliated else BROKER_SHARE))


def earnings(book: Book, broker: Account, document: Document, user: Account | None = None) -> Iterator[Earned]:
    """The trades that carry a broker's codes, oldest first, with what each earns.

    Args:
        book: where they were made.
        broker: the broker.
        document: whose rules hold.
        user: this user's alone.
    """
    trades = [
        (order, fill)
        for code in broker.all_codes
        for order in book.tagged_fills.get(code, ())
        if order.account.environment == broker.environment and user in {None, order.account}
        for fill in order.fills
    ]
    trades.sort(key=lambda trade: (trade[1].moment_ms, int(trade[1].trade_id)))
    earned: dict[tuple[str, str], Decimal] = {}
    for order, fill in trades:
        owner = order.account
        rebate = usual_rebate(owner, broker, document, fill.fee_usdt)
        if rebate and is_capped(owner, document):
            month = owner.uid, month_of(fill.moment_ms)
            before = earned.get(month, ZERO)
            rebate = min(rebate, MONTHLY_LIMIT - before)
            earned[month] = before + rebate
        yield Earned(order, fill, rebate)


def earned_in_month(book: Book, broker: Account, document: Document, user: Account, month: str) -> Decimal:
    """What a broker earned with a user in a month, with what the month began with."""
    begun = MONTHLY_LIMIT if user.monthly_cap_reached and is_capped(user, document) else ZERO
    trades = earnings(book, broker, document, user)
    return begun + sum((one.rebate for one in trades if month_of(one.fill.moment_ms) == month), ZERO)
