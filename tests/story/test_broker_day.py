"""A broker's day, from the list of sub-accounts to the rows of the rebate report."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from base64 import b64decode
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from okx_broker import ApiKey, models
from okx_broker.errors import AuthenticationFailed, ForeignTag, InvalidArgument, NotFound, RequestRejected
from okx_broker.rebates import read_lines
from tests.story.conftest import CODE, MORNING_MS, Desk

LIMIT_ORDER: dict[str, Any] = {
    "inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "40000.5", "sz": "0.001",
}  # fmt: skip
FIRST_DAY, LAST_DAY = date(2026, 6, 12), date(2026, 6, 15)


def walk_raw(desk: Desk, path: str) -> list[dict[str, Any]]:
    """All rows of a paged list, by plain signed HTTP."""
    rows: list[dict[str, Any]] = []
    page = pages = 1
    while page <= pages:
        desk.time.advance(seconds=1.001)
        answer = desk.mock.get("broker", f"{path}?page={page}").row
        rows += answer["details"]
        pages = int(answer["totalPage"])
        page += 1
    assert pages == 3, "250 sub-accounts, 100 a page"
    return rows


# Sub-accounts, fees, keys.


def test_the_iterator_gives_every_sub_account_of_every_page(day: Desk) -> None:
    us = day.client("broker")
    found = day.all_of(us.dma_broker.iter_subaccount_info())
    raw = walk_raw(day, "/api/v5/broker/dma/subaccount-info")
    assert len(found) == len(raw) == 250
    assert [(one.sub_acct, one.uid, one.ts, one.label) for one in found] == [
        (row["subAcct"], row["uid"], int(row["ts"]), row["label"]) for row in raw
    ]
    assert [one.enable for one in found] == [row["enable"] for row in raw]
    assert [one.can_trans_out for one in found] == [row["canTransOut"] for row in raw]
    assert {one.main_acct for one in found} == {"", "panpanBroker2"}
    # One request a second: two of the three pages had to wait.
    assert len(day.time.slept) == 2


def test_small_pages_give_the_same_sub_accounts(day: Desk) -> None:
    us = day.client("broker")
    names = [one.sub_acct for one in day.all_of(us.dma_broker.iter_subaccount_info(limit=60, page=2))]
    assert len(names) == 190
    assert len(set(names)) == 190


def test_fee_rates_come_for_every_sub_account_and_kind(day: Desk) -> None:
    us = day.client("broker")
    found = day.all_of(us.dma_broker.iter_subaccount_trade_fee())
    raw = walk_raw(day, "/api/v5/broker/dma/subaccount-trade-fee")
    assert [one.sub_acct for one in found] == [row["subAcct"] for row in raw]
    for one, row in zip(found, raw, strict=True):
        assert [(rate.type, rate.maker, rate.taker) for rate in one.fee_rates] == [
            (rate["type"], Decimal(rate["maker"]), Decimal(rate["taker"])) for rate in row["feeRates"]
        ]
    assert [rate.type for rate in found[0].fee_rates] == list("123456789")


def test_a_key_that_was_made_is_listed_and_works(day: Desk) -> None:
    us = day.client("broker")
    made = day.run(
        us.dma_broker.create_subaccount_apikey(
            sub_acct="panpanBroker2", label="broker3", passphrase="Qwr4321!", perm="read_only,trade", ip="127.0.0.1"
        )
    )
    assert (made.sub_acct, made.label, made.ip, made.ts) == ("panpanBroker2", "broker3", "127.0.0.1", MORNING_MS)
    assert made.secret_key.reveal() not in repr(made)
    assert "Qwr4321!" not in repr(made)

    (listed,) = day.run(us.dma_broker.get_subaccount_apikey(sub_acct="panpanBroker2"))
    assert (listed.api_key, listed.label, set(listed.perm.split(","))) == (
        made.api_key, "broker3", {"read_only", "trade"},
    )  # fmt: skip

    sub = day.broker().for_credentials(ApiKey(made.api_key, made.secret_key, made.passphrase))
    placed = day.run(sub.trade.place_order(**LIMIT_ORDER))
    (recorded,) = day.mock.orders()
    assert (recorded["user"], recorded["ordId"], recorded["tag"]) == ("panpanBroker2", placed.ord_id, CODE)

    wrong = day.broker().for_credentials(ApiKey(made.api_key, made.secret_key, "Other4321!"))
    with pytest.raises(AuthenticationFailed) as caught:
        day.run(wrong.trade.place_order(**LIMIT_ORDER))
    assert caught.value.code == "50105"


def test_a_bad_passphrase_is_refused_before_anything_is_sent(day: Desk) -> None:
    us = day.client("broker")
    before = len(day.requests())
    with pytest.raises(InvalidArgument) as caught:
        day.run(us.dma_broker.create_subaccount_apikey(sub_acct="panpanBroker2", label="b", passphrase="password"))
    assert "passphrase" in str(caught.value)
    assert "password'" not in str(caught.value)
    assert len(day.requests()) == before


# Tagged orders.


def test_orders_and_batches_arrive_with_the_code_and_come_back_with_it(day: Desk) -> None:
    user = day.client("alice")
    one = day.run(user.trade.place_order(**LIMIT_ORDER, cl_ord_id="one"))
    batch = day.run(
        user.trade.place_batch_orders(
            [
                models.NewOrder(**LIMIT_ORDER),
                models.NewOrder(**LIMIT_ORDER, cl_ord_id="two"),
                models.NewOrder(**LIMIT_ORDER),
            ]
        )
    )
    placed = [one, *batch]
    assert [order.tag for order in placed] == [CODE] * 4
    assert all(order.s_code == "0" and order.ts == MORNING_MS for order in placed)

    recorded = day.mock.orders()
    assert [order["ordId"] for order in recorded] == [order.ord_id for order in placed]
    assert [order["tag"] for order in recorded] == [CODE] * 4
    assert [order["clOrdId"] for order in recorded] == ["one", "", "two", ""]
    sent = json.loads(b64decode(recorded[0]["raw_base64"]))
    assert sent == {
        "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "40000.5", "sz": "0.001",
        "clOrdId": "one", "tag": CODE,
    }, "what was not said is not sent"  # fmt: skip

    order = day.run(user.trade.get_order(inst_id="BTC-USDT", cl_ord_id="two"))
    assert (order.ord_id, order.tag, order.state) == (batch[1].ord_id, CODE, "live")
    assert (order.px, order.sz) == (Decimal("40000.5"), Decimal("0.001"))


def test_closing_a_position_carries_the_code(day: Desk) -> None:
    user = day.client("alice")
    swap = {"inst_id": "BTC-USDT-SWAP", "td_mode": "cross", "side": "buy", "ord_type": "market"}
    day.run(user.trade.place_order(**swap, sz=2))
    closed = day.run(user.trade.close_position(inst_id="BTC-USDT-SWAP", mgn_mode="cross"))
    assert (closed.inst_id, closed.tag) == ("BTC-USDT-SWAP", CODE)
    assert [(order["operation"], order["side"], order["tag"]) for order in day.mock.orders()] == [
        ("placeOrder", "buy", CODE),
        ("closePosition", "sell", CODE),
    ]


def test_somebody_else_s_tag_is_refused_and_nothing_arrives(day: Desk) -> None:
    user = day.client("alice")
    before = len(day.requests())
    with pytest.raises(ForeignTag) as caught:
        day.run(user.trade.place_order(**LIMIT_ORDER, tag="6b9ad766b55dBCDE"))
    assert CODE in str(caught.value)
    assert "6b9ad766b55dBCDE" in str(caught.value)
    orders = [models.NewOrder(**LIMIT_ORDER), models.NewOrder(**LIMIT_ORDER, tag="mockbroker01")]
    with pytest.raises(ForeignTag, match=r"orders\[1\]\.tag|\[1\]"):
        day.run(user.trade.place_batch_orders(orders))
    assert len(day.requests()) == before
    assert day.mock.orders() == []
    # The own code, said explicitly, is no mistake.
    assert day.run(user.trade.place_order(**LIMIT_ORDER, tag=CODE)).tag == CODE


# Does this user earn us a rebate?


@pytest.mark.parametrize(
    ("broker", "user", "reason", "affiliated"),
    [
        ("broker", "alice", "0", False),
        ("broker", "carol", "0", True),
        ("broker-expired", "alice", "1", False),
        ("broker", "grace", "2", False),
        ("broker", "frank", "3", False),
    ],
)
def test_whether_a_user_earns_a_rebate(day: Desk, broker: str, user: str, reason: str, affiliated: bool) -> None:
    us = day.client(broker)
    found = day.run(us.fd_broker.get_if_rebate(api_key=day.mock.accounts[user]["api_key"]))
    assert (found.type, found.affiliated) == (reason, affiliated)
    assert found.broker_code == day.mock.accounts[broker]["broker_codes"][0]


def test_a_broker_of_two_types_says_which(day: Desk) -> None:
    asked = day.mock.accounts["alice"]["api_key"]
    with pytest.raises(RequestRejected) as caught:
        day.run(day.client("broker-both").fd_broker.get_if_rebate(api_key=asked))
    assert caught.value.code == "50044"
    day.time.advance(seconds=2)
    for kind, code in (("api", "MOCKBOTHAPI1"), ("oauth", "MOCKBOTHOAUTH1")):
        found = day.run(day.client("broker-both", broker_type=kind).fd_broker.get_if_rebate(api_key=asked))
        assert found.broker_code == code


def test_a_key_that_nobody_has(day: Desk) -> None:
    with pytest.raises(NotFound) as caught:
        day.run(day.client("broker").fd_broker.get_if_rebate(api_key="63d54aa0-0020-4ad9-a9f0-ac92654bc831"))
    assert caught.value.code == "59506"


# The rebate report.


def trade(day: Desk) -> list[Any]:
    """Two filled orders under each of the broker's codes."""
    filled = []
    for code in ("MOCKBROKER01", "MOCKBROKER02"):
        user = day.broker(code).for_credentials(day.key("heidi"))
        market = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "market"}
        filled.append(day.run(user.trade.place_order(**market, sz="600")))
        swap = {"inst_id": "ETH-USDT-SWAP", "td_mode": "cross", "side": "sell", "ord_type": "market"}
        filled.append(day.run(user.trade.place_order(**swap, sz="4")))
    return filled


