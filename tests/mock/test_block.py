"""Block trading between users of the mock: RFQs, quotes, execution, and the money that moves.

Amounts are worked out here from the legs and the fee rates of the mock's rules. Codes and states: okx-v5, block trading, and
its table of error codes.
"""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from .conftest import Mock
from .desks import CODE, OTHER_CODE, SEEDED, SPOT_MAKER, SPOT_TAKER, SWAP_MAKER, SWAP_TAKER, Desk, moved

# The taker buys half a bitcoin and sells ten contracts of 0.1 ether each.
LEGS = [
    {"instId": "BTC-USDT", "side": "buy", "sz": "0.5"},
    {"instId": "ETH-USDT-SWAP", "side": "sell", "sz": "10"},
]
PRICES = {"BTC-USDT": "59000.5", "ETH-USDT-SWAP": "3010.25"}
COINS, BTC_PX, ETH_PX = Decimal("0.5"), Decimal("59000.5"), Decimal("3010.25")
ETHER = 10 * Decimal("0.1")


@pytest.fixture
def desk(mock: Mock) -> Desk:
    return Desk(mock)


def quoted(legs: list[dict[str, str]] = LEGS, **prices: str) -> list[dict[str, str]]:
    """The legs of an RFQ with prices."""
    return [{**leg, "px": {**PRICES, **prices}[leg["instId"]]} for leg in legs]


def ask(desk: Desk, *makers: str, taker: str = "alice", legs: Any = LEGS, **more: object) -> Any:
    return desk.row(taker, "createRfq", {"counterparties": list(makers or ["HEIDI"]), "legs": legs, **more})


def quote(desk: Desk, rfq: Any, maker: str = "heidi", side: str = "sell", legs: Any = None, **more: object) -> Any:
    document = {"rfqId": rfq["rfqId"], "quoteSide": side, "legs": legs or quoted(), **more}
    return desk.row(maker, "createQuote", document)


def deal(rfq: Any, offer: Any, **more: object) -> dict[str, object]:
    return {"rfqId": rfq["rfqId"], "quoteId": offer["quoteId"], **more}


def shown(desk: Desk, account: str, operation: str, row: Any, name: str) -> Any:
    """An RFQ or a quote as an account finds it."""
    return desk.row(account, operation, **{name: row[name]})


# Who can be asked


def test_makers_are_the_users_that_may_trade_and_the_bot(desk: Desk) -> None:
    rows = {row["traderCode"]: row for row in desk.rows("alice", "getRfqCounterparties")}
    # Bob may only read, dave trades live, erin is a user of another site.
    assert {"WAGMI", "CAROL", "FRANK", "GRACE", "HEIDI"} <= set(rows)
    assert not {"ALICE", "BOB", "DAVE", "ERIN", "BROKER"} & set(rows)
    assert rows["HEIDI"] == {"traderName": "heidi", "traderCode": "HEIDI", "type": ""}
    assert rows["WAGMI"]["type"] == "LP"
    assert "ALICE" in {row["traderCode"] for row in desk.rows("heidi", "getRfqCounterparties")}
    assert desk.rows("dave", "getRfqCounterparties") == []


# From the RFQ to the trade


def test_an_rfq_is_shown_to_its_taker_and_the_makers_that_were_asked(desk: Desk) -> None:
    rfq = ask(desk, "HEIDI", "GRACE", clRfqId="own1", tag=CODE, allowPartialExecution=True)
    now = str(desk.mock.now())
    assert rfq == {
        "rfqId": rfq["rfqId"],
        "clRfqId": "own1",
        "tag": CODE,
        "traderCode": "ALICE",
        "state": "active",
        "counterparties": ["HEIDI", "GRACE"],
        "allowPartialExecution": True,
        "cTime": now,
        "uTime": now,
        # two minutes, as not all legs are options
        "validUntil": str(int(now) + 120_000),
        "groupId": "",
        "acctAlloc": [],
        "legs": [
            {
                "instId": "BTC-USDT", "side": "buy", "sz": "0.5", "posSide": "", "tdMode": "cash", "ccy": "",
                "tgtCcy": "base_ccy", "tradeQuoteCcy": "USDT",
            },
            {
                "instId": "ETH-USDT-SWAP", "side": "sell", "sz": "10", "posSide": "", "tdMode": "cross", "ccy": "",
                "tgtCcy": "", "tradeQuoteCcy": "",
            },
        ],
    }  # fmt: skip
    assert desk.row("alice", "getRfqs", clRfqId="own1") == {**rfq, "flowType": ""}
    assert desk.row("heidi", "getRfqs") == {**rfq, "flowType": "", "clRfqId": ""}
    assert desk.rows("heidi", "getRfqs", clRfqId="own1") == []
    assert desk.rows("frank", "getRfqs") == []


def test_a_quote_is_shown_to_its_maker_and_the_taker(desk: Desk) -> None:
    rfq = ask(desk, clRfqId="own1")
    offer = quote(desk, rfq, clQuoteId="offer1", tag=OTHER_CODE, expiresIn="30")
    assert (offer["state"], offer["quoteSide"], offer["traderCode"], offer["reason"]) == ("active", "sell", "HEIDI", "")
    assert (offer["clQuoteId"], offer["clRfqId"], offer["tag"]) == ("offer1", "", OTHER_CODE)
    assert int(offer["validUntil"]) == desk.mock.now() + 30_000
    assert [(leg["instId"], leg["px"]) for leg in offer["legs"]] == list(PRICES.items())
    assert desk.row("heidi", "getQuotes", clQuoteId="offer1") == offer
    assert desk.row("alice", "getQuotes", rfqId=rfq["rfqId"]) == {**offer, "clQuoteId": "", "clRfqId": "own1"}
    assert desk.rows("grace", "getQuotes") == []


