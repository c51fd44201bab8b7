"""FD broker: rebate reports and the question whether a user earns a rebate.

Source: okx-broker-program, "Broker Commision API".
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import quote

from okx_mock.accounts import Account, BrokerType
from okx_mock.answers import Answer, Refusal, Row, success
from okx_mock.broker.dma import master_of
from okx_mock.broker.rebate_file import broker_rebate, history, rebate_reason, row_of_order, vip_level, zip_rows
from okx_mock.call import Call
from okx_mock.clock import DAY_MS, HOUR_MS, Clock, day_of, day_start_ms
from okx_mock.exchange.book import Book
from okx_mock.money import ZERO, plain

GENERATION_MS = 2 * HOUR_MS
LINK_MS = 2 * HOUR_MS
# Longest span of one report, in days (newer text of the document).
LONGEST_SPAN = 180
FILE_PREFIX = "/okex/broker/pap/brokerRebateInfo/"


@dataclass(slots=True, eq=False)
class Report:
    """A requested report."""

    number: int
    broker: Account
    codes: tuple[str, ...]
    begin: str
    end: str
    created_ms: int

    @property
    def name(self) -> str:
        """Name of the file, without its ending."""
        return f"RebateDetails{self.begin}-{self.end}"

    @property
    def path(self) -> str:
        """Path of the file on the files host."""
        return f"{FILE_PREFIX}{self.number}/{self.name}.zip"

    @property
    def finished_ms(self) -> int:
        """When the file is ready."""
        return self.created_ms + GENERATION_MS


class Reports:
    """All requested reports, and the signed links to their files."""

    def __init__(self, clock: Clock, book: Book, link_secret: bytes) -> None:
        self._clock = clock
        self._book = book
        self._secret = link_secret
        self._first_day_ms = clock.now_ms() // DAY_MS * DAY_MS
        self._reports: dict[tuple[str, str, str, str], Report] = {}
        self._by_path: dict[str, Report] = {}

    def request(self, broker: Account, broker_type: BrokerType, begin: str, end: str) -> Report:
        """The report of a span, started now if it was never asked for."""
        key = (broker.uid, broker_type, begin, end)
        report = self._reports.get(key)
        if report is None:
            number = len(self._reports) + 1
            report = Report(number, broker, broker.codes[broker_type], begin, end, self._clock.now_ms())
            self._reports[key] = self._by_path[report.path] = report
        return report

    def of_broker(self, broker: Account, broker_type: BrokerType) -> list[Report]:
        """All reports of a broker under one type, newest first."""
        return [
            report
            for (uid, kind, _, _), report in reversed(self._reports.items())
            if uid == broker.uid and kind == broker_type
        ]

    def finished(self, report: Report) -> bool:
        """Whether the file is ready."""
        return self._clock.now_ms() >= report.finished_ms

    def link(self, report: Report, files_url: str) -> str:
        """A fresh link, valid for two hours."""
        expires = str((self._clock.now_ms() + LINK_MS) // 1000)
        signature = quote(self._sign(report.path, expires), safe="")
        return f"{files_url}{report.path}?Expires={expires}&OSSAccessKeyId=mock&Signature={signature}"

    def _sign(self, path: str, expires: str) -> str:
        return b64encode(hmac.digest(self._secret, f"{path}\n{expires}".encode(), hashlib.sha256)).decode()

    def open_link(self, path: str, expires: str, signature: str) -> Report | None:
        """The report behind a link whose signature is right.

        Raises:
            TimeoutError: the link has expired.
        """
        expected = self._sign(path, expires).encode()
        if not hmac.compare_digest(expected, signature.encode("utf-8", "replace")):
            return None
        if self._clock.now_ms() >= int(expires) * 1000:
            raise TimeoutError(expires)
        return self._by_path.get(path)

    def file(self, report: Report) -> bytes:
        """The file of a report: the span's orders as they stood when the report was finished."""
        first = day_start_ms(report.begin)
        last = min(day_start_ms(report.end) + DAY_MS - 1, report.finished_ms)
        before = history(report.broker, report.codes, self._first_day_ms)
        chosen = [row for row in before if first <= row.ts <= last]
        for code in report.codes:
            for order in self._book.tagged_fills.get(code, ()):
                if order.account.environment == report.broker.environment:
                    row = row_of_order(order, report.broker, first, last)
                    if row is not None:
                        chosen.append(row)
        return zip_rows(report.name, sorted(chosen, key=lambda row: (row.ts, row.order_id)))


