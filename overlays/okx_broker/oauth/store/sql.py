"""The store in SQL, the same for every database; `sqlite.py` and `postgres.py` say how each is opened and how it fails."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Final, Protocol, TypeAlias, cast

import msgspec

from okx_broker.errors import ConfigurationError
from okx_broker.oauth.connection import (
    Connection,
    Event,
    Grant,
    KeyKind,
    Mode,
    Pending,
    StoredKey,
    StoredToken,
    TokenPair,
)
from okx_broker.oauth.store.master_keys import MasterKeys
from okx_broker.oauth.store.migrations import MIGRATIONS
from okx_broker.oauth.store.protocol import Held, Lease, Newer, StaleGeneration, StoreDamaged, Turn
from okx_broker.oauth.store.sealing import DataKeys, Sealer, context_of, new_data_key, unwrap_data_key, wrap_data_key
from okx_v5.scalars import Secret

Value: TypeAlias = str | int | bytes | None
Row: TypeAlias = Sequence[Value]

EVENTS_KEPT: Final = 100_000
LONGEST_USER_ID: Final = 512
_TOKEN_COLUMNS: Final = (
    "uid, generation, client_id, mode, scopes, token_site, term_id, access, refresh, access_expires_ms, refresh_expires_ms, "
    "must_reconnect, connected_ms"
)
_KEY_COLUMNS: Final = (
    "key_uid, key_kind, api_key, secret_key, passphrase, permissions, ip, label, key_site, key_created_ms, "
    "key_refused_ms"
)
_COLUMNS: Final = f"user_id, {_TOKEN_COLUMNS}, {_KEY_COLUMNS}"
_KEY_AT: Final = 1 + len(_TOKEN_COLUMNS.split(","))
_NO_KEY: Final = (
    "key_kind = '', api_key = NULL, secret_key = NULL, passphrase = NULL, permissions = '', ip = '', label = '', "
    "key_sealed_by = '', key_uid = '', key_refused_ms = 0"
)
_WHERE: Final = "WHERE space = :space AND user_id = :user"


class Transaction(Protocol):
    """An open transaction."""

    def run(self, statement: str, values: Mapping[str, Value]) -> list[Row]:
        """Run a statement with `:name` for values; return its rows."""
        ...


_FAST_API: Final = "#fast_api"
"""What the space of an environment's tokens of scope fast_api ends with."""


