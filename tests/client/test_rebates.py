"""Rebate reports: found by their days, fetched without credentials, unpacked with care, read exactly."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import io
import json
import logging
import random
import socket
import stat
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okx_broker import Secret
from okx_broker.errors import (
    ApiError,
    ConfigurationError,
    ExchangeUnavailable,
    InvalidArgument,
    OkxError,
    RateLimited,
    ReportError,
)
from okx_broker.limits import WindowLimiter
from okx_broker.rebates import FILE_HOSTS, AsyncRebateReports, Downloader, RebateReports, read_lines
from okx_broker.rebates.files import unpack
from okx_broker.rebates.partial import said_of_the_file
from okx_broker.transport import Outgoing, Reply, TransportFailure
from okx_v5.models import RebateLink
from tests.client.support import (
    KEY,
    PASSPHRASE,
    SECRET,
    Either,
    ManualClock,
    answer,
    body_of,
    make_user,
    query_of,
)
from tests.faults.servers import RawServer, Seen, http, replying, reset

HEAD = (
    "brokerCode,level,instId,ordId,spotTradeAmt,derivativeTradeAmt,fee,netFee,settlementFee,"
    "brokerRebate,suBrokerRebate,userRebate,affiliated,ts"
)
LINE = "6099c63a8d75SCDE,Lv1,BTC-USDT,680800019749904384,100.10,,-0.100000000000000001,0.09,0.08,0.0400,0,0.01,false,1597026383085"
CSV = f"{HEAD}\n{LINE}\n".encode()
HOST = "okg-pri-hk.oss-cn-hongkong.aliyuncs.com"
MARK = "TOPSIGNATURE"


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Either:
    return Either(request.param)


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


def fetch(either: Either, downloader: Downloader, link: Secret | str, path: Path) -> Path:
    if either.asynchronous:
        return asyncio.run(downloader.download_async(link, path))
    return downloader.download(link, path)


def serve_file(either: Either, body: bytes, path: Path, **settings: Any) -> tuple[Path, Seen]:
    with RawServer(replying(http(body))) as server:
        downloader = Downloader(hosts=[f"127.0.0.1:{server.port}"], allow_http=True, **settings)
        found = fetch(
            either, downloader, Secret(f"{server.url}/a%20b/report.xls?Expires=1&Signature={MARK}%2B%3D"), path
        )
        (seen,) = server.seen
        return found, seen


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


# Which addresses


@pytest.mark.parametrize(
    "link",
    [
        f"https://{HOST}/x?Signature={MARK}",
        f"https://{HOST.upper()}/x?Signature={MARK}",
        f"http://{HOST}/x?Signature={MARK}",
        f"http://{HOST}:80/x?Signature={MARK}",
    ],
)
def test_the_documented_host_is_fetched_by_https_with_the_query_as_it_was(link: str) -> None:
    assert Downloader().checked_url(Secret(link)).lower() == f"https://{HOST}/x?signature={MARK}".lower()
    assert Downloader().checked_url(link) == Downloader().checked_url(Secret(link))


def test_the_link_of_the_document_is_accepted() -> None:
    link = (
        "http://okg-pri-hk.oss-cn-hongkong.aliyuncs.com/okex/broker/pap/brokerRebateInfo/2c0ca94923dca9f53659507ee20a1f/"
        "2022-05-16/RebateDetails/RebateDetails0510-0513.xls?Expires=1652880844&OSSAccessKeyId=EXAMPLE"
        "&Signature=ro%2BD2OMAgVzDrfguxjIM%2FY%3D"
    )
    assert Downloader().checked_url(link) == "https" + link.removeprefix("http")
    assert FILE_HOSTS == (HOST,)


EVIL = [
    "https://evil.example/x",
    f"https://{HOST}.evil.example/x",
    f"https://evil-{HOST}/x",
    f"https://x.{HOST}/x",
    f"https://{HOST}./x",
    f"https://{HOST}@evil.example/x",
    f"https://evil.example@{HOST}/x",
    f"https://user:pw@{HOST}/x",
    f"https://@{HOST}/x",
    f"https://evil.example\\@{HOST}/x",
    f"https://evil.example\\.{HOST}/x",
    f"https://evil.example#@{HOST}/x",
    f"https://evil.example?@{HOST}/x",
    f"https://evil.example/{HOST}",
    f"//{HOST}/x",
    f"/{HOST}/x",
    HOST,
    "",
    f"ftp://{HOST}/x",
    "file:///etc/passwd",
    f"javascript:{HOST}",
    "http://127.0.0.1/x",
    "http://localhost/x",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]/x",
    "http://[::1",
    f"http://{HOST}:99999/x",
    f"http://{HOST}:port/x",
    f"https://{HOST}:99999/x",
    f"https://{HOST}\u3002evil.example/x",
    "https://ｏkg/x",  # noqa: RUF001
    "https://exa\u2100mple.com/x",
    "https:///x",
    "https:",
    "http://host:abc/",
    "http://[bad/",
    f"https://{HOST}:0/x",
    f"https://{HOST}:80/x",
    f"https://{HOST}:8443/x",
    f"http://{HOST}:8080/x",
]


@pytest.mark.parametrize("link", EVIL)
def test_links_to_anywhere_else_are_refused_and_never_shown(link: str, either: Either, tmp_path: Path) -> None:
    marked = f"{link}?Signature={MARK}" if link else link
    with pytest.raises(ReportError) as caught:
        fetch(either, Downloader(), Secret(marked), tmp_path / "report.csv")
    assert MARK not in str(caught.value)
    assert MARK not in repr(caught.value)
    assert left_in(tmp_path) == []


def test_a_listed_host_stands_for_its_usual_port_and_a_listed_port_for_itself() -> None:
    with_port = Downloader(hosts=["127.0.0.1:8080"], allow_http=True)
    assert with_port.checked_url("http://127.0.0.1:8080/x") == "http://127.0.0.1:8080/x"
    for other in ("http://127.0.0.1:8081/x", "http://127.0.0.1/x", "http://127.0.0.2:8080/x"):
        with pytest.raises(ReportError):
            with_port.checked_url(other)


@pytest.mark.parametrize(
    ("link", "fix"),
    [
        ("http://localhost:8586/x", "Downloader(hosts=['localhost:8586'], allow_http=True)"),
        ("http://127.0.0.1:8586/x", "Downloader(hosts=['127.0.0.1:8586'], allow_http=True)"),
        ("http://[::1]:8586/x", "Downloader(hosts=['[::1]:8586'], allow_http=True)"),
        # What is on the net goes by https: nobody is told to leave it.
        ("http://files.example/x", "Downloader(hosts=['files.example'])"),
        ("https://localhost:8586/x", "Downloader(hosts=['localhost:8586'])"),
    ],
)
def test_the_fix_for_a_link_of_this_machine_is_all_that_it_takes(link: str, fix: str) -> None:
    with pytest.raises(ReportError) as caught:
        Downloader().checked_url(link)
    assert f"use {fix}, or --file-host " in str(caught.value)


def test_a_bare_host_stands_for_its_usual_port_only() -> None:
    bare, plain = Downloader(hosts=["files.example"]), Downloader(hosts=["files.example"], allow_http=True)
    for link in ("http://files.example/x", "http://files.example:80/x"):
        assert bare.checked_url(link) == "https://files.example/x"
        assert plain.checked_url(link) == link
    for link in ("https://files.example/x", "https://files.example:443/x"):
        assert bare.checked_url(link) == plain.checked_url(link) == link
    assert bare.checked_url("http://files.example:443/x") == "https://files.example:443/x"
    for maker, link in (
        (bare, "https://files.example:22/x"),
        (bare, "http://files.example:8080/x"),
        (plain, "http://files.example:443/x"),
        (plain, "https://files.example:80/x"),
    ):
        with pytest.raises(ReportError, match="not on the list"):
            maker.checked_url(link)
    for listed_as in ("files.example:443", "FILES.example:443"):
        assert Downloader(hosts=[listed_as]).checked_url("https://files.example/x") == "https://files.example/x"
    for listed_as in ("::1", "[::1]", "[::1]:443"):
        assert Downloader(hosts=[listed_as]).checked_url("https://[::1]/x") == "https://[::1]/x"


def test_a_refused_host_is_named_together_with_the_cure() -> None:
    link = f"https://files.example:8443/x?Signature={MARK}"
    with pytest.raises(ReportError) as caught:
        Downloader().checked_url(link)
    assert "Downloader(hosts=['files.example:8443'])" in str(caught.value)
    assert MARK not in str(caught.value)
    assert Downloader(hosts=["files.example:8443"]).checked_url(link) == link


def test_plain_http_stays_only_where_it_is_allowed() -> None:
    assert (
        Downloader(hosts=["files.example"], allow_http=True).checked_url("http://files.example/x").startswith("http:")
    )
    assert Downloader(hosts=["files.example"]).checked_url("http://files.example/x") == "https://files.example/x"


def test_one_text_is_no_list_of_hosts() -> None:
    with pytest.raises(ConfigurationError):
        Downloader(hosts=HOST)


# What is sent and stored


def test_no_credential_and_no_cookie_is_sent_to_the_file_host(either: Either, tmp_path: Path) -> None:
    _, seen = serve_file(either, CSV, tmp_path / "report.csv")
    assert seen.method == "GET"
    assert seen.target == f"/a%20b/report.xls?Expires=1&Signature={MARK}%2B%3D"
    assert seen.body == b""
    names = [name for name, _ in seen.headers]
    assert set(names) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}
    raw = repr(seen)
    for secret in (KEY, SECRET, PASSPHRASE):
        assert secret not in raw


PACKED = {
    "plain": CSV,
    "zip": zipped(("report.csv", CSV)),
    "stored zip": zipped(("report.csv", CSV), method=zipfile.ZIP_STORED),
    "zip with a folder": zipped(("2026/", b""), ("2026/report.csv", CSV)),
    "gzip": gzip.compress(CSV),
    "gzip in two parts": gzip.compress(CSV[:40]) + gzip.compress(CSV[40:]),
    "with a byte order mark": b"\xef\xbb\xbf" + CSV,
}


@pytest.mark.parametrize("packing", PACKED)
def test_files_are_unpacked_by_what_they_are(either: Either, packing: str, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "folder" / "report.csv"
    found, _ = serve_file(either, PACKED[packing], target)
    assert found == target
    assert target.read_bytes().removeprefix(b"\xef\xbb\xbf") == CSV
    assert left_in(tmp_path) == ["deep", "folder", "report.csv"]
    (line,) = read_lines(target)
    assert line.row.ord_id == "680800019749904384"


def elsewhere(offset: int, extra: bytes) -> bytes:
    """A zip whose list names another place for its file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        member = zipfile.ZipInfo("report.csv")
        archive.writestr(member, CSV)
        member.extra = extra
    packed = bytearray(stream.getvalue())
    place = packed.index(b"PK\x01\x02") + 42
    packed[place : place + 4] = offset.to_bytes(4, "little")
    return bytes(packed)


