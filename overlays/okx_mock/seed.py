"""What a fresh mock holds: accounts, keys and sub-accounts, the same for the same seed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from okx_mock.accounts import Account, ApiKey, BrokerType, Directory, Environment, SubAccount

SUB_ACCOUNTS = 250
# The sub-account names of the document's examples come first, so that its requests can be sent as they stand.
EXAMPLE_SUB_ACCOUNTS = ("panpanBroker2", "subaccount111ad")
_SEED_CREATED_MS = 1648521249000
PERMISSIONS = ("read_only", "trade", "withdraw")
_ALL_PERMISSIONS = ("read_only", "trade")


# The broker whose codes can be said: the same company in demo and live trading.
_OWN = frozenset({"broker", "broker-live"})


def derive(seed: int, *parts: str) -> str:
    """64 hexadecimal digits that follow from a seed and names."""
    return hashlib.sha256("/".join(("okx-mock", str(seed), *parts)).encode()).hexdigest()


def derive_uid(seed: int, name: str) -> str:
    """An 18-digit UID."""
    return str(10**17 + int(derive(seed, name, "uid"), 16) % (9 * 10**17))


def derive_key(seed: int, name: str) -> tuple[str, str, str]:
    """API key, secret key and passphrase in the forms that OKX uses."""
    raw = derive(seed, name, "key")
    api_key = "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:32]))
    return api_key, derive(seed, name, "secret")[:32].upper(), f"Mock1-{derive(seed, name, 'passphrase')[:10]}"


@dataclass(frozen=True, slots=True)
class _Plan:
    name: str
    kind: Literal["broker", "user"]
    environment: Environment
    note: str
    permissions: tuple[str, ...] = _ALL_PERMISSIONS
    ip: tuple[str, ...] = ()
    codes: tuple[tuple[BrokerType, tuple[str, ...]], ...] = ()
    site: str = "global"
    level: str = "Lv1"
    affiliated: bool = False
    client_rebate_ratio: str = "0"
    capped: bool = False
    expired: bool = False
    position_mode: Literal["net_mode", "long_short_mode"] = "net_mode"


_PLANS = (
    _Plan(
        "broker",
        "broker",
        "demo",
        "FD broker of type api and master of 250 DMA sub-accounts",
        codes=(("api", ("MOCKBROKER01", "MOCKBROKER02")),),
    ),
    _Plan(
        "broker-live",
        "broker",
        "live",
        "the same broker in live trading",
        codes=(("api", ("MOCKBROKER01", "MOCKBROKER02")),),
    ),
    _Plan(
        "broker-both",
        "broker",
        "demo",
        "FD broker of both types: brokerType is required",
        codes=(("api", ("MOCKBOTHAPI1",)), ("oauth", ("MOCKBOTHOAUTH1",))),
    ),
    _Plan(
        "broker-expired",
        "broker",
        "demo",
        "FD broker whose identification has expired: if-rebate answers type 1",
        codes=(("api", ("MOCKEXPIRED1",)),),
        expired=True,
    ),
    _Plan("alice", "user", "demo", "a user who reads and trades"),
    _Plan("bob", "user", "demo", "a user whose key only reads", permissions=("read_only",)),
    _Plan(
        "carol",
        "user",
        "demo",
        "a user whose key is bound to 127.0.0.2; affiliated",
        ip=("127.0.0.2",),
        affiliated=True,
    ),
    _Plan("dave", "user", "live", "a live user who reads and trades"),
    _Plan("erin", "user", "demo", "a user of another site: unknown here (50119)", site="eea"),
    _Plan("frank", "user", "demo", "a user of fee level VIP6: no rebate (type 3)", level="VIP6"),
    _Plan(
        "grace",
        "user",
        "demo",
        "a user of level VIP4 at the monthly limit: no rebate (type 2)",
        level="VIP4",
        capped=True,
    ),
    _Plan("heidi", "user", "demo", "a user who gets a tenth of the broker's rebate", client_rebate_ratio="0.1"),
    _Plan(
        "ivan",
        "user",
        "demo",
        "a user in long/short mode: orders in derivatives need posSide",
        position_mode="long_short_mode",
    ),
)


def seed_directory(seed: int, extra_users: int = 0, codes: Sequence[str] = ()) -> Directory:
    """The accounts of a fresh mock.

    Args:
        seed: the same seed gives the same keys.
        extra_users: so many more demo users, `user00001` onwards, for load.
        codes: more codes of `broker` and `broker-live`, before those that they have anyway.
    """
    directory = Directory()
    for plan in _PLANS:
        account = Account(
            name=plan.name,
            uid=derive_uid(seed, plan.name),
            kind=plan.kind,
            environment=plan.environment,
            site=plan.site,
            level=plan.level,
            affiliated=plan.affiliated,
            client_rebate_ratio=plan.client_rebate_ratio,
            monthly_cap_reached=plan.capped,
            codes=_codes(plan, codes),
            expired=plan.expired,
            note=plan.note,
            position_mode=plan.position_mode,
            market_maker=plan.kind == "user" and "trade" in plan.permissions,
        )
        directory.add_account(account)
        directory.add_key(seeded_key(seed, account, plan.permissions, plan.ip), seeded=True)
        if plan.kind == "broker":
            directory.add_sub_accounts(account, make_sub_accounts(seed, account))
    for number in range(1, extra_users + 1):
        name = f"user{number:05d}"
        account = Account(name=name, uid=derive_uid(seed, name), kind="user", environment="demo", note="extra user")
        directory.add_account(account)
        directory.add_key(seeded_key(seed, account, _ALL_PERMISSIONS, ()), seeded=True)
    return directory


def check_code(code: str) -> str:
    """Give a broker's code back.

    Raises:
        ValueError: it is no code, or one of another seeded broker.
    """
    if re.fullmatch(r"[A-Za-z0-9]{1,16}", code) is None:
        raise ValueError(f"a broker code has 1 to 16 letters and digits, not {code!r}")
    if any(code in codes for plan in _PLANS if plan.name not in _OWN for _, codes in plan.codes):
        raise ValueError(f"{code} is the code of another seeded broker")
    return code


def _codes(plan: _Plan, more: Sequence[str]) -> dict[BrokerType, tuple[str, ...]]:
    codes = dict(plan.codes)
    if plan.name in _OWN:
        # Each once: one of them may be seeded anyway.
        codes["api"] = tuple(dict.fromkeys((*more, *codes["api"])))
    return codes


def trading_bot(seed: int) -> Account:
    """WAGMI, the market maker that quotes by itself in demo trading (okx-v5, POST /rfq/create-rfq). It has no key."""
    return Account(
        name="wagmi", uid=derive_uid(seed, "wagmi"), kind="user", environment="demo", note="market maker bot"
    )


def seeded_key(seed: int, account: Account, permissions: Iterable[str], ip: tuple[str, ...]) -> ApiKey:
    """The key that an account has from the beginning; it follows from the seed and the account's name."""
    api_key, secret_key, passphrase = derive_key(seed, account.name)
    return ApiKey(
        api_key=api_key,
        secret_key=secret_key,
        passphrase=passphrase,
        account=account,
        permissions=frozenset(permissions),
        ip=ip,
        label="seeded",
        created_ms=_SEED_CREATED_MS,
    )


