"""No secret in anything that the suite writes.

Every `Secret` that a test makes is noted. When all tests are over, everything that they wrote is searched for them: what was
printed and logged, the files in the tests' folders (stores, logs of servers, reports, pages), and the arguments of every process
that it started. What is found fails the run.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from okx_v5.scalars import Secret

SHORTEST = 16
"""Shorter texts are words that tests made up, and stand in other words."""
MOST_SHOWN = 40

CONTRACT = Path(__file__).parent.parent / "generated" / "okx_v5" / "openapi.json"

ON_PURPOSE = (
    # pytest's own tests of this search write secrets, to see them found.
    "test_leaks",
    # The fuzzer is another program: it is told the mock's keys by a file, and keeps what it sent.
    "fuzzer",
    # A test writes down what must not be shown, to look for it in what pytest shows.
    "test_no_secret_is_shown_of_a_test_that_fails",
)
"""Folders of tests that write a secret, each with the reason."""

_API_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORKER = "PYTEST_XDIST_WORKER"


def _parent(process: Path) -> int:
    # The name, in brackets, can hold anything; the state and the parent's number follow it.
    return int((process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])


class Leaks:
    """Notes secrets and what is written, and searches the one in the other at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.used: set[str] = set()
        self.found: list[str] = []
        self.searched = 0
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._made = Secret.__init__

    def note(self, text: object) -> None:
        if isinstance(text, str) and len(text) >= SHORTEST and text.isprintable():
            self.used.add(text)

    @property
    def folder(self) -> Path:
        factory: Any = self.config._tmp_path_factory  # type: ignore[attr-defined]
        folder: Path = factory.getbasetemp()
        return folder

    def pytest_sessionstart(self) -> None:
        made, note = self._made, self.note

        def noted(secret: Secret, text: str) -> None:
            made(secret, text)
            note(text)

        Secret.__init__ = noted  # type: ignore[method-assign]
        self.written = self.folder / "printed.txt"
        self.written.touch(0o600)
        if _WORKER not in os.environ:
            self._watcher.start()

    def _watch(self) -> None:
        """Write down the arguments of every process of this suite, as everybody on the machine can read them."""
        seen: set[bytes] = set()
        ours = {os.getpid()}
        while not self._over.wait(0.2):
            for one in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
                try:
                    if _parent(one) not in ours and int(one.name) not in ours:
                        continue
                    line = (one / "cmdline").read_bytes().replace(b"\0", b" ")
                except OSError:
                    continue
                ours.add(int(one.name))
                if line and line not in seen:
                    seen.add(line)
                    with self.written.open("ab") as file:
                        file.write(line + b"\n")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        text = "\n".join([*(content for _, content in report.sections), report.longreprtext])
        if text.strip():
            with self.written.open("ab") as file:
                file.write(f"{text}\n".encode("utf-8", "replace"))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.used.update(getattr(node, "workeroutput", {}).get("secrets", ()))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        Secret.__init__ = self._made  # type: ignore[method-assign]
        if _WORKER in os.environ:
            session.config.workeroutput["secrets"] = sorted(self.used)  # type: ignore[attr-defined]
            return
        self._over.set()
        self._watcher.join()
        self._search()
        if self.found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _search(self) -> None:
        # What the contract shows as an example is public.
        published = CONTRACT.read_text("utf-8")
        self.used = {text for text in self.used if text not in published}
        forms = {form for text in self.used for form in (text, quote(text, safe=""))}
        self.searched = len(self.used)
        if not forms:
            return
        patterns = "\n".join(sorted(forms))
        skip = [f"--exclude-dir={name}*" for name in ON_PURPOSE]
        done = subprocess.run(
            ["grep", "-raoF", "--devices=skip", *skip, "-f", "-", "."], cwd=self.folder,
            input=patterns, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        if done.returncode > 1:
            self.found = [f"the search failed: {done.stderr[:2000]}"]
            return
        places: dict[str, int] = {}
        for line in done.stdout.splitlines():
            place, _, text = line.partition(":")
            if Path(place).name.startswith("state.db") and _API_KEY.fullmatch(text):
                continue  # the mock's journal says by its API key who sent a request; it signs nothing
            places[f"{place} ({text[:4]}…)"] = places.get(f"{place} ({text[:4]}…)", 0) + 1
        self.found = [f"{place}: {times} times" for place, times in sorted(places.items())]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.found:
            terminalreporter.write_line(f"None of {self.searched} secrets is in what the suite has written.")
            return
        terminalreporter.section("secrets in what the suite has written")
        for line in self.found[:MOST_SHOWN]:
            terminalreporter.write_line(line)
        if len(self.found) > MOST_SHOWN:
            terminalreporter.write_line(f"… and {len(self.found) - MOST_SHOWN} places more")