def test_what_one_side_gets_the_other_pays_but_for_the_fees(desk: Desk) -> None:
    before = {name: desk.cash(name) for name in ("alice", "heidi")}
    assert before == {"alice": SEEDED, "heidi": SEEDED}
    rfq = ask(desk)
    trade = desk.row("alice", "executeQuote", deal(rfq, quote(desk, rfq)))

    value, contracts = COINS * BTC_PX, ETHER * ETH_PX
    taker_fees = {"BTC": COINS * SPOT_TAKER, "USDT": contracts * SWAP_TAKER}
    maker_fees = {"USDT": value * SPOT_MAKER + contracts * SWAP_MAKER}
    alice, heidi = (moved(before[name], desk.cash(name)) for name in ("alice", "heidi"))
    assert alice == {"BTC": COINS - taker_fees["BTC"], "USDT": -value - taker_fees["USDT"]}
    assert heidi == {"BTC": -COINS, "USDT": value - maker_fees["USDT"]}
    for ccy in ("BTC", "USDT"):
        assert alice[ccy] + heidi[ccy] == -(taker_fees.get(ccy, 0) + maker_fees.get(ccy, 0))

    # The contracts: short for alice, long for heidi; the margin is a tenth.
    assert Decimal(desk.detail("alice", "USDT")["imr"]) == contracts / 10
    desk.move_price("ETH-USDT-SWAP", "3110.25")
    assert Decimal(desk.detail("alice", "USDT")["upl"]) == -ETHER * 100
    assert Decimal(desk.detail("heidi", "USDT")["upl"]) == ETHER * 100

    assert trade["blockTdId"]
    coin, contract = trade["legs"]
    assert coin == {
        "instId": "BTC-USDT", "px": "59000.5", "sz": "0.5", "side": "buy", "tradeId": coin["tradeId"],
        "fee": "-0.0005", "feeCcy": "BTC",
    }  # fmt: skip
    assert (contract["side"], contract["feeCcy"]) == ("sell", "USDT")
    assert Decimal(contract["fee"]) == -taker_fees["USDT"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_made_or_lost_but_the_fees_whatever_two_users_trade(desk: Desk, seed: int) -> None:
    """Positions are opened, made larger and smaller, turned round; gains of one side are losses of the other."""
    draw = random.Random(seed)
    fees: Counter[str] = Counter()
    traded: set[str] = set()
    for _ in range(12):
        legs = [
            {"instId": name, "side": draw.choice(["buy", "sell"]), "sz": str(draw.randint(1, 40) * Decimal(lot))}
            for name, lot in draw.sample([("BTC-USDT", "0.001"), ("SOL-USDT", "0.1"), ("ETH-USDT-SWAP", "0.25")], 2)
        ]
        prices = {
            "BTC-USDT": str(draw.randint(59_000, 61_000)),
            "SOL-USDT": str(draw.randint(140, 160)),
            "ETH-USDT-SWAP": str(draw.randint(2900, 3100)),
        }
        taker, maker = draw.sample(["alice", "heidi"], 2)
        rfq = ask(desk, maker.upper(), taker=taker, legs=legs)
        offer = quote(desk, rfq, maker, draw.choice(["buy", "sell"]), quoted(legs, **prices))
        desk.row(taker, "executeQuote", deal(rfq, offer))
        for side in (taker, maker):
            for leg in desk.row(side, "getRfqTrades", rfqId=rfq["rfqId"])["legs"]:
                fees[leg["feeCcy"]] += Decimal(leg["fee"])
                traded.add(leg["instId"])
        alice, heidi = desk.cash("alice"), desk.cash("heidi")
        assert {ccy: alice[ccy] + heidi[ccy] for ccy in SEEDED} == {
            ccy: 2 * amount + fees[ccy] for ccy, amount in SEEDED.items()
        }
    assert len(traded) == 3
    assert all(fees[ccy] < 0 for ccy in ("BTC", "SOL", "USDT"))
    desk.move_price("ETH-USDT-SWAP", "3333")
    assert sum(Decimal(desk.detail(name, "USDT")["upl"]) for name in ("alice", "heidi")) == 0


def test_a_quote_to_buy_is_for_the_taker_to_trade_the_other_way(desk: Desk) -> None:
    rfq = ask(desk)
    offer = quote(desk, rfq, side="buy")
    desk.row("alice", "executeQuote", deal(rfq, offer))
    value, contracts = COINS * BTC_PX, ETHER * ETH_PX
    assert moved(SEEDED, desk.cash("alice")) == {
        "BTC": -COINS,
        "USDT": value * (1 - SPOT_TAKER) - contracts * SWAP_TAKER,
    }
    assert moved(SEEDED, desk.cash("heidi")) == {
        "BTC": COINS * (1 - SPOT_MAKER),
        "USDT": -value - contracts * SWAP_MAKER,
    }
    desk.move_price("ETH-USDT-SWAP", "3110.25")
    assert Decimal(desk.detail("alice", "USDT")["upl"]) == ETHER * 100


def test_a_trade_ends_rfq_and_quotes_and_both_sides_find_it(desk: Desk) -> None:
    rfq = ask(desk, "HEIDI", "GRACE", "FRANK", clRfqId="own1", tag=CODE)
    lost = quote(desk, rfq, "grace")
    won = quote(desk, rfq, clQuoteId="offer1", tag=OTHER_CODE)
    trade = desk.row("alice", "executeQuote", deal(rfq, won))
    executed = str(desk.mock.now())
    assert (trade["clRfqId"], trade["clQuoteId"], trade["tag"], trade["cTime"]) == ("own1", "", CODE, executed)
    assert (trade["tTraderCode"], trade["mTraderCode"]) == ("ALICE", "HEIDI")

    states = {
        name: shown(desk, name, "getRfqs", rfq, "rfqId")["state"] for name in ("alice", "heidi", "grace", "frank")
    }
    assert states == {"alice": "filled", "heidi": "filled", "grace": "traded_away", "frank": "traded_away"}
    assert desk.rows("grace", "getRfqs", state="filled") == []
    assert [row["rfqId"] for row in desk.rows("grace", "getRfqs", state="traded_away")] == [rfq["rfqId"]]
    assert shown(desk, "heidi", "getQuotes", won, "quoteId")["state"] == "filled"
    assert shown(desk, "grace", "getQuotes", lost, "quoteId")["state"] == "canceled"
    assert {row["state"] for row in desk.rows("alice", "getQuotes")} == {"filled", "canceled"}

    mine, theirs = desk.row("alice", "getRfqTrades"), desk.row("heidi", "getRfqTrades")
    assert mine["legs"] == [
        {**leg, "tradeQuoteCcy": ccy} for leg, ccy in zip(trade["legs"], ("USDT", ""), strict=True)
    ]  # fmt: skip
    assert (mine["isSuccessful"], mine["errorCode"], mine["acctAlloc"]) == (True, "", [])
    # Each side sees its own tag and its own ids.
    assert (mine["tag"], mine["clRfqId"], mine["clQuoteId"]) == (CODE, "own1", "")
    assert (theirs["tag"], theirs["clRfqId"], theirs["clQuoteId"]) == (OTHER_CODE, "", "offer1")
    for name in ("blockTdId", "rfqId", "quoteId", "cTime"):
        assert mine[name] == theirs[name] == trade[name]
    assert [leg["tradeId"] for leg in mine["legs"]] == [leg["tradeId"] for leg in theirs["legs"]]
    assert [leg["feeCcy"] for leg in theirs["legs"]] == ["USDT", "USDT"]
    assert desk.rows("grace", "getRfqTrades") == []

    fills = {row["instId"]: row for row in desk.rows("alice", "getFills")}
    # 204: bought in a block trade, 205: sold in one; such a trade has no order.
    assert (fills["BTC-USDT"]["subType"], fills["ETH-USDT-SWAP"]["subType"]) == ("204", "205")
    assert {(row["ordId"], row["clOrdId"], row["tag"], row["execType"]) for row in fills.values()} == {
        ("", "", CODE, "T")
    }
    assert {row["subType"] for row in desk.rows("heidi", "getFills")} == {"204", "205"}
    assert [row["instId"] for row in desk.rows("heidi", "getFills", subType="205")] == ["BTC-USDT"]


def test_the_control_surface_shows_what_became_of_each(desk: Desk) -> None:
    rfq = ask(desk, tag=CODE)
    offer = quote(desk, rfq, tag=OTHER_CODE)

    def noted() -> list[tuple[str, str, str, bool, bool]]:
        records = desk.mock.control("GET", "orders").json["records"]
        return [(one["operation"], one["user"], one["tag"], one["known_code"], one["open"]) for one in records]

    first, second = ("createRfq", "alice", CODE, True), ("createQuote", "heidi", OTHER_CODE, True)
    assert noted() == [(*first, True), (*second, True)]
    desk.row("alice", "executeQuote", deal(rfq, offer))
    assert noted() == [(*first, False), (*second, False), ("executeQuote", "alice", CODE, True, False)]


def test_each_side_counts_for_the_code_of_its_own(desk: Desk) -> None:
    since = desk.mock.now()
    rfq = ask(desk, tag=CODE)
    offer = quote(desk, rfq, tag=OTHER_CODE)
    desk.row("alice", "executeQuote", deal(rfq, offer))
    # Without a tag nobody earns.
    plain = ask(desk, taker="grace")
    desk.row("grace", "executeQuote", deal(plain, quote(desk, plain)))

    rows = desk.rebates(since)
    value, contracts = COINS * BTC_PX, ETHER * ETH_PX
    expected = {
        (CODE, "BTC-USDT"): (rfq["rfqId"], value, Decimal(0), COINS * SPOT_TAKER * BTC_PX),
        (CODE, "ETH-USDT-SWAP"): (rfq["rfqId"], Decimal(0), contracts, contracts * SWAP_TAKER),
        (OTHER_CODE, "BTC-USDT"): (offer["quoteId"], value, Decimal(0), value * SPOT_MAKER),
        (OTHER_CODE, "ETH-USDT-SWAP"): (offer["quoteId"], Decimal(0), contracts, contracts * SWAP_MAKER),
    }
    found = {
        (row["brokerCode"], row["instId"]): (
            row["ordId"],
            Decimal(row["spotTradeAmt"]),
            Decimal(row["derivativeTradeAmt"]),
            Decimal(row["fee"]),
        )
        for row in rows
    }
    assert found == expected
    assert len(rows) == 4
    for row in rows:
        assert Decimal(row["brokerRebate"]) == Decimal(row["fee"]) / 2


def test_who_is_anonymous_is_not_named(desk: Desk) -> None:
    rfq = ask(desk, anonymous=True)
    offer = quote(desk, rfq, anonymous=True)
    assert rfq["traderCode"] == "ALICE"
    assert desk.row("heidi", "getRfqs")["traderCode"] == ""
    assert offer["traderCode"] == "HEIDI"
    assert desk.row("alice", "getQuotes")["traderCode"] == ""
    trade = desk.row("alice", "executeQuote", deal(rfq, offer))
    assert (trade["tTraderCode"], trade["mTraderCode"]) == ("ALICE", "")
    theirs = desk.row("heidi", "getRfqTrades")
    assert (theirs["tTraderCode"], theirs["mTraderCode"]) == ("", "HEIDI")


def test_a_size_in_quote_currency_is_traded_in_lots_of_the_coin(desk: Desk) -> None:
    legs = [{"instId": "SOL-USDT", "side": "buy", "sz": "1000", "tgtCcy": "quote_ccy"}]
    rfq = ask(desk, legs=legs)
    offer = quote(desk, rfq, legs=[{**legs[0], "px": "151"}])
    trade = desk.row("alice", "executeQuote", deal(rfq, offer))
    # 1000 / 151 = 6.622516556… in lots of 0.000001
    size = Decimal("6.622516")
    assert trade["legs"][0]["sz"] == "6.622516"
    assert moved(SEEDED, desk.cash("alice")) == {"USDT": -size * 151, "SOL": size * (1 - SPOT_TAKER)}


# A part of an RFQ


def test_a_part_is_executed_in_the_ratio_of_the_legs(desk: Desk) -> None:
    rfq = ask(desk, allowPartialExecution=True)
    offer = quote(desk, rfq)

    def part(*sizes: str) -> dict[str, object]:
        legs = [{"instId": leg["instId"], "sz": size} for leg, size in zip(LEGS, sizes, strict=True)]
        return deal(rfq, offer, legs=legs[::-1])

    assert desk.code("alice", "executeQuote", part("0.25", "4")) == "70506"
    assert desk.code("alice", "executeQuote", part("0.75", "15")) == "70502"
    assert desk.code("alice", "executeQuote", part("0.00000125", "0.000025")) == "70106"
    assert desk.code("alice", "executeQuote", part("0.000625", "0.0125")) == "70307"
    assert desk.code("alice", "executeQuote", deal(rfq, offer, legs=[{"instId": "BTC-USDT", "sz": "0.5"}])) == "70502"
    assert desk.cash("alice") == SEEDED
    trade = desk.row("alice", "executeQuote", part("0.1", "2"))
    assert [(leg["instId"], leg["sz"]) for leg in trade["legs"]] == [("BTC-USDT", "0.1"), ("ETH-USDT-SWAP", "2")]
    assert desk.cash("heidi")["BTC"] == SEEDED["BTC"] - Decimal("0.1")
    # The rest is not for sale any more.
    assert desk.code("alice", "executeQuote", part("0.1", "2")) == "70504"


def test_only_an_rfq_that_allows_it_is_executed_in_part(desk: Desk) -> None:
    rfq = ask(desk)
    offer = quote(desk, rfq)
    small = [{"instId": leg["instId"], "sz": size} for leg, size in zip(LEGS, ("0.1", "2"), strict=True)]
    assert desk.code("alice", "executeQuote", deal(rfq, offer, legs=small)) == "70507"
    whole = [{"instId": leg["instId"], "sz": leg["sz"]} for leg in LEGS]
    assert desk.row("alice", "executeQuote", deal(rfq, offer, legs=whole))["legs"][0]["sz"] == "0.5"


# What ends by itself


def test_an_rfq_expires_after_two_minutes_and_its_quotes_with_it(mock: Mock) -> None:
    desk = Desk(mock, pause=0)
    rfq = ask(desk, "HEIDI", "GRACE")
    mock.advance(100)
    offer = quote(desk, rfq)
    mock.advance(19.999)
    assert shown(desk, "alice", "getRfqs", rfq, "rfqId")["state"] == "active"
    mock.advance(0.001)
    assert shown(desk, "grace", "getRfqs", rfq, "rfqId")["state"] == "expired"
    ended = shown(desk, "alice", "getRfqs", rfq, "rfqId")
    assert (ended["state"], ended["uTime"]) == ("expired", rfq["validUntil"])
    assert shown(desk, "heidi", "getQuotes", offer, "quoteId")["state"] == "expired"
    assert desk.code("alice", "executeQuote", deal(rfq, offer)) == "70504"
    assert desk.code("heidi", "createQuote", {"rfqId": rfq["rfqId"], "quoteSide": "sell", "legs": quoted()}) == "70303"
    assert desk.code("alice", "cancelRfq", {"rfqId": rfq["rfqId"]}) == "70200"
    assert desk.cash("alice") == SEEDED


def test_an_rfq_that_nobody_looks_at_expires_at_its_own_moment(mock: Mock) -> None:
    desk = Desk(mock)
    rfq = ask(desk)
    mock.advance(3600)
    assert shown(desk, "alice", "getRfqs", rfq, "rfqId")["uTime"] == rfq["validUntil"]


@pytest.mark.parametrize(("said", "seconds"), [({}, 60), ({"expiresIn": "10"}, 10)])
def test_a_quote_expires(mock: Mock, said: dict[str, str], seconds: int) -> None:
    desk = Desk(mock, pause=0)
    rfq = ask(desk)
    offer = quote(desk, rfq, **said)
    assert int(offer["validUntil"]) == mock.now() + 1000 * seconds
    mock.advance(seconds - 0.001)
    assert shown(desk, "alice", "getQuotes", offer, "quoteId")["state"] == "active"
    mock.advance(0.001)
    assert shown(desk, "alice", "getQuotes", offer, "quoteId")["state"] == "expired"
    assert desk.code("alice", "executeQuote", deal(rfq, offer)) == "70505"
    assert desk.code("heidi", "cancelQuote", {"quoteId": offer["quoteId"]}) == "70400"
    assert shown(desk, "alice", "getRfqs", rfq, "rfqId")["state"] == "active"


# Cancelling


def test_only_its_owner_cancels_an_rfq_and_that_cancels_its_quotes(desk: Desk) -> None:
    rfq = ask(desk, "HEIDI", clRfqId="own1")
    offer = quote(desk, rfq)
    for stranger in ("heidi", "grace"):
        assert desk.code(stranger, "cancelRfq", {"rfqId": rfq["rfqId"]}) == "70000"
    assert desk.row("alice", "cancelRfq", {"clRfqId": "own1"}) == {
        "rfqId": rfq["rfqId"], "clRfqId": "own1", "sCode": "0", "sMsg": "",
    }  # fmt: skip
    assert desk.row("heidi", "getRfqs")["state"] == "canceled"
    assert desk.row("heidi", "getQuotes")["state"] == "canceled"
    assert desk.code("alice", "cancelRfq", {"clRfqId": "own1"}) == "70200"
    assert desk.code("alice", "executeQuote", deal(rfq, offer)) == "70504"
    assert desk.code("alice", "cancelRfq", {"rfqId": "1"}) == "70000"


def test_only_its_owner_cancels_a_quote(desk: Desk) -> None:
    rfq = ask(desk, "HEIDI", "GRACE")
    offer = quote(desk, rfq, clQuoteId="offer1")
    for stranger in ("alice", "grace"):
        assert desk.code(stranger, "cancelQuote", {"quoteId": offer["quoteId"]}) == "70001"
    other = ask(desk, "HEIDI")
    assert desk.code("heidi", "cancelQuote", {"quoteId": offer["quoteId"], "rfqId": other["rfqId"]}) == "70501"
    assert desk.row("heidi", "cancelQuote", {"clQuoteId": "offer1"})["quoteId"] == offer["quoteId"]
    assert desk.code("heidi", "cancelQuote", {"clQuoteId": "offer1"}) == "70400"
    assert desk.code("alice", "executeQuote", deal(rfq, offer)) == "70505"


def test_a_new_quote_takes_the_place_of_the_one_before(desk: Desk) -> None:
    rfq = ask(desk)
    first = quote(desk, rfq)
    second = quote(desk, rfq, legs=quoted(**{"BTC-USDT": "58000"}))
    assert {row["quoteId"]: row["state"] for row in desk.rows("heidi", "getQuotes")} == {
        second["quoteId"]: "active",
        first["quoteId"]: "canceled",
    }
    assert desk.code("heidi", "cancelQuote", {"quoteId": first["quoteId"]}) == "70400"
    assert desk.row("alice", "executeQuote", deal(rfq, second))["legs"][0]["px"] == "58000"


def test_an_own_id_is_taken_while_what_it_names_lives(desk: Desk) -> None:
    rfq = ask(desk, clRfqId="own1")
    offer = quote(desk, rfq, clQuoteId="offer1")
    again = {"counterparties": ["HEIDI"], "legs": LEGS, "clRfqId": "own1"}
    assert desk.code("alice", "createRfq", again) == "70101"
    other = ask(desk, clRfqId="own2")
    second = {"rfqId": other["rfqId"], "quoteSide": "sell", "legs": quoted(), "clQuoteId": "offer1"}
    assert desk.code("heidi", "createQuote", second) == "70301"
    # Heidi's ids are not alice's.
    assert desk.code("heidi", "createRfq", {**again, "counterparties": ["ALICE"]}) == "0"
    desk.row("alice", "executeQuote", deal(rfq, offer))
    assert desk.code("alice", "createRfq", again) == "0"
    assert desk.code("heidi", "createQuote", second) == "0"


# Refusals


def leg(**changes: str) -> dict[str, str]:
    return {**LEGS[0], **changes}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"counterparties": ["NOBODY"]}, "70103"),
        ({"counterparties": ["HEIDI", "ALICE"]}, "70103"),
        ({"counterparties": [""]}, "70103"),
        ({"counterparties": []}, "51000"),
        ({"legs": [leg(instId="BTC-USD-221208-100000-C")]}, "70004"),
        ({"legs": [LEGS[0], leg(side="sell")]}, "70100"),
        ({"legs": [leg(sz="0.000001")]}, "70106"),
        ({"legs": [leg(sz="0")]}, "70106"),
        ({"legs": [leg(sz="0.500000001")]}, "70307"),
        ({"legs": [leg(sz="99999999999")]}, "51005"),
        ({"legs": [leg(instId="ETH-USDT-SWAP", sz="1.005")]}, "70307"),
        ({"legs": [leg(tdMode="cross")]}, "51010"),
        ({"legs": [leg(instId="ETH-USDT-SWAP", tdMode="cash")]}, "51000"),
        ({"legs": [leg(tradeQuoteCcy="USDC")]}, "51000"),
        ({"legs": [leg(lmtPx="60000"), LEGS[1]]}, "51000"),
        ({"legs": [leg(lmtPx="60000.001")]}, "70304"),
        ({"legs": []}, "51000"),
        ({"acctAlloc": [{"acct": "0", "legs": [{"instId": "BTC-USDT", "sz": "0.5"}]}]}, "70517"),
    ],
)
def test_rfqs_that_are_refused(desk: Desk, changes: dict[str, Any], code: str) -> None:
    assert desk.code("alice", "createRfq", {"counterparties": ["HEIDI"], "legs": LEGS, **changes}) == code
    assert desk.rows("alice", "getRfqs") == []


