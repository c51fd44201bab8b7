"""Secrets are shown nowhere: not by repr, str, format, pickle, copies or logs."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import traceback
from typing import Any

import msgspec
import pytest

from okx_broker import ApiKey, Secret
from okx_broker.errors import CallError, InvalidArgument
from okx_broker.transport import Outgoing, Reply
from okx_v5.encoding import Request
from okx_v5.models import CreatedApiKey, RebateLink
from tests.client.support import (
    KEY,
    PASSPHRASE,
    SECRET,
    Either,
    Recorder,
    answer,
    api_key,
    headers_of,
    make_broker,
    make_user,
)

LINK = "http://files.example/report.zip?Expires=1&Signature=TOPSIGNATURE"
NEW_SECRET, NEW_PASSPHRASE = "TOPSECRETKEY0123", "Qwr4321!Top"
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
        for secret in (SECRET, PASSPHRASE, KEY, NEW_SECRET, NEW_PASSPHRASE):
            assert secret not in text
    for secret in (SECRET, PASSPHRASE, KEY, NEW_SECRET, NEW_PASSPHRASE):
        assert secret not in caplog.text


def test_a_refused_passphrase_is_in_no_traceback_text() -> None:
    with pytest.raises(InvalidArgument) as caught:
        make_user(Recorder()).dma_broker.create_subaccount_apikey(
            sub_acct="abcdef", label="x", passphrase="TOPSECRETKEY0123" * 3
        )
    assert "TOPSECRETKEY0123" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
