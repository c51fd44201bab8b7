"""Exchanging, refreshing and revoking tokens. Source: okx-broker-program, "Usage of Token".

OKX hands out the paths and the form of the body privately; what is known of them is the default, and each is a setting.
"""

from __future__ import annotations

from typing import Any, Final, Literal
from urllib.parse import urlencode, urlsplit

import msgspec

from okx_broker.calls import Flow, Setup
from okx_broker.environments import DEMO_HEADER, Environment, is_loopback
from okx_broker.errors import ConfigurationError
from okx_broker.oauth.connection import REFRESH_SECONDS, Mode, TokenPair
from okx_broker.transport import Outgoing, Reply, TransportFailure
from okx_broker.verdicts import Verdict
from okx_v5.decoding import reader_for
from okx_v5.encoding import SecretWire, check
from okx_v5.operations.oauth import EXCHANGE_TOKEN
from okx_v5.scalars import Secret

SCOPES: Final = ("read_only", "trade", "fast_api")
_LONGEST_SECONDS: Final = 10 * 365 * 24 * 60 * 60
"""A pair of tokens must fit into a store, however long an answer says that it lives."""
_NO_CALLBACK: Final = ("javascript", "data", "file", "blob", "about", "vbscript")


class OAuthApp(msgspec.Struct, frozen=True, kw_only=True):
    """The broker as an OAuth client, as OKX registered it.

    Attributes:
        client_id: The id that OKX gave.
        client_secret: The secret that OKX gave; None for a device, which can't keep one and uses PKCE.
        redirect_uri: Where users come back to, byte for byte as it is registered; empty where nobody is asked for consent.
        token_path: Where tokens are exchanged and refreshed.
        revoke_path: Where a token is revoked; OKX does not publish it, so without it nothing is revoked.
        authorize_path: The page of consent.
        encoding: How the body of these requests is written.
    """

    client_id: str
    redirect_uri: str
    client_secret: Secret | None = None
    token_path: str = EXCHANGE_TOKEN.path
    revoke_path: str | None = None
    authorize_path: str = "/account/oauth/authorize"
    encoding: Literal["json", "form"] = "json"

    def __post_init__(self) -> None:
        if isinstance(self.client_secret, str):  # untyped callers: as a plain text it would be shown
            msgspec.structs.force_setattr(self, "client_secret", Secret(self.client_secret))
        if self.client_secret is not None and not (isinstance(self.client_secret, Secret) and self.client_secret):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
            raise ConfigurationError("client_secret must be the Secret that OKX gave, or left out by a device")
        if not self.client_id:
            raise ConfigurationError("client_id is empty: OKX gives it with the approval of the OAuth broker")
        _check_redirect(self.redirect_uri)
        if self.encoding not in ("json", "form"):
            raise ConfigurationError(f"encoding is {self.encoding!r}: say 'json' or 'form'")
        for name in ("token_path", "revoke_path", "authorize_path"):
            path = getattr(self, name)
            if path is not None and (not path.startswith("/") or path.startswith("//") or set(path) & set("?# \\")):
                raise ConfigurationError(f"{name} is {path!r}: say a path such as /v5/users/oauth/token")

    @property
    def mode(self) -> Mode:
        """How consent is asked for."""
        return "pkce" if self.client_secret is None else "code"


def _check_redirect(uri: str) -> None:
    """Refuse what no browser could come back to, or only with the code in clear text.

    Whether it is the registered one, byte for byte, only OKX knows: it answers 53016 else.
    """
    if not isinstance(uri, str):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
        raise ConfigurationError("redirect_uri is no text: say the one that OKX has registered")
    if not uri:
        return

    def wrong(problem: str) -> ConfigurationError:
        return ConfigurationError(
            f"redirect_uri {problem}: say the one that OKX has registered, as https://you.example/okx/callback"
        )

    if not uri.isascii() or not uri.isprintable() or " " in uri:
        raise wrong("has a blank or a character that no address has")
    try:
        parts = urlsplit(uri)
        host = parts.hostname or ""
    except ValueError:
        raise wrong("is no address") from None
    if not parts.scheme or parts.scheme in _NO_CALLBACK or (parts.scheme in ("http", "https") and not host):
        raise wrong("is no address that a browser can come back to")
    if parts.fragment or uri.endswith("#"):
        raise wrong("has a fragment, which never reaches you")
    if parts.scheme in ("http", "https") and "@" in parts.netloc:
        raise wrong("has a user name in it")
    if parts.scheme == "http" and not is_loopback(host):
        raise wrong("is plain http, so that everybody on the way could read the code")


