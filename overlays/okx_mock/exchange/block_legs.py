"""The legs of block trades: what a request may say, and whether two sets of legs are the same.

Source: okx-v5, block trading. The instruments of the mock are SPOT and SWAP, so SPOT legs trade with cash and SWAP legs on
margin, as orders do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from okx_mock.accounts import Account
from okx_mock.answers import Refusal
from okx_mock.call import text_of
from okx_mock.exchange.instruments import INSTRUMENTS, MAX_PRICE, MAX_SIZE, Instrument
from okx_mock.exchange.order_checks import check_position_side, to_step
from okx_mock.money import plain
from okx_mock.wire import Json

LONGEST_NAME = 32

Values = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg as somebody asks for it or quotes it.

    Attributes:
        instrument: what is traded.
        side: the direction of the leg.
        size: how much, in the unit of `target`.
        target: for SPOT the unit of the size, `base_ccy` or `quote_ccy`; else empty.
        mode: the trade mode.
        position_side: the position side as sent.
        margin_ccy: the margin currency as sent.
    """

    instrument: Instrument
    side: str
    size: Decimal
    target: str
    mode: str
    position_side: str
    margin_ccy: str

    def row(self) -> dict[str, Json]:
        """The leg with all fields of the document but a price."""
        return {
            "instId": self.instrument.inst_id,
            "sz": plain(self.size),
            "side": self.side,
            "posSide": self.position_side,
            "tdMode": self.mode,
            "ccy": self.margin_ccy,
            "tgtCcy": self.target,
            "tradeQuoteCcy": self.instrument.quote if self.instrument.spot else "",
        }

    def in_base(self, size: Decimal, price: Decimal) -> Decimal:
        """A size of this leg in base currency or contracts, at a price, cut to lots.

        Raises:
            Refusal: 70106 when that is below the minimum.
        """
        if self.target != "quote_ccy":
            return size
        base = to_step(size / price, self.instrument.lot)
        if base < self.instrument.minimum:
            raise Refusal("70106")
        return base


def objects(value: Json) -> list[dict[str, Json]]:
    """The objects of a list in a request that has been checked."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def read_legs(sent: Json, account: Account) -> tuple[Leg, ...]:
    """The legs of an RFQ or a quote of an account.

    Raises:
        Refusal: 70004 for an unknown instrument, 70100 for one that stands twice, 70106 and 70307 for a size, 51000 or
            51010 for a mode, a position side or a currency that does not go with the instrument.
    """
    rows = objects(sent)
    legs = tuple(_read(row, account) for row in rows)
    _check_once(leg.instrument for leg in legs)
    return legs


def _read(fields: Values, account: Account) -> Leg:
    one = instrument_of(fields)
    mode = text_of(fields, "tdMode") or ("cash" if one.spot else "cross")
    if one.spot and mode != "cash":
        raise Refusal("51010")
    if not one.spot and mode == "cash":
        raise Refusal("51000", "tdMode")
    if text_of(fields, "posSide"):
        check_position_side(account.position_mode, one, text_of(fields, "posSide"))
    if one.spot and text_of(fields, "tradeQuoteCcy") not in {"", one.quote}:
        raise Refusal("51000", "tradeQuoteCcy")
    target = (text_of(fields, "tgtCcy") or "base_ccy") if one.spot else ""
    return Leg(
        instrument=one,
        side=text_of(fields, "side"),
        size=_size(fields, one, in_lots=target != "quote_ccy"),
        target=target,
        mode=mode,
        position_side=text_of(fields, "posSide"),
        # Without effect; echoed, but for what is no name of a currency.
        margin_ccy=text_of(fields, "ccy")[:LONGEST_NAME],
    )


def instrument_of(fields: Values) -> Instrument:
    """The instrument of a leg.

    Raises:
        Refusal: 70004 for an unknown one.
    """
    name = text_of(fields, "instId")
    one = INSTRUMENTS.get(name)
    if one is None:
        raise Refusal("70004", name[:64])
    return one


def _check_once(instruments: Iterable[Instrument]) -> None:
    names = [one.inst_id for one in instruments]
    if len(set(names)) != len(names):
        raise Refusal("70100")


def _size(fields: Values, one: Instrument, *, in_lots: bool) -> Decimal:
    size = Decimal(text_of(fields, "sz"))
    if size > MAX_SIZE:
        raise Refusal("51005")
    if size <= 0 or (in_lots and size < one.minimum):
        raise Refusal("70106")
    if in_lots and size % one.lot:
        raise Refusal("70307")
    return size


def price_of(fields: Values, name: str, one: Instrument) -> Decimal:
    """The price of a leg.

    Raises:
        Refusal: 51006 for one that is too high, 70304 for one that is not of the instrument's ticks.
    """
    price = Decimal(text_of(fields, name))
    if price > MAX_PRICE:
        raise Refusal("51006")
    if price <= 0 or price % one.tick:
        raise Refusal("70304")
    return price


def limits_of(sent: Json) -> tuple[Decimal, ...]:
    """The taker's limit prices of an RFQ; none where it has none.

    Raises:
        Refusal: 51000 when only some of the legs have one, 51006 or 70304 for a price that is none.
    """
    rows = objects(sent)
    given = [row for row in rows if text_of(row, "lmtPx")]
    if given and len(given) != len(rows):
        raise Refusal("51000", "lmtPx")
    return tuple(price_of(row, "lmtPx", instrument_of(row)) for row in given)


def read_quote(
    sent: Json, maker: Account, asked: Sequence[Leg], rfq_id: str
) -> tuple[tuple[Leg, ...], tuple[Decimal, ...]]:
    """The legs of a quote and their prices, in the order of the RFQ's legs.

    Args:
        sent: the legs of the request.
        maker: whose quote it is.
        asked: the legs of the RFQ.
        rfq_id: its id.

    Raises:
        Refusal: 70306 when they are not the legs of the RFQ; else the code of the rule that one breaks.
    """
    legs = {leg.instrument.inst_id: leg for leg in read_legs(sent, maker)}
    wanted = {leg.instrument.inst_id: leg for leg in asked}
    if set(legs) != set(wanted):
        raise Refusal("70306", rfq_id)
    for name, leg in legs.items():
        other = wanted[name]
        if (leg.side, leg.size, leg.target) != (other.side, other.size, other.target):
            raise Refusal("70306", rfq_id)
    prices = {text_of(row, "instId"): price_of(row, "px", instrument_of(row)) for row in objects(sent)}
    for name, leg in wanted.items():
        leg.in_base(leg.size, prices[name])
    return tuple(legs[name] for name in wanted), tuple(prices[name] for name in wanted)


def read_sizes(sent: Json, asked: Sequence[Leg]) -> tuple[Decimal, ...] | None:
    """The sizes that a request names for the legs of an RFQ, in their order; None when it names other legs.

    Raises:
        Refusal: 70004 or 70100 for an instrument, 70106 or 70307 for a size.
    """
    rows = {text_of(row, "instId"): row for row in objects(sent)}
    _check_once(instrument_of(row) for row in objects(sent))
    if set(rows) != {leg.instrument.inst_id for leg in asked}:
        return None
    return tuple(
        _size(rows[leg.instrument.inst_id], leg.instrument, in_lots=leg.target != "quote_ccy") for leg in asked
    )


def in_ratio(sizes: Sequence[Decimal], asked: Sequence[Leg]) -> bool:
    """Whether sizes are the same share of each leg."""
    return len({Fraction(size) / Fraction(leg.size) for size, leg in zip(sizes, asked, strict=True)}) == 1
