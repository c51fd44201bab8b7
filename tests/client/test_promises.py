"""Attacks on the promises: answers, transports, callbacks and clocks that are not as they should be."""

from __future__ import annotations

import asyncio
import json
import threading
from functools import partial
from typing import Any

import msgspec
import pytest

from okx_broker import Broker, Environment, Site, SystemClock, models
from okx_broker.errors import (
    BatchRefused,
    ClockSkew,
    ConfigurationError,
    InvalidArgument,
    NotSent,
    OkxError,
    OutcomeUnknown,
    RateLimited,
    UnreadableAnswer,
)
from okx_broker.limits import NoLimiter, WindowLimiter
from okx_broker.orders import settle
from okx_broker.transport import Outgoing, Reply, TransportFailure
from okx_v5.operations.trade import PLACE_ORDER
from tests.client.support import (
    CODE,
    PASSPHRASE,
    AsyncRecorder,
    Either,
    ManualClock,
    Recorder,
    accept,
    answer,
    api_key,
    body_of,
    headers_of,
    make_user,
)

ORDER = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "2"}
GOOD = {"ordId": "1", "sCode": "0", "tag": CODE}


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


def place(either: Either, recorder: Recorder, **settings: Any) -> Any:
    return either.run(make_user(recorder, **settings).trade.place_order(**ORDER))


def place_three(either: Either, recorder: Recorder, **settings: Any) -> Any:
    orders = [models.NewOrder(**ORDER, cl_ord_id=f"b{n}") for n in range(3)]  # type: ignore[arg-type]
    return either.run(make_user(recorder, **settings).trade.place_batch_orders(orders))


def raw(text: str, status: int = 200) -> Reply:
    return Reply(status, text.encode())


# A write whose answer shows anything accepted, or nothing clear, is not sent again and not called refused


@pytest.mark.parametrize(
    "reply",
    [
        answer([GOOD], code="50011"),
        answer([GOOD], code="50102"),
        answer([GOOD, {"sCode": "50011"}], code="2"),
        answer([], code="50011", status=504),
        answer([GOOD], code="51000"),
        answer([GOOD, GOOD]),
        answer([{}]),
        answer([{"ordId": "1"}]),
        answer([{"ordId": "", "sCode": "0"}]),
        answer([]),
        raw('{"code":504,"message":"upstream timed out"}', 504),
        raw('{"code":504,"message":"upstream timed out"}'),
        raw('{"code":"BAD_GATEWAY"}', 502),
        raw('{"code":null}'),
        raw('{"code":""}'),
        raw('{"code":0.0,"data":[{"ordId":"1","sCode":"0"}]}'),
        answer([], code="99999", status=500),
        raw('{"code":0,"data":[{"ordId":"1","sCode":"0","zzz":1E9999999999999999999}]}'),
    ],
    ids=lambda reply: f"{reply.status} {reply.body.decode()[:60]}",
)
def test_an_unclear_answer_to_an_order_is_an_unknown_outcome_and_is_never_sent_again(
    either: Either, reply: Reply
) -> None:
    recorder = either.recorder(reply)
    with pytest.raises(OutcomeUnknown):
        place(either, recorder)
    assert [one.url.rpartition("/")[2] for one in recorder.requests] == ["order"]


@pytest.mark.parametrize(
    "reply",
    [
        answer([{**GOOD, "clOrdId": "c2"}]),
        answer([{"ordId": "", "clOrdId": "c2", "sCode": "51008", "sMsg": "no"}], code="1"),
    ],
    ids=["accepted", "refused"],
)
def test_the_fate_of_another_order_is_not_taken_for_the_one_that_was_sent(either: Either, reply: Reply) -> None:
    recorder = either.recorder(reply)
    with pytest.raises(OutcomeUnknown, match="another order"):
        either.run(make_user(recorder).trade.place_order(**ORDER, cl_ord_id="c1"))
    assert len(recorder.requests) == 1


def test_the_fate_of_another_algo_order_is_not_taken_either(either: Either) -> None:
    recorder = either.recorder(answer([{"algoId": "1", "algoClOrdId": "a2", "sCode": "0", "tag": CODE}]))
    user = make_user(recorder)
    order: dict[str, Any] = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "trigger", "sz": "2"}
    with pytest.raises(OutcomeUnknown, match="another order"):
        either.run(user.algo.place_algo_order(**order, trigger_px="2", order_px="2", algo_cl_ord_id="a1"))


