"""What an order must be like, before anything is asked about funds and positions. Source: okx-v5, POST /trade/order.

The price rule: an order to buy may be at most a fifth above the mock's price, one to sell at most a fifth below
(`maxPxLmtPct` of the instrument). Beyond that SPOT is refused with 51137 or 51138 and SWAP with 51006, unless
`pxAmendType` lets the mock move the price to the limit.

Fields that change nothing here: `ccy` (there is no margin trading of coins), `slippagePct` (a market order fills at the
price that it saw), `isElpTakerAccess`, `rpiTakerAccess`, `rpiPxRound`, `speedBump`, `outcome`, `pxUsd` and `pxVol` (for what
the mock does not have). `stpMode` is checked and shown; as orders of users never meet, nothing has to give way.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from okx_mock.answers import Refusal
from okx_mock.call import text_of
from okx_mock.exchange.instruments import MAX_MARKET_VALUE, MAX_PRICE, MAX_SIZE, PRICE_BAND, Instrument
from okx_mock.exchange.order import AT_MARKET, PRICED, Order
from okx_mock.money import plain
from okx_mock.rules import is_decimal
from okx_mock.wire import Json

_HIGHEST, _LOWEST = 1 + PRICE_BAND, 1 - PRICE_BAND


def amount_of(text: str, name: str) -> Decimal:
    """A number of a request.

    Raises:
        Refusal: 51000 when it is none.
    """
    if not is_decimal(text):
        raise Refusal("51000", name)
    return Decimal(text)


def to_step(amount: Decimal, step: Decimal, rounding: str = ROUND_FLOOR) -> Decimal:
    """An amount rounded to a multiple of a step."""
    return (amount / step).to_integral_value(rounding) * step


def check_mode(order: Order, fields: Mapping[str, Json]) -> None:
    """Refuse what the account, the instrument or the order type does not allow.

    Raises:
        Refusal: 51010 for margin trading and order types of other account modes; 51000 for a wrong `tdMode`, `posSide`,
            `ordType` or `tradeQuoteCcy`; 51205 for `reduceOnly` on SPOT; 50016 for `stpMode` cancel_both with fok.
    """
    one = order.instrument
    if one.spot:
        # An account in Futures mode trades SPOT with cash; margin trading is not simulated.
        if order.trade_mode in {"cross", "isolated"}:
            raise Refusal("51010")
        if order.trade_mode != "cash":
            raise Refusal("51000", "tdMode")
        if text_of(fields, "tradeQuoteCcy") not in {"", one.quote}:
            raise Refusal("51000", "tradeQuoteCcy")
    elif order.trade_mode not in {"cross", "isolated"}:
        raise Refusal("51000", "tdMode")
    check_position_side(order.account.position_mode, one, order.position_side)
    if order.order_type not in PRICED and order.order_type not in AT_MARKET:
        raise Refusal("51010")
    if order.order_type == "optimal_limit_ioc" and one.spot:
        raise Refusal("51000", "ordType")
    if order.reduce_only and one.spot:
        raise Refusal("51205")
    if order.self_trade == "cancel_both" and order.order_type == "fok":
        raise Refusal("50016", "stpMode and ordType")


def check_position_side(mode: str, instrument: Instrument, side: str) -> None:
    """Refuse a position side that the position mode does not have: 51000."""
    wanted = {"long", "short"} if mode == "long_short_mode" and not instrument.spot else {"net"}
    if side not in wanted:
        raise Refusal("51000", "posSide")


def check_price(order: Order, last: Decimal, *, name: str = "px", may_move: bool = False) -> None:
    """Set the price of an order, or refuse it.

    Args:
        order: an order with the price as sent.
        last: the mock's price.
        name: how the request calls the price.
        may_move: whether a price outside the limit is moved to it (`pxAmendType`).

    Raises:
        Refusal: 51204 without a price, 51122 and 51116 for one too small and too great, 51150 for one that is no
            multiple of the tick, 51006, 51137 and 51138 outside the price limit.
    """
    if order.order_type in AT_MARKET:
        order.price_sent = ""
        return
    if not order.price_sent:
        raise Refusal("51204")
    price = check_tick(order.instrument, order.price_sent, name)
    if order.side == "buy":
        if price > last * _HIGHEST:
            price = _limit(order, to_step(last * _HIGHEST, order.instrument.tick), "51137", may_move=may_move)
    elif price < last * _LOWEST:
        price = _limit(order, to_step(last * _LOWEST, order.instrument.tick, ROUND_CEILING), "51138", may_move=may_move)
    order.price = price


def _limit(order: Order, bound: Decimal, code: str, *, may_move: bool) -> Decimal:
    if not may_move:
        raise Refusal(code if order.instrument.spot else "51006", plain(bound))
    order.price_sent = plain(bound)
    return bound


def check_tick(instrument: Instrument, text: str, name: str) -> Decimal:
    """A price that the instrument can have.

    Raises:
        Refusal: 51122 and 51116 for one too small and too great, 51150 for one that is no multiple of the tick.
    """
    price = amount_of(text, name)
    if price < instrument.tick:
        raise Refusal("51122", plain(instrument.tick))
    if price > MAX_PRICE:
        raise Refusal("51116", plain(MAX_PRICE))
    if price % instrument.tick:
        raise Refusal("51150")
    return price


def check_size(order: Order, last: Decimal, *, name: str = "sz") -> None:
    """Set the size of an order, or refuse it.

    Raises:
        Refusal: as `check_lot`, and 51201 for a market order of more than 1,000,000 USDT.
    """
    one = order.instrument
    if not (one.spot and order.order_type == "market"):
        order.target = ""
        order.size = check_lot(one, order.size_sent, name)
        return
    order.target = order.target or ("quote_ccy" if order.side == "buy" else "base_ccy")
    if order.target == "base_ccy":
        order.size = check_lot(one, order.size_sent, "sz")
        if order.size * last > MAX_MARKET_VALUE:
            raise Refusal("51201")
        return
    value = amount_of(order.size_sent, "sz")
    if value <= 0:
        raise Refusal("51000", "sz")
    if value > MAX_MARKET_VALUE:
        raise Refusal("51201")
    order.size = to_step(value / last, one.lot)
    if order.size < one.minimum:
        raise Refusal("51020")


def check_lot(instrument: Instrument, text: str, name: str) -> Decimal:
    """A size that an order in the instrument can have.

    Raises:
        Refusal: 51000 for nothing, 51005 and 51020 for too much and too little, 51121 for no multiple of the lot.
    """
    size = amount_of(text, name)
    if size <= 0:
        raise Refusal("51000", name)
    if size > MAX_SIZE:
        raise Refusal("51005")
    if size < instrument.minimum:
        raise Refusal("51020")
    if size % instrument.lot:
        raise Refusal("51121")
    return size
