"""The guide's sections on fetching: each command and the program as printed, against the mock; all output compared."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.rebates.test_guide_tables import SECTIONS, blocks, commands

FIRST = "Fetch last month, without OKX"
LATER = ("What fetch promises", "Leave it alone")
PROGRAM = "Fetch in a program"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Reader:
    """Somebody who follows the guide, with other ports and another home."""

    def __init__(self, folder: Path, port: int, files_port: int) -> None:
        self.folder = folder
        self.ports = {"8585": str(port), "8586": str(files_port)}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OKX_", "_OKX", "XDG_"))}
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
        self.environ = {**kept, "PATH": path, "HOME": str(folder)}

    def __call__(self, command: str) -> str:
        """Run a command as a person does, and return all that stands on the screen then."""
        for ours, theirs in self.ports.items():
            command = command.replace(ours, theirs)
        done = subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=self.environ,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False,
        )  # fmt: skip
        return done.stdout.replace(str(self.folder), "/home/you")


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    serve, exports = blocks(FIRST, "sh")
    one = Reader(tmp_path, free_port(), free_port())
    for ours, theirs in one.ports.items():
        serve = serve.replace(ours, theirs)
    mock = subprocess.Popen(
        ["sh", "-c", f"exec {serve.strip()}"],
        env=one.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert mock.stdout is not None
        assert mock.stdout.readline()
        for name, value in re.findall(r"(OKX_\w+)=([\w:/.]+)", exports):
            one.environ[name] = value.replace("8585", one.ports["8585"])
        listed = one("okx-mock accounts").partition("broker (broker, demo, global)")[2].partition("broker-live")[0]
        for variable, name in (
            ("OKX_BROKER_API_KEY", "api_key"),
            ("OKX_BROKER_SECRET_KEY", "secret_key"),
            ("OKX_BROKER_PASSPHRASE", "passphrase"),
        ):
            assert f"{variable}=…" in exports
            one.environ[variable] = re.findall(rf"{name}\s+(\S+)", listed)[0]
        (curl,) = [line for line in exports.splitlines() if line.startswith("curl")]
        assert '"history_days":40' in one(curl)
        yield one
    finally:
        mock.terminate()
        mock.communicate(timeout=30)


def test_each_command_says_what_is_printed(reader: Reader) -> None:
    assert len(commands(FIRST)) >= 6
    for command, said in commands(FIRST):
        assert reader(command) == said, command
    with Image.open(reader.folder / "june.png") as picture:
        assert picture.size[0] > 1000
    assert len(list(reader.folder.glob("rebates/day=2026-06-*/rebates.parquet"))) == 30

    reader.environ |= {"OKX_BASE_URL": f"http://127.0.0.1:{reader.ports['8585']}"}
    reader("curl -s http://127.0.0.1:8585/__mock__/clock -d '{\"advance_seconds\": 60}'")
    (program,), (said,) = blocks(PROGRAM, "python"), blocks(PROGRAM, "text")
    (reader.folder / "fetch.py").write_text(program.replace("8586", reader.ports["8586"]), "utf-8")
    assert reader(f"{sys.executable} -W error fetch.py") == said
    assert "Success" in reader(f"{sys.executable} -m mypy --strict --cache-dir .cache fetch.py")

    reader("curl -s http://127.0.0.1:8585/__mock__/clock -d '{\"advance_seconds\": 60}'")
    for section in LATER:
        for command, said in commands(section):
            found = reader(command)
            process = re.search(r"in process (\d+)", found)
            if process is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(process[1]), signal.SIGKILL)
            assert re.sub(r"in process \d+", "in process 4711", found) == said, command


def test_the_guide_has_all_sections() -> None:
    assert {FIRST, PROGRAM, *LATER} <= set(SECTIONS)
