"""What flows can ask of their drivers beside requests: blocking work, and flows that no cancellation breaks off."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from okx_broker.calls import Flow, Wait, apart, work
from okx_broker.client import drive, drive_async
from okx_broker.clock import SystemClock


class NoTransport:
    def send(self, request: object) -> Any:
        raise AssertionError("nothing is to be sent")


def run_blocking(flow: Flow[Any]) -> Any:
    return drive(flow, NoTransport(), SystemClock())  # type: ignore[arg-type]


def run_on_a_loop(flow: Flow[Any]) -> Any:
    return asyncio.run(drive_async(flow, NoTransport(), SystemClock()))  # type: ignore[arg-type]


RUNNERS = pytest.mark.parametrize("run", [run_blocking, run_on_a_loop])


@RUNNERS
def test_work_gives_its_result_back(run: Callable[[Flow[Any]], Any]) -> None:
    def flow() -> Flow[int]:
        first = yield from work(lambda: 40)
        second = yield from work(lambda: 2)
        return first + second

    assert run(flow()) == 42


@RUNNERS
def test_what_work_raises_is_raised_in_the_flow(run: Callable[[Flow[Any]], Any]) -> None:
    def flow() -> Flow[str]:
        try:
            yield from work(lambda: 1 // 0)
        except ZeroDivisionError:
            return "caught"
        return "not raised"

    assert run(flow()) == "caught"


def test_on_an_event_loop_work_holds_nobody_up() -> None:
    go_on = threading.Event()

    def flow() -> Flow[bool]:
        return (yield from work(lambda: go_on.wait(5)))

    async def both() -> bool:
        waiting = asyncio.create_task(drive_async(flow(), NoTransport(), SystemClock()))  # type: ignore[arg-type]
        await asyncio.sleep(0.02)
        go_on.set()
        return await waiting

    assert asyncio.run(both()) is True


@RUNNERS
def test_a_flow_apart_gives_its_result_or_its_error_back(run: Callable[[Flow[Any]], Any]) -> None:
    def inner(value: int) -> Flow[float]:
        yield Wait(0)
        return 1 / value

    def flow() -> Flow[tuple[float, str]]:
        half = yield from apart(inner(2))
        try:
            yield from apart(inner(0))
        except ZeroDivisionError:
            return half, "caught"
        return half, "not raised"

    assert run(flow()) == (0.5, "caught")


def test_a_flow_apart_goes_on_when_its_caller_is_cancelled() -> None:
    done: list[str] = []

    def inner() -> Flow[None]:
        yield Wait(0.05)
        done.append("inner")

    def flow() -> Flow[None]:
        yield from apart(inner())
        done.append("outer")

    async def cancelled() -> None:
        task = asyncio.create_task(drive_async(flow(), NoTransport(), SystemClock()))  # type: ignore[arg-type]
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.1)

    asyncio.run(cancelled())
    assert done == ["inner"]
