"""Lists that change under a job: early, corrected, bad and missing reports. Amounts are added up by hand."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from okx_broker.errors import ReportError, ReportUnavailable
from okx_broker.rebates.days import LONGEST_DAYS, Span, cover
from okx_broker.rebates.jobs import Job, JobStore, RebateJobs
from tests.rebates.exchange import Exchange, MovedClock, midnight_ms, report, running

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
JUNE = tuple(FIRST + timedelta(days=number) for number in range(30))
JULY_2, JULY_10, NOW = date(2026, 7, 2), date(2026, 7, 10), date(2026, 7, 20)


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    with running(NOW) as one:
        yield one


class Office:
    def __init__(self, exchange: Exchange, folder: Path) -> None:
        self.exchange, self.folder, self.out, self.state = exchange, folder, folder / "out", "jobs.db"

    def fetch(self, begin: date = FIRST, end: date = LAST, **settings: Any) -> Job:
        with JobStore(self.folder / self.state) as store:
            jobs = RebateJobs(self.exchange.client(), store, downloader=self.exchange.downloader())
            return jobs.fetch(begin, end, self.out, **settings)

    def later(self, **settings: Any) -> Job:
        """The same call, a minute later."""
        self.exchange.clock.sleep(60)
        return self.fetch(**settings)

    def table(self) -> tuple[int, Decimal, list[date]]:
        """Rows, what is the broker's, and when the reports were made."""
        rows = pl.read_parquet(str(self.out / "day=*" / "*.parquet"))
        made: list[datetime] = rows["report_made"].unique().sort().to_list()
        total = sum((Decimal(value) for value in rows["brokerRebate"].to_list()), Decimal(0))
        return len(rows), total, [moment.astimezone(UTC).date() for moment in made]


@pytest.fixture
def office(exchange: Exchange, tmp_path: Path) -> Office:
    return Office(exchange, tmp_path)


def test_a_report_made_before_its_days_were_over_is_not_taken(office: Office) -> None:
    office.exchange.list("early", FIRST, LAST, date(2026, 6, 20), report(*JUNE))
    with pytest.raises(ReportUnavailable):
        office.fetch(longest=0)
    # For the same days OKX says that there is one: it makes one for others.
    assert [(one["begin"], one["end"]) for one in office.exchange.asked] == [("20260531", "20260630")]
    assert office.exchange.downloads == []
    office.exchange.list("whole", FIRST - timedelta(days=1), LAST, NOW, report(*JUNE, rebate="5"))
    assert office.later().done
    assert office.table() == (30, Decimal(150), [NOW])
    assert len(office.exchange.asked) == 1


def test_other_days_are_asked_for_than_those_of_early_reports() -> None:
    june = Span(FIRST, LAST)
    longer = Span(date(2026, 5, 31), LAST)
    assert cover(june, [], [june, longer]) == [(Span(date(2026, 5, 30), LAST), False)]
    longest = Span(FIRST, FIRST + timedelta(days=LONGEST_DAYS - 1))
    day = timedelta(days=1)
    assert cover(longest, [], [longest]) == [
        (Span(FIRST, longest.end - day), False),
        (Span(longest.end, longest.end), False),
    ]


def test_a_correction_reaches_a_job_that_is_done(office: Office) -> None:
    office.exchange.list("first", FIRST, LAST, JULY_2, report(*JUNE))
    office.fetch()
    assert office.table() == (30, Decimal(9), [JULY_2])
    office.exchange.list("second", FIRST, LAST, JULY_10, report(*JUNE, rebate="5"))
    assert office.later().rows == 30
    assert office.table() == (30, Decimal(150), [JULY_10])
    office.later()
    assert office.exchange.downloads == ["first", "second"]
    assert office.exchange.asked == []


@pytest.mark.parametrize("lost", [False, True])
def test_the_file_of_an_earlier_report_is_not_taken_for_a_later_one(office: Office, lost: bool) -> None:
    office.exchange.list("first", FIRST, LAST, JULY_2, report(*JUNE))
    office.fetch()
    office.exchange.list("second", FIRST, LAST, JULY_10, report(*JUNE, rebate="5"))
    if lost:
        office.state = "another.db"
        office.later()
    else:
        office.later(begin=LAST)
    assert office.table() == (30, Decimal(150), [JULY_10])


