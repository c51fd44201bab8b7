"""The operations of converting. Source: okx-v5, convert; the rules stand in `convert_desk`."""

from __future__ import annotations

from okx_mock.answers import Answer, Row, success
from okx_mock.call import Call
from okx_mock.exchange.convert_desk import PAIRS, QUOTE_MS, Conversion, bounds, pair_of
from okx_mock.exchange.records import page
from okx_mock.money import plain


def list_currencies(call: Call) -> Answer:
    """`GET …/convert/currencies`: the currencies of the pairs. The bounds stand with the pairs."""
    names = dict.fromkeys(ccy for one in PAIRS.values() for ccy in (one.base, one.quote))
    return success([{"ccy": name, "min": "", "max": ""} for name in names])


def get_pair(call: Call) -> Answer:
    """`GET …/convert/currency-pair`: in either direction."""
    pair = pair_of(call.text("fromCcy"), call.text("toCcy"))
    least, most = bounds(call.text("convertMode"))
    base_least, base_most = least.in_base(pair), most.in_base(pair)
    return success(
        [
            {
                "instId": pair.inst_id,
                "baseCcy": pair.base,
                "baseCcyMin": plain(base_least),
                "baseCcyMax": plain(base_most),
                "quoteCcy": pair.quote,
                "quoteCcyMin": plain(least.quote),
                "quoteCcyMax": plain(most.quote),
            }
        ]
    )


def estimate(call: Call) -> Answer:
    """`POST …/convert/estimate-quote`: a price that stands for ten seconds."""
    quote = call.world.converts.estimate(call.caller, call.fields)
    return success(
        [
            {
                "quoteTime": str(quote.record.created_ms),
                "ttlMs": str(QUOTE_MS),
                "clQReqId": quote.record.client_id,
                "quoteId": quote.record.id,
                "baseCcy": quote.pair.base,
                "quoteCcy": quote.pair.quote,
                "side": quote.side,
                "origRfqSz": call.text("rfqSz"),
                "rfqSz": call.text("rfqSz"),
                "rfqSzCcy": quote.size_ccy,
                "cnvtPx": plain(quote.price),
                "baseSz": plain(quote.base_size),
                "quoteSz": plain(quote.quote_size),
            }
        ]
    )


def trade(call: Call) -> Answer:
    """`POST …/convert/trade`: by a quote of the caller's that still stands."""
    done = call.world.converts.trade(call.caller, call.fields)
    return success([{**_row(done), "quoteId": done.quote.record.id}])


def _row(done: Conversion) -> Row:
    return {
        "tradeId": done.record.id,
        "clTReqId": done.record.client_id,
        "state": "fullyFilled",
        "instId": done.quote.pair.inst_id,
        "baseCcy": done.quote.pair.base,
        "quoteCcy": done.quote.pair.quote,
        "side": done.quote.side,
        "fillPx": plain(done.quote.price),
        "fillBaseSz": plain(done.base_size),
        "fillQuoteSz": plain(done.quote_size),
        "ts": str(done.record.created_ms),
    }


def list_history(call: Call) -> Answer:
    """`GET …/convert/history`: those that carried the tag of the query, and without one those that carried none."""
    found = [
        done
        for done in call.world.converts.done.newest_first(call.caller)
        if call.text("tag") == done.record.tag and call.text("clTReqId") in {"", done.record.client_id}
    ]
    return success([_row(done) for done in page(found, lambda done: done.record.created_ms, call.fields)])
