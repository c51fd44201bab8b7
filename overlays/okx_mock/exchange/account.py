"""What a user asks about the own account. Source: okx-v5, trading account and funding account."""

from __future__ import annotations

from decimal import Decimal

from okx_mock.answers import Answer, Refusal, Row, success
from okx_mock.call import Call
from okx_mock.exchange.book import Book, Trader
from okx_mock.exchange.rates import LEVERAGE
from okx_mock.money import ZERO, plain, rounded

MOST_CURRENCIES = 20


def get_balance(call: Call) -> Answer:
    """`GET /api/v5/account/balance`: coins and equity."""
    wanted = _wanted(call)
    book = call.world.book
    trader = book.trader(call.caller)
    unrealised = _unrealised(book, trader)
    margin = trader.margin
    details = [
        _detail(book, trader, ccy, unrealised if ccy == "USDT" else ZERO, margin if ccy == "USDT" else ZERO)
        for ccy, amount in trader.cash.items()
        if (not wanted or ccy in wanted) and (amount or ccy == "USDT")
    ]
    total = sum((amount * _usd_price(book, ccy) for ccy, amount in trader.cash.items()), ZERO) + unrealised
    notional = sum(
        (
            abs(held.contracts) * held.instrument.contract_value * book.prices[held.instrument.inst_id]
            for held in trader.positions.values()
        ),
        ZERO,
    )
    row: Row = {
        "adjEq": "",
        "availEq": "",
        "borrowFroz": "",
        "delta": "0",
        "deltaLever": "0",
        "deltaNeutralStatus": "0",
        "details": details,
        "imr": "",
        "isoEq": "0",
        "mgnRatio": "",
        "mmr": "",
        "notionalUsd": plain(rounded(notional)),
        "notionalUsdForBorrow": "",
        "notionalUsdForFutures": "",
        "notionalUsdForOption": "",
        "notionalUsdForSwap": "",
        "ordFroz": "",
        "totalEq": plain(rounded(total)),
        "uTime": str(call.world.clock.now_ms()),
        "upl": "",
    }
    return success([row])


def _wanted(call: Call) -> frozenset[str]:
    asked = call.text("ccy")
    if not asked:
        return frozenset()
    names = asked.split(",")
    if len(names) > MOST_CURRENCIES:
        raise Refusal("50025", "ccy")
    if not all(name and name.isascii() and name.isalnum() for name in names):
        raise Refusal("51000", "ccy")
    return frozenset(names)


def _usd_price(book: Book, ccy: str) -> Decimal:
    return book.prices.get(f"{ccy}-USDT", Decimal(1))


def _unrealised(book: Book, trader: Trader) -> Decimal:
    return sum((held.unrealised(book.prices[held.instrument.inst_id]) for held in trader.positions.values()), ZERO)


def _detail(book: Book, trader: Trader, ccy: str, unrealised: Decimal, margin: Decimal) -> Row:
    cash = trader.cash[ccy]
    ordered = trader.frozen.get(ccy, ZERO)
    equity = cash + unrealised
    available = plain(rounded(cash - ordered - margin))
    in_usd = plain(rounded(equity * _usd_price(book, ccy)))
    return {
        "accAvgPx": "",
        "autoLendMtAmt": "0",
        "autoLendStatus": "unsupported",
        "availBal": available,
        "availEq": available,
        "borrowFroz": "",
        "cashBal": plain(rounded(cash)),
        "ccy": ccy,
        "clSpotInUseAmt": "",
        "colBorrAutoConversion": "0",
        "colRes": "0",
        "collateralEnabled": False,
        "collateralRestrict": False,
        "crossLiab": "",
        "disEq": in_usd,
        "eq": plain(rounded(equity)),
        "eqUsd": in_usd,
        "fixedBal": "0",
        "frozenBal": plain(rounded(ordered + margin)),
        "frpType": "0",
        "imr": plain(rounded(margin)),
        "interest": "",
        "isoEq": "0",
        "isoLiab": "",
        "isoUpl": "0",
        "liab": "",
        "maxLoan": "",
        "maxSpotInUse": "",
        "mgnRatio": "",
        "mmr": "",
        "notionalLever": plain(LEVERAGE) if margin else "0",
        "openAvgPx": "",
        "ordFrozen": plain(rounded(ordered)),
        "rewardBal": "0",
        "smtSyncEq": "0",
        "spotBal": "",
        "spotCopyTradingEq": "0",
        "spotInUseAmt": "",
        "spotIsoBal": "0",
        "spotUpl": "",
        "spotUplRatio": "",
        "stgyEq": "0",
        "totalPnl": "",
        "totalPnlRatio": "",
        "twap": "",
        "uTime": str(trader.updated_ms),
        "upl": plain(rounded(unrealised)),
        "uplLiab": "",
    }


