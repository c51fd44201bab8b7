"""The plugin, as a team's own pytest runs it: small test files, real HTTP, their outcomes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from okx_broker.testing.needed import MODULES

ROOT = Path(__file__).resolve().parents[2]

LOADED = 'pytest_plugins = ["okx_broker.testing.plugin"]\n'
PLACE = """
def place(user, name, **changes):
    fields = dict(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px="40000", sz="0.001")
    return user.trade.place_order(**{**fields, **changes}, cl_ord_id=name)
"""


@pytest.fixture
def team(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A team's folder of tests, with the plugin loaded and the ini file of somebody strict."""
    for name in [name for name in os.environ if name.startswith(("OKX_", "PYTEST_"))]:
        monkeypatch.delenv(name)
    # Only what a test loads by name: this environment has many plugins, a team's may have none.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(LOADED + PLACE)
    pytester.makeini(
        """
        [pytest]
        addopts = --strict-markers -p no:cacheprovider
        filterwarnings = error
        """
    )
    return pytester


def run(team: pytest.Pytester, *arguments: str, **outcomes: int) -> pytest.RunResult:
    result = team.runpytest_subprocess(*arguments)
    result.assert_outcomes(**outcomes)
    assert "warning" not in result.stdout.str().lower().splitlines()[-1]
    return result


def test_each_test_gets_the_exchange_as_new_and_all_share_a_server(team: pytest.Pytester) -> None:
    team.makepyfile(
        """
        from conftest import place

        servers = set()

        def check(okx_mock, okx_user, okx_mock_server):
            assert len(okx_mock.orders) == 0
            assert okx_mock.prices["BTC-USDT"] == 60000
            assert not okx_mock.clock.frozen
            okx_mock.prices["BTC-USDT"] = 50000
            okx_mock.clock.freeze()
            okx_mock.clock.advance(days=9)
            place(okx_user, "same", px="55000")
            okx_mock.orders.assert_every_order_carries("MOCKBROKER01")
            okx_mock.orders.assert_placed(state="filled")
            assert okx_mock.url == okx_mock_server.url
            servers.add(okx_mock.url)
            assert len(servers) == 1

        def test_one(okx_mock, okx_user, okx_mock_server):
            check(okx_mock, okx_user, okx_mock_server)

        def test_two(okx_mock, okx_user, okx_mock_server):
            check(okx_mock, okx_user, okx_mock_server)
        """
    )
    run(team, passed=2)


def test_a_failed_assertion_and_a_failed_test_show_what_arrived(team: pytest.Pytester) -> None:
    team.makepyfile(
        """
        from conftest import place

        def test_code(okx_mock, okx_user):
            place(okx_user, "one")
            okx_mock.orders.assert_every_order_carries("OTHER")

        def test_other(okx_user):
            place(okx_user, "two")
            assert 1 == 2
        """
    )
    result = run(team, failed=2)
    result.stdout.fnmatch_lines(
        [
            "E       AssertionError: 1 of 1 order without the code OTHER:",
            "E         1. alice placeOrder: buy 0.001 BTC-USDT limit at 40000, clOrdId one, tag MOCKBROKER01, live",
            'E            sent: {"instId":"BTC-USDT",*,"tag":"MOCKBROKER01"}',
            "*what has arrived at the mock exchange*",
            "requests: 1",
            "  alice POST /api/v5/trade/order: HTTP 200, accepted",
            "*what has arrived at the mock exchange*",
            "  alice placeOrder: buy 0.001 BTC-USDT limit at 40000, clOrdId two, tag MOCKBROKER01, live",
        ]
    )
    text = result.stdout.str()
    assert "def assert_every_order_carries" not in text, "the kit's own frames are no help"


def test_a_traceback_holds_the_test_and_not_the_library(team: pytest.Pytester) -> None:
    team.makepyfile(
        """
        from conftest import place

        def test_refused(okx_user):
            place(okx_user, "one", sz="100")

        def test_no_price(okx_mock):
            okx_mock.prices["DOGE-USDT"] = 1
        """
    )
    text = run(team, failed=2).stdout.str()
    assert "InsufficientBalance: trade.place_order: OKX code 51008" in text
    assert "the mock has no instrument 'DOGE-USDT', but BTC-USDT" in text
    assert ".py:" in text
    assert "okx_v5/" not in text
    assert not [line for line in text.splitlines() if re.match(r"\S*okx_broker/\S+\.py:\d+: ", line)]
    whole = run(team, "-o", "okx_full_traceback=true", failed=2).stdout.str()
    assert re.search(r"okx_broker/calls\.py:\d+: InsufficientBalance", whole)


