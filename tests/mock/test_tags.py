"""Whether a tag is somebody's broker code: shown with every order, and demanded with `--strict-tags`."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import Mock, start

CODES = ["MOCKBROKER01", "MOCKBROKER02", "MOCKBOTHAPI1", "MOCKBOTHOAUTH1", "MOCKEXPIRED1"]
# A digit for a letter, another case, a blank too much, somebody else's, none, an empty one.
NO_CODES = ["M0CKBROKER01", "mockbroker01", "MOCKBROKER1", "SOMEBODYELSE", None, ""]
HOLD = {"instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "market", "sz": "1"}
CLOSE = {"instId": "BTC-USDT-SWAP", "mgnMode": "cross"}


@pytest.fixture(scope="module")
def strict_server() -> Iterator[Mock]:
    process = start("serve", "--json", "--strict-tags")
    assert process.stdout is not None
    try:
        said = json.loads(process.stdout.readline())
        accounts = {account["name"]: account for account in said["accounts"]}
        yield Mock(said["url"], said["files_url"], accounts)
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")


@pytest.fixture
def strict(strict_server: Mock) -> Mock:
    assert strict_server.control("POST", "reset").status == 200
    return strict_server


@pytest.mark.parametrize("tag", CODES)
def test_a_seeded_code_is_known(mock: Mock, tag: str) -> None:
    assert mock.order(tag=tag).row["sCode"] == "0"
    (order,) = mock.orders()
    assert (order["tag"], order["known_code"]) == (tag, True)


@pytest.mark.parametrize("tag", NO_CODES)
def test_another_tag_is_taken_as_on_the_exchange_and_shown_as_unknown(mock: Mock, tag: str | None) -> None:
    assert mock.order(tag=tag).row["sCode"] == "0"
    (order,) = mock.orders()
    assert (order["tag"], order["known_code"]) == (tag or "", False)


def test_refused_orders_say_it_too(mock: Mock) -> None:
    for tag in ("MOCKBROKER01", "M0CKBROKER01"):
        assert mock.order(tag=tag, sz="100000").row["sCode"] == "51008"
    refused = mock.control("GET", "orders").json["refused"]
    assert [one["known_code"] for one in refused] == [True, False]


@pytest.mark.parametrize("tag", CODES)
def test_strict_takes_every_seeded_code(strict: Mock, tag: str) -> None:
    assert strict.order(tag=tag).row["sCode"] == "0"


@pytest.mark.parametrize("tag", NO_CODES)
def test_strict_refuses_an_order_without_a_code(strict: Mock, tag: str | None) -> None:
    row = strict.order(tag=tag).row
    assert (row["sCode"], row["ordId"]) == ("51000", "")
    assert "tag" in row["sMsg"]
    assert "--strict-tags" in row["sMsg"]
    assert (tag or "no broker code") in row["sMsg"]
    shown = strict.control("GET", "orders").json
    assert shown["orders"] == []
    assert [(one["tag"], one["code"], one["known_code"]) for one in shown["refused"]] == [(tag or "", "51000", False)]


def test_strict_refuses_the_untagged_items_of_a_batch_only(strict: Mock) -> None:
    item = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}
    batch: list[dict[str, Any]] = [{**item, "tag": CODES[0]}, item, {**item, "tag": "M0CKBROKER01"}]
    reply = strict.post("alice", "/api/v5/trade/batch-orders", batch)
    assert reply.code == "2"
    assert [row["sCode"] for row in reply.data] == ["0", "51000", "51000"]
    assert [order["tag"] for order in strict.orders()] == [CODES[0]]


@pytest.mark.parametrize("tag", ["", "M0CKBROKER01"])
def test_strict_refuses_to_close_a_position_without_a_code_and_touches_nothing(strict: Mock, tag: str) -> None:
    assert strict.post("alice", "/api/v5/trade/order", {**HOLD, "tag": CODES[0]}).row["sCode"] == "0"
    resting = {**HOLD, "side": "sell", "ordType": "limit", "px": "900000", "tag": CODES[0]}
    assert strict.post("alice", "/api/v5/trade/order", resting).row["sCode"] == "0"
    reply = strict.post("alice", "/api/v5/trade/close-position", {**CLOSE, "autoCxl": True, "tag": tag})
    assert (reply.code, reply.data) == ("51000", [])
    assert "--strict-tags" in reply.json["msg"]
    assert [order["state"] for order in strict.orders()] == ["filled", "live"]
    (refused,) = strict.control("GET", "orders").json["refused"]
    assert (refused["operation"], refused["tag"]) == ("closePosition", tag)
    reply = strict.post("alice", "/api/v5/trade/close-position", {**CLOSE, "autoCxl": True, "tag": CODES[0]})
    assert reply.code == "0"


BOTS: list[tuple[str, dict[str, Any]]] = [
    (
        "tradingBot/grid/order-algo",
        {
            "instId": "BTC-USDT",
            "algoOrdType": "grid",
            "minPx": "50000",
            "maxPx": "70000",
            "gridNum": "4",
            "quoteSz": "1000",
        },
    ),
    (
        "tradingBot/dca/create",
        {
            "instId": "BTC-USDT",
            "algoOrdType": "spot_dca",
            "initOrdAmt": "100",
            "maxSafetyOrds": "0",
            "tpPct": "0.1",
            "triggerParams": [{"triggerAction": "start", "triggerStrategy": "instant"}],
        },
    ),
    (
        "tradingBot/recurring/order-algo",
        {
            "stgyName": "one",
            "recurringList": [{"ccy": "BTC", "ratio": "1"}],
            "period": "daily",
            "recurringTime": "0",
            "timeZone": "0",
            "amt": "100",
            "investmentCcy": "USDT",
            "tdMode": "cash",
            "recurringTimeType": "2",
        },
    ),
]


@pytest.mark.parametrize(("path", "document"), BOTS)
def test_strict_refuses_a_bot_without_a_code_and_takes_nothing(
    strict: Mock, path: str, document: dict[str, Any]
) -> None:
    for tag in (None, "M0CKBROKER01"):
        refused = strict.post("alice", f"/api/v5/{path}", {**document, **({"tag": tag} if tag else {})})
        assert refused.row["sCode"] == "51000"
        assert strict.orders() == []
    (usdt,) = strict.get("alice", "/api/v5/account/balance?ccy=USDT").row["details"]
    assert usdt["availBal"] == "100000"
    assert strict.post("alice", f"/api/v5/{path}", {**document, "tag": CODES[0]}).row["sCode"] == "0"
    assert {order["tag"] for order in strict.orders()} == {CODES[0]}


def test_strict_refuses_to_close_a_leading_position_without_a_code(strict: Mock) -> None:
    number = strict.post("alice", "/api/v5/trade/order", {**HOLD, "tag": CODES[0]}).row["ordId"]
    for path, more in (("close-subposition", {}), ("algo-order", {"tpTriggerPx": "70000"})):
        document = {"subPosId": number, **more}
        assert strict.post("alice", f"/api/v5/copytrading/{path}", document).code == "51000"
        assert strict.post("alice", f"/api/v5/copytrading/{path}", {**document, "tag": "M0CKBROKER01"}).code == "51000"
    assert len(strict.orders()) == 1
    strict.control("POST", "prices", {"instId": "BTC-USDT-SWAP", "px": "80000"})
    assert len(strict.orders()) == 1


RFQ = {"counterparties": ["WAGMI"], "legs": [{"instId": "BTC-USDT", "side": "buy", "sz": "0.1"}]}


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("/api/v5/rfq/create-rfq", RFQ),
        (
            "/api/v5/sprd/order",
            {"sprdId": "BTC-USDT_BTC-USDT-SWAP", "side": "buy", "ordType": "limit", "px": "0", "sz": "0.1"},
        ),
        (
            "/api/v5/asset/convert/estimate-quote",
            {"baseCcy": "ETH", "quoteCcy": "USDT", "side": "buy", "rfqSz": "30", "rfqSzCcy": "USDT"},
        ),
        (
            "/api/v5/finance/staking-defi/purchase",
            {"productId": "4005", "investData": [{"ccy": "USDT", "amt": "100"}]},
        ),
    ],
)
def test_strict_refuses_what_a_desk_would_trade_without_a_code(
    strict: Mock, path: str, document: dict[str, Any]
) -> None:
    def balance() -> Any:
        return [row["cashBal"] for row in strict.get("alice", "/api/v5/account/balance").row["details"]]

    before = balance()
    for tag in ("", "M0CKBROKER01"):
        strict.advance(5)
        reply = strict.post("alice", path, {**document, "tag": tag})
        refused = reply.row["sCode"] if reply.data else reply.code
        assert refused == "51000"
    assert balance() == before
    assert strict.control("GET", "orders").json["records"] == []
    strict.advance(5)
    assert strict.post("alice", path, {**document, "tag": CODES[0]}).code == "0"


def test_strict_asks_no_code_of_the_bot_that_quotes(strict: Mock) -> None:
    rfq = strict.post("alice", "/api/v5/rfq/create-rfq", {**RFQ, "tag": CODES[0]}).row["rfqId"]
    strict.advance(1)
    quote = strict.get("alice", "/api/v5/rfq/quotes").row["quoteId"]
    assert strict.post("alice", "/api/v5/rfq/execute-quote", {"rfqId": rfq, "quoteId": quote}).code == "0"
