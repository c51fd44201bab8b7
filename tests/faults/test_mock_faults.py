"""The client's promises under the mock's faults; the judge is what the mock has in its book."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from okx_broker import models
from okx_broker.errors import (
    ApiError,
    CallError,
    ClockSkew,
    ExchangeUnavailable,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    ReportError,
    UnreadableAnswer,
)
from okx_broker.orders import settle, settle_async
from tests.story.conftest import CODE, Desk, day, desk, mock, server

__all__ = ["day", "desk", "mock", "server"]

ORDER: dict[str, Any] = {
    "inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "0.01",
}  # fmt: skip

# How an answer can be lost, so that nobody can tell from it whether the order was placed.
LOSSES: dict[str, dict[str, Any]] = {
    "lost": {"kind": "lost"},
    "reset": {"kind": "reset"},
    "truncated": {"kind": "truncated"},
    "page": {"kind": "html"},
    "page as success": {"kind": "html", "status": 200},
    "page for too many": {"kind": "html", "status": 429},
    "429": {"kind": "status", "status": 429},
    "500": {"kind": "status", "status": 500},
    "503": {"kind": "status", "status": 503},
    "504": {"kind": "status", "status": 504},
    "50001": {"kind": "code", "code": "50001"},
    "50004": {"kind": "code", "code": "50004"},
    "50026": {"kind": "code", "code": "50026"},
}


def ask(desk: Desk, **said: Any) -> int:
    reply = desk.mock.control("POST", "faults", said)
    assert reply.status == 200, reply.body
    return int(reply.json["id"])


def hits(desk: Desk) -> Counter[str]:
    """How often each kind has struck."""
    found: Counter[str] = Counter()
    for fault in desk.mock.control("GET", "faults").json["faults"]:
        found[fault["kind"]] += fault["hits"]
    return found


def settled(desk: Desk, user: Any, lost: OutcomeUnknown) -> models.Order | None:
    return desk.run((settle_async if desk.asynchronous else settle)(user, lost))


def sent(desk: Desk, target: str = "/api/v5/trade/order") -> list[tuple[int, str]]:
    """Status and code of each write to a path, in order."""
    return [
        (one["status"], one["code"]) for one in desk.requests() if one["target"] == target and one["method"] == "POST"
    ]


# One order


@pytest.mark.parametrize("executed", [True, False], ids=["executed", "not executed"])
@pytest.mark.parametrize("loss", LOSSES)
def test_an_order_whose_answer_is_lost_is_settled_and_never_sent_again(day: Desk, loss: str, executed: bool) -> None:
    ask(day, operation="placeOrder", executed=executed, count=None, **LOSSES[loss])
    alice = day.client("alice")
    with pytest.raises(OutcomeUnknown) as caught:
        day.run(alice.trade.place_order(**ORDER, cl_ord_id="own1"))
    assert len(sent(day)) == 1
    found = settled(day, alice, caught.value)
    assert len(sent(day)) == 1, "settling asks and sends nothing"
    orders = day.mock.orders()
    if executed:
        assert found is not None
        assert [(one["ordId"], one["clOrdId"], one["tag"]) for one in orders] == [(found.ord_id, "own1", CODE)]
    else:
        assert found is None
        assert orders == []


def test_an_answer_that_comes_too_late(day: Desk) -> None:
    from okx_broker.transport import AsyncPyreqwestTransport, PyreqwestTransport

    ask(day, kind="slow", seconds=2, operation="placeOrder")
    transport: Any = (AsyncPyreqwestTransport if day.asynchronous else PyreqwestTransport)(timeout=0.3)
    alice = day.client("alice", transport=transport)
    with pytest.raises(OutcomeUnknown) as caught:
        day.run(alice.trade.place_order(**ORDER, cl_ord_id="own1"))
    found = settled(day, alice, caught.value)
    assert found is not None
    assert [one["ordId"] for one in day.mock.orders()] == [found.ord_id]


@pytest.mark.parametrize("executed", [True, False])
def test_a_busy_exchange_is_not_asked_twice_to_place(day: Desk, executed: bool) -> None:
    """50013 says nothing about execution: no refusal after which a write may be sent again by itself."""
    ask(day, kind="code", code="50013", operation="placeOrder", executed=executed, count=None)
    with pytest.raises(ExchangeUnavailable) as caught:
        day.run(day.client("alice").trade.place_order(**ORDER, cl_ord_id="own1"))
    assert (caught.value.code, caught.value.status) == ("50013", 429)
    assert sent(day) == [(429, "50013")]
    assert len(day.mock.orders()) == (1 if executed else 0)


@pytest.mark.parametrize(("code", "status"), [("50011", 429), ("50061", 200)])
def test_a_limit_executes_nothing_so_the_order_is_sent_again(day: Desk, code: str, status: int) -> None:
    ask(day, kind="code", code=code, operation="placeOrder", count=2)
    placed = day.run(day.client("alice").trade.place_order(**ORDER, cl_ord_id="own1"))
    assert sent(day) == [(status, code), (status, code), (200, "0")]
    assert [one["ordId"] for one in day.mock.orders()] == [placed.ord_id]


def test_a_limit_that_lasts_is_an_error_and_no_order(day: Desk) -> None:
    ask(day, kind="code", code="50011", operation="placeOrder", count=None)
    with pytest.raises(RateLimited):
        day.run(day.client("alice").trade.place_order(**ORDER, cl_ord_id="own1"))
    assert sent(day) == [(429, "50011")] * 3
    assert day.mock.orders() == []


# Several orders, and what else writes


@pytest.mark.parametrize("executed", [True, False])
@pytest.mark.parametrize("loss", ["lost", "reset", "truncated", "page", "50004"])
def test_a_batch_whose_answer_is_lost_is_not_sent_again(day: Desk, loss: str, executed: bool) -> None:
    ask(day, operation="placeBatchOrders", executed=executed, count=None, **LOSSES[loss])
    orders = [models.NewOrder(**ORDER, cl_ord_id=f"b{number}") for number in range(3)]
    with pytest.raises(OutcomeUnknown):
        day.run(day.client("alice").trade.place_batch_orders(orders))
    assert len(sent(day, "/api/v5/trade/batch-orders")) == 1
    assert [one["clOrdId"] for one in day.mock.orders()] == (["b0", "b1", "b2"] if executed else [])


@pytest.mark.parametrize("executed", [True, False])
@pytest.mark.parametrize("loss", ["lost", "reset", "truncated", "page", "50026"])
def test_a_cancellation_whose_answer_is_lost(day: Desk, loss: str, executed: bool) -> None:
    alice = day.client("alice")
    placed = day.run(alice.trade.place_order(**ORDER))
    ask(day, operation="cancelOrder", executed=executed, count=None, **LOSSES[loss])
    with pytest.raises(OutcomeUnknown):
        day.run(alice.trade.cancel_order(inst_id="BTC-USDT", ord_id=placed.ord_id))
    assert len(sent(day, "/api/v5/trade/cancel-order")) == 1
    assert [one["state"] for one in day.mock.orders()] == ["canceled" if executed else "live"]


# Reads


@pytest.mark.parametrize("loss", [*LOSSES, "50013"])
def test_a_read_is_made_again_until_it_is_answered(day: Desk, loss: str) -> None:
    said = LOSSES.get(loss, {"kind": "code", "code": "50013"})
    ask(day, operation="getBalance", count=2, executed=True, **said)
    assert day.run(day.client("alice").account.get_balance()).total_eq == 295_000
    assert sum(hits(day).values()) == 2
    assert len(day.requests()) == 3


@pytest.mark.parametrize("loss", LOSSES)
def test_a_read_that_is_never_answered_is_a_typed_error(day: Desk, loss: str) -> None:
    ask(day, operation="getBalance", count=None, **LOSSES[loss])
    with pytest.raises(CallError) as caught:
        day.run(day.client("alice").account.get_balance())
    assert type(caught.value) in {UnreadableAnswer, ExchangeUnavailable}
    assert len(day.requests()) == 3


# The clock


@pytest.mark.parametrize("seconds", [90, -90, 86_400 * 400])
def test_a_clock_that_is_off_is_learnt(day: Desk, seconds: int) -> None:
    """The exchange's clock is off for whatever it checks and tells: the client asks for the time and signs anew."""
    ask(day, kind="skew", seconds=seconds, count=None)
    alice = day.client("alice")
    placed = day.run(alice.trade.place_order(**ORDER))
    assert [one["ordId"] for one in day.mock.orders()] == [placed.ord_id]
    assert [(one["target"], one["code"]) for one in day.requests()] == [
        ("/api/v5/trade/order", "50102"),
        ("/api/v5/public/time", "0"),
        ("/api/v5/trade/order", "0"),
    ]
    assert alice.clock.offset_ms == seconds * 1000
    # What was learnt holds for the next call.
    day.run(alice.account.get_balance())
    assert len(day.requests()) == 4


