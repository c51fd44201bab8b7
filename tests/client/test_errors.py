"""Every way in which a call can end, and that a write is never sent twice by guess."""

from __future__ import annotations

import asyncio
import copy
import inspect
import json
import pickle
from datetime import datetime
from typing import Any

import pytest
import yaml

from okx_broker import errors
from okx_broker.environments import Environment
from okx_broker.errors import (
    ApiError,
    AuthenticationFailed,
    BatchRefused,
    CallError,
    ClockSkew,
    ExchangeUnavailable,
    ForeignTag,
    InsufficientBalance,
    InvalidArgument,
    NotFound,
    NotSent,
    OkxError,
    OrderRejected,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    RequestRejected,
    UnreadableAnswer,
)
from okx_broker.limits import WindowLimiter
from okx_broker.transport import Outgoing, Reply, TransportFailure
from okx_broker.verdicts import origin_of
from okx_v5.models import NewOrder, OrderToCancel
from tests.client.support import (
    CODE,
    KEY,
    PASSPHRASE,
    ROOT,
    SECRET,
    START_MS,
    TOKEN,
    Either,
    ManualClock,
    Recorder,
    UserToken,
    answer,
    api_key,
    body_of,
    headers_of,
    make_user,
)

ORDER = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "2"}
TABLE: list[dict[str, Any]] = yaml.safe_load((ROOT / "spec/errors.yaml").read_text("utf-8"))
CODES = [entry["code"] for entry in TABLE if entry["code"] not in ("0", "1", "2")]

# From the documents: what a write's refusal says about its execution.
UNKNOWN = ["50001", "50004", "50026", "51054", "51149", "52910", "52912"]
"""Answers after which a write may have been executed."""
REPEATED = ["50011", "50061"]
"""Refusals of a rate limit: nothing was executed."""
CLOCK = "50102"


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


def read(either: Either, recorder: Recorder, **settings: Any) -> Any:
    return either.run(make_user(recorder, **settings).account.get_balance())


def write(either: Either, recorder: Recorder, **settings: Any) -> Any:
    return either.run(make_user(recorder, **settings).trade.place_order(**ORDER))


def failed(either: Either, call: Any, *replies: Any, **settings: Any) -> tuple[Any, Recorder]:
    recorder = either.recorder(*replies)
    with pytest.raises(OkxError) as caught:
        call(either, recorder, **settings)
    return caught.value, recorder


def public_classes() -> set[type]:
    return {one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, OkxError)}


# The tree


def test_everything_exported_is_in_one_tree() -> None:
    for name in errors.__all__:
        one = getattr(errors, name)
        if isinstance(one, type):
            assert issubclass(one, OkxError), name
    assert {one.__name__ for one in public_classes()} <= set(errors.__all__)


def test_the_tree_in_the_documentation_is_the_tree_of_the_classes() -> None:
    lines = [line for line in (errors.__doc__ or "").splitlines() if "─" in line]
    documented = {line.split("─ ")[1].split()[0] for line in lines}
    left_out = {"OkxError"}
    assert documented == {one.__name__ for one in public_classes()} - left_out
    for one in documented:
        assert issubclass(getattr(errors, one), OkxError)
    assert issubclass(ForeignTag, InvalidArgument)
    assert issubclass(ClockSkew, ApiError)
    assert not issubclass(OutcomeUnknown, ApiError)
    assert not issubclass(RateLimited, ApiError)


# Every code


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("status", [200, 400, 500])
def test_every_code_of_a_read_is_an_error_of_the_tree_with_all_that_is_known(code: str, status: int) -> None:
    clock = ManualClock()
    error, recorder = failed(
        Either(False), read, answer(code=code, msg="The text", status=status), clock=clock, attempts=1
    )
    assert isinstance(error, RateLimited | ApiError)
    assert type(error) in public_classes()
    assert error.code == code
    assert error.message == "The text"
    assert error.status == status
    assert error.operation == "account.get_balance"
    assert abs(error.requested_at - START_MS) < 1000
    for part in (code, "The text", str(status), "account.get_balance"):
        assert part in str(error)
    assert len([one for one in recorder.requests if "balance" in one.url]) == (2 if code == CLOCK else 1)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("place", ["envelope", "item"])
