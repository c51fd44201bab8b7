"""Fetching a report's file, without any OKX credentials, and unpacking it.

The link's query holds a signature, so the link is a secret: it stands in no error, log or repr. The file comes from another
host than the API, from an allow-list, by a client of its own that has never seen a credential.
"""

from __future__ import annotations

import contextlib
import csv
import errno
import gzip
import io
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Generator
from datetime import timedelta
from pathlib import Path
from typing import IO, Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from pyreqwest.client import Client, ClientBuilder, SyncClient, SyncClientBuilder
from pyreqwest.exceptions import PyreqwestError
from pyreqwest.http import Url

from okx_broker.errors import ConfigurationError, ReportError
from okx_broker.rebates.rows import read_columns
from okx_broker.transport import USER_AGENT, no_client
from okx_v5.scalars import Secret

FILE_HOSTS: Final = ("okg-pri-hk.oss-cn-hongkong.aliyuncs.com",)
"""The hosts that OKX's document shows report links on."""

_CHUNK: Final = 1 << 16
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_MARKUP: Final = (b"<", b"{", b"[")
_PORTS: Final = {"http": 80, "https": 443}
_GZIP: Final = b"\x1f\x8b"
_DAMAGED: Final = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    EOFError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
    struct.error,
)
"""What the unpacking modules raise for damaged files."""
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"


