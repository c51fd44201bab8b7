"""Arguments are checked before anything is sent, and numbers go out plain and exact."""

from __future__ import annotations

import datetime
import enum
import itertools
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from okx_broker import Secret
from okx_broker.errors import InvalidArgument
from okx_v5 import models
from okx_v5.contract import Field, Operation, Source
from okx_v5.models import AttachedAlgoOrder, NewOrder, Order
from tests.client.support import (
    CODE,
    Recorder,
    body_of,
    body_schema,
    call_name,
    is_array,
    item_model,
    make_broker,
    make_call,
    make_caller,
    make_user,
    operations,
    python_name,
    query_of,
    request_fields,
    sample_arguments,
    sample_request,
    sizes,
)

ORDER = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "2"}
NEW_KEY = {"sub_acct": "panpanBroker2", "label": "broker3", "passphrase": "Qwr4321!"}
OPERATIONS = {call_name(operation): operation for _, _, operation in operations()}
ALL = [pytest.param(path, method, operation, id=operation["operationId"]) for path, method, operation in operations()]


def refusal(call: str, *positional: Any, **arguments: Any) -> InvalidArgument:
    """Make a call that must be refused before anything is sent, and return the refusal."""
    recorder = Recorder()
    target: Any = make_caller(OPERATIONS[call], recorder)
    for part in call.split("."):
        target = getattr(target, part)
    with pytest.raises(InvalidArgument) as caught:
        target(*positional, **arguments)
    assert recorder.requests == [], "refused, and sent all the same"
    error = caught.value
    assert error.operation == call
    assert error.field in str(error)
    assert error.problem
    assert error.fix
    assert "Nothing was sent" in str(error)
    return error


def sent(call: str, *positional: Any, **arguments: Any) -> Any:
    """Make a call and return its only request."""
    recorder = Recorder()
    target: Any = make_caller(OPERATIONS[call], recorder)
    for part in call.split("."):
        target = getattr(target, part)
    target(*positional, **arguments)
    (request,) = recorder.requests
    return request


# Amounts

PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
counter = itertools.count()


def amount_operation(method: str) -> Operation[models.SystemTime]:
    return Operation(
        id=f"amount{next(counter)}",
        name="test.amount",
        method="POST" if method == "POST" else "GET",
        path="/api/v5/test",
        permission="Read",
        limits=(),
        body="object" if method == "POST" else "none",
        fields=(Field(wire="sz", name="sz", kind="decimal"),),
        answer=models.SystemTime,
        source=Source(document="", section=""),
    )


IN_QUERY, IN_BODY = amount_operation("GET"), amount_operation("POST")


def amount_on_the_wire(operation: Operation[Any], value: object) -> str:
    recorder = Recorder()
    make_user(recorder).many(operation, {"sz": value})
    (request,) = recorder.requests
    return query_of(request)["sz"] if operation is IN_QUERY else body_of(request)["sz"]


amounts = st.one_of(
    st.decimals(min_value=Decimal("1e-18"), max_value=Decimal("1e18"), places=18),
    st.decimals(min_value=Decimal("-1e18"), max_value=Decimal("1e18"), places=8),
    st.builds(
        lambda sign, digits, exponent: Decimal((sign, tuple(map(int, str(digits))), exponent)),
        st.sampled_from([0, 1]),
        st.integers(min_value=0, max_value=10**18),
        st.integers(min_value=-18, max_value=18),
    ),
)


@settings(deadline=None, max_examples=300)
@given(amounts)
@example(Decimal("0.00000001"))
@example(Decimal("1E-18"))
@example(Decimal("1E+18"))
@example(Decimal("0E-18"))
@example(Decimal("0E+5"))
@example(Decimal("-0"))
@example(Decimal("1.10"))
@example(Decimal("123456789012345678.123456789012345678"))
def test_decimals_are_written_plain_and_exact_in_query_and_body(value: Decimal) -> None:
    for operation in (IN_QUERY, IN_BODY):
        text = amount_on_the_wire(operation, value)
        assert PLAIN.fullmatch(text), text
        assert Decimal(text) == value
        if value.as_tuple().exponent <= 0:
            assert Decimal(text).as_tuple() == value.as_tuple(), "digits are unchanged, trailing zeros too"


