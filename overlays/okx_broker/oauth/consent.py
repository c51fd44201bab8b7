"""Asking a user for consent, and what the user comes back with. Source: okx-broker-program, "OAuth Broker".

Each request has a state of its own: 32 random bytes, kept as a hash together with the platform's user and browser session,
good once and for half an hour. Only who comes back with the state and in the same session is believed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlencode

from okx_broker.calls import Flow, Setup, apart, start, work
from okx_broker.environments import Site
from okx_broker.errors import ConsentRefused, InvalidArgument, OkxError
from okx_broker.oauth.connection import Grant, Pending, StoredToken
from okx_broker.oauth.store.protocol import Store
from okx_broker.oauth.stored import AccessToken
from okx_broker.oauth.tokens import SCOPES, OAuthApp, exchange_code
from okx_v5.encoding import check
from okx_v5.error_codes import ADVICE, MEANINGS
from okx_v5.operations.account import GET_CONFIG
from okx_v5.scalars import Secret

STATE_MS: Final = 30 * 60 * 1000
_OPERATION: Final = "oauth.authorization_url"
_ALSO: Final = {"https://openapi.okx.com": Site.GLOBAL}
"""Another name of a site (okx-v5, hosts)."""
_LONGEST: Final = 4096


def challenge_of(verifier: str) -> str:
    """Return PKCE's S256 challenge of a verifier (RFC 7636, section 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()


def new_verifier() -> str:
    """Return a PKCE code verifier: 43 characters, 32 random bytes (RFC 7636, section 4.1)."""
    return secrets.token_urlsafe(32)


def asked_for(
    setup: Setup,
    store: Store,
    app: OAuthApp,
    site: Site,
    user_id: str,
    session: str,
    scopes: Sequence[str],
    *,
    term_id: str = "",
) -> Flow[str]:
    """Return the flow that ends with the URL of the page of consent, its state remembered.

    Args:
        setup: What all clients of the broker share.
        store: Where the state is kept.
        app: The broker as an OAuth client.
        site: The site to which the user is sent.
        user_id: The platform's own id of the user who asks.
        session: What tells this browser session from others; unguessable, as the value of a session cookie.
        scopes: `read_only`, `trade` or both; or `fast_api` alone.
        term_id: The id of the device, the same each time; mode `pkce` only.

    Raises:
        InvalidArgument: An argument can't be used.
        StoreError: The state can't be kept.
    """
    _check(app, user_id, session, scopes, term_id)
    state = secrets.token_urlsafe(32)
    verifier = new_verifier() if app.mode == "pkce" else ""
    now_ms = setup.clock.now_ms()
    pending = Pending(
        user_id=user_id,
        grant=Grant(
            client_id=app.client_id, mode=app.mode, scopes=tuple(scopes), site=site.name.lower(), term_id=term_id
        ),
        redirect_uri=app.redirect_uri,
        verifier=Secret(verifier),
        expires_ms=now_ms + STATE_MS,
    )
    yield from work(lambda: store.remember_state(state, session, pending, now_ms))
    query = {
        "response_type": "code",
        "access_type": "offline",
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uri,
        "scope": ",".join(scopes),
        "state": state,
        "channelId": setup.code,
    }
    if verifier:
        query |= {"code_challenge": challenge_of(verifier), "code_challenge_method": "S256"}
    # `quote_via=quote`: the redirect_uri is encoded exactly once, blanks as %20.
    return setup.base_url + app.authorize_path + "?" + urlencode(query, quote_via=quote, safe="")


def _check(app: OAuthApp, user_id: str, session: str, scopes: Sequence[str], term_id: str) -> None:
    def wrong(field: str, problem: str, fix: str) -> InvalidArgument:
        return InvalidArgument(_OPERATION, field, problem, fix)

    if not isinstance(user_id, str) or not user_id:  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
        raise wrong("user_id", "is no text", "Pass your own id of the user.")
    if not isinstance(session, str) or len(session) < 16:  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
        raise wrong("session", "is too short to be unguessable", "Pass the value of a random session cookie.")
    if not app.redirect_uri:
        raise wrong("redirect_uri", "is empty", "Give OAuthApp the one that OKX has registered.")
    if isinstance(scopes, str) or not scopes:
        raise wrong("scopes", "is no list of scopes", "Pass ('read_only', 'trade').")
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise wrong("scopes", f"has {unknown[0]!r}", f"Choose from {', '.join(SCOPES)}; none includes sub-accounts.")
    if len(set(scopes)) != len(scopes):
        raise wrong("scopes", "has a scope twice", "Name each once.")
    if "fast_api" in scopes and len(scopes) > 1:
        raise wrong("scopes", "has fast_api beside others", "Ask for fast_api alone: it makes a key, and nothing else.")
    if "fast_api" in scopes and app.mode == "pkce":
        raise wrong("scopes", "has fast_api in PKCE mode", "Fast API needs a client_secret, so a server.")
    if app.mode == "pkce" and not term_id:
        raise wrong("term_id", "is empty", "Pass the id of the device: every call with its token names it.")
    if app.mode == "code" and term_id:
        raise wrong("term_id", "is given in authorization code mode", "Leave it out: a server names no device.")


