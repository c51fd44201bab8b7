"""What a test can say about the mock that it wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from okx_broker.errors import ConfigurationError
from okx_broker.tagging import checked_code


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The mock for a test.

    Attributes:
        code: Your broker code. The mock's seeded broker owns it, so that it is known, earns rebates and is reported.
        user: The seeded account that the clients of a user speak for.
        seed: The same seed gives the same accounts and keys.
        strict_tags: Whether the mock refuses orders without a broker's code, which the exchange would take.
        time: When the mock's clock starts, with its time zone; this machine's time unless given.
        frozen: Whether the clock stands still but for what is slept and advanced.

    Raises:
        ConfigurationError: A value can't be used.
    """

    code: str = "MOCKBROKER01"
    user: str = "alice"
    seed: int = 1
    strict_tags: bool = False
    time: datetime | None = None
    frozen: bool = False

    def __post_init__(self) -> None:
        checked_code(self.code)
        if self.time is not None and self.time.tzinfo is None:
            raise ConfigurationError(f"time is {self.time}, without a time zone: say tzinfo=UTC, or +00:00 in a text")

    @property
    def server(self) -> tuple[str, int, bool]:
        """What a server is started with; tests that differ in the rest can share one."""
        return self.code, self.seed, self.strict_tags


NAMES = tuple(one.name for one in fields(Settings))
"""The names of the settings."""


def settings_from(values: Mapping[str, object]) -> Settings:
    """Make settings from values as they stand in a marker or an ini file, where texts are taken for numbers and times.

    Raises:
        ConfigurationError: A name or a value can't be used; the message says which.
    """
    unknown = sorted(set(values) - set(NAMES))
    if unknown:
        raise ConfigurationError(f"there is no setting {unknown[0]!r}: say {', '.join(NAMES[:-1])} or {NAMES[-1]}")
    return Settings(
        code=_text("code", values.get("code", Settings.code)),
        user=_text("user", values.get("user", Settings.user)),
        seed=_number("seed", values.get("seed", Settings.seed)),
        strict_tags=_flag("strict_tags", values.get("strict_tags", Settings.strict_tags)),
        time=_moment("time", values.get("time")),
        frozen=_flag("frozen", values.get("frozen", Settings.frozen)),
    )


def _text(name: str, value: object) -> str:
    if isinstance(value, str) and value:
        return value
    raise ConfigurationError(f"{name} is {value!r}: it must be a text")


def _number(name: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        return int(value)
    raise ConfigurationError(f"{name} is {value!r}: it must be a whole number")


def _flag(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ConfigurationError(f"{name} is {value!r}: it must be true or false")


def _moment(name: str, value: object) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    if isinstance(value, str):
        if not value:
            return None
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise ConfigurationError(f"{name} is {value!r}: it must be a datetime, or a text such as 2026-06-15T10:00:00+00:00")
