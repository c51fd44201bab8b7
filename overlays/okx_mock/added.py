"""Accounts and balances that a test adds to those that the seed gives, by the control surface."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from okx_mock.accounts import SITES, Account, BrokerType, Environment
from okx_mock.control_fields import (
    ControlError,
    are_texts,
    choice_field,
    flag_field,
    only,
    text_field,
    whole_field,
)
from okx_mock.exchange.instruments import INSTRUMENTS
from okx_mock.money import ZERO, plain
from okx_mock.rules import is_decimal, is_ip_list
from okx_mock.seed import PERMISSIONS, SUB_ACCOUNTS, derive_uid, describe_key, make_sub_accounts, seeded_key
from okx_mock.wire import Json
from okx_mock.world import World

MOST_ADDED = 10_000
MOST_CODES = 50
MOST_IPS = 20
MOST_AMOUNT = Decimal(10**15)
CURRENCIES = frozenset(ccy for one in INSTRUMENTS.values() for ccy in (one.base, one.quote) if ccy)

_NAME = re.compile(r"[A-Za-z0-9._-]{1,32}")
_CODE = re.compile(r"[A-Za-z0-9]{1,16}")
_LEVEL = re.compile(r"Lv[1-9]|VIP[1-9]")
_FLAGS = ("affiliated", "monthly_cap_reached", "expired", "multi_signature")
_FIELDS = frozenset(
    {
        "name",
        "kind",
        "environment",
        "site",
        "level",
        "client_rebate_ratio",
        "position_mode",
        "codes",
        "sub_accounts",
        "balances",
        "permissions",
        "ip",
        *_FLAGS,
    }
)


def add_account(world: World, document: Mapping[str, Json]) -> dict[str, object]:
    """Add a user or a broker with a key.

    Args:
        world: the world that it is added to.
        document: `name`, and if they are not to be as in brackets `kind` ("user" or "broker"; "user"), `environment`
            ("demo" or "live"; "demo"), `site` (the mock's), `level` ("Lv1"), `affiliated`, `monthly_cap_reached`,
            `expired` and `multi_signature` (false), `client_rebate_ratio` ("0"), `position_mode` ("net_mode" or
            "long_short_mode"; "net_mode"), `permissions` (read_only and trade), `ip` (from everywhere), `balances` by
            currency (the seeded ones), and for a broker `codes` by broker type and the number of `sub_accounts` (0).

    Returns:
        The account with its key, as `okx-mock accounts --json` shows it. For the same seed and name it is the same key.

    Raises:
        ControlError: anything is wrong; nothing is added then.
    """
    only(document, _FIELDS)
    directory = world.directory
    if world.added >= MOST_ADDED:
        raise ControlError(f"at most {MOST_ADDED} accounts can be added; a reset takes them away")
    name = text_field(document, "name")
    if not _NAME.fullmatch(name):
        raise ControlError("name must be 1 to 32 letters, digits, dots, dashes and underscores")
    if name in directory.by_name:
        raise ControlError(f"name must be new, and {name} is an account already")
    kind = choice_field(document, "kind", ("user", "broker"), "user")
    environment: Environment = (
        "live" if choice_field(document, "environment", ("demo", "live"), "demo") == "live" else "demo"
    )
    level = text_field(document, "level", "Lv1")
    if not _LEVEL.fullmatch(level):
        raise ControlError("level must be a fee level, as Lv1 or VIP1")
    ratio = text_field(document, "client_rebate_ratio", "0")
    if not is_decimal(ratio) or not 0 <= Decimal(ratio) <= 1:
        raise ControlError('client_rebate_ratio must be a decimal in a string from "0" to "1"')
    modes = ("net_mode", "long_short_mode")
    long_short = choice_field(document, "position_mode", modes, "net_mode") == "long_short_mode"
    flags = {name: flag_field(document, name) for name in _FLAGS}
    codes = _codes(world, document, environment)
    if codes and kind != "broker":
        raise ControlError('codes are for brokers: say "kind": "broker"')
    if kind == "broker" and not codes:
        raise ControlError('codes must be given for a broker, as {"api": ["MYCODE1"]}')
    permissions = _permissions(document)
    ip = _addresses(document)
    subs = whole_field(document, "sub_accounts", 0, SUB_ACCOUNTS, 0)
    if subs and kind != "broker":
        raise ControlError('sub_accounts are for brokers: say "kind": "broker"')
    balances = _balances(document)

    account = Account(
        name=name,
        uid=derive_uid(world.seed, name),
        kind="broker" if kind == "broker" else "user",
        environment=environment,
        site=choice_field(document, "site", SITES, world.site),
        level=level,
        affiliated=flags["affiliated"],
        client_rebate_ratio=ratio,
        monthly_cap_reached=flags["monthly_cap_reached"],
        codes=codes,
        expired=flags["expired"],
        multi_signature=flags["multi_signature"],
        note="added",
        market_maker=kind == "user" and "trade" in permissions,
        position_mode="long_short_mode" if long_short else "net_mode",
    )
    key = seeded_key(world.seed, account, permissions, ip)
    directory.add_account(account)
    directory.add_key(key, seeded=True)
    directory.add_sub_accounts(account, make_sub_accounts(world.seed, account, subs))
    if balances is not None:
        cash = world.book.trader(account).cash
        cash.clear()
        cash.update(balances)
    world.added += 1
    return describe_key(key)


def set_balance(world: World, document: Mapping[str, Json]) -> dict[str, object]:
    """Let an account have so much of a currency.

    Args:
        world: the world that it is in.
        document: `user` (the name of an account, or `broker/sub-account`), `ccy` and `amount`, a decimal in a string.

    Raises:
        ControlError: anything is wrong, or open orders and positions need more than that.
    """
    only(document, ("user", "ccy", "amount"))
    account = account_of(world, document)
    ccy, amount = text_field(document, "ccy"), _amount(document.get("amount"), "amount")
    if ccy not in CURRENCIES:
        raise ControlError(f"ccy must be a currency of the mock: {', '.join(sorted(CURRENCIES))}")
    trader = world.book.trader(account)
    needed = trader.cash.get(ccy, ZERO) - world.book.available(trader, ccy)
    if amount < needed:
        raise ControlError(f"amount must be at least {plain(needed)}, which open orders and positions need")
    trader.cash[ccy] = amount
    trader.updated_ms = world.clock.now_ms()
    available = world.book.available(trader, ccy)
    return {"user": account.name, "ccy": ccy, "amount": plain(amount), "available": plain(available)}


def freeze_account(world: World, document: Mapping[str, Json]) -> dict[str, object]:
    """Freeze an account, or let it be used again.

    Args:
        world: the world that it is in.
        document: `user` and `frozen`.

    Raises:
        ControlError: there is no such account, or `frozen` is not said.
    """
    only(document, ("user", "frozen"))
    account = account_of(world, document)
    if "frozen" not in document:
        raise ControlError("frozen must be true or false")
    account.frozen = flag_field(document, "frozen")
    return {"user": account.name, "frozen": account.frozen}


def account_of(world: World, document: Mapping[str, Json], name: str = "user") -> Account:
    """The account that a control request names.

    Raises:
        ControlError: there is none of this name.
    """
    account = world.directory.find(text_field(document, name))
    if account is None:
        raise ControlError(f"{name} must be the name of an account; GET /__mock__/accounts shows them")
    return account


def _codes(world: World, document: Mapping[str, Json], environment: Environment) -> dict[BrokerType, tuple[str, ...]]:
    said = document.get("codes")
    if said is None:
        return {}
    if not isinstance(said, dict) or set(said) - {"api", "oauth"}:
        raise ControlError('codes must be an object with "api", "oauth" or both')
    taken = {
        code
        for account in world.directory.by_name.values()
        if account.environment == environment
        for code in account.all_codes
    }
    codes: dict[BrokerType, tuple[str, ...]] = {}
    names: tuple[BrokerType, ...] = ("api", "oauth")
    for kind in names:
        if kind not in said:
            continue
        given = said[kind]
        if not are_texts(given) or not 1 <= len(given) <= MOST_CODES:
            raise ControlError(f"codes.{kind} must be a list of 1 to {MOST_CODES} codes")
        for code in given:
            if not _CODE.fullmatch(code):
                raise ControlError(f"codes.{kind}: a code is 1 to 16 letters and digits, not {code[:64]!r}")
            if code in taken:
                raise ControlError(f"codes.{kind}: {code} belongs to a broker already")
            taken.add(code)
        codes[kind] = tuple(given)
    return codes


def _permissions(document: Mapping[str, Json]) -> frozenset[str]:
    said = document.get("permissions")
    if said is None:
        return frozenset({"read_only", "trade"})
    if not are_texts(said) or not set(said) <= set(PERMISSIONS):
        raise ControlError(f"permissions must be a list of {', '.join(PERMISSIONS)}")
    return frozenset({"read_only", *said})


def _addresses(document: Mapping[str, Json]) -> tuple[str, ...]:
    said = document.get("ip")
    if said is None:
        return ()
    if not are_texts(said) or len(said) > MOST_IPS or not all(map(is_ip_list, said)):
        raise ControlError(f"ip must be a list of at most {MOST_IPS} addresses or networks")
    return tuple(said)


def _balances(document: Mapping[str, Json]) -> dict[str, Decimal] | None:
    said = document.get("balances")
    if said is None:
        return None
    if not isinstance(said, dict):
        raise ControlError('balances must be an object, as {"USDT": "1000"}')
    if unknown := sorted(set(said) - CURRENCIES):
        raise ControlError(f"balances: {unknown[0]} is no currency of the mock: {', '.join(sorted(CURRENCIES))}")
    return {ccy: _amount(amount, f"balances.{ccy}") for ccy, amount in said.items()}


def _amount(value: Json, name: str) -> Decimal:
    if not isinstance(value, str) or not is_decimal(value) or not 0 <= Decimal(value) <= MOST_AMOUNT:
        raise ControlError(f"{name} must be a decimal in a string, from 0 to 10^15")
    return Decimal(value)