def raw_rows(day: Desk) -> list[dict[str, str]]:
    """The report's rows, fetched and unpacked by the standard library alone."""
    day.time.advance(seconds=60)
    link = day.mock.get("broker", "/api/v5/broker/fd/rebate-per-orders?type=true").row["fileHref"]
    with urlopen(link) as answer:
        packed = zipfile.ZipFile(io.BytesIO(answer.read()))
    (name,) = packed.namelist()
    return list(csv.DictReader(io.StringIO(packed.read(name).decode())))


def test_a_rebate_report_from_request_to_rows(day: Desk, tmp_path: Path) -> None:
    orders = trade(day)
    us = day.client("broker")
    reports = day.reports(us)

    assert day.run(reports.find(FIRST_DAY, LAST_DAY)) is None
    receipt = day.run(reports.request(FIRST_DAY, LAST_DAY))
    assert (receipt.result, receipt.ts) == (False, MORNING_MS)
    link = day.run(reports.find(FIRST_DAY, LAST_DAY))
    assert (link.state, link.c_time, bool(link.file_href)) == ("ongoing", MORNING_MS, False)

    day.time.advance(seconds=2 * 3600)
    link = day.run(reports.find(FIRST_DAY, LAST_DAY))
    assert link.state == "finished"
    assert link.file_href.reveal().startswith(f"{day.mock.files_url}/")
    assert "Signature" not in repr(link)
    path = day.run(reports.download(link, tmp_path / "report.csv"))

    lines = list(read_lines(path))
    raw = raw_rows(day)
    assert len(lines) == len(raw) > len(orders)
    # Every order of today is there, with the code that it carried, and half of its fee.
    rows = {line.row.ord_id: line.row for line in lines}
    for order, code in zip(orders, ["MOCKBROKER01"] * 2 + ["MOCKBROKER02"] * 2, strict=True):
        row = rows[order.ord_id]
        assert (row.broker_code, row.ts) == (code, order.ts)
        assert row.broker_rebate == row.net_fee / 2
    # 600 USDT at 0.1 %; 4 contracts of 0.1 ETH at 3000 USDT and 0.05 %.
    assert [rows[order.ord_id].fee for order in orders] == [Decimal("0.6"), Decimal("0.6")] * 2
    assert [rows[order.ord_id].spot_trade_amt for order in orders] == [Decimal(600), Decimal(0)] * 2
    # A tenth of the rebate is heidi's.
    assert {rows[order.ord_id].user_rebate for order in orders} == {Decimal("0.03")}

    totals: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        totals[line.row.broker_code] += line.row.broker_rebate or 0
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for row in raw:
        expected[row["brokerCode"]] += Decimal(row["brokerRebate"])
    assert totals == expected
    assert set(totals) == {"MOCKBROKER01", "MOCKBROKER02"}
    assert all(total > 0 for total in totals.values())
    assert day.mock.control("GET", "leaks").json["leaks"] == []