def test_a_small_decimal_has_no_exponent() -> None:
    assert str(Decimal("0.00000001")) == "1E-8"
    request = sent("trade.place_order", **{**ORDER, "sz": Decimal("0.00000001")})
    assert b'"sz":"0.00000001"' in request.body
    assert b"E-" not in request.body


@pytest.mark.parametrize(
    ("value", "text"),
    [(5, "5"), (10**18, "1" + "0" * 18), ("0.001", "0.001"), ("1.10", "1.10"), ("0", "0"), ("007", "007"), (0, "0")],
)
def test_whole_numbers_and_plain_texts_are_amounts_too(value: object, text: str) -> None:
    assert amount_on_the_wire(IN_BODY, value) == text
    assert amount_on_the_wire(IN_QUERY, value) == text


class Lots(int, enum.Enum):
    TWO = 2


NO_AMOUNTS = [
    0.1,
    1e-8,
    float("nan"),
    float("inf"),
    True,
    False,
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("Infinity"),
    Decimal("-Infinity"),
    "1e-8",
    "1E5",
    "nan",
    "inf",
    "",
    " 1",
    "1 ",
    "1\n",
    "+1",
    ".5",
    "5.",
    "1,000",
    "1_000",
    "0x10",
    "\uff11\uff12",
    "\u0661",
    "1.2.3",
    "--1",
    "9" * 61,
    10**60,
    Decimal("1e61"),
    Decimal("1e-61"),
    b"1",
    [1],
    {"a": 1},
    print,  # anything at all that is no number
    1j,
]


@pytest.mark.parametrize("value", NO_AMOUNTS, ids=repr)
@pytest.mark.parametrize("field", ["sz", "px"])
def test_what_is_no_exact_plain_number_is_refused_naming_the_field(field: str, value: object) -> None:
    error = refusal("trade.place_order", **{**ORDER, field: value})
    assert error.field == field


@pytest.mark.parametrize("value", NO_AMOUNTS, ids=repr)
def test_amounts_inside_a_batch_are_refused_with_their_place(value: object) -> None:
    orders = [NewOrder(**ORDER), NewOrder(**{**ORDER, "sz": value})]
    assert refusal("trade.place_batch_orders", orders).field.endswith("[1].sz")


def test_a_float_is_refused_with_what_to_write_instead() -> None:
    error = refusal("trade.place_order", **{**ORDER, "px": 0.1})
    assert "float" in error.problem
    assert 'Decimal("0.1")' in error.fix


@pytest.mark.parametrize("value", ["-1", Decimal("-0.1"), -3])
def test_a_negative_size_is_refused(value: object) -> None:
    assert refusal("trade.place_order", **{**ORDER, "sz": value}).field == "sz"


def test_the_market_price_of_a_take_profit_may_be_minus_one_and_nothing_else_negative() -> None:
    order = {**ORDER, "attach_algo_ords": [AttachedAlgoOrder(tp_trigger_px="3", tp_ord_px=-1)]}
    assert body_of(sent("trade.place_order", **order))["attachAlgoOrds"] == [{"tpTriggerPx": "3", "tpOrdPx": "-1"}]
    order["attach_algo_ords"] = [AttachedAlgoOrder(), AttachedAlgoOrder(tp_ord_px=-2)]
    assert refusal("trade.place_order", **order).field == "attach_algo_ords[1].tp_ord_px"


def test_an_enumeration_of_whole_numbers_is_written_as_its_number_or_refused() -> None:
    recorder = Recorder()
    try:
        make_user(recorder).dma_broker.get_subaccount_info(page=Lots.TWO)
    except InvalidArgument:
        assert recorder.requests == []
    else:
        assert query_of(recorder.requests[0]) == {"page": "2"}


# Days


@pytest.mark.parametrize(
    ("value", "text"),
    [(datetime.date(2026, 6, 1), "20260601"), ("20260630", "20260630"), (datetime.date(2024, 2, 29), "20240229")],
)
def test_days_are_eight_digits(value: object, text: str) -> None:
    request = sent("fd_broker.create_rebate_per_orders", begin=value, end=value)
    assert body_of(request) == {"begin": text, "end": text}
    request = sent("fd_broker.get_rebate_per_orders", type="false", begin=value, end=value)
    assert query_of(request) == {"type": "false", "begin": text, "end": text}


