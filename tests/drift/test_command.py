"""`python -m generator drift` as it is called: exit status, table, JSON, addresses, suggestions, records."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from generator.documents import record
from generator.drift import command
from tests.client.support import ROOT
from tests.drift.render import render
from tests.drift.support import BASE, base, fresh_spec


def call(*arguments: str, folder: Path = ROOT / "spec") -> int:
    parser = command.argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments), folder)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A copy of the spec in which the rendered document is recorded as the base."""
    folder = Path(shutil.copytree(ROOT / "spec", tmp_path / "spec"))
    facts = fresh_spec().read(render(base(), "text"))
    (folder / f"documents/{BASE}.yaml").write_text(record.render(facts, BASE, "2026-11-24"), "utf-8")
    return folder


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(render(base(), "text"), "utf-8")
    return path


def test_as_a_program_it_takes_less_than_two_seconds(tmp_path: Path) -> None:
    """CPU of all of it, from the start of Python; the page is HTML in Chinese."""
    page = tmp_path / "page.html"
    page.write_text(render(base(), "zh"), "utf-8")
    script = (
        "import resource, runpy, sys\n"
        "sys.argv[1:] = ['drift', '--document', sys.argv[1]]\n"
        "try:\n    runpy.run_module('generator', run_name='__main__')\n"
        "except SystemExit as left:\n"
        "    used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "    print('status', left.code, 'cpu', used.ru_utime + used.ru_stime)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(page)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    _, status, _, seconds = done.stdout.split()[-4:]
    assert status == "1", done.stdout
    assert "breaking" not in done.stdout
    assert float(seconds) < 2


def test_no_finding_is_0_and_says_so(spec: Path, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--document", str(document), folder=spec) == 0
    assert capsys.readouterr().out == "no drift: the document says what the spec expects of it\n"
    assert call("--document", str(document), "--format", "json", folder=spec) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_findings_are_1_and_name_section_file_and_line(
    spec: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = document.read_text("utf-8").replace(
        "Rate Limit: 40 requests per second", "Rate Limit: 4 requests per second"
    )
    document.write_text(text, "utf-8")
    assert call("--document", str(document), "--format", "json", folder=spec) == 1
    (found,) = json.loads(capsys.readouterr().out)
    line = found.pop("spec_line")
    document_line = found.pop("document_line")
    assert found == {
        "kind": "limit changed",
        "severity": "breaking",
        "operation": "POST /api/v5/broker/dma/subaccount/apikey",
        "where": "operation",
        "document": "4 in 1 s",
        "spec": "40 in 1 s",
        "section": "Create an API Key for a sub-account",
        "spec_file": "spec/paths/dma_broker.yaml",
        "known_as_newer": False,
    }
    assert (ROOT / found["spec_file"]).read_text("utf-8").splitlines()[line - 1] == "    x-okx-rate-limit:"
    assert text.splitlines()[document_line - 1] == "Rate Limit: 4 requests per second"
    assert call("--document", str(document), folder=spec) == 1
    shown = capsys.readouterr().out
    assert "limit changed: POST /api/v5/broker/dma/subaccount/apikey operation" in shown
    assert f"[spec/paths/dma_broker.yaml:{line}]" in shown
    assert shown.endswith("1 finding: 1 breaking\n")


@pytest.mark.parametrize(
    ("said", "instead", "kind", "key"),
    [
        ("Permission: Trade", "Permission: Read", "permission changed", "x-okx-permission"),
        ("Rate limit rule: User ID", "Rate limit rule: IP", "rule changed", "x-okx-rate-limit"),
    ],
)
def test_a_line_above_the_path_is_cited_itself(
    spec: Path, document: Path, capsys: pytest.CaptureFixture[str], said: str, instead: str, kind: str, key: str
) -> None:
    lines = document.read_text("utf-8").splitlines()
    at = next(
        number
        for number, line in enumerate(lines)
        if line.casefold().replace(" ", "") == said.casefold().replace(" ", "")
    )
    lines[at] = instead
    document.write_text("\n".join(lines), "utf-8")
    assert call("--document", str(document), "--format", "json", folder=spec) == 1
    (found,) = [one for one in json.loads(capsys.readouterr().out) if one["kind"] == kind]
    assert found["document_line"] == at + 1
    cited = (ROOT / found["spec_file"]).read_text("utf-8").splitlines()[found["spec_line"] - 1]
    assert cited.strip().partition(":")[0] == key


def test_one_line_is_one_line(spec: Path, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = document.read_text("utf-8")
    document.write_text(f"{text}\nOne more sentence, of which no table knows anything at all.\n", "utf-8")
    call("--document", str(document), folder=spec)
    assert "1 line new" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "no facts here", "<html><body>gone</body></html>"])
def test_a_page_without_facts_is_2(spec: Path, document: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    document.write_text(text, "utf-8")
    assert call("--document", str(document), folder=spec) == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    assert "states no operation" in seen.err


def test_a_page_about_other_operations_is_2(spec: Path, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document.write_text(
        "Place order\nRate Limit: 60 requests per 2 seconds\nRate limit rule: UserID\nPermission: Trade\nHTTP Request\n"
        "POST /api/v5/trade/order\nRequest Parameters\nParameter | Type | Required | Description |\n---|---|---|---|\n"
        "instId | String | Yes | Instrument |\ntdMode | String | Yes | Mode |\nResponse Parameters\n"
        "Parameter | Type | Description |\n---|---|---|\nordId | String | Order id |\n",
        "utf-8",
    )
    assert call("--document", str(document), folder=spec) == 2
    assert "the document states 1 operation, but none of those" in capsys.readouterr().err


def test_a_page_whose_paths_all_changed_is_compared_all_the_same(
    spec: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document.write_text(document.read_text("utf-8").replace("/api/v5/broker/", "/api/v6/broker/"), "utf-8")
    assert call("--document", str(document), "--format", "json", folder=spec) == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in found] == ["path changed"] * 7
    assert {one["severity"] for one in found} == {"breaking"}


def test_a_page_that_is_not_there_is_2(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--document", str(spec / "nothing.html"), folder=spec) == 2
    assert call("--document", "http://127.0.0.1:9/page", folder=spec) == 2
    assert capsys.readouterr().err.count("can't be read") == 2


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web server that serves the folder of the test."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_page_is_read_from_an_address(
    site: str, tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.html").write_text(render(base(), "zh"), "utf-8")
    assert call("--document", f"{site}/page.html", "--format", "json", folder=spec) in (0, 1)
    assert [one for one in json.loads(capsys.readouterr().out) if one["severity"] != "wording"] == []
    assert call("--document", f"{site}/missing.html", folder=spec) == 2
    assert "404" in capsys.readouterr().err


def test_facts_are_recorded_under_a_name(spec: Path, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--document", str(document), "--record", "some-version", folder=spec) == 0
    assert "7 operations in spec/documents/some-version.yaml" in capsys.readouterr().out
    raw = yaml.safe_load((spec / "documents/some-version.yaml").read_text("utf-8"))
    assert (raw["document"], raw["language"]) == ("some-version", "en")
    assert call("--document", str(document), "--record", "Some Version", folder=spec) == 2
    assert "small letters" in capsys.readouterr().err


def test_a_broken_fact_of_a_deviation_is_2(spec: Path, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spec / "deviations.yaml"
    path.write_text(path.read_text("utf-8").replace("place: answer details.enable", "place: somewhere else"), "utf-8")
    assert call("--document", str(document), folder=spec) == 2
    assert "'somewhere else' begins with no group of facts" in capsys.readouterr().err
