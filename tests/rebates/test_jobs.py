"""Jobs against the mock, its clock moved: asked once, waited for, fetched, in the table, whatever goes wrong."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from okx_broker.errors import (
    ApiError,
    ConfigurationError,
    InvalidArgument,
    NotSent,
    RateLimited,
    ReportError,
    ReportUnavailable,
    RequestRejected,
)
from okx_broker.rebates.files import Downloader
from okx_broker.rebates.jobs import JobStore, Progress, RebateJobs, planned
from okx_broker.testing import OkxMock
from tests.rebates.desk import ASK, LOOK, ROWS_A_DAY, Desk, ExpiringDownloader, another_client, csv_rows, table_of


def test_a_job_asks_once_waits_fetches_and_adds(either_desk: Desk) -> None:
    desk = either_desk
    begun = desk.mock.clock.now()
    job = desk.fetch(*desk.days(3))
    assert job.done
    assert job.rows == 3 * ROWS_A_DAY
    assert len(desk.seen(ASK)) == 1
    assert desk.files() == [200]
    took = desk.mock.clock.now() - begun
    assert timedelta(hours=2) <= took <= timedelta(hours=2, minutes=3)
    assert len(desk.seen(LOOK)) < 40, "an early report is asked about now and then, not each minute"
    (piece,) = job.pieces
    name = f"rebates-{piece.span.begin:%Y%m%d}-{piece.span.end:%Y%m%d}-{piece.made_ms}.csv"
    rows = csv_rows(desk.out / "csv" / name)
    table = pl.read_parquet(str(desk.out / "day=*" / "*.parquet"))
    assert sorted(row["ordId"] for row in rows) == sorted(table["ordId"].to_list())
    assert len(rows) == job.rows


def test_what_it_waits_for_and_until_when_is_told(desk: Desk) -> None:
    desk.fetch(*desk.days(3))
    stages = list(dict.fromkeys(progress.stage for progress in desk.told))
    assert stages == ["looking", "asking", "making", "downloading", "adding", "done"]
    asked = next(one for one in desk.told if one.stage == "making")
    (job,) = desk.store.jobs()
    assert asked.until_ms == job.pieces[0].made_ms + 2 * 3_600_000
    assert (asked.piece, asked.pieces) == (1, 1)
    last = [one for one in desk.told if one.stage == "downloading"][-1]
    assert last.bytes_done == last.bytes_total


def test_a_job_that_is_done_asks_nothing_again(either_desk: Desk) -> None:
    desk = either_desk
    desk.fetch(*desk.days(3))
    before = len(desk.mock.requests)
    again = desk.fetch(*desk.days(3))
    assert again.rows == 3 * ROWS_A_DAY
    assert [one.target for one in desk.mock.requests[before:]] == ["/api/v5/account/config"]
    assert len(desk.store.jobs()) == 1


def test_a_file_that_is_gone_is_fetched_again_and_not_asked_for(desk: Desk) -> None:
    job = desk.fetch(*desk.days(3))
    before = table_of(desk.out)
    for path in (desk.out / "csv").iterdir():
        path.unlink()
    assert desk.fetch(*desk.days(3)).id == job.id
    assert len(desk.seen(ASK)) == 1
    assert desk.files() == [200, 200]
    assert table_of(desk.out) == before


def test_a_report_that_somebody_else_asked_for_is_used(desk: Desk) -> None:
    begin, end = desk.days(3)
    another_client(desk.mock).fd_broker.create_rebate_per_orders(begin=begin, end=end)
    desk.fetch(begin, end)
    assert len(desk.seen(ASK)) == 1
    desk.mock.clock.advance(days=1)
    desk.fetch(begin, end, desk.folder / "other")
    assert len(desk.seen(ASK)) == 1


def test_both_types_of_a_broker_are_reports_of_their_own(desk: Desk) -> None:
    desk.account = "broker-both"
    with pytest.raises(ApiError, match="50044"):
        desk.fetch(*desk.days(3))
    jobs = [desk.fetch(*desk.days(3), broker_type=kind) for kind in ("api", "oauth")]
    # One code of each type.
    assert [job.rows for job in jobs] == [3 * 4, 3 * 4]
    assert len(desk.seen(ASK)) == 2
    assert sorted(path.name.split("-")[3] for path in (desk.out / "csv").iterdir()) == ["api", "oauth"]
    table = pl.read_parquet(str(desk.out / "day=*" / "*.parquet"))
    assert sorted(set(table["brokerCode"].to_list())) == ["MOCKBOTHAPI1", "MOCKBOTHOAUTH1"]
    assert len(table) == 24


def test_overlapping_ranges_ask_only_for_what_is_missing(desk: Desk) -> None:
    begin, end = desk.days(3)
    desk.fetch(begin, begin + timedelta(days=1))
    job = desk.fetch(begin, end)
    assert [(piece.span.begin, piece.span.end) for piece in job.pieces] == [
        (begin, begin + timedelta(days=1)),
        (end, end),
    ]
    assert job.rows == 3 * ROWS_A_DAY
    assert len(desk.seen(ASK)) == 2
    assert desk.files() == [200, 200], "and what is in the folder is not fetched again"
    whole = desk.fetch(begin, end, desk.folder / "other")
    assert whole.rows == job.rows
    assert len(desk.seen(ASK)) == 2


def test_three_years_are_seven_reports_an_hour_apart(desk: Desk) -> None:
    begin, end = desk.days(3 * 365)
    asked: list[datetime] = []

    def note(progress: Progress) -> None:
        if progress.stage == "asking":
            asked.append(desk.mock.clock.now())

    desk.on_tell = note
    job = desk.fetch(begin, end)
    assert len(job.pieces) == len(desk.seen(ASK)) == 7  # 6 * 180 = 1080, and 15 more
    day = begin
    for piece in job.pieces:
        assert piece.span.begin == day
        assert 1 <= piece.span.days <= 180
        day = piece.span.end + timedelta(days=1)
    assert day == end + timedelta(days=1)
    assert all(later - earlier >= timedelta(hours=1) for earlier, later in pairwise(asked))
    assert job.rows == 3 * ROWS_A_DAY
    assert len(table_of(desk.out)) == 3 * 365
    assert desk.seen(ASK, well=False) == desk.seen(ASK), "nothing was refused"


def test_an_empty_report_is_a_report(desk: Desk) -> None:
    day = desk.yesterday - timedelta(days=30)
    job = desk.fetch(day, day + timedelta(days=1))
    assert job.done
    assert (job.rows, job.rejected) == (0, 0)
    assert list(table_of(desk.out)) == [f"day={day}", f"day={day + timedelta(days=1)}"]


@pytest.mark.parametrize("executed", [True, False])
@pytest.mark.parametrize("kind", ["lose_answer", "code"])
def test_after_an_unanswered_question_the_list_is_asked_first(desk: Desk, kind: str, executed: bool) -> None:
    name = "createRebatePerOrders"
    fault = (
        desk.mock.faults.code("50004", name, executed=executed)
        if kind == "code"
        else getattr(desk.mock.faults, kind)(name, executed=executed)
    )
    with fault:
        job = desk.fetch(*desk.days(3))
    assert job.rows == 3 * ROWS_A_DAY
    asked = [one for one in desk.mock.requests if one.target.startswith(ASK.split(" ")[1])]
    places = [number for number, one in enumerate(asked) if one.method == "POST"]
    # Executed: the list has it. Not: it is asked for once more, after the list was looked at.
    assert len(places) == (1 if executed else 2)
    if not executed:
        assert [one.method for one in asked[places[0] + 1 : places[1]]].count("GET") >= 1


def test_the_hourly_limit_that_another_process_used_is_waited_for(either_desk: Desk) -> None:
    desk = either_desk
    day = desk.yesterday - timedelta(days=100)
    another_client(desk.mock).fd_broker.create_rebate_per_orders(begin=day, end=day)
    begun = desk.mock.clock.now()
    job = desk.fetch(*desk.days(3))
    assert job.rows == 3 * ROWS_A_DAY
    refused = [one for one in desk.mock.requests if one.method == "POST" and one.status == 429]
    assert 1 <= len(refused) <= 13, "every five minutes, for an hour"
    assert len(desk.seen(ASK)) == 2, "theirs and ours"
    assert timedelta(hours=3) <= desk.mock.clock.now() - begun <= timedelta(hours=3, minutes=15)


def test_polls_that_another_process_used_up_are_waited_for(desk: Desk) -> None:
    other = another_client(desk.mock)
    for _ in range(2):
        other.fd_broker.get_rebate_per_orders(type="true")
    assert desk.fetch(*desk.days(3)).done
    refused = [one for one in desk.mock.requests if one.method == "GET" and one.status == 429]
    assert 1 <= len(refused) <= 3


def test_refusals_for_limits_on_the_way_end_nothing(desk: Desk) -> None:
    with desk.mock.faults.status(429, "getRebatePerOrders", count=6, probability=0.5):
        job = desk.fetch(*desk.days(3))
    assert job.done
    assert len(desk.seen(ASK)) == 1


def test_threads_at_once_ask_once(desk: Desk) -> None:
    ended: list[Any] = []

    def fetch(number: int) -> None:
        # Each with a store and a broker of its own, as a process has them; two of them into one folder.
        with JobStore(desk.store.path) as store:
            jobs = RebateJobs(another_client(desk.mock), store, downloader=desk.mock.downloader())
            ended.append(jobs.fetch(*desk.days(3), desk.folder / f"out-{number % 2}"))

    threads = [threading.Thread(target=fetch, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [job.rows for job in ended] == [3 * ROWS_A_DAY] * 4
    assert len(desk.seen(ASK, well=False)) == 1
    assert desk.files() == [200, 200]
    assert table_of(desk.folder / "out-0") == table_of(desk.folder / "out-1") != {}


# Downloads


def test_a_download_that_breaks_off_goes_on_where_it_was(either_desk: Desk) -> None:
    desk = either_desk
    with desk.mock.faults.truncate("file", count=2):
        job = desk.fetch(*desk.days(3))
    assert job.rows == 3 * ROWS_A_DAY
    assert desk.files() == [200, 206, 206]


def test_without_ranges_a_broken_download_begins_anew(desk: Desk) -> None:
    desk.set_reports(ranges=False)
    with desk.mock.faults.truncate("file", count=2):
        job = desk.fetch(*desk.days(3))
    assert job.rows == 3 * ROWS_A_DAY
    assert desk.files() == [200, 200, 200]


@pytest.mark.parametrize("form", ["zip", "gzip", "csv", "xls", "xlsx"])
def test_a_damaged_file_is_fetched_again_and_the_table_is_the_same(desk: Desk, form: str) -> None:
    plain = desk.fetch(*desk.days(3), desk.folder / "zip")
    desk.set_reports(form=form, damaged=1)
    job = desk.fetch(*desk.days(3))
    assert job.rows == plain.rows == 3 * ROWS_A_DAY
    assert desk.files() == [200, 200, 200]
    assert table_of(desk.out) == table_of(desk.folder / "zip")


def test_a_file_that_stays_damaged_is_an_error_and_leaves_nothing(desk: Desk) -> None:
    desk.set_reports(damaged=1000)
    with pytest.raises(ReportError, match="damaged"):
        desk.fetch(*desk.days(3))
    assert table_of(desk.out) == {}
    assert not list(desk.out.glob("csv/*"))
    (job,) = desk.store.jobs()
    assert "damaged" in job.problem
    desk.set_reports(damaged=0)
    assert desk.fetch(*desk.days(3)).rows == 3 * ROWS_A_DAY
    assert len(desk.seen(ASK)) == 1


def test_an_expired_link_is_renewed_and_the_download_goes_on(either_desk: Desk) -> None:
    desk = either_desk
    job = desk.fetch(*desk.days(3), downloader=ExpiringDownloader(desk.mock))
    assert job.rows == 3 * ROWS_A_DAY
    assert desk.files() == [403, 200]
    assert len(desk.seen(ASK)) == 1


def test_a_file_host_that_is_not_there_ends_it_for_now(desk: Desk) -> None:
    with pytest.raises(ReportUnavailable, match="ConnectError"):
        desk.fetch(*desk.days(3), downloader=Downloader(hosts=[desk.mock.files_url.partition("//")[2]]))
    assert desk.fetch(*desk.days(3)).done
    assert len(desk.seen(ASK)) == 1


def test_a_link_to_another_host_is_refused_without_showing_it(desk: Desk) -> None:
    with pytest.raises(ReportError, match="not on the list") as caught:
        desk.fetch(*desk.days(3), downloader=Downloader(allow_http=True))
    assert "Signature" not in str(caught.value)


# Days


@pytest.mark.parametrize("minutes", [-480, 330])
def test_other_days_than_expected_are_found_and_told(desk: Desk, minutes: int) -> None:
    desk.set_reports(day_starts_minutes=minutes)
    begin, end = desk.days(3)
    job = desk.fetch(begin, end - timedelta(days=1))
    assert job.done
    assert job.pieces[0].shift_ms == minutes * 60_000
    assert job.pieces[0].span == (begin, end - timedelta(days=1))
    assert len(desk.seen(ASK)) == 1


def test_days_that_start_elsewhere_as_said_are_as_expected(desk: Desk) -> None:
    desk.set_reports(day_starts_minutes=-480)
    begin, end = desk.days(3)
    job = desk.fetch(begin, end - timedelta(days=1), day_starts=timedelta(hours=-8))
    assert job.pieces[0].shift_ms == 0
    # From 16:00 of the day before: of each day of history the orders of 01:00, 06:00 and 11:00, and one of 16:00 before.
    rows = csv_rows(next((desk.out / "csv").iterdir()))
    first = datetime(begin.year, begin.month, begin.day, tzinfo=UTC) - timedelta(hours=8)
    stamps = [datetime.fromtimestamp(int(row["ts"]) / 1000, UTC) for row in rows]
    assert all(first <= stamp < first + timedelta(days=2) for stamp in stamps)
    assert len(rows) == job.rows == 2 * ROWS_A_DAY - 2


def test_a_day_that_is_not_over_is_refused_before_anything_is_asked(either_desk: Desk) -> None:
    desk = either_desk
    today = desk.yesterday + timedelta(days=1)
    before = len(desk.mock.requests)
    for begin, end in ((today, today), (desk.yesterday, today + timedelta(days=9)), (desk.yesterday, date(2020, 1, 1))):
        with pytest.raises(InvalidArgument) as caught:
            desk.fetch(begin, end)
        assert caught.value.field == "end"
    assert desk.mock.requests[before:] == ()
    assert not desk.out.exists()


def test_a_report_that_was_made_too_early_is_not_taken_for_a_whole_one(desk: Desk) -> None:
    today = desk.yesterday + timedelta(days=1)
    another_client(desk.mock).fd_broker.create_rebate_per_orders(begin=desk.yesterday, end=today)
    desk.mock.clock.advance(days=1)
    plan = planned(another_client(desk.mock), desk.yesterday, today)
    assert [one.state for one in plan] == ["wanted"]
    job = desk.fetch(desk.yesterday, today, desk.out)
    assert job.done
    # Asked for again by the same days, the exchange would have the same report.
    assert job.pieces[0].span == (desk.yesterday - timedelta(days=1), today)
    assert len(desk.seen(ASK)) == 2


def test_a_plan_changes_nothing(desk: Desk) -> None:
    begin, end = desk.days(400)
    found = planned(desk.mock.client("broker"), begin, end)
    assert [one.state for one in found] == ["wanted", "wanted", "wanted"]
    assert desk.seen(ASK) == []
    assert desk.store.jobs() == []
    assert not desk.out.exists()


def test_a_plan_tells_what_is_being_made_from_what_is_there(desk: Desk) -> None:
    begin, end = desk.days(3)
    asked_ms = desk.mock.clock.now_ms()
    another_client(desk.mock).fd_broker.create_rebate_per_orders(begin=begin, end=end)
    (made,) = planned(another_client(desk.mock), begin, end)
    # "Create rebate details download link (FD)": a report takes two hours.
    assert (made.span, made.state) == ((begin, end), "making")
    assert asked_ms + 7_200_000 <= made.expected_ms < asked_ms + 7_260_000
    desk.mock.clock.advance(hours=2)
    first, last = planned(another_client(desk.mock), begin - timedelta(days=1), end)
    assert (first.state, first.expected_ms) == ("wanted", 0)
    assert (last.span, last.state, last.expected_ms) == ((begin, end), "finished", 0)


# What breaks it off


def test_it_gives_up_for_now_and_goes_on(desk: Desk) -> None:
    with pytest.raises(ReportUnavailable, match="the same command goes on"):
        desk.fetch(*desk.days(3), longest=600)
    (job,) = desk.store.jobs()
    assert not job.done
    assert job.pieces[0].state == "making"
    desk.mock.clock.advance(hours=2)
    assert desk.fetch(*desk.days(3)).id == job.id
    assert len(desk.seen(ASK)) == 1


@pytest.mark.parametrize("stage", ["looking", "asking", "making", "downloading", "adding"])
def test_ctrl_c_anywhere_loses_nothing(desk: Desk, stage: str) -> None:
    def stop(progress: Progress) -> None:
        if progress.stage == stage:
            desk.on_tell = None
            raise KeyboardInterrupt

    desk.on_tell = stop
    with pytest.raises(KeyboardInterrupt):
        desk.fetch(*desk.days(3))
    job = desk.fetch(*desk.days(3))
    assert job.rows == 3 * ROWS_A_DAY
    assert len(desk.seen(ASK)) == 1


def test_a_cancelled_task_goes_on_later(desk: Desk) -> None:
    desk.asynchronous = True

    async def broken_off() -> None:
        waiting = asyncio.Event()
        desk.on_tell = lambda progress: waiting.set() if progress.stage == "making" else None
        task = asyncio.create_task(desk.jobs().fetch(*desk.days(3), desk.out))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(broken_off())
    assert desk.fetch(*desk.days(3)).done
    assert len(desk.seen(ASK)) == 1


def test_an_exchange_that_is_not_there_is_told_at_once(desk: Desk) -> None:
    begun = desk.mock.clock.now()
    with desk.mock.faults.reset("getRebatePerOrders", count="all"), pytest.raises(Exception, match="answer was lost"):
        desk.fetch(*desk.days(3))
    assert desk.mock.clock.now() - begun < timedelta(minutes=1)


def test_a_refusal_ends_it_and_is_noted(desk: Desk) -> None:
    with desk.mock.faults.code("51000", "createRebatePerOrders"), pytest.raises(RequestRejected):
        desk.fetch(*desk.days(3))
    (job,) = desk.store.jobs()
    assert "51000" in job.problem
    assert job.pieces[0].state == "wanted"
    assert desk.fetch(*desk.days(3)).done


# The store


def test_the_store_is_its_owners_alone(desk: Desk) -> None:
    desk.fetch(*desk.days(3))
    for path in (desk.folder / "state").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    desk.store.path.chmod(0o644)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        JobStore(desk.store.path)
    desk.store.path.chmod(0o600)


def test_the_store_holds_no_key_and_no_link(desk: Desk) -> None:
    desk.fetch(*desk.days(3))
    key = desk.mock.accounts["broker"].key
    with sqlite3.connect(desk.store.path) as connection:
        text = "\n".join(connection.iterdump())
    connection.close()
    for secret in ("Signature", "http://localhost", key.user, desk.mock.accounts["broker"].secret_key.reveal()):
        assert secret not in text or secret == desk.mock.accounts["broker"].uid


def test_other_files_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (id INTEGER)")
    connection.close()
    other.chmod(0o600)
    with pytest.raises(ConfigurationError, match="another program"):
        JobStore(other)
    (tmp_path / "text.db").write_text("x" * 5000)
    (tmp_path / "text.db").chmod(0o600)
    with pytest.raises(ConfigurationError, match="damaged or no SQLite"):
        JobStore(tmp_path / "text.db")
    for name in ("", ":memory:"):
        with pytest.raises(ConfigurationError):
            JobStore(name)


def test_jobs_of_two_environments_do_not_meet(desk: Desk) -> None:
    desk.fetch(*desk.days(3))
    assert len(desk.store.jobs("demo")) == 1
    assert desk.store.jobs("live") == []
    with pytest.raises(ConfigurationError, match="no job 99"):
        desk.store.job(99)


def test_types_of_errors_that_pass_are_told_apart() -> None:
    assert issubclass(ReportUnavailable, ReportError)
    assert not issubclass(NotSent, RateLimited)


def test_the_kit_knows_the_broker(okx_mock: OkxMock) -> None:
    assert "broker" in okx_mock.accounts
