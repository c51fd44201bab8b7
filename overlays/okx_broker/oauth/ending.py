"""Ending a connection."""

from __future__ import annotations

from functools import partial

from okx_broker.calls import Flow, Setup, work
from okx_broker.errors import CallError
from okx_broker.oauth.store.protocol import Store
from okx_broker.oauth.tokens import OAuthApp, revoke_token


def disconnected(setup: Setup, store: Store, app: OAuthApp | None, user_id: str) -> Flow[bool]:
    """Return the flow that forgets a user and revokes the tokens, where OKX's path for that is known.

    The user is forgotten first, so that nothing acts for the user any more even where OKX can't be asked; the tokens end by
    themselves then. It ends with whether anything was held.

    Raises:
        StoreError: The store can't be asked.
    """
    held = yield from work(partial(store.disconnect, user_id, setup.clock.now_ms()))
    if held is None:
        return False
    if app is not None and held.token is not None and not held.token.must_reconnect:
        try:
            yield from revoke_token(setup, app, held.token.pair.access, site_url=setup.base_url)
        except CallError:
            return True
    return True
