"""DMA broker: reports of the sub-accounts' trades. Source: okx-broker-program-newer, `/api/v5/broker/dma/trades`.

The rules of the mock: a file holds every trade of the broker's sub-accounts in the report's days that was made before the
report was, whatever its tag, one row each. `ts` is the last trade of the order among these. `amt` and `fee` are in USDT,
the fee above zero as it is paid. Where there is no trade, there is no link.
"""

from __future__ import annotations

from okx_mock.accounts import Directory
from okx_mock.answers import Answer, Row, success
from okx_mock.broker.dma import master_of
from okx_mock.broker.fd import link_row, span_of
from okx_mock.broker.reports import LONGEST_SPAN, Report, zipped_csv
from okx_mock.call import Call
from okx_mock.clock import HOUR_MS, day_of
from okx_mock.exchange.book import Book
from okx_mock.exchange.order import Fill
from okx_mock.exchange.settlement import Settlement
from okx_mock.money import plain, rounded

MAKING_MS = 3 * HOUR_MS
LINK_MS = 9 * HOUR_MS
FOLDER = "/okex/broker/pap/dmaTradeDetails/"
FILE_NAME = "TradeDetails"
COLUMNS = (
    "subAcct",
    "subAcctLv",
    "firstLvSubAcct",
    "instId",
    "ordId",
    "tradeId",
    "amt",
    "fee",
    "execType",
    "ts",
)


def request_trades(call: Call) -> Answer:
    """`POST /api/v5/broker/dma/trades`: have a report of trades made; it takes three hours."""
    broker = master_of(call)
    begin, end = span_of(call, LONGEST_SPAN)
    reports = call.world.trade_reports
    report = reports.request(broker, "", begin, end)
    return success([{"result": "true" if reports.finished(report) else "false", "ts": str(report.created_ms)}])


def list_trade_links(call: Call) -> Answer:
    """`GET /api/v5/broker/dma/trades`: the links of the reports, fresh with every request."""
    broker = master_of(call)
    world, reports = call.world, call.world.trade_reports
    found = reports.of_broker(broker, "")
    if call.text("type") == "false":
        begin, end = span_of(call)
        found = [report for report in found if begin <= day_of(report.created_ms) <= end]
    rows: list[Row] = []
    for report in found:
        finished = reports.finished(report)
        linked = finished and bool(_rows(report, world.directory, world.book, world.settlement))
        link = world.links.make(world.files_url, report.path, LINK_MS) if linked else ""
        rows.append(link_row(call, report, link, finished=finished))
    return success(rows)


def trade_file(report: Report, directory: Directory, book: Book, settlement: Settlement) -> bytes:
    """The file of a report: what was traded in the book, and in block and spread trades."""
    return zipped_csv(report.name, COLUMNS, _rows(report, directory, book, settlement))


def _rows(report: Report, directory: Directory, book: Book, settlement: Settlement) -> list[tuple[str, ...]]:
    rows: list[tuple[int, tuple[str, ...]]] = []
    for sub in directory.sub_accounts(report.broker):
        trader = book.traders.get(sub.account.uid)
        in_book = trader.orders.values() if trader else ()
        for order in (*in_book, *settlement.orders_of(sub.account)):
            fills = [fill for fill in order.fills if report.first_ms <= fill.moment_ms <= report.last_ms]
            for fill in fills:
                value = fill.size * order.instrument.contract_value * fill.price
                row = (
                    sub.name,
                    sub.level,
                    sub.first_level,
                    order.instrument.inst_id,
                    order.order_id,
                    fill.trade_id,
                    plain(rounded(value)),
                    plain(rounded(fill.fee_usdt)),
                    _exec_type(fill),
                    str(fills[-1].moment_ms),
                )
                rows.append((int(fill.trade_id), row))
    return [row for _, row in sorted(rows)]


def _exec_type(fill: Fill) -> str:
    return "M" if fill.maker else "T"
