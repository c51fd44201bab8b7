"""The search for secrets finds what it must find: a search that never finds anything proves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

CONFTEST = """
import pytest

from tests.leaks import Leaks


def pytest_configure(config):
    config.pluginmanager.register(Leaks(config), "leaks")
"""

TEST = """
import logging, subprocess, sys

from okx_broker import Secret

SECRET = Secret("k9-Zq7mPw3xV81tB/+")


def write(text, tmp_path):
    {body}


def test_it(tmp_path):
    write(SECRET.reveal(), tmp_path)
"""


@pytest.mark.parametrize(
    ("processes", "body"),
    [
        ("0", "print(text)"),
        ("2", "sys.stderr.write(text)"),
        ("0", "logging.getLogger('x').warning('got %s', text)"),
        ("0", "raise ValueError(text)"),
        ("0", "(tmp_path / 'store.db').write_bytes(b'\\0\\xff' + text.encode() + b'\\0')"),
        ("0", "(tmp_path / 'a').mkdir(); (tmp_path / 'a' / 'page.html').write_text(f'<b>{text}</b>')"),
        ("0", "import urllib.parse; print('GET /x?y=' + urllib.parse.quote(text, safe=''))"),
        ("2", "subprocess.run([sys.executable, '-c', 'import time; time.sleep(1)', text], check=True)"),
    ],
)
def test_leaks_are_found(pytester: pytest.Pytester, body: str, processes: str) -> None:
    done = run(pytester, body, processes)
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    done.stdout.fnmatch_lines(["*secrets in what the suite has written*", "*(k9-Z…): * times"])
    shown = done.stdout.str().partition("secrets in what the suite has written")[2].partition("short test summary")[0]
    assert "k9-Zq7mPw3xV81tB" not in shown


@pytest.mark.parametrize("processes", ["0", "2"])
def test_leaks_are_not_imagined(pytester: pytest.Pytester, processes: str) -> None:
    done = run(pytester, "print(SECRET, repr(SECRET), text[:8]); (tmp_path / 'x').write_text(text[:8])", processes)
    assert done.ret == pytest.ExitCode.OK
    done.stdout.fnmatch_lines(["None of 1 secrets is in what the suite has written."])


def run(pytester: pytest.Pytester, body: str, processes: str) -> pytest.RunResult:
    monkeypatch = pytester._monkeypatch
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(test_inner=TEST.format(body=body))
    return pytester.runpytest_subprocess("-n", processes, "-p", "no:asyncio", "-p", "no:cacheprovider")
