"""What the exchange could list and answer, and the mock does not: an exchange written here, on a clock moved by hand."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from okx_broker import Secret
from okx_broker.errors import ReportError, ReportUnavailable
from okx_broker.limits import WindowLimiter
from okx_broker.rebates.files import Downloader
from okx_broker.rebates.jobs import AsyncRebateJobs, Job, JobStore, RebateJobs
from okx_broker.transport import Outgoing, Reply
from tests.client.support import Either, ManualClock, answer, make_user
from tests.faults.servers import RawServer, http, replying

BEGIN, END = date(2026, 6, 1), date(2026, 6, 30)
NOW = int(datetime(2026, 7, 3, 10, tzinfo=UTC).timestamp() * 1000)
DAY = 86_400_000
FIRST = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp() * 1000)
HEAD = "brokerCode,level,instId,ordId,spotTradeAmt,derivativeTradeAmt,fee,netFee,settlementFee,brokerRebate,suBrokerRebate,userRebate,affiliated,ts"
ROW = f"ACME1,Lv1,BTC-USDT,680800019749904384,100,0,0.1,0.1,0.1,0.05,0,0.01,false,{FIRST + 5000}"


class Exchange:
    """Answers with a list that the test decides on, by minutes since the beginning."""

    def __init__(self, clock: ManualClock, **settings: Any) -> None:
        self.clock = clock
        self.begun = clock.now_ms()
        self.result = settings.get("result", "false")
        self.listed = settings["listed"]
        self.asked: list[float] = []
        self.looked: list[float] = []

    @property
    def minutes(self) -> float:
        return (self.clock.now_ms() - self.begun) / 60_000

    def __call__(self, request: Outgoing) -> Reply:
        if "/account/config" in request.url:
            return answer([{"uid": "77"}])
        if request.method == "POST":
            self.asked.append(self.minutes)
            return answer([{"result": self.result, "ts": str(self.clock.now_ms())}])
        self.looked.append(self.minutes)
        return answer(self.listed(self))


def link(url: str = "", *, state: str = "finished", begin: int = FIRST, days: int = 30, **more: str) -> dict[str, str]:
    made = {"beginTime": str(begin), "endTime": str(begin + days * DAY), "cTime": str(NOW - DAY), "ts": str(NOW)}
    return {**made, "fileHref": url, "state": state, **more}


class Place:
    def __init__(self, either: Either, folder: Path, files: RawServer) -> None:
        self.either, self.folder, self.files = either, folder, files
        self.clock = ManualClock(NOW)
        self.url = f"{files.url}/x?Signature=TOPSIGNATURE"

    def fetch(self, exchange: Exchange, **settings: Any) -> Job:
        user = make_user(self.either.recorder(script=exchange), clock=self.clock, limiter=WindowLimiter())
        downloader = Downloader(hosts=[f"127.0.0.1:{self.files.port}"], allow_http=True)
        with JobStore(self.folder / "jobs.db") as store:
            kind: Any = AsyncRebateJobs if self.either.asynchronous else RebateJobs
            jobs = kind(user, store, downloader=downloader)
            found = self.either.run(jobs.fetch(BEGIN, END, self.folder / "out", **settings))
        assert isinstance(found, Job)
        return found


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with RawServer(replying(http(f"{HEAD}\n{ROW}\n".encode()))) as files:
        yield Place(Either(request.param), tmp_path, files)


def test_a_report_that_is_there_by_the_answer_is_looked_for_soon(place: Place) -> None:
    exchange = Exchange(place.clock, result="true", listed=lambda now: [link(place.url)] if now.asked else [])
    assert place.fetch(exchange).rows == 1
    assert len(exchange.asked) == 1
    assert exchange.minutes < 2, "nobody waits two hours for what is there"


def test_a_list_that_lags_behind_is_waited_for(place: Place) -> None:
    exchange = Exchange(place.clock, listed=lambda now: [link(place.url)] if now.minutes > 150 else [])
    assert place.fetch(exchange).rows == 1
    assert len(exchange.asked) == 1
    assert exchange.minutes < 153
    times = exchange.looked
    assert all(later - earlier > 0.5 for earlier, later in pairwise(times)), "two a minute at most"


def test_an_unknown_state_is_not_finished(place: Place) -> None:
    exchange = Exchange(
        place.clock, listed=lambda now: [link(place.url, state="finished" if now.minutes > 30 else "queued")]
    )
    assert place.fetch(exchange).rows == 1
    assert exchange.asked == []
    assert exchange.minutes > 30


def test_other_days_and_links_without_days_are_never_taken(place: Place) -> None:
    others = [
        {"fileHref": "https://elsewhere.example/", "state": "finished", "ts": str(NOW)},
        link("https://elsewhere.example/", begin=FIRST + 40 * DAY),
        link("https://elsewhere.example/", begin=FIRST - 40 * DAY),
    ]
    exchange = Exchange(place.clock, listed=lambda now: [*others, link(place.url), *others])
    assert place.fetch(exchange).rows == 1
    assert exchange.asked == []


def test_a_finished_report_without_a_link_is_an_error_that_can_pass(place: Place) -> None:
    exchange = Exchange(place.clock, listed=lambda now: [link("")])
    with pytest.raises(ReportError, match="no link"):
        place.fetch(exchange)
    assert exchange.asked == []
    place.clock.advance(3600)
    assert place.fetch(Exchange(place.clock, listed=lambda now: [link(place.url)])).rows == 1


def test_a_report_that_vanishes_is_asked_for_again(place: Place) -> None:
    def listed(now: Exchange) -> list[dict[str, str]]:
        made = str(now.begun + int(now.asked[0] * 60_000)) if now.asked else ""
        if len(now.asked) == 1 and now.minutes < 60:
            return [link(state="ongoing", cTime=made)]
        return [link(place.url)] if len(now.asked) > 1 else []

    exchange = Exchange(place.clock, listed=listed)
    assert place.fetch(exchange, longest=12 * 3600).rows == 1
    assert len(exchange.asked) == 2
    assert exchange.asked[1] >= 360, "after six hours it will not come"


def test_patience_ends_with_what_was_not_there(place: Place) -> None:
    exchange = Exchange(place.clock, listed=lambda now: [link(state="ongoing")])
    with pytest.raises(ReportUnavailable, match=r"2026-06-01 to 2026-06-30 is not there after 6\.0 hours"):
        place.fetch(exchange)
    assert exchange.minutes == pytest.approx(360, abs=2)


def test_a_row_that_can_not_be_read_stops_it_or_is_counted(place: Place) -> None:
    place.files.behaviour = replying(http(f"{HEAD}\n{ROW}\n{ROW.replace('0.05', 'much')}\n".encode()))
    exchange = Exchange(place.clock, listed=lambda now: [link(place.url)])
    with pytest.raises(ReportError, match="line 3"):
        place.fetch(exchange)
    job = place.fetch(exchange, keep_going=True)
    assert (job.rows, job.rejected) == (1, 1)
    assert len(place.files.seen) == 1, "the file is there already"


def test_nothing_of_a_link_or_a_key_is_in_a_file(place: Place) -> None:
    place.fetch(Exchange(place.clock, listed=lambda now: [link(place.url)]))
    (seen,) = place.files.seen
    assert not [name for name, _ in seen.headers if name.startswith(("ok-", "authorization", "cookie", "x-"))]
    for path in place.folder.rglob("*"):
        if path.is_file():
            assert b"TOPSIGNATURE" not in path.read_bytes()
    assert "TOPSIGNATURE" not in repr(Secret(place.url)) + json.dumps([str(one) for one in place.folder.rglob("*")])


def test_overlapping_reports_of_the_exchange_cover_a_range(place: Place) -> None:
    place.files.behaviour = replying(http(f"{HEAD}\n".encode()))
    halves = [link(place.url, days=17), link(place.url, begin=FIRST + 12 * DAY, days=18)]
    exchange = Exchange(place.clock, listed=lambda now: halves)
    job = place.fetch(exchange)
    assert [piece.span for piece in job.pieces] == [(BEGIN, date(2026, 6, 17)), (date(2026, 6, 13), END)]
    assert exchange.asked == []


@pytest.mark.parametrize("what", ["no connection", "a page", "no report", "another host", "expired"])
def test_no_variable_of_a_failed_fetch_shows_the_link(place: Place, what: str) -> None:
    bodies = {
        "a page": http(b"<html>", "500 Oops"),
        "no report": http(b"<html>error</html>"),
        "expired": http(b"", "403 Forbidden"),
    }
    if what in bodies:
        place.files.behaviour = replying(bodies[what])
    hosts = {"no connection": "http://127.0.0.1:1", "another host": "http://127.0.0.2:1"}
    url = f"{hosts.get(what, place.files.url)}/x?Signature=TOPSIGNATURE"
    user = make_user(
        place.either.recorder(script=Exchange(place.clock, listed=lambda now: [link(url)])), clock=place.clock
    )
    downloader = Downloader(hosts=[f"127.0.0.1:{place.files.port}", "127.0.0.1:1"], allow_http=True)
    with JobStore(place.folder / "jobs.db") as store:
        kind: Any = AsyncRebateJobs if place.either.asynchronous else RebateJobs
        with pytest.raises(ReportError) as caught:
            place.either.run(kind(user, store, downloader=downloader).fetch(BEGIN, END, place.folder / "out"))
        (job,) = store.jobs()
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    told.stack = traceback.StackSummary.from_list(
        [one for one in told.stack if "/okx_broker/" in one.filename and "/calls.py" not in one.filename]
    )
    assert told.stack
    assert "TOPSIGNATURE" not in "".join(told.format())
    assert job.problem
    assert "TOPSIGNATURE" not in job.problem + repr(job)
