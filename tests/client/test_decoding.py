"""Answers are read exactly: numbers, times and flags typed, texts untouched, whatever the spelling of nothing."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from okx_broker.errors import OkxError, OutcomeUnknown, UnreadableAnswer
from okx_broker.transport import Reply
from okx_v5 import models
from okx_v5.decoding import reader_for
from okx_v5.errors import UnreadableBody
from okx_v5.operations import find
from okx_v5.scalars import Secret
from tests.client.support import (
    CONTRACT,
    Either,
    Recorder,
    make_call,
    make_caller,
    make_user,
    operations,
    resolve,
    sample_arguments,
)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


NUMBERS = {"decimal"}
WHOLE = {"integer", "unix-ms", "unix-us"}


def answer_schema(operation: dict[str, Any]) -> dict[str, Any]:
    """The schema of the elements of `data`, or of the whole answer where it has no envelope."""
    content = resolve(operation["responses"]["200"])["content"]["application/json"]["schema"]
    if operation["x-okx-answer"] == "bare":
        return resolve(content)
    (items,) = [part["properties"]["data"]["items"] for part in content["allOf"] if "properties" in part]
    return resolve(items)


def items_of(operation: dict[str, Any], example: Any) -> list[Any]:
    """The objects of an answer."""
    items: list[Any] = [example] if operation["x-okx-answer"] == "bare" else example["data"]
    return items


def check_value(schema: dict[str, Any], raw: Any, value: Any, place: str) -> None:
    """Compare what was read with the raw JSON, by the contract's schema and nothing else."""
    schema = resolve(schema)
    form = schema.get("format")
    if schema.get("x-okx-secret"):
        assert isinstance(value, Secret), place
        assert value.reveal() == raw, place
    elif form in NUMBERS:
        assert value is None if raw in ("", None) else type(value) is Decimal and value == Decimal(str(raw)), place
    elif form in WHOLE:
        assert value is None if raw in ("", None) else type(value) is int and value == int(raw), place
    elif form == "flag" or schema.get("type") == "boolean":
        expected = {"": None, None: None, "true": True, "false": False, True: True, False: False}[raw]
        assert value is expected, place
    elif schema["type"] == "integer":
        assert value == raw, place
    elif schema["type"] == "string":
        assert type(value) is str, place
        assert value == raw, place
    elif schema["type"] == "array":
        assert len(value) == len(raw), place
        for number, (one, other) in enumerate(zip(raw, value, strict=True)):
            check_value(schema["items"], one, other, f"{place}[{number}]")
    else:
        assert schema["type"] == "object", place
        check_object(schema, raw, value, place)


def check_object(schema: dict[str, Any], raw: dict[str, Any], value: Any, place: str) -> None:
    for wire, field in schema["properties"].items():
        found = field_of(value, wire)
        if wire in raw:
            check_value(field, raw[wire], found, f"{place}.{wire}")
        else:
            absent = resolve(field)
            text = absent.get("type") == "string" and "format" not in absent and not absent.get("x-okx-secret")
            assert found == ("" if text else [] if absent.get("type") == "array" else None), f"{place}.{wire}"


def field_of(value: Any, wire: str) -> Any:
    """The attribute that holds a wire name."""
    for field in msgspec.structs.fields(value):
        if field.encode_name == wire:
            return getattr(value, field.name)
    raise AssertionError(f"{type(value).__name__} has no field for {wire}")


def examples() -> list[Any]:
    found = []
    for path, method, operation in operations():
        content = resolve(operation["responses"]["200"])["content"]["application/json"]
        for name, one in content.get("examples", {}).items():
            found.append(pytest.param(method, path, one["value"], id=f"{operation['operationId']}-{name}"))
    return found


