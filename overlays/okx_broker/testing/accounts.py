"""The seeded accounts of the mock, with their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from okx_broker.credentials import ApiKey
from okx_broker.environments import Environment, Site
from okx_v5.scalars import Secret


class SeededAccount(msgspec.Struct, kw_only=True):
    """An account as `okx-mock serve --json` prints it."""

    name: str
    uid: str
    kind: str
    environment: str
    site: str
    api_key: str
    secret_key: str
    passphrase: str
    permissions: list[str]
    ip: list[str]
    broker_codes: list[str]
    note: str = ""

    def __repr__(self) -> str:
        return f"SeededAccount({self.name})"


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the mock.

    Attributes:
        name: Its name in the mock.
        uid: Its UID.
        kind: `user` or `broker`.
        environment: Demo or live.
        site: The site that it belongs to.
        api_key: The public part of its key.
        secret_key: The secret key.
        passphrase: The passphrase.
        permissions: What the key may do: `read_only`, `trade`, `withdraw`.
        ip: The addresses that the key is bound to; none: it may be used from everywhere.
        broker_codes: The codes of a broker.
        note: What it is there for.
    """

    name: str
    uid: str
    kind: str
    environment: Environment
    site: Site
    api_key: str = field(repr=False)
    secret_key: Secret = field(repr=False)
    passphrase: Secret = field(repr=False)
    permissions: tuple[str, ...]
    ip: tuple[str, ...]
    broker_codes: tuple[str, ...]
    note: str = ""

    @property
    def key(self) -> ApiKey:
        """The account's credentials, for `broker.for_credentials`."""
        return ApiKey(self.api_key, self.secret_key, self.passphrase, user=self.uid)


class Accounts(Mapping[str, Account]):
    """The accounts by name."""

    def __init__(self, seeded: Sequence[SeededAccount]) -> None:
        self._accounts = {
            one.name: Account(
                name=one.name,
                uid=one.uid,
                kind=one.kind,
                environment=Environment(one.environment),
                site=Site[one.site.upper()],
                api_key=one.api_key,
                secret_key=Secret(one.secret_key),
                passphrase=Secret(one.passphrase),
                permissions=tuple(one.permissions),
                ip=tuple(one.ip),
                broker_codes=tuple(one.broker_codes),
                note=one.note,
            )
            for one in seeded
        }

    def with_one(self, added: SeededAccount) -> Accounts:
        """Return these accounts and one more."""
        more = Accounts([added])
        more._accounts = {**self._accounts, **more._accounts}
        return more

    def __getitem__(self, name: str) -> Account:
        try:
            return self._accounts[name]
        except KeyError:
            raise KeyError(f"the mock has no account {name!r}, but {', '.join(self._accounts)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._accounts)

    def __len__(self) -> int:
        return len(self._accounts)

    def __repr__(self) -> str:
        return f"Accounts({', '.join(self._accounts)})"
