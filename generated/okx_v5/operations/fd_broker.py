# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `fd_broker` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Limit, Operation, Source

GET_REBATE_PER_ORDERS: Final[Operation[models.RebateLink]] = Operation(
    id="getRebatePerOrders",
    name="fd_broker.get_rebate_per_orders",
    method="GET",
    path="/api/v5/broker/fd/rebate-per-orders",
    permission="Read",
    limits=(Limit(requests=2, seconds=60, per=("user",), bucket="getRebatePerOrders"),),
    fields=(
        Field(
            wire="type",
            name="type",
            required=True,
            choices=(
                "true",
                "false",
            ),
        ),
        Field(
            wire="begin",
            name="begin",
            kind="yyyymmdd",
            pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$",
            required_if=(("type", ("false",)),),
        ),
        Field(
            wire="end",
            name="end",
            kind="yyyymmdd",
            pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$",
            required_if=(("type", ("false",)),),
        ),
        Field(
            wire="brokerType",
            name="broker_type",
            choices=(
                "api",
                "oauth",
            ),
            broker_type=True,
        ),
    ),
    answer=models.RebateLink,
    answers="many",
    source=Source(document="okx-broker-program", section="Get download link (FD)"),
)
CREATE_REBATE_PER_ORDERS: Final[Operation[models.RebateReportReceipt]] = Operation(
    id="createRebatePerOrders",
    name="fd_broker.create_rebate_per_orders",
    method="POST",
    path="/api/v5/broker/fd/rebate-per-orders",
    permission="Read",
    limits=(Limit(requests=1, seconds=3600, per=("user",), bucket="createRebatePerOrders"),),
    body="object",
    fields=(
        Field(
            wire="begin",
            name="begin",
            kind="yyyymmdd",
            required=True,
            pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$",
        ),
        Field(
            wire="end",
            name="end",
            kind="yyyymmdd",
            required=True,
            pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$",
        ),
        Field(
            wire="brokerType",
            name="broker_type",
            choices=(
                "api",
                "oauth",
            ),
            broker_type=True,
        ),
    ),
    answer=models.RebateReportReceipt,
    answers="one",
    source=Source(document="okx-broker-program", section="Create rebate details download link (FD)"),
)
GET_IF_REBATE: Final[Operation[models.RebateEligibility]] = Operation(
    id="getIfRebate",
    name="fd_broker.get_if_rebate",
    method="GET",
    path="/api/v5/broker/fd/if-rebate",
    permission="Read",
    limits=(Limit(requests=2, seconds=1, per=("user",), bucket="getIfRebate"),),
    fields=(
        Field(wire="apiKey", name="api_key", required=True, min_length=1),
        Field(
            wire="brokerType",
            name="broker_type",
            choices=(
                "api",
                "oauth",
            ),
            broker_type=True,
        ),
    ),
    answer=models.RebateEligibility,
    answers="one",
    source=Source(document="okx-broker-program", section="Get the user's broker rebate information"),
)
