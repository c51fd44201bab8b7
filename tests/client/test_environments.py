"""Where calls go is always said: demo or live, the site, and for tests another address."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from okx_broker import ApiKey, AsyncBroker, Broker, Environment, Site
from okx_broker.errors import ConfigurationError
from tests.client.support import (
    CODE,
    KEY,
    PASSPHRASE,
    SECRET,
    AsyncRecorder,
    Either,
    Recorder,
    api_key,
    make_async_broker,
    make_broker,
    make_call,
    make_caller,
    make_user,
    operations,
    sample_arguments,
)

HOSTS = {
    Site.GLOBAL: "https://www.okx.com",
    Site.US: "https://us.okx.com",
    Site.EEA: "https://eea.okx.com",
    Site.TR: "https://tr.okx.com",
}


def some_requests(**settings: Any) -> list[Any]:
    """What would be sent for every operation."""
    recorder = Recorder()
    for _, _, operation in operations():
        user = make_caller(operation, recorder, on_other_tag=lambda *_: None, **settings)
        make_call(user, operation, sample_arguments(operation, full=False))
    assert len(recorder.requests) == 73
    return recorder.requests


def test_every_demo_request_carries_the_demo_header_once_and_last() -> None:
    for request in some_requests(environment=Environment.DEMO):
        assert request.headers[-1] == ("x-simulated-trading", "1")
        assert [name.lower() for name, _ in request.headers].count("x-simulated-trading") == 1


def test_no_live_request_carries_the_demo_header() -> None:
    for request in some_requests(environment=Environment.LIVE):
        assert "x-simulated-trading" not in [name.lower() for name, _ in request.headers]


def test_repeated_calls_do_not_pile_up_headers() -> None:
    recorder = Recorder()
    user = make_user(recorder)
    for _ in range(3):
        user.account.get_balance()
    assert [len(request.headers) for request in recorder.requests] == [5, 5, 5]


@pytest.mark.parametrize("site", list(Site))
@pytest.mark.parametrize("environment", list(Environment))
def test_a_sites_calls_go_to_its_host(site: Site, environment: Environment) -> None:
    for request in some_requests(site=site, environment=environment):
        path = request.url.removeprefix(HOSTS[site])
        assert path.startswith("/api/v5/") or path == "/v5/users/oauth/token"


def test_the_sites_are_those_of_the_documents() -> None:
    assert {site: site.value for site in Site} == HOSTS


@pytest.mark.parametrize("kind", [Broker, AsyncBroker])
@pytest.mark.parametrize("missing", ["environment", "site"])
def test_environment_and_site_have_no_default(kind: Any, missing: str) -> None:
    assert inspect.signature(kind).parameters[missing].default is inspect.Parameter.empty
    settings = {"environment": Environment.DEMO, "site": Site.GLOBAL}
    del settings[missing]
    with pytest.raises(TypeError, match=missing):
        kind(CODE, transport=Recorder(), **settings)


@pytest.mark.parametrize("wrong", ["demo", "live", None, True, Site.GLOBAL, 0])
def test_an_environment_is_no_text_or_flag(wrong: Any) -> None:
    with pytest.raises(ConfigurationError, match="DEMO"):
        make_broker(Recorder(), environment=wrong)


@pytest.mark.parametrize("wrong", ["global", "https://www.okx.com", None, Environment.DEMO, 0])
def test_a_site_is_no_text(wrong: Any) -> None:
    with pytest.raises(ConfigurationError, match="GLOBAL"):
        make_broker(Recorder(), site=wrong)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://proxy.example", "https://proxy.example"),
        ("https://proxy.example/", "https://proxy.example"),
        ("https://proxy.example:8443", "https://proxy.example:8443"),
        ("HTTPS://Proxy.Example", "https://proxy.example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.0.0.2", "http://127.0.0.2"),
        ("http://127.255.255.254:1/", "http://127.255.255.254:1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ("https://[2001:0DB8:0::1]:443/", "https://[2001:0db8:0::1]:443"),
        ("https://10.1.2.3:65535", "https://10.1.2.3:65535"),
        ("https://okx_proxy-1.example", "https://okx_proxy-1.example"),
    ],
)
def test_good_base_urls(url: str, base: str) -> None:
    recorder = Recorder()
    make_user(recorder, base_url=url).account.get_balance()
    assert recorder.requests[0].url == base + "/api/v5/account/balance"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "www.okx.com",
        "//www.okx.com",
        "ftp://localhost",
        "file:///etc/passwd",
        "http://www.okx.com",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://[::]",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://localhost@evil.example",
        "http://127.0.0.1@evil.example",
        "http://evil.example#@127.0.0.1",
        "http://2130706433",
        "https://user@host.example",
        "https://user:pass@host.example",
        "https://host.example/api",
        "https://host.example/api/v5/",
        "https://host.example?x=1",
        "https://host.example/?x=1",
        "https://host.example#x",
        "https://host.example:99999",
        "https://host.example:port",
        "https://[::1",
        "https://",
        "https://:443",
        "https://ho st.example",
        "https://host.example\\@evil.example",
        "https://host.example\\evil",
        "https://host%2eexample",
        "https://host.example\u3002evil",
        "https://host.example\n",
        "https://host.example/\n",
        "\nhttps://host.example",
        " https://host.example",
        "https://host.example ",
        "https://ho\tst.example",
        "ht\ntps://host.example",
        "https://host.example:84\n43",
        "https://host.example:\u0663",
        "https://\u212aost.example",
        "https://host.example:",
        "https://host.example:0",
        "https://host.example:65536",
        "https://@host.example",
        "https://:@host.example",
        "https://999.1.1.1",
        "https://127.1",
        "https://1",
        "https://0x7f.0.0.1",
        "https://010.0.0.1",
        "https://.",
        "https://host..example",
        "https://host.example.",
        "https://-host.example",
        "https://xn--a.example",
        "https://[1::2::3]",
        "https://[]",
        "https://[1.2.3.4]",
        "https://::1",
        "https:/host.example",
        "https://host.example//",
        b"https://host.example",
        5,
    ],
)
def test_bad_base_urls_are_refused(url: Any) -> None:
    for maker, recorder in ((make_broker, Recorder()), (make_async_broker, AsyncRecorder())):
        with pytest.raises(ConfigurationError, match="base_url"):
            maker(recorder, base_url=url)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("attempts", 0),
        ("attempts", -1),
        ("longest_wait", -1.0),
        ("longest_wait", float("nan")),
        ("broker_type", "both"),
        ("broker_type", ""),
    ],
)
def test_other_settings_that_can_not_be_used_are_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=name):
        make_broker(Recorder(), **{name: value})


# From the environment

SETTINGS = {"OKX_BROKER_CODE": CODE, "OKX_ENVIRONMENT": "demo", "OKX_SITE": "eea"}
SECRETS = {"OKX_API_KEY": KEY, "OKX_SECRET_KEY": SECRET, "OKX_PASSPHRASE": PASSPHRASE}


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


def test_a_broker_from_the_environment(either: Either) -> None:
    kind = AsyncBroker if either.asynchronous else Broker
    broker = kind.from_env({**SETTINGS, "OKX_BROKER_TYPE": "api", "OKX_BASE_URL": "http://127.0.0.1:1"})
    assert broker.code == CODE
    assert broker.environment is Environment.DEMO
    assert "http://127.0.0.1:1" in repr(broker)
    either.run(broker.close())
    broker = kind.from_env({**SETTINGS, "OKX_ENVIRONMENT": "LIVE"})
    assert broker.environment is Environment.LIVE
    assert "https://eea.okx.com" in repr(broker)
    either.run(broker.close())


@pytest.mark.parametrize("missing", list(SETTINGS))
@pytest.mark.parametrize("left", [None, "", "nonsense!"])
def test_a_missing_or_odd_setting_is_named(either: Either, missing: str, left: str | None) -> None:
    kind = AsyncBroker if either.asynchronous else Broker
    environ = {name: value for name, value in SETTINGS.items() if name != missing}
    if left is not None:
        environ[missing] = left
    with pytest.raises(ConfigurationError) as caught:
        kind.from_env(environ)
    if not (missing == "OKX_BROKER_CODE" and left == "nonsense!"):
        assert missing in str(caught.value)


@pytest.mark.parametrize("name", ["OKX_BROKER_TYPE", "OKX_BASE_URL"])
def test_an_odd_optional_setting_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError):
        Broker.from_env({**SETTINGS, name: "nonsense!"})


def test_the_process_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SETTINGS, *SECRETS, "OKX_UID", "OKX_BROKER_TYPE", "OKX_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigurationError, match="OKX_BROKER_CODE"):
        Broker.from_env()
    with pytest.raises(ConfigurationError, match="OKX_API_KEY, OKX_SECRET_KEY, OKX_PASSPHRASE"):
        ApiKey.from_env()
    for name, value in (SETTINGS | SECRETS).items():
        monkeypatch.setenv(name, value)
    Broker.from_env().close()
    assert ApiKey.from_env().user == KEY


@pytest.mark.parametrize("missing", list(SECRETS))
@pytest.mark.parametrize("left", [None, ""])
def test_a_missing_part_of_a_key_is_named_and_the_others_are_not_shown(missing: str, left: str | None) -> None:
    environ = {name: value for name, value in SECRETS.items() if name != missing}
    if left is not None:
        environ[missing] = left
    with pytest.raises(ConfigurationError) as caught:
        ApiKey.from_env(environ)
    message = str(caught.value)
    assert missing in message
    assert [name for name in SECRETS if name in message] == [missing]
    assert not [value for value in SECRETS.values() if value in message]


def test_the_broker_s_own_key_has_names_of_its_own() -> None:
    own = {"OKX_BROKER_API_KEY": "own", "OKX_BROKER_SECRET_KEY": "s", "OKX_BROKER_PASSPHRASE": "p"}
    assert ApiKey.from_env({**SECRETS, **own}, prefix="OKX_BROKER_").user == "own"
    assert ApiKey.from_env({**SECRETS, **own, "OKX_BROKER_UID": "91"}, prefix="OKX_BROKER_").user == "91"
    assert ApiKey.from_env({**SECRETS, **own}).user == KEY
    with pytest.raises(
        ConfigurationError, match="set OKX_BROKER_API_KEY, OKX_BROKER_SECRET_KEY, OKX_BROKER_PASSPHRASE"
    ):
        ApiKey.from_env(SECRETS, prefix="OKX_BROKER_")


def test_the_uid_names_the_user_of_the_limits() -> None:
    assert ApiKey.from_env({**SECRETS, "OKX_UID": "447"}).user == "447"
    assert api_key().user == KEY
    assert api_key(user="447").user == "447"


@pytest.mark.parametrize("part", ["key", "secret", "passphrase"])
@pytest.mark.parametrize("value", ["", " x", "x ", "x\n", "x\r\nX-Evil: 1", "ü", "x\0", "\t", None, 5, b"x"], ids=repr)
def test_a_key_that_can_not_stand_in_a_header_is_refused_and_not_shown(part: str, value: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        api_key(**{part: value})
    message = str(caught.value)
    assert part in message
    assert not [text for text in (KEY, SECRET, PASSPHRASE, "X-Evil") if text in message]


def test_private_calls_without_credentials_are_refused() -> None:
    from okx_broker.client import Client

    recorder = Recorder()
    broker = make_broker(recorder)
    nobody = Client(broker._setup, recorder, None)
    with pytest.raises(ConfigurationError, match="credentials"):
        nobody.account.get_balance()
    assert recorder.requests == []
