"""The command line."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import urllib.request

import pytest

from .conftest import start


def run(*arguments: str) -> tuple[int, str, str]:
    process = start(*arguments)
    output, errors = process.communicate(timeout=20)
    return process.returncode, output, errors


def test_accounts() -> None:
    code, output, _ = run("accounts", "--json")
    accounts = json.loads(output)
    assert code == 0
    assert set(accounts[0]) == {
        "name",
        "uid",
        "kind",
        "environment",
        "site",
        "api_key",
        "secret_key",
        "passphrase",
        "permissions",
        "ip",
        "broker_codes",
        "broker_types",
        "note",
    }
    assert run("accounts", "--json") == (0, output, "")
    assert json.loads(run("accounts", "--json", "--seed", "2")[1]) != accounts
    by_name = {account["name"]: account for account in accounts}
    assert by_name["bob"]["permissions"] == ["read_only"]
    assert by_name["carol"]["ip"] == ["127.0.0.2"]
    assert by_name["broker-both"]["broker_types"] == ["api", "oauth"]
    assert by_name["dave"]["environment"] == by_name["broker-live"]["environment"] == "live"
    code, output, _ = run("accounts")
    assert code == 0
    assert by_name["alice"]["api_key"] in output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_says_where_and_ends_cleanly(number: signal.Signals) -> None:
    process = start("serve", "--clock", "frozen", "--time", "2026-06-01T12:00:00Z")
    assert process.stdout is not None
    line = process.stdout.readline()
    more = [process.stdout.readline().rstrip() for _ in range(5)]
    try:
        url = next(word for word in line.replace(",", " ").split() if word.startswith("http://127."))
        with urllib.request.urlopen(url + "/api/v5/public/time", timeout=5) as answer:
            assert json.load(answer)["data"] == [{"ts": "1780315200000"}]
    finally:
        process.send_signal(number)
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors) == (0, "", "")
    assert more[:2] == [f"  what it sees and does: {url}/", "  all accounts and their keys: okx-mock accounts"]
    # What follows can be pasted: it is what `okx-mock accounts` says.
    said = dict(word.split("=", 1) for line in more[3:] for word in line.removeprefix("export ").split())
    listed = json.loads(run("accounts", "--json")[1])
    alice = next(one for one in listed if one["name"] == "alice")
    assert said == {
        "OKX_BROKER_CODE": "MOCKBROKER01",
        "OKX_ENVIRONMENT": "demo",
        "OKX_SITE": "global",
        "OKX_BASE_URL": url,
        "OKX_API_KEY": alice["api_key"],
        "OKX_SECRET_KEY": alice["secret_key"],
        "OKX_PASSPHRASE": alice["passphrase"],
    }


def test_serve_says_how_to_see_the_keys_of_other_seeds() -> None:
    process = start("serve", "--seed", "7", "--users", "3")
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(3)]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=10)
    assert said[2] == "  all accounts and their keys: okx-mock accounts --seed 7 --users 3\n"


def test_the_broker_of_an_own_code() -> None:
    """A team's own code is a code of the seeded broker: known, taken by `--strict-tags`, and first in its account."""
    code, output, errors = run("accounts", "--code", "ACME1", "--code", "MOCKBROKER02", "--json")
    assert (code, errors) == (0, "")
    found = {account["name"]: account["broker_codes"] for account in json.loads(output)}
    assert found["broker"] == found["broker-live"] == ["ACME1", "MOCKBROKER02", "MOCKBROKER01"]
    assert found["broker-both"] == ["MOCKBOTHAPI1", "MOCKBOTHOAUTH1"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [("", "1 to 16"), ("ACME-1", "1 to 16"), ("A" * 17, "1 to 16"), ("MOCKEXPIRED1", "another seeded broker")],
)
def test_a_code_that_is_none(wrong: str, why: str) -> None:
    for command in ("serve", "accounts"):
        code, output, errors = run(command, "--code", wrong)
        assert (code, output) == (2, "")
        assert why in errors
        assert "Traceback" not in errors


def test_it_ends_with_the_program_that_started_it() -> None:
    process = start("serve", "--json", "--with-parent", stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        url = json.loads(process.stdout.readline())["url"]
        with urllib.request.urlopen(f"{url}/__mock__/health") as answer:
            assert json.load(answer)["status"] == "ok"
        process.stdin.close()
        assert process.wait(timeout=10) == 0
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "example.com", "::"])
def test_other_machines_are_not_served(host: str) -> None:
    code, output, errors = run("serve", "--host", host)
    assert (code, output) == (1, "")
    assert "loopback" in errors
    assert "Traceback" not in errors


def test_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, _, errors = run("serve", "--port", port)
    assert code == 1
    assert f"port {port}" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("arguments", [("--time", "noon"), ("--contract", "/nowhere.json"), ("--port", "70000")])
def test_wrong_options(arguments: tuple[str, str]) -> None:
    code, output, errors = run("serve", *arguments)
    assert code != 0
    assert output == ""
    assert "Traceback" not in errors


def test_a_mock_in_a_thread() -> None:
    from okx_mock.clock import Clock
    from okx_mock.contract import load_contract
    from okx_mock.server import Mock
    from okx_mock.world import World

    mock = Mock(World(load_contract(), Clock(frozen=True, start_ms=1_780_315_200_000)))
    with mock.running() as addresses, urllib.request.urlopen(addresses.url + "/api/v5/public/time") as answer:
        assert json.load(answer)["data"] == [{"ts": "1780315200000"}]
