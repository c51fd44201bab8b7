# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What is sent and what is answered: the schemas of `asset`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field


class Currency(Struct, frozen=True, kw_only=True):
    """A currency on one chain."""

    ccy: str = field(name="ccy", default="")
    """Currency, as `USDT`."""
    name: str = field(name="name", default="")
    """Name of the currency; missing if it has none."""
    logo_link: str = field(name="logoLink", default="")
    """Address of the logo."""
    chain: str = field(name="chain", default="")
    """Chain, as `USDT-ERC20` or `USDT-TRC20`; a currency can have several."""
    ct_addr: str = field(name="ctAddr", default="")
    """Address of the contract."""
    can_dep: bool | None = field(name="canDep", default=None)
    """Whether it can be deposited on chain."""
    can_wd: bool | None = field(name="canWd", default=None)
    """Whether it can be withdrawn on chain."""
    can_internal: bool | None = field(name="canInternal", default=None)
    """Whether it can be transferred inside OKX."""
    dep_est_open_time: int | None = field(name="depEstOpenTime", default=None)
    """When deposits are expected to open; Unix time in milliseconds. No value while `can_dep` is true."""
    wd_est_open_time: int | None = field(name="wdEstOpenTime", default=None)
    """When withdrawals are expected to open; Unix time in milliseconds. No value while `can_wd` is true."""
    min_dep: Decimal | None = field(name="minDep", default=None)
    """Least amount of one deposit."""
    min_wd: Decimal | None = field(name="minWd", default=None)
    """Least amount of one withdrawal on chain."""
    min_internal: Decimal | None = field(name="minInternal", default=None)
    """Least amount of one transfer inside OKX. There is no greatest amount but `wd_quota`."""
    max_wd: Decimal | None = field(name="maxWd", default=None)
    """Greatest amount of one withdrawal on chain."""
    wd_tick_sz: int | None = field(name="wdTickSz", default=None)
    """Number of decimals in a withdrawal on chain and in its fee. Transfers inside OKX have 8."""
    wd_quota: Decimal | None = field(name="wdQuota", default=None)
    """What can be withdrawn in 24 hours, on chain and inside OKX together; in USD."""
    used_wd_quota: Decimal | None = field(name="usedWdQuota", default=None)
    """How much of `wd_quota` is used; in USD."""
    fee: Decimal | None = field(name="fee", default=None)
    """Fixed fee of a withdrawal on chain."""
    min_fee: Decimal | None = field(name="minFee", default=None)
    """Least fee of a withdrawal on chain to an ordinary address; no longer used."""
    max_fee: Decimal | None = field(name="maxFee", default=None)
    """Greatest fee of a withdrawal on chain to an ordinary address; no longer used."""
    min_fee_for_ct_addr: Decimal | None = field(name="minFeeForCtAddr", default=None)
    """Least fee of a withdrawal on chain to a contract's address; no longer used."""
    max_fee_for_ct_addr: Decimal | None = field(name="maxFeeForCtAddr", default=None)
    """Greatest fee of a withdrawal on chain to a contract's address; no longer used."""
    burning_fee_rate: Decimal | None = field(name="burningFeeRate", default=None)
    """Share that is burned, 0.05 meaning 5 %; for some currencies. Taken from the withdrawn amount without the gas
    fee, on top of the amount."""
    main_net: bool | None = field(name="mainNet", default=None)
    """Whether this is the main chain of the currency."""
    need_tag: bool | None = field(name="needTag", default=None)
    """Whether a withdrawal needs a tag or memo, as for EOS."""
    min_dep_arrival_confirm: int | None = field(name="minDepArrivalConfirm", default=None)
    """Confirmations until a deposit is credited, though it can't be withdrawn yet."""
    min_wd_unlock_confirm: int | None = field(name="minWdUnlockConfirm", default=None)
    """Confirmations until a deposit can be withdrawn."""
    dep_quota_fixed: Decimal | None = field(name="depQuotaFixed", default=None)
    """Fixed limit of deposits, in USD; no value if there is none."""
    used_dep_quota_fixed: Decimal | None = field(name="usedDepQuotaFixed", default=None)
    """How much of `dep_quota_fixed` is used, in USD; no value if there is no limit."""
    dep_quote_daily_layer_2: Decimal | None = field(name="depQuoteDailyLayer2", default=None)
    """Daily limit of deposits over a layer 2 network."""


__all__ = [
    "Currency",
]