BAD_FILES = {
    "two files in a zip": zipped(("a.csv", CSV), ("b.csv", CSV)),
    "empty zip": zipped(),
    "folder only": zipped(("x/", b"")),
    "lzma zip": zipped(("report.csv", CSV), method=zipfile.ZIP_LZMA),
    "bzip2 zip": zipped(("report.csv", CSV), method=zipfile.ZIP_BZIP2),
    "truncated zip": zipped(("a.csv", CSV * 50))[:200],
    "zip without its end": zipped(("a.csv", CSV))[:-30],
    "zip head only": b"PK\x03\x04",
    "truncated gzip": gzip.compress(CSV * 50)[:60],
    "gzip without its check": gzip.compress(CSV)[:-8],
    "gzip head only": b"\x1f\x8b\x08",
    "gzip with wrong check": gzip.compress(CSV)[:-8] + b"\0" * 8,
    "old excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "new excel": zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")),
    "html": b"<!DOCTYPE html><html>error</html>",
    "html after blanks": b"\r\n\t <html>error</html>",
    "html with a mark": b"\xef\xbb\xbf<html>error</html>",
    "xml": b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    "xml with a mark and blanks": b"\xef\xbb\xbf\r\n <Error/>",
    "json": b'{"code":"50011","msg":"","data":[]}',
    "json list": b' [{"brokerCode":"A"}]',
    "json with a mark": b'\xef\xbb\xbf{"brokerCode,ordId,brokerRebate":1}',
    "nothing": b"",
    "a mark only": b"\xef\xbb\xbf",
    "blanks only": b"\r\n\r\n",
    "empty zip's end": b"PK\x05\x06" + b"\0" * 18,
    "empty file in a zip": zipped(("report.csv", b"")),
    "empty gzip": gzip.compress(b""),
    "page in a zip": zipped(("report.csv", b"<html>error</html>")),
    "text": b"Service unavailable, please try later\n",
    "numbers": bytes(range(256)) * 400,
    "zeros": b"\0" * 100_000,
    "a column missing": CSV.replace(b"brokerRebate", b"rebate"),
    "a column twice": CSV.replace(b"netFee", b"fee"),
    "an open quote": b'"' + CSV,
    "utf-16": CSV.decode().encode("utf-16"),
    "far away zip member": elsewhere(0x7FFFFFFF, b""),
    "zip member beyond any file": elsewhere(0xFFFFFFFF, b"\x01\x00\x08\x00" + b"\xff" * 8),
    "zip member before the file": elsewhere(0xFFFFFFFF, b"\x01\x00\x08\x00" + b"\xff" * 7 + b"\x7f"),
}


