"""Spread trading: spreads, orders that fill or rest, and the money of both legs.

Amounts are worked out here from the legs and the fee rates of the mock's rules. States, codes and sources of a
cancellation: okx-v5, spread trading.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from okx_mock.answers import Refusal
from okx_mock.clock import Clock
from okx_mock.contract import load_contract
from okx_mock.world import World

from .conftest import Mock
from .desks import CODE, SEEDED, SPOT_MAKER, SPOT_TAKER, SWAP_MAKER, SWAP_TAKER, Desk, moved

BTC, ETH = "BTC-USDT_BTC-USDT-SWAP", "ETH-USDT_ETH-USDT-SWAP"


@pytest.fixture
def desk(mock: Mock) -> Desk:
    return Desk(mock, pause=1)


def order(**changes: str) -> dict[str, str]:
    """A buy order of the spread of bitcoin that rests: it is worth 0 as seeded."""
    return {"sprdId": BTC, "side": "buy", "ordType": "limit", "px": "-2.15", "sz": "0.5", **changes}


def place(desk: Desk, account: str = "alice", **changes: str) -> str:
    return str(desk.row(account, "placeSpreadOrder", order(**changes))["ordId"])


def look(desk: Desk, number: str, account: str = "alice") -> Any:
    return desk.row(account, "getSpreadOrder", ordId=number)


def test_spreads_are_those_of_the_mocks_instruments(desk: Desk) -> None:
    rows = {row["sprdId"]: row for row in desk.rows("alice", "getSpreads")}
    assert set(rows) == {BTC, ETH, "SOL-USDT_SOL-USDT-SWAP"}
    legs = [{"instId": "BTC-USDT", "side": "sell"}, {"instId": "BTC-USDT-SWAP", "side": "buy"}]
    one = rows[BTC]
    assert (one["sprdType"], one["state"], one["baseCcy"], one["szCcy"], one["quoteCcy"]) == (
        "linear", "live", "BTC", "BTC", "USDT",
    )  # fmt: skip
    # A hundredth of a contract of 0.01 bitcoin; the finer tick of the two legs.
    assert (one["lotSz"], one["minSz"], one["tickSz"], one["legs"]) == ("0.0001", "0.0001", "0.01", legs)
    assert [row["sprdId"] for row in desk.rows("alice", "getSpreads", instId="ETH-USDT-SWAP")] == [ETH]
    assert [row["sprdId"] for row in desk.rows("alice", "getSpreads", baseCcy="ETH")] == [ETH]
    assert desk.rows("alice", "getSpreads", sprdId="A_B") == []
    assert desk.rows("alice", "getSpreads", state="expired") == []


def test_an_order_that_can_trade_fills_at_once_and_moves_both_legs(desk: Desk) -> None:
    """The document's example, of a smaller size: at 2.15 or better, and the spread is to be had for 0."""
    placed = desk.row("alice", "placeSpreadOrder", order(clOrdId="b15", px="2.15", tag=CODE))
    assert placed == {"ordId": placed["ordId"], "clOrdId": "b15", "tag": CODE, "sCode": "0", "sMsg": ""}
    now = str(desk.mock.now())
    shown = look(desk, placed["ordId"])
    assert shown == {
        "sprdId": BTC, "ordId": placed["ordId"], "clOrdId": "b15", "tag": CODE, "px": "2.15", "sz": "0.5",
        "ordType": "limit", "side": "buy", "state": "filled", "fillSz": "0.5", "fillPx": "0", "avgPx": "0",
        "accFillSz": "0.5", "pendingFillSz": "0", "pendingSettleSz": "0", "canceledSz": "0", "cancelSource": "",
        "tradeId": shown["tradeId"], "uTime": now, "cTime": now,
    }  # fmt: skip
    # Half a bitcoin is sold, and 50 contracts of 0.01 are bought.
    value = Decimal("0.5") * 60_000
    assert moved(SEEDED, desk.cash("alice")) == {
        "BTC": Decimal("-0.5"),
        "USDT": value * (1 - SPOT_TAKER) - value * SWAP_TAKER,
    }
    assert Decimal(desk.detail("alice", "USDT")["imr"]) == value / 10
    desk.move_price("BTC-USDT-SWAP", "61000")
    assert Decimal(desk.detail("alice", "USDT")["upl"]) == Decimal("0.5") * 1000

    fills = {row["instId"]: row for row in desk.rows("alice", "getFills")}
    # 270: bought in a spread trade, 271: sold in one.
    assert (fills["BTC-USDT"]["subType"], fills["BTC-USDT"]["side"], fills["BTC-USDT"]["fillSz"]) == (
        "271",
        "sell",
        "0.5",
    )
    swap = fills["BTC-USDT-SWAP"]
    assert (swap["subType"], swap["side"], swap["fillSz"], swap["ordId"]) == ("270", "buy", "50", placed["ordId"])
    assert shown["tradeId"] in {row["tradeId"] for row in fills.values()}