def came_back(
    setup: Setup,
    store: Store,
    app: OAuthApp,
    user_id: str,
    session: str,
    params: Mapping[str, str],
) -> Flow[StoredToken]:
    """Return the flow that makes tokens of a callback and stores them. Its state is burnt, whatever comes of it.

    Args:
        setup: What all clients of the broker share.
        store: Where the state was kept, and the tokens go.
        app: The broker as an OAuth client.
        user_id: Who is logged in at the platform.
        session: What tells this browser session from others, as it was for the request.
        params: The query parameters of the callback.

    Raises:
        ConsentRefused: The state is not one of this user and session, the domain is no site of OKX, or the user said no.
        CallError: The exchange refused the code, or gave no usable answer.
    """
    state, code, domain = (_param(params, name) for name in ("state", "code", "domain"))
    now_ms = setup.clock.now_ms()
    pending = (yield from work(lambda: store.burn_state(state, session, now_ms))) if state and session else None
    if pending is None or not hmac.compare_digest(pending.user_id.encode(), user_id.encode()):
        raise ConsentRefused(
            "state", "the state is unknown, used, too old or of another browser", "", "Start again from the link."
        )
    if refusal := _param(params, "error_code") or _param(params, "error"):
        raise _refused(refusal)
    if not code:
        raise ConsentRefused("no_code", "the callback brought no code", "", "Start again from the link.")
    site_url, site = _site_of(setup, domain, pending.grant.site)
    grant = Grant(
        client_id=app.client_id,
        mode=pending.grant.mode,
        scopes=pending.grant.scopes,
        site=site,
        term_id=pending.grant.term_id,
    )
    # Apart: a browser that goes away must not leave tokens that nobody knows.
    token = yield from apart(_tokens(setup, store, app, user_id, grant, Secret(code), pending.verifier, site_url))
    yield from _learn_uid(setup, store, user_id, token, site_url)
    return token


def _tokens(
    setup: Setup, store: Store, app: OAuthApp, user_id: str, grant: Grant, code: Secret, verifier: Secret, site_url: str
) -> Flow[StoredToken]:
    pair = yield from exchange_code(setup, app, code, verifier, site_url=site_url, term_id=grant.term_id)
    return (yield from work(lambda: store.save_token(user_id, grant, pair, setup.clock.now_ms())))


def _param(params: Mapping[str, str], name: str) -> str:
    value = params.get(name, "")
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""  # pyright: ignore[reportUnnecessaryIsInstance] - comes from a browser


def _refused(code: str) -> ConsentRefused:
    if code == "access_denied":
        return ConsentRefused("said_no", "the user said no", code, "Ask again when the user wants to.")
    known = code if code in MEANINGS else ""
    meaning = MEANINGS.get(known, "OKX refused the authorization")
    return ConsentRefused("refused", meaning, known, ADVICE.get(known, "Start again from the link."))


def _site_of(setup: Setup, domain: str, asked: str) -> tuple[str, str]:
    """Return where the code is exchanged, and the name of that site.

    The domain comes from the browser, so from anybody: only OKX's own sites are believed, or the one address that a test
    names in place of them.
    """
    named = domain.rstrip("/")
    sites = {site.value: site for site in Site} | _ALSO
    if setup.base_url not in sites:
        if named in ("", setup.base_url):
            return setup.base_url, asked
    elif not named:
        return setup.base_url, asked
    elif named in sites:
        site = sites[named]
        return site.value, site.name.lower()
    raise ConsentRefused(
        "domain", "the callback names a domain that is none of OKX's", "", "Start again from the link."
    )


def _learn_uid(setup: Setup, store: Store, user_id: str, token: StoredToken, site_url: str) -> Flow[None]:
    """Ask whose tokens these are, so that tokens and keys of one user share the limits; without an answer they don't."""
    if "fast_api" in token.grant.scopes or site_url != setup.base_url:
        return
    try:
        envelope = yield from start(setup, AccessToken(token, user_id), GET_CONFIG, check(GET_CONFIG, {}))
    except OkxError:
        return
    uid = envelope.data[0].uid
    if uid:
        yield from work(lambda: store.set_uid(user_id, uid, token))