@pytest.mark.parametrize(
    ("legs", "code"),
    [
        (quoted()[:1], "70306"),
        ([*quoted(), {"instId": "SOL-USDT", "side": "buy", "sz": "1", "px": "150"}], "70306"),
        ([{**quoted()[0], "sz": "0.4"}, quoted()[1]], "70306"),
        ([{**quoted()[0], "side": "sell"}, quoted()[1]], "70306"),
        ([{**quoted()[0], "tgtCcy": "quote_ccy"}, quoted()[1]], "70306"),
        ([quoted()[0], quoted()[0]], "70100"),
        (quoted(**{"BTC-USDT": "59000.001"}), "70304"),
        (quoted(**{"BTC-USDT": "0"}), "70304"),
        (quoted(**{"BTC-USDT": "99999999999"}), "51006"),
        ([{**quoted()[0], "tdMode": "isolated"}, quoted()[1]], "51010"),
    ],
)
def test_quotes_that_are_refused(desk: Desk, legs: list[dict[str, str]], code: str) -> None:
    rfq = ask(desk)
    assert desk.code("heidi", "createQuote", {"rfqId": rfq["rfqId"], "quoteSide": "sell", "legs": legs}) == code
    assert desk.rows("alice", "getQuotes") == []


def test_who_was_not_asked_does_not_quote_and_nobody_quotes_himself(desk: Desk) -> None:
    rfq = ask(desk, "HEIDI")
    document = {"rfqId": rfq["rfqId"], "quoteSide": "sell", "legs": quoted()}
    assert desk.code("grace", "createQuote", document) == "70000"
    assert desk.code("alice", "createQuote", document) == "70308"
    assert desk.code("heidi", "createQuote", {**document, "rfqId": "1"}) == "70000"
    assert desk.code("bob", "createQuote", document) == "50120"


