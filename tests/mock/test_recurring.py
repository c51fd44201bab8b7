"""Recurring buys from their first moment to the last. Moments and figures are worked out here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from .conftest import Mock, Reply
from .robots import BOT, CODE, funds, move, placed_by, refusals, refused, started

D = Decimal
# A Monday, ten past ten in the morning.
BEGIN = datetime(2026, 6, 1, 10, 10, tzinfo=UTC)
DAILY = {
    "stgyName": "BTC and ETH every day",
    "amt": "100",
    "recurringList": [{"ccy": "BTC", "ratio": "0.2"}, {"ccy": "ETH", "ratio": "0.8"}],
    "period": "daily",
    "recurringTime": "12",
    "timeZone": "0",
    "tdMode": "cash",
    "investmentCcy": "USDT",
}


@pytest.fixture(autouse=True)
def _clock(mock: Mock) -> None:
    assert mock.control("POST", "clock", {"set_ms": ms(BEGIN), "frozen": True}).status == 200


def ms(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000


def place(mock: Mock, account: str = "alice", **changes: Any) -> Reply:
    document = {name: value for name, value in {**DAILY, **changes}.items() if value is not None}
    return mock.post(account, f"{BOT}/recurring/order-algo", document)


def details(mock: Mock, algo_id: str) -> dict[str, Any]:
    return dict(mock.get("alice", f"{BOT}/recurring/orders-algo-details?algoId={algo_id}").row)


def pending(mock: Mock) -> list[dict[str, Any]]:
    return list(mock.get("alice", f"{BOT}/recurring/orders-algo-pending").data)


def stop(mock: Mock, algo_id: str) -> Reply:
    return mock.post("alice", f"{BOT}/recurring/stop-order-algo", [{"algoId": algo_id}])


def moments(mock: Mock, algo_id: str) -> list[datetime]:
    """When it bought, each moment once."""
    times = {order["cTime"] for order in placed_by(mock, algo_id)}
    return [datetime.fromtimestamp(time / 1000, UTC) for time in sorted(times)]


def test_it_buys_each_currency_for_its_share(mock: Mock) -> None:
    algo_id = started(place(mock, tag=CODE, algoClOrdId="own1"))
    row = details(mock, algo_id)
    assert row["nextInvestTime"] == str(ms(BEGIN.replace(hour=12, minute=0)))
    assert (row["state"], row["cycles"], row["investmentAmt"], row["tag"]) == ("running", "0", "0", CODE)
    mock.advance(110 * 60 - 1)
    assert placed_by(mock, algo_id) == []
    mock.advance(1)
    bitcoin, ether = placed_by(mock, algo_id)
    assert (bitcoin["instId"], bitcoin["side"], bitcoin["ordType"], bitcoin["sz"]) == (
        "BTC-USDT",
        "buy",
        "market",
        "20",
    )
    assert (ether["instId"], ether["sz"], ether["state"]) == ("ETH-USDT", "80", "filled")
    assert {order["tag"] for order in (bitcoin, ether)} == {CODE}
    # 20 / 60000 and 80 / 3000, rounded down to the lot, less 0.1 %.
    size, other = D("0.00033333"), D("0.026666")
    spent = size * 60000 + other * 3000
    held = funds(mock, "USDT", "BTC", "ETH")
    assert held == {"USDT": 100_000 - spent, "BTC": 2 + size * D("0.999"), "ETH": 20 + other * D("0.999")}

    move(mock, 50000)
    mock.advance(24 * 3600)
    more = D("0.0004")
    row = details(mock, algo_id)
    assert (row["cycles"], D(row["investmentAmt"])) == ("2", spent + more * 50000 + other * 3000)
    first, second = row["recurringList"]
    assert (first["ccy"], first["ratio"], first["px"]) == ("BTC", "0.2", "50000")
    assert D(first["totalAmt"]) == (size + more) * D("0.999")
    assert D(first["avgPx"]) == ((size * 60000 + more * 50000) / (size + more)).quantize(D("1e-12"))
    assert D(first["profit"]) == (size + more) * D("0.999") * 50000 - size * 60000 - more * 50000
    assert D(second["avgPx"]) == 3000
    worth = (size + more) * D("0.999") * 50000 + 2 * other * D("0.999") * 3000
    gain = worth - D(row["investmentAmt"])
    assert (D(row["mktCap"]), D(row["totalPnl"])) == (worth, gain)
    assert D(row["pnlRatio"]) == (gain / D(row["investmentAmt"])).quantize(D("1e-12"))
    # From ten past ten to noon of the next day: 25 hours and 50 minutes.
    year = gain / D(row["investmentAmt"]) * 365 * 24 * 60 / (25 * 60 + 50)
    assert abs(D(row["totalAnnRate"]) - year) < D("1e-11")


def test_the_list_shows_what_was_asked_for(mock: Mock) -> None:
    algo_id = started(place(mock))
    (row,) = pending(mock)
    assert row["recurringList"] == [
        {"ccy": "BTC", "ratio": "0.2", "minPx": "", "maxPx": ""},
        {"ccy": "ETH", "ratio": "0.8", "minPx": "", "maxPx": ""},
    ]
    told = {name: row[name] for name in ("algoId", "stgyName", "period", "recurringTime", "timeZone", "source", "amt")}
    assert told == {
        "algoId": algo_id, "stgyName": "BTC and ETH every day", "period": "daily", "recurringTime": "12", "timeZone": "0",
        "source": ["1"], "amt": "100",
    }  # fmt: skip
    assert mock.get("heidi", f"{BOT}/recurring/orders-algo-pending").data == []


TOKYO = timezone(timedelta(hours=9))
HAWAII = timezone(timedelta(hours=-10))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # Noon in Tokyo has passed, it is 19:10 there.
        ({"timeZone": "9"}, [datetime(2026, 6, day, 12, tzinfo=TOKYO) for day in (2, 3, 4)]),
        # In Hawaii it is ten past midnight.
        ({"timeZone": "-10", "recurringTime": "0"}, [datetime(2026, 6, day, tzinfo=HAWAII) for day in (2, 3, 4)]),
        # Mondays and Sundays.
        ({"period": "weekly", "recurringDay": "1"}, [datetime(2026, 6, day, 12, tzinfo=UTC) for day in (1, 8, 15)]),
        (
            {"period": "weekly", "recurringDay": "1", "recurringTime": "10"},
            [datetime(2026, 6, day, 10, tzinfo=UTC) for day in (8, 15, 22)],
        ),
        ({"period": "weekly", "recurringDay": "7"}, [datetime(2026, 6, day, 12, tzinfo=UTC) for day in (7, 14, 21)]),
        # In Tokyo the first of the month began when it was still May in UTC.
        (
            {"period": "monthly", "recurringDay": "1", "recurringTime": "0", "timeZone": "9"},
            [datetime(2026, month, 1, tzinfo=TOKYO) for month in (7, 8, 9)],
        ),
        (
            {"period": "monthly", "recurringDay": "28"},
            [datetime(2026, month, 28, 12, tzinfo=UTC) for month in (6, 7, 8)],
        ),
        (
            {"period": "hourly", "recurringHour": "4", "recurringTime": "15"},
            [datetime(2026, 6, 1, hour, tzinfo=UTC) for hour in (15, 19, 23)],
        ),
        (
            {"period": "hourly", "recurringHour": "8", "recurringTime": "3", "timeZone": "9"},
            [datetime(2026, 6, 2, hour, tzinfo=TOKYO) for hour in (3, 11, 19)],
        ),
        # At once, and then at the hours.
        (
            {"recurringTimeType": "2"},
            [BEGIN, datetime(2026, 6, 1, 12, tzinfo=UTC), datetime(2026, 6, 2, 12, tzinfo=UTC)],
        ),
        (
            {"period": "hourly", "recurringHour": "12", "recurringTime": "7", "recurringTimeType": "2"},
            [BEGIN, datetime(2026, 6, 1, 19, tzinfo=UTC), datetime(2026, 6, 2, 7, tzinfo=UTC)],
        ),
    ],
)
def test_moments(mock: Mock, changes: dict[str, str], expected: list[datetime]) -> None:
    algo_id = started(place(mock, **changes))
    before = len(placed_by(mock, algo_id))
    assert before == (2 if expected[0] == BEGIN else 0)
    # A clock that jumps makes up for every moment, each at its own time.
    mock.control("POST", "clock", {"set_ms": ms(expected[-1])})
    assert moments(mock, algo_id) == expected
    assert details(mock, algo_id)["cycles"] == "3"


def test_months_over_the_end_of_a_year(mock: Mock) -> None:
    algo_id = started(place(mock, period="monthly", recurringDay="15"))
    mock.control("POST", "clock", {"set_ms": ms(datetime(2027, 2, 20, tzinfo=UTC))})
    assert [(moment.year, moment.month, moment.day) for moment in moments(mock, algo_id)] == [
        *((2026, month, 15) for month in range(6, 13)), (2027, 1, 15), (2027, 2, 15),
    ]  # fmt: skip


def test_prices_out_of_bounds_are_left_out(mock: Mock) -> None:
    coins = [{"ccy": "BTC", "ratio": "0.5", "maxPx": "59000"}, {"ccy": "ETH", "ratio": "0.5", "minPx": "3000"}]
    algo_id = started(place(mock, recurringList=coins))
    mock.advance(2 * 3600)
    assert [order["instId"] for order in placed_by(mock, algo_id)] == ["ETH-USDT"]
    move(mock, 59000)
    move(mock, "2999.99", "ETH-USDT")
    mock.advance(24 * 3600)
    assert [order["instId"] for order in placed_by(mock, algo_id)] == ["ETH-USDT", "BTC-USDT"]
    move(mock, 60000)
    mock.advance(24 * 3600)
    # Nothing bought, nothing missed.
    row = details(mock, algo_id)
    assert (len(placed_by(mock, algo_id)), row["cycles"], row["state"]) == (2, "2", "running")
    assert row["recurringList"][0]["maxPx"] == "59000"


def test_after_three_purchases_that_the_balance_did_not_cover_it_is_paused(mock: Mock) -> None:
    algo_id = started(place(mock, amt="60000", tag=CODE, recurringList=[{"ccy": "BTC", "ratio": "1"}]))
    mock.advance(2 * 3600)
    assert (details(mock, algo_id)["cycles"], funds(mock, "USDT")["USDT"]) == ("1", D(40_000))
    mock.advance(2 * 24 * 3600)
    row = details(mock, algo_id)
    assert (row["cycles"], row["state"], len(placed_by(mock, algo_id))) == ("1", "running", 1)
    # The book has noted both, with their tag.
    assert refusals(mock) == [("placeRecurringOrder", "51008", CODE)] * 2
    mock.advance(24 * 3600)
    row = details(mock, algo_id)
    assert (row["state"], row["nextInvestTime"], len(refusals(mock))) == ("pause", "", 3)
    assert [row["state"] for row in pending(mock)] == ["pause"]
    mock.advance(30 * 24 * 3600)
    assert len(refusals(mock)) == 3
    assert stop(mock, algo_id).code == "0"
    assert details(mock, algo_id)["state"] == "stopped"


def test_a_purchase_in_between_begins_the_count_anew(mock: Mock) -> None:
    algo_id = started(place(mock, amt="60000", recurringList=[{"ccy": "BTC", "ratio": "1"}]))
    mock.advance(2 * 3600 + 2 * 24 * 3600)
    assert len(refusals(mock)) == 2
    sell = {"instId": "BTC-USDT", "tdMode": "cash", "side": "sell", "ordType": "market", "sz": "1"}
    assert mock.post("alice", "/api/v5/trade/order", sell).code == "0"
    mock.advance(24 * 3600)
    assert (details(mock, algo_id)["cycles"], details(mock, algo_id)["state"]) == ("2", "running")
    mock.advance(2 * 24 * 3600)
    assert details(mock, algo_id)["state"] == "running"


def test_the_funding_account_has_nothing(mock: Mock) -> None:
    algo_id = started(place(mock, source=["2", "3"]))
    mock.advance(3 * 24 * 3600)
    row = details(mock, algo_id)
    assert (row["state"], row["cycles"], row["source"]) == ("pause", "0", ["2", "3"])


def test_stopping(mock: Mock) -> None:
    algo_id = started(place(mock, algoClOrdId="own1"))
    mock.advance(2 * 3600)
    reply = stop(mock, algo_id)
    assert (reply.code, reply.row["sCode"], reply.row["algoClOrdId"]) == ("0", "0", "own1")
    row = details(mock, algo_id)
    assert (row["state"], row["cycles"], row["nextInvestTime"]) == ("stopped", "1", "")
    mock.advance(10 * 24 * 3600)
    move(mock, 1000)
    assert details(mock, algo_id) == row
    assert (len(placed_by(mock, algo_id)), pending(mock)) == (2, [])
    assert stop(mock, algo_id).row["sCode"] == "51291"
    assert stop(mock, "1").row["sCode"] == "51293"
    assert mock.post("heidi", f"{BOT}/recurring/stop-order-algo", [{"algoId": algo_id}]).row["sCode"] == "51293"


def test_a_clock_that_jumps_by_years_makes_up_for_the_last_four_hundred(mock: Mock) -> None:
    hourly = {"period": "hourly", "recurringHour": "1", "recurringTime": "11", "amt": "1", "tag": CODE}
    algo_id = started(place(mock, **hourly, recurringList=[{"ccy": "BTC", "ratio": "1"}]))
    mock.control("POST", "clock", {"set_ms": ms(datetime(2099, 12, 31, 23, 30, tzinfo=UTC))})
    found = moments(mock, algo_id)
    last = datetime(2099, 12, 31, 23, tzinfo=UTC)
    assert found == [last - timedelta(hours=hours) for hours in range(399, -1, -1)]
    row = details(mock, algo_id)
    assert (row["cycles"], row["nextInvestTime"]) == ("400", str(ms(last + timedelta(hours=1))))
    assert {order["tag"] for order in placed_by(mock, algo_id)} == {CODE}
    # A year of days is made up for whole.
    daily = started(place(mock, "heidi", amt="10", recurringList=[{"ccy": "BTC", "ratio": "1"}]))
    assert placed_by(mock, daily) == []


def test_a_year_of_days_is_made_up_for(mock: Mock) -> None:
    algo_id = started(place(mock, amt="10", recurringList=[{"ccy": "BTC", "ratio": "1"}]))
    mock.advance(365 * 24 * 3600)
    assert details(mock, algo_id)["cycles"] == "365"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recurringList": []}, "51352"),
        ({"recurringList": [{"ccy": "BTC", "ratio": "0.5"}, {"ccy": "BTC", "ratio": "0.5"}]}, "51353"),
        ({"recurringList": [{"ccy": "BTC", "ratio": "0.5"}, {"ccy": "ETH", "ratio": "0.4"}]}, "51354"),
        ({"recurringList": [{"ccy": "DOGE", "ratio": "1"}]}, "51359"),
        ({"recurringList": [{"ccy": "USDT", "ratio": "1"}]}, "51359"),
        ({"recurringList": [{"ccy": "BTC", "ratio": "0"}, {"ccy": "ETH", "ratio": "1"}]}, "51358"),
        ({"amt": "0.5"}, "51358"),
        ({"investmentCcy": "USDC"}, "51359"),
        ({"tradeQuoteCcy": "USDC"}, "51359"),
        ({"period": "weekly", "recurringDay": "8"}, "51355"),
        ({"period": "weekly"}, "50014"),
        ({"period": "hourly"}, "50014"),
        ({"tdMode": "cross"}, "51010"),
    ],
)
def test_what_can_not_be_is_refused(mock: Mock, changes: dict[str, Any], code: str) -> None:
    assert refused(place(mock, **changes)) == code
    assert pending(mock) == []


def test_an_own_id_is_taken_while_it_lives(mock: Mock) -> None:
    algo_id = started(place(mock, algoClOrdId="own1"))
    assert refused(place(mock, algoClOrdId="own1")) == "51065"
    assert stop(mock, algo_id).code == "0"
    started(place(mock, algoClOrdId="own1"))


@pytest.mark.parametrize("tag", [CODE, None])
def test_over_a_whole_life_every_order_carries_its_tag(mock: Mock, tag: str | None) -> None:
    algo_id = started(place(mock, tag=tag, period="hourly", recurringHour="1"))
    for price in range(50000, 70000, 1000):
        move(mock, price)
        mock.advance(3600)
    assert stop(mock, algo_id).code == "0"
    orders = placed_by(mock, algo_id)
    # From noon on, 19 times two.
    assert len(orders) == 38
    assert {(order["tag"], order["known_code"]) for order in orders} == {(tag or "", tag is not None)}
    assert {order["operation"] for order in orders} == {"placeRecurringOrder"}
    assert mock.orders() == orders
