"""What is held of a connected user: a pair of tokens, an API key, or both."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from okx_v5.scalars import Secret

Mode: TypeAlias = Literal["code", "pkce"]
"""How consent is asked for: `code` by a server that keeps a client secret, `pkce` by a device that can't."""
KeyKind: TypeAlias = Literal["pasted", "fast_api"]

REFRESH_SECONDS = 3 * 24 * 60 * 60
"""How long a refresh token lives; its answer does not say it (okx-broker-program, "Token validity")."""


class TokenPair(msgspec.Struct, frozen=True, kw_only=True):
    """The tokens of one answer of the exchange.

    Attributes:
        access: The access token; opaque.
        refresh: The refresh token; empty where there is none (scope `fast_api`).
        access_expires_ms: When the access token ends, by the exchange's clock.
        refresh_expires_ms: When the refresh token ends.
    """

    access: Secret
    refresh: Secret
    access_expires_ms: int
    refresh_expires_ms: int


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What a user's consent is about.

    Attributes:
        client_id: The broker's id as an OAuth client.
        mode: How consent was asked for.
        scopes: `read_only`, `trade` or `fast_api`.
        site: The user's site, as `global`.
        term_id: The device id that every call with the token names; empty in mode `code`.
    """

    client_id: str
    mode: Mode
    scopes: tuple[str, ...]
    site: str
    term_id: str = ""


class StoredToken(msgspec.Struct, frozen=True, kw_only=True):
    """A pair of tokens as the store has it.

    Attributes:
        grant: What the consent was about.
        pair: The tokens.
        generation: Goes up by one with every new pair of the user.
        must_reconnect: Why the pair can't be refreshed any more; empty as long as it can.
        connected_ms: When the user consented.
        uid: The UID at OKX of who consented, empty as long as it is not known. Rate limits count by it.
    """

    grant: Grant
    pair: TokenPair
    generation: int
    must_reconnect: str = ""
    connected_ms: int = 0
    uid: str = ""


class StoredKey(msgspec.Struct, frozen=True, kw_only=True):
    """An API key as the store has it.

    Attributes:
        kind: Pasted by the user, or made for the user through Fast API.
        key: The API key.
        secret: The secret key.
        passphrase: The passphrase.
        permissions: What the key may do: `read_only`, `trade`.
        ip: The addresses that the key is bound to.
        label: Its note.
        site: The site it belongs to, as `global`.
        created_ms: When it was stored.
        uid: The UID at OKX of the key's account, empty as long as it is not known. Rate limits count by it.
        refused_ms: When OKX first said that it knows the key no more; 0 as long as it has not.
    """

    kind: KeyKind
    key: Secret
    secret: Secret
    passphrase: Secret
    permissions: tuple[str, ...]
    site: str
    ip: tuple[str, ...] = ()
    label: str = ""
    created_ms: int = 0
    uid: str = ""
    refused_ms: int = 0


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """All that is held of one user.

    Attributes:
        user_id: The platform's own id of the user.
        token: The pair of tokens, if there is one.
        key: The API key, if there is one.
        fast_api: The token of a consent to fast_api, if there is one: for an hour it can make a key, and nothing else.
    """

    user_id: str
    token: StoredToken | None = None
    key: StoredKey | None = None
    fast_api: StoredToken | None = None

    @property
    def uid(self) -> str:
        """The UID at OKX of what calls are made with: the key's, else the token's. Empty as long as it is not known.

        A user can paste the key of another account than the one that consented.
        """
        held = self.token if self.key is None else self.key
        return "" if held is None else held.uid


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A consent that was asked for and has not come back yet.

    Attributes:
        user_id: Who of the platform's users asked.
        grant: What the consent is about; its site is where the user was sent to.
        redirect_uri: Where the user comes back to.
        verifier: PKCE's code verifier; empty in mode `code`.
        expires_ms: After this moment it is too late.
    """

    user_id: str
    grant: Grant
    redirect_uri: str
    verifier: Secret
    expires_ms: int


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the platform should know about a user.

    Attributes:
        number: Goes up; ask for what came after it.
        at_ms: When.
        user_id: Who.
        kind: `connected`, `must_reconnect`, `fast_api_allowed`, `key_stored`, `key_deleted`, `key_refused` or `disconnected`.
        reason: Why.
    """

    number: int
    at_ms: int
    user_id: str
    kind: str
    reason: str = ""
