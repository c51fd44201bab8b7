"""Where a report's file may come from: an allow-list of hosts, by https."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from pyreqwest.http import Url

from okx_broker.errors import ConfigurationError, ReportError
from okx_v5.scalars import Secret

FILE_HOSTS: Final = ("okg-pri-hk.oss-cn-hongkong.aliyuncs.com",)
"""The hosts that OKX's document shows report links on."""
_PORTS: Final = {"http": 80, "https": 443}


class FileHosts:
    """The hosts that files may come from.

    Args:
        hosts: `name` for the usual port, `name:port` for another one.
        allow_http: Whether plain http is left as it is. Else it becomes https, as the link's own signature allows.
    """

    def __init__(self, hosts: Collection[str], *, allow_http: bool) -> None:
        if isinstance(hosts, str):
            raise ConfigurationError("hosts must be a list of host names")
        self._hosts = frozenset(host.lower() for host in hosts)
        self._allow_http = allow_http

    def checked_url(self, link: Secret | str) -> str:
        """Return the address to fetch.

        Raises:
            ReportError: The link leads to a host that is not on the list, or is no web address.
        """
        parts = _split(link.reveal() if isinstance(link, Secret) else link)
        if parts is None:
            raise ReportError("the report's link is no plain web address")
        if parts.scheme == "http" and not self._allow_http:
            parts = parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80"))
        host = parts.hostname or ""
        name = f"[{host}]" if ":" in host else host
        usual = _PORTS[parts.scheme]
        port = parts.port or usual
        if not (port == usual and self._hosts.intersection((host, name))) and f"{name}:{port}" not in self._hosts:
            shown = name if port == usual else f"{name}:{port}"
            raise ReportError(
                f"the report's link leads to {shown}, which is not on the list of file hosts; "
                f"if you trust it, use Downloader(hosts=[{shown!r}])"
            )
        return urlunsplit(parts)


def _split(link: str) -> SplitResult | None:
    """Take a link apart, if it is a plain web address that the library which fetches it reads alike."""
    try:
        parts = urlsplit(link)
        port, host = parts.port, parts.hostname or ""
        seen = Url(link)
    except ValueError:
        return None
    if parts.scheme not in _PORTS or parts.username is not None or (seen.host_str or "").strip("[]") != host:
        return None
    return parts if host and port != 0 else None