def test_no_secret_is_shown_of_a_test_that_fails(team: pytest.Pytester) -> None:
    team.makepyfile(
        """
        def test_it(okx_mock, okx_environ, okx_user, okx_mock_server):
            accounts = okx_mock.accounts
            alice = accounts["alice"]
            print(accounts, alice, alice.key, okx_mock, okx_user, okx_mock_server)
            with open("secrets.txt", "w") as file:
                file.write("\\n".join([alice.secret_key.reveal(), alice.passphrase.reveal()]))
            del okx_environ
            raise RuntimeError(f"{accounts} {alice!r} {okx_mock.settings}")
        """
    )
    result = run(team, "-l", "-vv", failed=1)
    secrets = (team.path / "secrets.txt").read_text().splitlines()
    assert len(secrets) == 2
    assert all(len(secret) >= 10 for secret in secrets)
    assert not [secret for secret in secrets if secret in result.stdout.str() + result.stderr.str()]


# Settings


def test_the_ini_file_says_code_and_user(team: pytest.Pytester) -> None:
    with (team.path / "tox.ini").open("a") as file:
        file.write("\nokx_code = ACME1\nokx_user = heidi\nokx_seed = 7\nokx_strict_tags = true\n")
        file.write("okx_time = 2026-06-15T10:00:00+00:00\nokx_frozen = true\n")
    team.makepyfile(
        """
        from datetime import UTC, datetime

        import pytest
        from conftest import place
        from okx_broker.errors import RequestRejected

        def test_it(okx_mock, okx_mock_server, okx_broker_client, okx_user, okx_broker_account):
            assert okx_mock.code == okx_broker_client.code == "ACME1"
            assert okx_mock.clock.now() == datetime(2026, 6, 15, 10, tzinfo=UTC)
            assert okx_mock.clock.frozen
            place(okx_user, "one")
            (order,) = okx_mock.orders
            assert (order.user, order.tag, order.known_code) == ("heidi", "ACME1", True)
            found = okx_broker_account.fd_broker.get_if_rebate(api_key=okx_mock.accounts["heidi"].api_key)
            assert (found.type, found.broker_code) == ("0", "ACME1")
            key = okx_mock.accounts["heidi"].key
            with pytest.raises(RequestRejected, match="SOMEBODY is no broker code"):
                place(okx_mock.broker(code="SOMEBODY").for_credentials(key), "two")

        @pytest.mark.okx(seed=8)
        def test_marked(okx_mock, okx_mock_server):
            assert okx_mock.code == "ACME1"
            assert okx_mock.accounts["alice"].api_key != okx_mock_server.accounts["alice"].api_key
        """
    )
    run(team, passed=2)


def test_markers_say_it_for_a_module_a_class_and_a_test(team: pytest.Pytester) -> None:
    team.makepyfile(
        """
        from datetime import UTC, datetime

        import pytest

        pytestmark = pytest.mark.okx(code="MODULE1", user="bob")

        @pytest.mark.okx(user="heidi")
        class TestDesk:
            def test_class(self, okx_mock):
                assert (okx_mock.code, okx_mock.settings.user) == ("MODULE1", "heidi")

            @pytest.mark.okx(code="TEST1", time=datetime(2026, 6, 15, 10, tzinfo=UTC), frozen=True)
            def test_nearest(self, okx_mock, okx_user):
                assert (okx_mock.code, okx_mock.settings.user) == ("TEST1", "heidi")
                assert okx_mock.clock.now() == datetime(2026, 6, 15, 10, tzinfo=UTC)
                okx_mock.clock.set(datetime(2027, 1, 1, tzinfo=UTC))
                okx_mock.reset()
                assert okx_mock.clock.now() == datetime(2026, 6, 15, 10, tzinfo=UTC)

        def test_module(okx_mock):
            assert (okx_mock.code, okx_mock.settings.user) == ("MODULE1", "bob")
        """
    )
    run(team, passed=3)


