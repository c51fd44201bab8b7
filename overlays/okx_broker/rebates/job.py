"""A job as a flow: from a range of days to rows in the table, whatever happens on the way.

It goes round: look which reports the exchange lists, ask for one that is missing, take those that are finished, wait. What
must be known after a crash is in the store before anything is sent:

- A report is noted as `asking` before it is asked for. Whoever finds it so looks at the list first, and asks again only
  when the report is not listed although the lost request can't arrive any more.
- When the exchange was last asked for links, and when the next report may be asked for, counts for all processes.
- Looking and asking happen under a lock that ends with its process, so two processes never ask for the same report.

A download goes on where it broke off; the CSV comes into its place as a whole; adding it to the table twice is the same as
once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeVar

from okx_broker.calls import Flow, Setup, Wait, call, work
from okx_broker.client import BrokerType
from okx_broker.credentials import AnyCredentials
from okx_broker.errors import (
    CallError,
    ExchangeUnavailable,
    InvalidArgument,
    OkxError,
    OutcomeUnknown,
    RateLimited,
    ReportError,
    ReportUnavailable,
)
from okx_broker.rebates.days import DAY, Span, check_days, cover, day_at, days_of, midnight_ms
from okx_broker.rebates.files import Downloader
from okx_broker.rebates.job_store import MAKING_MS, Job, JobStore, Listed, Piece
from okx_broker.rebates.lock import FileLock
from okx_broker.rebates.partial import LinkExpired
from okx_broker.rebates.progress import Progress, Stage, Tell
from okx_broker.rebates.report import LONGEST_SECONDS, PASSING, Asking, href_of
from okx_broker.rebates.taking import Taking, csv_of, has_days
from okx_v5.models import RebateLink
from okx_v5.operations.account import GET_CONFIG
from okx_v5.scalars import Secret

T = TypeVar("T")

LOOK_MS: Final = 60_000
"""So often the exchange is asked whether a report is finished that should be by now; it allows two questions a minute."""
EARLY_LOOK_MS: Final = 600_000
"""So often before that, as a report may take less than two hours; and when it is long overdue."""
_OVERDUE_MS: Final = 3_600_000
_LOOK_AGAIN_MS: Final = 31_000
_FRESH_MS: Final = 90_000
"""A report is asked for only where the list is not older."""
_ASK_MS: Final = 3_600_000 + 5_000
"""The exchange makes one report an hour."""
_REFUSED_MS: Final = 300_000
"""After a refusal for the hourly limit that somebody else has used, it is tried again so often."""
_LINK_MS: Final = 100 * 60_000
"""Links live two hours; one that is older than this is not used."""
_AHEAD_MS: Final = 3 * 3_600_000
"""Moments noted by a clock that was ahead by more than this don't count."""
_TOUCH_MS: Final = 300_000
_LONGEST_SLEEP: Final = 60.0
_OTHERS_SLEEP: Final = 2.0
"""So often it is seen whether another process has done meanwhile what is waited for."""
_DOWNLOAD_TRIES: Final = 6
_MOST_PAUSE: Final = 60.0


@dataclass
class Wanted:
    """What is asked of a job.

    Attributes:
        span: The days.
        folder: Where the table is.
        broker_type: `api` or `oauth`, or None.
        day_starts: When a day starts, counted from midnight UTC.
        keep_going: Whether rows that can't be read are put aside.
        longest: Seconds without any progress after which it gives up for now.
    """

    span: Span
    folder: Path
    broker_type: BrokerType | None = None
    day_starts: timedelta = timedelta(0)
    keep_going: bool = False
    longest: float = LONGEST_SECONDS


@dataclass(frozen=True)
class _Link:
    """A link, when it was seen, and when its report was made."""

    href: Secret
    seen_ms: int
    made_ms: int


