# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""What this package was generated from: hashes over the files of the spec and of the generator.

They stand here and nowhere else, so that a change of the spec shows in the files that it changes.
"""

from __future__ import annotations

from typing import Final

SPEC: Final = "102b7481ca7164dd"
GENERATOR: Final = "ae0e810b79996974"
