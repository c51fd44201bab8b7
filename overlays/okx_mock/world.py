"""The whole state of the mock, and how it starts anew."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from okx_mock.accounts import ApiKey
from okx_mock.broker import dma_trades, fd
from okx_mock.broker.documents import DocumentName, document_named
from okx_mock.broker.grants import OAuth
from okx_mock.broker.links import SignedLinks
from okx_mock.broker.rebate_file import rebate_file
from okx_mock.broker.report_files import ReportFiles
from okx_mock.broker.reports import Reports
from okx_mock.clock import DAY_MS, Clock
from okx_mock.contract import Contract
from okx_mock.exchange.algos import Algos
from okx_mock.exchange.block_desk import BlockDesk
from okx_mock.exchange.book import Book
from okx_mock.exchange.convert_desk import ConvertDesk
from okx_mock.exchange.earn_desk import EarnDesk
from okx_mock.exchange.leading import Leading
from okx_mock.exchange.records import Records
from okx_mock.exchange.settlement import Settlement
from okx_mock.exchange.spread_desk import SpreadDesk
from okx_mock.exchange.watch import Watch
from okx_mock.faults import Fault, Faults
from okx_mock.journal import Journal
from okx_mock.limits import Limiter
from okx_mock.seed import derive, seed_directory, trading_bot
from okx_mock.timers import Timers

REQUESTS_KEPT = 1000
LEAKS_KEPT = 1000


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that came; it holds no header, so no secret.

    The user is the one whose key it showed, let in or not. Status and code are those that were sent: 0 and empty where a
    fault let nothing go out.
    """

    method: str
    target: str
    status: int
    code: str
    user: str
    at_ms: int
    text: str
    """Why it was refused."""
    codes: tuple[str, ...] = ()
    """The `sCode` of each item, where the answer has them."""
    fault: Fault | None = None
    operation: str = ""
    """The operationId, `file` for a report file, or empty where there is none."""


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of the files host."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Leak:
    """Credentials that arrived at the files host: the names of the headers, not their values."""

    path: str
    headers: tuple[str, ...]


class World:
    """Accounts, book, reports, limits and records around one clock."""

    def __init__(
        self,
        contract: Contract,
        clock: Clock,
        *,
        seed: int = 1,
        extra_users: int = 0,
        site: str = "global",
        strict_tags: bool = False,
        codes: Sequence[str] = (),
        document: DocumentName = "older",
    ) -> None:
        """Begin with what the seed says.

        Args:
            contract: the operations.
            clock: the clock that everything is measured on; a reset leaves it as it is.
            seed: the same seed gives the same accounts.
            extra_users: so many more demo users, for load.
            site: the site that this mock plays; keys of other sites are unknown to it.
            strict_tags: whether orders without a seeded broker's code are refused; the exchange takes them.
            codes: more codes of the seeded broker, before those that it has anyway.
            document: which version of the broker program's document is followed.
        """
        self.contract = contract
        self.clock = clock
        self.seed = seed
        self.site = site
        self.document = document_named(document)
        contract.limit(self.document.limits)
        self.files_url = ""
        self.journal: Journal | None = None
        self._extra_users = extra_users
        self.strict_tags = strict_tags
        self._codes = tuple(codes)
        self.limiter = Limiter(clock)
        self.timers = Timers(clock)
        self.faults = Faults(contract, seed)
        self.requests: deque[RecordedRequest] = deque(maxlen=REQUESTS_KEPT)
        self.leaks: deque[Leak] = deque(maxlen=LEAKS_KEPT)
        self.reset()

    def note_request(self, request: RecordedRequest) -> None:
        """Keep an answered request for the control surface; the oldest makes room."""
        if len(self.requests) == self.requests.maxlen:
            self.requests_dropped += 1
        self.requests.append(request)

    def reset(self, seed: int | None = None) -> None:
        """Start anew: seeded accounts, no orders, reports, records or faults, free limits. The clock goes on as it is.

        Args:
            seed: another seed from now on.
        """
        if seed is not None:
            self.seed = seed
        self.timers.clear()
        self.faults.clear()
        self.directory = seed_directory(self.seed, self._extra_users, self._codes)
        self.added = 0
        required = self.directory.broker_codes if self.strict_tags else None
        self.book = Book(self.clock, self.timers, required_tags=required)
        self.records = Records(self.clock, self.book.check_tag)
        self.algos = Algos(self.clock, self.timers, self.book, self.records)
        self.watch = Watch(self.clock, self.timers, self.book)
        self.leading = Leading(self)
        self._open_desks()
        self.first_day_ms = self.clock.now_ms() // DAY_MS * DAY_MS
        self.links = SignedLinks(self.clock, derive(self.seed, "files").encode())
        self.reports = Reports(self.clock, folder=fd.FOLDER, name=fd.FILE_NAME, making_ms=fd.GENERATION_MS)
        self.report_files = ReportFiles()
        self.trade_reports = Reports(
            self.clock, folder=dma_trades.FOLDER, name=dma_trades.FILE_NAME, making_ms=dma_trades.MAKING_MS
        )
        self.oauth = OAuth(self.clock, self.seed, self.directory.find)
        self.limiter.clear()
        self.requests.clear()
        self.requests_dropped = 0
        self.leaks.clear()

    def _open_desks(self) -> None:
        """The desks that trade beside the book."""
        clock, timers, book, records = self.clock, self.timers, self.book, self.records
        self.settlement = Settlement(clock, book)
        bot = trading_bot(self.seed)
        self.block = BlockDesk(clock, timers, book, records, self.settlement, self.directory, bot)
        self.spreads = SpreadDesk(clock, book, records, self.settlement)
        self.converts = ConvertDesk(clock, timers, book, records, self.settlement)
        self.earn = EarnDesk(clock, timers, book, records)

    def open_file(self, path: str, expires: str, signature: str) -> FileShown | None:
        """The file behind a signed link; None if there is no such link.

        Raises:
            TimeoutError: the link has expired.
        """
        if not self.links.right(path, expires, signature):
            return None
        report = self.reports.at(path)
        if report is not None:
            codes = next(codes for kind, codes in report.broker.codes.items() if kind == report.scope)
            content = rebate_file(report, codes, self.book, self.document, self.first_day_ms, self.report_files)
            return FileShown(f"{report.name}.zip", content)
        report = self.trade_reports.at(path)
        if report is None:
            return None
        return FileShown(
            f"{report.name}.zip", dma_trades.trade_file(report, self.directory, self.book, self.settlement)
        )

    def caller(self, public_id: str) -> ApiKey | None:
        """The key with this public part, or behind a token, as the journal names it."""
        grant = self.oauth.by_key_name(public_id)
        return grant.key if grant else self.directory.find_key(public_id)
