"""The signature covers exactly the bytes that are sent."""

from __future__ import annotations

import asyncio
import base64
import hmac
import itertools
import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from okx_broker import AsyncBroker, Broker, Environment, Site
from okx_broker.calls import call
from okx_broker.errors import ConfigurationError
from okx_broker.limits import NoLimiter
from okx_broker.signing import timestamp
from okx_v5 import models
from okx_v5.contract import Field, Operation, Source
from okx_v5.encoding import Request
from okx_v5.operations import find
from tests.client.support import (
    CODE,
    KEY,
    PASSPHRASE,
    SECRET,
    START_MS,
    TOKEN,
    Either,
    ManualClock,
    Recorder,
    answer,
    api_key,
    headers_of,
    is_array,
    item_model,
    make_broker,
    make_call,
    make_caller,
    make_user,
    operations,
    raw_fields,
    sample_arguments,
    sample_request,
    to_python,
)
from tests.faults.servers import RawServer, http, replying

AT = "2020-12-08T09:08:57.715Z"
SPOT_ORDER = '{"instId":"BTC-USDT","tdMode":"cash","clOrdId":"b15","side":"buy","ordType":"limit","px":"2.15","sz":"2"}'

KNOWN = [
    ("mock-secret", "GET", "/api/v5/account/balance", "", "tpQYvXdaAfU8ae6zI1rJ2xVcyMIk9BKWK/fysaanweQ="),
    ("mock-secret", "GET", "/api/v5/account/balance?ccy=BTC", "", "pS6nHuBl6Qc9S0h+soCkCVHaVHZzS19KqFpeI/doTlE="),
    (SECRET, "GET", "/api/v5/account/balance?ccy=BTC", "", "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY="),
    (
        SECRET,
        "POST",
        "/api/v5/account/set-leverage",
        '{"instId":"BTC-USDT","lever":"5","mgnMode":"isolated"}',
        "eCnnCgWLjlQ9XnpUkrcny3qNq3WW/81KNrDr/XR6Xv8=",
    ),
    (SECRET, "POST", "/api/v5/trade/order", SPOT_ORDER, "dI6rrL9rXW/HdaPKJ/6LC1OgvH4/PYju6R3CqixMTNQ="),
    (
        "chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO",
        "GET",
        "/api/v5/account/balance",
        "",
        "PJ61e1nb2F2Qd7D8SPiaIcx2gjdELc+o0ygzre9z33k=",
    ),
]


def signature_of(secret: str, message: bytes) -> str:
    """The signature as Python's own hmac module makes it."""
    return base64.b64encode(hmac.new(secret.encode(), message, "sha256").digest()).decode("ascii")


@pytest.mark.parametrize(("secret", "method", "path", "body", "expected"), KNOWN)
def test_known_answers(secret: str, method: str, path: str, body: str, expected: str) -> None:
    headers = dict(api_key(secret=secret).headers(AT, Request(method, path, body.encode())))
    assert headers == {
        "OK-ACCESS-KEY": KEY,
        "OK-ACCESS-SIGN": expected,
        "OK-ACCESS-TIMESTAMP": AT,
        "OK-ACCESS-PASSPHRASE": PASSPHRASE,
    }


@pytest.mark.parametrize(("secret", "method", "path", "body", "expected"), KNOWN)
def test_the_second_implementation_gives_the_known_answers_too(
    secret: str, method: str, path: str, body: str, expected: str
) -> None:
    assert signature_of(secret, f"{AT}{method}{path}{body}".encode()) == expected


@pytest.mark.parametrize("length", [1, 63, 64, 65, 128, 200])
def test_secrets_of_any_length_sign_as_hmac_says(length: int) -> None:
    secret = "s" * length
    headers = dict(api_key(secret=secret).headers(AT, Request("GET", "/x", b"")))
    assert headers["OK-ACCESS-SIGN"] == signature_of(secret, f"{AT}GET/x".encode())


