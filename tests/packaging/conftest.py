"""The built packages, and an environment that holds nothing but the wheel and what it needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Built:
    """What was built from the repository."""

    sdist: Path
    wheel: Path


@dataclass(frozen=True)
class Environment:
    """A virtual environment away from the repository."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def mock(self) -> Path:
        return self.folder / "bin" / "okx-mock"

    def run(self, *command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a program there, with nothing of the repository in reach."""
        return subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            env={**bare_environment(), **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def bare_environment() -> dict[str, str]:
    """The environment variables of this process without those that lead to the repository or to a broker's settings."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "OKX_", "VIRTUAL_ENV", "COVERAGE"))
    }


def checked(command: list[str], cwd: Path) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=bare_environment(), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist, and the wheel that was built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    checked([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)], folder)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return Built(sdist, wheel)


@pytest.fixture(scope="session")
def elsewhere(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the locked dependencies of the mock extra, and the wheel."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=True, symlinks=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    checked([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "demo.txt")], folder)
    # The lock also serves the demo; what the wheel itself asks for is checked by `pip check`.
    checked([*pip, "--no-deps", str(built.wheel)], folder)
    return Environment(folder)


def readme_blocks() -> Iterator[str]:
    """The Python blocks of the README."""
    for match in re.finditer(
        r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    ):
        yield textwrap.dedent(match[1])
