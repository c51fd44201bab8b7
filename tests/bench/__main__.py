"""CPU per signed order: bare floor, ours, and the official SDK, taken in turns in one run.

The floor is what nobody can avoid with the same transport: an HMAC by hand over the same bytes, sending them, decoding the
answer with msgspec. Figures are this process's CPU time; the server runs in another process. Rounds of all candidates take
turns, and ratios are taken between neighbouring rounds, so that a busy machine disturbs all alike.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import datetime
import hmac
import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

import msgspec
from pyreqwest.client import ClientBuilder, SyncClientBuilder

from okx_broker import ApiKey, AsyncBroker, Broker, Environment, Site
from okx_broker.limits import WindowLimiter
from okx_v5.models import PlacedOrder
from tests.bench.server import running

KEY, SECRET, PASSPHRASE, CODE = "a1b2c3d4", "mock-secret", "Passphrase1!", "BENCHCODE1"
ORDER = {
    "inst_id": "BTC-USDT",
    "td_mode": "cash",
    "side": "buy",
    "ord_type": "limit",
    "px": "2.15",
    "sz": "2",
    "cl_ord_id": "b15",
}
BODY = (
    b'{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"2","clOrdId":"b15","px":"2.15",'
    b'"tag":"BENCHCODE1"}'
)
PATH = "/api/v5/trade/order"
ROUNDS, CALLS, CONCURRENT = 40, 500, 50
STATIC = {"Content-Type": "application/json", "Accept": "application/json"}


class Answer(msgspec.Struct):
    code: str
    msg: str
    data: list[PlacedOrder]


class FreeClock:
    """A clock that leaps ahead with every call, so that the limits are counted in full and never slow the bench down."""

    offset_ms = 0

    def __init__(self) -> None:
        self.leapt = 0.0

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        self.leapt += 0.05
        return self.leapt

    def correct(self, offset_ms: int) -> None:
        raise AssertionError("the bench server never refuses a timestamp")

    def sleep(self, seconds: float) -> None:
        self.leapt += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.leapt += seconds


def headers() -> list[tuple[str, str]]:
    """Sign by hand, as the floor does."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    digest = hmac.digest(SECRET.encode(), f"{now}POST{PATH}".encode() + BODY, "sha256")
    return [
        ("OK-ACCESS-KEY", KEY),
        ("OK-ACCESS-SIGN", base64.b64encode(digest).decode()),
        ("OK-ACCESS-TIMESTAMP", now),
        ("OK-ACCESS-PASSPHRASE", PASSPHRASE),
        ("x-simulated-trading", "1"),
    ]


def floor_sync(url: str) -> Callable[[], object]:
    """Make the bare blocking call."""
    client = SyncClientBuilder().follow_redirects(False).timeout(timedelta(seconds=10)).default_headers(STATIC).build()
    decoder = msgspec.json.Decoder(Answer, strict=False)

    def once() -> object:
        response = client.request("POST", url + PATH).headers(headers()).body_bytes(BODY).build().send()
        return decoder.decode(response.bytes())

    return once


def floor_async(url: str) -> Callable[[], Coroutine[Any, Any, object]]:
    """Make the bare asynchronous call."""
    client = ClientBuilder().follow_redirects(False).timeout(timedelta(seconds=10)).default_headers(STATIC).build()
    decoder = msgspec.json.Decoder(Answer, strict=False)

    async def once() -> object:
        response = await client.request("POST", url + PATH).headers(headers()).body_bytes(BODY).build().send()
        return decoder.decode(await response.bytes())

    return once


def ours_sync(url: str) -> Callable[[], object]:
    """Make our blocking call, with limits counted, tag enforced, answer checked."""
    broker = Broker(
        CODE, environment=Environment.DEMO, site=Site.GLOBAL, base_url=url, clock=FreeClock(), limiter=WindowLimiter()
    )
    trade = broker.for_credentials(ApiKey(KEY, SECRET, PASSPHRASE)).trade
    return lambda: trade.place_order(**ORDER)  # type: ignore[arg-type]


