"""The broker's code stands in every attribution place of every operation, and nowhere else."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from okx_broker.errors import BatchRefused, ConfigurationError, ForeignTag, InvalidArgument
from okx_broker.transport import Outgoing
from okx_v5 import models
from okx_v5.contract import Field, Operation, Source, TagPlace
from okx_v5.models import NewOrder
from tests.client.support import (
    CODE,
    CONTRACT,
    Either,
    Recorder,
    answer,
    body_of,
    body_schema,
    make_broker,
    make_user,
    operations,
    python_name,
    query_of,
    sample_arguments,
)

ORDER = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "2"}
OTHER = "6b9ad766b55dBCDE"
ALL = [pytest.param(path, method, operation, id=operation["operationId"]) for path, method, operation in operations()]
TAGGED = [param for param in ALL if "x-okx-broker-tag" in param.values[2]]


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


def call(
    either: Either, recorder: Recorder, operation: dict[str, Any], arguments: dict[str, Any], count: int = 1
) -> Any:
    resource = getattr(make_user(recorder, on_other_tag=lambda *_: None), operation["tags"][0])
    method = getattr(resource, python_name(operation["operationId"]))
    schema = body_schema(operation)
    if schema is not None and schema["type"] == "array":
        return either.run(method([NewOrder(**arguments) for _ in range(count)]))
    return either.run(method(**arguments))


def take_tags(operation: dict[str, Any], request: Outgoing) -> tuple[list[Any], str]:
    """Return what stands in the attribution places, and all the rest of the request as one text."""
    found: list[Any] = []
    body = json.loads(request.body) if request.body else None
    url = request.url
    for place in operation.get("x-okx-broker-tag", []):
        if place["role"] != "attribution":
            continue
        where, _, name = place["at"].rpartition(".")
        if where == "body[]":
            found += [item.pop(name, None) for item in body]
        elif where == "body":
            found.append(body.pop(name, None))
        else:
            assert where == "query"
            found.append(query_of(request).get(name))
            url = url.replace(f"{name}={found[-1]}", "")
    return found, json.dumps([url, request.headers, body])


def test_the_three_operations_of_core_trading_are_marked() -> None:
    marked = {
        (path, place["at"], place["role"])
        for path, _, operation in operations()
        for place in operation.get("x-okx-broker-tag", [])
    }
    assert {
        ("/api/v5/trade/order", "body.tag", "attribution"),
        ("/api/v5/trade/batch-orders", "body[].tag", "attribution"),
        ("/api/v5/trade/close-position", "body.tag", "attribution"),
    } <= marked


def test_every_request_schema_with_a_tag_is_marked() -> None:
    for _, _, operation in operations():
        schema = body_schema(operation)
        text = json.dumps(schema) if schema else json.dumps(operation.get("parameters", []))
        if schema and schema["type"] == "array":
            text = json.dumps(CONTRACT["components"]["schemas"][schema["items"]["$ref"].rpartition("/")[2]])
        has_tag = '"tag": {' in text or '"name": "tag"' in text
        assert has_tag == ("x-okx-broker-tag" in operation), operation["operationId"]


@pytest.mark.parametrize(("path", "method", "operation"), ALL)
@pytest.mark.parametrize("full", [False, True], ids=["needed", "all"])
def test_the_code_stands_in_the_attribution_places_and_nowhere_else(
    either: Either, full: bool, path: str, method: str, operation: dict[str, Any]
) -> None:
    recorder = either.recorder()
    call(either, recorder, operation, sample_arguments(operation, full=full))
    (request,) = recorder.requests
    assert request.method == method
    assert request.url.split("?")[0] == "https://www.okx.com" + path
    tags, rest = take_tags(operation, request)
    places = [p for p in operation.get("x-okx-broker-tag", []) if p["role"] == "attribution"]
    assert tags == [CODE] * len(places)
    assert CODE not in rest


@pytest.mark.parametrize("count", range(1, 21))
def test_every_order_of_a_batch_carries_the_code(either: Either, count: int) -> None:
    recorder = either.recorder()
    orders = [
        NewOrder(**{**ORDER, "cl_ord_id": f"own{number}"}, tag=CODE if number % 3 == 2 else None)
        for number in range(count)
    ]
    either.run(make_user(recorder, on_other_tag=lambda *_: None).trade.place_batch_orders(orders))
    (request,) = recorder.requests
    items = body_of(request)
    assert [item.pop("tag") for item in items] == [CODE] * count
    assert [item["clOrdId"] for item in items] == [f"own{number}" for number in range(count)], "ids are never touched"
    assert CODE not in json.dumps(items)


@pytest.mark.parametrize(("path", "method", "operation"), TAGGED)
@pytest.mark.parametrize("other", [OTHER, CODE.lower(), CODE.upper() + "X", CODE[:-1], "0"])
def test_a_foreign_tag_raises_and_nothing_is_sent(
    either: Either, other: str, path: str, method: str, operation: dict[str, Any]
) -> None:
    recorder = either.recorder()
    with pytest.raises(ForeignTag) as caught:
        call(either, recorder, operation, {**sample_arguments(operation, full=False), "tag": other})
    assert recorder.requests == []
    assert caught.value.field.endswith("tag")
    assert other in str(caught.value)
    assert CODE in str(caught.value)
    assert isinstance(caught.value, InvalidArgument)


def test_one_foreign_tag_in_a_batch_stops_the_whole_batch_and_is_named(either: Either) -> None:
    recorder = either.recorder()
    orders = [NewOrder(**ORDER), NewOrder(**ORDER, tag=CODE), NewOrder(**ORDER, tag=OTHER), NewOrder(**ORDER)]
    with pytest.raises(ForeignTag) as caught:
        either.run(make_user(recorder).trade.place_batch_orders(orders))
    assert recorder.requests == []
    assert caught.value.field.endswith("[2].tag")


@pytest.mark.parametrize(("path", "method", "operation"), TAGGED)
def test_ones_own_tag_is_accepted(either: Either, path: str, method: str, operation: dict[str, Any]) -> None:
    recorder = either.recorder()
    call(either, recorder, operation, {**sample_arguments(operation, full=False), "tag": CODE})
    tags, rest = take_tags(operation, recorder.requests[0])
    assert tags == [CODE]
    assert CODE not in rest


def filter_operation(method: str) -> Operation[models.SystemTime]:
    return Operation(
        id=f"filtered{method}",
        name="test.filtered",
        method="POST" if method == "POST" else "GET",
        path="/api/v5/test/filtered",
        permission="Trade",
        limits=(),
        tags=(TagPlace(at="body" if method == "POST" else "query", field="tag", role="filter"),),
        body="object" if method == "POST" else "none",
        fields=(Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),),
        answer=models.SystemTime,
        source=Source(document="", section=""),
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_filter_is_the_callers_alone(either: Either, method: str) -> None:
    recorder = either.recorder(answer([]))
    user = make_user(recorder)
    for value in (None, OTHER, CODE):
        either.run(user.many(filter_operation(method), {"tag": value}))
    sent = [
        body_of(one) if method == "POST" else (query_of(one) if "?" in one.url else {}) for one in recorder.requests
    ]
    assert sent == [{}, {"tag": OTHER}, {"tag": CODE}]


@pytest.mark.parametrize("code", ["A", "0", "aB3", "A" * 16, "6099c63a8d75SCDE"])
def test_good_codes_are_taken_as_they_are(code: str) -> None:
    recorder = Recorder(answer([{"ordId": "1", "sCode": "0", "tag": code}]))
    broker = make_broker(recorder, code=code)
    assert broker.code == code
    from tests.client.support import api_key

    assert broker.for_credentials(api_key()).trade.place_order(**ORDER).tag == code
    assert body_of(recorder.requests[0])["tag"] == code


@pytest.mark.parametrize(
    "code",
    ["", "A" * 17, "a b", " a", "a-b", "a_b", "é", "\u0661", "\uff21", f"{CODE}\n", "\n", "a\0", None, 5, b"MYCODE"],
    ids=repr,
)
def test_bad_codes_are_refused_by_the_broker(either: Either, code: Any) -> None:
    from tests.client.support import make_async_broker

    maker = make_async_broker if either.asynchronous else make_broker
    with pytest.raises(ConfigurationError, match="1 to 16 letters and digits"):
        maker(either.recorder(), code=code)


# The echo

PLACED = {"ordId": "1", "clOrdId": "", "ts": "1695190491421", "sCode": "0", "sMsg": ""}


@pytest.mark.parametrize("echo", [OTHER, "", CODE.lower()])
def test_an_echo_of_another_tag_is_reported_with_its_order(either: Either, echo: str) -> None:
    reported: list[tuple[str, str, Any]] = []
    recorder = either.recorder(answer([{**PLACED, "tag": echo}]))
    user = make_user(recorder, on_other_tag=lambda *what: reported.append(what))
    placed = either.run(user.trade.place_order(**ORDER))
    assert reported == [("trade.place_order", echo, placed)]
    assert placed.ord_id == "1", "the order stands, so it is returned"


def test_the_echo_of_the_own_code_is_not_reported(either: Either) -> None:
    recorder = either.recorder(answer([{**PLACED, "tag": CODE}]))
    user = make_user(recorder, on_other_tag=lambda *_: pytest.fail("reported"))
    either.run(user.trade.place_order(**ORDER))


def test_only_the_order_with_another_echo_is_reported_of_a_batch(either: Either) -> None:
    reported: list[Any] = []
    items = [{**PLACED, "ordId": str(number), "tag": OTHER if number == 1 else CODE} for number in range(3)]
    user = make_user(either.recorder(answer(items)), on_other_tag=lambda *what: reported.append(what))
    placed = either.run(user.trade.place_batch_orders([NewOrder(**ORDER)] * 3))
    assert reported == [("trade.place_batch_orders", OTHER, placed[1])]


def test_the_accepted_orders_of_a_partly_refused_batch_are_checked_too(either: Either) -> None:
    reported: list[Any] = []
    items = [
        {**PLACED, "tag": OTHER},
        {**PLACED, "ordId": "", "sCode": "51008", "sMsg": "no money", "tag": ""},
        {**PLACED, "tag": CODE},
    ]
    user = make_user(either.recorder(answer(items, code="2")), on_other_tag=lambda *what: reported.append(what))
    with pytest.raises(BatchRefused) as caught:
        either.run(user.trade.place_batch_orders([NewOrder(**ORDER)] * 3))
    assert reported == [("trade.place_batch_orders", OTHER, caught.value.items[0])]


def test_another_echo_is_logged_where_nobody_asked_for_it(either: Either, caplog: pytest.LogCaptureFixture) -> None:
    user = make_user(either.recorder(answer([{**PLACED, "tag": OTHER}])))
    with caplog.at_level(logging.DEBUG):
        either.run(user.trade.place_order(**ORDER))
    (record,) = [one for one in caplog.records if one.name == "okx_broker"]
    assert record.levelno == logging.ERROR
    assert OTHER in record.getMessage()
    assert "trade.place_order" in record.getMessage()
