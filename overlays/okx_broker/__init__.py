"""OKX client for brokers: your code on every order, and only your code.

    from okx_broker import ApiKey, Broker, Environment, Site

    with Broker("MYCODE", environment=Environment.DEMO, site=Site.GLOBAL) as broker:
        user = broker.for_credentials(ApiKey.from_env())
        order = user.trade.place_order(
            inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="100"
        )
        assert order.tag == "MYCODE"

`okx_broker.errors` has the tree of errors, `okx_broker.models` what is sent and answered.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from okx_broker import errors
from okx_broker._version import __version__
from okx_broker.client import AsyncBroker, AsyncClient, Broker, Client
from okx_broker.clock import Clock, SystemClock
from okx_broker.credentials import ApiKey, Credentials
from okx_broker.environments import Environment, Site
from okx_broker.errors import OkxError
from okx_broker.limits import Limiter, WindowLimiter
from okx_v5.scalars import Secret, at_utc

if TYPE_CHECKING:
    from okx_broker import models as models

__all__ = [
    "ApiKey",
    "AsyncBroker",
    "AsyncClient",
    "Broker",
    "Client",
    "Clock",
    "Credentials",
    "Environment",
    "Limiter",
    "OkxError",
    "Secret",
    "Site",
    "SystemClock",
    "WindowLimiter",
    "__version__",
    "at_utc",
    "errors",
    "models",
]


if not TYPE_CHECKING:  # for a type checker there are the names above and no others

    def __getattr__(name: str) -> object:
        if name != "models":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return import_module("okx_broker.models")


def __dir__() -> list[str]:
    return __all__
