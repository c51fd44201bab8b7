# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `dca` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Limit, Operation, Source, TagPlace

CREATE_DCA_BOT: Final[Operation[models.BotResult]] = Operation(
    id="createDcaBot",
    name="dca.create_dca_bot",
    method="POST",
    path="/api/v5/tradingBot/dca/create",
    permission="Trade",
    limits=(
        Limit(
            requests=20,
            seconds=2,
            per=(
                "user",
                "instId",
            ),
            bucket="createDcaBot",
            by_family=True,
        ),
    ),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="instId", name="inst_id", required=True, min_length=1),
        Field(
            wire="algoOrdType",
            name="algo_ord_type",
            required=True,
            choices=(
                "contract_dca",
                "spot_dca",
            ),
        ),
        Field(wire="initOrdAmt", name="init_ord_amt", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="allowReinvest", name="allow_reinvest", kind="flag"),
        Field(wire="safetyOrdAmt", name="safety_ord_amt", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="maxSafetyOrds", name="max_safety_ords", kind="integer", required=True, pattern=r"^(0|[1-9][0-9]*)$"
        ),
        Field(wire="pxSteps", name="px_steps", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="pxStepsMult", name="px_steps_mult", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="volMult", name="vol_mult", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="tpPct", name="tp_pct", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="slPct", name="sl_pct", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="slMode",
            name="sl_mode",
            choices=(
                "limit",
                "market",
            ),
        ),
        Field(
            wire="direction",
            name="direction",
            choices=(
                "long",
                "short",
            ),
        ),
        Field(
            wire="lever",
            name="lever",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("algoOrdType", ("contract_dca",)),),
        ),
        Field(
            wire="triggerParams",
            name="trigger_params",
            kind="objects",
            required=True,
            shape=(
                Field(wire="triggerAction", name="trigger_action", required=True, choices=("start",)),
                Field(
                    wire="triggerStrategy",
                    name="trigger_strategy",
                    required=True,
                    choices=(
                        "instant",
                        "price",
                        "rsi",
                    ),
                ),
                Field(
                    wire="timeframe",
                    name="timeframe",
                    choices=(
                        "3m",
                        "5m",
                        "15m",
                        "30m",
                        "1H",
                        "4H",
                        "1D",
                    ),
                ),
                Field(wire="thold", name="thold", kind="integer", pattern=r"^([1-9][0-9]?|100)$"),
                Field(
                    wire="triggerCond",
                    name="trigger_cond",
                    choices=(
                        "cross_up",
                        "cross_down",
                        "above",
                        "below",
                        "cross",
                    ),
                ),
                Field(wire="timePeriod", name="time_period", choices=("14",)),
                Field(wire="triggerPx", name="trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
            ),
        ),
        Field(
            wire="profitSharingRatio",
            name="profit_sharing_ratio",
            choices=(
                "0",
                "0.1",
                "0.2",
                "0.3",
            ),
        ),
        Field(
            wire="trackingMode",
            name="tracking_mode",
            choices=(
                "sync",
                "async",
            ),
        ),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
        Field(wire="algoClOrdId", name="algo_cl_ord_id", pattern=r"^[A-Za-z0-9]{1,32}$"),
        Field(wire="tradeQuoteCcy", name="trade_quote_ccy"),
    ),
    answer=models.BotResult,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/tradingBot/dca/create"),
)