def test_one_key_signs_for_many_threads_at_once() -> None:
    key = api_key()
    wrong: list[str] = []

    def hammer(number: int) -> None:
        for step in range(500):
            target = f"/t{number}/{step}"
            made = dict(key.headers(AT, Request("GET", target, b"")))["OK-ACCESS-SIGN"]
            if made != signature_of(SECRET, f"{AT}GET{target}".encode()):
                wrong.append(target)

    threads = [threading.Thread(target=hammer, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_known_balance_call_through_the_whole_client() -> None:
    recorder = Recorder()
    make_user(recorder).account.get_balance(ccy="BTC")
    (sent,) = recorder.requests
    assert sent.url == "https://www.okx.com/api/v5/account/balance?ccy=BTC"
    assert headers_of(sent)["ok-access-timestamp"] == AT
    assert headers_of(sent)["ok-access-sign"] == "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY="
    assert headers_of(sent)["ok-access-key"] == KEY
    assert headers_of(sent)["ok-access-passphrase"] == PASSPHRASE


def test_public_calls_carry_no_credentials_even_from_a_users_client() -> None:
    recorder = Recorder(answer([{"ts": "1"}]))
    make_user(recorder).public.get_time()
    make_broker(recorder).public.get_time()
    for sent in recorder.requests:
        assert not [name for name, _ in sent.headers if name.lower().startswith("ok-access")]


ALL = [pytest.param(path, method, operation, id=operation["operationId"]) for path, method, operation in operations()]
PUBLIC = {
    "/api/v5/public/time",
    "/api/v5/public/instruments",
    "/api/v5/market/ticker",
    "/api/v5/sprd/spreads",
    "/v5/users/oauth/token",
}
BY_TOKEN = {"/api/v5/users/oauth/apikey", "/api/v5/users/oauth/delete-apikey"}


@pytest.mark.parametrize(("path", "method", "operation"), ALL)
@pytest.mark.parametrize("full", [False, True], ids=["needed", "all"])
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_every_operation_proves_who_calls_as_its_document_says(
    asynchronous: bool, full: bool, path: str, method: str, operation: dict[str, Any]
) -> None:
    either = Either(asynchronous)
    recorder = either.recorder()
    user = make_caller(operation, recorder, on_other_tag=lambda *_: None)
    either.run(make_call(user, operation, sample_arguments(operation, full=full)))
    (sent,) = recorder.requests
    headers = headers_of(sent)
    assert headers.pop("x-simulated-trading") == "1"
    if path in PUBLIC:
        assert headers == {}
    elif path in BY_TOKEN:
        assert headers == {"authorization": f"Bearer {TOKEN}"}
    else:
        target = sent.url.removeprefix("https://www.okx.com")
        assert target.partition("?")[0] == path
        signed = AT.encode() + method.encode() + target.encode("ascii") + sent.body
        assert headers == {
            "ok-access-key": KEY,
            "ok-access-sign": signature_of(SECRET, signed),
            "ok-access-timestamp": AT,
            "ok-access-passphrase": PASSPHRASE,
        }


@pytest.mark.parametrize(("path", "method", "operation"), ALL)
def test_nothing_is_sent_without_the_credentials_that_an_operation_wants(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    recorder = Recorder()
    arguments = sample_arguments(operation, full=False)
    broker = make_broker(recorder)
    if path in BY_TOKEN:
        with pytest.raises(ConfigurationError, match="token"):
            make_call(make_user(recorder), operation, arguments)
    if path in PUBLIC:
        make_call(make_user(recorder), operation, arguments)
        assert [name for name, _ in recorder.requests[0].headers] == ["x-simulated-trading"]
        return
    found = find(method, path)
    assert found is not None
    fields, values = raw_fields(operation), sample_request(operation, full=False)
    by_wire = {name: to_python(fields[name], value) for name, value in values.items()}
    with pytest.raises(ConfigurationError, match="for_credentials"):
        call(broker._setup, None, found, [item_model(operation)(**arguments)] if is_array(operation) else by_wire)
    assert recorder.requests == []


NASTY = "".join(map(chr, range(32, 127)))
values = st.one_of(
    st.text(min_size=1, max_size=40),
    st.text(alphabet=" ,'\"+%&=?#/\\;:@[]{}|^`<>~!$()*", min_size=1, max_size=20),
    st.sampled_from(
        [NASTY, "%2B", "%", "a b", "a+b", "a,b", "O'Hara", '"quoted"', "中文", "é", "🙂", "\n", "\x00", "&x=1", "#"]
    ),
).filter(lambda text: not re.search("[\ud800-\udfff]", text))
names = st.lists(st.from_regex(r"\A[a-z][A-Za-z0-9]{0,11}\Z"), min_size=0, max_size=5, unique=True)
paths = st.from_regex(r"\A/api/v5/[a-z]{1,10}(/[a-z\-]{1,12}){0,3}\Z")
counter = itertools.count()


def some_operation(method: str, path: str, fields: list[str]) -> Operation[models.SystemTime]:
    return Operation(
        id=f"signed{next(counter)}",
        name="test.signed",
        method="POST" if method == "POST" else "GET",
        path=path,
        permission="Read",
        limits=(),
        body="object" if method == "POST" else "none",
        fields=tuple(Field(wire=name, name=name) for name in fields),
        answer=models.SystemTime,
        answers="many",
        source=Source(document="", section=""),
    )


@settings(deadline=None, max_examples=200)
@given(
    method=st.sampled_from(["GET", "POST"]),
    path=paths,
    fields=names,
    data=st.data(),
    secret=st.text(alphabet=NASTY.strip(), min_size=1, max_size=100),
    now=st.integers(min_value=0, max_value=4_102_444_800_000),
)
def test_signature_covers_what_is_sent_for_any_path_query_and_body(
    method: str, path: str, fields: list[str], data: st.DataObject, secret: str, now: int
) -> None:
    given_values = {name: data.draw(values) for name in fields}
    recorder = Recorder()
    user = make_broker(recorder, clock=ManualClock(now)).for_credentials(api_key(secret=secret))
    user.many(some_operation(method, path, fields), given_values)

    (sent,) = recorder.requests
    target = sent.url.removeprefix("https://www.okx.com")
    headers = headers_of(sent)
    signed = headers["ok-access-timestamp"].encode() + method.encode() + target.encode("ascii") + sent.body
    assert headers["ok-access-sign"] == signature_of(secret, signed)

    assert re.fullmatch(r"[A-Za-z0-9\-._~/%?=&]+", target), "nothing is left that a later layer would encode"
    if method == "GET":
        assert sent.body == b""
        _, mark, query = target.partition("?")
        assert bool(mark) == bool(fields), "no lonely question mark"
        pairs = [part.split("=") for part in query.split("&")] if query else []
        assert [(name, unquote(value, errors="strict")) for name, value in pairs] == list(given_values.items())
    else:
        assert target == path
        assert json.loads(sent.body) == given_values


@settings(deadline=None, max_examples=200)
@given(st.integers(min_value=0, max_value=253_402_300_799_999))
@example(0)
@example(START_MS)
@example(1_600_000_000_000)
@example(1_600_000_000_009)
@example(951_782_399_999)
def test_timestamps_are_utc_with_three_digits_and_z(milliseconds: int) -> None:
    text = timestamp(milliseconds)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text)
    read = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    assert read == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def test_timestamps_of_many_threads_do_not_mix() -> None:
    wrong: list[tuple[int, str]] = []

    def hammer(start: int) -> None:
        for step in range(3000):
            moment = (start * 1000 + step % 2) * 1000 + start
            if (
                not timestamp(moment).endswith(f".{start:03d}Z")
                or timestamp(moment)
                != (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment)).strftime("%Y-%m-%dT%H:%M:%S")
                + f".{start:03d}Z"
            ):
                wrong.append((moment, timestamp(moment)))

    threads = [threading.Thread(target=hammer, args=(number,)) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# On the wire: a real socket, and both ways of sending.

ELIGIBLE = http(b'{"code":"0","msg":"","data":[{"type":"0","ordId":"1","sCode":"0"}]}')
WIRE_VALUES = [
    "63d54aa0-0020-4ad9-a9f0-ac92654bc831",
    "a b",
    "a+b",
    "a%2Bb",
    "100%",
    "a,b;c",
    "O'Hara",
    '"quoted"',
    "h*******5",
    "中文 é 🙂",
    "&x=1#y?z",
    "../../x",
    "\\back|pipe^{}[]`<>",
    "line\nbreak\ttab",
    "~!$()*:@/",
]


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    with RawServer(replying(ELIGIBLE)) as raw:
        yield raw


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


def check_arrived(server: RawServer, method: str, target: str | None = None, body: bytes | None = None) -> str:
    """The last request that arrived is signed as it arrived."""
    seen = server.seen[-1]
    (time,), (signature,) = seen.header("ok-access-timestamp"), seen.header("ok-access-sign")
    assert seen.method == method
    assert signature == signature_of(SECRET, time.encode() + f"{method}{seen.target}".encode() + seen.body)
    if target is not None:
        assert seen.target == target
    if body is not None:
        assert seen.body == body
    return seen.target


def real_user(url: str, asynchronous: bool):
    kind = AsyncBroker if asynchronous else Broker
    broker = kind(CODE, environment=Environment.DEMO, site=Site.GLOBAL, base_url=url, limiter=NoLimiter())
    return broker, broker.for_credentials(api_key())


@pytest.mark.parametrize("value", WIRE_VALUES)
def test_query_arrives_as_it_was_signed(server: RawServer, either: Either, value: str) -> None:
    async def later() -> None:
        broker, user = real_user(server.url, True)
        async with broker:
            await user.fd_broker.get_if_rebate(api_key=value)
            await user.dma_broker.get_subaccount_info(sub_acct=value)

    server.seen.clear()
    if either.asynchronous:
        asyncio.run(later())
    else:
        broker, user = real_user(server.url, False)
        with broker:
            user.fd_broker.get_if_rebate(api_key=value)
            user.dma_broker.get_subaccount_info(sub_acct=value)
    assert len(server.seen) == 2
    first, second = server.seen
    for seen, prefix in (
        (first, "/api/v5/broker/fd/if-rebate?apiKey="),
        (second, "/api/v5/broker/dma/subaccount-info?subAcct="),
    ):
        assert seen.target.startswith(prefix)
        assert unquote(seen.target.removeprefix(prefix), errors="strict") == value
        signed = seen.header("ok-access-timestamp")[0].encode() + b"GET" + seen.target.encode()
        assert seen.header("ok-access-sign") == [signature_of(SECRET, signed)]
        assert seen.body == b""


def test_body_arrives_as_it_was_signed(server: RawServer, either: Either) -> None:
    arguments = {
        "inst_id": "BTC-USDT é 中文 \" ' \\ / 🙂",
        "td_mode": "cash",
        "side": "buy",
        "ord_type": "limit",
        "px": "2.15",
        "sz": "2",
    }

    async def later() -> None:
        broker, user = real_user(server.url, True)
        async with broker:
            await user.trade.place_order(**arguments)

    if either.asynchronous:
        asyncio.run(later())
    else:
        broker, user = real_user(server.url, False)
        with broker:
            user.trade.place_order(**arguments)
    check_arrived(server, "POST", target="/api/v5/trade/order")
    seen = server.seen[-1]
    assert json.loads(seen.body) == {
        "instId": arguments["inst_id"],
        "tdMode": "cash",
        "side": "buy",
        "ordType": "limit",
        "px": "2.15",
        "sz": "2",
        "tag": CODE,
    }
    assert seen.header("content-type") == ["application/json"]
    assert seen.header("x-simulated-trading") == ["1"]
    assert len(seen.header("user-agent")) == 1
    assert not seen.header("user-agent")[0].startswith(("python", "curl", "reqwest"))


def test_a_get_has_no_body_on_the_wire(server: RawServer, either: Either) -> None:
    async def later() -> None:
        broker, user = real_user(server.url, True)
        async with broker:
            await user.account.get_balance()

    if either.asynchronous:
        asyncio.run(later())
    else:
        broker, user = real_user(server.url, False)
        with broker:
            user.account.get_balance()
    check_arrived(server, "GET", target="/api/v5/account/balance", body=b"")
    assert server.seen[-1].header("content-length") in ([], ["0"])
    assert server.seen[-1].header("transfer-encoding") == []
