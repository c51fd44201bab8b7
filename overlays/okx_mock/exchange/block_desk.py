"""The desk of block trading: RFQs, quotes and block trades, and what becomes of them.

The rules of the mock, where okx-v5 (block trading) leaves them open:

- Market makers are the seeded users that may trade, of the same environment, each under its name in capitals. In demo
  trading there is the bot WAGMI too: a second after an RFQ was sent to it, it quotes the mock's prices, if it can.
- An RFQ lives for two minutes, as the mock has no options. A quote ends with its RFQ: expired if that expires, else
  cancelled.
- A quote executes at once, as a whole or in the part that was asked for; RFQ and quote are over then, and `pending_fill`
  is never seen. Makers other than the one whose quote was taken see the RFQ as `traded_away`.
- Nothing is frozen for RFQs and quotes. A maker must be able to pay when quoting, a taker when executing (51008), and have
  the positions that a leg closes; else it is refused, and nothing has changed. If the maker can't any more, the execution
  fails: RFQ and quote are `failed`, and both sides find the trade with `isSuccessful` false and 70509.
- With `lmtPx`, a quote at these prices or better executes as it comes, unless the taker can't pay.
- A group RFQ is settled account by account; it is `filled` if one of them could be.
- A client's own id can be used again when what it named is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from okx_mock.accounts import Account, Directory
from okx_mock.answers import Refusal
from okx_mock.call import flag_of, text_of
from okx_mock.clock import Clock
from okx_mock.exchange.block_legs import Leg, Values, in_ratio, limits_of, objects, read_legs, read_quote, read_sizes
from okx_mock.exchange.book import Book
from okx_mock.exchange.order import Order
from okx_mock.exchange.records import Kind, Record, Records, ids_of
from okx_mock.exchange.settlement import BLOCK, OTHER_SIDE, Deal, Settlement, position_side
from okx_mock.exchange.shelves import Shelves
from okx_mock.money import plain
from okx_mock.timers import Timer, Timers
from okx_mock.wire import Json

RFQ = Kind("rfq", "rfqId", "getRfqs", client="clRfqId", missing="70000", duplicate="70101", open_state="active")
QUOTE = Kind(
    "quote", "quoteId", "getQuotes", client="clQuoteId", missing="70001", duplicate="70301", open_state="active"
)
TRADE = Kind("block trade", "blockTdId", "getRfqTrades", missing="70002")
RFQ_MS = 120_000
QUOTE_SECONDS = 60
BOT_MS = 1000
"""The bot quotes so long after an RFQ."""
BOT_BALANCE = Decimal(10**12)
MASTER = "0"
"""The name of the master account in a group RFQ."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one account wants of an RFQ: the taker itself, or an account of a group RFQ."""

    name: str
    account: Account
    legs: tuple[Leg, ...]


@dataclass(slots=True, eq=False)
class Rfq:
    """A request for quotes."""

    record: Record
    taker: Account
    makers: tuple[Account, ...]
    anonymous: bool
    may_be_partial: bool
    legs: tuple[Leg, ...]
    limits: tuple[Decimal, ...]
    parts: tuple[Part, ...]
    grouped: bool
    valid_until_ms: int
    updated_ms: int
    timer: Timer
    state: str = "active"
    winner: Account | None = None
    quotes: dict[str, Quote] = field(default_factory=dict[str, "Quote"])
    """The newest quote of each maker."""

    def state_for(self, viewer: Account) -> str:
        """The state as the taker or a maker sees it."""
        lost = self.state == "filled" and viewer is not self.taker and viewer is not self.winner
        return "traded_away" if lost else self.state