def test_selling_a_spread_is_the_reverse(desk: Desk) -> None:
    desk.move_price("BTC-USDT-SWAP", "60100")
    number = place(desk, side="sell", px="100", sz="0.2")
    assert look(desk, number)["fillPx"] == "100"
    coins = Decimal("0.2")
    assert moved(SEEDED, desk.cash("alice")) == {
        "BTC": coins * (1 - SPOT_TAKER),
        "USDT": -coins * 60_000 - coins * 60_100 * SWAP_TAKER,
    }
    desk.move_price("BTC-USDT-SWAP", "60000")
    assert Decimal(desk.detail("alice", "USDT")["upl"]) == coins * 100


def test_a_market_order_takes_what_the_spread_costs_whatever_its_price_says(desk: Desk) -> None:
    desk.move_price("BTC-USDT-SWAP", "60100")
    assert look(desk, place(desk, ordType="market", px="-50000"))["fillPx"] == "100"


@pytest.mark.parametrize(
    ("side", "px", "spot", "swap"),
    [
        # A buy gives way with the contracts, a sell with the coin.
        ("buy", "-150", "60000", "59850"),
        ("sell", "150", "60050", "60200"),
    ],
)
def test_an_order_rests_until_the_price_reaches_it_and_fills_at_its_own(
    desk: Desk, side: str, px: str, spot: str, swap: str
) -> None:
    number = place(desk, side=side, px=px)
    assert (look(desk, number)["state"], look(desk, number)["pendingFillSz"]) == ("live", "0.5")
    assert [row["ordId"] for row in desk.rows("alice", "getSpreadOrdersPending")] == [number]
    desk.move_price("BTC-USDT-SWAP", "59900" if side == "buy" else "60100")
    assert look(desk, number)["state"] == "live"
    desk.move_price("BTC-USDT-SWAP", "59800" if side == "buy" else "60200")
    shown = look(desk, number)
    assert (shown["state"], shown["fillPx"], shown["avgPx"], shown["pendingFillSz"]) == ("filled", px, px, "0")
    assert desk.rows("alice", "getSpreadOrdersPending") == []
    fills = {row["instId"]: (row["fillPx"], row["execType"]) for row in desk.rows("alice", "getFills")}
    assert fills == {"BTC-USDT": (spot, "M"), "BTC-USDT-SWAP": (swap, "M")}
    coins, fee = Decimal("0.5"), Decimal("0.5") * Decimal(swap) * SWAP_MAKER
    value = coins * Decimal(spot)
    expected = (
        {"BTC": -coins, "USDT": value * (1 - SPOT_MAKER) - fee}
        if side == "buy"
        else {"BTC": coins * (1 - SPOT_MAKER), "USDT": -value - fee}
    )
    assert moved(SEEDED, desk.cash("alice")) == expected


def test_a_move_of_the_spot_price_reaches_orders_too(desk: Desk) -> None:
    number = place(desk, px="-150")
    desk.move_price("BTC-USDT", "60150")
    assert look(desk, number)["state"] == "filled"
    assert {row["fillPx"] for row in desk.rows("alice", "getFills")} == {"60150", "60000"}


