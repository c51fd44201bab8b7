"""The pytest plugin: a mock exchange for each test, and clients that talk to it.

Load it in the `conftest.py` at the root of your tests:

    pytest_plugins = ["okx_broker.testing.plugin"]

A server is started when a test first asks for it, one in each pytest process, and reset for each test.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from typing import Final

from okx_broker.client import AsyncBroker, AsyncClient, Broker, Client
from okx_broker.errors import ConfigurationError
from okx_broker.testing.control import MockError
from okx_broker.testing.mock import OkxMock
from okx_broker.testing.needed import MODULES, need
from okx_broker.testing.process import MockServer, Servers
from okx_broker.testing.settings import NAMES, Settings, settings_from
from okx_broker.testing.tracebacks import hide_library

need(*MODULES)
import pytest  # noqa: E402 - only here it is known to be there

_MOCK: Final[pytest.StashKey[OkxMock]] = pytest.StashKey()
_OPTIONS: Final = {
    "code": "your broker code, which the mock's clients put on every order",
    "user": "the seeded account that okx_user speaks for",
    "seed": "the seed of the mock's accounts and keys",
    "strict_tags": "whether the mock refuses orders without a broker's code",
    "time": "when the mock's clock starts, as 2026-06-15T10:00:00+00:00; this machine's time if not said",
    "frozen": "whether the mock's clock stands still but for what is slept and advanced",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini options: `okx_code`, `okx_user` and so on."""
    for name, what in _OPTIONS.items():
        default = getattr(Settings, name)
        if isinstance(default, bool):
            parser.addini(f"okx_{name}", what, type="bool", default=default)
        else:
            parser.addini(f"okx_{name}", what, type="string", default="" if default is None else str(default))
    parser.addini("okx_full_traceback", "show the library's own frames in tracebacks", type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    arguments = ", ".join(f"{name}=…" for name in NAMES)
    config.addinivalue_line("markers", f"okx({arguments}): what the mock exchange of this test is like.")


def _values(config: pytest.Config) -> dict[str, object]:
    """What the ini file says."""
    return {name: config.getini(f"okx_{name}") for name in NAMES}


def _settings(values: dict[str, object], where: str) -> Settings:
    try:
        return settings_from(values)
    except ConfigurationError as problem:
        raise pytest.fail.Exception(f"{where}: {problem}", pytrace=False) from None


def _settings_of(request: pytest.FixtureRequest) -> Settings:
    """What a test's markers say, the nearest first, and what the ini file says beyond them."""
    said: dict[str, object] = {}
    for marker in request.node.iter_markers("okx"):
        if marker.args:
            pytest.fail(
                f"@pytest.mark.okx takes names, as code='MYCODE', and not {marker.args[0]!r} alone", pytrace=False
            )
        said = {**marker.kwargs, **said}
    return _settings({**_values(request.config), **said}, "@pytest.mark.okx" if said else "pytest's ini options okx_…")


def _server(servers: Servers, settings: Settings) -> MockServer:
    try:
        return servers.get(settings)
    except MockError as problem:
        raise pytest.fail.Exception(str(problem), pytrace=False) from None


@pytest.fixture(scope="session")
def _okx_mock_servers() -> Iterator[Servers]:
    """The mocks of this pytest process."""
    servers = Servers()
    try:
        yield servers
    finally:
        servers.stop()


@pytest.fixture(scope="session")
def okx_mock_server(_okx_mock_servers: Servers, request: pytest.FixtureRequest) -> MockServer:
    """The mock's server as the ini options say, in a process of its own, for the whole session."""
    return _server(_okx_mock_servers, _settings(_values(request.config), "pytest's ini options okx_…"))


@pytest.fixture
def okx_mock(_okx_mock_servers: Servers, request: pytest.FixtureRequest) -> Iterator[OkxMock]:
    """The mock exchange as new: accounts, clock, faults, prices, and what has arrived."""
    settings = _settings_of(request)
    server = _server(_okx_mock_servers, settings)
    if settings.user not in server.accounts:
        pytest.fail(f"the mock has no account {settings.user!r}, but {', '.join(server.accounts)}", pytrace=False)
    mock = OkxMock(server, settings)
    request.node.stash[_MOCK] = mock
    try:
        yield mock
    finally:
        mock.close()


@pytest.fixture
def okx_broker_client(okx_mock: OkxMock) -> Broker:
    """The `Broker` that a platform holds: your code, the mock's address and clock."""
    return okx_mock.broker()


@pytest.fixture
def okx_user(okx_mock: OkxMock) -> Client:
    """The client of a user of yours: `alice`, unless said otherwise."""
    return okx_mock.client()


@pytest.fixture
def okx_broker_account(okx_mock: OkxMock) -> Client:
    """The client of your own key as a broker: sub-accounts, rebates."""
    return okx_mock.client("broker")


@pytest.fixture
def okx_async_broker_client(okx_mock: OkxMock) -> AsyncBroker:
    """The `AsyncBroker` that a platform holds. It can be used on any event loop."""
    return okx_mock.async_broker()


@pytest.fixture
def okx_async_user(okx_mock: OkxMock) -> AsyncClient:
    """The client of a user of yours, on any event loop."""
    return okx_mock.async_client()


@pytest.fixture
def okx_async_broker_account(okx_mock: OkxMock) -> AsyncClient:
    """The client of your own key as a broker, on any event loop."""
    return okx_mock.async_client("broker")


@pytest.fixture
def okx_environ(okx_mock: OkxMock, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment variables that lead `Broker.from_env` and `ApiKey.from_env` to the mock; they are set."""
    variables = okx_mock.environ()
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what has arrived at the mock where a test fails, and of the traceback what is the test's own."""
    if call.excinfo is not None and not item.config.getini("okx_full_traceback"):
        hide_library()
    report = yield
    mock = item.stash.get(_MOCK, None)
    if mock is not None and report.when == "call" and report.failed:
        with contextlib.suppress(Exception):  # the report of a failed test must not fail, whatever the test has broken
            report.sections.append(("what has arrived at the mock exchange", mock.described()))
    return report
