"""The guide's files, written as they are printed into a fresh folder, and its commands, run there."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

import okx_broker.testing
from okx_broker import Client
from okx_broker.errors import OrderRejected
from okx_broker.testing import OkxMock

GUIDE = Path(okx_broker.testing.__file__).with_name("GUIDE.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
FILES = dict(re.findall(r"^`([\w.]+)`:\n\n```python\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE))
COMMANDS = [text.strip() for kind, text in BLOCKS if kind == "console"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh folder with all that the guide prints."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    (settings,) = [text for kind, text in BLOCKS if kind == "toml"]
    (tmp_path / "pyproject.toml").write_text(settings, "utf-8")
    return tmp_path


def run(folder: Path, *command: str, status: int = 0) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OKX_", "PYTEST_"))}
    # A newcomer's environment has none of the plugins of this one.
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", *command],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_every_python_block_is_a_file() -> None:
    assert len(FILES) == len([kind for kind, _ in BLOCKS if kind == "python"]) >= 8
    assert sorted(FILES.values()) == sorted(text for kind, text in BLOCKS if kind == "python")


def test_its_tests_pass_as_printed(folder: Path) -> None:
    assert "pytest" in COMMANDS
    printed = run(folder, "pytest", "-p", "no:cacheprovider")
    (passed,) = re.findall(r"=+ (\d+) passed in ", printed)
    assert int(passed) == sum(len(re.findall(r"^ *def test_", text, re.MULTILINE)) for text in FILES.values()) + 1


def test_its_tests_fail_where_the_bot_forgets(folder: Path) -> None:
    """Each mistake in the bot is found by a test of the guide: they are no decoration."""
    bot = FILES["ladder.py"]
    mistakes = {
        "placed = settle(self.user, lost) is not None": "placed = True",
        "except OutcomeUnknown as lost:": "except ZeroDivisionError as lost:",
        "cl_ord_id=own_id,\n                )": "cl_ord_id=None,\n                )",
        "(1 - step * STEP)": "(1 + step * STEP)",
        "(1 + STEP)": "(1 - STEP)",
        "self.user.clock.sleep(pause)": "pause",
        'if order.state != "filled"': "if False",
    }
    for right, wrong in mistakes.items():
        assert right in bot
        (folder / "ladder.py").write_text(bot.replace(right, wrong), "utf-8")
        shown = run(folder, "pytest", "-q", "-p", "no:cacheprovider", "test_ladder.py", status=1)
        assert re.search(r"^\d+ failed", shown, re.MULTILINE), f"{wrong}: {shown}"


def test_its_command_without_pytest(folder: Path) -> None:
    assert "python -m unittest test_plain.py" in COMMANDS
    assert "OK" in run(folder, "unittest", "test_plain.py")


def test_its_command_for_other_languages(folder: Path) -> None:
    (command,) = [one for one in COMMANDS if one.startswith("okx-mock ")]
    program, *arguments = command.split()
    arguments[arguments.index("--port") + 1] = "0"
    found = shutil.which(program, path=str(Path(sys.executable).parent))
    assert found is not None
    with subprocess.Popen(
        [found, *arguments, "--with-parent"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        line = process.stdout.readline()
        process.stdin.close()
        assert b'"url"' in line
        assert b"MYCODE1" in line
        assert process.wait(10) == 0


def test_its_files_are_typed(folder: Path) -> None:
    """Under mypy --strict, so that an editor completes what the guide shows."""
    assert "Success" in run(folder, "mypy", "--strict", "--cache-dir", str(folder / ".cache"), *sorted(FILES))


def test_what_it_shows_of_a_failure_is_what_is_shown() -> None:
    """The same text is asserted, of a real failure, in test_orders.py."""
    (shown,) = [text for kind, text in BLOCKS if kind == "text"]
    tested = Path(__file__).with_name("test_orders.py").read_text("utf-8")
    for line in shown.splitlines()[1:2]:
        assert line.strip() in tested


def test_every_name_that_it_says_is_there() -> None:
    from okx_broker.testing import Faults, MockClock, OkxMock, Orders, Prices, plugin

    homes: dict[str, type] = {"okx_mock.orders": Orders, "okx_mock.clock": MockClock, "okx_mock.prices": Prices}
    for name in re.findall(r"`faults\.(\w+)\(", GUIDE):
        assert hasattr(Faults, name)
    for home, kind in homes.items():
        for name in re.findall(rf"{re.escape(home)}\.(\w+)", GUIDE):
            assert hasattr(kind, name) or name == "records", f"{home}.{name}"
    for name in re.findall(r"`(okx_\w+)`", GUIDE):
        assert hasattr(plugin, name) or name in {"okx_", "okx_mock"}, name
    for name in re.findall(r"okx_mock\.(\w+)", GUIDE):
        assert hasattr(OkxMock, name) or name in {"clock", "faults", "prices", "accounts"}, name


def test_every_field_of_a_request_is_in_its_table() -> None:
    from okx_broker.testing.records import Request

    table = GUIDE.partition("`okx_mock.requests` are all requests")[2].partition("| assertion |")[0]
    named = [name for row in re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted((*Request.__struct_fields__, "refusals"))


def test_the_twins_for_an_event_loop_are_where_it_says() -> None:
    part = GUIDE.partition("has a twin for an `AsyncClient`")[2].partition("##")[0]
    said = re.findall(r"((?:`[^`]+`(?:, | and )?)+) of\s+`(okx_broker\.\w+)`", part)
    found = {name: module for names, module in said for name in re.findall(r"\w*[aA]sync\w*", names)}
    assert set(found) == {"settle_async", "AsyncRebateReports", "AsyncRebateJobs", "AsyncOAuth"}
    for name, module in found.items():
        assert hasattr(import_module(module), name), name


def test_what_other_languages_read_holds_what_it_says(okx_mock: OkxMock, okx_user: Client) -> None:
    table = GUIDE.partition("## Other languages")[2]
    assert "| `GET /__mock__/orders` |" in table
    assert "| `GET /__mock__/requests` |" in table
    okx_user.trade.place_order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="100")
    with pytest.raises(OrderRejected):
        okx_user.trade.place_order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="100000000")
    okx_user.algo.place_algo_order(
        inst_id="BTC-USDT", td_mode="cash", side="sell", ord_type="conditional", sz="0.01", tp_trigger_px="65000", tp_ord_px="-1"
    )  # fmt: skip

    def read(name: str) -> Any:
        with urlopen(f"{okx_mock.url}/__mock__/{name}") as answer:
            return json.load(answer)

    shown = read("orders")
    for kind in ("orders", "refused"):
        (one,) = shown[kind]
        assert (one["operation"], one["tag"]) == ("placeOrder", okx_mock.code)
        assert json.loads(base64.b64decode(one["raw_base64"]))["tag"] == okx_mock.code
    (record,) = shown["records"]
    assert (record["operation"], record["tag"]) == ("placeAlgoOrder", okx_mock.code)
    for request in read("requests")["requests"]:
        assert set(request) == {"method", "target", "operation", "user", "status", "code", "codes", "fault"}


def test_the_readme_s_test_passes_as_printed(tmp_path: Path) -> None:
    readme = Path(__file__).resolve().parents[2] / "README.md"
    (test,) = [
        text
        for text in re.findall(r"^```python\n(.*?)^```$", readme.read_text("utf-8"), re.DOTALL | re.MULTILINE)
        if "okx_broker.testing" in text
    ]
    (tmp_path / "conftest.py").write_text(FILES["conftest.py"], "utf-8")
    (tmp_path / "test_readme.py").write_text(test, "utf-8")
    assert "1 passed" in run(tmp_path, "pytest", "-p", "no:cacheprovider")
