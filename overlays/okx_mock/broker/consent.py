"""The control surface's part of OAuth: clients, the consent of a user without a page to click on, and its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from okx_mock.accounts import Account
from okx_mock.added import account_of
from okx_mock.broker.grants import MOST_CLIENTS, SCOPES, Client, Consent, End, OAuth
from okx_mock.control_fields import ControlError, are_texts, choice_field, flag_field, only, text_field
from okx_mock.rules import is_ip_list
from okx_mock.wire import Json
from okx_mock.world import World

MOST_URIS = 20
LONGEST_URI = 2048
LONGEST_DEVICE = 128
LONGEST_FORM = 64
ASKED = ("client_id", "redirect_uri", "scope", "code_challenge", "code_challenge_method")

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]+")


def describe_clients(oauth: OAuth) -> list[dict[str, object]]:
    """All clients with their secrets, as `okx-mock oauth-clients --json` prints the seeded ones."""
    return [_shown(client) for client in oauth.clients.values()]


def _shown(client: Client) -> dict[str, object]:
    return {
        "broker": client.broker.name,
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "redirect_uris": list(client.redirect_uris),
        "fast_api": client.fast_api,
        "ip": list(client.ip),
        "note": client.note,
    }


def add_client(world: World, document: Mapping[str, Json]) -> dict[str, object]:
    """Register an application of a broker, as OKX does by hand.

    Args:
        world: the world that it is added to.
        document: `broker` (its name), `redirect_uris`, `fast_api` (false), `ip` (no list: from everywhere).

    Raises:
        ControlError: anything is wrong; nothing is added then.
    """
    only(document, ("broker", "redirect_uris", "fast_api", "ip"))
    broker = account_of(world, document, "broker")
    if "oauth" not in broker.codes:
        raise ControlError(f"broker must be an OAuth broker, and {broker.name} has no code of the type oauth")
    uris, ip = document.get("redirect_uris"), document.get("ip", [])
    if not are_texts(uris) or not 1 <= len(uris) <= MOST_URIS:
        raise ControlError(f"redirect_uris must be a list of 1 to {MOST_URIS} addresses")
    if not all(_URI.fullmatch(uri) and len(uri) <= LONGEST_URI for uri in uris):
        raise ControlError("redirect_uris: an address has a scheme, and neither blanks nor letters beyond ASCII")
    if not are_texts(ip) or len(ip) > MOST_URIS or not all(map(is_ip_list, ip)):
        raise ControlError(f"ip must be a list of at most {MOST_URIS} addresses or networks")
    if len(world.oauth.clients) >= MOST_CLIENTS:
        raise ControlError(f"there can be {MOST_CLIENTS} clients; a reset takes added ones away")
    fast_api = flag_field(document, "fast_api")
    return _shown(world.oauth.add_client(broker, tuple(uris), fast_api=fast_api, ip=tuple(ip), note="added"))


def give_code(world: World, document: Mapping[str, Json]) -> dict[str, object]:
    """Let a user agree, and give the code that the callback would bring.

    Args:
        world: the world that user and client are in.
        document: `user`, `client_id`, `redirect_uri`, `scope` (several joined with commas); in PKCE mode
            `code_challenge` with `code_challenge_method` "S256", and `device` if the device is known already.

    Raises:
        ControlError: it would not be agreed to; with the code of the exchange where there is one.
    """
    only(document, ("user", *ASKED, "device"))
    code, expires_ms = world.oauth.give_code(_consent(world, document))
    redirect_uri, scope = text_field(document, "redirect_uri"), text_field(document, "scope")
    return {"code": code, "expires_ms": expires_ms, "redirect_uri": redirect_uri, "scope": scope}


def answer_form(world: World, document: Mapping[str, Json]) -> dict[str, object]:
    """Take what a user answered on the page of consent. Each form is answered once, whatever the answer is.

    Args:
        world: the world that user and client are in.
        document: as for `give_code` without `device`; and `form`, the number of the form, with `answer`, "allow" or "deny".

    Returns:
        The `code` if the user agreed.

    Raises:
        ControlError: the form was answered before, or it would not be agreed to.
    """
    only(document, ("user", *ASKED, "form", "answer"))
    consent = _consent(world, document)
    answer = choice_field(document, "answer", ("allow", "deny"), "")
    form = text_field(document, "form")
    if not 16 <= len(form) <= LONGEST_FORM:
        raise ControlError(f"form must be 16 to {LONGEST_FORM} characters")
    if not world.oauth.take_form(form):
        raise ControlError("form was answered before")
    return {"code": world.oauth.give_code(consent)[0]} if answer == "allow" else {}


def _consent(world: World, document: Mapping[str, Json]) -> Consent:
    user = user_of(world, document)
    asked = what_is_asked(world.oauth, document)
    device = text_field(document, "device")
    if device and not asked.challenge:
        raise ControlError("device is for PKCE mode, with a code_challenge", "53010")
    if len(device) > LONGEST_DEVICE:
        raise ControlError(f"device must have at most {LONGEST_DEVICE} characters", "53015")
    return Consent(asked.client, user, asked.redirect_uri, asked.scopes, asked.challenge, device)


def user_of(world: World, document: Mapping[str, Json]) -> Account:
    """The user who is to agree.

    Raises:
        ControlError: it is no user of this site, or a frozen one.
    """
    user = account_of(world, document)
    if user.kind != "user" or user.site != world.site:
        raise ControlError(f"user must be a user of this site, {world.site}", "53009")
    if user.frozen:
        raise ControlError(f"{user.name} is frozen", "53004")
    return user


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks a user to agree to; as `Consent`."""

    client: Client
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str