def test_every_code_of_a_write_is_an_error_of_the_tree_and_is_sent_once(code: str, place: str) -> None:
    if place == "envelope":
        reply = answer(code=code, msg="The text", status=400)
    else:
        item = {"ordId": "", "clOrdId": "b15", "tag": CODE, "sCode": code, "sMsg": "The text"}
        reply = answer([item], code="1")
    error, recorder = failed(Either(False), write, reply)
    assert type(error) in public_classes()
    assert error.code == code
    assert error.message == "The text"
    assert error.status == reply.status
    assert error.operation == "trade.place_order"
    orders = [one for one in recorder.requests if one.url.endswith("/trade/order")]
    if code in REPEATED:
        assert isinstance(error, RateLimited)
        assert len(orders) == 3
    elif code == CLOCK:
        assert isinstance(error, ClockSkew)
        assert len(orders) == 2
    else:
        assert len(orders) == 1, "a write that was refused is not sent again"
    assert isinstance(error, OutcomeUnknown) == (
        code in {entry["code"] for entry in TABLE if entry.get("executed") == "unknown"}
    )
    if place == "item" and isinstance(error, ApiError):
        assert error.item.cl_ord_id == "b15"
        assert error.item.s_code == code


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("50100", AuthenticationFailed),
        ("50101", AuthenticationFailed),
        ("50105", AuthenticationFailed),
        ("50111", AuthenticationFailed),
        ("50113", AuthenticationFailed),
        ("50119", AuthenticationFailed),
        ("53000", AuthenticationFailed),
        ("53002", AuthenticationFailed),
        ("50030", PermissionDenied),
        ("50110", PermissionDenied),
        ("50120", PermissionDenied),
        ("53014", PermissionDenied),
        ("53017", PermissionDenied),
        ("50013", ExchangeUnavailable),
        ("50001", ExchangeUnavailable),
        ("50002", RequestRejected),
        ("50014", RequestRejected),
        ("51000", RequestRejected),
        ("53010", RequestRejected),
        ("51001", NotFound),
        ("51603", NotFound),
        ("51008", InsufficientBalance),
        ("51020", OrderRejected),
        ("51121", OrderRejected),
        ("50011", RateLimited),
        ("50061", RateLimited),
        ("99999", ApiError),
        ("51999", OrderRejected),
        ("abc", ApiError),
    ],
)
def test_well_known_codes_have_the_class_that_says_what_to_do(code: str, kind: type) -> None:
    error, _ = failed(Either(False), read, answer(code=code, msg="x"), attempts=1)
    assert type(error) is kind
    assert error.code == code


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith(("500", "501", "530"))])
def test_every_refusal_of_request_key_or_token_says_what_to_do(code: str) -> None:
    error, _ = failed(Either(False), write, answer(code=code, msg="The text"), attempts=1)
    assert error.advice or isinstance(error, OutcomeUnknown)
    assert isinstance(error, OutcomeUnknown) or str(error).endswith(f"{error.advice[1:]}.") or code == CLOCK


@pytest.mark.parametrize(
    ("code", "fix"),
    [
        ("51204", "Pass `px`."),
        ("51121", "Round to `lot_sz` of the instrument."),
        ("51008", "Add funds, or order less."),
    ],
)
def test_a_refused_order_says_what_to_do(code: str, fix: str) -> None:
    error, _ = failed(Either(False), write, answer([placed(code, sMsg="The text")], code="1"))
    assert str(error).endswith(f"(HTTP 200). {fix}")


def test_a_code_without_a_message_is_explained() -> None:
    error, _ = failed(Either(False), read, answer(code="50113", status=401))
    assert "signature" in str(error)


def test_the_code_decides_and_not_the_status(either: Either) -> None:
    error, _ = failed(either, read, answer([{"totalEq": "1"}], code="50113", msg="x", status=200))
    assert isinstance(error, AuthenticationFailed)


# Items


def placed(code: str = "0", **more: Any) -> dict[str, Any]:
    return {"ordId": "1" if code == "0" else "", "clOrdId": "", "tag": CODE, "sCode": code, "sMsg": "", **more}


def test_a_refused_order_raises_with_its_own_code(either: Either) -> None:
    for code in ("0", "1", "2"):
        item = placed("51008", sMsg="Insufficient USDT", clOrdId="b15", subCode="1001")
        error, recorder = failed(either, write, answer([item], code=code, msg="All operations failed"))
        assert isinstance(error, InsufficientBalance)
        assert (error.code, error.message, error.status) == ("51008", "Insufficient USDT", 200)
        assert error.item.sub_code == "1001"
        assert len(recorder.requests) == 1


