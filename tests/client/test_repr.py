"""Secrets are shown nowhere: not by repr, str, format, pickle, copies or logs."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from okx_broker import ApiKey, Broker, Secret
from okx_broker.errors import CallError, ConfigurationError, InvalidArgument
from okx_broker.transport import Outgoing, Reply, TransportFailure
from okx_v5.encoding import Request
from okx_v5.models import CreatedApiKey, RebateLink
from tests.client.support import (
    KEY,
    PASSPHRASE,
    SECRET,
    TOKEN,
    Either,
    Recorder,
    answer,
    api_key,
    body_schema,
    headers_of,
    make_broker,
    make_call,
    make_caller,
    make_user,
    operations,
    python_name,
    request_fields,
    resolve,
    sample_arguments,
)

LINK = "http://files.example/report.zip?Expires=1&Signature=TOPSIGNATURE"
NEW_SECRET, NEW_PASSPHRASE = "TOPSECRETKEY0123", "Qwr4321!Top"
TESTS = str(Path(__file__).parent)
HIDDEN = (SECRET, PASSPHRASE, KEY, LINK, "TOPSIGNATURE", NEW_SECRET, NEW_PASSPHRASE)


def created() -> CreatedApiKey:
    item = {"apiKey": "pub", "secretKey": NEW_SECRET, "passphrase": NEW_PASSPHRASE, "label": "broker3"}
    user = make_user(Recorder(answer([item])))
    return user.dma_broker.create_subaccount_apikey(sub_acct="abcdef", label="broker3", passphrase=NEW_PASSPHRASE)


def link() -> RebateLink:
    (found,) = make_user(Recorder(answer([{"fileHref": LINK, "state": "finished"}]))).fd_broker.get_rebate_per_orders(
        type="true"
    )
    return found


def outgoing() -> Outgoing:
    recorder = Recorder(answer([{"secretKey": NEW_SECRET}]))
    make_user(recorder).dma_broker.create_subaccount_apikey(
        sub_acct="abcdef", label="broker3", passphrase=Secret(NEW_PASSPHRASE)
    )
    (request,) = recorder.requests
    assert NEW_PASSPHRASE.encode() in request.body
    assert PASSPHRASE in headers_of(request).values()
    return request


OBJECTS: dict[str, Any] = {
    "secret": lambda: Secret(SECRET),
    "key": api_key,
    "created key": created,
    "link": link,
    "outgoing": outgoing,
    "request": lambda: Request("POST", f"/x?apiKey={KEY}", NEW_PASSPHRASE.encode()),
    "reply": lambda: Reply(200, LINK.encode()),
    "client": lambda: make_user(Recorder()),
    "broker": lambda: make_broker(Recorder()),
    "resource": lambda: make_user(Recorder()).trade,
    "list": lambda: [Secret(SECRET), api_key(), link(), created()],
}


def check_hidden(text: str) -> None:
    for secret in HIDDEN:
        assert secret not in text


@pytest.mark.parametrize("name", OBJECTS)
def test_no_object_shows_a_secret(name: str) -> None:
    value = OBJECTS[name]()
    for text in (repr(value), str(value), f"{value}", f"{value} {value!r}", ascii(value), f"{value!r:.500}"):
        check_hidden(text)
    check_hidden("".join(traceback.format_exception(ValueError(value))))


@pytest.mark.parametrize("name", OBJECTS)
def test_no_object_shows_a_secret_to_rich(name: str) -> None:
    console = pytest.importorskip("rich.console")
    pretty = pytest.importorskip("rich.pretty")
    stream = io.StringIO()
    console.Console(file=stream, width=400).print(OBJECTS[name](), pretty.Pretty(OBJECTS[name](), expand_all=True))
    check_hidden(stream.getvalue())


@pytest.mark.parametrize("name", OBJECTS)
def test_no_object_takes_a_secret_into_a_pickle(name: str) -> None:
    value = OBJECTS[name]()
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        try:
            stored = pickle.dumps(value, protocol)
        except (TypeError, pickle.PicklingError, AttributeError, NotImplementedError) as error:
            check_hidden(str(error))
        else:
            check_hidden(stored.decode("latin-1"))


@pytest.mark.parametrize("name", OBJECTS)
def test_copies_show_no_more_than_the_original(name: str) -> None:
    value = OBJECTS[name]()
    for make in (copy.copy, copy.deepcopy):
        try:
            again = make(value)
        except (TypeError, AttributeError) as error:
            check_hidden(str(error))
        else:
            check_hidden(repr(again))


@pytest.mark.parametrize("name", ["secret", "created key", "link"])
def test_secrets_do_not_slip_into_json(name: str) -> None:
    value = OBJECTS[name]()
    for encode in (json.dumps, msgspec.json.encode, msgspec.msgpack.encode):
        with pytest.raises((TypeError, NotImplementedError)):
            encode(value)
    text = json.dumps(value, default=str)
    check_hidden(text)


def test_a_secret_is_there_for_who_asks() -> None:
    assert created().secret_key == Secret(NEW_SECRET)
    assert created().secret_key.reveal() == NEW_SECRET  # type: ignore[union-attr]
    assert created().passphrase.reveal() == NEW_PASSPHRASE  # type: ignore[union-attr]
    assert link().file_href.reveal() == LINK  # type: ignore[union-attr]
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert hash(Secret("a")) == hash(Secret("a"))
    assert not Secret("")
    with pytest.raises(TypeError):
        iter(Secret("abc"))  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        "x" + Secret("abc")  # type: ignore[operator]
    with pytest.raises(TypeError):
        f"{Secret('abc'):>20}"


def test_a_created_key_signs_at_once() -> None:
    key = created()
    assert key.secret_key is not None
    assert key.passphrase is not None
    again = ApiKey(key.api_key, key.secret_key, key.passphrase)
    assert again.user == "pub"
    check_hidden(repr(again))


def test_a_short_key_is_not_shown_whole() -> None:
    assert "abcd" not in repr(api_key(key="abcd"))
    assert "abcdefgh" not in repr(api_key(key="abcdefgh"))


@pytest.mark.parametrize("asynchronous", [False, True])
def test_nothing_secret_is_logged(asynchronous: bool, caplog: pytest.LogCaptureFixture) -> None:
    either = Either(asynchronous)
    replies = [
        answer([{"secretKey": NEW_SECRET, "passphrase": NEW_PASSPHRASE, "tag": "x", "ordId": "1", "sCode": "0"}]),
        answer([{"fileHref": LINK}], code="50113", status=401),
        answer(code="50011"),
        Reply(502, b"<html>" + LINK.encode()),
        Reply(200, json.dumps({"code": "0", "data": [{"fileHref": LINK, "ts": "odd"}]}).encode()),
    ]
    shown: list[str] = []
    with caplog.at_level(logging.DEBUG):
        for reply in replies:
            for call in (
                lambda user: user.dma_broker.create_subaccount_apikey(
                    sub_acct="abcdef", label="x", passphrase=NEW_PASSPHRASE
                ),
                lambda user: user.fd_broker.get_rebate_per_orders(type="true"),
                lambda user: user.trade.place_order(
                    inst_id="X", td_mode="cash", side="buy", ord_type="limit", px="1", sz="1"
                ),
            ):
                try:
                    either.run(call(make_user(either.recorder(reply))))
                except CallError as error:
                    logging.getLogger("app").exception("failed")
                    shown.append(str(error) + repr(error) + "".join(traceback.format_exception(error)))
    assert len(shown) > 8
    for text in shown:
        for secret in HIDDEN:
            assert secret not in text
    for secret in HIDDEN:
        assert secret not in caplog.text


def test_a_refused_passphrase_is_in_no_traceback_text() -> None:
    with pytest.raises(InvalidArgument) as caught:
        make_user(Recorder()).dma_broker.create_subaccount_apikey(
            sub_acct="abcdef", label="x", passphrase="TOPSECRETKEY0123" * 3
        )
    assert "TOPSECRETKEY0123" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def with_locals(error: BaseException) -> str:
    """What error reporters show: the traceback with the variables of the library's frames."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    told.stack = traceback.StackSummary.from_list([one for one in told.stack if not one.filename.startswith(TESTS)])
    return "".join(told.format())


