"""Calls by method and path: signed, limited, and with the code where it belongs."""

from __future__ import annotations

import base64
import hashlib
import hmac
from decimal import Decimal
from typing import Any

import pytest

from okx_broker.errors import (
    ApiError,
    BatchRefused,
    ConfigurationError,
    ForeignTag,
    InvalidArgument,
    OutcomeUnknown,
    RateLimited,
)
from okx_broker.limits import WindowLimiter
from okx_broker.orders import settle
from okx_broker.transport import Reply, TransportFailure
from tests.client.support import (
    CODE,
    SECRET,
    START_MS,
    Either,
    Recorder,
    answer,
    api_key,
    body_of,
    headers_of,
    make_async_broker,
    make_broker,
    make_user,
)

OTHER = "6b9ad766b55dBCDE"
NEW = "/api/v5/new/order"
ORDER = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}
GOOD = answer([{"ordId": "1", "sCode": "0"}])


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


def test_what_is_signed_is_what_is_sent(either: Either) -> None:
    recorder = either.recorder(GOOD)
    user = make_user(recorder)
    rows = either.run(user.call("POST", NEW, body={"a": Decimal("1E-8"), "b": ["é", True]}, untagged=True))
    assert rows == [{"ordId": "1", "sCode": "0"}]
    either.run(user.call("GET", "/api/v5/new/list", query={"q": "a b&c", "n": 5}))
    for request in recorder.requests:
        headers = headers_of(request)
        target = request.url.removeprefix("https://www.okx.com")
        prehash = headers["ok-access-timestamp"] + request.method + target
        expected = hmac.digest(SECRET.encode(), prehash.encode() + request.body, hashlib.sha256)
        assert headers["ok-access-sign"] == base64.b64encode(expected).decode()
        assert headers["x-simulated-trading"] == "1"
    assert body_of(recorder.requests[0]) == {"a": "0.00000001", "b": ["é", True]}
    assert recorder.requests[1].url.endswith("/api/v5/new/list?q=a%20b%26c&n=5")


def test_answers_come_as_they_are(either: Either) -> None:
    reply = Reply(200, b'{"code":"0","msg":"","data":[["1","2"],{"px":0.1,"n":null},"x"]}')
    rows = either.run(make_user(either.recorder(reply)).call("GET", "/api/v5/new/list"))
    assert rows == [["1", "2"], {"px": Decimal("0.1"), "n": None}, "x"]


def test_a_known_path_gets_the_code_where_the_contract_says(either: Either) -> None:
    recorder = either.recorder(answer([{"ordId": "1", "sCode": "0"}]))
    user = make_user(recorder)
    body = dict(ORDER)
    either.run(user.call("POST", "/api/v5/trade/order", body=body))
    either.run(user.call("POST", "/api/v5/trade/batch-orders", body=[ORDER]))
    either.run(user.call("POST", "/api/v5/trade/cancel-all-after", body={"timeOut": "60"}))
    either.run(user.call("POST", "/api/v5/trade/cancel-all-after", body={"timeOut": "60", "tag": OTHER}))
    assert [body_of(one) for one in recorder.requests] == [
        {**ORDER, "tag": CODE},
        [{**ORDER, "tag": CODE}],
        {"timeOut": "60"},
        {"timeOut": "60", "tag": OTHER},
    ]
    assert body == ORDER, "the caller's own mapping stays as it is"


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/api/v5/trade/order", {**ORDER, "tag": OTHER}, {}),
        ("/api/v5/trade/order", {**ORDER, "tag": ""}, {}),
        ("/api/v5/trade/order", {**ORDER, "attachAlgoOrds": [{"tag": OTHER}]}, {}),
        ("/api/v5/trade/batch-orders", [ORDER, {**ORDER, "tag": OTHER}], {}),
        ("/api/v5/trade/cancel-order", {"ordId": "1", "tag": OTHER}, {}),
        (NEW, {"tag": OTHER}, {"untagged": True}),
        (NEW, {"tag": OTHER}, {"tag_at": "body.tag"}),
        (NEW, {"a": {"tag": OTHER}}, {"tag_at": "body.tag"}),
        (NEW, [{"a": 1}, {"tag": OTHER}], {"tag_at": "body[].tag"}),
    ],
)
def test_a_foreign_tag_is_refused_anywhere(either: Either, path: str, body: Any, said: dict[str, Any]) -> None:
    recorder = either.recorder(GOOD)
    with pytest.raises(ForeignTag):
        either.run(make_user(recorder).call("POST", path, body=body, **said))
    assert recorder.requests == []