def test_a_correction_listed_during_a_download_does_not_lend_it_its_time(office: Office) -> None:
    office.exchange.list("first", FIRST, LAST, JULY_2, report(*JUNE))
    with JobStore(office.folder / office.state) as store:

        def tell(progress: Any) -> None:
            # What arrives is still the file of July 2.
            if progress.stage == "downloading" and len(office.exchange.links) == 1:
                office.exchange.list("second", FIRST, LAST, JULY_10, report(*JUNE, rebate="5"))

        client, downloader = office.exchange.client(), office.exchange.downloader()
        RebateJobs(client, store, downloader=downloader, tell=tell).fetch(FIRST, LAST, office.out)
    assert office.table() == (30, Decimal(9), [JULY_2])
    office.later()
    assert office.table() == (30, Decimal(150), [JULY_10])


def test_a_bad_report_is_looked_for_again(office: Office) -> None:
    office.exchange.list("bad", FIRST, LAST, JULY_2, report(*JUNE, rebate="much"))
    with pytest.raises(ReportError, match="brokerRebate is 'much'"):
        office.fetch()
    with pytest.raises(ReportError, match="brokerRebate is 'much'"):
        office.fetch()
    office.exchange.list("good", FIRST, LAST, JULY_10, report(*JUNE))
    assert office.fetch().done, "at once: it waits until OKX may be asked"
    assert office.table() == (30, Decimal(9), [JULY_10])
    assert office.exchange.asked == []


@pytest.mark.parametrize(("text", "words"), [(None, "no link"), ("row", "line 2"), ("days", "line 2")])
def test_a_bad_report_does_not_hold_up_the_others(office: Office, text: str | None, words: str) -> None:
    bad = {None: None, "row": report(FIRST, rebate="much"), "days": report(LAST)}[text]
    office.exchange.list("bad", JUNE[0], JUNE[9], JULY_2, bad)
    office.exchange.list("good", JUNE[10], LAST, JULY_2, report(*JUNE[10:]))
    with pytest.raises(ReportError, match=words):
        office.fetch()
    assert office.table() == (20, Decimal(6), [JULY_2])
    with JobStore(office.folder / office.state) as store:
        (job,) = store.jobs()
    assert [piece.done for piece in job.pieces] == [False, True]
    assert words in job.problem
    office.exchange.list("better", JUNE[0], JUNE[9], JULY_10, report(*JUNE[:10]))
    assert office.fetch().done
    assert office.table() == (30, Decimal(9), [JULY_2, JULY_10])


@pytest.mark.parametrize("files", [True, False])
def test_a_day_that_was_removed_comes_back(office: Office, files: bool) -> None:
    office.exchange.list("june", FIRST, LAST, JULY_2, report(*JUNE))
    office.fetch()
    shutil.rmtree(office.out / "day=2026-06-05")
    if not files:
        shutil.rmtree(office.out / "csv")
    assert office.later().done
    assert (office.out / "day=2026-06-05" / "rebates.parquet").exists()
    assert office.table() == (30, Decimal(9), [JULY_2])
    assert office.exchange.downloads == ["june"] * (1 if files else 2)


def test_a_removed_day_comes_back_from_the_file_when_okx_lists_it_no_more(office: Office) -> None:
    office.exchange.list("june", FIRST, LAST, JULY_2, report(*JUNE))
    office.fetch()
    office.exchange.links.clear()
    shutil.rmtree(office.out / "day=2026-06-05")
    assert office.later().done
    assert office.table() == (30, Decimal(9), [JULY_2])
    assert (office.exchange.downloads, office.exchange.asked) == (["june"], [])


def test_several_at_once_ask_and_download_once(office: Office) -> None:
    office.exchange.list("june", FIRST, LAST, JULY_2, report(*JUNE))
    ended: list[Job] = []

    def fetch() -> None:
        clock = RealSteps(midnight_ms(NOW))
        with JobStore(office.folder / office.state) as store:
            client, downloader = office.exchange.client(clock), office.exchange.downloader()
            ended.append(RebateJobs(client, store, downloader=downloader).fetch(FIRST, LAST, office.out))

    threads = [threading.Thread(target=fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [job.rows for job in ended] == [30] * 4
    assert office.exchange.looks == 1
    assert office.exchange.downloads == ["june"]


class RealSteps(MovedClock):
    """Waits as long as it says."""

    def sleep(self, seconds: float) -> None:
        threading.Event().wait(seconds)