def get_config(call: Call) -> Answer:
    """`GET /api/v5/account/config`: how the account is set up, and what the key may do."""
    account = call.caller
    key = call.key
    row: Row = {
        "acctLv": "2",
        "acctStpMode": "cancel_maker",
        "autoLoan": False,
        "ctIsoMode": "automatic",
        "enableSpotBorrow": False,
        "feeType": "0",
        "greeksType": "PA",
        "ip": ",".join(key.ip) if key else "",
        "kycLv": "3",
        "label": key.label if key else "",
        "level": account.level,
        "levelTmp": "",
        "liquidationGear": "-1",
        "mainUid": account.main_uid or account.uid,
        "mgnIsoMode": "automatic",
        "opAuth": "0",
        "perm": key.perm if key else "",
        "posMode": account.position_mode,
        "roleType": "0",
        "settleCcy": "USDT",
        "settleCcyList": ["USDT"],
        "spotBorrowAutoRepay": False,
        "spotOffsetType": "",
        "spotRoleType": "0",
        "spotTraderInsts": [],
        "stgyType": "0",
        "traderInsts": [],
        "type": "1" if account.main_uid else "0",
        "uid": account.uid,
    }
    return success([row])


# Currency, name, chain, smallest deposit and withdrawal, withdrawal fee, whether this is the main chain.
_CHAINS = (
    ("BTC", "Bitcoin", "BTC-Bitcoin", "0.0005", "0.00005", True),
    ("ETH", "Ethereum", "ETH-ERC20", "0.001", "0.00035", True),
    ("SOL", "Solana", "SOL-Solana", "0.01", "0.008", True),
    ("USDT", "Tether", "USDT-ERC20", "1", "3", True),
    ("USDT", "Tether", "USDT-TRC20", "1", "1", False),
)


def list_currencies(call: Call) -> Answer:
    """`GET /api/v5/asset/currencies`: currencies, one row per chain."""
    wanted = _wanted(call)
    return success(
        [
            {
                "burningFeeRate": "",
                "canDep": True,
                "canInternal": True,
                "canWd": True,
                "ccy": ccy,
                "chain": chain,
                "ctAddr": "",
                "depEstOpenTime": "",
                "depQuotaFixed": "",
                "depQuoteDailyLayer2": "",
                "fee": fee,
                "logoLink": "",
                "mainNet": main,
                "maxFee": fee,
                "maxFeeForCtAddr": "",
                "maxWd": "500",
                "minDep": smallest,
                "minDepArrivalConfirm": "1",
                "minFee": fee,
                "minFeeForCtAddr": "",
                "minInternal": smallest,
                "minWd": smallest,
                "minWdUnlockConfirm": "2",
                "name": name,
                "needTag": False,
                "usedDepQuotaFixed": "",
                "usedWdQuota": "0",
                "wdEstOpenTime": "",
                "wdQuota": "10000000",
                "wdTickSz": "8",
            }
            for ccy, name, chain, smallest, fee, main in _CHAINS
            if not wanted or ccy in wanted
        ]
    )


def get_time(call: Call) -> Answer:
    """`GET /api/v5/public/time`: the mock's clock."""
    return success([{"ts": str(call.world.clock.now_ms())}])
