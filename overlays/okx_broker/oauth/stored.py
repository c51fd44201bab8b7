"""What `broker.for_user(user_id)` calls with: a key or a pair of tokens that a store holds."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from okx_broker.calls import Flow, Setup, work
from okx_broker.credentials import ApiKey, Credentials, KeptCredentials
from okx_broker.environments import Site
from okx_broker.errors import ConfigurationError, NotConnected
from okx_broker.oauth.connection import Connection, StoredKey, StoredToken
from okx_broker.oauth.refreshing import refreshed, saved_first, usable
from okx_broker.oauth.store.protocol import Store, StoreError, StoreUnavailable
from okx_broker.oauth.tokens import OAuthApp
from okx_v5.encoding import Request

Use: TypeAlias = Literal["key", "token"]

REFRESH_BEFORE_MS: Final = 60_000
"""A pair is refreshed so long before its access token ends: longer than any call waits for its slot and its answer."""

KEY_MS: Final = 600_000
"""So often the store is asked again about a key: whoever was disconnected or has another key is noticed by then."""


class AccessToken:
    """A user's access token, as credentials. A token of a device names the device with every call.

    Args:
        token: The pair as the store has it.
        user: The user whose limits the calls count against.
    """

    __slots__ = ("_authorization", "_term_id", "generation", "good_until_ms", "user")

    holds_token = True

    def __init__(self, token: StoredToken, user: str) -> None:
        self._authorization = f"Bearer {token.pair.access.reveal()}"
        self._term_id = token.grant.term_id
        self.generation = token.generation
        self.good_until_ms = token.pair.access_expires_ms - REFRESH_BEFORE_MS
        self.user = user

    def headers(self, time: str, request: Request) -> list[tuple[str, str]]:
        """Return the headers that authenticate a request; nothing is signed."""
        if self._term_id:
            return [("Authorization", self._authorization), ("TERMID", self._term_id)]
        return [("Authorization", self._authorization)]

    def __repr__(self) -> str:
        return f"AccessToken(***, generation {self.generation})"

    def __reduce__(self) -> str:
        raise TypeError("an AccessToken can't be pickled or copied: it holds secrets")


class StoredUser(KeptCredentials):
    """What a store holds of one user, read at the first call and kept until it ends or is refused.

    Args:
        store: The store.
        app: The broker as an OAuth client; needed to refresh.
        site: The broker's site; users of another one are refused.
        user_id: The platform's own id of the user.
        use: Whether to call with the stored API key or with the tokens; the key if there is one, unless said.
    """

    __slots__ = ("_app", "_held", "_site", "_store", "_use", "user_id")

    def __init__(self, store: Store, app: OAuthApp | None, site: Site, user_id: str, use: Use | None) -> None:
        self._store = store
        self._app = app
        self._site = site
        self.user_id = user_id
        self._use = use
        self._held: AccessToken | _KeptKey | None = None

    def ready(self, now_ms: int) -> Credentials | None:
        """Return what is known and good at this moment, without any I/O; None if the store must be asked."""
        held = self._held
        return held if held is not None and now_ms < held.good_until_ms else None

    def renew(self, setup: Setup, refused: Credentials | None) -> Flow[Credentials]:
        """Return a flow that gets good credentials: from the store, or by a refresh."""
        store, user_id = self._store, self.user_id
        held = self._held
        if self._app is not None:
            yield from saved_first(setup, store, self._app, user_id, setup.base_url)
        try:
            connection = yield from work(lambda: store.load(user_id))
        except StoreUnavailable:
            if refused is None and isinstance(held, _KeptKey):
                return held  # a key lives on while the store is away
            raise
        if connection is None:
            self._held = None
            raise NotConnected(user_id, "nothing is stored")
        if (key := connection.key) is not None and self._use != "token":
            if isinstance(refused, _KeptKey) and refused.same_as(key):
                yield from self._told(setup, key)
                return refused
            return self._keep_key(setup, key, key.uid or user_id)
        self._forget_key()
        if connection.token is None:
            raise NotConnected(user_id, "no API key is stored" if self._use == "key" else "no tokens are stored")
        if self._use == "key":
            raise NotConnected(user_id, "no API key is stored")
        token = yield from self._good(setup, connection, refused)
        made = AccessToken(token, token.uid or user_id)
        held = self._held
        if not isinstance(held, AccessToken) or held.generation <= made.generation:
            self._held = made  # else another thread has taken a newer one meanwhile
        return made

    def _forget_key(self) -> None:
        if isinstance(self._held, _KeptKey):
            self._held = None

    def _told(self, setup: Setup, key: StoredKey) -> Flow[None]:
        """Tell the platform, once, that OKX knows the stored key no more; the call that found out fails in any case."""
        if key.refused_ms:
            return
        why = "OKX knows the key no more, or its secret or passphrase is another one"
        try:
            yield from work(lambda: self._store.key_refused(self.user_id, key, why, setup.clock.now_ms()))
        except StoreError:
            return

    def _keep_key(self, setup: Setup, key: StoredKey, user: str) -> Credentials:
        self._check_site(key.site)
        made = _KeptKey(key, user, setup.clock.now_ms() + KEY_MS)
        self._held = made
        return made

    def _good(self, setup: Setup, connection: Connection, refused: Credentials | None) -> Flow[StoredToken]:
        token = usable(self.user_id, connection).token
        assert token is not None  # noqa: S101 - usable has seen it
        self._check_site(token.grant.site)
        newer = not isinstance(refused, AccessToken) or token.generation != refused.generation
        if newer and setup.clock.now_ms() < token.pair.access_expires_ms - REFRESH_BEFORE_MS:
            return token
        app = self._app
        if app is None:
            raise ConfigurationError("the broker refreshes tokens, so it needs oauth=OAuthApp(...)")
        found = (yield from refreshed(setup, self._store, app, self.user_id, token, setup.base_url)).token
        assert found is not None  # noqa: S101 - refreshed ends with a pair
        return found

    def _check_site(self, site: str) -> None:
        if site != self._site.name.lower():
            raise ConfigurationError(
                f"user {self.user_id!r} belongs to the site {site}, this broker to {self._site.name.lower()}: "
                "use a Broker of that site"
            )

    def __repr__(self) -> str:
        return f"StoredUser({self.user_id!r})"


class _KeptKey:
    """A stored API key as credentials. It lives until it is refused; the store is asked again now and then."""

    __slots__ = ("_key", "_parts", "good_until_ms")

    def __init__(self, key: StoredKey, user: str, good_until_ms: int) -> None:
        self.good_until_ms = good_until_ms
        self._key = ApiKey(key.key.reveal(), key.secret, key.passphrase, user=user)
        self._parts = (key.key, key.secret, key.passphrase)

    @property
    def user(self) -> str:
        return self._key.user

    def headers(self, time: str, request: Request) -> list[tuple[str, str]]:
        return self._key.headers(time, request)

    def same_as(self, key: StoredKey) -> bool:
        """Whether a stored key is this one, part by part: a secret that was mistyped may have been put right."""
        return self._parts == (key.key, key.secret, key.passphrase)

    def __repr__(self) -> str:
        return repr(self._key)