def batch(either: Either, recorder: Recorder, count: int = 3, **settings: Any) -> Any:
    orders = [NewOrder(**ORDER, cl_ord_id=f"own{number}") for number in range(count)]
    return either.run(make_user(recorder, **settings).trade.place_batch_orders(orders))


def test_a_partly_refused_batch_gives_all_items_back_in_order(either: Either) -> None:
    items = [
        placed(clOrdId="own0", ordId="100"),
        placed("51008", sMsg="no money", clOrdId="own1"),
        placed(clOrdId="own2", ordId="102"),
        placed("51020", sMsg="too small", clOrdId="own3"),
    ]
    error, recorder = failed(either, batch, answer(items, code="2", msg="Bulk operation partially succeeded."), count=4)
    assert isinstance(error, BatchRefused)
    assert error.code == "2"
    assert error.status == 200
    assert error.operation == "trade.place_batch_orders"
    assert [item.cl_ord_id for item in error.items] == ["own0", "own1", "own2", "own3"]
    assert [item.ord_id for item in error.accepted] == ["100", "102"]
    assert [(type(one), one.code, one.message, one.item.cl_ord_id) for one in error.refused] == [
        (InsufficientBalance, "51008", "no money", "own1"),
        (OrderRejected, "51020", "too small", "own3"),
    ]
    assert str(error) == (
        "trade.place_batch_orders: 2 of 4 items refused: "
        "orders[1] (cl_ord_id own1): 51008 no money; orders[3] (cl_ord_id own3): 51020 too small"
    )
    assert len(recorder.requests) == 1


def test_each_refused_or_open_item_of_a_batch_is_named(either: Either) -> None:
    items = [placed(ordId="100"), placed("51008", sMsg="no money"), placed("51149", sMsg="timeout")]
    error, _ = failed(either, batch, answer(items, code="2"))
    assert str(error.refused[0]).startswith(
        "trade.place_batch_orders: orders[1] (cl_ord_id own1): OKX code 51008: no money (HTTP 200). "
    )
    assert error.unknown[0].item_name == "orders[2] (cl_ord_id own2)"
    assert str(error.unknown[0]).startswith("trade.place_batch_orders: orders[2] (cl_ord_id own2): OKX code 51149: ")
    assert error.item_name == ""


def test_an_item_without_an_own_id_is_named_by_the_exchanges_or_by_its_place(either: Either) -> None:
    def cancel(either: Either, recorder: Recorder) -> Any:
        orders = [OrderToCancel(inst_id="BTC-USDT", ord_id=number) for number in ("590", "591")]
        return either.run(make_user(recorder).trade.cancel_batch_orders(orders))

    def place(either: Either, recorder: Recorder) -> Any:
        return either.run(make_user(recorder).trade.place_batch_orders([NewOrder(**ORDER), NewOrder(**ORDER)]))

    gone = {"ordId": "591", "clOrdId": "", "sCode": "51400", "sMsg": "gone"}
    there = {"ordId": "590", "clOrdId": "", "sCode": "0", "sMsg": ""}
    error, _ = failed(either, cancel, answer([there, gone], code="2"))
    assert [one.item_name for one in error.refused] == ["orders[1] (ord_id 591)"]
    error, _ = failed(either, place, answer([placed("51008"), placed(ordId="1")], code="2"))
    assert [one.item_name for one in error.refused] == ["orders[0]"]


def test_a_repr_tells_what_the_text_tells(either: Either) -> None:
    item = placed("51016", sMsg="Duplicated client order ID", clOrdId="b15")
    error, _ = failed(either, write, answer([item], code="1"))
    assert repr(error).startswith(
        "OrderRejected('trade.place_order: OKX code 51016: Duplicated client order ID (HTTP 200). "
    )
    assert repr(pickle.loads(pickle.dumps(error))) == repr(error)
    refused, _ = failed(
        either, batch, answer([placed(), placed("51020", sMsg="too small"), placed()], code="2", msg="Bulk operation")
    )
    assert repr(refused) == (
        "BatchRefused('trade.place_batch_orders: 1 of 3 items refused: orders[1] (cl_ord_id own1): 51020 too small')"
    )
    again = pickle.loads(pickle.dumps(refused))
    assert (repr(again), again.refused[0].item_name) == (repr(refused), "orders[1] (cl_ord_id own1)")
    assert repr(CallError.__new__(CallError, "half made")) == "CallError('half made')"


