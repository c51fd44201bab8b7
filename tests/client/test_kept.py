"""Credentials that a store keeps: asked for before a call, and once more when the exchange refuses what they were."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from okx_broker import ApiKey, Environment
from okx_broker.calls import Flow, Setup, call, work
from okx_broker.client import drive, drive_async
from okx_broker.clock import SystemClock
from okx_broker.credentials import Credentials, KeptCredentials
from okx_broker.errors import AuthenticationFailed, ConfigurationError
from okx_broker.limits import WindowLimiter
from okx_broker.transport import Outgoing, Reply
from okx_v5.encoding import Request
from okx_v5.operations.account import GET_CONFIG
from okx_v5.operations.dma_broker import GET_SUBACCOUNT_INFO
from okx_v5.operations.trade import PLACE_ORDER


class Token:
    """A bearer token with a number."""

    holds_token = True

    def __init__(self, number: int) -> None:
        self.number = number
        self.user = "uid1"

    def headers(self, time: str, request: Request) -> list[tuple[str, str]]:
        return [("Authorization", f"Bearer token{self.number}")]


class Kept(KeptCredentials):
    """Holds one token; the store behind it has another one, or the same."""

    def __init__(self, held: Token | None, stored: Token | ApiKey) -> None:
        self.held: Credentials | None = held
        self.stored = stored
        self.renewals: list[Credentials | None] = []

    def ready(self, now_ms: int) -> Credentials | None:
        return self.held

    def renew(self, setup: Setup, refused: Credentials | None) -> Flow[Credentials]:
        self.renewals.append(refused)
        self.held = yield from work(lambda: self.stored)
        return self.held


class Exchange:
    """Accepts one token; everything else is refused with a code."""

    def __init__(self, good: int, code: str = "53002") -> None:
        self.good = good
        self.code = code
        self.seen: list[str] = []

    def reply(self, request: Outgoing) -> Reply:
        sent = dict(request.headers).get("Authorization", "a key")
        self.seen.append(sent)
        if sent != f"Bearer token{self.good}":
            return Reply(400, json.dumps({"code": self.code, "msg": "no", "data": []}).encode())
        row = {"sCode": "0", "ordId": "1", "clOrdId": "", "tag": "CODE1", "sMsg": ""}
        data = [row] if request.body else [{"uid": "uid1"}]
        return Reply(200, json.dumps({"code": "0", "msg": "", "data": data}).encode())


class Blocking:
    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    def send(self, request: Outgoing) -> Reply:
        return self.exchange.reply(request)


class OnALoop(Blocking):
    async def send(self, request: Outgoing) -> Reply:  # type: ignore[override]
        return self.exchange.reply(request)


def setup() -> Setup:
    return Setup(
        code="CODE1", broker_type=None, environment=Environment.DEMO, base_url="http://127.0.0.1:1",
        clock=SystemClock(), limiter=WindowLimiter(), longest_wait=5.0, attempts=3, on_other_tag=lambda *_: None,
    )  # fmt: skip


def blocking(flow: Flow[Any], exchange: Exchange) -> Any:
    return drive(flow, Blocking(exchange), SystemClock())  # type: ignore[arg-type]


def on_a_loop(flow: Flow[Any], exchange: Exchange) -> Any:
    return asyncio.run(drive_async(flow, OnALoop(exchange), SystemClock()))  # type: ignore[arg-type]


ORDER = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "market", "sz": "1"}
Run = Callable[[Flow[Any], Exchange], Any]
BOTH = pytest.mark.parametrize("run", [blocking, on_a_loop])


@BOTH
def test_what_is_held_is_used_without_asking(run: Run) -> None:
    exchange, kept = Exchange(1), Kept(Token(1), Token(2))
    run(call(setup(), kept, GET_CONFIG, {}), exchange)
    assert exchange.seen == ["Bearer token1"]
    assert kept.renewals == []


@BOTH
def test_what_is_not_held_is_asked_for_once(run: Run) -> None:
    exchange, kept = Exchange(2), Kept(None, Token(2))
    for _ in range(3):
        run(call(setup(), kept, GET_CONFIG, {}), exchange)
    assert exchange.seen == ["Bearer token2"] * 3
    assert kept.renewals == [None]


@BOTH
@pytest.mark.parametrize("code", ["53000", "53001", "53002", "53003"])
def test_a_refused_token_is_replaced_and_the_call_made_once_more_writes_too(run: Run, code: str) -> None:
    exchange, first = Exchange(2, code), Token(1)
    kept = Kept(first, Token(2))
    envelope = run(call(setup(), kept, PLACE_ORDER, ORDER), exchange)
    assert envelope.data[0].ord_id == "1"
    assert exchange.seen == ["Bearer token1", "Bearer token2"]
    assert kept.renewals == [first]


@BOTH
def test_it_is_made_once_more_and_not_twice(run: Run) -> None:
    exchange, kept = Exchange(3), Kept(Token(1), Token(2))
    with pytest.raises(AuthenticationFailed):
        run(call(setup(), kept, GET_CONFIG, {}), exchange)
    assert exchange.seen == ["Bearer token1", "Bearer token2"]


@BOTH
def test_without_anything_newer_the_refusal_stands(run: Run) -> None:
    exchange, token = Exchange(2), Token(1)
    with pytest.raises(AuthenticationFailed):
        run(call(setup(), Kept(token, token), GET_CONFIG, {}), exchange)
    assert exchange.seen == ["Bearer token1"]


@BOTH
@pytest.mark.parametrize("code", ["53004", "53006", "53013", "50110"])
def test_other_refusals_are_no_reason_to_ask(run: Run, code: str) -> None:
    exchange, kept = Exchange(2, code), Kept(Token(1), Token(2))
    with pytest.raises(Exception, match=code):
        run(call(setup(), kept, GET_CONFIG, {}), exchange)
    assert kept.renewals == []


@BOTH
def test_a_token_stays_out_of_the_sub_account_modules(run: Run) -> None:
    exchange = Exchange(1)
    with pytest.raises(ConfigurationError, match="sub-account"):
        run(call(setup(), Kept(Token(1), Token(1)), GET_SUBACCOUNT_INFO, {}), exchange)
    assert exchange.seen == []


@BOTH
def test_a_token_in_the_place_of_a_refused_key_stays_out_too(run: Run) -> None:
    exchange = Exchange(1, "50111")
    kept = Kept(None, Token(1))
    kept.held = ApiKey("key", "secret", "passphrase")
    with pytest.raises(ConfigurationError, match="sub-account"):
        run(call(setup(), kept, GET_SUBACCOUNT_INFO, {}), exchange)
    assert exchange.seen == ["a key"]