@dataclass(slots=True, eq=False)
class Quote:
    """A quote."""

    record: Record
    rfq: Rfq
    maker: Account
    anonymous: bool
    side: str
    legs: tuple[Leg, ...]
    prices: tuple[Decimal, ...]
    valid_until_ms: int
    updated_ms: int
    timer: Timer
    state: str = "active"

    def is_within(self, limits: Sequence[Decimal]) -> bool:
        """Whether the prices are the taker's limits or better."""
        if self.side != "sell":
            return False
        return all(
            price <= limit if leg.side == "buy" else price >= limit
            for leg, price, limit in zip(self.legs, self.prices, limits, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of one part of an RFQ.

    Attributes:
        part: the part.
        number: the id of its block trade.
        sizes: the sizes in base currency or contracts.
        error: why it failed; empty if it did not.
        taken: the taker's fills, one for each leg.
        made: the maker's.
    """

    part: Part
    number: str
    sizes: tuple[Decimal, ...]
    error: str
    taken: Sequence[Order]
    made: Sequence[Order]


@dataclass(frozen=True, slots=True, eq=False)
class BlockTrade:
    """The execution of a quote, successful or not."""

    record: Record
    rfq: Rfq
    quote: Quote
    settled: tuple[Settled, ...]
    error: str


class BlockDesk:
    """All RFQs, quotes and block trades."""

    def __init__(
        self,
        clock: Clock,
        timers: Timers,
        book: Book,
        records: Records,
        settlement: Settlement,
        directory: Directory,
        bot: Account,
    ) -> None:
        self._clock = clock
        self._timers = timers
        self._book = book
        self._records = records
        self._settlement = settlement
        self._directory = directory
        self.bot = bot
        self.rfqs: Shelves[Rfq] = Shelves()
        self.quotes: Shelves[Quote] = Shelves()
        self.trades: Shelves[BlockTrade] = Shelves()

    def counterparties(self, taker: Account) -> list[Account]:
        """Whom an account can ask for quotes."""
        bots = [self.bot] if self.bot.environment == taker.environment else []
        users = [
            one
            for one in self._directory.accounts.values()
            if one.market_maker and one.environment == taker.environment and one.site == taker.site and one is not taker
        ]
        return bots + users

    # RFQs

    def create_rfq(self, taker: Account, fields: Values) -> Rfq:
        """Ask makers for quotes.

        Raises:
            Refusal: with the code of the rule that the request breaks.
        """
        makers = self._makers(taker, fields.get("counterparties"))
        legs = read_legs(fields.get("legs"), taker)
        limits = limits_of(fields.get("legs"))
        grouped = bool(fields.get("acctAlloc"))
        parts = self._allocated(taker, fields.get("acctAlloc"), legs) if grouped else (Part("", taker, legs),)
        row: dict[str, Json] = {"counterparties": [one.trader_code for one in makers], **_shown(legs)}
        record = self._records.file(RFQ, taker, ids_of(RFQ, fields), "createRfq", row)
        until_ms = record.created_ms + RFQ_MS
        rfq = Rfq(
            record=record,
            taker=taker,
            makers=makers,
            anonymous=flag_of(fields, "anonymous"),
            may_be_partial=flag_of(fields, "allowPartialExecution") or grouped,
            legs=legs,
            limits=limits,
            parts=parts,
            grouped=grouped,
            valid_until_ms=until_ms,
            updated_ms=record.created_ms,
            timer=self._timers.at(until_ms, lambda: self._end_rfq(rfq, "expired")),
        )
        for account in (taker, *makers):
            self.rfqs.put(account, record.id, rfq)
        if self.bot in makers:
            self._timers.at(record.created_ms + BOT_MS, partial(self._let_bot_quote, rfq))
        return rfq

    def _makers(self, taker: Account, codes: Json) -> tuple[Account, ...]:
        known = {one.trader_code: one for one in self.counterparties(taker)}
        wanted = dict.fromkeys(str(code) for code in codes) if isinstance(codes, list) else {}
        if unknown := next((code for code in wanted if code not in known), None):
            raise Refusal("70103", unknown[:64])
        if "" in wanted:
            raise Refusal("70103")
        return tuple(known[code] for code in wanted)

    def _allocated(self, master: Account, sent: Json, legs: Sequence[Leg]) -> tuple[Part, ...]:
        """The parts of a group RFQ: of the master and of its sub-accounts that may trade."""
        parts: list[Part] = []
        for row in objects(sent):
            name = text_of(row, "acct")
            sub = self._directory.sub_account(master, name)
            usable = sub is not None and sub.enabled and "trading" not in sub.frozen
            if not self._directory.sub_accounts(master) or not (name == MASTER or usable):
                raise Refusal("70517", name[:64])
            account = sub.account if sub is not None else master
            sides = {leg.instrument.inst_id: (leg.side, leg.target) for leg in legs}
            rows: list[Json] = []
            for part_row in objects(row.get("legs")):
                side, target = sides.get(text_of(part_row, "instId"), ("buy", ""))
                rows.append({**part_row, "side": side, "tgtCcy": target})
            read = {leg.instrument.inst_id: leg for leg in read_legs(rows, account)}
            if set(read) != set(sides):
                raise Refusal("70514")
            parts.append(Part(name, account, tuple(read[inst_id] for inst_id in sides)))
        if len({part.name for part in parts}) != len(parts):
            raise Refusal("70518")
        for number, leg in enumerate(legs):
            if sum(part.legs[number].size for part in parts) != leg.size:
                raise Refusal("70514")
        if not all(in_ratio([leg.size for leg in part.legs], legs) for part in parts):
            raise Refusal("70515")
        return tuple(parts)

    def cancel_rfq(self, taker: Account, fields: Values) -> Rfq:
        """Cancel an RFQ of one's own.

        Raises:
            Refusal: 70000 when there is none, 70200 when it is over.
        """
        record = self._records.find(RFQ, taker, fields)
        rfq = self.rfqs.get(taker, record.id)
        if rfq is None:
            raise Refusal("70000")
        if rfq.state != "active":
            raise Refusal("70200", rfq.state)
        self._end_rfq(rfq, "canceled")
        return rfq

    def _end_rfq(self, rfq: Rfq, state: str) -> None:
        """The end of an RFQ, and of the quotes on it that are still there."""
        rfq.timer.call_off()
        rfq.state, rfq.updated_ms = state, self._clock.now_ms()
        self._records.end(rfq.record, state)
        for quote in rfq.quotes.values():
            if quote.state == "active":
                self._end_quote(quote, "expired" if state == "expired" else "canceled")

    # Quotes

    def create_quote(self, maker: Account, fields: Values) -> Quote:
        """Quote an RFQ that the maker was asked for.

        Raises:
            Refusal: 70000 when there is none, 70308 for one's own, 70303 when it is over, 51008 when the maker can't
                pay; else the code of the rule that a leg breaks.
        """
        rfq = self.rfqs.get(maker, text_of(fields, "rfqId"))
        if rfq is None:
            raise Refusal("70000")
        if rfq.taker is maker:
            raise Refusal("70308")
        if rfq.state != "active":
            raise Refusal("70303", rfq.state)
        legs, prices = read_quote(fields.get("legs"), maker, rfq.legs, rfq.record.id)
        return self._quote(rfq, maker, fields, legs, prices)

    def _quote(
        self, rfq: Rfq, maker: Account, fields: Values, legs: tuple[Leg, ...], prices: tuple[Decimal, ...]
    ) -> Quote:
        side = text_of(fields, "quoteSide")
        sizes = tuple(leg.in_base(leg.size, price) for leg, price in zip(legs, prices, strict=True))
        made = _deals(maker, side, legs, sizes, prices)
        if (lack := self._settlement.lack(made)) is not None:
            raise lack.refusal
        row: dict[str, Json] = {"rfqId": rfq.record.id, "quoteSide": side, **_shown(legs, prices)}
        house = maker is self.bot
        record = self._records.file(QUOTE, maker, ids_of(QUOTE, fields), "createQuote", row, house=house)
        until_ms = record.created_ms + 1000 * int(text_of(fields, "expiresIn") or QUOTE_SECONDS)
        quote = Quote(
            record=record,
            rfq=rfq,
            maker=maker,
            anonymous=flag_of(fields, "anonymous"),
            side=side,
            legs=legs,
            prices=prices,
            valid_until_ms=until_ms,
            updated_ms=record.created_ms,
            timer=self._timers.at(until_ms, lambda: self._end_quote(quote, "expired")),
        )
        before = rfq.quotes.get(maker.uid)
        if before is not None and before.state == "active":
            self._end_quote(before, "canceled")
        rfq.quotes[maker.uid] = quote
        for account in (rfq.taker, maker):
            self.quotes.put(account, record.id, quote)
        if rfq.limits and quote.is_within(rfq.limits):
            self._execute_by_itself(rfq, quote)
        return quote

    def _execute_by_itself(self, rfq: Rfq, quote: Quote) -> None:
        try:
            self._execute(rfq, quote, None)
        except Refusal:
            # Nobody asked: the states tell what came of it.
            return

    def _let_bot_quote(self, rfq: Rfq) -> None:
        if rfq.state != "active":
            return
        coins = {ccy for leg in rfq.legs for ccy in (leg.instrument.base, leg.instrument.quote)}
        self._book.trader(self.bot).cash.update(dict.fromkeys(sorted(coins), BOT_BALANCE))
        prices = tuple(self._book.prices[leg.instrument.inst_id] for leg in rfq.legs)
        try:
            self._quote(rfq, self.bot, {"quoteSide": "sell"}, rfq.legs, prices)
        except Refusal:
            # A size that is none at this price, or more than even the bot can pay: it stays silent, as a maker may.
            return

    def cancel_quote(self, maker: Account, fields: Values) -> Quote:
        """Cancel a quote of one's own.

        Raises:
            Refusal: 70001 when there is none, 70501 when it is not for the RFQ that is named, 70400 when it is over.
        """
        record = self._records.find(QUOTE, maker, fields)
        quote = self.quotes.get(maker, record.id)
        if quote is None:
            raise Refusal("70001")
        rfq_id = text_of(fields, "rfqId")
        if rfq_id not in {"", quote.rfq.record.id}:
            raise Refusal("70501", rfq_id[:64])
        if quote.state != "active":
            raise Refusal("70400", quote.state)
        self._end_quote(quote, "canceled")
        return quote

    def _end_quote(self, quote: Quote, state: str) -> None:
        quote.timer.call_off()
        quote.state, quote.updated_ms = state, self._clock.now_ms()
        self._records.end(quote.record, state)

    # Executing

    def execute_quote(self, taker: Account, fields: Values) -> BlockTrade:
        """Take a quote on an RFQ of one's own, or a part of it.

        Raises:
            Refusal: 70000 and 70001 for an RFQ or a quote that is not there, 70501 when they do not belong together,
                70504 and 70505 when one is over, 70502, 70506 and 70507 for sizes that can't be executed, 51008 when
                the taker can't pay, 70509 or 70510 when the execution failed.
        """
        rfq = self.rfqs.get(taker, text_of(fields, "rfqId"))
        if rfq is None or rfq.taker is not taker:
            raise Refusal("70000")
        quote = self.quotes.get(taker, text_of(fields, "quoteId"))
        if quote is None:
            raise Refusal("70001")
        if quote.rfq is not rfq:
            raise Refusal("70501", rfq.record.id)
        if rfq.state != "active":
            raise Refusal("70504", rfq.state)
        if quote.state != "active":
            raise Refusal("70505", quote.state)
        sizes = self._sizes(rfq, fields.get("legs")) if fields.get("legs") else None
        trade = self._execute(rfq, quote, sizes)
        if trade.error:
            raise Refusal(trade.error)
        return trade

    def _sizes(self, rfq: Rfq, sent: Json) -> tuple[Decimal, ...]:
        """The sizes of a part of an RFQ."""
        sizes = read_sizes(sent, rfq.legs)
        whole = [leg.size for leg in rfq.legs]
        if sizes is None or any(size > most for size, most in zip(sizes, whole, strict=True)):
            raise Refusal("70502", rfq.record.id)
        if not in_ratio(sizes, rfq.legs):
            raise Refusal("70506")
        if list(sizes) != whole and (rfq.grouped or not rfq.may_be_partial):
            raise Refusal("70507")
        return sizes

    def _execute(self, rfq: Rfq, quote: Quote, sizes: Sequence[Decimal] | None) -> BlockTrade:
        # All sizes first: what can't be executed is refused before anything has moved.
        wanted = [sizes or [leg.size for leg in part.legs] for part in rfq.parts]
        base = [
            tuple(leg.in_base(size, price) for leg, size, price in zip(rfq.legs, one, quote.prices, strict=True))
            for one in wanted
        ]
        settled = tuple(self._settle(rfq, quote, part, one) for part, one in zip(rfq.parts, base, strict=True))
        worked = any(not one.error for one in settled)
        error = "" if worked else "70510" if rfq.grouped else settled[0].error
        state = "filled" if worked else "failed"
        rfq.winner = quote.maker
        self._end_quote(quote, state)
        self._end_rfq(rfq, state)
        record = self._note_trade(rfq, quote, state)
        trade = BlockTrade(record, rfq, quote, settled, error)
        for account in (rfq.taker, quote.maker):
            self.trades.put(account, record.id, trade)
        return trade

    def _settle(self, rfq: Rfq, quote: Quote, part: Part, sizes: tuple[Decimal, ...]) -> Settled:
        """Trade one part of an RFQ; the sizes are in base currency or contracts.

        Raises:
            Refusal: when the taker of an ordinary RFQ can't pay, or has not the position to close.
        """
        made = _deals(quote.maker, quote.side, quote.legs, sizes, quote.prices, quote.record)
        way = OTHER_SIDE[quote.side]
        taken = _deals(part.account, way, part.legs, sizes, quote.prices, rfq.record, maker=False)
        lack = self._settlement.lack([*taken, *made])
        if lack is not None and lack.account is rfq.taker and not rfq.grouped:
            raise lack.refusal
        if lack is not None:
            return Settled(part, "", sizes, "70509" if lack.account is quote.maker else lack.refusal.code, (), ())
        mine, theirs = self._settlement.settle(taken), self._settlement.settle(made)
        for own, other in zip(mine, theirs, strict=True):
            # Both sides know a trade by one id.
            other.trade_id = own.trade_id
        number = self._note_trade(rfq, quote, "filled").id if rfq.grouped else ""
        return Settled(part, number, sizes, "", mine, theirs)

    def _note_trade(self, rfq: Rfq, quote: Quote, state: str) -> Record:
        """Give a block trade its id."""
        row: dict[str, Json] = {"rfqId": rfq.record.id, "quoteId": quote.record.id, **_shown(rfq.legs, quote.prices)}
        record = self._records.file(TRADE, rfq.taker, {"tag": rfq.record.tag}, BLOCK, row)
        self._records.end(record, state)
        return record


def _shown(legs: Sequence[Leg], prices: Sequence[Decimal] = ()) -> dict[str, Json]:
    """What the control surface shows of a record with legs."""
    rows = [leg.row() for leg in legs]
    for row, price in zip(rows, prices, strict=False):
        row["px"] = plain(price)
    named = ", ".join(leg.instrument.inst_id for leg in legs)
    return {"state": "", "tag": "", "instId": named, "legs": list[Json](rows), "cTime": "", "uTime": ""}


def _deals(
    account: Account,
    way: str,
    legs: Sequence[Leg],
    sizes: Sequence[Decimal],
    prices: Sequence[Decimal],
    record: Record | None = None,
    *,
    maker: bool = True,
) -> list[Deal]:
    """What one account trades: in the direction of the legs if `way` is `buy`, against it if it is `sell`."""
    deals: list[Deal] = []
    for leg, size, price in zip(legs, sizes, prices, strict=True):
        side = leg.side if way == "buy" else OTHER_SIDE[leg.side]
        deals.append(
            Deal(
                account=account,
                instrument=leg.instrument,
                side=side,
                size=size,
                price=price,
                mode=leg.mode,
                position_side=position_side(account, leg.instrument, leg.position_side, side),
                maker=maker,
                order_id=record.id if record else "",
                client_id=record.client_id if record else "",
                tag=record.tag if record else "",
                source=BLOCK,
            )
        )
    return deals