@pytest.mark.parametrize("told", [{"clOrdId": "c1"}, {"clOrdId": ""}, {"clOrdId": None}, {}], ids=repr)
def test_an_answer_that_repeats_the_own_id_or_none_is_believed(either: Either, told: dict[str, Any]) -> None:
    recorder = either.recorder(answer([{**GOOD, **told}]))
    assert either.run(make_user(recorder).trade.place_order(**ORDER, cl_ord_id="c1")).ord_id == "1"


@pytest.mark.parametrize("code", ["0", "2"])
def test_a_batch_answer_in_another_order_tells_no_order_the_fate_of_another(either: Either, code: str) -> None:
    swapped = [{**GOOD, "clOrdId": name} for name in ("b0", "b2", "b1")]
    if code == "2":
        swapped[1] = {"ordId": "", "clOrdId": "b2", "sCode": "51008"}
    with pytest.raises(OutcomeUnknown, match="another order"):
        place_three(either, either.recorder(answer(swapped, code=code)))


async def _late(*_: object) -> None:
    """A report that nobody would await."""


class _Late:
    async def __call__(self, *_: object) -> None:
        """The same."""


@pytest.mark.parametrize(
    "report",
    [_late, partial(_late, 1), _Late(), _Late().__call__, "log"],
    ids=["function", "partial", "object", "method", "text"],
)
def test_a_report_of_another_tag_that_nobody_would_hear_is_refused(either: Either, report: Any) -> None:
    with pytest.raises(ConfigurationError, match="on_other_tag"):
        make_user(either.recorder(), on_other_tag=report)


@pytest.mark.parametrize(
    "data",
    [[GOOD], [], [None, GOOD, GOOD], [GOOD, GOOD, {}], [GOOD] * 4],
    ids=["one", "none", "null", "empty item", "four"],
)
@pytest.mark.parametrize("code", ["0", "1", "2", "50011", "50102", "51000"])
def test_a_batch_answer_with_missing_or_strange_items_never_passes_and_is_not_sent_again(
    either: Either, data: list[Any], code: str
) -> None:
    recorder = either.recorder(answer(data, code=code))
    if not data and code in ("50011", "50102", "51000"):
        return  # a clear refusal of the whole batch, see below
    with pytest.raises(OutcomeUnknown) as caught:
        place_three(either, recorder)
    assert len(recorder.requests) == 1
    assert isinstance(caught.value.request, list)
    assert [one["clOrdId"] for one in caught.value.request] == ["b0", "b1", "b2"]


@pytest.mark.parametrize("code", ["50011", "50102", "2"])
def test_a_batch_with_one_accepted_order_is_not_sent_again(either: Either, code: str) -> None:
    data = [GOOD, {"sCode": "50102"}, {"sCode": "50011"}]
    recorder = either.recorder(answer(data, code=code))
    with pytest.raises(BatchRefused) as caught:
        place_three(either, recorder)
    assert len(recorder.requests) == 1
    assert [item.ord_id for item in caught.value.accepted] == ["1"]
    assert [one.code for one in caught.value.refused] == ["50102", "50011"]


def test_a_batch_that_is_refused_as_a_whole_by_a_limit_is_sent_again(either: Either) -> None:
    recorder = either.recorder(answer([], code="50011", status=429), answer([GOOD] * 3))
    assert len(place_three(either, recorder)) == 3
    assert len(recorder.requests) == 2


# Transports, callbacks and interrupts


class Failing(Recorder):
    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def send(self, request: Outgoing) -> Reply:
        self.requests.append(request)
        raise self.error


class AsyncFailing(AsyncRecorder):
    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    async def send(self, request: Outgoing) -> Reply:  # type: ignore[override]
        self.requests.append(request)
        raise self.error


def failing(either: Either, error: BaseException) -> Recorder:
    return AsyncFailing(error) if either.asynchronous else Failing(error)


@pytest.mark.parametrize("error", [OSError("boom"), ValueError("x"), TimeoutError()], ids=repr)
def test_whatever_a_transport_raises_after_sending_is_an_unknown_outcome(either: Either, error: Exception) -> None:
    recorder = failing(either, error)
    with pytest.raises(OutcomeUnknown) as caught:
        place(either, recorder)
    assert len(recorder.requests) == 1
    assert caught.value.__context__ is None, "a transport's error can hold the whole request"


