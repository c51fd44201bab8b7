"""What the tests of connections share: made-up pairs, a clock that goes with the mock's, and users who have consented."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Coroutine
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from okx_broker import Environment, Secret, Site, SystemClock, unbroken
from okx_broker.client import AsyncBroker, Broker
from okx_broker.oauth import Grant, MasterKeys, OAuthApp, Store, StoredKey, TokenPair

MASTER = MasterKeys({"k1": bytes(range(32))})
OTHER_MASTER = MasterKeys({"k1": bytes(range(1, 33))})
CODE = "MOCKBOTHOAUTH1"
GRANT = Grant(client_id="client-1", mode="code", scopes=("read_only", "trade"), site="global")
NOW = 1_795_000_000_000
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


def pair(number: int, now_ms: int = NOW) -> TokenPair:
    """A made-up pair whose tokens no other pair has."""
    return TokenPair(
        access=Secret(f"ACCESS-{number}-7f3a9c"),
        refresh=Secret(f"REFRESH-{number}-51be02"),
        access_expires_ms=now_ms + HOUR_MS,
        refresh_expires_ms=now_ms + 3 * DAY_MS,
    )


def key(number: int = 1) -> StoredKey:
    return StoredKey(
        kind="pasted",
        key=Secret(f"APIKEY-{number}-c04d"),
        secret=Secret(f"SECRETKEY-{number}-88e1"),
        passphrase=Secret(f"Passphrase-{number}-Aa1!"),
        permissions=("read_only", "trade"),
        site="global",
        ip=("1.2.3.4",),
        label="a label, with a comma",
    )


async def gone_away(coroutine: Coroutine[Any, Any, object]) -> None:
    """Run it, and cancel it as soon as it does what must not be broken off, as when a browser goes away."""
    task = asyncio.create_task(coroutine)
    for _ in range(2000):
        # What waits for a thread has not begun, and may well be broken off.
        if task.done() or any(one.running() for one in list(unbroken._threads.under_way)):
            break
        await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


class OffsetClock(SystemClock):
    """This machine's clock, moved by what the mock's clock was moved."""

    def __init__(self, offset_ms: int = 0) -> None:
        super().__init__()
        self.correct(offset_ms)


class Exchange:
    """A running mock, by its control surface."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.moved_ms = 0
        self.clock = OffsetClock()

    def control(self, path: str, document: object = None, method: str = "") -> dict[str, Any]:
        body = None if document is None else json.dumps(document).encode()
        method = method or ("GET" if document is None else "POST")
        request = Request(f"{self.url}/__mock__/{path}", body, {"Content-Type": "application/json"}, method=method)
        try:
            with urlopen(request) as answer:
                return dict(json.load(answer))
        except HTTPError as refusal:
            raise AssertionError(refusal.read()) from None

    def reset(self) -> None:
        self.control("reset", {})
        self.control("clock", {"set_ms": time.time_ns() // 1_000_000})
        self.control("reset", {})
        self.moved_ms = 0
        self.clock.correct(0)

    def advance(self, seconds: float) -> None:
        self.control("clock", {"advance_seconds": seconds})
        self.moved_ms += int(seconds * 1000)
        self.clock.correct(self.moved_ms)

    def fault(self, kind: str, operation: str = "exchangeToken", count: int = 1, **more: object) -> None:
        self.control("faults", {"kind": kind, "operation": operation, "count": count, **more})

    def client(self, number: int = 0) -> dict[str, Any]:
        return dict(self.control("oauth/clients")["clients"][number])

    def app(self, number: int = 0) -> OAuthApp:
        client = self.client(number)
        secret = Secret(client["client_secret"]) if number == 0 else None
        return OAuthApp(client_id=client["client_id"], client_secret=secret, redirect_uri=client["redirect_uris"][0])

    def broker(self, store: Store, **settings: Any) -> Broker:
        return Broker(CODE, **self._settings(store, settings))

    def async_broker(self, store: Store, **settings: Any) -> AsyncBroker:
        return AsyncBroker(CODE, **self._settings(store, settings))

    def _settings(self, store: Store, settings: dict[str, Any]) -> dict[str, Any]:
        return {
            "environment": Environment.DEMO,
            "site": Site.GLOBAL,
            "base_url": self.url,
            "store": store,
            "oauth": self.app(),
            "clock": self.clock,
            **settings,
        }

    def code(self, user: str = "alice", scope: str = "read_only,trade") -> str:
        client = self.client()
        asked = {
            "user": user,
            "client_id": client["client_id"],
            "redirect_uri": client["redirect_uris"][0],
            "scope": scope,
        }
        return str(self.control("oauth/codes", asked)["code"])

    def tokens(self, document: dict[str, str]) -> dict[str, Any]:
        """Ask for tokens without the client."""
        client = self.client()
        body = {"client_id": client["client_id"], "client_secret": client["client_secret"], **document}
        request = Request(
            f"{self.url}/v5/users/oauth/token", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urlopen(request) as answer:
                return dict(json.load(answer))
        except HTTPError as refusal:
            return dict(json.load(refusal))

    def consented(self, user: str = "alice", scope: str = "read_only,trade") -> tuple[Grant, TokenPair]:
        """Tokens of a user who has just consented; made without the client."""
        issued = self.tokens({"grant_type": "authorization_code", "code": self.code(user, scope)})
        now_ms = self.clock.now_ms()
        grant = Grant(client_id=self.client()["client_id"], mode="code", scopes=tuple(scope.split(",")), site="global")
        return grant, TokenPair(
            access=Secret(issued["access_token"]),
            refresh=Secret(issued.get("refresh_token") or ""),
            access_expires_ms=now_ms + HOUR_MS,
            refresh_expires_ms=now_ms + 3 * DAY_MS,
        )

    def connect(self, store: Store, user_id: str, user: str = "alice") -> TokenPair:
        """Have a user consent and store the tokens."""
        grant, issued = self.consented(user)
        store.save_token(user_id, grant, issued, self.clock.now_ms())
        return issued

    def lives(self, tokens: TokenPair) -> bool:
        """Whether the exchange still takes an access token."""
        headers = {"Authorization": f"Bearer {tokens.access.reveal()}", "x-simulated-trading": "1"}
        try:
            with urlopen(Request(f"{self.url}/api/v5/account/config", headers=headers)) as answer:
                return bool(json.load(answer)["code"] == "0")
        except HTTPError:
            return False

    def exchanges(self) -> Counter[str]:
        """How the exchange of tokens was answered so far: counts by code, `0` for tokens."""
        asked = self.control("requests")["requests"]
        return Counter(one["code"] or "0" for one in asked if one["target"] == "/v5/users/oauth/token")
