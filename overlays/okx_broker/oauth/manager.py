"""Connecting users and keeping them connected: `OAuth(broker)`, and `AsyncOAuth(broker)` on an event loop.

Each method runs one flow of this package; what it decides stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from okx_broker.client import AsyncBroker, Broker
from okx_broker.credentials import Credentials
from okx_broker.errors import ConfigurationError
from okx_broker.oauth import consent, keep_alive, keys
from okx_broker.oauth.connection import Connection, Event, StoredKey, StoredToken
from okx_broker.oauth.ending import disconnected
from okx_broker.oauth.store.protocol import Store
from okx_broker.oauth.tokens import OAuthApp
from okx_broker.twins import must_await, must_block
from okx_v5.scalars import Secret


def _needs(broker: Broker | AsyncBroker) -> tuple[Store, OAuthApp | None]:
    if broker.store is None:
        raise ConfigurationError("connections need a store: make the broker with store=SqliteStore(...)")
    return broker.store, broker.oauth_app


def _app(app: OAuthApp | None) -> OAuthApp:
    if app is None:
        raise ConfigurationError("consent needs the broker as an OAuth client: make it with oauth=OAuthApp(...)")
    return app


class OAuth:
    """Connections of a broker's users.

    Args:
        broker: The broker, made with `store=` and, for consent and tokens, `oauth=`.

    Raises:
        ConfigurationError: The broker has no store.
    """

    def __init__(self, broker: Broker) -> None:
        must_block("OAuth", broker, "AsyncOAuth")
        self._broker = broker
        self._store, self._oauth_app = _needs(broker)

    def authorization_url(
        self,
        user_id: str,
        session: str,
        scopes: Sequence[str] = ("read_only", "trade"),
        *,
        term_id: str = "",
    ) -> str:
        """Return where to send a user for consent; see `okx_broker.oauth.consent.asked_for`."""
        app = _app(self._oauth_app)
        return self._broker.run(
            lambda setup, _: consent.asked_for(
                setup, self._store, app, self._broker.site, user_id, session, scopes, term_id=term_id
            )
        )

    def finish(self, user_id: str, session: str, params: Mapping[str, str]) -> StoredToken:
        """Make tokens of what a user came back with, and store them; see `okx_broker.oauth.consent.came_back`."""
        app = _app(self._oauth_app)
        return self._broker.run(lambda setup, _: consent.came_back(setup, self._store, app, user_id, session, params))

    def create_fast_api_key(
        self,
        user_id: str,
        *,
        label: str,
        perm: Literal["read_only", "trade"],
        bind_app: bool,
        ip: Sequence[str] = (),
        passphrase: Secret | None = None,
    ) -> StoredKey:
        """Make a user's Fast API key and store it; see `okx_broker.oauth.keys.fast_api_key`."""
        return self._broker.run(
            lambda setup, _: keys.fast_api_key(
                setup,
                self._store,
                self._broker.site,
                user_id,
                label=label,
                perm=perm,
                bind_app=bind_app,
                ip=ip,
                passphrase=passphrase,
            )
        )

    def add_key(
        self,
        user_id: str,
        key: str,
        secret: Secret,
        passphrase: Secret,
        *,
        broker: Credentials | None = None,
        must_trade: bool = False,
    ) -> keys.CheckedKey:
        """Check a key that a user pasted, and store it; see `okx_broker.oauth.keys.pasted`."""
        return self._broker.run(
            lambda setup, _: keys.pasted(
                setup,
                self._store,
                self._broker.site,
                user_id,
                key,
                secret,
                passphrase,
                broker=broker,
                must_trade=must_trade,
            )
        )

    def keep_alive(
        self, *, before_seconds: float = keep_alive.BEFORE_SECONDS, per_second: float = 5.0
    ) -> keep_alive.KeptAlive:
        """Refresh every pair whose refresh token dies soon; see `okx_broker.oauth.keep_alive.keep_alive`."""
        app = _app(self._oauth_app)
        return self._broker.run(
            lambda setup, _: keep_alive.keep_alive(
                setup, self._store, app, self._broker.site, before_seconds=before_seconds, per_second=per_second
            )
        )

    def disconnect(self, user_id: str) -> bool:
        """Forget a user, and revoke the tokens at OKX where the path for it is known; whether anything was held."""
        return self._broker.run(lambda setup, _: disconnected(setup, self._store, self._oauth_app, user_id))

    def connection(self, user_id: str) -> Connection | None:
        """Return what is held of a user."""
        return self._store.load(user_id)

    def events(self, after: int = 0, limit: int = 100) -> Sequence[Event]:
        """Return what the platform should know, in order, after a number."""
        return self._store.events(after, limit)