def test_every_operation_has_an_example_of_its_answer_where_a_document_has_one() -> None:
    shown = {(param.values[0], param.values[1]) for param in examples()}
    newer = {(method, path) for path, method, operation in operations() if operation.get("x-okx-since") == "newer"}
    assert newer == {("GET", "/api/v5/broker/dma/trades"), ("POST", "/api/v5/broker/dma/trades")}
    assert shown == {(method, path) for path, method, _ in operations()} - newer
    assert len(shown) == 71


WRITINGS: dict[str, Any] = {
    "compact": lambda value: json.dumps(value, separators=(",", ":")),
    "spaced": lambda value: json.dumps(value, separators=(" , ", " : ")),
    "indented": lambda value: json.dumps(value, indent="\t"),
    "lines": lambda value: json.dumps(value, indent=2).replace("\n", "\r\n").replace('":', '"\n \t:\r'),
    "escaped": lambda value: re.sub(
        r'"([^"\\]*)"', lambda found: '"' + "".join(f"\\u{ord(one):04x}" for one in found[1]) + '"', json.dumps(value)
    ),
    "utf8": lambda value: "\n " + json.dumps(value, ensure_ascii=False) + " \n",
}


@pytest.mark.parametrize(("method", "path", "example"), examples())
@pytest.mark.parametrize("writing", WRITINGS)
def test_examples_are_read_as_they_stand(method: str, path: str, example: Any, writing: str) -> None:
    operation = find(method, path)
    assert operation is not None
    contract = CONTRACT["paths"][path][method.lower()]
    bare = contract["x-okx-answer"] == "bare"
    text = WRITINGS[writing](example)
    assert json.loads(text) == example
    envelope = reader_for(operation.answer, bare=bare).read(text.encode())
    assert envelope.code == ("0" if bare else example["code"])
    assert envelope.msg == example.get("msg", "")
    schema = answer_schema(contract)
    items = items_of(contract, example)
    assert len(envelope.data) == len(items)
    for number, (raw, value) in enumerate(zip(items, envelope.data, strict=True)):
        check_object(schema, raw, value, f"data[{number}]")
    for name, value in (("inTime", envelope.in_time), ("outTime", envelope.out_time)):
        assert value == (int(example[name]) if name in example else None)


@pytest.mark.parametrize(("method", "path", "example"), examples())
def test_examples_come_out_of_the_clients_methods(either: Either, method: str, path: str, example: Any) -> None:
    operation = CONTRACT["paths"][path][method.lower()]
    recorder = either.recorder(Reply(200, json.dumps(example).encode()))
    user = make_caller(operation, recorder, on_other_tag=lambda *_: None)
    items = items_of(operation, example)
    result = either.run(make_call(user, operation, sample_arguments(operation, full=False), max(1, len(items))))
    assert isinstance(result, list) == (operation["x-okx-answer"] == "many")
    results = result if isinstance(result, list) else [result]
    for raw, value in zip(items, results, strict=True):
        check_object(answer_schema(operation), raw, value, "data")


def test_the_answer_without_an_envelope_is_read_and_its_refusal_too() -> None:
    operation = CONTRACT["paths"]["/v5/users/oauth/token"]["post"]
    arguments = sample_arguments(operation, full=False)
    user = make_user(
        Recorder(Reply(200, b'{"access_token":"A","refresh_token":"R","token_type":"bearer","expires_in":3600}'))
    )
    token = user.oauth.exchange_token(**arguments)
    assert token.access_token.reveal() == "A"
    assert token.refresh_token.reveal() == "R"
    assert token.token_type == "bearer"
    assert token.expires_in == 3600
    user = make_user(Recorder(Reply(400, b'{"code":"53012","msg":"Authorization code expired","data":[]}')))
    with pytest.raises(OkxError, match="53012"):
        user.oauth.exchange_token(**arguments)


# Odd spellings, one by one


def read(model: type[Any], item: str) -> Any:
    (value,) = reader_for(model).read(f'{{"code":"0","msg":"","data":[{item}]}}'.encode()).data
    return value