NO_DAYS = [
    "2026-06-01",
    "20260631",
    "20260230",
    "20230229",
    "20261301",
    "20260600",
    "00000101",
    "2026060",
    "202606011",
    "20260601\n",
    " 20260601",
    "\uff12\uff10260601",
    "",
    20260601,
    True,
    1.5,
    datetime.datetime(2026, 6, 1),  # noqa: DTZ001
    datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC),
    datetime.time(1),
]


@pytest.mark.parametrize("value", NO_DAYS, ids=repr)
@pytest.mark.parametrize("field", ["begin", "end"])
def test_what_is_no_calendar_day_is_refused(field: str, value: object) -> None:
    days = {"begin": "20260601", "end": "20260601", field: value}
    assert refusal("fd_broker.create_rebate_per_orders", **days).field == field
    assert refusal("fd_broker.get_rebate_per_orders", type="false", **days).field == field


@pytest.mark.parametrize("year", [1, 12, 999, 1999])
def test_a_day_of_an_early_year_never_goes_out_with_fewer_digits(year: int) -> None:
    recorder = Recorder()
    try:
        make_user(recorder).fd_broker.create_rebate_per_orders(
            begin=datetime.date(year, 2, 3), end=datetime.date(year, 2, 3)
        )
    except InvalidArgument:
        assert recorder.requests == []
    else:
        assert body_of(recorder.requests[0])["begin"] == f"{year:04d}0203"


# Texts with rules


@pytest.mark.parametrize("value", ["b15", "a", "A" * 32, "0" * 32])
def test_client_order_ids_are_sent_unchanged(value: str) -> None:
    assert body_of(sent("trade.place_order", **ORDER, cl_ord_id=value))["clOrdId"] == value


@pytest.mark.parametrize(
    "value",
    ["", "A" * 33, "a-b", "a_b", "a b", "b15\n", "\nb15", "ä", "中", "b15\0", 15, b"b15", "\uff41"],
    ids=repr,
)
def test_client_order_ids_are_1_to_32_letters_and_digits(value: object) -> None:
    for call in ("trade.place_order", "trade.get_order", "trade.cancel_order", "trade.close_position"):
        needed = {"trade.place_order": ORDER, "trade.close_position": {"inst_id": "X", "mgn_mode": "cross"}}
        error = refusal(call, **needed.get(call, {"inst_id": "X"}), cl_ord_id=value)
        assert error.field == "cl_ord_id"


@pytest.mark.parametrize("value", ["", "A" * 17, "a b", "a-b", f"{CODE}\n", "ä", 5], ids=repr)
def test_tags_are_1_to_16_letters_and_digits(value: object) -> None:
    assert refusal("trade.place_order", **ORDER, tag=value).field == "tag"
    assert refusal("trade.close_position", inst_id="X", mgn_mode="cross", tag=value).field == "tag"
    orders = [NewOrder(**ORDER), NewOrder(**ORDER), NewOrder(**ORDER, tag=value)]
    assert refusal("trade.place_batch_orders", orders).field.endswith("[2].tag")


@pytest.mark.parametrize(
    "value", ["abcde", "A" * 21, "with space", "h*******5", "abcdef\n", "", "abcdé1", 123456], ids=repr
)
def test_sub_account_names_are_6_to_20_letters_and_digits(value: object) -> None:
    assert refusal("dma_broker.create_subaccount_apikey", **{**NEW_KEY, "sub_acct": value}).field == "sub_acct"


@pytest.mark.parametrize("value", ["abcdef", "A" * 20, "123456"])
def test_sub_account_names_at_the_bounds_are_sent(value: str) -> None:
    assert body_of(sent("dma_broker.create_subaccount_apikey", **{**NEW_KEY, "sub_acct": value}))["subAcct"] == value


@pytest.mark.parametrize("value", ["", "A" * 51, "v5.1", "a b", "label\n", "ü", 1], ids=repr)
def test_labels_are_1_to_50_letters_and_digits(value: object) -> None:
    assert refusal("dma_broker.create_subaccount_apikey", **{**NEW_KEY, "label": value}).field == "label"


