"""What commands print: documents for programs, and the same as plain text for people. No secret is in either."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, TypeAlias

import click

from okx_broker.oauth.connection import Connection, Event, StoredKey, StoredToken
from okx_v5.scalars import Secret

Shown: TypeAlias = "dict[str, object]"

REBATES: Final = {
    "0": "its orders earn you a rebate",
    "1": "no rebate: your standing as a broker has expired",
    "2": "no rebate this month: the limit for the user's fee level is reached",
    "3": "no rebate, because of the user's fee level",
    "4": "no rebate, because of the kind of the user's account",
}
"""`type` of if-rebate (okx-broker-program, "Get the user's broker rebate information")."""


def masked(key: Secret) -> str:
    """Return a key so that its owner can tell it from others."""
    text = key.reveal()
    return "****" + (text[-4:] if len(text) >= 16 else "")


def moment(at_ms: int) -> str:
    """Return a moment in UTC, to the second."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def user_shown(connection: Connection, environment: str) -> Shown:
    """Return what may be told of a user."""
    token, key = connection.token, connection.key
    return {
        "user_id": connection.user_id,
        "uid": connection.uid,
        "environment": environment,
        "state": _state(token, key),
        "token": None if token is None else _token(token),
        "key": None if key is None else _key(key),
    }


def _state(token: StoredToken | None, key: StoredKey | None) -> str:
    if key is not None:
        return "key_refused" if key.refused_ms else "key"
    if token is None:
        return "nothing"
    return "must_reconnect" if token.must_reconnect else "token"


def _token(token: StoredToken) -> Shown:
    return {
        "site": token.grant.site,
        "mode": token.grant.mode,
        "scopes": list(token.grant.scopes),
        "generation": token.generation,
        "must_reconnect": token.must_reconnect,
        "connected_at": moment(token.connected_ms) if token.connected_ms else "",
        "access_ends_at": moment(token.pair.access_expires_ms),
        "refresh_ends_at": moment(token.pair.refresh_expires_ms),
    }


def _key(key: StoredKey) -> Shown:
    return {
        "kind": key.kind,
        "key": masked(key.key),
        "site": key.site,
        "permissions": list(key.permissions),
        "ip": list(key.ip),
        "label": key.label,
        "stored_at": moment(key.created_ms) if key.created_ms else "",
        "refused_at": moment(key.refused_ms) if key.refused_ms else "",
    }


def event_shown(event: Event) -> Shown:
    """Return an event as a document."""
    return {
        "number": event.number,
        "at": moment(event.at_ms),
        "user_id": event.user_id,
        "kind": event.kind,
        "reason": event.reason,
    }


def answer(document: Mapping[str, object], *, as_json: bool, text: str) -> None:
    """Print a command's answer: the document for programs, or the text for people."""
    click.echo(json.dumps(document, indent=2) if as_json else text, nl=as_json or bool(text))


def note(text: str) -> None:
    """Say something to a person, beside the answer."""
    click.echo(text, err=True)


def details(document: Mapping[str, object], indent: str = "") -> str:
    """Write a document as lines of names and values."""
    lines: list[str] = []
    for name, value in document.items():
        label = indent + name.replace("_", " ")
        if isinstance(value, Mapping):
            lines += [label, details(value, indent + "  ")]  # pyright: ignore[reportUnknownArgumentType] - our own
        else:
            lines.append(f"{label:<18} {_text(value)}")
    return "\n".join(lines)


def table(titles: Sequence[str], rows: Sequence[Sequence[object]], *, to_the_right: Container[int] = ()) -> str:
    """Write rows in columns; those of numbers stand at the right."""
    cells = [list(titles), *([_text(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(titles))]
    lines = (
        "  ".join(
            cell.rjust(width) if place in to_the_right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def _text(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)  # pyright: ignore[reportUnknownArgumentType] - our own
    # Ids and labels are other people's words: nothing in them may steer a terminal.
    return "".join(character if character.isprintable() else "?" for character in text) or "-"
