"""A file that is being downloaded: as much as has arrived, and what is needed to go on there instead of starting anew."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from okx_broker.errors import ReportError, ReportUnavailable

_CONTENT_RANGE: Final = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)", re.ASCII)
_CHUNK: Final = 1 << 16
_HEADERS: Final = ("content-range", "etag", "content-length", "content-encoding", "accept-ranges", "content-md5")


class _Known(msgspec.Struct):
    """What the server said of the whole file."""

    etag: str = ""
    size: int | None = None
    md5: str = ""


def said_of_the_file(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that say something of the file.

    No other one is held: a redirect's `Location` can be a link, and error reporters collect the variables of functions.
    """
    return {name: headers[name] for name in _HEADERS if name in headers}


class LinkExpired(ReportUnavailable):
    """The link works no more: the next list of links has a fresh one."""


class Partial:
    """The part of a file that is there, in `path`, with a note beside it of what the server said of the whole.

    It is gone on with only where the server named the version of the file by a strong entity tag: then a part of another
    version is never put together with this one (RFC 9110, section 13.1.5). Nothing of the link is kept.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._note = path.with_name(path.name + ".json")
        self._stream: BinaryIO | None = None
        self._known = _Known()
        self.size = 0
        """Bytes that are there."""
        self._load()

    def _load(self) -> None:
        try:
            self._known = msgspec.json.decode(self._note.read_bytes(), type=_Known)
            self.size = self.path.stat().st_size
        except (OSError, ValueError):
            self._known, self.size = _Known(), 0

    @property
    def total(self) -> int | None:
        """Bytes of the whole file, if the server said."""
        return self._known.size

    @property
    def complete(self) -> bool:
        """Whether all of it is there."""
        return self.size > 0 and self.size == self._known.size

    @property
    def resumable(self) -> bool:
        """Whether a request can go on where the last one broke off."""
        return self.size > 0 and bool(self._known.etag)

    def headers(self) -> list[tuple[str, str]]:
        """Return the headers that ask for the rest."""
        if not self.resumable:
            return []
        return [("Range", f"bytes={self.size}-"), ("If-Range", self._known.etag)]

    def begin(self, status: int, headers: Mapping[str, str], max_bytes: int) -> None:
        """Take the head of an answer, and be ready for its body.

        Raises:
            LinkExpired: 403.
            ReportError: No file comes, or one that is too large.
        """
        if status == 403:
            raise LinkExpired("the file host refuses the link (403): links live 2 hours, ask for a new one")
        if status == 206 and self.resumable:
            self._go_on(headers.get("content-range", ""))
        elif status == 200:
            self._start(headers)
        else:
            if status == 416:
                self.discard()
            kind = ReportUnavailable if status in (416, 429) or status >= 500 else ReportError
            raise kind(f"the file host answers HTTP {status}")
        if self.total is not None and self.total > max_bytes:
            self.discard()
            raise ReportError(f"the file is larger than {max_bytes} bytes; nothing was kept")

    def _go_on(self, content_range: str) -> None:
        found = _CONTENT_RANGE.fullmatch(content_range)
        if found is None or int(found[1]) != self.size or found[2] not in ("*", str(self._known.size)):
            self.discard()
            raise ReportError("the file host sends another part than was asked for (HTTP 206)")
        self._stream = self.path.open("ab")

    def _start(self, headers: Mapping[str, str]) -> None:
        self.discard()
        etag, length = headers.get("etag", ""), headers.get("content-length", "")
        encoded = headers.get("content-encoding", "identity") != "identity"
        ranges = headers.get("accept-ranges", "bytes") == "bytes" and etag.startswith('"')
        self._known = _Known(
            etag=etag if ranges and not encoded else "",
            size=int(length) if length.isascii() and length.isdigit() and not encoded else None,
            md5="" if encoded else headers.get("content-md5", ""),
        )
        self._note.write_bytes(msgspec.json.encode(self._known))
        self._stream = self.path.open("wb")

    def write(self, chunk: bytes, max_bytes: int) -> None:
        """Append what has arrived.

        Raises:
            ReportError: It is more than can be.
        """
        assert self._stream is not None  # noqa: S101 - begin has opened it
        self.size += len(chunk)
        if self.size > max_bytes:
            self.discard()
            raise ReportError(f"the file is larger than {max_bytes} bytes; nothing was kept")
        self._stream.write(chunk)

    def finish(self) -> None:
        """Check that the whole file is there.

        Raises:
            ReportError: It is not, or not what the server said.
        """
        self.close()
        if self.total is not None and self.size != self.total:
            raise ReportUnavailable(f"the download broke off after {self.size} of {self.total} bytes")
        if self._known.md5:
            with self.path.open("rb") as stream:
                found = hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).digest()
            if base64.b64encode(found).decode() != self._known.md5:
                self.discard()
                raise ReportError("the file is damaged (its MD5 is another one); nothing was kept")

    def close(self) -> None:
        """Close the file; what is there stays."""
        if self._stream is not None:
            stream, self._stream = self._stream, None
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()

    def discard(self) -> None:
        """Throw away what is there."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        self._note.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)
        self._known, self.size = _Known(), 0
