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


_BASE_URL: Final = (
    r"(https?)://"
    r"(?:([a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*)|\[([0-9a-f:.]+)\])"
    r"(?::([1-9][0-9]{0,4}))?/?"
)
"""Scheme, name or IPv6 address, and port, with nothing that any parser of URLs skips, cuts off or rewrites."""


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
    if not isinstance(url, str):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
        raise ConfigurationError("base_url must be a text such as https://host or https://host:port")
    found = re.fullmatch(_BASE_URL, url, re.ASCII | re.IGNORECASE)
    if found is None:
        raise ConfigurationError(
            "base_url must look like https://host or https://host:port: no user, path, query or blank"
        )
    scheme, name, address, port = found.groups()
    scheme, host = scheme.lower(), (name or f"[{address}]").lower()
    base = f"{scheme}://{host}" + (f":{port}" if port else "")
    if not _is_read_alike(base, host):
        raise ConfigurationError("base_url names no host, address or port as they are usually written")
    if scheme == "http" and not is_loopback(host.strip("[]")):
        raise ConfigurationError("base_url may use plain http to this machine only; use https")
    return base


def _is_read_alike(base: str, host: str) -> bool:
    """Whether the library that sends sees the same host; it takes 1, 127.1 and 0x7f.1 for addresses too."""
    import ipaddress

    from pyreqwest.http import Url

    try:
        seen = Url(base).host_str or ""
        if host.startswith("["):
            return ipaddress.ip_address(seen.strip("[]")) == ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return seen == host