@pytest.mark.parametrize("value", ["a", "1", "A" * 50, "123456"])
def test_labels_at_the_bounds_are_sent(value: str) -> None:
    assert body_of(sent("dma_broker.create_subaccount_apikey", **{**NEW_KEY, "label": value}))["label"] == value


BAD_PASSPHRASES = [
    "Qwr432!",  # 7 characters
    "Qwr4321!" * 4 + "x",  # 33
    "Qwertzui!",  # no digit
    "qwr4321!x",  # no upper case
    "QWR4321!X",  # no lower case
    "Qwr43210x",  # no special character
    "Qwr4321! x",
    "Qwr4321!\n",
    "Qwr4321!\t",
    "Qwr4321!\0",
    "Qwr4321é",  # could never stand in a header
    "",
]


@pytest.mark.parametrize("value", BAD_PASSPHRASES, ids=repr)
@pytest.mark.parametrize("wrapped", [False, True])
def test_passphrases_that_break_the_rule_are_refused_and_never_shown(value: str, wrapped: bool) -> None:
    error = refusal(
        "dma_broker.create_subaccount_apikey", **{**NEW_KEY, "passphrase": Secret(value) if wrapped else value}
    )
    assert error.field == "passphrase"
    if value:
        for shown in (str(error), repr(error), repr(error.args)):
            assert value not in shown
            assert repr(value)[1:-1] not in shown


@pytest.mark.parametrize("value", [12345678, ["Qwr4321!"], b"Qwr4321!", {"Qwr4321!": 1}, 1.5], ids=repr)
def test_a_passphrase_of_another_type_is_not_shown_either(value: object) -> None:
    error = refusal("dma_broker.create_subaccount_apikey", **{**NEW_KEY, "passphrase": value})
    assert error.field == "passphrase"
    assert "4321" not in str(error)
    assert "12345678" not in str(error)


@pytest.mark.parametrize("value", ["Qwr4321!", "Aa1~5678", "Aa1!" * 8])
def test_good_passphrases_are_sent_plain_or_wrapped(value: str) -> None:
    for given_value in (value, Secret(value)):
        request = sent("dma_broker.create_subaccount_apikey", **{**NEW_KEY, "passphrase": given_value})
        assert body_of(request)["passphrase"] == value


def addresses(count: int) -> str:
    return ",".join(f"10.0.0.{number}" for number in range(count))


@pytest.mark.parametrize(
    "value",
    ["10.0.108.9", "1.1.1.1,2.2.2.2", addresses(20), "2001:db8::1", "10.0.0.0/24", "10.0.0.1/24", "::1,1.1.1.1"],
)
def test_up_to_20_addresses_or_networks_are_sent_unchanged(value: str) -> None:
    assert body_of(sent("dma_broker.create_subaccount_apikey", **NEW_KEY, ip=value))["ip"] == value


@pytest.mark.parametrize(
    "value",
    [
        addresses(21),
        "10.0.108.256",
        "10.0.108",
        "1.1.1.1, 2.2.2.2",
        "1.1.1.1,",
        ",1.1.1.1",
        "1.1.1.1;2.2.2.2",
        "localhost",
        "10.0.0.0/33",
        "1.1.1.1\n",
        "2001:db8:::1",
        "01.1.1.1",
        "",
        "\uff11.1.1.1",
    ],
    ids=repr,
)
def test_bad_address_lists_are_refused(value: str) -> None:
    assert refusal("dma_broker.create_subaccount_apikey", **NEW_KEY, ip=value).field == "ip"


def test_21_addresses_are_refused_with_both_numbers() -> None:
    message = str(refusal("dma_broker.create_subaccount_apikey", **NEW_KEY, ip=addresses(21)))
    assert "21" in message
    assert "20" in message


@pytest.mark.parametrize(
    "value", ["read_only", "trade", "read_only,trade", "trade,read_only", "read_only,trade,withdraw"]
)
def test_permission_lists_are_sent_unchanged(value: str) -> None:
    assert body_of(sent("dma_broker.create_subaccount_apikey", **NEW_KEY, perm=value))["perm"] == value


@pytest.mark.parametrize(
    "value", ["", "Trade", "read_only, trade", "trade,trade", "admin", "trade,", "trade\n", "read_only;trade"], ids=repr
)
def test_bad_permission_lists_are_refused(value: str) -> None:
    assert refusal("dma_broker.create_subaccount_apikey", **NEW_KEY, perm=value).field == "perm"


