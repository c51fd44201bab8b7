# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations as data, one module per tag, and the way from method and path to an operation."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from okx_v5.contract import Operation

INDEX: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("GET", "/api/v5/account/balance"): ("account", "GET_BALANCE"),
    ("GET", "/api/v5/account/config"): ("account", "GET_CONFIG"),
    ("GET", "/api/v5/affiliate/invitee/detail"): ("affiliate", "GET_AFFILIATE_INVITEE_DETAIL"),
    ("GET", "/api/v5/trade/order-algo"): ("algo", "GET_ALGO_ORDER"),
    ("POST", "/api/v5/trade/order-algo"): ("algo", "PLACE_ALGO_ORDER"),
    ("POST", "/api/v5/trade/cancel-algos"): ("algo", "CANCEL_ALGOS"),
    ("GET", "/api/v5/trade/orders-algo-pending"): ("algo", "GET_ALGO_ORDERS_PENDING"),
    ("GET", "/api/v5/asset/currencies"): ("asset", "GET_CURRENCIES"),
    ("GET", "/api/v5/rfq/counterparties"): ("block", "GET_RFQ_COUNTERPARTIES"),
    ("POST", "/api/v5/rfq/create-rfq"): ("block", "CREATE_RFQ"),
    ("POST", "/api/v5/rfq/cancel-rfq"): ("block", "CANCEL_RFQ"),
    ("POST", "/api/v5/rfq/execute-quote"): ("block", "EXECUTE_QUOTE"),
    ("POST", "/api/v5/rfq/create-quote"): ("block", "CREATE_QUOTE"),
    ("POST", "/api/v5/rfq/cancel-quote"): ("block", "CANCEL_QUOTE"),
    ("GET", "/api/v5/rfq/rfqs"): ("block", "GET_RFQS"),
    ("GET", "/api/v5/rfq/quotes"): ("block", "GET_QUOTES"),
    ("GET", "/api/v5/rfq/trades"): ("block", "GET_RFQ_TRADES"),
    ("GET", "/api/v5/asset/convert/currencies"): ("convert", "GET_CONVERT_CURRENCIES"),
    ("GET", "/api/v5/asset/convert/currency-pair"): ("convert", "GET_CONVERT_CURRENCY_PAIR"),
    ("POST", "/api/v5/asset/convert/estimate-quote"): ("convert", "ESTIMATE_CONVERT_QUOTE"),
    ("POST", "/api/v5/asset/convert/trade"): ("convert", "CONVERT_TRADE"),
    ("GET", "/api/v5/asset/convert/history"): ("convert", "GET_CONVERT_HISTORY"),
    ("POST", "/api/v5/copytrading/algo-order"): ("copytrading", "PLACE_COPY_TRADING_ALGO_ORDER"),
    ("POST", "/api/v5/copytrading/close-subposition"): ("copytrading", "CLOSE_COPY_TRADING_SUBPOSITION"),
    ("POST", "/api/v5/copytrading/first-copy-settings"): ("copytrading", "SET_FIRST_COPY_SETTINGS"),
    ("POST", "/api/v5/copytrading/amend-copy-settings"): ("copytrading", "AMEND_COPY_SETTINGS"),
    ("POST", "/api/v5/tradingBot/dca/create"): ("dca", "CREATE_DCA_BOT"),
    ("GET", "/api/v5/broker/dma/subaccount-info"): ("dma_broker", "GET_SUBACCOUNT_INFO"),
    ("GET", "/api/v5/broker/dma/subaccount-trade-fee"): ("dma_broker", "GET_SUBACCOUNT_TRADE_FEE"),
    ("GET", "/api/v5/broker/dma/subaccount/apikey"): ("dma_broker", "GET_SUBACCOUNT_APIKEY"),
    ("POST", "/api/v5/broker/dma/subaccount/apikey"): ("dma_broker", "CREATE_SUBACCOUNT_APIKEY"),
    ("GET", "/api/v5/broker/dma/trades"): ("dma_broker", "GET_DMA_TRADES"),
    ("POST", "/api/v5/broker/dma/trades"): ("dma_broker", "CREATE_DMA_TRADES"),
    ("GET", "/api/v5/finance/staking-defi/offers"): ("earn", "GET_EARN_OFFERS"),
    ("POST", "/api/v5/finance/staking-defi/purchase"): ("earn", "PURCHASE_EARN"),
    ("POST", "/api/v5/finance/staking-defi/redeem"): ("earn", "REDEEM_EARN"),
    ("POST", "/api/v5/finance/staking-defi/cancel"): ("earn", "CANCEL_EARN"),
    ("GET", "/api/v5/finance/staking-defi/orders-active"): ("earn", "GET_EARN_ORDERS_ACTIVE"),
    ("GET", "/api/v5/finance/staking-defi/orders-history"): ("earn", "GET_EARN_ORDERS_HISTORY"),
    ("POST", "/api/v5/users/oauth/apikey"): ("fast_api", "CREATE_FAST_API_KEY"),
    ("POST", "/api/v5/users/oauth/delete-apikey"): ("fast_api", "DELETE_FAST_API_KEY"),
    ("GET", "/api/v5/broker/fd/rebate-per-orders"): ("fd_broker", "GET_REBATE_PER_ORDERS"),
    ("POST", "/api/v5/broker/fd/rebate-per-orders"): ("fd_broker", "CREATE_REBATE_PER_ORDERS"),
    ("GET", "/api/v5/broker/fd/if-rebate"): ("fd_broker", "GET_IF_REBATE"),
    ("POST", "/api/v5/tradingBot/grid/order-algo"): ("grid", "PLACE_GRID_ORDER"),
    ("POST", "/api/v5/tradingBot/grid/copy-order-algo"): ("grid", "COPY_GRID_ORDER"),
    ("POST", "/api/v5/tradingBot/grid/stop-order-algo"): ("grid", "STOP_GRID_ORDERS"),
    ("GET", "/api/v5/tradingBot/grid/orders-algo-pending"): ("grid", "GET_GRID_ORDERS_PENDING"),
    ("GET", "/api/v5/tradingBot/grid/orders-algo-details"): ("grid", "GET_GRID_ORDER"),
    ("GET", "/api/v5/market/ticker"): ("market", "GET_TICKER"),
    ("POST", "/v5/users/oauth/token"): ("oauth", "EXCHANGE_TOKEN"),
    ("GET", "/api/v5/public/time"): ("public", "GET_TIME"),
    ("GET", "/api/v5/public/instruments"): ("public", "GET_INSTRUMENTS"),
    ("POST", "/api/v5/tradingBot/recurring/order-algo"): ("recurring", "PLACE_RECURRING_ORDER"),
    ("POST", "/api/v5/tradingBot/recurring/stop-order-algo"): ("recurring", "STOP_RECURRING_ORDERS"),
    ("GET", "/api/v5/tradingBot/recurring/orders-algo-pending"): ("recurring", "GET_RECURRING_ORDERS_PENDING"),
    ("GET", "/api/v5/tradingBot/recurring/orders-algo-details"): ("recurring", "GET_RECURRING_ORDER"),
    ("GET", "/api/v5/sprd/order"): ("spread", "GET_SPREAD_ORDER"),
    ("POST", "/api/v5/sprd/order"): ("spread", "PLACE_SPREAD_ORDER"),
    ("POST", "/api/v5/sprd/cancel-order"): ("spread", "CANCEL_SPREAD_ORDER"),
    ("GET", "/api/v5/sprd/orders-pending"): ("spread", "GET_SPREAD_ORDERS_PENDING"),
    ("GET", "/api/v5/sprd/spreads"): ("spread", "GET_SPREADS"),
    ("GET", "/api/v5/trade/order"): ("trade", "GET_ORDER"),
    ("POST", "/api/v5/trade/order"): ("trade", "PLACE_ORDER"),
    ("POST", "/api/v5/trade/batch-orders"): ("trade", "PLACE_BATCH_ORDERS"),
    ("POST", "/api/v5/trade/cancel-order"): ("trade", "CANCEL_ORDER"),
    ("POST", "/api/v5/trade/close-position"): ("trade", "CLOSE_POSITION"),
    ("POST", "/api/v5/trade/cancel-batch-orders"): ("trade", "CANCEL_BATCH_ORDERS"),
    ("POST", "/api/v5/trade/amend-order"): ("trade", "AMEND_ORDER"),
    ("GET", "/api/v5/trade/orders-pending"): ("trade", "GET_ORDERS_PENDING"),
    ("GET", "/api/v5/trade/orders-history"): ("trade", "GET_ORDERS_HISTORY"),
    ("GET", "/api/v5/trade/fills"): ("trade", "GET_FILLS"),
    ("POST", "/api/v5/trade/cancel-all-after"): ("trade", "CANCEL_ALL_AFTER"),
}
"""The module and the constant of every operation, by method and path."""


def find(method: str, path: str) -> Operation[Any] | None:
    """Return the operation of a method and path, or None where the contract has none."""
    home = INDEX.get((method, path))
    if home is None:
        return None
    operation: Operation[Any] = getattr(import_module(f"okx_v5.operations.{home[0]}"), home[1])
    return operation