def exchange_code(
    setup: Setup, app: OAuthApp, code: Secret, verifier: Secret, *, site_url: str, term_id: str = ""
) -> Flow[TokenPair]:
    """Return the flow that gets tokens for the code of a callback; valid for 10 minutes, once.

    Args:
        setup: What all clients of the broker share.
        app: The broker as an OAuth client.
        code: The code.
        verifier: PKCE's code verifier; empty in mode `code`.
        site_url: The site that the callback named, checked.
        term_id: The id of the device, to which the tokens are bound; mode `pkce` only.

    Raises:
        CallError: The exchange refused, or gave no usable answer.
    """
    arguments: dict[str, object] = {
        "grant_type": "authorization_code",
        "client_id": app.client_id,
        "code": code,
    }
    if app.client_secret is not None:
        arguments["client_secret"] = app.client_secret
    else:
        arguments["code_verifier"] = verifier
    return _tokens(setup, app, arguments, site_url, term_id)


def refresh_pair(setup: Setup, app: OAuthApp, refresh: Secret, *, site_url: str, term_id: str = "") -> Flow[TokenPair]:
    """Return the flow that gets a new pair for a refresh token. The old pair is dead at once, whatever its age."""
    arguments: dict[str, object] = {
        "grant_type": "refresh_token",
        "client_id": app.client_id,
        "refresh_token": refresh,
    }
    if app.client_secret is not None:
        arguments["client_secret"] = app.client_secret
    return _tokens(setup, app, arguments, site_url, term_id)


def revoke_token(setup: Setup, app: OAuthApp, access: Secret, *, site_url: str) -> Flow[None]:
    """Return the flow that revokes a token. It does nothing where the path is not known."""
    if app.revoke_path is None:
        return
    arguments = SecretWire({"client_id": app.client_id, "token": access.reveal()})
    if app.client_secret is not None:
        arguments["client_secret"] = app.client_secret.reveal()
    outgoing = _request(setup, app, app.revoke_path, arguments, site_url)
    requested_at = setup.clock.now_ms()
    verdict = Verdict(EXCHANGE_TOKEN, arguments, requested_at, outgoing)
    try:
        reply = yield outgoing
    except TransportFailure as failure:
        raise verdict.on_failure(failure) from None
    assert reply is not None  # noqa: S101 - a driver answers an Outgoing with a Reply
    if reply.status != 200:
        raise verdict.on_reply(reply)


def _tokens(setup: Setup, app: OAuthApp, arguments: dict[str, object], site_url: str, term_id: str) -> Flow[TokenPair]:
    wire = check(EXCHANGE_TOKEN, arguments)
    assert isinstance(wire, dict)  # noqa: S101 - the body is one object
    outgoing = _request(setup, app, app.token_path, wire, site_url, term_id)
    requested_at = setup.clock.now_ms()
    verdict = Verdict(EXCHANGE_TOKEN, wire, requested_at, outgoing)
    try:
        reply = yield outgoing
    except TransportFailure as failure:
        raise verdict.on_failure(failure) from None
    assert reply is not None  # noqa: S101 - a driver answers an Outgoing with a Reply
    return _pair(verdict, reply, requested_at)


def _pair(verdict: Verdict, reply: Reply, requested_at: int) -> TokenPair:
    if reply.status == 200:
        try:
            issued = reader_for(EXCHANGE_TOKEN.answer, bare=True).read(reply.body).data[0]
        except Exception:
            raise verdict.on_reply(reply) from None
        if issued.access_token and issued.expires_in:
            # From when it was asked for: rather a little too early than too late.
            return TokenPair(
                access=issued.access_token,
                refresh=issued.refresh_token or Secret(""),
                access_expires_ms=requested_at + 1000 * min(max(issued.expires_in, 0), _LONGEST_SECONDS),
                refresh_expires_ms=requested_at + 1000 * REFRESH_SECONDS,
            )
    raise verdict.on_reply(reply)


def _request(
    setup: Setup, app: OAuthApp, path: str, wire: dict[str, Any], site_url: str, term_id: str = ""
) -> Outgoing:
    headers = [("TERMID", term_id)] if term_id else []
    if app.encoding == "form":
        body = urlencode(wire).encode()
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    else:
        body = msgspec.json.encode(wire)
    if setup.environment is Environment.DEMO:
        headers.append(DEMO_HEADER)
    return Outgoing("POST", site_url + path, headers, body)
