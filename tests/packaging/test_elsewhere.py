"""The wheel in an environment of its own: what the README promises works there, without the repository."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

import okx_broker
from tests.packaging.conftest import Environment, bare_environment, readme_blocks


@pytest.fixture(scope="module")
def serving(elsewhere: Environment) -> Iterator[dict[str, Any]]:
    """The mock of that environment, as its command starts it."""
    process = subprocess.Popen(
        [str(elsewhere.mock), "serve", "--json"],
        cwd=elsewhere.folder,
        env=bare_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, process.communicate(timeout=10)[1]
        yield json.loads(line)
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")


def test_the_environment_holds_the_wheel_and_what_it_needs(elsewhere: Environment) -> None:
    checked = elsewhere.run(elsewhere.python, "-m", "pip", "check", "--disable-pip-version-check")
    assert checked.returncode == 0, checked.stdout
    script = "import okx_broker, okx_v5, okx_mock; print(okx_broker.__version__, okx_broker.__file__)"
    done = elsewhere.run(elsewhere.python, "-c", script)
    assert done.returncode == 0, done.stderr
    version, place = done.stdout.split()
    assert version == okx_broker.__version__
    assert Path(place).is_relative_to(elsewhere.folder)


def test_the_accounts_command_prints_the_seeded_accounts(elsewhere: Environment, serving: dict[str, Any]) -> None:
    done = elsewhere.run(elsewhere.mock, "accounts", "--json")
    assert done.returncode == 0, done.stderr
    accounts = json.loads(done.stdout)
    assert accounts == serving["accounts"]
    needed = {"api_key", "secret_key", "passphrase", "permissions", "broker_codes", "environment"}
    assert all(needed <= set(account) for account in accounts)


def test_the_first_example_of_the_readme_places_a_tagged_order(elsewhere: Environment, serving: dict[str, Any]) -> None:
    example = next(block for block in readme_blocks() if "place_order(" in block)
    file = elsewhere.folder / "place_order.py"
    file.write_text(example, "utf-8")
    accounts = {account["name"]: account for account in serving["accounts"]}
    code, user = accounts["broker"]["broker_codes"][0], accounts["alice"]
    settings = {
        "OKX_BROKER_CODE": code,
        "OKX_ENVIRONMENT": "demo",
        "OKX_SITE": "global",
        "OKX_BASE_URL": serving["url"],
        "OKX_API_KEY": user["api_key"],
        "OKX_SECRET_KEY": user["secret_key"],
        "OKX_PASSPHRASE": user["passphrase"],
    }
    done = elsewhere.run(elsewhere.python, "-W", "error", file, **settings)
    assert done.returncode == 0, done.stderr
    with urlopen(f"{serving['url']}/__mock__/orders") as answer:
        (order,) = json.load(answer)["orders"]
    assert (order["tag"], order["user"]) == (code, "alice")
    assert order["ordId"] in done.stdout

    # Each setting that is left out is named.
    for name in settings:
        if name == "OKX_BASE_URL":
            continue
        without = {key: value for key, value in settings.items() if key != name}
        failed = elsewhere.run(elsewhere.python, file, **without)
        assert failed.returncode != 0
        assert name in failed.stderr.splitlines()[-1]


def test_without_the_extra_the_test_kit_says_which_to_install(elsewhere: Environment) -> None:
    """This environment has what the mock needs and no pytest: the kit works, its plugin says what is missing."""
    done = elsewhere.run(elsewhere.python, "-c", "import okx_broker.testing.plugin")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        'ImportError: the test kit needs pytest: install the extra testing: pip install "<path of your clone>[testing]"'
    )
    program = "from okx_broker.testing import running_mock\nwith running_mock() as mock: print(len(mock.accounts) > 5)"
    done = elsewhere.run(elsewhere.python, "-W", "error", "-c", program)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_the_page_of_the_mock_is_served_with_its_files(serving: dict[str, Any]) -> None:
    with urlopen(f"{serving['url']}/") as answer:
        page = answer.read().decode()
    for file in re.findall(r'(?:src|href)="(/__mock__/page/[^"]+)"', page):
        with urlopen(serving["url"] + file) as answer:
            assert answer.status == 200
    assert "/__mock__/page/page.js" in page


@pytest.mark.parametrize("module", ["okx_broker", "okx_v5", "okx_v5.models", "okx_broker.errors"])
def test_importing_the_client_loads_no_heavy_package(elsewhere: Environment, module: str) -> None:
    done = elsewhere.run(elsewhere.python, "-c", f"import {module}, sys; print(*sorted(sys.modules))")
    assert done.returncode == 0, done.stderr
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "okx_v5" in loaded
    heavy = {
        "asyncio",
        "ssl",
        "socket",
        "http",
        "urllib",
        "email",
        "logging",
        "zipfile",
        "csv",
        "yaml",
        "importlib_metadata",
    }
    foreign = {"pydantic", "pydantic_core", "httpx", "requests", "aiohttp", "starlette", "uvicorn", "click", "anyio"}
    assert not loaded & (heavy | foreign | {"okx_mock", "rich"})


# A program of a user, as both type checkers must take it.
GOOD = """\
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import assert_type

