"""Where calls go: OKX's sites, demo or live, and the base URL that tests use instead."""

from __future__ import annotations

import enum
import re
from typing import Final

from okx_broker.errors import ConfigurationError


class Environment(enum.Enum):
    """Demo or live trading. Keys of one are refused by the other (50101)."""

    DEMO = "demo"
    LIVE = "live"


class Site(enum.Enum):
    """OKX's sites. A key of one is unknown on the others (50119)."""

    GLOBAL = "https://www.okx.com"
    US = "https://us.okx.com"
    EEA = "https://eea.okx.com"
    TR = "https://tr.okx.com"


DEMO_HEADER: Final = ("x-simulated-trading", "1")
"""Set on every demo request, in one place and last; a live request never carries it."""


_HOST: Final = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
"""A host name or address that every URL parser reads alike."""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's loopback."""
    import ipaddress

    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_base_url(url: str) -> str:
    """Return a base URL without a trailing slash.

    Raises:
        ConfigurationError: It is no plain `https://host[:port]`, or plain http to another machine.
    """
    from urllib.parse import urlsplit

    if not isinstance(url, str):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
        raise ConfigurationError("base_url must be a text such as https://host or https://host:port")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(f"base_url is not a URL: {error}") from None
    name = parts.hostname or ""
    if parts.scheme not in ("https", "http") or _HOST.fullmatch(name) is None:
        raise ConfigurationError("base_url must look like https://host or https://host:port")
    if parts.username or parts.password or parts.query or parts.fragment or parts.path not in ("", "/"):
        raise ConfigurationError("base_url must hold scheme, host and port only: no user, path or query")
    if parts.scheme == "http" and not is_loopback(name):
        raise ConfigurationError("base_url may use plain http to this machine only; use https")
    host = f"[{name}]" if ":" in name else name
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")