@pytest.mark.parametrize("code", ["0", "1", "2"])
def test_refused_items_raise_whatever_the_envelope_says(either: Either, code: str) -> None:
    error, recorder = failed(either, batch, answer([placed(), placed("50011"), placed("51008")], code=code))
    assert isinstance(error, BatchRefused)
    assert len(error.accepted) == 1
    assert [one.code for one in error.refused] == ["50011", "51008"]
    assert len(recorder.requests) == 1, "a batch of which an order stands is not sent again"


def test_an_item_with_an_open_outcome_is_named_as_such(either: Either) -> None:
    error, _ = failed(either, batch, answer([placed(), placed("51149"), placed("51008")], code="2"))
    assert isinstance(error, BatchRefused)
    assert [type(one) for one in error.refused] == [InsufficientBalance]
    assert [type(one) for one in error.unknown] == [OutcomeUnknown]
    assert isinstance(error.unknown[0].request, dict), "of the one item, so that it can be asked for"


def test_a_batch_that_went_well_is_a_list(either: Either) -> None:
    found = batch(either, either.recorder(answer([placed(ordId=str(n)) for n in range(3)])))
    assert [item.ord_id for item in found] == ["0", "1", "2"]


# Trying again


@pytest.mark.parametrize("code", REPEATED)
@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_a_write_refused_by_a_limit_is_sent_at_most_so_often(either: Either, code: str, attempts: int) -> None:
    error, recorder = failed(either, write, answer(code=code, msg="Too many"), attempts=attempts)
    assert isinstance(error, RateLimited)
    assert error.sent
    assert error.code == code
    assert error.retry_after == 2.0
    assert len(recorder.requests) == attempts
    assert len({one.body for one in recorder.requests}) == 1, "the same order each time"


@pytest.mark.parametrize("code", REPEATED)
def test_a_write_refused_by_a_limit_goes_through_in_the_end(either: Either, code: str) -> None:
    recorder = either.recorder(answer(code=code), answer([placed()]))
    assert write(either, recorder).ord_id == "1"
    assert len(recorder.requests) == 2


@pytest.mark.parametrize("code", UNKNOWN)
@pytest.mark.parametrize("status", [200, 400, 500, 503])
def test_a_write_whose_outcome_is_open_says_so_and_is_not_sent_again(either: Either, code: str, status: int) -> None:
    error, recorder = failed(either, write, answer(code=code, msg="Endpoint request timeout", status=status))
    assert isinstance(error, OutcomeUnknown)
    assert (error.code, error.status) == (code, status)
    assert error.request == body_of(recorder.requests[0])
    assert error.request["tag"] == CODE
    assert "may have been executed" in str(error)
    assert len(recorder.requests) == 1


@pytest.mark.parametrize("code", ["50001", "50004", "50013", "50026"])
def test_a_read_is_tried_again_after_a_busy_exchange(either: Either, code: str) -> None:
    clock = ManualClock()
    recorder = either.recorder(answer(code=code, status=503), answer(code=code), answer([{"totalEq": "7"}]))
    assert read(either, recorder, clock=clock).total_eq == 7
    assert len(recorder.requests) == 3
    first, second = clock.slept
    assert 0 < first < second < 5, "waits grow"
    stamps = [headers_of(one)["ok-access-timestamp"] for one in recorder.requests]
    assert len(set(stamps)) == 3, "each attempt is signed anew"
    error, recorder = failed(either, read, answer(code=code, msg="x"), attempts=2)
    assert error.code == code
    assert len(recorder.requests) == 2


@pytest.mark.parametrize(
    "code", [code for code in CODES if code not in (*UNKNOWN, *REPEATED, CLOCK, "50013", "50040", "51412")]
)
def test_a_read_refused_for_good_is_not_tried_again(code: str) -> None:
    _, recorder = failed(Either(False), read, answer(code=code))
    assert len(recorder.requests) == 1


LOST = TransportFailure(sent=True, reason="reset")
NOT_SENT = TransportFailure(sent=False, reason="refused")


def test_a_write_with_a_lost_answer_is_sent_once(either: Either) -> None:
    error, recorder = failed(either, write, LOST, attempts=5)
    assert isinstance(error, OutcomeUnknown)
    assert error.request == body_of(recorder.requests[0])
    assert (error.status, error.code) == (None, None)
    assert len(recorder.requests) == 1