@dataclass
class Fetching:
    """A job under way in this process.

    Attributes:
        setup: What all clients of the broker share.
        credentials: The broker's own.
        store: Where jobs are.
        downloader: Fetches files.
        wanted: What is asked of it.
        tell: Told what it does.
    """

    setup: Setup
    credentials: AnyCredentials | None
    store: JobStore
    downloader: Downloader
    wanted: Wanted
    tell: Tell
    _job: int = 0
    _account: int = 0
    _pieces: int = 0
    _links: dict[Span, _Link] = field(default_factory=dict[Span, "_Link"], repr=False)
    _bad: dict[tuple[int, int], ReportError] = field(default_factory=dict[tuple[int, int], ReportError])
    _again: bool = False
    _answered: bool = False
    _soon: bool = False
    _since: float = 0.0

    # Beginning

    def begin(self) -> Flow[Job]:
        """Note the job in the store, or find it there; nothing is asked for yet."""
        check(self._asking(), self.wanted.span)
        config = yield from call(self.setup, self.credentials, GET_CONFIG, {})
        environment, url = self.setup.environment.value, self.setup.base_url
        wanted, now_ms = self.wanted, self.setup.clock.now_ms()

        def note() -> Job:
            wanted.folder.mkdir(parents=True, exist_ok=True)
            self._account = self.store.account(environment, url, config.data[0].uid)
            self._job = self.store.open_job(self._account, wanted.broker_type, wanted.span, wanted.folder, now_ms)
            return self.store.job(self._job)

        return (yield from work(note))

    # The way

    def run(self) -> Flow[Job]:
        """Do all of the job, and return it."""
        self._since = self.setup.clock.monotonic()
        job = yield from self.begin()
        try:
            return (yield from self._finish(job))
        except OkxError as error:
            words = _words(error)
            yield from self._noted(words)
            raise

    def _finish(self, job: Job) -> Flow[Job]:
        # What is there already may have been corrected since, or fail again unless it has been.
        self._again = any(piece.done or piece.state == "finished" for piece in job.pieces)
        job = yield from work(lambda: self._checked(job))
        while self._again or not job.pieces or self._open(job):
            self._pieces = len(job.pieces)
            problem = ""
            try:
                job = yield from self._round(job)
            except (*PASSING, OutcomeUnknown) as error:
                # What fails before the first answer is told at once: it will hardly pass. A limit does.
                if not self._answered and not isinstance(error, RateLimited):
                    raise
                problem = _words(error)
                yield from self._rest(error, problem)
                job = yield from self._noted(problem)
        problems = self._problems(job)
        if len(problems) == 1:
            raise problems[0]
        if problems:
            raise ReportError(f"{len(problems)} reports can't be taken: " + "; ".join(map(_words, problems)))
        return (yield from self._noted(""))

    def _open(self, job: Job) -> list[Piece]:
        """Return the reports that something can still be done about."""
        return [piece for piece in job.pieces if not piece.done and (piece.number, piece.made_ms) not in self._bad]

    def _problems(self, job: Job) -> list[ReportError]:
        """Return what is wrong with reports that can't be taken."""
        return [
            self._bad[piece.number, piece.made_ms]
            for piece in job.pieces
            if not piece.done and (piece.number, piece.made_ms) in self._bad
        ]

    def _round(self, job: Job) -> Flow[Job]:
        """Do what can be done now, then wait until something else can."""
        store, now_ms = self.store, self.setup.clock.now_ms()
        pace = yield from self._pace()
        if self._again:
            # The exchange answers no sooner; what has failed is worth the wait.
            if (job.problem and not job.done) or now_ms >= pace.looked_ms + _LOOK_AGAIN_MS:
                yield from self._look()
            self._again = False
            return (yield from work(lambda: self._checked(store.job(job.id))))
        waiting = self._open(job)
        open_at_exchange = [piece for piece in waiting if piece.state in ("asking", "making")]
        look_ms = pace.looked_ms + self._pause_ms(open_at_exchange, now_ms)
        if not job.pieces or (open_at_exchange and now_ms >= look_ms):
            yield from self._look(lambda: not job.pieces and bool(store.job(job.id).pieces))
            if not job.pieces:
                yield from work(lambda: store.plan(job.id, self._cover(job)))
            return (yield from self._noted(""))
        finished = yield from work(lambda: [piece for piece in waiting if _is_there(job, piece)])
        if finished:
            yield from self._try(job, finished[0])
            self._since = self.setup.clock.monotonic()
            return (yield from self._noted(""))
        missing = [piece for piece in waiting if piece.state == "wanted"]
        if missing and now_ms >= pace.ask_ms:
            if now_ms >= pace.answered_ms + _FRESH_MS:
                yield from self._look()
            else:
                yield from self._ask(missing[0])
            return (yield from self._noted(""))
        yield from self._wait(waiting, look_ms, pace.ask_ms)
        if now_ms < job.touched_ms + _TOUCH_MS:
            return (yield from work(lambda: store.job(job.id)))
        return (yield from self._noted(job.problem))

    def _pause_ms(self, pieces: list[Piece], now_ms: int) -> int:
        """Return how long after the last look the next one is due."""
        if self._soon:
            return _LOOK_AGAIN_MS
        due = any(
            piece.state == "asking" or now_ms - _OVERDUE_MS <= piece.expected_ms <= now_ms + EARLY_LOOK_MS
            for piece in pieces
        )
        return LOOK_MS if due else EARLY_LOOK_MS

    def _checked(self, job: Job) -> Job:
        """Take reports as missing whose files are gone, or which a later report corrects.

        One that is only being made is waited for when it is made: what is in the table is the best that there is.
        """
        for piece in job.pieces:
            if not piece.done:
                continue
            gone = piece.state != "making" and not csv_of(job, piece).exists()
            if gone or not has_days(job, piece):
                self.store.reopen(job.id, piece.number)
        return self.store.job(job.id)

    def _noted(self, problem: str) -> Flow[Job]:
        now_ms = self.setup.clock.now_ms()

        def note() -> Job:
            known = self._problems(self.store.job(self._job)) if self._bad else []
            self.store.touch(self._job, now_ms, problem or "; ".join(map(_words, known)))
            return self.store.job(self._job)

        return (yield from work(note))

    def _say(self, stage: Stage, text: str, piece: Piece | None = None, until_ms: int = 0) -> None:
        number = 0 if piece is None else piece.number
        self.tell(Progress(self._job, stage, text, until_ms, number, self._pieces))

    # Looking

    def _asking(self) -> Asking:
        return Asking(self.setup, self.credentials, self.wanted.broker_type, self.wanted.day_starts)

    @dataclass(frozen=True)
    class _Pace:
        looked_ms: int
        answered_ms: int
        ask_ms: int

    def _pace(self) -> Flow[_Pace]:
        """Return when the exchange was asked, by all processes; moments that can't be are left out."""
        found = yield from work(lambda: self.store.pace(self._account, self.wanted.broker_type))
        latest = self.setup.clock.now_ms()
        looked, answered = (0 if moment > latest + 5_000 else moment for moment in (found.looked_ms, found.answered_ms))
        return self._Pace(looked, answered, 0 if found.ask_ms > latest + _AHEAD_MS else found.ask_ms)

    def _look(self, enough: Callable[[], bool] | None = None, *, links: bool = False) -> Flow[None]:
        """Have the exchange's list noted in the store, by this process or another one.

        Args:
            enough: Whether it is needed no more, as another process has done what it was for.
            links: Whether this process needs the links itself.
        """
        begun_ms = self.setup.clock.now_ms()
        while True:
            lock = yield from self._locked()
            try:
                pace = yield from self._pace()
                now_ms = self.setup.clock.now_ms()
                due_ms = pace.looked_ms + _LOOK_AGAIN_MS
                if not links and pace.answered_ms >= begun_ms:
                    return  # another process has looked meanwhile
                if enough is not None and (yield from work(enough)):
                    return
                if now_ms >= due_ms:
                    yield from self._look_now(now_ms)
                    return
            finally:
                lock.release()
            self._say("limit", "waits: two questions a minute are allowed", until_ms=due_ms)
            longest = _LONGEST_SLEEP if enough is None else _OTHERS_SLEEP
            yield Wait(min(longest, max(1.0, (due_ms - now_ms) / 1000)))

    def _look_now(self, now_ms: int) -> Flow[None]:
        self._say("looking", "asks OKX which reports there are")
        yield from work(lambda: self.store.looking(self._account, now_ms))
        links = yield from self._asking().links()
        self._answered, self._soon = True, False
        listed = self._listed(links)
        yield from work(lambda: self.store.seen(self._account, self.wanted.broker_type, listed, now_ms))

    def _listed(self, links: list[RebateLink]) -> list[Listed]:
        """Read a list, and keep its links."""
        now_ms = self.setup.clock.now_ms()
        best = best_of(self._asking(), links)
        self._links = {
            one.span: _Link(link.file_href, now_ms, one.made_ms)
            for one, link in best
            if one.finished and link.file_href
        }
        return [one for one, _ in best]

    def _cover(self, job: Job) -> list[Span]:
        reports = self.store.reports(job.account, job.broker_type)
        return [span for span, _ in _covered(self._asking(), job.span, reports)]

    def _locked(self) -> Flow[FileLock]:
        lock = self.store.lock_of(self._account)
        stop = threading.Event()
        held = False
        try:
            while not held:
                held = yield from work(lambda: lock.acquire(stop))
                if not held:
                    self._check_patience([])
                    self._say("busy", "waits for another process that asks OKX")
        finally:
            if not held:
                stop.set()
        return lock

    # Asking

    def _ask(self, piece: Piece) -> Flow[None]:
        lock = yield from self._locked()
        try:
            clock, store = self.setup.clock, self.store
            pace = yield from self._pace()
            now_ms = clock.now_ms()
            if now_ms < pace.ask_ms or not (yield from work(lambda: store.asking(piece.report, now_ms))):
                return  # another process was faster
            self._say("asking", f"asks OKX for the report of {piece.span}", piece)
            try:
                receipt = yield from self._asking().request(piece.span)
            except RateLimited as error:
                pause_ms = min(int(error.retry_after * 1000), _REFUSED_MS) if error.sent else error.retry_after * 1000
                until_ms = clock.now_ms() + int(pause_ms) + 1000
                yield from work(lambda: store.hold(self._account, until_ms))
                yield from work(lambda: store.not_asked(piece.report))
                raise
            except (OutcomeUnknown, ExchangeUnavailable):
                self._soon = True  # it may be made: the next list says
                raise
            except (CallError, InvalidArgument):
                yield from work(lambda: store.not_asked(piece.report))
                raise
            made_ms, next_ms = receipt.ts or now_ms, clock.now_ms() + _ASK_MS
            yield from work(lambda: store.asked(piece.report, self._account, made_ms, next_ms))
            self._since = clock.monotonic()
            # What is there already is in the next list.
            self._soon = receipt.result is True
        finally:
            lock.release()

    # Waiting

    def _wait(self, waiting: list[Piece], look_ms: int, ask_ms: int) -> Flow[None]:
        clock = self.setup.clock
        self._check_patience(waiting)
        now_ms = clock.now_ms()
        making = [piece for piece in waiting if piece.state in ("asking", "making")]
        missing = [piece for piece in waiting if piece.state == "wanted"]
        if making:
            piece = making[0]
            text = f"waits for the report of {piece.span}: OKX makes it, usually within 2 hours of asking"
            self._say("making", text, piece, piece.expected_ms)
        elif missing:
            piece = missing[0]
            self._say("limit", f"waits to ask for {piece.span}: one report an hour can be asked for", piece, ask_ms)
        moments = [look_ms] * bool(making) + [ask_ms] * bool(missing)
        seconds = (min(moments, default=now_ms) - now_ms) / 1000
        yield Wait(min(_LONGEST_SLEEP, max(1.0, seconds)))

    def _rest(self, error: CallError, problem: str) -> Flow[None]:
        """Wait after a trouble that may pass."""
        self._check_patience([])
        seconds = min(error.retry_after, _LONGEST_SLEEP) if isinstance(error, RateLimited) else _LONGEST_SLEEP
        if isinstance(error, OutcomeUnknown):
            seconds = 1.0  # the list says whether the report is being made
        until_ms = self.setup.clock.now_ms() + int(seconds * 1000)
        self._say("trouble", f"tries again: {problem}", until_ms=until_ms)
        yield Wait(max(1.0, seconds))

    def _check_patience(self, waiting: list[Piece]) -> None:
        waited = self.setup.clock.monotonic() - self._since
        if waited >= self.wanted.longest:
            what = f"the report of {waiting[0].span} is not there" if waiting else "OKX could not be asked"
            when = f"after {waited / 3600:.1f} hours" if waited >= 60 else "yet"
            raise ReportUnavailable(f"{what} {when}; the same command goes on later")

    # Taking

    def _try(self, job: Job, piece: Piece) -> Flow[None]:
        """Take a report; one that is wrong is told at the end, after the others."""
        try:
            yield from self._take(job, piece)
        except ReportUnavailable:
            raise
        except ReportError as error:
            self._bad[piece.number, piece.made_ms] = error
            self._say("trouble", f"leaves out the report of {piece.span}: {_words(error)}", piece)

    def _take(self, job: Job, piece: Piece) -> Flow[None]:
        wanted = self.wanted
        taking = Taking(job, piece, self.downloader, wanted.keep_going, wanted.day_starts)
        if not (yield from work(taking.csv.exists)) and not (yield from self._download(taking)):
            return
        now = yield from work(lambda: self.store.job(job.id).pieces[piece.number - 1])
        if now.done and now.made_ms == piece.made_ms:
            return  # another process was faster
        self._say("adding", f"adds the report of {piece.span} to the table", piece)
        added = yield from work(taking.add)
        now_ms = self.setup.clock.now_ms()
        yield from work(lambda: self.store.piece_done(job.id, piece.number, added.rows, added.rejected, now_ms))
        self._say("done", f"has the report of {piece.span}: {added.rows} rows", piece)

    def _download(self, taking: Taking) -> Flow[bool]:
        """Have a report's CSV in its place; False if the exchange has the report no more."""
        piece = taking.piece
        damaged, tries, best = False, 0, 0
        while True:
            link = yield from self._link_of(piece, taking)
            if link is None:
                return (yield from work(taking.csv.exists))
            seen = [0]

            def told(done: int, total: int | None, seen: list[int] = seen) -> None:
                seen[0] = done
                text = f"downloads the report of {piece.span}"
                self.tell(
                    Progress(
                        self._job,
                        "downloading",
                        text,
                        0,
                        piece.number,
                        self._pieces,
                        bytes_done=done,
                        bytes_total=total,
                    )
                )

            def busy() -> None:
                self._check_patience([piece])
                self._say("busy", f"waits for another process that downloads into {taking.job.folder}", piece)

            def fetch(stop: threading.Event, link: Secret = link) -> None:
                taking.fetch(link, tell=told, busy=busy, stop=stop)

            problem: ReportError
            try:
                yield from _stoppable(fetch)
            except LinkExpired as error:
                self._links.pop(piece.span, None)
                problem = error
            except ReportUnavailable as error:
                problem = error
            except ReportError:
                if damaged:
                    raise
                damaged = True  # on its way, perhaps: once more, from its beginning
                continue
            else:
                return True
            tries, best = (0, seen[0]) if seen[0] > best else (tries + 1, best)
            if tries >= _DOWNLOAD_TRIES:
                raise problem
            seconds = min(_MOST_PAUSE, 1.0 * 2**tries)
            self._say("trouble", f"tries again: {problem}", piece, self.setup.clock.now_ms() + int(seconds * 1000))
            yield Wait(seconds)

    def _link_of(self, piece: Piece, taking: Taking) -> Flow[Secret | None]:
        """Return a link that works; None if the exchange lists this report no more, or another process has its file.

        Raises:
            ReportError: It does, without a link.
        """
        for fresh in (False, True):
            if fresh:
                yield from self._look(taking.csv.exists, links=True)
                if (yield from work(taking.csv.exists)):
                    return None
            found = self._links.get(piece.span)
            usable = found is not None and self.setup.clock.now_ms() < found.seen_ms + _LINK_MS
            # The link of a later report would bring rows that this one's time does not belong to.
            if found is not None and usable and found.made_ms == piece.made_ms:
                return found.href
        if found is not None:
            return None
        job = yield from work(lambda: self.store.job(self._job))
        now = next(one for one in job.pieces if one.number == piece.number)
        return href_of(RebateLink()) if now.state == "finished" and now.made_ms == piece.made_ms else None


