"""On-chain earn: what is invested leaves the balance, earns by the mock's clock, and comes back.

Earnings are worked out here by simple interest from the times of the mock's rules. States and codes: okx-v5, financial
product, and its error codes.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Any

import pytest

from .conftest import Mock
from .desks import CODE, SEEDED, Desk, moved

MINUTE, HOUR, DAY = 60, 3600, 86_400
PENDING, CANCELLING, ON_CHAIN, EARNING, REDEEMING, OVER = "8", "13", "9", "1", "2", "3"
FLEXIBLE, SOL, TERM, LONG_TERM, SOLD_OUT, STOPPED = "4005", "101", "1234", "1235", "102", "103"


@pytest.fixture
def desk(mock: Mock) -> Desk:
    return Desk(mock, pause=0)


def wish(product: str = FLEXIBLE, amount: str = "1000", ccy: str = "USDT", **more: object) -> dict[str, object]:
    return {"productId": product, "investData": [{"ccy": ccy, "amt": amount}], **more}


def invest(desk: Desk, *values: str, **more: object) -> dict[str, str]:
    """Invest, and give back what redeeming and cancelling ask for."""
    desk.mock.advance(1)
    row = desk.row("alice", "purchaseEarn", wish(*values, **more))
    return {"ordId": row["ordId"], "protocolType": "defi"}


def running(desk: Desk) -> Any:
    desk.mock.advance(1)
    return desk.row("alice", "getEarnOrdersActive")


def past(desk: Desk) -> list[Any]:
    desk.mock.advance(1)
    return desk.rows("alice", "getEarnOrdersHistory")


def interest(amount: str, yearly: str, seconds: float) -> Decimal:
    whole = Decimal(amount) * Decimal(yearly) * Decimal(str(seconds)) / (365 * DAY)
    return whole.quantize(Decimal("1e-8"), ROUND_DOWN)


def wire(amount: Decimal) -> str:
    """An amount as it is written: without zeros at its end."""
    return format(amount.normalize(), "f")


def test_offers_have_the_callers_balance_and_bounds(desk: Desk) -> None:
    rows = {row["productId"]: row for row in desk.rows("alice", "getEarnOffers")}
    assert {number: row["state"] for number, row in rows.items()} == {
        SOL: "purchasable", FLEXIBLE: "purchasable", TERM: "purchasable", LONG_TERM: "purchasable",
        SOLD_OUT: "sold_out", STOPPED: "stop",
    }  # fmt: skip
    assert rows[FLEXIBLE] == {
        "ccy": "USDT", "productId": FLEXIBLE, "protocol": "On-Chain Defi", "protocolType": "defi", "term": "0",
        "apy": "0.0323", "earlyRedeem": False, "state": "purchasable", "redeemPeriod": ["1H", "1H"],
        "investData": [{"ccy": "USDT", "bal": "100000", "minAmt": "1", "maxAmt": "50000"}],
        "earningData": [{"ccy": "USDT", "earningType": "0"}], "fastRedemptionDailyLimit": "",
    }  # fmt: skip
    assert (rows[TERM]["term"], rows[TERM]["earlyRedeem"], rows[LONG_TERM]["earlyRedeem"]) == ("30", True, False)
    assert rows[SOL]["redeemPeriod"] == ["2D", "2D"]
    invest(desk, FLEXIBLE, "49000.5")
    desk.mock.advance(1)
    assert desk.row("alice", "getEarnOffers", productId=FLEXIBLE)["investData"] == [
        {"ccy": "USDT", "bal": "50999.5", "minAmt": "1", "maxAmt": "999.5"}
    ]
    invest(desk, TERM, "50000", term="30")
    desk.mock.advance(1)
    assert desk.row("alice", "getEarnOffers", productId=FLEXIBLE)["investData"][0]["maxAmt"] == "999.5"
    assert {row["productId"] for row in desk.rows("alice", "getEarnOffers", ccy="USDT")} == {FLEXIBLE, TERM}


def test_an_investment_from_purchase_to_settlement(desk: Desk) -> None:
    order = invest(desk, tag=CODE)
    bought = desk.mock.now()
    assert moved(SEEDED, desk.cash("alice")) == {"USDT": Decimal(-1000)}
    held = running(desk)
    assert held == {
        "ordId": order["ordId"], "ccy": "USDT", "productId": FLEXIBLE, "state": PENDING, "protocol": "On-Chain Defi",
        "protocolType": "defi", "term": "0", "apy": "0.0323", "investData": [{"ccy": "USDT", "amt": "1000"}],
        "earningData": [{"ccy": "USDT", "earningType": "0", "earnings": "0"}], "purchasedTime": str(bought),
        "tag": CODE, "estSettlementTime": "", "cancelRedemptionDeadline": "", "fastRedemptionData": [],
    }  # fmt: skip

    def at(seconds: float) -> Any:
        """The investment so long after its purchase."""
        assert desk.mock.control("POST", "clock", {"set_ms": bought + round(1000 * seconds)}).status == 200
        return desk.row("alice", "getEarnOrdersActive")

    assert at(30 * MINUTE - 0.001)["state"] == PENDING
    assert at(30 * MINUTE)["state"] == ON_CHAIN
    assert at(HOUR - 0.001)["state"] == ON_CHAIN
    assert (at(HOUR)["state"], at(HOUR)["earningData"][0]["earnings"]) == (EARNING, "0")
    for seconds in (90, DAY, 10 * DAY):
        earned = Decimal(at(HOUR + seconds)["earningData"][0]["earnings"])
        assert earned == interest("1000", "0.0323", seconds) > 0

    assert desk.row("alice", "redeemEarn", order) == {"ordId": order["ordId"], "tag": CODE}
    asked = desk.mock.now()
    redeeming = running(desk)
    assert redeeming["state"] == REDEEMING
    assert redeeming["estSettlementTime"] == str(asked + 1000 * HOUR)
    assert redeeming["cancelRedemptionDeadline"] == str(asked + 1000 * HOUR // 2)
    earned = interest("1000", "0.0323", 10 * DAY)
    desk.mock.advance(HOUR - 2.001)
    assert running(desk)["earningData"][0]["earnings"] == wire(earned)
    assert moved(SEEDED, desk.cash("alice")) == {"USDT": Decimal(-1000)}
    desk.mock.advance(0.001)
    assert moved(SEEDED, desk.cash("alice")) == {"USDT": earned}
    assert desk.rows("alice", "getEarnOrdersActive") == []
    (over,) = past(desk)
    assert over == {
        "ordId": order["ordId"], "ccy": "USDT", "productId": FLEXIBLE, "state": OVER, "protocol": "On-Chain Defi",
        "protocolType": "defi", "term": "0", "apy": "0.0323", "investData": [{"ccy": "USDT", "amt": "1000"}],
        "earningData": [{"ccy": "USDT", "earningType": "0", "realizedEarnings": wire(earned)}],
        "purchasedTime": str(bought), "redeemedTime": str(asked + 1000 * HOUR), "tag": CODE,
    }  # fmt: skip
    assert desk.code("alice", "redeemEarn", order) == "51722"
    assert desk.code("alice", "cancelEarn", order) == "51725"


def test_what_happens_does_not_depend_on_when_somebody_looks(desk: Desk) -> None:
    order = invest(desk, TERM, "1000", term="30")
    bought = desk.mock.now()
    desk.mock.advance(100 * DAY)
    (over,) = past(desk)
    # It earns from an hour after the purchase for thirty days, and is paid out a day later.
    assert over["redeemedTime"] == str(bought + 1000 * (HOUR + 31 * DAY))
    earned = interest("1000", "0.05", 30 * DAY)
    assert over["earningData"][0]["realizedEarnings"] == wire(earned)
    assert moved(SEEDED, desk.cash("alice")) == {"USDT": earned}
    assert over["ordId"] == order["ordId"]


def test_a_pending_purchase_is_cancelled_and_paid_back(desk: Desk) -> None:
    order = invest(desk)
    desk.mock.advance(30 * MINUTE - 0.001)
    assert desk.row("alice", "cancelEarn", order)["ordId"] == order["ordId"]
    assert running(desk)["state"] == CANCELLING
    assert moved(SEEDED, desk.cash("alice")) == {"USDT": Decimal(-1000)}
    assert desk.code("alice", "cancelEarn", order) == "51725"
    desk.mock.advance(MINUTE)
    assert desk.cash("alice") == SEEDED
    assert desk.rows("alice", "getEarnOrdersActive") == []
    (over,) = past(desk)
    assert (over["state"], over["redeemedTime"], over["earningData"][0]["realizedEarnings"]) == (OVER, "", "0")
    # It does not come back a second time.
    desk.mock.advance(DAY)
    assert desk.cash("alice") == SEEDED


def test_a_redemption_is_cancelled_in_the_first_half_of_its_time(desk: Desk) -> None:
    order = invest(desk, SOL, "10", "SOL")
    desk.mock.advance(HOUR + 5 * DAY)
    desk.row("alice", "redeemEarn", order)
    assert desk.code("alice", "redeemEarn", order) == "51724"
    desk.mock.advance(DAY - 1)
    desk.row("alice", "cancelEarn", order)
    held = desk.row("alice", "getEarnOrdersActive")
    assert (held["state"], held["estSettlementTime"], held["cancelRedemptionDeadline"]) == (EARNING, "", "")
    # It earns on; nothing for the day in between.
    desk.mock.advance(3 * DAY)
    first, second = interest("10", "0.0652", 5 * DAY), interest("10", "0.0652", 3 * DAY)
    assert Decimal(desk.row("alice", "getEarnOrdersActive")["earningData"][0]["earnings"]) == first + second
    desk.mock.advance(1)
    desk.row("alice", "redeemEarn", order)
    desk.mock.advance(DAY)
    assert desk.code("alice", "cancelEarn", order) == "51725"
    desk.mock.advance(DAY)
    second = interest("10", "0.0652", 3 * DAY + 1)
    assert moved(SEEDED, desk.cash("alice")) == {"SOL": first + second}


def test_a_term_is_kept_unless_both_sides_allow_to_end_it(desk: Desk) -> None:
    early, late = invest(desk, TERM, "500", term="30"), invest(desk, LONG_TERM, "2", "ETH", term="60")
    desk.mock.advance(HOUR + 20 * DAY)
    assert desk.code("alice", "redeemEarn", early) == "51729"
    desk.mock.advance(1)
    assert desk.code("alice", "redeemEarn", late) == "51729"
    assert desk.code("alice", "redeemEarn", {**late, "allowEarlyRedeem": True}) == "51723"
    desk.mock.advance(1)
    desk.row("alice", "redeemEarn", {**early, "allowEarlyRedeem": True})
    desk.mock.advance(DAY)
    # What it had earned is lost.
    assert moved(SEEDED, desk.cash("alice")) == {"ETH": Decimal(-2)}
    (over,) = past(desk)
    assert (over["ordId"], over["earningData"][0]["realizedEarnings"]) == (early["ordId"], "0")
    desk.mock.advance(60 * DAY)
    assert moved(SEEDED, desk.cash("alice")) == {"ETH": interest("2", "0.03", 60 * DAY)}


def test_an_early_redemption_that_is_cancelled_keeps_what_was_earned(desk: Desk) -> None:
    order = invest(desk, TERM, "1000", term="30")
    started = desk.mock.now() + 1000 * HOUR
    desk.mock.advance(HOUR + 10 * DAY)
    desk.row("alice", "redeemEarn", {**order, "allowEarlyRedeem": True})
    desk.mock.advance(6 * HOUR)
    desk.row("alice", "cancelEarn", order)
    desk.mock.advance(30 * DAY)
    (over,) = past(desk)
    # At its term it is redeemed by itself, with the earnings of all but these six hours.
    assert over["redeemedTime"] == str(started + 1000 * 31 * DAY)
    earned = interest("1000", "0.05", 10 * DAY) + interest("1000", "0.05", 20 * DAY - 6 * HOUR)
    assert Decimal(over["earningData"][0]["realizedEarnings"]) == earned
    assert moved(SEEDED, desk.cash("alice")) == {"USDT": earned}


def test_a_redemption_at_the_end_of_the_term_is_not_cancelled(desk: Desk) -> None:
    order = invest(desk, TERM, "1000", term="30")
    desk.mock.advance(HOUR + 30 * DAY)
    held = desk.row("alice", "getEarnOrdersActive")
    assert (held["state"], held["cancelRedemptionDeadline"]) == (REDEEMING, "")
    assert desk.code("alice", "cancelEarn", order) == "51725"


@pytest.mark.parametrize("minutes", [5, 45])
def test_only_what_earns_is_redeemed(desk: Desk, minutes: int) -> None:
    order = invest(desk)
    desk.mock.advance(minutes * MINUTE)
    assert desk.code("alice", "redeemEarn", order) == "51724"
    assert running(desk)["state"] == (PENDING if minutes < 30 else ON_CHAIN)
    if minutes > 30:
        assert desk.code("alice", "cancelEarn", order) == "51725"


def test_somebody_elses_investment_is_none(desk: Desk) -> None:
    order = invest(desk)
    desk.mock.advance(2 * HOUR)
    for operation in ("redeemEarn", "cancelEarn"):
        assert desk.code("heidi", operation, order) == "51603"
        assert desk.code("alice", operation, {**order, "ordId": "1"}) == "51603"
    assert desk.rows("heidi", "getEarnOrdersActive") == []


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (wish("9999"), "51000"),
        (wish(ccy="BTC"), "51000"),
        ({**wish(), "investData": [{"ccy": "USDT", "amt": "1"}, {"ccy": "USDT", "amt": "1"}]}, "51000"),
        ({**wish(), "investData": []}, "51000"),
        (wish(amount="0"), "51000"),
        (wish(amount="1.000000001"), "51000"),
        (wish(term="30"), "51000"),
        (wish(TERM, "100"), "50014"),
        (wish(TERM, "100", term="60"), "51000"),
        (wish(amount="0.99"), "51727"),
        (wish(TERM, "99.99", term="30"), "51727"),
        (wish(amount="50000.01"), "51728"),
        (wish(SOL, "51", "SOL"), "51728"),
        (wish(SOLD_OUT, "0.5", "BTC"), "51730"),
        (wish(STOPPED, "0.5", "ETH"), "51731"),
        (wish(term="0"), "0"),
    ],
)
def test_purchases(desk: Desk, document: dict[str, object], code: str) -> None:
    assert desk.code("alice", "purchaseEarn", document) == code
    if code != "0":
        assert desk.cash("alice") == SEEDED
        assert desk.rows("alice", "getEarnOrdersActive") == []


def test_the_bounds_hold_for_all_purchases_together_and_for_the_balance(desk: Desk) -> None:
    invest(desk, FLEXIBLE, "30000")
    desk.mock.advance(1)
    assert desk.code("alice", "purchaseEarn", wish(amount="20000.01")) == "51728"
    desk.mock.order("alice", px="50000", sz="1.39")
    desk.mock.advance(1)
    # 100,000 less 30,000 and 69,500, which the order has frozen.
    refused = desk.send("alice", "purchaseEarn", wish(amount="501"))
    assert (refused.code, "USDT" in refused.json["msg"]) == ("51736", True)
    assert desk.code("alice", "purchaseEarn", wish(amount="500")) == "0"


def test_lists(desk: Desk) -> None:
    numbers = [invest(desk, amount="10")["ordId"] for _ in range(3)]
    other = invest(desk, SOL, "10", "SOL")["ordId"]
    desk.mock.advance(1)

    def found(operation: str, **query: str) -> list[str]:
        desk.mock.advance(1)
        return [row["ordId"] for row in desk.rows("alice", operation, **query)]

    assert found("getEarnOrdersActive") == [other, *numbers[::-1]]
    assert found("getEarnOrdersActive", productId=SOL) == [other]
    assert found("getEarnOrdersActive", ccy="USDT", protocolType="defi") == numbers[::-1]
    assert found("getEarnOrdersActive", state=EARNING) == []
    assert len(found("getEarnOrdersActive", state=PENDING)) == 4
    for number in (*numbers, other):
        desk.mock.advance(1)
        desk.row("alice", "cancelEarn", {"ordId": number, "protocolType": "defi"})
    desk.mock.advance(MINUTE)
    newest = [other, *numbers[::-1]]
    assert found("getEarnOrdersHistory") == newest
    assert found("getEarnOrdersHistory", limit="2") == newest[:2]
    assert found("getEarnOrdersHistory", limit="2", after=newest[1]) == newest[2:]
    assert found("getEarnOrdersHistory", before=newest[2]) == newest[:2]
    assert found("getEarnOrdersHistory", ccy="SOL") == [other]


def test_an_investment_earns_no_rebate_as_it_pays_no_fee(desk: Desk) -> None:
    since = desk.mock.now()
    invest(desk, tag=CODE)
    assert desk.rebates(since) == []