@pytest.mark.parametrize("bad", BAD_FILES)
@pytest.mark.parametrize("before", [None, b"old content"])
def test_what_is_no_report_leaves_the_target_as_it_was(
    either: Either, bad: str, before: bytes | None, tmp_path: Path
) -> None:
    target = tmp_path / "report.csv"
    if before is not None:
        target.write_bytes(before)
    with pytest.raises(ReportError) as caught:
        serve_file(either, BAD_FILES[bad], target)
    assert MARK not in str(caught.value)
    if before is None:
        assert left_in(tmp_path) == []
    else:
        assert left_in(tmp_path) == ["report.csv"]
        assert target.read_bytes() == before


def test_an_encrypted_zip_is_refused(either: Either, tmp_path: Path) -> None:
    packed = bytearray(zipped(("a.csv", CSV)))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ReportError):
        serve_file(either, bytes(packed), tmp_path / "report.csv")
    assert left_in(tmp_path) == []


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), kind=st.sampled_from(["zip", "lzma zip", "bzip2 zip", "gzip", "stored zip"]))
def test_damage_anywhere_in_a_packed_file_is_a_typed_error_or_harmless(tmp_path: Path, seed: int, kind: str) -> None:
    chance = random.Random(seed)
    packed = bytearray({**BAD_FILES, **PACKED}[kind])
    for _ in range(chance.randint(1, 4)):
        packed[chance.randrange(4, len(packed))] = chance.randrange(256)
    if chance.random() < 0.3:
        del packed[chance.randrange(4, len(packed)) :]
    source, target = tmp_path / "packed", tmp_path / "plain"
    source.write_bytes(packed)
    with contextlib.suppress(ReportError):
        unpack(source, target, 1 << 20)


