"""Refreshing that can't lose the pair, however many threads, tasks, processes and machines want the same user.

A refresh kills the old pair at once, so there is one at a time, by a lease in the store. That it begins is recorded before
the exchange is asked, and the new pair is saved before anybody uses it. Where an answer is lost, or the process dies, the
record stays open: the old refresh token is then tried once more, by whoever has the lease next. It still works if the
exchange never executed the lost one; else 53005 tells that the pair is gone, and the user must connect again.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial
from secrets import token_hex
from typing import Final, TypeAlias

import msgspec

from okx_broker.calls import Flow, Setup, Wait, apart, work
from okx_broker.errors import (
    ApiError,
    CallError,
    ConfigurationError,
    ExchangeUnavailable,
    MustReconnect,
    NotConnected,
    NotSent,
    OutcomeUnknown,
    RateLimited,
)
from okx_broker.oauth.connection import Connection, StoredToken, TokenPair
from okx_broker.oauth.store.protocol import Held, Lease, Newer, StaleGeneration, Store, StoreError, StoreUnavailable
from okx_broker.oauth.tokens import OAuthApp, refresh_pair, revoke_token
from okx_v5.operations.oauth import EXCHANGE_TOKEN

LEASE_MARGIN: Final = 20.0
"""Seconds by which a lease outlives the request that is made under it: time to take the lease, and to save the pair."""
_POLL: Final = 0.05
_LONGEST_POLL: Final = 0.5
_TRIES: Final = 3
_COMMIT_WAITS: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
_PAIR_IS_DEAD: Final = frozenset({"53000", "53001", "53002", "53003", "53005"})
"""Refusals of a refresh after which the pair is of no use: invalid, authorization cancelled, expired, revoked, wrong."""


class _Failed(msgspec.Struct, frozen=True):
    """One try failed, and another one may do better."""

    error: CallError


_Outcome: TypeAlias = Connection | Held | _Failed


class _Unsaved(msgspec.Struct, frozen=True):
    """A pair that lives and that the store could not take yet."""

    store: Store
    generation: int
    pair: TokenPair

    def __repr__(self) -> str:
        return f"_Unsaved(***, generation {self.generation})"


_unsaved: Final[dict[tuple[int, str], _Unsaved]] = {}
"""By store and user. Whoever wants the user's tokens next, in this process, saves it first."""
_unsaved_lock: Final = threading.Lock()


def lease_seconds(setup: Setup) -> float:
    """Return how long a lease holds: longer than any request."""
    return setup.timeout + LEASE_MARGIN


def refreshed(
    setup: Setup, store: Store, app: OAuthApp, user_id: str, token: StoredToken, site_url: str
) -> Flow[Connection]:
    """Return the flow that ends with a newer pair than this one, by whomever it was refreshed.

    Taking the lease, asking and saving are run apart: nothing that becomes of the caller breaks them off.

    Raises:
        MustReconnect: The pair is dead.
        NotConnected: The user was disconnected.
        ConfigurationError: The tokens were given to another client_id than the broker's.
        CallError: The exchange can't be asked right now; the pair stands as it was.
        StoreError: The store can't be asked.
    """
    if app.client_id != token.grant.client_id:
        # Asked with another client_id, the exchange would call a good pair dead.
        raise ConfigurationError(
            f"the tokens of user {user_id!r} were given to another client_id than that of this broker's OAuthApp: "
            "use the one they were given to, or let the user connect anew"
        )
    pause = _POLL
    tries = 0
    # As long as two leases, one after the other: by then whoever crashed is out of the way.
    last = setup.clock.monotonic() + 2 * lease_seconds(setup)
    while True:
        outcome = yield from apart(_turn(setup, store, app, user_id, token.generation, site_url))
        if isinstance(outcome, Connection):
            return outcome
        if isinstance(outcome, Held):
            if setup.clock.monotonic() > last:
                raise NotSent(
                    f"others have been refreshing the tokens of user {user_id!r} for too long: try again later",
                    operation=EXCHANGE_TOKEN.name,
                    requested_at=setup.clock.now_ms(),
                )
            yield Wait(min(pause, max(0.01, outcome.left_ms / 1000)))
            pause = min(pause * 1.5, _LONGEST_POLL)
            continue
        tries += 1
        if tries >= _TRIES:
            raise outcome.error
        seconds = 0.2 * tries
        if isinstance(outcome.error, RateLimited):
            seconds = max(seconds, outcome.error.retry_after)
            if seconds > setup.longest_wait:
                raise outcome.error
        yield Wait(seconds)


def usable(user_id: str, connection: Connection | None) -> Connection:
    """Return a connection whose pair is not known to be dead.

    Raises:
        NotConnected: There is none.
        MustReconnect: It is dead.
    """
    if connection is None or connection.token is None:
        raise NotConnected(user_id, "no tokens are stored")
    if connection.token.must_reconnect:
        raise MustReconnect(user_id, connection.token.must_reconnect)
    return connection


def allowed_token(user_id: str, connection: Connection | None, now_ms: int) -> StoredToken:
    """Return the token of a user's consent to fast_api. It is never refreshed.

    Raises:
        NotConnected: There is none, or it has ended.
    """
    token = None if connection is None else connection.fast_api
    if token is None:
        raise NotConnected(user_id, "there is no consent to the scope fast_api")
    if now_ms >= token.pair.access_expires_ms:
        raise NotConnected(user_id, "the consent to the scope fast_api is more than an hour old")
    return token