def test_fetch_waits_the_two_hours_by_the_mock_s_clock(day: Desk, tmp_path: Path) -> None:
    trade(day)
    reports = day.reports(day.client("broker"))
    path = day.run(reports.fetch(FIRST_DAY, LAST_DAY, tmp_path))
    assert 2 * 3600 <= (day.mock.now() - MORNING_MS) / 1000 < 2 * 3600 + 180
    assert "50011" not in {request["code"] for request in day.requests()}
    assert sum(1 for _ in read_lines(path)) == len(raw_rows(day))
    # Again: the report is there, so it is neither asked for nor waited for.
    before = day.mock.now()
    again = day.run(reports.fetch(FIRST_DAY, LAST_DAY, tmp_path / "again"))
    assert again.read_bytes() == path.read_bytes()
    assert day.mock.now() - before < 120_000
    posts = [request for request in day.requests() if request["method"] == "POST" and "rebate" in request["target"]]
    assert len(posts) == 1
    assert day.mock.control("GET", "leaks").json["leaks"] == []


def test_a_link_that_has_expired_is_replaced(day: Desk, tmp_path: Path) -> None:
    from okx_broker.errors import ReportError

    reports = day.reports(day.client("broker"))
    day.run(reports.request(FIRST_DAY, LAST_DAY))
    day.time.advance(seconds=2 * 3600)
    old = day.run(reports.find(FIRST_DAY, LAST_DAY))
    day.time.advance(seconds=2 * 3600)
    with pytest.raises(ReportError, match="403") as caught:
        day.run(reports.download(old, tmp_path / "old.csv"))
    assert "Signature" not in str(caught.value)
    assert not list(tmp_path.iterdir())
    new = day.run(reports.find(FIRST_DAY, LAST_DAY))
    assert day.run(reports.download(new, tmp_path / "new.csv")).stat().st_size > 0
