"""Put the generated package together: bundled spec, models, resources, operation table, runtime."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from generator.bundle import bundle, load_yaml
from generator.endpoints import render_endpoints
from generator.error_codes import render_error_codes
from generator.models import render_models
from generator.patterns import render_patterns
from generator.wording import Names, in_python

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "spec"
TARGET = ROOT / "generated" / "okx_v5"
GENERATOR = Path(__file__).parent
RUNTIME = GENERATOR / "runtime"

HEADER = """\
# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""

INIT = '''"""OKX API v5 as the contract states it: models, resource classes, operations. No signing, no limits, no I/O.

`okx_broker` builds the client on top of this.
"""
'''


ORIGIN = '''"""What this package was generated from: hashes over the files of the spec and of the generator.

They stand here and nowhere else, so that a change of the spec shows in the files that it changes.
"""

from __future__ import annotations

from typing import Final

SPEC: Final = "{spec}"
GENERATOR: Final = "{generator}"
'''


def digest(paths: list[Path], base: Path) -> str:
    """Return a short hash over names and contents of files, whatever the platform's line ends or order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.relative_to(base).as_posix().encode() + b"\0")
        total.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return total.hexdigest()[:16]


def spec_files() -> list[Path]:
    """Return the files that the generated code comes from."""
    return [
        SPEC / "openapi.yaml",
        SPEC / "errors.yaml",
        SPEC / "patterns.yaml",
        *SPEC.glob("paths/*.yaml"),
        *SPEC.glob("schemas/*.yaml"),
    ]


def generator_files() -> list[Path]:
    """Return the files of the generator that decide how the generated code looks."""
    names = ("bundle", "endpoints", "error_codes", "models", "naming", "package", "patterns", "schema_types", "wording")
    return [
        *(GENERATOR / f"{name}.py" for name in names),
        *GENERATOR.glob("templates/**/*.jinja*"),
        *RUNTIME.glob("*.py"),
    ]


def render() -> dict[str, str]:
    """Return every file of the package by its name inside it.

    Raises:
        SpecError: The spec is broken, or a generator warned, dropped something or made two things of one name.
    """
    document = bundle(SPEC)
    view = in_python(document)
    code: dict[str, str] = {
        "__init__.py": INIT,
        "_origin.py": ORIGIN.format(spec=digest(spec_files(), SPEC), generator=digest(generator_files(), GENERATOR)),
        **render_models(view),
        "error_codes.py": render_error_codes(SPEC / "errors.yaml", Names(document).in_sentence),
        "patterns.py": render_patterns(SPEC / "patterns.yaml", document),
        **render_endpoints(view),
    }
    for path in RUNTIME.glob("*.py"):
        code[path.name] = path.read_text(encoding="utf-8")
    files = _formatted({name: HEADER + text for name, text in code.items()})
    document["x-okx-errors"] = load_yaml(SPEC / "errors.yaml")
    files["openapi.json"] = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    files["py.typed"] = ""
    return dict(sorted(files.items()))


def _formatted(files: dict[str, str]) -> dict[str, str]:
    """Sort imports, drop the unused ones and format, with the project's own settings and no cache."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        settings = ["--no-cache", "--isolated", "--line-length=120", "--target-version=py311"]
        ruff = [sys.executable, "-m", "ruff"]
        rules = ["--select=I,F401,UP006,UP037", "--fix", "--quiet", "--config=lint.isort.known-first-party=['okx_v5']"]
        for command in ([*ruff, "check", *settings, *rules, folder], [*ruff, "format", *settings, "--quiet", folder]):
            subprocess.run(command, check=True)
        return {name: Path(folder, name).read_text(encoding="utf-8") for name in files}


def committed() -> dict[str, str]:
    """Return the files of the package as they stand in the tree."""
    return {
        path.relative_to(TARGET).as_posix(): path.read_text(encoding="utf-8", errors="backslashreplace")
        for path in sorted(TARGET.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def strays() -> list[str]:
    """Return what stands in `generated/` beside the package, by its name there; compiled modules don't count."""
    return sorted(
        path.relative_to(TARGET.parent).as_posix() + ("/" if path.is_dir() else "")
        for path in TARGET.parent.iterdir()
        if path != TARGET and path.name != "__pycache__"
    )


def write(files: dict[str, str]) -> list[str]:
    """Write the package, remove what it no longer has, and return the names that changed."""
    before = committed()
    changed = [name for name in {*before, *files} if before.get(name) != files.get(name)]
    for name in changed:
        path = TARGET / name
        if name in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[name], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return sorted(changed)