def test_an_interrupt_during_an_order_says_which_order_was_under_way(either: Either) -> None:
    recorder = failing(either, KeyboardInterrupt())
    user = make_user(recorder)
    with pytest.raises(KeyboardInterrupt) as caught:
        either.run(user.trade.place_order(**ORDER, cl_ord_id="mine1"))
    assert "mine1" in caught.value.__notes__[0]
    assert "trade.place_order" in caught.value.__notes__[0]


def test_a_cancelled_task_says_which_order_was_under_way() -> None:
    class Silent(AsyncRecorder):
        async def send(self, request: Outgoing) -> Reply:  # type: ignore[override]
            self.requests.append(request)
            await asyncio.sleep(60)
            raise AssertionError

    async def story() -> None:
        recorder = Silent()
        task = asyncio.create_task(make_user(recorder).trade.place_order(**ORDER, cl_ord_id="mine2"))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert "mine2" in caught.value.__notes__[0]
        assert len(recorder.requests) == 1

    asyncio.run(story())


def test_a_callback_that_fails_does_not_swallow_the_order(either: Either, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    placed = place(either, either.recorder(answer([{**GOOD, "tag": "OTHER"}])), on_other_tag=broken)
    assert placed.ord_id == "1"
    assert "on_other_tag failed" in caplog.text


# The code, and only the code


class Agreeable(str):
    """A text that says that it equals everything."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = str.__hash__


class Disguised(str):
    """A key that passes for another one."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return other == "ccy"

    def __hash__(self) -> int:
        return hash("ccy")


def test_a_code_that_compares_equal_to_everything_does_not_let_a_foreign_tag_through() -> None:
    recorder = Recorder()
    user = make_user(recorder, code=Agreeable(CODE))
    with pytest.raises(InvalidArgument):
        user.trade.place_order(**ORDER, tag="SOMEBODYELSE")
    assert recorder.requests == []
    user.trade.place_order(**ORDER)
    assert body_of(recorder.requests[0])["tag"] == CODE


def test_a_key_in_disguise_does_not_bring_a_second_tag() -> None:
    recorder = Recorder()
    wire = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "1", "sz": "1"}
    make_user(recorder).one(PLACE_ORDER, {**wire, Disguised("tag"): "USDT"})
    (sent,) = recorder.requests
    assert sent.body.count(b'"tag"') == 1
    assert body_of(sent) == {**wire, "ccy": "USDT", "tag": CODE}


def test_a_key_that_is_no_field_is_refused() -> None:
    recorder = Recorder()
    wire = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "1", "sz": "1"}
    with pytest.raises(InvalidArgument, match="leverage"):
        make_user(recorder).one(PLACE_ORDER, {**wire, "leverage": "3"})
    assert recorder.requests == []


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"path": "/api/v5/trade/order/"},
        {"path": "/api/v5/trade//order"},
        {"path": "/api/v5/trade/order?x=1"},
        {"path": "/api/v5/trade/%6frder"},
        {"path": "/API/v5/trade/order"},
        {"method": "post"},
        {"method": "PUT"},
    ],
    ids=repr,
)
def test_an_operation_without_its_tag_places_is_refused(changes: dict[str, Any]) -> None:
    recorder = Recorder()
    wire = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "1", "sz": "1"}
    with pytest.raises(ConfigurationError):
        make_user(recorder).one(msgspec.structs.replace(PLACE_ORDER, tags=(), **changes), wire)
    assert recorder.requests == []


# The clock


class Exchange:
    """Refuses timestamps that are more than 30 seconds off, and tells the time."""

    def __init__(self, clock: ManualClock | SystemClock, skew_ms: int) -> None:
        self.clock = clock
        self.skew_ms = skew_ms
        self.lock = threading.Lock()
        self.asked = 0

    def local(self) -> int:
        return self.clock.now_ms() - self.clock.offset_ms

    def __call__(self, request: Outgoing) -> Reply:
        from datetime import datetime

        if request.url.endswith("/public/time"):
            with self.lock:
                self.asked += 1
            return answer([{"ts": str(self.local() + self.skew_ms)}])
        sent = datetime.fromisoformat(headers_of(request)["ok-access-timestamp"]).timestamp() * 1000
        if abs(sent - self.local() - self.skew_ms) > 30_000:
            return answer(code="50102", status=401)
        return accept(request)


