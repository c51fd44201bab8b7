"""Rate limits: so many pass, the next is refused, and the clock frees them again."""

from __future__ import annotations

import pytest

from .conftest import Mock
from .test_orders import BATCH, item

BALANCE = "/api/v5/account/balance"


@pytest.fixture
def still(mock: Mock) -> Mock:
    """A mock whose clock stands, so that only the test moves it."""
    mock.control("POST", "clock", {"frozen": True})
    return mock


def test_ten_balances_in_two_seconds(still: Mock) -> None:
    assert [still.get("alice", BALANCE).code for _ in range(10)] == ["0"] * 10
    refused = still.get("alice", BALANCE)
    assert (refused.status, refused.code) == (429, "50011")
    assert still.get("bob", BALANCE).code == "0"
    still.advance(1.999)
    assert still.get("alice", BALANCE).code == "50011"
    still.advance(0.001)
    assert still.get("alice", BALANCE).code == "0"


def test_the_window_slides(still: Mock) -> None:
    for _ in range(5):
        still.get("alice", BALANCE)
    still.advance(1)
    for _ in range(5):
        still.get("alice", BALANCE)
    still.advance(1)
    assert [still.get("alice", BALANCE).code for _ in range(6)] == ["0"] * 5 + ["50011"]


def test_orders_count_by_user_and_instrument(still: Mock) -> None:
    assert {still.order(sz="0.01").code for _ in range(60)} == {"0"}
    assert still.order(sz="0.01").code == "50011"
    assert still.order(sz="0.01", instId="ETH-USDT").code == "0"


def test_batches_count_their_orders(still: Mock) -> None:
    for _ in range(15):
        assert still.post("alice", BATCH, [item(sz="0.01")] * 20).code == "0"
    assert still.post("alice", BATCH, [item(sz="0.01")] * 2).code == "50011"
    # The single operation has a limit of its own.
    assert still.order(sz="0.01").code == "0"


def test_a_batch_of_one_counts_as_a_single_order(still: Mock) -> None:
    for _ in range(30):
        assert still.order(sz="0.01").code == "0"
        assert still.post("alice", BATCH, [item(sz="0.01")]).code == "0"
    assert still.order(sz="0.01").code == "50011"
    assert still.post("alice", BATCH, [item(sz="0.01")]).code == "50011"
    assert still.post("alice", BATCH, [item(sz="0.01")] * 2).code == "0"


def test_public_operations_count_by_address(still: Mock) -> None:
    def ask(source: str) -> str:
        return still.http("GET", "/api/v5/public/time", source=source).code

    assert [ask("127.0.0.1") for _ in range(11)] == ["0"] * 10 + ["50011"]
    assert ask("127.0.0.3") == "0"
    spot = "/api/v5/public/instruments?instType=SPOT"
    swap = "/api/v5/public/instruments?instType=SWAP"
    assert [still.http("GET", spot).code for _ in range(21)] == ["0"] * 20 + ["50011"]
    assert still.http("GET", swap).code == "0"


def test_a_refused_request_takes_nothing(still: Mock) -> None:
    target = "/api/v5/broker/dma/subaccount-info"
    assert still.get("broker", target).code == "0"
    for _ in range(5):
        still.advance(0.1)
        assert still.get("broker", target).code == "50011"
    still.advance(0.5)
    assert still.get("broker", target).code == "0"


def test_setting_the_clock_back_frees_the_limits(still: Mock) -> None:
    target = "/api/v5/broker/dma/subaccount-info"
    assert still.get("broker", target).code == "0"
    still.control("POST", "clock", {"set_ms": still.now() - 3_600_000})
    assert still.get("broker", target).code == "0"


def test_the_number_of_counters_is_bounded() -> None:
    from okx_mock.clock import Clock
    from okx_mock.limits import Charge, Limiter

    limiter = Limiter(Clock(frozen=True))
    for number in range(Limiter.MAX_COUNTERS * 2):
        limiter.take([Charge(number, 1, 1, 1000, "50011")])
    assert len(limiter) <= Limiter.MAX_COUNTERS
