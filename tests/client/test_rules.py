"""Rules between fields, limits by family, answers without an envelope, calls that need a token, and lazy loading."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from okx_broker import models
from okx_broker.errors import ApiError, ConfigurationError, InvalidArgument, OutcomeUnknown, RateLimited
from okx_broker.limits import WindowLimiter
from okx_broker.models import NewGridTrigger, NewRfqLeg
from okx_broker.transport import Reply
from tests.client.support import Either, Recorder, UserToken, answer, headers_of, make_broker, make_user

ALGO = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "conditional", "tp_trigger_px": "15"}
TWAP = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "twap", "sz": "10"}


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


@pytest.mark.parametrize("size", ["0", "0.00", 0])
def test_an_order_is_not_amended_to_nothing(either: Either, size: object) -> None:
    """The new quantity is above 0, by okx-v5, "Amend order"."""
    recorder = either.recorder()
    with pytest.raises(InvalidArgument, match=r"new_sz is 0.* must be a number above 0"):
        either.run(make_user(recorder).trade.amend_order(inst_id="BTC-USDT", ord_id="1", new_sz=size))
    assert recorder.requests == []


def test_exactly_one_of_a_group(either: Either) -> None:
    recorder = either.recorder()
    user = make_user(recorder, on_other_tag=lambda *_: None)
    for given, problem in (({}, "missing"), ({"sz": "1", "close_fraction": "1"}, "more than once")):
        with pytest.raises(InvalidArgument, match=problem) as caught:
            either.run(user.algo.place_algo_order(**ALGO, **given))
        assert caught.value.field == "sz or close_fraction"
    assert recorder.requests == []
    either.run(user.algo.place_algo_order(**ALGO, sz="1"))
    assert len(recorder.requests) == 1


def test_a_field_can_be_needed_for_any_of_several_values(either: Either) -> None:
    user = make_user(either.recorder(), on_other_tag=lambda *_: None)
    full = {**TWAP, "sz_limit": "1", "px_limit": "100", "time_interval": "10"}
    either.run(user.algo.place_algo_order(**full))
    for left_out in ("sz_limit", "px_limit", "time_interval"):
        with pytest.raises(InvalidArgument, match="ord_type is 'twap'") as caught:
            either.run(user.algo.place_algo_order(**{**full, left_out: None}))
        assert caught.value.field == left_out


def test_a_field_can_be_needed_by_a_bool(either: Either) -> None:
    user = make_user(either.recorder(), on_other_tag=lambda *_: None)
    bot = {"inst_id": "BTC-USDT-SWAP", "algo_ord_type": "contract_grid", "source_algo_id": "1", "lever": "2"}
    for reserve, needed in ((True, "sz"), (False, "actual_margin_sz")):
        with pytest.raises(InvalidArgument, match=f"auto_reserve is {reserve}") as caught:
            either.run(user.grid.copy_grid_order(**bot, auto_reserve=reserve))
        assert caught.value.field == needed
        either.run(user.grid.copy_grid_order(**bot, auto_reserve=reserve, **{needed: "10"}))


def test_the_rules_of_nested_objects_name_their_place(either: Either) -> None:
    user = make_user(either.recorder())
    legs = [NewRfqLeg(inst_id="BTC-USDT", sz="25", side="buy")] * 16
    for wrong in ([], legs):
        with pytest.raises(InvalidArgument, match="1 to 15") as caught:
            either.run(user.block.create_rfq(counterparties=["Trader1"], legs=wrong))
        assert caught.value.field == "legs"
    with pytest.raises(InvalidArgument, match="elements") as caught:
        either.run(user.block.create_rfq(counterparties=[], legs=legs[:1]))
    assert caught.value.field == "counterparties"
    with pytest.raises(InvalidArgument) as caught:
        either.run(
            user.block.create_rfq(counterparties=["a"], legs=[legs[0], NewRfqLeg(inst_id="", sz="1", side="buy")])
        )
    assert caught.value.field == "legs[1].inst_id"
    with pytest.raises(InvalidArgument, match="request model"):
        either.run(
            user.block.create_rfq(
                counterparties=["a"], legs=[NewGridTrigger(trigger_action="start", trigger_strategy="instant")]
            )
        )


PRICE = models.NewGridTrigger(trigger_action="start", trigger_strategy="price", trigger_px="5", delay_seconds=60)
STOPPED = models.GridToStop(algo_id="1", inst_id="BTC-USDT", algo_ord_type="grid", stop_type="1")
PART = models.AttachedAlgoOrder(tp_trigger_px="5", tp_ord_px="-1", sz="2")
DCA = {"algo_ord_type": "spot_dca", "init_ord_amt": 1, "max_safety_ords": 0, "tp_pct": "0.1"}


@pytest.mark.parametrize(
    ("call", "arguments", "lost"),
    [
        ("dca.create_dca_bot", {"inst_id": "A", **DCA, "trigger_params": [PRICE]}, "delay_seconds"),
        ("recurring.stop_recurring_orders", [STOPPED], "inst_id"),
        ("algo.place_algo_order", {**ALGO, "sz": "2", "attach_algo_ords": [PART]}, "sz"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_model_that_belongs_elsewhere_loses_nothing_without_a_word(
    either: Either, call: str, arguments: Any, lost: str
) -> None:
    recorder = either.recorder()
    user = make_user(recorder, on_other_tag=lambda *_: None)
    resource, name = call.split(".")
    method = getattr(getattr(user, resource), name)
    with pytest.raises(InvalidArgument, match=f"with {lost}, which is no field here"):
        either.run(method(**arguments) if isinstance(arguments, dict) else method(arguments))
    assert recorder.requests == []


def test_a_model_of_ones_own_that_adds_a_field_is_told_so(either: Either) -> None:
    class Mine(models.NewOrder, frozen=True, kw_only=True):
        strategy: str | None = None

    recorder = either.recorder()
    user = make_user(recorder, on_other_tag=lambda *_: None)
    order = Mine(inst_id="A", td_mode="cash", side="buy", ord_type="limit", px="1", sz="1")
    either.run(user.trade.place_batch_orders([order]))
    with pytest.raises(InvalidArgument, match=r"orders\[0\] is a Mine with strategy"):
        either.run(user.trade.place_batch_orders([msgspec.structs.replace(order, strategy="grid")]))
    assert len(recorder.requests) == 1


def test_a_list_that_changes_meanwhile_is_the_one_that_was_counted(either: Either) -> None:
    class Growing(list[models.NewOrder]):
        """Another thread adds to it between the count and the reading."""

        def __len__(self) -> int:
            return 1

        def __iter__(self) -> Iterator[models.NewOrder]:
            return iter([order] * 40)

    order = models.NewOrder(inst_id="A", td_mode="cash", side="buy", ord_type="limit", px="1", sz="1")
    recorder = either.recorder()
    with pytest.raises(InvalidArgument, match="40 items"):
        either.run(make_user(recorder).trade.place_batch_orders(Growing()))
    assert recorder.requests == []


def test_options_count_by_their_family_and_others_by_instrument(either: Either) -> None:
    recorder = either.recorder()
    user = make_user(recorder, limiter=WindowLimiter(), longest_wait=0)

    def cancel(instrument: str) -> None:
        either.run(user.trade.cancel_order(inst_id=instrument, ord_id="1"))

    # 60 in 2 seconds, for all options of a family together.
    for number in range(60):
        cancel(f"BTC-USD-261225-{50_000 + number}-{'CP'[number % 2]}")
    with pytest.raises(RateLimited):
        cancel("BTC-USD-270101-1-C")
    for other in ("ETH-USD-261225-5000-C", "BTC-USD", "BTC-USD-SWAP", "BTC-USD-261225", "BTC-USDT-261225-5000-C"):
        cancel(other)
    for _ in range(60):
        cancel("BTC-USDT")
    with pytest.raises(RateLimited):
        cancel("BTC-USDT")
    cancel("ETH-USDT")


TOKEN_ARGUMENTS = {"grant_type": "refresh_token", "refresh_token": "OLD-TOKEN-1", "client_id": "c"}


def test_an_answer_without_an_envelope_is_read(either: Either) -> None:
    body = b'{"access_token":"NEW","refresh_token":"NEXT","token_type":"bearer","expires_in":3600,"scope":"x"}'
    recorder = either.recorder(Reply(200, body))
    tokens = either.run(make_user(recorder).oauth.exchange_token(**TOKEN_ARGUMENTS))
    assert (tokens.access_token.reveal(), tokens.refresh_token.reveal(), tokens.expires_in) == ("NEW", "NEXT", 3600)
    assert "NEW" not in repr(tokens)
    (request,) = recorder.requests
    assert request.url == "https://www.okx.com/v5/users/oauth/token"
    assert not [name for name in headers_of(request) if name.startswith("ok-access") or name == "authorization"]


@pytest.mark.parametrize(
    ("body", "code"),
    [(b'{"code":53005,"msg":"wrong"}', "53005"), (b'{"code":"53012","msg":"expired","data":[]}', "53012")],
)
def test_its_refusals_are_errors_of_okx(either: Either, body: bytes, code: str) -> None:
    recorder = either.recorder(Reply(400, body))
    with pytest.raises(ApiError) as caught:
        either.run(make_user(recorder).oauth.exchange_token(**TOKEN_ARGUMENTS))
    assert caught.value.code == code
    assert len(recorder.requests) == 1


@pytest.mark.parametrize("body", [b"{}", b"[]", b"<html>OLD-TOKEN-1", b'{"code":"0"}', b'{"access_token":{}}', b""])
def test_what_is_no_answer_leaves_it_open_and_shows_no_token(either: Either, body: bytes) -> None:
    recorder = either.recorder(Reply(200, body))
    with pytest.raises(OutcomeUnknown) as caught:
        either.run(make_user(recorder).oauth.exchange_token(**TOKEN_ARGUMENTS))
    assert len(recorder.requests) == 1, "a refresh kills the old pair: it is sent once"
    assert "OLD-TOKEN-1" not in f"{caught.value!s}{caught.value!r}{vars(caught.value)}"


def test_fast_api_needs_a_token_and_no_key(either: Either) -> None:
    recorder = either.recorder(answer([{"result": True}]))
    with pytest.raises(ConfigurationError, match="access token"):
        either.run(make_user(recorder).fast_api.delete_fast_api_key())
    assert recorder.requests == []
    either.run(make_user(recorder, credentials=UserToken()).fast_api.delete_fast_api_key())
    (request,) = recorder.requests
    assert (request.method, request.body) == ("POST", b"")


def test_the_broker_has_what_needs_no_credentials() -> None:
    recorder = Recorder(answer([{"ts": "1", "last": "2"}]))
    broker = make_broker(recorder)
    assert str(broker.market.get_ticker(inst_id="BTC-USDT").last) == "2"
    assert broker.public.get_time().ts == 1
    assert hasattr(broker.oauth, "exchange_token")
    with pytest.raises(ConfigurationError, match="credentials"):
        broker.oauth._caller.fast_api.delete_fast_api_key()


def loaded_by(program: str) -> set[str]:
    """The modules of models and resources that a program loads."""
    show = "\nimport sys\nprint(*[m for m in sys.modules if m.startswith(('okx_v5.models.', 'okx_v5.resources.'))])"
    done = subprocess.run([sys.executable, "-c", program + show], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


START = """
import okx_broker as o
from okx_broker.transport import Reply
class T:
    def send(self, request): return Reply(200, b'{"code":"0","msg":"","data":[{"ordId":"1","sCode":"0","tag":"A"}]}')
    def close(self): pass
