"""CONTRIBUTING.md, by the hand of someone who follows it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mock.conftest import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def test_every_target_that_is_named_is_there() -> None:
    named = {word for words in re.findall(r"`make ([a-z -]+)`", TEXT) for word in words.split()}
    assert {"test", "demo", "docs", "build", "check", "lock"} <= named <= TARGETS


def test_every_target_is_explained() -> None:
    named = {word for words in re.findall(r"make ([a-z -]+)", TEXT) for word in words.split()}
    assert TARGETS - named - {"clean", "fuzz-demo"} == set()


def test_every_place_of_the_map_is_there() -> None:
    folder = ""
    found = 0
    for line in TEXT.partition("## Where things are")[2].partition("## ")[0].splitlines():
        words = line.strip()
        if re.match(r" {4}\S+/", line):
            folder, _, words = words.partition(" ")
            assert (ROOT / folder).is_dir(), folder
        plain = re.sub(r"\([^)]*\)", "", words)
        for name in re.findall(r"[\w/]+\.(?:py|md|json)|\w[\w/]*/(?!\w)", plain):
            found += 1
            assert (ROOT / folder / name).exists() or (ROOT / "generated" / "okx_v5" / name).exists(), folder + name
    assert found > 25


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the steps touch."""
    for name in ("spec", "generator", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def generator(tree: Path, step: str, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "generator", step], cwd=tree, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_steps_that_change_the_contract(tree: Path) -> None:
    place = tree / "spec" / "paths" / "public.yaml"
    text = place.read_text("utf-8")
    (summary,) = re.findall(r"operationId: getTime\n.*\n    summary: (.+)\n", text)
    place.write_text(text.replace(f"summary: {summary}", "summary: What OKX's clock says"), "utf-8")
    said = generator(tree, "check", status=1)
    assert '+        """What OKX\'s clock says.' in said
    said = generator(tree, "build")
    assert re.match(r"\d files changed", said)
    assert {"_origin.py", "openapi.json", "resources/public.py"} == set(re.findall(r"^  (\S+)$", said, re.MULTILINE))
    assert generator(tree, "check") == "generated is clean\n"


def test_what_the_steps_refuse_writes_nothing(tree: Path) -> None:
    before = {path: path.read_bytes() for path in (tree / "generated").rglob("*") if path.is_file()}
    place = tree / "spec" / "paths" / "public.yaml"
    text = place.read_text("utf-8")
    place.write_text(text.replace("    x-okx-permission: Public\n", "", 1), "utf-8")
    assert "x-okx-permission" in generator(tree, "build", status=2)
    assert {path: path.read_bytes() for path in (tree / "generated").rglob("*") if path.is_file()} == before
