"""An exchange that lists whatever a test says, and its files host: for lists that change under a job."""

from __future__ import annotations

import calendar
import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from okx_broker import ApiKey, Broker, Environment, Site, SystemClock
from okx_broker.rebates.files import Downloader

HEADER = (
    "brokerCode,level,instId,ordId,spotTradeAmt,derivativeTradeAmt,fee,netFee,settlementFee,brokerRebate,"
    "suBrokerRebate,userRebate,affiliated,ts"
)
HOUR_MS = 3_600_000
CONFIG = {"uid": "77", "mainUid": "77", "acctLv": "1", "posMode": "net_mode", "autoLoan": False, "greeksType": "PA"}
MORE = {"level": "Lv1", "levelTmp": "", "perm": "read_only", "roleType": "0", "ip": "", "label": "desk"}


def midnight_ms(day: date) -> int:
    return calendar.timegm(day.timetuple()) * 1000


def report(*days: date, rebate: str = "0.3") -> str:
    """One order of each day, of which so much is the broker's."""
    rows = [
        f"C1,Lv1,BTC-USDT,{number},600,0,0.6,0.6,0.6,{rebate},0,0,false,{midnight_ms(day) + HOUR_MS}"
        for number, day in enumerate(days)
    ]
    return "\n".join((HEADER, *rows)) + "\n"


class MovedClock(SystemClock):
    """Begins at a moment, and moves on by each wait."""

    def __init__(self, begin_ms: int) -> None:
        super().__init__()
        self.moved = 0.0
        self.moved = (begin_ms - super().now_ms()) / 1000

    def now_ms(self) -> int:
        return super().now_ms() + int(self.moved * 1000)

    def monotonic(self) -> float:
        return super().monotonic() + self.moved

    def sleep(self, seconds: float) -> None:
        self.moved += seconds


class Exchange:
    """Attributes: the links that it lists, the files behind these, and what it was asked."""

    def __init__(self, port: int, clock: SystemClock) -> None:
        self.port, self.clock = port, clock
        self.links: list[dict[str, str]] = []
        self.files: dict[str, str] = {}
        self.asked: list[dict[str, Any]] = []
        self.looks = 0
        self.downloads: list[str] = []

    def list(self, name: str, begin: date, end: date, made: date, text: str | None) -> None:
        """List a finished report; without a text it has no link."""
        link = "" if text is None else f"http://localhost:{self.port}/file/{name}?sign=SECRET"
        self.files[name] = text or ""
        after_ms = midnight_ms(end) + 24 * HOUR_MS
        made_ms = str(midnight_ms(made))
        times = {"beginTime": str(midnight_ms(begin)), "endTime": str(after_ms), "cTime": made_ms, "ts": made_ms}
        self.links.append({"fileHref": link, "state": "finished", **times})

    def client(self, clock: SystemClock | None = None) -> Any:
        broker = Broker(
            "C1",
            environment=Environment.DEMO,
            site=Site.GLOBAL,
            base_url=f"http://127.0.0.1:{self.port}",
            clock=clock or self.clock,
        )
        return broker.for_credentials(ApiKey("key", "secret", "phrase"))

    def downloader(self) -> Downloader:
        return Downloader(hosts=[f"localhost:{self.port}"], allow_http=True)

    def answer(self, method: str, path: str, body: bytes) -> Any:
        if "account/config" in path:
            return [CONFIG | MORE]
        if method == "GET":
            self.looks += 1
            return self.links
        self.asked.append(json.loads(body))
        return [{"result": "false", "ts": str(self.clock.now_ms())}]


@contextmanager
def running(now: date) -> Generator[Exchange]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            if self.path.startswith("/file/"):
                name = self.path.removeprefix("/file/").partition("?")[0]
                exchange.downloads.append(name)
                content = exchange.files[name].encode()
            else:
                content = json.dumps(
                    {"code": "0", "msg": "", "data": exchange.answer(self.command, self.path, body)}
                ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    exchange = Exchange(server.server_address[1], MovedClock(midnight_ms(now)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield exchange
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