from okx_broker import ApiKey, AsyncBroker, AsyncClient, Broker, Client, Environment, OkxError, Secret, Site, at_utc
from okx_broker import errors, models
from okx_broker.rebates import Downloader, RebateLine, RebateReports, read_lines


def orders(user: Client) -> str:
    placed = user.trade.place_order(
        inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px=Decimal("40000.5"), sz="0.001", cl_ord_id="a1"
    )
    assert_type(placed, models.PlacedOrder)
    assert_type(placed.ts, int | None)
    batch = user.trade.place_batch_orders(
        [
            models.NewOrder(inst_id="BTC-USDT", td_mode="cash", side="sell", ord_type="market", sz=1),
            models.NewOrder(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="post_only", px="1", sz="0.5"),
        ]
    )
    assert_type(batch, list[models.PlacedOrder])
    order = user.trade.get_order(inst_id="BTC-USDT", ord_id=placed.ord_id)
    assert_type(order.px, Decimal | None)
    assert_type(order.reduce_only, bool | None)
    if order.c_time is not None:
        assert_type(at_utc(order.c_time), datetime)
    return placed.tag


def failures(user: Client) -> str:
    try:
        user.trade.cancel_order(inst_id="BTC-USDT", ord_id="1")
    except errors.RateLimited as limited:
        assert_type(limited.retry_after, float)
    except errors.BatchRefused as refused:
        return str(refused.items)
    except errors.ApiError as refused:
        assert_type(refused.code, str | None)
        assert_type(refused.status, int | None)
        return refused.message
    except OkxError as other:
        return str(other)
    return ""


def sub_accounts(us: Client) -> Iterator[str]:
    for sub in us.dma_broker.iter_subaccount_info(limit=50):
        assert_type(sub, models.Subaccount)
        assert_type(sub.enable, bool | None)
        yield sub.sub_acct
    made = us.dma_broker.create_subaccount_apikey(sub_acct="mockSub0003", label="one", passphrase=Secret("Abcdef1!"))
    assert_type(made.secret_key, Secret | None)


def rebates(us: Client, folder: Path) -> Decimal:
    reports = RebateReports(us, downloader=Downloader(hosts=["localhost"], allow_http=True))
    total = Decimal(0)
    for line in read_lines(reports.fetch(date(2026, 6, 1), date(2026, 6, 30), folder)):
        assert_type(line, RebateLine)
        total += line.row.broker_rebate or 0
    return total


async def later(user: AsyncClient) -> AsyncIterator[str]:
    placed = await user.trade.place_order(
        inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="10", tgt_ccy="quote_ccy"
    )
    assert_type(placed, models.PlacedOrder)
    async for sub in user.dma_broker.iter_subaccount_trade_fee():
        assert_type(sub, models.SubaccountFees)
        yield sub.sub_acct


def main() -> None:
    with Broker("CODE", environment=Environment.DEMO, site=Site.GLOBAL, base_url="http://127.0.0.1:1") as broker:
        user = broker.for_credentials(ApiKey("key", "secret", "passphrase"))
        assert_type(user, Client)
        assert_type(broker.public.get_time(), models.SystemTime)
        orders(user)


async def main_async() -> None:
    async with AsyncBroker.from_env({"OKX_BROKER_CODE": "A"}) as broker:
        assert_type(broker.for_credentials(ApiKey.from_env()), AsyncClient)
