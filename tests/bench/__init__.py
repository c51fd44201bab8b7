"""CPU per call against the bare floor: `python -m tests.bench`."""