def test_a_zip_bomb_stops_at_the_bound_without_filling_memory(either: Either, tmp_path: Path) -> None:
    bomb = zipped(("report.csv", b"0" * (64 << 20)))
    other = gzip.compress(b"0" * (64 << 20))
    assert len(bomb) + len(other) < 1 << 20
    tracemalloc.start()
    try:
        for packed in (bomb, other):
            with pytest.raises(ReportError, match="1000000"):
                serve_file(either, packed, tmp_path / "report.csv", max_bytes=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()
    assert left_in(tmp_path) == []


def test_a_file_larger_than_the_bound_is_refused_and_one_of_its_size_is_not(either: Either, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="larger"):
        serve_file(either, CSV, tmp_path / "report.csv", max_bytes=len(CSV) - 1)
    assert left_in(tmp_path) == []
    serve_file(either, CSV, tmp_path / "report.csv", max_bytes=len(CSV))


@pytest.mark.parametrize(
    "name",
    [
        "report.txt",
        "REPORT.CSV",
        "report.xls",
        "x",
        "../evil.csv",
        "/tmp/evil-report.csv",
        "..\\evil.csv",
        "a/../../evil.csv",
        "C:\\evil.csv",
        "x\0y",
    ],
)
def test_names_in_a_zip_lead_nowhere_else(either: Either, name: str, tmp_path: Path) -> None:
    target = tmp_path / "inner" / "report.csv"
    serve_file(either, zipped((name, CSV)), target)
    assert left_in(tmp_path) == ["inner", "report.csv"]
    assert target.read_bytes() == CSV
    assert not Path("/tmp/evil-report.csv").exists()


def test_a_symbolic_link_in_a_zip_is_not_made(either: Either, tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        member = zipfile.ZipInfo("report.csv")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    target = tmp_path / "report.csv"
    try:
        serve_file(either, stream.getvalue(), target)
    except ReportError:
        assert left_in(tmp_path) == []
    else:
        assert not target.is_symlink()
        assert target.read_bytes() == b"/etc/passwd"


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
def test_redirects_are_not_followed(either: Either, status: str, tmp_path: Path) -> None:
    with RawServer(replying(http(CSV))) as elsewhere:
        move = http(b"", status, f"Location: http://127.0.0.1:{elsewhere.port}/x\r\n")
        with RawServer(replying(move)) as server, pytest.raises(ReportError, match=status[:3]):
            fetch(
                either,
                Downloader(hosts=[f"127.0.0.1:{server.port}"], allow_http=True),
                f"{server.url}/x?Signature={MARK}",
                tmp_path / "report.csv",
            )
        assert elsewhere.connections == 0
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    "status", ["403 Forbidden", "404 Not Found", "500 Oops", "204 No Content", "206 Partial Content"]
)
def test_any_other_status_is_an_error_that_names_it(either: Either, status: str, tmp_path: Path) -> None:
    body = b"" if status.startswith("204") else CSV
    with RawServer(replying(http(body, status))) as server, pytest.raises(ReportError, match=status[:3]) as caught:
        fetch(
            either,
            Downloader(hosts=[f"127.0.0.1:{server.port}"], allow_http=True),
            f"{server.url}/x?Signature={MARK}",
            tmp_path / "report.csv",
        )
    assert MARK not in str(caught.value)
    assert left_in(tmp_path) == []


def test_a_download_that_breaks_off_keeps_nothing(either: Either, tmp_path: Path) -> None:
    def cut(connection: socket.socket, seen: Seen) -> bool:
        connection.sendall(http(CSV, length=len(CSV) + 100))
        return False

    def cut_hard(connection: socket.socket, seen: Seen) -> bool:
        connection.sendall(http(CSV, length=len(CSV) + 100))
        reset(connection)
        return False

    def nothing(connection: socket.socket, seen: Seen) -> bool:
        return False

    target = tmp_path / "report.csv"
    target.write_bytes(b"old")
    for behaviour in (cut, cut_hard, nothing):
        with RawServer(behaviour) as server, pytest.raises(ReportError) as caught:
            fetch(
                either,
                Downloader(hosts=[f"127.0.0.1:{server.port}"], allow_http=True),
                f"{server.url}/x?Signature={MARK}",
                target,
            )
        assert MARK not in str(caught.value)
        assert str(server.port) not in str(caught.value)
        assert left_in(tmp_path) == ["report.csv"]
        assert target.read_bytes() == b"old"


def test_no_error_of_a_download_keeps_the_librarys_error_which_holds_the_link(either: Either, tmp_path: Path) -> None:
    def cut(connection: socket.socket, seen: Seen) -> bool:
        connection.sendall(http(CSV, length=len(CSV) + 100))
        return False

    with RawServer(cut) as server:
        for port in (server.port, 1):
            downloader = Downloader(hosts=[f"127.0.0.1:{port}"], allow_http=True)
            with pytest.raises(ReportError) as caught:
                fetch(either, downloader, f"http://127.0.0.1:{port}/x?Signature={MARK}", tmp_path / "report.csv")
            assert caught.value.__context__ is None
    with pytest.raises(ReportError) as caught:
        fetch(either, Downloader(), f"http://host:abc/x?Signature={MARK}", tmp_path / "report.csv")
    assert caught.value.__context__ is None


def test_paths_may_be_text(either: Either, tmp_path: Path) -> None:
    found, _ = serve_file(either, CSV, str(tmp_path / "report.csv"))  # type: ignore[arg-type]
    assert found == tmp_path / "report.csv"
    assert len(list(read_lines(str(found)))) == 1


def test_the_link_is_in_no_log_and_no_repr(either: Either, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    link = RebateLink(file_href=Secret(f"http://127.0.0.1:1/x?Signature={MARK}"), state="finished")
    downloader = Downloader(hosts=["127.0.0.1:1"], allow_http=True)
    with caplog.at_level(logging.DEBUG), pytest.raises(ReportError) as caught:
        fetch(either, downloader, link.file_href or "", tmp_path / "report.csv")
    for text in (caplog.text, repr(link), str(link), repr(downloader), str(caught.value), repr(caught.value)):
        assert MARK not in text


# Rows


def rows(tmp_path: Path, text: str | bytes) -> list[Any]:
    path = tmp_path / "report.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_lines(path))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_documented_row_is_read_exactly(tmp_path: Path, end: str, mark: str) -> None:
    (line,) = rows(tmp_path, f"{mark}{HEAD}{end}{LINE}{end}")
    row = line.row
    assert row.broker_code == "6099c63a8d75SCDE"
    assert (row.level, row.inst_id, row.ord_id) == ("Lv1", "BTC-USDT", "680800019749904384")
    assert row.spot_trade_amt == Decimal("100.10")
    assert str(row.spot_trade_amt) == "100.10"
    assert row.derivative_trade_amt is None
    assert row.fee == Decimal("-0.100000000000000001")
    assert (row.net_fee, row.settlement_fee) == (Decimal("0.09"), Decimal("0.08"))
    assert row.broker_rebate == Decimal("0.0400")
    assert (row.su_broker_rebate, row.user_rebate) == (Decimal(0), Decimal("0.01"))
    assert row.affiliated is False
    assert row.ts == 1597026383085
    assert line.extra == {}


def test_both_spellings_of_the_sub_brokers_column(tmp_path: Path) -> None:
    for spelling in ("suBrokerRebate", "subBrokerRebate"):
        (line,) = rows(tmp_path, f"brokerCode,ordId,brokerRebate,{spelling}\nA,1,2,0.5\n")
        found = {line.row.su_broker_rebate, line.row.sub_broker_rebate}
        assert found == {Decimal("0.5"), None}
        assert line.extra == {}


def test_columns_in_any_order_and_unknown_ones_are_kept(tmp_path: Path) -> None:
    (line,) = rows(tmp_path, 'newThing,brokerRebate, ordId ,brokerCode,备注\n"a,""b""",1E-8,7,MYCODE,中文\n')
    assert line.row.broker_rebate == Decimal("0.00000001")
    assert (line.row.ord_id, line.row.broker_code) == ("7", "MYCODE")
    assert line.extra == {"newThing": 'a,"b"', "备注": "中文"}
    assert line.row.ts is None
    assert line.row.affiliated is None
    assert line.row.level == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fee", "abc"),
        ("fee", "NaN"),
        ("fee", "Infinity"),
        ("fee", "1_000"),
        ("fee", '"1,000"'),
        ("fee", "0x1"),
        ("brokerRebate", "--1"),
        ("ts", "1.5"),
        ("ts", "yesterday"),
        ("ts", "1e99999999"),
        ("affiliated", "maybe"),
    ],
)
def test_a_bad_value_names_file_line_and_column(tmp_path: Path, field: str, value: str) -> None:
    columns = ["brokerCode", "ordId", "brokerRebate", *(name for name in (field,) if name != "brokerRebate")]
    good = ",".join({"brokerCode": "A", "ordId": "1"}.get(name, "") for name in columns)
    bad = ",".join(value if name == field else "" for name in columns)
    with pytest.raises(ReportError) as caught:
        rows(tmp_path, f"{','.join(columns)}\n{good}\n{good}\n{bad}\n")
    for part in ("report.csv", "line 4", field):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "brokerCode"),
        ("\n", "brokerCode"),
        ("a,b,c\n1,2,3\n", "brokerCode"),
        ("brokerCode,ordId\nA,1\n", "brokerRebate"),
        ("brokerCode,ordId,brokerRebate,ordId\nA,1,2,3\n", "twice"),
        ("brokerCode,ordId,brokerRebate\nA,1\n", "line 2"),
        ("brokerCode,ordId,brokerRebate\nA,1,2,3\n", "line 2"),
        ('brokerCode,ordId,brokerRebate\nA,1,"2\n', "line"),
        ('brokerCode,ordId,brokerRebate\nA,1,"2"x\n', "line 2"),
        (b"brokerCode,ordId,brokerRebate\n\xff\xfe,1,2\n", "UTF-8"),
        (CSV.decode().encode("utf-16"), "UTF-8"),
        (zipped(("a.csv", CSV)), ""),
        (b"<html></html>", "brokerCode"),
    ],
)
def test_what_is_no_report_is_refused_with_the_reason(tmp_path: Path, text: str | bytes, reason: str) -> None:
    with pytest.raises(ReportError) as caught:
        rows(tmp_path, text)
    assert "report.csv" in str(caught.value)
    assert reason in str(caught.value)