def test_quotes_are_executed_by_the_owner_of_the_rfq_once(desk: Desk) -> None:
    rfq, other = ask(desk), ask(desk)
    offer = quote(desk, rfq)
    for stranger in ("heidi", "grace"):
        assert desk.code(stranger, "executeQuote", deal(rfq, offer)) == "70000"
    assert desk.code("alice", "executeQuote", deal(rfq, {"quoteId": "1"})) == "70001"
    assert desk.code("alice", "executeQuote", deal(other, offer)) == "70501"
    assert desk.code("alice", "executeQuote", deal(rfq, offer)) == "0"
    after = desk.cash("alice")
    assert desk.code("alice", "executeQuote", deal(rfq, offer)) == "70504"
    assert desk.cash("alice") == after


# Who can't pay

TWO_COINS = [{"instId": "BTC-USDT", "side": "buy", "sz": "2"}]


def test_a_taker_who_cannot_pay_is_refused_and_can_try_again(desk: Desk) -> None:
    rfq = ask(desk, legs=TWO_COINS)
    offer = quote(desk, rfq, legs=[{**TWO_COINS[0], "px": "60000"}])
    refused = desk.send("alice", "executeQuote", deal(rfq, offer))
    assert refused.code == "51008"
    assert "USDT" in refused.json["msg"]
    assert (desk.cash("alice"), desk.cash("heidi")) == (SEEDED, SEEDED)
    assert desk.row("alice", "getRfqs")["state"] == "active"
    # 20 ether bring the USDT that is short.
    desk.mock.order("alice", instId="ETH-USDT", side="sell", ordType="market", sz="20", px=None)
    desk.row("alice", "executeQuote", deal(rfq, offer))
    assert desk.cash("alice")["BTC"] == SEEDED["BTC"] + 2 * (1 - SPOT_TAKER)