def test_a_clock_that_was_off_once(day: Desk) -> None:
    ask(day, kind="skew", seconds=60, operation="placeOrder")
    placed = day.run(day.client("alice").trade.place_order(**ORDER))
    assert [one["ordId"] for one in day.mock.orders()] == [placed.ord_id]
    assert sent(day) == [(401, "50102"), (200, "0")]


def test_a_clock_that_cannot_be_learnt_is_an_error_that_says_so(day: Desk) -> None:
    ask(day, kind="skew", seconds=60, operation="placeOrder", count=None)
    with pytest.raises(ClockSkew):
        day.run(day.client("alice").trade.place_order(**ORDER))
    assert day.mock.orders() == []
    assert sent(day) == [(401, "50102")] * 2


# Files


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "lost"},
        {"kind": "reset"},
        {"kind": "truncated", "count": 5},  # as often as it is gone on with
        {"kind": "html"},
        {"kind": "html", "status": 200},
        {"kind": "status", "status": 503},
    ],
    ids=str,
)
def test_a_download_that_goes_wrong_leaves_nothing_behind(day: Desk, tmp_path: Path, said: dict[str, Any]) -> None:
    from datetime import date

    reports = day.reports(day.client("broker"))
    begin, end = date(2026, 6, 12), date(2026, 6, 14)
    day.run(reports.request(begin, end))
    day.mock.advance(7200)
    link = day.run(reports.find(begin, end))
    target = tmp_path / "rebates.csv"
    ask(day, operation="file", **said)
    with pytest.raises(ReportError):
        day.run(reports.download(link, target))
    assert list(tmp_path.iterdir()) == []
    day.run(reports.download(link, target))
    assert target.read_text().startswith("brokerCode,")


