"""`okx-broker docs`, as a process of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.mock.conftest import ROOT


def program() -> str:
    found = shutil.which("okx-broker", path=str(Path(sys.executable).parent))
    assert found is not None
    return found


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    (tmp_path / "pages" / "guides").mkdir(parents=True)
    (tmp_path / "pages" / "index.html").write_text("<h1>first</h1>", "utf-8")
    (tmp_path / "pages" / "guides" / "start.html").write_text("<h1>start</h1>", "utf-8")
    (tmp_path / "outside.txt").write_text("not to be had", "utf-8")
    return tmp_path / "pages"


@pytest.fixture
def served(small_site: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [program(), "docs", "--no-browser", "--site", str(small_site)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def get(address: str, path: str) -> tuple[int, str]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_it_serves_the_site_to_this_machine_until_ctrl_c(served: subprocess.Popen[str]) -> None:
    assert served.stdout is not None
    address = served.stdout.readline().strip()
    assert urlsplit(address).hostname == "127.0.0.1"
    assert get(address, "/") == (200, "<h1>first</h1>")
    assert get(address, "/guides/start.html") == (200, "<h1>start</h1>")
    for path in ("/../outside.txt", "/%2e%2e/outside.txt", "/guides/../../outside.txt", "/nothing.html"):
        assert get(address, path)[0] == 404
    served.send_signal(signal.SIGINT)
    stdout, stderr = served.communicate(timeout=10)
    assert served.returncode == 0
    assert (stdout, stderr) == ("", "Ctrl-C ends it.\n")


def test_without_a_site_it_says_how_to_get_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [program(), "docs", "--site", str(tmp_path)], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2
    assert "there is no documentation site at" in done.stderr
    assert "make docs" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_said(served: subprocess.Popen[str], small_site: Path) -> None:
    assert served.stdout is not None
    port = urlsplit(served.stdout.readline().strip()).port
    done = subprocess.run(
        [program(), "docs", "--no-browser", "--site", str(small_site), "--port", str(port)],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert f"port {port} can't be used" in done.stderr


def test_a_wheel_that_is_built_after_make_docs_has_the_site(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, tmp_path / name)
    for package in ("generated/okx_v5", "overlays/okx_broker", "overlays/okx_mock"):
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "__init__.py").touch()
    shutil.copy(ROOT / "overlays" / "okx_broker" / "_version.py", tmp_path / "overlays" / "okx_broker")
    (tmp_path / "overlays" / "okx_broker" / "site").mkdir()
    (tmp_path / "overlays" / "okx_broker" / "site" / "index.html").touch()
    names = {file.distribution_path for file in WheelBuilder(str(tmp_path)).recurse_included_files()}
    assert "okx_broker/site/index.html" in names
