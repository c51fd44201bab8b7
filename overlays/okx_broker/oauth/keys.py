"""Lasting API keys of users: made through Fast API, or made by the user at OKX and pasted.

Source: okx-oauth, "Fast API"; okx-broker-program, "API Broker".
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Final, Literal

import msgspec

from okx_broker.calls import Flow, Setup, Wait, apart, start, work
from okx_broker.credentials import ApiKey, Credentials
from okx_broker.environments import Site
from okx_broker.errors import ApiError, ConfigurationError, KeyRefused, OkxError
from okx_broker.oauth.connection import StoredKey
from okx_broker.oauth.refreshing import allowed_token, lease_seconds
from okx_broker.oauth.store.protocol import Store, StoreError
from okx_broker.oauth.stored import AccessToken
from okx_v5.encoding import Wire, check
from okx_v5.operations.account import GET_CONFIG
from okx_v5.operations.fast_api import CREATE_FAST_API_KEY, DELETE_FAST_API_KEY
from okx_v5.operations.fd_broker import GET_IF_REBATE
from okx_v5.scalars import Secret

_NO_KEY: Final = "59506"
_REQUESTS: Final = 4
"""A lease is as long as so many requests: deleting, making and asking whose it is, with one that is tried again."""
_LOOK_SECONDS: Final = 0.5
"""So often somebody looks who waits for the lease."""
_LETTERS: Final = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class CheckedKey(msgspec.Struct, frozen=True, kw_only=True):
    """What signed reads told about a key.

    Attributes:
        uid: Whose key it is.
        permissions: What it may do: `read_only`, `trade`.
        ip: The addresses that it is bound to; none means that it works from everywhere.
        label: Its note.
        rebate: `type` of if-rebate: `0` when its orders earn the broker a rebate; empty where it was not asked.
    """

    uid: str
    permissions: tuple[str, ...]
    ip: tuple[str, ...]
    label: str
    rebate: str = ""

    @property
    def may_trade(self) -> bool:
        """Whether it may place orders; the exchange refuses those of any other key with 50120."""
        return "trade" in self.permissions


def checked_key(
    setup: Setup,
    key: str,
    secret: Secret,
    passphrase: Secret,
    *,
    broker: Credentials | None = None,
    must_trade: bool = False,
) -> Flow[CheckedKey]:
    """Return the flow that checks a key by signed reads: that it is right, of this environment and site, and can't withdraw.

    Args:
        setup: What all clients of the broker share.
        key: The API key.
        secret: The secret key.
        passphrase: The passphrase.
        broker: The broker's own key; with it, if-rebate is asked about the user's.
        must_trade: Whether a key that may only read is refused; else it is taken, and `may_trade` of the answer is false.

    Raises:
        KeyRefused: The key may withdraw, may not read, or may not trade although it must.
        ConfigurationError: A part of it can't be one.
        CallError: The exchange refused it, or gave no usable answer.
    """
    credentials = ApiKey(key, secret, passphrase)
    envelope = yield from start(setup, credentials, GET_CONFIG, check(GET_CONFIG, {}))
    config = envelope.data[0]
    permissions = tuple(part for part in config.perm.split(",") if part)
    if "withdraw" in permissions:
        raise KeyRefused(
            "may_withdraw", "the key may withdraw", "Make one at OKX with the permissions Read and Trade only."
        )
    if "read_only" not in permissions:
        raise KeyRefused("may_not_read", "the key may not read", "Make one at OKX with the permissions Read and Trade.")
    if must_trade and "trade" not in permissions:
        raise KeyRefused(
            "may_not_trade", "the key may only read", "Make one at OKX with the permissions Read and Trade."
        )
    rebate = ""
    if broker is not None:
        answer = yield from start(setup, broker, GET_IF_REBATE, _if_rebate(setup, key))
        rebate = answer.data[0].type
    return CheckedKey(
        uid=config.uid,
        permissions=permissions,
        ip=tuple(part for part in config.ip.split(",") if part),
        label=config.label,
        rebate=rebate,
    )


def _if_rebate(setup: Setup, key: str) -> dict[str, object]:
    wire = check(GET_IF_REBATE, {"apiKey": key})
    assert isinstance(wire, dict)  # noqa: S101 - a query is one object
    if setup.broker_type is not None:
        wire["brokerType"] = setup.broker_type
    return wire


def pasted(
    setup: Setup,
    store: Store,
    site: Site,
    user_id: str,
    key: str,
    secret: Secret,
    passphrase: Secret,
    *,
    broker: Credentials | None = None,
    must_trade: bool = False,
) -> Flow[CheckedKey]:
    """Return the flow that checks a key that a user pasted, and stores it in place of any other of that user.

    Raises:
        KeyRefused: The key may withdraw, may not read, or may not trade although it must; nothing is stored.
        CallError: The exchange refused it, or gave no usable answer; nothing is stored.
        StoreError: It can't be stored.
    """
    found = yield from checked_key(setup, key, secret, passphrase, broker=broker, must_trade=must_trade)
    now_ms = setup.clock.now_ms()
    stored = StoredKey(
        kind="pasted",
        key=Secret(key),
        secret=secret,
        passphrase=passphrase,
        permissions=found.permissions,
        ip=found.ip,
        label=found.label,
        site=site.name.lower(),
        created_ms=now_ms,
        uid=found.uid,
    )
    yield from work(partial(store.save_key, user_id, stored, now_ms))
    return found


def fast_api_key(
    setup: Setup,
    store: Store,
    site: Site,
    user_id: str,
    *,
    label: str,
    perm: Literal["read_only", "trade"],
    bind_app: bool,
    ip: Sequence[str] = (),
    passphrase: Secret | None = None,
) -> Flow[StoredKey]:
    """Return the flow that makes a user's Fast API key and stores it; an older one is deleted first.

    The user has consented to the scope `fast_api`. When an answer is lost, run it again: the key that nobody knows is
    deleted then.

    Args:
        setup: What all clients of the broker share.
        store: Holds the user's token, and takes the key.
        site: The broker's site; users of another one are refused.
        user_id: The platform's own id of the user.
        label: Note for the key.
        perm: What it may do; it can never withdraw.
        bind_app: Whether it works only from the broker's addresses on OKX's allow-list.
        ip: Addresses that it is bound to.
        passphrase: 8 to 32 characters with a digit, an upper-case letter, a lower-case letter and a special one; made up
            unless given.

    Raises:
        NotConnected: There is no token with the scope `fast_api`, or it has ended.
        InvalidArgument: An argument can't be used.
        CallError: The exchange refused, or gave no usable answer.
    """
    chosen = new_passphrase() if passphrase is None else passphrase
    arguments: dict[str, object] = {"label": label, "passphrase": chosen, "perm": perm, "bindApp": bind_app}
    if ip:
        arguments["ip"] = ",".join(ip)
    wire = check(CREATE_FAST_API_KEY, arguments)
    connection = yield from work(partial(store.load, user_id))
    token = allowed_token(user_id, connection, setup.clock.now_ms())
    if token.grant.site != site.name.lower():
        raise ConfigurationError(
            f"user {user_id!r} belongs to the site {token.grant.site}, this broker to {site.name.lower()}: "
            "use a Broker of that site"
        )
    credentials = AccessToken(token, token.uid or user_id)
    # Apart: a caller that goes away must not leave a key that nobody knows.
    making = _replaced(setup, store, user_id, credentials, wire, token.grant.site, chosen, tuple(ip))
    return (yield from apart(_in_turn(setup, store, user_id, making)))


def _in_turn(setup: Setup, store: Store, user_id: str, making: Flow[StoredKey]) -> Flow[StoredKey]:
    """Make one key of a user at a time: of two that are made at once, the store could keep the one that is dead."""
    owner = secrets.token_hex(8)
    lease_ms = int(1000 * _REQUESTS * lease_seconds(setup))
    while left_ms := (yield from work(partial(store.begin_key, user_id, owner, lease_ms))):
        yield Wait(min(left_ms / 1000, _LOOK_SECONDS))
    try:
        made = yield from making
    except Exception:
        yield from _given_back(store, user_id, owner)
        raise
    yield from _given_back(store, user_id, owner)
    return made


def _given_back(store: Store, user_id: str, owner: str) -> Flow[None]:
    """Give the lease back. Where the store is away it ends by itself: what went before is the thing to tell."""
    with suppress(StoreError):
        yield from work(partial(store.end_key, user_id, owner))


def _replaced(
    setup: Setup,
    store: Store,
    user_id: str,
    credentials: AccessToken,
    wire: Wire | list[Wire],
    site: str,
    passphrase: Secret,
    ip: tuple[str, ...],
) -> Flow[StoredKey]:
    try:
        yield from start(setup, credentials, DELETE_FAST_API_KEY, check(DELETE_FAST_API_KEY, {}))
    except ApiError as error:
        if error.code != _NO_KEY:
            raise
    # From here on the old key is dead, whatever becomes of the new one.
    yield from work(partial(store.forget_key, user_id, "fast_api", setup.clock.now_ms()))
    envelope = yield from start(setup, credentials, CREATE_FAST_API_KEY, wire)
    made = envelope.data[0]
    now_ms = setup.clock.now_ms()
    stored = StoredKey(
        kind="fast_api",
        key=Secret(made.api_key),
        secret=made.secret_key or Secret(""),
        passphrase=passphrase,
        permissions=("read_only", "trade") if made.perm == "trade" else ("read_only",),
        ip=ip,
        label=made.label,
        site=site,
        created_ms=now_ms,
    )
    yield from work(partial(store.save_key, user_id, stored, now_ms))
    return (yield from _with_uid(setup, store, user_id, stored))


def _with_uid(setup: Setup, store: Store, user_id: str, key: StoredKey) -> Flow[StoredKey]:
    """Ask whose key it is, so that it shares the limits with others of the user; without an answer it doesn't."""
    try:
        credentials = ApiKey(key.key.reveal(), key.secret, key.passphrase)
        envelope = yield from start(setup, credentials, GET_CONFIG, check(GET_CONFIG, {}))
    except OkxError:
        return key
    uid = envelope.data[0].uid
    if uid:
        yield from work(partial(store.set_uid, user_id, uid, key))
    return msgspec.structs.replace(key, uid=uid)


def new_passphrase() -> Secret:
    """Return a passphrase that fits OKX's rule, with 130 random bits."""
    return Secret("Aa1!" + "".join(secrets.choice(_LETTERS) for _ in range(23)))