def test_what_one_leg_brings_pays_for_another(desk: Desk) -> None:
    legs = [*TWO_COINS, {"instId": "ETH-USDT", "side": "sell", "sz": "15"}]
    rfq = ask(desk, legs=legs)
    offer = quote(desk, rfq, legs=[{**legs[0], "px": "60000"}, {**legs[1], "px": "3000"}])
    desk.row("alice", "executeQuote", deal(rfq, offer))
    assert desk.cash("alice")["USDT"] == SEEDED["USDT"] - 120_000 + 45_000 * (1 - SPOT_TAKER)


def test_a_maker_who_cannot_pay_does_not_quote(desk: Desk) -> None:
    legs = [{"instId": "BTC-USDT", "side": "buy", "sz": "2.5"}]
    rfq = ask(desk, legs=legs)
    refused = desk.send(
        "heidi", "createQuote", {"rfqId": rfq["rfqId"], "quoteSide": "sell", "legs": [{**legs[0], "px": "100"}]}
    )
    assert refused.code == "51008"
    assert "BTC" in refused.json["msg"]


def test_the_execution_fails_if_the_maker_cannot_pay_any_more(desk: Desk) -> None:
    since = desk.mock.now()
    rfq = ask(desk, "HEIDI", "GRACE", legs=TWO_COINS, tag=CODE)
    prices = [{**TWO_COINS[0], "px": "100"}]
    offer = quote(desk, rfq, legs=prices, tag=OTHER_CODE)
    other = quote(desk, rfq, "grace", legs=prices)
    desk.mock.order("heidi", side="sell", ordType="market", sz="1", px=None)
    heidi = desk.cash("heidi")
    assert desk.code("alice", "executeQuote", deal(rfq, offer)) == "70509"
    assert (desk.cash("alice"), desk.cash("heidi")) == (SEEDED, heidi)
    assert [desk.row(name, "getRfqs")["state"] for name in ("alice", "heidi", "grace")] == ["failed"] * 3
    assert shown(desk, "heidi", "getQuotes", offer, "quoteId")["state"] == "failed"
    assert shown(desk, "grace", "getQuotes", other, "quoteId")["state"] == "canceled"
    assert desk.rows("alice", "getRfqTrades") == []
    for name in ("alice", "heidi"):
        (trade,) = desk.rows(name, "getRfqTrades", isSuccessful="false")
        assert (trade["isSuccessful"], trade["errorCode"], trade["rfqId"]) == (False, "70509", rfq["rfqId"])
        assert [(leg["sz"], leg["fee"], leg["tradeId"]) for leg in trade["legs"]] == [("2", "0", "")]
    assert desk.code("alice", "executeQuote", deal(rfq, other)) == "70504"
    assert desk.rebates(since) == []