def test_a_report_without_orders_has_no_rows(tmp_path: Path) -> None:
    assert rows(tmp_path, HEAD) == []
    assert rows(tmp_path, HEAD + "\n") == []
    assert rows(tmp_path, HEAD + "\n\n\n") == []


def test_rows_before_a_bad_one_are_read(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"{HEAD}\n{LINE}\nbad\n")
    lines = read_lines(path)
    assert next(lines).row.level == "Lv1"
    with pytest.raises(ReportError, match="line 3"):
        next(lines)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
            st.decimals(min_value=Decimal("-1e18"), max_value=Decimal("1e18"), places=18),
        ),
        max_size=5,
    )
)
def test_any_text_and_any_amount_survive(tmp_path: Path, items: list[tuple[str, Decimal]]) -> None:
    import csv

    path = tmp_path / "report.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerow(["brokerCode", "ordId", "brokerRebate", "note"])
        writer.writerows([["A", text, format(amount, "f"), text] for text, amount in items])
    found = [(line.row.ord_id, line.row.broker_rebate, line.extra["note"]) for line in read_lines(path)]
    assert found == [(text, amount, text) for text, amount in items]


# From asking to the file

BEGIN, END = date(2026, 6, 1), date(2026, 6, 30)
DAY = 86_400_000


def midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def listed(
    begin: date, end: date, *, state: str = "finished", url: str = "", ts: int = 1, last: int = -1
) -> dict[str, str]:
    return {
        "fileHref": url or f"https://{HOST}/x?Signature={MARK}",
        "beginTime": str(midnight(begin)),
        "endTime": str(midnight(end) + DAY + last),
        "cTime": str(ts),
        "ts": str(ts),
        "state": state,
    }


def reports(either: Either, user: Any, **settings: Any) -> Any:
    return (AsyncRebateReports if either.asynchronous else RebateReports)(user, **settings)


@pytest.mark.parametrize("last", [-1, 0, -1000])
def test_a_report_is_found_by_its_days_and_never_by_its_position(either: Either, last: int) -> None:
    mine = listed(BEGIN, END, ts=5, last=last)
    others = [
        listed(BEGIN, END - timedelta(days=1), ts=9),
        listed(BEGIN + timedelta(days=1), END, ts=9),
        listed(BEGIN, END + timedelta(days=1), ts=9),
        listed(BEGIN - timedelta(days=1), END, ts=9),
        {"fileHref": "https://x/", "state": "finished", "ts": "99"},
    ]
    for place in range(len(others) + 1):
        links = [*others[:place], mine, *others[place:]]
        recorder = either.recorder(answer(links))
        found = either.run(reports(either, make_user(recorder)).find(BEGIN, END))
        assert found is not None
        assert found.ts == 5
        assert query_of(recorder.requests[0]) == {"type": "true"}
    found = either.run(reports(either, make_user(either.recorder(answer(others)))).find(BEGIN, END))
    assert found is None


def test_a_finished_report_goes_before_an_ongoing_one_and_a_newer_before_an_older(either: Either) -> None:
    links = [
        listed(BEGIN, END, state="ongoing", ts=9),
        listed(BEGIN, END, ts=3),
        listed(BEGIN, END, ts=7),
        listed(BEGIN, END, ts=5),
    ]
    found = either.run(reports(either, make_user(either.recorder(answer(links)))).find(BEGIN, END))
    assert (found.state, found.ts) == ("finished", 7)


def test_days_of_another_clock_are_found_where_they_are_said(either: Either) -> None:
    hongkong = timedelta(hours=-8)
    link = listed(BEGIN, END)
    for name in ("beginTime", "endTime"):
        link[name] = str(int(link[name]) - 8 * 3_600_000)
    user = make_user(either.recorder(answer([link])))
    assert either.run(reports(either, user).find(BEGIN, END)) is None
    assert either.run(reports(either, user, day_starts=hongkong).find(BEGIN, END)) is not None