@pytest.mark.parametrize(
    ("changes", "state", "source"),
    [
        ({"ordType": "post_only", "px": "0"}, "canceled", "31"),
        ({"ordType": "post_only"}, "live", ""),
        ({"ordType": "ioc"}, "canceled", "0"),
        ({"ordType": "ioc", "px": "0"}, "filled", ""),
    ],
)
def test_order_types(desk: Desk, changes: dict[str, str], state: str, source: str) -> None:
    shown = look(desk, place(desk, **changes))
    assert (shown["state"], shown["cancelSource"]) == (state, source)
    sizes = [Decimal(shown[name]) for name in ("pendingFillSz", "canceledSz", "accFillSz")]
    assert sum(sizes) == Decimal("0.5")
    assert sizes[("live", "canceled", "filled").index(state)] == Decimal("0.5")
    if state != "filled":
        assert desk.cash("alice") == SEEDED


def test_in_long_short_mode_the_contracts_open_a_position(desk: Desk) -> None:
    place(desk, "ivan", px="0", sz="0.1")
    place(desk, "ivan", px="0", sz="0.1", side="sell")
    # 272 and 273: long and short opened in a spread trade; 271 and 270: the coin sold and bought.
    fills = [(row["instId"], row["subType"], row["posSide"]) for row in desk.rows("ivan", "getFills")]
    assert sorted(fills) == [
        ("BTC-USDT", "270", "net"), ("BTC-USDT", "271", "net"),
        ("BTC-USDT-SWAP", "272", "long"), ("BTC-USDT-SWAP", "273", "short"),
    ]  # fmt: skip
    assert Decimal(desk.detail("ivan", "USDT")["imr"]) == 2 * Decimal("0.1") * 60_000 / 10


def test_cancelling(desk: Desk) -> None:
    number = place(desk, clOrdId="own1")
    assert desk.code("bob", "cancelSpreadOrder", {"ordId": number}) == "50120"
    assert desk.code("heidi", "cancelSpreadOrder", {"ordId": number}) == "51400"
    assert desk.row("alice", "cancelSpreadOrder", {"clOrdId": "own1"}) == {
        "ordId": number, "clOrdId": "own1", "sCode": "0", "sMsg": "",
    }  # fmt: skip
    shown = look(desk, number)
    assert (shown["state"], shown["canceledSz"], shown["cancelSource"]) == ("canceled", "0.5", "1")
    # Only spread trading tells cancelled and filled apart.
    assert desk.code("alice", "cancelSpreadOrder", {"ordId": number}) == "51401"
    filled = place(desk, px="0")
    assert desk.code("alice", "cancelSpreadOrder", {"ordId": filled}) == "51402"
    assert desk.code("alice", "cancelSpreadOrder", {"ordId": "1"}) == "51400"
    desk.move_price("BTC-USDT-SWAP", "50000")
    assert look(desk, number)["state"] == "canceled"


def test_an_own_id_is_taken_while_its_order_is_open(desk: Desk) -> None:
    number = place(desk, clOrdId="own1")
    assert desk.code("alice", "placeSpreadOrder", order(clOrdId="own1")) == "51016"
    assert desk.code("heidi", "placeSpreadOrder", order(clOrdId="own1")) == "0"
    desk.row("alice", "cancelSpreadOrder", {"ordId": number})
    newer = place(desk, clOrdId="own1")
    assert desk.row("alice", "getSpreadOrder", clOrdId="own1")["ordId"] == newer
    assert desk.code("alice", "getSpreadOrder", ordId="1") == "51603"
    assert desk.code("heidi", "getSpreadOrder", ordId=newer) == "51603"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sprdId": "A_B"}, "51001"),
        ({"sprdId": "BTC-USDT"}, "51001"),
        ({"sz": "0"}, "51000"),
        ({"sz": "0.00005"}, "51020"),
        ({"sz": "0.00015"}, "51121"),
        ({"sz": "99999999999"}, "51005"),
        ({"px": "-2.155"}, "75003"),
        ({"px": "-99999999999"}, "75003"),
        # No leg can cost less than nothing.
        ({"px": "-60000"}, "75003"),
        ({"px": "60000", "side": "sell"}, "75003"),
        # 2 bitcoin are there, and 100,000 USDT.
        ({"sz": "2.0001"}, "51008"),
        ({"sz": "2.0001", "px": "0"}, "51008"),
        ({"sz": "2.0001", "ordType": "market"}, "51008"),
        ({"sz": "1.7", "side": "sell", "px": "0"}, "51008"),
        ({"sz": "2.0001", "ordType": "ioc"}, "0"),
    ],
)
def test_orders_that_are_refused(desk: Desk, changes: dict[str, str], code: str) -> None:
    assert desk.code("alice", "placeSpreadOrder", order(**changes)) == code
    assert desk.cash("alice") == SEEDED
    assert desk.rows("alice", "getSpreadOrdersPending") == []


