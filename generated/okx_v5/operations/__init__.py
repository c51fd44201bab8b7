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
    ("GET", "/api/v5/asset/currencies"): ("asset", "GET_CURRENCIES"),
    ("GET", "/api/v5/broker/dma/subaccount-info"): ("dma_broker", "GET_SUBACCOUNT_INFO"),
    ("GET", "/api/v5/broker/dma/subaccount-trade-fee"): ("dma_broker", "GET_SUBACCOUNT_TRADE_FEE"),
    ("GET", "/api/v5/broker/dma/subaccount/apikey"): ("dma_broker", "GET_SUBACCOUNT_APIKEY"),
    ("POST", "/api/v5/broker/dma/subaccount/apikey"): ("dma_broker", "CREATE_SUBACCOUNT_APIKEY"),
    ("GET", "/api/v5/broker/fd/rebate-per-orders"): ("fd_broker", "GET_REBATE_PER_ORDERS"),
    ("POST", "/api/v5/broker/fd/rebate-per-orders"): ("fd_broker", "CREATE_REBATE_PER_ORDERS"),
    ("GET", "/api/v5/broker/fd/if-rebate"): ("fd_broker", "GET_IF_REBATE"),
    ("GET", "/api/v5/public/time"): ("public", "GET_TIME"),
    ("GET", "/api/v5/public/instruments"): ("public", "GET_INSTRUMENTS"),
    ("GET", "/api/v5/trade/order"): ("trade", "GET_ORDER"),
    ("POST", "/api/v5/trade/order"): ("trade", "PLACE_ORDER"),
    ("POST", "/api/v5/trade/batch-orders"): ("trade", "PLACE_BATCH_ORDERS"),
    ("POST", "/api/v5/trade/cancel-order"): ("trade", "CANCEL_ORDER"),
    ("POST", "/api/v5/trade/close-position"): ("trade", "CLOSE_POSITION"),
}
"""The module and the constant of every operation, by method and path."""


def find(method: str, path: str) -> Operation[Any] | None:
    """Return the operation of a method and path, or None where the contract has none."""
    home = INDEX.get((method, path))
    if home is None:
        return None
    operation: Operation[Any] = getattr(import_module(f"okx_v5.operations.{home[0]}"), home[1])
    return operation
