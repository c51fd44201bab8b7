"""What answers show of a grid bot. Source: okx-v5, grid trading: orders-algo-pending and orders-algo-details.

- A purchase and the sale in the same grid that follows, or the other way round, are one arbitrage. `gridProfit` is what
  both brought together in quote currency, fees taken off. `totalPnl` is what the bot is worth more than was invested,
  `floatProfit` the rest between the two, and `pnlRatio` is `totalPnl` to `investment`.
- `profit`, what can be taken out of a SPOT grid, is its `gridProfit` as far as it lies in no order.
- Rates per year count from when the bot was made, and 365 days. Rates of a grid take off the taker's fee twice, as the
  document's example does.
- Contracts: `eq` is what the bot is worth; `ordFrozen` and the margin of its position are at its own leverage;
  `liqPx` is where its `eq` would be used up.
- Figures of a bot that has ended stay as they were in the end.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from okx_mock.exchange.grid_plan import profit_rates
from okx_mock.exchange.rates import SPOT_TAKER, SWAP_TAKER
from okx_mock.exchange.records import Values
from okx_mock.exchange.stakes import ContractStake, SpotStake
from okx_mock.money import ZERO, plain, rounded
from okx_mock.wire import Json

if TYPE_CHECKING:
    from okx_mock.exchange.grid_bot import GridBot

YEAR_MS = 365 * 24 * 60 * 60 * 1000


def per_year(rate: Decimal, milliseconds: int) -> Decimal:
    """A rate of some time as one of a year; 0 while no time has passed."""
    return rate * YEAR_MS / milliseconds if milliseconds > 0 else ZERO


def figures(bot: GridBot) -> Values:
    """All that changes in the life of a bot."""
    ends = bot.settings
    investment, gain = bot.investment(), bot.gain()
    age_ms = bot.world.clock.now_ms() - bot.record.created_ms
    least, most = profit_rates(ends.prices, SPOT_TAKER if ends.spot else SWAP_TAKER)
    grid_rate = bot.grid_profit / investment if investment else ZERO
    rate = gain / investment if investment else ZERO
    shown: dict[str, Json] = {
        "state": bot.shown_state,
        "triggerParams": [bot.start.row(), bot.stop_signal.row(by_hand_ms=bot.stopped_ms)],
        "investment": _shown(investment),
        "gridProfit": _shown(bot.grid_profit),
        "floatProfit": _shown(gain - bot.grid_profit),
        "totalPnl": _shown(gain),
        "pnlRatio": _shown(rate),
        "annualizedRate": _shown(per_year(grid_rate, age_ms)),
        "totalAnnualizedRate": _shown(per_year(rate, age_ms)),
        "arbitrageNum": str(bot.arbitrages),
        "tradeNum": str(bot.trades),
        "activeOrdNum": str(len(bot.orders)),
        "singleAmt": plain(bot.size),
        "perMinProfitRate": plain(least),
        "perMaxProfitRate": plain(most),
        "runPx": plain(bot.run_price) if bot.run_price else "",
        "cancelType": bot.cancel_type,
        "stopType": bot.stop_type,
        "rebateTrans": [{"rebate": "0", "rebateCcy": ccy} for ccy in (ends.instrument.base, ends.instrument.quote)],
    }
    if isinstance(bot.stake, SpotStake):
        return {**shown, **_spot(bot, bot.stake)}
    return {**shown, **_contract(bot, bot.stake)}


def _spot(bot: GridBot, stake: SpotStake) -> Values:
    return {
        "curQuoteSz": _shown(stake.quote),
        "curBaseSz": _shown(stake.position),
        "profit": _shown(min(max(bot.grid_profit, ZERO), stake.idle_quote)),
        "stopResult": bot.stop_result,
    }


def _contract(bot: GridBot, stake: ContractStake) -> Values:
    price, lever, value = bot.price, bot.settings.lever, stake.instrument.contract_value
    equity, held = stake.equity(price), stake.position * value
    ordered = sum(((one.size - one.filled) * value * one.price for one in bot.orders.values()), ZERO) / lever
    free = equity - ordered - stake.cost / lever
    gone_at = price - equity / held if held else ZERO
    return {
        "eq": _shown(equity),
        "availEq": _shown(max(free, ZERO)),
        "ordFrozen": _shown(ordered),
        "actualLever": _shown(stake.contracts * value * price / equity) if equity > 0 else "",
        "liqPx": _shown(gone_at) if gone_at > 0 else "",
        "fee": _shown(-stake.fees),
        "feeCcy": stake.instrument.quote,
        "fundingFee": "0",
    }


def _shown(amount: Decimal) -> str:
    return plain(rounded(amount))
