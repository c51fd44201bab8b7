# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: one class per schema of the contract, loaded by area at its first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from okx_v5.models.account import AccountBalance as AccountBalance
    from okx_v5.models.account import AccountConfig as AccountConfig
    from okx_v5.models.account import BalanceDetail as BalanceDetail
    from okx_v5.models.affiliate import AffiliateInvitee as AffiliateInvitee
    from okx_v5.models.algo import AlgoOrder as AlgoOrder
    from okx_v5.models.algo import AlgoToCancel as AlgoToCancel
    from okx_v5.models.algo import CancelledAlgoOrder as CancelledAlgoOrder
    from okx_v5.models.algo import ChaseParams as ChaseParams
    from okx_v5.models.algo import IcebergTrigger as IcebergTrigger
    from okx_v5.models.algo import LinkedTakeProfit as LinkedTakeProfit
    from okx_v5.models.algo import NewChaseParams as NewChaseParams
    from okx_v5.models.algo import NewIcebergTrigger as NewIcebergTrigger
    from okx_v5.models.algo import NewTriggerAttachment as NewTriggerAttachment
    from okx_v5.models.algo import PendingAlgoOrder as PendingAlgoOrder
    from okx_v5.models.algo import PlacedAlgoOrder as PlacedAlgoOrder
    from okx_v5.models.algo import TriggerAttachment as TriggerAttachment
    from okx_v5.models.asset import Currency as Currency
    from okx_v5.models.block import AllocatedLeg as AllocatedLeg
    from okx_v5.models.block import BlockTrade as BlockTrade
    from okx_v5.models.block import BlockTradeAllocation as BlockTradeAllocation
    from okx_v5.models.block import BlockTradeLeg as BlockTradeLeg
    from okx_v5.models.block import CancelledQuote as CancelledQuote
    from okx_v5.models.block import CancelledRfq as CancelledRfq
    from okx_v5.models.block import CreatedRfq as CreatedRfq
    from okx_v5.models.block import CreatedRfqAllocation as CreatedRfqAllocation
    from okx_v5.models.block import ExecutedAllocation as ExecutedAllocation
    from okx_v5.models.block import ExecutedLeg as ExecutedLeg
    from okx_v5.models.block import ExecutedQuote as ExecutedQuote
    from okx_v5.models.block import ExecuteQuoteLeg as ExecuteQuoteLeg
    from okx_v5.models.block import NewQuoteLeg as NewQuoteLeg
    from okx_v5.models.block import NewRfqAllocation as NewRfqAllocation
    from okx_v5.models.block import NewRfqAllocationLeg as NewRfqAllocationLeg
    from okx_v5.models.block import NewRfqLeg as NewRfqLeg
    from okx_v5.models.block import Quote as Quote
    from okx_v5.models.block import QuoteLeg as QuoteLeg
    from okx_v5.models.block import Rfq as Rfq
    from okx_v5.models.block import RfqAllocation as RfqAllocation
    from okx_v5.models.block import RfqAllocationLeg as RfqAllocationLeg
    from okx_v5.models.block import RfqCounterparty as RfqCounterparty
    from okx_v5.models.block import RfqLeg as RfqLeg
    from okx_v5.models.convert import ConvertCurrency as ConvertCurrency
    from okx_v5.models.convert import ConvertCurrencyPair as ConvertCurrencyPair
    from okx_v5.models.convert import ConvertedTrade as ConvertedTrade
    from okx_v5.models.convert import ConvertQuote as ConvertQuote
    from okx_v5.models.convert import ConvertRecord as ConvertRecord
    from okx_v5.models.copytrading import CopySettingsResult as CopySettingsResult
    from okx_v5.models.copytrading import CopyTradingPosition as CopyTradingPosition
    from okx_v5.models.dca import NewDcaTrigger as NewDcaTrigger
    from okx_v5.models.dma_broker import CreatedApiKey as CreatedApiKey
    from okx_v5.models.dma_broker import DmaTradeRow as DmaTradeRow
    from okx_v5.models.dma_broker import DmaTradesLink as DmaTradesLink
    from okx_v5.models.dma_broker import DmaTradesReceipt as DmaTradesReceipt
    from okx_v5.models.dma_broker import FeeRate as FeeRate
    from okx_v5.models.dma_broker import Subaccount as Subaccount
    from okx_v5.models.dma_broker import SubaccountApiKey as SubaccountApiKey
    from okx_v5.models.dma_broker import SubaccountFeePage as SubaccountFeePage
    from okx_v5.models.dma_broker import SubaccountFees as SubaccountFees
    from okx_v5.models.dma_broker import SubaccountPage as SubaccountPage
    from okx_v5.models.earn import ActiveEarnEarning as ActiveEarnEarning
    from okx_v5.models.earn import ActiveEarnOrder as ActiveEarnOrder
    from okx_v5.models.earn import EarnFastRedemption as EarnFastRedemption
    from okx_v5.models.earn import EarnInvestment as EarnInvestment
    from okx_v5.models.earn import EarnOffer as EarnOffer
    from okx_v5.models.earn import EarnOfferEarning as EarnOfferEarning
    from okx_v5.models.earn import EarnOfferInvestment as EarnOfferInvestment
    from okx_v5.models.earn import EarnReceipt as EarnReceipt
    from okx_v5.models.earn import NewEarnInvestment as NewEarnInvestment
    from okx_v5.models.earn import PastEarnEarning as PastEarnEarning
    from okx_v5.models.earn import PastEarnOrder as PastEarnOrder
    from okx_v5.models.fast_api import DeletedFastApiKey as DeletedFastApiKey
    from okx_v5.models.fast_api import FastApiKey as FastApiKey
    from okx_v5.models.fd_broker import RebateEligibility as RebateEligibility
    from okx_v5.models.fd_broker import RebateLink as RebateLink
    from okx_v5.models.fd_broker import RebateReportReceipt as RebateReportReceipt
    from okx_v5.models.fd_broker import RebateRow as RebateRow
    from okx_v5.models.grid import BotResult as BotResult
    from okx_v5.models.grid import GridOrder as GridOrder
    from okx_v5.models.grid import GridOrderDetails as GridOrderDetails
    from okx_v5.models.grid import GridRebate as GridRebate
    from okx_v5.models.grid import GridToStop as GridToStop
    from okx_v5.models.grid import GridTrigger as GridTrigger
    from okx_v5.models.grid import NewGridTrigger as NewGridTrigger
    from okx_v5.models.market import Ticker as Ticker
    from okx_v5.models.oauth import IssuedToken as IssuedToken
    from okx_v5.models.public import Instrument as Instrument
    from okx_v5.models.public import SystemTime as SystemTime
    from okx_v5.models.public import UpcomingChange as UpcomingChange
    from okx_v5.models.recurring import NewRecurringCurrency as NewRecurringCurrency
    from okx_v5.models.recurring import RecurringCurrency as RecurringCurrency
    from okx_v5.models.recurring import RecurringCurrencyDetails as RecurringCurrencyDetails
    from okx_v5.models.recurring import RecurringOrder as RecurringOrder
    from okx_v5.models.recurring import RecurringOrderDetails as RecurringOrderDetails
    from okx_v5.models.recurring import RecurringToStop as RecurringToStop
    from okx_v5.models.recurring import StoppedRecurringOrder as StoppedRecurringOrder
    from okx_v5.models.spread import CancelledSpreadOrder as CancelledSpreadOrder
    from okx_v5.models.spread import PendingSpreadOrder as PendingSpreadOrder
    from okx_v5.models.spread import PlacedSpreadOrder as PlacedSpreadOrder
    from okx_v5.models.spread import Spread as Spread
    from okx_v5.models.spread import SpreadLeg as SpreadLeg
    from okx_v5.models.spread import SpreadOrder as SpreadOrder
    from okx_v5.models.trade import AmendedOrder as AmendedOrder
    from okx_v5.models.trade import AttachedAlgo as AttachedAlgo
    from okx_v5.models.trade import AttachedAlgoChange as AttachedAlgoChange
    from okx_v5.models.trade import AttachedAlgoOrder as AttachedAlgoOrder
    from okx_v5.models.trade import CancelAllAfterCountdown as CancelAllAfterCountdown
    from okx_v5.models.trade import CancelledOrder as CancelledOrder
    from okx_v5.models.trade import ClosedPosition as ClosedPosition
    from okx_v5.models.trade import Fill as Fill
    from okx_v5.models.trade import LinkedAlgoOrder as LinkedAlgoOrder
    from okx_v5.models.trade import NewOrder as NewOrder
    from okx_v5.models.trade import Order as Order
    from okx_v5.models.trade import OrderToCancel as OrderToCancel
    from okx_v5.models.trade import PlacedOrder as PlacedOrder


