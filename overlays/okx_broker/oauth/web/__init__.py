"""Pages by which a platform's users connect their OKX accounts: an ASGI application to mount in Starlette or FastAPI.

    from okx_broker.oauth.web import connect_app

    async def current_user(request: Request) -> str | None:
        return request.session.get("user_id")

    secret = Secret(os.environ["SECRET"])
    okx = connect_app(broker, current_user, secret=secret, name="Example Trading", home="/")
    app.mount("/okx", okx)     # redirect_uri is https://example.com/okx/callback

`GET /okx/connect` is where a user begins, `GET /okx/status` says what is connected, as a page or as JSON. It needs the extra
`web`. `python -m okx_broker.oauth.web.example` is a platform of one page.
"""

from okx_broker.oauth.web.access_log import WithoutQuery
from okx_broker.oauth.web.app import connect_app
from okx_broker.oauth.web.settings import CurrentUser, FastApi

__all__ = ["CurrentUser", "FastApi", "WithoutQuery", "connect_app"]