def check(asking: Asking, span: Span) -> None:
    """Refuse what is no range of days, or is not over.

    Raises:
        InvalidArgument: Names the field.
    """
    check_days(*span)
    today = day_at(asking.setup.clock.now_ms(), asking.day_starts)
    if span.end >= today:
        raise InvalidArgument(
            "rebates",
            "end",
            f"is {span.end}, and that day is not over: a report holds only what was traded before it was made",
            f"Pass {today - DAY} at the latest.",
        )


class Planned(NamedTuple):
    """A report that a job would need.

    Attributes:
        span: Its days.
        state: `finished` where the exchange has it, `making` where it is being made, `wanted` where it would be asked for.
        expected_ms: When one that is being made should be finished, Unix milliseconds; 0 where that is not known.
    """

    span: Span
    state: Literal["wanted", "making", "finished"]
    expected_ms: int = 0


def plan(asking: Asking, span: Span) -> Flow[list[Planned]]:
    """Say which reports would be taken, waited for and asked for, by the exchange's list; note nothing."""
    check(asking, span)
    links = yield from asking.links()
    listed = {one.span: one for one, _ in best_of(asking, links)}
    covered = _covered(asking, span, [(one.span, one.made_ms) for one in listed.values()])
    return [_planned(days, listed[days] if there else None) for days, there in covered]


