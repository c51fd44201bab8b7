"""Fuzzing the demo environment can't reach live trading, and says what it needs. The mock plays both environments."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import requests

from tests.contract import demo, reading
from tests.mock.conftest import ROOT, Mock, mock, server

__all__ = ["mock", "server"]


def start(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command, with nothing in its environment about OKX but what is said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OKX_")}
    return subprocess.run(
        [sys.executable, "-m", "tests.contract.demo", *options],
        env={**clean, **environment}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def given(mock: Mock, account: str) -> dict[str, str]:
    key = mock.accounts[account]
    return {
        "OKX_API_KEY": key["api_key"],
        "OKX_SECRET_KEY": key["secret_key"],
        "OKX_PASSPHRASE": key["passphrase"],
        "OKX_SITE": "global",
        "OKX_BASE_URL": mock.url,
        "OKX_FUZZ_DEMO": "yes",
    }


def arrived(mock: Mock) -> list[dict[str, object]]:
    return list(mock.control("GET", "requests").json["requests"])


def test_without_keys_it_says_what_to_set() -> None:
    done = start()
    assert done.returncode == 2
    for name in demo.NEEDED:
        assert name in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("missing", demo.NEEDED)
def test_nothing_is_sent_as_long_as_anything_is_missing(mock: Mock, missing: str) -> None:
    done = start(**{**given(mock, "alice"), missing: ""})
    assert done.returncode == 2
    assert f"Not set: {missing}." in done.stderr
    assert arrived(mock) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OKX_FUZZ_DEMO", "1"),
        ("OKX_SITE", "mars"),
        ("OKX_BASE_URL", "https://www.okx.com"),
        ("OKX_BASE_URL", "http://example.com"),
    ],
)
def test_nothing_is_sent_when_anything_makes_no_sense(mock: Mock, name: str, value: str) -> None:
    done = start(**{**given(mock, "alice"), name: value})
    assert done.returncode == 2
    assert name in done.stderr
    assert arrived(mock) == []


def test_a_live_key_ends_it_with_the_first_read(mock: Mock) -> None:
    done = start(**given(mock, "dave"))
    assert done.returncode == 2
    assert "50101" in done.stderr
    assert [(one["method"], one["target"], one["code"]) for one in arrived(mock)] == [
        ("GET", "/api/v5/account/config", "50101")
    ]


def test_a_wrong_secret_ends_it_with_the_first_read(mock: Mock) -> None:
    done = start(**{**given(mock, "alice"), "OKX_SECRET_KEY": "wrong"})
    assert done.returncode == 2
    assert "50113" in done.stderr
    assert len(arrived(mock)) == 1
    assert "wrong" not in done.stderr.replace("The first read", "")


def test_a_demo_key_fuzzes_reads_and_nothing_else(mock: Mock) -> None:
    key = given(mock, "alice")
    done = start(
        "--include-operation-id", "getBalance", "--include-operation-id", "getInstruments", "--max-examples", "2", **key
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    seen = arrived(mock)
    assert len(seen) > 20
    assert {one["method"] for one in seen} == {"GET"}
    # Nobody was ever taken for a live caller, and no limit was met.
    assert {"50101", "50011"}.isdisjoint({one["code"] for one in seen})
    assert "getBalance" in done.stdout
    for secret in ("OKX_API_KEY", "OKX_SECRET_KEY", "OKX_PASSPHRASE"):
        assert key[secret] not in done.stdout + done.stderr


def test_the_run_is_of_reads_alone() -> None:
    document = reading.load()
    named = demo.reads(document)
    assert "getBalance" in named
    for _, method, node in reading.operations(document):
        if node["operationId"] in named:
            assert method == "get"
            assert not node.get("requestBody")


def test_the_demo_header_is_no_parameter_of_the_contract() -> None:
    document = reading.load()
    for _, _, node in reading.operations(document):
        for one in node.get("parameters", []):
            parameter = reading.resolve(document, one)
            assert parameter["in"] == "query"


@pytest.mark.parametrize(
    ("method", "url", "headers", "why"),
    [
        ("GET", "https://www.okx.com/api/v5/account/config", {}, "x-simulated-trading"),
        ("GET", "https://www.okx.com/api/v5/account/config", {"x-simulated-trading": "0"}, "x-simulated-trading"),
        ("POST", "https://www.okx.com/api/v5/trade/order", {"x-simulated-trading": "1"}, "no GET"),
        ("GET", "https://okx.com.example.com/api/v5/account/config", {"x-simulated-trading": "1"}, "host"),
        ("GET", "http://www.okx.com/api/v5/account/config", {"x-simulated-trading": "1"}, "host"),
    ],
)
def test_the_sender_refuses_what_is_not_for_demo(method: str, url: str, headers: dict[str, str], why: str) -> None:
    request = requests.Request(method, url, headers=headers).prepare()
    assert why in demo.refusal(request, "https://www.okx.com")


def test_the_signature_is_set_before_the_demo_header_and_over_what_goes_out() -> None:
    """A header of the same name that was there before is overwritten."""
    key = demo.Target("https://www.okx.com", "key", "secret", "passphrase")
    request = requests.Request(
        "GET", "https://www.okx.com/api/v5/account/balance", params={"ccy": "BTC"}, headers={"X-Simulated-Trading": "0"}
    ).prepare()
    demo.sign(key, request)
    assert request.headers["x-simulated-trading"] == "1"
    assert demo.refusal(request, key.url) == ""
    assert "secret" not in repr(key)


def test_the_sender_itself_lets_nothing_out(mock: Mock, tmp_path) -> None:
    """With the run's hooks loaded, `requests` can't send anything without the demo header, to whomever."""
    program = f"""
import requests
import tests.contract.demo_hooks
for method, url in (("GET", "{mock.url}/api/v5/public/time"), ("POST", "{mock.url}/api/v5/trade/order")):
    try:
        requests.request(method, url)
    except requests.exceptions.InvalidHeader as problem:
        print(problem)
"""
    environment = {**os.environ, **given(mock, "alice"), "OKX_FUZZ_DEMO_LOG": str(tmp_path / "log")}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "not sent: it does not carry x-simulated-trading: 1",
        "not sent: it is no GET",
    ]
    assert arrived(mock) == []


def test_a_write_that_is_asked_for_is_not_sent(mock: Mock) -> None:
    options = ("--include-operation-id", "cancelAllAfter", "--phases", "examples", "--max-failures", "1")
    done = start(*options, **given(mock, "alice"))
    assert done.returncode != 0
    assert "it is no GET" in done.stdout
    assert [one["method"] for one in arrived(mock)] == ["GET"]