@pytest.mark.parametrize("space", ["", " ", "\t", "\n", " \r\n\t "])
def test_an_empty_number_is_none_and_an_empty_text_stays_a_text(space: str) -> None:
    order = read(models.Order, f'{{"px"{space}:{space}"", "tag"{space}:{space}"", "uTime":{space}"","reduceOnly":""}}')
    assert order.px is None
    assert order.u_time is None
    assert order.reduce_only is None
    assert order.tag == ""


def test_nulls_anywhere() -> None:
    wires = [field.encode_name for field in msgspec.structs.fields(models.Order)]
    assert read(models.Order, json.dumps(dict.fromkeys(wires))) == models.Order()
    page = read(models.SubaccountPage, '{"details":null,"page":null,"totalPage":null}')
    assert page == models.SubaccountPage()
    assert reader_for(models.Order).read(b'{"code":"0","msg":null,"data":null}').data == []
    assert reader_for(models.Order).read(b'{"code":"0","data":[null]}').data == []
    page = read(models.SubaccountPage, '{"details":[null,{"uid":"1"},null]}')
    assert [one.uid for one in page.details] == ["1"], "a list of models holds models only"


def test_empty_texts_everywhere() -> None:
    wires = [field.encode_name for field in msgspec.structs.fields(models.Order)]
    assert read(models.Order, json.dumps(dict.fromkeys(wires, ""))) == models.Order()
    created = read(models.CreatedApiKey, '{"secretKey":"","passphrase":"","ts":"","label":""}')
    assert created.ts is None
    assert created.label == ""
    assert not created.secret_key


def test_empty_texts_in_arrays() -> None:
    account = read(models.Subaccount, '{"frozenFunc":["", "trading" ,""],"ts":""}')
    assert account.frozen_func == ["", "trading", ""]
    assert account.ts is None
    page = read(models.SubaccountPage, '{"details":["",{"ts":""},""],"page":""}')
    assert len(page.details) == 1
    assert reader_for(models.Subaccount).read(b'{"code":"0","data":""}').data == []


def test_unknown_fields_are_left_out_whatever_they_hold() -> None:
    extra = '"px2":"","new":{"px":"","deep":[{"sz":""},[[""]],null,1e400]},"sCode":"0","":""'
    order = read(models.Order, f'{{{extra},"px":"1.5","sz":""}}')
    assert order.px == Decimal("1.5")
    assert order.sz is None


def test_unknown_values_of_a_list_are_kept() -> None:
    order = read(models.Order, '{"state":"teleported","side":"sideways","instType":"MOON","ordType":"","px":""}')
    assert (order.state, order.side, order.inst_type, order.ord_type) == ("teleported", "sideways", "MOON", "")
    link = read(models.RebateLink, '{"state":"queued"}')
    assert link.state == "queued"


def test_numbers_instead_of_strings() -> None:
    order = read(models.Order, '{"px":51858.10,"sz":100,"uTime":1708587373362,"ordId":680800019749904384,"px2":1}')
    assert order.px == Decimal("51858.10")
    assert order.sz == 100
    assert type(order.sz) is Decimal
    assert order.u_time == 1708587373362
    assert order.ord_id == "680800019749904384"
    assert read(models.Order, '{"ordId":1.10,"px":""}').ord_id == "1.10"


@pytest.mark.parametrize(
    "digits", ["0.1", "123456789.123456789123456789", "1e-18", "-0.0000000000000000001", "12345678901234567890123"]
)
def test_numbers_are_exact_with_and_without_quotes(digits: str) -> None:
    for text in (digits, f'"{digits}"'):
        for more in ("", ',"sz":""', ',"ordId":5'):
            value = read(models.Order, f'{{"px":{text}{more}}}').px
            assert value == Decimal(digits)
            assert type(value) is Decimal


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("true", True), ("false", False), ('"true"', True), ('"false"', False), ('""', None), ("null", None)],
)
def test_flags_in_every_spelling_of_the_documents(raw: str, expected: bool | None) -> None:
    for more in ("", ',"ts":""', ',"label":7'):
        account = read(models.Subaccount, f'{{"enable":{raw},"canTransOut":{raw}{more}}}')
        assert account.enable is expected
        assert account.can_trans_out is expected
    assert read(models.RebateEligibility, f'{{"affiliated":{raw},"lastRebate":""}}').affiliated is expected
    assert read(models.Order, f'{{"reduceOnly":{raw},"px":""}}').reduce_only is expected


