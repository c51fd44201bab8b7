"""The README's Python blocks, run as they stand against the mock that it tells to start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from .conftest import ROOT, Mock

TEXT = (ROOT / "README.md").read_text("utf-8")
BLOCKS = [textwrap.dedent(found) for found in re.findall(r"^```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)]


def block(words: str) -> str:
    (found,) = [one for one in BLOCKS if words in one]
    return found


def run(mock: Mock, folder: Path, program: str, account: str) -> str:
    """Run a program there with the environment that the README exports; gives what it prints."""
    program = program.replace("127.0.0.1:8585", f"127.0.0.1:{mock.port}").replace(":8586", f":{mock.files_port}")
    who = mock.accounts[account]
    prefix = "OKX_BROKER_" if account == "broker" else "OKX_"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("OKX_")},
        "PYTHONPATH": os.pathsep.join((str(ROOT / "generated"), str(ROOT / "overlays"))),
        "OKX_BROKER_CODE": "MOCKBROKER01",
        "OKX_ENVIRONMENT": "demo",
        "OKX_SITE": "global",
        "OKX_BASE_URL": mock.url,
        f"{prefix}API_KEY": who["api_key"],
        f"{prefix}SECRET_KEY": who["secret_key"],
        f"{prefix}PASSPHRASE": who["passphrase"],
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_block_places_an_order_that_can_be_settled_and_can_run_again(mock: Mock, tmp_path: Path) -> None:
    assert "place_order(" in BLOCKS[0]
    for _ in range(2):
        run(mock, tmp_path, BLOCKS[0], "alice")
    orders = mock.orders()
    assert [(one["tag"], one["known_code"]) for one in orders] == [("MOCKBROKER01", True)] * 2
    assert all(re.fullmatch(r"[A-Za-z0-9]{1,32}", one["clOrdId"]) for one in orders)


def test_the_batch_block(mock: Mock, tmp_path: Path) -> None:
    program = block("place_batch_orders(")
    printed = run(mock, tmp_path, program, "alice")
    assert re.fullmatch(r"placed \['\d+', '\d+'\]\n", printed)
    assert {one["tag"] for one in mock.orders()} == {"MOCKBROKER01"}
    # With one that the exchange refuses, the other branch: the accepted one stands.
    printed = run(mock, tmp_path, program.replace('"2400"', '"0.001"'), "alice")
    assert re.match(r"placed \['\d+'\] refused \['.+'\]\n", printed)
    assert len(mock.orders()) == 3


def test_the_block_on_the_event_loop(mock: Mock, tmp_path: Path) -> None:
    assert run(mock, tmp_path, block("AsyncBroker"), "alice") == "295000\n"


def test_the_block_that_settles(mock: Mock, tmp_path: Path) -> None:
    call = (
        "\n\nfrom okx_broker import ApiKey, Broker\n\n"
        "with Broker.from_env() as broker:\n"
        "    found = place(broker.for_credentials(ApiKey.from_env()), 'own1')\n"
        "    print(found.cl_ord_id, found.state)\n"
    )
    assert run(mock, tmp_path, block("settle(user") + call, "alice") == "own1 filled\n"


def test_the_block_that_fetches_a_report(mock: Mock, tmp_path: Path) -> None:
    assert mock.order(px="70000", sz="0.01", tag="MOCKBROKER01").row["sCode"] == "0"
    (order,) = mock.orders()
    for _ in range(2):
        lines = run(mock, tmp_path, block("RebateReports"), "broker").splitlines()
        mine = [line.split() for line in lines if order["ordId"] in line]
        assert [line[:3] for line in mine] == [["MOCKBROKER01", "BTC-USDT", order["ordId"]]]
        assert float(mine[0][3]) > 0
    assert (tmp_path / "rebates.csv").is_file()
    assert mock.control("GET", "leaks").json["leaks"] == []


def test_the_block_of_what_the_contract_does_not_know(mock: Mock, tmp_path: Path) -> None:
    calls = (
        "\n\nfrom okx_broker.errors import CallError\n\n"
        "with Broker.from_env() as broker:\n"
        "    user = broker.for_credentials(ApiKey.from_env())\n"
        "    for call in (lambda: move_stop(user, '1'), lambda: lead(user, {'instId': 'BTC-USDT'})):\n"
        "        try:\n"
        "            call()\n"
        "        except CallError as refusal:\n"
        "            print(type(refusal).__name__, 'is there such a path?' in str(refusal))\n"
    )
    printed = run(mock, tmp_path, block("newField") + calls, "alice")
    # The mock knows neither of the two paths: its answer is no answer of OKX's, to a write.
    assert re.fullmatch(
        r"MOCKBROKER01 \[\{.*'instId': 'BTC-USDT'.*\}\]\nOutcomeUnknown True\nOutcomeUnknown True\n", printed
    )
    sent = [one["target"] for one in mock.control("GET", "requests").json["requests"] if one["method"] == "POST"]
    assert sent == ["/api/v5/trade/order", "/api/v5/trade/amend-algos", "/api/v5/some/new-order"]


def test_the_block_for_pytest(mock: Mock, tmp_path: Path) -> None:
    (tmp_path / "test_once.py").write_text(block("def test_a_lost_answer"), "utf-8")
    program = (
        "import sys, pytest\n"
        "sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', '-p', 'no:asyncio', '-p', 'okx_broker.testing.plugin']))\n"
    )
    assert "1 passed" in run(mock, tmp_path, program, "alice")


RUN = (
    'px="40000.5"', "def test_a_lost_answer", "place_batch_orders(", "AsyncBroker", "newField",
    "RebateReports", "settle(user, lost)",
)  # fmt: skip
"""Words of the blocks that the tests above run."""


def test_every_block_is_run() -> None:
    assert sum(any(words in one for words in RUN) for one in BLOCKS) == len(BLOCKS) == len(RUN)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_block_imports_nothing_that_it_does_not_use(number: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select=F", "-"],
        input=BLOCKS[number], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
