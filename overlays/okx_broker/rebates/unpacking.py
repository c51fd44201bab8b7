"""From a downloaded file to one plain CSV: zip, gzip, plain text or an Excel workbook, known by content, not by name."""

from __future__ import annotations

import codecs
import csv
import errno
import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, Final

from okx_broker.errors import ReportError
from okx_broker.rebates.rows import read_columns

_CHUNK: Final = 1 << 16
_DEEPEST: Final = 3
"""A new workbook in a zip in a gzip is read, and nothing packed more often."""
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP: Final = b"\x1f\x8b"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NEW_EXCEL: Final = "xl/workbook.xml"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_MARKUP: Final = (b"<", b"{", b"[")
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


def unpack(packed: Path, plain: Path, max_bytes: int) -> None:
    """Write the CSV that a file holds: UTF-8 without a byte order mark.

    A zip holds one file of any name, and the name leads nowhere. Workbooks are read in a process of their own.

    Args:
        packed: The file as it was downloaded.
        plain: Where the CSV goes.
        max_bytes: The greatest size of the CSV, and of anything on the way to it.

    Raises:
        ReportError: It is something else, is damaged, or would grow beyond `max_bytes`.
    """
    inner = [packed.with_name(f"{packed.name}.{depth}") for depth in range(1, _DEEPEST + 1)]
    try:
        _unpack(packed, plain, inner, max_bytes)
        with plain.open("rb") as stream:
            first = stream.read(_CHUNK).decode("utf-8", "replace")
        read_columns(csv.reader(io.StringIO(first, newline=""), strict=True), "the file")
    except csv.Error:
        raise ReportError("the file's first line is no CSV") from None
    except UnicodeDecodeError:
        raise ReportError("the file is not UTF-8 text") from None
    except _DAMAGED as error:
        raise ReportError(f"the file is damaged ({type(error).__name__}); nothing was kept") from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a damaged archive can name a place before the file's begin
            raise
        raise ReportError("the file is damaged; nothing was kept") from None
    finally:
        for path in inner:
            path.unlink(missing_ok=True)


def _unpack(packed: Path, plain: Path, inner: list[Path], max_bytes: int) -> None:
    with packed.open("rb") as stream:
        head = stream.read(512).removeprefix(_BYTE_ORDER_MARK)
    if not head:
        raise ReportError("the file is empty")
    if head.startswith((*_ZIP, _GZIP)) and not inner:
        raise ReportError("the file is packed more often than any report is")
    if head.startswith(_ZIP):
        with zipfile.ZipFile(packed) as archive:
            if _NEW_EXCEL in archive.namelist():
                _repack(archive, inner[0], max_bytes)
                _from_workbook(inner[0], plain, max_bytes)
                return
            _copy_member(archive, inner[0], max_bytes)
        _unpack(inner[0], plain, inner[1:], max_bytes)
    elif head.startswith(_GZIP):
        with gzip.open(packed, "rb") as source, inner[0].open("wb") as sink:
            _copy(source, sink, max_bytes)
        _unpack(inner[0], plain, inner[1:], max_bytes)
    elif head.startswith(_OLD_EXCEL):
        _from_workbook(packed, plain, max_bytes)
    elif head.lstrip()[:1] in _MARKUP:
        raise ReportError("the file is a page or an error message, no report")
    else:
        with packed.open("rb") as source:
            _copy_text(source, plain, max_bytes)


def _copy_member(archive: zipfile.ZipFile, target: Path, max_bytes: int) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        raise ReportError(f"the archive holds {len(members)} files, expected one")
    _check_packing(members[0])
    with archive.open(members[0]) as source, target.open("wb") as sink:
        _copy(source, sink, max_bytes)


def _check_packing(member: zipfile.ZipInfo) -> None:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ReportError("the archive is packed in a way that is not read; expected deflate")


def _repack(archive: zipfile.ZipFile, target: Path, max_bytes: int) -> None:
    """Write the members of a workbook anew, unpacked: the sizes that it claims are no promise to who reads it next."""
    left = max_bytes
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as sink:
        for member in archive.infolist():
            if member.is_dir():
                continue
            _check_packing(member)
            with archive.open(member) as source, sink.open(member.filename, "w", force_zip64=True) as copy:
                left -= _copy(source, copy, left, of=max_bytes)


def _copy(source: IO[bytes] | gzip.GzipFile, sink: IO[bytes], max_bytes: int, of: int = 0) -> int:
    written = 0
    while chunk := source.read(_CHUNK):
        written += len(chunk)
        if written > max_bytes:
            raise ReportError(f"the file unpacks to more than {of or max_bytes} bytes; nothing was kept")
        sink.write(chunk)
    return written


def _copy_text(source: IO[bytes], target: Path, max_bytes: int) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    left = max_bytes
    mark = _BYTE_ORDER_MARK
    with target.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise ReportError(f"the file unpacks to more than {max_bytes} bytes; nothing was kept")
            if b"\0" in chunk:
                raise ReportError("the file is no text: it holds a zero byte")
            decoder.decode(chunk)
            sink.write(chunk.removeprefix(mark))
            mark = b""
        decoder.decode(b"", final=True)


def _from_workbook(workbook: Path, plain: Path, max_bytes: int) -> None:
    from okx_broker.rebates.workbooks import convert

    convert(workbook, plain, max_bytes)
