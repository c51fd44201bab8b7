"""The files of the page, and the headers that keep it to itself."""

from __future__ import annotations

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from okx_mock.page.data import data_routes
from okx_mock.world import World

# Own files only, no inline script or style, and no place where a text could become markup.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_START = "index.html"


def page_routes(world: World) -> list[Route]:
    """The page at `/`, its files under `/__mock__/page/`, and what it reads."""
    routes = data_routes(world)
    for file in files("okx_mock.page").joinpath("static").iterdir():
        kind = _TYPES.get(file.name[file.name.rfind(".") :])
        if kind is not None:
            path = "/" if file.name == _START else f"/__mock__/page/{file.name}"
            routes.append(_file(path, file.read_bytes(), kind))
    return routes


def _file(path: str, content: bytes, kind: str) -> Route:
    async def show(request: Request) -> Response:
        return Response(content, media_type=kind, headers=_HEADERS)

    return Route(path, show, methods=["GET"])