def test_many_threads_that_learn_the_time_together_all_get_it_right() -> None:
    clock = SystemClock()
    exchange = Exchange(clock, 7_200_000)
    broker = Broker(
        CODE,
        environment=Environment.DEMO,
        site=Site.GLOBAL,
        transport=Recorder(script=exchange),
        clock=clock,
        limiter=NoLimiter(),
        on_other_tag=lambda *_: None,
    )
    user = broker.for_credentials(api_key())
    failures: list[BaseException] = []
    barrier = threading.Barrier(40)

    def work() -> None:
        barrier.wait()
        try:
            user.trade.place_order(**ORDER)  # type: ignore[arg-type]
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert abs(clock.offset_ms - 7_200_000) < 5_000


@pytest.mark.parametrize("ts", ["0", "-1", "99999999999999999", "9999999999999999999", "253402300800000", ""])
def test_a_time_that_no_exchange_can_have_is_not_learnt(either: Either, ts: str) -> None:
    clock = ManualClock()

    def script(request: Outgoing) -> Reply:
        return answer([{"ts": ts}]) if request.url.endswith("/time") else answer(code="50102", status=401)

    with pytest.raises(ClockSkew):
        place(either, either.recorder(script=script), clock=clock)
    assert clock.offset_ms == 0


@pytest.mark.parametrize(
    "reply", [answer([{"ts": "1607418537715"}], status=503), answer([{"ts": "1607418537715"}], code="50001")]
)
def test_a_time_in_an_answer_that_is_no_success_is_not_learnt(either: Either, reply: Reply) -> None:
    clock = ManualClock(now_ms=1_700_000_000_000)

    def script(request: Outgoing) -> Reply:
        return reply if request.url.endswith("/time") else answer(code="50102", status=401)

    with pytest.raises(ClockSkew):
        place(either, either.recorder(script=script), clock=clock)
    assert clock.offset_ms == 0


# Slots of the limits


def test_a_report_request_that_never_left_does_not_use_up_the_hour(either: Either) -> None:
    recorder = either.recorder(
        TransportFailure(sent=False, reason="no name server"), answer([{"result": "false", "ts": "1"}])
    )
    user = make_user(recorder, limiter=WindowLimiter(), attempts=1)
    with pytest.raises(NotSent):
        either.run(user.fd_broker.create_rebate_per_orders(begin="20260601", end="20260630"))
    if not either.asynchronous:
        assert user.fd_broker.create_rebate_per_orders(begin="20260601", end="20260630").result is False


def test_a_report_request_with_a_wrong_clock_is_made_again_at_once(either: Either) -> None:
    clock = ManualClock()
    exchange = Exchange(clock, 600_000)
    user = make_user(either.recorder(script=exchange), limiter=WindowLimiter(), clock=clock)
    either.run(user.fd_broker.create_rebate_per_orders(begin="20260601", end="20260630"))
    assert exchange.asked == 1


def test_tasks_that_are_cancelled_while_they_queue_give_their_slots_back() -> None:
    class Real(ManualClock):
        async def sleep_async(self, seconds: float) -> None:
            await asyncio.sleep(30)

    async def story() -> None:
        recorder = AsyncRecorder(answer([{"totalEq": "1"}]))
        clock = Real()
        user = make_user(recorder, limiter=WindowLimiter(), clock=clock, longest_wait=60.0)
        tasks = [asyncio.create_task(user.account.get_balance()) for _ in range(30)]
        await asyncio.sleep(0.05)
        assert len(recorder.requests) == 10, "10 requests in 2 seconds"
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        clock.advance(3)
        await user.account.get_balance()
        assert len(recorder.requests) == 11

    asyncio.run(story())


def test_counters_of_users_that_went_are_dropped() -> None:
    limiter = WindowLimiter()
    for number in range(30_000):
        limiter.reserve([(("placeOrder", 2, f"user{number}", "BTC-USDT"), 1, 60, 2.05)], number * 0.01, 5.0)
    kept = sum(len(counters) for counters in limiter._taken.values())
    assert kept < 10_000


# What became of a lost order


def lost_order(clock: ManualClock) -> OutcomeUnknown:
    user = make_user(Recorder(TransportFailure(sent=True, reason="gone")), clock=clock)
    with pytest.raises(OutcomeUnknown) as caught:
        user.trade.place_order(**ORDER, cl_ord_id="c1")
    return caught.value


