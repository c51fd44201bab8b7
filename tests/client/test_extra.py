"""Fields that the contract does not know: they go out as they are, signed, and never bring a foreign tag along."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from okx_broker.errors import ForeignTag, InvalidArgument
from okx_v5.models import NewOrder
from tests.client.support import CODE, Either, body_of, make_user, query_of

ORDER = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "2"}
WIRE = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2", "tag": CODE}
OTHER = "6b9ad766b55dBCDE"


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


def place(either: Either, extra: Any) -> Any:
    recorder = either.recorder()
    either.run(make_user(recorder, on_other_tag=lambda *_: None).trade.place_order(**ORDER, extra=extra))
    (request,) = recorder.requests
    return body_of(request)


def test_new_fields_go_out_beside_the_known_ones(either: Either) -> None:
    extra = {"newText": "x", "newFlag": True, "newNumber": Decimal("1E-8"), "n": 5, "list": [{"a": "b"}, "c"]}
    sent = {"newText": "x", "newFlag": True, "newNumber": "0.00000001", "n": "5", "list": [{"a": "b"}, "c"]}
    assert place(either, extra) == {**WIRE, **sent}
    assert place(either, {}) == place(either, None) == WIRE


def test_in_a_query_they_are_texts(either: Either) -> None:
    recorder = either.recorder()
    user = make_user(recorder)
    either.run(user.trade.get_order(inst_id="BTC-USDT", ord_id="1", extra={"new Flag": True, "n": 5, "t": "a&b=é"}))
    expected = {"instId": "BTC-USDT", "ordId": "1", "new Flag": "true", "n": "5", "t": "a&b=é"}
    assert query_of(recorder.requests[0]) == expected


def test_a_batch_takes_one_mapping_for_all_or_one_for_each(either: Either) -> None:
    recorder = either.recorder()
    user = make_user(recorder, on_other_tag=lambda *_: None)
    either.run(user.trade.place_batch_orders([NewOrder(**ORDER)] * 2, extra={"n": "1"}))
    either.run(user.trade.place_batch_orders([NewOrder(**ORDER)] * 2, extra=[{"n": "1"}, {"m": "2"}]))
    assert [body_of(one) for one in recorder.requests] == [
        [{**WIRE, "n": "1"}, {**WIRE, "n": "1"}],
        [{**WIRE, "n": "1"}, {**WIRE, "m": "2"}],
    ]
    for wrong in ([{"n": "1"}], [{}, {}, {}], "ab", 5, [{"n": "1"}, 5]):
        with pytest.raises(InvalidArgument) as caught:
            either.run(user.trade.place_batch_orders([NewOrder(**ORDER)] * 2, extra=wrong))
        assert caught.value.field.startswith("extra")
    assert len(recorder.requests) == 2


@pytest.mark.parametrize("known", ["instId", "px", "tag", "clOrdId"])
def test_a_field_of_the_contract_has_an_argument(either: Either, known: str) -> None:
    with pytest.raises(InvalidArgument, match="knows") as caught:
        place(either, {known: CODE})
    assert caught.value.field == f"extra.{known}"


def test_a_new_field_inside_of_a_known_one_has_its_way(either: Either) -> None:
    with pytest.raises(
        InvalidArgument, match=r"Pass it as attach_algo_ords. A new field inside of it goes by call\(\)"
    ):
        place(either, {"attachAlgoOrds": [{"newField": "1"}]})
    recorder = either.recorder()
    body = {"instId": "BTC-USDT", "attachAlgoOrds": [{"newField": "1"}]}
    user = make_user(recorder, on_other_tag=lambda *_: None)
    either.run(user.call("POST", "/api/v5/trade/order", body=body))
    assert body_of(recorder.requests[0]) == {**body, "tag": CODE}


class Liar(str):
    """A text that is equal to nothing and hashes as another one."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 7


@pytest.mark.parametrize(
    "extra",
    [
        {"a": {"tag": OTHER}},
        {"a": [{"b": {"tag": OTHER}}]},
        {"a": [[{"tag": ""}]]},
        {"a": {Liar("tag"): OTHER}},
        {"a": {"tag": [CODE]}},
        {"a": {"tag": True}},
        {"Tag": OTHER},
        {"a": {"TAG": OTHER}},
    ],
    ids=repr,
)
def test_no_foreign_tag_comes_in_at_any_depth(either: Either, extra: Any) -> None:
    with pytest.raises(ForeignTag):
        place(either, extra)


def test_a_tag_under_a_name_that_lies_is_a_known_field(either: Either) -> None:
    with pytest.raises(InvalidArgument, match="knows"):
        place(either, {Liar("tag"): OTHER})


def test_a_write_without_a_place_for_a_tag_takes_none_but_the_code(either: Either) -> None:
    recorder = either.recorder()
    user = make_user(recorder)
    with pytest.raises(ForeignTag):
        either.run(user.trade.cancel_order(inst_id="BTC-USDT", ord_id="1", extra={"tag": OTHER}))
    assert recorder.requests == []
    either.run(user.trade.cancel_order(inst_id="BTC-USDT", ord_id="1", extra={"tag": CODE}))
    assert body_of(recorder.requests[0]) == {"instId": "BTC-USDT", "ordId": "1", "tag": CODE}


def test_a_filter_stays_the_callers(either: Either) -> None:
    recorder = either.recorder()
    either.run(make_user(recorder).trade.cancel_all_after(time_out="60", tag=OTHER, extra={"n": "1"}))
    assert body_of(recorder.requests[0]) == {"timeOut": "60", "tag": OTHER, "n": "1"}


DEEP: Any = "x"
for _ in range(50):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"a": 1.5}, "extra.a"),
        ({"a": Decimal("NaN")}, "extra.a"),
        ({"a": [{"b": float("inf")}]}, "extra.a[0].b"),
        ({"a": "\ud800"}, "extra.a"),
        ({"a": {"\ud800": "x"}}, "extra.a"),
        ({"\ud800": "x"}, "extra"),
        ({"a": print}, "extra.a"),
        ({"a": b"x"}, "extra.a"),
        ({"a": None}, "extra.a"),
        ({5: "x"}, "extra"),
        ({"": "x"}, "extra"),
        ({"a": DEEP}, "extra.a"),
        ([("a", "b")], "extra"),
        ("ab", "extra"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_no_json_of_okx_holds_is_named_before_anything_is_sent(either: Either, extra: Any, field: str) -> None:
    recorder = either.recorder()
    with pytest.raises(InvalidArgument) as caught:
        either.run(make_user(recorder).trade.place_order(**ORDER, extra=extra))
    assert recorder.requests == []
    assert caught.value.field.startswith(field)
