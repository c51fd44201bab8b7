"""`okx-broker connect`: a person at a desktop connects their own account. PKCE only: a desktop can't keep a secret."""

from __future__ import annotations

import os
import secrets
import webbrowser
from contextlib import suppress
from typing import Final
from urllib.parse import parse_qs, urlsplit

import click

from okx_broker.cli.callback import checked_port, listening
from okx_broker.cli.device import device_id
from okx_broker.cli.settings import (
    Settings,
    app_of,
    broker_options,
    client_options,
    opened_broker,
    opened_store,
    pass_settings,
    store_options,
)
from okx_broker.cli.shown import answer, details, note, user_shown
from okx_broker.errors import ConfigurationError, ConsentRefused, NotConnected
from okx_broker.oauth import OAuth
from okx_broker.oauth.connection import StoredToken
from okx_broker.oauth.store.protocol import StoreError

_EPILOG: Final = """\b
Examples:
  okx-broker connect --store me.db --environment demo --site global
  okx-broker connect me --no-browser --scope read_only
"""


@click.command(epilog=_EPILOG)
@click.argument("user", default="me")
@store_options
@broker_options
@client_options(required=True)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(["read_only", "trade"]),
    help="What consent is asked for; both unless said.",
)
@click.option("--no-browser", is_flag=True, help="Only show the address to open.")
@click.option(
    "--wait", default=600, show_default=True, type=click.IntRange(1, 1800), help="Seconds to wait for the consent."
)
@pass_settings
def connect(settings: Settings, user: str, scopes: tuple[str, ...], no_browser: bool, wait: int) -> None:
    """Connect the OKX account of the person at this desktop, and store it as USER ("me" unless said).

    OKX_REDIRECT_URI is http://127.0.0.1:<port>/callback, as OKX registered it. No client secret is needed, and none is sent.
    """
    if os.environ.get("OKX_CLIENT_SECRET"):
        raise ConfigurationError(
            "OKX_CLIENT_SECRET is set, and a desktop must not hold it: unset it. Consent by a server is what "
            "okx_broker.oauth.web is for"
        )
    checked_port(settings.redirect_uri)
    app = app_of(settings, secret=False)
    with (
        listening(settings.redirect_uri) as callback,
        opened_store(settings, make=True) as store,
        opened_broker(settings, store, app) as broker,
    ):
        oauth = OAuth(broker)
        session = secrets.token_urlsafe(32)
        url = oauth.authorization_url(user, session, scopes or ("read_only", "trade"), term_id=device_id())
        state = parse_qs(urlsplit(url).query)["state"][0]
        callback.state = state
        token: StoredToken | None = None
        try:
            note(f"Open this address and consent there; this waits {wait} seconds, Ctrl-C stops it:\n\n{url}\n")
            if not no_browser:
                webbrowser.open(url)
            if not callback.came.wait(wait):
                raise ConsentRefused("nobody_came", f"nobody came back within {wait} seconds", "", "Start again.")
            token = oauth.finish(user, session, callback.params)
        finally:
            if token is None:
                # An address that was shown and not used is good for nothing any more.
                with suppress(StoreError):
                    store.burn_state(state, session, broker.clock.now_ms())
            callback.ended(well=token is not None)
        connection = store.load(user)
    if connection is None:
        raise NotConnected(user, "it was disconnected meanwhile")
    document = user_shown(connection, settings.environment)
    answer(document, as_json=settings.as_json, text=details(document))