_HOMES: Final = {
    "AccountBalance": "account",
    "AccountConfig": "account",
    "ActiveEarnEarning": "earn",
    "ActiveEarnOrder": "earn",
    "AffiliateInvitee": "affiliate",
    "AlgoOrder": "algo",
    "AlgoToCancel": "algo",
    "AllocatedLeg": "block",
    "AmendedOrder": "trade",
    "AttachedAlgo": "trade",
    "AttachedAlgoChange": "trade",
    "AttachedAlgoOrder": "trade",
    "BalanceDetail": "account",
    "BlockTrade": "block",
    "BlockTradeAllocation": "block",
    "BlockTradeLeg": "block",
    "BotResult": "grid",
    "CancelAllAfterCountdown": "trade",
    "CancelledAlgoOrder": "algo",
    "CancelledOrder": "trade",
    "CancelledQuote": "block",
    "CancelledRfq": "block",
    "CancelledSpreadOrder": "spread",
    "ChaseParams": "algo",
    "ClosedPosition": "trade",
    "ConvertCurrency": "convert",
    "ConvertCurrencyPair": "convert",
    "ConvertQuote": "convert",
    "ConvertRecord": "convert",
    "ConvertedTrade": "convert",
    "CopySettingsResult": "copytrading",
    "CopyTradingPosition": "copytrading",
    "CreatedApiKey": "dma_broker",
    "CreatedRfq": "block",
    "CreatedRfqAllocation": "block",
    "Currency": "asset",
    "DeletedFastApiKey": "fast_api",
    "DmaTradeRow": "dma_broker",
    "DmaTradesLink": "dma_broker",
    "DmaTradesReceipt": "dma_broker",
    "EarnFastRedemption": "earn",
    "EarnInvestment": "earn",
    "EarnOffer": "earn",
    "EarnOfferEarning": "earn",
    "EarnOfferInvestment": "earn",
    "EarnReceipt": "earn",
    "ExecuteQuoteLeg": "block",
    "ExecutedAllocation": "block",
    "ExecutedLeg": "block",
    "ExecutedQuote": "block",
    "FastApiKey": "fast_api",
    "FeeRate": "dma_broker",
    "Fill": "trade",
    "GridOrder": "grid",
    "GridOrderDetails": "grid",
    "GridRebate": "grid",
    "GridToStop": "grid",
    "GridTrigger": "grid",
    "IcebergTrigger": "algo",
    "Instrument": "public",
    "IssuedToken": "oauth",
    "LinkedAlgoOrder": "trade",
    "LinkedTakeProfit": "algo",
    "NewChaseParams": "algo",
    "NewDcaTrigger": "dca",
    "NewEarnInvestment": "earn",
    "NewGridTrigger": "grid",
    "NewIcebergTrigger": "algo",
    "NewOrder": "trade",
    "NewQuoteLeg": "block",
    "NewRecurringCurrency": "recurring",
    "NewRfqAllocation": "block",
    "NewRfqAllocationLeg": "block",
    "NewRfqLeg": "block",
    "NewTriggerAttachment": "algo",
    "Order": "trade",
    "OrderToCancel": "trade",
    "PastEarnEarning": "earn",
    "PastEarnOrder": "earn",
    "PendingAlgoOrder": "algo",
    "PendingSpreadOrder": "spread",
    "PlacedAlgoOrder": "algo",
    "PlacedOrder": "trade",
    "PlacedSpreadOrder": "spread",
    "Quote": "block",
    "QuoteLeg": "block",
    "RebateEligibility": "fd_broker",
    "RebateLink": "fd_broker",
    "RebateReportReceipt": "fd_broker",
    "RebateRow": "fd_broker",
    "RecurringCurrency": "recurring",
    "RecurringCurrencyDetails": "recurring",
    "RecurringOrder": "recurring",
    "RecurringOrderDetails": "recurring",
    "RecurringToStop": "recurring",
    "Rfq": "block",
    "RfqAllocation": "block",
    "RfqAllocationLeg": "block",
    "RfqCounterparty": "block",
    "RfqLeg": "block",
    "Spread": "spread",
    "SpreadLeg": "spread",
    "SpreadOrder": "spread",
    "StoppedRecurringOrder": "recurring",
    "Subaccount": "dma_broker",
    "SubaccountApiKey": "dma_broker",
    "SubaccountFeePage": "dma_broker",
    "SubaccountFees": "dma_broker",
    "SubaccountPage": "dma_broker",
    "SystemTime": "public",
    "Ticker": "market",
    "TriggerAttachment": "algo",
    "UpcomingChange": "public",
}

