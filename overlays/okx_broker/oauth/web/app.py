"""The application: connect, callback, status, key, disconnect. Everything acts for the user who is logged in, and no other."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from inspect import isawaitable
from typing import Final, cast
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from okx_broker.client import AsyncBroker
from okx_broker.credentials import Credentials
from okx_broker.errors import ConfigurationError, OkxError
from okx_broker.oauth.manager import AsyncOAuth
from okx_broker.oauth.web.pages import Guarded, page, style
from okx_broker.oauth.web.problems import is_for_the_platform, name_of, problem_named
from okx_broker.oauth.web.sessions import Sessions
from okx_broker.oauth.web.settings import CurrentUser, FastApi, Settings, checked_scopes, checked_secret, place_of
from okx_broker.oauth.web.shown import shown
from okx_v5.scalars import Secret

MOST_FORM_BYTES: Final = 8192
_BROUGHT: Final = ("state", "code", "domain", "error", "error_code")
_DONE: Final = {
    "oauth": "Your OKX account is connected.",
    "fast_api": "OKX made a key for us, and your account is connected.",
    "key": "The key is right, and your account is connected.",
    "read_only_key": "The key is right, but it may only read.",
}
_REBATES: Final = {
    "0": "Your orders earn us a rebate.",
    "1": "Your orders earn us no rebate: our standing as a broker has expired.",
    "2": "Your orders earn us no rebate this month: the limit for your fee level is reached.",
    "3": "Your orders earn us no rebate, because of your fee level.",
    "4": "Your orders earn us no rebate, because of the kind of your account.",
}
"""`type` of if-rebate (okx-broker-program, "Get the user's broker rebate information")."""

_log = logging.getLogger("okx_broker.oauth.web")


def connect_app(
    broker: AsyncBroker,
    current_user: CurrentUser,
    *,
    secret: Secret,
    name: str,
    home: str = "/",
    login: str = "/",
    scopes: Sequence[str] = ("read_only", "trade"),
    fast_api: FastApi | None = None,
    keys: bool = True,
    broker_key: Credentials | None = None,
    keys_must_trade: bool = False,
    url: str | None = None,
) -> ASGIApp:
    """Return the application that connects a platform's users; mount it where the redirect_uri points to.

    With `https://example.com/okx/callback` as redirect_uri it is mounted at `/okx`. Its cookie is `SameSite=Lax`; yours has
    to be, too, or a user who comes back from OKX is not logged in any more.

    Args:
        broker: The broker, made with `store=`, and with `oauth=` for consent.
        current_user: Says who is logged in, by your own id of the user, a str; None if nobody is. It may be async.
        secret: At least 32 characters that nobody knows, the same in every process; proves that forms are ours.
        name: What the platform is called.
        home: Where a link leads back to the platform.
        login: Where a user who is not logged in can do so.
        scopes: What consent is asked for.
        fast_api: How Fast API keys are made; None does not offer them.
        keys: Whether users can paste keys.
        broker_key: The broker's own key: with it, a pasted key is also asked whether its orders earn a rebate.
        keys_must_trade: Whether a pasted key that may only read is refused. Else it is taken, and the user is warned where
            `scopes` has `trade`.
        url: The address that the application is mounted at, where there is no redirect_uri to tell.

    Raises:
        ConfigurationError: An argument can't be used.
    """
    settings = Settings(
        broker=broker,
        current_user=current_user,
        secret=checked_secret(secret),
        place=place_of(broker, url),
        name=name,
        home=home,
        login=login,
        scopes=checked_scopes(scopes),
        fast_api=fast_api,
        keys=keys,
        broker_key=broker_key,
        keys_must_trade=keys_must_trade,
    )
    if fast_api is not None and not settings.consents:
        raise ConfigurationError("Fast API needs the broker as an OAuth client: make it with oauth=OAuthApp(...)")
    return _App(settings).asgi()


class _App:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._place = settings.place
        self._oauth = AsyncOAuth(settings.broker)
        self._sessions = Sessions(
            "okx_connect", path=self._place.path, secure=self._place.secure, secret=settings.secret
        )

    def asgi(self) -> ASGIApp:
        settings, place = self._settings, self._place
        routes = [
            Route("/", self.root, methods=["GET"]),
            Route("/connect", self.connect, methods=["GET", "POST"]),
            Route("/status", self.status, methods=["GET"]),
            Route("/disconnect", self.disconnect, methods=["POST"]),
            Route("/style.css", self.style, methods=["GET"]),
        ]
        if settings.consents:
            routes.append(Route(f"/{place.callback}", self.callback, methods=["GET"]))
        if settings.keys:
            routes.append(Route("/key", self.key, methods=["GET", "POST"]))
        handlers = {HTTPException: self.not_there, OkxError: self.failed}
        target = urlsplit(settings.broker.base_url)
        return Guarded(
            Starlette(routes=routes, exception_handlers=handlers),  # type: ignore[arg-type]
            [f"{target.scheme}://{target.netloc}"] if settings.consents else (),
        )

    # Who asks

    async def _user(self, request: Request) -> str:
        found = self._settings.current_user(request)
        user = cast("object", await found if isawaitable(found) else found)  # untyped callers return anything
        if user is None:
            return ""
        if not isinstance(user, str):
            raise ConfigurationError(
                f"current_user returned {'an int' if isinstance(user, int) else f'a {type(user).__name__}'}: "
                "return a str, your own id of the user, or None if nobody is logged in"
            )
        return user

    async def _posted(self, request: Request, user: str) -> Mapping[str, str] | None:
        """The fields of a form that we showed to this user in this session; None if it is no such form."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MOST_FORM_BYTES:
                return None
        try:
            pairs = parse_qs(body.decode(), keep_blank_values=True)
        except ValueError:
            return None
        fields = {name: values[0] for name, values in pairs.items()}
        return fields if self._sessions.is_own(request, user, fields.get("form", "")) else None

    # Answers

    def _page(
        self, request: Request, template: str, user: str = "", *, status: int = 200, **values: object
    ) -> Response:
        session = self._sessions.of(request)
        fresh = "" if session else self._sessions.new()
        settings = self._settings
        response = page(
            template,
            {
                "at": self._place.path,
                "name": settings.name,
                "home": settings.home,
                "login": settings.login,
                "consents": settings.consents,
                "fast_api": settings.fast_api,
                "keys": settings.keys,
                "scopes": settings.scopes,
                "demo": settings.broker.environment.value == "demo",
                "form": self._sessions.token(session or fresh, user) if user else "",
                "problem": None,
                **values,
            },
            status=status,
        )
        if fresh and user:
            self._sessions.keep(response, fresh)
        return response

    def _to(self, route: str, **query: str) -> Response:
        address = f"{self._place.path}/{route}" + ("?" + urlencode(query) if query else "")
        return RedirectResponse(address, 303)

    def _nobody(self, request: Request) -> Response:
        if _wants_json(request):
            return JSONResponse({"error": "nobody is logged in"}, 401)
        return self._page(request, "nobody.html", status=401)

    def _outdated(self, request: Request, user: str) -> Response:
        return self._page(request, "message.html", user, status=403, problem=problem_named("form"))

    async def not_there(self, request: Request, error: HTTPException) -> Response:
        """Answer a request for what there is not."""
        headers = dict(error.headers or {})
        return Response(error.detail, error.status_code, headers, "text/plain")

    async def failed(self, request: Request, error: OkxError) -> Response:
        """Answer where store, exchange or settings fail."""
        name = _noted(error)
        if _wants_json(request):
            return JSONResponse({"error": name}, 503)
        return self._page(request, "message.html", status=503, problem=problem_named(name))

    # Routes

    async def root(self, request: Request) -> Response:
        """Begin where a user begins."""
        return self._to("connect")

    async def style(self, request: Request) -> Response:
        """The style sheet."""
        return style()

    async def connect(self, request: Request) -> Response:
        """Show how to connect; or, asked by the form, send the user to OKX."""
        user = await self._user(request)
        if not user:
            return self._nobody(request)
        if request.method == "POST":
            fields = await self._posted(request, user)
            if fields is None:
                return self._outdated(request, user)
            return await self._begin(request, user, fields.get("what", ""))
        held = shown(await self._oauth.connection(user))
        problem = problem_named(request.query_params.get("problem", ""))
        return self._page(request, "connect.html", user, held=held, problem=problem)

    async def _begin(self, request: Request, user: str, what: str) -> Response:
        settings = self._settings
        if what == "oauth" and settings.consents:
            scopes = settings.scopes
        elif what == "fast_api" and settings.fast_api is not None:
            scopes = ("fast_api",)
        else:
            return self._to("connect", problem="form")
        try:
            url = await self._oauth.authorization_url(user, self._sessions.of(request), scopes)
        except OkxError as error:
            return self._to("connect", problem=_noted(error))
        return RedirectResponse(url, 303)

    async def callback(self, request: Request) -> Response:
        """Take what a user comes back with, and go on to an address without it, whatever comes of it."""
        if request.method != "GET":
            # Who only looks whether a link works must not use it up.
            return Response(status_code=405, headers={"allow": "GET"})
        user = await self._user(request)
        if not user:
            return self._to("connect")
        pairs = request.query_params.multi_items()
        brought = {name: value for name, value in pairs if name in _BROUGHT}
        if len(brought) != sum(name in _BROUGHT for name, _ in pairs):
            return self._to("connect", problem="refused")
        try:
            token = await self._oauth.finish(user, self._sessions.of(request), brought)
            if "fast_api" not in token.grant.scopes:
                return self._to("status", done="oauth")
            how = self._settings.fast_api or FastApi(self._settings.name)
            await self._oauth.create_fast_api_key(
                user, label=how.label, perm=how.perm, bind_app=how.bind_app, ip=how.ip
            )
        except OkxError as error:
            return self._to("connect", problem=_noted(error))
        return self._to("status", done="fast_api")

    async def status(self, request: Request) -> Response:
        """Show what is connected, as a page or as JSON."""
        user = await self._user(request)
        if not user:
            return self._nobody(request)
        held = shown(await self._oauth.connection(user))
        if _wants_json(request):
            return JSONResponse(held)
        if held["token"] is None and held["key"] is None:
            return self._to("connect")
        query = request.query_params
        return self._page(
            request,
            "status.html",
            user,
            held=held,
            done=_DONE.get(query.get("done", ""), ""),
            rebate=_REBATES.get(query.get("rebate", ""), ""),
        )

    async def key(self, request: Request) -> Response:
        """Show the form for a key; or check what was pasted into it, and store it."""
        user = await self._user(request)
        if not user:
            return self._nobody(request)
        if request.method != "POST":
            return self._page(request, "key.html", user)
        fields = await self._posted(request, user)
        if fields is None:
            return self._outdated(request, user)
        key, secret, passphrase = (fields.get(part, "").strip() for part in ("key", "secret", "passphrase"))
        try:
            found = await self._oauth.add_key(
                user,
                key,
                Secret(secret),
                Secret(passphrase),
                broker=self._settings.broker_key,
                must_trade=self._settings.keys_must_trade,
            )
        except ConfigurationError:
            # A part that can't be one: empty, or with letters that no key has.
            return self._page(request, "key.html", user, status=422, problem=problem_named("key-text"))
        except OkxError as error:
            return self._page(request, "key.html", user, status=422, problem=problem_named(_noted(error)))
        done = "key" if found.may_trade or "trade" not in self._settings.scopes else "read_only_key"
        return self._to("status", done=done, **({"rebate": found.rebate} if found.rebate else {}))

    async def disconnect(self, request: Request) -> Response:
        """Forget the user."""
        user = await self._user(request)
        if not user:
            return self._nobody(request)
        if await self._posted(request, user) is None:
            return self._outdated(request, user)
        await self._oauth.disconnect(user)
        return self._to("connect")


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def _noted(error: OkxError) -> str:
    """Return the name of a problem, and log it; errors of this package name no secret, no code and no state."""
    name = name_of(error)
    _log.log(logging.ERROR if is_for_the_platform(name) else logging.INFO, "connecting a user: %s: %s", name, error)
    return name
