"""Pages from templates, and the headers that go with every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from okx_broker.oauth.web.shown import moment

STYLE: Final = files("okx_broker.oauth.web").joinpath("style.css").read_bytes()
SITES: Final = {"global": "OKX", "us": "OKX United States", "eea": "OKX Europe", "tr": "OKX Türkiye"}
RIGHTS: Final = {"read_only": "Read", "trade": "Trade", "withdraw": "Withdraw"}


@cache
def environment(package: str) -> Environment:
    """Return the templates of a package; what is put into them is escaped."""
    # Autoescape is for every template, whatever its name ends in.
    found = Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.filters["moment"] = moment
    found.filters["site"] = _site
    found.filters["rights"] = _rights
    return found


def _site(name: str) -> str:
    return SITES.get(name, name)


def _rights(names: Sequence[str]) -> str:
    return ", ".join(RIGHTS.get(name, name) for name in names)


def page(
    template: str, values: Mapping[str, object], *, status: int = 200, package: str = "okx_broker.oauth.web"
) -> HTMLResponse:
    """Return a page."""
    return HTMLResponse(environment(package).get_template(template).render(values), status)


class Guarded:
    """Puts the headers that keep a page to itself on every answer of an application.

    Args:
        app: The application.
        form_targets: Where its forms may lead, besides to itself: a browser follows a form's redirect nowhere else.
    """

    def __init__(self, app: ASGIApp, form_targets: Sequence[str] = ()) -> None:
        self._app = app
        policy = (
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self'",
            " ".join(("form-action 'self'", *form_targets)),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
        self._headers = [
            (b"content-security-policy", "; ".join(policy).encode()),
            (b"referrer-policy", b"no-referrer"),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"cross-origin-opener-policy", b"same-origin"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._headers]
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


def style() -> Response:
    """Return the style sheet."""
    return Response(STYLE, media_type="text/css")
