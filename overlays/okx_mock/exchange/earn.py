"""On-chain earn. Source: okx-v5, financial product. The offers are the documented ones; balances stay."""

from __future__ import annotations

from okx_mock.answers import Answer, Refusal, success
from okx_mock.call import Call
from okx_mock.exchange.records import Kind, blank_row, documented, example_rows, listing
from okx_mock.wire import Json

ORDER = Kind("investment", "ordId", "getEarnOrdersActive", open_state="8", over_state="3")

list_offers = documented("getEarnOffers")
list_active = listing(ORDER, "getEarnOrdersActive", is_open=True)
list_history = listing(ORDER, "getEarnOrdersHistory", is_open=False)


def purchase(call: Call) -> Answer:
    """`POST …/staking-defi/purchase`: of a product that is offered."""
    product = next(
        (one for one in example_rows(call, "getEarnOffers") if one["productId"] == call.text("productId")), None
    )
    if product is None:
        raise Refusal("51000", "productId")
    record = call.world.records.file(ORDER, call.caller, call.fields, "purchaseEarn", blank_row(call, ORDER.shown_by))
    known: dict[str, Json] = {name: product[name] for name in ("ccy", "protocol", "protocolType", "term", "apy")}
    record.row.update({**known, "purchasedTime": str(record.created_ms)})
    return success([{"ordId": record.id, "tag": record.tag}])


def _end(call: Call) -> Answer:
    record = call.world.records.find(ORDER, call.caller, call.fields)
    if record.row.get("protocolType") != call.text("protocolType"):
        raise Refusal("51000", "protocolType")
    call.world.records.end(record)
    return success([{"ordId": record.id, "tag": record.tag}])


redeem = _end
cancel = _end
