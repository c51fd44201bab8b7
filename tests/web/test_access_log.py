"""Records of access logs in every shape that servers write: no code and no state is left in any of them."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from uvicorn.logging import AccessFormatter

from okx_broker.oauth.web import WithoutQuery

TARGET = "/okx/callback?code=C0DE-71&state=ST4TE-72&domain=okx.com"


class SafeAtoms(dict[str, Any]):
    """What gunicorn's `glogging` hands to its access log: a name that is missing is `-`, names in braces ignore case."""

    def __getitem__(self, name: str) -> Any:
        if name.startswith("{"):
            name = name.lower()
        return super().__getitem__(name) if name in self else "-"


def logged(message: object, *arguments: Any, formatter: logging.Formatter | None = None, **extra: Any) -> str:
    """Log as a server does; return the line, and all else that a handler could get at."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter or logging.Formatter("%(message)s"))
    logger = logging.Logger("server.access")
    logger.addFilter(WithoutQuery())
    logger.addHandler(handler)
    records: list[logging.LogRecord] = []
    handler.addFilter(lambda record: records.append(record) is None)
    logger.info(message, *arguments, extra=extra or None)
    (record,) = records
    for value in vars(record).values():
        assert "C0DE-71" not in str(value)
        assert "ST4TE-72" not in str(value)
    return stream.getvalue().rstrip("\n")


UVICORN = '%s - "%s %s HTTP/%s" %d'


@pytest.mark.parametrize("path", [TARGET, TARGET.encode()])
def test_uvicorns_paths_lose_their_query(path: str | bytes) -> None:
    line = logged(UVICORN, "127.0.0.1:1", "GET", path, "1.1", 303)
    assert line.replace("b'", "").replace("'", "") == '127.0.0.1:1 - "GET /okx/callback HTTP/1.1" 303'


def test_uvicorns_own_formatter_still_reads_the_record() -> None:
    formatter = AccessFormatter('%(client_addr)s "%(request_line)s" %(status_code)s', use_colors=False)
    line = logged(UVICORN, "127.0.0.1:1", "GET", TARGET, "1.1", 303, formatter=formatter)
    assert line == '127.0.0.1:1 "GET /okx/callback HTTP/1.1" 303 See Other'


def test_gunicorns_atoms_are_masked_and_stay_of_their_kind() -> None:
    atoms = SafeAtoms(
        {"h": "127.0.0.1", "r": f"GET {TARGET} HTTP/1.1", "q": TARGET.partition("?")[2], "s": "303",
         "f": f"https://example.com{TARGET}", "{query_string}e": TARGET.partition("?")[2]}
    )  # fmt: skip
    line = logged('%(h)s "%(r)s" %(s)s q=%(q)s "%(f)s" %({QUERY_STRING}e)s %(nothing)s', atoms)
    kept = "code=***&state=***&domain=okx.com"
    assert line == (
        f'127.0.0.1 "GET /okx/callback?{kept} HTTP/1.1" 303 q={kept} "https://example.com/okx/callback?{kept}" {kept} -'
    )
    assert atoms["q"].startswith("code=C0DE-71")  # the server's own are left alone


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (f"GET {TARGET} 303", "GET /okx/callback?code=***&state=***&domain=okx.com 303"),
        (TARGET.encode(), str(b"/okx/callback?code=***&state=***&domain=okx.com")),
        (
            "GET /login?next=%2Fokx%2Fcallback%3Fcode%3DC0DE-71%26state%3DST4TE-72 302",
            "GET /login?next=%2Fokx%2Fcallback%3Fcode%3D***%26state%3D*** 302",
        ),
        ("GET /okx/callback?STATE=ST4TE-72", "GET /okx/callback?STATE=***"),
        ({"event": "request", "path": TARGET}, "{'event': 'request', 'path': '/okx/callback?code=***&state=***&domain=okx.com'}"),
    ],
)  # fmt: skip
def test_a_message_that_is_made_already(message: object, line: str) -> None:
    assert logged(message) == line


def test_what_only_shows_when_it_is_written() -> None:
    class Address:
        """An object whose text is the address, as frameworks have them."""

        def __str__(self) -> str:
            return f"https://example.com{TARGET}"

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutQuery())
    logger = logging.Logger("server.access")
    logger.addHandler(handler)
    logger.info("%s", Address())
    assert stream.getvalue() == "https://example.com/okx/callback?code=***&state=***&domain=okx.com\n"


def test_extra_fields_and_lists() -> None:
    logged("done", path=TARGET, parts=["GET", TARGET], scope={"query_string": TARGET.partition("?")[2].encode()})


@pytest.mark.parametrize(
    "line", ["GET /orders?error_code=50120&barcode=7 200", "status code 200", "100 % of state", "GET / 200"]
)
def test_the_rest_stays_as_it_is(line: str) -> None:
    assert logged(line) == line


def test_arguments_that_do_not_fit_break_nothing() -> None:
    record = logging.LogRecord("access", logging.INFO, "", 0, "%s %s", (TARGET,), None)
    assert WithoutQuery().filter(record)
    assert record.args == ("/okx/callback",)
