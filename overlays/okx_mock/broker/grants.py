"""OAuth: clients, the codes of users' consents, and the grants with their pairs of tokens.

Source: okx-broker-program, "OAuth Broker" and "Error Code"; okx-oauth. Where they say nothing, the rules of the mock are:

- A consent with a `code_challenge` is in PKCE mode, one without in authorization code mode.
- 53009: the client is unknown, its secret or the verifier is wrong, or the code is not one of this client's.
- 53012: the code has expired, or was used.
- 53010, 53011, 53015: a parameter is wrong, missing, too long.
- 53014: the client has a list of its servers' addresses, and a call in authorization code mode comes from another one.
- In PKCE mode a token is for one device: the `TERMID` of the exchange, or the one that the consent named. Calls without a
  `TERMID`, and with another one, are refused with 53006. When neither named any, any will do.
- A refresh token that is unknown, replaced or expired: 53005.
- An access token: 53000 if it never was one, 53001 when the user cancelled the authorization, 53003 when it was revoked or
  replaced, 53002 when it has expired, 53004 while the account is frozen, 53013 outside of its scope.
- A scope opens what it names: `read_only` the operations that read, `trade` those that trade, `fast_api` making and
  deleting a Fast API key, and nothing else. A broker's own operations, with sub-accounts among them, are never open.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from okx_mock.accounts import Account, ApiKey, Network, is_within, networks_of
from okx_mock.answers import Refusal
from okx_mock.broker.tokens import Claims, TokenMint
from okx_mock.clock import DAY_MS, HOUR_MS, Clock
from okx_mock.sealing import seal
from okx_mock.seed import derive

CODE_MS = 10 * 60 * 1000
ACCESS_MS = HOUR_MS
REFRESH_MS = 3 * DAY_MS
SCOPES = ("read_only", "trade", "fast_api")
MOST_CLIENTS = 1000
MOST_CODES = 10_000
MOST_GRANTS = 20_000
MOST_FORMS = 10_000
TOKEN_KEY = "token:"  # noqa: S105 - how the key behind a token is named
SERVER_PORT = 8000
"""Where the seeded server listens, on the same machine."""
EXAMPLE_CALLBACK = "http://localhost:8000/okx/callback"
"""Where users come back to an application beside the mock. For a browser, localhost and 127.0.0.1 are two sites."""

End: TypeAlias = Literal["", "canceled", "revoked"]


@dataclass(slots=True, eq=False)
class Client:
    """A broker's application, as OKX registered it.

    Attributes:
        broker: whose it is.
        client_id: its public name.
        client_secret: what its server proves itself with.
        redirect_uris: where users may be sent back to, byte for byte.
        fast_api: whether it may make Fast API keys.
        ip: the addresses of its servers; from everywhere if there are none.
    """

    broker: Account
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: tuple[str, ...]
    fast_api: bool
    ip: tuple[str, ...]
    note: str = ""
    networks: tuple[Network, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.networks = networks_of(self.ip)

    def allows_address(self, address: str) -> bool:
        """Whether its server may call from an address."""
        return is_within(address, self.networks)

    def knows(self, secret: str) -> bool:
        """Whether this is its secret."""
        return hmac.compare_digest(seal(self.client_secret), seal(secret))


@dataclass(frozen=True, slots=True)
class Consent:
    """What a user agreed to.

    Attributes:
        client: whom the user trusts.
        user: the user.
        redirect_uri: where the user was sent back to.
        scopes: what is allowed.
        challenge: the S256 challenge in PKCE mode, else empty.
        device: the device that asked; empty if it is not known.
    """

    client: Client
    user: Account
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str = ""
    device: str = ""


@dataclass(slots=True)
class Code:
    """The code of a consent."""

    consent: Consent
    expires_ms: int
    used: bool = False


@dataclass(slots=True, eq=False)
class Grant:
    """What came of a consent: a pair of tokens after the other.

    Attributes:
        number: its number.
        consent: what the user agreed to.
        key: the key as which its tokens speak; it signs nothing.
        device: the device that the tokens are for; empty if any will do, or none is needed.
        pair: the number of the pair that is valid.
        access: the access token.
        access_ends_ms: when that expires.
        refresh: the hash of the refresh token; empty if there is none.
        refresh_ends_ms: when that expires.
        end: how it ended, if it has.
    """

    number: int
    consent: Consent
    key: ApiKey
    device: str
    pair: int = 0
    access: str = field(default="", repr=False)
    access_ends_ms: int = 0
    refresh: str = ""
    refresh_ends_ms: int = 0
    end: End = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """A pair of tokens, shown once."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    valid_s: int


