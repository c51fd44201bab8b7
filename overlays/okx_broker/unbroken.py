"""Flows that are run to their end whatever becomes of the call that began them.

A refresh kills the old pair of tokens before the new one has arrived, so nothing may break it off between asking and saving:
no cancelled task, no Ctrl-C, no event loop that ends. Threads of their own run such flows. The process waits for them when
it ends, and a broker when it is closed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import Any, Final, TypeVar

T = TypeVar("T")

_MOST: Final = 32
"""So many run at a time in one process."""


class _Threads:
    """The threads of this process; a forked one makes its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._executor: ThreadPoolExecutor | None = None
        self.under_way: dict[Future[Any], object] = {}

    def submit(self, run: Callable[[], T], key: object) -> Future[T]:
        with self._lock:
            if self._executor is None:
                self._executor = ThreadPoolExecutor(_MOST, thread_name_prefix="okx-broker")
            future = self._executor.submit(copy_context().run, run)
            self.under_way[future] = key
        future.add_done_callback(self._ended)
        return future

    def _ended(self, future: Future[Any]) -> None:
        self.under_way.pop(future, None)

    def is_of_this_process(self) -> bool:
        return self._process == os.getpid()


_threads = _Threads()


def submit(run: Callable[[], T], key: object) -> Future[T]:
    """Run a function in a thread of its own.

    Args:
        run: What is run.
        key: What it needs until its end, as a transport; see `settle`.

    Raises:
        RuntimeError: The interpreter is ending.
    """
    global _threads  # noqa: PLW0603 - one for the process
    if not _threads.is_of_this_process():
        _threads = _Threads()
    return _threads.submit(run, key)


def settle(key: object) -> None:
    """Wait until nothing is under way any more that needs this."""
    if _threads.is_of_this_process():
        wait([future for future, needed in list(_threads.under_way.items()) if needed is key])


def is_busy() -> bool:
    """Whether anything is under way in this process."""
    return _threads.is_of_this_process() and bool(_threads.under_way)