def test_a_write_that_never_left_is_tried_again_and_then_not_sent(either: Either) -> None:
    error, recorder = failed(either, write, NOT_SENT)
    assert isinstance(error, NotSent)
    assert not isinstance(error, OutcomeUnknown)
    assert len(recorder.requests) == 3
    recorder = either.recorder(NOT_SENT, answer([placed()]))
    assert write(either, recorder).ord_id == "1"
    error, recorder = failed(either, write, NOT_SENT, LOST)
    assert isinstance(error, OutcomeUnknown)
    assert len(recorder.requests) == 2


def test_a_read_with_a_lost_answer_is_tried_again(either: Either) -> None:
    recorder = either.recorder(LOST, NOT_SENT, answer([{"totalEq": "7"}]))
    assert read(either, recorder).total_eq == 7
    error, recorder = failed(either, read, LOST)
    assert isinstance(error, UnreadableAnswer)
    assert len(recorder.requests) == 3


# What is no answer of OKX

PAGES = {
    "html": (502, b"<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>"),
    "captcha": (403, b"<!DOCTYPE html>\n<html>Just a moment...</html>"),
    "ok-page": (200, b"<html>Welcome to the hotel network</html>"),
    "empty": (200, b""),
    "empty-500": (500, b""),
    "other-json": (404, b'{"error":"not found"}'),
    "list": (200, b"[]"),
    "null": (200, b"null"),
    "text": (429, b"error code: 1015"),
    "binary": (200, bytes(range(256))),
    "cut": (200, b'{"code":"0","msg":"","data":[{"ordId":"12'),
    "cut-after-code": (200, b'{"code":"0"'),
    "status-500": (500, b'{"code":"0","msg":"","data":[{"ordId":"1","sCode":"0"}]}'),
    "redirect": (302, b""),
    "no-data": (200, b'{"code":"0","msg":"","data":[]}'),
    "null-data": (200, b'{"code":"0","msg":"","data":null}'),
    "wrong-data": (200, b'{"code":"0","msg":"","data":["x"]}'),
    "huge": (200, b"x" * 1_000_000),
}


@pytest.mark.parametrize("page", PAGES)
def test_what_is_no_answer_to_a_write_leaves_its_outcome_open(either: Either, page: str) -> None:
    status, body = PAGES[page]
    error, recorder = failed(either, write, Reply(status, body))
    assert isinstance(error, OutcomeUnknown)
    assert error.status == status
    assert str(status) in str(error)
    assert len(recorder.requests) == 1
    assert len(str(error)) < 700


@pytest.mark.parametrize("page", PAGES)
def test_what_is_no_answer_to_a_read_shows_status_and_first_bytes(either: Either, page: str) -> None:
    status, body = PAGES[page]
    error, recorder = failed(either, read, Reply(status, body))
    assert isinstance(error, UnreadableAnswer)
    assert error.status == status
    assert str(status) in str(error)
    assert len(recorder.requests) == 3
    assert len(str(error)) < 700
    assert "\n" not in str(error)
    if page == "html":
        assert "502 Bad Gateway" in str(error)
        assert "account.get_balance" in str(error)


def test_a_code_that_is_a_number_is_read(either: Either) -> None:
    assert read(either, either.recorder(Reply(200, b'{"code":0,"msg":"","data":[{"totalEq":"7"}]}'))).total_eq == 7
    error, _ = failed(either, read, Reply(401, b'{"code":50113,"msg":"Invalid Sign","data":[]}'))
    assert isinstance(error, AuthenticationFailed)
    assert error.code == "50113"
    error, _ = failed(either, read, Reply(400, b'{"code":"50014","msg":"x","data":{"odd":1}}'))
    assert error.code == "50014"
    error, _ = failed(either, read, Reply(400, b'{"code":"50014","msg":"x","data":"odd"}'))
    assert error.code == "50014"
    error, _ = failed(either, read, Reply(400, b'{"msg":"x","code":"50014"}'))
    assert error.code == "50014"


# The clock