@pytest.mark.parametrize("value", ["Buy", "BUY", "buy ", "buy\n", "", "bid", True, 1], ids=repr)
def test_values_outside_a_closed_list_are_refused_with_the_list(value: object) -> None:
    error = refusal("trade.place_order", **{**ORDER, "side": value})
    assert error.field == "side"
    assert "buy" in error.fix
    assert "sell" in error.fix


@pytest.mark.parametrize("value", [1, 0, "true", "false", "", [], 1.0], ids=repr)
def test_flags_are_bools_only(value: object) -> None:
    assert refusal("trade.place_order", **ORDER, reduce_only=value).field == "reduce_only"


def test_flags_travel_as_json_booleans_in_a_body() -> None:
    assert body_of(sent("trade.place_order", **ORDER, reduce_only=True, ban_amend=False)) == {
        "instId": "BTC-USDT",
        "tdMode": "cash",
        "side": "buy",
        "ordType": "limit",
        "px": "2.15",
        "sz": "2",
        "reduceOnly": True,
        "banAmend": False,
        "tag": CODE,
    }


def test_half_a_surrogate_pair_is_refused_where_there_is_no_other_rule() -> None:
    assert refusal("fd_broker.get_if_rebate", api_key="a\ud800").field == "api_key"
    assert refusal("dma_broker.get_subaccount_info", sub_acct="\udfff").field == "sub_acct"


def test_empty_texts_are_refused_for_every_text_of_every_operation() -> None:
    tried = 0
    for call, operation in OPERATIONS.items():
        arguments = sample_arguments(operation, full=False)
        for wire, (schema, _) in request_fields(operation).items():
            if schema.get("type") != "string":
                continue
            field = python_name(wire)
            broken = {**arguments, field: ""}
            if is_array(operation):
                error = refusal(call, [item_model(operation)(**arguments), item_model(operation)(**broken)])
                assert error.field.endswith(f"[1].{field}")
            else:
                assert refusal(call, **broken).field == field
            tried += 1
    assert tried > 250


# Whole numbers


@pytest.mark.parametrize("field", ["page", "limit"])
@pytest.mark.parametrize("value", [1, 100, "7"])
def test_pages_and_page_sizes_are_sent(field: str, value: object) -> None:
    assert query_of(sent("dma_broker.get_subaccount_info", **{field: value})) == {field: str(value)}


@pytest.mark.parametrize(
    "value", [0, 101, -1, 10**30, 1.0, True, "x", "", "1.5", " 1", "1\n", "\uff11", Decimal(1)], ids=repr
)
@pytest.mark.parametrize("call", ["dma_broker.get_subaccount_info", "dma_broker.get_subaccount_trade_fee"])
def test_a_page_size_is_1_to_100(call: str, value: object) -> None:
    assert refusal(call, limit=value).field == "limit"


@pytest.mark.parametrize("value", [0, -1, 1.0, True, "x", "", "1.5", "1\n"], ids=repr)
def test_pages_count_from_1(value: object) -> None:
    assert refusal("dma_broker.get_subaccount_info", page=value).field == "page"


# Conditional fields


def test_begin_and_end_are_needed_where_type_is_false() -> None:
    days = {"begin": "20211109", "end": "20211208"}
    for missing in days:
        left = {name: value for name, value in days.items() if name != missing}
        error = refusal("fd_broker.get_rebate_per_orders", type="false", **left)
        assert error.field == missing
        assert "type" in error.fix
    assert refusal("fd_broker.get_rebate_per_orders", type="false").field in days
    assert query_of(sent("fd_broker.get_rebate_per_orders", type="true")) == {"type": "true"}


def test_an_order_is_named_by_one_id_at_least() -> None:
    for call in ("trade.get_order", "trade.cancel_order"):
        error = refusal(call, inst_id="BTC-USDT")
        assert "ord_id" in error.field
        assert "cl_ord_id" in error.field
        assert sent(call, inst_id="BTC-USDT", ord_id="1")
        assert sent(call, inst_id="BTC-USDT", cl_ord_id="b15")


