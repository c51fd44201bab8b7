"""`okx-mock` where its extra is not installed."""

from __future__ import annotations

import subprocess
import sys


def test_it_names_the_extra_that_is_missing() -> None:
    program = (
        "import importlib.util, sys; found = importlib.util.find_spec; "
        "importlib.util.find_spec = lambda name, *more: None if name == 'uvicorn' else found(name, *more); "
        "from okx_mock.__main__ import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        'Error: okx-mock needs uvicorn: install the extra mock: pip install "<path of your clone>[mock]"\n'
    )