class Exchange:
    """Refuses timestamps that are more than 30 s off its clock, as documented, and tells its time."""

    def __init__(self, offset_ms: int, *, tells: str = "time") -> None:
        self.offset_ms = offset_ms
        self.tells = tells
        self.clock = ManualClock()
        self.calls = 0

    def now(self) -> float:
        return self.clock.local_ms + self.offset_ms

    def __call__(self, request: Outgoing) -> Reply | TransportFailure:
        if request.url.endswith("/public/time"):
            assert not [name for name, _ in request.headers if name.lower().startswith("ok-access")]
            return {
                "time": answer([{"ts": str(int(self.now()))}]),
                "nothing": answer([]),
                "page": Reply(502, b"<html>"),
                "lost": LOST,
                "null": answer([{"ts": ""}]),
            }[self.tells]
        self.calls += 1
        stamp = datetime.fromisoformat(headers_of(request)["ok-access-timestamp"])
        if abs(stamp.timestamp() * 1000 - self.now()) > 30_000:
            return answer(code=CLOCK, msg="Timestamp request expired", status=401)
        return answer([placed()])


@pytest.mark.parametrize("seconds", [45, -45, 3600, -86_400])
def test_the_offset_is_learnt_the_call_signed_anew_and_the_offset_kept(either: Either, seconds: int) -> None:
    exchange = Exchange(seconds * 1000)
    recorder = either.recorder(script=exchange)
    user = make_user(recorder, clock=exchange.clock)
    assert either.run(user.trade.place_order(**ORDER)).ord_id == "1"
    first, time, second = recorder.requests
    assert time.url.endswith("/api/v5/public/time")
    assert headers_of(time) == {"x-simulated-trading": "1"}
    assert first.body == second.body
    assert headers_of(first)["ok-access-sign"] != headers_of(second)["ok-access-sign"]
    assert exchange.clock.offset_ms == pytest.approx(seconds * 1000, abs=1000)
    either.run(user.trade.place_order(**ORDER))
    assert len(recorder.requests) == 4, "what was learnt is used at once"


def test_a_clock_within_the_window_is_left_alone(either: Either) -> None:
    exchange = Exchange(29_000)
    either.run(make_user(either.recorder(script=exchange), clock=exchange.clock).trade.place_order(**ORDER))
    assert exchange.clock.offset_ms == 0
    assert exchange.calls == 1


@pytest.mark.parametrize("call", [read, write])
@pytest.mark.parametrize("attempts", [1, 3])
def test_a_clock_that_stays_wrong_is_told_with_the_figure(either: Either, call: Any, attempts: int) -> None:
    clock = ManualClock()

    def script(request: Outgoing) -> Reply:
        if request.url.endswith("/public/time"):
            return answer([{"ts": str(int(clock.local_ms) + 45_000)}])
        return answer(code=CLOCK, msg="Timestamp request expired", status=401)

    recorder = either.recorder(script=script)
    with pytest.raises(ClockSkew) as caught:
        call(either, recorder, clock=clock, attempts=attempts)
    assert len(recorder.requests) == 3, "signed anew exactly once"
    assert caught.value.offset_ms == pytest.approx(45_000, abs=1000)
    assert f"{caught.value.offset_ms} ms (45 s) behind" in str(caught.value)
    assert "NTP" in str(caught.value)
    assert caught.value.code == CLOCK
    assert caught.value.status == 401


@pytest.mark.parametrize("tells", ["nothing", "page", "lost", "null"])
def test_without_the_exchanges_time_the_call_still_ends_in_clock_skew(either: Either, tells: str) -> None:
    exchange = Exchange(45_000, tells=tells)
    recorder = either.recorder(script=exchange)
    with pytest.raises(ClockSkew):
        write(either, recorder, clock=exchange.clock)
    assert exchange.calls == 2
    assert exchange.clock.offset_ms == 0


@pytest.mark.parametrize(
    ("offset_ms", "shown"),
    [
        (7_200_000, "7200000 ms (2 h) behind"),
        (-7_200_000, "7200000 ms (2 h) ahead of"),
        (90_000, "90000 ms (1.5 min) behind"),
        (45_400, "45400 ms (45.4 s) behind"),
        (129_600_000, "129600000 ms (1.5 days) behind"),
        (7, "7 ms behind"),
    ],
)
def test_how_far_a_clock_is_off_is_told_in_a_unit_that_people_use(offset_ms: int, shown: str) -> None:
    error = ClockSkew("Timestamp request expired", operation="x.y", requested_at=1, code=CLOCK)
    error.offset_ms = offset_ms
    assert f"this machine's clock is {shown} the exchange's." in str(error)


# What errors say, and what they never say


@pytest.mark.parametrize("code", REPEATED)
def test_a_refusal_by_a_limit_says_what_to_do(either: Either, code: str) -> None:
    error, _ = failed(either, read, answer(code=code, msg="Too many"), attempts=1)
    assert "wait for the window" in error.advice
    assert str(error).endswith("to pass, then send again.")