@pytest.mark.parametrize("raw", ['"yes"', '"on"', "[]", "{}", "2", '"maybe"'])
def test_what_is_no_flag_is_unreadable(raw: str) -> None:
    with pytest.raises(UnreadableBody, match="enable"):
        read(models.Subaccount, f'{{"enable":{raw}}}')


@pytest.mark.parametrize(
    "raw",
    [
        '"NaN"',
        '"nan"',
        '"-NaN"',
        '"sNaN"',
        '"NaN123"',
        '"Infinity"',
        '"-inf"',
        '"+Infinity"',
        '" NaN"',
        '"\\tinf"',
        '"\\u004eaN"',
        '"\\u0049nfinity"',
        "NaN",
        "Infinity",
        '"1,5"',
        '"abc"',
        '"0x10"',
        "true",
        "[]",
        "[0,[1],0]",
        "{}",
        '"1e99999999999999999999"',
    ],
)
@pytest.mark.parametrize("more", ["", ',"marker":""', ',"type":1'])
def test_what_is_no_finite_number_is_unreadable(raw: str, more: str) -> None:
    with pytest.raises(UnreadableBody):
        read(models.FeeRate, f'{{"taker":{raw}{more}}}')


@pytest.mark.parametrize(
    "raw", ['"1.5"', "1.5", '"1e99999999"', "1e99999999", '"NaN"', "true", '"12a"', "[1]", '"0x1"']
)
@pytest.mark.timeout(10)
def test_what_is_no_time_is_unreadable_and_costs_nothing(raw: str) -> None:
    with pytest.raises(UnreadableBody):
        read(models.SystemTime, f'{{"ts":{raw}}}')


def test_texts_that_look_like_numbers_stay_texts() -> None:
    order = read(models.Order, '{"ordId":"NaN","clOrdId":"Infinity","tag":"null","ccy":"true","px":"","source":"007"}')
    assert (order.ord_id, order.cl_ord_id, order.tag, order.ccy, order.source) == (
        "NaN",
        "Infinity",
        "null",
        "true",
        "007",
    )
    order = read(models.Order, '{"ordId":"1e5","clOrdId":"nano","tag":" ","feeCcy":"INF"}')
    assert (order.ord_id, order.cl_ord_id, order.tag, order.fee_ccy) == ("1e5", "nano", " ", "INF")


def test_maker_and_marker_are_both_read() -> None:
    rate = read(models.FeeRate, '{"marker":"-0.0008","taker":"-0.001","type":"1"}')
    assert (rate.marker, rate.maker, rate.taker) == (Decimal("-0.0008"), None, Decimal("-0.001"))
    rate = read(models.FeeRate, '{"maker":"-0.0008","taker":"","type":"1"}')
    assert (rate.marker, rate.maker, rate.taker) == (None, Decimal("-0.0008"), None)


TRICKY = [
    '"px":""',
    '\\"px\\":\\"\\"',
    '{"px":"","sz":""}',
    ',"px":"",',
    '""',
    '":""',
    'px":""',
    "\\",
    "\\\\",
    '\\"',
    '"ts" : ""',
    "null",
    "NaN",
    "\u2028\u2029\x7f",
    "\x00\x01\x1f",
    "中文🙂",
]