WRONG = {
    "kode='A'": "there is no setting 'kode': say code, user, seed, strict_tags, time or frozen",
    "'A'": "takes names, as code='MYCODE', and not 'A' alone",
    "code='no-code'": "the broker code 'no-code' must be 1 to 16 letters and digits",
    "code='MOCKEXPIRED1'": "the mock does not start: Invalid value for '--code': MOCKEXPIRED1 is the code of another seeded broker",
    "user='nobody'": "the mock has no account 'nobody', but broker, broker-live,",
    "seed='x'": "seed is 'x': it must be a whole number",
    "strict_tags='yes'": "strict_tags is 'yes': it must be true or false",
    "time='noon'": "time is 'noon': it must be a datetime, or a text such as 2026-06-15T10:00:00+00:00",
    "time='2026-06-15T10:00:00'": "without a time zone",
}


def test_a_marker_that_makes_no_sense_says_what_would(team: pytest.Pytester) -> None:
    tests = [f"@pytest.mark.okx({one})\ndef test_{n}(okx_mock):\n    pass\n" for n, one in enumerate(WRONG)]
    team.makepyfile("import pytest\n\n" + "\n".join(tests))
    shown = " ".join(run(team, errors=len(WRONG)).stdout.str().split())
    assert not [why for why in WRONG.values() if why not in shown]
    assert "Traceback" not in shown
    assert "another exception" not in shown


def test_the_fixtures_say_what_they_are(team: pytest.Pytester) -> None:
    shown = team.runpytest_subprocess("--fixtures", "-q").stdout.str()
    for name in (
        "okx_mock", "okx_mock_server", "okx_broker_client", "okx_user", "okx_broker_account", "okx_async_broker_client",
        "okx_async_user", "okx_async_broker_account", "okx_environ",
    ):  # fmt: skip
        assert re.search(rf"^{name} .*\n    \w", shown, re.MULTILINE), name
    markers = team.runpytest_subprocess("--markers").stdout.str()
    assert "@pytest.mark.okx(code=…, user=…, seed=…, strict_tags=…, time=…, frozen=…):" in markers


# The event loop, whatever runs it

ASYNC_BODY = """
    order = await okx_async_user.trade.place_order(
        inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px="40000", sz="0.001", cl_ord_id="one"
    )
    assert (await okx_async_broker_client.public.get_time()).ts is not None
    assert (await okx_async_broker_account.dma_broker.get_subaccount_info()).details
    assert order.tag == "MOCKBROKER01"
    okx_mock.orders.assert_placed(cl_ord_id="one")
"""
ASYNC_FIXTURES = "okx_mock, okx_async_user, okx_async_broker_client, okx_async_broker_account"


def test_with_pytest_asyncio(team: pytest.Pytester) -> None:
    team.makepyfile(
        f"""
import pytest

@pytest.mark.asyncio
async def test_one({ASYNC_FIXTURES}):
{ASYNC_BODY}

@pytest.mark.asyncio
async def test_two({ASYNC_FIXTURES}):
{ASYNC_BODY}
"""
    )
    run(team, "-p", "asyncio", "-o", "asyncio_default_fixture_loop_scope=function", passed=2)


def test_with_anyio(team: pytest.Pytester) -> None:
    team.makepyfile(
        f"""
import pytest

pytestmark = pytest.mark.anyio

@pytest.fixture
def anyio_backend():
    return "asyncio"

async def test_one({ASYNC_FIXTURES}):
{ASYNC_BODY}

async def test_two({ASYNC_FIXTURES}):
{ASYNC_BODY}
"""
    )
    run(team, "-p", "anyio", passed=2)


def test_with_neither(team: pytest.Pytester) -> None:
    team.makepyfile(
        f"""
import asyncio

def test_one({ASYNC_FIXTURES}):
    async def body():
        {ASYNC_BODY.replace(chr(10), chr(10) + "    ")}
    asyncio.run(body())
    asyncio.run(again(okx_async_user))

async def again(user):
    assert (await user.account.get_config()).uid
"""
    )
    run(team, passed=1)


# Processes