"""

# Every area of the contract, with what is nested in its requests and answers.
TOUR = """\
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from typing import assert_type

from okx_broker import AsyncClient, Client, models


def nested(user: Client) -> None:
    stop = models.AttachedAlgoOrder(sl_trigger_px=Decimal("39000"), sl_ord_px=-1)
    placed = user.trade.place_order(
        inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px="40000", sz="1", attach_algo_ords=[stop]
    )
    order = user.trade.get_order(inst_id="BTC-USDT", ord_id=placed.ord_id)
    assert_type(order.attach_algo_ords, list[models.AttachedAlgo])
    assert_type(order.linked_algo_ord, models.LinkedAlgoOrder | None)
    algo = user.algo.place_algo_order(
        inst_id="BTC-USDT-SWAP", td_mode="cross", side="buy", ord_type="trigger", sz=1, trigger_px="59000", order_px=-1,
        attach_algo_ords=(models.NewTriggerAttachment(tp_trigger_px="70000", tp_ord_px="-1"),),
    )
    assert_type(algo, models.PlacedAlgoOrder)
    user.algo.cancel_algos([models.AlgoToCancel(inst_id="BTC-USDT-SWAP", algo_id=algo.algo_id)])


def bots(user: Client) -> None:
    start = models.NewGridTrigger(trigger_action="start", trigger_strategy="price", trigger_px="60000")
    assert_type(
        user.grid.place_grid_order(
            inst_id="BTC-USDT", algo_ord_type="grid", max_px=7, min_px=5, grid_num=20, quote_sz=9, trigger_params=[start]
        ),
        models.BotResult,
    )
    user.dca.create_dca_bot(
        inst_id="BTC-USDT", algo_ord_type="spot_dca", init_ord_amt=100, max_safety_ords=0, tp_pct="0.05",
        trigger_params=[models.NewDcaTrigger(trigger_action="start", trigger_strategy="instant")],
    )
    user.recurring.place_recurring_order(
        stgy_name="mine", recurring_list=[models.NewRecurringCurrency(ccy="BTC", ratio=1)], period="daily",
        recurring_time=12, time_zone=8, amt=100, investment_ccy="USDT", td_mode="cash",
    )
    for bot in user.grid.iter_grid_orders_pending(algo_ord_type="contract_grid"):
        assert_type(bot, models.GridOrder)
    copied = user.copytrading.set_first_copy_settings(
        unique_code="A" * 16, copy_mgn_mode="cross", copy_inst_id_type="copy", copy_total_amt=500,
        sub_pos_close_type="copy_close", copy_mode="fixed_amount", copy_amt=20,
    )
    assert_type(copied.result, bool | None)


def desks(user: Client) -> Iterator[str]:
    legs = [models.NewRfqLeg(inst_id="BTC-USDT", sz=25, side="buy")]
    share = models.NewRfqAllocation(acct="0", legs=[models.NewRfqAllocationLeg(inst_id="BTC-USDT", sz=25)])
    rfq = user.block.create_rfq(counterparties=["Trader1"], legs=legs, acct_alloc=[share])
    assert_type(rfq.legs, list[models.RfqLeg])
    for one in user.block.iter_rfqs():
        yield one.rfq_id
    user.spread.place_spread_order(sprd_id="BTC-USDT_BTC-USDT-SWAP", side="buy", ord_type="limit", sz=1, px="-1.5")
    quote = user.convert.estimate_convert_quote(
        base_ccy="BTC", quote_ccy="USDT", side="buy", rfq_sz=30, rfq_sz_ccy="USDT"
    )
    user.convert.convert_trade(
        quote_id=quote.quote_id, base_ccy="BTC", quote_ccy="USDT", side="buy", sz=30, sz_ccy="USDT"
    )
    user.earn.purchase_earn(product_id="1", invest_data=[models.NewEarnInvestment(ccy="USDT", amt=100)])
    assert_type(user.call("GET", "/api/v5/account/positions", query={"instType": "SWAP"}), list[object])


async def later(user: AsyncClient) -> AsyncIterator[str]:
    async for one in user.convert.iter_convert_history(limit=10):
        assert_type(one, models.ConvertRecord)
        yield one.trade_id
    await user.trade.cancel_all_after(time_out=60, extra={"newField": "1"})
