"""The mock, for a client that others wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, TypeVar

import pytest

from tests.mock.conftest import Mock, mock, server

__all__ = ["mock", "sdk", "server"]

T = TypeVar("T")
DEMO = "1"


class Sdk:
    """Makes clients of the SDK that talk to the mock, and closes them in the end."""

    def __init__(self, mock: Mock, closing: ExitStack) -> None:
        self._mock = mock
        self._closing = closing

    def client(self, kind: type[T], account: str, **changes: str) -> T:
        """A client for an account's key; `changes` puts another key, secret or passphrase in its place."""
        key: dict[str, Any] = {**self._mock.accounts[account], **changes}
        made: Any = kind(
            key["api_key"], key["secret_key"], key["passphrase"], flag=DEMO, domain=self._mock.url, debug=False
        )  # type: ignore[call-arg]
        self._closing.callback(made.close)
        return made  # type: ignore[no-any-return]


@pytest.fixture
def sdk(mock: Mock) -> Iterator[Sdk]:
    with ExitStack() as closing:
        yield Sdk(mock, closing)
