"""The programs of the guides, written to files as they are printed and run against the mock."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import pytest

from generator.reference.sources import HERE
from okx_broker import ApiKey, Client
from okx_broker.rebates import RebateReports, read_lines
from okx_broker.testing import OkxMock
from tests.mock.conftest import ROOT, Mock, mock, server, start

__all__ = ["mock", "server"]

PAGES = sorted((HERE / "pages").rglob("*.md"))
TEXTS = {page.relative_to(HERE / "pages").as_posix(): page.read_text("utf-8") for page in PAGES}
FILES: dict[str, str] = {}
for _text in TEXTS.values():
    FILES |= dict(re.findall(r"^`([\w.]+)`:\n\n```python\n(.*?)^```$", _text, re.DOTALL | re.MULTILINE))

ID = r"\d{10,}"
PRINTED = {
    "place_order.py": ("alice", rf"{ID} MOCKBROKER01\n"),
    "look_and_cancel.py": ("alice", r"live 30000 0\.01\n\[\]\n"),
    "balance.py": ("alice", r"295000\n"),
    "settings.py": ("alice", r"read_only,trade\nApiKey\(\w{4}\*\*\*\)\n"),
    "the_code.py": ("alice", r".*SOMEBODY.*\nTrue\n"),
    "check_key.py": ("alice", r"\['read_only', 'trade'\]\n"),
    "what_is_wrong.py": ("alice", r"NotFound 51603 trade\.get_order\n.*\n.*ord_id.*\n"),
    "ask.py": ("alice", r"filled\n"),
    "limited.py": ("broker", r"sent: False again in about 60 minutes\n"),
    "from_python_okx.py": ("alice", r"\['MOCKBROKER01', 'MOCKBROKER01'\]\n"),
    "earns.py": ("broker", r"0 MOCKBROKER01\n"),
    "consent_address.py": (
        "alice",
        r"https://www\.okx\.com/account/oauth/authorize\?.*client_id=YOUR-CLIENT-ID.*"
        r"redirect_uri=https%3A%2F%2Fexample\.com%2Fokx%2Fcallback.*\n",
    ),
}
"""Whose key a program gets, and what it prints."""
OTHERS = {"june.py", "test_bot.py"}


def environment(mock: Mock, account: str) -> dict[str, str]:
    who = mock.accounts[account]
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("OKX_", "PYTEST"))},
        "PYTHONPATH": os.pathsep.join((str(ROOT / "generated"), str(ROOT / "overlays"))),
        "OKX_BROKER_CODE": "MOCKBROKER01",
        "OKX_ENVIRONMENT": "demo",
        "OKX_SITE": "global",
        "OKX_BASE_URL": mock.url,
        **{
            f"{prefix}{part.upper()}": who[part]
            # The one who runs a program is a user, or the broker.
            for prefix in ("OKX_", "OKX_BROKER_")
            for part in ("api_key", "secret_key", "passphrase")
        },
        "USERS_API_KEY": mock.accounts["alice"]["api_key"],
    }


def run(mock: Mock, folder: Path, account: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder, env=environment(mock, account), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_python_block_is_a_file_and_every_file_is_run() -> None:
    blocks = sum(len(re.findall(r"^```python$", text, re.MULTILINE)) for text in TEXTS.values())
    assert blocks == len(FILES) >= 13
    assert set(FILES) == {*PRINTED, *OTHERS}


@pytest.mark.parametrize("name", PRINTED)
def test_a_program_does_what_its_guide_says(name: str, mock: Mock, tmp_path: Path) -> None:
    account, pattern = PRINTED[name]
    (tmp_path / name).write_text(FILES[name], "utf-8")
    printed = run(mock, tmp_path, account, name)
    assert re.fullmatch(pattern, printed), printed
    tags = {order["tag"] for order in mock.orders()}
    assert tags <= {"MOCKBROKER01"}


def test_what_the_mock_prints_is_all_that_the_first_program_needs(tmp_path: Path) -> None:
    """The guide to the start, as it reads: serve, paste the two lines, run the program."""
    assert "okx-mock serve --port 8585" in TEXTS["guides/start.md"]
    (tmp_path / "place_order.py").write_text(FILES["place_order.py"], "utf-8")
    served = start("serve", "--port", "0")
    assert served.stdout is not None
    try:
        lines = []
        while len([line for line in lines if line.startswith("export ")]) < 2:
            lines.append(served.stdout.readline())
            assert lines[-1], lines
        pasted = "".join(line for line in lines if line.startswith("export "))
        bare = {name: value for name, value in os.environ.items() if not name.startswith("OKX_")}
        # Typed in, not an argument: what a process was started with is read by everybody on the machine.
        done = subprocess.run(
            ["sh", "-e"], input=pasted + f'"{sys.executable}" place_order.py\n',
            cwd=tmp_path, env=bare, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        served.terminate()
        served.communicate(timeout=10)
    assert re.fullmatch(rf"{ID} MOCKBROKER01\n", done.stdout), done.stderr


def test_every_option_of_a_command_is_one_that_it_has() -> None:
    found = 0
    for command in ("okx-mock serve", "okx-broker docs", "okx-broker users add", "okx-broker users keep-alive"):
        program, *rest = command.split()
        path = shutil.which(program, path=str(Path(sys.executable).parent))
        assert path is not None
        shown = subprocess.run([path, *rest, "--help"], capture_output=True, text=True, timeout=60, check=True).stdout
        for text in TEXTS.values():
            for options in re.findall(rf"{command}((?: [^`|\n]*)?)", text):
                found += 1
                for option in re.findall(r"--[a-z-]+", options):
                    assert option in shown, f"{command} {option}"
    assert found > 8


@pytest.mark.okx(code="MOCKBROKER01", time="2026-06-01T12:00:00+00:00")
def test_june_s_rebates(
    okx_mock: OkxMock,
    okx_user: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As printed, but with the mock's clock, on which the hours pass at once, and its files in place of OKX's."""
    okx_user.trade.place_order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="600")
    okx_mock.clock.advance(days=30)
    program = FILES["june.py"]
    assert "date(2026, 6, 1), date(2026, 6, 30)" in program
    for words, instead in (
        ("Broker.from_env()", "okx_mock.broker()"),
        ("RebateReports(us)", "RebateReports(us, downloader=okx_mock.downloader())"),
    ):
        assert program.count(words) == 1
        program = program.replace(words, instead)
    key = okx_mock.accounts["broker"]
    for name, value in (("API_KEY", key.api_key), ("SECRET_KEY", key.secret_key), ("PASSPHRASE", key.passphrase)):
        monkeypatch.setenv(f"OKX_BROKER_{name}", value if isinstance(value, str) else value.reveal())
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "june.py", "exec"), {"okx_mock": okx_mock})
    # The mock's own past of three days lies in May. alice buys for 600 USDT and pays 0.1 % of it; half of the fee is the broker's.
    assert capsys.readouterr().out == "0.3 USDT\n"
    assert len(list((tmp_path / "reports").iterdir())) == 1


