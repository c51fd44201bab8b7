"""What is shown of a connection: never a token, a secret or a passphrase, and of a key its last four characters."""

from __future__ import annotations

from datetime import UTC, datetime

from okx_broker.oauth.connection import Connection, StoredKey, StoredToken
from okx_v5.scalars import Secret

Shown = dict[str, object]


def shown(connection: Connection | None) -> Shown:
    """Return a connection as the status route gives it.

    `connected` says whether calls can be made for the user, `uses` with what: a `key` goes before a `token`, as
    `broker.for_user` takes them; `may_trade` whether orders can be placed so. `refused` of a key says that OKX knows it no more.
    """
    token = connection.token if connection is not None else None
    key = connection.key if connection is not None else None
    calls = token if token is not None and "fast_api" not in token.grant.scopes else None
    uses = "key" if key is not None else "token" if calls is not None and not calls.must_reconnect else None
    rights = key.permissions if key is not None else calls.grant.scopes if calls is not None and uses else ()
    return {
        "connected": uses is not None,
        "uses": uses,
        "may_trade": "trade" in rights and not (key is not None and key.refused_ms),
        "must_reconnect": bool(calls is not None and calls.must_reconnect and key is None),
        "uid": connection.uid if connection is not None else "",
        "token": None if calls is None else _token(calls),
        "key": None if key is None else _key(key),
    }


def _token(token: StoredToken) -> Shown:
    return {
        "site": token.grant.site,
        "scopes": list(token.grant.scopes),
        "connected_ms": token.connected_ms,
        "access_expires_ms": token.pair.access_expires_ms,
        "refresh_expires_ms": token.pair.refresh_expires_ms,
    }


def _key(key: StoredKey) -> Shown:
    return {
        "kind": key.kind,
        "key": masked(key.key),
        "site": key.site,
        "permissions": list(key.permissions),
        "ip": list(key.ip),
        "label": key.label,
        "created_ms": key.created_ms,
        "refused": bool(key.refused_ms),
    }


def masked(key: Secret) -> str:
    """Return a key so that its owner can tell it from others."""
    return "••••" + key.reveal()[-4:]


def moment(at_ms: int) -> str:
    """Return a moment as people read it."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
