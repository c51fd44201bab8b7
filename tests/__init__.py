"""The tests, the demo (`python -m tests.demo`) and the bench (`python -m tests.bench`)."""
