"""Stores of connections."""
