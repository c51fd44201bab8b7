"""The test kit: the mock exchange for your tests, with its clock, its faults, its prices and what it has recorded.

    from okx_broker.testing import running_mock

    with running_mock(code="MYCODE") as okx_mock:
        okx_mock.client().trade.place_order(
            inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="100"
        )
        okx_mock.orders.assert_every_order_carries("MYCODE")

Under pytest the plugin `okx_broker.testing.plugin` does that for each test. `GUIDE.md` beside this file shows how a bot is
tested. The mock needs the extra `testing`.
"""

from okx_broker.testing.accounts import Account, Accounts
from okx_broker.testing.clock import ClientClock, MockClock
from okx_broker.testing.control import MockError
from okx_broker.testing.faults import Fault, Faults, Hits
from okx_broker.testing.mock import BrokerSettings, OkxMock, running_mock
from okx_broker.testing.orders import Orders, Wanted
from okx_broker.testing.prices import Prices
from okx_broker.testing.process import MockServer
from okx_broker.testing.records import Order, Record, RefusedOrder, Request
from okx_broker.testing.settings import Settings

__all__ = [
    "Account",
    "Accounts",
    "BrokerSettings",
    "ClientClock",
    "Fault",
    "Faults",
    "Hits",
    "MockClock",
    "MockError",
    "MockServer",
    "OkxMock",
    "Order",
    "Orders",
    "Prices",
    "Record",
    "RefusedOrder",
    "Request",
    "Settings",
    "Wanted",
    "running_mock",
]
