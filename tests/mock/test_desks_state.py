"""A mock that was killed in the middle of block trades, spreads, conversions and investments goes on with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .conftest import Mock
from .desks import CODE, Desk
from .test_state import FROZEN, Kept, kept

__all__ = ["kept"]

SHOWN = {
    "alice": (
        "getBalance", "getRfqs", "getQuotes", "getRfqTrades", "getSpreadOrdersPending", "getFills", "getConvertHistory",
        "getEarnOrdersActive", "getEarnOrdersHistory", "getEarnOffers",
    ),
    "heidi": ("getBalance", "getRfqs", "getQuotes", "getRfqTrades", "getFills"),
}  # fmt: skip
LEG = {"instId": "BTC-USDT", "side": "buy", "sz": "0.1"}
SPREAD = {"sprdId": "BTC-USDT_BTC-USDT-SWAP", "side": "buy", "ordType": "limit", "sz": "0.1"}
WISH = {"baseCcy": "ETH", "quoteCcy": "USDT", "side": "buy", "rfqSz": "30", "rfqSzCcy": "USDT"}


def told(mock: Mock) -> dict[tuple[str, str], Any]:
    """All that both users are told; the time of the answer aside."""
    desk = Desk.standing(mock, pause=0.2)
    found = {(name, what): desk.rows(name, what) for name, asked in SHOWN.items() for what in asked}
    for name in SHOWN:
        del found[name, "getBalance"][0]["uTime"]
    return found


def test_the_desks_go_on_where_they_stood(kept: Callable[..., Kept]) -> None:
    keeper = kept(*FROZEN)
    desk = Desk.standing(keeper.mock, pause=1)
    ask = {"counterparties": ["HEIDI", "WAGMI"], "legs": [LEG], "tag": CODE}
    done = desk.row("alice", "createRfq", ask)
    offer = {"quoteSide": "sell", "legs": [{**LEG, "px": "59000"}]}
    quote = desk.row("heidi", "createQuote", {**offer, "rfqId": done["rfqId"]})
    desk.row("alice", "executeQuote", {"rfqId": done["rfqId"], "quoteId": quote["quoteId"]})
    spread = desk.row("alice", "placeSpreadOrder", {**SPREAD, "px": "-100", "tag": CODE})["ordId"]
    desk.row("alice", "placeSpreadOrder", {**SPREAD, "px": "0"})
    first = desk.row("alice", "estimateConvertQuote", WISH)
    agreed = {"baseCcy": "ETH", "quoteCcy": "USDT", "side": "buy", "sz": "30", "szCcy": "USDT"}
    desk.row("alice", "convertTrade", {**agreed, "quoteId": first["quoteId"]})
    bought = {"productId": "4005", "investData": [{"ccy": "USDT", "amt": "100"}]}
    order = desk.row("alice", "purchaseEarn", bought)["ordId"]
    keeper.mock.advance(3700)
    # These are under way as the mock is killed.
    open_rfq = desk.row("alice", "createRfq", ask)
    open_quote = desk.row("heidi", "createQuote", {**offer, "rfqId": open_rfq["rfqId"]})
    second = desk.row("alice", "estimateConvertQuote", WISH)

    keeper.restart()
    desk = Desk.standing(keeper.mock, pause=1)
    desk.row("alice", "convertTrade", {**agreed, "quoteId": second["quoteId"]})
    before = told(keeper.mock)
    assert {row["traderCode"] for row in before["alice", "getQuotes"]} == {"HEIDI", "WAGMI"}
    assert [row["ordId"] for row in before["alice", "getSpreadOrdersPending"]] == [spread]
    assert [(row["ordId"], row["state"]) for row in before["alice", "getEarnOrdersActive"]] == [(order, "1")]
    assert len(before["alice", "getConvertHistory"]) == 2

    keeper.restart()
    asked_later = {("alice", "getEarnOrdersActive"), ("alice", "getEarnOffers")}
    after = told(keeper.mock)
    assert {name: rows for name, rows in after.items() if name not in asked_later} == {
        name: rows for name, rows in before.items() if name not in asked_later
    }
    desk = Desk.standing(keeper.mock, pause=1)
    # The price moves, the countdowns run on.
    desk.move_price("BTC-USDT-SWAP", "59900")
    assert desk.row("alice", "getSpreadOrder", ordId=spread)["state"] == "filled"
    keeper.mock.advance(120)
    assert desk.row("heidi", "getQuotes", quoteId=open_quote["quoteId"])["state"] == "expired"
    assert desk.row("alice", "getRfqs", rfqId=open_rfq["rfqId"])["state"] == "expired"
    desk.row("alice", "redeemEarn", {"ordId": order, "protocolType": "defi"})
    keeper.mock.advance(3600)
    assert [row["ordId"] for row in desk.rows("alice", "getEarnOrdersHistory")] == [order]
