"""All algo orders that live, and what is attached to orders until they fill.

An algo order freezes nothing: its orders do once they are in the book (okx-v5, POST /trade/order-algo). It ends as
`effective` when it has placed what it was for, as `order_failed` with a `failCode` when the book refuses that, or as
`canceled`. An order that it places carries its `tag`.

What is attached to an order becomes algo orders once the order has filled as a whole, and lapses when it is cancelled
before, also when it had filled in part. The algo orders are for what the order has filled, on the other side, with the
order's own tag; for derivatives they only reduce. A take-profit and a stop-loss together become an `oco` order, one of
them a `conditional` one, a distance a `move_order_stop`; a single limit take-profit is a plain order with
`attachAlgoClOrdId` as its `clOrdId`. One that can't be placed leaves its `failCode` in the order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.call import text_of
from okx_mock.clock import Clock
from okx_mock.exchange.algo_order import BY_TAKE_PROFIT_OR_STOP_LOSS, SOURCE, Algo
from okx_mock.exchange.algo_rules import check_algo
from okx_mock.exchange.algo_slices import Chase, Iceberg, Twap
from okx_mock.exchange.algo_waits import Split, TrailingStop, Trigger, TwoSided, belongs_to_position
from okx_mock.exchange.attached import (
    AT_MARKET_PRICE,
    Item,
    Parent,
    changed,
    check_items,
    check_parent,
    is_limit,
    is_split,
    items_of,
    stops_loss,
    takes_profit,
)
from okx_mock.exchange.book import Book
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.exchange.order import AT_MARKET, Attachment, Order
from okx_mock.exchange.order_checks import to_step
from okx_mock.exchange.rates import LEVERAGE
from okx_mock.exchange.records import Kind, Record, Records, Values
from okx_mock.exchange.trader import PositionKey
from okx_mock.money import plain
from okx_mock.timers import Timers
from okx_mock.wire import Json

ALGO = Kind(
    "algo order", "algoId", "getAlgoOrder", client="algoClOrdId", over="51400", full="51299", by_instrument=True
)
KINDS: Mapping[str, type[Algo]] = {
    "conditional": TwoSided,
    "oco": TwoSided,
    "trigger": Trigger,
    "move_order_stop": TrailingStop,
    "chase": Chase,
    "twap": Twap,
    "smart_iceberg": Iceberg,
}
# How many may wait (okx-v5, order caps): take-profits and stop-losses by instrument, the others in all.
_MOST = {"conditional": 100, "oco": 100, "trigger": 500, "move_order_stop": 50, "twap": 20, "smart_iceberg": 100}
FIRST_ATTACHMENT = 591_000_000_000_000_000

_TEXTS = (
    "activePx", "actualPx", "actualSide", "advanceOrdType", "aggressiveness", "algoClOrdId", "algoId", "cTime",
    "callbackRatio", "callbackSpread", "ccy", "chaseType", "chaseVal", "clOrdId", "closeFraction", "instId", "instType",
    "isTradeBorrowMode", "last", "lever", "lmtOrderNumber", "maxChaseType", "maxChaseVal", "moveTriggerPx", "ordId",
    "ordPx", "ordType", "posSide", "pxLimit", "pxSpread", "pxVar", "quickMgnType", "reduceOnly", "side", "slOrdPx",
    "slTriggerPx", "slTriggerPxType", "state", "sz", "szLimit", "tag", "tdMode", "tgtCcy", "timeInterval", "tpOrdPx",
    "tpTriggerPx", "tpTriggerPxType", "tradeQuoteCcy", "triggerPx", "triggerPxType", "triggerTime", "uTime",
)  # fmt: skip
_LISTS = ("advChaseParams", "attachAlgoOrds", "ordIdList", "subAlgoIdList", "triggerParams")


class Algos:
    """Places algo orders, tells them of prices, and lets them end."""

    def __init__(self, clock: Clock, timers: Timers, book: Book, records: Records) -> None:
        """Begin without any; listens to the book from now on."""
        self.book = book
        self.timers = timers
        self._clock = clock
        self._records = records
        self._live: dict[str, dict[str, Algo]] = {}
        self._by_account: dict[str, dict[str, Algo]] = {}
        # Client ids that are taken by what is attached to open orders.
        self._promised: set[tuple[str, str]] = set()
        self._attachments = 0
        book.attachments = self
        book.on_price.append(self._moved)
        book.on_flat.append(self._flat)

    def now_ms(self) -> int:
        """The time on the mock's clock."""
        return self._clock.now_ms()

    # Algo orders

    def create(
        self,
        account: Account,
        fields: Values,
        source: str,
        *,
        checked: bool = False,
        split: Split | None = None,
    ) -> Record:
        """Place an algo order; it may act at once.

        Args:
            account: whose it is.
            fields: the order as on the wire.
            source: the operation that places it.
            checked: whether the fields were checked before.
            split: the take-profit in parts that it belongs to.

        Raises:
            Refusal: with the code of the rule that it breaks.
        """
        instrument = INSTRUMENTS.get(text_of(fields, "instId"))
        if instrument is None:
            raise Refusal("51001")
        price = self.book.prices[instrument.inst_id]
        client_id = text_of(fields, "algoClOrdId")
        if not checked:
            if (account.uid, client_id) in self._promised:
                raise Refusal("51068", "algoClOrdId")
            check_algo(account, instrument, fields, price)
        self._check_room(account, fields)
        shown = _shown(fields, spot=instrument.spot)
        row: dict[str, Json] = {
            **dict.fromkeys(_TEXTS, ""),
            **{name: [] for name in _LISTS},
            "actualSz": "0",
            "amendPxOnTriggerType": "0",
            "failCode": "0",
            "linkedOrd": {"ordId": ""},
            "instType": "MARGIN" if instrument.spot and shown["tdMode"] != "cash" else instrument.inst_type,
            "last": plain(price),
            "lever": "" if instrument.spot else plain(LEVERAGE),
            "posSide": "net",
            "tradeQuoteCcy": instrument.quote if instrument.spot else "",
        }
        record = self._records.file(ALGO, account, shown, source, row)
        algo = KINDS[text_of(fields, "ordType")](self, record, instrument, fields)
        if split is not None and isinstance(algo, TwoSided):
            split.add(algo)
        self._live.setdefault(instrument.inst_id, {})[record.id] = algo
        self._by_account.setdefault(account.uid, {})[record.id] = algo
        algo.begin()
        return record

    def _check_room(self, account: Account, fields: Values) -> None:
        kind, inst_id = text_of(fields, "ordType"), text_of(fields, "instId")
        others = self._by_account.get(account.uid, {}).values()
        if kind == "chase":
            if any(isinstance(one, Chase) and one.instrument.inst_id == inst_id for one in others):
                raise Refusal("55116")
            return
        if kind in {"conditional", "oco"}:
            alike: list[Algo] = [
                one for one in others if isinstance(one, TwoSided) and one.instrument.inst_id == inst_id
            ]
            if "closeFraction" in fields:
                key = (inst_id, text_of(fields, "tdMode"), text_of(fields, "posSide") or "net")
                if any("closeFraction" in one.fields and one.position_key == key for one in alike):
                    raise Refusal("51088")
        else:
            alike = [one for one in others if text_of(one.fields, "ordType") == kind]
        if len(alike) >= _MOST[kind]:
            raise Refusal("51299", str(_MOST[kind]))

    def cancel(self, account: Account, fields: Values) -> Record:
        """Cancel an algo order.

        Raises:
            Refusal: 51400 when there is none that lives; 51001 for an unknown instrument.
        """
        if text_of(fields, "instId") not in INSTRUMENTS:
            raise Refusal("51001")
        try:
            record = self._records.find(ALGO, account, fields)
        except Refusal:
            raise Refusal("51400") from None
        algo = self._by_account.get(account.uid, {}).get(record.id)
        if algo is None or algo.instrument.inst_id != text_of(fields, "instId"):
            raise Refusal("51400")
        self.finish(algo, "canceled")
        algo.stop()
        return record

    def finish(self, algo: Algo, state: str, code: str = "") -> None:
        """Let an algo order end, unless it has.

        Args:
            algo: the algo order.
            state: what its `state` says from now on.
            code: why it failed.
        """
        if not algo.record.open:
            return
        del self._live[algo.instrument.inst_id][algo.record.id]
        del self._by_account[algo.record.account.uid][algo.record.id]
        algo.record.row["failCode"] = code if algo.shows_failure else ""
        self._records.end(algo.record, state)

    def _moved(self, inst_id: str) -> None:
        for algo in list(self._live.get(inst_id, {}).values()):
            algo.moved()

    def _flat(self, account: Account, key: PositionKey) -> None:
        for algo in list(self._by_account.get(account.uid, {}).values()):
            if algo.live and algo.position_key == key and belongs_to_position(algo):
                self.finish(algo, "canceled")
                algo.stop()

    # What is attached to orders

    def accept(self, order: Order, items: Json) -> tuple[Attachment, ...]:
        """What a request attaches to an order that is about to be placed.

        Raises:
            Refusal: with the code of the rule that it breaks.
        """
        return self._attach(order, [(self._next_id, item) for item in items_of(items)], ())

    def change(self, order: Order, items: Json) -> tuple[Attachment, ...]:
        """What is attached to an order after an amendment: changed, deleted or, without `attachAlgoId`, added.

        Raises:
            Refusal: 51527 for an `attachAlgoId` that is none of the order's; else the code of the rule that it breaks.
        """
        known: dict[str, Item] = {one.id: one.fields for one in order.attached}
        added: list[tuple[Callable[[], str], Item]] = []
        for change in items_of(items):
            own_id = change.get("attachAlgoClOrdId", "")
            found = change.get("attachAlgoId", "") or next(
                (key for key, item in known.items() if own_id and item.get("attachAlgoClOrdId") == own_id), ""
            )
            if found:
                if found not in known:
                    raise Refusal("51527")
                known[found] = changed(known[found], change)
            else:
                item = changed({"attachAlgoClOrdId": own_id} if own_id else {}, change)
                added.append((self._next_id, item))
        kept = [(_fixed(key), item) for key, item in known.items() if not _is_empty(item)]
        return self._attach(order, [*kept, *added], order.attached)

    def _attach(
        self, order: Order, wanted: list[tuple[Callable[[], str], Item]], before: tuple[Attachment, ...]
    ) -> tuple[Attachment, ...]:
        items = [item for _, item in wanted]
        if items:
            check_parent(order)
            price = self.book.prices[order.instrument.inst_id] if order.order_type in AT_MARKET else order.price
            check_items(items, Parent(order.instrument, order.side, price, order.size))
        uid = order.account.uid
        had = {(uid, own_id) for one in before if (own_id := one.fields.get("attachAlgoClOrdId"))}
        ids = [(uid, own_id) for item in items if (own_id := item.get("attachAlgoClOrdId"))]
        if len(set(ids)) < len(ids) or any(self._taken(*one) for one in ids if one not in had):
            raise Refusal("51068", "attachAlgoClOrdId")
        self._promised.difference_update(had)
        self._promised.update(ids)
        return tuple(Attachment(number(), _complete(item)) for number, item in wanted)

    def _next_id(self) -> str:
        self._attachments += 1
        return str(FIRST_ATTACHMENT + self._attachments)

    def _taken(self, uid: str, client_id: str) -> bool:
        if (uid, client_id) in self._promised:
            return True
        return any(one.record.client_id == client_id for one in self._by_account.get(uid, {}).values())

    def lapsed(self, order: Order) -> None:
        """An order has ended before it filled; nothing comes of what is attached to it."""
        for one in order.attached:
            self._promised.discard((order.account.uid, one.fields.get("attachAlgoClOrdId", "")))

    def filled(self, order: Order) -> None:
        """An order has filled as a whole: what is attached to it becomes active."""
        self.lapsed(order)
        items = [one.fields for one in order.attached]
        split = None
        if is_split(items):
            break_even = any(item.get("amendPxOnTriggerType") == "1" for item in items)
            split = Split(order.average, break_even=break_even)
        # The stop-loss first, so that a part that triggers at once finds it.
        for one in sorted(order.attached, key=lambda one: takes_profit(one.fields)):
            try:
                self._activate(order, one.fields, split)
            except Refusal as refusal:
                one.fail_code, one.fail_reason = refusal.code, refusal.text

    def _activate(self, order: Order, item: Item, split: Split | None) -> None:
        profit, loss = takes_profit(item), stops_loss(item)
        size = item.get("sz") or plain(order.filled)
        own_id = item.get("attachAlgoClOrdId", "")
        closing: dict[str, Json] = {
            "instId": order.instrument.inst_id,
            "tdMode": order.trade_mode,
            "side": "sell" if order.side == "buy" else "buy",
            "posSide": order.position_side,
            "sz": size,
            "tgtCcy": "base_ccy" if order.instrument.spot else "",
            "reduceOnly": not order.instrument.spot,
            "tag": order.tag,
        }
        if profit and not loss and is_limit(item):
            self._place_limit(order, closing, item, split)
            return
        fields = {**closing, **_trigger_prices(order, item), "algoClOrdId": own_id}
        if profit and loss:
            fields["ordType"] = "oco"
        else:
            fields["ordType"] = "conditional" if profit or loss else "move_order_stop"
        self.create(order.account, fields, order.source, checked=True, split=split)

    def _place_limit(self, order: Order, closing: Values, item: Item, split: Split | None) -> None:
        """Place a take-profit that is a limit order."""
        fields: Values = {
            **closing,
            "ordType": "limit",
            "px": item["tpOrdPx"],
            "clOrdId": item.get("attachAlgoClOrdId", "") if split is None else "",
        }
        placed = self.book.place(
            order.account,
            fields,
            SOURCE,
            b"",
            on_change=split.limit_changed if split is not None else None,
            origin=BY_TAKE_PROFIT_OR_STOP_LOSS,
        )
        placed.take_profit_limit = True
        if split is not None and placed.open:
            split.limits.append(placed)
            if split.stop_loss is not None:
                placed.linked_algo_id = split.stop_loss.record.id


