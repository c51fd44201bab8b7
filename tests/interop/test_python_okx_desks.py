"""OKX's own SDK for Python at the desks of the mock: block and spread trading, convert, earn.

The SDK writes `anonymous` and `allowPartialExecution` of an RFQ as the texts "false", and `[]` for legs that are left out.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from okx.BlockTrading import BlockTradingAPI
from okx.Convert import ConvertAPI
from okx.Finance.StakingDefi import StakingDefiAPI
from okx.SpreadTrading import SpreadTradingAPI

from tests.interop.conftest import Sdk
from tests.interop.test_python_okx import CODE, good
from tests.mock.conftest import Mock

# The SDK hands its bodies to httpx in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

LEG = {"instId": "BTC-USDT", "side": "buy", "sz": "0.5"}


def cash(mock: Mock, account: str, ccy: str) -> Decimal:
    (row,) = mock.get(account, f"/api/v5/account/balance?ccy={ccy}").row["details"]
    return Decimal(row["cashBal"])


def test_a_block_trade_between_two_users(mock: Mock, sdk: Sdk) -> None:
    taker, maker = sdk.client(BlockTradingAPI, "alice"), sdk.client(BlockTradingAPI, "heidi")
    assert "HEIDI" in {row["traderCode"] for row in good(taker.counterparties())}
    (rfq,) = good(taker.create_rfq(counterparties=["HEIDI"], legs=[LEG], clRfqId="sdk1", tag=CODE))
    assert (rfq["allowPartialExecution"], rfq["tag"]) == (False, CODE)
    assert [row["traderCode"] for row in good(maker.get_rfqs())] == ["ALICE"]
    (offer,) = good(maker.create_quote(rfqId=rfq["rfqId"], quoteSide="sell", legs=[{**LEG, "px": "59000"}]))
    (trade,) = good(taker.execute_quote(rfqId=rfq["rfqId"], quoteId=offer["quoteId"]))
    assert [leg["px"] for leg in trade["legs"]] == ["59000"]
    for side in (taker, maker):
        assert [row["blockTdId"] for row in good(side.get_trades())] == [trade["blockTdId"]]
    # Two bitcoin each to begin with; the taker pays 0.1 % of what is received.
    assert (cash(mock, "alice", "BTC"), cash(mock, "heidi", "BTC")) == (Decimal("2.4995"), Decimal("1.5"))
    refused = taker.cancel_rfq(clRfqId="sdk1")
    assert (refused["code"], refused["data"][0]["sCode"]) == ("1", "70200")


def test_a_spread_order_rests_and_is_cancelled(mock: Mock, sdk: Sdk) -> None:
    spread = sdk.client(SpreadTradingAPI, "alice")
    (one,) = good(spread.get_spreads(sprdId="BTC-USDT_BTC-USDT-SWAP"))
    (placed,) = good(
        spread.place_order(
            sprdId=one["sprdId"], clOrdId="sdk1", tag=CODE, side="buy", ordType="limit", sz="0.1", px="-5"
        )
    )
    assert placed["tag"] == CODE
    assert [row["ordId"] for row in good(spread.get_active_orders())] == [placed["ordId"]]
    assert good(spread.cancel_order(clOrdId="sdk1"))[0]["sCode"] == "0"
    assert good(spread.get_order_details(ordId=placed["ordId"]))[0]["state"] == "canceled"


def test_a_conversion(mock: Mock, sdk: Sdk) -> None:
    convert = sdk.client(ConvertAPI, "alice")
    assert good(convert.get_currency_pair(fromCcy="USDT", toCcy="ETH"))[0]["instId"] == "ETH-USDT"
    wish = {"baseCcy": "ETH", "quoteCcy": "USDT", "side": "buy"}
    (quote,) = good(convert.estimate_quote(**wish, rfqSz="30", rfqSzCcy="USDT", tag=CODE))
    (done,) = good(convert.convert_trade(quote["quoteId"], **wish, sz="30", szCcy="USDT", tag=CODE))
    assert done["state"] == "fullyFilled"
    assert cash(mock, "alice", "ETH") == Decimal("20.01")
    assert [row["tradeId"] for row in good(convert.get_convert_history(tag=CODE))] == [done["tradeId"]]
    assert good(convert.get_convert_history()) == []


def test_an_investment(mock: Mock, sdk: Sdk) -> None:
    earn = sdk.client(StakingDefiAPI, "alice")
    (offer,) = good(earn.get_offers(productId="4005"))
    (bought,) = good(earn.purchase(offer["productId"], [{"ccy": "USDT", "amt": "100"}], tag=CODE))
    assert cash(mock, "alice", "USDT") == 99_900
    assert [row["state"] for row in good(earn.get_activity_orders())] == ["8"]
    good(earn.cancel(bought["ordId"], "defi"))
    assert [row["state"] for row in good(earn.get_activity_orders())] == ["13"]
