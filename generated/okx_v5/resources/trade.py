# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Orders and positions. Called with the user's key; the broker code goes into `tag`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from okx_v5 import models
from okx_v5.caller import AsyncCaller, Caller
from okx_v5.operations import trade as operations
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
    ) -> models.Order:
        """One order.

        Looks up an order by its id at the exchange or by the caller's own; with the latter the newest, if several
        have it. An order that does not exist is refused with 51603.

        Limits count per user and instrument; for options per user and instrument family.

        `GET /api/v5/trade/order`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user and instId.
        Source: okx-v5, GET /api/v5/trade/order.

        Args:
            inst_id: Instrument id, as `BTC-USDT`; instruments that are traded now.
            ord_id: Id of the order at the exchange. One of `ordId` and `clOrdId` is needed; this one counts if both
                are sent.
            cl_ord_id: The caller's own order id. One of `ordId` and `clOrdId` is needed.

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

        return self._caller.one(operations.GET_ORDER, given)

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
    ) -> models.PlacedOrder:
        """Place an order.

        Places one order, if the account has the funds for it. `sCode` of the answer tells whether it was accepted;
        whether it filled is asked with getOrder.

        Limits count per user and instrument; for options per user and instrument family, and for instruments of
        leading traders only 4 orders go in 2 seconds. All order placements and amendments of one sub-account together
        are limited too (50061); SPOT and MARGIN orders do not count there, and from VIP level 5 that limit rises with
        the fill ratio.

        An answer that never came says nothing about the order: ask for it by `clOrdId`, do not send it again.

        `POST /api/v5/trade/order`. Permission: Trade. Limit: 60 requests per 2 seconds, counted by user and instId; 1000 orders per 2 seconds, counted by user.
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
                base currency to sell. SPOT market orders: see `tgtCcy`. FUTURES, SWAP and OPTION: number of
                contracts. A multiple of the instrument's `lotSz` (51121) and at least its `minSz` (51020).
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
                `mmp_and_post_only`, and only for those. An option takes exactly one of `px`, `pxUsd` and `pxVol`.
            outcome: The outcome that is traded. For event contracts only, and needed there.
            px_usd: Price of an option in USD. Options only; exactly one of `px`, `pxUsd` and `pxVol`.
            px_vol: Price of an option as implied volatility, 1 meaning 100 %. Options only; exactly one of `px`,
                `pxUsd` and `pxVol`.
            reduce_only: Whether the order may only make a position smaller; false unless said. MARGIN, and FUTURES
                and SWAP in net mode, in Futures or Multi-currency margin mode. A larger `sz` than the position is
                refused as a whole.
            tgt_ccy: Unit of `sz` in SPOT market orders. Unless said, `quote_ccy` to buy and `base_ccy` to sell.
            ban_amend: SPOT market orders: true refuses the order when the balance is too small, false (unless said)
                lets the system shrink `sz` to what the balance covers.
            px_amend_type: What happens to a `px` outside the price limit: `0` (unless said) nothing, so the order is
                refused; `1` the system may move it to the best price inside.
            trade_quote_ccy: Quote currency to trade with, SPOT only; unless said, that of the instrument. Some
                regions must choose it from the instrument's `tradeQuoteCcyList` and get 51000 otherwise.
            slippage_pct: Largest slippage, as a fraction from 0 to 0.05 with at most four decimals; unless said 0.
                For SPOT and MARGIN market orders whose `sz` is in the currency received (buy in `base_ccy`, sell in
                `quote_ccy`). Can't be amended.
            stp_mode: What gives way when the order would trade with one of the same master account or its
                sub-accounts. Unless said, the account's `acctStpMode`. `cancel_both` together with `fok` is refused
                (50016).
            is_elp_taker_access: Whether an `ioc` order may take liquidity of the ELP programme, at the price of a
                delay; false unless said. Such orders have a limit of their own: 50 in 2 seconds per user and
                instrument, single and batch together. Older name of `rpiTakerAccess`.
            rpi_taker_access: Newer name of `isElpTakerAccess`, for every standard order type. Where both are sent,
                this one counts.
            rpi_px_round: Price rounding for maker orders of the RPI programme (`rpi`); false unless said.
            attach_algo_ords: Take-profit, stop-loss or trailing-stop orders that become active once this order has
                filled, and lapse when it is cancelled before. Not for market buys in `base_ccy` or market sells in
                `quote_ccy`. At most ten take-profits (51079) and one stop-loss (51084).

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

        return self._caller.one(operations.PLACE_ORDER, given)

    def place_batch_orders(
        self,
        orders: Sequence[models.NewOrder],
    ) -> list[models.PlacedOrder]:
        """Place up to 20 orders.

        Places 1 to 20 orders in the order in which they stand. Each has an answer of its own, in the same order, with
        an `sCode`; the code of the envelope is `"2"` when only some were accepted and `"1"` when none was. In
        portfolio margin mode either all are accepted or none.

        Limits count orders, not calls, per user and instrument; for options per user and instrument family, and for
        instruments of leading traders only 4 orders go in 2 seconds. A batch of one order counts against the limit of
        placeOrder. The limit of the sub-account (50061) counts each order too.

        `POST /api/v5/trade/batch-orders`. Permission: Trade. Limit: 300 orders per 2 seconds, counted by user and instId; 1000 orders per 2 seconds, counted by user.
        Broker tag: body[].tag (attribution).
        Source: okx-v5, POST /api/v5/trade/batch-orders.

        Args:
            orders: One to 20 request models.

        Returns:
            What became of each order, in the order in which they were sent.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return self._caller.many(operations.PLACE_BATCH_ORDERS, orders)

    def cancel_order(
        self,
        *,
        inst_id: str,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
    ) -> models.CancelledOrder:
        """Cancel an order.

        Asks for an open order to be cancelled. An accepted request (`sCode` `"0"`) does not mean that the order is
        cancelled: it can still fill, so look at its state.

        Limits count per user and instrument; for options per user and instrument family. Cancelling never counts
        against the limit of the sub-account.

        `POST /api/v5/trade/cancel-order`. Permission: Trade. Limit: 60 requests per 2 seconds, counted by user and instId.
        Source: okx-v5, POST /api/v5/trade/cancel-order.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            ord_id: Id of the order at the exchange. One of `ordId` and `clOrdId` is needed; this one counts if both
                are sent.
            cl_ord_id: The caller's own order id. One of `ordId` and `clOrdId` is needed.

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

        return self._caller.one(operations.CANCEL_ORDER, given)

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
    ) -> models.ClosedPosition:
        """Close a position at the market.

        Closes the whole position of an instrument with a market order. Open orders that would close it make the call
        fail, unless `autoCxl` has them cancelled first.

        Limits count per user and instrument; for options per user and instrument family.

        `POST /api/v5/trade/close-position`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user and instId.
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

        return self._caller.one(operations.CLOSE_POSITION, given)


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
    ) -> models.Order:
        """One order.

        Looks up an order by its id at the exchange or by the caller's own; with the latter the newest, if several
        have it. An order that does not exist is refused with 51603.

        Limits count per user and instrument; for options per user and instrument family.

        `GET /api/v5/trade/order`. Permission: Read. Limit: 60 requests per 2 seconds, counted by user and instId.
        Source: okx-v5, GET /api/v5/trade/order.

        Args:
            inst_id: Instrument id, as `BTC-USDT`; instruments that are traded now.
            ord_id: Id of the order at the exchange. One of `ordId` and `clOrdId` is needed; this one counts if both
                are sent.
            cl_ord_id: The caller's own order id. One of `ordId` and `clOrdId` is needed.

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

        return await self._caller.one(operations.GET_ORDER, given)

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
    ) -> models.PlacedOrder:
        """Place an order.

        Places one order, if the account has the funds for it. `sCode` of the answer tells whether it was accepted;
        whether it filled is asked with getOrder.

        Limits count per user and instrument; for options per user and instrument family, and for instruments of
        leading traders only 4 orders go in 2 seconds. All order placements and amendments of one sub-account together
        are limited too (50061); SPOT and MARGIN orders do not count there, and from VIP level 5 that limit rises with
        the fill ratio.

        An answer that never came says nothing about the order: ask for it by `clOrdId`, do not send it again.

        `POST /api/v5/trade/order`. Permission: Trade. Limit: 60 requests per 2 seconds, counted by user and instId; 1000 orders per 2 seconds, counted by user.
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
                base currency to sell. SPOT market orders: see `tgtCcy`. FUTURES, SWAP and OPTION: number of
                contracts. A multiple of the instrument's `lotSz` (51121) and at least its `minSz` (51020).
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
                `mmp_and_post_only`, and only for those. An option takes exactly one of `px`, `pxUsd` and `pxVol`.
            outcome: The outcome that is traded. For event contracts only, and needed there.
            px_usd: Price of an option in USD. Options only; exactly one of `px`, `pxUsd` and `pxVol`.
            px_vol: Price of an option as implied volatility, 1 meaning 100 %. Options only; exactly one of `px`,
                `pxUsd` and `pxVol`.
            reduce_only: Whether the order may only make a position smaller; false unless said. MARGIN, and FUTURES
                and SWAP in net mode, in Futures or Multi-currency margin mode. A larger `sz` than the position is
                refused as a whole.
            tgt_ccy: Unit of `sz` in SPOT market orders. Unless said, `quote_ccy` to buy and `base_ccy` to sell.
            ban_amend: SPOT market orders: true refuses the order when the balance is too small, false (unless said)
                lets the system shrink `sz` to what the balance covers.
            px_amend_type: What happens to a `px` outside the price limit: `0` (unless said) nothing, so the order is
                refused; `1` the system may move it to the best price inside.
            trade_quote_ccy: Quote currency to trade with, SPOT only; unless said, that of the instrument. Some
                regions must choose it from the instrument's `tradeQuoteCcyList` and get 51000 otherwise.
            slippage_pct: Largest slippage, as a fraction from 0 to 0.05 with at most four decimals; unless said 0.
                For SPOT and MARGIN market orders whose `sz` is in the currency received (buy in `base_ccy`, sell in
                `quote_ccy`). Can't be amended.
            stp_mode: What gives way when the order would trade with one of the same master account or its
                sub-accounts. Unless said, the account's `acctStpMode`. `cancel_both` together with `fok` is refused
                (50016).
            is_elp_taker_access: Whether an `ioc` order may take liquidity of the ELP programme, at the price of a
                delay; false unless said. Such orders have a limit of their own: 50 in 2 seconds per user and
                instrument, single and batch together. Older name of `rpiTakerAccess`.
            rpi_taker_access: Newer name of `isElpTakerAccess`, for every standard order type. Where both are sent,
                this one counts.
            rpi_px_round: Price rounding for maker orders of the RPI programme (`rpi`); false unless said.
            attach_algo_ords: Take-profit, stop-loss or trailing-stop orders that become active once this order has
                filled, and lapse when it is cancelled before. Not for market buys in `base_ccy` or market sells in
                `quote_ccy`. At most ten take-profits (51079) and one stop-loss (51084).

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

        return await self._caller.one(operations.PLACE_ORDER, given)

    async def place_batch_orders(
        self,
        orders: Sequence[models.NewOrder],
    ) -> list[models.PlacedOrder]:
        """Place up to 20 orders.

        Places 1 to 20 orders in the order in which they stand. Each has an answer of its own, in the same order, with
        an `sCode`; the code of the envelope is `"2"` when only some were accepted and `"1"` when none was. In
        portfolio margin mode either all are accepted or none.

        Limits count orders, not calls, per user and instrument; for options per user and instrument family, and for
        instruments of leading traders only 4 orders go in 2 seconds. A batch of one order counts against the limit of
        placeOrder. The limit of the sub-account (50061) counts each order too.

        `POST /api/v5/trade/batch-orders`. Permission: Trade. Limit: 300 orders per 2 seconds, counted by user and instId; 1000 orders per 2 seconds, counted by user.
        Broker tag: body[].tag (attribution).
        Source: okx-v5, POST /api/v5/trade/batch-orders.

        Args:
            orders: One to 20 request models.

        Returns:
            What became of each order, in the order in which they were sent.

        Raises:
            OkxError: A subclass says what went wrong; see `okx_broker.errors`.
        """

        return await self._caller.many(operations.PLACE_BATCH_ORDERS, orders)

    async def cancel_order(
        self,
        *,
        inst_id: str,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
    ) -> models.CancelledOrder:
        """Cancel an order.

        Asks for an open order to be cancelled. An accepted request (`sCode` `"0"`) does not mean that the order is
        cancelled: it can still fill, so look at its state.

        Limits count per user and instrument; for options per user and instrument family. Cancelling never counts
        against the limit of the sub-account.

        `POST /api/v5/trade/cancel-order`. Permission: Trade. Limit: 60 requests per 2 seconds, counted by user and instId.
        Source: okx-v5, POST /api/v5/trade/cancel-order.

        Args:
            inst_id: Instrument id, as `BTC-USDT` or `BTC-USDT-SWAP`.
            ord_id: Id of the order at the exchange. One of `ordId` and `clOrdId` is needed; this one counts if both
                are sent.
            cl_ord_id: The caller's own order id. One of `ordId` and `clOrdId` is needed.

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

        return await self._caller.one(operations.CANCEL_ORDER, given)

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
    ) -> models.ClosedPosition:
        """Close a position at the market.

        Closes the whole position of an instrument with a market order. Open orders that would close it make the call
        fail, unless `autoCxl` has them cancelled first.

        Limits count per user and instrument; for options per user and instrument family.

        `POST /api/v5/trade/close-position`. Permission: Trade. Limit: 20 requests per 2 seconds, counted by user and instId.
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

        return await self._caller.one(operations.CLOSE_POSITION, given)