def make_sub_accounts(seed: int, master: Account, count: int = SUB_ACCOUNTS) -> list[SubAccount]:
    """The sub-accounts of a broker: every tenth is of the second level, every fiftieth is frozen."""
    subs: list[SubAccount] = []
    for number in range(count):
        name = EXAMPLE_SUB_ACCOUNTS[number] if number < len(EXAMPLE_SUB_ACCOUNTS) else f"mockSub{number + 1:04d}"
        second_level = number % 10 == 9
        frozen = number % 50 == 49
        account = Account(
            name=name,
            uid=derive_uid(seed, f"{master.name}/{name}"),
            kind="sub-account",
            environment=master.environment,
            site=master.site,
            main_uid=master.uid,
        )
        subs.append(
            SubAccount(
                account=account,
                label=str(number + 1),
                main_account=EXAMPLE_SUB_ACCOUNTS[0] if second_level else "",
                enabled=not frozen,
                frozen=("trading", "withdrawal") if frozen else (),
                can_transfer_out=number % 2 == 1,
                created_ms=_SEED_CREATED_MS + number * 60_000,
            )
        )
    return subs


def describe_accounts(directory: Directory) -> list[dict[str, object]]:
    """The seeded accounts with their keys, as `okx-mock accounts --json` prints them."""
    return [describe_key(key) for key in directory.seeded_keys]


def describe_key(key: ApiKey) -> dict[str, object]:
    """An account with one of its keys."""
    return {
        "name": key.account.name,
        "uid": key.account.uid,
        "kind": key.account.kind,
        "environment": key.account.environment,
        "site": key.account.site,
        "api_key": key.api_key,
        "secret_key": key.secret_key,
        "passphrase": key.passphrase,
        "permissions": [name for name in PERMISSIONS if name in key.permissions],
        "ip": list(key.ip),
        "broker_codes": list(key.account.all_codes),
        "broker_types": list(key.account.codes),
        "note": key.account.note,
    }
