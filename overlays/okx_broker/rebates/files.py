"""Fetching a report's file, without any OKX credentials, and unpacking it.

The link's query holds a signature, so the link is a secret: it stands in no error, log or repr. The file comes from another
host than the API, from an allow-list, by a client of its own that has never seen a credential.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from typing import Final

from pyreqwest.client import SyncClient, SyncClientBuilder
from pyreqwest.exceptions import PyreqwestError
from pyreqwest.request import SyncStreamRequest

from okx_broker.errors import ReportError, ReportUnavailable
from okx_broker.rebates.hosts import FILE_HOSTS, FileHosts
from okx_broker.rebates.partial import Partial, said_of_the_file
from okx_broker.rebates.unpacking import unpack
from okx_broker.transport import USER_AGENT, no_client
from okx_v5.scalars import Secret

__all__ = ["FILE_HOSTS", "Downloader", "unpack"]

_ATTEMPTS: Final = 5
_CONNECT_SECONDS: Final = 30.0


class Downloader:
    """Fetches report files.

    Args:
        hosts: The hosts that files may come from: `name` for the usual port, `name:port` for another one.
        allow_http: Whether plain http is left as it is. Else it becomes https, as the link's own signature allows.
        max_bytes: The greatest size of a file, packed or unpacked.
        timeout: Seconds without a byte after which a download is given up.
    """

    def __init__(
        self,
        *,
        hosts: Collection[str] = FILE_HOSTS,
        allow_http: bool = False,
        max_bytes: int = 4 << 30,
        timeout: float = 60.0,
    ) -> None:
        self._hosts = FileHosts(hosts, allow_http=allow_http)
        self._max_bytes = max_bytes
        self._timeout = timedelta(seconds=timeout)

    def checked_url(self, link: Secret | str) -> str:
        """Return the address to fetch.

        Raises:
            ReportError: The link leads to a host that is not on the list, or is no web address.
        """
        return self._hosts.checked_url(link)

    def download(self, link: Secret | str, path: str | Path, *, stop: threading.Event | None = None) -> Path:
        """Fetch a report, unpack it by its content, and put the CSV at `path` as a whole or not at all.

        A download that breaks off goes on where it was, if the server can.

        Args:
            link: The report's link.
            path: Where the CSV goes.
            stop: Ends it from another thread.

        Raises:
            ReportError: It can't be fetched, is too large, or is no report.
        """
        self.checked_url(link)
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".report-", dir=path.parent) as folder:
            part = Partial(Path(folder, "packed"))
            for attempt in range(_ATTEMPTS):
                before = part.size
                try:
                    self.fetch_into(part, link, stop=stop)
                    break
                except ReportUnavailable:
                    if attempt == _ATTEMPTS - 1 or part.size == before or not part.resumable:
                        raise
            self.unpack_into(part, path)
        return path

    async def download_async(self, link: Secret | str, path: str | Path) -> Path:
        """Fetch a report in a thread, beside the event loop; see `download`."""
        stop = threading.Event()
        try:
            return await asyncio.to_thread(self.download, link, path, stop=stop)
        finally:
            stop.set()

    def fetch_into(
        self,
        part: Partial,
        link: Secret | str,
        *,
        tell: Callable[[int, int | None], None] | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        """Fetch a file, or what is missing of it, by one request.

        Args:
            part: What is there, and where the rest goes.
            link: The report's link.
            tell: Told bytes there and bytes of the whole as they arrive.
            stop: Ends it from another thread.

        Raises:
            LinkExpired: The link works no more.
            ReportUnavailable: It broke off; what has arrived is kept where it can be gone on with.
            ReportError: It can't be fetched, or is too large.
        """
        self.checked_url(link)
        if part.complete:
            return
        broken = ""
        with self._client() as client:
            try:
                with self._request(client, part, link) as response:
                    part.begin(response.status, said_of_the_file(response.headers), self._max_bytes)
                    while (chunk := response.body_reader.read_chunk()) is not None:
                        if stop is not None and stop.is_set():
                            raise ReportUnavailable("the download was stopped")
                        part.write(bytes(chunk), self._max_bytes)
                        if tell is not None:
                            tell(part.size, part.total)
            except (PyreqwestError, ValueError) as error:
                # Not raised here: the library's error holds the link, and would stay as the context of ours.
                broken = type(error).__name__
            finally:
                part.close()
        if broken:
            kept = f"{part.size} bytes are kept" if part.resumable else "nothing was kept"
            upgraded = self._hosts.upgrades(link)
            how = ", by https in place of the link's http" if upgraded else ""
            fix = (
                "; for a server on this machine use allow_http=True"
                if upgraded and self._hosts.wants_http(link)
                else ""
            )
            raise ReportUnavailable(f"the download broke off ({broken}{how}); {kept}{fix}")
        part.finish()

    def _request(self, client: SyncClient, part: Partial, link: Secret | str) -> SyncStreamRequest:
        request = client.get(self.checked_url(link)).streamed_read_buffer_limit(0)
        for name, value in part.headers():
            request = request.header(name, value)
        return request.build_streamed()

    def unpack_into(self, part: Partial, path: Path) -> None:
        """Unpack a whole file, and put the CSV at `path` at once; it is on the disk then.

        Raises:
            ReportError: It is no report; what was downloaded is thrown away.
        """
        plain = part.path.with_name(part.path.name + ".csv")
        try:
            unpack(part.path, plain, self._max_bytes)
            with plain.open("rb+") as stream:
                os.fsync(stream.fileno())
            os.replace(plain, path)  # noqa: PTH105 - says that it replaces
        except ReportError:
            part.discard()
            raise
        finally:
            plain.unlink(missing_ok=True)
        _flush_folder(path.parent)

    def _client(self) -> SyncClient:
        builder = SyncClientBuilder().follow_redirects(False).referer(False).no_proxy().user_agent(USER_AGENT)
        # Ranges and sizes count the bytes of the file, so nobody may pack it on its way.
        builder = builder.gzip(False).brotli(False).deflate(False).zstd(False)
        connect = min(self._timeout, timedelta(seconds=_CONNECT_SECONDS))
        try:
            return builder.read_timeout(self._timeout).connect_timeout(connect).build()
        except RuntimeError as error:
            raise no_client(error) from None


def _flush_folder(folder: Path) -> None:
    """Have the folder's list of files on the disk too, where the system can."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
