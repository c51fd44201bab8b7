"""Ending a program without losing what is in hand.

A refresh kills the old pair of tokens before the new one has arrived. Threads of their own finish it, and a process that ends
in order waits for them; but SIGTERM, which every supervisor sends, and a second Ctrl-C end a process at once.
"""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import Final, NoReturn

from okx_broker.unbroken import is_busy

_FINISHING: Final = b"\na refresh of tokens is being finished; this ends in a moment\n"


class _Ending:
    """Handles both signals."""

    def __init__(self) -> None:
        self._begun = False
        self._said = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self._begun and is_busy():
            if not self._said:
                self._said = True
                os.write(2, _FINISHING)  # print is not safe here
            return
        self._begun = True
        _end(number)


def _end(number: int) -> NoReturn:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)


def end_in_order() -> None:
    """Let SIGTERM and Ctrl-C end this program in order, as often as they come: what is in hand is finished first.

    Call it once, in the main thread of a program of your own, before the first call. SIGTERM becomes `SystemExit(143)`, Ctrl-C
    stays `KeyboardInterrupt`; while a refresh is under way, further ones are ignored, for some 40 seconds at most. A web server
    has handlers of its own for this and needs none of it. SIGKILL can't be handled: after it a pair that the exchange has just
    replaced is lost, and its user must connect again.

    Raises:
        ValueError: This is not the main thread.
    """
    handler = _Ending()
    signal.signal(signal.SIGTERM, handler)
    signal.signal(signal.SIGINT, handler)