__all__ = [
    "AccountBalance",
    "AccountConfig",
    "ActiveEarnEarning",
    "ActiveEarnOrder",
    "AffiliateInvitee",
    "AlgoOrder",
    "AlgoToCancel",
    "AllocatedLeg",
    "AmendedOrder",
    "AttachedAlgo",
    "AttachedAlgoChange",
    "AttachedAlgoOrder",
    "BalanceDetail",
    "BlockTrade",
    "BlockTradeAllocation",
    "BlockTradeLeg",
    "BotResult",
    "CancelAllAfterCountdown",
    "CancelledAlgoOrder",
    "CancelledOrder",
    "CancelledQuote",
    "CancelledRfq",
    "CancelledSpreadOrder",
    "ChaseParams",
    "ClosedPosition",
    "ConvertCurrency",
    "ConvertCurrencyPair",
    "ConvertQuote",
    "ConvertRecord",
    "ConvertedTrade",
    "CopySettingsResult",
    "CopyTradingPosition",
    "CreatedApiKey",
    "CreatedRfq",
    "CreatedRfqAllocation",
    "Currency",
    "DeletedFastApiKey",
    "DmaTradeRow",
    "DmaTradesLink",
    "DmaTradesReceipt",
    "EarnFastRedemption",
    "EarnInvestment",
    "EarnOffer",
    "EarnOfferEarning",
    "EarnOfferInvestment",
    "EarnReceipt",
    "ExecuteQuoteLeg",
    "ExecutedAllocation",
    "ExecutedLeg",
    "ExecutedQuote",
    "FastApiKey",
    "FeeRate",
    "Fill",
    "GridOrder",
    "GridOrderDetails",
    "GridRebate",
    "GridToStop",
    "GridTrigger",
    "IcebergTrigger",
    "Instrument",
    "IssuedToken",
    "LinkedAlgoOrder",
    "LinkedTakeProfit",
    "NewChaseParams",
    "NewDcaTrigger",
    "NewEarnInvestment",
    "NewGridTrigger",
    "NewIcebergTrigger",
    "NewOrder",
    "NewQuoteLeg",
    "NewRecurringCurrency",
    "NewRfqAllocation",
    "NewRfqAllocationLeg",
    "NewRfqLeg",
    "NewTriggerAttachment",
    "Order",
    "OrderToCancel",
    "PastEarnEarning",
    "PastEarnOrder",
    "PendingAlgoOrder",
    "PendingSpreadOrder",
    "PlacedAlgoOrder",
    "PlacedOrder",
    "PlacedSpreadOrder",
    "Quote",
    "QuoteLeg",
    "RebateEligibility",
    "RebateLink",
    "RebateReportReceipt",
    "RebateRow",
    "RecurringCurrency",
    "RecurringCurrencyDetails",
    "RecurringOrder",
    "RecurringOrderDetails",
    "RecurringToStop",
    "Rfq",
    "RfqAllocation",
    "RfqAllocationLeg",
    "RfqCounterparty",
    "RfqLeg",
    "Spread",
    "SpreadLeg",
    "SpreadOrder",
    "StoppedRecurringOrder",
    "Subaccount",
    "SubaccountApiKey",
    "SubaccountFeePage",
    "SubaccountFees",
    "SubaccountPage",
    "SystemTime",
    "Ticker",
    "TriggerAttachment",
    "UpcomingChange",
]


if not TYPE_CHECKING:  # for a type checker there are the names above and no others

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value: object = getattr(import_module(f"okx_v5.models.{home}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__
