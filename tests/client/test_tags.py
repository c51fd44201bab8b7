"""The broker's code stands in every attribution place of every operation, and nowhere else."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import msgspec
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
    is_array,
    item_model,
    make_broker,
    make_call,
    make_caller,
    make_user,
    method_of,
    operations,
    query_of,
    request_fields,
    resolve,
    sample_arguments,
    sizes,
    to_arguments,
)

ORDER = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "2"}
WIRE_ORDER = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}
OTHER = "6b9ad766b55dBCDE"


def params(wanted: Callable[[dict[str, Any]], bool]) -> list[Any]:
    return [pytest.param(*one, id=one[2]["operationId"]) for one in operations() if wanted(one[2])]


def attributed(operation: dict[str, Any]) -> list[str]:
    """The places that earn the rebate, as the contract writes them."""
    return [place["at"] for place in operation.get("x-okx-broker-tag", []) if place["role"] == "attribution"]


ALL = params(lambda _: True)
TAGGED = params(lambda operation: bool(attributed(operation)))
ARRAYS = params(is_array)

# OKX's documents: the requests whose tag earns the rebate, and the two whose tag only narrows something down.
ATTRIBUTION = {
    ("POST", "/api/v5/trade/order", "body.tag"),
    ("POST", "/api/v5/trade/batch-orders", "body[].tag"),
    ("POST", "/api/v5/trade/close-position", "body.tag"),
    ("POST", "/api/v5/trade/order-algo", "body.tag"),
    ("POST", "/api/v5/tradingBot/grid/order-algo", "body.tag"),
    ("POST", "/api/v5/tradingBot/grid/copy-order-algo", "body.tag"),
    ("POST", "/api/v5/tradingBot/dca/create", "body.tag"),
    ("POST", "/api/v5/tradingBot/recurring/order-algo", "body.tag"),
    ("POST", "/api/v5/rfq/create-rfq", "body.tag"),
    ("POST", "/api/v5/rfq/create-quote", "body.tag"),
    ("POST", "/api/v5/sprd/order", "body.tag"),
    ("POST", "/api/v5/asset/convert/estimate-quote", "body.tag"),
    ("POST", "/api/v5/asset/convert/trade", "body.tag"),
    ("POST", "/api/v5/finance/staking-defi/purchase", "body.tag"),
    ("POST", "/api/v5/copytrading/algo-order", "body.tag"),
    ("POST", "/api/v5/copytrading/close-subposition", "body.tag"),
    ("POST", "/api/v5/copytrading/first-copy-settings", "body.tag"),
    ("POST", "/api/v5/copytrading/amend-copy-settings", "body.tag"),
}
FILTERS = {
    ("POST", "/api/v5/trade/cancel-all-after", "body.tag"),
    ("GET", "/api/v5/asset/convert/history", "query.tag"),
}


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


def call(
    either: Either, recorder: Recorder, operation: dict[str, Any], arguments: dict[str, Any], count: int = 1
) -> Any:
    user = make_caller(operation, recorder, on_other_tag=lambda *_: None)
    return either.run(make_call(user, operation, arguments, count))


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


def test_the_marked_places_are_those_of_the_documents() -> None:
    marked = [
        (place["role"], (method, path, place["at"]))
        for path, method, operation in operations()
        for place in operation.get("x-okx-broker-tag", [])
    ]
    assert len(marked) == len(ATTRIBUTION) + len(FILTERS) == 18 + 2
    assert {place for role, place in marked if role == "attribution"} == ATTRIBUTION
    assert {place for role, place in marked if role == "filter"} == FILTERS
    assert len(ALL) == 73
    assert len(TAGGED) == 18


def tags_in(schema: dict[str, Any], place: str) -> set[str]:
    """The places of all fields named `tag`, at any depth."""
    schema = resolve(schema)
    found = tags_in(schema["items"], f"{place}[]") if "items" in schema else set()
    for name, field in schema.get("properties", {}).items():
        found |= ({f"{place}.tag"} if name == "tag" else set()) | tags_in(field, f"{place}.{name}")
    return found


def test_every_tag_of_a_request_is_marked_and_stands_at_the_top_of_the_body_its_items_or_the_query() -> None:
    for _, _, operation in operations():
        schema = body_schema(operation)
        names = [resolve(one)["name"] for one in operation.get("parameters", [])]
        found = tags_in(schema, "body") if schema else {f"query.{name}" for name in names if name == "tag"}
        assert found == {place["at"] for place in operation.get("x-okx-broker-tag", [])}, operation["operationId"]


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
    assert tags == [CODE] * len(attributed(operation))
    assert bool(tags) == ((method, path) in {place[:2] for place in ATTRIBUTION})
    assert CODE not in rest


@pytest.mark.parametrize(("path", "method", "operation"), ALL)
def test_the_documents_example_requests_carry_the_code_there_too(
    either: Either, path: str, method: str, operation: dict[str, Any]
) -> None:
    for example in operation.get("x-okx-example-requests", []):
        values = example.get("query", example.get("body"))
        items = values if isinstance(values, list) else [values]
        recorder = either.recorder()
        user = make_caller(operation, recorder, on_other_tag=lambda *_: None)
        given = [to_arguments(operation, {name: one for name, one in item.items() if name != "tag"}) for item in items]
        if isinstance(values, list):
            either.run(method_of(user, operation)([item_model(operation)(**one) for one in given]))
        else:
            either.run(method_of(user, operation)(**given[0]))
        (request,) = recorder.requests
        tags, rest = take_tags(operation, request)
        assert tags == [CODE] * len(items) * len(attributed(operation))
        assert CODE not in rest
        assert (method, path) == (request.method, request.url.removeprefix("https://www.okx.com").partition("?")[0])


@pytest.mark.parametrize(("path", "method", "operation"), ARRAYS)
def test_every_item_of_an_array_carries_the_code_where_it_has_a_place_and_no_item_where_it_has_none(
    either: Either, path: str, method: str, operation: dict[str, Any]
) -> None:
    assert sizes(operation) == (range(1, 21) if path.endswith("-orders") else range(1, 11))
    for count in sizes(operation):
        for full in (False, True):
            recorder = either.recorder()
            call(either, recorder, operation, sample_arguments(operation, full=full), count)
            (request,) = recorder.requests
            assert len(body_of(request)) == count
            tags, rest = take_tags(operation, request)
            assert tags == [CODE] * count * len(attributed(operation))
            assert CODE not in rest
            assert (method, path) == (request.method, request.url.removeprefix("https://www.okx.com"))


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


@pytest.mark.parametrize("place", range(20))
def test_a_foreign_tag_anywhere_in_a_batch_stops_all_of_it(either: Either, place: int) -> None:
    for count in range(place + 1, 21):
        recorder = either.recorder()
        orders = [NewOrder(**ORDER, tag=OTHER if number == place else None) for number in range(count)]
        with pytest.raises(ForeignTag) as caught:
            either.run(make_user(recorder).trade.place_batch_orders(orders))
        assert recorder.requests == []
        assert caught.value.field.endswith(f"[{place}].tag")


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


@pytest.mark.parametrize(("method", "path", "at"), sorted(FILTERS))
@pytest.mark.parametrize("full", [False, True], ids=["needed", "all"])
def test_the_two_filters_of_the_contract_are_the_callers_alone(
    either: Either, full: bool, method: str, path: str, at: str
) -> None:
    operation = CONTRACT["paths"][path][method.lower()]
    arguments = sample_arguments(operation, full=full)
    recorder = either.recorder()
    for value in (None, OTHER, "A", CODE):
        call(either, recorder, operation, {**arguments, **({"tag": value} if value else {})})
    sent = [body_of(one) if at.startswith("body") else query_of(one) for one in recorder.requests]
    assert [one.pop("tag", None) for one in sent] == [None, OTHER, "A", CODE]
    assert sent[0] == sent[1] == sent[2] == sent[3]
    for request in recorder.requests[:3]:
        assert CODE not in json.dumps([request.url, request.headers, request.body.decode()])


@pytest.mark.parametrize(("path", "method", "operation"), ALL)
def test_operations_without_a_place_take_no_tag(
    either: Either, path: str, method: str, operation: dict[str, Any]
) -> None:
    if "x-okx-broker-tag" in operation:
        return
    recorder = either.recorder()
    with pytest.raises(TypeError, match="tag"):
        call(either, recorder, operation, {**sample_arguments(operation, full=False), "tag": CODE})
    assert recorder.requests == []
    assert "tag" not in request_fields(operation), f"{method} {path}"


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


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "GET", "path": "/api/v5/trade/batch-orders", "body": "object", "fields": ()},
        {"method": "POST", "body": "object", "tags": ()},
        {"method": "POST", "body": "object", "tags": (), "fields": (Field(wire="Tag", name="label"),)},
    ],
    ids=["a GET with a body", "a tag without a place", "another spelling"],
)
def test_an_operation_made_by_hand_hides_no_tag_and_no_body(either: Either, changes: dict[str, Any]) -> None:
    recorder = either.recorder()
    made = msgspec.structs.replace(filter_operation("POST"), **changes)
    with pytest.raises(ConfigurationError):
        either.run(make_user(recorder).many(made, {}))
    assert recorder.requests == []


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


@pytest.mark.parametrize("echo", [{"tag": CODE}, {"tag": OTHER}, {"tag": ""}, {}], ids=repr)
@pytest.mark.parametrize("asked", [None, OTHER, CODE])
def test_what_a_filter_echoes_is_the_callers(either: Either, asked: str | None, echo: dict[str, str]) -> None:
    # A countdown is started every few seconds: a false alarm each time would bury the true ones.
    user = make_user(
        either.recorder(answer([{"triggerTime": "0", "ts": "1", **echo}])),
        on_other_tag=lambda *what: pytest.fail(f"reported {what}"),
    )
    either.run(user.trade.cancel_all_after(time_out=60, tag=asked))


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/api/v5/trade/order", WIRE_ORDER, {}),
        ("/api/v5/trade/batch-orders", [WIRE_ORDER], {}),
        ("/api/v5/new/order", {}, {"tag_at": "body.tag"}),
        ("/api/v5/new/orders", [{}], {"tag_at": "body[].tag"}),
    ],
)
@pytest.mark.parametrize("echo", [{"tag": CODE}, {"tag": OTHER}, {"tag": ""}, {}], ids=repr)
def test_the_echo_of_a_call_by_path_is_compared_too(
    either: Either, echo: dict[str, str], path: str, body: Any, said: dict[str, str]
) -> None:
    reported: list[Any] = []
    recorder = either.recorder(answer([{"ordId": "1", "sCode": "0", **echo}]))
    user = make_user(recorder, on_other_tag=lambda *what: reported.append(what))
    either.run(user.call("POST", path, body=body, **said))
    wrong = {OTHER, ""} & set(echo.values())
    assert [tag for _, tag, _ in reported] == list(wrong)


def test_a_call_without_the_code_compares_no_echo(either: Either) -> None:
    recorder = either.recorder(answer([{"sCode": "0", "tag": OTHER}]))
    user = make_user(recorder, on_other_tag=lambda *what: pytest.fail(f"reported {what}"))
    either.run(user.call("POST", "/api/v5/new/amend", body={}, untagged=True))
    either.run(user.call("POST", "/api/v5/trade/cancel-all-after", body={"timeOut": "60", "tag": "MINE"}))
