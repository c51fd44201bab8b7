# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""One class per tag of the contract, sync and async, loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from okx_v5.contract import Arguments, Extra, Operation
    from okx_v5.resources.account import Account as Account
    from okx_v5.resources.account import AsyncAccount as AsyncAccount
    from okx_v5.resources.affiliate import Affiliate as Affiliate
    from okx_v5.resources.affiliate import AsyncAffiliate as AsyncAffiliate
    from okx_v5.resources.algo import Algo as Algo
    from okx_v5.resources.algo import AsyncAlgo as AsyncAlgo
    from okx_v5.resources.asset import Asset as Asset
    from okx_v5.resources.asset import AsyncAsset as AsyncAsset
    from okx_v5.resources.block import AsyncBlock as AsyncBlock
    from okx_v5.resources.block import Block as Block
    from okx_v5.resources.convert import AsyncConvert as AsyncConvert
    from okx_v5.resources.convert import Convert as Convert
    from okx_v5.resources.copytrading import AsyncCopytrading as AsyncCopytrading
    from okx_v5.resources.copytrading import Copytrading as Copytrading
    from okx_v5.resources.dca import AsyncDca as AsyncDca
    from okx_v5.resources.dca import Dca as Dca
    from okx_v5.resources.dma_broker import AsyncDmaBroker as AsyncDmaBroker
    from okx_v5.resources.dma_broker import DmaBroker as DmaBroker
    from okx_v5.resources.earn import AsyncEarn as AsyncEarn
    from okx_v5.resources.earn import Earn as Earn
    from okx_v5.resources.fast_api import AsyncFastApi as AsyncFastApi
    from okx_v5.resources.fast_api import FastApi as FastApi
    from okx_v5.resources.fd_broker import AsyncFdBroker as AsyncFdBroker
    from okx_v5.resources.fd_broker import FdBroker as FdBroker
    from okx_v5.resources.grid import AsyncGrid as AsyncGrid
    from okx_v5.resources.grid import Grid as Grid
    from okx_v5.resources.market import AsyncMarket as AsyncMarket
    from okx_v5.resources.market import Market as Market
    from okx_v5.resources.oauth import AsyncOauth as AsyncOauth
    from okx_v5.resources.oauth import Oauth as Oauth
    from okx_v5.resources.public import AsyncPublic as AsyncPublic
    from okx_v5.resources.public import Public as Public
    from okx_v5.resources.recurring import AsyncRecurring as AsyncRecurring
    from okx_v5.resources.recurring import Recurring as Recurring
    from okx_v5.resources.spread import AsyncSpread as AsyncSpread
    from okx_v5.resources.spread import Spread as Spread
    from okx_v5.resources.trade import AsyncTrade as AsyncTrade
    from okx_v5.resources.trade import Trade as Trade

_HOMES = {
    "Account": "account",
    "AsyncAccount": "account",
    "Affiliate": "affiliate",
    "AsyncAffiliate": "affiliate",
    "Algo": "algo",
    "AsyncAlgo": "algo",
    "Asset": "asset",
    "AsyncAsset": "asset",
    "Block": "block",
    "AsyncBlock": "block",
    "Convert": "convert",
    "AsyncConvert": "convert",
    "Copytrading": "copytrading",
    "AsyncCopytrading": "copytrading",
    "Dca": "dca",
    "AsyncDca": "dca",
    "DmaBroker": "dma_broker",
    "AsyncDmaBroker": "dma_broker",
    "Earn": "earn",
    "AsyncEarn": "earn",
    "FastApi": "fast_api",
    "AsyncFastApi": "fast_api",
    "FdBroker": "fd_broker",
    "AsyncFdBroker": "fd_broker",
    "Grid": "grid",
    "AsyncGrid": "grid",
    "Market": "market",
    "AsyncMarket": "market",
    "Oauth": "oauth",
    "AsyncOauth": "oauth",
    "Public": "public",
    "AsyncPublic": "public",
    "Recurring": "recurring",
    "AsyncRecurring": "recurring",
    "Spread": "spread",
    "AsyncSpread": "spread",
    "Trade": "trade",
    "AsyncTrade": "trade",
}

T = TypeVar("T")

