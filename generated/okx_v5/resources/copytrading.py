# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Positions that lead or copy, and how a leading trader is copied. Called with the user's key; the broker code goes into
`tag`."""

from __future__ import annotations

from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import copytrading as operations
from okx_v5.scalars import Amount


class Copytrading:
    """Positions that lead or copy, and how a leading trader is copied. Called with the user's key; the broker code goes
    into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def place_copy_trading_algo_order(
        self,
        *,
        sub_pos_id: str,
        inst_type: Literal["SPOT", "SWAP"] | None = None,
        tp_trigger_px: Amount | None = None,
        sl_trigger_px: Amount | None = None,
        tp_ord_px: Amount | None = None,
        sl_ord_px: Amount | None = None,
        tp_trigger_px_type: Literal["last", "index", "mark"] | None = None,
        sl_trigger_px_type: Literal["last", "index", "mark"] | None = None,
        tag: str | None = None,
        sub_pos_type: Literal["lead", "copy"] | None = None,
        extra: Extra | None = None,
    ) -> models.CopyTradingPosition:
        """Set take-profit and stop-loss of a copy trading position.

        Sets, changes or deletes take-profit and stop-loss of an open position that leads or copies. A trigger price
        of 0 deletes that side.

        `POST /api/v5/copytrading/algo-order`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/copytrading/algo-order.

        Args:
            sub_pos_id: Id of the position that leads or copies.
            inst_type: Type of the instrument; `SWAP` unless said.
            tp_trigger_px: Trigger price of the take-profit; 0 deletes it. At least one of `tp_trigger_px` and
                `sl_trigger_px`.
            sl_trigger_px: Trigger price of the stop-loss; 0 deletes it. At least one of `tp_trigger_px` and
                `sl_trigger_px`.
            tp_ord_px: Price of the take-profit order; -1, unless said, for the market price. Only for leading traders
                on the spot market.
            sl_ord_px: Price of the stop-loss order; -1, unless said, for the market price. Only for leading traders
                on the spot market.
            tp_trigger_px_type: Which price triggers the take-profit; unless said `last`.
            sl_trigger_px_type: Which price triggers the stop-loss; unless said `last`.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Orders that come of a request without it
                earn no rebate, and it can't be added later.
            sub_pos_type: Whether the position leads (`lead`, unless said) or copies.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The position whose take-profit or stop-loss was set.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "subPosId": sub_pos_id,
        }
        if inst_type is not None:
            given["instType"] = inst_type
        if tp_trigger_px is not None:
            given["tpTriggerPx"] = tp_trigger_px
        if sl_trigger_px is not None:
            given["slTriggerPx"] = sl_trigger_px
        if tp_ord_px is not None:
            given["tpOrdPx"] = tp_ord_px
        if sl_ord_px is not None:
            given["slOrdPx"] = sl_ord_px
        if tp_trigger_px_type is not None:
            given["tpTriggerPxType"] = tp_trigger_px_type
        if sl_trigger_px_type is not None:
            given["slTriggerPxType"] = sl_trigger_px_type
        if tag is not None:
            given["tag"] = tag
        if sub_pos_type is not None:
            given["subPosType"] = sub_pos_type

        return self._caller.one(operations.PLACE_COPY_TRADING_ALGO_ORDER, given, extra)

    def close_copy_trading_subposition(
        self,
        *,
        sub_pos_id: str,
        inst_type: Literal["SPOT", "SWAP"] | None = None,
        tag: str | None = None,
        ord_type: Literal["market", "limit"] | None = None,
        px: Amount | None = None,
        extra: Extra | None = None,
    ) -> models.CopyTradingPosition:
        """Close a position of a leading trader.

        Closes one position of a leading trader; each call closes one.

        `POST /api/v5/copytrading/close-subposition`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by
        user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/copytrading/close-subposition.

        Args:
            sub_pos_id: Id of the position that leads.
            inst_type: Type of the instrument; `SWAP` unless said.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Orders that come of a request without it
                earn no rebate, and it can't be added later.
            ord_type: Type of the order that closes it; `market` unless said.
            px: Price of a `limit` order. Only for leading traders on the spot market. While such an order is open, a
                new price amends it and 0 cancels it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The position whose closing was accepted.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "subPosId": sub_pos_id,
        }
        if inst_type is not None:
            given["instType"] = inst_type
        if tag is not None:
            given["tag"] = tag
        if ord_type is not None:
            given["ordType"] = ord_type
        if px is not None:
            given["px"] = px

        return self._caller.one(operations.CLOSE_COPY_TRADING_SUBPOSITION, given, extra)

    def set_first_copy_settings(
        self,
        *,
        unique_code: str,
        copy_mgn_mode: Literal["cross", "isolated", "copy"],
        copy_inst_id_type: Literal["custom", "copy"],
        copy_total_amt: Amount,
        sub_pos_close_type: Literal["market_close", "copy_close", "manual_close"],
        inst_type: Literal["SWAP"] | None = None,
        inst_id: str | None = None,
        copy_mode: Literal["fixed_amount", "ratio_copy"] | None = None,
        copy_amt: Amount | None = None,
        copy_ratio: Amount | None = None,
        tp_ratio: Amount | None = None,
        sl_ratio: Amount | None = None,
        sl_total_amt: Amount | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.CopySettingsResult:
        """Start to copy a leading trader.

        Says how a leading trader is copied, and starts it. Needed before the first copy, and again after copying was
        stopped; changes in between go through `copytrading.amend_copy_settings`.

        `POST /api/v5/copytrading/first-copy-settings`. Permission: Trade. Limit: 5 requests per 2 seconds, counted by
        user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/copytrading/first-copy-settings.

        Args:
            unique_code: Code of the leading trader, 16 or 18 letters and digits.
            copy_mgn_mode: Margin mode; `copy` takes that of the leading trader.
            copy_inst_id_type: Which contracts are copied: those of `inst_id` (`custom`), or those of the leading
                trader (`copy`).
            copy_total_amt: Largest amount as a whole for this leading trader, in USDT; beyond it nothing more is
                copied.
            sub_pos_close_type: What becomes of open positions when copying stops: `market_close` closes them at the
                market, `copy_close` closes them when the leading trader does, `manual_close` leaves them to the user.
            inst_type: Type of the instruments; `SWAP` unless said.
            inst_id: Instrument ids, joined with commas; needed when `copy_inst_id_type` is `custom`. Required when
                `copy_inst_id_type` is `custom`.
            copy_mode: How much is copied of each order: a fixed amount (`fixed_amount`, unless said), or a share of
                what the leading trader orders (`ratio_copy`).
            copy_amt: Amount of each copied order in USDT; needed for `fixed_amount`, also when `copy_mode` is left
                out. Required when `copy_mode` is `fixed_amount`.
            copy_ratio: Share of what the leading trader orders; needed for `ratio_copy`. Required when `copy_mode` is
                `ratio_copy`.
            tp_ratio: Profit at which a copied order is closed, as a fraction, 0.1 meaning 10 %.
            sl_ratio: Loss at which a copied order is closed, as a fraction, 0.1 meaning 10 %.
            sl_total_amt: Net loss in USDT at which copying stops.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Orders that come of a request without it
                earn no rebate, and it can't be added later.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            Whether the settings were taken.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "uniqueCode": unique_code,
            "copyMgnMode": copy_mgn_mode,
            "copyInstIdType": copy_inst_id_type,
            "copyTotalAmt": copy_total_amt,
            "subPosCloseType": sub_pos_close_type,
        }
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_id is not None:
            given["instId"] = inst_id
        if copy_mode is not None:
            given["copyMode"] = copy_mode
        if copy_amt is not None:
            given["copyAmt"] = copy_amt
        if copy_ratio is not None:
            given["copyRatio"] = copy_ratio
        if tp_ratio is not None:
            given["tpRatio"] = tp_ratio
        if sl_ratio is not None:
            given["slRatio"] = sl_ratio
        if sl_total_amt is not None:
            given["slTotalAmt"] = sl_total_amt
        if tag is not None:
            given["tag"] = tag

        return self._caller.one(operations.SET_FIRST_COPY_SETTINGS, given, extra)

    def amend_copy_settings(
        self,
        *,
        unique_code: str,
        copy_mgn_mode: Literal["cross", "isolated", "copy"],
        copy_inst_id_type: Literal["custom", "copy"],
        copy_total_amt: Amount,
        sub_pos_close_type: Literal["market_close", "copy_close", "manual_close"],
        inst_type: Literal["SWAP"] | None = None,
        inst_id: str | None = None,
        copy_mode: Literal["fixed_amount", "ratio_copy"] | None = None,
        copy_amt: Amount | None = None,
        copy_ratio: Amount | None = None,
        tp_ratio: Amount | None = None,
        sl_ratio: Amount | None = None,
        sl_total_amt: Amount | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.CopySettingsResult:
        """Change how a leading trader is copied.

        Changes the settings that `copytrading.set_first_copy_settings` made. All of them are sent again, also those
        that stay.

        `POST /api/v5/copytrading/amend-copy-settings`. Permission: Trade. Limit: 5 requests per 2 seconds, counted by
        user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/copytrading/amend-copy-settings.

        Args:
            unique_code: Code of the leading trader, 16 or 18 letters and digits.
            copy_mgn_mode: Margin mode; `copy` takes that of the leading trader.
            copy_inst_id_type: Which contracts are copied: those of `inst_id` (`custom`), or those of the leading
                trader (`copy`).
            copy_total_amt: Largest amount as a whole for this leading trader, in USDT; beyond it nothing more is
                copied.
            sub_pos_close_type: What becomes of open positions when copying stops: `market_close` closes them at the
                market, `copy_close` closes them when the leading trader does, `manual_close` leaves them to the user.
            inst_type: Type of the instruments; `SWAP` unless said.
            inst_id: Instrument ids, joined with commas; needed when `copy_inst_id_type` is `custom`. Required when
                `copy_inst_id_type` is `custom`.
            copy_mode: How much is copied of each order: a fixed amount (`fixed_amount`, unless said), or a share of
                what the leading trader orders (`ratio_copy`).
            copy_amt: Amount of each copied order in USDT; needed for `fixed_amount`, also when `copy_mode` is left
                out. Required when `copy_mode` is `fixed_amount`.
            copy_ratio: Share of what the leading trader orders; needed for `ratio_copy`. Required when `copy_mode` is
                `ratio_copy`.
            tp_ratio: Profit at which a copied order is closed, as a fraction, 0.1 meaning 10 %.
            sl_ratio: Loss at which a copied order is closed, as a fraction, 0.1 meaning 10 %.
            sl_total_amt: Net loss in USDT at which copying stops.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Orders that come of a request without it
                earn no rebate, and it can't be added later.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            Whether the settings were taken.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "uniqueCode": unique_code,
            "copyMgnMode": copy_mgn_mode,
            "copyInstIdType": copy_inst_id_type,
            "copyTotalAmt": copy_total_amt,
            "subPosCloseType": sub_pos_close_type,
        }
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_id is not None:
            given["instId"] = inst_id
        if copy_mode is not None:
            given["copyMode"] = copy_mode
        if copy_amt is not None:
            given["copyAmt"] = copy_amt
        if copy_ratio is not None:
            given["copyRatio"] = copy_ratio
        if tp_ratio is not None:
            given["tpRatio"] = tp_ratio
        if sl_ratio is not None:
            given["slRatio"] = sl_ratio
        if sl_total_amt is not None:
            given["slTotalAmt"] = sl_total_amt
        if tag is not None:
            given["tag"] = tag

        return self._caller.one(operations.AMEND_COPY_SETTINGS, given, extra)


