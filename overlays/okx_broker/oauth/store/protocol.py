"""What a store of connections must be able to do, and how it fails.

Its methods block, and each is one short transaction. No lock is held between them, so none is held while the exchange is
asked: what lasts longer is a lease, a row with an owner and a deadline.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import msgspec

from okx_broker.errors import OkxError
from okx_broker.oauth.connection import Connection, Event, Grant, KeyKind, Pending, StoredKey, StoredToken, TokenPair


class StoreError(OkxError):
    """The store can't do what it was asked; the message says why and what to do. Nothing that it held is lost."""


class StoreUnavailable(StoreError):  # noqa: N818 - reads as what it says
    """The store can't be reached right now: its database is away, locked for too long, or its disk is full."""


class WrongStoreKey(StoreError):  # noqa: N818 - reads as what it says
    """The master key that opens the store's secrets is missing, or is another one."""


class StoreDamaged(StoreError):  # noqa: N818 - reads as what it says
    """The file is no store, is damaged, or was written by a newer version."""


class StaleGeneration(StoreError):  # noqa: N818 - reads as what it says
    """A new pair of tokens was not saved: the store has a newer one already."""


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """The right to refresh a user's tokens until a deadline, by whoever has it.

    Attributes:
        owner: Who has it.
        token: The pair as it stands.
        was_open: Whether an earlier refresh of this pair began and never said how it ended: the pair may be dead.
    """

    owner: str
    token: StoredToken
    was_open: bool


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else refreshes: ask again, at the latest when so many milliseconds are over."""

    left_ms: int


class Newer(msgspec.Struct, frozen=True, kw_only=True):
    """There is nothing to refresh: the store has another pair than the one that was seen, or none, or a dead one."""

    connection: Connection | None


Turn: TypeAlias = Lease | Held | Newer


class Store(Protocol):
    """A store of connections."""

    def load(self, user_id: str) -> Connection | None:
        """Return what is held of a user, by one read."""
        ...

    def save_token(self, user_id: str, grant: Grant, pair: TokenPair, now_ms: int, *, uid: str = "") -> StoredToken:
        """Take the pair of a new consent, in place of any other; its generation is one higher.

        The token of a consent to fast_api makes a key and nothing else: it is kept apart, and what trades stays.
        """
        ...

    def save_key(self, user_id: str, key: StoredKey, now_ms: int) -> None:
        """Take an API key, in place of any other."""
        ...

    def forget_key(self, user_id: str, kind: KeyKind, now_ms: int) -> None:
        """Forget a user's API key, if there is one of this kind: it was deleted at OKX."""
        ...

    def begin_key(self, user_id: str, owner: str, lease_ms: int) -> int:
        """Take the lease of making a user's Fast API key; it is measured by the store's own clock.

        Args:
            user_id: Whose key it is; the user has consented to the scope `fast_api`.
            owner: Who asks; unique for each key that is made.
            lease_ms: How long the lease holds, longer than it can take to make a key.

        Returns:
            0 when it is taken, else for how many milliseconds somebody else has it yet.
        """
        ...

    def end_key(self, user_id: str, owner: str) -> None:
        """Give that lease back."""
        ...

    def key_refused(self, user_id: str, key: StoredKey, reason: str, now_ms: int) -> None:
        """Take note that OKX knows a stored key no more; the platform is told once."""
        ...

    def set_uid(self, user_id: str, uid: str, held: StoredToken | StoredKey) -> None:
        """Take note of whose a token or a key is at OKX, unless another has taken its place."""
        ...

    def disconnect(self, user_id: str, now_ms: int) -> Connection | None:
        """Forget all of a user; return what was held."""
        ...

    def begin_refresh(self, user_id: str, owner: str, generation: int, lease_ms: int) -> Turn:
        """Take the lease of a user's refresh and record that one begins, both or neither.

        A lease is measured by the store's own clock, so that machines whose clocks differ agree on when it ends.

        Args:
            user_id: Whose pair it is about.
            owner: Who asks; unique for each refresh.
            generation: The generation that is to be refreshed.
            lease_ms: How long the lease holds, longer than any request of its owner can take.
        """
        ...

    def commit_refresh(self, user_id: str, generation: int, pair: TokenPair, now_ms: int) -> StoredToken:
        """Save the pair that came of a refresh of this generation.

        Only the generation counts, not the lease: who has the new pair has the only one that lives.

        Raises:
            StaleGeneration: the store has a newer one.
        """
        ...

    def end_refresh(self, user_id: str, owner: str, *, executed_nothing: bool) -> None:
        """Give the lease back without a new pair; also close the intent, where it is certain that nothing was executed."""
        ...

    def must_reconnect(self, user_id: str, generation: int, reason: str, now_ms: int) -> bool:
        """Mark a pair as dead; false, and nothing is marked, when the store has a newer one by now."""
        ...

    def due(self, before_ms: int, after: str, limit: int) -> Sequence[str]:
        """Return users whose refresh token dies before a moment and whose pair can be refreshed, by id, after an id."""
        ...

    def remember_state(self, state: str, session: str, pending: Pending, now_ms: int) -> None:
        """Keep a consent that is being asked for; state and session are kept as hashes. Forgets what has expired."""
        ...

    def burn_state(self, state: str, session: str, now_ms: int) -> Pending | None:
        """Return what a state is about and forget it; None when it is unknown, used, expired, or of another session."""
        ...

    def users(self, after: str, limit: int) -> Sequence[Connection]:
        """Return connections by user id, after an id."""
        ...

    def events(self, after: int, limit: int) -> Sequence[Event]:
        """Return events in order, after a number."""
        ...

    def rotate(self, limit: int) -> int:
        """Seal up to so many old values anew under the newest keys; return how many are left to do."""
        ...

    def close(self) -> None:
        """Give back what the store holds open."""
        ...