# All at once


def test_among_faults_of_every_kind_no_order_is_placed_twice_and_none_is_lost(day: Desk) -> None:
    """240 orders among lost and broken answers, refusals and wrong clocks: what the client believes is what the mock has."""
    often: dict[str, Any] = {"count": None, "probability": 0.012}
    for loss in LOSSES.values():
        for executed in (True, False):
            ask(day, executed=executed, **loss, **often)
    for code in ("50011", "50061"):
        ask(day, kind="code", code=code, **often)
    ask(day, kind="code", code="50013", count=None, probability=0.06)
    ask(day, kind="slow", seconds=0.005, **often)
    for seconds in (-45, 45):
        ask(day, kind="skew", seconds=seconds, **often)
    users = [day.client(name) for name in ("alice", "frank", "grace", "heidi")]
    believed: set[str] = set()
    ends: Counter[str] = Counter()
    for number in range(240):
        user, own = users[number % len(users)], f"c{number}"
        try:
            day.run(user.trade.place_order(**ORDER, cl_ord_id=own))
            ends["placed"] += 1
            believed.add(own)
        except OutcomeUnknown as lost:
            if certain(day, user, lost) is not None:
                ends["lost but placed"] += 1
                believed.add(own)
            else:
                ends["lost and not placed"] += 1
        except (ApiError, RateLimited, NotSent):
            ends["refused"] += 1
    struck = hits(day)
    assert day.mock.control("DELETE", "faults").status == 200
    book = Counter(one["clOrdId"] for one in day.mock.orders())
    assert [own for own, count in book.items() if count > 1] == []
    assert set(book) == believed
    # All of it has happened.
    assert set(struck) == {"lost", "reset", "slow", "truncated", "html", "status", "code", "skew"}
    assert min(struck.values()) >= 5
    assert set(ends) == {"placed", "lost but placed", "lost and not placed", "refused"}
    assert min(ends.values()) >= 5
    assert all(one["tag"] == CODE for one in day.mock.orders())


def certain(desk: Desk, user: Any, lost: OutcomeUnknown) -> models.Order | None:
    """What became of an order, asked for until the asking itself was answered."""
    for _ in range(20):
        try:
            return settled(desk, user, lost)
        except (ApiError, RateLimited, UnreadableAnswer):
            continue
    raise AssertionError("20 times the asking met a fault that lasted")
