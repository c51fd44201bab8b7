"""Refreshing that can't lose the pair, however many threads, tasks, processes and machines want the same user.

A refresh kills the old pair at once, so there is one at a time, by a lease in the store. That it begins is recorded before
the exchange is asked, and the new pair is saved before anybody uses it. Where an answer is lost, or the process dies, the
record stays open: the old refresh token is then tried once more, by whoever has the lease next. It still works if the
exchange never executed the lost one; else 53005 tells that the pair is gone, and the user must connect again.
"""

from __future__ import annotations

from functools import partial
from secrets import token_hex
from typing import Final

from okx_broker.calls import Flow, Setup, Wait, work
from okx_broker.errors import ApiError, CallError, MustReconnect, NotConnected, OutcomeUnknown
from okx_broker.oauth.connection import Connection, StoredToken, TokenPair
from okx_broker.oauth.store.protocol import Held, Lease, Newer, StaleGeneration, Store, StoreError, StoreUnavailable
from okx_broker.oauth.tokens import OAuthApp, refresh_pair

LEASE_MS: Final = 30_000
"""A lease outlives any request by far: the transport gives up after 10 seconds."""
_POLL: Final = 0.05
_LONGEST_POLL: Final = 0.5
_TRIES: Final = 3
_COMMIT_WAITS: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
_PAIR_IS_DEAD: Final = frozenset({"53000", "53001", "53002", "53003", "53005"})
"""Refusals of a refresh after which the pair is of no use: invalid, authorization cancelled, expired, revoked, wrong."""


def refreshed(
    setup: Setup, store: Store, app: OAuthApp, user_id: str, generation: int, site_url: str
) -> Flow[Connection]:
    """Return the flow that ends with a newer pair than this generation, by whomever it was refreshed.

    Raises:
        MustReconnect: The pair is dead.
        NotConnected: The user was disconnected.
        CallError: The exchange can't be asked right now; the pair stands as it was.
        StoreError: The store can't be asked.
    """
    owner = token_hex(8)
    pause = _POLL
    while True:
        now_ms = setup.clock.now_ms()
        turn = yield from work(partial(store.begin_refresh, user_id, owner, generation, now_ms, now_ms + LEASE_MS))
        if isinstance(turn, Newer):
            return usable(user_id, turn.connection)
        if isinstance(turn, Lease):
            return (yield from _refresh(setup, store, app, user_id, turn, site_url))
        yield Wait(min(pause, _seconds_until(turn, now_ms)))
        pause = min(pause * 1.5, _LONGEST_POLL)


def usable(user_id: str, connection: Connection | None) -> Connection:
    """Return a connection whose pair is not known to be dead.

    Raises:
        NotConnected: There is none.
        MustReconnect: It is dead.
    """
    if connection is None or connection.token is None:
        raise NotConnected(user_id, "nothing is stored")
    if connection.token.must_reconnect:
        raise MustReconnect(user_id, connection.token.must_reconnect)
    return connection


def _seconds_until(turn: Held, now_ms: int) -> float:
    return max(0.01, (turn.until_ms - now_ms) / 1000)


def _refresh(setup: Setup, store: Store, app: OAuthApp, user_id: str, lease: Lease, site_url: str) -> Flow[Connection]:
    token = lease.token
    if not token.pair.refresh:
        reason = "the consent gave no refresh token (scope fast_api)"
        yield from work(lambda: store.must_reconnect(user_id, token.generation, reason, setup.clock.now_ms()))
        raise MustReconnect(user_id, reason)
    uncertain = lease.was_open
    tries = 0
    while True:
        tries += 1
        try:
            pair = yield from refresh_pair(
                setup, app, token.pair.refresh, site_url=site_url, term_id=token.grant.term_id
            )
        except OutcomeUnknown:
            uncertain = True
            if tries >= _TRIES:
                yield from _end(store, user_id, lease, certain=False)
                raise
        except ApiError as refusal:
            if refusal.code in _PAIR_IS_DEAD:
                return (yield from _give_up(setup, store, user_id, token, refusal, uncertain=uncertain))
            yield from _end(store, user_id, lease, certain=not uncertain)
            raise
        except CallError:
            # It never left, or was refused because of a limit: nothing was executed by this one.
            if tries >= _TRIES:
                yield from _end(store, user_id, lease, certain=not uncertain)
                raise
        else:
            return (yield from _commit(setup, store, user_id, token, pair))
        if setup.clock.now_ms() + LEASE_MS // 2 > lease.until_ms:
            # Not enough of the lease is left for another request: whoever comes next goes on, perhaps this call.
            yield from _end(store, user_id, lease, certain=not uncertain)
            return (yield from refreshed(setup, store, app, user_id, token.generation, site_url))
        yield Wait(0.2 * tries)


def _end(store: Store, user_id: str, lease: Lease, *, certain: bool) -> Flow[None]:
    yield from work(lambda: store.end_refresh(user_id, lease.owner, executed_nothing=certain))


def _give_up(
    setup: Setup, store: Store, user_id: str, token: StoredToken, refusal: ApiError, *, uncertain: bool
) -> Flow[Connection]:
    """The exchange says that the pair is dead: believe it, unless somebody saved a newer one meanwhile."""
    why = f"OKX refused the refresh token ({refusal.code})"
    if uncertain:
        why += " after an earlier refresh whose answer was lost"
    marked = yield from work(lambda: store.must_reconnect(user_id, token.generation, why, setup.clock.now_ms()))
    if not marked:
        return usable(user_id, (yield from work(lambda: store.load(user_id))))
    raise MustReconnect(user_id, why)


def _commit(setup: Setup, store: Store, user_id: str, token: StoredToken, pair: TokenPair) -> Flow[Connection]:
    """Save the new pair. It is the only one that lives, so a store that is away for a moment is asked again."""
    for wait in (*_COMMIT_WAITS, None):
        now_ms = setup.clock.now_ms()
        try:
            yield from work(partial(store.commit_refresh, user_id, token.generation, pair, now_ms))
            return usable(user_id, (yield from work(lambda: store.load(user_id))))
        except StaleGeneration:
            held = yield from work(lambda: store.load(user_id))
            # Somebody connected the user anew; or an earlier try was saved although the store did not say so.
            return usable(user_id, held)
        except StoreUnavailable:
            if wait is None:
                raise
            yield Wait(wait)
    raise StoreError("unreachable")