def test_a_wait_that_is_too_long_says_what_to_do(either: Either) -> None:
    recorder = either.recorder(answer([placed()]))
    user = make_user(recorder, limiter=WindowLimiter(), longest_wait=0)

    async def some() -> None:
        for _ in range(61):  # 60 orders of an instrument in 2 s, okx-v5, "Place order"
            if inspect.isawaitable(call := user.trade.place_order(**ORDER)):
                await call

    with pytest.raises(RateLimited) as caught:
        asyncio.run(some())
    assert str(caught.value).endswith("nothing was sent. Come back after `retry_after`, or raise `longest_wait`.")
    assert len(recorder.requests) == 60


@pytest.mark.parametrize("code", ["51001", "51021", "51027"])
def test_a_refused_instrument_is_shown(either: Either, code: str) -> None:
    def ticker(either: Either, recorder: Recorder) -> Any:
        return either.run(make_user(recorder).market.get_ticker(inst_id="BTCUSDT"))

    error, _ = failed(either, ticker, answer(code=code, msg="The text"))
    assert "`inst_id` is 'BTCUSDT': " in str(error)
    items = [placed(), placed(code), placed()]
    refused, _ = failed(either, batch, answer(items, code="2"))
    assert refused.refused[0].advice.startswith("`inst_id` is 'BTC-USDT': ")


def test_an_instrument_that_does_not_exist_says_how_they_are_written() -> None:
    error, _ = failed(Either(False), write, answer([placed("51001", sMsg="The text")], code="1"))
    assert "BTC-USDT-SWAP" in str(error)
    assert "`public.get_instruments`" in str(error)


@pytest.mark.parametrize("environment", [Environment.DEMO, Environment.LIVE])
def test_a_key_of_the_other_environment_says_which_one_this_broker_is_in(
    either: Either, environment: Environment
) -> None:
    error, _ = failed(either, read, answer(code="50101", msg="The text", status=401), environment=environment)
    assert f"This Broker is in {environment.name}: " in str(error)


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [("http://127.0.0.1:9", "http://127.0.0.1:9"), ("http://[::1]:9", "http://[::1]:9"), (None, "https://www.okx.com")],
)
def test_what_was_not_sent_says_to_where(either: Either, base_url: str | None, origin: str) -> None:
    def ticker(either: Either, recorder: Recorder, **settings: Any) -> Any:
        return either.run(make_user(recorder, **settings).market.get_ticker(inst_id="BTC-USDT"))

    error, _ = failed(either, ticker, NOT_SENT, base_url=base_url)
    assert str(error) == f"market.get_ticker: no connection could be made to {origin} (refused)"


def test_of_an_address_only_scheme_host_and_port_are_shown() -> None:
    assert origin_of("https://user:word@eu.example.com:8443/a/b?token=123#x") == "https://eu.example.com:8443"
    assert origin_of("https://[half") == "the address"


def echoing(request: Outgoing) -> Reply:
    """A page that shows the request's headers, as some proxies' error pages do."""
    return Reply(418, " ".join(f"{name}={value}" for name, value in reversed(request.headers)).encode())


def echoing_message(request: Outgoing) -> Reply:
    return answer(code="50105", msg=" ".join(value for _, value in request.headers), status=401)


@pytest.mark.parametrize("call", [read, write])
@pytest.mark.parametrize("script", [echoing, echoing_message])
def test_errors_never_repeat_credentials(either: Either, call: Any, script: Any) -> None:
    recorder = either.recorder(script=script)
    with pytest.raises(CallError) as caught:
        call(either, recorder)
    signature = headers_of(recorder.requests[-1])["ok-access-sign"]
    for text in (
        str(caught.value),
        repr(caught.value),
        caught.value.message,
        repr(caught.value.args),
        repr(vars(caught.value)),
    ):
        for secret in (SECRET, PASSPHRASE, KEY, signature):
            assert secret not in text


