"""What single texts of a page are read as, and what of a page is refused."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest
import yaml

from generator.documents import source
from generator.documents.quantities import quantities
from generator.documents.value_lists import apart, value_list
from generator.drift.check import Spec
from generator.drift.marked import Tree
from generator.drift.severity import of_changed
from generator.drift.suggest import suggest
from tests.client.support import ROOT
from tests.drift.render import render
from tests.drift.support import BASE, base, fresh_spec, spec_that_recorded
from tests.drift.test_command import call, document, spec

__all__ = ["document", "spec"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Unix timestamp format in milliseconds, e.g. 1597026383085", "unix-ms"),
        ("Unix timestamp format in seconds", "unix-s"),
        ("Unix timestamp format in microseconds", "unix-us"),
        ("Unix timestamp format in ticks", "unix-ticks"),
        ("Unix时间戳的毫秒数格式", "unix-ms"),
        ("Unix时间戳的秒数格式", "unix-s"),
        ("in the format of YYYYMMDD , e.g. 20210623", "yyyymmdd"),
        ("in the format of YYYY-MM-DD", "yyyy-mm-dd"),
        ("in the format of YYYYMM", "yyyymm"),
        ("in the format of DD/MM/YYYY", "dd/mm/yyyy"),
        ("any other text", None),
    ],
)
def test_formats_of_times(text: str, found: str | None) -> None:
    assert quantities(text).get("format") == found


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        ("in the format of YYYYMMDD", "in the format of YYYY-MM-DD", 1),
        ("in the format of YYYYMMDD", "in the format of YYYYMM", 1),
        ("in milliseconds", "in seconds", 1),
        ("in milliseconds", "in microseconds", 1),
    ],
)
def test_another_format_is_breaking(old: str, new: str, count: int) -> None:
    text = render(base(), "text")
    if old not in text:
        old, new = old.removeprefix("in the format of "), new.removeprefix("in the format of ")
    assert old in text
    recorded = spec_that_recorded(fresh_spec().read(text))
    found = recorded.compare(recorded.read(text.replace(old, new, count)))
    assert [(one.kind, one.severity) for one in found] == [("format changed", "breaking")]


def test_a_format_that_goes_unsaid_is_wording() -> None:
    fact = base().facts[0]
    assert of_changed(fact, "format", "unix-ms", None) == "wording"
    assert of_changed(fact, "format", "unix-ms", "unix-s") == "breaking"


def test_units_of_amounts() -> None:
    assert quantities("Fee, in unit of USD")["unit"] == "USD"
    assert quantities("Fee, in unit of USDT")["unit"] == "USDT"
    assert "unit" not in quantities("Time in UTC")


@pytest.mark.parametrize("text", ["Sort order: asc or desc", "Kind of account: main, sub"])
def test_words_before_a_colon_are_no_values_of_a_new_field(text: str) -> None:
    assert value_list(text, ("api", "oauth"), {"sort", "order", "kind", "account"}, new=True) == ()


def test_values_that_stick_to_words() -> None:
    words = {"type", "typeapi", "broker"}
    assert value_list("Broker typeapikey : Fast API oauth : OAuth", ("api", "oauth"), words) == ("apikey", "oauth")
    text = apart("The reason0 : None1 : Expired2 : Reached3 : The level is at least VIP64 : Blacklisted")
    assert value_list(text, ("0", "1", "2", "3"), set()) == ("0", "1", "2", "3", "4")
    assert quantities(text)["numbers"] == ("VIP 6",)
    assert apart("The level is VIP64 : top") == "The level is VIP64 : top"


def test_a_new_row_with_a_colon_is_suggested_without_a_list() -> None:
    text = render(base(), "text")
    row = next(line for line in text.splitlines() if line.startswith("subAcct | String | "))
    changed = text.replace(row, f"{row}\nsortOrder | String | No | Sort order: asc or desc |", 1)
    recorded = spec_that_recorded(fresh_spec().read(text))
    added = suggest(recorded.compare(recorded.read(changed)))
    assert "sortOrder" in added
    assert "enum" not in added


def test_the_same_page_twice_is_one(
    spec: Path, document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("--document", str(document), str(document), folder=spec) == 0
    other = tmp_path / "other.txt"
    text = document.read_text("utf-8")
    other.write_text(text.replace("Rate Limit: 40 requests", "Rate Limit: 4 requests"), "utf-8")
    assert call("--document", str(document), str(other), folder=spec) == 2
    assert "POST /api/v5/broker/dma/subaccount/apikey is stated twice" in capsys.readouterr().err


def test_a_mark_of_the_byte_order_is_no_text(spec: Path, document: Path) -> None:
    document.write_text(document.read_text("utf-8"), "utf-8-sig")
    assert call("--document", str(document), folder=spec) == 0


def test_a_page_that_is_not_whole_is_no_record(spec: Path, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = document.read_text("utf-8")
    document.write_text(text[: len(text) // 2], "utf-8")
    old = (spec / f"documents/{BASE}.yaml").read_text("utf-8")
    assert call("--document", str(document), "--record", BASE, folder=spec) == 2
    assert "the document lacks what documents/okx-broker-program.yaml has" in capsys.readouterr().err
    assert (spec / f"documents/{BASE}.yaml").read_text("utf-8") == old
    assert call("--document", str(document), "--record", BASE, "--force", folder=spec) == 0
    assert yaml.safe_load((spec / f"documents/{BASE}.yaml").read_text("utf-8"))["document"] == BASE
    with pytest.raises(SystemExit) as left:
        call("--document", str(document), "--record", folder=spec)
    assert left.value.code == 2


def test_what_is_no_page_is_refused(
    spec: Path, document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert call("--document", str(tmp_path / "pipe"), folder=spec) == 2
    assert "no regular file" in capsys.readouterr().err
    assert call("--document", "ftp://127.0.0.1/page", folder=spec) == 2
    assert "http:// or https://" in capsys.readouterr().err
    assert call("--document", str(document), "--suggest", "--format", "json", folder=spec) == 2
    assert "--suggest prints YAML" in capsys.readouterr().err
    monkeypatch.setattr(source, "LONGEST", 1024 * 1024)
    document.write_bytes(b" " * (1024 * 1024 + 1))
    assert call("--document", str(document), folder=spec) == 2
    assert "longer than 1 MiB" in capsys.readouterr().err


def test_an_address_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server sends a byte now and then, so that no single wait is long."""
    monkeypatch.setattr(source, "PATIENCE", 0.5)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                while not over.wait(0.1):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            with pytest.raises(source.DocumentError, match=r"longer than 0\.5 seconds"):
                source.load(f"http://127.0.0.1:{server.getsockname()[1]}/page")
        finally:
            over.set()
            thread.join()


def test_a_renamed_field_whose_type_differs_on_purpose_is_one_rename() -> None:
    tree = Tree.in_folder(ROOT / "spec")
    operation = next(one.operation for one in base() if one.group == "answer" and one.name.endswith("canTransOut"))
    schemas = tree.file("schemas/dma_broker.yaml").values()
    holder = next(one["properties"] for one in schemas if "canTransOut" in one.get("properties", {}))
    entries = [("canTransfer" if key == "canTransOut" else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(entries)
    changed = Spec(tree)
    found = changed.compare(base())
    assert [
        (one.kind, one.severity, one.operation, one.document, one.spec) for one in found if "ample" not in one.kind
    ] == [("field renamed", "breaking", operation, "canTransOut", "canTransfer")]