__all__ = [
    "AsyncResources",
    "Resources",
    "AsyncAccount",
    "Account",
    "AsyncAffiliate",
    "Affiliate",
    "AsyncAlgo",
    "Algo",
    "AsyncAsset",
    "Asset",
    "AsyncBlock",
    "Block",
    "AsyncConvert",
    "Convert",
    "AsyncCopytrading",
    "Copytrading",
    "AsyncDca",
    "Dca",
    "AsyncDmaBroker",
    "DmaBroker",
    "AsyncEarn",
    "Earn",
    "AsyncFastApi",
    "FastApi",
    "AsyncFdBroker",
    "FdBroker",
    "AsyncGrid",
    "Grid",
    "AsyncMarket",
    "Market",
    "AsyncOauth",
    "Oauth",
    "AsyncPublic",
    "Public",
    "AsyncRecurring",
    "Recurring",
    "AsyncSpread",
    "Spread",
    "AsyncTrade",
    "Trade",
]


if not TYPE_CHECKING:  # for a type checker there are the names above and no others

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value: object = getattr(import_module(f"okx_v5.resources.{home}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__


class Resources:
    """The resources of a client as attributes, each loaded at its first use; the client sends their calls."""

    __slots__ = ()

    def one(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> T:
        """Call and return the answer's only object."""
        raise NotImplementedError

    def many(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> list[T]:
        """Call and return the answer's objects."""
        raise NotImplementedError

    @property
    def account(self) -> Account:
        """Balance and configuration of a trading account."""
        from okx_v5.resources.account import Account

        return Account(self)

    @property
    def affiliate(self) -> Affiliate:
        """What an affiliate knows of the users it invited. Called with the affiliate's own key."""
        from okx_v5.resources.affiliate import Affiliate

        return Affiliate(self)

    @property
    def algo(self) -> Algo:
        """Orders that act by themselves later: take-profit, stop-loss, chase, trigger, trailing stop, TWAP and iceberg.
        Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.algo import Algo

        return Algo(self)

    @property
    def asset(self) -> Asset:
        """The funding account."""
        from okx_v5.resources.asset import Asset

        return Asset(self)

    @property
    def block(self) -> Block:
        """Block trades: requests for quotes (RFQs), quotes and the trades that come of them. Called with the user's key;
        the broker code goes into `tag`."""
        from okx_v5.resources.block import Block

        return Block(self)

    @property
    def convert(self) -> Convert:
        """Converting one currency into another at a quoted price. Called with the user's key; the broker code goes into
        `tag`."""
        from okx_v5.resources.convert import Convert

        return Convert(self)

    @property
    def copytrading(self) -> Copytrading:
        """Positions that lead or copy, and how a leading trader is copied. Called with the user's key; the broker code
        goes into `tag`."""
        from okx_v5.resources.copytrading import Copytrading

        return Copytrading(self)

    @property
    def dca(self) -> Dca:
        """DCA (Martingale) bots. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.dca import Dca

        return Dca(self)

    @property
    def dma_broker(self) -> DmaBroker:
        """A DMA broker's sub-accounts, their fee rates and their API keys. Called with the broker's own key."""
        from okx_v5.resources.dma_broker import DmaBroker

        return DmaBroker(self)

    @property
    def earn(self) -> Earn:
        """Investments in on-chain earn. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.earn import Earn

        return Earn(self)

    @property
    def fast_api(self) -> FastApi:
        """Lasting API keys of users who agreed to Fast API. Called with the user's access token."""
        from okx_v5.resources.fast_api import FastApi

        return FastApi(self)

    @property
    def fd_broker(self) -> FdBroker:
        """A fully disclosed broker's rebates, per user and as downloadable reports. Called with the broker's own key."""
        from okx_v5.resources.fd_broker import FdBroker

        return FdBroker(self)

    @property
    def grid(self) -> Grid:
        """Grid bots for spot and contracts. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.grid import Grid

        return Grid(self)

    @property
    def market(self) -> Market:
        """Prices. Need no key."""
        from okx_v5.resources.market import Market

        return Market(self)

    @property
    def oauth(self) -> Oauth:
        """Tokens of users who let the broker act for them. Called with the broker's client id, without a key."""
        from okx_v5.resources.oauth import Oauth

        return Oauth(self)

    @property
    def public(self) -> Public:
        """Data that need no key."""
        from okx_v5.resources.public import Public

        return Public(self)

    @property
    def recurring(self) -> Recurring:
        """Recurring buys. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.recurring import Recurring

        return Recurring(self)

    @property
    def spread(self) -> Spread:
        """Orders for spreads. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.spread import Spread

        return Spread(self)

    @property
    def trade(self) -> Trade:
        """Orders and positions. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.trade import Trade

        return Trade(self)


class AsyncResources:
    """The resources of an asynchronous client as attributes, each loaded at its first use; the client sends their calls."""

    __slots__ = ()

    async def one(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> T:
        """Call and return the answer's only object."""
        raise NotImplementedError

    async def many(self, operation: Operation[T], arguments: Arguments, extra: Extra | None = None) -> list[T]:
        """Call and return the answer's objects."""
        raise NotImplementedError

    @property
    def account(self) -> AsyncAccount:
        """Balance and configuration of a trading account."""
        from okx_v5.resources.account import AsyncAccount

        return AsyncAccount(self)

    @property
    def affiliate(self) -> AsyncAffiliate:
        """What an affiliate knows of the users it invited. Called with the affiliate's own key."""
        from okx_v5.resources.affiliate import AsyncAffiliate

        return AsyncAffiliate(self)

    @property
    def algo(self) -> AsyncAlgo:
        """Orders that act by themselves later: take-profit, stop-loss, chase, trigger, trailing stop, TWAP and iceberg.
        Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.algo import AsyncAlgo

        return AsyncAlgo(self)

    @property
    def asset(self) -> AsyncAsset:
        """The funding account."""
        from okx_v5.resources.asset import AsyncAsset

        return AsyncAsset(self)

    @property
    def block(self) -> AsyncBlock:
        """Block trades: requests for quotes (RFQs), quotes and the trades that come of them. Called with the user's key;
        the broker code goes into `tag`."""
        from okx_v5.resources.block import AsyncBlock

        return AsyncBlock(self)

    @property
    def convert(self) -> AsyncConvert:
        """Converting one currency into another at a quoted price. Called with the user's key; the broker code goes into
        `tag`."""
        from okx_v5.resources.convert import AsyncConvert

        return AsyncConvert(self)

    @property
    def copytrading(self) -> AsyncCopytrading:
        """Positions that lead or copy, and how a leading trader is copied. Called with the user's key; the broker code
        goes into `tag`."""
        from okx_v5.resources.copytrading import AsyncCopytrading

        return AsyncCopytrading(self)

    @property
    def dca(self) -> AsyncDca:
        """DCA (Martingale) bots. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.dca import AsyncDca

        return AsyncDca(self)

    @property
    def dma_broker(self) -> AsyncDmaBroker:
        """A DMA broker's sub-accounts, their fee rates and their API keys. Called with the broker's own key."""
        from okx_v5.resources.dma_broker import AsyncDmaBroker

        return AsyncDmaBroker(self)

    @property
    def earn(self) -> AsyncEarn:
        """Investments in on-chain earn. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.earn import AsyncEarn

        return AsyncEarn(self)

    @property
    def fast_api(self) -> AsyncFastApi:
        """Lasting API keys of users who agreed to Fast API. Called with the user's access token."""
        from okx_v5.resources.fast_api import AsyncFastApi

        return AsyncFastApi(self)

    @property
    def fd_broker(self) -> AsyncFdBroker:
        """A fully disclosed broker's rebates, per user and as downloadable reports. Called with the broker's own key."""
        from okx_v5.resources.fd_broker import AsyncFdBroker

        return AsyncFdBroker(self)

    @property
    def grid(self) -> AsyncGrid:
        """Grid bots for spot and contracts. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.grid import AsyncGrid

        return AsyncGrid(self)

    @property
    def market(self) -> AsyncMarket:
        """Prices. Need no key."""
        from okx_v5.resources.market import AsyncMarket

        return AsyncMarket(self)

    @property
    def oauth(self) -> AsyncOauth:
        """Tokens of users who let the broker act for them. Called with the broker's client id, without a key."""
        from okx_v5.resources.oauth import AsyncOauth

        return AsyncOauth(self)

    @property
    def public(self) -> AsyncPublic:
        """Data that need no key."""
        from okx_v5.resources.public import AsyncPublic

        return AsyncPublic(self)

    @property
    def recurring(self) -> AsyncRecurring:
        """Recurring buys. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.recurring import AsyncRecurring

        return AsyncRecurring(self)

    @property
    def spread(self) -> AsyncSpread:
        """Orders for spreads. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.spread import AsyncSpread

        return AsyncSpread(self)

    @property
    def trade(self) -> AsyncTrade:
        """Orders and positions. Called with the user's key; the broker code goes into `tag`."""
        from okx_v5.resources.trade import AsyncTrade

        return AsyncTrade(self)