def _broker_type(call: Call, broker: Account) -> BrokerType:
    """The broker type that a request is about.

    Raises:
        Refusal: 50044 when a broker of several types names none; 51000 when it names one that it is not.
    """
    asked = call.text("brokerType")
    if not asked:
        if len(broker.codes) != 1:
            raise Refusal("50044")
        return next(iter(broker.codes))
    for broker_type in broker.codes:
        if broker_type == asked:
            return broker_type
    raise Refusal("51000", "brokerType")


def _span(call: Call) -> tuple[str, str]:
    begin, end = call.text("begin"), call.text("end")
    days = (day_start_ms(end) - day_start_ms(begin)) // DAY_MS
    if days < 0 or days > LONGEST_SPAN:
        raise Refusal("51000", "end")
    return begin, end


def request_report(call: Call) -> Answer:
    """`POST …/fd/rebate-per-orders`: have a report made.

    `result` is `"true"` once the file exists; until then, and on the first request, `"false"`.
    """
    broker = master_of(call)
    broker_type = _broker_type(call, broker)
    begin, end = _span(call)
    reports = call.world.reports
    report = reports.request(broker, broker_type, begin, end)
    return success([{"result": "true" if reports.finished(report) else "false", "ts": str(report.created_ms)}])


def list_links(call: Call) -> Answer:
    """`GET …/fd/rebate-per-orders`: the links of the reports, fresh with every request.

    With `type=false`, `begin` and `end` are days on which reports were requested, not days that they are about.
    """
    broker = master_of(call)
    broker_type = _broker_type(call, broker)
    reports = call.world.reports
    found = reports.of_broker(broker, broker_type)
    if call.text("type") == "false":
        begin, end = _span(call)
        found = [report for report in found if begin <= day_of(report.created_ms) <= end]
    now_ms = call.world.clock.now_ms()
    rows: list[Row] = []
    for report in found:
        finished = reports.finished(report)
        rows.append(
            {
                "beginTime": str(day_start_ms(report.begin)),
                "cTime": str(report.created_ms),
                "endTime": str(day_start_ms(report.end) + DAY_MS),
                "fileHref": reports.link(report, call.world.files_url) if finished else "",
                "state": "finished" if finished else "ongoing",
                "ts": str(now_ms if finished else report.created_ms),
            }
        )
    return success(rows)


def if_rebate(call: Call) -> Answer:
    """`GET …/fd/if-rebate`: whether the owner of an API key earns the broker a rebate."""
    broker = master_of(call)
    broker_type = _broker_type(call, broker)
    key = call.world.directory.find_key(call.text("apiKey"))
    if key is None or key.account.environment != broker.environment or key.account.site != broker.site:
        raise Refusal("59506")
    user = key.account
    codes = broker.codes[broker_type]
    monthly = vip_level(user.level) in {4, 5}
    return success(
        [
            {
                "affiliated": user.affiliated,
                "brokerCode": codes[0],
                "clientRebateRatio": user.client_rebate_ratio,
                "lastRebate": _rebate_of_month(call, broker, codes, user) if monthly else "",
                "type": rebate_reason(user, broker),
            }
        ]
    )


def _rebate_of_month(call: Call, broker: Account, codes: tuple[str, ...], user: Account) -> str:
    month = day_of(call.world.clock.now_ms())[:6]
    fees = (
        sum((fill.fee_usdt for fill in order.fills if day_of(fill.moment_ms)[:6] == month), ZERO)
        for code in codes
        for order in call.world.book.tagged_fills.get(code, ())
        if order.account is user
    )
    return plain(sum((broker_rebate(user, broker, fee) for fee in fees), ZERO))
