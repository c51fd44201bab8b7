"""How an answer goes wrong on its way: what a struck request gets in place of its answer, or nothing at all.

ASGI has no words for closing a connection without an answer, so the protocol hands its transport on in the scope.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from starlette.types import Receive, Scope, Send

from okx_mock.answers import ERRORS, Answer, failure
from okx_mock.contract import Contract
from okx_mock.faults import Fault

# The protocol puts the connection's transport here.
TRANSPORT_KEY = "okx_mock.transport"
# A client that does not take what was sent before is not waited for longer than this, in seconds.
GOODBYE = 5
_PAGE = """<html>
<head><title>{status}</title></head>
<body>
<center><h1>{status}</h1></center>
<hr><center>gateway of the mock</center>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole answer, with OKX's code where it is an answer of OKX's."""

    status: int
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes
    code: str = ""


NOTHING = Whole(0, (), b"")


def coded(code: str, contract: Contract) -> Answer:
    """The refusal of a whole request with any code of the contract."""
    if code in ERRORS:
        status, template = ERRORS[code]
        return failure(status, code, " ".join(template.format("").split()))
    status, meaning = contract.errors[code]
    return failure(status, code, meaning)


def spoilt(fault: Fault, whole: Whole) -> Whole:
    """What goes out in place of an answer; of a truncated one its headers and the first half of its body."""
    if fault.kind in {"lost", "reset"}:
        return NOTHING
    if fault.kind == "html":
        return _page(fault.status)
    if fault.kind == "status":
        return Whole(fault.status, _headers(b"text/plain", b""), b"")
    if fault.kind == "truncated":
        return Whole(whole.status, whole.headers, whole.body[: len(whole.body) // 2])
    return whole


async def deliver(fault: Fault, left: Whole, scope: Scope, receive: Receive, send: Send) -> None:
    """Send what a fault left of an answer, and close the connection where the fault says so.

    Args:
        fault: what goes wrong.
        left: what `spoilt` left.
        scope: the request.
        receive: says when the client is gone.
        send: takes what goes out.
    """
    if left is NOTHING:
        await _hang_up(scope, receive, hard=fault.kind == "reset")
        return
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    await send({"type": "http.response.start", "status": left.status, "headers": left.headers})
    await send({"type": "http.response.body", "body": left.body, "more_body": fault.kind == "truncated"})
    if fault.kind == "truncated":
        await _hang_up(scope, receive, hard=False)


def _page(status: int) -> Whole:
    body = _PAGE.format(status=status).encode()
    return Whole(status, _headers(b"text/html; charset=utf-8", body), body)


def _headers(kind: bytes, body: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", kind), (b"content-length", str(len(body)).encode())]


async def _hang_up(scope: Scope, receive: Receive, *, hard: bool) -> None:
    """Close the connection and wait until it is closed; hard: by a reset, which throws away what was not sent yet."""
    transport = cast("asyncio.Transport", scope[TRANSPORT_KEY])
    if hard:
        connection = cast("socket.socket", transport.get_extra_info("socket"))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()
    try:
        async with asyncio.timeout(GOODBYE):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
