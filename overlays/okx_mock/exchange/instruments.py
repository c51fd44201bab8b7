"""The instruments of the mock with their seeded prices. Source of the fields: okx-v5, `GET /public/instruments`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from okx_mock.answers import Answer, Refusal, Row, success
from okx_mock.call import Call
from okx_mock.money import plain

MAX_SIZE = Decimal(9_999_999_999)
MAX_PRICE = Decimal(9_999_999_999)
MAX_MARKET_VALUE = Decimal(1_000_000)
# An order may be so far on the wrong side of the price; on the exchange the share differs by instrument and moment.
PRICE_BAND = Decimal("0.2")
MAX_LEVERAGE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument and the rules for orders in it."""

    inst_id: str
    inst_type: str
    base: str
    quote: str
    tick: Decimal
    lot: Decimal
    minimum: Decimal
    price: Decimal
    contract_value: Decimal = Decimal(1)
    code: int = 0

    @property
    def spot(self) -> bool:
        """Whether coins change hands, not contracts."""
        return self.inst_type == "SPOT"

    @property
    def family(self) -> str:
        """The instrument family of a derivative."""
        return "" if self.spot else f"{self.base}-{self.quote}"


def _spot(base: str, tick: str, lot: str, minimum: str, price: str, code: int) -> Instrument:
    return Instrument(
        f"{base}-USDT", "SPOT", base, "USDT", Decimal(tick), Decimal(lot), Decimal(minimum), Decimal(price), code=code
    )


def _swap(base: str, tick: str, value: str, price: str, code: int) -> Instrument:
    lot = Decimal("0.01")
    return Instrument(
        f"{base}-USDT-SWAP", "SWAP", base, "USDT", Decimal(tick), lot, lot, Decimal(price), Decimal(value), code
    )


# The tick of BTC-USDT is finer than on the exchange, so that the price 2.15 of the document's example is a valid one.
INSTRUMENTS: dict[str, Instrument] = {
    one.inst_id: one
    for one in (
        _spot("BTC", "0.01", "0.00000001", "0.00001", "60000", 1000000001),
        _spot("ETH", "0.01", "0.000001", "0.001", "3000", 1000000002),
        _spot("SOL", "0.01", "0.000001", "0.01", "150", 1000000003),
        _swap("BTC", "0.1", "0.01", "60000", 1000000011),
        _swap("ETH", "0.01", "0.1", "3000", 1000000012),
        _swap("SOL", "0.01", "1", "150", 1000000013),
    )
}

_TYPES = frozenset({"SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"})


def list_instruments(call: Call) -> Answer:
    """`GET /api/v5/public/instruments`: the instruments of a type."""
    wanted_type = call.text("instType")
    wanted_id = call.text("instId")
    family = call.text("instFamily")
    if wanted_type not in _TYPES:
        raise Refusal("51000", "instType")
    if wanted_type == "EVENTS" and not call.text("seriesId"):
        raise Refusal("50014", "seriesId")
    if wanted_id and wanted_id not in INSTRUMENTS:
        raise Refusal("51001")
    if wanted_id and INSTRUMENTS[wanted_id].inst_type != wanted_type:
        raise Refusal("51015")
    return success(
        [
            _row(one)
            for one in INSTRUMENTS.values()
            if one.inst_type == wanted_type and wanted_id in {"", one.inst_id} and family in {"", one.family}
        ]
    )


def _row(one: Instrument) -> Row:
    spot = one.spot
    return {
        "alias": "",
        "auctionEndTime": "",
        "baseCcy": one.base if spot else "",
        "category": "1",
        "contTdSwTime": "",
        "ctMult": "" if spot else "1",
        "ctType": "" if spot else "linear",
        "ctVal": "" if spot else plain(one.contract_value),
        "ctValCcy": "" if spot else one.base,
        "expTime": "",
        "floatPxLmtPct": "0.03",
        "futureSettlement": False,
        "groupId": "1",
        "initPxLmtPct": "0.05",
        "instCategory": "1",
        "instFamily": one.family,
        "instId": one.inst_id,
        "instIdCode": one.code,
        "instType": one.inst_type,
        "lever": "" if spot else plain(MAX_LEVERAGE),
        "listTime": "1606468572000",
        "lotSz": plain(one.lot),
        "maxIcebergSz": plain(MAX_SIZE),
        "maxLmtAmt": "20000000",
        "maxLmtSz": plain(MAX_SIZE),
        "maxMktAmt": plain(MAX_MARKET_VALUE) if spot else "",
        "maxMktSz": plain(MAX_MARKET_VALUE) if spot else plain(MAX_SIZE),
        "maxPxLmtPct": plain(PRICE_BAND),
        "maxStopSz": plain(MAX_SIZE),
        "maxTriggerSz": plain(MAX_SIZE),
        "maxTwapSz": plain(MAX_SIZE),
        "minSz": plain(one.minimum),
        "openType": "",
        "optType": "",
        "preMktSwTime": "",
        "quoteCcy": one.quote if spot else "",
        "ruleType": "normal",
        "settleCcy": "" if spot else one.quote,
        "state": "live",
        "stk": "",
        "tickSz": plain(one.tick),
        "tradeQuoteCcyList": [one.quote],
        "uly": one.family,
        "upcChg": [],
    }
