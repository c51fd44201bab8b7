"""Nothing that is sent to bots, and no price, makes the mock stumble."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Mock
from .robots import BOT, funds, move, placed_by, spendable, started

HUGE, TINY = "9" * 40, "0." + "0" * 37 + "1"
GRID = {
    "instId": "BTC-USDT",
    "algoOrdType": "grid",
    "minPx": "50000",
    "maxPx": "70000",
    "gridNum": "4",
    "quoteSz": "1000",
}
CONTRACT_GRID = {
    **GRID, "instId": "BTC-USDT-SWAP", "algoOrdType": "contract_grid", "sz": "1000", "lever": "2", "direction": "long",
    "basePos": True,
}  # fmt: skip
DCA = {
    "instId": "BTC-USDT", "algoOrdType": "spot_dca", "initOrdAmt": "600", "maxSafetyOrds": "2", "safetyOrdAmt": "600",
    "pxSteps": "0.01", "pxStepsMult": "2", "volMult": "2", "tpPct": "0.05", "lever": "2", "slPct": "0.1",
    "triggerParams": [{"triggerAction": "start", "triggerStrategy": "instant"}],
}  # fmt: skip
RECURRING = {
    "stgyName": "one", "recurringList": [{"ccy": "BTC", "ratio": "1"}], "period": "daily", "recurringTime": "0",
    "timeZone": "0", "amt": "100", "investmentCcy": "USDT", "tdMode": "cash", "recurringTimeType": "2",
}  # fmt: skip
NUMBERS = {
    "grid/order-algo": (GRID, ("minPx", "maxPx", "gridNum", "quoteSz", "baseSz", "tpTriggerPx", "slTriggerPx")),
    "grid/order-algo ": (CONTRACT_GRID, ("sz", "lever", "tpRatio", "slRatio", "minPx", "maxPx")),
    "dca/create": (DCA, ("initOrdAmt", "maxSafetyOrds", "safetyOrdAmt", "pxSteps", "pxStepsMult", "volMult", "tpPct", "slPct")),
    "dca/create ": (
        {**DCA, "instId": "BTC-USDT-SWAP", "algoOrdType": "contract_dca", "direction": "short"},
        ("initOrdAmt", "safetyOrdAmt", "pxSteps", "pxStepsMult", "volMult", "tpPct", "slPct", "lever"),
    ),
    "recurring/order-algo": (RECURRING, ("amt",)),
}  # fmt: skip
CASES = [(path.strip(), document, name) for path, (document, names) in NUMBERS.items() for name in names]


@pytest.mark.parametrize(("path", "document", "name"), CASES)
@pytest.mark.parametrize("value", [HUGE, TINY, "0"])
def test_any_number_is_taken_or_refused_and_lives(
    mock: Mock, path: str, document: dict[str, Any], name: str, value: str
) -> None:
    whole = {"gridNum", "maxSafetyOrds"}
    if name in whole and not value.isdigit():
        value = "1" + "0" * 39
    reply = mock.post("alice", f"{BOT}/{path}", {**document, name: value})
    assert reply.status in {200, 400}, reply.body
    assert reply.status == 200 or reply.code == "51000"
    for price in (61000, "0.01", 59000, "9999999999", 60000):
        move(mock, price)
        move(mock, price, "BTC-USDT-SWAP")
    mock.advance(3 * 24 * 3600)
    for kind in ("grid", "contract_grid"):
        assert mock.get("alice", f"{BOT}/grid/orders-algo-pending?algoOrdType={kind}").code == "0"
    assert mock.get("alice", f"{BOT}/recurring/orders-algo-pending").code == "0"


@pytest.mark.parametrize("price", ["9999999999", TINY, "0.01", "1"])
def test_bots_outlive_any_price(mock: Mock, price: str) -> None:
    spot = started(mock.post("alice", f"{BOT}/grid/order-algo", GRID))
    contracts = started(mock.post("alice", f"{BOT}/grid/order-algo", CONTRACT_GRID))
    started(mock.post("alice", f"{BOT}/dca/create", DCA))
    plan = started(mock.post("alice", f"{BOT}/recurring/order-algo", RECURRING))
    for inst_id in ("BTC-USDT", "BTC-USDT-SWAP"):
        move(mock, price, inst_id)
    mock.advance(2 * 24 * 3600)
    for kind, inst_id, algo_id in (("grid", "BTC-USDT", spot), ("contract_grid", "BTC-USDT-SWAP", contracts)):
        assert mock.get("alice", f"{BOT}/grid/orders-algo-details?algoOrdType={kind}&algoId={algo_id}").code == "0"
        item = {"algoId": algo_id, "instId": inst_id, "algoOrdType": kind, "stopType": "1"}
        assert mock.post("alice", f"{BOT}/grid/stop-order-algo", [item]).row["sCode"] == "0"
        assert [order for order in placed_by(mock, algo_id) if order["state"] == "live"] == []
    assert mock.get("alice", f"{BOT}/recurring/orders-algo-details?algoId={plan}").code == "0"
    assert mock.post("alice", f"{BOT}/recurring/stop-order-algo", [{"algoId": plan}]).code == "0"


def test_a_sale_that_is_too_large_fails_and_the_coins_come_back(mock: Mock) -> None:
    algo_id = started(mock.post("alice", f"{BOT}/grid/order-algo", {**GRID, "quoteSz": "60000", "maxPx": "700000000"}))
    move(mock, 500_000_000)
    item = {"algoId": algo_id, "instId": "BTC-USDT", "algoOrdType": "grid", "stopType": "1"}
    assert mock.post("alice", f"{BOT}/grid/stop-order-algo", [item]).code == "0"
    row = mock.get("alice", f"{BOT}/grid/orders-algo-details?algoOrdType=grid&algoId={algo_id}").row
    # A market order of more than 1,000,000 USDT is refused (51201).
    assert (row["state"], row["stopResult"]) == ("stopped", "-1")
    assert spendable(mock, "BTC") == funds(mock, "BTC")["BTC"]