# Long/short mode

CONTRACTS = {"instId": "ETH-USDT-SWAP", "sz": "10"}


def trade_contracts(desk: Desk, side: str, code: str = "0", **position: str) -> None:
    """Ivan, who is in long/short mode, asks heidi for contracts."""
    leg = {**CONTRACTS, "side": side, **position}
    rfq = ask(desk, taker="ivan", legs=[leg])
    offer = quote(desk, rfq, legs=[{**CONTRACTS, "side": side, "px": "3000"}])
    assert desk.code("ivan", "executeQuote", deal(rfq, offer)) == code


def test_in_long_short_mode_a_leg_opens_or_closes_a_position(desk: Desk) -> None:
    trade_contracts(desk, "buy")
    trade_contracts(desk, "sell")
    value = ETHER * 3000
    # A long and a short position, each with a margin of its own; heidi's cancel each other out.
    assert Decimal(desk.detail("ivan", "USDT")["imr"]) == 2 * value / 10
    assert desk.detail("heidi", "USDT")["imr"] == "0"
    desk.move_price("ETH-USDT-SWAP", "3100")
    assert desk.detail("ivan", "USDT")["upl"] == "0"
    trade_contracts(desk, "sell", posSide="long")
    assert Decimal(desk.detail("ivan", "USDT")["upl"]) == -ETHER * 100
    trade_contracts(desk, "buy", posSide="short")
    assert desk.detail("ivan", "USDT")["imr"] == "0"
    # 206 and 207: long and short opened, 208 and 209: closed, in block trades.
    fills = desk.rows("ivan", "getFills")
    assert [(row["subType"], row["posSide"]) for row in fills] == [
        ("209", "short"), ("208", "long"), ("207", "short"), ("206", "long"),
    ]  # fmt: skip
    assert moved(SEEDED, desk.cash("ivan")) == {"USDT": -4 * value * SWAP_TAKER}


