"""The id of this device, by which OKX knows where a token may be used (TERMID): made once, and kept."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

import click

from okx_broker.errors import ConfigurationError


def device_id() -> str:
    """Return the id of this device; the first call makes it.

    Raises:
        ConfigurationError: It can't be kept, or what is kept is none.
    """
    path = Path(click.get_app_dir("okx-broker")) / "device"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        found = path.read_text("ascii").strip()
    except (OSError, ValueError) as problem:
        raise ConfigurationError(f"the id of this device can't be kept in {path}: {type(problem).__name__}") from None
    if not (found.isalnum() and len(found) == 32):
        raise ConfigurationError(f"{path} does not hold the id of a device: remove it, and connect again")
    return found


def _make(path: Path) -> None:
    """Put a whole file there, for its owner alone, unless another process was faster."""
    fresh = path.with_name(f"device.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(16) + "\n")
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