"""

# One mistake in each marked line.
BAD = """\
import okx_broker
from okx_broker import ApiKey, Broker, Client, Environment, Site, models


def mistakes(user: Client) -> None:
    user.trade.place_order(
        inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px=40000.5, sz="1"  # wrong: a float
    )
    user.trade.place_order(
        inst_id="BTC-USDT", td_mode="cash", side="hold", ord_type="market", sz="1"  # wrong: no such side
    )
    user.trade.place_order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market")  # wrong: no size
    user.trade.place_order("BTC-USDT", "cash", "buy", "market", "1")  # wrong: by position
    models.NewOrder(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px=0.1, sz="1")  # wrong: a float
    placed = user.trade.get_order(inst_id="BTC-USDT", ord_id="1")
    print(placed.px + 1)  # wrong: can be None
    placed.tag = "OTHER"  # wrong: answers are frozen
    print(placed.price)  # wrong: no such field
    user.trade.place_orders  # wrong: no such operation
    Broker("CODE", environment="demo", site=Site.GLOBAL)  # wrong: a text for an environment
    Broker("CODE", environment=Environment.DEMO)  # wrong: no site
    ApiKey("key", "secret")  # wrong: no passphrase
    models.NewOder  # wrong: no such model
    okx_broker.Brokr  # wrong: no such name
    user.trade.place_batch_orders([{"instId": "BTC-USDT"}])  # wrong: no model
    user.recurring.stop_recurring_orders([models.AlgoToCancel(inst_id="A", algo_id="1")])  # wrong: another model
    models.NewQuoteLeg(inst_id="A", sz=1, px=0.5, side="buy")  # wrong: a float in a nested object
    user.convert.iter_convert_histroy()  # wrong: no such iterator
"""


@pytest.fixture(scope="module")
def program(elsewhere: Environment) -> Path:
    """A folder with the programs, and with pyright's settings for that environment."""
    folder = elsewhere.folder / "program"
    folder.mkdir()
    (folder / "good.py").write_text(GOOD, "utf-8")
    (folder / "tour.py").write_text(TOUR, "utf-8")
    (folder / "bad.py").write_text(BAD, "utf-8")
    for number, block in enumerate(readme_blocks()):
        (folder / f"readme{number}.py").write_text(block, "utf-8")
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11", "include": ["."]}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    return folder


def marked() -> list[int]:
    return [number for number, line in enumerate(BAD.splitlines(), 1) if "# wrong:" in line]


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def mypy(elsewhere: Environment, *files: Path) -> dict[str, set[int]]:
    """The lines that mypy complains about, by file."""
    done = elsewhere.run(
        _tool("mypy"), "--strict", "--python-executable", elsewhere.python, "--config-file", os.devnull,
        "--cache-dir", elsewhere.folder / ".mypy_cache", "--output", "json", *files,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    found: dict[str, set[int]] = {}
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            message = json.loads(line)
            if message["severity"] == "error":
                found.setdefault(Path(message["file"]).name, set()).add(message["line"])
    assert bool(found) == bool(done.returncode), done.stdout + done.stderr
    return found


def pyright(elsewhere: Environment, folder: Path) -> dict[str, set[int]]:
    """The lines that pyright complains about, by file."""
    done = elsewhere.run(_tool("pyright"), "--outputjson", "--pythonpath", elsewhere.python, "-p", folder)
    assert done.returncode in {0, 1}, done.stderr + done.stdout
    answer = json.loads(done.stdout)
    assert answer["summary"]["filesAnalyzed"] >= 2
    found: dict[str, set[int]] = {}
    for message in answer["generalDiagnostics"]:
        if message["severity"] == "error":
            found.setdefault(Path(message["file"]).name, set()).add(message["range"]["start"]["line"] + 1)
    return found


def test_mypy_takes_good_programs_and_finds_every_mistake(elsewhere: Environment, program: Path) -> None:
    found = mypy(elsewhere, *sorted(program.glob("*.py")))
    assert set(found) == {"bad.py"}
    assert sorted(found["bad.py"]) == marked()


def test_pyright_takes_good_programs_and_finds_every_mistake(elsewhere: Environment, program: Path) -> None:
    found = pyright(elsewhere, program)
    assert set(found) == {"bad.py"}
    assert sorted(found["bad.py"]) == marked()