@pytest.mark.parametrize("text", TRICKY, ids=ascii)
@pytest.mark.parametrize("more", [{}, {"px": ""}, {"px": "", "ordId": 5}, {"px": None, "sz": "1.0"}], ids=str)
def test_tricky_texts_come_out_as_they_went_in(text: str, more: dict[str, Any]) -> None:
    for ascii_only in (True, False):
        for separators in ((",", ":"), (" , ", " : ")):
            body = json.dumps(
                {"code": "0", "msg": text, "data": [{"clOrdId": text, "cancelSourceReason": text + text, **more}]},
                ensure_ascii=ascii_only,
                separators=separators,
            )
            envelope = reader_for(models.Order).read(body.encode())
            (order,) = envelope.data
            assert envelope.msg == text
            assert order.cl_ord_id == text
            assert order.cancel_source_reason == text + text
            assert order.px is None


def test_one_name_with_two_kinds_at_different_depth() -> None:
    balance = read(
        models.AccountBalance,
        '{"imr":"","uTime":"","details":[{"imr":"","ccy":"","uTime":"","twap":"","eq":"1"},{"ccy":"BTC","eq":""}]}',
    )
    assert balance.imr is None
    assert balance.details[0].ccy == ""
    assert balance.details[0].eq == 1
    assert balance.details[0].twap == ""
    assert balance.details[1].eq is None
    order = read(models.Order, '{"sz":"","attachAlgoOrds":[{"sz":"","failCode":"","attachAlgoClOrdId":""}],"tag":""}')
    assert order.attach_algo_ords[0].sz is None
    assert order.attach_algo_ords[0].fail_code == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "1",
        '"x"',
        "{}",
        '{"msg":""}',
        '{"code":[]}',
        '{"code":{}}',
        "<html>",
        "\x00",
        '{"code":"0","data":[',
        '{"code":"0"} x',
        "{'code':'0'}",
        '\ufeff{"code":"0"}',
        '{"code":"0","data":"abc"}',
        '{"code":"0","data":[[]]}',
        '{"code":"0","data":[5]}',
        '{"code":"0","data":[{"linkedAlgoOrd":[]}]}',
        '{"code":"0","data":[{"attachAlgoOrds":{}}]}',
        '{"code":"0","data":[{"clOrdId":[]}]}',
        '{"code":"0","data":[],"inTime":"x"}',
        '{"code":"0","x":' + "[" * 100_000,
        '{"code":"0","x":' + '{"a":' * 100_000,
        "[" * 100_000,
    ],
    ids=lambda text: text[:20].encode("unicode_escape").decode() or "nothing",
)
def test_what_is_no_answer_is_unreadable_and_nothing_else(text: str) -> None:
    with pytest.raises(UnreadableBody):
        reader_for(models.Order).read(text.encode())


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe",
        b'{"code":"0","msg":"\xff"}',
        b'{"code":"0","data":[{"tag":"\xc3\x28","px":""}]}',
        b'{"code":"0","msg":"\\ud800"}',
    ],
)
def test_bytes_that_are_no_text_are_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableBody):
        reader_for(models.Order).read(body)


def test_unreadable_secrets_are_not_shown() -> None:
    for item in ('{"secretKey":["TOPSECRET"]}', '{"passphrase":{"TOPSECRET":"TOPSECRET"}}'):
        with pytest.raises(UnreadableBody) as caught:
            read(models.CreatedApiKey, item)
        assert "TOPSECRET" not in str(caught.value)
        assert "data[0]" in str(caught.value)