def test_what_a_leg_closes_has_to_be_there(desk: Desk) -> None:
    trade_contracts(desk, "sell", "51169", posSide="long")
    desk.mock.order("ivan", instId="ETH-USDT-SWAP", tdMode="cross", posSide="long", ordType="market", sz="5", px=None)
    before = desk.cash("ivan")
    trade_contracts(desk, "sell", "51112", posSide="long")
    # Of another margin mode it is another position.
    trade_contracts(desk, "sell", "51169", posSide="long", tdMode="isolated")
    assert desk.cash("ivan") == before
    assert {row["state"] for row in desk.rows("ivan", "getRfqs")} == {"active"}


@pytest.mark.parametrize(("taker", "side"), [("alice", "long"), ("alice", "short"), ("ivan", "net")])
def test_the_position_side_goes_with_the_mode_of_the_account(desk: Desk, taker: str, side: str) -> None:
    legs = [{**CONTRACTS, "side": "buy", "posSide": side}]
    assert desk.code(taker, "createRfq", {"counterparties": ["HEIDI"], "legs": legs}) == "51000"


# Limit prices, and the bot


@pytest.mark.parametrize(
    ("coin", "contract", "side", "state"),
    [
        ("59000.5", "3010.25", "sell", "filled"),
        ("59000", "3011", "sell", "filled"),
        ("59000.51", "3010.25", "sell", "active"),
        ("59000.5", "3010.24", "sell", "active"),
        ("59000.5", "3010.25", "buy", "active"),
    ],
)
def test_a_quote_at_the_limit_prices_or_better_executes_by_itself(
    desk: Desk, coin: str, contract: str, side: str, state: str
) -> None:
    legs = [{**LEGS[0], "lmtPx": "59000.5"}, {**LEGS[1], "lmtPx": "3010.25"}]
    rfq = ask(desk, legs=legs)
    assert all("lmtPx" not in one for one in desk.row("heidi", "getRfqs")["legs"])
    prices = {"BTC-USDT": coin, "ETH-USDT-SWAP": contract}
    offer = quote(desk, rfq, side=side, legs=quoted(**prices))
    assert offer["state"] == state
    assert desk.row("alice", "getRfqs")["state"] == state
    assert len(desk.rows("alice", "getRfqTrades")) == (state == "filled")
    if state == "filled":
        # At the maker's prices.
        assert desk.cash("heidi")["BTC"] == SEEDED["BTC"] - COINS
        assert desk.row("alice", "getRfqTrades")["legs"][0]["px"] == coin


def test_the_bot_of_demo_trading_quotes_the_mocks_prices_after_a_second(mock: Mock) -> None:
    desk = Desk(mock, pause=0)
    rfq = ask(desk, "WAGMI")
    mock.advance(0.999)
    assert desk.rows("alice", "getQuotes") == []
    mock.advance(0.001)
    offer = desk.row("alice", "getQuotes")
    assert (offer["traderCode"], offer["quoteSide"], offer["state"]) == ("WAGMI", "sell", "active")
    assert [leg["px"] for leg in offer["legs"]] == ["60000", "3000"]
    desk.row("alice", "executeQuote", deal(rfq, offer))
    assert moved(SEEDED, desk.cash("alice")) == {
        "BTC": COINS * (1 - SPOT_TAKER),
        "USDT": -COINS * 60_000 - ETHER * 3000 * SWAP_TAKER,
    }


def test_the_bot_does_not_quote_what_is_over(desk: Desk) -> None:
    desk.pause = 0
    rfq = ask(desk, "WAGMI")
    desk.row("alice", "cancelRfq", {"rfqId": rfq["rfqId"]})
    desk.mock.advance(5)
    assert desk.rows("alice", "getQuotes") == []


def test_the_bot_is_silent_about_what_cannot_be_traded(desk: Desk) -> None:
    """A size in USDT that is less than the least size of the coin, which shows at a price only."""
    ask(desk, "WAGMI", legs=[{"instId": "SOL-USDT", "side": "buy", "sz": "0.01", "tgtCcy": "quote_ccy"}])
    desk.mock.advance(5)
    assert desk.rows("alice", "getQuotes") == []
    assert desk.cash("alice") == SEEDED


# Group RFQs

GROUP_LEGS = [{"instId": "BTC-USDT", "side": "buy", "sz": "1"}, {"instId": "ETH-USDT-SWAP", "side": "sell", "sz": "8"}]


def share(acct: str, coins: str, contracts: str) -> dict[str, object]:
    return {
        "acct": acct,
        "legs": [{"instId": "BTC-USDT", "sz": coins}, {"instId": "ETH-USDT-SWAP", "sz": contracts}],
    }


def group(*shares: dict[str, object]) -> dict[str, object]:
    return {"counterparties": ["HEIDI"], "legs": GROUP_LEGS, "acctAlloc": list(shares), "tag": CODE}


def sub_account(mock: Mock, name: str) -> dict[str, Any]:
    """Credentials for a sub-account of the broker."""
    document = {"subAcct": name, "label": "test", "passphrase": "Qwr4321!", "perm": "read_only,trade"}
    made = mock.post("broker", "/api/v5/broker/dma/subaccount/apikey", document).row
    return {"api_key": made["apiKey"], "secret_key": made["secretKey"], "passphrase": made["passphrase"]}


