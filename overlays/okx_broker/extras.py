"""What to say where an extra is missing: the package is on no index, so a name alone could bring a stranger's."""

from __future__ import annotations


def install(extra: str) -> str:
    """Return how an extra is installed, as the end of a sentence."""
    return f'install the extra {extra}: pip install "<path of your clone>[{extra}]"'
