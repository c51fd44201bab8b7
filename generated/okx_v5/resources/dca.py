# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""DCA (Martingale) bots. Called with the user's key; the broker code goes into `tag`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import dca as operations
from okx_v5.scalars import Amount


class Dca:
    """DCA (Martingale) bots. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def create_dca_bot(
        self,
        *,
        inst_id: str,
        algo_ord_type: Literal["contract_dca", "spot_dca"],
        init_ord_amt: Amount,
        max_safety_ords: int,
        tp_pct: Amount,
        trigger_params: Sequence[models.NewDcaTrigger],
        allow_reinvest: bool | None = None,
        safety_ord_amt: Amount | None = None,
        px_steps: Amount | None = None,
        px_steps_mult: Amount | None = None,
        vol_mult: Amount | None = None,
        sl_pct: Amount | None = None,
        sl_mode: Literal["limit", "market"] | None = None,
        direction: Literal["long", "short"] | None = None,
        lever: Amount | None = None,
        profit_sharing_ratio: Literal["0", "0.1", "0.2", "0.3"] | None = None,
        tracking_mode: Literal["sync", "async"] | None = None,
        tag: str | None = None,
        algo_cl_ord_id: str | None = None,
        trade_quote_ccy: str | None = None,
        extra: Extra | None = None,
    ) -> models.BotResult:
        """Start a DCA bot.

        Starts a bot that adds to its position as the price goes against it, and closes when the whole is in profit
        (Martingale): on the spot market (`algo_ord_type` `spot_dca`) or with contracts (`contract_dca`). Some fields
        belong to one of the two only and say so.

        When `max_safety_ords` is 1 or more, `safety_ord_amt`, `px_steps`, `px_steps_mult` and `vol_mult` are needed.

        Limits count per user and instrument; for options per user and instrument family.

        `POST /api/v5/tradingBot/dca/create`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user and
        inst_id (options by instrument family).
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/tradingBot/dca/create.

        Args:
            inst_id: Instrument id, as `BTC-USDT`.
            algo_ord_type: Kind of bot: `spot_dca` for spot, `contract_dca` for contracts.
            init_ord_amt: Amount of the first order.
            max_safety_ords: How many orders may add to the position at most.
            tp_pct: Profit at which a cycle ends, as a fraction, 0.05 meaning 5 %.
            trigger_params: When the bot starts.
            allow_reinvest: `contract_dca`: whether profit is invested again; true unless said.
            safety_ord_amt: Amount of the first order that adds to the position; needed when `max_safety_ords` is 1 or
                more.
            px_steps: How far the price has to go for the first order that adds, as a fraction; needed when
                `max_safety_ords` is 1 or more.
            px_steps_mult: By what the step is multiplied from one order that adds to the next; needed when
                `max_safety_ords` is 1 or more.
            vol_mult: By what the amount is multiplied from one order that adds to the next; needed when
                `max_safety_ords` is 1 or more.
            sl_pct: Loss at which the bot stops, as a fraction, 0.05 meaning 5 %.
            sl_mode: Type of the order that ends a loss.
            direction: `contract_dca`: bet on rising prices or falling ones.
            lever: `contract_dca`: leverage; needed there. Required when `algo_ord_type` is `contract_dca`.
            profit_sharing_ratio: `contract_dca`: share of the profit that a leading trader takes; one of four fixed
                values.
            tracking_mode: `contract_dca`: how profit is shared.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. A bot without it earns no rebate, and it
                can't be added later. The answer echoes it.
            algo_cl_ord_id: The caller's own id of the bot, 1 to 32 letters and digits, case-sensitive. One that is in
                use is refused (51065).
            trade_quote_ccy: `spot_dca`: quote currency to trade with.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The bot as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
            "algoOrdType": algo_ord_type,
            "initOrdAmt": init_ord_amt,
            "maxSafetyOrds": max_safety_ords,
            "tpPct": tp_pct,
            "triggerParams": trigger_params,
        }
        if allow_reinvest is not None:
            given["allowReinvest"] = allow_reinvest
        if safety_ord_amt is not None:
            given["safetyOrdAmt"] = safety_ord_amt
        if px_steps is not None:
            given["pxSteps"] = px_steps
        if px_steps_mult is not None:
            given["pxStepsMult"] = px_steps_mult
        if vol_mult is not None:
            given["volMult"] = vol_mult
        if sl_pct is not None:
            given["slPct"] = sl_pct
        if sl_mode is not None:
            given["slMode"] = sl_mode
        if direction is not None:
            given["direction"] = direction
        if lever is not None:
            given["lever"] = lever
        if profit_sharing_ratio is not None:
            given["profitSharingRatio"] = profit_sharing_ratio
        if tracking_mode is not None:
            given["trackingMode"] = tracking_mode
        if tag is not None:
            given["tag"] = tag
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id
        if trade_quote_ccy is not None:
            given["tradeQuoteCcy"] = trade_quote_ccy

        return self._caller.one(operations.CREATE_DCA_BOT, given, extra)


