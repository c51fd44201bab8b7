"""Orders as the page lists them: taken and refused ones in one stream, newest first, with what their tag is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from okx_mock.exchange.book import RefusedOrder
from okx_mock.exchange.order import Fill, Order
from okx_mock.money import ZERO, plain
from okx_mock.page.asked import Asked
from okx_mock.page.tags import Tally, fits, verdict
from okx_mock.world import World

SHOWN = 200
_FILLS_SHOWN = 20
REFUSED = "refused"

Shown: TypeAlias = dict[str, object]


def list_orders(world: World, tally: Tally, asked: Asked) -> Shown:
    """The newest orders that the question is about.

    Returns:
        `rows`, `more` (whether there are older ones that fit), `kept` and `dropped` orders of all.
    """
    book, codes = world.book, world.directory.broker_codes
    users: dict[str, bool] = {}
    rows: list[Shown] = []
    more = False

    def wanted(name: str, uid: str) -> bool:
        found = users.get(name)
        if found is None:
            found = users[name] = asked.user in name.lower() or asked.user == uid
        return found

    plainly = not (asked.user or asked.tag or asked.tagged or asked.inst_id or asked.state)
    for number, one in _newest_first(world):
        if isinstance(one, RefusedOrder):
            if not plainly and not _fits_refused(world, asked, one):
                continue
            row = _refused_row(world, tally, one)
        else:
            if not plainly and (
                (asked.state and asked.state != one.state)
                or (asked.inst_id and asked.inst_id != one.instrument.inst_id)
                or ((asked.tag or asked.tagged) and not fits(asked, one.tag, verdict(one.tag, codes)))
                or (asked.user and not wanted(one.account.name, one.account.uid))
            ):
                continue
            row = _order_row(world, tally, number, one)
        if len(rows) == SHOWN:
            more = True
            break
        rows.append(row)
    return {"rows": rows, "more": more, "kept": len(book.recorded), "dropped": book.dropped}


def _newest_first(world: World) -> Iterator[tuple[int, Order | RefusedOrder]]:
    """All that were placed, each with its number; the refused ones between those that were taken."""
    book = world.book
    refused = reversed(book.refused)
    waiting = next(refused, None)
    number = book.dropped + len(book.recorded)
    for order in reversed(book.recorded):
        while waiting is not None and waiting.after >= number:
            yield waiting.number, waiting
            waiting = next(refused, None)
        yield number, order
        number -= 1
    while waiting is not None:
        yield waiting.number, waiting
        waiting = next(refused, None)


def _fits_refused(world: World, asked: Asked, one: RefusedOrder) -> bool:
    return (
        asked.state in {"", REFUSED}
        and asked.inst_id in {"", one.sent["instId"]}
        and asked.user in one.account.lower()
        and fits(asked, one.tag, verdict(one.tag, world.directory.broker_codes))
    )


def _order_row(world: World, tally: Tally, number: int, order: Order) -> Shown:
    how = verdict(order.tag, world.directory.broker_codes)
    return {
        "key": f"o{number}",
        "ms": order.created_ms,
        "user": order.account.name,
        "uid": order.account.uid,
        "env": order.account.environment,
        "instId": order.instrument.inst_id,
        "side": order.side,
        "ordType": order.order_type,
        "sz": order.size_sent,
        "szCcy": order.instrument.quote if order.target == "quote_ccy" else "",
        "px": order.price_sent,
        "state": order.state,
        "filled": plain(order.filled) if order.filled else "",
        "fillPx": plain(order.average) if order.filled else "",
        "code": "",
        "reason": order.cancel_reason,
        "tag": order.tag,
        "verdict": how,
        "near": tally.near(order.tag) if how == "unknown" else "",
        "clOrdId": order.client_id,
        "by": order.algo_id,
    }


def _refused_row(world: World, tally: Tally, one: RefusedOrder) -> Shown:
    how = verdict(one.tag, world.directory.broker_codes)
    return {
        "key": f"r{one.number}",
        "ms": one.at_ms,
        "user": one.account,
        "uid": "",
        "env": "",
        "instId": one.sent["instId"],
        "side": one.sent["side"],
        "ordType": one.sent["ordType"],
        "sz": one.sent["sz"],
        "szCcy": "",
        "px": one.sent["px"],
        "state": REFUSED,
        "filled": "",
        "fillPx": "",
        "code": one.code,
        "reason": one.text,
        "tag": one.tag,
        "verdict": how,
        "near": tally.near(one.tag) if how == "unknown" else "",
        "clOrdId": one.sent["clOrdId"],
        "by": "",
    }


def show_order(world: World, number: int) -> Shown | None:
    """One order in full, by its number; None when it is no longer kept."""
    book = world.book
    if not book.dropped < number <= book.dropped + len(book.recorded):
        return None
    order = book.recorded[number - 1 - book.dropped]
    facts = {
        "account": f"{order.account.name} · {order.account.uid} · {order.account.environment}",
        "operation": order.source,
        "ordId": order.order_id,
        "clOrdId": order.client_id,
        "tag": order.tag,
        "instId": order.instrument.inst_id,
        "tdMode": order.trade_mode,
        "side": order.side,
        "posSide": "" if order.instrument.spot else order.position_side,
        "ordType": order.order_type,
        "sz": order.size_sent,
        "px": order.price_sent,
        "tgtCcy": order.target,
        "reduceOnly": "true" if order.reduce_only else "",
        "state": order.state,
        "why it ended": order.cancel_reason,
        "accFillSz": plain(order.filled) if order.filled else "",
        "avgPx": plain(order.average) if order.filled else "",
        "fills": ", ".join(_fill(one) for one in order.fills[-_FILLS_SHOWN:]),
        "fee": f"{plain(order.fee)} {order.fee_ccy}" if order.filled else "",
        "pnl": plain(order.pnl) if order.pnl != ZERO else "",
        "algoId": order.algo_id,
    }
    times = {"cTime": order.created_ms, "uTime": order.updated_ms, "fillTime": order.fill_ms}
    return _detail(facts, times, order.raw)


def _fill(one: Fill) -> str:
    return f"{plain(one.size)} at {plain(one.price)} as {'maker' if one.maker else 'taker'}"


def show_refused(world: World, number: int) -> Shown | None:
    """One refused placement in full, by its number; None when it is no longer kept."""
    for one in reversed(world.book.refused):
        if one.number == number:
            facts = {
                "account": one.account,
                "operation": one.source,
                "code": one.code,
                "message": one.text,
                "tag": one.tag,
                **one.sent,
            }
            return _detail(facts, {"refused": one.at_ms}, one.raw)
    return None


def _detail(facts: dict[str, str], times: dict[str, int], raw: bytes) -> Shown:
    return {
        "facts": [[name, value] for name, value in facts.items() if value or name == "tag"],
        "times": [[name, value] for name, value in times.items() if value],
        "raw": raw.decode("utf-8", "replace"),
    }
