"""Starts a mock and lets schemathesis loose on it, each run in processes of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.contract import reading
from tests.contract.books import Books, compare
from tests.mock.conftest import ROOT, Mock, start

HERE = Path(__file__).parent


@dataclass
class Run:
    """What a run of the fuzzer left behind."""

    returncode: int
    output: str
    folder: Path
    accounts: dict[str, dict[str, Any]]
    answers: dict[str, Counter[str]] = field(default_factory=dict)
    phases: Counter[str] = field(default_factory=Counter)
    modes: Counter[tuple[str, str]] = field(default_factory=Counter)
    books: Books | None = None

    def succeeded(self, operation: str) -> bool:
        """Whether any answer of the operation was a success."""
        return bool(self.answers.get(operation, Counter())["0"])

    def table(self) -> str:
        """The answer codes per operation."""
        lines = [
            f"{sum(codes.values()):6d}  {name:24s} {_shown(codes)}" for name, codes in sorted(self.answers.items())
        ]
        return "\n".join([" cases  operation                answers by code", *lines])


def _shown(codes: Counter[str]) -> str:
    return "  ".join(f"{code}:{count}" for code, count in codes.most_common())


Fuzz = Callable[..., Run]


@pytest.fixture
def fuzz(tmp_path: Path) -> Fuzz:
    """Fuzz a fresh mock.

    Arguments of the function: options for schemathesis; `mock_reads`, a changed contract for the mock; `fuzzer_reads`, one
    for the fuzzer.
    """

    # The search for secrets leaves it out: see tests/leaks.py.
    tmp_path = tmp_path / "fuzzer"
    tmp_path.mkdir()

    def run(
        *options: str, mock_reads: object = None, fuzzer_reads: reading.Node | None = None, sequences: int = 0
    ) -> Run:
        served = ["serve", "--json", "--clock", "frozen", "--time", "2026-06-01T00:00:00Z"]
        if mock_reads is not None:
            (tmp_path / "mock.json").write_text(json.dumps(mock_reads), "utf-8")
            served += ["--contract", str(tmp_path / "mock.json")]
        process = start(*served)
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            said = json.loads(process.stdout.readline())
            done = _fuzz(said, tmp_path, fuzzer_reads or reading.load(), options, sequences)
            if mock_reads is None and fuzzer_reads is None:
                done.books = compare(Mock(said["url"], said["files_url"], done.accounts))
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=30)
        assert errors == ""
        return done

    return run


def _fuzz(said: dict[str, Any], folder: Path, contract: reading.Node, options: tuple[str, ...], sequences: int) -> Run:
    accounts = {account["name"]: account for account in said["accounts"]}
    log = folder / "answers.jsonl"
    log.touch()
    settings = {"url": said["url"], "accounts": accounts, "client": said["oauth_clients"][0], "log": str(log)}
    (folder / "settings.json").write_text(json.dumps(settings), "utf-8")
    # Keys to ask about; the fuzzer signs with others.
    asked = [accounts["heidi"]["api_key"], accounts["frank"]["api_key"]]
    uids = [accounts["heidi"]["uid"], accounts["frank"]["uid"]]
    in_sequence = "stateful" in options
    (folder / "openapi.json").write_text(
        json.dumps(reading.for_fuzzing(contract, asked, uids, in_sequence=in_sequence)), "utf-8"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "generated"), str(ROOT / "overlays"))),
        "SCHEMATHESIS_HOOKS": "tests.contract.hooks",
        "OKX_FUZZ_SETTINGS": str(folder / "settings.json"),
    }
    reports = folder / "reports"
    config = (HERE / "schemathesis.toml").read_text("utf-8")
    if "--seed" in options:
        config = config.replace("deterministic = true", "deterministic = false")
    if sequences:
        # The command line has no option for it.
        config = f"{config}max-examples = {sequences}\n"
    (folder / "schemathesis.toml").write_text(config, "utf-8")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(folder / "schemathesis.toml"), "run"]
    command += [str(folder / "openapi.json"), "--url", said["url"], "--no-color", "--report", "junit,har,ndjson"]
    command += ["--report-dir", str(reports), *options]
    # Away from the repository, where schemathesis would leave folders of its own.
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    run = Run(done.returncode, done.stdout + done.stderr, reports, accounts)
    for line in log.read_text("utf-8").splitlines():
        entry = json.loads(line)
        # Where each row has a code of its own, the first refusal says more than "all failed".
        reason = next((row for row in entry["rows"] if row != "0"), "")
        code = f"{entry['code']}/{reason}" if reason else entry["code"]
        run.answers.setdefault(entry["operation"], Counter())[code] += 1
        run.phases[entry["phase"]] += 1
        run.modes[entry["operation"], entry["mode"]] += 1
    return run