class AsyncCopytrading:
    """Positions that lead or copy, and how a leading trader is copied. Called with the user's key; the broker code goes
    into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def place_copy_trading_algo_order(
        self,
        *,
        sub_pos_id: str,
        inst_type: Literal["SPOT", "SWAP"] | None = None,
        tp_trigger_px: Amount | None = None,
        sl_trigger_px: Amount | None = None,
        tp_ord_px: Amount | None = None,
        sl_ord_px: Amount | None = None,
        tp_trigger_px_type: Literal["last", "index", "mark"] | None = None,
        sl_trigger_px_type: Literal["last", "index", "mark"] | None = None,
        tag: str | None = None,
        sub_pos_type: Literal["lead", "copy"] | None = None,
        extra: Extra | None = None,
    ) -> models.CopyTradingPosition:
        """Set take-profit and stop-loss of a copy trading position.

        Sets, changes or deletes take-profit and stop-loss of an open position that leads or copies. A trigger price
        of 0 deletes that side.

        `POST /api/v5/copytrading/algo-order`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/copytrading/algo-order.

        Args:
            sub_pos_id: Id of the position that leads or copies.
            inst_type: Type of the instrument; `SWAP` unless said.
            tp_trigger_px: Trigger price of the take-profit; 0 deletes it. At least one of `tp_trigger_px` and
                `sl_trigger_px`.
            sl_trigger_px: Trigger price of the stop-loss; 0 deletes it. At least one of `tp_trigger_px` and
                `sl_trigger_px`.
            tp_ord_px: Price of the take-profit order; -1, unless said, for the market price. Only for leading traders
                on the spot market.
            sl_ord_px: Price of the stop-loss order; -1, unless said, for the market price. Only for leading traders
                on the spot market.
            tp_trigger_px_type: Which price triggers the take-profit; unless said `last`.
            sl_trigger_px_type: Which price triggers the stop-loss; unless said `last`.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Orders that come of a request without it
                earn no rebate, and it can't be added later.
            sub_pos_type: Whether the position leads (`lead`, unless said) or copies.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The position whose take-profit or stop-loss was set.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "subPosId": sub_pos_id,
        }
        if inst_type is not None:
            given["instType"] = inst_type
        if tp_trigger_px is not None:
            given["tpTriggerPx"] = tp_trigger_px
        if sl_trigger_px is not None:
            given["slTriggerPx"] = sl_trigger_px
        if tp_ord_px is not None:
            given["tpOrdPx"] = tp_ord_px
        if sl_ord_px is not None:
            given["slOrdPx"] = sl_ord_px
        if tp_trigger_px_type is not None:
            given["tpTriggerPxType"] = tp_trigger_px_type
        if sl_trigger_px_type is not None:
            given["slTriggerPxType"] = sl_trigger_px_type
        if tag is not None:
            given["tag"] = tag
        if sub_pos_type is not None:
            given["subPosType"] = sub_pos_type

        return await self._caller.one(operations.PLACE_COPY_TRADING_ALGO_ORDER, given, extra)

    async def close_copy_trading_subposition(
        self,
        *,
        sub_pos_id: str,
        inst_type: Literal["SPOT", "SWAP"] | None = None,
        tag: str | None = None,
        ord_type: Literal["market", "limit"] | None = None,
        px: Amount | None = None,
        extra: Extra | None = None,
    ) -> models.CopyTradingPosition:
        """Close a position of a leading trader.

        Closes one position of a leading trader; each call closes one.

        `POST /api/v5/copytrading/close-subposition`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by
        user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/copytrading/close-subposition.

        Args:
            sub_pos_id: Id of the position that leads.
            inst_type: Type of the instrument; `SWAP` unless said.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Orders that come of a request without it
                earn no rebate, and it can't be added later.
            ord_type: Type of the order that closes it; `market` unless said.
            px: Price of a `limit` order. Only for leading traders on the spot market. While such an order is open, a
                new price amends it and 0 cancels it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The position whose closing was accepted.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "subPosId": sub_pos_id,
        }
        if inst_type is not None:
            given["instType"] = inst_type
        if tag is not None:
            given["tag"] = tag
        if ord_type is not None:
            given["ordType"] = ord_type
        if px is not None:
            given["px"] = px

        return await self._caller.one(operations.CLOSE_COPY_TRADING_SUBPOSITION, given, extra)

    async def set_first_copy_settings(
        self,
        *,
        unique_code: str,
        copy_mgn_mode: Literal["cross", "isolated", "copy"],
        copy_inst_id_type: Literal["custom", "copy"],
        copy_total_amt: Amount,
        sub_pos_close_type: Literal["market_close", "copy_close", "manual_close"],
        inst_type: Literal["SWAP"] | None = None,
        inst_id: str | None = None,
        copy_mode: Literal["fixed_amount", "ratio_copy"] | None = None,
        copy_amt: Amount | None = None,
        copy_ratio: Amount | None = None,
        tp_ratio: Amount | None = None,
        sl_ratio: Amount | None = None,
        sl_total_amt: Amount | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.CopySettingsResult:
        """Start to copy a leading trader.

        Says how a leading trader is copied, and starts it. Needed before the first copy, and again after copying was
        stopped; changes in between go through `copytrading.amend_copy_settings`.

        `POST /api/v5/copytrading/first-copy-settings`. Permission: Trade. Limit: 5 requests per 2 seconds, counted by
        user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/copytrading/first-copy-settings.

        Args:
            unique_code: Code of the leading trader, 16 or 18 letters and digits.
            copy_mgn_mode: Margin mode; `copy` takes that of the leading trader.
            copy_inst_id_type: Which contracts are copied: those of `inst_id` (`custom`), or those of the leading
                trader (`copy`).
            copy_total_amt: Largest amount as a whole for this leading trader, in USDT; beyond it nothing more is
                copied.
            sub_pos_close_type: What becomes of open positions when copying stops: `market_close` closes them at the
                market, `copy_close` closes them when the leading trader does, `manual_close` leaves them to the user.
            inst_type: Type of the instruments; `SWAP` unless said.
            inst_id: Instrument ids, joined with commas; needed when `copy_inst_id_type` is `custom`. Required when
                `copy_inst_id_type` is `custom`.
            copy_mode: How much is copied of each order: a fixed amount (`fixed_amount`, unless said), or a share of
                what the leading trader orders (`ratio_copy`).
            copy_amt: Amount of each copied order in USDT; needed for `fixed_amount`, also when `copy_mode` is left
                out. Required when `copy_mode` is `fixed_amount`.
            copy_ratio: Share of what the leading trader orders; needed for `ratio_copy`. Required when `copy_mode` is
                `ratio_copy`.
            tp_ratio: Profit at which a copied order is closed, as a fraction, 0.1 meaning 10 %.
            sl_ratio: Loss at which a copied order is closed, as a fraction, 0.1 meaning 10 %.
            sl_total_amt: Net loss in USDT at which copying stops.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Orders that come of a request without it
                earn no rebate, and it can't be added later.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            Whether the settings were taken.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "uniqueCode": unique_code,
            "copyMgnMode": copy_mgn_mode,
            "copyInstIdType": copy_inst_id_type,
            "copyTotalAmt": copy_total_amt,
            "subPosCloseType": sub_pos_close_type,
        }
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_id is not None:
            given["instId"] = inst_id
        if copy_mode is not None:
            given["copyMode"] = copy_mode
        if copy_amt is not None:
            given["copyAmt"] = copy_amt
        if copy_ratio is not None:
            given["copyRatio"] = copy_ratio
        if tp_ratio is not None:
            given["tpRatio"] = tp_ratio
        if sl_ratio is not None:
            given["slRatio"] = sl_ratio
        if sl_total_amt is not None:
            given["slTotalAmt"] = sl_total_amt
        if tag is not None:
            given["tag"] = tag

        return await self._caller.one(operations.SET_FIRST_COPY_SETTINGS, given, extra)

    async def amend_copy_settings(
        self,
        *,
        unique_code: str,
        copy_mgn_mode: Literal["cross", "isolated", "copy"],
        copy_inst_id_type: Literal["custom", "copy"],
        copy_total_amt: Amount,
        sub_pos_close_type: Literal["market_close", "copy_close", "manual_close"],
        inst_type: Literal["SWAP"] | None = None,
        inst_id: str | None = None,
        copy_mode: Literal["fixed_amount", "ratio_copy"] | None = None,
        copy_amt: Amount | None = None,
        copy_ratio: Amount | None = None,
        tp_ratio: Amount | None = None,
        sl_ratio: Amount | None = None,
        sl_total_amt: Amount | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.CopySettingsResult:
        """Change how a leading trader is copied.

        Changes the settings that `copytrading.set_first_copy_settings` made. All of them are sent again, also those
        that stay.

        `POST /api/v5/copytrading/amend-copy-settings`. Permission: Trade. Limit: 5 requests per 2 seconds, counted by
        user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/copytrading/amend-copy-settings.

        Args:
            unique_code: Code of the leading trader, 16 or 18 letters and digits.
            copy_mgn_mode: Margin mode; `copy` takes that of the leading trader.
            copy_inst_id_type: Which contracts are copied: those of `inst_id` (`custom`), or those of the leading
                trader (`copy`).
            copy_total_amt: Largest amount as a whole for this leading trader, in USDT; beyond it nothing more is
                copied.
            sub_pos_close_type: What becomes of open positions when copying stops: `market_close` closes them at the
                market, `copy_close` closes them when the leading trader does, `manual_close` leaves them to the user.
            inst_type: Type of the instruments; `SWAP` unless said.
            inst_id: Instrument ids, joined with commas; needed when `copy_inst_id_type` is `custom`. Required when
                `copy_inst_id_type` is `custom`.
            copy_mode: How much is copied of each order: a fixed amount (`fixed_amount`, unless said), or a share of
                what the leading trader orders (`ratio_copy`).
            copy_amt: Amount of each copied order in USDT; needed for `fixed_amount`, also when `copy_mode` is left
                out. Required when `copy_mode` is `fixed_amount`.
            copy_ratio: Share of what the leading trader orders; needed for `ratio_copy`. Required when `copy_mode` is
                `ratio_copy`.
            tp_ratio: Profit at which a copied order is closed, as a fraction, 0.1 meaning 10 %.
            sl_ratio: Loss at which a copied order is closed, as a fraction, 0.1 meaning 10 %.
            sl_total_amt: Net loss in USDT at which copying stops.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Orders that come of a request without it
                earn no rebate, and it can't be added later.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            Whether the settings were taken.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "uniqueCode": unique_code,
            "copyMgnMode": copy_mgn_mode,
            "copyInstIdType": copy_inst_id_type,
            "copyTotalAmt": copy_total_amt,
            "subPosCloseType": sub_pos_close_type,
        }
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_id is not None:
            given["instId"] = inst_id
        if copy_mode is not None:
            given["copyMode"] = copy_mode
        if copy_amt is not None:
            given["copyAmt"] = copy_amt
        if copy_ratio is not None:
            given["copyRatio"] = copy_ratio
        if tp_ratio is not None:
            given["tpRatio"] = tp_ratio
        if sl_ratio is not None:
            given["slRatio"] = sl_ratio
        if sl_total_amt is not None:
            given["slTotalAmt"] = sl_total_amt
        if tag is not None:
            given["tag"] = tag

        return await self._caller.one(operations.AMEND_COPY_SETTINGS, given, extra)
