"""What the site has, in the order in which it is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Copied:
    """A text of the repository that is a page too, where the repository has it."""

    source: str
    page: str
    title: str


COPIED = (
    Copied("overlays/okx_broker/oauth/GUIDE.md", "guides/connecting-users.md", "Connecting users, step by step"),
    Copied("overlays/okx_broker/rebates/GUIDE.md", "guides/rebate-jobs.md", "Rebate reports as a job"),
    Copied("overlays/okx_broker/testing/GUIDE.md", "guides/test-kit.md", "The test kit"),
    Copied("overlays/okx_mock/GUIDE.md", "guides/mock.md", "The mock exchange"),
    Copied("README.md", "project/readme.md", "README"),
    Copied("CHANGELOG.md", "project/changelog.md", "Changelog"),
    Copied("CONTRIBUTING.md", "project/contributing.md", "Contributing"),
    Copied("spec/README.md", "project/contract.md", "The contract"),
)

GUIDES = (
    ("Start", "guides/start.md"),
    ("Becoming a broker", "guides/becoming-a-broker.md"),
    ("Credentials, environments, sites", "guides/credentials.md"),
    ("The broker code", "guides/broker-code.md"),
    ("OAuth", "guides/oauth.md"),
    ("Fast API", "guides/fast-api.md"),
    ("Pasted keys", "guides/pasted-keys.md"),
    ("Connecting users, step by step", "guides/connecting-users.md"),
    ("Errors and what to do", "guides/errors.md"),
    ("Limits", "guides/limits.md"),
    ("Rebates", "guides/rebates.md"),
    ("Rebate reports as a job", "guides/rebate-jobs.md"),
    ("Testing your bot with the mock", "guides/testing.md"),
    ("The test kit", "guides/test-kit.md"),
    ("The mock exchange", "guides/mock.md"),
    ("Coming from python-okx or ccxt", "guides/coming-from.md"),
    ("Regenerating", "guides/regenerating.md"),
    ("Why", "guides/why.md"),
)
"""Titles and pages; one that the repository does not have is left out."""

PYTHON = (
    ("Broker and clients", "okx_broker", "python/broker.md"),
    ("Errors", "okx_broker.errors", "python/errors.md"),
    ("Lost orders", "okx_broker.orders", "python/orders.md"),
    ("Connections of users", "okx_broker.oauth", "python/oauth.md"),
    ("Web kit", "okx_broker.oauth.web", "python/web.md"),
    ("Rebate reports", "okx_broker.rebates", "python/rebates.md"),
    ("Test kit", "okx_broker.testing", "python/testing.md"),
    ("Transport", "okx_broker.transport", "python/transport.md"),
    ("Scalars", "okx_v5.scalars", "python/scalars.md"),
)
"""Title, module and page of the Python reference; resources and models come after these, one page for each area."""

MEMBERS = {
    "okx_broker": (
        "Broker", "Client", "AsyncBroker", "AsyncClient", "ApiKey", "Credentials", "Environment", "Site", "Secret", "Clock",
        "SystemClock", "Limiter", "WindowLimiter", "at_utc",
    ),
    "okx_broker.rebates": (
        "RebateReports", "AsyncRebateReports", "RebateJobs", "AsyncRebateJobs", "planned", "planned_async", "Planned", "Job", "Piece",
        "Span", "Progress", "read_lines", "RebateLine", "FILE_HOSTS",
    ),
}  # fmt: skip
"""Names in the order in which they are read, where it is not that of the source."""

CALLED = {
    "okx_broker.rebates": {
        "JobStore": ("close", "job", "jobs"),
        "Downloader": ("download", "download_async"),
    },
}
"""Classes that do most of their work for other parts of the library, and what of each a user calls; they stand below MEMBERS."""

AREAS = {
    "dma_broker": "DMA broker",
    "fd_broker": "Fully disclosed broker",
    "trade": "Trade",
    "algo": "Algo trading",
    "grid": "Grid trading",
    "dca": "DCA (Martingale) bots",
    "recurring": "Recurring buy",
    "copytrading": "Copy trading",
    "account": "Trading account",
    "asset": "Funding account",
    "public": "Public data",
    "block": "Block trading",
    "spread": "Spread trading",
    "convert": "Convert",
    "earn": "On-chain earn",
    "affiliate": "Affiliate",
    "market": "Market data",
    "oauth": "OAuth tokens",
    "fast_api": "Fast API keys",
}
"""The sections of OKX's documents that resources stand for."""


def area_title(tag: str) -> str:
    """Return what a resource is called: OKX's section, and the name in Python."""
    return f"{AREAS[tag]} · {tag}"


PROJECT = (
    ("Changelog", "project/changelog.md"),
    ("Contributing", "project/contributing.md"),
    ("The contract", "project/contract.md"),
    ("Departures from the documents", "project/deviations.md"),
    ("README", "project/readme.md"),
)
