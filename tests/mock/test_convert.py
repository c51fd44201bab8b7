"""Conversions: quotes that stand for ten seconds, and the coins that change hands by them.

Amounts are worked out here from the mock's prices. Codes: okx-v5, error codes of convert.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from .conftest import Mock
from .desks import CODE, OTHER_CODE, SEEDED, Desk, moved


@pytest.fixture
def desk(mock: Mock) -> Desk:
    # A quote for a pair can be asked for every five seconds.
    return Desk(mock, pause=5)


def wish(**changes: str) -> dict[str, str]:
    """The document's example: ETH for 30 USDT."""
    return {"baseCcy": "ETH", "quoteCcy": "USDT", "side": "buy", "rfqSz": "30", "rfqSzCcy": "USDT", **changes}


def take(quote: Any, **changes: str) -> dict[str, str]:
    """The conversion that was quoted."""
    agreed = {name: quote[name] for name in ("quoteId", "baseCcy", "quoteCcy", "side")}
    return {**agreed, "sz": quote["rfqSz"], "szCcy": quote["rfqSzCcy"], **changes}


def convert(desk: Desk, *, tag: str = "", own: str = "", **changes: str) -> Any:
    quote = desk.row("alice", "estimateConvertQuote", wish(**changes))
    return desk.row("alice", "convertTrade", take(quote, tag=tag, clTReqId=own))


def test_currencies_and_pairs_are_those_of_the_mocks_instruments(desk: Desk) -> None:
    assert desk.rows("alice", "getConvertCurrencies") == [
        {"ccy": ccy, "min": "", "max": ""} for ccy in ("BTC", "USDT", "ETH", "SOL")
    ]
    # 1 and 10,000 USDT at 60,000, in lots of 0.00000001.
    bitcoin = {
        "instId": "BTC-USDT", "baseCcy": "BTC", "quoteCcy": "USDT", "quoteCcyMin": "1", "quoteCcyMax": "10000",
        "baseCcyMin": "0.00001666", "baseCcyMax": "0.16666666",
    }  # fmt: skip
    assert desk.row("alice", "getConvertCurrencyPair", fromCcy="USDT", toCcy="BTC") == bitcoin
    assert desk.row("alice", "getConvertCurrencyPair", fromCcy="BTC", toCcy="USDT") == bitcoin
    large = desk.row("alice", "getConvertCurrencyPair", fromCcy="SOL", toCcy="USDT", convertMode="1")
    assert (large["quoteCcyMin"], large["quoteCcyMax"], large["instId"]) == ("10000", "1000000", "SOL-USDT")
    assert desk.code("alice", "getConvertCurrencyPair", fromCcy="BTC", toCcy="ETH") == "58009"
    assert desk.code("alice", "getConvertCurrencyPair", fromCcy="DOT", toCcy="USDT") == "58009"


def test_a_conversion_moves_the_coins_at_the_quoted_price(desk: Desk) -> None:
    quote = desk.row("alice", "estimateConvertQuote", wish(clQReqId="ask1"))
    assert quote == {
        "quoteTime": str(desk.mock.now()), "ttlMs": "10000", "clQReqId": "ask1", "quoteId": quote["quoteId"],
        "baseCcy": "ETH", "quoteCcy": "USDT", "side": "buy", "origRfqSz": "30", "rfqSz": "30", "rfqSzCcy": "USDT",
        # 30 USDT at 3000
        "cnvtPx": "3000", "baseSz": "0.01", "quoteSz": "30",
    }  # fmt: skip
    desk.pause = 2
    assert desk.cash("alice") == SEEDED
    # The price moves; the quote stands.
    desk.move_price("ETH-USDT", "2000")
    done = desk.row("alice", "convertTrade", take(quote, clTReqId="own1"))
    assert done == {
        "tradeId": done["tradeId"], "quoteId": quote["quoteId"], "clTReqId": "own1", "state": "fullyFilled",
        "instId": "ETH-USDT", "baseCcy": "ETH", "quoteCcy": "USDT", "side": "buy", "fillPx": "3000",
        "fillBaseSz": "0.01", "fillQuoteSz": "30", "ts": str(desk.mock.now()),
    }  # fmt: skip
    assert moved(SEEDED, desk.cash("alice")) == {"ETH": Decimal("0.01"), "USDT": Decimal(-30)}
    shown = {name: value for name, value in done.items() if name != "quoteId"}
    assert desk.rows("alice", "getConvertHistory") == [shown]
    assert desk.rows("heidi", "getConvertHistory") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"side": "sell", "rfqSz": "2", "rfqSzCcy": "ETH"}, {"ETH": Decimal(-2), "USDT": Decimal(6000)}),
        ({"side": "sell", "rfqSz": "60", "rfqSzCcy": "USDT"}, {"ETH": Decimal("-0.02"), "USDT": Decimal(60)}),
        ({"rfqSz": "1.5", "rfqSzCcy": "ETH"}, {"ETH": Decimal("1.5"), "USDT": Decimal(-4500)}),
        # 100 / 60000 to twelve places
        ({"baseCcy": "BTC", "rfqSz": "100"}, {"BTC": Decimal("0.001666666667"), "USDT": Decimal(-100)}),
        (
            {"baseCcy": "SOL", "side": "sell", "rfqSz": "7", "rfqSzCcy": "SOL"},
            {"SOL": Decimal(-7), "USDT": Decimal(1050)},
        ),
    ],
)
def test_either_way_and_in_either_currency(desk: Desk, changes: dict[str, str], expected: dict[str, Decimal]) -> None:
    convert(desk, **changes)
    assert moved(SEEDED, desk.cash("alice")) == expected


