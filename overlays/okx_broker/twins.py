"""Clients for a thread and clients for an event loop are twins: what is made for the one can't be given the other."""

from __future__ import annotations

from okx_broker.client import AsyncBroker, AsyncClient, Broker, Client
from okx_broker.errors import ConfigurationError


def must_block(what: str, client: object, instead: str) -> None:
    """Refuse a client of an event loop: its answers would be coroutines, which are true whatever comes of them.

    Raises:
        ConfigurationError: It is one.
    """
    if isinstance(client, AsyncClient | AsyncBroker):
        raise ConfigurationError(f"{what} blocks, and this is an {type(client).__name__}. Use {instead}.")


def must_await(what: str, client: object, instead: str) -> None:
    """Refuse a client that blocks.

    Raises:
        ConfigurationError: It is one.
    """
    if isinstance(client, Client | Broker):
        raise ConfigurationError(f"{what} is for an event loop, and this is a {type(client).__name__}. Use {instead}.")
