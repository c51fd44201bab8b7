"""Keeping the example's users alive for as long as it runs; a platform with several processes does it in a job of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Final

from okx_broker.client import AsyncBroker
from okx_broker.errors import OkxError
from okx_broker.oauth.manager import AsyncOAuth

EVERY_SECONDS: Final = 3600.0

_log = logging.getLogger("okx_broker.oauth.web.example")


@asynccontextmanager
async def kept_alive(broker: AsyncBroker, every_seconds: float = EVERY_SECONDS) -> AsyncGenerator[None, None]:
    """Refresh tokens before they die: at once, and again and again until the end. What goes wrong is tried again."""
    task = asyncio.create_task(_keep(broker, every_seconds))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep(broker: AsyncBroker, every_seconds: float) -> None:
    oauth = AsyncOAuth(broker)
    while True:
        try:
            await broker.learn_clock()
            done = await oauth.keep_alive()
        except OkxError as problem:
            _log.warning("users can't be kept alive now: %s", problem)
        else:
            if done.refreshed or done.must_reconnect or done.failed:
                _log.info(
                    "kept alive: %d refreshed, %d must reconnect, %d for the next time",
                    len(done.refreshed), len(done.must_reconnect), len(done.failed),
                )  # fmt: skip
        await broker.clock.sleep_async(every_seconds)
