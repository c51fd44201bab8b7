"""The tables of a store, version by version. A new version is a new entry; an old entry is never changed."""

from __future__ import annotations

from typing import Final

# {blob} and {serial} are what the database calls them.
_V1: Final = """
CREATE TABLE data_keys (
    key_id TEXT PRIMARY KEY,
    master_id TEXT NOT NULL,
    wrapped {blob} NOT NULL,
    number BIGINT NOT NULL
);
CREATE TABLE connections (
    space TEXT NOT NULL,
    user_id TEXT NOT NULL,
    uid TEXT NOT NULL DEFAULT '',
    generation BIGINT NOT NULL DEFAULT 0,
    client_id TEXT NOT NULL DEFAULT '',
    mode TEXT NOT NULL DEFAULT '',
    scopes TEXT NOT NULL DEFAULT '',
    token_site TEXT NOT NULL DEFAULT '',
    term_id TEXT NOT NULL DEFAULT '',
    access {blob},
    refresh {blob},
    access_expires_ms BIGINT NOT NULL DEFAULT 0,
    refresh_expires_ms BIGINT NOT NULL DEFAULT 0,
    token_sealed_by TEXT NOT NULL DEFAULT '',
    must_reconnect TEXT NOT NULL DEFAULT '',
    connected_ms BIGINT NOT NULL DEFAULT 0,
    lease_owner TEXT NOT NULL DEFAULT '',
    lease_until_ms BIGINT NOT NULL DEFAULT 0,
    refreshing BIGINT NOT NULL DEFAULT 0,
    key_kind TEXT NOT NULL DEFAULT '',
    api_key {blob},
    secret_key {blob},
    passphrase {blob},
    permissions TEXT NOT NULL DEFAULT '',
    ip TEXT NOT NULL DEFAULT '',
    label TEXT NOT NULL DEFAULT '',
    key_site TEXT NOT NULL DEFAULT '',
    key_created_ms BIGINT NOT NULL DEFAULT 0,
    key_sealed_by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (space, user_id)
);
CREATE INDEX connections_due ON connections (space, refresh_expires_ms, user_id);
CREATE TABLE states (
    space TEXT NOT NULL,
    state_hash {blob} NOT NULL,
    session_hash {blob} NOT NULL,
    user_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    scopes TEXT NOT NULL,
    site TEXT NOT NULL,
    term_id TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    verifier {blob} NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (space, state_hash)
);
CREATE TABLE events (
    number {serial},
    space TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL
);
"""

# The key pasted by a user can be another account's than the one that consented, and can end without a word.
_V2: Final = """
ALTER TABLE connections ADD COLUMN key_uid TEXT NOT NULL DEFAULT '';
ALTER TABLE connections ADD COLUMN key_refused_ms BIGINT NOT NULL DEFAULT 0;
UPDATE connections SET key_uid = uid WHERE api_key IS NOT NULL;
"""

MIGRATIONS: Final = (_V1, _V2)
"""What each version adds; the number of the version is the place in this list, from 1."""


def statements(version: int, *, blob: str, serial: str) -> list[str]:
    """Return the statements that lead to a version from the one before it."""
    text = MIGRATIONS[version - 1].format(blob=blob, serial=serial)
    return [statement.strip() for statement in text.split(";") if statement.strip()]
