"""FD broker: rebate reports and the question whether a user earns a rebate.

Source: okx-broker-program, "Broker Commision API".
"""

from __future__ import annotations

from okx_mock.accounts import Account, BrokerType
from okx_mock.answers import Answer, Refusal, Row, success
from okx_mock.broker.dma import master_of
from okx_mock.broker.rebates import MONTHLY_LIMIT, earned_in_month, is_capped, lasting_reason, month_of
from okx_mock.broker.reports import LONGEST_SPAN, Report
from okx_mock.call import Call
from okx_mock.clock import DAY_MS, HOUR_MS, day_of, day_start_ms
from okx_mock.money import plain

GENERATION_MS = 2 * HOUR_MS
FOLDER = "/okex/broker/pap/brokerRebateInfo/"
FILE_NAME = "RebateDetails"


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


def span_of(call: Call, longest: int | None = None) -> tuple[str, str]:
    """The first and the last day that a request names.

    Args:
        call: the request.
        longest: so many days may lie between them; as many as one likes if nothing is said.

    Raises:
        Refusal: 51000 when the end is before the begin, or too long after it.
    """
    begin, end = call.text("begin"), call.text("end")
    days = (day_start_ms(end) - day_start_ms(begin)) // DAY_MS
    if days < 0 or (longest is not None and days > longest):
        raise Refusal("51000", "end")
    return begin, end


def request_report(call: Call) -> Answer:
    """`POST …/fd/rebate-per-orders`: have a report made.

    `result` is `"true"` once the file exists; until then, and on the first request, `"false"`.
    """
    broker = master_of(call)
    broker_type = _broker_type(call, broker)
    begin, end = span_of(call, LONGEST_SPAN)
    reports = call.world.reports
    report = reports.request(broker, broker_type, begin, end, call.world.report_files.day_starts_ms)
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
        begin, end = span_of(call)
        found = [report for report in found if begin <= day_of(report.created_ms) <= end]
    rows: list[Row] = []
    for report in found:
        finished = reports.finished(report)
        valid_ms = call.world.report_files.link_seconds * 1000
        link = call.world.links.make(call.world.files_url, report.path, valid_ms) if finished else ""
        rows.append(link_row(call, report, link, finished=finished))
    return success(rows)


def link_row(call: Call, report: Report, link: str, *, finished: bool) -> Row:
    """A report with its link, as both kinds of brokers are shown it."""
    return {
        "beginTime": str(report.first_ms),
        "cTime": str(report.created_ms),
        "endTime": str(report.end_ms),
        "fileHref": link,
        "state": "finished" if finished else "ongoing",
        "ts": str(call.world.clock.now_ms() if finished else report.created_ms),
    }


def if_rebate(call: Call) -> Answer:
    """`GET …/fd/if-rebate`: whether the owner of an API key earns the broker a rebate."""
    broker = master_of(call)
    broker_type = _broker_type(call, broker)
    key = call.world.directory.find_key(call.text("apiKey"))
    if key is None or key.account.environment != broker.environment or key.account.site != broker.site:
        raise Refusal("59506")
    user, document = key.account, call.world.document
    reason, last_rebate = lasting_reason(user, broker, document), ""
    if is_capped(user, document):
        month = month_of(call.world.clock.now_ms())
        earned = earned_in_month(call.world.book, broker, document, user, month)
        last_rebate = plain(earned)
        if reason == "0" and earned >= MONTHLY_LIMIT:
            reason = "2"
    return success(
        [
            {
                "affiliated": user.affiliated,
                "brokerCode": broker.codes[broker_type][0],
                "clientRebateRatio": user.client_rebate_ratio,
                "lastRebate": last_rebate,
                "type": reason,
            }
        ]
    )
