"""The columns of a report, and what a value of each may be.

Source: okx-broker-program, "Get download link (FD)", the table of columns; `uid` and `clOrdId` are in newer versions.
"""

from __future__ import annotations

from typing import Final

TEXTS: Final = ("uid", "brokerCode", "level", "instId", "ordId", "clOrdId")
AMOUNTS: Final = (
    "spotTradeAmt",
    "derivativeTradeAmt",
    "fee",
    "netFee",
    "settlementFee",
    "brokerRebate",
    "suBrokerRebate",
    "subBrokerRebate",
    "userRebate",
)
FLAG: Final = "affiliated"
TIME: Final = "ts"
DOCUMENTED: Final = (*TEXTS, *AMOUNTS, FLAG, TIME)

NEEDED: Final = ("brokerCode", "ordId", "brokerRebate", "ts")
"""Columns that every report has, with a value in every row: without them there is no day, no order and no rebate."""

KEY: Final = ("ordId", "instId", "brokerCode")
"""What names a row within a day. A block or spread trade has one id and a row for each instrument."""

DIGITS: Final = 38
SCALE: Final = 24
"""Amounts are DECIMAL(38, 24): 14 digits before the point and 24 behind it.

38 digits are the most that a Parquet decimal has in all engines. The document gives no example of an amount. A volume or a
sum of volumes in USDT stays below 10^14, ten times what all of OKX trades in a year; products of price, size and rates can
have more than the 18 decimals that are usual elsewhere. What does not fit is refused, never rounded.
"""

DAY: Final = "day"
MADE: Final = "report_made"
TYPE: Final = "report_type"
OWN: Final = (DAY, MADE, TYPE)
"""Columns of the table that no report has: the day in the exchange's reckoning, and which report a row is from."""


def kept_as(name: str, place: int) -> str:
    """Return under which name an undocumented column is kept.

    Args:
        name: Its name in the file.
        place: Where it stands in the file, from 1.
    """
    if not name:
        return f"column_{place}"
    return f"{name}_" if name in OWN else name