def test_the_refusal_of_an_order_echoes_its_id_and_tag(desk: Desk) -> None:
    reply = desk.send("alice", "placeSpreadOrder", order(sz="3", clOrdId="own1", tag=CODE))
    assert (reply.code, reply.row["ordId"], reply.row["clOrdId"], reply.row["tag"]) == ("1", "", "own1", CODE)


def test_an_order_that_cannot_be_paid_for_when_its_price_has_come_is_cancelled(desk: Desk) -> None:
    number, other = place(desk, sz="1.5"), place(desk, sz="0.2")
    desk.mock.order("alice", side="sell", ordType="market", sz="1", px=None)
    before = desk.cash("alice")
    desk.move_price("BTC-USDT-SWAP", "59990")
    shown = look(desk, number)
    # 34: the settlement failed for lack of margin.
    assert (shown["state"], shown["cancelSource"], shown["canceledSz"]) == ("canceled", "34", "1.5")
    assert look(desk, other)["state"] == "filled"
    assert desk.cash("alice")["BTC"] == before["BTC"] - Decimal("0.2")


def test_both_legs_count_for_the_code_that_the_order_carried(desk: Desk) -> None:
    since = desk.mock.now()
    number = place(desk, px="0", tag=CODE)
    place(desk, px="0", sz="0.1")
    resting = place(desk, px="-100", sz="0.1", tag=CODE)
    desk.move_price("BTC-USDT-SWAP", "59900")
    half, tenth = Decimal("0.5") * 60_000, Decimal("0.1") * 60_000
    expected = {
        (number, "BTC-USDT"): half * SPOT_TAKER,
        (number, "BTC-USDT-SWAP"): half * SWAP_TAKER,
        (resting, "BTC-USDT"): tenth * SPOT_MAKER,
        (resting, "BTC-USDT-SWAP"): Decimal("0.1") * 59_900 * SWAP_MAKER,
    }
    rows = desk.rebates(since)
    assert {(row["ordId"], row["instId"]): Decimal(row["fee"]) for row in rows} == expected
    assert {row["brokerCode"] for row in rows} == {CODE}
    swap = next(row for row in rows if (row["ordId"], row["instId"]) == (number, "BTC-USDT-SWAP"))
    assert (Decimal(swap["spotTradeAmt"]), Decimal(swap["derivativeTradeAmt"])) == (0, half)


def test_open_orders_are_listed_from_newer_to_older(desk: Desk) -> None:
    numbers = [place(desk, ordType=kind) for kind in ("limit", "post_only", "limit", "limit")]
    other = place(desk, sprdId=ETH, sz="0.001")
    newest = [other, *numbers[::-1]]

    def page(**query: str) -> list[str]:
        return [row["ordId"] for row in desk.rows("alice", "getSpreadOrdersPending", **query)]

    assert page() == newest
    assert page(limit="2") == newest[:2]
    assert page(limit="2", endId=newest[1]) == newest[2:4]
    assert page(endId=newest[4]) == []
    assert page(beginId=newest[2]) == newest[:2]
    assert page(sprdId=ETH) == [other]
    assert page(ordType="post_only") == [numbers[1]]
    assert page(state="live") == newest
    assert page(state="partially_filled") == []
    assert desk.rows("heidi", "getSpreadOrdersPending") == []


def test_five_hundred_orders_may_rest() -> None:
    """Without a server, as five hundred requests would take long."""
    world = World(load_contract(), Clock(frozen=True))
    alice = next(account for account in world.directory.accounts.values() if account.name == "alice")
    small = order(sz="0.0001")
    placed = [world.spreads.place(alice, small) for _ in range(500)]
    with pytest.raises(Refusal, match="51025"):
        world.spreads.place(alice, small)
    world.spreads.cancel(alice, {"ordId": placed[7].record.id})
    world.spreads.place(alice, small)