def what_is_asked(oauth: OAuth, document: Mapping[str, Json]) -> Asked:
    """Check what a client asks for.

    Args:
        oauth: the clients.
        document: `client_id`, `redirect_uri`, `scope`, and in PKCE mode `code_challenge` and `code_challenge_method`.

    Raises:
        ControlError: it would not be put before a user; with the code of the exchange.
    """
    client = oauth.clients.get(text_field(document, "client_id"))
    if client is None:
        raise ControlError("client_id must be a client's; GET /__mock__/oauth/clients shows them", "53009")
    redirect_uri = text_field(document, "redirect_uri")
    if redirect_uri not in client.redirect_uris:
        raise ControlError("redirect_uri must be one that the client registered, byte for byte", "53016")
    challenge = _challenge(document)
    return Asked(client, redirect_uri, _scopes(document, client, challenge), challenge)


def _challenge(document: Mapping[str, Json]) -> str:
    challenge = text_field(document, "code_challenge")
    method = text_field(document, "code_challenge_method")
    if not challenge and not method:
        return ""
    if not _CHALLENGE.fullmatch(challenge):
        raise ControlError("code_challenge must be the 43 characters of an S256 challenge", "53010")
    if method != "S256":
        raise ControlError("code_challenge_method must be S256", "53010")
    return challenge


def _scopes(document: Mapping[str, Json], client: Client, challenge: str) -> tuple[str, ...]:
    asked = text_field(document, "scope").split(",")
    if asked == [""]:
        raise ControlError(f"scope must be said: {', '.join(SCOPES)}", "53011")
    if not set(asked) <= set(SCOPES) or len(set(asked)) != len(asked):
        raise ControlError(f"scope must be of {', '.join(SCOPES)}, joined with commas", "53010")
    if "fast_api" in asked:
        if asked != ["fast_api"]:
            raise ControlError("scope: fast_api stands alone", "53010")
        if challenge:
            raise ControlError("scope: fast_api is for authorization code mode, without a code_challenge", "53010")
        if not client.fast_api:
            raise ControlError("Fast API is not enabled for this client", "53017")
    return tuple(asked)


def end_grants(world: World, document: Mapping[str, Json]) -> dict[str, object]:
    """End what a user allowed a client.

    Args:
        world: the world that user and client are in.
        document: `user`, `client_id`, and `how`: "canceled" by the user (53001), or "revoked" (53003), which it is if
            nothing is said.

    Raises:
        ControlError: there is no such user, client or way.
    """
    only(document, ("user", "client_id", "how"))
    user = account_of(world, document)
    client = world.oauth.clients.get(text_field(document, "client_id"))
    if client is None:
        raise ControlError("client_id must be a client's; GET /__mock__/oauth/clients shows them")
    how: End = (
        "canceled" if choice_field(document, "how", ("canceled", "revoked"), "revoked") == "canceled" else "revoked"
    )
    return {"user": user.name, "client_id": client.client_id, "ended": world.oauth.end(user, client, how)}
