"""What must hold of the files of the repository."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import okx_broker
from tests.packaging.conftest import ROOT

LOCKS = [ROOT / "requirements" / name for name in ("demo.txt", "dev.txt")]


def tracked() -> list[Path]:
    """The files under version control; outside of a clone every file that would be."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        folders = ("spec", "generator", "generated", "overlays", "tests", "requirements")
        return [file for folder in folders for file in (ROOT / folder).rglob("*") if "__pycache__" not in file.parts]
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def entries(lock: Path) -> list[str]:
    """The requirements of a lock file, each with its continued lines."""
    joined = lock.read_text("utf-8").replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_exact_versions_with_hashes(lock: Path) -> None:
    found = entries(lock)
    assert len(found) >= 10
    for entry in found:
        assert re.match(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,._-]+\])?==[^ ;]+ ", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), f"no hash: {entry}"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links|--trusted-host|@ ?file:|git\+", text)


def test_every_lock_was_looked_at() -> None:
    # debian.txt lists system packages, by name.
    assert {file.name for file in (ROOT / "requirements").iterdir()} - {"debian.txt"} == {lock.name for lock in LOCKS}


def test_the_lock_for_users_is_part_of_the_lock_for_developers() -> None:
    demo, dev = ({entry.split(" ")[0] for entry in entries(lock)} for lock in LOCKS)
    assert demo <= dev


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["mock"]]
    names = {re.split(r"[\[=]", entry)[0] for entry in entries(ROOT / "requirements" / "demo.txt")}
    for need in wanted:
        assert re.split(r"[\[><=]", need)[0] in names


def test_the_changelog_is_about_the_version_of_the_package() -> None:
    headings = re.findall(r"^## \[?([0-9][^\]\s]*)\]?", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == okx_broker.__version__
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+([a-z0-9.]+)?", okx_broker.__version__)


def test_no_file_holds_a_path_of_somebody_s_machine() -> None:
    # Written in two parts, so that this file does not hold them itself.
    machine = re.compile(rb"(?<![\w.])/" + rb"(work|home/\w|root|Users/\w|mnt)" + rb"/")
    found = {}
    for file in tracked():
        text = file.read_bytes()
        if b"\0" not in text[:1024] and (match := machine.search(text)):
            found[file.relative_to(ROOT).as_posix()] = match[0].decode()
    assert found == {}


def test_no_file_holds_a_line_of_a_private_key() -> None:
    assert not [file for file in tracked() if b"PRIVATE" + b" KEY-----" in file.read_bytes()]
