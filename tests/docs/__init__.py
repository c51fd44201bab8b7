"""Tests of the documentation site: its programs, its pages in a browser, the command that shows it."""