broker = o.Broker('A', environment=o.Environment.DEMO, site=o.Site.GLOBAL, transport=T())
user = broker.for_credentials(o.ApiKey('a', 'b', 'c'))
"""
PLACE = "user.trade.place_order(inst_id='BTC-USDT', td_mode='cash', side='buy', ord_type='limit', px='1', sz='1')"


def test_what_is_not_used_is_not_loaded() -> None:
    assert loaded_by(START) == set()
    assert loaded_by(START + PLACE) == {"okx_v5.models.trade", "okx_v5.resources.trade"}
    assert loaded_by("from okx_broker import models\nmodels.NewOrder") == {"okx_v5.models.trade"}


def test_completion_shows_what_is_not_loaded_yet() -> None:
    show = "import okx_broker, okx_v5.resources as r, okx_v5.models as m\n"
    show += "assert {'models', 'Broker'} <= set(dir(okx_broker))\n"
    show += "assert {'Trade', 'AsyncGrid', 'Resources'} <= set(dir(r)) and {'Order', 'NewRfqLeg'} <= set(dir(m))"
    assert loaded_by(show) == set()


def test_all_models_are_there_by_name() -> None:
    from okx_broker import models

    assert {"NewOrder", "Order", "NewRfqLeg", "AlgoOrder"} <= set(dir(models))
    for name in models.__all__:
        assert getattr(models, name).__name__ == name
    with pytest.raises(AttributeError, match="Nothing"):
        models.Nothing  # noqa: B018
    found: dict[str, Any] = {}
    exec("from okx_broker.models import *", found)
    assert set(models.__all__) <= set(found)