class AsyncOAuth:
    """Connections of a broker's users, on an event loop.

    Args:
        broker: The broker, made with `store=` and, for consent and tokens, `oauth=`.

    Raises:
        ConfigurationError: The broker has no store.
    """

    def __init__(self, broker: AsyncBroker) -> None:
        must_await("AsyncOAuth", broker, "OAuth")
        self._broker = broker
        self._store, self._oauth_app = _needs(broker)

    async def authorization_url(
        self,
        user_id: str,
        session: str,
        scopes: Sequence[str] = ("read_only", "trade"),
        *,
        term_id: str = "",
    ) -> str:
        """Return where to send a user for consent; see `okx_broker.oauth.consent.asked_for`."""
        app = _app(self._oauth_app)
        return await self._broker.run(
            lambda setup, _: consent.asked_for(
                setup, self._store, app, self._broker.site, user_id, session, scopes, term_id=term_id
            )
        )

    async def finish(self, user_id: str, session: str, params: Mapping[str, str]) -> StoredToken:
        """Make tokens of what a user came back with, and store them; see `okx_broker.oauth.consent.came_back`."""
        app = _app(self._oauth_app)
        return await self._broker.run(
            lambda setup, _: consent.came_back(setup, self._store, app, user_id, session, params)
        )

    async def create_fast_api_key(
        self,
        user_id: str,
        *,
        label: str,
        perm: Literal["read_only", "trade"],
        bind_app: bool,
        ip: Sequence[str] = (),
        passphrase: Secret | None = None,
    ) -> StoredKey:
        """Make a user's Fast API key and store it; see `okx_broker.oauth.keys.fast_api_key`."""
        return await self._broker.run(
            lambda setup, _: keys.fast_api_key(
                setup,
                self._store,
                self._broker.site,
                user_id,
                label=label,
                perm=perm,
                bind_app=bind_app,
                ip=ip,
                passphrase=passphrase,
            )
        )

    async def add_key(
        self,
        user_id: str,
        key: str,
        secret: Secret,
        passphrase: Secret,
        *,
        broker: Credentials | None = None,
        must_trade: bool = False,
    ) -> keys.CheckedKey:
        """Check a key that a user pasted, and store it; see `okx_broker.oauth.keys.pasted`."""
        return await self._broker.run(
            lambda setup, _: keys.pasted(
                setup,
                self._store,
                self._broker.site,
                user_id,
                key,
                secret,
                passphrase,
                broker=broker,
                must_trade=must_trade,
            )
        )

    async def keep_alive(
        self, *, before_seconds: float = keep_alive.BEFORE_SECONDS, per_second: float = 5.0
    ) -> keep_alive.KeptAlive:
        """Refresh every pair whose refresh token dies soon; see `okx_broker.oauth.keep_alive.keep_alive`."""
        app = _app(self._oauth_app)
        return await self._broker.run(
            lambda setup, _: keep_alive.keep_alive(
                setup, self._store, app, self._broker.site, before_seconds=before_seconds, per_second=per_second
            )
        )

    async def disconnect(self, user_id: str) -> bool:
        """Forget a user, and revoke the tokens at OKX where the path for it is known; whether anything was held."""
        return await self._broker.run(lambda setup, _: disconnected(setup, self._store, self._oauth_app, user_id))

    async def connection(self, user_id: str) -> Connection | None:
        """Return what is held of a user."""
        from asyncio import to_thread

        return await to_thread(self._store.load, user_id)

    async def events(self, after: int = 0, limit: int = 100) -> Sequence[Event]:
        """Return what the platform should know, in order, after a number."""
        from asyncio import to_thread

        return await to_thread(self._store.events, after, limit)
