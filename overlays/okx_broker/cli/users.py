"""`okx-broker users …`: the users of a store."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from typing import Final

import click

from okx_broker.cli.secrets_in import read_secrets
from okx_broker.cli.settings import (
    OWN_KEY,
    Settings,
    app_of,
    broker_options,
    client_options,
    json_option,
    opened_broker,
    opened_store,
    pass_settings,
    store_options,
)
from okx_broker.cli.shown import REBATES, answer, details, event_shown, masked, note, table, user_shown
from okx_broker.credentials import ApiKey
from okx_broker.errors import NotConnected
from okx_broker.oauth import Connection, OAuth
from okx_broker.oauth.keep_alive import BEFORE_SECONDS
from okx_broker.oauth.keys import checked_key
from okx_broker.oauth.refreshing import refreshed, usable
from okx_broker.oauth.store.master_keys import keep_in_keyring, new_master_key
from okx_v5.scalars import Secret

OWN_KEY_PARTS: Final = ("API_KEY", "SECRET_KEY", "PASSPHRASE")
_ROTATED_AT_ONCE: Final = 100


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@click.group()
def users() -> None:
    """The users of a store: their keys and tokens."""


@users.command(
    "list",
    epilog=_examples("okx-broker users list --store users.db --environment demo", "okx-broker users list --json"),
)
@store_options
@click.option("--after", default="", metavar="USER", help="Only users whose id comes after this one.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="So many at most.")
@pass_settings
def list_users(settings: Settings, after: str, limit: int) -> None:
    """List users by id."""
    with opened_store(settings) as store:
        found = list(store.users(after, limit + 1))
        others = {} if found or after else store.elsewhere()
    more = found[limit - 1].user_id if len(found) > limit else ""
    shown = [user_shown(one, settings.environment) for one in found[:limit]]
    rows = [
        (
            one.user_id,
            one.uid,
            state["state"],
            one.token.grant.site if one.token else one.key.site if one.key else "",
            masked(one.key.key) if one.key else "",
        )
        for one, state in zip(found, shown, strict=False)
    ]
    text = table(("user", "uid", "uses", "site", "key"), rows) if rows else ""
    answer({"users": shown, "next": more}, as_json=settings.as_json, text=text)
    if not rows:
        there = "".join(f"; {count} in {environment}" for environment, count in others.items())
        note(f"none in {settings.environment}{there}" if there else "no users")
    if more:
        note(f"there are more: --after {more}")


@users.command(epilog=_examples("okx-broker users show user-7 --store users.db --environment demo"))
@click.argument("user")
@store_options
@pass_settings
def show(settings: Settings, user: str) -> None:
    """Show what is held of USER; keys masked, tokens not at all."""
    with opened_store(settings) as store:
        connection = store.load(user)
    if connection is None or (connection.token is None and connection.key is None):
        raise NotConnected(user, "nothing is stored")
    document = user_shown(connection, settings.environment)
    answer(document, as_json=settings.as_json, text=details(document))


@users.command(
    epilog=_examples(
        "okx-broker users add user-7 --store users.db --environment demo --site global",
        'printf \'%s\\n\' "$KEY" "$SECRET" "$PASSPHRASE" | okx-broker users add user-7 --json',
    )
)
@click.argument("user")
@store_options
@broker_options
@click.option("--dry-run", is_flag=True, help="Only check the key; store nothing.")
@click.option("--must-trade", is_flag=True, help="Refuse a key that may only read.")
@pass_settings
def add(settings: Settings, user: str, dry_run: bool, must_trade: bool) -> None:
    """Check an API key of USER by signed reads, and store it in place of any other.

    Key, secret and passphrase are asked for without echo, or read as three lines of standard input. With your own key in
    OKX_BROKER_API_KEY, OKX_BROKER_SECRET_KEY and OKX_BROKER_PASSPHRASE, OKX is also asked whether the key's orders earn you
    a rebate. A key that may only read is stored with a warning: OKX refuses its orders.
    """
    said = any(os.environ.get(OWN_KEY + part) for part in OWN_KEY_PARTS)
    own = ApiKey.from_env(prefix=OWN_KEY) if said else None
    # The store first: nobody shall type three secrets and then hear that it can't be opened.
    with nullcontext() if dry_run else opened_store(settings, make=True) as store:
        key, secret, passphrase = read_secrets(("API key", "secret key", "passphrase"))
        with opened_broker(settings, store, None) as broker:
            if store is None:
                found = broker.run(
                    lambda setup, _: checked_key(
                        setup, key, Secret(secret), Secret(passphrase), broker=own, must_trade=must_trade
                    )
                )
            else:
                found = OAuth(broker).add_key(
                    user, key, Secret(secret), Secret(passphrase), broker=own, must_trade=must_trade
                )
    document = {
        "user_id": user,
        "uid": found.uid,
        "key": masked(Secret(key)),
        "permissions": list(found.permissions),
        "may_trade": found.may_trade,
        "ip": list(found.ip),
        "label": found.label,
        "environment": settings.environment,
        "site": settings.site,
        "rebate": found.rebate,
        "stored": not dry_run,
    }
    rebate = REBATES.get(found.rebate, found.rebate) if found.rebate else "not asked: say your own key"
    words = {
        "may_trade": "yes" if found.may_trade else "NO: OKX refuses its orders (50120)",
        "ip": list(found.ip) or "any address: let the user bind the key to yours",
        "rebate": rebate,
    }
    answer(document, as_json=settings.as_json, text=details(document | words))
    if not found.may_trade:
        note(
            "Warning: the key may only read, and OKX refuses its orders. Let the user make one with the permissions Read "
            "and Trade; --must-trade refuses others."
        )


@users.command(epilog=_examples("okx-broker users refresh user-7 --store users.db --environment demo --site global"))
@click.argument("user")
@store_options
@broker_options
@client_options(required=True)
@pass_settings
def refresh(settings: Settings, user: str) -> None:
    """Get a new pair of tokens for USER now; the old pair is dead then."""
    with opened_store(settings) as store:
        token = usable(user, store.load(user)).token
        assert token is not None  # noqa: S101 - usable has seen it
        if token.grant.site != settings.site.lower():
            raise click.UsageError(f"the tokens are of the site {token.grant.site}: say --site {token.grant.site}")
        app = app_of(settings, secret=token.grant.mode == "code")
        assert app is not None  # noqa: S101 - client_id is required
        with opened_broker(settings, store, app) as broker:
            connection = broker.run(lambda setup, _: refreshed(setup, store, app, user, token, setup.base_url))
    document = user_shown(connection, settings.environment)
    answer(document, as_json=settings.as_json, text=details(document))


@users.command(
    "keep-alive",
    epilog=_examples(
        "okx-broker users keep-alive --store users.db --environment live --site global",
        "17 */12 * * *  okx-broker users keep-alive    # in a crontab, its settings in the environment",
    ),
)
@store_options
@broker_options
@client_options(required=True)
@click.option(
    "--before-hours",
    default=BEFORE_SECONDS / 3600,
    show_default=True,
    type=click.FloatRange(0.1, 72),
    help="Refresh pairs whose refresh token ends within so many hours.",
)
@click.option(
    "--per-second",
    default=5.0,
    show_default=True,
    type=click.FloatRange(0.01, 100),
    help="So many refreshes a second at most.",
)
@pass_settings
def keep_alive(settings: Settings, before_hours: float, per_second: float) -> None:
    """Refresh the tokens of users who would be lost soon. Run it twice a day.

    It can be stopped and run again at any moment, also several at once: who was refreshed is not due any more. It ends with
    1 when a user must connect again, else with 3 when a user could not be refreshed now; the next run tries these again. It
    ends with 2 when users are due and all belong to another site or client_id than the settings say.
    """
    with (
        opened_store(settings) as store,
        opened_broker(settings, store, app_of(settings, secret=True)) as broker,
    ):
        done = OAuth(broker).keep_alive(before_seconds=3600 * before_hours, per_second=per_second)
    document = {
        "refreshed": list(done.refreshed),
        "must_reconnect": list(done.must_reconnect),
        "failed": [{"user_id": user, "reason": reason} for user, reason in done.failed],
        "others": done.others,
    }
    rows = [
        *((user, "refreshed", "") for user in done.refreshed),
        *((user, "must reconnect", "") for user in done.must_reconnect),
        *((user, "failed", reason) for user, reason in done.failed),
    ]
    answer(document, as_json=settings.as_json, text=table(("user", "what", "why"), rows) if rows else "")
    note(
        f"{len(done.refreshed)} refreshed, {len(done.must_reconnect)} must reconnect, "
        f"{len(done.failed)} could not be asked about"
    )
    if done.others:
        note(f"{done.others} due of another site or client_id were left alone: each needs a run of its own")
    if done.must_reconnect or done.failed:
        click.get_current_context().exit(1 if done.must_reconnect else 3)
    if done.others and not done.refreshed:
        # Nobody at all is ours: most likely a setting is wrong, and in three days everybody would be lost.
        click.get_current_context().exit(2)


@users.command(
    epilog=_examples("okx-broker users disconnect user-7 --yes --store users.db --environment demo --site global")
)
@click.argument("user")
@store_options
@broker_options
@client_options(required=False)
@click.option("--yes", is_flag=True, help="Don't ask.")
@pass_settings
def disconnect(settings: Settings, user: str, yes: bool) -> None:
    """Forget all that is held of USER; revoke the tokens at OKX where --revoke-path is said."""
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("this forgets the user's key and tokens: say --yes")
        click.confirm(f"Forget the key and tokens of {user!r}?", abort=True, err=True)
    with opened_store(settings) as store:
        held = store.load(user)
        app = app_of(settings, secret=held is None or held.token is None or held.token.grant.mode == "code")
        if app is not None and app.revoke_path is not None:
            with opened_broker(settings, store, app) as broker:
                gone = OAuth(broker).disconnect(user)
        else:
            from okx_broker.clock import SystemClock

            gone = store.disconnect(user, SystemClock().now_ms()) is not None
    if not gone:
        raise NotConnected(user, "nothing is stored")
    answer({"user_id": user, "disconnected": True}, as_json=settings.as_json, text=f"forgot {user}")
    for text in _left_at_okx(held, revoked=app is not None and app.revoke_path is not None):
        note(text)


def _left_at_okx(held: Connection | None, *, revoked: bool) -> Iterator[str]:
    """What OKX still has of a user who was forgotten, and where the user ends it."""
    if held is not None and (held.token is not None or held.fast_api is not None) and not revoked:
        yield (
            "OKX still holds the user's consent: the user takes it back at OKX, logged in there, among the applications "
            "that the account is connected to."
        )
    if held is not None and held.key is not None:
        yield f"The key {masked(held.key.key)} still works: the user deletes it at OKX, where API keys are managed."


@users.command(epilog=_examples("okx-broker users events --after 120 --store users.db --environment demo --json"))
@store_options
@click.option("--after", default=0, show_default=True, type=click.IntRange(0), help="Only events after this number.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="So many at most.")
@pass_settings
def events(settings: Settings, after: int, limit: int) -> None:
    """List what happened to users: connected, must_reconnect, key_stored, key_refused and so on. `next` is the next --after."""
    with opened_store(settings) as store:
        found = list(store.events(after, limit))
    shown = [event_shown(one) for one in found]
    text = table(("number", "at", "user", "what", "why"), [list(one.values()) for one in shown]) if shown else ""
    document = {"events": shown, "next": found[-1].number if found else after}
    answer(document, as_json=settings.as_json, text=text)
    if not shown:
        note("no events")


@users.command(
    "new-key",
    epilog=_examples("export OKX_BROKER_STORE_KEY=$(okx-broker users new-key)", "okx-broker users new-key --keyring"),
)
@click.option("--name", default="k1", show_default=True, help="Its name; another one for each new key.")
@click.option("--keyring", is_flag=True, help="Keep it in the system's keyring and print nothing secret.")
@json_option
@pass_settings
def new_key(settings: Settings, name: str, keyring: bool) -> None:
    """Make a master key for a store, and print it: the one secret that this command prints.

    Keep a copy where you keep your most secret things: without it nobody can read the store. To change keys, put the new one
    in front of the old one, `new,old`, and run `users rotate` until nothing is left; then take the old one away.
    """
    key = new_master_key(name)
    if keyring:
        keep_in_keyring(key)
        answer(
            {"name": name, "kept_in": "keyring"}, as_json=settings.as_json, text=f"{name} is in the system's keyring"
        )
    else:
        answer({"name": name, "key": key.reveal()}, as_json=settings.as_json, text=key.reveal())


@users.command(
    epilog=_examples("OKX_BROKER_STORE_KEY=k2:…,k1:… okx-broker users rotate --store users.db --environment live")
)
@store_options
@pass_settings
def rotate(settings: Settings) -> None:
    """Seal everything anew under the first of the master keys. It can be stopped and run again; users are served meanwhile."""
    with opened_store(settings) as store:
        turn = partial(store.rotate, _ROTATED_AT_ONCE)
        while (left := turn()) > 0:
            note(f"{left} left")
    answer({"left": 0}, as_json=settings.as_json, text="everything is sealed under the first master key")
