"""Accounts that tests add, their balances, and what keeps them apart: environments, sites, seeds."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Mock, Reply

BALANCE = "/api/v5/account/balance"
IF_REBATE = "/api/v5/broker/fd/if-rebate"
INFO = "/api/v5/broker/dma/subaccount-info"


def add(mock: Mock, **document: Any) -> dict[str, Any]:
    reply = mock.control("POST", "accounts", {"name": "nina", **document})
    assert reply.status == 200, reply.json
    return dict(reply.json)


def test_an_added_user_trades(mock: Mock) -> None:
    nina = add(mock)
    alice = next(one for one in mock.control("GET", "accounts").json["accounts"] if one["name"] == "alice")
    assert set(nina) == set(alice)
    shown = {name: nina[name] for name in ("name", "kind", "environment", "site", "permissions", "ip", "note")}
    assert shown == {
        "name": "nina",
        "kind": "user",
        "environment": "demo",
        "site": "global",
        "permissions": ["read_only", "trade"],
        "ip": [],
        "note": "added",
    }
    assert mock.control("GET", "accounts").json["accounts"][-1] == nina
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}
    assert mock.post(nina, "/api/v5/trade/order", order).code == "0"
    assert mock.get(nina, BALANCE).row["totalEq"] == "295000"


def test_the_same_name_and_seed_give_the_same_key(mock: Mock) -> None:
    first = add(mock)
    mock.control("POST", "reset")
    assert [one["name"] for one in mock.control("GET", "accounts").json["accounts"]].count("nina") == 0
    assert mock.get(first, BALANCE).code == "50111"
    assert add(mock) == first
    mock.control("POST", "reset", {"seed": 5})
    other = add(mock)
    assert other["api_key"] != first["api_key"]
    mock.control("POST", "reset", {"seed": 1})
    assert mock.get("alice", BALANCE).code == "0"


def test_balances_of_an_added_user(mock: Mock) -> None:
    nina = add(mock, balances={"USDT": "100.5", "BTC": "0"})
    details = mock.get(nina, BALANCE).row["details"]
    assert [(one["ccy"], one["availBal"]) for one in details] == [("USDT", "100.5")]
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "100.51", "sz": "1"}
    assert mock.post(nina, "/api/v5/trade/order", order).row["sCode"] == "51008"
    penniless = add(mock, name="judy", balances={})
    assert mock.get(penniless, BALANCE).row["totalEq"] == "0"


def test_an_added_user_in_long_short_mode(mock: Mock) -> None:
    nina = add(mock, position_mode="long_short_mode")
    assert mock.get(nina, "/api/v5/account/config").row["posMode"] == "long_short_mode"


def test_environments_are_apart(mock: Mock) -> None:
    live = add(mock, environment="live")
    assert mock.get(live, BALANCE).code == "0"
    assert mock.get({**live, "environment": "demo"}, BALANCE).code == "50101"
    assert mock.get({**add(mock, name="judy"), "environment": "live"}, BALANCE).code == "50101"
    # A broker sees the users of its own environment.
    code = {
        broker: mock.get(broker, f"{IF_REBATE}?apiKey={live['api_key']}").code for broker in ("broker", "broker-live")
    }
    assert code == {"broker": "59506", "broker-live": "0"}


def test_a_key_of_another_site_is_unknown_here(mock: Mock) -> None:
    assert mock.get(add(mock, site="tr"), BALANCE).code == "50119"


def test_permissions_and_addresses(mock: Mock) -> None:
    nina = add(mock, permissions=["read_only"], ip=["127.0.0.2", "10.0.0.0/8"])
    assert mock.get(nina, BALANCE).code == "50110"
    assert mock.get(nina, BALANCE, source="127.0.0.2").code == "0"
    assert mock.post(nina, "/api/v5/trade/order", {}, source="127.0.0.2").code == "50120"


def test_an_added_broker(mock: Mock) -> None:
    broker = add(mock, name="house", kind="broker", codes={"api": ["HOUSE1"], "oauth": ["HOUSE2"]}, sub_accounts=3)
    assert (broker["broker_codes"], broker["broker_types"]) == (["HOUSE1", "HOUSE2"], ["api", "oauth"])
    target = f"{IF_REBATE}?apiKey={mock.accounts['alice']['api_key']}"
    assert mock.get(broker, target).code == "50044"
    assert mock.get(broker, f"{target}&brokerType=oauth").row["brokerCode"] == "HOUSE2"
    page = mock.get(broker, INFO).row
    assert [one["subAcct"] for one in page["details"]] == ["panpanBroker2", "subaccount111ad", "mockSub0003"]
    mock.order(tag="HOUSE1")
    assert mock.orders()[-1]["known_code"] is True


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ({"name": None}, "name"),
        ({"name": ""}, "name"),
        ({"name": "a b"}, "name"),
        ({"name": "a" * 33}, "name"),
        ({"name": 7}, "name"),
        ({"name": "alice"}, "alice is an account already"),
        ({"kind": "sub-account"}, "kind"),
        ({"environment": "test"}, "environment"),
        ({"site": "moon"}, "site"),
        ({"level": "VIP10"}, "level"),
        ({"level": "vip1"}, "level"),
        ({"position_mode": "both"}, "position_mode"),
        ({"client_rebate_ratio": "1.5"}, "client_rebate_ratio"),
        ({"client_rebate_ratio": 0.1}, "client_rebate_ratio"),
        ({"affiliated": "yes"}, "affiliated"),
        ({"codes": {"api": ["X1"]}}, "kind"),
        ({"kind": "broker"}, "codes"),
        ({"kind": "broker", "codes": []}, "codes"),
        ({"kind": "broker", "codes": {"dma": ["X1"]}}, "codes"),
        ({"kind": "broker", "codes": {"api": []}}, "codes.api"),
        ({"kind": "broker", "codes": {"api": ["TOO-LONG-OR-WRONG"]}}, "codes.api"),
        ({"kind": "broker", "codes": {"api": ["MOCKBROKER01"]}}, "MOCKBROKER01 belongs"),
        ({"kind": "broker", "codes": {"api": ["X1", "X1"]}}, "X1 belongs"),
        ({"kind": "broker", "codes": {"api": ["X1"]}, "sub_accounts": 251}, "sub_accounts"),
        ({"sub_accounts": 1}, "sub_accounts"),
        ({"permissions": "trade"}, "permissions"),
        ({"permissions": ["everything"]}, "permissions"),
        ({"ip": ["10.0.0.256"]}, "ip"),
        ({"ip": ["10.0.0.1"] * 21}, "ip"),
        ({"balances": {"DOGE": "1"}}, "DOGE"),
        ({"balances": {"USDT": "-1"}}, "balances.USDT"),
        ({"balances": {"USDT": 1}}, "balances.USDT"),
        ({"balances": {"USDT": "1e9"}}, "balances.USDT"),
        ({"balances": {"USDT": "10000000000000000"}}, "balances.USDT"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_accounts_that_cannot_be(mock: Mock, document: dict[str, Any], word: str) -> None:
    before = mock.control("GET", "accounts").json
    reply = mock.control("POST", "accounts", {"name": "nina", **document})
    assert reply.status == 400
    assert word in reply.json["error"]
    assert mock.control("GET", "accounts").json == before


def test_how_many_can_be_added_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from okx_mock import added
    from okx_mock.clock import Clock
    from okx_mock.contract import load_contract
    from okx_mock.control_fields import ControlError
    from okx_mock.world import World

    monkeypatch.setattr(added, "MOST_ADDED", 2)
    world = World(load_contract(), Clock())
    added.add_account(world, {"name": "a"})
    added.add_account(world, {"name": "b"})
    with pytest.raises(ControlError, match="at most 2 accounts"):
        added.add_account(world, {"name": "c"})
    world.reset()
    added.add_account(world, {"name": "c"})


# Balances


def set_balance(mock: Mock, user: str, ccy: str, amount: Any) -> Reply:
    return mock.control("POST", "balances", {"user": user, "ccy": ccy, "amount": amount})


def test_a_balance_is_set(mock: Mock) -> None:
    mock.order(px="2.15", sz="2")
    reply = set_balance(mock, "alice", "USDT", "10.75")
    assert reply.json["user"] == "alice"
    assert (reply.json["amount"], reply.json["available"]) == ("10.75", "6.45")
    usdt = next(one for one in mock.get("alice", BALANCE).row["details"] if one["ccy"] == "USDT")
    assert (usdt["cashBal"], usdt["availBal"], usdt["frozenBal"]) == ("10.75", "6.45", "4.3")
    # Not below what is frozen.
    reply = set_balance(mock, "alice", "USDT", "4.29")
    assert reply.status == 400
    assert "at least 4.3" in reply.json["error"]
    assert set_balance(mock, "alice", "USDT", "4.3").json["available"] == "0"
    assert mock.order(px="2.15", sz="0.001").row["sCode"] == "51008"


def test_a_sub_accounts_balance_is_set(mock: Mock) -> None:
    assert set_balance(mock, "broker/panpanBroker2", "BTC", "0").json["amount"] == "0"


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ({"user": "nobody", "ccy": "USDT", "amount": "1"}, "user"),
        ({"user": "broker/nobody", "ccy": "USDT", "amount": "1"}, "user"),
        ({"ccy": "USDT", "amount": "1"}, "user"),
        ({"user": "alice", "ccy": "DOGE", "amount": "1"}, "ccy"),
        ({"user": "alice", "amount": "1"}, "ccy"),
        ({"user": "alice", "ccy": "USDT"}, "amount"),
        ({"user": "alice", "ccy": "USDT", "amount": "-1"}, "amount"),
        ({"user": "alice", "ccy": "USDT", "amount": "NaN"}, "amount"),
        ({"user": "alice", "ccy": "USDT", "amount": "1", "more": 1}, "more"),
    ],
)
def test_balances_that_cannot_be(mock: Mock, document: dict[str, Any], word: str) -> None:
    reply = mock.control("POST", "balances", document)
    assert reply.status == 400
    assert word in reply.json["error"]
    assert mock.get("alice", BALANCE).row["totalEq"] == "295000"


@pytest.mark.parametrize(
    ("document", "word"),
    [({"user": "alice"}, "frozen"), ({"user": "alice", "frozen": 1}, "frozen"), ({"frozen": True}, "user")],
)
def test_freezing_needs_both(mock: Mock, document: dict[str, Any], word: str) -> None:
    reply = mock.control("POST", "accounts/freeze", document)
    assert reply.status == 400
    assert word in reply.json["error"]


@pytest.mark.parametrize("document", [{"seed": "1"}, {"seed": -1}, {"seed": 1.5}, {"seed": 2**63}, {"more": 1}, []])
def test_resets_that_make_no_sense(mock: Mock, document: Any) -> None:
    mock.order(clOrdId="b15")
    assert mock.control("POST", "reset", document).status == 400
    assert len(mock.orders()) == 1
    assert mock.control("POST", "reset", {}).json == {"status": "ok", "seed": 1}
