"""Which function answers which operation. An operation of the contract without an entry is answered with 50005."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from okx_mock.answers import Answer
from okx_mock.broker import dma, fd
from okx_mock.call import Call
from okx_mock.exchange import account, instruments, orders

Handler: TypeAlias = Callable[[Call], Answer]

HANDLERS: dict[tuple[str, str], Handler] = {
    ("GET", "/api/v5/broker/dma/subaccount-info"): dma.list_sub_accounts,
    ("GET", "/api/v5/broker/dma/subaccount-trade-fee"): dma.list_fee_rates,
    ("POST", "/api/v5/broker/dma/subaccount/apikey"): dma.create_key,
    ("GET", "/api/v5/broker/dma/subaccount/apikey"): dma.list_keys,
    ("POST", "/api/v5/broker/fd/rebate-per-orders"): fd.request_report,
    ("GET", "/api/v5/broker/fd/rebate-per-orders"): fd.list_links,
    ("GET", "/api/v5/broker/fd/if-rebate"): fd.if_rebate,
    ("POST", "/api/v5/trade/order"): orders.place_order,
    ("GET", "/api/v5/trade/order"): orders.get_order,
    ("POST", "/api/v5/trade/batch-orders"): orders.place_batch_orders,
    ("POST", "/api/v5/trade/cancel-order"): orders.cancel_order,
    ("POST", "/api/v5/trade/close-position"): orders.close_position,
    ("GET", "/api/v5/account/balance"): account.get_balance,
    ("GET", "/api/v5/account/config"): account.get_config,
    ("GET", "/api/v5/asset/currencies"): account.list_currencies,
    ("GET", "/api/v5/public/time"): account.get_time,
    ("GET", "/api/v5/public/instruments"): instruments.list_instruments,
}