class OAuth:
    """All clients, codes and grants."""

    def __init__(self, clock: Clock, seed: int, brokers: Callable[[str], Account | None]) -> None:
        """Begin with the seeded clients.

        Args:
            clock: the clock that deadlines are measured on.
            seed: the same seed gives the same clients, codes and tokens.
            brokers: finds a broker by name.
        """
        self._clock = clock
        self._seed = seed
        self._mint = TokenMint(seed)
        self._codes: dict[str, Code] = {}
        self._issued_codes = 0
        self._grants: dict[int, Grant] = {}
        self._issued_grants = 0
        self._refreshes: dict[str, Grant] = {}
        self._forms: dict[str, None] = {}
        self.clients: dict[str, Client] = {}
        self.fast_keys: dict[tuple[str, str], ApiKey] = {}
        """The Fast API key of a broker and a user, by their UIDs."""
        self.fast_keys_made = 0
        broker = brokers("broker-both")
        if broker is not None:
            local = f"http://127.0.0.1:{SERVER_PORT}/callback"
            self.add_client(
                broker,
                (local, "https://broker.example/okx/callback", EXAMPLE_CALLBACK),
                fast_api=True,
                ip=("127.0.0.1", "::1"),
                note="a server with Fast API and a list of its addresses",
            )
            self.add_client(
                broker,
                ("brokerapp://okx/callback", "https://broker.example/app/callback"),
                note="an application on users' devices, without Fast API",
            )

    # Clients

    def add_client(
        self,
        broker: Account,
        redirect_uris: tuple[str, ...],
        *,
        fast_api: bool = False,
        ip: tuple[str, ...] = (),
        note: str = "",
    ) -> Client:
        """Register a broker's application; its id and secret follow from the seed and how many there are."""
        random = derive(self._seed, "oauth-client", str(len(self.clients) + 1))
        client = Client(broker, random[:32], random[32:].upper(), redirect_uris, fast_api, ip, note)
        self.clients[client.client_id] = client
        return client

    # Consents

    def give_code(self, consent: Consent) -> tuple[str, int]:
        """The code of a consent, and when it expires."""
        self._issued_codes += 1
        code = derive(self._seed, "oauth-code", str(self._issued_codes))[:40].upper()
        expires_ms = self._clock.now_ms() + CODE_MS
        if len(self._codes) >= MOST_CODES:
            del self._codes[next(iter(self._codes))]
        self._codes[seal(code)] = Code(consent, expires_ms)
        return code, expires_ms

    def take_form(self, form: str) -> bool:
        """Note that a form of the page of consent is answered; false if it was before."""
        if form in self._forms:
            return False
        if len(self._forms) >= MOST_FORMS:
            del self._forms[next(iter(self._forms))]
        self._forms[form] = None
        return True

    def code(self, code: str, client: Client) -> Code:
        """What a client's code stands for.

        Raises:
            Refusal: 53009 for what is no code of the client's; 53012 for one that has expired or was used.
        """
        found = self._codes.get(seal(code))
        if found is None or found.consent.client is not client:
            raise Refusal("53009")
        if found.used or self._clock.now_ms() >= found.expires_ms:
            raise Refusal("53012")
        return found

    # Grants

    def open_grant(self, code: Code, device: str, address: str) -> Issued:
        """Turn a code into the first pair of tokens; the code is used up."""
        code.used = True
        self._issued_grants += 1
        number = self._issued_grants
        consent = code.consent
        key = ApiKey(
            api_key=f"{TOKEN_KEY}{number}",
            secret_key="",
            passphrase="",
            account=consent.user,
            permissions=frozenset(consent.scopes) - {"fast_api"},
            label=consent.client.broker.name,
            created_ms=self._clock.now_ms(),
        )
        if len(self._grants) >= MOST_GRANTS:
            self._forget(self._grants[next(iter(self._grants))])
        grant = self._grants[number] = Grant(number, consent, key, device)
        return self.renew(grant, address)

    def _forget(self, grant: Grant) -> None:
        del self._grants[grant.number]
        self._refreshes.pop(grant.refresh, None)

    def renew(self, grant: Grant, address: str) -> Issued:
        """Give the next pair of tokens; the pair before is dead from now on."""
        now_ms = self._clock.now_ms()
        self._refreshes.pop(grant.refresh, None)
        grant.pair += 1
        consent = grant.consent

        def token(kind: str, valid_ms: int) -> str:
            claims = Claims(
                grant.number,
                grant.pair,
                consent.user.uid,
                consent.client.client_id,
                now_ms,
                valid_ms // 1000,
                address,
                grant.device,
            )
            return self._mint.make(kind, claims)

        grant.access, grant.access_ends_ms = token("authorize", ACCESS_MS), now_ms + ACCESS_MS
        refresh = "" if "fast_api" in consent.scopes else token("refresh", REFRESH_MS)
        grant.refresh, grant.refresh_ends_ms = "", now_ms + REFRESH_MS
        if refresh:
            grant.refresh = seal(refresh)
            self._refreshes[grant.refresh] = grant
        return Issued(grant.access, refresh, ACCESS_MS // 1000)

    def refreshed(self, token: str, client: Client) -> Grant:
        """The grant of a client's refresh token.

        Raises:
            Refusal: 53005 for a token that is not valid, or another client's.
        """
        grant = self._refreshes.get(seal(token))
        if grant is None or grant.consent.client is not client or self._clock.now_ms() >= grant.refresh_ends_ms:
            raise Refusal("53005")
        return grant

    def opened(self, token: str) -> Grant:
        """The grant of an access token.

        Raises:
            Refusal: 53000 to 53004, see above.
        """
        numbers = self._mint.read(token)
        grant = self._grants.get(numbers[0]) if numbers else None
        if numbers is None or grant is None:
            raise Refusal("53000")
        check_end(grant)
        if numbers[1] != grant.pair:
            raise Refusal("53003")
        if self._clock.now_ms() >= grant.access_ends_ms:
            raise Refusal("53002")
        return grant

    def grant_of(self, key: ApiKey) -> Grant | None:
        """The grant as which a key speaks; None for a key that signs."""
        return self.by_key_name(key.api_key)

    def by_key_name(self, name: str) -> Grant | None:
        """The grant whose key has this name."""
        number = name.removeprefix(TOKEN_KEY)
        return self._grants.get(int(number)) if name.startswith(TOKEN_KEY) and number.isdigit() else None

    def end(self, user: Account, client: Client, how: End) -> int:
        """End all grants that a user gave a client; gives how many there were."""
        ended = 0
        for grant in self._grants.values():
            if grant.consent.user is user and grant.consent.client is client and not grant.end:
                grant.end = how
                ended += 1
        return ended


def check_end(grant: Grant) -> None:
    """Refuse what belongs to a grant that has ended, or to an account that is frozen.

    Raises:
        Refusal: 53001, 53003 or 53004.
    """
    if grant.end == "canceled":
        raise Refusal("53001")
    if grant.end == "revoked":
        raise Refusal("53003")
    if grant.consent.user.frozen:
        raise Refusal("53004")


def check_place(grant: Grant, address: str, device: str) -> None:
    """Refuse another device in PKCE mode, and a server at an address that the client did not name.

    Raises:
        Refusal: 53006 or 53014.
    """
    if grant.consent.challenge:
        if not device or grant.device not in {"", device}:
            raise Refusal("53006")
    elif not grant.consent.client.allows_address(address):
        raise Refusal("53014")
