"""OKX's own SDK for Python, as it is installed, works against the mock.

The mock was written from documents. That a client which others wrote, and which works on the exchange, works here too is
evidence that the mock does as the exchange does. The SDK sends `""` and null for every field that the caller leaves out.
"""

from __future__ import annotations

import importlib.metadata
import json
from base64 import b64decode
from datetime import UTC, datetime

import pytest
from okx.Account import AccountAPI
from okx.FDBroker import FDBrokerAPI
from okx.PublicData import PublicAPI
from okx.Trade import TradeAPI

from tests.interop.conftest import Sdk
from tests.mock.conftest import Mock

# The SDK hands its bodies to httpx in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

CODE = "MOCKBROKER01"


def now_ms() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)


def good(answer: dict) -> list[dict]:
    assert answer["code"] == "0", answer
    assert answer["msg"] == ""
    return answer["data"]


def test_the_sdk_is_the_published_one() -> None:
    assert importlib.metadata.version("python-okx") == "0.4.4"


# Public data and the account.


def test_public_time_is_the_clock_of_the_mock(mock: Mock, sdk: Sdk) -> None:
    public = sdk.client(PublicAPI, "alice")
    before = mock.now()
    (row,) = good(public.get_system_time())
    assert before <= int(row["ts"]) <= mock.now()


def test_public_data_need_no_key(mock: Mock, sdk: Sdk) -> None:
    public = sdk.client(PublicAPI, "alice", api_key="-1", secret_key="-1", passphrase="-1")
    spot = good(public.get_instruments("SPOT"))
    assert "BTC-USDT" in {row["instId"] for row in spot}
    assert {row["instType"] for row in spot} == {"SPOT"}
    (swap,) = good(public.get_instruments("SWAP", instId="BTC-USDT-SWAP"))
    assert (swap["ctVal"], swap["ctValCcy"], swap["settleCcy"]) == ("0.01", "BTC", "USDT")


def test_configuration_and_balance_of_an_account(mock: Mock, sdk: Sdk) -> None:
    account = sdk.client(AccountAPI, "alice")
    (config,) = good(account.get_account_config())
    assert config["uid"] == mock.accounts["alice"]["uid"]
    assert set(config["perm"].split(",")) == set(mock.accounts["alice"]["permissions"])
    (balance,) = good(account.get_account_balance())
    assert {row["ccy"] for row in balance["details"]} == {"USDT", "BTC", "ETH", "SOL"}
    (part,) = good(account.get_account_balance(ccy="BTC,ETH"))
    assert {row["ccy"] for row in part["details"]} == {"BTC", "ETH"}


# Orders.


def test_an_order_with_everything_else_left_empty(mock: Mock, sdk: Sdk) -> None:
    trade = sdk.client(TradeAPI, "alice")
    (placed,) = good(
        trade.place_order(
            instId="BTC-USDT", tdMode="cash", side="buy", ordType="limit", px="2.15", sz="2", tag=CODE, clOrdId="sdk1"
        )
    )
    assert (placed["sCode"], placed["tag"], placed["clOrdId"]) == ("0", CODE, "sdk1")

    (recorded,) = mock.orders()
    sent = json.loads(b64decode(recorded["raw_base64"]))
    assert sent["posSide"] == "", "the SDK sends empty texts"
    assert sent["attachAlgoOrds"] is None, "the SDK sends null"
    assert (recorded["ordId"], recorded["tag"]) == (placed["ordId"], CODE)

    (order,) = good(trade.get_order("BTC-USDT", ordId=placed["ordId"]))
    assert (order["state"], order["tag"], order["px"], order["sz"]) == ("live", CODE, "2.15", "2")
    assert good(trade.get_order("BTC-USDT", clOrdId="sdk1")) == [order]

    (cancelled,) = good(trade.cancel_order("BTC-USDT", ordId=placed["ordId"]))
    assert (cancelled["sCode"], cancelled["ordId"]) == ("0", placed["ordId"])
    (order,) = good(trade.get_order("BTC-USDT", ordId=placed["ordId"]))
    assert order["state"] == "canceled"


def test_a_batch_gives_each_order_its_own_result(mock: Mock, sdk: Sdk) -> None:
    trade = sdk.client(TradeAPI, "alice")
    plain = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}
    rows = good(
        trade.place_multiple_orders([{**plain, "tag": CODE, "clOrdId": f"batch{n}"} for n in range(3)]),
    )
    assert [(row["sCode"], row["tag"], row["clOrdId"]) for row in rows] == [
        ("0", CODE, "batch0"),
        ("0", CODE, "batch1"),
        ("0", CODE, "batch2"),
    ]

    mixed = trade.place_multiple_orders([{**plain, "tag": CODE}, {**plain, "sz": "0.000001", "tag": CODE}])
    assert mixed["code"] == "2"
    assert [(row["sCode"], row["tag"]) for row in mixed["data"]] == [("0", CODE), ("51020", CODE)]


