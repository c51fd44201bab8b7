"""Who is let in: keys, signatures, timestamps, environments, addresses, permissions."""

from __future__ import annotations

import pytest

from .conftest import Mock, iso, sign

# Known answers, each recomputed independently.
SECRET = "22582BD0CFF14C41EDBF1AB98506286D"
AT = "2020-12-08T09:08:57.715Z"
ORDER = b'{"instId":"BTC-USDT","tdMode":"cash","clOrdId":"b15","side":"buy","ordType":"limit","px":"2.15","sz":"2"}'
KNOWN = [
    ("mock-secret", "GET", "/api/v5/account/balance", b"", "tpQYvXdaAfU8ae6zI1rJ2xVcyMIk9BKWK/fysaanweQ="),
    ("mock-secret", "GET", "/api/v5/account/balance?ccy=BTC", b"", "pS6nHuBl6Qc9S0h+soCkCVHaVHZzS19KqFpeI/doTlE="),
    (SECRET, "GET", "/api/v5/account/balance?ccy=BTC", b"", "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY="),
    (
        SECRET,
        "POST",
        "/api/v5/account/set-leverage",
        b'{"instId":"BTC-USDT","lever":"5","mgnMode":"isolated"}',
        "eCnnCgWLjlQ9XnpUkrcny3qNq3WW/81KNrDr/XR6Xv8=",
    ),
    (SECRET, "POST", "/api/v5/trade/order", ORDER, "dI6rrL9rXW/HdaPKJ/6LC1OgvH4/PYju6R3CqixMTNQ="),
    (
        "chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO",
        "GET",
        "/api/v5/account/balance",
        b"",
        "PJ61e1nb2F2Qd7D8SPiaIcx2gjdELc+o0ygzre9z33k=",
    ),
]
BALANCE = "/api/v5/account/balance"


@pytest.mark.parametrize(("secret", "method", "target", "body", "expected"), KNOWN)
def test_known_signatures(secret: str, method: str, target: str, body: bytes, expected: str) -> None:
    from okx_mock.signature import expected_signature

    assert sign(secret, AT, method, target, body) == expected
    assert expected_signature(secret.encode(), AT.encode(), method.encode(), target.encode(), body) == expected.encode()


def test_a_good_signature_passes(mock: Mock) -> None:
    reply = mock.get("alice", BALANCE + "?ccy=BTC,ETH")
    assert (reply.status, reply.code) == (200, "0")
    assert {detail["ccy"] for detail in reply.row["details"]} == {"BTC", "ETH"}


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ("OK-ACCESS-KEY", "50103"),
        ("OK-ACCESS-PASSPHRASE", "50104"),
        ("OK-ACCESS-SIGN", "50106"),
        ("OK-ACCESS-TIMESTAMP", "50107"),
    ],
)
@pytest.mark.parametrize("empty", [False, True])
def test_missing_headers(mock: Mock, missing: str, code: str, empty: bool) -> None:
    headers = mock.signed_headers("alice", "GET", BALANCE)
    if empty:
        headers[missing] = ""
    else:
        del headers[missing]
    reply = mock.http("GET", BALANCE, headers)
    assert (reply.status, reply.code) == (401, code)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("OK-ACCESS-KEY", "63d54aa0-0020-4ad9-a9f0-ac92654bc831", "50111"),
        ("OK-ACCESS-PASSPHRASE", "Wrong1234!", "50105"),
        ("OK-ACCESS-SIGN", "AAAA", "50113"),
        ("OK-ACCESS-SIGN", "tpQYvXdaAfU8ae6zI1rJ2xVcyMIk9BKWK/fysaanweQ=", "50113"),
        ("x-simulated-trading", "0", "50101"),
    ],
)
def test_wrong_headers(mock: Mock, name: str, value: str, code: str) -> None:
    headers = mock.signed_headers("alice", "GET", BALANCE)
    headers[name] = value
    reply = mock.http("GET", BALANCE, headers)
    assert (reply.status, reply.code) == (401, code)


@pytest.mark.parametrize(
    "timestamp",
    [
        "1607418537",
        "1607418537715",
        "2020-12-08T09:08:57Z",
        "2020-12-08T09:08:57.71Z",
        "2020-12-08T09:08:57.715123Z",
        "2020-12-08T09:08:57.715+00:00",
        "2020-12-08 09:08:57.715Z",
        "2020-13-08T09:08:57.715Z",
        "2020-12-08T25:08:57.715Z",
        "yesterday",
    ],
)
def test_timestamps_in_another_form(mock: Mock, timestamp: str) -> None:
    headers = mock.signed_headers("alice", "GET", BALANCE, timestamp=timestamp)
    reply = mock.http("GET", BALANCE, headers)
    assert (reply.status, reply.code) == (401, "50112")


