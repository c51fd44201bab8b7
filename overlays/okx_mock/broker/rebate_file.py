"""The rebate file: a table of the orders that carried a broker's code. Source: okx-broker-program, "Get download link (FD)".

The rules of the mock:

- A row adds up the trades of one order, of a block or spread trade those in one instrument, that fall into the report's days and were made before the report was; `ts` is the
  moment of the last of them. As newer documents say, there is a row for each day on which the order traded, and `ts` is
  the order's last trade of that day. So the reports of two spans never hold the same trade.
- `fee`, `netFee` and `settlementFee` are the same: the fee in USDT, above zero as it is paid. There are no commission
  cards.
- `level` is the user's fee level as `GET /account/config` has it: Lv1, VIP1.
- `brokerRebate` stands in `rebates`; `userRebate` is the client's ratio of it, `suBrokerRebate` is always 0.
- Before the mock's first day, and on the days of the document's example, users traded already, four orders a day with
  each code, so that the reports of a fresh mock are not empty. No order of the mock's own lies on those days, unless its
  clock is set there. Of a longer history, which tests ask for, each day of a week has another volume.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from okx_mock.accounts import Account
from okx_mock.broker.documents import Document
from okx_mock.broker.rebates import BROKER_SHARE, Earned, earnings
from okx_mock.broker.report_files import HISTORY_DAYS, ReportFiles
from okx_mock.broker.reports import Report
from okx_mock.clock import DAY_MS, day_of, day_start_ms
from okx_mock.exchange.book import Book
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.exchange.rates import fee_rate
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
NEWER_COLUMNS = ("uid", *COLUMNS[:4], "clOrdId", *COLUMNS[4:])

# The days of the document's example request, and the days before the mock's first one.
EXAMPLE_DAYS = ("20210623", "20210624", "20210625", "20210626")
_HISTORY = (("BTC-USDT", "0.01"), ("ETH-USDT", "0.5"), ("BTC-USDT-SWAP", "3"), ("ETH-USDT-SWAP", "10"))
_FIRST_HISTORY_ORDER = 580_800_019_749_904_384
_HISTORY_UID = "100000000000000001"


@dataclass(slots=True)
class RebateRow:
    """One row of the file."""

    uid: str
    code: str
    level: str
    inst_id: str
    order_id: str
    client_id: str
    spot_value: Decimal
    derivative_value: Decimal
    fee: Decimal
    broker_rebate: Decimal
    user_rebate: Decimal
    affiliated: bool
    ts: int

    def cells(self, columns: Iterable[str]) -> tuple[str, ...]:
        """The row in the order of the columns."""
        fee = plain(rounded(self.fee))
        values = {
            "uid": self.uid,
            "brokerCode": self.code,
            "level": self.level,
            "instId": self.inst_id,
            "ordId": self.order_id,
            "clOrdId": self.client_id,
            "spotTradeAmt": plain(rounded(self.spot_value)),
            "derivativeTradeAmt": plain(rounded(self.derivative_value)),
            "fee": fee,
            "netFee": fee,
            "settlementFee": fee,
            "brokerRebate": plain(rounded(self.broker_rebate)),
            "suBrokerRebate": "0",
            "userRebate": plain(rounded(self.user_rebate)),
            "affiliated": "true" if self.affiliated else "false",
            "ts": str(self.ts),
        }
        return tuple(values[name] for name in columns)


def _row_of(one: Earned) -> RebateRow:
    """The row of one trade."""
    order, fill, user = one.order, one.fill, one.order.account
    value = fill.size * order.instrument.contract_value * fill.price
    spot = order.instrument.spot
    return RebateRow(
        uid=user.uid,
        code=order.tag,
        level=user.level,
        inst_id=order.instrument.inst_id,
        order_id=order.order_id,
        client_id=order.client_id,
        spot_value=value if spot else ZERO,
        derivative_value=ZERO if spot else value,
        fee=fill.fee_usdt,
        broker_rebate=one.rebate,
        user_rebate=one.rebate * Decimal(user.client_rebate_ratio),
        affiliated=user.affiliated,
        ts=fill.moment_ms,
    )


def _add(row: RebateRow, more: RebateRow) -> None:
    """Add a later trade of the same order to a row."""
    row.spot_value += more.spot_value
    row.derivative_value += more.derivative_value
    row.fee += more.fee
    row.broker_rebate += more.broker_rebate
    row.user_rebate += more.user_rebate
    row.ts = max(row.ts, more.ts)


def rebate_file(
    report: Report, codes: Iterable[str], book: Book, document: Document, first_day_ms: int, files: ReportFiles
) -> bytes:
    """The file of a report.

    Args:
        report: the report.
        codes: the broker's codes that it is about.
        book: where the trades were made.
        document: whose rules and columns hold.
        first_day_ms: the start of the mock's first day.
        files: what files are.
    """
    wanted = frozenset(codes)
    rows: dict[tuple[str, ...], RebateRow] = {}
    for one in earnings(book, report.broker, document):
        if one.order.tag not in wanted or not report.first_ms <= one.fill.moment_ms <= report.last_ms:
            continue
        row = _row_of(one)
        key = row.order_id, row.inst_id, row.code, day_of(row.ts - report.day_starts_ms) if document.row_per_day else ""
        if key in rows:
            _add(rows[key], row)
        else:
            rows[key] = row
    before = history(report.broker, wanted, first_day_ms, files.history_days)
    chosen = [*(row for row in before if report.first_ms <= row.ts <= report.last_ms), *rows.values()]
    chosen.sort(key=lambda row: (row.ts, row.order_id))
    columns = NEWER_COLUMNS if document.ids_in_rows else COLUMNS
    return files.write(report.name, columns, (row.cells(columns) for row in chosen))


def history(
    broker: Account, codes: Iterable[str], first_day_ms: int, history_days: int = HISTORY_DAYS
) -> Iterator[RebateRow]:
    """What users traded before the mock began: four orders a day for each code.

    Args:
        broker: the broker.
        codes: the codes that the report is about.
        first_day_ms: the start of the mock's first day.
        history_days: so many days before that one.
    """
    days = [*map(day_start_ms, EXAMPLE_DAYS), *(first_day_ms - n * DAY_MS for n in range(history_days, 0, -1))]
    wanted = set(codes)
    number = 0
    for day_ms in days:
        busy = 1 + day_ms // DAY_MS % 7 if history_days > HISTORY_DAYS else 1
        for place, code in enumerate(broker.all_codes):
            for hour, (inst_id, size) in enumerate(_HISTORY):
                number += 1
                if code not in wanted:
                    continue
                one = INSTRUMENTS[inst_id]
                value = Decimal(size) * one.contract_value * one.price * (place + 1) * busy
                fee = rounded(value * fee_rate(spot=one.spot, maker=False))
                yield RebateRow(
                    uid=_HISTORY_UID,
                    code=code,
                    level="Lv1",
                    inst_id=inst_id,
                    order_id=str(_FIRST_HISTORY_ORDER + number),
                    client_id="",
                    spot_value=value if one.spot else ZERO,
                    derivative_value=ZERO if one.spot else value,
                    fee=fee,
                    broker_rebate=rounded(fee * BROKER_SHARE),
                    user_rebate=ZERO,
                    affiliated=False,
                    ts=day_ms + (hour * 5 + 1) * 3_600_000 + place * 60_000,
                )