def test_a_quote_is_good_for_one_conversion(desk: Desk) -> None:
    quote = desk.row("alice", "estimateConvertQuote", wish())
    desk.pause = 1
    desk.row("alice", "convertTrade", take(quote))
    desk.mock.advance(5)
    assert desk.code("alice", "convertTrade", take(quote)) == "52921"
    assert moved(SEEDED, desk.cash("alice")) == {"ETH": Decimal("0.01"), "USDT": Decimal(-30)}


def test_a_quote_is_good_for_ten_seconds(mock: Mock) -> None:
    desk = Desk(mock, pause=0)
    first = desk.row("alice", "estimateConvertQuote", wish())
    mock.advance(9.999)
    assert desk.code("alice", "convertTrade", take(first)) == "0"
    second = desk.row("alice", "estimateConvertQuote", wish())
    mock.advance(10)
    assert desk.code("alice", "convertTrade", take(second)) == "52922"
    assert moved(SEEDED, desk.cash("alice")) == {"ETH": Decimal("0.01"), "USDT": Decimal(-30)}


def test_a_part_of_a_quote_can_be_taken(desk: Desk) -> None:
    quote = desk.row("alice", "estimateConvertQuote", wish())
    assert desk.row("alice", "convertTrade", take(quote, sz="12"))["fillBaseSz"] == "0.004"
    assert moved(SEEDED, desk.cash("alice")) == {"ETH": Decimal("0.004"), "USDT": Decimal(-12)}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"quoteId": "1"}, "52927"),
        ({"baseCcy": "BTC"}, "52919"),
        ({"quoteCcy": "BTC"}, "52919"),
        ({"side": "sell"}, "52919"),
        ({"szCcy": "ETH"}, "52919"),
        ({"convertMode": "1"}, "52919"),
        ({"sz": "30.01"}, "52920"),
        ({"sz": "0.5"}, "52917"),
    ],
)
def test_only_what_was_quoted_is_converted(desk: Desk, changes: dict[str, str], code: str) -> None:
    quote = desk.row("alice", "estimateConvertQuote", wish())
    desk.pause = 2
    refused = desk.send("alice", "convertTrade", take(quote, **changes))
    assert refused.code == code
    if code == "52919":
        assert next(iter(changes)) in refused.json["msg"]
    desk.pause = 5
    assert desk.cash("alice") == SEEDED
    assert desk.rows("alice", "getConvertHistory") == []


