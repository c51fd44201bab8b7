"""What the tests of block and spread trading, convert and earn have in common: calls with room for limits, and balances."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from okx_mock.contract import contract_file

from .conftest import Mock, Reply
from .test_broker import ask_report, download, rows_of

DOCUMENT: dict[str, Any] = json.loads(contract_file().read_text("utf-8"))
PATHS = {
    node["operationId"]: (method.upper(), path)
    for path, item in DOCUMENT["paths"].items()
    for method, node in item.items()
}
CODE, OTHER_CODE = "MOCKBROKER01", "MOCKBROKER02"
# As the README of the mock's accounts says: everybody begins with these.
SEEDED = {"USDT": Decimal(100_000), "BTC": Decimal(2), "ETH": Decimal(20), "SOL": Decimal(100)}
SPOT_TAKER, SPOT_MAKER = Decimal("0.001"), Decimal("0.0008")
SWAP_TAKER, SWAP_MAKER = Decimal("0.0005"), Decimal("0.0002")


class Desk:
    """A mock on whose clock it is noon, and which stands still but for two seconds before each call: no limit is met."""

    def __init__(self, mock: Mock, pause: float = 2) -> None:
        self.mock = mock
        self.pause = pause
        noon = mock.now() // 86_400_000 * 86_400_000 + 43_200_000
        assert mock.control("POST", "clock", {"set_ms": noon, "frozen": True}).status == 200

    @classmethod
    def standing(cls, mock: Mock, pause: float) -> Desk:
        """A desk whose mock has a clock that stands still already, at a time of its own."""
        desk = cls.__new__(cls)
        desk.mock, desk.pause = mock, pause
        return desk

    def send(self, account: str | dict[str, Any], operation: str, document: Any = None, **query: str) -> Reply:
        self.mock.advance(self.pause)
        method, path = PATHS[operation]
        if method == "GET":
            return self.mock.get(account, path + (f"?{urlencode(query)}" if query else ""))
        return self.mock.post(account, path, document)

    def rows(self, account: str | dict[str, Any], operation: str, document: Any = None, **query: str) -> list[Any]:
        """The rows of a success."""
        reply = self.send(account, operation, document, **query)
        assert reply.code == "0", reply.json
        return list(reply.data)

    def row(self, account: str | dict[str, Any], operation: str, document: Any = None, **query: str) -> Any:
        """The only row of a success."""
        (row,) = self.rows(account, operation, document, **query)
        return row

    def code(self, account: str | dict[str, Any], operation: str, document: Any = None, **query: str) -> str:
        """The code of a refusal, of the row if that has one; "0" if there was none."""
        reply = self.send(account, operation, document, **query)
        if reply.data and "sCode" in reply.row:
            assert reply.code == ("0" if reply.row["sCode"] == "0" else "1")
            return str(reply.row["sCode"])
        assert reply.code == "0" or reply.data == []
        return reply.code

    def cash(self, account: str | dict[str, Any]) -> dict[str, Decimal]:
        """The coins of an account."""
        return {row["ccy"]: Decimal(row["cashBal"]) for row in self.row(account, "getBalance")["details"]}

    def detail(self, account: str | dict[str, Any], ccy: str) -> Any:
        """All that the balance says of one coin."""
        (row,) = [row for row in self.row(account, "getBalance")["details"] if row["ccy"] == ccy]
        return row

    def move_price(self, inst_id: str, price: str) -> None:
        assert self.mock.control("POST", "prices", {"instId": inst_id, "px": price}).status == 200

    def rebates(self, since_ms: int) -> list[dict[str, str]]:
        """The rows of the broker's rebate report that are younger than a moment."""
        today = datetime.fromtimestamp(self.mock.now() / 1000, UTC).strftime("%Y%m%d")
        self.mock.advance(1)
        ask_report(self.mock, today, today)
        self.mock.advance(7200)
        (link,) = self.mock.get("broker", PATHS["getRebatePerOrders"][1] + "?type=true").data
        return [row for row in rows_of(download(self.mock, link["fileHref"]).body) if int(row["ts"]) > since_ms]


def moved(before: dict[str, Decimal], after: dict[str, Decimal]) -> dict[str, Decimal]:
    """What has changed."""
    return {ccy: after[ccy] - amount for ccy, amount in before.items() if after[ccy] != amount}
