# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Orders that act by themselves later: take-profit, stop-loss, chase, trigger, trailing stop, TWAP and iceberg. Called
with the user's key; the broker code goes into `tag`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import algo as operations
from okx_v5.paging import cursor, cursor_async
from okx_v5.scalars import Amount


class Algo:
    """Orders that act by themselves later: take-profit, stop-loss, chase, trigger, trailing stop, TWAP and iceberg.
    Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_algo_order(
        self,
        *,
        algo_id: str | None = None,
        algo_cl_ord_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.AlgoOrder:
        """One algo order.

        Looks up an algo order by its id at the exchange or by the caller's own.

        `GET /api/v5/trade/order-algo`. Permission: Read. Limit: 20 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/order-algo.

        Args:
            algo_id: Id of the algo order at the exchange. One of `algo_id` and `algo_cl_ord_id` is needed; this one
                counts if both are sent.
            algo_cl_ord_id: The caller's own id of the algo order. One of `algo_id` and `algo_cl_ord_id` is needed.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The algo order.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if algo_id is not None:
            given["algoId"] = algo_id
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id

        return self._caller.one(operations.GET_ALGO_ORDER, given, extra)

    def place_algo_order(
        self,
        *,
        inst_id: str,
        td_mode: Literal["isolated", "cross", "cash", "spot_isolated"],
        side: Literal["buy", "sell"],
        ord_type: Literal["conditional", "oco", "chase", "trigger", "move_order_stop", "twap", "smart_iceberg"],
        ccy: str | None = None,
        pos_side: Literal["long", "short", "net"] | None = None,
        sz: Amount | None = None,
        tag: str | None = None,
        tgt_ccy: Literal["base_ccy", "quote_ccy"] | None = None,
        algo_cl_ord_id: str | None = None,
        close_fraction: Literal["1"] | None = None,
        trade_quote_ccy: str | None = None,
        tp_trigger_px: Amount | None = None,
        tp_trigger_px_type: Literal["last", "index", "mark"] | None = None,
        tp_ord_px: Amount | None = None,
        tp_ord_kind: Literal["condition", "limit"] | None = None,
        sl_trigger_px: Amount | None = None,
        sl_trigger_px_type: Literal["last", "index", "mark"] | None = None,
        sl_ord_px: Amount | None = None,
        cxl_on_close_pos: bool | None = None,
        reduce_only: bool | None = None,
        chase_type: Literal["distance", "ratio"] | None = None,
        chase_val: Amount | None = None,
        max_chase_type: Literal["distance", "ratio"] | None = None,
        max_chase_val: Amount | None = None,
        trigger_px: Amount | None = None,
        order_px: Amount | None = None,
        advance_ord_type: Literal["fok", "ioc", "chase"] | None = None,
        adv_chase_params: Sequence[models.NewChaseParams] | None = None,
        trigger_px_type: Literal["last", "index", "mark"] | None = None,
        attach_algo_ords: Sequence[models.NewTriggerAttachment] | None = None,
        callback_ratio: Amount | None = None,
        callback_spread: Amount | None = None,
        active_px: Amount | None = None,
        px_var: Amount | None = None,
        px_spread: Amount | None = None,
        sz_limit: Amount | None = None,
        px_limit: Amount | None = None,
        time_interval: int | None = None,
        lmt_order_number: int | None = None,
        aggressiveness: Literal["radical", "mid", "conservative"] | None = None,
        trigger_params: Sequence[models.NewIcebergTrigger] | None = None,
        extra: Extra | None = None,
    ) -> models.PlacedAlgoOrder:
        """Place an algo order.

        Places an order that acts by itself later. `ord_type` says which kind: `conditional` (take-profit or
        stop-loss), `oco` (both, one cancels the other), `chase`, `trigger`, `move_order_stop` (trailing stop), `twap`
        or `smart_iceberg`. Many fields belong to one kind only and say so. `s_code` of the answer tells whether the
        order was accepted.

        No position and no margin is set aside until it triggers. Of a `conditional` order with both take-profit and
        stop-loss, only the stop-loss is checked. A trailing stop to sell triggers at the highest price less the
        distance, one to buy at the lowest price plus the distance, and then orders at the market. Chase orders and
        the orders that they make can't be amended.

        Limits count per user and instrument; for options per user and instrument family, and for instruments of
        leading traders only 1 order goes in 2 seconds.

        `POST /api/v5/trade/order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user and
        inst_id (options by instrument family).
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/trade/order-algo.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`. Trigger orders take SPOT, FUTURES and SWAP only.
            td_mode: Trade mode: `cash` without margin, `cross` or `isolated` with margin. `isolated` is not possible
                in multi-currency and portfolio margin mode; `spot_isolated` is for leading traders of spot copy
                trading.
            side: Buy or sell.
            ord_type: Kind of the algo order. `conditional`: a take-profit or a stop-loss. `oco`: a take-profit and a
                stop-loss, one cancels the other. `chase`: a limit order that follows the best price; FUTURES, SWAP.
                `trigger`: an order that is sent when a price is reached. `move_order_stop`: trailing stop. `twap`:
                many small orders over time. `smart_iceberg`: many small orders, so that the whole quantity does not
                show.
            ccy: Margin currency. For isolated MARGIN orders, and for cross MARGIN orders in Futures mode.
            pos_side: Position side. Needed as `long` or `short` in long/short mode; in net mode leave it out or send
                `net`.
            sz: Quantity. Exactly one of `sz` and `close_fraction`.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. An order without it earns no rebate, and
                it can't be added later. The answer echoes it.
            tgt_ccy: Unit of `sz` in `conditional` market orders to buy, SPOT only. Unless said, `quote_ccy` to buy
                and `base_ccy` to sell. Trigger orders do not take it (51281).
            algo_cl_ord_id: The caller's own id of the algo order, 1 to 32 letters and digits, case-sensitive. One
                that is in use is refused (51065).
            close_fraction: Part of the position to close; only `1`, all of it. Exactly one of `sz` and
                `close_fraction`. For `conditional` and `oco` market orders, FUTURES and SWAP, not in portfolio margin
                mode. A position in net mode needs `reduce_only` too. One such order per position (51088).
            trade_quote_ccy: Quote currency to trade with, SPOT only; unless said, that of the instrument.
            tp_trigger_px: `conditional` and `oco`: trigger price of the take-profit. With it goes `tp_ord_px`.
            tp_trigger_px_type: `conditional` and `oco`: which price triggers the take-profit; unless said `last`.
            tp_ord_px: `conditional` and `oco`: price of the take-profit order; -1 for the market price. A conditional
                take-profit also needs `tp_trigger_px`, a limit take-profit does not.
            tp_ord_kind: `conditional` and `oco`: kind of the take-profit. `condition` (unless said): placed when the
                trigger is reached. `limit`: a limit order.
            sl_trigger_px: `conditional` and `oco`: trigger price of the stop-loss. With it goes `sl_ord_px`.
            sl_trigger_px_type: `conditional` and `oco`: which price triggers the stop-loss; unless said `last`.
            sl_ord_px: `conditional` and `oco`: price of the stop-loss order; -1 for the market price. With it goes
                `sl_trigger_px`.
            cxl_on_close_pos: `conditional` and `oco`: whether the order belongs to the position and is cancelled when
                that is closed as a whole; false unless said. Needs `reduce_only`. Futures and multi-currency mode.
            reduce_only: Whether the order may only make a position smaller; false unless said. `conditional`, `oco`
                and `chase`: MARGIN, and FUTURES and SWAP in net mode, in Futures or multi-currency mode.
                `move_order_stop`: FUTURES and SWAP in net mode; without effect in long/short mode.
            chase_type: `chase`: what `chase_val` is, a price difference from the best price (`distance`, unless said)
                or a fraction of it (`ratio`).
            chase_val: `chase`: how far from the best price the order stands; 0 unless said. As `distance` in USDT,
                USDC or, for contracts settled in the coin, USD; as `ratio` 0.1 means 10 %.
            max_chase_type: `chase`: what `max_chase_val` is. Goes together with it, or neither.
            max_chase_val: `chase`: how far the order follows; as `ratio` 0.1 means 10 %. Goes together with
                `max_chase_type`, or neither.
            trigger_px: `trigger`: trigger price, needed there. In the unit of a price; which price is compared is
                said by `trigger_px_type`. On the wrong side it is refused (51046 to 51049). Required when `ord_type`
                is `trigger`.
            order_px: `trigger`: price of the order that is sent, needed there unless `advance_ord_type` is `chase`,
                which has none; -1 for the market price. Answers call it `ord_px`.
            advance_ord_type: `trigger`: type of the order that is sent. Without it a limit or market order, according
                to `order_px`. `chase` for FUTURES and SWAP only.
            adv_chase_params: `trigger`: how to chase; needed when `advance_ord_type` is `chase`. Required when
                `advance_ord_type` is `chase`.
            trigger_px_type: `trigger`: which price pulls the trigger; unless said `last`, for SPOT the only one.
            attach_algo_ords: `trigger`: take-profit, stop-loss or trailing stop that becomes active once the order
                that is sent has filled. Futures, multi-currency and portfolio margin mode; not with
                `advance_ord_type` `chase`.
            callback_ratio: `move_order_stop`: distance of the trailing stop as a fraction, 0.05 meaning 5 %. One of
                `callback_ratio` and `callback_spread`, not both.
            callback_spread: `move_order_stop`: distance of the trailing stop as a price difference. One of
                `callback_ratio` and `callback_spread`, not both.
            active_px: `move_order_stop`: last price at which it becomes active. Without it, active at once.
            px_var: `twap`: how much better than the best price the small orders are, as a fraction from 0.0001 to
                0.01. One of `px_var` and `px_spread`, not both.
            px_spread: `twap`: how much better than the best price the small orders are, as a price difference of 0 or
                more. One of `px_var` and `px_spread`, not both.
            sz_limit: `twap`: quantity of each small order. `smart_iceberg`: smallest quantity of each small order.
                Needed for both. Required when `ord_type` is `twap` or `smart_iceberg`.
            px_limit: `twap`: limit of the price, 0 or more, needed there; small orders are sent only while the market
                is on the good side of it. `smart_iceberg`: limit of the price. Required when `ord_type` is `twap`.
            time_interval: `twap`: seconds between the small orders; needed there. Required when `ord_type` is `twap`.
            lmt_order_number: `smart_iceberg`: number of small limit orders; needed there. Required when `ord_type` is
                `smart_iceberg`.
            aggressiveness: `smart_iceberg`: `radical` fills fast, `conservative` queues in the book, `mid` is
                between; needed there. Required when `ord_type` is `smart_iceberg`.
            trigger_params: `smart_iceberg`: when to start. Without it, or with an empty list, at once.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
            "tdMode": td_mode,
            "side": side,
            "ordType": ord_type,
        }
        if ccy is not None:
            given["ccy"] = ccy
        if pos_side is not None:
            given["posSide"] = pos_side
        if sz is not None:
            given["sz"] = sz
        if tag is not None:
            given["tag"] = tag
        if tgt_ccy is not None:
            given["tgtCcy"] = tgt_ccy
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id
        if close_fraction is not None:
            given["closeFraction"] = close_fraction
        if trade_quote_ccy is not None:
            given["tradeQuoteCcy"] = trade_quote_ccy
        if tp_trigger_px is not None:
            given["tpTriggerPx"] = tp_trigger_px
        if tp_trigger_px_type is not None:
            given["tpTriggerPxType"] = tp_trigger_px_type
        if tp_ord_px is not None:
            given["tpOrdPx"] = tp_ord_px
        if tp_ord_kind is not None:
            given["tpOrdKind"] = tp_ord_kind
        if sl_trigger_px is not None:
            given["slTriggerPx"] = sl_trigger_px
        if sl_trigger_px_type is not None:
            given["slTriggerPxType"] = sl_trigger_px_type
        if sl_ord_px is not None:
            given["slOrdPx"] = sl_ord_px
        if cxl_on_close_pos is not None:
            given["cxlOnClosePos"] = cxl_on_close_pos
        if reduce_only is not None:
            given["reduceOnly"] = reduce_only
        if chase_type is not None:
            given["chaseType"] = chase_type
        if chase_val is not None:
            given["chaseVal"] = chase_val
        if max_chase_type is not None:
            given["maxChaseType"] = max_chase_type
        if max_chase_val is not None:
            given["maxChaseVal"] = max_chase_val
        if trigger_px is not None:
            given["triggerPx"] = trigger_px
        if order_px is not None:
            given["orderPx"] = order_px
        if advance_ord_type is not None:
            given["advanceOrdType"] = advance_ord_type
        if adv_chase_params is not None:
            given["advChaseParams"] = adv_chase_params
        if trigger_px_type is not None:
            given["triggerPxType"] = trigger_px_type
        if attach_algo_ords is not None:
            given["attachAlgoOrds"] = attach_algo_ords
        if callback_ratio is not None:
            given["callbackRatio"] = callback_ratio
        if callback_spread is not None:
            given["callbackSpread"] = callback_spread
        if active_px is not None:
            given["activePx"] = active_px
        if px_var is not None:
            given["pxVar"] = px_var
        if px_spread is not None:
            given["pxSpread"] = px_spread
        if sz_limit is not None:
            given["szLimit"] = sz_limit
        if px_limit is not None:
            given["pxLimit"] = px_limit
        if time_interval is not None:
            given["timeInterval"] = time_interval
        if lmt_order_number is not None:
            given["lmtOrderNumber"] = lmt_order_number
        if aggressiveness is not None:
            given["aggressiveness"] = aggressiveness
        if trigger_params is not None:
            given["triggerParams"] = trigger_params

        return self._caller.one(operations.PLACE_ALGO_ORDER, given, extra)

    def cancel_algos(
        self,
        algos: Sequence[models.AlgoToCancel],
        *,
        extra: Extra | None = None,
    ) -> list[models.CancelledAlgoOrder]:
        """Cancel up to 10 algo orders.

        Asks for 1 to 10 algo orders to be cancelled. Each has an answer of its own, with an `s_code`; the code of the
        envelope is `"2"` when only some were accepted and `"1"` when none was.

        Limits count orders per user and instrument; for options per user and instrument family.

        `POST /api/v5/trade/cancel-algos`. Permission: Trade. Limit: 20 orders per 2 seconds, counted by user and
        inst_id (options by instrument family).
        Source: okx-v5, POST /api/v5/trade/cancel-algos.

        Args:
            algos: One to 10 of `models.AlgoToCancel`.
            extra: Fields that the contract does not know yet, by OKX's name; for all items, or one mapping each.

        Returns:
            What became of each request to cancel.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.many(operations.CANCEL_ALGOS, algos, extra)

    def get_algo_orders_pending(
        self,
        *,
        ord_type: Literal[
            "conditional", "oco", "conditional,oco", "chase", "trigger", "move_order_stop", "twap", "smart_iceberg"
        ],
        algo_id: str | None = None,
        inst_type: Literal["SPOT", "SWAP", "FUTURES", "MARGIN"] | None = None,
        inst_id: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.PendingAlgoOrder]:
        """Algo orders that wait.

        Lists the account's algo orders of one kind that have not triggered. The newest come first; older ones are
        asked for with `after`.

        `GET /api/v5/trade/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-algo-pending.

        Args:
            ord_type: Kind of the algo orders, one per call; only `conditional` and `oco` can be asked for together,
                as `conditional,oco`.
            algo_id: Id of one algo order at the exchange. Without it all of them.
            inst_type: Type of the instruments. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            after: Algo orders older than the one with this `algo_id`.
            before: Algo orders newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The algo orders that wait, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "ordType": ord_type,
        }
        if algo_id is not None:
            given["algoId"] = algo_id
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_id is not None:
            given["instId"] = inst_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return self._caller.many(operations.GET_ALGO_ORDERS_PENDING, given, extra)

    def iter_algo_orders_pending(
        self,
        *,
        ord_type: Literal[
            "conditional", "oco", "conditional,oco", "chase", "trigger", "move_order_stop", "twap", "smart_iceberg"
        ],
        algo_id: str | None = None,
        inst_type: Literal["SPOT", "SWAP", "FUTURES", "MARGIN"] | None = None,
        inst_id: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.PendingAlgoOrder]:
        """Algo orders that wait.

        Lists the account's algo orders of one kind that have not triggered. The newest come first; older ones are
        asked for with `after`.

        `GET /api/v5/trade/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-algo-pending.

        Args:
            ord_type: Kind of the algo orders, one per call; only `conditional` and `oco` can be asked for together,
                as `conditional,oco`.
            algo_id: Id of one algo order at the exchange. Without it all of them.
            inst_type: Type of the instruments. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            after: Algo orders older than the one with this `algo_id`.
            before: Algo orders newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "ordType": ord_type,
        }
        if algo_id is not None:
            given["algoId"] = algo_id
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_id is not None:
            given["instId"] = inst_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return cursor(self._caller, operations.GET_ALGO_ORDERS_PENDING, given, extra)


class AsyncAlgo:
    """Orders that act by themselves later: take-profit, stop-loss, chase, trigger, trailing stop, TWAP and iceberg.
    Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_algo_order(
        self,
        *,
        algo_id: str | None = None,
        algo_cl_ord_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.AlgoOrder:
        """One algo order.

        Looks up an algo order by its id at the exchange or by the caller's own.

        `GET /api/v5/trade/order-algo`. Permission: Read. Limit: 20 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/order-algo.

        Args:
            algo_id: Id of the algo order at the exchange. One of `algo_id` and `algo_cl_ord_id` is needed; this one
                counts if both are sent.
            algo_cl_ord_id: The caller's own id of the algo order. One of `algo_id` and `algo_cl_ord_id` is needed.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The algo order.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if algo_id is not None:
            given["algoId"] = algo_id
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id

        return await self._caller.one(operations.GET_ALGO_ORDER, given, extra)

    async def place_algo_order(
        self,
        *,
        inst_id: str,
        td_mode: Literal["isolated", "cross", "cash", "spot_isolated"],
        side: Literal["buy", "sell"],
        ord_type: Literal["conditional", "oco", "chase", "trigger", "move_order_stop", "twap", "smart_iceberg"],
        ccy: str | None = None,
        pos_side: Literal["long", "short", "net"] | None = None,
        sz: Amount | None = None,
        tag: str | None = None,
        tgt_ccy: Literal["base_ccy", "quote_ccy"] | None = None,
        algo_cl_ord_id: str | None = None,
        close_fraction: Literal["1"] | None = None,
        trade_quote_ccy: str | None = None,
        tp_trigger_px: Amount | None = None,
        tp_trigger_px_type: Literal["last", "index", "mark"] | None = None,
        tp_ord_px: Amount | None = None,
        tp_ord_kind: Literal["condition", "limit"] | None = None,
        sl_trigger_px: Amount | None = None,
        sl_trigger_px_type: Literal["last", "index", "mark"] | None = None,
        sl_ord_px: Amount | None = None,
        cxl_on_close_pos: bool | None = None,
        reduce_only: bool | None = None,
        chase_type: Literal["distance", "ratio"] | None = None,
        chase_val: Amount | None = None,
        max_chase_type: Literal["distance", "ratio"] | None = None,
        max_chase_val: Amount | None = None,
        trigger_px: Amount | None = None,
        order_px: Amount | None = None,
        advance_ord_type: Literal["fok", "ioc", "chase"] | None = None,
        adv_chase_params: Sequence[models.NewChaseParams] | None = None,
        trigger_px_type: Literal["last", "index", "mark"] | None = None,
        attach_algo_ords: Sequence[models.NewTriggerAttachment] | None = None,
        callback_ratio: Amount | None = None,
        callback_spread: Amount | None = None,
        active_px: Amount | None = None,
        px_var: Amount | None = None,
        px_spread: Amount | None = None,
        sz_limit: Amount | None = None,
        px_limit: Amount | None = None,
        time_interval: int | None = None,
        lmt_order_number: int | None = None,
        aggressiveness: Literal["radical", "mid", "conservative"] | None = None,
        trigger_params: Sequence[models.NewIcebergTrigger] | None = None,
        extra: Extra | None = None,
    ) -> models.PlacedAlgoOrder:
        """Place an algo order.

        Places an order that acts by itself later. `ord_type` says which kind: `conditional` (take-profit or
        stop-loss), `oco` (both, one cancels the other), `chase`, `trigger`, `move_order_stop` (trailing stop), `twap`
        or `smart_iceberg`. Many fields belong to one kind only and say so. `s_code` of the answer tells whether the
        order was accepted.

        No position and no margin is set aside until it triggers. Of a `conditional` order with both take-profit and
        stop-loss, only the stop-loss is checked. A trailing stop to sell triggers at the highest price less the
        distance, one to buy at the lowest price plus the distance, and then orders at the market. Chase orders and
        the orders that they make can't be amended.

        Limits count per user and instrument; for options per user and instrument family, and for instruments of
        leading traders only 1 order goes in 2 seconds.

        `POST /api/v5/trade/order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user and
        inst_id (options by instrument family).
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/trade/order-algo.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`. Trigger orders take SPOT, FUTURES and SWAP only.
            td_mode: Trade mode: `cash` without margin, `cross` or `isolated` with margin. `isolated` is not possible
                in multi-currency and portfolio margin mode; `spot_isolated` is for leading traders of spot copy
                trading.
            side: Buy or sell.
            ord_type: Kind of the algo order. `conditional`: a take-profit or a stop-loss. `oco`: a take-profit and a
                stop-loss, one cancels the other. `chase`: a limit order that follows the best price; FUTURES, SWAP.
                `trigger`: an order that is sent when a price is reached. `move_order_stop`: trailing stop. `twap`:
                many small orders over time. `smart_iceberg`: many small orders, so that the whole quantity does not
                show.
            ccy: Margin currency. For isolated MARGIN orders, and for cross MARGIN orders in Futures mode.
            pos_side: Position side. Needed as `long` or `short` in long/short mode; in net mode leave it out or send
                `net`.
            sz: Quantity. Exactly one of `sz` and `close_fraction`.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. An order without it earns no rebate, and
                it can't be added later. The answer echoes it.
            tgt_ccy: Unit of `sz` in `conditional` market orders to buy, SPOT only. Unless said, `quote_ccy` to buy
                and `base_ccy` to sell. Trigger orders do not take it (51281).
            algo_cl_ord_id: The caller's own id of the algo order, 1 to 32 letters and digits, case-sensitive. One
                that is in use is refused (51065).
            close_fraction: Part of the position to close; only `1`, all of it. Exactly one of `sz` and
                `close_fraction`. For `conditional` and `oco` market orders, FUTURES and SWAP, not in portfolio margin
                mode. A position in net mode needs `reduce_only` too. One such order per position (51088).
            trade_quote_ccy: Quote currency to trade with, SPOT only; unless said, that of the instrument.
            tp_trigger_px: `conditional` and `oco`: trigger price of the take-profit. With it goes `tp_ord_px`.
            tp_trigger_px_type: `conditional` and `oco`: which price triggers the take-profit; unless said `last`.
            tp_ord_px: `conditional` and `oco`: price of the take-profit order; -1 for the market price. A conditional
                take-profit also needs `tp_trigger_px`, a limit take-profit does not.
            tp_ord_kind: `conditional` and `oco`: kind of the take-profit. `condition` (unless said): placed when the
                trigger is reached. `limit`: a limit order.
            sl_trigger_px: `conditional` and `oco`: trigger price of the stop-loss. With it goes `sl_ord_px`.
            sl_trigger_px_type: `conditional` and `oco`: which price triggers the stop-loss; unless said `last`.
            sl_ord_px: `conditional` and `oco`: price of the stop-loss order; -1 for the market price. With it goes
                `sl_trigger_px`.
            cxl_on_close_pos: `conditional` and `oco`: whether the order belongs to the position and is cancelled when
                that is closed as a whole; false unless said. Needs `reduce_only`. Futures and multi-currency mode.
            reduce_only: Whether the order may only make a position smaller; false unless said. `conditional`, `oco`
                and `chase`: MARGIN, and FUTURES and SWAP in net mode, in Futures or multi-currency mode.
                `move_order_stop`: FUTURES and SWAP in net mode; without effect in long/short mode.
            chase_type: `chase`: what `chase_val` is, a price difference from the best price (`distance`, unless said)
                or a fraction of it (`ratio`).
            chase_val: `chase`: how far from the best price the order stands; 0 unless said. As `distance` in USDT,
                USDC or, for contracts settled in the coin, USD; as `ratio` 0.1 means 10 %.
            max_chase_type: `chase`: what `max_chase_val` is. Goes together with it, or neither.
            max_chase_val: `chase`: how far the order follows; as `ratio` 0.1 means 10 %. Goes together with
                `max_chase_type`, or neither.
            trigger_px: `trigger`: trigger price, needed there. In the unit of a price; which price is compared is
                said by `trigger_px_type`. On the wrong side it is refused (51046 to 51049). Required when `ord_type`
                is `trigger`.
            order_px: `trigger`: price of the order that is sent, needed there unless `advance_ord_type` is `chase`,
                which has none; -1 for the market price. Answers call it `ord_px`.
            advance_ord_type: `trigger`: type of the order that is sent. Without it a limit or market order, according
                to `order_px`. `chase` for FUTURES and SWAP only.
            adv_chase_params: `trigger`: how to chase; needed when `advance_ord_type` is `chase`. Required when
                `advance_ord_type` is `chase`.
            trigger_px_type: `trigger`: which price pulls the trigger; unless said `last`, for SPOT the only one.
            attach_algo_ords: `trigger`: take-profit, stop-loss or trailing stop that becomes active once the order
                that is sent has filled. Futures, multi-currency and portfolio margin mode; not with
                `advance_ord_type` `chase`.
            callback_ratio: `move_order_stop`: distance of the trailing stop as a fraction, 0.05 meaning 5 %. One of
                `callback_ratio` and `callback_spread`, not both.
            callback_spread: `move_order_stop`: distance of the trailing stop as a price difference. One of
                `callback_ratio` and `callback_spread`, not both.
            active_px: `move_order_stop`: last price at which it becomes active. Without it, active at once.
            px_var: `twap`: how much better than the best price the small orders are, as a fraction from 0.0001 to
                0.01. One of `px_var` and `px_spread`, not both.
            px_spread: `twap`: how much better than the best price the small orders are, as a price difference of 0 or
                more. One of `px_var` and `px_spread`, not both.
            sz_limit: `twap`: quantity of each small order. `smart_iceberg`: smallest quantity of each small order.
                Needed for both. Required when `ord_type` is `twap` or `smart_iceberg`.
            px_limit: `twap`: limit of the price, 0 or more, needed there; small orders are sent only while the market
                is on the good side of it. `smart_iceberg`: limit of the price. Required when `ord_type` is `twap`.
            time_interval: `twap`: seconds between the small orders; needed there. Required when `ord_type` is `twap`.
            lmt_order_number: `smart_iceberg`: number of small limit orders; needed there. Required when `ord_type` is
                `smart_iceberg`.
            aggressiveness: `smart_iceberg`: `radical` fills fast, `conservative` queues in the book, `mid` is
                between; needed there. Required when `ord_type` is `smart_iceberg`.
            trigger_params: `smart_iceberg`: when to start. Without it, or with an empty list, at once.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
            "tdMode": td_mode,
            "side": side,
            "ordType": ord_type,
        }
        if ccy is not None:
            given["ccy"] = ccy
        if pos_side is not None:
            given["posSide"] = pos_side
        if sz is not None:
            given["sz"] = sz
        if tag is not None:
            given["tag"] = tag
        if tgt_ccy is not None:
            given["tgtCcy"] = tgt_ccy
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id
        if close_fraction is not None:
            given["closeFraction"] = close_fraction
        if trade_quote_ccy is not None:
            given["tradeQuoteCcy"] = trade_quote_ccy
        if tp_trigger_px is not None:
            given["tpTriggerPx"] = tp_trigger_px
        if tp_trigger_px_type is not None:
            given["tpTriggerPxType"] = tp_trigger_px_type
        if tp_ord_px is not None:
            given["tpOrdPx"] = tp_ord_px
        if tp_ord_kind is not None:
            given["tpOrdKind"] = tp_ord_kind
        if sl_trigger_px is not None:
            given["slTriggerPx"] = sl_trigger_px
        if sl_trigger_px_type is not None:
            given["slTriggerPxType"] = sl_trigger_px_type
        if sl_ord_px is not None:
            given["slOrdPx"] = sl_ord_px
        if cxl_on_close_pos is not None:
            given["cxlOnClosePos"] = cxl_on_close_pos
        if reduce_only is not None:
            given["reduceOnly"] = reduce_only
        if chase_type is not None:
            given["chaseType"] = chase_type
        if chase_val is not None:
            given["chaseVal"] = chase_val
        if max_chase_type is not None:
            given["maxChaseType"] = max_chase_type
        if max_chase_val is not None:
            given["maxChaseVal"] = max_chase_val
        if trigger_px is not None:
            given["triggerPx"] = trigger_px
        if order_px is not None:
            given["orderPx"] = order_px
        if advance_ord_type is not None:
            given["advanceOrdType"] = advance_ord_type
        if adv_chase_params is not None:
            given["advChaseParams"] = adv_chase_params
        if trigger_px_type is not None:
            given["triggerPxType"] = trigger_px_type
        if attach_algo_ords is not None:
            given["attachAlgoOrds"] = attach_algo_ords
        if callback_ratio is not None:
            given["callbackRatio"] = callback_ratio
        if callback_spread is not None:
            given["callbackSpread"] = callback_spread
        if active_px is not None:
            given["activePx"] = active_px
        if px_var is not None:
            given["pxVar"] = px_var
        if px_spread is not None:
            given["pxSpread"] = px_spread
        if sz_limit is not None:
            given["szLimit"] = sz_limit
        if px_limit is not None:
            given["pxLimit"] = px_limit
        if time_interval is not None:
            given["timeInterval"] = time_interval
        if lmt_order_number is not None:
            given["lmtOrderNumber"] = lmt_order_number
        if aggressiveness is not None:
            given["aggressiveness"] = aggressiveness
        if trigger_params is not None:
            given["triggerParams"] = trigger_params

        return await self._caller.one(operations.PLACE_ALGO_ORDER, given, extra)

    async def cancel_algos(
        self,
        algos: Sequence[models.AlgoToCancel],
        *,
        extra: Extra | None = None,
    ) -> list[models.CancelledAlgoOrder]:
        """Cancel up to 10 algo orders.

        Asks for 1 to 10 algo orders to be cancelled. Each has an answer of its own, with an `s_code`; the code of the
        envelope is `"2"` when only some were accepted and `"1"` when none was.

        Limits count orders per user and instrument; for options per user and instrument family.

        `POST /api/v5/trade/cancel-algos`. Permission: Trade. Limit: 20 orders per 2 seconds, counted by user and
        inst_id (options by instrument family).
        Source: okx-v5, POST /api/v5/trade/cancel-algos.

        Args:
            algos: One to 10 of `models.AlgoToCancel`.
            extra: Fields that the contract does not know yet, by OKX's name; for all items, or one mapping each.

        Returns:
            What became of each request to cancel.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.many(operations.CANCEL_ALGOS, algos, extra)

    async def get_algo_orders_pending(
        self,
        *,
        ord_type: Literal[
            "conditional", "oco", "conditional,oco", "chase", "trigger", "move_order_stop", "twap", "smart_iceberg"
        ],
        algo_id: str | None = None,
        inst_type: Literal["SPOT", "SWAP", "FUTURES", "MARGIN"] | None = None,
        inst_id: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.PendingAlgoOrder]:
        """Algo orders that wait.

        Lists the account's algo orders of one kind that have not triggered. The newest come first; older ones are
        asked for with `after`.

        `GET /api/v5/trade/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-algo-pending.

        Args:
            ord_type: Kind of the algo orders, one per call; only `conditional` and `oco` can be asked for together,
                as `conditional,oco`.
            algo_id: Id of one algo order at the exchange. Without it all of them.
            inst_type: Type of the instruments. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            after: Algo orders older than the one with this `algo_id`.
            before: Algo orders newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The algo orders that wait, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "ordType": ord_type,
        }
        if algo_id is not None:
            given["algoId"] = algo_id
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_id is not None:
            given["instId"] = inst_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return await self._caller.many(operations.GET_ALGO_ORDERS_PENDING, given, extra)

    def iter_algo_orders_pending(
        self,
        *,
        ord_type: Literal[
            "conditional", "oco", "conditional,oco", "chase", "trigger", "move_order_stop", "twap", "smart_iceberg"
        ],
        algo_id: str | None = None,
        inst_type: Literal["SPOT", "SWAP", "FUTURES", "MARGIN"] | None = None,
        inst_id: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.PendingAlgoOrder]:
        """Algo orders that wait.

        Lists the account's algo orders of one kind that have not triggered. The newest come first; older ones are
        asked for with `after`.

        `GET /api/v5/trade/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-algo-pending.

        Args:
            ord_type: Kind of the algo orders, one per call; only `conditional` and `oco` can be asked for together,
                as `conditional,oco`.
            algo_id: Id of one algo order at the exchange. Without it all of them.
            inst_type: Type of the instruments. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            after: Algo orders older than the one with this `algo_id`.
            before: Algo orders newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "ordType": ord_type,
        }
        if algo_id is not None:
            given["algoId"] = algo_id
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_id is not None:
            given["instId"] = inst_id
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return cursor_async(self._caller, operations.GET_ALGO_ORDERS_PENDING, given, extra)
