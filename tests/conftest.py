"""What holds for all tests: a skip is shown with its reason, and in CI it is a failure."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.leaks import Leaks

pytest_plugins = ["pytester", "okx_broker.testing.plugin"]

# Started in the background, a shell lets Ctrl-C be ignored, and so would every process that the tests start.
if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.default_int_handler)

MAY_BE_SKIPPED = "OKX_DOCUMENT is not set"
"""The one reason for a skip that CI lets pass: OKX's document is not in the repository."""

DEBIAN = Path(__file__).parent.parent / "requirements" / "debian.txt"


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Leaks(config), "leaks")


def debian_packages() -> list[str]:
    """Return the Debian packages that tests need, without the comments."""
    lines = (line.partition("#")[0].strip() for line in DEBIAN.read_text().splitlines())
    return [line for line in lines if line]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if MAY_BE_SKIPPED in reason:
            return report
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which is a failure in CI: {reason}"
    return report


SHOWN = "shown at the end"
"""The name of a `record_property` whose text is printed when all is over, whichever process ran the test."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, text in getattr(report, "user_properties", ()):
                if name == SHOWN and report.when == "call":
                    terminalreporter.write_line(f"{report.nodeid}\n{text}")
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        terminalreporter.write_line("Nothing was skipped.")
        return
    reasons = sorted({str(report.longrepr[2] if isinstance(report.longrepr, tuple) else "") for report in skipped})
    terminalreporter.write_line(f"{len(skipped)} skipped:")
    for reason in reasons:
        terminalreporter.write_line(f"  {reason}")
    packages = " ".join(debian_packages())
    if packages and any(MAY_BE_SKIPPED not in reason for reason in reasons):
        terminalreporter.write_line(f"Install what is missing: sudo apt-get install --yes {packages}")