def ours_async(url: str) -> Callable[[], Awaitable[object]]:
    """Make our asynchronous call."""
    broker = AsyncBroker(
        CODE, environment=Environment.DEMO, site=Site.GLOBAL, base_url=url, clock=FreeClock(), limiter=WindowLimiter()
    )
    trade = broker.for_credentials(ApiKey(KEY, SECRET, PASSPHRASE)).trade
    return lambda: trade.place_order(**ORDER)  # type: ignore[arg-type]


def official(url: str) -> Callable[[], object]:
    """Make the official SDK's call of the same order."""
    from okx.Trade import TradeAPI

    api = TradeAPI(KEY, SECRET, PASSPHRASE, False, "1", domain=url, debug=False)
    wire = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "sz": "2", "px": "2.15"}
    return lambda: api.place_order(**wire, clOrdId="b15", tag=CODE)


def sync_round(once: Callable[[], object], calls: int) -> float:
    """Return the CPU seconds per call of a round of blocking calls."""
    start = time.process_time()
    for _ in range(calls):
        once()
    return (time.process_time() - start) / calls


async def async_round(once: Callable[[], Awaitable[object]], calls: int) -> float:
    """Return the CPU seconds per call of a round of concurrent calls."""

    async def worker(share: int) -> None:
        for _ in range(share):
            await once()

    start = time.process_time()
    await asyncio.gather(*(worker(calls // CONCURRENT) for _ in range(CONCURRENT)))
    return (time.process_time() - start) / (calls // CONCURRENT * CONCURRENT)


def import_cost(statement: str) -> float:
    """Return the CPU seconds that a statement costs a fresh interpreter, the best of several.

    Bytecode is kept as Python does unless it is told otherwise, so that compiling counts in the first run only.
    """
    code = f"import time; s=time.process_time(); {statement}; print(time.process_time()-s)"
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", code]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True, env=usual) for _ in range(7)]
    return min(float(run.stdout) for run in runs)


def main() -> None:
    """Measure and print."""
    rounds: dict[str, list[float]] = {}

    def keep(name: str, seconds: float) -> None:
        rounds.setdefault(name, []).append(seconds)

    with running() as url, contextlib.redirect_stdout(io.StringIO()):
        blocking = {"floor sync": floor_sync(url), "ours sync": ours_sync(url), "python-okx": official(url)}
        for once in blocking.values():
            sync_round(once, 100)
        for _ in range(ROUNDS):
            for name, once in blocking.items():
                keep(name, sync_round(once, CALLS if name != "python-okx" else CALLS // 4))

        async def concurrent() -> None:
            waiting: dict[str, Callable[[], Awaitable[object]]] = {
                "floor async": floor_async(url),
                "ours async": ours_async(url),
            }
            for once in waiting.values():
                await async_round(once, 500)
            for _ in range(ROUNDS):
                for name, once in waiting.items():
                    keep(name, await async_round(once, CALLS))

        asyncio.run(concurrent())
    base = import_cost("import msgspec, pyreqwest.client")
    ours = import_cost("import okx_broker")

    def ratio(name: str, floor: str) -> float:
        return statistics.median(a / b for a, b in zip(rounds[name], rounds[floor], strict=True))

    print(f"CPU per signed order over {ROUNDS} rounds of {CALLS} calls, async with {CONCURRENT} at once")
    print(f"  {'':12} {'best':>9} {'median':>9}  median of the ratios of neighbouring rounds")
    floors = {"ours sync": "floor sync", "ours async": "floor async", "python-okx": "floor sync"}
    for name, found in rounds.items():
        note = f"{ratio(name, floors[name]):5.2f} x floor" if name in floors else ""
        print(f"  {name:12} {min(found) * 1e6:6.1f} us {statistics.median(found) * 1e6:6.1f} us  {note}")
    print(f"  python-okx costs {ratio('python-okx', 'ours sync'):.1f} times ours")
    print(
        f"import: msgspec and transport {base * 1e3:.0f} ms, okx_broker {ours * 1e3:.0f} ms, "
        f"{(ours - base) * 1e3:.0f} ms more"
    )


if __name__ == "__main__":
    main()