def found(made: int, **changes: str) -> Reply:
    order = {"ordId": "7", "clOrdId": "c1", "tag": CODE, "side": "buy", "ordType": "limit", "px": "2.15", "sz": "2"}
    return answer([{**order, "cTime": str(made), "state": "live", **changes}])


def told(clock: ManualClock, ahead: float = 0) -> Reply:
    """The exchange's time, for a clock that is so many seconds ahead of it."""
    return answer([{"ts": str(clock.now_ms() - int(1000 * ahead))}])


@pytest.mark.parametrize("ahead", [0, 10, 29, -29])
def test_an_order_is_called_not_placed_only_when_the_exchange_can_no_longer_take_it(ahead: float) -> None:
    clock = ManualClock()
    lost = lost_order(clock)
    last = 0

    def script(request: Outgoing) -> Reply:
        nonlocal last
        if "public/time" in request.url:
            return told(clock, ahead)
        last = clock.now_ms() - 1000 * int(ahead)
        return answer(code="51603")

    recorder = Recorder(script=script)
    assert settle(make_user(recorder, clock=clock), lost) is None
    assert last >= lost.requested_at + 30_000, "by the exchange's clock"
    assert len(recorder.requests) >= 5


def test_an_order_is_not_called_not_placed_where_the_exchange_does_not_tell_its_time() -> None:
    clock = ManualClock()
    lost = lost_order(clock)

    def script(request: Outgoing) -> Reply | TransportFailure:
        away = "public/time" in request.url
        return TransportFailure(sent=True, reason="gone") if away else answer(code="51603")

    with pytest.raises(UnreadableAnswer):
        settle(make_user(Recorder(script=script), clock=clock), lost)


def test_an_order_that_arrives_late_is_found() -> None:
    clock = ManualClock()
    lost = lost_order(clock)

    def script(request: Outgoing) -> Reply:
        late = clock.now_ms() >= lost.requested_at + 20_000
        return found(lost.requested_at + 20_000) if late else answer(code="51603")

    order = settle(make_user(Recorder(script=script), clock=clock), lost)
    assert order is not None
    assert order.ord_id == "7"


@pytest.mark.parametrize(
    "change",
    [{"sz": "5"}, {"px": "3"}, {"side": "sell"}, {"tag": "OTHER"}, {"ordType": "post_only"}, {"clOrdId": "c2"}],
)
def test_an_order_of_that_time_with_other_terms_proves_nothing(change: dict[str, str]) -> None:
    clock = ManualClock()
    lost = lost_order(clock)
    with pytest.raises(OutcomeUnknown) as caught:
        settle(make_user(Recorder(found(lost.requested_at, **change)), clock=clock), lost)
    assert caught.value is lost
    assert "order 7 has the same clOrdId" in lost.__notes__[0]


def test_an_older_order_with_other_terms_is_not_taken_for_the_lost_one() -> None:
    clock = ManualClock()
    lost = lost_order(clock)

    def script(request: Outgoing) -> Reply:
        return told(clock) if "public/time" in request.url else found(lost.requested_at - 31_000, sz="5")

    assert settle(make_user(Recorder(script=script), clock=clock), lost) is None


def test_an_order_that_arrives_after_one_with_other_terms_is_found() -> None:
    clock = ManualClock()
    lost = lost_order(clock)

    def script(request: Outgoing) -> Reply:
        late = clock.now_ms() >= lost.requested_at + 20_000
        return found(lost.requested_at + 20_000) if late else found(lost.requested_at - 5_000, sz="5", ordId="6")

    order = settle(make_user(Recorder(script=script), clock=clock), lost)
    assert order is not None
    assert order.ord_id == "7"


def test_a_market_order_with_a_price_that_the_exchange_ignores_is_found() -> None:
    clock = ManualClock()
    user = make_user(Recorder(TransportFailure(sent=True, reason="gone")), clock=clock)
    with pytest.raises(OutcomeUnknown) as caught:
        user.trade.place_order(**{**ORDER, "ord_type": "market"}, cl_ord_id="c1")
    market = found(caught.value.requested_at, ordType="market", px="")
    assert settle(make_user(Recorder(market), clock=clock), caught.value) is not None


