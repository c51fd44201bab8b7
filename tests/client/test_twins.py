"""Clients of a thread and of an event loop in each other's places: refused at once, and never a coroutine that reads as yes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from okx_broker import AsyncBroker, Broker, Environment, Site
from okx_broker.errors import ConfigurationError, OutcomeUnknown
from okx_broker.oauth import AsyncOAuth, MasterKeys, OAuth, SqliteStore, new_master_key
from okx_broker.orders import settle, settle_async
from okx_broker.rebates import AsyncRebateJobs, AsyncRebateReports, JobStore, RebateJobs, RebateReports
from okx_broker.transport import TransportFailure
from tests.client.support import AsyncRecorder, Recorder, api_key, make_user
from tests.client.test_orders import ORDER

WHERE: dict[str, Any] = {"environment": Environment.DEMO, "site": Site.GLOBAL}


def lost_order() -> OutcomeUnknown:
    with pytest.raises(OutcomeUnknown) as caught:
        make_user(Recorder(TransportFailure(sent=True, reason="gone"))).trade.place_order(**ORDER, cl_ord_id="c1")
    return caught.value


@pytest.mark.parametrize(
    ("make", "instead"),
    [
        (lambda client, _: settle(client, lost_order()), "settle_async"),
        (lambda client, _: RebateReports(client), "AsyncRebateReports"),
        (lambda client, folder: RebateJobs(client, JobStore(folder / "jobs.db")), "AsyncRebateJobs"),
    ],
)
def test_a_client_of_an_event_loop_is_refused_where_one_blocks(
    make: Callable[[Any, Path], object], instead: str, tmp_path: Path
) -> None:
    recorder = AsyncRecorder()
    user = AsyncBroker("A", **WHERE, transport=recorder).for_credentials(api_key())
    with pytest.raises(ConfigurationError, match=rf"this is an AsyncClient\. Use (await )?{instead}"):
        make(user, tmp_path)
    assert recorder.requests == []


@pytest.mark.parametrize(
    ("make", "instead"),
    [
        (lambda client, _: asyncio.run(settle_async(client, lost_order())), "settle"),
        (lambda client, _: AsyncRebateReports(client), "RebateReports"),
        (lambda client, folder: AsyncRebateJobs(client, JobStore(folder / "jobs.db")), "RebateJobs"),
    ],
)
def test_a_client_that_blocks_is_refused_on_an_event_loop(
    make: Callable[[Any, Path], object], instead: str, tmp_path: Path
) -> None:
    recorder = Recorder()
    with pytest.raises(ConfigurationError, match=rf"this is a Client\. Use {instead}\b"):
        make(make_user(recorder), tmp_path)
    assert recorder.requests == []


def test_so_are_brokers_for_connections(tmp_path: Path) -> None:
    keys = MasterKeys.parse(new_master_key().reveal())
    store = SqliteStore(tmp_path / "users.db", environment=Environment.DEMO, keys=keys)
    with pytest.raises(ConfigurationError, match=r"this is an AsyncBroker\. Use AsyncOAuth"):
        OAuth(AsyncBroker("A", **WHERE, store=store))  # type: ignore[arg-type]
    blocking = Broker("A", **WHERE, store=store)
    with blocking, pytest.raises(ConfigurationError, match=r"this is a Broker\. Use OAuth\b"):
        AsyncOAuth(blocking)  # type: ignore[arg-type]
    store.close()
