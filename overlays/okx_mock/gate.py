"""Who is calling, and may they: the checks before an operation, in the exchange's order.

Source: okx-v5, authentication and errors: auth; okx-broker-program, "Usage of Token". Each kind of credential is one
authenticator: API keys with a signature, and access tokens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from okx_mock.accounts import ApiKey
from okx_mock.answers import Refusal
from okx_mock.broker.grants import check_place
from okx_mock.broker.unused_keys import has_expired
from okx_mock.contract import Operation
from okx_mock.signature import expected_signature, signature_matches
from okx_mock.world import World

# A broker's own operations, with those on sub-accounts: no token opens them.
BROKER_PATHS = "/api/v5/broker/"
# A timestamp may be this far from the exchange's clock (okx-v5, authentication: timestamp_window).
TIMESTAMP_WINDOW_MS = 30_000

KEY = b"ok-access-key"
SIGN = b"ok-access-sign"
TIMESTAMP = b"ok-access-timestamp"
PASSPHRASE = b"ok-access-passphrase"
SIMULATED = b"x-simulated-trading"
AUTHORIZATION = b"authorization"
TERMINAL = b"termid"
EXP_TIME = b"exptime"
CONTENT_TYPE = b"content-type"

# Headers that decide something, each with the code that refuses it when it comes twice.
_ONCE = {
    KEY: "50111",
    SIGN: "50113",
    TIMESTAMP: "50112",
    PASSPHRASE: "50105",
    SIMULATED: "50101",
    AUTHORIZATION: "53000",
    TERMINAL: "53006",
}
_ONCE_PLAIN = frozenset({EXP_TIME, CONTENT_TYPE})
# Missing headers in the order in which they are complained about.
_NEEDED = ((KEY, "50103"), (SIGN, "50106"), (TIMESTAMP, "50107"), (PASSPHRASE, "50104"))

_TIMESTAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(slots=True)
class Incoming:
    """A request as it came over the wire."""

    method: bytes
    target: bytes
    headers: dict[bytes, bytes]
    body: bytes
    address: str
    clock_off_ms: int = 0
    """How far a fault sets the exchange's clock off for this request."""


class Authenticator(Protocol):
    """Turns the credentials of a request into a key, and says what that key may do."""

    def authenticate(self, incoming: Incoming) -> ApiKey:
        """The key that the request was made with.

        Raises:
            Refusal: the credentials are missing or wrong.
        """
        ...

    def authorize(self, operation: Operation, key: ApiKey, incoming: Incoming) -> None:
        """Let pass what the key may do.

        Raises:
            Refusal: it may not do this, or not from here.
        """
        ...


def collect_headers(raw: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers by lower-case name.

    Raises:
        Refusal: one that decides something stands there twice.
    """
    headers: dict[bytes, bytes] = {}
    for name, value in raw:
        if name in headers:
            if name in _ONCE:
                raise Refusal(_ONCE[name])
            if name in _ONCE_PLAIN:
                raise Refusal("51000", name.decode("ascii"))
        headers[name] = value
    return headers


class KeyAuthenticator:
    """API key, HMAC signature, timestamp and passphrase."""

    def __init__(self, world: World) -> None:
        self._world = world

    def authenticate(self, incoming: Incoming) -> ApiKey:
        """Check presence, key, timestamp, passphrase and signature, in this order."""
        headers = incoming.headers
        for name, code in _NEEDED:
            if not headers.get(name):
                raise Refusal(code)
        key = self._world.directory.keys.get(headers[KEY])
        if key is None or has_expired(key, self._world.clock.now_ms()):
            raise Refusal("50111")
        if key.account.site != self._world.site:
            raise Refusal("50119")
        timestamp = headers[TIMESTAMP]
        now_ms = self._world.clock.now_ms() + incoming.clock_off_ms
        if abs(_milliseconds(timestamp) - now_ms) > TIMESTAMP_WINDOW_MS:
            raise Refusal("50102")
        if not key.knows(headers[PASSPHRASE]):
            raise Refusal("50105")
        expected = expected_signature(key.secret_bytes, timestamp, incoming.method, incoming.target, incoming.body)
        if not signature_matches(expected, headers[SIGN]):
            raise Refusal("50113")
        return key

    def authorize(self, operation: Operation, key: ApiKey, incoming: Incoming) -> None:
        """Check the account, the address and the permission."""
        if key.account.frozen:
            raise Refusal("50100")
        if not key.allows_address(incoming.address):
            raise Refusal("50110", incoming.address)
        if operation.permission not in key.permissions:
            raise Refusal("50120")


class TokenAuthenticator:
    """A user's access token (okx-broker-program, "Usage of Token"); the rules stand in `broker.grants`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def authenticate(self, incoming: Incoming) -> ApiKey:
        """Check the token, then the device or the server's address."""
        kind, _, token = incoming.headers.get(AUTHORIZATION, b"").partition(b" ")
        if kind.lower() != b"bearer" or not token:
            raise Refusal("53000")
        grant = self._world.oauth.opened(token.decode("latin-1"))
        check_place(grant, incoming.address, incoming.headers.get(TERMINAL, b"").decode("latin-1"))
        return grant.key

    def authorize(self, operation: Operation, key: ApiKey, incoming: Incoming) -> None:
        """Check the scope."""
        grant = self._world.oauth.grant_of(key)
        scopes = grant.consent.scopes if grant else ()
        if operation.by_token:
            allowed = "fast_api" in scopes
        else:
            allowed = operation.permission in scopes and not operation.path.startswith(BROKER_PATHS)
        if not allowed:
            raise Refusal("53013")


def _milliseconds(timestamp: bytes) -> int:
    """Unix milliseconds of a timestamp in the one form that is allowed.

    Raises:
        Refusal: 50112 for any other form, and for a moment that does not exist.
    """
    if _TIMESTAMP.fullmatch(timestamp) is None:
        raise Refusal("50112")
    try:
        moment = datetime.fromisoformat(timestamp.decode("ascii"))
    except ValueError:
        raise Refusal("50112") from None
    return int(moment.timestamp()) * 1000 + moment.microsecond // 1000


class Gate:
    """The checks that every private operation shares."""

    def __init__(self, world: World) -> None:
        self._keys: Authenticator = KeyAuthenticator(world)
        self._tokens: Authenticator = TokenAuthenticator(world)

    def admit(self, operation: Operation, incoming: Incoming) -> ApiKey | None:
        """The caller's key, or None for a public operation.

        Raises:
            Refusal: the caller may not.
        """
        if operation.public:
            return None
        by_token = operation.by_token or AUTHORIZATION in incoming.headers
        authenticator = self._tokens if by_token else self._keys
        key = authenticator.authenticate(incoming)
        demo = incoming.headers.get(SIMULATED) == b"1"
        if demo != (key.account.environment == "demo"):
            raise Refusal("50101")
        authenticator.authorize(operation, key, incoming)
        return key