def held_users(store: Store) -> list[str]:
    """Return users of a store whose new pair this process holds, as the store could not take it yet."""
    with _unsaved_lock:
        return [user_id for place, user_id in _unsaved if place == id(store)]


def saved_first(setup: Setup, store: Store, app: OAuthApp, user_id: str, site_url: str) -> Flow[None]:
    """Save the pair of a user that this process holds, if it does.

    Raises:
        StoreError: The store still can't take it.
    """
    with _unsaved_lock:
        held = _unsaved.get((id(store), user_id))
    if held is None:
        return
    try:
        yield from apart(
            _commit(setup, store, app, user_id, held.generation, held.pair, site_url, waits=_COMMIT_WAITS[:1])
        )
    except NotConnected:
        return


def _turn(setup: Setup, store: Store, app: OAuthApp, user_id: str, generation: int, site_url: str) -> Flow[_Outcome]:
    """Try once: take the lease, ask, save. It ends with the pair, with who holds the lease, or with what went wrong."""
    owner = token_hex(8)
    lease_ms = int(1000 * lease_seconds(setup))
    turn = yield from work(partial(store.begin_refresh, user_id, owner, generation, lease_ms))
    if isinstance(turn, Newer):
        return usable(user_id, turn.connection)
    if isinstance(turn, Held):
        return turn
    token = turn.token
    if not token.pair.refresh:
        reason = "OKX gave no refresh token with the consent"
        yield from work(lambda: store.must_reconnect(user_id, token.generation, reason, setup.clock.now_ms()))
        raise MustReconnect(user_id, reason)
    try:
        pair = yield from refresh_pair(setup, app, token.pair.refresh, site_url=site_url, term_id=token.grant.term_id)
    except OutcomeUnknown as error:
        yield from _end(store, user_id, turn, executed_nothing=False)
        return _Failed(error)
    except ApiError as refusal:
        if refusal.code in _PAIR_IS_DEAD:
            return (yield from _give_up(setup, store, user_id, turn, refusal))
        yield from _end(store, user_id, turn, executed_nothing=not turn.was_open)
        if isinstance(refusal, ExchangeUnavailable):
            return _Failed(refusal)
        raise
    except CallError as error:
        # It never left, or was refused because of a limit: nothing was executed by this one.
        yield from _end(store, user_id, turn, executed_nothing=not turn.was_open)
        return _Failed(error)
    if not pair.refresh:
        # Where an answer brings no new refresh token, the old one goes on (RFC 6749, section 6).
        pair = msgspec.structs.replace(
            pair, refresh=token.pair.refresh, refresh_expires_ms=token.pair.refresh_expires_ms
        )
    return (yield from _commit(setup, store, app, user_id, token.generation, pair, site_url, waits=_COMMIT_WAITS))


def _end(store: Store, user_id: str, lease: Lease, *, executed_nothing: bool) -> Flow[None]:
    """Give the lease back. Where the store is away it ends by itself: what went wrong before is the thing to tell."""
    try:
        yield from work(partial(store.end_refresh, user_id, lease.owner, executed_nothing=executed_nothing))
    except StoreError:
        return


def _give_up(setup: Setup, store: Store, user_id: str, lease: Lease, refusal: ApiError) -> Flow[Connection]:
    """The exchange says that the pair is dead: believe it, unless somebody saved a newer one meanwhile."""
    why = f"OKX refused the refresh token ({refusal.code})"
    if lease.was_open:
        why += " after an earlier refresh whose answer was lost"
    generation = lease.token.generation
    marked = yield from work(lambda: store.must_reconnect(user_id, generation, why, setup.clock.now_ms()))
    if not marked:
        return usable(user_id, (yield from work(lambda: store.load(user_id))))
    raise MustReconnect(user_id, why)


def _commit(
    setup: Setup,
    store: Store,
    app: OAuthApp,
    user_id: str,
    generation: int,
    pair: TokenPair,
    site_url: str,
    *,
    waits: tuple[float, ...],
) -> Flow[Connection]:
    """Save the new pair. It is the only one that lives, so it is kept until it is saved or the store has a newer one."""
    place = (id(store), user_id)
    with _unsaved_lock:
        _unsaved[place] = _Unsaved(store, generation, pair)
    for wait in (*waits, None):
        now_ms = setup.clock.now_ms()
        try:
            yield from work(partial(store.commit_refresh, user_id, generation, pair, now_ms))
        except StaleGeneration:
            # Somebody connected the user anew, or an earlier try was saved although the store did not say so.
            pass
        except StoreError as problem:
            if wait is not None and isinstance(problem, StoreUnavailable):
                yield Wait(wait)
                continue
            problem.add_note(
                f"OKX has refreshed the tokens of user {user_id!r}, and the new pair could not be saved: it is held in the "
                "memory of this process, and saved when this process calls for the user next or keeps users alive. If "
                "the process ends before, the user must connect again."
            )
            raise
        with _unsaved_lock:
            _unsaved.pop(place, None)
        held = yield from work(lambda: store.load(user_id))
        if held is None or held.token is None:
            # The user was disconnected while the exchange was asked: nobody shall hold what it gave.
            with suppress(CallError):
                yield from revoke_token(setup, app, pair.access, site_url=site_url)
        return usable(user_id, held)
    raise StoreError("unreachable")
