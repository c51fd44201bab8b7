"""The operations of on-chain earn. Source: okx-v5, financial product; the rules stand in `earn_desk`."""

from __future__ import annotations

from okx_mock.answers import Answer, Row, success
from okx_mock.call import Call
from okx_mock.exchange.earn_desk import OVER, EarnDesk, Investment
from okx_mock.exchange.earn_products import PRODUCTS, Product
from okx_mock.exchange.records import page
from okx_mock.money import ZERO, plain

DEFI = "defi"
ESTIMATED = "0"


def list_offers(call: Call) -> Answer:
    """`GET …/staking-defi/offers`: the products, with the caller's balance and bounds."""
    return success([_offer(call, one) for one in PRODUCTS.values() if _wanted(call, one)])


def _wanted(call: Call, product: Product) -> bool:
    return (
        call.text("productId") in {"", product.number}
        and call.text("ccy") in {"", product.ccy}
        and call.text("protocolType") in {"", DEFI}
    )


def _offer(call: Call, product: Product) -> Row:
    desk: EarnDesk = call.world.earn
    balance = max(desk.available(call.caller, product), ZERO)
    most = max(min(balance, product.most - desk.invested(call.caller, product)), ZERO)
    return {
        "ccy": product.ccy,
        "productId": product.number,
        "protocol": product.protocol,
        "protocolType": DEFI,
        "term": str(product.days),
        "apy": plain(product.yearly),
        "earlyRedeem": product.early,
        "investData": [
            {"ccy": product.ccy, "bal": plain(balance), "minAmt": plain(product.least), "maxAmt": plain(most)}
        ],
        "earningData": [{"ccy": product.ccy, "earningType": ESTIMATED}],
        "state": product.state,
        "redeemPeriod": [product.redeem_period, product.redeem_period],
        "fastRedemptionDailyLimit": "",
    }


def purchase(call: Call) -> Answer:
    """`POST …/staking-defi/purchase`: invest."""
    return _receipt(call.world.earn.purchase(call.caller, call.fields))


def redeem(call: Call) -> Answer:
    """`POST …/staking-defi/redeem`: take an investment back."""
    return _receipt(call.world.earn.redeem(call.caller, call.fields))


def cancel(call: Call) -> Answer:
    """`POST …/staking-defi/cancel`: cancel a purchase or a redemption that is pending."""
    return _receipt(call.world.earn.cancel(call.caller, call.fields))


def _receipt(one: Investment) -> Answer:
    return success([{"ordId": one.record.id, "tag": one.record.tag}])


def list_active(call: Call) -> Answer:
    """`GET …/staking-defi/orders-active`: what is not over, newest first, with what it has earned so far."""
    now_ms = call.world.clock.now_ms()
    return success(
        [
            {
                **_row(one),
                "earningData": [
                    {"ccy": one.product.ccy, "earningType": ESTIMATED, "earnings": plain(one.earned(now_ms))}
                ],
                "estSettlementTime": _time(one.settles_ms),
                "cancelRedemptionDeadline": _time(one.cancel_until_ms),
                "fastRedemptionData": [],
            }
            for one in call.world.earn.investments.newest_first(call.caller)
            if one.state != OVER and call.text("state") in {"", one.state} and _wanted(call, one.product)
        ]
    )


def list_history(call: Call) -> Answer:
    """`GET …/staking-defi/orders-history`: what is over, newest first, with what it earned."""
    found = [
        one
        for one in call.world.earn.investments.newest_first(call.caller)
        if one.state == OVER and _wanted(call, one.product)
    ]
    return success(
        [
            {
                **_row(one),
                "earningData": [
                    {"ccy": one.product.ccy, "earningType": ESTIMATED, "realizedEarnings": plain(one.realized)}
                ],
                "redeemedTime": _time(one.redeemed_ms),
            }
            for one in page(found, lambda one: int(one.record.id), call.fields)
        ]
    )


def _row(one: Investment) -> dict[str, object]:
    return {
        "ccy": one.product.ccy,
        "ordId": one.record.id,
        "productId": one.product.number,
        "state": one.state,
        "protocol": one.product.protocol,
        "protocolType": DEFI,
        "term": str(one.product.days),
        "apy": plain(one.product.yearly),
        "investData": [{"ccy": one.product.ccy, "amt": plain(one.amount)}],
        "purchasedTime": str(one.record.created_ms),
        "tag": one.record.tag,
    }


def _time(moment_ms: int) -> str:
    return str(moment_ms) if moment_ms else ""
