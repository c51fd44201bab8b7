"""The rebate file: one row per tagged order with a fill, zipped CSV. Source: okx-broker-program, "Get download link (FD)".

The rules of the mock:

- A row adds up the fills of its order that fall into the report's days and were made before the report was; `ts` is the
  moment of the last one.
- `fee`, `netFee` and `settlementFee` are the order's fee in USDT, as a positive number: there are no commission cards.
- `brokerRebate` is half of the net fee; 0.3 of it for an affiliated user; nothing from VIP6 upwards, and nothing for
  VIP4 and VIP5 at their monthly limit.
- `userRebate` is the client's ratio of that rebate, `suBrokerRebate` is always 0.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from okx_mock.accounts import Account
from okx_mock.clock import DAY_MS, day_start_ms
from okx_mock.exchange.book import SPOT_TAKER, SWAP_TAKER, Order
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.money import ZERO, plain, rounded

COLUMNS = (
    "brokerCode",
    "level",
    "instId",
    "ordId",
    "spotTradeAmt",
    "derivativeTradeAmt",
    "fee",
    "netFee",
    "settlementFee",
    "brokerRebate",
    "suBrokerRebate",
    "userRebate",
    "affiliated",
    "ts",
)
BROKER_SHARE = Decimal("0.5")
AFFILIATED_SHARE = Decimal("0.3")

# The days of the document's example request, and the days before the mock's first one.
EXAMPLE_DAYS = ("20210623", "20210624", "20210625", "20210626")
HISTORY_DAYS = 3
_HISTORY = (("BTC-USDT", "0.01"), ("ETH-USDT", "0.5"), ("BTC-USDT-SWAP", "3"), ("ETH-USDT-SWAP", "10"))
_FIRST_HISTORY_ORDER = 580_800_019_749_904_384


def vip_level(level: str) -> int:
    """The number of a VIP level; 0 for the regular levels."""
    digits = level.removeprefix("VIP")
    return int(digits) if level.startswith("VIP") and digits.isdigit() else 0


def rebate_reason(user: Account, broker: Account) -> str:
    """Why the broker gets no rebate for a user, as `type` of if-rebate says it; `"0"` when it gets one."""
    if broker.expired:
        return "1"
    vip = vip_level(user.level)
    if vip in {4, 5} and user.monthly_cap_reached:
        return "2"
    return "3" if vip >= 6 else "0"


def broker_rebate(user: Account, broker: Account, net_fee: Decimal) -> Decimal:
    """What the broker gets of a net fee."""
    if rebate_reason(user, broker) != "0":
        return ZERO
    return rounded(net_fee * (AFFILIATED_SHARE if user.affiliated else BROKER_SHARE))


@dataclass(frozen=True, slots=True)
class RebateRow:
    """One row of the file."""

    code: str
    level: str
    inst_id: str
    order_id: str
    spot_value: Decimal
    derivative_value: Decimal
    fee: Decimal
    broker_rebate: Decimal
    user_rebate: Decimal
    affiliated: bool
    ts: int

    def cells(self) -> tuple[str, ...]:
        """The row in the order of the columns."""
        fee = plain(self.fee)
        return (
            self.code,
            self.level,
            self.inst_id,
            self.order_id,
            plain(rounded(self.spot_value)),
            plain(rounded(self.derivative_value)),
            fee,
            fee,
            fee,
            plain(self.broker_rebate),
            "0",
            plain(self.user_rebate),
            "true" if self.affiliated else "false",
            str(self.ts),
        )


def row_of_order(order: Order, broker: Account, first_ms: int, last_ms: int) -> RebateRow | None:
    """The row of an order, made of its fills in a span of time.

    Args:
        order: an order with a tag.
        broker: the broker.
        first_ms: the first moment of the span.
        last_ms: the last one.

    Returns:
        The row, with the moment of the last of these fills; None if there is none.
    """
    fills = [fill for fill in order.fills if first_ms <= fill.moment_ms <= last_ms]
    if not fills:
        return None
    user, one = order.account, order.instrument
    fee = rounded(sum((fill.fee_usdt for fill in fills), ZERO))
    value = sum((fill.size * one.contract_value * fill.price for fill in fills), ZERO)
    rebate = broker_rebate(user, broker, fee)
    return RebateRow(
        code=order.tag,
        level=user.level,
        inst_id=one.inst_id,
        order_id=order.order_id,
        spot_value=value if one.spot else ZERO,
        derivative_value=ZERO if one.spot else value,
        fee=fee,
        broker_rebate=rebate,
        user_rebate=rounded(rebate * Decimal(user.client_rebate_ratio)),
        affiliated=user.affiliated,
        ts=fills[-1].moment_ms,
    )


def history(broker: Account, codes: Iterable[str], first_day_ms: int) -> Iterator[RebateRow]:
    """What users traded before the mock began: four orders a day for each code.

    Args:
        broker: the broker.
        codes: the codes that the report is about.
        first_day_ms: the start of the mock's first day.
    """
    user = Account(name="history", uid="0", kind="user", environment=broker.environment)
    days = [*map(day_start_ms, EXAMPLE_DAYS), *(first_day_ms - n * DAY_MS for n in range(HISTORY_DAYS, 0, -1))]
    wanted = set(codes)
    number = 0
    for day_ms in days:
        for place, code in enumerate(broker.all_codes):
            for hour, (inst_id, size) in enumerate(_HISTORY):
                number += 1
                if code not in wanted:
                    continue
                one = INSTRUMENTS[inst_id]
                value = Decimal(size) * one.contract_value * one.price * (place + 1)
                fee = rounded(value * (SPOT_TAKER if one.spot else SWAP_TAKER))
                yield RebateRow(
                    code=code,
                    level=user.level,
                    inst_id=inst_id,
                    order_id=str(_FIRST_HISTORY_ORDER + number),
                    spot_value=value if one.spot else ZERO,
                    derivative_value=ZERO if one.spot else value,
                    fee=fee,
                    broker_rebate=rounded(fee * BROKER_SHARE),
                    user_rebate=ZERO,
                    affiliated=False,
                    ts=day_ms + (hour * 5 + 1) * 3_600_000 + place * 60_000,
                )


def zip_rows(name: str, rows: Iterable[RebateRow]) -> bytes:
    """The file as it is downloaded: a zip with one CSV, the same bytes for the same rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(row.cells() for row in rows)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(f"{name}.csv", date_time=(1980, 1, 1, 0, 0, 0))
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, text.getvalue())
    return packed.getvalue()
