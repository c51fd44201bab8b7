"""`python -m generator build | check | reference | drift | diff`."""

from __future__ import annotations

import argparse
import difflib
import sys

from generator.bundle import SpecError
from generator.drift import command as drift
from generator.package import committed, render, strays, write
from generator.revisions import command as revisions


def build() -> int:
    """Generate the package into `generated/okx_v5`."""
    changed = write(render())
    print(f"{len(changed)} files changed" + "".join(f"\n  {name}" for name in changed))
    return 0


def check() -> int:
    """Generate into memory and compare with all that stands in `generated/`."""
    fresh, tree = render(), committed()
    status = 0
    for name in sorted({*fresh, *tree}):
        if fresh.get(name) != tree.get(name):
            status = 1
            sys.stdout.writelines(
                difflib.unified_diff(
                    tree.get(name, "").splitlines(keepends=True),
                    fresh.get(name, "").splitlines(keepends=True),
                    f"generated/okx_v5/{name} (tree)",
                    f"generated/okx_v5/{name} (from the spec)",
                )
            )
    if status:
        print("generated/okx_v5 differs from the spec: run `python -m generator build`")
    for name in strays():
        status = 1
        print(f"generated/{name} is not generated from the spec: remove it")
    if not status:
        print("generated is clean")
    return status


def reference() -> int:
    """Build the documentation site to where `okx-broker docs` finds it."""
    from generator.reference.site import SITE, build

    print(f"{build(SITE)}/index.html")
    return 0


def main() -> int:
    """Run the named step."""
    parser = argparse.ArgumentParser(
        prog="python -m generator", description="From spec/ to generated/okx_v5, and from OKX's documents to spec/."
    )
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("build", help="generate the package").set_defaults(run=lambda _: build())
    steps.add_parser("check", help="fail when the tree differs from the spec").set_defaults(run=lambda _: check())
    steps.add_parser("reference", help="build the documentation site").set_defaults(run=lambda _: reference())
    compared = steps.add_parser(
        "drift",
        help="compare one of OKX's documents with the spec",
        epilog="Exit status: 0 without findings, 1 with, 2 when a document can't be read, compared or recorded.",
    )
    drift.add_arguments(compared)
    compared.set_defaults(run=drift.run)
    two = steps.add_parser(
        "diff",
        help="say what changed in the spec since a revision, and what of it breaks callers",
        epilog="Exit status: 0 when nothing breaks callers, 1 when something does, 2 when a revision can't be read.",
    )
    revisions.add_arguments(two)
    two.set_defaults(run=revisions.run)
    arguments = parser.parse_args()
    try:
        return int(arguments.run(arguments))
    except SpecError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