def test_an_order_that_may_be_an_earlier_one_is_left_open() -> None:
    clock = ManualClock()
    lost = lost_order(clock)
    with pytest.raises(OutcomeUnknown) as caught:
        settle(make_user(Recorder(found(lost.requested_at - 20_000)), clock=clock), lost)
    assert caught.value is lost
    assert "earlier" in lost.__notes__[0]


def test_an_order_of_a_batch_with_an_unknown_outcome_can_be_settled() -> None:
    clock = ManualClock()
    recorder = Recorder(answer([GOOD, {"sCode": "51149"}, GOOD], code="2"))
    with pytest.raises(BatchRefused) as caught:
        place_three(Either(False), recorder, clock=clock)
    (lost,) = caught.value.unknown
    order = settle(make_user(Recorder(found(lost.requested_at + 5, clOrdId="b1")), clock=clock), lost)
    assert order is not None


# Secrets


@pytest.mark.parametrize(
    "echo",
    [
        PASSPHRASE,
        json.dumps(PASSPHRASE)[1:-1],
        "".join(f"\\u{ord(character):04x}" for character in PASSPHRASE),
        PASSPHRASE.replace("-", "%2D"),
        PASSPHRASE.replace("-", "&#45;"),
    ],
)
def test_an_echoed_passphrase_is_shown_in_no_disguise(either: Either, echo: str) -> None:
    for reply in (raw(f"<html>{echo}</html>", 502), raw(f'{{"code":"0","data":[{{"totalEq":"{echo}"}}]}}')):
        recorder = either.recorder(reply)
        with pytest.raises((UnreadableAnswer, OkxError)) as caught:
            either.run(make_user(recorder, attempts=1).account.get_balance())
        assert echo not in str(caught.value)
        assert PASSPHRASE not in str(caught.value)


def test_a_message_moves_no_cursor_and_begins_no_line(either: Either) -> None:
    recorder = either.recorder(answer(code="51000", msg="no\r\n\x1b[2Jgood\u2028\u202eevil", status=400))
    with pytest.raises(OkxError) as caught:
        either.run(make_user(recorder).trade.place_order(**ORDER))
    assert str(caught.value).isprintable()
    assert "no   [2Jgood  evil" in str(caught.value)


def test_the_passphrase_of_a_new_key_is_in_no_refusal(either: Either) -> None:
    secret = "Qwr4321!Top"
    recorder = either.recorder(answer(code="51000", msg=f"Parameter passphrase {secret} error", status=400))
    with pytest.raises(OkxError) as caught:
        either.run(
            make_user(recorder).dma_broker.create_subaccount_apikey(
                sub_acct="panpanBroker2", label="x", passphrase=secret
            )
        )
    assert secret not in str(caught.value)
    assert secret not in repr(vars(caught.value))


def test_an_items_message_is_masked_wherever_it_stands(either: Either) -> None:
    recorder = either.recorder(answer([{"sCode": "51008", "sMsg": f"no {PASSPHRASE}"}], code="1"))
    with pytest.raises(OkxError) as caught:
        place(either, recorder)
    assert PASSPHRASE not in str(caught.value) + repr(vars(caught.value))


def test_a_list_without_a_count_of_pages_is_walked_to_its_short_page() -> None:
    def script(request: Outgoing) -> Reply:
        page = int(request.url.partition("page=")[2].partition("&")[0] or 1)
        rows = [{"subAcct": f"s{page}x{n}"} for n in range(100 if page < 3 else 7)]
        return answer([{"details": rows, "page": str(page), "totalPage": ""}])

    user = make_user(Recorder(script=script))
    assert len(list(user.dma_broker.iter_subaccount_info())) == 207


def test_bad_settings_are_named() -> None:
    for settings in ({"attempts": "3"}, {"longest_wait": None}, {"attempts": 0}):
        with pytest.raises(ConfigurationError):
            make_user(Recorder(), **settings)
    with pytest.raises(ConfigurationError):
        Broker(CODE, environment=Environment.DEMO, site=Site.GLOBAL).for_credentials("key")  # type: ignore[arg-type]


def test_a_second_refusal_by_a_limit_raises_the_exchanges_refusal(either: Either) -> None:
    recorder = either.recorder(answer(code="50011", status=429))
    with pytest.raises(RateLimited) as caught:
        place(either, recorder, limiter=WindowLimiter())
    assert caught.value.sent