@pytest.mark.parametrize(
    ("passphrase", "said", "shown"),
    [
        # Short ones stand inside of many words by chance.
        ("a", "Invalid OK-ACCESS-KEY", True),
        ("al", "Invalid OK-ACCESS-KEY", True),
        ("valid", "Invalid OK-ACCESS-KEY", True),
        ("1", "Error 51 of 11", True),
        ("a", "This is a secret", False),
        ("KEY", "Invalid OK-ACCESS-KEY", False),
        ("valid", "passphrase=valid", False),
        ("valid", "passphrase_valid", False),
        ("valid", "%76alid is wrong", False),
        # Of a text as long as OKX's, any trace is one.
        ("Invalid", "Invalid OK-ACCESS-KEY", False),
        ("ACCESS-KEY", "Invalid OK-ACCESS-KEY", False),
        ("Qwr4321!", "xQwr4321!x is wrong", False),
        ("Qwr432", "xQwr4321x", False),
        ("Qwr4321!", "Invalid OK-ACCESS-KEY", True),
    ],
)
def test_a_message_that_tells_a_secret_is_not_shown_at_all(
    either: Either, passphrase: str, said: str, shown: bool
) -> None:
    """A hole in a sentence that everybody knows would show what was in it."""
    credentials = api_key(passphrase=passphrase)
    for reply in (answer(code="50111", msg=said, status=401), answer([placed("50111", sMsg=said)], code="1")):
        error, _ = failed(either, write, reply, credentials=credentials)
        assert error.message == (
            said if shown else "OK-ACCESS-KEY is not valid (OKX's words are not shown, as they repeat a secret)"
        )
        assert "***" not in str(error)
        if error.item is not None:
            assert (error.item.s_msg == said) == shown


@pytest.mark.parametrize("scheme", ["Bearer ", ""])
def test_a_message_that_tells_a_token_is_not_shown(either: Either, scheme: str) -> None:
    reply = answer(code="53000", msg=f"Invalid token {scheme}{TOKEN}", status=400)
    error, _ = failed(either, write, reply, credentials=UserToken())
    assert error.message.startswith("the access token is not valid (")
    assert TOKEN not in str(error)


def test_the_request_of_an_unknown_outcome_has_no_passphrase(either: Either) -> None:
    recorder = either.recorder(LOST)
    with pytest.raises(OutcomeUnknown) as caught:
        either.run(
            make_user(recorder).dma_broker.create_subaccount_apikey(
                sub_acct="abcdef", label="x", passphrase="Qwr4321!", ip="1.1.1.1"
            )
        )
    assert caught.value.request == {"subAcct": "abcdef", "label": "x", "ip": "1.1.1.1"}
    assert "Qwr4321!" in recorder.requests[0].body.decode()


def some_errors() -> list[Any]:
    sync = Either(False)
    found = [
        failed(sync, read, answer(code="50113", msg="Invalid Sign", status=401))[0],
        failed(sync, write, LOST)[0],
        failed(sync, write, NOT_SENT)[0],
        failed(sync, read, Reply(502, b"<html>"))[0],
        failed(sync, write, answer(code="50011"))[0],
        failed(sync, write, answer(code=CLOCK))[0],
        failed(sync, write, answer([placed("51008")], code="1"))[0],
        failed(sync, batch, answer([placed(), placed("51008"), placed("51149")], code="2"))[0],
        errors.ConfigurationError("x"),
        errors.ReportError("x"),
    ]
    for arguments in ({**ORDER, "sz": 0.1}, {**ORDER, "tag": "OTHER"}):
        with pytest.raises(InvalidArgument) as caught:
            make_user(Recorder()).trade.place_order(**arguments)
        found.append(caught.value)
    return found


@pytest.mark.parametrize("number", range(12))
def test_errors_can_be_pickled_and_copied_with_all_they_know(number: int) -> None:
    error = some_errors()[number]
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert again.args == error.args
        known, found = dict(vars(error)), dict(vars(again))
        for parts in ("refused", "unknown"):
            those, those_again = known.pop(parts, []), found.pop(parts, [])
            assert [str(one) for one in those] == [str(one) for one in those_again]
        assert known == found


def test_errors_are_one_line_each() -> None:
    for error in some_errors():
        assert str(error)
        assert "\n" not in str(error)
        assert json.dumps(str(error))


def test_what_to_do_about_a_code_is_a_sentence_of_its_own() -> None:
    recorder = Recorder(answer(code="59608", msg="Only Broker accounts have permission"))
    with pytest.raises(PermissionDenied) as caught:
        make_user(recorder).fd_broker.get_if_rebate(api_key="a")
    assert str(caught.value) == (
        "fd_broker.get_if_rebate: OKX code 59608: Only Broker accounts have permission (HTTP 200). Call with the broker's "
        "own key, not a user's; a company that is no broker yet applies for the program."
    )