def test_a_group_rfq_is_settled_account_by_account(desk: Desk) -> None:
    since = desk.mock.now()
    sub = sub_account(desk.mock, "mockSub0003")
    broker = desk.cash("broker")
    rfq = desk.row("broker", "createRfq", group(share("0", "0.25", "2"), share("mockSub0003", "0.75", "6")))
    assert (rfq["groupId"] != "", rfq["allowPartialExecution"]) == (True, True)
    assert [(part["acct"], part["sCode"]) for part in rfq["acctAlloc"]] == [("0", "0"), ("mockSub0003", "0")]
    assert desk.row("broker", "getRfqs")["acctAlloc"][1]["legs"][0]["sz"] == "0.75"
    seen = desk.row("heidi", "getRfqs")
    assert (seen["groupId"], seen["acctAlloc"]) == (rfq["groupId"], [])
    prices = [{**GROUP_LEGS[0], "px": "60000"}, {**GROUP_LEGS[1], "px": "3000"}]
    offer = quote(desk, rfq, legs=prices)
    small = [{"instId": "BTC-USDT", "sz": "0.5"}, {"instId": "ETH-USDT-SWAP", "sz": "4"}]
    assert desk.code("broker", "executeQuote", deal(rfq, offer, legs=small)) == "70507"
    trade = desk.row("broker", "executeQuote", deal(rfq, offer))

    def paid(coins: str, ether: str) -> dict[str, Decimal]:
        size, contracts = Decimal(coins), Decimal(ether) * 3000
        return {"BTC": size * (1 - SPOT_TAKER), "USDT": -size * 60_000 - contracts * SWAP_TAKER}

    assert moved(broker, desk.cash("broker")) == paid("0.25", "0.2")
    assert moved(SEEDED, desk.cash(sub)) == paid("0.75", "0.6")
    assert moved(SEEDED, desk.cash("heidi")) == {
        "BTC": Decimal(-1),
        "USDT": 60_000 * (1 - SPOT_MAKER) - 2400 * SWAP_MAKER,
    }
    # The whole has the sums, the accounts have the ids.
    assert trade["blockTdId"] == ""
    assert [(one["sz"], one["fee"], one["tradeId"]) for one in trade["legs"]] == [
        ("1", "-0.001", ""),
        ("8", "-1.2", ""),
    ]
    parts = trade["acctAlloc"]
    assert [(part["acct"], part["sCode"]) for part in parts] == [("0", "0"), ("mockSub0003", "0")]
    assert len({part["blockTdId"] for part in parts} - {""}) == 2
    assert parts[1]["legs"][0] == {
        "instId": "BTC-USDT", "sz": "0.75", "fee": "-0.00075", "feeCcy": "BTC",
        "tradeId": parts[1]["legs"][0]["tradeId"],
    }  # fmt: skip
    mine, theirs = desk.row("broker", "getRfqTrades"), desk.row("heidi", "getRfqTrades")
    assert [part["acct"] for part in mine["acctAlloc"]] == ["0", "mockSub0003"]
    assert [(part["acct"], part["errorCode"]) for part in theirs["acctAlloc"]] == [("", "0"), ("", "0")]
    assert desk.rows(sub, "getRfqTrades") == []
    assert {row["subType"] for row in desk.rows(sub, "getFills")} == {"204", "205"}
    assert {(row["brokerCode"], row["ordId"]) for row in desk.rebates(since)} == {(CODE, rfq["rfqId"])}


def test_a_group_rfq_is_filled_if_one_account_could_pay(desk: Desk) -> None:
    legs = [{"instId": "BTC-USDT", "side": "buy", "sz": "1.9"}]
    shares = [
        {"acct": "0", "legs": [{"instId": "BTC-USDT", "sz": "0.1"}]},
        {"acct": "mockSub0003", "legs": [{"instId": "BTC-USDT", "sz": "1.8"}]},
    ]
    rfq = desk.row("broker", "createRfq", {"counterparties": ["HEIDI"], "legs": legs, "acctAlloc": shares})
    offer = quote(desk, rfq, legs=[{**legs[0], "px": "60000"}])
    trade = desk.row("broker", "executeQuote", deal(rfq, offer))
    assert [(part["acct"], part["sCode"]) for part in trade["acctAlloc"]] == [("0", "0"), ("mockSub0003", "51008")]
    assert trade["legs"][0]["sz"] == "0.1"
    assert desk.row("broker", "getRfqs")["state"] == "filled"
    assert desk.cash("heidi")["BTC"] == SEEDED["BTC"] - Decimal("0.1")


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ([share("0", "0.25", "2")], "70514"),
        ([share("0", "0.5", "2"), share("mockSub0003", "0.5", "6")], "70515"),
        ([share("0", "0.5", "4"), share("0", "0.5", "4")], "70518"),
        ([share("0", "0.5", "4"), share("nobody", "0.5", "4")], "70517"),
        # every fiftieth sub-account is frozen
        ([share("0", "0.5", "4"), share("mockSub0050", "0.5", "4")], "70517"),
        ([{"acct": "0", "legs": [{"instId": "BTC-USDT", "sz": "1"}]}], "70514"),
        ([share("0", "0.5", "4.005"), share("mockSub0003", "0.5", "3.995")], "70307"),
    ],
)
def test_group_rfqs_that_are_refused(desk: Desk, shares: list[dict[str, object]], code: str) -> None:
    assert desk.code("broker", "createRfq", group(*shares)) == code


# Lists


def test_lists_go_from_newer_to_older_and_by_time(desk: Desk) -> None:
    trades: list[Any] = []
    for number in range(4):
        legs = [{"instId": "SOL-USDT", "side": "buy", "sz": str(number + 1)}]
        rfq = ask(desk, legs=legs)
        offer = quote(desk, rfq, legs=[{**legs[0], "px": "150"}])
        trades.insert(0, desk.row("alice", "executeQuote", deal(rfq, offer)))

    for operation, name in (("getRfqs", "rfqId"), ("getQuotes", "quoteId"), ("getRfqTrades", "blockTdId")):
        newest = [trade[name] for trade in trades]

        def found(operation: str = operation, name: str = name, **query: str) -> list[str]:
            return [row[name] for row in desk.rows("alice", operation, **query)]

        assert found() == newest
        assert found(limit="2") == newest[:2]
        assert found(limit="2", endId=newest[1]) == newest[2:]
        assert found(beginId=newest[2]) == newest[:2]
        assert found(**{name: newest[3]}) == newest[3:]
    times = [trade["cTime"] for trade in trades]
    chosen = desk.rows("alice", "getRfqTrades", beginTs=times[2], endTs=times[1])
    assert [row["cTime"] for row in chosen] == times[1:3]
    assert desk.code("alice", "getRfqTrades", beginTs=times[0], endTs=times[1]) == "70013"
