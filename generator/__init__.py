"""The pipeline from the hand-written spec to the generated package; see `python -m generator --help`."""
