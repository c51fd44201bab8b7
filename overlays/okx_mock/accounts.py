"""Accounts and API keys, and the directory in which the mock finds them."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from okx_mock.sealing import Sealed, opens

SITES = ("global", "us", "eea", "tr")

Environment: TypeAlias = Literal["demo", "live"]
BrokerType: TypeAlias = Literal["api", "oauth"]
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks_of(addresses: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks as texts, ready to be compared with."""
    return tuple(ipaddress.ip_network(part, strict=False) for part in addresses)


def is_within(address: str, networks: Sequence[Network]) -> bool:
    """Whether an address is in one of several networks; where there are none, every address is."""
    if not networks:
        return True
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in network for network in networks)


@dataclass(slots=True, eq=False)
class Account:
    """One trading account with a UID of its own: a broker, a user, or a broker's sub-account."""

    name: str
    uid: str
    kind: Literal["broker", "user", "sub-account"]
    environment: Environment
    site: str = "global"
    level: str = "Lv1"
    affiliated: bool = False
    client_rebate_ratio: str = "0"
    monthly_cap_reached: bool = False
    codes: dict[BrokerType, tuple[str, ...]] = field(default_factory=dict["BrokerType", "tuple[str, ...]"])
    expired: bool = False
    main_uid: str = ""
    note: str = ""
    position_mode: Literal["net_mode", "long_short_mode"] = "net_mode"
    market_maker: bool = False
    """Whether others can ask it for quotes of block trades."""
    multi_signature: bool = False
    """What newer documents call an MSA account: it earns no rebate."""
    frozen: bool = False

    @property
    def trader_code(self) -> str:
        """The public code of block trading by which others know it."""
        return self.name.upper()

    @property
    def all_codes(self) -> tuple[str, ...]:
        """Every broker code of a broker."""
        return tuple(code for codes in self.codes.values() for code in codes)


@dataclass(slots=True, eq=False)
class ApiKey:
    """An API key: who it speaks for, and what it may do from where."""

    api_key: str
    secret_key: str = field(repr=False)
    passphrase: str = field(repr=False)
    account: Account
    permissions: frozenset[str]
    ip: tuple[str, ...] = ()
    label: str = ""
    created_ms: int = 0
    expires: bool = False
    """Whether it ends when it is not used."""
    used_ms: int = field(init=False)
    secret_bytes: bytes = field(init=False, repr=False)
    networks: tuple[Network, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.used_ms = self.created_ms
        self.secret_bytes = self.secret_key.encode()
        self.networks = networks_of(self.ip)

    @property
    def perm(self) -> str:
        """The permissions as OKX writes them."""
        return ",".join(name for name in ("read_only", "withdraw", "trade") if name in self.permissions)

    def knows(self, passphrase: bytes) -> bool:
        """Whether this is the key's passphrase."""
        if not isinstance(self.passphrase, Sealed):
            return hmac.compare_digest(self.passphrase.encode(), passphrase)
        if not opens(self.passphrase, passphrase):
            return False
        # The hash is slow on purpose: it is asked once.
        self.passphrase = passphrase.decode()
        return True

    def allows_address(self, address: str) -> bool:
        """Whether the key may be used from an address; a key without bound addresses may be used from everywhere."""
        return is_within(address, self.networks)


@dataclass(slots=True, eq=False)
class SubAccount:
    """A sub-account of a DMA broker, with the keys that the broker made for it."""

    account: Account
    label: str
    main_account: str
    enabled: bool
    frozen: tuple[str, ...]
    can_transfer_out: bool
    created_ms: int
    keys: list[ApiKey] = field(default_factory=list["ApiKey"])
    keys_made: int = 0

    @property
    def name(self) -> str:
        """Its name, unique within the broker."""
        return self.account.name

    @property
    def level(self) -> str:
        """Its level: 1, or 2 for one below another sub-account."""
        return "2" if self.main_account else "1"

    @property
    def first_level(self) -> str:
        """The sub-account of the first level: itself, or the one above it."""
        return self.main_account or self.name


class Directory:
    """All accounts and keys."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.by_name: dict[str, Account] = {}
        """Users and brokers by name; the names of sub-accounts are known to their broker alone."""
        self.keys: dict[bytes, ApiKey] = {}
        self.seeded_keys: list[ApiKey] = []
        self.broker_codes: set[str] = set()
        self._subs: dict[str, dict[str, SubAccount]] = {}

    def add_account(self, account: Account) -> None:
        """Register an account."""
        self.accounts[account.uid] = account
        if account.kind != "sub-account":
            self.by_name[account.name] = account
        self.broker_codes.update(account.all_codes)

    def add_key(self, key: ApiKey, *, seeded: bool = False) -> None:
        """Register a key."""
        self.keys[key.api_key.encode()] = key
        if seeded:
            self.seeded_keys.append(key)

    def add_sub_accounts(self, master: Account, subs: Iterable[SubAccount]) -> None:
        """Give a broker its sub-accounts."""
        named = self._subs.setdefault(master.uid, {})
        for sub in subs:
            named[sub.name] = sub
            self.add_account(sub.account)

    def remove_key(self, key: ApiKey) -> None:
        """Forget a key."""
        del self.keys[key.api_key.encode()]

    def find(self, name: str) -> Account | None:
        """An account by name: a user or broker, or `broker/sub-account`."""
        broker, _, sub = name.partition("/")
        account = self.by_name.get(broker)
        if account is None or not sub:
            return account
        found = self.sub_account(account, sub)
        return found.account if found else None

    def find_key(self, api_key: str) -> ApiKey | None:
        """The key with this public part."""
        return self.keys.get(api_key.encode("utf-8", "replace"))

    def sub_accounts(self, master: Account) -> Sequence[SubAccount]:
        """The sub-accounts of a broker, oldest first."""
        return tuple(self._subs.get(master.uid, {}).values())

    def sub_account(self, master: Account, name: str) -> SubAccount | None:
        """One sub-account of a broker, by name."""
        return self._subs.get(master.uid, {}).get(name)