def test_every_worker_has_a_server_of_its_own(team: pytest.Pytester) -> None:
    team.makepyfile(
        """
        import os
        from pathlib import Path

        import pytest
        from conftest import place

        @pytest.mark.parametrize("number", range(12))
        def test_it(okx_mock, okx_user, number):
            place(okx_user, "same")
            okx_mock.orders.assert_placed(cl_ord_id="same")
            Path(f"{os.environ['PYTEST_XDIST_WORKER']}-{okx_mock.url.rpartition(':')[2]}").touch()
        """
    )
    run(team, "-p", "xdist", "-n", "2", passed=12)
    found = [file.name.split("-") for file in team.path.glob("gw*-*")]
    assert sorted(worker for worker, _ in found) == ["gw0", "gw1"]
    assert len({port for _, port in found}) == 2


def test_a_server_that_has_died_is_started_anew(team: pytest.Pytester) -> None:
    team.makepyfile(
        """
        import pytest
        from okx_broker.testing import MockError

        def test_one(okx_mock, okx_mock_server):
            okx_mock_server._process.kill()
            okx_mock_server._process.wait()
            with pytest.raises(MockError, match="the mock does not answer GET requests"):
                okx_mock.requests

        def test_two(okx_mock, okx_user):
            assert okx_user.account.get_config().uid
        """
    )
    run(team, passed=2)


def test_the_environment_leads_a_program_of_the_team_s_to_the_mock(team: pytest.Pytester) -> None:
    team.makepyfile(
        bot="""
        from okx_broker import ApiKey, Broker

        with Broker.from_env() as broker:
            user = broker.for_credentials(ApiKey.from_env())
            user.trade.place_order(
                inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px="40000", sz="0.001", cl_ord_id="one"
            )
        """,
        test_bot="""
        import subprocess
        import sys

        import pytest

        @pytest.mark.okx(code="ACME1")
        def test_inside(okx_mock, okx_environ):
            import bot
            okx_mock.orders.assert_every_order_carries("ACME1")
            del sys.modules["bot"]

        @pytest.mark.okx(code="ACME1")
        def test_outside(okx_mock, okx_environ):
            subprocess.run([sys.executable, "bot.py"], check=True)
            okx_mock.orders.assert_every_order_carries("ACME1")
        """,
    )
    run(team, passed=2)


# Loading


def test_it_can_be_loaded_by_an_option_too(team: pytest.Pytester) -> None:
    (team.path / "conftest.py").unlink()
    with (team.path / "tox.ini").open("a") as file:
        file.write("\nokx_code = ACME1\n")
    team.makepyfile("def test_it(okx_mock): assert okx_mock.code == 'ACME1'")
    run(team, "-p", "okx_broker.testing.plugin", passed=1)


def test_it_loads_itself_nowhere(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(okx_mock): pass")
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*fixture 'okx_mock' not found*"])


def test_what_the_extra_brings_is_what_the_kit_asks_for() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    names = {need.partition(">")[0] for need in (*extras["mock"], *extras["testing"])}
    assert set(MODULES) == (names - {"okx-broker[mock]"}) | {"okx_mock"}


@pytest.mark.parametrize("missing", [name for name in MODULES if name != "okx_mock"])
def test_without_the_extra_it_says_which_to_install(tmp_path: Path, missing: str) -> None:
    """Each module in turn is as if it were not installed."""
    program = f"""
import importlib.abc, importlib.util, sys
class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == {missing!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
find_spec = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == {missing!r} else find_spec(name, package)
sys.meta_path.insert(0, Absent())
import okx_broker.testing
try:
    import okx_broker.testing.plugin
except ImportError as error:
    assert not isinstance(error, ModuleNotFoundError)
    print(error)
if {missing!r} != "pytest":
    try:
        with okx_broker.testing.running_mock():
            pass
    except ImportError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = f'the test kit needs {missing}: install the extra testing: pip install "<path of your clone>[testing]"\n'
    assert done.stdout == said * (1 if missing == "pytest" else 2)


def test_the_client_alone_loads_nothing_of_it(tmp_path: Path) -> None:
    program = "import okx_broker, okx_broker.client, sys; print([name for name in sys.modules if 'testing' in name])"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
