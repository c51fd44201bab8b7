"""What an algo order must be like when it is placed. Source: okx-v5, POST /trade/order-algo and its error codes.

Nothing is asked about funds and positions: they are looked at when it triggers. A SPOT order with margin (`tdMode` cross
or isolated) is taken, as the exchange does, and fails with 51010 when it triggers, as the mock has no margin trading. The
mock has one price for an instrument, so that last, index and mark price are the same.

`ccy`, `tradeQuoteCcy` and `isTradeBorrowMode` change nothing. `tgtCcy` counts for a SPOT order to buy at the market; without
it `sz` is quote currency there, and base currency everywhere else.
"""

from __future__ import annotations

from decimal import Decimal

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.call import flag_of, text_of
from okx_mock.exchange.attached import (
    AT_MARKET_PRICE,
    Item,
    Parent,
    check_items,
    check_limit_take_profit,
    check_price_type,
    check_trailing,
    first_item_of,
    is_limit,
    items_of,
)
from okx_mock.exchange.instruments import MAX_MARKET_VALUE, MAX_PRICE, MAX_SIZE, Instrument
from okx_mock.exchange.order_checks import amount_of, check_lot, check_position_side, check_tick
from okx_mock.exchange.records import Values
from okx_mock.money import plain

MOST_SLICES = 1000
"""So many small orders may a TWAP or an iceberg order be cut into."""
MOST_AT_ONCE = 100
LONGEST_INTERVAL = 86_400
_TWO_SIDED = frozenset({"conditional", "oco"})
# The code for a trigger price on the wrong side of the price: side, take-profit or stop-loss, kind of price.
_WRONG_SIDE = {
    ("buy", "tp", "last"): "51277",
    ("buy", "sl", "last"): "51278",
    ("sell", "tp", "last"): "51279",
    ("sell", "sl", "last"): "51280",
    ("buy", "tp", "mark"): "51300",
    ("buy", "sl", "mark"): "51302",
    ("sell", "tp", "mark"): "51303",
    ("sell", "sl", "mark"): "51304",
    ("buy", "tp", "index"): "51305",
    ("buy", "sl", "index"): "51306",
    ("sell", "tp", "index"): "51307",
    ("sell", "sl", "index"): "51308",
}


def check_algo(account: Account, instrument: Instrument, fields: Values, price: Decimal) -> None:
    """Check an algo order.

    Args:
        account: whose it is.
        instrument: its instrument.
        fields: the order as on the wire.
        price: the mock's price.

    Raises:
        Refusal: with the code that the document has for the rule; 50014, 50015, 50024 and 51000 where it has none.
    """
    kind = text_of(fields, "ordType")
    texts: Item = {name: value for name, value in fields.items() if isinstance(value, str)}
    _check_mode(account, instrument, fields, kind)
    if "closeFraction" in fields:
        _check_close_fraction(account, instrument, fields, kind)
    else:
        _check_size(instrument, texts, kind)
    if kind in _TWO_SIDED:
        _check_two_sided(instrument, fields, texts, kind, price)
    elif kind == "trigger":
        _check_trigger(instrument, fields, texts, price)
    elif kind == "move_order_stop":
        check_trailing(texts, instrument, texts["side"], price)
    elif kind == "chase":
        if instrument.spot:
            raise Refusal("51287")
        _check_chase(texts)
    elif kind == "twap":
        _check_twap(instrument, texts)
    else:
        _check_iceberg(instrument, fields, texts)


def _check_mode(account: Account, instrument: Instrument, fields: Values, kind: str) -> None:
    mode = text_of(fields, "tdMode")
    if mode == "spot_isolated" or (mode == "cash" and not instrument.spot):
        raise Refusal("51000", "tdMode")
    check_position_side(account.position_mode, instrument, text_of(fields, "posSide") or "net")
    if flag_of(fields, "reduceOnly") and mode == "cash":
        raise Refusal("51205")
    if kind == "trigger" and "tgtCcy" in fields:
        raise Refusal("51281")


def _check_close_fraction(account: Account, instrument: Instrument, fields: Values, kind: str) -> None:
    if instrument.spot:
        raise Refusal("51327")
    if kind not in _TWO_SIDED or any(
        text_of(fields, name) not in {"", AT_MARKET_PRICE} for name in ("tpOrdPx", "slOrdPx")
    ):
        raise Refusal("51330")
    if account.position_mode == "net_mode":
        if not flag_of(fields, "reduceOnly"):
            raise Refusal("51328")
    elif (text_of(fields, "side"), text_of(fields, "posSide")) not in {("sell", "long"), ("buy", "short")}:
        raise Refusal("51331")


def _check_size(instrument: Instrument, texts: Item, kind: str) -> None:
    size = texts.get("sz", "")
    if _in_quote_currency(instrument, texts, kind):
        value = amount_of(size, "sz")
        if value <= 0:
            raise Refusal("51000", "sz")
        if value > MAX_MARKET_VALUE:
            raise Refusal("51201")
        return
    if amount_of(size, "sz") > MAX_SIZE:
        raise Refusal("51252")
    check_lot(instrument, size, "sz")


def _in_quote_currency(instrument: Instrument, texts: Item, kind: str) -> bool:
    """Whether `sz` may be an amount of the quote currency: SPOT orders to buy that order at the market."""
    if not instrument.spot or texts["side"] != "buy" or texts.get("tgtCcy") == "base_ccy":
        return False
    if kind in _TWO_SIDED:
        return AT_MARKET_PRICE in {texts.get("tpOrdPx"), texts.get("slOrdPx")}
    return kind == "move_order_stop" or (kind == "trigger" and texts.get("orderPx") == AT_MARKET_PRICE)