def test_required_fields_are_named_where_none_is_passed() -> None:
    tried = 0
    for call, operation in OPERATIONS.items():
        arguments = sample_arguments(operation, full=False)
        for wire, (_, required) in request_fields(operation).items():
            if not required:
                continue
            field = python_name(wire)
            broken = {**arguments, field: None}
            if is_array(operation):
                error = refusal(call, [item_model(operation)(**arguments), item_model(operation)(**broken)])
                assert error.field.endswith(f"[1].{field}")
            else:
                error = refusal(call, **broken)
                assert error.field == field
            assert "missing" in error.problem
            tried += 1
    assert tried > 90


def test_fields_that_another_fields_value_makes_needed_are_named_where_they_are_missing() -> None:
    tried = 0
    for call, operation in OPERATIONS.items():
        for wire, (schema, _) in request_fields(operation).items():
            for other, values in schema.get("x-okx-required-if", {}).items():
                for value in values if isinstance(values, list) else [values]:
                    full = sample_arguments(operation, full=True)
                    given_arguments = {**full, python_name(other): value, python_name(wire): None}
                    error = refusal(call, **given_arguments)
                    assert error.field == python_name(wire), f"{call}: {other} is {value}"
                    assert python_name(other) in error.fix
                    tried += 1
    assert tried > 20


def test_groups_of_which_one_is_needed_are_checked_in_every_operation() -> None:
    tried = 0
    for call, operation in OPERATIONS.items():
        exactly = operation.get("x-okx-exactly-one", [])
        for group in [*operation.get("x-okx-one-of", []), *exactly]:
            names = [python_name(wire) for wire in group]
            full = sample_arguments(operation, full=True)
            broken = {name: value for name, value in full.items() if name not in names}
            given_list = [item_model(operation)(**broken)] if is_array(operation) else None
            error = refusal(call, given_list) if given_list else refusal(call, **broken)
            assert all(name in error.field for name in names), error.field
            if group in exactly:
                both = {**full, **dict.fromkeys(names, "1")}
                error = refusal(call, **both)
                assert all(name in error.field for name in names), error.field
            tried += 1
    assert tried > 10


def test_array_bodies_hold_as_many_items_as_the_contract_says() -> None:
    for call, operation in OPERATIONS.items():
        if is_array(operation):
            one = item_model(operation)(**sample_arguments(operation, full=False))
            assert len(body_of(sent(call, [one] * sizes(operation)[-1]))) == sizes(operation)[-1]
            assert str(sizes(operation).stop) in str(refusal(call, [one] * sizes(operation).stop))
            refusal(call, [])


@pytest.mark.parametrize(("path", "method", "operation"), ALL)
@pytest.mark.parametrize("full", [False, True], ids=["needed", "all"])
def test_every_field_travels_as_the_contract_writes_it(
    path: str, method: str, operation: dict[str, Any], full: bool
) -> None:
    request = sample_request(operation, full=full)
    recorder = Recorder()
    user = make_caller(operation, recorder, on_other_tag=lambda *_: None)
    make_call(user, operation, sample_arguments(operation, full=full), 2 if is_array(operation) else 1)
    (sent_request,) = recorder.requests
    expected = dict(request)
    if any(place["role"] == "attribution" for place in operation.get("x-okx-broker-tag", [])):
        expected["tag"] = CODE
    if body_schema(operation) is None:
        assert query_of(sent_request) == expected
        assert sent_request.body == b""
    else:
        assert body_of(sent_request) == ([expected] * 2 if is_array(operation) else expected)
        assert sent_request.url == f"https://www.okx.com{path}"
    assert sent_request.method == method


def test_required_fields_of_a_batch_item_are_named_with_their_place() -> None:
    for name in ("inst_id", "td_mode", "side", "ord_type", "sz"):
        orders = [NewOrder(**ORDER), NewOrder(**{**ORDER, name: None})]
        assert refusal("trade.place_batch_orders", orders).field.endswith(f"[1].{name}")


# Batches


