"""The platform: who is logged in, the page, and the order."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import parse_qs, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from okx_broker.errors import OkxError
from okx_broker.oauth.manager import AsyncOAuth
from okx_broker.oauth.web.app import connect_app
from okx_broker.oauth.web.example.keeping import kept_alive
from okx_broker.oauth.web.example.settings import Settings
from okx_broker.oauth.web.pages import Guarded, page
from okx_broker.oauth.web.sessions import Sessions
from okx_broker.oauth.web.settings import FastApi
from okx_broker.oauth.web.shown import shown
from okx_v5.scalars import Secret

NAME: Final = "Northwind Trading"
USERS: Final = {"ann": "Ann", "ben": "Ben"}
MOST_SESSIONS: Final = 1000
MOST_FORM_BYTES: Final = 4096
INSTRUMENT: Final = "BTC-USDT"
SIZE: Final = "0.001"
PRICE: Final = "1000"
"""So far below the market that the order rests."""


def example_app(settings: Settings) -> ASGIApp:
    """Return the platform, with the web kit mounted in it."""
    platform = _Platform(settings)
    secret = Secret(secrets.token_urlsafe(32))
    okx = connect_app(
        settings.broker,
        platform.current_user,
        secret=secret,
        name=NAME,
        home="/",
        login="/",
        fast_api=FastApi(label=NAME, bind_app=True) if settings.fast_api else None,
        broker_key=settings.broker_key,
    )
    routes = [
        Route("/", platform.home, methods=["GET"]),
        Route("/login", platform.log_in, methods=["POST"]),
        Route("/logout", platform.log_out, methods=["POST"]),
        Route("/order", platform.order, methods=["POST"]),
    ]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None, None]:
        async with settings.broker, kept_alive(settings.broker):
            yield

    return Starlette(
        routes=[Mount(settings.path, okx), Mount("/", Guarded(Starlette(routes=routes)))], lifespan=lifespan
    )


class _Platform:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._oauth = AsyncOAuth(settings.broker)
        secret = Secret(secrets.token_urlsafe(32))
        # SameSite=Lax, as the cookie has to come along when OKX sends the user back.
        self._sessions = Sessions("example_login", path="/", secure=False, secret=secret)
        self._users: dict[str, str] = {}

    def current_user(self, request: Request) -> str | None:
        """Return who is logged in."""
        return self._users.get(self._sessions.of(request))

    async def _posted(self, request: Request) -> Mapping[str, str] | None:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MOST_FORM_BYTES:
                return None
        fields = {name: values[0] for name, values in parse_qs(body.decode("latin-1")).items()}
        user = self.current_user(request) or ""
        return fields if self._sessions.is_own(request, user, fields.get("form", "")) else None

    async def home(self, request: Request) -> Response:
        """The page."""
        user = self.current_user(request)
        session = self._sessions.of(request)
        fresh = "" if session else self._sessions.new()
        order, problem = await self._order(request, user)
        response = page(
            "home.html",
            {
                "at": self._settings.path,
                "name": NAME,
                "user": USERS.get(user or ""),
                "users": USERS,
                "form": self._sessions.token(session or fresh, user or ""),
                "held": shown(await self._oauth.connection(user)) if user else None,
                "order": order,
                "problem": problem,
                "size": SIZE,
                "price": PRICE,
                "code": self._settings.broker.code,
            },
            package="okx_broker.oauth.web.example",
        )
        if fresh:
            self._sessions.keep(response, fresh)
        return response

    async def _order(self, request: Request, user: str | None) -> tuple[object, str]:
        """The order that was just placed, as the exchange has it; or why there is none."""
        number = request.query_params.get("order", "")
        if not user or not number:
            return None, ""
        try:
            client = self._settings.broker.for_user(user)
            return await client.trade.get_order(inst_id=INSTRUMENT, ord_id=number), ""
        except OkxError as error:
            return None, str(error)

    async def log_in(self, request: Request) -> Response:
        """Log in as one of the two, in a new session."""
        fields = await self._posted(request)
        if fields is None or fields.get("user") not in USERS:
            return Response("This page was open for too long. Go back, and reload it.", 403)
        response = RedirectResponse("/", 303)
        session = self._sessions.new()
        self._users.pop(self._sessions.of(request), None)
        if len(self._users) >= MOST_SESSIONS:
            del self._users[next(iter(self._users))]
        self._users[session] = fields["user"]
        self._sessions.keep(response, session)
        return response

    async def log_out(self, request: Request) -> Response:
        """Log out."""
        if await self._posted(request) is not None:
            self._users.pop(self._sessions.of(request), None)
        return RedirectResponse("/", 303)

    async def order(self, request: Request) -> Response:
        """Place the order for whoever is logged in. The client puts the broker's code into it."""
        user = self.current_user(request)
        if not user or await self._posted(request) is None:
            return Response("This page was open for too long. Go back, and reload it.", 403)
        try:
            placed = await self._settings.broker.for_user(user).trade.place_order(
                inst_id=INSTRUMENT, td_mode="cash", side="buy", ord_type="limit", sz=SIZE, px=PRICE
            )
        except OkxError as error:
            return self._failed(str(error))
        return RedirectResponse("/?" + urlencode({"order": placed.ord_id}), 303)

    def _failed(self, why: str) -> Response:
        return page(
            "failed.html",
            {"at": self._settings.path, "name": NAME, "why": why},
            status=502,
            package="okx_broker.oauth.web.example",
        )
