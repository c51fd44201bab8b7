"""The desk of conversions: quotes and what was converted by them.

The rules of the mock, where okx-v5 (convert) leaves them open:

- The pairs are those of the SPOT instruments, and a quote is at the price of the instrument. It stands for ten seconds, for
  one conversion, of its amount or less, by the account that asked. A conversion costs no fee.
- From 1 to 10,000 USDT can be converted at once, with `convertMode` 1 from 10,000 to 1,000,000; of a coin, what that is at
  its seeded price.
- Amounts are rounded to twelve places. `clQReqId` can be used again when its quote is over, `clTReqId` never.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.call import text_of
from okx_mock.clock import Clock
from okx_mock.exchange.book import Book
from okx_mock.exchange.instruments import INSTRUMENTS, Instrument
from okx_mock.exchange.order_checks import to_step
from okx_mock.exchange.records import Kind, Record, Records, ids_of
from okx_mock.exchange.settlement import CONVERSION, Deal, Settlement
from okx_mock.exchange.shelves import Shelves
from okx_mock.money import plain, rounded
from okx_mock.timers import Timer, Timers
from okx_mock.wire import Json

QUOTE = Kind(
    "convert quote",
    "quoteId",
    "estimateConvertQuote",
    client="clQReqId",
    missing="52927",
    duplicate="52925",
    open_state="active",
)
TRADE = Kind("conversion", "tradeId", "getConvertHistory", client="clTReqId")
QUOTE_MS = 10_000
STANDARD = "0"
PAIRS: dict[str, Instrument] = {name: one for name, one in INSTRUMENTS.items() if one.spot}


@dataclass(frozen=True, slots=True)
class Bound:
    """The least or the most that can be converted at once."""

    quote: Decimal

    def in_base(self, pair: Instrument) -> Decimal:
        """In the base currency, at the seeded price and in lots."""
        return to_step(self.quote / pair.price, pair.lot)


_BOUNDS = {
    STANDARD: (Bound(Decimal(1)), Bound(Decimal(10_000))),
    "1": (Bound(Decimal(10_000)), Bound(Decimal(1_000_000))),
}


def bounds(mode: str) -> tuple[Bound, Bound]:
    """The least and the most of a mode; without one of the standard mode."""
    return _BOUNDS[mode or STANDARD]


def pair_of(one: str, other: str) -> Instrument:
    """The pair that two currencies form, in either order.

    Raises:
        Refusal: 58009 when they form none.
    """
    pair = PAIRS.get(f"{one}-{other}") or PAIRS.get(f"{other}-{one}")
    if pair is None:
        raise Refusal("58009")
    return pair


@dataclass(slots=True, eq=False)
class ConvertQuote:
    """A price to convert at."""

    record: Record
    pair: Instrument
    side: str
    mode: str
    size: Decimal
    size_ccy: str
    price: Decimal
    base_size: Decimal
    quote_size: Decimal
    timer: Timer
    used: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """What was converted."""

    record: Record
    quote: ConvertQuote
    base_size: Decimal
    quote_size: Decimal


class ConvertDesk:
    """All quotes and conversions."""

    def __init__(self, clock: Clock, timers: Timers, book: Book, records: Records, settlement: Settlement) -> None:
        self._clock = clock
        self._timers = timers
        self._book = book
        self._records = records
        self._settlement = settlement
        self._quotes: Shelves[ConvertQuote] = Shelves()
        self._by_client_id: Shelves[Conversion] = Shelves()
        self.done: Shelves[Conversion] = Shelves()

    def estimate(self, account: Account, fields: Mapping[str, Json]) -> ConvertQuote:
        """Quote a price.

        Raises:
            Refusal: 52901 and 52902 for currencies that form no pair, 51000 for an amount in another one, 52917 and
                52918 for an amount out of bounds, 52925 for an own id that is in use.
        """
        base, quote_ccy = text_of(fields, "baseCcy"), text_of(fields, "quoteCcy")
        if base not in {one.base for one in PAIRS.values()}:
            raise Refusal("52901")
        pair = PAIRS.get(f"{base}-{quote_ccy}")
        if pair is None:
            raise Refusal("52902")
        size_ccy, mode = text_of(fields, "rfqSzCcy"), text_of(fields, "convertMode") or STANDARD
        if size_ccy not in {pair.base, pair.quote}:
            raise Refusal("51000", "rfqSzCcy")
        size = Decimal(text_of(fields, "rfqSz"))
        _check_bounds(size, size_ccy, pair, mode)
        price = self._book.prices[pair.inst_id]
        base_size, quote_size = _sizes(size, size_ccy, pair, price)
        row = {name: text_of(fields, name) for name in ("side", "rfqSz", "rfqSzCcy")}
        row |= {"state": "", "tag": "", "instId": pair.inst_id, "cnvtPx": plain(price)}
        record = self._records.file(QUOTE, account, ids_of(QUOTE, fields), "estimateConvertQuote", row)
        quote = ConvertQuote(
            record=record,
            pair=pair,
            side=text_of(fields, "side"),
            mode=mode,
            size=size,
            size_ccy=size_ccy,
            price=price,
            base_size=base_size,
            quote_size=quote_size,
            timer=self._timers.at(record.created_ms + QUOTE_MS, lambda: self._records.end(record, "expired")),
        )
        self._quotes.put(account, record.id, quote)
        return quote

    def trade(self, account: Account, fields: Mapping[str, Json]) -> Conversion:
        """Convert by a quote.

        Raises:
            Refusal: 52927 for a quote that is not there, 52921 and 52922 for one that is used up or has expired, 52919,
                52920 and 52917 for what it is not about, 52909 for an own id that was used, 52914 when the account has
                too little.
        """
        quote = self._quotes.get(account, text_of(fields, "quoteId"))
        if quote is None:
            raise Refusal("52927")
        if quote.used:
            raise Refusal("52921")
        if not quote.record.open:
            raise Refusal("52922")
        _check_agreed(quote, fields)
        size = Decimal(text_of(fields, "sz"))
        if size > quote.size:
            raise Refusal("52920")
        _check_bounds(size, quote.size_ccy, quote.pair, quote.mode)
        client_id = text_of(fields, "clTReqId")
        if client_id and self._by_client_id.get(account, client_id) is not None:
            raise Refusal("52909")
        base_size, quote_size = _sizes(size, quote.size_ccy, quote.pair, quote.price)
        given, amount = (quote.pair.quote, quote_size) if quote.side == "buy" else (quote.pair.base, base_size)
        if amount > self._book.available(self._book.trader(account), given):
            raise Refusal("52914")
        row = {"state": "", "tag": "", "instId": quote.pair.inst_id, "side": quote.side, "fillPx": plain(quote.price)}
        row |= {"fillBaseSz": plain(base_size), "fillQuoteSz": plain(quote_size)}
        record = self._records.file(TRADE, account, ids_of(TRADE, fields), CONVERSION, row)
        self._records.end(record, "fullyFilled")
        self._settlement.exchange(
            Deal(
                account=account,
                instrument=quote.pair,
                side=quote.side,
                size=base_size,
                price=quote.price,
                mode="cash",
                position_side="net",
                maker=False,
                order_id=record.id,
                client_id=client_id,
                tag=record.tag,
                source=CONVERSION,
            ),
            quote_size,
        )
        quote.used = True
        quote.timer.call_off()
        self._records.end(quote.record, "used")
        done = Conversion(record, quote, base_size, quote_size)
        self.done.put(account, record.id, done)
        if client_id:
            self._by_client_id.put(account, client_id, done)
        return done


def _check_bounds(size: Decimal, ccy: str, pair: Instrument, mode: str) -> None:
    """Refuse an amount out of bounds: 52917, 52918."""
    least, most = bounds(mode)
    if size < (least.quote if ccy == pair.quote else least.in_base(pair)):
        raise Refusal("52917")
    if size > (most.quote if ccy == pair.quote else most.in_base(pair)):
        raise Refusal("52918")


def _sizes(size: Decimal, ccy: str, pair: Instrument, price: Decimal) -> tuple[Decimal, Decimal]:
    """An amount in base and in quote currency."""
    if ccy == pair.base:
        return rounded(size), rounded(size * price)
    return rounded(size / price), rounded(size)


def _check_agreed(quote: ConvertQuote, fields: Mapping[str, Json]) -> None:
    """Refuse a conversion that is not the one that was quoted: 52919 with the field."""
    agreed = {
        "baseCcy": quote.pair.base,
        "quoteCcy": quote.pair.quote,
        "side": quote.side,
        "szCcy": quote.size_ccy,
        "convertMode": quote.mode,
    }
    for name, value in agreed.items():
        said = text_of(fields, name) or (STANDARD if name == "convertMode" else "")
        if said != value:
            raise Refusal("52919", name)