class Exchange:
    """Makes a report two hours after it is asked for, as the document says."""

    def __init__(self, clock: ManualClock, url: str) -> None:
        self.clock = clock
        self.url = url
        self.asked: dict[tuple[str, str], float] = {}
        self.links = 0

    def __call__(self, request: Outgoing) -> Reply:
        if request.method == "POST":
            body = body_of(request)
            days = (body["begin"], body["end"])
            known = days in self.asked
            self.asked.setdefault(days, self.clock.monotonic())
            return answer([{"result": json.dumps(known), "ts": "1"}])
        self.links += 1
        found = []
        for (begin, end), asked in self.asked.items():
            days = [datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date() for text in (begin, end)]
            done = self.clock.monotonic() - asked >= 7200
            found.append(
                listed(*days, state="finished" if done else "ongoing", url=self.url if done else " ")
                if done
                else {**listed(*days, state="ongoing"), "fileHref": ""}
            )
        return answer(found)


def test_a_report_is_asked_for_waited_for_fetched_and_read(either: Either, tmp_path: Path) -> None:
    with RawServer(replying(http(zipped(("report.csv", CSV))))) as files:
        clock = ManualClock()
        exchange = Exchange(clock, f"{files.url}/report?Signature={MARK}")
        recorder = either.recorder(script=exchange)
        maker = reports(
            either,
            make_user(recorder, clock=clock),
            downloader=Downloader(hosts=[f"127.0.0.1:{files.port}"], allow_http=True),
            broker_type="api",
        )
        path = either.run(maker.fetch(BEGIN, END, tmp_path))
        posts = [request for request in recorder.requests if request.method == "POST"]
        assert [body_of(request) for request in posts] == [
            {"begin": "20260601", "end": "20260630", "brokerType": "api"}
        ]
        assert all(query_of(one)["brokerType"] == "api" for one in recorder.requests if one.method == "GET")
        assert 7200 <= sum(clock.slept) <= 7200 + 120
        assert exchange.links <= 7200 / 30 + 2, "at most two questions a minute"
        (line,) = read_lines(path)
        assert line.row.broker_rebate == Decimal("0.0400")
        assert path.parent == tmp_path
        assert "20260601" in path.name
        (seen,) = files.seen
        assert not [
            name for name, _ in seen.headers if name.startswith(("ok-", "x-simulated", "authorization", "cookie"))
        ]
        before = len(recorder.requests)
        either.run(maker.fetch(BEGIN, END, tmp_path))
        assert [one.method for one in recorder.requests[before:]] == ["GET"], "a report that is there is not asked for"


def test_waiting_ends_with_what_was_seen(either: Either) -> None:
    for links, words in (([], "not listed"), ([listed(BEGIN, END, state="ongoing")], "still being made")):
        clock = ManualClock()
        maker = reports(either, make_user(either.recorder(answer(links)), clock=clock))
        with pytest.raises(ReportError, match=words):
            either.run(maker.wait(BEGIN, END, longest=600))
        assert 600 <= sum(clock.slept) <= 720


def test_a_finished_report_without_a_link_is_an_error(either: Either, tmp_path: Path) -> None:
    link = {**listed(BEGIN, END), "fileHref": ""}
    maker = reports(either, make_user(either.recorder(answer([link]))))
    with pytest.raises(ReportError, match="no link"):
        either.run(maker.fetch(BEGIN, END, tmp_path))
    assert left_in(tmp_path) == []


def test_a_limit_at_the_exchange_ends_the_flow_with_the_seconds(either: Either, tmp_path: Path) -> None:
    def script(request: Outgoing) -> Reply:
        return answer(code="50011", status=429) if request.method == "POST" else answer([])

    clock = ManualClock()
    maker = reports(either, make_user(either.recorder(script=script), clock=clock))
    with pytest.raises(RateLimited) as caught:
        either.run(maker.fetch(BEGIN, END, tmp_path))
    assert caught.value.retry_after == 3600
    assert clock.slept == []


PASSING: dict[str, Reply | TransportFailure] = {
    "a page": Reply(502, b"<html>bad gateway</html>"),
    "a lost answer": TransportFailure(sent=True, reason="lost"),
    "no connection": TransportFailure(sent=False, reason="refused"),
    "busy": answer(code="50013", status=503),
    "in maintenance": answer(code="50001", status=503),
    "a limit": answer(code="50011", status=429),
}


@pytest.mark.parametrize("passing", PASSING)
def test_one_bad_question_does_not_end_a_wait_of_hours(either: Either, passing: str) -> None:
    clock = ManualClock()

    def script(request: Outgoing) -> Reply | TransportFailure:
        minutes = (clock.steady - 1000) / 60
        if minutes < 60:
            return answer([listed(BEGIN, END, state="ongoing")])
        return PASSING[passing] if minutes < 90 else answer([listed(BEGIN, END)])

    maker = reports(either, make_user(either.recorder(script=script), clock=clock))
    assert either.run(maker.wait(BEGIN, END)).state == "finished"
    assert 90 * 60 <= clock.steady - 1000 <= 92 * 60


@pytest.mark.parametrize("passing", PASSING)
def test_a_wait_that_sees_nothing_else_ends_in_time_with_the_error(either: Either, passing: str) -> None:
    clock = ManualClock()
    recorder = either.recorder(PASSING[passing])
    with pytest.raises(OkxError) as caught:
        either.run(reports(either, make_user(recorder, clock=clock)).wait(BEGIN, END, longest=600))
    assert not isinstance(caught.value, ReportError)
    assert 600 <= clock.steady - 1000 <= 700
    assert len(recorder.requests) < 50


