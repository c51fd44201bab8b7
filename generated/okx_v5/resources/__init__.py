# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""One class per tag of the contract, sync and async, loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from okx_v5.contract import Arguments, Operation
    from okx_v5.resources.account import Account as Account
    from okx_v5.resources.account import AsyncAccount as AsyncAccount
    from okx_v5.resources.asset import Asset as Asset
    from okx_v5.resources.asset import AsyncAsset as AsyncAsset
    from okx_v5.resources.dma_broker import AsyncDmaBroker as AsyncDmaBroker
    from okx_v5.resources.dma_broker import DmaBroker as DmaBroker
    from okx_v5.resources.fd_broker import AsyncFdBroker as AsyncFdBroker
    from okx_v5.resources.fd_broker import FdBroker as FdBroker
    from okx_v5.resources.public import AsyncPublic as AsyncPublic
    from okx_v5.resources.public import Public as Public
    from okx_v5.resources.trade import AsyncTrade as AsyncTrade
    from okx_v5.resources.trade import Trade as Trade

_HOMES = {
    "Account": "account",
    "AsyncAccount": "account",
    "Asset": "asset",
    "AsyncAsset": "asset",
    "DmaBroker": "dma_broker",
    "AsyncDmaBroker": "dma_broker",
    "FdBroker": "fd_broker",
    "AsyncFdBroker": "fd_broker",
    "Public": "public",
    "AsyncPublic": "public",
    "Trade": "trade",
    "AsyncTrade": "trade",
}

T = TypeVar("T")

__all__ = [
    "AsyncResources",
    "Resources",
    "AsyncAccount",
    "Account",
    "AsyncAsset",
    "Asset",
    "AsyncDmaBroker",
    "DmaBroker",
    "AsyncFdBroker",
    "FdBroker",
    "AsyncPublic",
    "Public",
    "AsyncTrade",
    "Trade",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"okx_v5.resources.{home}"), name)
    globals()[name] = value
    return value


class Resources:
    """The resources of a client as attributes, each loaded at its first use; the client sends their calls."""

    __slots__ = ()

    def one(self, operation: Operation[T], arguments: Arguments) -> T:
        """Call and return the answer's only object."""
        raise NotImplementedError

    def many(self, operation: Operation[T], arguments: Arguments) -> list[T]:
        """Call and return the answer's objects."""
        raise NotImplementedError

    @property
    def account(self) -> Account:
        """Balance and configuration of a trading account."""
        from okx_v5.resources.account import Account

        return Account(self)

    @property
    def asset(self) -> Asset:
        """The funding account."""
        from okx_v5.resources.asset import Asset

        return Asset(self)

    @property
    def dma_broker(self) -> DmaBroker:
        """A DMA broker's sub-accounts, their fee rates and their API keys. Called with the broker's own key."""
        from okx_v5.resources.dma_broker import DmaBroker

        return DmaBroker(self)

    @property
    def fd_broker(self) -> FdBroker:
        """A fully disclosed broker's rebates, per user and as downloadable reports. Called with the broker's own key."""
        from okx_v5.resources.fd_broker import FdBroker

        return FdBroker(self)

    @property
    def public(self) -> Public:
        """Data that need no key."""
        from okx_v5.resources.public import Public

        return Public(self)

    @property
    def trade(self) -> Trade:
        """Orders and positions. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.trade import Trade

        return Trade(self)


class AsyncResources:
    """The resources of an asynchronous client as attributes, each loaded at its first use; the client sends their calls."""

    __slots__ = ()

    async def one(self, operation: Operation[T], arguments: Arguments) -> T:
        """Call and return the answer's only object."""
        raise NotImplementedError

    async def many(self, operation: Operation[T], arguments: Arguments) -> list[T]:
        """Call and return the answer's objects."""
        raise NotImplementedError

    @property
    def account(self) -> AsyncAccount:
        """Balance and configuration of a trading account."""
        from okx_v5.resources.account import AsyncAccount

        return AsyncAccount(self)

    @property
    def asset(self) -> AsyncAsset:
        """The funding account."""
        from okx_v5.resources.asset import AsyncAsset

        return AsyncAsset(self)

    @property
    def dma_broker(self) -> AsyncDmaBroker:
        """A DMA broker's sub-accounts, their fee rates and their API keys. Called with the broker's own key."""
        from okx_v5.resources.dma_broker import AsyncDmaBroker

        return AsyncDmaBroker(self)

    @property
    def fd_broker(self) -> AsyncFdBroker:
        """A fully disclosed broker's rebates, per user and as downloadable reports. Called with the broker's own key."""
        from okx_v5.resources.fd_broker import AsyncFdBroker

        return AsyncFdBroker(self)

    @property
    def public(self) -> AsyncPublic:
        """Data that need no key."""
        from okx_v5.resources.public import AsyncPublic

        return AsyncPublic(self)

    @property
    def trade(self) -> AsyncTrade:
        """Orders and positions. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.trade import AsyncTrade

        return AsyncTrade(self)
