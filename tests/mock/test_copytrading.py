"""Copy trading: positions that lead, closed by hand, by take-profit and by stop-loss; settings to copy somebody."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from .conftest import Mock, Reply
from .robots import CODE, funds, move, spendable

D = Decimal
COPY = "/api/v5/copytrading"
SWAP = "BTC-USDT-SWAP"


def opened(mock: Mock, side: str = "buy", sz: str = "1", account: str = "alice", **changes: Any) -> str:
    """Trade contracts at the market; gives the id under which the position leads."""
    order = {"instId": SWAP, "tdMode": "cross", "side": side, "ordType": "market", "px": None, "sz": sz, **changes}
    return str(mock.order(account, **order).row["ordId"])


def bought(mock: Mock, sz: str = "0.1") -> str:
    return str(mock.order(ordType="market", px=None, sz=sz, tgtCcy="base_ccy").row["ordId"])


def close(mock: Mock, number: str, account: str = "alice", **changes: Any) -> Reply:
    return mock.post(account, f"{COPY}/close-subposition", {"subPosId": number, **changes})


def ends(mock: Mock, number: str, account: str = "alice", **changes: Any) -> Reply:
    return mock.post(account, f"{COPY}/algo-order", {"subPosId": number, **changes})


def positions(mock: Mock) -> list[tuple[str, str]]:
    return [(held["posSide"], held["pos"]) for held in mock.control("GET", "positions").json["positions"]]


def last(mock: Mock) -> tuple[str, str, str, str, str]:
    """The order that was placed last: operation, side, size, state and tag."""
    order = mock.orders()[-1]
    return order["operation"], order["side"], order["sz"], order["state"], order["tag"]


CLOSED = "closeCopyTradingSubposition"
SET = "placeCopyTradingAlgoOrder"


def test_closing_a_position_places_a_tagged_order_that_closes_it(mock: Mock) -> None:
    number = opened(mock, sz="3")
    reply = close(mock, number, tag=CODE)
    assert (reply.code, reply.row) == ("0", {"subPosId": number, "tag": CODE})
    assert last(mock) == (CLOSED, "sell", "3", "filled", CODE)
    assert positions(mock) == []
    assert close(mock, number, tag=CODE).code == "51023"
    assert len(mock.orders()) == 2


def test_each_order_that_opens_leads_a_position_of_its_own(mock: Mock) -> None:
    one, other = opened(mock, sz="1"), opened(mock, sz="2")
    assert close(mock, one).code == "0"
    assert (last(mock), positions(mock)) == ((CLOSED, "sell", "1", "filled", ""), [("net", "2")])
    # The account closes a part of the rest itself.
    opened(mock, "sell", "1.5")
    assert close(mock, other).code == "0"
    assert (last(mock)[2], positions(mock)) == ("0.5", [])


def test_an_order_that_turned_a_position_leads_what_it_opened(mock: Mock) -> None:
    first = opened(mock, "buy", "1")
    turned = opened(mock, "sell", "3")
    assert positions(mock) == [("net", "-2")]
    assert close(mock, first).code == "51023"
    opened(mock, "sell", "5")
    assert close(mock, turned, tag=CODE).code == "0"
    assert (last(mock), positions(mock)) == ((CLOSED, "buy", "2", "filled", CODE), [("net", "-5")])


def test_in_long_short_mode_each_side_is_closed_by_itself(mock: Mock) -> None:
    long = opened(mock, "buy", "1", "ivan", posSide="long")
    short = opened(mock, "sell", "2", "ivan", posSide="short")
    assert close(mock, short, "ivan", tag=CODE).code == "0"
    assert (last(mock), positions(mock)) == ((CLOSED, "buy", "2", "filled", CODE), [("long", "1")])
    # The order that closed leads nothing.
    assert close(mock, mock.orders()[-1]["ordId"], "ivan").code == "51023"
    assert close(mock, long, "ivan").code == "0"
    assert positions(mock) == []


def test_what_leads_nothing_is_unknown(mock: Mock) -> None:
    number = opened(mock)
    resting = mock.order(instId=SWAP, tdMode="cross", px="50000").row["ordId"]
    for unknown in ("518541406042591232", "1", resting):
        assert close(mock, unknown).code == "51023"
        assert ends(mock, unknown, tpTriggerPx="70000").code == "51023"
    # Somebody else's, of another type, one that copies.
    assert close(mock, number, "heidi").code == "51023"
    assert close(mock, number, instType="SPOT").code == "51023"
    assert ends(mock, number, tpTriggerPx="70000", subPosType="copy").code == "51023"
    assert len(mock.orders()) == 2


@pytest.mark.parametrize(
    ("side", "settings", "short_of_it", "price"),
    [
        ("buy", {"tpTriggerPx": "61000"}, "60999.9", "61000"),
        ("buy", {"slTriggerPx": "59000"}, "59000.1", "58000"),
        ("sell", {"tpTriggerPx": "59000"}, "59000.1", "59000"),
        ("sell", {"slTriggerPx": "61000"}, "60999.9", "65000"),
    ],
)
def test_take_profit_and_stop_loss_close_with_the_tag_of_their_request(
    mock: Mock, side: str, settings: dict[str, str], short_of_it: str, price: str
) -> None:
    number = opened(mock, side, "2", tag="OTHER1")
    reply = ends(mock, number, tag=CODE, **settings)
    assert (reply.code, reply.row) == ("0", {"subPosId": number, "tag": CODE})
    move(mock, short_of_it, SWAP)
    assert len(mock.orders()) == 1
    move(mock, price, SWAP)
    assert last(mock) == (SET, "sell" if side == "buy" else "buy", "2", "filled", CODE)
    assert positions(mock) == []
    move(mock, 60000, SWAP)
    move(mock, price, SWAP)
    assert len(mock.orders()) == 2


def test_one_end_is_changed_and_deleted_while_the_other_stays(mock: Mock) -> None:
    number = opened(mock)
    assert ends(mock, number, tpTriggerPx="61000", slTriggerPx="59000").code == "0"
    assert ends(mock, number, tpTriggerPx="62000", tag=CODE).code == "0"
    assert ends(mock, number, slTriggerPx="0").code == "0"
    move(mock, 50000, SWAP)
    move(mock, 61500, SWAP)
    assert positions(mock) == [("net", "1")]
    move(mock, 62000, SWAP)
    assert (positions(mock), last(mock)[4]) == ([], CODE)


def test_a_position_that_was_closed_has_no_ends_any_more(mock: Mock) -> None:
    number = opened(mock)
    assert ends(mock, number, tpTriggerPx="61000").code == "0"
    assert close(mock, number).code == "0"
    opened(mock)
    move(mock, 61000, SWAP)
    assert positions(mock) == [("net", "1")]


@pytest.mark.parametrize(
    ("side", "settings", "code"),
    [
        ("buy", {"tpTriggerPx": "60000"}, "51279"),
        ("buy", {"slTriggerPx": "60000"}, "51280"),
        ("sell", {"tpTriggerPx": "60000"}, "51277"),
        ("sell", {"slTriggerPx": "60000"}, "51278"),
        ("buy", {}, "50015"),
    ],
)
def test_an_end_that_the_price_has_passed_is_refused(
    mock: Mock, side: str, settings: dict[str, str], code: str
) -> None:
    assert ends(mock, opened(mock, side), **settings).code == code


def test_coins_that_were_bought_lead_too(mock: Mock) -> None:
    number = bought(mock)
    assert close(mock, number, instType="SPOT", tag=CODE).code == "0"
    # What arrived after the fee of 0.1 %.
    assert last(mock) == (CLOSED, "sell", "0.0999", "filled", CODE)
    assert close(mock, number, instType="SPOT").code == "51023"
    sold = mock.order(side="sell", ordType="market", px=None, sz="0.1").row["ordId"]
    assert close(mock, sold, instType="SPOT").code == "51023"


def test_a_limit_order_closes_coins_and_can_be_changed_and_cancelled(mock: Mock) -> None:
    number = bought(mock)
    limit = {"instType": "SPOT", "ordType": "limit", "tag": CODE}
    assert close(mock, number, **limit).code == "51204"
    assert close(mock, number, **limit, px="0").code == "51400"
    assert close(mock, number, **limit, px="65000").code == "0"
    assert last(mock) == (CLOSED, "sell", "0.0999", "live", CODE)
    assert close(mock, number, **limit, px="64000").code == "0"
    assert [(order["px"], order["state"]) for order in mock.orders()[1:]] == [("64000", "live")]
    assert close(mock, number, **limit, px="0").code == "0"
    assert last(mock)[3] == "canceled"
    assert close(mock, number, **limit, px="66000").code == "0"
    # At the market after all: the limit order makes room.
    assert close(mock, number, instType="SPOT", tag=CODE).code == "0"
    assert [order["state"] for order in mock.orders()[1:]] == ["canceled", "canceled", "filled"]
    assert (spendable(mock, "BTC"), funds(mock, "BTC")["BTC"]) == (D(2), D(2))


def test_a_limit_order_takes_the_profit_of_coins(mock: Mock) -> None:
    number = bought(mock)
    assert ends(mock, number, instType="SPOT", tpTriggerPx="61000", tpOrdPx="61500", tag=CODE).code == "0"
    move(mock, 61000)
    assert last(mock) == (SET, "sell", "0.0999", "live", CODE)
    move(mock, 61500)
    assert last(mock) == (SET, "sell", "0.0999", "filled", CODE)


# Settings

SETTINGS = {
    "instType": "SWAP",
    "uniqueCode": "25CD5A80241D6FE6",
    "copyMgnMode": "cross",
    "copyInstIdType": "copy",
    "copyMode": "ratio_copy",
    "copyRatio": "1",
    "copyTotalAmt": "500",
    "subPosCloseType": "copy_close",
}


def settle(mock: Mock, name: str, **changes: Any) -> Reply:
    document = {key: value for key, value in {**SETTINGS, **changes}.items() if value is not None}
    mock.advance(1)
    return mock.post("alice", f"{COPY}/{name}-copy-settings", document)


def test_settings_are_made_once_and_then_changed(mock: Mock) -> None:
    assert settle(mock, "amend").code == "51293"
    first = settle(mock, "first", tag=CODE)
    assert (first.code, first.row) == ("0", {"result": True})
    assert settle(mock, "first").code == "51059"
    assert settle(mock, "amend", copyRatio="2", tag=CODE).row == {"result": True}
    assert settle(mock, "amend", uniqueCode="A" * 16).code == "51293"
    assert settle(mock, "first", uniqueCode="A" * 16).code == "0"
    noted = mock.control("GET", "orders").json["records"]
    assert [(one["operation"], one["tag"]) for one in noted] == [
        ("setFirstCopySettings", CODE), ("amendCopySettings", CODE), ("setFirstCopySettings", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"copyMode": None, "copyRatio": None}, "50014"),
        ({"copyMode": "fixed_amount"}, "50014"),
        ({"copyRatio": None}, "50014"),
        ({"copyInstIdType": "custom"}, "50014"),
        ({"copyInstIdType": "custom", "instId": "BTC-USDT-SWAP,DOGE-USDT-SWAP"}, "51001"),
        ({"copyInstIdType": "custom", "instId": "BTC-USDT"}, "51001"),
        ({"uniqueCode": "25CD5A80241D6FE"}, "51000"),
    ],
)
def test_settings_that_can_not_be_are_refused(mock: Mock, changes: dict[str, Any], code: str) -> None:
    assert settle(mock, "first", **changes).code == code
    assert settle(mock, "first", copyMode=None, copyRatio=None, copyAmt="10").code == "0"