@pytest.mark.parametrize(
    ("body", "at", "sent"),
    [
        ({"a": "1"}, "body.tag", {"a": "1", "tag": CODE}),
        ({"tag": CODE}, "body.tag", {"tag": CODE}),
        ({}, "body.tag", {"tag": CODE}),
        (None, "body.tag", {"tag": CODE}),
        ([{"a": "1"}, {}], "body[].tag", [{"a": "1", "tag": CODE}, {"tag": CODE}]),
        ({"o": {"p": {}}}, "body.o.p.tag", {"o": {"p": {"tag": CODE}}}),
        ({"o": [{"a": "1"}, {}]}, "body.o[].tag", {"o": [{"a": "1", "tag": CODE}, {"tag": CODE}]}),
        ([{"o": [{}]}, {"o": [{}, {}]}], "body[].o[].tag", [{"o": [{"tag": CODE}]}, {"o": [{"tag": CODE}] * 2}]),
    ],
)
def test_an_unknown_write_carries_the_code_where_it_is_said(either: Either, body: Any, at: str, sent: Any) -> None:
    recorder = either.recorder(answer([{"sCode": "0"}] * 2))
    either.run(make_user(recorder).call("POST", NEW, body=body, tag_at=at))
    assert body_of(recorder.requests[0]) == sent
    assert CODE not in recorder.requests[0].url
    assert CODE not in str(body) or body == {"tag": CODE}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, {}),
        ({}, {"tag_at": "body.tag", "untagged": True}),
        ({}, {"untagged": "yes"}),
        ({}, {"tag_at": "tag"}),
        ({}, {"tag_at": "body.code"}),
        ({}, {"tag_at": "body[].tag"}),
        ([{}], {"tag_at": "body.tag"}),
        ({}, {"tag_at": "body.orders[].tag"}),
        ({"orders": []}, {"tag_at": "body.orders[].tag"}),
        ([{"o": [{}]}, {"o": []}], {"tag_at": "body[].o[].tag"}),
        ({"orders": ["x"]}, {"tag_at": "body.orders[].tag"}),
        (None, {"tag_at": 5}),
    ],
)
def test_an_unknown_write_must_say_where_the_code_goes_and_mean_it(
    either: Either, body: Any, said: dict[str, Any]
) -> None:
    recorder = either.recorder(GOOD)
    with pytest.raises(InvalidArgument) as caught:
        either.run(make_user(recorder).call("POST", NEW, body=body, **said))
    assert caught.value.field == "tag_at"
    assert recorder.requests == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/v5/trade/order/",
        "//api/v5/trade/order",
        "/api/v5/trade//order",
        "/api/v5/trade/./order",
        "/api/v5/x/../trade/order",
        "/api/v5/trade/%6Frder",
        "/api/v5/trade/order?x=1",
        "/api/v5/trade/order#x",
        "/api/v5/trade/order;x",
        "/api/v5/trade/order\n",
        "/API/V5/Trade/Order",
        "https://evil.example/api/v5/trade/order",
        "@evil.example/x",
        "/api/v5/trade/\u043erder",
        "",
        None,
    ],
)
@pytest.mark.parametrize("said", [{}, {"untagged": True}])
def test_no_other_spelling_gets_past_what_the_contract_says(either: Either, path: Any, said: dict[str, Any]) -> None:
    recorder = either.recorder(GOOD)
    with pytest.raises(InvalidArgument) as caught:
        either.run(make_user(recorder).call("POST", path, body=ORDER, **said))
    assert caught.value.field == "path"
    assert recorder.requests == []


@pytest.mark.parametrize("said", [{"untagged": True}, {"tag_at": "body.tag"}, {"tag_at": "body.x.tag"}])
def test_of_a_known_path_nothing_is_left_to_say(either: Either, said: dict[str, Any]) -> None:
    for path in ("/api/v5/trade/order", "/api/v5/trade/cancel-order"):
        with pytest.raises(InvalidArgument, match="path of the contract"):
            either.run(make_user(either.recorder(GOOD)).call("POST", path, body=ORDER, **said))


@pytest.mark.parametrize(
    ("method", "arguments", "field"),
    [
        ("post", {"body": ORDER}, "method"),
        ("DELETE", {}, "method"),
        ("GET", {"body": {}}, "body"),
        ("POST", {"query": {"a": "1"}, "untagged": True}, "query"),
        ("POST", {"body": [ORDER]}, "body"),
        ("POST", {"body": "x"}, "body"),
        ("POST", {"body": {"px": 1.5}}, "body.px"),
        ("POST", {"body": {5: "x"}}, "body"),
        ("POST", {"body": {**ORDER, "instId": {"a": "b"}}}, "instId"),
        ("POST", {"body": ORDER, "limit": (1, 2)}, "limit"),
        ("POST", {}, "body"),
    ],
)
def test_wrong_arguments_are_named_before_anything_is_sent(
    either: Either, method: str, arguments: dict[str, Any], field: str
) -> None:
    recorder = either.recorder(GOOD)
    with pytest.raises(InvalidArgument) as caught:
        either.run(make_user(recorder).call(method, "/api/v5/trade/order", **arguments))
    assert caught.value.field == field
    assert recorder.requests == []


