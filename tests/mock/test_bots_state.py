"""Bots of a mock that was killed stand where they stood, and go on from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Mock
from .robots import BOT, CODE, move, placed_by, started
from .test_bots_hostile import CONTRACT_GRID, DCA, GRID, RECURRING
from .test_state import FROZEN, Kept, kept

__all__ = ["kept"]


def live(mock: Mock) -> dict[str, str]:
    """One bot of each kind, and a position with a take-profit; gives their ids."""
    tagged: dict[str, Any] = {"tag": CODE}
    waits = {
        "triggerAction": "start",
        "triggerStrategy": "rsi",
        "timeframe": "3m",
        "thold": "30",
        "triggerCond": "below",
    }
    hourly = {"period": "hourly", "recurringHour": "1", "recurringTime": "13", "amt": "1", "recurringTimeType": "1"}
    ids = {
        "grid": started(mock.post("alice", f"{BOT}/grid/order-algo", {**GRID, **tagged})),
        "contract_grid": started(mock.post("alice", f"{BOT}/grid/order-algo", {**CONTRACT_GRID, **tagged})),
        "waiting": started(mock.post("alice", f"{BOT}/grid/order-algo", {**GRID, **tagged, "triggerParams": [waits]})),
        "dca": started(mock.post("alice", f"{BOT}/dca/create", {**DCA, **tagged})),
        "recurring": started(mock.post("alice", f"{BOT}/recurring/order-algo", {**RECURRING, **tagged, **hourly})),
    }
    opened = mock.order(instId="ETH-USDT-SWAP", tdMode="cross", ordType="market", px=None, sz="1").row["ordId"]
    ends = {"subPosId": opened, "tpTriggerPx": "3100", **tagged}
    assert mock.post("alice", "/api/v5/copytrading/algo-order", ends).code == "0"
    return ids


def seen(mock: Mock, ids: dict[str, str]) -> list[Any]:
    """All that can be asked about them."""
    grids = f"{BOT}/grid/orders-algo-details"
    return [
        mock.get("alice", f"{grids}?algoOrdType=grid&algoId={ids['grid']}").data,
        mock.get("alice", f"{grids}?algoOrdType=grid&algoId={ids['waiting']}").data,
        mock.get("alice", f"{grids}?algoOrdType=contract_grid&algoId={ids['contract_grid']}").data,
        mock.get("alice", f"{BOT}/recurring/orders-algo-details?algoId={ids['recurring']}").data,
        mock.get("alice", "/api/v5/account/balance").data,
        {name: placed_by(mock, algo_id) for name, algo_id in ids.items()},
        mock.control("GET", "positions").json,
    ]


def test_bots_come_back_and_go_on(kept: Callable[..., Kept]) -> None:
    one = kept(*FROZEN)
    ids = live(one.mock)
    for price in (59000, 61500, 58000):
        move(one.mock, price)
        move(one.mock, price, "BTC-USDT-SWAP")
        one.mock.advance(100)
    before = seen(one.mock, ids)
    assert seen(one.restart(), ids) == before
    # What comes next comes as if nothing had happened in between.
    one.mock.advance(3600)
    move(one.mock, 62000)
    move(one.mock, 3100, "ETH-USDT-SWAP")
    after = seen(one.mock, ids)
    assert {"grid", "waiting", "contract_grid", "dca", "recurring"} == {
        name for name, orders in after[5].items() if orders
    }
    assert after != before
    assert seen(one.restart(), ids) == after


@pytest.mark.parametrize("asked_before", [True, False])
def test_a_jump_of_years_comes_back_as_it_was(kept: Callable[..., Kept], *, asked_before: bool) -> None:
    one = kept(*FROZEN)
    ids = live(one.mock)
    one.mock.advance(70 * 365 * 24 * 3600)
    if asked_before:
        found = seen(one.mock, ids)
        assert len(found[5]["recurring"]) == 400
        assert seen(one.restart(), ids) == found
    else:
        # Killed before anybody asked: what was due happens afterwards, at the same moments.
        assert len(seen(one.restart(), ids)[5]["recurring"]) == 400
