"""The transport by itself: what its failures keep, what a fork does to it, what it does with packed answers."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from okx_broker.transport import AsyncPyreqwestTransport, Outgoing, PyreqwestTransport, Reply, TransportFailure
from tests.faults.servers import RawServer, http, refused_port, replying
from tests.faults.test_faults import LOSSES

MARK = "TOPSIGNATURE"
Send = Callable[..., Reply]


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def send(request: pytest.FixtureRequest) -> Send:
    def blocking(
        url: str, body: bytes = b"", timeout: float = 2.0, headers: list[tuple[str, str]] | None = None
    ) -> Reply:
        return PyreqwestTransport(timeout=timeout).send(Outgoing("POST" if body else "GET", url, headers or [], body))

    async def waiting(*arguments: Any, **settings: Any) -> Reply:
        def outgoing(url: str, body: bytes = b"", headers: list[tuple[str, str]] | None = None) -> Outgoing:
            return Outgoing("POST" if body else "GET", url, headers or [], body)

        transport = AsyncPyreqwestTransport(timeout=settings.pop("timeout", 2.0))
        return await transport.send(outgoing(*arguments, **settings))

    if request.param:
        return lambda *arguments, **settings: asyncio.run(waiting(*arguments, **settings))
    return blocking


def check_keeps_nothing(failure: TransportFailure) -> None:
    """A failure holds no other error, and shows no address."""
    assert failure.__context__ is None
    assert failure.__cause__ is None
    assert MARK not in "".join(traceback.format_exception(failure))


@pytest.mark.parametrize("body", [b"", b"{}"], ids=["GET", "POST"])
@pytest.mark.parametrize("loss", ["closed", "reset", "cut body", "not HTTP", "silent"])
def test_a_failure_does_not_keep_the_librarys_error_which_holds_the_address(send: Send, loss: str, body: bytes) -> None:
    with RawServer(LOSSES[loss]) as server, pytest.raises(TransportFailure) as caught:
        send(f"{server.url}/x?apiKey={MARK}", body, timeout=0.3)
    assert caught.value.sent
    check_keeps_nothing(caught.value)


@pytest.mark.parametrize("body", [b"", b"{}"], ids=["GET", "POST"])
def test_what_never_left_is_not_sent(send: Send, body: bytes) -> None:
    bad = [
        "http://host:abc/",
        "http://[bad/",
        "https://999.1.1.1/",
        "nonsense",
        "",
        "http://a b/",
        "ftp://host/",
        "mailto:x",
    ]
    for url in [*bad, f"http://127.0.0.1:{refused_port()}/"]:
        with pytest.raises(TransportFailure) as caught:
            send(f"{url}?apiKey={MARK}" if url else url, body)
        assert not caught.value.sent, url
        check_keeps_nothing(caught.value)


def test_a_header_that_is_none_is_not_sent(send: Send) -> None:
    with RawServer(replying(http(b"{}"))) as server:
        with pytest.raises(TransportFailure) as caught:
            send(server.url, headers=[("OK-ACCESS-KEY", f"{MARK}\n")])
        assert not caught.value.sent
        check_keeps_nothing(caught.value)
        assert server.seen == []


@pytest.mark.parametrize("body", [b"", b"{}"], ids=["GET", "POST"])
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_packed_answer_is_not_asked_for_and_never_grows(send: Send, encoding: str, body: bytes) -> None:
    packed = gzip.compress(b"0" * (64 << 20))
    with RawServer(replying(http(packed, headers=f"Content-Encoding: {encoding}\r\n"))) as server:
        reply = send(server.url, body)
        assert server.seen[0].header("accept-encoding") == ["identity"]
    assert reply.body == packed


FORK = """
import asyncio, os, signal, sys
from okx_broker.errors import ConfigurationError
from okx_broker.rebates import Downloader
from okx_broker.transport import AsyncPyreqwestTransport, Outgoing, PyreqwestTransport, TransportFailure

kind, url, when = sys.argv[1:]
make = AsyncPyreqwestTransport if kind == "async" else PyreqwestTransport

def wait(work):
    return asyncio.run(work()) if kind == "async" else work()

def send(transport):
    return wait(lambda: transport.send(Outgoing("POST", url, [], b"{}")))

transport = make(timeout=5) if when == "before" else None
if transport:
    assert send(transport).status == 200
child = os.fork()
if child == 0:
    signal.alarm(10)
    if not transport:
        own = make(timeout=5)
        assert send(own).status == 200
        wait(own.close)
        sys.exit(0)
    try:
        send(transport)
        sys.exit(3)
    except TransportFailure as failure:
        assert not failure.sent and "fork" in failure.reason, failure.reason
    for again in (make, lambda: Downloader(hosts=["host"]).download("https://host/x", "never.csv")):
        try:
            again()
            sys.exit(4)
        except ConfigurationError as error:
            assert "fork" in str(error), error
    wait(transport.close)
    sys.exit(0)
_, status = os.waitpid(child, 0)
assert status == 0, status
transport = transport or make(timeout=5)
assert send(transport).status == 200
wait(transport.close)
"""


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="needs fork")
@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("when", ["before", "in the child"])
def test_after_a_fork_nothing_is_sent_and_nothing_hangs(kind: str, when: str, tmp_path: Any) -> None:
    with RawServer(replying(http(b"{}"))) as server:
        done = subprocess.run(
            [sys.executable, "-c", FORK, kind, server.url, when],
            capture_output=True,
            text=True,
            timeout=40,
            check=False,
            cwd=tmp_path,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert len(server.seen) == 2
    assert list(tmp_path.iterdir()) == []


# The library's thread wakes the loop and goes on for a moment after it: here for ten milliseconds, so that the program is
# over before it is done with the interpreter.
ENDS_AT_ONCE = """
import asyncio, sys, time
from okx_broker.transport import AsyncPyreqwestTransport, Outgoing

class Loop(asyncio.SelectorEventLoop):
    def call_soon_threadsafe(self, *args, **kwargs):
        handle = super().call_soon_threadsafe(*args, **kwargs)
        time.sleep(0.01)
        return handle

async def main():
    transport = AsyncPyreqwestTransport()
    print((await transport.send(Outgoing("GET", sys.argv[1], [], b""))).status)
    if sys.argv[2] == "closed":
        await transport.close()

with asyncio.Runner(loop_factory=Loop) as runner:
    runner.run(main())
"""


@pytest.mark.parametrize("end", ["closed", "left open"])
def test_a_program_that_ends_right_after_an_answer_does_not_crash(end: str) -> None:
    with RawServer(replying(http(b"{}"))) as server:
        for _ in range(3):
            command = [sys.executable, "-c", ENDS_AT_ONCE, server.url, end]
            done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
            assert (done.returncode, done.stdout, done.stderr) == (0, "200\n", "")