def test_somebody_elses_quote_is_none(desk: Desk) -> None:
    quote = desk.row("alice", "estimateConvertQuote", wish())
    assert desk.code("heidi", "convertTrade", take(quote)) == "52927"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"baseCcy": "DOT"}, "52901"),
        ({"baseCcy": "USDT", "quoteCcy": "BTC", "rfqSzCcy": "BTC"}, "52901"),
        ({"quoteCcy": "BTC", "rfqSzCcy": "BTC"}, "52902"),
        ({"rfqSzCcy": "BTC"}, "51000"),
        ({"rfqSz": "0"}, "52917"),
        ({"rfqSz": "0.99"}, "52917"),
        ({"rfqSz": "10000.01"}, "52918"),
        ({"rfqSz": "3.4", "rfqSzCcy": "ETH"}, "52918"),
        ({"rfqSz": "9999", "convertMode": "1"}, "52917"),
        ({"rfqSz": "10000"}, "0"),
        ({"rfqSz": "10000.01", "convertMode": "1"}, "0"),
    ],
)
def test_what_is_quoted(desk: Desk, changes: dict[str, str], code: str) -> None:
    assert desk.code("alice", "estimateConvertQuote", wish(**changes)) == code


def test_nobody_converts_more_than_there_is(desk: Desk) -> None:
    """SOL for 10,000 USDT ten times, which is all there is; the eleventh time the balance is too small."""
    for _ in range(10):
        convert(desk, baseCcy="SOL", rfqSz="10000")
    assert desk.cash("alice")["USDT"] == 0
    quote = desk.row("alice", "estimateConvertQuote", wish(baseCcy="SOL", rfqSz="1"))
    assert desk.code("alice", "convertTrade", take(quote)) == "52914"
    assert desk.cash("alice")["SOL"] == SEEDED["SOL"] + (Decimal(10_000) / 150).quantize(Decimal("1e-12")) * 10
    assert len(desk.rows("alice", "getConvertHistory")) == 10


def test_what_open_orders_have_frozen_is_not_converted(desk: Desk) -> None:
    desk.mock.order("alice", px="50000", sz="1.9999")
    quote = desk.row("alice", "estimateConvertQuote", wish())
    assert desk.code("alice", "convertTrade", take(quote)) == "52914"


def test_own_ids(desk: Desk) -> None:
    quote = desk.row("alice", "estimateConvertQuote", wish(clQReqId="ask1"))
    assert desk.code("alice", "estimateConvertQuote", wish(clQReqId="ask1")) == "52925"
    # Ten seconds later that quote is over.
    assert desk.code("alice", "estimateConvertQuote", wish(clQReqId="ask1")) == "0"
    convert(desk, own="own1")
    quote = desk.row("alice", "estimateConvertQuote", wish())
    assert desk.code("alice", "convertTrade", take(quote, clTReqId="own1")) == "52909"
    assert len(desk.rows("alice", "getConvertHistory", clTReqId="own1")) == 1
    assert desk.rows("alice", "getConvertHistory", clTReqId="own2") == []


def test_the_history_shows_conversions_with_exactly_the_tag_that_is_asked_for(desk: Desk) -> None:
    tagged, other, plain = convert(desk, tag=CODE), convert(desk, tag=OTHER_CODE), convert(desk)

    def found(**query: str) -> list[str]:
        return [row["tradeId"] for row in desk.rows("alice", "getConvertHistory", **query)]

    assert found(tag=CODE) == [tagged["tradeId"]]
    assert found(tag=OTHER_CODE) == [other["tradeId"]]
    assert found(tag="SOMEBODYELSE") == []
    assert found() == [plain["tradeId"]]


def test_the_history_goes_by_time(desk: Desk) -> None:
    done = [convert(desk) for _ in range(4)][::-1]
    times = [row["ts"] for row in done]

    def found(**query: str) -> list[str]:
        return [row["ts"] for row in desk.rows("alice", "getConvertHistory", **query)]

    assert found() == times
    assert found(limit="2") == times[:2]
    assert found(after=times[1]) == times[2:]
    assert found(before=times[2]) == times[:2]
    assert found(after=times[0], before=times[3]) == times[1:3]


def test_a_conversion_counts_for_the_code_that_it_carried_though_it_pays_no_fee(desk: Desk) -> None:
    since = desk.mock.now()
    done = convert(desk, tag=CODE)
    convert(desk)
    (row,) = desk.rebates(since)
    assert (row["brokerCode"], row["ordId"], row["instId"]) == (CODE, done["tradeId"], "ETH-USDT")
    assert (row["spotTradeAmt"], row["fee"], row["brokerRebate"]) == ("30", "0", "0")
