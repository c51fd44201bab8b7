# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Grid bots for spot and contracts. Called with the user's key; the broker code goes into `tag`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import grid as operations
from okx_v5.paging import cursor, cursor_async
from okx_v5.scalars import Amount


class Grid:
    """Grid bots for spot and contracts. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def place_grid_order(
        self,
        *,
        inst_id: str,
        algo_ord_type: Literal["grid", "contract_grid"],
        max_px: Amount,
        min_px: Amount,
        grid_num: int,
        run_type: Literal["1", "2"] | None = None,
        tp_trigger_px: Amount | None = None,
        sl_trigger_px: Amount | None = None,
        algo_cl_ord_id: str | None = None,
        tag: str | None = None,
        profit_sharing_ratio: Literal["0", "0.1", "0.2", "0.3"] | None = None,
        trigger_params: Sequence[models.NewGridTrigger] | None = None,
        quote_sz: Amount | None = None,
        base_sz: Amount | None = None,
        trade_quote_ccy: str | None = None,
        sz: Amount | None = None,
        direction: Literal["long", "short", "neutral"] | None = None,
        lever: Amount | None = None,
        base_pos: bool | None = None,
        tp_ratio: Amount | None = None,
        sl_ratio: Amount | None = None,
        extra: Extra | None = None,
    ) -> models.BotResult:
        """Start a grid bot.

        Starts a bot that buys low and sells high on a grid of prices: on the spot market (`algo_ord_type` `grid`) or
        with contracts (`contract_grid`). Some fields belong to one of the two only and say so.

        A spot grid needs at least one of `quote_sz` and `base_sz`; a contract grid needs `sz`, `direction` and
        `lever`.

        `POST /api/v5/tradingBot/grid/order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by
        user and inst_id.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/tradingBot/grid/order-algo.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            algo_ord_type: Kind of bot: `grid` for spot, `contract_grid` for contracts.
            max_px: Upper end of the price range.
            min_px: Lower end of the price range.
            grid_num: Number of grids.
            run_type: Steps of the grid: `1` (unless said) equal differences, `2` equal ratios.
            tp_trigger_px: Price at which the bot takes its profit and stops.
            sl_trigger_px: Price at which the bot limits its loss and stops.
            algo_cl_ord_id: The caller's own id of the bot, 1 to 32 letters and digits, case-sensitive. One that is in
                use is refused (51065).
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. A bot without it earns no rebate, and it
                can't be added later. The answer echoes it.
            profit_sharing_ratio: Share of the profit that a leading trader takes; one of four fixed values.
            trigger_params: When the bot starts and stops by itself.
            quote_sz: Spot grid: amount to invest in quote currency. At least one of `quote_sz` and `base_sz`.
            base_sz: Spot grid: amount to invest in base currency. At least one of `quote_sz` and `base_sz`.
            trade_quote_ccy: Spot grid: quote currency to trade with; unless said, that of the instrument.
            sz: Contract grid: margin to invest, in USDT; needed there. Required when `algo_ord_type` is
                `contract_grid`.
            direction: Contract grid: bet on rising prices, falling ones, or neither; needed there. Required when
                `algo_ord_type` is `contract_grid`.
            lever: Contract grid: leverage; needed there. Required when `algo_ord_type` is `contract_grid`.
            base_pos: Contract grid: whether a position is opened at the start; false unless said. Without effect when
                `direction` is `neutral`.
            tp_ratio: Contract grid: profit at which the bot stops, as a fraction, 0.1 meaning 10 %.
            sl_ratio: Contract grid: loss at which the bot stops, as a fraction, 0.1 meaning 10 %.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The bot as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
            "algoOrdType": algo_ord_type,
            "maxPx": max_px,
            "minPx": min_px,
            "gridNum": grid_num,
        }
        if run_type is not None:
            given["runType"] = run_type
        if tp_trigger_px is not None:
            given["tpTriggerPx"] = tp_trigger_px
        if sl_trigger_px is not None:
            given["slTriggerPx"] = sl_trigger_px
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id
        if tag is not None:
            given["tag"] = tag
        if profit_sharing_ratio is not None:
            given["profitSharingRatio"] = profit_sharing_ratio
        if trigger_params is not None:
            given["triggerParams"] = trigger_params
        if quote_sz is not None:
            given["quoteSz"] = quote_sz
        if base_sz is not None:
            given["baseSz"] = base_sz
        if trade_quote_ccy is not None:
            given["tradeQuoteCcy"] = trade_quote_ccy
        if sz is not None:
            given["sz"] = sz
        if direction is not None:
            given["direction"] = direction
        if lever is not None:
            given["lever"] = lever
        if base_pos is not None:
            given["basePos"] = base_pos
        if tp_ratio is not None:
            given["tpRatio"] = tp_ratio
        if sl_ratio is not None:
            given["slRatio"] = sl_ratio

        return self._caller.one(operations.PLACE_GRID_ORDER, given, extra)

    def copy_grid_order(
        self,
        *,
        inst_id: str,
        algo_ord_type: Literal["grid", "contract_grid"],
        source_algo_id: str,
        quote_sz: Amount | None = None,
        lever: Amount | None = None,
        auto_reserve: bool | None = None,
        sz: Amount | None = None,
        actual_margin_sz: Amount | None = None,
        extra_margin_sz: Amount | None = None,
        algo_cl_ord_id: str | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.BotResult:
        """Copy a grid bot.

        Starts a grid bot with the settings of another one (`source_algo_id`) and an investment of its own: on the
        spot market (`algo_ord_type` `grid`) or with contracts (`contract_grid`). Some fields belong to one of the two
        only and say so.

        `POST /api/v5/tradingBot/grid/copy-order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds, counted
        by user and inst_id.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/tradingBot/grid/copy-order-algo.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            algo_ord_type: Kind of bot: `grid` for spot, `contract_grid` for contracts.
            source_algo_id: Id of the bot whose settings are copied.
            quote_sz: Spot grid: amount to invest in quote currency.
            lever: Contract grid: leverage.
            auto_reserve: Contract grid: whether the system divides `sz` into margin in use and margin in reserve
                (true), or `actual_margin_sz` and `extra_margin_sz` say it (false).
            sz: Contract grid: the whole investment in USDT; needed when `auto_reserve` is true. Required when
                `auto_reserve` is `True`.
            actual_margin_sz: Contract grid: margin in use; needed when `auto_reserve` is false. Required when
                `auto_reserve` is `False`.
            extra_margin_sz: Contract grid: margin in reserve, when `auto_reserve` is false; 0 unless said.
            algo_cl_ord_id: The caller's own id of the bot, 1 to 32 letters and digits, case-sensitive. One that is in
                use is refused (51065).
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. A bot without it earns no rebate, and it
                can't be added later. The answer echoes it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The bot as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
            "algoOrdType": algo_ord_type,
            "sourceAlgoId": source_algo_id,
        }
        if quote_sz is not None:
            given["quoteSz"] = quote_sz
        if lever is not None:
            given["lever"] = lever
        if auto_reserve is not None:
            given["autoReserve"] = auto_reserve
        if sz is not None:
            given["sz"] = sz
        if actual_margin_sz is not None:
            given["actualMarginSz"] = actual_margin_sz
        if extra_margin_sz is not None:
            given["extraMarginSz"] = extra_margin_sz
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id
        if tag is not None:
            given["tag"] = tag

        return self._caller.one(operations.COPY_GRID_ORDER, given, extra)

    def stop_grid_orders(
        self,
        algos: Sequence[models.GridToStop],
        *,
        extra: Extra | None = None,
    ) -> list[models.BotResult]:
        """Stop up to 10 grid bots.

        Stops 1 to 10 grid bots. `stop_type` says what becomes of what they hold. Each has an answer of its own, with
        an `s_code`; the code of the envelope is `"2"` when only some were accepted and `"1"` when none was.

        `POST /api/v5/tradingBot/grid/stop-order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds, counted
        by user.
        Source: okx-v5, POST /api/v5/tradingBot/grid/stop-order-algo.

        Args:
            algos: One to 10 of `models.GridToStop`.
            extra: Fields that the contract does not know yet, by OKX's name; for all items, or one mapping each.

        Returns:
            What became of each request to stop.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.many(operations.STOP_GRID_ORDERS, algos, extra)

    def get_grid_orders_pending(
        self,
        *,
        algo_ord_type: Literal["grid", "contract_grid"],
        algo_id: str | None = None,
        inst_id: str | None = None,
        inst_type: Literal["SPOT", "MARGIN", "FUTURES", "SWAP"] | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.GridOrder]:
        """Grid bots that run.

        Lists the account's spot grids or contract grids that have not ended. The newest come first; older ones are
        asked for with `after`.

        `GET /api/v5/tradingBot/grid/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds, counted
        by user.
        Source: okx-v5, GET /api/v5/tradingBot/grid/orders-algo-pending.

        Args:
            algo_ord_type: Kind of bot: `grid` for spot, `contract_grid` for contracts.
            algo_id: Id of one bot. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            inst_type: Type of the instruments. Without it all of them.
            after: Bots older than the one with this `algo_id`.
            before: Bots newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The bots that run, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "algoOrdType": algo_ord_type,
        }
        if algo_id is not None:
            given["algoId"] = algo_id
        if inst_id is not None:
            given["instId"] = inst_id
        if inst_type is not None:
            given["instType"] = inst_type
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return self._caller.many(operations.GET_GRID_ORDERS_PENDING, given, extra)

    def iter_grid_orders_pending(
        self,
        *,
        algo_ord_type: Literal["grid", "contract_grid"],
        algo_id: str | None = None,
        inst_id: str | None = None,
        inst_type: Literal["SPOT", "MARGIN", "FUTURES", "SWAP"] | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.GridOrder]:
        """Grid bots that run.

        Lists the account's spot grids or contract grids that have not ended. The newest come first; older ones are
        asked for with `after`.

        `GET /api/v5/tradingBot/grid/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds, counted
        by user.
        Source: okx-v5, GET /api/v5/tradingBot/grid/orders-algo-pending.

        Args:
            algo_ord_type: Kind of bot: `grid` for spot, `contract_grid` for contracts.
            algo_id: Id of one bot. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            inst_type: Type of the instruments. Without it all of them.
            after: Bots older than the one with this `algo_id`.
            before: Bots newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "algoOrdType": algo_ord_type,
        }
        if algo_id is not None:
            given["algoId"] = algo_id
        if inst_id is not None:
            given["instId"] = inst_id
        if inst_type is not None:
            given["instType"] = inst_type
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return cursor(self._caller, operations.GET_GRID_ORDERS_PENDING, given, extra)

    def get_grid_order(
        self,
        *,
        algo_ord_type: Literal["grid", "contract_grid"],
        algo_id: str,
        extra: Extra | None = None,
    ) -> models.GridOrderDetails:
        """One grid bot.

        Looks up a grid bot by its id, whether it runs or has stopped, with more detail than the list.

        `GET /api/v5/tradingBot/grid/orders-algo-details`. Permission: Read. Limit: 20 requests per 2 seconds, counted
        by user.
        Source: okx-v5, GET /api/v5/tradingBot/grid/orders-algo-details.

        Args:
            algo_ord_type: Kind of bot: `grid` for spot, `contract_grid` for contracts.
            algo_id: Id of the bot.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The bot.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "algoOrdType": algo_ord_type,
            "algoId": algo_id,
        }

        return self._caller.one(operations.GET_GRID_ORDER, given, extra)


class AsyncGrid:
    """Grid bots for spot and contracts. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def place_grid_order(
        self,
        *,
        inst_id: str,
        algo_ord_type: Literal["grid", "contract_grid"],
        max_px: Amount,
        min_px: Amount,
        grid_num: int,
        run_type: Literal["1", "2"] | None = None,
        tp_trigger_px: Amount | None = None,
        sl_trigger_px: Amount | None = None,
        algo_cl_ord_id: str | None = None,
        tag: str | None = None,
        profit_sharing_ratio: Literal["0", "0.1", "0.2", "0.3"] | None = None,
        trigger_params: Sequence[models.NewGridTrigger] | None = None,
        quote_sz: Amount | None = None,
        base_sz: Amount | None = None,
        trade_quote_ccy: str | None = None,
        sz: Amount | None = None,
        direction: Literal["long", "short", "neutral"] | None = None,
        lever: Amount | None = None,
        base_pos: bool | None = None,
        tp_ratio: Amount | None = None,
        sl_ratio: Amount | None = None,
        extra: Extra | None = None,
    ) -> models.BotResult:
        """Start a grid bot.

        Starts a bot that buys low and sells high on a grid of prices: on the spot market (`algo_ord_type` `grid`) or
        with contracts (`contract_grid`). Some fields belong to one of the two only and say so.

        A spot grid needs at least one of `quote_sz` and `base_sz`; a contract grid needs `sz`, `direction` and
        `lever`.

        `POST /api/v5/tradingBot/grid/order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by
        user and inst_id.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/tradingBot/grid/order-algo.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            algo_ord_type: Kind of bot: `grid` for spot, `contract_grid` for contracts.
            max_px: Upper end of the price range.
            min_px: Lower end of the price range.
            grid_num: Number of grids.
            run_type: Steps of the grid: `1` (unless said) equal differences, `2` equal ratios.
            tp_trigger_px: Price at which the bot takes its profit and stops.
            sl_trigger_px: Price at which the bot limits its loss and stops.
            algo_cl_ord_id: The caller's own id of the bot, 1 to 32 letters and digits, case-sensitive. One that is in
                use is refused (51065).
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. A bot without it earns no rebate, and it
                can't be added later. The answer echoes it.
            profit_sharing_ratio: Share of the profit that a leading trader takes; one of four fixed values.
            trigger_params: When the bot starts and stops by itself.
            quote_sz: Spot grid: amount to invest in quote currency. At least one of `quote_sz` and `base_sz`.
            base_sz: Spot grid: amount to invest in base currency. At least one of `quote_sz` and `base_sz`.
            trade_quote_ccy: Spot grid: quote currency to trade with; unless said, that of the instrument.
            sz: Contract grid: margin to invest, in USDT; needed there. Required when `algo_ord_type` is
                `contract_grid`.
            direction: Contract grid: bet on rising prices, falling ones, or neither; needed there. Required when
                `algo_ord_type` is `contract_grid`.
            lever: Contract grid: leverage; needed there. Required when `algo_ord_type` is `contract_grid`.
            base_pos: Contract grid: whether a position is opened at the start; false unless said. Without effect when
                `direction` is `neutral`.
            tp_ratio: Contract grid: profit at which the bot stops, as a fraction, 0.1 meaning 10 %.
            sl_ratio: Contract grid: loss at which the bot stops, as a fraction, 0.1 meaning 10 %.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The bot as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
            "algoOrdType": algo_ord_type,
            "maxPx": max_px,
            "minPx": min_px,
            "gridNum": grid_num,
        }
        if run_type is not None:
            given["runType"] = run_type
        if tp_trigger_px is not None:
            given["tpTriggerPx"] = tp_trigger_px
        if sl_trigger_px is not None:
            given["slTriggerPx"] = sl_trigger_px
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id
        if tag is not None:
            given["tag"] = tag
        if profit_sharing_ratio is not None:
            given["profitSharingRatio"] = profit_sharing_ratio
        if trigger_params is not None:
            given["triggerParams"] = trigger_params
        if quote_sz is not None:
            given["quoteSz"] = quote_sz
        if base_sz is not None:
            given["baseSz"] = base_sz
        if trade_quote_ccy is not None:
            given["tradeQuoteCcy"] = trade_quote_ccy
        if sz is not None:
            given["sz"] = sz
        if direction is not None:
            given["direction"] = direction
        if lever is not None:
            given["lever"] = lever
        if base_pos is not None:
            given["basePos"] = base_pos
        if tp_ratio is not None:
            given["tpRatio"] = tp_ratio
        if sl_ratio is not None:
            given["slRatio"] = sl_ratio

        return await self._caller.one(operations.PLACE_GRID_ORDER, given, extra)

    async def copy_grid_order(
        self,
        *,
        inst_id: str,
        algo_ord_type: Literal["grid", "contract_grid"],
        source_algo_id: str,
        quote_sz: Amount | None = None,
        lever: Amount | None = None,
        auto_reserve: bool | None = None,
        sz: Amount | None = None,
        actual_margin_sz: Amount | None = None,
        extra_margin_sz: Amount | None = None,
        algo_cl_ord_id: str | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.BotResult:
        """Copy a grid bot.

        Starts a grid bot with the settings of another one (`source_algo_id`) and an investment of its own: on the
        spot market (`algo_ord_type` `grid`) or with contracts (`contract_grid`). Some fields belong to one of the two
        only and say so.

        `POST /api/v5/tradingBot/grid/copy-order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds, counted
        by user and inst_id.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/tradingBot/grid/copy-order-algo.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            algo_ord_type: Kind of bot: `grid` for spot, `contract_grid` for contracts.
            source_algo_id: Id of the bot whose settings are copied.
            quote_sz: Spot grid: amount to invest in quote currency.
            lever: Contract grid: leverage.
            auto_reserve: Contract grid: whether the system divides `sz` into margin in use and margin in reserve
                (true), or `actual_margin_sz` and `extra_margin_sz` say it (false).
            sz: Contract grid: the whole investment in USDT; needed when `auto_reserve` is true. Required when
                `auto_reserve` is `True`.
            actual_margin_sz: Contract grid: margin in use; needed when `auto_reserve` is false. Required when
                `auto_reserve` is `False`.
            extra_margin_sz: Contract grid: margin in reserve, when `auto_reserve` is false; 0 unless said.
            algo_cl_ord_id: The caller's own id of the bot, 1 to 32 letters and digits, case-sensitive. One that is in
                use is refused (51065).
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. A bot without it earns no rebate, and it
                can't be added later. The answer echoes it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The bot as accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
            "algoOrdType": algo_ord_type,
            "sourceAlgoId": source_algo_id,
        }
        if quote_sz is not None:
            given["quoteSz"] = quote_sz
        if lever is not None:
            given["lever"] = lever
        if auto_reserve is not None:
            given["autoReserve"] = auto_reserve
        if sz is not None:
            given["sz"] = sz
        if actual_margin_sz is not None:
            given["actualMarginSz"] = actual_margin_sz
        if extra_margin_sz is not None:
            given["extraMarginSz"] = extra_margin_sz
        if algo_cl_ord_id is not None:
            given["algoClOrdId"] = algo_cl_ord_id
        if tag is not None:
            given["tag"] = tag

        return await self._caller.one(operations.COPY_GRID_ORDER, given, extra)

    async def stop_grid_orders(
        self,
        algos: Sequence[models.GridToStop],
        *,
        extra: Extra | None = None,
    ) -> list[models.BotResult]:
        """Stop up to 10 grid bots.

        Stops 1 to 10 grid bots. `stop_type` says what becomes of what they hold. Each has an answer of its own, with
        an `s_code`; the code of the envelope is `"2"` when only some were accepted and `"1"` when none was.

        `POST /api/v5/tradingBot/grid/stop-order-algo`. Permission: Trade. Limit: 20 requests per 2 seconds, counted
        by user.
        Source: okx-v5, POST /api/v5/tradingBot/grid/stop-order-algo.

        Args:
            algos: One to 10 of `models.GridToStop`.
            extra: Fields that the contract does not know yet, by OKX's name; for all items, or one mapping each.

        Returns:
            What became of each request to stop.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.many(operations.STOP_GRID_ORDERS, algos, extra)

    async def get_grid_orders_pending(
        self,
        *,
        algo_ord_type: Literal["grid", "contract_grid"],
        algo_id: str | None = None,
        inst_id: str | None = None,
        inst_type: Literal["SPOT", "MARGIN", "FUTURES", "SWAP"] | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.GridOrder]:
        """Grid bots that run.

        Lists the account's spot grids or contract grids that have not ended. The newest come first; older ones are
        asked for with `after`.

        `GET /api/v5/tradingBot/grid/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds, counted
        by user.
        Source: okx-v5, GET /api/v5/tradingBot/grid/orders-algo-pending.

        Args:
            algo_ord_type: Kind of bot: `grid` for spot, `contract_grid` for contracts.
            algo_id: Id of one bot. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            inst_type: Type of the instruments. Without it all of them.
            after: Bots older than the one with this `algo_id`.
            before: Bots newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The bots that run, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "algoOrdType": algo_ord_type,
        }
        if algo_id is not None:
            given["algoId"] = algo_id
        if inst_id is not None:
            given["instId"] = inst_id
        if inst_type is not None:
            given["instType"] = inst_type
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return await self._caller.many(operations.GET_GRID_ORDERS_PENDING, given, extra)

    def iter_grid_orders_pending(
        self,
        *,
        algo_ord_type: Literal["grid", "contract_grid"],
        algo_id: str | None = None,
        inst_id: str | None = None,
        inst_type: Literal["SPOT", "MARGIN", "FUTURES", "SWAP"] | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.GridOrder]:
        """Grid bots that run.

        Lists the account's spot grids or contract grids that have not ended. The newest come first; older ones are
        asked for with `after`.

        `GET /api/v5/tradingBot/grid/orders-algo-pending`. Permission: Read. Limit: 20 requests per 2 seconds, counted
        by user.
        Source: okx-v5, GET /api/v5/tradingBot/grid/orders-algo-pending.

        Args:
            algo_ord_type: Kind of bot: `grid` for spot, `contract_grid` for contracts.
            algo_id: Id of one bot. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            inst_type: Type of the instruments. Without it all of them.
            after: Bots older than the one with this `algo_id`.
            before: Bots newer than the one with this `algo_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "algoOrdType": algo_ord_type,
        }
        if algo_id is not None:
            given["algoId"] = algo_id
        if inst_id is not None:
            given["instId"] = inst_id
        if inst_type is not None:
            given["instType"] = inst_type
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return cursor_async(self._caller, operations.GET_GRID_ORDERS_PENDING, given, extra)

    async def get_grid_order(
        self,
        *,
        algo_ord_type: Literal["grid", "contract_grid"],
        algo_id: str,
        extra: Extra | None = None,
    ) -> models.GridOrderDetails:
        """One grid bot.

        Looks up a grid bot by its id, whether it runs or has stopped, with more detail than the list.

        `GET /api/v5/tradingBot/grid/orders-algo-details`. Permission: Read. Limit: 20 requests per 2 seconds, counted
        by user.
        Source: okx-v5, GET /api/v5/tradingBot/grid/orders-algo-details.

        Args:
            algo_ord_type: Kind of bot: `grid` for spot, `contract_grid` for contracts.
            algo_id: Id of the bot.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The bot.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "algoOrdType": algo_ord_type,
            "algoId": algo_id,
        }

        return await self._caller.one(operations.GET_GRID_ORDER, given, extra)
