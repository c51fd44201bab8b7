"""Converting. Source: okx-v5, convert. A quote is at the mock's prices and good for ten seconds; balances stay."""

from __future__ import annotations

from decimal import Decimal

from okx_mock.answers import Answer, Refusal, success
from okx_mock.call import Call, text_of
from okx_mock.exchange.records import Kind, blank_row, documented, page_of
from okx_mock.money import plain, rounded
from okx_mock.wire import Json

QUOTE = Kind("convert quote", "quoteId", "estimateConvertQuote", client="clQReqId")
TRADE = Kind("conversion", "tradeId", "getConvertHistory", client="clTReqId")
QUOTE_MS = 10_000

list_currencies = documented("getConvertCurrencies")


def _price(call: Call, base: str, quote: str) -> Decimal:
    price = call.world.book.prices.get(f"{base}-{quote}")
    if price is None:
        raise Refusal("51000", "baseCcy")
    return price


def get_pair(call: Call) -> Answer:
    """`GET …/convert/currency-pair`: in either direction."""
    names = call.text("fromCcy"), call.text("toCcy")
    for base, quote in (names, names[::-1]):
        if f"{base}-{quote}" in call.world.book.prices:
            bounds = {"baseCcyMin": "0.0001", "baseCcyMax": "0.5", "quoteCcyMin": "1", "quoteCcyMax": "10000"}
            pair = {"baseCcy": base, "quoteCcy": quote, "instId": f"{base}-{quote}", **bounds}
            return success([{**blank_row(call, "getConvertCurrencyPair"), **pair}])
    raise Refusal("51000", "toCcy")


def _sizes(call: Call, size_field: str, ccy_field: str) -> tuple[Decimal, Decimal, Decimal]:
    """Price, and size in base and in quote currency."""
    base, quote = call.text("baseCcy"), call.text("quoteCcy")
    price = _price(call, base, quote)
    size = Decimal(call.text(size_field))
    if call.text(ccy_field) not in {base, quote}:
        raise Refusal("51000", ccy_field)
    if size <= 0:
        raise Refusal("51000", size_field)
    return (price, size, size * price) if call.text(ccy_field) == base else (price, rounded(size / price), size)


def estimate(call: Call) -> Answer:
    """`POST …/convert/estimate-quote`."""
    price, base_size, quote_size = _sizes(call, "rfqSz", "rfqSzCcy")
    record = call.world.records.file(
        QUOTE, call.caller, call.fields, "estimateConvertQuote", blank_row(call, QUOTE.shown_by)
    )
    # A quote runs out by itself; only the newest are of use.
    call.world.records.end(record)
    shown: dict[str, Json] = {
        "cnvtPx": plain(price),
        "baseSz": plain(base_size),
        "quoteSz": plain(quote_size),
        "origRfqSz": call.text("rfqSz"),
        "quoteTime": str(record.created_ms),
        "ttlMs": str(QUOTE_MS),
    }
    record.row.update(shown)
    return success([record.row])


def trade(call: Call) -> Answer:
    """`POST …/convert/trade`: by a quote of one's own that is still good."""
    records = call.world.records
    quote = records.find(QUOTE, call.caller, {"quoteId": call.text("quoteId")})
    agreed = all(text_of(quote.row, name) == call.text(name) for name in ("baseCcy", "quoteCcy", "side"))
    if not agreed:
        raise Refusal("51000", "quoteId")
    if call.world.clock.now_ms() - quote.created_ms > QUOTE_MS:
        raise Refusal("51603")
    price, base_size, quote_size = _sizes(call, "sz", "szCcy")
    record = records.file(TRADE, call.caller, call.fields, "convertTrade", blank_row(call, TRADE.shown_by))
    records.end(record)
    record.row.update(
        {
            "instId": f"{call.text('baseCcy')}-{call.text('quoteCcy')}",
            "fillPx": plain(price),
            "fillBaseSz": plain(base_size),
            "fillQuoteSz": plain(quote_size),
            "state": "fullyFilled",
        }
    )
    row = {**blank_row(call, "convertTrade"), **record.row, "quoteId": quote.id}
    return success([row])


def list_history(call: Call) -> Answer:
    """`GET …/convert/history`: of one tag, if the query names one."""
    tag, client_id = call.text("tag"), call.text("clTReqId")
    found = [
        record.row
        for record in call.world.records.of(TRADE, call.caller)
        if tag in {"", record.tag} and client_id in {"", record.client_id}
    ]
    return success(page_of(found, "ts", call.fields))