ALL_KEYS = {"OKX_API_KEY": KEY, "OKX_SECRET_KEY": SECRET, "OKX_PASSPHRASE": PASSPHRASE}


@pytest.mark.parametrize(
    ("read", "environ"),
    [
        (ApiKey.from_env, {**ALL_KEYS, "OKX_API_KEY": ""}),
        (ApiKey.from_env, {**ALL_KEYS, "OKX_API_KEY": KEY + "\n"}),
        (ApiKey.from_env, {**ALL_KEYS, "OKX_PASSPHRASE": ""}),
        (ApiKey.from_env, {**ALL_KEYS, "OKX_PASSPHRASE": PASSPHRASE + "\n"}),
        (ApiKey.from_env, {**ALL_KEYS, "OKX_UID": " "}),
        (Broker.from_env, ALL_KEYS),
        (Broker.from_env, {**ALL_KEYS, "OKX_BROKER_CODE": "A"}),
        (Broker.from_env, {**ALL_KEYS, "OKX_BROKER_CODE": "?", "OKX_ENVIRONMENT": "demo", "OKX_SITE": "global"}),
    ],
)
@pytest.mark.parametrize("given", [True, False], ids=["given", "of the process"])
def test_no_frame_of_settings_that_are_refused_shows_a_secret(
    read: Callable[..., object], environ: dict[str, str], given: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        read(environ) if given else read()
    text = with_locals(caught.value)
    for secret in (KEY, SECRET, PASSPHRASE):
        assert secret not in text


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_secret_outside_of_the_contract_is_sent_and_never_shown(asynchronous: bool, nested: bool) -> None:
    either = Either(asynchronous)
    hidden: Any = [{"a": Secret(NEW_SECRET)}, Secret(NEW_SECRET)] if nested else Secret(NEW_SECRET)
    body = {"instId": "BTC-USDT", "newField": hidden}
    calls: list[Callable[[Any], Any]] = [
        lambda user: user.trade.amend_order(inst_id="A", ord_id="1", new_sz="1", extra={"newField": hidden}),
        lambda user: user.call("POST", "/api/v5/new/order", body=body, untagged=True),
        lambda user: user.call("POST", "/api/v5/trade/order", body=body),
    ]
    if not nested:
        calls += [
            lambda user: user.account.get_balance(extra={"newField": hidden}),
            lambda user: user.call("GET", "/api/v5/new/read", query={"newField": hidden}),
        ]
    echo = Reply(200, json.dumps({"code": "51000", "msg": f"{NEW_SECRET} is wrong", "data": []}).encode())
    for make in calls:
        for outcome in (TransportFailure(sent=True, reason="gone"), Reply(502, NEW_SECRET.encode()), echo):
            recorder = either.recorder(outcome)
            with pytest.raises(CallError) as caught:
                either.run(make(make_user(recorder, attempts=1)))
            (request,) = recorder.requests
            assert NEW_SECRET in request.url + request.body.decode()
            error = caught.value
            for text in (str(error), repr(error), repr(vars(error)), with_locals(error)):
                assert NEW_SECRET not in text
            assert NEW_SECRET.encode() not in pickle.dumps(error)


def test_a_secret_in_a_wrong_place_is_not_shown() -> None:
    user = make_user(Recorder())
    with pytest.raises(InvalidArgument) as caught:
        user.call("POST", "/api/v5/trade/order", body={"tag": Secret(NEW_SECRET)})
    assert NEW_SECRET not in str(caught.value)
    order: Any = {"inst_id": "A", "td_mode": "cash", "side": Secret(NEW_SECRET), "ord_type": "market", "sz": "1"}
    with pytest.raises(InvalidArgument, match="side breaks the rule") as caught:
        user.trade.place_order(**order)
    assert NEW_SECRET not in with_locals(caught.value)


def test_an_error_reporter_can_show_a_key_that_could_not_be_made() -> None:
    with pytest.raises(ConfigurationError) as caught:
        ApiKey("", SECRET, PASSPHRASE)
    assert "ApiKey(***)" in with_locals(caught.value)


# Every operation that sends or answers a secret, found in the contract

HIDDEN_VALUES = {"passphrase": "Qwr4321!Top", "code_verifier": "TOPSECRET" + "v" * 34}


def secrets_of(schema: dict[str, Any]) -> set[str]:
    """The names of all secret fields in a schema."""
    schema = resolve(schema)
    found = secrets_of(schema["items"]) if "items" in schema else set()
    for name, field in schema.get("properties", {}).items():
        found |= {name} if resolve(field).get("x-okx-secret") else secrets_of(field)
    for part in schema.get("allOf", []):
        found |= secrets_of(part)
    return found


def secrets_sent(operation: dict[str, Any]) -> set[str]:
    schema = body_schema(operation)
    return secrets_of(schema) if schema else set()


def secrets_answered(operation: dict[str, Any]) -> set[str]:
    return secrets_of(resolve(operation["responses"]["200"])["content"]["application/json"]["schema"])


SECRETIVE = [
    pytest.param(operation, id=operation["operationId"])
    for _, _, operation in operations()
    if secrets_sent(operation) | secrets_answered(operation)
]


def test_the_contract_marks_what_the_documents_call_secret() -> None:
    marked = {param.id: (secrets_sent(param.values[0]), secrets_answered(param.values[0])) for param in SECRETIVE}
    assert marked == {
        "createSubaccountApikey": ({"passphrase"}, {"secretKey", "passphrase"}),
        "getDmaTrades": (set(), {"fileHref"}),
        "getRebatePerOrders": (set(), {"fileHref"}),
        "exchangeToken": (
            {"code", "refresh_token", "client_secret", "code_verifier"},
            {"access_token", "refresh_token"},
        ),
        "createFastApiKey": ({"passphrase"}, {"secretKey", "passphrase"}),
    }
    for _, _, operation in operations():
        for name in request_fields(operation):
            assert not re.search("secret|passphrase|token", name.lower()) or name in secrets_sent(operation)


def hidden_answer(operation: dict[str, Any]) -> Any:
    """An answer with a text in each secret field that must not be shown."""
    item = {name: f"TOPSECRET{name}" for name in secrets_answered(operation)}
    return item if operation["x-okx-answer"] == "bare" else {"code": "0", "msg": "", "data": [item]}


@pytest.mark.parametrize("operation", SECRETIVE)
@pytest.mark.parametrize("wrapped", [False, True], ids=["text", "secret"])
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_no_secret_of_any_operation_is_shown_by_answers_requests_errors_or_logs(
    asynchronous: bool, wrapped: bool, operation: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    either = Either(asynchronous)
    sent = {name: HIDDEN_VALUES.get(name, f"TOPSECRET-{name}-sent") for name in secrets_sent(operation)}
    hidden = {*sent.values(), "TOPSECRET", TOKEN, SECRET, PASSPHRASE}
    arguments = {
        **sample_arguments(operation, full=True),
        **{python_name(name): Secret(value) if wrapped else value for name, value in sent.items()},
    }
    good = hidden_answer(operation)
    bad = json.loads(json.dumps(good))
    for item in bad.get("data", [bad]):
        item[sorted(item)[0]] = {"odd": "TOPSECRET"}
    replies = [
        Reply(200, json.dumps(good).encode()),
        Reply(200, json.dumps(bad).encode()),
        Reply(400, json.dumps({"code": "53010", "msg": "Parameter error", "data": good.get("data", [])}).encode()),
        Reply(502, b"<html>TOPSECRET"),
        Reply(200, b'{"TOPSECRET'),
        TransportFailure(sent=True, reason="the connection broke"),
    ]
    shown: list[str] = []
    failures = 0
    with caplog.at_level(logging.DEBUG):
        for reply in replies:
            recorder = either.recorder(reply)
            try:
                result = either.run(make_call(make_caller(operation, recorder), operation, arguments))
            except CallError as error:
                logging.getLogger("app").exception("failed")
                shown += [str(error), repr(error), repr(error.args), "".join(traceback.format_exception(error))]
                failures += 1
            else:
                shown += [repr(result), str(result), f"{result}", json.dumps(result, default=str)]
            shown += [repr(request) for request in recorder.requests]
            if sent:
                assert all(value in recorder.requests[0].body.decode() for value in sent.values())
    assert failures == len(replies) - 1
    text = "".join(shown) + caplog.text
    for secret in hidden:
        assert secret not in text


@pytest.mark.parametrize("operation", SECRETIVE)
def test_a_secret_of_any_operation_is_there_for_who_asks(operation: dict[str, Any]) -> None:
    recorder = Recorder(Reply(200, json.dumps(hidden_answer(operation)).encode()))
    result = make_call(make_caller(operation, recorder), operation, sample_arguments(operation, full=False))
    for one in result if isinstance(result, list) else [result]:
        for name in secrets_answered(operation):
            assert getattr(one, python_name(name)).reveal() == f"TOPSECRET{name}"


@pytest.mark.parametrize("operation", SECRETIVE)
def test_a_refused_secret_of_any_operation_is_not_shown(operation: dict[str, Any]) -> None:
    for name in secrets_sent(operation):
        for wrong in (["TOPSECRET"], "TOPSECRET\ud800", {"TOPSECRET": 1}):
            recorder = Recorder()
            arguments = {**sample_arguments(operation, full=True), python_name(name): wrong}
            with pytest.raises(InvalidArgument) as caught:
                make_call(make_caller(operation, recorder), operation, arguments)
            assert recorder.requests == []
            assert caught.value.field == python_name(name)
            assert "TOPSECRET" not in "".join(traceback.format_exception_only(caught.value)) + repr(caught.value.args)