class SqlStore:
    """A store in an SQL database.

    Args:
        space: What the users belong to, as `demo`: demo and live users of the same id stay apart.
        master: The master keys.
    """

    row_lock = ""
    """What makes a SELECT lock the row, where a transaction does not lock everything anyhow."""
    keys_lock = ""
    """What keeps others from making a data key at the same time, likewise."""
    events_lock = ""
    """What keeps events in the order of their numbers for readers, likewise."""
    clock = ""
    """How the database says its own time in Unix milliseconds."""

    _space = ""

    def __init__(self, space: str, master: MasterKeys) -> None:
        self._space = space
        # Tokens of scope fast_api make a key and nothing else: they never take the place of those that trade.
        self._fast_space = space + _FAST_API
        self._master = master
        self._sealer_lock = threading.Lock()
        self._sealer: Sealer | None = None

    def _transaction(self, *, write: bool) -> AbstractContextManager[Transaction]:
        """Begin a transaction; it is committed at the end of the block and undone by an exception."""
        raise NotImplementedError

    def close(self) -> None:
        """Give back what the store holds open."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._space!r})"

    # Keys and sealing

    def _open_keys(self, transaction: Transaction) -> Sealer:
        rows = transaction.run("SELECT key_id, master_id, wrapped FROM data_keys ORDER BY number", {})
        if not rows:
            return self._new_data_key(transaction)
        keys = DataKeys()
        for key_id, master_id, wrapped in rows:
            if self._master.get(str(master_id)) is not None or key_id == rows[-1][0]:
                keys[str(key_id)] = unwrap_data_key(self._master, str(key_id), str(master_id), _bytes(wrapped))
        return Sealer(keys, str(rows[-1][0]))

    def _new_data_key(self, transaction: Transaction) -> Sealer:
        key_id, keys = new_data_key()
        master_id, wrapped = wrap_data_key(self._master, key_id, keys[key_id])
        transaction.run(
            "INSERT INTO data_keys (key_id, master_id, wrapped, number) "
            "SELECT :key, :master, :wrapped, COALESCE(MAX(number), 0) + 1 FROM data_keys",
            {"key": key_id, "master": master_id, "wrapped": wrapped},
        )
        return Sealer(keys, key_id)

    def _load_keys(self) -> Sealer:
        with self._sealer_lock:
            if self._sealer is None:
                with self._transaction(write=True) as transaction:
                    if self.keys_lock:
                        transaction.run(self.keys_lock, {})
                    self._sealer = self._open_keys(transaction)
            return self._sealer

    @property
    def _seal(self) -> Sealer:
        return self._sealer or self._load_keys()

    def _open(self, sealed: Value, user_id: str, column: str, transaction: Transaction) -> Secret:
        value = _bytes(sealed)
        sealer = self._seal
        if not sealer.knows(value):
            # Another process has made a newer data key.
            sealer = self._sealer = self._open_keys(transaction)
        return Secret(sealer.open(value, context_of(self._space, user_id, column)))

    def _sealed(self, secret: Secret, user_id: str, column: str) -> bytes:
        return self._seal.seal(secret.reveal(), context_of(self._space, user_id, column))

    # Reading

    def load(self, user_id: str) -> Connection | None:
        """Return what is held of a user, by one read."""
        self._load_keys()
        with self._transaction(write=False) as transaction:
            rows = transaction.run(
                f"SELECT space, {_COLUMNS} FROM connections WHERE space IN (:space, :fast) AND user_id = :user",
                {**self._at(user_id), "fast": self._fast_space},
            )
            held: Connection | None = None
            fast_api: StoredToken | None = None
            for space, *row in rows:
                if space == self._fast_space:
                    fast_api = self._token(user_id, row[1:_KEY_AT], transaction, "fast_")
                else:
                    held = self._connection(row, transaction)
        if fast_api is None:
            return held
        return msgspec.structs.replace(held or Connection(user_id=user_id), fast_api=fast_api)

    def _at(self, user_id: str) -> dict[str, Value]:
        if not isinstance(user_id, str) or not 0 < len(user_id) <= LONGEST_USER_ID or not user_id.isprintable():  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
            raise ConfigurationError(
                f"user_id must be your own id of the user: 1 to {LONGEST_USER_ID} printable characters"
            )
        return {"space": self._space, "user": user_id}

    def _connection(self, row: Row, transaction: Transaction) -> Connection | None:
        user_id = str(row[0])
        token = self._token(user_id, row[1:_KEY_AT], transaction)
        key = self._key(user_id, row[_KEY_AT:], transaction)
        if token is None and key is None:
            return None
        return Connection(user_id=user_id, token=token, key=key)

    def _token(self, user_id: str, row: Row, transaction: Transaction, kind: str = "") -> StoredToken | None:
        uid, generation, client_id, mode, scopes, site, term_id, access, refresh, *rest = row
        access_ms, refresh_ms, reason, since_ms = rest
        if access is None:
            return None
        return StoredToken(
            grant=_grant(client_id, mode, scopes, site, term_id),
            pair=TokenPair(
                access=self._open(access, user_id, f"{kind}access", transaction),
                refresh=self._open(refresh, user_id, f"{kind}refresh", transaction),
                access_expires_ms=_number(access_ms),
                refresh_expires_ms=_number(refresh_ms),
            ),
            generation=_number(generation),
            must_reconnect=str(reason),
            connected_ms=_number(since_ms),
            uid=str(uid),
        )

    def _key(self, user_id: str, row: Row, transaction: Transaction) -> StoredKey | None:
        uid, kind, api_key, secret_key, passphrase, permissions, ip, label, site, *moments = row
        created_ms, refused_ms = moments
        if api_key is None:
            return None
        return StoredKey(
            kind=cast("KeyKind", kind),
            key=self._open(api_key, user_id, "api_key", transaction),
            secret=self._open(secret_key, user_id, "secret_key", transaction),
            passphrase=self._open(passphrase, user_id, "passphrase", transaction),
            permissions=_words(permissions),
            ip=_words(ip),
            label=str(label),
            site=str(site),
            created_ms=_number(created_ms),
            uid=str(uid),
            refused_ms=_number(refused_ms),
        )

    def users(self, after: str, limit: int) -> Sequence[Connection]:
        """Return connections by user id, after an id."""
        self._load_keys()
        with self._transaction(write=False) as transaction:
            rows = transaction.run(
                f"SELECT {_COLUMNS} FROM connections WHERE space = :space AND user_id > :after "
                "AND (access IS NOT NULL OR api_key IS NOT NULL) ORDER BY user_id LIMIT :most",
                {"space": self._space, "after": after, "most": limit},
            )
            found = [self._connection(row, transaction) for row in rows]
        return [one for one in found if one is not None]

    def elsewhere(self) -> dict[str, int]:
        """Return how many users the store has in other environments than this one's, by environment."""
        with self._transaction(write=False) as transaction:
            rows = transaction.run(
                "SELECT space, COUNT(*) FROM connections WHERE space <> :space "
                "AND (access IS NOT NULL OR api_key IS NOT NULL) GROUP BY space ORDER BY space",
                {"space": self._space},
            )
        # What is kept apart for Fast API is in no environment of its own.
        return {str(space): _number(count) for space, count in rows if not str(space).endswith(_FAST_API)}

    def due(self, before_ms: int, after: str, limit: int) -> Sequence[str]:
        """Return users whose refresh token dies before a moment and whose pair can be refreshed, by id, after an id."""
        with self._transaction(write=False) as transaction:
            rows = transaction.run(
                "SELECT user_id FROM connections WHERE space = :space AND refresh_expires_ms < :before "
                "AND user_id > :after AND access IS NOT NULL AND must_reconnect = '' AND refresh_expires_ms > 0 "
                "ORDER BY user_id LIMIT :most",
                {"space": self._space, "before": before_ms, "after": after, "most": limit},
            )
        return [str(row[0]) for row in rows]

    def events(self, after: int, limit: int) -> Sequence[Event]:
        """Return events in order, after a number."""
        with self._transaction(write=False) as transaction:
            rows = transaction.run(
                "SELECT number, at_ms, user_id, kind, reason FROM events WHERE space = :space AND number > :after "
                "ORDER BY number LIMIT :most",
                {"space": self._space, "after": after, "most": limit},
            )
        return [
            Event(
                number=_number(number), at_ms=_number(at_ms), user_id=str(user_id), kind=str(kind), reason=str(reason)
            )
            for number, at_ms, user_id, kind, reason in rows
        ]

    # Connecting

    def save_token(self, user_id: str, grant: Grant, pair: TokenPair, now_ms: int, *, uid: str = "") -> StoredToken:
        """Take the pair of a new consent, in place of any other of its kind; its generation is one higher."""
        self._load_keys()
        fast = "fast_api" in grant.scopes
        space = self._fast_space if fast else self._space
        # A refresh of the pair before is over with it. A key that is being made is not: another must wait for it.
        freed = "" if fast else "lease_owner = '', lease_until_ms = 0, refreshing = 0, "
        with self._transaction(write=True) as transaction:
            if fast:
                transaction.run(
                    "DELETE FROM connections WHERE space = :space AND access_expires_ms < :now",
                    {"space": space, "now": now_ms},
                )
            self._make_row(transaction, user_id, space)
            rows = transaction.run(
                "UPDATE connections SET generation = generation + 1, client_id = :client, mode = :mode, "
                "scopes = :scopes, token_site = :site, term_id = :term, access = :access, refresh = :refresh, "
                "access_expires_ms = :access_ms, refresh_expires_ms = :refresh_ms, token_sealed_by = :sealed_by, "
                f"connected_ms = :now, must_reconnect = '', {freed}"
                # A new consent may be another account's.
                "uid = :uid "
                f"{_WHERE} RETURNING generation",
                {
                    **self._at(user_id),
                    "space": space,
                    "client": grant.client_id,
                    "mode": grant.mode,
                    "scopes": ",".join(grant.scopes),
                    "site": grant.site,
                    "term": grant.term_id,
                    "uid": uid,
                    "now": now_ms,
                    **self._pair_values(user_id, pair, "fast_" if fast else ""),
                },
            )
            self._note(transaction, user_id, "fast_api_allowed" if fast else "connected", "", now_ms)
        return StoredToken(grant=grant, pair=pair, generation=_number(rows[0][0]), connected_ms=now_ms, uid=uid)

    def _make_row(self, transaction: Transaction, user_id: str, space: str) -> None:
        transaction.run(
            "INSERT INTO connections (space, user_id) VALUES (:space, :user) ON CONFLICT DO NOTHING",
            {**self._at(user_id), "space": space},
        )

    def _pair_values(self, user_id: str, pair: TokenPair, kind: str = "") -> dict[str, Value]:
        return {
            "access": self._sealed(pair.access, user_id, f"{kind}access"),
            "refresh": self._sealed(pair.refresh, user_id, f"{kind}refresh"),
            "access_ms": pair.access_expires_ms,
            "refresh_ms": pair.refresh_expires_ms if pair.refresh else 0,
            "sealed_by": self._seal.active,
        }

    def save_key(self, user_id: str, key: StoredKey, now_ms: int) -> None:
        """Take an API key, in place of any other."""
        self._load_keys()
        with self._transaction(write=True) as transaction:
            self._make_row(transaction, user_id, self._space)
            transaction.run(
                "UPDATE connections SET key_kind = :kind, api_key = :key, secret_key = :secret, "
                "passphrase = :passphrase, permissions = :permissions, ip = :ip, label = :label, key_site = :site, "
                f"key_created_ms = :created_ms, key_sealed_by = :sealed_by, key_uid = :uid, "
                f"key_refused_ms = 0 {_WHERE}",
                {
                    **self._at(user_id),
                    "kind": key.kind,
                    "key": self._sealed(key.key, user_id, "api_key"),
                    "secret": self._sealed(key.secret, user_id, "secret_key"),
                    "passphrase": self._sealed(key.passphrase, user_id, "passphrase"),
                    "permissions": ",".join(key.permissions),
                    "ip": ",".join(key.ip),
                    "label": key.label,
                    "site": key.site,
                    "created_ms": key.created_ms or now_ms,
                    "sealed_by": self._seal.active,
                    "uid": key.uid,
                },
            )
            self._note(transaction, user_id, "key_stored", key.kind, now_ms)

    def forget_key(self, user_id: str, kind: KeyKind, now_ms: int) -> None:
        """Forget a user's API key, if there is one of this kind: it was deleted at OKX."""
        with self._transaction(write=True) as transaction:
            rows = transaction.run(
                f"UPDATE connections SET {_NO_KEY} {_WHERE} AND key_kind = :kind AND api_key IS NOT NULL "
                "RETURNING user_id",
                {**self._at(user_id), "kind": kind},
            )
            if rows:
                self._note(transaction, user_id, "key_deleted", kind, now_ms)

    # A token of scope fast_api is never refreshed: the lease of its row is that of the key which it makes.

    def begin_key(self, user_id: str, owner: str, lease_ms: int) -> int:
        """Take the lease of making a user's Fast API key; return for how many ms somebody else has it yet, or 0."""
        at = {**self._at(user_id), "space": self._fast_space}
        with self._transaction(write=True) as transaction:
            rows = transaction.run(
                f"SELECT lease_owner, lease_until_ms - {self.clock} FROM connections {_WHERE}{self.row_lock}", at
            )
            if rows and rows[0][0] and (left_ms := _number(rows[0][1])) > 0:
                return left_ms
            transaction.run(
                f"UPDATE connections SET lease_owner = :owner, lease_until_ms = {self.clock} + :lease {_WHERE}",
                {**at, "owner": owner, "lease": lease_ms},
            )
        return 0

    def end_key(self, user_id: str, owner: str) -> None:
        """Give that lease back."""
        with self._transaction(write=True) as transaction:
            transaction.run(
                f"UPDATE connections SET lease_owner = '', lease_until_ms = 0 {_WHERE} AND lease_owner = :owner",
                {**self._at(user_id), "space": self._fast_space, "owner": owner},
            )

    def key_refused(self, user_id: str, key: StoredKey, reason: str, now_ms: int) -> None:
        """Take note that OKX knows a stored key no more; the platform is told once."""
        with self._transaction(write=True) as transaction:
            rows = transaction.run(
                f"UPDATE connections SET key_refused_ms = :now {_WHERE} AND key_created_ms = :created "
                "AND api_key IS NOT NULL AND key_refused_ms = 0 RETURNING user_id",
                {**self._at(user_id), "now": now_ms, "created": key.created_ms},
            )
            if rows:
                self._note(transaction, user_id, "key_refused", reason, now_ms)

    def set_uid(self, user_id: str, uid: str, held: StoredToken | StoredKey) -> None:
        """Take note of whose a token or a key is at OKX, unless another has taken its place."""
        column, same, number = (
            ("uid", "generation", held.generation)
            if isinstance(held, StoredToken)
            else ("key_uid", "key_created_ms", held.created_ms)
        )
        with self._transaction(write=True) as transaction:
            transaction.run(
                f"UPDATE connections SET {column} = :uid {_WHERE} AND {same} = :same",
                {**self._at(user_id), "uid": uid, "same": number},
            )

    def disconnect(self, user_id: str, now_ms: int) -> Connection | None:
        """Forget all of a user; return what was held. The generation stays, so that no late refresh brings it back."""
        self._load_keys()
        with self._transaction(write=True) as transaction:
            rows = transaction.run(f"SELECT {_COLUMNS} FROM connections {_WHERE}{self.row_lock}", self._at(user_id))
            held = self._connection(rows[0], transaction) if rows else None
            allowed = transaction.run(
                f"DELETE FROM connections {_WHERE} RETURNING user_id",
                {**self._at(user_id), "space": self._fast_space},
            )
            if held is None and not allowed:
                return None
            transaction.run(
                "UPDATE connections SET uid = '', generation = generation + 1, access = NULL, refresh = NULL, "
                "access_expires_ms = 0, refresh_expires_ms = 0, must_reconnect = '', lease_owner = '', "
                f"lease_until_ms = 0, refreshing = 0, term_id = '', token_sealed_by = '', {_NO_KEY} {_WHERE}",
                self._at(user_id),
            )
            self._note(transaction, user_id, "disconnected", "", now_ms)
        return held or Connection(user_id=user_id)

    def _note(self, transaction: Transaction, user_id: str, kind: str, reason: str, now_ms: int) -> None:
        if self.events_lock:
            # Whoever reads up to a number must not miss a lower one that is committed later.
            transaction.run(self.events_lock, {})
        transaction.run(
            "INSERT INTO events (space, at_ms, user_id, kind, reason) VALUES (:space, :now, :user, :kind, :reason)",
            {**self._at(user_id), "now": now_ms, "kind": kind, "reason": reason},
        )
        transaction.run(
            "DELETE FROM events WHERE number <= (SELECT MAX(number) FROM events) - :kept", {"kept": EVENTS_KEPT}
        )

    # Refreshing

    def begin_refresh(self, user_id: str, owner: str, generation: int, lease_ms: int) -> Turn:
        """Take the lease of a user's refresh and record that one begins, both or neither."""
        self._load_keys()
        with self._transaction(write=True) as transaction:
            rows = transaction.run(
                f"SELECT {_COLUMNS}, lease_owner, lease_until_ms - {self.clock}, refreshing "
                f"FROM connections {_WHERE}{self.row_lock}",
                self._at(user_id),
            )
            if not rows:
                return Newer(connection=None)
            *row, holder, left, refreshing = rows[0]
            left_ms = _number(left)
            held = self._connection(row, transaction)
            token = held.token if held is not None else None
            if token is None or token.generation != generation or token.must_reconnect:
                return Newer(connection=held)
            if holder and left_ms > 0:
                return Held(left_ms=left_ms)
            transaction.run(
                f"UPDATE connections SET lease_owner = :owner, lease_until_ms = {self.clock} + :lease, refreshing = 1 "
                f"{_WHERE}",
                {**self._at(user_id), "owner": owner, "lease": lease_ms},
            )
        return Lease(owner=owner, token=token, was_open=bool(refreshing))

    def commit_refresh(self, user_id: str, generation: int, pair: TokenPair, now_ms: int) -> StoredToken:
        """Save the pair that came of a refresh of this generation.

        Raises:
            StaleGeneration: the store has a newer one.
        """
        self._load_keys()
        with self._transaction(write=True) as transaction:
            marked = transaction.run(
                f"SELECT must_reconnect FROM connections {_WHERE} AND generation = :generation{self.row_lock}",
                {**self._at(user_id), "generation": generation},
            )
            rows = transaction.run(
                "UPDATE connections SET generation = generation + 1, access = :access, refresh = :refresh, "
                "access_expires_ms = :access_ms, refresh_expires_ms = :refresh_ms, token_sealed_by = :sealed_by, "
                "must_reconnect = '', lease_owner = '', lease_until_ms = 0, refreshing = 0 "
                f"{_WHERE} AND generation = :generation AND access IS NOT NULL "
                "RETURNING client_id, mode, scopes, token_site, term_id, connected_ms, uid",
                {**self._at(user_id), "generation": generation, **self._pair_values(user_id, pair)},
            )
            if rows and marked[0][0]:
                self._note(transaction, user_id, "connected", "the refresh that was given up has succeeded", now_ms)
        if not rows:
            raise StaleGeneration(f"the store has a newer pair of {user_id!r} than the one that was refreshed")
        *consent, since_ms, uid = rows[0]
        return StoredToken(
            grant=_grant(*consent),
            pair=pair,
            generation=generation + 1,
            connected_ms=_number(since_ms),
            uid=str(uid),
        )

    def end_refresh(self, user_id: str, owner: str, *, executed_nothing: bool) -> None:
        """Give the lease back without a new pair; also close the intent, where it is certain that nothing was executed."""
        with self._transaction(write=True) as transaction:
            transaction.run(
                "UPDATE connections SET lease_owner = '', lease_until_ms = 0, "
                "refreshing = CASE WHEN :nothing = 1 THEN 0 ELSE refreshing END "
                f"{_WHERE} AND lease_owner = :owner",
                {**self._at(user_id), "owner": owner, "nothing": int(executed_nothing)},
            )

    def must_reconnect(self, user_id: str, generation: int, reason: str, now_ms: int) -> bool:
        """Mark a pair as dead; false, and nothing is marked, when the store has a newer one by now."""
        with self._transaction(write=True) as transaction:
            rows = transaction.run(
                "UPDATE connections SET must_reconnect = :reason, lease_owner = '', lease_until_ms = 0 "
                f"{_WHERE} AND generation = :generation AND access IS NOT NULL AND must_reconnect = '' "
                "RETURNING user_id",
                {**self._at(user_id), "generation": generation, "reason": reason},
            )
            if rows:
                self._note(transaction, user_id, "must_reconnect", reason, now_ms)
        return bool(rows)

    # States

    def remember_state(self, state: str, session: str, pending: Pending, now_ms: int) -> None:
        """Keep a consent that is being asked for; state and session are kept as hashes. Forgets what has expired."""
        self._load_keys()
        grant = pending.grant
        with self._transaction(write=True) as transaction:
            transaction.run(
                "DELETE FROM states WHERE space = :space AND expires_ms <= :now",
                {"space": self._space, "now": now_ms},
            )
            transaction.run(
                "INSERT INTO states (space, state_hash, session_hash, user_id, client_id, mode, scopes, site, term_id, "
                "redirect_uri, verifier, expires_ms) VALUES (:space, :state, :session, :user, :client, :mode, :scopes, "
                ":site, :term, :redirect, :verifier, :expires)",
                {
                    **self._at(pending.user_id),
                    "state": _hash(state),
                    "session": _hash(session),
                    "client": grant.client_id,
                    "mode": grant.mode,
                    "scopes": ",".join(grant.scopes),
                    "site": grant.site,
                    "term": grant.term_id,
                    "redirect": pending.redirect_uri,
                    "verifier": self._sealed(pending.verifier, pending.user_id, "verifier"),
                    "expires": pending.expires_ms,
                },
            )

    def burn_state(self, state: str, session: str, now_ms: int) -> Pending | None:
        """Return what a state is about and forget it; None when it is unknown, used, expired, or of another session."""
        self._load_keys()
        with self._transaction(write=True) as transaction:
            rows = transaction.run(
                "DELETE FROM states WHERE space = :space AND state_hash = :state RETURNING session_hash, user_id, "
                "client_id, mode, scopes, site, term_id, redirect_uri, verifier, expires_ms",
                {"space": self._space, "state": _hash(state)},
            )
            if not rows:
                return None
            session_hash, user_id, client_id, mode, scopes, site, term_id, redirect_uri, verifier, expires_ms = rows[0]
            # Burnt in any case: whoever has the state without the session has stolen it.
            if not hmac.compare_digest(_bytes(session_hash), _hash(session)) or _number(expires_ms) <= now_ms:
                return None
            return Pending(
                user_id=str(user_id),
                grant=_grant(client_id, mode, scopes, site, term_id),
                redirect_uri=str(redirect_uri),
                verifier=self._open(verifier, str(user_id), "verifier", transaction),
                expires_ms=_number(expires_ms),
            )

    # Rotation

    def renew_data_key(self) -> None:
        """Make a new data key that seals from now on; `rotate` then seals old values anew."""
        self._load_keys()
        with self._sealer_lock, self._transaction(write=True) as transaction:
            if self.keys_lock:
                transaction.run(self.keys_lock, {})
            self._new_data_key(transaction)
            self._sealer = self._open_keys(transaction)

    def rotate(self, limit: int) -> int:
        """Wrap the data keys under the active master key, and seal up to so many old users anew; return how many are left.

        Under another master key than before there is a new data key, too. Everybody else can go on reading and writing. Give
        old master keys beside the new one until nothing is left.
        """
        self._load_keys()
        with self._sealer_lock, self._transaction(write=True) as transaction:
            if self.keys_lock:
                transaction.run(self.keys_lock, {})
            rows = transaction.run("SELECT key_id, master_id, wrapped FROM data_keys ORDER BY number", {})
            for key_id, master_id, wrapped in rows:
                if master_id == self._master.active:
                    continue
                name, anew = wrap_data_key(
                    self._master,
                    str(key_id),
                    unwrap_data_key(self._master, str(key_id), str(master_id), _bytes(wrapped)),
                )
                transaction.run(
                    "UPDATE data_keys SET master_id = :master, wrapped = :wrapped WHERE key_id = :key",
                    {"master": name, "wrapped": anew, "key": str(key_id)},
                )
            if rows[-1][1] != self._master.active:
                # Who has the old master key and an old copy of the store knows the data keys of then.
                self._new_data_key(transaction)
            self._sealer = self._open_keys(transaction)
        old = (
            "FROM connections WHERE space = :space AND ((access IS NOT NULL AND token_sealed_by <> :active) "
            "OR (api_key IS NOT NULL AND key_sealed_by <> :active))"
        )
        values: dict[str, Value] = {"space": self._space, "active": self._seal.active}
        with self._transaction(write=False) as transaction:
            found = transaction.run(f"SELECT user_id {old} ORDER BY user_id LIMIT :most", {**values, "most": limit})
        for row in found:
            self._seal_anew(str(row[0]))
        with self._transaction(write=False) as transaction:
            return _number(transaction.run(f"SELECT COUNT(*) {old}", values)[0][0])

    def _seal_anew(self, user_id: str) -> None:
        with self._transaction(write=True) as transaction:
            rows = transaction.run(f"SELECT {_COLUMNS} FROM connections {_WHERE}{self.row_lock}", self._at(user_id))
            held = self._connection(rows[0], transaction) if rows else None
            if held is None:
                return
            if held.token is not None:
                transaction.run(
                    "UPDATE connections SET access = :access, refresh = :refresh, token_sealed_by = :sealed_by "
                    f"{_WHERE}",
                    {
                        **self._at(user_id),
                        "access": self._sealed(held.token.pair.access, user_id, "access"),
                        "refresh": self._sealed(held.token.pair.refresh, user_id, "refresh"),
                        "sealed_by": self._seal.active,
                    },
                )
            if held.key is not None:
                transaction.run(
                    "UPDATE connections SET api_key = :key, secret_key = :secret, passphrase = :passphrase, "
                    f"key_sealed_by = :sealed_by {_WHERE}",
                    {
                        **self._at(user_id),
                        "key": self._sealed(held.key.key, user_id, "api_key"),
                        "secret": self._sealed(held.key.secret, user_id, "secret_key"),
                        "passphrase": self._sealed(held.key.passphrase, user_id, "passphrase"),
                        "sealed_by": self._seal.active,
                    },
                )


NEWEST: Final = len(MIGRATIONS)


def check_version(version: int, name: str) -> None:
    """Refuse a store of a version that this library does not know.

    Raises:
        StoreDamaged: it is newer.
    """
    if version > NEWEST:
        raise StoreDamaged(
            f"{name} was written by a newer version of okx-broker (tables {version}, known up to {NEWEST}): update it"
        )


def _grant(client_id: Value, mode: Value, scopes: Value, site: Value, term_id: Value) -> Grant:
    return Grant(
        client_id=str(client_id),
        mode=cast("Mode", mode),
        scopes=_words(scopes),
        site=str(site),
        term_id=str(term_id),
    )


def _words(text: Value) -> tuple[str, ...]:
    return tuple(str(text).split(",")) if text else ()


def _number(value: Value) -> int:
    if not isinstance(value, int):
        raise StoreDamaged("the store holds something else where a number should be")
    return value


def _bytes(value: Value) -> bytes:
    if not isinstance(value, bytes):
        raise StoreDamaged("the store holds something else where a sealed value should be")
    return value


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
