"""Rebate reports of a fully disclosed broker: ask for one, wait for it, fetch the file, read its rows.

    reports = RebateReports(broker.for_credentials(key))
    path = reports.fetch(date(2026, 6, 1), date(2026, 6, 30), folder)
    for line in read_lines(path):
        print(line.row.broker_code, line.row.broker_rebate)

`RebateJobs` does the same so that nothing is lost or asked for twice whatever happens meanwhile, and puts the rows into a
table; `okx-broker rebates fetch` is that as a command.

Source: OKX's broker program document, "Get download link (FD)" and "Create rebate details download link (FD)".
"""

from okx_broker.rebates.files import FILE_HOSTS, Downloader
from okx_broker.rebates.jobs import (
    AsyncRebateJobs,
    Job,
    JobStore,
    Piece,
    Planned,
    Progress,
    RebateJobs,
    Span,
    planned,
    planned_async,
)
from okx_broker.rebates.report import AsyncRebateReports, RebateReports
from okx_broker.rebates.rows import RebateLine, read_lines

__all__ = [
    "FILE_HOSTS",
    "AsyncRebateJobs",
    "AsyncRebateReports",
    "Downloader",
    "Job",
    "JobStore",
    "Piece",
    "Planned",
    "Progress",
    "RebateJobs",
    "RebateLine",
    "RebateReports",
    "Span",
    "planned",
    "planned_async",
    "read_lines",
]