@pytest.mark.okx(code="MOCKBROKER01", time="2026-07-03T10:00:00+00:00")
def test_june_s_rebates_against_the_mock(okx_mock: OkxMock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The part of the guide on the mock: 40 days of history have June in them, and what June adds up to is what it says."""
    text = TEXTS["guides/rebates.md"].partition("## Against the mock")[2]
    assert "--clock frozen --time 2026-07-03T10:00:00Z" in text
    (settings,) = re.findall(r"/__mock__/reports -d '(.*?)'", text)
    urlopen(f"{okx_mock.url}/__mock__/reports", settings.encode()).close()
    (lines,) = re.findall(r"^```text\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert lines.count('Downloader(hosts=["localhost:8586"], allow_http=True)') == 1
    program = lines.replace('Downloader(hosts=["localhost:8586"], allow_http=True)', "okx_mock.downloader()")
    monkeypatch.chdir(tmp_path)
    key = okx_mock.accounts["broker"]
    with okx_mock.broker() as broker:
        us = broker.for_credentials(ApiKey(key.api_key, key.secret_key, key.passphrase))
        names = {"RebateReports": RebateReports, "us": us, "okx_mock": okx_mock, "date": date, "Path": Path}
        exec(compile(program, "guide", "exec"), names)
    rebates = [line.row.broker_rebate or 0 for line in read_lines(next(Path("reports").iterdir()))]
    (printed,) = re.findall(r"prints `(.*?)`", text)
    assert printed == f"{sum(rebates)} USDT"


def test_the_bot_s_tests(mock: Mock, tmp_path: Path) -> None:
    (tmp_path / "test_bot.py").write_text(FILES["test_bot.py"], "utf-8")
    printed = run(
        mock, tmp_path, "alice", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", "test_bot.py"
    )
    assert "3 passed" in printed


def test_the_programs_are_typed_and_import_nothing_in_vain(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    for command in (
        ["mypy", "--strict", "--cache-dir", str(tmp_path / ".cache"), *sorted(FILES)],
        ["ruff", "check", "--isolated", "--no-cache", "--select=F", "."],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout
