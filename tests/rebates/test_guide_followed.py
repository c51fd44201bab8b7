"""The guide, followed from its first line to its last one in one folder against the mock; all that is printed is compared."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from PIL import Image

import okx_broker.rebates

GUIDE = Path(okx_broker.rebates.__file__).with_name("GUIDE.md").read_text("utf-8")
BLOCKS = [
    (GUIDE[: found.start()].rstrip().rpartition("\n")[2], found[1], found[2])
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
]
"""Each block: the line before it, its kind and its text, in their order."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Reader:
    """Somebody who follows the guide, with other ports and another home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {"8585": str(free_port()), "8586": str(free_port())}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OKX_", "_OKX", "XDG_"))}
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
        self.environ = {**kept, "PATH": path, "HOME": str(folder)}

    def ours(self, text: str) -> str:
        for theirs, port in self.ports.items():
            text = text.replace(theirs, port)
        return text

    def __call__(self, command: str) -> str:
        """Run a command as a person does, and return all that stands on the screen then."""
        done = subprocess.run(
            ["sh", "-c", self.ours(re.sub("^python ", "python -W error ", command))], cwd=self.folder, env=self.environ, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.stdout.replace(str(self.folder), "/home/you")

    def follow(self, block: str) -> None:
        """Run each command of a block, and compare what it says."""
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            (command,) = re.findall(r"\A(?:.*\\\n)*.*", part)
            said = part[len(command) + 1 :]
            found = self(command)
            process = re.search(r"in process (\d+)", found)
            compare(re.sub(r"in process \d+", "in process 4711", found), said, command)
            if process is not None:
                wait_for_end(int(process[1]))

    def export(self, block: str) -> None:
        """Set the variables of a block; a key's are looked up, as the guide says."""
        listed = self("okx-mock accounts").partition("broker (broker, demo, global)")[2].partition("broker-live")[0]
        for name, value in re.findall(r"(OKX_\w+)=(\S+)", block):
            (key,) = (
                re.findall(rf"{name.removeprefix('OKX_BROKER_').lower()}\s+(\S+)", listed) if value == "…" else [""]
            )
            self.environ[name] = key or self.ours(value)


def compare(found: str, said: str, command: str) -> None:
    """Expect what the guide says; of a table that leaves columns out, each cell that it shows."""
    lines, told = found.splitlines(), said.splitlines()
    assert len(lines) == len(told), (command, found)
    names: list[str] = []
    shown: list[str] = []
    for line, printed in zip(lines, told, strict=True):
        if "…" not in printed:
            assert line == printed, command
            continue
        between = r"\s{2,}" if "  " in printed else ","
        cells, kept = (re.split(between, text.strip()) for text in (line, printed))
        if not names:
            names, shown = cells, kept
            assert "broker rebate" in [name.replace("_", " ") for name in shown]
        full = dict(zip(names, cells, strict=True))
        assert kept == [full.get(name, "…") for name in shown], command


def wait_for_end(process: int) -> None:
    for _ in range(300):
        state = Path(f"/proc/{process}/stat")
        if not state.exists() or state.read_text().rpartition(") ")[2].startswith("Z"):
            return
        time.sleep(0.1)
    raise AssertionError("the process in the background does not end")


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    one = Reader(tmp_path)
    serve = next(text for _, kind, text in BLOCKS if kind == "sh")
    assert serve.startswith("okx-mock serve")
    mock = subprocess.Popen(
        ["sh", "-c", f"exec {one.ours(serve).strip()}"],
        env=one.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert mock.stdout is not None
        assert mock.stdout.readline()
        yield one
    finally:
        mock.terminate()
        mock.communicate(timeout=30)


def test_from_top_to_bottom_in_one_folder(reader: Reader) -> None:
    kinds = [kind for _, kind, _ in BLOCKS]
    assert (kinds[:2], set(kinds)) == (["sh", "sh"], {"sh", "console", "python", "sql", "text"})
    query = ""
    for before, kind, text in BLOCKS[1:]:
        if kind == "sh":
            reader.export(text)
            (curl,) = [line for line in text.splitlines() if line.startswith("curl")]
            assert '"history_days":40' in reader(curl)
        elif kind == "console":
            reader.follow(text)
        elif kind == "python":
            (name,) = re.findall(r"`(\w+\.py)`:$", before)
            (reader.folder / name).write_text(reader.ours(text), "utf-8")
            assert "Success" in reader(f"{sys.executable} -m mypy --strict --cache-dir .cache {name}")
        elif kind == "sql":
            query = text
        else:
            with duckdb.connect() as db:
                found = db.execute(query.replace("'table/", f"'{reader.folder}/table/")).fetchall()
            assert "".join(" ".join(map(str, row)) + "\n" for row in found) == text
    for table in ("rebates", "table"):
        assert len(list(reader.folder.glob(f"{table}/day=2026-06-*/rebates.parquet"))) == 30
    with Image.open(reader.folder / "june.png") as picture:
        assert picture.size[0] > 1000
    assert "Rebates 2026-06-28 to 2026-06-30" in (reader.folder / "june.html").read_text("utf-8")
