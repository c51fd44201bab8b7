"""What may be attached to an order: take-profits, stop-losses, trailing stops. Source: okx-v5, POST /trade/order, notes.

Trigger prices must be on the right side of the price of the order, or of the mock's price if it is a market order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from okx_mock.answers import Refusal
from okx_mock.exchange.instruments import MAX_PRICE, Instrument
from okx_mock.exchange.order import Order
from okx_mock.exchange.order_checks import amount_of, check_lot, check_tick
from okx_mock.money import ZERO
from okx_mock.wire import Json

MOST_TAKE_PROFITS = 10
AT_MARKET_PRICE = "-1"
_TAKE_PROFIT = ("tpTriggerPx", "tpTriggerRatio", "tpOrdPx")
_STOP_LOSS = ("slTriggerPx", "slTriggerRatio", "slOrdPx")
_TRAILING = ("callbackRatio", "callbackSpread", "activePx")

Item = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parent:
    """What things are attached to.

    Attributes:
        instrument: its instrument.
        side: its side.
        price: what trigger prices are compared to.
        size: its size, which split take-profits must add up to; None where they can't be split.
    """

    instrument: Instrument
    side: str
    price: Decimal
    size: Decimal | None


def items_of(value: Json) -> list[dict[str, str]]:
    """The items of a request, as texts."""
    found = value if isinstance(value, list) else []
    return [
        {name: text for name, text in one.items() if isinstance(text, str) and text}
        for one in found
        if isinstance(one, dict)
    ]


def first_item_of(value: Json) -> dict[str, str]:
    """The first item of a request, as texts; empty if there is none."""
    items = items_of(value)
    return items[0] if items else {}


def takes_profit(item: Item) -> bool:
    """Whether it is a take-profit, perhaps with a stop-loss."""
    return any(name in item for name in _TAKE_PROFIT)


def stops_loss(item: Item) -> bool:
    """Whether it is a stop-loss, perhaps with a take-profit."""
    return any(name in item for name in _STOP_LOSS)


def is_limit(item: Item) -> bool:
    """Whether the take-profit is a limit order."""
    return item.get("tpOrdKind") == "limit"


def is_split(items: Sequence[Item]) -> bool:
    """Whether there is more than one take-profit."""
    return sum(map(takes_profit, items)) > 1


def check_parent(order: Order) -> None:
    """Refuse orders that nothing can be attached to.

    Raises:
        Refusal: 51044 for market orders in the currency that is received, 51100 and 51333 for those that only close.
    """
    if (order.order_type, order.side, order.target) in {("market", "buy", "base_ccy"), ("market", "sell", "quote_ccy")}:
        raise Refusal("51044", order.order_type)
    if order.reduces:
        raise Refusal("51100" if order.position_side == "net" else "51333")


def check_items(items: Sequence[Item], parent: Parent) -> None:
    """Check what is to be attached.

    Raises:
        Refusal: with the code that the document has for the rule.
    """
    split = is_split(items)
    if split and (parent.instrument.spot or parent.size is None):
        raise Refusal("51077")
    for item in items:
        _check_item(item, parent, split=split)
    if sum(map(takes_profit, items)) > MOST_TAKE_PROFITS:
        raise Refusal("51079", str(MOST_TAKE_PROFITS))
    if sum(map(stops_loss, items)) > 1:
        raise Refusal("51084", "1")
    if sum(_trails(item) for item in items) > 1:
        raise Refusal("51086", "1")
    if split and parent.size is not None:
        _check_split([item for item in items if takes_profit(item)], parent, parent.size)
    elif any(item.get("amendPxOnTriggerType") == "1" for item in items):
        raise Refusal("51085")


def _trails(item: Item) -> bool:
    return any(name in item for name in _TRAILING)


def _check_item(item: Item, parent: Parent, *, split: bool) -> None:
    profit, loss, trails = takes_profit(item), stops_loss(item), _trails(item)
    if split and profit and loss:
        raise Refusal("51076")
    if item.get("amendPxOnTriggerType") == "1":
        if parent.instrument.spot:
            raise Refusal("51077")
        if "slTriggerPx" not in item:
            raise Refusal("50014", "slTriggerPx")
    if not (profit or loss or trails):
        if "attachAlgoClOrdId" in item:
            raise Refusal("51178")
        raise Refusal("50015", "tpTriggerPx or slTriggerPx")
    if trails and (profit or loss):
        raise Refusal("50024", "callbackRatio or callbackSpread and a take-profit or stop-loss")
    if "sz" in item and not (split and profit):
        raise Refusal("51000", "sz")
    if profit:
        _check_take_profit(item, parent)
    if loss:
        _check_stop_loss(item, parent)
    if trails:
        check_trailing(item, parent.instrument, "sell" if parent.side == "buy" else "buy", parent.price)


def _check_take_profit(item: Item, parent: Parent) -> None:
    if is_limit(item):
        check_limit_take_profit(item, parent.instrument)
        return
    trigger = _check_trigger(item, "tp", parent)
    if trigger is not None and parent.side == "buy" and trigger <= parent.price:
        raise Refusal("51046")
    if trigger is not None and parent.side == "sell" and trigger >= parent.price:
        raise Refusal("51048")


def check_limit_take_profit(item: Item, instrument: Instrument) -> None:
    """Check a take-profit that is a limit order: 51094, 50014, 51093, or what its price breaks."""
    if instrument.spot:
        raise Refusal("51094")
    if "tpOrdPx" not in item:
        raise Refusal("50014", "tpOrdPx")
    if item["tpOrdPx"] == AT_MARKET_PRICE:
        raise Refusal("51093")
    check_tick(instrument, item["tpOrdPx"], "tpOrdPx")


def _check_stop_loss(item: Item, parent: Parent) -> None:
    trigger = _check_trigger(item, "sl", parent)
    if trigger is not None and parent.side == "buy" and trigger >= parent.price:
        raise Refusal("51047")
    if trigger is not None and parent.side == "sell" and trigger <= parent.price:
        raise Refusal("51049")


def _check_trigger(item: Item, kind: str, parent: Parent) -> Decimal | None:
    """Check trigger and order price of one side; gives the trigger price unless it is a ratio."""
    trigger, ratio, price = f"{kind}TriggerPx", f"{kind}TriggerRatio", f"{kind}OrdPx"
    if trigger in item and ratio in item:
        raise Refusal("50024", f"{trigger} and {ratio}")
    if trigger not in item and ratio not in item:
        raise Refusal("50014", trigger)
    if price not in item:
        raise Refusal("50014", price)
    check_price_type(item, f"{kind}TriggerPxType", parent.instrument)
    if item[price] != AT_MARKET_PRICE:
        check_tick(parent.instrument, item[price], price)
    if trigger in item:
        return check_tick(parent.instrument, item[trigger], trigger)
    if parent.instrument.spot:
        raise Refusal("54079")
    value = amount_of(item[ratio], ratio)
    # The take-profit of a sell is a share below zero; the stop-loss of a buy lies below too, but is said without a sign.
    lowest, highest = (Decimal(-1), ZERO) if (kind, parent.side) == ("tp", "sell") else (ZERO, MAX_PRICE)
    if (kind, parent.side) == ("sl", "buy"):
        highest = Decimal(1)
    if not lowest < value < highest:
        raise Refusal("54078", ratio)
    return None


def check_price_type(item: Item, name: str, instrument: Instrument) -> None:
    """SPOT is triggered by the last price alone: 51415."""
    if instrument.spot and item.get(name, "last") != "last":
        raise Refusal("51415")


def check_trailing(item: Item, instrument: Instrument, side: str, price: Decimal) -> None:
    """Check a trailing stop of a side.

    Raises:
        Refusal: 50024 and 50015 unless it has one distance, 51311 for a wrong one, 51258 and 51259 for an activation price
            on the wrong side of the price.
    """
    given = [name for name in ("callbackRatio", "callbackSpread") if name in item]
    if len(given) > 1:
        raise Refusal("50024", "callbackRatio and callbackSpread")
    if not given:
        raise Refusal("50015", "callbackRatio or callbackSpread")
    distance = amount_of(item[given[0]], given[0])
    if distance <= 0 or (given[0] == "callbackRatio" and distance > 1):
        raise Refusal("51311", "0 to 1" if given[0] == "callbackRatio" else "0")
    if "activePx" in item:
        active = check_tick(instrument, item["activePx"], "activePx")
        if side == "sell" and active <= price:
            raise Refusal("51258")
        if side == "buy" and active >= price:
            raise Refusal("51259")


def _check_split(profits: Sequence[Item], parent: Parent, size: Decimal) -> None:
    if len({item.get("tpOrdKind", "condition") for item in profits}) > 1:
        raise Refusal("51091")
    if len({item.get("tpTriggerPxType", "last") for item in profits}) > 1:
        raise Refusal("51080")
    if is_limit(profits[0]):
        if len({Decimal(item["tpOrdPx"]) for item in profits}) < len(profits):
            raise Refusal("51092")
    elif len({Decimal(item.get("tpTriggerPx") or item["tpTriggerRatio"]) for item in profits}) < len(profits):
        raise Refusal("51081")
    if any("sz" not in item for item in profits):
        raise Refusal("51089")
    if sum(check_lot(parent.instrument, item["sz"], "sz") for item in profits) != size:
        raise Refusal("51083")


_CHANGES = {
    "newTpTriggerPx": "tpTriggerPx",
    "newTpTriggerRatio": "tpTriggerRatio",
    "newTpOrdPx": "tpOrdPx",
    "newTpOrdKind": "tpOrdKind",
    "newTpTriggerPxType": "tpTriggerPxType",
    "newSlTriggerPx": "slTriggerPx",
    "newSlTriggerRatio": "slTriggerRatio",
    "newSlOrdPx": "slOrdPx",
    "newSlTriggerPxType": "slTriggerPxType",
    "newCallbackRatio": "callbackRatio",
    "newCallbackSpread": "callbackSpread",
    "newActivePx": "activePx",
    "sz": "sz",
    "amendPxOnTriggerType": "amendPxOnTriggerType",
}
# Of a price and a ratio, or of two distances, the new one takes the place of the other.
_INSTEAD = {
    "tpTriggerPx": "tpTriggerRatio",
    "tpTriggerRatio": "tpTriggerPx",
    "slTriggerPx": "slTriggerRatio",
    "slTriggerRatio": "slTriggerPx",
    "callbackRatio": "callbackSpread",
    "callbackSpread": "callbackRatio",
}


def changed(item: Item, change: Item) -> dict[str, str]:
    """An item after a change (okx-v5, POST /trade/amend-order); a price or ratio of 0 deletes its side."""
    after = dict(item)
    for new, name in _CHANGES.items():
        if new in change:
            after.pop(_INSTEAD.get(name, ""), None)
            after[name] = change[new]
    for side in (_TAKE_PROFIT, _STOP_LOSS):
        # A market price is -1, so nothing else than the wish to delete is 0.
        if any(name in after and Decimal(after[name]) == 0 for name in side):
            for name in side:
                after.pop(name, None)
    return after