def _fixed(text: str) -> Callable[[], str]:
    return lambda: text


def _is_empty(item: Item) -> bool:
    return not takes_profit(item) and not stops_loss(item) and not {"callbackRatio", "callbackSpread"} & set(item)


def _complete(item: Item) -> dict[str, str]:
    """An item with what it has unless said otherwise."""
    after = dict(item)
    if takes_profit(item):
        after.setdefault("tpOrdKind", "condition")
        if not is_limit(item):
            after.setdefault("tpTriggerPxType", "last")
    if stops_loss(item):
        after.setdefault("slTriggerPxType", "last")
    after.setdefault("amendPxOnTriggerType", "0")
    return after


def _trigger_prices(order: Order, item: Item) -> dict[str, Json]:
    """The fields of the algo order; ratios are taken of the price at which the order has filled."""
    names = (
        "tpTriggerPx", "tpTriggerPxType", "tpOrdPx", "tpOrdKind", "slTriggerPx", "slTriggerPxType", "slOrdPx",
        "callbackRatio", "callbackSpread", "activePx", "amendPxOnTriggerType",
    )  # fmt: skip
    fields: dict[str, Json] = {name: item[name] for name in names if name in item}
    tick, entry = order.instrument.tick, order.average
    if "tpTriggerRatio" in item:
        fields["tpTriggerPx"] = plain(to_step(entry * (1 + Decimal(item["tpTriggerRatio"])), tick, ROUND_HALF_EVEN))
    if "slTriggerRatio" in item:
        ratio = Decimal(item["slTriggerRatio"])
        share = 1 - ratio if order.side == "buy" else 1 + ratio
        fields["slTriggerPx"] = plain(to_step(entry * share, tick, ROUND_HALF_EVEN))
    return fields


def _shown(fields: Values, *, spot: bool) -> dict[str, Json]:
    """What an algo order shows of its request, in the names and forms of the answer."""
    shown: dict[str, Json] = {name: value for name, value in fields.items() if value != ""}
    shown["reduceOnly"] = "true" if fields.get("reduceOnly") in {True, "true"} else "false"
    if "orderPx" in shown:
        shown["ordPx"] = shown.pop("orderPx")
    if shown["ordType"] == "trigger":
        shown.setdefault("triggerPxType", "last")
    for trigger in ("tpTriggerPx", "slTriggerPx"):
        if trigger in shown:
            shown.setdefault(f"{trigger}Type", "last")
    at_market = AT_MARKET_PRICE in {text_of(shown, name) for name in ("tpOrdPx", "slOrdPx", "ordPx")}
    if spot and (at_market or shown["ordType"] == "move_order_stop"):
        shown.setdefault("tgtCcy", "quote_ccy" if shown["side"] == "buy" else "base_ccy")
    return shown