class AsyncDca:
    """DCA (Martingale) bots. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def create_dca_bot(
        self,
        *,
        inst_id: str,
        algo_ord_type: Literal["contract_dca", "spot_dca"],
        init_ord_amt: Amount,
        max_safety_ords: int,
        tp_pct: Amount,
        trigger_params: Sequence[models.NewDcaTrigger],
        allow_reinvest: bool | None = None,
        safety_ord_amt: Amount | None = None,
        px_steps: Amount | None = None,
        px_steps_mult: Amount | None = None,
        vol_mult: Amount | None = None,
        sl_pct: Amount | None = None,
        sl_mode: Literal["limit", "market"] | None = None,
        direction: Literal["long", "short"] | None = None,
        lever: Amount | None = None,
        profit_sharing_ratio: Literal["0", "0.1", "0.2", "0.3"] | None = None,
        tracking_mode: Literal["sync", "async"] | None = None,
        tag: str | None = None,
        algo_cl_ord_id: str | None = None,
        trade_quote_ccy: str | None = None,
        extra: Extra | None = None,
    ) -> models.BotResult:
        """Start a DCA bot.

        Starts a bot that adds to its position as the price goes against it, and closes when the whole is in profit
        (Martingale): on the spot market (`algo_ord_type` `spot_dca`) or with contracts (`contract_dca`). Some fields
        belong to one of the two only and say so.

        When `max_safety_ords` is 1 or more, `safety_ord_amt`, `px_steps`, `px_steps_mult` and `vol_mult` are needed.

        Limits count per user and instrument; for options per user and instrument family.

        `POST /api/v5/tradingBot/dca/create`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user and
        inst_id (options by instrument family).
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/tradingBot/dca/create.

        Args:
            inst_id: Instrument id, as `BTC-USDT`.
            algo_ord_type: Kind of bot: `spot_dca` for spot, `contract_dca` for contracts.
            init_ord_amt: Amount of the first order.
            max_safety_ords: How many orders may add to the position at most.
            tp_pct: Profit at which a cycle ends, as a fraction, 0.05 meaning 5 %.
            trigger_params: When the bot starts.
            allow_reinvest: `contract_dca`: whether profit is invested again; true unless said.
            safety_ord_amt: Amount of the first order that adds to the position; needed when `max_safety_ords` is 1 or
                more.
            px_steps: How far the price has to go for the first order that adds, as a fraction; needed when
                `max_safety_ords` is 1 or more.
            px_steps_mult: By what the step is multiplied from one order that adds to the next; needed when
                `max_safety_ords` is 1 or more.
            vol_mult: By what the amount is multiplied from one order that adds to the next; needed when
                `max_safety_ords` is 1 or more.
            sl_pct: Loss at which the bot stops, as a fraction, 0.05 meaning 5 %.
            sl_mode: Type of the order that ends a loss.
            direction: `contract_dca`: bet on rising prices or falling ones.
            lever: `contract_dca`: leverage; needed there. Required when `algo_ord_type` is `contract_dca`.
            profit_sharing_ratio: `contract_dca`: share of the profit that a leading trader takes; one of four fixed
                values.
            tracking_mode: `contract_dca`: how profit is shared.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. A bot without it earns no rebate, and it
                can't be added later. The answer echoes it.
            algo_cl_ord_id: The caller's own id of the bot, 1 to 32 letters and digits, case-sensitive. One that is in
                use is refused (51065).
            trade_quote_ccy: `spot_dca`: quote currency to trade with.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The bot as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
            "algoOrdType": algo_ord_type,
            "initOrdAmt": init_ord_amt,
            "maxSafetyOrds": max_safety_ords,
            "tpPct": tp_pct,
            "triggerParams": trigger_params,
        }
        if allow_reinvest is not None:
            given["allowReinvest"] = allow_reinvest
        if safety_ord_amt is not None:
            given["safetyOrdAmt"] = safety_ord_amt
        if px_steps is not None:
            given["pxSteps"] = px_steps
        if px_steps_mult is not None:
            given["pxStepsMult"] = px_steps_mult
        if vol_mult is not None:
            given["volMult"] = vol_mult
        if sl_pct is not None:
            given["slPct"] = sl_pct
        if sl_mode is not None:
            given["slMode"] = sl_mode
        if direction is not None:
            given["direction"] = direction
        if lever is not None:
            given["lever"] = lever
        if profit_sharing_ratio is not None:
            given["profitSharingRatio"] = profit_sharing_ratio
        if tracking_mode is not None:
            given["trackingMode"] = tracking_mode
        if tag is not None:
            given["tag"] = tag
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id
        if trade_quote_ccy is not None:
            given["tradeQuoteCcy"] = trade_quote_ccy

        return await self._caller.one(operations.CREATE_DCA_BOT, given, extra)