@pytest.mark.parametrize(
    ("offset_ms", "code"), [(0, "0"), (-30_000, "0"), (30_000, "0"), (-30_001, "50102"), (30_001, "50102")]
)
def test_the_timestamp_window_on_the_mocks_clock(mock: Mock, offset_ms: int, code: str) -> None:
    mock.control("POST", "clock", {"set_ms": 1_607_418_537_715, "frozen": True})
    headers = mock.signed_headers("alice", "GET", BALANCE, offset_ms=offset_ms)
    assert mock.http("GET", BALANCE, headers).code == code


def test_demo_and_live_stay_apart(mock: Mock) -> None:
    assert mock.get("dave", BALANCE).code == "0"
    live_in_demo = mock.signed_headers("dave", "GET", BALANCE)
    assert mock.http("GET", BALANCE, {**live_in_demo, "x-simulated-trading": "0"}).code == "0"
    assert mock.http("GET", BALANCE, {**live_in_demo, "x-simulated-trading": "1"}).code == "50101"
    demo_in_live = mock.signed_headers("alice", "GET", BALANCE)
    del demo_in_live["x-simulated-trading"]
    reply = mock.http("GET", BALANCE, demo_in_live)
    assert (reply.status, reply.code) == (401, "50101")


def test_a_key_of_another_site(mock: Mock) -> None:
    assert mock.get("erin", BALANCE).code == "50119"


def test_bound_addresses(mock: Mock) -> None:
    reply = mock.get("carol", BALANCE)
    assert (reply.status, reply.code) == (401, "50110")
    assert mock.get("carol", BALANCE, source="127.0.0.2").code == "0"


def test_forwarded_addresses_count_for_nothing(mock: Mock) -> None:
    headers = mock.signed_headers("carol", "GET", BALANCE)
    assert mock.http("GET", BALANCE, {**headers, "X-Forwarded-For": "127.0.0.2"}).code == "50110"


def test_a_key_without_trade(mock: Mock) -> None:
    assert mock.get("bob", BALANCE).code == "0"
    assert mock.order("bob").code == "50120"
    assert mock.orders() == []


def test_the_signature_covers_the_bytes_as_sent(mock: Mock) -> None:
    target = BALANCE + "?ccy=BTC%2CETH"
    assert mock.get("alice", target).code == "0"
    headers = mock.signed_headers("alice", "GET", BALANCE + "?ccy=BTC,ETH")
    assert mock.http("GET", target, headers).code == "50113"
    headers = mock.signed_headers("alice", "GET", BALANCE)
    assert mock.http("GET", BALANCE + "?", headers).code == "50113"
    assert mock.get("alice", BALANCE + "?").code == "0"


def test_the_signature_covers_the_body(mock: Mock) -> None:
    headers = mock.signed_headers("alice", "POST", "/api/v5/trade/order", ORDER)
    spaced = ORDER.replace(b",", b", ")
    assert mock.http("POST", "/api/v5/trade/order", headers, spaced).code == "50113"
    assert mock.http("POST", "/api/v5/trade/order", headers, ORDER).code == "0"


def test_public_operations_need_no_key(mock: Mock) -> None:
    assert mock.http("GET", "/api/v5/public/time").code == "0"
    assert mock.http("GET", "/api/v5/public/instruments?instType=SPOT").code == "0"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("OK-ACCESS-KEY", "50111"),
        ("OK-ACCESS-SIGN", "50113"),
        ("OK-ACCESS-TIMESTAMP", "50112"),
        ("OK-ACCESS-PASSPHRASE", "50105"),
        ("x-simulated-trading", "50101"),
    ],
)
def test_repeated_headers(mock: Mock, name: str, code: str) -> None:
    headers = {"Host": f"127.0.0.1:{mock.port}", **mock.signed_headers("alice", "GET", BALANCE)}
    lines = [f"{key}: {value}" for key, value in headers.items()] + [f"{name}: {headers[name]}"]
    answer = mock.raw(f"GET {BALANCE} HTTP/1.1\r\n".encode() + "\r\n".join(lines).encode() + b"\r\n\r\n")
    assert f'"code":"{code}"'.encode() in answer


def test_the_mock_has_its_own_clock(mock: Mock) -> None:
    mock.control("POST", "clock", {"set_ms": 1_607_418_537_715, "frozen": True})
    assert mock.http("GET", "/api/v5/public/time").row == {"ts": "1607418537715"}
    mock.advance(7200)
    assert mock.http("GET", "/api/v5/public/time").row == {"ts": str(1_607_418_537_715 + 7_200_000)}
    assert iso(1_607_418_537_715) == "2020-12-08T09:08:57.715Z"
