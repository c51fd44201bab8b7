"""Steps that tests of bots share: start one, move a price, and see what it placed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from .conftest import Mock, Reply

CODE = "MOCKBROKER01"
BOT = "/api/v5/tradingBot"


def move(mock: Mock, price: object, inst_id: str = "BTC-USDT") -> None:
    assert mock.control("POST", "prices", {"instId": inst_id, "px": str(price)}).status == 200


def started(reply: Reply) -> str:
    """The id of a bot that was accepted."""
    assert (reply.code, reply.row["sCode"]) == ("0", "0"), reply.json
    return str(reply.row["algoId"])


def refused(reply: Reply) -> str:
    """Why a bot was not accepted."""
    if reply.json["data"]:
        assert (reply.code, reply.row["algoId"]) == ("1", "")
        return str(reply.row["sCode"])
    return reply.code


def placed_by(mock: Mock, algo_id: str) -> list[dict[str, Any]]:
    """All orders that a bot placed, in order."""
    return [order for order in mock.control("GET", "orders?limit=10000").json["orders"] if order["algoId"] == algo_id]


def short(orders: list[dict[str, Any]], state: str = "live") -> list[tuple[str, str, str]]:
    """Side, price and size of the orders in a state."""
    return [(order["side"], order["px"], order["sz"]) for order in orders if order["state"] == state]


def funds(mock: Mock, *currencies: str, account: str = "alice") -> dict[str, Decimal]:
    """What the account has of some currencies."""
    rows = mock.get(account, f"/api/v5/account/balance?{urlencode({'ccy': ','.join(currencies)})}").row["details"]
    return {row["ccy"]: Decimal(row["cashBal"]) for row in rows}


def spendable(mock: Mock, ccy: str, account: str = "alice") -> Decimal:
    """What the account can spend of a currency."""
    (row,) = mock.get(account, f"/api/v5/account/balance?ccy={ccy}").row["details"]
    return Decimal(row["availBal"])


def refusals(mock: Mock) -> list[tuple[str, str, str]]:
    """Operation, code and tag of the orders that the book refused."""
    noted = mock.control("GET", "orders").json["refused"]
    return [(one["operation"], one["code"], one["tag"]) for one in noted]