def test_closing_a_position_carries_the_tag(mock: Mock, sdk: Sdk) -> None:
    trade = sdk.client(TradeAPI, "alice")
    good(trade.place_order(instId="BTC-USDT-SWAP", tdMode="cross", side="sell", ordType="market", sz="1", tag=CODE))
    (closed,) = good(trade.close_positions("BTC-USDT-SWAP", "cross", tag=CODE))
    assert (closed["instId"], closed["tag"]) == ("BTC-USDT-SWAP", CODE)
    assert [order["tag"] for order in mock.orders()] == [CODE, CODE]
    assert trade.close_positions("BTC-USDT-SWAP", "cross", tag=CODE)["code"] == "51023"


def test_orders_that_do_not_exist(mock: Mock, sdk: Sdk) -> None:
    trade = sdk.client(TradeAPI, "alice")
    assert trade.get_order("BTC-USDT", ordId="1")["code"] == "51603"
    assert trade.get_order("BTC-USDT")["code"] == "51003"
    refused = trade.cancel_order("BTC-USDT", ordId="1")
    assert (refused["code"], refused["data"][0]["sCode"]) == ("1", "51400")


# The broker's own calls.


def test_a_rebate_report_from_request_to_link(mock: Mock, sdk: Sdk) -> None:
    broker = sdk.client(FDBrokerAPI, "broker")
    # As the SDK's clock is the machine's, the report is asked for two hours ago by the mock's clock.
    assert mock.control("POST", "clock", {"set_ms": now_ms() - 20_000}).status == 200
    (receipt,) = good(broker.generate_rebate_details_download_link("20210623", "20210626"))
    assert receipt["result"] == "false"
    (link,) = good(broker.get_rebate_details_download_link(type="true"))
    assert (link["state"], link["fileHref"]) == ("ongoing", "")

    again = broker.generate_rebate_details_download_link("20210623", "20210626")
    assert again["code"] == "50011", "one request in 60 minutes"

    today = datetime.fromtimestamp(mock.now() / 1000, UTC).strftime("%Y%m%d")
    assert good(broker.get_rebate_details_download_link(type="false", begin=today, end=today)) == [link]
    missing = broker.get_rebate_details_download_link(type="false")
    assert missing["code"] in {"50014", "50011"}


def test_the_broker_calls_are_for_brokers(sdk: Sdk) -> None:
    user = sdk.client(FDBrokerAPI, "alice")
    assert user.get_rebate_details_download_link(type="true")["code"] == "59608"


# Credentials.


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"api_key": "63d54aa0-0020-4ad9-a9f0-ac92654bc831"}, "50111"),
        ({"passphrase": "Other-Pass-1"}, "50105"),
        ({"secret_key": "22582BD0CFF14C41EDBF1AB98506286D"}, "50113"),
    ],
)
def test_wrong_credentials_get_the_code_of_what_is_wrong(sdk: Sdk, change: dict[str, str], code: str) -> None:
    account = sdk.client(AccountAPI, "alice", **change)
    assert account.get_account_config()["code"] == code
    trade = sdk.client(TradeAPI, "alice", **change)
    assert trade.cancel_order("BTC-USDT", ordId="1")["code"] == code


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_timestamp_a_minute_off_is_refused(mock: Mock, sdk: Sdk, seconds: int) -> None:
    assert mock.control("POST", "clock", {"set_ms": now_ms() + seconds * 1000}).status == 200
    assert sdk.client(AccountAPI, "alice").get_account_config()["code"] == "50102"


def test_a_live_key_is_refused_in_demo_trading(sdk: Sdk) -> None:
    assert sdk.client(AccountAPI, "dave").get_account_config()["code"] == "50101"


def test_a_key_that_only_reads_cannot_trade(mock: Mock, sdk: Sdk) -> None:
    refused = sdk.client(TradeAPI, "bob").place_order("BTC-USDT", "cash", "buy", "limit", "2", px="2.15")
    assert refused["code"] == "50120"
    assert mock.orders() == []


def test_a_key_of_another_site_is_unknown(sdk: Sdk) -> None:
    assert sdk.client(AccountAPI, "erin").get_account_config()["code"] == "50119"
