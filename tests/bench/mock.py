"""Speed and size of the mock: `python -m tests.bench.mock`.

It starts the mock as a process of its own, sends it signed orders from this one, each checked in full by the mock, and reads
the mock's CPU time and memory from /proc. Every answer must show an accepted order, and the mock must have them all in the
end. On a busy machine look at the orders per second of CPU: the mock has one thread, so that is what one core can do.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import datetime
import hmac
import json
import os
import selectors
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any
from urllib.parse import urlsplit

PATH = "/api/v5/trade/order"
CONNECTIONS = 32
AIM_RATE, AIM_START, AIM_SIZE = 1500, 1.0, 500


class Served:
    """A mock in a process of its own.

    Attributes:
        started: Seconds from the start of the process until its first answer.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        begun = time.perf_counter()
        command = [sys.executable, "-m", "okx_mock", "serve", "--json", *arguments]
        self._process = Popen(command, stdout=PIPE, text=True)
        assert self._process.stdout is not None
        said: dict[str, Any] = json.loads(self._process.stdout.readline())
        self.url: str = said["url"]
        self.port = urlsplit(self.url).port or 0
        self.users = [one for one in said["accounts"] if one["name"].startswith("user")]
        self.ask("health")
        self.started = time.perf_counter() - begun

    def ask(self, name: str) -> Any:
        """Ask the control surface."""
        with urllib.request.urlopen(f"{self.url}/__mock__/{name}") as answer:
            return json.load(answer)

    def cpu(self) -> float:
        """Seconds of CPU that it has used."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Memory that it holds."""
        status = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        (resident,) = [line.split()[1] for line in status if line.startswith("VmRSS:")]
        return int(resident) / 1024

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        assert self._process.stdout is not None
        self._process.stdout.close()


@contextlib.contextmanager
def serving(*arguments: str) -> Iterator[Served]:
    """Run a mock for the time of a `with` block."""
    served = Served(arguments)
    try:
        yield served
    finally:
        served.stop()


def order(number: int) -> bytes:
    """Every other order rests, every other one fills."""
    kind = '"limit","px":"2.15","sz":"0.01"' if number % 2 else '"market","sz":"10"'
    return (
        f'{{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":{kind},"clOrdId":"b{number}",'
        '"tag":"MOCKBROKER01"}'
    ).encode()


def request(user: dict[str, Any], port: int, body: bytes) -> bytes:
    """Write a signed request."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    digest = hmac.digest(user["secret_key"].encode(), f"{now}POST{PATH}".encode() + body, "sha256")
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"OK-ACCESS-KEY: {user['api_key']}\r\nOK-ACCESS-SIGN: {base64.b64encode(digest).decode()}\r\n"
        f"OK-ACCESS-TIMESTAMP: {now}\r\nOK-ACCESS-PASSPHRASE: {user['passphrase']}\r\n"
        f"x-simulated-trading: 1\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def answered(connection: socket.socket) -> bytes:
    """Read one answer."""
    received = b""
    while True:
        head, found, body = received.partition(b"\r\n\r\n")
        if found:
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            if len(body) >= length:
                return body
        part = connection.recv(65536)
        if not part:
            raise SystemExit("the mock has closed a connection")
        received += part


def send_orders(served: Served, count: int) -> None:
    """Send so many orders, for the users by turns, and check each answer."""
    with contextlib.ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        sent = done = 0

        def send(connection: socket.socket) -> None:
            nonlocal sent
            if sent < count:
                connection.sendall(request(served.users[sent % len(served.users)], served.port, order(sent)))
                sent += 1

        for _ in range(CONNECTIONS):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=30))
            selector.register(connection, selectors.EVENT_READ)
            send(connection)
        while done < count:
            for key, _ in selector.select(30):
                assert isinstance(key.fileobj, socket.socket)
                body = answered(key.fileobj)
                if b'"sCode":"0"' not in body:
                    raise SystemExit(f"an order was not accepted: {body!r}")
                done += 1
                send(key.fileobj)
    if (found := served.ask("orders?limit=1")["next"]) != count:
        raise SystemExit(f"{count} orders were accepted, and the mock has {found}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.mock", description=__doc__.partition("\n")[0])
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=10_000, help="orders are for these by turns")
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("serve", nargs="*", help="more options of `okx-mock serve`, after --")
    chosen = parser.parse_args()
    starts, worked = [], []
    for _ in range(chosen.starts):
        with serving(*chosen.serve) as served:
            starts.append(served.started)
            worked.append(served.cpu())
    with serving("--users", str(chosen.users), *chosen.serve) as served:
        empty, before, begun = served.megabytes(), served.cpu(), time.perf_counter()
        send_orders(served, chosen.orders)
        took, used, full = time.perf_counter() - begun, served.cpu() - before, served.megabytes()
    print(f"the mock, {chosen.orders} orders of {chosen.users} users, all of them verified and accepted")
    print(
        f"  start  {min(starts):8.2f} s   until the first answer, best of {chosen.starts} (aim: under {AIM_START:.0f} s)"
    )
    print(f"         {min(worked):8.2f} s   of CPU")
    print(f"  speed  {chosen.orders / took:8.0f} /s  with {CONNECTIONS} connections (aim: {AIM_RATE} on one core)")
    print(f"         {chosen.orders / max(used, 0.01):8.0f} /s  of the mock's CPU, which is one core's worth")
    print(f"  size   {full:8.0f} MB  with all orders, {empty:.0f} MB before the first (aim: under {AIM_SIZE} MB)")


if __name__ == "__main__":
    main()
