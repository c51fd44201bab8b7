"""Build the documentation site.

Zensical makes it, with its search in files of the site, so that it works from a disk and asks no other host.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from generator.bundle import SpecError
from generator.package import ROOT
from generator.reference.copying import only_commands
from generator.reference.sources import write_sources
from generator.reference.tables import labelled

SITE = ROOT / "overlays" / "okx_broker" / "site"
"""Where the built site stands: inside of the package, so that `okx-broker docs` and a wheel made afterwards have it."""

_SHIM = 'src="https://unpkg.com/iframe-worker/shim"'
_LOADED = re.compile(
    r"<(?:script|img|iframe|source)[^>]*? src=[\"']?https?:[^\"' >]+"
    r"|<link rel=[\"']?(?:stylesheet|preload|icon)[^>]*? href=[\"']?https?:[^\"' >]+"
)


def build(target: Path = SITE) -> Path:
    """Build the site into `target`, which is replaced when all has gone well.

    Returns:
        The folder, with an `index.html`.

    Raises:
        SpecError: The spec is broken, or a page is missing.
        SystemExit: zensical found something wrong; it has said what.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_sources(work)
        done = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "-f", str(work / "zensical.toml")],
            cwd=work, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0 or not (work / "site" / "index.html").is_file():
            raise SystemExit(f"zensical: {done.stdout}{done.stderr}")
        _stay_here(work / "site")
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(work / "site", target)
    return target


def _stay_here(site: Path) -> None:
    """Make every page ask this site only.

    Zensical's pages load one script from elsewhere, which lets the search work from a disk; ours stands in its place.

    Raises:
        SpecError: A page would load something else from another host.
    """
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        above = posixpath.relpath(".", path.relative_to(site).parent.as_posix())
        text = text.replace(_SHIM, f'src="{above}/assets/own/worker.js"')
        text = only_commands(labelled(text))
        if found := _LOADED.search(text):
            raise SpecError(f"{path.relative_to(site)}: would load {found[0]}")
        path.write_text(text, "utf-8")
