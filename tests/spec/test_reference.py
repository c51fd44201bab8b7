"""The operations that came with the whole surface, against OKX's documents: one line for each.

The lines are written by hand from the tables of OKX's V5 documents, of the newer broker program and of what OKX shows of
OAuth and Fast API. A line has, in this order:

- method and path, without the leading `/api/v5` of nearly all of them;
- the limits as calls/seconds and what they count by; `instId*` counts options by instrument family, `orders` counts items;
- what the key must be allowed: the documents state it for keys as a whole (what reads, what trades, public data);
- the fields that have to be there: `name`; `name?other=value` where another field has that value; `a/b` for at least one,
  `a^b` for exactly one; a dot for a field inside of another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.client.support import ROOT, body_schema, operations, request_fields, resolve

KINDS = "instId?copyInstIdType=custom copyAmt?copyMode=fixed_amount copyRatio?copyMode=ratio_copy"
COPY = f"uniqueCode copyMgnMode copyInstIdType copyTotalAmt subPosCloseType {KINDS}"
TRIGGER = "triggerParams.triggerAction triggerParams.triggerStrategy"
CONTRACT_GRID = "sz?algoOrdType=contract_grid direction?algoOrdType=contract_grid lever?algoOrdType=contract_grid"
ALGO = (
    "triggerPx?ordType=trigger advChaseParams?advanceOrdType=chase szLimit?ordType=smart_iceberg,twap pxLimit?ordType=twap "
    "timeInterval?ordType=twap lmtOrderNumber?ordType=smart_iceberg aggressiveness?ordType=smart_iceberg"
)
RFQ_ACCOUNTS = "acctAlloc.acct acctAlloc.legs acctAlloc.legs.sz acctAlloc.legs.instId"
TOKEN = "code?grant_type=authorization_code refresh_token?grant_type=refresh_token"

# Limits (calls/seconds, counted by), permission, fields.
DOCUMENTED = {
    # Newer broker program
    "GET /broker/dma/trades": ("2/60 user", "Read", "type begin?type=false end?type=false"),
    "POST /broker/dma/trades": ("1/3600 user", "Read", "begin end"),
    # Orders
    "POST /trade/cancel-batch-orders": ("300/2 user instId* orders", "Trade", "instId ordId/clOrdId"),
    "POST /trade/amend-order": ("60/2 user instId, 1000/2 user orders", "Trade", "instId ordId/clOrdId newSz/newPx/newPxUsd/newPxVol"),
    "GET /trade/orders-pending": ("60/2 user", "Read", ""),
    "GET /trade/orders-history": ("40/2 user", "Read", "instType"),
    "GET /trade/fills": ("60/2 user", "Read", ""),
    "POST /trade/cancel-all-after": ("1/1 user tag", "Trade", "timeOut"),
    # Algo orders
    "POST /trade/order-algo": ("20/2 user instId*", "Trade", f"instId tdMode side ordType sz^closeFraction {ALGO} {TRIGGER}"),
    "GET /trade/order-algo": ("20/2 user", "Read", "algoId/algoClOrdId"),
    "POST /trade/cancel-algos": ("20/2 user instId* orders", "Trade", "instId algoId/algoClOrdId"),
    "GET /trade/orders-algo-pending": ("20/2 user", "Read", "ordType"),
    # Bots
    "POST /tradingBot/grid/order-algo": ("20/2 user instId", "Trade", f"instId algoOrdType maxPx minPx gridNum {CONTRACT_GRID} {TRIGGER}"),
    "POST /tradingBot/grid/copy-order-algo": ("20/2 user instId", "Trade", "instId algoOrdType sourceAlgoId sz?autoReserve=true actualMarginSz?autoReserve=false"),
    "POST /tradingBot/grid/stop-order-algo": ("20/2 user", "Trade", "algoId instId algoOrdType stopType"),
    "GET /tradingBot/grid/orders-algo-pending": ("20/2 user", "Read", "algoOrdType"),
    "GET /tradingBot/grid/orders-algo-details": ("20/2 user", "Read", "algoOrdType algoId"),
    "POST /tradingBot/dca/create": ("20/2 user instId*", "Trade", f"instId algoOrdType initOrdAmt maxSafetyOrds tpPct lever triggerParams {TRIGGER}"),
    "POST /tradingBot/recurring/order-algo": ("20/2 user", "Trade", "stgyName recurringList recurringList.ccy recurringList.ratio period recurringDay?period=monthly,weekly recurringHour?period=hourly recurringTime timeZone amt investmentCcy tdMode"),
    "POST /tradingBot/recurring/stop-order-algo": ("20/2 user", "Trade", "algoId"),
    "GET /tradingBot/recurring/orders-algo-pending": ("20/2 user", "Read", ""),
    "GET /tradingBot/recurring/orders-algo-details": ("20/2 user", "Read", "algoId"),
    # Copy trading
    "POST /copytrading/algo-order": ("20/2 user", "Trade", "subPosId tpTriggerPx/slTriggerPx"),
    "POST /copytrading/close-subposition": ("20/2 user", "Trade", "subPosId"),
    "POST /copytrading/first-copy-settings": ("5/2 user", "Trade", COPY),
    "POST /copytrading/amend-copy-settings": ("5/2 user", "Trade", COPY),
    # Block trading
    "GET /rfq/counterparties": ("5/2 user", "Read", ""),
    "POST /rfq/create-rfq": ("5/2 user, 80/43200 user", "Trade", f"counterparties legs legs.instId legs.sz legs.side {RFQ_ACCOUNTS}"),
    "POST /rfq/cancel-rfq": ("5/2 user", "Trade", "rfqId/clRfqId"),
    "POST /rfq/execute-quote": ("2/3 user", "Trade", "rfqId quoteId legs.instId legs.sz"),
    "POST /rfq/create-quote": ("50/2 user", "Trade", "rfqId quoteSide legs legs.instId legs.sz legs.px legs.side"),
    "POST /rfq/cancel-quote": ("50/2 user", "Trade", "quoteId/clQuoteId"),
    "GET /rfq/rfqs": ("2/2 user", "Read", ""),
    "GET /rfq/quotes": ("2/2 user", "Read", ""),
    "GET /rfq/trades": ("5/2 user", "Read", ""),
    # Spreads
    "POST /sprd/order": ("20/2 user", "Trade", "sprdId side ordType sz px"),
    "POST /sprd/cancel-order": ("20/2 user", "Trade", "ordId/clOrdId"),
    "GET /sprd/order": ("20/2 user", "Read", "ordId/clOrdId"),
    "GET /sprd/orders-pending": ("10/2 user", "Read", ""),
    "GET /sprd/spreads": ("20/2 ip", "Public", ""),
    # Convert
    "GET /asset/convert/currencies": ("6/1 user", "Read", ""),
    "GET /asset/convert/currency-pair": ("6/1 user", "Read", "fromCcy toCcy"),
    "POST /asset/convert/estimate-quote": ("10/1 user, 1/5 instrument", "Trade", "baseCcy quoteCcy side rfqSz rfqSzCcy"),
    "POST /asset/convert/trade": ("10/1 user, 1/5 direction", "Trade", "quoteId baseCcy quoteCcy side sz szCcy"),
    "GET /asset/convert/history": ("6/1 user", "Read", ""),
    # On-chain earn
    "GET /finance/staking-defi/offers": ("3/1 user", "Read", ""),
    "POST /finance/staking-defi/purchase": ("2/1 user", "Trade", "productId investData investData.ccy investData.amt"),
    "POST /finance/staking-defi/redeem": ("2/1 user", "Trade", "ordId protocolType"),
    "POST /finance/staking-defi/cancel": ("2/1 user", "Trade", "ordId protocolType"),
    "GET /finance/staking-defi/orders-active": ("3/1 user", "Read", ""),
    "GET /finance/staking-defi/orders-history": ("3/1 user", "Read", ""),
    # Affiliates, markets
    "GET /affiliate/invitee/detail": ("3/1 user", "Read", "uid"),
    "GET /market/ticker": ("20/2 ip", "Public", "instId"),
    # OAuth and Fast API
    "POST /v5/users/oauth/token": ("", "Public", f"grant_type client_id {TOKEN}"),
    "POST /users/oauth/apikey": ("", "Trade", "label passphrase perm"),
    "POST /users/oauth/delete-apikey": ("", "Trade", ""),
}  # fmt: skip

# Where the contract says something else on purpose: what the document has, what we have, and the entry that says why.
DEPARTURES = {
    "POST /trade/amend-order": [
        ("60/2 user instId", "60/2 user instId*", "trade-amend-rate-family"),
        ("newSz/newPx/newPxUsd/newPxVol", "newSz/newPx/newPxUsd/newPxVol/attachAlgoOrds", "trade-amend-what"),
    ],
    "POST /tradingBot/dca/create": [("lever", "lever?algoOrdType=contract_dca", "dca-lever")],
    "POST /asset/convert/estimate-quote": [("1/5 instrument", "1/5 user baseCcy quoteCcy", "convert-rate-pair")],
    "POST /asset/convert/trade": [("1/5 direction", "1/5 user side", "convert-rate-direction")],
}

# The documents state no permission for single operations; these entries say how it was found.
ABOUT_PERMISSIONS = {
    "v5-permissions-implied",
    "newer-dma-trades-permission",
    "convert-estimate-permission",
    "fast-api-permission",
}

# In the contract before, and tested against the documents elsewhere.
EARLIER = {
    "GET /broker/dma/subaccount-info",
    "GET /broker/dma/subaccount-trade-fee",
    "GET /broker/dma/subaccount/apikey",
    "POST /broker/dma/subaccount/apikey",
    "GET /broker/fd/rebate-per-orders",
    "POST /broker/fd/rebate-per-orders",
    "GET /broker/fd/if-rebate",
    "GET /trade/order",
    "POST /trade/order",
    "POST /trade/batch-orders",
    "POST /trade/cancel-order",
    "POST /trade/close-position",
    "GET /account/balance",
    "GET /account/config",
    "GET /asset/currencies",
    "GET /public/time",
    "GET /public/instruments",
}

OPERATIONS = {f"{method} {path.removeprefix('/api/v5')}": operation for path, method, operation in operations()}
DEVIATIONS = {entry["id"]: entry for entry in yaml.safe_load((ROOT / "spec/deviations.yaml").read_text("utf-8"))}


def limits_of(operation: dict[str, Any]) -> set[str]:
    """The windows of an operation in the manner of the table."""
    found = set()
    for window in operation["x-okx-rate-limit"]:
        by = [f"{part}*" if part == "instId" and "options" in window else part for part in window["per"]]
        orders = ["orders"] if window.get("unit") == "item" else []
        found.add(" ".join([f"{window['requests']}/{window['seconds']}", *by, *orders]))
    return found


def conditions_of(wire: str, schema: dict[str, Any]) -> Iterator[str]:
    """The conditions of a field in the manner of the table."""
    for other, values in schema.get("x-okx-required-if", {}).items():
        listed = values if isinstance(values, list) else [values]
        texts = sorted(str(value).lower() if isinstance(value, bool) else value for value in listed)
        yield f"{wire}?{other}={','.join(texts)}"


def inner_fields(schema: dict[str, Any], place: str) -> Iterator[str]:
    """The fields inside of a field that have to be there if it is."""
    schema = resolve(schema)
    if schema["type"] == "array":
        yield from inner_fields(schema["items"], place)
    for name, field in schema.get("properties", {}).items():
        if name in schema.get("required", []):
            yield f"{place}.{name}"
        yield from inner_fields(field, f"{place}.{name}")


def fields_needed(operation: dict[str, Any]) -> set[str]:
    """What has to be there in the manner of the table."""
    found = {"/".join(group) for group in operation.get("x-okx-one-of", [])}
    found |= {"^".join(group) for group in operation.get("x-okx-exactly-one", [])}
    for wire, (schema, required) in request_fields(operation).items():
        if required:
            found.add(wire)
        found |= set(conditions_of(wire, schema))
        if body_schema(operation) is not None:
            found |= set(inner_fields(schema, wire))
    return found


def departed(name: str, documented: set[str]) -> set[str]:
    """Replace what the document has by what we have, where an entry says so."""
    for theirs, ours, _ in DEPARTURES.get(name, []):
        if theirs in documented:
            documented = documented - {theirs} | {ours}
    return documented


def test_every_newer_operation_has_its_line() -> None:
    assert len(DOCUMENTED) == 56
    assert len(EARLIER) == 17
    assert set(OPERATIONS) == set(DOCUMENTED) | EARLIER


@pytest.mark.parametrize("name", DOCUMENTED)
def test_limits_permission_and_needed_fields_are_those_of_the_documents(name: str) -> None:
    limits, permission, fields = DOCUMENTED[name]
    operation = OPERATIONS[name]
    assert limits_of(operation) == departed(name, set(limits.split(", ")) - {""})
    assert operation["x-okx-permission"] == permission
    assert fields_needed(operation) == departed(name, set(fields.split()))


def test_every_departure_is_one_and_is_explained() -> None:
    for name, entries in DEPARTURES.items():
        limits, _, fields = DOCUMENTED[name]
        for theirs, ours, entry in entries:
            assert theirs in {*limits.split(", "), *fields.split()}
            assert theirs != ours
            assert name.partition("/")[2] in DEVIATIONS[entry]["anchor"]["section"]
    assert set(DEVIATIONS) >= ABOUT_PERMISSIONS
