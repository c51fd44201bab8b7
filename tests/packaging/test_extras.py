"""What an extra brings is loaded only by who uses it, and a missing one is named."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from tests.packaging.conftest import ROOT

HEAVY = (
    "polars",
    "matplotlib",
    "duckdb",
    "cryptography",
    "psycopg",
    "keyring",
    "sqlite3",
    "okx_broker.oauth",
    "asyncio",
    "concurrent.futures",
)


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def test_the_base_import_loads_nothing_of_connections() -> None:
    done = run(f"import okx_broker, sys; print([name for name in {HEAVY!r} if name in sys.modules])")
    assert done.stdout.strip() == "[]", done.stderr


def test_the_import_of_connections_loads_no_extra_yet() -> None:
    done = run(
        "import okx_broker.oauth, sys; print([n for n in ('cryptography', 'psycopg', 'keyring') if n in sys.modules])"
    )
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    ("missing", "code", "said"),
    [
        ("cryptography", "import okx_broker.oauth", 'pip install "<path of your clone>[oauth]"'),
        ("psycopg", "from okx_broker.oauth import PostgresStore", 'pip install "<path of your clone>[postgres]"'),
        (
            "keyring",
            "from okx_broker.oauth import MasterKeys; MasterKeys.from_keyring()",
            'pip install "<path of your clone>[keyring]"',
        ),
        (
            "polars",
            "from pathlib import Path; from okx_broker.rebates.summary import summarize; summarize(Path('x'))",
            'pip install "<path of your clone>[rebates]"',
        ),
        (
            "matplotlib",
            "from okx_broker.rebates.chart import Series, svg; svg(Series(False, ()))",
            'pip install "<path of your clone>[rebates]"',
        ),
    ],
)
def test_a_missing_extra_is_named(missing: str, code: str, said: str) -> None:
    hide = (
        "import sys, importlib.abc, importlib.util\n"
        "class Hide(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.split('.')[0] == {missing!r}: raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Hide())\n"
        "real = importlib.util.find_spec\n"
        f"importlib.util.find_spec = lambda name, *rest: None if name == {missing!r} else real(name, *rest)\n"
    )
    done = run(hide + code)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert said in last, done.stderr


def test_the_command_line_loads_no_engine_until_it_is_used() -> None:
    done = run("import okx_broker.cli.main, sys; print([n for n in ('polars', 'matplotlib') if n in sys.modules])")
    assert done.stdout.strip() == "[]", done.stderr


def test_the_other_stores_need_no_psycopg() -> None:
    done = run(
        "import sys; sys.modules['psycopg'] = None\n"
        "from okx_broker.oauth import SqliteStore, OAuth, MasterKeys, StoreError; print('ok')"
    )
    assert done.stdout.strip() == "ok", done.stderr


def test_every_extra_is_there_for_developers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    developers: list[object] = project["dependency-groups"]["dev"]
    for extra in ("oauth", "postgres", "keyring", "rebates"):
        own = [need for need in project["project"]["optional-dependencies"][extra] if not need.startswith("okx-broker")]
        assert own
        assert all(need in developers for need in own)