@pytest.mark.parametrize("call", ["get", "post"])
def test_an_unreadable_answer_with_a_secret_in_it_is_not_quoted(call: str) -> None:
    link = "http://files.example/x?Signature=TOPSECRET"
    if call == "get":
        body = json.dumps({"code": "0", "data": [{"fileHref": link, "ts": "zzz"}]}, separators=(",", ":"))
        user = make_user(Recorder(Reply(200, body.encode())))
        with pytest.raises(UnreadableAnswer) as caught:
            user.fd_broker.get_rebate_per_orders(type="true")
    else:
        body = json.dumps({"code": "0", "data": [{"secretKey": link, "ts": "zzz"}]}, separators=(",", ":"))
        user = make_user(Recorder(Reply(200, body.encode())))
        with pytest.raises(OutcomeUnknown) as caught:
            user.dma_broker.create_subaccount_apikey(sub_acct="abcdef", label="x", passphrase="Qwr4321!")
        assert "Qwr4321!" not in repr(caught.value.request)
    assert "TOPSECRET" not in str(caught.value)
    assert "200" in str(caught.value)


# Anything that the schema allows


def text_values() -> st.SearchStrategy[str]:
    return st.one_of(st.text(max_size=20), st.sampled_from(TRICKY), st.sampled_from(["", "NaN", "null", "true", "1e5"]))


def wire_values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    schema = resolve(schema)
    form = schema.get("format")
    nothing = st.sampled_from(["", None])
    if form == "decimal":
        numbers = st.decimals(min_value=Decimal("-1e18"), max_value=Decimal("1e18"), places=18).map(
            lambda number: format(number, "f")
        )
        return st.one_of(numbers, numbers, nothing)
    if form in WHOLE:
        numbers = st.integers(min_value=-(10**19), max_value=10**19)
        return st.one_of(numbers.map(str), numbers, nothing)
    if form == "flag" or schema.get("type") == "boolean":
        return st.sampled_from(["true", "false", True, False, "", None])
    if schema["type"] == "integer":
        return st.integers(min_value=0, max_value=10**12)
    if schema["type"] == "string":
        return text_values()
    if schema["type"] == "array":
        return st.lists(wire_values(schema["items"]), max_size=3)
    return wire_objects(schema)


def wire_objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {}, optional={wire: wire_values(field) for wire, field in resolve(schema)["properties"].items()}
    )


MODELS = sorted(
    {
        json.dumps(answer_schema(operation)): (path, method)
        for path, method, operation in operations()
        if operation["x-okx-answer"] != "bare"
    }.values()
)


@settings(deadline=None, max_examples=8)
@given(
    data=st.data(), separators=st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t:\n")]), ascii_only=st.booleans()
)
@pytest.mark.parametrize(("path", "method"), MODELS)
def test_random_answers_survive(
    path: str, method: str, data: st.DataObject, separators: tuple[str, str], ascii_only: bool
) -> None:
    operation = find(method, path)
    assert operation is not None
    schema = answer_schema(CONTRACT["paths"][path][method.lower()])
    items = data.draw(st.lists(wire_objects(schema), max_size=2))
    message = data.draw(text_values())
    body = json.dumps({"code": "0", "msg": message, "data": items}, separators=separators, ensure_ascii=ascii_only)
    envelope = reader_for(operation.answer).read(body.encode())
    assert envelope.msg == message
    assert len(envelope.data) == len(items)
    for raw, value in zip(items, envelope.data, strict=True):
        check_object(schema, raw, value, operation.id)


@settings(deadline=None, max_examples=400)
@given(st.binary(max_size=60))
@example(b"")
def test_arbitrary_bytes_end_in_a_typed_error(body: bytes) -> None:
    with pytest.raises(OkxError):
        reader_for(models.Order).read(body)


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_a_damaged_answer_is_read_or_ends_in_a_typed_error(data: st.DataObject) -> None:
    body = bytearray(
        b'{"code":"0","msg":"","data":[{"details":[{"uid":"289","ts":"1648521249000","enable":true,'
        b'"frozenFunc":[],"label":""}],"page":"1","totalPage":"1"}],"inTime":"1695190491421339"}'
    )
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        envelope = reader_for(models.SubaccountPage).read(bytes(body))
    except UnreadableBody:
        return
    for page in envelope.data:
        assert isinstance(page, models.SubaccountPage)
        assert all(isinstance(one, models.Subaccount) for one in page.details)
