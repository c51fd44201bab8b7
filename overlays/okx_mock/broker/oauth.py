"""`POST /v5/users/oauth/token`: codes and refresh tokens into access tokens. The rules stand in `grants`."""

from __future__ import annotations

from okx_mock.answers import Answer, Refusal
from okx_mock.broker.grants import Client, Grant, Issued, OAuth, check_end, check_place
from okx_mock.call import Call, text_of
from okx_mock.sealing import seal
from okx_mock.wire import encode_json


def exchange_token(call: Call) -> Answer:
    """Exchange a code, or refresh. The answer has no envelope."""
    oauth = call.world.oauth
    client = oauth.clients.get(call.text("client_id"))
    if client is None:
        raise Refusal("53009")
    if call.text("grant_type") == "refresh_token":
        return _answer(_refresh(call, oauth, client))
    return _answer(_exchange(call, oauth, client))


def _answer(issued: Issued) -> Answer:
    refresh = {"refresh_token": issued.refresh} if issued.refresh else {}
    row = {"access_token": issued.access, **refresh, "token_type": "bearer", "expires_in": issued.valid_s}
    return Answer(200, "0", encode_json(row))


def _exchange(call: Call, oauth: OAuth, client: Client) -> Issued:
    secret, verifier = call.text("client_secret"), call.text("code_verifier")
    if secret and verifier:
        raise Refusal("53010", "code_verifier")
    if secret and not client.knows(secret):
        raise Refusal("53009")
    if not secret and not verifier:
        raise Refusal("53011", "client_secret")
    code = oauth.code(call.text("code"), client)
    consent = code.consent
    if consent.challenge and not verifier:
        raise Refusal("53011", "code_verifier")
    if not consent.challenge and not secret:
        raise Refusal("53011", "client_secret")
    if verifier and seal(verifier) != consent.challenge:
        raise Refusal("53009")
    # It is no documented field; who sends it, as RFC 6749 wants it, has to send the right one.
    redirect_uri = text_of(call.sent[0], "redirect_uri")
    if redirect_uri and redirect_uri != consent.redirect_uri:
        raise Refusal("53016")
    if consent.user.frozen:
        raise Refusal("53004")
    device = ""
    if consent.challenge:
        device = call.device or consent.device
        if consent.device not in {"", device}:
            raise Refusal("53006")
    elif not client.allows_address(call.address):
        raise Refusal("53014")
    return oauth.open_grant(code, device, call.address)


def _refresh(call: Call, oauth: OAuth, client: Client) -> Issued:
    grant = oauth.refreshed(call.text("refresh_token"), client)
    _check_proof(call, client, grant)
    check_end(grant)
    # A device that refreshes may leave TERMID out: nothing says that it is sent here.
    device = call.device or (grant.device or "unnamed" if grant.consent.challenge else "")
    check_place(grant, call.address, device)
    return oauth.renew(grant, call.address)


def _check_proof(call: Call, client: Client, grant: Grant) -> None:
    """A refresh comes with the client's secret in authorization code mode, without a proof in PKCE mode."""
    secret = call.text("client_secret")
    if call.text("code_verifier"):
        raise Refusal("53010", "code_verifier")
    if secret and not client.knows(secret):
        raise Refusal("53009")
    if not secret and not grant.consent.challenge:
        raise Refusal("53011", "client_secret")