class Downloader:
    """Fetches report files.

    Args:
        hosts: The hosts that files may come from: `name` for the usual port, `name:port` for another one.
        allow_http: Whether plain http is left as it is. Else it becomes https, as the link's own signature allows.
        max_bytes: The greatest size of a file, packed or unpacked.
        timeout: Seconds for a whole download.
    """

    def __init__(
        self,
        *,
        hosts: Collection[str] = FILE_HOSTS,
        allow_http: bool = False,
        max_bytes: int = 4 << 30,
        timeout: float = 600.0,
    ) -> None:
        if isinstance(hosts, str):
            raise ConfigurationError("hosts must be a list of host names")
        self._hosts = frozenset(host.lower() for host in hosts)
        self._allow_http = allow_http
        self._max_bytes = max_bytes
        self._timeout = timedelta(seconds=timeout)

    def checked_url(self, link: Secret | str) -> str:
        """Return the address to fetch.

        Raises:
            ReportError: The link leads to a host that is not on the list, or is no web address.
        """
        parts = _split(link.reveal() if isinstance(link, Secret) else link)
        if parts is None:
            raise ReportError("the report's link is no plain web address")
        if parts.scheme == "http" and not self._allow_http:
            parts = parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80"))
        host = parts.hostname or ""
        name = f"[{host}]" if ":" in host else host
        usual = _PORTS[parts.scheme]
        port = parts.port or usual
        if not (port == usual and self._hosts.intersection((host, name))) and f"{name}:{port}" not in self._hosts:
            shown = name if port == usual else f"{name}:{port}"
            raise ReportError(
                f"the report's link leads to {shown}, which is not on the list of file hosts; "
                f"if you trust it, use Downloader(hosts=[{shown!r}])"
            )
        return urlunsplit(parts)

    def download(self, link: Secret | str, path: str | Path) -> Path:
        """Fetch a report, unpack it by its content, and put the CSV at `path` as a whole or not at all.

        Raises:
            ReportError: It can't be fetched, is too large, or is no report.
        """
        url, path = self.checked_url(link), Path(path)
        broken: ReportError | None = None
        with self._sink(path) as sink, self._sync_client() as client:
            try:
                with client.get(url).build_streamed() as response:
                    self._check_status(response.status)
                    while (chunk := response.body_reader.read_chunk()) is not None:
                        sink(bytes(chunk))
            except (PyreqwestError, ValueError) as error:
                broken = self._broken(error)
            if (
                broken is not None
            ):  # not raised above: the library's error holds the link, and would stay as its context
                raise broken
        return path

    async def download_async(self, link: Secret | str, path: str | Path) -> Path:
        """Fetch a report on the event loop; see `download`."""
        url, path = self.checked_url(link), Path(path)
        broken: ReportError | None = None
        with self._sink(path) as sink:
            async with self._async_client() as client:
                try:
                    async with client.get(url).build_streamed() as response:
                        self._check_status(response.status)
                        while (chunk := await response.body_reader.read_chunk()) is not None:
                            sink(bytes(chunk))
                except (PyreqwestError, ValueError) as error:
                    broken = self._broken(error)
                if broken is not None:
                    raise broken
        return path

    def _sync_client(self) -> SyncClient:
        builder = SyncClientBuilder().follow_redirects(False).referer(False).timeout(self._timeout)
        try:
            return builder.user_agent(USER_AGENT).no_proxy().build()
        except RuntimeError as error:
            raise no_client(error) from None

    def _async_client(self) -> Client:
        builder = ClientBuilder().follow_redirects(False).referer(False).timeout(self._timeout)
        try:
            return builder.user_agent(USER_AGENT).no_proxy().build()
        except RuntimeError as error:
            raise no_client(error) from None

    @staticmethod
    def _check_status(status: int) -> None:
        if status == 403:
            raise ReportError("the file host refuses the link (403): links live 2 hours, ask for a new one")
        if status != 200:
            raise ReportError(f"the file host answers HTTP {status}")

    @staticmethod
    def _broken(error: Exception) -> ReportError:
        return ReportError(f"the download broke off ({type(error).__name__}); nothing was kept")

    @contextlib.contextmanager
    def _sink(self, path: Path) -> Generator[Callable[[bytes], None]]:
        """Collect a download beside its target, then unpack it and move it into place."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".report-", dir=path.parent) as folder:
            packed, plain = Path(folder, "packed"), Path(folder, "report.csv")
            with packed.open("wb") as stream:
                written = 0

                def take(chunk: bytes) -> None:
                    nonlocal written
                    written += len(chunk)
                    if written > self._max_bytes:
                        raise ReportError(f"the file is larger than {self._max_bytes} bytes; nothing was kept")
                    stream.write(chunk)

                yield take
            unpack(packed, plain, self._max_bytes)
            os.replace(plain, path)  # noqa: PTH105 - says that it replaces


def _split(link: str) -> SplitResult | None:
    """Take a link apart, if it is a plain web address that the library which fetches it reads alike."""
    try:
        parts = urlsplit(link)
        port, host = parts.port, parts.hostname or ""
        seen = Url(link)
    except ValueError:
        return None
    if parts.scheme not in _PORTS or parts.username is not None or (seen.host_str or "").strip("[]") != host:
        return None
    return parts if host and port != 0 else None


def unpack(packed: Path, plain: Path, max_bytes: int) -> None:
    """Write the CSV that a file holds, known by its content: zip with one file of any name, gzip, or plain text.

    Raises:
        ReportError: It is something else, is damaged, or would grow beyond `max_bytes`.
    """
    with packed.open("rb") as stream:
        head = stream.read(512).removeprefix(_BYTE_ORDER_MARK)
    if not head:
        raise ReportError("the file is empty")
    try:
        if head.startswith(_ZIP):
            with zipfile.ZipFile(packed) as archive:
                members = [member for member in archive.infolist() if not member.is_dir()]
                if len(members) != 1:
                    raise ReportError(f"the archive holds {len(members)} files, expected one")
                if members[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise ReportError("the archive is packed in a way that is not read; expected deflate")
                with archive.open(members[0]) as source:
                    _copy(source, plain, max_bytes)
        elif head.startswith(_GZIP):
            with gzip.open(packed, "rb") as source:
                _copy(source, plain, max_bytes)
        elif head.startswith(_OLD_EXCEL):
            raise ReportError("the file is an Excel workbook; only CSV, plain or packed, can be read")
        elif head.lstrip()[:1] in _MARKUP:
            raise ReportError("the file is a page or an error message, no report")
        else:
            with packed.open("rb") as source:
                _copy(source, plain, max_bytes)
        with plain.open("rb") as stream:
            first = stream.read(_CHUNK).decode("utf-8-sig", "replace")
        read_columns(csv.reader(io.StringIO(first, newline=""), strict=True), "the file")
    except csv.Error:
        raise ReportError("the file's first line is no CSV") from None
    except _DAMAGED as error:
        raise ReportError(f"the file is damaged ({type(error).__name__}); nothing was kept") from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a damaged archive can name a place before the file's begin
            raise
        raise ReportError("the file is damaged; nothing was kept") from None


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, max_bytes: int) -> None:
    left = max_bytes
    with target.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise ReportError(f"the file unpacks to more than {max_bytes} bytes; nothing was kept")
            sink.write(chunk)