def test_a_batch_holds_1_to_20_orders() -> None:
    one = NewOrder(**ORDER)
    assert "0" in str(refusal("trade.place_batch_orders", [])) or "empty" in str(
        refusal("trade.place_batch_orders", [])
    )
    message = str(refusal("trade.place_batch_orders", [one] * 21))
    assert "21" in message
    assert "20" in message
    assert len(body_of(sent("trade.place_batch_orders", [one] * 20))) == 20
    assert len(body_of(sent("trade.place_batch_orders", (one,)))) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "sz": "1"},
        ORDER,
        "BTC-USDT",
        None,
        AttachedAlgoOrder(sz="1"),
        Order(),
        [NewOrder(**ORDER)],
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_order_of_the_batch_is_refused_with_its_place(wrong: object) -> None:
    assert refusal("trade.place_batch_orders", [NewOrder(**ORDER), wrong]).field.endswith("[1]")


@pytest.mark.parametrize("wrong", [NewOrder(**ORDER), {"a": 1}, "abc", 5, None, {1, 2}], ids=lambda v: type(v).__name__)
def test_what_is_no_list_is_refused(wrong: object) -> None:
    refusal("trade.place_batch_orders", wrong)


@pytest.mark.parametrize(
    "wrong", [AttachedAlgoOrder(), "x", {"sz": "1"}, [{"sz": "1"}], ["x"], [NewOrder(**ORDER)], [None]]
)
def test_attached_orders_are_a_list_of_their_own_model(wrong: object) -> None:
    field = refusal("trade.place_order", **ORDER, attach_algo_ords=wrong).field
    assert field == ("attach_algo_ords[0]" if isinstance(wrong, list) else "attach_algo_ords")


def test_the_same_model_twice_makes_two_orders_and_stays_as_it_was() -> None:
    one = NewOrder(**ORDER)
    first, second = body_of(sent("trade.place_batch_orders", [one, one]))
    assert first == second
    assert one == NewOrder(**ORDER)
    assert one.tag is None


# What is not given is not sent


def test_fields_that_are_not_given_are_not_sent() -> None:
    for path, method, operation in operations():
        recorder = Recorder()
        arguments = sample_arguments(operation, full=False)
        make_call(make_caller(operation, recorder), operation, arguments)
        (request,) = recorder.requests
        in_query = body_schema(operation) is None
        assert b"null" not in request.body
        found = query_of(request) if in_query else body_of(request)
        for item in found if is_array(operation) else [found]:
            expected = {wire for wire in request_fields(operation) if python_name(wire) in arguments}
            expected |= {
                place["at"].rpartition(".")[2]
                for place in operation.get("x-okx-broker-tag", [])
                if place["role"] == "attribution"
            }
            assert set(item) == expected, f"{method} {path}"
            assert "" not in item.values()
            assert "None" not in item.values()


def test_a_call_without_fields_has_no_question_mark_and_no_body() -> None:
    tried = 0
    for path, _, operation in operations():
        if body_schema(operation) is None and not sample_arguments(operation, full=False):
            recorder = Recorder()
            make_call(make_caller(operation, recorder), operation, {})
            assert recorder.requests[0].url == "https://www.okx.com" + path
            assert recorder.requests[0].body == b""
            tried += 1
    assert tried > 15


def test_the_brokers_type_fills_only_what_asks_for_it_and_is_left_out() -> None:
    recorder = Recorder()
    user = make_broker(recorder, broker_type="oauth").for_credentials(make_user(recorder)._credentials)
    user.fd_broker.get_if_rebate(api_key="k")
    user.fd_broker.get_if_rebate(api_key="k", broker_type="api")
    user.fd_broker.create_rebate_per_orders(begin="20260601", end="20260602")
    user.account.get_balance()
    user.dma_broker.get_subaccount_info()
    first, second, third, fourth, fifth = recorder.requests
    assert query_of(first) == {"apiKey": "k", "brokerType": "oauth"}
    assert query_of(second) == {"apiKey": "k", "brokerType": "api"}
    assert body_of(third) == {"begin": "20260601", "end": "20260602", "brokerType": "oauth"}
    assert "?" not in fourth.url
    assert "?" not in fifth.url
    recorder.requests.clear()
    make_user(recorder).fd_broker.get_if_rebate(api_key="k")
    assert query_of(recorder.requests[0]) == {"apiKey": "k"}


@settings(deadline=None, max_examples=100)
@given(st.text(min_size=1, max_size=30))
def test_any_text_travels_unchanged_in_a_json_body(text: str) -> None:
    request = sent("trade.place_order", **{**ORDER, "inst_id": text})
    assert json.loads(request.body.decode("utf-8"))["instId"] == text
