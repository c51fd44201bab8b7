"""`okx-broker rebates fetch` and `status` as users have them: the installed command, the mock exchange."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from okx_broker.testing import OkxMock
from tests.rebates.desk import ASK, ROWS_A_DAY, Desk, another_client, table_of


@dataclass
class Ended:
    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)


class Command:
    """`okx-broker rebates` with its settings in the environment; remembers what it wrote."""

    def __init__(self, mock: OkxMock, folder: Path) -> None:
        found = shutil.which("okx-broker", path=str(Path(sys.executable).parent))
        assert found is not None
        self.program, self.folder = found, folder
        self.written = ""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OKX_", "XDG_", "_OKX"))}
        self.environ = {
            **kept,
            **mock.environ("broker"),
            "HOME": str(folder),
            "OKX_REBATES_STATE": str(folder / "state" / "jobs.db"),
        }

    def __call__(self, *arguments: str, **changes: str | None) -> Ended:
        environ = {name: value for name, value in {**self.environ, **changes}.items() if value is not None}
        done = subprocess.run(
            [self.program, "rebates", *arguments],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            env=environ,
            cwd=self.folder,
            timeout=60,
            check=False,
        )
        self.written += done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        assert "\x1b" not in done.stdout + done.stderr
        return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def command(desk: Desk) -> Iterator[Command]:
    made = Command(desk.mock, desk.folder)
    yield made
    key = desk.mock.accounts["broker"]
    for secret in (key.secret_key.reveal(), key.passphrase.reveal(), key.api_key, "Signature="):
        assert secret not in made.written


@pytest.fixture
def fetch(desk: Desk) -> list[str]:
    begin, end = desk.days(3)
    host = desk.mock.files_url.partition("//")[2]
    return [
        "fetch", "--begin", str(begin), "--end", str(end), "--out", "out", "--file-host", host, "--plain-http",
    ]  # fmt: skip


def test_from_the_first_question_to_the_table_over_several_runs(desk: Desk, command: Command, fetch: list[str]) -> None:
    plan = command(*fetch, "--dry-run", "--json")
    assert (plan.code, plan.json["to_ask"]) == (0, 1)
    assert sorted(path.name for path in desk.folder.iterdir()) == ["state"]
    assert desk.seen(ASK) == []
    assert command("status").stderr == "no jobs\n"

    desk.mock.clock.advance(minutes=1)
    first = command(*fetch, "--longest-hours", "0")
    assert first.code == 3
    assert first.stdout == ""
    assert "asks OKX for the report" in first.stderr
    assert "the same command goes on" in first.stderr

    (job,) = command("status", "--json").json["jobs"]
    assert (job["state"], job["rows"], job["environment"]) == ("making", 0, "demo")
    assert job["reports"][0]["expected_at"] == job["waits_until"] > job["reports"][0]["asked_at"]

    desk.mock.clock.advance(minutes=1)
    expected = job["reports"][0]["expected_at"]
    plan = command(*fetch, "--dry-run")
    assert plan.stdout.splitlines()[1].endswith(f"  being made until {expected}")
    assert plan.stderr == "nothing was asked for; 0 reports would be\n"

    desk.mock.clock.advance(hours=2)
    second = command(*fetch)
    assert second.code == 0, second.stderr
    assert second.stdout == f"job 1: 24 rows of {desk.days(3)[0]} to {desk.yesterday} are in out\n".replace(
        " in out", f" in {desk.out}"
    )
    assert "downloads the report" in second.stderr
    assert len(table_of(desk.out)) == 3

    third = command(*fetch, "--json")
    assert (third.code, third.json["state"], third.json["rows"], third.stderr) == (0, "done", 3 * ROWS_A_DAY, "")
    assert len(desk.seen(ASK)) == 1
    desk.mock.clock.advance(minutes=1)
    (report,) = command(*fetch, "--dry-run", "--json").json["reports"]
    assert (report["state"], report["there"], report["expected_at"]) == ("finished", True, "")
    shown = command("status", "1")
    assert shown.code == 0
    assert "done" in shown.stdout


def test_detach_returns_at_once_and_leaves_a_process(desk: Desk, command: Command, fetch: list[str]) -> None:
    begin, end = desk.days(3)
    another_client(desk.mock).fd_broker.create_rebate_per_orders(begin=begin, end=end)
    desk.mock.clock.advance(hours=2)
    ended = command(*fetch, "--detach", "--json")
    assert ended.code == 0, ended.stderr
    assert "--state" not in ended.stderr
    process, log = ended.json["process"], Path(ended.json["log"])
    try:
        for _ in range(600):
            if command("status", "--json").json["jobs"][0]["state"] == "done":
                break
            time.sleep(0.1)
        assert len(table_of(desk.out)) == 3
        assert stat.S_IMODE(log.stat().st_mode) == 0o600
        for _ in range(100):
            if "24 rows" in log.read_text():
                break
            time.sleep(0.1)
        assert "24 rows" in log.read_text()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def test_ctrl_c_ends_it_with_its_code_and_nothing_is_lost(desk: Desk, command: Command, fetch: list[str]) -> None:
    process = subprocess.Popen(
        [command.program, "rebates", *fetch],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=command.environ,
        cwd=desk.folder,
        # Where the shell lets Ctrl-C be ignored, Python would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "waits for the report" in line:
            break
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in stderr
    assert stdout == ""
    desk.mock.clock.advance(hours=2)
    assert command(*fetch).code == 0
    assert len(desk.seen(ASK)) == 1


def test_a_terminal_gets_one_live_line(desk: Desk, command: Command, fetch: list[str]) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [command.program, "rebates", *fetch, "--longest-hours", "0.0005"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        env={**command.environ, "TERM": "xterm", "COLUMNS": "200"},
        cwd=desk.folder,
    )
    os.close(theirs)
    seen = b""
    begun = time.monotonic()
    while b" left)" not in seen and time.monotonic() - begun < 30:
        seen += os.read(ours, 4096)
    process.kill()
    process.communicate(timeout=30)
    os.close(ours)
    assert b"OKX makes it, usually within 2 hours of asking; until 20" in seen
    assert b"\x1b[" in seen


@pytest.mark.parametrize(
    ("change", "arguments", "code", "words"),
    [
        ({"OKX_ENVIRONMENT": None}, [], 2, "--environment"),
        ({"OKX_SITE": None}, [], 2, "--site"),
        ({"OKX_BROKER_API_KEY": None}, [], 2, "OKX_BROKER_API_KEY"),
        ({}, ["--begin", "June"], 2, "--begin"),
        ({}, ["--end", "2020-01-01"], 2, "before begin"),
        ({}, ["--end", "2100-01-01"], 2, "that day is not over"),
        ({}, ["--day-starts", "25:00"], 2, "--day-starts"),
        ({}, ["--broker-type", "both"], 2, "--broker-type"),
        ({}, ["--out", "/proc/nothing/out"], 2, "/proc/nothing"),
        ({}, ["--state", "/proc/nothing/jobs.db"], 3, "/proc/nothing"),
        ({"OKX_BROKER_SECRET_KEY": "0" * 32}, [], 1, "50113"),
        ({"OKX_BASE_URL": "http://127.0.0.1:9"}, [], 3, "get_time"),
    ],
)
def test_a_users_error_is_one_clear_line(
    command: Command, fetch: list[str], change: dict[str, str | None], arguments: list[str], code: int, words: str
) -> None:
    ended = command(*fetch, *arguments, **change)
    assert ended.code == code, ended.stderr
    assert words in ended.stderr
    assert ended.stdout == ""


def test_status_needs_no_key_and_makes_no_file(command: Command, desk: Desk) -> None:
    ended = command("status", "--state", "other/jobs.db", "--json", OKX_BROKER_API_KEY=None, OKX_SITE=None)
    assert (ended.code, ended.json) == (0, {"jobs": []})
    assert not (desk.folder / "other").exists()
    assert command("status", "7").code == 2


@pytest.mark.parametrize("name", ["fetch", "status"])
def test_help_has_examples(command: Command, name: str) -> None:
    ended = command(name, "--help")
    assert ended.code == 0
    assert "Examples:" in ended.stdout


def test_other_days_are_warned_about(desk: Desk, command: Command, fetch: list[str]) -> None:
    begin, end = desk.days(3)
    desk.set_reports(day_starts_minutes=-480)
    another_client(desk.mock).fd_broker.create_rebate_per_orders(begin=begin, end=end)
    desk.mock.clock.advance(hours=2)
    ended = command(*fetch, "--json")
    assert ended.code == 0, ended.stderr
    (warning,) = ended.json["warnings"]
    assert "8:00 hours earlier than expected" in warning
    assert f"Warning: {warning}" in ended.stderr


def test_a_hint_names_the_state_that_was_named(desk: Desk, command: Command, fetch: list[str]) -> None:
    ended = command(*fetch, "--longest-hours", "0", "--detach", "--state", "my jobs.db", "--json")
    assert ended.code == 0, ended.stderr
    assert ended.stderr.endswith("--environment demo --state 'my jobs.db'\n")
    with contextlib.suppress(ProcessLookupError):
        os.kill(ended.json["process"], signal.SIGKILL)


def test_a_refused_list_says_when_to_ask_again(desk: Desk, command: Command, fetch: list[str]) -> None:
    for _ in range(4):
        ended = command(*fetch, "--dry-run")
        if ended.code:
            break
    assert (ended.code, ended.stdout) == (3, "")
    assert "50011" in ended.stderr
    assert ended.stderr.splitlines()[-1] == "OKX answers this question only so often: ask again in 60 seconds"


def test_another_file_host_is_refused_by_the_option_that_names_it(
    desk: Desk, command: Command, fetch: list[str]
) -> None:
    begin, end = desk.days(3)
    another_client(desk.mock).fd_broker.create_rebate_per_orders(begin=begin, end=end)
    desk.mock.clock.advance(hours=2)
    host = desk.mock.files_url.partition("//")[2]
    ended = command(*("files.example" if word == host else word for word in fetch))
    assert ended.code == 1
    assert re.search(r"--file-host \S+:\d+ --plain-http in the command", ended.stderr)


def test_ctrl_c_while_modules_load_is_no_traceback(command: Command) -> None:
    # A package that is slow to load stands in for a slow disk: it says when it loads, and is interrupted then.
    slow = command.folder / "slow"
    slow.mkdir()
    (slow / "click.py").write_text("print('loading', flush=True)\nimport time\ntime.sleep(60)\n", "utf-8")
    process = subprocess.Popen(
        [command.program, "rebates", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**command.environ, "PYTHONPATH": str(slow)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "loading\n"
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert (process.returncode, stderr) == (130, "")