def test_refusals_are_the_same_errors_as_of_typed_calls(either: Either) -> None:
    def call(reply: Reply | TransportFailure, body: Any) -> Any:
        recorder = either.recorder(reply)
        try:
            return either.run(make_user(recorder).call("POST", NEW, body=body, untagged=True))
        finally:
            assert len(recorder.requests) == 1, "a write is sent once"

    with pytest.raises(ApiError) as caught:
        call(answer(code="51000", msg="Parameter a error", status=400), {})
    assert caught.value.code == "51000"
    with pytest.raises(ApiError) as caught:
        call(answer([{"sCode": "51008", "sMsg": "no money"}], code="1"), {})
    assert caught.value.code == "51008"
    with pytest.raises(BatchRefused) as batch:
        call(answer([{"sCode": "0"}, {"sCode": "51008", "sMsg": "no money"}], code="2"), [{"a": "1"}, {"a": "2"}])
    assert (len(batch.value.accepted), len(batch.value.refused)) == (1, 1)
    for lost in (TransportFailure(sent=True, reason="lost"), Reply(502, b"<html>"), Reply(200, b"")):
        with pytest.raises(OutcomeUnknown):
            call(lost, {"a": "1"})


def test_limits_of_a_known_path_are_shared_with_its_method(either: Either) -> None:
    recorder = either.recorder(answer([{"ordId": "1", "sCode": "0"}]))
    user = make_user(recorder, limiter=WindowLimiter(), longest_wait=0)
    # 20 closings in 2 seconds, by either way.
    for _ in range(10):
        either.run(user.trade.close_position(inst_id="BTC-USDT-SWAP", mgn_mode="cross"))
        either.run(
            user.call("POST", "/api/v5/trade/close-position", body={"instId": "BTC-USDT-SWAP", "mgnMode": "cross"})
        )
    with pytest.raises(RateLimited):
        either.run(
            user.call("POST", "/api/v5/trade/close-position", body={"instId": "BTC-USDT-SWAP", "mgnMode": "cross"})
        )
    assert len(recorder.requests) == 20


def test_an_unknown_path_has_the_limit_that_is_said(either: Either) -> None:
    recorder = either.recorder(GOOD)
    user = make_user(recorder, limiter=WindowLimiter(), longest_wait=0)
    for path, allowed, said in (("/api/v5/new/a", 5, {}), ("/api/v5/new/b", 7, {"limit": (7, 60)})):
        for _ in range(allowed):
            either.run(user.call("GET", path, **said))
        with pytest.raises(RateLimited):
            either.run(user.call("GET", path, **said))
    for wrong in ((0, 1), (1,), "5", (1.5, 2), 5):
        with pytest.raises(InvalidArgument, match="limit"):
            either.run(user.call("GET", NEW, limit=wrong))


def test_the_limit_of_an_unknown_path_is_the_one_that_is_said_last(either: Either) -> None:
    recorder = either.recorder(GOOD)
    user = make_user(recorder, limiter=WindowLimiter(), longest_wait=0)
    either.run(user.call("GET", "/api/v5/new/a", limit=(1, 60)))
    for _ in range(20):
        either.run(user.call("GET", "/api/v5/new/a", limit=(20, 2)))
    for said in ((1, 60), (20, 2)):
        with pytest.raises(RateLimited):
            either.run(user.call("GET", "/api/v5/new/a", limit=said))
    assert len(recorder.requests) == 21


def test_long_paths_do_not_share_a_limit(either: Either) -> None:
    recorder = either.recorder(GOOD)
    user = make_user(recorder, limiter=WindowLimiter(), longest_wait=0)
    long = "/api/v5/" + "a" * 100
    for path in (long + "/b", long + "/c"):
        for method, said in (("GET", {}), ("POST", {"untagged": True})):
            either.run(user.call(method, path, limit=(1, 60), **said))
    assert len(recorder.requests) == 4