def _check_order_price(instrument: Instrument, text: str, name: str) -> None:
    if text == AT_MARKET_PRICE:
        return
    if amount_of(text, name) > MAX_PRICE:
        raise Refusal("51250")
    check_tick(instrument, text, name)


def _check_two_sided(instrument: Instrument, fields: Values, texts: Item, kind: str, price: Decimal) -> None:
    profit = any(name in texts for name in ("tpTriggerPx", "tpOrdPx"))
    loss = any(name in texts for name in ("slTriggerPx", "slOrdPx"))
    if flag_of(fields, "cxlOnClosePos") and not flag_of(fields, "reduceOnly"):
        raise Refusal("50014", "reduceOnly")
    if not profit and (kind == "oco" or not loss):
        raise Refusal("50014", "tpTriggerPx")
    if not loss and kind == "oco":
        raise Refusal("50014", "slTriggerPx")
    if loss:
        _check_side(instrument, texts, "sl", price)
    # Of a conditional order with both sides the stop-loss alone counts.
    if profit and (kind == "oco" or not loss):
        if is_limit(texts):
            check_limit_take_profit(texts, instrument)
        else:
            _check_side(instrument, texts, "tp", price)


def _check_side(instrument: Instrument, texts: Item, which: str, price: Decimal) -> None:
    trigger_name, price_name, type_name = f"{which}TriggerPx", f"{which}OrdPx", f"{which}TriggerPxType"
    for name in (trigger_name, price_name):
        if name not in texts:
            raise Refusal("50014", name)
    check_price_type(texts, type_name, instrument)
    _check_order_price(instrument, texts[price_name], price_name)
    trigger = check_tick(instrument, texts[trigger_name], trigger_name)
    # A sell takes its profit above the price and stops its loss below; a buy the other way round.
    above = (texts["side"] == "sell") == (which == "tp")
    if trigger < price if above else trigger > price:
        raise Refusal(_WRONG_SIDE[texts["side"], which, texts.get(type_name, "last")])


def _check_trigger(instrument: Instrument, fields: Values, texts: Item, price: Decimal) -> None:
    chases = texts.get("advanceOrdType") == "chase"
    attached = items_of(fields.get("attachAlgoOrds"))
    if "orderPx" not in texts and not chases:
        raise Refusal("50014", "orderPx")
    check_price_type(texts, "triggerPxType", instrument)
    trigger = check_tick(instrument, texts["triggerPx"], "triggerPx")
    if chases:
        if instrument.spot:
            raise Refusal("51287")
        if attached:
            raise Refusal("51000", "attachAlgoOrds")
        _check_chase(first_item_of(fields.get("advChaseParams")))
        return
    _check_order_price(instrument, texts["orderPx"], "orderPx")
    if attached:
        at_market = texts["orderPx"] == AT_MARKET_PRICE
        reference = trigger if at_market else Decimal(texts["orderPx"])
        check_items(attached, Parent(instrument, texts["side"], reference, None))


def _check_chase(texts: Item) -> None:
    if ("maxChaseType" in texts) != ("maxChaseVal" in texts):
        raise Refusal("50014", "maxChaseVal" if "maxChaseType" in texts else "maxChaseType")
    for name, kind in (("chaseVal", "chaseType"), ("maxChaseVal", "maxChaseType")):
        value = amount_of(texts.get(name, "0"), name)
        if texts.get(kind) == "ratio" and value >= 1:
            raise Refusal("51000", name)
    if "maxChaseVal" in texts and not Decimal(texts["maxChaseVal"]):
        raise Refusal("51000", "maxChaseVal")


def _check_slices(instrument: Instrument, texts: Item) -> None:
    """Check the size of the small orders against that of all."""
    size = Decimal(texts["sz"])
    part = check_lot(instrument, texts["szLimit"], "szLimit")
    if part > size:
        raise Refusal("51274")
    if part * MOST_SLICES < size:
        raise Refusal("51284", f"{plain(size / MOST_SLICES)} to {plain(size)}")


def _check_twap(instrument: Instrument, texts: Item) -> None:
    given = [name for name in ("pxVar", "pxSpread") if name in texts]
    if len(given) > 1:
        raise Refusal("50024", "pxVar and pxSpread")
    if not given:
        raise Refusal("50015", "pxVar or pxSpread")
    _check_slices(instrument, texts)
    if Decimal(texts["pxLimit"]):
        check_tick(instrument, texts["pxLimit"], "pxLimit")
    if int(texts["timeInterval"]) > LONGEST_INTERVAL:
        raise Refusal("51283", f"1 to {LONGEST_INTERVAL}")


def _check_iceberg(instrument: Instrument, fields: Values, texts: Item) -> None:
    _check_slices(instrument, texts)
    if int(texts["lmtOrderNumber"]) > MOST_AT_ONCE:
        raise Refusal("51000", "lmtOrderNumber")
    if "pxLimit" in texts:
        check_tick(instrument, texts["pxLimit"], "pxLimit")
    start = first_item_of(fields.get("triggerParams"))
    if start.get("triggerStrategy") == "price":
        if "triggerPx" not in start:
            raise Refusal("50014", "triggerPx")
        check_tick(instrument, start["triggerPx"], "triggerPx")
