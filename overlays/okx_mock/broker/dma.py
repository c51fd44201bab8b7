"""DMA broker: sub-accounts, fee rates, API keys of sub-accounts. Source: okx-broker-program, "DMA Broker"."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from okx_mock.accounts import Account, ApiKey, SubAccount
from okx_mock.answers import Answer, Refusal, Row, success
from okx_mock.broker.unused_keys import let_expire
from okx_mock.call import Call
from okx_mock.seed import derive_key

PAGE_SIZE = 100
MOST_KEYS = 50
MOST_IPS = 20

# Fee type, maker, taker: the rates of the document's example.
_FEE_RATES = (
    ("1", "-0.0008", "-0.001"),
    ("2", "-0.0005", "-0.0007"),
    ("3", "-0.0002", "-0.0005"),
    ("4", "-0.0002", "-0.0005"),
    ("5", "-0.0002", "-0.0005"),
    ("6", "-0.0002", "-0.0005"),
    ("7", "-0.0002", "-0.0005"),
    ("8", "-0.0002", "-0.0005"),
    ("9", "-0.0002", "-0.0003"),
)


def master_of(call: Call) -> Account:
    """The broker that calls.

    Raises:
        Refusal: 59608 when the caller is no broker.
    """
    account = call.caller
    if account.kind != "broker":
        raise Refusal("59608")
    return account


def list_sub_accounts(call: Call) -> Answer:
    """`GET …/dma/subaccount-info`: the broker's sub-accounts, page by page."""
    return _page(
        call,
        lambda sub: {
            "acctLv": "2",
            "canTransOut": sub.can_transfer_out,
            "enable": sub.enabled,
            "frozenFunc": list(sub.frozen),
            "label": sub.label,
            **_place(call, sub),
            "subAcct": sub.name,
            "ts": str(sub.created_ms),
            "uid": sub.account.uid,
        },
    )


def list_fee_rates(call: Call) -> Answer:
    """`GET …/dma/subaccount-trade-fee`: fee rates of the sub-accounts, page by page.

    The maker rate has the name `maker`, as in the document's table; its example says `marker`.
    """
    rates = [{"maker": maker, "taker": taker, "type": kind} for kind, maker, taker in _FEE_RATES]
    return _page(
        call,
        lambda sub: {
            "feeRates": rates,
            **_place(call, sub),
            "subAcct": sub.name,
            "ts": str(sub.created_ms),
            "uid": sub.account.uid,
        },
    )


def _place(call: Call, sub: SubAccount) -> Row:
    """Where a sub-account stands among the others, in the words of the older or the newer document."""
    if call.world.document.levels_of_subs:
        return {"firstLvSubAcct": sub.first_level, "subAcctLv": sub.level}
    return {"mainAcct": sub.main_account}


def _page(call: Call, row: Callable[[SubAccount], Row]) -> Answer:
    size = _number(call, "limit", PAGE_SIZE)
    number = _number(call, "page", 1)
    if size > PAGE_SIZE:
        raise Refusal("51000", "limit")
    name, uid = call.text("subAcct"), call.text("uid")
    subs: Sequence[SubAccount] = [
        sub
        for sub in call.world.directory.sub_accounts(master_of(call))
        if name in {"", sub.name} and uid in {"", sub.account.uid}
    ]
    start = (number - 1) * size
    page: Row = {
        "details": [row(sub) for sub in subs[start : start + size]],
        "page": str(number),
        "totalPage": str(math.ceil(len(subs) / size)),
    }
    return success([page])


def _number(call: Call, name: str, default: int) -> int:
    text = call.text(name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9) or int(text) < 1:
        raise Refusal("51000", name)
    return int(text)


def _sub_account(call: Call) -> SubAccount:
    sub = call.world.directory.sub_account(master_of(call), call.text("subAcct"))
    if sub is None:
        raise Refusal("59510")
    return sub


def create_key(call: Call) -> Answer:
    """`POST …/dma/subaccount/apikey`: make an API key for a sub-account.

    The answer shows the real key, once; it works for signing as that sub-account.
    """
    sub = _sub_account(call)
    label, ip = call.text("label"), call.text("ip")
    addresses = tuple(ip.split(",")) if ip else ()
    asked = set(call.text("perm").split(",")) - {""}
    if "withdraw" in asked and not call.world.document.withdraw:
        raise Refusal("51000", "perm")
    if len(addresses) > MOST_IPS:
        raise Refusal("59503")
    if not sub.enabled:
        raise Refusal("59508", sub.name)
    if any(key.label == label for key in sub.keys):
        raise Refusal("59502")
    if len(sub.keys) >= MOST_KEYS:
        raise Refusal("59501")
    api_key, secret_key, _ = derive_key(call.world.seed, f"{call.caller.name}/{sub.name}/{sub.keys_made}")
    key = ApiKey(
        api_key=api_key,
        secret_key=secret_key,
        passphrase=call.text("passphrase"),
        account=sub.account,
        # read_only is always there and cannot be taken away.
        permissions=frozenset({"read_only", *asked}),
        ip=addresses,
        label=label,
        created_ms=call.world.clock.now_ms(),
    )
    sub.keys.append(key)
    sub.keys_made += 1
    directory = call.world.directory
    directory.add_key(key)

    def remove() -> None:
        sub.keys.remove(key)
        directory.remove_key(key)

    let_expire(key, call.world.timers, remove)
    return success(
        [
            {
                "apiKey": key.api_key,
                "ip": ",".join(key.ip),
                "label": key.label,
                "passphrase": key.passphrase,
                "perm": _perm(key),
                "secretKey": key.secret_key,
                "subAcct": sub.name,
                "ts": str(key.created_ms),
            }
        ]
    )


def list_keys(call: Call) -> Answer:
    """`GET …/dma/subaccount/apikey`: the keys of a sub-account, without their secrets."""
    sub = _sub_account(call)
    wanted = call.text("apiKey")
    keys = [key for key in sub.keys if wanted in {"", key.api_key}]
    if wanted and not keys:
        raise Refusal("59506")
    return success(
        [
            {
                "apiKey": key.api_key,
                "ip": ",".join(key.ip),
                "label": key.label,
                "perm": _perm(key),
                "ts": str(key.created_ms),
            }
            for key in keys
        ]
    )


def _perm(key: ApiKey) -> str:
    return ",".join(name for name in ("read_only", "trade", "withdraw") if name in key.permissions)
