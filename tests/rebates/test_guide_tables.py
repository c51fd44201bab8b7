"""The guide's sections on tables: each command, file and query as printed, with the mock's report; all output compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import duckdb
import pytest
from PIL import Image

import okx_broker.rebates
from okx_broker import ApiKey, Broker, Environment, Site
from okx_broker.rebates import Downloader, RebateReports
from okx_broker.testing import MockServer

GUIDE = Path(okx_broker.rebates.__file__).with_name("GUIDE.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", GUIDE, re.DOTALL | re.MULTILINE))
MINE = ("Put a report into a table", "Add it up", "A chart and a page")
DAYS = (date(2021, 6, 23), date(2021, 6, 26))


def blocks(section: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", SECTIONS[section], re.DOTALL | re.MULTILINE)


def commands(section: str) -> list[tuple[str, str]]:
    """Each command and what it says."""
    found = []
    for block in blocks(section, "console"):
        for part in block.split("$ ")[1:]:
            command, _, said = part.partition("\n")
            found.append((command, said))
    return found


@pytest.fixture(scope="module")
def report() -> Iterator[bytes]:
    """The mock's report of the days of the document's example, fetched as the exchange gives it."""
    server = MockServer()
    account = server.accounts["broker"]
    with Broker("MOCKBROKER01", environment=Environment.DEMO, site=Site.GLOBAL, base_url=server.url) as broker:
        us = broker.for_credentials(ApiKey(account.api_key, account.secret_key, account.passphrase))
        reports = RebateReports(us, downloader=Downloader(hosts=[urlsplit(server.files_url).netloc], allow_http=True))
        reports.request(*DAYS)
        urlopen(f"{server.url}/__mock__/clock", b'{"advance_seconds": 7200}').close()
        link = reports.find(*DAYS)
        assert link is not None
        with tempfile.TemporaryDirectory() as folder:
            yield reports.download(link, Path(folder, "report.csv")).read_bytes()
    server.stop()


@pytest.fixture
def folder(report: bytes, tmp_path: Path) -> Path:
    (tmp_path / "report.csv").write_bytes(report)
    damaged = report.replace(b",1.2,0.6,", b",1.2,0.6 USDT,", 1)
    assert damaged != report
    (tmp_path / "damaged.csv").write_bytes(damaged)
    return tmp_path


def shell(folder: Path, command: str) -> str:
    """Run a command as a person does, and return all that stands on the screen then."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OKX_", "_OKX"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env={**kept, "PATH": path, "HOME": str(folder)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.stdout


def test_each_command_says_what_is_printed(folder: Path) -> None:
    shown = [one for section in MINE for one in commands(section)]
    assert len(shown) >= 7
    for command, said in shown:
        assert shell(folder, command) == said, command
    assert len(list(folder.glob("rebates/day=*/rebates.parquet"))) == 4
    with Image.open(folder / "june.png") as picture:
        assert picture.size[0] > 1000
    assert "Rebates 2021-06-23 to 2021-06-26" in (folder / "june.html").read_text("utf-8")


def test_its_program_and_query(folder: Path) -> None:
    (program,) = blocks("The table in Python", "python")
    (folder / "totals.py").write_text(program, "utf-8")
    (said,) = blocks("The table in Python", "text")
    assert shell(folder, f"{sys.executable} -W error totals.py") == said
    typed = shell(folder, f"{sys.executable} -m mypy --strict --cache-dir .cache totals.py")
    assert "Success" in typed, typed
    (query,), (rows,) = blocks("In a warehouse", "sql"), blocks("In a warehouse", "text")
    with duckdb.connect() as db:
        found = db.execute(query.replace("'rebates/", f"'{folder}/rebates/")).fetchall()
    assert "".join(" ".join(map(str, row)) + "\n" for row in found) == rows
