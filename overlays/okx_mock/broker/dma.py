"""DMA broker: sub-accounts, fee rates, API keys of sub-accounts. Source: okx-broker-program, "DMA Broker"."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from okx_mock.accounts import Account, ApiKey, SubAccount
from okx_mock.answers import Answer, Refusal, Row, success
from okx_mock.call import Call
from okx_mock.clock import DAY_MS, HOUR_MS, day_of, day_start_ms
from okx_mock.seed import derive_key

PAGE_SIZE = 100
MOST_KEYS = 50
MOST_IPS = 20
MOST_DAYS = 180
TRADES_MS = 3 * HOUR_MS
"""A report of trades takes so long."""
TRADES_KEPT = 200
"""So many reports of trades are remembered for a broker."""

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
            "mainAcct": sub.main_account,
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
            "mainAcct": sub.main_account,
            "subAcct": sub.name,
            "ts": str(sub.created_ms),
            "uid": sub.account.uid,
        },
    )


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
    if len(addresses) > MOST_IPS:
        raise Refusal("59503")
    if not sub.enabled:
        raise Refusal("59508", sub.name)
    if any(key.label == label for key in sub.keys):
        raise Refusal("59502")
    if len(sub.keys) >= MOST_KEYS:
        raise Refusal("59501")
    api_key, secret_key, _ = derive_key(call.world.seed, f"{call.caller.name}/{sub.name}/{len(sub.keys)}")
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
    call.world.directory.add_key(key)
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


def request_trades(call: Call) -> Answer:
    """`POST /api/v5/broker/dma/trades`: have a report of trades made; it takes three hours."""
    broker = master_of(call)
    begin, end = call.text("begin"), call.text("end")
    if not 0 <= day_start_ms(end) - day_start_ms(begin) <= MOST_DAYS * DAY_MS:
        raise Refusal("51000", "end")
    asked = call.world.trade_reports.setdefault(broker.uid, {})
    if (begin, end) not in asked and len(asked) >= TRADES_KEPT:
        del asked[next(iter(asked))]
    created_ms = asked.setdefault((begin, end), call.world.clock.now_ms())
    ready = call.world.clock.now_ms() >= created_ms + TRADES_MS
    return success([{"result": "true" if ready else "false", "ts": str(created_ms)}])


def list_trade_links(call: Call) -> Answer:
    """`GET /api/v5/broker/dma/trades`: the reports that are made; sub-accounts do not trade here, so no file is linked."""
    broker = master_of(call)
    rows: list[Row] = []
    for (begin, end), created_ms in reversed(call.world.trade_reports.get(broker.uid, {}).items()):
        asked = call.text("begin"), call.text("end")
        if call.text("type") == "false" and not asked[0] <= day_of(created_ms) <= asked[1]:
            continue
        rows.append(
            {
                "fileHref": "",
                "beginTime": str(day_start_ms(begin)),
                "endTime": str(day_start_ms(end) + DAY_MS),
                "cTime": str(created_ms),
                "ts": str(call.world.clock.now_ms()),
            }
        )
    return success(rows)