def test_the_broker_calls_unsigned_or_for_credentials(either: Either) -> None:
    recorder = either.recorder(GOOD)
    broker = (make_async_broker if either.asynchronous else make_broker)(recorder)  # type: ignore[operator]
    either.run(broker.call("GET", "/api/v5/market/ticker", query={"instId": "BTC-USDT"}))
    either.run(broker.call("GET", "/api/v5/new/list"))
    either.run(broker.call("GET", "/api/v5/new/list", credentials=api_key()))
    assert ["ok-access-sign" in headers_of(one) for one in recorder.requests] == [False, False, True]
    with pytest.raises(ConfigurationError, match="credentials"):
        either.run(broker.call("POST", "/api/v5/trade/order", body=ORDER))
    with pytest.raises(ConfigurationError):
        either.run(broker.call("GET", NEW, credentials="key"))


def test_secrets_of_a_known_path_are_not_shown(either: Either) -> None:
    secret = "Pass-phrase-1"
    body = {"subAcct": "a", "label": "b", "passphrase": secret}
    recorder = either.recorder(Reply(502, f"<html>{secret}".encode()))
    with pytest.raises(OutcomeUnknown) as caught:
        either.run(make_user(recorder).call("POST", "/api/v5/broker/dma/subaccount/apikey", body=body))
    assert secret not in f"{caught.value!s}{caught.value!r}{caught.value.request}{vars(caught.value)}"


@pytest.mark.parametrize(
    ("path", "body", "data"),
    [
        ("/api/v5/trade/order", ORDER, []),
        ("/api/v5/trade/order", ORDER, [{"ordId": "1", "sCode": "0"}] * 2),
        ("/api/v5/trade/order", ORDER, [{"ordId": "", "sCode": "0"}]),
        ("/api/v5/trade/order", ORDER, [{"sCode": "0"}]),
        ("/api/v5/trade/order", {**ORDER, "clOrdId": "a1"}, [{"ordId": "1", "clOrdId": "a2", "sCode": "0"}]),
        ("/api/v5/trade/batch-orders", [ORDER, ORDER], [{"ordId": "1", "sCode": "0"}]),
        ("/api/v5/trade/batch-orders", [ORDER, ORDER], []),
    ],
    ids=repr,
)
def test_an_unclear_answer_to_a_known_write_is_an_unknown_outcome_by_path_too(
    either: Either, path: str, body: Any, data: list[Any]
) -> None:
    recorder = either.recorder(answer(data))
    with pytest.raises(OutcomeUnknown):
        either.run(make_user(recorder).call("POST", path, body=body))
    assert len(recorder.requests) == 1


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (ORDER, True),
        ({"instId": "BTC-USDT", "side": "buy", "ordType": "limit", "sz": "2"}, True),
        ({**ORDER, "sz": "3"}, False),
        ({**ORDER, "sz": "two"}, False),
        ({**ORDER, "sz": ["2"]}, False),
        ({"instId": "BTC-USDT"}, False),
    ],
    ids=repr,
)
def test_a_lost_order_that_was_called_by_path_is_settled_like_any_other(body: dict[str, Any], found: bool) -> None:
    there = {"ordId": "5", "clOrdId": "a1", "tag": CODE, "cTime": str(START_MS), "instId": "BTC-USDT"}
    terms = {"side": "buy", "ordType": "limit", "sz": "2", "px": "2.15"}
    user = make_user(Recorder(Reply(502, b""), answer([{**there, **terms}])))
    with pytest.raises(OutcomeUnknown) as lost:
        user.call("POST", "/api/v5/trade/order", body={**body, "clOrdId": "a1"})
    if found:
        assert settle(user, lost.value) is not None
        return
    with pytest.raises(OutcomeUnknown) as open_still:
        settle(user, lost.value)
    assert open_still.value is lost.value


def test_a_lost_order_without_an_instrument_can_not_be_asked_for() -> None:
    user = make_user(Recorder(Reply(502, b"")))
    with pytest.raises(OutcomeUnknown) as lost:
        user.call("POST", "/api/v5/trade/order", body={"clOrdId": "a1"})
    with pytest.raises(InvalidArgument, match="without inst_id"):
        settle(user, lost.value)


def test_a_value_that_is_newer_than_the_contract_goes_by_path_and_carries_the_code(either: Either) -> None:
    recorder = either.recorder(answer([{"ordId": "1", "sCode": "0", "tag": CODE}]))
    user = make_user(recorder)
    with pytest.raises(InvalidArgument):
        either.run(
            user.trade.place_order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="newest", px="1", sz="1")
        )
    either.run(user.call("POST", "/api/v5/trade/order", body={**ORDER, "ordType": "newest"}))
    assert [body_of(one) for one in recorder.requests] == [{**ORDER, "ordType": "newest", "tag": CODE}]
