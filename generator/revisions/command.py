"""`python -m generator diff OLD_REV`."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from generator.bundle import SpecError, bundle, load_yaml
from generator.documents.facts import Fact
from generator.drift.findings import Finding
from generator.drift.report import ORDER
from generator.revisions.callers import caller_facts
from generator.revisions.compare import compare

ROOT = Path(__file__).resolve().parents[2]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("old", metavar="OLD_REV", help="a revision of git: a tag, a branch, a commit")
    parser.add_argument("new", metavar="NEW_REV", nargs="?", help="another one; without it the working tree")
    parser.add_argument("--format", choices=["table", "json"], default="table")


def run(arguments: argparse.Namespace, root: Path = ROOT) -> int:
    """Compare the specs of two revisions.

    Returns:
        0 when nothing breaks callers, 1 when something does, 2 when a revision has no spec that can be read.
    """
    try:
        findings = compare(at(arguments.old, root), at(arguments.new, root))
    except SpecError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if arguments.format == "json":
        shown = [
            {key: getattr(one, key) for key in ("kind", "severity", "operation", "where")}
            | {"old": one.spec, "new": one.document}
            for one in findings
        ]
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        print(_table(findings))
    return int(any(one.severity == "breaking" for one in findings))


def at(revision: str | None, root: Path = ROOT) -> list[Fact]:
    """Return what callers see of the spec at a revision, or of the working tree.

    Raises:
        SpecError: There is no such revision, or no spec in it.
    """
    if revision is None:
        return _read(root / "spec")
    # A revision that looks like an option is none.
    if revision.startswith("-"):
        raise SpecError(f"{revision!r} is no revision")
    packed = subprocess.run(["git", "archive", revision, "spec"], cwd=root, capture_output=True, check=False)
    if packed.returncode:
        raise SpecError(f"git has no spec at {revision!r}: {packed.stderr.decode().strip()}")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(folder, filter="data")
        return _read(Path(folder) / "spec")


def _read(folder: Path) -> list[Fact]:
    errors: list[dict[str, Any]] = load_yaml(folder / "errors.yaml") if (folder / "errors.yaml").is_file() else []
    return caller_facts(bundle(folder), errors)


def _table(findings: list[Finding]) -> str:
    if not findings:
        return "nothing changed for callers"
    lines: list[str] = []
    for severity in ORDER:
        for one in findings:
            if one.severity == severity:
                change = f": {one.spec or '-'} -> {one.document or '-'}" if one.spec or one.document else ""
                lines.append(
                    f"{severity:9} {' '.join(part for part in (one.operation, one.where) if part)}: {one.kind}{change}"
                )
    counts = Counter(one.severity for one in findings)
    lines.append(
        f"{len(findings)} change{'s' * (len(findings) != 1)}: "
        + ", ".join(f"{counts[word]} {word}" for word in ORDER if counts[word])
    )
    return "\n".join(lines)
