"""Keeping the tokens of idle users alive: a refresh token dies after three days without a refresh."""

from __future__ import annotations

from functools import partial
from typing import Final

import msgspec

from okx_broker.calls import Flow, Setup, Wait, work
from okx_broker.environments import Site
from okx_broker.errors import CallError, NotConnected
from okx_broker.oauth.refreshing import held_users, refreshed, saved_first
from okx_broker.oauth.store.protocol import Store, StoreDamaged, WrongStoreKey
from okx_broker.oauth.tokens import OAuthApp

BEFORE_SECONDS: Final = 36 * 60 * 60
"""A pair is refreshed when its refresh token dies within so long: run the job twice a day, and one missed run is no loss."""
_PAGE: Final = 100


class KeptAlive(msgspec.Struct, frozen=True, kw_only=True):
    """What one run did.

    Attributes:
        refreshed: Users whose pair is new.
        must_reconnect: Users whose pair is dead; the store has an event for each.
        failed: Users who could not be asked about now, with why; the next run tries them again.
        others: How many users are due who belong to another site or to another `client_id`, and so to another broker's run.
    """

    refreshed: tuple[str, ...]
    must_reconnect: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    others: int = 0


def keep_alive(
    setup: Setup,
    store: Store,
    app: OAuthApp,
    site: Site,
    *,
    before_seconds: float = BEFORE_SECONDS,
    per_second: float = 5.0,
) -> Flow[KeptAlive]:
    """Return the flow that refreshes every pair whose refresh token dies soon, one after the other.

    It can be broken off and run again at any moment, also by several at once: who has been refreshed is not due any more.
    Users of other sites, and of other OAuth clients, are left to the brokers of these, and counted.

    Args:
        setup: What all clients of the broker share.
        store: The connections.
        app: The broker as an OAuth client.
        site: The broker's site.
        before_seconds: Pairs whose refresh token dies within so many seconds.
        per_second: So many refreshes a second at most; OKX documents no limit.

    Raises:
        StoreError: The store can't be asked.
    """
    done: list[str] = []
    dead: list[str] = []
    failed: list[tuple[str, str]] = []
    others = 0
    for user_id in held_users(store):
        yield from saved_first(setup, store, app, user_id, setup.base_url)
    before_ms = setup.clock.now_ms() + int(1000 * before_seconds)
    after = ""
    while True:
        page = yield from work(partial(store.due, before_ms, after, _PAGE))
        for user_id in page:
            try:
                connection = yield from work(partial(store.load, user_id))
            except (StoreDamaged, WrongStoreKey) as error:
                failed.append((user_id, str(error)))
                continue
            token = connection.token if connection is not None else None
            if token is None or token.pair.refresh_expires_ms >= before_ms:
                continue
            if token.grant.site != site.name.lower() or token.grant.client_id != app.client_id:
                others += 1
                continue
            try:
                yield from refreshed(setup, store, app, user_id, token, setup.base_url)
            except NotConnected:
                dead.append(user_id)
            except CallError as error:
                failed.append((user_id, str(error)))
            else:
                done.append(user_id)
            yield Wait(1 / per_second)
        if len(page) < _PAGE:
            return KeptAlive(refreshed=tuple(done), must_reconnect=tuple(dead), failed=tuple(failed), others=others)
        after = page[-1]
