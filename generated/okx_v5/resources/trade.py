# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Orders and positions. Called with the user's key; the broker code goes into `tag`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.contract import Extra
from okx_v5.operations import trade as operations
from okx_v5.paging import cursor, cursor_async
from okx_v5.scalars import Amount


class Trade:
    """Orders and positions. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_order(
        self,
        *,
        inst_id: str,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.Order:
        """One order.

        Looks up an order by its id at the exchange or by the caller's own; with the latter the newest, if several
        have it. An order that does not exist is refused with 51603.

        Limits count per user and instrument; for options per user and instrument family.

        `GET /api/v5/trade/order`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user and inst_id
        (options by instrument family).
        Source: okx-v5, GET /api/v5/trade/order.

        Args:
            inst_id: Instrument id, as `BTC-USDT`; instruments that are traded now.
            ord_id: Id of the order at the exchange. One of `ord_id` and `cl_ord_id` is needed; this one counts if
                both are sent.
            cl_ord_id: The caller's own order id. One of `ord_id` and `cl_ord_id` is needed.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
        }
        if ord_id is not None:
            given["ordId"] = ord_id
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id

        return self._caller.one(operations.GET_ORDER, given, extra)

    def place_order(
        self,
        *,
        inst_id: str,
        td_mode: Literal["isolated", "cross", "cash", "spot_isolated"],
        side: Literal["buy", "sell"],
        ord_type: Literal[
            "market", "limit", "post_only", "fok", "ioc", "optimal_limit_ioc", "mmp", "mmp_and_post_only", "elp", "rpi"
        ],
        sz: Amount,
        ccy: str | None = None,
        cl_ord_id: str | None = None,
        tag: str | None = None,
        pos_side: Literal["long", "short", "net"] | None = None,
        px: Amount | None = None,
        outcome: Literal["yes", "no"] | None = None,
        px_usd: Amount | None = None,
        px_vol: Amount | None = None,
        reduce_only: bool | None = None,
        tgt_ccy: Literal["base_ccy", "quote_ccy"] | None = None,
        ban_amend: bool | None = None,
        px_amend_type: Literal["0", "1"] | None = None,
        trade_quote_ccy: str | None = None,
        slippage_pct: Amount | None = None,
        stp_mode: Literal["cancel_maker", "cancel_taker", "cancel_both"] | None = None,
        is_elp_taker_access: bool | None = None,
        rpi_taker_access: bool | None = None,
        rpi_px_round: bool | None = None,
        attach_algo_ords: Sequence[models.AttachedAlgoOrder] | None = None,
        extra: Extra | None = None,
    ) -> models.PlacedOrder:
        """Place an order.

        Places one order, if the account has the funds for it. `s_code` of the answer tells whether it was accepted;
        whether it filled is asked with `trade.get_order`.

        Limits count per user and instrument; for options per user and instrument family, and for instruments of
        leading traders only 4 orders go in 2 seconds. All order placements and amendments of one sub-account together
        are limited too (50061); SPOT and MARGIN orders do not count there, and from VIP level 5 that limit rises with
        the fill ratio.

        An answer that never came says nothing about the order: ask for it by `cl_ord_id`, do not send it again.

        `POST /api/v5/trade/order`. Permission: Trade. Limit: 60 requests per 2 seconds, counted by user and inst_id
        (options by instrument family); 1000 orders per 2 seconds, counted by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/trade/order.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            td_mode: Trade mode. What is possible depends on the account mode: Spot: `cash`. Futures: `cash` for spot,
                `isolated` for spot margin, `cross` for margin and derivatives. Multi-currency and portfolio margin:
                `cross`. `spot_isolated` is for leading traders of spot copy trading; event contracts take `isolated`
                alone.
            side: Buy or sell.
            ord_type: Order type. `market`: at the market; SPOT, MARGIN, FUTURES, SWAP. Freezes 5 % more of the quote
                currency. `limit`: at `px` or better. `post_only`: as maker or not at all. `fok`: fill at once as a
                whole, or cancel. `ioc`: fill at once what can be filled, cancel the rest. `optimal_limit_ioc`: as
                `ioc` at the bound of the price limit; FUTURES, SWAP. `mmp`, `mmp_and_post_only`: under market-maker
                protection; options in portfolio margin mode. `elp`: maker order of the liquidity programme. Announced
                to become `rpi`, with `elp` accepted until 2026-10-31.
            sz: Quantity. SPOT and MARGIN limit orders: in base currency. MARGIN market orders: quote currency to buy,
                base currency to sell. SPOT market orders: see `tgt_ccy`. FUTURES, SWAP and OPTION: number of
                contracts. A multiple of the instrument's `lot_sz` (51121) and at least its `min_sz` (51020).
            ccy: Margin currency. For isolated MARGIN orders, and for cross MARGIN orders in Futures mode.
            cl_ord_id: The caller's own order id, 1 to 32 letters and digits, case-sensitive. Must be unique among the
                user's open orders; it can be used again once an order is final, so it does not protect against
                placing an order twice.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. An order without it earns no rebate, and
                it can't be added later. The answer echoes it, also when the order is refused.
            pos_side: Position side. Needed as `long` or `short` for FUTURES and SWAP in long/short mode (51000
                otherwise): open with buy + long or sell + short, close with sell + long or buy + short. In net mode
                leave it out or send `net`. Not for SPOT and MARGIN.
            px: Price, in quote currency. Needed for `limit`, `post_only`, `fok`, `ioc`, `mmp` and
                `mmp_and_post_only`, and only for those. An option takes exactly one of `px`, `px_usd` and `px_vol`.
            outcome: The outcome that is traded. For event contracts only, and needed there.
            px_usd: Price of an option in USD. Options only; exactly one of `px`, `px_usd` and `px_vol`.
            px_vol: Price of an option as implied volatility, 1 meaning 100 %. Options only; exactly one of `px`,
                `px_usd` and `px_vol`.
            reduce_only: Whether the order may only make a position smaller; false unless said. MARGIN, and FUTURES
                and SWAP in net mode, in Futures or Multi-currency margin mode. A larger `sz` than the position is
                refused as a whole.
            tgt_ccy: Unit of `sz` in SPOT market orders. Unless said, `quote_ccy` to buy and `base_ccy` to sell.
            ban_amend: SPOT market orders: true refuses the order when the balance is too small, false (unless said)
                lets the system shrink `sz` to what the balance covers.
            px_amend_type: What happens to a `px` outside the price limit: `0` (unless said) nothing, so the order is
                refused; `1` the system may move it to the best price inside.
            trade_quote_ccy: Quote currency to trade with, SPOT only; unless said, that of the instrument. Some
                regions must choose it from the instrument's `trade_quote_ccy_list` and get 51000 otherwise.
            slippage_pct: Largest slippage, as a fraction from 0 to 0.05 with at most four decimals; unless said 0.
                For SPOT and MARGIN market orders whose `sz` is in the currency received (buy in `base_ccy`, sell in
                `quote_ccy`). Can't be amended.
            stp_mode: What gives way when the order would trade with one of the same master account or its
                sub-accounts. Unless said, the account's `acct_stp_mode`. `cancel_both` together with `fok` is refused
                (50016).
            is_elp_taker_access: Whether an `ioc` order may take liquidity of the ELP programme, at the price of a
                delay; false unless said. Such orders have a limit of their own: 50 in 2 seconds per user and
                instrument, single and batch together. Older name of `rpi_taker_access`.
            rpi_taker_access: Newer name of `is_elp_taker_access`, for every standard order type. Where both are sent,
                this one counts.
            rpi_px_round: Price rounding for maker orders of the RPI programme (`rpi`); false unless said.
            attach_algo_ords: Take-profit, stop-loss or trailing-stop orders that become active once this order has
                filled, and lapse when it is cancelled before. Not for market buys in `base_ccy` or market sells in
                `quote_ccy`. At most ten take-profits (51079) and one stop-loss (51084).
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
            "sz": sz,
        }
        if ccy is not None:
            given["ccy"] = ccy
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id
        if tag is not None:
            given["tag"] = tag
        if pos_side is not None:
            given["posSide"] = pos_side
        if px is not None:
            given["px"] = px
        if outcome is not None:
            given["outcome"] = outcome
        if px_usd is not None:
            given["pxUsd"] = px_usd
        if px_vol is not None:
            given["pxVol"] = px_vol
        if reduce_only is not None:
            given["reduceOnly"] = reduce_only
        if tgt_ccy is not None:
            given["tgtCcy"] = tgt_ccy
        if ban_amend is not None:
            given["banAmend"] = ban_amend
        if px_amend_type is not None:
            given["pxAmendType"] = px_amend_type
        if trade_quote_ccy is not None:
            given["tradeQuoteCcy"] = trade_quote_ccy
        if slippage_pct is not None:
            given["slippagePct"] = slippage_pct
        if stp_mode is not None:
            given["stpMode"] = stp_mode
        if is_elp_taker_access is not None:
            given["isElpTakerAccess"] = is_elp_taker_access
        if rpi_taker_access is not None:
            given["rpiTakerAccess"] = rpi_taker_access
        if rpi_px_round is not None:
            given["rpiPxRound"] = rpi_px_round
        if attach_algo_ords is not None:
            given["attachAlgoOrds"] = attach_algo_ords

        return self._caller.one(operations.PLACE_ORDER, given, extra)

    def place_batch_orders(
        self,
        orders: Sequence[models.NewOrder],
        *,
        extra: Extra | None = None,
    ) -> list[models.PlacedOrder]:
        """Place up to 20 orders.

        Places 1 to 20 orders in the order in which they stand. Each has an answer of its own, in the same order, with
        an `s_code`; the code of the envelope is `"2"` when only some were accepted and `"1"` when none was. In
        portfolio margin mode either all are accepted or none.

        Limits count orders, not calls, per user and instrument; for options per user and instrument family, and for
        instruments of leading traders only 4 orders go in 2 seconds. A batch of one order counts against the limit of
        `trade.place_order`. The limit of the sub-account (50061) counts each order too.

        `POST /api/v5/trade/batch-orders`. Permission: Trade. Limit: 300 orders per 2 seconds, counted by user and
        inst_id (options by instrument family); 1000 orders per 2 seconds, counted by user.
        Broker tag: body[].tag (attribution).
        Source: okx-v5, POST /api/v5/trade/batch-orders.

        Args:
            orders: One to 20 of `models.NewOrder`.
            extra: Fields that the contract does not know yet, by OKX's name; for all items, or one mapping each.

        Returns:
            What became of each order, in the order in which they were sent.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.many(operations.PLACE_BATCH_ORDERS, orders, extra)

    def cancel_order(
        self,
        *,
        inst_id: str,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.CancelledOrder:
        """Cancel an order.

        Asks for an open order to be cancelled. An accepted request (`s_code` `"0"`) does not mean that the order is
        cancelled: it can still fill, so look at its state.

        Limits count per user and instrument; for options per user and instrument family. Cancelling never counts
        against the limit of the sub-account.

        `POST /api/v5/trade/cancel-order`. Permission: Trade. Limit: 60 requests per 2 seconds, counted by user and
        inst_id (options by instrument family).
        Source: okx-v5, POST /api/v5/trade/cancel-order.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            ord_id: Id of the order at the exchange. One of `ord_id` and `cl_ord_id` is needed; this one counts if
                both are sent.
            cl_ord_id: The caller's own order id. One of `ord_id` and `cl_ord_id` is needed.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order whose cancelling was accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
        }
        if ord_id is not None:
            given["ordId"] = ord_id
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id

        return self._caller.one(operations.CANCEL_ORDER, given, extra)

    def close_position(
        self,
        *,
        inst_id: str,
        mgn_mode: Literal["cross", "isolated"],
        pos_side: Literal["net", "long", "short"] | None = None,
        ccy: str | None = None,
        auto_cxl: bool | None = None,
        cl_ord_id: str | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.ClosedPosition:
        """Close a position at the market.

        Closes the whole position of an instrument with a market order. Open orders that would close it make the call
        fail, unless `auto_cxl` has them cancelled first.

        Limits count per user and instrument; for options per user and instrument family.

        `POST /api/v5/trade/close-position`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user and
        inst_id (options by instrument family).
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/trade/close-position.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            mgn_mode: Margin mode of the position.
            pos_side: Position side. Net mode: `net`, also when left out. Long/short mode: needed, `long` or `short`.
            ccy: Margin currency; needed for cross MARGIN positions in Futures mode.
            auto_cxl: Whether open orders that would close the position are cancelled first; false unless said, and
                then the call is refused while there are any (51115).
            cl_ord_id: The caller's own order id, 1 to 32 letters and digits, case-sensitive. Must be unique among the
                user's open orders; it can be used again once an order is final, so it does not protect against
                placing an order twice.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Without it the closing order earns no
                rebate. The answer echoes it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The position whose closing was accepted.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
            "mgnMode": mgn_mode,
        }
        if pos_side is not None:
            given["posSide"] = pos_side
        if ccy is not None:
            given["ccy"] = ccy
        if auto_cxl is not None:
            given["autoCxl"] = auto_cxl
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id
        if tag is not None:
            given["tag"] = tag

        return self._caller.one(operations.CLOSE_POSITION, given, extra)

    def cancel_batch_orders(
        self,
        orders: Sequence[models.OrderToCancel],
        *,
        extra: Extra | None = None,
    ) -> list[models.CancelledOrder]:
        """Cancel up to 20 orders.

        Asks for 1 to 20 open orders to be cancelled. Each has an answer of its own, in the same order, with an
        `s_code`; the code of the envelope is `"2"` when only some were accepted and `"1"` when none was. An accepted
        request does not mean that the order is cancelled: it can still fill, so look at its state.

        Limits count orders, not calls, per user and instrument; for options per user and instrument family. A batch
        of one order counts against the limit of `trade.cancel_order`. Cancelling never counts against the limit of
        the sub-account.

        `POST /api/v5/trade/cancel-batch-orders`. Permission: Trade. Limit: 300 orders per 2 seconds, counted by user
        and inst_id (options by instrument family).
        Source: okx-v5, POST /api/v5/trade/cancel-batch-orders.

        Args:
            orders: One to 20 of `models.OrderToCancel`.
            extra: Fields that the contract does not know yet, by OKX's name; for all items, or one mapping each.

        Returns:
            What became of each request to cancel, in the order in which they were sent.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.many(operations.CANCEL_BATCH_ORDERS, orders, extra)

    def amend_order(
        self,
        *,
        inst_id: str,
        cxl_on_fail: bool | None = None,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        req_id: str | None = None,
        new_sz: Amount | None = None,
        new_px: Amount | None = None,
        speed_bump: Literal["1"] | None = None,
        new_px_usd: Amount | None = None,
        new_px_vol: Amount | None = None,
        px_amend_type: Literal["0", "1"] | None = None,
        rpi_taker_access: bool | None = None,
        attach_algo_ords: Sequence[models.AttachedAlgoChange] | None = None,
        extra: Extra | None = None,
    ) -> models.AmendedOrder:
        """Amend an open order.

        Asks for quantity, price or attached orders of an open order to be changed. An accepted request (`s_code`
        `"0"`) does not mean that the order is changed: it can fill or be cancelled before, so look at its state.

        Limits count per user and instrument; for options per user and instrument family, and for instruments of
        leading traders only 4 amendments go in 2 seconds. Amendments count against the limit of the sub-account
        (50061) too, together with placements and with the same exceptions.

        `POST /api/v5/trade/amend-order`. Permission: Trade. Limit: 60 requests per 2 seconds, counted by user and
        inst_id (options by instrument family); 1000 orders per 2 seconds, counted by user.
        Source: okx-v5, POST /api/v5/trade/amend-order.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            cxl_on_fail: Whether the order is cancelled when it can't be amended; false unless said, and then it stays
                as it was.
            ord_id: Id of the order at the exchange. One of `ord_id` and `cl_ord_id` is needed; this one counts if
                both are sent.
            cl_ord_id: The caller's own order id. One of `ord_id` and `cl_ord_id` is needed.
            req_id: The caller's own id of this amendment, 1 to 32 letters and digits, case-sensitive. The answer
                echoes it.
            new_sz: New quantity as a whole, above 0, with what has filled already; when no more than that, the order
                is filled. At least one of the new quantity, a new price and changed attached orders is needed.
            new_px: New price. An option takes exactly one of `new_px`, `new_px_usd` and `new_px_vol`, the one that it
                was placed with.
            speed_bump: Speed bump for event contracts, `1`. Was needed to amend event orders other than post-only
                ones; without effect since 2026-07-24.
            new_px_usd: New price of an option in USD. Options only; exactly one of `new_px`, `new_px_usd` and
                `new_px_vol`.
            new_px_vol: New price of an option as implied volatility, 1 meaning 100 %. Options only; exactly one of
                `new_px`, `new_px_usd` and `new_px_vol`.
            px_amend_type: What happens to a `new_px` outside the price limit: `0` (unless said) nothing, so the
                amendment is refused; `1` the system may move it to the best price inside.
            rpi_taker_access: Newer name of `is_elp_taker_access`, for every standard order type. Where both are sent,
                this one counts.
            attach_algo_ords: Changes to the take-profits, stop-losses and trailing stops that are attached to the
                order.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order whose amendment was accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
        }
        if cxl_on_fail is not None:
            given["cxlOnFail"] = cxl_on_fail
        if ord_id is not None:
            given["ordId"] = ord_id
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id
        if req_id is not None:
            given["reqId"] = req_id
        if new_sz is not None:
            given["newSz"] = new_sz
        if new_px is not None:
            given["newPx"] = new_px
        if speed_bump is not None:
            given["speedBump"] = speed_bump
        if new_px_usd is not None:
            given["newPxUsd"] = new_px_usd
        if new_px_vol is not None:
            given["newPxVol"] = new_px_vol
        if px_amend_type is not None:
            given["pxAmendType"] = px_amend_type
        if rpi_taker_access is not None:
            given["rpiTakerAccess"] = rpi_taker_access
        if attach_algo_ords is not None:
            given["attachAlgoOrds"] = attach_algo_ords

        return self._caller.one(operations.AMEND_ORDER, given, extra)

    def get_orders_pending(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"] | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_type: str | None = None,
        state: Literal["live", "partially_filled"] | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.Order]:
        """Open orders.

        Lists the account's orders that can still fill: those that are `live` and those that are `partially_filled`.
        The newest come first; older ones are asked for with `after`.

        `GET /api/v5/trade/orders-pending`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-pending.

        Args:
            inst_type: Type of the instruments. Without it all of them.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_type: Order types, one or several joined with commas: `market`, `limit`, `post_only`, `fok`, `ioc`,
                `optimal_limit_ioc`, `mmp`, `mmp_and_post_only`, `op_fok` (simple option, as a whole at once), `elp`
                and `rpi` (old and new name of the liquidity programme's maker orders). Without it all of them.
            state: State. Without it both.
            after: Orders older than the one with this `ord_id`.
            before: Orders newer than the one with this `ord_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The open orders, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return self._caller.many(operations.GET_ORDERS_PENDING, given, extra)

    def iter_orders_pending(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"] | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_type: str | None = None,
        state: Literal["live", "partially_filled"] | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.Order]:
        """Open orders.

        Lists the account's orders that can still fill: those that are `live` and those that are `partially_filled`.
        The newest come first; older ones are asked for with `after`.

        `GET /api/v5/trade/orders-pending`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-pending.

        Args:
            inst_type: Type of the instruments. Without it all of them.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_type: Order types, one or several joined with commas: `market`, `limit`, `post_only`, `fok`, `ioc`,
                `optimal_limit_ioc`, `mmp`, `mmp_and_post_only`, `op_fok` (simple option, as a whole at once), `elp`
                and `rpi` (old and new name of the liquidity programme's maker orders). Without it all of them.
            state: State. Without it both.
            after: Orders older than the one with this `ord_id`.
            before: Orders newer than the one with this `ord_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return cursor(self._caller, operations.GET_ORDERS_PENDING, given, extra)

    def get_orders_history(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"],
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_type: str | None = None,
        state: Literal["canceled", "filled", "mmp_canceled"] | None = None,
        category: Literal["twap", "adl", "full_liquidation", "partial_liquidation", "delivery", "ddh"] | None = None,
        after: str | None = None,
        before: str | None = None,
        begin: int | None = None,
        end: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.Order]:
        """Finished orders of the last 7 days.

        Lists the account's orders that are over: `filled`, `canceled` and `mmp_canceled`. The newest come first;
        older ones are asked for with `after`. Counted is the last 7 days, with orders that are older but filled in
        that time. Orders that were cancelled without any fill are kept for 2 hours only.

        `GET /api/v5/trade/orders-history`. Permission: Read. Limit: 40 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-history.

        Args:
            inst_type: Type of the instruments.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_type: Order types, one or several joined with commas: `market`, `limit`, `post_only`, `fok`, `ioc`,
                `optimal_limit_ioc`, `mmp`, `mmp_and_post_only`, `op_fok` (simple option, as a whole at once), `elp`
                and `rpi` (old and new name of the liquidity programme's maker orders). Without it all of them.
            state: State. Without it all three.
            category: Kind of order: `twap` automatic conversion or repayment of a currency (not the TWAP algo order),
                `adl` auto-deleveraging, `full_liquidation`, `partial_liquidation`, `delivery`, `ddh` dynamic delta
                hedging. Without it all of them.
            after: Orders older than the one with this `ord_id`.
            before: Orders newer than the one with this `ord_id`.
            begin: Orders created (`c_time`) from this moment on; Unix time in milliseconds.
            end: Orders created (`c_time`) until this moment; Unix time in milliseconds.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The finished orders, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instType": inst_type,
        }
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if category is not None:
            given["category"] = category
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if begin is not None:
            given["begin"] = begin
        if end is not None:
            given["end"] = end
        if limit is not None:
            given["limit"] = limit

        return self._caller.many(operations.GET_ORDERS_HISTORY, given, extra)

    def iter_orders_history(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"],
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_type: str | None = None,
        state: Literal["canceled", "filled", "mmp_canceled"] | None = None,
        category: Literal["twap", "adl", "full_liquidation", "partial_liquidation", "delivery", "ddh"] | None = None,
        after: str | None = None,
        before: str | None = None,
        begin: int | None = None,
        end: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.Order]:
        """Finished orders of the last 7 days.

        Lists the account's orders that are over: `filled`, `canceled` and `mmp_canceled`. The newest come first;
        older ones are asked for with `after`. Counted is the last 7 days, with orders that are older but filled in
        that time. Orders that were cancelled without any fill are kept for 2 hours only.

        `GET /api/v5/trade/orders-history`. Permission: Read. Limit: 40 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-history.

        Args:
            inst_type: Type of the instruments.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_type: Order types, one or several joined with commas: `market`, `limit`, `post_only`, `fok`, `ioc`,
                `optimal_limit_ioc`, `mmp`, `mmp_and_post_only`, `op_fok` (simple option, as a whole at once), `elp`
                and `rpi` (old and new name of the liquidity programme's maker orders). Without it all of them.
            state: State. Without it all three.
            category: Kind of order: `twap` automatic conversion or repayment of a currency (not the TWAP algo order),
                `adl` auto-deleveraging, `full_liquidation`, `partial_liquidation`, `delivery`, `ddh` dynamic delta
                hedging. Without it all of them.
            after: Orders older than the one with this `ord_id`.
            before: Orders newer than the one with this `ord_id`.
            begin: Orders created (`c_time`) from this moment on; Unix time in milliseconds.
            end: Orders created (`c_time`) until this moment; Unix time in milliseconds.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instType": inst_type,
        }
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if category is not None:
            given["category"] = category
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if begin is not None:
            given["begin"] = begin
        if end is not None:
            given["end"] = end
        if limit is not None:
            given["limit"] = limit

        return cursor(self._caller, operations.GET_ORDERS_HISTORY, given, extra)

    def get_fills(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"] | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_id: str | None = None,
        sub_type: Literal[
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "100",
            "101",
            "102",
            "103",
            "104",
            "105",
            "106",
            "107",
            "110",
            "111",
            "118",
            "119",
            "112",
            "113",
            "125",
            "126",
            "127",
            "128",
            "212",
            "213",
            "204",
            "205",
            "206",
            "207",
            "208",
            "209",
            "236",
            "237",
            "270",
            "271",
            "272",
            "273",
            "274",
            "275",
            "324",
            "325",
            "326",
            "327",
            "328",
            "329",
            "376",
            "377",
            "410",
            "411",
            "412",
            "413",
            "414",
            "415",
        ]
        | None = None,
        after: str | None = None,
        before: str | None = None,
        begin: int | None = None,
        end: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.Fill]:
        """Fills of the last 3 days.

        Lists the account's single trades of the last 3 days. Older ones are asked for with `after`, which takes a
        `bill_id`; it is `fill_time` that tells when the trade was, not `ts`.

        `GET /api/v5/trade/fills`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/fills.

        Args:
            inst_type: Type of the instruments. Without it all of them.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_id: Id of one order at the exchange. Without it all of them.
            sub_type: Kind of trade: `1` and `2` buy and sell; `3` to `6` open and close long and short; `100` to
                `107` liquidation; `110`, `111`, `118` and `119` conversion; `112` and `113` delivery; `125` to `128`
                auto-deleveraging; `204` to `209` block trading; `212` and `213` quick margin; `236` and `237`
                conversion of small assets; `270` to `275` spread trading; `324` to `329` moved positions; `376` and
                `377` collateral limit; `410` to `415` yes, no and settlement of event contracts. Without it all of
                them.
            after: Trades older than the one with this `bill_id`.
            before: Trades newer than the one with this `bill_id`.
            begin: Trades recorded (`ts`) from this moment on; Unix time in milliseconds.
            end: Trades recorded (`ts`) until this moment; Unix time in milliseconds.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The trades, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_id is not None:
            given["ordId"] = ord_id
        if sub_type is not None:
            given["subType"] = sub_type
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if begin is not None:
            given["begin"] = begin
        if end is not None:
            given["end"] = end
        if limit is not None:
            given["limit"] = limit

        return self._caller.many(operations.GET_FILLS, given, extra)

    def iter_fills(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"] | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_id: str | None = None,
        sub_type: Literal[
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "100",
            "101",
            "102",
            "103",
            "104",
            "105",
            "106",
            "107",
            "110",
            "111",
            "118",
            "119",
            "112",
            "113",
            "125",
            "126",
            "127",
            "128",
            "212",
            "213",
            "204",
            "205",
            "206",
            "207",
            "208",
            "209",
            "236",
            "237",
            "270",
            "271",
            "272",
            "273",
            "274",
            "275",
            "324",
            "325",
            "326",
            "327",
            "328",
            "329",
            "376",
            "377",
            "410",
            "411",
            "412",
            "413",
            "414",
            "415",
        ]
        | None = None,
        after: str | None = None,
        before: str | None = None,
        begin: int | None = None,
        end: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> Iterator[models.Fill]:
        """Fills of the last 3 days.

        Lists the account's single trades of the last 3 days. Older ones are asked for with `after`, which takes a
        `bill_id`; it is `fill_time` that tells when the trade was, not `ts`.

        `GET /api/v5/trade/fills`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/fills.

        Args:
            inst_type: Type of the instruments. Without it all of them.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_id: Id of one order at the exchange. Without it all of them.
            sub_type: Kind of trade: `1` and `2` buy and sell; `3` to `6` open and close long and short; `100` to
                `107` liquidation; `110`, `111`, `118` and `119` conversion; `112` and `113` delivery; `125` to `128`
                auto-deleveraging; `204` to `209` block trading; `212` and `213` quick margin; `236` and `237`
                conversion of small assets; `270` to `275` spread trading; `324` to `329` moved positions; `376` and
                `377` collateral limit; `410` to `415` yes, no and settlement of event contracts. Without it all of
                them.
            after: Trades older than the one with this `bill_id`.
            before: Trades newer than the one with this `bill_id`.
            begin: Trades recorded (`ts`) from this moment on; Unix time in milliseconds.
            end: Trades recorded (`ts`) until this moment; Unix time in milliseconds.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_id is not None:
            given["ordId"] = ord_id
        if sub_type is not None:
            given["subType"] = sub_type
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if begin is not None:
            given["begin"] = begin
        if end is not None:
            given["end"] = end
        if limit is not None:
            given["limit"] = limit

        return cursor(self._caller, operations.GET_FILLS, given, extra)

    def cancel_all_after(
        self,
        *,
        time_out: int,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.CancelAllAfterCountdown:
        """Cancel all orders when a countdown ends.

        A dead man's switch: starts a countdown, or starts it anew, and when it ends all open orders of the order book
        are cancelled; spread orders are not. Call it once a second while all is well, and with `time_out` 0 to switch
        it off.

        Without `tag` the countdown is for the whole account or sub-account, with it for the orders that carry that
        tag. There are at most 20 countdowns with a tag per sub-account (51071).

        Limits count per user and `tag`.

        `POST /api/v5/trade/cancel-all-after`. Permission: Trade. Limit: 1 request per second, counted by user and
        tag.
        Broker tag: body.tag (filter).
        Source: okx-v5, POST /api/v5/trade/cancel-all-after.

        Args:
            time_out: Length of the countdown in seconds, 10 to 120; 0 switches it off.
            tag: Cancel only orders that carry this tag, 1 to 16 letters and digits, case-sensitive. Without it all
                orders. It narrows what is cancelled and attributes nothing, so the broker code is never filled in.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The countdown as it stands.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "timeOut": time_out,
        }
        if tag is not None:
            given["tag"] = tag

        return self._caller.one(operations.CANCEL_ALL_AFTER, given, extra)


class AsyncTrade:
    """Orders and positions. Called with the user's key; the broker code goes into `tag`."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_order(
        self,
        *,
        inst_id: str,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.Order:
        """One order.

        Looks up an order by its id at the exchange or by the caller's own; with the latter the newest, if several
        have it. An order that does not exist is refused with 51603.

        Limits count per user and instrument; for options per user and instrument family.

        `GET /api/v5/trade/order`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user and inst_id
        (options by instrument family).
        Source: okx-v5, GET /api/v5/trade/order.

        Args:
            inst_id: Instrument id, as `BTC-USDT`; instruments that are traded now.
            ord_id: Id of the order at the exchange. One of `ord_id` and `cl_ord_id` is needed; this one counts if
                both are sent.
            cl_ord_id: The caller's own order id. One of `ord_id` and `cl_ord_id` is needed.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
        }
        if ord_id is not None:
            given["ordId"] = ord_id
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id

        return await self._caller.one(operations.GET_ORDER, given, extra)

    async def place_order(
        self,
        *,
        inst_id: str,
        td_mode: Literal["isolated", "cross", "cash", "spot_isolated"],
        side: Literal["buy", "sell"],
        ord_type: Literal[
            "market", "limit", "post_only", "fok", "ioc", "optimal_limit_ioc", "mmp", "mmp_and_post_only", "elp", "rpi"
        ],
        sz: Amount,
        ccy: str | None = None,
        cl_ord_id: str | None = None,
        tag: str | None = None,
        pos_side: Literal["long", "short", "net"] | None = None,
        px: Amount | None = None,
        outcome: Literal["yes", "no"] | None = None,
        px_usd: Amount | None = None,
        px_vol: Amount | None = None,
        reduce_only: bool | None = None,
        tgt_ccy: Literal["base_ccy", "quote_ccy"] | None = None,
        ban_amend: bool | None = None,
        px_amend_type: Literal["0", "1"] | None = None,
        trade_quote_ccy: str | None = None,
        slippage_pct: Amount | None = None,
        stp_mode: Literal["cancel_maker", "cancel_taker", "cancel_both"] | None = None,
        is_elp_taker_access: bool | None = None,
        rpi_taker_access: bool | None = None,
        rpi_px_round: bool | None = None,
        attach_algo_ords: Sequence[models.AttachedAlgoOrder] | None = None,
        extra: Extra | None = None,
    ) -> models.PlacedOrder:
        """Place an order.

        Places one order, if the account has the funds for it. `s_code` of the answer tells whether it was accepted;
        whether it filled is asked with `trade.get_order`.

        Limits count per user and instrument; for options per user and instrument family, and for instruments of
        leading traders only 4 orders go in 2 seconds. All order placements and amendments of one sub-account together
        are limited too (50061); SPOT and MARGIN orders do not count there, and from VIP level 5 that limit rises with
        the fill ratio.

        An answer that never came says nothing about the order: ask for it by `cl_ord_id`, do not send it again.

        `POST /api/v5/trade/order`. Permission: Trade. Limit: 60 requests per 2 seconds, counted by user and inst_id
        (options by instrument family); 1000 orders per 2 seconds, counted by user.
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/trade/order.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            td_mode: Trade mode. What is possible depends on the account mode: Spot: `cash`. Futures: `cash` for spot,
                `isolated` for spot margin, `cross` for margin and derivatives. Multi-currency and portfolio margin:
                `cross`. `spot_isolated` is for leading traders of spot copy trading; event contracts take `isolated`
                alone.
            side: Buy or sell.
            ord_type: Order type. `market`: at the market; SPOT, MARGIN, FUTURES, SWAP. Freezes 5 % more of the quote
                currency. `limit`: at `px` or better. `post_only`: as maker or not at all. `fok`: fill at once as a
                whole, or cancel. `ioc`: fill at once what can be filled, cancel the rest. `optimal_limit_ioc`: as
                `ioc` at the bound of the price limit; FUTURES, SWAP. `mmp`, `mmp_and_post_only`: under market-maker
                protection; options in portfolio margin mode. `elp`: maker order of the liquidity programme. Announced
                to become `rpi`, with `elp` accepted until 2026-10-31.
            sz: Quantity. SPOT and MARGIN limit orders: in base currency. MARGIN market orders: quote currency to buy,
                base currency to sell. SPOT market orders: see `tgt_ccy`. FUTURES, SWAP and OPTION: number of
                contracts. A multiple of the instrument's `lot_sz` (51121) and at least its `min_sz` (51020).
            ccy: Margin currency. For isolated MARGIN orders, and for cross MARGIN orders in Futures mode.
            cl_ord_id: The caller's own order id, 1 to 32 letters and digits, case-sensitive. Must be unique among the
                user's open orders; it can be used again once an order is final, so it does not protect against
                placing an order twice.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. An order without it earns no rebate, and
                it can't be added later. The answer echoes it, also when the order is refused.
            pos_side: Position side. Needed as `long` or `short` for FUTURES and SWAP in long/short mode (51000
                otherwise): open with buy + long or sell + short, close with sell + long or buy + short. In net mode
                leave it out or send `net`. Not for SPOT and MARGIN.
            px: Price, in quote currency. Needed for `limit`, `post_only`, `fok`, `ioc`, `mmp` and
                `mmp_and_post_only`, and only for those. An option takes exactly one of `px`, `px_usd` and `px_vol`.
            outcome: The outcome that is traded. For event contracts only, and needed there.
            px_usd: Price of an option in USD. Options only; exactly one of `px`, `px_usd` and `px_vol`.
            px_vol: Price of an option as implied volatility, 1 meaning 100 %. Options only; exactly one of `px`,
                `px_usd` and `px_vol`.
            reduce_only: Whether the order may only make a position smaller; false unless said. MARGIN, and FUTURES
                and SWAP in net mode, in Futures or Multi-currency margin mode. A larger `sz` than the position is
                refused as a whole.
            tgt_ccy: Unit of `sz` in SPOT market orders. Unless said, `quote_ccy` to buy and `base_ccy` to sell.
            ban_amend: SPOT market orders: true refuses the order when the balance is too small, false (unless said)
                lets the system shrink `sz` to what the balance covers.
            px_amend_type: What happens to a `px` outside the price limit: `0` (unless said) nothing, so the order is
                refused; `1` the system may move it to the best price inside.
            trade_quote_ccy: Quote currency to trade with, SPOT only; unless said, that of the instrument. Some
                regions must choose it from the instrument's `trade_quote_ccy_list` and get 51000 otherwise.
            slippage_pct: Largest slippage, as a fraction from 0 to 0.05 with at most four decimals; unless said 0.
                For SPOT and MARGIN market orders whose `sz` is in the currency received (buy in `base_ccy`, sell in
                `quote_ccy`). Can't be amended.
            stp_mode: What gives way when the order would trade with one of the same master account or its
                sub-accounts. Unless said, the account's `acct_stp_mode`. `cancel_both` together with `fok` is refused
                (50016).
            is_elp_taker_access: Whether an `ioc` order may take liquidity of the ELP programme, at the price of a
                delay; false unless said. Such orders have a limit of their own: 50 in 2 seconds per user and
                instrument, single and batch together. Older name of `rpi_taker_access`.
            rpi_taker_access: Newer name of `is_elp_taker_access`, for every standard order type. Where both are sent,
                this one counts.
            rpi_px_round: Price rounding for maker orders of the RPI programme (`rpi`); false unless said.
            attach_algo_ords: Take-profit, stop-loss or trailing-stop orders that become active once this order has
                filled, and lapse when it is cancelled before. Not for market buys in `base_ccy` or market sells in
                `quote_ccy`. At most ten take-profits (51079) and one stop-loss (51084).
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
            "sz": sz,
        }
        if ccy is not None:
            given["ccy"] = ccy
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id
        if tag is not None:
            given["tag"] = tag
        if pos_side is not None:
            given["posSide"] = pos_side
        if px is not None:
            given["px"] = px
        if outcome is not None:
            given["outcome"] = outcome
        if px_usd is not None:
            given["pxUsd"] = px_usd
        if px_vol is not None:
            given["pxVol"] = px_vol
        if reduce_only is not None:
            given["reduceOnly"] = reduce_only
        if tgt_ccy is not None:
            given["tgtCcy"] = tgt_ccy
        if ban_amend is not None:
            given["banAmend"] = ban_amend
        if px_amend_type is not None:
            given["pxAmendType"] = px_amend_type
        if trade_quote_ccy is not None:
            given["tradeQuoteCcy"] = trade_quote_ccy
        if slippage_pct is not None:
            given["slippagePct"] = slippage_pct
        if stp_mode is not None:
            given["stpMode"] = stp_mode
        if is_elp_taker_access is not None:
            given["isElpTakerAccess"] = is_elp_taker_access
        if rpi_taker_access is not None:
            given["rpiTakerAccess"] = rpi_taker_access
        if rpi_px_round is not None:
            given["rpiPxRound"] = rpi_px_round
        if attach_algo_ords is not None:
            given["attachAlgoOrds"] = attach_algo_ords

        return await self._caller.one(operations.PLACE_ORDER, given, extra)

    async def place_batch_orders(
        self,
        orders: Sequence[models.NewOrder],
        *,
        extra: Extra | None = None,
    ) -> list[models.PlacedOrder]:
        """Place up to 20 orders.

        Places 1 to 20 orders in the order in which they stand. Each has an answer of its own, in the same order, with
        an `s_code`; the code of the envelope is `"2"` when only some were accepted and `"1"` when none was. In
        portfolio margin mode either all are accepted or none.

        Limits count orders, not calls, per user and instrument; for options per user and instrument family, and for
        instruments of leading traders only 4 orders go in 2 seconds. A batch of one order counts against the limit of
        `trade.place_order`. The limit of the sub-account (50061) counts each order too.

        `POST /api/v5/trade/batch-orders`. Permission: Trade. Limit: 300 orders per 2 seconds, counted by user and
        inst_id (options by instrument family); 1000 orders per 2 seconds, counted by user.
        Broker tag: body[].tag (attribution).
        Source: okx-v5, POST /api/v5/trade/batch-orders.

        Args:
            orders: One to 20 of `models.NewOrder`.
            extra: Fields that the contract does not know yet, by OKX's name; for all items, or one mapping each.

        Returns:
            What became of each order, in the order in which they were sent.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.many(operations.PLACE_BATCH_ORDERS, orders, extra)

    async def cancel_order(
        self,
        *,
        inst_id: str,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        extra: Extra | None = None,
    ) -> models.CancelledOrder:
        """Cancel an order.

        Asks for an open order to be cancelled. An accepted request (`s_code` `"0"`) does not mean that the order is
        cancelled: it can still fill, so look at its state.

        Limits count per user and instrument; for options per user and instrument family. Cancelling never counts
        against the limit of the sub-account.

        `POST /api/v5/trade/cancel-order`. Permission: Trade. Limit: 60 requests per 2 seconds, counted by user and
        inst_id (options by instrument family).
        Source: okx-v5, POST /api/v5/trade/cancel-order.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            ord_id: Id of the order at the exchange. One of `ord_id` and `cl_ord_id` is needed; this one counts if
                both are sent.
            cl_ord_id: The caller's own order id. One of `ord_id` and `cl_ord_id` is needed.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order whose cancelling was accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
        }
        if ord_id is not None:
            given["ordId"] = ord_id
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id

        return await self._caller.one(operations.CANCEL_ORDER, given, extra)

    async def close_position(
        self,
        *,
        inst_id: str,
        mgn_mode: Literal["cross", "isolated"],
        pos_side: Literal["net", "long", "short"] | None = None,
        ccy: str | None = None,
        auto_cxl: bool | None = None,
        cl_ord_id: str | None = None,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.ClosedPosition:
        """Close a position at the market.

        Closes the whole position of an instrument with a market order. Open orders that would close it make the call
        fail, unless `auto_cxl` has them cancelled first.

        Limits count per user and instrument; for options per user and instrument family.

        `POST /api/v5/trade/close-position`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user and
        inst_id (options by instrument family).
        Broker tag: body.tag (attribution).
        Source: okx-v5, POST /api/v5/trade/close-position.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            mgn_mode: Margin mode of the position.
            pos_side: Position side. Net mode: `net`, also when left out. Long/short mode: needed, `long` or `short`.
            ccy: Margin currency; needed for cross MARGIN positions in Futures mode.
            auto_cxl: Whether open orders that would close the position are cancelled first; false unless said, and
                then the call is refused while there are any (51115).
            cl_ord_id: The caller's own order id, 1 to 32 letters and digits, case-sensitive. Must be unique among the
                user's open orders; it can be used again once an order is final, so it does not protect against
                placing an order twice.
            tag: The broker code, 1 to 16 letters and digits, case-sensitive. Without it the closing order earns no
                rebate. The answer echoes it.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The position whose closing was accepted.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
            "mgnMode": mgn_mode,
        }
        if pos_side is not None:
            given["posSide"] = pos_side
        if ccy is not None:
            given["ccy"] = ccy
        if auto_cxl is not None:
            given["autoCxl"] = auto_cxl
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id
        if tag is not None:
            given["tag"] = tag

        return await self._caller.one(operations.CLOSE_POSITION, given, extra)

    async def cancel_batch_orders(
        self,
        orders: Sequence[models.OrderToCancel],
        *,
        extra: Extra | None = None,
    ) -> list[models.CancelledOrder]:
        """Cancel up to 20 orders.

        Asks for 1 to 20 open orders to be cancelled. Each has an answer of its own, in the same order, with an
        `s_code`; the code of the envelope is `"2"` when only some were accepted and `"1"` when none was. An accepted
        request does not mean that the order is cancelled: it can still fill, so look at its state.

        Limits count orders, not calls, per user and instrument; for options per user and instrument family. A batch
        of one order counts against the limit of `trade.cancel_order`. Cancelling never counts against the limit of
        the sub-account.

        `POST /api/v5/trade/cancel-batch-orders`. Permission: Trade. Limit: 300 orders per 2 seconds, counted by user
        and inst_id (options by instrument family).
        Source: okx-v5, POST /api/v5/trade/cancel-batch-orders.

        Args:
            orders: One to 20 of `models.OrderToCancel`.
            extra: Fields that the contract does not know yet, by OKX's name; for all items, or one mapping each.

        Returns:
            What became of each request to cancel, in the order in which they were sent.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.many(operations.CANCEL_BATCH_ORDERS, orders, extra)

    async def amend_order(
        self,
        *,
        inst_id: str,
        cxl_on_fail: bool | None = None,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        req_id: str | None = None,
        new_sz: Amount | None = None,
        new_px: Amount | None = None,
        speed_bump: Literal["1"] | None = None,
        new_px_usd: Amount | None = None,
        new_px_vol: Amount | None = None,
        px_amend_type: Literal["0", "1"] | None = None,
        rpi_taker_access: bool | None = None,
        attach_algo_ords: Sequence[models.AttachedAlgoChange] | None = None,
        extra: Extra | None = None,
    ) -> models.AmendedOrder:
        """Amend an open order.

        Asks for quantity, price or attached orders of an open order to be changed. An accepted request (`s_code`
        `"0"`) does not mean that the order is changed: it can fill or be cancelled before, so look at its state.

        Limits count per user and instrument; for options per user and instrument family, and for instruments of
        leading traders only 4 amendments go in 2 seconds. Amendments count against the limit of the sub-account
        (50061) too, together with placements and with the same exceptions.

        `POST /api/v5/trade/amend-order`. Permission: Trade. Limit: 60 requests per 2 seconds, counted by user and
        inst_id (options by instrument family); 1000 orders per 2 seconds, counted by user.
        Source: okx-v5, POST /api/v5/trade/amend-order.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            cxl_on_fail: Whether the order is cancelled when it can't be amended; false unless said, and then it stays
                as it was.
            ord_id: Id of the order at the exchange. One of `ord_id` and `cl_ord_id` is needed; this one counts if
                both are sent.
            cl_ord_id: The caller's own order id. One of `ord_id` and `cl_ord_id` is needed.
            req_id: The caller's own id of this amendment, 1 to 32 letters and digits, case-sensitive. The answer
                echoes it.
            new_sz: New quantity as a whole, above 0, with what has filled already; when no more than that, the order
                is filled. At least one of the new quantity, a new price and changed attached orders is needed.
            new_px: New price. An option takes exactly one of `new_px`, `new_px_usd` and `new_px_vol`, the one that it
                was placed with.
            speed_bump: Speed bump for event contracts, `1`. Was needed to amend event orders other than post-only
                ones; without effect since 2026-07-24.
            new_px_usd: New price of an option in USD. Options only; exactly one of `new_px`, `new_px_usd` and
                `new_px_vol`.
            new_px_vol: New price of an option as implied volatility, 1 meaning 100 %. Options only; exactly one of
                `new_px`, `new_px_usd` and `new_px_vol`.
            px_amend_type: What happens to a `new_px` outside the price limit: `0` (unless said) nothing, so the
                amendment is refused; `1` the system may move it to the best price inside.
            rpi_taker_access: Newer name of `is_elp_taker_access`, for every standard order type. Where both are sent,
                this one counts.
            attach_algo_ords: Changes to the take-profits, stop-losses and trailing stops that are attached to the
                order.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The order whose amendment was accepted, or why it was refused.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instId": inst_id,
        }
        if cxl_on_fail is not None:
            given["cxlOnFail"] = cxl_on_fail
        if ord_id is not None:
            given["ordId"] = ord_id
        if cl_ord_id is not None:
            given["clOrdId"] = cl_ord_id
        if req_id is not None:
            given["reqId"] = req_id
        if new_sz is not None:
            given["newSz"] = new_sz
        if new_px is not None:
            given["newPx"] = new_px
        if speed_bump is not None:
            given["speedBump"] = speed_bump
        if new_px_usd is not None:
            given["newPxUsd"] = new_px_usd
        if new_px_vol is not None:
            given["newPxVol"] = new_px_vol
        if px_amend_type is not None:
            given["pxAmendType"] = px_amend_type
        if rpi_taker_access is not None:
            given["rpiTakerAccess"] = rpi_taker_access
        if attach_algo_ords is not None:
            given["attachAlgoOrds"] = attach_algo_ords

        return await self._caller.one(operations.AMEND_ORDER, given, extra)

    async def get_orders_pending(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"] | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_type: str | None = None,
        state: Literal["live", "partially_filled"] | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.Order]:
        """Open orders.

        Lists the account's orders that can still fill: those that are `live` and those that are `partially_filled`.
        The newest come first; older ones are asked for with `after`.

        `GET /api/v5/trade/orders-pending`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-pending.

        Args:
            inst_type: Type of the instruments. Without it all of them.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_type: Order types, one or several joined with commas: `market`, `limit`, `post_only`, `fok`, `ioc`,
                `optimal_limit_ioc`, `mmp`, `mmp_and_post_only`, `op_fok` (simple option, as a whole at once), `elp`
                and `rpi` (old and new name of the liquidity programme's maker orders). Without it all of them.
            state: State. Without it both.
            after: Orders older than the one with this `ord_id`.
            before: Orders newer than the one with this `ord_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The open orders, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return await self._caller.many(operations.GET_ORDERS_PENDING, given, extra)

    def iter_orders_pending(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"] | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_type: str | None = None,
        state: Literal["live", "partially_filled"] | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.Order]:
        """Open orders.

        Lists the account's orders that can still fill: those that are `live` and those that are `partially_filled`.
        The newest come first; older ones are asked for with `after`.

        `GET /api/v5/trade/orders-pending`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-pending.

        Args:
            inst_type: Type of the instruments. Without it all of them.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_type: Order types, one or several joined with commas: `market`, `limit`, `post_only`, `fok`, `ioc`,
                `optimal_limit_ioc`, `mmp`, `mmp_and_post_only`, `op_fok` (simple option, as a whole at once), `elp`
                and `rpi` (old and new name of the liquidity programme's maker orders). Without it all of them.
            state: State. Without it both.
            after: Orders older than the one with this `ord_id`.
            before: Orders newer than the one with this `ord_id`.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if limit is not None:
            given["limit"] = limit

        return cursor_async(self._caller, operations.GET_ORDERS_PENDING, given, extra)

    async def get_orders_history(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"],
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_type: str | None = None,
        state: Literal["canceled", "filled", "mmp_canceled"] | None = None,
        category: Literal["twap", "adl", "full_liquidation", "partial_liquidation", "delivery", "ddh"] | None = None,
        after: str | None = None,
        before: str | None = None,
        begin: int | None = None,
        end: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.Order]:
        """Finished orders of the last 7 days.

        Lists the account's orders that are over: `filled`, `canceled` and `mmp_canceled`. The newest come first;
        older ones are asked for with `after`. Counted is the last 7 days, with orders that are older but filled in
        that time. Orders that were cancelled without any fill are kept for 2 hours only.

        `GET /api/v5/trade/orders-history`. Permission: Read. Limit: 40 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-history.

        Args:
            inst_type: Type of the instruments.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_type: Order types, one or several joined with commas: `market`, `limit`, `post_only`, `fok`, `ioc`,
                `optimal_limit_ioc`, `mmp`, `mmp_and_post_only`, `op_fok` (simple option, as a whole at once), `elp`
                and `rpi` (old and new name of the liquidity programme's maker orders). Without it all of them.
            state: State. Without it all three.
            category: Kind of order: `twap` automatic conversion or repayment of a currency (not the TWAP algo order),
                `adl` auto-deleveraging, `full_liquidation`, `partial_liquidation`, `delivery`, `ddh` dynamic delta
                hedging. Without it all of them.
            after: Orders older than the one with this `ord_id`.
            before: Orders newer than the one with this `ord_id`.
            begin: Orders created (`c_time`) from this moment on; Unix time in milliseconds.
            end: Orders created (`c_time`) until this moment; Unix time in milliseconds.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The finished orders, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instType": inst_type,
        }
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if category is not None:
            given["category"] = category
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if begin is not None:
            given["begin"] = begin
        if end is not None:
            given["end"] = end
        if limit is not None:
            given["limit"] = limit

        return await self._caller.many(operations.GET_ORDERS_HISTORY, given, extra)

    def iter_orders_history(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"],
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_type: str | None = None,
        state: Literal["canceled", "filled", "mmp_canceled"] | None = None,
        category: Literal["twap", "adl", "full_liquidation", "partial_liquidation", "delivery", "ddh"] | None = None,
        after: str | None = None,
        before: str | None = None,
        begin: int | None = None,
        end: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.Order]:
        """Finished orders of the last 7 days.

        Lists the account's orders that are over: `filled`, `canceled` and `mmp_canceled`. The newest come first;
        older ones are asked for with `after`. Counted is the last 7 days, with orders that are older but filled in
        that time. Orders that were cancelled without any fill are kept for 2 hours only.

        `GET /api/v5/trade/orders-history`. Permission: Read. Limit: 40 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/orders-history.

        Args:
            inst_type: Type of the instruments.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_type: Order types, one or several joined with commas: `market`, `limit`, `post_only`, `fok`, `ioc`,
                `optimal_limit_ioc`, `mmp`, `mmp_and_post_only`, `op_fok` (simple option, as a whole at once), `elp`
                and `rpi` (old and new name of the liquidity programme's maker orders). Without it all of them.
            state: State. Without it all three.
            category: Kind of order: `twap` automatic conversion or repayment of a currency (not the TWAP algo order),
                `adl` auto-deleveraging, `full_liquidation`, `partial_liquidation`, `delivery`, `ddh` dynamic delta
                hedging. Without it all of them.
            after: Orders older than the one with this `ord_id`.
            before: Orders newer than the one with this `ord_id`.
            begin: Orders created (`c_time`) from this moment on; Unix time in milliseconds.
            end: Orders created (`c_time`) until this moment; Unix time in milliseconds.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "instType": inst_type,
        }
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_type is not None:
            given["ordType"] = ord_type
        if state is not None:
            given["state"] = state
        if category is not None:
            given["category"] = category
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if begin is not None:
            given["begin"] = begin
        if end is not None:
            given["end"] = end
        if limit is not None:
            given["limit"] = limit

        return cursor_async(self._caller, operations.GET_ORDERS_HISTORY, given, extra)

    async def get_fills(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"] | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_id: str | None = None,
        sub_type: Literal[
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "100",
            "101",
            "102",
            "103",
            "104",
            "105",
            "106",
            "107",
            "110",
            "111",
            "118",
            "119",
            "112",
            "113",
            "125",
            "126",
            "127",
            "128",
            "212",
            "213",
            "204",
            "205",
            "206",
            "207",
            "208",
            "209",
            "236",
            "237",
            "270",
            "271",
            "272",
            "273",
            "274",
            "275",
            "324",
            "325",
            "326",
            "327",
            "328",
            "329",
            "376",
            "377",
            "410",
            "411",
            "412",
            "413",
            "414",
            "415",
        ]
        | None = None,
        after: str | None = None,
        before: str | None = None,
        begin: int | None = None,
        end: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> list[models.Fill]:
        """Fills of the last 3 days.

        Lists the account's single trades of the last 3 days. Older ones are asked for with `after`, which takes a
        `bill_id`; it is `fill_time` that tells when the trade was, not `ts`.

        `GET /api/v5/trade/fills`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/fills.

        Args:
            inst_type: Type of the instruments. Without it all of them.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_id: Id of one order at the exchange. Without it all of them.
            sub_type: Kind of trade: `1` and `2` buy and sell; `3` to `6` open and close long and short; `100` to
                `107` liquidation; `110`, `111`, `118` and `119` conversion; `112` and `113` delivery; `125` to `128`
                auto-deleveraging; `204` to `209` block trading; `212` and `213` quick margin; `236` and `237`
                conversion of small assets; `270` to `275` spread trading; `324` to `329` moved positions; `376` and
                `377` collateral limit; `410` to `415` yes, no and settlement of event contracts. Without it all of
                them.
            after: Trades older than the one with this `bill_id`.
            before: Trades newer than the one with this `bill_id`.
            begin: Trades recorded (`ts`) from this moment on; Unix time in milliseconds.
            end: Trades recorded (`ts`) until this moment; Unix time in milliseconds.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The trades, newest first.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_id is not None:
            given["ordId"] = ord_id
        if sub_type is not None:
            given["subType"] = sub_type
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if begin is not None:
            given["begin"] = begin
        if end is not None:
            given["end"] = end
        if limit is not None:
            given["limit"] = limit

        return await self._caller.many(operations.GET_FILLS, given, extra)

    def iter_fills(
        self,
        *,
        inst_type: Literal["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"] | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_id: str | None = None,
        sub_type: Literal[
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "100",
            "101",
            "102",
            "103",
            "104",
            "105",
            "106",
            "107",
            "110",
            "111",
            "118",
            "119",
            "112",
            "113",
            "125",
            "126",
            "127",
            "128",
            "212",
            "213",
            "204",
            "205",
            "206",
            "207",
            "208",
            "209",
            "236",
            "237",
            "270",
            "271",
            "272",
            "273",
            "274",
            "275",
            "324",
            "325",
            "326",
            "327",
            "328",
            "329",
            "376",
            "377",
            "410",
            "411",
            "412",
            "413",
            "414",
            "415",
        ]
        | None = None,
        after: str | None = None,
        before: str | None = None,
        begin: int | None = None,
        end: int | None = None,
        limit: int | None = None,
        extra: Extra | None = None,
    ) -> AsyncIterator[models.Fill]:
        """Fills of the last 3 days.

        Lists the account's single trades of the last 3 days. Older ones are asked for with `after`, which takes a
        `bill_id`; it is `fill_time` that tells when the trade was, not `ts`.

        `GET /api/v5/trade/fills`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user.
        Source: okx-v5, GET /api/v5/trade/fills.

        Args:
            inst_type: Type of the instruments. Without it all of them.
            inst_family: Instrument family, as `BTC-USD`; for FUTURES, SWAP and OPTION. Without it all of them.
            inst_id: Instrument id, as `BTC-USDT`. Without it all of them.
            ord_id: Id of one order at the exchange. Without it all of them.
            sub_type: Kind of trade: `1` and `2` buy and sell; `3` to `6` open and close long and short; `100` to
                `107` liquidation; `110`, `111`, `118` and `119` conversion; `112` and `113` delivery; `125` to `128`
                auto-deleveraging; `204` to `209` block trading; `212` and `213` quick margin; `236` and `237`
                conversion of small assets; `270` to `275` spread trading; `324` to `329` moved positions; `376` and
                `377` collateral limit; `410` to `415` yes, no and settlement of event contracts. Without it all of
                them.
            after: Trades older than the one with this `bill_id`.
            before: Trades newer than the one with this `bill_id`.
            begin: Trades recorded (`ts`) from this moment on; Unix time in milliseconds.
            end: Trades recorded (`ts`) until this moment; Unix time in milliseconds.
            limit: How many to answer, 1 to 100. Without it 100.
            extra: Fields that the contract does not know yet, by OKX's name.

        Yields:
            The items of every page, to the last.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {}
        if inst_type is not None:
            given["instType"] = inst_type
        if inst_family is not None:
            given["instFamily"] = inst_family
        if inst_id is not None:
            given["instId"] = inst_id
        if ord_id is not None:
            given["ordId"] = ord_id
        if sub_type is not None:
            given["subType"] = sub_type
        if after is not None:
            given["after"] = after
        if before is not None:
            given["before"] = before
        if begin is not None:
            given["begin"] = begin
        if end is not None:
            given["end"] = end
        if limit is not None:
            given["limit"] = limit

        return cursor_async(self._caller, operations.GET_FILLS, given, extra)

    async def cancel_all_after(
        self,
        *,
        time_out: int,
        tag: str | None = None,
        extra: Extra | None = None,
    ) -> models.CancelAllAfterCountdown:
        """Cancel all orders when a countdown ends.

        A dead man's switch: starts a countdown, or starts it anew, and when it ends all open orders of the order book
        are cancelled; spread orders are not. Call it once a second while all is well, and with `time_out` 0 to switch
        it off.

        Without `tag` the countdown is for the whole account or sub-account, with it for the orders that carry that
        tag. There are at most 20 countdowns with a tag per sub-account (51071).

        Limits count per user and `tag`.

        `POST /api/v5/trade/cancel-all-after`. Permission: Trade. Limit: 1 request per second, counted by user and
        tag.
        Broker tag: body.tag (filter).
        Source: okx-v5, POST /api/v5/trade/cancel-all-after.

        Args:
            time_out: Length of the countdown in seconds, 10 to 120; 0 switches it off.
            tag: Cancel only orders that carry this tag, 1 to 16 letters and digits, case-sensitive. Without it all
                orders. It narrows what is cancelled and attributes nothing, so the broker code is never filled in.
            extra: Fields that the contract does not know yet, by OKX's name.

        Returns:
            The countdown as it stands.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """
        given: dict[str, object] = {
            "timeOut": time_out,
        }
        if tag is not None:
            given["tag"] = tag

        return await self._caller.one(operations.CANCEL_ALL_AFTER, given, extra)