def test_a_wait_sleeps_as_long_as_a_limit_says_and_not_beyond_its_own_end(either: Either) -> None:
    clock = ManualClock()
    recorder = either.recorder(answer(code="50011", status=429))
    with pytest.raises(RateLimited):
        either.run(reports(either, make_user(recorder, clock=clock, attempts=1)).wait(BEGIN, END, longest=100))
    assert clock.slept == [60, 40]


@pytest.mark.parametrize(("code", "kind"), [("50111", ApiError), ("50030", ApiError), ("51000", ApiError)])
def test_other_errors_end_a_wait_at_once(either: Either, code: str, kind: type[ApiError]) -> None:
    clock = ManualClock()
    recorder = either.recorder(answer(code=code))
    with pytest.raises(kind) as caught:
        either.run(reports(either, make_user(recorder, clock=clock)).wait(BEGIN, END))
    assert not isinstance(caught.value, RateLimited | ExchangeUnavailable)
    assert len(recorder.requests) == 1
    assert clock.slept == []


def test_a_question_right_before_does_not_end_what_follows(either: Either, tmp_path: Path) -> None:
    for last in ("wait", "fetch"):
        clock = ManualClock()
        done = 120 if last == "wait" else 0
        recorder = either.recorder(
            script=lambda request, clock=clock, done=done: answer(  # type: ignore[misc]
                [{**listed(BEGIN, END, state="finished" if clock.steady >= 1000 + done else "ongoing"), "fileHref": ""}]
            )
        )
        maker = reports(either, make_user(recorder, clock=clock, limiter=WindowLimiter(), longest_wait=0.0))
        for _ in range(2):
            either.run(maker.find(BEGIN, END))
        with pytest.raises(RateLimited):
            either.run(maker.find(BEGIN, END))
        if last == "wait":
            assert either.run(maker.wait(BEGIN, END)).state == "finished"
        else:
            with pytest.raises(ReportError, match="no link"):
                either.run(maker.fetch(BEGIN, END, tmp_path))
        assert clock.slept[0] == pytest.approx(60, abs=1)


def test_a_fetch_without_a_connection_does_not_wait_for_hours(either: Either, tmp_path: Path) -> None:
    clock = ManualClock()
    recorder = either.recorder(TransportFailure(sent=False, reason="refused"))
    with pytest.raises(OkxError, match="refused"):
        either.run(reports(either, make_user(recorder, clock=clock)).fetch(BEGIN, END, tmp_path))
    assert sum(clock.slept) < 5


def test_the_folder_is_made_before_anything_is_asked(either: Either, tmp_path: Path) -> None:
    recorder = either.recorder(answer([{**listed(BEGIN, END), "fileHref": ""}]))
    maker = reports(either, make_user(recorder))
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", str(tmp_path / "file" / "below")):
        with pytest.raises((FileExistsError, NotADirectoryError)):
            either.run(maker.fetch(BEGIN, END, folder))
    with pytest.raises(InvalidArgument):
        either.run(maker.fetch(END, BEGIN, str(tmp_path / "other")))
    assert recorder.requests == []
    with pytest.raises(ReportError, match="no link"):
        either.run(maker.fetch(BEGIN, END, str(tmp_path / "deep" / "folder")))
    assert left_in(tmp_path) == ["deep", "file", "folder"]


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [
        (END, BEGIN, "end"),
        ("20260601", END, "begin"),
        (BEGIN, None, "end"),
        (datetime(2026, 6, 1, tzinfo=UTC), END, "begin"),
    ],
)
def test_days_that_make_no_report_are_refused_before_anything_is_sent(
    either: Either, begin: Any, end: Any, field: str, tmp_path: Path
) -> None:
    recorder = either.recorder()
    maker = reports(either, make_user(recorder))
    for call in (maker.request, maker.find, maker.wait, lambda *days: maker.fetch(*days, tmp_path)):
        with pytest.raises(InvalidArgument) as caught:
            either.run(call(begin, end))
        assert caught.value.field == field
    assert recorder.requests == []


def test_one_day_is_a_report_too(either: Either) -> None:
    recorder = either.recorder(answer([{"result": "false", "ts": "1646892328000"}]))
    receipt = either.run(reports(either, make_user(recorder)).request(BEGIN, BEGIN))
    assert receipt.result is False
    assert receipt.ts == 1646892328000
    assert body_of(recorder.requests[0]) == {"begin": "20260601", "end": "20260601"}


def test_every_error_of_reports_is_in_the_tree() -> None:
    assert issubclass(ReportError, OkxError)


def test_no_other_header_of_an_answer_is_held() -> None:
    said = {"location": "https://host/x?Signature=abc", "set-cookie": "a=b", "etag": '"1"', "content-length": "3"}
    assert said_of_the_file(said) == {"etag": '"1"', "content-length": "3"}
