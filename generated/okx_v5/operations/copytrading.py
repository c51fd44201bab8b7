# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""The operations of `copytrading` as data."""

from __future__ import annotations

from typing import Final

from okx_v5 import models
from okx_v5.contract import Field, Limit, Operation, Source, TagPlace

PLACE_COPY_TRADING_ALGO_ORDER: Final[Operation[models.CopyTradingPosition]] = Operation(
    id="placeCopyTradingAlgoOrder",
    name="copytrading.place_copy_trading_algo_order",
    method="POST",
    path="/api/v5/copytrading/algo-order",
    permission="Trade",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="placeCopyTradingAlgoOrder"),),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(
            wire="instType",
            name="inst_type",
            choices=(
                "SPOT",
                "SWAP",
            ),
        ),
        Field(wire="subPosId", name="sub_pos_id", required=True, min_length=1),
        Field(wire="tpTriggerPx", name="tp_trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="slTriggerPx", name="sl_trigger_px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="tpOrdPx", name="tp_ord_px", kind="decimal", pattern=r"^(-1|[0-9]+(\.[0-9]+)?)$"),
        Field(wire="slOrdPx", name="sl_ord_px", kind="decimal", pattern=r"^(-1|[0-9]+(\.[0-9]+)?)$"),
        Field(
            wire="tpTriggerPxType",
            name="tp_trigger_px_type",
            choices=(
                "last",
                "index",
                "mark",
            ),
        ),
        Field(
            wire="slTriggerPxType",
            name="sl_trigger_px_type",
            choices=(
                "last",
                "index",
                "mark",
            ),
        ),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
        Field(
            wire="subPosType",
            name="sub_pos_type",
            choices=(
                "lead",
                "copy",
            ),
        ),
    ),
    one_of=(
        (
            "tpTriggerPx",
            "slTriggerPx",
        ),
    ),
    answer=models.CopyTradingPosition,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/copytrading/algo-order"),
)
CLOSE_COPY_TRADING_SUBPOSITION: Final[Operation[models.CopyTradingPosition]] = Operation(
    id="closeCopyTradingSubposition",
    name="copytrading.close_copy_trading_subposition",
    method="POST",
    path="/api/v5/copytrading/close-subposition",
    permission="Trade",
    limits=(Limit(requests=20, seconds=2, per=("user",), bucket="closeCopyTradingSubposition"),),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(
            wire="instType",
            name="inst_type",
            choices=(
                "SPOT",
                "SWAP",
            ),
        ),
        Field(wire="subPosId", name="sub_pos_id", required=True, min_length=1),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
        Field(
            wire="ordType",
            name="ord_type",
            choices=(
                "market",
                "limit",
            ),
        ),
        Field(wire="px", name="px", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
    ),
    answer=models.CopyTradingPosition,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/copytrading/close-subposition"),
)
SET_FIRST_COPY_SETTINGS: Final[Operation[models.CopySettingsResult]] = Operation(
    id="setFirstCopySettings",
    name="copytrading.set_first_copy_settings",
    method="POST",
    path="/api/v5/copytrading/first-copy-settings",
    permission="Trade",
    limits=(Limit(requests=5, seconds=2, per=("user",), bucket="setFirstCopySettings"),),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="instType", name="inst_type", choices=("SWAP",)),
        Field(wire="uniqueCode", name="unique_code", required=True, pattern=r"^([A-Za-z0-9]{16}|[A-Za-z0-9]{18})$"),
        Field(
            wire="copyMgnMode",
            name="copy_mgn_mode",
            required=True,
            choices=(
                "cross",
                "isolated",
                "copy",
            ),
        ),
        Field(
            wire="copyInstIdType",
            name="copy_inst_id_type",
            required=True,
            choices=(
                "custom",
                "copy",
            ),
        ),
        Field(wire="instId", name="inst_id", required_if=(("copyInstIdType", ("custom",)),)),
        Field(
            wire="copyMode",
            name="copy_mode",
            choices=(
                "fixed_amount",
                "ratio_copy",
            ),
        ),
        Field(
            wire="copyTotalAmt", name="copy_total_amt", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"
        ),
        Field(
            wire="copyAmt",
            name="copy_amt",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("copyMode", ("fixed_amount",)),),
        ),
        Field(
            wire="copyRatio",
            name="copy_ratio",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("copyMode", ("ratio_copy",)),),
        ),
        Field(wire="tpRatio", name="tp_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="slRatio", name="sl_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="slTotalAmt", name="sl_total_amt", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="subPosCloseType",
            name="sub_pos_close_type",
            required=True,
            choices=(
                "market_close",
                "copy_close",
                "manual_close",
            ),
        ),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
    ),
    answer=models.CopySettingsResult,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/copytrading/first-copy-settings"),
)
AMEND_COPY_SETTINGS: Final[Operation[models.CopySettingsResult]] = Operation(
    id="amendCopySettings",
    name="copytrading.amend_copy_settings",
    method="POST",
    path="/api/v5/copytrading/amend-copy-settings",
    permission="Trade",
    limits=(Limit(requests=5, seconds=2, per=("user",), bucket="amendCopySettings"),),
    tags=(TagPlace(at="body", field="tag", role="attribution"),),
    body="object",
    fields=(
        Field(wire="instType", name="inst_type", choices=("SWAP",)),
        Field(wire="uniqueCode", name="unique_code", required=True, pattern=r"^([A-Za-z0-9]{16}|[A-Za-z0-9]{18})$"),
        Field(
            wire="copyMgnMode",
            name="copy_mgn_mode",
            required=True,
            choices=(
                "cross",
                "isolated",
                "copy",
            ),
        ),
        Field(
            wire="copyInstIdType",
            name="copy_inst_id_type",
            required=True,
            choices=(
                "custom",
                "copy",
            ),
        ),
        Field(wire="instId", name="inst_id", required_if=(("copyInstIdType", ("custom",)),)),
        Field(
            wire="copyMode",
            name="copy_mode",
            choices=(
                "fixed_amount",
                "ratio_copy",
            ),
        ),
        Field(
            wire="copyTotalAmt", name="copy_total_amt", kind="decimal", required=True, pattern=r"^[0-9]+(\.[0-9]+)?$"
        ),
        Field(
            wire="copyAmt",
            name="copy_amt",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("copyMode", ("fixed_amount",)),),
        ),
        Field(
            wire="copyRatio",
            name="copy_ratio",
            kind="decimal",
            pattern=r"^[0-9]+(\.[0-9]+)?$",
            required_if=(("copyMode", ("ratio_copy",)),),
        ),
        Field(wire="tpRatio", name="tp_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="slRatio", name="sl_ratio", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(wire="slTotalAmt", name="sl_total_amt", kind="decimal", pattern=r"^[0-9]+(\.[0-9]+)?$"),
        Field(
            wire="subPosCloseType",
            name="sub_pos_close_type",
            required=True,
            choices=(
                "market_close",
                "copy_close",
                "manual_close",
            ),
        ),
        Field(wire="tag", name="tag", pattern=r"^[A-Za-z0-9]{1,16}$"),
    ),
    answer=models.CopySettingsResult,
    answers="one",
    source=Source(document="okx-v5", section="POST /api/v5/copytrading/amend-copy-settings"),
)
