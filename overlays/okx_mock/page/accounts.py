"""Accounts as the page shows them: a list to search in, one of them in full, and its credentials when asked for."""

from __future__ import annotations

from decimal import Decimal

from okx_mock.accounts import Account, ApiKey
from okx_mock.exchange.book import Book
from okx_mock.exchange.trader import SEEDED_BALANCES, Position, Trader
from okx_mock.money import ZERO, plain, rounded
from okx_mock.page.asked import Asked
from okx_mock.world import World

SHOWN = 100
ORDERS_SHOWN = 100
_HINT = 8

Shown = dict[str, object]


def list_accounts(world: World, asked: Asked) -> Shown:
    """Accounts by name, UID or API key: those with seeded keys first, then the others."""
    directory, book = world.directory, world.book
    text = asked.user
    found: dict[str, Account] = {}
    by_key = directory.find_key(text) if text else None
    if by_key is not None:
        found[by_key.account.uid] = by_key.account
    for account in (*(key.account for key in directory.seeded_keys), *directory.accounts.values()):
        if text in account.name.lower() or text == account.uid:
            found[account.uid] = account
    shown = list(found.values())[:SHOWN]
    keys = _keys_of({account.uid for account in shown}, world)
    chosen = directory.accounts.get(asked.account)
    return {
        "rows": [_row(book, account, keys.get(account.uid, [])) for account in shown],
        "found": len(found),
        "all": len(directory.accounts),
        "account": _account(world, chosen) if chosen else None,
    }


def _keys_of(uids: set[str], world: World) -> dict[str, list[ApiKey]]:
    found: dict[str, list[ApiKey]] = {}
    for key in world.directory.keys.values():
        if key.account.uid in uids:
            found.setdefault(key.account.uid, []).append(key)
    return found


def _open_orders(trader: Trader | None) -> int:
    return sum(len(orders) for orders in trader.open_orders.values()) if trader else 0


def _row(book: Book, account: Account, keys: list[ApiKey]) -> Shown:
    trader = book.traders.get(account.uid)
    return {
        "key": account.uid,
        "name": account.name,
        "kind": account.kind,
        "env": account.environment,
        "site": account.site,
        "perms": sorted({name for key in keys for name in key.permissions}),
        "bound": any(key.ip for key in keys),
        "keys": len(keys),
        "open": _open_orders(trader),
        "positions": len(trader.positions) if trader else 0,
        "active": trader is not None,
    }


def _account(world: World, account: Account) -> Shown:
    book = world.book
    trader = book.traders.get(account.uid)
    balances = [
        _balance(book, trader, ccy, amount) for ccy, amount in (trader.cash if trader else SEEDED_BALANCES).items()
    ]
    master = world.directory.accounts.get(account.main_uid)
    return {
        "uid": account.uid,
        "name": account.name,
        "kind": account.kind,
        "env": account.environment,
        "site": account.site,
        "here": account.site == world.site,
        "level": account.level,
        "affiliated": account.affiliated,
        "codes": [[kind, list(codes)] for kind, codes in account.codes.items()],
        "master": master.name if master else "",
        "note": account.note,
        "seeded": trader is None,
        "balances": balances,
        "positions": [_position(book, held) for held in trader.positions.values()] if trader else [],
        "open": _open(trader),
        "openCount": _open_orders(trader),
        "keys": [_key(key) for key in _keys_of({account.uid}, world).get(account.uid, [])],
    }


def _usd(book: Book, ccy: str) -> Decimal:
    return book.prices.get(f"{ccy}-USDT", Decimal(1))


def _balance(book: Book, trader: Trader | None, ccy: str, amount: Decimal) -> Shown:
    free = book.available(trader, ccy) if trader else amount
    return {
        "key": ccy,
        "cash": plain(rounded(amount)),
        "available": plain(rounded(free)),
        "held": plain(rounded(amount - free)),
        "usd": plain((amount * _usd(book, ccy)).quantize(Decimal("0.01"))),
    }


def _position(book: Book, held: Position) -> Shown:
    one = held.instrument
    mark = book.prices[one.inst_id]
    return {
        "key": f"{one.inst_id} {held.mode} {held.side}",
        "instId": one.inst_id,
        "side": held.side,
        "contracts": plain(held.contracts),
        "mode": held.mode,
        "entry": plain(rounded(held.entry)),
        "mark": plain(mark),
        "upl": plain(rounded(held.unrealised(mark))),
    }


def _open(trader: Trader | None) -> list[Shown]:
    """The newest open orders."""
    if trader is None:
        return []
    every = [order for orders in trader.open_orders.values() for order in orders.values()]
    every.sort(key=lambda order: order.order_id, reverse=True)
    return [
        {
            "key": order.order_id,
            "ms": order.created_ms,
            "instId": order.instrument.inst_id,
            "side": order.side,
            "ordType": order.order_type,
            "sz": order.size_sent,
            "px": order.price_sent,
            "filled": plain(order.filled) if order.filled != ZERO else "",
            "tag": order.tag,
        }
        for order in every[:ORDERS_SHOWN]
    ]


def _key(key: ApiKey) -> Shown:
    return {
        "key": key.api_key[:_HINT],
        "label": key.label,
        "perm": [name for name in ("read_only", "trade", "withdraw") if name in key.permissions],
        "ip": list(key.ip),
    }


def show_credentials(world: World, uid: str) -> Shown | None:
    """The keys of an account with their secrets, in the order of its keys; None when there is no such account."""
    if uid not in world.directory.accounts:
        return None
    keys = _keys_of({uid}, world).get(uid, [])
    return {
        "keys": [
            {
                "key": key.api_key[:_HINT],
                "apiKey": key.api_key,
                "secretKey": key.secret_key,
                "passphrase": key.passphrase,
            }
            for key in keys
        ]
    }