def _planned(span: Span, listed: Listed | None) -> Planned:
    if listed is None:
        return Planned(span, "wanted")
    if listed.finished:
        return Planned(span, "finished")
    return Planned(span, "making", listed.made_ms + MAKING_MS if listed.made_ms else 0)


def _covered(asking: Asking, wanted: Span, reports: list[tuple[Span, int]]) -> list[tuple[Span, bool]]:
    """Choose reports; such as were made before their days were over are none."""
    there = [span for span, made_ms in reports if is_whole(asking, span, made_ms)]
    return cover(wanted, there, [span for span, _ in reports if span not in there])


def _is_there(job: Job, piece: Piece) -> bool:
    """Tell whether a report can be taken: the exchange has it, or its file is there although OKX lists it no more."""
    return piece.state == "finished" or (piece.made_ms > 0 and csv_of(job, piece).exists())


def is_whole(asking: Asking, span: Span, made_ms: int) -> bool:
    """Whether a report was asked for after its last day was over."""
    return not made_ms or made_ms >= midnight_ms(span.end + DAY, asking.day_starts)


def best_of(asking: Asking, links: list[RebateLink]) -> list[tuple[Listed, RebateLink]]:
    """Read a list of links: for each range of days the best report."""
    best: dict[Span, tuple[tuple[bool, bool, bool, int], Listed, RebateLink]] = {}
    for link in links:
        found = days_of(link, asking.day_starts)
        if found is None:
            continue
        made_ms = link.c_time or link.ts or 0
        one = Listed(found.span, link.state == "finished", made_ms, found.shift_ms)
        rank = (one.shift_ms == 0, is_whole(asking, found.span, made_ms), one.finished, made_ms)
        if found.span not in best or rank > best[found.span][0]:
            best[found.span] = rank, one, link
    return [(one, link) for _, one, link in best.values()]


def _stoppable(do: Callable[[threading.Event], T]) -> Flow[T]:
    """Have some blocking work done that ends soon when the flow is broken off."""
    stop = threading.Event()
    try:
        return (yield from work(lambda: do(stop)))
    finally:
        stop.set()


def _words(error: OkxError) -> str:
    """Return an error in one line."""
    return " ".join(str(error).split())
