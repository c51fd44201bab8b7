"""The documents' example requests, sent as raw bytes over a socket, answered as the documents show.

Source: okx-broker-program (the broker's operations) and okx-v5 (the others). Values that OKX's machines make, like ids and
times, differ; names, forms and the documented constants do not.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from okx_mock.answers import Refusal
from okx_mock.rules import Fields

from .conftest import Mock

UNIX_MS = re.compile(r"\d{13}")


def send(mock: Mock, account: str, method: str, target: str, body: str = "") -> tuple[str, Any]:
    """Send exactly this request line, the signed headers and this body; gives the status line and the answer."""
    raw = body.encode()
    headers = {"Host": f"127.0.0.1:{mock.port}", **mock.signed_headers(account, method, target, raw)}
    if raw:
        headers["Content-Length"] = str(len(raw))
    head = "\r\n".join(f"{name}: {value}" for name, value in headers.items())
    answer = mock.raw(f"{method} {target} HTTP/1.1\r\n{head}\r\n\r\n".encode() + raw)
    first, _, rest = answer.partition(b"\r\n")
    return first.decode(), json.loads(rest.partition(b"\r\n\r\n")[2])


def test_get_sub_account_list(mock: Mock) -> None:
    status, answer = send(mock, "broker", "GET", "/api/v5/broker/dma/subaccount-info")
    assert status == "HTTP/1.1 200 OK"
    assert set(answer) == {"code", "data", "msg"}
    assert (answer["code"], answer["msg"]) == ("0", "")
    (page,) = answer["data"]
    assert set(page) == {"details", "page", "totalPage"}
    assert page["page"] == "1"
    for one in page["details"]:
        assert set(one) == {
            "acctLv",
            "canTransOut",
            "mainAcct",
            "enable",
            "frozenFunc",
            "label",
            "subAcct",
            "ts",
            "uid",
        }
        assert isinstance(one["canTransOut"], bool)
        assert isinstance(one["enable"], bool)
        assert isinstance(one["frozenFunc"], list)
        assert UNIX_MS.fullmatch(one["ts"])


def test_get_sub_account_fee_rates(mock: Mock) -> None:
    _, answer = send(mock, "broker", "GET", "/api/v5/broker/dma/subaccount-trade-fee")
    one = answer["data"][0]["details"][0]
    assert set(one) == {"feeRates", "mainAcct", "subAcct", "ts", "uid"}
    assert [(rate["taker"], rate["type"]) for rate in one["feeRates"]] == [
        ("-0.001", "1"),
        ("-0.0007", "2"),
        ("-0.0005", "3"),
        ("-0.0005", "4"),
        ("-0.0005", "5"),
        ("-0.0005", "6"),
        ("-0.0005", "7"),
        ("-0.0005", "8"),
        ("-0.0003", "9"),
    ]


def test_create_and_query_an_api_key(mock: Mock) -> None:
    body = """{
"subAcct":"panpanBroker2",
"label":"broker3",
"passphrase":"Qwr4321!",
"perm":"read_only,trade",
"ip":"10.0.108.9"
}"""
    _, answer = send(mock, "broker", "POST", "/api/v5/broker/dma/subaccount/apikey", body)
    assert (answer["code"], answer["msg"]) == ("0", "")
    (made,) = answer["data"]
    shown = {name: value for name, value in made.items() if name not in {"apiKey", "secretKey", "ts"}}
    assert shown == {
        "subAcct": "panpanBroker2",
        "label": "broker3",
        "passphrase": "Qwr4321!",
        "perm": "read_only,trade",
        "ip": "10.0.108.9",
    }
    assert UNIX_MS.fullmatch(made["ts"])
    _, answer = send(mock, "broker", "GET", "/api/v5/broker/dma/subaccount/apikey?subAcct=panpanBroker2")
    assert answer["data"] == [
        {
            "label": "broker3",
            "apiKey": made["apiKey"],
            "perm": "read_only,trade",
            "ip": "10.0.108.9",
            "ts": made["ts"],
        }
    ]


def test_get_download_link(mock: Mock) -> None:
    _, answer = send(
        mock, "broker", "GET", "/api/v5/broker/fd/rebate-per-orders?type=false&begin=20211109&end=20211208"
    )
    assert answer == {"code": "0", "data": [], "msg": ""}


def test_create_rebate_details_download_link(mock: Mock) -> None:
    body = """{
"begin":"20210623",
"end":"20210626"
}"""
    status, answer = send(mock, "broker", "POST", "/api/v5/broker/fd/rebate-per-orders", body)
    assert status == "HTTP/1.1 200 OK"
    (row,) = answer["data"]
    assert set(row) == {"result", "ts"}
    assert row["result"] == "false"
    assert UNIX_MS.fullmatch(row["ts"])
    mock.advance(7200)
    _, answer = send(mock, "broker", "GET", "/api/v5/broker/fd/rebate-per-orders?type=true")
    (row,) = answer["data"]
    assert set(row) == {"fileHref", "beginTime", "endTime", "cTime", "ts", "state"}
    assert row["state"] == "finished"
    assert row["beginTime"] == "1624406400000"
    assert re.fullmatch(r"http://localhost:\d+/[\w./-]+\?Expires=\d{10}&\w+=\w+&Signature=[\w%]+", row["fileHref"])


def test_get_the_users_broker_rebate_information(mock: Mock) -> None:
    # The document's key belongs to nobody here, so alice's stands in its place.
    target = "/api/v5/broker/fd/if-rebate?apiKey=" + mock.accounts["alice"]["api_key"]
    _, answer = send(mock, "broker", "GET", target)
    assert answer == {
        "code": "0",
        "data": [
            {
                "affiliated": False,
                "brokerCode": "MOCKBROKER01",
                "type": "0",
                "clientRebateRatio": "0",
                "lastRebate": "",
            }
        ],
        "msg": "",
    }


def test_place_order(mock: Mock) -> None:
    body = (
        '{"instId": "BTC-USDT", "tdMode": "cash", "clOrdId": "b15", "side": "buy", "ordType": "limit", '
        '"px": "2.15", "sz": "2"}'
    )
    _, answer = send(mock, "alice", "POST", "/api/v5/trade/order", body)
    assert set(answer) == {"code", "msg", "data", "inTime", "outTime"}
    (row,) = answer["data"]
    assert (row["clOrdId"], row["tag"], row["sCode"], row["sMsg"], row["subCode"]) == ("b15", "", "0", "", "")


def test_place_batch_orders(mock: Mock) -> None:
    body = (
        '[{"instId": "BTC-USDT", "tdMode": "cash", "clOrdId": "b15", "side": "buy", "ordType": "limit", '
        '"px": "2.15", "sz": "2"}, {"instId": "BTC-USDT", "tdMode": "cash", "clOrdId": "b16", "side": "buy", '
        '"ordType": "limit", "px": "2.15", "sz": "2"}]'
    )
    _, answer = send(mock, "alice", "POST", "/api/v5/trade/batch-orders", body)
    assert (answer["code"], [row["clOrdId"] for row in answer["data"]]) == ("0", ["b15", "b16"])


def test_cancel_order(mock: Mock) -> None:
    _, answer = send(
        mock, "alice", "POST", "/api/v5/trade/cancel-order", '{"ordId": "590908157585625111", "instId": "BTC-USDT"}'
    )
    (row,) = answer["data"]
    assert (answer["code"], row["sCode"], row["ordId"]) == ("1", "51400", "590908157585625111")
    assert set(row) == {"clOrdId", "ordId", "ts", "sCode", "sMsg"}


def test_close_position(mock: Mock) -> None:
    example = '{"instId": "BTC-USDT-SWAP", "mgnMode": "cross"}'
    _, answer = send(mock, "alice", "POST", "/api/v5/trade/close-position", example)
    assert answer == {"code": "51023", "data": [], "msg": "Position doesn't exist"}
    mock.order(instId="BTC-USDT-SWAP", tdMode="cross", ordType="market", px=None, sz="1")
    _, answer = send(mock, "alice", "POST", "/api/v5/trade/close-position", example)
    assert answer["data"] == [{"clOrdId": "", "instId": "BTC-USDT-SWAP", "posSide": "net", "tag": ""}]


def test_get_order(mock: Mock) -> None:
    status, answer = send(mock, "alice", "GET", "/api/v5/trade/order?ordId=1753197687182819328&instId=BTC-USDT")
    assert (status, answer["code"]) == ("HTTP/1.1 200 OK", "51603")


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("/api/v5/account/balance", {"totalEq", "details", "uTime", "ordFroz", "upl"}),
        ("/api/v5/account/balance?ccy=BTC,ETH", {"totalEq", "details"}),
        ("/api/v5/account/config", {"uid", "mainUid", "acctLv", "posMode", "perm", "level"}),
        ("/api/v5/asset/currencies", {"ccy", "chain", "canDep", "minWd", "mainNet"}),
        ("/api/v5/public/time", {"ts"}),
        ("/api/v5/public/instruments?instType=SPOT", {"instId", "tickSz", "lotSz", "minSz", "state"}),
    ],
)
def test_reads(mock: Mock, target: str, names: set[str]) -> None:
    status, answer = send(mock, "alice", "GET", target)
    assert (status, answer["code"], answer["msg"]) == ("HTTP/1.1 200 OK", "0", "")
    assert names <= set(answer["data"][0])


def documented_fields(schema: Any, document: Any) -> set[str]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return set(schema["properties"])


def test_answers_name_no_field_that_the_contract_lacks(mock: Mock) -> None:
    """Every field that the mock answers stands in the contract, so that neither side invents names."""
    from okx_mock.contract import contract_file

    contract = json.loads(contract_file().read_bytes())
    placed = mock.order(clOrdId="b15").row
    samples = {
        ("GET", "/api/v5/broker/dma/subaccount-info"): ("broker", "", ""),
        ("GET", "/api/v5/broker/dma/subaccount-trade-fee"): ("broker", "", ""),
        ("GET", "/api/v5/broker/fd/if-rebate"): ("broker", f"?apiKey={mock.accounts['alice']['api_key']}", ""),
        ("POST", "/api/v5/broker/fd/rebate-per-orders"): ("broker", "", '{"begin":"20210623","end":"20210626"}'),
        ("GET", "/api/v5/broker/fd/rebate-per-orders"): ("broker", "?type=true", ""),
        ("GET", "/api/v5/trade/order"): ("alice", f"?instId=BTC-USDT&ordId={placed['ordId']}", ""),
        ("POST", "/api/v5/trade/cancel-order"): ("alice", "", '{"instId":"BTC-USDT","clOrdId":"b15"}'),
        ("GET", "/api/v5/account/balance"): ("alice", "", ""),
        ("GET", "/api/v5/account/config"): ("alice", "", ""),
        ("GET", "/api/v5/asset/currencies"): ("alice", "", ""),
        ("GET", "/api/v5/public/instruments"): ("alice", "?instType=SPOT", ""),
    }
    for (method, path), (account, query, body) in samples.items():
        _, answer = send(mock, account, method, path + query, body)
        node = contract["paths"][path][method.lower()]
        schema = node["responses"]["200"]["content"]["application/json"]["schema"]
        part = next(part for part in schema["allOf"] if "data" in part.get("properties", {}))
        known = documented_fields(part["properties"]["data"]["items"], contract)
        assert set(answer["data"][0]) <= known, path


def test_every_operation_and_rule_of_the_contract_is_known() -> None:
    from okx_mock.answers import ERRORS
    from okx_mock.contract import contract_file, load_contract
    from okx_mock.operations import HANDLERS
    from okx_mock.rules import FORMATS, NAMED_RULES

    text = contract_file().read_text()
    assert set(re.findall(r'"x-okx-rule": "([^"]+)"', text)) <= set(NAMED_RULES)
    served = {(operation.method, operation.path) for operation in load_contract()}
    assert served == set(HANDLERS)
    for operation in load_contract():
        for window in operation.windows:
            assert window.code in ERRORS
    request_formats = set(re.findall(r'"format": "([^"]+)"', text)) - {"uri", "date", "double"}
    assert request_formats <= set(FORMATS)


def test_every_refusal_of_the_mock_is_documented_with_its_status() -> None:
    from okx_mock.answers import ERRORS
    from okx_mock.contract import contract_file

    known = {one["code"]: one["http"] for one in json.loads(contract_file().read_bytes())["x-okx-errors"]}
    assert {code: status for code, (status, _) in ERRORS.items() if status not in known.get(code, ())} == {}


def test_a_field_is_needed_when_all_its_conditions_hold() -> None:
    text: dict[str, object] = {"type": "string"}
    schema = {"properties": {"a": text, "b": text, "c": {**text, "x-okx-required-if": {"a": "1", "b": "2"}}}}
    fields = Fields.of_object(schema, lambda node: node)
    for taken in ({"a": "1"}, {"b": "2"}, {"a": "1", "b": "3"}, {"a": "1", "b": "2", "c": "x"}):
        assert fields.accept(taken) == taken
    with pytest.raises(Refusal, match="50014 Parameter c"):
        fields.accept({"a": "1", "b": "2"})
