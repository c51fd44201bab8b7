"""Accounts and balances that a test adds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from okx_broker import Client, Environment
from okx_broker.errors import InsufficientBalance, PermissionDenied
from okx_broker.testing import MockError, OkxMock


def buy(user: Client, quote: str) -> str:
    """Buy bitcoin for so much, at the market."""
    return user.trade.place_order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz=quote).ord_id


def test_a_user_who_has_little(okx_mock: OkxMock) -> None:
    added = okx_mock.add_user("zoe", balances={"USDT": Decimal("12.5")})
    assert okx_mock.accounts["zoe"] is added
    assert added.secret_key.reveal() not in repr(added)
    zoe = okx_mock.client("zoe")
    (held,) = zoe.account.get_balance(ccy="USDT").details
    assert held.cash_bal == Decimal("12.5")
    # At 60000 USDT, the least order of 0.00001 bitcoin costs 0.6 USDT.
    okx_mock.set_balance("zoe", "USDT", "0.5")
    with pytest.raises(InsufficientBalance):
        buy(zoe, "10")
    okx_mock.set_balance("zoe", "USDT", 11)
    buy(zoe, "10")
    okx_mock.orders.assert_placed(user="zoe", state="filled")


def test_a_user_whose_key_only_reads(okx_mock: OkxMock) -> None:
    okx_mock.add_user("yuri", permissions=["read_only"], level="VIP6", environment=Environment.LIVE)
    yuri = okx_mock.client("yuri")
    assert yuri.account.get_config().perm == "read_only"
    with pytest.raises(PermissionDenied):
        buy(yuri, "10")
    okx_mock.add_user("xenia", ip=["127.0.0.2"])
    with pytest.raises(PermissionDenied, match="50110"):
        okx_mock.client("xenia").account.get_config()


def test_a_reset_takes_them_away(okx_mock: OkxMock) -> None:
    key = okx_mock.add_user("zoe").api_key
    okx_mock.reset()
    assert "zoe" not in okx_mock.accounts
    assert okx_mock.add_user("zoe").api_key == key


def test_what_makes_no_sense_says_why(okx_mock: OkxMock) -> None:
    with pytest.raises(MockError, match="alice is an account already"):
        okx_mock.add_user("alice")
    with pytest.raises(MockError, match="DOGE is no currency of the mock"):
        okx_mock.add_user("zoe", balances={"DOGE": 1})
    with pytest.raises(TypeError, match=r"USDT is 0\.5: pass a Decimal"):
        okx_mock.add_user("zoe", balances={"USDT": 0.5})  # type: ignore[dict-item]
    with pytest.raises(MockError, match="user must be the name of an account"):
        okx_mock.set_balance("nobody", "USDT", 1)
    assert "zoe" not in okx_mock.accounts
