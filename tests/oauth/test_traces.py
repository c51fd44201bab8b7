"""What error reporters collect: the local variables of every frame between the program and the failure hold no secret."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import pytest

from okx_broker import Secret
from okx_broker.errors import OkxError
from okx_broker.oauth import OAuth, SqliteStore
from tests.oauth.support import Exchange

PASSPHRASE = "Qwr4321!Traced"
ORDER: dict[str, Any] = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "market", "sz": "100"}


@pytest.fixture
def store(sqlite_store: SqliteStore) -> SqliteStore:
    return sqlite_store


def traced(call: Callable[[], object]) -> str:
    """The traceback of a call that fails, with the variables of the library's frames."""
    with pytest.raises(OkxError) as failure:
        call()
    told = traceback.TracebackException.from_exception(failure.value, capture_locals=True)
    assert any("okx_broker" in frame.filename and frame.locals for frame in told.stack)
    told.stack = traceback.StackSummary.from_list([one for one in told.stack if __file__ != one.filename])
    return "".join(told.format())


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "code", "code": "50026"},
        {"kind": "code", "code": "53009"},
        {"kind": "lost", "executed": False},
        {"kind": "html"},
        {"kind": "truncated", "executed": False},
    ],
    ids=lambda fault: str(fault.get("code", fault["kind"])),
)
def test_no_frame_of_a_call_that_failed_shows_a_secret(
    exchange: Exchange, store: SqliteStore, fault: dict[str, Any]
) -> None:
    pair = exchange.connect(store, "user-1")
    fast_grant, fast_pair = exchange.consented("heidi", "fast_api")
    store.save_token("user-2", fast_grant, fast_pair, exchange.clock.now_ms())
    found = exchange.control("accounts", {"name": "traced"})
    with exchange.broker(store) as broker:
        oauth = OAuth(broker)
        asked = oauth.authorization_url("user-3", "s" * 32, ("trade",))
        state = asked.partition("state=")[2].partition("&")[0]
        for operation in ("exchangeToken", "createFastApiKey", "getConfig"):
            exchange.control("faults", {"operation": operation, "count": None, **fault})
        texts = [
            traced(
                lambda: oauth.create_fast_api_key(
                    "user-2", label="x", perm="trade", bind_app=False, passphrase=Secret(PASSPHRASE)
                )
            )
        ]
        exchange.advance(3700)
        # The code is newer than the hour that has passed, the pair older.
        code = exchange.code()
        key = (found["api_key"], Secret(found["secret_key"]), Secret(found["passphrase"]))
        texts += [
            traced(lambda: broker.for_user("user-1").trade.place_order(**ORDER)),
            traced(lambda: oauth.add_key("user-4", *key)),
            traced(lambda: oauth.finish("user-3", "s" * 32, {"state": state, "code": code})),
        ]
    client_secret = exchange.client()["client_secret"]
    secrets = [
        pair.access.reveal(), pair.refresh.reveal(), fast_pair.access.reveal(), client_secret, PASSPHRASE,
        found["secret_key"], found["passphrase"],
    ]  # fmt: skip
    for text in texts:
        for secret in secrets:
            assert secret not in text
